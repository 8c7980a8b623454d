/* SPDX-License-Identifier: Apache-2.0 */
/* What a document must contain, held against what was said. */
#include "incident/document.h"
#include "base/json.h"
#include "incident/inside.h"
#include "policy/choice.h"

const struct field document_item_fields[] = {
    {.name = "value",
     .type = FIELD_TEXT,
     .least = 1,
     .most = FIELD_TEXT_BYTES_MAX,
     .label = "What is known"},
    {.name = "note", .type = FIELD_TEXT, .least = 1, .most = 2000, .label = "With this note"},
    {.name = "not_applicable",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 2000,
     .label = "Or: it does not apply, because"},
    {.name = "outstanding",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 2000,
     .label = "Or: it is not known yet, because"},
    {.name = NULL},
};

const struct value *document_named(const struct pack *pack, struct text code)
{
    for (size_t i = 0; i < value_get_count(pack->elements, "documents"); i++) {
        const struct value *document = value_get_item(pack->elements, "documents", i);
        if (text_equal(value_get_text(document, "code"), code))
            return document;
    }
    return NULL;
}

bool document_chosen(struct turn *turn, const struct value *input, const struct value **document)
{
    struct text code = value_get_text(input, "document");
    *document = document_named(turn->pack, code);
    if (*document == NULL)
        return fail_choice(turn, "document", "document", code, "documents");
    return document_of_case(*document)
           || fail_field(turn, "document", "\"%.*s\" is not written about a case",
                         TEXT_SHOW(value_get_text(*document, "name")));
}

const struct value *element_named(const struct value *document, struct text code)
{
    for (size_t i = 0; i < value_get_count(document, "elements"); i++) {
        const struct value *element = value_get_item(document, "elements", i);
        if (text_equal(value_get_text(element, "code"), code))
            return element;
    }
    return NULL;
}

static bool word_in(const struct value *element, const char *list, struct text word)
{
    for (size_t i = 0; i < value_get_count(element, list); i++)
        if (text_equal(value_get_item(element, list, i)->text, word))
            return true;
    return false;
}

bool element_settled(const struct value *element, const struct value *item)
{
    return value_has(item, "not_applicable")
           || (value_has(item, "value")
               && !word_in(element, "open_words", value_get_text(item, "value")));
}

/* ---- what is wrong with an item ---- */

static const char *item_path(struct turn *turn, struct text element, const char *member)
{
    return text_format(turn->arena, "content.%.*s.%s", TEXT_SHOW(element), member).data;
}

static bool item_one(struct turn *turn, const struct value *element, const struct member *item)
{
    int said = value_has(item->value, "value") + value_has(item->value, "not_applicable")
               + value_has(item->value, "outstanding");
    if (said != 1)
        return fail_field(
            turn, item_path(turn, item->name, "value"),
            "%.*s: give exactly one of value, not_applicable (because) and outstanding (because)",
            TEXT_SHOW(item->name));
    if (value_has(item->value, "note") && !value_has(item->value, "value"))
        return fail_field(turn, item_path(turn, item->name, "note"),
                          "%.*s: a note goes with a value", TEXT_SHOW(item->name));
    if (value_has(item->value, "not_applicable")
        && !value_get_boolean(element, "may_be_not_applicable", false))
        return fail_field(turn, item_path(turn, item->name, "not_applicable"),
                          "%.*s always applies; give its value, or outstanding with the reason",
                          TEXT_SHOW(item->name));
    return true;
}

/* A text that no page, mail or database could carry is sent back. */
static bool item_bytes(struct turn *turn, const struct member *item)
{
    for (size_t i = 0; i < item->value->count; i++) {
        struct text said = item->value->members[i].value->text;
        if (memchr(said.data == NULL ? "" : said.data, '\0', said.size) != NULL)
            return fail_field(
                turn,
                item_path(turn, item->name, text_string(turn->arena, item->value->members[i].name)),
                "%.*s: a text may not have a NUL; take it out", TEXT_SHOW(item->name));
    }
    return true;
}

/* An instant is kept exact, however it was typed. One after the report is a suspicion, and must say
 * so. */
static bool item_instant(struct turn *turn, const struct incident *incident,
                         const struct value *element, const struct member *item)
{
    const char *path = item_path(turn, item->name, "value");
    struct text words = value_get_text(element, "not_after_told");
    int64_t instant_us;
    if (!instant_parse(turn, path, value_get_text(item->value, "value"), turn->pack->calendar.zone,
                       &instant_us))
        return false;
    value_set_text(turn->arena, item->value, "value", instant_utc(turn->arena, instant_us));
    if (text_empty(words) || instant_us <= incident->told_us
        || text_equal(value_get_text(item->value, "note"), words))
        return true;
    return fail_field(
        turn, path, "%.*s is later than the report of %.*s; correct it, or give the note \"%.*s\"",
        TEXT_SHOW(item->name),
        TEXT_SHOW(instant_people(turn->arena, turn->pack->calendar.zone, incident->told_us)),
        TEXT_SHOW(words));
}

static bool item_word(struct turn *turn, const struct value *element, const struct member *item)
{
    struct builder words = {.arena = turn->arena};
    if (word_in(element, "words", value_get_text(item->value, "value")))
        return true;
    for (size_t i = 0; i < value_get_count(element, "words"); i++)
        build_format(&words, "%s%.*s", i > 0 ? ", " : "",
                     TEXT_SHOW(value_get_item(element, "words", i)->text));
    return fail_field(turn, item_path(turn, item->name, "value"), "%.*s is one of %.*s",
                      TEXT_SHOW(item->name), TEXT_SHOW(built(&words)));
}

static bool item_check(struct turn *turn, const struct incident *incident,
                       const struct value *element, const struct member *item)
{
    struct text kind = value_get_text(element, "kind");
    struct date date;
    if (!field_check(turn, document_item_fields, item->value, NULL)
        || !item_one(turn, element, item))
        return false;
    if (!value_has(item->value, "value"))
        return true;
    if (text_is(kind, "instant"))
        return item_instant(turn, incident, element, item);
    if (text_is(kind, "date"))
        return date_parse(turn, item_path(turn, item->name, "value"),
                          value_get_text(item->value, "value"), &date);
    return !text_is(kind, "choice") || item_word(turn, element, item);
}

bool content_bytes(struct turn *turn, const struct value *content)
{
    for (size_t i = 0; content != NULL && i < content->count; i++)
        if (!item_bytes(turn, &content->members[i]))
            return false;
    return true;
}

static bool content_known(struct turn *turn, const struct value *document,
                          const struct value *content)
{
    for (size_t i = 0; i < content->count; i++)
        if (element_named(document, content->members[i].name) == NULL)
            return fail_field(turn, "content", "this document has no element \"%.*s\"",
                              TEXT_SHOW(content->members[i].name));
    return true;
}

bool content_draft(struct turn *turn, const struct value *document, const struct value *content)
{
    if (!content_known(turn, document, content))
        return false;
    for (size_t i = 0; i < content->count; i++)
        if (!field_check(turn, document_item_fields, content->members[i].value, NULL))
            return false;
    return true;
}

bool content_check(struct turn *turn, const struct incident *incident, const struct value *document,
                   struct value *content)
{
    if (!content_known(turn, document, content))
        return false;
    for (size_t i = 0; i < content->count; i++)
        if (!item_check(turn, incident, element_named(document, content->members[i].name),
                        &content->members[i]))
            return false;
    return true;
}

/* ---- what is missing ---- */

static struct text missing_why(struct arena *arena, const struct value *item)
{
    if (value_has(item, "outstanding"))
        return text_format(arena, "outstanding: %.*s",
                           TEXT_SHOW(value_get_text(item, "outstanding")));
    if (value_has(item, "value"))
        return text_format(arena, "the answer \"%.*s\" leaves it open",
                           TEXT_SHOW(value_get_text(item, "value")));
    return TEXT("nothing is said");
}

struct value *content_missing(struct arena *arena, const struct value *document,
                              const struct value *content)
{
    struct value *missing = value_list(arena);
    for (size_t i = 0; i < value_get_count(document, "elements"); i++) {
        const struct value *element = value_get_item(document, "elements", i);
        struct text code = value_get_text(element, "code");
        const struct value *item = value_get(content, text_string(arena, code));
        if (element_settled(element, item))
            continue;
        struct value *one = value_append(arena, missing, value_map(arena));
        value_set_text(arena, one, "element", code);
        value_set_text(arena, one, "label", value_get_text(element, "label"));
        value_set(arena, one, "clauses", value_get(element, "clauses"));
        value_set_text(arena, one, "why", missing_why(arena, item));
    }
    return missing;
}

const struct pack *document_pack(const struct turn *turn, const struct sent *sent)
{
    for (const struct pack *pack = turn->pack; pack != NULL; pack = pack->earlier)
        if (text_equal(pack->hash, sent->pack))
            return pack;
    return turn->pack;
}
