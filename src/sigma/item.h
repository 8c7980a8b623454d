/* SPDX-License-Identifier: Apache-2.0 */
/* An item of a rule while its modifiers are applied. Only modifier.c and draft.c know it. */
#pragma once
#include "sigma/inside.h"

/* What the values are compared as. */
enum type { TYPE_TEXT, TYPE_REGEX, TYPE_CIDR, TYPE_EXISTS, TYPE_COMPARE, TYPE_FIELD };

/* A value on its way: as it was written, and the patterns that it has become (any of them). */
struct draft {
    const struct value *value;
    int line;
    struct pattern *variants;
    size_t count;
};

struct item {
    struct compile *compile;
    struct arena *arena;
    struct text key, field;
    int line;
    enum type type;
    bool all, neq, cased, expand, timed, changed; /* changed: its text is no longer as written */
    bool before, after;                           /* something may stand before it, or behind it */
    struct regex_flags regex;
    enum relation relation;
    enum part part;
    struct draft *drafts;
    size_t count;
};

/* Sets the turn's fault: what is wrong with the item on that line. Always false. */
bool item_wrong(struct item *item, int line, const char *what);

/* ---- draft.c ---- */

/* A pattern of one literal. */
struct pattern pattern_of(struct arena *arena, struct text literal);

/* Lets anything stand before each value, behind it, or both. */
void apply_open(struct item *item, bool before, bool after);

/* Each dash that begins a word becomes any of the dashes. */
void apply_windash(struct item *item);

/* Each value in UTF-16, and in Base64: whole, or as it can stand inside of a longer text. */
MUST bool apply_wide(struct item *item, enum wide wide);
MUST bool apply_base64(struct item *item, bool offsets);

/* A value as it was written becomes patterns, one for each way to fill its placeholders. */
MUST bool draft_expand(struct item *item, struct draft *draft);
