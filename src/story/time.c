/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clock of a story. While the house is awake it stops at every instant at which something is
 * due, does it, and goes on; while it sleeps it does all of it when it wakes. A notice is handed to
 * its channel at the instant at which it is queued, and the channel takes it at once unless the
 * story says otherwise.
 */
#include "notice/notice.h"
#include "obligation/obligation.h"
#include "story/inside.h"

enum { LETTERS_MAX = 50, ROUNDS_MAX = 20000 };

/* ---- moments ---- */

static const char *const weekdays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

static bool weekday_right(struct stage *stage, const struct spoken *moment, int64_t instant_us)
{
    if (text_empty(moment->weekday))
        return true;
    const char *right = weekdays[date_weekday(zone_civil(stage->zone, instant_us).date)];
    return text_starts(moment->weekday, text_of(right))
           || fail_field(&stage->turn, "at", "%.*s is a %s, not a %.*s", TEXT_SHOW(moment->text),
                         right, TEXT_SHOW(moment->weekday));
}

/* A time of day, on the story's day or the day after it. */
static bool clock_moment(struct stage *stage, const char *field, const struct spoken *moment,
                         int64_t *instant_us)
{
    struct arena *arena = stage->turn.arena;
    struct date date = date_add(zone_civil(stage->zone, stage->now_us).date, moment->days);
    struct text text = text_format(arena, "%.*s %.*s", TEXT_SHOW(date_format(arena, date)),
                                   TEXT_SHOW(moment->text));
    return instant_parse(&stage->turn, field, text, stage->zone, instant_us);
}

/* An instant of a case, such as told. */
static bool anchor_moment(struct stage *stage, const struct spoken *moment, struct text case_label,
                          int64_t *instant_us)
{
    struct value *input = value_map(stage->turn.arena);
    struct value *answer;
    struct text number;
    if (!stage_case(stage, case_label, &number))
        return false;
    value_set_text(stage->turn.arena, input, "incident", number);
    if (!stage_ask(stage, "incident.read", input, &answer))
        return false;
    struct text instant = value_get_text(answer, moment->anchor.data);
    if (text_empty(instant))
        return fail_field(&stage->turn, "at",
                          "the case has no instant \"%.*s\" now; write told, "
                          "detected, evaluated or responding",
                          TEXT_SHOW(moment->anchor));
    return instant_parse(&stage->turn, "at", instant, NULL, instant_us);
}

bool stage_moment(struct stage *stage, const char *field, const struct spoken *moment,
                  struct text case_label, int64_t *instant_us)
{
    *instant_us = stage->now_us;
    switch (moment->kind) {
    case MOMENT_EXACT:
        return instant_parse(&stage->turn, field, moment->text, stage->zone, instant_us)
               && weekday_right(stage, moment, *instant_us);
    case MOMENT_DATE: {
        struct date date;
        if (!date_parse(&stage->turn, field, moment->text, &date))
            return false;
        *instant_us = zone_date_start(stage->zone, date);
        return true;
    }
    case MOMENT_CLOCK: return clock_moment(stage, field, moment, instant_us);
    case MOMENT_AFTER:
        if (!text_empty(moment->anchor) && !anchor_moment(stage, moment, case_label, instant_us))
            return false;
        *instant_us += moment->span_us;
        return true;
    case MOMENT_NONE:
    case MOMENT_NOW:
    default: return true;
    }
}

/* ---- the outbox ---- */

/* "accepted", or what the channel says instead at this instant. */
static const char *channel_outcome(const struct stage *stage, struct text channel)
{
    const char *outcome = "accepted";
    for (size_t i = 0; i < stage->outages_count; i++) {
        const struct outage *outage = &stage->outages[i];
        bool meant = text_empty(outage->channel) || text_equal(outage->channel, channel);
        if (meant && stage->now_us >= outage->from_us && stage->now_us < outage->to_us)
            outcome = outage->outcome;
    }
    return outcome;
}

static bool letter_send(struct stage *stage, const struct notice_letter *letter)
{
    static const struct credential tick = {.system = "system:tick"};
    struct value *input = value_map(stage->turn.arena);
    struct answer answer;
    const char *outcome = channel_outcome(stage, letter->channel);
    value_set_text(stage->turn.arena, input, "notice", text_copy(stage->turn.arena, letter->id));
    value_set_integer(stage->turn.arena, input, "attempt", letter->attempt);
    value_set_text(stage->turn.arena, input, "outcome", text_of(outcome));
    value_set_text(stage->turn.arena, input, "how", TEXT("keep"));
    if (strcmp(outcome, "accepted") != 0)
        value_set_text(stage->turn.arena, input, "reason", TEXT("the story says so"));
    stage_call(stage, &tick, "notice.outcome", input, &answer);
    stage->turn.fault = answer.fault;
    return answer.fault.kind == FAULT_NONE;
}

/* Letters that wait, with what is needed of each kept beyond the turn that took them. */
static bool letters_take(struct stage *stage, struct notice_letter **letters, size_t *count)
{
    struct turn turn;
    struct notice_letter *taken = NULL;
    *count = 0;
    bool good = house_turn_begin(stage->house, stage->work, &turn)
                && notice_take(&turn, LETTERS_MAX, MINUTE_US, &taken, count);
    house_turn_end(stage->house, &turn);
    stage->turn.fault = turn.fault;
    *letters = arena_array(stage->turn.arena, *count + 1, sizeof **letters);
    for (size_t i = 0; i < *count; i++)
        (*letters)[i] =
            (struct notice_letter){.id = text_copy(stage->turn.arena, taken[i].id),
                                   .channel = text_copy(stage->turn.arena, taken[i].channel),
                                   .attempt = taken[i].attempt};
    arena_clear(stage->work);
    return good;
}

bool stage_deliver(struct stage *stage)
{
    for (;;) {
        struct notice_letter *letters;
        size_t count;
        if (!letters_take(stage, &letters, &count))
            return false;
        for (size_t i = 0; i < count; i++)
            if (!letter_send(stage, &letters[i]))
                return false;
        if (count == 0)
            return true;
    }
}

/* ---- the passing of time ---- */

/* When something is due next, of obligations and of the outbox. */
static bool next_due(struct stage *stage, int64_t *obligation_us, int64_t *next_us)
{
    struct turn turn;
    int64_t outbox_us = INT64_MAX;
    *obligation_us = INT64_MAX;
    bool good = house_turn_begin(stage->house, stage->work, &turn)
                && obligation_next(&turn, obligation_us) && notice_next(&turn, &outbox_us);
    house_turn_end(stage->house, &turn);
    stage->turn.fault = turn.fault;
    arena_clear(stage->work);
    *next_us = *obligation_us < outbox_us ? *obligation_us : outbox_us;
    return good;
}

static bool fire(struct stage *stage)
{
    static const struct credential tick = {.system = "system:tick"};
    struct answer answer;
    stage_call(stage, &tick, "obligation.fire", value_map(stage->turn.arena), &answer);
    stage->turn.fault = answer.fault;
    return answer.fault.kind == FAULT_NONE;
}

/* Does what is due at this instant, and what comes of that at once. */
bool stage_settle(struct stage *stage)
{
    for (int rounds = 0; rounds < ROUNDS_MAX; rounds++) {
        int64_t obligation_us;
        int64_t next_us;
        if (!stage_deliver(stage) || !next_due(stage, &obligation_us, &next_us))
            return false;
        if (obligation_us > stage->now_us)
            return true;
        if (!fire(stage))
            return false;
    }
    return fail(&stage->turn, FAULT_BROKEN, "the house does not come to rest at %.*s",
                TEXT_SHOW(instant_people(stage->turn.arena, stage->zone, stage->now_us)));
}

bool stage_pass(struct stage *stage, int64_t until_us, bool awake)
{
    if (until_us < stage->now_us)
        return fail_field(&stage->turn, "at", "the story is at %.*s already; time does not go back",
                          TEXT_SHOW(instant_people(stage->turn.arena, stage->zone, stage->now_us)));
    for (int rounds = 0; awake && rounds < ROUNDS_MAX; rounds++) {
        int64_t obligation_us;
        int64_t next_us;
        if (!next_due(stage, &obligation_us, &next_us))
            return false;
        if (next_us > until_us)
            break;
        stage->now_us = next_us > stage->now_us ? next_us : stage->now_us;
        if (!stage_settle(stage))
            return false;
    }
    stage->now_us = until_us;
    return stage_settle(stage);
}
