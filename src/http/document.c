/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The contents of a document as a form: which elements it has stands in the policy, so each is
 * asked by its own label, with its own help; nobody has to know a code. A field of free names whose
 * entries are maps is asked so when the form has a field whose choices are the policy's documents.
 */
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

/* One element: what is known, or why there is nothing. */
static void element(struct page *page, const struct form *form, const struct field *field,
                    const struct value *element)
{
    struct html *html = &page->html;
    const struct field *members = field->items->members;
    struct text name = text_format(page->arena, "%s.%.*s", field->name,
                                   TEXT_SHOW(value_get_text(element, "code")));
    html_open(html, "fieldset", WITH({"id", form_control_id(page->arena, name)}));
    html_element(html, "legend", BARE, value_get_text(element, "label"));
    html_element(html, "p", WITH({"class", TEXT("help")}), value_get_text(element, "help"));
    form_control(page, form, members, said_name(page, name, members));
    reasons(page, form, members + 1, name,
            value_get_boolean(element, "may_be_not_applicable", false));
    html_close(html);
}

void document_write(struct page *page, const struct form *form, const struct field *field)
{
    struct html *html = &page->html;
    const struct value *document = document_chosen(page, form);
    if (document != NULL)
        html_element(html, "p", BARE, value_get_text(document, "about"));
    for (size_t i = 0; i < value_get_count(document, "elements"); i++)
        element(page, form, field, value_get_item(document, "elements", i));
    html_open(html, "p", BARE);
    html_element(html, "button",
                 WITH({"class", TEXT("plain")}, {"name", TEXT("_more")}, {"value", TEXT("-")}),
                 document == NULL ? TEXT("Show what it must contain")
                                  : TEXT("Show the chosen document's contents"));
    html_close(html);
}
