/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of a window share: how groups and their items are held. */
#pragma once
#include "sigma/window.h"

/* One item. Of a distinct value, the newest item that had it; of a part of WINDOW_TOGETHER, the
 * newest item of that part. */
struct window_node {
    int64_t time_us;
    struct window_event event;
    uint64_t value[2]; /* half of the value's SHA-256, or a number */
    uint32_t group;
    uint32_t part;
    uint32_t prev; /* in the group, oldest first; 0 ends it */
    uint32_t next; /* the same; of a free node, the next free one */
    uint32_t bucket_next;
};

/* The best chain of a length that ends with a part: the one that began last. Two of them, because
 * an event may not follow itself: the newest, and the newest that ends with another event. */
struct window_chain {
    int64_t start_us;
    uint32_t steps; /* 0: there is none */
    struct window_event events[WINDOW_STEPS_MAX];
};

struct window_group {
    struct text key;
    size_t key_capacity; /* bytes at key.data, which the next group of this place may use */
    uint64_t hash;
    uint32_t first; /* of its nodes, oldest first */
    uint32_t last;
    uint32_t count;              /* of its nodes */
    uint64_t seen;               /* items heard since from_us */
    window_number sum;           /* of its nodes */
    int64_t from_us;             /* when a window that is decided at its end began */
    int64_t last_us;             /* its newest item */
    int64_t fired_us;            /* its last hit, or INT64_MIN */
    uint64_t parts;              /* that were heard since from_us, a bit each */
    struct window_chain *chains; /* of WINDOW_ORDERED */
    struct window_chain best;    /* of WINDOW_ORDERED: the longest since from_us */
    uint32_t
        prev; /* in the list of groups: by last item, or by beginning where decided at the end */
    uint32_t next; /* the same; of a free place, the next free one */
    uint32_t bucket_next;
};

struct window {
    struct arena *arena;
    const struct window_rule *rule;
    struct window_limits limits;
    bool deferred;    /* decided when it closes */
    uint32_t keep;    /* items of a group that can matter; as many are exact */
    uint64_t openers; /* parts that open a window, where deferred */
    uint32_t chains;  /* of a group, where ordered */

    struct window_node *nodes; /* from 1 */
    size_t node_capacity;
    uint32_t node_top;
    uint32_t node_free;
    uint32_t node_count; /* in use, and the chains of ordered groups */
    uint32_t *value_buckets;
    uint32_t value_mask;

    struct window_group *groups; /* from 1 */
    size_t group_capacity;
    uint32_t group_top;
    uint32_t group_free;
    uint32_t group_count;
    uint32_t oldest;
    uint32_t newest;
    uint32_t *group_buckets;
    uint32_t group_mask;

    struct window_loss loss;
    struct window_event events[WINDOW_EVENTS_MAX]; /* of the hit being told */
    window_number *sorted;                         /* of a percentile */
    size_t sorted_capacity;
};

/* window_hold.c: groups and nodes. */

/* The group of that key, or 0; the key as it is kept. */
uint32_t hold_find(const struct window *window, struct text key);
/* A new group at the newer end, for which the oldest makes room where there are too many. */
uint32_t hold_group(struct window *window, struct text key);
/* The group and its nodes go. */
void hold_drop(struct window *window, uint32_t group);
/* The group is the newest again. */
void hold_touch(struct window *window, uint32_t group);
/* A new node at the newer end of the group; others make room where there are too many. */
struct window_node *hold_node(struct window *window, uint32_t group);
/* The node goes, and with it its part of the sum. */
void hold_forget(struct window *window, uint32_t node);
/* The node is the newest of its group again. */
void hold_renew(struct window *window, uint32_t node);
/* The node of the group that has this value, or 0; and the node can be found by its value. */
uint32_t hold_value(const struct window *window, uint32_t group, const uint64_t value[2]);
void hold_enlist(struct window *window, uint32_t node);

/* window_decide.c: is it enough? */

/* What may not be asked after the item: NULL, or why the rule cannot be decided. */
bool decide_deferred(const struct window_rule *rule);
uint64_t decide_openers(const struct window_rule *rule);
bool decide_terms(const struct window_rule *rule, uint64_t parts);
/* Does the condition hold for the group? *amount is what was compared. */
bool decide_holds(struct window *window, const struct window_group *group, window_number *amount);

/* window_chain.c: parts in their order. */

/* The group hears that its part happened; chain is the longest that ends with it. */
void chain_add(const struct window *window, struct window_group *group,
               const struct window_item *item, struct window_chain *chain);
uint32_t chain_count(uint32_t parts);
