/* SPDX-License-Identifier: Apache-2.0 */
/* The closed list of facts, their fields, and the facts that are still to come. */
#include "policy/fact.h"
#include <assert.h>

static const struct fact_face faces[FACT_KINDS] = {
    [FACT_REPORT_RECEIVED] = {"report.received", "report.create",
                              "Somebody told the Commonwealth; the incident is open."},
    [FACT_ORGANISATION_AFFECTED] = {"organisation.affected", "incident.affect",
                                    "An organisation is affected by an incident."},
    [FACT_INCIDENT_DETECTED] = {"incident.detected", "incident.detect",
                                "The instant of detection is known, or corrected."},
    [FACT_INCIDENT_PROVISIONAL] = {"incident.provisional", "report.create",
                                   "Nothing is evaluated yet; the provisional clock runs."},
    [FACT_INCIDENT_RATED] = {"incident.rated", "incident.evaluate",
                             "The first evaluated rating, or a change of it."},
    [FACT_INCIDENT_LOWERED] = {"incident.lowered", "incident.call_off",
                               "A superior stands for a lower rating than was held before."},
    [FACT_INCIDENT_EVALUATED] = {"incident.evaluated", "incident.evaluate",
                                 "Severity, priority and action are set."},
    [FACT_INCIDENT_RESPONDING] = {"incident.responding", "incident.respond",
                                  "The first action of the response was taken."},
    [FACT_INCIDENT_FLAGGED] = {"incident.flagged", "incident.flag", "A flag was set."},
    [FACT_INCIDENT_UPDATED] = {"incident.updated", "incident.update",
                               "A status update was issued."},
    [FACT_INCIDENT_ADOPTED] = {"incident.adopted", "incident.adopt",
                               "An imported case is taken as one of the house's own."},
    [FACT_INCIDENT_RECOVERED] = {"incident.recovered", "incident.move",
                                 "What was affected works again; the review begins."},
    [FACT_INCIDENT_CLOSED] = {"incident.closed", "incident.move", "The incident is closed."},
    [FACT_INCIDENT_REOPENED] = {"incident.reopened", "incident.move",
                                "A resolved incident is open again."},
    [FACT_INCIDENT_TOLD] = {"incident.told", "incident.told", "An earlier telling was proven."},
    [FACT_INCIDENT_MERGED] = {"incident.merged", "incident.merge",
                              "Another incident is the same and is folded into this one."},
    [FACT_INCIDENT_SEPARATED] = {"incident.separated", "incident.unmerge",
                                 "Another incident was folded into this one in error."},
    [FACT_ORGANISATION_REMOVED] = {"organisation.removed", "incident.unaffect",
                                   "An organisation is not affected after all."},
    [FACT_INCIDENT_VOID] = {"incident.void", "incident.move",
                            "A false positive, merged, or out of scope."},
    [FACT_MEASURE_TAKEN] = {"measure.taken", "incident.measure",
                            "A measure was taken that keeps the damage small."},
    [FACT_ASSET_ISOLATED] = {"asset.isolated", "incident.hold",
                             "An affected asset is off the networks."},
    [FACT_ASSET_INFEASIBLE] = {"asset.infeasible", "incident.hold",
                               "An affected asset cannot be taken off; something else is done."},
    [FACT_ASSET_EXCUSED] = {"asset.excused", "incident.hold",
                            "An asset need not be taken off: cleaned, or not in danger."},
    [FACT_POST_INCIDENT_REPORT_DECIDED] = {"post_incident_report.decided", "incident.state",
                                           "Whether a Low incident gets a post-incident report."},
    [FACT_ASSET_AFFECTED] = {"asset.affected", "incident.attach",
                             "An asset is affected by an incident."},
    [FACT_NOTICE_ACCEPTED] = {"notice.accepted", "notice.outcome", "A channel took a notice."},
    [FACT_NOTICE_ATTESTED] = {"notice.attested", "notice.attest", "Somebody attests having told."},
    [FACT_NOTICE_ACKNOWLEDGED] = {"notice.acknowledged", "notice.acknowledge",
                                  "Whoever was told has confirmed it."},
    [FACT_NOTICE_FAILED] = {"notice.failed", "notice.outcome",
                            "A notice came back; what it fulfilled is open again."},
    [FACT_DOCUMENT_SENT] = {"document.sent", "document.send",
                            "A report or document was sent with its contents."},
    [FACT_DAILY_STATUS_SENT] = {"daily_status.sent", "document.send",
                                "The report of one local day was sent."},
    [FACT_STATUS_UPDATE_SENT] = {"status_update.sent", "document.send",
                                 "A numbered status update was sent to those concerned."},
    [FACT_WRITTEN_NOTICE_SENT] = {"written_notice.sent", "document.send",
                                  "Notice was given in writing, complete or not."},
    [FACT_POST_INCIDENT_REPORT_APPROVED] = {"post_incident_report.approved", "document.approve",
                                            "The post-incident report was approved."},
    [FACT_CONTACT_RECORDED] = {"contact.recorded", "contact.record",
                               "People of several offices were in touch."},
    [FACT_INVESTIGATION_OPENED] = {"investigation.opened", "investigation.open",
                                   "An agency opened an investigation."},
    [FACT_COORDINATION_RECORDED] = {"coordination.recorded", "coordination.record",
                                    "It is coordinated with whoever leads."},
    [FACT_COMMUNICATION_SENT] = {"communication.sent", "communication.send",
                                 "Somebody was told of the incident through the house."},
    [FACT_COMMUNICATION_LOGGED] = {"communication.logged", "communication.log",
                                   "Somebody was told of the incident, and it was logged."},
    [FACT_REQUEST_MADE] = {"request.made", "request.make", "Somebody was asked."},
    [FACT_REQUEST_ANSWERED] = {"request.answered", "request.answer",
                               "Whoever was asked has answered."},
    [FACT_DECISION_MADE] = {"decision.made", "incident.confirm",
                            "A decision was made in a capacity."},
    [FACT_ESCALATION_DECIDED] = {"escalation.decided", "incident.state",
                                 "Whether the leadership must hear of it beyond its rating."},
    [FACT_PARTNER_TOLD] = {"partner.told", "incident.state",
                           "A body outside was told, or need not be."},
    [FACT_LEGAL_MATTER_DETERMINED] = {"legal_matter.determined", "incident.state",
                                      "Whether the matter is one for counsel to be referred to."},
    [FACT_LEGAL_MATTER_REFERRED] = {"legal_matter.referred", "incident.state",
                                    "The matter was referred to counsel by hand."},
    [FACT_INTRUSION_ENDED] = {"intrusion.ended", "incident.state", "An attack is over."},
    [FACT_INTRUSION_CHECKED] = {"intrusion_procedure.checked", "incident.state",
                                "Whether the procedures were followed in an attack."},
    [FACT_INTRUSION_FINISHED] = {"intrusion_procedure.finished", "incident.state",
                                 "The steps of the procedures are taken, or excused."},
    [FACT_ROLE_VACANT] = {"role.vacant", "role.end",
                          "Nobody holds a role that must be held, nor acts in it."},
    [FACT_ROLE_ABSENT] = {"role.absent", "role.pass",
                          "Whoever holds such a role has been away for too long."},
    [FACT_ROLE_FILLED] = {"role.filled", "role.assign", "Somebody holds it again, or acts in it."},
    [FACT_ORGANISATION_OBLIGED] = {"organisation.obliged", "organisation.bind",
                                   "A body outside any secretariat is bound, and has nobody in "
                                   "the place of a secretariat's officer."},
    [FACT_EQUIVALENT_DESIGNATED] = {"equivalent.designated", "role.assign",
                                    "Such a body has named somebody in that place."},
    [FACT_SOURCE_SILENT] = {"source.silent", "source.report",
                            "A source of logs is silent for longer than it may be."},
    [FACT_SOURCE_RETURNED] = {"source.returned", "source.report", "It is heard again."},
    [FACT_DIRECTION_GIVEN] = {"direction.given", "direction.give",
                              "A body is directed to do something until an instant."},
    [FACT_DIRECTION_CHANGED] = {"direction.changed", "direction.change",
                                "What it is directed to do is due at another instant, or not at "
                                "all any more."},
    [FACT_DIRECTION_DONE] = {"direction.done", "direction.done",
                             "A body has done what it was directed to do."},
    [FACT_ROLE_CHANGED] = {"role.changed", "role.assign",
                           "Other people may answer for a role from now on."},
};

/* Facts that a pack may hang rules on before an action of this program records them. One that is
 * served moves to the list above. */
static const char *const to_come[] = {
    "advisory.acknowledged",
    "assistance.answered",
    "assistance.requested",
    "authority.recorded",
    "capability.exceeded",
    "claim.settled",
    "commitment.dated",
    "commitment.dated_to_month",
    "commitment.dated_to_year",
    "commitment.verified",
    "compliance.attested",
    "consult.answered",
    "consult.requested",
    "contacts.checked",
    "continuity.decided",
    "continuity.reviewed",
    "counsel.contacted",
    "evidence.disposed",
    "evidence.verified",
    "exception.ended",
    "exception.ends",
    "exchange.recorded",
    "exercise.held",
    "impact_analysis.changed",
    "legal_check.answered",
    "legal_check.opened",
    "major_incident.declared",
    "month.opened",
    "organisation.bound",
    "outage.exceeded",
    "partner.engaged",
    "partner_message.coordinated",
    "partner_message.proposed",
    "person.changed",
    "person.joined",
    "plan.approved",
    "plan.outdated",
    "plan.tested",
    "plan.updated",
    "police.contacted",
    "police.contacted_first",
    "policy.acknowledged",
    "policy.changed",
    "policy.issued",
    "policy.review_lapsed",
    "policy.reviewed",
    "procedure.adopted",
    "process.critical",
    "protocol.completed",
    "quarter.opened",
    "release.consented",
    "release.proposed",
    "requirements.validated",
    "restore.tested",
    "retention.ended",
    "roster.submitted",
    "roster_cycle.opened",
    "self_help.decided",
    "self_help.ended",
    "statutory_notice.confirmed",
    "statutory_notice.proven",
    "subnet.cleaned",
    "subnet.removal_found",
    "third_party.checked",
    "threat.critical",
    "threat.relevant",
    "training.completed",
    "trend_report.sent",
};

static const struct {
    const char *name;
    bool is_time;
} fields[FACT_FIELDS] = {
    [FIELD_OF_INCIDENT] = {"incident", false},
    [FIELD_OF_REPORT] = {"report", false},
    [FIELD_OF_ORGANISATION] = {"organisation", false},
    [FIELD_OF_ASSET] = {"asset", false},
    [FIELD_OF_NAME] = {"name", false},
    [FIELD_OF_PERSON] = {"person", false},
    [FIELD_OF_NOTICE] = {"notice", false},
    [FIELD_OF_OBLIGATION] = {"obligation", false},
    [FIELD_OF_RULE] = {"rule", false},
    [FIELD_OF_STEP] = {"step", false},
    [FIELD_OF_KIND] = {"kind", false},
    [FIELD_OF_BINDING] = {"binding", false},
    [FIELD_OF_BRANCH] = {"branch", false},
    [FIELD_OF_RATING] = {"rating", false},
    [FIELD_OF_PREVIOUS] = {"previous", false},
    [FIELD_OF_FLAG] = {"flag", false},
    [FIELD_OF_DOCUMENT] = {"document", false},
    [FIELD_OF_DECISION] = {"decision", false},
    [FIELD_OF_STATEMENT] = {"statement", false},
    [FIELD_OF_NUMBER] = {"number", false},
    [FIELD_OF_TYPE] = {"type", false},
    [FIELD_OF_SCIO] = {"scio", false},
    [FIELD_OF_CHANNEL] = {"channel", false},
    [FIELD_OF_OTHER] = {"other", false},
    [FIELD_OF_ROLE] = {"role", false},
    [FIELD_OF_SOURCE] = {"source", false},
    [FIELD_OF_REQUEST] = {"request", false},
    [FIELD_OF_COMMUNICATION] = {"communication", false},
    [FIELD_OF_ITEM] = {"item", false},
    [FIELD_OF_ADVERSE] = {"adverse", false},
    [FIELD_OF_REASON] = {"reason", false},
    [FIELD_OF_COMPLETE] = {"complete", false},
    [FIELD_OF_TOLD] = {"told_us", true},
    [FIELD_OF_DETECTED] = {"detected_us", true},
    [FIELD_OF_EVALUATED] = {"evaluated_us", true},
    [FIELD_OF_PERIOD] = {"period_us", true},
    [FIELD_OF_RECOVERED] = {"recovered_us", true},
    [FIELD_OF_BY] = {"by_us", true},
    [FIELD_OF_AT] = {"at_us", true},
};

const struct fact_face *fact_face(enum fact_kind kind)
{
    assert(kind < FACT_KINDS);
    return &faces[kind];
}

const char *fact_field_name(enum fact_field field)
{
    assert(field < FACT_FIELDS);
    return fields[field].name;
}

bool fact_field_is_time(enum fact_field field)
{
    assert(field < FACT_FIELDS);
    return fields[field].is_time;
}

enum fact_name fact_kind_named(struct text name, enum fact_kind *kind)
{
    for (size_t i = 0; i < FACT_KINDS; i++) {
        if (!text_is(name, faces[i].name))
            continue;
        *kind = (enum fact_kind)i;
        return faces[i].recorded_by == NULL ? FACT_NAME_TO_COME : FACT_NAME_KNOWN;
    }
    for (size_t i = 0; i < sizeof to_come / sizeof to_come[0]; i++)
        if (text_is(name, to_come[i]))
            return FACT_NAME_TO_COME;
    return FACT_NAME_UNKNOWN;
}

bool fact_field_named(struct text name, enum fact_field *field)
{
    for (size_t i = 0; i < FACT_FIELDS; i++) {
        if (!text_is(name, fields[i].name))
            continue;
        *field = (enum fact_field)i;
        return true;
    }
    return false;
}

void fact_set_text(struct fact *fact, enum fact_field field, struct text text)
{
    assert(field < FACT_FIELDS && !fields[field].is_time);
    fact->texts[field] = text;
    fact->has[field] = true;
}

void fact_set_time(struct fact *fact, enum fact_field field, int64_t instant_us)
{
    assert(field < FACT_FIELDS && fields[field].is_time);
    fact->times[field] = instant_us;
    fact->has[field] = true;
}
