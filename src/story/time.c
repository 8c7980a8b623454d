/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clock of a story. While the house is awake it stops at every instant at which something is
 * due, does it, and goes on; while it sleeps it does all of it when it wakes. A notice is handed to
 * its channel at the instant at which it is queued, and the channel takes it at once unless the
 * story says otherwise.
 */
#include "alert/alert.h"
#include "notice/notice.h"
#include "obligation/obligation.h"
#include "story/inside.h"
#include "tick/tick.h"

enum { ROUNDS_MAX = 100000 }; /* instants between two of a story */

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

/* ---- the channels of a story ---- */

/* The fault with which a channel answers at this instant, or none. */
static enum fault_kind channel_fault(const struct stage *stage, struct text channel)
{
    enum fault_kind kind = FAULT_NONE;
    for (size_t i = 0; i < stage->outages_count; i++) {
        const struct outage *outage = &stage->outages[i];
        bool meant = text_empty(outage->channel) || text_equal(outage->channel, channel);
        if (meant && stage->now_us >= outage->from_us && stage->now_us < outage->to_us)
            kind = outage->fault;
    }
    return kind;
}

static const char link_before[] = "https://house.example.org/acknowledge/";

/* Whoever gets a letter has its link: the story remembers it for them. */
static void link_keep(struct stage *stage, const struct notice_letter *letter)
{
    size_t before = sizeof link_before - 1;
    struct arena *arena = stage->turn.arena;
    stage->links = arena_grow(arena, stage->links, stage->links_count, &stage->links_capacity,
                              sizeof *stage->links);
    stage->links[stage->links_count++] =
        (struct given){.name = text_copy(arena, letter->id),
                       .id = text_copy(arena, (struct text){letter->link.data + before,
                                                            letter->link.size - before})};
}

static bool channel_send(struct turn *turn, const void *state, const struct notice_letter *letter)
{
    struct stage *stage = (struct stage *)(uintptr_t)state;
    enum fault_kind kind = channel_fault(stage, letter->channel);
    if (kind != FAULT_NONE)
        return fail(turn, kind, "the story says so");
    link_keep(stage, letter);
    return true;
}

/* ---- the passing of time ---- */

/* When something is due next, of obligations and of the outbox. */
static bool next_due(struct stage *stage, int64_t *next_us)
{
    struct turn turn;
    int64_t outbox_us = INT64_MAX;
    int64_t people_us = INT64_MAX;
    int64_t waiting_us = INT64_MAX;
    int64_t watch_us = INT64_MAX;
    *next_us = INT64_MAX;
    bool good = house_turn_begin(stage->house, stage->work, &turn) && people_next(&turn, &people_us)
                && obligation_next(&turn, next_us) && notice_next(&turn, &outbox_us)
                && notice_unacknowledged_next(&turn, &waiting_us)
                && alert_watch_next(&turn, house_listens_us(stage->house), &watch_us);
    house_turn_end(stage->house, &turn);
    stage->turn.fault = turn.fault;
    arena_clear(stage->work);
    *next_us = outbox_us < *next_us ? outbox_us : *next_us;
    *next_us = people_us < *next_us ? people_us : *next_us;
    *next_us = waiting_us < *next_us ? waiting_us : *next_us;
    *next_us = watch_us < *next_us ? watch_us : *next_us;
    return good;
}

/* Does what is due at this instant, and what comes of that at once. */
bool stage_settle(struct stage *stage)
{
    static const char *const names[] = {"mail", "webhook", "product"};
    struct tick_channel channels[sizeof names / sizeof names[0] + 1] = {{.name = NULL}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        channels[i] = (struct tick_channel){.name = names[i],
                                            .transport = "keep",
                                            .send = channel_send,
                                            .state = stage,
                                            .link = text_of(link_before)};
    struct tick_result result;
    do {
        tick_once(stage->house, stage->work, channels, &result);
        stage->turn.fault = result.fault;
    } while (result.fault.kind == FAULT_NONE && result.next_us <= stage->now_us);
    return result.fault.kind == FAULT_NONE;
}

bool stage_pass(struct stage *stage, int64_t until_us, bool awake)
{
    if (until_us < stage->now_us)
        return fail_field(&stage->turn, "at", "the story is at %.*s already; time does not go back",
                          TEXT_SHOW(instant_people(stage->turn.arena, stage->zone, stage->now_us)));
    for (int rounds = 0; awake && rounds < ROUNDS_MAX; rounds++) {
        int64_t next_us;
        if (!next_due(stage, &next_us))
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
