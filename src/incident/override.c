/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ratings that a person sets against the table (DOMAIN 3). Who may raise and who may lower stands
 * in the pack; a reason is needed, and stays to be seen. A rating that was held stays held for what
 * it asks after recovery, until whoever may lower declares that it was an error (D-10).
 */
#include "base/json.h"
#include "incident/life.h"

static bool may_set(struct turn *turn, const struct incident *incident, enum rating computed,
                    enum rating wanted)
{
    const struct capacities *held = turn->actor.held;
    if (turn->actor.system)
        return true;
    for (size_t i = 0; held != NULL && i < held->count; i++) {
        struct text role = held->holders[i].role;
        bool elsewhere = !text_empty(held->holders[i].incident)
                         && !text_equal(held->holders[i].incident, incident->id);
        if (elsewhere || (!text_empty(held->demanded) && !text_equal(held->demanded, role)))
            continue;
        if (!rating_may_override(turn->pack, role, computed, wanted))
            continue;
        turn->actor.capacity = role;
        return true;
    }
    return false;
}

bool computed_rating(struct turn *turn, const struct incident *incident, enum rating *computed)
{
    struct rated rated;
    struct value *result;
    *computed = RATING_NONE;
    if (!incident_rows_rated(turn, incident->id, &rated))
        return false;
    if (rated.version == 0)
        return true;
    if (!json_read(turn, rated.result, "the kept rating", &result))
        return false;
    *computed = rating_named(value_get_text(result, "rating"));
    return true;
}

static bool override_write(struct change *change, const struct incident *incident,
                           struct override *override)
{
    struct override *list;
    size_t count;
    if (!life_rows_overrides(change_turn(change), incident->id, &list, &count))
        return false;
    override->version = (int64_t)count + 1;
    return life_rows_override_insert(change, incident->id, override);
}

bool rating_set(struct change *change, struct incident *incident, enum rating wanted,
                enum rating computed, struct text reason, const struct value *input)
{
    struct turn *turn = change_turn(change);
    enum rating before = rating_named(incident->rating);
    struct override override = {.kind = TEXT("override"),
                                .rating = text_of(rating_name(wanted)),
                                .computed = text_of(rating_name(computed)),
                                .reason = reason};
    incident->rating = override.rating;
    struct text what =
        text_format(turn->arena, "rated %s by a person, where the table says %s: %.*s",
                    rating_name(wanted), rating_name(computed), TEXT_SHOW(reason));
    return override_write(change, incident, &override)
           && incident_rows_incident_write(change, incident)
           && incident_note(change, incident, "incident.override", what, turn->now_us, TEXT_NONE,
                            input)
           && (before == wanted
               || rating_fact(change, FACT_INCIDENT_RATED, incident, wanted, before))
           && (wanted <= before || incident_assets_facts(change, incident));
}

bool incident_override(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    enum rating computed;
    enum rating wanted = rating_named(value_get_text(input, "rating"));
    if (!incident_known(turn, input, &incident) || !computed_rating(turn, &incident, &computed))
        return false;
    if (incident.evaluated_us == TIME_NONE)
        return fail(turn, FAULT_REFUSED,
                    "nobody has evaluated it yet; evaluate it first, what is computed then may be "
                    "overridden");
    if (wanted == computed && wanted == rating_named(incident.rating))
        return fail_field(turn, "rating", "it is rated so already");
    if (!may_set(turn, &incident, computed, wanted))
        return fail(turn, FAULT_REFUSED,
                    wanted < computed
                        ? "a rating below the computed one is set by the roles that the policy "
                          "names for lowering; you hold none of them"
                        : "a rating above the computed one is set by the roles that the policy "
                          "names for raising; you hold none of them");
    return rating_set(change, &incident, wanted, computed, value_get_text(input, "reason"), input)
           && incident_value(turn, &incident, answer);
}

/* Whoever may lower from this rating may say that it was an error. */
bool incident_rating_error(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    enum rating ever;
    enum rating wrong = rating_named(value_get_text(input, "rating"));
    if (!incident_known(turn, input, &incident) || !life_ever(turn, &incident, &ever))
        return false;
    if (wrong > ever)
        return fail_field(turn, "rating", "it was never rated so, or that is declared already");
    if (wrong == rating_named(incident.rating))
        return fail_field(turn, "rating",
                          "it is rated so now; lower the rating first, then say why it was one");
    if (!may_set(turn, &incident, wrong, RATING_NONE))
        return fail(turn, FAULT_REFUSED,
                    "that a rating was an error is said by the roles that the policy names for "
                    "lowering; you hold none of them");
    struct override error = {.kind = TEXT("error"),
                             .rating = value_get_text(input, "rating"),
                             .computed = incident.rating,
                             .reason = value_get_text(input, "reason")};
    struct text what = text_format(turn->arena, "the rating %.*s was an error: %.*s",
                                   TEXT_SHOW(error.rating), TEXT_SHOW(error.reason));
    return override_write(change, &incident, &error)
           && incident_note(change, &incident, "incident.rating_error", what, turn->now_us,
                            TEXT_NONE, input)
           && incident_value(turn, &incident, answer);
}
