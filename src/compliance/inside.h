/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "action/page.h"
#include "compliance/compliance.h"
#include "ledger/ledger.h"
#include "policy/fact.h"

struct direction {
    struct text id, says, state, reason, author, author_name, capacity;
    int64_t version, by_us, given_us, entry_us;
};

/* A body to which a direction goes. */
struct directed {
    struct text organisation;     /* id */
    struct text seen_by, done_by; /* names, or empty */
    struct text proof;            /* what shows that it is done */
    int64_t version;
    int64_t seen_us, done_us; /* TIME_NONE: not yet */
};

enum { DIRECTION_BODIES_MAX = 400 };

bool direction_stands(const struct direction *direction);

/* ---- rows.c ---- */

/* By id; *found false and no fault when there is none. */
MUST bool direction_select(struct turn *turn, struct text id, struct direction *direction,
                           bool *found);
/* Those before one of them (empty: from the newest), the newest first. */
MUST bool direction_select_before(struct turn *turn, struct text before, size_t limit,
                                  struct direction **directions, size_t *count);
MUST bool direction_write(struct change *change, const struct direction *direction);
MUST bool directed_select(struct turn *turn, struct text direction, struct directed **bodies,
                          size_t *count);
MUST bool directed_write(struct change *change, struct text direction, const struct directed *body);

/* ---- direction.c ---- */

/* Whoever acts holds, or acts in, a role that the policy names as the authority of the duty to
 * carry a direction out. */
MUST bool direction_authority(struct turn *turn);
/* Tells the clocks, and the head of the body. */
MUST bool direction_tell(struct change *change, const struct direction *direction,
                         struct text organisation);
/* The clock of one body stops: it is done, or nothing is asked any more. */
MUST bool direction_tell_end(struct change *change, enum fact_kind kind,
                             const struct direction *direction, struct text organisation,
                             int64_t at_us);
