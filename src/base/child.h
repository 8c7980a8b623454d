/* SPDX-License-Identifier: Apache-2.0 */
/* Another program, without environment and without a descriptor but its three. child_run: run once,
 * bytes in, bytes out, and ended by force when it takes too long or says too much. child_start: of
 * which the caller sees to the rest. */
#pragma once
#include "base/turn.h"
#include <sys/types.h>

struct child {
    const char *program;      /* a path; "/proc/self/exe" is this very program */
    const char *const *words; /* what it is called with, its name first; ended by NULL */
    struct text input;        /* on its standard input */
    size_t output_bytes_max;
    int64_t timeout_ms;
};

/*
 * Runs it, and waits for its end. True: it ended well, and *output is all it said. Faults: limit
 * when it took too long or said more than it may; broken when it could not be started or ended
 * otherwise than with 0. The message is words for people: what became of it.
 */
MUST bool child_run(struct turn *turn, const struct child *child, struct text *output);

/* What its descriptors 0, 1 and 2 are: one of ours, or one of these. */
enum { CHILD_ENDS = 3, CHILD_NOTHING = -1 /* the null device */, CHILD_OURS = -2 /* as here */ };
struct child_ends {
    int ends[CHILD_ENDS];
};

/* Starts it, with no signal held and none ignored; ours stay open here. words as those of a child.
 * False: it could not be started. Whoever started it waits for its end. */
MUST bool child_start(const char *program, const char *const *words, const struct child_ends *ends,
                      pid_t *pid);
