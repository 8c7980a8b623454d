/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whoever was told and does not acknowledge: a ladder of the pack is climbed, from the acceptance
 * on. It is about the person, not about the duty: that is fulfilled, and stays so. As with duties,
 * a house that slept tells of the highest rung alone.
 */
#include "base/zone.h"
#include "notice/inside.h"
#include "policy/due.h"

enum { FIRE_MAX = 100 };

/* The ladder of the first duty whose template asks for an acknowledgement, or NULL. */
static const struct ladder *ladder_of(const struct turn *turn, const struct duty *duties,
                                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct template *template = template_find(turn->pack, duties[i].template);
        if (template != NULL && !text_empty(template->acknowledge))
            return pack_ladder(turn->pack, template->acknowledge);
    }
    return NULL;
}

static int64_t first_of(const struct turn *turn, const struct rung *rung, int64_t from_us)
{
    const struct closures none = {0};
    return rung_instant(&turn->pack->calendar, none, rung, from_us, from_us);
}

/* The last instant of a rung, its repetitions included, at or before an instant; INT64_MIN: none.
 */
static int64_t last_of(const struct turn *turn, const struct rung *rung, int64_t from_us,
                       int64_t until_us)
{
    int64_t first_us = first_of(turn, rung, from_us);
    if (first_us > until_us)
        return INT64_MIN;
    if (rung->repeat_us <= 0)
        return first_us;
    return first_us + (until_us - first_us) / rung->repeat_us * rung->repeat_us;
}

static int64_t next_of(const struct turn *turn, const struct ladder *ladder, int64_t from_us,
                       int64_t after_us)
{
    int64_t next_us = INT64_MAX;
    for (size_t i = 0; i < ladder->rungs_count; i++) {
        const struct rung *rung = &ladder->rungs[i];
        int64_t last_us = last_of(turn, rung, from_us, after_us);
        int64_t rung_us = first_of(turn, rung, from_us);
        if (last_us != INT64_MIN)
            rung_us = rung->repeat_us > 0 ? last_us + rung->repeat_us : INT64_MAX;
        next_us = rung_us < next_us ? rung_us : next_us;
    }
    return next_us;
}

bool escalation_begin(struct turn *turn, const struct notice *notice, int64_t from_us,
                      int64_t *next_us)
{
    struct duty *duties;
    size_t count;
    *next_us = INT64_MAX;
    if (!rows_duties(turn, notice->id, &duties, &count))
        return false;
    const struct ladder *ladder = ladder_of(turn, duties, count);
    if (ladder != NULL)
        *next_us = next_of(turn, ladder, from_us, from_us);
    return true;
}

/* ---- who is asked to call ---- */

static bool order_of(struct turn *turn, const struct notice *notice, struct notice_order *order)
{
    struct organisation organisation = {.has_scio = false};
    if (!text_empty(notice->organisation)
        && !organisation_read(turn, notice->organisation, turn->now_us, &organisation))
        return false;
    *order = (struct notice_order){
        .incident = notice->incident,
        .kind = notice->kind,
        .template = TEXT("unacknowledged"),
        .words = {
            .number = notice->number,
            .organisation = organisation.short_name,
            .contact = turn->pack->contact,
            .owner = notice->name,
            .told = instant_people(turn->arena, turn->pack->calendar.zone, notice->accepted_us),
            .expected =
                text_format(turn->arena, "%.*s has not acknowledged", TEXT_SHOW(notice->name))}};
    return true;
}

static bool tell_role(struct change *change, const struct notice *notice,
                      const struct notice_order *order, struct text role, struct text organisation,
                      size_t *told)
{
    struct turn *turn = change_turn(change);
    struct text person = notice->person;
    const struct names besides = {.items = &person, .count = 1};
    struct holder *holders;
    size_t count;
    bool gap;
    if (!people_resolve_for(turn, notice->incident, role, organisation, &besides, &holders, &count,
                            &gap))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct notice_order one = *order;
        struct text id;
        one.to = holders[i];
        if (!text_empty(notice->incident)
            && !people_grant(change, notice->incident, &one.to,
                             TEXT("a notice that is not acknowledged"), INT64_MAX))
            return false;
        if (!notice_owe(change, &one, &id))
            return false;
    }
    *told += count;
    return true;
}

static bool tell_rung(struct change *change, const struct notice *notice, const struct rung *rung)
{
    struct notice_order order;
    size_t told = 0;
    if (!order_of(change_turn(change), notice, &order))
        return false;
    if (!text_empty(rung->notice))
        order.template = rung->notice;
    if (rung->next_in_line
        && !tell_role(change, notice, &order,
                      text_empty(notice->asked) ? notice->role : notice->asked,
                      notice->organisation, &told))
        return false;
    for (size_t i = 0; i < rung->tell_count && !(rung->tell_first && told > 0); i++) {
        bool enterprise = rung->tell[i].scope == PARTY_ENTERPRISE;
        if (!enterprise && text_empty(notice->organisation))
            continue;
        if (!tell_role(change, notice, &order, rung->tell[i].role,
                       enterprise ? TEXT_NONE : notice->organisation, &told))
            return false;
    }
    return true;
}

/* ---- the passing of time ---- */

static bool climb(struct change *change, struct notice *notice)
{
    struct turn *turn = change_turn(change);
    const struct event event = {
        .event = "unacknowledged", .at_us = turn->now_us, .route = notice->route};
    int64_t from_us = notice->accepted_us;
    int64_t highest_us = INT64_MIN;
    struct duty *duties;
    size_t count;
    if (!rows_duties(turn, notice->id, &duties, &count))
        return false;
    const struct ladder *ladder = ladder_of(turn, duties, count);
    size_t rungs = ladder == NULL ? 0 : ladder->rungs_count;
    for (size_t i = 0; i < rungs; i++) {
        int64_t last_us = last_of(turn, &ladder->rungs[i], from_us, turn->now_us);
        highest_us = last_us > highest_us ? last_us : highest_us;
    }
    notice->ack_us = rungs == 0 ? INT64_MAX : next_of(turn, ladder, from_us, turn->now_us);
    if (!notice_move(change, notice, "notice.unacknowledged", &event))
        return false;
    for (size_t i = 0; i < rungs; i++)
        if (highest_us != INT64_MIN
            && last_of(turn, &ladder->rungs[i], from_us, turn->now_us) == highest_us
            && !tell_rung(change, notice, &ladder->rungs[i]))
            return false;
    return true;
}

bool notice_unacknowledged_next(struct turn *turn, int64_t *next_us)
{
    return rows_unacknowledged_next(turn, next_us);
}

bool escalation_fire(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct notice *list;
    size_t count;
    (void)input;
    if (!rows_unacknowledged(turn, FIRE_MAX, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!climb(change, &list[i]))
            return false;
    *answer = value_map(turn->arena);
    value_set_integer(turn->arena, *answer, "fired", (int64_t)count);
    return count > 0
           || change_entry(change, "notice.escalate", TEXT("notice"), TEXT_NONE, *answer, NULL);
}
