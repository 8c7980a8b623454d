/* SPDX-License-Identifier: Apache-2.0 */
/* The clock calculus (DOMAIN 2.2): pure functions from instants to instants, by calendar and zone.
 */
#pragma once
#include "policy/pack.h"

/* Closures that a role has entered for a house: days that are no business days. Sorted; may be
 * none. */
struct closures {
    const struct date *dates;
    size_t count;
};

/* True when work is done on that date: no weekend, no holiday, no closure. */
bool calendar_business(const struct calendar *calendar, struct closures closures, struct date date);

/* The holiday observed on a date, or the empty text. */
struct text calendar_holiday(const struct calendar *calendar, struct date date);

/*
 * The due instant of a function for a clock that starts at start_us. *due_us is TIME-less (false
 * returned without a fault) for DUE_NONE. Ends of days are midnight minus one microsecond.
 */
bool due_instant(const struct calendar *calendar, struct closures closures, const struct due *due,
                 int64_t start_us, int64_t *due_us);

/* The due of a step for a rating. The fault is invalid when the step's due depends on the rating
 * and none is given (field "rating"). */
MUST bool step_due(struct turn *turn, const struct step *step, enum rating rating,
                   const struct due **due);

/* The next due of a recurring function after one that has passed. */
bool due_next(const struct calendar *calendar, struct closures closures, const struct due *due,
              int64_t previous_us, int64_t *due_us);

/* The instant of a rung of a ladder for an obligation that started at start_us and is due at
 * due_us. */
int64_t rung_instant(const struct calendar *calendar, struct closures closures,
                     const struct rung *rung, int64_t start_us, int64_t due_us);
