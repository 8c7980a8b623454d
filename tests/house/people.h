/* SPDX-License-Identifier: Apache-2.0 */
/* For the rooms of a test: an action that fills its house with the demonstration's people. */
#pragma once
#include "house.h"
#include "people/people.h"

/* Of the first so many of these bodies. */
static inline bool people_fill(struct change *change, size_t bodies, struct value **answer)
{
    struct text short_names[] = {TEXT("DPH"), TEXT("DTA")};
    struct names organisations = {short_names, bodies};
    struct holder *people;
    size_t count;
    *answer = value_map(change_turn(change)->arena);
    return people_demo(change, change_turn(change)->pack, &organisations, &people, &count);
}

/* people_write, of a test, is what it does. */
#define PEOPLE_ACTION                                                                              \
    {                                                                                              \
        .name = "test.people", .title = "Demonstration people", .method = METHOD_POST,             \
        .route = "/test/people", .internal = true, .write = people_write, .help = "For the test."  \
    }
