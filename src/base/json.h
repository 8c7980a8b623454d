/* SPDX-License-Identifier: Apache-2.0 */
/* JSON (RFC 8259) read into values, and values written as JSON; the canonical form is RFC 8785
 * (JCS). */
#pragma once
#include "base/turn.h"
#include "base/value.h"

enum { JSON_DEPTH_MAX = 64, JSON_BYTES_MAX = 64 * 1024 * 1024 };

/*
 * Reads one JSON text. Refused, as invalid, naming line and column: bad syntax, bytes after the
 * end, a name twice in one object, ill-formed UTF-8, NUL in a string, a depth over JSON_DEPTH_MAX.
 * Integers beyond int64 and numbers with a fraction or an exponent become VALUE_REAL. source is
 * shown in the fault ("the request body", a file's name).
 */
MUST bool json_read(struct turn *turn, struct text json, const char *source, struct value **value);

/* Compact JSON, members in their order, reals so that they read back equal (17 digits). */
struct text json_write(struct arena *arena, const struct value *value);

/* The same over several lines, indented by two spaces, for people. */
struct text json_write_pretty(struct arena *arena, const struct value *value);

/*
 * Canonical JSON: names sorted by UTF-16 code units, no white space, shortest escapes. Only
 * integers below 2^53 and no reals may be in it: anything else is a fault (broken: the caller's
 * mistake).
 */
MUST bool json_canonical(struct turn *turn, const struct value *value, struct text *canonical);
