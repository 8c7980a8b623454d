/* SPDX-License-Identifier: Apache-2.0 */
/* Pages about what is written of a case: the versions of its documents, one version, two compared,
 * the days of its reports, and what is asked of whoever is signed in. */
#include "http/inside.h"

static struct text case_path(struct page *page, struct text number, const char *rest)
{
    return text_format(page->arena, "/incidents/%.*s%s",
                       TEXT_SHOW(percent_encode(page->arena, number)), rest);
}

static struct text version_path(struct page *page, struct text number, const struct value *sent,
                                const char *rest)
{
    return text_format(page->arena, "%.*s/%.*s%s", TEXT_SHOW(case_path(page, number, "/documents")),
                       TEXT_SHOW(percent_encode(page->arena, value_get_text(sent, "id"))), rest);
}

static struct value *asked_of(struct page *page, const struct pairs *fields)
{
    struct value *input = value_map(page->arena);
    for (size_t i = 0; i < fields->count; i++)
        value_set_text(page->arena, input, text_string(page->arena, fields->items[i].name),
                       fields->items[i].value);
    return input;
}

void way_back(struct page *page, struct text number)
{
    html_open(&page->html, "p", BARE);
    html_text(&page->html, TEXT("For "));
    html_link(&page->html, case_path(page, number, ""), number);
    html_close(&page->html);
}

/* "Daily status report of 2025-10-11, version 2". */
static struct text version_title(struct page *page, const struct value *sent)
{
    struct text series = value_get_text(sent, "series");
    return text_format(page->arena, "%.*s%s%.*s, version %lld",
                       TEXT_SHOW(value_get_text(sent, "name")), series.size > 0 ? " " : "",
                       TEXT_SHOW(series), (long long)value_get_integer(sent, "number", 1));
}

static struct text send_path(struct page *page, struct text number, struct text document,
                             struct text series)
{
    return text_format(page->arena, "/forms/document.send?incident=%.*s&document=%.*s%s%.*s",
                       TEXT_SHOW(percent_encode(page->arena, number)),
                       TEXT_SHOW(percent_encode(page->arena, document)),
                       series.size > 0 ? "&series=" : "",
                       TEXT_SHOW(percent_encode(page->arena, series)));
}

/* ---- the list of versions ---- */

void documents_page(struct page *page, const struct pairs *fields)
{
    static const char *const columns[] = {"Document", "Complete", "Sent", "By", NULL};
    struct answer answer;
    struct table table;
    struct text number = pairs_get(fields, "incident");
    struct value *input = asked_of(page, fields);
    struct text after = pairs_get(&page->query, "after");
    if (after.size > 0)
        value_set_text(page->arena, input, "after", after);
    if (!page_need(page, "document.list", input, &answer))
        return;
    page_begin(page, TEXT("Documents"), "/incidents");
    piece_done(page);
    way_back(page, number);
    html_open(&page->html, "p", BARE);
    html_link(&page->html, send_path(page, number, TEXT_NONE, TEXT_NONE), TEXT("Write a document"));
    html_text(&page->html, TEXT(" · "));
    html_link(&page->html, case_path(page, number, "/days"), TEXT("Days"));
    html_text(&page->html, TEXT(" · "));
    html_link(&page->html, case_path(page, number, "/page"), TEXT("Account of the incident"));
    html_close(&page->html);
    table_begin(page, &table, TEXT("Every version that was sent, newest first"), columns);
    for (size_t i = 0; i < value_get_count(answer.value, "items"); i++) {
        const struct value *sent = value_get_item(answer.value, "items", i);
        table_row(page, &table);
        table_cell(page, &table);
        html_link(&page->html, version_path(page, number, sent, ""), version_title(page, sent));
        html_close(&page->html);
        table_text(page, &table,
                   value_get_boolean(sent, "complete", false) ? TEXT("Yes") : TEXT("Not yet"));
        table_cell(page, &table);
        piece_when(page, sent, "at");
        html_close(&page->html);
        table_text(page, &table, value_get_text(sent, "by"));
        html_close(&page->html);
    }
    table_end(page);
    piece_next(page, answer.value, "after");
    page_end(page);
}

/* ---- one version ---- */

static void element_shown(struct page *page, const struct value *element)
{
    static const char *const reasons[][2] = {{"not_applicable", "Does not apply: "},
                                             {"outstanding", "Outstanding: "}};
    struct html *html = &page->html;
    struct text local = value_get_text(element, "value_local");
    html_element(html, "h3", BARE, value_get_text(element, "label"));
    if (!value_get_boolean(element, "settled", false)) {
        html_open(html, "p", BARE);
        piece_mark(page, "overdue", TEXT("Missing"));
        html_text(html, TEXT(" "));
        piece_clauses(page, value_get(element, "clauses"));
        html_close(html);
    }
    if (value_has(element, "value"))
        html_element(html, "blockquote", BARE,
                     local.size > 0 ? local : value_get_text(element, "value"));
    if (value_has(element, "note"))
        html_element(html, "p", WITH({"class", TEXT("help")}), value_get_text(element, "note"));
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (value_has(element, reasons[i][0]))
            html_element(html, "p", BARE,
                         text_format(page->arena, "%s%.*s", reasons[i][1],
                                     TEXT_SHOW(value_get_text(element, reasons[i][0]))));
}

static void version_facts(struct page *page, const struct value *sent)
{
    struct html *html = &page->html;
    html_open(html, "dl", WITH({"class", TEXT("facts")}));
    piece_row(page, "Complete",
              value_get_boolean(sent, "complete", false)
                  ? TEXT("Yes")
                  : text_format(page->arena, "Not yet: %lld of %lld",
                                (long long)value_get_integer(sent, "answered", 0),
                                (long long)value_get_integer(sent, "of", 0)));
    piece_row(page, "Sent", value_get_text(sent, "at_local"));
    piece_row(page, "By", value_get_text(sent, "by"));
    piece_row(page, "SHA-256", value_get_text(sent, "sha256"));
    if (value_has(sent, "ledger"))
        piece_row(
            page, "Line of the ledger",
            text_format(page->arena, "%lld", (long long)value_get_integer(sent, "ledger", 0)));
    for (size_t i = 0; i < value_get_count(sent, "recipients"); i++)
        piece_row(page, "Went to", value_get_text(value_get_item(sent, "recipients", i), "name"));
    for (size_t i = 0; i < value_get_count(sent, "approvals"); i++)
        piece_row(page, "Approved by", value_get_text(value_get_item(sent, "approvals", i), "by"));
    html_close(html);
}

/* The version before this one, of the same document. */
static struct text version_before(struct page *page, struct text number, const struct value *sent)
{
    struct answer answer;
    struct value *input = value_map(page->arena);
    bool passed = false;
    value_set_text(page->arena, input, "incident", number);
    value_set_text(page->arena, input, "document", value_get_text(sent, "document"));
    if (!page_ask(page, "document.list", input, &answer))
        return TEXT_NONE;
    for (size_t i = 0; i < value_get_count(answer.value, "items"); i++) {
        const struct value *one = value_get_item(answer.value, "items", i);
        if (passed)
            return value_get_text(one, "id");
        passed = text_equal(value_get_text(one, "id"), value_get_text(sent, "id"));
    }
    return TEXT_NONE;
}

static void version_ways(struct page *page, struct text number, const struct value *sent)
{
    struct html *html = &page->html;
    struct text before = version_before(page, number, sent);
    html_open(html, "ul", WITH({"class", TEXT("deeds")}));
    html_open(html, "li", BARE);
    html_link(html, version_path(page, number, sent, "/page"), TEXT("To print and keep"));
    html_close(html);
    html_open(html, "li", BARE);
    html_link(
        html,
        send_path(page, number, value_get_text(sent, "document"), value_get_text(sent, "series")),
        TEXT("Write the next version"));
    html_close(html);
    if (before.size > 0) {
        html_open(html, "li", BARE);
        html_link(html,
                  text_format(page->arena, "%.*s/%.*s",
                              TEXT_SHOW(version_path(page, number, sent, "/changes")),
                              TEXT_SHOW(percent_encode(page->arena, before))),
                  TEXT("What changed since the version before"));
        html_close(html);
    }
    if (value_get_boolean(sent, "may_approve", false)) {
        html_open(html, "li", BARE);
        html_link(html,
                  text_format(page->arena, "/forms/document.approve?incident=%.*s&id=%.*s",
                              TEXT_SHOW(percent_encode(page->arena, number)),
                              TEXT_SHOW(percent_encode(page->arena, value_get_text(sent, "id")))),
                  TEXT("Approve it"));
        html_close(html);
    }
    html_close(html);
}

void document_page(struct page *page, const struct pairs *fields)
{
    struct answer answer;
    struct text number = pairs_get(fields, "incident");
    if (!page_need(page, "document.read", asked_of(page, fields), &answer))
        return;
    const struct value *sent = answer.value;
    page_begin(page, version_title(page, sent), "/incidents");
    piece_done(page);
    way_back(page, number);
    version_facts(page, sent);
    version_ways(page, number, sent);
    html_element(&page->html, "h2", BARE, TEXT("What it says"));
    for (size_t i = 0; i < value_get_count(sent, "elements"); i++)
        element_shown(page, value_get_item(sent, "elements", i));
    page_end(page);
}

/* The bytes of the record, with a policy that allows its style and nothing else. */
void record_page(struct page *page, const struct pairs *fields)
{
    struct answer answer;
    struct value *input = asked_of(page, fields);
    bool version = pairs_get(fields, "id").size > 0;
    struct text format = pairs_get(&page->query, "format");
    if (format.size > 0)
        value_set_text(page->arena, input, "format", format);
    if (!page_need(page, version ? "document.render" : "incident.render", input, &answer))
        return;
    struct text style = value_get_text(answer.value, "style_sha256");
    page->response->type = value_get_text(answer.value, "media_type");
    page->response->body = value_get_text(answer.value, "body");
    if (style.size > 0)
        header_set(page->request, page->response, "Content-Security-Policy",
                   text_format(page->arena,
                               "default-src 'none'; style-src 'sha256-%.*s'; base-uri 'none'; "
                               "form-action 'none'; frame-ancestors 'none'",
                               TEXT_SHOW(style)));
}

/* ---- two versions ---- */

static struct text item_says(const struct value *item)
{
    static const char *const members[] = {"value", "not_applicable", "outstanding"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (value_has(item, members[i]))
            return value_get_text(item, members[i]);
    return TEXT_NONE;
}

void changes_page(struct page *page, const struct pairs *fields)
{
    static const char *const columns[] = {"Element", "What became of it", "Before", "After", NULL};
    struct answer answer;
    struct table table;
    struct text number = pairs_get(fields, "incident");
    if (!page_need(page, "document.compare", asked_of(page, fields), &answer))
        return;
    page_begin(page, TEXT("What changed"), "/incidents");
    way_back(page, number);
    html_open(&page->html, "p", BARE);
    html_text(&page->html, TEXT("From "));
    html_link(&page->html, version_path(page, number, value_get(answer.value, "before"), ""),
              version_title(page, value_get(answer.value, "before")));
    html_text(&page->html, TEXT(" to "));
    html_link(&page->html, version_path(page, number, value_get(answer.value, "after"), ""),
              version_title(page, value_get(answer.value, "after")));
    html_close(&page->html);
    table_begin(page, &table, TEXT("Element by element; what stayed as it was is left out"),
                columns);
    for (size_t i = 0; i < value_get_count(answer.value, "elements"); i++) {
        const struct value *one = value_get_item(answer.value, "elements", i);
        struct text what = value_get_text(one, "what");
        if (text_is(what, "same") || text_is(what, "unsaid"))
            continue;
        table_row(page, &table);
        table_text(page, &table, value_get_text(one, "label"));
        table_text(page, &table, piece_label(page->arena, what));
        table_text(page, &table, item_says(value_get(one, "before")));
        table_text(page, &table, item_says(value_get(one, "after")));
        html_close(&page->html);
    }
    table_end(page);
    page_end(page);
}

/* ---- the days ---- */

static void day_button(struct page *page, struct text number, struct text day)
{
    const struct action *daily = house_action(page->door->house, TEXT("document.daily"));
    struct pairs given = {0};
    pairs_add(page->arena, &given, "incident", number);
    pairs_add(page->arena, &given, "series", day);
    form_write(page, &(struct form){.action = daily,
                                    .target = TEXT("/forms/document.daily"),
                                    .given = &given,
                                    .hidden = true,
                                    .button = "No change"});
}

static void day_row(struct page *page, struct table *table, struct text number,
                    const struct value *day, struct text document)
{
    struct html *html = &page->html;
    struct text state = value_get_text(day, "state");
    bool bad = text_is(state, "missed") || text_is(state, "overdue") || text_is(state, "late");
    table_row(page, table);
    table_text(page, table, value_get_text(day, "day"));
    table_cell(page, table);
    piece_mark(page, bad ? "overdue" : "state", piece_label(page->arena, state));
    html_close(html);
    table_cell(page, table);
    piece_when(page, day, "due");
    html_close(html);
    table_cell(page, table);
    if (value_has(day, "id"))
        html_link(html, version_path(page, number, day, ""),
                  piece_document(page, value_get_text(day, "document")));
    else {
        day_button(page, number, value_get_text(day, "day"));
        html_link(html, send_path(page, number, document, value_get_text(day, "day")),
                  TEXT("Something changed: write it"));
    }
    html_close(html);
    html_close(html);
}

void days_page(struct page *page, const struct pairs *fields)
{
    static const char *const columns[] = {"Day", "State", "Due", "Report", NULL};
    struct answer answer;
    struct table table;
    struct text number = pairs_get(fields, "incident");
    if (!page_need(page, "document.days", asked_of(page, fields), &answer))
        return;
    page_begin(page, TEXT("A report for each day"), "/incidents");
    piece_done(page);
    way_back(page, number);
    if (value_get_count(answer.value, "items") == 0)
        html_element(&page->html, "p", BARE,
                     TEXT("None is owed yet: the first is for the day after the detection."));
    else {
        table_begin(page, &table, TEXT("The days since the detection"), columns);
        for (size_t i = value_get_count(answer.value, "items"); i-- > 0;)
            day_row(page, &table, number, value_get_item(answer.value, "items", i),
                    value_get_text(answer.value, "document"));
        table_end(page);
    }
    page_end(page);
}

/* ---- asked of me ---- */

static void request_shown(struct page *page, const struct value *request)
{
    struct html *html = &page->html;
    html_open(html, "li", WITH({"class", TEXT("card")}));
    html_element(html, "blockquote", BARE, value_get_text(request, "question"));
    html_open(html, "p", WITH({"class", TEXT("help")}));
    html_text(html, text_format(page->arena, "%.*s, asked by %.*s, due ",
                                TEXT_SHOW(value_get_text(request, "number")),
                                TEXT_SHOW(value_get_text(request, "by"))));
    piece_when(page, request, "due");
    html_close(html);
    for (size_t i = 0; i < value_get_count(request, "answers"); i++) {
        const struct value *one = value_get_item(request, "answers", i);
        html_element(html, "p", BARE,
                     text_format(page->arena, "%lld. %.*s (%.*s)",
                                 (long long)value_get_integer(one, "place", 0),
                                 TEXT_SHOW(value_get_text(one, "answer")),
                                 TEXT_SHOW(value_get_text(one, "by"))));
    }
    html_open(html, "p", BARE);
    html_link(
        html,
        text_format(page->arena, "/forms/request.answer?request=%.*s",
                    TEXT_SHOW(percent_encode(page->arena, value_get_text(request, "request")))),
        value_get_count(request, "answers") == 0 ? TEXT("Answer") : TEXT("Put it right"));
    html_close(html);
    html_close(html);
}

void asked_page(struct page *page, const struct pairs *fields)
{
    struct answer answer;
    struct value *input = value_map(page->arena);
    struct text after = pairs_get(&page->query, "after");
    (void)fields;
    if (after.size > 0)
        value_set_text(page->arena, input, "after", after);
    if (!page_need(page, "request.mine", input, &answer))
        return;
    page_begin(page, TEXT("Asked of me"), "/requests");
    piece_done(page);
    if (value_get_count(answer.value, "items") == 0)
        html_element(&page->html, "p", BARE, TEXT("No response team has asked you anything."));
    html_open(&page->html, "ol", WITH({"class", TEXT("cards")}));
    for (size_t i = 0; i < value_get_count(answer.value, "items"); i++)
        request_shown(page, value_get_item(answer.value, "items", i));
    html_close(&page->html);
    piece_next(page, answer.value, "after");
    page_end(page);
}
