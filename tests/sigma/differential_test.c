/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random rules on random events: the engine and the naive evaluator must agree on each. A second of
 * it in make test; REVERE_SIGMA_SECONDS says how long otherwise, REVERE_SIGMA_SEED where it begins.
 */
#include "base/clock.h"
#include "base/hash.h"
#include "base/json.h"
#include "naive.h"
#include "rig.h"
#include <locale.h>

enum { RULES = 40, EVENTS = 60 };

struct chance {
    uint64_t state;
    struct arena *arena;
};

static uint32_t below(struct chance *chance, uint32_t limit)
{
    chance->state = chance->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(chance->state >> 33) % limit;
}

static bool one_in(struct chance *chance, uint32_t times)
{
    return below(chance, times) == 0;
}

#define PICK(chance, list) (list)[below((chance), sizeof(list) / sizeof *(list))]

/* ---- texts ---- */

/* No line feed among them: the POSIX expressions of the naive evaluator and those of the engine
 * take . and ^ beside one differently. What the engine makes of it is tried by hand. */
static struct text words(struct chance *chance, bool ascii)
{
    static const char *const plain[] = {"a",          "b",    "B",      "ab", "-a",
                                        "/a",         " ",    " -",     "C:", "power",
                                        "PowerShell", ".exe", "Xyz123", "7",  "long-word-inside",
                                        "mimi",       "_"};
    static const char *const others[] = {"\\",           "*",        "?",  "\xC3\xA9", "\xC3\x89",
                                         "\xE2\x80\x93", "\xC3\x9F", "--", "\\\\"};
    struct builder out = {.arena = chance->arena};
    uint32_t count = below(chance, 5);
    build(&out, TEXT_NONE);
    for (uint32_t i = 0; i < count; i++)
        build(&out,
              text_of(!ascii && one_in(chance, 4) ? PICK(chance, others) : PICK(chance, plain)));
    return built(&out);
}

static struct text date(struct chance *chance)
{
    uint32_t month = 1 + below(chance, 12);
    struct text day = text_format(chance->arena, "%u-%02u-%02u", 2020 + below(chance, 8), month,
                                  1 + below(chance, 28));
    return one_in(chance, 3) ? day
                             : text_format(chance->arena, "%.*sT%02u:%02u:05Z", TEXT_SHOW(day),
                                           below(chance, 24), below(chance, 60));
}

static struct text address(struct chance *chance)
{
    return text_format(chance->arena, "10.%u.%u.%u", below(chance, 3), below(chance, 256),
                       below(chance, 3));
}

/* ---- events ---- */

static struct value *leaf(struct chance *chance)
{
    static const double reals[] = {0.5, 4.5, -2.25, 10.5};
    struct arena *arena = chance->arena;
    switch (below(chance, 12)) {
    case 0: return value_null(arena);
    case 1: return value_boolean(arena, one_in(chance, 2));
    case 2: return value_integer(arena, (int64_t)below(chance, 20) - 5);
    case 3: return value_real(arena, PICK(chance, reals));
    case 4: return value_text(arena, date(chance));
    case 5: return value_text(arena, address(chance));
    case 6: return value_text(arena, text_format(arena, "%u", below(chance, 20)));
    case 7: return value_text(arena, base64_write(arena, words(chance, false)));
    default: return value_text(arena, words(chance, false));
    }
}

static const char *const names[] = {"A", "B", "C", "D.e", "D", "e"};

static struct value *inner(struct chance *chance, int depth)
{
    struct arena *arena = chance->arena;
    uint32_t kind = below(chance, depth > 2 ? 6 : 8);
    if (kind < 6)
        return leaf(chance);
    struct value *made = kind == 6 ? value_list(arena) : value_map(arena);
    for (uint32_t i = below(chance, 4); i > 0; i--)
        if (kind == 6)
            value_append(arena, made, inner(chance, depth + 1));
        else
            value_set(arena, made, PICK(chance, names), inner(chance, depth + 1));
    return made;
}

static struct value *event_make(struct chance *chance)
{
    struct value *event = value_map(chance->arena);
    value_set_text(chance->arena, event, "Channel", TEXT("c"));
    for (uint32_t i = below(chance, 7); i > 0; i--)
        value_set(chance->arena, event, PICK(chance, names), inner(chance, 0));
    return event;
}

/* ---- rules ---- */

static struct text regex_make(struct chance *chance)
{
    static const char *const parts[] = {"a",  "b",    ".",      "[ab]",  "x*",      "a+",  "(a|B)",
                                        "C?", "[^a]", "power",  "exe",   "Xyz",     "123", "b{2}",
                                        "^",  "\\.",  "(ab)?7", "mimi*", "(po)+wer"};
    struct builder out = {.arena = chance->arena};
    for (uint32_t i = 1 + below(chance, 4); i > 0; i--)
        build(&out, text_of(PICK(chance, parts)));
    if (one_in(chance, 6))
        build(&out, TEXT("$"));
    return built(&out);
}

static struct value *text_value(struct chance *chance)
{
    struct arena *arena = chance->arena;
    switch (below(chance, 10)) {
    case 0: return value_integer(arena, (int64_t)below(chance, 20) - 5);
    case 1: return value_boolean(arena, one_in(chance, 2));
    default: return value_text(arena, words(chance, false));
    }
}

/* Texts in which nothing is a wildcard, for what is encoded. */
static struct value *plain_value(struct chance *chance)
{
    struct text text = words(chance, true);
    return value_text(chance->arena, text.size < 3 ? TEXT("abc") : text);
}

static struct value *network_value(struct chance *chance)
{
    struct text base = address(chance);
    return value_text(chance->arena,
                      text_format(chance->arena, "%.*s/%u", TEXT_SHOW(base), below(chance, 33)));
}

static struct value *regex_value(struct chance *chance)
{
    return value_text(chance->arena, regex_make(chance));
}

static struct value *number_value(struct chance *chance)
{
    return one_in(chance, 3) ? value_real(chance->arena, 4.5)
                             : value_integer(chance->arena, (int64_t)below(chance, 20) - 5);
}

static struct value *part_value(struct chance *chance)
{
    static const int64_t parts[] = {1, 2, 3, 5, 10, 12, 20, 2021, 2024, 52, 53};
    return value_integer(chance->arena, PICK(chance, parts));
}

static struct value *name_value(struct chance *chance)
{
    return value_text(chance->arena, text_of(PICK(chance, names)));
}

static struct value *truth_value(struct chance *chance)
{
    return value_boolean(chance->arena, one_in(chance, 2));
}

static struct value *null_value(struct chance *chance)
{
    return value_null(chance->arena);
}

static struct value *real_value(struct chance *chance)
{
    return number_value(chance);
}

/* Every kind of item; several: its values may be a list. */
static const struct {
    const char *modifiers;
    struct value *(*value)(struct chance *chance);
    bool several, keyword;
} kinds[] = {
    {"", text_value, true, true},
    {"", text_value, true, false},
    {"", real_value, true, false},
    {"", null_value, false, false},
    {"|contains", text_value, true, true},
    {"|startswith", text_value, true, true},
    {"|endswith", text_value, true, true},
    {"|contains|all", text_value, true, true},
    {"|all", text_value, true, true},
    {"|cased", text_value, true, true},
    {"|contains|cased", text_value, true, true},
    {"|endswith|cased|all", text_value, true, false},
    {"|neq", text_value, true, false},
    {"|contains|neq", text_value, true, false},
    {"|all|neq", text_value, true, false},
    {"|exists", truth_value, false, false},
    {"|re", regex_value, true, true},
    {"|re|i", regex_value, true, true},
    {"|re|all", regex_value, true, false},
    {"|cidr", network_value, true, true},
    {"|cidr|neq", network_value, true, false},
    {"|gt", number_value, true, false},
    {"|gte", number_value, true, false},
    {"|lt", number_value, true, false},
    {"|lte", number_value, true, false},
    {"|fieldref", name_value, true, false},
    {"|fieldref|contains", name_value, true, false},
    {"|fieldref|startswith", name_value, true, false},
    {"|fieldref|endswith|cased", name_value, true, false},
    {"|fieldref|neq", name_value, true, false},
    {"|windash", text_value, true, false},
    {"|windash|contains", text_value, true, true},
    {"|contains|windash|all", text_value, true, false},
    {"|base64", plain_value, true, false},
    {"|base64|contains", plain_value, true, true},
    {"|base64offset|contains", plain_value, true, true},
    {"|wide|base64offset|contains", plain_value, true, false},
    {"|base64offset|contains|all|cased", plain_value, true, false},
    {"|minute", part_value, true, false},
    {"|hour", part_value, true, false},
    {"|day", part_value, true, false},
    {"|week", part_value, true, false},
    {"|month", part_value, true, false},
    {"|year", part_value, true, false},
    {"|hour|gte", part_value, true, false},
    {"|day|lt", part_value, true, false},
};

static void item_make(struct chance *chance, struct value *map)
{
    struct arena *arena = chance->arena;
    uint32_t kind = below(chance, sizeof kinds / sizeof *kinds);
    bool keyword = kinds[kind].keyword && kinds[kind].modifiers[0] != '\0' && one_in(chance, 4);
    const char *key =
        text_format(arena, "%s%s", keyword ? "" : PICK(chance, names), kinds[kind].modifiers).data;
    struct value *value = kinds[kind].value(chance);
    if (kinds[kind].several && one_in(chance, 2)) {
        struct value *list = value_list(arena);
        for (uint32_t i = 1 + below(chance, 3); i > 0; i--)
            value_append(arena, list, kinds[kind].value(chance));
        value = list;
    }
    value_set(arena, map, key, value);
}

static struct value *map_make(struct chance *chance)
{
    struct value *map = value_map(chance->arena);
    for (uint32_t i = 1 + below(chance, 3); i > 0; i--)
        item_make(chance, map);
    return map;
}

static struct value *identifier_make(struct chance *chance)
{
    uint32_t kind = below(chance, 6);
    if (kind < 4)
        return map_make(chance);
    struct value *list = value_list(chance->arena);
    for (uint32_t i = 1 + below(chance, 3); i > 0; i--)
        value_append(chance->arena, list,
                     kind == 4 || one_in(chance, 5) ? map_make(chance) : text_value(chance));
    return list;
}

static void condition_make(struct chance *chance, struct builder *out, int depth)
{
    static const char *const leaves[] = {"s1",        "s2",        "f1",        "_h",
                                         "1 of s*",   "all of s*", "1 of them", "all of them",
                                         "any of f*", "1 of _*"};
    uint32_t kind = below(chance, depth > 3 ? 4 : 9);
    if (kind < 4) {
        build(out, text_of(PICK(chance, leaves)));
    } else if (kind == 4) {
        build(out, TEXT("not "));
        condition_make(chance, out, 4);
    } else if (kind == 5) {
        build(out, TEXT("("));
        condition_make(chance, out, depth + 1);
        build(out, TEXT(")"));
    } else {
        condition_make(chance, out, depth + 1);
        build(out, text_of(kind < 8 ? " and " : " or "));
        condition_make(chance, out, depth + 1);
    }
}

static struct value *detection_make(struct chance *chance)
{
    static const char *const identifiers[] = {"s1", "s2", "f1", "_h"};
    struct value *detection = value_map(chance->arena);
    struct builder condition = {.arena = chance->arena};
    for (size_t i = 0; i < 4; i++)
        value_set(chance->arena, detection, identifiers[i], identifier_make(chance));
    condition_make(chance, &condition, 0);
    value_set_text(chance->arena, detection, "condition", built(&condition));
    return detection;
}

/* ---- the comparison ---- */

static struct text rule_text(struct arena *arena, const struct value *detection, size_t number)
{
    struct value *rule = value_map(arena);
    struct value *source = value_map(arena);
    value_set_text(arena, source, "product", TEXT("windows"));
    value_set_text(arena, rule, "title", text_format(arena, "r%zu", number));
    value_set(arena, rule, "logsource", source);
    struct value *copy = value_map(arena);
    *copy = *detection;
    value_set(arena, rule, "detection", copy);
    return json_write(arena, rule);
}

static bool is_hit(const struct rig *rig, size_t count, uint32_t rule)
{
    for (size_t i = 0; i < count; i++)
        if (rig->hits[i] == rule)
            return true;
    return false;
}

static void show(const struct value *detection, const struct value *event, bool engine)
{
    struct arena *arena = arena_new(64 << 20);
    printf("# rule %.*s\n# event %.*s\n# the engine says %s\n",
           TEXT_SHOW(json_write(arena, detection)), TEXT_SHOW(json_write(arena, event)),
           engine ? "yes" : "no");
    arena_free(arena);
}

/* One batch of rules and events; false when the two differ. *held counts what held. */
static bool batch(uint64_t seed, size_t *asked, size_t *held)
{
    struct rig rig;
    rig_begin(&rig);
    struct arena *arena = rig.turn.arena;
    struct chance chance = {seed, arena};
    struct value *rules[RULES];
    struct builder yaml = {.arena = arena};
    for (size_t i = 0; i < RULES; i++) {
        rules[i] = detection_make(&chance);
        build_format(&yaml, "---\n%.*s\n", TEXT_SHOW(rule_text(arena, rules[i], i)));
    }
    rig_order(&rig, (struct sigma_order){.text = built(&yaml)});
    size_t problems;
    const struct sigma_problem *problem = rig_problem(&rig, &problems);
    if (problems > 0)
        printf("# seed %llu: %.*s\n", (unsigned long long)seed, TEXT_SHOW(problem->what));
    bool good = problems == 0;
    struct arena *scratch = arena_new(512 << 20);
    for (size_t i = 0; i < EVENTS && good; i++) {
        const struct value *event = event_make(&chance);
        size_t count = rig_match(&rig, json_write(arena, event));
        for (uint32_t rule = 0; rule < RULES && good; rule++) {
            bool engine = is_hit(&rig, count, rule);
            good = naive_match(scratch, rules[rule], event) == engine;
            if (!good)
                show(rules[rule], event, engine);
            *held += engine;
            (*asked)++;
            arena_clear(scratch);
        }
    }
    arena_free(scratch);
    rig_end(&rig);
    return good;
}

int main(void)
{
    const char *seconds = getenv("REVERE_SIGMA_SECONDS");
    const char *seeds = getenv("REVERE_SIGMA_SEED");
    uint64_t seed = seeds == NULL ? 1 : strtoull(seeds, NULL, 10);
    int64_t end_us =
        clock_elapsed_us() + (seconds == NULL ? 1 : strtoll(seconds, NULL, 10)) * 1000000;
    size_t asked = 0;
    size_t held = 0;
    /* The C library's own expressions, too, are to take a character for one. */
    bool good = ok(setlocale(LC_CTYPE, "C.UTF-8") != NULL, "there is the locale C.UTF-8");
    while (good && (clock_elapsed_us() < end_us || asked == 0))
        good = batch(seed++, &asked, &held);
    ok(good, "the engine and the naive evaluator agree, up to seed %llu",
       (unsigned long long)seed - 1);
    ok(held > asked / 50 && held < asked - asked / 50, "%zu of %zu held: both answers are tried",
       held, asked);
    return tap_end();
}
