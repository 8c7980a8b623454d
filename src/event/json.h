/* SPDX-License-Identifier: Apache-2.0 */
/* A line of JSON as an event: one object, read in place, whatever stands in it. */
#pragma once
#include "event/event.h"

/*
 * Reads a line that is one JSON object into an event, as event.h says: leaves by their path, lists
 * as fields that stand more than once. Every member of a name that stands twice in an object is
 * kept, so that nothing can be hidden behind a second one. Bytes that are no UTF-8 stay as they
 * are; half a surrogate pair becomes U+FFFD.
 *
 * False: the line is no JSON object, and the event is left with no fields. Of a line longer than
 * EVENT_BYTES_MAX that much is read, and event->cut is set.
 */
bool event_json(struct event_reader *reader, struct text line, struct event *event);

/* event_json behind the fields that the event has already; false adds none. */
bool event_json_add(struct event_reader *reader, struct text json, struct event *event);

/* event_json, and a line that is no JSON object is an event with the line as its "message". */
void event_json_or_message(struct event_reader *reader, struct text line, struct event *event);
