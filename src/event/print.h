/* SPDX-License-Identifier: Apache-2.0 */
/* An event written for people and for other programs. */
#pragma once
#include "event/event.h"

/*
 * One JSON object, without a line feed: the fields under their names, a path in one piece, a name
 * that stands more than once as a list. Before them stand those of the event itself: "_line",
 * "_format" and "_time" (RFC 3339, UTC), where there are any; "_cut" when something was left out;
 * behind them "_raw", if asked for. Bytes that are not UTF-8 become U+FFFD.
 */
void event_print(struct builder *out, const struct event *event, uint64_t line, bool raw);
