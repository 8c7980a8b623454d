/* SPDX-License-Identifier: Apache-2.0 */
/* Patterns in lines, and what a line must have for a test to hold. */
#include "event/search_tree.h"

void search_fold(struct text line, char *folded)
{
    size_t i = 0;
    for (; i + sizeof(uint64_t) <= line.size; i += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, line.data + i, sizeof word);
        word = filter_fold_eight(word);
        memcpy(folded + i, &word, sizeof word);
    }
    for (; i < line.size; i++) {
        unsigned char byte = (unsigned char)line.data[i];
        folded[i] = (char)(byte + ((unsigned)(byte - 'A') < 26U) * 32U);
    }
}

/* ---- patterns ---- */

static bool word_begins(struct text line, size_t at)
{
    return at == 0 || !filter_word_byte((unsigned char)line.data[at - 1]);
}

static bool word_ends(struct text line, size_t at)
{
    return at == line.size || !filter_word_byte((unsigned char)line.data[at]);
}

/* The first place from which the piece stands, with its ends where they must be; SIZE_MAX: none. */
static size_t piece_find(struct text line, size_t from, struct text piece, bool begins, bool ends)
{
    while (from + piece.size <= line.size) {
        const char *found = memmem(line.data + from, line.size - from, piece.data, piece.size);
        if (found == NULL)
            return SIZE_MAX;
        size_t at = (size_t)(found - line.data);
        if ((!begins || word_begins(line, at)) && (!ends || word_ends(line, at + piece.size)))
            return at;
        from = at + 1;
    }
    return SIZE_MAX;
}

bool search_pattern_finds(const struct search_pattern *pattern, struct text line)
{
    size_t from = 0;
    for (size_t i = 0; i < pattern->count; i++) {
        size_t at = piece_find(line, from, pattern->pieces[i], i == 0 && !pattern->open_left,
                               i + 1 == pattern->count && !pattern->open_right);
        if (at == SIZE_MAX)
            return false;
        from = at + pattern->pieces[i].size;
    }
    return true;
}

bool search_pattern_is(const struct search_pattern *pattern, struct text value)
{
    size_t count = pattern->count;
    if (count == 0)
        return pattern->open_left || pattern->open_right || value.size == 0;
    struct text first = pattern->pieces[0];
    struct text last = pattern->pieces[count - 1];
    if (count == 1 && !pattern->open_left && !pattern->open_right)
        return text_equal(value, first);
    if ((!pattern->open_left && !text_starts(value, first))
        || (!pattern->open_right && !text_ends(value, last)))
        return false;
    size_t from = pattern->open_left ? 0 : first.size;
    size_t end = pattern->open_right ? value.size : value.size - last.size;
    size_t begin_piece = pattern->open_left ? 0 : 1;
    size_t end_piece = pattern->open_right ? count : count - 1;
    for (size_t i = begin_piece; i < end_piece; i++) {
        size_t at =
            piece_find((struct text){value.data, end}, from, pattern->pieces[i], false, false);
        if (at == SIZE_MAX)
            return false;
        from = at + pattern->pieces[i].size;
    }
    return from <= end;
}

/* ---- what a line must have ---- */

static void literal_note(struct search_node *node, struct text piece)
{
    if (piece.size > node->literal.size)
        node->literal = piece;
}

static void ask(struct arena *arena, struct search_node *node, struct text piece, bool open_left,
                bool open_right)
{
    struct filter_question *questions =
        arena_array(arena, node->question_count + 1, sizeof *questions);
    for (size_t i = 0; i < node->question_count; i++)
        questions[i] = node->questions[i];
    filter_ask(piece, open_left, open_right, &questions[node->question_count++]);
    node->questions = questions;
    literal_note(node, piece);
}

static void plan_text(struct arena *arena, struct search_node *node)
{
    const struct search_pattern *pattern = &node->pattern;
    for (size_t i = 0; i < pattern->count; i++)
        ask(arena, node, pattern->pieces[i], i > 0 || pattern->open_left,
            i + 1 < pattern->count || pattern->open_right);
}

/* A byte that every format writes as it is; others may stand escaped in the line. */
static bool byte_stands(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')
           || (byte != '\0' && strchr("_.-: ", byte) != NULL);
}

/* A value that readers make themselves: of names of facilities, of what a message means; and the
 * booleans that some formats write as letters. */
static bool value_made(const struct search_node *node)
{
    static const char *const names[] = {"action", "outcome", "facility", "severity", NULL};
    for (const char *const *name = names; *name != NULL; name++)
        if (text_is(node->name, *name))
            return true;
    return node->pattern.count == 0 || search_pattern_is(&node->pattern, TEXT("true"))
           || search_pattern_is(&node->pattern, TEXT("false"));
}

/* True for 10.1.2.3: no parser takes it out of the middle of a word. */
static bool is_quad(struct text value)
{
    struct filter_question whole;
    size_t dots = 0;
    for (size_t i = 0; i < value.size; i++) {
        dots += value.data[i] == '.';
        if (value.data[i] != '.' && (value.data[i] < '0' || value.data[i] > '9'))
            return false;
    }
    filter_ask(value, false, false, &whole);
    return dots == 3 && whole.now.count > 0;
}

static void plan_field(struct arena *arena, struct search_node *node)
{
    const struct search_pattern *pattern = &node->pattern;
    node->made = node->regex != NULL || value_made(node);
    if (node->made)
        return;
    bool whole = pattern->count == 1 && !pattern->open_left && !pattern->open_right
                 && is_quad(pattern->pieces[0]);
    for (size_t i = 0; i < pattern->count; i++) {
        struct text piece = pattern->pieces[i];
        for (size_t from = 0, to = 0; from < piece.size; from = to + 1) {
            for (to = from; to < piece.size && byte_stands(piece.data[to]);)
                to++;
            if (to - from >= FILTER_WORD_MIN)
                ask(arena, node, (struct text){piece.data + from, to - from}, !whole, !whole);
        }
    }
    node->made = node->literal.size == 0;
}

/* Behind a class that begins at the bracket; 0 where it is not plain how far it goes. */
static size_t class_end(struct text pattern, size_t at)
{
    at++;
    at += at < pattern.size && pattern.data[at] == '^';
    at += at < pattern.size && pattern.data[at] == ']';
    for (; at < pattern.size && pattern.data[at] != ']'; at++) {
        if (pattern.data[at] == '[')
            return 0;
        at += pattern.data[at] == '\\';
    }
    return at < pattern.size ? at : 0;
}

/* A letter that stands for itself, whatever its case: the others have a twin outside of ASCII. */
static bool letter_counts(const struct search_node *node, char byte)
{
    return !regex_flags_of(node->regex).caseless || strchr("kKsS", byte) == NULL;
}

static bool regex_plain(const struct search_node *node, char byte, char next)
{
    return byte > 0 && strchr(".[]\\^$*+?{}", byte) == NULL && letter_counts(node, byte)
           && (next == '\0' || strchr("*?{", next) == NULL);
}

/* The longest run of plain bytes outside of anything that could make it optional. Of patterns with
 * alternatives, groups, flags of their own or rare escapes none is known. */
static void plan_regex(struct arena *arena, struct search_node *node)
{
    struct text pattern = regex_pattern(node->regex);
    struct builder run = {.arena = arena};
    struct text longest = TEXT_NONE;
    for (size_t i = 0; i <= pattern.size; i++) {
        char byte = i < pattern.size ? pattern.data[i] : '.';
        char next = i + 1 < pattern.size ? pattern.data[i + 1] : '\0';
        if (byte == '|' || byte == '(' || (byte == '[' && class_end(pattern, i) == 0)
            || (byte == '\\'
                && (next == '\0' || strchr("dDwWsSbBAzZntr./[](){}*+?^$|-\"", next) == NULL)))
            return;
        bool plain = regex_plain(node, byte, next);
        if (plain)
            build_byte(&run, (char)filter_fold((unsigned char)byte));
        if (plain && next != '+')
            continue;
        if (run.size > longest.size)
            longest = text_copy(arena, built(&run));
        run.size = 0;
        if (byte == '\\')
            i++;
        else if (byte == '[')
            i = class_end(pattern, i);
        else if (byte == '{')
            while (i + 1 < pattern.size && pattern.data[i] != '}')
                i++;
    }
    if (longest.size >= FILTER_WORD_MIN)
        ask(arena, node, longest, true, true);
}

void search_plan(struct arena *arena, struct search_node *node)
{
    if (node->kind == SEARCH_TEXT)
        plan_text(arena, node);
    else if (node->kind == SEARCH_FIELD)
        plan_field(arena, node);
    else if (node->kind == SEARCH_REGEX)
        plan_regex(arena, node);
}
