/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page behind the link in a message. Looking at it changes nothing, because mail scanners look
 * at links, too; the button does. Nobody signs in, no script runs, and a link that is wrong or no
 * longer good shows what any address shows at which there is nothing.
 */
#include "http/inside.h"

static void message(struct page *page, const struct value *answer)
{
    html_element(&page->html, "h2", BARE, value_get_text(answer, "subject"));
    html_element(&page->html, "pre", WITH({"class", TEXT("message")}),
                 value_get_text(answer, "body"));
}

static void ask(struct page *page)
{
    struct html *html = &page->html;
    html_element(html, "p", BARE,
                 TEXT("Say that you have this message, so that nobody needs to call you about it. "
                      "What it asks of you is not done thereby."));
    html_open(html, "form", WITH({"method", TEXT("post")}, {"action", page->request->path}));
    html_element(html, "button", BARE, TEXT("I have this message"));
    html_close(html);
}

void acknowledge_page(struct page *page, const struct pairs *fields)
{
    struct answer answer;
    struct value *input = value_map(page->arena);
    bool posted = page_posted(page);
    value_set_text(page->arena, input, "token", pairs_get(fields, "token"));
    if (!page_ask(page, posted ? "notice.confirm" : "notice.open", input, &answer)) {
        if (answer.fault.kind == FAULT_INVALID)
            answer.fault = (struct fault){.kind = FAULT_MISSING};
        page_fault(page, &answer.fault);
        return;
    }
    bool had = value_get_boolean(answer.value, "acknowledged", false);
    page_begin(page, had ? TEXT("Thank you") : TEXT("A message for you"), NULL);
    if (had)
        html_element(&page->html, "p", WITH({"class", TEXT("lead")}, {"role", TEXT("status")}),
                     TEXT("It is noted that you have this message."));
    message(page, answer.value);
    if (!had)
        ask(page);
    page_end(page);
}
