/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger: what was done in this house, one line a deed, so that neither the past nor its order
 * can be changed without somebody outside seeing it.
 *
 * A line (an entry) is canonical JSON (RFC 8785), hashed into a Merkle tree (RFC 6962); the tree's
 * root is signed as a checkpoint (C2SP signed-note, tlog-checkpoint) and laid out as files
 * (tlog-tiles) that anybody can verify without this program. Entry members: v 1, seq, ts (RFC 3339
 * UTC, milliseconds), actor, op, obj, optional cap, for, req, case, case_seq and prev (hex SHA-256
 * leaf hash of the case's previous entry: so nobody can leave one out), and pay: hex SHA-256 of
 * salt[32]
 * || payload. What was said stands in the payload only, apart, where retention can purge it while
 * every proof stays valid.
 *
 * The ledger also hands out changes, the only way to write. A change belongs to a group: the
 * house's writer begins a group (one transaction; the head is read and locked once), runs many
 * changes in it, each in a savepoint, and commits them together.
 *
 *     ledger_group_begin(turn, &group)
 *         change_begin(turn, group, "report.create", &change)
 *             …rows are written with change_write…
 *             change_entry(change, …)     at least one, or change_end refuses
 *             change_fact(change, …)      what the obligations shall hear of
 *         change_end(change)              or change_drop(change) after a fault
 *     ledger_group_commit(turn, group)
 *
 * Formats: reference "Ledger and evidence" of the project's design; C2SP; RFC 6962, 8785, 9162.
 */
#pragma once
#include "base/value.h"
#include "policy/fact.h"
#include "store/store.h"

struct ledger_group;

/* Where the ledger stands outside the database, and who signs. */
struct ledger_place {
    struct text origin;   /* "revere.example/house": the name of the log and of its key */
    struct text folder;   /* checkpoint, tile/…, and the guard; made on first use */
    struct text key_path; /* 32 bytes of Ed25519 seed in hex, mode 0600 */
};

/* Takes the right to append and reads the head (size, right edge, last time). The store must not be
 * in a transaction. Faults: busy; broken when the head and the entries do not agree. */
MUST bool ledger_group_begin(struct turn *turn, struct ledger_group **group);

/* Writes the head and commits everything. After a fault nothing of the group has happened. */
MUST bool ledger_group_commit(struct turn *turn, struct ledger_group *group);
void ledger_group_drop(struct turn *turn, struct ledger_group *group);

/* A change of the group, in a savepoint. request: idempotency id for the entry's req, or empty. The
 * turn is the one whose actor and now the entries carry; it may differ from the turn of the group.
 */
MUST bool change_begin(struct turn *turn, struct ledger_group *group, struct text request,
                       struct change **change);
/* After false the change is still open, and to be dropped. */
MUST bool change_end(struct change *change);
void change_drop(struct change *change);

/* The turn given to change_begin. */
struct turn *change_turn(struct change *change);

/* The lines of the group so far, in order, with their payloads: nothing need be read back. They
 * live as long as the group's turn. */
struct ledger_line {
    int64_t sequence;
    struct text entry;   /* canonical JSON */
    struct text payload; /* JSON, or empty when purged */
};
const struct ledger_line *ledger_group_lines(const struct ledger_group *group, size_t *count);

/*
 * A line in the ledger. op: "report.create"; object: "report/0190…"; incident: the case whose chain
 * the line belongs to, or empty; payload: what was said and done, kept apart under a salted hash.
 * The line's sequence number, from 0, is returned in *sequence when it is not NULL.
 */
MUST bool change_entry(struct change *change, const char *op, struct text object,
                       struct text incident, const struct value *payload, int64_t *sequence);

/*
 * Takes away what was said in an entry, for retention: its payload is deleted, its hash stays, and
 * every proof stays valid. The change's own entry says why. Faults: missing when there is none.
 */
MUST bool change_purge(struct change *change, int64_t sequence);

/* Writes rows; as store_write_later: change_end says at the latest when one was not to be had. */
MUST bool change_write(struct change *change, const char *sql, const struct cell *parameters,
                       size_t count);

/* Records a fact for the obligations; copied into the turn's arena. */
MUST bool change_fact(struct change *change, const struct fact *fact);

/* The facts recorded from the n-th on (the counter runs the obligations over them until none is
 * new). */
const struct fact *change_facts(const struct change *change, size_t from, size_t *count);

/* The time of the last entry, in milliseconds; 0 when there is none. */
MUST bool ledger_last(struct turn *turn, int64_t *last_ms);

/* ---- outside the transaction: signing and publishing ---- */

/* Makes the key if there is none, and reads the verifier's key line (vkey) of the origin. */
MUST bool ledger_key_ready(struct turn *turn, const struct ledger_place *place, struct text *vkey);

/*
 * Writes the tiles and entry bundles of everything committed, checks the guard, and signs a
 * checkpoint, if the tree has grown since the last one. Idempotent; safe to be killed at any write.
 * Faults: broken when the guard knows a larger or another tree (a restored backup, a fork): nothing
 * is signed then.
 */
MUST bool ledger_publish(struct turn *turn, const struct ledger_place *place);

/* Waits until nobody publishes into the folder, and keeps everybody from it until the turn's arena
 * is freed or cleared, so that what stands there can be copied as one thing. A house that serves
 * waits ten seconds before it calls that a fault, and publishes then. */
MUST bool ledger_hold(struct turn *turn, struct text folder);

/* A page of entries, newest first: sequence numbers below before (INT64_MAX for the newest). */
MUST bool ledger_lines(struct turn *turn, int64_t before, size_t limit, struct ledger_line **lines,
                       size_t *count);

/* ---- verification: needs no database, no network, no key ---- */

struct ledger_verdict {
    int64_t size;     /* of the tree */
    struct text root; /* base64 */
    int64_t entries;  /* checked */
    bool sound;
    struct text where; /* the first broken place: "entry 17", "tile/0/003", "checkpoint line 3" */
    struct text why;   /* in one sentence */
};

/* Called now and then while verifying, for a progress bar. May be NULL. */
typedef void ledger_progress(void *context, int64_t done, int64_t total);

/*
 * Verifies a published folder from its raw bytes: checkpoint signature against vkey (empty: the
 * folder's own vkey file, and the verdict says so), every tile and bundle recomputed to the root,
 * the case chains, seq and ts never going back, consistency with an older checkpoint (text of a
 * note, or empty). A broken ledger is a verdict, not a fault; faults are for files that cannot be
 * read.
 */
MUST bool ledger_verify(struct turn *turn, struct text folder, struct text vkey, struct text older,
                        ledger_progress *progress, void *context, struct ledger_verdict *verdict);

/* The same over the database: entries against payload hashes, head, leaf hashes, case chains. */
MUST bool ledger_verify_store(struct turn *turn, struct ledger_verdict *verdict);

/* ---- proofs of one entry ---- */

/*
 * A .tlog-proof (c2sp.org/tlog-proof@v1) for a published entry, made from the folder's tiles and
 * checkpoint. Faults: missing when the entry is not published yet; broken when the tiles do not
 * lead to the checkpoint.
 */
MUST bool ledger_proof_file(struct turn *turn, struct text folder, int64_t sequence,
                            struct text *text);

/*
 * Judges such a proof: the checkpoint's signature by the key, and the path from the entry's bytes
 * to its root. A proof that does not hold is a verdict (where: "proof" or "checkpoint"), not a
 * fault; an unusable vkey is invalid.
 */
MUST bool ledger_proof_verify(struct turn *turn, struct text vkey, struct text entry,
                              struct text text, struct ledger_verdict *verdict);
