/* SPDX-License-Identifier: Apache-2.0 */
/* What may be asked of a case. */
#include "base/json.h"
#include "incident/inside.h"

static const char *const tristate_words[] = {"yes", "no", "unknown", NULL};
static const char *const compromise_words[] = {"confirmed", "potential", "excluded", "unknown",
                                               NULL};

#define FIELD_INCIDENT                                                                             \
    {                                                                                              \
        .name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."     \
    }
#define FIELD_WHEN                                                                                 \
    {                                                                                              \
        .name = "at", .type = FIELD_INSTANT,                                                       \
        .help = "When it happened, if not now: 2026-07-02T15:00:00-04:00, or local time."          \
    }

/* ---- the object of the permission ---- */

bool incident_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct incident incident;
    bool found;
    if (!incident_rows_incident(turn, value_get_text(input, "incident"), &incident, &found))
        return false;
    *object = incident_object(turn, &incident, found);
    return true;
}

/* ---- incident.read, incident.timeline ---- */

static const struct field read_fields[] = {FIELD_INCIDENT, {.name = NULL}};

static bool incident_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct incident incident;
    return incident_known(turn, input, &incident) && incident_value(turn, &incident, answer)
           && incident_called(turn, &incident, *answer);
}

static const struct field timeline_fields[] = {
    FIELD_INCIDENT,
    FIELDS_PAGE,
    {.name = NULL},
};

/* Who reported, and whether the reader is to know it: it stands on the lines of the reports, too.
 */
enum { CONTACT_BYTES_MIN = 4 }; /* shorter ones stand in any text */

struct tellers {
    struct report *reports;
    size_t count;
    bool shown;
};

static bool tellers_read(struct turn *turn, const struct incident *incident,
                         struct tellers *tellers)
{
    struct discretion discretion;
    if (!incident_discretion(turn, incident, &discretion)
        || !incident_rows_reports(turn, incident->id, &tellers->reports, &tellers->count))
        return false;
    tellers->shown = discretion.reporter;
    return true;
}

/* Lines of before, and messages that came back, have the address in their words. */
static struct text reporter_hidden(struct turn *turn, const struct tellers *tellers,
                                   struct text what)
{
    for (size_t i = 0; !tellers->shown && i < tellers->count; i++) {
        struct text contact = text_lower(turn->arena, text_trim(tellers->reports[i].contact));
        struct text folded = text_lower(turn->arena, what);
        struct builder words = {.arena = turn->arena};
        if (contact.size < CONTACT_BYTES_MIN || folded.size != what.size
            || !text_contains(folded, contact))
            continue;
        for (size_t at = 0; at < what.size;) {
            bool here = what.size - at >= contact.size
                        && memcmp(folded.data + at, contact.data, contact.size) == 0;
            if (here)
                build(&words, TEXT("whoever reported it"));
            else
                build_byte(&words, what.data[at]);
            at += here ? contact.size : 1;
        }
        what = built(&words);
    }
    return what;
}

static struct value *event_value(struct turn *turn, const struct event *event,
                                 const struct tellers *tellers)
{
    struct value *said = value_map(turn->arena);
    bool shown = tellers->shown || !event_of_reporter(event, tellers->reports, tellers->count);
    value_set_text(turn->arena, said, "kind", event->kind);
    value_set_text(turn->arena, said, "what", reporter_hidden(turn, tellers, event->what));
    value_set_text(turn->arena, said, "who",
                   !shown                           ? TEXT("whoever reported it")
                   : text_empty(event->author_name) ? event->author
                                                    : event->author_name);
    value_set_text(turn->arena, said, "capacity", shown ? event->capacity : TEXT_NONE);
    answer_time(turn, said, "at", event->at_us);
    answer_time(turn, said, "entry", event->entry_us);
    if (!text_empty(event->deviation))
        value_set_text(turn->arena, said, "deviation", event->deviation);
    return said;
}

static bool incident_timeline(struct turn *turn, const struct value *input, struct value **answer)
{
    struct incident incident;
    struct event *events;
    size_t count;
    size_t limit = page_limit(input);
    struct tellers tellers;
    struct cursor cursor = {INT64_MAX, TEXT("~")};
    if (!page_after(turn, input, &cursor) || !incident_known(turn, input, &incident)
        || !tellers_read(turn, &incident, &tellers)
        || !incident_rows_events(turn, incident.id, cursor.key, cursor.id, limit, &events, &count))
        return false;
    *answer = value_map(turn->arena);
    struct value *items = value_set(turn->arena, *answer, "items", value_list(turn->arena));
    for (size_t i = 0; i < count; i++)
        value_append(turn->arena, items, event_value(turn, &events[i], &tellers));
    if (count == limit)
        page_next(turn, *answer, (struct cursor){events[count - 1].at_us, events[count - 1].id});
    return true;
}

bool incident_account(struct turn *turn, const struct value *input,
                      struct incident_account *account)
{
    struct incident incident;
    struct event *events;
    size_t count;
    struct tellers tellers;
    if (!incident_known(turn, input, &incident) || !tellers_read(turn, &incident, &tellers)
        || !incident_rows_events(turn, incident.id, INT64_MAX, TEXT("~"), INCIDENT_ACCOUNT_MAX,
                                 &events, &count))
        return false;
    *account = (struct incident_account){.number = incident.number,
                                         .state = incident.state,
                                         .rating = incident.rating,
                                         .version = incident.version,
                                         .events = value_list(turn->arena),
                                         .cut = count == INCIDENT_ACCOUNT_MAX};
    for (size_t i = count; i-- > 0;)
        value_append(turn->arena, account->events, event_value(turn, &events[i], &tellers));
    return obligation_account(turn, incident.id, &account->duties);
}

/* ---- the rating: incident.input, incident.evaluate ---- */

static const struct field asset_members[] = {
    {.name = "rating",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 40,
     .label = "Its risk rating",
     .choices = "asset_ratings",
     .help = "As the register of assets has it; unrated when nobody has rated it."},
    {.name = "interim",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 40,
     .label = "Interim rating",
     .choices = "asset_ratings",
     .help = "Only for an unrated asset: what it counts as for now."},
    {.name = "adverse",
     .type = FIELD_WORD,
     .words = tristate_words,
     .label = "Adversely affected?",
     .help = "Damaged, unavailable, or in somebody else's hands."},
    {.name = NULL},
};
static const struct field asset_item = {
    .type = FIELD_MAP, .members = asset_members, .label = "Asset"};
static const struct field data_members[] = {
    {.name = "class",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 40,
     .label = "Class",
     .choices = "data_classes",
     .help = "Internal is what is not meant for the public."},
    {.name = "pii",
     .type = FIELD_BOOLEAN,
     .label = "Personal information?",
     .help = "About people who can be told by it."},
    {.name = "regulated",
     .type = FIELD_BOOLEAN,
     .label = "Regulated?",
     .help = "By a law or contract of its own: health, tax, cards, criminal records."},
    {.name = "compromise",
     .type = FIELD_WORD,
     .words = compromise_words,
     .label = "Compromised?",
     .help = "Potential: it cannot be excluded."},
    {.name = NULL},
};
static const struct field data_item = {
    .type = FIELD_MAP, .members = data_members, .label = "Kind of data"};
static const struct field liability_members[] = {
    {.name = "low",
     .type = FIELD_MONEY,
     .label = "At least, in dollars",
     .help = "Lower end of the estimate, as 20000 or 20,000.00."},
    {.name = "high",
     .type = FIELD_MONEY,
     .label = "At most, in dollars",
     .help = "Upper end of the estimate, which counts."},
    {.name = "financial",
     .type = FIELD_MONEY,
     .label = "Or in parts: financial, in dollars",
     .help = "In place of the two above."},
    {.name = "legal",
     .type = FIELD_MONEY,
     .label = "and legal, in dollars",
     .help = "The two parts are summed."},
    {.name = NULL},
};

#define FIELDS_RATING                                                                              \
    {.name = "human_safety",                                                                       \
     .type = FIELD_WORD,                                                                           \
     .words = tristate_words,                                                                      \
     .label = "Is somebody's safety threatened?",                                                  \
     .help = "Of patients, of the public, of staff."},                                             \
        {.name = "assets",                                                                         \
         .type = FIELD_LIST,                                                                       \
         .items = &asset_item,                                                                     \
         .label = "Assets",                                                                        \
         .help = "Those that are not in the register of assets."},                                 \
        {.name = "liability",                                                                      \
         .type = FIELD_MAP,                                                                        \
         .members = liability_members,                                                             \
         .label = "Liability",                                                                     \
         .help = "What it may cost the government: a range, or its two parts."},                   \
    {                                                                                              \
        .name = "data", .type = FIELD_LIST, .items = &data_item, .label = "Data",                  \
        .help = "Kinds of data that are touched."                                                  \
    }

static const struct field input_fields[] = {FIELD_INCIDENT, FIELDS_RATING, {.name = NULL}};

static bool incident_input(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct value *inputs;
    return incident_known(turn, input, &incident) && inputs_merged(turn, &incident, input, &inputs)
           && incident_note(change, &incident, "incident.input", TEXT("facts towards the rating"),
                            turn->now_us, TEXT_NONE, input)
           && incident_rate(change, &incident, inputs) && incident_value(turn, &incident, answer);
}

static const struct field evaluate_fields[] = {
    FIELD_INCIDENT,
    FIELDS_RATING,
    {.name = "priority",
     .type = FIELD_INTEGER,
     .needed = true,
     .least = 1,
     .most = 4,
     .help = "Order in the queue: 1 comes first. It is free of the rating."},
    {.name = "action",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 2000,
     .label = "What is to be done now",
     .help = "The first steps, and whose they are."},
    {.name = "reason", .type = FIELD_TEXT, .least = 1, .most = 2000, .help = "Why it is rated so."},
    {.name = NULL},
};

static bool incident_evaluate(struct change *change, const struct value *input,
                              struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct value *inputs;
    if (!incident_known(turn, input, &incident) || !inputs_merged(turn, &incident, input, &inputs))
        return false;
    incident.priority = value_get_integer(input, "priority", 0);
    struct text action =
        text_format(turn->arena, "action set, priority %lld: %.*s", (long long)incident.priority,
                    TEXT_SHOW(value_get_text(input, "action")));
    return incident_evaluated(change, &incident, inputs, value_get_text(input, "reason"))
           && incident_note(change, &incident, "incident.action", action, turn->now_us, TEXT_NONE,
                            NULL)
           && incident_value(turn, &incident, answer);
}

/* ---- facts: incident.respond, incident.detect, incident.confirm ---- */

static const struct field respond_fields[] = {
    FIELD_INCIDENT,
    {.name = "action",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 2000,
     .help = "What was done first."},
    FIELD_WHEN,
    {.name = NULL},
};

static const struct field detect_fields[] = {
    FIELD_INCIDENT,
    {.name = "at", .type = FIELD_INSTANT, .needed = true, .help = "When it was detected."},
    {.name = "basis",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 2000,
     .help = "How that is known."},
    {.name = NULL},
};

static const struct field confirm_fields[] = {
    FIELD_INCIDENT,
    {.name = "decision",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 60,
     .choices = "decisions",
     .help = "What is confirmed or decided."},
    {.name = "note", .type = FIELD_TEXT, .least = 1, .most = 2000, .help = "Anything to add."},
    FIELD_WHEN,
    {.name = NULL},
};

/* ---- incident.update ---- */

static const struct field update_fields[] = {
    FIELD_INCIDENT,
    {.name = "status",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 10000,
     .help = "How things stand: for those who may read the case."},
    {.name = NULL},
};

/* ---- incident.affect, incident.attach ---- */

static const struct field affect_fields[] = {
    FIELD_INCIDENT,
    {.name = "organisation",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 200,
     .suggests = "organisations",
     .help = "The organisation's short name."},
    {.name = "from", .type = FIELD_INSTANT, .help = "Since when it is affected, if not since now."},
    {.name = NULL},
};

static const struct field adopt_fields[] = {
    FIELD_INCIDENT,
    {.name = "organisation",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 200,
     .suggests = "organisations",
     .help = "The short name of the organisation whose it is, if the import did not tell."},
    {.name = "reason",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 2000,
     .help = "Why it concerns this government."},
    {.name = NULL},
};

static const struct field attach_fields[] = {
    FIELD_INCIDENT,
    {.name = "asset",
     .type = FIELD_ID,
     .needed = true,
     .listed = "asset.list",
     .help = "The asset's id."},
    {.name = "adverse",
     .type = FIELD_WORD,
     .words = tristate_words,
     .help = "Is it adversely affected?"},
    {.name = NULL},
};

/* ---- incident.list ---- */

static const char *const rating_words[] = {"high", "medium", "low", NULL};

static const struct field list_fields[] = {
    FIELDS_PAGE,
    {.name = "state",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 60,
     .suggests = "states",
     .help = "Only those that stand there."},
    {.name = "rating", .type = FIELD_WORD, .words = rating_words, .help = "Only those rated so."},
    {.name = "organisation",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 200,
     .suggests = "organisations",
     .help = "Only those by which it, or a body below it, is affected."},
    {.name = NULL},
};

#define ON_CASE(of_area, of_level) .area = (of_area), .level = (of_level), .about = incident_about

const struct action incident_actions[] = {
    {.name = "incident.list",
     .title = "Incidents",
     .method = METHOD_GET,
     .route = "/incidents",
     .fields = list_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .read = incident_list,
     .item = "number",
     .known_by = {"number", "title", "organisation"},
     .help = "The incidents I may see, newest first."},
    {.name = "incident.read",
     .title = "An incident",
     .method = METHOD_GET,
     .route = "/incidents/{incident}",
     .fields = read_fields,
     ON_CASE(AREA_CASE, LEVEL_READ),
     .read = incident_read,
     .help = "Everything that is known of an incident, with the rating and every row of the table "
             "that matched."},
    {.name = "incident.timeline",
     .title = "Timeline",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/timeline",
     .fields = timeline_fields,
     ON_CASE(AREA_CASE, LEVEL_READ),
     .read = incident_timeline,
     .help = "What happened and when it was entered, newest first."},
    {.name = "incident.input",
     .title = "Add facts towards the rating",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/inputs",
     .fields = input_fields,
     ON_CASE(AREA_CASE, LEVEL_WRITE),
     .write = incident_input,
     .help = "What is known towards the rating. A fact that raises the rating raises it at once."},
    {.name = "incident.evaluate",
     .title = "Evaluate the incident",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/evaluation",
     .fields = evaluate_fields,
     ON_CASE(AREA_RATING, LEVEL_DECIDE),
     .write = incident_evaluate,
     .help = "Severity by the policy's table, priority and action. What is not said counts as no "
             "indication; nothing may stay unknown."},
    {.name = "incident.respond",
     .title = "The response has begun",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/responses",
     .fields = respond_fields,
     ON_CASE(AREA_CASE, LEVEL_WRITE),
     .write = incident_respond,
     .help = "Records the first action of the response, which stops the response clock."},
    {.name = "incident.detect",
     .title = "Correct the detection",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/detections",
     .fields = detect_fields,
     ON_CASE(AREA_CASE, LEVEL_WRITE),
     .write = incident_detect,
     .help = "Records when it was detected; clocks that start there are computed anew."},
    {.name = "incident.confirm",
     .title = "Confirm or decide",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/confirmations",
     .fields = confirm_fields,
     ON_CASE(AREA_NOTICE, LEVEL_WRITE),
     .write = incident_confirm,
     .help = "Records a confirmation or a decision that a rule asks for."},
    {.name = "incident.update",
     .title = "Issue a status update",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/updates",
     .fields = update_fields,
     ON_CASE(AREA_CASE, LEVEL_WRITE),
     .write = incident_update,
     .help = "How things stand. Leadership that was briefed hears that there is an update."},
    {.name = "incident.affect",
     .title = "Another organisation is affected",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/organisations",
     .fields = affect_fields,
     ON_CASE(AREA_CASE, LEVEL_WRITE),
     .write = incident_affect,
     .help = "Adds an affected organisation; its people are told what the rules say."},
    {.name = "incident.adopt",
     .title = "Adopt an imported case",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/adoption",
     .fields = adopt_fields,
     ON_CASE(AREA_CASE, LEVEL_WRITE),
     .write = incident_adopt,
     .help = "Takes an imported case as one of this house: from now on its clocks run, its people "
             "are told, and it counts."},
    {.name = "incident.attach",
     .title = "An asset is affected",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/assets",
     .fields = attach_fields,
     ON_CASE(AREA_CASE, LEVEL_WRITE),
     .write = incident_attach,
     .help = "Adds an asset, which may raise the rating, or changes what is known of it."},
    {.name = NULL},
};
