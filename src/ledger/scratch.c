/* SPDX-License-Identifier: Apache-2.0 */
/* Memory for work that goes over everything, piece by piece: each piece's memory goes with it. */
#include "ledger/inside.h"

struct scratch {
    struct turn *turn;
    struct arena *arena;
};

static void scratch_release(void *thing)
{
    struct scratch *scratch = thing;
    arena_free(scratch->arena);
    scratch->arena = NULL;
}

struct scratch *scratch_new(struct turn *turn, size_t bytes_max)
{
    struct scratch *scratch = arena_take(turn->arena, sizeof *scratch);
    scratch->turn = turn;
    arena_own(turn->arena, scratch_release, scratch);
    scratch->arena = arena_new(bytes_max);
    return scratch;
}

bool scratch_run(struct scratch *scratch, bool (*work)(struct turn *piece, void *context),
                 void *context)
{
    struct turn *turn = scratch->turn;
    jmp_buf guard;
    if (scratch->arena == NULL)
        return fail(turn, FAULT_BROKEN, "There is no memory to read the ledger.");
    struct turn piece = *turn;
    piece.arena = scratch->arena;
    if (ARENA_GUARD(scratch->arena, guard))
        return fail(turn, FAULT_LIMIT, "A piece of the ledger needs more memory than it may.");
    bool good = work(&piece, context);
    arena_guard(scratch->arena, NULL);
    turn->fault = piece.fault;
    arena_clear(scratch->arena);
    return good;
}

void scratch_end(struct scratch *scratch)
{
    scratch_release(scratch);
}

/* ---- all entries of the database ---- */

struct walk {
    int64_t next;
    int64_t to;
    bool whole;
    bool more;
    entry_visit *visit;
    void *context;
};

static bool walk_page(struct turn *piece, void *context)
{
    struct walk *walk = context;
    struct entry_row *rows = NULL;
    size_t count = 0;
    if (!(walk->whole ? entries_read_whole : entries_read)(piece, walk->next, walk->to,
                                                           LEDGER_PAGE_ENTRIES, &rows, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!walk->visit(piece, &rows[i], walk->context))
            return false;
        walk->next = rows[i].sequence + 1;
    }
    walk->more = count == LEDGER_PAGE_ENTRIES;
    return true;
}

bool entries_visit(struct turn *turn, int64_t from, int64_t to, bool whole, entry_visit *visit,
                   void *context)
{
    struct walk walk = {
        .next = from, .to = to, .whole = whole, .more = true, .visit = visit, .context = context};
    struct scratch *scratch = scratch_new(turn, LEDGER_PAGE_BYTES_MAX);
    bool good = true;
    while (good && walk.more)
        good = scratch_run(scratch, walk_page, &walk);
    scratch_end(scratch);
    return good;
}
