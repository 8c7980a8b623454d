/* SPDX-License-Identifier: Apache-2.0 */
/* Instants and spans as people write them. What they mean is found when the story runs: a zone
 * belongs to a policy. */
#include "story/inside.h"

static bool digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static const struct {
    const char *names; /* divided by | */
    int64_t us;
} units[] = {{"d|day|days", DAY_US},
             {"h|hour|hours", HOUR_US},
             {"m|min|mins|minute|minutes", MINUTE_US},
             {"s|sec|secs|second|seconds", SECOND_US},
             {"w|week|weeks", 7 * DAY_US}};

static int64_t unit_us(struct text word)
{
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        struct text rest = text_of(units[i].names);
        while (!text_empty(rest))
            if (text_equal(text_cut(rest, '|', &rest), word))
                return units[i].us;
    }
    return 0;
}

/* A number and its unit at the beginning of *text, which is moved behind them. */
static bool span_piece(struct text *text, int64_t *span_us)
{
    size_t digits = 0;
    while (digits < text->size && digits < 9 && digit(text->data[digits]))
        digits++;
    size_t end = digits;
    while (end < text->size && !digit(text->data[end]))
        end++;
    int64_t number;
    int64_t unit = unit_us((struct text){text->data + digits, end - digits});
    if (digits == 0 || unit == 0 || !text_integer((struct text){text->data, digits}, &number)
        || number > STORY_DURATION_DAYS_MAX * DAY_US / unit)
        return false;
    *span_us += number * unit;
    *text = (struct text){text->data + end, text->size - end};
    return *span_us <= STORY_DURATION_DAYS_MAX * DAY_US;
}

bool span_parse(struct text text, int64_t *span_us)
{
    *span_us = 0;
    if (text_starts(text, TEXT("+")))
        text = (struct text){text.data + 1, text.size - 1};
    if (text_empty(text))
        return false;
    while (!text_empty(text))
        if (!span_piece(&text, span_us))
            return false;
    return true;
}

static bool number_word(struct text text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!digit(text.data[i]))
            return false;
    return text.size > 0 && text.size < 10;
}

/* How many words from `ahead` on are a span: "2h30m", "2 hours 30 minutes", "+5 min". */
static size_t span_words(const struct words *words, size_t ahead, int64_t *span_us)
{
    size_t count = 0;
    *span_us = 0;
    for (;;) {
        const struct token *token = words_token(words, ahead + count);
        const struct token *unit = words_token(words, ahead + count + 1);
        int64_t piece_us;
        if (token == NULL || token->kind != TOKEN_WORD)
            return count;
        struct text text = token->text;
        if (count == 0 && text_starts(text, TEXT("+")))
            text = (struct text){text.data + 1, text.size - 1};
        if (number_word(text) && unit != NULL && unit->kind == TOKEN_WORD
            && span_parse(text_format(words->turn->arena, "%.*s%.*s", TEXT_SHOW(text),
                                      TEXT_SHOW(text_lower(words->turn->arena, unit->text))),
                          &piece_us))
            count += 2;
        else if (span_parse(text, &piece_us))
            count += 1;
        else
            return count;
        if (*span_us > STORY_DURATION_DAYS_MAX * DAY_US - piece_us)
            return 0;
        *span_us += piece_us;
        if (words_token(words, ahead + count - 1)->broken)
            return count;
    }
}

bool span_follows(const struct words *words)
{
    int64_t span_us;
    return span_words(words, 0, &span_us) > 0;
}

bool words_span(struct words *words, int64_t *span_us)
{
    size_t count = span_words(words, 0, span_us);
    words->next += count;
    return count > 0
           || words_fail(words, "a span of time should stand here: 15m, 4h, 2h30m, 24 hours, 1d");
}

static bool shaped(const struct token *token, const char *shape)
{
    if (token == NULL || token->kind == TOKEN_VALUE)
        return false;
    for (size_t i = 0; shape[i] != '\0'; i++) {
        if (i >= token->text.size)
            return false;
        char byte = token->text.data[i];
        if (shape[i] == '9' ? !digit(byte) : byte != shape[i])
            return false;
    }
    return true;
}

static bool date_shaped(const struct token *token)
{
    return shaped(token, "9999-99-99");
}

static bool clock_shaped(const struct token *token)
{
    return shaped(token, "99:99") || shaped(token, "9:99");
}

static const char weekdays[] = "mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|"
                               "friday|saturday|sunday";

bool moment_follows(const struct words *words)
{
    const struct token *token = words_token(words, 0);
    int64_t span_us;
    return date_shaped(token) || clock_shaped(token)
           || words_peek(words, 0, "now|tomorrow|midnight|noon") || words_peek(words, 0, weekdays)
           || span_words(words, 0, &span_us) > 0;
}

/* A zone's letters or an offset behind a time. */
static bool zone_shaped(const struct token *token)
{
    if (token == NULL || token->kind != TOKEN_WORD || token->text.size == 0)
        return false;
    char first = token->text.data[0];
    if (shaped(token, "+99:99") || shaped(token, "-99:99") || text_is(token->text, "Z"))
        return true;
    for (size_t i = 0; i < token->text.size; i++)
        if (token->text.data[i] < 'A' || token->text.data[i] > 'Z')
            return false;
    return first >= 'A' && token->text.size >= 3 && token->text.size <= 5
           && token->text.data[token->text.size - 1] == 'T';
}

static struct text token_text(const struct token *token)
{
    return token->text;
}

/* A time of day and the zone behind it, onto what stands already. */
static void clock_take(struct words *words, struct builder *builder)
{
    if (words_take(words, "midnight"))
        build(builder, TEXT("00:00:00"));
    else if (words_take(words, "noon"))
        build(builder, TEXT("12:00:00"));
    else {
        const struct token *token = words_token(words, 0);
        if (shaped(token, "9:"))
            build_byte(builder, '0');
        build(builder, token_text(token));
        words->next++;
        if (token->broken)
            return;
    }
    if (zone_shaped(words_token(words, 0))) {
        struct text zone = token_text(words_token(words, 0));
        if (zone.data[0] >= 'A' && !text_is(zone, "Z"))
            build_byte(builder, ' ');
        build(builder, zone);
        words->next++;
    }
}

static bool exact_take(struct words *words, struct spoken *moment)
{
    struct builder builder = {.arena = words->turn->arena};
    const struct token *date = words_token(words, 0);
    moment->kind = MOMENT_EXACT;
    build(&builder, date->text);
    words->next++;
    if (date->text.size == 10) {
        words_skip(words, "at");
        if (!clock_shaped(words_token(words, 0)) && !words_peek(words, 0, "midnight|noon"))
            return words_fail(words,
                              "a time of day should follow the date %.*s: write %.*s 17:00:00",
                              TEXT_SHOW(date->text), TEXT_SHOW(date->text));
        build_byte(&builder, ' ');
        clock_take(words, &builder);
    } else if (!date->broken && zone_shaped(words_token(words, 0))) {
        struct text zone = token_text(words_token(words, 0));
        if (zone.data[0] >= 'A' && !text_is(zone, "Z"))
            build_byte(&builder, ' ');
        build(&builder, zone);
        words->next++;
    }
    moment->text = built(&builder);
    return true;
}

static bool span_moment(struct words *words, struct spoken *moment)
{
    moment->kind = MOMENT_AFTER;
    if (!words_span(words, &moment->span_us))
        return false;
    if (!words_take(words, "after"))
        return true;
    return words_name(words, "what it comes after: told, detected, evaluated", &moment->anchor);
}

bool words_moment(struct words *words, struct spoken *moment)
{
    *moment = (struct spoken){.kind = MOMENT_NONE};
    if (words_take(words, "now")) {
        moment->kind = MOMENT_NOW;
        return true;
    }
    if (words_peek(words, 0, weekdays)) {
        moment->weekday = text_lower(words->turn->arena, token_text(words_token(words, 0)));
        words->next++;
    }
    if (date_shaped(words_token(words, 0)))
        return exact_take(words, moment);
    if (text_empty(moment->weekday) && span_follows(words))
        return span_moment(words, moment);
    if (words_take(words, "tomorrow")) {
        moment->days = 1;
        words_skip(words, "at");
    }
    if (!clock_shaped(words_token(words, 0)) && !words_peek(words, 0, "midnight|noon"))
        return words_fail(words,
                          "a time should stand here: 2026-07-02 15:00, 2026-07-02 15:00 EDT, "
                          "2026-07-02T15:00:00-04:00, 17:00, tomorrow 08:00, +5m or now");
    struct builder builder = {.arena = words->turn->arena};
    moment->kind = MOMENT_CLOCK;
    clock_take(words, &builder);
    moment->text = built(&builder);
    return true;
}

bool words_date(struct words *words, struct spoken *moment)
{
    const struct token *date = words_token(words, 0);
    bool alone =
        date_shaped(date) && date->text.size == 10
        && (date->broken
            || !(clock_shaped(words_token(words, 1)) || words_peek(words, 1, "at|midnight|noon")));
    if (!alone)
        return words_moment(words, moment);
    *moment = (struct spoken){.kind = MOMENT_DATE, .text = date->text};
    words->next++;
    return true;
}

struct text span_people(struct arena *arena, int64_t span_us)
{
    struct builder builder = {.arena = arena};
    int64_t seconds = span_us / SECOND_US;
    if (seconds >= 86400)
        build_format(&builder, "%lld d ", (long long)(seconds / 86400));
    if (seconds % 86400 >= 3600)
        build_format(&builder, "%lld h ", (long long)(seconds % 86400 / 3600));
    if (seconds % 3600 >= 60)
        build_format(&builder, "%lld min ", (long long)(seconds % 3600 / 60));
    if (seconds % 60 > 0 || seconds == 0)
        build_format(&builder, "%lld s ", (long long)(seconds % 60));
    return text_trim(built(&builder));
}
