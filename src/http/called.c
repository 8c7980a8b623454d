/* SPDX-License-Identifier: Apache-2.0 */
/* Whom of an affected body one calls first: the card that stands before everything else of a case,
 * so that nobody looks for a number at night. */
#include "http/inside.h"

/* What a telephone dials: the digits, and the plus before them. */
static struct text dialled(struct arena *arena, struct text number)
{
    struct builder out = {.arena = arena};
    build(&out, TEXT("tel:"));
    for (size_t i = 0; i < number.size; i++)
        if ((number.data[i] >= '0' && number.data[i] <= '9') || number.data[i] == '+')
            build_byte(&out, number.data[i]);
    return built(&out);
}

static void ways(struct page *page, const struct value *person)
{
    struct html *html = &page->html;
    size_t phones = value_get_count(person, "phone");
    for (size_t i = 0; i < phones; i++) {
        struct text number = value_get_item(person, "phone", i)->text;
        html_text(html, i == 0 ? TEXT(", day and night ") : TEXT(", "));
        html_element(html, "a", WITH({"href", dialled(page->arena, number)}), number);
    }
    if (phones == 0)
        html_text(html, TEXT(", no number is verified"));
    for (size_t i = 0; i < value_get_count(person, "mail"); i++) {
        html_text(html, TEXT(", "));
        html_text(html, value_get_item(person, "mail", i)->text);
    }
}

static void one(struct page *page, const struct value *person)
{
    struct html *html = &page->html;
    bool instead = text_is(value_get_text(person, "kind"), "fallback");
    html_open(html, "li", BARE);
    html_element(html, "strong", BARE, value_get_text(person, "name"));
    html_text(html, instead ? TEXT(" (nobody holds it: in its place)")
                            : text_format(page->arena, " (%.*s)",
                                          TEXT_SHOW(value_get_text(person, "order"))));
    if (value_get_boolean(person, "absent", false))
        html_text(html, TEXT(", away now"));
    ways(page, person);
    html_close(html);
}

void called_first(struct page *page, const struct value *incident)
{
    struct html *html = &page->html;
    size_t count = value_get_count(incident, "called_first");
    if (count == 0)
        return;
    html_element(html, "h2", WITH({"id", TEXT("called")}), TEXT("Whom to call first"));
    html_open(html, "ol", WITH({"class", TEXT("cards")}));
    for (size_t i = 0; i < count; i++) {
        const struct value *office = value_get_item(incident, "called_first", i);
        size_t people = value_get_count(office, "people");
        html_open(html, "li", BARE);
        html_element(html, "h3", BARE,
                     text_format(page->arena, "%.*s: %.*s",
                                 TEXT_SHOW(value_get_text(office, "organisation")),
                                 TEXT_SHOW(value_get_text(office, "title"))));
        html_open(html, "ul", BARE);
        for (size_t j = 0; j < people; j++)
            one(page, value_get_item(office, "people", j));
        if (people == 0)
            html_element(html, "li", BARE, TEXT("Nobody is named."));
        html_close(html);
        html_close(html);
    }
    html_close(html);
}
