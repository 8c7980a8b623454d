/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a field that names a thing of a list may be given, as that list answers whoever asks: nobody
 * has to know an id by heart, and nobody sees more by a form than by the list itself.
 */
#include "http/inside.h"
#include "policy/choice.h"

static const struct field *field_named(const struct action *action, const char *name)
{
    for (const struct field *field = action->fields; field != NULL && field->name != NULL; field++)
        if (strcmp(field->name, name) == 0)
            return field;
    return NULL;
}

const struct action *listed_action(const struct page *page, const struct field *field)
{
    const struct action *list =
        field->listed == NULL ? NULL : house_action(page->door->house, text_of(field->listed));
    return list != NULL && list->method == METHOD_GET && list->item != NULL ? list : NULL;
}

/* The list of the case that the form is about, where it is a list of one, or can be. */
static bool list_input(struct page *page, const struct action *list, const struct pairs *given,
                       struct value *input)
{
    for (const struct field *field = list->fields; field != NULL && field->name != NULL; field++) {
        struct text value = pairs_get(given, field->name);
        bool must = route_has(list->route, field->name);
        if (!must && strcmp(field->name, "incident") != 0)
            continue;
        if (must && value.size == 0)
            return false;
        if (value.size > 0)
            value_set_text(page->arena, input, field->name, value);
    }
    return true;
}

/* What people know it by: "INC-2026-7K3F9, Mail in my name, DPH". */
static struct text known_by(struct page *page, const struct action *list, const struct value *item)
{
    struct builder words = {.arena = page->arena};
    for (size_t i = 0; i < ACTION_KNOWN_BY_MAX && list->known_by[i] != NULL; i++) {
        struct text word = value_get_text(item, list->known_by[i]);
        if (!text_empty(word))
            build_format(&words, "%s%.*s", words.size > 0 ? ", " : "", TEXT_SHOW(word));
    }
    return words.size > 0 ? built(&words) : value_get_text(item, list->item);
}

struct value *listed_choices(struct page *page, const struct pairs *given,
                             const struct field *field)
{
    struct answer answer;
    struct value *input = value_map(page->arena);
    const struct action *list = listed_action(page, field);
    if (list == NULL || !list_input(page, list, given, input))
        return NULL;
    if (field_named(list, "limit") != NULL)
        value_set_integer(page->arena, input, "limit", ACTION_PAGE_MAX);
    if (!page_ask(page, list->name, input, &answer))
        return NULL;
    const struct value *items = value_get(answer.value, "items");
    if (items == NULL || items->count == 0 || items->count > ACTION_PAGE_MAX
        || list_next(page->arena, answer.value).size > 0)
        return NULL;
    struct value *choices = value_list(page->arena);
    for (size_t i = 0; i < items->count; i++) {
        struct value *choice = value_append(page->arena, choices, value_map(page->arena));
        value_set_text(page->arena, choice, "value", value_get_text(items->items[i], list->item));
        value_set_text(page->arena, choice, "title", known_by(page, list, items->items[i]));
    }
    return choices;
}

void listed_hint(struct page *page, const struct pairs *given, const struct field *field)
{
    struct value *input = value_map(page->arena);
    const struct action *list = listed_action(page, field);
    if (list == NULL || !list_input(page, list, given, input) || !page_may(page, list, input))
        return;
    html_open(&page->html, "p", WITH({"class", TEXT("help")}));
    html_text(&page->html, TEXT("Look it up in the list: "));
    html_link(&page->html, route_fill(page->arena, list->route, input), text_of(list->title));
    html_close(&page->html);
}

struct value *listed_words(struct arena *arena, const struct pack *pack, const struct form *form,
                           const char *list)
{
    struct value *fitting = NULL;
    bool answers = strcmp(list, "statement_answers") == 0;
    for (const struct field *field = form->action->fields; answers && field->name != NULL; field++)
        if (field->choices != NULL && strcmp(field->choices, "statements") == 0)
            fitting = pack_answers(arena, pack, pairs_get(form->given, field->name));
    return fitting != NULL && fitting->count > 0 ? fitting : pack_choices(arena, pack, list);
}
