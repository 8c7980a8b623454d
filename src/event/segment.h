/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The event store: raw lines, kept byte for byte in segments that are only ever added to.
 *
 * A store is a folder that one process writes and any number read. Lines are handed in as records,
 * gathered into blocks of about 128 KiB, and written into the segment that is open. A full or old
 * segment is sealed: it gets its filters, a directory and the root of a Merkle tree over its
 * records (RFC 6962), and never changes again. The root is left in the folder "report" for whoever
 * brings it to the ledger. docs/segment.5 has every byte.
 *
 *     segment_append   takes records into memory, writes the blocks that are full
 *     segment_sync     makes durable what was taken; only then may a sender be told "I have it"
 *     segment_mark     says how far an input has come; durable with the records before it
 *     segment_seal     ends the open segment; segment_append does so by itself at the limits
 *
 * What a sync made durable survives a kill or a power cut at any instant, all of it and once each:
 * blocks by themselves, the records of the block in the making and the marks of the inputs by a
 * journal beside them. What was not synced is gone after a crash, also where it reached the disk:
 * its sender, who was told nothing, sends it again.
 *
 * A store is used by one thread at a time; the threads that help it (see hands) are its own.
 */
#pragma once
#include "base/log.h"
#include "base/tree.h"
#include "event/event.h"

enum {
    SEGMENT_BLOCK_BYTES = 128 * 1024,            /* raw; a block is cut when it has so many */
    SEGMENT_RECORD_BYTES_MAX = 16 * 1024 * 1024, /* of one line; inputs cut before */
    SEGMENT_SOURCE_BYTES_MAX = 255,              /* of a source's name */
    SEGMENT_SOURCES_MAX = 4096,                  /* different ones in a block; then it is cut */
    SEGMENT_BLOCK_RECORDS_MAX = 32768,           /* in a block; then it is cut */
    SEGMENT_MARK_BYTES_MAX = 8192,               /* key and value */
    SEGMENT_MARKS_MAX = 1 << 20,
    SEGMENT_HANDS_MAX = 4 /* threads that pack for one store */
};

/* What the inputs and parsers say of a record; kept and hashed with it. The others are free. */
enum {
    SEGMENT_FLAG_CUT = 1,       /* the line was longer than the input allows: its beginning */
    SEGMENT_FLAG_CRASHED = 2,   /* the parser died of this line */
    SEGMENT_FLAG_DERIVED = 4,   /* fields of it have values that do not stand in the line as they
                                   are: decoded, unescaped letters, looked up */
    SEGMENT_FLAG_BACKFILLED = 8 /* from a file or an archive, long after it happened */
};

/* One line on its way into the store, or out of it. */
struct segment_record {
    int64_t received_us; /* when it came in */
    int64_t event_us;    /* when it happened by its own account, or EVENT_TIME_NONE */
    struct text source;  /* which input, and what it said of the sender: "syslog/10.1.2.3" */
    uint32_t flags;      /* SEGMENT_FLAG_… */
    struct text raw;     /* any bytes, none included */
};

/* Where a record is: for good, from the moment it was taken. */
struct segment_position {
    uint64_t segment; /* from 1 */
    uint64_t index;   /* of the record in its segment, from 0 */
};

/* --- writing ----------------------------------------------------------------------------------
 */

struct segment_settings {
    const char *folder;     /* made if it is not there */
    size_t segment_bytes;   /* raw, at which a segment is sealed; 0: 256 MiB */
    int64_t segment_age_us; /* after its first record, at which it is sealed; 0: an hour */
    bool whole;             /* a segment ends only where a sync did: what stands between two syncs
                               is all in one, and there is no part of it after a crash */
    size_t hands;           /* threads that pack full blocks beside the caller, who does it alone
                               where there is none; what is written is the same */
    const struct log *log;  /* told loudly of what recovery cut, of a full disk, of what goes on */
};

struct segment_store;

/*
 * Opens the folder for writing, and recovers: the open segment is read and cut behind its last
 * whole block, the journal's records are taken into memory again, a sealed segment that was not yet
 * reported is. The store lives in the turn's arena, which must outlive it, and is closed with it at
 * the latest. Faults: clash, another process writes there; broken, a segment that cannot be
 * recovered, by name.
 */
MUST bool segment_open(struct turn *turn, const struct segment_settings *settings,
                       struct segment_store **store);

/*
 * Takes records, in their order. *taken: how many were; those are in the store's memory or in the
 * segment, and must not be handed in again, also when this fails. *first is the position of the
 * first. now_us: the present, by which age is told. Faults: invalid, a record that is too long or
 * whose source is (none is taken); busy, there is no room on the disk: what was taken stays, and
 * the rest can be handed in again when there is room; broken, the disk fails: close the store.
 */
MUST bool segment_append(struct turn *turn, struct segment_store *store, int64_t now_us,
                         const struct segment_record *records, size_t count, size_t *taken,
                         struct segment_position *first);

/*
 * Makes everything that was taken durable; *durable is the position behind the last of it: every
 * record before it may be acknowledged. Then seals a segment that is large or old enough by now_us;
 * where that does not work it is tried again by the next. Faults: busy, no room: nothing more is
 * durable than before; broken, the disk fails.
 */
MUST bool segment_sync(struct turn *turn, struct segment_store *store, int64_t now_us,
                       struct segment_position *durable);

/*
 * Sets a mark: the next sync makes it durable, together with every record taken before that sync,
 * or none of both. An empty value takes it back. Faults: invalid, limit.
 */
MUST bool segment_mark(struct turn *turn, struct segment_store *store, struct text key,
                       struct text value);

/* The marks, each by an index from 0: false past the last. One with an empty value was taken back.
 */
bool segment_mark_at(const struct segment_store *store, size_t index, struct text *key,
                     struct text *value);

/* Syncs, and seals the open segment if it has a record: as at the end of a working day, or before a
 * copy is taken. Faults as segment_sync. */
MUST bool segment_seal(struct turn *turn, struct segment_store *store, int64_t now_us);

/* The position of the next record, and of the first that is not yet durable. */
struct segment_position segment_next(const struct segment_store *store);
struct segment_position segment_durable(const struct segment_store *store);

/* Closes it: what was taken and not synced is gone, as after a crash. NULL is allowed. */
void segment_close(struct segment_store *store);
