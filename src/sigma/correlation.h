/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Correlations: rules about several events (Sigma correlation rules, specification 2.1.0).
 *
 * A correlator hears which rules matched which events, and tells which correlations hold. It hears
 * them in the order in which they arrive, and decides in the order in which they happened: matches
 * are held back until the time by the events' own clocks has gone on by the lateness, and are then
 * taken in order. So what it tells does not depend on the order of arrival, as long as no event is
 * later than that; one that is later is counted and left out. What is held can be saved, and a
 * correlator that takes it up goes on as if nothing had happened.
 *
 * Events of the same time are taken in the order of the rules they matched, then of what they say;
 * correlations that others refer to go first. An event that lacks a field of the group is not
 * heard; of a list, the first member counts. Everything that the specification leaves open is
 * written down in docs/correlation.7.
 */
#pragma once
#include "base/turn.h"
#include "event/event.h"
#include "sigma/window.h"

#define CORRELATION_TIME_END_US ((int64_t)1 << 60) /* either side of 1970; the lateness too */

enum {
    CORRELATIONS_MAX = 10000,
    CORRELATION_FIELDS_MAX = 16, /* of a group, or of a value */
    CORRELATION_PENDING_MAX = 1000000
};

/* What a correlation refers to, and where that has the fields. */
struct correlation_part {
    bool chained; /* the number is of another correlation, not of a rule */
    uint32_t number;
    struct text *group;  /* a field's name for each of the group */
    struct text *fields; /* the same of the value */
};

struct correlation {
    struct text name;   /* what it is called in what it tells: its id, name or title */
    struct text digest; /* changes when anything in it does: what was saved of another is
                           not taken up */
    struct window_rule window;
    struct correlation_part *parts; /* window.parts of them */
    struct text *group;             /* the names in "group-by" */
    size_t group_count;
    size_t field_count; /* of the value: 0 where there is none */
};

/* A frozen set of them; parts refer to numbers in it, and never in a circle. */
struct correlations {
    const struct correlation *list;
    size_t count;
    size_t rule_count; /* numbers of rules are below this */
};

struct correlator_limits {
    struct window_limits window; /* of each correlation */
    uint32_t pending_max;        /* matches that wait for their turn; more, and time is pushed on */
    int64_t lateness_us;
};

/* What a listener is told. */
struct correlation_hit {
    uint32_t correlation; /* its number */
    const struct window_hit *window;
};

typedef void correlation_hear(void *listener, const struct correlation_hit *hit);

/* What could not be done exactly, since it was made. */
struct correlation_loss {
    uint64_t late;    /* matches of events that came later than the lateness allows */
    uint64_t untimed; /* matches of events without a time */
    uint64_t pushed;  /* how often time was pushed on because too many matches waited */
    struct window_loss windows;
};

struct correlator;

/* A correlator for the set, which it uses as long as it lives, in the arena. NULL: no memory for
 * its scratch. */
struct correlator *correlator_new(struct arena *arena, const struct correlations *correlations,
                                  const struct correlator_limits *limits);

/* True when a correlation refers to the rule: whoever matches need not tell of others. */
bool correlator_wants(const struct correlator *correlator, uint32_t rule);

/*
 * A rule matched an event, which is kept at that place. time_us is when it happened;
 * EVENT_TIME_NONE is counted and left out. What holds because of it may be told now or later.
 */
void correlator_match(struct correlator *correlator, uint32_t rule, const struct event *event,
                      struct window_event place, int64_t time_us, correlation_hear *hear,
                      void *listener);

/* What a match of a rule is to one correlation that refers to it: enough to be heard elsewhere, by
 * somebody who never sees the event. */
struct correlation_match {
    uint32_t correlation, part;
    int64_t time_us;
    uint64_t tie;             /* of what the event says: the order of events of one time */
    struct text group, value; /* in the correlator's own spelling */
};

typedef void correlation_spelt(void *listener, const struct correlation_match *match);

/* Tells of each correlation that refers to the rule and can hear of the event; the texts live until
 * the listener returns. */
void correlator_spell(const struct correlator *correlator, uint32_t rule, const struct event *event,
                      int64_t time_us, correlation_spelt *hear, void *listener);

/* A match that was spelt, by this correlator or another of the same set. Time does not go on by it:
 * see correlator_pass. False: there is no such correlation, and nothing was taken. */
bool correlator_take(struct correlator *correlator, const struct correlation_match *match,
                     struct window_event place, correlation_hear *hear, void *listener);

/* It is this late, by the events' clocks: everything that happened before it, less the lateness,
 * is known. For times in which nothing matches. */
void correlator_pass(struct correlator *correlator, int64_t time_us, correlation_hear *hear,
                     void *listener);

/* No more will come: everything that waits is decided, and open windows end. */
void correlator_end(struct correlator *correlator, correlation_hear *hear, void *listener);

/* What could not be done exactly, since it was made or taken up. */
struct correlation_loss correlator_lost(const struct correlator *correlator);

/* The n-th value of a hit's group, as the first of its events had it; empty where the group was too
 * long to be kept. */
struct text correlation_group_value(struct text group, size_t at);

/* Everything that is held, as bytes. */
void correlator_save(const struct correlator *correlator, struct builder *builder);

/*
 * Takes up what was saved, correlation by correlation where the digest is the same; *forgotten is
 * how many of those saved are no more. Faults: invalid, when the bytes are not what was saved; then
 * nothing is taken up.
 */
MUST bool correlator_load(struct turn *turn, struct correlator *correlator, struct text bytes,
                          size_t *forgotten);
