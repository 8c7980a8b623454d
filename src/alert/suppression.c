/* SPDX-License-Identifier: Apache-2.0 */
/* Suppressions: for how long the alerts of a rule, or of a rule about one entity, are counted and
 * not raised; and tunings, by which only some are not, or all with another level. Each is an act of
 * somebody, has a reason and an end, and ends by itself. */
#include "alert/inside.h"
#include "base/id.h"
#include "base/zone.h"
#include "policy/pack.h"

enum {
    RULE_BYTES_MAX = 100,
    ENTITY_BYTES_MAX = 300,
    VALUE_BYTES_MAX = 300,
    LEAST_MAX = 1000000,
    ACTIVE_MAX = 1000
};

/* What becomes of what the rule finds. */
#define DOES_SUPPRESS  "suppress"  /* it is raised to nobody */
#define DOES_EXCLUDE   "exclude"   /* it counts as not found where a field has a value */
#define DOES_THRESHOLD "threshold" /* it is raised once there are so many within an alert */
#define DOES_LEVEL     "level"     /* it is raised with another level */
static const char *const does_words[] = {DOES_SUPPRESS, DOES_EXCLUDE, DOES_THRESHOLD, DOES_LEVEL,
                                         NULL};

const struct field suppression_create_fields[] = {
    {.name = "rule",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = RULE_BYTES_MAX,
     .help = "Id of the detection rule, as its alerts give it."},
    {.name = "entity",
     .type = FIELD_TEXT,
     .least = 1,
     .most = ENTITY_BYTES_MAX,
     .help = "Only alerts about this one, as they give it; all, if left out."},
    {.name = "does",
     .type = FIELD_WORD,
     .words = does_words,
     .help =
         "What becomes of what is found: suppressed, if nothing is said; excluded where a field "
         "has a value; raised only from a number on; raised with another level."},
    {.name = "field",
     .type = FIELD_TEXT,
     .least = 1,
     .most = RULE_BYTES_MAX,
     .help = "Of exclude: the field of the event, as revere event read shows it."},
    {.name = "value",
     .type = FIELD_TEXT,
     .least = 1,
     .most = VALUE_BYTES_MAX,
     .help = "Of exclude: its whole value, in capitals or not."},
    {.name = "at_least",
     .type = FIELD_INTEGER,
     .least = 2,
     .most = LEAST_MAX,
     .help = "Of threshold: so many events about one entity, within the time of one alert."},
    {.name = "level",
     .type = FIELD_WORD,
     .words = alert_levels,
     .help = "Of level: which one its alerts are to have."},
    {.name = "until",
     .type = FIELD_INSTANT,
     .needed = true,
     .help = "When it ends. It ends by itself."},
    {.name = "reason",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 2000,
     .help = "Why these alerts are of no use; what is being done about it."},
    {.name = NULL},
};

/* What becomes of what is found, and the members that go with it. */
static void tuning_set(struct arena *arena, const struct suppression *suppression,
                       struct value *said)
{
    value_set_text(arena, said, "does", suppression->does);
    if (text_is(suppression->does, DOES_EXCLUDE)) {
        value_set_text(arena, said, "field", suppression->field);
        value_set_text(arena, said, "value", suppression->value);
    }
    if (text_is(suppression->does, DOES_THRESHOLD))
        value_set_integer(arena, said, "at_least", suppression->least);
    if (text_is(suppression->does, DOES_LEVEL))
        value_set_text(arena, said, "level", suppression->level);
}

static struct value *suppression_value(struct turn *turn, const struct suppression *suppression)
{
    struct value *said = value_map(turn->arena);
    bool ended = suppression->end_us <= turn->now_us;
    value_set_text(turn->arena, said, "suppression", suppression->id);
    value_set_text(turn->arena, said, "rule", suppression->rule);
    value_set_text(turn->arena, said, "entity", suppression->entity);
    tuning_set(turn->arena, suppression, said);
    answer_time(turn, said, "from", suppression->from_us);
    answer_time(turn, said, "until", suppression->end_us);
    value_set_text(turn->arena, said, "state", ended ? TEXT("ended") : TEXT("active"));
    value_set_text(turn->arena, said, "reason", suppression->reason);
    value_set_text(turn->arena, said, "by", suppression->person);
    value_set_integer(turn->arena, said, "suppressed", suppression->count);
    answer_time(turn, said, "last", suppression->last_us);
    value_set_text(turn->arena, said, "version",
                   text_format(turn->arena, "%lld", (long long)suppression->version));
    return said;
}

static bool suppression_note(struct change *change, const struct suppression *suppression,
                             const char *verb, const struct value *said)
{
    struct text object =
        text_format(change_turn(change)->arena, "suppression/%.*s", TEXT_SHOW(suppression->id));
    return suppression_write(change, suppression)
           && change_entry(change, verb, object, TEXT_NONE, said, NULL);
}

/* Each deed has its members, and no other has them. */
static bool tuning_check(struct turn *turn, const struct value *input, struct text does)
{
    static const struct {
        const char *name, *does, *todo;
    } members[] = {{"field", DOES_EXCLUDE, "say which field decides"},
                   {"value", DOES_EXCLUDE, "say with which value what is found is excluded"},
                   {"at_least", DOES_THRESHOLD, "say from how many events on it is raised"},
                   {"level", DOES_LEVEL, "say which level its alerts are to have"}};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        bool its = text_is(does, members[i].does);
        if (its && !value_has(input, members[i].name))
            return fail_field(turn, members[i].name, "%s", members[i].todo);
        if (!its && value_has(input, members[i].name))
            return fail_field(turn, members[i].name,
                              "it goes with does: %s; leave it out, or say that", members[i].does);
    }
    return !text_is(does, DOES_EXCLUDE) || !value_has(input, "entity")
           || fail_field(turn, "entity",
                         "an exclusion goes by the value of a field; give one, and no entity");
}

bool suppression_create(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct suppression suppression = {
        .rule = value_get_text(input, "rule"),
        .entity = value_get_text(input, "entity"),
        .does = value_has(input, "does") ? value_get_text(input, "does") : TEXT(DOES_SUPPRESS),
        .field = value_get_text(input, "field"),
        .value = value_get_text(input, "value"),
        .least = value_get_integer(input, "at_least", 0),
        .level = value_get_text(input, "level"),
        .reason = value_get_text(input, "reason"),
        .person = turn->actor.person,
        .from_us = turn->now_us,
        .last_us = TIME_NONE,
        .version = 1};
    struct suppression *active;
    size_t count;
    if (!tuning_check(turn, input, suppression.does)
        || !instant_parse(turn, "until", value_get_text(input, "until"), turn->pack->calendar.zone,
                          &suppression.end_us))
        return false;
    if (suppression.end_us <= turn->now_us)
        return fail_field(turn, "until", "this is over already; give an end that is still to come");
    if (!suppression_select_active(turn, ACTIVE_MAX, &active, &count))
        return false;
    if (count == ACTIVE_MAX)
        return fail(turn, FAULT_LIMIT, "there are %d suppressions: end some of them first",
                    ACTIVE_MAX);
    if (!id_new(turn, &suppression.id))
        return false;
    *answer = suppression_value(turn, &suppression);
    return suppression_note(change, &suppression, "suppression.create", *answer);
}

/* ---- ending ---- */

const struct field suppression_end_fields[] = {
    {.name = "suppression",
     .type = FIELD_ID,
     .needed = true,
     .listed = "suppression.list",
     .help = "Its id."},
    {.name = "reason",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 2000,
     .help = "Why it ends before its time."},
    {.name = NULL},
};

bool suppression_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct suppression suppression;
    if (!suppression_select(turn, value_get_text(input, "suppression"), &suppression,
                            &object->exists))
        return false;
    object->version = text_format(turn->arena, "%lld", (long long)suppression.version);
    return true;
}

bool suppression_end(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct suppression suppression;
    bool found;
    if (!suppression_select(turn, value_get_text(input, "suppression"), &suppression, &found))
        return false;
    if (suppression.end_us <= turn->now_us)
        return fail(turn, FAULT_REFUSED, "this suppression has ended already");
    suppression.end_us = turn->now_us;
    suppression.reason =
        text_format(turn->arena, "%.*s\nEnded: %.*s", TEXT_SHOW(suppression.reason),
                    TEXT_SHOW(value_get_text(input, "reason")));
    suppression.version++;
    *answer = suppression_value(turn, &suppression);
    return suppression_note(change, &suppression, "suppression.end", *answer);
}

/* ---- the list ---- */

const struct field suppression_list_fields[] = {
    FIELDS_PAGE,
    {.name = NULL},
};

bool suppression_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct cursor after = {.key = INT64_MAX};
    struct suppression *list;
    size_t count;
    struct value *items = value_list(turn->arena);
    size_t limit = page_limit(input);
    if (!page_after(turn, input, &after)
        || !suppression_select_page(turn, after, limit, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        value_append(turn->arena, items, suppression_value(turn, &list[i]));
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (count == limit && count > 0)
        page_next(turn, *answer, (struct cursor){list[count - 1].from_us, list[count - 1].id});
    return true;
}

/* ---- the watch ---- */

const struct field suppression_active_fields[] = {{.name = NULL}};

/* What a watch must know to heed them, and no more. Tunings stand apart: a watch that does not know
 * of them must not take them for suppressions. */
bool suppression_active(struct turn *turn, const struct value *input, struct value **answer)
{
    struct suppression *list;
    size_t count;
    struct value *items = value_list(turn->arena);
    struct value *tunings = value_list(turn->arena);
    (void)input;
    if (!suppression_select_active(turn, ACTIVE_MAX, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool whole = text_is(list[i].does, DOES_SUPPRESS);
        struct value *item =
            value_append(turn->arena, whole ? items : tunings, value_map(turn->arena));
        value_set_text(turn->arena, item, "suppression", list[i].id);
        value_set_text(turn->arena, item, "rule", list[i].rule);
        value_set_text(turn->arena, item, "entity", list[i].entity);
        if (!whole)
            tuning_set(turn->arena, &list[i], item);
        answer_time(turn, item, "until", list[i].end_us);
    }
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    value_set(turn->arena, *answer, "tunings", tunings);
    return true;
}

const struct field suppression_count_fields[] = {
    {.name = "suppression",
     .type = FIELD_ID,
     .needed = true,
     .listed = "suppression.list",
     .help = "Its id."},
    {.name = "watch",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 100,
     .help = "Which watch says it."},
    {.name = "count",
     .type = FIELD_INTEGER,
     .needed = true,
     .least = 1,
     .most = 1000000000,
     .help = "Hits that were suppressed since it was said last."},
    {.name = "last", .type = FIELD_INSTANT, .needed = true, .help = "When the last of them came."},
    {.name = NULL},
};

bool suppression_count(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct suppression suppression;
    bool found;
    int64_t last_us;
    if (!instant_parse(turn, "last", value_get_text(input, "last"), turn->pack->calendar.zone,
                       &last_us)
        || !suppression_select(turn, value_get_text(input, "suppression"), &suppression, &found))
        return false;
    if (!found)
        return fail(turn, FAULT_MISSING, "there is no such suppression");
    suppression.count += value_get_integer(input, "count", 1);
    if (suppression.last_us == TIME_NONE || last_us > suppression.last_us)
        suppression.last_us = last_us;
    suppression.version++;
    *answer = suppression_value(turn, &suppression);
    return suppression_note(change, &suppression, "suppression.count", input);
}
