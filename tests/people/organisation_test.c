/* SPDX-License-Identifier: Apache-2.0 */
/* Organisations: their names, their tree, how far they are bound (S-10), and lists of many. */
#include "fixture.h"

static const char *const chart[] = {
    "{\"short\":\"EOHHS\",\"name\":\"Health and Human Services\",\"branch\":\"executive\","
    "\"type\":\"executive_office\",\"secretariat\":\"EOHHS\",\"scio\":true,"
    "\"binding\":\"mandatory\",\"basis\":\"policy\"}",
    "{\"short\":\"DPH\",\"name\":\"Department of Public Health\",\"branch\":\"executive\","
    "\"type\":\"department\",\"parent\":\"eohhs\",\"binding\":\"mandatory\"}",
    "{\"short\":\"Lab\",\"name\":\"State Laboratory\",\"branch\":\"executive\",\"type\":\"unit\","
    "\"parent\":\"Department of Public Health\",\"binding\":\"mandatory\"}",
    "{\"short\":\"SHF-N\",\"name\":\"Sheriff of N\",\"branch\":\"county\",\"type\":\"office\","
    "\"binding\":\"voluntary\",\"basis\":\"none\"}",
    NULL};

static void names(struct turn *turn)
{
    struct organisation found_one;
    bool found = false;
    do_all(turn, "organisation.create", chart);
    struct value *lab = call(turn, "organisation.read", "{\"organisation\":\"LAB\"}");
    ok(lab != NULL && text_is(value_get_text(lab, "parent"), "DPH")
           && text_is(value_get_text(lab, "secretariat"), "EOHHS"),
       "a body stands below its parent, and in the secretariat of its parent");
    ok(organisation_find(turn, TEXT("  department OF public health "), turn->now_us, &found_one,
                         &found)
           && found && text_is(found_one.short_name, "DPH"),
       "found by its full name, ignoring case and the space around it");
    ok(organisation_find(turn, value_get_text(lab, "id"), turn->now_us, &found_one, &found) && found
           && text_is(found_one.short_name, "Lab"),
       "found by its id");
    ok(organisation_find(turn, TEXT("Ministry of Magic"), turn->now_us, &found_one, &found)
           && !found && organisation_find(turn, TEXT("  "), turn->now_us, &found_one, &found)
           && !found,
       "nothing that fits is no fault");
    ok(call(turn, "organisation.create",
            "{\"short\":\"dph\",\"name\":\"X\",\"branch\":\"b\",\"type\":\"t\","
            "\"binding\":\"voluntary\"}")
               == NULL
           && faulted(turn, FAULT_INVALID, "short"),
       "a short name is given once: %s", turn->fault.message);
    made(turn, "organisation.create", "id",
         "{\"short\":\"DPH2\",\"name\":\"department of public health\",\"branch\":\"b\","
         "\"type\":\"t\",\"binding\":\"voluntary\"}");
    ok(organisation_find(turn, TEXT("Department of Public Health"), turn->now_us, &found_one,
                         &found)
           && !found,
       "two of one name: neither is meant");
    ok(call(turn, "organisation.create",
            "{\"short\":\"Y\",\"name\":\"Y\",\"branch\":\"b\",\"type\":\"t\",\"parent\":\"Nobody\","
            "\"binding\":\"voluntary\"}")
               == NULL
           && faulted(turn, FAULT_INVALID, "parent"),
       "an unknown parent is named: %s", turn->fault.message);
    ok(call(turn, "organisation.create",
            "{\"short\":\"Y\",\"name\":\"Y\",\"branch\":\"b\",\"type\":\"t\","
            "\"binding\":\"sometimes\"}")
               == NULL
           && faulted(turn, FAULT_INVALID, "binding"),
       "no other word of being bound: %s", turn->fault.message);
    ok(organisation_find(turn, TEXT("Y"), turn->now_us, &found_one, &found) && !found,
       "after a fault nothing has happened");
    ok(call(turn, "organisation.read", "{\"organisation\":\"Nobody\"}") == NULL
           && turn->fault.kind == FAULT_MISSING,
       "an unknown organisation is missing");
}

static void tree(struct turn *turn)
{
    struct organisation lab;
    struct organisation office;
    struct organisation sheriff;
    bool found;
    bool inside = false;
    fault_clear(turn);
    ok(organisation_find(turn, TEXT("Lab"), turn->now_us, &lab, &found) && found
           && organisation_find(turn, TEXT("EOHHS"), turn->now_us, &office, &found) && found
           && organisation_find(turn, TEXT("SHF-N"), turn->now_us, &sheriff, &found) && found,
       "three of them are read");
    ok(organisation_within(turn, lab.id, office.id, &inside) && inside, "two levels down");
    ok(organisation_within(turn, lab.id, lab.id, &inside) && inside, "itself");
    ok(organisation_within(turn, office.id, lab.id, &inside) && !inside, "not upside down");
    ok(organisation_within(turn, sheriff.id, office.id, &inside) && !inside, "not next to it");
    ok(organisation_within(turn, TEXT_NONE, office.id, &inside) && !inside, "nothing is nowhere");
    ok(text_empty(sheriff.secretariat) && text_equal(office.secretariat, office.id),
       "outside every secretariat, and a secretariat of its own");
}

static void bound(struct turn *turn, const char *when, const char *expected, const char *says)
{
    struct organisation sheriff;
    bool found;
    bool read = organisation_find(turn, TEXT("SHF-N"), at(turn, when), &sheriff, &found) && found;
    ok(read && text_is(sheriff.binding, expected), "%s: %.*s", says, TEXT_SHOW(sheriff.binding));
}

static void bindings(struct turn *turn)
{
    turn->now_us = at(turn, "2025-06-01 12:00");
    struct value *answer = call(turn, "organisation.bind",
                                "{\"organisation\":\"SHF-N\",\"binding\":\"contractual\","
                                "\"basis\":\"service agreement\",\"from\":\"2025-07-01\","
                                "\"to\":\"2026-06-30\"}");
    ok(answer != NULL && value_get_count(answer, "bindings") == 2, "S-10 both are shown");
    const struct value *first = value_get_item(answer, "bindings", 0);
    ok(text_is(value_get_text(first, "to_local"), "Tue 2026-06-30 23:59:59 EDT"),
       "S-10 through the last second of the day: %.*s",
       TEXT_SHOW(value_get_text(first, "to_local")));
    bound(turn, "1999-01-01 00:00", "voluntary", "since ever");
    bound(turn, "2025-06-30 23:59:59", "voluntary", "S-10 before the contract");
    bound(turn, "2025-07-01 00:00", "contractual", "S-10 from its first instant");
    bound(turn, "2026-06-30 23:50", "contractual", "S-10 in its last minutes");
    bound(turn, "2026-07-01 00:10", "voluntary", "S-10 after midnight");
    ok(call(turn, "organisation.bind",
            "{\"organisation\":\"SHF-N\",\"binding\":\"contractual\",\"basis\":\"x\","
            "\"from\":\"2026-01-02\",\"to\":\"2026-01-01\"}")
               == NULL
           && faulted(turn, FAULT_INVALID, "to"),
       "an end before the beginning is refused: %s", turn->fault.message);
    ok(call(turn, "organisation.bind",
            "{\"organisation\":\"SHF-N\",\"binding\":\"contractual\",\"basis\":\"x\","
            "\"from\":\"2026-02-30\"}")
               == NULL
           && faulted(turn, FAULT_INVALID, "from"),
       "a day that does not exist is refused: %s", turn->fault.message);
    ok(call(turn, "organisation.bind",
            "{\"organisation\":\"SHF-N\",\"binding\":\"contractual\",\"basis\":\"x\","
            "\"from\":\"2025-11-02 01:30\"}")
               == NULL
           && faulted(turn, FAULT_INVALID, "from"),
       "an instant that comes twice is refused: %s", turn->fault.message);
    ok(call(turn, "organisation.bind",
            "{\"organisation\":\"SHF-N\",\"binding\":\"contractual\",\"basis\":\"x\","
            "\"from\":\"soon\"}")
               == NULL
           && faulted(turn, FAULT_INVALID, "from"),
       "words are no date: %s", turn->fault.message);
}

static bool thousand(struct change *change, void *context)
{
    struct turn *turn = change_turn(change);
    (void)context;
    for (int i = 0; i < 1000; i++) {
        struct organisation organisation = {
            .short_name = text_format(turn->arena, "T%04d", (i * 7919) % 1000),
            .name = text_format(turn->arena, "Town %d", i),
            .branch = TEXT("municipal"),
            .type = TEXT("town"),
            .binding = TEXT("voluntary"),
        };
        if (!id_new(turn, &organisation.id)
            || !organisation_enter(change, &organisation, TEXT("none"), 0))
            return false;
    }
    return change_entry(change, "towns", TEXT("towns"), TEXT_NONE, value_map(turn->arena), NULL);
}

/* Walks a list to its end: how many items, each behind the one before; 0 when one is not. */
static size_t walked(struct turn *turn, const char *name, const char *member, int limit,
                     size_t *pages)
{
    struct text last = TEXT_NONE;
    struct text next = TEXT_NONE;
    size_t count = 0;
    *pages = 0;
    do {
        char input[512];
        snprintf(input, sizeof input, "{\"limit\":%d%s%.*s%s}", limit,
                 text_empty(next) ? "" : ",\"after\":\"", TEXT_SHOW(next),
                 text_empty(next) ? "" : "\"");
        const struct value *page = call(turn, name, input);
        if (page == NULL || value_get_count(page, "items") > (size_t)limit)
            return 0;
        for (size_t i = 0; i < value_get_count(page, "items"); i++) {
            struct text key =
                text_lower(turn->arena, value_get_text(value_get_item(page, "items", i), member));
            if (text_compare(last, key) >= 0)
                return 0;
            last = key;
            count++;
        }
        next = value_get_text(page, "next");
        ++*pages;
    } while (!text_empty(next));
    return count;
}

static void lists(struct turn *turn)
{
    size_t pages;
    turn->now_us = at(turn, "2025-06-02 12:00");
    fault_clear(turn);
    ok(changed(turn, thousand, NULL), "a thousand towns: %s", turn->fault.message);
    size_t count = walked(turn, "organisation.list", "short", 50, &pages);
    ok(count == 1005 && pages == 21, "a page at a time, each once, in order: %zu in %zu", count,
       pages);
    count = walked(turn, "organisation.list", "short", 200, &pages);
    ok(count == 1005 && pages == 6, "the same by larger pages: %zu in %zu", count, pages);
    count = walked(turn, "organisation.list", "short", 1, &pages);
    ok(count == 1005 && pages == 1005, "and one by one: %zu in %zu", count, pages);
    ok(call(turn, "organisation.list", "{\"limit\":201}") == NULL
           && faulted(turn, FAULT_INVALID, "limit"),
       "a page has its limit");
    const struct value *none = call(turn, "organisation.list", "{\"after\":\"zzz\"}");
    ok(none != NULL && value_get_count(none, "items") == 0 && !value_has(none, "next"),
       "behind the last there is nothing");
}

static void body(struct turn *turn, struct text address)
{
    struct pack pack;
    (void)address;
    if (!fixture_open(turn, &pack))
        return;
    names(turn);
    tree(turn);
    bindings(turn);
    lists(turn);
}

int main(void)
{
    both(body);
    return tap_end();
}
