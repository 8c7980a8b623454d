/* SPDX-License-Identifier: Apache-2.0 */
/* What revere hunt need not look at, because these rules have seen it; and what it has seen. */
#include "cli/hunt.h"
#include <errno.h>

static const uint64_t none[COVERAGE_RULES_MAX / 64 + 1];

static void version_take(struct hunt_cover *cover, struct sha256 *digests,
                         const struct sigma_rule *rule, uint32_t flags, bool claimed)
{
    memcpy(digests[cover->count].bytes, rule->digest.data, SHA256_BYTES);
    if (!rule->referred)
        coverage_bit_set(cover->wanted, cover->count);
    cover->count++;
    if (!claimed)
        return;
    struct coverage_rule *version = &cover->set.rules[cover->set.count++];
    *version = (struct coverage_rule){.name = sigma_rule_name(rule), .flags = flags};
    memcpy(version->digest.bytes, rule->digest.data, SHA256_BYTES);
}

/* A correlation that sees a part of what is kept has not seen what reaches over its ends. */
static struct sha256 *versions_take(struct hunt_cover *cover, bool partly)
{
    struct arena *arena = cover->turn->arena;
    const struct sigma_rules *rules = cover->rules;
    size_t correlations = sigma_rules_correlations(rules)->count;
    cover->rule_count = sigma_rules_count(rules);
    size_t count = cover->rule_count + correlations;
    struct sha256 *digests = arena_array(arena, count + 1, sizeof *digests);
    cover->wanted = arena_array(arena, coverage_words(count) + 1, sizeof *cover->wanted);
    cover->set.rules = arena_array(arena, count + 1, sizeof *cover->set.rules);
    for (uint32_t i = 0; i < cover->rule_count; i++)
        version_take(cover, digests, sigma_rules_at(rules, i), 0,
                     !sigma_rules_at(rules, i)->referred);
    for (uint32_t i = 0; i < correlations; i++)
        version_take(cover, digests, sigma_rules_correlation(rules, i), COVERAGE_CORRELATION,
                     !partly);
    coverage_set_name(arena, &cover->set);
    return digests;
}

static bool gap_of_correlation(const struct hunt_cover *cover, const struct coverage_gap *gap)
{
    for (size_t i = cover->rule_count; i < cover->count; i++)
        if (coverage_bit(gap->missing, i))
            return true;
    return false;
}

static bool is_there(const struct segment_extent *extent)
{
    return extent->state == EXTENT_SEALED || extent->state == EXTENT_OPEN;
}

static size_t gaps_of(const struct hunt_cover *cover, const struct segment_extent *extent,
                      struct coverage_gap **gaps)
{
    return coverage_view_gaps(cover->view, cover->turn->arena, cover->wanted, extent->number,
                              extent->records, gaps);
}

/* How much there is to do. */
static void lines_count(struct hunt_cover *cover)
{
    uint64_t all = 0;
    uint64_t missing = 0;
    for (size_t i = 0; i < cover->extent_count; i++) {
        struct coverage_gap *gaps;
        if (!is_there(&cover->extents[i]))
            continue;
        all += cover->extents[i].records;
        size_t count = cover->view == NULL ? 0 : gaps_of(cover, &cover->extents[i], &gaps);
        for (size_t j = 0; j < count; j++) {
            missing += gaps[j].to - gaps[j].from;
            cover->whole = cover->whole || gap_of_correlation(cover, &gaps[j]);
        }
    }
    cover->lines = cover->view == NULL || cover->whole ? all : missing;
    cover->seen = all - cover->lines;
}

bool hunt_cover_open(struct turn *turn, const struct sigma_rules *rules, const char *folder,
                     bool again, bool partly, struct hunt_cover *cover)
{
    struct coverage coverage;
    *cover = (struct hunt_cover){.turn = turn, .rules = rules, .folder = folder};
    struct sha256 *digests = versions_take(cover, partly);
    if (!segment_extents(turn, folder, &cover->extents, &cover->extent_count))
        return false;
    if (!again && coverage_load(turn, folder, &coverage))
        cover->view = coverage_view_new(turn->arena, &coverage, digests, cover->count);
    else
        fault_clear(turn); /* without a ledger everything is looked at */
    lines_count(cover);
    return true;
}

uint64_t hunt_cover_segment(struct hunt_cover *cover, const struct segment_extent *extent)
{
    cover->gap_count = cover->gap_next = 0;
    if (!is_there(extent))
        return 0;
    if (cover->view != NULL)
        cover->gap_count = gaps_of(cover, extent, &cover->gaps);
    return cover->view == NULL || cover->whole || cover->gap_count > 0 ? extent->records : 0;
}

bool hunt_cover_wants(struct hunt_cover *cover, uint64_t at)
{
    while (cover->gap_next < cover->gap_count && cover->gaps[cover->gap_next].to <= at)
        cover->gap_next++;
    return cover->view == NULL || cover->whole
           || (cover->gap_next < cover->gap_count && cover->gaps[cover->gap_next].from <= at);
}

/* An event may be of a line some way before the one that was read last. */
void hunt_cover_missing(const struct hunt_cover *cover, uint64_t at, const uint64_t **missing)
{
    *missing = cover->view == NULL ? NULL : none;
    for (size_t i = cover->gap_next < cover->gap_count ? cover->gap_next + 1 : cover->gap_count;
         i > 0 && cover->gaps[i - 1].to > at; i--)
        if (cover->gaps[i - 1].from <= at)
            *missing = cover->gaps[i - 1].missing;
}

void hunt_cover_saw(struct hunt_cover *cover, struct segment_position at, enum coverage_how how)
{
    struct coverage_span *last =
        cover->span_count == 0 ? NULL : &cover->spans[cover->span_count - 1];
    if (last != NULL && last->how == how && last->segment == at.segment && last->to == at.index) {
        last->to++;
        return;
    }
    cover->spans = arena_grow(cover->turn->arena, cover->spans, cover->span_count,
                              &cover->span_capacity, sizeof *cover->spans);
    cover->spans[cover->span_count] = (struct coverage_span){
        .segment = at.segment, .from = at.index, .to = at.index + 1, .how = how};
    if (how != COVERAGE_UNREADABLE)
        cover->spans[cover->span_count].set = cover->set.hash;
    cover->span_count++;
}

void hunt_cover_write(struct hunt_cover *cover, int64_t now_us)
{
    struct coverage known;
    struct coverage_file *file;
    struct turn turn = {.arena = arena_new((size_t)2 << 30), .now_us = now_us};
    if (cover->span_count == 0 || cover->set.count == 0 || turn.arena == NULL) {
        arena_free(turn.arena);
        return;
    }
    for (size_t i = 0; i < cover->span_count; i++)
        cover->spans[i].at_us = now_us;
    if (!coverage_open(&turn, cover->folder, &known, &file))
        cover->failed = text_copy(cover->turn->arena, text_of(turn.fault.message)).data;
    else if ((coverage_set_find(&known, &cover->set.hash) == NULL
              && !coverage_add_set(file, &cover->set))
             || !coverage_add_spans(file, cover->spans, cover->span_count))
        cover->failed = text_copy(cover->turn->arena, text_of(strerror(errno))).data;
    cover->span_count = 0;
    arena_free(turn.arena);
}
