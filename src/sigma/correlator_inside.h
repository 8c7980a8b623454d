/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the correlator share. */
#pragma once
#include "sigma/correlation.h"

/* A match that waits for its turn. Its texts lie in bytes. */
struct pending {
    struct window_item item;
    uint64_t tie; /* of what the event says */
    uint32_t correlation;
    uint32_t next; /* of a free place */
    char *bytes;
    size_t capacity;
};

/* A correlation that refers to a rule, or to another correlation, and as what. */
struct user {
    uint32_t correlation;
    uint32_t part;
    struct user *next;
};

struct correlator {
    struct arena *arena;
    struct arena *scratch; /* for one step */
    const struct correlations *correlations;
    struct correlator_limits limits;
    struct window **windows;
    uint32_t *levels; /* how many others stand below */
    struct user **of_rule;
    struct user **of_chain;
    struct pending *pending; /* from 1 */
    size_t pending_capacity;
    uint32_t pending_top;
    uint32_t pending_free;
    uint32_t *heap;
    size_t heap_capacity;
    size_t heap_count;
    int64_t newest_us; /* the latest time that was heard of */
    int64_t known_us;  /* up to here everything was taken */
    int64_t due_us;    /* no window ends before */
    struct correlation_loss loss;
};

/* A copy of the match waits. */
void pending_add(struct correlator *correlator, const struct pending *wanted);

/* It holds nothing, as at first. */
void correlator_empty(struct correlator *correlator);

/* The number that a sum, an average or a percentile is made of, from the item's value; false: the
 * value is none. True where no number is wanted. */
bool correlator_number(const struct correlation *correlation, struct window_item *item);
