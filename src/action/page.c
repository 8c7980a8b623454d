/* SPDX-License-Identifier: Apache-2.0 */
#include "action/page.h"
#include "base/zone.h"
#include "policy/pack.h"
#include "store/store.h"

size_t page_limit(const struct value *input)
{
    return (size_t)value_get_integer(input, "limit", ACTION_PAGE_DEFAULT);
}

bool page_after(struct turn *turn, const struct value *input, struct cursor *cursor)
{
    struct text id;
    if (!value_has(input, "after"))
        return true;
    if (!text_integer(text_cut(value_get_text(input, "after"), ':', &id), &cursor->key))
        return fail_field(turn, "after",
                          "this is no cursor; use `next` of the page before as it was given");
    cursor->id = id;
    return true;
}

void page_next(struct turn *turn, struct value *answer, struct cursor last)
{
    value_set_text(turn->arena, answer, "next",
                   text_format(turn->arena, "%lld:%.*s", (long long)last.key, TEXT_SHOW(last.id)));
}

void answer_time(struct turn *turn, struct value *answer, const char *name, int64_t instant_us)
{
    if (instant_us == TIME_NONE)
        return;
    value_set_text(turn->arena, answer, name, instant_utc(turn->arena, instant_us));
    struct builder local = {.arena = turn->arena};
    build(&local, text_of(name));
    build(&local, TEXT("_local"));
    value_set_text(turn->arena, answer, built(&local).data,
                   instant_people(turn->arena, turn->pack->calendar.zone, instant_us));
}
