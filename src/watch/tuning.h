/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What somebody at the house suppressed or tuned, as the watch heeds it: exclusions by the value of
 * a field for those who read lines, everything else where alerts are made.
 */
#pragma once
#include "event/event.h"
#include "sigma/sigma.h"
#include "watch/watch.h"

/* ---- exclude.c: what is not found where a field has a value ---- */

struct exclusion {
    uint32_t rule;
    struct text field, value; /* the value in small letters */
    int64_t end_us;
    uint64_t tie;
};
struct exclusions {
    struct exclusion *all;
    size_t count;
};

/* Where they are, for those who look. */
const char *exclusions_path(struct arena *arena, const struct watch_settings *settings);

/* Writes the exclusions of what the house answered, where they are others than before. */
MUST bool exclusions_write(struct turn *turn, const struct watch *watch, const struct value *list);

/* Reads them, for these rules; none where there is no file, or no good one. */
MUST bool exclusions_read(struct turn *turn, const char *path, const struct sigma_rules *rules,
                          struct exclusions *exclusions);

/* By which a worker says that it excluded something. */
uint64_t exclusion_tie(struct text id);

/* The one that keeps the rule from holding for the event; NULL: none. */
const struct exclusion *exclusion_of(const struct exclusions *exclusions, uint32_t rule,
                                     const struct event *event, int64_t at_us);

/* ---- suppress.c: what the house suppressed ---- */

struct suppress;

/* Reads what was suppressed when the house was there last. */
MUST bool suppress_open(struct turn *turn, struct watch *watch);
void suppress_close(struct watch *watch); /* after everybody who asks has ended */

/* Is it suppressed at that time? Then it is counted. False: that could not be written down. */
bool suppress_take(struct watch *watch, struct arena *arena, struct text rule, struct text entity,
                   int64_t at_us, bool *suppressed);

/* What is found: by which rule, about whom, when. */
struct told_of {
    struct text rule, entity;
    int64_t at_us;
};

/* From how many on it is raised now: 1, if nobody tuned it. One that was held back is counted;
 * false: that could not be written down. */
uint64_t suppress_least(struct watch *watch, struct arena *arena, const struct told_of *of);
bool suppress_held(struct watch *watch, struct arena *arena, const struct told_of *of);

/* The level it is raised with; empty: the rule's own. Counted when it is said first; false: that
 * could not be written down. */
bool suppress_level(struct watch *watch, struct arena *arena, const struct told_of *of, bool first,
                    struct text *level);

/* One was excluded, by the exclusion of that tie. False: that could not be written down. */
bool suppress_excluded(struct watch *watch, struct arena *arena, uint64_t tie, int64_t at_us);

/* Says the counts; last: all of them, now. */
void suppress_round(struct watch *watch, struct arena *arena, bool last);

/* Is it time to ask the house; and what it answered. */
bool suppress_due(const struct watch *watch);
void suppress_answer(struct watch *watch, struct turn *turn, const struct value *list);
