/* SPDX-License-Identifier: Apache-2.0 */
/* The table of formats. */
#include "event/format.h"
#include "event/inside.h"

/* The strict before the lenient: the first that takes a line has it. */
static const struct format formats[] = {
    {"json-records", "Lists of JSON objects, and CloudTrail's {\"Records\":[…]}", true, false,
     "[{ ", records_detect, records_read},
    {"json", "JSON, one object a line", false, true, "{ ", json_line_detect, json_line_read},
    {"rfc5424", "Syslog by RFC 5424", false, false, "<", rfc5424_detect, rfc5424_read},
    {"apache-error", "Error logs of Apache", false, true, "[", apache_error_detect,
     apache_error_read},
    {"nginx-error", "Error logs of nginx", false, true, "0123456789", nginx_error_detect,
     nginx_error_read},
    {"squid", "Access logs of Squid, in its native format", false, true, "0123456789", squid_detect,
     squid_read},
    {"rfc3164", "Syslog as it is sent: RFC 3164 and what deviates from it", false, false, NULL,
     rfc3164_detect, rfc3164_read},
    {"web", "Access logs of Apache and nginx, common and combined", false, true, NULL, web_detect,
     web_read},
    {"auditd", "Linux's audit, its records put together into events", false, true, "tna",
     auditd_detect, auditd_read},
    {"windows-xml", "Events of Windows and of Sysmon for Linux as XML, one a line", false, true,
     "< ", winxml_detect, winxml_read},
    {"cef", "Common Event Format", false, true, "C", cef_detect, cef_read},
    {"leef", "Log Event Extended Format, 1.0 and 2.0", false, true, "L", leef_detect, leef_read},
    {"zeek", "Zeek's logs with tabs, by their headers", false, false, "#", zeek_detect, zeek_read},
    {"w3c", "W3C's extended log format, as IIS writes it, by its headers", false, false, "#",
     w3c_detect, w3c_read},
    {"logfmt", "key=value, logfmt", true, true, NULL, logfmt_detect, logfmt_read},
    {0},
};

bool format_begins(const struct format *format, struct text line)
{
    if (format->begins == NULL || line.size == 0)
        return true;
    for (const char *byte = format->begins; *byte != '\0'; byte++)
        if (*byte == line.data[0])
            return true;
    return false;
}

const struct format *event_formats(void)
{
    return formats;
}

const struct format *event_format_find(struct text name)
{
    for (const struct format *format = formats; format->name != NULL; format++)
        if (text_is(name, format->name))
            return format;
    return NULL;
}

static struct text cookie_skip(struct text message)
{
    struct scan scan = scan_of(message);
    scan_bytes(&scan, ' ');
    if (scan_text(&scan, TEXT("@cee:")))
        scan_bytes(&scan, ' ');
    return scan_rest(&scan);
}

/* One of the formats that stand inside of syslog, the weak ones or the others. */
static enum format_answer inside_read(struct reading *reading, struct text body, bool weak)
{
    size_t count = reading->event->count;
    uint32_t left =
        reader_formats(reading->reader, weak ? FORMATS_INSIDE_WEAK : FORMATS_INSIDE, body);
    for (; left != 0; left &= left - 1) {
        const struct format *format = &formats[__builtin_ctz(left)];
        if (!format->detect(body))
            continue;
        enum format_answer answer = format->read(reading, body);
        if (answer != FORMAT_OTHER)
            return answer;
        reading->event->count = count;
    }
    return FORMAT_OTHER;
}

enum format_answer payload_read(struct reading *reading, struct text program, struct text message)
{
    put(reading, TEXT("message"), message);
    struct text body = cookie_skip(message);
    enum format_answer answer = inside_read(reading, body, false);
    if (answer != FORMAT_OTHER || daemon_read(reading, program, message))
        return answer == FORMAT_KEPT ? FORMAT_KEPT : FORMAT_EVENT;
    (void)inside_read(reading, body, true);
    return FORMAT_EVENT;
}

void put_plain(const struct reading *reading, struct text name, struct text value)
{
    if (value.size == 0)
        return;
    if (text_is_number(value))
        put_number(reading, name, value);
    else
        put(reading, name, value);
}

void put_under(const struct reading *reading, struct text outer, struct text name,
               struct text value)
{
    if (outer.size + 1 + name.size > NAME_BYTES_MAX) {
        reading->event->cut = true;
        return;
    }
    char *path = event_scratch(reading->reader, outer.size + 1 + name.size);
    memcpy(path, outer.data, outer.size);
    path[outer.size] = '.';
    if (name.size > 0)
        memcpy(path + outer.size + 1, name.data, name.size);
    struct text whole = {path, outer.size + 1 + name.size};
    event_add(reading->reader, reading->event, whole, value, EVENT_TEXT, false);
}

bool text_is_number(struct text text)
{
    struct scan scan = scan_of(text);
    scan_byte(&scan, '-');
    const char *start = scan.at;
    while (scan.at < scan.end && digit_is(*scan.at))
        scan.at++;
    size_t whole = (size_t)(scan.at - start);
    if (whole == 0 || (whole > 1 && *start == '0'))
        return false;
    if (scan_byte(&scan, '.')) {
        start = scan.at;
        while (scan.at < scan.end && digit_is(*scan.at))
            scan.at++;
        if (scan.at == start)
            return false;
    }
    return scan.at == scan.end;
}
