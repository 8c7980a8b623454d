/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which rules have seen which lines: as they came, with the lines in one sync; and what becomes of
 * the lines that some have not seen.
 */
#pragma once
#include "watch/found.h"

/* ---- cover.c: which rules saw which lines ---- */

struct cover;

/* After what is kept was opened. Faults: broken, the coverage ledger cannot be written. */
MUST bool cover_open(struct turn *turn, struct watch *watch);
void cover_close(struct watch *watch);

/* What is to be durable with a group of batches, whose first line will be at this place: who looked
 * at them. It stays until it is asked again. */
struct text cover_take(struct watch *watch, struct batch *const *batches, size_t count,
                       struct segment_position at, int64_t now_us);

/* The group is durable, and what covers it. */
void cover_kept(struct watch *watch);

/* Add to the ledger: a set that is not in it yet, and spans of it. False: why, as errno has it. */
bool cover_set(struct cover *cover, const struct coverage_set *set);
bool cover_spans(struct cover *cover, const struct coverage_span *spans, size_t count);

/* ---- history.c: rules that are new look at what was kept before them ---- */

/* Starts the thread that hunts, where a rate says so; and ends it, when the watch closes. */
MUST bool history_start(struct turn *turn, struct watch *watch);
void history_end(struct watch *watch);

/* ---- progress.c: how far rules have come with history, as the house is told ---- */

enum { PROGRESS_RULES_MAX = 500, PROGRESS_NAME_BYTES = 200 };

/* A rule or list, and of how many segments it has seen what it had not. */
struct progress_rule {
    char rule[PROGRESS_NAME_BYTES];
    uint32_t seen, of;
};

/* Nothing is hunted yet. Faults: limit, no memory. */
MUST bool progress_open(struct turn *turn, struct watch *watch);
void progress_close(struct watch *watch); /* after everybody who asks has ended */

/* It is so now, instead of what was noted before. */
void progress_note(struct watch *watch, const struct progress_rule *rules, size_t count);

/* Adds it to what the house is told. */
void progress_say(const struct watch *watch, struct arena *arena, struct value *said);

/* ---- raised.c: what was raised as it came ---- */

struct raised {
    const char *path;
    int file;
};

/* An alert: hashes of the rule's name and the entity, and when its window began. */
struct raising {
    uint64_t rule, entity;
    int64_t first_us;
};

struct raisings {
    struct raising *all; /* in order */
    size_t count;
    int64_t window_us;
};

/* Opens the file, and makes it if there is none. Faults: broken. */
MUST bool raised_open(struct turn *turn, struct watch *watch);
void raised_close(struct watch *watch);

/* One more; and those that were put are durable. False: why, as errno has it. */
bool raised_put(struct watch *watch, struct text rule, struct text entity, int64_t first_us);
bool raised_sync(struct watch *watch);

/* Those whose window is between the times. Faults: broken. */
MUST bool raised_read(struct turn *turn, const struct watch *watch, int64_t from_us, int64_t to_us,
                      struct raisings *raisings);

/* The one to which a line that came in then belongs; false: there is none. */
bool raised_find(const struct raisings *raisings, struct text rule, struct text entity,
                 int64_t received_us, int64_t *first_us);
