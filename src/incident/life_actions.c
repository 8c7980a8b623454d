/* SPDX-License-Identifier: Apache-2.0 */
/* What may be asked of the life of a case. */
#include "incident/life.h"

static const char *const rating_words[] = {"high", "medium", "low", NULL};
static const char *const certainty_words[] = {"potential", "actual", NULL};
static const char *const intent_words[] = {"unknown", "accident", "deliberate", NULL};
static const char *const impact_words[] = {"none", "potential", "partial", "full", "unknown", NULL};

#define FIELD_INCIDENT                                                                             \
    {                                                                                              \
        .name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."     \
    }
#define FIELD_WHEN                                                                                 \
    {                                                                                              \
        .name = "at", .type = FIELD_INSTANT,                                                       \
        .help = "When it happened, if not now: 2026-07-02T15:00:00-04:00, or local time."          \
    }
#define FIELD_REASON(of_help)                                                                      \
    {                                                                                              \
        .name = "reason", .type = FIELD_TEXT, .needed = true, .least = 1, .most = 2000,            \
        .help = (of_help)                                                                          \
    }

static const struct field guards_fields[] = {FIELD_INCIDENT, {.name = NULL}};

static const struct field move_fields[] = {
    FIELD_INCIDENT,
    {.name = "move",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 60,
     .choices = "moves",
     .help = "Where it goes from here."},
    {.name = "reason",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 2000,
     .help = "Why; needed to reopen it, and when it has come again."},
    {.name = "asset",
     .type = FIELD_ID,
     .listed = "asset.list",
     .help = "When it has come again: the restored asset on which it was seen."},
    FIELD_WHEN,
    {.name = NULL},
};

static const struct field type_item = {.type = FIELD_TEXT,
                                       .least = 1,
                                       .most = 60,
                                       .choices = "incident_types",
                                       .label = "Type",
                                       .help = "As the policy lists it."};
static const struct field impact_members[] = {
    {.name = "confidentiality", .type = FIELD_WORD, .words = impact_words, .help = "Who saw it."},
    {.name = "integrity", .type = FIELD_WORD, .words = impact_words, .help = "Who changed it."},
    {.name = "availability", .type = FIELD_WORD, .words = impact_words, .help = "Does it run."},
    {.name = NULL},
};
static const struct field classify_fields[] = {
    FIELD_INCIDENT,
    {.name = "certainty",
     .type = FIELD_WORD,
     .needed = true,
     .words = certainty_words,
     .label = "Potential or actual?",
     .help = "A potential incident counts as one."},
    {.name = "types",
     .type = FIELD_LIST,
     .items = &type_item,
     .label = "Types",
     .help = "One or several of the policy's."},
    {.name = "other",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 200,
     .label = "Or another type",
     .help = "In your words: the policy's list is open."},
    {.name = "source",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 500,
     .help = "Who or what caused it; unknown is an answer."},
    {.name = "vector",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 500,
     .help = "By which way it came in; unknown is an answer."},
    {.name = "intent", .type = FIELD_WORD, .words = intent_words, .help = "Was it meant?"},
    {.name = "impact",
     .type = FIELD_MAP,
     .members = impact_members,
     .label = "Impact",
     .help = "On confidentiality, integrity and availability: all three, or none of them yet."},
    {.name = "scope",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 10000,
     .label = "How far it reaches",
     .help = "Systems, people, places."},
    {.name = "occurred",
     .type = FIELD_INSTANT,
     .label = "When it happened",
     .help = "Which may be long before it was detected."},
    {.name = "reason",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 2000,
     .help = "Why it is classified anew; needed from the second time on."},
    {.name = NULL},
};

static const struct field state_fields[] = {
    FIELD_INCIDENT,
    {.name = "statement",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 60,
     .choices = "statements",
     .help = "What is stated."},
    {.name = "answer",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 60,
     .choices = "statement_answers",
     .help = "One of the answers that the policy has for it."},
    {.name = "text",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 10000,
     .label = "In words",
     .help = "What it rests on, or because of what."},
    {.name = "who",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 200,
     .label = "Who says so",
     .help = "Needed where it is somebody's word: of counsel, of the ISO."},
    FIELD_WHEN,
    {.name = NULL},
};

#define FIELD_FLAG                                                                                 \
    {                                                                                              \
        .name = "flag", .type = FIELD_TEXT, .needed = true, .least = 1, .most = 60,                \
        .choices = "flags", .help = "What a rule of the policy waits for."                         \
    }
static const struct field flag_fields[] = {
    FIELD_INCIDENT, FIELD_FLAG, FIELD_REASON("Why."), FIELD_WHEN, {.name = NULL}};
static const struct field unflag_fields[] = {FIELD_INCIDENT,
                                             FIELD_FLAG,
                                             FIELD_REASON("Why it no longer holds."),
                                             FIELD_WHEN,
                                             {.name = NULL}};

static const struct field measure_fields[] = {
    FIELD_INCIDENT,
    {.name = "what",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 2000,
     .help = "What was done."},
    {.name = "phase",
     .type = FIELD_WORD,
     .words = measure_phases,
     .help = "What it serves; containment, if nothing is said."},
    FIELD_WHEN,
    {.name = NULL},
};

static const struct field hold_fields[] = {
    FIELD_INCIDENT,
    {.name = "asset",
     .type = FIELD_ID,
     .needed = true,
     .listed = "asset.list",
     .help = "The asset's id."},
    {.name = "outcome",
     .type = FIELD_WORD,
     .needed = true,
     .words = hold_outcomes,
     .label = "What became of it",
     .help = "Ordered: it is to be taken off. Isolated: off every network. Infeasible: it cannot "
             "be."},
    {.name = "evidence",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 2000,
     .help = "How that was checked: a scan, a switch's port, a hash; or because of what."},
    {.name = "alternate",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 2000,
     .help = "If it cannot be taken off: what is done in place of it."},
    {.name = "review",
     .type = FIELD_INSTANT,
     .help = "If it cannot be taken off: when that is looked at again."},
    {.name = "checked",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 2000,
     .label = "What shows that it is clean",
     .help = "If it is restored and was not told of as cleaned before."},
    {.name = "out_since",
     .type = FIELD_INSTANT,
     .label = "Out of service since",
     .help = "If it is restored; what it took is compared with its recovery time objective. Since "
             "it was taken off, if left out."},
    FIELD_WHEN,
    {.name = NULL},
};

#define FIELD_RATING                                                                               \
    {                                                                                              \
        .name = "rating", .type = FIELD_WORD, .needed = true, .words = rating_words,               \
        .help = "High, medium or low."                                                             \
    }
static const struct field disconnect_fields[] = {
    FIELD_INCIDENT,
    {.name = "asset",
     .type = FIELD_ID,
     .needed = true,
     .listed = "asset.list",
     .help = "The asset's id."},
    {.name = "network",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 200,
     .label = "Network",
     .help = "Off which of its networks it is, as the register calls it."},
    {.name = "evidence",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 2000,
     .help = "How that was checked: a switch's port, an account, a rule."},
    FIELD_WHEN,
    {.name = NULL},
};

static const struct field override_fields[] = {
    FIELD_INCIDENT, FIELD_RATING, FIELD_REASON("Why; it stays to be seen."), {.name = NULL}};
static const struct field error_fields[] = {
    FIELD_INCIDENT, FIELD_RATING, FIELD_REASON("Why it was an error."), {.name = NULL}};

static const struct field call_off_fields[] = {
    FIELD_INCIDENT, FIELD_REASON("Why those who were not told need not be."), {.name = NULL}};

static const struct field merge_fields[] = {
    FIELD_INCIDENT,
    {.name = "into",
     .type = FIELD_ID,
     .needed = true,
     .listed = "incident.list",
     .help = "The number of the other."},
    FIELD_REASON("Why they are one event."),
    FIELD_WHEN,
    {.name = NULL},
};
static const char *const told_words[] = {"phone", "mail", "portal", "partner", "paper", NULL};

static const struct field told_fields[] = {
    FIELD_INCIDENT,
    {.name = "told",
     .type = FIELD_INSTANT,
     .needed = true,
     .label = "Told at",
     .help = "When somebody of the Commonwealth was told: 2026-07-02T15:00:00-04:00, or local "
             "time."},
    {.name = "told_basis",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 2000,
     .label = "What proves it",
     .help = "You attest it: a log, the telephone's list of calls, a sheet."},
    {.name = "name",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 200,
     .label = "Who was told",
     .help = "By name and office."},
    {.name = "channel",
     .type = FIELD_WORD,
     .words = told_words,
     .needed = true,
     .label = "How",
     .help = "By which way."},
    {.name = "what", .type = FIELD_TEXT, .most = 10000, .help = "What was said then."},
    {.name = "superior",
     .type = FIELD_BOOLEAN,
     .label = "A superior?",
     .help = "A supervisor or somebody of upper management: the High report says when they were "
             "told."},
    {.name = "suspicion",
     .type = FIELD_BOOLEAN,
     .label = "As a suspicion?",
     .help = "It was told before anything was detected."},
    {.name = NULL},
};

static const struct field unmerge_fields[] = {
    FIELD_INCIDENT, FIELD_REASON("Why they are two."), {.name = NULL}};

static const struct field unaffect_fields[] = {
    FIELD_INCIDENT,
    {.name = "organisation",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 200,
     .suggests = "organisations",
     .help = "The organisation's short name."},
    FIELD_REASON("Why it is not affected after all."),
    FIELD_WHEN,
    {.name = NULL},
};

#define ON_CASE(of_area, of_level) .area = (of_area), .level = (of_level), .about = incident_about

const struct action life_actions[] = {
    {.name = "incident.guards",
     .title = "What holds it back",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/guards",
     .fields = guards_fields,
     ON_CASE(AREA_CASE, LEVEL_READ),
     .read = incident_guards,
     .help = "Each move from here, and each of its guards: met or not, and because of what."},
    {.name = "incident.candidates",
     .title = "Which may be the same",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/candidates",
     .fields = guards_fields,
     ON_CASE(AREA_CASE, LEVEL_READ),
     .read = incident_candidates,
     .help = "Incidents with an organisation, an asset or a type in common, told at about the same "
             "time, of those I may see."},
    {.name = "incident.history",
     .title = "Earlier incidents like it",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/history",
     .fields = guards_fields,
     ON_CASE(AREA_CASE, LEVEL_READ),
     .read = incident_history,
     .help =
         "Incidents told before it, within the policy's time, with an organisation, an asset or "
         "a type in common, of those I may see; of the others that I may count, how many."},
    {.name = "incident.move",
     .title = "Move it on",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/moves",
     .fields = move_fields,
     ON_CASE(AREA_CASE, LEVEL_WRITE),
     .write = incident_move,
     .refused = incident_move_refused,
     .help = "The next phase, or an end: refused with everything that is missing, and the refusal "
             "is noted."},
    {.name = "incident.classify",
     .title = "Classify it",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/classifications",
     .fields = classify_fields,
     ON_CASE(AREA_CASE, LEVEL_WRITE),
     .write = incident_classify,
     .help = "Types, source, vector, impact and reach. Each time is a version; some types mark the "
             "incident by themselves."},
    {.name = "incident.state",
     .title = "State something",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/statements",
     .fields = state_fields,
     ON_CASE(AREA_CASE, LEVEL_WRITE),
     .write = incident_state,
     .refused = incident_move_refused,
     .help = "How the services stand, counsel's word, why it was none: what guards ask for. The "
             "last statement stands, and all are kept."},
    {.name = "incident.flag",
     .title = "Set a flag",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/flags",
     .fields = flag_fields,
     ON_CASE(AREA_CASE, LEVEL_WRITE),
     .write = incident_flag,
     .help = "Marks what a rule of the policy asks for: a critical situation, a breach or loss of "
             "data."},
    {.name = "incident.unflag",
     .title = "Clear a flag",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/cleared-flags",
     .fields = unflag_fields,
     ON_CASE(AREA_CASE, LEVEL_WRITE),
     .write = incident_unflag,
     .help = "What was marked no longer holds. What it has opened stays."},
    {.name = "incident.measure",
     .title = "Record a measure",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/measures",
     .fields = measure_fields,
     ON_CASE(AREA_CASE, LEVEL_WRITE),
     .write = incident_measure,
     .help =
         "What was done to keep the damage small, to clean up, to recover. It is taken in every "
         "state, and the first begins the response."},
    {.name = "incident.hold",
     .title = "What became of an asset",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/holds",
     .fields = hold_fields,
     ON_CASE(AREA_CASE, LEVEL_WRITE),
     .write = incident_hold,
     .help = "Isolated, or why it cannot or need not be; cleaned; restored. With what shows it."},
    {.name = "incident.disconnect",
     .title = "An asset is off a network",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/disconnections",
     .fields = disconnect_fields,
     ON_CASE(AREA_QUARANTINE, LEVEL_WRITE),
     .write = incident_disconnect,
     .help = "One network after the other; the asset is isolated when it is off the last of them."},
    {.name = "incident.override",
     .title = "Set the rating by hand",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/overrides",
     .fields = override_fields,
     ON_CASE(AREA_RATING, LEVEL_WRITE),
     .write = incident_override,
     .refused = incident_move_refused,
     .help = "Above what the table says, or below it, by whom the policy lets; the reason stays to "
             "be seen."},
    {.name = "incident.rating_error",
     .title = "Declare a rating an error",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/rating-errors",
     .fields = error_fields,
     ON_CASE(AREA_RATING, LEVEL_WRITE),
     .write = incident_rating_error,
     .refused = incident_move_refused,
     .help = "What a rating that was held once asks after recovery is no longer asked."},
    {.name = "incident.call_off",
     .title = "Call off what was not sent",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/called-off",
     .fields = call_off_fields,
     ON_CASE(AREA_RATING, LEVEL_WRITE),
     .write = incident_call_off,
     .refused = incident_move_refused,
     .help = "After a rating was lowered: whoever was to be told by the row of the higher one, and "
             "has not been, is told no more. A superior of whoever rated it says so; what was sent "
             "stays."},
    {.name = "incident.unmerge",
     .title = "Take a merger back",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/unmergers",
     .fields = unmerge_fields,
     ON_CASE(AREA_CASE, LEVEL_WRITE),
     .write = incident_unmerge,
     .refused = incident_move_refused,
     .help = "Both go on as two, each by its own reports."},
    {.name = "incident.merge",
     .title = "Merge into another",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/mergers",
     .fields = merge_fields,
     ON_CASE(AREA_CASE, LEVEL_WRITE),
     .write = incident_merge,
     .refused = incident_move_refused,
     .help = "The other inherits the earliest telling, organisations, assets and marks; this one "
             "ends there."},
    {.name = "incident.told",
     .title = "Prove an earlier telling",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/tellings",
     .fields = told_fields,
     ON_CASE(AREA_CASE, LEVEL_WRITE),
     .write = incident_told,
     .help = "Somebody of the Commonwealth was told before the house was. The clocks run from the "
             "earliest telling that is proven; what was received here stays as it was."},
    {.name = "incident.unaffect",
     .title = "An organisation is not affected",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/removals",
     .fields = unaffect_fields,
     ON_CASE(AREA_CASE, LEVEL_WRITE),
     .write = incident_unaffect,
     .help = "What is still owed to it ends, with the reason; what was sent stays."},
    {.name = NULL},
};
