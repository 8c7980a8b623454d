/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Other people may answer for a role: what is still owed by it goes to them, due when it was
 * (DOMAIN 2.6, SM-16, S-08). Whoever answers still keeps what he has; a role that others stand in
 * for is asked of those for whom it stands in. The former holder needs no taking away: a grant by a
 * role lives as long as the role is held.
 */
#include "obligation/inside.h"
#include <stdlib.h>

static void reaches_add(struct reaches *reaches, struct text asked, bool standing_in)
{
    for (size_t i = 0; i < reaches->count; i++)
        if (text_equal(reaches->items[i].asked, asked)) {
            reaches->items[i].standing_in = reaches->items[i].standing_in && standing_in;
            return;
        }
    reaches->items = arena_grow(reaches->turn->arena, reaches->items, reaches->count,
                                &reaches->capacity, sizeof *reaches->items);
    reaches->items[reaches->count++] = (struct reach){.asked = asked, .standing_in = standing_in};
}

static bool stands_in(const struct role *role, struct text code)
{
    for (size_t i = 0; i < role->fallback_count; i++)
        for (size_t p = 0; p < role->fallback[i].parties_count; p++)
            if (text_equal(role->fallback[i].parties[p].role, code))
                return true;
    return false;
}

/* A rule may be owed by the first of several that is there. */
static void reaches_parties(struct reaches *reaches, const struct party *parties, size_t count,
                            struct text code)
{
    bool named = false;
    for (size_t i = 0; i < count; i++)
        named = named || text_equal(parties[i].role, code);
    for (size_t i = 0; named && i < count; i++)
        reaches_add(reaches, parties[i].role, !text_equal(parties[i].role, code));
}

static void reaches_rule(struct reaches *reaches, const struct rule *rule, struct text code)
{
    reaches_parties(reaches, rule->owed_by, rule->owed_by_count, code);
    for (size_t s = 0; s < rule->steps_count; s++)
        reaches_parties(reaches, rule->steps[s].owed_by, rule->steps[s].owed_by_count, code);
}

static int reach_compare(const void *a, const void *b)
{
    return text_compare(((const struct reach *)a)->asked, ((const struct reach *)b)->asked);
}

void reaches_find(struct reaches *reaches, struct text code)
{
    reaches_add(reaches, code, false);
    for (const struct pack *pack = reaches->turn->pack; pack != NULL; pack = pack->earlier) {
        for (size_t i = 0; i < pack->roles_count; i++)
            if (stands_in(&pack->roles[i], code))
                reaches_add(reaches, pack->roles[i].code, true);
        for (size_t i = 0; i < pack->rules_count; i++)
            reaches_rule(reaches, &pack->rules[i], code);
    }
    qsort(reaches->items, reaches->count, sizeof *reaches->items, reach_compare);
}

/* ---- one obligation ---- */

static bool still_answers(struct turn *turn, const struct obligation *obligation, bool *still)
{
    struct holder *holders;
    size_t count;
    *still = false;
    if (!obligation_holders(turn, obligation, &holders, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        *still = *still
                 || (text_equal(holders[i].person, obligation->responsible.person)
                     && text_equal(holders[i].role, obligation->responsible.role));
    return true;
}

static struct value *passed_said(struct turn *turn, const struct obligation *obligation,
                                 struct text former)
{
    struct value *said = value_map(turn->arena);
    const struct holder *now = &obligation->responsible;
    value_set_text(turn->arena, said, "rule", obligation->rule);
    value_set_text(turn->arena, said, "step", obligation->step);
    value_set_text(turn->arena, said, "from", former);
    value_set_text(turn->arena, said, "owed_by", now->person);
    value_set_text(turn->arena, said, "owed_by_role", now->asked);
    value_set_text(turn->arena, said, "capacity", now->role);
    value_set_text(turn->arena, said, "held", text_of(holding_name(now->holding)));
    value_set_text(turn->arena, said, "due", instant_utc(turn->arena, obligation->due_us));
    return said;
}

bool obligation_pass_on(struct change *change, struct obligation *obligation)
{
    struct turn *turn = change_turn(change);
    const struct text former = obligation->responsible.person;
    const struct pack *pack;
    const struct step *step;
    struct holder now;
    if (!obligation_made_by(turn, obligation, &pack, &step)
        || !obligation_responsible(turn, obligation->subject, pack_rule(pack, obligation->rule),
                                   step, obligation->organisation, &now))
        return false;
    if (text_equal(now.person, former) && text_equal(now.role, obligation->responsible.role))
        return true;
    obligation->responsible = now;
    return obligation_rows_version_write(change, obligation)
           && change_entry(change, "obligation.reassign",
                           text_format(turn->arena, "obligation/%.*s", TEXT_SHOW(obligation->id)),
                           obligation_case(obligation), passed_said(turn, obligation, former), NULL)
           && obligation_hand_over(change, pack, obligation);
}

bool obligation_reconsider(struct change *change, struct text id)
{
    struct obligation *list;
    size_t count;
    bool still;
    if (!obligation_rows_one(change_turn(change), id, &list, &count))
        return false;
    if (count == 0 || !obligation_alive(&list[0]))
        return true;
    if (!still_answers(change_turn(change), &list[0], &still))
        return false;
    return still || obligation_pass_on(change, &list[0]);
}
