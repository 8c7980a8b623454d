/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The operator's log: one line an event, to standard error or the journal, as text or as JSON. It
 * tells of the machine and never of a case: callers put no path, body, name or password into it.
 */
#pragma once
#include "base/clock.h"
#include <stdbool.h>
#include <stdio.h>

enum { LOG_LINE_BYTES = 2048 }; /* longer lines are cut */

enum log_level { LOG_ERROR, LOG_WARNING, LOG_NOTICE };

struct log {
    FILE *file; /* NULL: standard error */
    struct clock clock;
    bool json;
};

/*
 * Writes a line. what: the part of the program, a dot, and what happened ("ledger.publish"). Text
 * is "revere: what: message"; JSON is an object of at, level, what and message. Control characters
 * become spaces, bytes that are not ASCII stay in text and become "?" in JSON. log NULL: text to
 * standard error. Never fails.
 */
void log_write(const struct log *log, enum log_level level, const char *what, const char *format,
               ...) __attribute__((format(printf, 4, 5)));
