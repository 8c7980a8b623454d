/* SPDX-License-Identifier: Apache-2.0 */
/* Records into blocks, blocks into the open segment, and what of it is durable. */
#include "event/segment.h"
#include "base/crc.h"
#include "base/file.h"
#include "event/segment_store.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    STORE_ID_BYTES_MAX = 256,
    SEGMENT_BYTES_DEFAULT = 256 * 1024 * 1024,
    BLOCKS_MAX = 1 << 16 /* of a segment, at which it is sealed: small ones after many syncs */
};
static const size_t store_arena_bytes_max = (size_t)2 << 30;
static const int64_t segment_age_default_us = INT64_C(3600) * 1000000;

/* ---- faults and bytes ---- */

bool segment_fail(struct turn *turn, struct segment_store *store, const char *path)
{
    char words[128];
    int reason = errno;
    if (reason == ENOSPC || reason == EDQUOT || reason == EFBIG) {
        if (turn->fault.kind != FAULT_NONE)
            fault_clear(turn);
        if (!store->starved)
            log_write(store->settings.log, LOG_ERROR, "event.store",
                      "there is no room for segment %llu: nothing more is taken until there is",
                      (unsigned long long)store->number);
        store->starved = true;
        return fail(turn, FAULT_BUSY,
                    "There is no room for %s: make room on its disk; nothing is lost, and it goes "
                    "on by itself.",
                    path);
    }
    store->broken = true;
    return fail(turn, FAULT_BROKEN, "%s cannot be written: %s.", path,
                strerror_r(reason, words, sizeof words));
}

bool segment_write(int descriptor, struct text bytes, uint64_t offset)
{
    while (bytes.size > 0) {
        ssize_t size = pwrite(descriptor, bytes.data, bytes.size, (off_t)offset);
        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0)
            return false;
        bytes = (struct text){bytes.data + size, bytes.size - (size_t)size};
        offset += (uint64_t)size;
    }
    return true;
}

bool segment_folder_sync(struct turn *turn, struct segment_store *store)
{
    int folder = open(store->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = folder >= 0 && fsync(folder) == 0;
    int reason = errno;
    if (folder >= 0)
        close(folder);
    errno = reason;
    return synced || segment_fail(turn, store, store->folder);
}

/* ---- the open segment ---- */

void segment_reset(struct segment_store *store, uint64_t number)
{
    store->number = number;
    store->first = 0;
    store->end = 0;
    store->durable_end = 0;
    store->raw_bytes = 0;
    store->dirty = false;
    store->edge = (struct tree_edge){0};
    store->group = (struct tree_edge){0};
    store->groups.size = 0;
    store->block_count = 0;
    store->tokens.size = 0;
    store->trigrams.size = 0;
}

static void tree_note(struct segment_store *store, const struct sha256 *leaves, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        tree_append(store->hasher, &store->group, &leaves[i]);
        if (store->group.size < SEGMENT_GROUP)
            continue;
        struct sha256 root = tree_root(store->hasher, &store->group);
        build(&store->groups, (struct text){(const char *)root.bytes, SHA256_BYTES});
        tree_append_subtree(store->hasher, &store->edge, 8, &root);
        store->group = (struct tree_edge){0};
    }
}

/* How many raw bytes the open segment may have. The first of a store, which has no good dictionary
 * yet, is short: the next one learns from it. */
static size_t bytes_limit(const struct segment_store *store)
{
    bool young = store->dictionary.size < STORE_SAMPLE_BYTES_MIN;
    return young ? store->settings.segment_bytes / STORE_YOUNG : store->settings.segment_bytes;
}

/* Some blocks of each segment are what the next one's dictionary is chosen from. */
static void sample_note(struct segment_store *store, const struct block_maker *maker)
{
    struct text raw = block_raw(maker);
    if (store->raw_bytes < store->sample_next || store->sample_count == STORE_SAMPLES)
        return;
    if (raw.size > SEGMENT_BLOCK_BYTES)
        raw.size = SEGMENT_BLOCK_BYTES;
    build(&store->sample, raw);
    store->sample_sizes[store->sample_count++] = raw.size;
    store->sample_next = store->raw_bytes + bytes_limit(store) / STORE_SAMPLES;
}

void segment_note(struct segment_store *store, struct block_maker *maker,
                  const struct block_head *head, uint64_t offset)
{
    struct filters filters = block_filters(maker);
    struct text trigrams = {(const char *)filters.trigrams, FILTER_TRIGRAM_BYTES};
    store->blocks = arena_grow(store->arena, store->blocks, store->block_count,
                               &store->block_capacity, sizeof *store->blocks);
    store->blocks[store->block_count++] = (struct segment_block){
        .head = *head,
        .offset = offset,
        .token_offset = store->tokens.size,
        .token_bytes = filters.full ? SEGMENT_TOKENS_FULL : (uint32_t)filters.tokens.size,
        .trigrams_crc = crc32c(0, trigrams),
    };
    build(&store->tokens, filters.tokens);
    build(&store->trigrams, trigrams);
    tree_note(store, block_leaves(maker), block_count(maker));
    sample_note(store, maker);
    store->first += head->records;
    store->raw_bytes += head->raw_bytes;
    store->end = offset + BLOCK_HEAD_BYTES + head->packed_bytes;
    block_clear(maker);
}

/* What begins so zstd takes for a dictionary of a kind that lines are not. */
static const struct text dictionary_mark = {"\x37\xA4\x30\xEC", 4};

static void dictionary_renew(struct turn *turn, struct segment_store *store)
{
    struct text chosen = TEXT_NONE;
    if (store->sample.size >= STORE_SAMPLE_BYTES_MIN)
        chosen = dictionary_choose(turn->arena, built(&store->sample), store->sample_sizes,
                                   store->sample_count, STORE_DICTIONARY_BYTES);
    if (text_empty(chosen) && store->dictionary.size == 0)
        chosen = block_raw(store->maker);
    if (chosen.size > STORE_DICTIONARY_BYTES)
        chosen.size = STORE_DICTIONARY_BYTES;
    if (text_starts(chosen, dictionary_mark))
        chosen = (struct text){chosen.data + 1, chosen.size - 1};
    if (!text_empty(chosen)) {
        store->dictionary.size = 0;
        build(&store->dictionary, chosen);
    }
    store->sample.size = store->sample_count = 0;
    store->sample_next = 0;
}

bool segment_begin(struct turn *turn, struct segment_store *store)
{
    struct text bytes;
    const char *path = segment_path(turn->arena, store->folder, store->number, "open");
    dictionary_renew(turn, store);
    struct segment_head head = {.number = store->number,
                                .created_us = store->begun_us,
                                .previous = store->previous,
                                .dictionary = built(&store->dictionary)};
    memcpy(head.store, store->id, SEGMENT_ID_BYTES);
    if (!segment_head_write(turn, &head, &bytes) || !packing_learn(turn, store))
        return false;
    int descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return segment_fail(turn, store, path);
    if (!segment_write(descriptor, bytes, 0)) {
        segment_fail(turn, store, path);
        unlink(path);
        close(descriptor);
        return false;
    }
    store->descriptor = descriptor;
    store->end = bytes.size;
    return true;
}

/* Is everything that was taken durable? */
static bool settled(const struct segment_store *store)
{
    struct segment_position next = segment_next(store);
    return store->durable.segment == next.segment && store->durable.index == next.index;
}

static bool due(const struct segment_store *store, int64_t now_us)
{
    const struct packing *packing = &store->packing;
    return segment_next(store).index > 0
           && (store->raw_bytes + packing->raw_bytes >= bytes_limit(store)
               || store->block_count + packing->count >= BLOCKS_MAX
               || now_us - store->begun_us >= store->settings.segment_age_us);
}

static bool fail_broken(struct turn *turn, const struct segment_store *store)
{
    return fail(turn, FAULT_BROKEN,
                "The disk of %s has failed: close the store, see to the disk, and open it again.",
                store->folder);
}

/* ---- the face ---- */

static bool record_check(struct turn *turn, const struct segment_record *record, size_t index)
{
    if (record->raw.size > SEGMENT_RECORD_BYTES_MAX)
        return fail_field(turn, "raw", "Record %zu has %zu bytes, more than %d: cut it before.",
                          index, record->raw.size, SEGMENT_RECORD_BYTES_MAX);
    return record->source.size <= SEGMENT_SOURCE_BYTES_MAX
           || fail_field(turn, "source", "Record %zu has a source of %zu bytes, more than %d.",
                         index, record->source.size, SEGMENT_SOURCE_BYTES_MAX);
}

bool segment_append(struct turn *turn, struct segment_store *store, int64_t now_us,
                    const struct segment_record *records, size_t count, size_t *taken,
                    struct segment_position *first)
{
    *taken = 0;
    *first = segment_next(store);
    if (store->broken)
        return fail_broken(turn, store);
    for (size_t i = 0; i < count; i++)
        if (!record_check(turn, &records[i], i))
            return false;
    if (due(store, now_us) && (!store->settings.whole || settled(store))
        && !segment_seal(turn, store, now_us))
        return false;
    *first = segment_next(store);
    for (; *taken < count; ++*taken) {
        if (segment_next(store).index == 0)
            store->begun_us = now_us;
        if (block_full(store->maker) && !packing_add(turn, store))
            return false;
        if (!block_add(store->maker, &records[*taken]))
            return fail(turn, FAULT_BROKEN, "An empty block is full.");
    }
    return true;
}

/* What the blocks have is made durable; and then, in one piece, what is not yet in one, the marks,
 * and that it is so. */
bool segment_settle(struct turn *turn, struct segment_store *store)
{
    if (!store->dirty && settled(store) && !store->marks.changed && !store->journal.turns)
        return true;
    if (!packing_settle(turn, store))
        return false;
    if (store->dirty) {
        if (fdatasync(store->descriptor) != 0) {
            store->broken = true; /* what the system dropped, it does not try again */
            return segment_fail(turn, store, store->folder);
        }
        if (store->durable_end == 0 && !segment_folder_sync(turn, store))
            return false;
        store->dirty = false;
        store->durable_end = store->end;
    }
    if (!journal_write(turn, store))
        return false;
    store->durable = segment_next(store);
    if (store->starved)
        log_write(store->settings.log, LOG_NOTICE, "event.store",
                  "there is room again: it goes on");
    store->starved = false;
    return true;
}

bool segment_sync(struct turn *turn, struct segment_store *store, int64_t now_us,
                  struct segment_position *durable)
{
    bool good = !store->broken || fail_broken(turn, store);
    good = good && segment_settle(turn, store);
    if (good && due(store, now_us) && !segment_seal(turn, store, now_us))
        fault_clear(turn); /* what was taken is durable all the same; the next one tries again */
    *durable = store->durable;
    return good;
}

bool segment_seal(struct turn *turn, struct segment_store *store, int64_t now_us)
{
    if (store->broken)
        return fail_broken(turn, store);
    if ((store->marks.changed && !segment_settle(turn, store)) || !packing_settle(turn, store)
        || (block_count(store->maker) > 0 && !segment_cut(turn, store)))
        return false;
    return store->first == 0 || segment_finish(turn, store, now_us);
}

struct segment_position segment_next(const struct segment_store *store)
{
    return (struct segment_position){store->number, store->first + store->packing.records
                                                        + block_count(store->maker)};
}

struct segment_position segment_durable(const struct segment_store *store)
{
    return store->durable;
}

/* ---- opening ---- */

static void descriptor_close(int *descriptor)
{
    if (*descriptor >= 0)
        close(*descriptor);
    *descriptor = -1;
}

static void store_release(void *thing)
{
    struct segment_store *store = thing;
    if (store->arena == NULL)
        return;
    packing_close(&store->packing);
    descriptor_close(&store->descriptor);
    for (size_t i = 0; i < JOURNAL_FILES; i++)
        descriptor_close(&store->journal.descriptors[i]);
    descriptor_close(&store->lock);
    arena_free(store->arena);
    store->arena = NULL;
    store->broken = true;
}

void segment_close(struct segment_store *store)
{
    if (store != NULL)
        store_release(store);
}

static bool lock_take(struct turn *turn, struct segment_store *store)
{
    const char *path = text_format(turn->arena, "%s/lock", store->folder).data;
    store->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (store->lock < 0)
        return segment_fail(turn, store, path);
    return flock(store->lock, LOCK_EX | LOCK_NB) == 0
           || fail(turn, FAULT_CLASH, "Another process writes to %s: stop it first.",
                   store->folder);
}

/* The store's own name: drawn once, and told in each segment and report. */
static bool id_ready(struct turn *turn, struct segment_store *store)
{
    struct text said;
    const char *path = text_format(turn->arena, "%s/store", store->folder).data;
    struct text id = {(const char *)store->id, SEGMENT_ID_BYTES};
    if (!file_exists(path)) {
        return random_bytes(turn, store->id, sizeof store->id)
               && file_write(
                   turn, path,
                   text_format(turn->arena, "%.*s\n", TEXT_SHOW(hex_write(turn->arena, id))), 0600);
    }
    return file_read(turn, path, STORE_ID_BYTES_MAX, &said)
           && (hex_read(text_trim(said), store->id, sizeof store->id)
               || fail(turn, FAULT_BROKEN, "%s does not name a store: bring back its 32 digits.",
                       path));
}

static bool store_make(struct turn *turn, struct segment_store *store)
{
    struct arena *arena = arena_new(store_arena_bytes_max);
    if (arena == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory for the event store.");
    store->arena = arena;
    store->hasher = hasher_new(arena);
    store->maker = block_maker_new(arena);
    struct builder *builders[] = {&store->groups, &store->payload, &store->dictionary,
                                  &store->sample, &store->tokens,  &store->trigrams};
    for (size_t i = 0; i < sizeof builders / sizeof *builders; i++)
        builders[i]->arena = arena;
    struct turn making = {.arena = arena};
    if (packing_open(&making, store) && marks_open(&making, &store->marks))
        return true;
    turn->fault = making.fault;
    return false;
}

bool segment_open(struct turn *turn, const struct segment_settings *settings,
                  struct segment_store **opened)
{
    struct segment_store *store = arena_take(turn->arena, sizeof *store);
    store->settings = *settings;
    store->folder = text_string(turn->arena, text_of(settings->folder));
    store->lock = store->descriptor = -1;
    for (size_t i = 0; i < JOURNAL_FILES; i++)
        store->journal.descriptors[i] = -1;
    if (store->settings.segment_bytes == 0)
        store->settings.segment_bytes = SEGMENT_BYTES_DEFAULT;
    if (store->settings.segment_age_us == 0)
        store->settings.segment_age_us = segment_age_default_us;
    if (!store_make(turn, store))
        return false;
    arena_own(turn->arena, store_release, store);
    *opened = store;
    return folder_make(turn, store->folder, 0700) && lock_take(turn, store)
           && journal_open(turn, store) && id_ready(turn, store) && segment_recover(turn, store);
}
