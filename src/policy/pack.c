/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pack from its files: first each file by itself, then the references between them. The table
 * below is the list of files a pack may have, in the order in which they are read.
 */
#include "base/file.h"
#include "base/hash.h"
#include "base/yaml.h"
#include "policy/inside.h"
#include <stdlib.h>

static const struct pack_file {
    const char *name;
    bool needed;
    bool (*read)(const struct reading *reading);
    bool (*check)(const struct reading *reading); /* NULL: it refers to nothing */
} pack_files[] = {
    {"pack.yaml", true, title_read, title_check},
    {"documents.yaml", true, documents_read, documents_check},
    {"capabilities.yaml", false, capabilities_read, NULL},
    {"clauses.yaml", true, clauses_read, clauses_check},
    {"calendar.yaml", true, calendar_read, NULL},
    {"roles.yaml", true, roles_read, roles_check},
    {"rating.yaml", true, rating_read, rating_check},
    {"ladders.yaml", false, ladders_read, ladders_check},
    {"notices.yaml", false, templates_read, templates_check},
    {"obligations.yaml", true, obligations_read, obligations_check},
    {"lifecycle.yaml", false, lifecycle_read, lifecycle_check},
    {"organisations.yaml", false, organisations_read, organisations_check},
    {"contacts.yaml", false, contacts_read, contacts_check},
    {"partners.yaml", false, partners_read, partners_check},
    {"incident_types.yaml", false, types_read, types_check},
    {"alerts.yaml", false, alerts_read, alerts_check},
    {"elements.yaml", false, elements_read, elements_check},
    {"controls.yaml", false, controls_read, controls_check},
    {"regimes.yaml", false, regimes_read, regimes_check},
    {"veris.yaml", false, veris_words_read, veris_words_check},
};
enum { PACK_FILES = sizeof pack_files / sizeof pack_files[0] };

/* "sigma/NAME.yml": a file of detection rules, which the folder of a pack may have inside. */
static bool detection_named(struct text name)
{
    static const char folder[] = DETECTION_FOLDER "/";
    if (!text_starts(name, TEXT(DETECTION_FOLDER "/")))
        return false;
    struct text file = {name.data + sizeof folder - 1, name.size - (sizeof folder - 1)};
    return memchr(file.data, '/', file.size) == NULL && !text_starts(file, TEXT("."))
           && (text_ends(file, TEXT(".yml")) || text_ends(file, TEXT(".yaml")));
}

static bool name_known(struct text name)
{
    for (size_t i = 0; i < PACK_FILES; i++)
        if (text_is(name, pack_files[i].name))
            return true;
    return detection_named(name);
}

/* "FOLDER/NAME", or the name alone where the files come from no folder. */
static const char *shown_name(struct arena *arena, const struct pack *pack, const char *name)
{
    return text_empty(pack->folder)
               ? name
               : text_format(arena, "%.*s/%s", TEXT_SHOW(pack->folder), name).data;
}

static bool read_all(struct turn *turn, struct pack *pack, struct reading *readings)
{
    for (size_t i = 0; i < PACK_FILES; i++) {
        const struct pack_file *file = &pack_files[i];
        struct value *text = value_get(pack->files, file->name);
        struct reading *reading = &readings[i];
        *reading = (struct reading){turn, pack, shown_name(turn->arena, pack, file->name), NULL};
        if (text == NULL && !file->needed)
            continue;
        if (text == NULL)
            return fail(turn, FAULT_INVALID,
                        "%s:1: the file is missing, and no pack is without it.", reading->source);
        if (!yaml_read(turn, text->text, reading->source, &reading->root) || !file->read(reading))
            return false;
    }
    return true;
}

static bool check_all(struct reading *readings)
{
    for (size_t i = 0; i < PACK_FILES; i++)
        if (readings[i].root != NULL && pack_files[i].check != NULL
            && !pack_files[i].check(&readings[i]))
            return false;
    return true;
}

/* Over "NAME SIZE\n" and the bytes of each file, sorted by name. */
static struct text hash_files(struct arena *arena, const struct value *files)
{
    struct builder all = {.arena = arena};
    for (size_t i = 0; i < files->count; i++) {
        struct text bytes = files->members[i].value->text;
        build_format(&all, "%.*s %zu\n", TEXT_SHOW(files->members[i].name), bytes.size);
        build(&all, bytes);
    }
    struct sha256 hash = sha256(built(&all));
    return hex_write(arena, (struct text){(const char *)hash.bytes, sizeof hash.bytes});
}

/* The files have known names and are sorted by them. */
static bool pack_make(struct turn *turn, struct text folder, struct value *files,
                      struct pack **made)
{
    struct reading readings[PACK_FILES];
    struct pack *pack = arena_take(turn->arena, sizeof *pack);
    pack->folder = folder;
    pack->files = files;
    pack->hash = hash_files(turn->arena, files);
    if (!read_all(turn, pack, readings) || !check_all(readings))
        return false;
    *made = pack;
    return true;
}

static bool file_add(struct turn *turn, struct text folder, struct text name, struct value *files)
{
    struct arena *arena = turn->arena;
    const char *path = text_format(arena, "%.*s/%.*s", TEXT_SHOW(folder), TEXT_SHOW(name)).data;
    struct text bytes;
    if (!name_known(name))
        return fail(turn, FAULT_INVALID,
                    "%s:1: no file of a pack has this name. The names are listed in pack(5).",
                    path);
    if (!file_read(turn, path, YAML_BYTES_MAX, &bytes))
        return false;
    value_set_text(arena, files, text_string(arena, name), bytes);
    return true;
}

static int member_order(const void *a, const void *b)
{
    return text_compare(((const struct member *)a)->name, ((const struct member *)b)->name);
}

/* The same, in the order of their names. */
static struct value *sorted_by_name(struct arena *arena, const struct value *files)
{
    struct value *sorted = value_map(arena);
    struct member *members = arena_array(arena, files->count + 1, sizeof *members);
    if (files->count > 0)
        memcpy(members, files->members, files->count * sizeof *members);
    qsort(members, files->count, sizeof *members, member_order);
    for (size_t i = 0; i < files->count; i++)
        value_set(arena, sorted, text_string(arena, members[i].name), members[i].value);
    return sorted;
}

/* Detection rules are of the policy as much as the rest: they are under its hash, and kept with it.
 */
static bool detections_add(struct turn *turn, struct text folder, struct value *files)
{
    struct text *names;
    size_t count;
    struct text inner = text_format(turn->arena, "%.*s/%s", TEXT_SHOW(folder), DETECTION_FOLDER);
    if (!file_exists(inner.data))
        return true;
    if (!folder_list(turn, inner.data, &names, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct text name =
            text_format(turn->arena, "%s/%.*s", DETECTION_FOLDER, TEXT_SHOW(names[i]));
        if (detection_named(name) && !file_add(turn, folder, name, files))
            return false;
    }
    return true;
}

bool pack_read(struct turn *turn, struct text folder, struct pack **pack)
{
    struct text *names;
    size_t count;
    while (folder.size > 1 && folder.data[folder.size - 1] == '/')
        folder.size--;
    struct text kept = text_copy(turn->arena, folder);
    struct value *files = value_map(turn->arena);
    if (!folder_list(turn, kept.data, &names, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (text_ends(names[i], TEXT(".yaml")) && !text_starts(names[i], TEXT("."))
            && !file_add(turn, kept, names[i], files))
            return false;
    return detections_add(turn, kept, files)
           && pack_make(turn, kept, sorted_by_name(turn->arena, files), pack);
}

bool pack_read_files(struct turn *turn, const struct value *files, struct pack **pack)
{
    for (size_t i = 0; i < files->count; i++)
        if (!name_known(files->members[i].name) || files->members[i].value->kind != VALUE_TEXT)
            return fail(turn, FAULT_INVALID, "%.*s:1: no file of a pack has this name.",
                        TEXT_SHOW(files->members[i].name));
    return pack_make(turn, TEXT_NONE, sorted_by_name(turn->arena, files), pack);
}

const struct pack *pack_at(const struct pack *newest, int64_t instant_us)
{
    const struct pack *pack = newest;
    while (pack != NULL && pack->from_us > instant_us)
        pack = pack->earlier;
    return pack;
}
