/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether the watches live. Each says so at least once a minute, with what each of its sources came
 * to; that is housekeeping, no fact. One that says nothing for longer than the policy allows, while
 * the house listens, hears nothing either: its sources are silent from then on, which is a fact.
 * When it speaks again it is told which of its sources count as silent, and tells of those it
 * hears.
 */
#include "alert/inside.h"
#include "base/json.h"
#include "base/zone.h"
#include "people/can.h"
#include "policy/fact.h"

enum { LIVE_SOURCES_MAX = 500, PASS_WATCHES_MAX = 100 };

static const struct field source_fields[] = {
    {.name = "source",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 200,
     .help = "The source, as the watch calls it."},
    {.name = "received", .type = FIELD_INTEGER, .help = "Lines that came since the watch began."},
    {.name = "parsed", .type = FIELD_INTEGER, .help = "Of these, those that a format fits."},
    {.name = "stored", .type = FIELD_INTEGER, .help = "Of these, those that are kept."},
    {.name = "dropped", .type = FIELD_INTEGER, .help = "Of these, those that could not be kept."},
    {.name = "last", .type = FIELD_INSTANT, .help = "When its last line came."},
    {.name = NULL},
};
static const struct field source_item = {.type = FIELD_MAP, .members = source_fields};

static const struct field hunt_fields[] = {
    {.name = "rule",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 200,
     .help = "A rule, or a list of indicators, that has not seen all that was kept before it."},
    {.name = "seen", .type = FIELD_INTEGER, .help = "Segments that it has looked at since."},
    {.name = "of", .type = FIELD_INTEGER, .help = "Segments that it had to look at."},
    {.name = "at", .type = FIELD_INSTANT, .help = "When it stood so."},
    {.name = NULL},
};
static const struct field hunt_item = {.type = FIELD_MAP, .members = hunt_fields};

static const struct field live_say_fields[] = {
    {.name = "watch",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 100,
     .help = "Which watch says it."},
    {.name = "began", .type = FIELD_INSTANT, .needed = true, .help = "Since when it runs."},
    {.name = "sources",
     .type = FIELD_LIST,
     .most = LIVE_SOURCES_MAX,
     .items = &source_item,
     .help = "What each of its sources came to."},
    {.name = "left_out", .type = FIELD_INTEGER, .help = "So many sources more are not listed."},
    {.name = "hunts",
     .type = FIELD_LIST,
     .most = LIVE_SOURCES_MAX,
     .items = &hunt_item,
     .help = "How far rules that are new have come with what was kept before them."},
    {.name = "hunts_left_out", .type = FIELD_INTEGER, .help = "So many rules more are not listed."},
    {.name = NULL},
};

/* So long a watch may say nothing; 0: as long as it likes. */
static int64_t silence_us(const struct turn *turn)
{
    return turn->pack->alerts == NULL ? 0 : turn->pack->alerts->watch_silence_us;
}

static bool live_keep(struct turn *turn, const struct live *live)
{
    struct chore *chore;
    if (!store_chore_begin(turn, &chore))
        return false;
    bool kept = live_write(turn, chore, live);
    return store_chore_end(turn, chore) && kept;
}

/* What it says is kept as it is; the answer names those of its sources that count as silent. */
static bool live_say(struct turn *turn, const struct value *input, struct value **answer)
{
    struct source *sources;
    size_t count;
    struct live live = {.watch = value_get_text(input, "watch"), .seen_us = turn->now_us};
    if (!instant_parse(turn, "began", value_get_text(input, "began"), turn->pack->calendar.zone,
                       &live.began_us))
        return false;
    live.detail = json_write(turn->arena, input);
    if (!source_select_watch(turn, live.watch, &sources, &count) || !live_keep(turn, &live))
        return false;
    *answer = value_map(turn->arena);
    struct value *silent = value_set(turn->arena, *answer, "silent", value_list(turn->arena));
    for (size_t i = 0; i < count; i++)
        if (text_is(sources[i].state, "silent"))
            value_append(turn->arena, silent, value_text(turn->arena, sources[i].name));
    return true;
}

/* ---- by the clock ---- */

bool alert_watch_next(struct turn *turn, int64_t since_us, int64_t *next_us)
{
    int64_t seen_us;
    *next_us = INT64_MAX;
    if (silence_us(turn) == 0)
        return true;
    if (!live_select_least(turn, &seen_us))
        return false;
    if (seen_us != TIME_NONE)
        *next_us = (seen_us > since_us ? seen_us : since_us) + silence_us(turn);
    return true;
}

static const struct field live_pass_fields[] = {
    {.name = "since",
     .type = FIELD_INSTANT,
     .needed = true,
     .help = "Since when the house listens without a break."},
    {.name = NULL},
};

/* One of which nothing is known but that it lived: it is a source itself. */
static struct source source_itself(const struct live *live)
{
    return (struct source){
        .watch = live->watch, .name = TEXT(ALERT_WATCH_ITSELF), .last_us = live->seen_us};
}

static bool live_silent(struct change *change, const struct live *live, int64_t at_us)
{
    struct turn *turn = change_turn(change);
    struct source *sources;
    size_t count;
    if (!source_select_watch(turn, live->watch, &sources, &count))
        return false;
    struct value *payload = value_map(turn->arena);
    struct value *names = value_list(turn->arena);
    if (count == 0)
        sources[count++] = source_itself(live);
    for (size_t i = 0; i < count; i++) {
        if (text_is(sources[i].state, "silent"))
            continue;
        sources[i].state = TEXT("silent");
        sources[i].since_us = at_us;
        sources[i].version++;
        value_append(turn->arena, names, value_text(turn->arena, sources[i].name));
        if (!source_write(change, &sources[i]) || !source_tell(change, &sources[i], true))
            return false;
    }
    answer_time(turn, payload, "last", live->seen_us);
    answer_time(turn, payload, "at", at_us);
    value_set(turn->arena, payload, "sources", names);
    return change_entry(change, "sensor.pass",
                        text_format(turn->arena, "watch/%.*s", TEXT_SHOW(live->watch)), TEXT_NONE,
                        payload, NULL);
}

static bool live_pass(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct live *lives;
    size_t count;
    int64_t since_us;
    int64_t silent = 0;
    int64_t patience_us = silence_us(turn);
    if (!instant_parse(turn, "since", value_get_text(input, "since"), turn->pack->calendar.zone,
                       &since_us)
        || !live_select_counted(turn, PASS_WATCHES_MAX, &lives, &count))
        return false;
    for (size_t i = 0; patience_us > 0 && i < count; i++) {
        int64_t heard_us = lives[i].seen_us > since_us ? lives[i].seen_us : since_us;
        if (heard_us + patience_us > turn->now_us)
            continue;
        silent++;
        if (!live_silent(change, &lives[i], heard_us + patience_us))
            return false;
    }
    *answer = value_map(turn->arena);
    value_set_integer(turn->arena, *answer, "silent", silent);
    return silent > 0
           || change_entry(change, "sensor.pass", TEXT("watches"), TEXT_NONE, *answer, NULL);
}

/* ---- looking ---- */

static const struct field live_list_fields[] = {{.name = NULL}};

/* How the source stands in the house, beside what the watch says of it. */
static void source_stands(struct turn *turn, const struct source *sources, size_t count,
                          struct value *said)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(sources[i].name, value_get_text(said, "source")))
            value_set_text(turn->arena, said, "state", sources[i].state);
}

static bool instant_said(struct turn *turn, struct value *said, const char *name)
{
    int64_t instant_us;
    struct text text = value_get_text(said, name);
    if (text_empty(text))
        return true;
    if (!instant_parse(turn, name, text, turn->pack->calendar.zone, &instant_us))
        return false;
    answer_time(turn, said, name, instant_us);
    return true;
}

/* How far the rules of a watch have come with history; watch: named with each, or NULL. */
static bool hunts_value(struct turn *turn, const struct value *detail, const struct live *watch,
                        struct value *items)
{
    for (size_t i = 0; i < value_get_count(detail, "hunts"); i++) {
        const struct value *one = value_get_item(detail, "hunts", i);
        struct value *said = value_append(turn->arena, items, value_map(turn->arena));
        if (watch != NULL)
            value_set_text(turn->arena, said, "watch", watch->watch);
        value_set_text(turn->arena, said, "rule", value_get_text(one, "rule"));
        value_set_integer(turn->arena, said, "seen", value_get_integer(one, "seen", 0));
        value_set_integer(turn->arena, said, "of", value_get_integer(one, "of", 0));
        value_set_text(turn->arena, said, "at", value_get_text(one, "at"));
        if (!instant_said(turn, said, "at"))
            return false;
    }
    return true;
}

bool live_hunts(struct turn *turn, struct value *answer)
{
    struct live *lives;
    size_t count;
    struct value *detail;
    struct value *items = value_list(turn->arena);
    if (!live_select(turn, &lives, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!json_read(turn, lives[i].detail, "what a watch said of itself", &detail)
            || !hunts_value(turn, detail, &lives[i], items))
            return false;
    value_set(turn->arena, answer, "hunts", items);
    return true;
}

static bool live_value(struct turn *turn, const struct live *live, struct value *items)
{
    struct value *detail;
    struct source *sources;
    size_t count;
    if (!source_select_watch(turn, live->watch, &sources, &count)
        || !json_read(turn, live->detail, "what a watch said of itself", &detail))
        return false;
    bool late = silence_us(turn) > 0 && turn->now_us - live->seen_us >= silence_us(turn);
    struct value *said = value_append(turn->arena, items, value_map(turn->arena));
    value_set_text(turn->arena, said, "watch", live->watch);
    value_set_text(turn->arena, said, "state", late ? TEXT("silent") : TEXT("lives"));
    answer_time(turn, said, "seen", live->seen_us);
    answer_time(turn, said, "began", live->began_us);
    struct value *list = value_set(turn->arena, said, "sources", value_list(turn->arena));
    for (size_t i = 0; i < value_get_count(detail, "sources"); i++) {
        struct value *one = value_get_item(detail, "sources", i);
        source_stands(turn, sources, count, one);
        if (!instant_said(turn, one, "last"))
            return false;
        value_append(turn->arena, list, one);
    }
    int64_t left_out = value_get_integer(detail, "left_out", 0);
    if (left_out > 0)
        value_set_integer(turn->arena, said, "left_out", left_out);
    int64_t hunts_left_out = value_get_integer(detail, "hunts_left_out", 0);
    if (hunts_left_out > 0)
        value_set_integer(turn->arena, said, "hunts_left_out", hunts_left_out);
    return value_get_count(detail, "hunts") == 0
           || hunts_value(turn, detail, NULL,
                          value_set(turn->arena, said, "hunts", value_list(turn->arena)));
}

static bool live_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct live *lives;
    size_t count;
    (void)input;
    struct value *items = value_list(turn->arena);
    if (!live_select(turn, &lives, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!live_value(turn, &lives[i], items))
            return false;
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    return true;
}

const struct action alert_watch_actions[] = {
    {.name = "sensor.live",
     .title = "Say that a watch lives",
     .method = METHOD_POST,
     .route = "/sensors/live",
     .fields = live_say_fields,
     .area = AREA_CASE,
     .level = LEVEL_CREATE,
     .internal = true,
     .sensor = true,
     .read = live_say,
     .help =
         "At least once a minute, with what each source came to. Nothing is done by it but that "
         "it is remembered."},
    {.name = "sensor.pass",
     .title = "Hear which watches live",
     .method = METHOD_POST,
     .route = "/sensors/pass",
     .fields = live_pass_fields,
     .area = AREA_CASE,
     .level = LEVEL_WRITE,
     .internal = true,
     .write = live_pass,
     .help = "Sources of a watch that has said nothing for too long are silent."},
    {.name = "sensor.list",
     .title = "Watches and what they take in",
     .method = METHOD_GET,
     .route = "/sensors",
     .fields = live_list_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .read = live_list,
     .help = "Which watches live, and of each source how many lines were received, parsed, stored "
             "and dropped since its watch began, and when it was heard last."},
    {.name = NULL},
};
