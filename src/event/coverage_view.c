/* SPDX-License-Identifier: Apache-2.0 */
#include "event/coverage_view.h"
#include <stdlib.h>

struct coverage_view {
    size_t count, words;
    struct coverage_span *spans; /* by segment, and in it by where they begin */
    const uint64_t **bits;       /* of each span: the versions that looked; NULL: unreadable */
    size_t span_count;
};

static int span_order(const void *a, const void *b)
{
    const struct coverage_span *left = a;
    const struct coverage_span *right = b;
    if (left->segment != right->segment)
        return left->segment < right->segment ? -1 : 1;
    return left->from < right->from ? -1 : left->from > right->from;
}

/* The versions of a set. */
static const uint64_t *set_bits(struct arena *arena, const struct coverage_set *set,
                                const struct sha256 *digests, size_t count)
{
    uint64_t *bits = arena_array(arena, coverage_words(count) + 1, sizeof *bits);
    for (size_t i = 0; i < count; i++)
        if (coverage_set_has(set, &digests[i]))
            coverage_bit_set(bits, i);
    return bits;
}

struct coverage_view *coverage_view_new(struct arena *arena, const struct coverage *coverage,
                                        const struct sha256 *digests, size_t count)
{
    struct coverage_view *view = arena_take(arena, sizeof *view);
    *view = (struct coverage_view){
        .count = count, .words = coverage_words(count), .span_count = coverage->span_count};
    const uint64_t **of_sets = arena_array(arena, coverage->set_count + 1, sizeof *of_sets);
    for (size_t i = 0; i < coverage->set_count; i++)
        of_sets[i] = set_bits(arena, &coverage->sets[i], digests, count);
    view->spans = arena_array(arena, coverage->span_count + 1, sizeof *view->spans);
    view->bits = arena_array(arena, coverage->span_count + 1, sizeof *view->bits);
    if (coverage->span_count > 0) {
        memcpy(view->spans, coverage->spans, coverage->span_count * sizeof *view->spans);
        qsort(view->spans, view->span_count, sizeof *view->spans, span_order);
    }
    for (size_t i = 0; i < view->span_count; i++)
        if (view->spans[i].how != COVERAGE_UNREADABLE)
            view->bits[i] =
                of_sets[coverage_set_find(coverage, &view->spans[i].set) - coverage->sets];
    return view;
}

/* The spans of a segment. */
static size_t spans_of(const struct coverage_view *view, uint64_t segment, size_t *first)
{
    size_t low = 0;
    size_t high = view->span_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (view->spans[middle].segment < segment)
            low = middle + 1;
        else
            high = middle;
    }
    *first = low;
    while (high < view->span_count && view->spans[high].segment == segment)
        high++;
    return high - low;
}

static int number_order(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a;
    uint64_t right = *(const uint64_t *)b;
    return left < right ? -1 : left > right;
}

/* Where any of the spans begins or ends: between two of these everything is the same. */
static size_t edges_of(const struct coverage_view *view, struct arena *arena, size_t first,
                       size_t count, uint64_t records, uint64_t **edges)
{
    size_t used = 0;
    size_t kept = 0;
    uint64_t *all = arena_array(arena, count * 2 + 2, sizeof *all);
    all[used++] = 0;
    all[used++] = records;
    for (size_t i = first; i < first + count; i++) {
        const struct coverage_span *span = &view->spans[i];
        all[used++] = span->from < records ? span->from : records;
        all[used++] = span->to < records ? span->to : records;
    }
    qsort(all, used, sizeof *all, number_order);
    for (size_t i = 0; i < used; i++)
        if (kept == 0 || all[kept - 1] != all[i])
            all[kept++] = all[i];
    *edges = all;
    return kept;
}

static bool covers(const struct coverage_span *span, uint64_t at)
{
    return span->from <= at && at < span->to;
}

/* ---- one version ---- */

static int rank(enum coverage_how how)
{
    static const int ranks[] = {[COVERAGE_LIVE] = 4,
                                [COVERAGE_HUNT] = 2,
                                [COVERAGE_HISTORY] = 3,
                                [COVERAGE_UNREADABLE] = 1};
    return ranks[how];
}

static void part_better(struct coverage_part *part, const struct coverage_span *span)
{
    if (rank(span->how) < rank(part->how) || (span->how == part->how && span->at_us <= part->at_us))
        return;
    part->how = span->how;
    part->at_us = span->at_us;
}

size_t coverage_view_parts(const struct coverage_view *view, struct arena *arena, size_t version,
                           uint64_t segment, uint64_t records, struct coverage_part **parts)
{
    size_t first;
    uint64_t *edges;
    size_t count = spans_of(view, segment, &first);
    size_t edge_count = edges_of(view, arena, first, count, records, &edges);
    size_t used = 0;
    *parts = arena_array(arena, edge_count + 1, sizeof **parts);
    for (size_t i = 0; i + 1 < edge_count; i++) {
        struct coverage_part part = {edges[i], edges[i + 1], COVERAGE_NONE, 0};
        for (size_t j = first; j < first + count; j++)
            if (covers(&view->spans[j], part.from)
                && (view->bits[j] == NULL || coverage_bit(view->bits[j], version)))
                part_better(&part, &view->spans[j]);
        struct coverage_part *last = used == 0 ? NULL : &(*parts)[used - 1];
        if (last != NULL && last->how == part.how) {
            last->to = part.to;
            last->at_us = part.at_us > last->at_us ? part.at_us : last->at_us;
        } else {
            (*parts)[used++] = part;
        }
    }
    return used;
}

/* ---- many ---- */

/* What of those wanted nobody saw there; false: everything was seen, or it cannot be read. */
static bool missing_at(const struct coverage_view *view, const uint64_t *wanted, size_t first,
                       size_t count, uint64_t at, uint64_t *missing)
{
    bool any = false;
    memcpy(missing, wanted, view->words * sizeof *missing);
    for (size_t i = first; i < first + count; i++) {
        if (!covers(&view->spans[i], at))
            continue;
        if (view->bits[i] == NULL)
            return false;
        for (size_t j = 0; j < view->words; j++)
            missing[j] &= ~view->bits[i][j];
    }
    for (size_t j = 0; j < view->words; j++)
        any = any || missing[j] != 0;
    return any;
}

size_t coverage_view_gaps(const struct coverage_view *view, struct arena *arena,
                          const uint64_t *wanted, uint64_t segment, uint64_t records,
                          struct coverage_gap **gaps)
{
    size_t first;
    uint64_t *edges;
    size_t count = spans_of(view, segment, &first);
    size_t edge_count = edges_of(view, arena, first, count, records, &edges);
    size_t used = 0;
    uint64_t *missing = NULL;
    *gaps = arena_array(arena, edge_count + 1, sizeof **gaps);
    for (size_t i = 0; i + 1 < edge_count; i++) {
        if (missing == NULL)
            missing = arena_array(arena, view->words + 1, sizeof *missing);
        if (!missing_at(view, wanted, first, count, edges[i], missing))
            continue;
        struct coverage_gap *last = used == 0 ? NULL : &(*gaps)[used - 1];
        if (last != NULL && last->to == edges[i]
            && memcmp(last->missing, missing, view->words * sizeof *missing) == 0) {
            last->to = edges[i + 1];
            continue;
        }
        (*gaps)[used++] = (struct coverage_gap){edges[i], edges[i + 1], missing};
        missing = NULL;
    }
    return used;
}
