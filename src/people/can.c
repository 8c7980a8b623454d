/* SPDX-License-Identifier: Apache-2.0 */
/* Who may do what: the pack's matrix (DOMAIN 1.4) held against the object and the roles held now.
 */
#include "people/can.h"
#include "policy/permission.h"

static bool within(struct turn *turn, struct text organisation, struct text held)
{
    bool inside = false;
    return !text_empty(organisation) && !text_empty(held)
           && organisation_within(turn, organisation, held, &inside) && inside;
}

static bool granted(struct turn *turn, const struct object *object)
{
    bool grant = false;
    return !text_empty(object->incident)
           && people_granted(turn, object->incident, turn->actor.person, &grant) && grant;
}

/* Every condition of the cell that speaks of the object must hold. */
static bool permission_holds(struct turn *turn, const struct permission *permission,
                             const struct holder *holder, const struct object *object)
{
    if (!text_empty(holder->incident) && !text_equal(holder->incident, object->incident))
        return false; /* a role on one case reaches no other */
    if (permission->own_only && !text_equal(object->person, turn->actor.person))
        return false;
    if ((permission->within_organisation || permission->within_secretariat)
        && !within(turn, object->organisation, holder->organisation))
        return false;
    if ((permission->needs_grant || (permission->but_restricted && object->restricted))
        && !granted(turn, object))
        return false;
    return true;
}

static bool capacity_may(struct turn *turn, const struct holder *holder, enum area area,
                         enum level level, const struct object *object)
{
    struct permission entries[PERMISSION_ENTRIES_MAX];
    size_t count = pack_permissions(turn->pack, holder->role, text_of(area_name(area)),
                                    text_of(level_name(level)), entries);
    for (size_t i = 0; i < count; i++) {
        if (!entries[i].allowed || !permission_holds(turn, &entries[i], holder, object))
            continue;
        turn->actor.capacity = holder->role;
        turn->actor.holding = holder->holding == HOLDING_INCUMBENT
                                  ? TEXT_NONE
                                  : text_of(holding_name(holder->holding));
        turn->actor.organisation = holder->organisation;
        return true;
    }
    return false;
}

bool can(struct turn *turn, enum area area, enum level level, const struct object *object)
{
    const struct capacities *held = turn->actor.held;
    if (area == AREA_NONE || turn->actor.system)
        return true;
    for (size_t i = 0; held != NULL && i < held->count; i++) {
        bool wanted =
            text_empty(held->demanded) || text_equal(held->demanded, held->holders[i].role);
        if (wanted && capacity_may(turn, &held->holders[i], area, level, object))
            return true;
    }
    return false;
}
