/* SPDX-License-Identifier: Apache-2.0 */
/* Triggers: facts of the closed list, with conditions on their fields. */
#include "policy/inside.h"

static const struct field text_item = {.type = FIELD_TEXT, .least = 1};
static const struct field condition_fields[] = {
    {"field", FIELD_ID, .help = "A field of the fact."},
    {"is", FIELD_TEXT, .least = 1, .help = "It is this text."},
    {"in", FIELD_LIST, .least = 1, .items = &text_item, .help = "It is one of these."},
    {"at_least", FIELD_TEXT, .least = 1, .help = "It is this rating or a higher one."},
    {"absent", FIELD_BOOLEAN, .help = "true: it is not set."},
    {"present", FIELD_BOOLEAN, .help = "true: it is set."},
    {0},
};
static const struct field condition_item = {.type = FIELD_MAP, .members = condition_fields};
static const struct field term_fields[] = {
    {"field", FIELD_ID, .help = "A field of the fact."},
    {"is", FIELD_TEXT, .least = 1, .help = "It is this text."},
    {"in", FIELD_LIST, .least = 1, .items = &text_item, .help = "It is one of these."},
    {"at_least", FIELD_TEXT, .least = 1, .help = "It is this rating or a higher one."},
    {"absent", FIELD_BOOLEAN, .help = "true: it is not set."},
    {"present", FIELD_BOOLEAN, .help = "true: it is set."},
    {"any", FIELD_LIST, .least = 2, .items = &condition_item,
     .help = "At least one of these holds; once in a list."},
    {0},
};
static const struct field term_item = {.type = FIELD_MAP, .members = term_fields};
static const struct field trigger_fields[] = {
    {"fact", FIELD_TEXT, .needed = true, .help = "The name of a fact."},
    {"when", FIELD_LIST, .least = 1, .items = &term_item, .help = "All of these hold."},
    {"unless", FIELD_LIST, .least = 1, .items = &term_item, .help = "Not all of these hold."},
    {"start", FIELD_TEXT, .help = "Of what opens: the field at which the clock starts."},
    {"anew", FIELD_BOOLEAN, .help = "Of what opens: owed again, also where it was met before."},
    {"instead", FIELD_BOOLEAN, .help = "Of what opens: only in the place of what it supersedes."},
    {"basis", FIELD_ID, .help = "Of what cancels: why."},
    {0},
};
const struct field trigger_item = {.type = FIELD_MAP, .members = trigger_fields};

/* The names of a condition's comparisons, in the order of enum comparison. */
static const char *const comparisons[] = {"is", "in", "at_least", "absent", "present"};
enum { COMPARISONS = sizeof comparisons / sizeof comparisons[0] };

/* Exactly one comparison must be written. */
static bool comparison_read(const struct reading *reading, const struct value *map,
                            struct condition *condition)
{
    int found = 0;
    for (int i = 0; i < COMPARISONS; i++) {
        if (!value_has(map, comparisons[i]))
            continue;
        condition->comparison = (enum comparison)i;
        found++;
    }
    return found == 1
           || fail_line(reading, map->line,
                        "a condition needs exactly one of is, in, at_least, absent, present; here "
                        "are %d.",
                        found);
}

static bool values_read(const struct reading *reading, const struct value *map,
                        struct condition *condition)
{
    struct arena *arena = reading->turn->arena;
    const struct value *value = value_get(map, comparisons[condition->comparison]);
    switch (condition->comparison) {
    case COMPARE_IN: condition->values = names_read(arena, value); return true;
    case COMPARE_ABSENT:
    case COMPARE_PRESENT:
        return value->boolean
               || fail_line(reading, value->line,
                            "%s can only be true; for the contrary write the other of absent and "
                            "present.",
                            comparisons[condition->comparison]);
    case COMPARE_IS:
    case COMPARE_AT_LEAST: break;
    }
    condition->values = (struct names){arena_take(arena, sizeof(struct text)), 1};
    condition->values.items[0] = value->text;
    return condition->comparison == COMPARE_IS || rating_named(value->text) != RATING_NONE
           || fail_line(reading, value->line,
                        "\"%.*s\" is no rating: at_least compares ratings by their order.",
                        TEXT_SHOW(value->text));
}

static bool condition_read(const struct reading *reading, const struct value *map,
                           struct condition *condition)
{
    const struct value *field = value_get(map, "field");
    if (field == NULL)
        return fail_line(reading, map->line, "a condition needs a field.");
    if (!fact_field_named(field->text, &condition->field))
        return fail_line(reading, field->line, "\"%.*s\" is no field of a fact: see pack(5).",
                         TEXT_SHOW(field->text));
    if (!comparison_read(reading, map, condition) || !values_read(reading, map, condition))
        return false;
    return !fact_field_is_time(condition->field) || condition->comparison >= COMPARE_ABSENT
           || fail_line(reading, map->line,
                        "%s is an instant: a condition can only ask whether it is absent or "
                        "present.",
                        fact_field_name(condition->field));
}

static bool conditions_read(const struct reading *reading, const struct value *list,
                            struct condition *conditions, size_t *count)
{
    for (size_t i = 0; i < list->count; i++) {
        if (value_has(list->items[i], "any"))
            continue;
        if (!condition_read(reading, list->items[i], &conditions[(*count)++]))
            return false;
    }
    return true;
}

/* The one item {any: […]} of a list; NULL when there is none. */
static bool any_find(const struct reading *reading, const struct value *list,
                     const struct value **any)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct value *item = list->items[i];
        if (!value_has(item, "any"))
            continue;
        if (item->count > 1)
            return fail_line(reading, item->line, "any stands alone in its item of the list.");
        if (*any != NULL)
            return fail_line(reading, item->line, "any may stand only once in a list.");
        *any = value_get(item, "any");
    }
    return true;
}

static bool when_read(const struct reading *reading, const struct value *list, struct when *when)
{
    const struct value *any = NULL;
    struct arena *arena = reading->turn->arena;
    if (list == NULL)
        return true;
    if (!any_find(reading, list, &any))
        return false;
    when->all = arena_array(arena, list->count, sizeof(struct condition));
    if (!conditions_read(reading, list, when->all, &when->all_count))
        return false;
    if (any == NULL)
        return true;
    when->any = arena_array(arena, any->count, sizeof(struct condition));
    return conditions_read(reading, any, when->any, &when->any_count);
}

static bool start_read(const struct reading *reading, const struct value *map,
                       struct trigger *trigger)
{
    const struct value *start = value_get(map, "start");
    if (start == NULL)
        return true;
    return (fact_field_named(start->text, &trigger->start) && fact_field_is_time(trigger->start))
           || fail_line(reading, start->line,
                        "a clock cannot start at \"%.*s\": it is no instant of a fact.",
                        TEXT_SHOW(start->text));
}

static bool trigger_read(const struct reading *reading, const struct value *map,
                         struct trigger *trigger)
{
    const struct value *fact = value_get(map, "fact");
    trigger->name = fact->text;
    trigger->start = FIELD_OF_AT;
    trigger->basis = value_get_text(map, "basis");
    trigger->anew = value_get_boolean(map, "anew", false);
    trigger->instead = value_get_boolean(map, "instead", false);
    switch (fact_kind_named(fact->text, &trigger->fact)) {
    case FACT_NAME_KNOWN: trigger->served = true; break;
    case FACT_NAME_TO_COME: break;
    case FACT_NAME_UNKNOWN:
        return fail_line(reading, fact->line, "\"%.*s\" is no fact that this program knows.",
                         TEXT_SHOW(fact->text));
    }
    return when_read(reading, value_get(map, "when"), &trigger->when)
           && when_read(reading, value_get(map, "unless"), &trigger->unless)
           && start_read(reading, map, trigger);
}

bool triggers_read(const struct reading *reading, const struct value *list,
                   struct trigger **triggers, size_t *count)
{
    *count = list == NULL ? 0 : list->count;
    *triggers = arena_array(reading->turn->arena, *count, sizeof **triggers);
    for (size_t i = 0; i < *count; i++)
        if (!trigger_read(reading, list->items[i], &(*triggers)[i]))
            return false;
    return true;
}

/* ---- references ---- */

static bool rating_known(const struct pack *pack, struct text name)
{
    (void)pack;
    return rating_named(name) != RATING_NONE;
}

/* Fields whose words stand in the pack: a slip of the finger there would never hold. */
static const struct {
    enum fact_field field;
    reference_known *is_known;
    const char *where;
} worded[] = {
    {FIELD_OF_RULE, rule_known, "obligations.yaml"},
    {FIELD_OF_DOCUMENT, element_known, "elements.yaml"},
    {FIELD_OF_RATING, rating_known, "high, medium, low"},
    {FIELD_OF_PREVIOUS, rating_known, "high, medium, low"},
};

static bool words_check(const struct reading *reading, const struct value *condition)
{
    struct text field = value_get_text(condition, "field");
    for (size_t i = 0; i < sizeof worded / sizeof worded[0]; i++) {
        if (!text_is(field, fact_field_name(worded[i].field)))
            continue;
        return reference_check(reading, condition, "is", worded[i].is_known, worded[i].where)
               && reference_check(reading, condition, "in", worded[i].is_known, worded[i].where);
    }
    return true;
}

static bool conditions_check(const struct reading *reading, const struct value *list)
{
    for (size_t i = 0; list != NULL && i < list->count; i++) {
        const struct value *any = value_get(list->items[i], "any");
        for (size_t j = 0; any != NULL && j < any->count; j++)
            if (!words_check(reading, any->items[j]))
                return false;
        if (any == NULL && !words_check(reading, list->items[i]))
            return false;
    }
    return true;
}

bool triggers_check(const struct reading *reading, const struct value *list)
{
    for (size_t i = 0; list != NULL && i < list->count; i++)
        if (!conditions_check(reading, value_get(list->items[i], "when"))
            || !conditions_check(reading, value_get(list->items[i], "unless")))
            return false;
    return true;
}
