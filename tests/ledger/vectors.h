/* SPDX-License-Identifier: Apache-2.0 */
/* The vector files of the ledger, read from the data that stands beside the project. */
#pragma once
#include "base/file.h"
#include "base/json.h"
#include "tap.h"
#include <stdlib.h>

enum { VECTORS_BYTES_MAX = 1 << 20 };

/* $REVERE_DATA, or ../shared/data beside the sources. NULL and a skip when it is not there. */
static inline struct value *vectors_read(struct turn *turn, const char *name)
{
    const char *data = getenv("REVERE_DATA");
    const char *source = getenv("REVERE_SOURCE");
    struct text folder =
        data != NULL ? text_of(data)
                     : text_format(turn->arena, "%s/../shared/data", source == NULL ? "." : source);
    struct text path = text_format(turn->arena, "%.*s/ledger-vectors/%s", TEXT_SHOW(folder), name);
    struct text json;
    struct value *value;
    if (!file_exists(path.data)) {
        printf("# %s is not there\n", path.data);
        tap_skip("the ledger's vectors are not beside the project (REVERE_DATA)");
        return NULL;
    }
    if (!file_read(turn, path.data, VECTORS_BYTES_MAX, &json)
        || !json_read(turn, json, name, &value)) {
        ok(false, "%s can be read: %s", name, turn->fault.message);
        return NULL;
    }
    return value;
}
