/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "tap.h"

static struct value *read(struct arena *arena, struct text json)
{
    struct turn turn = {.arena = arena};
    struct value *value = NULL;
    return json_read(&turn, json, "input", &value) ? value : NULL;
}

static void writes(struct arena *arena, const char *json, const char *written)
{
    struct value *value = read(arena, text_of(json));
    struct text text = value == NULL ? TEXT("(refused)") : json_write(arena, value);
    ok(text_is(text, written), "%s is written %.*s", json, TEXT_SHOW(text));
}

static void test_read(struct arena *arena)
{
    writes(arena, " {\"b\" : [1, -2, true ,null], \"a\":{}} ", "{\"b\":[1,-2,true,null],\"a\":{}}");
    writes(arena, "\"\\u00e9\\ud83d\\ude00\\/\"", "\"\xC3\xA9\xF0\x9F\x98\x80/\"");
    writes(arena, "9223372036854775807", "9223372036854775807");
    writes(arena, "-9223372036854775808", "-9223372036854775808");
    writes(arena, "9223372036854775808", "9.223372036854776e+18");
    writes(arena, "[1,123456789012345678901234567890,\"9223372036854775808\",2]",
           "[1,1.2345678901234568e+29,\"9223372036854775808\",2]");
    writes(arena, "0.1", "0.1");
    writes(arena, "1e3", "1000.0");
    writes(arena, "[0.5,1.7976931348623157e308,5e-324]",
           "[0.5,1.7976931348623157e+308,4.94065645841247e-324]");
    writes(arena, "\"\\b\\t\\n\\f\\r\\u001f\\\"\\\\\x7f\"",
           "\"\\b\\t\\n\\f\\r\\u001f\\\"\\\\\x7f\"");
    struct value *value = read(arena, TEXT("[0.5,1e3,7,99999999999999999999]"));
    ok(value != NULL && value->items[0]->kind == VALUE_REAL && value->items[1]->kind == VALUE_REAL
           && value->items[2]->kind == VALUE_INTEGER && value->items[3]->kind == VALUE_REAL,
       "fractions, exponents and what is beyond int64 are reals, 7 is an integer");
    writes(arena, "4.94065645841247e-324", "4.94065645841247e-324");
}

struct refused {
    struct text json;
    const char *message;
};

#define REFUSED(json, message)                                                                     \
    {                                                                                              \
        {"" json, sizeof(json) - 1}, message                                                       \
    }

static const struct refused refused[] = {
    REFUSED("", "is empty"),
    REFUSED(" \n", "is empty"),
    REFUSED("{\"a\":1,\n \"a\":2}", "line 2, column 5: duplicate object key"),
    REFUSED("[1,2", "line 1, column 5"),
    REFUSED("[1,]", "line 1"),
    REFUSED("[1] x", "line 1, column 6"),
    REFUSED("[1] [2]", "line 1"),
    REFUSED("{\"a\" 1}", "line 1"),
    REFUSED("{a:1}", "line 1"),
    REFUSED("{'a':1}", "line 1"),
    REFUSED("[01]", "line 1"),
    REFUSED("[+1]", "line 1"),
    REFUSED("[.5]", "line 1"),
    REFUSED("[1.]", "line 1"),
    REFUSED("[-]", "line 1"),
    REFUSED("[--1]", "line 1"),
    REFUSED("[1e]", "line 1"),
    REFUSED("[1e400]", "line 1"),
    REFUSED("[NaN]", "line 1"),
    REFUSED("[Infinity]", "line 1"),
    REFUSED("nul", "line 1"),
    REFUSED("\"\xC3\x28\"", "line 1"),
    REFUSED("\"\xED\xA0\x80\"", "line 1"),
    REFUSED("\"\\ud800\"", "line 1"),
    REFUSED("\"\\u0000\"", "line 1"),
    REFUSED("{\"\\u0000\":1}", "line 1"),
    REFUSED("\"a\nb\"", "line 1"),
    REFUSED("\"\\x\"", "line 1"),
    REFUSED("[1]\0", "line 1"),
    REFUSED("\0", "line 1"),
    REFUSED("/* a */ 1", "line 1"),
    REFUSED("\xEF\xBB\xBF[1]", "line 1"),
    REFUSED("[99999999999999999999,\n99999999999999999999 x]", "line 2, column 23"),
    REFUSED("\"", "line 1"),
    REFUSED("\"\\", "line 1"),
};

static void test_refused(struct arena *arena)
{
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct turn turn = {.arena = arena};
        struct value *value = NULL;
        bool good = json_read(&turn, refused[i].json, "the request body", &value);
        ok(!good && turn.fault.kind == FAULT_INVALID
               && strncmp(turn.fault.message, "the request body", 16) == 0
               && strstr(turn.fault.message, refused[i].message) != NULL,
           "%.*s is refused: %s", TEXT_SHOW(refused[i].json), turn.fault.message);
    }
}

static struct text nested(struct arena *arena, size_t depth)
{
    struct builder json = {.arena = arena};
    for (size_t i = 0; i < depth; i++)
        build(&json, i % 2 == 0 ? TEXT("[") : TEXT("{\"[[\":"));
    build(&json, TEXT("1"));
    for (size_t i = depth; i-- > 0;)
        build(&json, i % 2 == 0 ? TEXT("]") : TEXT("}"));
    return built(&json);
}

static void test_depth(struct arena *arena)
{
    struct turn turn = {.arena = arena};
    struct value *value;
    struct text canonical;
    ok(json_read(&turn, nested(arena, JSON_DEPTH_MAX), "input", &value)
           && json_canonical(&turn, value, &canonical),
       "64 deep is read and has a canonical form");
    ok(!json_read(&turn, nested(arena, JSON_DEPTH_MAX + 1), "input", &value)
           && strstr(turn.fault.message, "more than 64 deep") != NULL,
       "65 deep is refused");
    fault_clear(&turn);
    struct builder open = {.arena = arena};
    for (size_t i = 0; i < 1000000; i++)
        build_byte(&open, '[');
    ok(!json_read(&turn, built(&open), "input", &value), "a million brackets are refused");
}

static void test_memory(void)
{
    struct arena *arena = arena_new(1 << 20);
    jmp_buf guard;
    size_t volatile jumps = 0;
    size_t volatile takes = 0;
    bool volatile finished = false;
    while (!finished && takes < 1000) {
        takes++;
        if (ARENA_GUARD(arena, guard)) {
            jumps++;
        } else {
            arena_fail_after(arena, takes);
            finished = read(arena, TEXT("{\"a\":[1,99999999999999999999,\"b\"]}")) != NULL;
        }
        arena_guard(arena, NULL);
        arena_fail_after(arena, 0);
        arena_clear(arena);
    }
    ok(finished && jumps == takes - 1 && jumps > 5,
       "running out of memory at each of %zu takes leaks nothing", jumps);
    arena_free(arena);
}

/* RFC 8785 appendix B is about numbers we do not write; these are its sections 3.2.2 and 3.2.3. */
static void test_canonical(struct arena *arena)
{
    struct turn turn = {.arena = arena};
    struct text canonical = TEXT_NONE;
    struct value *value = read(
        arena, TEXT("{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew "
                    "Letter Dalet With Dagesh\",\"1\":\"One\",\"\\ud83d\\ude00\":\"Emoji: Grinning "
                    "Face\",\"\\u0080\":\"Control\",\"\\u00f6\":\"Latin Small Letter O With "
                    "Diaeresis\"}"));
    ok(value != NULL && json_canonical(&turn, value, &canonical)
           && text_is(canonical,
                      "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\","
                      "\"\xC3\xB6\":\"Latin Small Letter O With Diaeresis\",\"\xE2\x82\xAC\":"
                      "\"Euro Sign\",\"\xF0\x9F\x98\x80\":\"Emoji: Grinning Face\","
                      "\"\xEF\xAC\xB3\":\"Hebrew Letter Dalet With Dagesh\"}"),
       "RFC 8785 section 3.2.3: names sorted by UTF-16 code units");
    value = read(arena,
                 TEXT("{\"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\","
                      "\"literals\": [null, true, false]}"));
    ok(value != NULL && json_canonical(&turn, value, &canonical)
           && text_is(canonical, "{\"literals\":[null,true,false],\"string\":"
                                 "\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"),
       "RFC 8785 section 3.2.2: strings and literals");
    value =
        read(arena, TEXT("{\"b\":1,\"\":0,\"aa\":2,\"a\":[{\"d\":1,\"c\":-9007199254740991}]}"));
    ok(value != NULL && json_canonical(&turn, value, &canonical)
           && text_is(canonical,
                      "{\"\":0,\"a\":[{\"c\":-9007199254740991,\"d\":1}],\"aa\":2,\"b\":1}"),
       "shorter names first, at every depth");
}

static void test_not_canonical(struct arena *arena)
{
    struct value *map = value_map(arena);
    value_set_integer(arena, map, "a", 1);
    value_set_integer(arena, map, "b", 2);
    map->members[1].name = TEXT("a");
    struct value *wrong[] = {
        value_real(arena, 1),
        value_integer(arena, INT64_C(9007199254740992)),
        value_integer(arena, INT64_MIN),
        value_text(arena, TEXT("\xFF")),
        map,
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct turn turn = {.arena = arena};
        struct text canonical;
        ok(!json_canonical(&turn, wrong[i], &canonical) && turn.fault.kind == FAULT_BROKEN, "%s",
           turn.fault.message);
    }
}

static void test_write(struct arena *arena)
{
    struct value *value = read(arena, TEXT("{\"a\":[1,{}],\"b\":{\"c\":[]}}"));
    ok(value != NULL
           && text_is(json_write_pretty(arena, value),
                      "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": {\n    \"c\": []\n  }\n}\n"),
       "pretty JSON is indented by two spaces");
    ok(text_is(json_write(arena, value_text(arena, TEXT("a\xFF"))), "\"a\xEF\xBF\xBD\""),
       "ill-formed UTF-8 is mended when written");
    ok(text_is(json_write(arena, value_text(arena, (struct text){"a\0b", 3})), "\"a\\u0000b\""),
       "a NUL is written as an escape");
    ok(text_is(json_write(arena, value_real(arena, 1.0 / 0.0)), "null"), "infinity is null");
    ok(text_is(json_write(arena, value_text(arena, TEXT_NONE)), "\"\""), "no text is empty text");
}

int main(void)
{
    struct arena *arena = arena_new(1 << 26);
    test_read(arena);
    test_refused(arena);
    test_depth(arena);
    test_memory();
    test_canonical(arena);
    test_not_canonical(arena);
    test_write(arena);
    arena_free(arena);
    return tap_end();
}
