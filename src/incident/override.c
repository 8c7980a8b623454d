/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ratings that a person sets against the table (DOMAIN 3). Who may raise and who may lower stands
 * in the pack; a reason is needed, and stays to be seen. A rating that was held stays held for what
 * it asks after recovery, until whoever may lower declares that it was an error (D-10).
 *
 * A rating that is lowered takes nothing back that was sent. What its row has left unsent is called
 * off only with the reason of a superior of whoever rated (DOMAIN 2.6): at once when the superior
 * lowers it, else by a deed of its own.
 */
#include "base/json.h"
#include "incident/life.h"

/* What a role is asked for: to set one rating in place of another, or to be the rater's superior.
 */
struct standing {
    enum rating computed, wanted;
    bool superior;
    struct text rater; /* in which role somebody rated */
};

/* The role held for this case that may; empty: none does. */
static struct text role_for(const struct turn *turn, const struct incident *incident,
                            const struct standing *standing)
{
    const struct capacities *held = turn->actor.held;
    for (size_t i = 0; held != NULL && i < held->count; i++) {
        struct text role = held->holders[i].role;
        bool elsewhere = !text_empty(held->holders[i].incident)
                         && !text_equal(held->holders[i].incident, incident->id);
        if (elsewhere || (!text_empty(held->demanded) && !text_equal(held->demanded, role)))
            continue;
        if (standing->superior
                ? rating_superior(turn->pack, role, standing->rater)
                : rating_may_override(turn->pack, role, standing->computed, standing->wanted))
            return role;
    }
    return TEXT_NONE;
}

static bool may_set(struct turn *turn, const struct incident *incident, enum rating computed,
                    enum rating wanted)
{
    const struct standing asked = {.computed = computed, .wanted = wanted};
    struct text role = role_for(turn, incident, &asked);
    if (turn->actor.system || text_empty(role))
        return turn->actor.system;
    turn->actor.capacity = role;
    return true;
}

/* Whoever rated is nobody's superior in that. *role: in which the actor is; system: empty. */
static bool superior_of_rater(struct turn *turn, const struct incident *incident, bool *superior,
                              struct text *role)
{
    struct standing asked = {.superior = true};
    struct text rater;
    if (!life_rows_rater(turn, incident->id, &rater, &asked.rater))
        return false;
    *role = turn->actor.system ? TEXT_NONE : role_for(turn, incident, &asked);
    *superior =
        turn->actor.system || (!text_empty(*role) && !text_equal(rater, turn->actor.person));
    return true;
}

/* What the rows of a higher rating have left unsent is called off. */
static bool lowered_tell(struct change *change, const struct incident *incident,
                         enum rating previous, struct text reason)
{
    struct fact fact = incident_fact(FACT_INCIDENT_LOWERED, incident);
    fact_set_text(&fact, FIELD_OF_RATING, incident->rating);
    fact_set_text(&fact, FIELD_OF_PREVIOUS, text_of(rating_name(previous)));
    fact_set_text(&fact, FIELD_OF_REASON, reason);
    fact_set_time(&fact, FIELD_OF_AT, change_turn(change)->now_us);
    return change_fact(change, &fact);
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
           && (wanted == before || incident_assets_facts(change, incident));
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
    struct text reason = value_get_text(input, "reason");
    enum rating before = rating_named(incident.rating);
    struct text role;
    bool superior = false;
    return superior_of_rater(turn, &incident, &superior, &role)
           && rating_set(change, &incident, wanted, computed, reason, input)
           && (wanted >= before || !superior || lowered_tell(change, &incident, before, reason))
           && incident_value(turn, &incident, answer);
}

static bool rated_before(struct turn *turn, const struct incident *incident, enum rating *highest)
{
    struct rated_once *ratings;
    size_t count;
    *highest = RATING_NONE;
    if (!life_rows_ratings(turn, incident->id, &ratings, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!ratings[i].provisional && ratings[i].rating > *highest)
            *highest = ratings[i].rating;
    return true;
}

bool incident_call_off(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    enum rating highest;
    bool superior;
    struct text role;
    struct text reason = value_get_text(input, "reason");
    if (!incident_known(turn, input, &incident) || !rated_before(turn, &incident, &highest)
        || !superior_of_rater(turn, &incident, &superior, &role))
        return false;
    if (highest <= rating_named(incident.rating))
        return fail(turn, FAULT_REFUSED,
                    "its rating was not lowered: nothing waits that a lower rating does not ask");
    if (!superior)
        return fail(turn, FAULT_REFUSED,
                    "what a lowered rating has left unsent is called off by a superior of whoever "
                    "rated it so, in one of the roles that the policy names");
    if (!text_empty(role))
        turn->actor.capacity = role;
    struct text what = text_format(
        turn->arena, "what was not sent of a higher rating is called off: %.*s", TEXT_SHOW(reason));
    return incident_note(change, &incident, "incident.call_off", what, turn->now_us, TEXT_NONE,
                         input)
           && lowered_tell(change, &incident, highest, reason)
           && incident_value(turn, &incident, answer);
}

/* Whoever may lower from this rating may say that it was an error. */
bool incident_rating_error(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    enum rating ever;
    enum rating wrong = rating_named(value_get_text(input, "rating"));
    if (!incident_known(turn, input, &incident) || !life_ever(turn, &incident, false, &ever))
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
