/* SPDX-License-Identifier: Apache-2.0 */
/* What is done about a case: measures, and what became of each affected asset. Facts: taken in
 * every state, with both their times. */
#include "base/id.h"
#include "incident/life.h"

/* The first is what the guard of containment asks for. */
const char *const measure_phases[] = {"containment", "eradication", "recovery", "other", NULL};
const char *const hold_outcomes[] = {"ordered", "isolated", "infeasible", "not_needed",
                                     "cleaned", "restored", NULL};

/* What the house makes of networks that are off while others are on; nobody says it. */
#define PARTLY "partly_isolated"

bool hold_harmed(struct text outcome)
{
    return text_is(outcome, hold_outcomes[0]) || text_is(outcome, PARTLY)
           || text_is(outcome, "isolated") || text_is(outcome, "infeasible");
}

bool hold_begun(struct text outcome)
{
    return text_is(outcome, hold_outcomes[0]) || text_is(outcome, PARTLY);
}

bool response_began(struct change *change, struct incident *incident, int64_t at_us)
{
    struct fact fact = incident_fact(FACT_INCIDENT_RESPONDING, incident);
    fact_set_time(&fact, FIELD_OF_AT, at_us);
    if (incident->responding_us == TIME_NONE || at_us < incident->responding_us) {
        incident->responding_us = at_us;
        if (!incident_rows_incident_write(change, incident))
            return false;
    }
    return change_fact(change, &fact);
}

static bool measure_write(struct change *change, struct incident *incident, struct text phase,
                          struct text what, int64_t at_us, const struct value *input)
{
    struct turn *turn = change_turn(change);
    struct measure measure = {.phase = phase, .what = what, .at_us = at_us};
    struct fact fact = incident_fact(FACT_MEASURE_TAKEN, incident);
    fact_set_time(&fact, FIELD_OF_AT, at_us);
    return id_new(turn, &measure.id) && life_rows_measure_insert(change, incident->id, &measure)
           && incident_note(
               change, incident, "incident.measure",
               text_format(turn->arena, "%.*s: %.*s", TEXT_SHOW(phase), TEXT_SHOW(what)), at_us,
               life_deviation(turn, incident, at_us), input)
           && change_fact(change, &fact) && response_began(change, incident, at_us);
}

bool incident_measure(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    int64_t at_us;
    struct text phase = value_get_text(input, "phase");
    if (text_empty(phase))
        phase = text_of(measure_phases[0]);
    return incident_known(turn, input, &incident) && life_when(turn, input, &at_us)
           && measure_write(change, &incident, phase, value_get_text(input, "what"), at_us, input)
           && incident_value(turn, &incident, answer);
}

/* ---- assets ---- */

/* The networks on which it is still, in words; empty: on none. */
static bool hold_connected(struct turn *turn, struct text asset, struct text *networks)
{
    struct attachment *list;
    size_t count;
    struct builder words = {.arena = turn->arena};
    if (!asset_attachments(turn, asset, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (list[i].connected)
            build_format(&words, "%s%.*s", words.size > 0 ? ", " : "", TEXT_SHOW(list[i].network));
    *networks = built(&words);
    return true;
}

/* The clause is that of the policy's guard that asks for quarantine. */
static bool hold_refuse(struct turn *turn, struct text networks)
{
    const struct lifecycle *life = turn->pack->life;
    for (size_t i = 0; life != NULL && i < life->guards_count; i++)
        if (life->guards[i].verb == GUARD_ASSETS_HELD)
            return fail_clause(turn, text_string(turn->arena, life->guards[i].clauses.items[0]),
                               "It is still connected to: %.*s. Record each as taken off first, "
                               "or say that it cannot be.",
                               TEXT_SHOW(networks));
    return fail(turn, FAULT_REFUSED, "it is still connected to: %.*s", TEXT_SHOW(networks));
}

static bool hold_off(struct turn *turn, const struct hold *hold)
{
    struct text networks;
    return !text_is(hold->outcome, "isolated")
           || (hold_connected(turn, hold->asset, &networks)
               && (text_empty(networks) || hold_refuse(turn, networks)));
}

/* The clause is that of the policy's guard that asks whether anything is infected still. */
static bool hold_unclean(struct turn *turn)
{
    static const char says[] = "it is restored when it is clean: record it as cleaned first, or "
                               "say in \"checked\" what shows it.";
    const struct lifecycle *life = turn->pack->life;
    for (size_t i = 0; life != NULL && i < life->guards_count; i++)
        if (life->guards[i].verb == GUARD_NONE_INFECTED)
            return fail_clause(turn, text_string(turn->arena, life->guards[i].clauses.items[0]),
                               "%s", says);
    return fail(turn, FAULT_REFUSED, "%s", says);
}

/* Out of service since somebody says so, else since it was taken off in this incident. */
static bool hold_out_since(struct turn *turn, const struct value *input, const struct hold *last,
                           struct hold *hold)
{
    hold->out_us = last->out_us;
    if (!value_has(input, "out_since"))
        return true;
    if (!instant_parse(turn, "out_since", value_get_text(input, "out_since"),
                       turn->pack->calendar.zone, &hold->out_us))
        return false;
    return hold->out_us <= hold->at_us
           || fail_field(turn, "out_since", "it was out of service before it was restored");
}

/* Nothing goes back into service unseen. */
static bool hold_clean(struct turn *turn, const struct incident *incident,
                       const struct value *input, struct hold *hold)
{
    struct hold *holds;
    struct hold last = {.out_us = TIME_NONE};
    size_t count;
    hold->checked = value_get_text(input, "checked");
    if (!life_rows_holds(turn, incident->id, &holds, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (text_equal(holds[i].asset, hold->asset))
            last = holds[i];
    bool clean = !text_empty(last.outcome) && !hold_harmed(last.outcome);
    if (!clean && text_empty(hold->checked))
        return hold_unclean(turn);
    return hold_out_since(turn, input, &last, hold);
}

static bool hold_check(struct turn *turn, const struct incident *incident,
                       const struct value *input, struct hold *hold)
{
    struct attached *attached;
    size_t count;
    bool known = false;
    if (!incident_rows_attached(turn, incident->id, &attached, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        known = known || text_equal(attached[i].asset, hold->asset);
    if (!known)
        return fail_field(turn, "asset", "this asset is not attached to the incident; attach it");
    if (text_is(hold->outcome, "restored"))
        return hold_clean(turn, incident, input, hold);
    if (!text_is(hold->outcome, "infeasible"))
        return hold_off(turn, hold);
    if (text_empty(hold->alternate))
        return fail_field(turn, "alternate",
                          "it cannot be taken off: say what is done in place of it");
    if (!value_has(input, "review"))
        return fail_field(turn, "review",
                          "it cannot be taken off: say when that is looked at again");
    return instant_parse(turn, "review", value_get_text(input, "review"), turn->pack->calendar.zone,
                         &hold->review_us);
}

static bool hold_tell(struct change *change, const struct incident *incident,
                      const struct hold *hold)
{
    struct turn *turn = change_turn(change);
    bool infeasible = text_is(hold->outcome, "infeasible");
    struct asset asset;
    bool found;
    bool excused = text_is(hold->outcome, "cleaned") || text_is(hold->outcome, "not_needed");
    if (!infeasible && !excused && !text_is(hold->outcome, "isolated"))
        return true; /* ordered, restored: nothing is owed by that, and nothing is done */
    struct fact fact =
        incident_fact(infeasible ? FACT_ASSET_INFEASIBLE : FACT_ASSET_ISOLATED, incident);
    if (!asset_find(turn, hold->asset, &asset, &found))
        return false;
    if (excused)
        return asset_excused(change, incident, &asset);
    fact_set_text(&fact, FIELD_OF_ASSET, hold->asset);
    fact_set_time(&fact, FIELD_OF_AT, hold->at_us);
    return fact_set_organisation(turn, &fact, asset.organisation, turn->now_us)
           && change_fact(change, &fact);
}

static bool hold_version(struct turn *turn, const struct incident *incident, struct hold *hold)
{
    struct hold *holds;
    size_t count;
    if (!life_rows_holds(turn, incident->id, &holds, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!text_equal(holds[i].asset, hold->asset))
            continue;
        hold->version = holds[i].version;
        /* What goes off again after it was restored is out of service anew. */
        bool over = text_is(holds[i].outcome, "restored") && !text_is(hold->outcome, "restored");
        if (hold->out_us == TIME_NONE && !over)
            hold->out_us = holds[i].out_us;
    }
    if (hold->out_us == TIME_NONE && text_is(hold->outcome, "isolated"))
        hold->out_us = hold->at_us;
    hold->version++;
    return true;
}

/* The row, the line, the facts. */
static bool hold_write(struct change *change, struct incident *incident, struct hold *hold,
                       const struct value *input)
{
    struct turn *turn = change_turn(change);
    struct asset asset;
    bool found;
    if (!hold_version(turn, incident, hold) || !asset_find(turn, hold->asset, &asset, &found))
        return false;
    struct text what =
        text_format(turn->arena, "asset %.*s: %.*s. %.*s", TEXT_SHOW(asset.name),
                    TEXT_SHOW(word_said(turn->arena, hold->outcome)), TEXT_SHOW(hold->evidence));
    return life_rows_hold_insert(change, incident->id, hold)
           && incident_note(change, incident, "incident.hold", what, hold->at_us,
                            life_deviation(turn, incident, hold->at_us), input)
           && hold_tell(change, incident, hold)
           && (!text_is(hold->outcome, "isolated")
               || measure_write(
                   change, incident, text_of(measure_phases[0]),
                   text_format(turn->arena, "%.*s is off the networks", TEXT_SHOW(asset.name)),
                   hold->at_us, NULL));
}

bool incident_hold(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct hold hold = {.asset = value_get_text(input, "asset"),
                        .outcome = value_get_text(input, "outcome"),
                        .evidence = value_get_text(input, "evidence"),
                        .alternate = value_get_text(input, "alternate"),
                        .review_us = TIME_NONE,
                        .out_us = TIME_NONE};
    return incident_known(turn, input, &incident) && life_when(turn, input, &hold.at_us)
           && hold_check(turn, &incident, input, &hold)
           && hold_write(change, &incident, &hold, input)
           && incident_value(turn, &incident, answer);
}

/* ---- one network after the other ---- */

static bool attachment_named(struct turn *turn, struct text asset, struct text network,
                             struct attachment *attachment)
{
    struct attachment *list;
    size_t count;
    struct builder known = {.arena = turn->arena};
    if (!asset_attachments(turn, asset, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (text_equal(list[i].network, network)) {
            *attachment = list[i];
            return true;
        }
        build_format(&known, "%s%.*s", i > 0 ? ", " : "", TEXT_SHOW(list[i].network));
    }
    return fail_field(turn, "network", "the register knows no such network of this asset: %.*s",
                      TEXT_SHOW(count > 0 ? built(&known) : TEXT("it has none")));
}

/* Isolated when it was the last, until then in part. */
static bool disconnect_hold(struct change *change, struct incident *incident, struct hold *hold,
                            struct text network, const struct value *input)
{
    struct turn *turn = change_turn(change);
    struct text networks;
    if (!hold_connected(turn, hold->asset, &networks))
        return false;
    bool off = text_empty(networks);
    hold->outcome = off ? TEXT("isolated") : TEXT(PARTLY);
    hold->evidence =
        text_format(turn->arena, "off %.*s: %.*s%s%.*s", TEXT_SHOW(network),
                    TEXT_SHOW(hold->evidence), off ? "" : "; still on ", TEXT_SHOW(networks));
    return hold_write(change, incident, hold, input);
}

bool incident_disconnect(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct attachment attachment;
    struct text network = text_trim(value_get_text(input, "network"));
    struct hold hold = {.asset = value_get_text(input, "asset"),
                        .evidence = value_get_text(input, "evidence"),
                        .review_us = TIME_NONE,
                        .out_us = TIME_NONE};
    if (!incident_known(turn, input, &incident) || !life_when(turn, input, &hold.at_us)
        || !hold_check(turn, &incident, input, &hold)
        || !attachment_named(turn, hold.asset, network, &attachment))
        return false;
    if (!attachment.connected)
        return fail(turn, FAULT_CLASH, "it is off this network already");
    attachment.connected = false;
    attachment.evidence = hold.evidence;
    attachment.at_us = hold.at_us;
    return asset_attachment_write(change, hold.asset, &attachment)
           && disconnect_hold(change, &incident, &hold, network, input)
           && incident_value(turn, &incident, answer);
}
