/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Syslog as it is really sent: RFC 3164 wrote down what was usual, and senders deviate from it in
 * all of its parts. Any of them may be missing but one: a priority, or a time with a tag behind it.
 *
 *   <34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8
 *   2026-07-03T17:00:00.123456-04:00 mymachine sshd[12]: Server listening on :: port 22.
 *   <189>1234: router: *Mar  1 18:46:11.123 UTC: %SYS-5-CONFIG_I: Configured from console
 *   <166>Jul 03 2026 17:00:00: %ASA-6-302013: Built inbound TCP connection
 */
#include "event/format.h"
#include "event/inside.h"

enum { TAG_BYTES_MAX = 128, HOST_BYTES_MAX = 255 };

/* What stands before the message. */
struct header {
    struct text stamp, host, tag, process, sequence;
    int64_t time_us;
    bool timed, tagged;
};

static bool stamp_read(const struct reading *reading, struct scan *scan, struct header *header)
{
    const char *start = scan->at;
    header->timed =
        time_bsd(reading, scan, &header->time_us) || time_iso(reading, scan, &header->time_us);
    header->stamp = (struct text){start, (size_t)(scan->at - start)};
    return header->timed;
}

/* What ends a tag: a space and below, " : < = [ ] { |  A name: a space and below, " = [ and, as
 * bytes above 127 do, what is no ASCII. */
static const uint64_t tag_ends[4] = {UINT64_C(0x34000005FFFFFFFF), UINT64_C(0x1800000028000000)};
static const uint64_t host_ends[4] = {UINT64_C(0x20000005FFFFFFFF), UINT64_C(0x0000000008000000),
                                      UINT64_MAX, UINT64_MAX};

/* The bytes before the first that ends it, and no more than so many. */
static inline struct text scan_name(struct scan *scan, const uint64_t ends[4], size_t most)
{
    const char *start = scan->at;
    const char *end = scan_left(scan) < most ? scan->end : start + most;
    while (scan->at < end
           && (ends[(unsigned char)*scan->at >> 6] >> ((unsigned char)*scan->at & 63) & 1) == 0)
        scan->at++;
    return (struct text){start, (size_t)(scan->at - start)};
}

/* "sshd[12]:", "sshd:", "postfix/smtpd[12]: ", "pam(x)[12]:"; nothing moved where there is none. */
static bool tag_read(struct scan *scan, struct header *header)
{
    struct scan ahead = *scan;
    struct text process = TEXT_NONE;
    scan_to(&ahead, ' ', ':', '[');
    if (ahead.at == ahead.end || *ahead.at == ' ')
        return false;
    ahead.at = scan->at;
    struct text tag = scan_name(&ahead, tag_ends, TAG_BYTES_MAX);
    if (tag.size == 0)
        return false;
    if (scan_byte(&ahead, '[')) {
        process = scan_word(&ahead, ']');
        if (process.size > TAG_BYTES_MAX || memchr(process.data, ' ', process.size) != NULL
            || !scan_byte(&ahead, ']'))
            return false;
        scan_byte(&ahead, ':');
    } else if (!scan_byte(&ahead, ':')) {
        return false;
    }
    if (ahead.at < ahead.end && *ahead.at != ' ')
        return false;
    scan_byte(&ahead, ' ');
    header->tag = tag;
    header->process = process;
    header->tagged = true;
    *scan = ahead;
    return true;
}

/* "%SYS-5-CONFIG_I: ", "%ASA-6-302013: ": the words of Cisco's devices. */
static bool mnemonic_read(const struct reading *reading, struct scan *scan, struct header *header)
{
    struct scan ahead = *scan;
    if (!scan_byte(&ahead, '%'))
        return false;
    const char *start = ahead.at;
    struct text whole = scan_word(&ahead, ':');
    struct text facility = {start, 0};
    size_t size = whole.size;
    for (size_t i = 1; i + 2 < size; i++)
        if (start[i] == '-' && digit_is(start[i + 1]) && start[i + 2] == '-') {
            facility.size = i;
            break;
        }
    if (facility.size == 0 || size > TAG_BYTES_MAX || memchr(start, ' ', size) != NULL
        || !scan_byte(&ahead, ':'))
        return false;
    put(reading, TEXT("cisco_facility"), facility);
    put_number(reading, TEXT("cisco_severity"), (struct text){start + facility.size + 1, 1});
    put(reading, TEXT("cisco_mnemonic"),
        (struct text){start + facility.size + 3, size - facility.size - 3});
    scan_bytes(&ahead, ' ');
    header->tag = (struct text){start - 1, size + 1};
    header->tagged = true;
    *scan = ahead;
    return true;
}

/* "1234: router: *Mar  1 18:46:11.123 UTC: %SYS-5-CONFIG_I: …": a sequence number and a name may
 * stand before the time, "*" or "." says that the device's clock is not kept. */
static bool cisco_read(const struct reading *reading, struct scan *scan, struct header *header)
{
    struct scan ahead = *scan;
    struct header found = {.time_us = EVENT_TIME_NONE};
    const char *start = ahead.at;
    int number;
    if (scan_digits(&ahead, 1, 9, &number))
        found.sequence = (struct text){start, (size_t)(ahead.at - start)};
    if (found.sequence.size > 0 && (!scan_byte(&ahead, ':') || !scan_byte(&ahead, ' ')))
        return false;
    struct scan host = ahead;
    found.host = scan_word(&host, ' ');
    if (found.host.size > 1 && found.host.size < HOST_BYTES_MAX && *found.host.data != '%'
        && found.host.data[found.host.size - 1] == ':' && scan_byte(&host, ' ')) {
        found.host.size--;
        ahead = host;
    } else {
        found.host = TEXT_NONE;
    }
    if (!scan_byte(&ahead, '*'))
        scan_byte(&ahead, '.');
    if (stamp_read(reading, &ahead, &found) && (!scan_byte(&ahead, ':') || !scan_byte(&ahead, ' ')))
        return false;
    if (!mnemonic_read(reading, &ahead, &found))
        return false;
    *header = found;
    *scan = ahead;
    return true;
}

/* A name that ends at a space, behind which there is more. */
static bool host_read(struct scan *scan, struct header *header)
{
    struct scan ahead = *scan;
    header->host = scan_name(&ahead, host_ends, HOST_BYTES_MAX);
    if (header->host.size == 0 || !scan_byte(&ahead, ' ')) {
        header->host = TEXT_NONE;
        return false;
    }
    *scan = ahead;
    return true;
}

/* Behind the time: "host tag: ", "tag: ", ": %ASA-…", "Message forwarded from host: tag: ", or
 * "last message repeated 3 times". */
static void origin_read(const struct reading *reading, struct scan *scan, struct header *header)
{
    scan_bytes(scan, ' ');
    if (scan_text(scan, TEXT("Message forwarded from "))) {
        header->host = scan_word(scan, ':');
        scan_byte(scan, ':');
        scan_bytes(scan, ' ');
        tag_read(scan, header);
        return;
    }
    struct scan colon = *scan;
    scan_byte(&colon, ':');
    scan_bytes(&colon, ' ');
    if (mnemonic_read(reading, &colon, header)) {
        *scan = colon;
        return;
    }
    struct text rest = scan_rest(scan);
    if (tag_read(scan, header) || text_starts(rest, TEXT("last message repeated "))
        || text_starts(rest, TEXT("message repeated ")))
        return;
    if (!host_read(scan, header))
        return;
    scan_bytes(scan, ' ');
    colon = *scan;
    scan_byte(&colon, ':');
    scan_bytes(&colon, ' ');
    if (mnemonic_read(reading, &colon, header))
        *scan = colon;
    else
        tag_read(scan, header);
}

static void header_put(const struct reading *reading, const struct header *header)
{
    if (header->timed) {
        reading->event->time_us = header->time_us;
        put(reading, TEXT("timestamp"), header->stamp);
    }
    if (!text_empty(header->sequence))
        put_number(reading, TEXT("sequence"), header->sequence);
    if (!text_empty(header->host))
        put(reading, TEXT("hostname"), header->host);
    if (!text_empty(header->tag))
        put(reading, TEXT("appname"), header->tag);
    if (!text_empty(header->process))
        put(reading, TEXT("procid"), header->process);
}

static struct reading untimed(void)
{
    return (struct reading){.received_us = EVENT_TIME_NONE};
}

/* A line with a priority, or a time behind which a tag stands. */
bool rfc3164_detect(struct text line)
{
    struct scan scan = scan_of(line);
    const struct reading reading = untimed();
    int64_t time_us;
    int priority;
    if (priority_read(&scan, &priority))
        return true;
    if (time_bsd(&reading, &scan, &time_us))
        return scan_byte(&scan, ' ') || scan_byte(&scan, ':');
    if (!time_iso(&reading, &scan, &time_us) || !scan_byte(&scan, ' '))
        return false;
    struct header header = {0};
    return tag_read(&scan, &header) || (host_read(&scan, &header) && tag_read(&scan, &header));
}

enum format_answer rfc3164_read(struct reading *reading, struct text line)
{
    struct scan scan = scan_of(line);
    struct header header = {.time_us = EVENT_TIME_NONE};
    int priority;
    bool prior = priority_read(&scan, &priority);
    if (prior)
        priority_put(reading, priority);
    scan_bytes(&scan, ' ');
    if (stamp_read(reading, &scan, &header)) {
        if (scan.at < scan.end && *scan.at != ' ' && *scan.at != ':')
            return FORMAT_OTHER;
        origin_read(reading, &scan, &header);
    } else if (!cisco_read(reading, &scan, &header)) {
        if (!prior)
            return FORMAT_OTHER;
        tag_read(&scan, &header);
    }
    if (!prior && !header.tagged && text_empty(header.host))
        return FORMAT_OTHER;
    header_put(reading, &header);
    return payload_read(reading, header.tag, scan_rest(&scan));
}
