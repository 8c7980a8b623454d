/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an event speaks of. A value is cut into words of letters, figures and ".-_:", and each word
 * is looked at for what it can be: an address, a hash, the name of a machine, the beginning of a
 * URL. Nothing else is looked up.
 */
#include "sigma/indicator_inside.h"
#include <arpa/inet.h>
#include <stdio.h>

enum { WORD = 1, POINT = 2, COLON = 4, BEYOND_HEX = 8, WORD_LEAST = 3 };

enum {
    URL_LOOKED = INDICATOR_URL_BYTES_MAX + NAME_BYTES_MAX + 64, /* of a URL as it is written */
    URL_STOPS = 4 /* at its end, that may be the sentence's */
};

struct look {
    const struct indicators *indicators;
    int64_t now_us;
    indicator_hear *hear;
    void *listener;
    struct text field;
    size_t count;
    uint32_t told[INDICATOR_HITS_MAX];
};

void word_classes(unsigned char classes[256])
{
    for (int byte = 0; byte < 256; byte++) {
        char letter = letter_small((char)byte);
        bool hex = figure_is(letter) || (letter >= 'a' && letter <= 'f');
        bool other = letter_is(letter) || letter == '-' || letter == '_';
        classes[byte] = (unsigned char)(hex             ? WORD
                                        : other         ? WORD | BEYOND_HEX
                                        : letter == '.' ? WORD | POINT
                                        : letter == ':' ? WORD | COLON
                                                        : 0);
    }
}

/* ---- telling ---- */

static struct text entry_shown(const struct indicators *indicators,
                               const struct indicator_entry *entry, char *out)
{
    static const char hex[] = "0123456789abcdef";
    const unsigned char *key = (const unsigned char *)indicators->bytes + entry->key;
    if (entry->kind == INDICATOR_DOMAIN || entry->kind == INDICATOR_URL)
        return (struct text){(const char *)key, entry->size};
    if (entry->kind != INDICATOR_ADDRESS) {
        for (size_t i = 0; i < entry->size; i++) {
            out[2 * i] = hex[key[i] >> 4];
            out[2 * i + 1] = hex[key[i] & 15];
        }
        return (struct text){out, (size_t)entry->size * 2};
    }
    size_t bytes = entry->size - 1U;
    if (inet_ntop(bytes == FOUR_BYTES ? AF_INET : AF_INET6, key, out, INET6_ADDRSTRLEN) == NULL)
        return TEXT_NONE;
    size_t size = strlen(out);
    if (key[bytes] < bytes * 8)
        size += (size_t)snprintf(out + size, 8, "/%u", key[bytes]);
    return (struct text){out, size};
}

static void entry_tell(struct look *look, const struct indicator_entry *entry, struct text value)
{
    const struct indicators *indicators = look->indicators;
    uint32_t number = (uint32_t)(entry - indicators->entries);
    char shown[INDICATOR_ENTRY_BYTES_MAX];
    int64_t expires_us =
        entry->expires == 0 ? INDICATOR_FOREVER : (int64_t)entry->expires * 1000000;
    if (expires_us <= look->now_us || look->count == INDICATOR_HITS_MAX)
        return;
    for (size_t i = 0; i < look->count; i++)
        if (look->told[i] == number)
            return;
    look->told[look->count++] = number;
    struct indicator_hit hit = {.kind = entry->kind,
                                .list = indicators->lists[entry->list],
                                .line = entry->line,
                                .source = indicators->sources[entry->source],
                                .entry = entry_shown(indicators, entry, shown),
                                .expires_us = expires_us,
                                .field = look->field,
                                .value = value};
    look->hear(look->listener, &hit);
}

static void key_look(struct look *look, enum indicator_kind kind, struct text key,
                     struct text value)
{
    struct table_walk walk = {.hash = table_hash(kind, key)};
    const struct indicator_entry *entry;
    while ((entry = table_next(look->indicators, kind, key, &walk)) != NULL)
        entry_tell(look, entry, value);
}

/* ---- addresses ---- */

/* In every network of a length that the table has, the longest first. */
static void address_look(struct look *look, unsigned char *bytes, size_t size, struct text value)
{
    char key[SIX_BYTES + 1];
    const struct indicators *indicators = look->indicators;
    for (unsigned length = (unsigned)size * 8; length > 0; length--) {
        unsigned bit = length - 1;
        uint64_t lengths =
            size == FOUR_BYTES ? indicators->lengths_four : indicators->lengths_six[bit / 64];
        if ((lengths >> bit % 64 & 1) == 0)
            continue;
        (void)spell_network(bytes, size, length);
        memcpy(key, bytes, size);
        key[size] = (char)length;
        key_look(look, INDICATOR_ADDRESS, (struct text){key, size + 1}, value);
    }
}

static bool address_try(struct look *look, struct text word)
{
    unsigned char bytes[SIX_BYTES];
    size_t size = spell_address(word, bytes);
    if (size > 0)
        address_look(look, bytes, size, word);
    return size > 0;
}

/* ---- names and hashes ---- */

/* The name, and what is behind each of its points, as long as two labels are left. */
static void domain_look(struct look *look, struct text word)
{
    char name[NAME_BYTES_MAX];
    uint32_t labels;
    size_t size = spell_domain(word, name, &labels);
    if (size == 0 || !table_tail(look->indicators, (struct text){name, size}))
        return;
    size_t at = 0;
    for (; labels >= 2; labels--) {
        if (labels <= look->indicators->domains_deep)
            key_look(look, INDICATOR_DOMAIN, (struct text){name + at, size - at}, word);
        at += (size_t)((const char *)memchr(name + at, '.', size - at) - (name + at)) + 1;
    }
}

static void hash_look(struct look *look, struct text word)
{
    unsigned char bytes[SIX_BYTES * 2];
    size_t size = 0;
    enum indicator_kind kind = spell_hash_kind(word.size);
    if (kind != INDICATOR_KINDS && look->indicators->kinds[kind] > 0
        && spell_hash(word, bytes, &size) == kind)
        key_look(look, kind, (struct text){(const char *)bytes, size}, word);
}

/* A word without colons. mailbox: "@" follows, so that it is no machine. */
static void part_look(struct look *look, struct text part, bool mailbox)
{
    while (part.size > 0 && part.data[part.size - 1] == '.')
        part.size--;
    while (part.size > 0 && part.data[0] == '.')
        part = (struct text){part.data + 1, part.size - 1};
    if (part.size < WORD_LEAST)
        return;
    if (memchr(part.data, '.', part.size) == NULL)
        hash_look(look, part);
    else if (!(figure_is(part.data[0]) && address_try(look, part)) && !mailbox
             && look->indicators->kinds[INDICATOR_DOMAIN] > 0)
        domain_look(look, part);
}

/* ---- URLs ---- */

static void url_look(struct look *look, struct text url)
{
    char key[INDICATOR_URL_BYTES_MAX];
    size_t size = spell_url(url, key);
    if (size > 0)
        key_look(look, INDICATOR_URL, (struct text){key, size}, url);
}

/* Where the URL ends that begins there: it and, where it ends like a sentence, what is before. */
static size_t url_try(struct look *look, struct text text, size_t start)
{
    static const char ends[] = " \t\r\n\"'<>`\\|^{}";
    size_t end = start;
    while (end < text.size && end - start < URL_LOOKED && (unsigned char)text.data[end] > ' '
           && memchr(ends, text.data[end], sizeof ends - 1) == NULL)
        end++;
    struct text url = {text.data + start, end - start};
    url_look(look, url);
    for (int i = 0; i < URL_STOPS && url.size > 0; i++) {
        if (memchr(".,;:!?)]*", url.data[url.size - 1], 9) == NULL)
            break;
        url.size--;
        url_look(look, url);
    }
    return end;
}

/* Host and path in two fields. */
struct halves {
    struct text host, path;
};

static const struct halves url_halves[] = {
    {{"host", 4}, {"uri", 3}},                /* Zeek */
    {{"http.hostname", 13}, {"http.url", 8}}, /* Suricata */
    {{"cs-host", 7}, {"c-uri", 5}},           /* proxies and access logs */
    {{NULL, 0}, {NULL, 0}},
};

static void halves_look(struct look *look, const struct event *event)
{
    for (const struct halves *halves = url_halves; halves->host.data != NULL; halves++) {
        char url[INDICATOR_URL_BYTES_MAX];
        const struct event_field *path = event_find(event, halves->path);
        const struct event_field *host = path == NULL ? NULL : event_find(event, halves->host);
        if (host == NULL || text_empty(host->value) || !text_starts(path->value, TEXT("/"))
            || host->value.size + path->value.size > sizeof url)
            continue;
        memcpy(url, host->value.data, host->value.size);
        memcpy(url + host->value.size, path->value.data, path->value.size);
        look->field = path->name;
        url_look(look, (struct text){url, host->value.size + path->value.size});
    }
}

/* ---- text ---- */

/* An IPv6 address, also behind "name:"; and each part between colons. */
static void colons_look(struct look *look, struct text word, unsigned classes, bool mailbox)
{
    struct text whole = word;
    while (whole.size > 2 && whole.data[whole.size - 1] == '.')
        whole.size--;
    if (whole.size > 2 && whole.data[whole.size - 1] == ':' && whole.data[whole.size - 2] != ':')
        whole.size--;
    if ((classes & BEYOND_HEX) != 0)
        (void)text_cut(whole, ':', &whole);
    if (whole.size >= WORD_LEAST && memchr(whole.data, ':', whole.size) != NULL
        && address_try(look, whole))
        return;
    while (word.data != NULL) {
        struct text part = text_cut(word, ':', &word);
        part_look(look, part, mailbox && word.data == NULL);
    }
}

static void text_look(struct look *look, struct text text)
{
    const unsigned char *known = look->indicators->classes;
    bool urls = look->indicators->kinds[INDICATOR_URL] > 0;
    size_t url_end = 0;
    for (size_t at = 0; at < text.size;) {
        unsigned classes = 0;
        unsigned class;
        size_t start = at;
        while (at < text.size && ((class = known[(unsigned char)text.data[at]]) & WORD) != 0) {
            classes |= class;
            at++;
        }
        struct text word = {text.data + start, at - start};
        bool slash = at < text.size && text.data[at] == '/';
        bool scheme = slash && at > start && text.data[at - 1] == ':';
        if (urls && slash && (scheme || start >= url_end) && (classes & (POINT | COLON)) != 0)
            url_end = url_try(look, text, start);
        bool mailbox = at < text.size && text.data[at] == '@';
        if (word.size >= WORD_LEAST) {
            if ((classes & COLON) != 0)
                colons_look(look, word, classes, mailbox);
            else if ((classes & POINT) != 0)
                part_look(look, word, mailbox);
            else if ((classes & BEYOND_HEX) == 0 && word.size >= 32)
                hash_look(look, word);
        }
        at++;
    }
}

size_t indicators_match(const struct indicators *indicators, const struct event *event,
                        int64_t now_us, indicator_hear *hear, void *listener)
{
    struct look look = {
        .indicators = indicators, .now_us = now_us, .hear = hear, .listener = listener};
    if (indicators->count == 0)
        return 0;
    for (int messages = 0; messages < 2; messages++)
        for (size_t i = 0; i < event->count; i++) {
            const struct event_field *field = &event->fields[i];
            if (field->kind != EVENT_TEXT || field->value.size < WORD_LEAST
                || text_is(field->name, "message") != (messages == 1))
                continue;
            look.field = field->name;
            text_look(&look, field->value);
        }
    if (indicators->kinds[INDICATOR_URL] > 0)
        halves_look(&look, event);
    look.field = TEXT_NONE;
    if (event->count == 0 || event->cut)
        text_look(&look, event->raw);
    return look.count;
}
