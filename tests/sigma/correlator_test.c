/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A correlator must tell the same whatever the order of arrival, within the lateness, and whether
 * or not it was saved and taken up in between; what comes too late, or has no time, is counted.
 */
#include "sigma/correlation.h"
#include "tap.h"

enum { EVENTS = 600, TOLD_MAX = 4096, RULES = 4, LATENESS_US = 40 };

struct told {
    struct {
        uint32_t correlation;
        int64_t time_us;
        char group[24];
        size_t group_size;
        window_number amount;
        uint64_t last;
    } list[TOLD_MAX];
    size_t count;
};

static void hear(void *listener, const struct correlation_hit *hit)
{
    struct told *told = listener;
    if (told->count == TOLD_MAX)
        return;
    size_t at = told->count++;
    memset(&told->list[at], 0, sizeof told->list[at]);
    told->list[at].correlation = hit->correlation;
    told->list[at].time_us = hit->window->time_us;
    told->list[at].amount = hit->window->amount;
    told->list[at].group_size = hit->window->group.size;
    size_t size = hit->window->group.size < 24 ? hit->window->group.size : 24;
    if (size > 0)
        memcpy(told->list[at].group, hit->window->group.data, size);
    if (hit->window->event_count > 0)
        told->list[at].last = hit->window->events[hit->window->event_count - 1].position;
}

static uint64_t random_state = 7;

static uint32_t random_below(uint32_t bound)
{
    random_state = random_state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(random_state >> 33) % bound;
}

/* What happened: rule 0 to 3 matched an event of a user from an address, each saying its number. */
struct happened {
    int64_t time_us;
    uint32_t rule;
    char user;
    char address;
    char amount;
};

static struct happened happened[EVENTS];

static void happen(void)
{
    int64_t time_us = 0;
    for (size_t i = 0; i < EVENTS; i++) {
        time_us += random_below(4) == 0 ? random_below(20) : random_below(3);
        happened[i] =
            (struct happened){time_us, random_below(RULES), (char)('a' + random_below(3)),
                              (char)('p' + random_below(9)), (char)('0' + random_below(9))};
    }
}

/* ---- the correlations that are tried ---- */

static struct text user_group[] = {{"User", 4}};
static struct text user_other[] = {{"Account", 7}}; /* what rule 1 calls a user */
static struct text address_value[] = {{"Address", 7}};
static struct text amount_value[] = {{"Amount", 6}};

static struct correlation_part on_failure[] = {{false, 0, user_group, address_value}};
static struct correlation_part on_amount[] = {{false, 2, user_group, amount_value}};
static struct correlation_part on_both[] = {{false, 0, user_group, NULL},
                                            {false, 1, user_other, NULL}};
static struct correlation_part on_chain[] = {{true, 0, user_group, NULL},
                                             {false, 1, user_other, NULL}};
static struct correlation_part on_absence[] = {{false, 3, user_group, NULL}};

#define COUNT_OF(bound)                                                                            \
    {                                                                                              \
        {                                                                                          \
            WINDOW_GTE, (bound)*WINDOW_NUMBER_ONE                                                  \
        }                                                                                          \
    }

static const struct correlation list[] = {
    {.name = {"fan-out", 7},
     .digest = {"1", 1},
     .parts = on_failure,
     .group = user_group,
     .group_count = 1,
     .field_count = 1,
     .window = {.kind = WINDOW_DISTINCT,
                .span_us = 60,
                .parts = 1,
                .tests = COUNT_OF(4),
                .test_count = 1}},
    {.name = {"sum", 3},
     .digest = {"2", 1},
     .parts = on_amount,
     .group = user_group,
     .group_count = 1,
     .field_count = 1,
     .window =
         {.kind = WINDOW_SUM, .span_us = 60, .parts = 1, .tests = COUNT_OF(20), .test_count = 1}},
    {.name = {"failure, then success", 21},
     .digest = {"3", 1},
     .parts = on_both,
     .group = user_group,
     .group_count = 1,
     .window = {.kind = WINDOW_ORDERED, .span_us = 30, .parts = 2}},
    {.name = {"fan-out, then success", 21},
     .digest = {"4", 1},
     .parts = on_chain,
     .group = user_group,
     .group_count = 1,
     .window = {.kind = WINDOW_ORDERED, .span_us = 60, .parts = 2}},
    {.name = {"few", 3},
     .digest = {"5", 1},
     .parts = on_absence,
     .group = user_group,
     .group_count = 1,
     .window = {.kind = WINDOW_COUNT,
                .span_us = 60,
                .parts = 1,
                .tests = {{WINDOW_LT, 3 * WINDOW_NUMBER_ONE}},
                .test_count = 1}},
};

static const struct correlations set = {list, sizeof list / sizeof *list, RULES};
static const struct correlator_limits limits = {
    .window = {.groups_max = 100, .items_max = 10000, .group_items_max = 1000},
    .pending_max = 10000,
    .lateness_us = LATENESS_US};

/* ---- hearing it in some order ---- */

static void match(struct correlator *correlator, struct event_reader *reader, size_t at,
                  struct told *told)
{
    const struct happened *what = &happened[at];
    char line[64];
    int size = snprintf(line, sizeof line, "%zu %c %c", at, what->user, what->address);
    struct event event;
    event_begin(reader, (struct text){line, (size_t)size}, &event);
    event_add(reader, &event, what->rule == 1 ? TEXT("Account") : TEXT("User"),
              (struct text){&what->user, 1}, EVENT_TEXT, true);
    event_add(reader, &event, TEXT("Address"), TEXT_NONE, EVENT_LIST, true);
    event_add(reader, &event, TEXT("Address"), (struct text){&what->address, 1}, EVENT_TEXT, true);
    event_add(reader, &event, TEXT("Amount"), (struct text){&what->amount, 1}, EVENT_NUMBER, true);
    correlator_match(correlator, what->rule, &event, (struct window_event){1, at}, what->time_us,
                     hear, told);
}

/* An order in which nothing is later than the lateness: sorted by the time plus a delay. */
static void delay(size_t order[EVENTS])
{
    int64_t arrives[EVENTS];
    for (size_t i = 0; i < EVENTS; i++) {
        order[i] = i;
        arrives[i] = happened[i].time_us + random_below(LATENESS_US);
    }
    for (size_t i = 1; i < EVENTS; i++) {
        for (size_t at = i; at > 0 && arrives[order[at]] < arrives[order[at - 1]]; at--) {
            size_t swap = order[at];
            order[at] = order[at - 1];
            order[at - 1] = swap;
        }
    }
}

static void listen(const size_t order[EVENTS], bool interrupted, struct told *told)
{
    struct arena *arena = arena_new(256 << 20);
    struct event_reader *reader = event_reader_new(arena, NULL);
    struct correlator *correlator = correlator_new(arena, &set, &limits);
    told->count = 0;
    for (size_t i = 0; i < EVENTS; i++) {
        match(correlator, reader, order[i], told);
        if (!interrupted || random_below(20) != 0)
            continue;
        struct turn turn = {.arena = arena};
        struct builder saved = {.arena = arena};
        size_t forgotten = 0;
        correlator_save(correlator, &saved);
        correlator = correlator_new(arena, &set, &limits);
        if (!correlator_load(&turn, correlator, built(&saved), &forgotten) || forgotten != 0)
            told->count = TOLD_MAX; /* found by who compares */
    }
    correlator_end(correlator, hear, told);
    struct correlation_loss loss = correlator_lost(correlator);
    if (loss.late + loss.untimed + loss.pushed + loss.windows.groups + loss.windows.items > 0)
        told->count = TOLD_MAX;
    arena_free(arena);
}

static bool equal(const struct told *a, const struct told *b)
{
    return a->count == b->count && a->count < TOLD_MAX
           && memcmp(a->list, b->list, a->count * sizeof *a->list) == 0;
}

static void test_order(void)
{
    static struct told first, other;
    size_t order[EVENTS];
    happen();
    for (size_t i = 0; i < EVENTS; i++)
        order[i] = i;
    listen(order, false, &first);
    size_t of[sizeof list / sizeof *list] = {0};
    for (size_t i = 0; i < first.count; i++)
        of[first.list[i].correlation]++;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        ok(of[i] > 0, "%.*s: %zu hits", TEXT_SHOW(list[i].name), of[i]);
    bool same = true;
    for (int round = 0; round < 40; round++) {
        delay(order);
        listen(order, round % 2 == 1, &other);
        same = same && equal(&first, &other);
    }
    ok(same, "forty orders of arrival, half of them with restarts, tell the same %zu hits",
       first.count);
}

static void test_chain(void)
{
    struct arena *arena = arena_new(16 << 20);
    struct event_reader *reader = event_reader_new(arena, NULL);
    struct correlator *correlator = correlator_new(arena, &set, &limits);
    static struct told told;
    for (size_t i = 0; i < 5; i++)
        happened[i] = (struct happened){100 + (int64_t)i, i < 4 ? 0 : 1, 'a', (char)('p' + i), '1'};
    for (size_t i = 5; i-- > 0;)
        match(correlator, reader, i, &told);
    correlator_end(correlator, hear, &told);
    bool found = false;
    for (size_t i = 0; i < told.count; i++)
        found = found || (told.list[i].correlation == 3 && told.list[i].time_us == 104);
    ok(found, "four addresses, then a success: a correlation of a correlation holds");
    struct text group = {told.list[0].group, told.list[0].group_size};
    ok(told.count == 3 && text_is(correlation_group_value(group, 0), "a")
           && text_empty(correlation_group_value(group, 1)),
       "the group is who it was");
    arena_free(arena);
}

static void test_loss(void)
{
    struct arena *arena = arena_new(16 << 20);
    struct event_reader *reader = event_reader_new(arena, NULL);
    struct correlator_limits narrow = limits;
    narrow.pending_max = 4;
    struct correlator *correlator = correlator_new(arena, &set, &narrow);
    static struct told told;
    static const int64_t times[] = {1000, EVENT_TIME_NONE, INT64_MAX, 959, 960, 961};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        happened[0] = (struct happened){times[i], 0, 'a', 'p', '1'};
        match(correlator, reader, 0, &told);
    }
    struct correlation_loss loss = correlator_lost(correlator);
    ok(loss.untimed == 2 && loss.late == 2, "no time, and too late: each is counted");
    for (int64_t i = 0; i < 10; i++) {
        happened[0] = (struct happened){1001 + i, 0, 'a', 'p', '1'};
        match(correlator, reader, 0, &told);
    }
    ok(correlator_lost(correlator).pushed > 0,
       "more than may wait: time is pushed on, and counted");
    struct event event;
    event_begin(reader, TEXT("no user"), &event);
    event_add(reader, &event, TEXT("Address"), TEXT("x"), EVENT_TEXT, true);
    told.count = 0;
    for (int64_t i = 0; i < 10; i++)
        correlator_match(correlator, 0, &event, (struct window_event){1, 1}, 2000 + i, hear, &told);
    correlator_end(correlator, hear, &told);
    ok(told.count == 0, "an event without a field of the group is not heard");
    ok(correlator_wants(correlator, 3), "what a correlation refers to is wanted");
    arena_free(arena);
}

static void test_damage(void)
{
    struct arena *arena = arena_new(256 << 20);
    struct turn turn = {.arena = arena};
    struct event_reader *reader = event_reader_new(arena, NULL);
    struct correlator *correlator = correlator_new(arena, &set, &limits);
    static struct told told;
    happen();
    for (size_t i = 0; i < 60; i++)
        match(correlator, reader, i, &told);
    struct builder saved = {.arena = arena};
    correlator_save(correlator, &saved);
    size_t forgotten = 0;
    bool refused = true;
    for (size_t size = 0; size < built(&saved).size; size += 7) {
        struct correlator *other = correlator_new(arena, &set, &limits);
        refused =
            refused
            && !correlator_load(&turn, other, (struct text){built(&saved).data, size}, &forgotten)
            && turn.fault.kind == FAULT_INVALID;
        fault_clear(&turn);
    }
    ok(refused, "what was cut short is refused");
    struct correlations fewer = set;
    fewer.count = 2;
    struct correlator *other = correlator_new(arena, &fewer, &limits);
    ok(correlator_load(&turn, other, built(&saved), &forgotten) && forgotten == 3,
       "what was saved of correlations that are no more is forgotten, and said");
    arena_free(arena);
}

int main(void)
{
    test_order();
    test_chain();
    test_loss();
    test_damage();
    return tap_end();
}
