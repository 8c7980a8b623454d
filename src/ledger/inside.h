/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the ledger share: its rows, and where its published files stand. */
#pragma once
#include "ledger/entry.h"
#include "ledger/ledger.h"
#include "ledger/note.h"
#include "ledger/tile.h"

enum {
    LEDGER_PAYLOAD_BYTES_MAX = 16 * 1024 * 1024,
    LEDGER_SALT_BYTES = 32,
    LEDGER_PAGE_ENTRIES = 1024,                 /* read at once while going over all */
    LEDGER_PAGE_BYTES_MAX = 1024 * 1024 * 1024, /* memory for them and their payloads */
    LEDGER_VKEY_BYTES_MAX = 1024
};

/* ---- rows.c ---- */

struct head {
    struct tree_edge edge; /* its size is the ledger's */
    int64_t last_ms;
    int64_t turns; /* how often its lock was taken, by anybody; head_read_last alone fills it */
};

struct entry_row {
    int64_t sequence;
    struct text entry;
    struct text leaf; /* hex */
    struct text pay;
    struct text incident;
    int64_t case_sequence; /* TIME_NONE: none */
    struct text salt;      /* empty when the payload is purged or was not asked for */
    struct text body;
};

/* Takes the head row's lock until the end of the transaction. */
MUST bool head_lock(struct turn *turn, struct change *permit);
/* Faults: broken when there is no head or its edge does not fit its size. */
MUST bool head_read(struct turn *turn, struct head *head);
/* The head, and of the last entry, in the same trip to the database, its number and its line. */
MUST bool head_read_last(struct turn *turn, struct head *head, struct entry_row *last, bool *found);
MUST bool head_write(struct turn *turn, struct change *permit, const struct head *head);

MUST bool entry_insert(struct turn *turn, struct change *permit, const struct entry_row *row);
MUST bool payload_insert(struct turn *turn, struct change *permit, const struct entry_row *row);
MUST bool payload_delete(struct turn *turn, struct change *permit, int64_t sequence,
                         int64_t *deleted);

/* The last entry of the ledger and of a case; *found false when there is none. */
MUST bool entry_last(struct turn *turn, struct entry_row *row, bool *found);
MUST bool entry_last_of_case(struct turn *turn, struct text incident, struct entry_row *row,
                             bool *found);

/* At most limit entries from sequence from on, in order, below to; without payloads. */
MUST bool entries_read(struct turn *turn, int64_t from, int64_t to, int64_t limit,
                       struct entry_row **rows, size_t *count);
/* The same with payloads. */
MUST bool entries_read_whole(struct turn *turn, int64_t from, int64_t to, int64_t limit,
                             struct entry_row **rows, size_t *count);
/* Newest first, below before, with payloads. */
MUST bool entries_read_back(struct turn *turn, int64_t before, int64_t limit,
                            struct entry_row **rows, size_t *count);

/* A payload that no entry names; *pay is empty when there is none. */
MUST bool payload_stray(struct turn *turn, struct text *pay);

/* ---- scratch.c ---- */

/* Memory of its own for pieces of work, each cleared when it is done. A fault of a piece, or its
 * running out of memory, is a fault of the turn. */
struct scratch;
struct scratch *scratch_new(struct turn *turn, size_t bytes_max);
MUST bool scratch_run(struct scratch *scratch, bool (*work)(struct turn *piece, void *context),
                      void *context);
void scratch_end(struct scratch *scratch);

/*
 * Visits the entries from sequence from on and below to, in order, with their payloads when whole.
 * A gap is not looked for. piece holds the memory of the page; false from a visit ends it, with or
 * without a fault in piece.
 */
typedef bool entry_visit(struct turn *piece, const struct entry_row *row, void *context);
MUST bool entries_visit(struct turn *turn, int64_t from, int64_t to, bool whole, entry_visit *visit,
                        void *context);

/* ---- folder.c: the published files but the tiles ---- */

/* "folder/name", followed by a NUL. */
const char *folder_path(struct turn *turn, struct text folder, struct text name);

/* A whole file; *found is false when it is not there. */
MUST bool folder_read(struct turn *turn, struct text folder, const char *name, size_t bytes_max,
                      struct text *bytes, bool *found);

/* The guard: what this house has promised never to contradict. Its file is the text of a checkpoint
 * and a line with that text's hash. On false *why says what is wrong. */
struct text guard_text(struct arena *arena, const struct checkpoint *guard);
bool guard_parse(struct arena *arena, struct text bytes, struct checkpoint *guard,
                 const char **why);

/* Reads and writes it. Broken when it cannot be understood. */
MUST bool guard_read(struct turn *turn, struct text folder, struct checkpoint *guard, bool *found);

MUST bool guard_write(struct turn *turn, struct text folder, const struct checkpoint *guard);

/* The checkpoint, whose signature by key is checked. Broken when it is not good. */
MUST bool signed_checkpoint_read(struct turn *turn, struct text folder, const struct note_key *key,
                                 struct checkpoint *checkpoint, bool *found);

/* Everything below the folder's tile/, as paths that begin with "tile/", in no order. Visits
 * false: stop. */
typedef bool file_visit(void *context, struct text path);
MUST bool tiles_visit(struct turn *turn, struct text folder, file_visit *visit, void *context);

/* A name that file_write gives a file before it is whole. */
bool name_is_unfinished(struct text name);

/* ---- key.c ---- */

/* The seed of the place's key, and the key it makes; whoever reads a seed wipes it. */
MUST bool seed_read(struct turn *turn, const struct ledger_place *place,
                    unsigned char seed[ED25519_KEY_BYTES]);
MUST bool place_key(struct turn *turn, const struct ledger_place *place, struct note_key *key);
