/* SPDX-License-Identifier: Apache-2.0 */
/* Policies of a story: one that takes effect at an instant, whole or with a few things changed. */
#include "base/file.h"
#include "base/json.h"
#include "base/yaml.h"
#include "story/inside.h"

struct text stage_folder(const struct stage *stage, struct text written)
{
    const char *file = stage->story->file;
    const char *slash = strrchr(file, '/');
    if (text_starts(written, TEXT("/")) || slash == NULL)
        return written;
    struct text beside =
        text_format(stage->turn.arena, "%.*s/%.*s", (int)(slash - file), file, TEXT_SHOW(written));
    return file_exists(beside.data) ? beside : written;
}

/* An item of a list: by number from 1, or by its id, code or name. */
static struct value **list_item(struct value *list, struct text step)
{
    static const char *const names[] = {"id", "code", "name", "short"};
    int64_t number;
    if (text_integer(step, &number))
        return number >= 1 && (size_t)number <= list->count ? &list->items[number - 1] : NULL;
    for (size_t i = 0; i < list->count; i++)
        for (size_t j = 0; j < sizeof names / sizeof names[0]; j++) {
            const struct value *name = value_get(list->items[i], names[j]);
            if (name != NULL && name->kind == VALUE_TEXT && text_equal(name->text, step))
                return &list->items[i];
        }
    return NULL;
}

static struct value **map_member(struct value *map, struct text step)
{
    for (size_t i = 0; i < map->count; i++)
        if (text_equal(map->members[i].name, step))
            return &map->members[i].value;
    return NULL;
}

/* Where a path leads in a file; a map's last step may be new. */
static bool change_make(struct stage *stage, struct value *file, struct text path,
                        struct value *value)
{
    struct value *here = file;
    struct text whole = path;
    while (!text_empty(path)) {
        struct text step = text_cut(path, '.', &path);
        struct value **next = here->kind == VALUE_LIST  ? list_item(here, step)
                              : here->kind == VALUE_MAP ? map_member(here, step)
                                                        : NULL;
        if (next == NULL && here->kind == VALUE_MAP && text_empty(path)) {
            value_set(stage->turn.arena, here, text_string(stage->turn.arena, step), value);
            return true;
        }
        if (next == NULL)
            return fail_field(&stage->turn, "policy", "there is no %.*s in the policy, at \"%.*s\"",
                              TEXT_SHOW(whole), TEXT_SHOW(step));
        if (text_empty(path)) {
            *next = value;
            return true;
        }
        here = *next;
    }
    return false;
}

/* A file of the policy with its changes; JSON is YAML, too. */
static bool file_change(struct stage *stage, const struct statement *statement, struct text name,
                        struct text *bytes)
{
    struct arena *arena = stage->turn.arena;
    struct value *file = NULL;
    for (size_t i = 0; i < statement->changes->count; i++) {
        struct text path;
        struct text in = text_cut(statement->changes->members[i].name, ':', &path);
        if (!text_equal(text_format(arena, "%.*s.yaml", TEXT_SHOW(in)), name))
            continue;
        if (file == NULL && !yaml_read(&stage->turn, *bytes, text_string(arena, name), &file))
            return false;
        if (!change_make(stage, file, path, statement->changes->members[i].value))
            return false;
    }
    if (file != NULL)
        *bytes = json_write(arena, file);
    return true;
}

static bool changes_known(struct stage *stage, const struct statement *statement,
                          const struct value *files)
{
    struct arena *arena = stage->turn.arena;
    for (size_t i = 0; i < statement->changes->count; i++) {
        struct text path;
        struct text in = text_cut(statement->changes->members[i].name, ':', &path);
        const char *name = text_format(arena, "%.*s.yaml", TEXT_SHOW(in)).data;
        if (value_get(files, name) == NULL)
            return fail_field(&stage->turn, "policy", "the policy has no file %s", name);
    }
    return true;
}

/* The folder of a file of the pack that stands in one of its own. */
static bool file_folder(struct stage *stage, struct text folder, struct text name)
{
    struct text rest;
    struct text inner = text_cut(name, '/', &rest);
    if (text_equal(inner, name))
        return true;
    struct text path =
        text_format(stage->turn.arena, "%.*s/%.*s", TEXT_SHOW(folder), TEXT_SHOW(inner));
    return folder_make(&stage->turn, path.data, 0700);
}

/* Writes the policy of the house, or of a folder, changed, to a folder of its own. */
static bool policy_write(struct stage *stage, const struct statement *statement,
                         struct text *folder)
{
    struct arena *arena = stage->turn.arena;
    struct pack *read;
    const struct pack *pack = house_pack(stage->house);
    if (!text_empty(*folder)) {
        if (!pack_read(&stage->turn, *folder, &read))
            return false;
        pack = read;
    }
    *folder = text_format(arena, "%.*s/policy-%zu", TEXT_SHOW(stage->folder), ++stage->policies);
    if (!changes_known(stage, statement, pack->files)
        || !folder_make(&stage->turn, folder->data, 0700))
        return false;
    for (size_t i = 0; i < pack->files->count; i++) {
        struct text name = pack->files->members[i].name;
        struct text bytes = pack->files->members[i].value->text;
        struct text path = text_format(arena, "%.*s/%.*s", TEXT_SHOW(*folder), TEXT_SHOW(name));
        if (!file_change(stage, statement, name, &bytes) || !file_folder(stage, *folder, name)
            || !file_write(&stage->turn, path.data, bytes, 0600))
            return false;
    }
    return true;
}

/* A policy without an instant is the house's from the beginning: see stage.c. */
bool stage_policy(struct stage *stage, const struct statement *statement)
{
    struct text folder =
        text_empty(statement->name) ? TEXT_NONE : stage_folder(stage, statement->name);
    struct turn turn;
    int64_t from_us;
    if (statement->from.kind == MOMENT_NONE)
        return !stage->begun
               || fail_field(&stage->turn, "policy",
                             "the house works by a policy already; write "
                             "from when another is in force: policy %.*s "
                             "from TIME",
                             TEXT_SHOW(statement->name));
    if (!stage_moment(stage, "from", &statement->from, TEXT_NONE, &from_us))
        return false;
    if ((text_empty(folder) || statement->changes->count > 0)
        && !policy_write(stage, statement, &folder))
        return false;
    bool good = house_turn_begin(stage->house, stage->work, &turn)
                && house_adopt(stage->house, &turn, folder, from_us);
    house_turn_end(stage->house, &turn);
    stage->turn.fault = turn.fault;
    arena_clear(stage->work);
    return good;
}
