/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whoever started this process, by systemd's documented environment: it hands over listening
 * sockets (LISTEN_FDS), is told how the service stands (NOTIFY_SOCKET), and kills one that does not
 * say in time that it lives (WATCHDOG_USEC). Without one all of this does nothing. And the handing
 * over from one program to the next: the same process, the same sockets, another binary.
 */
#pragma once
#include "base/turn.h"

enum { SUPERVISOR_PATH_BYTES = 4096 };

struct supervisor {
    struct text notify;  /* a socket's path, "@…" for an abstract one; empty: nobody listens */
    int64_t watchdog_us; /* 0: nobody watches */
    int web;             /* a socket that listens, or -1 */
    const char *program; /* path of the binary, as this process was started from it */
};

/* Reads the environment, in the turn's arena; LISTEN_* is taken away from it. A socket named "web",
 * or the only one, is the web door's. Faults: limit. */
MUST bool supervisor_read(struct turn *turn, struct supervisor *supervisor);

/* Tells it "READY=1", "STOPPING=1", "WATCHDOG=1" … Never fails: it is of no use to the service. */
void supervisor_tell(const struct supervisor *supervisor, const char *state);

/*
 * Becomes the program that stands at the path now, with the same words and the socket. Returns only
 * when that is not possible. Everything must be closed before.
 */
void supervisor_renew(const struct supervisor *supervisor, int listener);
