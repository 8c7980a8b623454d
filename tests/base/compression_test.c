/* SPDX-License-Identifier: Apache-2.0 */
/* Blocks come back as they were, damaged ones are refused, and a stream does not care how it is
 * cut. */
#include "base/compression.h"
#include "tap.h"
#include <stdlib.h>

enum { PLAIN_BYTES = 100000 };

static struct text plain_make(struct arena *arena)
{
    struct builder plain = {.arena = arena};
    unsigned seed = 7;
    while (plain.size < PLAIN_BYTES)
        build_format(&plain, "line %d of many\n", rand_r(&seed) % 1000);
    return built(&plain);
}

static void blocks(struct turn *turn, struct text plain, struct text dictionary)
{
    struct packer *packer;
    struct unpacker *unpacker;
    size_t capacity = packed_bytes_max(plain.size);
    char *packed = arena_take(turn->arena, capacity);
    char *back = arena_take(turn->arena, plain.size + 1);
    size_t size = 0;
    if (!ok(packer_new(turn, 1, dictionary, &packer) && unpacker_new(turn, dictionary, &unpacker),
            "a packer and an unpacker, dictionary of %zu bytes", dictionary.size))
        return;
    ok(pack(packer, plain, packed, capacity, &size) && size < plain.size / 2, "%zu become %zu",
       plain.size, size);
    struct text whole = {packed, size};
    ok(unpack(unpacker, whole, back, plain.size) && memcmp(back, plain.data, plain.size) == 0,
       "and come back");
    ok(!unpack(unpacker, whole, back, plain.size - 1), "not into less");
    ok(!unpack(unpacker, whole, back, plain.size + 1), "and not into more");
    ok(!unpack(unpacker, (struct text){packed, size - 1}, back, plain.size), "cut short: refused");
    ok(!unpack(unpacker, TEXT("not zstd at all"), back, plain.size), "other bytes: refused");
    size_t none = 0;
    ok(!pack(packer, plain, packed, 10, &none), "too little room: said, not written past");
}

static void stream(struct turn *turn, struct text plain)
{
    struct packer *packer;
    struct inflow *inflow;
    size_t size = 0;
    size_t capacity = packed_bytes_max(plain.size);
    char *packed = arena_take(turn->arena, capacity * 2);
    if (!ok(packer_new(turn, 1, TEXT_NONE, &packer) && inflow_new(turn, &inflow)
                && pack(packer, plain, packed, capacity, &size),
            "a stream"))
        return;
    memcpy(packed + size, packed, size); /* two frames, one behind the other */
    struct text rest = {packed, size * 2};
    struct builder back = {.arena = turn->arena};
    bool good = true;
    bool ended = false;
    unsigned seed = 3;
    char piece[777];
    while (good && rest.size > 0) {
        size_t taken = 0;
        size_t out = 0;
        size_t cut = (size_t)rand_r(&seed) % 99 + 1;
        struct text some = {rest.data, cut < rest.size ? cut : rest.size};
        good = inflow_take(turn, inflow, some, &taken, piece, sizeof piece, &out, &ended);
        build(&back, (struct text){piece, out});
        rest = (struct text){rest.data + taken, rest.size - taken};
        while (good && out == sizeof piece) {
            good = inflow_take(turn, inflow, TEXT_NONE, &taken, piece, sizeof piece, &out, &ended);
            build(&back, (struct text){piece, out});
        }
    }
    ok(good && ended && back.size == plain.size * 2
           && memcmp(back.data + plain.size, plain.data, plain.size) == 0,
       "two frames in small pieces: the same bytes twice");
    size_t taken = 0;
    size_t out = 0;
    ok(!inflow_take(turn, inflow, TEXT("no frame here"), &taken, piece, sizeof piece, &out, &ended)
           && turn->fault.kind == FAULT_INVALID,
       "bytes that are none: %s", turn->fault.message);
    ok(packed_begins((struct text){packed, 4}) && !packed_begins(TEXT("{\"")),
       "known by its bytes");
}

/* Samples of lines, of which only some come again: those are chosen. */
static void choosing(struct turn *turn)
{
    enum { SAMPLES = 32, SAMPLE_BYTES = 8192, CHOSEN_BYTES = 16384 };
    struct builder samples = {.arena = turn->arena};
    size_t sizes[SAMPLES];
    unsigned seed = 7;
    for (size_t i = 0; i < SAMPLES; i++) {
        size_t begun = samples.size;
        while (samples.size - begun < SAMPLE_BYTES)
            build_format(&samples, "%08x%08x once, and then: %s\n", rand_r(&seed), rand_r(&seed),
                         "a line that the next machine says as well");
        sizes[i] = samples.size - begun;
    }
    struct text all = built(&samples);
    struct text one = dictionary_choose(turn->arena, all, sizes, SAMPLES, CHOSEN_BYTES);
    struct text again = dictionary_choose(turn->arena, all, sizes, SAMPLES, CHOSEN_BYTES);
    ok(one.size > 0 && one.size <= CHOSEN_BYTES && text_equal(one, again),
       "%zu bytes are chosen, each time the same", one.size);
    ok(text_contains(one, TEXT("a line that the next machine says as well")),
       "with what comes again among them");
    ok(text_empty(dictionary_choose(turn->arena, all, sizes, 1, CHOSEN_BYTES)),
       "of a single sample nothing");
    blocks(turn, all, one);
}

int main(void)
{
    struct turn turn = {.arena = arena_new(1 << 24)};
    struct text plain = plain_make(turn.arena);
    blocks(&turn, plain, TEXT_NONE);
    blocks(&turn, plain, (struct text){plain.data, 2000});
    choosing(&turn);
    stream(&turn, plain);
    arena_free(turn.arena);
    return tap_end();
}
