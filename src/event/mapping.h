/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mappings: what the shippers and products of the world call a field, and what rules call it. A
 * mapping says for which events it holds, and gives them more names for the same values; nothing is
 * taken away. They are data: src/event/mappings.yaml, or files of the same shape (mapping(5)).
 */
#pragma once
#include "base/turn.h"
#include "event/event.h"
#include "event/source.h"

enum { EVENT_MAPPINGS_MAX = 256 };

struct event_mappings;

/* None yet, in the turn's arena. */
struct event_mappings *event_mappings_new(struct turn *turn);

/*
 * Adds the mappings of a file: those that it says are for everybody, or all of them. source is what
 * faults call it: they name the line and the field, and a name that no mapping has is refused.
 */
MUST bool event_mappings_read(struct turn *turn, struct event_mappings *mappings, struct text yaml,
                              const char *source, bool all);

/* Adds the program's own that are for everybody. */
MUST bool event_mappings_own(struct turn *turn, struct event_mappings *mappings);

/* Adds one of the program's own by its name: those that change what an event means, such as
 * windows-4688, are only used when somebody asks for them. The fault lists what there is. */
MUST bool event_mappings_add(struct turn *turn, struct event_mappings *mappings, struct text name);

/* Makes known where the events of mappings belong that say so; only before the first event. */
void event_mappings_bind(struct event_mappings *mappings, struct event_sources *sources);

/* Gives the event the names of all mappings that hold for it. Before event_sources_apply. Any
 * number of threads may do so at once. */
void event_mappings_apply(const struct event_mappings *mappings, struct event_reader *reader,
                          struct event *event);
