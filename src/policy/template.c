/* SPDX-License-Identifier: Apache-2.0 */
/* notices.yaml: the words of the messages. */
#include "policy/inside.h"

/* What a template may ask for in braces: all that a minimum notice may say. */
static const char *const blanks[] = {"number", "organisation", "rating", "class", "contact",
                                     "due",    "late",         "duty",   "owner", "told",
                                     "asset",  "link",         "list",   NULL};

/* A subject is read by everybody who sees the mail: it may carry the number alone. */
static const char *const subject_blanks[] = {"number", NULL};

static const char *const channels[] = {"mail", "webhook", NULL};
static const struct field channel_item = {.type = FIELD_WORD, .words = channels};
static const struct field template_fields[] = {
    {"name", FIELD_ID, .needed = true, .help = "What steps name."},
    {"subject", FIELD_TEXT, .needed = true, .least = 1, .most = 120, .help = "Of the mail."},
    {"body", FIELD_TEXT, .needed = true, .least = 1, .most = 4000, .help = "Of the mail."},
    {"channels", FIELD_LIST, .needed = true, .least = 1, .items = &channel_item,
     .help = "In order of preference."},
    {"acknowledge", FIELD_ID,
     .help = "A name in ladders.yaml: climbed from its acceptance on while nobody acknowledges."},
    {"digest", FIELD_BOOLEAN, .help = "It may wait and go out with others."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say."},
    {0},
};
static const struct field template_item = {.type = FIELD_MAP, .members = template_fields};
static const struct field templates_fields[] = {
    {"notices", FIELD_LIST, .needed = true, .items = &template_item, .help = "The messages."},
    {0},
};

static bool blank_known(const char *const *known_blanks, struct text name)
{
    for (; *known_blanks != NULL; known_blanks++)
        if (text_is(name, *known_blanks))
            return true;
    return false;
}

/* Every "{name}" of a text is a known blank, and every brace belongs to one. */
static bool blanks_check(const struct reading *reading, const struct value *value,
                         const char *const *known_blanks)
{
    struct text rest = value->text;
    while (!text_empty(rest)) {
        struct text before = text_cut(rest, '{', &rest);
        struct text after;
        struct text name = text_cut(rest, '}', &after);
        if (text_contains(before, TEXT("}")) || (rest.data != NULL && after.data == NULL))
            return fail_line(reading, value->line, "a brace stands alone; write \"{number}\".");
        if (rest.data == NULL)
            return true;
        if (!blank_known(known_blanks, name))
            return fail_line(reading, value->line,
                             "\"{%.*s}\" cannot be filled in here. Known are%s.", TEXT_SHOW(name),
                             known_blanks == subject_blanks
                                 ? ", in a subject, {number} alone"
                                 : " number, organisation, rating, class, contact, due, late, "
                                   "duty, owner, told, asset, link and list");
        rest = after;
    }
    return true;
}

bool templates_read(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "notices");
    if (!field_check(reading->turn, templates_fields, reading->root, reading->source)
        || !unique_check(reading, list, "name"))
        return false;
    struct arena *arena = reading->turn->arena;
    struct pack *pack = reading->pack;
    pack->templates = arena_array(arena, list->count, sizeof(struct template));
    pack->templates_count = list->count;
    for (size_t i = 0; i < list->count; i++) {
        const struct value *item = list->items[i];
        if (!blanks_check(reading, value_get(item, "subject"), subject_blanks)
            || !blanks_check(reading, value_get(item, "body"), blanks))
            return false;
        pack->templates[i] =
            (struct template){.name = value_get_text(item, "name"),
                              .subject = value_get_text(item, "subject"),
                              .body = value_get_text(item, "body"),
                              .channels = names_read(arena, value_get(item, "channels")),
                              .acknowledge = value_get_text(item, "acknowledge"),
                              .digest = value_get_boolean(item, "digest", false),
                              .product_default = value_get_boolean(item, "product_default", false)};
    }
    return true;
}

static bool ladder_known(const struct pack *pack, struct text name)
{
    return pack_ladder(pack, name) != NULL;
}

bool templates_check(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "notices");
    for (size_t i = 0; i < list->count; i++)
        if (!reference_check(reading, list->items[i], "acknowledge", ladder_known, "ladders.yaml"))
            return false;
    return true;
}
