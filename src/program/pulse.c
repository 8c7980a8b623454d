/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pulse of a house that serves: a file in its folder that says which process serves it, where
 * it listens, and when it last did all that was due. It is written anew every few seconds, so that
 * whoever looks from another process sees how the house is without asking it; a pulse that is old
 * is of a process that hangs or is gone. Nothing in it is of any case.
 */
#include "base/file.h"
#include "base/json.h"
#include "base/zone.h"
#include "program/program.h"
#include <unistd.h>

enum { PULSE_ARENA_BYTES = 1024 * 1024, PULSE_BYTES_MAX = 65536 };

static const char *pulse_path(struct arena *arena, struct text folder)
{
    return text_format(arena, "%.*s/" PULSE_FILE, TEXT_SHOW(folder)).data;
}

static void listening(struct arena *arena, const struct doors *doors, struct value *list)
{
    struct text address = doors->web.address;
    if (text_empty(address))
        address = TEXT("127.0.0.1");
    value_append(arena, list,
                 value_text(arena, text_format(arena, "http://%.*s:%u", TEXT_SHOW(address),
                                               (unsigned)http_port(doors->server))));
    if (doors->listener != NULL)
        value_append(arena, list,
                     value_text(arena, mail_port(doors->listener) == 0
                                           ? text_format(arena, "lmtp:%.*s",
                                                         TEXT_SHOW(doors->letters.address))
                                           : text_format(arena, "lmtp:127.0.0.1:%u",
                                                         (unsigned)mail_port(doors->listener))));
    if (doors->watcher != NULL)
        value_append(
            arena, list,
            value_text(arena, text_format(arena, "watch:%.*s", TEXT_SHOW(doors->watches))));
}

/* Of use to whoever looks alone: when it cannot be written, the house serves on. */
void pulse_write(const struct doors *doors)
{
    struct turn turn = {.arena = arena_new(PULSE_ARENA_BYTES)};
    if (turn.arena == NULL)
        return;
    struct value *said = value_map(turn.arena);
    struct value *list = value_list(turn.arena);
    int64_t done_us = tick_done_us(doors->tick);
    listening(turn.arena, doors, list);
    value_set_integer(turn.arena, said, "pid", getpid());
    value_set_text(turn.arena, said, "version", text_of(doors->console->version));
    value_set_text(turn.arena, said, "since", instant_utc(turn.arena, doors->since_us));
    value_set_text(turn.arena, said, "at", instant_utc(turn.arena, house_now_us(doors->house)));
    if (done_us != TIME_NONE)
        value_set_text(turn.arena, said, "tick", instant_utc(turn.arena, done_us));
    value_set(turn.arena, said, "listens", list);
    value_set_integer(turn.arena, said, "watches", watcher_count(doors->watcher));
    keeper_say(doors->keeper, turn.arena, said);
    struct text line = text_format(turn.arena, "%.*s\n", TEXT_SHOW(json_write(turn.arena, said)));
    bool written =
        file_write(&turn, pulse_path(turn.arena, house_folder(doors->house)), line, 0600);
    (void)written;
    arena_free(turn.arena);
}

void pulse_end(const struct doors *doors)
{
    struct turn turn = {.arena = arena_new(PULSE_ARENA_BYTES)};
    if (turn.arena == NULL)
        return;
    const char *path = pulse_path(turn.arena, house_folder(doors->house));
    bool gone = !file_exists(path) || file_remove(&turn, path);
    (void)gone;
    arena_free(turn.arena);
}

static const struct field address_item = {.type = FIELD_TEXT};
static const struct field watch_fields[] = {
    {.name = "state", .type = FIELD_TEXT, .needed = true},
    {.name = "since", .type = FIELD_INSTANT, .needed = true},
    {.name = "pid", .type = FIELD_INTEGER},
    {.name = "starts", .type = FIELD_INTEGER},
    {.name = "last", .type = FIELD_TEXT},
    {.name = NULL}};
static const struct field pulse_fields[] = {
    {.name = "pid", .type = FIELD_INTEGER, .needed = true, .least = 1},
    {.name = "version", .type = FIELD_TEXT, .needed = true},
    {.name = "since", .type = FIELD_TEXT, .needed = true},
    {.name = "at", .type = FIELD_TEXT, .needed = true},
    {.name = "tick", .type = FIELD_TEXT},
    {.name = "listens", .type = FIELD_LIST, .most = 16, .items = &address_item},
    {.name = "watches", .type = FIELD_INTEGER},
    {.name = "watch", .type = FIELD_MAP, .members = watch_fields},
    {.name = NULL}};

static bool pulse_parse(struct turn *turn, const char *path, struct value **said, int64_t *at_us,
                        int64_t *tick_us)
{
    struct text bytes;
    *tick_us = TIME_NONE;
    return file_read(turn, path, PULSE_BYTES_MAX, &bytes)
           && json_read(turn, bytes, PULSE_FILE, said)
           && field_check(turn, pulse_fields, *said, NULL)
           && instant_parse(turn, "at", value_get_text(*said, "at"), NULL, at_us)
           && (!value_has(*said, "tick")
               || instant_parse(turn, "tick", value_get_text(*said, "tick"), NULL, tick_us));
}

bool pulse_read(struct turn *turn, struct text folder, struct pulse *pulse)
{
    const char *path = pulse_path(turn->arena, folder);
    *pulse = (struct pulse){.tick_us = TIME_NONE};
    if (!file_exists(path))
        return true;
    if (pulse_parse(turn, path, &pulse->said, &pulse->at_us, &pulse->tick_us))
        return true;
    pulse->broken = turn->fault.kind == FAULT_INVALID;
    pulse->said = NULL;
    if (pulse->broken)
        fault_clear(turn);
    return pulse->broken;
}
