/* SPDX-License-Identifier: Apache-2.0 */
/* Dates in and out. People say "through 30 September"; the house keeps the instant after it. */
#include "people/inside.h"

static const struct zone *pack_zone(const struct turn *turn)
{
    return turn->pack == NULL ? NULL : turn->pack->calendar.zone;
}

/* A date names a whole local day, an instant one second: the first instant of it and the first
 * after it. */
static bool span_read(struct turn *turn, const char *field, struct text text, int64_t *first_us,
                      int64_t *after_us)
{
    const struct zone *zone = pack_zone(turn);
    struct date date;
    if (text.size != sizeof "2026-07-03" - 1) {
        if (!instant_parse(turn, field, text, zone, first_us))
            return false;
        *after_us = *first_us + SECOND_US;
        return true;
    }
    if (!date_parse(turn, field, text, &date))
        return false;
    if (zone == NULL)
        return fail_field(turn, field,
                          "No time zone is known: write an instant with its offset, such as "
                          "2026-07-03T17:00:00-04:00.");
    *first_us = zone_date_start(zone, date);
    *after_us = zone_date_start(zone, date_add(date, 1));
    return true;
}

bool period_instant(struct turn *turn, const struct value *input, const char *field,
                    int64_t otherwise_us, int64_t *instant_us)
{
    int64_t after_us;
    *instant_us = otherwise_us;
    return !value_has(input, field)
           || span_read(turn, field, value_get_text(input, field), instant_us, &after_us);
}

bool period_read(struct turn *turn, const struct value *input, int64_t *from_us, int64_t *to_us)
{
    int64_t first_us;
    *to_us = OPEN_US;
    if (!period_instant(turn, input, "from", turn->now_us, from_us))
        return false;
    if (value_has(input, "to")
        && !span_read(turn, "to", value_get_text(input, "to"), &first_us, to_us))
        return false;
    return *from_us < *to_us
           || fail_field(turn, "to", "It ends before it begins: give a `to` after `from`.");
}

void instant_show(struct turn *turn, struct value *map, const char *name, int64_t instant_us)
{
    const struct zone *zone = pack_zone(turn);
    value_set_text(turn->arena, map, name, instant_utc(turn->arena, instant_us));
    if (zone != NULL)
        value_set_text(turn->arena, map, text_format(turn->arena, "%s_local", name).data,
                       instant_people(turn->arena, zone, instant_us));
}

void period_show(struct turn *turn, struct value *map, int64_t from_us, int64_t to_us)
{
    if (from_us > 0)
        instant_show(turn, map, "from", from_us);
    if (to_us != OPEN_US)
        instant_show(turn, map, "to", to_us - SECOND_US);
}
