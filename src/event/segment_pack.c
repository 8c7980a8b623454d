/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blocks that are full, on their way into the segment. What takes time, the leaves, the filters and
 * the packing, is done by whoever has time: threads that do nothing else, and the store's own while
 * it would wait. They are written by the store's own alone, in the order of their records, so that
 * a segment has the same bytes whoever packed it. Only what is written counts as taken into a
 * block: a sync waits for all of them.
 */
#include "base/crc.h"
#include "event/segment_store.h"
#include <errno.h>
#include <unistd.h>

enum { PACK_LEVEL = 1 };

/* Memory for so many bytes behind what the builder has. */
static char *builder_room(struct builder *builder, size_t size)
{
    if (builder->capacity - builder->size < size) {
        char *larger = arena_take(builder->arena, builder->size + size + 1);
        if (builder->size > 0)
            memcpy(larger, builder->data, builder->size);
        builder->data = larger;
        builder->capacity = builder->size + size;
    }
    return builder->data + builder->size;
}

/* ---- one block ---- */

/* All of its memory was taken before: this is done in any thread. */
static void full_pack(struct full *full, struct packer *packer)
{
    size_t size = 0;
    full->payload.size = 0;
    block_spell(full->maker, 0, &full->payload, &full->head);
    (void)block_filters(full->maker);
    char *packed = full->packed.data + BLOCK_HEAD_BYTES;
    full->good = pack(packer, built(&full->payload), packed,
                      full->packed.capacity - BLOCK_HEAD_BYTES, &size);
    if (!full->good)
        size = 0;
    full->head.packed_bytes = (uint32_t)size;
    full->head.payload_crc = crc32c(0, (struct text){packed, size});
    full->packed.size = BLOCK_HEAD_BYTES + size;
}

/* The oldest that nobody has taken yet; NULL: there is none. Under the mutex. */
static struct full *full_take(struct packing *packing)
{
    for (size_t i = 0; i < packing->count; i++) {
        struct full *full = &packing->fulls[(packing->first + i) % PACKING_MAX];
        if (full->state != FULL_WAITS)
            continue;
        full->state = FULL_TAKEN;
        return full;
    }
    return NULL;
}

/* ---- the threads ---- */

static void *hand_run(void *context)
{
    struct packing_hand *hand = context;
    struct packing *packing = hand->packing;
    pthread_mutex_lock(&packing->mutex);
    while (!packing->ended) {
        struct full *full = full_take(packing);
        if (full == NULL) {
            pthread_cond_wait(&packing->waits, &packing->mutex);
            continue;
        }
        pthread_mutex_unlock(&packing->mutex);
        full_pack(full, hand->packer);
        pthread_mutex_lock(&packing->mutex);
        full->state = FULL_DONE;
        pthread_cond_signal(&packing->done);
    }
    pthread_mutex_unlock(&packing->mutex);
    return NULL;
}

/* They are started by the thread that writes, when there is something for them, so that they are
 * confined as it is. Without them everything is done all the same. */
static void hands_start(struct packing *packing)
{
    for (size_t i = 0; !packing->begun && i < packing->hands_count; i++) {
        struct packing_hand *hand = &packing->hands[i];
        hand->started = pthread_create(&hand->thread, NULL, hand_run, hand) == 0;
    }
    packing->begun = true;
}

bool packing_open(struct turn *turn, struct segment_store *store)
{
    struct packing *packing = &store->packing;
    size_t hands = store->settings.hands;
    packing->hands_count = hands < SEGMENT_HANDS_MAX ? hands : SEGMENT_HANDS_MAX;
    pthread_mutex_init(&packing->mutex, NULL);
    pthread_cond_init(&packing->waits, NULL);
    pthread_cond_init(&packing->done, NULL);
    for (size_t i = 0; i < PACKING_MAX; i++)
        packing->fulls[i].payload.arena = packing->fulls[i].packed.arena = turn->arena;
    for (size_t i = 0; i < packing->hands_count; i++) {
        packing->hands[i].packing = packing;
        if (!packer_new(turn, PACK_LEVEL, TEXT_NONE, &packing->hands[i].packer))
            return false;
    }
    return packer_new(turn, PACK_LEVEL, TEXT_NONE, &packing->packer);
}

void packing_close(struct packing *packing)
{
    pthread_mutex_lock(&packing->mutex);
    packing->ended = true;
    pthread_cond_broadcast(&packing->waits);
    pthread_mutex_unlock(&packing->mutex);
    for (size_t i = 0; i < packing->hands_count; i++)
        if (packing->hands[i].started)
            pthread_join(packing->hands[i].thread, NULL);
    pthread_cond_destroy(&packing->done);
    pthread_cond_destroy(&packing->waits);
    pthread_mutex_destroy(&packing->mutex);
}

bool packing_learn(struct turn *turn, struct segment_store *store)
{
    struct packing *packing = &store->packing;
    struct text dictionary = built(&store->dictionary);
    bool good = packer_learn(turn, packing->packer, dictionary);
    for (size_t i = 0; good && i < packing->hands_count; i++)
        good = packer_learn(turn, packing->hands[i].packer, dictionary);
    return good;
}

/* ---- in their order ---- */

/* The oldest, packed: behind the others. */
static bool full_write(struct turn *turn, struct segment_store *store, struct full *full)
{
    struct packing *packing = &store->packing;
    if (!full->good)
        return fail(turn, FAULT_BROKEN, "A block could not be packed.");
    full->head.first = store->first;
    block_head_write(&full->head, (unsigned char *)full->packed.data);
    if (!segment_write(store->descriptor, built(&full->packed), store->end)) {
        int reason = errno;
        if (ftruncate(store->descriptor, (off_t)store->end) != 0)
            store->broken = true;
        errno = reason;
        return segment_fail(turn, store,
                            segment_path(turn->arena, store->folder, store->number, "open"));
    }
    store->dirty = true;
    segment_note(store, full->maker, &full->head, store->end);
    packing->records -= full->head.records;
    packing->raw_bytes -= full->head.raw_bytes;
    packing->spare[packing->spare_count++] = full->maker;
    pthread_mutex_lock(&packing->mutex);
    packing->first = (packing->first + 1) % PACKING_MAX;
    packing->count--;
    pthread_mutex_unlock(&packing->mutex);
    return true;
}

/* Waits for the oldest of all, and packs others meanwhile. */
static struct full *full_oldest(struct packing *packing)
{
    struct full *oldest = &packing->fulls[packing->first];
    pthread_mutex_lock(&packing->mutex);
    while (oldest->state != FULL_DONE) {
        struct full *full = full_take(packing);
        if (full == NULL) {
            pthread_cond_wait(&packing->done, &packing->mutex);
            continue;
        }
        pthread_mutex_unlock(&packing->mutex);
        full_pack(full, packing->packer);
        pthread_mutex_lock(&packing->mutex);
        full->state = FULL_DONE;
    }
    pthread_mutex_unlock(&packing->mutex);
    return oldest;
}

/* Writes until at most so many are left. */
static bool packing_shrink(struct turn *turn, struct segment_store *store, size_t left)
{
    while (store->packing.count > left)
        if (!full_write(turn, store, full_oldest(&store->packing)))
            return false;
    return true;
}

/* Those that are packed at the front are written, so that the disk has work, too. */
static bool packing_write(struct turn *turn, struct segment_store *store)
{
    struct packing *packing = &store->packing;
    while (packing->count > 0) {
        pthread_mutex_lock(&packing->mutex);
        bool ready = packing->fulls[packing->first].state == FULL_DONE;
        pthread_mutex_unlock(&packing->mutex);
        if (!ready)
            return true;
        if (!full_write(turn, store, &packing->fulls[packing->first]))
            return false;
    }
    return true;
}

static struct block_maker *maker_spare(struct segment_store *store)
{
    struct packing *packing = &store->packing;
    return packing->spare_count > 0 ? packing->spare[--packing->spare_count]
                                    : block_maker_new(store->arena);
}

bool packing_add(struct turn *turn, struct segment_store *store)
{
    struct packing *packing = &store->packing;
    if (!packing_write(turn, store) || !packing_shrink(turn, store, PACKING_MAX - 1)
        || (store->descriptor < 0 && !segment_begin(turn, store)))
        return false;
    struct full *full = &packing->fulls[(packing->first + packing->count) % PACKING_MAX];
    size_t size = block_payload_bytes_max(store->maker);
    full->maker = store->maker;
    full->payload.size = full->packed.size = 0;
    (void)builder_room(&full->payload, size + 1);
    (void)builder_room(&full->packed, BLOCK_HEAD_BYTES + packed_bytes_max(size));
    packing->records += block_count(store->maker);
    packing->raw_bytes += block_raw(store->maker).size;
    store->maker = maker_spare(store);
    store->journal.records = 0;
    hands_start(packing);
    pthread_mutex_lock(&packing->mutex);
    full->state = FULL_WAITS;
    packing->count++;
    pthread_cond_signal(&packing->waits);
    pthread_mutex_unlock(&packing->mutex);
    return true;
}

bool packing_settle(struct turn *turn, struct segment_store *store)
{
    return packing_shrink(turn, store, 0);
}

bool segment_cut(struct turn *turn, struct segment_store *store)
{
    return packing_add(turn, store) && packing_settle(turn, store);
}
