/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may do what: the pack's matrix (DOMAIN 1.4) held against the object and the roles held now.
 * Before the matrix comes the case itself: whoever is excluded from it may nothing, and while it is
 * restricted only the named may, and those whose cell says "e". Every question is asked here, so
 * that no room has to remember it.
 */
#include "people/can.h"
#include "people/inside.h"

/* What is found out about the object once, however many capacities are held against it. */
struct inquiry {
    const struct object *object;
    struct standing_to standing;
    bool asked_granted, granted;
    bool asked_named, named;
};

static bool within(struct turn *turn, struct text organisation, struct text held)
{
    bool inside = false;
    return !text_empty(organisation) && !text_empty(held)
           && organisation_within(turn, organisation, held, &inside) && inside;
}

/* The list of the cases of an organisation. */
static struct text scope_of(const struct turn *turn, struct text organisation)
{
    return text_format(turn->arena, "organisation:%.*s", TEXT_SHOW(organisation));
}

/* A case is of every organisation that it affects, and so are the lists that it stands in. */
static bool of_organisation(struct turn *turn, const struct object *object,
                            const struct holder *holder)
{
    bool listed = false;
    if (within(turn, object->organisation, holder->organisation))
        return true;
    return object->every_organisation && !text_empty(holder->organisation)
           && list_select_has(turn, scope_of(turn, holder->organisation), object->incident, &listed)
           && listed;
}

static bool granted(struct turn *turn, struct inquiry *inquiry)
{
    if (!inquiry->asked_granted && !text_empty(inquiry->object->incident))
        inquiry->granted =
            people_granted(turn, inquiry->object->incident, turn->actor.person, &inquiry->granted)
            && inquiry->granted;
    inquiry->asked_granted = true;
    return inquiry->granted;
}

static bool named(struct turn *turn, struct inquiry *inquiry)
{
    if (!inquiry->asked_named)
        inquiry->named = grant_select_live(turn, inquiry->object->incident, turn->actor.person,
                                           true, &inquiry->named)
                         && inquiry->named;
    inquiry->asked_named = true;
    return inquiry->named;
}

/* Does the cell see every case there is? */
static bool everywhere(const struct permission *permission)
{
    return !permission->needs_grant && !permission->within_organisation
           && !permission->within_secretariat && !permission->own_only && !permission->metadata_only
           && !permission->published_only && !permission->but_restricted;
}

/* Every condition of the cell that speaks of the object must hold. */
static bool permission_holds(struct turn *turn, const struct permission *permission,
                             const struct holder *holder, struct inquiry *inquiry)
{
    const struct object *object = inquiry->object;
    if (!text_empty(holder->incident) && !text_equal(holder->incident, object->incident))
        return false; /* a role on one case reaches no other */
    if (permission->own_only && !text_equal(object->person, turn->actor.person))
        return false;
    if ((permission->within_organisation || permission->within_secretariat)
        && !of_organisation(turn, object, holder))
        return false;
    if (permission->needs_grant && !granted(turn, inquiry))
        return false;
    return !inquiry->standing.restricted || everywhere(permission) || named(turn, inquiry);
}

static bool capacity_may(struct turn *turn, const struct holder *holder, enum area area,
                         enum level level, struct inquiry *inquiry)
{
    struct permission entries[PERMISSION_ENTRIES_MAX];
    size_t count = pack_permissions(turn->pack, holder->role, text_of(area_name(area)),
                                    text_of(level_name(level)), entries);
    for (size_t i = 0; i < count; i++) {
        if (!entries[i].allowed || !permission_holds(turn, &entries[i], holder, inquiry))
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

/* False: the person is to know nothing of it, or the store has failed. */
static bool inquiry_begin(struct turn *turn, const struct object *object, struct inquiry *inquiry)
{
    *inquiry = (struct inquiry){.object = object};
    return text_empty(object->incident)
           || (standing_select(turn, object->incident, turn->actor.person, &inquiry->standing)
               && !inquiry->standing.excluded);
}

/* Somebody may ask to act in one capacity only. */
static bool wanted(const struct capacities *held, const struct holder *holder)
{
    return text_empty(held->demanded) || text_equal(held->demanded, holder->role);
}

/* May the actor, in one of the capacities held that have the right; right RIGHTS: in any. */
static bool can_by(struct turn *turn, enum right right, enum area area, enum level level,
                   const struct object *object)
{
    const struct capacities *held = turn->actor.held;
    struct inquiry inquiry;
    bool begun = false;
    for (size_t i = 0; held != NULL && i < held->count; i++) {
        const struct holder *holder = &held->holders[i];
        if ((right != RIGHTS && !pack_right(turn->pack, holder->role, right))
            || !wanted(held, holder))
            continue;
        if (!begun && !inquiry_begin(turn, object, &inquiry))
            return false;
        begun = true;
        if (capacity_may(turn, holder, area, level, &inquiry))
            return true;
    }
    return false;
}

bool can(struct turn *turn, enum area area, enum level level, const struct object *object)
{
    return area == AREA_NONE || turn->actor.system || can_by(turn, RIGHTS, area, level, object);
}

/* Of a reader who sees all cases, which list they stand in is not asked. */
bool can_ahead(struct turn *turn, const struct text *incidents, size_t count)
{
    const struct capacities *held = turn->actor.held;
    bool good = turn->actor.system || standing_ahead(turn, incidents, count, turn->actor.person);
    bool all = turn->actor.system;
    for (size_t i = 0; held != NULL && i < held->count; i++)
        all = all || can_see_all(turn->pack, held->holders[i].role);
    for (size_t i = 0; good && !all && held != NULL && i < held->count; i++)
        good = text_empty(held->holders[i].organisation)
               || list_ahead(turn, scope_of(turn, held->holders[i].organisation), incidents, count);
    return good;
}

bool can_right(struct turn *turn, enum right right, enum area area, enum level level,
               const struct object *object)
{
    return turn->actor.system || can_by(turn, right, area, level, object);
}

bool can_see_all(const struct pack *pack, struct text role)
{
    struct permission entries[PERMISSION_ENTRIES_MAX];
    size_t count = pack_permissions(pack, role, text_of(area_name(AREA_CASE)),
                                    text_of(level_name(LEVEL_READ)), entries);
    for (size_t i = 0; i < count; i++)
        if (entries[i].but_restricted || everywhere(&entries[i]))
            return true;
    return false;
}

bool can_break_glass(struct turn *turn, const struct object *object)
{
    const struct capacities *held = turn->actor.held;
    struct inquiry inquiry;
    if (turn->actor.system || !object->exists || !inquiry_begin(turn, object, &inquiry))
        return false;
    for (size_t i = 0; held != NULL && i < held->count; i++) {
        if (!wanted(held, &held->holders[i])
            || !pack_right(turn->pack, held->holders[i].role, RIGHT_BREAK_GLASS))
            continue;
        turn->actor.capacity = held->holders[i].role;
        turn->actor.organisation = held->holders[i].organisation;
        return true;
    }
    return false;
}
