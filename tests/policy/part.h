/* SPDX-License-Identifier: Apache-2.0 */
/* For tests of single files of a pack: reads one of the real pack, or one written in the test. */
#pragma once
#include "base/file.h"
#include "base/yaml.h"
#include "policy/inside.h"
#include <stdlib.h>

struct part {
    struct arena *arena;
    struct turn turn;
    struct pack *pack;
    struct reading reading;
};

/* A pack of nothing, in an arena that the test frees with part_end. */
static inline void part_begin(struct part *part)
{
    *part = (struct part){.arena = arena_new((size_t)64 << 20)};
    part->turn.arena = part->arena;
    part->pack = arena_take(part->arena, sizeof *part->pack);
    part->reading = (struct reading){.turn = &part->turn, .pack = part->pack};
}

static inline void part_end(struct part *part)
{
    arena_free(part->arena);
}

/* Reads YAML into the pack with a reader; the fault, if any, is in part->turn. */
static inline bool part_read(struct part *part, struct text yaml, const char *source,
                             bool (*reader)(const struct reading *reading))
{
    fault_clear(&part->turn);
    part->reading.source = source;
    return yaml_read(&part->turn, yaml, source, &part->reading.root) && reader(&part->reading);
}

/* The bytes of a file of the pack of Massachusetts. */
static inline struct text part_file(struct part *part, const char *name)
{
    struct text bytes = TEXT_NONE;
    const char *path =
        text_format(part->arena, "%s/policy/us-ma/%s", getenv("REVERE_SOURCE"), name).data;
    if (!file_read(&part->turn, path, YAML_BYTES_MAX, &bytes))
        return TEXT_NONE;
    return bytes;
}

/* part_file and part_read together. */
static inline bool part_read_file(struct part *part, const char *name,
                                  bool (*reader)(const struct reading *reading))
{
    return part_read(part, part_file(part, name), name, reader);
}
