/* SPDX-License-Identifier: Apache-2.0 */
/* When an event happened, where its format has not said: by the fields in which products write it.
 */
#include "event/format.h"
#include "event/inside.h"

/* The field that is nearest to the happening goes first. */
static const struct text fields[] = {
    {"UtcTime", 7},        {"@timestamp", 10},    {"TimeCreated_SystemTime", 22},
    {"SystemTime", 10},    {"eventTime", 9},      {"EventTime", 9},
    {"timestamp", 9},      {"Timestamp", 9},      {"ts", 2},
    {"_time", 5},          {"time", 4},           {"TimeCreated", 11},
    {"TimeGenerated", 13}, {"event.created", 13}, {"datetime", 8},
};

int64_t event_when(const struct event *event)
{
    if (event->time_us != EVENT_TIME_NONE)
        return event->time_us;
    const struct reading nowhere = {0}; /* times without a zone are UTC */
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const struct event_field *field = event_find(event, fields[i]);
        int64_t time_us;
        if (field != NULL && field->kind <= EVENT_NUMBER
            && time_any(&nowhere, field->value, &time_us))
            return time_us;
    }
    return EVENT_TIME_NONE;
}
