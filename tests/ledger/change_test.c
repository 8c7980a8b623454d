/* SPDX-License-Identifier: Apache-2.0 */
/* Groups and changes on both engines: no row without an entry, no entry without its row, and what
 * an entry says. */
#include "ground.h"
#include "ledger/entry.h"
#include <sys/wait.h>

static struct entry entry_at(struct turn *turn, int64_t sequence)
{
    struct ledger_line *lines = NULL;
    size_t count = 0;
    struct entry entry = {0};
    const char *why = "there is none";
    if (!ledger_lines(turn, sequence + 1, 1, &lines, &count) || count != 1
        || !entry_read(lines[0].entry, &entry, &why))
        ok(false, "entry %lld is read: %s", (long long)sequence, why);
    return entry;
}

static bool store_sound(struct turn *turn)
{
    struct ledger_verdict verdict;
    bool sound = ledger_verify_store(turn, &verdict) && verdict.sound;
    if (!sound)
        printf("# %.*s: %.*s %s\n", TEXT_SHOW(verdict.where), TEXT_SHOW(verdict.why),
               turn->fault.message);
    return sound;
}

static void members(struct turn *turn, struct text address)
{
    (void)address;
    struct ledger_group *group;
    struct change *change;
    int64_t sequence = -1;
    if (!ground_make(turn))
        return;
    struct turn other = *turn;
    other.actor =
        (struct actor){.person = TEXT("p1"), .capacity = TEXT("soc"), .organisation = TEXT("o1")};
    struct value *payload = value_map(turn->arena);
    value_set_text(turn->arena, payload, "said", TEXT("what was said"));
    ok(ledger_group_begin(turn, &group), "a group begins: %s", turn->fault.message);
    ok(change_begin(turn, group, TEXT_NONE, &change)
           && change_entry(change, "thing.make", TEXT("thing/0"), TEXT_NONE, NULL, &sequence)
           && change_end(change) && sequence == 0,
       "an entry of nobody in particular: %s", turn->fault.message);
    ok(change_begin(&other, group, TEXT("request 1"), &change) && change_turn(change) == &other
           && change_entry(change, "case.note", TEXT("case/1"), TEXT("i1"), payload, &sequence)
           && change_entry(change, "case.note", TEXT("case/1"), TEXT("i1"), payload, &sequence)
           && change_end(change) && sequence == 2,
       "two of a person in a capacity, for a case: %s", other.fault.message);
    size_t count = 0;
    const struct ledger_line *lines = ledger_group_lines(group, &count);
    ok(count == 3 && lines[2].sequence == 2
           && text_is(lines[1].payload, "{\"said\":\"what was said\"}"),
       "the group lists its lines");
    ok(ledger_group_commit(turn, group), "the group is committed: %s", turn->fault.message);

    struct entry first = entry_at(turn, 0);
    ok(text_is(first.actor, "anonymous") && text_is(first.op, "thing.make")
           && text_is(first.object, "thing/0") && text_empty(first.incident)
           && text_is(first.at, "2026-07-03T12:00:00.000Z") && first.pay.size == 64,
       "what the first says");
    struct entry third = entry_at(turn, 2);
    ok(text_is(third.actor, "p1") && text_is(third.capacity, "soc") && text_is(third.behalf, "o1")
           && text_is(third.request, "request 1") && text_is(third.incident, "i1")
           && third.case_sequence == 1 && third.previous.size == 64,
       "what the third says");
    struct entry second = entry_at(turn, 1);
    ok(!text_equal(second.pay, third.pay), "the same words have another hash each time");
    ok(second.case_sequence == 0 && text_empty(second.previous), "the case's first has no prev");
    ok(ground_append(turn, 0, 10), "more of it: %s", turn->fault.message);
    ok(store_sound(turn), "the store is sound");
}

static void refusals(struct turn *turn, struct text address)
{
    (void)address;
    struct ledger_group *group;
    struct change *change;
    struct change *inner;
    if (!ground_make(turn) || !ok(ledger_group_begin(turn, &group), "a group begins"))
        return;
    ok(change_begin(turn, group, TEXT_NONE, &change) && ground_thing(change, TEXT("a")),
       "a change writes a row");
    ok(!change_begin(turn, group, TEXT_NONE, &inner)
           && ground_faulted(turn, FAULT_BROKEN, "inside another"),
       "a change inside another is refused");
    ok(!change_end(change) && ground_faulted(turn, FAULT_BROKEN, "without a line"),
       "a change without an entry is refused");
    change_drop(change);
    change_drop(change);
    ok(change_begin(turn, group, TEXT_NONE, &change) && ground_thing(change, TEXT("b"))
           && change_entry(change, "thing.make", TEXT("b"), TEXT("i1"), NULL, NULL)
           && (!ground_thing(change, TEXT("b")) || !change_end(change))
           && ground_faulted(turn, FAULT_CLASH, ""),
       "a change whose second row clashes, which it hears at its end at the latest");
    change_drop(change);
    ok(change_begin(turn, group, TEXT_NONE, &change)
           && !change_entry(change, "thing.make", TEXT("c"), TEXT_NONE,
                            value_text(turn->arena, TEXT("no object")), NULL)
           && ground_faulted(turn, FAULT_BROKEN, "JSON object"),
       "a payload must be an object");
    change_drop(change);
    ok(change_begin(turn, group, TEXT_NONE, &change) && ground_thing(change, TEXT("d"))
           && change_entry(change, "thing.make", TEXT("d"), TEXT("i1"), NULL, NULL)
           && change_end(change),
       "a good one after them: %s", turn->fault.message);
    ok(ledger_group_commit(turn, group), "the group is committed: %s", turn->fault.message);
    ok(ground_things_count(turn) == 1 && ground_entries(turn) == 1,
       "of what was dropped nothing is left");
    ok(ground_count(turn, "SELECT count(*) FROM ledger_payload") == 1, "nor its payload");
    ok(entry_at(turn, 0).case_sequence == 0, "and its case does not remember it");

    ok(ledger_group_begin(turn, &group) && change_begin(turn, group, TEXT_NONE, &change)
           && ground_thing(change, TEXT("e"))
           && change_entry(change, "thing.make", TEXT("e"), TEXT_NONE, NULL, NULL)
           && !ledger_group_commit(turn, group) && ground_faulted(turn, FAULT_BROKEN, "still open"),
       "a group with an open change is not committed");
    ok(ledger_group_begin(turn, &group) && ground_change(turn, group, 1), "a change ends");
    ledger_group_drop(turn, group);
    ok(ground_things_count(turn) == 1 && ground_entries(turn) == 1, "a dropped group leaves none");
    ok(ledger_group_begin(turn, &group) && ledger_group_commit(turn, group),
       "a group of nothing may end");
    ok(store_sound(turn), "the store is sound");
}

/* With the right to write but past the ledger's face: what the database itself refuses. */
static bool append_only(struct turn *turn, const char *sql)
{
    struct ledger_group *group;
    struct change *change;
    if (!ledger_group_begin(turn, &group) || !change_begin(turn, group, TEXT_NONE, &change))
        return false;
    bool refused = change_entry(change, "thing.harm", TEXT("t"), TEXT_NONE, NULL, NULL)
                   && (!change_write(change, sql, BIND_NONE) || !change_end(change));
    fault_clear(turn);
    change_drop(change);
    ledger_group_drop(turn, group);
    return refused;
}

static void time_and_tamper(struct turn *turn, struct text address)
{
    (void)address;
    struct ledger_group *group;
    struct change *change;
    if (!ground_make(turn) || !ok(ground_append(turn, 0, 5), "five entries"))
        return;
    struct turn earlier = *turn;
    earlier.now_us -= 3600000000;
    ok(ledger_group_begin(turn, &group) && change_begin(&earlier, group, TEXT_NONE, &change)
           && change_entry(change, "thing.make", TEXT("t"), TEXT_NONE, NULL, NULL)
           && change_end(change) && ledger_group_commit(turn, group),
       "an entry by a clock that went back: %s", turn->fault.message);
    struct ledger_line *lines;
    size_t count;
    ok(text_is(entry_at(turn, 5).at, "2026-07-03T12:00:00.000Z"), "the ledger's time does not");
    ok(ledger_lines(turn, INT64_MAX, 2, &lines, &count) && count == 2 && lines[0].sequence == 5
           && text_is(lines[0].payload, "{\"clock\":\"2026-07-03T11:00:00.000Z\"}"),
       "and the payload tells what the clock showed");
    ok(append_only(turn, "UPDATE ledger_entry SET entry = 'x' WHERE sequence = 1"),
       "an entry cannot be updated");
    ok(append_only(turn, "DELETE FROM ledger_entry WHERE sequence = 5"), "nor deleted");
    ok(store_sound(turn), "the store is sound");

    ok(ledger_group_begin(turn, &group) && change_begin(turn, group, TEXT_NONE, &change)
           && change_purge(change, 2)
           && change_entry(change, "thing.purge", TEXT("thing/2"), TEXT_NONE, NULL, NULL)
           && change_end(change) && ledger_group_commit(turn, group),
       "a payload is purged: %s", turn->fault.message);
    ok(ledger_lines(turn, 3, 1, &lines, &count) && text_empty(lines[0].payload)
           && store_sound(turn),
       "it is gone, and the store is sound");
}

/* Each of these damages the database as somebody with its password could, and must be named. */
static void damage(struct turn *turn, struct text address)
{
    (void)address;
    static const struct {
        const char *sql;
        const char *where;
    } damages[] = {
        {"UPDATE ledger_payload SET body = '{}' WHERE pay IN (SELECT pay FROM ledger_entry WHERE"
         " sequence = 3)",
         "payload of entry 3"},
        {"INSERT INTO ledger_payload (pay, salt, body) SELECT 'aa', salt, body FROM ledger_payload"
         " LIMIT 1",
         "payload aa"},
        {"UPDATE ledger_head SET size = 8", ""},
        {"INSERT INTO ledger_entry (sequence, entry, leaf, pay) VALUES (10, '{}', '', '')",
         "entry 10"},
        {"UPDATE ledger_head SET edge = 'ff' || edge", ""},
    };
    if (!ground_make(turn) || !ok(ground_append(turn, 0, 10), "ten entries"))
        return;
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        struct ledger_group *group;
        struct change *change;
        struct ledger_verdict verdict = {0};
        ok(ledger_group_begin(turn, &group) && change_begin(turn, group, TEXT_NONE, &change)
               && change_write(change, damages[i].sql, BIND_NONE),
           "damage: %s %s", damages[i].sql, turn->fault.message);
        bool judged = ledger_verify_store(turn, &verdict);
        ok(judged ? !verdict.sound && text_is(verdict.where, damages[i].where)
                  : turn->fault.kind == FAULT_BROKEN,
           "is seen: %.*s: %.*s%s", TEXT_SHOW(verdict.where), TEXT_SHOW(verdict.why),
           turn->fault.message);
        fault_clear(turn);
        change_drop(change);
        ledger_group_drop(turn, group);
    }
    ok(store_sound(turn), "the store is sound again");
}

static void facts(struct turn *turn, struct text address)
{
    (void)address;
    struct ledger_group *group;
    struct change *change;
    if (!ground_make(turn) || !ok(ledger_group_begin(turn, &group), "a group begins")
        || !ok(change_begin(turn, group, TEXT_NONE, &change), "a change begins"))
        return;
    size_t count = 1;
    ok(change_facts(change, 0, &count) == NULL && count == 0, "no facts yet");
    bool good = true;
    for (int i = 0; i < 20; i++) {
        char rating[16];
        snprintf(rating, sizeof rating, "r%d", i);
        struct fact fact = {.kind = FACT_INCIDENT_RATED};
        fact_set_text(&fact, FIELD_OF_RATING, text_of(rating));
        good = good && change_fact(change, &fact);
    }
    const struct fact *found = change_facts(change, 18, &count);
    ok(good && count == 2 && text_is(found[0].texts[FIELD_OF_RATING], "r18"),
       "facts are kept in order, with texts of their own");
    ok(change_facts(change, 20, &count) == NULL && count == 0, "and no more of them");
    change_drop(change);
    ledger_group_drop(turn, group);
}

/* Two houses on one database: each takes the head in its turn. */
static void two_houses(struct turn *turn, struct text address)
{
    if (!ground_make(turn))
        return;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        struct turn own = {.arena = arena_new(BOTH_ARENA_BYTES_MAX), .now_us = BOTH_NOW_US};
        bool good = store_open(&own, address, &own.store);
        for (int i = 0; good && i < 20; i++)
            good = ground_append(&own, 1000 + 10 * i, 10);
        _exit(good ? 0 : 1);
    }
    bool good = true;
    for (int i = 0; good && i < 20; i++)
        good = ground_append(turn, 10 * i, 10);
    int status = -1;
    waitpid(child, &status, 0);
    ok(good && status == 0, "two houses append at once: %s", turn->fault.message);
    ok(ground_entries(turn) == 400 && ground_things_count(turn) == 400, "nothing is lost");
    ok(store_sound(turn), "the store is sound");
}

/* A change that says how many things there are, and adds one. */
static bool counted(struct turn *turn, struct text id, int64_t *count)
{
    struct ledger_group *group;
    struct change *change;
    if (!ledger_group_begin(turn, &group) || !change_begin(turn, group, TEXT_NONE, &change))
        return false;
    *count = ground_count(turn, "SELECT COUNT(*) FROM thing");
    return ground_thing(change, id) && change_entry(change, "thing.make", id, TEXT_NONE, NULL, NULL)
           && change_end(change) && ledger_group_commit(turn, group);
}

/* What one house remembers from change to change never hides what another wrote in between, in
 * whatever order they come. */
static void two_memories(struct turn *turn, struct text address)
{
    struct turn second = {.arena = turn->arena, .now_us = turn->now_us};
    if (!ground_make(turn) || !ok(store_open(&second, address, &second.store), "a second house"))
        return;
    bool good = true;
    for (uint32_t i = 0, order = 0xb5297a4d; good && i < 64; i++, order = order * 69069 + 1) {
        struct text id = text_format(turn->arena, "t%u", i);
        int64_t count = -1;
        good = counted(order >> 31 != 0 ? turn : &second, id, &count) && count == i;
    }
    ok(good, "64 changes of two houses each see all before them: %s %s", turn->fault.message,
       second.fault.message);
    ok(store_sound(turn), "the store is sound");
    store_close(second.store);
}

int main(void)
{
    both(members);
    both(refusals);
    both(time_and_tamper);
    both(damage);
    both(facts);
    both(two_houses);
    both(two_memories);
    return tap_end();
}
