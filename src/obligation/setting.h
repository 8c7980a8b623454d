/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settings: what this house, or one organisation, has set in place of the policy, from an instant
 * on. They lie over the pack, which is never written; each is a line that stays, with who set it
 * and why. A clock that starts at or after that instant runs by it; what runs already does not
 * change. Where the documents give a time, a setting can only be stricter; an organisation can only
 * be stricter than its house.
 */
#pragma once
#include "obligation/inside.h"

struct setting {
    int64_t place;            /* its line, counted from 0 */
    struct text kind;         /* "due", "ladder" or "clause" */
    struct text subject;      /* a rule, a ladder, or a clause */
    struct text step, rating; /* of the rule; empty where it has one, or does not ask. Of a ladder:
                                 the rung, from 1 */
    struct text organisation; /* id; empty: of the house */
    int64_t within_us;        /* 0: as the policy says */
    bool off;                 /* the clause does not count */
    int64_t from_us, entry_us;
    struct text reason, author, author_name, capacity;
};

/* ---- setting_rows.c ---- */
/* All of them, as they were entered. */
MUST bool setting_rows_all(struct turn *turn, struct setting **list, size_t *count);
MUST bool setting_rows_insert(struct change *change, const struct setting *setting);

/* ---- setting_actions.c ---- */
/* What each has: who sets it, why, and from when on. */
MUST bool setting_begin(struct turn *turn, const struct value *input, struct setting *setting);
/* The row and the line. */
MUST bool setting_write(struct change *change, const struct setting *setting,
                        const struct value *input, const char *verb);

/* ---- rungs.c ---- */
/* The rungs of the duty's ladder that its organisation has made faster, as they are kept. */
struct text rungs_own(struct arena *arena, const struct setting *list, size_t count,
                      const struct duty *duty);
MUST bool setting_ladder_write(struct change *change, const struct value *input,
                               struct value **answer);
MUST bool setting_differences(struct turn *turn, const struct value *input, struct value **answer);

/* ---- setting.c ---- */
/* The last line about the same thing that is in force at an instant, of those known at another;
 * NULL where there is none, or it says "as the policy". */
const struct setting *setting_in_force(const struct setting *list, size_t count,
                                       const struct setting *about, int64_t at_us,
                                       int64_t known_us);
/* The policy's due under a setting of the house and one of the organisation (each may be NULL). */
const struct due *setting_over(struct arena *arena, const struct due *due,
                               const struct setting *house, const struct setting *local);
/* Can a setting say anything about it: has it a time that is not the calendar's? */
bool setting_fits(const struct step *step, const struct due *due);
