/* SPDX-License-Identifier: Apache-2.0 */
/* The way to everything that has a page or a form and belongs to no case: the people and their
 * roles, the logs' alerts, my password and my second factor. */
#include "http/inside.h"

/* Nouns whose ways stand together, before all others; and actions with a place in the navigation.
 */
static const char *const mine[] = {"me", "password", "totp", "session", "token", NULL};
static const char *const elsewhere[] = {"incident.list", "request.mine", "obligation.list",
                                        "session.end", NULL};

static bool among(struct text word, const char *const *words)
{
    bool found = false;
    for (; *words != NULL && !found; words++)
        found = text_is(word, *words);
    return found;
}

/* A list or a form of its own, which asks for no id that nobody knows by heart. */
static bool has_place(const struct action *action)
{
    return !action->internal && !action->sensor && !action->anonymous
           && strchr(action->route, '{') == NULL && !among(text_of(action->name), elsewhere);
}

static struct text noun_of(const struct action *action)
{
    struct text rest;
    return text_cut(text_of(action->name), '.', &rest);
}

/* The ways of one noun, or of all that are mine, under a heading where there are any. */
static void ways(struct page *page, struct text noun, struct text heading)
{
    bool any = false;
    size_t count;
    const struct action *const *actions = house_actions(page->door->house, &count);
    for (size_t i = 0; i < count; i++) {
        struct text own = noun_of(actions[i]);
        bool wanted = noun.size == 0 ? among(own, mine) : text_equal(own, noun);
        if (!wanted || !has_place(actions[i])
            || !page_may(page, actions[i], value_map(page->arena)))
            continue;
        if (!any) {
            html_element(&page->html, "h2", BARE, heading);
            html_open(&page->html, "ul", WITH({"class", TEXT("deeds")}));
            any = true;
        }
        html_open(&page->html, "li", BARE);
        html_link(&page->html,
                  actions[i]->method == METHOD_GET
                      ? text_of(actions[i]->route)
                      : text_format(page->arena, "/forms/%s", actions[i]->name),
                  text_of(actions[i]->title));
        html_close(&page->html);
    }
    if (any)
        html_close(&page->html);
}

/* Is this the first action of its noun, and the noun one with a heading of its own? */
static bool begins_noun(const struct action *const *actions, size_t at)
{
    struct text noun = noun_of(actions[at]);
    for (size_t i = 0; i < at; i++)
        if (text_equal(noun_of(actions[i]), noun))
            return false;
    return !among(noun, mine);
}

void more_page(struct page *page, const struct pairs *fields)
{
    size_t count;
    (void)fields;
    const struct action *const *actions = house_actions(page->door->house, &count);
    if (page->me == NULL) {
        page_fault(page, &(struct fault){.kind = FAULT_STRANGER, .message = "Sign in first."});
        return;
    }
    page_begin(page, TEXT("More"), "/more");
    ways(page, TEXT_NONE, TEXT("Me and how I sign in"));
    for (size_t i = 0; i < count; i++)
        if (begins_noun(actions, i))
            ways(page, noun_of(actions[i]), piece_label(page->arena, noun_of(actions[i])));
    page_end(page);
}
