/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Segments of a watch's event store, sealed or let go: their roots are kept in the ledger, where
 * nobody can put another one in their place, and prove each line that stands under them.
 */
#include "alert/inside.h"
#include "base/hash.h"

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

bool segment_report(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct value *segment = value_get(input, "segment");
    if (segment == NULL)
        return fail_field(turn, "segment", "say which one: its store, its number and its root");
    if (!digits_check(turn, segment, "store", SHA256_BYTES / 2)
        || !digits_check(turn, segment, "root", SHA256_BYTES)
        || !digits_check(turn, segment, "previous", SHA256_BYTES))
        return false;
    struct text object =
        text_format(turn->arena, "segment/%.*s/%lld", TEXT_SHOW(value_get_text(segment, "store")),
                    (long long)value_get_integer(segment, "segment", 0));
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "watch", value_get_text(input, "watch"));
    value_set_text(turn->arena, said, "state", value_get_text(input, "state"));
    value_set(turn->arena, said, "segment", segment);
    *answer = said;
    return change_entry(change, "source.report", object, TEXT_NONE, said, NULL);
}
