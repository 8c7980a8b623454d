/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines into words. A statement is a line; it goes on with the next line after a backslash, a
 * comma, inside brackets, and when the next line begins with "and", "with" or "but". Words are
 * divided by spaces; what stands in quotes is one; what stands in { } or [ ] is a value, read as
 * the pack's own files are, so that both JSON and its plainer form will do.
 */
#include "base/yaml.h"
#include "story/inside.h"

struct lexer {
    struct turn *turn;
    const char *file;
    struct text text;
    size_t at;
    int line;
    struct token *tokens;
    size_t count, capacity;
    bool goes_on;
};

static bool lexer_fail(struct lexer *lexer, const char *what)
{
    return fail_field(lexer->turn, "story", "%s:%d: %s", lexer->file, lexer->line, what);
}

static bool at_end(const struct lexer *lexer)
{
    return lexer->at >= lexer->text.size;
}

static char peek(const struct lexer *lexer)
{
    return at_end(lexer) ? '\n' : lexer->text.data[lexer->at];
}

static bool blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static struct token *token_add(struct lexer *lexer, enum token_kind kind, struct text text)
{
    lexer->tokens = arena_grow(lexer->turn->arena, lexer->tokens, lexer->count, &lexer->capacity,
                               sizeof *lexer->tokens);
    lexer->tokens[lexer->count] = (struct token){.kind = kind, .text = text};
    return &lexer->tokens[lexer->count++];
}

/* "…" with \" and \\; it may not go over the end of the line. */
static bool quoted_read(struct lexer *lexer)
{
    struct builder builder = {.arena = lexer->turn->arena};
    for (lexer->at++; !at_end(lexer) && peek(lexer) != '"'; lexer->at++) {
        if (peek(lexer) == '\n')
            break;
        if (peek(lexer) == '\\' && lexer->at + 1 < lexer->text.size
            && strchr("\"\\", lexer->text.data[lexer->at + 1]) != NULL)
            lexer->at++;
        build_byte(&builder, peek(lexer));
    }
    if (at_end(lexer) || peek(lexer) != '"')
        return lexer_fail(lexer,
                          "the text in quotes does not end on its line; write the closing \"");
    lexer->at++;
    token_add(lexer, TOKEN_QUOTED, built(&builder));
    return true;
}

/* From a bracket to the one that closes it. */
static bool brackets_read(struct lexer *lexer)
{
    size_t begin = lexer->at;
    size_t depth = 0;
    int line = lexer->line;
    bool quoted = false;
    do {
        char byte = peek(lexer);
        if (at_end(lexer)) {
            lexer->line = line;
            return lexer_fail(lexer, "this bracket is never closed");
        }
        if (quoted && byte == '\\')
            lexer->at++;
        else if (byte == '"')
            quoted = !quoted;
        else if (!quoted && (byte == '{' || byte == '['))
            depth++;
        else if (!quoted && (byte == '}' || byte == ']'))
            depth--;
        if (byte == '\n')
            lexer->line++;
        lexer->at++;
    } while (depth > 0);
    if (lexer->at > lexer->text.size)
        lexer->at = lexer->text.size;
    struct text written = {lexer->text.data + begin, lexer->at - begin};
    struct token *token = token_add(lexer, TOKEN_VALUE, written);
    return yaml_read(lexer->turn, written,
                     text_format(lexer->turn->arena, "%s:%d", lexer->file, line).data,
                     &token->value);
}

static bool word_ends(char byte)
{
    return blank(byte) || byte == '\n' || byte == '"' || byte == '=';
}

/* A word, without the comma or colon behind it. Brackets end a word only where they begin a value
 * behind "=" or ":". */
static void word_read(struct lexer *lexer)
{
    size_t begin = lexer->at;
    while (!at_end(lexer) && !word_ends(peek(lexer)))
        lexer->at++;
    struct text word = {lexer->text.data + begin, lexer->at - begin};
    bool broken = false;
    while (word.size > 0 && strchr(",:;", word.data[word.size - 1]) != NULL) {
        word.size--;
        broken = true;
    }
    if (word.size > 0)
        token_add(lexer, TOKEN_WORD, word);
    if (broken && lexer->count > 0)
        lexer->tokens[lexer->count - 1].broken = true;
    if (peek(lexer) == '=') {
        lexer->at++;
        if (lexer->count > 0)
            lexer->tokens[lexer->count - 1].broken = true;
    }
}

/* Does the next line begin with a word that continues this one? */
static bool next_continues(const struct lexer *lexer)
{
    static const char *const continuing[] = {"and ", "with ", "but ", "where "};
    size_t at = lexer->at;
    while (at < lexer->text.size && (blank(lexer->text.data[at]) || lexer->text.data[at] == '\n'))
        at++;
    struct text rest = {lexer->text.data + at, lexer->text.size - at};
    for (size_t i = 0; i < sizeof continuing / sizeof continuing[0]; i++)
        if (text_starts(rest, text_of(continuing[i])))
            return true;
    return false;
}

/* One step along the line; *ended at its end. */
static bool lexer_step(struct lexer *lexer, bool *ended)
{
    char byte = peek(lexer);
    *ended = false;
    if (byte == '\n') {
        lexer->at++;
        bool comma = lexer->count > 0 && lexer->at >= 2 && lexer->goes_on;
        *ended = !comma && !(lexer->count > 0 && next_continues(lexer));
        lexer->line++;
        lexer->goes_on = false;
        return true;
    }
    if (byte == '#') {
        while (!at_end(lexer) && peek(lexer) != '\n')
            lexer->at++;
        return true;
    }
    if (blank(byte)) {
        lexer->at++;
        return true;
    }
    lexer->goes_on = false;
    if (byte == '\\') {
        lexer->at++;
        lexer->goes_on = true;
        return true;
    }
    if (byte == '"')
        return quoted_read(lexer);
    if (byte == '{' || byte == '[')
        return brackets_read(lexer);
    word_read(lexer);
    lexer->goes_on = lexer->at > 0 && lexer->text.data[lexer->at - 1] == ',';
    return true;
}

static struct text line_here(const struct lexer *lexer)
{
    size_t end = lexer->at;
    while (end < lexer->text.size && lexer->text.data[end] != '\n')
        end++;
    return text_trim((struct text){lexer->text.data + lexer->at, end - lexer->at});
}

/* A story's title is taken as it stands, quotes and all. */
static bool title_read(struct lexer *lexer, struct text source)
{
    struct text rest;
    text_cut(source, ' ', &rest);
    token_add(lexer, TOKEN_WORD, TEXT("story"));
    token_add(lexer, TOKEN_QUOTED, text_trim(rest));
    while (!at_end(lexer) && peek(lexer) != '\n')
        lexer->at++;
    return true;
}

static bool begins_story(struct arena *arena, struct text source)
{
    struct text rest;
    struct text first = text_cut(source, ' ', &rest);
    if (first.size > 0 && first.data[first.size - 1] == ':')
        first.size--;
    return text_is(text_lower(arena, first), "story");
}

static bool sentence_read(struct lexer *lexer, struct sentence *sentence)
{
    bool ended = false;
    lexer->tokens = NULL;
    lexer->count = lexer->capacity = 0;
    while (!at_end(lexer) && (blank(peek(lexer)) || peek(lexer) == '\n')) {
        lexer->line += peek(lexer) == '\n';
        lexer->at++;
    }
    sentence->line = lexer->line;
    sentence->source = line_here(lexer);
    if (begins_story(lexer->turn->arena, sentence->source) && !title_read(lexer, sentence->source))
        return false;
    while (!ended && !at_end(lexer)) {
        if (!lexer_step(lexer, &ended))
            return false;
        if (lexer->count > STORY_TOKENS_MAX)
            return lexer_fail(lexer, "this statement is too long; write it as several");
    }
    sentence->tokens = lexer->tokens;
    sentence->count = lexer->count;
    return true;
}

bool sentences_read(struct turn *turn, const char *file, struct text text,
                    struct sentence **sentences, size_t *count)
{
    struct lexer lexer = {.turn = turn, .file = file, .text = text, .line = 1};
    size_t capacity = 0;
    *sentences = NULL;
    *count = 0;
    if (!text_utf8(text) || memchr(text.data, 0, text.size) != NULL)
        return lexer_fail(&lexer, "a story is plain text in UTF-8, and this is not");
    while (!at_end(&lexer)) {
        struct sentence sentence;
        if (!sentence_read(&lexer, &sentence))
            return false;
        if (sentence.count == 0)
            continue;
        if (*count == STORY_STATEMENTS_MAX)
            return lexer_fail(&lexer, "there are too many statements in this file; divide it");
        *sentences = arena_grow(turn->arena, *sentences, *count, &capacity, sizeof **sentences);
        (*sentences)[(*count)++] = sentence;
    }
    return true;
}
