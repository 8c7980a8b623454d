/* SPDX-License-Identifier: Apache-2.0 */
/* The coverage ledger as bytes, and what is known from them. */
#include "event/coverage.h"
#include "base/crc.h"
#include "base/file.h"
#include "event/coverage_file.h"
#include "event/little.h"
#include "event/segment_store.h"
#include <stdlib.h>

enum { STORE_SAID_BYTES_MAX = 256 };

/* ---- sets ---- */

static int rule_order(const void *a, const void *b)
{
    const struct coverage_rule *left = a;
    const struct coverage_rule *right = b;
    int order = memcmp(left->digest.bytes, right->digest.bytes, SHA256_BYTES);
    return order != 0 ? order : text_compare(left->name, right->name);
}

/* A rule as the file has it, and as it is hashed. */
static void rule_spell(struct builder *out, const struct coverage_rule *rule)
{
    build(out, (struct text){(const char *)rule->digest.bytes, SHA256_BYTES});
    build_byte(out, (char)rule->flags);
    build_byte(out, (char)rule->name.size);
    build(out, rule->name);
}

void coverage_set_name(struct arena *arena, struct coverage_set *set)
{
    struct builder out = {.arena = arena};
    for (size_t i = 0; i < set->count; i++)
        if (set->rules[i].name.size > COVERAGE_NAME_BYTES_MAX)
            set->rules[i].name.size = COVERAGE_NAME_BYTES_MAX;
    if (set->count > 0)
        qsort(set->rules, set->count, sizeof *set->rules, rule_order);
    for (size_t i = 0; i < set->count; i++)
        rule_spell(&out, &set->rules[i]);
    set->hash = sha256(built(&out));
}

const struct coverage_set *coverage_set_find(const struct coverage *coverage,
                                             const struct sha256 *hash)
{
    for (size_t i = coverage->set_count; i > 0; i--)
        if (memcmp(coverage->sets[i - 1].hash.bytes, hash->bytes, SHA256_BYTES) == 0)
            return &coverage->sets[i - 1];
    return NULL;
}

bool coverage_set_has(const struct coverage_set *set, const struct sha256 *digest)
{
    size_t low = 0;
    size_t high = set->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = memcmp(set->rules[middle].digest.bytes, digest->bytes, SHA256_BYTES);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* ---- entries as bytes ---- */

void coverage_entry_write(struct builder *out, enum coverage_entry kind, struct text payload)
{
    unsigned char head[COVERAGE_ENTRY_BYTES];
    memcpy(head, COVERAGE_ENTRY_MARK, 4);
    little_write(head + 4, kind, 4);
    little_write(head + 8, payload.size, 4);
    little_write(head + 12, crc32c(0, payload), 4);
    little_write(head + 16, crc32c(0, (struct text){(const char *)head, 16}), 4);
    build(out, (struct text){(const char *)head, sizeof head});
    build(out, payload);
}

struct text coverage_head_write(struct arena *arena, const unsigned char *store)
{
    char *head = arena_take(arena, COVERAGE_HEAD_BYTES);
    memcpy(head, COVERAGE_HEAD_MARK, 8);
    memcpy(head + 8, store, SEGMENT_ID_BYTES);
    little_write((unsigned char *)head + 24, crc32c(0, (struct text){head, 24}), 4);
    return (struct text){head, COVERAGE_HEAD_BYTES};
}

void coverage_set_spell(struct builder *out, const struct coverage_set *set)
{
    unsigned char count[4];
    little_write(count, set->count, sizeof count);
    build(out, (struct text){(const char *)set->hash.bytes, SHA256_BYTES});
    build(out, (struct text){(const char *)count, sizeof count});
    for (size_t i = 0; i < set->count; i++)
        rule_spell(out, &set->rules[i]);
}

void coverage_span_spell(struct builder *out, const struct coverage_span *span)
{
    unsigned char bytes[COVERAGE_SPAN_BYTES];
    little_write(bytes, span->sequence, 8);
    little_write(bytes + 8, span->segment, 8);
    little_write(bytes + 16, span->from, 8);
    little_write(bytes + 24, span->to, 8);
    little_write(bytes + 32, (uint64_t)span->at_us, 8);
    little_write(bytes + 40, span->how, 4);
    memcpy(bytes + 44, span->set.bytes, SHA256_BYTES);
    build(out, (struct text){(const char *)bytes, sizeof bytes});
}

/* ---- and back ---- */

/* An entry at the front of the bytes: 1, and *size is all of it; 0: it may go on; -1: it is none.
 */
static int entry_read(struct text bytes, uint32_t *kind, struct text *payload, size_t *size)
{
    const unsigned char *in = (const unsigned char *)bytes.data;
    if (bytes.size < COVERAGE_ENTRY_BYTES)
        return 0;
    uint64_t length = little_read(in + 8, 4);
    if (memcmp(in, COVERAGE_ENTRY_MARK, 4) != 0
        || crc32c(0, (struct text){bytes.data, 16}) != little_read(in + 16, 4)
        || length > COVERAGE_PAYLOAD_BYTES_MAX)
        return -1;
    if (bytes.size - COVERAGE_ENTRY_BYTES < length)
        return 0;
    *kind = (uint32_t)little_read(in + 4, 4);
    *payload = (struct text){bytes.data + COVERAGE_ENTRY_BYTES, (size_t)length};
    *size = COVERAGE_ENTRY_BYTES + (size_t)length;
    return crc32c(0, *payload) == little_read(in + 12, 4) ? 1 : -1;
}

static bool set_read(struct arena *arena, struct text payload, struct coverage_set *set)
{
    const unsigned char *in = (const unsigned char *)payload.data;
    size_t at = SHA256_BYTES + 4;
    if (payload.size < at)
        return false;
    uint64_t count = little_read(in + SHA256_BYTES, 4);
    if (count > COVERAGE_RULES_MAX || count > payload.size / (SHA256_BYTES + 2))
        return false;
    *set = (struct coverage_set){.rules = arena_array(arena, count + 1, sizeof *set->rules)};
    for (; set->count < count; set->count++) {
        struct coverage_rule *rule = &set->rules[set->count];
        if (payload.size - at < SHA256_BYTES + 2)
            return false;
        memcpy(rule->digest.bytes, in + at, SHA256_BYTES);
        rule->flags = in[at + SHA256_BYTES];
        rule->name.size = in[at + SHA256_BYTES + 1];
        at += SHA256_BYTES + 2;
        if (payload.size - at < rule->name.size)
            return false;
        rule->name.data = payload.data + at;
        at += rule->name.size;
    }
    coverage_set_name(arena, set);
    return at == payload.size && memcmp(set->hash.bytes, in, SHA256_BYTES) == 0;
}

static bool span_sound(const struct coverage_span *span)
{
    return span->segment > 0 && span->from < span->to && span->how >= COVERAGE_LIVE
           && span->how <= COVERAGE_UNREADABLE;
}

static bool span_read(struct text payload, struct coverage_span *span)
{
    const unsigned char *in = (const unsigned char *)payload.data;
    if (payload.size != COVERAGE_SPAN_BYTES)
        return false;
    *span = (struct coverage_span){.sequence = little_read(in, 8),
                                   .segment = little_read(in + 8, 8),
                                   .from = little_read(in + 16, 8),
                                   .to = little_read(in + 24, 8),
                                   .at_us = (int64_t)little_read(in + 32, 8),
                                   .how = (enum coverage_how)little_read(in + 40, 4)};
    memcpy(span->set.bytes, in + 44, SHA256_BYTES);
    return span_sound(span);
}

/* What names a set that is not there cannot be believed: nobody knows who looked. */
static void span_take(struct turn *turn, struct coverage *coverage,
                      const struct coverage_span *span)
{
    if (span->sequence > coverage->sequence)
        coverage->sequence = span->sequence;
    if (span->how != COVERAGE_UNREADABLE && coverage_set_find(coverage, &span->set) == NULL) {
        coverage->damaged++;
        return;
    }
    coverage->spans = arena_grow(turn->arena, coverage->spans, coverage->span_count,
                                 &coverage->span_capacity, sizeof *coverage->spans);
    coverage->spans[coverage->span_count++] = *span;
}

static bool entry_take(struct turn *turn, struct coverage *coverage, uint32_t kind,
                       struct text payload)
{
    struct coverage_set set;
    struct coverage_span span;
    if (kind == COVERAGE_ENTRY_SPAN) {
        if (!span_read(payload, &span))
            return false;
        span_take(turn, coverage, &span);
        return true;
    }
    if (kind != COVERAGE_ENTRY_SET || !set_read(turn->arena, payload, &set))
        return false;
    if (coverage_set_find(coverage, &set.hash) != NULL)
        return true;
    coverage->sets = arena_grow(turn->arena, coverage->sets, coverage->set_count,
                                &coverage->set_capacity, sizeof *coverage->sets);
    coverage->sets[coverage->set_count++] = set;
    return true;
}

/* Where the next entry may begin. */
static size_t entry_next(struct text bytes, size_t at)
{
    for (; at < bytes.size; at++)
        if (bytes.data[at] == COVERAGE_ENTRY_MARK[0]
            && memcmp(bytes.data + at, COVERAGE_ENTRY_MARK,
                      bytes.size - at < 4 ? bytes.size - at : 4)
                   == 0)
            return at;
    return bytes.size;
}

/* A part that cannot be read counts as damage only when something whole stands behind it: else it
 * is an end that was torn. */
static void entries_read(struct turn *turn, struct text bytes, struct coverage *coverage)
{
    size_t at = COVERAGE_HEAD_BYTES;
    uint64_t broken = 0;
    while (at < bytes.size) {
        uint32_t kind;
        struct text payload;
        size_t size;
        struct text rest = {bytes.data + at, bytes.size - at};
        if (entry_read(rest, &kind, &payload, &size) <= 0) {
            at = entry_next(bytes, at + 1);
            broken = 1;
            continue;
        }
        if (!entry_take(turn, coverage, kind, payload))
            broken = 1;
        at += size;
        coverage->damaged += broken;
        broken = 0;
        coverage->end = at;
    }
}

bool coverage_read(struct turn *turn, struct text bytes,
                   const unsigned char store[SHA256_BYTES / 2], struct text mark,
                   struct coverage *coverage)
{
    struct coverage_span spans[COVERAGE_MARK_SPANS_MAX];
    const unsigned char *in = (const unsigned char *)bytes.data;
    *coverage = (struct coverage){.end = COVERAGE_HEAD_BYTES};
    if (bytes.size < COVERAGE_HEAD_BYTES || memcmp(in, COVERAGE_HEAD_MARK, 8) != 0
        || crc32c(0, (struct text){bytes.data, 24}) != little_read(in + 24, 4))
        return fail(turn, FAULT_INVALID,
                    "The file \"coverage\" of the event store is damaged at its beginning: set it "
                    "aside, and nothing counts as looked at.");
    if (memcmp(in + 8, store, SEGMENT_ID_BYTES) != 0)
        return fail(turn, FAULT_INVALID,
                    "The file \"coverage\" is of another event store: set it aside, and nothing "
                    "counts as looked at.");
    entries_read(turn, bytes, coverage);
    uint64_t known = coverage->sequence;
    size_t count = coverage_mark_read(mark, spans, COVERAGE_MARK_SPANS_MAX);
    for (size_t i = 0; i < count; i++)
        if (spans[i].sequence > known)
            span_take(turn, coverage, &spans[i]);
    return true;
}

/* ---- the mark ---- */

struct text coverage_mark_write(struct arena *arena, const struct coverage_span *spans,
                                size_t count)
{
    struct builder out = {.arena = arena};
    for (size_t i = 0; i < count; i++) {
        const struct coverage_span *span = &spans[i];
        struct text set = {(const char *)span->set.bytes, SHA256_BYTES};
        build_format(&out, "%s%llu %d %llu %llu %llu %lld %.*s", i == 0 ? "" : ";",
                     (unsigned long long)span->sequence, (int)span->how,
                     (unsigned long long)span->segment, (unsigned long long)span->from,
                     (unsigned long long)span->to, (long long)span->at_us,
                     TEXT_SHOW(hex_write(arena, set)));
    }
    return built(&out);
}

static bool mark_span_read(struct text words, struct coverage_span *span)
{
    int64_t numbers[6];
    for (size_t i = 0; i < 6; i++)
        if (!text_integer(text_cut(words, ' ', &words), &numbers[i]) || numbers[i] < 0)
            return false;
    *span = (struct coverage_span){.sequence = (uint64_t)numbers[0],
                                   .how = (enum coverage_how)numbers[1],
                                   .segment = (uint64_t)numbers[2],
                                   .from = (uint64_t)numbers[3],
                                   .to = (uint64_t)numbers[4],
                                   .at_us = numbers[5]};
    return numbers[1] <= COVERAGE_UNREADABLE && hex_read(words, span->set.bytes, SHA256_BYTES)
           && span->sequence > 0 && span_sound(span);
}

size_t coverage_mark_read(struct text mark, struct coverage_span *spans, size_t most)
{
    size_t count = 0;
    while (!text_empty(mark) && count < most)
        count += mark_span_read(text_cut(mark, ';', &mark), &spans[count]);
    return count;
}

/* ---- what there is ---- */

/* The last word of the journal on the mark. */
static struct text mark_of(struct turn *turn, const char *folder)
{
    struct text found = TEXT_NONE;
    struct journal_piece piece;
    uint64_t nonce = 0;
    uint64_t first = 0;
    size_t size = 0;
    struct text rest = journal_bytes(turn->arena, folder);
    for (bool begun = false;
         journal_piece_read(rest, &piece, &nonce, &size) && (!begun || nonce == first);
         rest = (struct text){rest.data + size, rest.size - size}, begun = true) {
        first = nonce;
        for (struct text marks = piece.marks; !text_empty(marks);) {
            struct text value;
            if (text_is(text_cut(text_cut(marks, '\n', &marks), '\t', &value), COVERAGE_MARK))
                found = value;
        }
    }
    return found;
}

bool coverage_store(struct turn *turn, const char *folder, unsigned char *store)
{
    struct text said;
    const char *path = text_format(turn->arena, "%s/store", folder).data;
    return file_read(turn, path, STORE_SAID_BYTES_MAX, &said)
           && (hex_read(text_trim(said), store, SEGMENT_ID_BYTES)
               || fail(turn, FAULT_BROKEN, "%s does not name a store: bring back its 32 digits.",
                       path));
}

bool coverage_load(struct turn *turn, const char *folder, struct coverage *coverage)
{
    unsigned char store[SEGMENT_ID_BYTES];
    struct text bytes;
    *coverage = (struct coverage){0};
    if (!coverage_store(turn, folder, store))
        return false;
    /* The mark first: what has gone from it since stands in the file. */
    struct text mark = mark_of(turn, folder);
    const char *path = coverage_path(turn->arena, folder);
    if (!file_exists(path))
        return true;
    return file_read(turn, path, COVERAGE_FILE_BYTES_MAX, &bytes)
           && coverage_read(turn, bytes, store, mark, coverage);
}
