/* SPDX-License-Identifier: Apache-2.0 */
/* Many at once, from a table; for the files of this room. */
#pragma once
#include "people/people.h"

/* What a line becomes: the fields it may have, and the write of the action that enters one. */
struct importing {
    const struct field *fields;
    bool (*write)(struct change *change, const struct value *input, struct value **answer);
};

/*
 * Enters every line of the member `csv`; the answer says how many. Faults: invalid, naming csv and
 * the line, for whatever is wrong in one; then nothing is entered.
 */
MUST bool import_rows(struct change *change, const struct value *input,
                      const struct importing *importing, struct value **answer);
