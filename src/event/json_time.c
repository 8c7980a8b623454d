/* SPDX-License-Identifier: Apache-2.0 */
/* When an event in JSON happened: the field for it has another name in each product. */
#include "event/inside.h"

/* The sooner a name stands here, the more it is trusted. */
static const struct text names[] = {
    {"eventTime", 9},
    {"@timestamp", 10},
    {"timestamp", 9},
    {"ts", 2},
    {"_time", 5},
    {"EventTime", 9},
    {"TimeCreated", 11},
    {"UtcTime", 7},
    {"TimeGenerated", 13},
    {"time", 4},
    {"Time", 4},
    {"TimeCreated_SystemTime", 22},
    {"__REALTIME_TIMESTAMP", 20},
    {"Event.System.TimeCreated.SystemTime", 35},
    {"Event.System.TimeCreated.#attributes.SystemTime", 47},
};

enum { NAMES = sizeof names / sizeof *names };

/* One bit for each length that occurs. */
static uint64_t lengths(void)
{
    uint64_t mask = 0;
    for (size_t i = 0; i < NAMES; i++)
        mask |= UINT64_C(1) << names[i].size;
    return mask;
}

void json_time(const struct reading *reading)
{
    const struct event *event = reading->event;
    uint64_t mask = lengths();
    size_t best = NAMES;
    for (size_t i = 0; i < event->count && best > 0; i++) {
        const struct event_field *field = &event->fields[i];
        if (field->name.size > 63 || (mask >> field->name.size & 1) == 0
            || (field->kind != EVENT_TEXT && field->kind != EVENT_NUMBER))
            continue;
        for (size_t k = 0; k < best; k++) {
            int64_t time_us;
            if (!text_equal(names[k], field->name) || !time_any(reading, field->value, &time_us))
                continue;
            reading->event->time_us = time_us;
            best = k;
        }
    }
}
