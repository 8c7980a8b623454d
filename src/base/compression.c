/* SPDX-License-Identifier: Apache-2.0 */
#include "base/compression.h"
#define ZDICT_STATIC_LINKING_ONLY /* for the one way of choosing that takes a tenth of a second */
#include <zdict.h>
#include <zstd.h>

enum { WINDOW_LOG_MAX = 27, DICTIONARY_WINDOW_LOG = 21, DICTIONARY_HASH_LOG = 16 };

struct packer {
    ZSTD_CCtx *context;
};

struct unpacker {
    ZSTD_DCtx *context;
    ZSTD_DDict *dictionary; /* NULL: none */
};

struct inflow {
    ZSTD_DStream *stream;
};

static bool fail_memory(struct turn *turn)
{
    return fail(turn, FAULT_LIMIT, "There is no memory to compress with.");
}

static void packer_release(void *thing)
{
    struct packer *packer = thing;
    ZSTD_freeCCtx(packer->context);
}

static bool set(struct packer *packer, ZSTD_cParameter parameter, int value)
{
    return !ZSTD_isError(ZSTD_CCtx_setParameter(packer->context, parameter, value));
}

bool packer_new(struct turn *turn, int level, struct text dictionary, struct packer **packer)
{
    struct packer *made = arena_take(turn->arena, sizeof *made);
    arena_own(turn->arena, packer_release, made);
    made->context = ZSTD_createCCtx();
    *packer = made;
    if (made->context == NULL || !set(made, ZSTD_c_compressionLevel, level))
        return fail_memory(turn);
    return dictionary.size == 0 || packer_learn(turn, made, dictionary);
}

bool packer_learn(struct turn *turn, struct packer *packer, struct text dictionary)
{
    /* The window has to reach back over the block into all of the dictionary, and its table to
     * have a place for most of what is there. */
    return (set(packer, ZSTD_c_windowLog, DICTIONARY_WINDOW_LOG)
            && set(packer, ZSTD_c_hashLog, DICTIONARY_HASH_LOG)
            && !ZSTD_isError(
                ZSTD_CCtx_loadDictionary(packer->context, dictionary.data, dictionary.size)))
           || fail_memory(turn);
}

/* Without what zstd writes before it, which is tables for packs far smaller than ours. */
struct text dictionary_choose(struct arena *arena, struct text samples, const size_t *sizes,
                              size_t count, size_t bytes_max)
{
    const ZDICT_fastCover_params_t how = {.k = 2048, .d = 8, .f = 20, .accel = 5};
    char *bytes = arena_take(arena, bytes_max);
    size_t size = ZDICT_trainFromBuffer_fastCover(bytes, bytes_max, samples.data, sizes,
                                                  (unsigned)count, how);
    size_t head = ZDICT_isError(size) ? 0 : ZDICT_getDictHeaderSize(bytes, size);
    if (ZDICT_isError(size) || ZDICT_isError(head) || head >= size)
        return TEXT_NONE;
    return (struct text){bytes + head, size - head};
}

size_t packed_bytes_max(size_t size)
{
    return ZSTD_compressBound(size);
}

bool pack(struct packer *packer, struct text plain, char *packed, size_t capacity, size_t *size)
{
    *size = ZSTD_compress2(packer->context, packed, capacity, plain.data, plain.size);
    return !ZSTD_isError(*size);
}

static void unpacker_release(void *thing)
{
    struct unpacker *unpacker = thing;
    ZSTD_freeDCtx(unpacker->context);
    ZSTD_freeDDict(unpacker->dictionary);
}

bool unpacker_new(struct turn *turn, struct text dictionary, struct unpacker **unpacker)
{
    struct unpacker *made = arena_take(turn->arena, sizeof *made);
    arena_own(turn->arena, unpacker_release, made);
    made->context = ZSTD_createDCtx();
    if (dictionary.size > 0)
        made->dictionary = ZSTD_createDDict(dictionary.data, dictionary.size);
    *unpacker = made;
    return (made->context != NULL && (dictionary.size == 0 || made->dictionary != NULL))
           || fail_memory(turn);
}

bool unpack(struct unpacker *unpacker, struct text packed, char *plain, size_t size)
{
    size_t done =
        unpacker->dictionary == NULL
            ? ZSTD_decompressDCtx(unpacker->context, plain, size, packed.data, packed.size)
            : ZSTD_decompress_usingDDict(unpacker->context, plain, size, packed.data, packed.size,
                                         unpacker->dictionary);
    return !ZSTD_isError(done) && done == size;
}

bool packed_begins(struct text bytes)
{
    return text_starts(bytes, (struct text){"\x28\xb5\x2f\xfd", 4});
}

static void inflow_release(void *thing)
{
    struct inflow *inflow = thing;
    ZSTD_freeDStream(inflow->stream);
}

bool inflow_new(struct turn *turn, struct inflow **inflow)
{
    struct inflow *made = arena_take(turn->arena, sizeof *made);
    arena_own(turn->arena, inflow_release, made);
    made->stream = ZSTD_createDStream();
    *inflow = made;
    return (made->stream != NULL
            && !ZSTD_isError(
                ZSTD_DCtx_setParameter(made->stream, ZSTD_d_windowLogMax, WINDOW_LOG_MAX)))
           || fail_memory(turn);
}

bool inflow_take(struct turn *turn, struct inflow *inflow, struct text packed, size_t *taken,
                 void *plain, size_t capacity, size_t *size, bool *ended)
{
    ZSTD_inBuffer in = {packed.data, packed.size, 0};
    ZSTD_outBuffer out = {plain, capacity, 0};
    size_t hint = 0;
    do {
        hint = ZSTD_decompressStream(inflow->stream, &out, &in);
        if (ZSTD_isError(hint))
            return fail(turn, FAULT_INVALID, "This is no sound zstd file: %s.",
                        ZSTD_getErrorName(hint));
    } while (in.pos < in.size && out.pos < out.size);
    *taken = in.pos;
    *size = out.pos;
    *ended = hint == 0;
    return true;
}
