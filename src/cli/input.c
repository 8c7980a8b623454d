/* SPDX-License-Identifier: Apache-2.0 */
/* Words become the input of an action, as its field table wants it. What does not fit stays text:
 * the counter says what is wrong with it, in the same words at every door. */
#include "base/file.h"
#include "base/json.h"
#include "cli/inside.h"

#define NOT_MANY false

/* What every action takes besides its fields. */
static const struct option call_options[] = {
    {"json", NULL, "Print the whole answer as JSON, for programs", NOT_MANY},
    {"input", "JSON|FILE|-", "Fields as one JSON object; options win over it", NOT_MANY},
    {"as", "PERSON", "Act as this person: id, whole name or mail address; only here", NOT_MANY},
    {"capacity", "ROLE", "Act in this role, of those the person holds", NOT_MANY},
    HOUSE_OPTIONS,
    {"url", "URL", "The house is elsewhere: https://…", NOT_MANY},
    {"token-file", "FILE", "Holds the token to act with (else, with --url, $REVERE_TOKEN)",
     NOT_MANY},
    {"ca-file", "FILE", "Who may sign the other house's certificate, if the system does not know",
     NOT_MANY},
    {0},
};
static const struct option write_options[] = {
    {"key", "KEY", "Idempotency key: asked again with it, it is done once", NOT_MANY},
    {"if-version", "VERSION", "Only if nobody has changed the thing since this version", NOT_MANY},
    {0},
};
static const struct option page_options[] = {
    {"all", NULL, "All pages, one after the other", NOT_MANY},
    {0},
};

/* ---- the options of an action ---- */

struct options {
    struct arena *arena;
    struct option *items;
    size_t count, capacity;
};

static void options_add(struct options *options, struct option option)
{
    options->items = arena_grow(options->arena, options->items, options->count, &options->capacity,
                                sizeof option);
    options->items[options->count++] = option;
}

static void options_add_all(struct options *options, const struct option *table)
{
    for (; table->name != NULL; table++)
        options_add(options, *table);
}

static const char *option_name(struct arena *arena, const struct field *field, const char *before)
{
    struct text name = text_format(arena, "%s%s", before, field->name);
    for (char *at = (char *)(uintptr_t)name.data; *at != '\0'; at++)
        *at = *at == '_' ? '-' : *at;
    return name.data;
}

const char *input_option(struct arena *arena, const struct field *field)
{
    return option_name(arena, field, "");
}

static const char *secret_option(struct arena *arena, const struct field *field)
{
    return text_format(arena, "%s-file", option_name(arena, field, "")).data;
}

const struct field *input_field(const struct action *action, const char *name)
{
    for (const struct field *field = action->fields; field != NULL && field->name != NULL; field++)
        if (strcmp(field->name, name) == 0)
            return field;
    return NULL;
}

static const char *words_joined(struct arena *arena, const struct field *field)
{
    struct builder words = {.arena = arena};
    for (size_t i = 0; field->words[i] != NULL; i++)
        build_format(&words, "%s%s", i > 0 ? "|" : "", field->words[i]);
    return text_string(arena, built(&words));
}

static const char *field_value(struct arena *arena, const struct field *field)
{
    switch (field->type) {
    case FIELD_TEXT: return "TEXT";
    case FIELD_INTEGER: return "NUMBER";
    case FIELD_BOOLEAN: return NULL;
    case FIELD_MONEY: return "AMOUNT";
    case FIELD_INSTANT: return "INSTANT";
    case FIELD_DATE: return "DATE";
    case FIELD_WORD: return words_joined(arena, field);
    case FIELD_ID: return "ID";
    case FIELD_LIST: return field_value(arena, field->items);
    case FIELD_MAP: return "JSON";
    case FIELD_NAMES: return "NAME=VALUE|JSON";
    case FIELD_ANY: return "TEXT|JSON";
    }
    return "TEXT";
}

/* The members that a map may have: {"low": AMOUNT, "high": AMOUNT}. */
static void members_say(struct builder *out, const struct field *members)
{
    build(out, TEXT(" {"));
    for (size_t i = 0; members[i].name != NULL; i++) {
        const char *value = field_value(out->arena, &members[i]);
        build_format(out, "%s\"%s\": %s", i > 0 ? ", " : "", members[i].name,
                     value == NULL ? "true|false" : value);
    }
    build(out, TEXT("}"));
}

/* Which list shows what there is: "; see: revere person list". */
static void listed_say(struct builder *out, const struct field *field)
{
    struct text verb;
    if (field->listed == NULL)
        return;
    struct text noun = text_cut(text_of(field->listed), '.', &verb);
    build_format(out, "; see: revere %.*s %.*s", TEXT_SHOW(noun), TEXT_SHOW(verb));
}

static const char *field_help(struct arena *arena, const struct field *field)
{
    struct builder help = {.arena = arena};
    struct text says = text_of(field->help);
    const struct field *item = field->type == FIELD_LIST ? field->items : field;
    if (text_ends(says, TEXT(".")))
        says.size--;
    build(&help, field->needed ? TEXT("(needed) ") : TEXT_NONE);
    build(&help, says);
    if (item->type == FIELD_MAP)
        members_say(&help, item->members);
    listed_say(&help, item);
    return text_string(arena, built(&help));
}

static void options_add_field(struct options *options, const struct field *field)
{
    struct arena *arena = options->arena;
    bool many = field->type == FIELD_LIST || field->type == FIELD_NAMES;
    if (field->secret) {
        options_add(options, (struct option){secret_option(arena, field), "FILE|-",
                                             field_help(arena, field), NOT_MANY});
        return;
    }
    options_add(options, (struct option){option_name(arena, field, ""), field_value(arena, field),
                                         field_help(arena, field), many});
    if (field->type == FIELD_BOOLEAN)
        options_add(options, (struct option){option_name(arena, field, "no-"), NULL,
                                             text_format(arena, "Not so").data, NOT_MANY});
}

const struct option *input_options(struct arena *arena, const struct action *action)
{
    struct options options = {.arena = arena};
    for (const struct field *field = action->fields; field != NULL && field->name != NULL; field++)
        options_add_field(&options, field);
    if (input_cursor(action) != NULL)
        options_add_all(&options, page_options);
    if (action->write != NULL)
        options_add_all(&options, write_options);
    options_add_all(&options, call_options);
    options_add(&options, (struct option){0});
    return options.items;
}

const char *input_cursor(const struct action *action)
{
    for (const struct field *field = action->fields; field != NULL && field->name != NULL; field++)
        if (action->read != NULL
            && (strcmp(field->name, "after") == 0 || strcmp(field->name, "before") == 0))
            return field->name;
    return NULL;
}

/* ---- the route ---- */

const char *input_word(struct arena *arena, const struct action *action, size_t index)
{
    struct text rest = text_of(action->route);
    while (rest.data != NULL) {
        struct text segment = text_cut(rest, '/', &rest);
        if (text_starts(segment, TEXT("{")) && index-- == 0)
            return text_string(arena, (struct text){segment.data + 1, segment.size - 2});
    }
    return NULL;
}

size_t input_words(const struct action *action)
{
    size_t count = 0;
    for (const char *at = action->route; *at != '\0'; at++)
        count += *at == '{';
    return count;
}

/* ---- values ---- */

static bool looks_json(struct text text, const char *brackets)
{
    return text.size > 0 && strchr(brackets, text.data[0]) != NULL;
}

static bool scalar_read(struct turn *turn, const struct field *field, struct text text,
                        struct value **value)
{
    int64_t integer;
    bool json = field->type == FIELD_MAP || field->type == FIELD_NAMES || field->type == FIELD_LIST
                || (field->type == FIELD_ANY && looks_json(text, "{["));
    const char *source = text_format(turn->arena, "--%s", option_name(turn->arena, field, "")).data;
    if (json)
        return json_read(turn, text, source, value);
    *value = field->type == FIELD_INTEGER && text_integer(text, &integer)
                 ? value_integer(turn->arena, integer)
                 : value_text(turn->arena, text);
    return true;
}

/* An item of a list is judged by the table of items, and named by the list. */
static struct field item_of(const struct field *list)
{
    struct field item = *list->items;
    item.name = list->name;
    return item;
}

/* Each value is an item; a value that is a JSON list holds several. */
static bool list_read(struct turn *turn, const struct field *field, const struct value *given,
                      struct value **list)
{
    struct field item = item_of(field);
    *list = value_list(turn->arena);
    for (size_t i = 0; i < given->count; i++) {
        struct text text = given->items[i]->text;
        struct value *value;
        bool several = looks_json(text, "[");
        if (!scalar_read(turn, several ? field : &item, text, &value))
            return false;
        for (size_t k = 0; several && value->kind == VALUE_LIST && k < value->count; k++)
            value_append(turn->arena, *list, value->items[k]);
        if (!several)
            value_append(turn->arena, *list, value);
    }
    return true;
}

/* Each value is NAME=VALUE or a JSON object of several. */
static bool names_read(struct turn *turn, const struct field *field, const struct value *given,
                       struct value **map)
{
    struct field item = item_of(field);
    *map = value_map(turn->arena);
    for (size_t i = 0; i < given->count; i++) {
        struct text text = given->items[i]->text;
        struct text content;
        struct value *value;
        bool several = looks_json(text, "{");
        const char *name = text_string(turn->arena, text_cut(text, '=', &content));
        if (!several && content.data == NULL)
            return fail_field(turn, field->name, "--%s is \"%.60s\"; say NAME=VALUE, or JSON.",
                              option_name(turn->arena, field, ""), name);
        if (!scalar_read(turn, several ? field : &item, several ? text : content, &value))
            return false;
        for (size_t k = 0; several && k < value->count; k++)
            value_set(turn->arena, *map, text_string(turn->arena, value->members[k].name),
                      value->members[k].value);
        if (!several)
            value_set(turn->arena, *map, name, value);
    }
    return true;
}

static bool field_read(struct turn *turn, const struct field *field, const struct value *read,
                       struct value *input)
{
    const struct value *given = value_get(read, option_name(turn->arena, field, ""));
    bool no = value_has(read, option_name(turn->arena, field, "no-"));
    struct value *value;
    if (field->type == FIELD_BOOLEAN && no && given != NULL)
        return fail_field(turn, field->name, "--%s and --no-%s stand here both; say one.",
                          field->name, field->name);
    if (field->type == FIELD_BOOLEAN && (no || given != NULL)) {
        value_set_boolean(turn->arena, input, field->name, !no);
        return true;
    }
    if (given == NULL)
        return true;
    bool good = field->type == FIELD_LIST    ? list_read(turn, field, given, &value)
                : field->type == FIELD_NAMES ? names_read(turn, field, given, &value)
                                             : scalar_read(turn, field, given->text, &value);
    if (good)
        value_set(turn->arena, input, field->name, value);
    return good;
}

static bool whole_read(struct turn *turn, const struct action *action, const struct value *read,
                       struct value **input)
{
    struct text given = value_get_text(read, "input");
    struct text json = given;
    const char *source = "--input";
    *input = value_map(turn->arena);
    if (!value_has(read, "input"))
        return true;
    if (!looks_json(given, "{")) {
        source = text_is(given, "-") ? "standard input" : text_string(turn->arena, given);
        if (!file_read(turn, text_string(turn->arena, given), JSON_BYTES_MAX, &json))
            return false;
    }
    if (!json_read(turn, json, source, input))
        return false;
    if ((*input)->kind != VALUE_MAP)
        return fail(turn, FAULT_INVALID, "%s is no JSON object: begin with {.", source);
    return !looks_json(given, "{") || secret_input_check(turn, action, *input);
}

/* Ids of the route that stand as words. */
static bool words_read(struct turn *turn, const struct action *action, const struct value *read,
                       struct value *input)
{
    for (size_t i = 0; i < value_get_count(read, "words"); i++) {
        const char *name = input_word(turn->arena, action, i);
        const struct field asked = {.name = name};
        if (value_has(read, option_name(turn->arena, &asked, "")))
            return fail_field(turn, name, "\"%.60s\" and --%s stand here both; say one.",
                              value_get_item(read, "words", i)->text.data,
                              option_name(turn->arena, &asked, ""));
        value_set(turn->arena, input, name, value_get_item(read, "words", i));
    }
    return true;
}

static bool secret_given(struct turn *turn, const struct console *console,
                         const struct field *field, const struct value *read, struct value *input)
{
    const char *name = secret_option(turn->arena, field);
    struct text secret;
    if (!value_has(read, name))
        return true;
    if (!secret_read(turn, console, field, value_get_text(read, name), &secret))
        return false;
    value_set_text(turn->arena, input, field->name, secret);
    return true;
}

bool input_read(struct turn *turn, const struct console *console, const struct action *action,
                const struct value *read, struct value **input)
{
    if (!whole_read(turn, action, read, input) || !words_read(turn, action, read, *input))
        return false;
    for (const struct field *field = action->fields; field != NULL && field->name != NULL; field++)
        if (field->secret ? !secret_given(turn, console, field, read, *input)
                          : !field_read(turn, field, read, *input))
            return false;
    return true;
}
