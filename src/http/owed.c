/* SPDX-License-Identifier: Apache-2.0 */
/* The first page: what do I owe, to whom, by when. Overdue first. */
#include "http/inside.h"

enum { REFRESH_SECONDS = 60, CLAUSES_SHOWN = 3 };

/* Past its due, to the second. */
static bool past(const struct value *item)
{
    return text_is(value_get_text(item, "state"), "overdue");
}

/* Past it by more than the policy's grace for immediate duties: only then does it look late. */
static bool overdue(const struct value *item)
{
    return past(item) && value_get_boolean(item, "late", true);
}

static bool finished(const struct value *item)
{
    struct text state = value_get_text(item, "state");
    return !past(item) && state.size > 0 && !text_is(state, "open");
}

static struct text address(struct page *page, const char *folder, struct text id)
{
    return text_format(page->arena, "/%s/%.*s", folder, TEXT_SHOW(percent_encode(page->arena, id)));
}

static void countdown(struct page *page, const struct value *item)
{
    struct text text = TEXT_NONE;
    if (!finished(item))
        text = piece_countdown(page, value_get_text(item, "due"), past(item));
    html_open(&page->html, "p", WITH({"class", TEXT("due")}));
    if (finished(item))
        piece_mark(page, "done", piece_label(page->arena, value_get_text(item, "state")));
    else if (overdue(item))
        piece_mark(page, "overdue", TEXT("Overdue"));
    else if (past(item))
        piece_mark(page, "state", TEXT("Due now"));
    html_text(&page->html, TEXT(" "));
    html_element(&page->html, "strong", BARE,
                 text.size > 0 || finished(item) ? text : TEXT("No time limit"));
    if (value_has(item, "due")) {
        html_text(&page->html, finished(item) ? TEXT(" was due ") : TEXT(" due "));
        piece_when(page, item, "due");
    }
    if (value_has(item, "skipped"))
        html_text(&page->html,
                  text_format(page->arena, " (%.*s)", TEXT_SHOW(value_get_text(item, "skipped"))));
    if (value_has(item, "fulfilled")) {
        html_text(&page->html, TEXT(", done "));
        piece_when(page, item, "fulfilled");
    }
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

/* On whoever reads: "Me", and in which capacity. */
static struct text responsible(struct page *page, const struct value *item)
{
    const struct value *by = value_get(item, "owed_by");
    struct text title = value_get_text(by, "title");
    struct text person = value_get_text(by, "person");
    if (page->me == NULL || person.size == 0
        || !text_equal(person, value_get_text(page->me, "person")))
        return party(page, item, "owed_by");
    return title.size == 0 ? TEXT("Me") : text_format(page->arena, "Me, as %.*s", TEXT_SHOW(title));
}

/* The first of them; a long list stands on the page that says why. */
static void clauses_short(struct page *page, const struct value *item, const struct value *clauses)
{
    struct value *first = value_list(page->arena);
    for (size_t i = 0; i < clauses->count && i < CLAUSES_SHOWN; i++)
        value_append(page->arena, first, clauses->items[i]);
    piece_clauses(page, first);
    if (clauses->count <= CLAUSES_SHOWN)
        return;
    html_text(&page->html, TEXT(" "));
    html_link(&page->html, address(page, "obligations", value_get_text(item, "obligation")),
              text_format(page->arena, "and %zu more", clauses->count - CLAUSES_SHOWN));
}

static void facts(struct page *page, const struct value *item, bool with_incident)
{
    struct html *html = &page->html;
    struct text incident = value_get_text(item, "incident");
    const struct value *clauses = value_get(item, "clauses");
    html_open(html, "dl", WITH({"class", TEXT("facts")}));
    piece_row(page, "To", party(page, item, "owed_to"));
    piece_row(page, "By", responsible(page, item));
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
        clauses_short(page, item, clauses);
        html_close(html);
        html_close(html);
    }
    html_close(html);
}

/* The form in which the action of one way to settle it is done, or where it is shown. */
static struct text settle_path(struct page *page, const struct action *action,
                               const struct value *way, struct text incident)
{
    struct pairs query = {0};
    if (!route_has(action->route, "incident"))
        return text_format(page->arena, "%.*s#notices",
                           TEXT_SHOW(address(page, "incidents", incident)));
    pairs_add(page->arena, &query, "incident", incident);
    for (size_t i = 0; i < way->count; i++)
        if (!text_is(way->members[i].name, "action"))
            pairs_add(page->arena, &query, text_string(page->arena, way->members[i].name),
                      way->members[i].value->text);
    return text_format(page->arena, "/forms/%s?%.*s", action->name,
                       TEXT_SHOW(pairs_write(page->arena, &query)));
}

/* What to do next: the actions that would settle it. Those of the house itself are not offered. */
static void next_steps(struct page *page, const struct value *item)
{
    struct text before = TEXT_NONE;
    for (size_t i = 0; !finished(item) && i < value_get_count(item, "settled_by"); i++) {
        const struct value *way = value_get_item(item, "settled_by", i);
        const struct action *action =
            house_action(page->door->house, value_get_text(way, "action"));
        if (action == NULL || action->internal || text_is(before, action->name))
            continue;
        before = text_of(action->name);
        html_open(&page->html, "a",
                  WITH({"class", TEXT("step")},
                       {"href", settle_path(page, action, way, value_get_text(item, "incident"))}));
        html_text(&page->html, text_of(action->title));
        html_element(&page->html, "span", WITH({"class", TEXT("unseen")}),
                     text_format(page->arena, ": %.*s", TEXT_SHOW(value_get_text(item, "title"))));
        html_close(&page->html);
    }
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
    if (value_get_text(item, "kind").size > 0 && !text_is(value_get_text(item, "kind"), "real"))
        piece_mark(page, "kind", piece_label(page->arena, value_get_text(item, "kind")));
    countdown(page, item);
    facts(page, item, with_incident);
    html_open(html, "p", WITH({"class", TEXT("foot")}));
    next_steps(page, item);
    html_open(html, "a",
              WITH({"href", address(page, "obligations", value_get_text(item, "obligation"))}));
    html_text(html, TEXT("Why this is owed"));
    html_element(html, "span", WITH({"class", TEXT("unseen")}),
                 text_format(page->arena, ": %.*s", TEXT_SHOW(value_get_text(item, "title"))));
    html_close(html);
    if (value_get_boolean(item, "product_default", false))
        piece_mark(page, "default", TEXT("Product default: the policy gives no time"));
    if (value_get_boolean(item, "agreed", false))
        piece_mark(page, "default", TEXT("Agreed: it is done of its own will"));
    html_close(html);
    html_close(html);
}

/* An obligation knows its incident by number; what it is about says the list of incidents, of which
 * one page is asked for all cards. */
static void titles_add(struct page *page, const struct value *items)
{
    struct answer answer;
    struct value *input = value_map(page->arena);
    value_set_integer(page->arena, input, "limit", ACTION_PAGE_MAX);
    if (!page_ask(page, "incident.list", input, &answer))
        return;
    for (size_t i = 0; i < items->count; i++)
        for (size_t j = 0; j < value_get_count(answer.value, "items"); j++) {
            const struct value *incident = value_get_item(answer.value, "items", j);
            if (text_equal(value_get_text(incident, "number"),
                           value_get_text(items->items[i], "incident")))
                value_set_text(page->arena, items->items[i], "incident_title",
                               value_get_text(incident, "title"));
        }
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
        titles_add(page, items);
        group(page, items, true, "Overdue");
        group(page, items, false, "Due");
        piece_next(page, answer.value, "after");
    }
    page_end(page);
}
