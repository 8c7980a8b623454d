/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conditions: from the weakest, or, and, not; at the end an identifier, "1 of" or "all of" several,
 * or a condition in parentheses.
 */
#include "sigma/inside.h"

enum { CONDITION_DEPTH_MAX = 64, CONDITION_WORDS_MAX = 4096 };

struct parse {
    struct compile *compile;
    struct arena *arena;
    const struct detection *detection;
    int line;
    struct text *words; /* parentheses, and what stands between them and spaces */
    size_t count, at;
    int depth;
};

struct node *node_new(struct arena *arena, enum node_kind kind, size_t room)
{
    struct node *node = arena_take(arena, sizeof *node);
    node->kind = kind;
    node->children = arena_array(arena, room + 1, sizeof(struct node *));
    return node;
}

static bool condition_wrong(struct parse *parse, const char *what, struct text word)
{
    return wrong(parse->compile, parse->line, "condition", "%s: \"%.*s\".", what, TEXT_SHOW(word));
}

static bool word_is(struct text word, const char *name)
{
    return word.size == strlen(name) && strncasecmp(word.data, name, word.size) == 0;
}

static bool words_read(struct parse *parse, struct text text)
{
    size_t capacity = 0;
    for (size_t i = 0; i < text.size;) {
        size_t size = 1;
        if (strchr(" \t\r\n", text.data[i]) != NULL) {
            i++;
            continue;
        }
        if (text.data[i] != '(' && text.data[i] != ')')
            while (i + size < text.size && strchr(" \t\r\n()", text.data[i + size]) == NULL)
                size++;
        struct text word = {text.data + i, size};
        if (memchr(word.data, '|', word.size) != NULL)
            return condition_wrong(parse,
                                   "counting with | is no longer part of Sigma: write a "
                                   "correlation",
                                   text);
        if (parse->count == CONDITION_WORDS_MAX)
            return condition_wrong(parse, "the condition is too long", word);
        parse->words =
            arena_grow(parse->arena, parse->words, parse->count, &capacity, sizeof *parse->words);
        parse->words[parse->count++] = word;
        i += size;
    }
    return true;
}

static struct text word_at(const struct parse *parse, size_t at)
{
    return at < parse->count ? parse->words[at] : TEXT_NONE;
}

/* ---- identifiers ---- */

/* Stars stand for any run of characters. */
static bool name_fits(struct text name, struct text pattern)
{
    size_t n = 0;
    size_t p = 0;
    size_t star = SIZE_MAX;
    size_t from = 0;
    while (n < name.size || p < pattern.size) {
        if (p < pattern.size && pattern.data[p] == '*') {
            star = p++;
            from = n;
        } else if (n < name.size && p < pattern.size && pattern.data[p] == name.data[n]) {
            n++;
            p++;
        } else if (star != SIZE_MAX && from < name.size) {
            p = star + 1;
            n = ++from;
        } else
            return false;
    }
    return true;
}

static bool parse_identifier(struct parse *parse, struct node **node)
{
    struct text word = word_at(parse, parse->at);
    for (size_t i = 0; i < parse->detection->count; i++)
        if (text_equal(parse->detection->nodes[i]->name, word)) {
            *node = parse->detection->nodes[i];
            parse->at++;
            return true;
        }
    return text_empty(word)
               ? condition_wrong(parse, "the condition ends where a search identifier must stand",
                                 word_at(parse, parse->at - 1))
               : condition_wrong(parse, "there is no search identifier of this name", word);
}

/* "1 of x*", "all of them". */
static bool parse_some(struct parse *parse, bool all, struct node **node)
{
    struct text pattern = word_at(parse, parse->at + 2);
    bool them = word_is(pattern, "them");
    bool hidden = text_starts(pattern, TEXT("_"));
    struct node *some = node_new(parse->arena, all ? NODE_AND : NODE_OR, parse->detection->count);
    for (size_t i = 0; i < parse->detection->count; i++) {
        struct text name = parse->detection->nodes[i]->name;
        if (text_starts(name, TEXT("_")) && !hidden)
            continue;
        if (them || name_fits(name, pattern))
            some->children[some->count++] = parse->detection->nodes[i];
    }
    parse->at += 3;
    *node = some;
    return some->count > 0
           || condition_wrong(parse, "no search identifier has such a name", pattern);
}

/* ---- the grammar ---- */

static bool parse_or(struct parse *parse, struct node **node);

static bool parse_primary(struct parse *parse, struct node **node)
{
    struct text word = word_at(parse, parse->at);
    bool some = word_is(word_at(parse, parse->at + 1), "of");
    bool all = word_is(word, "all");
    if (some && (all || word_is(word, "1") || word_is(word, "any")))
        return parse_some(parse, all, node);
    if (some)
        return condition_wrong(parse, "\"of\" may follow 1, any and all", word);
    if (!text_is(word, "("))
        return parse_identifier(parse, node);
    parse->at++;
    if (!parse_or(parse, node))
        return false;
    if (!text_is(word_at(parse, parse->at), ")"))
        return condition_wrong(parse, "a closing parenthesis is missing before",
                               word_at(parse, parse->at));
    parse->at++;
    return true;
}

static bool parse_not(struct parse *parse, struct node **node)
{
    bool turned = false;
    while (word_is(word_at(parse, parse->at), "not")) {
        turned = !turned;
        parse->at++;
    }
    if (!parse_primary(parse, node))
        return false;
    if (turned) {
        struct node *not_node = node_new(parse->arena, NODE_NOT, 1);
        not_node->children[not_node->count++] = *node;
        *node = not_node;
    }
    return true;
}

/* Operands with one word between them. */
static bool parse_chain(struct parse *parse, enum node_kind kind, struct node **node)
{
    const char *word = kind == NODE_AND ? "and" : "or";
    size_t capacity = 0;
    struct node *chain = NULL;
    for (;;) {
        struct node *next;
        bool good =
            kind == NODE_AND ? parse_not(parse, &next) : parse_chain(parse, NODE_AND, &next);
        if (!good)
            return false;
        if (chain == NULL && !word_is(word_at(parse, parse->at), word)) {
            *node = next;
            return true;
        }
        if (chain == NULL) {
            chain = node_new(parse->arena, kind, 0);
            chain->children = NULL;
        }
        chain->children = arena_grow(parse->arena, chain->children, chain->count, &capacity,
                                     sizeof *chain->children);
        chain->children[chain->count++] = next;
        if (!word_is(word_at(parse, parse->at), word)) {
            *node = chain;
            return true;
        }
        parse->at++;
    }
}

static bool parse_or(struct parse *parse, struct node **node)
{
    if (++parse->depth > CONDITION_DEPTH_MAX)
        return condition_wrong(parse, "too many parentheses stand in each other",
                               word_at(parse, parse->at));
    bool good = parse_chain(parse, NODE_OR, node);
    parse->depth--;
    return good;
}

static bool parse_text(struct parse *parse, struct text text, struct node **node)
{
    if (!words_read(parse, text))
        return false;
    if (parse->count == 0)
        return condition_wrong(parse, "the condition is empty: name a search identifier", text);
    if (!parse_or(parse, node))
        return false;
    return parse->at == parse->count
           || condition_wrong(parse, "and, or, or the end is expected before",
                              word_at(parse, parse->at));
}

bool condition_compile(struct compile *compile, const struct value *condition,
                       const struct detection *detection, struct node **root)
{
    struct arena *arena = compile->turn->arena;
    size_t count = condition->kind == VALUE_LIST ? condition->count : 1;
    struct node *any = node_new(arena, NODE_OR, count);
    for (size_t i = 0; i < count; i++) {
        const struct value *text = condition->kind == VALUE_LIST ? condition->items[i] : condition;
        struct parse parse = {
            .compile = compile, .arena = arena, .detection = detection, .line = text->line};
        if (text->kind == VALUE_LIST || text->kind == VALUE_MAP || text->kind == VALUE_NULL)
            return wrong(compile, text->line, "condition",
                         "a condition must be text, or a list "
                         "of texts any of which may hold.");
        if (!parse_text(&parse, text->text, &any->children[any->count++]))
            return false;
    }
    *root = count == 1 ? any->children[0] : any;
    return count > 0
           || wrong(compile, condition->line, "condition", "the list of conditions is empty.");
}
