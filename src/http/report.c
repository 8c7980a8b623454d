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

/* A way to report: the whole form, or the short one for what only looks odd. */
struct intake {
    const char *action, *path, *title, *lead, *button;
    const char *other_path, *other; /* the other way */
};
static const struct intake whole = {
    .action = "report.create",
    .path = "/report",
    .title = "Report an incident",
    .lead = "Something looks odd? Say what you saw, in your own words. You need not be sure, and "
            "you need not sign in.",
    .button = "Send the report",
    .other_path = "/odd",
    .other = "It only looks odd: the short form"};
static const struct intake short_form = {
    .action = "report.suspect",
    .path = "/odd",
    .title = "Something looks odd",
    .lead = "Say what looks odd, in your own words. You need not be sure, and nobody holds it "
            "against you if it was nothing. Only those who look into it see your name.",
    .button = "Send it",
    .other_path = "/report",
    .other = "There is more to say: the whole form"};

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

/* Whoever is signed in may also take down what others tell, and see what became of it. */
static void for_others(struct page *page)
{
    static const struct {
        const char *action, *path;
    } ways[] = {{"report.call", "/forms/report.call"},
                {"report.paper", "/forms/report.paper"},
                {"report.mine", "/reports"}};
    if (page->me == NULL)
        return;
    html_open(&page->html, "p", BARE);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        const struct action *action = house_action(page->door->house, text_of(ways[i].action));
        if (action == NULL)
            continue;
        html_link(&page->html, text_of(ways[i].path), text_of(action->title));
        html_text(&page->html, TEXT(". "));
    }
    html_close(&page->html);
}

static void report_form(struct page *page, const struct intake *intake, const struct action *action,
                        const struct fault *fault)
{
    page_begin(page, text_of(intake->title), intake->path);
    html_element(&page->html, "p", WITH({"class", TEXT("lead")}), text_of(intake->lead));
    html_open(&page->html, "p", BARE);
    html_link(&page->html, text_of(intake->other_path), text_of(intake->other));
    html_close(&page->html);
    call_instead(page);
    for_others(page);
    form_write(page, &(struct form){.action = action,
                                    .target = text_of(intake->path),
                                    .given = page_posted(page) ? &page->form : &page->query,
                                    .fault = fault,
                                    .first = asked_at_once,
                                    .omit = not_asked,
                                    .more = "Say more, if you know it",
                                    .button = intake->button});
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
    steps(page, answer, "questions", "What else do you know?");
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

static void intake_page(struct page *page, const struct intake *intake)
{
    struct answer answer;
    struct fault fault;
    const struct action *action = house_action(page->door->house, text_of(intake->action));
    if (action == NULL) {
        page_fault(page, &(struct fault){.kind = FAULT_BUSY,
                                         .message = "This house cannot take reports yet."});
        return;
    }
    if (!page_posted(page)) {
        report_form(page, intake, action, NULL);
        return;
    }
    if (!form_ours(page, &fault))
        forget_person(page);
    if (page_ask(page, action->name, report_input(page, action), &answer)) {
        taken(page, answer.value);
        return;
    }
    page->response->status = fault_face(answer.fault.kind)->http_status;
    report_form(page, intake, action, &answer.fault);
}

void report_page(struct page *page, const struct pairs *fields)
{
    (void)fields;
    intake_page(page, &whole);
}

void odd_page(struct page *page, const struct pairs *fields)
{
    (void)fields;
    intake_page(page, &short_form);
}

/* What was said, and what was said of it later, in the order in which it came. */
static void said_so_far(struct page *page, const struct value *answer)
{
    struct html *html = &page->html;
    html_element(html, "h2", BARE, TEXT("What you said"));
    if (!text_empty(value_get_text(answer, "what")))
        html_element(html, "p", WITH({"class", TEXT("said")}), value_get_text(answer, "what"));
    for (size_t i = 0; i < value_get_count(answer, "statements"); i++) {
        const struct value *statement = value_get_item(answer, "statements", i);
        int64_t corrects = value_get_integer(statement, "corrects", -1);
        html_open(html, "h3", BARE);
        html_text(html, text_format(page->arena, "%zu. %s ", i + 1,
                                    corrects < 0 ? "Added" : "Put right"));
        if (corrects > 0)
            html_text(html, text_format(page->arena, "(no. %lld) ", (long long)corrects));
        piece_when(page, statement, "entry");
        html_close(html);
        html_element(html, "p", WITH({"class", TEXT("said")}), value_get_text(statement, "what"));
    }
}

static void state_of_report(struct page *page, const struct value *answer)
{
    struct html *html = &page->html;
    html_open(html, "dl", WITH({"class", TEXT("receipt")}));
    piece_row(page, "Number", value_get_text(answer, "number"));
    piece_row(page, "State", piece_state(page, value_get_text(answer, "state")));
    html_open(html, "div", BARE);
    html_element(html, "dt", BARE, TEXT("Told"));
    html_open(html, "dd", BARE);
    piece_when(page, answer, "told");
    html_close(html);
    html_close(html);
    html_close(html);
    steps(page, answer, "questions", "What else do you know?");
    steps(page, answer, "now", "What to do now");
    steps(page, answer, "not_now", "What not to do");
    said_so_far(page, answer);
}

/* Number and code as they were typed; what is said later is typed anew each time. */
static void add_form(struct page *page, const struct fault *fault)
{
    static const char *const first[] = {"what", "corrects", NULL};
    const struct action *action = house_action(page->door->house, TEXT("report.add"));
    struct pairs given = {0};
    if (action == NULL)
        return;
    for (size_t i = 0; i < page->form.count; i++)
        if (fault != NULL || !text_is(page->form.items[i].name, "what"))
            pairs_add(page->arena, &given, text_string(page->arena, page->form.items[i].name),
                      page->form.items[i].value);
    html_element(&page->html, "h2", BARE, text_of(action->title));
    form_write(page, &(struct form){.action = action,
                                    .target = TEXT("/receipt"),
                                    .given = &given,
                                    .fault = fault,
                                    .first = first,
                                    .more = "Number and code",
                                    .button = "Add it"});
}

static void look_up_form(struct page *page, const struct fault *fault)
{
    const struct action *action = house_action(page->door->house, TEXT("report.receipt"));
    bool missing = fault != NULL && fault->kind == FAULT_MISSING;
    if (missing)
        html_element(&page->html, "p", WITH({"class", TEXT("faults")}, {"role", TEXT("alert")}),
                     TEXT("No report has this number and this code. Look at both once more."));
    form_write(page, &(struct form){.action = action,
                                    .target = TEXT("/receipt"),
                                    .given = &page->form,
                                    .fault = missing ? NULL : fault,
                                    .button = "Look it up"});
    if (page->me != NULL && house_action(page->door->house, TEXT("report.mine")) != NULL) {
        html_open(&page->html, "p", BARE);
        html_link(&page->html, TEXT("/reports"), TEXT("What I reported while signed in"));
        html_close(&page->html);
    }
}

/* Number and code alone, as report.receipt takes them. */
static struct value *receipt_input(struct page *page)
{
    struct value *input = value_map(page->arena);
    value_set_text(page->arena, input, "number", pairs_get(&page->form, "number"));
    value_set_text(page->arena, input, "receipt", pairs_get(&page->form, "receipt"));
    return input;
}

/* The form of the page that shows a report has `what`; the one that looks it up has not. */
void receipt_page(struct page *page, const struct pairs *fields)
{
    struct answer answer = {.fault = {.kind = FAULT_NONE}};
    const struct action *read = house_action(page->door->house, TEXT("report.receipt"));
    const struct action *add = house_action(page->door->house, TEXT("report.add"));
    struct fault fault = {.kind = FAULT_NONE};
    (void)fields;
    if (read == NULL) {
        page_fault(page, &(struct fault){.kind = FAULT_MISSING});
        return;
    }
    bool adds = add != NULL && page_posted(page) && pairs_get(&page->form, "what").size > 0;
    if (adds && !page_ask(page, add->name, form_input(page, add), &answer))
        fault = answer.fault;
    bool found = page_posted(page) && page_ask(page, read->name, receipt_input(page), &answer);
    if (fault.kind == FAULT_NONE)
        fault = answer.fault;
    if (fault.kind != FAULT_NONE)
        page->response->status = fault_face(fault.kind)->http_status;
    page_begin(page, TEXT("My report"), "/receipt");
    if (found) {
        if (adds && fault.kind == FAULT_NONE)
            html_element(&page->html, "p", WITH({"class", TEXT("note")}, {"role", TEXT("status")}),
                         TEXT("It stands with your report now."));
        state_of_report(page, answer.value);
        add_form(page, fault.kind == FAULT_NONE ? NULL : &fault);
    } else
        look_up_form(page, fault.kind == FAULT_NONE ? NULL : &fault);
    page_end(page);
}
