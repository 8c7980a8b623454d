/* SPDX-License-Identifier: Apache-2.0 */
/* Stories out of sentences: which kind of statement each is, and the ones that are short. */
#include "story/inside.h"

bool fault_named(struct text word, enum fault_kind *kind)
{
    for (int i = FAULT_INVALID; i < FAULT_KINDS; i++)
        if (text_is(word, fault_face((enum fault_kind)i)->name)) {
            *kind = (enum fault_kind)i;
            return true;
        }
    return false;
}

/* "B5.first" is the step first of the rule B5; "B5" leaves the step empty. */
bool rule_cut(struct text written, struct text *rule, struct text *step)
{
    *rule = text_cut(written, '.', step);
    return !text_empty(*rule);
}

bool label_known(const struct words *words, struct text name)
{
    for (size_t i = 0; words->story != NULL && i < words->story->count; i++)
        if (text_equal(words->story->statements[i].label, name))
            return true;
    return false;
}

/* "CIO of R1" is the CIO, and the case R1; so is "CIO, of R1". */
static bool organisation_follows(const struct words *words)
{
    const struct token *name = words_token(words, 1);
    return words_peek(words, 0, "of") && name != NULL && !label_known(words, name->text);
}

bool parse_who(struct words *words, struct who *who)
{
    *who = (struct who){.kind = WHO_NAMED};
    words_skip(words, "the|a|an");
    if (words_take(words, "house|system|administrator"))
        who->kind = WHO_HOUSE;
    else if (words_take(words, "reporter|somebody|someone|stranger|anonymous|visitor"))
        who->kind = WHO_NOBODY;
    else if (words_take(words, "anyone|anybody|everyone|everybody"))
        who->kind = WHO_ANYONE;
    else if (!words_name(words, "a person, or the code of a role", &who->name))
        return false;
    else if (organisation_follows(words)) {
        words->next++;
        return words_name(words, "the short name of an organisation", &who->organisation);
    }
    return true;
}

/* ---- at, after ---- */

static bool parse_at(struct words *words, struct statement *statement)
{
    statement->verb = SAYS_AT;
    return words_moment(words, &statement->at)
           && words_end(words, "nothing behind the time; the next line says what happens then");
}

/* "15m later" and "after 15m" are "at +15m". */
static bool parse_later(struct words *words, struct statement *statement)
{
    statement->verb = SAYS_AT;
    statement->at.kind = MOMENT_AFTER;
    if (!words_span(words, &statement->at.span_us))
        return false;
    words_skip(words, "later|pass|passes|go|goes|by");
    return words_end(words, "nothing behind the span of time");
}

/* ---- the house is down from A to B ---- */

/* "A..B" in one word is from A to B. */
static bool range_cut(struct words *words, struct statement *statement)
{
    const struct token *token = words_token(words, 0);
    struct text text = token == NULL ? TEXT_NONE : token->text;
    for (size_t i = 0; i + 1 < text.size; i++)
        if (text.data[i] == '.' && text.data[i + 1] == '.') {
            struct text from = {text.data, i};
            struct text to = {text.data + i + 2, text.size - i - 2};
            words->next++;
            statement->from = (struct spoken){.kind = MOMENT_EXACT, .text = from};
            statement->to = (struct spoken){.kind = MOMENT_EXACT, .text = to};
            return true;
        }
    return false;
}

static bool parse_period(struct words *words, struct statement *statement)
{
    if (range_cut(words, statement))
        return true;
    for (;;) {
        if (words_take(words, "from|since")) {
            if (!words_date(words, &statement->from))
                return false;
        } else if (words_take(words, "to|until|till|through|..")) {
            if (!words_date(words, &statement->to))
                return false;
        } else {
            return true;
        }
    }
}

static bool parse_down(struct words *words, struct statement *statement)
{
    statement->verb = SAYS_DOWN;
    if (words_take(words, "for")) {
        statement->to.kind = MOMENT_AFTER;
        return words_span(words, &statement->to.span_us) && words_end(words, "nothing more");
    }
    if (!parse_period(words, statement))
        return false;
    if (statement->to.kind == MOMENT_NONE)
        return words_fail(words, "write until when: the house is down from 2025-10-11 12:00 to "
                                 "2025-10-13 09:00");
    return words_end(words, "from TIME to TIME");
}

static bool down_follows(const struct words *words)
{
    size_t first = words_peek(words, 0, "the") ? 1 : 0;
    return words_peek(words, first, "house|server") && words_peek(words, first + 1, "is")
           && words_peek(words, first + 2, "down");
}

/* ---- the clock is set back by 1h ---- */

static bool parse_clock(struct words *words, struct statement *statement)
{
    statement->verb = SAYS_CLOCK;
    words_skip(words, "by");
    return words_span(words, &statement->at.span_us) && words_end(words, "nothing more");
}

/* Takes the words before the span. */
static bool clock_taken(struct words *words)
{
    size_t first = words_peek(words, 0, "the") ? 1 : 0;
    if (!words_peek(words, first, "clock") || !words_peek(words, first + 1, "is")
        || !words_peek(words, first + 2, "set") || !words_peek(words, first + 3, "back"))
        return false;
    words->next += first + 4;
    return true;
}

/* ---- channel mail refuses [from A to B] ---- */

static bool parse_channel(struct words *words, struct statement *statement)
{
    statement->verb = SAYS_CHANNEL;
    words_skip(words, "every|each|all|the");
    if (!words_peek(words, 0, "refuses|accepts|fails|works|bounces")
        && !words_name(words, "the name of a channel", &statement->name))
        return false;
    words_skip(words, "is|channel");
    if (words_peek(words, 0, "bounces"))
        return parse_bounce(words, statement);
    if (words_take(words, "refuses"))
        statement->wanted = FAULT_REFUSED;
    else if (words_take(words, "fails|down"))
        statement->wanted = FAULT_BUSY;
    else if (!words_take(words, "accepts|works|up|again"))
        return words_fail(words, "write: channel mail refuses, fails, accepts, or: bounces notice "
                                 "to WHO");
    words_skip(words, "again|everything");
    return parse_period(words, statement) && words_end(words, "from TIME to TIME");
}

/* ---- proves CLAUSE … ---- */

static bool parse_proves(struct words *words, struct statement *statement)
{
    struct arena *arena = words->turn->arena;
    size_t capacity = 0;
    statement->verb = SAYS_PROVES;
    while (words_left(words)) {
        struct text clause;
        if (words_take(words, "and"))
            continue;
        if (!words_name(words, "the id of a clause", &clause))
            return false;
        while (!text_empty(clause)) {
            statement->clauses.items =
                arena_grow(arena, statement->clauses.items, statement->clauses.count, &capacity,
                           sizeof *statement->clauses.items);
            statement->clauses.items[statement->clauses.count++] = text_cut(clause, ',', &clause);
        }
    }
    return statement->clauses.count > 0
           || words_fail(words, "name the clauses that the following expectations prove");
}

/* ---- which statement it is ---- */

/* A deed that must fail: "refused: ana evaluates R1 …". */
static bool parse_wanted(struct words *words, struct statement *statement)
{
    const struct token *token = words_token(words, 0);
    if (token != NULL && token->kind == TOKEN_WORD && words_token(words, 1) != NULL
        && fault_named(text_lower(words->turn->arena, token->text), &statement->wanted))
        words->next++;
    words_skip(words, "when|if");
    if (down_follows(words))
        return words_fail(words, "only deeds can be refused: %s: PERSON does …",
                          fault_face(statement->wanted)->name);
    return parse_deed(words, statement);
}

static bool parse_statement(struct words *words, struct statement *statement)
{
    words_skip(words, "then|and|but|also|when|with");
    if (words_take(words, "proves|prove"))
        return parse_proves(words, statement);
    if (words_take(words, "expect|expects|assert|check"))
        return parse_expect(words, statement);
    if (down_follows(words)) {
        words->next += words_peek(words, 0, "the") ? 4 : 3;
        return parse_down(words, statement);
    }
    if (clock_taken(words))
        return parse_clock(words, statement);
    if (words_take(words, "channel"))
        return parse_channel(words, statement);
    if (words_take(words, "mail"))
        return parse_mail(words, statement);
    if (words_take(words, "given"))
        return parse_given(words, statement);
    if (words_take(words, "after"))
        return parse_later(words, statement);
    if (words_take(words, "at|on") || (moment_follows(words) && words->sentence->count > 0)) {
        if (span_follows(words))
            return parse_later(words, statement);
        return parse_at(words, statement);
    }
    if (given_follows(words))
        return parse_given(words, statement);
    return parse_wanted(words, statement);
}

static bool story_begin(struct words *words, struct story **stories, size_t *count,
                        size_t *capacity)
{
    struct story story = {.file = words->file, .line = words->sentence->line};
    story.title = words->sentence->count > 1 ? words->sentence->tokens[1].text : TEXT_NONE;
    *stories = arena_grow(words->turn->arena, *stories, *count, capacity, sizeof **stories);
    (*stories)[(*count)++] = story;
    return !text_empty(story.title)
           || words_fail(words, "give the story a title: story S-03 One second before midnight");
}

static bool statement_add(struct turn *turn, struct story *story, const struct sentence *sentence)
{
    struct words words = {.turn = turn, .file = story->file, .sentence = sentence, .story = story};
    struct statement statement = {.line = sentence->line, .source = sentence->source};
    if (!parse_statement(&words, &statement))
        return false;
    story->statements = arena_grow(turn->arena, story->statements, story->count, &story->capacity,
                                   sizeof *story->statements);
    story->statements[story->count++] = statement;
    return true;
}

/* A mark must be followed by an expectation, or it proves nothing; a story must expect something.
 */
static bool story_whole(struct turn *turn, const struct story *story)
{
    const struct statement *mark = NULL;
    bool expects = false;
    for (size_t i = 0; i < story->count; i++) {
        const struct statement *statement = &story->statements[i];
        bool expected = statement->verb == SAYS_EXPECT || statement->wanted != FAULT_NONE;
        if (statement->verb == SAYS_PROVES)
            mark = statement;
        else if (expected && statement->verb != SAYS_CHANNEL) {
            mark = NULL;
            expects = true;
        }
    }
    if (mark != NULL)
        return fail_field(turn, "story",
                          "%s:%d: nothing is expected behind this mark, so it proves "
                          "nothing; write an expect below it",
                          story->file, mark->line);
    return expects
           || fail_field(turn, "story",
                         "%s:%d: the story expects nothing; write at least one expect", story->file,
                         story->line);
}

bool stories_parse(struct turn *turn, const char *file, struct text text, struct story **stories,
                   size_t *count)
{
    struct sentence *sentences;
    size_t sentences_count;
    size_t capacity = 0;
    *stories = NULL;
    *count = 0;
    if (!sentences_read(turn, file, text, &sentences, &sentences_count))
        return false;
    for (size_t i = 0; i < sentences_count; i++) {
        struct words words = {.turn = turn, .file = file, .sentence = &sentences[i]};
        if (words_peek(&words, 0, "story")) {
            if (!story_begin(&words, stories, count, &capacity))
                return false;
        } else if (*count == 0) {
            return words_fail(&words, "a file of stories begins with a line: story TITLE");
        } else if (!statement_add(turn, &(*stories)[*count - 1], &sentences[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < *count; i++)
        if (!story_whole(turn, &(*stories)[i]))
            return false;
    return *count > 0
           || fail_field(turn, "story", "%s: there is no story in it; begin with: story TITLE",
                         file);
}
