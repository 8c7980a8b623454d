/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a form can know before anybody types: the facts towards the rating that the case has
 * already, and the impact table as what stands in the form would light it. Nothing is stored; the
 * room that does the deed reads everything anew.
 */
#include "base/json.h"
#include "http/inside.h"
#include "policy/rating.h"

/* The members of the contract of `revere policy rate` that a form may hold. */
static const char *const rated_members[] = {"human_safety", "assets", "liability", "data"};

static bool table_has(const struct action *action, const char *name)
{
    for (const struct field *field = action->fields; field != NULL && field->name != NULL; field++)
        if (strcmp(field->name, name) == 0)
            return true;
    return false;
}

bool known_is_rating(const struct action *action)
{
    for (size_t i = 0; i < sizeof rated_members / sizeof *rated_members; i++)
        if (!table_has(action, rated_members[i]))
            return false;
    return route_has(action->route, "incident");
}

void pairs_flatten(struct arena *arena, struct pairs *pairs, struct text name,
                   const struct value *value)
{
    switch (value->kind) {
    case VALUE_MAP:
        for (size_t i = 0; i < value->count; i++)
            pairs_flatten(
                arena, pairs,
                text_format(arena, "%.*s.%.*s", TEXT_SHOW(name), TEXT_SHOW(value->members[i].name)),
                value->members[i].value);
        return;
    case VALUE_LIST:
        for (size_t i = 0; i < value->count; i++)
            pairs_flatten(arena, pairs, text_format(arena, "%.*s[%zu]", TEXT_SHOW(name), i),
                          value->items[i]);
        return;
    case VALUE_BOOLEAN:
        pairs_add(arena, pairs, text_string(arena, name),
                  value->boolean ? TEXT("yes") : TEXT("no"));
        return;
    case VALUE_INTEGER:
        pairs_add(arena, pairs, text_string(arena, name), json_write(arena, value));
        return;
    case VALUE_TEXT: pairs_add(arena, pairs, text_string(arena, name), value->text); return;
    case VALUE_NULL:
    case VALUE_REAL: return;
    }
}

static const struct value *incident_of(struct page *page, struct text number)
{
    struct answer answer;
    struct value *input = value_map(page->arena);
    value_set_text(page->arena, input, "incident", number);
    return page_ask(page, "incident.read", input, &answer) ? answer.value : NULL;
}

void known_add(struct page *page, const struct action *action, struct pairs *given)
{
    document_add(page, action, given);
    if (!known_is_rating(action))
        return;
    const struct value *incident = incident_of(page, pairs_get(given, "incident"));
    const struct value *inputs = value_get(incident, "inputs");
    for (size_t i = 0; inputs != NULL && i < inputs->count; i++)
        pairs_flatten(page->arena, given, inputs->members[i].name, inputs->members[i].value);
}

/* What stands in the form, with the assets that the case has from the register. */
static struct value *asked(struct page *page, const struct value *typed,
                           const struct value *incident)
{
    struct arena *arena = page->arena;
    struct value *asked = value_map(arena);
    struct value *assets = value_list(arena);
    for (size_t i = 0; i < sizeof rated_members / sizeof *rated_members; i++)
        if (value_get(typed, rated_members[i]) != NULL)
            value_set(arena, asked, rated_members[i], value_get(typed, rated_members[i]));
    for (size_t i = 0; i < value_get_count(typed, "assets"); i++)
        value_append(arena, assets, value_get_item(typed, "assets", i));
    for (size_t i = 0; i < value_get_count(incident, "assets"); i++) {
        const struct value *attached = value_get_item(incident, "assets", i);
        struct value *one = value_append(arena, assets, value_map(arena));
        value_set_text(arena, one, "rating", value_get_text(attached, "rating"));
        value_set_text(arena, one, "adverse", value_get_text(attached, "adverse"));
    }
    value_set(arena, asked, "assets", assets);
    return asked;
}

const struct value *known_rows(struct page *page, const struct action *action,
                               const struct pairs *given)
{
    struct rating_input input;
    struct rating_result result;
    struct turn turn = {.arena = page->arena, .now_us = page->request->now_us};
    const struct pack *pack = house_pack(page->door->house);
    if (!known_is_rating(action) || pack == NULL || pack->rating == NULL)
        return NULL;
    const struct value *incident = incident_of(page, pairs_get(given, "incident"));
    struct value *typed = value_map(page->arena);
    for (size_t i = 0; i < given->count; i++)
        if (given->items[i].name.size > 0 && given->items[i].name.data[0] != '_')
            input_put(&turn, action->fields, typed, given->items[i].name, given->items[i].value);
    input_finish(typed);
    if (incident == NULL || !rating_input_read(&turn, pack, asked(page, typed, incident), &input)
        || !rating_of(&turn, pack, &input, &result))
        return NULL;
    return rating_rows_value(page->arena, pack,
                             value_get(rating_result_value(page->arena, &result), "matched"));
}
