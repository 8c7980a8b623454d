/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of cases under need to know: at most a page of each list that the reader may find something
 * in, merged newest first, so that a page costs the same among ten cases and a hundred thousand.
 * Which lists these are is read from the matrix: who needs a grant looks among the cases that were
 * opened to them, and not through everything.
 */
#include "people/can.h"
#include "people/inside.h"
#include "policy/permission.h"

struct lists {
    struct text scopes[PEOPLE_LISTS_MAX];
    size_t count;
};

static void lists_add(struct lists *lists, struct text scope)
{
    for (size_t i = 0; i < lists->count; i++)
        if (text_equal(lists->scopes[i], scope))
            return;
    if (lists->count < PEOPLE_LISTS_MAX)
        lists->scopes[lists->count++] = scope;
}

/* What a capacity may read without a grant stands in the list of its organisation, or in that of
 * all. */
static void lists_of_holder(struct turn *turn, const struct holder *holder, enum level level,
                            struct lists *lists)
{
    struct permission entries[PERMISSION_ENTRIES_MAX];
    size_t count = pack_permissions(turn->pack, holder->role, text_of(area_name(AREA_CASE)),
                                    text_of(level_name(level)), entries);
    for (size_t i = 0; i < count; i++) {
        if (!entries[i].allowed || entries[i].needs_grant || entries[i].own_only)
            continue;
        if (!entries[i].within_organisation && !entries[i].within_secretariat)
            lists_add(lists, PEOPLE_LIST_ALL);
        else if (!text_empty(holder->organisation))
            lists_add(lists, text_format(turn->arena, "organisation:%.*s",
                                         TEXT_SHOW(holder->organisation)));
    }
}

static void lists_of(struct turn *turn, enum level level, struct lists *lists)
{
    const struct capacities *held = turn->actor.held;
    lists->count = 0;
    if (turn->actor.system)
        lists_add(lists, PEOPLE_LIST_ALL);
    else
        lists_add(lists, text_format(turn->arena, "person:%.*s", TEXT_SHOW(turn->actor.person)));
    for (size_t i = 0; held != NULL && i < held->count; i++)
        lists_of_holder(turn, &held->holders[i], level, lists);
}

static bool newer(const struct listed *a, const struct listed *b)
{
    return a->sort_us > b->sort_us
           || (a->sort_us == b->sort_us && text_compare(a->incident, b->incident) > 0);
}

bool people_list_page(struct turn *turn, enum level level, const struct listed *behind,
                      size_t limit, struct listed **page, size_t *count)
{
    struct lists lists;
    struct listed *rows[PEOPLE_LISTS_MAX];
    size_t counts[PEOPLE_LISTS_MAX];
    size_t heads[PEOPLE_LISTS_MAX] = {0};
    lists_of(turn, level, &lists);
    *page = arena_array(turn->arena, limit, sizeof **page);
    *count = 0;
    for (size_t i = 0; i < lists.count; i++)
        if (!list_select(turn, lists.scopes[i], behind, limit, &rows[i], &counts[i]))
            return false;
    while (*count < limit) {
        const struct listed *best = NULL;
        for (size_t i = 0; i < lists.count; i++)
            if (heads[i] < counts[i] && (best == NULL || newer(&rows[i][heads[i]], best)))
                best = &rows[i][heads[i]];
        if (best == NULL)
            break;
        struct listed chosen = *best;
        (*page)[(*count)++] = chosen;
        for (size_t i = 0; i < lists.count; i++)
            if (heads[i] < counts[i] && text_equal(rows[i][heads[i]].incident, chosen.incident))
                heads[i]++;
    }
    return true;
}

bool people_list_enter(struct change *change, struct text scope, int64_t sort_us,
                       struct text incident)
{
    return list_insert(change, scope, sort_us, incident);
}

bool people_list_leave(struct change *change, struct text scope, struct text incident)
{
    return list_delete(change, scope, incident);
}

bool people_list_between(struct turn *turn, struct text scope, int64_t from_us, int64_t to_us,
                         size_t limit, struct listed **list, size_t *count)
{
    return list_select_between(turn, scope, from_us, to_us, limit, list, count);
}
