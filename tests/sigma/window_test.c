/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Windows against a model that is as slow as it is plain: it remembers every item, and at each one
 * counts again what is in the span. Both hear the same random items; what they tell must be equal,
 * whatever the kind, also when the window was saved and loaded on the way.
 */
#include "sigma/window.h"
#include "tap.h"
#include <stdlib.h>

enum { ITEMS = 400, HITS_MAX = 4096, GROUPS = 3 };

static const struct window_limits wide = {
    .groups_max = 100, .items_max = 5000, .group_items_max = 1000};

struct hit {
    int64_t time_us;
    window_number amount;
    uint32_t group;
    uint64_t last; /* position of its newest event */
    size_t events;
};

struct hits {
    struct hit list[HITS_MAX];
    size_t count;
};

static void hear(void *listener, const struct window_hit *hit)
{
    struct hits *hits = listener;
    if (hits->count == HITS_MAX)
        return;
    hits->list[hits->count++] = (struct hit){
        hit->time_us, hit->amount, (uint32_t)(hit->group.data[0] - 'A'),
        hit->event_count == 0 ? 0 : hit->events[hit->event_count - 1].position, hit->event_count};
}

static uint64_t random_state = 1;

static uint32_t random_below(uint32_t bound)
{
    random_state = random_state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(random_state >> 33) % bound;
}

/* ---- the model ---- */

struct model {
    const struct window_rule *rule;
    bool deferred;
    uint64_t openers;
    const struct window_item *items;
    int64_t fired_us[GROUPS];
    int64_t from_us[GROUPS]; /* INT64_MIN: no window is open */
    size_t from[GROUPS];     /* the item that opened it */
};

static bool in_group(const struct window_item *item, uint32_t group)
{
    return (uint32_t)(item->group.data[0] - 'A') == group;
}

static bool same_event(const struct window_item *a, const struct window_item *b)
{
    return a->event.position == b->event.position;
}

/* The longest chain that ends with item last and begins in the window, by trying all. */
static uint32_t model_chain(const struct model *model, size_t from, size_t last, int64_t from_us)
{
    uint32_t best = 1;
    for (size_t i = from; i < last; i++) {
        const struct window_item *item = &model->items[i];
        if (item->time_us < from_us
            || !in_group(item, (uint32_t)(model->items[last].group.data[0] - 'A'))
            || item->part >= model->items[last].part || same_event(item, &model->items[last]))
            continue;
        uint32_t before = model_chain(model, from, i, from_us);
        if (before + 1 > best)
            best = before + 1;
    }
    return best;
}

static int by_number(const void *a, const void *b)
{
    window_number left = *(const window_number *)a;
    window_number right = *(const window_number *)b;
    return left < right ? -1 : left > right;
}

static bool seen_before(const struct model *model, size_t from, size_t to, int64_t from_us,
                        uint32_t group, bool value)
{
    for (size_t i = from; i < to; i++) {
        const struct window_item *item = &model->items[i];
        if (item->time_us >= from_us && in_group(item, group)
            && (value ? text_equal(item->value, model->items[to].value)
                      : item->part == model->items[to].part))
            return true;
    }
    return false;
}

struct counted {
    window_number numbers[ITEMS];
    uint32_t count, values, parts, chain;
    uint64_t mask;
    window_number sum;
};

static void model_count(const struct model *model, size_t from, size_t to, int64_t from_us,
                        uint32_t group, struct counted *counted)
{
    *counted = (struct counted){0};
    for (size_t i = from; i <= to; i++) {
        const struct window_item *item = &model->items[i];
        if (item->time_us < from_us || !in_group(item, group))
            continue;
        counted->numbers[counted->count++] = item->number;
        counted->sum += item->number;
        counted->values += !seen_before(model, from, i, from_us, group, true);
        counted->parts += !seen_before(model, from, i, from_us, group, false);
        counted->mask |= (uint64_t)1 << item->part;
        if (model->rule->kind == WINDOW_ORDERED && (model->deferred || i == to)) {
            uint32_t chain = model_chain(model, from, i, from_us);
            counted->chain = chain > counted->chain ? chain : counted->chain;
        }
    }
}

static bool model_compare(enum window_compare compare, window_number a, window_number b)
{
    const bool answers[] = {[WINDOW_GT] = a > b,   [WINDOW_GTE] = a >= b, [WINDOW_LT] = a < b,
                            [WINDOW_LTE] = a <= b, [WINDOW_EQ] = a == b,  [WINDOW_NEQ] = a != b};
    return answers[compare];
}

/* The conditions over rules that are tried, by hand: "0 and not 1", "0 and 1 or 2". */
static bool model_terms(const struct window_rule *rule, uint64_t mask)
{
    bool zero = mask & 1;
    bool one = mask >> 1 & 1;
    bool two = mask >> 2 & 1;
    return rule->term_count == 4 ? zero && !one : (zero && one) || two;
}

static bool model_holds(const struct model *model, struct counted *counted, window_number *amount)
{
    const struct window_rule *rule = model->rule;
    window_number factor = 1;
    *amount = counted->count * WINDOW_NUMBER_ONE;
    if (rule->kind == WINDOW_DISTINCT)
        *amount = counted->values * WINDOW_NUMBER_ONE;
    if (rule->kind == WINDOW_TOGETHER)
        *amount = counted->parts * WINDOW_NUMBER_ONE;
    if (rule->kind == WINDOW_ORDERED)
        *amount = counted->chain * WINDOW_NUMBER_ONE;
    if (rule->kind == WINDOW_SUM || rule->kind == WINDOW_AVERAGE)
        *amount = counted->sum;
    if (rule->kind == WINDOW_AVERAGE)
        factor = counted->count;
    if (rule->kind == WINDOW_PERCENTILE) {
        qsort(counted->numbers, counted->count, sizeof *counted->numbers, by_number);
        size_t rank = 1;
        while (rank * 100 < counted->count * (size_t)rule->percent)
            rank++;
        *amount = counted->numbers[rank - 1];
    }
    bool holds = true;
    if (rule->terms != NULL)
        holds = model_terms(rule, counted->mask);
    else if (rule->test_count == 0)
        holds = *amount == rule->parts * WINDOW_NUMBER_ONE;
    for (size_t i = 0; i < rule->test_count; i++)
        holds =
            holds && model_compare(rule->tests[i].compare, *amount, rule->tests[i].number * factor);
    *amount /= factor;
    return holds;
}

static size_t model_last(const struct model *model, size_t to, int64_t until_us, uint32_t group)
{
    size_t last = 0;
    for (size_t i = 0; i <= to; i++)
        if (in_group(&model->items[i], group) && model->items[i].time_us <= until_us)
            last = i;
    return last;
}

/* Windows that ended before this item, in the order of their ends. */
static void model_close(struct model *model, size_t next, int64_t now_us, struct hits *hits)
{
    for (;;) {
        uint32_t first = GROUPS;
        for (uint32_t group = 0; group < GROUPS; group++)
            if (model->from_us[group] != INT64_MIN
                && model->from_us[group] + model->rule->span_us < now_us
                && (first == GROUPS || model->from[group] < model->from[first]))
                first = group;
        if (first == GROUPS)
            return;
        struct counted counted;
        window_number amount;
        int64_t due_us = model->from_us[first] + model->rule->span_us;
        size_t last = model_last(model, next - 1, due_us, first);
        model_count(model, model->from[first], last, model->from_us[first], first, &counted);
        if (model_holds(model, &counted, &amount) && hits->count < HITS_MAX)
            hits->list[hits->count++] =
                (struct hit){due_us, amount, first, model->items[last].event.position, 0};
        model->from_us[first] = INT64_MIN;
    }
}

static void model_add(struct model *model, size_t at, struct hits *hits)
{
    const struct window_item *item = &model->items[at];
    uint32_t group = (uint32_t)(item->group.data[0] - 'A');
    if (model->deferred) {
        if (model->from_us[group] == INT64_MIN && (model->openers >> item->part & 1) != 0) {
            model->from_us[group] = item->time_us;
            model->from[group] = at;
        }
        return;
    }
    struct counted counted;
    window_number amount;
    model_count(model, 0, at, item->time_us - model->rule->span_us, group, &counted);
    if (!model_holds(model, &counted, &amount)
        || (model->fired_us[group] != INT64_MIN
            && item->time_us - model->fired_us[group] <= model->rule->span_us))
        return;
    model->fired_us[group] = item->time_us;
    if (hits->count < HITS_MAX)
        hits->list[hits->count++] =
            (struct hit){item->time_us, amount, group, item->event.position, 0};
}

/* ---- both ---- */

static void random_items(struct window_item *items, uint32_t parts)
{
    static const struct text groups[GROUPS] = {{"A", 1}, {"B", 1}, {"C", 1}};
    static const char values[] = "0123456789";
    int64_t time_us = 1000;
    for (size_t i = 0; i < ITEMS; i++) {
        time_us += random_below(5) == 0 ? random_below(60) : random_below(6);
        bool again = i > 0 && random_below(6) == 0; /* the same event matches another rule */
        items[i] = (struct window_item){
            .time_us = again ? items[i - 1].time_us : time_us,
            .event = again ? items[i - 1].event : (struct window_event){7, i},
            .group = groups[random_below(GROUPS)],
            .value = {&values[random_below(10)], 1},
            .number = (window_number)random_below(2000) * 10000000 - 5 * WINDOW_NUMBER_ONE,
            .part = random_below(parts)};
        time_us = items[i].time_us;
    }
}

static struct window *again(struct arena *arena, const struct window_rule *rule,
                            const struct window_limits *limits, struct window *window, bool *kept)
{
    struct builder builder = {.arena = arena};
    window_save(window, &builder);
    struct text bytes = built(&builder);
    struct window *other = window_new(arena, rule, limits);
    *kept = window_load(other, &bytes) && bytes.size == 0 && *kept
            && window_items(other) == window_items(window)
            && window_groups(other) == window_groups(window);
    return other;
}

/* A window counts no further than one past the bound, unless it waits for the end. */
static window_number counted_to(const struct window_rule *rule, bool deferred, window_number amount)
{
    if ((rule->kind != WINDOW_COUNT && rule->kind != WINDOW_DISTINCT) || deferred)
        return amount;
    window_number end = rule->tests[0].number + WINDOW_NUMBER_ONE;
    return amount < end ? amount : end;
}

/* How many rounds of random items a rule and its model agree on. */
static void agree(const char *name, const struct window_rule *rule, bool deferred, uint64_t openers)
{
    static struct hits heard, expected;
    static struct window_item items[ITEMS];
    bool same = window_refuses(rule, &wide) == NULL;
    bool kept = true;
    size_t told = 0;
    for (int round = 0; same && round < 30; round++) {
        struct arena *arena = arena_new(64 << 20);
        random_items(items, rule->parts);
        struct model model = {rule, deferred, openers, items, {0}, {0}, {0}};
        for (uint32_t group = 0; group < GROUPS; group++)
            model.fired_us[group] = model.from_us[group] = INT64_MIN;
        struct window *window = window_new(arena, rule, &wide);
        heard.count = expected.count = 0;
        for (size_t i = 0; i <= ITEMS; i++) {
            int64_t now_us = i == ITEMS ? INT64_MAX : items[i].time_us;
            while (window_due(window) < now_us)
                window_close(window, hear, &heard);
            model_close(&model, i, now_us, &expected);
            if (i == ITEMS)
                break;
            window_add(window, &items[i], hear, &heard);
            model_add(&model, i, &expected);
            if (round % 2 == 1 && random_below(10) == 0)
                window = again(arena, rule, &wide, window, &kept);
        }
        same = heard.count == expected.count && heard.count < HITS_MAX;
        for (size_t i = 0; same && i < heard.count; i++)
            same = heard.list[i].time_us == expected.list[i].time_us
                   && heard.list[i].group == expected.list[i].group
                   && heard.list[i].amount == counted_to(rule, deferred, expected.list[i].amount)
                   && (deferred || heard.list[i].last == expected.list[i].last);
        same = same && window_lost(window).groups == 0 && window_lost(window).items == 0;
        told += heard.count;
        arena_free(arena);
    }
    ok(same && kept && told > 30, "%s: %zu hits as the model has them, saved and loaded too", name,
       told);
}

static struct window_rule rule_of(enum window_kind kind, enum window_compare compare, int64_t bound)
{
    return (struct window_rule){.kind = kind,
                                .span_us = 50,
                                .parts = 3,
                                .percent = 90,
                                .tests = {{compare, bound * WINDOW_NUMBER_ONE}},
                                .test_count = 1};
}

static void test_kinds(void)
{
    struct {
        const char *name;
        struct window_rule rule;
        bool deferred;
    } tried[] = {
        {"event_count gte", rule_of(WINDOW_COUNT, WINDOW_GTE, 7), false},
        {"event_count gt", rule_of(WINDOW_COUNT, WINDOW_GT, 7), false},
        {"event_count eq", rule_of(WINDOW_COUNT, WINDOW_EQ, 4), true},
        {"event_count lt", rule_of(WINDOW_COUNT, WINDOW_LT, 4), true},
        {"event_count lte", rule_of(WINDOW_COUNT, WINDOW_LTE, 4), true},
        {"event_count neq", rule_of(WINDOW_COUNT, WINDOW_NEQ, 4), true},
        {"value_count gte", rule_of(WINDOW_DISTINCT, WINDOW_GTE, 5), false},
        {"value_sum gt", rule_of(WINDOW_SUM, WINDOW_GT, 30), false},
        {"value_sum lt", rule_of(WINDOW_SUM, WINDOW_LT, 10), true},
        {"value_avg gte", rule_of(WINDOW_AVERAGE, WINDOW_GTE, 6), false},
        {"value_percentile gte", rule_of(WINDOW_PERCENTILE, WINDOW_GTE, 14), false},
        {"temporal gte 2", rule_of(WINDOW_TOGETHER, WINDOW_GTE, 2), false},
        {"temporal eq 1", rule_of(WINDOW_TOGETHER, WINDOW_EQ, 1), true},
        {"temporal_ordered gte 2", rule_of(WINDOW_ORDERED, WINDOW_GTE, 2), false},
        {"temporal_ordered lt 3", rule_of(WINDOW_ORDERED, WINDOW_LT, 3), true},
    };
    for (size_t i = 0; i < sizeof tried / sizeof *tried; i++)
        agree(tried[i].name, &tried[i].rule, tried[i].deferred, UINT64_MAX);

    struct window_rule range = rule_of(WINDOW_COUNT, WINDOW_GT, 2);
    range.tests[1] = (struct window_test){WINDOW_LTE, 6 * WINDOW_NUMBER_ONE};
    range.test_count = 2;
    agree("event_count from 3 to 6", &range, true, UINT64_MAX);
    for (enum window_kind kind = WINDOW_TOGETHER; kind <= WINDOW_ORDERED; kind++) {
        struct window_rule all = rule_of(kind, WINDOW_GT, 0);
        all.test_count = 0;
        agree(kind == WINDOW_ORDERED ? "temporal_ordered, all" : "temporal, all", &all, false,
              UINT64_MAX);
    }
}

static void test_terms(void)
{
    static const struct window_term absent[] = {
        {WINDOW_PART, 0}, {WINDOW_PART, 1}, {WINDOW_NOT, 0}, {WINDOW_AND, 0}};
    static const struct window_term either[] = {
        {WINDOW_PART, 0}, {WINDOW_PART, 1}, {WINDOW_AND, 0}, {WINDOW_PART, 2}, {WINDOW_OR, 0}};
    struct window_rule rule = rule_of(WINDOW_TOGETHER, WINDOW_GT, 0);
    rule.test_count = 0;
    rule.terms = absent;
    rule.term_count = 4;
    agree("temporal, one and not the other", &rule, true, 1);
    rule.terms = either;
    rule.term_count = 5;
    agree("temporal, both or the third", &rule, false, UINT64_MAX);
}

static void test_refused(void)
{
    struct window_rule rule = rule_of(WINDOW_COUNT, WINDOW_GTE, 1000);
    ok(window_refuses(&rule, &wide) != NULL, "a bound beyond what a group may hold is refused");
    rule = rule_of(WINDOW_ORDERED, WINDOW_GTE, 2);
    rule.parts = WINDOW_STEPS_MAX + 1;
    ok(window_refuses(&rule, &wide) != NULL, "nine steps are refused");
    static const struct window_term nothing[] = {{WINDOW_PART, 0}, {WINDOW_NOT, 0}};
    rule = rule_of(WINDOW_TOGETHER, WINDOW_GTE, 1);
    rule.test_count = 0;
    rule.terms = nothing;
    rule.term_count = 2;
    ok(window_refuses(&rule, &wide) != NULL, "a condition that nothing fulfils is refused");
}

static void test_bounds(void)
{
    struct arena *arena = arena_new(64 << 20);
    static struct hits hits;
    static const struct window_limits narrow = {
        .groups_max = 10, .items_max = 100, .group_items_max = 20};
    struct window_rule rule = rule_of(WINDOW_DISTINCT, WINDOW_GTE, 15);
    struct window *window = window_new(arena, &rule, &narrow);
    hits.count = 0;
    for (uint64_t i = 0; i < 100000; i++) {
        struct window_item item = {.time_us = 1000,
                                   .event = {1, i},
                                   .group = text_format(arena, "A%u", (unsigned)(i % 50)),
                                   .value = text_format(arena, "%u", (unsigned)i)};
        window_add(window, &item, hear, &hits);
        if (window_groups(window) > 10 || window_items(window) > 100)
            break;
    }
    ok(window_groups(window) == 10 && window_items(window) <= 100,
       "fifty groups at one instant: ten are held, whatever comes");
    ok(window_lost(window).groups > 0 && hits.count == 0, "and that others made room is counted");

    rule = rule_of(WINDOW_SUM, WINDOW_GT, 1000000);
    window = window_new(arena, &rule, &narrow);
    for (uint64_t i = 0; i < 50; i++)
        window_add(
            window,
            &(struct window_item){.time_us = 1, .event = {1, i}, .group = TEXT("A"), .number = 1},
            hear, &hits);
    ok(window_items(window) == 20 && window_lost(window).items == 30,
       "a group that is too large loses its oldest, and that is counted");

    char wide_group[1000];
    memset(wide_group, 'g', sizeof wide_group);
    rule = rule_of(WINDOW_COUNT, WINDOW_GTE, 2);
    window = window_new(arena, &rule, &narrow);
    hits.count = 0;
    for (size_t i = 0; i < 3; i++)
        window_add(window,
                   &(struct window_item){
                       .time_us = 1, .event = {1, i}, .group = {wide_group, i == 1 ? 999 : 1000}},
                   hear, &hits);
    ok(hits.count == 1 && hits.list[0].last == 2 && window_groups(window) == 2,
       "a long group is told from another that begins like it");
    window_forget(window, 2);
    ok(window_groups(window) == 0 && window_items(window) == 0, "what is past is forgotten");
    arena_free(arena);
}

static void test_saved(void)
{
    struct arena *arena = arena_new(64 << 20);
    static struct hits hits;
    static struct window_item items[ITEMS];
    struct window_rule rule = rule_of(WINDOW_ORDERED, WINDOW_GTE, 3);
    random_items(items, 3);
    struct window *window = window_new(arena, &rule, &wide);
    for (size_t i = 0; i < 40; i++)
        window_add(window, &items[i], hear, &hits);
    struct builder builder = {.arena = arena};
    window_save(window, &builder);
    bool refused = true;
    for (size_t size = 0; size < built(&builder).size; size++) {
        struct text cut = {built(&builder).data, size};
        struct window *other = window_new(arena, &rule, &wide);
        refused = refused && !window_load(other, &cut) && window_groups(other) == 0;
    }
    ok(refused && built(&builder).size > 100, "bytes that end too early are refused, each");
    for (size_t at = 0; at < built(&builder).size; at++) {
        struct text changed = text_copy(arena, built(&builder));
        ((char *)(uintptr_t)changed.data)[at] ^= 0x40;
        struct window *other = window_new(arena, &rule, &wide);
        if (window_load(other, &changed))
            for (size_t i = 40; i < 60; i++)
                window_add(other, &items[i], hear, &hits);
    }
    ok(true, "bytes that were changed do no harm");
    struct window_rule other_rule = rule_of(WINDOW_COUNT, WINDOW_GTE, 3);
    struct text bytes = built(&builder);
    ok(!window_load(window_new(arena, &other_rule, &wide), &bytes), "nor do those of another kind");
    arena_free(arena);
}

static void test_numbers(void)
{
    static const struct {
        const char *text;
        int64_t billionths;
    } read[] = {
        {"0", 0},
        {"12", 12000000000},
        {"-1.5", -1500000000},
        {"+0.25", 250000000},
        {"1e3", 1000000000000},
        {"2.5E-1", 250000000},
        {"007", 7000000000},
        {"0.0000000019", 1},
        {"1e-99", 0},
        {".5", 500000000},
        {"0e999999", 0},
        {"123456789.123456789", 123456789123456789},
    };
    window_number number = 0;
    for (size_t i = 0; i < sizeof read / sizeof *read; i++)
        ok(window_number_read(text_of(read[i].text), &number) && number == read[i].billionths,
           "%s is read", read[i].text);
    ok(window_number_read(TEXT("999999999999999999.999999999"), &number)
           && number == WINDOW_NUMBER_END - 1,
       "the greatest");
    static const char *const refused[] = {"",     "-",
                                          ".",    "1.",
                                          "abc",  "0x17",
                                          "1 ",   "1e",
                                          "1e+",  "1e1.5",
                                          "--1",  "1000000000000000000",
                                          "1e18", "9999999999999999999999999999999999999999999"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        ok(!window_number_read(text_of(refused[i]), &number), "\"%s\" is refused", refused[i]);
}

int main(void)
{
    test_kinds();
    test_terms();
    test_refused();
    test_bounds();
    test_saved();
    test_numbers();
    return tap_end();
}
