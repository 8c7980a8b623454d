/* SPDX-License-Identifier: Apache-2.0 */
/* Another program, run once: bytes in, bytes out, no environment, no descriptor but its three, and
 * ended by force when it takes too long or says too much. */
#pragma once
#include "base/turn.h"

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
