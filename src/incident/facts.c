/* SPDX-License-Identifier: Apache-2.0 */
/* Facts of a case: each is noted with both its times, marked where it comes late or out of order,
 * and never refused. */
#include "incident/life.h"
#include "policy/rule.h"

bool incident_known(struct turn *turn, const struct value *input, struct incident *incident)
{
    bool found;
    return incident_rows_incident(turn, value_get_text(input, "incident"), incident, &found)
           && (found || fail(turn, FAULT_MISSING, "there is nothing here by that name"));
}

bool incident_has(struct turn *turn, const struct incident *incident, bool found, struct text of)
{
    return (found && text_equal(of, incident->id))
           || fail(turn, FAULT_MISSING, "there is nothing here by that name");
}

struct text word_said(struct arena *arena, struct text word)
{
    struct text copy = text_copy(arena, word);
    char *letters = arena_take(arena, copy.size + 1);
    for (size_t i = 0; i < copy.size; i++)
        letters[i] = copy.data[i] == '_' ? ' ' : copy.data[i];
    return (struct text){letters, copy.size};
}

bool incident_respond(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct text deviation = TEXT_NONE;
    int64_t at_us;
    if (!incident_known(turn, input, &incident) || !life_when(turn, input, &at_us))
        return false;
    if (at_us < incident.told_us)
        deviation = TEXT("the response began before anybody was told");
    else if (at_us > turn->now_us)
        deviation = TEXT("entered before it happened");
    return incident_note(change, &incident, "incident.respond", value_get_text(input, "action"),
                         at_us, deviation, input)
           && response_began(change, &incident, at_us) && incident_value(turn, &incident, answer);
}

bool incident_detect(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    int64_t at_us;
    if (!incident_known(turn, input, &incident) || !life_when(turn, input, &at_us))
        return false;
    struct text what = text_format(turn->arena, "detection corrected: %.*s",
                                   TEXT_SHOW(value_get_text(input, "basis")));
    struct text deviation = at_us > incident.told_us
                                ? TEXT("detected after it was reported: reported as a suspicion")
                                : life_deviation(turn, &incident, at_us);
    incident.detected_us = at_us;
    struct fact fact = incident_fact(FACT_INCIDENT_DETECTED, &incident);
    fact_set_time(&fact, FIELD_OF_AT, turn->now_us);
    return incident_rows_incident_write(change, &incident)
           && incident_note(change, &incident, "incident.detect", what, at_us, deviation, input)
           && fact_set_organisation(turn, &fact, incident.organisation, incident.told_us)
           && change_fact(change, &fact) && incident_value(turn, &incident, answer);
}

static bool step_confirmed_by(const struct rule *rule, struct text name, const struct fact *fact)
{
    const struct step *step = rule == NULL ? NULL : rule_step(rule, name);
    for (size_t i = 0; step != NULL && i < step->stop_count; i++)
        if (trigger_holds(&step->stop[i], fact))
            return true;
    return false;
}

/* Where it is owed by the body for which the actor holds the office, it is confirmed for that one
 * alone: another secretariat confirms for itself. */
static bool confirm_organisation(struct turn *turn, const struct incident *incident,
                                 struct fact *fact)
{
    struct obligation_line *lines;
    size_t count;
    if (text_empty(turn->actor.organisation))
        return true;
    if (!obligation_lines(turn, incident->id, &lines, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (lines[i].open && text_equal(lines[i].organisation, turn->actor.organisation)
            && step_confirmed_by(pack_rule(turn->pack, lines[i].rule), lines[i].step, fact))
            return fact_set_organisation(turn, fact, lines[i].organisation, turn->now_us);
    return true;
}

bool incident_confirm(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    int64_t at_us;
    if (!incident_known(turn, input, &incident) || !life_when(turn, input, &at_us))
        return false;
    struct fact fact = incident_fact(FACT_DECISION_MADE, &incident);
    fact_set_text(&fact, FIELD_OF_DECISION, value_get_text(input, "decision"));
    fact_set_time(&fact, FIELD_OF_AT, at_us);
    struct text what =
        text_format(turn->arena, "decided: %.*s. %.*s",
                    TEXT_SHOW(word_said(turn->arena, value_get_text(input, "decision"))),
                    TEXT_SHOW(value_get_text(input, "note")));
    return incident_note(change, &incident, "incident.confirm", what, at_us, TEXT_NONE, input)
           && confirm_organisation(turn, &incident, &fact) && change_fact(change, &fact)
           && incident_value(turn, &incident, answer);
}

static bool affected_already(struct turn *turn, const struct incident *incident,
                             struct text organisation, bool *known)
{
    struct affected *affected;
    size_t count;
    *known = false;
    if (!incident_rows_affected(turn, incident->id, &affected, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        *known = *known || text_equal(affected[i].organisation, organisation);
    return true;
}

bool body_enter(struct change *change, struct incident *incident,
                const struct organisation *organisation, int64_t from_us, const struct value *input)
{
    struct turn *turn = change_turn(change);
    struct fact fact = incident_fact(FACT_ORGANISATION_AFFECTED, incident);
    fact_set_text(&fact, FIELD_OF_RATING, incident->rating);
    fact_set_time(&fact, FIELD_OF_AT, from_us);
    bool first = text_empty(incident->organisation);
    if (first)
        incident->organisation = organisation->id;
    return (!first || incident_rows_incident_write(change, incident))
           && incident_enter_organisation(change, incident, organisation->id, from_us)
           && body_return(change, incident, organisation->id, from_us)
           && incident_note(
               change, incident, "incident.affect",
               text_format(turn->arena, "%.*s is affected", TEXT_SHOW(organisation->name)), from_us,
               life_deviation(turn, incident, from_us), input)
           && fact_set_organisation(turn, &fact, organisation->id, from_us)
           && change_fact(change, &fact) && (!first || team_reconsider(change, incident));
}

bool incident_affect(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct organisation organisation;
    int64_t from_us = turn->now_us;
    bool found;
    bool known;
    if (!incident_known(turn, input, &incident)
        || !organisation_find(turn, value_get_text(input, "organisation"), turn->now_us,
                              &organisation, &found))
        return false;
    if (!found)
        return fail_field(turn, "organisation",
                          "no organisation is called so; give its short name");
    if ((value_has(input, "from")
         && !instant_parse(turn, "from", value_get_text(input, "from"), turn->pack->calendar.zone,
                           &from_us))
        || !affected_already(turn, &incident, organisation.id, &known))
        return false;
    return (known || body_enter(change, &incident, &organisation, from_us, input))
           && incident_value(turn, &incident, answer);
}

/* Before the evaluation the fact carries no rating: nobody is told by a row that may not be the
 * case's. */
bool incident_asset_fact(struct change *change, const struct incident *incident, struct text id,
                         struct text adverse)
{
    struct turn *turn = change_turn(change);
    struct fact fact = incident_fact(FACT_ASSET_AFFECTED, incident);
    struct asset asset;
    bool found;
    if (!asset_find(turn, id, &asset, &found))
        return false;
    fact_set_text(&fact, FIELD_OF_ASSET, asset.id);
    fact_set_text(&fact, FIELD_OF_NAME, asset.name);
    fact_set_text(&fact, FIELD_OF_ADVERSE, adverse);
    if (!text_empty(asset.support))
        fact_set_text(&fact, FIELD_OF_PERSON, asset.support);
    if (incident->evaluated_us != TIME_NONE)
        fact_set_text(&fact, FIELD_OF_RATING, incident->rating);
    fact_set_time(&fact, FIELD_OF_AT, turn->now_us);
    return fact_set_organisation(turn, &fact, asset.organisation, turn->now_us)
           && change_fact(change, &fact);
}

bool asset_excused(struct change *change, const struct incident *incident,
                   const struct asset *asset)
{
    struct turn *turn = change_turn(change);
    struct fact fact = incident_fact(FACT_ASSET_EXCUSED, incident);
    fact_set_text(&fact, FIELD_OF_ASSET, asset->id);
    fact_set_time(&fact, FIELD_OF_AT, turn->now_us);
    return fact_set_organisation(turn, &fact, asset->organisation, turn->now_us)
           && change_fact(change, &fact);
}

/* The row and the note; *calmed: it was harmed, and is no longer said to be. */
static bool attach_write(struct change *change, const struct incident *incident,
                         const struct asset *asset, struct attached *fresh, bool *calmed,
                         const struct value *input)
{
    struct turn *turn = change_turn(change);
    struct attached *attached;
    size_t count;
    *calmed = false;
    *fresh = (struct attached){.asset = asset->id, .adverse = value_get_text(input, "adverse")};
    if (text_empty(fresh->adverse))
        fresh->adverse = TEXT("unknown");
    if (!incident_rows_attached(turn, incident->id, &attached, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (text_equal(attached[i].asset, asset->id)) {
            fresh->version = attached[i].version;
            *calmed = text_is(fresh->adverse, "no") && !text_is(attached[i].adverse, "no");
        }
    return incident_rows_attached_write(change, incident->id, fresh)
           && incident_note(change, incident, "incident.attach",
                            text_format(turn->arena, "asset %.*s, adversely affected: %.*s",
                                        TEXT_SHOW(asset->name), TEXT_SHOW(fresh->adverse)),
                            turn->now_us, life_deviation(turn, incident, turn->now_us), input);
}

/* Rated first: who hears of an asset depends on the rating to which it leads. A rating that rises
 * tells of all assets anew, and so of this one. */
static bool attach_rate(struct change *change, struct incident *incident,
                        const struct attached *fresh)
{
    struct turn *turn = change_turn(change);
    enum rating before = rating_named(incident->rating);
    struct value *inputs;
    if (!inputs_merged(turn, incident, NULL, &inputs) || !incident_rate(change, incident, inputs))
        return false;
    bool raised = incident->evaluated_us != TIME_NONE && rating_named(incident->rating) > before;
    return raised || incident_asset_fact(change, incident, fresh->asset, fresh->adverse);
}

bool incident_attach(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct asset asset;
    struct attached fresh;
    bool found;
    bool calmed;
    if (!incident_known(turn, input, &incident)
        || !asset_find(turn, value_get_text(input, "asset"), &asset, &found))
        return false;
    if (!found)
        return fail_field(turn, "asset", "no asset has this id");
    return attach_write(change, &incident, &asset, &fresh, &calmed, input)
           && attach_rate(change, &incident, &fresh)
           && (!calmed || asset_excused(change, &incident, &asset))
           && incident_value(turn, &incident, answer);
}

bool incident_update(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    if (!incident_known(turn, input, &incident))
        return false;
    struct fact fact = incident_fact(FACT_INCIDENT_UPDATED, &incident);
    fact_set_text(&fact, FIELD_OF_RATING, incident.rating);
    fact_set_time(&fact, FIELD_OF_AT, turn->now_us);
    return incident_note(change, &incident, "incident.update", value_get_text(input, "status"),
                         turn->now_us, TEXT_NONE, input)
           && change_fact(change, &fact) && incident_value(turn, &incident, answer);
}
