/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records of Linux's audit, put together into events. The kernel writes several records for one
 * system call, with the same time and serial number, and those of several calls between each other.
 * They wait here until the last has come: an end record, the title of the process (which the kernel
 * writes last), a record that is two seconds younger, or no more room. A record of a program stands
 * alone.
 */
#include "event/audit.h"

enum { AGE_US = 2 * 1000 * 1000, STAMP_BYTES_MAX = 48, NODE_BYTES_MAX = 64 };

struct waiting {
    char stamp[STAMP_BYTES_MAX]; /* empty: free */
    size_t stamp_size;
    char node[NODE_BYTES_MAX];
    size_t node_size;
    int64_t time_us;
    uint64_t line;               /* of the first record */
    const struct format *format; /* the line's own, which may be syslog with a record inside */
    int64_t received_us;
    char *bytes; /* the lines, a line feed between them */
    size_t size, lines;
    bool held, refused; /* it waits over an end; there was no room for it to */
};

struct audit {
    struct waiting waiting[STREAM_AUDIT_EVENTS_MAX];
    size_t count;
    uint64_t group; /* in which the last line waits, by its first line; 0: none */
    bool merging;   /* the records are those of one event that is made */
};

struct audit *audit_new(struct arena *arena)
{
    return arena_take(arena, sizeof(struct audit));
}

/* "node=h type=SYSCALL msg=audit(1604996384.965:93777): ", or "audit: type=1400 audit(…): " as the
 * kernel's log has it. */
static bool record_read(struct text line, struct record *record)
{
    struct scan scan = scan_of(line);
    *record = (struct record){.time_us = EVENT_TIME_NONE};
    if (scan_text(&scan, TEXT("node="))) {
        record->node = scan_word(&scan, ' ');
        scan_byte(&scan, ' ');
    }
    scan_text(&scan, TEXT("audit: "));
    if (!scan_text(&scan, TEXT("type=")))
        return false;
    record->type = scan_word(&scan, ' ');
    scan_bytes(&scan, ' ');
    scan_text(&scan, TEXT("msg="));
    if (record->type.size == 0 || !scan_text(&scan, TEXT("audit(")))
        return false;
    record->stamp = scan_word(&scan, ')');
    if (!scan_byte(&scan, ')') || !scan_byte(&scan, ':') || record->stamp.size >= STAMP_BYTES_MAX)
        return false;
    struct text serial;
    struct text time = text_cut(record->stamp, ':', &serial);
    if (!time_epoch(time, &record->time_us) || !text_is_number(serial))
        return false;
    record->execve = text_is(record->type, "EXECVE") || text_is(record->type, "1309");
    record->words = scan_rest(&scan);
    return true;
}

/* Types that the kernel writes together with others: 1300 to 1399 and 1400 (an access vector). */
static bool joins_others(struct text type)
{
    static const struct text types[] = {
        {"SYSCALL", 7},
        {"PATH", 4},
        {"IPC", 3},
        {"SOCKETCALL", 10},
        {"CONFIG_CHANGE", 13},
        {"SOCKADDR", 8},
        {"CWD", 3},
        {"EXECVE", 6},
        {"IPC_SET_PERM", 12},
        {"MQ_OPEN", 7},
        {"MQ_SENDRECV", 11},
        {"MQ_NOTIFY", 9},
        {"MQ_GETSETATTR", 13},
        {"FD_PAIR", 7},
        {"OBJ_PID", 7},
        {"BPRM_FCAPS", 10},
        {"CAPSET", 6},
        {"MMAP", 4},
        {"NETFILTER_PKT", 13},
        {"NETFILTER_CFG", 13},
        {"SECCOMP", 7},
        {"PROCTITLE", 9},
        {"FEATURE_CHANGE", 14},
        {"KERN_MODULE", 11},
        {"FANOTIFY", 8},
        {"TIME_INJOFFSET", 14},
        {"TIME_ADJNTPVAL", 14},
        {"BPF", 3},
        {"EVENT_LISTENER", 14},
        {"URINGOP", 7},
        {"OPENAT2", 7},
        {"AVC", 3},
        {"EOE", 3},
        {"MAC_TASK_CONTEXTS", 17},
        {"MAC_OBJ_CONTEXTS", 16},
        {NULL, 0},
    };
    if (type.size == 4 && type.data[0] == '1' && (type.data[1] == '3' || type.data[1] == '4'))
        return true;
    for (const struct text *each = types; each->data != NULL; each++)
        if (text_equal(*each, type))
            return true;
    return false;
}

static bool ends_event(struct text type)
{
    return text_is(type, "EOE") || text_is(type, "PROCTITLE") || text_is(type, "1320")
           || text_is(type, "1327");
}

static void record_put(struct reading *reading, struct record *record)
{
    if (text_is(record->type, "EOE"))
        return;
    if (!text_empty(record->node) && event_find(reading->event, TEXT("node")) == NULL)
        put(reading, TEXT("node"), record->node);
    put(reading, TEXT("type"), record->type);
    reading->event->time_us = record->time_us;
    struct scan words = scan_of(record->words);
    record_words_put(reading, record, &words);
}

static void serial_put(const struct reading *reading, const struct record *record)
{
    struct text serial;
    (void)text_cut(record->stamp, ':', &serial);
    put_number(reading, TEXT("serial"), serial);
}

/* The record inside of a line, wherever it stands in it. */
static bool record_find(struct text line, struct record *record)
{
    static const char mark[] = "type=";
    if (record_read(line, record))
        return true;
    const char *found = line.data == NULL ? NULL : memmem(line.data, line.size, mark, 5);
    return found != NULL
           && record_read((struct text){found, (size_t)(line.data + line.size - found)}, record);
}

/* All that came for one event, taken as one. The first line is read by its own format, so that what
 * stands before the record there is in the event too. */
static void waiting_take(struct audit *audit, struct reading *outer, struct waiting *waiting)
{
    struct event event;
    struct reading reading = *outer;
    struct record record;
    struct text raw = {waiting->bytes, waiting->size};
    struct text rest = raw;
    struct text first = text_cut(rest, '\n', &rest);
    reading.event = &event;
    reading.received_us = waiting->received_us;
    event_begin(reading.reader, raw, &event);
    event.format = "auditd";
    audit->merging = true;
    (void)waiting->format->read(&reading, first);
    while (rest.size > 0)
        if (record_find(text_cut(rest, '\n', &rest), &record))
            record_put(&reading, &record);
    audit->merging = false;
    waiting->stamp_size = 0;
    waiting->size = 0;
    audit->count--;
    stream_emit_line(&reading, waiting->line);
    event_buffer_give(reading.reader, waiting->bytes);
}

static bool waits_for(const struct waiting *waiting, const struct record *record)
{
    return waiting->stamp_size == record->stamp.size
           && memcmp(waiting->stamp, record->stamp.data, waiting->stamp_size) == 0
           && waiting->node_size == record->node.size
           && memcmp(waiting->node, record->node.data == NULL ? "" : record->node.data,
                     waiting->node_size)
                  == 0;
}

/* The event that the record belongs to, or a new one, for which the oldest makes room; NULL when
 * other sources have all the memory there is for events that wait. */
static struct waiting *waiting_of(struct audit *audit, struct reading *reading,
                                  const struct record *record)
{
    struct waiting *free_one = NULL;
    struct waiting *oldest = &audit->waiting[0];
    for (size_t i = 0; i < STREAM_AUDIT_EVENTS_MAX; i++) {
        struct waiting *waiting = &audit->waiting[i];
        if (waiting->stamp_size == 0) {
            free_one = free_one == NULL ? waiting : free_one;
            continue;
        }
        if (waits_for(waiting, record))
            return waiting;
        if (waiting->line < oldest->line)
            oldest = waiting;
    }
    if (free_one == NULL) {
        waiting_take(audit, reading, oldest);
        free_one = oldest;
    }
    char *bytes = event_buffer_take(reading->reader);
    if (bytes == NULL)
        return NULL;
    *free_one = (struct waiting){.bytes = bytes,
                                 .stamp_size = record->stamp.size,
                                 .node_size = record->node.size,
                                 .time_us = record->time_us,
                                 .received_us = reading->received_us,
                                 .line = stream_line_number(reading->stream),
                                 .format = stream_line_format(reading->stream)};
    memcpy(free_one->stamp, record->stamp.data, record->stamp.size);
    if (record->node.size > 0)
        memcpy(free_one->node, record->node.data, record->node.size);
    audit->count++;
    return free_one;
}

static void old_take(struct audit *audit, struct reading *reading, int64_t now_us)
{
    for (size_t i = 0; audit->count > 0 && i < STREAM_AUDIT_EVENTS_MAX; i++)
        if (audit->waiting[i].stamp_size > 0 && now_us - audit->waiting[i].time_us >= AGE_US)
            waiting_take(audit, reading, &audit->waiting[i]);
}

/* The oldest that is not held; NULL: there is none. */
static struct waiting *waiting_first(struct audit *audit)
{
    struct waiting *first = NULL;
    for (size_t i = 0; audit->count > 0 && i < STREAM_AUDIT_EVENTS_MAX; i++) {
        struct waiting *waiting = &audit->waiting[i];
        if (waiting->stamp_size > 0 && !waiting->held
            && (first == NULL || waiting->line < first->line))
            first = waiting;
    }
    return first;
}

void audit_end(struct audit *audit, struct reading *reading)
{
    struct waiting *first;
    while ((first = waiting_first(audit)) != NULL)
        waiting_take(audit, reading, first);
}

void audit_line(struct audit *audit)
{
    audit->group = 0;
}

uint64_t audit_group(const struct audit *audit)
{
    return audit->group;
}

static bool waiting_hold(struct waiting *waiting, struct stream_room *room)
{
    if (waiting->held)
        return true;
    if (room->groups == 0 || room->lines < waiting->lines || room->bytes < waiting->size) {
        room->refused += !waiting->refused;
        waiting->refused = true;
        return false;
    }
    room->groups--;
    room->lines -= waiting->lines;
    room->bytes -= waiting->size;
    waiting->held = true;
    return true;
}

bool audit_hold(struct audit *audit, uint64_t group, struct stream_room *room)
{
    for (size_t i = 0; audit->count > 0 && i < STREAM_AUDIT_EVENTS_MAX; i++)
        if (audit->waiting[i].stamp_size > 0 && audit->waiting[i].line == group)
            return waiting_hold(&audit->waiting[i], room);
    return false;
}

void audit_forget(struct audit *audit, struct event_reader *reader)
{
    for (size_t i = 0; audit->count > 0 && i < STREAM_AUDIT_EVENTS_MAX; i++)
        if (audit->waiting[i].stamp_size > 0) {
            event_buffer_give(reader, audit->waiting[i].bytes);
            audit->waiting[i] = (struct waiting){0};
            audit->count--;
        }
}

bool auditd_detect(struct text line)
{
    struct record record;
    if (line.size > 5 && memcmp(line.data, "type=", 5) != 0 && memcmp(line.data, "node=", 5) != 0
        && memcmp(line.data, "audit", 5) != 0)
        return false;
    return record_read(line, &record);
}

/* The line as it came waits, with what stands before the record in it. */
enum format_answer auditd_read(struct reading *reading, struct text line)
{
    struct record record;
    struct audit *audit = stream_audit(reading->stream);
    if (!record_read(line, &record))
        return FORMAT_OTHER;
    struct text raw = reading->event->raw;
    if (!audit->merging && reading->event->count == 0) {
        old_take(audit, reading, record.time_us); /* may use the memory of the event's fields */
        event_begin(reading->reader, raw, reading->event);
        reading->event->format = "auditd";
    }
    bool alone = audit->merging || !joins_others(record.type) || raw.size > STREAM_AUDIT_BYTES_MAX
                 || record.node.size > NODE_BYTES_MAX;
    struct waiting *waiting = alone ? NULL : waiting_of(audit, reading, &record);
    if (waiting != NULL && waiting->size > 0
        && waiting->size + 1 + raw.size > STREAM_AUDIT_BYTES_MAX) {
        waiting_take(audit, reading, waiting);
        waiting = waiting_of(audit, reading, &record);
    }
    if (waiting == NULL) {
        serial_put(reading, &record);
        record_put(reading, &record);
        return FORMAT_EVENT;
    }
    if (waiting->size > 0)
        waiting->bytes[waiting->size++] = '\n';
    memcpy(waiting->bytes + waiting->size, raw.data, raw.size);
    waiting->size += raw.size;
    waiting->lines++;
    if (ends_event(record.type))
        waiting_take(audit, reading, waiting);
    else
        audit->group = waiting->line;
    return FORMAT_KEPT;
}
