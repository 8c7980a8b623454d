/* SPDX-License-Identifier: Apache-2.0 */
/* What was read is remembered within a turn, and from one transaction to the next, and is never
 * what is no longer so; and selects that are told ahead. On both engines. */
#include "store/thing.h"
#include <unistd.h>

/* What another connection commits meanwhile shows whether a read was answered from memory. */
static void remembered(struct turn *turn, struct text address)
{
    struct turn second = {.arena = arena_new(1 << 20), .now_us = turn->now_us};
    ok(store_migrate(turn, tables) && store_open(&second, address, &second.store),
       "a second connection");
    store_remember(turn);
    ok(things(turn) == 0, "a reading turn looks");
    ok(store_begin(&second) && thing_write(&second, "a", 1) && store_commit(&second),
       "another writes");
    ok(things(turn) == 0, "the reading turn sees what it saw");
    store_forget(turn);
    ok(things(turn) == 1, "the next one sees what is there");
    ok(store_begin(turn) && store_savepoint(turn) && things(turn) == 1 && thing_write(turn, "b", 2)
           && things(turn) == 2 && thing_later(turn, "c", 3) && things(turn) == 3,
       "a change sees each of its own writes at once");
    store_revert(turn);
    ok(things(turn) == 1, "and none that was reverted");
    ok(store_savepoint(turn) && things(turn) == 1 && store_release(turn) && store_commit(turn),
       "nor does the next savepoint remember them");
    store_remember(turn);
    arena_clear(second.arena);
    struct turn other = {.arena = second.arena, .store = turn->store};
    ok(things(turn) == 1 && things(&other) == 1 && things(turn) == 1,
       "a turn with other memory is asked anew");
    store_forget(turn);
    store_close(second.store);
    arena_free(second.arena);
}

static int64_t wordless(struct turn *turn)
{
    struct rows rows;
    return store_select(turn, "SELECT COUNT(*) FROM thing WHERE words IS NULL", BIND_NONE, &rows)
               ? rows_integer(&rows, 0, 0)
               : -1;
}

/* A select that names a column is not one that reads a table of the same name. */
static void named_alike(struct turn *turn, struct text address)
{
    struct turn second = {.arena = arena_new(1 << 20), .now_us = turn->now_us};
    ok(store_migrate(turn, tables) && store_open(&second, address, &second.store),
       "a second connection");
    store_remember(turn);
    ok(wordless(turn) == 0 && store_begin(turn)
           && store_write(turn, permit(), "INSERT INTO words (id) VALUES ('a')", BIND_NONE, NULL)
           && store_commit(turn) && store_begin(&second) && thing_write(&second, "a", 1)
           && store_commit(&second),
       "the table words is written, and things by another");
    ok(wordless(turn) == 0, "what was read of things is remembered");
    ok(store_begin(turn) && thing_write(turn, "b", 2) && wordless(turn) == 2 && store_commit(turn),
       "until this connection writes things");
    store_forget(turn);
    store_close(second.store);
    arena_free(second.arena);
}

/* A transaction with one savepoint, in which things are counted; its stand is told. */
static int64_t stood(struct turn *turn, int64_t stand)
{
    int64_t count = -2;
    arena_clear(turn->arena);
    if (!store_begin(turn))
        return -3;
    store_stand(turn, stand);
    if (store_savepoint(turn))
        count = things(turn);
    return store_release(turn) && store_commit(turn) ? count : -4;
}

/* Behind the back of whoever says that nobody else writes. */
static bool meanwhile(struct turn *second, const char *id, int64_t number)
{
    return store_begin(second) && thing_write(second, id, number) && store_commit(second);
}

static void lasting(struct turn *given, struct text address)
{
    struct turn first = {.arena = arena_new(1 << 20), .now_us = given->now_us};
    struct turn second = {.arena = arena_new(1 << 20), .now_us = given->now_us};
    struct turn *turn = &first;
    ok(store_migrate(given, tables) && store_open(turn, address, &turn->store)
           && store_open(&second, address, &second.store),
       "two connections");
    ok(stood(turn, 5) == 0 && meanwhile(&second, "a", 1) && stood(turn, 6) == 0,
       "who alone took the turn before has nothing to read again");
    ok(stood(turn, 8) == 1, "another took one: everything is read again");
    ok(meanwhile(&second, "b", 2) && stood(turn, 9) == 1 && stood(turn, 9) == 2,
       "nor is a turn counted twice");
    ok(store_begin(turn) && store_savepoint(turn) && things(turn) == 2 && store_release(turn)
           && store_commit(turn) && meanwhile(&second, "c", 3) && store_begin(turn)
           && store_savepoint(turn) && things(turn) == 3 && store_release(turn)
           && store_commit(turn),
       "where no stand is told nothing lasts");

    ok(stood(turn, 20) == 3 && store_begin(turn), "a transaction of its own");
    store_stand(turn, 21);
    ok(store_savepoint(turn) && things(turn) == 3 && thing_later(turn, "d", 4) && things(turn) == 4
           && store_release(turn) && store_savepoint(turn) && things(turn) == 4
           && thing_write(turn, "e", 5) && things(turn) == 5,
       "what it writes itself it reads again");
    store_revert(turn);
    ok(store_savepoint(turn) && things(turn) == 4 && store_release(turn) && store_commit(turn),
       "what was reverted is not remembered");
    ok(meanwhile(&second, "f", 6) && stood(turn, 22) == 4, "and what was committed is");
    ok(store_begin(turn), "another transaction");
    store_stand(turn, 23);
    ok(store_savepoint(turn) && thing_write(turn, "g", 7) && things(turn) == 6, "writes");
    store_rollback(turn);
    ok(stood(turn, 24) == 5 && stood(turn, 25) == 5,
       "what was rolled back is forgotten with all that was known");
    ok(meanwhile(&second, "g", 7) && usleep(1100000) == 0 && stood(turn, 26) == 6,
       "and nothing is believed for longer than a second");
    store_close(turn->store);
    store_close(second.store);
    arena_free(second.arena);
    arena_free(first.arena);
}

#define THING_OF "SELECT number FROM thing WHERE id = $1"

static int64_t thing_number(struct turn *turn, const char *id)
{
    struct rows rows;
    bool done = store_select(turn, THING_OF, BIND(cell_text(text_of(id))), &rows);
    return !done ? -1 : rows.count == 0 ? 0 : rows_integer(&rows, 0, 0);
}

/* Several selects told ahead answer as they would have, whatever is written around them. */
static void ahead(struct turn *turn, struct text address)
{
    const struct cell ids[] = {cell_text(TEXT("a")), cell_text(TEXT("b")), cell_text(TEXT("c"))};
    const struct question asked[] = {
        {THING_OF, &ids[0], 1}, {THING_OF, &ids[1], 1}, {THING_OF, &ids[2], 1}};
    const struct question wrong[] = {{THING_OF, &ids[0], 1},
                                     {"SELECT nothing FROM nowhere WHERE id = $1", &ids[0], 1}};
    const struct question writes[] = {{THING_OF, &ids[0], 1},
                                      {"DELETE FROM thing WHERE id = $1", &ids[0], 1}};
    struct turn second = {.arena = arena_new(1 << 20), .now_us = turn->now_us};
    ok(store_migrate(turn, tables) && store_begin(turn) && store_savepoint(turn)
           && thing_later(turn, "a", 1) && store_ahead(turn, asked, 3)
           && thing_number(turn, "a") == 1 && thing_number(turn, "b") == 0,
       "what is told ahead sees the writes before it");
    ok(thing_later(turn, "b", 2) && thing_number(turn, "b") == 2 && thing_number(turn, "a") == 1
           && store_release(turn) && store_commit(turn),
       "and a write behind it is seen as well");
    ok(store_ahead(turn, asked, 3) && thing_number(turn, "a") == 1,
       "outside of any memory nothing happens");
    store_remember(turn);
    ok(store_open(&second, address, &second.store) && store_ahead(turn, asked, 3)
           && thing_number(turn, "c") == 0 && store_begin(&second) && thing_write(&second, "c", 3)
           && store_commit(&second) && thing_number(turn, "c") == 0,
       "a reading turn sees what it was told");
    store_forget(turn);
    ok(thing_number(turn, "c") == 3, "until it ends");
    store_remember(turn);
    ok(store_ahead(turn, writes, 2) && thing_number(turn, "a") == 1,
       "what writes is never asked ahead");
    store_forget(turn);
    ok(store_begin(turn) && store_savepoint(turn), "a change begins");
    bool told = !thing_later(turn, "a", 9) || !store_ahead(turn, asked, 3) || !store_release(turn);
    ok(told, "a clash is told by the release at the latest");
    ok(faulted(turn, FAULT_CLASH, ""), "as a clash");
    store_revert(turn);
    ok(store_savepoint(turn), "reverted, the next one begins");
    told = !store_ahead(turn, wrong, 2);
    ok(told || !store_select(turn, wrong[1].sql, &ids[0], 1, &(struct rows){.count = 0}),
       "a question that is wrong is told of at once, or when it is asked");
    ok(faulted(turn, FAULT_BROKEN, ""), "as broken");
    store_revert(turn);
    ok(store_savepoint(turn) && thing_number(turn, "a") == 1 && store_release(turn)
           && store_commit(turn),
       "and the transaction goes on");
    store_close(second.store);
    arena_free(second.arena);
}

int main(void)
{
    both(remembered);
    both(named_alike);
    both(lasting);
    both(ahead);
    return tap_end();
}
