/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents of a case: what each must contain stands in the pack (elements.yaml). An element has a
 * value, or does not apply because, or is outstanding because; the document is complete when none
 * that is needed is missing or outstanding. An incomplete document is taken all the same: that it
 * was sent is a fact.
 */
#include "base/id.h"
#include "base/json.h"
#include "incident/inside.h"

static const struct value *document_named(const struct pack *pack, struct text code)
{
    for (size_t i = 0; i < value_get_count(pack->elements, "documents"); i++) {
        const struct value *document = value_get_item(pack->elements, "documents", i);
        if (text_equal(value_get_text(document, "code"), code))
            return document;
    }
    return NULL;
}

static const struct value *element_named(const struct value *document, struct text code)
{
    for (size_t i = 0; i < value_get_count(document, "elements"); i++) {
        const struct value *element = value_get_item(document, "elements", i);
        if (text_equal(value_get_text(element, "code"), code))
            return element;
    }
    return NULL;
}

const struct field document_item_fields[] = {
    {.name = "value",
     .type = FIELD_TEXT,
     .least = 1,
     .most = FIELD_TEXT_BYTES_MAX,
     .label = "What is known"},
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

static const char *content_path(struct turn *turn, struct text element)
{
    return text_format(turn->arena, "content.%.*s", TEXT_SHOW(element)).data;
}

static bool item_check(struct turn *turn, const struct value *element, const struct member *item)
{
    if (!field_check(turn, document_item_fields, item->value, NULL))
        return false;
    if (item->value->count != 1)
        return fail_field(
            turn, content_path(turn, item->name),
            "%.*s: give exactly one of value, not_applicable (because) and outstanding (because)",
            TEXT_SHOW(item->name));
    if (value_has(item->value, "not_applicable")
        && !value_get_boolean(element, "may_be_not_applicable", false))
        return fail_field(turn, content_path(turn, item->name),
                          "%.*s always applies; give its value, or outstanding with the reason",
                          TEXT_SHOW(item->name));
    return true;
}

/* Checks what was given against what the document must contain; *answered counts elements that are
 * settled. */
static bool content_check(struct turn *turn, const struct value *document,
                          const struct value *content, size_t *answered)
{
    *answered = 0;
    for (size_t i = 0; content != NULL && i < content->count; i++) {
        const struct value *element = element_named(document, content->members[i].name);
        if (element == NULL)
            return fail_field(turn, "content", "this document has no element \"%.*s\"",
                              TEXT_SHOW(content->members[i].name));
        if (!item_check(turn, element, &content->members[i]))
            return false;
        *answered += value_has(content->members[i].value, "outstanding") ? 0 : 1;
    }
    return true;
}

static size_t needed_missing(const struct value *document, const struct value *content)
{
    size_t missing = 0;
    for (size_t i = 0; i < value_get_count(document, "elements"); i++) {
        const struct value *element = value_get_item(document, "elements", i);
        const char *code = value_get_text(element, "code").data;
        const struct value *item = value_get(content, code);
        bool needed = text_is(value_get_text(element, "needed"), "required")
                      || !value_get_boolean(element, "may_be_not_applicable", false);
        if (needed && (item == NULL || value_has(item, "outstanding")))
            missing++;
    }
    return missing;
}

/* Whose document it is: of the organisation for which the sender acts, if the case has it; else of
 * the first. */
static bool document_organisation(struct turn *turn, const struct incident *incident,
                                  struct text *organisation)
{
    struct affected *affected;
    size_t count;
    *organisation = incident->organisation;
    if (!incident_rows_affected(turn, incident->id, &affected, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (text_equal(affected[i].organisation, turn->actor.organisation))
            *organisation = affected[i].organisation;
    return true;
}

static bool document_at(struct turn *turn, const struct value *input, int64_t *at_us)
{
    *at_us = turn->now_us;
    return !value_has(input, "at")
           || instant_parse(turn, "at", value_get_text(input, "at"), turn->pack->calendar.zone,
                            at_us);
}

static bool document_fact(struct change *change, const struct incident *incident,
                          const struct sent *sent)
{
    struct fact fact = incident_fact(FACT_DOCUMENT_SENT, incident);
    fact_set_text(&fact, FIELD_OF_DOCUMENT, sent->document);
    fact_set_text(&fact, FIELD_OF_COMPLETE, sent->complete ? TEXT("yes") : TEXT("no"));
    fact_set_time(&fact, FIELD_OF_AT, sent->at_us);
    if (!text_empty(sent->organisation))
        fact_set_text(&fact, FIELD_OF_ORGANISATION, sent->organisation);
    return change_fact(change, &fact);
}

static struct value *document_answer(struct arena *arena, const struct sent *sent, size_t answered,
                                     size_t all, size_t missing)
{
    struct value *answer = value_map(arena);
    value_set_text(arena, answer, "id", sent->id);
    value_set_text(arena, answer, "document", sent->document);
    value_set_boolean(arena, answer, "complete", sent->complete);
    value_set_integer(arena, answer, "elements", (int64_t)all);
    value_set_integer(arena, answer, "answered", (int64_t)answered);
    value_set_integer(arena, answer, "missing", (int64_t)missing);
    value_set_text(arena, answer, "at", instant_utc(arena, sent->at_us));
    return answer;
}

bool document_send(struct change *change, struct incident *incident, const struct value *input,
                   struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct sent sent = {.document = value_get_text(input, "document")};
    const struct value *document = document_named(turn->pack, sent.document);
    const struct value *content = value_get(input, "content");
    size_t answered;
    if (document == NULL)
        return fail_field(turn, "document", "the policy knows no document \"%.*s\"",
                          TEXT_SHOW(sent.document));
    if (!content_check(turn, document, content, &answered) || !document_at(turn, input, &sent.at_us)
        || !document_organisation(turn, incident, &sent.organisation) || !id_new(turn, &sent.id))
        return false;
    size_t missing = needed_missing(document, content);
    sent.complete = missing == 0;
    sent.content = content == NULL ? TEXT("{}") : json_write(turn->arena, content);
    *answer = document_answer(turn->arena, &sent, answered, value_get_count(document, "elements"),
                              missing);
    struct text what = text_format(turn->arena, "%.*s sent, %zu of %zu elements answered",
                                   TEXT_SHOW(value_get_text(document, "name")), answered,
                                   value_get_count(document, "elements"));
    return incident_rows_document_insert(change, incident->id, &sent)
           && incident_note(change, incident, "incident.document", what, sent.at_us, TEXT_NONE,
                            input)
           && document_fact(change, incident, &sent);
}
