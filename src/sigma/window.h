/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One correlation over time: what has matched lately, group by group, and whether that is enough.
 *
 * A window hears items in the order of their time and of nothing else, and holds no clock: time has
 * passed when it is told so. What it answers depends on the items alone, not on how they arrived
 * (sigma/correlation.h puts them into order) nor on a restart in between (it can be saved).
 *
 * The specification of Sigma (correlation rules, 2.1.0) leaves open what follows; it is decided
 * here and explained in docs/correlation.7:
 *
 * - Windows slide by the time of the events. An item belongs to the window that ends at t when its
 *   time is from t - span to t, both included.
 * - A condition that more items can only bring nearer ("gt", "gte", all of the rules) is decided at
 *   each item. It holds and is told at once; while it goes on holding, it is told again only when a
 *   whole span has passed since.
 * - Any other ("lt", "lte", "eq", "neq", a range, "not") is decided when no more can come: a window
 *   opens at the first item of its group and closes a span later; the next item opens the next.
 * - Numbers are decimals with nine places, added exactly. Percentiles are by nearest rank.
 * - Two steps that follow each other in an ordered correlation are two different events; events of
 *   the same time count as in order.
 *
 * Memory is bounded, and what does not fit is counted, never dropped in silence: see window_loss.
 */
#pragma once
#include "base/text.h"

enum {
    WINDOW_PARTS_MAX = 64,        /* rules that one correlation refers to */
    WINDOW_STEPS_MAX = 8,         /* the same, where their order counts */
    WINDOW_TESTS_MAX = 2,         /* of a condition: a range has two */
    WINDOW_TERMS_MAX = 256,       /* of a condition over rules */
    WINDOW_GROUP_BYTES_MAX = 256, /* of a group's values; a longer one is kept as its SHA-256 */
    WINDOW_EVENTS_MAX = 100       /* of those that are named in a hit: the newest */
};

__extension__ typedef __int128 window_number; /* billionths */
#define WINDOW_NUMBER_ONE ((window_number)1000000000)
#define WINDOW_NUMBER_END (WINDOW_NUMBER_ONE * WINDOW_NUMBER_ONE * WINDOW_NUMBER_ONE)

enum window_kind {
    WINDOW_COUNT,      /* how many items */
    WINDOW_DISTINCT,   /* how many different values */
    WINDOW_SUM,        /* of the values */
    WINDOW_AVERAGE,    /* of the values */
    WINDOW_PERCENTILE, /* of the values, by nearest rank */
    WINDOW_TOGETHER,   /* how many different parts, in any order */
    WINDOW_ORDERED     /* how many different parts, in the order of their numbers */
};

enum window_compare { WINDOW_GT, WINDOW_GTE, WINDOW_LT, WINDOW_LTE, WINDOW_EQ, WINDOW_NEQ };

struct window_test {
    enum window_compare compare;
    window_number number;
};

/* A condition over parts, in postfix order. */
enum window_operator { WINDOW_PART, WINDOW_NOT, WINDOW_AND, WINDOW_OR };

struct window_term {
    enum window_operator operator;
    uint32_t part; /* of WINDOW_PART */
};

struct window_rule {
    enum window_kind kind;
    int64_t span_us;  /* > 0 */
    uint32_t parts;   /* 1 to WINDOW_PARTS_MAX, or to WINDOW_STEPS_MAX where ordered */
    uint32_t percent; /* of WINDOW_PERCENTILE, 0 to 100 */
    struct window_test tests[WINDOW_TESTS_MAX]; /* all of them hold */
    size_t test_count;                          /* 0: all parts, or the terms */
    const struct window_term *terms;            /* of WINDOW_TOGETHER, or NULL */
    size_t term_count;
};

struct window_limits {
    uint32_t groups_max;      /* in all; the one that was quiet longest makes room */
    uint32_t items_max;       /* in all */
    uint32_t group_items_max; /* of one group, the oldest makes room */
};

/* Where an event is kept: what the caller says it is (a segment and a position, a file and a line).
 */
struct window_event {
    uint64_t place;
    uint64_t position;
};

struct window_item {
    int64_t time_us;
    struct window_event event;
    struct text group;    /* the values of the group, in a spelling of the caller's */
    struct text value;    /* of WINDOW_DISTINCT */
    window_number number; /* of a sum, an average, a percentile */
    uint32_t part;        /* which of the rules matched */
};

struct window_hit {
    int64_t time_us;      /* of the item that decided, or the end of the window */
    struct text group;    /* as the item had it, or 64 hexadecimal digits where that was too long */
    window_number amount; /* what was compared; a count goes no further than one past its bound */
    const struct window_event *events; /* oldest first, the newest WINDOW_EVENTS_MAX */
    size_t event_count;
};

typedef void window_hear(void *listener, const struct window_hit *hit);

/* What had to be left out since the window was made. All zero: every answer is exact. */
struct window_loss {
    uint64_t groups; /* put out before their time, because there were too many */
    uint64_t items;  /* of a group that had too many */
};

struct window;

/* Reads a decimal number (sign, fraction, exponent) of less than 10^18; places after the ninth are
 * cut off. False: it is no such number. */
bool window_number_read(struct text text, window_number *number);

/*
 * NULL when the rule can be decided within the limits, or why it cannot: a bound greater than
 * group_items_max, more parts than the maximum.
 */
const char *window_refuses(const struct window_rule *rule, const struct window_limits *limits);

/* A window for a rule that window_refuses has nothing against. It lives in the arena, and so does
 * the rule; it takes memory as it needs it, within the limits. */
struct window *window_new(struct arena *arena, const struct window_rule *rule,
                          const struct window_limits *limits);

/* Hears an item, whose time is not before that of the last one; windows that ended before it must
 * have been closed (window_close). A hit is told before this returns. */
void window_add(struct window *window, const struct window_item *item, window_hear *hear,
                void *listener);

/* When the next window ends whose condition is decided at its end; INT64_MAX: none is open. It is
 * decided when an item later than that, or the end of all items, is known. */
int64_t window_due(const struct window *window);

/* Decides the window that window_due spoke of. */
void window_close(struct window *window, window_hear *hear, void *listener);

/* Forgets groups from which nothing before this time can be of use. */
void window_forget(struct window *window, int64_t before_us);

/* What was left out since it was made or loaded. */
struct window_loss window_lost(const struct window *window);

/* How many groups and items are held now. */
uint32_t window_groups(const struct window *window);
uint32_t window_items(const struct window *window);

/* Everything it holds, as bytes for window_load of a new window of the same rule. */
void window_save(const struct window *window, struct builder *builder);

/* Takes up what was saved from the front of *bytes, and moves it on. False: not bytes of a window
 * of this shape; the window is then empty. */
bool window_load(struct window *window, struct text *bytes);
