/* SPDX-License-Identifier: Apache-2.0 */
/* What was reported of a case, all of it, in the words of whoever said it. */
#include "base/json.h"
#include "http/inside.h"

static void said_by(struct page *page, const struct value *report)
{
    struct text name = value_get_text(report, "name");
    struct text contact = value_get_text(report, "contact");
    html_text(&page->html, TEXT(", by "));
    bool shown = value_get_boolean(report, "reporter_shown", true);
    html_text(&page->html, name.size > 0 ? name
                           : shown       ? TEXT("somebody who gave no name")
                                         : TEXT("somebody whose name is not for you to see"));
    if (contact.size > 0)
        html_text(&page->html, text_format(page->arena, " (%.*s)", TEXT_SHOW(contact)));
}

/* Which body it named, in its own words; when it knew; and what was written where something else
 * was asked for, which nobody has read yet and somebody must. */
static void said_besides(struct page *page, const struct value *report)
{
    struct arena *arena = page->arena;
    struct html *html = &page->html;
    html_open(html, "dl", WITH({"class", TEXT("facts")}));
    piece_row(page, "Agency, as they call it", value_get_text(report, "stated"));
    piece_row(page, "Known since", value_get_text(report, "known_since_local"));
    piece_row(page, "How the time of telling is known", value_get_text(report, "told_basis"));
    for (size_t i = 0; i < value_get_count(report, "unread"); i++) {
        const struct value *one = value_get_item(report, "unread", i);
        const struct value *value = value_get(one, "value");
        if (value == NULL)
            continue;
        piece_row(page,
                  text_format(arena, "%.*s, as it was written",
                              TEXT_SHOW(piece_label(arena, value_get_text(one, "name"))))
                      .data,
                  value->kind == VALUE_TEXT ? value->text : json_write(arena, value));
    }
    html_close(html);
}

/* What was said later, which takes nothing back of what was said before. */
static void said_later(struct page *page, const struct value *report)
{
    struct html *html = &page->html;
    for (size_t i = 0; i < value_get_count(report, "statements"); i++) {
        const struct value *one = value_get_item(report, "statements", i);
        html_open(html, "p", WITH({"class", TEXT("help")}));
        html_text(html, value_has(one, "corrects") ? TEXT("Put right by the same, ")
                                                   : TEXT("Added by the same, "));
        piece_when(page, one, "entry");
        html_close(html);
        html_element(html, "blockquote", BARE, value_get_text(one, "what"));
    }
}

void said_reports(struct page *page, const struct value *incident)
{
    struct html *html = &page->html;
    size_t count = value_get_count(incident, "reports");
    if (count == 0)
        return;
    html_element(html, "h2", WITH({"id", TEXT("reports")}), TEXT("What was reported"));
    for (size_t i = 0; i < count; i++) {
        const struct value *report = value_get_item(incident, "reports", i);
        html_open(html, "figure", BARE);
        html_open(html, "figcaption", BARE);
        html_text(html, piece_label(page->arena, value_get_text(report, "channel")));
        if (text_is(value_get_text(report, "nature"), "suspicion"))
            html_text(html, TEXT(", as a suspicion"));
        html_text(html, TEXT(", told "));
        piece_when(page, report, "told");
        said_by(page, report);
        html_close(html);
        html_element(html, "blockquote", BARE,
                     value_has(report, "withheld") ? value_get_text(report, "withheld")
                                                   : value_get_text(report, "what"));
        if (!value_has(report, "withheld")) {
            said_besides(page, report);
            said_later(page, report);
        }
        html_close(html);
    }
}
