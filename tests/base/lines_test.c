/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "base/lines.h"
#include "tap.h"
#include <stdlib.h>
#include <unistd.h>
#include <zstd.h>

static char folder[] = "/tmp/revere-lines-XXXXXX";

static const char *place(struct turn *turn, const char *name, struct text bytes)
{
    const char *path = text_format(turn->arena, "%s/%s", folder, name).data;
    if (!file_write(turn, path, bytes, 0600))
        ok(false, "%s", turn->fault.message);
    return path;
}

static struct text packed(struct arena *arena, struct text bytes)
{
    size_t room = ZSTD_compressBound(bytes.size);
    char *out = arena_take(arena, room);
    return (struct text){out, ZSTD_compress(out, room, bytes.data, bytes.size, 1)};
}

/* Every line between brackets, "!" behind one that was cut. */
static struct text all_lines(struct turn *turn, const char *path)
{
    struct builder out = {.arena = turn->arena};
    struct lines *lines;
    struct text line;
    bool more = false;
    if (!lines_open(turn, path, &lines))
        return TEXT("no file");
    while (lines_next(turn, lines, &line, &more) && more)
        build_format(&out, "[%.*s]%s", TEXT_SHOW(line), lines_cut(lines) ? "!" : "");
    build_format(&out, "%llu", (unsigned long long)lines_number(lines));
    return turn->fault.kind == FAULT_NONE ? built(&out) : text_of(turn->fault.message);
}

static void test_small(struct turn *turn)
{
    const struct {
        struct text bytes;
        const char *lines;
    } cases[] = {{TEXT("one\ntwo\r\n\nfour"), "[one][two][][four]4"},
                 {TEXT("one\n"), "[one]1"},
                 {TEXT("\n\n"), "[][]2"},
                 {TEXT("\r"), "[]1"},
                 {TEXT("abc"), "[abc]1"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ok(text_is(all_lines(turn, place(turn, "plain", cases[i].bytes)), cases[i].lines),
           "lines as they are: %zu", i);
        ok(text_is(all_lines(turn, place(turn, "packed", packed(turn->arena, cases[i].bytes))),
                   cases[i].lines),
           "the same lines packed: %zu", i);
    }
    struct lines *lines;
    ok(!lines_open(turn, "/nowhere/at/all", &lines) && turn->fault.kind == FAULT_MISSING,
       "a file that is not there is missing");
    fault_clear(turn);
}

static void test_damaged(struct turn *turn)
{
    struct text whole = packed(turn->arena, TEXT("one\ntwo\nthree\n"));
    struct text half = {whole.data, whole.size - 3};
    ok(text_contains(all_lines(turn, place(turn, "half", half)), TEXT("is cut off")),
       "packed data that end early are said to be cut off");
    fault_clear(turn);
    struct builder twice = {.arena = turn->arena};
    build(&twice, whole);
    build(&twice, whole);
    ok(text_is(all_lines(turn, place(turn, "twice", built(&twice))),
               "[one][two][three][one][two][three]6"),
       "frames follow each other");
    char *bad = arena_take(turn->arena, whole.size);
    memcpy(bad, whole.data, whole.size);
    memset(bad + 5, 0xFF, whole.size - 5);
    ok(text_contains(all_lines(turn, place(turn, "bad", (struct text){bad, whole.size})),
                     TEXT("no sound zstd file")),
       "damaged data are said to be damaged");
    fault_clear(turn);
}

static void test_long(struct turn *turn)
{
    size_t size = LINE_BYTES_MAX + 3 * 1024 * 1024;
    char *bytes = arena_take(turn->arena, size + 6);
    memset(bytes, 'a', size);
    memcpy(bytes + size, "\nlast\n", 6);
    const char *paths[] = {
        place(turn, "long", (struct text){bytes, size + 6}),
        place(turn, "small", packed(turn->arena, (struct text){bytes, size + 6}))};
    for (size_t i = 0; i < 2; i++) {
        struct lines *lines;
        struct text line = TEXT_NONE;
        bool more;
        ok(lines_open(turn, paths[i], &lines) && lines_next(turn, lines, &line, &more) && more
               && line.size >= LINE_BYTES_MAX && lines_cut(lines),
           "of a line that is too long the beginning is given, and said to be cut");
        ok(lines_next(turn, lines, &line, &more) && more && text_is(line, "last")
               && !lines_cut(lines) && lines_number(lines) == 2,
           "the next line is whole, and has its number");
        ok(lines_next(turn, lines, &line, &more) && !more, "then it ends");
        lines_close(lines);
    }
}

int main(void)
{
    struct turn turn = {.arena = arena_new(1 << 30)};
    char command[64];
    if (mkdtemp(folder) == NULL)
        return 1;
    test_small(&turn);
    test_damaged(&turn);
    test_long(&turn);
    arena_free(turn.arena);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    ok(system(command) == 0, "tidied up");
    return tap_end();
}
