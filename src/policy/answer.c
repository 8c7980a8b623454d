/* SPDX-License-Identifier: Apache-2.0 */
/* When is it due, and what rating has it. */
#include "policy/answer.h"
#include "base/json.h"
#include "policy/rating.h"
#include <stdlib.h>

enum { YEAR_MAX = 9999 };

/* "B5.complete" is a rule and a step; "B5" the rule's first step with a clock. */
static bool duty_find(struct turn *turn, const struct pack *pack, struct text duty,
                      struct due_answer *answer)
{
    struct text name;
    struct text id = text_cut(duty, '.', &name);
    answer->rule = pack_rule(pack, id);
    if (answer->rule == NULL)
        return fail_field(turn, "RULE", "\"%.*s\" is no rule of %.*s. See: revere policy check.",
                          TEXT_SHOW(id), TEXT_SHOW(pack->title));
    if (name.data != NULL && text_empty(name))
        return fail_field(turn, "RULE", "\"%.*s\" names no step behind its dot.", TEXT_SHOW(duty));
    answer->step = rule_step(answer->rule, name);
    if (answer->step != NULL)
        return true;
    struct builder steps = {.arena = turn->arena};
    for (size_t i = 0; i < answer->rule->steps_count; i++)
        build_format(&steps, "%s%.*s", i == 0 ? "" : ", ", TEXT_SHOW(answer->rule->steps[i].name));
    return fail_field(turn, "RULE", "Rule %.*s has no step \"%.*s\". Its steps: %.*s.",
                      TEXT_SHOW(id), TEXT_SHOW(name),
                      TEXT_SHOW(steps.size == 0 ? TEXT("one, without a name") : built(&steps)));
}

static int date_order(const void *a, const void *b)
{
    return date_compare(*(const struct date *)a, *(const struct date *)b);
}

static bool closures_read(struct turn *turn, const struct due_question *question,
                          struct closures *closures)
{
    struct date *dates = arena_array(turn->arena, question->closures_count, sizeof(struct date));
    for (size_t i = 0; i < question->closures_count; i++)
        if (!date_parse(turn, "closure", question->closures[i], &dates[i]))
            return false;
    if (question->closures_count > 0)
        qsort(dates, question->closures_count, sizeof *dates, date_order);
    *closures = (struct closures){dates, question->closures_count};
    return true;
}

/* Ends of days are stored as midnight minus one microsecond and shown as 23:59:59. */
static int64_t shown_us(const struct due *due, int64_t due_us)
{
    switch (due->function) {
    case DUE_DAY_END:
    case DUE_ANNIVERSARY:
    case DUE_DATE:
    case DUE_MONTH_END:
    case DUE_QUARTER_END:
    case DUE_YEAR_END: return due_us - ((due_us % SECOND_US) + SECOND_US) % SECOND_US;
    case DUE_NONE:
    case DUE_STATED:
    case DUE_IMMEDIATE:
    case DUE_ELAPSED:
    case DUE_NEXT_BUSINESS_DAY:
    case DUE_BUSINESS_DAYS:
    case DUE_DAILY:
    case DUE_EVERY:
    case DUE_DAY_TIME:
    case DUE_FUNCTIONS: break;
    }
    return due_us;
}

/* Whether the calendar adds a time of its own to a due, and nobody but us has said which. */
static struct text calendar_default(const struct calendar *calendar, const struct due *due)
{
    switch (due->function) {
    case DUE_NEXT_BUSINESS_DAY:
    case DUE_BUSINESS_DAYS:
        return calendar->hours_product_default ? TEXT("the close of business") : TEXT_NONE;
    case DUE_MONTH_END:
    case DUE_QUARTER_END:
    case DUE_YEAR_END:
        return calendar->hours_product_default && due->days > 0 ? TEXT("the close of business")
                                                                : TEXT_NONE;
    case DUE_DAILY: return calendar->cutoff_product_default ? TEXT("the time of day") : TEXT_NONE;
    case DUE_NONE:
    case DUE_STATED:
    case DUE_IMMEDIATE:
    case DUE_ELAPSED:
    case DUE_EVERY:
    case DUE_DAY_TIME:
    case DUE_DAY_END:
    case DUE_ANNIVERSARY:
    case DUE_DATE:
    case DUE_FUNCTIONS: break;
    }
    return TEXT_NONE;
}

/* The name under which a due is asked for: "B3", "B5.complete". */
static struct text duty_name(struct arena *arena, const struct due_answer *answer)
{
    const struct text id = answer->rule->id;
    const struct text step = answer->step->name;
    return text_empty(step) ? id : text_format(arena, "%.*s.%.*s", TEXT_SHOW(id), TEXT_SHOW(step));
}

static struct text note_say(struct arena *arena, const struct pack *pack,
                            const struct due_answer *answer)
{
    struct text duty = duty_name(arena, answer);
    struct text said = calendar_default(&pack->calendar, answer->due);
    if (answer->due->product_default)
        return text_format(arena,
                           "%.*s: this due is a product default; the documents do not say when.",
                           TEXT_SHOW(duty));
    if (!text_empty(said))
        return text_format(arena, "%.*s: %.*s is a product default; the documents do not say it.",
                           TEXT_SHOW(duty), TEXT_SHOW(said));
    return TEXT_NONE;
}

bool answer_due(struct turn *turn, const struct pack *pack, const struct due_question *question,
                struct due_answer *answer)
{
    const struct calendar *calendar = &pack->calendar;
    struct closures closures;
    int64_t start_us;
    *answer = (struct due_answer){0};
    if (!duty_find(turn, pack, question->duty, answer)
        || !instant_parse(turn, "START", question->start, calendar->zone, &start_us)
        || !closures_read(turn, question, &closures)
        || !step_due(turn, answer->step, question->rating, &answer->due))
        return false;
    answer->note = note_say(turn->arena, pack, answer);
    answer->none = !due_instant(calendar, closures, answer->due, start_us, &answer->due_us);
    if (answer->none) {
        answer->line =
            text_format(turn->arena, "none: %.*s",
                        TEXT_SHOW(text_empty(answer->due->reason)
                                      ? due_says(turn->arena, &pack->calendar, answer->due)
                                      : answer->due->reason));
        return true;
    }
    if (zone_civil(calendar->zone, answer->due_us).date.year > YEAR_MAX)
        return fail_field(turn, "START", "START: the due lies beyond the year %d.", YEAR_MAX);
    answer->skipped = due_skipped(turn->arena, calendar, closures, answer->due, start_us);
    answer->line =
        instant_local(turn->arena, calendar->zone, shown_us(answer->due, answer->due_us));
    return true;
}

bool answer_rate(struct turn *turn, const struct pack *pack, struct text json, const char *source,
                 struct value **answer)
{
    struct value *value;
    struct rating_input input;
    struct rating_result result;
    if (!json_read(turn, json, source, &value) || !rating_input_read(turn, pack, value, &input)
        || !rating_of(turn, pack, &input, &result))
        return false;
    *answer = rating_result_value(turn->arena, &result);
    return true;
}
