/* SPDX-License-Identifier: Apache-2.0 */
/* Legal holds, and segments that go when their time is over. */
#include "event/segment_keep.h"
#include "base/file.h"
#include "base/json.h"

enum { KEPT_BYTES_MAX = 64 * 1024, HOLD_NAME_BYTES_MAX = 64 };

struct hold {
    int64_t from_us, to_us;
};

/* ---- holds ---- */

static bool name_check(struct turn *turn, struct text name)
{
    bool good = name.size > 0 && name.size <= HOLD_NAME_BYTES_MAX;
    for (size_t i = 0; good && i < name.size; i++)
        good =
            strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", name.data[i])
                != NULL
            && name.data[i] != '\0';
    return good
           || fail_field(turn, "hold",
                         "\"%.*s\" cannot name a hold: take letters, digits and \"-\".",
                         TEXT_SHOW(name));
}

static const char *hold_path(struct arena *arena, const char *folder, struct text name)
{
    return text_format(arena, "%s/hold/%.*s.json", folder, TEXT_SHOW(name)).data;
}

static bool hold_read(struct turn *turn, const char *path, struct hold *hold)
{
    struct text bytes;
    struct value *read;
    if (!file_read(turn, path, KEPT_BYTES_MAX, &bytes) || !json_read(turn, bytes, path, &read))
        return false;
    hold->from_us = value_get_integer(read, "from_us", INT64_MIN);
    hold->to_us = value_get_integer(read, "to_us", INT64_MAX);
    return true;
}

static bool holds_read(struct turn *turn, const char *folder, struct hold **holds, size_t *count)
{
    struct text *names = NULL;
    size_t name_count = 0;
    const char *place = text_format(turn->arena, "%s/hold", folder).data;
    *count = 0;
    if (!file_exists(place))
        return true;
    if (!folder_list(turn, place, &names, &name_count))
        return false;
    *holds = arena_array(turn->arena, name_count + 1, sizeof **holds);
    for (size_t i = 0; i < name_count; i++) {
        if (!text_ends(names[i], TEXT(".json")))
            continue;
        const char *path = text_format(turn->arena, "%s/%.*s", place, TEXT_SHOW(names[i])).data;
        if (!hold_read(turn, path, &(*holds)[(*count)++]))
            return false; /* a hold that cannot be read holds everything */
    }
    return true;
}

static bool held(const struct segment_file *file, const struct hold *holds, size_t count)
{
    const struct segment_tail *tail = &file->tail;
    for (size_t i = 0; i < count; i++)
        if ((tail->time_min_us <= holds[i].to_us && tail->time_max_us >= holds[i].from_us)
            || (tail->received_min_us <= holds[i].to_us
                && tail->received_max_us >= holds[i].from_us))
            return true;
    return false;
}

static bool held_count(struct turn *turn, const char *folder, const struct hold *hold,
                       size_t *count)
{
    struct segment_name *names;
    size_t name_count;
    *count = 0;
    if (!segment_list(turn, folder, &names, &name_count))
        return false;
    for (size_t i = 0; i < name_count; i++) {
        struct segment_file *file;
        if (names[i].state != SEGMENT_SEALED)
            continue;
        if (!segment_file_open(turn, names[i].path, &file))
            return false;
        *count += held(file, hold, 1);
        segment_file_close(file);
    }
    return true;
}

bool segment_hold(struct turn *turn, const char *folder, struct text name, struct text reason,
                  int64_t from_us, int64_t to_us, size_t *count)
{
    struct hold hold = {from_us, to_us};
    const char *place = text_format(turn->arena, "%s/hold", folder).data;
    struct value *said = value_map(turn->arena);
    if (!name_check(turn, name))
        return false;
    if (from_us > to_us)
        return fail_field(turn, "until", "The hold ends before it begins.");
    if (reason.size == 0 || reason.size > SEGMENT_REASON_BYTES_MAX)
        return fail_field(turn, "reason", "Say whose order it is, in at most %d bytes.",
                          SEGMENT_REASON_BYTES_MAX);
    value_set_text(turn->arena, said, "name", name);
    value_set_text(turn->arena, said, "reason", text_utf8_mended(turn->arena, reason));
    value_set_integer(turn->arena, said, "from_us", from_us);
    value_set_integer(turn->arena, said, "to_us", to_us);
    return folder_make(turn, place, 0700)
           && file_write(turn, hold_path(turn->arena, folder, name), json_write(turn->arena, said),
                         0600)
           && held_count(turn, folder, &hold, count);
}

bool segment_release(struct turn *turn, const char *folder, struct text name)
{
    const char *path = hold_path(turn->arena, folder, name);
    if (!name_check(turn, name))
        return false;
    if (!file_exists(path))
        return fail_field(turn, "hold", "There is no hold \"%.*s\".", TEXT_SHOW(name));
    return file_remove(turn, path);
}

/* ---- retirement ---- */

static bool retired_write(struct turn *turn, const char *folder, const struct segment_file *file,
                          struct text reason)
{
    struct value *said = value_map(turn->arena);
    struct text root = {(const char *)file->tail.root.bytes, SHA256_BYTES};
    struct text store = {(const char *)file->tail.store, SEGMENT_ID_BYTES};
    const char *report = text_format(turn->arena, "%s/report", folder).data;
    value_set_text(turn->arena, said, "store", hex_write(turn->arena, store));
    value_set_integer(turn->arena, said, "segment", (int64_t)file->tail.number);
    value_set_text(turn->arena, said, "retired", reason);
    value_set_text(turn->arena, said, "root", hex_write(turn->arena, root));
    value_set_integer(turn->arena, said, "records", (int64_t)file->tail.records);
    value_set_integer(turn->arena, said, "received_min_us", file->tail.received_min_us);
    value_set_integer(turn->arena, said, "received_max_us", file->tail.received_max_us);
    struct text json = json_write(turn->arena, said);
    return folder_make(turn, report, 0700)
           && file_write(turn, segment_path(turn->arena, report, file->tail.number, "retired.json"),
                         json, 0600)
           && file_write(turn, segment_path(turn->arena, folder, file->tail.number, "retired"),
                         json, 0600);
}

static bool retire_one(struct turn *turn, const char *folder, const char *path, int64_t before_us,
                       struct text reason, const struct hold *holds, size_t hold_count,
                       struct segment_retirement *retirement)
{
    struct segment_file *file;
    if (!segment_file_open(turn, path, &file))
        return false;
    bool good = true;
    if (file->tail.received_max_us >= before_us) {
        segment_file_close(file);
        return true;
    }
    if (held(file, holds, hold_count)) {
        retirement->held++;
    } else {
        good = retired_write(turn, folder, file, reason) && file_remove(turn, path);
        retirement->retired += good;
        retirement->bytes += good ? file->size : 0;
    }
    segment_file_close(file);
    return good;
}

bool segment_retire(struct turn *turn, const char *folder, int64_t before_us, struct text reason,
                    struct segment_retirement *retirement)
{
    struct segment_name *names;
    size_t count;
    struct hold *holds = NULL;
    size_t hold_count = 0;
    *retirement = (struct segment_retirement){0};
    if (!holds_read(turn, folder, &holds, &hold_count)
        || !segment_list(turn, folder, &names, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (names[i].state == SEGMENT_SEALED
            && !retire_one(turn, folder, names[i].path, before_us, reason, holds, hold_count,
                           retirement))
            return false;
    return true;
}

bool segment_retired(struct turn *turn, const char *folder, uint64_t number, struct sha256 *root)
{
    struct text bytes;
    struct value *read;
    struct turn reading = {.arena = turn->arena};
    const char *path = segment_path(turn->arena, folder, number, "retired");
    return file_exists(path) && file_read(&reading, path, KEPT_BYTES_MAX, &bytes)
           && json_read(&reading, bytes, path, &read)
           && value_get_integer(read, "segment", 0) == (int64_t)number
           && hex_read(value_get_text(read, "root"), root->bytes, SHA256_BYTES);
}
