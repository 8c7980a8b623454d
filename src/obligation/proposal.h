/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions about the policy, and proposals to change it. Both wait for whoever may write the
 * policy, who answers them; nothing of the policy changes by either. A question also goes as a
 * message to the owner's mailbox, once somebody has verified that.
 */
#pragma once
#include "obligation/inside.h"

/* One of them, with what was answered. */
struct proposal {
    struct text id;
    struct text kind;          /* "question" or "change" */
    struct text clause, topic; /* what it is about: one of them at least */
    struct text what, reason;
    struct text body;    /* on whose behalf: a board, or empty */
    int64_t made_us;     /* when that was said */
    struct text mailbox; /* to which a message was owed, or empty */
    struct text notice;  /* that message, or empty */
    struct text author, author_name, capacity;
    int64_t entry_us;
    struct text decision; /* answered, accepted, declined; or empty: it waits */
    struct text answer, decided_by, decided_as;
    int64_t decided_us;
};

/* Which are wanted; an empty text: any. */
struct proposals_query {
    struct text clause, author;
    bool waiting, decided; /* neither: both */
    struct cursor after;
    size_t limit;
};

/* ---- proposal_rows.c ---- */
MUST bool proposal_rows_insert(struct change *change, const struct proposal *proposal);
/* The decision of one; its id, who decided and when are those of the change. */
MUST bool proposal_rows_decide(struct change *change, const struct proposal *proposal);
/* By id; *found false when there is none. */
MUST bool proposal_rows_one(struct turn *turn, struct text id, struct proposal *proposal,
                            bool *found);
/* A page, the oldest first. */
MUST bool proposal_rows_page(struct turn *turn, const struct proposals_query *query,
                             struct proposal **list, size_t *count);
