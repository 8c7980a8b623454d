/* SPDX-License-Identifier: Apache-2.0 */
/* Rules that are made to be too much: each is read or named as a problem, and each line is decided,
 * in the memory that a rule may have and before somebody loses patience with the test. */
#include "event/json.h"
#include "sigma/sigma.h"
#include "tap.h"
#include <setjmp.h>

#define MEMORY_BYTES ((size_t)256 * 1024 * 1024)
enum { LONG_BYTES = 8000, DEEP = 10000, WIDE = 1000, MANY = 100000 };

struct tried {
    size_t rules, problems, hits;
    uint64_t limits;
    bool ended; /* within its memory */
};

static void rule_try(struct turn *turn, struct text rule, struct text line, struct tried *tried)
{
    struct sigma_order order = {.text = rule};
    struct event_sources *sources;
    struct sigma_rules *rules;
    struct event event;
    const uint32_t *hits;
    if (!event_sources_own(turn, &sources))
        return;
    order.sources = sources;
    tried->ended = true;
    if (!sigma_load(turn, &order, &rules)) {
        tried->problems = 1;
        return;
    }
    tried->rules = sigma_rules_count(rules);
    (void)sigma_rules_problems(rules, &tried->problems);
    struct event_reader *reader = event_reader_new(turn->arena, sigma_rules_names(rules));
    struct sigma_matcher *matcher = sigma_matcher_new(turn->arena, rules);
    event_json_or_message(reader, line, &event);
    event_sources_apply(sources, reader, &event);
    tried->hits = sigma_match(matcher, &event, &hits);
    tried->limits = sigma_matcher_limits(matcher);
}

static struct tried rule_of(struct text rule, struct text line)
{
    struct tried tried = {0};
    struct turn turn = {.arena = arena_new(MEMORY_BYTES)};
    jmp_buf guard;
    if (turn.arena != NULL && !ARENA_GUARD(turn.arena, guard))
        rule_try(&turn, rule, line, &tried);
    else
        tried.ended = false;
    arena_guard(turn.arena, NULL);
    arena_free(turn.arena);
    return tried;
}

static const char head[] = "title: too much\nlogsource: {product: linux}\ndetection:\n";

static struct builder begun(struct arena *arena)
{
    struct builder out = {.arena = arena};
    build(&out, text_of(head));
    return out;
}

static struct text field_rule(struct arena *arena, const char *key, struct text value)
{
    struct builder out = begun(arena);
    build_format(&out, "  s: {\"f|%s\": '%.*s'}\n  condition: s\n", key, TEXT_SHOW(value));
    return built(&out);
}

static struct text repeated(struct arena *arena, const char *before, const char *again,
                            size_t count, const char *after)
{
    struct builder out = {.arena = arena};
    build(&out, text_of(before));
    for (size_t i = 0; i < count; i++)
        build(&out, text_of(again));
    build(&out, text_of(after));
    return built(&out);
}

/* Expressions that a search by trying everything would not come back from. */
static void regexes(struct arena *arena)
{
    static const char *const bombs[] = {"(a+)+$",         "(a|aa)+$",
                                        "(.*)*x",         "^(([a-z])+.)+[A-Z]([a-z])+$",
                                        "(a?){60}a{60}b", "(?:a{0,200}){0,200}z"};
    struct text line = repeated(arena, "{\"appname\":\"sshd\",\"f\":\"", "a", LONG_BYTES, "!\"}");
    ok(rule_of(field_rule(arena, "re", TEXT("a+!$")), line).hits == 1, "an expression is asked");
    for (size_t i = 0; i < sizeof bombs / sizeof *bombs; i++) {
        struct tried tried = rule_of(field_rule(arena, "re", text_of(bombs[i])), line);
        ok(tried.ended && tried.rules + tried.problems == 1 && tried.hits == 0,
           "%s is refused, or decided, or given up and counted (%llu)", bombs[i],
           (unsigned long long)tried.limits);
    }
}

/* Patterns whose alternatives multiply. */
static void patterns(struct arena *arena)
{
    struct text line = repeated(arena, "{\"appname\":\"sshd\",\"f\":\"", "a", LONG_BYTES, "\"}");
    struct text stars = repeated(arena, "", "*a", WIDE, "*b");
    struct tried tried = rule_of(field_rule(arena, "endswith", stars), line);
    ok(tried.ended && tried.rules == 1 && tried.hits == 0, "a thousand gaps in one value");
    static const char *const keys[] = {"windash|contains", "base64offset|contains",
                                       "wide|base64offset|contains"};
    struct text dashes = repeated(arena, "", " -a", WIDE, "");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        tried = rule_of(field_rule(arena, keys[i], dashes), line);
        ok(tried.ended && tried.rules + tried.problems == 1, "%s of a thousand dashes", keys[i]);
    }
}

/* Conditions that are deep, and such as name many selections many times. */
static void conditions(struct arena *arena)
{
    static const char *const again[] = {"not ", "(", "s and ", "not ("};
    for (size_t i = 0; i < sizeof again / sizeof *again; i++) {
        struct builder out = begun(arena);
        build(&out, repeated(arena, "  s: {f: a}\n  condition: ", again[i], DEEP, "s\n"));
        struct tried tried = rule_of(built(&out), TEXT("{\"appname\":\"sshd\",\"f\":\"a\"}"));
        ok(tried.ended && tried.rules + tried.problems >= 1, "ten thousand times \"%s\"", again[i]);
    }
    struct builder out = begun(arena);
    for (int i = 0; i < WIDE; i++)
        build_format(&out, "  s%d: {f%d: a}\n", i, i);
    build(&out, repeated(arena, "  condition: ", "1 of s* and ", WIDE, "all of s*\n"));
    struct tried tried = rule_of(built(&out), TEXT("{\"appname\":\"sshd\",\"f1\":\"a\"}"));
    ok(tried.ended && tried.rules + tried.problems >= 1 && tried.hits == 0,
       "a thousand times a thousand selections");
}

static void values(struct arena *arena)
{
    struct builder out = begun(arena);
    build(&out, TEXT("  s:\n    f|contains:\n"));
    for (int i = 0; i < MANY; i++)
        build_format(&out, "      - v%d\n", i);
    build(&out, TEXT("  condition: s\n"));
    struct tried tried = rule_of(built(&out), TEXT("{\"appname\":\"sshd\",\"f\":\"v99999\"}"));
    ok(tried.ended && (tried.problems >= 1 || tried.hits == 1),
       "a hundred thousand values, or a problem");
}

int main(void)
{
    struct arena *arena = arena_new(MEMORY_BYTES);
    if (arena == NULL)
        return 1;
    regexes(arena);
    patterns(arena);
    conditions(arena);
    values(arena);
    arena_free(arena);
    return tap_end();
}
