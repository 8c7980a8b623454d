/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Adoption: an imported case becomes one of the house's own (DOMAIN 0.7). Until then it pages
 * nobody and is owed by nobody. The import itself told no office of the government anything, so the
 * clocks start at the adoption: that is the first proven telling. Nothing that the import said is
 * changed.
 */
#include "incident/life.h"

static bool adopt_organisation(struct change *change, const struct value *input,
                               struct incident *incident)
{
    struct turn *turn = change_turn(change);
    struct organisation organisation;
    bool found;
    if (!value_has(input, "organisation"))
        return true;
    if (!organisation_find(turn, value_get_text(input, "organisation"), turn->now_us, &organisation,
                           &found))
        return false;
    if (!found)
        return fail_field(turn, "organisation",
                          "no organisation is called so; give its short name");
    if (text_equal(incident->organisation, organisation.id))
        return true;
    incident->organisation = organisation.id;
    return incident_enter_organisation(change, incident, organisation.id, turn->now_us);
}

static bool adopt_facts(struct change *change, const struct incident *incident)
{
    struct turn *turn = change_turn(change);
    struct fact adopted = incident_fact(FACT_INCIDENT_ADOPTED, incident);
    struct fact received = incident_fact(FACT_REPORT_RECEIVED, incident);
    struct fact detected = incident_fact(FACT_INCIDENT_DETECTED, incident);
    fact_set_time(&adopted, FIELD_OF_AT, turn->now_us);
    fact_set_text(&received, FIELD_OF_CHANNEL, TEXT("import"));
    fact_set_time(&received, FIELD_OF_AT, turn->now_us);
    fact_set_time(&detected, FIELD_OF_AT, turn->now_us);
    return change_fact(change, &adopted)
           && fact_set_organisation(turn, &received, incident->organisation, turn->now_us)
           && fact_set_organisation(turn, &detected, incident->organisation, turn->now_us)
           && change_fact(change, &received) && change_fact(change, &detected);
}

bool incident_adopt(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    if (!incident_known(turn, input, &incident))
        return false;
    if (!text_is(incident.kind, "import"))
        return fail(turn, FAULT_CLASH,
                    "this case is one of the house's own already; there is nothing to adopt");
    if (!adopt_organisation(change, input, &incident))
        return false;
    incident.kind = TEXT("real");
    incident.told_us = turn->now_us;
    return incident_rows_adopted_insert(change, incident.id)
           && incident_rows_incident_write(change, &incident)
           && incident_note(change, &incident, "incident.adopt",
                            text_format(turn->arena, "adopted: %.*s",
                                        TEXT_SHOW(value_get_text(input, "reason"))),
                            turn->now_us, TEXT_NONE, input)
           && team_reconsider(change, &incident) && adopt_facts(change, &incident)
           && incident_rate_tell(change, &incident) && incident_value(turn, &incident, answer);
}
