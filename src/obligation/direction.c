/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Directions: whoever has the authority of a rule says how often a duty that comes again is owed on
 * a case, in place of the policy's interval (D-28). The next is due at the earlier of its old due
 * and the direction's instant with the new interval; those after it count by the new interval. The
 * pack is never written.
 */
#include "base/zone.h"
#include "obligation/inside.h"

enum { REASON_BYTES_MAX = 4000, INTERVAL_MINUTES_MIN = 5, INTERVAL_MINUTES_MAX = 366 * 24 * 60 };

bool direction_amount(struct turn *turn, const struct obligation *obligation,
                      const struct step *step, int64_t start_us, int64_t *amount_us)
{
    struct duty duty = duty_of(obligation, step);
    const struct due *due;
    bool found;
    duty.start_us = start_us;
    duty.known_us = turn->now_us;
    if (!obligation_rows_direction(turn, obligation->subject, obligation->rule, amount_us, &found)
        || !duty_due(turn, &duty, &due))
        return false;
    if (!found)
        *amount_us = due->amount_us;
    return true;
}

static bool direct_one(struct change *change, struct obligation *obligation, int64_t amount_us,
                       struct text reason, int64_t *moved)
{
    struct turn *turn = change_turn(change);
    struct opening opening;
    if (!obligation_opening_again(turn, obligation, &opening))
        return false;
    if (!series_every(opening.step, opening.due) || !obligation_alive(obligation)
        || turn->now_us + amount_us >= obligation->due_us)
        return true;
    obligation->due_us = turn->now_us + amount_us;
    obligation->basis = text_format(turn->arena, "direction: %.*s", TEXT_SHOW(reason));
    obligation->next_us = obligation_next_us(turn->arena, opening.pack, opening.closures,
                                             opening.step, obligation, turn->now_us);
    ++*moved;
    return obligation_rewrite(change, obligation, "obligation.move");
}

static bool direction_rule(struct turn *turn, struct text id, const struct rule **rule)
{
    *rule = pack_rule(turn->pack, id);
    if (*rule == NULL)
        return fail_field(turn, "rule", "the policy has no such rule");
    for (size_t i = 0; i < (*rule)->steps_count; i++)
        for (int rating = RATING_NONE; rating < RATINGS; rating++)
            if (series_every(&(*rule)->steps[i], &(*rule)->steps[i].due[rating]))
                return true;
    return fail_field(turn, "rule", "this rule asks for nothing at intervals");
}

bool obligation_direct(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    const struct rule *rule;
    struct text incident;
    struct text reason = value_get_text(input, "reason");
    int64_t amount_us = value_get_integer(input, "minutes", 0) * MINUTE_US;
    int64_t moved = 0;
    struct obligation *list;
    size_t count;
    struct value *said = value_map(turn->arena);
    if (!direction_rule(turn, value_get_text(input, "rule"), &rule)
        || !obligation_authority(turn, &rule->authority)
        || !obligation_rows_incident_of(turn, value_get_text(input, "incident"), &incident)
        || !obligation_rows_direction_insert(change, incident, rule->id, amount_us, reason)
        || !obligation_rows_owed_of_rule(turn, incident, rule->id, false, &list, &count))
        return false;
    value_set_text(turn->arena, said, "rule", rule->id);
    value_set_integer(turn->arena, said, "minutes", amount_us / MINUTE_US);
    value_set_text(turn->arena, said, "reason", reason);
    if (!change_entry(change, "interval.direct",
                      text_format(turn->arena, "incident/%.*s", TEXT_SHOW(incident)), incident,
                      said, NULL))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!direct_one(change, &list[i], amount_us, reason, &moved))
            return false;
    value_set_integer(turn->arena, said, "moved", moved);
    *answer = said;
    return true;
}

bool obligation_direct_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct text incident;
    struct subject subject;
    if (!obligation_rows_incident_of(turn, value_get_text(input, "incident"), &incident)
        || !obligation_rows_subject(turn, incident, &subject))
        return false;
    *object =
        (struct object){.incident = incident,
                        .organisation = subject.bodies_count > 0 ? subject.bodies[0] : TEXT_NONE,
                        .exists = subject.version > 0};
    return true;
}

const struct field obligation_direct_fields[] = {
    {.name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident, by its number."},
    {.name = "rule",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 40,
     .help = "The rule whose duty comes again at intervals."},
    {.name = "minutes",
     .type = FIELD_INTEGER,
     .needed = true,
     .least = INTERVAL_MINUTES_MIN,
     .most = INTERVAL_MINUTES_MAX,
     .help = "The interval from now on, in minutes."},
    {.name = "reason",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = REASON_BYTES_MAX,
     .help = "Why."},
    {.name = NULL},
};
