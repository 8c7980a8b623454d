/* SPDX-License-Identifier: Apache-2.0 */
/* Going along the words of a sentence. */
#include "story/inside.h"
#include <stdarg.h>

bool words_left(const struct words *words)
{
    return words->next < words->sentence->count;
}

const struct token *words_token(const struct words *words, size_t ahead)
{
    size_t at = words->next + ahead;
    return at < words->sentence->count ? &words->sentence->tokens[at] : NULL;
}

static bool word_among(struct arena *arena, struct text word, const char *alternatives)
{
    struct text lower = text_lower(arena, word);
    struct text rest = text_of(alternatives);
    while (!text_empty(rest))
        if (text_equal(text_cut(rest, '|', &rest), lower))
            return true;
    return false;
}

bool words_peek(const struct words *words, size_t ahead, const char *alternatives)
{
    const struct token *token = words_token(words, ahead);
    return token != NULL && token->kind == TOKEN_WORD
           && word_among(words->turn->arena, token->text, alternatives);
}

bool words_take(struct words *words, const char *alternatives)
{
    if (!words_peek(words, 0, alternatives))
        return false;
    words->next++;
    return true;
}

void words_skip(struct words *words, const char *alternatives)
{
    while (words_take(words, alternatives))
        continue;
}

bool words_fail(struct words *words, const char *format, ...)
{
    char message[FAULT_MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return fail_field(words->turn, "story", "%s:%d: %s", words->file, words->sentence->line,
                      message);
}

static struct text found(const struct words *words)
{
    const struct token *token = words_token(words, 0);
    return token == NULL ? TEXT("the end of the line") : token->text;
}

bool words_name(struct words *words, const char *what, struct text *name)
{
    const struct token *token = words_token(words, 0);
    if (token == NULL || token->kind == TOKEN_VALUE || text_empty(token->text))
        return words_fail(words, "%s should stand here, and there is %.*s", what,
                          TEXT_SHOW(found(words)));
    *name = token->text;
    words->next++;
    return true;
}

bool words_quoted(struct words *words, const char *what, struct text *text)
{
    const struct token *token = words_token(words, 0);
    if (token == NULL || token->kind != TOKEN_QUOTED)
        return words_fail(words, "%s should stand here in quotes, and there is %.*s", what,
                          TEXT_SHOW(found(words)));
    *text = token->text;
    words->next++;
    return true;
}

bool words_number(struct words *words, const char *what, int64_t *number)
{
    const struct token *token = words_token(words, 0);
    if (token == NULL || token->kind == TOKEN_VALUE || !text_integer(token->text, number))
        return words_fail(words, "%s should stand here as a number, and there is %.*s", what,
                          TEXT_SHOW(found(words)));
    words->next++;
    return true;
}

bool words_end(struct words *words, const char *expected)
{
    return !words_left(words)
           || words_fail(words, "\"%.*s\" is not understood here; write %s",
                         TEXT_SHOW(found(words)), expected);
}
