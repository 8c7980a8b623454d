/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests for cooperation: the response team asks a person, or whoever holds a role; where nobody
 * does, those are asked who stand in by the policy. Whoever is asked sees the question, and
 * answers it without reading the case; what is said later puts an answer right, and both stay.
 */
#include "base/id.h"
#include "incident/inside.h"
#include "incident/talk.h"
#include "people/can.h"
#include "policy/choice.h"

enum { QUESTION_BYTES_MAX = 10000, ANSWERS_MAX = 200 };

#define FIELD_INCIDENT                                                                             \
    {                                                                                              \
        .name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."     \
    }
#define FIELD_REQUEST                                                                              \
    {                                                                                              \
        .name = "request", .type = FIELD_ID, .needed = true, .help = "The id of the request."      \
    }

static const struct field make_fields[] = {
    FIELD_INCIDENT,
    {.name = "person",
     .type = FIELD_ID,
     .listed = "person.list",
     .label = "Who is asked",
     .help = "A person, by id; or leave it and name a role."},
    {.name = "role",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 60,
     .choices = "roles",
     .label = "Or whoever holds the role",
     .help = "By its code."},
    {.name = "organisation",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 200,
     .suggests = "organisations",
     .help = "For which the role is held; the incident's own, if it is left out."},
    {.name = "question",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = QUESTION_BYTES_MAX,
     .help = "So that it can be answered without knowing the incident."},
    {.name = NULL},
};

static const struct field answer_fields[] = {
    FIELD_REQUEST,
    {.name = "answer",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = QUESTION_BYTES_MAX,
     .help = "What you know, and how you know it."},
    {.name = "corrects",
     .type = FIELD_INTEGER,
     .least = 1,
     .most = ANSWERS_MAX,
     .label = "It puts right answer number",
     .help = "Of the answers so far; both stay to be read."},
    {.name = NULL},
};

static const struct field read_fields[] = {FIELD_REQUEST, {.name = NULL}};
static const struct field list_fields[] = {FIELD_INCIDENT, FIELDS_PAGE, {.name = NULL}};
static const struct field mine_fields[] = {FIELDS_PAGE, {.name = NULL}};

/* ---- who is asked, and who stands in ---- */

/* Who is kept away from a case is asked nothing about it, and sees no question of it. */
static bool kept_away(struct turn *turn, struct text incident, struct text person, bool *away)
{
    struct standing_to standing;
    if (!people_standing(turn, incident, person, &standing))
        return false;
    *away = standing.excluded;
    return true;
}

/* The step that a request opens, by the policy. */
static const struct rule *asking_rule(const struct pack *pack)
{
    for (size_t i = 0; i < pack->rules_count; i++)
        for (size_t j = 0; j < pack->rules[i].steps_count; j++) {
            const struct step *step = &pack->rules[i].steps[j];
            for (size_t k = 0; k < step->open_count; k++)
                if (step->open[k].served && step->open[k].fact == FACT_REQUEST_MADE)
                    return &pack->rules[i];
        }
    return NULL;
}

/* Those of the organisation who answer for it: of the rule's parties all but "everybody". */
static bool stand_ins(struct turn *turn, const struct request *request, struct holder **holders,
                      size_t *count)
{
    const struct rule *rule = asking_rule(turn->pack);
    *count = 0;
    for (size_t i = 0; rule != NULL && i < rule->owed_by_count && *count == 0; i++) {
        const struct role *role = pack_role(turn->pack, rule->owed_by[i].role);
        bool gap;
        if (role != NULL && role->everybody)
            continue;
        if (!people_resolve_for(turn, request->incident, rule->owed_by[i].role,
                                request->organisation, NULL, holders, count, &gap))
            return false;
    }
    return true;
}

static bool asked_organisation(struct turn *turn, const struct value *input,
                               const struct incident *incident, struct request *request)
{
    struct text stated = value_get_text(input, "organisation");
    struct organisation organisation;
    bool found;
    request->organisation = incident->organisation;
    if (text_empty(stated))
        return true;
    if (!organisation_find(turn, stated, turn->now_us, &organisation, &found))
        return false;
    request->organisation = organisation.id;
    return found
           || fail_field(turn, "organisation", "no organisation is called so; give its short name");
}

struct asked {
    struct holder to;
    bool stands_in; /* nobody held the role, or the person is not there */
};

static bool asked_stand_in(struct turn *turn, const struct request *request, struct asked *asked)
{
    struct holder *holders = NULL;
    size_t count;
    asked->stands_in = true;
    if (!stand_ins(turn, request, &holders, &count))
        return false;
    if (count > 0)
        asked->to = holders[0];
    return count > 0
           || fail_field(turn, "role",
                         "nobody holds it, and nobody stands in; name a person, or fill the role");
}

static bool asked_find(struct turn *turn, const struct value *input,
                       const struct incident *incident, struct request *request,
                       struct asked *asked)
{
    struct person person;
    struct holder *holders;
    size_t count;
    bool gap;
    *asked = (struct asked){0};
    request->role = value_get_text(input, "role");
    if (value_has(input, "person") == value_has(input, "role"))
        return fail_field(turn, "person", "name a person or a role: exactly one");
    if (!asked_organisation(turn, input, incident, request))
        return false;
    if (value_has(input, "person")) {
        bool away;
        if (!person_read(turn, value_get_text(input, "person"), &person)
            || !kept_away(turn, incident->id, person.id, &away))
            return false;
        if (away)
            return fail(turn, FAULT_MISSING, "there is nothing here by that name");
        asked->to = (struct holder){.person = person.id, .name = person.name};
        if (!value_has(input, "organisation") && !text_empty(person.organisation))
            request->organisation = person.organisation;
        return true;
    }
    if (pack_role(turn->pack, request->role) == NULL)
        return fail_choice(turn, "role", "role", request->role, "roles");
    if (!people_resolve_for(turn, incident->id, request->role, request->organisation, NULL,
                            &holders, &count, &gap))
        return false;
    /* Who stands in for an office of the enterprise is no matter of the agency's. */
    bool fallback = count > 0 && holders[0].holding == HOLDING_FALLBACK;
    bool enterprise = pack_role(turn->pack, request->role)->scope == PARTY_ENTERPRISE;
    if (count == 0 || (fallback && !enterprise))
        return asked_stand_in(turn, request, asked);
    asked->stands_in = fallback;
    asked->to = holders[0];
    return true;
}

/* ---- asking ---- */

static bool request_facts(struct change *change, const struct incident *incident,
                          const struct request *request)
{
    struct turn *turn = change_turn(change);
    struct fact fact = incident_fact(FACT_REQUEST_MADE, incident);
    fact_set_text(&fact, FIELD_OF_REQUEST, request->id);
    fact_set_text(&fact, FIELD_OF_PERSON, request->person);
    if (!text_empty(incident->rating))
        fact_set_text(&fact, FIELD_OF_RATING, incident->rating);
    fact_set_time(&fact, FIELD_OF_AT, request->at_us);
    return fact_set_organisation(turn, &fact, request->organisation, turn->now_us)
           && change_fact(change, &fact);
}

static bool request_value(struct turn *turn, const struct request *request, struct value **said);

/* The row, the line, the message, the fact. */
static bool request_put(struct change *change, const struct incident *incident,
                        const struct asked *asked, struct request *request,
                        const struct value *input)
{
    struct turn *turn = change_turn(change);
    request->person = asked->to.person;
    struct text gap = asked->stands_in
                          ? text_format(turn->arena, "nobody was there to be asked as %.*s",
                                        TEXT_SHOW(pack_role(turn->pack, request->role)->title))
                          : TEXT_NONE;
    struct text what = text_format(turn->arena, "%.*s was asked: %.*s", TEXT_SHOW(asked->to.name),
                                   TEXT_SHOW(request->question));
    return talk_rows_request_insert(change, request)
           && incident_note(change, incident, "request.make", what, turn->now_us, gap, input)
           && incident_tell(change, incident,
                            asked->stands_in ? TEXT("request-stand-in") : TEXT("request"),
                            &asked->to)
           && request_facts(change, incident, request);
}

static bool request_make(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct asked asked;
    struct request request = {.question = value_get_text(input, "question"),
                              .author = turn->actor.person,
                              .author_name = turn->actor.name,
                              .at_us = turn->now_us,
                              .entry_us = turn->now_us};
    if (!incident_known(turn, input, &incident))
        return false;
    request.incident = incident.id;
    if (!asked_find(turn, input, &incident, &request, &asked) || !id_new(turn, &request.id))
        return false;
    return request_put(change, &incident, &asked, &request, input)
           && request_value(turn, &request, answer);
}

bool request_by_policy(struct change *change, const struct incident *incident, struct text role,
                       struct text question)
{
    struct turn *turn = change_turn(change);
    struct value *input = value_map(turn->arena);
    struct asked asked;
    struct request request = {.incident = incident->id,
                              .question = question,
                              .author_name = TEXT("the policy"),
                              .at_us = turn->now_us,
                              .entry_us = turn->now_us};
    value_set_text(turn->arena, input, "role", role);
    if (!asked_find(turn, input, incident, &request, &asked)) {
        bool nobody = turn->fault.kind == FAULT_INVALID;
        if (nobody)
            fault_clear(turn);
        return nobody;
    }
    return id_new(turn, &request.id) && request_put(change, incident, &asked, &request, NULL);
}

/* ---- answering ---- */

static bool request_known(struct turn *turn, const struct value *input, struct request *request)
{
    bool found;
    return talk_rows_request(turn, value_get_text(input, "request"), request, &found)
           && (found || fail(turn, FAULT_MISSING, "there is nothing here by that name"));
}

/* It belongs to whoever was asked, and to those who stand in for them. */
static bool request_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct request request;
    struct holder *holders = NULL;
    size_t count = 0;
    bool found;
    *object = (struct object){.exists = false};
    if (!talk_rows_request(turn, value_get_text(input, "request"), &request, &found))
        return false;
    if (!found)
        return true;
    *object = (struct object){.incident = request.incident,
                              .organisation = request.organisation,
                              .person = request.person,
                              .exists = true};
    if (text_equal(request.person, turn->actor.person))
        return true;
    if (!stand_ins(turn, &request, &holders, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (text_equal(holders[i].person, turn->actor.person))
            object->person = turn->actor.person;
    return true;
}

static bool answer_fact(struct change *change, const struct incident *incident,
                        const struct request *request)
{
    struct turn *turn = change_turn(change);
    struct fact fact = incident_fact(FACT_REQUEST_ANSWERED, incident);
    fact_set_text(&fact, FIELD_OF_REQUEST, request->id);
    fact_set_time(&fact, FIELD_OF_AT, turn->now_us);
    return fact_set_organisation(turn, &fact, request->organisation, turn->now_us)
           && change_fact(change, &fact);
}

/* Whoever asked may have acted on the answer that is put right, and hears of it; but for whoever is
 * kept away from the case by now. */
static bool correction_tell(struct change *change, const struct incident *incident,
                            const struct request *request)
{
    struct turn *turn = change_turn(change);
    struct person person;
    bool away;
    if (text_empty(request->author))
        return true;
    if (!person_read(turn, request->author, &person)
        || !kept_away(turn, incident->id, request->author, &away))
        return false;
    struct holder to = {.person = person.id, .name = person.name};
    return away || incident_tell(change, incident, TEXT("request-corrected"), &to);
}

static bool request_reply(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct request request;
    struct request_answer *before;
    size_t count;
    bool found;
    struct request_answer fresh = {.text = value_get_text(input, "answer"),
                                   .corrects = value_get_integer(input, "corrects", 0),
                                   .author = turn->actor.person,
                                   .author_name = turn->actor.name,
                                   .capacity = turn->actor.capacity,
                                   .entry_us = turn->now_us};
    if (!request_known(turn, input, &request)
        || !incident_rows_incident_id(turn, request.incident, &incident, &found)
        || !talk_rows_answers(turn, request.id, &before, &count) || !id_new(turn, &fresh.id))
        return false;
    if (count >= ANSWERS_MAX)
        return fail(turn, FAULT_LIMIT, "a request takes %d answers; make another request",
                    ANSWERS_MAX);
    if (fresh.corrects > (int64_t)count)
        return fail_field(turn, "corrects", "there is no answer %lld; there are %zu",
                          (long long)fresh.corrects, count);
    fresh.request = request.id;
    fresh.place = (int64_t)count + 1;
    struct text what =
        text_format(turn->arena, "%s: %.*s", fresh.corrects > 0 ? "answer corrected" : "answered",
                    TEXT_SHOW(fresh.text));
    return talk_rows_answer_insert(change, &fresh)
           && incident_note(change, &incident, "request.answer", what, turn->now_us, TEXT_NONE,
                            input)
           && (fresh.corrects == 0 || correction_tell(change, &incident, &request))
           && answer_fact(change, &incident, &request) && request_value(turn, &request, answer);
}

/* ---- reading ---- */

static bool answers_say(struct turn *turn, const struct request *request, struct value *said)
{
    struct request_answer *list;
    size_t count;
    struct value *answers = value_set(turn->arena, said, "answers", value_list(turn->arena));
    if (!talk_rows_answers(turn, request->id, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value *one = value_append(turn->arena, answers, value_map(turn->arena));
        value_set_integer(turn->arena, one, "place", list[i].place);
        value_set_text(turn->arena, one, "answer", list[i].text);
        value_set_text(turn->arena, one, "by", list[i].author_name);
        if (list[i].corrects > 0)
            value_set_integer(turn->arena, one, "corrects", list[i].corrects);
        answer_time(turn, one, "entry", list[i].entry_us);
    }
    if (count > 0) /* what was said last holds */
        value_set_text(turn->arena, said, "current", list[count - 1].text);
    return true;
}

static bool due_say(struct turn *turn, const struct request *request, struct value *said)
{
    struct obligation_about *abouts;
    size_t count;
    if (!obligation_abouts(turn, request->incident, &abouts, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (text_equal(abouts[i].about, request->id))
            answer_time(turn, said, "due", abouts[i].due_us);
    return true;
}

static bool request_value(struct turn *turn, const struct request *request, struct value **said)
{
    struct incident incident;
    struct person person;
    bool found;
    *said = value_map(turn->arena);
    if (!incident_rows_incident_id(turn, request->incident, &incident, &found)
        || !person_read(turn, request->person, &person))
        return false;
    value_set_text(turn->arena, *said, "request", request->id);
    value_set_text(turn->arena, *said, "number", incident.number);
    value_set_text(turn->arena, *said, "asked", person.name);
    value_set_text(turn->arena, *said, "role", request->role);
    value_set_text(turn->arena, *said, "question", request->question);
    value_set_text(turn->arena, *said, "by", request->author_name);
    answer_time(turn, *said, "at", request->at_us);
    return due_say(turn, request, *said) && answers_say(turn, request, *said);
}

static bool request_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct request request;
    return request_known(turn, input, &request) && request_value(turn, &request, answer);
}

static bool requests_say(struct turn *turn, const struct value *input, struct text incident,
                         struct text person, struct value **answer)
{
    struct request *list;
    size_t count;
    size_t limit = page_limit(input);
    struct cursor cursor = {INT64_MAX, TEXT("~")};
    if (!page_after(turn, input, &cursor)
        || !talk_rows_requests(turn, incident, person, cursor.key, cursor.id, limit, &list, &count))
        return false;
    *answer = value_map(turn->arena);
    struct value *items = value_set(turn->arena, *answer, "items", value_list(turn->arena));
    for (size_t i = 0; i < count; i++) {
        struct value *said;
        bool away = false;
        if (!text_empty(person) && !kept_away(turn, list[i].incident, person, &away))
            return false;
        if (away)
            continue;
        if (!request_value(turn, &list[i], &said))
            return false;
        value_append(turn->arena, items, said);
    }
    if (count == limit)
        page_next(turn, *answer, (struct cursor){list[count - 1].entry_us, list[count - 1].id});
    return true;
}

static bool request_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct incident incident;
    return incident_known(turn, input, &incident)
           && requests_say(turn, input, incident.id, TEXT_NONE, answer);
}

static bool request_mine(struct turn *turn, const struct value *input, struct value **answer)
{
    return requests_say(turn, input, TEXT_NONE, turn->actor.person, answer);
}

const struct action request_actions[] = {
    {.name = "request.mine",
     .title = "Asked of me",
     .method = METHOD_GET,
     .route = "/requests",
     .fields = mine_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .read = request_mine,
     .help = "The questions of response teams to me, newest first, with my answers."},
    {.name = "request.read",
     .title = "A question",
     .method = METHOD_GET,
     .route = "/requests/{request}",
     .fields = read_fields,
     .area = AREA_OBLIGATION,
     .level = LEVEL_READ,
     .about = request_about,
     .read = request_read,
     .help = "One question with its answers: whoever was asked reads it without the incident."},
    {.name = "request.answer",
     .title = "Answer a question",
     .method = METHOD_POST,
     .route = "/requests/{request}/answers",
     .fields = answer_fields,
     .area = AREA_OBLIGATION,
     .level = LEVEL_WRITE,
     .about = request_about,
     .write = request_reply,
     .help = "An answer is never refused for coming late, and never changed: another one puts it "
             "right."},
    {.name = "request.list",
     .title = "Requests",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/requests",
     .fields = list_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .about = incident_about,
     .read = request_list,
     .help = "Who was asked what, and what they answered."},
    {.name = "request.make",
     .title = "Ask somebody",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/requests",
     .fields = make_fields,
     .area = AREA_CASE,
     .level = LEVEL_WRITE,
     .about = incident_about,
     .write = request_make,
     .help = "A person, or whoever holds a role, is asked, and owes an answer by when the policy "
             "says."},
    {.name = NULL},
};
