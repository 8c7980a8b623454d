/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Error logs of Apache (2.2 and 2.4) and of nginx. What both know of a request has the names that
 * access logs give it, so that one question finds both.
 */
#include "event/inside.h"

enum { LEVEL_BYTES_MAX = 16, CODE_BYTES = 7 };

/* What it says, where nobody said it before: inside of syslog the whole is the message. */
static void said_put(const struct reading *reading, struct text said)
{
    if (event_find(reading->event, TEXT("message")) == NULL)
        put(reading, TEXT("message"), said);
    else
        put(reading, TEXT("error"), said);
}

static bool letters(struct text word)
{
    for (size_t i = 0; i < word.size; i++)
        if (word.data[i] < 'a' || word.data[i] > 'z')
            return false;
    return word.size > 0 && word.size <= LEVEL_BYTES_MAX;
}

/* ---- Apache ---- */

/* "[Fri Nov 27 10:00:00.123456 2026]" */
static bool apache_time(const struct reading *reading, struct scan *scan, int64_t *time_us)
{
    if (!scan_byte(scan, '[') || scan_word(scan, ' ').size != 3 || !scan_byte(scan, ' '))
        return false;
    return time_bsd(reading, scan, time_us) && scan_byte(scan, ']') && scan_byte(scan, ' ');
}

/* "[core:error]", "[:error]", or "[error]" as 2.2 has it. */
static bool apache_level(struct scan *scan, struct text *module, struct text *level)
{
    if (!scan_byte(scan, '['))
        return false;
    struct text word = scan_word(scan, ']');
    const char *colon = word.size == 0 ? NULL : memchr(word.data, ':', word.size);
    *module = (struct text){word.data, colon == NULL ? 0 : (size_t)(colon - word.data)};
    *level = colon == NULL ? word
                           : (struct text){colon + 1, (size_t)(word.data + word.size - colon - 1)};
    /* trace1 to trace8 */
    struct text kind = *level;
    if (kind.size > 0 && digit_is(kind.data[kind.size - 1]))
        kind.size--;
    return letters(kind) && scan_byte(scan, ']') && scan_byte(scan, ' ');
}

/* "10.0.0.9:1234", "[2001:db8::1]:1234", "2001:db8::1" */
static void client_put(const struct reading *reading, struct text client)
{
    struct text address = client;
    const char *colon = client.size == 0 ? NULL : memrchr(client.data, ':', client.size);
    bool bracket = client.size > 0 && client.data[0] == '[';
    bool port = colon != NULL
                && (bracket ? colon[-1] == ']' : memchr(client.data, ':', client.size) == colon);
    if (port) {
        put_plain(reading, TEXT("c-port"),
                  (struct text){colon + 1, (size_t)(client.data + client.size - colon - 1)});
        address.size = (size_t)(colon - client.data);
    }
    if (bracket && address.size > 2 && address.data[address.size - 1] == ']')
        address = (struct text){address.data + 1, address.size - 2};
    put(reading, TEXT("c-ip"), address);
}

/* "[pid 12:tid 34] [client …]", each in its brackets, as many as there are. */
static void apache_brackets(const struct reading *reading, struct scan *scan)
{
    while (scan_left(scan) > 0 && *scan->at == '[') {
        struct scan ahead = *scan;
        struct text tid = TEXT_NONE;
        scan_byte(&ahead, '[');
        bool client = scan_text(&ahead, TEXT("client "));
        bool pid = !client && scan_text(&ahead, TEXT("pid "));
        const char *end = memmem(ahead.at, scan_left(&ahead), "] ", 2);
        if ((!client && !pid) || end == NULL)
            return;
        struct text word = {ahead.at, (size_t)(end - ahead.at)};
        if (client)
            client_put(reading, word);
        else
            put_plain(reading, TEXT("pid"), text_cut(word, ':', &tid));
        if (pid && text_starts(tid, TEXT("tid ")))
            put_plain(reading, TEXT("tid"), (struct text){tid.data + 4, tid.size - 4});
        scan->at = end + 2;
    }
}

/* "AH00126: " before the words, ", referer: …" behind them. */
static void apache_words(const struct reading *reading, struct text said)
{
    static const char mark[] = ", referer: ";
    said_put(reading, said);
    if (said.size > CODE_BYTES && text_starts(said, TEXT("AH")) && said.data[CODE_BYTES] == ':')
        put(reading, TEXT("code"), (struct text){said.data, CODE_BYTES});
    const char *referer =
        said.size == 0 ? NULL : memmem(said.data, said.size, mark, sizeof mark - 1);
    if (referer != NULL) {
        const char *at = referer + sizeof mark - 1;
        put(reading, TEXT("cs-referer"), (struct text){at, (size_t)(said.data + said.size - at)});
    }
}

bool apache_error_detect(struct text line)
{
    const struct reading reading = {.received_us = EVENT_TIME_NONE};
    struct scan scan = scan_of(line);
    struct text word;
    int64_t time_us;
    return apache_time(&reading, &scan, &time_us) && apache_level(&scan, &word, &word);
}

enum format_answer apache_error_read(struct reading *reading, struct text line)
{
    struct scan scan = scan_of(line);
    struct text module;
    struct text level;
    if (!apache_time(reading, &scan, &reading->event->time_us)
        || !apache_level(&scan, &module, &level))
        return FORMAT_OTHER;
    put(reading, TEXT("level"), level);
    if (module.size > 0)
        put(reading, TEXT("module"), module);
    apache_brackets(reading, &scan);
    apache_words(reading, scan_rest(&scan));
    return FORMAT_EVENT;
}

/* ---- nginx ---- */

/* "2026/11/27 10:00:00 [error] 12#34: " */
static bool nginx_begin(const struct reading *reading, struct scan *scan, int64_t *time_us,
                        struct text words[3])
{
    if (scan_left(scan) < 5 || scan->at[4] != '/' || !time_iso(reading, scan, time_us)
        || !scan_text(scan, TEXT(" [")))
        return false;
    words[0] = scan_word(scan, ']');
    if (!letters(words[0]) || !scan_text(scan, TEXT("] ")))
        return false;
    words[1] = scan_word(scan, '#');
    if (!text_is_number(words[1]) || !scan_byte(scan, '#'))
        return false;
    words[2] = scan_word(scan, ':');
    return text_is_number(words[2]) && scan_text(scan, TEXT(": "));
}

/* Behind the words nginx puts ", NAME: VALUE" of what it knows of the request; a value that may
 * have commas stands in quotes. */
static bool nginx_pair(struct scan *scan, struct text *name, struct text *value)
{
    if (!scan_text(scan, TEXT(", ")))
        return false;
    *name = scan_word(scan, ':');
    if (!scan_text(scan, TEXT(": ")))
        return false;
    if (!scan_byte(scan, '"')) {
        *value = scan_word(scan, ',');
        return true;
    }
    *value = scan_word(scan, '"');
    return scan_byte(scan, '"');
}

static void nginx_pairs(const struct reading *reading, struct scan *scan)
{
    static const char *const names[][2] = {{"server", "server"},
                                           {"upstream", "upstream"},
                                           {"host", "cs-host"},
                                           {"referrer", "cs-referer"}};
    struct text name;
    struct text value;
    while (nginx_pair(scan, &name, &value)) {
        if (text_is(name, "client"))
            client_put(reading, value);
        if (text_is(name, "request"))
            web_request(reading, value);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (text_is(name, names[i][0]))
                put(reading, text_of(names[i][1]), value);
    }
}

bool nginx_error_detect(struct text line)
{
    const struct reading reading = {.received_us = EVENT_TIME_NONE};
    struct scan scan = scan_of(line);
    struct text words[3];
    int64_t time_us;
    return nginx_begin(&reading, &scan, &time_us, words);
}

enum format_answer nginx_error_read(struct reading *reading, struct text line)
{
    static const char mark[] = ", client: ";
    struct scan scan = scan_of(line);
    struct text words[3];
    if (!nginx_begin(reading, &scan, &reading->event->time_us, words))
        return FORMAT_OTHER;
    put(reading, TEXT("level"), words[0]);
    put_number(reading, TEXT("pid"), words[1]);
    put_number(reading, TEXT("tid"), words[2]);
    if (scan_byte(&scan, '*')) {
        put_plain(reading, TEXT("connection"), scan_word(&scan, ' '));
        scan_byte(&scan, ' ');
    }
    struct text said = scan_rest(&scan);
    said_put(reading, said);
    const char *known = said.size == 0 ? NULL : memmem(said.data, said.size, mark, sizeof mark - 1);
    if (known != NULL) {
        struct scan pairs = scan_of((struct text){known, (size_t)(said.data + said.size - known)});
        nginx_pairs(reading, &pairs);
    }
    return FORMAT_EVENT;
}
