/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events of several lines that came in two batches: what waits at the end of one goes into the next
 * of its input. Where those lines stand in the store is a mark, durable in the same sync as they.
 */
#pragma once
#include "event/segment.h"
#include "watch/batch.h"

struct watch;

/* Takes up what waited when the watch ended. After sources and what is kept were opened, and before
 * anything is kept. */
MUST bool join_open(struct turn *turn, struct watch *watch);
void join_close(struct watch *watch);

/* Does the line at this place of the store wait? Before anything is kept. */
bool join_waits(const struct watch *watch, struct segment_position place);

/* ---- source.c ---- */

struct sources;

/* The source of that name as it is now, when a line is met again that is kept; when there is none,
 * an input's. */
uint32_t source_again(struct sources *sources, struct text name);

/* ---- whoever drives workers ---- */

/* Before a batch is read: it is given what waits before it. Where lines of its input can wait, this
 * takes until all that were posted before it are through. */
void join_begin(struct watch *watch, struct batch *batch);

/* What a worker said of it; and it is to be read from its beginning again. */
void join_gather(struct watch *watch, struct batch *batch, const struct answer *answer);
void join_again(struct batch *batch);

/* It is read. False: it must be read again, with what waited before it and was not known. */
bool join_end(struct watch *watch, struct batch *batch);

/* What waits in one batch is carried into another, which is empty or has lines of its own. */
void batch_carry(const struct batch *from, struct carried *carried, char *bytes, uint32_t *count);

/* A line of a batch, or one that it carries: its bytes, and its source. */
struct text batch_raw(const struct batch *batch, uint32_t number);
uint32_t batch_source(const struct batch *batch, uint32_t number);

/* ---- the storage thread ---- */

#define JOIN_MARK "waits"

/* Of a group whose first line will be at this place: where the lines stand that are carried, for
 * those who make alerts; and what is to be the mark JOIN_MARK, until it is asked again. */
struct text join_take(struct watch *watch, struct batch *const *batches, size_t count,
                      struct segment_position at);

/* Where the line stands that a hit is about, of a batch whose first line stands at first. */
static inline struct segment_position hit_place(const struct hits *hits, const struct hit *hit,
                                                struct segment_position first)
{
    if (hit->line >= BATCH_LINES_MAX && hits->carried != NULL)
        return hits->carried[hit->line - BATCH_LINES_MAX];
    return (struct segment_position){first.segment, first.index + hit->line};
}

/* The group is durable, and the mark. */
void join_kept(struct watch *watch);

/* What has waited long enough is sent round in a batch without lines. */
void join_round(struct watch *watch);

/* An input has ended: nothing waits any more. In its thread. */
void join_finish(struct watch *watch, uint32_t input);
