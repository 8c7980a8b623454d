/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever the bytes, a note is read or refused with a reason; what is accepted is written again
 * the same. */
#include "ledger/entry.h"
#include "ledger/note.h"
#include "target.h"

/* The witness of the sample log. */
static const char witness[] =
    "witness.sao.example/w1+1c25707e+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X";

static void try_note(struct turn *turn, struct text bytes)
{
    struct note note;
    struct checkpoint checkpoint;
    struct note_key key;
    const char *why = NULL;
    int64_t time_s;
    if (!note_read(turn->arena, bytes, &note, &why)) {
        insist(why != NULL && why[0] != '\0');
        return;
    }
    struct builder again = {.arena = turn->arena};
    build(&again, note.text);
    build_byte(&again, '\n');
    for (size_t i = 0; i < note.count; i++)
        build(&again, note.signatures[i].line);
    insist(text_equal(built(&again), bytes));
    if (checkpoint_read(turn->arena, note.text, &checkpoint, &why))
        insist(text_equal(checkpoint_write(turn->arena, &checkpoint), note.text));
    insist(note_key_read(turn->arena, text_of(witness), &key, &why));
    (void)note_check(turn->arena, &note, &key, &time_s);
}

static void try_line(struct turn *turn, struct text bytes)
{
    struct note_key key;
    struct entry entry;
    const char *why = NULL;
    if (note_key_read(turn->arena, bytes, &key, &why))
        insist(text_equal(note_key_write(turn->arena, &key), bytes));
    else
        insist(why != NULL);
    if (!entry_read(bytes, &entry, &why))
        insist(why != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(1 << 24);
    struct turn turn = {.arena = arena};
    jmp_buf guard;
    if (!ARENA_GUARD(arena, guard)) {
        try_note(&turn, (struct text){(const char *)data, size});
        try_line(&turn, (struct text){(const char *)data, size});
    }
    arena_guard(arena, NULL);
    arena_free(arena);
    return 0;
}
