/* SPDX-License-Identifier: Apache-2.0 */
/* How notices are owed, what they say, and what becomes of them, on both engines. */
#include "ground.h"

static bool says(struct turn *turn, struct text notice, const char *part)
{
    struct text body = value_get_text(shown(turn, notice), "body");
    bool found = text_contains(body, text_of(part));
    if (!found)
        printf("# \"%s\" is not in:\n# %.*s\n", part, TEXT_SHOW(body));
    return found;
}

static bool fact_is(const struct ground_facts *facts, size_t i, enum fact_kind kind,
                    const char *obligation, int64_t at_us)
{
    const struct fact *fact = &facts->facts[i];
    return i < facts->count && fact->kind == kind
           && text_is(fact->texts[FIELD_OF_OBLIGATION], obligation)
           && text_is(fact->texts[FIELD_OF_INCIDENT], "i1")
           && text_is(fact->texts[FIELD_OF_NUMBER], "INC-2026-7K3F9")
           && text_is(fact->texts[FIELD_OF_KIND], "real")
           && text_is(fact->texts[FIELD_OF_RULE], "R1")
           && text_is(fact->texts[FIELD_OF_STEP], "first")
           && text_is(fact->texts[FIELD_OF_ORGANISATION], "o1")
           && !text_empty(fact->texts[FIELD_OF_NOTICE]) && fact->times[FIELD_OF_AT] == at_us;
}

/* One message per person, case and instant. */
static void together(struct turn *turn, struct text address)
{
    struct pack pack;
    struct text notices[4];
    struct ground_facts facts;
    (void)address;
    if (!ground_make(turn, &pack))
        return;
    struct notice_order orders[] = {order_to("p1", "p1@example.org", "later", BOTH_NOW_US + 9),
                                    order_to("p2", "", "other", BOTH_NOW_US),
                                    order_to("p1", "p1@example.org", "sooner", BOTH_NOW_US),
                                    order_to("p1", "p1@example.org", "elsewhere", BOTH_NOW_US)};
    orders[2].template = TEXT("warning");
    orders[3].incident = TEXT("i2");
    ok(owed(turn, orders, 4, notices), "four duties are owed: %s", turn->fault.message);
    ok(text_equal(notices[0], notices[2]) && !text_equal(notices[0], notices[1]),
       "two of one person and case are one message");
    ok(!text_equal(notices[0], notices[3]), "another case is another message");
    struct value *first = shown(turn, notices[0]);
    ok(text_is(value_get_text(first, "subject"), "Due soon: INC-2026-7K3F9"),
       "the subject is that of the more urgent duty");
    ok(says(turn, notices[0], "- later"), "the body lists the other");
    ok(value_get_count(first, "serves") == 2 && text_is(value_get_text(first, "channel"), "mail"),
       "it serves both, by mail");
    ok(text_is(value_get_text(shown(turn, notices[1]), "channel"), "product"),
       "whoever has no address is reached in the product");
    ok(came_out(turn, notices[0], 1, "accepted", "", &facts) && facts.count == 2
           && fact_is(&facts, 0, FACT_NOTICE_ACCEPTED, "later", BOTH_NOW_US)
           && fact_is(&facts, 1, FACT_NOTICE_ACCEPTED, "sooner", BOTH_NOW_US),
       "accepted: a fact for each obligation");
    struct text again;
    ok(owed(turn, orders, 1, &again) && !text_equal(again, notices[0]),
       "what is sent takes no more: the next duty of the same instant is another message");
    turn->now_us += MINUTES(1);
    struct text after;
    ok(owed(turn, orders, 1, &after) && !text_equal(after, again),
       "a later instant is another message");
    struct ledger_verdict verdict;
    ok(ledger_verify_store(turn, &verdict) && verdict.sound && verdict.entries == 7,
       "each has its line in the ledger: %lld", (long long)verdict.entries);
}

/* A digest waits, takes what comes for the same evening, and is due only then. */
static void digest(struct turn *turn, struct text address)
{
    struct pack pack;
    struct text first;
    struct text second;
    int64_t next_us;
    struct notice_letter *letters;
    size_t count;
    (void)address;
    if (!ground_make(turn, &pack))
        return;
    struct notice_order order = order_to("p1", "p1@example.org", "one", BOTH_NOW_US);
    order.not_before_us = BOTH_NOW_US + MINUTES(60);
    ok(notice_next(turn, &next_us) && next_us == INT64_MAX, "an empty outbox waits for nothing");
    ok(owed(turn, &order, 1, &first), "a digest is owed: %s", turn->fault.message);
    turn->now_us += MINUTES(10);
    order.obligation = order.words.expected = TEXT("two");
    ok(owed(turn, &order, 1, &second) && text_equal(first, second),
       "ten minutes later it takes another duty");
    ok(notice_next(turn, &next_us) && next_us == order.not_before_us, "it is due in the evening");
    ok(notice_take(turn, 10, MINUTES(1), &letters, &count) && count == 0, "and not before");
    turn->now_us = order.not_before_us;
    ok(notice_take(turn, 10, MINUTES(1), &letters, &count) && count == 1
           && text_contains(letters[0].body, TEXT("- two")),
       "then it goes out, with both");
    ok(owed(turn, &order, 1, &second) && !text_equal(first, second),
       "what is on its way takes no more");
}

static void words(struct turn *turn, struct text address)
{
    struct pack pack;
    struct text notice;
    (void)address;
    if (!ground_make(turn, &pack))
        return;
    struct notice_order order = order_to("p1", "p1@example.org", "it", BOTH_NOW_US);
    order.words.organisation = TEXT("A\r\nBcc: x@example.org");
    ok(owed(turn, &order, 1, &notice), "a notice with odd words: %s", turn->fault.message);
    struct value *value = shown(turn, notice);
    ok(text_is(value_get_text(value, "subject"), "Incident INC-2026-7K3F9"),
       "a subject says the number alone, whatever the template asks for");
    ok(says(turn, notice, "A case of A  Bcc: x@example.org, rated high."),
       "a word cannot break its line");
    ok(!text_contains(value_get_text(value, "body"), TEXT("Questions")),
       "a line of which nothing is known is left out");
    ok(says(turn, notice, "start by not known yet."), "inside a line it says so");
    order.kind = TEXT("exercise");
    order.template = TEXT("of no pack");
    ok(owed(turn, &order, 1, &notice)
           && text_is(value_get_text(shown(turn, notice), "subject"), "EXERCISE: INC-2026-7K3F9"),
       "an exercise says so in its subject");
    ok(says(turn, notice, "it"), "without a template the bare words are told");
    order.to = (struct holder){.role = TEXT("HEAD")};
    ok(!owed(turn, &order, 1, &notice) && turn->fault.kind == FAULT_BROKEN,
       "a notice to nobody is refused");
    fault_clear(turn);
}

static void many(struct turn *turn, struct text address)
{
    struct pack pack;
    struct text notices[NOTICE_DUTIES_MAX + 1];
    struct notice_order orders[NOTICE_DUTIES_MAX + 1];
    (void)address;
    if (!ground_make(turn, &pack))
        return;
    for (int i = 0; i <= NOTICE_DUTIES_MAX; i++)
        orders[i] = order_to("p1", "", "the same", BOTH_NOW_US);
    ok(owed(turn, orders, NOTICE_DUTIES_MAX + 1, notices)
           && text_equal(notices[0], notices[NOTICE_DUTIES_MAX - 1])
           && !text_equal(notices[0], notices[NOTICE_DUTIES_MAX]),
       "a full message begins another: %s", turn->fault.message);
    ok(!text_contains(value_get_text(shown(turn, notices[0]), "body"), TEXT("Also")),
       "the same duty is told once");
}

static void imported(struct turn *turn, struct text address)
{
    struct pack pack;
    struct text notice;
    int64_t next_us;
    (void)address;
    if (!ground_make(turn, &pack))
        return;
    struct notice_order order = order_to("p1", "p1@example.org", "it", BOTH_NOW_US);
    order.kind = TEXT("import");
    ok(owed(turn, &order, 1, &notice) && state_is(turn, notice, "suppressed"),
       "a notice of an import is suppressed");
    ok(notice_next(turn, &next_us) && next_us == INT64_MAX, "and nobody waits to send it");
}

/* Clause: S-20. Delivery is not receipt. */
static void bounce(struct turn *turn, struct text address)
{
    struct pack pack;
    struct text notice;
    struct ground_facts facts;
    (void)address;
    if (!ground_make(turn, &pack))
        return;
    struct notice_order order = order_to("p1", "p1@example.org", "told", BOTH_NOW_US);
    ok(owed(turn, &order, 1, &notice), "owed at twelve: %s", turn->fault.message);
    turn->now_us += 5 * SECOND_US;
    ok(came_out(turn, notice, 1, "accepted", "", &facts) && state_is(turn, notice, "delivered"),
       "accepted five seconds later");
    turn->now_us += MINUTES(22);
    struct text bounced = text_format(
        turn->arena, "{\"notice\":\"%.*s\",\"reason\":\"no such user\"}", TEXT_SHOW(notice));
    ok(call(turn, "notice.bounce", bounced, &facts) != NULL && state_is(turn, notice, "failed")
           && fact_is(&facts, 0, FACT_NOTICE_FAILED, "told", turn->now_us),
       "it comes back: failed, and the obligations hear of it");
    turn->now_us += MINUTES(20);
    struct text told =
        text_format(turn->arena,
                    "{\"notice\":\"%.*s\",\"whom\":\"Ann Lee\",\"how\":\"telephone\","
                    "\"number\":\"+1 617 555 0100\",\"at\":\"2026-07-03T12:31:00Z\"}",
                    TEXT_SHOW(notice));
    ok(call(turn, "notice.attest", told, &facts) != NULL && state_is(turn, notice, "attested")
           && fact_is(&facts, 0, FACT_NOTICE_ATTESTED, "told", BOTH_NOW_US + MINUTES(31)),
       "a telephone call is attested, at its own instant: %s", turn->fault.message);
    struct value *history = value_get(shown(turn, notice), "history");
    ok(history->count == 3 && text_is(value_get_text(history->items[2], "whom"), "Ann Lee")
           && text_is(value_get_text(history->items[2], "number"), "+1 617 555 0100"),
       "its history says whom, how and at which number");
    ok(call(turn, "notice.attest",
            text_format(turn->arena,
                        "{\"notice\":\"%.*s\",\"whom\":\"A\",\"how\":\"b\",\"at\":\"2026-07-04T00:"
                        "00:00Z\"}",
                        TEXT_SHOW(notice)),
            &facts)
               == NULL
           && turn->fault.kind == FAULT_INVALID && strcmp(turn->fault.field, "at") == 0,
       "nobody has told anybody tomorrow");
    fault_clear(turn);
}

static void both_ways(struct turn *turn, struct text address)
{
    struct pack pack;
    struct text notice;
    struct ground_facts facts;
    (void)address;
    if (!ground_make(turn, &pack))
        return;
    struct notice_order order = order_to("p1", "p1@example.org", "told", BOTH_NOW_US);
    struct text told;
    ok(owed(turn, &order, 1, &notice) && came_out(turn, notice, 1, "accepted", "", &facts),
       "delivered: %s", turn->fault.message);
    told = text_format(turn->arena,
                       "{\"notice\":\"%.*s\",\"whom\":\"Ann\",\"number\":\"617\",\"at\":\"2026-"
                       "07-03T12:00:00Z\"}",
                       TEXT_SHOW(notice));
    ok(call(turn, "notice.attest", told, &facts) != NULL, "and told by telephone as well");
    turn->now_us += MINUTES(9);
    struct text back =
        text_format(turn->arena, "{\"notice\":\"%.*s\",\"reason\":\"full\"}", TEXT_SHOW(notice));
    ok(call(turn, "notice.bounce", back, &facts) != NULL && facts.count == 2
           && fact_is(&facts, 0, FACT_NOTICE_FAILED, "told", turn->now_us)
           && fact_is(&facts, 1, FACT_NOTICE_ATTESTED, "told", BOTH_NOW_US)
           && state_is(turn, notice, "attested"),
       "the mail comes back: reopened, and fulfilled by the call at its own instant");
    ok(call(turn, "notice.bounce", back, &facts) != NULL && facts.count == 0,
       "a second bounce changes nothing");
}

static void confirmed(struct turn *turn, struct text address)
{
    struct pack pack;
    struct text notice;
    struct ground_facts facts;
    (void)address;
    if (!ground_make(turn, &pack))
        return;
    struct notice_order order = order_to("p1", "p1@example.org", "told", BOTH_NOW_US);
    ok(owed(turn, &order, 1, &notice), "owed: %s", turn->fault.message);
    struct text mine = text_format(turn->arena, "{\"notice\":\"%.*s\"}", TEXT_SHOW(notice));
    ok(call(turn, "notice.acknowledge", mine, &facts) == NULL && turn->fault.kind == FAULT_REFUSED,
       "nobody acknowledges for another");
    turn->actor.person = TEXT("p1");
    ok(call(turn, "notice.acknowledge", mine, &facts) != NULL && facts.count == 2
           && fact_is(&facts, 0, FACT_NOTICE_ACCEPTED, "told", BOTH_NOW_US)
           && fact_is(&facts, 1, FACT_NOTICE_ACKNOWLEDGED, "told", BOTH_NOW_US)
           && state_is(turn, notice, "acknowledged"),
       "read in the product before the mail went out: it has arrived");
    struct text back =
        text_format(turn->arena, "{\"notice\":\"%.*s\",\"reason\":\"full\"}", TEXT_SHOW(notice));
    ok(call(turn, "notice.bounce", back, &facts) != NULL && facts.count == 0
           && state_is(turn, notice, "acknowledged"),
       "what comes back afterwards does not undo that");
}

static void pages(struct turn *turn, struct text address)
{
    struct pack pack;
    struct text notices[5];
    struct notice_order orders[5];
    struct ground_facts facts;
    const char *const persons[] = {"p0", "p1", "p2", "p3", "p4"};
    (void)address;
    if (!ground_make(turn, &pack))
        return;
    for (int i = 0; i < 5; i++)
        orders[i] = order_to(persons[i], "", "told", BOTH_NOW_US);
    ok(owed(turn, orders, 5, notices), "five are owed: %s", turn->fault.message);
    size_t seen = 0;
    size_t asked = 0;
    struct text json = TEXT("{\"incident\":\"INC-2026-7K3F9\",\"limit\":2}");
    struct value *page;
    do {
        page = call(turn, "notice.list", json, &facts);
        seen += value_get_count(page, "items");
        json = text_format(turn->arena,
                           "{\"incident\":\"INC-2026-7K3F9\",\"limit\":2,\"after\":\"%.*s\"}",
                           TEXT_SHOW(value_get_text(page, "next")));
        asked++;
    } while (value_has(page, "next") && asked < 10);
    ok(seen == 5 && asked == 3, "three pages list each once: %zu in %zu", seen, asked);
    turn->actor = (struct actor){.person = TEXT("p3")};
    page = call(turn, "notice.list", TEXT("{\"incident\":\"INC-2026-7K3F9\"}"), &facts);
    ok(value_get_count(page, "items") == 1 && !value_has(page, "next")
           && text_equal(value_get_text(value_get_item(page, "items", 0), "notice"), notices[3]),
       "whoever was told sees that, and nothing of the others");
    turn->actor = (struct actor){.person = TEXT("p9")};
    page = call(turn, "notice.list", TEXT("{\"incident\":\"INC-2026-7K3F9\"}"), &facts);
    ok(value_get_count(page, "items") == 0 && !value_has(page, "next"),
       "who may see nothing gets an empty list");
}

int main(void)
{
    both(together);
    both(digest);
    both(words);
    both(many);
    both(imported);
    both(bounce);
    both(both_ways);
    both(confirmed);
    both(pages);
    return tap_end();
}
