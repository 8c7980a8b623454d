/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An earlier telling is proven: somebody of the Commonwealth was told before this house was. What
 * was received here stays as it was; the proof is a report of its own, and the clocks of the case
 * run from the earliest telling that is proven (DOMAIN 2.6, D-05).
 */
#include "base/id.h"
#include "incident/life.h"

static bool told_report(struct change *change, const struct incident *incident,
                        const struct value *input, int64_t told_us)
{
    struct turn *turn = change_turn(change);
    struct report report = {.incident = incident->id,
                            .channel = value_get_text(input, "channel"),
                            .what = value_get_text(input, "what"),
                            .organisation = incident->organisation,
                            .name = value_get_text(input, "name"),
                            .told_us = told_us,
                            .told_basis = value_get_text(input, "told_basis"),
                            .known_since_us = TIME_NONE,
                            .detected_us = TIME_NONE,
                            .detected_precision = TEXT("instant")};
    if (!id_new(turn, &report.id))
        return false;
    /* Nobody holds a receipt of it: what stands in its place is no hash of any code. */
    report.receipt_hash = text_format(turn->arena, "proven %.*s", TEXT_SHOW(report.id));
    return incident_rows_report_insert(change, &report);
}

/* The clocks hear of it where it is earlier than what was proven before. */
static bool told_tell(struct change *change, struct incident *incident, int64_t told_us)
{
    struct turn *turn = change_turn(change);
    if (told_us >= incident->told_us)
        return true;
    incident->told_us = told_us;
    struct fact fact = incident_fact(FACT_INCIDENT_TOLD, incident);
    fact_set_time(&fact, FIELD_OF_AT, turn->now_us);
    return incident_rows_incident_write(change, incident) && change_fact(change, &fact);
}

bool incident_told(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    int64_t told_us;
    if (!incident_known(turn, input, &incident)
        || !instant_parse(turn, "told", value_get_text(input, "told"), turn->pack->calendar.zone,
                          &told_us))
        return false;
    if (told_us > turn->now_us)
        return fail_field(turn, "told", "this is still to come; give the instant of the telling");
    struct text what = text_format(
        turn->arena, "%.*s was told at %.*s: %.*s%s", TEXT_SHOW(value_get_text(input, "name")),
        TEXT_SHOW(instant_people(turn->arena, turn->pack->calendar.zone, told_us)),
        TEXT_SHOW(value_get_text(input, "told_basis")),
        told_us < incident.told_us ? "" : "; an earlier telling is proven already");
    struct text late =
        told_us < incident.told_us ? TEXT("an earlier telling came to light") : TEXT_NONE;
    return told_report(change, &incident, input, told_us)
           && incident_note(change, &incident, "incident.told", what, told_us, late, input)
           && told_tell(change, &incident, told_us) && incident_value(turn, &incident, answer);
}
