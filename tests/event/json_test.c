/* SPDX-License-Identifier: Apache-2.0 */
#include "event/json.h"
#include "tap.h"

/* Each field as name=value, with its kind and "^" where it is one key at the top. */
static struct text shown(struct arena *arena, const struct event *event)
{
    static const char kinds[] = "tnTF0{[";
    struct builder out = {.arena = arena};
    for (size_t i = 0; i < event->count; i++)
        build_format(&out, "%s%.*s%s%c%.*s", i == 0 ? "" : " ", TEXT_SHOW(event->fields[i].name),
                     event->fields[i].top ? "^" : "=", kinds[event->fields[i].kind],
                     TEXT_SHOW(event->fields[i].value));
    build(&out, TEXT_NONE);
    return built(&out);
}

static const struct {
    const char *line, *fields;
} good[] = {
    {"{}", ""},
    {" {\"a\" : \"b\" , \"c\":-1.5e3}\t", "a^tb c^n-1.5e3"},
    {"{\"a\":true,\"b\":false,\"c\":null}", "a^Ttrue b^Ffalse c^0"},
    {"{\"a\":{\"b\":{\"c\":1}},\"d\":2}", "a^{ a.b={ a.b.c=n1 d^n2"},
    {"{\"a\":[1,\"x\",[2],{\"b\":3}]}", "a^[ a^n1 a^tx a^[ a^n2 a^{ a.b=n3"},
    {"{\"a.b\":1,\"a\":{\"b\":2}}", "a.b^n1 a^{ a.b=n2"},
    {"{\"a\":1,\"a\":2}", "a^n1 a^n2"},
    {"{\"\":1,\"a\":{\"\":2}}", "^n1 a^{ a.=n2"},
    {"{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}", "a^t\"\\/\b\f\n\r\t"},
    {"{\"a\":\"x\\u00e9y\\u20AC\\ud83d\\ude00\"}", "a^tx\xC3\xA9y\xE2\x82\xAC\xF0\x9F\x98\x80"},
    {"{\"a\":\"\\ud83dx\\ude00\"}", "a^t\xEF\xBF\xBDx\xEF\xBF\xBD"},
    {"{\"a\\u0062c\":\"\\\\\\\\a long tail behind the escapes\"}",
     "abc^t\\\\a long tail behind the escapes"},
    {"{\"a\":\"\xFF\xC3(\"}", "a^t\xFF\xC3("},
    {"{\"a\":\"tab\tin it\"}", "a^ttab\tin it"},
    {"{\"a\":[],\"b\":{}}", "a^[ b^{"},
};

static const char *const bad[] = {
    "",
    "x",
    "[1]",
    "\"a\"",
    "{",
    "{\"a\"",
    "{\"a\":",
    "{\"a\":}",
    "{\"a\":1",
    "{\"a\":1,}",
    "{\"a\":1}x",
    "{\"a\":1} {}",
    "{,}",
    "{\"a\" 1}",
    "{a:1}",
    "{\"a\":tru}",
    "{\"a\":nul}",
    "{\"a\":\"x}",
    "{\"a\":\"\\x\"}",
    "{\"a\":\"\\u12\"}",
    "{\"a\":\"\\u12g4\"}",
    "{\"a\":\"\\",
    "{\"a\":[1}",
    "{\"a\":{1]}",
    "{\"a\":-}",
    "{\"a\":1 2}",
    "{\"a\":[1 2]}",
    "{\"a\":[1,]}",
};

static void test_lines(struct event_reader *reader, struct arena *arena)
{
    struct event event;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        bool read = event_json(reader, text_of(good[i].line), &event);
        if (!ok(read && text_is(shown(arena, &event), good[i].fields), "read: %s", good[i].line))
            printf("# %.*s\n", TEXT_SHOW(shown(arena, &event)));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ok(!event_json(reader, text_of(bad[i]), &event) && event.count == 0, "no object: %s",
           bad[i]);
    event_json_or_message(reader, TEXT("plain words"), &event);
    ok(event.count == 1 && text_is(shown(arena, &event), "message^tplain words"),
       "a line of anything else is a message");
    event_reader_strip_spaces(reader, true);
    ok(event_json(reader, TEXT("{\"Source Name\":1,\"a b\":{\" c \":2}}"), &event)
           && text_is(shown(arena, &event), "SourceName^n1 ab^{ ab.c=n2"),
       "names lose their spaces when that is asked for");
    event_reader_strip_spaces(reader, false);
}

/* "[" so many times, around a number. */
static struct text nested(struct arena *arena, int depth, const char *open, const char *close)
{
    struct builder out = {.arena = arena};
    build(&out, TEXT("{\"a\":"));
    for (int i = 0; i < depth; i++)
        build(&out, text_of(open));
    build(&out, TEXT("1"));
    for (int i = 0; i < depth; i++)
        build(&out, text_of(close));
    build(&out, TEXT(",\"z\":\"]}\\\"\"}"));
    return built(&out);
}

static void test_limits(struct event_reader *reader, struct arena *arena)
{
    struct event event;
    ok(event_json(reader, nested(arena, EVENT_DEPTH_MAX - 1, "[", "]"), &event) && !event.cut
           && event.count == EVENT_DEPTH_MAX + 1,
       "so deep is read whole");
    ok(event_json(reader, nested(arena, 10000, "[", "]"), &event) && event.cut
           && event_find(&event, TEXT("z")) != NULL,
       "what is too deep is left out, and what follows is read");
    ok(event_json(reader, nested(arena, 10000, "{\"b\":", "}"), &event) && event.cut,
       "the same of objects");

    struct builder many = {.arena = arena};
    build(&many, TEXT("{\"a\":0"));
    for (int i = 0; i < EVENT_FIELDS_MAX + 10; i++)
        build_format(&many, ",\"f%d\":\"x\"", i);
    build(&many, TEXT("}"));
    ok(event_json(reader, built(&many), &event) && event.cut && event.count == EVENT_FIELDS_MAX,
       "too many fields are left out");

    struct builder large = {.arena = arena};
    build(&large, TEXT("{\"first\":1,\"a\":\""));
    for (int i = 0; i < EVENT_BYTES_MAX / 16; i++)
        build(&large, TEXT("sixteen bytes!! "));
    build(&large, TEXT("\",\"last\":2}"));
    ok(event_json(reader, built(&large), &event) && event.cut && event.count == 1,
       "of a line that is too long what was whole is read");
}

/* Every beginning of a line is read or refused without a step outside of it. */
static void test_cut_short(struct event_reader *reader, struct arena *arena)
{
    struct event event;
    bool good_all = true;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        for (size_t size = 0; size < strlen(good[i].line); size++) {
            struct arena *small = arena_new(1 << 20);
            char *exact = arena_take(small, size + 1);
            memcpy(exact, good[i].line, size);
            struct text part = {exact, size};
            bool read = event_json(reader, part, &event);
            good_all = good_all && (!read || text_starts(text_trim(part), TEXT("{")));
            arena_free(small);
        }
    ok(good_all, "lines cut short anywhere");
    (void)arena;
}

int main(void)
{
    struct arena *arena = arena_new(256 << 20);
    struct event_reader *reader = event_reader_new(arena, NULL);
    test_lines(reader, arena);
    test_limits(reader, arena);
    test_cut_short(reader, arena);
    arena_free(arena);
    return tap_end();
}
