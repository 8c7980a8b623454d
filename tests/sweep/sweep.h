/* SPDX-License-Identifier: Apache-2.0 */
/* How far a sweep goes: a sample by a printed seed, or everything when SWEEP=full. */
#pragma once
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static inline bool sweep_full(void)
{
    const char *asked = getenv("SWEEP");
    return asked != NULL && strcmp(asked, "full") == 0;
}

/* Prints the seed; SWEEP_SEED repeats a run. */
static inline unsigned sweep_seed(void)
{
    const char *asked = getenv("SWEEP_SEED");
    unsigned seed = asked == NULL ? (unsigned)time(NULL) : (unsigned)strtoul(asked, NULL, 10);
    printf("# SWEEP_SEED=%u\n", seed);
    return seed;
}
