/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may direct, and what the clocks and the bodies hear of it. The policy's rule on carrying a
 * direction out names its authority; only who holds that office, or formally acts in it, directs,
 * changes or withdraws.
 */
#include "base/zone.h"
#include "compliance/inside.h"
#include "notice/notice.h"
#include "people/can.h"
#include "policy/pack.h"

static const char direction_template[] = "direction";

bool direction_stands(const struct direction *direction)
{
    return text_is(direction->state, "stands");
}

/* The rule that a direction opens; NULL: the policy has none. */
static const struct rule *direction_rule(const struct pack *pack)
{
    for (size_t i = 0; i < pack->rules_count; i++)
        for (size_t j = 0; j < pack->rules[i].steps_count; j++) {
            const struct step *step = &pack->rules[i].steps[j];
            for (size_t k = 0; k < step->open_count; k++)
                if (step->open[k].served && step->open[k].fact == FACT_DIRECTION_GIVEN)
                    return &pack->rules[i];
        }
    return NULL;
}

static bool holds_office(const struct turn *turn, const struct names *roles)
{
    const struct capacities *held = turn->actor.held;
    for (size_t i = 0; held != NULL && i < held->count; i++) {
        const struct holder *holder = &held->holders[i];
        bool wanted = text_empty(held->demanded) || text_equal(held->demanded, holder->role);
        bool office = holder->holding == HOLDING_INCUMBENT || holder->holding == HOLDING_ACTING;
        for (size_t k = 0; wanted && office && k < roles->count; k++)
            if (text_equal(roles->items[k], holder->role))
                return true;
    }
    return false;
}

bool direction_authority(struct turn *turn)
{
    const struct rule *rule = direction_rule(turn->pack);
    struct builder list = {.arena = turn->arena};
    if (rule == NULL)
        return fail(turn, FAULT_REFUSED, "the policy knows no directions");
    if (turn->actor.system || holds_office(turn, &rule->authority))
        return true;
    for (size_t i = 0; i < rule->authority.count; i++)
        build_format(&list, "%s%.*s", i == 0 ? "" : ", ", TEXT_SHOW(rule->authority.items[i]));
    return fail_clause(turn, text_string(turn->arena, rule->clauses.items[0]),
                       "this is for whoever holds, or formally acts in: %.*s",
                       TEXT_SHOW(list.size == 0 ? TEXT("no office") : built(&list)));
}

static struct fact direction_fact(enum fact_kind kind, const struct direction *direction,
                                  struct text organisation, int64_t at_us)
{
    struct fact fact = {.kind = kind};
    fact_set_text(&fact, FIELD_OF_ORGANISATION, organisation);
    fact_set_text(&fact, FIELD_OF_ITEM, direction->id);
    fact_set_time(&fact, FIELD_OF_AT, at_us);
    return fact;
}

/* The head of the body reads it in the house; the message says that there is one, and by when. */
static bool direction_notify(struct change *change, const struct direction *direction,
                             const struct rule *rule, const struct organisation *body)
{
    struct turn *turn = change_turn(change);
    struct notice_order order = {
        .kind = TEXT("real"),
        .template = text_of(direction_template),
        .words = {.organisation = body->short_name,
                  .contact = turn->pack->contact,
                  .expected = rule->title,
                  .due_local =
                      instant_people(turn->arena, turn->pack->calendar.zone, direction->by_us)},
        .due_us = direction->by_us,
        .not_before_us = turn->now_us};
    return pack_template(turn->pack, order.template) == NULL || rule->owed_by_count == 0
           || notice_owe_role(change, rule->owed_by[0].role, body->id, &order);
}

bool direction_tell(struct change *change, const struct direction *direction,
                    struct text organisation)
{
    struct turn *turn = change_turn(change);
    const struct rule *rule = direction_rule(turn->pack);
    struct organisation body;
    struct fact fact = direction_fact(FACT_DIRECTION_GIVEN, direction, organisation, turn->now_us);
    if (!organisation_read(turn, organisation, turn->now_us, &body))
        return false;
    fact_set_text(&fact, FIELD_OF_BINDING, body.binding);
    fact_set_text(&fact, FIELD_OF_BRANCH, body.branch);
    fact_set_time(&fact, FIELD_OF_BY, direction->by_us);
    return change_fact(change, &fact)
           && (rule == NULL || direction_notify(change, direction, rule, &body));
}

bool direction_tell_end(struct change *change, enum fact_kind kind,
                        const struct direction *direction, struct text organisation, int64_t at_us)
{
    struct fact fact = direction_fact(kind, direction, organisation, at_us);
    return change_fact(change, &fact);
}
