/* SPDX-License-Identifier: Apache-2.0 */
/* The life of an incident on its page: its phase, what holds the next move back and because of
 * what, what it is, how it is marked, who is affected since when, what was done and stated. */
#include "http/inside.h"

static struct text form_path(struct page *page, struct text action, struct text number)
{
    return text_format(page->arena, "/forms/%.*s?incident=%.*s", TEXT_SHOW(action),
                       TEXT_SHOW(percent_encode(page->arena, number)));
}

void life_phases(struct page *page, const struct value *incident)
{
    const struct value *phases = value_get(incident, "phases");
    if (phases == NULL || phases->count == 0)
        return;
    html_open(&page->html, "ol",
              WITH({"class", TEXT("phases")}, {"aria-label", TEXT("Phases of the incident")}));
    for (size_t i = 0; i < phases->count; i++) {
        bool here = value_get_boolean(phases->items[i], "here", false);
        html_element(&page->html, "li", WITH(ONLY_IF(here, "aria-current", TEXT("step"))),
                     value_get_text(phases->items[i], "name"));
    }
    html_close(&page->html);
}

/* ---- what holds it back ---- */

static void guard_items(struct page *page, const struct value *guard)
{
    size_t count = value_get_count(guard, "items");
    if (count == 0)
        return;
    html_open(&page->html, "ul", BARE);
    for (size_t i = 0; i < count; i++)
        html_element(&page->html, "li", BARE, value_get_item(guard, "items", i)->text);
    html_close(&page->html);
}

/* The way to the form by which it comes to hold, for whoever may. */
static void guard_way(struct page *page, const struct value *guard, struct text number)
{
    struct text by = value_get_text(guard, "by");
    const struct value *with = value_get(guard, "with");
    const struct action *action = house_action(page->door->house, by);
    struct value *input = value_map(page->arena);
    value_set_text(page->arena, input, "incident", number);
    if (number.size == 0 || action == NULL || !page_may(page, action, input))
        return;
    struct text path = form_path(page, by, number);
    for (size_t i = 0; with != NULL && i < with->count; i++)
        path = text_format(page->arena, "%.*s&%.*s=%.*s", TEXT_SHOW(path),
                           TEXT_SHOW(with->members[i].name),
                           TEXT_SHOW(percent_encode(page->arena, with->members[i].value->text)));
    html_link(&page->html, path, text_of(action->title));
    html_text(&page->html, TEXT(". "));
}

/* Met or not is said in words, not by a colour alone. */
static void guard_line(struct page *page, const struct value *guard, struct text number)
{
    struct html *html = &page->html;
    bool met = value_get_boolean(guard, "met", false);
    html_open(html, "li", BARE);
    html_open(html, "p", BARE);
    piece_mark(page, met ? "done" : "overdue", met ? TEXT("Met") : TEXT("Not met"));
    html_text(html, TEXT(" "));
    html_element(html, "strong", BARE, value_get_text(guard, "says"));
    if (value_get_boolean(guard, "product_default", false)) {
        html_text(html, TEXT(" "));
        piece_mark(page, "default", TEXT("product default"));
    }
    html_close(html);
    html_open(html, "p", WITH({"class", TEXT("help")}));
    html_text(html, value_get_text(guard, "because"));
    html_close(html);
    guard_items(page, guard);
    html_open(html, "p", WITH({"class", TEXT("help")}));
    if (!met) {
        html_text(html,
                  text_format(page->arena, "%.*s. ", TEXT_SHOW(value_get_text(guard, "todo"))));
        guard_way(page, guard, number);
    }
    piece_clauses(page, value_get(guard, "clauses"));
    html_close(html);
    html_close(html);
}

static struct text move_words(struct page *page, const struct value *move)
{
    long long unmet = (long long)value_get_integer(move, "unmet", 0);
    size_t all = value_get_count(move, "guards");
    if (unmet == 0)
        return TEXT("nothing holds it back");
    return text_format(page->arena, "%lld of %zu not met", unmet, all);
}

static void move_shown(struct page *page, const struct value *move, struct text number, bool open)
{
    struct html *html = &page->html;
    struct text action = value_get_text(move, "by");
    struct text path = form_path(page, action, number);
    html_open(html, "details", WITH(ONLY_IF(open, "open", TEXT_NONE)));
    html_open(html, "summary", BARE);
    html_element(html, "strong", BARE, value_get_text(move, "title"));
    html_text(html, TEXT(" "));
    piece_mark(page, value_get_boolean(move, "free", false) ? "done" : "state",
               move_words(page, move));
    html_close(html);
    html_open(html, "ul", WITH({"class", TEXT("guards")}));
    for (size_t i = 0; i < value_get_count(move, "guards"); i++)
        guard_line(page, value_get_item(move, "guards", i), number);
    html_close(html);
    if (text_is(action, "incident.move"))
        path = text_format(page->arena, "%.*s&move=%.*s", TEXT_SHOW(path),
                           TEXT_SHOW(value_get_text(move, "move")));
    html_open(html, "p", BARE);
    html_element(html, "a", WITH({"class", TEXT("step")}, {"href", path}),
                 value_get_text(move, "title"));
    html_close(html);
    html_close(html);
}

void life_guards(struct page *page, struct text number)
{
    struct answer answer;
    struct value *input = value_map(page->arena);
    value_set_text(page->arena, input, "incident", number);
    if (!page_ask(page, "incident.guards", input, &answer))
        return;
    const struct value *moves = value_get(answer.value, "moves");
    if (moves == NULL || moves->count == 0)
        return;
    html_element(&page->html, "h2", WITH({"id", TEXT("guards")}), TEXT("What comes next"));
    for (size_t i = 0; i < moves->count; i++)
        move_shown(page, moves->items[i], number, i == 0);
}

/* One of them, with the form that answers it for whoever may. */
static void proposal_line(struct page *page, const struct value *one, struct text number)
{
    const char *kind = value_has(one, "flag") ? "flag" : "statement";
    const char *name = value_has(one, "flag") ? "incident.flag" : "incident.state";
    struct text says = value_get_text(one, "name");
    const struct action *action = house_action(page->door->house, text_of(name));
    struct value *input = value_map(page->arena);
    value_set_text(page->arena, input, "incident", number);
    html_open(&page->html, "li", BARE);
    if (action != NULL && page_may(page, action, input))
        html_link(&page->html,
                  text_format(page->arena, "%.*s&%s=%.*s",
                              TEXT_SHOW(form_path(page, text_of(name), number)), kind,
                              TEXT_SHOW(value_get_text(one, kind))),
                  says);
    else
        html_text(&page->html, says);
    html_text(&page->html, text_format(page->arena, "? Proposed, because %.*s.",
                                       TEXT_SHOW(value_get_text(one, "because"))));
    html_close(&page->html);
}

/* What the policy asks people to think of: a line each. */
void life_proposals(struct page *page, const struct value *incident)
{
    const struct value *list = value_get(incident, "proposals");
    struct text number = value_get_text(incident, "number");
    if (list == NULL)
        return;
    html_open(&page->html, "ul", WITH({"class", TEXT("proposals")}));
    for (size_t i = 0; i < list->count; i++)
        proposal_line(page, list->items[i], number);
    html_close(&page->html);
}

/* ---- what it is ---- */

static struct text types_words(struct page *page, const struct value *classification)
{
    const struct pack *pack = house_pack(page->door->house);
    struct builder words = {.arena = page->arena};
    for (size_t i = 0; i < value_get_count(classification, "types"); i++) {
        struct text code = value_get_item(classification, "types", i)->text;
        struct text name = piece_label(page->arena, code);
        for (size_t j = 0; pack != NULL && j < value_get_count(pack->types, "types"); j++) {
            const struct value *type = value_get_item(pack->types, "types", j);
            if (text_equal(value_get_text(type, "code"), code))
                name = value_get_text(type, "name");
        }
        build_format(&words, "%s%.*s", i > 0 ? "; " : "", TEXT_SHOW(name));
    }
    struct text other = value_get_text(classification, "other");
    build_format(&words, "%s%.*s", words.size > 0 && other.size > 0 ? "; " : "", TEXT_SHOW(other));
    return built(&words);
}

static void classification_rows(struct page *page, const struct value *classification)
{
    static const char *const impacts[] = {"confidentiality", "integrity", "availability"};
    const struct value *impact = value_get(classification, "impact");
    piece_row(page, "Types", types_words(page, classification));
    piece_row(page, "Certainty",
              piece_label(page->arena, value_get_text(classification, "certainty")));
    piece_row(page, "Source", value_get_text(classification, "source"));
    piece_row(page, "Vector", value_get_text(classification, "vector"));
    piece_row(page, "Intent", piece_label(page->arena, value_get_text(classification, "intent")));
    for (size_t i = 0; impact != NULL && i < sizeof impacts / sizeof *impacts; i++)
        piece_row(page, text_string(page->arena, piece_label(page->arena, text_of(impacts[i]))),
                  piece_label(page->arena, value_get_text(impact, impacts[i])));
    piece_row(page, "Reach", value_get_text(classification, "scope"));
    if (value_has(classification, "occurred")) {
        html_open(&page->html, "div", BARE);
        html_element(&page->html, "dt", BARE, TEXT("Occurred"));
        html_open(&page->html, "dd", BARE);
        piece_when(page, classification, "occurred");
        html_close(&page->html);
        html_close(&page->html);
    }
}

static void flags_shown(struct page *page, const struct value *incident)
{
    size_t count = value_get_count(incident, "flags");
    if (count == 0)
        return;
    html_open(&page->html, "ul", WITH({"class", TEXT("marks")}));
    for (size_t i = 0; i < count; i++) {
        const struct value *flag = value_get_item(incident, "flags", i);
        bool set = value_get_boolean(flag, "set", false);
        html_open(&page->html, "li", BARE);
        piece_mark(page, set ? "default" : "state", value_get_text(flag, "name"));
        html_text(&page->html, text_format(page->arena, " %s%.*s", set ? "" : "no longer: ",
                                           TEXT_SHOW(value_get_text(flag, "reason"))));
        html_text(&page->html, TEXT(" "));
        piece_when(page, flag, "at");
        html_close(&page->html);
    }
    html_close(&page->html);
}

void life_kind(struct page *page, const struct value *incident)
{
    const struct value *classification = value_get(incident, "classification");
    if (classification == NULL && value_get_count(incident, "flags") == 0)
        return;
    html_element(&page->html, "h2", WITH({"id", TEXT("kind")}), TEXT("What it is"));
    if (classification != NULL) {
        html_open(&page->html, "dl", BARE);
        classification_rows(page, classification);
        html_close(&page->html);
    }
    flags_shown(page, incident);
}

/* What a person made of the rating is shown with it for good. */
void life_overrides(struct page *page, const struct value *incident)
{
    for (size_t i = 0; i < value_get_count(incident, "overrides"); i++) {
        const struct value *one = value_get_item(incident, "overrides", i);
        bool error = text_is(value_get_text(one, "kind"), "error");
        html_open(&page->html, "p", WITH({"class", TEXT("call")}));
        html_text(
            &page->html,
            text_format(page->arena,
                        error ? "The rating %.*s was declared an error (now %.*s) by %.*s, %.*s: "
                              : "Rated %.*s by hand, where the table says %.*s, by %.*s, %.*s: ",
                        TEXT_SHOW(value_get_text(one, "rating")),
                        TEXT_SHOW(value_get_text(one, "computed")),
                        TEXT_SHOW(value_get_text(one, "who")),
                        TEXT_SHOW(piece_role(page, value_get_text(one, "capacity")))));
        html_text(&page->html, value_get_text(one, "reason"));
        html_text(&page->html, TEXT(" "));
        piece_when(page, one, "at");
        html_close(&page->html);
    }
}

/* ---- who is affected, what was done ---- */

void life_affected(struct page *page, const struct value *incident)
{
    static const char *const columns[] = {"Organisation", "Affected since", "Bound", NULL};
    struct table table;
    size_t count = value_get_count(incident, "organisations");
    if (count == 0)
        return;
    html_element(&page->html, "h2", WITH({"id", TEXT("affected")}), TEXT("Who is affected"));
    table_begin(page, &table, TEXT("Organisations of this incident"), columns);
    for (size_t i = 0; i < count; i++) {
        const struct value *one = value_get_item(incident, "organisations", i);
        table_row(page, &table);
        table_text(page, &table, value_get_text(one, "name"));
        table_cell(page, &table);
        piece_when(page, one, "affected_from");
        html_close(&page->html);
        table_cell(page, &table);
        html_text(&page->html, piece_label(page->arena, value_get_text(one, "binding")));
        for (size_t j = 0; j < value_get_count(one, "requested"); j++)
            piece_mark(page, "default",
                       value_get_text(value_get_item(one, "requested", j), "says"));
        html_close(&page->html);
        html_close(&page->html);
    }
    table_end(page);
}

static void measures_shown(struct page *page, const struct value *incident)
{
    static const char *const columns[] = {"When", "What", "For", "Who", NULL};
    struct table table;
    size_t count = value_get_count(incident, "measures");
    if (count == 0)
        return;
    table_begin(page, &table, TEXT("Measures, in the order in which they were taken"), columns);
    for (size_t i = 0; i < count; i++) {
        const struct value *one = value_get_item(incident, "measures", i);
        table_row(page, &table);
        table_cell(page, &table);
        piece_when(page, one, "at");
        html_close(&page->html);
        table_text(page, &table, value_get_text(one, "what"));
        table_text(page, &table, piece_label(page->arena, value_get_text(one, "phase")));
        table_text(page, &table, value_get_text(one, "who"));
        html_close(&page->html);
    }
    table_end(page);
}

/* "MAGNet: off; Wi-Fi: on" */
static struct text networks_shown(struct page *page, const struct value *asset)
{
    struct builder words = {.arena = page->arena};
    for (size_t i = 0; i < value_get_count(asset, "networks"); i++) {
        const struct value *one = value_get_item(asset, "networks", i);
        build_format(&words, "%s%.*s: %s", i > 0 ? "; " : "",
                     TEXT_SHOW(value_get_text(one, "network")),
                     value_get_boolean(one, "connected", false) ? "on" : "off");
    }
    return built(&words);
}

static void assets_shown(struct page *page, const struct value *incident)
{
    static const char *const columns[] = {
        "Asset", "Where", "Rated", "Harmed", "What became of it", "Checked by", "Networks", NULL};
    struct table table;
    size_t count = value_get_count(incident, "assets");
    if (count == 0)
        return;
    table_begin(page, &table, TEXT("Assets"), columns);
    for (size_t i = 0; i < count; i++) {
        const struct value *one = value_get_item(incident, "assets", i);
        table_row(page, &table);
        table_text(page, &table, value_get_text(one, "name"));
        table_text(page, &table, value_get_text(one, "site"));
        table_text(page, &table, piece_label(page->arena, value_get_text(one, "rating")));
        table_text(page, &table, piece_label(page->arena, value_get_text(one, "adverse")));
        table_text(page, &table,
                   value_has(one, "says")
                       ? value_get_text(one, "says")
                       : piece_label(page->arena, value_get_text(one, "outcome")));
        table_text(page, &table, value_get_text(one, "evidence"));
        table_text(page, &table, networks_shown(page, one));
        html_close(&page->html);
    }
    table_end(page);
}

static void statements_shown(struct page *page, const struct value *incident)
{
    static const char *const columns[] = {"What", "Answer", "In words", "Who says so", NULL};
    struct table table;
    size_t count = value_get_count(incident, "statements");
    if (count == 0)
        return;
    table_begin(page, &table, TEXT("What is stated"), columns);
    for (size_t i = 0; i < count; i++) {
        const struct value *one = value_get_item(incident, "statements", i);
        struct text who = value_get_text(one, "who");
        table_row(page, &table);
        table_text(page, &table, value_get_text(one, "name"));
        table_text(page, &table, piece_label(page->arena, value_get_text(one, "answer")));
        table_text(page, &table, value_get_text(one, "text"));
        table_text(page, &table, who.size > 0 ? who : value_get_text(one, "author"));
        html_close(&page->html);
    }
    table_end(page);
}

void life_done(struct page *page, const struct value *incident)
{
    if (value_get_count(incident, "measures") + value_get_count(incident, "assets")
            + value_get_count(incident, "statements")
        == 0)
        return;
    html_element(&page->html, "h2", WITH({"id", TEXT("measures")}), TEXT("What was done"));
    measures_shown(page, incident);
    assets_shown(page, incident);
    statements_shown(page, incident);
}

/* ---- mergers, and what may be the same ---- */

static void number_link(struct page *page, struct text number)
{
    html_link(
        &page->html,
        text_format(page->arena, "/incidents/%.*s", TEXT_SHOW(percent_encode(page->arena, number))),
        number);
}

void life_mergers(struct page *page, const struct value *incident)
{
    struct html *html = &page->html;
    struct text into = value_get_text(incident, "merged_into");
    if (into.size > 0) {
        html_open(html, "p", WITH({"class", TEXT("call")}));
        html_text(html, TEXT("This incident is merged into "));
        number_link(page, into);
        html_text(html, TEXT(". "));
        html_link(html,
                  form_path(page, TEXT("incident.unmerge"), value_get_text(incident, "number")),
                  TEXT("Take the merger back"));
        html_close(html);
    }
    for (size_t i = 0; i < value_get_count(incident, "merged"); i++) {
        const struct value *one = value_get_item(incident, "merged", i);
        html_open(html, "p", BARE);
        number_link(page, value_get_text(one, "number"));
        html_text(html, text_format(page->arena, " was merged into this one: %.*s ",
                                    TEXT_SHOW(value_get_text(one, "reason"))));
        piece_when(page, one, "at");
        html_close(html);
    }
}

/* One of a list of others, and in what they are alike. */
static void related_line(struct page *page, const struct value *one)
{
    struct html *html = &page->html;
    number_link(page, value_get_text(one, "number"));
    html_text(html,
              text_format(page->arena, " %.*s, told ", TEXT_SHOW(value_get_text(one, "title"))));
    piece_when(page, one, "told");
    for (size_t j = 0; j < value_get_count(one, "because"); j++)
        html_text(html, text_format(page->arena, "%s%.*s", j == 0 ? ": " : "; ",
                                    TEXT_SHOW(value_get_item(one, "because", j)->text)));
    html_text(html, TEXT(" "));
}

/* Of an open one: the form by which this one becomes a part of it. */
static void merge_link(struct page *page, struct text number, const struct value *one)
{
    if (value_get_boolean(one, "open", false))
        html_link(
            &page->html,
            text_format(page->arena, "%.*s&into=%.*s",
                        TEXT_SHOW(form_path(page, TEXT("incident.merge"), number)),
                        TEXT_SHOW(percent_encode(page->arena, value_get_text(one, "number")))),
            TEXT("It is the same"));
}

void life_candidates(struct page *page, struct text number)
{
    struct answer answer;
    struct html *html = &page->html;
    struct value *input = value_map(page->arena);
    value_set_text(page->arena, input, "incident", number);
    if (!page_ask(page, "incident.candidates", input, &answer)
        || value_get_count(answer.value, "items") == 0)
        return;
    html_open(html, "details", BARE);
    html_element(html, "summary", BARE, TEXT("Incidents that may be the same event"));
    html_open(html, "ul", BARE);
    for (size_t i = 0; i < value_get_count(answer.value, "items"); i++) {
        const struct value *one = value_get_item(answer.value, "items", i);
        html_open(html, "li", BARE);
        related_line(page, one);
        merge_link(page, number, one);
        html_close(html);
    }
    html_close(html);
    html_close(html);
}

void life_history(struct page *page, const struct value *incident)
{
    struct answer answer;
    struct html *html = &page->html;
    struct value *input = value_map(page->arena);
    value_set_text(page->arena, input, "incident", value_get_text(incident, "number"));
    if (!value_has(incident, "resolved") || !page_ask(page, "incident.history", input, &answer)
        || (value_get_count(answer.value, "items") == 0 && !value_has(answer.value, "note")))
        return;
    html_open(html, "details", BARE);
    html_element(html, "summary", BARE, TEXT("Earlier incidents like it"));
    html_open(html, "ul", BARE);
    for (size_t i = 0; i < value_get_count(answer.value, "items"); i++) {
        html_open(html, "li", BARE);
        related_line(page, value_get_item(answer.value, "items", i));
        html_close(html);
    }
    if (value_has(answer.value, "note"))
        html_element(html, "li", BARE, value_get_text(answer.value, "note"));
    html_close(html);
    html_close(html);
}

/* ---- a refusal with everything that is missing ---- */

void life_unmet(struct page *page, const struct value *unmet, struct text number)
{
    if (unmet == NULL || unmet->count == 0)
        return;
    html_open(&page->html, "ul", WITH({"class", TEXT("guards")}));
    for (size_t i = 0; i < unmet->count; i++)
        guard_line(page, unmet->items[i], number);
    html_close(&page->html);
}
