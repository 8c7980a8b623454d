/* SPDX-License-Identifier: Apache-2.0 */
#include "base/field.h"
#include "tap.h"

static const char *const ratings[] = {"Critical", "High", "Medium", "Low", NULL};

static const struct field asset_fields[] = {
    {.name = "name", .type = FIELD_TEXT, .needed = true, .least = 1, .most = 10},
    {.name = "rating", .type = FIELD_WORD, .words = ratings},
    {.name = NULL},
};

static const struct field asset = {.type = FIELD_MAP, .members = asset_fields};
static const struct field any_integer = {.type = FIELD_INTEGER, .least = 1, .most = 9};

static const struct field table[] = {
    {.name = "title", .type = FIELD_TEXT, .help = "What happened, in one line."},
    {.name = "hours", .type = FIELD_INTEGER, .least = 1, .most = 72},
    {.name = "shift", .type = FIELD_INTEGER},
    {.name = "sticky", .type = FIELD_BOOLEAN},
    {.name = "liability", .type = FIELD_MONEY, .most = 100000000},
    {.name = "told", .type = FIELD_INSTANT},
    {.name = "from", .type = FIELD_DATE},
    {.name = "incident", .type = FIELD_ID},
    {.name = "assets", .type = FIELD_LIST, .items = &asset, .most = 3},
    {.name = "minutes", .type = FIELD_NAMES, .items = &any_integer, .most = 2},
    {.name = "extra", .type = FIELD_ANY},
    {.name = NULL},
};

static const struct field needing[] = {
    {.name = "title", .type = FIELD_TEXT, .needed = true, .help = "What happened, in one line."},
    {.name = NULL},
};

/* Checks {name: value}, and expects a fault at `path` whose message has `part`; path NULL: none. */
static void try(const char *name, struct value *value, struct arena *arena, const char *path,
                const char *part)
{
    struct turn turn = {.arena = arena};
    struct value *map = value_map(arena);
    value_set(arena, map, name, value);
    bool good = field_check(&turn, table, map, NULL);
    if (path == NULL) {
        ok(good && turn.fault.kind == FAULT_NONE, "%s passes (%s)", name, turn.fault.message);
        return;
    }
    ok(!good && turn.fault.kind == FAULT_INVALID && strcmp(turn.fault.field, path) == 0
           && strstr(turn.fault.message, part) != NULL,
       "%s [%s] %s", path, part, turn.fault.message);
}

static struct value *text(struct arena *arena, const char *string)
{
    return value_text(arena, text_of(string));
}

static void test_text(struct arena *arena)
{
    try("title", text(arena, "Phishing"), arena, NULL, NULL);
    try("title", text(arena, ""), arena, NULL, NULL);
    try("title", value_null(arena), arena, NULL, NULL);
    try("title", text(arena, "\xC3\x28"), arena, "title", "UTF-8");
    try("title", value_list(arena), arena, "title", "is a list, and must be text");
    struct value *bare = value_integer(arena, 1109);
    bare->text = TEXT("1109");
    try("title", bare, arena, "title", "write it in quotes, \"1109\"");
    char *long_text = arena_take(arena, FIELD_TEXT_BYTES_MAX + 1);
    memset(long_text, 'a', FIELD_TEXT_BYTES_MAX + 1);
    try("title", value_text(arena, (struct text){long_text, FIELD_TEXT_BYTES_MAX}), arena, NULL,
        NULL);
    try("title", value_text(arena, (struct text){long_text, FIELD_TEXT_BYTES_MAX + 1}), arena,
        "title", "at most 65536");
}

static void test_numbers(struct arena *arena)
{
    try("hours", value_integer(arena, 1), arena, NULL, NULL);
    try("hours", value_integer(arena, 72), arena, NULL, NULL);
    try("hours", value_integer(arena, 0), arena, "hours", "is 0, and must be at least 1");
    try("hours", value_integer(arena, 73), arena, "hours", "is 73, and may be at most 72");
    try("hours", text(arena, "4"), arena, "hours", "without quotes");
    try("hours", value_real(arena, 4.5), arena, "hours", "the number 4.5");
    try("shift", value_integer(arena, INT64_MIN), arena, NULL, NULL);
    try("sticky", value_boolean(arena, false), arena, NULL, NULL);
    try("sticky", text(arena, "yes"), arena, "sticky", "true or false");
}

static void test_money(struct arena *arena)
{
    try("liability", text(arena, "$999,999.99"), arena, NULL, NULL);
    try("liability", text(arena, "1,000,000"), arena, NULL, NULL);
    try("liability", text(arena, "1000000.01"), arena, "liability", "at most 1000000.00");
    try("liability", text(arena, "99,999.995"), arena, "liability", "two decimals");
    try("liability", text(arena, "1e6"), arena, "liability", "no exponent");
    try("liability", value_integer(arena, 1000000), arena, "liability", "quotes, \"1000000\"");
    try("liability", value_real(arena, 0.5), arena, "liability", "\"1234.56\"");
}

static void test_shapes(struct arena *arena)
{
    try("told", text(arena, "2026-07-03T17:00:00-04:00"), arena, NULL, NULL);
    try("told", text(arena, "2026-07-03 17:00"), arena, NULL, NULL);
    try("told", text(arena, "2026-07-03"), arena, "told", "a time such as");
    try("told", text(arena, "tomorrow at noon"), arena, "told", "a time such as");
    try("from", text(arena, "2024-02-29"), arena, NULL, NULL);
    try("from", text(arena, "2026-02-29"), arena, "from", "no calendar has");
    try("from", text(arena, "0000-01-01"), arena, "from", "no calendar has");
    try("from", text(arena, "7/3/2026"), arena, "from", "2026-07-03");
    try("incident", text(arena, "INC-2026-7K3F9"), arena, NULL, NULL);
    try("incident", text(arena, "system:tick"), arena, NULL, NULL);
    try("incident", text(arena, ""), arena, "incident", "an id");
    try("incident", text(arena, "a/../b"), arena, "incident", "an id");
}

static struct value *one_asset(struct arena *arena, const char *member, const char *word)
{
    struct value *list = value_list(arena);
    struct value *map = value_append(arena, list, value_map(arena));
    value_set(arena, map, "name", text(arena, "HR database"));
    map->members[0].value->text = TEXT("HR");
    value_set(arena, map, member, text(arena, word));
    return list;
}

static void test_nested(struct arena *arena)
{
    try("assets", one_asset(arena, "rating", "High"), arena, NULL, NULL);
    try("assets", one_asset(arena, "rating", "Hihg"), arena, "assets[0].rating",
        "Did you mean High? It may be one of: Critical, High, Medium, Low.");
    try("assets", one_asset(arena, "rating", "Severe"), arena, "assets[0].rating",
        "the text \"Severe\". It may be one of");
    try("assets", one_asset(arena, "ratng", "High"), arena, "assets[0].ratng",
        "Did you mean rating? Known are: name, rating.");
    try("assets", one_asset(arena, "name", "eleven char"), arena, "assets[0].name", "at most 10");
    try("assets", one_asset(arena, "name", ""), arena, "assets[0].name", "at least 1");
    struct value *list = value_list(arena);
    for (int i = 0; i < 4; i++)
        value_append(arena, list, value_map(arena));
    try("assets", list, arena, "assets", "4 items");
    list->count = 2;
    try("assets", list, arena, "assets[0].name", "is missing");
    list = value_list(arena);
    value_append(arena, list, value_null(arena));
    try("assets", list, arena, "assets[0]", "is nothing, and must be a map");
    struct value *names = value_map(arena);
    value_set_integer(arena, names, "High", 1);
    value_set_integer(arena, names, "Low", 10);
    try("minutes", names, arena, "minutes.Low", "at most 9");
    try("extra", value_list(arena), arena, NULL, NULL);
}

static void test_names(struct arena *arena)
{
    try("titel", text(arena, "x"), arena, "titel", "Did you mean title?");
    try("zzzzzz", text(arena, "x"), arena, "zzzzzz", "Known are: title, hours");
    try("bad\n\x01name", text(arena, "x"), arena, "bad??name", "not a name known here");
    struct turn turn = {.arena = arena};
    struct value *map = value_map(arena);
    map->line = 7;
    ok(!field_check(&turn, needing, map, "rules.yaml")
           && strcmp(turn.fault.message, "rules.yaml:7: title is missing, and is needed: What "
                                         "happened, in one line.")
                  == 0,
       "%s", turn.fault.message);
    fault_clear(&turn);
    value_set(arena, map, "title", value_null(arena));
    ok(!field_check(&turn, needing, map, NULL), "null where a value is needed is missing");
    fault_clear(&turn);
    struct value *list = value_list(arena);
    ok(!field_check(&turn, needing, list, NULL)
           && strcmp(turn.fault.message, "the whole is a list, and must be a map.") == 0,
       "%s", turn.fault.message);
    fault_clear(&turn);
    value_set(arena, map, "title", value_integer(arena, 1));
    map->members[0].value->line = 12;
    ok(!field_check(&turn, needing, map, "rules.yaml")
           && strstr(turn.fault.message, "rules.yaml:12: title is the number 1") != NULL,
       "%s", turn.fault.message);
}

int main(void)
{
    struct arena *arena = arena_new(1 << 22);
    test_text(arena);
    test_numbers(arena);
    test_money(arena);
    test_shapes(arena);
    test_nested(arena);
    test_names(arena);
    arena_free(arena);
    return tap_end();
}
