/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses of machines: which of them the outside world cannot mean. */
#pragma once
#include <stdbool.h>
#include <sys/socket.h>

/*
 * True for an address that only this machine or a network of its own can mean: loopback, private,
 * shared, link-local, documentation, multicast, reserved (the IANA special-purpose registries of
 * IPv4 and IPv6), also where an IPv4 address stands inside an IPv6 one; and for every other family.
 */
bool address_private(const struct sockaddr *address);
