/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clock calculus (DOMAIN 2.2): pure functions from instants to instants, by calendar and zone.
 * A due is the last instant at which something is in time: late is only what comes after it. Ends
 * of days are the next local midnight minus one microsecond, so a day has 23, 24 or 25 hours as the
 * zone says; elapsed time is real time, whatever the wall clock does meanwhile.
 */
#pragma once
#include "policy/pack.h"

/* Closures that a role has entered for a house: days that are no business days. Sorted; may be
 * none. */
struct closures {
    const struct date *dates;
    size_t count;
};

/* True for a business weekday that is neither an observed holiday nor a closure. */
bool calendar_business(const struct calendar *calendar, struct closures closures, struct date date);

/* The name of the holiday observed on a date, or the empty text. A holiday that is moved to another
 * day is not observed on its own. */
struct text calendar_holiday(const struct calendar *calendar, struct date date);

/*
 * The due instant of a function for a clock that starts at start_us. False, without a fault and
 * with *due_us untouched, for DUE_NONE: there is no time.
 */
bool due_instant(const struct calendar *calendar, struct closures closures, const struct due *due,
                 int64_t start_us, int64_t *due_us);

/* True for functions that pass over days on which no business is done. */
bool due_skips(const struct due *due);

/*
 * The days that such a due passed over, in words: "skipped Sat, Sun, Columbus Day 2025-10-13"; the
 * first ten by name. Empty when none was, or the function passes over none. In the arena.
 */
struct text due_skipped(struct arena *arena, const struct calendar *calendar,
                        struct closures closures, const struct due *due, int64_t start_us);

/* The due of a step for a rating. The fault is invalid when the step's due depends on the rating
 * and none is given (field "rating"). */
MUST bool step_due(struct turn *turn, const struct step *step, enum rating rating,
                   const struct due **due);

/* True for functions that come again: daily, every, anniversaries, dates and ends of periods. */
bool due_recurs(const struct due *due);

/* The first due of a recurring function after one that has passed; false, without a fault, when the
 * function does not recur. */
bool due_next(const struct calendar *calendar, struct closures closures, const struct due *due,
              int64_t previous_us, int64_t *due_us);

/*
 * The instant of a rung of a ladder for an obligation that started at start_us and is due at
 * due_us. It may lie before start_us (a warning two hours before a due that is one hour away): such
 * a rung is passed over by whoever climbs.
 */
int64_t rung_instant(const struct calendar *calendar, struct closures closures,
                     const struct rung *rung, int64_t start_us, int64_t due_us);
