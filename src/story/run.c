/* SPDX-License-Identifier: Apache-2.0 */
/* Plays stories: statement after statement, each in its house, and says what was ok. */
#include "base/file.h"
#include "story/inside.h"
#include <stdlib.h>

enum { STORY_ARENA_BYTES = 1024 * 1024 * 1024 };

struct run {
    const struct story_settings *settings;
    size_t printed, failed, houses;
};

/* ---- marks ---- */

/* What a mark names is printed when everything behind it was ok; make clauses counts it. */
static void mark_close(struct stage *stage)
{
    if (stage->marked != NULL && stage->failed == stage->marked_failed && stage->awake)
        for (size_t i = 0; i < stage->marked->count; i++)
            stage_note(stage, "proves %.*s", TEXT_SHOW(stage->marked->items[i]));
    stage->marked = NULL;
}

static bool mark_open(struct stage *stage, const struct statement *statement)
{
    mark_close(stage);
    stage->marked = &statement->clauses;
    stage->marked_failed = stage->failed;
    for (size_t i = 0; i < statement->clauses.count; i++)
        if (pack_clause(house_pack(stage->house), statement->clauses.items[i]) == NULL)
            return fail_field(&stage->turn, "proves", "the policy has no clause %.*s",
                              TEXT_SHOW(statement->clauses.items[i]));
    return true;
}

/* ---- statements ---- */

static bool play_at(struct stage *stage, const struct statement *statement)
{
    int64_t until_us;
    if (!stage->begun && statement->at.kind != MOMENT_EXACT)
        return fail_field(&stage->turn, "at",
                          "the first time of a story needs a date: at 2026-07-02 15:00");
    stage->begun = true;
    return stage_moment(stage, "at", &statement->at, TEXT_NONE, &until_us)
           && stage_pass(stage, until_us, stage->awake);
}

/* Nothing is heard until then: what others should have said is waited for from there. */
static bool stage_asleep(struct stage *stage, int64_t to_us)
{
    house_listens_since(stage->house, to_us);
    return stage_pass(stage, to_us, false);
}

static bool play_down(struct stage *stage, const struct statement *statement)
{
    int64_t from_us;
    int64_t to_us;
    stage->begun = true;
    return stage_moment(stage, "from", &statement->from, TEXT_NONE, &from_us)
           && stage_pass(stage, from_us, stage->awake)
           && stage_moment(stage, "to", &statement->to, TEXT_NONE, &to_us)
           && stage_asleep(stage, to_us);
}

/* The story goes on from there: the clock shows that time again. */
static bool play_clock(struct stage *stage, const struct statement *statement)
{
    stage->now_us -= statement->at.span_us;
    return stage_settle(stage);
}

static bool expects_fault(const struct stage *stage, const struct statement *statement)
{
    const struct statement *next = statement + 1;
    return next < stage->story->statements + stage->story->count && next->verb == SAYS_EXPECT
           && next->expectation.subject == ABOUT_FAULT;
}

static bool play_deed(struct stage *stage, const struct statement *statement)
{
    stage->fault = (struct fault){.kind = FAULT_NONE};
    if (!stage_deed(stage, statement))
        return false;
    if (statement->wanted != FAULT_NONE) {
        if (!stage_test(stage, stage->fault.kind == statement->wanted, "%.*s",
                        TEXT_SHOW(statement->source)))
            stage_note(stage, "it was %s: %s",
                       stage->fault.kind == FAULT_NONE ? "done"
                                                       : fault_face(stage->fault.kind)->name,
                       stage->fault.message);
    } else if (stage->fault.kind != FAULT_NONE && !expects_fault(stage, statement)) {
        stage_test(stage, false, "%.*s", TEXT_SHOW(statement->source));
        stage_note(stage, "%s %s: %s", fault_face(stage->fault.kind)->name, stage->fault.field,
                   stage->fault.message);
    }
    return true;
}

static bool play_statement(struct stage *stage, const struct statement *statement)
{
    stage->statement = statement;
    switch (statement->verb) {
    case SAYS_AT: return play_at(stage, statement);
    case SAYS_DOWN: return play_down(stage, statement);
    case SAYS_CLOCK: return play_clock(stage, statement);
    case SAYS_PROVES: return mark_open(stage, statement);
    case SAYS_ACTION:
    case SAYS_ATTEST:
    case SAYS_MAIL:
    case SAYS_READ:
    case SAYS_EACH: return play_deed(stage, statement);
    case SAYS_EXPECT: return stage_expect(stage, statement);
    case SAYS_ORGANISATION:
    case SAYS_PERSON:
    case SAYS_STAFF:
    case SAYS_ASSET:
    case SAYS_POLICY:
    case SAYS_CHANNEL:
    case SAYS_ABSENT:
    default: return stage_given(stage, statement);
    }
}

/* ---- both ways ---- */

static int text_order(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* What is owed at the end, without ids: one line for each obligation, sorted. */
static bool digest(struct stage *stage, struct text *said)
{
    struct arena *arena = stage->turn.arena;
    struct builder builder = {.arena = arena};
    struct value *items;
    if (!obligations_of(stage, TEXT("all"), &items))
        return false;
    struct text *lines = arena_array(arena, items->count + 1, sizeof *lines);
    for (size_t i = 0; i < items->count; i++) {
        const struct value *item = items->items[i];
        lines[i] = text_format(
            arena, "%.*s.%.*s %.*s to %.*s: %.*s, due %.*s, level %lld",
            TEXT_SHOW(value_get_text(item, "rule")), TEXT_SHOW(value_get_text(item, "step")),
            TEXT_SHOW(value_get_text(item, "organisation")),
            TEXT_SHOW(value_get_text(value_get(item, "owed_to"), "role")),
            TEXT_SHOW(value_get_text(item, "state")), TEXT_SHOW(value_get_text(item, "due")),
            (long long)value_get_integer(item, "level", 0));
    }
    qsort(lines, items->count, sizeof *lines, text_order);
    for (size_t i = 0; i < items->count; i++)
        build_format(&builder, "%.*s\n", TEXT_SHOW(lines[i]));
    *said = built(&builder);
    return true;
}

/* The lines of one text that the other has not. */
static void show_difference(struct stage *stage, const char *who, struct text mine,
                            struct text other)
{
    while (!text_empty(mine)) {
        struct text line = text_cut(mine, '\n', &mine);
        if (!text_empty(line) && !text_contains(other, line))
            stage_note(stage, "  %s: %.*s", who, TEXT_SHOW(line));
    }
}

/* ---- a story ---- */

static bool play(struct turn *turn, void *context)
{
    struct stage *stage = context;
    (void)turn;
    if (!stage_open(stage))
        return false;
    for (size_t i = 0; i < stage->story->count; i++)
        if (!play_statement(stage, &stage->story->statements[i]))
            return false;
    mark_close(stage);
    return digest(stage, &stage->ending);
}

static void play_guarded(struct run *run, struct stage *stage)
{
    stage->settings = run->settings;
    stage->numbers = &run->printed;
    stage->houses = run->houses++;
    if (!turn_run(&stage->turn, play, stage)) {
        struct fault fault = stage->turn.fault;
        fault_clear(&stage->turn);
        stage_test(
            stage, false, "%.*s",
            TEXT_SHOW(stage->statement == NULL ? stage->story->title : stage->statement->source));
        stage_note(stage, "the story cannot go on: %s %s: %s", fault_face(fault.kind)->name,
                   fault.field, fault.message);
    }
    stage_close(stage);
}

static void count_in(struct run *run, struct stage *stage)
{
    run->printed += stage->tests;
    run->failed += stage->failed;
    stage->tests = stage->failed = 0;
}

static void play_both(struct run *run, struct stage *awake, struct stage *asleep)
{
    awake->awake = true;
    play_guarded(run, awake);
    count_in(run, awake);
    if (run->settings->steps != STORY_STEPS_BOTH)
        return;
    /* What happens in between is seen later by a house that sleeps: only the end is compared. */
    asleep->quiet = true;
    play_guarded(run, asleep);
    asleep->quiet = false;
    asleep->statement = NULL;
    if (!stage_test(asleep, text_equal(awake->ending, asleep->ending),
                    "awake or asleep, the same obligations: %.*s",
                    TEXT_SHOW(asleep->story->title))) {
        show_difference(asleep, "awake ", awake->ending, asleep->ending);
        show_difference(asleep, "asleep", asleep->ending, awake->ending);
    }
    count_in(run, asleep);
}

static bool play_story(struct turn *turn, struct run *run, const struct story *story)
{
    struct stage first = {.turn = {.arena = arena_new(STORY_ARENA_BYTES)}, .story = story};
    struct stage second = {.turn = {.arena = arena_new(STORY_ARENA_BYTES)}, .story = story};
    bool good = first.turn.arena != NULL && second.turn.arena != NULL;
    if (good) {
        fprintf(run->settings->out, "# %s: %.*s\n", story->file, TEXT_SHOW(story->title));
        if (run->settings->steps == STORY_STEPS_ONE) {
            play_guarded(run, &first);
            count_in(run, &first);
        } else {
            play_both(run, &first, &second);
        }
    }
    arena_free(first.turn.arena);
    arena_free(second.turn.arena);
    return good || fail(turn, FAULT_LIMIT, "there is no memory for a story");
}

bool story_run(struct turn *turn, const struct story_settings *settings, const char *const *files,
               size_t count, size_t *failed)
{
    struct run run = {.settings = settings};
    struct story **stories = arena_array(turn->arena, count, sizeof *stories);
    size_t *counts = arena_array(turn->arena, count, sizeof *counts);
    for (size_t i = 0; i < count; i++) {
        struct text text;
        if (!file_read(turn, files[i], STORY_BYTES_MAX, &text)
            || !stories_parse(turn, files[i], text, &stories[i], &counts[i]))
            return false;
    }
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < counts[i]; j++)
            if (!play_story(turn, &run, &stories[i][j]))
                return false;
    fprintf(settings->out, "1..%zu\n", run.printed);
    *failed = run.failed;
    return true;
}
