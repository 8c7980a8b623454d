/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clock is set back: what it shows lies before the ledger's last entry. The ledger keeps its
 * times and says beside them what the clock showed; deadlines that were passed stay so, those to
 * come fall due by the clock. Here it is noticed, put on record and told, once for each time.
 */
#include "counter/inside.h"
#include "notice/notice.h"

/* Entries of a group are a little after the instant at which a turn began: that is no clock set
 * back. */
enum { CLOCK_BEHIND_MS = 5000 };

bool house_clock_behind(struct turn *turn, int64_t *behind_us)
{
    int64_t last_ms;
    bool known;
    *behind_us = 0;
    if (!ledger_last(turn, &last_ms))
        return false;
    if (turn->now_us / 1000 >= last_ms - CLOCK_BEHIND_MS)
        return true;
    if (!counter_rows_alarm_known(turn, last_ms, &known))
        return false;
    if (!known)
        *behind_us = last_ms * 1000 - turn->now_us;
    return true;
}

static struct text behind_words(struct arena *arena, int64_t behind_us)
{
    int64_t minutes = behind_us / MINUTE_US;
    if (minutes == 0)
        return text_format(arena, "%lld s", (long long)(behind_us / SECOND_US));
    return text_format(arena, "%lld h %lld min", (long long)(minutes / 60),
                       (long long)(minutes % 60));
}

/* Nothing is said where it was said before: two houses may notice it at once. */
static bool clock_alarm(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    int64_t behind_us;
    (void)input;
    if (!house_clock_behind(turn, &behind_us))
        return false;
    *answer = value_map(turn->arena);
    value_set_integer(turn->arena, *answer, "behind_s", behind_us / SECOND_US);
    value_set_text(turn->arena, *answer, "shown", instant_utc(turn->arena, turn->now_us));
    if (!change_entry(change, "clock.alarm", TEXT("clock"), TEXT_NONE, *answer, NULL))
        return false;
    if (behind_us == 0)
        return true;
    if (!counter_rows_alarm_insert(change, (turn->now_us + behind_us) / 1000))
        return false;
    return notice_tell_roles(change, &turn->pack->alarm_told, TEXT("clock-back"),
                             (struct notice_words){.late = behind_words(turn->arena, behind_us)});
}

static const struct field alarm_fields[] = {{.name = NULL}};

const struct action alarm_actions[] = {
    {.name = "clock.alarm",
     .title = "The clock was set back",
     .method = METHOD_POST,
     .route = "/clock/alarm",
     .fields = alarm_fields,
     .area = AREA_OBLIGATION,
     .level = LEVEL_WRITE,
     .internal = true,
     .write = clock_alarm,
     .help =
         "Puts on record that the clock shows an instant before the last entry, and tells those "
         "whom the policy names. Called by the clock."},
    {.name = NULL},
};
