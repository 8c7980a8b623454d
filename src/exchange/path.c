/* SPDX-License-Identifier: Apache-2.0 */
/* Where something stands in a JSON document. */
#include "exchange/inside.h"

struct text text_short(struct arena *arena, struct text text, size_t bytes_max)
{
    size_t size = bytes_max;
    if (text.size <= bytes_max)
        return text;
    while (size > 0 && ((unsigned char)text.data[size] & 0xC0) == 0x80)
        size--;
    return text_format(arena, "%.*s…", (int)size, text.data);
}

/* A cut path stays as it is, whatever is below it. */
static bool path_full(struct text path)
{
    return path.size > PATH_BYTES_MAX;
}

struct text path_below(struct arena *arena, struct text path, struct text name)
{
    if (path_full(path))
        return path;
    name = text_short(arena, name, PATH_BYTES_MAX);
    return text_short(
        arena,
        text_empty(path) ? name : text_format(arena, "%.*s.%.*s", TEXT_SHOW(path), TEXT_SHOW(name)),
        PATH_BYTES_MAX);
}

struct text path_item(struct arena *arena, struct text path, size_t index)
{
    return path_full(path) ? path : text_format(arena, "%.*s[%zu]", TEXT_SHOW(path), index);
}

const struct value *veris_at(const struct value *root, const char *path)
{
    struct text rest = text_of(path);
    char name[PATH_BYTES_MAX];
    while (root != NULL && !text_empty(rest)) {
        struct text step = text_cut(rest, '.', &rest);
        size_t size = step.size < sizeof name ? step.size : sizeof name - 1;
        memcpy(name, step.data, size);
        name[size] = '\0';
        root = value_get(root, name);
    }
    return root;
}

struct text veris_text(const struct value *root, const char *path)
{
    const struct value *value = veris_at(root, path);
    return value == NULL || value->kind != VALUE_TEXT ? TEXT_NONE : value->text;
}
