/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One line of the ledger: a flat object in canonical JSON (RFC 8785), version 1. The reader takes
 * the canonical spelling and no other, so that an entry has one form and one hash; it is written
 * apart from the JSON library that writes entries, so that each checks the other.
 */
#pragma once
#include "base/tree.h"

enum { ENTRY_VERSION = 1, ENTRY_TIME_BYTES = 24, ENTRY_HASH_HEX_BYTES = 64 };

/* Texts are as they stand in the JSON (escapes kept): equal texts are equal values. */
struct entry {
    int64_t sequence;
    struct text at;        /* "2026-07-03T21:00:00.000Z": sorts by time */
    struct text actor;     /* id of a person, "system:tick", or "anonymous" */
    struct text capacity;  /* in which the actor acted, or empty */
    struct text behalf;    /* organisation for which, or empty */
    struct text op;        /* "report.create" */
    struct text object;    /* "report/0190…" */
    struct text request;   /* idempotency id, or empty */
    struct text incident;  /* the case whose chain it belongs to, or empty */
    int64_t case_sequence; /* from 0 */
    struct text previous;  /* hex leaf hash of the case's previous entry; empty at the first */
    struct text pay;       /* hex SHA-256(salt || payload), or empty */
};

/* On false *why says what is wrong. */
bool entry_read(struct text json, struct entry *entry, const char **why);

/* Canonical JSON of an entry whose texts are plain (not escaped). Faults: limit over
 * ENTRY_BYTES_MAX; broken for what has no canonical form. */
MUST bool entry_write(struct turn *turn, const struct entry *entry, struct text *json);

/* Milliseconds since 1970, from year 1 to 9999, as an entry's time, and back. */
struct text entry_time_write(struct arena *arena, int64_t milliseconds);
bool entry_time_valid(struct text at);

/*
 * The chains of all cases while entries go by in order: each entry of a case must carry the next
 * number of its case and the hash of the one before. Lives in the arena it was made in.
 */
struct chains;
struct chains *chains_new(struct arena *arena);
/* On false *why says how the chain is broken. leaf: the entry's hash. */
bool chains_follow(struct chains *chains, const struct entry *entry, const struct sha256 *leaf,
                   const char **why);
