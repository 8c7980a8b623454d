/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A search of a store: segment by segment from the newest, block by block. What cannot hold a match
 * is passed by; in what is left the literals that a match must have are looked for in the bytes of
 * the whole block at once, and only the lines in which one stands are asked the query.
 */
#include "event/search.h"
#include "base/file.h"
#include "event/format.h"
#include "event/search_tree.h"
#include "event/segment_store.h"
#include "event/source.h"
#include <unistd.h>

enum {
    DRIVERS_MAX = 16,      /* literals of which every match has one */
    PROGRESS_BLOCKS = 256, /* between two words on how far it is */
    FOLDED_BYTES_MIN = 256 * 1024
};
static const size_t scratch_bytes_max = (size_t)512 << 20;
static const size_t reading_bytes_max = (size_t)64 << 20;

/* What one thread needs to ask lines a query. */
struct search_memory {
    const struct search_query *query;
    struct regex_memory *regex;
    struct builder folded; /* of a block, or of a value */
    struct builder value;
    /* for fields */
    struct arena *reading;
    struct event_reader *reader;
    const struct event_sources *sources;
    bool fields_known; /* of the line in hand */
    bool fields[SEARCH_TESTS_MAX];
};

/* ---- one line ---- */

static void reading_release(void *thing)
{
    arena_free(thing);
}

static bool sources_read(struct turn *turn, struct search_memory *memory)
{
    struct event_sources *own;
    if (!event_sources_own(turn, &own))
        return false;
    memory->sources = own;
    return true;
}

struct search_memory *search_memory_new(struct turn *turn, const struct search_query *query,
                                        const struct event_sources *sources)
{
    struct search_memory *memory = arena_take(turn->arena, sizeof *memory);
    memory->query = query;
    memory->regex = regex_memory_new(turn->arena);
    memory->folded.arena = turn->arena;
    memory->value.arena = turn->arena;
    if (query->field_count == 0)
        return memory;
    memory->reading = arena_new(reading_bytes_max);
    if (memory->reading != NULL)
        arena_own(turn->arena, reading_release, memory->reading);
    memory->reader = event_reader_new(turn->arena, query->names);
    if (memory->reading == NULL)
        return NULL;
    memory->sources = sources;
    return sources != NULL || sources_read(turn, memory) ? memory : NULL;
}

static struct text fold_into(struct builder *builder, struct text text)
{
    if (builder->capacity < text.size) {
        size_t room = text.size < FOLDED_BYTES_MIN ? FOLDED_BYTES_MIN : text.size * 2;
        builder->data = arena_take(builder->arena, room);
        builder->capacity = room;
    }
    if (text.size > 0)
        search_fold(text, builder->data);
    return (struct text){builder->data, text.size};
}

static bool field_holds(struct search_memory *memory, const struct search_node *node,
                        const struct event_field *field)
{
    if (field->kind == EVENT_OBJECT || field->kind == EVENT_LIST || field->kind == EVENT_NULL)
        return false;
    if (node->regex != NULL)
        return regex_matches(node->regex, memory->regex, field->value);
    return search_pattern_is(&node->pattern, fold_into(&memory->value, field->value));
}

static void fields_take(void *context, const struct event *event, uint64_t line)
{
    (void)line;
    struct search_memory *memory = context;
    struct event known = *event;
    event_sources_apply(memory->sources, memory->reader, &known);
    for (size_t i = 0; i < known.count; i++) {
        const struct event_field *field = &known.fields[i];
        for (size_t k = 0; field->id != EVENT_NAME_NONE && k < memory->query->field_count; k++) {
            const struct search_node *node = memory->query->fields[k];
            if (node->id == field->id && !memory->fields[k])
                memory->fields[k] = field_holds(memory, node, field);
        }
    }
}

static void fields_read(struct search_memory *memory, const struct segment_record *record)
{
    const struct stream_settings settings = {0};
    memset(memory->fields, 0, sizeof memory->fields);
    memory->fields_known = true;
    arena_clear(memory->reading);
    struct event_stream *stream =
        event_stream_new(memory->reading, memory->reader, &settings, fields_take, memory);
    (void)event_stream_line(stream, record->raw, record->received_us);
    event_stream_end(stream);
}

static bool node_holds(struct search_memory *memory, const struct search_node *node,
                       const struct segment_record *record, struct text folded)
{
    switch (node->kind) {
    case SEARCH_ALL: return true;
    case SEARCH_AND:
        return node_holds(memory, node->left, record, folded)
               && node_holds(memory, node->right, record, folded);
    case SEARCH_OR:
        return node_holds(memory, node->left, record, folded)
               || node_holds(memory, node->right, record, folded);
    case SEARCH_NOT: return !node_holds(memory, node->left, record, folded);
    case SEARCH_TEXT: return search_pattern_finds(&node->pattern, folded);
    case SEARCH_REGEX: return regex_matches(node->regex, memory->regex, record->raw);
    case SEARCH_SOURCE:
        return search_pattern_is(&node->pattern, fold_into(&memory->value, record->source));
    case SEARCH_FIELD:
        if (!memory->fields_known)
            fields_read(memory, record);
        return memory->fields[node->number];
    }
    return false;
}

static bool line_holds(struct search_memory *memory, const struct segment_record *record,
                       struct text folded)
{
    memory->fields_known = false;
    return node_holds(memory, memory->query->root, record, folded);
}

bool search_matches(struct search_memory *memory, const struct segment_record *record)
{
    return line_holds(memory, record, fold_into(&memory->folded, record->raw));
}

/* ---- what every match has ---- */

struct drivers {
    struct text literals[DRIVERS_MAX];
    size_t count;
    bool none;   /* nothing is known: every line is asked */
    bool fields; /* one is of a field: lines that derive their values are asked as well */
};

static struct drivers drivers_or(struct drivers left, struct drivers right)
{
    if (left.none || right.none || left.count + right.count > DRIVERS_MAX)
        return (struct drivers){.none = true};
    for (size_t i = 0; i < right.count; i++)
        left.literals[left.count++] = right.literals[i];
    left.fields = left.fields || right.fields;
    return left;
}

/* The better of two: fewer literals, longer ones, and none of a field. */
static struct drivers drivers_and(struct drivers left, struct drivers right)
{
    if (left.none || right.none)
        return left.none ? right : left;
    if (left.fields != right.fields)
        return left.fields ? right : left;
    if (left.count != right.count)
        return left.count < right.count ? left : right;
    return left.count > 0 && left.literals[0].size >= right.literals[0].size ? left : right;
}

static struct drivers drivers_of(const struct search_node *node)
{
    switch (node->kind) {
    case SEARCH_AND: return drivers_and(drivers_of(node->left), drivers_of(node->right));
    case SEARCH_OR: return drivers_or(drivers_of(node->left), drivers_of(node->right));
    case SEARCH_TEXT:
    case SEARCH_REGEX:
    case SEARCH_FIELD:
        if (node->literal.size == 0 || node->made)
            break;
        return (struct drivers){
            .literals = {node->literal}, .count = 1, .fields = node->kind == SEARCH_FIELD};
    case SEARCH_ALL:
    case SEARCH_NOT:
    case SEARCH_SOURCE: break;
    }
    return (struct drivers){.none = true};
}

/* ---- what the filters say ---- */

struct searching {
    struct turn *turn;
    struct turn scratch; /* for a block at a time */
    const struct search_order *order;
    struct search_progress *done;
    struct search_memory *memory;
    struct drivers drivers;
    struct segment_file *file;
    uint64_t segment;
    bool ended;
    /* what the journal has, read before anything else; of its segment, blocks from there on are
     * left out, which were written since */
    struct text journal;
    struct arena *journal_arena;
    uint64_t journal_segment, journal_first;
    /* the filters of the block in hand */
    struct text tokens;
    bool tokens_full, tokens_known, trigrams_known;
    unsigned char trigrams[FILTER_TRIGRAM_BYTES];
};

static bool questions_may(struct searching *searching, const struct search_node *node, size_t index)
{
    for (size_t i = 0; i < node->question_count; i++) {
        const struct filter_question *question = &node->questions[i];
        if (!searching->tokens_known
            && !segment_file_tokens(&searching->scratch, searching->file, index, &searching->tokens,
                                    &searching->tokens_full))
            return true; /* a filter that cannot be read rules nothing out */
        searching->tokens_known = true;
        if (!searching->tokens_full
            && !filter_tokens_may(segment_file_filters(searching->file), searching->tokens,
                                  question))
            return false;
        if (question->trigram_count == 0)
            continue;
        if (!searching->trigrams_known
            && !segment_file_trigrams(&searching->scratch, searching->file, index,
                                      searching->trigrams))
            return true;
        searching->trigrams_known = true;
        if (!filter_trigrams_may(searching->trigrams, question))
            return false;
    }
    return true;
}

static bool node_may(struct searching *searching, const struct search_node *node, size_t index)
{
    uint32_t flags = searching->file->blocks[index].head.flags;
    switch (node->kind) {
    case SEARCH_AND:
        return node_may(searching, node->left, index) && node_may(searching, node->right, index);
    case SEARCH_OR:
        return node_may(searching, node->left, index) || node_may(searching, node->right, index);
    case SEARCH_TEXT:
    case SEARCH_REGEX: return questions_may(searching, node, index);
    case SEARCH_FIELD:
        return node->made || (flags & SEGMENT_FLAG_DERIVED) != 0
               || questions_may(searching, node, index);
    case SEARCH_ALL:
    case SEARCH_NOT:
    case SEARCH_SOURCE: break;
    }
    return true;
}

/* ---- a block ---- */

static bool hit_take(struct searching *searching, const struct segment_record *record,
                     uint64_t index)
{
    const struct search_order *order = searching->order;
    const struct search_hit hit = {{searching->segment, index}, record};
    searching->done->hits++;
    searching->ended = !order->take(order->context, &hit)
                       || (order->hits_max > 0 && searching->done->hits >= order->hits_max);
    return !searching->ended;
}

static bool record_ask(struct searching *searching, const struct block *block, size_t at,
                       struct text folded, uint64_t first)
{
    const struct segment_record *record = &block->records[at];
    int64_t time_us = record_time_us(record);
    if (time_us < searching->order->since_us || time_us >= searching->order->until_us)
        return true;
    size_t offset = record->raw.size == 0 ? 0 : (size_t)(record->raw.data - block->raw.data);
    struct text line = {folded.data + offset, record->raw.size};
    return !line_holds(searching->memory, record, line) || hit_take(searching, record, first + at);
}

/* The next place from which a driver stands; SIZE_MAX: nowhere. next keeps where each was found. */
static size_t driver_next(const struct drivers *drivers, struct text folded, size_t from,
                          size_t next[DRIVERS_MAX])
{
    size_t nearest = SIZE_MAX;
    for (size_t i = 0; i < drivers->count; i++) {
        if (next[i] != SIZE_MAX && next[i] < from) {
            const char *found = memmem(folded.data + from, folded.size - from,
                                       drivers->literals[i].data, drivers->literals[i].size);
            next[i] = found == NULL ? SIZE_MAX : (size_t)(found - folded.data);
        }
        if (next[i] < nearest)
            nearest = next[i];
    }
    return nearest;
}

static void driver_begin(const struct drivers *drivers, struct text folded,
                         size_t next[DRIVERS_MAX])
{
    for (size_t i = 0; i < drivers->count; i++) {
        const char *found =
            memmem(folded.data, folded.size, drivers->literals[i].data, drivers->literals[i].size);
        next[i] = found == NULL ? SIZE_MAX : (size_t)(found - folded.data);
    }
}

/* Only the lines in which a driver stands, and those that derive values where that matters. */
static void block_driven(struct searching *searching, const struct block *block, struct text folded,
                         uint64_t first)
{
    const struct drivers *drivers = &searching->drivers;
    size_t next[DRIVERS_MAX];
    size_t start = 0;
    driver_begin(drivers, folded, next);
    size_t place = driver_next(drivers, folded, 0, next);
    for (size_t at = 0; at < block->count; at++) {
        size_t end = start + block->records[at].raw.size;
        bool derives = drivers->fields && (block->records[at].flags & SEGMENT_FLAG_DERIVED) != 0;
        bool inside = place < end;
        if (!inside && !derives && place == SIZE_MAX && !drivers->fields)
            return;
        if ((inside || derives) && !record_ask(searching, block, at, folded, first))
            return;
        if (inside)
            place = driver_next(drivers, folded, end, next);
        start = end;
    }
}

static void block_search(struct searching *searching, const struct block *block, uint64_t first)
{
    struct text folded = fold_into(&searching->memory->folded, block->raw);
    searching->done->raw_bytes += block->raw.size;
    if (!searching->drivers.none) {
        block_driven(searching, block, folded, first);
        return;
    }
    for (size_t at = 0; at < block->count; at++)
        if (!record_ask(searching, block, at, folded, first))
            return;
}

static void damage(struct searching *searching, const char *words)
{
    searching->done->damaged++;
    if (searching->order->damage != NULL)
        searching->order->damage(searching->order->context, words);
}

static void block_visit(struct searching *searching, size_t index)
{
    const struct search_order *order = searching->order;
    const struct block_head *head = &searching->file->blocks[index].head;
    struct block block;
    arena_clear(searching->scratch.arena);
    fault_clear(&searching->scratch);
    searching->tokens_known = searching->trigrams_known = false;
    if (searching->segment == searching->journal_segment && head->first >= searching->journal_first)
        return;
    if (head->time_max_us < order->since_us || head->time_min_us >= order->until_us
        || (searching->file->sealed && !node_may(searching, searching->memory->query->root, index)))
        searching->done->passed_by++;
    else if (segment_file_block(&searching->scratch, searching->file, index, &block))
        block_search(searching, &block, head->first);
    else
        damage(searching, searching->scratch.fault.message);
    searching->done->blocks++;
    if (order->progress != NULL && searching->done->blocks % PROGRESS_BLOCKS == 0)
        order->progress(order->context, searching->done);
}

/* ---- segments ---- */

static void segment_visit(struct searching *searching, const struct segment_name *name)
{
    const struct search_order *order = searching->order;
    struct turn opening = {.arena = arena_new(scratch_bytes_max)};
    if (opening.arena == NULL) {
        damage(searching, "There is no memory to read a segment with.");
        return;
    }
    if (!segment_file_open(&opening, name->path, &searching->file)) {
        /* It may have been sealed, or retired, since it was listed. */
        struct turn again = {.arena = opening.arena};
        struct text path = text_of(name->path);
        bool sealed =
            name->state == SEGMENT_OPEN
            && segment_file_open(
                &again,
                text_format(opening.arena, "%.*ssegment", (int)(path.size - 4), path.data).data,
                &searching->file);
        if (!sealed) {
            if (opening.fault.kind != FAULT_MISSING
                && (name->state != SEGMENT_OPEN || !journal_torn(searching->journal, name->number)))
                damage(searching, opening.fault.message);
            arena_free(opening.arena);
            return;
        }
    }
    const struct segment_tail *tail = &searching->file->tail;
    journal_cut(searching->journal, name->number, searching->file);
    searching->segment = name->number;
    searching->done->blocks_total += searching->file->block_count;
    bool outside = searching->file->sealed
                   && (tail->time_max_us < order->since_us || tail->time_min_us >= order->until_us);
    if (outside) {
        searching->done->blocks += searching->file->block_count;
        searching->done->passed_by += searching->file->block_count;
    }
    for (size_t i = searching->file->block_count; !outside && i > 0 && !searching->ended; i--)
        block_visit(searching, i - 1);
    arena_free(opening.arena);
}

/* ---- what is in no block yet ---- */

/* The records of one piece that no block has. */
static void piece_visit(struct searching *searching, const struct journal_piece *piece)
{
    struct block block;
    const char *why;
    if (piece->head.records == 0
        || piece->head.first + piece->head.records <= searching->journal_first)
        return;
    arena_clear(searching->scratch.arena);
    if (!block_read(searching->scratch.arena, &piece->head, piece->payload, &block, &why)) {
        damage(searching, why);
        return;
    }
    struct text folded = fold_into(&searching->memory->folded, block.raw);
    searching->done->raw_bytes += block.raw.size;
    searching->segment = piece->segment;
    for (size_t i = 0; i < block.count && !searching->ended; i++)
        if (piece->head.first + i >= searching->journal_first)
            (void)record_ask(searching, &block, i, folded, piece->head.first);
}

/* How many records of the segment are in blocks; false when it is sealed, or gone, by now. */
static bool blocks_end(struct searching *searching, uint64_t segment, uint64_t *end)
{
    struct segment_file *file;
    struct arena *arena = searching->journal_arena;
    struct turn opening = {.arena = arena};
    const char *folder = searching->order->folder;
    *end = 0;
    if (segment_file_open(&opening, segment_path(arena, folder, segment, "open"), &file)) {
        journal_cut(searching->journal, segment, file);
        *end = file->records;
        bool open = !file->sealed;
        segment_file_close(file);
        return open;
    }
    return (opening.fault.kind == FAULT_MISSING || journal_torn(searching->journal, segment))
           && !file_exists(segment_path(arena, folder, segment, "segment"))
           && !file_exists(segment_path(arena, folder, segment, "damaged"))
           && !file_exists(segment_path(arena, folder, segment, "retired"));
}

/* The pieces of the newest segment; those of one before it are in blocks. */
static void journal_visit(struct searching *searching)
{
    struct journal_piece piece;
    uint64_t nonce = 0;
    uint64_t newest = 0;
    uint64_t first_nonce = 0;
    size_t size = 0;
    struct text rest = searching->journal;
    for (bool first = true;
         journal_piece_read(rest, &piece, &nonce, &size) && (first || nonce == first_nonce);
         rest = (struct text){rest.data + size, rest.size - size}, first = false) {
        first_nonce = nonce;
        newest = piece.segment > newest ? piece.segment : newest;
    }
    uint64_t end = 0;
    if (newest == 0 || !blocks_end(searching, newest, &end))
        return;
    searching->journal_segment = newest;
    searching->journal_first = end;
    struct text whole = {searching->journal.data, (size_t)(rest.data - searching->journal.data)};
    while (!searching->ended && journal_piece_read(whole, &piece, &nonce, &size)) {
        if (piece.segment == newest)
            piece_visit(searching, &piece);
        whole = (struct text){whole.data + size, whole.size - size};
    }
}

bool search_run(struct turn *turn, const struct search_order *order, struct search_progress *done)
{
    struct segment_name *names;
    size_t count;
    *done = (struct search_progress){0};
    struct searching *searching = arena_take(turn->arena, sizeof *searching);
    searching->turn = turn;
    searching->order = order;
    searching->done = done;
    searching->drivers = drivers_of(order->query->root);
    searching->memory = search_memory_new(turn, order->query, NULL);
    if (searching->memory == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory to read fields with.");
    searching->scratch.arena = arena_new(scratch_bytes_max);
    searching->journal_arena = arena_new(scratch_bytes_max);
    if (searching->scratch.arena != NULL)
        arena_own(turn->arena, reading_release, searching->scratch.arena);
    if (searching->journal_arena != NULL)
        arena_own(turn->arena, reading_release, searching->journal_arena);
    if (searching->scratch.arena == NULL || searching->journal_arena == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory to search with.");
    searching->journal = journal_bytes(searching->journal_arena, order->folder);
    if (!segment_list(turn, order->folder, &names, &count))
        return false;
    journal_visit(searching);
    for (size_t i = count; i > 0 && !searching->ended; i--)
        segment_visit(searching, &names[i - 1]);
    uint64_t limits = regex_limits(searching->memory->regex);
    if (limits > 0)
        damage(searching,
               text_format(turn->arena,
                           "A regular expression was given up on %llu lines at its limit: they "
                           "may match; make it simpler.",
                           (unsigned long long)limits)
                   .data);
    if (order->progress != NULL)
        order->progress(order->context, done);
    return true;
}
