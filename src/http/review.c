/* SPDX-License-Identifier: Apache-2.0 */
/* What was found out about a case that is over: its cause, what it cost, what was learned, and the
 * tasks of whoever responded. In words, with the way to say more for whoever may. */
#include "http/inside.h"

/* The way to a form of the case, for whoever may do it. */
static void way_to(struct page *page, const char *name, struct text number, const char *more,
                   struct text value)
{
    const struct action *action = house_action(page->door->house, text_of(name));
    struct value *input = value_map(page->arena);
    value_set_text(page->arena, input, "incident", number);
    if (action == NULL || !page_may(page, action, input))
        return;
    html_link(&page->html,
              text_format(page->arena, "/forms/%s?incident=%.*s%s%.*s", name,
                          TEXT_SHOW(percent_encode(page->arena, number)), more,
                          TEXT_SHOW(percent_encode(page->arena, value))),
              text_of(action->title));
}

static void part_begin(struct page *page, const char *heading, const char *action,
                       struct text number)
{
    html_element(&page->html, "h2", BARE, text_of(heading));
    html_open(&page->html, "p", BARE);
    way_to(page, action, number, "", TEXT_NONE);
    html_close(&page->html);
}

static void row_when(struct page *page, const struct value *one, const char *term)
{
    html_open(&page->html, "div", BARE);
    html_element(&page->html, "dt", BARE, text_of(term));
    html_open(&page->html, "dd", BARE);
    piece_when(page, one, "entry");
    html_close(&page->html);
    html_close(&page->html);
}

static void cause_shown(struct page *page, const struct value *cause)
{
    if (cause == NULL) {
        html_element(&page->html, "p", BARE, TEXT("Nobody has stated it yet."));
        return;
    }
    html_open(&page->html, "dl", WITH({"class", TEXT("facts")}));
    piece_row(page, "Cause", value_get_text(cause, "cause"));
    piece_row(page, "Undetermined, because", value_get_text(cause, "undetermined"));
    piece_row(page, "Kind of attack", value_get_text(cause, "attack"));
    piece_row(page, "Motive", value_get_text(cause, "motive"));
    piece_row(page, "Stated by", value_get_text(cause, "by"));
    row_when(page, cause, "Stated");
    html_close(&page->html);
}

static struct text money_words(struct page *page, const struct value *loss)
{
    struct text low = value_get_text(loss, "low");
    struct text high = value_get_text(loss, "high");
    return text_equal(low, high)
               ? text_format(page->arena, "$%.*s", TEXT_SHOW(low))
               : text_format(page->arena, "$%.*s to $%.*s", TEXT_SHOW(low), TEXT_SHOW(high));
}

static void loss_shown(struct page *page, const struct value *loss)
{
    int64_t hours = value_get_integer(loss, "hours", 0);
    if (loss == NULL) {
        html_element(&page->html, "p", BARE, TEXT("Nobody has stated it yet."));
        return;
    }
    html_open(&page->html, "dl", WITH({"class", TEXT("facts")}));
    piece_row(page, "Loss", money_words(page, loss));
    if (hours > 0)
        piece_row(page, "Outage", text_format(page->arena, "%lld hours", (long long)hours));
    piece_row(page, "Data", value_get_text(loss, "data"));
    piece_row(page, "How it was found", value_get_text(loss, "basis"));
    piece_row(page, "Stated by", value_get_text(loss, "by"));
    row_when(page, loss, "Stated");
    html_close(&page->html);
}

static void lessons_shown(struct page *page, const struct value *lessons)
{
    static const char *const columns[] = {"Lesson", "Kind", "By", "When", NULL};
    struct table table;
    if (lessons == NULL || lessons->count == 0) {
        html_element(&page->html, "p", BARE, TEXT("None is written down yet."));
        return;
    }
    table_begin(page, &table, TEXT("What was learned"), columns);
    for (size_t i = 0; i < lessons->count; i++) {
        const struct value *one = lessons->items[i];
        table_row(page, &table);
        table_text(page, &table, value_get_text(one, "what"));
        table_text(page, &table, piece_label(page->arena, value_get_text(one, "kind")));
        table_text(page, &table, value_get_text(one, "by"));
        table_cell(page, &table);
        piece_when(page, one, "entry");
        html_close(&page->html);
        html_close(&page->html);
    }
    table_end(page);
}

static void task_row(struct page *page, struct table *table, const struct value *task,
                     struct text number)
{
    struct html *html = &page->html;
    struct text state = value_get_text(task, "state");
    struct text clause = value_get_text(task, "clause");
    bool open = text_is(state, "open");
    table_row(page, table);
    table_text(page, table, value_get_text(task, "label"));
    table_cell(page, table);
    piece_mark(page, open ? "state" : "done", piece_label(page->arena, state));
    html_close(html);
    table_text(page, table, value_get_text(task, "because"));
    table_text(page, table, value_get_text(task, "by"));
    table_cell(page, table);
    piece_when(page, task, "entry");
    if (open)
        way_to(page, "task.settle", number, "&task=", value_get_text(task, "task"));
    html_close(html);
    table_cell(page, table);
    html_link(html,
              text_format(page->arena, "/policy/clauses/%.*s",
                          TEXT_SHOW(percent_encode(page->arena, clause))),
              clause);
    html_close(html);
    html_close(html);
}

void review_page(struct page *page, const struct pairs *fields)
{
    static const char *const columns[] = {
        "Task", "State", "What was done, or why not", "By", "When", "Clause", NULL};
    struct answer answer;
    struct table table;
    struct value *input = value_map(page->arena);
    value_set_text(page->arena, input, "incident", pairs_get(fields, "incident"));
    if (!page_need(page, "review.read", input, &answer))
        return;
    struct text number = value_get_text(answer.value, "incident");
    page_begin(page, TEXT("Review"), "/incidents");
    piece_done(page);
    way_back(page, number);
    part_begin(page, "Cause", "cause.state", number);
    cause_shown(page, value_get(answer.value, "cause"));
    part_begin(page, "Loss", "loss.state", number);
    loss_shown(page, value_get(answer.value, "loss"));
    part_begin(page, "Lessons", "lesson.add", number);
    lessons_shown(page, value_get(answer.value, "lessons"));
    html_element(&page->html, "h2", BARE, TEXT("Tasks"));
    table_begin(page, &table, TEXT("The tasks of the response team, done or open"), columns);
    for (size_t i = 0; i < value_get_count(answer.value, "tasks"); i++)
        task_row(page, &table, value_get_item(answer.value, "tasks", i), number);
    table_end(page);
    page_end(page);
}
