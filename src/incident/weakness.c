/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Weaknesses: what made an incident possible outlives it. A cause that is determined opens one by
 * itself; it stays open, also when the case is closed, until somebody has verified a control
 * against it, or says in his own name that the risk is taken. Who may read the case sees it, and
 * nobody else.
 */
#include "base/id.h"
#include "incident/inside.h"
#include "incident/review.h"

enum { WEAKNESS_BYTES_MAX = 10000, WEAKNESSES_SCAN_MAX = 2000 };

static const char *const state_words[] = {"open", "closed", "accepted", NULL};

#define FIELD_INCIDENT                                                                             \
    {                                                                                              \
        .name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."     \
    }

static const struct field open_fields[] = {
    FIELD_INCIDENT,
    {.name = "what",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = WEAKNESS_BYTES_MAX,
     .label = "What made it possible",
     .help = "So that somebody else can tell whether it is still there."},
    {.name = NULL},
};

static const struct field close_fields[] = {
    FIELD_INCIDENT,
    {.name = "weakness",
     .type = FIELD_ID,
     .needed = true,
     .listed = "weakness.list",
     .help = "Its id."},
    {.name = "control",
     .type = FIELD_TEXT,
     .least = 1,
     .most = WEAKNESS_BYTES_MAX,
     .label = "The control",
     .help = "What stands against it now."},
    {.name = "verified",
     .type = FIELD_TEXT,
     .least = 1,
     .most = WEAKNESS_BYTES_MAX,
     .label = "How it was verified",
     .help = "You say so in your name: a scan, a test, a look at the system."},
    {.name = "accepted",
     .type = FIELD_TEXT,
     .least = 1,
     .most = WEAKNESS_BYTES_MAX,
     .label = "Or why the risk is taken",
     .help = "In place of a control: you take it in your name."},
    {.name = NULL},
};

static const struct field list_fields[] = {
    {.name = "incident", .type = FIELD_ID, .help = "Of this case alone, by its number."},
    {.name = "state", .type = FIELD_WORD, .words = state_words, .help = "As they stand."},
    FIELDS_PAGE,
    {.name = NULL},
};

/* ---- writing ---- */

static bool weakness_write(struct change *change, const struct incident *incident,
                           struct weakness *weakness, const char *kind, const struct value *input)
{
    struct turn *turn = change_turn(change);
    weakness->author = turn->actor.person;
    weakness->author_name = turn->actor.name;
    weakness->entry_us = turn->now_us;
    struct text what = text_format(turn->arena, "weakness, %.*s: %.*s", TEXT_SHOW(weakness->state),
                                   TEXT_SHOW(weakness->what));
    return review_rows_weakness_write(change, weakness)
           && incident_note(change, incident, kind, what, turn->now_us, TEXT_NONE, input);
}

static bool weakness_begin(struct change *change, const struct incident *incident, struct text what,
                           const struct value *input, struct weakness *fresh)
{
    struct turn *turn = change_turn(change);
    *fresh = (struct weakness){.incident = incident->id,
                               .organisation = incident->organisation,
                               .what = what,
                               .state = TEXT("open"),
                               .opened_us = turn->now_us};
    return id_new(turn, &fresh->id)
           && weakness_write(change, incident, fresh, "weakness.open", input);
}

bool weakness_of_cause(struct change *change, const struct incident *incident, struct text cause)
{
    const struct weaknesses_query query = {
        .incident = incident->id, .after_us = INT64_MIN, .limit = 1};
    struct weakness *list;
    struct weakness fresh;
    size_t count;
    return review_rows_weaknesses(change_turn(change), &query, &list, &count)
           && (count > 0 || weakness_begin(change, incident, cause, NULL, &fresh));
}

/* ---- answering ---- */

static bool weakness_value(struct turn *turn, const struct incident *incident,
                           const struct weakness *weakness, struct value *said)
{
    struct organisation organisation;
    bool open = text_is(weakness->state, "open");
    int64_t end_us = open ? turn->now_us : weakness->entry_us;
    value_set_text(turn->arena, said, "weakness", weakness->id);
    value_set_text(turn->arena, said, "incident", incident->number);
    value_set_text(turn->arena, said, "what", weakness->what);
    value_set_text(turn->arena, said, "state", weakness->state);
    value_set_integer(turn->arena, said, "age_days", (end_us - weakness->opened_us) / DAY_US);
    value_set_text(turn->arena, said, "control", weakness->control);
    value_set_text(turn->arena, said, "verified", weakness->verified);
    value_set_text(turn->arena, said, "verifier", weakness->verifier);
    answer_time(turn, said, "opened", weakness->opened_us);
    answer_time(turn, said, "entry", weakness->entry_us);
    if (text_empty(weakness->organisation))
        return true;
    if (!organisation_read(turn, weakness->organisation, turn->now_us, &organisation))
        return false;
    value_set_text(turn->arena, said, "organisation", organisation.short_name);
    return true;
}

/* ---- the actions ---- */

static bool weakness_open(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct weakness fresh;
    *answer = value_map(turn->arena);
    return incident_known(turn, input, &incident)
           && weakness_begin(change, &incident, value_get_text(input, "what"), input, &fresh)
           && weakness_value(turn, &incident, &fresh, *answer);
}

/* Either a control with how it was verified, or somebody who takes the risk. */
static bool close_read(struct turn *turn, const struct value *input, struct weakness *weakness)
{
    bool accepted = value_has(input, "accepted");
    if (accepted && (value_has(input, "control") || value_has(input, "verified")))
        return fail_field(turn, "accepted",
                          "either a control was verified, or the risk is taken: say one of them");
    if (!accepted && !value_has(input, "control"))
        return fail_field(turn, "control", "say what stands against it now");
    if (!accepted && !value_has(input, "verified"))
        return fail_field(turn, "verified",
                          "a control that nobody has verified closes nothing: say how it was");
    weakness->state = accepted ? TEXT("accepted") : TEXT("closed");
    weakness->control = value_get_text(input, accepted ? "accepted" : "control");
    weakness->verified = value_get_text(input, "verified");
    weakness->verifier = turn->actor.name;
    return true;
}

static bool weakness_close(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct weakness weakness;
    bool found;
    *answer = value_map(turn->arena);
    if (!incident_known(turn, input, &incident)
        || !review_rows_weakness(turn, value_get_text(input, "weakness"), &weakness, &found)
        || !incident_has(turn, &incident, found, weakness.incident))
        return false;
    if (!text_is(weakness.state, "open"))
        return fail(turn, FAULT_REFUSED, "this weakness is %.*s already",
                    TEXT_SHOW(weakness.state));
    return close_read(turn, input, &weakness)
           && weakness_write(change, &incident, &weakness, "weakness.close", input)
           && weakness_value(turn, &incident, &weakness, *answer);
}

/* Each is shown to whoever may read its case. */
static bool weakness_shown(struct turn *turn, const struct weakness *weakness, struct value *items)
{
    struct incident incident;
    bool found;
    if (!incident_rows_incident_id(turn, weakness->incident, &incident, &found))
        return false;
    struct object object = incident_object(turn, &incident, found);
    if (!found || !can(turn, AREA_CASE, LEVEL_READ, &object))
        return turn->fault.kind == FAULT_NONE;
    return weakness_value(turn, &incident, weakness,
                          value_append(turn->arena, items, value_map(turn->arena)));
}

static bool weakness_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct cursor cursor = {INT64_MIN, TEXT_NONE};
    struct incident incident = {.id = TEXT_NONE};
    struct weaknesses_query query = {.state = value_get_text(input, "state"),
                                     .limit = page_limit(input)};
    struct value *items = value_list(turn->arena);
    bool known = true;
    bool more = true;
    if (!page_after(turn, input, &cursor)
        || (value_has(input, "incident")
            && !incident_rows_incident(turn, value_get_text(input, "incident"), &incident, &known)))
        return false;
    query.incident = known ? incident.id : TEXT("none");
    for (size_t scanned = 0; more && items->count < query.limit && scanned < WEAKNESSES_SCAN_MAX;) {
        struct weakness *list;
        size_t count;
        query.after_us = cursor.key;
        query.after_id = cursor.id;
        if (!review_rows_weaknesses(turn, &query, &list, &count))
            return false;
        more = count == query.limit;
        scanned += count;
        for (size_t i = 0; i < count && items->count < query.limit; i++) {
            cursor = (struct cursor){list[i].opened_us, list[i].id};
            if (!weakness_shown(turn, &list[i], items))
                return false;
        }
    }
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (more || items->count == query.limit)
        page_next(turn, *answer, cursor);
    return turn->fault.kind == FAULT_NONE;
}

#define ON_CASE(of_level) .area = AREA_CASE, .level = (of_level), .about = incident_about

const struct action weakness_actions[] = {
    {.name = "weakness.list",
     .title = "Weaknesses",
     .method = METHOD_GET,
     .route = "/weaknesses",
     .fields = list_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .read = weakness_list,
     .item = "weakness",
     .known_by = {"what", "incident"},
     .help = "What made incidents possible, of the cases I may read: the oldest first, each with "
             "its age in days and what stands against it."},
    {.name = "weakness.open",
     .title = "Name a weakness",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/weaknesses",
     .fields = open_fields,
     ON_CASE(LEVEL_WRITE),
     .write = weakness_open,
     .help = "What made the incident possible. The cause, once it is stated, opens the first by "
             "itself."},
    {.name = "weakness.close",
     .title = "Close a weakness",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/weaknesses/{weakness}",
     .fields = close_fields,
     ON_CASE(LEVEL_WRITE),
     .write = weakness_close,
     .help = "With the control against it and how it was verified; or with why the risk is taken, "
             "in your name."},
    {.name = NULL},
};
