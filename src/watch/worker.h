/* SPDX-License-Identifier: Apache-2.0 */
/* What the watch and its foreman say to each other. */
#pragma once
#include <stdint.h>

enum { FOREMAN_CONTROL = 0, FOREMAN_MEMORY = 1 }; /* its descriptors */

enum { ORDER_START = 1, ORDER_KILL = 2 };

/* A worker is started (the memory for its answers comes with the order, its socket goes with its
 * process id), or ended by force. */
struct order {
    int32_t what;
    int32_t pid;
};

/* The first that a foreman says: what it loaded. */
enum { READY_CHECK_BYTES = 32 };
struct ready {
    int32_t good;
    unsigned char check[READY_CHECK_BYTES];
};
