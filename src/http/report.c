/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reporting an incident, and looking up what became of a report. Nobody needs to sign in, and
 * content is never refused: what is too long is cut and said to be cut, odd bytes are kept by the
 * counter. When even so it cannot be taken, the page says whom to call, and keeps what was typed.
 */
#include "http/inside.h"

/* What is asked at once; everything else in the action's table can be opened. */
static const char *const asked_at_once[] = {"what", "organisation", "known_since", "human_safety",
                                            "name", "contact",      NULL};

/* The door fills it in itself. */
static const char *const not_asked[] = {"unread", NULL};

static void call_instead(struct page *page)
{
    struct html *html = &page->html;
    const struct http_settings *settings = &page->door->settings;
    if (settings->soc_phone.size == 0 && settings->soc_mail.size == 0)
        return;
    html_open(html, "p", WITH({"class", TEXT("call")}));
    if (settings->soc_phone.size > 0)
        html_text(html, text_format(page->arena, "In a hurry, or no way to type? Call %.*s. ",
                                    TEXT_SHOW(settings->soc_phone)));
    if (settings->soc_mail.size > 0)
        html_text(html,
                  text_format(page->arena, "Or write to %.*s.", TEXT_SHOW(settings->soc_mail)));
    html_close(html);
}

static void report_form(struct page *page, const struct action *action, const struct fault *fault)
{
    page_begin(page, TEXT("Report an incident"), "/report");
    html_element(&page->html, "p", WITH({"class", TEXT("lead")}),
                 TEXT("Something looks odd? Say what you saw, in your own words. You need not be "
                      "sure, and you need not sign in."));
    call_instead(page);
    form_write(page, &(struct form){.action = action,
                                    .target = TEXT("/report"),
                                    .given = page_posted(page) ? &page->form : &page->query,
                                    .fault = fault,
                                    .first = asked_at_once,
                                    .omit = not_asked,
                                    .more = "Say more, if you know it",
                                    .button = "Send the report"});
    page_end(page);
}

static void steps(struct page *page, const struct value *answer, const char *name,
                  const char *heading)
{
    const struct value *list = value_get(answer, name);
    if (list == NULL || list->count == 0 || list->kind != VALUE_LIST)
        return;
    html_element(&page->html, "h2", BARE, text_of(heading));
    html_open(&page->html, "ul", WITH({"class", text_of(name)}));
    for (size_t i = 0; i < list->count; i++)
        html_element(&page->html, "li", BARE, list->items[i]->text);
    html_close(&page->html);
}

static void taken(struct page *page, const struct value *answer)
{
    struct html *html = &page->html;
    page->response->status = 201;
    page_begin(page, TEXT("Your report is in"), "/report");
    html_element(html, "p", WITH({"class", TEXT("lead")}),
                 TEXT("Write down these two. With them you can see what becomes of your report."));
    html_open(html, "dl", WITH({"class", TEXT("receipt")}));
    piece_row(page, "Number", value_get_text(answer, "number"));
    piece_row(page, "Receipt code", value_get_text(answer, "receipt"));
    html_close(html);
    if (page->request->body_bytes > page->request->body.size)
        html_element(html, "p", WITH({"class", TEXT("call")}),
                     text_format(page->arena,
                                 "What you sent was longer than %zu bytes; the first %zu were "
                                 "kept. Keep your own copy of the rest.",
                                 page->request->body.size, page->request->body.size));
    steps(page, answer, "now", "What to do now");
    steps(page, answer, "not_now", "What not to do");
    html_open(html, "p", BARE);
    html_link(html, TEXT("/receipt"), TEXT("See what became of it"));
    html_close(html);
    page_end(page);
}

/* A cut body is said to be cut in the report itself, which is what people will read later. */
static void mark_cut(struct page *page, struct value *input)
{
    if (page->request->body_bytes <= page->request->body.size)
        return;
    struct text what = value_get_text(input, "what");
    value_set_text(page->arena, input, "what",
                   text_format(page->arena, "[cut: %zu bytes were sent, %zu were kept]\n%.*s",
                               page->request->body_bytes, page->request->body.size,
                               TEXT_SHOW(what)));
}

/* What came as something other than a form is kept as the words of the report. */
static struct value *report_input(struct page *page, const struct action *action)
{
    struct value *input = form_input(page, action);
    if (page->form.count == 0 && page->request->body.size > 0)
        value_set_text(page->arena, input, "what", page->request->body);
    mark_cut(page, input);
    return input;
}

/* A report that did not come from our form is taken all the same, but in nobody's name. */
static void forget_person(struct page *page)
{
    struct request *request = page->request;
    size_t kept = 0;
    for (size_t i = 0; i < request->header_count; i++)
        if (!text_is(request->headers[i].name, "cookie"))
            request->headers[kept++] = request->headers[i];
    request->header_count = kept;
    page->me = NULL;
}

void report_page(struct page *page, const struct pairs *fields)
{
    struct answer answer;
    struct fault fault;
    const struct action *action = house_action(page->door->house, TEXT("report.create"));
    (void)fields;
    if (action == NULL) {
        page_fault(page, &(struct fault){.kind = FAULT_BUSY,
                                         .message = "This house cannot take reports yet."});
        return;
    }
    if (!page_posted(page)) {
        report_form(page, action, NULL);
        return;
    }
    if (!form_ours(page, &fault))
        forget_person(page);
    if (page_ask(page, action->name, report_input(page, action), &answer)) {
        taken(page, answer.value);
        return;
    }
    page->response->status = fault_face(answer.fault.kind)->http_status;
    report_form(page, action, &answer.fault);
}

static void state_of_report(struct page *page, const struct value *answer)
{
    struct html *html = &page->html;
    html_open(html, "dl", WITH({"class", TEXT("receipt")}));
    piece_row(page, "Number", value_get_text(answer, "number"));
    piece_row(page, "State", piece_state(page, value_get_text(answer, "state")));
    piece_row(page, "Rating", piece_label(page->arena, value_get_text(answer, "rating")));
    html_open(html, "div", BARE);
    html_element(html, "dt", BARE, TEXT("Told"));
    html_open(html, "dd", BARE);
    piece_when(page, answer, "told");
    html_close(html);
    html_close(html);
    piece_row(page, "What happened since", value_get_text(answer, "summary"));
    html_close(html);
}

void receipt_page(struct page *page, const struct pairs *fields)
{
    struct answer answer = {.fault = {.kind = FAULT_NONE}};
    const struct action *action = house_action(page->door->house, TEXT("report.receipt"));
    (void)fields;
    if (action == NULL) {
        page_fault(page, &(struct fault){.kind = FAULT_MISSING});
        return;
    }
    bool found =
        page_posted(page) && page_ask(page, action->name, form_input(page, action), &answer);
    bool failed = answer.fault.kind != FAULT_NONE;
    if (failed)
        page->response->status = fault_face(answer.fault.kind)->http_status;
    page_begin(page, TEXT("My report"), "/receipt");
    if (found)
        state_of_report(page, answer.value);
    else if (failed && answer.fault.kind == FAULT_MISSING)
        html_element(&page->html, "p", WITH({"class", TEXT("faults")}, {"role", TEXT("alert")}),
                     TEXT("No report has this number and this code. Look at both once more."));
    form_write(
        page,
        &(struct form){.action = action,
                       .target = TEXT("/receipt"),
                       .given = &page->form,
                       .fault = failed && answer.fault.kind != FAULT_MISSING ? &answer.fault : NULL,
                       .button = "Look it up"});
    page_end(page);
}
