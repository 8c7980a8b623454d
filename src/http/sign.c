/* SPDX-License-Identifier: Apache-2.0 */
/* Signing in and out with a session in a cookie. */
#include "http/inside.h"

/* Only a path of this house: never another address that looks like one. */
static struct text safe_next(struct text next)
{
    if (next.size == 0 || next.data[0] != '/' || next.size > TARGET_BYTES_MAX)
        return TEXT("/");
    for (size_t i = 0; i < next.size; i++)
        if (next.data[i] <= 0x20 || next.data[i] > 0x7e || next.data[i] == '\\')
            return TEXT("/");
    return next.size > 1 && next.data[1] == '/' ? TEXT("/") : next;
}

static void sign_in_form(struct page *page, struct text next, const struct fault *fault)
{
    const struct action *action = house_action(page->door->house, TEXT("session.create"));
    struct pairs given = {0};
    if (action == NULL) {
        html_element(&page->html, "p", BARE, TEXT("Nobody can sign in to this house yet."));
        return;
    }
    pairs_add(page->arena, &given, "name", pairs_get(&page->form, "name"));
    form_write(page, &(struct form){.action = action,
                                    .target = TEXT("/sign-in"),
                                    .given = &given,
                                    .fault = fault,
                                    .button = "Sign in",
                                    .next_path = text_string(page->arena, safe_next(next))});
}

static void report_instead(struct page *page)
{
    html_open(&page->html, "p", WITH({"class", TEXT("lead")}));
    html_text(&page->html, TEXT("Something looks odd? "));
    html_link(&page->html, TEXT("/report"), TEXT("Report an incident"));
    html_text(&page->html, TEXT(": nobody needs to sign in for that."));
    html_close(&page->html);
}

/* A link in a mail comes without our cookie (SameSite=Strict); one more step within the house
 * brings it along. */
static void open_again(struct page *page)
{
    if (page_posted(page))
        return;
    struct text target = safe_next(page->request->path);
    html_open(&page->html, "p", WITH({"class", TEXT("help")}));
    html_text(&page->html, TEXT("Signed in already, and led here by a link in a mail? "));
    html_link(&page->html, target, TEXT("Open this page again"));
    html_text(&page->html, TEXT("."));
    html_close(&page->html);
}

void sign_in_first(struct page *page)
{
    page_begin(page, TEXT("Sign in"), NULL);
    report_instead(page);
    sign_in_form(page, page_posted(page) ? TEXT("/") : page->request->path, NULL);
    open_again(page);
    page_end(page);
}

static void sign_in_again(struct page *page, const struct fault *fault)
{
    page->response->status = fault_face(fault->kind)->http_status;
    page_begin(page, TEXT("Sign in"), NULL);
    sign_in_form(page, pairs_get(&page->form, "_next"), fault);
    report_instead(page);
    page_end(page);
}

/* What has to be done about the sign-in comes before the page that was asked for. */
static struct text first_page(const struct page *page, const struct value *session)
{
    if (value_get_boolean(session, "change_password", false))
        return TEXT("/forms/password.set");
    if (value_get_boolean(session, "enrol_second_factor", false))
        return TEXT("/forms/totp.enrol");
    return safe_next(pairs_get(&page->form, "_next"));
}

void sign_in_page(struct page *page, const struct pairs *fields)
{
    struct answer answer;
    struct fault fault;
    const struct action *action = house_action(page->door->house, TEXT("session.create"));
    (void)fields;
    if (!page_posted(page) || action == NULL) {
        page_begin(page, TEXT("Sign in"), NULL);
        report_instead(page);
        sign_in_form(page, pairs_get(&page->query, "next"), NULL);
        page_end(page);
    } else if (!same_origin(page->door, page->request)) {
        fault = (struct fault){.kind = FAULT_REFUSED,
                               .message = "This form did not come from a page of this house. "
                                          "Nothing was done. Send it again."};
        sign_in_again(page, &fault);
    } else if (page_ask(page, action->name, form_input(page, action), &answer)) {
        header_set(
            page->request, page->response, "Set-Cookie",
            session_cookie(page->door, page->request, value_get_text(answer.value, "token")));
        page_go(page, first_page(page, answer.value));
    } else {
        sign_in_again(page, &answer.fault);
    }
}

/* Whatever the counter says, the cookie goes: a session that has ended already must not keep
 * anybody on the page. */
void sign_out_page(struct page *page, const struct pairs *fields)
{
    struct answer answer;
    struct fault fault = {.kind = FAULT_MISSING};
    (void)fields;
    if (!page_posted(page) || !form_ours(page, &fault)) {
        page_fault(page, &fault);
        return;
    }
    if (!page_ask(page, "session.end", value_map(page->arena), &answer)
        && answer.fault.kind != FAULT_STRANGER && answer.fault.kind != FAULT_MISSING) {
        page_fault(page, &answer.fault);
        return;
    }
    header_set(page->request, page->response, "Set-Cookie",
               session_cookie_end(page->door, page->request));
    page_go(page, TEXT("/sign-in"));
}
