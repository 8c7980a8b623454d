/* SPDX-License-Identifier: Apache-2.0 */
/* Vacancies and what ends soon, a page at a time: nothing is left out between two pages, nothing
 * comes twice, and the last page says that it is the last. */
#include "fixture.h"

enum { BODIES = 45, ENDINGS = 25, PAGES_MAX = 100 };

static const char *input_of(struct turn *turn, const char *more, int limit, struct text after)
{
    struct value *input = value_map(turn->arena);
    value_set_integer(turn->arena, input, "limit", limit);
    if (!text_empty(after))
        value_set_text(turn->arena, input, "after", after);
    struct text written = json_write(turn->arena, input);
    return text_format(turn->arena, "{%s%.*s", more, (int)written.size - 1, written.data + 1).data;
}

/* All items of all pages, in their order; ends when a page names no next. */
static struct value *pages(struct turn *turn, const char *action, const char *more, int limit,
                           int *count)
{
    struct value *all = value_list(turn->arena);
    struct text after = TEXT_NONE;
    for (*count = 1; *count < PAGES_MAX; ++*count) {
        struct value *answer = call(turn, action, input_of(turn, more, limit, after));
        if (answer == NULL) {
            ok(false, "%s: %s", action, turn->fault.message);
            return all;
        }
        for (size_t i = 0; i < value_get_count(answer, "items"); i++)
            value_append(turn->arena, all, value_get_item(answer, "items", i));
        after = value_get_text(answer, "next");
        if (text_empty(after))
            return all;
    }
    ok(false, "%s: the pages end", action);
    return all;
}

static bool same_lists(const struct turn *turn, const struct value *a, const struct value *b)
{
    return text_equal(json_write(turn->arena, a), json_write(turn->arena, b));
}

static bool twice(const struct value *list, const char *first, const char *second)
{
    for (size_t i = 0; i < list->count; i++)
        for (size_t j = 0; j < i; j++)
            if (text_equal(value_get_text(list->items[i], first),
                           value_get_text(list->items[j], first))
                && text_equal(value_get_text(list->items[i], second),
                              value_get_text(list->items[j], second)))
                return true;
    return false;
}

static void test_gaps(struct turn *turn)
{
    int count;
    for (int i = 0; i < BODIES; i++)
        made(turn, "organisation.create", "short",
             text_format(turn->arena,
                         "{\"short\":\"B%02d\",\"name\":\"Body %02d\",\"branch\":\"executive\","
                         "\"type\":\"agency\",\"binding\":\"mandatory\",\"basis\":\"policy\"}",
                         i, i)
                 .data);
    struct value *whole = pages(turn, "role.gaps", "", GAPS_ORGANISATIONS_MAX, &count);
    ok(count == 3, "45 bodies are three pages of 20: %d", count);
    struct text first = value_get_text(whole->items[0], "organisation");
    ok(whole->count > BODIES && text_empty(first), "%zu gaps, those of the enterprise first",
       whole->count);
    ok(!twice(whole, "role", "organisation"), "none comes twice");
    for (int limit = 1; limit <= 44; limit += limit == 1 ? 6 : 37) {
        struct value *some = pages(turn, "role.gaps", "", limit, &count);
        ok(same_lists(turn, some, whole), "the same in %d pages of %d", count, limit);
    }
    size_t single = 0;
    for (int i = 0; i < BODIES; i++) {
        struct value *one = call(turn, "role.gaps",
                                 text_format(turn->arena, "{\"organisation\":\"B%02d\"}", i).data);
        single += value_get_count(one, "items");
        if (value_has(one, "next"))
            ok(false, "one body is one page");
    }
    size_t enterprise = 0;
    for (size_t i = 0; i < whole->count; i++)
        enterprise += !value_has(whole->items[i], "organisation");
    ok(single + enterprise == whole->count, "body by body there are as many: %zu and %zu", single,
       enterprise);
    struct value *beyond = call(turn, "role.gaps", "{\"after\":\"zzz\"}");
    ok(value_get_count(beyond, "items") == 0 && !value_has(beyond, "next"),
       "behind the last there is nothing");
}

/* Many that end in the same instant are told apart by their ids. */
static void test_expiring(struct turn *turn)
{
    int count;
    for (int i = 0; i < ENDINGS; i++) {
        made(turn, "person.create", "id", text_format(turn->arena, "{\"name\":\"P%02d\"}", i).data);
        made(
            turn, "role.assign", "id",
            text_format(turn->arena,
                        "{\"role\":\"AGENCY_HEAD\",\"organisation\":\"B%02d\",\"person\":\"P%02d\","
                        "\"kind\":\"incumbent\",\"basis\":\"b\",\"from\":\"2026-07-01\","
                        "\"to\":\"%s\"}",
                        i, i, i < 20 ? "2026-07-10" : "2026-07-09")
                .data);
    }
    struct value *whole = pages(turn, "role.expiring", "\"days\":30,", 200, &count);
    ok(count == 1 && whole->count == ENDINGS, "%zu end within a month", whole->count);
    ok(text_starts(value_get_text(whole->items[0], "to"), TEXT("2026-07-")), "each says when");
    ok(!twice(whole, "assignment", "assignment"), "none comes twice");
    for (int limit = 1; limit <= 25; limit += 4) {
        struct value *some = pages(turn, "role.expiring", "\"days\":30,", limit, &count);
        ok(same_lists(turn, some, whole), "the same in %d pages of %d", count, limit);
    }
    struct value *none = pages(turn, "role.expiring", "\"days\":1,", 200, &count);
    ok(none->count == 0, "none ends within a day");
    ok(call(turn, "role.expiring", "{\"after\":\"nonsense\"}") == NULL
           && turn->fault.kind == FAULT_INVALID,
       "a place that no page named is not one");
}

static void body(struct turn *turn, struct text address)
{
    struct pack pack;
    (void)address;
    if (!fixture_open(turn, &pack))
        return;
    test_gaps(turn);
    test_expiring(turn);
}

int main(void)
{
    both(body);
    return tap_end();
}
