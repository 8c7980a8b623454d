/* SPDX-License-Identifier: Apache-2.0 */
/* The same deed on each duty of a case that it fits. */
#include "story/inside.h"

bool parse_each(struct words *words, struct statement *statement, const char *action)
{
    struct text why;
    statement->verb = SAYS_EACH;
    statement->name = text_of(action);
    words_skip(words, "every|each|all|duty|duties");
    if (!words_take(words, "of"))
        return words_fail(words, "%s", "write: waives (explains) every duty of R1 because \"why\"");
    if (!words_name(words, "the case", &statement->case_label))
        return false;
    words_skip(words, "because");
    if (!words_name(words, "why, in quotes", &why))
        return false;
    value_set_text(words->turn->arena, statement->input, "reason", why);
    return true;
}
