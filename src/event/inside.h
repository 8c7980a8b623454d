/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share. */
#pragma once
#include "event/format.h"
#include <endian.h>

static inline uint64_t name_bytes(const char *at, size_t size)
{
    uint64_t eight = 0;
    uint32_t first;
    uint32_t last;
    if (size >= 8) {
        memcpy(&eight, at, 8);
        return eight;
    }
    if (size >= 4) { /* both halves, which may lie over each other */
        memcpy(&first, at, 4);
        memcpy(&last, at + size - 4, 4);
        return (uint64_t)first << 32 | last;
    }
    if (size > 0)
        eight = (uint64_t)(unsigned char)at[0] << 16 | (uint64_t)(unsigned char)at[size / 2] << 8
                | (unsigned char)at[size - 1];
    return eight;
}

/* A hash of a name, of eight bytes a step: fast for names of ten to forty bytes, and nothing that
 * strangers can choose is kept under it for longer than the names somebody asks for. */
static inline uint64_t name_hash(struct text name)
{
    const uint64_t factor = 0x9E3779B97F4A7C15U;
    uint64_t hash = name.size * factor;
    size_t at = 0;
    for (; at + 8 < name.size; at += 8) {
        hash = (hash ^ name_bytes(name.data + at, 8)) * factor;
        hash ^= hash >> 32;
    }
    /* The last eight, which may lie over those before. */
    uint64_t rest = name.size >= 8 ? name_bytes(name.data + name.size - 8, 8)
                                   : name_bytes(name.data, name.size);
    hash = (hash ^ rest) * factor;
    return hash ^ hash >> 29;
}

/* --- names.c: looked up for each field, and so without a call
 */

struct event_names {
    struct arena *arena;
    struct text *list; /* by id; 0 is nobody's */
    size_t capacity;   /* of list */
    uint32_t count;
    uint32_t *slots; /* ids, 0: free; a power of two of them, at most half of it taken */
    uint32_t slot_mask;
};

/* Where the name is, or where it would stand. */
static inline uint32_t names_slot_hashed(const struct event_names *names, struct text name,
                                         uint64_t hash)
{
    uint32_t slot = (uint32_t)hash & names->slot_mask;
    while (names->slots[slot] != 0 && !text_equal(names->list[names->slots[slot]], name))
        slot = (slot + 1) & names->slot_mask;
    return slot;
}

static inline uint32_t names_slot(const struct event_names *names, struct text name)
{
    return names_slot_hashed(names, name, name_hash(name));
}

/* --- a line that is read -----------------------------------------------------------------------
 */

struct reading {
    struct event_reader *reader;
    struct event *event;
    struct event_stream *stream;
    const struct zone *zone; /* of times that name none; NULL: UTC */
    int64_t received_us;     /* EVENT_TIME_NONE: not known */
};

/* As event_add, where the hash of the name is known: of a name that stands in the source the
 * compiler knows it. */
void event_add_hashed(struct event_reader *reader, struct event *event, struct text name,
                      uint64_t hash, struct text value, enum event_kind kind, bool top);

/* Adds a field of the top. */
static inline void put(const struct reading *reading, struct text name, struct text value)
{
    event_add_hashed(reading->reader, reading->event, name, name_hash(name), value, EVENT_TEXT,
                     true);
}

static inline void put_number(const struct reading *reading, struct text name, struct text value)
{
    event_add_hashed(reading->reader, reading->event, name, name_hash(name), value, EVENT_NUMBER,
                     true);
}

/* The formats that a line may have by its first byte, bit i being number i of the table: those of a
 * source; or those that stand inside of syslog, the weak ones or the others. */
enum formats_where { FORMATS_SOURCE, FORMATS_INSIDE, FORMATS_INSIDE_WEAK, FORMATS_WHERE };
uint32_t reader_formats(const struct event_reader *reader, enum formats_where where,
                        struct text line);

/* The last date that was reckoned, and the last day for which it was guessed in which year it is:
 * times of one stream are mostly of one day. */
struct days {
    int date;     /* as one number; 0: none yet */
    int64_t days; /* of it */
    int64_t today;
    int year; /* of today; 0: none yet */
};
struct days *reader_days(struct event_reader *reader);

/* A number where it is one, else a text; nothing when the text is empty. */
void put_plain(const struct reading *reading, struct text name, struct text value);

enum { NAME_BYTES_MAX = 1024 }; /* of a path that is put together here */

/* A field under "outer.name", not of the top. A longer name than NAME_BYTES_MAX is left out. */
void put_under(const struct reading *reading, struct text outer, struct text name,
               struct text value);

/* Decimal digits with at most one minus and one point, as JSON writes a number. */
bool text_is_number(struct text text);

/* Memory for what must wait: EVENT_BUFFER_BYTES each, NULL when EVENT_BUFFERS_MAX are out, and
 * given back to be used again. So all the streams of a reader together have a limit. */
enum { EVENT_BUFFERS_MAX = 512, EVENT_BUFFER_BYTES = STREAM_AUDIT_BYTES_MAX };
char *event_buffer_take(struct event_reader *reader);
void event_buffer_give(struct event_reader *reader, char *buffer);

/* --- bytes that are looked through: never past the end ------------------------------------------
 */

struct scan {
    const char *at;
    const char *end;
};

static inline struct scan scan_of(struct text text)
{
    const char *data = text.data == NULL ? "" : text.data;
    return (struct scan){data, data + text.size};
}

static inline size_t scan_left(const struct scan *scan)
{
    return (size_t)(scan->end - scan->at);
}

static inline struct text scan_rest(const struct scan *scan)
{
    return (struct text){scan->at, scan_left(scan)};
}

static inline bool digit_is(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Steps over the byte, if it is the next one. */
static inline bool scan_byte(struct scan *scan, char byte)
{
    if (scan->at == scan->end || *scan->at != byte)
        return false;
    scan->at++;
    return true;
}

static inline void scan_bytes(struct scan *scan, char byte)
{
    while (scan->at < scan->end && *scan->at == byte)
        scan->at++;
}

/* Steps over the text, if it comes next. */
static inline bool scan_text(struct scan *scan, struct text text)
{
    if (scan_left(scan) < text.size || (text.size > 0 && *scan->at != *text.data)
        || memcmp(scan->at, text.data, text.size) != 0)
        return false;
    scan->at += text.size;
    return true;
}

/* What stands before the byte, or all there is left; the byte itself comes next. */
static inline struct text scan_until(struct scan *scan, char byte)
{
    const char *start = scan->at;
    const char *found = memchr(start, byte, scan_left(scan));
    scan->at = found == NULL ? scan->end : found;
    return (struct text){start, (size_t)(scan->at - start)};
}

/* Eight bytes at once, the first the lowest; and a mark in each that is the byte, of which the
 * lowest is right (those above it may be marked without being it). */
static inline uint64_t eight_at(const char *at)
{
    uint64_t eight;
    memcpy(&eight, at, sizeof eight);
    return le64toh(eight);
}

static inline uint64_t eight_find(uint64_t eight, char byte)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t other = eight ^ ones * (unsigned char)byte;
    return (other - ones) & ~other & ones << 7;
}

/* Goes to the first of any of the three bytes, or to the end. */
static inline void scan_to(struct scan *scan, char a, char b, char c)
{
    for (; scan_left(scan) >= 8; scan->at += 8) {
        uint64_t eight = eight_at(scan->at);
        uint64_t found = eight_find(eight, a) | eight_find(eight, b) | eight_find(eight, c);
        if (found == 0)
            continue;
        scan->at += __builtin_ctzll(found) >> 3;
        return;
    }
    while (scan->at < scan->end && *scan->at != a && *scan->at != b && *scan->at != c)
        scan->at++;
}

/* The same for short texts, where a loop is quicker. */
static inline struct text scan_word(struct scan *scan, char byte)
{
    const char *start = scan->at;
    scan_to(scan, byte, byte, byte);
    return (struct text){start, (size_t)(scan->at - start)};
}

/* Between least and most digits, as a number of at most nine. */
static inline bool scan_digits(struct scan *scan, size_t least, size_t most, int *number)
{
    const char *start = scan->at;
    int sum = 0;
    while (scan->at < scan->end && digit_is(*scan->at) && (size_t)(scan->at - start) < most)
        sum = sum * 10 + (*scan->at++ - '0');
    *number = sum;
    return (size_t)(scan->at - start) >= least;
}

/* --- time.c: times as logs write them; false, and nothing moved, where there is none -----------
 */

/* "2026-07-03T17:00:00.123456-04:00"; a space for the T, a comma for the point, "/" in the date, an
 * offset without colon, behind a space, "UTC" or "Z", or none. */
bool time_iso(const struct reading *reading, struct scan *scan, int64_t *time_us);

/* "Jul  3 17:00:00": with a year before, behind the day or behind the time, a fraction, a zone. */
bool time_bsd(const struct reading *reading, struct scan *scan, int64_t *time_us);

/* "03/Jul/2026:17:00:00 -0400" */
bool time_web(const struct reading *reading, struct scan *scan, int64_t *time_us);

/* Seconds since 1970 with a fraction, "1604996384.965"; milliseconds, microseconds or nanoseconds
 * when there are so many digits. */
bool time_epoch(struct text text, int64_t *time_us);

/* 100 nanoseconds since 1601, as Windows counts. */
int64_t time_filetime(uint64_t ticks);

/* --- formats: see format.c ---------------------------------------------------------------------
 */

/* Reads what a syslog line carries: one of the formats that stand inside, else a daemon's words. */
enum format_answer payload_read(struct reading *reading, struct text program, struct text message);

/* Does the line begin with a byte that lines of the format begin with? */
bool format_begins(const struct format *format, struct text line);

/* daemon.c: the fields of a usual daemon's message; false when it says nothing known. */
bool daemon_read(const struct reading *reading, struct text program, struct text message);

/* daemon_network.c: the same for programs that stand on the network. */
bool daemon_network_read(const struct reading *reading, struct text program, struct text message);

/* What a stream does with an event that is whole; event_begin makes the next one. */
void stream_emit(struct reading *reading);
void stream_emit_line(struct reading *reading, uint64_t line);

/* Of the line that is read: its number, and the format it was offered to. */
uint64_t stream_line_number(const struct event_stream *stream);
const struct format *stream_line_format(const struct event_stream *stream);

/* Events are not lines: this is the number of the next one. */
void stream_number(struct event_stream *stream, uint64_t number);

/* Room for a record written as XML, and how it is written. */
enum { STREAM_XML_BYTES_MAX = 1024 * 1024 };
char *stream_xml(struct event_stream *stream);
bool stream_hex_padded(const struct event_stream *stream);

/* What a source has in common; made when it is first asked for. */
struct audit *stream_audit(struct event_stream *stream);
struct columns *stream_columns(struct event_stream *stream);

/* template.c: a message against a pattern, whose holes become fields. */
struct template
{
    const char *pattern;
    const char *action;  /* the field "action" when it fits, or NULL */
    const char *outcome; /* the field "outcome": "success", "failure", or NULL */
};

/* The first of the templates (ended by a NULL pattern) that fits the whole message. */
bool template_read(const struct reading *reading, const struct template *templates,
                   struct text message);

/* --- json.c --- */

bool json_line_detect(struct text line);
enum format_answer json_line_read(struct reading *reading, struct text line);

/* The same for one object, whatever it is named by: it is not taken apart into records. */
enum format_answer json_object_read(struct reading *reading, struct text line);

/* json_time.c: the event's time from the field that says it. */
void json_time(const struct reading *reading);

/* --- records.c --- */

bool records_detect(struct text line);
enum format_answer records_read(struct reading *reading, struct text line);

/* The next document of a file, if it stands over several lines, and how many of their ends it
 * takes; *rest is what follows. work: bytes that may still be looked at, documents_work at first.
 */
bool document_take(struct text *rest, size_t *work, struct text *document, size_t *lines);
size_t documents_work(struct text bytes);

/* --- rfc5424.c, rfc3164.c: syslog ---------------------------------------------------------------
 */

/* "<34>": 0 to 191. False, and nothing moved, where there is none. */
bool priority_read(struct scan *scan, int *priority);

/* The fields "facility" and "severity", by their usual words. */
void priority_put(const struct reading *reading, int priority);

bool rfc5424_detect(struct text line);
enum format_answer rfc5424_read(struct reading *reading, struct text line);
bool rfc3164_detect(struct text line);
enum format_answer rfc3164_read(struct reading *reading, struct text line);

/* --- web.c --------------------------------------------------------------------------------------
 */

bool web_detect(struct text line);
enum format_answer web_read(struct reading *reading, struct text line);

/* The fields of "GET /path?query HTTP/1.1", and those of a target alone. */
void web_request(const struct reading *reading, struct text request);
void web_target(const struct reading *reading, struct text stem, struct text query,
                struct text target);

/* --- web_error.c, squid.c ----------------------------------------------------------------------
 */

bool apache_error_detect(struct text line);
enum format_answer apache_error_read(struct reading *reading, struct text line);
bool nginx_error_detect(struct text line);
enum format_answer nginx_error_read(struct reading *reading, struct text line);
bool squid_detect(struct text line);
enum format_answer squid_read(struct reading *reading, struct text line);

/* --- auditd.c, audit_merge.c --------------------------------------------------------------------
 */

bool auditd_detect(struct text line);
enum format_answer auditd_read(struct reading *reading, struct text line);
struct audit *audit_new(struct arena *arena);

/* All that waits and is not held is taken, the oldest first. */
void audit_end(struct audit *audit, struct reading *reading);

/* A line begins; in which group it waits now; and as the stream's hold and forget. */
void audit_line(struct audit *audit);
uint64_t audit_group(const struct audit *audit);
bool audit_hold(struct audit *audit, uint64_t group, struct stream_room *room);
void audit_forget(struct audit *audit, struct event_reader *reader);

/* --- columns.c: what a header said of the lines behind it ---------------------------------------
 */

struct columns {
    char bytes[STREAM_COLUMN_BYTES_MAX];
    size_t size;
    struct text names[STREAM_COLUMNS_MAX];
    char kinds[STREAM_COLUMNS_MAX]; /* zeek.c: 'n' number, 't' time, 'b' boolean, 'l' list, ' ' */
    size_t count;
    char separator;
    char list_separator;
    struct text unset, empty, path, date; /* of Zeek; the date of W3C's */
};

/* None from now on. */
void columns_clear(struct columns *columns);

/* A copy that lives as long as the columns; empty, when there is no room for it. */
struct text columns_keep(struct columns *columns, struct text text);

/* Splits at the separator, and at most so many; the number of texts. */
size_t columns_split(struct text line, char separator, struct text *list, size_t most);

/* --- the other formats, a file each -------------------------------------------------------------
 */

bool cef_detect(struct text line);
enum format_answer cef_read(struct reading *reading, struct text line);
bool leef_detect(struct text line);
enum format_answer leef_read(struct reading *reading, struct text line);
bool logfmt_detect(struct text line);
enum format_answer logfmt_read(struct reading *reading, struct text line);
bool zeek_detect(struct text line);
enum format_answer zeek_read(struct reading *reading, struct text line);
bool w3c_detect(struct text line);
enum format_answer w3c_read(struct reading *reading, struct text line);

bool winxml_detect(struct text line);
enum format_answer winxml_read(struct reading *reading, struct text line);

/* A whole file, its records as events. */
void evtx_read(struct reading *reading, struct text bytes);

/* A time in any of the forms that values of fields have. */
bool time_any(const struct reading *reading, struct text text, int64_t *time_us);

/* logfmt.c: a value in quotes without them and without its backslashes, which hide '"', '\\', and
 * the letters n, r and t; false when the quotes do not end. */
bool quotes_read(const struct reading *reading, struct scan *scan, struct text *value);
