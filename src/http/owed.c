/* SPDX-License-Identifier: Apache-2.0 */
/* The first page: what do I owe, to whom, by when. Overdue first. */
#include "http/inside.h"

enum { REFRESH_SECONDS = 60 };

static bool overdue(const struct value *item)
{
    return text_is(value_get_text(item, "state"), "overdue");
}

static bool finished(const struct value *item)
{
    struct text state = value_get_text(item, "state");
    return !overdue(item) && state.size > 0 && !text_is(state, "open");
}

static struct text address(struct page *page, const char *folder, struct text id)
{
    return text_format(page->arena, "/%s/%.*s", folder, TEXT_SHOW(percent_encode(page->arena, id)));
}

static void countdown(struct page *page, const struct value *item)
{
    struct text text = TEXT_NONE;
    if (!finished(item))
        text = piece_countdown(page, value_get_text(item, "due"), overdue(item));
    html_open(&page->html, "p", WITH({"class", TEXT("due")}));
    if (finished(item))
        piece_mark(page, "done", piece_label(page->arena, value_get_text(item, "state")));
    else if (overdue(item))
        piece_mark(page, "overdue", TEXT("Overdue"));
    html_element(&page->html, "strong", BARE,
                 text.size > 0 || finished(item) ? text : TEXT("No time limit"));
    html_text(&page->html, TEXT(" "));
    piece_when(page, item, "due");
    html_close(&page->html);
}

static struct text party(struct page *page, const struct value *item, const char *name)
{
    const struct value *who = value_get(item, name);
    struct text person = value_get_text(who, "name");
    struct text role = value_has(who, "title") ? value_get_text(who, "title")
                                               : piece_role(page, value_get_text(who, "role"));
    struct text organisation = value_get_text(who, "organisation");
    struct builder out = {.arena = page->arena};
    build(&out, person.size > 0 ? person : role);
    if (person.size > 0 && role.size > 0)
        build_format(&out, " (%.*s)", TEXT_SHOW(role));
    if (organisation.size > 0)
        build_format(&out, "%s%.*s", out.size > 0 ? ", " : "", TEXT_SHOW(organisation));
    return built(&out);
}

static void facts(struct page *page, const struct value *item, bool with_incident)
{
    struct html *html = &page->html;
    struct text incident = value_get_text(item, "incident");
    const struct value *clauses = value_get(item, "clauses");
    html_open(html, "dl", WITH({"class", TEXT("facts")}));
    piece_row(page, "To", party(page, item, "owed_to"));
    piece_row(page, "By", party(page, item, "owed_by"));
    if (with_incident && incident.size > 0) {
        html_open(html, "div", BARE);
        html_element(html, "dt", BARE, TEXT("Incident"));
        html_open(html, "dd", BARE);
        html_link(html, address(page, "incidents", incident), incident);
        html_text(html, TEXT(" "));
        html_text(html, value_get_text(item, "incident_title"));
        html_close(html);
        html_close(html);
    }
    if (clauses != NULL && clauses->count > 0) {
        html_open(html, "div", BARE);
        html_element(html, "dt", BARE, TEXT("Clauses"));
        html_open(html, "dd", BARE);
        piece_clauses(page, clauses);
        html_close(html);
        html_close(html);
    }
    html_close(html);
}

void owed_card(struct page *page, const struct value *item, bool with_incident)
{
    struct html *html = &page->html;
    html_open(html, "li",
              WITH({"class", overdue(item)    ? TEXT("card late")
                             : finished(item) ? TEXT("card done")
                                              : TEXT("card")}));
    html_open(html, "h3", BARE);
    html_text(html, value_get_text(item, "title"));
    html_close(html);
    countdown(page, item);
    facts(page, item, with_incident);
    html_open(html, "p", WITH({"class", TEXT("foot")}));
    html_open(html, "a",
              WITH({"href", address(page, "obligations", value_get_text(item, "obligation"))}));
    html_text(html, TEXT("Why this is owed"));
    html_element(html, "span", WITH({"class", TEXT("unseen")}),
                 text_format(page->arena, ": %.*s", TEXT_SHOW(value_get_text(item, "title"))));
    html_close(html);
    if (value_get_boolean(item, "product_default", false))
        piece_mark(page, "default", TEXT("Product default: the policy gives no time"));
    html_close(html);
    html_close(html);
}

static void group(struct page *page, const struct value *items, bool late, const char *heading)
{
    size_t count = 0;
    for (size_t i = 0; i < items->count; i++)
        count += overdue(items->items[i]) == late;
    if (count == 0)
        return;
    html_element(&page->html, "h2", BARE, text_format(page->arena, "%s (%zu)", heading, count));
    html_open(&page->html, "ol", WITH({"class", TEXT("cards")}));
    for (size_t i = 0; i < items->count; i++)
        if (overdue(items->items[i]) == late)
            owed_card(page, items->items[i], true);
    html_close(&page->html);
}

/* The page asks for itself anew, and says so, and can be told not to (WCAG 2.2.2). */
static void updates(struct page *page, bool all)
{
    struct html *html = &page->html;
    bool paused = pairs_get(&page->query, "pause").size > 0;
    html_open(html, "p", WITH({"class", TEXT("updates")}));
    html_text(html, TEXT("As of "));
    piece_now(page);
    if (paused) {
        html_text(html, TEXT("; not updated by itself. "));
        html_link(html, all ? TEXT("/?owed=all") : TEXT("/"), TEXT("Update every minute"));
    } else {
        header_set(page->request, page->response, "Refresh",
                   text_format(page->arena, "%d", REFRESH_SECONDS));
        html_text(html, TEXT("; updated every minute. "));
        html_link(html, all ? TEXT("/?owed=all&pause=1") : TEXT("/?pause=1"),
                  TEXT("Stop updating"));
    }
    html_close(html);
}

static void choose(struct page *page, bool all)
{
    struct html *html = &page->html;
    html_open(html, "ul", WITH({"class", TEXT("choice")}, {"aria-label", TEXT("Whose duties")}));
    html_open(html, "li", BARE);
    html_element(html, "a", WITH({"href", TEXT("/")}, ONLY_IF(!all, "aria-current", TEXT("true"))),
                 TEXT("Mine"));
    html_close(html);
    html_open(html, "li", BARE);
    html_element(html, "a",
                 WITH({"href", TEXT("/?owed=all")}, ONLY_IF(all, "aria-current", TEXT("true"))),
                 TEXT("All I may see"));
    html_close(html);
    html_close(html);
}

void owed_page(struct page *page, const struct pairs *fields)
{
    struct answer answer;
    struct value *input = value_map(page->arena);
    struct text after = pairs_get(&page->query, "after");
    bool all = text_is(pairs_get(&page->query, "owed"), "all");
    (void)fields;
    value_set_text(page->arena, input, "owed", all ? TEXT("all") : TEXT("mine"));
    if (after.size > 0)
        value_set_text(page->arena, input, "after", after);
    if (!page_need(page, "obligation.list", input, &answer))
        return;
    const struct value *items = value_get(answer.value, "items");
    page_begin(page, all ? TEXT("What is owed") : TEXT("What I owe"), "/");
    updates(page, all);
    choose(page, all);
    if (items == NULL || items->count == 0) {
        piece_empty(page,
                    all ? TEXT("Nothing is owed on any case you may see.")
                        : TEXT("You owe nothing now. When a rule of the policy wants something of "
                               "you, it stands here, and you are told."),
                    TEXT("/incidents"), TEXT("See the incidents"));
    } else {
        group(page, items, true, "Overdue");
        group(page, items, false, "Due");
        piece_next(page, answer.value, "after");
    }
    page_end(page);
}
