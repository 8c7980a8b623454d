/* SPDX-License-Identifier: Apache-2.0 */
#include "event/segment_extent.h"
#include "base/file.h"
#include "base/json.h"
#include "event/segment_store.h"

#define WALK_ARENA_BYTES ((size_t)1 << 30)
enum { RETIRED_BYTES_MAX = 64 * 1024, NAME_DIGITS = 16 };

/* ---- one segment ---- */

static void extent_note(struct segment_extent *extent, const struct block_head *head)
{
    if (extent->first_us == INT64_MIN || head->received_min_us < extent->first_us)
        extent->first_us = head->received_min_us;
    if (head->received_max_us > extent->last_us)
        extent->last_us = head->received_max_us;
    if (head->first + head->records > extent->records)
        extent->records = head->first + head->records;
}

static bool retired_read(struct turn *turn, const char *folder, struct segment_extent *extent)
{
    struct text bytes;
    struct value *read;
    const char *path = segment_path(turn->arena, folder, extent->number, "retired");
    if (!file_read(turn, path, RETIRED_BYTES_MAX, &bytes) || !json_read(turn, bytes, path, &read))
        return false;
    int64_t records = value_get_integer(read, "records", 0);
    extent->state = EXTENT_RETIRED;
    extent->records = records < 0 ? 0 : (uint64_t)records;
    extent->first_us = value_get_integer(read, "received_min_us", INT64_MIN);
    extent->last_us = value_get_integer(read, "received_max_us", INT64_MIN);
    extent->reason = value_get_text(read, "retired");
    return true;
}

/* ---- what is in no block yet ---- */

/* The next piece with records of the segment from an index on; false: there is none. *nonce: of the
 * journal, 0 before its first piece. */
static bool piece_next(struct text *rest, uint64_t *nonce, uint64_t segment, uint64_t from,
                       struct journal_piece *piece)
{
    uint64_t of;
    size_t size;
    while (journal_piece_read(*rest, piece, &of, &size) && (*nonce == 0 || of == *nonce)) {
        *nonce = of;
        *rest = (struct text){rest->data + size, rest->size - size};
        if (piece->segment == segment && piece->head.records > 0
            && piece->head.first + piece->head.records > from)
            return true;
    }
    return false;
}

enum { JOURNAL_PIECES_MAX = 65536 };

/* Pieces of the journal that go on where the blocks end. */
static void journal_note(struct text journal, struct segment_extent *extent,
                         struct block_head *heads, size_t room)
{
    struct journal_piece piece;
    uint64_t nonce = 0;
    uint64_t blocks_end = extent->records;
    struct text rest = journal;
    while (extent->head_count < room
           && piece_next(&rest, &nonce, extent->number, blocks_end, &piece)) {
        extent_note(extent, &piece.head);
        heads[extent->head_count++] = piece.head;
    }
}

static void open_read(struct turn *turn, struct text journal, const struct segment_file *file,
                      struct segment_extent *extent)
{
    size_t blocks = file == NULL ? 0 : file->block_count;
    size_t room = blocks + JOURNAL_PIECES_MAX;
    struct block_head *heads = arena_array(turn->arena, room, sizeof *heads);
    extent->state = EXTENT_OPEN;
    extent->heads = heads;
    for (size_t i = 0; i < blocks; i++) {
        heads[extent->head_count++] = file->blocks[i].head;
        extent_note(extent, &heads[i]);
    }
    journal_note(journal, extent, heads, room);
}

/* It may have been sealed, or let go, since it was listed. */
static bool file_open(struct turn *turn, const char *folder, uint64_t number,
                      struct segment_file **file)
{
    static const char *const endings[] = {"segment", "open", "segment"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        fault_clear(turn);
        if (segment_file_open(turn, segment_path(turn->arena, folder, number, endings[i]), file))
            return true;
        if (turn->fault.kind != FAULT_MISSING)
            return false;
    }
    return false;
}

/* What is read of its file goes again: a store has many. */
static void extent_read(struct turn *turn, struct arena *scratch, const char *folder,
                        struct text journal, struct segment_extent *extent)
{
    struct turn each = {.arena = scratch};
    struct segment_file *file;
    arena_clear(scratch);
    if (!file_open(&each, folder, extent->number, &file)) {
        bool missing = each.fault.kind == FAULT_MISSING;
        fault_clear(&each);
        if (!missing && journal_torn(journal, extent->number))
            open_read(turn, journal, NULL, extent);
        else if (!missing || !retired_read(&each, folder, extent))
            extent->state = EXTENT_DAMAGED;
        extent->reason = text_copy(turn->arena, extent->reason);
        return;
    }
    if (file->sealed) {
        extent->state = EXTENT_SEALED;
        extent->records = file->tail.records;
        extent->first_us = file->tail.received_min_us;
        extent->last_us = file->tail.received_max_us;
    } else {
        journal_cut(journal, extent->number, file);
        open_read(turn, journal, file, extent);
    }
    segment_file_close(file);
}

/* ---- all of them ---- */

/* "0000000000000007.retired" */
static bool name_read(struct text name, uint64_t *number)
{
    static const char *const endings[] = {"segment", "open", "damaged", "retired"};
    struct text ending;
    int64_t read;
    struct text digits = text_cut(name, '.', &ending);
    if (digits.size != NAME_DIGITS || !text_integer(digits, &read) || read <= 0)
        return false;
    *number = (uint64_t)read;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (text_is(ending, endings[i]))
            return true;
    return false;
}

/* The segment that has no block yet, and no file. */
static void journal_alone(struct turn *turn, struct text journal, struct segment_extent *extents,
                          size_t *count)
{
    struct segment_extent *extent = &extents[*count];
    *extent = (struct segment_extent){.first_us = INT64_MIN, .last_us = INT64_MIN};
    extent->number = *count == 0 ? 1 : extents[*count - 1].number + 1;
    open_read(turn, journal, NULL, extent);
    *count += extent->head_count > 0;
}

bool segment_extents(struct turn *turn, const char *folder, struct segment_extent **extents,
                     size_t *count)
{
    struct text *names;
    size_t name_count;
    uint64_t number;
    *count = 0;
    struct arena *scratch = arena_within(turn->arena, WALK_ARENA_BYTES);
    struct text journal = journal_bytes(turn->arena, folder);
    if (scratch == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory to look at segments.");
    if (!folder_list(turn, folder, &names, &name_count))
        return false;
    *extents = arena_array(turn->arena, name_count + 1, sizeof **extents);
    for (size_t i = 0; i < name_count; i++) {
        if (!name_read(names[i], &number)
            || (*count > 0 && (*extents)[*count - 1].number == number))
            continue;
        struct segment_extent *extent = &(*extents)[(*count)++];
        *extent =
            (struct segment_extent){.number = number, .first_us = INT64_MIN, .last_us = INT64_MIN};
        extent_read(turn, scratch, folder, journal, extent);
    }
    arena_clear(scratch);
    if (*count == 0 || (*extents)[*count - 1].state != EXTENT_OPEN)
        journal_alone(turn, journal, *extents, count);
    return true;
}

/* ---- times ---- */

static void time_note(const struct block_head *head, uint64_t from, uint64_t to, int64_t *first_us,
                      int64_t *last_us)
{
    if (head->first >= to || head->first + head->records <= from)
        return;
    if (*first_us == INT64_MIN || head->received_min_us < *first_us)
        *first_us = head->received_min_us;
    if (head->received_max_us > *last_us)
        *last_us = head->received_max_us;
}

void segment_extent_times(struct turn *turn, const char *folder,
                          const struct segment_extent *extent, uint64_t from, uint64_t to,
                          int64_t *first_us, int64_t *last_us)
{
    struct turn each = {.arena = turn->arena};
    struct segment_file *file;
    *first_us = extent->first_us;
    *last_us = extent->last_us;
    if (from == 0 && to >= extent->records)
        return;
    int64_t first = INT64_MIN;
    int64_t last = INT64_MIN;
    for (size_t i = 0; i < extent->head_count; i++)
        time_note(&extent->heads[i], from, to, &first, &last);
    if (extent->state == EXTENT_SEALED && file_open(&each, folder, extent->number, &file)) {
        for (size_t i = 0; i < file->block_count; i++)
            time_note(&file->blocks[i].head, from, to, &first, &last);
        segment_file_close(file);
    }
    if (first == INT64_MIN)
        return;
    *first_us = first;
    *last_us = last;
}

/* ---- lines in their order ---- */

static bool records_walk(struct turn *turn, const struct segment_walk *walk,
                         const struct block *block, uint64_t first, uint64_t *reached)
{
    for (size_t i = 0; i < block->count; i++) {
        uint64_t at = first + i;
        if (at < *reached || at >= walk->to)
            continue;
        if (!walk->take(walk->context, turn, (struct segment_position){walk->segment, at},
                        &block->records[i]))
            return false;
        *reached = at + 1;
    }
    return walk->after == NULL || walk->after(walk->context, turn);
}

static bool is_passed(const struct segment_walk *walk, const struct block_head *head)
{
    return head->first >= walk->to || head->first + head->records <= walk->from
           || (walk->timed
               && (head->time_max_us < walk->since_us || head->time_min_us >= walk->until_us));
}

static bool damage_say(struct turn *turn, const struct segment_walk *walk)
{
    if (walk->damage == NULL)
        return false;
    walk->damage(walk->context, turn->fault.message);
    fault_clear(turn);
    return true;
}

static bool blocks_walk(struct turn *turn, const struct segment_walk *walk,
                        struct segment_file *file, uint64_t *reached)
{
    struct block block;
    for (size_t i = 0; i < file->block_count; i++) {
        const struct block_head *head = &file->blocks[i].head;
        if (is_passed(walk, head))
            continue;
        arena_clear(turn->arena);
        if (!segment_file_block(turn, file, i, &block)) {
            if (!damage_say(turn, walk))
                return false;
            continue;
        }
        if (!records_walk(turn, walk, &block, head->first, reached))
            return false;
    }
    return true;
}

static bool journal_walk(struct turn *turn, const struct segment_walk *walk, struct text journal,
                         uint64_t blocks_end, uint64_t *reached)
{
    struct journal_piece piece;
    struct block block;
    const char *why;
    uint64_t nonce = 0;
    uint64_t next = *reached > blocks_end ? *reached : blocks_end;
    while (next < walk->to && piece_next(&journal, &nonce, walk->segment, next, &piece)) {
        if (piece.head.first > next)
            return true; /* what is between stands in a block by now */
        next = piece.head.first + piece.head.records;
        arena_clear(turn->arena);
        if (!block_read(turn->arena, &piece.head, piece.payload, &block, &why))
            return fail(turn, FAULT_BROKEN, "The journal of segment %llu is damaged: %s.",
                        (unsigned long long)walk->segment, why);
        if (!records_walk(turn, walk, &block, piece.head.first, reached))
            return false;
    }
    return true;
}

/* The journal is read before the blocks: what has gone from it since stands in one. */
static bool segment_read(struct turn *turn, struct turn *each, const struct segment_walk *walk,
                         uint64_t *reached)
{
    struct segment_file *file = NULL;
    uint64_t blocks_end = 0;
    bool sealed = false;
    struct text journal = journal_bytes(turn->arena, walk->folder);
    if (file_open(turn, walk->folder, walk->segment, &file)) {
        journal_cut(journal, walk->segment, file);
        sealed = file->sealed;
        blocks_end = file->records;
    } else if ((turn->fault.kind != FAULT_MISSING && !journal_torn(journal, walk->segment))
               || file_exists(segment_path(turn->arena, walk->folder, walk->segment, "retired"))
               || file_exists(segment_path(turn->arena, walk->folder, walk->segment, "damaged"))) {
        return false;
    }
    fault_clear(turn);
    return (file == NULL || blocks_walk(each, walk, file, reached))
           && (sealed || journal_walk(each, walk, journal, blocks_end, reached));
}

bool segment_walk(struct turn *turn, const struct segment_walk *walk, uint64_t *reached)
{
    struct turn opening = {.arena = arena_new(WALK_ARENA_BYTES)};
    struct turn each = {.arena = arena_new(WALK_ARENA_BYTES)};
    *reached = walk->from;
    bool good = opening.arena != NULL && each.arena != NULL;
    if (!good)
        (void)fail(turn, FAULT_LIMIT, "There is no memory to read a segment with.");
    if (good && !segment_read(&opening, &each, walk, reached)) {
        good = false;
        turn->fault = opening.fault.kind != FAULT_NONE ? opening.fault : each.fault;
    }
    arena_free(each.arena);
    arena_free(opening.arena);
    return good;
}
