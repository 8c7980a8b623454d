/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One segment as a file, for whoever reads it: sealed, or still open and growing under a writer. A
 * reader takes nothing on trust: every part is checked when it is read, and what is damaged is
 * named by its place. docs/segment.5 has the bytes.
 */
#pragma once
#include "event/block.h"

enum {
    SEGMENT_ID_BYTES = 16,
    SEGMENT_HEAD_BYTES = 80, /* without the dictionary behind it */
    SEGMENT_ENTRY_BYTES = 96,
    SEGMENT_TAIL_BYTES = 256,
    SEGMENT_DICTIONARY_BYTES_MAX = 1024 * 1024,
    SEGMENT_BLOCKS_MAX = 1 << 20,
    SEGMENT_BITMAPS = 16, /* that are packed together */
    SEGMENT_GROUP = 256,  /* records under one hash of the groups: level 8 of the tree */
    SEGMENT_PATH_BYTES = 4096
};

/* What a segment may be like: words hashed by bytes; by eights; and bitmaps packed. */
enum segment_version { SEGMENT_VERSION_FIRST = 1, SEGMENT_VERSION_EIGHTS, SEGMENT_VERSION_PACKED };

#define SEGMENT_TOKENS_FULL UINT32_MAX /* token_bytes of a block without a token filter */

/* How a segment begins. */
struct segment_head {
    unsigned char store[SEGMENT_ID_BYTES];
    uint64_t number;
    int64_t created_us;
    struct sha256 previous; /* the root of the segment sealed before, or zeros */
    struct text dictionary; /* what its blocks are packed with; may be empty */
};

/* What the directory says of a block. */
struct segment_block {
    struct block_head head;
    uint64_t offset; /* of the block in the file */
    uint64_t token_offset;
    uint32_t token_bytes;  /* SEGMENT_TOKENS_FULL: it has none */
    uint32_t trigrams_crc; /* of its bitmap */
};

/* How a sealed segment ends. Each part begins where the one before it ends. */
struct segment_tail {
    unsigned char store[SEGMENT_ID_BYTES];
    enum segment_version version;
    uint64_t number;
    uint32_t blocks;
    uint64_t records, raw_bytes;
    int64_t sealed_us;
    int64_t time_min_us, time_max_us, received_min_us, received_max_us;
    struct sha256 root;
    uint64_t dictionary_at, tokens_at, trigrams_at, groups_at, directory_at, tail_at;
    uint32_t dictionary_crc, tokens_crc, trigrams_crc, groups_crc, directory_crc;
    uint32_t flags;
};

/* The beginning as bytes; and back: false with *why. *size is how many bytes it takes. */
MUST bool segment_head_write(struct turn *turn, const struct segment_head *head,
                             struct text *bytes);
MUST bool segment_head_read(struct turn *turn, struct text bytes, struct segment_head *head,
                            size_t *size, const char **why);

/* One entry of the directory, and the tail, as bytes and back. False: they are none. */
void segment_entry_write(const struct segment_block *block, unsigned char *bytes);
bool segment_entry_read(const unsigned char *bytes, struct segment_block *block);
void segment_tail_write(const struct segment_tail *tail, unsigned char *bytes);
bool segment_tail_read(const unsigned char *bytes, struct segment_tail *tail);

/* Reads exactly size bytes at the offset; false when they are not there. */
bool segment_bytes_read(int descriptor, void *bytes, size_t size, uint64_t offset);

struct segment_file {
    const char *path;
    int descriptor;
    uint64_t size; /* of the file, when it was opened */
    struct segment_head head;
    size_t head_bytes;
    bool sealed;
    struct segment_tail tail; /* of a sealed one */
    struct segment_block *blocks;
    size_t block_count;
    uint64_t records;   /* in these blocks */
    uint64_t end;       /* behind the last whole block */
    struct text tokens; /* the region, once it was asked for */
    /* Of packed bitmaps, once one was asked for: where the groups are, and the one in hand. */
    const uint64_t *bitmaps_at;
    struct unpacker *bitmap_unpacker;
    unsigned char *bitmaps;
    size_t bitmap_group;
    struct unpacker *unpacker;
    struct arena *arena; /* of the turn it was opened in; blocks may be read in others */
};

/*
 * Opens a segment. An open one is read up to its last whole block; blocks written later are not
 * seen. It lives in the turn's arena and is closed with it, or by segment_file_close. Faults:
 * missing; broken, naming the place.
 */
MUST bool segment_file_open(struct turn *turn, const char *path, struct segment_file **file);

/* Of an open one, no block is seen any more that does not end before the place in the file. */
void segment_file_until(struct segment_file *file, uint64_t end);

/* Closes it early. */
void segment_file_close(struct segment_file *file);

/* The records of a block; they live in the turn's arena. Faults: broken, naming the place. */
MUST bool segment_file_block(struct turn *turn, struct segment_file *file, size_t index,
                             struct block *block);

/* The filters of a block of a sealed segment. An empty filter with *full: nothing is known. Faults:
 * broken, naming the place. */
MUST bool segment_file_tokens(struct turn *turn, struct segment_file *file, size_t index,
                              struct text *tokens, bool *full);
MUST bool segment_file_trigrams(struct turn *turn, struct segment_file *file, size_t index,
                                unsigned char *trigrams);

/* How the words of its token filters are hashed. */
enum filter_version segment_file_filters(const struct segment_file *file);

/* --- segment_bitmap.c: bitmaps as they stand in the file ---- */

/* All of a segment, end to end, as the part that is written. Faults: limit, broken. */
MUST bool segment_bitmaps_pack(struct turn *turn, struct text bitmaps, struct text *region);

/* The bitmap of a block, not compared with its checksum yet; false: it cannot be read. */
bool segment_bitmap_read(struct turn *turn, struct segment_file *file, size_t index,
                         unsigned char *bitmap);

/* May the part be so large? */
bool segment_bitmaps_fit(const struct segment_tail *tail);

/* --- a folder of them ---- */

/* What there is, by number. */
struct segment_name {
    uint64_t number;
    enum { SEGMENT_SEALED, SEGMENT_OPEN, SEGMENT_DAMAGED } state;
    const char *path;
};

/* The segments of a folder, the oldest first. Faults: missing, broken. */
MUST bool segment_list(struct turn *turn, const char *folder, struct segment_name **names,
                       size_t *count);

/* The path of a segment. */
const char *segment_path(struct arena *arena, const char *folder, uint64_t number,
                         const char *ending);
