/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration file: the options of a command, written down. A word of the command line wins
 * over it. No option takes a secret, so the file may be read by anybody; files with secrets are
 * named in it. */
#include "base/file.h"
#include "base/yaml.h"
#include "program/program.h"
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CONFIG_BYTES_MAX = 64 * 1024, CONFIG_TEXT_BYTES_MAX = 4096 };

static const char credential[] = "credential:"; /* a file of $CREDENTIALS_DIRECTORY */

static const struct field text_item = {
    .type = FIELD_TEXT, .least = 1, .most = CONFIG_TEXT_BYTES_MAX};

/* What may stand in the file: a field for each option but --config itself. */
static const struct field *config_fields(struct arena *arena, const struct option *options)
{
    size_t count = 0;
    while (options[count].name != NULL)
        count++;
    struct field *fields = arena_array(arena, count + 1, sizeof *fields);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const struct option *option = &options[i];
        if (strcmp(option->name, "config") == 0)
            continue;
        fields[used] = (struct field){.name = option->name, .type = FIELD_ANY};
        if (option->value == NULL)
            fields[used].type = FIELD_BOOLEAN;
        else if (option->many) {
            fields[used].type = FIELD_LIST;
            fields[used].items = &text_item;
        }
        used++;
    }
    fields[used] = (struct field){.name = NULL};
    return fields;
}

/* One value as it would stand behind --NAME: a number is its digits. */
static bool config_scalar(struct turn *turn, const char *path, const struct option *option,
                          const struct value *value)
{
    if ((value->kind == VALUE_TEXT || value->kind == VALUE_INTEGER) && value->text.size > 0
        && value->text.size <= CONFIG_TEXT_BYTES_MAX)
        return true;
    return fail(turn, FAULT_INVALID, "%s:%d: %s takes one value, %s, of at most %d bytes.", path,
                value->line, option->name, option->value, CONFIG_TEXT_BYTES_MAX);
}

static bool config_add(struct turn *turn, const char *path, const struct option *option,
                       struct value *value, struct value *read)
{
    if (value == NULL || value->kind == VALUE_NULL || value_has(read, option->name))
        return true;
    if (option->value == NULL || option->many) {
        value_set(turn->arena, read, option->name, value);
        return true;
    }
    if (!config_scalar(turn, path, option, value))
        return false;
    value_set_text(turn->arena, read, option->name, value->text);
    return true;
}

/* Whoever can change the file can have secrets sent elsewhere. */
static bool config_private(struct turn *turn, const char *path)
{
    struct stat found;
    if (stat(path, &found) != 0 || !S_ISREG(found.st_mode))
        return true;
    return (found.st_mode & 022) == 0
           || fail(turn, FAULT_INVALID,
                   "%s may be changed by others than its owner: chmod go-w it.", path);
}

bool config_read(struct turn *turn, const struct option *options, struct value *read)
{
    struct text bytes;
    struct value *file;
    if (!value_has(read, "config"))
        return true;
    const char *path = text_string(turn->arena, value_get_text(read, "config"));
    if (!config_private(turn, path) || !file_read(turn, path, CONFIG_BYTES_MAX, &bytes)
        || !yaml_read(turn, bytes, path, &file))
        return false;
    if (file->kind != VALUE_MAP)
        return fail(turn, FAULT_INVALID, "%s: the file holds lines of the form \"option: value\".",
                    path);
    if (!field_check(turn, config_fields(turn->arena, options), file, path))
        return false;
    for (; options->name != NULL; options++)
        if (!config_add(turn, path, options, value_get(file, options->name), read))
            return false;
    return true;
}

/* ---- files with secrets ---- */

static bool secret_private(struct turn *turn, const char *option, const char *path)
{
    struct stat found;
    if (stat(path, &found) != 0)
        return fail_field(turn, option, "--%s: there is no %s.", option, path);
    if ((found.st_mode & 077) != 0)
        return fail_field(turn, option,
                          "--%s: %s may be read by others than its owner: chmod 600 it, and change "
                          "the secret.",
                          option, path);
    return access(path, R_OK) == 0
           || fail_field(turn, option, "--%s: %s cannot be read by this user.", option, path);
}

bool secret_elsewhere(const struct value *options, const char *option)
{
    return text_starts(value_get_text(options, option), text_of(credential))
           && getenv("CREDENTIALS_DIRECTORY") == NULL;
}

bool secret_file(struct turn *turn, const struct value *options, const char *option,
                 struct text *path)
{
    *path = value_get_text(options, option);
    if (text_empty(*path))
        return true;
    if (text_starts(*path, text_of(credential))) {
        const char *folder = getenv("CREDENTIALS_DIRECTORY");
        struct text name = {path->data + sizeof credential - 1, path->size - sizeof credential + 1};
        if (folder == NULL || memchr(name.data, '/', name.size) != NULL)
            return fail_field(turn, option,
                              "--%s: a credential is a name that the unit gives with "
                              "LoadCredential=; here are none.",
                              option);
        *path = text_format(turn->arena, "%s/%.*s", folder, TEXT_SHOW(name));
    }
    return secret_private(turn, option, text_string(turn->arena, *path));
}
