/* SPDX-License-Identifier: Apache-2.0 */
/* The list of incidents, and one incident: facts, rating, clocks, notices, timeline, and what can
 * be done about it. */
#include "http/inside.h"
#include "policy/choice.h"

static struct text incident_path(struct page *page, struct text number)
{
    return text_format(page->arena, "/incidents/%.*s",
                       TEXT_SHOW(percent_encode(page->arena, number)));
}

static void rating_mark(struct page *page, const struct value *incident)
{
    struct text rating = value_get_text(incident, "rating");
    if (rating.size == 0)
        return;
    piece_mark(page, text_format(page->arena, "rating %.*s", TEXT_SHOW(rating)).data,
               piece_label(page->arena, rating));
    if (value_get_boolean(incident, "provisional", false))
        html_text(&page->html, TEXT(" provisional"));
}

static void kind_mark(struct page *page, const struct value *incident)
{
    struct text kind = value_get_text(incident, "kind");
    if (kind.size > 0 && !text_is(kind, "real"))
        piece_mark(page, "kind", piece_label(page->arena, kind));
}

static void incident_row(struct page *page, struct table *table, const struct value *item)
{
    struct html *html = &page->html;
    struct text number = value_get_text(item, "number");
    int64_t late = value_get_integer(item, "overdue_obligations", 0);
    table_row(page, table);
    table_cell(page, table);
    html_link(html, incident_path(page, number), number);
    html_text(html, TEXT(" "));
    kind_mark(page, item);
    html_close(html);
    table_text(page, table, value_get_text(item, "title"));
    table_text(page, table, value_get_text(item, "organisation"));
    table_cell(page, table);
    rating_mark(page, item);
    html_close(html);
    table_text(page, table, piece_state(page, value_get_text(item, "state")));
    table_cell(page, table);
    piece_when(page, item, "told");
    html_close(html);
    table_cell(page, table);
    html_text(html, text_format(page->arena, "%lld open",
                                (long long)value_get_integer(item, "open_obligations", 0)));
    if (late > 0) {
        html_text(html, TEXT(" "));
        piece_mark(page, "overdue", text_format(page->arena, "%lld overdue", (long long)late));
    }
    html_close(html);
    table_cell(page, table);
    piece_when(page, item, "next_due");
    html_close(html);
    html_close(html);
}

/* What the list may be narrowed to, each as it stands in the address. */
static const char *const filters[] = {"state", "rating", "organisation"};

static void filter_choice(struct page *page, const char *name, const char *label,
                          const struct value *choices)
{
    struct html *html = &page->html;
    struct text chosen = pairs_get(&page->query, name);
    html_open(html, "p", BARE);
    html_element(html, "label", WITH({"for", text_of(name)}), text_of(label));
    html_open(html, "select", WITH({"id", text_of(name)}, {"name", text_of(name)}));
    html_element(html, "option", WITH({"value", TEXT_NONE}), TEXT("Any"));
    for (size_t i = 0; choices != NULL && i < choices->count; i++) {
        struct text value = value_get_text(choices->items[i], "value");
        html_element(
            html, "option",
            WITH({"value", value}, ONLY_IF(text_equal(value, chosen), "selected", TEXT_NONE)),
            value_get_text(choices->items[i], "title"));
    }
    html_close(html);
    html_close(html);
}

static struct value *rating_choices(struct page *page)
{
    static const char *const words[] = {"high", "medium", "low"};
    struct value *list = value_list(page->arena);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct value *one = value_append(page->arena, list, value_map(page->arena));
        value_set_text(page->arena, one, "value", text_of(words[i]));
        value_set_text(page->arena, one, "title", piece_label(page->arena, text_of(words[i])));
    }
    return list;
}

static void filter_form(struct page *page)
{
    struct html *html = &page->html;
    const struct pack *pack = house_pack(page->door->house);
    html_open(
        html, "form",
        WITH({"method", TEXT("get")}, {"action", TEXT("/incidents")}, {"class", TEXT("filter")}));
    filter_choice(page, "state", "State",
                  pack == NULL ? NULL : pack_choices(page->arena, pack, "states"));
    filter_choice(page, "rating", "Rating", rating_choices(page));
    html_open(html, "p", BARE);
    html_element(html, "label", WITH({"for", TEXT("organisation")}), TEXT("Organisation"));
    html_void(html, "input",
              WITH({"type", TEXT("text")}, {"id", TEXT("organisation")},
                   {"name", TEXT("organisation")},
                   {"value", pairs_get(&page->query, "organisation")}));
    html_close(html);
    html_open(html, "p", BARE);
    html_element(html, "button", WITH({"type", TEXT("submit")}), TEXT("Show these"));
    html_close(html);
    html_close(html);
}

/* The filters that are set; whether any is. */
static bool filters_set(struct page *page, struct value *input)
{
    bool any = false;
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        struct text value = text_trim(pairs_get(&page->query, filters[i]));
        if (value.size == 0)
            continue;
        value_set_text(page->arena, input, filters[i], value);
        any = true;
    }
    return any;
}

void incidents_page(struct page *page, const struct pairs *fields)
{
    static const char *const columns[] = {"Number", "What", "Organisation", "Rating", "State",
                                          "Told",   "Owed", "Next due",     NULL};
    struct answer answer;
    struct table table;
    struct value *input = value_map(page->arena);
    struct text after = pairs_get(&page->query, "after");
    bool filtered = filters_set(page, input);
    (void)fields;
    if (after.size > 0)
        value_set_text(page->arena, input, "after", after);
    if (!page_need(page, "incident.list", input, &answer))
        return;
    const struct value *items = value_get(answer.value, "items");
    page_begin(page, TEXT("Incidents"), "/incidents");
    filter_form(page);
    if (items == NULL || items->count == 0) {
        piece_empty(page,
                    filtered ? TEXT("There is no such incident that you may see.")
                             : TEXT("There is no incident that you may see. The first report "
                                    "makes one."),
                    filtered ? TEXT("/incidents") : TEXT("/report"),
                    filtered ? TEXT("All incidents") : TEXT("Report an incident"));
    } else {
        table_begin(page, &table, TEXT("Incidents you may see, newest first"), columns);
        for (size_t i = 0; i < items->count; i++)
            incident_row(page, &table, items->items[i]);
        table_end(page);
    }
    piece_next(page, answer.value, "after");
    page_end(page);
}

static void row_when(struct page *page, const struct value *map, const char *name, const char *term)
{
    if (!value_has(map, name))
        return;
    html_open(&page->html, "div", BARE);
    html_element(&page->html, "dt", BARE, text_of(term));
    html_open(&page->html, "dd", BARE);
    piece_when(page, map, name);
    html_close(&page->html);
    html_close(&page->html);
}

static void facts(struct page *page, const struct value *incident)
{
    struct html *html = &page->html;
    html_open(html, "dl", WITH({"class", TEXT("facts")}));
    html_open(html, "div", BARE);
    html_element(html, "dt", BARE, TEXT("Rating"));
    html_open(html, "dd", BARE);
    rating_mark(page, incident);
    html_text(html, TEXT(" "));
    kind_mark(page, incident);
    html_close(html);
    html_close(html);
    piece_row(page, "State", piece_state(page, value_get_text(incident, "state")));
    piece_row(page, "Taken up by", value_get_text(value_get(incident, "team"), "name"));
    piece_row(page, "Documents",
              piece_label(page->arena, value_get_text(incident, "confidentiality")));
    piece_row(page, "Response due", piece_label(page->arena, value_get_text(incident, "response")));
    row_when(page, incident, "detected", "Detected");
    row_when(page, incident, "told", "Told");
    row_when(page, incident, "evaluated", "Evaluated");
    row_when(page, incident, "responding", "Responding since");
    html_close(html);
}

/* What it is called counts until somebody says more. */
static void rating_types(struct page *page, const struct value *incident)
{
    struct text named = value_get_text(incident, "types_named");
    if (text_empty(named))
        return;
    html_open(&page->html, "p", BARE);
    html_text(&page->html,
              text_format(page->arena,
                          "By what it is called, as nobody has said more of its assets or data: "
                          "%.*s ",
                          TEXT_SHOW(named)));
    if (value_get_boolean(incident, "types_default", false))
        piece_mark(page, "default", TEXT("product default"));
    html_close(&page->html);
}

static void rating_why(struct page *page, const struct value *incident)
{
    const struct value *rows = value_get(incident, "rows");
    struct text reason = value_get_text(incident, "reason");
    if (rows == NULL || rows->count == 0)
        return;
    html_element(&page->html, "h2", WITH({"id", TEXT("rating")}), TEXT("Why this rating"));
    piece_rating(page, rows);
    rating_types(page, incident);
    if (reason.size > 0)
        html_element(&page->html, "blockquote", BARE, reason);
}

static struct value *input_of(struct page *page, const char *field, struct text number)
{
    struct value *input = value_map(page->arena);
    value_set_text(page->arena, input, field, number);
    return input;
}

/* A list that belongs to the incident; NULL after saying why there is none. */
static const struct value *part(struct page *page, const char *action, struct value *input,
                                const char *empty, struct answer *answer)
{
    if (!page_ask(page, action, input, answer)) {
        html_element(&page->html, "p", WITH({"class", TEXT("help")}),
                     TEXT("This part is not for you to see."));
        return NULL;
    }
    const struct value *items = value_get(answer->value, "items");
    if (items != NULL && items->count > 0)
        return items;
    html_element(&page->html, "p", WITH({"class", TEXT("help")}), text_of(empty));
    return NULL;
}

static void clocks_in(struct page *page, struct text number, const char *state, const char *heading,
                      const char *empty)
{
    struct answer answer;
    struct value *input = input_of(page, "incident", number);
    value_set_text(page->arena, input, "owed", TEXT("all"));
    value_set_text(page->arena, input, "state", text_of(state));
    value_set_integer(page->arena, input, "limit", ACTION_PAGE_MAX);
    html_element(&page->html, "h2", WITH({"id", text_format(page->arena, "clocks-%s", state)}),
                 text_of(heading));
    const struct value *items = part(page, "obligation.list", input, empty, &answer);
    if (items == NULL)
        return;
    html_open(&page->html, "ol", WITH({"class", TEXT("cards")}));
    for (size_t i = 0; i < items->count; i++)
        owed_card(page, items->items[i], false);
    html_close(&page->html);
}

/* What is done is of record, and out of the way. */
static void clocks_stopped(struct page *page, struct text number)
{
    html_open(&page->html, "details", BARE);
    html_element(&page->html, "summary", BARE, TEXT("Clocks that have stopped"));
    clocks_in(page, number, "done", "Clocks that have stopped", "None has stopped yet.");
    html_close(&page->html);
}

static struct text told_whom(struct page *page, const struct value *notice)
{
    const struct value *to = value_get(notice, "to");
    struct text name = value_get_text(to, "name");
    struct text role = piece_role(page, value_get_text(to, "role"));
    if (name.size == 0)
        return role;
    return role.size == 0
               ? name
               : text_format(page->arena, "%.*s (%.*s)", TEXT_SHOW(name), TEXT_SHOW(role));
}

static void notice_row(struct page *page, struct table *table, const struct value *notice)
{
    static const char *const steps[] = {"accepted", "failed", "sent", "queued"};
    struct html *html = &page->html;
    struct text state = value_get_text(notice, "state");
    table_row(page, table);
    table_text(page, table, told_whom(page, notice));
    table_text(page, table, value_get_text(notice, "subject"));
    table_text(page, table, piece_label(page->arena, value_get_text(notice, "channel")));
    table_cell(page, table);
    piece_mark(page, text_is(state, "failed") ? "overdue" : "state",
               piece_label(page->arena, state));
    html_text(html, TEXT(" "));
    html_text(html, value_get_text(notice, "reason"));
    html_close(html);
    table_cell(page, table);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (value_has(notice, steps[i])) {
            piece_when(page, notice, steps[i]);
            break;
        }
    }
    html_close(html);
    table_cell(page, table);
    html_link(html,
              text_format(page->arena, "/forms/notice.attest?notice=%.*s",
                          TEXT_SHOW(percent_encode(page->arena, value_get_text(notice, "notice")))),
              TEXT("I told them myself"));
    html_close(html);
    html_close(html);
}

static void notices(struct page *page, struct text number)
{
    static const char *const columns[] = {"Whom", "What", "How", "State", "When", "By voice", NULL};
    struct answer answer;
    struct table table;
    html_element(&page->html, "h2", WITH({"id", TEXT("notices")}), TEXT("Who was told"));
    const struct value *items = part(page, "notice.list", input_of(page, "incident", number),
                                     "Nobody was told yet.", &answer);
    if (items == NULL)
        return;
    table_begin(page, &table, TEXT("Notices of this incident"), columns);
    for (size_t i = 0; i < items->count; i++)
        notice_row(page, &table, items->items[i]);
    table_end(page);
    if (value_has(answer.value, "next")) {
        html_open(&page->html, "p", BARE);
        html_link(&page->html,
                  text_format(page->arena, "/notices?incident=%.*s",
                              TEXT_SHOW(percent_encode(page->arena, number))),
                  TEXT("All notices of this incident"));
        html_close(&page->html);
    }
}

static void timeline(struct page *page, struct text number)
{
    struct html *html = &page->html;
    struct answer answer;
    struct value *input = input_of(page, "incident", number);
    struct text after = pairs_get(&page->query, "after");
    if (after.size > 0)
        value_set_text(page->arena, input, "after", after);
    html_element(html, "h2", WITH({"id", TEXT("timeline")}), TEXT("Timeline"));
    const struct value *items =
        part(page, "incident.timeline", input, "Nothing was written down yet.", &answer);
    if (items == NULL)
        return;
    html_open(html, "ol", WITH({"class", TEXT("timeline")}));
    for (size_t i = 0; i < items->count; i++) {
        const struct value *line = items->items[i];
        html_open(html, "li", BARE);
        html_open(html, "p", WITH({"class", TEXT("when")}));
        piece_when(page, line, "at");
        html_text(html, TEXT(" "));
        if (value_get_boolean(line, "deviation", false))
            piece_mark(page, "default", TEXT("Deviation"));
        html_close(html);
        html_element(html, "p", BARE, value_get_text(line, "what"));
        html_open(html, "p", WITH({"class", TEXT("help")}));
        html_text(html, value_get_text(line, "who"));
        struct text capacity = piece_role(page, value_get_text(line, "capacity"));
        if (capacity.size > 0)
            html_text(html, text_format(page->arena, " as %.*s", TEXT_SHOW(capacity)));
        if (!text_equal(value_get_text(line, "entry"), value_get_text(line, "at"))) {
            html_text(html, TEXT(", entered "));
            piece_when(page, line, "entry");
        }
        html_close(html);
        html_close(html);
    }
    html_close(html);
    piece_next(page, answer.value, "after");
}

/* What can be done: every write whose route begins with the incident's. */
static bool of_incident(const struct action *action)
{
    static const char prefix[] = "/incidents/{incident}/";
    return action->method != METHOD_GET && !action->internal
           && strncmp(action->route, prefix, sizeof prefix - 1) == 0
           && strchr(action->route + sizeof prefix - 1, '{') == NULL;
}

/* Everything is one step away; what comes next has its own place, so the list is out of the way. */
static void deeds(struct page *page, struct text number)
{
    size_t count;
    struct html *html = &page->html;
    const struct action *const *actions = house_actions(page->door->house, &count);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (!of_incident(actions[i])
            || !page_may(page, actions[i], input_of(page, "incident", number)))
            continue;
        if (!any) {
            html_open(html, "details", WITH({"id", TEXT("deeds")}));
            html_element(html, "summary", BARE, TEXT("Everything that can be done"));
            html_open(html, "ul", WITH({"class", TEXT("deeds")}));
            any = true;
        }
        html_open(html, "li", BARE);
        html_link(html,
                  text_format(page->arena, "/forms/%s?incident=%.*s", actions[i]->name,
                              TEXT_SHOW(percent_encode(page->arena, number))),
                  text_of(actions[i]->title));
        html_close(html);
    }
    if (any) {
        html_close(html);
        html_close(html);
    }
}

/* Documents that were sent about the case, and whether each was complete. */
static void documents_latest(struct page *page, const struct value *incident)
{
    static const char *const columns[] = {"Document", "Complete", "Sent", NULL};
    struct table table;
    size_t count = value_get_count(incident, "documents");
    if (count == 0)
        return;
    table_begin(page, &table, TEXT("The latest documents"), columns);
    for (size_t i = 0; i < count; i++) {
        const struct value *sent = value_get_item(incident, "documents", i);
        table_row(page, &table);
        table_cell(page, &table);
        html_link(&page->html,
                  text_format(page->arena, "%.*s/documents/%.*s",
                              TEXT_SHOW(incident_path(page, value_get_text(incident, "number"))),
                              TEXT_SHOW(value_get_text(sent, "id"))),
                  piece_document(page, value_get_text(sent, "document")));
        html_close(&page->html);
        table_text(page, &table,
                   value_get_boolean(sent, "complete", false) ? TEXT("Yes") : TEXT("Not yet"));
        table_cell(page, &table);
        piece_when(page, sent, "at");
        html_close(&page->html);
        html_close(&page->html);
    }
    table_end(page);
}

static void documents(struct page *page, const struct value *incident)
{
    static const struct {
        const char *path, *name;
    } ways[] = {{"/documents", "Documents"},    {"/days", "Days"},
                {"/sheet", "Compliance sheet"}, {"/communications", "Communications"},
                {"/requests", "Requests"},      {"/corrective", "Corrective actions"},
                {"/review", "Review"},          {"/alerts", "Alerts"},
                {"/page", "To print"}};
    struct text number = value_get_text(incident, "number");
    html_element(&page->html, "h2", WITH({"id", TEXT("documents")}), TEXT("What is written of it"));
    html_open(&page->html, "ul", WITH({"class", TEXT("choice")}));
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        html_open(&page->html, "li", BARE);
        html_link(&page->html,
                  text_format(page->arena, "%.*s%s", TEXT_SHOW(incident_path(page, number)),
                              ways[i].path),
                  text_of(ways[i].name));
        html_close(&page->html);
    }
    html_close(&page->html);
    documents_latest(page, incident);
}

static void contents(struct page *page, const struct value *incident)
{
    static const struct {
        const char *address, *name;
        const char *of; /* there only where this list of the answer has something; or NULL */
    } sections[] = {
        {"#clocks-open", "Clocks", NULL},  {"#guards", "What comes next", NULL},
        {"#rating", "Rating", NULL},       {"#affected", "Who is affected", "organisations"},
        {"#reports", "Report", "reports"}, {"#notices", "Who was told", NULL},
        {"#timeline", "Timeline", NULL}};
    html_open(&page->html, "nav", WITH({"aria-label", TEXT("On this page")}));
    html_open(&page->html, "ul", WITH({"class", TEXT("choice")}));
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        if (sections[i].of != NULL && value_get_count(incident, sections[i].of) == 0)
            continue;
        html_open(&page->html, "li", BARE);
        html_link(&page->html, text_of(sections[i].address), text_of(sections[i].name));
        html_close(&page->html);
    }
    html_close(&page->html);
    html_close(&page->html);
}

void incident_page(struct page *page, const struct pairs *fields)
{
    struct answer answer;
    struct text number = pairs_get(fields, "incident");
    if (!page_need(page, "incident.read", input_of(page, "incident", number), &answer))
        return;
    const struct value *incident = answer.value;
    struct text title = value_get_text(incident, "title");
    number = value_get_text(incident, "number");
    page_begin(page,
               text_format(page->arena, "%.*s%s%.*s", TEXT_SHOW(number), title.size > 0 ? ": " : "",
                           TEXT_SHOW(title)),
               "/incidents");
    piece_done(page);
    contents(page, incident);
    called_first(page, incident);
    life_phases(page, incident);
    life_mergers(page, incident);
    facts(page, incident);
    life_overrides(page, incident);
    deeds(page, number);
    clocks_in(page, number, "open", "Clocks that run", "No clock of the policy runs here.");
    life_proposals(page, incident);
    life_guards(page, number);
    rating_why(page, incident);
    life_kind(page, incident);
    life_affected(page, incident);
    life_done(page, incident);
    said_reports(page, incident);
    life_candidates(page, number);
    life_history(page, incident);
    documents(page, incident);
    notices(page, number);
    timeline(page, number);
    clocks_stopped(page, number);
    page_end(page);
}
