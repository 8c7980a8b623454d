/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Access logs of Apache and nginx, common and combined, with what is often put before and behind:
 * the virtual host and its port, and more quoted or plain words. The fields have the names of W3C's
 * extended format, as rules ask for them.
 */
#include "event/inside.h"

/* '\"', '\\', "\x1b", "\n", "\t": as Apache and nginx hide bytes in quotes. */
static size_t unescape_one(const char *at, size_t left, char *byte)
{
    static const char hex[] = "0123456789abcdef";
    if (left >= 4 && at[1] == 'x') {
        const char *high = memchr(hex, at[2] | (at[2] >= 'A' ? 0x20 : 0), 16);
        const char *low = memchr(hex, at[3] | (at[3] >= 'A' ? 0x20 : 0), 16);
        if (high != NULL && low != NULL) {
            *byte = (char)((high - hex) * 16 + (low - hex));
            return 4;
        }
    }
    char next = left >= 2 ? at[1] : '\0';
    *byte = next == 'n' ? '\n' : next == 't' ? '\t' : next == 'r' ? '\r' : next;
    if (next == '"' || next == '\\' || next == 'n' || next == 't' || next == 'r')
        return 2;
    *byte = '\\';
    return 1;
}

static struct text unescape(const struct reading *reading, struct text quoted)
{
    if (quoted.size == 0 || memchr(quoted.data, '\\', quoted.size) == NULL)
        return quoted;
    char *out = event_scratch(reading->reader, quoted.size);
    size_t size = 0;
    for (size_t at = 0; at < quoted.size;) {
        char byte = quoted.data[at];
        at += byte == '\\' ? unescape_one(quoted.data + at, quoted.size - at, &byte) : 1;
        out[size++] = byte;
    }
    return (struct text){out, size};
}

/* Behind an opening quote, up to the one that ends it. */
static bool quoted_read(const struct reading *reading, struct scan *scan, struct text *value)
{
    struct scan ahead = *scan;
    if (!scan_byte(&ahead, '"'))
        return false;
    const char *start = ahead.at;
    while (ahead.at < ahead.end && *ahead.at != '"')
        ahead.at += *ahead.at == '\\' && ahead.end - ahead.at > 1 ? 2 : 1;
    struct text quoted = {start, (size_t)(ahead.at - start)};
    if (!scan_byte(&ahead, '"'))
        return false;
    *scan = ahead;
    *value = unescape(reading, quoted);
    return true;
}

static void put_given(const struct reading *reading, struct text name, struct text value)
{
    if (!text_is(value, "-"))
        put_plain(reading, name, value);
}

/*
 * The path and the query. Rules that were written for logs of the common format ask
 * "cs-uri-query" for what stands in the path as well, so that the whole target is a second value of
 * it; whoever wants the query alone has it in "query".
 */
void web_target(const struct reading *reading, struct text stem, struct text query,
                struct text target)
{
    put(reading, TEXT("cs-uri-stem"), stem);
    if (query.size > 0) {
        put(reading, TEXT("cs-uri-query"), query);
        put(reading, TEXT("query"), query);
    }
    put(reading, TEXT("cs-uri-query"), target);
    put(reading, TEXT("cs-uri"), target);
    put(reading, TEXT("c-uri"), target);
}

/* "GET /path?query HTTP/1.1"; a request that is nothing of that kind is kept as it is. */
void web_request(const struct reading *reading, struct text request)
{
    if (text_is(request, "-"))
        return;
    struct scan scan = scan_of(request);
    put(reading, TEXT("request"), request);
    struct text method = scan_word(&scan, ' ');
    if (method.size == 0 || method.size > 32 || !scan_byte(&scan, ' '))
        return;
    struct text target = scan_rest(&scan);
    const char *space = memrchr(target.data, ' ', target.size);
    if (space != NULL) {
        struct text version = {space + 1, (size_t)(scan.end - space - 1)};
        if (text_starts(version, TEXT("HTTP/")) || text_starts(version, TEXT("RTSP/"))) {
            put(reading, TEXT("cs-version"), version);
            target.size = (size_t)(space - target.data);
        }
    }
    put(reading, TEXT("cs-method"), method);
    struct text query;
    struct text stem = text_cut(target, '?', &query);
    web_target(reading, stem, query, target);
}

enum { USER_BYTES_MAX = 512 };

/* An address, or a name with a point or a port; none where something else stands. */
static struct text client_word(struct scan *scan)
{
    const char *start = scan->at;
    bool marked = false;
    for (; scan->at < scan->end && *scan->at != ' '; scan->at++) {
        char byte = *scan->at;
        char low = (char)(byte | 0x20);
        marked = marked || byte == '.' || byte == ':';
        if (!digit_is(byte) && (low < 'a' || low > 'z') && byte != '.' && byte != ':' && byte != '-'
            && byte != '_' && byte != '%' && byte != '[' && byte != ']')
            return TEXT_NONE;
    }
    struct text word = {start, (size_t)(scan->at - start)};
    return marked || text_is(word, "localhost") || text_is(word, "-") ? word : TEXT_NONE;
}

/* "vhost:443 " may stand before the client. */
static bool client_read(struct scan *scan, struct text *host, struct text *client,
                        struct text *identity, struct text *user)
{
    *host = TEXT_NONE;
    *client = client_word(scan);
    if (client->size == 0 || !scan_byte(scan, ' '))
        return false;
    *identity = scan_word(scan, ' ');
    if (!scan_byte(scan, ' '))
        return false;
    const char *start = scan->at;
    size_t near = scan_left(scan) < USER_BYTES_MAX ? scan_left(scan) : USER_BYTES_MAX;
    const char *found = memmem(start, near, " [", 2);
    if (found == NULL)
        return false;
    *user = (struct text){start, (size_t)(found - start)};
    scan->at = found + 2;
    struct scan words = scan_of(*user);
    struct text first = scan_word(&words, ' ');
    if (scan_byte(&words, ' ') && !text_is(*identity, "-") && words.at < words.end
        && memchr(client->data, ':', client->size) != NULL) {
        *host = *client;
        *client = *identity;
        *identity = first;
        *user = scan_rest(&words);
    }
    return client->size > 0;
}

bool web_detect(struct text line)
{
    struct scan scan = scan_of(line);
    struct text word;
    const struct reading reading = {.received_us = EVENT_TIME_NONE};
    int64_t time_us;
    return client_read(&scan, &word, &word, &word, &word) && time_web(&reading, &scan, &time_us);
}

/* What stands behind the agent: nginx's $http_x_forwarded_for, times, and the like. */
static void more_read(const struct reading *reading, struct scan *scan)
{
    while (scan_byte(scan, ' ')) {
        struct text value;
        if (!quoted_read(reading, scan, &value))
            value = scan_word(scan, ' ');
        put_given(reading, TEXT("extra"), value);
    }
}

enum format_answer web_read(struct reading *reading, struct text line)
{
    struct scan scan = scan_of(line);
    struct text host;
    struct text client;
    struct text identity;
    struct text user;
    struct text value;
    if (!client_read(&scan, &host, &client, &identity, &user)
        || !time_web(reading, &scan, &reading->event->time_us) || !scan_byte(&scan, ']')
        || !scan_byte(&scan, ' '))
        return FORMAT_OTHER;
    put(reading, TEXT("c-ip"), client);
    put_given(reading, TEXT("cs-host"), host);
    put_given(reading, TEXT("cs-username"), user);
    put_given(reading, TEXT("ident"), identity);
    if (!quoted_read(reading, &scan, &value))
        return FORMAT_OTHER;
    web_request(reading, value);
    scan_byte(&scan, ' ');
    put_given(reading, TEXT("sc-status"), scan_word(&scan, ' '));
    scan_byte(&scan, ' ');
    put_given(reading, TEXT("sc-bytes"), scan_word(&scan, ' '));
    scan_byte(&scan, ' ');
    if (quoted_read(reading, &scan, &value)) {
        put_given(reading, TEXT("cs-referer"), value);
        scan_byte(&scan, ' ');
    }
    if (quoted_read(reading, &scan, &value) && !text_is(value, "-")) {
        put(reading, TEXT("cs-user-agent"), value);
        put(reading, TEXT("c-useragent"), value);
    }
    more_read(reading, &scan);
    return FORMAT_EVENT;
}
