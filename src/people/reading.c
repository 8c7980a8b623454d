/* SPDX-License-Identifier: Apache-2.0 */
/* Who read what: reading is logged like writing (rule 6 behind the matrix), many to a change. */
#include "base/hash.h"
#include "base/json.h"
#include "people/inside.h"
#include <stdlib.h>

/* What the hash in the ledger is taken of. */
static struct sha256 reading_hash(struct arena *arena, const struct reading *reading)
{
    struct value *said = value_map(arena);
    value_set_text(arena, said, "id", reading->id);
    value_set_text(arena, said, "at", instant_utc(arena, reading->at_us));
    value_set_text(arena, said, "person", reading->person);
    value_set_text(arena, said, "capacity", reading->capacity);
    value_set_text(arena, said, "action", reading->action);
    value_set_text(arena, said, "incident", reading->incident);
    value_set_text(arena, said, "asked", reading->asked);
    value_set_text(arena, said, "outcome", reading->outcome);
    value_set_integer(arena, said, "shown", reading->shown);
    return sha256(json_write(arena, said));
}

static int by_id(const void *left, const void *right)
{
    return text_compare(((const struct reading *)left)->id, ((const struct reading *)right)->id);
}

bool people_readings_keep(struct change *change, struct reading *list, size_t count)
{
    struct turn *turn = change_turn(change);
    struct builder hashes = {.arena = turn->arena};
    struct text batch;
    if (!id_new(turn, &batch))
        return false;
    build(&hashes, TEXT_NONE);
    for (size_t i = 0; i < count; i++) {
        list[i].batch = batch;
        if (!id_new(turn, &list[i].id))
            return false;
    }
    qsort(list, count, sizeof *list, by_id);
    for (size_t i = 0; i < count; i++) {
        if (!reading_insert(change, &list[i]))
            return false;
        struct sha256 hash = reading_hash(turn->arena, &list[i]);
        build(&hashes, (struct text){(const char *)hash.bytes, sizeof hash.bytes});
    }
    struct sha256 root = sha256(built(&hashes));
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "batch", batch);
    value_set_integer(turn->arena, said, "lines", (int64_t)count);
    value_set_text(
        turn->arena, said, "root_sha256",
        hex_write(turn->arena, (struct text){(const char *)root.bytes, sizeof root.bytes}));
    return change_entry(change, "reading.keep",
                        text_format(turn->arena, "reading/%.*s", TEXT_SHOW(batch)), TEXT_NONE, said,
                        NULL);
}

bool readings_keep_write(struct change *change, const struct value *input, struct value **answer)
{
    struct arena *arena = change_turn(change)->arena;
    size_t count = value_get_count(input, "lines");
    struct reading *list = arena_array(arena, count + 1, sizeof *list);
    for (size_t i = 0; i < count; i++) {
        const struct value *line = value_get_item(input, "lines", i);
        list[i] = (struct reading){.at_us = value_get_integer(line, "at_us", 0),
                                   .person = value_get_text(line, "person"),
                                   .capacity = value_get_text(line, "capacity"),
                                   .action = value_get_text(line, "action"),
                                   .incident = value_get_text(line, "case"),
                                   .asked = value_get_text(line, "asked"),
                                   .outcome = value_get_text(line, "outcome"),
                                   .shown = value_get_integer(line, "shown", 0)};
    }
    *answer = value_map(arena);
    value_set_integer(arena, *answer, "lines", (int64_t)count);
    return people_readings_keep(change, list, count);
}

#define WORD_FIELD(field, says)                                                                    \
    {                                                                                              \
        .name = (field), .type = FIELD_TEXT, .least = 0, .most = 100, .help = (says)               \
    }
static const struct field line_fields[] = {
    {.name = "at_us", .type = FIELD_INTEGER, .needed = true, .help = "When, in microseconds UTC."},
    {.name = "shown", .type = FIELD_INTEGER, .help = "Rows of a list; strangers refused."},
    WORD_FIELD("person", "Who; empty for strangers."),
    WORD_FIELD("capacity", "In which role."),
    WORD_FIELD("action", "By which action."),
    WORD_FIELD("case", "Id of the case."),
    WORD_FIELD("asked", "What was asked for."),
    WORD_FIELD("outcome", "read, listed or refused."),
    {.name = NULL},
};
static const struct field line_item = {.type = FIELD_MAP, .members = line_fields};
static const struct field keep_fields[] = {
    {.name = "lines",
     .type = FIELD_LIST,
     .needed = true,
     .least = 1,
     .most = 1000,
     .items = &line_item,
     .help = "In the order in which they were read."},
    {.name = NULL},
};

const struct action reading_actions[] = {
    {.name = "reading.keep",
     .title = "Write down who read what",
     .method = METHOD_POST,
     .route = "/readings",
     .fields = keep_fields,
     .area = AREA_AUDIT,
     .level = LEVEL_WRITE,
     .internal = true,
     .write = readings_keep_write,
     .help = "A batch of readings and refusals, whose hash stands in the ledger."},
    {.name = NULL},
};

bool people_readings(struct turn *turn, const struct readings_query *query, struct reading **list,
                     size_t *count)
{
    return reading_select(turn, query, list, count);
}
