/* SPDX-License-Identifier: Apache-2.0 */
/* The clock: the only place where the system's time is read. Doors ask it once for each turn;
 * stories and tests put in one that stands still until it is moved. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct clock {
    int64_t (*now_us)(void *state);
    void *state;
};

/* The clock of the system, and what any clock shows: microseconds since 1970, UTC. */
struct clock clock_system(void);
int64_t clock_now_us(const struct clock *clock);

/* Does something keep the system's clock right (NTP), as the kernel knows it? */
bool clock_kept(void);

/* Microseconds that only go forward, for measuring how long something took; no date. */
int64_t clock_elapsed_us(void);
