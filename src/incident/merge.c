/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports of one event that became several cases (DOMAIN 2.6, S-18). A case that is merged into
 * another ends there; the other inherits the earliest telling and detection, and by union the
 * organisations, assets and marks. Nothing is lost: every report stays, and an un-merger takes back
 * what the merger brought.
 */
#include "base/id.h"
#include "base/json.h"
#include "incident/life.h"

enum { CANDIDATES_MAX = 50 };

/* ---- the other case ---- */

/* One that the actor may not write to looks like one that is not there. */
static bool other_known(struct turn *turn, struct text number, enum level level,
                        struct incident *other)
{
    bool found;
    struct actor actor = turn->actor;
    if (!incident_rows_incident(turn, number, other, &found))
        return false;
    struct object object = incident_object(turn, other, found);
    bool may = found && can(turn, AREA_CASE, level, &object);
    turn->actor = actor; /* the deed is done in the capacity of its own case */
    if (turn->fault.kind != FAULT_NONE)
        return false;
    return may || fail_field(turn, "into", "there is no incident by that number for you");
}

static bool other_by_id(struct turn *turn, struct text id, struct incident *other)
{
    bool found;
    return incident_rows_incident_id(turn, id, other, &found)
           && (found || fail(turn, FAULT_BROKEN, "a merged incident is gone"));
}

/* ---- what a merger brings ---- */

struct joining {
    struct change *change;
    struct incident *from, *into;
    struct text reason;
    struct value *before; /* what an un-merger brings back */
};

static struct value *brought(struct joining *joining, const char *name)
{
    struct arena *arena = change_turn(joining->change)->arena;
    struct value *list = value_get(joining->before, name);
    return list != NULL ? list : value_set(arena, joining->before, name, value_list(arena));
}

static void brought_add(struct joining *joining, const char *name, struct text id)
{
    struct arena *arena = change_turn(joining->change)->arena;
    value_append(arena, brought(joining, name), value_text(arena, id));
}

static bool join_organisations(struct joining *joining)
{
    struct turn *turn = change_turn(joining->change);
    struct affected *theirs;
    struct affected *ours;
    size_t count;
    size_t ours_count;
    if (!incident_rows_affected(turn, joining->from->id, &theirs, &count)
        || !incident_rows_affected(turn, joining->into->id, &ours, &ours_count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct organisation organisation;
        bool known = false;
        for (size_t j = 0; j < ours_count; j++)
            known = known || text_equal(ours[j].organisation, theirs[i].organisation);
        if (known)
            continue;
        brought_add(joining, "organisations", theirs[i].organisation);
        if (!organisation_read(turn, theirs[i].organisation, theirs[i].from_us, &organisation)
            || !body_enter(joining->change, joining->into, &organisation, theirs[i].from_us, NULL))
            return false;
    }
    return true;
}

static bool join_asset(struct joining *joining, const struct attached *theirs,
                       const struct hold *holds, size_t holds_count)
{
    struct attached fresh = {.asset = theirs->asset, .adverse = theirs->adverse};
    brought_add(joining, "assets", theirs->asset);
    if (!incident_rows_attached_write(joining->change, joining->into->id, &fresh)
        || !incident_asset_fact(joining->change, joining->into, theirs->asset, theirs->adverse))
        return false;
    for (size_t i = 0; i < holds_count; i++) {
        struct hold hold = holds[i];
        hold.version = 1;
        if (text_equal(hold.asset, theirs->asset)
            && !life_rows_hold_insert(joining->change, joining->into->id, &hold))
            return false;
    }
    return true;
}

static bool join_assets(struct joining *joining)
{
    struct turn *turn = change_turn(joining->change);
    struct attached *theirs;
    struct attached *ours;
    struct hold *holds;
    struct value *inputs;
    size_t count;
    size_t ours_count;
    size_t holds_count;
    if (!incident_rows_attached(turn, joining->from->id, &theirs, &count)
        || !incident_rows_attached(turn, joining->into->id, &ours, &ours_count)
        || !life_rows_holds(turn, joining->from->id, &holds, &holds_count))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool known = false;
        for (size_t j = 0; j < ours_count; j++)
            known = known || text_equal(ours[j].asset, theirs[i].asset);
        if (!known && !join_asset(joining, &theirs[i], holds, holds_count))
            return false;
    }
    return value_get_count(joining->before, "assets") == 0
           || (inputs_merged(turn, joining->into, NULL, &inputs)
               && incident_rate(joining->change, joining->into, inputs));
}

static bool join_flags(struct joining *joining)
{
    struct turn *turn = change_turn(joining->change);
    struct marked *theirs;
    struct marked *ours;
    size_t count;
    size_t ours_count;
    if (!life_rows_flags(turn, joining->from->id, &theirs, &count)
        || !life_rows_flags(turn, joining->into->id, &ours, &ours_count))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool known = false;
        for (size_t j = 0; j < ours_count; j++)
            known = known || (ours[j].set && text_equal(ours[j].flag, theirs[i].flag));
        if (known || !theirs[i].set)
            continue;
        brought_add(joining, "flags", theirs[i].flag);
        if (!flag_set(joining->change, joining->into, theirs[i].flag, theirs[i].reason,
                      theirs[i].at_us, NULL))
            return false;
    }
    return true;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a == TIME_NONE || (b != TIME_NONE && b < a) ? b : a;
}

static bool detected_tell(struct change *change, const struct incident *incident,
                          struct text reason)
{
    struct turn *turn = change_turn(change);
    struct fact fact = incident_fact(FACT_INCIDENT_DETECTED, incident);
    fact_set_time(&fact, FIELD_OF_AT, turn->now_us);
    struct text what = text_format(turn->arena, "detection corrected: %.*s", TEXT_SHOW(reason));
    return incident_note(change, incident, "incident.detect", what, incident->detected_us,
                         TEXT_NONE, NULL)
           && fact_set_organisation(turn, &fact, incident->organisation, incident->told_us)
           && change_fact(change, &fact);
}

/* The earliest of each; a detection or response that is earlier now is told like any other. */
static bool join_times(struct joining *joining)
{
    struct incident *into = joining->into;
    const struct incident *from = joining->from;
    int64_t responding_us = into->responding_us;
    int64_t detected_us = into->detected_us;
    into->told_us = earlier(into->told_us, from->told_us);
    into->detected_us = earlier(into->detected_us, from->detected_us);
    if (!incident_rows_incident_write(joining->change, into)
        || (into->detected_us < detected_us
            && !detected_tell(joining->change, into, joining->reason)))
        return false;
    return earlier(responding_us, from->responding_us) == responding_us
           || response_began(joining->change, into, from->responding_us);
}

/* What was evaluated higher is not lowered by being merged. */
static bool join_rating(struct joining *joining)
{
    struct turn *turn = change_turn(joining->change);
    enum rating theirs = rating_named(joining->from->rating);
    enum rating computed;
    if (joining->from->evaluated_us == TIME_NONE || joining->into->evaluated_us == TIME_NONE
        || theirs <= rating_named(joining->into->rating))
        return true;
    return computed_rating(turn, joining->into, &computed)
           && rating_set(joining->change, joining->into, theirs, computed,
                         text_format(turn->arena, "merged with %.*s, which was rated so",
                                     TEXT_SHOW(joining->from->number)),
                         NULL);
}

static bool merged_tell(struct change *change, enum fact_kind kind, const struct incident *into,
                        const struct incident *other, struct text reason)
{
    struct fact fact = incident_fact(kind, into);
    fact_set_text(&fact, FIELD_OF_OTHER, other->id);
    fact_set_text(&fact, FIELD_OF_REASON, reason);
    if (into->evaluated_us != TIME_NONE)
        fact_set_text(&fact, FIELD_OF_RATING, into->rating);
    fact_set_time(&fact, FIELD_OF_AT, change_turn(change)->now_us);
    return change_fact(change, &fact);
}

static void before_begin(struct arena *arena, struct joining *joining)
{
    joining->before = value_map(arena);
    value_set_text(arena, joining->before, "state", joining->from->state);
    value_set_integer(arena, joining->before, "told_us", joining->into->told_us);
    value_set_integer(arena, joining->before, "detected_us", joining->into->detected_us);
    if (joining->into->responding_us != TIME_NONE)
        value_set_integer(arena, joining->before, "responding_us", joining->into->responding_us);
}

static bool merger_keep(struct joining *joining, int64_t at_us)
{
    struct turn *turn = change_turn(joining->change);
    struct merger merger = {.version = 1,
                            .incident = joining->from->id,
                            .target = joining->into->id,
                            .reason = joining->reason,
                            .before = json_write(turn->arena, joining->before),
                            .at_us = at_us};
    return id_new(turn, &merger.id) && life_rows_merger_write(joining->change, &merger);
}

static bool join(struct joining *joining, int64_t at_us)
{
    struct turn *turn = change_turn(joining->change);
    struct text what = text_format(turn->arena, "%.*s is the same event: %.*s",
                                   TEXT_SHOW(joining->from->number), TEXT_SHOW(joining->reason));
    return people_keep_away_also(joining->change, joining->from->id, joining->into->id,
                                 joining->reason)
           && join_organisations(joining) && join_times(joining) && join_assets(joining)
           && join_flags(joining) && join_rating(joining) && merger_keep(joining, at_us)
           && incident_note(joining->change, joining->into, "incident.merge", what, at_us,
                            TEXT_NONE, joining->before)
           && merged_tell(joining->change, FACT_INCIDENT_MERGED, joining->into, joining->from,
                          joining->reason)
           && obligation_pass_over(joining->change, joining->into->id);
}

bool incident_merge(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct incident other;
    struct situation situation;
    int64_t at_us;
    if (!incident_known(turn, input, &incident) || !life_when(turn, input, &at_us)
        || !other_known(turn, value_get_text(input, "into"), LEVEL_WRITE, &other)
        || !situation_read(turn, &incident, &situation))
        return false;
    const struct move *move = lifecycle_move_by(turn->pack, MOVE_BY_MERGER, incident.state);
    if (move == NULL)
        return fail(turn, FAULT_REFUSED,
                    "an incident that is no longer open cannot be merged; reopen it first");
    struct joining joining = {.change = change,
                              .from = &incident,
                              .into = &other,
                              .reason = value_get_text(input, "reason")};
    before_begin(turn->arena, &joining);
    situation.other = &other;
    situation.reason = joining.reason;
    /* The clocks hear of the merger first: what still runs is folded, and what is left is void. */
    return move_allowed(turn, &situation, move) && join(&joining, at_us)
           && move_make(change, &incident, &situation, at_us, input)
           && incident_value(turn, &other, answer);
}

/* ---- taking it back ---- */

static bool part_organisations(struct joining *joining)
{
    struct turn *turn = change_turn(joining->change);
    for (size_t i = 0; i < value_get_count(joining->before, "organisations"); i++)
        if (!body_remove(joining->change, joining->into,
                         value_get_item(joining->before, "organisations", i)->text, joining->reason,
                         turn->now_us, NULL))
            return false;
    return true;
}

/* The assets stay attached, as not harmed here: what they were said to be is of record. */
static bool part_assets(struct joining *joining)
{
    struct turn *turn = change_turn(joining->change);
    struct attached *ours;
    size_t count;
    if (!incident_rows_attached(turn, joining->into->id, &ours, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < value_get_count(joining->before, "assets"); j++) {
            struct attached back = {
                .asset = ours[i].asset, .adverse = TEXT("no"), .version = ours[i].version};
            if (text_equal(ours[i].asset, value_get_item(joining->before, "assets", j)->text)
                && !incident_rows_attached_write(joining->change, joining->into->id, &back))
                return false;
        }
    return true;
}

static bool part_flags(struct joining *joining)
{
    struct turn *turn = change_turn(joining->change);
    struct marked *ours;
    size_t count;
    if (!life_rows_flags(turn, joining->into->id, &ours, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < value_get_count(joining->before, "flags"); j++) {
            if (!ours[i].set
                || !text_equal(ours[i].flag, value_get_item(joining->before, "flags", j)->text))
                continue;
            ours[i].set = false;
            ours[i].reason = joining->reason;
            ours[i].at_us = turn->now_us;
            ours[i].version++;
            if (!life_rows_flag_insert(joining->change, joining->into->id, &ours[i]))
                return false;
        }
    return true;
}

/* What the case has by its own reports, and by what is still merged into it. */
static bool part_times(struct joining *joining)
{
    struct turn *turn = change_turn(joining->change);
    struct incident *into = joining->into;
    struct report *reports;
    struct merger *mergers;
    size_t count;
    size_t mergers_count;
    int64_t told_us = TIME_NONE;
    int64_t detected_us =
        value_get_integer(joining->before, "detected_us", joining->into->detected_us);
    if (!incident_rows_reports(turn, into->id, &reports, &count)
        || !life_rows_mergers_into(turn, into->id, &mergers, &mergers_count))
        return false;
    for (size_t i = 0; i < count; i++)
        told_us = earlier(told_us, reports[i].told_us);
    for (size_t i = 0; i < mergers_count; i++) {
        struct incident still;
        if (!other_by_id(turn, mergers[i].incident, &still))
            return false;
        told_us = earlier(told_us, still.told_us);
        detected_us = earlier(detected_us, still.detected_us);
    }
    if (told_us != TIME_NONE)
        into->told_us = told_us;
    bool detected = into->detected_us == joining->from->detected_us /* else corrected since */
                    && into->detected_us != detected_us;
    if (detected)
        into->detected_us = detected_us;
    if (into->responding_us == joining->from->responding_us)
        into->responding_us = value_get_integer(joining->before, "responding_us", TIME_NONE);
    return incident_rows_incident_write(joining->change, into)
           && (!detected || detected_tell(joining->change, into, joining->reason));
}

static bool part(struct joining *joining, struct merger *merger, const struct value *input)
{
    struct turn *turn = change_turn(joining->change);
    struct change *change = joining->change;
    merger->undone = true;
    merger->reason = joining->reason;
    merger->version++;
    joining->from->state = value_get_text(joining->before, "state");
    return life_rows_merger_write(change, merger)
           && incident_rows_incident_write(change, joining->from) && part_times(joining)
           && part_assets(joining) && part_flags(joining) && part_organisations(joining)
           && incident_note(change, joining->from, "incident.unmerge",
                            text_format(turn->arena, "an event of its own after all: %.*s",
                                        TEXT_SHOW(joining->reason)),
                            turn->now_us, TEXT_NONE, input)
           && incident_note(change, joining->into, "incident.unmerge",
                            text_format(turn->arena, "%.*s is another event after all: %.*s",
                                        TEXT_SHOW(joining->from->number),
                                        TEXT_SHOW(joining->reason)),
                            turn->now_us, TEXT_NONE, NULL)
           && merged_tell(change, FACT_INCIDENT_SEPARATED, joining->into, joining->from,
                          joining->reason);
}

/* What no work goes on in any more is not taken apart: its clocks have ended as one case. */
static bool part_allowed(struct turn *turn, const struct incident *into)
{
    const struct state *state = lifecycle_state(turn->pack, into->state);
    if (lifecycle_open(turn->pack, into->state))
        return true;
    return fail(turn, FAULT_REFUSED,
                "%.*s, into which it is merged, is not open: %.*s. Reopen it first, or take it out "
                "of the one into which it is merged itself",
                TEXT_SHOW(into->number), TEXT_SHOW(state == NULL ? into->state : state->name));
}

bool incident_unmerge(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct incident other;
    struct merger merger;
    bool found;
    if (!incident_known(turn, input, &incident)
        || !life_rows_merger_of(turn, incident.id, &merger, &found))
        return false;
    if (!found)
        return fail(turn, FAULT_REFUSED, "this incident is not merged into another");
    struct joining joining = {.change = change,
                              .from = &incident,
                              .into = &other,
                              .reason = value_get_text(input, "reason")};
    return other_by_id(turn, merger.target, &other)
           && other_known(turn, other.number, LEVEL_WRITE, &other) && part_allowed(turn, &other)
           && json_read(turn, merger.before, "what a merger brought", &joining.before)
           && part(&joining, &merger, input) && incident_value(turn, &incident, answer);
}
