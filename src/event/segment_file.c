/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of a segment's file as bytes, and segments opened for reading. */
#include "event/segment_file.h"
#include "base/crc.h"
#include "base/file.h"
#include "event/little.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DICTIONARY_LEVEL = 3, NAME_DIGITS = 16 };

static const char head_mark[8] = {'R', 'V', 'S', 'E', 'G', 'M', 'T', '1'};
static const char tail_mark[8] = {'R', 'V', 'S', 'E', 'A', 'L', 'E', 'D'};

bool segment_bytes_read(int descriptor, void *bytes, size_t size, uint64_t offset)
{
    char *at = bytes;
    while (size > 0) {
        ssize_t got = pread(descriptor, at, size, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        size -= (size_t)got;
        offset += (uint64_t)got;
    }
    return true;
}

/* ---- the beginning ---- */

bool segment_head_write(struct turn *turn, const struct segment_head *head, struct text *bytes)
{
    struct packer *packer;
    size_t packed = 0;
    size_t capacity = packed_bytes_max(head->dictionary.size);
    unsigned char *out = arena_take(turn->arena, SEGMENT_HEAD_BYTES + capacity + 4);
    if (!packer_new(turn, DICTIONARY_LEVEL, TEXT_NONE, &packer))
        return false;
    if (head->dictionary.size > 0
        && !pack(packer, head->dictionary, (char *)out + SEGMENT_HEAD_BYTES, capacity, &packed))
        return fail(turn, FAULT_BROKEN, "The dictionary of a segment could not be packed.");
    size_t size = SEGMENT_HEAD_BYTES + packed + 4;
    memcpy(out, head_mark, sizeof head_mark);
    little_write(out + 8, size, 4);
    little_write(out + 12, head->dictionary.size, 4);
    memcpy(out + 16, head->store, SEGMENT_ID_BYTES);
    little_write(out + 32, head->number, 8);
    little_write(out + 40, (uint64_t)head->created_us, 8);
    memcpy(out + 48, head->previous.bytes, SHA256_BYTES);
    little_write(out + size - 4, crc32c(0, (struct text){(const char *)out, size - 4}), 4);
    *bytes = (struct text){(const char *)out, size};
    return true;
}

static bool dictionary_read(struct turn *turn, struct text packed, size_t plain_bytes,
                            struct text *dictionary)
{
    struct unpacker *unpacker;
    *dictionary = TEXT_NONE;
    if (plain_bytes == 0)
        return packed.size == 0;
    char *plain = arena_take(turn->arena, plain_bytes);
    if (!unpacker_new(turn, TEXT_NONE, &unpacker) || !unpack(unpacker, packed, plain, plain_bytes))
        return false;
    *dictionary = (struct text){plain, plain_bytes};
    return true;
}

bool segment_head_read(struct turn *turn, struct text bytes, struct segment_head *head,
                       size_t *size, const char **why)
{
    const unsigned char *in = (const unsigned char *)bytes.data;
    *head = (struct segment_head){0};
    *why = "it does not begin as a segment does";
    if (bytes.size < SEGMENT_HEAD_BYTES + 4 || memcmp(in, head_mark, sizeof head_mark) != 0)
        return false;
    *size = (size_t)little_read(in + 8, 4);
    size_t plain = (size_t)little_read(in + 12, 4);
    *why = "its head is damaged";
    if (*size < SEGMENT_HEAD_BYTES + 4 || *size > bytes.size || plain > SEGMENT_DICTIONARY_BYTES_MAX
        || crc32c(0, (struct text){bytes.data, *size - 4}) != little_read(in + *size - 4, 4))
        return false;
    memcpy(head->store, in + 16, SEGMENT_ID_BYTES);
    head->number = little_read(in + 32, 8);
    head->created_us = (int64_t)little_read(in + 40, 8);
    memcpy(head->previous.bytes, in + 48, SHA256_BYTES);
    *why = "its dictionary is damaged";
    struct text packed = {bytes.data + SEGMENT_HEAD_BYTES, *size - SEGMENT_HEAD_BYTES - 4};
    return dictionary_read(turn, packed, plain, &head->dictionary);
}

/* ---- the end ---- */

void segment_entry_write(const struct segment_block *block, unsigned char *bytes)
{
    block_head_write(&block->head, bytes);
    little_write(bytes + BLOCK_HEAD_BYTES, block->offset, 8);
    little_write(bytes + BLOCK_HEAD_BYTES + 8, block->token_offset, 8);
    little_write(bytes + BLOCK_HEAD_BYTES + 16, block->token_bytes, 4);
    little_write(bytes + BLOCK_HEAD_BYTES + 20, block->trigrams_crc, 4);
}

bool segment_entry_read(const unsigned char *bytes, struct segment_block *block)
{
    block->offset = little_read(bytes + BLOCK_HEAD_BYTES, 8);
    block->token_offset = little_read(bytes + BLOCK_HEAD_BYTES + 8, 8);
    block->token_bytes = (uint32_t)little_read(bytes + BLOCK_HEAD_BYTES + 16, 4);
    block->trigrams_crc = (uint32_t)little_read(bytes + BLOCK_HEAD_BYTES + 20, 4);
    return block_head_read(bytes, &block->head);
}

/* The members of a tail that are plain numbers, in their order; what they are at. */
static void tail_numbers(const struct segment_tail *tail, uint64_t numbers[16])
{
    const uint64_t all[16] = {
        tail->number,
        tail->records,
        tail->raw_bytes,
        (uint64_t)tail->sealed_us,
        (uint64_t)tail->time_min_us,
        (uint64_t)tail->time_max_us,
        (uint64_t)tail->received_min_us,
        (uint64_t)tail->received_max_us,
        tail->dictionary_at,
        tail->tokens_at,
        tail->trigrams_at,
        tail->groups_at,
        tail->directory_at,
        tail->tail_at,
    };
    memcpy(numbers, all, sizeof all);
}

void segment_tail_write(const struct segment_tail *tail, unsigned char *bytes)
{
    uint64_t numbers[16];
    const uint32_t crcs[] = {tail->dictionary_crc, tail->tokens_crc,    tail->trigrams_crc,
                             tail->groups_crc,     tail->directory_crc, tail->flags};
    memset(bytes, 0, SEGMENT_TAIL_BYTES);
    memcpy(bytes, tail_mark, sizeof tail_mark);
    little_write(bytes + 8, tail->version, 4);
    little_write(bytes + 12, tail->blocks, 4);
    memcpy(bytes + 16, tail->store, SEGMENT_ID_BYTES);
    memcpy(bytes + 32, tail->root.bytes, SHA256_BYTES);
    tail_numbers(tail, numbers);
    for (size_t i = 0; i < 14; i++)
        little_write(bytes + 64 + i * 8, numbers[i], 8);
    for (size_t i = 0; i < 6; i++)
        little_write(bytes + 176 + i * 4, crcs[i], 4);
    little_write(bytes + SEGMENT_TAIL_BYTES - 4,
                 crc32c(0, (struct text){(const char *)bytes, SEGMENT_TAIL_BYTES - 4}), 4);
}

bool segment_tail_read(const unsigned char *bytes, struct segment_tail *tail)
{
    const unsigned char *number = bytes + 64;
    const unsigned char *crc = bytes + 176;
    uint64_t version = little_read(bytes + 8, 4);
    *tail = (struct segment_tail){
        .version = (enum segment_version)version,
        .number = little_read(number, 8),
        .records = little_read(number + 8, 8),
        .raw_bytes = little_read(number + 16, 8),
        .sealed_us = (int64_t)little_read(number + 24, 8),
        .time_min_us = (int64_t)little_read(number + 32, 8),
        .time_max_us = (int64_t)little_read(number + 40, 8),
        .received_min_us = (int64_t)little_read(number + 48, 8),
        .received_max_us = (int64_t)little_read(number + 56, 8),
        .dictionary_at = little_read(number + 64, 8),
        .tokens_at = little_read(number + 72, 8),
        .trigrams_at = little_read(number + 80, 8),
        .groups_at = little_read(number + 88, 8),
        .directory_at = little_read(number + 96, 8),
        .tail_at = little_read(number + 104, 8),
        .dictionary_crc = (uint32_t)little_read(crc, 4),
        .tokens_crc = (uint32_t)little_read(crc + 4, 4),
        .trigrams_crc = (uint32_t)little_read(crc + 8, 4),
        .groups_crc = (uint32_t)little_read(crc + 12, 4),
        .directory_crc = (uint32_t)little_read(crc + 16, 4),
        .flags = (uint32_t)little_read(crc + 20, 4),
        .blocks = (uint32_t)little_read(bytes + 12, 4),
    };
    memcpy(tail->store, bytes + 16, SEGMENT_ID_BYTES);
    memcpy(tail->root.bytes, bytes + 32, SHA256_BYTES);
    return memcmp(bytes, tail_mark, sizeof tail_mark) == 0 && version >= SEGMENT_VERSION_FIRST
           && version <= SEGMENT_VERSION_PACKED
           && crc32c(0, (struct text){(const char *)bytes, SEGMENT_TAIL_BYTES - 4})
                  == little_read(bytes + SEGMENT_TAIL_BYTES - 4, 4);
}

/* ---- opening ---- */

static bool fail_place(struct turn *turn, const struct segment_file *file, const char *where,
                       const char *why)
{
    return fail(turn, FAULT_BROKEN, "%s is damaged at %s: %s.", file->path, where, why);
}

static void file_release(void *thing)
{
    struct segment_file *file = thing;
    if (file->descriptor >= 0)
        close(file->descriptor);
    file->descriptor = -1;
}

void segment_file_close(struct segment_file *file)
{
    file_release(file);
}

/* The beginning, from the head's own word on how long it is. */
static bool file_head(struct turn *turn, struct segment_file *file)
{
    unsigned char first[SEGMENT_HEAD_BYTES];
    const char *why = "it is too short";
    if (!segment_bytes_read(file->descriptor, first, sizeof first, 0))
        return fail_place(turn, file, "its head", why);
    size_t size = (size_t)little_read(first + 8, 4);
    if (size > packed_bytes_max(SEGMENT_DICTIONARY_BYTES_MAX) + SEGMENT_HEAD_BYTES + 4
        || size > file->size || size < sizeof first)
        return fail_place(turn, file, "its head", "it is damaged, or no segment");
    char *bytes = arena_take(turn->arena, size);
    if (!segment_bytes_read(file->descriptor, bytes, size, 0)
        || !segment_head_read(turn, (struct text){bytes, size}, &file->head, &size, &why))
        return fail_place(turn, file, "its head", why);
    file->head_bytes = size;
    return true;
}

/* The parts behind the blocks stand side by side, and fill the file. */
static bool tail_fits(const struct segment_file *file)
{
    const struct segment_tail *tail = &file->tail;
    return tail->number == file->head.number
           && memcmp(tail->store, file->head.store, SEGMENT_ID_BYTES) == 0
           && tail->blocks <= SEGMENT_BLOCKS_MAX && tail->dictionary_at >= file->head_bytes
           && tail->tokens_at >= tail->dictionary_at && tail->trigrams_at >= tail->tokens_at
           && tail->groups_at >= tail->trigrams_at && segment_bitmaps_fit(tail)
           && tail->directory_at >= tail->groups_at
           && tail->directory_at - tail->groups_at == tail->records / SEGMENT_GROUP * SHA256_BYTES
           && tail->tail_at >= tail->directory_at
           && tail->tail_at - tail->directory_at == (uint64_t)tail->blocks * SEGMENT_ENTRY_BYTES
           && tail->tail_at + SEGMENT_TAIL_BYTES == file->size;
}

/* The blocks of the directory follow each other as the file has them. */
static bool directory_fits(struct turn *turn, struct segment_file *file,
                           const unsigned char *entries)
{
    uint64_t offset = file->head_bytes;
    uint64_t token_offset = file->tail.tokens_at;
    for (size_t i = 0; i < file->block_count; i++) {
        struct segment_block *block = &file->blocks[i];
        if (!segment_entry_read(entries + i * SEGMENT_ENTRY_BYTES, block) || block->offset != offset
            || block->head.first != file->records || block->token_offset != token_offset)
            return fail_place(turn, file, "its directory",
                              "an entry does not follow the one before");
        offset += BLOCK_HEAD_BYTES + block->head.packed_bytes;
        token_offset += block->token_bytes == SEGMENT_TOKENS_FULL ? 0 : block->token_bytes;
        file->records += block->head.records;
    }
    file->end = offset;
    return (offset == file->tail.dictionary_at && token_offset == file->tail.trigrams_at
            && file->records == file->tail.records)
           || fail_place(turn, file, "its directory", "it does not fit the file");
}

static bool file_directory(struct turn *turn, struct segment_file *file)
{
    size_t size = (size_t)file->tail.blocks * SEGMENT_ENTRY_BYTES;
    unsigned char *entries = arena_take(turn->arena, size + 1);
    if (!segment_bytes_read(file->descriptor, entries, size, file->tail.directory_at)
        || crc32c(0, (struct text){(const char *)entries, size}) != file->tail.directory_crc)
        return fail_place(turn, file, "its directory", "its bytes are not those that were written");
    file->block_count = file->tail.blocks;
    file->blocks = arena_array(turn->arena, file->block_count + 1, sizeof *file->blocks);
    return directory_fits(turn, file, entries);
}

/* An open segment has no directory: from head to head, as far as they are whole. */
static void file_walk(struct turn *turn, struct segment_file *file)
{
    unsigned char bytes[BLOCK_HEAD_BYTES];
    size_t capacity = 0;
    file->end = file->head_bytes;
    for (struct segment_block block; file->block_count < SEGMENT_BLOCKS_MAX;) {
        block = (struct segment_block){.offset = file->end, .token_bytes = SEGMENT_TOKENS_FULL};
        if (!segment_bytes_read(file->descriptor, bytes, sizeof bytes, file->end)
            || !block_head_read(bytes, &block.head) || block.head.first != file->records
            || file->end + BLOCK_HEAD_BYTES + block.head.packed_bytes > file->size)
            return;
        file->blocks = arena_grow(turn->arena, file->blocks, file->block_count, &capacity,
                                  sizeof *file->blocks);
        file->blocks[file->block_count++] = block;
        file->records += block.head.records;
        file->end += BLOCK_HEAD_BYTES + block.head.packed_bytes;
    }
}

bool segment_file_open(struct turn *turn, const char *path, struct segment_file **opened)
{
    struct stat found;
    unsigned char tail[SEGMENT_TAIL_BYTES];
    struct segment_file *file = arena_take(turn->arena, sizeof *file);
    file->path = text_string(turn->arena, text_of(path));
    file->descriptor = -1;
    arena_own(turn->arena, file_release, file);
    file->descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (file->descriptor < 0 || fstat(file->descriptor, &found) != 0)
        return fail(turn, errno == ENOENT ? FAULT_MISSING : FAULT_BROKEN, "%s cannot be opened.",
                    path);
    file->size = (uint64_t)found.st_size;
    file->arena = turn->arena;
    *opened = file;
    if (!file_head(turn, file) || !unpacker_new(turn, file->head.dictionary, &file->unpacker))
        return false;
    file->sealed =
        file->size >= file->head_bytes + SEGMENT_TAIL_BYTES
        && segment_bytes_read(file->descriptor, tail, sizeof tail, file->size - SEGMENT_TAIL_BYTES)
        && segment_tail_read(tail, &file->tail) && tail_fits(file);
    if (file->sealed)
        return file_directory(turn, file);
    if (text_ends(text_of(path), TEXT(".segment")))
        return fail_place(turn, file, "its tail", "it does not end as a sealed segment does");
    file_walk(turn, file);
    return true;
}

void segment_file_until(struct segment_file *file, uint64_t end)
{
    if (file->sealed)
        return;
    while (file->block_count > 0 && file->end > end) {
        const struct segment_block *last = &file->blocks[--file->block_count];
        file->records -= last->head.records;
        file->end = last->offset;
    }
}

/* ---- its parts ---- */

static bool fail_block(struct turn *turn, const struct segment_file *file, size_t index,
                       const char *why)
{
    const struct segment_block *block = &file->blocks[index];
    return fail(turn, FAULT_BROKEN,
                "%s is damaged at block %zu (offset %llu, records from %llu): %s.", file->path,
                index, (unsigned long long)block->offset, (unsigned long long)block->head.first,
                why);
}

bool segment_file_block(struct turn *turn, struct segment_file *file, size_t index,
                        struct block *block)
{
    const struct block_head *head = &file->blocks[index].head;
    unsigned char before[BLOCK_HEAD_BYTES];
    unsigned char known[BLOCK_HEAD_BYTES];
    const char *why;
    char *packed = arena_take(turn->arena, head->packed_bytes + 1);
    char *payload = arena_take(turn->arena, head->payload_bytes + 1);
    uint64_t offset = file->blocks[index].offset;
    block_head_write(head, known);
    if (!segment_bytes_read(file->descriptor, before, sizeof before, offset)
        || memcmp(before, known, sizeof known) != 0)
        return fail_block(turn, file, index, "its head is not what was written");
    struct text bytes = {packed, head->packed_bytes};
    if (!segment_bytes_read(file->descriptor, packed, bytes.size, offset + BLOCK_HEAD_BYTES)
        || crc32c(0, bytes) != head->payload_crc)
        return fail_block(turn, file, index, "its bytes are not those that were written");
    if (!unpack(file->unpacker, bytes, payload, head->payload_bytes))
        return fail_block(turn, file, index, "it cannot be unpacked");
    return block_read(turn->arena, head, (struct text){payload, head->payload_bytes}, block, &why)
           || fail_block(turn, file, index, why);
}

bool segment_file_tokens(struct turn *turn, struct segment_file *file, size_t index,
                         struct text *tokens, bool *full)
{
    const struct segment_block *block = &file->blocks[index];
    size_t size = (size_t)(file->tail.trigrams_at - file->tail.tokens_at);
    *tokens = TEXT_NONE;
    *full = !file->sealed || block->token_bytes == SEGMENT_TOKENS_FULL;
    if (*full)
        return true;
    if (file->tokens.data == NULL) {
        char *region = arena_take(file->arena, size + 1);
        if (!segment_bytes_read(file->descriptor, region, size, file->tail.tokens_at)
            || crc32c(0, (struct text){region, size}) != file->tail.tokens_crc)
            return fail_place(turn, file, "its token filters",
                              "their bytes are not those that were written");
        file->tokens = (struct text){region, size};
    }
    *tokens = (struct text){file->tokens.data + (block->token_offset - file->tail.tokens_at),
                            block->token_bytes};
    return true;
}

enum filter_version segment_file_filters(const struct segment_file *file)
{
    return file->tail.version == SEGMENT_VERSION_FIRST ? FILTER_FIRST : FILTER_NOW;
}

bool segment_file_trigrams(struct turn *turn, struct segment_file *file, size_t index,
                           unsigned char *trigrams)
{
    struct text bytes = {(const char *)trigrams, FILTER_TRIGRAM_BYTES};
    return (segment_bitmap_read(turn, file, index, trigrams)
            && crc32c(0, bytes) == file->blocks[index].trigrams_crc)
           || fail_block(turn, file, index, "its bitmap is not what was written");
}

/* ---- a folder ---- */

const char *segment_path(struct arena *arena, const char *folder, uint64_t number,
                         const char *ending)
{
    return text_format(arena, "%s/%0*llu.%s", folder, NAME_DIGITS, (unsigned long long)number,
                       ending)
        .data;
}

static bool name_read(struct text name, uint64_t *number, struct text *ending)
{
    int64_t read = 0;
    struct text digits = text_cut(name, '.', ending);
    if (digits.size != NAME_DIGITS || !text_integer(digits, &read) || read < 1)
        return false;
    *number = (uint64_t)read;
    return true;
}

bool segment_list(struct turn *turn, const char *folder, struct segment_name **names, size_t *count)
{
    struct text *found;
    size_t found_count;
    size_t capacity = 0;
    *names = NULL;
    *count = 0;
    if (!folder_list(turn, folder, &found, &found_count))
        return false;
    for (size_t i = 0; i < found_count; i++) {
        struct segment_name name = {0};
        struct text ending;
        if (!name_read(found[i], &name.number, &ending))
            continue;
        if (text_is(ending, "open"))
            name.state = SEGMENT_OPEN;
        else if (text_is(ending, "damaged"))
            name.state = SEGMENT_DAMAGED;
        else if (!text_is(ending, "segment"))
            continue;
        name.path = text_format(turn->arena, "%s/%.*s", folder, TEXT_SHOW(found[i])).data;
        *names = arena_grow(turn->arena, *names, *count, &capacity, sizeof **names);
        (*names)[(*count)++] = name;
    }
    return true;
}
