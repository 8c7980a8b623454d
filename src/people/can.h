/* SPDX-License-Identifier: Apache-2.0 */
/* May the actor do this? One function for pages, lists, counts, search, exports and mail; default
 * deny. */
#pragma once
#include "action/action.h"
#include "people/people.h"
#include "policy/permission.h"

/* The roles that an actor holds at the turn's now; see people_capacities. */
struct capacities {
    const struct holder *holders;
    size_t count;
    struct text demanded; /* only this role may be used, or empty */
    bool locked;          /* one was left out that asks for a second factor */
};

/*
 * May the actor do this to the object now (DOMAIN 1.4)? The capacity in which it is allowed is put
 * into turn->actor. False is an answer and sets no fault; a fault is set only when the store fails.
 */
bool can(struct turn *turn, enum area area, enum level level, const struct object *object);

/* can() will be asked about each of these cases: what it reads of them is read in one go where that
 * saves trips to a server (store_ahead). A fault only when the store fails. */
MUST bool can_ahead(struct turn *turn, const struct text *incidents, size_t count);

/* As can(), in a capacity to which the pack gives the right; that capacity is put into turn->actor.
 */
bool can_right(struct turn *turn, enum right right, enum area area, enum level level,
               const struct object *object);

/* May the actor let himself in to the case (RIGHT_BREAK_GLASS), whatever the matrix says? Never to
 * one from which he is excluded. */
bool can_break_glass(struct turn *turn, const struct object *object);

/* Does the role see cases without a grant, all of them or all that are not restricted? */
bool can_see_all(const struct pack *pack, struct text role);
