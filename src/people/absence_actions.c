/* SPDX-License-Identifier: Apache-2.0 */
#include "people/inside.h"

/* Why somebody is away is shown to those alone who enter it. */
static struct value *absence_show(struct turn *turn, const struct absence *absence)
{
    struct value *map = value_map(turn->arena);
    value_set_text(turn->arena, map, "absence", absence->root);
    value_set_text(turn->arena, map, "person", absence->person);
    value_set_text(turn->arena, map, "name", absence->name);
    if (!text_empty(absence->organisation_short))
        value_set_text(turn->arena, map, "organisation", absence->organisation_short);
    value_set_boolean(turn->arena, map, "corrected", !text_empty(absence->corrects));
    period_show(turn, map, absence->from_us, absence->to_us);
    return map;
}

static bool absence_line(struct change *change, const char *op, struct text id,
                         const struct value *said, struct text why)
{
    struct turn *turn = change_turn(change);
    struct value *payload = value_map(turn->arena);
    value_set(turn->arena, payload, "absence", (struct value *)said);
    if (!text_empty(why))
        value_set_text(turn->arena, payload, "why", why);
    return change_entry(change, op, text_format(turn->arena, "absence/%.*s", TEXT_SHOW(id)),
                        TEXT_NONE, payload, NULL);
}

/* Written, noted and answered; entered new, or in the place of the one it corrects. */
static bool absence_done(struct change *change, const char *op, const struct absence *absence,
                         struct text why, struct value **answer)
{
    *answer = absence_show(change_turn(change), absence);
    value_set_text(change_turn(change)->arena, *answer, "reason", absence->reason);
    return absence_line(change, op, absence->root, *answer, why);
}

bool absence_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct absence_page page;
    if (!absence_select(turn, value_get_text(input, "absence"), &page))
        return false;
    object->exists = page.count > 0;
    if (object->exists) {
        object->person = page.items[0].person;
        object->organisation = page.items[0].organisation;
    }
    return true;
}

bool absence_place_about(struct turn *turn, const struct value *input, struct object *object)
{
    return value_has(input, "person") ? person_about(turn, input, object)
                                      : organisation_about(turn, input, object);
}

bool absence_create_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct person person;
    if (!person_named(turn, "person", value_get_text(input, "person"), &person))
        return false;
    struct absence absence = {.person = person.id,
                              .name = person.name,
                              .organisation_short = person.organisation_short,
                              .reason = value_get_text(input, "reason")};
    return period_read(turn, input, &absence.from_us, &absence.to_us)
           && absence_enter(change, &absence)
           && absence_done(change, "absence.create", &absence, TEXT_NONE, answer);
}

bool absence_end_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct absence absence;
    int64_t at_us;
    if (!absence_read(turn, value_get_text(input, "absence"), &absence)
        || !period_instant(turn, input, "at", turn->now_us, &at_us))
        return false;
    if (at_us >= absence.to_us)
        return fail_field(turn, "at",
                          "The absence has ended before: give an earlier instant, or "
                          "correct it.");
    absence.to_us = at_us > absence.from_us ? at_us : absence.from_us;
    return absence_correct(change, &absence)
           && absence_done(change, "absence.end", &absence, TEXT_NONE, answer);
}

bool absence_correct_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct absence absence;
    if (!absence_read(turn, value_get_text(input, "absence"), &absence)
        || !period_read(turn, input, &absence.from_us, &absence.to_us))
        return false;
    if (value_has(input, "reason"))
        absence.reason = value_get_text(input, "reason");
    return absence_correct(change, &absence)
           && absence_done(change, "absence.correct", &absence, value_get_text(input, "why"),
                           answer);
}

bool absence_list_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct absence_page page;
    struct organisation organisation = {.has_scio = false};
    struct person person = {.from_us = 0};
    struct value *items = value_list(turn->arena);
    size_t limit = page_limit(input);
    struct absence_filter filter = {
        .ends_after_us = value_get_boolean(input, "past", false) ? INT64_MIN : turn->now_us};
    if ((value_has(input, "organisation")
         && !organisation_named(turn, "organisation", value_get_text(input, "organisation"),
                                &organisation))
        || (value_has(input, "person")
            && !person_named(turn, "person", value_get_text(input, "person"), &person)))
        return false;
    filter.organisation = organisation.id;
    filter.person = person.id;
    if (!absence_select_after(turn, &filter, value_get_text(input, "after"), limit + 1, &page))
        return false;
    for (size_t i = 0; i < page.count && i < limit; i++)
        value_append(turn->arena, items, absence_show(turn, &page.items[i]));
    *answer = page_show(turn, items, page.count > limit ? page.items[limit - 1].id : TEXT_NONE);
    return true;
}
