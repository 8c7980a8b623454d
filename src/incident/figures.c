/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures of a year: what incidents cost an agency, and how long it took until they were reported.
 * Each case counts once, for the organisation whose it is, in the year in which it was told. It is
 * asked for as in a list, so that nothing counts that one may not see. What turned out to be none
 * counts in no figure; of what was merged into another the reports count, and it does not. How many
 * were set aside is said: they stay of record (DOMAIN 2.6).
 */
#include "base/field.h"
#include "base/zone.h"
#include "incident/life.h"
#include "incident/review.h"
#include <stdlib.h>

enum { FIGURES_MAX = 2000, MONTHS = 12 };

static const struct field figure_fields[] = {
    {.name = "organisation",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 200,
     .label = "Agency",
     .suggests = "organisations",
     .help = "With those below it."},
    {.name = "year",
     .type = FIELD_INTEGER,
     .needed = true,
     .least = 2000,
     .most = 2200,
     .label = "Year",
     .help = "In which the incidents were told."},
    {.name = NULL},
};

/* What is asked for, and the cases of it that the reader may see. */
struct figures {
    struct organisation body;
    int64_t from_us, to_us;
    struct incident *cases;
    size_t count;
    int64_t merged; /* of these, counted as another */
    int64_t none;   /* not among these: it was none */
    bool cut;       /* there are more */
};

static bool figures_asked(struct turn *turn, const struct value *input, struct figures *figures)
{
    const struct zone *zone = turn->pack->calendar.zone;
    int year = (int)value_get_integer(input, "year", 0);
    bool found;
    if (!organisation_find(turn, value_get_text(input, "organisation"), turn->now_us,
                           &figures->body, &found))
        return false;
    figures->from_us = zone_date_start(zone, (struct date){year, 1, 1});
    figures->to_us = zone_date_start(zone, (struct date){year + 1, 1, 1}) - 1;
    return found
           || fail_field(turn, "organisation", "no organisation is called so; give its short name");
}

/* Imports count once they are adopted, exercises never. */
static bool counts(struct turn *turn, const struct figures *figures,
                   const struct incident *incident, enum level level, bool *counted)
{
    struct object object = incident_object(turn, incident, !text_empty(incident->id));
    *counted =
        object.exists && text_is(incident->kind, "real") && can(turn, AREA_CASE, level, &object);
    return turn->fault.kind == FAULT_NONE
           && (!*counted
               || organisation_within(turn, incident->organisation, figures->body.id, counted));
}

static void figures_take(const struct turn *turn, struct figures *figures)
{
    bool merged;
    if (lifecycle_void(turn->pack, figures->cases[figures->count].state, &merged) && !merged) {
        figures->none++;
        return;
    }
    figures->merged += merged;
    figures->count++;
}

static bool figures_read(struct turn *turn, const struct value *input, enum level level,
                         struct figures *figures)
{
    struct listed *list;
    size_t count;
    *figures = (struct figures){.count = 0};
    if (!figures_asked(turn, input, figures)
        || !people_list_between(
            turn, text_format(turn->arena, "organisation:%.*s", TEXT_SHOW(figures->body.id)),
            figures->from_us, figures->to_us, FIGURES_MAX + 1, &list, &count))
        return false;
    figures->cut = count > FIGURES_MAX;
    figures->cases = arena_array(turn->arena, count + 1, sizeof *figures->cases);
    for (size_t i = 0; i < count && i < FIGURES_MAX; i++) {
        struct incident *incident = &figures->cases[figures->count];
        bool found;
        bool counted;
        if (!incident_rows_incident_id(turn, list[i].incident, incident, &found)
            || !counts(turn, figures, incident, level, &counted))
            return false;
        if (counted)
            figures_take(turn, figures);
    }
    return true;
}

static struct value *figures_begin(struct turn *turn, const struct value *input,
                                   const struct figures *figures)
{
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "organisation", figures->body.short_name);
    value_set_integer(turn->arena, said, "year", value_get_integer(input, "year", 0));
    value_set_integer(turn->arena, said, "incidents", (int64_t)figures->count - figures->merged);
    value_set_integer(turn->arena, said, "set_aside", figures->none + figures->merged);
    value_set_boolean(turn->arena, said, "cut", figures->cut);
    return said;
}

/* ---- loss.sum ---- */

struct sum {
    int64_t low_cents, high_cents, hours, stated;
    struct value *items;
};

static bool sum_add(struct turn *turn, const struct incident *incident, struct sum *sum)
{
    struct loss loss;
    bool merged;
    if (!review_rows_loss(turn, incident->id, &loss))
        return false;
    if (loss.version == 0 || lifecycle_void(turn->pack, incident->state, &merged))
        return true;
    if (__builtin_add_overflow(sum->low_cents, loss.low_cents, &sum->low_cents)
        || __builtin_add_overflow(sum->high_cents, loss.high_cents, &sum->high_cents)
        || __builtin_add_overflow(sum->hours, loss.hours, &sum->hours))
        return fail(turn, FAULT_LIMIT, "the sum is more than can be counted; ask for less");
    sum->stated++;
    struct value *one = value_append(turn->arena, sum->items, value_map(turn->arena));
    value_set_text(turn->arena, one, "number", incident->number);
    value_set_text(turn->arena, one, "rating", incident->rating);
    loss_say(turn->arena, &loss, one);
    return true;
}

static bool loss_sum(struct turn *turn, const struct value *input, struct value **answer)
{
    struct figures figures;
    struct sum sum = {.items = value_list(turn->arena)};
    if (!figures_read(turn, input, LEVEL_READ, &figures))
        return false;
    for (size_t i = 0; i < figures.count; i++)
        if (!sum_add(turn, &figures.cases[i], &sum))
            return false;
    *answer = figures_begin(turn, input, &figures);
    value_set_integer(turn->arena, *answer, "stated", sum.stated);
    value_set_text(turn->arena, *answer, "low", money_format(turn->arena, sum.low_cents));
    value_set_text(turn->arena, *answer, "high", money_format(turn->arena, sum.high_cents));
    value_set_integer(turn->arena, *answer, "hours", sum.hours);
    value_set(turn->arena, *answer, "items", sum.items);
    return true;
}

/* ---- delay.sum ---- */

/* The delays of a month, in the order in which they are read. */
struct month {
    int64_t *delays_us;
    size_t count, capacity;
    int64_t unknown; /* reports of which nobody says since when it was known */
};

static bool delay_read(struct turn *turn, const struct figures *figures,
                       const struct incident *incident, struct month months[MONTHS])
{
    struct report *reports;
    size_t count;
    if (!incident_rows_reports(turn, incident->id, &reports, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        int64_t delay_us = report_delay_us(&reports[i]);
        struct date date = zone_civil(turn->pack->calendar.zone, reports[i].told_us).date;
        struct month *month = &months[date.month - 1];
        if (reports[i].told_us < figures->from_us || reports[i].told_us > figures->to_us)
            continue;
        if (delay_us == TIME_NONE) {
            month->unknown++;
            continue;
        }
        month->delays_us = arena_grow(turn->arena, month->delays_us, month->count, &month->capacity,
                                      sizeof *month->delays_us);
        month->delays_us[month->count++] = delay_us;
    }
    return true;
}

static int by_length(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left;
    int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static void delay_say(struct turn *turn, struct value *map, const char *name, int64_t delay_us)
{
    value_set_integer(turn->arena, map, text_format(turn->arena, "%s_s", name).data,
                      delay_us / SECOND_US);
    value_set_text(turn->arena, map, name,
                   text_format(turn->arena, "%lld min", (long long)(delay_us / MINUTE_US)));
}

/* Of an even number, the middle between the two in the middle. */
static void month_say(struct turn *turn, int year, int number, struct month *month,
                      struct value *items)
{
    struct value *one = value_append(turn->arena, items, value_map(turn->arena));
    value_set_text(turn->arena, one, "month", text_format(turn->arena, "%04d-%02d", year, number));
    value_set_integer(turn->arena, one, "reports", (int64_t)month->count);
    value_set_integer(turn->arena, one, "unknown", month->unknown);
    if (month->count == 0)
        return;
    qsort(month->delays_us, month->count, sizeof *month->delays_us, by_length);
    size_t middle = month->count / 2;
    int64_t median_us = month->delays_us[middle];
    if (month->count % 2 == 0)
        median_us -= (median_us - month->delays_us[middle - 1]) / 2;
    delay_say(turn, one, "median", median_us);
    delay_say(turn, one, "worst", month->delays_us[month->count - 1]);
}

static bool delay_sum(struct turn *turn, const struct value *input, struct value **answer)
{
    struct figures figures;
    struct month months[MONTHS] = {{.count = 0}};
    if (!figures_read(turn, input, LEVEL_METADATA, &figures))
        return false;
    for (size_t i = 0; i < figures.count; i++)
        if (!delay_read(turn, &figures, &figures.cases[i], months))
            return false;
    *answer = figures_begin(turn, input, &figures);
    struct value *items = value_set(turn->arena, *answer, "items", value_list(turn->arena));
    for (int i = 0; i < MONTHS; i++)
        month_say(turn, (int)value_get_integer(input, "year", 0), i + 1, &months[i], items);
    return true;
}

const struct action figure_actions[] = {
    {.name = "loss.sum",
     .title = "What incidents cost",
     .method = METHOD_GET,
     .route = "/losses",
     .fields = figure_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .read = loss_sum,
     .help = "The losses stated of an agency's incidents of a year, summed, as far as you may see "
             "the incidents. What was none, or is counted as another, is set aside."},
    {.name = "delay.sum",
     .title = "How soon incidents are reported",
     .method = METHOD_GET,
     .route = "/delays",
     .fields = figure_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .read = delay_sum,
     .help = "Month by month: the median and the worst time from when something was known to when "
             "it was told, as far as you may count the incidents. What was none is set aside."},
    {.name = NULL},
};
