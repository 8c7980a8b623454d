/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Verifying the database: what the published folder cannot show, because it is not in it. Rows
 * against the entries they hold, payloads against the hashes in the entries, and the head against
 * the tree.
 */
#include "ledger/inside.h"

struct audit {
    struct turn *turn;
    struct ledger_verdict *verdict;
    struct hasher *hasher;
    struct tree_edge edge;
    struct chains *chains;
    char last_at[ENTRY_TIME_BYTES];
};

static bool broken(struct audit *audit, const char *what, int64_t sequence, const char *why)
{
    struct arena *arena = audit->turn->arena;
    audit->verdict->where = text_format(arena, "%s %lld", what, (long long)sequence);
    audit->verdict->why = text_copy(arena, text_of(why));
    return false;
}

static bool hex_is(struct text hex, const struct sha256 *hash)
{
    unsigned char bytes[SHA256_BYTES];
    return hex_read(hex, bytes, sizeof bytes) && memcmp(bytes, hash->bytes, sizeof bytes) == 0;
}

static bool columns_fit(const struct entry_row *row, const struct entry *entry)
{
    int64_t case_sequence = row->case_sequence == TIME_NONE ? -1 : row->case_sequence;
    return text_equal(row->pay, entry->pay) && text_equal(row->incident, entry->incident)
           && case_sequence == entry->case_sequence;
}

static bool row_audit(struct turn *piece, const struct entry_row *row, void *context)
{
    (void)piece;
    struct audit *audit = context;
    int64_t sequence = audit->edge.size;
    struct entry entry;
    const char *why;
    if (row->sequence != sequence)
        return broken(audit, "entry", sequence, "It is missing.");
    struct sha256 leaf = tree_leaf(audit->hasher, row->entry);
    if (!hex_is(row->leaf, &leaf))
        return broken(audit, "entry", sequence, "It does not have the hash kept beside it.");
    if (!entry_read(row->entry, &entry, &why))
        return broken(audit, "entry", sequence, why);
    if (entry.sequence != sequence || !columns_fit(row, &entry))
        return broken(audit, "entry", sequence, "The columns beside it say something else.");
    if (sequence > 0 && memcmp(entry.at.data, audit->last_at, ENTRY_TIME_BYTES) < 0)
        return broken(audit, "entry", sequence,
                      "Its time lies before that of the entry before it.");
    memcpy(audit->last_at, entry.at.data, ENTRY_TIME_BYTES);
    if (!chains_follow(audit->chains, &entry, &leaf, &why))
        return broken(audit, "entry", sequence, why);
    struct sha256 pay = hasher_three(audit->hasher, row->salt, row->body, TEXT_NONE);
    if (row->salt.size > 0 && !hex_is(entry.pay, &pay))
        return broken(audit, "payload of entry", sequence,
                      "It does not have the hash that the entry names.");
    tree_append(audit->hasher, &audit->edge, &leaf);
    audit->verdict->entries = audit->edge.size;
    return true;
}

static bool head_audit(struct audit *audit, const struct head *head)
{
    struct sha256 root = tree_root(audit->hasher, &audit->edge);
    struct sha256 head_root = tree_root(audit->hasher, &head->edge);
    if (audit->edge.size < head->edge.size)
        return broken(audit, "entry", audit->edge.size, "It is missing.");
    if (!tree_hash_equal(&root, &head_root))
        return broken(audit, "head of", head->edge.size,
                      "Its right edge is not that of the entries.");
    return true;
}

static bool payloads_audit(struct audit *audit)
{
    struct text stray;
    if (!payload_stray(audit->turn, &stray))
        return false;
    if (text_empty(stray))
        return true;
    audit->verdict->where = text_format(audit->turn->arena, "payload %.*s", TEXT_SHOW(stray));
    audit->verdict->why = TEXT("No entry names it.");
    return false;
}

/* Entries behind the head: a group writes both in one transaction, so there are none. */
static bool tail_audit(struct audit *audit, int64_t size)
{
    struct entry_row last;
    bool found;
    if (!entry_last(audit->turn, &last, &found))
        return false;
    struct head head;
    if (!found || last.sequence < size)
        return true;
    if (!head_read(audit->turn, &head))
        return false;
    return last.sequence < head.edge.size
           || broken(audit, "entry", head.edge.size, "It is not counted by the ledger's head.");
}

bool ledger_verify_store(struct turn *turn, struct ledger_verdict *verdict)
{
    *verdict = (struct ledger_verdict){0};
    struct head head;
    if (!head_read(turn, &head))
        return false;
    struct audit *audit = arena_take(turn->arena, sizeof *audit);
    *audit = (struct audit){.turn = turn,
                            .verdict = verdict,
                            .hasher = hasher_new(turn->arena),
                            .chains = chains_new(turn->arena)};
    struct sha256 root = tree_root(audit->hasher, &head.edge);
    verdict->size = head.edge.size;
    verdict->root = hash_write(turn->arena, &root);
    if (entries_visit(turn, 0, head.edge.size, true, row_audit, audit) && head_audit(audit, &head)
        && tail_audit(audit, head.edge.size) && payloads_audit(audit)) {
        verdict->sound = true;
        verdict->why = TEXT("Sound.");
    }
    return turn->fault.kind == FAULT_NONE;
}
