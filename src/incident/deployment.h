/* SPDX-License-Identifier: Apache-2.0 */
/* How people come to work on a case that is not their body's, and how that ends. */
#pragma once
#include "incident/incident.h"

extern const struct action deployment_actions[]; /* deployment.* */

struct deployment {
    struct text id, incident, kind; /* kind: code in the pack */
    struct text organisation;       /* id of whose work it is */
    struct text purpose, state, reason;
    struct text author, author_name, capacity;
    int64_t from_us, to_us; /* to_us INT64_MAX: until it is ended */
    int64_t ending_us;      /* since when its end is proposed, or TIME_NONE */
    int64_t version, opened_us, entry_us;
};

/* Somebody who was named for it. */
struct deployed {
    struct text deployment, person;
    struct text authority, engagement;
    struct text assignment, grant; /* by which the case is seen; empty: not yet */
    bool lead;
    int64_t place;                       /* from 1, in the order in which they were named */
    int64_t version, since_us, entry_us; /* since_us: from when on the case is seen */
};

#define PROPOSED   "proposed"
#define STOOD_DOWN "stood_down"

/* ---- deployment_actions.c ---- */
MUST bool deployment_value(struct turn *turn, const struct incident *incident,
                           const struct deployment *deployment, struct value *said);

/* ---- deployment_end.c ---- */

/* The case has recovered, or is over: the end of whatever is deployed on it is proposed to those
 * who may end it. */
MUST bool deployment_recovered(struct change *change, const struct incident *incident);

/* ---- deployment.c ---- */
/* Where it stands now: one whose time is over is stood down, though nobody ended it. */
struct text deployment_state(const struct turn *turn, const struct deployment *deployment);
/* Whether its people see the case while it stands so. */
bool deployment_opens(struct text state);
/* The row and the line, by the actor. */
MUST bool deployment_keep(struct change *change, const struct incident *incident,
                          struct deployment *deployment, const char *verb, struct text what,
                          const struct value *input);
/* The writes of the actions. */
MUST bool deployment_propose(struct change *change, const struct value *input,
                             struct value **answer);
MUST bool deployment_add(struct change *change, const struct value *input, struct value **answer);
MUST bool deployment_move(struct change *change, const struct value *input, struct value **answer);

/* ---- deployment_rows.c ---- */

/* The first version, or the next. */
MUST bool deployment_rows_write(struct change *change, struct deployment *deployment);
/* As it stands; *found false when there is none. */
MUST bool deployment_rows_one(struct turn *turn, struct text id, struct deployment *deployment,
                              bool *found);
/* A page as they stand, oldest first, behind one of them; incident empty: of every case, those that
 * are not over. */
struct deployments_query {
    struct text incident;
    int64_t after_us;
    struct text after_id;
    size_t limit;
};
MUST bool deployment_rows_list(struct turn *turn, const struct deployments_query *query,
                               struct deployment **list, size_t *count);
MUST bool deployment_rows_member_write(struct change *change, struct deployed *member);
/* In the order in which they were named. */
MUST bool deployment_rows_members(struct turn *turn, struct text deployment, struct deployed **list,
                                  size_t *count);
/* Who is named for one that is not over at the turn's now. */
MUST bool deployment_rows_busy(struct turn *turn, struct text person, bool *busy);
