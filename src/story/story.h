/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stories: the executable policy. A story is plain text (docs/story.5): who is there, what happens
 * when, what must then be owed, told and kept. It runs in a house of its own, made for it and
 * removed afterwards, under a clock that stands still until the story moves it, and it does
 * everything through the same actions as everybody else.
 *
 * Results are TAP: a line for each expectation, and for each deed that failed although the story
 * did not say so.
 */
#pragma once
#include "counter/counter.h"
#include <stdio.h>

/* How the time between two instants of a story passes. */
enum story_steps {
    STORY_STEPS_MANY, /* the house is awake: it does what is due at the instant it is due */
    STORY_STEPS_ONE,  /* the house sleeps, and does all of it at the end */
    STORY_STEPS_BOTH  /* each story both ways, and both must end in the same obligations */
};

struct story_settings {
    const struct action *const *rooms; /* as for a house */
    const struct embedded *tables;     /* likewise */
    struct text pack_folder;           /* the policy of each house, unless its story names one */
    bool postgres;                     /* false: each house on an SQLite file of its own */
    struct text server;                /* of PostgreSQL: "host=… user=…", may make databases */
    enum story_steps steps;
    FILE *out; /* TAP goes here */
};

/*
 * Runs story files, one after the other. All files are read before the first is run, so that a
 * mistake in writing is told before anything happens. Faults: missing for a file that is not there,
 * invalid naming file:line and what to write. *failed counts what was not ok.
 */
MUST bool story_run(struct turn *turn, const struct story_settings *settings,
                    const char *const *files, size_t count, size_t *failed);
