/* SPDX-License-Identifier: Apache-2.0 */
/* ladders.yaml: who hears when a duty is about to be late, or is. */
#include "policy/inside.h"

static const char *const ratings[] = {"low", "medium", "high", NULL};

static const struct field rung_fields[] = {
    {"before", FIELD_TEXT, .help = "This long before the due: \"2 h\"."},
    {"after", FIELD_TEXT, .help = "This long after the due: \"15 min\"."},
    {"share", FIELD_INTEGER, .least = 1, .most = 99, .help = "Per cent of the time to the due."},
    {"due_day_at", FIELD_TEXT, .help = "At this time of the day it is due: \"09:00\"."},
    {"next_business_day_at", FIELD_TEXT, .help = "The same on the business day after the due."},
    {"repeat", FIELD_TEXT, .help = "Again and again, this long apart."},
    {"warning", FIELD_BOOLEAN, .help = "To whoever owes it."},
    {"next_in_line", FIELD_BOOLEAN, .help = "To the next who stands in for whoever owes it."},
    {"tell", FIELD_LIST, .least = 1, .items = &party_item, .help = "All of these hear."},
    {"tell_first", FIELD_LIST, .least = 2, .items = &party_item,
     .help = "The first of these that somebody holds."},
    {"at_least", FIELD_WORD, .words = ratings, .help = "Only from this rating on."},
    {"notice", FIELD_ID, .help = "Its words, where they are not those of every ladder."},
    {0},
};
static const struct field rung_item = {.type = FIELD_MAP, .members = rung_fields};

static const struct field ladder_fields[] = {
    {"name", FIELD_ID, .needed = true, .help = "What steps name."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say."},
    {"rungs", FIELD_LIST, .needed = true, .least = 1, .most = 40, .items = &rung_item,
     .help = "In the order of their instants."},
    {0},
};
static const struct field ladder_item = {.type = FIELD_MAP, .members = ladder_fields};
static const struct field ladders_fields[] = {
    {"ladders", FIELD_LIST, .needed = true, .items = &ladder_item, .help = "The ladders."},
    {0},
};

/* How a rung says when; in the order of enum rung_anchor. */
static const char *const anchors[] = {"before", "after", "share", "due_day_at",
                                      "next_business_day_at"};
enum { ANCHORS = sizeof anchors / sizeof anchors[0] };

static bool anchor_read(const struct reading *reading, const struct value *map, struct rung *rung)
{
    int found = 0;
    for (int i = 0; i < ANCHORS; i++) {
        if (!value_has(map, anchors[i]))
            continue;
        rung->anchor = (enum rung_anchor)i;
        found++;
    }
    if (found != 1)
        return fail_line(reading, map->line,
                         "a rung needs exactly one of before, after, share, due_day_at, "
                         "next_business_day_at; here are %d.",
                         found);
    const struct value *value = value_get(map, anchors[rung->anchor]);
    switch (rung->anchor) {
    case RUNG_BEFORE_DUE:
    case RUNG_AFTER_DUE: return span_read(reading, value, &rung->amount_us);
    case RUNG_SHARE: rung->percent = (int)value->integer; return true;
    case RUNG_DUE_DAY_TIME:
    case RUNG_NEXT_BUSINESS_DAY_TIME:
        return clock_time_read(reading, value, &rung->hour, &rung->minute);
    }
    return false;
}

/* Whom a rung reaches is said in exactly one of four ways. */
static bool reach_read(const struct reading *reading, const struct value *map, struct rung *rung)
{
    rung->warning = value_get_boolean(map, "warning", false);
    rung->next_in_line = value_get_boolean(map, "next_in_line", false);
    rung->tell_first = value_has(map, "tell_first");
    int ways = rung->warning + rung->next_in_line + rung->tell_first + value_has(map, "tell");
    if (ways != 1)
        return fail_line(reading, map->line,
                         "a rung needs exactly one of warning, next_in_line, tell, tell_first; "
                         "here are %d.",
                         ways);
    return parties_read(reading, value_get(map, rung->tell_first ? "tell_first" : "tell"),
                        &rung->tell, &rung->tell_count);
}

static bool rung_read(const struct reading *reading, const struct value *map, struct rung *rung)
{
    *rung = (struct rung){.at_least = rating_named(value_get_text(map, "at_least")),
                          .notice = value_get_text(map, "notice")};
    if (!anchor_read(reading, map, rung) || !reach_read(reading, map, rung))
        return false;
    if (!value_has(map, "repeat"))
        return true;
    if (!span_read(reading, value_get(map, "repeat"), &rung->repeat_us))
        return false;
    return rung->repeat_us >= MINUTE_US
           || fail_line(reading, map->line, "repeat needs at least 1 min.");
}

/* Of two rungs on the same side of the due, the first comes first. */
static bool order_check(const struct reading *reading, const struct value *map,
                        const struct rung *previous, const struct rung *rung)
{
    bool backwards = false;
    if (previous->anchor == rung->anchor && rung->anchor == RUNG_BEFORE_DUE)
        backwards = rung->amount_us > previous->amount_us;
    else if (previous->anchor == rung->anchor && rung->anchor == RUNG_AFTER_DUE)
        backwards = rung->amount_us < previous->amount_us;
    else if (previous->anchor == rung->anchor && rung->anchor == RUNG_SHARE)
        backwards = rung->percent < previous->percent;
    else
        backwards = previous->anchor == RUNG_AFTER_DUE
                    && (rung->anchor == RUNG_BEFORE_DUE || rung->anchor == RUNG_SHARE);
    return !backwards
           || fail_line(reading, map->line,
                        "this rung comes before the one above it: write them in order.");
}

static bool ladder_read(const struct reading *reading, const struct value *map,
                        struct ladder *ladder)
{
    const struct value *list = value_get(map, "rungs");
    ladder->name = value_get_text(map, "name");
    ladder->product_default = value_get_boolean(map, "product_default", false);
    ladder->rungs = arena_array(reading->turn->arena, list->count, sizeof(struct rung));
    ladder->rungs_count = list->count;
    for (size_t i = 0; i < list->count; i++) {
        if (!rung_read(reading, list->items[i], &ladder->rungs[i]))
            return false;
        if (i > 0
            && !order_check(reading, list->items[i], &ladder->rungs[i - 1], &ladder->rungs[i]))
            return false;
    }
    return true;
}

bool ladders_read(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "ladders");
    if (!field_check(reading->turn, ladders_fields, reading->root, reading->source)
        || !unique_check(reading, list, "name"))
        return false;
    struct pack *pack = reading->pack;
    pack->ladders = arena_array(reading->turn->arena, list->count, sizeof(struct ladder));
    pack->ladders_count = list->count;
    for (size_t i = 0; i < list->count; i++)
        if (!ladder_read(reading, list->items[i], &pack->ladders[i]))
            return false;
    return true;
}

static bool rung_check(const struct reading *reading, const struct value *rung)
{
    struct text notice = value_get_text(rung, "notice");
    if (!text_empty(notice) && pack_template(reading->pack, notice) == NULL)
        return fail_line(reading, value_get(rung, "notice")->line, "notices.yaml has no %.*s.",
                         TEXT_SHOW(notice));
    return parties_check(reading, value_get(rung, "tell"))
           && parties_check(reading, value_get(rung, "tell_first"));
}

bool ladders_check(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "ladders");
    for (size_t i = 0; i < list->count; i++) {
        const struct value *rungs = value_get(list->items[i], "rungs");
        for (size_t j = 0; j < rungs->count; j++)
            if (!rung_check(reading, rungs->items[j]))
                return false;
    }
    return true;
}
