/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of documents: what one begins with, a version, their list, two compared, the days.
 */
#include "base/json.h"
#include "incident/document.h"
#include "incident/inside.h"

enum { DAYS_MAX = 400 };

/* ---- an element for a form or a reader ---- */

static void element_say(struct arena *arena, const struct value *element, const struct value *item,
                        struct value *said)
{
    static const char *const members[] = {"code",
                                          "label",
                                          "help",
                                          "clauses",
                                          "kind",
                                          "words",
                                          "open_words",
                                          "fixed",
                                          "needed",
                                          "not_after_told",
                                          "may_be_not_applicable",
                                          "product_default"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (value_has(element, members[i]))
            value_set(arena, said, members[i], value_get(element, members[i]));
    value_set_boolean(arena, said, "settled", element_settled(element, item));
    for (const struct field *field = document_item_fields; field->name != NULL; field++)
        if (value_has(item, field->name))
            value_set_text(arena, said, field->name, value_get_text(item, field->name));
}

/* An instant is kept exact and shown as people read it. */
static void element_local(struct turn *turn, const struct value *element, struct value *said)
{
    int64_t instant_us;
    if (!text_is(value_get_text(element, "kind"), "instant") || !value_has(said, "value"))
        return;
    if (instant_parse(turn, "value", value_get_text(said, "value"), turn->pack->calendar.zone,
                      &instant_us))
        value_set_text(turn->arena, said, "value_local",
                       instant_people(turn->arena, turn->pack->calendar.zone, instant_us));
    fault_clear(turn);
}

/* sources: from where each item comes, or NULL. */
static void elements_say(struct turn *turn, const struct value *document,
                         const struct value *content, const struct value *sources,
                         struct value *answer)
{
    struct value *elements = value_set(turn->arena, answer, "elements", value_list(turn->arena));
    struct value *missing = content_missing(turn->arena, document, content);
    int64_t all = (int64_t)value_get_count(document, "elements");
    for (size_t i = 0; i < value_get_count(document, "elements"); i++) {
        const struct value *element = value_get_item(document, "elements", i);
        struct value *said = value_append(turn->arena, elements, value_map(turn->arena));
        const char *code = text_string(turn->arena, value_get_text(element, "code"));
        element_say(turn->arena, element, value_get(content, code), said);
        if (value_has(content, code) && value_has(sources, code))
            value_set_text(turn->arena, said, "source", value_get_text(sources, code));
        element_local(turn, element, said);
    }
    value_set_boolean(turn->arena, answer, "complete", missing->count == 0);
    value_set_integer(turn->arena, answer, "answered", all - (int64_t)missing->count);
    value_set_integer(turn->arena, answer, "of", all);
    value_set(turn->arena, answer, "missing", missing);
}

/* "2025-10-11", or "3". */
static struct text series_said(struct arena *arena, struct text series)
{
    int64_t number;
    if (text_integer(series, &number) && text_starts(series, TEXT("0")))
        return text_format(arena, "%lld", (long long)number);
    return series;
}

/* ---- a version ---- */

static void sent_say(struct turn *turn, const struct sent *sent, struct value *said)
{
    struct arena *arena = turn->arena;
    const struct value *document = document_named(document_pack(turn, sent), sent->document);
    value_set_text(arena, said, "id", sent->id);
    value_set_text(arena, said, "document", sent->document);
    value_set_text(arena, said, "name", value_get_text(document, "name"));
    value_set_text(arena, said, "series", series_said(arena, sent->series));
    value_set_integer(arena, said, "number", sent->version);
    value_set_boolean(arena, said, "complete", sent->complete);
    value_set_text(arena, said, "by", sent->author_name);
    value_set_text(arena, said, "capacity", sent->capacity);
    value_set_text(arena, said, "sha256", sent->hash);
    if (sent->sequence >= 0)
        value_set_integer(arena, said, "ledger", sent->sequence);
    answer_time(turn, said, "at", sent->at_us);
    answer_time(turn, said, "entry", sent->entry_us);
}

static bool approvals_say(struct turn *turn, const struct sent *sent, struct value *said)
{
    struct approval *list;
    size_t count;
    struct value *items = value_set(turn->arena, said, "approvals", value_list(turn->arena));
    if (!document_rows_approvals(turn, sent->id, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value *one = value_append(turn->arena, items, value_map(turn->arena));
        value_set_text(turn->arena, one, "by", list[i].author_name);
        value_set_text(turn->arena, one, "capacity", list[i].capacity);
        value_set_text(turn->arena, one, "note", list[i].note);
        answer_time(turn, one, "entry", list[i].entry_us);
    }
    return true;
}

/* Ids of persons are the house's; a reader is told names and roles. */
static bool recipients_say(struct turn *turn, const struct sent *sent, struct value *said)
{
    struct value *list;
    struct value *items = value_set(turn->arena, said, "recipients", value_list(turn->arena));
    if (!json_read(turn, sent->recipients, "the kept recipients", &list))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        struct value *one = value_append(turn->arena, items, value_map(turn->arena));
        value_set_text(turn->arena, one, "name", value_get_text(list->items[i], "name"));
        value_set_text(turn->arena, one, "role", value_get_text(list->items[i], "role"));
    }
    return true;
}

static bool holds_one_of(const struct turn *turn, const struct value *roles)
{
    const struct capacities *held = turn->actor.held;
    for (size_t i = 0; roles != NULL && held != NULL && i < held->count; i++)
        for (size_t j = 0; j < roles->count; j++)
            if (text_equal(held->holders[i].role, roles->items[j]->text))
                return true;
    return false;
}

/* Without the names of those who reported, for readers who are not to see them (D-43). */
static struct value *content_shown(struct turn *turn, const struct value *document,
                                   const struct value *content, bool reporter)
{
    struct value *shown = value_map(turn->arena);
    for (size_t i = 0; i < content->count; i++) {
        const struct value *element = element_named(document, content->members[i].name);
        if (reporter || !text_is(value_get_text(element, "known"), "reporters"))
            value_set(turn->arena, shown, text_string(turn->arena, content->members[i].name),
                      content->members[i].value);
    }
    return shown;
}

/* What the actor may be shown of the case that the document is of. */
static bool sent_discretion(struct turn *turn, const struct sent *sent,
                            struct discretion *discretion)
{
    struct incident incident;
    bool found;
    return incident_rows_incident_id(turn, sent->incident, &incident, &found)
           && incident_discretion(turn, &incident, discretion);
}

bool document_value(struct turn *turn, const struct sent *sent, struct value **said)
{
    struct value *content;
    struct discretion discretion;
    const struct value *document = document_named(document_pack(turn, sent), sent->document);
    int64_t versions;
    int64_t series;
    *said = value_map(turn->arena);
    if (!json_read(turn, sent->content, "a kept document", &content)
        || !document_rows_count(turn, sent->incident, sent->document, &versions, &series)
        || !sent_discretion(turn, sent, &discretion))
        return false;
    sent_say(turn, sent, *said);
    value_set_text(turn->arena, *said, "confidentiality",
                   text_of(confidential_name(discretion.state)));
    if (discretion.bodies)
        elements_say(turn, document, content_shown(turn, document, content, discretion.reporter),
                     NULL, *said);
    else
        value_set_text(turn->arena, *said, "withheld", discretion.withheld);
    if (value_has(document, "approved_by")) {
        bool may = holds_one_of(turn, value_get(document, "approved_by"))
                   && !text_equal(sent->author, turn->actor.person);
        value_set_boolean(turn->arena, *said, "may_approve", may);
    }
    /* What If-Match of the next sending is held against. */
    value_set_text(turn->arena, *said, "version",
                   text_format(turn->arena, "%lld", (long long)versions));
    return recipients_say(turn, sent, *said) && approvals_say(turn, sent, *said);
}

static bool sent_known(struct turn *turn, const struct value *input, const char *name,
                       const struct incident *incident, struct sent *sent)
{
    bool found;
    if (!document_rows_one(turn, value_get_text(input, name), sent, &found))
        return false;
    return (found && text_equal(sent->incident, incident->id))
           || fail(turn, FAULT_MISSING, "there is nothing here by that name");
}

bool document_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct incident incident;
    struct sent sent;
    if (!incident_known(turn, input, &incident) || !sent_known(turn, input, "id", &incident, &sent)
        || !document_value(turn, &sent, answer))
        return false;
    value_set_text(turn->arena, *answer, "incident", incident.number);
    return true;
}

/* ---- what a form begins with ---- */

/* The contents a form begins with, and of each item from where it comes, in words. */
struct beginning {
    struct value *content, *sources;
    const char *from;
    int64_t written_us; /* when that was; TIME_NONE: nobody has written anything */
};

/* What I wrote last, else what was sent last. */
static bool written_before(struct turn *turn, const struct begun *begun, bool bodies,
                           struct beginning *beginning)
{
    struct text code = value_get_text(begun->document, "code");
    struct draft draft = {.incident = begun->incident->id,
                          .document = code,
                          .series = begun->series,
                          .author = turn->actor.person};
    struct sent last;
    bool found;
    struct text source = TEXT("your draft");
    beginning->from = "draft";
    beginning->written_us = TIME_NONE;
    if (!document_rows_draft(turn, &draft)
        || !document_rows_latest(turn, begun->incident->id, code, begun->series, &last, &found))
        return false;
    struct text written = draft.content;
    if (text_empty(written) && found && bodies) {
        written = last.content;
        beginning->from = "sent";
        source = text_format(turn->arena, "version %lld, sent by %.*s", (long long)last.version,
                             TEXT_SHOW(last.author_name));
    }
    if (text_empty(written)) {
        beginning->from = "case";
        return true;
    }
    beginning->written_us = text_empty(draft.content) ? last.entry_us : draft.entry_us;
    if (!json_read(turn, written, "what was written before", &beginning->content))
        return false;
    for (size_t i = 0; i < beginning->content->count; i++)
        value_set_text(turn->arena, beginning->sources,
                       text_string(turn->arena, beginning->content->members[i].name), source);
    return true;
}

/* Was it corrected in the case since somebody wrote it down? */
static bool corrected_since(struct turn *turn, const struct begun *begun,
                            const struct value *element, int64_t written_us, bool *corrected)
{
    int64_t last_us;
    *corrected = false;
    if (!text_is(value_get_text(element, "known"), "detected") || written_us == TIME_NONE)
        return true;
    if (!incident_rows_event_last(turn, begun->incident->id, TEXT("incident.detect"), &last_us))
        return false;
    *corrected = last_us != TIME_NONE && last_us > written_us;
    return true;
}

/* Most recent first: my draft, the last version, what the case knows. What somebody wrote stays,
 * but for a detection that was corrected since (DOMAIN 2.6). Without bodies my draft alone. */
static bool content_begun(struct turn *turn, const struct begun *begun, bool bodies,
                          struct beginning *beginning)
{
    struct value *known;
    beginning->content = value_map(turn->arena);
    beginning->sources = value_map(turn->arena);
    if (!written_before(turn, begun, bodies, beginning))
        return false;
    if (!bodies)
        return true;
    if (!document_prefill(turn, begun, &known))
        return false;
    for (size_t i = 0; i < known->count; i++) {
        const char *name = text_string(turn->arena, known->members[i].name);
        const struct value *element = element_named(begun->document, known->members[i].name);
        bool corrected;
        if (!corrected_since(turn, begun, element, beginning->written_us, &corrected))
            return false;
        if (value_has(beginning->content, name) && !value_get_boolean(element, "fixed", false)
            && !corrected)
            continue;
        value_set(turn->arena, beginning->content, name, known->members[i].value);
        value_set_text(
            turn->arena, beginning->sources, name,
            text_format(turn->arena, "the case: %.*s", TEXT_SHOW(document_source(element))));
    }
    return true;
}

bool document_prepare(struct turn *turn, const struct value *input, struct value **answer)
{
    struct incident incident;
    struct begun begun;
    struct beginning beginning;
    int64_t versions;
    int64_t series;
    struct discretion discretion;
    struct text code = value_get_text(input, "document");
    const struct value *document;
    if (!document_chosen(turn, input, &document) || !incident_known(turn, input, &incident)
        || !document_series(turn, &incident, document, input, turn->now_us, &begun)
        || !incident_discretion(turn, &incident, &discretion)
        || !content_begun(turn, &begun, discretion.bodies, &beginning)
        || !document_rows_count(turn, incident.id, code, &versions, &series))
        return false;
    struct value *content = content_shown(turn, document, beginning.content, discretion.reporter);
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "incident", incident.number);
    value_set_text(turn->arena, *answer, "document", code);
    value_set_text(turn->arena, *answer, "name", value_get_text(document, "name"));
    value_set_text(turn->arena, *answer, "about", value_get_text(document, "about"));
    value_set_text(turn->arena, *answer, "series", series_said(turn->arena, begun.series));
    value_set_text(turn->arena, *answer, "from", text_of(beginning.from));
    if (!discretion.bodies)
        value_set_text(turn->arena, *answer, "withheld", discretion.withheld);
    elements_say(turn, document, content, beginning.sources, *answer);
    value_set(turn->arena, *answer, "content", content);
    value_set_text(turn->arena, *answer, "version",
                   text_format(turn->arena, "%lld", (long long)versions));
    return true;
}

/* ---- the list ---- */

bool document_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct incident incident;
    struct sent *list;
    size_t count;
    size_t limit = page_limit(input);
    struct cursor cursor = {INT64_MAX, TEXT("~")};
    if (!page_after(turn, input, &cursor) || !incident_known(turn, input, &incident)
        || !document_rows_page(turn, incident.id, value_get_text(input, "document"), cursor.key,
                               cursor.id, limit, &list, &count))
        return false;
    *answer = value_map(turn->arena);
    struct value *items = value_set(turn->arena, *answer, "items", value_list(turn->arena));
    for (size_t i = 0; i < count; i++)
        sent_say(turn, &list[i], value_append(turn->arena, items, value_map(turn->arena)));
    if (count == limit)
        page_next(turn, *answer, (struct cursor){list[count - 1].entry_us, list[count - 1].id});
    return true;
}

/* ---- two versions ---- */

static const char *difference(const struct value *before, const struct value *after)
{
    if (before == NULL)
        return after == NULL ? "unsaid" : "added";
    if (after == NULL)
        return "removed";
    for (const struct field *field = document_item_fields; field->name != NULL; field++)
        if (!text_equal(value_get_text(before, field->name), value_get_text(after, field->name)))
            return "changed";
    return "same";
}

/* The codes of the elements of either: those of the policy of the later one, then what only the
 * earlier has. */
static void compare_element(struct arena *arena, struct text code, struct text label,
                            const struct value *before, const struct value *after,
                            struct value *list)
{
    struct value *said = value_append(arena, list, value_map(arena));
    value_set_text(arena, said, "element", code);
    value_set_text(arena, said, "label", label);
    value_set_text(arena, said, "what", text_of(difference(before, after)));
    if (before != NULL)
        value_set(arena, said, "before", (struct value *)before);
    if (after != NULL)
        value_set(arena, said, "after", (struct value *)after);
}

static void contents_compare(struct turn *turn, const struct value *document,
                             const struct value *before, const struct value *after,
                             struct value *list)
{
    for (size_t i = 0; i < value_get_count(document, "elements"); i++) {
        const struct value *element = value_get_item(document, "elements", i);
        struct text code = value_get_text(element, "code");
        const char *name = text_string(turn->arena, code);
        compare_element(turn->arena, code, value_get_text(element, "label"),
                        value_get(before, name), value_get(after, name), list);
    }
    for (size_t i = 0; i < before->count; i++)
        if (element_named(document, before->members[i].name) == NULL)
            compare_element(turn->arena, before->members[i].name, before->members[i].name,
                            before->members[i].value,
                            value_get(after, text_string(turn->arena, before->members[i].name)),
                            list);
}

bool document_compare(struct turn *turn, const struct value *input, struct value **answer)
{
    struct incident incident;
    struct sent before;
    struct sent after;
    struct value *old;
    struct value *fresh;
    if (!incident_known(turn, input, &incident) || !sent_known(turn, input, "id", &incident, &after)
        || !sent_known(turn, input, "earlier", &incident, &before))
        return false;
    if (!text_equal(before.document, after.document))
        return fail_field(turn, "earlier", "compare two versions of the same kind of document");
    struct discretion discretion;
    if (!sent_discretion(turn, &after, &discretion))
        return false;
    if (!discretion.bodies)
        return fail(turn, FAULT_REFUSED, "Its contents are %.*s.", TEXT_SHOW(discretion.withheld));
    if (!json_read(turn, before.content, "a kept document", &old)
        || !json_read(turn, after.content, "a kept document", &fresh))
        return false;
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "incident", incident.number);
    value_set_text(turn->arena, *answer, "document", after.document);
    sent_say(turn, &before, value_set(turn->arena, *answer, "before", value_map(turn->arena)));
    sent_say(turn, &after, value_set(turn->arena, *answer, "after", value_map(turn->arena)));
    const struct value *document = document_named(document_pack(turn, &after), after.document);
    contents_compare(turn, document, content_shown(turn, document, old, discretion.reporter),
                     content_shown(turn, document, fresh, discretion.reporter),
                     value_set(turn->arena, *answer, "elements", value_list(turn->arena)));
    return true;
}

/* ---- approval ---- */

bool document_approved(struct turn *turn, struct text incident, struct text code, bool *approved)
{
    struct sent last;
    struct approval *list;
    size_t count = 0;
    bool found;
    *approved = false;
    if (!document_rows_last(turn, incident, code, &last, &found)
        || (found && !document_rows_approvals(turn, last.id, &list, &count)))
        return false;
    *approved = count > 0;
    return true;
}
