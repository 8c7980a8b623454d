/* SPDX-License-Identifier: Apache-2.0 */
/* Fields that several of the room's actions have. */
#pragma once
#include "people/people.h"

#define NAME(field, must, says)                                                                    \
    {                                                                                              \
        .name = (field), .type = FIELD_TEXT, .needed = (must), .least = 1,                         \
        .most = PEOPLE_NAME_BYTES_MAX, .help = (says)                                              \
    }
#define LISTED(field, must, list, says)                                                            \
    {                                                                                              \
        .name = (field), .type = FIELD_TEXT, .needed = (must), .least = 1,                         \
        .most = PEOPLE_NAME_BYTES_MAX, .listed = (list), .help = (says)                            \
    }
#define PERSON(field, must, says)       LISTED(field, must, "person.list", says)
#define ORGANISATION(field, must, says) LISTED(field, must, "organisation.list", says)
#define ROLE(field, must, says)                                                                    \
    {                                                                                              \
        .name = (field), .type = FIELD_TEXT, .needed = (must), .least = 1,                         \
        .most = PEOPLE_NAME_BYTES_MAX, .choices = "roles", .help = (says)                          \
    }
#define BASIS(field, must, says)                                                                   \
    {                                                                                              \
        .name = (field), .type = FIELD_TEXT, .needed = (must), .least = 1,                         \
        .most = PEOPLE_BASIS_BYTES_MAX, .help = (says)                                             \
    }
#define FROM  NAME("from", false, "First day, or first instant. Left out: now.")
#define TO    NAME("to", false, "Last day, or last second, in which it holds. Left out: open.")
#define AFTER NAME("after", false, "The `next` of the page before.")
#define LIMIT                                                                                      \
    {                                                                                              \
        .name = "limit", .type = FIELD_INTEGER, .least = 1, .most = ACTION_PAGE_MAX,               \
        .help = "How many items at most."                                                          \
    }
#define PASSWORD(field, must, says)                                                                \
    {                                                                                              \
        .name = (field), .type = FIELD_TEXT, .needed = (must), .least = 1, .most = 1024,           \
        .secret = true, .help = (says)                                                             \
    }
#define END                                                                                        \
    {                                                                                              \
        .name = NULL                                                                               \
    }
