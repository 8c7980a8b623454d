/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The log of communications. What is sent through the house and what is logged afterwards stand in
 * one list; the SOC hears of each by a duty of the policy. A fact is never refused: one logged late
 * is logged, and its lateness is the duty's.
 */
#include "base/hash.h"
#include "base/id.h"
#include "incident/life.h"
#include "incident/talk.h"
#include "people/can.h"

enum { CONTENT_BYTES_MAX = 20000 };

static const char *const channel_words[] = {"mail", "phone", "meeting", "letter", "other", NULL};
static const char *const class_words[] = {"metadata", "content", "privileged", NULL};

#define FIELD_INCIDENT                                                                             \
    {                                                                                              \
        .name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."     \
    }
#define FIELD_CONTENT                                                                              \
    {                                                                                              \
        .name = "content", .type = FIELD_TEXT, .least = 1, .most = CONTENT_BYTES_MAX,              \
        .label = "What was said", .help = "Left out where only that it happened is to be known."   \
    }
#define FIELD_CLASS                                                                                \
    {                                                                                              \
        .name = "class", .type = FIELD_WORD, .words = class_words, .label = "Who may read it",     \
        .help = "Metadata: only that, when and between whom. Content: whoever may read the log. "  \
                "Privileged: what counsel advised; it stays with counsel."                         \
    }

static const struct field send_fields[] = {
    FIELD_INCIDENT,
    {.name = "person",
     .type = FIELD_ID,
     .needed = true,
     .listed = "person.list",
     .label = "To whom",
     .help = "The person's id; they are told that a message waits, and read it after signing in."},
    {.name = "content",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = CONTENT_BYTES_MAX,
     .label = "Message",
     .help = "What the person is to know."},
    FIELD_CLASS,
    {.name = "outside",
     .type = FIELD_BOOLEAN,
     .label = "A notice to a body outside?",
     .help = "Say so of a body of this branch that is told as a regulator; of others the house "
             "knows."},
    {.name = "soc_copy",
     .type = FIELD_BOOLEAN,
     .label = "With word to the SOC",
     .help = "It goes with every message; without it nothing is sent."},
    {.name = NULL},
};

static const struct field log_fields[] = {
    FIELD_INCIDENT,
    {.name = "sender",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 200,
     .label = "Who told",
     .help = "By name and office; you, if it is left out."},
    {.name = "counterpart",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 200,
     .label = "Whom",
     .help = "By name and office."},
    {.name = "organisation",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 200,
     .suggests = "organisations",
     .label = "Of which body",
     .help = "Its short name, or any name."},
    {.name = "outside",
     .type = FIELD_BOOLEAN,
     .label = "Outside the executive branch?",
     .help = "Courts, legislature, cities and towns, companies, the police of another government."},
    {.name = "channel",
     .type = FIELD_WORD,
     .needed = true,
     .words = channel_words,
     .label = "How",
     .help = "By which way."},
    {.name = "media",
     .type = FIELD_BOOLEAN,
     .label = "Did the media ask?",
     .help = "Press, radio, television, or somebody who publishes. The incident is marked for it."},
    FIELD_CLASS,
    FIELD_CONTENT,
    {.name = "at",
     .type = FIELD_INSTANT,
     .help = "When it happened, if not now: 2026-07-02T15:00:00-04:00, or local time."},
    {.name = NULL},
};

static const struct field list_fields[] = {FIELD_INCIDENT, FIELDS_PAGE, {.name = NULL}};

static const struct field read_fields[] = {
    FIELD_INCIDENT,
    {.name = "communication", .type = FIELD_ID, .needed = true, .help = "The id of the line."},
    {.name = NULL},
};

/* ---- writing ---- */

/* What the ledger keeps of it: all but what is privileged, of which it keeps the hash. */
static struct value *said_payload(struct turn *turn, const struct communication *said)
{
    struct value *payload = value_map(turn->arena);
    value_set_text(turn->arena, payload, "communication", said->id);
    value_set_text(turn->arena, payload, "sender", said->sender);
    value_set_text(turn->arena, payload, "counterpart", said->counterpart);
    value_set_text(turn->arena, payload, "organisation", said->organisation);
    value_set_text(turn->arena, payload, "channel", said->channel);
    value_set_text(turn->arena, payload, "class", said->class);
    if (!text_is(said->class, "privileged")) {
        value_set_text(turn->arena, payload, "content", said->content);
        return payload;
    }
    struct sha256 digest = sha256(said->content);
    value_set_text(
        turn->arena, payload, "content_sha256",
        hex_write(turn->arena, (struct text){(const char *)digest.bytes, sizeof digest.bytes}));
    return payload;
}

static bool said_fact(struct change *change, const struct incident *incident,
                      const struct communication *said)
{
    struct fact fact =
        incident_fact(said->sent ? FACT_COMMUNICATION_SENT : FACT_COMMUNICATION_LOGGED, incident);
    fact_set_text(&fact, FIELD_OF_COMMUNICATION, said->id);
    fact_set_time(&fact, FIELD_OF_AT, said->at_us);
    return change_fact(change, &fact);
}

static bool said_write(struct change *change, const struct incident *incident,
                       struct communication *said)
{
    struct turn *turn = change_turn(change);
    said->incident = incident->id;
    said->author = turn->actor.person;
    said->author_name = turn->actor.name;
    said->capacity = turn->actor.capacity;
    said->entry_us = turn->now_us;
    struct text what =
        text_format(turn->arena, "%.*s told %.*s%s%.*s, by %.*s%s", TEXT_SHOW(said->sender),
                    TEXT_SHOW(said->counterpart), text_empty(said->organisation) ? "" : " of ",
                    TEXT_SHOW(said->organisation), TEXT_SHOW(said->channel),
                    text_is(said->class, "privileged") ? "; what was said is privileged" : "");
    struct text late = said->at_us > turn->now_us ? TEXT("entered before it happened") : TEXT_NONE;
    return talk_rows_communication_insert(change, said)
           && incident_note(change, incident,
                            said->sent ? "communication.send" : "communication.log", what,
                            said->at_us, late, said_payload(turn, said))
           && said_fact(change, incident, said);
}

static bool class_read(struct turn *turn, const struct value *input, struct communication *said)
{
    said->content = value_get_text(input, "content");
    said->class = value_get_text(input, "class");
    if (text_empty(said->class))
        said->class = text_empty(said->content) ? TEXT("metadata") : TEXT("content");
    if (text_is(said->class, "metadata") && !text_empty(said->content))
        return fail_field(turn, "content",
                          "leave out what was said, or choose who may read it: content, or "
                          "privileged");
    return true;
}

/* ---- reading ---- */

static struct object said_object(const struct incident *incident, const struct communication *said)
{
    return (struct object){.incident = incident->id,
                           .organisation = incident->organisation,
                           .person = said->person,
                           .exists = true};
}

/* What is privileged is for those who may read what is; and for who was told. */
static bool content_allowed(struct turn *turn, const struct incident *incident,
                            const struct communication *said)
{
    struct actor actor = turn->actor;
    struct object object = said_object(incident, said);
    bool party = !text_empty(turn->actor.person)
                 && (text_equal(said->person, turn->actor.person)
                     || text_equal(said->author, turn->actor.person));
    bool allowed = !text_is(said->class, "privileged") || party
                   || can(turn, AREA_PRIVILEGED, LEVEL_READ, &object);
    turn->actor = actor;
    return allowed;
}

static bool said_say(struct turn *turn, const struct incident *incident,
                     const struct communication *said, const struct obligation_about *abouts,
                     size_t count, struct value *answer)
{
    struct arena *arena = turn->arena;
    value_set_text(arena, answer, "communication", said->id);
    value_set_text(arena, answer, "how", said->sent ? TEXT("sent") : TEXT("logged"));
    value_set_text(arena, answer, "sender", said->sender);
    value_set_text(arena, answer, "counterpart", said->counterpart);
    value_set_text(arena, answer, "organisation", said->organisation);
    value_set_boolean(arena, answer, "outside", said->outside);
    value_set_text(arena, answer, "channel", said->channel);
    value_set_text(arena, answer, "class", said->class);
    if (content_allowed(turn, incident, said))
        value_set_text(arena, answer, "content", said->content);
    value_set_text(arena, answer, "by", said->author_name);
    answer_time(turn, answer, "at", said->at_us);
    answer_time(turn, answer, "entry", said->entry_us);
    for (size_t i = 0; i < count; i++)
        if (text_equal(abouts[i].about, said->id) && abouts[i].fulfilled_us != TIME_NONE) {
            answer_time(turn, answer, "soc_told", abouts[i].fulfilled_us);
            value_set_text(arena, answer, "soc_notice", abouts[i].proof);
            value_set_integer(arena, answer, "delay_s",
                              (abouts[i].fulfilled_us - said->at_us) / SECOND_US);
        }
    return turn->fault.kind == FAULT_NONE;
}

/* ---- the actions ---- */

/* Of a branch that the pack does not call home; where it names none, and of whom the house does not
 * know for whom they work, nothing is said. */
static bool works_outside(struct turn *turn, const struct person *person, bool *outside)
{
    struct organisation body;
    *outside = false;
    if (text_empty(person->organisation))
        return true;
    if (!organisation_read(turn, person->organisation, turn->now_us, &body))
        return false;
    size_t count = value_get_count(turn->pack->organisations, "home");
    *outside = count > 0;
    for (size_t i = 0; i < count; i++)
        if (text_equal(value_get_item(turn->pack->organisations, "home", i)->text, body.branch))
            *outside = false;
    return true;
}

/* The rule by which somebody hears of every message. */
static const struct rule *copying_rule(const struct pack *pack)
{
    for (size_t i = 0; i < pack->rules_count; i++)
        for (size_t j = 0; j < pack->rules[i].steps_count; j++) {
            const struct step *step = &pack->rules[i].steps[j];
            for (size_t k = 0; k < step->open_count; k++)
                if (step->open[k].served && step->open[k].fact == FACT_COMMUNICATION_SENT)
                    return &pack->rules[i];
        }
    return NULL;
}

/* Where the policy says that somebody hears of every message, none goes out without. */
static bool copy_goes(struct turn *turn, const struct value *input)
{
    const struct rule *rule = copying_rule(turn->pack);
    if (rule == NULL || value_get_boolean(input, "soc_copy", true))
        return true;
    return fail_clause(
        turn, rule->clauses.count > 0 ? text_string(turn->arena, rule->clauses.items[0]) : "",
        "no message about an incident goes out without word to the SOC; leave the copy in");
}

static bool communication_send(struct change *change, const struct value *input,
                               struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct person person;
    struct communication said = {.sent = true,
                                 .sender = turn->actor.name,
                                 .person = value_get_text(input, "person"),
                                 .channel = TEXT("mail"),
                                 .at_us = turn->now_us};
    *answer = value_map(turn->arena);
    if (!incident_known(turn, input, &incident) || !copy_goes(turn, input)
        || !person_read(turn, said.person, &person) || !class_read(turn, input, &said)
        || !id_new(turn, &said.id))
        return false;
    said.counterpart = person.name;
    said.organisation = person.organisation_short;
    if (!works_outside(turn, &person, &said.outside))
        return false;
    said.outside = said.outside || value_get_boolean(input, "outside", false);
    struct holder to = {.person = person.id, .name = person.name};
    return said_write(change, &incident, &said)
           && incident_tell(change, &incident, TEXT("message"), &to)
           && said_say(turn, &incident, &said, NULL, 0, *answer);
}

/* That the media ask marks the incident. */
static bool media_mark(struct change *change, const struct incident *incident,
                       const struct value *input, const struct communication *said)
{
    if (!value_get_boolean(input, "media", false))
        return true;
    return flag_mark(change, incident, FLAG_BY_MEDIA_INQUIRY,
                     text_format(change_turn(change)->arena, "the media asked: %.*s%s%.*s",
                                 TEXT_SHOW(said->counterpart),
                                 text_empty(said->organisation) ? "" : " of ",
                                 TEXT_SHOW(said->organisation)),
                     said->at_us);
}

static bool communication_log(struct change *change, const struct value *input,
                              struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct communication said = {.sender = value_get_text(input, "sender"),
                                 .counterpart = value_get_text(input, "counterpart"),
                                 .organisation = value_get_text(input, "organisation"),
                                 .outside = value_get_boolean(input, "outside", false),
                                 .channel = value_get_text(input, "channel"),
                                 .at_us = turn->now_us};
    *answer = value_map(turn->arena);
    if (text_empty(said.sender))
        said.sender = turn->actor.name;
    if (!incident_known(turn, input, &incident) || !class_read(turn, input, &said)
        || !id_new(turn, &said.id)
        || (value_has(input, "at")
            && !instant_parse(turn, "at", value_get_text(input, "at"), turn->pack->calendar.zone,
                              &said.at_us)))
        return false;
    return said_write(change, &incident, &said) && media_mark(change, &incident, input, &said)
           && said_say(turn, &incident, &said, NULL, 0, *answer);
}

static bool communication_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct incident incident;
    struct communication *list;
    struct obligation_about *abouts;
    size_t count;
    size_t told;
    size_t limit = page_limit(input);
    struct cursor cursor = {INT64_MAX, TEXT("~")};
    if (!page_after(turn, input, &cursor) || !incident_known(turn, input, &incident)
        || !obligation_abouts(turn, incident.id, &abouts, &told)
        || !talk_rows_communications(turn, incident.id, cursor.key, cursor.id, limit, &list,
                                     &count))
        return false;
    *answer = value_map(turn->arena);
    struct value *items = value_set(turn->arena, *answer, "items", value_list(turn->arena));
    for (size_t i = 0; i < count; i++)
        if (!said_say(turn, &incident, &list[i], abouts, told,
                      value_append(turn->arena, items, value_map(turn->arena))))
            return false;
    if (count == limit)
        page_next(turn, *answer, (struct cursor){list[count - 1].entry_us, list[count - 1].id});
    return true;
}

static bool communication_found(struct turn *turn, const struct value *input,
                                struct incident *incident, struct communication *said, bool *found)
{
    if (!incident_rows_incident(turn, value_get_text(input, "incident"), incident, found))
        return false;
    if (!*found)
        return true;
    if (!talk_rows_communication(turn, value_get_text(input, "communication"), said, found))
        return false;
    *found = *found && text_equal(said->incident, incident->id);
    return true;
}

static bool communication_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct incident incident;
    struct communication said;
    bool found;
    *object = (struct object){.exists = false};
    if (!communication_found(turn, input, &incident, &said, &found))
        return false;
    if (found)
        *object = said_object(&incident, &said);
    return true;
}

static bool communication_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct incident incident;
    struct communication said;
    struct obligation_about *abouts;
    size_t told;
    bool found;
    if (!communication_found(turn, input, &incident, &said, &found))
        return false;
    if (!found)
        return fail(turn, FAULT_MISSING, "there is nothing here by that name");
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "incident", incident.number);
    return obligation_abouts(turn, incident.id, &abouts, &told)
           && said_say(turn, &incident, &said, abouts, told, *answer);
}

#define ON_LOG(of_level) .area = AREA_NOTICE, .level = (of_level), .about = incident_about

const struct action communication_actions[] = {
    {.name = "communication.list",
     .title = "Communications",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/communications",
     .fields = list_fields,
     ON_LOG(LEVEL_READ),
     .read = communication_list,
     .help = "Who told whom of the incident, when, by which way; and when the SOC heard of it."},
    {.name = "communication.read",
     .title = "A communication",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/communications/{communication}",
     .fields = read_fields,
     .area = AREA_OBLIGATION,
     .level = LEVEL_READ,
     .about = communication_about,
     .read = communication_read,
     .help = "One line of the log; whoever it was sent to reads it without reading the incident."},
    {.name = "communication.send",
     .title = "Send a message about the incident",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/messages",
     .fields = send_fields,
     ON_LOG(LEVEL_WRITE),
     .write = communication_send,
     .help = "To somebody the house knows. The SOC is told in the same instant."},
    {.name = "communication.log",
     .title = "Log a communication",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/communications",
     .fields = log_fields,
     ON_LOG(LEVEL_WRITE),
     .write = communication_log,
     .help = "Somebody told somebody else of the incident: by whom, to whom, how and when. The "
             "SOC is told."},
    {.name = NULL},
};
