/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Segments of a watch's event store, sealed or let go: their roots are kept in the ledger, where
 * nobody can put another one in their place, and prove each line that stands under them. Each names
 * the root before it. Where one is missing in that chain, or says something else than was told
 * before, that stands with it, and house status says it.
 */
#include "alert/inside.h"
#include "base/hash.h"
#include "base/zone.h"
#include "people/can.h"
#include "policy/pack.h"

#define ROOT_NONE "0000000000000000000000000000000000000000000000000000000000000000"

static const char *const chain_words[] = {"sound", "missing", "changed", NULL};

const struct field segment_fields[] = {
    {.name = "store",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 32,
     .most = 32,
     .help = "The store's name: 32 hexadecimal digits."},
    {.name = "segment",
     .type = FIELD_INTEGER,
     .needed = true,
     .least = 1,
     .most = INT64_MAX,
     .help = "Its number in the store."},
    {.name = "root",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 64,
     .most = 64,
     .help = "The root of the tree over its lines: 64 hexadecimal digits."},
    {.name = "previous",
     .type = FIELD_TEXT,
     .least = 64,
     .most = 64,
     .help = "The root of the segment sealed before it, or zeros."},
    {.name = "records", .type = FIELD_INTEGER, .most = INT64_MAX, .help = "How many lines it has."},
    {.name = "raw_bytes", .type = FIELD_INTEGER, .most = INT64_MAX, .help = "Bytes of its lines."},
    {.name = "sealed", .type = FIELD_INSTANT, .help = "When it was sealed."},
    {.name = "first", .type = FIELD_INSTANT, .help = "When its first line came in."},
    {.name = "last", .type = FIELD_INSTANT, .help = "When its last line came in."},
    {.name = "retired", .type = FIELD_TEXT, .most = 1024, .help = "Why it was let go."},
    {.name = NULL},
};

static bool digits_check(struct turn *turn, const struct value *segment, const char *name,
                         size_t bytes)
{
    unsigned char read[SHA256_BYTES];
    struct text digits = value_get_text(segment, name);
    return text_empty(digits) || hex_read(digits, read, bytes)
           || fail_field(turn, name, "%zu hexadecimal digits are wanted", bytes * 2);
}

/* ---- the chain ---- */

static void chain_set(struct segment *segment, const char *chain, struct text says)
{
    segment->chain = text_of(chain);
    segment->says = says;
}

static bool begins(const struct segment *segment)
{
    return text_empty(segment->previous) || text_is(segment->previous, ROOT_NONE);
}

/* Does it go on where the one before it ended? What once was another stays so; what was missing may
 * still be told. */
static bool chain_judge(struct turn *turn, struct segment *segment)
{
    struct segment before;
    bool found = false;
    if (text_is(segment->chain, "changed"))
        return true;
    if (segment->number > 1
        && !alert_segment_select(turn, segment->store, segment->number - 1, &before, &found))
        return false;
    struct arena *arena = turn->arena;
    if (segment->number == 1 && !begins(segment))
        chain_set(segment, "changed",
                  TEXT("it is the first of its store, and names a root before it"));
    else if (segment->number == 1)
        chain_set(segment, "sound", TEXT_NONE);
    else if (text_empty(segment->previous))
        chain_set(segment, "missing", TEXT("that it was sealed was never told"));
    else if (!found)
        chain_set(segment, "missing",
                  text_format(arena, "segment %lld of its store was never told of",
                              (long long)segment->number - 1));
    else if (!text_equal(before.root, segment->previous))
        chain_set(segment, "changed",
                  text_format(arena,
                              "it names %.*s as the root before it; of segment %lld was told %.*s",
                              TEXT_SHOW(segment->previous), (long long)before.number,
                              TEXT_SHOW(before.root)));
    else
        chain_set(segment, "sound", TEXT_NONE);
    return true;
}

/* The first root that was told is the one that counts. */
static void known_join(struct turn *turn, struct segment *segment, const struct segment *known)
{
    struct text said = segment->root;
    segment->version = known->version + 1;
    segment->reported_us = known->reported_us;
    segment->root = known->root;
    if (text_is(known->state, "retired")) {
        segment->state = known->state;
        segment->reason = known->reason;
    }
    if (text_empty(segment->previous))
        segment->previous = known->previous;
    segment->records = segment->records == 0 ? known->records : segment->records;
    segment->raw_bytes = segment->raw_bytes == 0 ? known->raw_bytes : segment->raw_bytes;
    segment->first_us = segment->first_us == TIME_NONE ? known->first_us : segment->first_us;
    segment->last_us = segment->last_us == TIME_NONE ? known->last_us : segment->last_us;
    segment->sealed_us = segment->sealed_us == TIME_NONE ? known->sealed_us : segment->sealed_us;
    if (text_is(known->chain, "changed"))
        chain_set(segment, "changed", known->says);
    else if (!text_equal(known->root, said))
        chain_set(segment, "changed",
                  text_format(turn->arena, "it was told of with the root %.*s, and then with %.*s",
                              TEXT_SHOW(known->root), TEXT_SHOW(said)));
    else if (!text_empty(known->previous) && !text_equal(known->previous, segment->previous))
        chain_set(segment, "changed",
                  text_format(turn->arena, "it named %.*s as the root before it, and then %.*s",
                              TEXT_SHOW(known->previous), TEXT_SHOW(segment->previous)));
}

/* What waited for this one. */
static bool next_judge(struct change *change, const struct segment *segment)
{
    struct turn *turn = change_turn(change);
    struct segment next;
    bool found;
    if (segment->number == INT64_MAX)
        return true;
    if (!alert_segment_select(turn, segment->store, segment->number + 1, &next, &found))
        return false;
    if (!found || !text_is(next.chain, "missing"))
        return true;
    next.version++;
    return chain_judge(turn, &next) && alert_segment_write(change, &next);
}

/* ---- reporting ---- */

static bool when(struct turn *turn, const struct value *map, const char *name, int64_t *instant_us)
{
    struct text text = value_get_text(map, name);
    *instant_us = TIME_NONE;
    return text_empty(text)
           || instant_parse(turn, name, text, turn->pack->calendar.zone, instant_us);
}

static bool segment_take(struct turn *turn, const struct value *input, const struct value *map,
                         struct segment *segment)
{
    struct arena *arena = turn->arena;
    *segment = (struct segment){.store = text_lower(arena, value_get_text(map, "store")),
                                .number = value_get_integer(map, "segment", 0),
                                .watch = value_get_text(input, "watch"),
                                .state = value_get_text(input, "state"),
                                .root = text_lower(arena, value_get_text(map, "root")),
                                .previous = text_lower(arena, value_get_text(map, "previous")),
                                .reason = value_get_text(map, "retired"),
                                .records = value_get_integer(map, "records", 0),
                                .raw_bytes = value_get_integer(map, "raw_bytes", 0),
                                .reported_us = turn->now_us,
                                .version = 1};
    return when(turn, map, "first", &segment->first_us)
           && when(turn, map, "last", &segment->last_us)
           && when(turn, map, "sealed", &segment->sealed_us);
}

static struct value *segment_value(struct turn *turn, const struct segment *segment)
{
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "watch", segment->watch);
    value_set_text(turn->arena, said, "store", segment->store);
    value_set_integer(turn->arena, said, "segment", segment->number);
    value_set_text(turn->arena, said, "state", segment->state);
    value_set_text(turn->arena, said, "root", segment->root);
    value_set_text(turn->arena, said, "previous", segment->previous);
    value_set_text(turn->arena, said, "chain", segment->chain);
    value_set_text(turn->arena, said, "says", segment->says);
    value_set_text(turn->arena, said, "reason", segment->reason);
    value_set_integer(turn->arena, said, "records", segment->records);
    value_set_integer(turn->arena, said, "raw_bytes", segment->raw_bytes);
    answer_time(turn, said, "first", segment->first_us);
    answer_time(turn, said, "last", segment->last_us);
    answer_time(turn, said, "sealed", segment->sealed_us);
    answer_time(turn, said, "reported", segment->reported_us);
    return said;
}

static bool segment_keep(struct change *change, const struct value *input, const struct value *map,
                         struct segment *segment)
{
    struct turn *turn = change_turn(change);
    struct segment known;
    bool found;
    if (!segment_take(turn, input, map, segment)
        || !alert_segment_select(turn, segment->store, segment->number, &known, &found))
        return false;
    if (found)
        known_join(turn, segment, &known);
    return chain_judge(turn, segment) && alert_segment_write(change, segment)
           && next_judge(change, segment);
}

bool segment_report(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct value *map = value_get(input, "segment");
    struct segment segment;
    if (map == NULL)
        return fail_field(turn, "segment", "say which one: its store, its number and its root");
    if (!digits_check(turn, map, "store", SHA256_BYTES / 2)
        || !digits_check(turn, map, "root", SHA256_BYTES)
        || !digits_check(turn, map, "previous", SHA256_BYTES)
        || !segment_keep(change, input, map, &segment))
        return false;
    struct text object = text_format(turn->arena, "segment/%.*s/%lld", TEXT_SHOW(segment.store),
                                     (long long)segment.number);
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "watch", segment.watch);
    value_set_text(turn->arena, said, "state", value_get_text(input, "state"));
    value_set(turn->arena, said, "segment", map);
    value_set_text(turn->arena, said, "chain", segment.chain);
    if (!text_empty(segment.says))
        value_set_text(turn->arena, said, "says", segment.says);
    *answer = said;
    return change_entry(change, "source.report", object, TEXT_NONE, said, NULL);
}

/* ---- what there is ---- */

const struct field segment_list_fields[] = {
    {.name = "chain",
     .type = FIELD_WORD,
     .words = chain_words,
     .help = "Only those that go on where the one before ended, where one is missing, or where "
             "something else was told."},
    FIELDS_PAGE,
    {.name = NULL},
};

/* "STORE/NUMBER" */
static bool after_read(struct turn *turn, const struct value *input, struct text *store,
                       int64_t *number)
{
    struct text digits;
    struct text after = value_get_text(input, "after");
    *number = 0;
    *store = text_cut(after, '/', &digits);
    return text_empty(after) || text_integer(digits, number)
           || fail_field(turn, "after", "give the \"next\" of the page before");
}

bool alert_segment_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct segment *segments;
    size_t count;
    struct text store;
    int64_t number;
    struct value *items = value_list(turn->arena);
    size_t limit = page_limit(input);
    if (!after_read(turn, input, &store, &number)
        || !alert_segment_select_page(turn, value_get_text(input, "chain"), store, number, limit,
                                      &segments, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        value_append(turn->arena, items, segment_value(turn, &segments[i]));
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (count == limit)
        value_set_text(turn->arena, *answer, "next",
                       text_format(turn->arena, "%.*s/%lld", TEXT_SHOW(segments[count - 1].store),
                                   (long long)segments[count - 1].number));
    return true;
}

bool alert_segments(struct turn *turn, struct alert_segments *sum)
{
    *sum = (struct alert_segments){0};
    if (!alert_segment_count(turn, &sum->count, &sum->missing, &sum->changed))
        return false;
    struct segment *worst;
    size_t count = 0;
    const char *chain = sum->changed > 0 ? "changed" : "missing";
    if (sum->changed + sum->missing == 0)
        return true;
    if (!alert_segment_select_page(turn, text_of(chain), TEXT_NONE, 0, 1, &worst, &count))
        return false;
    if (count > 0)
        sum->worst =
            text_format(turn->arena, "segment %lld of %.*s: %.*s", (long long)worst->number,
                        TEXT_SHOW(worst->watch), TEXT_SHOW(worst->says));
    return true;
}
