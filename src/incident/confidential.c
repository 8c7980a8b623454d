/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Confidentiality (SM-17, D-17, D-41): the documents of a case are treated as confidential until
 * two offices have decided that they are not. Either office may make them confidential, at once and
 * again; lifting it needs both, and two people. What stands is computed from the decisions, which
 * are only ever added to.
 */
#include "incident/inside.h"

static const char *const state_names[] = {"undecided", "confidential", "not_confidential"};
static const char *const withheld_says[] = {"confidential (undecided)", "confidential", ""};

const char *confidential_name(enum confidential state)
{
    return state_names[state];
}

/* The last word of each office. */
static enum confidential state_of(const struct classified *list, size_t count)
{
    const struct classified *last[2] = {NULL, NULL};
    for (size_t i = 0; i < count; i++)
        last[list[i].second_office ? 1 : 0] = &list[i];
    bool lifted[2];
    for (size_t office = 0; office < 2; office++) {
        lifted[office] = last[office] != NULL && !last[office]->confidential;
        if (last[office] != NULL && last[office]->confidential)
            return CONFIDENTIAL;
    }
    bool both = lifted[0] && lifted[1] && !text_equal(last[0]->author, last[1]->author);
    return both ? NOT_CONFIDENTIAL : CONFIDENTIAL_UNDECIDED;
}

bool confidential_state(struct turn *turn, struct text incident, enum confidential *state)
{
    struct classified *list;
    size_t count;
    if (!incident_rows_classified(turn, incident, &list, &count))
        return false;
    *state = state_of(list, count);
    return true;
}

bool incident_discretion(struct turn *turn, const struct incident *incident,
                         struct discretion *discretion)
{
    struct object object = incident_object(turn, incident, true);
    struct actor actor = turn->actor; /* to look at what may be shown is no deed in a capacity */
    enum confidential state;
    if (!confidential_state(turn, incident->id, &state))
        return false;
    *discretion = (struct discretion){
        .state = state,
        .bodies = state == NOT_CONFIDENTIAL
                  || can_right(turn, RIGHT_BODIES, AREA_CASE, LEVEL_READ, &object),
        .reporter = can_right(turn, RIGHT_REPORTER, AREA_CASE, LEVEL_READ, &object),
        .withheld = text_of(withheld_says[state])};
    turn->actor = actor;
    return turn->fault.kind == FAULT_NONE;
}

/* Asked of every row of a list. A right is held in a capacity that reads the case. */
bool incident_legible(struct turn *turn, const struct incident *incident, bool *bodies)
{
    struct object object = incident_object(turn, incident, !text_empty(incident->id));
    *bodies = object.exists && can_right(turn, RIGHT_BODIES, AREA_CASE, LEVEL_READ, &object);
    return *bodies || (object.exists && can(turn, AREA_CASE, LEVEL_READ, &object));
}

bool incident_title_shown(struct turn *turn, const struct incident *incident, bool bodies,
                          struct text *title)
{
    enum confidential state;
    *title = incident->title;
    if (bodies)
        return true;
    if (!confidential_state(turn, incident->id, &state))
        return false;
    if (state != NOT_CONFIDENTIAL)
        *title = text_of(withheld_says[state]);
    return true;
}

/* ---- confidentiality.decide ---- */

/* In which of the two offices the actor may decide; the first where it is both. */
static bool office_held(struct turn *turn, const struct object *object, bool *second)
{
    *second = false;
    if (can_right(turn, RIGHT_CONFIDENTIAL, AREA_CASE, LEVEL_READ, object))
        return true;
    *second = can_right(turn, RIGHT_CONCUR, AREA_CASE, LEVEL_READ, object);
    return *second;
}

bool confidential_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct incident incident;
    bool found;
    bool second;
    if (!incident_rows_incident(turn, value_get_text(input, "incident"), &incident, &found))
        return false;
    *object = incident_object(turn, &incident, found);
    object->exists = found && office_held(turn, object, &second);
    return turn->fault.kind == FAULT_NONE;
}

/* Two offices in one person's hands are one judgement. */
static bool person_is_other(struct turn *turn, const struct classified *list, size_t count,
                            const struct classified *fresh)
{
    for (size_t i = count; i > 0; i--) {
        if (list[i - 1].second_office == fresh->second_office)
            continue;
        bool same = !list[i - 1].confidential && text_equal(list[i - 1].author, turn->actor.person);
        return !same
               || fail(turn, FAULT_REFUSED,
                       "You have said so for the other office already: somebody else has to "
                       "agree.");
    }
    return true;
}

bool confidential_decide(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct classified *list;
    size_t count;
    struct classified fresh = {
        .confidential = text_is(value_get_text(input, "decision"), state_names[CONFIDENTIAL]),
        .reason = value_get_text(input, "reason"),
        .author = turn->actor.person};
    if (!incident_known(turn, input, &incident)
        || !incident_rows_classified(turn, incident.id, &list, &count))
        return false;
    struct object object = incident_object(turn, &incident, true);
    if (!office_held(turn, &object, &fresh.second_office))
        return fail(turn, FAULT_MISSING, "there is nothing here by that name");
    if (!fresh.confidential && !person_is_other(turn, list, count, &fresh))
        return false;
    struct text what = text_format(turn->arena, "%s, says one of the two offices: %.*s",
                                   fresh.confidential ? "documents are confidential"
                                                      : "documents are not confidential",
                                   TEXT_SHOW(fresh.reason));
    return incident_rows_classified_insert(change, incident.id, &fresh)
           && incident_note(change, &incident, "confidentiality.decide", what, turn->now_us,
                            TEXT_NONE, input)
           && incident_value(turn, &incident, answer);
}
