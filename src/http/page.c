/* SPDX-License-Identifier: Apache-2.0 */
/* Pages for people: which page a path means, and what every page has around it. No script runs on
 * any of them, and each works with a keyboard alone. */
#include "http/inside.h"
#include <stdio.h>

static const struct {
    const char *route;
    void (*write)(struct page *page, const struct pairs *fields);
} pages[] = {
    {"/", owed_page},
    {"/report", report_page},
    {"/odd", odd_page},
    {"/receipt", receipt_page},
    {"/acknowledge/{token}", acknowledge_page},
    {"/sign-in", sign_in_page},
    {"/sign-out", sign_out_page},
    {"/incidents", incidents_page},
    {"/incidents/{incident}", incident_page},
    {"/incidents/{incident}/page", record_page},
    {"/incidents/{incident}/days", days_page},
    {"/incidents/{incident}/sheet", sheet_page},
    {"/incidents/{incident}/review", review_page},
    {"/incidents/{incident}/documents", documents_page},
    {"/incidents/{incident}/documents/{id}", document_page},
    {"/incidents/{incident}/documents/{id}/page", record_page},
    {"/incidents/{incident}/documents/{id}/changes/{earlier}", changes_page},
    {"/incidents/{incident}/alerts", alerts_page},
    {"/alerts", alerts_page},
    {"/alerts/{alert}", alert_page},
    {"/sensors", sensors_page},
    {"/requests", asked_page},
    {"/more", more_page},
    {"/obligations/{obligation}", obligation_page},
    {"/policy/clauses/{clause}", clause_page},
    {"/forms/{action}", action_page},
};

/* Whoever is not signed in is offered what needs no sign-in, and the sign-in. */
static const struct {
    const char *path, *name;
    bool anybody;
} navigation[] = {{"/", "Owed", false},
                  {"/incidents", "Incidents", false},
                  {"/requests", "Asked of me", false},
                  {"/report", "Report an incident", true},
                  {"/receipt", "My report", true},
                  {"/more", "More", false}};

bool page_posted(const struct page *page)
{
    return text_is(page->request->method, "POST");
}

bool page_ask(struct page *page, const char *action, struct value *input, struct answer *answer)
{
    struct turn turn = {.arena = page->arena, .now_us = page->request->now_us};
    struct call call = {.action = house_action(page->door->house, text_of(action)), .input = input};
    *answer = (struct answer){.fault = {.kind = FAULT_MISSING}};
    if (call.action == NULL)
        return false;
    if (!call_headers(&turn, page->door, page->request, &call)) {
        answer->fault = turn.fault;
        return false;
    }
    if (call.action->method != METHOD_GET) { /* they are of the deed, not of what is read for it */
        call.key = pairs_get(&page->form, "_key");
        call.if_match = pairs_get(&page->form, "_version");
    }
    door_call(page->door, page->request, &call, answer);
    return answer->fault.kind == FAULT_NONE;
}

bool page_may(struct page *page, const struct action *action, struct value *input)
{
    struct turn turn = {.arena = page->arena, .now_us = page->request->now_us};
    struct call call = {.action = action, .input = input};
    if (!call_headers(&turn, page->door, page->request, &call))
        return false;
    bool allowed = action_allowed(page->door->house, page->arena, &call);
    arena_guard(page->arena, page->request->guard);
    return allowed;
}

bool page_need(struct page *page, const char *action, struct value *input, struct answer *answer)
{
    if (page_ask(page, action, input, answer))
        return true;
    page_fault(page, &answer->fault);
    return false;
}

/* Who is signed in: the action that answers at /me, if the house has one and there is a session. */
static void page_person(struct page *page)
{
    size_t count;
    unsigned methods;
    struct pairs fields = {0};
    struct answer answer;
    const struct action *const *actions = house_actions(page->door->house, &count);
    const struct action *me =
        route_find(page->arena, actions, count, METHOD_GET, TEXT("/me"), &fields, &methods);
    bool known = session_token(page->door, page->request).size > 0
                 || header_get(page->request, "authorization", NULL).size > 0;
    if (me != NULL && known && page_ask(page, me->name, value_map(page->arena), &answer))
        page->me = answer.value;
}

static void page_navigation(struct page *page, const char *section)
{
    struct html *html = &page->html;
    html_open(html, "nav", WITH({"aria-label", TEXT("Main")}));
    html_open(html, "ul", BARE);
    for (size_t i = 0; i < sizeof navigation / sizeof *navigation; i++) {
        if (page->me == NULL && !navigation[i].anybody)
            continue;
        bool current = section != NULL && strcmp(section, navigation[i].path) == 0;
        html_open(html, "li", BARE);
        html_element(html, "a",
                     WITH({"href", text_of(navigation[i].path)},
                          ONLY_IF(current, "aria-current", TEXT("page"))),
                     text_of(navigation[i].name));
        html_close(html);
    }
    html_close(html);
    html_close(html);
}

static void page_signed_in(struct page *page)
{
    struct html *html = &page->html;
    html_open(html, "div", WITH({"class", TEXT("person")}));
    if (page->me == NULL) {
        html_link(html, TEXT("/sign-in"), TEXT("Sign in"));
    } else {
        html_element(html, "span", BARE, value_get_text(page->me, "name"));
        html_open(html, "form", WITH({"method", TEXT("post")}, {"action", TEXT("/sign-out")}));
        html_void(html, "input",
                  WITH({"type", TEXT("hidden")}, {"name", TEXT("_token")},
                       {"value", form_token(page->door, page->request)}));
        html_element(html, "button", WITH({"class", TEXT("quiet")}), TEXT("Sign out"));
        html_close(html);
    }
    html_close(html);
}

static void page_head(struct page *page, struct text title)
{
    struct html *html = &page->html;
    html_open(html, "head", BARE);
    html_void(html, "meta", WITH({"charset", TEXT("utf-8")}));
    html_element(html, "title", BARE,
                 text_format(page->arena, "%.*s · %.*s", TEXT_SHOW(title),
                             TEXT_SHOW(page->door->settings.house_name)));
    html_void(
        html, "meta",
        WITH({"name", TEXT("viewport")}, {"content", TEXT("width=device-width, initial-scale=1")}));
    html_void(html, "meta", WITH({"name", TEXT("color-scheme")}, {"content", TEXT("light dark")}));
    html_void(
        html, "link",
        WITH({"rel", TEXT("icon")}, {"type", TEXT("image/svg+xml")}, {"href", TEXT("/icon.svg")}));
    html_void(html, "link", WITH({"rel", TEXT("stylesheet")}, {"href", TEXT("/style.css")}));
    html_close(html);
}

void page_begin(struct page *page, struct text title, const char *section)
{
    struct html *html = &page->html;
    html_begin(html, page->arena);
    html_open(html, "html", WITH({"lang", TEXT("en")}));
    page_head(page, title);
    html_open(html, "body", BARE);
    html_element(html, "a", WITH({"class", TEXT("skip")}, {"href", TEXT("#main")}),
                 TEXT("Skip to the content"));
    html_open(html, "header", BARE);
    html_element(html, "a", WITH({"class", TEXT("house")}, {"href", TEXT("/")}),
                 page->door->settings.house_name);
    page_navigation(page, section);
    page_signed_in(page);
    html_close(html);
    html_open(html, "main", WITH({"id", TEXT("main")}, {"tabindex", TEXT("-1")}));
    html_element(html, "h1", BARE, title);
}

static void page_foot(struct page *page)
{
    struct html *html = &page->html;
    html_open(html, "footer", BARE);
    html_open(html, "p", BARE);
    html_text(html, TEXT("Times are in the policy's zone; each shows UTC when pointed at. "));
    html_link(html, TEXT("/ledger/checkpoint"), TEXT("Ledger checkpoint"));
    html_text(html, TEXT(" · "));
    html_link(html, TEXT(API_PREFIX "/openapi.json"), TEXT("API"));
    html_close(html);
    html_close(html);
}

void page_end(struct page *page)
{
    html_close(&page->html); /* main */
    page_foot(page);
    html_close(&page->html); /* body */
    html_close(&page->html); /* html */
    page->response->type = TEXT("text/html; charset=utf-8");
    page->response->body = html_end(&page->html);
}

static void fault_help(struct page *page, const struct fault *fault)
{
    struct html *html = &page->html;
    const struct http_settings *settings = &page->door->settings;
    if (fault->clause[0] != '\0') {
        html_open(html, "p", BARE);
        html_text(html, TEXT("The rule that says so: "));
        html_link(html,
                  text_format(page->arena, "/policy/clauses/%.*s",
                              TEXT_SHOW(percent_encode(page->arena, text_of(fault->clause)))),
                  text_copy(page->arena, text_of(fault->clause)));
        html_close(html);
    }
    bool house =
        fault->kind == FAULT_BROKEN || fault->kind == FAULT_BUSY || fault->kind == FAULT_LIMIT;
    if (house && settings->soc_phone.size > 0)
        html_element(html, "p", WITH({"class", TEXT("call")}),
                     text_format(page->arena,
                                 "To report an incident now, call %.*s. Do not wait for this page.",
                                 TEXT_SHOW(settings->soc_phone)));
    if (house && settings->soc_mail.size > 0)
        html_element(html, "p", BARE,
                     text_format(page->arena, "Or write to %.*s.", TEXT_SHOW(settings->soc_mail)));
}

void page_fault(struct page *page, const struct fault *fault)
{
    const struct fault_face *face = fault_face(fault->kind);
    if (page->response->status < 400)
        page->response->status = face->http_status;
    if (fault->kind == FAULT_STRANGER) {
        sign_in_first(page);
        return;
    }
    page_begin(page, text_of(face->title), NULL);
    html_element(&page->html, "p", WITH({"class", TEXT("lead")}),
                 fault_detail(page->request, fault));
    fault_help(page, fault);
    html_open(&page->html, "p", BARE);
    html_link(&page->html, TEXT("/"), TEXT("What I owe"));
    html_text(&page->html, TEXT(" · "));
    html_link(&page->html, TEXT("/report"), TEXT("Report an incident"));
    html_close(&page->html);
    page_end(page);
    problem_headers(page->request, page->response, fault);
}

void page_go(struct page *page, struct text path)
{
    page->response->status = 303;
    page->response->type = TEXT_NONE;
    page->response->body = TEXT_NONE;
    header_set(page->request, page->response, "Location", path);
}

/* What the answer is to be about is not said yet, by whoever came here by a link. */
static bool page_unasked(const struct page *page, const struct action *action,
                         const struct value *input)
{
    bool unasked = false;
    for (const struct field *field = action->fields; field != NULL && field->name != NULL; field++)
        unasked = unasked || (field->needed && !value_has(input, field->name));
    return unasked && page->query.count == 0;
}

/* A form whose fields become the address. */
static void page_look(struct page *page, const struct action *action, const struct fault *fault)
{
    if (fault != NULL)
        page->response->status = fault_face(fault->kind)->http_status;
    page_begin(page, text_of(action->title), action->route);
    html_element(&page->html, "p", WITH({"class", TEXT("lead")}), text_of(action->help));
    form_write(page, &(struct form){.action = action,
                                    .target = page->request->path,
                                    .given = &page->query,
                                    .fault = fault,
                                    .looks = true,
                                    .button = "Show"});
    page_end(page);
}

/* A page for an action that answers at this path and has no page of its own. */
static void page_any(struct page *page)
{
    size_t count;
    unsigned methods;
    struct answer answer;
    struct pairs fields = {0};
    struct turn turn = {.arena = page->arena, .now_us = page->request->now_us};
    const struct action *const *actions = house_actions(page->door->house, &count);
    const struct action *action =
        route_find(page->arena, actions, count, METHOD_GET, page->request->path, &fields, &methods);
    struct value *input = value_map(page->arena);
    if (action == NULL || page_posted(page)) {
        page_fault(page, &(struct fault){.kind = FAULT_MISSING});
        return;
    }
    for (size_t i = 0; i < page->query.count; i++)
        if (!text_is(page->query.items[i].name, "done")) /* ours, for piece_done */
            input_put(&turn, action->fields, input, page->query.items[i].name,
                      page->query.items[i].value);
    for (size_t i = 0; i < fields.count; i++)
        input_put(&turn, action->fields, input, fields.items[i].name, fields.items[i].value);
    input_finish(input);
    bool unasked = page_unasked(page, action, input);
    if (!unasked && !page_ask(page, action->name, input, &answer)) {
        if (answer.fault.kind == FAULT_INVALID && fields.count == 0)
            page_look(page, action, &answer.fault);
        else
            page_fault(page, &answer.fault);
        return;
    }
    if (unasked) {
        page_look(page, action, NULL);
        return;
    }
    page_begin(page, text_of(action->title), action->route);
    piece_done(page);
    if (pairs_get(&fields, "incident").size > 0)
        way_back(page, pairs_get(&fields, "incident"));
    for (size_t i = 0; i < count; i++)
        if (actions[i]->method != METHOD_GET && !actions[i]->internal
            && strcmp(actions[i]->route, action->route) == 0) {
            html_open(&page->html, "p", BARE);
            html_link(&page->html, text_format(page->arena, "/forms/%s", actions[i]->name),
                      text_of(actions[i]->title));
            html_close(&page->html);
        }
    piece_value(page, answer.value, text_of(action->title));
    piece_next(page, answer.value, list_cursor(action));
    page_end(page);
}

static bool page_method(struct page *page)
{
    struct text method = page->request->method;
    if (text_is(method, "GET") || text_is(method, "HEAD") || text_is(method, "POST"))
        return true;
    problem_method(page->request, page->response, 1U << METHOD_GET | 1U << METHOD_POST);
    return false;
}

void page_respond(const struct door *door, struct request *request, struct response *response)
{
    struct page page = {
        .door = door, .request = request, .response = response, .arena = request->arena};
    response->status = 200;
    if (!page_method(&page))
        return;
    (void)pairs_read(page.arena, request->query, &page.query);
    if (page_posted(&page) && text_is(body_type(request), "application/x-www-form-urlencoded"))
        (void)pairs_read(page.arena, request->body, &page.form);
    page_person(&page);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct pairs fields = {0};
        if (route_match(page.arena, pages[i].route, request->path, &fields)) {
            pages[i].write(&page, &fields);
            return;
        }
    }
    page_any(&page);
}
