/* SPDX-License-Identifier: Apache-2.0 */
/* The language of searches, read. */
#include "event/search_tree.h"

struct parse {
    struct turn *turn;
    struct search_query *query;
    struct text text;
    size_t at;
    size_t depth, tests;
};

static bool wrong(struct parse *parse, size_t at, const char *words)
{
    return fail_field(parse->turn, "query", "At byte %zu of the query: %s", at + 1, words);
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static bool ended(struct parse *parse)
{
    while (parse->at < parse->text.size && is_space(parse->text.data[parse->at]))
        parse->at++;
    return parse->at == parse->text.size;
}

static char peek(const struct parse *parse)
{
    return parse->at < parse->text.size ? parse->text.data[parse->at] : '\0';
}

/* Takes the word when it stands here, and alone. */
static bool keyword(struct parse *parse, struct text word)
{
    struct text rest = {parse->text.data + parse->at, parse->text.size - parse->at};
    if (!text_starts(rest, word))
        return false;
    char next = rest.size > word.size ? rest.data[word.size] : ' ';
    if (!is_space(next) && next != '(' && next != ')')
        return false;
    parse->at += word.size;
    return true;
}

static struct search_node *node_new(struct parse *parse, enum search_kind kind)
{
    struct search_node *node = arena_take(parse->turn->arena, sizeof *node);
    node->kind = kind;
    return node;
}

/* ---- words and values ---- */

static bool piece_add(struct parse *parse, struct search_pattern *pattern, struct builder *piece,
                      size_t at)
{
    if (piece->size == 0)
        return true;
    if (pattern->count == SEARCH_PIECES_MAX)
        return wrong(parse, at, "a word has at most 16 parts between its \"*\".");
    pattern->pieces[pattern->count++] = text_copy(parse->turn->arena, built(piece));
    piece->size = 0;
    return true;
}

static bool quoted_read(struct parse *parse, struct builder *out)
{
    size_t start = parse->at++;
    for (; parse->at < parse->text.size; parse->at++) {
        char byte = parse->text.data[parse->at];
        if (byte == '"') {
            parse->at++;
            return out->size > 0 || wrong(parse, start, "nothing stands between these quotes.");
        }
        if (byte == '\\' && parse->at + 1 < parse->text.size
            && strchr("\"\\", parse->text.data[parse->at + 1]) != NULL)
            byte = parse->text.data[++parse->at];
        build_byte(out, (char)filter_fold((unsigned char)byte));
    }
    return wrong(parse, start, "the quote that begins here is not ended: add a \".");
}

/* A word up to a space or a parenthesis; "*" is anything, "\*" a star, and "\\*" a backslash and
 * anything behind it. */
static bool word_read(struct parse *parse, struct search_pattern *pattern)
{
    struct builder piece = {.arena = parse->turn->arena};
    size_t start = parse->at;
    for (; parse->at < parse->text.size; parse->at++) {
        char byte = parse->text.data[parse->at];
        if (is_space(byte) || byte == '(' || byte == ')')
            break;
        if (byte == '"')
            return wrong(parse, parse->at, "a quote stands inside a word: put a space before it.");
        if (byte == '*') {
            pattern->open_left = pattern->open_left || (pattern->count == 0 && piece.size == 0);
            pattern->open_right = true;
            if (!piece_add(parse, pattern, &piece, start))
                return false;
            continue;
        }
        struct text rest = {parse->text.data + parse->at, parse->text.size - parse->at};
        if (text_starts(rest, TEXT("\\*")) || text_starts(rest, TEXT("\\\\*")))
            byte = parse->text.data[++parse->at];
        pattern->open_right = false;
        build_byte(&piece, (char)filter_fold((unsigned char)byte));
    }
    return piece_add(parse, pattern, &piece, start);
}

/* /…/ and the letters i, m and s behind it. */
static bool regex_read(struct parse *parse, const struct regex **regex)
{
    struct builder pattern = {.arena = parse->turn->arena};
    struct regex_flags flags = {0};
    size_t start = parse->at++;
    for (; parse->at < parse->text.size && peek(parse) != '/'; parse->at++) {
        if (peek(parse) == '\\' && parse->at + 1 < parse->text.size) {
            if (parse->text.data[parse->at + 1] != '/')
                build_byte(&pattern, '\\');
            parse->at++;
        }
        build_byte(&pattern, peek(parse));
    }
    if (peek(parse) != '/' || pattern.size == 0)
        return wrong(parse, start,
                     "a regular expression stands between two \"/\"; put a path in "
                     "quotes.");
    for (parse->at++; parse->at < parse->text.size && !is_space(peek(parse)) && peek(parse) != ')';
         parse->at++) {
        flags.caseless = flags.caseless || peek(parse) == 'i';
        flags.lines = flags.lines || peek(parse) == 'm';
        flags.dot_all = flags.dot_all || peek(parse) == 's';
        if (strchr("ims", peek(parse)) == NULL)
            return wrong(parse, parse->at,
                         "only i, m and s may stand behind a regular expression; put a path in "
                         "quotes.");
    }
    if (regex_compile(parse->turn, built(&pattern), flags, regex))
        return true;
    const struct fault fault = parse->turn->fault;
    fault_clear(parse->turn);
    return wrong(parse, start, fault.message);
}

static void ends_open(struct search_pattern *pattern)
{
    struct text first = pattern->pieces[0];
    struct text last = pattern->pieces[pattern->count - 1];
    if (!filter_word_byte((unsigned char)first.data[0]))
        pattern->open_left = true;
    if (!filter_word_byte((unsigned char)last.data[last.size - 1]))
        pattern->open_right = true;
}

/* ---- tests ---- */

/* The name in front of a "=", and whether "!" stands before it. */
static bool field_ahead(const struct parse *parse, struct text *name, bool *negated)
{
    struct text rest = {parse->text.data + parse->at, parse->text.size - parse->at};
    size_t size = 0;
    static const char first[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_@";
    while (size < rest.size && rest.data[size] != '\0'
           && (strchr(first, rest.data[size]) != NULL
               || (size > 0 && strchr("0123456789.-", rest.data[size]) != NULL)))
        size++;
    *name = (struct text){rest.data, size};
    *negated = size + 1 < rest.size && rest.data[size] == '!' && rest.data[size + 1] == '=';
    return size > 0 && size < rest.size && (rest.data[size] == '=' || *negated);
}

static bool value_read(struct parse *parse, struct search_node *node)
{
    struct builder quoted = {.arena = parse->turn->arena};
    size_t start = parse->at;
    if (peek(parse) == '/' && node->kind == SEARCH_FIELD)
        return regex_read(parse, &node->regex);
    if (peek(parse) != '"') {
        if (!word_read(parse, &node->pattern))
            return false;
        return parse->at > start
               || wrong(parse, start, "a value is missing behind \"=\"; for any value say \"*\".");
    }
    return quoted_read(parse, &quoted) && piece_add(parse, &node->pattern, &quoted, start);
}

static bool field_read(struct parse *parse, struct text name, bool negated,
                       const struct search_node **read)
{
    struct search_query *query = parse->query;
    bool source = text_is(name, "source");
    struct search_node *node = node_new(parse, source ? SEARCH_SOURCE : SEARCH_FIELD);
    parse->at += name.size + (negated ? 2 : 1);
    if (!value_read(parse, node))
        return false;
    if (!source) {
        node->name = text_copy(parse->turn->arena, name);
        node->id = event_names_add(query->names, node->name);
        node->number = query->field_count;
        query->fields[query->field_count++] = node;
    }
    search_plan(parse->turn->arena, node);
    *read = node;
    if (negated) {
        struct search_node *negation = node_new(parse, SEARCH_NOT);
        negation->left = node;
        *read = negation;
    }
    return true;
}

static bool text_read(struct parse *parse, const struct search_node **read)
{
    struct search_node *node = node_new(parse, SEARCH_TEXT);
    struct builder quoted = {.arena = parse->turn->arena};
    size_t start = parse->at;
    if (peek(parse) == '/') {
        node->kind = SEARCH_REGEX;
        if (!regex_read(parse, &node->regex))
            return false;
    } else if (peek(parse) == '"') {
        if (!quoted_read(parse, &quoted) || !piece_add(parse, &node->pattern, &quoted, start))
            return false;
        node->pattern.open_left = node->pattern.open_right = true;
    } else if (!word_read(parse, &node->pattern)) {
        return false;
    }
    if (node->kind == SEARCH_TEXT && node->pattern.count == 0)
        node->kind = SEARCH_ALL;
    else if (node->kind == SEARCH_TEXT)
        ends_open(&node->pattern);
    search_plan(parse->turn->arena, node);
    *read = node;
    return true;
}

/* ---- how they go together ---- */

static bool or_read(struct parse *parse, const struct search_node **read);

static bool test_read(struct parse *parse, const struct search_node **read)
{
    struct text name;
    bool negated = false;
    size_t start = parse->at;
    if (peek(parse) == '(') {
        parse->at++;
        if (!or_read(parse, read))
            return false;
        if (ended(parse) || peek(parse) != ')')
            return wrong(parse, start, "this parenthesis is not closed: add a \")\".");
        parse->at++;
        return true;
    }
    if (peek(parse) == ')')
        return wrong(parse, start, "nothing stands before this \")\".");
    if (++parse->tests > SEARCH_TESTS_MAX)
        return wrong(parse, start,
                     "a query has at most 128 words and values: search in two steps.");
    return field_ahead(parse, &name, &negated) ? field_read(parse, name, negated, read)
                                               : text_read(parse, read);
}

static bool not_read(struct parse *parse, const struct search_node **read)
{
    if (ended(parse))
        return wrong(parse, parse->at, "something must follow here: a word, a value, a \"(\".");
    if (parse->depth == SEARCH_DEPTH_MAX)
        return wrong(parse, parse->at, "parentheses and NOTs are at most 32 deep.");
    parse->depth++;
    bool good;
    size_t start = parse->at;
    bool minus = peek(parse) == '-' && parse->at + 1 < parse->text.size
                 && !is_space(parse->text.data[parse->at + 1]);
    if (minus)
        parse->at++;
    if (minus || keyword(parse, TEXT("NOT"))) {
        struct search_node *node = node_new(parse, SEARCH_NOT);
        good = not_read(parse, &node->left);
        *read = node;
    } else if (keyword(parse, TEXT("AND")) || keyword(parse, TEXT("OR"))) {
        good = wrong(parse, start,
                     "AND and OR stand between two things; put the word in quotes "
                     "to look for it.");
    } else {
        good = test_read(parse, read);
    }
    parse->depth--;
    return good;
}

static const struct search_node *joined(struct parse *parse, enum search_kind kind,
                                        const struct search_node *left,
                                        const struct search_node *right)
{
    struct search_node *node = node_new(parse, kind);
    node->left = left;
    node->right = right;
    return node;
}

static bool or_ahead(struct parse *parse)
{
    size_t at = parse->at;
    bool found = keyword(parse, TEXT("OR"));
    parse->at = at;
    return found;
}

static bool and_read(struct parse *parse, const struct search_node **read)
{
    if (!not_read(parse, read))
        return false;
    while (!ended(parse) && peek(parse) != ')' && !or_ahead(parse)) {
        const struct search_node *right;
        (void)keyword(parse, TEXT("AND"));
        if (!not_read(parse, &right))
            return false;
        *read = joined(parse, SEARCH_AND, *read, right);
    }
    return true;
}

static bool or_read(struct parse *parse, const struct search_node **read)
{
    if (!and_read(parse, read))
        return false;
    while (!ended(parse) && keyword(parse, TEXT("OR"))) {
        const struct search_node *right;
        if (!and_read(parse, &right))
            return false;
        *read = joined(parse, SEARCH_OR, *read, right);
    }
    return true;
}

bool search_read(struct turn *turn, struct text query, struct search_query **read)
{
    struct parse parse = {.turn = turn, .text = query};
    parse.query = arena_take(turn->arena, sizeof *parse.query);
    parse.query->names = event_names_new(turn->arena);
    *read = parse.query;
    if (query.size > SEARCH_BYTES_MAX)
        return fail_field(turn, "query", "A query has at most %d bytes.", SEARCH_BYTES_MAX);
    if (ended(&parse)) {
        parse.query->root = node_new(&parse, SEARCH_ALL);
        return true;
    }
    if (!or_read(&parse, &parse.query->root))
        return false;
    return ended(&parse) || wrong(&parse, parse.at, "no \"(\" was opened for this \")\".");
}
