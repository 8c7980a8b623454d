/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of an audit record as fields. What auditd writes in hexadecimal because strangers chose
 * it (arguments, paths, names) is decoded; what it writes as "(null)" is null; behind the byte 0x1D
 * stand the names that auditd itself looked up, in capitals. Names of system calls are added where
 * auditd has not done so, for the processors that are usual.
 */
#include "event/audit.h"

struct known_call {
    int x86_64, aarch64; /* -1: there is none */
    struct text name;
};

#define CALL(x86, arm, word)                                                                       \
    {                                                                                              \
        x86, arm,                                                                                  \
        {                                                                                          \
            word, sizeof(word) - 1                                                                 \
        }                                                                                          \
    }

/* Those that somebody who looks for attacks asks for. */
static const struct known_call calls[] = {
    CALL(2, -1, "open"),
    CALL(257, 56, "openat"),
    CALL(437, 437, "openat2"),
    CALL(85, -1, "creat"),
    CALL(59, 221, "execve"),
    CALL(322, 281, "execveat"),
    CALL(41, 198, "socket"),
    CALL(42, 203, "connect"),
    CALL(43, 202, "accept"),
    CALL(288, 242, "accept4"),
    CALL(49, 200, "bind"),
    CALL(50, 201, "listen"),
    CALL(44, 206, "sendto"),
    CALL(45, 207, "recvfrom"),
    CALL(54, 208, "setsockopt"),
    CALL(56, 220, "clone"),
    CALL(435, 435, "clone3"),
    CALL(57, -1, "fork"),
    CALL(58, -1, "vfork"),
    CALL(62, 129, "kill"),
    CALL(101, 117, "ptrace"),
    CALL(103, 116, "syslog"),
    CALL(105, 146, "setuid"),
    CALL(106, 144, "setgid"),
    CALL(113, 145, "setreuid"),
    CALL(117, 147, "setresuid"),
    CALL(126, 91, "capset"),
    CALL(133, -1, "mknod"),
    CALL(259, 33, "mknodat"),
    CALL(135, 92, "personality"),
    CALL(155, 41, "pivot_root"),
    CALL(157, 167, "prctl"),
    CALL(161, 51, "chroot"),
    CALL(165, 40, "mount"),
    CALL(166, 39, "umount2"),
    CALL(169, 142, "reboot"),
    CALL(170, 161, "sethostname"),
    CALL(171, 162, "setdomainname"),
    CALL(175, 105, "init_module"),
    CALL(313, 273, "finit_module"),
    CALL(176, 106, "delete_module"),
    CALL(164, 170, "settimeofday"),
    CALL(227, 112, "clock_settime"),
    CALL(159, 171, "adjtimex"),
    CALL(82, -1, "rename"),
    CALL(264, 38, "renameat"),
    CALL(316, 276, "renameat2"),
    CALL(84, -1, "rmdir"),
    CALL(87, -1, "unlink"),
    CALL(263, 35, "unlinkat"),
    CALL(90, -1, "chmod"),
    CALL(91, 52, "fchmod"),
    CALL(268, 53, "fchmodat"),
    CALL(92, -1, "chown"),
    CALL(93, 55, "fchown"),
    CALL(260, 54, "fchownat"),
    CALL(188, 5, "setxattr"),
    CALL(197, 14, "removexattr"),
    CALL(246, 104, "kexec_load"),
    CALL(320, 294, "kexec_file_load"),
    CALL(310, 270, "process_vm_readv"),
    CALL(311, 271, "process_vm_writev"),
    CALL(319, 279, "memfd_create"),
    CALL(321, 280, "bpf"),
    CALL(323, 282, "userfaultfd"),
    CALL(272, 97, "unshare"),
    CALL(308, 268, "setns"),
    CALL(425, 425, "io_uring_setup"),
    CALL(76, 45, "truncate"),
    CALL(275, 76, "splice"),
    {-1, -1, {NULL, 0}},
};

/* What strangers choose, and auditd therefore quotes, or writes in hexadecimal. */
static const struct text encoded[] = {
    {"acct", 4},  {"cgroup", 6}, {"cmd", 3},       {"comm", 4},      {"cwd", 3},     {"data", 4},
    {"dir", 3},   {"exe", 3},    {"file", 4},      {"grp", 3},       {"key", 3},     {"name", 4},
    {"ocomm", 5}, {"path", 4},   {"proctitle", 9}, {"root_dir", 8},  {"sw", 2},      {"vm", 2},
    {"watch", 5}, {"device", 6}, {"new_group", 9}, {"old_group", 9}, {"xdevice", 7}, {NULL, 0},
};

static int hex_of(char byte)
{
    if (digit_is(byte))
        return byte - '0';
    return byte >= 'A' && byte <= 'F'   ? byte - 'A' + 10
           : byte >= 'a' && byte <= 'f' ? byte - 'a' + 10
                                        : -1;
}

/* Pairs of hexadecimal digits; the text itself when it is none. A NUL becomes a space. */
static struct text hex_decode(const struct reading *reading, struct text text)
{
    if (text.size < 2 || text.size % 2 != 0)
        return text;
    char *out = event_scratch(reading->reader, text.size / 2);
    for (size_t i = 0; i < text.size; i += 2) {
        int high = hex_of(text.data[i]);
        int low = hex_of(text.data[i + 1]);
        if (high < 0 || low < 0)
            return text;
        char byte = (char)(high * 16 + low);
        out[i / 2] = byte == '\0' ? ' ' : byte;
    }
    return (struct text){out, text.size / 2};
}

/* "a0", "a12", and "a2[0]" for a piece of a long argument. */
static bool argument_is(struct text name)
{
    return name.size >= 2 && name.data[0] == 'a' && digit_is(name.data[1]);
}

static bool encoded_is(struct text name, bool execve)
{
    if (argument_is(name))
        return execve;
    for (const struct text *each = encoded; each->data != NULL; each++)
        if (text_equal(*each, name))
            return true;
    return false;
}

/* An argument in pieces, "a2[0]=…" and those behind it, becomes one field. All pieces of a record
 * together are no longer than it, and lie behind each other in one room. */
static bool piece_join(const struct reading *reading, struct record *record, struct text name,
                       struct text value)
{
    const char *bracket = memchr(name.data, '[', name.size);
    struct event *event = reading->event;
    if (bracket == NULL || value.size > record->capacity - record->used)
        return false;
    if (record->pieces == NULL)
        record->pieces = event_scratch(reading->reader, record->capacity);
    char *at = record->pieces + record->used;
    struct text whole = {name.data, (size_t)(bracket - name.data)};
    struct event_field *last = event->count == 0 ? NULL : &event->fields[event->count - 1];
    if (value.size > 0)
        memcpy(at, value.data, value.size);
    record->used += value.size;
    if (last != NULL && text_equal(last->name, whole) && last->value.data + last->value.size == at)
        last->value.size += value.size;
    else
        put(reading, whole, (struct text){at, value.size});
    return true;
}

/* Keys are several where the byte 0x01 stands between them. */
static void keys_put(const struct reading *reading, struct text name, struct text value)
{
    while (value.data != NULL && value.size > 0) {
        struct text one = text_cut(value, '\x01', &value);
        put(reading, name, one);
    }
}

static void call_put(const struct reading *reading, const struct record *record)
{
    bool arm = text_is(record->arch, "c00000b7");
    int number;
    struct scan scan = scan_of(record->call);
    if ((!arm && !text_is(record->arch, "c000003e")) || !scan_digits(&scan, 1, 4, &number)
        || scan.at != scan.end)
        return;
    for (const struct known_call *call = calls; call->name.data != NULL; call++)
        if ((arm ? call->aarch64 : call->x86_64) == number)
            put(reading, TEXT("SYSCALL"), call->name);
}

/* The address in "saddr": its family, and for the internet the address and the port. */
static void address_put(const struct reading *reading, struct text hex)
{
    unsigned char bytes[28];
    size_t size = hex.size / 2 < sizeof bytes ? hex.size / 2 : sizeof bytes;
    for (size_t i = 0; i < size; i++) {
        int high = hex_of(hex.data[2 * i]);
        int low = hex_of(hex.data[2 * i + 1]);
        if (high < 0 || low < 0)
            return;
        bytes[i] = (unsigned char)(high * 16 + low);
    }
    bool four = size >= 8 && bytes[0] == 2 && bytes[1] == 0;
    bool six = size >= 24 && bytes[0] == 10 && bytes[1] == 0;
    if (!four && !six)
        return;
    char *out = event_scratch(reading->reader, 64);
    int used = 0;
    if (four)
        used = snprintf(out, 48, "%u.%u.%u.%u", bytes[4], bytes[5], bytes[6], bytes[7]);
    for (size_t i = 8; six && i < 24; i += 2)
        used += snprintf(out + used, 8, "%s%x", i == 8 ? "" : ":", bytes[i] << 8 | bytes[i + 1]);
    put(reading, TEXT("saddr_fam"), four ? TEXT("inet") : TEXT("inet6"));
    put(reading, TEXT("laddr"), (struct text){out, (size_t)used});
    int digits = snprintf(out + 48, 8, "%u", (unsigned)(bytes[2] << 8 | bytes[3]));
    put_number(reading, TEXT("lport"), (struct text){out + 48, (size_t)digits});
}

/* A value as it was written, without its quotes; *quoted says that it had some. */
static struct text value_read(struct scan *scan, bool *quoted)
{
    struct scan ahead = *scan;
    *quoted = false;
    if (scan_byte(&ahead, '"')) {
        struct text value = scan_until(&ahead, '"');
        if (scan_byte(&ahead, '"')) {
            *quoted = true;
            *scan = ahead;
            return value;
        }
    }
    const char *start = scan->at;
    while (scan->at < scan->end && *scan->at != ' ' && *scan->at != '\x1D')
        scan->at++;
    return (struct text){start, (size_t)(scan->at - start)};
}

static void word_put(const struct reading *reading, struct record *record, struct text name,
                     struct text value, bool quoted)
{
    bool hidden = !quoted && encoded_is(name, record->execve);
    if (!quoted && (text_is(value, "(null)") || text_is(value, "(none)"))) {
        event_add(reading->reader, reading->event, name, TEXT_NONE, EVENT_NULL, true);
        return;
    }
    if (hidden)
        value = hex_decode(reading, value);
    if (record->execve && argument_is(name)) {
        if (text_ends(name, TEXT("_len")))
            return;
        if (!piece_join(reading, record, name, value))
            put(reading, name, value);
    } else if (text_is(name, "key")) {
        keys_put(reading, name, value);
    } else if (quoted || hidden || argument_is(name)) {
        put(reading, name, value);
    } else {
        put_plain(reading, name, value);
    }
    if (text_is(name, "arch"))
        record->arch = value;
    else if (text_is(name, "syscall"))
        record->call = value;
    else if (text_is(name, "saddr"))
        address_put(reading, value);
    else if (text_is(name, "SYSCALL"))
        record->call = TEXT_NONE;
}

/* "{ read write }" of an access vector. */
static void vector_put(const struct reading *reading, struct scan *scan)
{
    struct text inside = text_trim(scan_word(scan, '}'));
    scan_byte(scan, '}');
    while (inside.data != NULL && inside.size > 0)
        put(reading, TEXT("seperms"), text_cut(inside, ' ', &inside));
}

void record_words_put(const struct reading *reading, struct record *record, struct scan *scan)
{
    record->capacity = scan_left(scan);
    while (scan->at < scan->end) {
        const char *start = scan->at;
        if (*start == ' ' || *start == '\x1D' || *start == ',' || *start == '}' || *start == '\'') {
            scan->at++;
            continue;
        }
        if (scan_byte(scan, '{')) {
            vector_put(reading, scan);
            continue;
        }
        while (scan->at < scan->end && *scan->at != '=' && *scan->at != ' ')
            scan->at++;
        struct text name = {start, (size_t)(scan->at - start)};
        if (!scan_byte(scan, '=')) {
            if (text_is(name, "denied") || text_is(name, "granted"))
                put(reading, TEXT("avc"), name);
            continue;
        }
        struct scan ahead = *scan;
        if (scan_byte(&ahead, '\'')) { /* msg='op=login acct="root" …' of a program */
            *scan = ahead;
            continue;
        }
        if (text_is(name, "SADDR") && scan_byte(&ahead, '{')) {
            *scan = ahead;
            continue;
        }
        bool quoted;
        struct text value = value_read(scan, &quoted);
        size_t last = value.size;
        if (!quoted && last > 0 && value.data[last - 1] == '\'')
            value.size--; /* the end of msg='…' */
        word_put(reading, record, name, value, quoted);
    }
    if (!text_empty(record->call))
        call_put(reading, record);
}
