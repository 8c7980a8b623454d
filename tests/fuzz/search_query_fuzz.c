/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever is asked, it is read or refused with its place; and what the filters of a line rule out
 * for a query, the query does not find in it. The first line is the query, the rest is searched. */
#include "event/block.h"
#include "event/search_tree.h"
#include "sources.h"

static bool asked(const struct search_node *node, struct text tokens, const unsigned char *trigrams)
{
    for (size_t i = 0; i < node->question_count; i++)
        if (!filter_tokens_may(FILTER_NOW, tokens, &node->questions[i])
            || !filter_trigrams_may(trigrams, &node->questions[i]))
            return false;
    return true;
}

static void try(struct turn *turn, struct text bytes)
{
    struct search_query *query;
    struct segment_record record = {.event_us = EVENT_TIME_NONE, .source = TEXT("fuzz")};
    struct text words = text_cut(bytes, '\n', &record.raw);
    if (!search_read(turn, words, &query)) {
        if (turn->fault.kind != FAULT_INVALID || turn->fault.message[0] == '\0')
            abort();
        return;
    }
    struct search_memory *memory = search_memory_new(turn, query, sources_once());
    struct filter_maker *maker = filter_maker_new(turn->arena);
    filter_add(maker, record.raw);
    struct filters filters = filter_make(maker);
    const struct search_node *root = query->root;
    bool leaf = root->kind == SEARCH_TEXT || root->kind == SEARCH_REGEX
                || (root->kind == SEARCH_FIELD && !root->made && !record_derives(record.raw));
    if (memory != NULL && search_matches(memory, &record) && leaf && !filters.full
        && !asked(root, filters.tokens, filters.trigrams))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return target_run((size_t)1 << 28, try, data, size);
}
