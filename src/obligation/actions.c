/* SPDX-License-Identifier: Apache-2.0 */
/* What may be asked of the obligations. */
#include "obligation/inside.h"
#include "people/can.h"
#include "policy/register.h"

enum { OWED_SCAN_MAX = 1000, FIRE_BATCH = 25 };

struct object obligation_object(const struct obligation *obligation)
{
    return (struct object){.incident = obligation_case(obligation),
                           .organisation = obligation->organisation,
                           .person = obligation->responsible.person,
                           .exists = true};
}

/* ---- obligation.list ---- */

static const char *const owed_words[] = {"mine", "all", NULL};
static const char *const state_words[] = {"open", "done", NULL};

static const struct field list_fields[] = {
    {.name = "owed",
     .type = FIELD_WORD,
     .words = owed_words,
     .help = "mine: what I owe; all: everything I may see."},
    {.name = "state",
     .type = FIELD_WORD,
     .words = state_words,
     .help = "open (scheduled, open, overdue, suspended), or done (fulfilled, cancelled, "
             "superseded, waived, missed)."},
    {.name = "incident", .type = FIELD_ID, .help = "Only of this incident, by its number."},
    {.name = "organisation",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 200,
     .help = "Only of this organisation, by its short name."},
    {.name = "as_of",
     .type = FIELD_INSTANT,
     .help =
         "As the house knew it at this instant. Left out: as it stands, with every correction."},
    FIELDS_PAGE,
    {.name = NULL},
};

bool obligation_as_of(struct turn *turn, const struct value *input, int64_t *known_us)
{
    *known_us = TIME_NONE;
    if (!value_has(input, "as_of"))
        return true;
    if (!instant_parse(turn, "as_of", value_get_text(input, "as_of"), turn->pack->calendar.zone,
                       known_us))
        return false;
    return *known_us <= turn->now_us
           || fail_field(turn, "as_of",
                         "nobody knows yet what will be known then; give an instant "
                         "that has been");
}

static bool query_read(struct turn *turn, const struct value *input, struct owed_query *query)
{
    struct text stated = value_get_text(input, "organisation");
    *query = (struct owed_query){.done = text_is(value_get_text(input, "state"), "done"),
                                 .known_us = TIME_NONE};
    if (text_is(value_get_text(input, "owed"), "mine"))
        query->person = turn->actor.person;
    if (!text_empty(stated)) {
        struct organisation organisation;
        bool found;
        if (!organisation_find(turn, stated, turn->now_us, &organisation, &found))
            return false;
        if (!found)
            return fail_field(turn, "organisation",
                              "no organisation is called so; give its short name");
        query->organisation = organisation.id;
    }
    if (value_has(input, "incident")
        && !obligation_rows_incident_of(turn, value_get_text(input, "incident"), &query->subject))
        return false;
    struct cursor cursor = {INT64_MIN, TEXT_NONE};
    if (!page_after(turn, input, &cursor) || !obligation_as_of(turn, input, &query->known_us))
        return false;
    query->after_due_us = cursor.key;
    query->after_id = cursor.id;
    return true;
}

static bool list_wanted(const struct owed_query *query, const struct obligation *obligation)
{
    return (text_empty(query->person) || text_equal(query->person, obligation->responsible.person))
           && (text_empty(query->organisation)
               || text_equal(query->organisation, obligation->organisation));
}

static bool list_page(struct turn *turn, struct owed_query *query, size_t limit,
                      struct value *items, const struct obligation **last)
{
    struct answering answering =
        obligation_answering(turn, query->known_us == TIME_NONE ? turn->now_us : query->known_us);
    for (size_t scanned = 0; scanned < OWED_SCAN_MAX && items->count < limit;) {
        struct obligation *list;
        size_t count;
        query->limit = limit;
        if (!obligation_rows_owed(turn, query, &list, &count))
            return false;
        for (size_t i = 0; i < count && items->count < limit; i++) {
            struct object object = obligation_object(&list[i]);
            *last = &list[i];
            if (list_wanted(query, &list[i]) && can(turn, AREA_OBLIGATION, LEVEL_READ, &object))
                value_append(turn->arena, items, obligation_value(&answering, &list[i]));
        }
        scanned += count;
        if (turn->fault.kind != FAULT_NONE)
            return false;
        if (count < limit) {
            if (items->count < limit)
                *last = NULL; /* nothing is left */
            return true;
        }
        query->after_due_us = (*last)->due_us;
        query->after_id = (*last)->id;
    }
    return true;
}

static bool obligation_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct owed_query query;
    const struct obligation *last = NULL;
    struct value *items = value_list(turn->arena);
    size_t limit = page_limit(input);
    if (!query_read(turn, input, &query) || !list_page(turn, &query, limit, items, &last))
        return false;
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    value_set_text(turn->arena, *answer, "now", instant_utc(turn->arena, turn->now_us));
    answer_time(turn, *answer, "as_of", query.known_us);
    if (last != NULL)
        value_set_text(
            turn->arena, *answer, "next",
            text_format(turn->arena, "%lld:%.*s", (long long)last->due_us, TEXT_SHOW(last->id)));
    return true;
}

/* ---- obligation.read ---- */

static const struct field read_fields[] = {
    {.name = "obligation", .type = FIELD_ID, .needed = true, .help = "The obligation's id."},
    {.name = "as_of",
     .type = FIELD_INSTANT,
     .help =
         "As the house knew it at this instant. Left out: as it stands, with every correction."},
    {.name = NULL},
};

static bool obligation_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct obligation *list;
    size_t count;
    if (!obligation_rows_one(turn, value_get_text(input, "obligation"), &list, &count))
        return false;
    *object = count == 1 ? obligation_object(&list[0]) : (struct object){.exists = false};
    return true;
}

static struct value *say_clauses(struct turn *turn, const struct pack *pack,
                                 const struct rule *rule, const struct obligation *obligation)
{
    static const char *const texts[] = {"says", "document", "deadline"};
    struct arena *arena = turn->arena;
    struct value *list = value_list(arena);
    const struct value *cited = obligation_cited(arena, pack, obligation, rule, value_list(arena));
    for (size_t i = 0; i < cited->count; i++) {
        const struct value *clause = register_clause(arena, pack, cited->items[i]->text);
        struct value *said = value_append(arena, list, value_map(arena));
        value_set_text(arena, said, "clause", cited->items[i]->text);
        for (size_t j = 0; j < sizeof texts / sizeof *texts; j++)
            if (value_has(clause, texts[j]))
                value_set_text(arena, said, texts[j], value_get_text(clause, texts[j]));
    }
    return list;
}

static bool say_why(struct turn *turn, const struct obligation *obligation, struct value *said)
{
    const struct pack *pack = pack_of(turn->pack, obligation->pack);
    const struct rule *rule = pack == NULL ? NULL : pack_rule(pack, obligation->rule);
    if (rule == NULL)
        return true;
    value_set_text(turn->arena, said, "policy", pack->name);
    value_set_text(turn->arena, said, "policy_version", pack->version);
    value_set_text(turn->arena, said, "policy_hash", pack->hash);
    value_set_text(turn->arena, said, "start_field", obligation->start_field);
    value_set_text(turn->arena, said, "rating", obligation->rating);
    value_set_text(turn->arena, said, "zone", pack->calendar.zone_name);
    value_set_boolean(turn->arena, said, "product_default", obligation->product_default);
    value_set(turn->arena, said, "clauses", say_clauses(turn, pack, rule, obligation));
    return settings_say(turn, pack, obligation, said);
}

static struct value *say_version(struct turn *turn, const struct obligation *version)
{
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "state", text_of(state_name(version->state)));
    value_set_text(turn->arena, said, "due", instant_utc(turn->arena, version->due_us));
    value_set_text(turn->arena, said, "at", instant_utc(turn->arena, version->version_entry_us));
    value_set_text(
        turn->arena, said, "at_local",
        instant_people(turn->arena, turn->pack->calendar.zone, version->version_entry_us));
    value_set_integer(turn->arena, said, "level", version->level);
    value_set_text(turn->arena, said, "by", version->author);
    value_set_text(turn->arena, said, "owed_by", version->responsible.name);
    value_set_text(turn->arena, said, "basis", version->basis);
    value_set_text(turn->arena, said, "evidence", version->evidence);
    value_set_text(turn->arena, said, "explanation", version->explanation);
    return said;
}

/* What a duty that was replaced looked like before: its due and its lateness as they were known. */
static bool say_replaced(struct turn *turn, struct text id, struct value *list)
{
    struct obligation *versions;
    size_t count;
    if (!obligation_rows_versions(turn, id, &versions, &count))
        return false;
    size_t last = count;
    while (last > 0 && versions[last - 1].state == STATE_SUPERSEDED)
        last--;
    if (last == 0)
        return true;
    const struct obligation *then = &versions[last - 1];
    int64_t until_us = last < count ? versions[last].version_entry_us : turn->now_us;
    struct value *said = value_append(turn->arena, list, value_map(turn->arena));
    value_set_text(turn->arena, said, "obligation", id);
    value_set_text(turn->arena, said, "state", text_of(state_name(then->state)));
    answer_time(turn, said, "due", then->due_us);
    value_set_integer(turn->arena, said, "late_s", obligation_late_us(then, until_us) / SECOND_US);
    return true;
}

static bool say_history(struct turn *turn, const struct obligation *obligation, int64_t known_us,
                        struct value *answer)
{
    struct obligation *list;
    size_t count;
    struct text *ids;
    size_t ids_count;
    struct value *versions = value_list(turn->arena);
    struct value *replaced = value_list(turn->arena);
    if (!obligation_rows_versions(turn, obligation->id, &list, &count)
        || !obligation_rows_replaced(turn, obligation->id, &ids, &ids_count))
        return false;
    for (size_t i = 0; i < count && list[i].version_entry_us <= known_us; i++)
        value_append(turn->arena, versions, say_version(turn, &list[i]));
    for (size_t i = 0; i < ids_count; i++)
        if (!say_replaced(turn, ids[i], replaced))
            return false;
    value_set(turn->arena, answer, "versions", versions);
    if (replaced->count > 0)
        value_set(turn->arena, answer, "supersedes", replaced);
    struct value *by_hand = value_list(turn->arena);
    if (!obligation_by_hand(turn, obligation, by_hand))
        return false;
    if (by_hand->count > 0)
        value_set(turn->arena, answer, "by_hand", by_hand);
    return true;
}

static bool obligation_show(struct turn *turn, const struct value *input, struct value **answer)
{
    struct obligation *list;
    size_t count;
    int64_t known_us;
    if (!obligation_as_of(turn, input, &known_us))
        return false;
    if (known_us == TIME_NONE)
        known_us = turn->now_us;
    if (!obligation_rows_then(turn, value_get_text(input, "obligation"), known_us, &list, &count))
        return false;
    if (count == 0)
        return fail_field(turn, "as_of", "nobody owed this then: it was opened later");
    struct answering answering = obligation_answering(turn, known_us);
    *answer = obligation_value(&answering, &list[0]);
    struct value *why = value_set(turn->arena, *answer, "why", value_map(turn->arena));
    return say_why(turn, &list[0], why) && say_history(turn, &list[0], known_us, *answer);
}

/* ---- obligation.fire ---- */

/* When things are due, and who owes them, before anything falls due: so that the right people are
 * told, and of what is late. */
static bool fire_first(struct change *change, bool *went_on, int64_t *count)
{
    struct turn *turn = change_turn(change);
    int64_t moving_us;
    int64_t passing_us;
    if (!moving_next(turn, &moving_us) || !passing_next(turn, &passing_us))
        return false;
    *went_on = moving_us != INT64_MAX || passing_us != INT64_MAX;
    *count = 0;
    if (!*went_on)
        return true;
    return moving_us != INT64_MAX ? moving_continue(change, count)
                                  : passing_continue(change, count);
}

static bool obligation_fire_due(struct change *change, const struct value *input,
                                struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct obligation *list;
    size_t count;
    int64_t passed;
    bool went_on;
    struct text one = value_get_text(input, "obligation");
    const struct obligation_cursor from = {.next_us = INT64_MIN};
    *answer = value_map(turn->arena);
    if (text_empty(one) && !fire_first(change, &went_on, &passed))
        return false;
    if (text_empty(one) && went_on) {
        value_set_integer(turn->arena, *answer, "fired", passed);
        return true;
    }
    if (text_empty(one) ? !obligation_rows_due(turn, &from, FIRE_BATCH, &list, &count)
                        : !obligation_rows_one(turn, one, &list, &count))
        return false;
    count -= !text_empty(one) && count > 0 && list[0].next_us > turn->now_us;
    for (size_t i = 0; i < count; i++)
        if (!obligation_fire(change, &list[i]))
            return false;
    value_set_integer(turn->arena, *answer, "fired", (int64_t)count);
    return count > 0
           || change_entry(change, "obligation.fire", TEXT("obligation"), TEXT_NONE, *answer, NULL);
}

bool obligation_due_after(struct turn *turn, struct obligation_cursor *cursor, bool *found)
{
    struct obligation *list;
    size_t count;
    if (!obligation_rows_due(turn, cursor, 1, &list, &count))
        return false;
    *found = count > 0;
    if (*found)
        *cursor = (struct obligation_cursor){.next_us = list[0].next_us,
                                             .obligation = list[0].id,
                                             .rule = list[0].rule,
                                             .number = list[0].number};
    return true;
}

static const struct field fire_fields[] = {
    {.name = "obligation",
     .type = FIELD_TEXT,
     .least = 0,
     .most = 100,
     .help = "Only this one: the clock asks so where the whole batch cannot be done."},
    {.name = NULL}};

static const struct field close_fields[] = {
    {.name = "date",
     .type = FIELD_DATE,
     .needed = true,
     .help = "The day on which offices are closed."},
    {.name = "reason",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 2000,
     .help = "Why."},
    {.name = "source",
     .type = FIELD_TEXT,
     .least = 0,
     .most = 2000,
     .help = "Who declared it, and where."},
    {.name = NULL},
};

const struct action obligation_actions[] = {
    {.name = "obligation.list",
     .title = "What is owed",
     .method = METHOD_GET,
     .route = "/obligations",
     .fields = list_fields,
     .area = AREA_NONE, /* each row is asked for; see list_page */
     .level = LEVEL_READ,
     .read = obligation_list,
     .help = "What is owed, by whom, to whom, by when: the nearest due first. Each row is shown "
             "only to those who may "
             "read it."},
    {.name = "obligation.read",
     .title = "Why this is owed",
     .method = METHOD_GET,
     .route = "/obligations/{obligation}",
     .fields = read_fields,
     .area = AREA_OBLIGATION,
     .level = LEVEL_READ,
     .about = obligation_about,
     .read = obligation_show,
     .help = "One obligation: the rule, its clauses, where its clock started, the policy that made "
             "it, and every state "
             "it has been in."},
    {.name = "obligation.sheet",
     .title = "Compliance sheet",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/sheet",
     .fields = obligation_sheet_fields,
     .area = AREA_NONE, /* each row is asked for */
     .level = LEVEL_READ,
     .read = obligation_sheet,
     .help = "Each duty of the incident: met, late, missed, waived, open or not owed after all; by "
             "how much it was late, and how that is explained. The first page counts them."},
    {.name = "obligation.fire",
     .title = "Let time pass",
     .method = METHOD_POST,
     .route = "/obligations/fire",
     .fields = fire_fields,
     .area = AREA_OBLIGATION,
     .level = LEVEL_WRITE,
     .internal = true,
     .write = obligation_fire_due,
     .help =
         "Goes on moving what counts a day that was closed, passes on what is owed by a role for "
         "which other people answer, marks what has become overdue, warns and escalates. Called "
         "by the clock."},
    {.name = "obligation.waive",
     .title = "Waive a duty",
     .method = METHOD_POST,
     .route = "/obligations/{obligation}/waive",
     .fields = obligation_waive_fields,
     .area = AREA_OBLIGATION,
     .level = LEVEL_DECIDE,
     .about = obligation_about,
     .write = obligation_waive,
     .help = "The authority of the rule decides, with a reason, that the duty need not be done. "
             "Whoever "
             "owes it cannot."},
    {.name = "obligation.suspend",
     .title = "Suspend a duty",
     .method = METHOD_POST,
     .route = "/obligations/{obligation}/suspend",
     .fields = obligation_suspend_fields,
     .area = AREA_OBLIGATION,
     .level = LEVEL_DECIDE,
     .about = obligation_about,
     .write = obligation_suspend,
     .help =
         "The authority of the rule lets a duty rest that is not late yet. When the time is over "
         "it is owed again; a due that has passed meanwhile is the end of the rest."},
    {.name = "obligation.resume",
     .title = "End a suspension",
     .method = METHOD_POST,
     .route = "/obligations/{obligation}/resume",
     .fields = obligation_waive_fields,
     .area = AREA_OBLIGATION,
     .level = LEVEL_DECIDE,
     .about = obligation_about,
     .write = obligation_resume,
     .help = "A suspended duty is owed again from now on."},
    {.name = "interval.direct",
     .title = "Direct an interval",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/intervals",
     .fields = obligation_direct_fields,
     .area = AREA_OBLIGATION,
     .level = LEVEL_DECIDE,
     .about = obligation_direct_about,
     .write = obligation_direct,
     .help =
         "The authority of the rule says how often a duty is owed on this case: the next is due "
         "at the earlier of its old due and now with the new interval, then by the new one."},
    {.name = "obligation.explain",
     .title = "Explain lateness",
     .method = METHOD_POST,
     .route = "/obligations/{obligation}/explain",
     .fields = obligation_explain_fields,
     .area = AREA_OBLIGATION,
     .level = LEVEL_WRITE,
     .about = obligation_about,
     .write = obligation_explain,
     .help = "Says why a duty was late, or why nothing came of it. A case closes only when every "
             "late or missed duty is explained; the lateness stays."},
    {.name = "calendar.close",
     .title = "Enter a closure",
     .method = METHOD_POST,
     .route = "/calendar/closures",
     .fields = close_fields,
     .area = AREA_POLICY,
     .level = LEVEL_WRITE,
     .write = obligation_close_day,
     .help = "Declares a day to be no business day. What is still owed and counts business days "
             "moves, with its history; "
             "what is met stays. What one turn does not get through goes on by the clock."},
    {.name = NULL},
};
