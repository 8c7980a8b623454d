/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A process gives up, for good, everything but the descriptors it holds and the memory it works in:
 * limits (memory, processor time, files, processes), no new privileges, Landlock with nothing
 * allowed where the kernel has it, and a seccomp filter that kills on every system call but a few.
 * For a program that reads what strangers sent. This is the only file that calls libseccomp.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct sandbox {
    size_t memory_bytes;  /* more than the process has when it enters */
    unsigned cpu_seconds; /* 0: as many as it takes */
};

/*
 * Enters. From then on: reading and writing open descriptors, memory up to the limit, the clock and
 * ending; opening a file is answered "not permitted" (libraries look for what they can do without),
 * everything else ends the process. False: a layer that this kernel should have could not be put
 * on, and nothing that comes from strangers may be touched.
 */
bool sandbox_enter(const struct sandbox *limits);

/*
 * A process that goes on opening files and starting programs, and must not open others: from then
 * on, for it and all that it starts, no new privileges, no file but what lies below these paths
 * (where the kernel has Landlock), and no system call by which one gets at other processes, mounts,
 * modules, keys or the kernel itself. Before it has a thread. False: a layer that this kernel
 * should have could not be put on.
 */
struct confinement {
    const char *const *reads;  /* read and run; ended by NULL; what is not there is left out */
    const char *const *writes; /* all of it */
};
bool sandbox_confine(const struct confinement *confinement);

/* Which Landlock the kernel has, from 1; 0: none, and sandbox_enter does without. */
int sandbox_landlock(void);
