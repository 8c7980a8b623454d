/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever the bytes of a coverage ledger or of its mark, they are read or refused, and what is
 * read is sound: spans that have lines, of sets that are there. The first byte says which it is. */
#include "event/coverage_view.h"
#include "target.h"

static void span_judge(const struct coverage_span *span)
{
    insist(span->segment > 0 && span->from < span->to && span->how >= COVERAGE_LIVE
           && span->how <= COVERAGE_UNREADABLE);
}

static void try_mark(struct turn *turn, struct text bytes)
{
    struct coverage_span spans[COVERAGE_MARK_SPANS_MAX];
    struct coverage_span again[COVERAGE_MARK_SPANS_MAX];
    size_t count = coverage_mark_read(bytes, spans, COVERAGE_MARK_SPANS_MAX);
    for (size_t i = 0; i < count; i++)
        span_judge(&spans[i]);
    struct text spelled = coverage_mark_write(turn->arena, spans, count);
    insist(coverage_mark_read(spelled, again, COVERAGE_MARK_SPANS_MAX) == count);
}

static void try_file(struct turn *turn, struct text bytes)
{
    struct coverage coverage;
    struct sha256 digest = {{1}};
    struct coverage_part *parts;
    if (bytes.size < 24
        || !coverage_read(turn, bytes, (const unsigned char *)bytes.data + 8, TEXT_NONE, &coverage))
        return;
    insist(coverage.end <= bytes.size);
    for (size_t i = 0; i < coverage.span_count; i++) {
        span_judge(&coverage.spans[i]);
        insist(coverage.spans[i].how == COVERAGE_UNREADABLE
               || coverage_set_find(&coverage, &coverage.spans[i].set) != NULL);
    }
    struct coverage_view *view = coverage_view_new(turn->arena, &coverage, &digest, 1);
    (void)coverage_view_parts(view, turn->arena, 0, 1, 100, &parts);
}

static void try(struct turn *turn, struct text input)
{
    if (text_empty(input))
        return;
    struct text bytes = {input.data + 1, input.size - 1};
    if (input.data[0] == 'm')
        try_mark(turn, bytes);
    else
        try_file(turn, bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return target_run((size_t)1 << 28, try, data, size);
}
