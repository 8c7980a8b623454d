/* SPDX-License-Identifier: Apache-2.0 */
/* Who has read a case, and what somebody has read. */
#include "incident/inside.h"

enum { READINGS_SCAN_MAX = 2000 };

static bool reading_say(struct turn *turn, const struct reading *reading, struct value *items)
{
    struct incident incident = {.number = TEXT_NONE};
    struct person person = {.name = TEXT_NONE};
    bool found = false;
    bool known = false;
    struct value *said = value_append(turn->arena, items, value_map(turn->arena));
    if ((!text_empty(reading->incident)
         && !incident_rows_incident_id(turn, reading->incident, &incident, &found))
        || (!text_empty(reading->person) && !person_find(turn, reading->person, &person, &known)))
        return false;
    answer_time(turn, said, "at", reading->at_us);
    value_set_text(turn->arena, said, "name", known ? person.name : TEXT_NONE);
    value_set_text(turn->arena, said, "person", reading->person);
    value_set_text(turn->arena, said, "capacity", reading->capacity);
    value_set_text(turn->arena, said, "outcome", reading->outcome);
    value_set_text(turn->arena, said, "action", reading->action);
    value_set_text(turn->arena, said, "incident", found ? incident.number : TEXT_NONE);
    value_set_text(turn->arena, said, "asked", reading->asked);
    value_set_integer(turn->arena, said, "shown", reading->shown);
    value_set_text(turn->arena, said, "batch", reading->batch);
    return true;
}

/* May the reader of the log know of this line? What was asked for of another's case is left out
 * with it. */
static bool reading_shown(struct turn *turn, const struct reading *reading)
{
    struct incident incident;
    bool found = false;
    bool of_case = !text_empty(reading->incident);
    if (of_case ? !incident_rows_incident_id(turn, reading->incident, &incident, &found)
                : !incident_rows_incident(turn, reading->asked, &incident, &found))
        return false;
    if (!found)
        return !of_case; /* a list, or the name of nothing */
    struct object object = incident_object(turn, &incident, true);
    return can(turn, AREA_AUDIT, LEVEL_READ, &object);
}

/* A page of what may be shown; where the next begins tells nothing of what was left out. */
static bool readings_page(struct turn *turn, const struct value *input,
                          struct readings_query *query, bool every, struct value **answer)
{
    struct cursor cursor = {INT64_MAX, TEXT("~")};
    struct value *items = value_list(turn->arena);
    size_t limit = page_limit(input);
    bool more = true;
    if (!page_after(turn, input, &cursor))
        return false;
    query->limit = limit;
    for (size_t scanned = 0; more && items->count < limit && scanned < READINGS_SCAN_MAX;) {
        struct reading *list;
        size_t count;
        query->before_us = cursor.key;
        query->before_id = cursor.id;
        if (!people_readings(turn, query, &list, &count))
            return false;
        for (size_t i = 0; i < count && items->count < limit; i++) {
            cursor = (struct cursor){list[i].at_us, list[i].id};
            if ((every || reading_shown(turn, &list[i])) && !reading_say(turn, &list[i], items))
                return false;
        }
        more = count == limit;
        scanned += count;
    }
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (items->count == limit || more)
        page_next(turn, *answer, cursor);
    return turn->fault.kind == FAULT_NONE;
}

bool readings_of_case(struct turn *turn, const struct value *input, struct value **answer)
{
    struct incident incident;
    struct readings_query query = {.person = TEXT_NONE};
    if (!incident_known(turn, input, &incident))
        return false;
    query.incident = incident.id;
    return readings_page(turn, input, &query, true, answer);
}

bool readings_person_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct person person;
    bool found;
    if (!person_find(turn, value_get_text(input, "person"), &person, &found))
        return false;
    *object =
        (struct object){.organisation = found ? person.organisation : TEXT_NONE, .exists = found};
    return true;
}

bool readings_of_person(struct turn *turn, const struct value *input, struct value **answer)
{
    struct person person;
    struct readings_query query = {.incident = TEXT_NONE};
    if (!person_named(turn, "person", value_get_text(input, "person"), &person))
        return false;
    query.person = person.id;
    return readings_page(turn, input, &query, false, answer);
}
