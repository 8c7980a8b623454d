/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An earlier telling is proven: somebody of the Commonwealth was told before this house was. What
 * was received here stays as it was; the proof is a report of its own, and the clocks of the case
 * run from the earliest telling that is proven (DOMAIN 2.6, D-05).
 */
#include "base/id.h"
#include "incident/life.h"

enum { TOLD_SHOWN_MAX = 200 };

static bool told_report(struct change *change, const struct incident *incident,
                        const struct value *input, int64_t told_us, struct text *id)
{
    struct turn *turn = change_turn(change);
    struct report report = {.incident = incident->id,
                            .channel = value_get_text(input, "channel"),
                            .what = value_get_text(input, "what"),
                            .organisation = incident->organisation,
                            .name = value_get_text(input, "name"),
                            .told_us = told_us,
                            .told_basis = value_get_text(input, "told_basis"),
                            .nature = TEXT("incident"),
                            .superior = value_get_boolean(input, "superior", false),
                            .known_since_us = TIME_NONE,
                            .detected_us = TIME_NONE,
                            .detected_precision = TEXT("instant")};
    if (!id_new(turn, &report.id))
        return false;
    /* Nobody holds a receipt of it: what stands in its place is no hash of any code. */
    report.receipt_hash = text_format(turn->arena, "proven %.*s", TEXT_SHOW(report.id));
    *id = report.id;
    return incident_rows_report_insert(change, &report);
}

/* Whoever was bound when it was first told owes what a bound body owes, although at the telling
 * that was known before it was not bound. */
static bool told_bound(struct change *change, const struct incident *incident, int64_t before_us)
{
    struct turn *turn = change_turn(change);
    struct organisation then;
    struct organisation now;
    if (text_empty(incident->organisation))
        return true;
    if (!organisation_read(turn, incident->organisation, before_us, &then)
        || !organisation_read(turn, incident->organisation, incident->told_us, &now))
        return false;
    if (text_equal(then.binding, now.binding))
        return true;
    struct fact fact = incident_fact(FACT_INCIDENT_DETECTED, incident);
    fact_set_time(&fact, FIELD_OF_AT, turn->now_us);
    return fact_set_organisation(turn, &fact, incident->organisation, incident->told_us)
           && change_fact(change, &fact);
}

/* The clocks hear of it where it is earlier than what was proven before. It is a report of its own:
 * those who are to be told of every report were to be told then. */
static bool told_tell(struct change *change, struct incident *incident, int64_t told_us,
                      struct text report)
{
    struct turn *turn = change_turn(change);
    int64_t before_us = incident->told_us;
    if (told_us >= before_us)
        return true;
    incident->told_us = told_us;
    struct fact fact = incident_fact(FACT_INCIDENT_TOLD, incident);
    fact_set_text(&fact, FIELD_OF_REPORT, report);
    fact_set_time(&fact, FIELD_OF_AT, turn->now_us);
    return incident_rows_incident_write(change, incident)
           && fact_set_organisation(turn, &fact, incident->organisation, told_us)
           && change_fact(change, &fact) && told_bound(change, incident, before_us);
}

/* What a superior is told before anything was detected is a suspicion, and is said to be one. */
static bool told_check(struct turn *turn, const struct incident *incident,
                       const struct value *input, int64_t told_us)
{
    if (told_us > turn->now_us)
        return fail_field(turn, "told", "this is still to come; give the instant of the telling");
    return !value_get_boolean(input, "superior", false) || told_us >= incident->detected_us
           || value_get_boolean(input, "suspicion", false)
           || fail_field(turn, "told",
                         "this is before it was detected (%.*s); say suspicion if it was told as "
                         "one, or correct the detection",
                         TEXT_SHOW(instant_people(turn->arena, turn->pack->calendar.zone,
                                                  incident->detected_us)));
}

bool incident_told(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct text report;
    int64_t told_us;
    if (!incident_known(turn, input, &incident)
        || !instant_parse(turn, "told", value_get_text(input, "told"), turn->pack->calendar.zone,
                          &told_us)
        || !told_check(turn, &incident, input, told_us))
        return false;
    struct text what = text_format(
        turn->arena, "%.*s was told at %.*s%s: %.*s%s", TEXT_SHOW(value_get_text(input, "name")),
        TEXT_SHOW(instant_people(turn->arena, turn->pack->calendar.zone, told_us)),
        value_get_boolean(input, "suspicion", false) ? ", as a suspicion" : "",
        TEXT_SHOW(value_get_text(input, "told_basis")),
        told_us < incident.told_us ? "" : "; an earlier telling is proven already");
    struct text late =
        told_us < incident.told_us ? TEXT("an earlier telling came to light") : TEXT_NONE;
    return told_report(change, &incident, input, told_us, &report)
           && incident_note(change, &incident, "incident.told", what, told_us, late, input)
           && told_tell(change, &incident, told_us, report)
           && incident_value(turn, &incident, answer);
}

/* In whole minutes. */
static struct text told_delay(struct turn *turn, const struct incident *incident, int64_t told_us)
{
    if (told_us < incident->detected_us)
        return TEXT("before it was detected, as a suspicion");
    return text_format(turn->arena, "%lld min after it was detected",
                       (long long)((told_us - incident->detected_us) / MINUTE_US));
}

bool told_superiors_say(struct turn *turn, const struct incident *incident, struct builder *says)
{
    const struct zone *zone = turn->pack->calendar.zone;
    struct report *reports;
    size_t count;
    if (!incident_rows_reports(turn, incident->id, &reports, &count))
        return false;
    for (size_t i = 0; i < count && i < TOLD_SHOWN_MAX; i++) {
        struct person person = {.name = TEXT("the house")};
        bool found;
        if (!reports[i].superior)
            continue;
        if (!person_find(turn, reports[i].author, &person, &found))
            return false;
        build_format(
            says, "%s%.*s, %.*s, %.*s (%.*s, attested by %.*s)", says->size > 0 ? "\n" : "",
            TEXT_SHOW(instant_people(turn->arena, zone, reports[i].told_us)),
            TEXT_SHOW(reports[i].name), TEXT_SHOW(told_delay(turn, incident, reports[i].told_us)),
            TEXT_SHOW(reports[i].channel), TEXT_SHOW(person.name));
    }
    return true;
}
