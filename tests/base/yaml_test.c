/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "base/yaml.h"
#include "tap.h"

static struct value *read(struct arena *arena, const char *yaml)
{
    struct turn turn = {.arena = arena};
    struct value *value = NULL;
    if (yaml_read(&turn, text_of(yaml), "rules.yaml", &value))
        return value;
    printf("# %s\n", turn.fault.message);
    return NULL;
}

static void reads(struct arena *arena, const char *yaml, const char *json)
{
    struct value *value = read(arena, yaml);
    struct text written = value == NULL ? TEXT("(refused)") : json_write(arena, value);
    ok(text_is(written, json), "%s is %.*s", yaml, TEXT_SHOW(written));
}

static void test_scalars(struct arena *arena)
{
    reads(arena, "[null, ~, Null, '']", "[null,null,\"Null\",\"\"]");
    reads(arena, "a:\nb: x", "{\"a\":null,\"b\":\"x\"}");
    reads(arena, "[true, false, yes, no, on, off, True, 'true']",
          "[true,false,\"yes\",\"no\",\"on\",\"off\",\"True\",\"true\"]");
    reads(arena, "[0, -1, 42, '42', \"42\", 007, +1, -0, 0x1F, 1_000, 1.5, 1e3, .5]",
          "[0,-1,42,\"42\",\"42\",\"007\",\"+1\",0,\"0x1F\",\"1_000\",\"1.5\",\"1e3\",\".5\"]");
    reads(arena, "[9223372036854775807, 9223372036854775808, -9223372036854775808, -]",
          "[9223372036854775807,\"9223372036854775808\",-9223372036854775808,\"-\"]");
    reads(arena, "[12:30, 2026-07-03, 2026-07-03 17:00]",
          "[\"12:30\",\"2026-07-03\",\"2026-07-03 17:00\"]");
    reads(arena, "a: |\n  42\nb: >\n  one\n  two\n", "{\"a\":\"42\\n\",\"b\":\"one two\\n\"}");
    reads(arena,
          "\xEF\xBB\xBF"
          "a: \"\\u00e9\"",
          "{\"a\":\"\xC3\xA9\"}");
    reads(arena, "yes: 1\n2: b\n'': empty\n", "(refused)");
    reads(arena, "yes: 1\n2: b\nnull: c\n", "{\"yes\":1,\"2\":\"b\",\"null\":\"c\"}");
    reads(arena, "---\na: 1\n...\n", "{\"a\":1}");
    reads(arena, "%YAML 1.1\n---\na: 1\n", "{\"a\":1}");
    reads(arena, "[$NOW, a#b, a:b]", "[\"$NOW\",\"a#b\",\"a:b\"]");
}

static void test_lines(struct arena *arena)
{
    struct value *value =
        read(arena, "# comment\nrules:\n  - id: B1\n    hours: 4\n    code: '4'\n");
    const struct value *rule = value_get_item(value, "rules", 0);
    ok(value != NULL && value->line == 2 && value->members[0].line == 2,
       "the map begins on line 2");
    ok(rule != NULL && rule->line == 3 && rule->members[1].line == 4, "its rule on 3, hours on 4");
    const struct value *hours = value_get(rule, "hours");
    const struct value *code = value_get(rule, "code");
    ok(hours->kind == VALUE_INTEGER && !hours->quoted && text_is(hours->text, "4")
           && hours->line == 4,
       "a bare 4 is an integer, and keeps how it was written");
    ok(code->kind == VALUE_TEXT && code->quoted && text_is(code->text, "4"), "a quoted 4 is text");
}

struct refused {
    const char *yaml;
    const char *message;
};

static const struct refused refused[] = {
    {"", "rules.yaml is empty"},
    {"# only a comment\n", "rules.yaml is empty"},
    {"a: &x 1\n", "rules.yaml:1:4: anchors (&x)"},
    {"a: &x [1]\n", "anchors"},
    {"a: *x\n", "rules.yaml:1:4: aliases"},
    {"*x : 1\n", "rules.yaml:1:1: a name must be plain text"},
    {"a: !!str 1\n", "rules.yaml:1:4: tags"},
    {"a: !x {}\n", "tags"},
    {"a: ! b\n", "tags"},
    {"&a b: 1\n", "anchors"},
    {"%TAG !e! tag:example.org,2026:\n---\na: 1\n", "%TAG"},
    {"a: 1\n---\nb: 2\n", "rules.yaml:2:1: a second document"},
    {"a: 1\nb: 2\na: 3\n",
     "rules.yaml:3: the name \"a\" stands twice in this map: first on line 1"},
    {"x: {b: 1, 'b': 2}\n", "rules.yaml:1: the name \"b\" stands twice"},
    {"[a, b]: 1\n", "a name must be plain text"},
    {"? {a: 1}\n: 1\n", "a name must be plain text"},
    {"'': 1\n", "rules.yaml:1:1: a name is missing"},
    {"a: [1, 2\n", "rules.yaml:2:1"},
    {"a: 1\n b: 2\n", "rules.yaml:2"},
    {"a:\n\t- 1\n", "rules.yaml:2"},
    {"a: 'open\n", "rules.yaml"},
    {"a: \"\\q\"\n", "rules.yaml:1"},
    {"a: \"\\0\"\n", "a NUL stands in this text"},
    {"a: \"\\ud800\"\n", "rules.yaml:1"},
    {"a: 1\nb: \xC3\x28\n", "rules.yaml:2:5: invalid trailing UTF-8"},
    {"a: 1\nb: \x01\n", "rules.yaml:2:4"},
    {"@a: 1\n", "rules.yaml:1"},
    {"a: `b`\n", "rules.yaml:1"},
    {"a: - b\n", "rules.yaml:1"},
};

static void test_refused(struct arena *arena)
{
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct turn turn = {.arena = arena};
        struct value *value = NULL;
        bool good = yaml_read(&turn, text_of(refused[i].yaml), "rules.yaml", &value);
        ok(!good && turn.fault.kind == FAULT_INVALID
               && strstr(turn.fault.message, refused[i].message) != NULL,
           "%s is refused: %s", refused[i].yaml, turn.fault.message);
    }
}

static struct text nested(struct arena *arena, size_t depth)
{
    struct builder yaml = {.arena = arena};
    for (size_t i = 0; i < depth; i++)
        build_byte(&yaml, '[');
    build_byte(&yaml, '1');
    for (size_t i = 0; i < depth; i++)
        build_byte(&yaml, ']');
    return built(&yaml);
}

static void test_limits(struct arena *arena)
{
    struct turn turn = {.arena = arena};
    struct value *value;
    ok(yaml_read(&turn, nested(arena, YAML_DEPTH_MAX), "a", &value), "32 deep is read");
    ok(!yaml_read(&turn, nested(arena, YAML_DEPTH_MAX + 1), "a", &value)
           && strstr(turn.fault.message, "more than 32 deep") != NULL,
       "33 deep is refused");
    fault_clear(&turn);
    struct builder many = {.arena = arena};
    for (size_t i = 0; i < YAML_NODES_MAX; i++)
        build(&many, TEXT("- 1\n"));
    ok(!yaml_read(&turn, built(&many), "a", &value)
           && strstr(turn.fault.message, "more than 400000 values") != NULL,
       "too many values are refused");
    fault_clear(&turn);
    struct builder names = {.arena = arena};
    for (int i = 0; i < 50000; i++)
        build_format(&names, "n%d: 1\n", i);
    ok(yaml_read(&turn, built(&names), "a", &value) && value->count == 50000,
       "fifty thousand names in one map are read");
}

static void test_memory(void)
{
    struct arena *arena = arena_new(1 << 20);
    jmp_buf guard;
    size_t volatile takes = 0;
    bool volatile finished = false;
    while (!finished && takes < 1000) {
        takes++;
        if (!ARENA_GUARD(arena, guard)) {
            arena_fail_after(arena, takes);
            finished = read(arena, "a: [1, b]\nc: {d: e}\n") != NULL;
        }
        arena_guard(arena, NULL);
        arena_fail_after(arena, 0);
        arena_clear(arena);
    }
    ok(finished && takes > 5, "running out of memory at each of %zu takes leaks nothing", takes);
    arena_free(arena);
}

/* What others write: the kinds of the first document's list, and how many documents. */
static void test_loose(struct arena *arena)
{
    struct turn turn = {.arena = arena};
    struct value *all = NULL;
    struct text yaml = TEXT("---\n- True\n- FALSE\n- yes\n- Null\n- +5\n- 007\n- 0x1F\n- 0o17\n"
                            "- 1.5\n- -1e3\n- '1'\n- !!str 2\n- 1.2.3\n- 2026-01-02\n- +\n"
                            "---\n# nothing\n---\na: &x {b: 1}\nc: *x\nd: [*x, *x]\n");
    ok(yaml_read_loose(&turn, yaml, "a", &all) && all->count == 2,
       "several documents are read, without the empty one");
    static const enum value_kind kinds[] = {
        VALUE_BOOLEAN, VALUE_BOOLEAN, VALUE_TEXT,    VALUE_NULL, VALUE_INTEGER,
        VALUE_INTEGER, VALUE_INTEGER, VALUE_INTEGER, VALUE_REAL, VALUE_REAL,
        VALUE_TEXT,    VALUE_TEXT,    VALUE_TEXT,    VALUE_TEXT, VALUE_TEXT};
    static const int64_t integers[] = {5, 7, 31, 15};
    bool good = all->items[0]->count == 15;
    for (size_t i = 0; i < 15 && good; i++)
        good = all->items[0]->items[i]->kind == kinds[i]
               && all->items[0]->items[i]->line == (int)i + 2;
    for (size_t i = 0; i < 4 && good; i++)
        good = all->items[0]->items[4 + i]->integer == integers[i];
    ok(good, "scalars by the core schema, each with its line");
    const struct value *map = all->items[1];
    ok(value_get(map, "c") == value_get(map, "a") && value_get(map, "d")->count == 2,
       "an alias is the value that it names");
    ok(!yaml_read_loose(&turn, TEXT("a: *x"), "a", &all)
           && strstr(turn.fault.message, "stands for nothing") != NULL,
       "an alias of nothing is refused");
    fault_clear(&turn);
    ok(!yaml_read_loose(&turn, TEXT("a: &x [*x]"), "a", &all), "a value inside itself is refused");
    fault_clear(&turn);
    ok(!yaml_read_loose(&turn, TEXT("a: !!binary aGk="), "a", &all), "another tag is refused");
    fault_clear(&turn);
    struct builder bomb = {.arena = arena};
    build(&bomb, TEXT("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"));
    for (int i = 1; i < 20; i++)
        build_format(&bomb, "a%d: &a%d [*a%d,*a%d,*a%d,*a%d,*a%d,*a%d]\n", i, i, i - 1, i - 1,
                     i - 1, i - 1, i - 1, i - 1);
    ok(!yaml_read_loose(&turn, built(&bomb), "a", &all)
           && strstr(turn.fault.message, "more than") != NULL,
       "a few lines that stand for a million values are refused");
    fault_clear(&turn);
    ok(!yaml_read(&turn, TEXT("a: 1\n---\nb: 2\n"), "a", &all)
           && !yaml_read(&turn, TEXT("a: &x 1"), "a", &all),
       "our own files still may not");
}

int main(void)
{
    struct arena *arena = arena_new(1 << 28);
    test_scalars(arena);
    test_lines(arena);
    test_refused(arena);
    test_limits(arena);
    test_loose(arena);
    test_memory();
    arena_free(arena);
    return tap_end();
}
