/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Restricted cases and excluded persons (DOMAIN 1.4, rules 2 and 3 behind the matrix). Both leave
 * lines in the case's chain, and nothing in its timeline: who reads the case does not read there
 * who is suspected.
 */
#include "people/inside.h"
#include "policy/permission.h"

enum { PASSED_OVER_MAX = 64 };

bool people_standing(struct turn *turn, struct text incident, struct text person,
                     struct standing_to *standing)
{
    return standing_select(turn, incident, person, standing);
}

bool people_kept_away(struct turn *turn, struct text incident, struct text person, bool *excluded)
{
    struct text *persons;
    size_t count;
    *excluded = false;
    if (!exclusion_persons(turn, incident, &persons, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        *excluded = *excluded || text_equal(persons[i], person);
    return true;
}

static bool access_line(struct change *change, const char *op, struct text incident,
                        struct text person, struct text reason)
{
    struct arena *arena = change_turn(change)->arena;
    struct value *said = value_map(arena);
    if (!text_empty(person))
        value_set_text(arena, said, "person", person);
    value_set_text(arena, said, "reason", reason);
    return change_entry(change, op, text_format(arena, "incident/%.*s", TEXT_SHOW(incident)),
                        incident, said, NULL);
}

bool people_restrict(struct change *change, struct text incident, struct text reason)
{
    struct turn *turn = change_turn(change);
    struct standing_to standing;
    struct text id;
    if (!standing_select(turn, incident, TEXT_NONE, &standing))
        return false;
    return (standing.restricted
            || (id_new(turn, &id) && restriction_insert(change, id, incident, reason)))
           && access_line(change, "access.restrict", incident, TEXT_NONE, reason);
}

bool people_open(struct change *change, struct text incident, struct text reason)
{
    struct standing_to standing;
    if (!standing_select(change_turn(change), incident, TEXT_NONE, &standing))
        return false;
    if (!standing.restricted)
        return fail(change_turn(change), FAULT_CLASH, "The case is not restricted.");
    return restriction_finish(change, incident)
           && access_line(change, "access.open", incident, TEXT_NONE, reason);
}

/* Grants of a suspect end, so that none of them lives again when the exclusion is lifted. */
static bool grants_end(struct change *change, struct text incident, struct text person)
{
    struct grant *grants;
    size_t count;
    if (!grant_select_incident(change_turn(change), incident, &grants, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (text_equal(grants[i].person, person)
            && !people_let_out(change, &grants[i], TEXT("excluded")))
            return false;
    return true;
}

bool people_exclude(struct change *change, struct text incident, struct text person,
                    struct text reason)
{
    struct turn *turn = change_turn(change);
    struct standing_to standing;
    struct text id;
    if (!standing_select(turn, incident, person, &standing))
        return false;
    if (standing.excluded)
        return fail(turn, FAULT_CLASH, "This person is kept away already.");
    return id_new(turn, &id) && exclusion_insert(change, id, incident, person, reason)
           && access_line(change, "access.exclude", incident, person, reason)
           && grants_end(change, incident, person);
}

bool people_readmit(struct change *change, struct text incident, struct text person,
                    struct text reason)
{
    struct standing_to standing;
    if (!standing_select(change_turn(change), incident, person, &standing))
        return false;
    if (!standing.excluded)
        return fail(change_turn(change), FAULT_CLASH, "This person is not kept away.");
    return exclusion_finish(change, incident, person)
           && access_line(change, "access.readmit", incident, person, reason);
}

bool people_excluded(struct turn *turn, struct text incident, struct excluded **list, size_t *count)
{
    return exclusion_select(turn, incident, list, count);
}

/* Whoever is named for the one is named for the other. */
static bool named_also(struct change *change, struct text from, struct text into)
{
    struct grant *grants;
    size_t count;
    if (!grant_select_incident(change_turn(change), from, &grants, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct grant grant = grants[i];
        grant.incident = into;
        if (grant.live && grant.kind == GRANT_NAMED && !people_let_in(change, &grant))
            return false;
    }
    return true;
}

bool people_keep_away_also(struct change *change, struct text from, struct text into,
                           struct text reason)
{
    struct turn *turn = change_turn(change);
    struct standing_to one;
    struct standing_to other;
    struct excluded *list;
    size_t count;
    if (!standing_select(turn, from, TEXT_NONE, &one)
        || !standing_select(turn, into, TEXT_NONE, &other)
        || !exclusion_select(turn, from, &list, &count))
        return false;
    if (one.restricted && !other.restricted
        && (!people_restrict(change, into, reason) || !named_also(change, from, into)))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct standing_to standing;
        if (!standing_select(turn, into, list[i].person, &standing)
            || (!standing.excluded && !people_exclude(change, into, list[i].person, reason)))
            return false;
    }
    return true;
}

/* ---- who is asked and told of such a case ---- */

struct passing {
    struct text items[PASSED_OVER_MAX];
    size_t count;
};

static bool pass_over(struct turn *turn, struct passing *passing, struct text person)
{
    if (passing->count == PASSED_OVER_MAX)
        return fail(turn, FAULT_LIMIT, "More than %d people would be passed over in one case.",
                    PASSED_OVER_MAX);
    passing->items[passing->count++] = person;
    return true;
}

static bool passing_begin(struct turn *turn, struct text incident, const struct names *besides,
                          struct passing *passing)
{
    struct text *persons;
    size_t count;
    passing->count = 0;
    if (!exclusion_persons(turn, incident, &persons, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!pass_over(turn, passing, persons[i]))
            return false;
    for (size_t i = 0; besides != NULL && i < besides->count; i++)
        if (!pass_over(turn, passing, besides->items[i]))
            return false;
    return true;
}

/* A role whose sight ends where a case is restricted: the pack says "e*". */
static bool sees_when_named(const struct pack *pack, struct text role)
{
    struct permission entries[PERMISSION_ENTRIES_MAX];
    size_t count = pack_permissions(pack, role, TEXT("case"), TEXT("read"), entries);
    for (size_t i = 0; i < count; i++)
        if (entries[i].but_restricted)
            return true;
    return false;
}

/* Passes over the holders who would not see what they are told of; *more: there were some. */
static bool unnamed_pass(struct turn *turn, struct text incident, const struct holder *holders,
                         size_t count, struct passing *passing, bool *more)
{
    *more = false;
    for (size_t i = 0; i < count; i++) {
        bool named = true;
        if (sees_when_named(turn->pack, holders[i].role)
            && !grant_select_live(turn, incident, holders[i].person, true, &named))
            return false;
        if (!named && !pass_over(turn, passing, holders[i].person))
            return false;
        *more = *more || !named;
    }
    return true;
}

bool people_resolve_for(struct turn *turn, struct text incident, struct text role,
                        struct text organisation, const struct names *besides,
                        struct holder **holders, size_t *count, bool *gap)
{
    struct standing_to standing;
    struct passing passing;
    bool more = true;
    if (!standing_select(turn, incident, TEXT_NONE, &standing)
        || !passing_begin(turn, incident, besides, &passing))
        return false;
    while (more) {
        const struct names names = {.items = passing.items, .count = passing.count};
        const struct sought sought = {
            .role = role,
            .organisation = organisation,
            .incident = incident,
            .moment = {.at_us = turn->now_us, .known_us = KNOWN_NOW},
            .excluded = &names,
        };
        more = false;
        if (!people_resolve_sought(turn, &sought, holders, count, gap)
            || (standing.restricted
                && !unnamed_pass(turn, incident, *holders, *count, &passing, &more)))
            return false;
    }
    return true;
}
