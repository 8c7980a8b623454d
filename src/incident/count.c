/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many cases there are, without saying which: what the pack's "m" is good for. Each case is
 * asked for as in a list, so that what one may not even count is not counted; and counting stops at
 * COUNTED_MAX, so that a total costs the same in a house of any size. What turned out to be none
 * counts by its state alone.
 */
#include "base/json.h"
#include "incident/inside.h"
#include "incident/life.h"

enum { COUNTED_MAX = 1000, COUNT_PAGE = 200 };

struct tally {
    struct value *ratings, *states, *impact;
    int64_t count;
};

static void tally_add(struct turn *turn, struct value *map, struct text name)
{
    const char *key = text_string(turn->arena, text_empty(name) ? TEXT("none") : name);
    value_set_integer(turn->arena, map, key, value_get_integer(map, key, 0) + 1);
}

/* By what it did to confidentiality, integrity and availability, as far as that was stated. */
static bool tally_impact(struct turn *turn, struct text said, struct tally *tally)
{
    struct value *classification;
    if (text_empty(said))
        return true;
    if (!json_read(turn, said, "the kept classification", &classification))
        return false;
    const struct value *impact = value_get(classification, "impact");
    for (const char *const *name = impact_properties; *name != NULL; name++)
        if (value_has(impact, *name))
            tally_add(turn, value_get(tally->impact, *name), value_get_text(impact, *name));
    return true;
}

static bool tally_page(struct turn *turn, const struct listed *page, size_t count,
                       struct tally *tally)
{
    struct text *ids = arena_array(turn->arena, count + 1, sizeof *ids);
    struct incident *incidents = arena_array(turn->arena, count + 1, sizeof *incidents);
    for (size_t i = 0; i < count; i++)
        ids[i] = page[i].incident;
    struct text *said = arena_array(turn->arena, count + 1, sizeof *said);
    if (!incident_rows_incidents(turn, ids, count, incidents)
        || !life_rows_classifications(turn, ids, count, said))
        return false;
    for (size_t i = 0; i < count && tally->count < COUNTED_MAX; i++) {
        struct object object = incident_object(turn, &incidents[i], !text_empty(incidents[i].id));
        if (!object.exists || !can(turn, AREA_CASE, LEVEL_METADATA, &object))
            continue;
        bool merged;
        bool none = lifecycle_void(turn->pack, incidents[i].state, &merged);
        tally_add(turn, tally->states, incidents[i].state);
        if (!none)
            tally_add(turn, tally->ratings, incidents[i].rating);
        if (!none && !tally_impact(turn, said[i], tally))
            return false;
        tally->count++;
    }
    return turn->fault.kind == FAULT_NONE;
}

bool incident_count(struct turn *turn, const struct value *input, struct value **answer)
{
    struct listed behind = {TEXT("~"), INT64_MAX};
    struct tally tally = {.ratings = value_map(turn->arena),
                          .states = value_map(turn->arena),
                          .impact = value_map(turn->arena)};
    bool more = true;
    (void)input;
    for (const char *const *name = impact_properties; *name != NULL; name++)
        value_set(turn->arena, tally.impact, *name, value_map(turn->arena));
    while (more && tally.count < COUNTED_MAX) {
        struct listed *page;
        size_t count;
        if (!people_list_page(turn, LEVEL_METADATA, &behind, COUNT_PAGE, &page, &count)
            || !tally_page(turn, page, count, &tally))
            return false;
        more = count == COUNT_PAGE;
        if (count > 0)
            behind = page[count - 1];
    }
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "count",
                   tally.count == COUNTED_MAX
                       ? TEXT("1,000+")
                       : text_format(turn->arena, "%lld", (long long)tally.count));
    value_set(turn->arena, *answer, "ratings", tally.ratings);
    value_set(turn->arena, *answer, "states", tally.states);
    value_set(turn->arena, *answer, "impact", tally.impact);
    return true;
}
