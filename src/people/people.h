/* SPDX-License-Identifier: Apache-2.0 */
/*
 * People: organisations in their tree, persons, the roles they hold and for whom, sessions and
 * tokens, and the grants that let a person see a case.
 *
 * A duty is owed by a role, never by a name. people_resolve answers who that is at an instant: the
 * incumbent, somebody acting, a designee, a deputy, or the pack's fallback for the role
 * (DOMAIN 1.4), each with the capacity in which the person is reached.
 */
#pragma once
#include "action/action.h"
#include "base/embedded.h"
#include "ledger/ledger.h"
#include "policy/pack.h"

extern const struct action people_actions[];

struct organisation {
    struct text id, short_name, name, branch, type;
    struct text parent;      /* id, or empty */
    struct text secretariat; /* id, or empty for a body outside any secretariat */
    struct text binding; /* mandatory, contractual, voluntary: in force at the instant asked for */
    bool has_scio;       /* false: its secretariat's office itself has none (EOTSS) */
};

/* Missing when there is none. at_us chooses the binding in force. */
MUST bool organisation_read(struct turn *turn, struct text id, int64_t at_us,
                            struct organisation *organisation);

/* By short name, full name or id, ignoring case; *found false and no fault when nothing or more
 * than one fits. */
MUST bool organisation_find(struct turn *turn, struct text stated, int64_t at_us,
                            struct organisation *organisation, bool *found);

/* How somebody comes to hold a role at an instant. */
enum holding {
    HOLDING_INCUMBENT,
    HOLDING_ACTING,
    HOLDING_DESIGNEE,
    HOLDING_DEPUTY,
    HOLDING_FALLBACK,
    HOLDING_HOSTED
};

struct holder {
    struct text person, name;
    struct text
        role; /* the role in which the person is reached: the one asked for, or its fallback's */
    struct text asked;        /* the role that was asked for */
    struct text organisation; /* id for which it is held; empty for enterprise roles */
    enum holding holding;
    struct text address; /* verified, active mail address, or empty: reached in the product only */
};

/*
 * Who holds a role for an organisation (empty: enterprise) at an instant, by the algorithm of
 * DOMAIN 1.4: incumbent active and not absent, acting, designees in order, deputy, then each of the
 * pack's fallbacks (all of the first fallback entry that resolves; an entry may name two roles,
 * both are told). A role of a secretariat is looked for at the organisation's secretariat. *gap is
 * set when the role itself is vacant. Nobody at all: count 0, no fault. Roles held by several
 * persons at once (SOC analysts, SIRT members) answer all of them. excluded: persons to be skipped
 * in silence, or NULL.
 */
MUST bool people_resolve(struct turn *turn, struct text role, struct text organisation,
                         int64_t at_us, const struct names *excluded, struct holder **holders,
                         size_t *count, bool *gap);

/* The roles a person holds at an instant, each with its organisation and how. */
MUST bool people_capacities(struct turn *turn, struct text person, int64_t at_us,
                            struct holder **holders, size_t *count);

/* True when `organisation` is `within` or below it in the tree at the instant. */
MUST bool organisation_within(struct turn *turn, struct text organisation, struct text within,
                              bool *inside);

/*
 * Lets a person, in a role, see a case from an instant on, because of a rule (ground: "rule A1", or
 * a person's reason). A live grant of the same person, role and case stays as it is. until_us
 * INT64_MAX: while the role lasts.
 */
MUST bool people_grant(struct change *change, struct text incident, struct text person,
                       struct text role, struct text ground, int64_t until_us);

/* Does the person hold a live grant on the case at the turn's now? */
MUST bool people_granted(struct turn *turn, struct text incident, struct text person,
                         bool *granted);

/*
 * Who presents a token (of a session or for programs): person, name; the capacity is chosen later
 * by can(). The comparison is by the token's SHA-256. *known false: unknown, ended or expired; no
 * fault.
 */
MUST bool people_token(struct turn *turn, struct text token, struct actor *actor, bool *known);

/*
 * Loads the reference organisations, roles and contacts of a pack into a new house: every row
 * marked "confirm: administrator", contacts inactive until verified.
 */
MUST bool people_load(struct change *change, const struct pack *pack);
