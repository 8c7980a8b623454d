/* SPDX-License-Identifier: Apache-2.0 */
#include "base/field.h"
#include "base/inside.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

enum {
    SHOWN_BYTES_MAX = 40, /* of what was found */
    NAMES_BYTES_MAX = 240,
    ID_BYTES_MAX = 64,
    INSTANT_BYTES_MAX = 64,
};

/* Where the check is: each step of the way down lives in the caller's frame. */
struct place {
    const struct place *parent;
    struct text name; /* of a member; empty data: an item of a list */
    size_t index;
};

struct check {
    struct turn *turn;
    const char *source;
};

/* What to say of a value that may be long, hostile or ill-formed: a short, printable piece of it.
 */
static const char *shown(struct arena *arena, struct text text)
{
    bool whole = text.size <= SHOWN_BYTES_MAX;
    size_t size = whole ? text.size : SHOWN_BYTES_MAX;
    while (!whole && size > 0 && ((unsigned char)text.data[size] & 0xC0) == 0x80)
        size--;
    struct text piece = text_utf8_mended(arena, (struct text){text.data, size});
    char *copy = arena_take(arena, piece.size + 1);
    for (size_t i = 0; i < piece.size; i++)
        copy[i] =
            (char)((unsigned char)piece.data[i] < ' ' || piece.data[i] == 0x7F ? '?'
                                                                               : piece.data[i]);
    return text_format(arena, "%s%s", copy, whole ? "" : "…").data;
}

static void place_write(struct builder *path, const struct place *place)
{
    if (place == NULL)
        return;
    place_write(path, place->parent);
    if (place->name.data == NULL) {
        build_format(path, "[%zu]", place->index);
        return;
    }
    if (path->size > 0)
        build_byte(path, '.');
    build(path, text_of(shown(path->arena, place->name)));
}

/* "policy/rating.yaml:12: " for a file, nothing for the input of an action. */
static const char *prefix(const struct check *check, int line)
{
    struct arena *arena = check->turn->arena;
    if (check->source == NULL)
        return "";
    return line > 0 ? text_format(arena, "%s:%d: ", check->source, line).data
                    : text_format(arena, "%s: ", check->source).data;
}

/* Fails at a place: "FILE:LINE: PATH WHAT". */
__attribute__((format(printf, 4, 5))) static bool
fail_at(const struct check *check, const struct place *place, int line, const char *format, ...)
{
    struct arena *arena = check->turn->arena;
    struct builder path = {.arena = arena};
    place_write(&path, place);
    const char *name = text_string(arena, built(&path));
    char what[FAULT_MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    return fail_field(check->turn, name, "%s%s %s", prefix(check, line),
                      name[0] == '\0' ? "the whole" : name, what);
}

/* What was found, in words: "the text "abc"", "the number 12", "a list". */
static const char *found(struct arena *arena, const struct value *value)
{
    switch (value->kind) {
    case VALUE_NULL: return "nothing";
    case VALUE_BOOLEAN: return value->boolean ? "true" : "false";
    case VALUE_INTEGER: return text_format(arena, "the number %" PRId64, value->integer).data;
    case VALUE_REAL: return text_format(arena, "the number %.17g", value->real).data;
    case VALUE_TEXT: return text_format(arena, "the text \"%s\"", shown(arena, value->text)).data;
    case VALUE_LIST: return "a list";
    case VALUE_MAP: return "a map";
    }
    return "something else";
}

static bool fail_kind(const struct check *check, const struct place *place,
                      const struct value *value, const char *wanted)
{
    return fail_at(check, place, value->line, "is %s, and must be %s.",
                   found(check->turn->arena, value), wanted);
}

/* Text is wanted. A bare 0123 or true in a YAML file is not text until it stands in quotes. */
static bool check_is_text(const struct check *check, const struct place *place,
                          const struct value *value, const char *wanted)
{
    if (value->kind == VALUE_TEXT)
        return text_utf8(value->text)
               || fail_at(check, place, value->line, "is not well-formed UTF-8.");
    bool scalar =
        value->kind == VALUE_INTEGER || value->kind == VALUE_REAL || value->kind == VALUE_BOOLEAN;
    if (!scalar)
        return fail_kind(check, place, value, wanted);
    struct arena *arena = check->turn->arena;
    struct text written = value->text;
    if (text_empty(written) && value->kind == VALUE_INTEGER)
        written = text_format(arena, "%" PRId64, value->integer);
    return text_empty(written)
               ? fail_at(check, place, value->line, "is %s, and must be %s in quotes.",
                         found(arena, value), wanted)
               : fail_at(check, place, value->line,
                         "is %s, and must be %s: write it in quotes, \"%s\".", found(arena, value),
                         wanted, shown(arena, written));
}

/* least..most of a count; most 0 is the limit of the house. */
static bool check_count(const struct check *check, const struct place *place,
                        const struct field *field, int line, size_t count, size_t limit,
                        const char *unit)
{
    int64_t most = field->most > 0 ? field->most : (int64_t)limit;
    if ((int64_t)count < field->least)
        return fail_at(check, place, line, "has %zu %s, and must have at least %" PRId64 ".", count,
                       unit, field->least);
    return (int64_t)count <= most
           || fail_at(check, place, line, "has %zu %s, and may have at most %" PRId64 ".", count,
                      unit, most);
}

static bool check_text(const struct check *check, const struct place *place,
                       const struct field *field, const struct value *value)
{
    return check_is_text(check, place, value, "text")
           && check_count(check, place, field, value->line, value->text.size, FIELD_TEXT_BYTES_MAX,
                          "bytes");
}

static bool check_integer(const struct check *check, const struct place *place,
                          const struct field *field, const struct value *value)
{
    if (value->kind != VALUE_INTEGER)
        return fail_kind(check, place, value, "a whole number without quotes");
    bool limited = field->least != 0 || field->most != 0;
    if (limited && value->integer < field->least)
        return fail_at(check, place, value->line,
                       "is %" PRId64 ", and must be at least %" PRId64 ".", value->integer,
                       field->least);
    return field->most == 0 || value->integer <= field->most
           || fail_at(check, place, value->line, "is %" PRId64 ", and may be at most %" PRId64 ".",
                      value->integer, field->most);
}

static bool check_money(const struct check *check, const struct place *place,
                        const struct field *field, const struct value *value)
{
    int64_t cents;
    struct arena *arena = check->turn->arena;
    if (!check_is_text(check, place, value, "an amount such as \"1234.56\""))
        return false;
    if (!money_parse(value->text, &cents))
        return fail_at(check, place, value->line,
                       "is \"%s\", which is no amount. Write dollars such as \"1234.56\": at most "
                       "two decimals, no minus, no exponent, commas only between thousands.",
                       shown(arena, value->text));
    if (cents < field->least)
        return fail_at(check, place, value->line, "is %s, and must be at least %s.",
                       shown(arena, value->text), money_format(arena, field->least).data);
    return field->most == 0 || cents <= field->most
           || fail_at(check, place, value->line, "is %s, and may be at most %s.",
                      shown(arena, value->text), money_format(arena, field->most).data);
}

/* Only the shape of an instant: which zone a local time is in is for instant_parse to know. */
static bool check_instant(const struct check *check, const struct place *place,
                          const struct value *value)
{
    static const char *const wanted = "a time such as 2026-07-03T17:00:00-04:00";
    if (!check_is_text(check, place, value, wanted))
        return false;
    struct text text = value->text;
    struct date date;
    bool shaped = text.size >= sizeof "2026-07-03T17:00" - 1 && text.size <= INSTANT_BYTES_MAX
                  && date_scan((struct text){text.data, 10}, &date) && text.data[13] == ':'
                  && (text.data[10] == 'T' || text.data[10] == 't' || text.data[10] == ' ');
    return shaped || fail_kind(check, place, value, wanted);
}

static bool check_date(const struct check *check, const struct place *place,
                       const struct value *value)
{
    struct date date;
    if (!check_is_text(check, place, value, "a date such as 2026-07-03"))
        return false;
    if (!date_scan(value->text, &date))
        return fail_kind(check, place, value, "a date such as 2026-07-03");
    return date_possible(date)
           || fail_at(check, place, value->line, "is %s, a day that no calendar has.",
                      shown(check->turn->arena, value->text));
}

static bool check_id(const struct check *check, const struct place *place,
                     const struct value *value)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                  "-._:";
    static const char *const wanted = "an id: 1 to 64 letters, digits and - . _ :";
    if (!check_is_text(check, place, value, wanted))
        return false;
    bool good = value->text.size >= 1 && value->text.size <= ID_BYTES_MAX;
    for (size_t i = 0; good && i < value->text.size; i++)
        good = memchr(letters, value->text.data[i], sizeof letters - 1) != NULL;
    return good || fail_kind(check, place, value, wanted);
}

/* The names of a choice, gathered for a message: the one closest to what was written, and all. */
struct names {
    struct builder list;
    struct text wrong;
    struct text nearest;
    size_t distance;
    size_t left_out;
};

static void names_add(struct names *names, const char *name)
{
    size_t distance = text_distance(names->wrong, text_of(name));
    size_t near = names->wrong.size <= 3 ? 1 : 2;
    if (distance <= near && distance < names->distance) {
        names->nearest = text_of(name);
        names->distance = distance;
    }
    if (names->list.size > NAMES_BYTES_MAX) {
        names->left_out++;
        return;
    }
    build_format(&names->list, "%s%s", names->list.size > 0 ? ", " : "", name);
}

/* "Did you mean X? Known are: A, B, C." */
static const char *names_say(struct names *names, const char *known)
{
    struct builder words = {.arena = names->list.arena};
    if (!text_empty(names->nearest))
        build_format(&words, "Did you mean %.*s? ", TEXT_SHOW(names->nearest));
    build_format(&words, "%s: %.*s", known, TEXT_SHOW(built(&names->list)));
    if (names->left_out > 0)
        build_format(&words, " and %zu more", names->left_out);
    build_byte(&words, '.');
    return words.data;
}

static bool check_word(const struct check *check, const struct place *place,
                       const struct field *field, const struct value *value)
{
    struct arena *arena = check->turn->arena;
    struct names names = {{.arena = arena}, value->text, TEXT_NONE, SIZE_MAX, 0};
    for (size_t i = 0; field->words[i] != NULL; i++) {
        if (value->kind == VALUE_TEXT && text_is(value->text, field->words[i]))
            return true;
        names_add(&names, field->words[i]);
    }
    return fail_at(check, place, value->line, "is %s. %s", found(arena, value),
                   names_say(&names, "It may be one of"));
}

static bool check_map(const struct check *check, const struct place *place,
                      const struct field *table, const struct value *map);

static bool check_value(const struct check *check, const struct place *place,
                        const struct field *field, const struct value *value);

static bool check_list(const struct check *check, const struct place *place,
                       const struct field *field, const struct value *value)
{
    if (value->kind != VALUE_LIST)
        return fail_kind(check, place, value, "a list");
    if (!check_count(check, place, field, value->line, value->count, FIELD_LIST_ITEMS_MAX, "items"))
        return false;
    for (size_t i = 0; i < value->count; i++) {
        struct place below = {place, TEXT_NONE, i};
        if (!check_value(check, &below, field->items, value->items[i]))
            return false;
    }
    return true;
}

static bool check_names(const struct check *check, const struct place *place,
                        const struct field *field, const struct value *value)
{
    if (value->kind != VALUE_MAP)
        return fail_kind(check, place, value, "a map");
    if (!check_count(check, place, field, value->line, value->count, FIELD_LIST_ITEMS_MAX, "names"))
        return false;
    for (size_t i = 0; i < value->count; i++) {
        struct text name = value->members[i].name;
        struct place below = {place, name.data == NULL ? TEXT("") : name, 0};
        if (!check_value(check, &below, field->items, value->members[i].value))
            return false;
    }
    return true;
}

static bool check_value(const struct check *check, const struct place *place,
                        const struct field *field, const struct value *value)
{
    switch (field->type) {
    case FIELD_TEXT: return check_text(check, place, field, value);
    case FIELD_INTEGER: return check_integer(check, place, field, value);
    case FIELD_BOOLEAN:
        return value->kind == VALUE_BOOLEAN
               || fail_kind(check, place, value, "true or false, without quotes");
    case FIELD_MONEY: return check_money(check, place, field, value);
    case FIELD_INSTANT: return check_instant(check, place, value);
    case FIELD_DATE: return check_date(check, place, value);
    case FIELD_WORD: return check_word(check, place, field, value);
    case FIELD_ID: return check_id(check, place, value);
    case FIELD_LIST: return check_list(check, place, field, value);
    case FIELD_MAP: return check_map(check, place, field->members, value);
    case FIELD_NAMES: return check_names(check, place, field, value);
    case FIELD_ANY: return true;
    }
    return false;
}

static const struct field *field_named(const struct field *table, struct text name)
{
    for (; table->name != NULL; table++)
        if (text_is(name, table->name))
            return table;
    return NULL;
}

static bool fail_unknown(const struct check *check, const struct place *place,
                         const struct field *table, const struct member *member)
{
    struct names names = {{.arena = check->turn->arena}, member->name, TEXT_NONE, SIZE_MAX, 0};
    for (; table->name != NULL; table++)
        names_add(&names, table->name);
    return fail_at(check, place, member->line > 0 ? member->line : member->value->line,
                   "is not a name known here. %s", names_say(&names, "Known are"));
}

static bool check_map(const struct check *check, const struct place *place,
                      const struct field *table, const struct value *map)
{
    if (map->kind != VALUE_MAP)
        return fail_kind(check, place, map, "a map");
    for (size_t i = 0; i < map->count; i++) {
        const struct member *member = &map->members[i];
        const struct field *field = field_named(table, member->name);
        struct text name = member->name;
        struct place below = {place, name.data == NULL ? TEXT("") : name, 0};
        if (field == NULL)
            return fail_unknown(check, &below, table, member);
        bool given = member->value->kind != VALUE_NULL;
        if (given && !check_value(check, &below, field, member->value))
            return false;
    }
    for (const struct field *field = table; field->name != NULL; field++) {
        struct place below = {place, text_of(field->name), 0};
        if (field->needed && !value_has(map, field->name))
            return fail_at(check, &below, map->line, "is missing, and is needed%s%s",
                           field->help == NULL ? "." : ": ",
                           field->help == NULL ? "" : field->help);
    }
    return true;
}

bool field_check(struct turn *turn, const struct field *table, const struct value *map,
                 const char *source)
{
    struct check check = {turn, source};
    return check_map(&check, NULL, table, map);
}
