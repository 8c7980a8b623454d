/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the event store's writer share: the store itself, its journal, and the steps
 * that both writing and recovering take. For others there is event/segment.h. */
#pragma once
#include "event/segment_file.h"
#include <pthread.h>

enum {
    JOURNAL_HEAD_BYTES = 124,
    JOURNAL_FILES = 2,
    JOURNAL_TURN_BYTES = 4 * 1024 * 1024, /* of a journal, at which the other one is begun */
    STORE_PATH_BYTES = 4096,
    STORE_SAMPLE_BYTES_MIN = 256 * 1024, /* fewer are no better dictionary than the last one */
    STORE_YOUNG = 64,                    /* the first segment of a store has so much less */
    STORE_SAMPLES = 64, /* blocks of a segment that the next one's dictionary is chosen from */
    STORE_DICTIONARY_BYTES = 512 * 1024, /* twice of it are slower both ways, and save little */
    PACKING_MAX = 8                      /* blocks on their way into the segment */
};

/* What each sync made durable: see segment_journal.c. */
struct journal {
    int descriptors[JOURNAL_FILES];
    size_t current;    /* which of them is written */
    uint64_t sequence; /* of the current one, from 1; 0: there is no piece yet */
    uint64_t offset;   /* where the next piece goes */
    uint64_t nonce;    /* of its pieces; no stranger can guess it */
    size_t records;    /* of the block in the making, that are in it */
    bool turns;        /* the next piece begins the other one */
};

struct mark {
    struct text key, value;
    size_t room; /* for a value, in the memory of this one */
    bool changed;
};

/* How far the inputs have come. */
struct marks {
    struct arena *arena, *spare;
    struct mark *all;
    size_t count, capacity;
    bool changed; /* since the last piece of the journal */
};

/* A block that is full, until it is written. */
struct full {
    struct block_maker *maker;
    struct builder payload, packed;
    struct block_head head;
    enum { FULL_WAITS, FULL_TAKEN, FULL_DONE } state; /* under the mutex */
    bool good;                                        /* when it is done: it could be packed */
};

/* A thread that packs. */
struct packing_hand {
    struct packing *packing;
    struct packer *packer;
    pthread_t thread;
    bool started;
};

struct packing {
    pthread_mutex_t mutex;
    pthread_cond_t waits, done;
    struct full fulls[PACKING_MAX]; /* from first on, count of them, the oldest first */
    size_t first, count;
    struct packing_hand hands[SEGMENT_HANDS_MAX];
    size_t hands_count;
    bool begun, ended;
    struct packer *packer;                  /* of the store's own thread */
    struct block_maker *spare[PACKING_MAX]; /* emptied ones */
    size_t spare_count;
    uint64_t records, raw_bytes; /* of all of these blocks */
};

struct segment_store {
    struct arena *arena;
    const char *folder;
    struct segment_settings settings;
    int lock, descriptor; /* descriptor -1: the open segment has no block yet, and no file */
    unsigned char id[SEGMENT_ID_BYTES];
    uint64_t number;      /* of the open segment */
    uint64_t first;       /* records in its blocks */
    uint64_t end;         /* behind its last block */
    uint64_t durable_end; /* behind its last block that was synced */
    uint64_t raw_bytes;   /* in its blocks */
    int64_t begun_us;     /* when its first record was taken */
    struct sha256 previous;
    bool dirty;   /* it has bytes that are not synced */
    bool broken;  /* the disk failed: nothing more is written */
    bool starved; /* there was no room, and it was said */
    struct segment_position durable;
    struct journal journal;
    struct marks marks;

    struct hasher *hasher;
    struct tree_edge edge;  /* over whole groups */
    struct tree_edge group; /* over the records of the group in the making */
    struct builder groups;  /* the roots of the whole ones */

    struct block_maker *maker; /* of the block in the making */
    struct packing packing;
    struct builder payload; /* of a piece of the journal */
    struct builder dictionary, sample;
    size_t sample_sizes[STORE_SAMPLES];
    size_t sample_count;
    uint64_t sample_next; /* raw bytes at which the next block is taken into the sample */

    struct segment_block *blocks;
    size_t block_count, block_capacity;
    struct builder tokens, trigrams;
};

/* Why a write did not work: busy when there is no room, else broken, and the store with it. */
bool segment_fail(struct turn *turn, struct segment_store *store, const char *path);

/* Writes all of it at the offset; errno says why not. */
MUST bool segment_write(int descriptor, struct text bytes, uint64_t offset);

/* Syncs the folder, after a file in it got or lost its name. */
MUST bool segment_folder_sync(struct turn *turn, struct segment_store *store);

/* Takes the block of the maker, which stands in the file at the offset under this head, into the
 * directory, the filters and the tree; the maker is empty then. */
void segment_note(struct segment_store *store, struct block_maker *maker,
                  const struct block_head *head, uint64_t offset);

/* Gives the open segment its file, when its first block is to be packed. Faults as segment_append.
 */
MUST bool segment_begin(struct turn *turn, struct segment_store *store);

/* ---- segment_pack.c ---- */

/* Nothing is on its way; no thread is started before something is. Faults: limit, no memory. */
MUST bool packing_open(struct turn *turn, struct segment_store *store);

/* Its threads end; what was on its way is given up. */
void packing_close(struct packing *packing);

/* The dictionary of the store is what blocks are packed with from now on. Nothing is on its way. */
MUST bool packing_learn(struct turn *turn, struct segment_store *store);

/* The block in the making goes on its way, and the next is begun. Faults as segment_append: then it
 * is still in the making. */
MUST bool packing_add(struct turn *turn, struct segment_store *store);

/* Everything on its way is written. Faults as segment_append: what is not written stays. */
MUST bool packing_settle(struct turn *turn, struct segment_store *store);

/* Packs the block in the making and writes it, and all before it. Faults as segment_append. */
MUST bool segment_cut(struct turn *turn, struct segment_store *store);

/* Makes durable all that was taken. Faults as segment_sync. */
MUST bool segment_settle(struct turn *turn, struct segment_store *store);

/* Ends the open segment, whose records are all in blocks: parts, tail, report, name. */
MUST bool segment_finish(struct turn *turn, struct segment_store *store, int64_t now_us);

/* Leaves the report of a segment that is sealed but not yet named so, and names it. */
MUST bool segment_publish(struct turn *turn, struct segment_store *store,
                          const struct segment_file *file);

/* An open segment without a record, under the number. */
void segment_reset(struct segment_store *store, uint64_t number);

/* Brings the store to what the folder has: see segment_open. */
MUST bool segment_recover(struct turn *turn, struct segment_store *store);

/* What one sync wrote. */
struct journal_piece {
    uint64_t sequence;             /* of its journal: the highest has the last word */
    uint64_t segment, durable_end; /* the open segment, and how many bytes of it were durable */
    struct block_head head;        /* of the records that are in no block; without any: zeros */
    struct text payload;
    struct text marks;
};

/* Opens both files of the journal; reads the one that was written last, calling take for each piece
 * in their order, until take answers false or the pieces end. The next piece goes behind the last
 * that was read. */
MUST bool journal_open(struct turn *turn, struct segment_store *store);
MUST bool journal_read(struct turn *turn, struct segment_store *store,
                       bool (*take)(struct turn *turn, void *context,
                                    const struct journal_piece *piece),
                       void *context);

/* Reads one piece from the beginning of the bytes; false when there is none. *size is its own, and
 * *nonce that of the journal it is in. */
bool journal_piece_read(struct text bytes, struct journal_piece *piece, uint64_t *nonce,
                        size_t *size);

/* The path of one of the files, and the bytes of the one that was written last, for who reads: none
 * where there is none, as in an older copy. */
const char *journal_path(struct arena *arena, const char *folder, size_t index);
struct text journal_bytes(struct arena *arena, const char *folder);

/*
 * What no sync had made durable when the journal was read is seen by nobody, as after a crash it is
 * gone. The segment must be opened after the journal was read: what goes from the one stands in the
 * other.
 */
void journal_cut(struct text journal, uint64_t number, struct segment_file *file);

/* Had nothing of the file of that segment become durable when the journal was read? Then one that
 * cannot be read is no damage, but torn at its beginning. */
bool journal_torn(struct text journal, uint64_t number);

/* Makes durable where the segment ends, the marks, and the records of the block in the making that
 * are not in it yet. Faults as segment_sync. */
MUST bool journal_write(struct turn *turn, struct segment_store *store);

/* ---- segment_mark.c ---- */

/* No marks. */
MUST bool marks_open(struct turn *turn, struct marks *marks);

/* All that are set, or those that changed, as the journal has them; and back. */
void marks_spell(const struct marks *marks, bool all, struct builder *out);
void marks_take(struct marks *marks, struct text spelled);

/* What was spelled is durable. */
void marks_written(struct marks *marks, bool all);
