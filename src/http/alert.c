/* SPDX-License-Identifier: Apache-2.0 */
/* Alerts: the list of them, and one: what was found by which rule and why, in which lines, and what
 * became of it. What stood in a log is text here, whatever it looks like. */
#include "http/inside.h"

static struct text alert_path(struct page *page, const struct value *alert)
{
    return text_format(page->arena, "/alerts/%.*s",
                       TEXT_SHOW(percent_encode(page->arena, value_get_text(alert, "alert"))));
}

static void level_mark(struct page *page, const struct value *alert)
{
    struct text level = value_get_text(alert, "level");
    if (level.size > 0)
        piece_mark(page, "state", piece_label(page->arena, level));
}

static void case_link(struct page *page, const struct value *alert)
{
    struct text number = value_get_text(alert, "incident");
    if (number.size > 0)
        html_link(&page->html,
                  text_format(page->arena, "/incidents/%.*s",
                              TEXT_SHOW(percent_encode(page->arena, number))),
                  number);
}

/* ---- the lists ---- */

static void alert_row(struct page *page, struct table *table, const struct value *alert)
{
    struct html *html = &page->html;
    table_row(page, table);
    table_cell(page, table);
    html_link(html, alert_path(page, alert), value_get_text(alert, "title"));
    html_close(html);
    table_cell(page, table);
    level_mark(page, alert);
    html_close(html);
    table_text(page, table, value_get_text(alert, "entity"));
    table_text(page, table,
               text_format(page->arena, "%lld", (long long)value_get_integer(alert, "count", 0)));
    table_cell(page, table);
    piece_when(page, alert, "last");
    html_close(html);
    table_text(page, table, piece_label(page->arena, value_get_text(alert, "state")));
    table_cell(page, table);
    case_link(page, alert);
    html_close(html);
    html_close(html);
}

static void alert_rows(struct page *page, const struct value *answer, struct text caption)
{
    static const char *const columns[] = {"What", "Level", "Whom or what", "Events",
                                          "Last", "State", "Case",         NULL};
    struct table table;
    const struct value *items = value_get(answer, "items");
    if (items == NULL || items->count == 0) {
        piece_empty(page, TEXT("There is no alert that you may see. The watch raises them."),
                    TEXT_NONE, TEXT_NONE);
        return;
    }
    table_begin(page, &table, caption, columns);
    for (size_t i = 0; i < items->count; i++)
        alert_row(page, &table, items->items[i]);
    table_end(page);
}

void alerts_page(struct page *page, const struct pairs *fields)
{
    struct answer answer;
    struct value *input = value_map(page->arena);
    struct text number = pairs_get(fields, "incident");
    static const char *const handed[] = {"state", "after"};
    for (size_t i = 0; i < sizeof handed / sizeof *handed; i++)
        if (pairs_get(&page->query, handed[i]).size > 0)
            value_set_text(page->arena, input, handed[i], pairs_get(&page->query, handed[i]));
    if (number.size > 0)
        value_set_text(page->arena, input, "incident", number);
    if (!page_need(page, number.size > 0 ? "alert.case" : "alert.list", input, &answer))
        return;
    page_begin(page, TEXT("Alerts"), number.size > 0 ? "/incidents" : "/more");
    if (number.size > 0)
        way_back(page, number);
    alert_rows(page, answer.value,
               number.size > 0 ? TEXT("Alerts of this case, those that came to it last first")
                               : TEXT("Alerts you may see, the newest first"));
    piece_next(page, answer.value, "after");
    page_end(page);
}

/* ---- one ---- */

static void row_when(struct page *page, const struct value *alert, const char *name,
                     const char *term)
{
    if (!value_has(alert, name))
        return;
    html_open(&page->html, "div", BARE);
    html_element(&page->html, "dt", BARE, text_of(term));
    html_open(&page->html, "dd", BARE);
    piece_when(page, alert, name);
    html_close(&page->html);
    html_close(&page->html);
}

/* "attack.t1059.001" is T1059.001 of ATT&CK, "attack.initial-access" a tactic of it. */
static struct text tag_words(struct page *page, struct text tag)
{
    struct text rest;
    struct text space = text_cut(tag, '.', &rest);
    if (!text_is(space, "attack") || rest.size == 0)
        return tag;
    bool technique = rest.size > 1 && (rest.data[0] == 't' || rest.data[0] == 'g')
                     && rest.data[1] >= '0' && rest.data[1] <= '9';
    if (technique)
        return text_format(page->arena, "ATT&CK %c%.*s", rest.data[0] - ('a' - 'A'),
                           (int)rest.size - 1, rest.data + 1);
    struct text words = piece_label(page->arena, rest);
    char *letters = arena_take(page->arena, words.size + 1);
    for (size_t i = 0; i < words.size; i++)
        letters[i] = words.data[i] == '-' ? ' ' : words.data[i];
    return text_format(page->arena, "ATT&CK: %.*s", (int)words.size, letters);
}

static struct text joined(struct page *page, const struct value *list, bool tags)
{
    struct builder words = {.arena = page->arena};
    for (size_t i = 0; list != NULL && i < list->count; i++) {
        struct text word = list->items[i]->text;
        struct text shown = tags ? tag_words(page, word) : word;
        build_format(&words, "%s%.*s", i > 0 ? ", " : "", TEXT_SHOW(shown));
    }
    return built(&words);
}

static void alert_facts(struct page *page, const struct value *alert)
{
    struct html *html = &page->html;
    html_open(html, "dl", WITH({"class", TEXT("facts")}));
    piece_row(page, "Level", piece_label(page->arena, value_get_text(alert, "level")));
    piece_row(page, "Whom or what", value_get_text(alert, "entity"));
    piece_row(page, "Organisation", value_get_text(alert, "short"));
    piece_row(page, "Events",
              text_format(page->arena, "%lld", (long long)value_get_integer(alert, "count", 0)));
    row_when(page, alert, "first", "First");
    row_when(page, alert, "last", "Last");
    row_when(page, alert, "raised", "Raised");
    piece_row(page, "By the watch", value_get_text(alert, "watch"));
    piece_row(page, "Found",
              text_is(value_get_text(alert, "seen"), "history")
                  ? TEXT("in what was kept, by a rule that is newer")
                  : TEXT("as it came"));
    piece_row(page, "Rule", value_get_text(alert, "rule"));
    piece_row(page, "Author of the rule", value_get_text(alert, "author"));
    piece_row(page, "Filed under", joined(page, value_get(alert, "tags"), true));
    piece_row(page, "Refers to", joined(page, value_get(alert, "references"), false));
    html_close(html);
}

static void alert_became(struct page *page, const struct value *alert)
{
    struct html *html = &page->html;
    html_element(html, "h2", BARE, TEXT("What became of it"));
    html_open(html, "dl", WITH({"class", TEXT("facts")}));
    piece_row(page, "State", piece_label(page->arena, value_get_text(alert, "state")));
    piece_row(page, "Decided", piece_label(page->arena, value_get_text(alert, "outcome")));
    piece_row(page, "By the rule of the policy", value_get_text(alert, "ground"));
    piece_row(page, "Because", value_get_text(alert, "reason"));
    if (value_get_text(alert, "incident").size > 0) {
        html_open(html, "div", BARE);
        html_element(html, "dt", BARE, TEXT("Case"));
        html_open(html, "dd", BARE);
        case_link(page, alert);
        html_close(html);
        html_close(html);
    }
    html_close(html);
}

static void alert_why(struct page *page, const struct value *why)
{
    static const char *const columns[] = {"Part of the rule", "Field", "What stood there",
                                          "What the rule looks for", NULL};
    struct table table;
    if (why == NULL || why->count == 0)
        return;
    table_begin(page, &table, TEXT("Which part of the rule found what, and where"), columns);
    for (size_t i = 0; i < why->count; i++) {
        table_row(page, &table);
        table_text(page, &table, value_get_text(why->items[i], "selection"));
        table_text(page, &table, value_get_text(why->items[i], "field"));
        table_text(page, &table, value_get_text(why->items[i], "value"));
        table_text(page, &table, value_get_text(why->items[i], "wanted"));
        html_close(&page->html);
    }
    table_end(page);
}

static void alert_events(struct page *page, const struct value *events)
{
    static const char *const columns[] = {"Where it is kept", "From", "Line", NULL};
    struct table table;
    if (events == NULL || events->count == 0)
        return;
    table_begin(page, &table, TEXT("The lines, or their beginnings"), columns);
    for (size_t i = 0; i < events->count; i++) {
        const struct value *event = events->items[i];
        table_row(page, &table);
        table_text(page, &table,
                   text_format(page->arena, "Segment %lld, line %lld",
                               (long long)value_get_integer(event, "segment", 0),
                               (long long)value_get_integer(event, "position", 0)));
        table_text(page, &table, value_get_text(event, "source"));
        table_text(page, &table, value_get_text(event, "line"));
        html_close(&page->html);
    }
    table_end(page);
}

static void alert_deeds(struct page *page, const struct value *alert)
{
    static const char *const deeds[] = {"alert.promote", "alert.join", "alert.close"};
    struct value *input = value_map(page->arena);
    bool in_case = value_get_text(alert, "incident").size > 0;
    value_set_text(page->arena, input, "alert", value_get_text(alert, "alert"));
    if (text_is(value_get_text(alert, "state"), "closed"))
        return;
    html_open(&page->html, "ul", WITH({"class", TEXT("deeds")}));
    for (size_t i = in_case ? 1 : 0; i < sizeof deeds / sizeof *deeds; i++) {
        const struct action *action = house_action(page->door->house, text_of(deeds[i]));
        if (action == NULL || !page_may(page, action, input))
            continue;
        html_open(&page->html, "li", BARE);
        html_link(
            &page->html,
            text_format(page->arena, "/forms/%s?alert=%.*s", deeds[i],
                        TEXT_SHOW(percent_encode(page->arena, value_get_text(alert, "alert")))),
            text_of(action->title));
        html_close(&page->html);
    }
    html_close(&page->html);
}

void alert_page(struct page *page, const struct pairs *fields)
{
    struct answer answer;
    struct value *input = value_map(page->arena);
    value_set_text(page->arena, input, "alert", pairs_get(fields, "alert"));
    if (!page_need(page, "alert.read", input, &answer))
        return;
    const struct value *alert = answer.value;
    page_begin(page, value_get_text(alert, "title"), "/more");
    piece_done(page);
    if (value_get_text(alert, "says").size > 0)
        html_element(&page->html, "p", WITH({"class", TEXT("lead")}),
                     value_get_text(alert, "says"));
    alert_deeds(page, alert);
    alert_facts(page, alert);
    html_element(&page->html, "h2", BARE, TEXT("Why it fired"));
    alert_why(page, value_get(alert, "why"));
    alert_events(page, value_get(alert, "events"));
    if (value_has(alert, "record"))
        piece_value(page, value_get(alert, "record"), TEXT("What the other product said"));
    alert_became(page, alert);
    page_end(page);
}
