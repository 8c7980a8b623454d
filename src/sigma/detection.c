/* SPDX-License-Identifier: Apache-2.0 */
/* The search identifiers of a rule: maps, lists of maps, keywords. */
#include "sigma/inside.h"

enum { IDENTIFIERS_MAX = 512 };

/* Every item must hold. */
static bool map_compile(struct compile *compile, const struct value *map, struct node **node)
{
    struct node *all = node_new(compile->turn->arena, NODE_AND, map->count);
    if (map->count == 0)
        return wrong(compile, map->line, "detection",
                     "a selection without items would hold for "
                     "every event: name a field, or leave it out.");
    for (size_t i = 0; i < map->count; i++) {
        const struct member *member = &map->members[i];
        if (!item_compile(compile, member->name, member->line, member->value,
                          &all->children[all->count++]))
            return false;
    }
    *node = all->count == 1 ? all->children[0] : all;
    return true;
}

static bool is_scalar(const struct value *value)
{
    return value->kind != VALUE_LIST && value->kind != VALUE_MAP;
}

/* Any element: maps each by itself, texts as keywords. */
static bool list_compile(struct compile *compile, const struct value *list, struct node **node)
{
    size_t scalars = 0;
    for (size_t i = 0; i < list->count; i++)
        scalars += is_scalar(list->items[i]);
    if (scalars == list->count)
        return keywords_compile(compile, list, node);
    struct node *any = node_new(compile->turn->arena, NODE_OR, list->count);
    for (size_t i = 0; i < list->count; i++) {
        const struct value *item = list->items[i];
        struct node **child = &any->children[any->count++];
        if (item->kind == VALUE_LIST)
            return wrong(compile, item->line, "detection", "a list in a list means nothing here.");
        if (!(item->kind == VALUE_MAP ? map_compile(compile, item, child)
                                      : keywords_compile(compile, item, child)))
            return false;
    }
    *node = any->count == 1 ? any->children[0] : any;
    return true;
}

static bool identifier_compile(struct compile *compile, const struct member *member,
                               struct node **node)
{
    const struct value *value = member->value;
    bool good = value->kind == VALUE_MAP    ? map_compile(compile, value, node)
                : value->kind == VALUE_LIST ? list_compile(compile, value, node)
                                            : keywords_compile(compile, value, node);
    if (!good)
        return false;
    if (!text_empty((*node)->name)) { /* an alias: the same value under two names */
        struct node *again = arena_take(compile->turn->arena, sizeof *again);
        *again = **node;
        *node = again;
    }
    (*node)->name = member->name;
    return true;
}

static bool is_one_of(struct text name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (text_is(name, *names))
            return true;
    return false;
}

static struct text condition_text(struct arena *arena, const struct value *condition)
{
    struct builder out = {.arena = arena};
    if (condition->kind != VALUE_LIST)
        return condition->text;
    for (size_t i = 0; i < condition->count; i++)
        build_format(&out, "%s(%.*s)", i == 0 ? "" : " or ", TEXT_SHOW(condition->items[i]->text));
    return built(&out);
}

bool detection_compile(struct compile *compile, const struct value *section,
                       const char *const *other_names, struct detection *detection)
{
    const struct value *condition = value_get(section, "condition");
    *detection = (struct detection){0};
    if (section->kind != VALUE_MAP)
        return wrong(compile, section->line, "detection",
                     "it must be a map of search identifiers "
                     "and a condition.");
    if (condition == NULL)
        return wrong(compile, section->line, "condition",
                     "the condition is missing: say which "
                     "search identifiers must hold.");
    if (section->count > IDENTIFIERS_MAX)
        return wrong(compile, section->line, "detection",
                     "there are more than %d search "
                     "identifiers.",
                     IDENTIFIERS_MAX);
    detection->nodes = arena_array(compile->turn->arena, section->count, sizeof(struct node *));
    for (size_t i = 0; i < section->count; i++) {
        const struct member *member = &section->members[i];
        if (member->value == condition || is_one_of(member->name, other_names))
            continue;
        if (!identifier_compile(compile, member, &detection->nodes[detection->count++]))
            return false;
    }
    detection->condition = condition_text(compile->turn->arena, condition);
    return condition_compile(compile, condition, detection, &detection->root);
}
