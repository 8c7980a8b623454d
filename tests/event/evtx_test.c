/* SPDX-License-Identifier: Apache-2.0 */
/* Windows' event logs: real files beside what another reader made of them, and files that lie. */
#include "base/compression.h"
#include "base/json.h"
#include "reads.h"

static struct text corpus(struct arena *arena, const char *name)
{
    struct turn turn = {.arena = arena};
    struct text bytes = TEXT_NONE;
    const char *source = getenv("REVERE_SOURCE");
    const char *path =
        text_format(arena, "%s/tests/fuzz/event_evtx/%s", source == NULL ? "." : source, name).data;
    if (!file_read(&turn, path, 1 << 20, &bytes))
        printf("# %s cannot be read\n", path);
    return bytes;
}

static void file_is(struct arena *arena, const char *name, uint64_t count, const char *part,
                    const char *what)
{
    struct reads *reads = reads_new(arena, NULL, NULL);
    event_stream_file(reads->stream, corpus(arena, name), reads->received_us);
    struct text got = built(&reads->out);
    if (!ok(reads->count == count && text_contains(got, text_of(part)), "%s", what))
        printf("# %llu events: %.*s\n", (unsigned long long)reads->count,
               (int)(got.size < 500 ? got.size : 500), got.data);
}

/* The files are made for this; docs of the format say what is wrong with each. */
static void test_made(struct arena *arena)
{
    file_is(arena, "good", 1,
            "{\"_line\":1,\"_format\":\"evtx\",\"_time\":\"2021-12-07T12:39:16.741995Z\","
            "\"Provider_Name\":\"Test\",\"EventID\":4688,\"Channel\":\"Security\",\"A\":\"a<&\\\""
            "\\u000a\xF0\x9F\x98\x80\",\"Data\":[\"x\",\"y\"],\"H\":\"0x3e7\",\"S\":"
            "\"S-1-5-32-544\"}\n",
            "a record: a template with holes, a null, an array, a number, an identifier");
    file_is(arena, "two", 2, "{\"_line\":2,", "a second record has its own template");
    file_is(arena, "checksum", 1, "\"evtx_checksum\":\"wrong\"}",
            "bytes that are not those that were written are read, and it is said");
    file_is(arena, "loop", 1, "\"_cut\":true", "a template that holds itself ends");
    file_is(arena, "laugh", 1, "\"_cut\":true", "one that holds itself fifty times ends");
    file_is(arena, "deep", 1, "\"_cut\":true", "elements two thousand deep end");
    file_is(arena, "bomb", 1, "\"_cut\":true", "24 MB out of 62 kB are a megabyte");
    file_is(arena, "name", 1, "\"_cut\":true", "a name outside of the chunk is not followed");
    file_is(arena, "short", 0, "", "a file that ends in its first record has none");
}

/* Every byte of a good file broken once, in memory that ends where the file does. */
static void test_broken(struct arena *arena)
{
    struct text good = corpus(arena, "good");
    uint64_t events = 0;
    for (size_t i = 4096; i < good.size; i++) {
        struct arena *one = arena_new(64 << 20);
        struct reads *reads = reads_new(one, NULL, NULL);
        char *bytes = malloc(good.size);
        if (bytes == NULL)
            abort();
        memcpy(bytes, good.data, good.size);
        bytes[i] = (char)(bytes[i] ^ (i % 2 == 0 ? 0xFF : 0x01));
        event_stream_file(reads->stream, (struct text){bytes, good.size}, reads->received_us);
        events += reads->count;
        free(bytes);
        arena_free(one);
    }
    ok(events > 500, "a file is read whichever of its bytes is broken (%llu events)",
       (unsigned long long)events);
}

/* --- real files ---- */

static struct text unpacked(struct turn *turn, struct text packed)
{
    struct inflow *inflow;
    struct builder out = {.arena = turn->arena};
    static char piece[1 << 16];
    bool ended = packed.size == 0;
    if (packed.size == 0 || !inflow_new(turn, &inflow))
        return TEXT_NONE;
    while (!ended || packed.size > 0) {
        size_t taken;
        size_t size;
        if (!inflow_take(turn, inflow, packed, &taken, piece, sizeof piece, &size, &ended))
            return TEXT_NONE;
        packed = (struct text){packed.data + taken, packed.size - taken};
        build(&out, (struct text){piece, size});
    }
    return built(&out);
}

/* Walks over a tar of files; GNU's long names ("L") come before their file. */
static bool tar_next(struct arena *arena, struct text *tar, struct text *name, struct text *bytes)
{
    struct text longer = TEXT_NONE;
    while (tar->size >= 512 && tar->data[0] != '\0') {
        const char *header = tar->data;
        size_t size = strtoul(header + 124, NULL, 8);
        size_t whole = (size + 511) / 512 * 512;
        if (size > tar->size - 512)
            return false;
        *bytes = (struct text){header + 512, size};
        size_t step = 512 + whole;
        *tar = step > tar->size ? TEXT_NONE : (struct text){header + step, tar->size - step};
        if (header[156] == 'L') {
            longer = text_of(text_string(arena, *bytes));
            continue;
        }
        if (header[156] != '0' && header[156] != '\0')
            continue;
        struct text short_name = {header, strnlen(header, 100)};
        struct text prefix = {header + 345, strnlen(header + 345, 155)};
        *name = !text_empty(longer) ? longer
                : text_empty(prefix)
                    ? short_name
                    : text_format(arena, "%.*s/%.*s", TEXT_SHOW(prefix), TEXT_SHOW(short_name));
        return true;
    }
    return false;
}

struct compared {
    struct arena *arena;
    struct text lines; /* what the other reader made, still to come */
    struct text name;  /* of the file that is read */
    size_t events, other_files, missing, extra, different;
};

static bool value_is(const struct value *value, struct text text)
{
    switch (value->kind) {
    case VALUE_TEXT: return text_equal(value->text, text);
    case VALUE_INTEGER: {
        int64_t number;
        return text_integer(text, &number) && number == value->integer;
    }
    case VALUE_NULL: return text_empty(text);
    case VALUE_BOOLEAN:
    case VALUE_REAL:
    case VALUE_LIST:
    case VALUE_MAP: break;
    }
    return false;
}

/* The values of a name, in their order. Where <UserData> says again what <System> says, the other
 * reader kept the last one only. */
static bool field_is(const struct event *event, struct text name, const struct value *wanted)
{
    const struct value *const one = wanted;
    size_t count = wanted->kind == VALUE_LIST ? wanted->count : 1;
    size_t found = 0;
    size_t last = 0;
    bool equal = true;
    for (size_t i = 0; i < event->count; i++) {
        if (!text_equal(event->fields[i].name, name))
            continue;
        const struct value *each =
            wanted->kind == VALUE_LIST ? (found < count ? wanted->items[found] : NULL) : one;
        equal = equal && each != NULL && value_is(each, event->fields[i].value);
        last = i;
        found++;
    }
    if (found == 2 && count == 1 && text_is(name, "Channel"))
        return value_is(one, event->fields[last].value);
    return equal && found == count;
}

static void compare(void *context, const struct event *event, uint64_t line)
{
    struct compared *compared = context;
    struct turn turn = {.arena = compared->arena};
    struct value *wanted;
    (void)line;
    compared->events++;
    arena_clear(compared->arena);
    if (!json_read(&turn, text_cut(compared->lines, '\n', &compared->lines), "the other reader",
                   &wanted)) {
        compared->missing++;
        return;
    }
    compared->other_files += !text_ends(compared->name, value_get_text(wanted, "_file"));
    for (size_t i = 0; i < wanted->count; i++) {
        struct text name = wanted->members[i].name;
        if (text_is(name, "_file") || field_is(event, name, wanted->members[i].value))
            continue;
        compared->different++;
        printf("# %.*s: %.*s\n", TEXT_SHOW(compared->name), TEXT_SHOW(name));
    }
    for (size_t i = 0; i < event->count; i++)
        if (!value_has(wanted, text_string(compared->arena, event->fields[i].name))) {
            compared->extra++;
            printf("# %.*s: extra %.*s\n", TEXT_SHOW(compared->name),
                   TEXT_SHOW(event->fields[i].name));
        }
}

/* The lines of the other reader that belong to a file, and behind which those of the next stand. */
static struct text lines_of(struct arena *arena, struct text all, struct text name)
{
    struct builder out = {.arena = arena};
    while (all.size > 0) {
        struct text line = text_cut(all, '\n', &all);
        const char *end = memmem(line.data, line.size, ".evtx\", \"", 9);
        struct text file = {line.data + 11, end == NULL ? 0 : (size_t)(end - line.data - 11 + 5)};
        if (text_ends(name, file) && file.size > 0) {
            build(&out, line);
            build_byte(&out, '\n');
        }
    }
    return built(&out);
}

static void test_real(struct arena *arena)
{
    struct turn turn = {.arena = arena};
    struct text packed = reads_data(arena, "events/evtx-json/evtx-to-mitre-cc0.raw-evtx.tar.zst");
    struct text tar = unpacked(&turn, packed);
    struct text all =
        unpacked(&turn, text_empty(packed)
                            ? TEXT_NONE
                            : reads_data(arena, "events/evtx-json/evtx-to-mitre-cc0.ndjson.zst"));
    struct text name;
    struct text bytes;
    if (text_empty(tar) || text_empty(all))
        return;
    struct compared compared = {.arena = arena_new(1 << 28)};
    struct arena *scratch = arena_new(1 << 28);
    struct stream_settings settings = {.hex_padded = true};
    size_t files = 0;
    while (tar_next(arena, &tar, &name, &bytes)) {
        if (!text_ends(name, TEXT(".evtx")))
            continue;
        arena_clear(scratch);
        compared.lines = lines_of(scratch, all, name);
        if (text_empty(compared.lines))
            continue; /* a file that stands twice was read once there */
        compared.name = name;
        struct event_reader *reader = event_reader_new(scratch, NULL);
        struct event_stream *stream =
            event_stream_new(scratch, reader, &settings, compare, &compared);
        event_stream_file(stream, bytes, EVENT_TIME_NONE);
        files++;
    }
    ok(files > 200 && compared.events == 8728,
       "the records of %zu files of real machines are %zu events", files, compared.events);
    ok(compared.missing == 0 && compared.other_files == 0, "each has its other reading");
    ok(compared.extra == 0, "no field that the other reader has not");
    ok(compared.different == 4,
       "and all values equal, but three empty <Binary/> and one with a control byte: %zu",
       compared.different);
    arena_free(scratch);
    arena_free(compared.arena);
}

int main(void)
{
    struct arena *arena = arena_new((size_t)4 << 30);
    test_made(arena);
    test_broken(arena);
    test_real(arena);
    arena_free(arena);
    return tap_end();
}
