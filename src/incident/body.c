/* SPDX-License-Identifier: Apache-2.0 */
/* Organisations that turn out not to be affected after all. */
#include "incident/life.h"

enum { BODY_SCOPES_MAX = ORGANISATION_DEPTH_MAX };

/* The body and those above it. */
static bool bodies_above(struct turn *turn, struct text organisation, struct text *ids,
                         size_t *count)
{
    *count = 0;
    while (!text_empty(organisation) && *count < BODY_SCOPES_MAX) {
        struct organisation body;
        ids[(*count)++] = organisation;
        if (!organisation_read(turn, organisation, turn->now_us, &body))
            return false;
        organisation = body.parent;
    }
    return true;
}

static bool kept_by_another(struct turn *turn, struct text scope, const struct affected *affected,
                            size_t count, bool *kept)
{
    *kept = false;
    for (size_t i = 0; i < count && !*kept; i++)
        if (!organisation_within(turn, affected[i].organisation, scope, kept))
            return false;
    return true;
}

/* Who sees the case by a rule, in a role that is held for this body, sees it no more; what was
 * given by hand stays. */
static bool grants_leave(struct change *change, const struct incident *incident,
                         struct text organisation, struct text reason)
{
    struct turn *turn = change_turn(change);
    struct text words = text_format(turn->arena, "organisation removed: %.*s", TEXT_SHOW(reason));
    struct grant *grants;
    size_t count;
    if (!people_grants(turn, incident->id, &grants, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct role *role = pack_role(turn->pack, grants[i].role);
        bool of_body = grants[i].kind == GRANT_RULE && role != NULL
                       && role->scope != PARTY_ENTERPRISE
                       && text_equal(grants[i].organisation, organisation);
        if (of_body && !people_let_out(change, &grants[i], words))
            return false;
    }
    return true;
}

/* Out of the lists in which the case stood for this body alone, with those who saw it there. */
static bool scopes_leave(struct change *change, const struct incident *incident,
                         const struct removal *removal, const struct affected *affected,
                         size_t count)
{
    struct turn *turn = change_turn(change);
    struct text ids[BODY_SCOPES_MAX];
    size_t ids_count;
    bool kept;
    if (!bodies_above(turn, removal->organisation, ids, &ids_count))
        return false;
    for (size_t i = 0; i < ids_count; i++) {
        if (!kept_by_another(turn, ids[i], affected, count, &kept))
            return false;
        struct text scope = text_format(turn->arena, "organisation:%.*s", TEXT_SHOW(ids[i]));
        if (!kept
            && (!people_list_leave(change, scope, incident->id)
                || !grants_leave(change, incident, ids[i], removal->reason)))
            return false;
    }
    return true;
}

static bool removal_write(struct change *change, const struct incident *incident,
                          struct removal *removal)
{
    struct removal *list;
    size_t count;
    if (!life_rows_removals(change_turn(change), incident->id, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (text_equal(list[i].organisation, removal->organisation))
            removal->version = list[i].version;
    removal->version++;
    return life_rows_removal_write(change, incident->id, removal);
}

/* Affected again from an instant on: what was removed counts as removed no longer. */
bool body_return(struct change *change, const struct incident *incident, struct text organisation,
                 int64_t from_us)
{
    struct removal *list;
    size_t count;
    struct removal back = {.organisation = organisation, .at_us = from_us};
    if (!life_rows_removals(change_turn(change), incident->id, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (text_equal(list[i].organisation, organisation) && list[i].removed)
            return removal_write(change, incident, &back);
    return true;
}

bool body_remove(struct change *change, struct incident *incident, struct text organisation,
                 struct text reason, int64_t at_us, const struct value *input)
{
    struct turn *turn = change_turn(change);
    struct organisation body;
    struct affected *affected;
    size_t count;
    struct removal removal = {
        .organisation = organisation, .reason = reason, .removed = true, .at_us = at_us};
    struct fact fact = incident_fact(FACT_ORGANISATION_REMOVED, incident);
    fact_set_text(&fact, FIELD_OF_REASON, reason);
    fact_set_time(&fact, FIELD_OF_AT, at_us);
    if (!organisation_read(turn, organisation, at_us, &body)
        || !removal_write(change, incident, &removal)
        || !incident_rows_affected(turn, incident->id, &affected, &count))
        return false;
    incident->organisation = count > 0 ? affected[0].organisation : TEXT_NONE;
    return scopes_leave(change, incident, &removal, affected, count)
           && incident_rows_incident_write(change, incident)
           && incident_note(change, incident, "incident.unaffect",
                            text_format(turn->arena, "%.*s is not affected: %.*s",
                                        TEXT_SHOW(body.name), TEXT_SHOW(reason)),
                            at_us, TEXT_NONE, input)
           && fact_set_organisation(turn, &fact, organisation, at_us) && change_fact(change, &fact)
           && team_reconsider(change, incident);
}

bool incident_unaffect(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct organisation organisation;
    struct affected *affected;
    size_t count;
    int64_t at_us;
    bool found;
    bool known = false;
    if (!incident_known(turn, input, &incident) || !life_when(turn, input, &at_us)
        || !organisation_find(turn, value_get_text(input, "organisation"), turn->now_us,
                              &organisation, &found)
        || !incident_rows_affected(turn, incident.id, &affected, &count))
        return false;
    for (size_t i = 0; found && i < count; i++)
        known = known || text_equal(affected[i].organisation, organisation.id);
    if (!known)
        return fail_field(turn, "organisation",
                          "no affected organisation of this incident is called so; give its short "
                          "name");
    return body_remove(change, &incident, organisation.id, value_get_text(input, "reason"), at_us,
                       input)
           && incident_value(turn, &incident, answer);
}
