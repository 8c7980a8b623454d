/* SPDX-License-Identifier: Apache-2.0 */
/* Who is told of an obligation, and who thereby may see the case. */
#include "obligation/inside.h"

static struct text party_organisation(const struct party *party, struct text organisation)
{
    return party->scope == PARTY_ENTERPRISE ? TEXT_NONE : organisation;
}

bool obligation_responsible(struct turn *turn, struct text subject, const struct rule *rule,
                            const struct step *step, struct text organisation,
                            struct holder *responsible)
{
    const struct party *parties = step->owed_by_count > 0 ? step->owed_by : rule->owed_by;
    size_t parties_count = step->owed_by_count > 0 ? step->owed_by_count : rule->owed_by_count;
    *responsible = (struct holder){0};
    for (size_t i = 0; i < parties_count; i++) {
        struct holder *holders;
        size_t count;
        bool gap;
        if (parties[i].scope != PARTY_ENTERPRISE && text_empty(organisation))
            continue; /* nobody knows yet whose it is */
        if (!people_resolve_for(turn, subject, parties[i].role,
                                party_organisation(&parties[i], organisation), NULL, &holders,
                                &count, &gap))
            return false;
        if (count > 0) {
            *responsible = holders[0];
            return true;
        }
        if (text_empty(responsible->asked)) /* nobody: the duty is the role's all the same */
            *responsible = (struct holder){.role = parties[i].role, .asked = parties[i].role};
    }
    return true;
}

static bool organisation_short(struct turn *turn, struct text id, struct text *name)
{
    struct organisation organisation;
    *name = TEXT_NONE;
    if (text_empty(id))
        return true;
    if (!organisation_read(turn, id, turn->now_us, &organisation))
        return false;
    *name = organisation.short_name;
    return true;
}

struct text duration_words(struct arena *arena, int64_t duration_us)
{
    long long days = (long long)(duration_us / DAY_US);
    long long hours = (long long)(duration_us % DAY_US / HOUR_US);
    long long minutes = (long long)(duration_us % HOUR_US / MINUTE_US);
    if (days > 0)
        return hours > 0 ? text_format(arena, "%lld d %lld h", days, hours)
                         : text_format(arena, "%lld d", days);
    if (hours > 0)
        return minutes > 0 ? text_format(arena, "%lld h %lld min", hours, minutes)
                           : text_format(arena, "%lld h", hours);
    if (minutes > 0)
        return text_format(arena, "%lld min", minutes);
    return text_format(arena, "%lld s", (long long)(duration_us / SECOND_US));
}

/* Of a duty towards whoever supports an asset: which one, as the fact said that opened it. */
static bool order_asset(struct turn *turn, const struct rule *rule,
                        const struct obligation *obligation, struct text *asset)
{
    struct fact fact;
    struct text kind;
    struct text fields;
    bool supported = false;
    *asset = TEXT_NONE;
    for (size_t i = 0; i < rule->owed_to_count; i++)
        supported = supported || rule->owed_to[i].scope == PARTY_ASSET;
    if (!supported)
        return true;
    if (!obligation_rows_fact(turn, obligation->fact, &kind, &fields))
        return false;
    if (text_empty(fields))
        return true;
    if (!fact_read(turn, kind, fields, &fact))
        return false;
    *asset = fact.texts[FIELD_OF_NAME];
    return true;
}

static bool order_words(struct turn *turn, const struct pack *pack,
                        const struct obligation *obligation, struct notice_words *words)
{
    const struct rule *rule = pack_rule(pack, obligation->rule);
    struct subject subject = {0};
    struct text organisation;
    struct text asset;
    if ((obligation->subject_kind == SUBJECT_INCIDENT
         && !obligation_rows_subject(turn, obligation->subject, &subject))
        || !organisation_short(turn, obligation->organisation, &organisation)
        || !order_asset(turn, rule, obligation, &asset))
        return false;
    *words = (struct notice_words){
        .number = obligation->number,
        .organisation = organisation,
        .rating = text_of(rating_name(subject.rating)),
        .type_class = subject.type_class,
        .expected = text_empty(asset) ? rule->title
                                      : text_format(turn->arena, "%.*s: %.*s",
                                                    TEXT_SHOW(rule->title), TEXT_SHOW(asset)),
        .asset = asset,
        .due_local = instant_people(turn->arena, pack->calendar.zone, obligation->due_us),
        .late = duration_words(turn->arena, obligation_late_us(obligation, turn->now_us)),
        .owner = obligation->responsible.name,
        .contact = pack->contact,
    };
    return true;
}

struct telling {
    const struct pack *pack;
    const struct obligation *obligation;
    struct text template;
    struct text serves; /* the obligation that the notice fulfils, or empty */
    struct text ground; /* of the grant */
    int64_t not_before_us;
};

/* Whoever owes or is owed sees the case; of a duty without one there is nothing to grant. Who owes
 * something as everybody may (an answer) need not know of the case. */
static bool sees_case(struct change *change, const struct obligation *obligation,
                      const struct holder *holder, struct text ground)
{
    const struct role *role = pack_role(change_turn(change)->pack, holder->role);
    return obligation->subject_kind != SUBJECT_INCIDENT || (role != NULL && role->everybody)
           || people_grant(change, obligation->subject, holder, ground, INT64_MAX);
}

/* Whoever is kept away from the case is told nothing of it, and nobody is told of that. */
static bool tell(struct change *change, const struct telling *telling, const struct holder *to)
{
    const struct obligation *obligation = telling->obligation;
    struct text notice;
    bool excluded;
    struct notice_order order = {.incident = obligation_case(obligation),
                                 .kind = obligation->kind,
                                 .obligation = telling->serves,
                                 .concerns = obligation->id,
                                 .rule = obligation->rule,
                                 .step = obligation->step,
                                 .template = telling->template,
                                 .to = *to,
                                 .due_us = obligation->due_us,
                                 .not_before_us = telling->not_before_us};
    if (!people_kept_away(change_turn(change), obligation->subject, to->person, &excluded))
        return false;
    return excluded
           || (sees_case(change, obligation, to, telling->ground)
               && order_words(change_turn(change), telling->pack, obligation, &order.words)
               && notice_owe(change, &order, &notice));
}

static bool tell_role(struct change *change, const struct telling *telling, struct text role,
                      struct text organisation, size_t *told)
{
    struct holder *holders;
    size_t count;
    bool gap;
    if (!people_resolve_for(change_turn(change), telling->obligation->subject, role, organisation,
                            NULL, &holders, &count, &gap))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!tell(change, telling, &holders[i]))
            return false;
    *told = count;
    return true;
}

bool obligation_notify(struct change *change, const struct pack *pack, const struct step *step,
                       const struct obligation *obligation)
{
    struct turn *turn = change_turn(change);
    const struct template *template = pack_template(pack, step->notice);
    struct telling telling = {
        .pack = pack,
        .obligation = obligation,
        .template = step->notice,
        .serves = obligation->id,
        .ground = text_format(turn->arena, "rule %.*s", TEXT_SHOW(obligation->rule)),
        .not_before_us = template != NULL && template->digest ? obligation->due_us : turn->now_us};
    size_t told;
    if (!text_empty(obligation->responsible.person)
        && !sees_case(change, obligation, &obligation->responsible, telling.ground))
        return false;
    if (text_empty(step->notice) || text_empty(obligation->recipient_role))
        return true;
    if (!text_empty(obligation->recipient_person)) {
        struct holder named = {.person = obligation->recipient_person,
                               .role = obligation->recipient_role,
                               .asked = obligation->recipient_role,
                               .organisation = obligation->recipient_organisation};
        return person_reach(turn, &named) && tell(change, &telling, &named);
    }
    return tell_role(change, &telling, obligation->recipient_role,
                     obligation->recipient_organisation, &told);
}

/* Whoever comes after the one who owes it: a designee, a deputy, or who stands in for the role.
 * Where there is nobody else, the one who owes it is told again. */
static bool tell_next(struct change *change, const struct telling *telling, size_t *told)
{
    struct turn *turn = change_turn(change);
    struct holder responsible = telling->obligation->responsible;
    const struct names besides = {.items = &responsible.person, .count = 1};
    struct holder *holders;
    size_t count;
    bool gap;
    if (text_empty(responsible.person))
        return true;
    struct text role = text_empty(responsible.asked) ? responsible.role : responsible.asked;
    if (!people_resolve_for(turn, telling->obligation->subject, role,
                            telling->obligation->organisation, &besides, &holders, &count, &gap))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!tell(change, telling, &holders[i]))
            return false;
    *told = count;
    return count > 0 || tell(change, telling, &responsible);
}

bool obligation_escalate(struct change *change, const struct pack *pack, const struct rung *rung,
                         const struct obligation *obligation)
{
    struct turn *turn = change_turn(change);
    struct telling telling = {
        .pack = pack,
        .obligation = obligation,
        .template = !text_empty(rung->notice) ? rung->notice
                    : rung->warning           ? TEXT("warning")
                                              : TEXT("escalation"),
        .ground = text_format(turn->arena, "escalation of rule %.*s", TEXT_SHOW(obligation->rule)),
        .not_before_us = turn->now_us};
    size_t told = 0;
    if (rung->warning && !text_empty(obligation->responsible.person)
        && !tell(change, &telling, &obligation->responsible))
        return false;
    if (rung->next_in_line && !tell_next(change, &telling, &told))
        return false;
    for (size_t i = 0; i < rung->tell_count && !(rung->tell_first && told > 0); i++) {
        const struct party *party = &rung->tell[i];
        if (party->scope == PARTY_ENTERPRISE ? obligation->agreed
                                             : text_empty(obligation->organisation))
            continue;
        if (!tell_role(change, &telling, party->role,
                       party_organisation(party, obligation->organisation), &told))
            return false;
    }
    return true;
}

/* Owed by somebody who is to know nothing of the case, or no longer enough of it to do it. */
static bool passed_over(struct turn *turn, const struct obligation *obligation, bool *passed)
{
    struct standing_to standing;
    const struct pack *pack;
    const struct step *step;
    struct holder now;
    *passed = false;
    if (!obligation_alive(obligation) || text_empty(obligation->responsible.person))
        return true;
    if (!people_standing(turn, obligation->subject, obligation->responsible.person, &standing))
        return false;
    *passed = standing.excluded;
    if (standing.excluded || !standing.restricted)
        return true;
    if (!obligation_made_by(turn, obligation, &pack, &step)
        || !obligation_responsible(turn, obligation->subject, pack_rule(pack, obligation->rule),
                                   step, obligation->organisation, &now))
        return false;
    *passed = !text_equal(now.person, obligation->responsible.person);
    return true;
}

bool obligation_pass_over_one(struct change *change, struct text id)
{
    struct obligation *list;
    size_t count;
    bool passed;
    if (!obligation_rows_one(change_turn(change), id, &list, &count))
        return false;
    return count == 0
           || (passed_over(change_turn(change), &list[0], &passed)
               && (!passed || obligation_pass_on(change, &list[0])));
}

bool obligation_holders(struct turn *turn, const struct obligation *obligation,
                        struct holder **holders, size_t *count)
{
    const struct holder *by = &obligation->responsible;
    struct text role = text_empty(by->asked) ? by->role : by->asked;
    bool gap;
    *count = 0;
    return text_empty(role)
           || people_resolve_for(turn, obligation->subject, role, obligation->organisation, NULL,
                                 holders, count, &gap);
}

bool obligation_hand_over(struct change *change, const struct pack *pack,
                          const struct obligation *obligation)
{
    struct turn *turn = change_turn(change);
    const struct holder *now = &obligation->responsible;
    struct telling telling = {
        .pack = pack,
        .obligation = obligation,
        .template = TEXT("handover"),
        .ground = text_format(turn->arena, "rule %.*s", TEXT_SHOW(obligation->rule)),
        .not_before_us = turn->now_us};
    struct holder *holders;
    size_t count;
    if (text_empty(now->person) || pack_template(pack, telling.template) == NULL)
        return text_empty(now->person) || sees_case(change, obligation, now, telling.ground);
    if (now->holding != HOLDING_FALLBACK)
        return tell(change, &telling, now);
    if (!obligation_holders(turn, obligation, &holders, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!tell(change, &telling, &holders[i]))
            return false;
    return true;
}
