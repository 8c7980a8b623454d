/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/entry.h"
#include "base/json.h"
#include "base/value.h"
#include "base/zone.h"
#include "ledger/tile.h"
#include <stddef.h>

enum member_kind { MEMBER_TEXT, MEMBER_NUMBER, MEMBER_TIME, MEMBER_HASH, MEMBER_VERSION };

struct member_rule {
    const char *name;
    size_t name_size;
    enum member_kind kind;
    bool needed;
    size_t offset; /* in struct entry */
};

#define NAME(literal) literal, sizeof(literal) - 1

/* In the order of the canonical form. */
static const struct member_rule rules[] = {
    {NAME("actor"), MEMBER_TEXT, true, offsetof(struct entry, actor)},
    {NAME("cap"), MEMBER_TEXT, false, offsetof(struct entry, capacity)},
    {NAME("case"), MEMBER_TEXT, false, offsetof(struct entry, incident)},
    {NAME("case_seq"), MEMBER_NUMBER, false, offsetof(struct entry, case_sequence)},
    {NAME("for"), MEMBER_TEXT, false, offsetof(struct entry, behalf)},
    {NAME("obj"), MEMBER_TEXT, true, offsetof(struct entry, object)},
    {NAME("op"), MEMBER_TEXT, true, offsetof(struct entry, op)},
    {NAME("pay"), MEMBER_HASH, false, offsetof(struct entry, pay)},
    {NAME("prev"), MEMBER_HASH, false, offsetof(struct entry, previous)},
    {NAME("req"), MEMBER_TEXT, false, offsetof(struct entry, request)},
    {NAME("seq"), MEMBER_NUMBER, true, offsetof(struct entry, sequence)},
    {NAME("ts"), MEMBER_TIME, true, offsetof(struct entry, at)},
    {NAME("v"), MEMBER_VERSION, true, 0},
};
enum { RULES = sizeof rules / sizeof *rules };

/* ---- reading ---- */

static bool take_byte(struct text *rest, char byte)
{
    if (rest->size == 0 || rest->data[0] != byte)
        return false;
    *rest = (struct text){rest->data + 1, rest->size - 1};
    return true;
}

/* The member's name with its quotation marks and colon: "actor": */
static bool take_name(struct text *rest, const struct member_rule *rule)
{
    const char *at = rest->data;
    size_t size = rule->name_size + 3;
    if (rest->size < size || at[0] != '"' || at[1] != rule->name[0]
        || memcmp(at + 1, rule->name, rule->name_size) != 0 || at[size - 2] != '"'
        || at[size - 1] != ':')
        return false;
    *rest = (struct text){at + size, rest->size - size};
    return true;
}

/* Bytes of a canonical escape at the start of text, or 0: \" \\ \b \t \n \f \r, else \u00xx. */
static size_t escape_size(struct text text)
{
    if (text.size < 2)
        return 0;
    if (strchr("\"\\btnfr", text.data[1]) != NULL && text.data[1] != '\0')
        return 2;
    if (text.size < 6 || !text_starts(text, TEXT("\\u00")))
        return 0;
    unsigned char byte;
    if ((text.data[4] != '0' && text.data[4] != '1') || (text.data[5] >= 'A' && text.data[5] <= 'F')
        || !hex_read((struct text){text.data + 4, 2}, &byte, 1))
        return 0;
    bool has_short_form =
        byte == '\b' || byte == '\t' || byte == '\n' || byte == '\f' || byte == '\r';
    return has_short_form ? 0 : 6;
}

/* A JSON string in its canonical form; *text is what stands between the quotation marks. */
static bool take_text(struct text *rest, struct text *text)
{
    if (!take_byte(rest, '"'))
        return false;
    size_t at = 0;
    bool ascii = true;
    while (at < rest->size && rest->data[at] != '"') {
        unsigned char byte = (unsigned char)rest->data[at];
        size_t size = byte >= ' ';
        if (byte == '\\')
            size = escape_size((struct text){rest->data + at, rest->size - at});
        if (size == 0)
            return false;
        ascii = ascii && byte < 0x80;
        at += size;
    }
    if (at == rest->size)
        return false;
    *text = (struct text){rest->data, at};
    *rest = (struct text){rest->data + at + 1, rest->size - at - 1};
    return ascii || text_utf8(*text);
}

/* A whole number from 0 to 2^53 - 1. */
static bool take_number(struct text *rest, int64_t *number)
{
    size_t digits = 0;
    while (digits < rest->size && rest->data[digits] >= '0' && rest->data[digits] <= '9')
        digits++;
    struct text decimal = {rest->data, digits};
    if (digits == 0 || digits > 16 || (digits > 1 && decimal.data[0] == '0')
        || !text_integer(decimal, number) || *number >= INT64_C(1) << 53)
        return false;
    *rest = (struct text){rest->data + digits, rest->size - digits};
    return true;
}

static bool hash_hex_valid(struct text hex)
{
    for (size_t i = 0; i < hex.size; i++)
        if (!(hex.data[i] >= '0' && hex.data[i] <= '9')
            && !(hex.data[i] >= 'a' && hex.data[i] <= 'f'))
            return false;
    return hex.size == ENTRY_HASH_HEX_BYTES;
}

bool entry_time_valid(struct text at)
{
    static const char shape[] = "dddd-dd-ddTdd:dd:dd.dddZ";
    if (at.size != ENTRY_TIME_BYTES)
        return false;
    for (size_t i = 0; i < at.size; i++)
        if (shape[i] == 'd' ? at.data[i] < '0' || at.data[i] > '9' : at.data[i] != shape[i])
            return false;
    return true;
}

static bool take_value(struct text *rest, const struct member_rule *rule, struct entry *entry)
{
    void *place = (char *)entry + rule->offset;
    int64_t version;
    switch (rule->kind) {
    case MEMBER_TEXT: return take_text(rest, place);
    case MEMBER_NUMBER: return take_number(rest, place);
    case MEMBER_TIME: return take_text(rest, place) && entry_time_valid(*(struct text *)place);
    case MEMBER_HASH: return take_text(rest, place) && hash_hex_valid(*(struct text *)place);
    case MEMBER_VERSION: return take_number(rest, &version) && version == ENTRY_VERSION;
    }
    return false;
}

bool entry_read(struct text json, struct entry *entry, const char **why)
{
    *entry = (struct entry){.case_sequence = -1};
    *why = "it is not canonical JSON with the members of version 1";
    if (json.size > ENTRY_BYTES_MAX || !take_byte(&json, '{'))
        return false;
    bool first = true;
    for (size_t i = 0; i < RULES; i++) {
        struct text here = json;
        bool named = (first || take_byte(&here, ',')) && take_name(&here, &rules[i]);
        if (!named && rules[i].needed)
            return false;
        if (!named)
            continue;
        if (!take_value(&here, &rules[i], entry))
            return false;
        json = here;
        first = false;
    }
    if (!text_is(json, "}"))
        return false;
    *why = "its members case, case_seq and prev do not belong together";
    return text_empty(entry->incident)
               ? entry->case_sequence == -1 && text_empty(entry->previous)
               : entry->case_sequence >= 0
                     && (entry->case_sequence == 0) == text_empty(entry->previous);
}

/* ---- writing ---- */

struct text entry_time_write(struct arena *arena, int64_t milliseconds)
{
    int64_t day_ms = DAY_US / 1000;
    int64_t days = milliseconds / day_ms - (milliseconds % day_ms < 0);
    int64_t rest = milliseconds - days * day_ms;
    struct date date = date_of_days(days);
    return text_format(arena, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", date.year, date.month,
                       date.day, (int)(rest / 3600000), (int)(rest / 60000 % 60),
                       (int)(rest / 1000 % 60), (int)(rest % 1000));
}

static void set_unless_empty(struct turn *turn, struct value *map, const char *name,
                             struct text text)
{
    if (!text_empty(text))
        value_set_text(turn->arena, map, name, text);
}

bool entry_write(struct turn *turn, const struct entry *entry, struct text *json)
{
    struct value *map = value_map(turn->arena);
    for (size_t i = 0; i < RULES; i++) {
        const void *place = (const char *)entry + rules[i].offset;
        if (rules[i].kind == MEMBER_VERSION)
            value_set_integer(turn->arena, map, rules[i].name, ENTRY_VERSION);
        else if (rules[i].kind != MEMBER_NUMBER)
            set_unless_empty(turn, map, rules[i].name, *(const struct text *)place);
        else if (rules[i].needed || !text_empty(entry->incident))
            value_set_integer(turn->arena, map, rules[i].name, *(const int64_t *)place);
    }
    if (!json_canonical(turn, map, json))
        return false;
    if (json->size > ENTRY_BYTES_MAX)
        return fail(turn, FAULT_LIMIT,
                    "A ledger entry is at most %d bytes, and this one has %zu. What is said "
                    "belongs into the payload.",
                    ENTRY_BYTES_MAX, json->size);
    return true;
}
