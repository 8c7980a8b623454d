/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A house for a story: made in a folder of its own, a day before the story begins, and removed
 * afterwards whatever happened in it.
 */
#include "store/store.h"
#include "story/inside.h"
#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

enum { STAGE_WORK_BYTES = 256 * 1024 * 1024, REMOVE_FOLDERS_OPEN = 16 };

static int64_t stage_clock(void *state)
{
    return ((struct stage *)state)->now_us;
}

static int removed(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

/* The policy that the story names for its house, or the command line's. */
static struct text pack_folder(const struct stage *stage)
{
    for (size_t i = 0; i < stage->story->count; i++) {
        const struct statement *statement = &stage->story->statements[i];
        if (statement->verb == SAYS_POLICY && statement->from.kind == MOMENT_NONE)
            return stage_folder(stage, statement->name);
    }
    return stage->settings->pack_folder;
}

static const struct statement *first_at(const struct story *story)
{
    for (size_t i = 0; i < story->count; i++)
        if (story->statements[i].verb == SAYS_AT || story->statements[i].verb == SAYS_DOWN)
            return &story->statements[i];
    return NULL;
}

/* The story's clock begins a day before its first instant, in the zone of its policy. */
static bool clock_set(struct stage *stage)
{
    struct pack *pack;
    const struct statement *first = first_at(stage->story);
    if (!pack_read(&stage->turn, pack_folder(stage), &pack))
        return false;
    stage->zone = pack->calendar.zone;
    if (first == NULL)
        return instant_parse(&stage->turn, "at", TEXT("2026-01-01 00:00"), stage->zone,
                             &stage->now_us);
    stage->statement = first;
    const struct spoken *moment =
        first->verb == SAYS_DOWN && first->from.kind != MOMENT_NONE ? &first->from : &first->at;
    if (moment->kind != MOMENT_EXACT)
        return fail_field(&stage->turn, "at",
                          "the first time of a story needs a date: at "
                          "2026-07-02 15:00");
    if (!stage_moment(stage, "at", moment, TEXT_NONE, &stage->now_us))
        return false;
    stage->now_us -= DAY_US;
    stage->statement = NULL;
    return true;
}

static bool folder_new(struct stage *stage)
{
    const char *temporary = getenv("TMPDIR");
    struct text folder =
        text_format(stage->turn.arena, "%s/revere-story-XXXXXX",
                    temporary == NULL || temporary[0] == '\0' ? "/tmp" : temporary);
    if (mkdtemp((char *)folder.data) == NULL)
        return fail(&stage->turn, FAULT_BROKEN, "no folder for a house can be made at %.*s",
                    TEXT_SHOW(folder));
    stage->folder = folder;
    return true;
}

static bool store_new(struct stage *stage, struct text *address)
{
    *address = TEXT_NONE;
    if (!stage->settings->postgres)
        return true;
    struct text name = text_format(stage->turn.arena, "revere_story_%ld_%zu", (long)getpid(),
                                   *stage->numbers + stage->houses);
    if (!store_database_make(&stage->turn, stage->settings->server, name, address))
        return false;
    stage->database = name;
    return true;
}

bool stage_open(struct stage *stage)
{
    struct text address;
    stage->work = arena_new(STAGE_WORK_BYTES);
    if (stage->work == NULL)
        return fail(&stage->turn, FAULT_LIMIT, "there is no memory for a story");
    if (!clock_set(stage) || !folder_new(stage) || !store_new(stage, &address))
        return false;
    struct house_settings settings = {
        .folder = text_format(stage->turn.arena, "%.*s/house", TEXT_SHOW(stage->folder)),
        .store = address,
        .pack_folder = pack_folder(stage),
        .clock = {.now_us = stage_clock, .state = stage},
        .rooms = stage->settings->rooms,
        .tables = stage->settings->tables};
    return house_open(&stage->turn, &settings, &stage->house);
}

void stage_close(struct stage *stage)
{
    struct turn ending = {.arena = stage->turn.arena};
    house_close(stage->house);
    if (!text_empty(stage->folder))
        nftw(stage->folder.data, removed, REMOVE_FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
    if (!text_empty(stage->database)
        && !store_database_drop(&ending, stage->settings->server, stage->database))
        stage_note(stage, "%s", ending.fault.message);
    arena_free(stage->work);
}
