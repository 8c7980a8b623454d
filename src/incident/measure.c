/* SPDX-License-Identifier: Apache-2.0 */
/* What is done about a case: measures, and what became of each affected asset. Facts: taken in
 * every state, with both their times. */
#include "base/id.h"
#include "incident/life.h"

/* The first is what the guard of containment asks for. */
const char *const measure_phases[] = {"containment", "eradication", "recovery", "other", NULL};
const char *const hold_outcomes[] = {"isolated", "infeasible", "not_needed",
                                     "cleaned",  "restored",   NULL};

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
    if (!text_is(hold->outcome, "infeasible"))
        return true;
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
        return true; /* restored: nothing is owed by that */
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
    for (size_t i = 0; i < count; i++)
        if (text_equal(holds[i].asset, hold->asset))
            hold->version = holds[i].version;
    hold->version++;
    return true;
}

bool incident_hold(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct asset asset;
    bool found;
    struct hold hold = {.asset = value_get_text(input, "asset"),
                        .outcome = value_get_text(input, "outcome"),
                        .evidence = value_get_text(input, "evidence"),
                        .alternate = value_get_text(input, "alternate"),
                        .review_us = TIME_NONE};
    if (!incident_known(turn, input, &incident) || !life_when(turn, input, &hold.at_us)
        || !hold_check(turn, &incident, input, &hold) || !hold_version(turn, &incident, &hold)
        || !asset_find(turn, hold.asset, &asset, &found))
        return false;
    struct text what =
        text_format(turn->arena, "asset %.*s: %.*s. %.*s", TEXT_SHOW(asset.name),
                    TEXT_SHOW(word_said(turn->arena, hold.outcome)), TEXT_SHOW(hold.evidence));
    return life_rows_hold_insert(change, incident.id, &hold)
           && incident_note(change, &incident, "incident.hold", what, hold.at_us,
                            life_deviation(turn, &incident, hold.at_us), input)
           && hold_tell(change, &incident, &hold)
           && (!text_is(hold.outcome, "isolated")
               || measure_write(
                   change, &incident, text_of(measure_phases[0]),
                   text_format(turn->arena, "%.*s is off the networks", TEXT_SHOW(asset.name)),
                   hold.at_us, NULL))
           && incident_value(turn, &incident, answer);
}
