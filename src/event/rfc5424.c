/* SPDX-License-Identifier: Apache-2.0 */
/* Syslog by RFC 5424. The parameters of structured data are fields named "ID.name". */
#include "event/format.h"
#include "event/inside.h"

enum { PRIORITY_MAX = 191 };

#define WORD(word)                                                                                 \
    {                                                                                              \
        word, sizeof(word) - 1                                                                     \
    }

static const struct text facilities[] = {
    WORD("kern"),     WORD("user"),   WORD("mail"),   WORD("daemon"), WORD("auth"),
    WORD("syslog"),   WORD("lpr"),    WORD("news"),   WORD("uucp"),   WORD("cron"),
    WORD("authpriv"), WORD("ftp"),    WORD("ntp"),    WORD("audit"),  WORD("alert"),
    WORD("clock"),    WORD("local0"), WORD("local1"), WORD("local2"), WORD("local3"),
    WORD("local4"),   WORD("local5"), WORD("local6"), WORD("local7"),
};

static const struct text severities[] = {
    WORD("emerg"),   WORD("alert"),  WORD("crit"), WORD("err"),
    WORD("warning"), WORD("notice"), WORD("info"), WORD("debug"),
};

bool priority_read(struct scan *scan, int *priority)
{
    struct scan ahead = *scan;
    if (!scan_byte(&ahead, '<') || !scan_digits(&ahead, 1, 3, priority) || !scan_byte(&ahead, '>')
        || *priority > PRIORITY_MAX)
        return false;
    *scan = ahead;
    return true;
}

void priority_put(const struct reading *reading, int priority)
{
    put(reading, TEXT("facility"), facilities[priority / 8]);
    put(reading, TEXT("severity"), severities[priority % 8]);
}

static bool version_read(struct scan *scan, struct text *version)
{
    const char *start = scan->at;
    int number;
    if (!scan_digits(scan, 1, 3, &number) || *start == '0' || !scan_byte(scan, ' '))
        return false;
    *version = (struct text){start, (size_t)(scan->at - 1 - start)};
    return true;
}

bool rfc5424_detect(struct text line)
{
    struct scan scan = scan_of(line);
    int priority;
    struct text version;
    return priority_read(&scan, &priority) && version_read(&scan, &version) && scan.at < scan.end
           && (digit_is(*scan.at) || *scan.at == '-');
}

/* The bytes up to the quote that ends them, without the backslashes that hide '"', '\' and ']'; any
 * other backslash is one. */
static bool value_read(const struct reading *reading, struct scan *scan, struct text *value)
{
    const char *start = scan->at;
    bool escaped = false;
    for (;; scan->at++) {
        scan_to(scan, '"', '\\', '\\');
        if (scan->at == scan->end || *scan->at == '"')
            break;
        escaped = true;
        if (++scan->at == scan->end)
            return false;
    }
    *value = (struct text){start, (size_t)(scan->at - start)};
    if (!scan_byte(scan, '"'))
        return false;
    if (!escaped)
        return true;
    char *out = event_scratch(reading->reader, value->size);
    size_t size = 0;
    for (size_t i = 0; i < value->size; i++) {
        char byte = value->data[i];
        char next = i + 1 < value->size ? value->data[i + 1] : '\0';
        if (byte == '\\' && (next == '"' || next == '\\' || next == ']'))
            byte = value->data[++i];
        out[size++] = byte;
    }
    *value = (struct text){out, size};
    return true;
}

/* "[id name="value" …]", any number of them, or "-". */
static bool data_read(const struct reading *reading, struct scan *scan)
{
    if (scan_byte(scan, '-'))
        return scan->at == scan->end || *scan->at == ' ';
    bool any = false;
    while (scan_byte(scan, '[')) {
        const char *start = scan->at;
        scan_to(scan, ' ', ']', '=');
        struct text id = {start, (size_t)(scan->at - start)};
        if (id.size == 0)
            return false;
        event_add(reading->reader, reading->event, id, TEXT_NONE, EVENT_OBJECT, true);
        while (!scan_byte(scan, ']')) {
            struct text value;
            scan_bytes(scan, ' ');
            if (scan_byte(scan, ']'))
                break;
            struct text name = scan_word(scan, '=');
            if (!scan_byte(scan, '=') || !scan_byte(scan, '"')
                || !value_read(reading, scan, &value))
                return false;
            put_under(reading, id, name, value);
        }
        any = true;
    }
    return any;
}

static struct text nil_or(const struct reading *reading, struct scan *scan, struct text name)
{
    struct text word = scan_word(scan, ' ');
    scan_byte(scan, ' ');
    if (word.size == 1 && word.data[0] == '-')
        return TEXT_NONE;
    put(reading, name, word);
    return word;
}

/* Broken structured data is left in the message, where somebody can see it. */
enum format_answer rfc5424_read(struct reading *reading, struct text line)
{
    struct scan scan = scan_of(line);
    int priority;
    struct text version;
    int64_t time_us = EVENT_TIME_NONE;
    if (!priority_read(&scan, &priority) || !version_read(&scan, &version))
        return FORMAT_OTHER;
    const char *stamp = scan.at;
    bool timed = time_iso(reading, &scan, &time_us);
    struct text written = {stamp, (size_t)(scan.at - stamp)};
    if ((!timed && !scan_byte(&scan, '-')) || !scan_byte(&scan, ' '))
        return FORMAT_OTHER;
    reading->event->time_us = time_us;
    priority_put(reading, priority);
    put_number(reading, TEXT("version"), version);
    if (timed)
        put(reading, TEXT("timestamp"), written);
    nil_or(reading, &scan, TEXT("hostname"));
    struct text program = nil_or(reading, &scan, TEXT("appname"));
    nil_or(reading, &scan, TEXT("procid"));
    nil_or(reading, &scan, TEXT("msgid"));
    struct scan before = scan;
    size_t count = reading->event->count;
    if (!data_read(reading, &scan)) {
        scan = before;
        reading->event->count = count;
    }
    scan_byte(&scan, ' ');
    scan_text(&scan, TEXT("\xEF\xBB\xBF"));
    return scan.at == scan.end ? FORMAT_EVENT : payload_read(reading, program, scan_rest(&scan));
}
