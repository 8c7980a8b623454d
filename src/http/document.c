/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The contents of a document as a form: which elements it has stands in the policy, so each is
 * asked by its own label, with its own help; nobody has to know a code. A field of free names whose
 * entries are maps is asked so when the form has a field whose choices are the policy's documents.
 */
#include "base/zone.h"
#include "http/inside.h"

static const char *document_field(const struct action *action)
{
    for (const struct field *field = action->fields; field != NULL && field->name != NULL; field++)
        if (field->choices != NULL && strcmp(field->choices, "documents") == 0)
            return field->name;
    return NULL;
}

bool document_asked(const struct form *form, const struct field *field)
{
    return field->type == FIELD_NAMES && field->items->type == FIELD_MAP
           && document_field(form->action) != NULL;
}

static const struct value *document_chosen(const struct page *page, const struct form *form)
{
    const struct pack *pack = house_pack(page->door->house);
    struct text code = pairs_get(form->given, document_field(form->action));
    for (size_t i = 0; pack != NULL && i < value_get_count(pack->elements, "documents"); i++) {
        const struct value *document = value_get_item(pack->elements, "documents", i);
        if (text_equal(value_get_text(document, "code"), code))
            return document;
    }
    return NULL;
}

const struct value *document_begun(struct page *page, const struct action *action,
                                   const struct pairs *given)
{
    struct answer answer;
    struct value *input = value_map(page->arena);
    const char *field = document_field(action);
    if (field == NULL || pairs_get(given, field).size == 0 || !route_has(action->route, "incident"))
        return NULL;
    value_set_text(page->arena, input, "incident", pairs_get(given, "incident"));
    value_set_text(page->arena, input, "document", pairs_get(given, field));
    if (pairs_get(given, "series").size > 0)
        value_set_text(page->arena, input, "series", pairs_get(given, "series"));
    return page_ask(page, "document.prepare", input, &answer) ? answer.value : NULL;
}

/* An instant as one would type it, in the zone of the policy. */
static void instant_typed(struct page *page, struct value *item)
{
    const struct pack *pack = house_pack(page->door->house);
    struct turn turn = {.arena = page->arena, .now_us = page->request->now_us};
    int64_t instant_us;
    if (instant_parse(&turn, "value", value_get_text(item, "value"), pack->calendar.zone,
                      &instant_us))
        value_set_text(page->arena, item, "value",
                       instant_local(page->arena, pack->calendar.zone, instant_us));
}

void document_add(struct page *page, const struct action *action, struct pairs *given)
{
    const struct value *begun = document_begun(page, action, given);
    struct value *content = value_get(begun, "content");
    for (size_t i = 0; i < value_get_count(begun, "elements"); i++) {
        const struct value *element = value_get_item(begun, "elements", i);
        struct text code = value_get_text(element, "code");
        struct value *item = value_get(content, text_string(page->arena, code));
        if (item == NULL || value_get_boolean(element, "fixed", false))
            continue;
        if (text_is(value_get_text(element, "kind"), "instant") && value_has(item, "value"))
            instant_typed(page, item);
        pairs_flatten(page->arena, given, text_format(page->arena, "content.%.*s", TEXT_SHOW(code)),
                      item);
    }
}

static struct text said_name(struct page *page, struct text element, const struct field *said)
{
    return text_format(page->arena, "%.*s.%s", TEXT_SHOW(element), said->name);
}

/* Why there is nothing to say: asked where it is opened, and open where it was typed. */
static void reasons(struct page *page, const struct form *form, const struct field *members,
                    struct text name, bool may_not_apply)
{
    bool typed = false;
    for (const struct field *said = members; said->name != NULL; said++)
        typed = typed || pairs_get(form->given, said_name(page, name, said).data).size > 0;
    html_open(&page->html, "details", WITH(ONLY_IF(typed, "open", TEXT_NONE)));
    html_element(&page->html, "summary", BARE, TEXT("Nothing to say? Say why"));
    for (const struct field *said = members; said->name != NULL; said++)
        if (may_not_apply || strcmp(said->name, "not_applicable") != 0)
            form_control(page, form, said, said_name(page, name, said));
    html_close(&page->html);
}

/* A control of the element's own kind: a choice, a time, a day; else a text. */
static void value_control(struct page *page, const struct form *form, const struct field *value,
                          const struct value *element, struct text name)
{
    struct text kind = value_get_text(element, "kind");
    struct field field = *value;
    size_t count = value_get_count(element, "words");
    const char **words = arena_array(page->arena, count + 1, sizeof *words);
    for (size_t i = 0; i < count; i++)
        words[i] = text_string(page->arena, value_get_item(element, "words", i)->text);
    words[count] = NULL;
    if (count > 0)
        field = (struct field){
            .name = value->name, .type = FIELD_WORD, .words = words, .label = value->label};
    else if (text_is(kind, "instant"))
        field = (struct field){.name = value->name, .type = FIELD_INSTANT, .label = value->label};
    else if (text_is(kind, "date"))
        field = (struct field){.name = value->name, .type = FIELD_DATE, .label = value->label};
    form_control(page, form, &field, name);
}

/* What nobody types: what the case knows, or why it does not. */
static void fixed_shown(struct page *page, const struct value *item)
{
    html_element(&page->html, "p", BARE,
                 value_has(item, "value") ? value_get_text(item, "value")
                                          : value_get_text(item, "outstanding"));
    html_element(&page->html, "p", WITH({"class", TEXT("help")}),
                 TEXT("The case says so; nobody types it."));
}

/* What is missing, each with who asks for it; each leads to its place in the form. */
static void missing_shown(struct page *page, const struct field *field, const struct value *begun)
{
    struct html *html = &page->html;
    size_t count = value_get_count(begun, "missing");
    if (begun == NULL)
        return;
    html_element(html, "p", BARE,
                 count == 0 ? TEXT("As it stands, it is complete.")
                            : text_format(page->arena, "Not complete: %lld of %lld settled.",
                                          (long long)value_get_integer(begun, "answered", 0),
                                          (long long)value_get_integer(begun, "of", 0)));
    html_open(html, "ul", BARE);
    for (size_t i = 0; i < count; i++) {
        const struct value *one = value_get_item(begun, "missing", i);
        struct text name = text_format(page->arena, "%s.%.*s", field->name,
                                       TEXT_SHOW(value_get_text(one, "element")));
        html_open(html, "li", BARE);
        html_link(html,
                  text_format(page->arena, "#%.*s", TEXT_SHOW(form_control_id(page->arena, name))),
                  value_get_text(one, "label"));
        html_text(html, text_format(page->arena, ": %.*s ", TEXT_SHOW(value_get_text(one, "why"))));
        piece_clauses(page, value_get(one, "clauses"));
        html_close(html);
    }
    html_close(html);
}

/* One element: what is known, or why there is nothing. */
static void element(struct page *page, const struct form *form, const struct field *field,
                    const struct value *element, const struct value *item, struct text source)
{
    struct html *html = &page->html;
    const struct field *members = field->items->members;
    struct text name = text_format(page->arena, "%s.%.*s", field->name,
                                   TEXT_SHOW(value_get_text(element, "code")));
    html_open(html, "fieldset", WITH({"id", form_control_id(page->arena, name)}));
    html_element(html, "legend", BARE, value_get_text(element, "label"));
    html_element(html, "p", WITH({"class", TEXT("help")}), value_get_text(element, "help"));
    if (value_get_boolean(element, "fixed", false)) {
        fixed_shown(page, item);
        html_close(html);
        return;
    }
    if (!text_empty(source))
        html_element(html, "p", WITH({"class", TEXT("help")}),
                     text_format(page->arena, "Filled in from %.*s.", TEXT_SHOW(source)));
    value_control(page, form, members, element, said_name(page, name, members));
    reasons(page, form, members + 1, name,
            value_get_boolean(element, "may_be_not_applicable", false));
    html_close(html);
}

void document_write(struct page *page, const struct form *form, const struct field *field)
{
    struct html *html = &page->html;
    const struct value *document = document_chosen(page, form);
    const struct value *begun = document_begun(page, form->action, form->given);
    const struct value *content = value_get(begun, "content");
    if (document != NULL)
        html_element(html, "p", BARE, value_get_text(document, "about"));
    missing_shown(page, field, begun);
    for (size_t i = 0; i < value_get_count(document, "elements"); i++) {
        const struct value *one = value_get_item(document, "elements", i);
        element(page, form, field, one,
                value_get(content, text_string(page->arena, value_get_text(one, "code"))),
                value_get_text(value_get_item(begun, "elements", i), "source"));
    }
    html_open(html, "p", BARE);
    html_element(html, "button",
                 WITH({"class", TEXT("plain")}, {"name", TEXT("_more")}, {"value", TEXT("-")}),
                 document == NULL ? TEXT("Show what it must contain")
                                  : TEXT("Show the chosen document's contents"));
    html_close(html);
}
