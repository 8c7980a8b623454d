/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of a file of any size, one after the other; unpacked on the way where it is Zstandard.
 */
#pragma once
#include "base/turn.h"

enum { LINE_BYTES_MAX = 16 * 1024 * 1024 }; /* of a longer line the beginning is given, and said */

struct lines;

/* Opens a file; "-" is standard input. The turn's arena closes it. Faults: missing, broken (with
 * the system's reason). */
MUST bool lines_open(struct turn *turn, const char *path, struct lines **lines);

/*
 * The next line, without its LF (or CR LF), or *more false behind the last one; the last needs no
 * LF. It stays until the next call. Faults: broken, invalid (damaged or cut-off Zstandard data).
 */
MUST bool lines_next(struct turn *turn, struct lines *lines, struct text *line, bool *more);

/* Its number, from 1. */
uint64_t lines_number(const struct lines *lines);

/* True when the line given last was longer than LINE_BYTES_MAX, and is not whole. */
bool lines_cut(const struct lines *lines);

/* Closes the file before the arena does. */
void lines_close(struct lines *lines);
