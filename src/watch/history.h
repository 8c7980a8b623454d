/* SPDX-License-Identifier: Apache-2.0 */
/* The hunt of history: rules that are new look at what was kept before them. */
#pragma once
#include "event/coverage_view.h"
#include "watch/inside.h"

enum { HISTORY_LINES_MAX = 200000 }; /* of a unit: what a kill makes it hunt again at most */

/* What is hunted in one go: lines of one segment, by the rules of now that have not seen them. */
struct unit {
    uint64_t segment, from, to;
    const uint64_t *missing; /* a bit for each rule, by its number, and behind them each list */
};

enum unit_end {
    UNIT_DONE,    /* it is in the ledger; what is left of it is another */
    UNIT_GONE,    /* its segment was let go, or cannot be read */
    UNIT_STOPPED, /* the watch closes, or has other rules now */
    UNIT_FAILED   /* not all of it could be looked at, or told */
};

struct history {
    struct watch *watch;
    struct ruleset *set; /* of now; held */
    struct batch *batch;
    int64_t due_us; /* by the clock that never jumps: when the next lines may be read */
};

/* Hunts a unit; *reached: how far it came. */
enum unit_end history_unit(struct history *history, const struct unit *unit, uint64_t *reached);

/* Waits until so many lines more may be read. False: the watch closes. */
bool history_wait(struct history *history, size_t lines);
