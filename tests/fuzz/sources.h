/* SPDX-License-Identifier: Apache-2.0 */
/* The program's table of log sources, read once for all inputs: to read it takes a hundred times as
 * long as most inputs do. */
#pragma once
#include "event/source.h"
#include "target.h"

static inline const struct event_sources *sources_once(void)
{
    static struct event_sources *sources;
    if (sources == NULL) {
        struct turn turn = {.arena = arena_new((size_t)1 << 24)};
        insist(turn.arena != NULL && event_sources_own(&turn, &sources));
    }
    return sources;
}
