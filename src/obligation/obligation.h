/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Obligations: the clocks. Opened by facts, fulfilled by evidence, escalated by ladders (DOMAIN 2,
 * SM-2).
 *
 * A fact that a change records is heard here before the change is committed. The pack in force at
 * the clock's start says which steps of which rules it opens, stops or cancels; this room resolves
 * who owes and who is owed, writes the obligation with its due, owes the notices, and lets those
 * concerned see the case. Time itself is heard by the action obligation.fire, which the tick calls:
 * it scans the stored `next_us`, so that nothing depends on being awake at the minute, and a rung
 * of a ladder that was slept through is recorded and not sent.
 *
 * States (SM-2): scheduled, open, overdue, suspended are owed; fulfilled, cancelled, superseded,
 * waived, missed have ended. Every change of state is a new version; "as known then" is one
 * predicate on entry_us and until_us.
 *
 * A duty is about a case, or about something that stands without one (an organisation, the
 * enterprise).
 */
#pragma once
#include "action/action.h"
#include "ledger/ledger.h"

extern const struct action obligation_actions[];
/* What may be set in place of the policy. */
extern const struct action setting_actions[];
/* What is asked and proposed of the policy itself. */
extern const struct action proposal_actions[];
extern const struct action office_actions[];

/* Hears a fact within its change: opens, fulfils, reopens, cancels. The same fact heard twice
 * changes nothing. */
MUST bool obligation_hear(struct change *change, const struct fact *fact);

/* When obligation.fire has something to do next; INT64_MAX: nothing. */
MUST bool obligation_next(struct turn *turn, int64_t *next_us);

/* A place in the order in which obligations have something to do. */
struct obligation_cursor {
    int64_t next_us;          /* INT64_MIN: before all of them */
    struct text obligation;   /* id, in the turn's arena */
    struct text rule, number; /* by which people know it */
};
/* Moves the cursor to the next that has something to do by now; *found: there is one. */
MUST bool obligation_due_after(struct turn *turn, struct obligation_cursor *cursor, bool *found);

/* What is owed on a case by people who may know nothing of it any more (excluded, or not named in a
 * restricted case) is owed by whoever comes after them; its due stays. More than a turn should go
 * through is left to obligation.fire. */
MUST bool obligation_pass_over(struct change *change, struct text incident);

/* What is owed on a case, for the lists of other rooms. */
struct obligation_sum {
    int64_t open, overdue;
    int64_t next_due_us; /* TIME_NONE: nothing is open */
};
MUST bool obligation_sums(struct turn *turn, const struct text *incidents, size_t count,
                          struct obligation_sum *sums);

/* Of all real cases together, and of what is about none; next_due_us: of those that are open and
 * not overdue. Numbers alone. */
MUST bool obligation_tally(struct turn *turn, struct obligation_sum *sum);

/* A duty of a case in short: those that are owed, were fulfilled, or were missed. */
struct obligation_line {
    struct text id, rule, step, title, state;
    struct text organisation; /* whose duty it is: its id, or empty */
    bool open;                /* it has not ended, and does not end with the case by itself */
    bool unexplained; /* missed, or late beyond the policy's grace, and nobody has said why */
};
MUST bool obligation_lines(struct turn *turn, struct text incident, struct obligation_line **lines,
                           size_t *count);

/* Everything that was or is owed on a case, as obligation.list says it, in the order of the dues:
 * for reports on the case. Whether the reader may see it is the caller's to ask. */
MUST bool obligation_account(struct turn *turn, struct text incident, struct value **list);

/* The duties of a case that are about one thing each (an asset, a question, a message). */
struct obligation_about {
    struct text about; /* its id */
    int64_t due_us;
    int64_t fulfilled_us; /* TIME_NONE: not yet */
    struct text proof;    /* what fulfilled it: the id of a notice, of a document; or empty */
};
MUST bool obligation_abouts(struct turn *turn, struct text incident, struct obligation_about **list,
                            size_t *count);
