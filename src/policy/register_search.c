/* SPDX-License-Identifier: Apache-2.0 */
/* What people cite, found; and what a role is for. */
#include "policy/inside.h"
#include "policy/register.h"

/* The document whose number stands in the words; the longest where several do. */
static const struct document *document_meant(struct arena *arena, const struct pack *pack,
                                             struct text words)
{
    const struct document *found = NULL;
    for (size_t i = 0; i < pack->documents_count; i++) {
        const struct document *document = &pack->documents[i];
        if (text_contains(words, text_lower(arena, document->number))
            && !text_is(document->status, "historical")
            && (found == NULL || document->number.size > found->number.size))
            found = document;
    }
    return found;
}

/* The last of the words that is a number of a section: digits and dots, and a digit first. */
static struct text section_meant(struct text words, struct text number)
{
    struct text found = TEXT_NONE;
    while (!text_empty(words)) {
        struct text word = text_cut(words, ' ', &words);
        bool fits = !text_empty(word) && word.data[0] >= '0' && word.data[0] <= '9';
        for (size_t i = 0; i < word.size; i++)
            fits = fits && ((word.data[i] >= '0' && word.data[i] <= '9') || word.data[i] == '.');
        if (fits && !text_equal(word, number))
            found = word;
    }
    return found;
}

static struct value *found_add(struct arena *arena, struct value *items, const char *kind,
                               const struct document *document, struct text section,
                               struct text says)
{
    struct value *said = value_append(arena, items, value_map(arena));
    value_set_text(arena, said, "kind", text_of(kind));
    value_set_text(arena, said, "document", document->id);
    value_set_text(arena, said, "section", section);
    value_set_text(arena, said, "says", says);
    return said;
}

/* The title of a section of the body, where an alias of the document tells it. */
static struct text section_title(const struct document *document, struct text section)
{
    for (size_t i = 0; i < value_get_count(document->source, "aliases"); i++) {
        const struct value *alias = value_get_item(document->source, "aliases", i);
        if (text_equal(value_get_text(alias, "section"), section) && value_has(alias, "title"))
            return value_get_text(alias, "title");
    }
    return TEXT_NONE;
}

static bool section_there(const struct pack *pack, const struct document *document,
                          struct text section)
{
    struct text mark = TEXT("§");
    for (size_t i = 0; i < pack->clauses_count; i++) {
        struct text at = pack->clauses[i].section;
        if (!text_equal(pack->clauses[i].document, document->id) || !text_starts(at, mark))
            continue;
        at = (struct text){at.data + mark.size, at.size - mark.size};
        if (text_starts(at, section)
            && (at.size == section.size || at.data[section.size] == '.'
                || at.data[section.size] == ' '))
            return true;
    }
    return false;
}

/* The body governs, so it is first; then whatever is printed elsewhere under that number. */
static void cited_find(struct arena *arena, const struct pack *pack,
                       const struct document *document, struct text section, struct value *items)
{
    struct text title = section_title(document, section);
    if (!text_empty(title) || section_there(pack, document, section))
        found_add(arena, items, "body", document, section,
                  text_empty(title)
                      ? text_format(arena, "%.*s section %.*s", TEXT_SHOW(document->number),
                                    TEXT_SHOW(section))
                      : text_format(arena, "%.*s section %.*s (%.*s)", TEXT_SHOW(document->number),
                                    TEXT_SHOW(section), TEXT_SHOW(title)));
    for (size_t i = 0; i < value_get_count(document->source, "aliases"); i++) {
        const struct value *alias = value_get_item(document->source, "aliases", i);
        if (text_equal(value_get_text(alias, "number"), section))
            found_add(arena, items, "alias", document, value_get_text(alias, "section"),
                      text_format(arena, "TOC %.*s = body %.*s %.*s", TEXT_SHOW(section),
                                  TEXT_SHOW(value_get_text(alias, "section")),
                                  TEXT_SHOW(value_get_text(alias, "title"))));
    }
}

static bool all_words(struct text said, struct text words)
{
    while (!text_empty(words)) {
        struct text word = text_cut(words, ' ', &words);
        if (!text_empty(word) && !text_contains(said, word))
            return false;
    }
    return true;
}

struct value *register_search(struct arena *arena, const struct pack *pack, struct text words)
{
    struct value *said = value_map(arena);
    struct value *items = value_set(arena, said, "items", value_list(arena));
    struct text lower = text_lower(arena, text_trim(words));
    const struct document *document = document_meant(arena, pack, lower);
    if (document != NULL) {
        struct text section = section_meant(lower, text_lower(arena, document->number));
        if (!text_empty(section))
            cited_find(arena, pack, document, section, items);
    }
    if (items->count > 0)
        value_set_text(arena, said, "note",
                       TEXT("The numbers of the body govern; others are printed elsewhere."));
    for (size_t i = 0; i < pack->clauses_count && items->count < REGISTER_FOUND_MAX; i++) {
        const struct clause *clause = &pack->clauses[i];
        if (text_empty(lower)
            || (!all_words(text_lower(arena, clause->says), lower)
                && !text_equal(text_lower(arena, clause->id), lower)))
            continue;
        struct value *one = found_add(arena, items, "clause", pack_document(pack, clause->document),
                                      clause->section, clause->says);
        value_set_text(arena, one, "clause", clause->id);
    }
    return said;
}

struct value *register_role(struct arena *arena, const struct pack *pack, const struct role *role)
{
    struct value *said = value_map(arena);
    value_set_text(arena, said, "role", role->code);
    value_set_text(arena, said, "title", role->title);
    struct value *former = value_set(arena, said, "successor_of", value_list(arena));
    for (size_t i = 0; i < role->successor_of.count; i++)
        value_append(arena, former, value_text(arena, role->successor_of.items[i]));
    struct value *fallback = value_set(arena, said, "fallback", value_list(arena));
    for (size_t i = 0; i < role->fallback_count; i++)
        for (size_t j = 0; j < role->fallback[i].parties_count; j++)
            value_append(arena, fallback, value_text(arena, role->fallback[i].parties[j].role));
    struct value *clauses = value_set(arena, said, "clauses", value_list(arena));
    for (size_t i = 0; i < pack->clauses_count; i++) {
        const struct clause *clause = &pack->clauses[i];
        if (!text_equal(value_get_text(clause->source, "of_role"), role->code))
            continue;
        struct value *one = value_append(arena, clauses, value_map(arena));
        value_set_text(arena, one, "clause", clause->id);
        value_set_text(arena, one, "says", clause->says);
        value_set_boolean(arena, one, "documented_only",
                          value_get_boolean(clause->source, "documented_only", false));
    }
    return said;
}
