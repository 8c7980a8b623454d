/* SPDX-License-Identifier: Apache-2.0 */
/* Who sends what, when, and how often, on both engines. */
#include "ground.h"

static bool taken(struct turn *turn, size_t expected, struct notice_letter **letters)
{
    size_t count;
    if (!notice_take(turn, 100, MINUTES(2), letters, &count))
        printf("# %s\n", turn->fault.message);
    else if (count != expected)
        printf("# taken were %zu\n", count);
    return turn->fault.kind == FAULT_NONE && count == expected;
}

static bool next_is(struct turn *turn, int64_t expected_us)
{
    int64_t next_us = -1;
    bool good = notice_next(turn, &next_us) && next_us == expected_us;
    if (!good)
        printf("# next is %lld, %lld off\n", (long long)next_us,
               (long long)(next_us - expected_us));
    return good;
}

/* Two houses on one database. */
static void leases(struct turn *turn, struct text address)
{
    struct pack pack;
    struct text notice;
    struct notice_letter *letters;
    struct ground_facts facts;
    if (!ground_make(turn, &pack))
        return;
    struct turn other = *turn;
    if (!ok(store_open(&other, address, &other.store), "another house: %s", other.fault.message))
        return;
    struct notice_order order = order_to("p1", "p1@example.org", "told", BOTH_NOW_US);
    ok(owed(turn, &order, 1, &notice) && next_is(turn, BOTH_NOW_US), "one is owed, and due now");
    ok(taken(turn, 1, &letters) && text_equal(letters[0].id, notice) && letters[0].attempt == 1
           && text_is(letters[0].address, "p1@example.org"),
       "one house takes it");
    ok(taken(&other, 0, &letters), "the other does not");
    ok(taken(turn, 0, &letters), "nor the first a second time");
    ok(next_is(turn, BOTH_NOW_US + MINUTES(2)), "the outbox waits for the end of the lease");
    other.now_us += MINUTES(2);
    ok(taken(&other, 1, &letters) && letters[0].attempt == 1,
       "no outcome: the other takes the same attempt when the lease is over");
    turn->now_us = other.now_us;
    ok(came_out(turn, notice, 1, "later", "451 busy", &facts) && facts.count == 0,
       "not now: the obligations hear nothing");
    ok(next_is(turn, turn->now_us + NOTICE_RETRY_FIRST_S * SECOND_US),
       "the lease of an attempt with an outcome delays nothing");
    turn->now_us += NOTICE_RETRY_FIRST_S * SECOND_US;
    ok(taken(turn, 1, &letters) && letters[0].attempt == 2 && text_equal(letters[0].id, notice)
           && letters[0].queued_us == BOTH_NOW_US,
       "the second attempt, under the same id and date");
    ok(came_out(turn, notice, 2, "accepted", "", &facts) && facts.count == 1
           && next_is(turn, INT64_MAX),
       "accepted: nothing waits any more");
    ok(came_out(turn, notice, 2, "accepted", "", &facts) && facts.count == 0
           && state_is(turn, notice, "delivered"),
       "accepted twice is kept, and fulfils nothing twice");
    ok(came_out(turn, notice, 2, "refused", "550", &facts) && facts.count == 0
           && state_is(turn, notice, "delivered"),
       "a stale refusal does not undo it");
    store_close(other.store);
}

/* Clause: S-20. The whole mail system down: tried for about a day, then failed, and never silent.
 */
static void outage(struct turn *turn, struct text address)
{
    struct pack pack;
    struct text notice;
    struct notice_letter *letters;
    struct ground_facts facts = {0};
    int64_t waited_us = 0;
    (void)address;
    if (!ground_make(turn, &pack))
        return;
    struct notice_order order = order_to("p1", "p1@example.org", "told", BOTH_NOW_US);
    bool good = owed(turn, &order, 1, &notice);
    for (int attempt = 1; attempt <= NOTICE_ATTEMPTS_MAX && good; attempt++) {
        int64_t next_us;
        good = notice_next(turn, &next_us) && next_us - turn->now_us <= 3600 * SECOND_US;
        waited_us += next_us - turn->now_us;
        turn->now_us = next_us;
        good = good && taken(turn, 1, &letters) && letters[0].attempt == attempt
               && came_out(turn, notice, attempt, "later", "no route", &facts)
               && facts.count == (attempt == NOTICE_ATTEMPTS_MAX ? 1 : 0);
    }
    ok(good, "it is tried %d times, never more than an hour apart: %s", NOTICE_ATTEMPTS_MAX,
       turn->fault.message);
    ok(waited_us > 20 * HOUR_US && waited_us < 30 * HOUR_US, "for about a day: %lld minutes",
       (long long)(waited_us / MINUTE_US));
    ok(facts.facts[0].kind == FACT_NOTICE_FAILED && state_is(turn, notice, "failed")
           && next_is(turn, INT64_MAX),
       "then it has failed, and the obligations hear of it");
    ok(text_is(value_get_text(shown(turn, notice), "reason"), "no route"), "with the reason");
}

static void refusal(struct turn *turn, struct text address)
{
    struct pack pack;
    struct text notice;
    struct ground_facts facts;
    (void)address;
    if (!ground_make(turn, &pack))
        return;
    struct notice_order order = order_to("p1", "p1@example.org", "told", BOTH_NOW_US);
    order.obligation = TEXT_NONE;
    ok(owed(turn, &order, 1, &notice) && came_out(turn, notice, 1, "refused", "550 no", &facts)
           && state_is(turn, notice, "failed") && facts.count == 0,
       "refused for good; a warning serves no obligation, so none hears of it");
    ok(came_out(turn, notice, 2, "accepted", "", &facts) && state_is(turn, notice, "delivered"),
       "a house that was slower had it accepted: it has arrived");
    ok(!came_out(turn, TEXT("0190aaaa-0000-7000-8000-000000000000"), 1, "accepted", "", &facts)
           && turn->fault.kind == FAULT_MISSING,
       "of a notice that is not there nothing is recorded");
    fault_clear(turn);
}

/* Somebody telephones while the letter waits: it is not sent any more. */
static void overtaken(struct turn *turn, struct text address)
{
    struct pack pack;
    struct text notice;
    struct notice_letter *letters;
    struct ground_facts facts;
    (void)address;
    if (!ground_make(turn, &pack))
        return;
    struct notice_order order = order_to("p1", "p1@example.org", "told", BOTH_NOW_US);
    ok(owed(turn, &order, 1, &notice)
           && call(turn, "notice.attest",
                   text_format(turn->arena,
                               "{\"notice\":\"%.*s\",\"whom\":\"A\",\"how\":\"radio\",\"number\":"
                               "\"channel 5\",\"at\":"
                               "\"2026-07-03T12:00:00Z\"}",
                               TEXT_SHOW(notice)),
                   &facts)
                  != NULL
           && taken(turn, 0, &letters),
       "who was told by radio gets no letter: %s", turn->fault.message);
    ok(came_out(turn, notice, 1, "accepted", "", &facts) && facts.count == 0
           && state_is(turn, notice, "attested") && value_has(shown(turn, notice), "accepted"),
       "one that was on its way already is noted");
}

/* Several cases of one person that wait for the same evening go as one letter. */
static void digests(struct turn *turn, struct text address)
{
    enum { CASES = 3 };
    static const char *const cases[CASES] = {"i1", "i2", "i3"};
    static const char *const numbers[CASES] = {"INC-2026-AAAAA", "INC-2026-BBBBB",
                                               "INC-2026-CCCCC"};
    struct pack pack;
    struct text notices[CASES];
    struct text other;
    struct notice_letter *letters;
    struct ground_facts facts;
    (void)address;
    if (!ground_make(turn, &pack))
        return;
    for (size_t i = 0; i < CASES; i++) {
        struct notice_order order = order_to("p1", "p1@example.org", cases[i], BOTH_NOW_US);
        order.incident = text_of(cases[i]);
        order.words.number = text_of(numbers[i]);
        order.not_before_us = BOTH_NOW_US + MINUTES(60);
        turn->now_us += MINUTES(1);
        ok(owed(turn, &order, 1, &notices[i]), "a digest is owed: %s", turn->fault.message);
    }
    struct notice_order second = order_to("p2", "p2@example.org", "p2", BOTH_NOW_US);
    second.not_before_us = BOTH_NOW_US + MINUTES(60);
    ok(owed(turn, &second, 1, &other) && !text_equal(notices[0], notices[1]),
       "each case keeps a notice of its own, and so does another person");
    turn->now_us = BOTH_NOW_US + MINUTES(60);
    ok(call(turn, "notice.attest",
            text_format(
                turn->arena,
                "{\"notice\":\"%.*s\",\"whom\":\"p1\",\"number\":\"617\",\"at\":\"2026-07-03T"
                "12:30:00Z\"}",
                TEXT_SHOW(notices[0])),
            &facts)
           != NULL,
       "of one the person was told by telephone");
    ok(taken(turn, 2, &letters), "two letters go out, one to each");
    struct notice_letter *one = text_equal(letters[0].id, notices[0]) ? &letters[0] : &letters[1];
    ok(text_equal(one->id, notices[0]) && text_equal(one->message, notices[0])
           && text_contains(one->body, TEXT("INC-2026-BBBBB"))
           && text_contains(one->body, TEXT("INC-2026-CCCCC"))
           && !text_contains(one->body, TEXT("INC-2026-AAAAA"))
           && !text_contains(one->subject, TEXT("INC-")),
       "one tells of the two that are left, under the id it would have had");
    ok(came_out(turn, notices[0], 1, "later", "451 busy", &facts) && facts.count == 0
           && state_is(turn, notices[1], "queued") && state_is(turn, notices[0], "attested"),
       "not now: both wait");
    turn->now_us += NOTICE_RETRY_FIRST_S * SECOND_US;
    ok(taken(turn, 1, &letters) && letters[0].attempt == 2 && text_equal(letters[0].id, notices[0])
           && text_contains(letters[0].body, TEXT("INC-2026-CCCCC")),
       "the second attempt is the same letter");
    ok(came_out(turn, notices[0], 2, "accepted", "", &facts) && facts.count == 2
           && state_is(turn, notices[1], "delivered") && state_is(turn, notices[2], "delivered")
           && state_is(turn, notices[0], "attested")
           && !value_has(shown(turn, notices[0]), "accepted"),
       "taken: both are told, and nothing is said of the one that was not in it");
    ok(call(turn, "notice.bounce",
            text_format(turn->arena, "{\"notice\":\"%.*s\",\"reason\":\"no such user\"}",
                        TEXT_SHOW(notices[0])),
            &facts)
               != NULL
           && facts.count == 2 && state_is(turn, notices[1], "failed")
           && state_is(turn, notices[2], "failed") && state_is(turn, notices[0], "attested"),
       "it comes back: both are owed again");
}

int main(void)
{
    both(digests);
    both(leases);
    both(outage);
    both(refusal);
    both(overtaken);
    return tap_end();
}
