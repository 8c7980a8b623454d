/* SPDX-License-Identifier: Apache-2.0 */
/* Sources of logs: one that is silent for longer than its limit, and one that is heard again; and
 * what became of segments of the store that keeps their lines. */
#include "alert/inside.h"
#include "base/zone.h"
#include "people/can.h"
#include "policy/fact.h"
#include "policy/pack.h"

static const char *const state_words[] = {"silent", "heard", "sealed", "retired", NULL};

const struct field source_report_fields[] = {
    {.name = "watch",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 100,
     .help = "Which watch says it."},
    {.name = "source",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 200,
     .help = "The source, as the watch calls it."},
    {.name = "state",
     .type = FIELD_WORD,
     .needed = true,
     .words = state_words,
     .help = "Silent for longer than it may be, or heard again; of the store: a segment sealed, or "
             "let go."},
    {.name = "at",
     .type = FIELD_INSTANT,
     .help = "Since when it is so: for a silent one, when its limit passed; now, if left out."},
    {.name = "last", .type = FIELD_INSTANT, .help = "When its last line came."},
    {.name = "limit_seconds",
     .type = FIELD_INTEGER,
     .least = 1,
     .most = 100000000,
     .help = "How long it may be silent."},
    {.name = "segment",
     .type = FIELD_MAP,
     .members = segment_fields,
     .help = "Of a store: the segment, and the root that proves its lines."},
    {.name = NULL},
};

static struct value *source_value(struct turn *turn, const struct source *source)
{
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "watch", source->watch);
    value_set_text(turn->arena, said, "source", source->name);
    value_set_text(turn->arena, said, "state", source->state);
    answer_time(turn, said, "since", source->since_us);
    answer_time(turn, said, "last", source->last_us);
    if (source->limit_seconds > 0)
        value_set_integer(turn->arena, said, "limit_seconds", source->limit_seconds);
    return said;
}

static bool when(struct turn *turn, const struct value *input, const char *name,
                 int64_t *instant_us)
{
    struct text text = value_get_text(input, name);
    return text_empty(text)
           || instant_parse(turn, name, text, turn->pack->calendar.zone, instant_us);
}

bool source_tell(struct change *change, const struct source *source, bool silent)
{
    struct fact fact = {.kind = silent ? FACT_SOURCE_SILENT : FACT_SOURCE_RETURNED};
    fact_set_text(&fact, FIELD_OF_SOURCE,
                  text_format(change_turn(change)->arena, "%.*s/%.*s", TEXT_SHOW(source->watch),
                              TEXT_SHOW(source->name)));
    fact_set_time(&fact, FIELD_OF_AT, source->since_us);
    return change_fact(change, &fact);
}

/* Said again it is no news. One that counts as silent because its watch did not speak was heard all
 * the while, perhaps: the house knows it now. A source that was never silent is not told of as
 * returned. */
bool source_report(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct source before;
    bool known;
    struct source source = {.watch = value_get_text(input, "watch"),
                            .name = value_get_text(input, "source"),
                            .state = value_get_text(input, "state"),
                            .since_us = turn->now_us,
                            .last_us = TIME_NONE,
                            .limit_seconds = value_get_integer(input, "limit_seconds", 0)};
    bool silent = text_is(source.state, "silent");
    if (!silent && !text_is(source.state, "heard"))
        return segment_report(change, input, answer);
    if (!when(turn, input, "at", &source.since_us) || !when(turn, input, "last", &source.last_us)
        || !source_select(turn, source.watch, source.name, &before, &known))
        return false;
    bool news = known ? !text_equal(before.state, source.state) : silent;
    if (known && (!news || (!silent && source.since_us < before.since_us)))
        source.since_us = news ? turn->now_us : before.since_us;
    source.version = before.version + 1;
    *answer = source_value(turn, &source);
    struct text object = text_format(turn->arena, "source/%.*s/%.*s", TEXT_SHOW(source.watch),
                                     TEXT_SHOW(source.name));
    return source_write(change, &source)
           && change_entry(change, "source.report", object, TEXT_NONE, *answer, NULL)
           && (!news || source_tell(change, &source, silent));
}

const struct field source_list_fields[] = {
    FIELDS_PAGE,
    {.name = NULL},
};

/* What stands in a house about its sources is said to those who read cases everywhere. */
bool source_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct source *sources;
    size_t count;
    struct text name;
    struct value *items = value_list(turn->arena);
    struct text watch = text_cut(value_get_text(input, "after"), '/', &name);
    size_t limit = page_limit(input);
    if (!source_select_page(turn, watch, name, limit, &sources, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        value_append(turn->arena, items, source_value(turn, &sources[i]));
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (count == limit)
        value_set_text(turn->arena, *answer, "next",
                       text_format(turn->arena, "%.*s/%.*s", TEXT_SHOW(sources[count - 1].watch),
                                   TEXT_SHOW(sources[count - 1].name)));
    return true;
}
