/* SPDX-License-Identifier: Apache-2.0 */
/* What stands above a form that was not taken: what is wrong, what must hold first, and the rule
 * that says so, with the way to the field. */
#include "http/inside.h"

void form_summary(struct page *page, const struct form *form)
{
    struct html *html = &page->html;
    struct text field = text_of(form->fault->field);
    html_open(html, "div",
              WITH({"class", TEXT("faults")}, {"role", TEXT("alert")}, {"tabindex", TEXT("-1")}));
    html_element(html, "h2", BARE, text_of(fault_face(form->fault->kind)->title));
    html_open(html, "p", BARE);
    if (field.size > 0)
        html_link(
            html,
            text_format(page->arena, "#%.*s",
                        TEXT_SHOW(form_control_id(page->arena, text_copy(page->arena, field)))),
            fault_detail(page->request, form->fault));
    else
        html_text(html, fault_detail(page->request, form->fault));
    html_close(html);
    life_unmet(page, form->fault->unmet, pairs_get(form->given, "incident"));
    if (form->fault->clause[0] != '\0') {
        html_open(html, "p", BARE);
        html_text(html, TEXT("The rule that says so: "));
        html_link(html,
                  text_format(page->arena, "/policy/clauses/%.*s",
                              TEXT_SHOW(percent_encode(page->arena, text_of(form->fault->clause)))),
                  text_of(form->fault->clause));
        html_close(html);
    }
    html_close(html);
}
