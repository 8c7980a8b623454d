/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration of a watch: docs/watch.yaml.5. */
#include "base/field.h"
#include "base/file.h"
#include "base/yaml.h"
#include "event/format.h"
#include "watch/inside.h"
#include <sys/stat.h>

#define SECOND_US INT64_C(1000000)
enum {
    CONFIG_BYTES_MAX = 1024 * 1024,
    NAME_BYTES_MAX = 64,
    PATH_BYTES_MAX = 4000,
    TOKEN_BYTES_MAX = 4096,
    SOCKET_BYTES_MAX = 100,
    BUFFER_BYTES = 64 * 1024 * 1024,
    BUFFER_BYTES_MAX = 1024 * 1024 * 1024,
    CONNECTIONS = 1024,
    CONNECTIONS_MAX = 100000,
    SOCKETS_MAX = 16,
    BATCHES = 48,
    BATCHES_LEAST = 24, /* one request of HTTP, and something beside it */
    SILENT_SECONDS_MAX = 30 * 86400,
    GROUP_SECONDS = 300, /* product default */
    GROUP_SECONDS_MAX = 86400,
    LATENESS_SECONDS = 30, /* product default */
    LATENESS_SECONDS_MAX = 86400,
    HUNT_RATE = 10000, /* product default */
    HUNT_RATE_MAX = 100000000
};

static const char *const kind_words[] = {"udp",   "tcp",     "http", "file",
                                         "stdin", "journal", "evtx", NULL};
static const char *const from_words[] = {"beginning", "end", NULL};

static const struct field peer_item = {.type = FIELD_TEXT, .least = 1, .most = TLS_NAME_BYTES};
static const struct field input_fields[] = {
    {.name = "name", .type = FIELD_TEXT, .needed = true, .least = 1, .most = NAME_BYTES_MAX},
    {.name = "kind", .type = FIELD_WORD, .needed = true, .words = kind_words},
    {.name = "listen", .type = FIELD_TEXT, .least = 1, .most = 256},
    {.name = "path", .type = FIELD_TEXT, .least = 1, .most = PATH_BYTES_MAX},
    {.name = "token_file", .type = FIELD_TEXT, .least = 1, .most = PATH_BYTES_MAX},
    {.name = "certificate_file", .type = FIELD_TEXT, .least = 1, .most = PATH_BYTES_MAX},
    {.name = "key_file", .type = FIELD_TEXT, .least = 1, .most = PATH_BYTES_MAX},
    {.name = "client_ca_file", .type = FIELD_TEXT, .least = 1, .most = PATH_BYTES_MAX},
    {.name = "peers",
     .type = FIELD_LIST,
     .least = 1,
     .most = WATCH_RANGES_MAX,
     .items = &peer_item},
    {.name = "format", .type = FIELD_TEXT, .least = 1, .most = NAME_BYTES_MAX},
    {.name = "sockets", .type = FIELD_INTEGER, .least = 1, .most = SOCKETS_MAX},
    {.name = "buffer_bytes", .type = FIELD_INTEGER, .least = 65536, .most = BUFFER_BYTES_MAX},
    {.name = "connections", .type = FIELD_INTEGER, .least = 1, .most = CONNECTIONS_MAX},
    {.name = "gro", .type = FIELD_BOOLEAN},
    {.name = "start", .type = FIELD_WORD, .words = from_words},
    {.name = "silent_after_seconds", .type = FIELD_INTEGER, .least = 1, .most = SILENT_SECONDS_MAX},
    {0}};

static const struct field from_item = {.type = FIELD_TEXT, .least = 2, .most = TLS_NAME_BYTES};
static const struct field source_fields[] = {
    {.name = "name", .type = FIELD_TEXT, .needed = true, .least = 1, .most = NAME_BYTES_MAX},
    {.name = "input", .type = FIELD_TEXT, .needed = true, .least = 1, .most = NAME_BYTES_MAX},
    {.name = "from",
     .type = FIELD_LIST,
     .needed = true,
     .least = 1,
     .most = WATCH_RANGES_MAX,
     .items = &from_item},
    {.name = "format", .type = FIELD_TEXT, .least = 1, .most = NAME_BYTES_MAX},
    {.name = "silent_after_seconds", .type = FIELD_INTEGER, .least = 1, .most = SILENT_SECONDS_MAX},
    {0}};

static const struct field limit_fields[] = {
    {.name = "batches", .type = FIELD_INTEGER, .least = BATCHES_LEAST, .most = RING_BATCHES_MAX},
    {0}};

static const struct field input_item = {.type = FIELD_MAP, .members = input_fields};
static const struct field source_item = {.type = FIELD_MAP, .members = source_fields};
static const struct field rule_item = {.type = FIELD_TEXT, .least = 1, .most = PATH_BYTES_MAX};
static const struct field watch_fields[] = {
    {.name = "group_seconds", .type = FIELD_INTEGER, .least = 1, .most = GROUP_SECONDS_MAX},
    {.name = "confine", .type = FIELD_BOOLEAN},
    {.name = "lateness_seconds", .type = FIELD_INTEGER, .least = 1, .most = LATENESS_SECONDS_MAX},
    {.name = "hunt_rate", .type = FIELD_INTEGER, .least = 0, .most = HUNT_RATE_MAX},
    {.name = "rules", .type = FIELD_LIST, .most = WATCH_RULES_MAX, .items = &rule_item},
    {.name = "indicators", .type = FIELD_LIST, .most = WATCH_INDICATORS_MAX, .items = &rule_item},
    {.name = "name", .type = FIELD_TEXT, .least = 1, .most = NAME_BYTES_MAX},
    {.name = "house", .type = FIELD_TEXT, .least = 1, .most = PATH_BYTES_MAX},
    {.name = "house_token_file", .type = FIELD_TEXT, .least = 1, .most = PATH_BYTES_MAX},
    {.name = "house_ca_file", .type = FIELD_TEXT, .least = 1, .most = PATH_BYTES_MAX},
    {.name = "data", .type = FIELD_TEXT, .needed = true, .least = 1, .most = PATH_BYTES_MAX},
    {.name = "workers", .type = FIELD_INTEGER, .least = 1, .most = WATCH_WORKERS_MAX},
    {.name = "inputs",
     .type = FIELD_LIST,
     .needed = true,
     .least = 1,
     .most = WATCH_INPUTS_MAX,
     .items = &input_item},
    {.name = "sources", .type = FIELD_LIST, .most = WATCH_SOURCES_MAX, .items = &source_item},
    {.name = "limits", .type = FIELD_MAP, .members = limit_fields},
    {0}};

static int line_of(const struct value *map, const char *name)
{
    const struct value *value = value_get(map, name);
    return value == NULL ? map->line : value->line;
}

/* A name is a word of a file of marks, of a log, of a page. */
static bool name_good(struct text name)
{
    for (size_t i = 0; i < name.size; i++)
        if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.",
                   name.data[i])
            == NULL)
            return false;
    return true;
}

static bool name_read(struct turn *turn, const char *path, const struct value *map,
                      const struct watch_settings *settings, struct text *name)
{
    *name = value_get_text(map, "name");
    if (!name_good(*name))
        return fail(turn, FAULT_INVALID,
                    "%s:%d: \"%.*s\" is no name: letters, digits, \"-\", \"_\" and \".\" make one.",
                    path, line_of(map, "name"), TEXT_SHOW(*name));
    bool taken = false;
    for (size_t i = 0; i < settings->inputs_count; i++)
        taken = taken || text_equal(settings->inputs[i].name, *name);
    for (size_t i = 0; i < settings->sources_count; i++)
        taken = taken || text_equal(settings->sources[i].name, *name);
    return !taken
           || fail(turn, FAULT_INVALID, "%s:%d: %.*s is the name of another input or source.", path,
                   line_of(map, "name"), TEXT_SHOW(*name));
}

/* Nobody else may read what opens an input. */
static bool token_read(struct turn *turn, const char *path, const struct value *map,
                       const char *option, struct text *token)
{
    struct stat found;
    struct text file = value_get_text(map, option);
    if (text_empty(file))
        return true;
    const char *name = text_string(turn->arena, file);
    if (!file_read(turn, name, TOKEN_BYTES_MAX, token))
        return false;
    *token = text_trim(*token);
    if (stat(name, &found) != 0 || (found.st_mode & 077) != 0)
        return fail(turn, FAULT_INVALID,
                    "%s:%d: %s may be read by others than its owner: chmod 600 it, and change the "
                    "token.",
                    path, line_of(map, option), name);
    return !text_empty(*token)
           || fail(turn, FAULT_INVALID, "%s:%d: %s is empty.", path, line_of(map, option), name);
}

/* "auto", or a format of event(5). */
static bool format_read(struct turn *turn, const char *path, const struct value *map,
                        uint32_t *format)
{
    struct text name = value_get_text(map, "format");
    const struct format *found = event_format_find(name);
    *format = 0;
    if (text_empty(name) || text_is(name, "auto"))
        return true;
    if (found == NULL)
        return fail(turn, FAULT_INVALID,
                    "%s:%d: \"%.*s\" is no format: revere event formats lists them.", path,
                    line_of(map, "format"), TEXT_SHOW(name));
    *format = (uint32_t)(found - event_formats()) + 1;
    return true;
}

/* What a kind needs, and what it has no use for. */
static bool kind_check(struct turn *turn, const char *path, const struct value *map,
                       enum watch_kind kind)
{
    static const struct {
        const char *name;
        unsigned kinds; /* that take it */
        unsigned needed;
    } rules[] = {
        {"listen", 1U << WATCH_UDP | 1U << WATCH_TCP | 1U << WATCH_HTTP,
         1U << WATCH_UDP | 1U << WATCH_TCP | 1U << WATCH_HTTP},
        {"path", 1U << WATCH_FILE | 1U << WATCH_JOURNAL | 1U << WATCH_EVTX,
         1U << WATCH_FILE | 1U << WATCH_EVTX},
        {"start", 1U << WATCH_FILE | 1U << WATCH_JOURNAL | 1U << WATCH_EVTX, 0},
        {"format", ~(1U << WATCH_EVTX), 0},
        {"token_file", 1U << WATCH_HTTP, 0},
        {"certificate_file", 1U << WATCH_TCP | 1U << WATCH_HTTP, 0},
        {"key_file", 1U << WATCH_TCP | 1U << WATCH_HTTP, 0},
        {"client_ca_file", 1U << WATCH_TCP | 1U << WATCH_HTTP, 0},
        {"peers", 1U << WATCH_TCP | 1U << WATCH_HTTP, 0},
        {"sockets", 1U << WATCH_UDP, 0},
        {"buffer_bytes", 1U << WATCH_UDP, 0},
        {"gro", 1U << WATCH_UDP, 0},
        {"connections", 1U << WATCH_TCP | 1U << WATCH_HTTP, 0},
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        bool there = value_has(map, rules[i].name);
        if (there && (rules[i].kinds >> kind & 1U) == 0)
            return fail(turn, FAULT_INVALID, "%s:%d: an input of kind %s has no %s.", path,
                        line_of(map, rules[i].name), kind_words[kind], rules[i].name);
        if (!there && (rules[i].needed >> kind & 1U) != 0)
            return fail(turn, FAULT_INVALID, "%s:%d: an input of kind %s needs %s.", path,
                        map->line, kind_words[kind], rules[i].name);
    }
    return true;
}

/* A certificate and its key; who signs those of senders; who of them may send. */
static bool secure_read(struct turn *turn, const char *path, const struct value *map,
                        struct watch_input *input)
{
    static const char *const needs[][2] = {{"certificate_file", "key_file"},
                                           {"key_file", "certificate_file"},
                                           {"client_ca_file", "certificate_file"},
                                           {"peers", "client_ca_file"}};
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
        if (value_has(map, needs[i][0]) && !value_has(map, needs[i][1]))
            return fail(turn, FAULT_INVALID, "%s:%d: %s is of no use without %s.", path,
                        line_of(map, needs[i][0]), needs[i][0], needs[i][1]);
    input->certificate_file = value_get_text(map, "certificate_file");
    input->key_file = value_get_text(map, "key_file");
    input->client_ca_file = value_get_text(map, "client_ca_file");
    input->peers_count = value_get_count(map, "peers");
    input->peers = arena_array(turn->arena, input->peers_count + 1, sizeof *input->peers);
    for (size_t i = 0; i < input->peers_count; i++)
        input->peers[i] = value_get_item(map, "peers", i)->text;
    return true;
}

static bool input_read(struct turn *turn, const char *path, const struct value *map,
                       struct watch_settings *settings)
{
    struct watch_input *input = &settings->inputs[settings->inputs_count];
    while (!text_is(value_get_text(map, "kind"), kind_words[input->kind]))
        input->kind++;
    if (!kind_check(turn, path, map, input->kind)
        || !name_read(turn, path, map, settings, &input->name)
        || !format_read(turn, path, map, &input->format)
        || !token_read(turn, path, map, "token_file", &input->token)
        || !secure_read(turn, path, map, input))
        return false;
    input->listen = value_get_text(map, "listen");
    input->path = value_get_text(map, "path");
    input->sockets = value_get_integer(map, "sockets", 1);
    input->buffer_bytes = value_get_integer(map, "buffer_bytes", BUFFER_BYTES);
    input->connections_max = value_get_integer(map, "connections", CONNECTIONS);
    input->gro = value_get_boolean(map, "gro", false);
    if (input->kind == WATCH_EVTX) /* that is what its records become */
        input->format = (uint32_t)(event_format_find(TEXT("windows-xml")) - event_formats()) + 1;
    input->from_end = text_is(value_get_text(map, "start"), "end");
    input->silent_after_us = value_get_integer(map, "silent_after_seconds", 0) * SECOND_US;
    settings->inputs_count++;
    return true;
}

static bool source_input(struct turn *turn, const char *path, const struct value *map,
                         const struct watch_settings *settings, size_t *input)
{
    struct text name = value_get_text(map, "input");
    for (*input = 0; *input < settings->inputs_count; ++*input) {
        const struct watch_input *found = &settings->inputs[*input];
        if (!text_equal(found->name, name))
            continue;
        return found->kind == WATCH_UDP || found->kind == WATCH_TCP || found->kind == WATCH_HTTP
               || fail(turn, FAULT_INVALID, "%s:%d: nobody sends to %.*s from an address.", path,
                       line_of(map, "input"), TEXT_SHOW(name));
    }
    return fail(turn, FAULT_INVALID, "%s:%d: there is no input \"%.*s\".", path,
                line_of(map, "input"), TEXT_SHOW(name));
}

static bool source_read(struct turn *turn, const char *path, const struct value *map,
                        struct watch_settings *settings)
{
    struct watch_source *source = &settings->sources[settings->sources_count];
    if (!name_read(turn, path, map, settings, &source->name)
        || !format_read(turn, path, map, &source->format)
        || !source_input(turn, path, map, settings, &source->input))
        return false;
    source->silent_after_us = value_get_integer(map, "silent_after_seconds", 0) * SECOND_US;
    source->from_count = value_get_count(map, "from");
    source->from = arena_array(turn->arena, source->from_count, sizeof *source->from);
    for (size_t i = 0; i < source->from_count; i++)
        source->from[i] = value_get_item(map, "from", i)->text;
    settings->sources_count++;
    return true;
}

static struct text *paths_read(struct turn *turn, const struct value *file, const char *name,
                               size_t *count)
{
    *count = value_get_count(file, name);
    struct text *paths = arena_array(turn->arena, *count + 1, sizeof *paths);
    for (size_t i = 0; i < *count; i++)
        paths[i] = value_get_item(file, name, i)->text;
    return paths;
}

/* A socket of this machine; or an address, and the token that the house gave. */
static bool house_read(struct turn *turn, const char *path, const struct value *file,
                       struct watch_settings *settings)
{
    settings->house = value_get_text(file, "house");
    settings->house_ca_file = value_get_text(file, "house_ca_file");
    bool token = value_has(file, "house_token_file");
    bool remote = remote_is(settings);
    if (remote && !token)
        return fail(turn, FAULT_INVALID,
                    "%s:%d: a house on another machine wants a token: house_token_file.", path,
                    line_of(file, "house"));
    if (!remote && (token || !text_empty(settings->house_ca_file)))
        return fail(turn, FAULT_INVALID,
                    "%s:%d: a token and who may sign are for a house at https://HOST.", path,
                    line_of(file, token ? "house_token_file" : "house_ca_file"));
    if (!remote && settings->house.size > SOCKET_BYTES_MAX)
        return fail(turn, FAULT_INVALID, "%s:%d: the path of a socket has at most %d bytes.", path,
                    line_of(file, "house"), SOCKET_BYTES_MAX);
    if (remote && text_ends(settings->house, TEXT("/")))
        settings->house.size--;
    return token_read(turn, path, file, "house_token_file", &settings->house_token);
}

static bool settings_read(struct turn *turn, const char *path, const struct value *file,
                          struct watch_settings *settings)
{
    size_t inputs = value_get_count(file, "inputs");
    size_t sources = value_get_count(file, "sources");
    const struct value *limits = value_get(file, "limits");
    settings->name = value_get_text(file, "name");
    if (text_empty(settings->name))
        settings->name = TEXT("watch");
    settings->data = value_get_text(file, "data");
    settings->rules = paths_read(turn, file, "rules", &settings->rules_count);
    settings->indicators = paths_read(turn, file, "indicators", &settings->indicators_count);
    settings->lateness_us =
        value_get_integer(file, "lateness_seconds", LATENESS_SECONDS) * SECOND_US;
    settings->confine = value_get_boolean(file, "confine", true);
    settings->group_us = value_get_integer(file, "group_seconds", GROUP_SECONDS) * SECOND_US;
    settings->hunt_rate = value_get_integer(file, "hunt_rate", HUNT_RATE);
    settings->workers = value_get_integer(file, "workers", 1);
    settings->batches = value_get_integer(limits, "batches", BATCHES);
    settings->inputs = arena_array(turn->arena, inputs, sizeof *settings->inputs);
    settings->sources = arena_array(turn->arena, sources + 1, sizeof *settings->sources);
    if (!house_read(turn, path, file, settings))
        return false;
    for (size_t i = 0; i < inputs; i++)
        if (!input_read(turn, path, value_get_item(file, "inputs", i), settings))
            return false;
    for (size_t i = 0; i < sources; i++)
        if (!source_read(turn, path, value_get_item(file, "sources", i), settings))
            return false;
    return true;
}

bool watch_configure(struct turn *turn, const char *path, struct watch_settings *settings)
{
    struct text bytes;
    struct value *file;
    *settings = (struct watch_settings){.clock = clock_system()};
    if (!file_read(turn, path, CONFIG_BYTES_MAX, &bytes) || !yaml_read(turn, bytes, path, &file))
        return false;
    if (file->kind != VALUE_MAP)
        return fail(turn, FAULT_INVALID, "%s: the file holds \"data\", \"inputs\" and more.", path);
    return field_check(turn, watch_fields, file, path) && settings_read(turn, path, file, settings);
}
