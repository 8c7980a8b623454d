/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where an event belongs: its log sources, as detection rules name them.
 *
 * A rule says for which product, category and service it is meant. An event may belong to several
 * such sources at once (one registry event is a registry_set and a registry_event). The sets that
 * occur are few, so an event carries the number of its set, and whoever matches rules keeps one
 * list of rules for each set. Which event belongs where is data: src/event/sources.yaml, or a file
 * of the same shape.
 */
#pragma once
#include "base/turn.h"
#include "event/event.h"

struct event_source {
    struct text product, category, service; /* lower case; empty: none */
};

enum { EVENT_SETS_MAX = 4096 };

struct event_sources;

/* Reads a table of sources; source is what faults call it. Faults name the line and the field. */
MUST bool event_sources_read(struct turn *turn, struct text yaml, const char *source,
                             struct event_sources **sources);

/* The program's own table. */
MUST bool event_sources_own(struct turn *turn, struct event_sources **sources);

/*
 * The number of the set of exactly these sources, which is added if it is not there: for formats
 * that know where their lines belong. Only before the first event is read. 0 when there are
 * EVENT_SETS_MAX already, or count is 0.
 */
uint32_t event_sources_set(struct event_sources *sources, const struct event_source *list,
                           size_t count);

/* How many sets there are: their numbers are 1 to this. */
uint32_t event_sources_count(const struct event_sources *sources);

/* What is in a set; NULL and 0 for a number that is none. */
const struct event_source *event_sources_of(const struct event_sources *sources, uint32_t set,
                                            size_t *count);

/*
 * Gives the event its other field names (event_alias), and its set by the fields that the table
 * asks for; one that has a set already keeps it. Any number of threads may ask at once.
 */
void event_sources_apply(const struct event_sources *sources, struct event_reader *reader,
                         struct event *event);
