/* SPDX-License-Identifier: Apache-2.0 */
/* The same deed on each duty of a case that it fits. */
#include "story/inside.h"

/* "every duty of R1 [until TIME] because "why"" behind the verb; only a rest has an end. */
static bool parse_each(struct words *words, struct statement *statement, const char *action,
                       bool until)
{
    struct text why;
    statement->verb = SAYS_EACH;
    statement->name = text_of(action);
    words_skip(words, "every|each|all|duty|duties");
    if (!words_take(words, "of"))
        return words_fail(words, "write: %s every duty of R1 %sbecause \"why\"",
                          until ? "suspends" : "waives (explains)", until ? "until TIME " : "");
    if (!words_name(words, "the case", &statement->case_label))
        return false;
    if (until) {
        words_skip(words, "until");
        if (!words_moment(words, &statement->to))
            return false;
    }
    words_skip(words, "because");
    if (!words_name(words, "why, in quotes", &why))
        return false;
    value_set_text(words->turn->arena, statement->input, "reason", why);
    return true;
}

bool parse_waives(struct words *words, struct statement *statement)
{
    return parse_each(words, statement, "obligation.waive", false);
}

bool parse_suspends(struct words *words, struct statement *statement)
{
    return parse_each(words, statement, "obligation.suspend", true);
}

bool parse_explains(struct words *words, struct statement *statement)
{
    return parse_each(words, statement, "obligation.explain", false);
}
