/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What lists and answers of all rooms have in common: pages by keyset, and instants with the twin
 * that people read.
 */
#pragma once
#include "action/action.h"

/* The two fields of every list, for its table. */
#define FIELDS_PAGE                                                                                \
    {.name = "after",                                                                              \
     .type = FIELD_TEXT,                                                                           \
     .least = 1,                                                                                   \
     .most = 100,                                                                                  \
     .help = "The next page: `next` of the page before."},                                         \
    {                                                                                              \
        .name = "limit", .type = FIELD_INTEGER, .least = 1, .most = ACTION_PAGE_MAX,               \
        .help = "Rows of a page."                                                                  \
    }

/* Where a page begins: behind the row of this key and id. */
struct cursor {
    int64_t key;
    struct text id;
};

/* Rows wanted of a page. */
size_t page_limit(const struct value *input);

/* Reads the member `after`; without one the cursor stays as it was given: before the first row.
 * Faults: invalid for what is no cursor. */
MUST bool page_after(struct turn *turn, const struct value *input, struct cursor *cursor);

/* Sets `next`: the cursor of the last row of this page. */
void page_next(struct turn *turn, struct value *answer, struct cursor last);

/* Sets an instant as RFC 3339 in UTC, and NAME_local as people read it in the pack's zone; nothing
 * for TIME_NONE. */
void answer_time(struct turn *turn, struct value *answer, const char *name, int64_t instant_us);
