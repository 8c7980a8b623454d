/* SPDX-License-Identifier: Apache-2.0 */
/* Days are compared as they are written: year, month, day. */
#include "policy/register.h"
#include "base/zone.h"
#include "policy/inside.h"

enum { CHAIN_MAX = 16 }; /* documents one after the other, whatever a pack says */

static const struct document *predecessor(const struct pack *pack, const struct document *document)
{
    return pack_document(pack, value_get_text(document->source, "predecessor"));
}

bool register_in_force(const struct document *document, struct text day)
{
    struct text ended = value_get_text(document->source, "succeeded_on");
    if (text_empty(document->effective))
        return text_is(document->status, "in_force");
    return text_compare(document->effective, day) <= 0
           && (text_empty(ended) || text_compare(day, ended) < 0);
}

const struct document *register_governing(const struct pack *pack, const struct document *document,
                                          struct text day)
{
    for (size_t i = 0; document != NULL && i < CHAIN_MAX; i++) {
        if (register_in_force(document, day))
            return document;
        document = predecessor(pack, document);
    }
    return NULL;
}

/* The version in force on the day; NULL: none that is known. */
static const struct value *version_on(const struct document *document, struct text day)
{
    const struct value *found = NULL;
    for (size_t i = 0; i < value_get_count(document->source, "versions"); i++) {
        const struct value *version = value_get_item(document->source, "versions", i);
        if (value_get_boolean(version, "in_force", false)
            && text_compare(value_get_text(version, "dated"), day) <= 0)
            found = version;
    }
    return found;
}

/* ---- what is cited ---- */

bool register_cite(const struct pack *pack, struct text clause, struct text day,
                   struct citation *citation)
{
    *citation = (struct citation){.clause = pack_clause(pack, clause)};
    if (citation->clause == NULL)
        return false;
    citation->document = pack_document(pack, citation->clause->document);
    if (citation->document == NULL || text_empty(citation->document->effective)
        || text_compare(citation->document->effective, day) <= 0)
        return citation->document != NULL;
    citation->clause = NULL;
    citation->document = register_governing(pack, citation->document, day);
    return citation->document != NULL;
}

struct text register_cited_as(struct arena *arena, const struct document *document, struct text day)
{
    const struct value *version = version_on(document, day);
    if (version == NULL || !value_has(version, "version"))
        return document->number;
    return text_format(arena, "%.*s v%.*s", TEXT_SHOW(document->number),
                       TEXT_SHOW(value_get_text(version, "version")));
}

const struct value *register_clause(struct arena *arena, const struct pack *pack, struct text id)
{
    for (; pack != NULL; pack = pack->earlier) {
        const struct clause *clause = pack_clause(pack, id);
        const struct document *document = pack_document(pack, id);
        if (clause != NULL)
            return clause->source;
        if (document == NULL)
            continue;
        struct value *said = value_map(arena);
        bool held = value_get_boolean(document->source, "text_held", false);
        value_set_text(arena, said, "id", document->id);
        value_set_text(arena, said, "document", document->id);
        value_set_text(arena, said, "says",
                       text_format(arena, "%.*s, %.*s%s", TEXT_SHOW(document->number),
                                   TEXT_SHOW(document->title),
                                   held ? "" : ". Its text is not held here."));
        return said;
    }
    return NULL;
}

static struct value *document_say(struct arena *arena, const struct document *document,
                                  struct text day)
{
    static const char *const texts[] = {"number", "title",   "kind",        "issuer",   "owner",
                                        "status", "sources", "next_review", "effective"};
    struct value *said = value_map(arena);
    const struct value *version = version_on(document, day);
    value_set_text(arena, said, "document", document->id);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (value_has(document->source, texts[i]))
            value_set_text(arena, said, texts[i], value_get_text(document->source, texts[i]));
    value_set_boolean(arena, said, "in_force", register_in_force(document, day));
    if (version != NULL)
        value_set_text(arena, said, "version", value_get_text(version, "version"));
    return said;
}

struct value *register_list(struct arena *arena, const struct pack *pack, struct text day)
{
    struct value *said = value_map(arena);
    value_set_text(arena, said, "day", day);
    struct value *items = value_set(arena, said, "items", value_list(arena));
    for (size_t i = 0; i < pack->documents_count; i++)
        value_append(arena, items, document_say(arena, &pack->documents[i], day));
    return said;
}

/* ---- one document ---- */

static void versions_add(struct arena *arena, const struct document *document, struct text day,
                         struct value *list)
{
    static const char *const texts[] = {"version", "revised_by", "dated", "change"};
    size_t count = value_get_count(document->source, "versions");
    for (size_t i = 0; i < count; i++) {
        const struct value *version = value_get_item(document->source, "versions", i);
        if (text_compare(value_get_text(version, "dated"), day) > 0)
            continue;
        struct value *said = value_append(arena, list, value_map(arena));
        value_set_text(arena, said, "number", document->number);
        for (size_t j = 0; j < sizeof texts / sizeof *texts; j++)
            if (value_has(version, texts[j]))
                value_set_text(arena, said, texts[j], value_get_text(version, texts[j]));
        value_set_boolean(arena, said, "in_force", value_get_boolean(version, "in_force", false));
    }
    if (count > 0 || text_empty(document->effective) || text_compare(document->effective, day) > 0)
        return;
    struct value *said = value_append(arena, list, value_map(arena));
    value_set_text(arena, said, "number", document->number);
    value_set_text(arena, said, "dated", document->effective);
    value_set_boolean(arena, said, "in_force", true);
}

static void history_say(struct arena *arena, const struct pack *pack,
                        const struct document *document, struct text day, struct value *said)
{
    const struct document *chain[CHAIN_MAX];
    size_t count = 0;
    struct value *list = value_set(arena, said, "history", value_list(arena));
    for (; document != NULL && count < CHAIN_MAX; document = predecessor(pack, document))
        chain[count++] = document;
    while (count > 0)
        versions_add(arena, chain[--count], day, list);
}

/* A review that was due and of which nothing is known has lapsed from the day after. */
static bool review_say(struct turn *turn, const struct document *document, struct text day,
                       struct value *said)
{
    struct text due = value_get_text(document->source, "next_review");
    struct date date;
    if (text_empty(due))
        return true;
    if (!date_parse(turn, "next_review", due, &date))
        return false;
    struct text lapsed = date_format(turn->arena, date_add(date, 1));
    struct text review = text_format(turn->arena, "next review %.*s", TEXT_SHOW(due));
    if (text_compare(lapsed, day) <= 0) {
        value_set_text(turn->arena, said, "lapsed_since", lapsed);
        review = text_format(turn->arena, "%.*s, lapsed since %.*s", TEXT_SHOW(review),
                             TEXT_SHOW(lapsed));
    }
    value_set_text(turn->arena, said, "review", review);
    return true;
}

bool register_document(struct turn *turn, const struct pack *pack, const struct document *document,
                       struct text day, struct value **answer)
{
    static const char *const lists[] = {"aliases", "renamed", "defects", "notes"};
    struct arena *arena = turn->arena;
    struct value *said = document_say(arena, document, day);
    const struct document *governing = register_governing(pack, document, day);
    value_set_text(arena, said, "day", day);
    if (governing != NULL)
        value_set(arena, said, "governing", document_say(arena, governing, day));
    versions_add(arena, document, day, value_set(arena, said, "versions", value_list(arena)));
    history_say(arena, pack, document, day, said);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (value_has(document->source, lists[i]))
            value_set(arena, said, lists[i], value_get(document->source, lists[i]));
    *answer = said;
    return review_say(turn, document, day, said);
}

/* ---- where sections went ---- */

/* The number that a citation begins with: "§6.1.4 sentence 2" is of 6.1.4. */
static struct text section_number(struct text section)
{
    struct text mark = TEXT("§");
    struct text rest;
    if (!text_starts(section, mark))
        return section;
    section = text_cut(section, ' ', &rest);
    return (struct text){section.data + mark.size, section.size - mark.size};
}

/* Whether a section stands directly or deeper below another. */
static bool section_below(struct text section, struct text above)
{
    return text_empty(above)
           || (section.size > above.size && text_starts(section, above)
               && section.data[above.size] == '.');
}

/* "SUBJECT 6.1.4.3 and 6.1.4.4 (what changed)". */
static struct text row_words(struct arena *arena, struct text subject, const struct value *row)
{
    const struct value *sections = value_get(row, "sections");
    struct builder line = {.arena = arena};
    build(&line, subject);
    for (size_t i = 0; i < sections->count; i++)
        build_format(&line, "%s%.*s", i == 0 ? " " : " and ", TEXT_SHOW(sections->items[i]->text));
    if (value_has(row, "note"))
        build_format(&line, " (%.*s)", TEXT_SHOW(value_get_text(row, "note")));
    return built(&line);
}

/* The clauses of the catalogue that stand under the sections to which the row leads. */
static void clauses_say(struct arena *arena, const struct pack *pack, const struct document *to,
                        const struct value *row, struct value *said)
{
    const struct value *sections = value_get(row, "sections");
    struct value *list = value_set(arena, said, "clauses", value_list(arena));
    for (size_t i = 0; i < sections->count; i++)
        for (size_t j = 0; j < pack->clauses_count; j++)
            if (text_equal(pack->clauses[j].document, to->id)
                && text_equal(section_number(pack->clauses[j].section), sections->items[i]->text))
                value_append(arena, list, value_text(arena, pack->clauses[j].id));
}

static void cited_say(struct arena *arena, const struct pack *pack, const struct value *row,
                      struct text day, struct value *said)
{
    const struct value *cited = value_get(row, "cited");
    const struct document *finding =
        cited == NULL ? NULL : pack_document(pack, value_get_text(cited, "finding"));
    if (finding == NULL || text_compare(finding->effective, day) > 0)
        return;
    value_set_text(arena, said, "cited",
                   text_format(arena, "cited gap %lld of finding %.*s",
                               (long long)value_get_integer(cited, "gap", 0),
                               TEXT_SHOW(value_get_text(cited, "of"))));
    value_set_text(arena, said, "finding", finding->id);
}

static void row_say(struct arena *arena, const struct pack *pack, const struct value *row,
                    struct text day, struct value *items)
{
    const struct document *to = pack_document(pack, value_get_text(row, "document"));
    struct value *said = value_append(arena, items, value_map(arena));
    value_set_text(arena, said, "section", value_get_text(row, "section"));
    value_set_text(
        arena, said, "says",
        row_words(arena, text_format(arena, "%.*s ->", TEXT_SHOW(value_get_text(row, "section"))),
                  row));
    value_set(arena, said, "sections", value_get(row, "sections"));
    if (value_has(row, "note"))
        value_set_text(arena, said, "note", value_get_text(row, "note"));
    if (value_get_boolean(row, "shortened", false))
        value_set_text(arena, said, "quotation", TEXT("quotation shortened in source"));
    cited_say(arena, pack, row, day, said);
    if (to == NULL || text_compare(to->effective, day) > 0)
        return;
    value_set_text(
        arena, said, "successor",
        row_words(arena, text_format(arena, "succeeded by %.*s", TEXT_SHOW(to->number)), row));
    clauses_say(arena, pack, to, row, said);
}

static bool listed_text(const struct value *list, struct text text)
{
    for (size_t i = 0; i < list->count; i++)
        if (text_equal(list->items[i]->text, text))
            return true;
    return false;
}

static bool rows_lead_to(const struct value *items, struct text section)
{
    for (size_t i = 0; i < items->count; i++)
        if (listed_text(value_get(items->items[i], "sections"), section))
            return true;
    return false;
}

/* Whether a row leads to a section of the same parent, which ends with its dot. */
static bool rows_lead_beside(const struct value *items, struct text parent)
{
    for (size_t i = 0; i < items->count; i++) {
        struct text first = value_get_item(items->items[i], "sections", 0)->text;
        if (first.size > parent.size && text_starts(first, parent)
            && !text_contains((struct text){first.data + parent.size, first.size - parent.size},
                              TEXT(".")))
            return true;
    }
    return false;
}

/* Up to and including the last dot of a section; empty where there is none. */
static struct text section_parent(struct text section)
{
    while (section.size > 0 && section.data[section.size - 1] != '.')
        section.size--;
    return section;
}

/* Sections of the successor beside those where something went, to which nothing did. */
static void new_say(struct arena *arena, const struct pack *pack, const struct document *document,
                    const struct value *items, struct value *said)
{
    struct text successor = value_get_text(document->source, "successor");
    struct value *list = value_set(arena, said, "new", value_list(arena));
    for (size_t i = 0; i < pack->clauses_count; i++) {
        struct text section = section_number(pack->clauses[i].section);
        struct text parent = section_parent(section);
        if (text_equal(pack->clauses[i].document, successor) && !text_empty(parent)
            && !rows_lead_to(items, section) && rows_lead_beside(items, parent)
            && !listed_text(list, section))
            value_append(arena, list, value_text(arena, section));
    }
}

struct value *register_crosswalk(struct arena *arena, const struct pack *pack,
                                 const struct document *document, struct text section,
                                 struct text day)
{
    struct value *said = value_map(arena);
    struct value *items = value_set(arena, said, "items", value_list(arena));
    value_set_text(arena, said, "document", document->id);
    for (size_t i = 0; i < value_get_count(document->source, "crosswalk"); i++) {
        const struct value *row = value_get_item(document->source, "crosswalk", i);
        struct text here = value_get_text(row, "section");
        if (section_below(here, section) || text_equal(here, section))
            row_say(arena, pack, row, day, items);
    }
    struct value *below = value_list(arena);
    for (size_t i = 0; i < items->count; i++)
        if (section_below(value_get_text(items->items[i], "section"), section))
            value_append(arena, below, items->items[i]);
    value_set_integer(arena, said, "count", (int64_t)below->count);
    new_say(arena, pack, document, below, said);
    return said;
}
