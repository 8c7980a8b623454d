/* SPDX-License-Identifier: Apache-2.0 */
/* Why do I owe this: the obligation with its reason and its history; and a clause of the policy in
 * our words. */
#include "http/inside.h"

static void says(struct page *page, struct value *clause)
{
    struct value *ids = value_list(page->arena);
    value_append(page->arena, ids, clause);
    html_open(&page->html, "figure", BARE);
    html_element(&page->html, "blockquote", BARE, value_get_text(clause, "says"));
    html_open(&page->html, "figcaption", BARE);
    piece_clauses(page, ids);
    html_close(&page->html);
    html_close(&page->html);
}

/* What was set in place of the policy, and by whom. */
static void setting_shown(struct page *page, const struct value *setting)
{
    bool house = text_is(value_get_text(setting, "of"), "house");
    piece_row(page, house ? "Set for this house" : "Set for this organisation",
              text_format(page->arena, "at most %lld minutes, by %.*s (%.*s), from %.*s: %.*s",
                          (long long)value_get_integer(setting, "minutes", 0),
                          TEXT_SHOW(value_get_text(setting, "by")),
                          TEXT_SHOW(value_get_text(setting, "capacity")),
                          TEXT_SHOW(value_get_text(setting, "from_local")),
                          TEXT_SHOW(value_get_text(setting, "reason"))));
}

static void reason(struct page *page, const struct value *why)
{
    struct html *html = &page->html;
    html_element(html, "h2", BARE, TEXT("Why this is owed"));
    for (size_t i = 0; i < value_get_count(why, "clauses"); i++)
        says(page, value_get_item(why, "clauses", i));
    html_open(html, "dl", WITH({"class", TEXT("facts")}));
    piece_row(page, "It began with", piece_label(page->arena, value_get_text(why, "trigger")));
    piece_row(page, "The clock starts at",
              piece_label(page->arena, value_get_text(why, "start_field")));
    piece_row(page, "How the due is counted", value_get_text(why, "function"));
    piece_row(page, "Calendar", value_get_text(why, "calendar"));
    if (value_get_boolean(why, "product_default", false))
        piece_row(page, "Product default",
                  TEXT("The documents give no time for this; the time is this product's, until the "
                       "government decides."));
    for (size_t i = 0; i < value_get_count(why, "settings"); i++)
        setting_shown(page, value_get_item(why, "settings", i));
    piece_row(page, "Rating", piece_label(page->arena, value_get_text(why, "rating")));
    piece_row(page, "Policy",
              text_format(page->arena, "%.*s %.*s %.*s", TEXT_SHOW(value_get_text(why, "policy")),
                          TEXT_SHOW(value_get_text(why, "policy_version")),
                          TEXT_SHOW(value_get_text(why, "policy_hash"))));
    html_close(html);
}

static void history(struct page *page, const struct value *obligation)
{
    static const char *const columns[] = {"State", "At", "Due", "By", "Basis", "Evidence", NULL};
    struct table table;
    if (value_get_count(obligation, "versions") == 0)
        return;
    table_begin(page, &table, TEXT("What became of it, oldest first"), columns);
    for (size_t i = 0; i < value_get_count(obligation, "versions"); i++) {
        const struct value *version = value_get_item(obligation, "versions", i);
        table_row(page, &table);
        table_text(page, &table, piece_label(page->arena, value_get_text(version, "state")));
        table_cell(page, &table);
        piece_when(page, version, "at");
        html_close(&page->html);
        table_cell(page, &table);
        piece_when(page, version, "due");
        html_close(&page->html);
        table_text(page, &table, value_get_text(version, "by"));
        table_text(page, &table, value_get_text(version, "basis"));
        table_text(page, &table, value_get_text(version, "evidence"));
        html_close(&page->html);
    }
    table_end(page);
}

/* Whom no message reaches: somebody must call, and say so. */
static void by_hand(struct page *page, const struct value *obligation)
{
    struct html *html = &page->html;
    if (value_get_count(obligation, "by_hand") == 0)
        return;
    html_element(html, "h2", BARE, TEXT("To be told by hand"));
    html_open(html, "ul", BARE);
    for (size_t i = 0; i < value_get_count(obligation, "by_hand"); i++) {
        const struct value *hand = value_get_item(obligation, "by_hand", i);
        html_open(html, "li", BARE);
        html_text(html, value_get_text(hand, "whom"));
        html_text(html, value_has(hand, "phone") ? TEXT(", ") : TEXT(" "));
        html_text(html, value_get_text(hand, "phone"));
        if (!value_has(hand, "notice")) { /* by what the policy prints of it */
            html_text(html, text_format(page->arena, ": %.*s; printed is %.*s%s",
                                        TEXT_SHOW(value_get_text(hand, "how")),
                                        TEXT_SHOW(value_get_text(hand, "address")),
                                        value_get_boolean(hand, "verified", false)
                                            ? ""
                                            : " (unverified: nobody has tried it)"));
            html_close(html);
            continue;
        }
        html_text(html, TEXT(": "));
        html_link(
            html,
            text_format(page->arena, "/forms/notice.attest?notice=%.*s",
                        TEXT_SHOW(percent_encode(page->arena, value_get_text(hand, "notice")))),
            TEXT("I have told them"));
        html_close(html);
    }
    html_close(html);
}

void obligation_page(struct page *page, const struct pairs *fields)
{
    struct answer answer;
    struct value *input = value_map(page->arena);
    value_set_text(page->arena, input, "obligation", pairs_get(fields, "obligation"));
    if (!page_need(page, "obligation.read", input, &answer))
        return;
    page_begin(page, value_get_text(answer.value, "title"), "/");
    html_open(&page->html, "ol", WITH({"class", TEXT("cards alone")}));
    owed_card(page, answer.value, true);
    html_close(&page->html);
    by_hand(page, answer.value);
    reason(page, value_get(answer.value, "why"));
    history(page, answer.value);
    page_end(page);
}

void clause_page(struct page *page, const struct pairs *fields)
{
    struct answer answer;
    struct value *input = value_map(page->arena);
    struct value *rest = value_map(page->arena);
    value_set_text(page->arena, input, "clause", pairs_get(fields, "clause"));
    if (!page_need(page, "policy.clause", input, &answer))
        return;
    const struct value *clause = answer.value;
    page_begin(page,
               text_format(page->arena, "Clause %.*s", TEXT_SHOW(pairs_get(fields, "clause"))),
               NULL);
    if (value_has(clause, "says"))
        html_element(&page->html, "blockquote", BARE, value_get_text(clause, "says"));
    for (size_t i = 0; i < clause->count; i++)
        if (!text_is(clause->members[i].name, "says") && !text_is(clause->members[i].name, "id"))
            value_set(page->arena, rest, text_string(page->arena, clause->members[i].name),
                      clause->members[i].value);
    piece_value(page, rest, TEXT("Clause"));
    page_end(page);
}
