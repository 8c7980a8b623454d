/* SPDX-License-Identifier: Apache-2.0 */
/* Who commands the response on a case, and who commands beside it for other bodies. */
#pragma once
#include "incident/incident.h"

extern const struct action command_actions[]; /* command.* */

struct commanding {
    struct text incident;
    int64_t place;      /* from 1, in the order in which it was said */
    bool aligned;       /* of another body, beside the commander */
    struct text body;   /* of an aligned commander, in words */
    struct text person; /* id, or empty: nobody of this house */
    struct text name;
    struct text direction; /* by which it was given */
    struct text author_name, capacity;
    int64_t entry_us;
};

/* ---- command_rows.c ---- */
MUST bool command_rows_insert(struct change *change, const struct commanding *command);
/* All that was ever said of a case, oldest first. */
MUST bool command_rows_all(struct turn *turn, struct text incident, struct commanding **list,
                           size_t *count);
