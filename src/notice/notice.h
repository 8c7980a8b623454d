/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Notices: messages that people are owed. A notice is written in the change that makes it owed, and
 * stands in the outbox until a channel has taken it: QUEUED -> SENT -> DELIVERED (accepted by the
 * channel), FAILED and tried again later with the same message id, ATTESTED when somebody told by
 * phone says so, SUPPRESSED for imports (SM-3).
 *
 * One message per person, case and instant: notice_owe adds an obligation to the queued notice of
 * the same person, case and change, where there is one, instead of making another.
 *
 * Delivery is at least once: the notice's id is the message id, an unknown outcome is tried again
 * under the same id.
 */
#pragma once
#include "action/action.h"
#include "base/embedded.h"
#include "ledger/ledger.h"
#include "people/people.h"
#include "policy/pack.h"

extern const struct action notice_actions[];

/* What a notice may say: the minimum (number, organisation, rating, class of type, contact, what is
 * expected). */
struct notice_words {
    struct text number, organisation, rating, type_class, contact, expected, due_local;
};

struct notice_order {
    struct text incident;   /* id */
    struct text kind;       /* real, exercise, import */
    struct text obligation; /* id of what it fulfils, or empty for a warning or an escalation */
    struct text rule, step; /* of that obligation */
    struct text template;   /* name in notices.yaml */
    struct holder to;
    struct notice_words words;
    int64_t not_before_us; /* a digest waits until then; else the turn's now */
};

/* Owes a notice; *notice is its id (new, or the one it was added to). Import: it ends in SUPPRESSED
 * at once. */
MUST bool notice_owe(struct change *change, const struct notice_order *order, struct text *notice);

/* When the outbox has something to do next; INT64_MAX: nothing. */
MUST bool notice_next(struct turn *turn, int64_t *next_us);

/* ---- the outbox, for tick/ ---- */

struct notice_letter {
    struct text id, channel, address, subject, body, message_id;
    int attempt; /* from 1 */
};

/*
 * Takes up to limit notices that are due to be sent, leased to this process for lease_us
 * (work_notice): another house on the same database does not take them until the lease is over.
 */
MUST bool notice_take(struct turn *turn, size_t limit, int64_t lease_us,
                      struct notice_letter **letters, size_t *count);

/* How a letter is handed to its channel. */
struct notice_channel {
    const char *name; /* "smtp", "keep" (keeps it in the product: accepted at once) */
    bool (*send)(struct turn *turn, void *state,
                 const struct notice_letter *letter); /* fault: not accepted */
    void *state;
};

/* What came of it is recorded by the action notice.outcome: accepted -> FACT_NOTICE_ACCEPTED;
 * failed -> tried again at the pack's intervals, after the last FACT_NOTICE_FAILED. */
