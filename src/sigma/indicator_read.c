/* SPDX-License-Identifier: Apache-2.0 */
/* A list of indicators: text or CSV, one a line, also written so that nobody clicks on it. */
#include "base/zone.h"
#include "sigma/indicator_inside.h"
#include <stdarg.h>
#include <stdio.h>
#include <strings.h>

enum {
    CELLS_MAX = 32,
    NO_COLUMN = CELLS_MAX,
    SHORTEST_FOUR = 8,  /* of a network: a shorter one would be found everywhere */
    SHORTEST_SIX = 16,  /* the same */
    SOURCES_LOOKED = 8, /* at the newest, whether one is there already */
    SHOWN_BYTES = 80
};

struct list_reading {
    struct turn *turn;
    struct indicators *indicators;
    struct text list;
    uint32_t line;
    bool begun;                             /* a line that is no comment was seen */
    size_t value_at, expires_at, source_at; /* columns */
    struct text cells[CELLS_MAX];
    size_t cell_count;
    char unquoted[INDICATOR_LINE_BYTES_MAX];
    size_t unquoted_size;
    char plain[INDICATOR_LINE_BYTES_MAX]; /* the indicator, as it may be clicked on */
    struct text expiry;                   /* the last one that was read */
    uint32_t expires;
};

/* Always false. */
__attribute__((format(printf, 2, 3))) static bool wrong(struct list_reading *reading,
                                                        const char *format, ...)
{
    struct indicators *indicators = reading->indicators;
    char what[512];
    va_list arguments;
    indicators->problem_total++;
    if (indicators->problem_count == INDICATOR_PROBLEMS_MAX)
        return false;
    va_start(arguments, format);
    (void)vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    indicators->problems =
        arena_grow(indicators->arena, indicators->problems, indicators->problem_count,
                   &indicators->problem_capacity, sizeof *indicators->problems);
    struct text said = text_utf8_mended(indicators->arena, text_of(what));
    indicators->problems[indicators->problem_count++] = (struct indicator_problem){
        reading->list, reading->line, text_copy(indicators->arena, said)};
    return false;
}

static struct text shown(struct text text)
{
    return (struct text){text.data, text.size < SHOWN_BYTES ? text.size : SHOWN_BYTES};
}

/* ---- cells ---- */

/* Behind an opening quote; "" is one quote. False: it does not end. */
static bool cell_quoted(struct list_reading *reading, struct text *rest, struct text *cell)
{
    char *out = reading->unquoted + reading->unquoted_size;
    size_t size = 0;
    size_t at = 1;
    for (; at < rest->size; at++) {
        if (rest->data[at] == '"' && (at + 1 == rest->size || rest->data[at + 1] != '"'))
            break;
        at += rest->data[at] == '"';
        out[size++] = rest->data[at];
    }
    if (at >= rest->size)
        return false;
    reading->unquoted_size += size;
    *cell = (struct text){out, size};
    struct text after = {rest->data + at + 1, rest->size - at - 1};
    (void)text_cut(after, ',', rest);
    return true;
}

static bool cells_read(struct list_reading *reading, struct text line)
{
    struct text rest = line;
    reading->cell_count = 0;
    reading->unquoted_size = 0;
    while (rest.data != NULL) {
        struct text cell;
        struct text trimmed = text_trim(rest);
        if (reading->cell_count == CELLS_MAX)
            return wrong(reading, "there are more than %d columns.", CELLS_MAX);
        if (text_starts(trimmed, TEXT("\""))) {
            rest = trimmed;
            if (!cell_quoted(reading, &rest, &cell))
                return wrong(reading, "a quote is opened and not closed: write \"\" for a quote "
                                      "inside of quotes.");
        } else {
            cell = text_trim(text_cut(rest, ',', &rest));
        }
        reading->cells[reading->cell_count++] = cell;
    }
    return true;
}

static struct text cell_at(const struct list_reading *reading, size_t column)
{
    return column < reading->cell_count ? text_trim(reading->cells[column]) : TEXT_NONE;
}

static bool is_one_of(struct text cell, const char *const *names)
{
    for (; *names != NULL; names++)
        if (cell.size == strlen(*names) && strncasecmp(cell.data, *names, cell.size) == 0)
            return true;
    return false;
}

/* The first line may name the columns. */
static bool header_read(struct list_reading *reading)
{
    static const char *const values[] = {"indicator", "value", "ioc", NULL};
    static const char *const expiries[] = {"expires", "expiry", "valid_until", NULL};
    static const char *const sources[] = {"source", "reference", NULL};
    size_t value_at = NO_COLUMN;
    for (size_t i = 0; i < reading->cell_count; i++)
        if (value_at == NO_COLUMN && is_one_of(reading->cells[i], values))
            value_at = i;
    if (value_at == NO_COLUMN)
        return false;
    reading->value_at = value_at;
    reading->expires_at = reading->source_at = NO_COLUMN;
    for (size_t i = 0; i < reading->cell_count; i++) {
        if (is_one_of(reading->cells[i], expiries))
            reading->expires_at = i;
        else if (is_one_of(reading->cells[i], sources))
            reading->source_at = i;
    }
    return true;
}

/* ---- one indicator ---- */

struct disguise {
    struct text worn, plain;
};

/* As people write what nobody is to click on. */
static const struct disguise disguises[] = {
    {{"[.]", 3}, {".", 1}},     {{"(.)", 3}, {".", 1}},     {{"{.}", 3}, {".", 1}},
    {{"[dot]", 5}, {".", 1}},   {{"(dot)", 5}, {".", 1}},   {{"{dot}", 5}, {".", 1}},
    {{"[:]", 3}, {":", 1}},     {{"[://]", 5}, {"://", 3}}, {{"[/]", 3}, {"/", 1}},
    {{"hxxp", 4}, {"http", 4}}, {{NULL, 0}, {NULL, 0}},
};

static struct text undisguise(struct list_reading *reading, struct text text)
{
    size_t size = 0;
    for (size_t at = 0; at < text.size;) {
        if (at > 0 && memchr("[({", text.data[at], 3) == NULL) {
            reading->plain[size++] = text.data[at++];
            continue;
        }
        const struct disguise *found = disguises;
        while (found->worn.data != NULL
               && (text.size - at < found->worn.size
                   || strncasecmp(text.data + at, found->worn.data, found->worn.size) != 0
                   || (found->worn.data[0] == 'h' && at > 0)))
            found++;
        if (found->worn.data == NULL) {
            reading->plain[size++] = text.data[at++];
            continue;
        }
        memcpy(reading->plain + size, found->plain.data, found->plain.size);
        size += found->plain.size;
        at += found->worn.size;
    }
    return (struct text){reading->plain, size};
}

/* Behind white space, "#" and ";" begin a remark. */
static struct text remark_cut(struct text text)
{
    for (size_t i = 1; i < text.size; i++)
        if ((text.data[i] == '#' || text.data[i] == ';')
            && (text.data[i - 1] == ' ' || text.data[i - 1] == '\t'))
            return text_trim((struct text){text.data, i});
    return text;
}

/* An indicator in its one spelling. */
struct spelled {
    enum indicator_kind kind;
    char key[KEY_BYTES_MAX];
    size_t size;
};

static bool address_spelled(struct list_reading *reading, struct text text, struct text length,
                            struct spelled *spelled)
{
    unsigned char bytes[SIX_BYTES];
    size_t size = spell_address(text, bytes);
    int64_t bits = (int64_t)size * 8;
    int64_t shortest = size == FOUR_BYTES ? SHORTEST_FOUR : SHORTEST_SIX;
    if (length.data != NULL
        && (!text_integer(length, &bits) || bits < 0 || bits > (int64_t)size * 8))
        return wrong(reading, "the length of the network must be 0 to %zu, and is \"%.*s\".",
                     size * 8, TEXT_SHOW(shown(length)));
    if (bits < shortest)
        return wrong(reading,
                     "a network of length %lld would be found nearly everywhere: the shortest "
                     "that is taken is %lld.",
                     (long long)bits, (long long)shortest);
    if (!spell_network(bytes, size, (unsigned)bits))
        return wrong(reading,
                     "\"%.*s\" is an address inside of the network /%lld: write the network, or "
                     "the address without a length.",
                     TEXT_SHOW(shown(text)), (long long)bits);
    memcpy(spelled->key, bytes, size);
    spelled->key[size] = (char)bits;
    spelled->size = size + 1;
    spelled->kind = INDICATOR_ADDRESS;
    return true;
}

/* The host of a URL in its one spelling is a machine that there can be. */
static bool url_host_good(struct text key)
{
    char name[NAME_BYTES_MAX];
    unsigned char bytes[SIX_BYTES];
    uint32_t labels;
    struct text path;
    struct text host = text_cut(key, '/', &path);
    if (text_starts(host, TEXT("["))) {
        struct text six = {host.data + 1, host.size - 1};
        return spell_address(text_cut(six, ']', &path), bytes) == SIX_BYTES;
    }
    host = text_cut(host, ':', &path);
    return spell_address(host, bytes) > 0 || spell_domain(host, name, &labels) > 0;
}

static bool url_spelled(struct list_reading *reading, struct text text, struct spelled *spelled)
{
    spelled->kind = INDICATOR_URL;
    spelled->size = spell_url(text, spelled->key);
    if (spelled->size == 0 || memchr(spelled->key, ' ', spelled->size) != NULL
        || !url_host_good((struct text){spelled->key, spelled->size}))
        return wrong(reading,
                     "\"%.*s\" is no URL: it needs a host of at least two labels or an address, "
                     "no spaces, and at most %d bytes.",
                     TEXT_SHOW(shown(text)), INDICATOR_URL_BYTES_MAX);
    return true;
}

static bool domain_spelled(struct list_reading *reading, struct text text, struct spelled *spelled)
{
    uint32_t labels;
    struct text name = text;
    if (text_starts(name, TEXT("*.")))
        name = (struct text){name.data + 2, name.size - 2};
    else if (text_starts(name, TEXT(".")))
        name = (struct text){name.data + 1, name.size - 1};
    spelled->kind = INDICATOR_DOMAIN;
    spelled->size = spell_domain(name, spelled->key, &labels);
    if (spelled->size > 0)
        return true;
    if (!text_empty(name) && memchr(name.data, '@', name.size) != NULL)
        return wrong(reading,
                     "\"%.*s\" is a mail address, and those are not looked for: write the domain.",
                     TEXT_SHOW(shown(text)));
    for (size_t i = 0; i < name.size; i++)
        if ((unsigned char)name.data[i] >= 0x80)
            return wrong(reading, "\"%.*s\" has letters beyond ASCII: write the domain as xn--….",
                         TEXT_SHOW(shown(text)));
    return wrong(reading,
                 "\"%.*s\" is no address, network, domain of two labels or more, URL, MD5, SHA-1 "
                 "or SHA-256.",
                 TEXT_SHOW(shown(text)));
}

static bool value_spelled(struct list_reading *reading, struct text text, struct spelled *spelled)
{
    struct text length;
    unsigned char bytes[SIX_BYTES * 2];
    if (text_contains(text, TEXT("://")))
        return url_spelled(reading, text, spelled);
    struct text before = text_cut(text, '/', &length);
    if (spell_address(before, bytes) > 0
        && (length.data == NULL
            || (length.size > 0 && length.size < 4 && figure_is(length.data[0]))))
        return address_spelled(reading, before, length, spelled);
    if (length.data != NULL)
        return url_spelled(reading, text, spelled);
    spelled->kind = spell_hash(text, bytes, &spelled->size);
    if (spelled->kind == INDICATOR_KINDS)
        return domain_spelled(reading, text, spelled);
    memcpy(spelled->key, bytes, spelled->size);
    return true;
}

/* ---- what is said of it ---- */

/* A day: its end in UTC. An instant: with its zone. */
static bool expiry_read(struct list_reading *reading, struct text text)
{
    struct turn turn = {.arena = reading->turn->arena};
    int64_t instant_us;
    if (text_empty(text)) {
        reading->expires = 0;
        reading->expiry = TEXT_NONE;
        return true;
    }
    if (text_equal(text, reading->expiry))
        return true;
    bool day = text.size == 10 && text.data[4] == '-';
    struct text full = day ? text_format(turn.arena, "%.*sT23:59:59Z", TEXT_SHOW(text)) : text;
    if (!instant_parse(&turn, "expires", full, NULL, &instant_us))
        return wrong(reading,
                     "the day on which it expires must be as 2026-12-31 or 2026-12-31T12:00:00Z, "
                     "and is \"%.*s\"; an indicator that has a comma needs quotes.",
                     TEXT_SHOW(shown(text)));
    int64_t seconds = (instant_us + SECOND_US - 1) / SECOND_US + day;
    reading->expires = seconds < 1 ? 1 : seconds > UINT32_MAX ? 0 : (uint32_t)seconds;
    reading->expiry = text_copy(turn.arena, text);
    return true;
}

static uint32_t source_read(struct list_reading *reading, struct text text)
{
    struct indicators *indicators = reading->indicators;
    if (text_empty(text))
        return 0;
    for (size_t i = indicators->source_count;
         i > 1 && i + SOURCES_LOOKED > indicators->source_count; i--)
        if (text_equal(indicators->sources[i - 1], text))
            return (uint32_t)i - 1;
    indicators->sources =
        arena_grow(indicators->arena, indicators->sources, indicators->source_count,
                   &indicators->source_capacity, sizeof *indicators->sources);
    struct text mended = text_utf8_mended(indicators->arena, text);
    indicators->sources[indicators->source_count] = text_copy(indicators->arena, mended);
    return (uint32_t)indicators->source_count++;
}

/* ---- lines ---- */

/* False only when there is no more room. */
static bool line_read(struct list_reading *reading, struct text line)
{
    struct spelled spelled = {.size = 0};
    struct text trimmed = text_trim(line);
    if (text_empty(trimmed) || trimmed.data[0] == '#' || trimmed.data[0] == ';')
        return true;
    if (trimmed.size > INDICATOR_LINE_BYTES_MAX)
        return wrong(reading, "the line is longer than %d bytes.", INDICATOR_LINE_BYTES_MAX)
               || true;
    if (!cells_read(reading, trimmed))
        return true;
    bool first = !reading->begun;
    reading->begun = true;
    if (first && header_read(reading))
        return true;
    struct text value = remark_cut(cell_at(reading, reading->value_at));
    if (text_empty(value))
        return wrong(reading, "there is no indicator in the line.") || true;
    if (!value_spelled(reading, undisguise(reading, value), &spelled)
        || !expiry_read(reading, cell_at(reading, reading->expires_at)))
        return true;
    if (reading->indicators->count == INDICATORS_MAX)
        return fail(reading->turn, FAULT_LIMIT,
                    "%.*s:%u: There are more than %d indicators; take a list away, or what has "
                    "expired.",
                    TEXT_SHOW(reading->list), reading->line, INDICATORS_MAX);
    table_add(reading->indicators, spelled.kind, (struct text){spelled.key, spelled.size},
              reading->line, reading->expires,
              source_read(reading, cell_at(reading, reading->source_at)));
    return true;
}

static size_t lines_of(struct text bytes)
{
    size_t lines = 1;
    for (size_t i = 0; i < bytes.size; i++)
        lines += bytes.data[i] == '\n';
    return lines;
}

bool indicators_read(struct turn *turn, struct indicators *indicators, struct text list,
                     struct text bytes)
{
    if (indicators->list_count == INDICATOR_LISTS_MAX)
        return fail(turn, FAULT_LIMIT, "There are more than %d lists; put some of them together.",
                    INDICATOR_LISTS_MAX);
    if (bytes.size > UINT32_MAX / 2 - indicators->byte_count)
        return fail(turn, FAULT_LIMIT, "%.*s: The lists are too long together.", TEXT_SHOW(list));
    struct list_reading *reading = arena_take(turn->arena, sizeof *reading);
    *reading = (struct list_reading){.turn = turn,
                                     .indicators = indicators,
                                     .list = text_copy(indicators->arena, list),
                                     .expires_at = 1,
                                     .source_at = 2};
    indicators->lists[indicators->list_count++] = reading->list;
    table_reserve(indicators, lines_of(bytes), bytes.size + 1);
    struct text rest = bytes;
    if (text_starts(rest, TEXT("\xEF\xBB\xBF")))
        rest = (struct text){rest.data + 3, rest.size - 3};
    while (rest.size > 0) {
        reading->line++;
        if (!line_read(reading, text_cut(rest, '\n', &rest)))
            return false;
    }
    return true;
}
