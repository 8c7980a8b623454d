/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The days of a case: for which a daily report is owed, and what became of each. One is owed for
 * each local date after that of the detection, while the case is open at the day's cut-off (D-25);
 * another document of that date may count for it, where the policy says so.
 */
#include "incident/document.h"
#include "incident/inside.h"

enum { DAYS_MAX = 400 }; /* of one strip: the last of them */

struct strip {
    struct turn *turn;
    const struct incident *incident;
    const struct value *document;
    struct sent *sent, *counted; /* of each day, the first; what counts as one */
    size_t sent_count, counted_count;
};

static const struct value *daily_of(const struct pack *pack)
{
    for (size_t i = 0; i < value_get_count(pack->elements, "documents"); i++) {
        const struct value *document = value_get_item(pack->elements, "documents", i);
        if (text_is(value_get_text(document, "numbered"), "day"))
            return document;
    }
    return NULL;
}

/* The document that counts as a daily one. */
static struct text counting_as(const struct pack *pack, struct text code)
{
    for (size_t i = 0; i < value_get_count(pack->elements, "documents"); i++) {
        const struct value *document = value_get_item(pack->elements, "documents", i);
        if (text_equal(value_get_text(document, "counts_as"), code))
            return value_get_text(document, "code");
    }
    return TEXT_NONE;
}

int64_t document_cutoff_us(const struct pack *pack, struct date day)
{
    return zone_date_time(pack->calendar.zone, day, pack->calendar.cutoff_hour,
                          pack->calendar.cutoff_minute);
}

/* The last day for which one is owed: today, or the last whose cut-off the open case has seen. */
static struct date last_day(const struct turn *turn, const struct incident *incident)
{
    const struct zone *zone = turn->pack->calendar.zone;
    int64_t end_us =
        incident->resolved_us != TIME_NONE ? incident->resolved_us : incident->closed_us;
    if (end_us == TIME_NONE)
        return zone_civil(zone, turn->now_us).date;
    struct date day = zone_civil(zone, end_us).date;
    return end_us > document_cutoff_us(turn->pack, day) ? day : date_add(day, -1);
}

static const struct sent *sent_of(const struct strip *strip, struct date day, bool *counted)
{
    struct text series = date_format(strip->turn->arena, day);
    const struct zone *zone = strip->turn->pack->calendar.zone;
    *counted = false;
    for (size_t i = 0; i < strip->sent_count; i++)
        if (text_equal(strip->sent[i].series, series))
            return &strip->sent[i];
    *counted = true;
    for (size_t i = 0; i < strip->counted_count; i++)
        if (date_compare(zone_civil(zone, strip->counted[i].at_us).date, day) == 0)
            return &strip->counted[i];
    return NULL;
}

static const char *day_state(const struct strip *strip, struct date day, const struct sent *sent)
{
    const struct turn *turn = strip->turn;
    int64_t due_us = document_cutoff_us(turn->pack, day);
    struct date today = zone_civil(turn->pack->calendar.zone, turn->now_us).date;
    if (sent != NULL)
        return sent->at_us <= due_us ? "sent" : "late";
    if (turn->now_us <= due_us)
        return "owed";
    return date_compare(day, today) < 0 ? "missed" : "overdue";
}

static void day_say(const struct strip *strip, struct date day, struct value *items)
{
    struct turn *turn = strip->turn;
    bool counted;
    const struct sent *sent = sent_of(strip, day, &counted);
    struct value *said = value_append(turn->arena, items, value_map(turn->arena));
    value_set_text(turn->arena, said, "day", date_format(turn->arena, day));
    value_set_text(turn->arena, said, "state", text_of(day_state(strip, day, sent)));
    answer_time(turn, said, "due", document_cutoff_us(turn->pack, day));
    if (sent == NULL)
        return;
    value_set_text(turn->arena, said, "id", sent->id);
    value_set_text(turn->arena, said, "document", sent->document);
    value_set_boolean(turn->arena, said, "counted", counted);
    answer_time(turn, said, "at", sent->at_us);
}

bool document_days(struct turn *turn, const struct value *input, struct value **answer)
{
    struct incident incident;
    struct strip strip = {.turn = turn, .incident = &incident, .document = daily_of(turn->pack)};
    if (strip.document == NULL)
        return fail(turn, FAULT_MISSING, "the policy asks for no daily report");
    struct text code = value_get_text(strip.document, "code");
    if (!incident_known(turn, input, &incident)
        || !document_rows_firsts(turn, incident.id, code, &strip.sent, &strip.sent_count)
        || !document_rows_firsts(turn, incident.id, counting_as(turn->pack, code), &strip.counted,
                                 &strip.counted_count))
        return false;
    struct date last = last_day(turn, &incident);
    struct date day = date_add(zone_civil(turn->pack->calendar.zone, incident.detected_us).date, 1);
    if (date_days(last) - date_days(day) >= DAYS_MAX)
        day = date_add(last, 1 - DAYS_MAX);
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "incident", incident.number);
    value_set_text(turn->arena, *answer, "document", code);
    struct value *items = value_set(turn->arena, *answer, "items", value_list(turn->arena));
    for (; date_compare(day, last) <= 0; day = date_add(day, 1))
        day_say(&strip, day, items);
    return true;
}
