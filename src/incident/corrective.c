/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Corrective actions: what remains to be done so that it does not happen again. Each has an owner,
 * a person or a role, and a date: a day of the calendar, which no holiday moves. It is overdue when
 * that day is over, until somebody proves it done or says why it is dropped.
 */
#include "base/id.h"
#include "incident/inside.h"
#include "incident/review.h"
#include "policy/choice.h"

enum { WHAT_BYTES_MAX = 10000 };

static const char *const end_words[] = {"open", "done", "dropped", NULL};

#define FIELD_INCIDENT                                                                             \
    {                                                                                              \
        .name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."     \
    }
#define FIELDS_OWNER                                                                               \
    {.name = "owner",                                                                              \
     .type = FIELD_ID,                                                                             \
     .listed = "person.list",                                                                      \
     .label = "Owner",                                                                             \
     .help = "The person who does it, by id; or leave it and name a role."},                       \
        {.name = "role",                                                                           \
         .type = FIELD_TEXT,                                                                       \
         .least = 1,                                                                               \
         .most = 60,                                                                               \
         .choices = "roles",                                                                       \
         .label = "Or the role that does it",                                                      \
         .help = "By its code."},                                                                  \
        {.name = "organisation",                                                                   \
         .type = FIELD_TEXT,                                                                       \
         .least = 1,                                                                               \
         .most = 200,                                                                              \
         .suggests = "organisations",                                                              \
         .help = "For which the role is held, by its short name."},                                \
    {                                                                                              \
        .name = "due", .type = FIELD_DATE, .label = "To be done by",                               \
        .help = "A day of the calendar, as 2026-07-03; weekends and holidays count."               \
    }

static const struct field open_fields[] = {
    FIELD_INCIDENT,
    {.name = "what",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = WHAT_BYTES_MAX,
     .label = "What is to be done",
     .help = "So that somebody else can tell whether it was."},
    FIELDS_OWNER,
    {.name = NULL},
};

static const struct field change_fields[] = {
    FIELD_INCIDENT,
    {.name = "corrective",
     .type = FIELD_ID,
     .needed = true,
     .listed = "corrective.list",
     .help = "The id of the action."},
    {.name = "state",
     .type = FIELD_WORD,
     .words = end_words,
     .label = "How it stands",
     .help = "Done needs a proof, dropped a reason."},
    {.name = "proof",
     .type = FIELD_TEXT,
     .least = 1,
     .most = WHAT_BYTES_MAX,
     .label = "Proof, or reason",
     .help = "What shows that it was done, or why it is not to be done."},
    FIELDS_OWNER,
    {.name = NULL},
};

static const struct field list_fields[] = {FIELD_INCIDENT, FIELDS_PAGE, {.name = NULL}};

/* ---- writing ---- */

static bool owner_read(struct turn *turn, const struct value *input, struct corrective *corrective)
{
    struct text stated = value_get_text(input, "organisation");
    struct person person;
    struct organisation organisation;
    struct date due;
    bool found = true;
    if (value_has(input, "owner")) {
        corrective->owner = value_get_text(input, "owner");
        if (!person_read(turn, corrective->owner, &person))
            return false;
    }
    if (value_has(input, "role"))
        corrective->role = value_get_text(input, "role");
    if (!text_empty(corrective->role) && pack_role(turn->pack, corrective->role) == NULL)
        return fail_choice(turn, "role", "role", corrective->role, "roles");
    if (!text_empty(stated)) {
        if (!organisation_find(turn, stated, turn->now_us, &organisation, &found))
            return false;
        if (!found)
            return fail_field(turn, "organisation",
                              "no organisation is called so; give its short name");
        corrective->organisation = organisation.id;
    }
    if (value_has(input, "due")) {
        if (!date_parse(turn, "due", value_get_text(input, "due"), &due))
            return false;
        corrective->due = date_format(turn->arena, due);
    }
    return true;
}

static bool corrective_write(struct change *change, const struct incident *incident,
                             struct corrective *corrective, const char *kind,
                             const struct value *input)
{
    struct turn *turn = change_turn(change);
    corrective->author = turn->actor.person;
    corrective->author_name = turn->actor.name;
    corrective->entry_us = turn->now_us;
    struct text what = text_format(turn->arena, "corrective action, %.*s: %.*s",
                                   TEXT_SHOW(corrective->state), TEXT_SHOW(corrective->what));
    return review_rows_corrective_write(change, corrective)
           && incident_note(change, incident, kind, what, turn->now_us, TEXT_NONE, input);
}

/* ---- answering ---- */

/* Over when the local day is. */
static bool overdue(struct turn *turn, const struct corrective *corrective)
{
    struct date due;
    if (text_empty(corrective->due) || !text_is(corrective->state, "open")
        || !date_parse(turn, "due", corrective->due, &due))
        return false;
    return turn->now_us >= zone_date_start(turn->pack->calendar.zone, date_add(due, 1));
}

static bool say_owner(struct turn *turn, const struct corrective *corrective, struct value *said)
{
    struct person person;
    struct organisation organisation;
    const struct role *role = pack_role(turn->pack, corrective->role);
    if (!text_empty(corrective->owner)) {
        if (!person_read(turn, corrective->owner, &person))
            return false;
        value_set_text(turn->arena, said, "owner", corrective->owner);
        value_set_text(turn->arena, said, "owner_name", person.name);
    }
    if (role != NULL) {
        value_set_text(turn->arena, said, "role", role->code);
        value_set_text(turn->arena, said, "role_title", role->title);
    }
    if (text_empty(corrective->organisation))
        return true;
    if (!organisation_read(turn, corrective->organisation, turn->now_us, &organisation))
        return false;
    value_set_text(turn->arena, said, "organisation", organisation.short_name);
    return true;
}

static bool corrective_value(struct turn *turn, const struct corrective *corrective,
                             struct value *said)
{
    value_set_text(turn->arena, said, "corrective", corrective->id);
    value_set_text(turn->arena, said, "what", corrective->what);
    value_set_text(turn->arena, said, "due", corrective->due);
    value_set_text(turn->arena, said, "state",
                   overdue(turn, corrective) ? TEXT("overdue") : corrective->state);
    value_set_text(turn->arena, said, "proof", corrective->proof);
    value_set_text(turn->arena, said, "by", corrective->author_name);
    answer_time(turn, said, "entry", corrective->entry_us);
    return say_owner(turn, corrective, said);
}

/* ---- the actions ---- */

static bool corrective_open(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct corrective fresh = {
        .what = value_get_text(input, "what"), .state = TEXT("open"), .opened_us = turn->now_us};
    *answer = value_map(turn->arena);
    if (!incident_known(turn, input, &incident) || !id_new(turn, &fresh.id)
        || !owner_read(turn, input, &fresh))
        return false;
    fresh.incident = incident.id;
    return corrective_write(change, &incident, &fresh, "corrective.open", input)
           && corrective_value(turn, &fresh, *answer);
}

static bool corrective_change(struct change *change, const struct value *input,
                              struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct corrective corrective;
    bool found;
    *answer = value_map(turn->arena);
    if (!incident_known(turn, input, &incident)
        || !review_rows_corrective(turn, value_get_text(input, "corrective"), &corrective, &found)
        || !incident_has(turn, &incident, found, corrective.incident))
        return false;
    if (value_has(input, "state"))
        corrective.state = value_get_text(input, "state");
    if (value_has(input, "proof"))
        corrective.proof = value_get_text(input, "proof");
    if (!text_is(corrective.state, "open") && text_empty(corrective.proof))
        return fail_field(turn, "proof",
                          "say what shows that it was done, or why it is not to be done");
    return owner_read(turn, input, &corrective)
           && corrective_write(change, &incident, &corrective, "corrective.change", input)
           && corrective_value(turn, &corrective, *answer);
}

static bool corrective_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct incident incident;
    struct corrective *list;
    size_t count;
    size_t limit = page_limit(input);
    struct cursor cursor = {INT64_MIN, TEXT_NONE};
    *answer = value_map(turn->arena);
    if (!page_after(turn, input, &cursor) || !incident_known(turn, input, &incident)
        || !review_rows_correctives(turn, incident.id, cursor.key, cursor.id, limit, &list, &count))
        return false;
    struct value *items = value_set(turn->arena, *answer, "items", value_list(turn->arena));
    for (size_t i = 0; i < count; i++)
        if (!corrective_value(turn, &list[i],
                              value_append(turn->arena, items, value_map(turn->arena))))
            return false;
    if (count == limit)
        page_next(turn, *answer, (struct cursor){list[count - 1].opened_us, list[count - 1].id});
    return true;
}

#define ON_CASE(of_level) .area = AREA_CASE, .level = (of_level), .about = incident_about

const struct action corrective_actions[] = {
    {.name = "corrective.list",
     .title = "Corrective actions",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/corrective",
     .fields = list_fields,
     ON_CASE(LEVEL_READ),
     .read = corrective_list,
     .item = "corrective",
     .known_by = {"what", "owner_name", "role_title"},
     .help = "What remains to be done, by whom, by when."},
    {.name = "corrective.open",
     .title = "Add a corrective action",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/corrective",
     .fields = open_fields,
     ON_CASE(LEVEL_WRITE),
     .write = corrective_open,
     .help = "With owner and date it is handed over, and does not hold the closing back."},
    {.name = "corrective.change",
     .title = "Change a corrective action",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/corrective/{corrective}",
     .fields = change_fields,
     ON_CASE(LEVEL_WRITE),
     .write = corrective_change,
     .help = "Hands it over, moves its date, or says that it is done or dropped."},
    {.name = NULL},
};
