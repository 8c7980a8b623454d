/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of revere sigma share. */
#pragma once
#include "cli/inside.h"
#include "event/mapping.h"
#include "sigma/sigma.h"
#include <stdio.h>

#define SIGMA_RULE_OPTIONS                                                                         \
    {"rules", "DIR", "a folder or a file of rules", true},                                         \
        {"sources", "FILE", "which events belong to which log source, if not as built in", false}, \
        {"placeholders", "FILE", "values for placeholders: YAML, a name to a list", false},        \
    {                                                                                              \
        "filter-effect", "suppress|keep", "what filters do that do not say so themselves", false   \
    }

/* What a command works with. */
struct sigma_work {
    struct turn *turn;
    const struct console *console;
    const struct value *read;
    struct event_sources *sources;
    struct event_mappings *mappings;
    struct sigma_rules *rules;
    const struct text *files; /* of events */
    size_t file_count;
    bool bare_names;
    struct arena *printing; /* for one line of the answer */
};

/* sigma.c: reads the rules that the command names, and takes the other words for files of events.
 */
MUST bool sigma_rules_open(struct sigma_work *work);
/* Is a word of the command a folder or a file of rules? */
bool sigma_word_is_rules(struct text word);
/* Prints every rule that is not loaded, each on a line; how many there are. */
size_t sigma_problems_print(const struct sigma_work *work, FILE *file);

/* A correlator for the rules, for which nothing is ever too late because all is known in the end;
 * NULL where none of them is a correlation. Faults: limit. */
MUST bool sigma_correlator_open(const struct sigma_work *work, struct correlator **correlator);

/* sigma_eval.c */
extern const struct command sigma_eval_command;
