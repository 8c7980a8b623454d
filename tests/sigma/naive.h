/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A rule asked of an event in the plainest way: straight from the specification, with nothing of
 * the engine. Both are values; texts are taken apart into characters, every value is looked at, and
 * every spelling that a modifier allows is written out. Letters without case: ASCII and Latin-1.
 */
#pragma once
#include "base/fold.h"
#include "base/value.h"
#include <arpa/inet.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
enum { NAIVE_ANY = 0x110000, NAIVE_STAR, NAIVE_VALUES_MAX = 4096, NAIVE_SPELLINGS = 4096 };

struct naive_text {
    uint32_t *codes; /* characters, NAIVE_ANY, NAIVE_STAR */
    size_t count;
};

struct naive {
    struct arena *arena;
    const struct value *event, *detection;
};

/* ---- texts ---- */

static inline struct naive_text naive_new(struct naive *naive, size_t room)
{
    return (struct naive_text){arena_array(naive->arena, room + 1, sizeof(uint32_t)), 0};
}

static inline struct naive_text naive_plain(struct naive *naive, struct text text)
{
    struct naive_text made = naive_new(naive, text.size);
    while (text.size > 0) {
        uint32_t code;
        size_t size = utf8_next(text, &code);
        made.codes[made.count++] = code == UINT32_MAX ? (unsigned char)text.data[0] : code;
        text = (struct text){text.data + size, text.size - size};
    }
    return made;
}

static inline struct naive_text naive_pattern(struct naive *naive, struct text text)
{
    struct naive_text from = naive_plain(naive, text);
    struct naive_text made = naive_new(naive, from.count);
    for (size_t i = 0; i < from.count; i++) {
        uint32_t code = from.codes[i];
        uint32_t next = i + 1 < from.count ? from.codes[i + 1] : 0;
        if (code == '\\' && (next == '*' || next == '?' || next == '\\'))
            made.codes[made.count++] = from.codes[++i];
        else
            made.codes[made.count++] = code == '*' ? NAIVE_STAR : code == '?' ? NAIVE_ANY : code;
    }
    return made;
}

static inline uint32_t naive_fold(uint32_t code, bool cased)
{
    if (cased)
        return code;
    bool upper = (code >= 'A' && code <= 'Z') || (code >= 0xC0 && code <= 0xDE && code != 0xD7);
    return upper ? code + 0x20 : code;
}

static inline bool naive_fits(const uint32_t *pattern, size_t patterns, const uint32_t *text,
                              size_t texts, bool cased)
{
    if (patterns == 0)
        return texts == 0;
    if (pattern[0] == NAIVE_STAR) {
        for (size_t i = 0; i <= texts; i++)
            if (naive_fits(pattern + 1, patterns - 1, text + i, texts - i, cased))
                return true;
        return false;
    }
    return texts > 0
           && (pattern[0] == NAIVE_ANY
               || naive_fold(pattern[0], cased) == naive_fold(text[0], cased))
           && naive_fits(pattern + 1, patterns - 1, text + 1, texts - 1, cased);
}

/* ---- the values of a field ---- */

struct naive_values {
    const struct value *list[NAIVE_VALUES_MAX];
    size_t count;
    bool there;
};

static inline void naive_collect(const struct value *value, struct naive_values *values)
{
    values->there = true;
    if (value->kind == VALUE_LIST)
        for (size_t i = 0; i < value->count; i++)
            naive_collect(value->items[i], values);
    else if (value->kind != VALUE_MAP)
        values->list[values->count++] = value;
}

static inline void naive_walk(const struct value *value, struct text name,
                              struct naive_values *values)
{
    if (value->kind == VALUE_LIST)
        for (size_t i = 0; i < value->count; i++)
            naive_walk(value->items[i], name, values);
    if (value->kind != VALUE_MAP)
        return;
    for (size_t i = 0; i < value->count; i++) {
        struct text own = value->members[i].name;
        if (text_equal(own, name))
            naive_collect(value->members[i].value, values);
        else if (text_starts(name, own) && name.size > own.size + 1 && name.data[own.size] == '.')
            naive_walk(value->members[i].value,
                       (struct text){name.data + own.size + 1, name.size - own.size - 1}, values);
    }
}

static inline void naive_everything(const struct value *value, struct naive_values *values)
{
    if (value->kind != VALUE_LIST && value->kind != VALUE_MAP)
        naive_collect(value, values);
    for (size_t i = 0; i < value->count; i++)
        naive_everything(value->kind == VALUE_LIST ? value->items[i] : value->members[i].value,
                         values);
}

static inline void naive_field(const struct value *event, struct text name,
                               struct naive_values *values)
{
    *values = (struct naive_values){.count = 0};
    for (size_t i = 0; i < event->count; i++)
        if (text_equal(event->members[i].name, name))
            naive_collect(event->members[i].value, values);
    if (!values->there)
        naive_walk(event, name, values);
}

/* False: null has no text. */
static inline bool naive_text_of(struct naive *naive, const struct value *value, struct text *text)
{
    switch (value->kind) {
    case VALUE_TEXT: *text = value->text; return true;
    case VALUE_INTEGER:
        *text = text_format(naive->arena, "%lld", (long long)value->integer);
        return true;
    case VALUE_REAL: *text = text_format(naive->arena, "%g", value->real); return true;
    case VALUE_BOOLEAN: *text = text_of(value->boolean ? "true" : "false"); return true;
    case VALUE_NULL:
    case VALUE_LIST:
    case VALUE_MAP: break;
    }
    return false;
}

/* ---- spellings ---- */

struct naive_spellings {
    struct naive_text *list;
    size_t count;
};

static inline bool naive_word(uint32_t code)
{
    return code == '_' || (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z')
           || (code >= 'A' && code <= 'Z') || (code >= 0xC0 && code < 0x250 && code != 0xD7);
}

/* Every way to write the first dash that may be written otherwise, from a place on. */
static inline void naive_dash(struct naive *naive, struct naive_text text, size_t from,
                              struct naive_spellings *out)
{
    static const uint32_t dashes[] = {'-', '/', 0x2013, 0x2014, 0x2015};
    for (size_t i = from; i < text.count; i++) {
        bool begins = i == 0 || !naive_word(text.codes[i - 1]);
        bool dash = text.codes[i] == '-' || text.codes[i] == '/';
        if (!dash || !begins || i + 1 == text.count || !naive_word(text.codes[i + 1]))
            continue;
        for (size_t k = 0; k < 5; k++) {
            struct naive_text other = naive_new(naive, text.count);
            memcpy(other.codes, text.codes, text.count * sizeof *text.codes);
            other.count = text.count;
            other.codes[i] = dashes[k];
            naive_dash(naive, other, i + 1, out);
        }
        return;
    }
    out->list[out->count++] = text;
}

static inline void naive_open(struct naive *naive, struct naive_text *text, bool before, bool after)
{
    struct naive_text open = naive_new(naive, text->count + 2);
    if (before)
        open.codes[open.count++] = NAIVE_STAR;
    memcpy(open.codes + open.count, text->codes, text->count * sizeof *text->codes);
    open.count += text->count;
    if (after)
        open.codes[open.count++] = NAIVE_STAR;
    *text = open;
}

/* Bytes in place of characters, for what is encoded next. */
static inline struct naive_text naive_bytes(struct naive *naive, struct naive_text text, bool wide)
{
    struct naive_text made = naive_new(naive, text.count * 4);
    for (size_t i = 0; i < text.count; i++) {
        char bytes[4];
        if (wide) {
            made.codes[made.count++] = text.codes[i] & 0xFF;
            made.codes[made.count++] = text.codes[i] >> 8;
            continue;
        }
        size_t size = utf8_write(text.codes[i], bytes);
        for (size_t k = 0; k < size; k++)
            made.codes[made.count++] = (unsigned char)bytes[k];
    }
    return made;
}

/* Base64 of bytes with so many others in front, from the digit `first` to `last` before the end. */
static inline struct naive_text naive_base64(struct naive *naive, struct naive_text bytes,
                                             size_t offset, bool whole)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    static const size_t starts[] = {0, 2, 3};
    static const size_t ends[] = {0, 3, 2};
    struct naive_text made = naive_new(naive, (offset + bytes.count) * 2 + 4);
    size_t bits = (offset + bytes.count) * 8;
    for (size_t bit = 0; bit < (bits + 23) / 24 * 24; bit += 6) {
        unsigned digit = 0;
        for (size_t k = bit; k < bit + 6; k++) {
            size_t at = k / 8;
            unsigned byte = at < offset                 ? ' '
                            : at - offset < bytes.count ? bytes.codes[at - offset]
                                                        : 0;
            digit = digit << 1 | (byte >> (7 - k % 8) & 1);
        }
        made.codes[made.count++] = bit < bits ? (uint32_t)digits[digit] : '=';
    }
    if (whole)
        return made;
    size_t end = made.count - ends[(offset + bytes.count) % 3];
    made.codes += starts[offset];
    made.count = end > starts[offset] ? end - starts[offset] : 0;
    return made;
}

/* ---- one item ---- */

struct naive_item {
    struct text field;
    bool all, neq, cased, exists, re, caseless, cidr, fieldref, wide, before, after;
    const char *compare, *part; /* "gt" …; "hour" …; or NULL */
    struct text words[16];
    size_t count;
};

static inline bool naive_is(const struct naive_item *item, const char *word)
{
    for (size_t i = 0; i < item->count; i++)
        if (text_is(item->words[i], word))
            return true;
    return false;
}

static inline void naive_item_read(struct text key, struct naive_item *item)
{
    static const char *const compares[] = {"gt", "gte", "lt", "lte"};
    static const char *const parts[] = {"minute", "hour", "day", "week", "month", "year"};
    struct text rest;
    *item = (struct naive_item){.field = text_cut(key, '|', &rest)};
    while (rest.data != NULL)
        item->words[item->count++] = text_cut(rest, '|', &rest);
    item->all = naive_is(item, "all");
    item->neq = naive_is(item, "neq");
    item->cased = naive_is(item, "cased");
    item->exists = naive_is(item, "exists");
    item->re = naive_is(item, "re");
    item->caseless = naive_is(item, "i");
    item->cidr = naive_is(item, "cidr");
    item->fieldref = naive_is(item, "fieldref");
    item->before = naive_is(item, "contains") || naive_is(item, "endswith");
    item->after = naive_is(item, "contains") || naive_is(item, "startswith");
    for (size_t i = 0; i < 4; i++)
        item->compare = naive_is(item, compares[i]) ? compares[i] : item->compare;
    for (size_t i = 0; i < 6; i++)
        item->part = naive_is(item, parts[i]) ? parts[i] : item->part;
}

/* All texts that the rule's value stands for. */
static inline struct naive_spellings naive_spell(struct naive *naive, const struct naive_item *item,
                                                 const struct value *value)
{
    struct text text = TEXT_NONE;
    naive_text_of(naive, value, &text);
    struct naive_spellings now = {arena_array(naive->arena, 1, sizeof(struct naive_text)), 1};
    now.list[0] = value->kind == VALUE_TEXT ? naive_pattern(naive, text) : naive_plain(naive, text);
    for (size_t w = 0; w < item->count; w++) {
        struct text word = item->words[w];
        size_t room = text_is(word, "windash") ? NAIVE_SPELLINGS : now.count * 3;
        struct naive_spellings next = {arena_array(naive->arena, room, sizeof(struct naive_text)),
                                       0};
        for (size_t i = 0; i < now.count; i++) {
            struct naive_text one = now.list[i];
            if (text_is(word, "windash"))
                naive_dash(naive, one, 0, &next);
            else if (text_is(word, "base64"))
                next.list[next.count++] =
                    naive_base64(naive, item->wide ? one : naive_bytes(naive, one, false), 0, true);
            else if (text_is(word, "base64offset")) {
                for (size_t k = 0; k < 3; k++) {
                    struct naive_text part = naive_base64(
                        naive, naive_is(item, "wide") ? one : naive_bytes(naive, one, false), k,
                        false);
                    if (part.count > 0)
                        next.list[next.count++] = part;
                }
            } else {
                if (text_is(word, "wide"))
                    one = naive_bytes(naive, one, true);
                bool both = text_is(word, "contains");
                if (both || text_is(word, "startswith") || text_is(word, "endswith"))
                    naive_open(naive, &one, both || text_is(word, "endswith"),
                               both || text_is(word, "startswith"));
                next.list[next.count++] = one;
            }
        }
        now = next;
    }
    for (size_t i = 0; i < now.count && text_empty(item->field) && !item->before && !item->after;
         i++)
        naive_open(naive, &now.list[i], true, true);
    return now;
}

static inline bool naive_compare(double left, const char *compare, double right)
{
    return compare == NULL               ? left <= right && left >= right
           : strcmp(compare, "gt") == 0  ? left > right
           : strcmp(compare, "gte") == 0 ? left >= right
           : strcmp(compare, "lt") == 0  ? left < right
                                         : left <= right;
}

static inline bool naive_number(struct text text, double *number)
{
    char *end;
    char copy[64];
    if (text.size == 0 || text.size >= sizeof copy || strchr("+-.0123456789", text.data[0]) == NULL)
        return false;
    memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    *number = strtod(copy, &end);
    return *end == '\0' && strpbrk(copy, "xXnN") == NULL;
}

/* By the C library's calendar. */
static inline bool naive_part(struct text text, const char *part, double *number)
{
    static const char *const parts[] = {"minute", "hour", "day", "week", "month", "year"};
    char copy[64];
    char shown[16];
    struct tm date = {0};
    if (text.size == 0 || text.size >= sizeof copy)
        return false;
    memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    char *end = strptime(copy, "%Y-%m-%d", &date);
    if (end == NULL)
        return false;
    bool timed = *end == 'T' && strptime(end, "T%H:%M", &date) != NULL;
    if (!timed && (strcmp(part, "minute") == 0 || strcmp(part, "hour") == 0))
        return false;
    strftime(shown, sizeof shown, "%V", &date);
    const int numbers[] = {date.tm_min, date.tm_hour,    date.tm_mday,
                           atoi(shown), date.tm_mon + 1, date.tm_year + 1900};
    for (size_t i = 0; i < 6; i++)
        if (strcmp(part, parts[i]) == 0)
            *number = numbers[i];
    return true;
}

static inline bool naive_network(struct text text, struct text network)
{
    unsigned a[4];
    unsigned b[4];
    unsigned bits;
    char left[64];
    char right[64];
    struct in_addr address;
    snprintf(left, sizeof left, "%.*s", TEXT_SHOW(text));
    snprintf(right, sizeof right, "%.*s", TEXT_SHOW(network));
    if (inet_pton(AF_INET, left, &address) != 1 || strlen(left) != text.size
        || sscanf(left, "%u.%u.%u.%u", &a[0], &a[1], &a[2], &a[3]) != 4
        || sscanf(right, "%u.%u.%u.%u/%u", &b[0], &b[1], &b[2], &b[3], &bits) != 5)
        return false;
    for (unsigned bit = 0; bit < bits; bit++)
        if ((a[bit / 8] >> (7 - bit % 8) & 1) != (b[bit / 8] >> (7 - bit % 8) & 1))
            return false;
    return true;
}

static inline bool naive_regex(struct naive *naive, struct text text, struct text pattern,
                               bool caseless)
{
    regex_t regex;
    const char *copy = text_string(naive->arena, pattern);
    if (regcomp(&regex, copy, REG_EXTENDED | REG_NOSUB | (caseless ? REG_ICASE : 0)) != 0)
        return false;
    bool found = regexec(&regex, text_string(naive->arena, text), 0, NULL, 0) == 0;
    regfree(&regex);
    return found;
}

static inline bool naive_other(struct naive *naive, const struct naive_item *item, struct text text,
                               struct text name)
{
    struct naive_values others;
    struct naive_text left = naive_plain(naive, text);
    naive_field(naive->event, name, &others);
    for (size_t i = 0; i < others.count; i++) {
        struct text other;
        if (!naive_text_of(naive, others.list[i], &other))
            continue;
        struct naive_text right = naive_plain(naive, other);
        naive_open(naive, &right, item->before, item->after);
        if (naive_fits(right.codes, right.count, left.codes, left.count, item->cased))
            return true;
    }
    return false;
}

/* One value of the rule against one of the event. */
static inline bool naive_holds_for(struct naive *naive, const struct naive_item *item,
                                   const struct value *wanted, const struct value *value)
{
    struct text text;
    double number = 0;
    if (!naive_text_of(naive, value, &text))
        return false;
    if (item->re)
        return naive_regex(naive, text, wanted->text, item->caseless);
    if (item->cidr)
        return naive_network(text, wanted->text);
    if (item->fieldref)
        return naive_other(naive, item, text, wanted->text);
    double bound = wanted->kind == VALUE_INTEGER ? (double)wanted->integer : wanted->real;
    if (item->part != NULL)
        return naive_part(text, item->part, &number) && naive_compare(number, item->compare, bound);
    if (item->compare != NULL)
        return naive_number(text, &number) && naive_compare(number, item->compare, bound);
    bool number_wanted = wanted->kind == VALUE_INTEGER || wanted->kind == VALUE_REAL;
    if (number_wanted && (value->kind == VALUE_INTEGER || value->kind == VALUE_REAL)
        && !item->before && !item->after && !text_empty(item->field))
        return naive_number(text, &number) && naive_compare(number, NULL, bound);
    struct naive_spellings spellings = naive_spell(naive, item, wanted);
    struct naive_text codes = naive_plain(naive, text);
    for (size_t i = 0; i < spellings.count; i++)
        if (naive_fits(spellings.list[i].codes, spellings.list[i].count, codes.codes, codes.count,
                       item->cased))
            return true;
    return false;
}

static inline bool naive_value(struct naive *naive, const struct naive_item *item,
                               const struct value *wanted)
{
    struct naive_values values = {.count = 0};
    if (text_empty(item->field))
        naive_everything(naive->event, &values);
    else
        naive_field(naive->event, item->field, &values);
    if (item->exists)
        return values.there == wanted->boolean;
    bool holds = wanted->kind == VALUE_NULL && !values.there;
    for (size_t i = 0; i < values.count && !holds; i++)
        holds = wanted->kind == VALUE_NULL ? values.list[i]->kind == VALUE_NULL
                                           : naive_holds_for(naive, item, wanted, values.list[i]);
    return holds;
}

static inline bool naive_item(struct naive *naive, struct text key, const struct value *value)
{
    struct naive_item item;
    naive_item_read(key, &item);
    item.wide = naive_is(&item, "wide");
    size_t count = value->kind == VALUE_LIST ? value->count : 1;
    bool holds = item.all;
    for (size_t i = 0; i < count; i++) {
        bool one = naive_value(naive, &item, value->kind == VALUE_LIST ? value->items[i] : value);
        holds = item.all ? holds && one : holds || one;
    }
    return holds != item.neq;
}

/* ---- search identifiers and conditions ---- */

static inline bool naive_identifier(struct naive *naive, const struct value *value)
{
    bool holds = value->kind == VALUE_MAP;
    if (value->kind == VALUE_MAP)
        for (size_t i = 0; i < value->count && holds; i++)
            holds = naive_item(naive, value->members[i].name, value->members[i].value);
    else if (value->kind == VALUE_LIST)
        for (size_t i = 0; i < value->count && !holds; i++)
            holds = naive_identifier(naive, value->items[i]);
    else
        holds = naive_item(naive, TEXT_NONE, value);
    return holds;
}

static inline bool naive_named(const char *name, const char *pattern)
{
    const char *star = strchr(pattern, '*');
    if (star == NULL)
        return strcmp(name, pattern) == 0;
    size_t head = (size_t)(star - pattern);
    return strncmp(name, pattern, head) == 0 && star[1] == '\0';
}

static inline bool naive_some(struct naive *naive, const char *pattern, bool all)
{
    bool holds = all;
    bool them = strcmp(pattern, "them") == 0;
    for (size_t i = 0; i < naive->detection->count; i++) {
        const char *name = text_string(naive->arena, naive->detection->members[i].name);
        bool hidden = name[0] == '_' && pattern[0] != '_';
        if (strcmp(name, "condition") == 0 || hidden || (!them && !naive_named(name, pattern)))
            continue;
        bool one = naive_identifier(naive, naive->detection->members[i].value);
        holds = all ? holds && one : holds || one;
    }
    return holds;
}

static inline bool naive_or(struct naive *naive, char **at);

static inline bool naive_take(char **at, const char *word)
{
    size_t size = strlen(word);
    bool found = strncmp(*at, word, size) == 0
                 && ((*at)[size] == ' ' || word[0] == '(' || word[0] == ')' || (*at)[size] == '\0');
    if (found)
        *at += size + ((*at)[size] == ' ');
    return found;
}

static inline bool naive_primary(struct naive *naive, char **at)
{
    char word[64];
    if (naive_take(at, "not"))
        return !naive_primary(naive, at);
    if (naive_take(at, "(")) {
        bool holds = naive_or(naive, at);
        naive_take(at, ")");
        *at += **at == ' ';
        return holds;
    }
    bool all = naive_take(at, "all of");
    bool one = !all && (naive_take(at, "1 of") || naive_take(at, "any of"));
    size_t size = strcspn(*at, " )");
    snprintf(word, sizeof word, "%.*s", (int)size, *at);
    *at += size + ((*at)[size] == ' ');
    if (all || one)
        return naive_some(naive, word, all);
    return naive_identifier(naive, value_get(naive->detection, word));
}

static inline bool naive_and(struct naive *naive, char **at)
{
    bool holds = naive_primary(naive, at);
    while (naive_take(at, "and"))
        holds = naive_primary(naive, at) && holds;
    return holds;
}

static inline bool naive_or(struct naive *naive, char **at)
{
    bool holds = naive_and(naive, at);
    while (naive_take(at, "or"))
        holds = naive_and(naive, at) || holds;
    return holds;
}

/* Does the detection hold for the event? Its condition is one text of words with one space each. */
static inline bool naive_match(struct arena *arena, const struct value *detection,
                               const struct value *event)
{
    struct naive naive = {arena, event, detection};
    char condition[512];
    char *at = condition;
    snprintf(condition, sizeof condition, "%.*s",
             TEXT_SHOW(value_get_text(detection, "condition")));
    return naive_or(&naive, &at);
}
