/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Segments as evidence: is every byte what was written, and does a record stand under a root that
 * was reported? Everything is computed again from the records; nothing that stands in the file is
 * believed because it stands there.
 */
#pragma once
#include "event/segment_file.h"

struct segment_verdict {
    bool sound;
    uint64_t segments, records; /* that were read */
    struct sha256 root;         /* of the last sealed one */
    struct text where;          /* the first broken place, when it is not sound */
    struct text why;
};

/*
 * Verifies one segment, or a store's folder: then also that each segment names the root of the one
 * before, and that none is missing between the first and the last but those whose retirement is on
 * record. expected: a root known from elsewhere, for the last sealed segment, or NULL. Faults:
 * missing; what is broken is a verdict, not a fault.
 */
MUST bool segment_verify(struct turn *turn, const char *path, const struct sha256 *expected,
                         struct segment_verdict *verdict);

struct segment_proof {
    unsigned char store[SEGMENT_ID_BYTES];
    struct segment_position position;
    int64_t size; /* records in the segment */
    struct segment_record record;
    struct tree_proof path;
    struct sha256 root;
};

/* The proof that a record stands in a sealed segment. Faults: missing; refused, the segment is
 * still open; broken, naming the place. */
MUST bool segment_prove(struct turn *turn, const char *folder, struct segment_position position,
                        struct segment_proof *proof);

/* Does the proof hold, by itself? Compare its root with the ledger's. */
bool segment_proof_holds(const struct segment_proof *proof);

/* The proof as JSON, and back. Faults: invalid, naming the member. */
struct text segment_proof_write(struct arena *arena, const struct segment_proof *proof);
MUST bool segment_proof_read(struct turn *turn, struct text json, struct segment_proof *proof);
