/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regular expressions for what strangers write and strangers are searched in: the part of Perl's
 * that cannot go on for ever (no looking around, no going back to what was found, no calls), with a
 * limit on the steps of one search. This is the only file that calls PCRE2.
 */
#pragma once
#include "base/turn.h"

enum { REGEX_BYTES_MAX = 8192 }; /* of a pattern */

struct regex_flags {
    bool caseless, lines, dot_all;
};

struct regex;

/* Compiles a pattern into the turn's arena. Faults: invalid, field "re", naming the byte. */
MUST bool regex_compile(struct turn *turn, struct text pattern, struct regex_flags flags,
                        const struct regex **regex);

/* What one thread needs to match any of them. */
struct regex_memory;
struct regex_memory *regex_memory_new(struct arena *arena);

/* Is there a match anywhere in the text? A search that was given up at its limit found none; see
 * regex_limits. */
bool regex_matches(const struct regex *regex, struct regex_memory *memory, struct text text);

/* How many searches were given up since the memory was made: somebody must be told. */
uint64_t regex_limits(const struct regex_memory *memory);

/* What it was compiled from. */
struct text regex_pattern(const struct regex *regex);
struct regex_flags regex_flags_of(const struct regex *regex);
