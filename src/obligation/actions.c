/* SPDX-License-Identifier: Apache-2.0 */
/* What may be asked of the obligations. */
#include "obligation/inside.h"
#include "people/can.h"

enum { OWED_SCAN_MAX = 1000, FIRE_BATCH = 200 };

static struct object object_of(const struct obligation *obligation)
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
     .help = "open (and overdue), or done (fulfilled, cancelled, superseded)."},
    {.name = "incident", .type = FIELD_ID, .help = "Only of this incident, by its number."},
    {.name = "organisation",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 200,
     .help = "Only of this organisation, by its short name."},
    FIELDS_PAGE,
    {.name = NULL},
};

static bool query_read(struct turn *turn, const struct value *input, struct owed_query *query)
{
    struct text stated = value_get_text(input, "organisation");
    *query = (struct owed_query){.done = text_is(value_get_text(input, "state"), "done")};
    if (text_is(value_get_text(input, "owed"), "mine"))
        query->person = turn->actor.person;
    if (!text_empty(stated)) {
        struct organisation organisation;
        bool found;
        if (!organisation_find(turn, stated, turn->now_us, &organisation, &found))
            return false;
        query->organisation = found ? organisation.id : TEXT("none");
    }
    if (value_has(input, "incident")
        && !obligation_rows_incident_of(turn, value_get_text(input, "incident"), &query->incident))
        return false;
    struct cursor cursor = {INT64_MIN, TEXT_NONE};
    if (!page_after(turn, input, &cursor))
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
    for (size_t scanned = 0; scanned < OWED_SCAN_MAX && items->count < limit;) {
        struct obligation *list;
        size_t count;
        query->limit = limit;
        if (!obligation_rows_owed(turn, query, &list, &count))
            return false;
        for (size_t i = 0; i < count && items->count < limit; i++) {
            struct object object = object_of(&list[i]);
            *last = &list[i];
            if (list_wanted(query, &list[i]) && can(turn, AREA_OBLIGATION, LEVEL_READ, &object))
                value_append(turn->arena, items, obligation_value(turn, &list[i]));
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
    if (last != NULL)
        value_set_text(
            turn->arena, *answer, "next",
            text_format(turn->arena, "%lld:%.*s", (long long)last->due_us, TEXT_SHOW(last->id)));
    return true;
}

/* ---- obligation.read ---- */

static const struct field read_fields[] = {
    {.name = "obligation", .type = FIELD_ID, .needed = true, .help = "The obligation's id."},
    {.name = NULL},
};

static bool obligation_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct obligation *list;
    size_t count;
    if (!obligation_rows_one(turn, value_get_text(input, "obligation"), &list, &count))
        return false;
    *object = count == 1 ? object_of(&list[0]) : (struct object){.exists = false};
    return true;
}

static struct value *say_clauses(struct turn *turn, const struct pack *pack,
                                 const struct rule *rule)
{
    struct value *list = value_list(turn->arena);
    for (size_t i = 0; i < rule->clauses.count; i++) {
        const struct clause *clause = pack_clause(pack, rule->clauses.items[i]);
        struct value *said = value_append(turn->arena, list, value_map(turn->arena));
        value_set_text(turn->arena, said, "clause", rule->clauses.items[i]);
        if (clause != NULL) {
            value_set_text(turn->arena, said, "says", clause->says);
            value_set_text(turn->arena, said, "document", clause->document);
            value_set_text(turn->arena, said, "deadline", clause->deadline);
        }
    }
    return list;
}

static struct value *say_why(struct turn *turn, const struct obligation *obligation)
{
    const struct pack *pack = pack_of(turn->pack, obligation->pack);
    const struct rule *rule = pack == NULL ? NULL : pack_rule(pack, obligation->rule);
    struct value *said = value_map(turn->arena);
    if (rule == NULL)
        return said;
    value_set_text(turn->arena, said, "policy", pack->name);
    value_set_text(turn->arena, said, "policy_version", pack->version);
    value_set_text(turn->arena, said, "policy_hash", pack->hash);
    value_set_text(turn->arena, said, "start_field", obligation->start_field);
    value_set_text(turn->arena, said, "rating", obligation->rating);
    value_set_text(turn->arena, said, "zone", pack->calendar.zone_name);
    value_set_boolean(turn->arena, said, "product_default", obligation->product_default);
    value_set(turn->arena, said, "clauses", say_clauses(turn, pack, rule));
    return said;
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
    return said;
}

static bool obligation_show(struct turn *turn, const struct value *input, struct value **answer)
{
    struct obligation *list;
    size_t count;
    struct value *versions = value_list(turn->arena);
    if (!obligation_rows_versions(turn, value_get_text(input, "obligation"), &list, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        value_append(turn->arena, versions, say_version(turn, &list[i]));
    *answer = obligation_value(turn, &list[count - 1]);
    value_set(turn->arena, *answer, "why", say_why(turn, &list[count - 1]));
    value_set(turn->arena, *answer, "versions", versions);
    return true;
}

/* ---- obligation.fire ---- */

static bool obligation_fire_due(struct change *change, const struct value *input,
                                struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct obligation *list;
    size_t count;
    (void)input;
    if (!obligation_rows_due(turn, turn->now_us, FIRE_BATCH, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!obligation_fire(change, &list[i]))
            return false;
    *answer = value_map(turn->arena);
    value_set_integer(turn->arena, *answer, "fired", (int64_t)count);
    return count > 0
           || change_entry(change, "obligation.fire", TEXT("obligation"), TEXT_NONE, *answer, NULL);
}

static const struct field fire_fields[] = {{.name = NULL}};

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
    {.name = "obligation.fire",
     .title = "Let time pass",
     .method = METHOD_POST,
     .route = "/obligations/fire",
     .fields = fire_fields,
     .area = AREA_OBLIGATION,
     .level = LEVEL_WRITE,
     .internal = true,
     .write = obligation_fire_due,
     .help = "Marks what has become overdue, warns and escalates. Called by the clock."},
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
             "what is met stays."},
    {.name = NULL},
};
