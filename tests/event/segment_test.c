/* SPDX-License-Identifier: Apache-2.0 */
/* What is put in comes out byte for byte, in order, under a root that proves it. */
#include "event/search.h"
#include "event/segment_keep.h"
#include "ground.h"
#include <sys/stat.h>

enum { LONG_BYTES = 10 * 1024 * 1024, MANY = 5000 };

struct expected {
    struct text raws[16];
    size_t count;
    bool same;
};

static void each_same(void *context, size_t index, const struct segment_record *record)
{
    struct expected *expected = context;
    expected->same = expected->same && index < expected->count
                     && text_equal(record->raw, expected->raws[index])
                     && text_is(record->source, "test") && record->event_us == EVENT_TIME_NONE
                     && record->received_us == GROUND_NOW_US;
}

static void hostile(void)
{
    struct ground ground;
    struct segment_verdict verdict;
    if (!ok(ground_make(&ground) && ground_open(&ground), "a store"))
        return;
    char *longest = arena_take(ground.turn.arena, LONG_BYTES);
    for (size_t i = 0; i < LONG_BYTES; i++)
        longest[i] = (char)(i * i >> 7);
    struct expected expected = {.raws = {TEXT("plain"),
                                         TEXT(""),
                                         TEXT("\0\0nul\0"),
                                         TEXT("\xff\xfe\x80 no UTF-8 \xc3"),
                                         TEXT("two\nlines\r\n"),
                                         TEXT("RVB1RVJ1RVSEALED"),
                                         {longest, LONG_BYTES},
                                         TEXT("after")},
                                .count = 8,
                                .same = true};
    bool put = true;
    for (size_t i = 0; i < expected.count; i++)
        put = put && ground_put(&ground, expected.raws[i]);
    ok(put && ground_sync(&ground), "hostile lines are taken, one of 10 MiB: %s",
       ground.turn.fault.message);
    ok(segment_durable(ground.store).index == expected.count, "and durable");
    ground_close(&ground);
    ok(ground_open(&ground) && segment_next(ground.store).index == expected.count,
       "a crash later they are there");
    ok(segment_seal(&ground.turn, ground.store, GROUND_NOW_US), "sealed: %s",
       ground.turn.fault.message);
    ok(ground_each(&ground, each_same, &expected) == expected.count && expected.same,
       "each byte for byte");
    ok(ground_sound(&ground, &verdict) && verdict.records == expected.count, "and sound");
    ground_remove(&ground);
}

/* Whoever sends the first line cannot make of it what zstd does not take for a dictionary. */
static void strange(void)
{
    struct ground ground;
    struct segment_verdict verdict;
    if (!ok(ground_make(&ground) && ground_open(&ground), "a store"))
        return;
    bool put = ground_put(&ground, TEXT("\x37\xA4\x30\xEC is how a dictionary begins"));
    for (size_t i = 0; i < MANY; i++)
        put = put && ground_put(&ground, TEXT("a line among others, of which there are many"));
    ok(put && segment_seal(&ground.turn, ground.store, GROUND_NOW_US)
           && ground_sound(&ground, &verdict) && verdict.records == MANY + 1,
       "the first line begins as a dictionary does: %s", ground.turn.fault.message);
    ground_remove(&ground);
}

static void limits(void)
{
    struct ground ground;
    size_t taken = 9;
    struct segment_position first;
    if (!ok(ground_make(&ground) && ground_open(&ground), "a store"))
        return;
    char *longest = arena_take(ground.turn.arena, SEGMENT_RECORD_BYTES_MAX + 1);
    struct segment_record records[2] = {
        ground_record(TEXT("short")),
        ground_record((struct text){longest, SEGMENT_RECORD_BYTES_MAX + 1})};
    ok(!segment_append(&ground.turn, ground.store, GROUND_NOW_US, records, 2, &taken, &first)
           && ground.turn.fault.kind == FAULT_INVALID && taken == 0,
       "too long: none is taken: %s", ground.turn.fault.message);
    fault_clear(&ground.turn);
    records[1] = ground_record(TEXT("x"));
    records[1].source = (struct text){longest, SEGMENT_SOURCE_BYTES_MAX + 1};
    ok(!segment_append(&ground.turn, ground.store, GROUND_NOW_US, records, 2, &taken, &first)
           && taken == 0,
       "a source that is too long: %s", ground.turn.fault.message);
    fault_clear(&ground.turn);
    records[1] = ground_record((struct text){longest, SEGMENT_RECORD_BYTES_MAX});
    ok(segment_append(&ground.turn, ground.store, GROUND_NOW_US, records, 2, &taken, &first)
           && taken == 2 && ground_sync(&ground),
       "the longest that may be: %s", ground.turn.fault.message);
    struct segment_store *second;
    ok(!segment_open(&ground.turn, &ground.settings, &second)
           && ground.turn.fault.kind == FAULT_CLASH,
       "a second writer: %s", ground.turn.fault.message);
    ground_remove(&ground);
}

/* Many sources, times late and early, flags; and an escaped letter, which a reader spells
 * otherwise. */
static void each_columns(void *context, size_t index, const struct segment_record *record)
{
    bool *same = context;
    char source[32];
    snprintf(source, sizeof source, "source/%zu", index % 1000);
    int64_t event_us = index % 3 == 0 ? EVENT_TIME_NONE : (int64_t)index * -977 + 5;
    *same = *same && text_is(record->source, source) && record->event_us == event_us
            && record->received_us == (int64_t)(index * 7)
            && record->flags
                   == (index % 5 == 0 ? SEGMENT_FLAG_BACKFILLED : 0U)
                          + (index % 7 == 0 ? SEGMENT_FLAG_DERIVED : 0U);
}

static void columns(void)
{
    struct ground ground;
    struct segment_verdict verdict;
    struct segment_position first;
    size_t taken = 0;
    bool good = true;
    bool same = true;
    if (!ok(ground_make(&ground) && ground_open(&ground), "a store"))
        return;
    for (size_t i = 0; good && i < MANY; i++) {
        struct segment_record record = {
            .received_us = (int64_t)(i * 7),
            .event_us = i % 3 == 0 ? EVENT_TIME_NONE : (int64_t)i * -977 + 5,
            .source = text_format(ground.turn.arena, "source/%zu", i % 1000),
            .flags = i % 5 == 0 ? SEGMENT_FLAG_BACKFILLED : 0,
            .raw = text_format(ground.turn.arena, "{\"n\":%zu,\"who\":\"%s\",\"pad\":\"%0100zu\"}",
                               i, i % 7 == 0 ? "\\u0061dmin" : "\\u0027admin", i)};
        good = segment_append(&ground.turn, ground.store, GROUND_NOW_US, &record, 1, &taken, &first)
               && first.index == i && (i % 500 != 0 || ground_sync(&ground));
    }
    ok(good && segment_seal(&ground.turn, ground.store, GROUND_NOW_US), "%d records: %s", MANY,
       ground.turn.fault.message);
    ok(ground_each(&ground, each_columns, &same) == MANY && same,
       "their sources, times and flags come back");
    ok(ground_sound(&ground, &verdict) && verdict.records == MANY, "sound");
    size_t proved = 0;
    for (uint64_t i = 0; i < MANY; i += 199) {
        struct segment_proof proof;
        struct segment_proof back;
        if (segment_prove(&ground.turn, ground.folder, (struct segment_position){1, i}, &proof)
            && segment_proof_read(&ground.turn, segment_proof_write(ground.turn.arena, &proof),
                                  &back)
            && segment_proof_holds(&back) && tree_hash_equal(&back.root, &verdict.root))
            proved++;
        back.record.received_us++;
        proved -= segment_proof_holds(&back);
    }
    ok(proved == (MANY + 198) / 199, "%zu of them are proved, and none that is altered: %s", proved,
       ground.turn.fault.message);
    struct segment_proof none;
    ok(!segment_prove(&ground.turn, ground.folder, (struct segment_position){1, MANY}, &none)
           && ground.turn.fault.kind == FAULT_MISSING,
       "not one that is not there: %s", ground.turn.fault.message);
    ground_remove(&ground);
}

static bool ago(const struct ground *ground, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", ground->folder, name);
    return file_exists(path);
}

/* Segments one after the other, a report of each, holds, and retirement. */
static void keeping(void)
{
    struct ground ground;
    struct segment_verdict verdict;
    struct segment_retirement retirement;
    size_t count = 0;
    if (!ok(ground_make(&ground) && ground_open(&ground), "a store"))
        return;
    bool good = true;
    for (int64_t day = 1; day <= 4; day++) {
        size_t taken;
        struct segment_position first;
        struct segment_record record = ground_record(TEXT("one line of the day"));
        record.received_us = day * 100;
        good = good
               && segment_append(&ground.turn, ground.store, day * 100, &record, 1, &taken, &first)
               && segment_seal(&ground.turn, ground.store, day * 100);
    }
    ok(good && ago(&ground, "0000000000000004.segment")
           && ago(&ground, "report/0000000000000004.json"),
       "four segments, each with a report");
    ok(ground_sound(&ground, &verdict) && verdict.segments == 4, "a chain that is sound");
    ok(segment_hold(&ground.turn, ground.folder, TEXT("case-7"), TEXT("by order of counsel"), 150,
                    250, &count)
           && count == 1,
       "a hold on one: %s", ground.turn.fault.message);
    ok(segment_retire(&ground.turn, ground.folder, 301, TEXT("a year"), &retirement)
           && retirement.retired == 2 && retirement.held == 1,
       "of three that are old enough two go");
    ok(!ago(&ground, "0000000000000001.segment") && ago(&ground, "0000000000000002.segment")
           && ago(&ground, "report/0000000000000003.retired.json"),
       "and it is on record");
    ok(ground_sound(&ground, &verdict) && verdict.segments == 2, "what stays is sound");
    ok(!segment_release(&ground.turn, ground.folder, TEXT("../x"))
           && ground.turn.fault.kind == FAULT_INVALID,
       "a hold is named: %s", ground.turn.fault.message);
    fault_clear(&ground.turn);
    ok(segment_release(&ground.turn, ground.folder, TEXT("case-7"))
           && segment_retire(&ground.turn, ground.folder, 301, TEXT("a year"), &retirement)
           && retirement.retired == 1,
       "without the hold it goes");
    ground_close(&ground);
    ok(ground_open(&ground) && segment_next(ground.store).segment == 5, "numbers go on");
    char path[128];
    snprintf(path, sizeof path, "%s/0000000000000003.retired", ground.folder);
    ok(unlink(path) == 0, "the oldest line of a retirement may go");
    ok(ground_put(&ground, TEXT("x")) && segment_seal(&ground.turn, ground.store, 1)
           && ground_put(&ground, TEXT("y")) && segment_seal(&ground.turn, ground.store, 1)
           && ground_put(&ground, TEXT("z")) && segment_seal(&ground.turn, ground.store, 1)
           && ground_sound(&ground, &verdict) && verdict.segments == 4,
       "three more");
    snprintf(path, sizeof path, "%s/0000000000000006.segment", ground.folder);
    ok(unlink(path) == 0 && segment_verify(&ground.turn, ground.folder, NULL, &verdict)
           && !verdict.sound && text_contains(verdict.where, TEXT("0000000000000007")),
       "one that is taken away is missed: %.*s", TEXT_SHOW(verdict.why));
    ground_remove(&ground);
}

/* Each filter lets by whatever stands in the block. */
static void filters(void)
{
    struct arena *arena = arena_new(1 << 24);
    struct filter_maker *maker = filter_maker_new(arena);
    static const char *const lines[] = {"user Admin from 10.1.2.3:443 (host-7.example.org)",
                                        "1.2.3.4.5 a_b GÜNTER", "sha=DEADBEEF0123"};
    static const struct {
        const char *piece;
        bool left, right, may;
    } cases[] = {
        {"admin", false, false, true},         {"10.1.2.3", false, false, true},
        {"2.3.4.5", false, false, true},       {"0.1.2.3", true, false, true},
        {"0.1.2.3", false, false, false},      {"10.1.2.4", false, false, false},
        {"deadbeef0123", false, false, true},  {"deadbeef", false, true, true},
        {"deadbeef", false, false, false},     {"host-7.EXAMPLE", false, false, true},
        {"g\xc3\x9cnter", false, false, true}, {"unknown", false, false, false},
    };
    for (size_t i = 0; i < 3; i++)
        filter_add(maker, text_of(lines[i]));
    struct filters made = filter_make(maker);
    bool right = true;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct filter_question question;
        filter_ask(text_of(cases[i].piece), cases[i].left, cases[i].right, &question);
        bool may = filter_tokens_may(FILTER_NOW, made.tokens, &question);
        if (may != cases[i].may)
            printf("# %s: %d\n", cases[i].piece, may);
        right = right && may == cases[i].may;
    }
    ok(right, "words and addresses, whole or at an open end");
    size_t missed = 0;
    for (size_t line = 0; line < 3; line++)
        for (size_t from = 0; from < strlen(lines[line]); from++)
            for (size_t to = from; to <= strlen(lines[line]); to++) {
                struct filter_question question;
                filter_ask((struct text){lines[line] + from, to - from}, true, true, &question);
                missed += !filter_tokens_may(FILTER_NOW, made.tokens, &question)
                          || !filter_trigrams_may(made.trigrams, &question);
            }
    ok(missed == 0, "no part of any line is ruled out");
    arena_free(arena);
}

static bool hit_count(void *context, const struct search_hit *hit)
{
    (void)hit;
    ++*(size_t *)context;
    return true;
}

/* How many lines it finds, and whether it had to read a block. */
static size_t found(struct ground *ground, const char *query, bool *read)
{
    size_t count = 0;
    struct search_progress done = {0};
    struct search_query *asked;
    struct search_order order = {.folder = ground->folder,
                                 .since_us = INT64_MIN,
                                 .until_us = INT64_MAX,
                                 .take = hit_count,
                                 .context = &count};
    bool good = search_read(&ground->turn, text_of(query), &asked);
    order.query = asked;
    good = good && search_run(&ground->turn, &order, &done);
    *read = done.passed_by < done.blocks;
    return good && done.damaged == 0 ? count : SIZE_MAX;
}

/* A segment that was sealed when words were hashed by bytes: read, passed by, verified. */
static void older(void)
{
    struct ground ground;
    struct segment_verdict verdict;
    struct text bytes;
    bool read;
    const char *source = getenv("REVERE_SOURCE");
    if (!ok(ground_make(&ground), "a folder"))
        return;
    const char *from = text_format(ground.turn.arena, "%s/tests/event/first.segment",
                                   source == NULL ? "." : source)
                           .data;
    const char *to = segment_path(ground.turn.arena, ground.folder, 1, "segment");
    ok(file_read(&ground.turn, from, 1 << 20, &bytes) && file_write(&ground.turn, to, bytes, 0600),
       "a segment of the first version: %s", ground.turn.fault.message);
    ok(ground_sound(&ground, &verdict) && verdict.records == 3, "it is sound");
    ok(found(&ground, "admin", &read) == 1 && read, "a word in it is found");
    ok(found(&ground, "EXTRAORDINARILY 2.3.4.5", &read) == 0 && read, "words of two lines");
    ok(found(&ground, "10.1.2.3", &read) == 1 && read, "an address in it is found");
    ok(found(&ground, "unknown", &read) == 0 && !read, "for a word that is not, it is passed by");
    ok(found(&ground, "10.1.2.4", &read) == 0 && !read, "for an address that is not, as well");
    bytes = text_copy(ground.turn.arena, bytes);
    ((char *)(uintptr_t)bytes.data)[bytes.size - SEGMENT_TAIL_BYTES + 8] = 3;
    ok(file_write(&ground.turn, to, bytes, 0600)
           && segment_verify(&ground.turn, ground.folder, NULL, &verdict) && !verdict.sound,
       "one of a version that nobody knows is not taken for sound");
    ground_remove(&ground);
}

/* Bitmaps of more blocks than are packed together: a part of a word that one line has is looked for
 * in one block; and one byte of them that is changed is noticed. */
static void bitmaps(void)
{
    enum { LINES = 30000 };
    struct ground ground;
    struct segment_verdict verdict;
    struct text bytes;
    struct search_query *asked;
    struct search_progress done = {0};
    size_t count = 0;
    if (!ok(ground_make(&ground) && ground_open(&ground), "a store"))
        return;
    bool put = true;
    for (size_t i = 0; i < LINES; i++)
        put = put
              && ground_put(&ground, text_format(ground.turn.arena, "%zu %s %080zu", i * i,
                                                 i == LINES / 2 ? "xQxZjKq" : "said", i * 7));
    ok(put && segment_seal(&ground.turn, ground.store, GROUND_NOW_US)
           && ground_sound(&ground, &verdict) && verdict.records == LINES,
       "%d lines are sealed, and sound", LINES);
    struct search_order order = {.folder = ground.folder,
                                 .since_us = INT64_MIN,
                                 .until_us = INT64_MAX,
                                 .take = hit_count,
                                 .context = &count};
    bool good = search_read(&ground.turn, TEXT("*qxzjk*"), &asked);
    order.query = asked;
    good = good && search_run(&ground.turn, &order, &done);
    ok(good && count == 1 && done.blocks > SEGMENT_BITMAPS && done.passed_by == done.blocks - 1,
       "one of %llu blocks is read", (unsigned long long)done.blocks);
    const char *path = segment_path(ground.turn.arena, ground.folder, 1, "segment");
    struct segment_file *file;
    ok(segment_file_open(&ground.turn, path, &file)
           && file_read(&ground.turn, path, 1 << 28, &bytes),
       "its file: %s", ground.turn.fault.message);
    uint64_t places[] = {file->tail.trigrams_at, file->tail.trigrams_at + 100,
                         file->tail.groups_at - 1, file->tail.groups_at - 8};
    bool noticed = true;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        char *byte = (char *)(uintptr_t)bytes.data + places[i];
        *byte ^= 0x10;
        noticed = noticed && file_write(&ground.turn, path, bytes, 0600)
                  && segment_verify(&ground.turn, ground.folder, NULL, &verdict) && !verdict.sound;
        count = 0;
        noticed = noticed && search_run(&ground.turn, &order, &done) && count == 1;
        *byte ^= 0x10;
    }
    ok(noticed, "a bit of them that is changed is noticed, and keeps no search from finding");
    ground_remove(&ground);
}

/* A store of so many lines that other threads helped with: what stands in its last segments. */
static struct text helped(struct ground *into, size_t hands, size_t *segments)
{
    struct ground ground;
    struct segment_name *names;
    struct builder all = {.arena = into->turn.arena};
    struct segment_position durable;
    unsigned seed = 7;
    bool good = ground_make(&ground);
    const char *path = text_format(ground.turn.arena, "%s/store", ground.folder).data;
    ground.settings.hands = hands;
    ground.settings.segment_bytes = 3 << 20;
    good = good && file_write(&ground.turn, path, TEXT("00112233445566778899aabbccddeeff\n"), 0600)
           && ground_open(&ground);
    for (size_t i = 0; good && i < MANY; i++) {
        char line[4000];
        size_t size = (size_t)rand_r(&seed) % sizeof line;
        for (size_t at = 0; at < size; at++)
            line[at] = (char)(' ' + rand_r(&seed) % 90);
        good =
            ground_put(&ground, (struct text){line, size})
            && (i % 700 != 0 || segment_sync(&ground.turn, ground.store, GROUND_NOW_US, &durable));
    }
    good = good && segment_seal(&ground.turn, ground.store, GROUND_NOW_US)
           && segment_list(&ground.turn, ground.folder, &names, segments);
    for (size_t i = 0; good && i < *segments; i++) {
        struct text bytes;
        good = file_read(&into->turn, names[i].path, 1 << 24, &bytes);
        if (good)
            build(&all, bytes);
    }
    if (!good)
        printf("# %s %s\n", ground.turn.fault.message, into->turn.fault.message);
    ground_close(&ground);
    ground_remove(&ground);
    return built(&all);
}

/* Whoever packs the blocks, and in whatever order they are done: the bytes are the same. */
static void helping(void)
{
    struct ground ground;
    size_t segments = 0;
    if (!ok(ground_make(&ground), "a store"))
        return;
    struct text alone = helped(&ground, 0, &segments);
    ok(alone.size > 0 && segments > 3, "%zu segments, packed by one thread", segments);
    for (size_t hands = 1; hands <= SEGMENT_HANDS_MAX; hands++)
        ok(text_equal(helped(&ground, hands, &segments), alone), "%zu more help: the same bytes",
           hands);
    ground_remove(&ground);
}

int main(void)
{
    helping();
    filters();
    older();
    bitmaps();
    hostile();
    strange();
    limits();
    columns();
    keeping();
    return tap_end();
}
