/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Access logs of Squid, in its native format:
 *
 *     1286536308.779    180 192.0.2.1 TCP_MISS/200 411 GET http://h/p?q user HIER_DIRECT/192.0.2.9
 * text/html
 *
 * The fields have the names that rules ask of a proxy for.
 */
#include "event/inside.h"

enum { SECONDS_DIGITS_MIN = 9, SECONDS_DIGITS_MAX = 11 };

struct squid {
    struct text time, took, client, action, status;
};

/* "TCP_MISS", "NONE_NONE": capitals and what joins them. */
static bool action_is(struct text word)
{
    for (size_t i = 0; i < word.size; i++)
        if ((word.data[i] < 'A' || word.data[i] > 'Z') && word.data[i] != '_')
            return false;
    return word.size > 2;
}

/* Up to the status; what follows may be missing. */
static bool squid_begin(struct scan *scan, struct squid *squid)
{
    struct text fraction;
    squid->time = scan_word(scan, ' ');
    struct text seconds = text_cut(squid->time, '.', &fraction);
    if (seconds.size < SECONDS_DIGITS_MIN || seconds.size > SECONDS_DIGITS_MAX || fraction.size != 3
        || !text_is_number(squid->time))
        return false;
    scan_bytes(scan, ' ');
    squid->took = scan_word(scan, ' ');
    scan_bytes(scan, ' ');
    squid->client = scan_word(scan, ' ');
    scan_bytes(scan, ' ');
    squid->action = text_cut(scan_word(scan, ' '), '/', &squid->status);
    return text_is_number(squid->took) && squid->client.size > 0 && action_is(squid->action)
           && text_is_number(squid->status);
}

static void given_put(const struct reading *reading, struct text name, struct text value)
{
    if (value.size > 0 && !text_is(value, "-"))
        put_plain(reading, name, value);
}

/* "http://host:80/path?query", or "host:443" of a tunnel. */
static void target_put(const struct reading *reading, struct text target)
{
    struct text rest = target;
    const char *scheme = target.size == 0 ? NULL : memmem(target.data, target.size, "://", 3);
    if (scheme != NULL)
        rest = (struct text){scheme + 3, (size_t)(target.data + target.size - scheme - 3)};
    struct scan scan = scan_of(rest);
    struct text host = scan_word(&scan, '/');
    struct text query;
    struct text stem = text_cut(scan_rest(&scan), '?', &query);
    const char *port = host.size == 0 ? NULL : memrchr(host.data, ':', host.size);
    if (port != NULL && memchr(host.data, ']', host.size) < (const void *)port) {
        given_put(reading, TEXT("cs-port"),
                  (struct text){port + 1, (size_t)(host.data + host.size - port - 1)});
        host.size = (size_t)(port - host.data);
    }
    given_put(reading, TEXT("cs-host"), host);
    given_put(reading, TEXT("r-dns"), host);
    web_target(reading, stem, query, target);
}

bool squid_detect(struct text line)
{
    struct scan scan = scan_of(line);
    struct squid squid;
    return squid_begin(&scan, &squid);
}

static struct text next_word(struct scan *scan)
{
    scan_bytes(scan, ' ');
    return scan_word(scan, ' ');
}

enum format_answer squid_read(struct reading *reading, struct text line)
{
    struct scan scan = scan_of(line);
    struct squid squid;
    struct text from;
    if (!squid_begin(&scan, &squid) || !time_epoch(squid.time, &reading->event->time_us))
        return FORMAT_OTHER;
    put_number(reading, TEXT("time-taken"), squid.took);
    put(reading, TEXT("c-ip"), squid.client);
    put(reading, TEXT("s-action"), squid.action);
    put_number(reading, TEXT("sc-status"), squid.status);
    given_put(reading, TEXT("sc-bytes"), next_word(&scan));
    given_put(reading, TEXT("cs-method"), next_word(&scan));
    struct text target = next_word(&scan);
    if (target.size > 0 && !text_is(target, "-"))
        target_put(reading, target);
    given_put(reading, TEXT("cs-username"), next_word(&scan));
    struct text hierarchy = text_cut(next_word(&scan), '/', &from);
    given_put(reading, TEXT("s-hierarchy"), hierarchy);
    given_put(reading, TEXT("r-ip"), from);
    given_put(reading, TEXT("rs-content-type"), next_word(&scan));
    return FORMAT_EVENT;
}
