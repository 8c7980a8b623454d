/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A value: what JSON and YAML documents are read into, and what JSON is written from. Values live
 * in the arena they were made in. Rooms do not work on values: they are read into structs at the
 * edge (actions.c, the pack's readers), after field_check has said that they have the right shape.
 */
#pragma once
#include "base/text.h"

enum value_kind {
    VALUE_NULL,
    VALUE_BOOLEAN,
    VALUE_INTEGER,
    VALUE_REAL,
    VALUE_TEXT,
    VALUE_LIST,
    VALUE_MAP
};

struct value {
    enum value_kind kind;
    int line;    /* where it stood in its file, from 1; 0 when it came from no file */
    bool quoted; /* YAML: the scalar was quoted, so it is text whatever it looks like */
    bool boolean;
    int64_t integer;
    double real;
    struct text text;       /* VALUE_TEXT; for the other scalars of YAML, as written */
    struct value **items;   /* VALUE_LIST */
    struct member *members; /* VALUE_MAP, in the order written */
    size_t count;           /* of items or members */
    size_t capacity;
};

struct member {
    struct text name;
    struct value *value;
    int line;
};

/* New values in the arena; a list and a map begin empty. */
struct value *value_null(struct arena *arena);
struct value *value_boolean(struct arena *arena, bool boolean);
struct value *value_integer(struct arena *arena, int64_t integer);
struct value *value_real(struct arena *arena, double real);
struct value *value_text(struct arena *arena, struct text text); /* the text is not copied */
struct value *value_list(struct arena *arena);
struct value *value_map(struct arena *arena);

/* Adds to a list, and returns the item. */
struct value *value_append(struct arena *arena, struct value *list, struct value *item);

/* Adds or replaces a member of a map, and returns it. The name is not copied. */
struct value *value_set(struct arena *arena, struct value *map, const char *name,
                        struct value *value);
void value_set_text(struct arena *arena, struct value *map, const char *name, struct text text);
void value_set_integer(struct arena *arena, struct value *map, const char *name, int64_t integer);
void value_set_boolean(struct arena *arena, struct value *map, const char *name, bool boolean);

/* The member of a map, or NULL when the value is NULL, is no map, or has none of that name. */
struct value *value_get(const struct value *map, const char *name);

/*
 * Members of a map that field_check has passed, read with a default: the empty text, 0, false, a
 * list of none. A missing member and an explicit null are the same.
 */
struct text value_get_text(const struct value *map, const char *name);
int64_t value_get_integer(const struct value *map, const char *name, int64_t otherwise);
bool value_get_boolean(const struct value *map, const char *name, bool otherwise);
size_t value_get_count(const struct value *map, const char *name);
struct value *value_get_item(const struct value *map, const char *name, size_t index);
bool value_has(const struct value *map, const char *name); /* there, and not null */
