/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What becomes of a notice (SM-3). Whatever is said of it is kept as an event and a line in the
 * case's chain, also when it changes nothing: a second "accepted" is how one sees that a letter
 * went out twice.
 */
#include "base/id.h"
#include "base/zone.h"
#include "notice/inside.h"

/* The facts that follow, one for each obligation that the notice serves. */
static bool notice_tell(struct change *change, const struct notice *notice, enum fact_kind kind,
                        int64_t at_us)
{
    struct duty *duties;
    size_t count;
    if (!rows_duties(change_turn(change), notice->id, &duties, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct fact fact = {.kind = kind};
        if (text_empty(duties[i].obligation) || !text_empty(duties[i].lapsed))
            continue; /* a warning or an escalation fulfils nothing */
        if (!text_empty(notice->incident)) {
            fact_set_text(&fact, FIELD_OF_INCIDENT, notice->incident);
            fact_set_text(&fact, FIELD_OF_NUMBER, notice->number);
        }
        fact_set_text(&fact, FIELD_OF_KIND, notice->kind);
        fact_set_text(&fact, FIELD_OF_NOTICE, notice->id);
        fact_set_text(&fact, FIELD_OF_OBLIGATION, duties[i].obligation);
        fact_set_text(&fact, FIELD_OF_RULE, duties[i].rule);
        fact_set_text(&fact, FIELD_OF_STEP, duties[i].step);
        if (!text_empty(notice->person))
            fact_set_text(&fact, FIELD_OF_PERSON, notice->person);
        if (!text_empty(duties[i].organisation))
            fact_set_text(&fact, FIELD_OF_ORGANISATION, duties[i].organisation);
        fact_set_time(&fact, FIELD_OF_AT, at_us);
        if (!change_fact(change, &fact))
            return false;
    }
    return true;
}

static struct value *event_said(struct arena *arena, const struct notice *notice,
                                const struct event *event)
{
    struct value *said = value_map(arena);
    value_set_text(arena, said, "event", text_of(event->event));
    value_set_text(arena, said, "state", text_of(notice_state_name(notice->state)));
    value_set_text(arena, said, "at", instant_utc(arena, event->at_us));
    if (event->attempt > 0)
        value_set_integer(arena, said, "attempt", event->attempt);
    value_set_text(arena, said, "channel", notice->channel);
    value_set_text(arena, said, "address", notice->address);
    if (!text_empty(event->whom))
        value_set_text(arena, said, "whom", event->whom);
    if (!text_empty(event->how))
        value_set_text(arena, said, "how", event->how);
    if (!text_empty(event->number))
        value_set_text(arena, said, "number", event->number);
    if (!text_empty(event->reason))
        value_set_text(arena, said, "reason", event->reason);
    return said;
}

/* Keeps what was said although the notice stays as it is. */
static bool notice_note(struct change *change, const struct notice *notice,
                        const struct event *event)
{
    struct arena *arena = change_turn(change)->arena;
    return rows_event_insert(change, notice->id, event)
           && notice_entry(change, "notice.note", notice, event_said(arena, notice, event));
}

bool notice_move(struct change *change, struct notice *notice, const char *op,
                 const struct event *event)
{
    struct arena *arena = change_turn(change)->arena;
    return rows_event_insert(change, notice->id, event) && rows_version_write(change, notice)
           && notice_entry(change, op, notice, event_said(arena, notice, event));
}

/* A new notice that says and serves what another did; *notice becomes it, not written yet. */
static bool notice_repeat(struct change *change, struct notice *notice, const struct route *route)
{
    struct turn *turn = change_turn(change);
    struct duty *duties;
    size_t count;
    if (!rows_duties(turn, notice->id, &duties, &count) || !id_new(turn, &notice->id))
        return false;
    notice->entry_us = notice->not_before_us = notice->next_us = turn->now_us;
    notice->letter = notice->id;
    notice->state = NOTICE_QUEUED;
    notice->channel = route->channel;
    notice->address = route->address;
    notice->version = notice->route = notice->tried = notice->attempts = 0;
    notice->sent_us = notice->accepted_us = notice->failed_us = notice->attested_us = TIME_NONE;
    notice->acknowledged_us = TIME_NONE;
    notice->ack_us = INT64_MAX;
    notice->attested_by = notice->reason = notice->corrected_by = TEXT_NONE;
    if (!rows_notice_insert(change, notice))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!rows_duty_insert(change, notice->id, i, &duties[i])
            || (!text_empty(duties[i].lapsed)
                && !rows_lapse_insert(change, notice->id, i, duties[i].lapsed)))
            return false;
    return true;
}

bool notice_accept(struct change *change, struct notice *notice, const struct event *event)
{
    bool waited = notice->state == NOTICE_QUEUED;
    bool first = notice->accepted_us == TIME_NONE;
    if (!first || (!waited && notice->state != NOTICE_FAILED && notice->state != NOTICE_ATTESTED))
        return notice_note(change, notice, event);
    notice->sent_us = notice->accepted_us = event->at_us;
    notice->attempts = event->attempt > notice->attempts ? event->attempt : notice->attempts;
    notice->next_us = INT64_MAX;
    if (notice->state == NOTICE_ATTESTED) /* in flight while somebody told by phone */
        return notice_move(change, notice, "notice.deliver", event);
    notice->state = NOTICE_DELIVERED;
    notice->reason = TEXT_NONE;
    if (notice->acknowledged_us == TIME_NONE
        && !escalation_begin(change_turn(change), notice, event->at_us, &notice->ack_us))
        return false;
    return notice_move(change, notice, "notice.deliver", event)
           && notice_tell(change, notice, FACT_NOTICE_ACCEPTED, event->at_us);
}

/* Doubled after each attempt, up to the longest; product default. */
static int64_t retry_wait_us(int64_t attempts)
{
    int64_t wait_s = NOTICE_RETRY_FIRST_S;
    for (int64_t i = 1; i < attempts && wait_s < NOTICE_RETRY_MOST_S; i++)
        wait_s *= 2;
    return (wait_s < NOTICE_RETRY_MOST_S ? wait_s : NOTICE_RETRY_MOST_S) * SECOND_US;
}

/* Puts a notice that has failed on the next way to the person, when there is one. */
static bool notice_alternate(struct change *change, struct notice *notice,
                             const struct event *event)
{
    struct route route;
    bool found = false;
    if (notice->route + 1 < NOTICE_ROUTES_MAX
        && !route_next(change_turn(change), notice, TEXT_NONE, &route, &found))
        return false;
    if (!found)
        return true;
    struct event moved = {.event = "alternate", .at_us = event->at_us, .route = notice->route + 1};
    return route_take(change, notice, &route)
           && notice_move(change, notice, "notice.alternate", &moved);
}

static bool notice_fail(struct change *change, struct notice *notice, const char *op,
                        const struct event *event)
{
    notice->state = NOTICE_FAILED;
    notice->ack_us = INT64_MAX;
    notice->failed_us = event->at_us;
    notice->reason = event->reason;
    notice->next_us = INT64_MAX;
    return notice_move(change, notice, op, event)
           && notice_tell(change, notice, FACT_NOTICE_FAILED, event->at_us)
           && notice_alternate(change, notice, event);
}

/* Is it time to give up this way: sooner where there is another. */
static bool notice_spent(struct turn *turn, const struct notice *notice, const struct event *event,
                         bool *spent)
{
    int64_t here = event->attempt - notice->tried;
    struct route route;
    *spent = here >= NOTICE_ATTEMPTS_MAX;
    return *spent || here < NOTICE_ATTEMPTS_OTHER
           || route_next(turn, notice, TEXT_NONE, &route, spent);
}

bool notice_defer(struct change *change, struct notice *notice, const struct event *event)
{
    bool spent;
    if (notice->state != NOTICE_QUEUED || event->attempt <= notice->attempts)
        return notice_note(change, notice, event);
    if (!notice_spent(change_turn(change), notice, event, &spent))
        return false;
    if (spent)
        return notice_refuse(change, notice, event);
    notice->attempts = event->attempt;
    notice->sent_us = event->at_us;
    notice->reason = event->reason;
    notice->next_us = change_turn(change)->now_us + retry_wait_us(notice->attempts - notice->tried);
    return notice_move(change, notice, "notice.defer", event);
}

bool notice_refuse(struct change *change, struct notice *notice, const struct event *event)
{
    if (notice->state != NOTICE_QUEUED || event->attempt <= notice->attempts)
        return notice_note(change, notice, event);
    notice->attempts = event->attempt;
    notice->sent_us = event->at_us;
    return notice_fail(change, notice, "notice.fail", event);
}

/*
 * A message that came back proves nothing. Where somebody had told by phone as well, the obligation
 * is reopened all the same and then stands fulfilled by that telling, at its own instant. Whoever
 * has acknowledged it has it, whatever comes back; and what comes back from a way that was given up
 * before says nothing of the one taken since.
 */
bool notice_bounce(struct change *change, struct notice *notice, const struct event *event)
{
    if (event->route != notice->route)
        return notice_note(change, notice, event);
    if (notice->state == NOTICE_DELIVERED || notice->state == NOTICE_QUEUED)
        return notice_fail(change, notice, "notice.bounce", event);
    bool both = notice->state == NOTICE_ATTESTED && notice->accepted_us != TIME_NONE
                && notice->failed_us == TIME_NONE;
    if (!both)
        return notice_note(change, notice, event);
    notice->failed_us = event->at_us;
    notice->reason = event->reason;
    return notice_move(change, notice, "notice.bounce", event)
           && notice_tell(change, notice, FACT_NOTICE_FAILED, event->at_us)
           && notice_tell(change, notice, FACT_NOTICE_ATTESTED, notice->attested_us);
}

bool notice_attest(struct change *change, struct notice *notice, const struct event *event)
{
    if (notice->attested_us == TIME_NONE || event->at_us < notice->attested_us)
        notice->attested_us = event->at_us;
    notice->attested_by = change_turn(change)->actor.name;
    notice->state = NOTICE_ATTESTED;
    notice->ack_us = INT64_MAX; /* somebody has spoken with whoever was to be told */
    notice->next_us = INT64_MAX;
    return notice_move(change, notice, "notice.attest", event)
           && notice_tell(change, notice, FACT_NOTICE_ATTESTED, event->at_us);
}

/*
 * What waits or has failed goes on by another way. Whoever has it already gets it as another
 * message, with an id of its own: what is known of the first stays as it is.
 */
bool notice_resend(struct change *change, struct notice *notice, const struct route *route,
                   const struct event *event)
{
    struct turn *turn = change_turn(change);
    struct event moved = *event;
    moved.route = notice->route + 1;
    struct duty *duties;
    size_t count;
    if (!rows_duties(turn, notice->id, &duties, &count))
        return false;
    if (notice->state == NOTICE_SUPPRESSED)
        return fail(turn, FAULT_CLASH, "it is not to be sent: %.*s", TEXT_SHOW(notice->reason));
    if (!duties_stand(duties, count))
        return fail(turn, FAULT_CLASH, "it is not to be sent: %.*s", TEXT_SHOW(duties[0].lapsed));
    if (notice->state == NOTICE_QUEUED || notice->state == NOTICE_FAILED)
        return notice->route + 1 >= NOTICE_ROUTES_MAX
                   ? fail(turn, FAULT_LIMIT, "it was tried in %d ways; tell the person by hand",
                          NOTICE_ROUTES_MAX)
                   : route_take(change, notice, route)
                         && notice_move(change, notice, "notice.resend", &moved);
    struct text first = notice->id;
    return notice_repeat(change, notice, route)
           && rows_link_insert(change, notice->id, "repeats", first)
           && notice_move(change, notice, "notice.resend", event);
}

/* What is on its way now may arrive all the same; its outcome is then a note. */
bool notice_withdraw(struct change *change, struct notice *notice, const struct event *event)
{
    if (notice->state != NOTICE_QUEUED)
        return notice_note(change, notice, event);
    notice->state = NOTICE_SUPPRESSED;
    notice->reason = event->reason;
    notice->next_us = INT64_MAX;
    return notice_move(change, notice, "notice.withdraw", event);
}

/* Whoever confirms has it: where the mail never arrived, it was read in the product. */
bool notice_acknowledge(struct change *change, struct notice *notice, const struct event *event)
{
    bool had = notice->state == NOTICE_DELIVERED || notice->state == NOTICE_ATTESTED;
    if (notice->acknowledged_us != TIME_NONE || notice->state == NOTICE_SUPPRESSED)
        return notice_note(change, notice, event);
    notice->acknowledged_us = event->at_us;
    notice->ack_us = INT64_MAX;
    if (notice->state != NOTICE_ATTESTED)
        notice->state = NOTICE_ACKNOWLEDGED;
    notice->next_us = INT64_MAX;
    if (!had)
        notice->accepted_us = event->at_us;
    return notice_move(change, notice, "notice.acknowledge", event)
           && (had || notice_tell(change, notice, FACT_NOTICE_ACCEPTED, event->at_us))
           && notice_tell(change, notice, FACT_NOTICE_ACKNOWLEDGED, event->at_us);
}
