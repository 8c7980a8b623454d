/* SPDX-License-Identifier: Apache-2.0 */
/* The page of any action that does something: its form, and what came of it. */
#include "http/inside.h"

/* The nearest page above the action's route that shows what it is about: the incident of an
 * evaluation. Empty when there is none. */
static struct text page_above(struct page *page, const struct action *action,
                              const struct value *input)
{
    size_t count;
    unsigned methods;
    struct pairs fields = {0};
    const struct action *const *actions = house_actions(page->door->house, &count);
    struct text path = route_fill(page->arena, action->route, input);
    while (path.size > 1) {
        if (route_find(page->arena, actions, count, METHOD_GET, path, &fields, &methods) != NULL)
            return path;
        while (path.size > 1 && path.data[--path.size] != '/')
            continue;
    }
    return TEXT_NONE;
}

/* Which incident the form is about, and the way back to it. */
static void about(struct page *page, const struct action *action, const struct pairs *given)
{
    struct text number = pairs_get(given, "incident");
    if (!route_has(action->route, "incident") || number.size == 0)
        return;
    html_open(&page->html, "p", BARE);
    html_text(&page->html, TEXT("For "));
    html_link(
        &page->html,
        text_format(page->arena, "/incidents/%.*s", TEXT_SHOW(percent_encode(page->arena, number))),
        number);
    html_close(&page->html);
}

static void deed_form(struct page *page, const struct action *action, const struct fault *fault)
{
    struct pairs given = page_posted(page) ? page->form : page->query;
    if (!page_posted(page))
        known_add(page, action, &given);
    const struct value *rows = known_rows(page, action, &given);
    const struct value *begun = document_begun(page, action, &given);
    bool stale = fault != NULL && fault->kind == FAULT_CLASH;
    struct text version = pairs_get(&page->form, "_version");
    if (version.size == 0 || stale)
        version = value_get_text(begun, "version");
    page_begin(page, text_of(action->title), NULL);
    about(page, action, &given);
    if (action->help != NULL)
        html_element(&page->html, "p", WITH({"class", TEXT("lead")}), text_of(action->help));
    form_write(page, &(struct form){.action = action,
                                    .target = text_format(page->arena, "/forms/%s", action->name),
                                    .given = &given,
                                    .rows = rows,
                                    .version = version,
                                    .instead = begun == NULL ? NULL : "document.draft",
                                    .instead_button = "Keep it as my draft",
                                    .fault = fault});
    page_end(page);
}

static void deed_done(struct page *page, const struct action *action, const struct value *input,
                      const struct answer *answer)
{
    struct text above = page_above(page, action, input);
    if (above.size > 0 && !action->secret) {
        page_go(page, text_format(page->arena, "%.*s?done=%s", TEXT_SHOW(above), action->name));
        return;
    }
    page_begin(page, text_of(action->title), NULL);
    html_element(&page->html, "p", WITH({"class", TEXT("note")}, {"role", TEXT("status")}),
                 TEXT("Done."));
    if (action->secret)
        html_element(&page->html, "p", WITH({"class", TEXT("call")}),
                     TEXT("This is shown once. Keep it before you leave this page."));
    piece_value(page, answer->value, text_of(action->title));
    page_end(page);
}

/* The fields of one form that another action has, too. */
static struct value *shared_input(struct page *page, const struct value *input,
                                  const struct action *other)
{
    struct value *shared = value_map(page->arena);
    for (const struct field *field = other->fields; field->name != NULL; field++)
        if (value_get(input, field->name) != NULL)
            value_set(page->arena, shared, field->name, value_get(input, field->name));
    return shared;
}

/* A second button was pressed: what it does is done, and the form stands again as it was. */
static bool deed_instead(struct page *page, const struct action *action, struct value *input)
{
    struct answer answer;
    const struct action *other =
        house_action(page->door->house, pairs_get(&page->form, "_instead"));
    if (other == NULL || other->internal || other->method == METHOD_GET)
        return false;
    if (page_ask(page, other->name, shared_input(page, input, other), &answer)) {
        page_go(page, text_format(page->arena, "%s?done=%s",
                                  text_format(page->arena, "/incidents/%.*s/documents",
                                              TEXT_SHOW(value_get_text(input, "incident")))
                                      .data,
                                  other->name));
        return true;
    }
    page->response->status = fault_face(answer.fault.kind)->http_status;
    deed_form(page, action, &answer.fault);
    return true;
}

void action_page(struct page *page, const struct pairs *fields)
{
    struct answer answer;
    struct fault fault;
    const struct action *action = house_action(page->door->house, pairs_get(fields, "action"));
    if (action == NULL || action->method == METHOD_GET || action->internal) {
        page_fault(page, &(struct fault){.kind = FAULT_MISSING});
        return;
    }
    if (!action->anonymous && page->me == NULL
        && session_token(page->door, page->request).size == 0) {
        page_fault(page, &(struct fault){.kind = FAULT_STRANGER});
        return;
    }
    if (!page_posted(page)) {
        deed_form(page, action, NULL);
        return;
    }
    if (!form_ours(page, &fault)) {
        page->response->status = 403;
        deed_form(page, action, &fault);
        return;
    }
    if (form_asks_again(page)) {
        deed_form(page, action, NULL);
        return;
    }
    struct value *input = form_input(page, action);
    if (pairs_get(&page->form, "_instead").size > 0 && deed_instead(page, action, input))
        return;
    if (page_ask(page, action->name, input, &answer)) {
        deed_done(page, action, input, &answer);
        return;
    }
    page->response->status = fault_face(answer.fault.kind)->http_status;
    if (answer.fault.kind == FAULT_STRANGER || answer.fault.kind == FAULT_MISSING)
        page_fault(page, &answer.fault);
    else
        deed_form(page, action, &answer.fault);
}
