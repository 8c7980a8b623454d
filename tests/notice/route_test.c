/* SPDX-License-Identifier: Apache-2.0 */
/* A person's channels in order: what fails on one goes on by the next, and what comes back from one
 * that was given up says nothing; when none is left somebody must call. On both engines. */
#include "ground.h"

static const char *const every_way[] = {
    "phone",     "617-555-0100",         "webhook", "https://hooks.example.org/p1",
    "alternate", "p1@alternate.example", "mail",    "p1@example.org",
    NULL};

static bool goes_by(struct turn *turn, struct text notice, const char *channel, const char *address)
{
    const struct value *value = shown(turn, notice);
    bool good = text_is(value_get_text(value, "channel"), channel)
                && text_is(value_get_text(value_get(value, "to"), "address"), address);
    if (!good)
        printf("# it goes by %.*s to %.*s\n", TEXT_SHOW(value_get_text(value, "channel")),
               TEXT_SHOW(value_get_text(value_get(value, "to"), "address")));
    return good;
}

static bool bounced(struct turn *turn, struct text notice, int route, struct ground_facts *facts)
{
    return call(turn, "notice.bounce",
                text_format(turn->arena,
                            "{\"notice\":\"%.*s\",\"reason\":\"no such user\",\"route\":%d}",
                            TEXT_SHOW(notice), route),
                facts)
           != NULL;
}

static bool ledger_sound(struct turn *turn)
{
    struct ledger_verdict verdict;
    return ledger_verify_store(turn, &verdict) && verdict.sound;
}

/* Each refuses in turn. */
static void one_after_the_other(struct turn *turn, struct text address)
{
    struct pack pack;
    struct text notice;
    struct ground_facts facts;
    struct notice_letter *letters;
    size_t count;
    struct notice_order order = order_to("p1", "", "told", BOTH_NOW_US);
    (void)address;
    if (!ground_make(turn, &pack) || !reached(turn, &order, every_way))
        return;
    ok(owed(turn, &order, 1, &notice) && goes_by(turn, notice, "mail", "p1@example.org"),
       "first the mail address: %s", turn->fault.message);
    ok(came_out(turn, notice, 1, "refused", "no such user", &facts) && facts.count == 1
           && facts.facts[0].kind == FACT_NOTICE_FAILED && state_is(turn, notice, "queued")
           && goes_by(turn, notice, "mail", "p1@alternate.example"),
       "refused: failed, and queued for the alternate address");
    ok(came_out(turn, notice, 1, "accepted", "", &facts) && state_is(turn, notice, "delivered")
           && facts.count == 1,
       "the first was taken all the same, said late: then the person is told");
    ok(bounced(turn, notice, 1, &facts) && state_is(turn, notice, "queued")
           && goes_by(turn, notice, "webhook", "https://hooks.example.org/p1"),
       "and it comes back: the webhook");
    ok(notice_take(turn, 10, MINUTES(1), &letters, &count) && count == 1
           && text_is(letters[0].channel, "webhook") && letters[0].attempt == 2,
       "a letter for it is taken at once");
    ok(bounced(turn, notice, 0, &facts) && facts.count == 0 && state_is(turn, notice, "queued"),
       "what comes back from a way given up says nothing");
    ok(!value_has(shown(turn, notice), "by_hand"), "nobody has to call yet");
    ok(came_out(turn, notice, 2, "refused", "410", &facts) && state_is(turn, notice, "failed"),
       "no way is left: it has failed");
    const struct value *hand = value_get(shown(turn, notice), "by_hand");
    ok(text_is(value_get_text(hand, "whom"), "p1")
           && text_is(value_get_text(hand, "phone"), "617-555-0100"),
       "and says whom to call, and where");
    struct value *hands = value_list(turn->arena);
    ok(notice_by_hand(turn, TEXT("told"), hands) && hands->count == 1
           && text_equal(value_get_text(hands->items[0], "notice"), notice)
           && text_is(value_get_text(hands->items[0], "phone"), "617-555-0100"),
       "and so does the duty that it serves");
    int64_t next_us;
    ok(notice_next(turn, &next_us) && next_us == INT64_MAX, "the outbox is done with it");
    ok(call(turn, "notice.attest",
            text_format(turn->arena,
                        "{\"notice\":\"%.*s\",\"whom\":\"p1\",\"at\":\"2026-07-03T12:00:00Z\"}",
                        TEXT_SHOW(notice)),
            &facts)
               != NULL
           && facts.count == 1 && facts.facts[0].kind == FACT_NOTICE_ATTESTED,
       "three fields attest the call");
    const struct value *history = value_get(shown(turn, notice), "history");
    const struct value *last = history->items[history->count - 1];
    ok(text_is(value_get_text(last, "number"), "617-555-0100")
           && text_is(value_get_text(last, "how"), "by telephone")
           && text_is(value_get_text(last, "by"), "system:test"),
       "number, how and who are kept all the same");
    ok(history->count == 8
           && text_is(value_get_text(history->items[0], "address"), "p1@example.org")
           && text_is(value_get_text(history->items[4], "channel"), "webhook"),
       "each attempt stands there, with its way: %zu", history->count);
    ok(ledger_sound(turn), "the ledger is sound");
}

/* A mail system that is down: where there is another way it is taken within minutes. */
static void down(struct turn *turn, struct text address)
{
    struct pack pack;
    struct text notices[2];
    struct ground_facts facts;
    static const char *const hook[] = {"mail", "a@example.org", "webhook", "https://a.example",
                                       NULL};
    static const char *const mail[] = {"mail", "b@example.org", NULL};
    struct notice_order orders[2] = {order_to("a", "", "one", BOTH_NOW_US),
                                     order_to("b", "", "two", BOTH_NOW_US)};
    (void)address;
    if (!ground_make(turn, &pack) || !reached(turn, &orders[0], hook)
        || !reached(turn, &orders[1], mail) || !owed(turn, orders, 2, notices))
        return;
    for (int attempt = 1; attempt < NOTICE_ATTEMPTS_OTHER; attempt++)
        ok(came_out(turn, notices[0], attempt, "later", "down", &facts) && facts.count == 0
               && came_out(turn, notices[1], attempt, "later", "down", &facts)
               && goes_by(turn, notices[0], "mail", "a@example.org"),
           "attempt %d waits", attempt);
    ok(came_out(turn, notices[0], NOTICE_ATTEMPTS_OTHER, "later", "down", &facts)
           && state_is(turn, notices[0], "queued")
           && goes_by(turn, notices[0], "webhook", "https://a.example"),
       "then the webhook is taken");
    ok(came_out(turn, notices[1], NOTICE_ATTEMPTS_OTHER, "later", "down", &facts)
           && state_is(turn, notices[1], "queued")
           && goes_by(turn, notices[1], "mail", "b@example.org")
           && value_has(shown(turn, notices[1]), "by_hand"),
       "who has no other is tried on, and it says that somebody should call");
    ok(came_out(turn, notices[0], NOTICE_ATTEMPTS_OTHER + 1, "accepted", "", &facts)
           && facts.count == 1 && state_is(turn, notices[0], "delivered")
           && value_has(shown(turn, notices[0]), "accepted"),
       "the webhook takes it");
}

/* A telling by hand and two ways: each is worth what it is worth. */
static void both_worth(struct turn *turn, struct text address)
{
    struct pack pack;
    struct text notice;
    struct ground_facts facts;
    static const char *const two[] = {"mail", "a@example.org", "alternate", "b@example.org", NULL};
    struct notice_order order = order_to("a", "", "one", BOTH_NOW_US);
    (void)address;
    if (!ground_make(turn, &pack) || !reached(turn, &order, two) || !owed(turn, &order, 1, &notice))
        return;
    turn->now_us += MINUTES(5);
    ok(came_out(turn, notice, 1, "accepted", "", &facts) && bounced(turn, notice, 0, &facts)
           && came_out(turn, notice, 2, "accepted", "", &facts) && facts.count == 1
           && state_is(turn, notice, "delivered"),
       "told by the alternate address after the first came back");
    ok(call(
           turn, "notice.attest",
           text_format(turn->arena,
                       "{\"notice\":\"%.*s\",\"whom\":\"a\",\"how\":\"in person\",\"number\":\"her "
                       "office\",\"at\":\"2026-07-03T12:00:00Z\"}",
                       TEXT_SHOW(notice)),
           &facts)
           != NULL,
       "and in person");
    ok(bounced(turn, notice, 1, &facts) && facts.count == 2
           && facts.facts[0].kind == FACT_NOTICE_FAILED
           && facts.facts[1].kind == FACT_NOTICE_ATTESTED && state_is(turn, notice, "attested"),
       "the second comes back as well: reopened, and fulfilled by the visit");
    ok(call(
           turn, "notice.attest",
           text_format(turn->arena,
                       "{\"notice\":\"%.*s\",\"whom\":\"a\",\"number\":\"617\",\"at\":\"2026-07-03T"
                       "12:05:01Z\"}",
                       TEXT_SHOW(notice)),
           &facts)
               == NULL
           && turn->fault.kind == FAULT_INVALID && strcmp(turn->fault.field, "at") == 0,
       "a call that is still to come cannot be attested");
}

static void again(struct turn *turn, struct text address)
{
    struct pack pack;
    struct text notice;
    struct ground_facts facts;
    static const char *const two[] = {"mail", "a@example.org", "webhook", "https://a.example",
                                      NULL};
    struct notice_order order = order_to("a", "", "one", BOTH_NOW_US);
    (void)address;
    if (!ground_make(turn, &pack) || !reached(turn, &order, two) || !owed(turn, &order, 1, &notice))
        return;
    struct text resend = text_format(turn->arena, "{\"notice\":\"%.*s\"}", TEXT_SHOW(notice));
    ok(call(turn, "notice.resend", resend, &facts) != NULL && facts.count == 0
           && goes_by(turn, notice, "webhook", "https://a.example"),
       "what waits goes on by the next way: %s", turn->fault.message);
    ok(call(turn, "notice.resend", resend, &facts) == NULL && turn->fault.kind == FAULT_INVALID
           && strcmp(turn->fault.field, "channel") == 0,
       "when all were taken it says so");
    ok(call(turn, "notice.resend",
            text_format(turn->arena, "{\"notice\":\"%.*s\",\"channel\":\"mail\"}",
                        TEXT_SHOW(notice)),
            &facts)
               != NULL
           && goes_by(turn, notice, "mail", "a@example.org"),
       "one that is named is taken once more");
    ok(came_out(turn, notice, 1, "accepted", "", &facts), "it is taken");
    const struct value *second =
        call(turn, "notice.resend",
             text_format(turn->arena, "{\"notice\":\"%.*s\",\"channel\":\"webhook\"}",
                         TEXT_SHOW(notice)),
             &facts);
    struct text id = value_get_text(second, "notice");
    ok(second != NULL && !text_equal(id, notice) && state_is(turn, notice, "delivered")
           && text_equal(value_get_item(second, "repeats", 0)->text, notice)
           && value_get_count(second, "serves") == 1
           && goes_by(turn, id, "webhook", "https://a.example"),
       "whoever has it already gets another message, of the same duty");
    ok(came_out(turn, id, 1, "accepted", "", &facts) && facts.count == 1
           && text_is(facts.facts[0].texts[FIELD_OF_OBLIGATION], "one"),
       "which is evidence in its turn");
    ok(ledger_sound(turn), "the ledger is sound");
}

int main(void)
{
    both(one_after_the_other);
    both(down);
    both(both_worth);
    both(again);
    return tap_end();
}
