/* SPDX-License-Identifier: Apache-2.0 */
/* The compliance sheet of a case: each of its duties, whether it was met, and by how much it was
 * not; the question of whoever reads a closed case. */
#include "http/inside.h"

static const struct {
    const char *verdict, *says, *mark;
} verdicts[] = {{"met", "Met", "done"},          {"late", "Late", "overdue"},
                {"missed", "Missed", "overdue"}, {"waived", "Waived", "state"},
                {"open", "Open", "state"},       {"not_owed", "Not owed after all", "state"}};

static void verdict_marked(struct page *page, const struct value *duty)
{
    struct text verdict = value_get_text(duty, "verdict");
    struct text late = value_get_text(duty, "late_by");
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++)
        if (text_is(verdict, verdicts[i].verdict))
            piece_mark(page, verdicts[i].mark, text_of(verdicts[i].says));
    if (late.size > 0)
        html_text(&page->html, text_format(page->arena, " by %.*s", TEXT_SHOW(late)));
}

static void who_cell(struct page *page, struct table *table, const struct value *duty)
{
    const struct value *by = value_get(duty, "owed_by");
    const struct value *to = value_get(duty, "owed_to");
    struct text name = value_get_text(by, "name");
    struct text title = value_get_text(by, "title");
    table_cell(page, table);
    html_text(&page->html, name.size > 0 ? name : title);
    if (value_get_text(to, "title").size > 0)
        html_text(&page->html,
                  text_format(page->arena, " to %.*s", TEXT_SHOW(value_get_text(to, "title"))));
    html_close(&page->html);
}

static void when_cell(struct page *page, struct table *table, const struct value *duty,
                      const char *name)
{
    table_cell(page, table);
    piece_when(page, duty, name);
    html_close(&page->html);
}

/* "Title (complete)": one duty of a rule that has several steps is not the other. */
static struct text duty_title(struct page *page, const struct value *duty)
{
    struct text step = value_get_text(duty, "step");
    struct text title = value_get_text(duty, "title");
    if (step.size == 0)
        return title;
    return text_format(page->arena, "%.*s (%.*s)", TEXT_SHOW(title),
                       TEXT_SHOW(text_lower(page->arena, piece_label(page->arena, step))));
}

static void duty_row(struct page *page, struct table *table, const struct value *duty)
{
    struct text id = percent_encode(page->arena, value_get_text(duty, "obligation"));
    table_row(page, table);
    table_cell(page, table);
    html_link(&page->html, text_format(page->arena, "/obligations/%.*s", TEXT_SHOW(id)),
              duty_title(page, duty));
    html_close(&page->html);
    table_cell(page, table);
    verdict_marked(page, duty);
    html_close(&page->html);
    when_cell(page, table, duty, "due");
    when_cell(page, table, duty, "fulfilled");
    who_cell(page, table, duty);
    table_text(page, table, value_get_text(duty, "explanation"));
    table_text(page, table, value_get_text(duty, "rule"));
    html_close(&page->html);
}

void sheet_page(struct page *page, const struct pairs *fields)
{
    static const char *const columns[] = {"Duty",    "Was it met?", "Due",  "Fulfilled",
                                          "By whom", "Explanation", "Rule", NULL};
    struct answer answer;
    struct table table;
    struct builder counts = {.arena = page->arena};
    struct text number = pairs_get(fields, "incident");
    struct value *input = value_map(page->arena);
    struct text after = pairs_get(&page->query, "after");
    value_set_text(page->arena, input, "incident", number);
    if (after.size > 0)
        value_set_text(page->arena, input, "after", after);
    if (!page_need(page, "obligation.sheet", input, &answer))
        return;
    page_begin(page, TEXT("Compliance sheet"), "/incidents");
    way_back(page, number);
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++)
        build_format(&counts, "%s%s: %lld", i > 0 ? " · " : "", verdicts[i].says,
                     (long long)value_get_integer(answer.value, verdicts[i].verdict, 0));
    if (after.size == 0) /* the whole case is counted where its sheet begins */
        html_element(&page->html, "p", WITH({"class", TEXT("lead")}), built(&counts));
    if (value_get_count(answer.value, "items") == 0) {
        piece_empty(page, TEXT("There is no duty of this case that you may see."), TEXT_NONE,
                    TEXT_NONE);
        page_end(page);
        return;
    }
    table_begin(page, &table, TEXT("Each duty of the case"), columns);
    for (size_t i = 0; i < value_get_count(answer.value, "items"); i++)
        duty_row(page, &table, value_get_item(answer.value, "items", i));
    table_end(page);
    piece_next(page, answer.value, "after");
    page_end(page);
}
