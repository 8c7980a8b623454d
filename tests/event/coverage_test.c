/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file of the coverage ledger, cut at every length and with every byte changed: it never claims
 * what it did not say, and what is added after a cut is read. What a view answers, beside the same
 * asked line by line.
 */
#include "event/coverage_file.h"
#include "event/coverage_view.h"
#include "event/segment_extent.h"
#include "event/segment_keep.h"
#include "ground.h"
#include <sys/stat.h>

enum { ROUNDS = 300, VERSIONS = 5, LINES = 40, SPANS = 12 };

static struct sha256 digest_of(unsigned number)
{
    return sha256((struct text){(const char *)&number, sizeof number});
}

static struct coverage_set set_of(struct arena *arena, const unsigned *numbers, size_t count)
{
    struct coverage_set set = {.rules = arena_array(arena, count + 1, sizeof *set.rules),
                               .count = count};
    for (size_t i = 0; i < count; i++)
        set.rules[i] = (struct coverage_rule){.name = text_format(arena, "rule-%u", numbers[i]),
                                              .digest = digest_of(numbers[i])};
    coverage_set_name(arena, &set);
    return set;
}

static struct coverage_span span_of(const struct coverage_set *set, uint64_t sequence,
                                    uint64_t segment, uint64_t from, uint64_t to,
                                    enum coverage_how how)
{
    return (struct coverage_span){.sequence = sequence,
                                  .set = set->hash,
                                  .segment = segment,
                                  .from = from,
                                  .to = to,
                                  .how = how,
                                  .at_us = 1000 + (int64_t)sequence};
}

static bool span_same(const struct coverage_span *a, const struct coverage_span *b)
{
    return a->sequence == b->sequence && a->segment == b->segment && a->from == b->from
           && a->to == b->to && a->how == b->how && a->at_us == b->at_us
           && memcmp(a->set.bytes, b->set.bytes, SHA256_BYTES) == 0;
}

/* A store with a file of two sets and five spans; *spans are those, in their order. */
static bool file_make(struct ground *ground, struct coverage_span spans[5])
{
    struct coverage known;
    struct coverage_file *file;
    bool made = ground_make(ground);
    struct arena *arena = ground->turn.arena;
    struct coverage_set one = set_of(arena, (const unsigned[]){1, 2, 3}, 3);
    struct coverage_set two = set_of(arena, (const unsigned[]){2, 4}, 2);
    spans[0] = span_of(&one, 1, 1, 0, 100, COVERAGE_LIVE);
    spans[1] = span_of(&one, 2, 2, 0, 7, COVERAGE_LIVE);
    spans[2] = span_of(&two, 0, 1, 50, 60, COVERAGE_HISTORY);
    spans[3] = span_of(&two, 0, 1, 60, 100, COVERAGE_HUNT);
    spans[4] = (struct coverage_span){
        .segment = 2, .from = 7, .to = 8, .how = COVERAGE_UNREADABLE, .at_us = 9};
    if (!made || !ground_open(ground)
        || !coverage_open(&ground->turn, ground->folder, &known, &file))
        return false;
    return coverage_add_set(file, &one) && coverage_add_spans(file, spans, 2)
           && coverage_add_set(file, &two) && coverage_add_spans(file, spans + 2, 3);
}

static bool is_beginning(const struct coverage *coverage, const struct coverage_span *spans)
{
    for (size_t i = 0; i < coverage->span_count; i++)
        if (i >= 5 || !span_same(&coverage->spans[i], &spans[i]))
            return false;
    return true;
}

/* Are all that it says among those that were said, in their order? */
static bool is_part(const struct coverage *coverage, const struct coverage_span *spans)
{
    size_t at = 0;
    for (size_t i = 0; i < coverage->span_count; i++) {
        while (at < 5 && !span_same(&coverage->spans[i], &spans[at]))
            at++;
        if (at++ == 5)
            return false;
    }
    return true;
}

static void file_set(const char *path, struct text bytes)
{
    int file = open(path, O_WRONLY | O_TRUNC | O_CREAT, 0600);
    (void)!write(file, bytes.data, bytes.size);
    close(file);
}

/* Opened for writing at each length, and added to: what was whole is there, and what was added. */
static bool cut_at(struct ground *ground, struct text whole, size_t size,
                   const struct coverage_span *spans, size_t *before)
{
    struct turn turn = {.arena = arena_new(ground_arena_bytes)};
    struct coverage known;
    struct coverage after;
    struct coverage_file *file;
    const char *path = text_format(turn.arena, "%s/coverage", ground->folder).data;
    file_set(path, (struct text){whole.data, size});
    bool good = coverage_open(&turn, ground->folder, &known, &file) && known.damaged == 0
                && is_beginning(&known, spans) && known.span_count >= *before;
    *before = known.span_count;
    struct coverage_set set = set_of(turn.arena, (const unsigned[]){9}, 1);
    struct coverage_span span = span_of(&set, 0, 3, 0, 1, COVERAGE_HUNT);
    good = good && coverage_add_set(file, &set) && coverage_add_spans(file, &span, 1)
           && coverage_load(&turn, ground->folder, &after) && after.damaged == 0
           && after.span_count == known.span_count + 1
           && span_same(&after.spans[known.span_count], &span);
    arena_free(turn.arena);
    return good;
}

static void test_torn(void)
{
    struct ground ground;
    struct coverage_span spans[5];
    struct text whole = TEXT_NONE;
    size_t before = 0;
    bool good = file_make(&ground, spans);
    const char *path = text_format(ground.turn.arena, "%s/coverage", ground.folder).data;
    good = good && file_read(&ground.turn, path, 1 << 20, &whole);
    ok(good && whole.size > 500, "a file is made: %s", ground.turn.fault.message);
    size_t wrong = 0;
    for (size_t size = 0; size <= whole.size; size++)
        wrong += !cut_at(&ground, whole, size, spans, &before);
    ok(wrong == 0 && before == 5,
       "cut at each of its %zu lengths it says what was whole, and goes on behind it", whole.size);
    ground_remove(&ground);
}

static void test_changed(void)
{
    struct ground ground;
    struct coverage_span spans[5];
    struct text whole = TEXT_NONE;
    unsigned char store[SEGMENT_ID_BYTES];
    bool good = file_make(&ground, spans);
    const char *path = text_format(ground.turn.arena, "%s/coverage", ground.folder).data;
    good = good && file_read(&ground.turn, path, 1 << 20, &whole)
           && coverage_store(&ground.turn, ground.folder, store);
    ok(good, "a file is made");
    size_t invented = 0;
    size_t unsaid = 0;
    for (size_t at = 0; at < whole.size; at++)
        for (unsigned bit = 0; bit < 8; bit += 3) {
            struct turn turn = {.arena = arena_new(ground_arena_bytes)};
            struct coverage read;
            char *bytes = (char *)(uintptr_t)text_copy(turn.arena, whole).data;
            bytes[at] = (char)(bytes[at] ^ (1 << bit));
            if (coverage_read(&turn, (struct text){bytes, whole.size}, store, TEXT_NONE, &read)) {
                invented += !is_part(&read, spans);
                unsaid += read.span_count < 5 && read.damaged == 0 && read.end == whole.size;
            }
            arena_free(turn.arena);
        }
    ok(invented == 0, "with any byte changed it never says what was not said: %zu", invented);
    ok(unsaid == 0, "and what is missing in its midst is counted as damage: %zu", unsaid);
    store[0] ^= 1;
    struct coverage read;
    ok(!coverage_read(&ground.turn, whole, store, TEXT_NONE, &read)
           && ground.turn.fault.kind == FAULT_INVALID,
       "of another store it is refused");
    ground_remove(&ground);
}

/* ---- the mark ---- */

static void test_mark(void)
{
    struct ground ground;
    struct coverage_span spans[5];
    struct coverage_span read[COVERAGE_MARK_SPANS_MAX];
    struct coverage coverage;
    struct coverage_set one;
    ok(file_make(&ground, spans), "a file is made");
    struct arena *arena = ground.turn.arena;
    one = set_of(arena, (const unsigned[]){1, 2, 3}, 3);
    struct coverage_span live[3] = {span_of(&one, 2, 2, 0, 7, COVERAGE_LIVE),
                                    span_of(&one, 3, 3, 0, 9, COVERAGE_LIVE),
                                    span_of(&one, 4, 4, 0, 2, COVERAGE_LIVE)};
    struct text mark = coverage_mark_write(arena, live, 3);
    bool same = coverage_mark_read(mark, read, COVERAGE_MARK_SPANS_MAX) == 3;
    for (size_t i = 0; same && i < 3; i++)
        same = span_same(&read[i], &live[i]);
    ok(same, "a mark is read as it was written: %.*s", TEXT_SHOW(mark));
    struct segment_position durable;
    ok(segment_mark(&ground.turn, ground.store, TEXT(COVERAGE_MARK), mark)
           && segment_sync(&ground.turn, ground.store, GROUND_NOW_US, &durable)
           && coverage_load(&ground.turn, ground.folder, &coverage) && coverage.span_count == 7
           && span_same(&coverage.spans[5], &live[1]) && span_same(&coverage.spans[6], &live[2]),
       "of the mark counts what the file does not have yet");
    size_t most = 0;
    struct coverage_span many[COVERAGE_MARK_SPANS_MAX];
    for (size_t i = 0; i < COVERAGE_MARK_SPANS_MAX; i++) {
        many[i] =
            span_of(&one, INT64_MAX - 1000, INT64_MAX, INT64_MAX - 1, INT64_MAX, COVERAGE_LIVE);
        many[i].at_us = INT64_MAX;
    }
    most = coverage_mark_write(arena, many, COVERAGE_MARK_SPANS_MAX).size;
    ok(most + sizeof COVERAGE_MARK < SEGMENT_MARK_BYTES_MAX, "the longest mark fits: %zu", most);
    size_t believed = 0;
    for (size_t size = 0; size < mark.size; size++) {
        size_t count = coverage_mark_read((struct text){mark.data, size}, read, 3);
        for (size_t i = 0; i < count; i++)
            believed += !span_same(&read[i], &live[i]);
    }
    ok(believed == 0, "a mark that is cut says nothing that it did not");
    struct coverage_set other = set_of(arena, (const unsigned[]){77}, 1);
    struct coverage_span strange = span_of(&other, 9, 9, 0, 2, COVERAGE_LIVE);
    ok(segment_mark(&ground.turn, ground.store, TEXT(COVERAGE_MARK),
                    coverage_mark_write(arena, &strange, 1))
           && segment_sync(&ground.turn, ground.store, GROUND_NOW_US, &durable)
           && coverage_load(&ground.turn, ground.folder, &coverage) && coverage.span_count == 5
           && coverage.damaged == 1,
       "a span of a set that is not there says nothing, and is counted");
    ground_remove(&ground);
}

/* ---- what a view says ---- */

struct world {
    struct coverage coverage;
    struct coverage_set sets[3];
    struct coverage_span spans[SPANS];
    struct sha256 digests[VERSIONS];
};

static void world_make(struct arena *arena, struct world *world, unsigned *seed)
{
    for (unsigned i = 0; i < VERSIONS; i++)
        world->digests[i] = digest_of(i);
    for (size_t i = 0; i < 3; i++) {
        unsigned numbers[VERSIONS];
        size_t count = 0;
        for (unsigned j = 0; j < VERSIONS; j++)
            if (rand_r(seed) % 2 == 0)
                numbers[count++] = j;
        world->sets[i] = set_of(arena, numbers, count);
    }
    for (size_t i = 0; i < SPANS; i++) {
        uint64_t from = (uint64_t)rand_r(seed) % LINES;
        uint64_t to = from + 1 + (uint64_t)rand_r(seed) % 15;
        world->spans[i] = span_of(&world->sets[rand_r(seed) % 3], 0, 1 + (uint64_t)rand_r(seed) % 2,
                                  from, to, (enum coverage_how)(1 + rand_r(seed) % 4));
    }
    world->coverage = (struct coverage){
        .sets = world->sets, .set_count = 3, .spans = world->spans, .span_count = SPANS};
}

static bool saw(const struct world *world, size_t version, uint64_t line, bool *unreadable)
{
    bool seen = false;
    for (size_t i = 0; i < SPANS; i++) {
        const struct coverage_span *span = &world->spans[i];
        if (span->segment != 1 || line < span->from || line >= span->to)
            continue;
        if (span->how == COVERAGE_UNREADABLE)
            *unreadable = true;
        else
            seen = seen
                   || coverage_set_has(coverage_set_find(&world->coverage, &span->set),
                                       &world->digests[version]);
    }
    return seen;
}

static size_t parts_wrong(struct arena *arena, const struct world *world,
                          const struct coverage_view *view)
{
    size_t wrong = 0;
    for (size_t version = 0; version < VERSIONS; version++) {
        struct coverage_part *parts;
        uint64_t at = 0;
        size_t count = coverage_view_parts(view, arena, version, 1, LINES, &parts);
        for (size_t i = 0; i < count; i++) {
            wrong += parts[i].from != at;
            for (at = parts[i].from; at < parts[i].to; at++) {
                bool unreadable = false;
                bool seen = saw(world, version, at, &unreadable);
                bool said = parts[i].how != COVERAGE_NONE && parts[i].how != COVERAGE_UNREADABLE;
                wrong +=
                    said != seen || (!seen && (parts[i].how == COVERAGE_UNREADABLE) != unreadable);
            }
        }
        wrong += at != LINES;
    }
    return wrong;
}

static size_t gaps_wrong(struct arena *arena, const struct world *world,
                         const struct coverage_view *view, uint64_t wanted)
{
    size_t wrong = 0;
    struct coverage_gap *gaps;
    size_t count = coverage_view_gaps(view, arena, &wanted, 1, LINES, &gaps);
    for (uint64_t at = 0; at < LINES; at++) {
        uint64_t said = 0;
        uint64_t is = 0;
        bool unreadable = false;
        for (size_t i = 0; i < count; i++)
            if (gaps[i].from <= at && at < gaps[i].to)
                said |= gaps[i].missing[0];
        for (size_t version = 0; version < VERSIONS; version++)
            if ((wanted >> version & 1) != 0 && !saw(world, version, at, &unreadable))
                is |= UINT64_C(1) << version;
        wrong += said != (unreadable ? 0 : is);
    }
    return wrong;
}

static void test_view(void)
{
    size_t parts = 0;
    size_t gaps = 0;
    unsigned seed = 7;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct arena *arena = arena_new(ground_arena_bytes);
        struct world world;
        world_make(arena, &world, &seed);
        struct coverage_view *view =
            coverage_view_new(arena, &world.coverage, world.digests, VERSIONS);
        parts += parts_wrong(arena, &world, view);
        gaps += gaps_wrong(arena, &world, view, (uint64_t)rand_r(&seed) % 32);
        arena_free(arena);
    }
    ok(parts == 0, "what a version saw is what each line says by itself: %zu", parts);
    ok(gaps == 0, "and so is what nobody saw: %zu", gaps);
}

/* ---- how far segments reach ---- */

static bool line_note(void *context, struct turn *turn, struct segment_position at,
                      const struct segment_record *record)
{
    uint64_t *next = context;
    (void)turn;
    bool good =
        at.index == *next
        && record->raw.size == (size_t)snprintf(NULL, 0, "line %llu", (unsigned long long)at.index);
    ++*next;
    return good;
}

static bool line_count(void *context, struct turn *turn, struct segment_position at,
                       const struct segment_record *record)
{
    uint64_t *next = context;
    (void)turn;
    (void)record;
    return at.index == (*next)++;
}

/* Two blocks and more, and only what was before them was synced: of a segment that goes on, and of
 * one that begins. */
static void test_unsynced(void)
{
    for (int synced = 0; synced <= 10; synced += 10) {
        struct ground ground;
        struct segment_extent *extents;
        size_t count = 0;
        static char line[100000];
        uint64_t next = 0;
        uint64_t reached;
        memset(line, 'x', sizeof line);
        bool good = ground_make(&ground) && ground_open(&ground);
        for (int i = 0; good && i < synced; i++)
            good = ground_put(&ground, (struct text){line, 10});
        good = good && ground_sync(&ground);
        for (int i = 0; good && i < 6; i++)
            good = ground_put(&ground, (struct text){line, sizeof line});
        struct segment_walk walk = {
            .folder = ground.folder, .segment = 1, .to = 100, .take = line_count, .context = &next};
        char path[128];
        snprintf(path, sizeof path, "%s/%016d.open", ground.folder, 1);
        ok(good && file_exists(path)
               && segment_extents(&ground.turn, ground.folder, &extents, &count)
               && (count == 0 || extents[0].records == (uint64_t)synced)
               && segment_walk(&ground.turn, &walk, &reached) && next == (uint64_t)synced,
           "behind %d lines that were synced nobody sees what was not, though it is in blocks",
           synced);
        ok(ground_sync(&ground) && segment_extents(&ground.turn, ground.folder, &extents, &count)
               && count == 1 && extents[0].records == (uint64_t)synced + 6,
           "and when it is, everybody");
        ground_remove(&ground);
    }
}

static void test_extent(void)
{
    struct ground ground;
    struct segment_extent *extents;
    struct segment_position first;
    struct segment_position durable;
    size_t count = 0;
    size_t taken;
    char line[32] = {0};
    ok(ground_make(&ground) && ground_open(&ground), "a store is made");
    struct turn *turn = &ground.turn;
    bool good = true;
    for (int i = 0; good && i < 30; i++) {
        struct segment_record record = ground_record(
            (struct text){line, (size_t)snprintf(line, sizeof line, "line %d", i % 20)});
        record.received_us = 100 + i;
        good = segment_append(turn, ground.store, GROUND_NOW_US, &record, 1, &taken, &first)
               && (i != 19 || segment_seal(turn, ground.store, GROUND_NOW_US))
               && segment_sync(turn, ground.store, GROUND_NOW_US, &durable);
    }
    ok(good && segment_extents(turn, ground.folder, &extents, &count) && count == 2
           && extents[0].state == EXTENT_SEALED && extents[0].records == 20
           && extents[0].first_us == 100 && extents[0].last_us == 119
           && extents[1].state == EXTENT_OPEN && extents[1].records == 10
           && extents[1].first_us == 120 && extents[1].last_us == 129,
       "a sealed segment reaches as far as its lines, an open one as far as the journal");
    int64_t from_us;
    int64_t to_us;
    segment_extent_times(turn, ground.folder, &extents[1], 3, 5, &from_us, &to_us);
    ok(from_us == 123 && to_us == 124, "the times of a few lines are theirs: %lld %lld",
       (long long)from_us, (long long)to_us);
    uint64_t next = 4;
    uint64_t reached;
    ok(segment_walk(turn,
                    &(struct segment_walk){.folder = ground.folder,
                                           .segment = 1,
                                           .from = 4,
                                           .to = 17,
                                           .take = line_note,
                                           .context = &next},
                    &reached)
           && next == 17 && reached == 17,
       "lines are walked in their order, from the first to before the last");
    next = 0;
    ok(segment_walk(turn,
                    &(struct segment_walk){.folder = ground.folder,
                                           .segment = 2,
                                           .to = 100,
                                           .take = line_note,
                                           .context = &next},
                    &reached)
           && next == 10 && reached == 10,
       "also those that only the journal has");
    struct segment_retirement retirement;
    ok(segment_retire(turn, ground.folder, 120, TEXT("its time is over"), &retirement)
           && retirement.retired == 1 && segment_extents(turn, ground.folder, &extents, &count)
           && count == 2 && extents[0].state == EXTENT_RETIRED && extents[0].records == 20
           && extents[0].first_us == 100 && extents[0].last_us == 119
           && text_is(extents[0].reason, "its time is over"),
       "what was let go is still there as what it was");
    ok(!segment_walk(turn,
                     &(struct segment_walk){
                         .folder = ground.folder, .segment = 1, .to = 20, .take = line_note},
                     &reached)
           && turn->fault.kind == FAULT_MISSING,
       "and cannot be walked");
    ground_remove(&ground);
}

int main(void)
{
    test_torn();
    test_changed();
    test_mark();
    test_view();
    test_extent();
    test_unsynced();
    return tap_end();
}
