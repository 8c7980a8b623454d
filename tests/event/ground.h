/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of the event store share: a fresh folder, records, and all that a store has. */
#pragma once
#include "base/file.h"
#include "event/segment.h"
#include "event/segment_file.h"
#include "event/segment_proof.h"
#include "tap.h"
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { GROUND_NOW_US = 1000000 };
static const size_t ground_arena_bytes = (size_t)1 << 30;

struct ground {
    struct turn turn;
    char folder[64];
    FILE *said; /* what the store's log says goes here */
    struct log log;
    struct segment_settings settings;
    struct segment_store *store;
};

static inline bool ground_make(struct ground *ground)
{
    *ground = (struct ground){.turn = {.arena = arena_new(ground_arena_bytes)}};
    snprintf(ground->folder, sizeof ground->folder, "/tmp/revere-event-XXXXXX");
    ground->said = tmpfile();
    ground->log = (struct log){.file = ground->said, .clock = clock_system()};
    ground->settings = (struct segment_settings){.folder = ground->folder, .log = &ground->log};
    return mkdtemp(ground->folder) != NULL && ground->said != NULL;
}

static inline void ground_remove(struct ground *ground)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", ground->folder);
    arena_free(ground->turn.arena);
    fclose(ground->said);
    if (system(command) != 0) /* NOLINT(cert-env33-c): a folder of our own making */
        printf("# %s stays\n", ground->folder);
}

/* Did the log say so, since the start? */
static inline bool ground_said(struct ground *ground, const char *words)
{
    static char bytes[1 << 16];
    rewind(ground->said);
    size_t size = fread(bytes, 1, sizeof bytes - 1, ground->said);
    fseek(ground->said, 0, SEEK_END);
    bytes[size] = '\0';
    return strstr(bytes, words) != NULL;
}

static inline bool ground_open(struct ground *ground)
{
    bool good = segment_open(&ground->turn, &ground->settings, &ground->store);
    if (!good)
        printf("# %s\n", ground->turn.fault.message);
    return good;
}

static inline struct segment_record ground_record(struct text raw)
{
    return (struct segment_record){.received_us = GROUND_NOW_US,
                                   .event_us = EVENT_TIME_NONE,
                                   .source = TEXT("test"),
                                   .raw = raw};
}

static inline bool ground_put(struct ground *ground, struct text raw)
{
    size_t taken = 0;
    struct segment_position first;
    struct segment_record record = ground_record(raw);
    return segment_append(&ground->turn, ground->store, GROUND_NOW_US, &record, 1, &taken, &first)
           && taken == 1;
}

static inline bool ground_sync(struct ground *ground)
{
    struct segment_position durable;
    return segment_sync(&ground->turn, ground->store, GROUND_NOW_US, &durable);
}

/* Closes, as a crash would. */
static inline void ground_close(struct ground *ground)
{
    segment_close(ground->store);
    ground->store = NULL;
}

/* Calls each(record) for every record of the segments, in their order; how many. */
static inline size_t ground_each(struct ground *ground,
                                 void (*each)(void *context, size_t index,
                                              const struct segment_record *record),
                                 void *context)
{
    struct segment_name *names;
    size_t count = 0;
    size_t records = 0;
    if (!segment_list(&ground->turn, ground->folder, &names, &count))
        return 0;
    for (size_t i = 0; i < count; i++) {
        struct segment_file *file;
        struct turn turn = {.arena = arena_new(ground_arena_bytes)};
        bool good = segment_file_open(&turn, names[i].path, &file);
        for (size_t at = 0; good && at < file->block_count; at++) {
            struct block block;
            good = segment_file_block(&turn, file, at, &block);
            for (size_t k = 0; good && k < block.count; k++)
                each(context, records++, &block.records[k]);
        }
        if (!good)
            printf("# %s\n", turn.fault.message);
        arena_free(turn.arena);
    }
    return records;
}

static inline bool ground_sound(struct ground *ground, struct segment_verdict *verdict)
{
    bool good = segment_verify(&ground->turn, ground->folder, NULL, verdict);
    if (good && !verdict->sound)
        printf("# %.*s: %.*s\n", TEXT_SHOW(verdict->where), TEXT_SHOW(verdict->why));
    return good && verdict->sound;
}
