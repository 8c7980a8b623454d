/* SPDX-License-Identifier: Apache-2.0 */
/* Files that tools/embed has put into the program. */
#pragma once
#include <stddef.h>

struct embedded {
    const char *name;  /* "incident/tables.sql"; NULL ends a list */
    const char *bytes; /* followed by a NUL that is not counted */
    size_t size;
};
