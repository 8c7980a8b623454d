/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sending a document: a new version of its series, a line in the ledger, the facts that the
 * obligations hear, and word to those who may read it. That something was sent is a fact, so an
 * incomplete document is taken, however late; only what is said to be complete must be.
 */
#include "base/hash.h"
#include "base/id.h"
#include "base/json.h"
#include "incident/document.h"
#include "incident/inside.h"

/* ---- which one it is ---- */

static bool series_day(struct turn *turn, const struct value *input, int64_t at_us,
                       struct text *series)
{
    struct date day = zone_civil(turn->pack->calendar.zone, at_us).date;
    if (value_has(input, "series")
        && !date_parse(turn, "series", value_get_text(input, "series"), &day))
        return false;
    *series = date_format(turn->arena, day);
    return true;
}

static bool series_number(struct turn *turn, const struct incident *incident, struct text code,
                          const struct value *input, struct begun *begun)
{
    struct text stated = value_get_text(input, "series");
    int64_t versions;
    int64_t sent;
    if (!document_rows_count(turn, incident->id, code, &versions, &sent))
        return false;
    begun->number = sent + 1;
    if (!text_empty(stated)
        && (!text_integer(stated, &begun->number) || begun->number < 1 || begun->number > sent + 1))
        return fail_field(turn, "series",
                          "the next is number %lld; give a number up to it, or none",
                          (long long)sent + 1);
    /* Padded, so that numbers sort as they count. */
    begun->series = text_format(turn->arena, "%06lld", (long long)begun->number);
    return true;
}

bool document_series(struct turn *turn, const struct incident *incident,
                     const struct value *document, const struct value *input, int64_t at_us,
                     struct begun *begun)
{
    struct text numbered = value_get_text(document, "numbered");
    *begun = (struct begun){.incident = incident, .document = document};
    if (text_is(numbered, "day"))
        return series_day(turn, input, at_us, &begun->series);
    if (text_is(numbered, "number"))
        return series_number(turn, incident, value_get_text(document, "code"), input, begun);
    return !value_has(input, "series")
           || fail_field(turn, "series", "there is only one such document on a case; leave it out");
}

/* ---- whom it goes to ---- */

enum { POSTED_ROLES_MAX = 4 };

struct posting {
    struct change *change;
    const struct incident *incident;
    const struct value *document;
    struct value *recipients;
};

static bool posted_already(const struct posting *posting, struct text person)
{
    for (size_t i = 0; i < posting->recipients->count; i++)
        if (text_equal(value_get_text(posting->recipients->items[i], "person"), person))
            return true;
    return false;
}

/* What is sent so that somebody reads it lets him read the case. */
static bool post_admit(struct posting *posting, const struct holder *to)
{
    struct turn *turn = change_turn(posting->change);
    return !value_get_boolean(posting->document, "admits", false)
           || people_grant(posting->change, posting->incident->id, to,
                           text_format(turn->arena, "sent: %.*s",
                                       TEXT_SHOW(value_get_text(posting->document, "name"))),
                           INT64_MAX);
}

/* Word that it is there, to one who may read the case; others need not know of it. */
static bool post_to(struct posting *posting, const struct holder *to)
{
    struct turn *turn = change_turn(posting->change);
    bool granted;
    if (posted_already(posting, to->person))
        return true;
    if (!post_admit(posting, to)
        || !people_granted(turn, posting->incident->id, to->person, &granted))
        return false;
    if (!granted)
        return true;
    struct value *said = value_append(turn->arena, posting->recipients, value_map(turn->arena));
    value_set_text(turn->arena, said, "person", to->person);
    value_set_text(turn->arena, said, "name", to->name);
    value_set_text(turn->arena, said, "role", to->role);
    return incident_tell(posting->change, posting->incident,
                         value_get_text(posting->document, "notice"), to);
}

static bool post_role(struct posting *posting, struct text role, struct text organisation)
{
    struct turn *turn = change_turn(posting->change);
    struct holder *holders;
    size_t count;
    bool gap;
    if (!people_resolve_for(turn, posting->incident->id, role, organisation, NULL, &holders, &count,
                            &gap))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!post_to(posting, &holders[i]))
            return false;
    return true;
}

/* Whom it is addressed to by the name or address that a document prints: whoever stands in that
 * place today, who is told. *says: in words, for the log; empty where nobody is named. */
static bool post_addressed(struct posting *posting, const struct value *input, struct text *says)
{
    struct turn *turn = change_turn(posting->change);
    struct text to = value_get_text(input, "to");
    *says = TEXT_NONE;
    if (text_empty(to))
        return true;
    const struct value *printed = pack_contact(turn->pack, to);
    if (printed == NULL)
        printed = pack_contact_at(turn->pack, to);
    struct text name = printed == NULL ? to : value_get_text(printed, "id");
    struct text successor = value_get_text(printed, "successor");
    const struct role *roles[POSTED_ROLES_MAX];
    size_t count = pack_roles_named(turn->pack, name, roles, POSTED_ROLES_MAX);
    if (count == 0 || count > POSTED_ROLES_MAX || roles[0]->scope != PARTY_ENTERPRISE)
        return fail_field(turn, "to",
                          "no office of the enterprise has or had that name: leave it out, and it "
                          "goes to whom the policy names");
    *says = text_empty(successor) ? name
                                  : text_format(turn->arena, "%.*s -> %.*s (successor)",
                                                TEXT_SHOW(name), TEXT_SHOW(successor));
    for (size_t i = 0; i < count; i++)
        if (!post_role(posting, roles[i]->code, TEXT_NONE))
            return false;
    return true;
}

/* Roles of an organisation are those of each affected one. */
static bool document_post(struct change *change, const struct incident *incident,
                          const struct value *document, const struct value *input,
                          struct value **recipients, struct text *addressed)
{
    struct turn *turn = change_turn(change);
    struct posting posting = {.change = change,
                              .incident = incident,
                              .document = document,
                              .recipients = value_list(turn->arena)};
    struct affected *affected;
    size_t count;
    *recipients = posting.recipients;
    if (!post_addressed(&posting, input, addressed)
        || !incident_rows_affected(turn, incident->id, &affected, &count))
        return false;
    for (size_t i = 0; i < value_get_count(document, "sent_to"); i++) {
        const struct value *party = value_get_item(document, "sent_to", i);
        struct text role = value_get_text(party, "role");
        bool enterprise = text_is(value_get_text(party, "scope"), "enterprise");
        if (enterprise && !post_role(&posting, role, TEXT_NONE))
            return false;
        for (size_t j = 0; j < count && !enterprise; j++)
            if (!post_role(&posting, role, affected[j].organisation))
                return false;
    }
    return true;
}

/* ---- sending ---- */

/* Whose document it is: of the organisation for which the sender acts, if the case has it, or of
 * the first below that; else of the first. */
static bool document_organisation(struct turn *turn, const struct incident *incident,
                                  struct text *organisation)
{
    struct affected *affected;
    struct text acts_for = turn->actor.organisation;
    size_t count;
    bool below = false;
    *organisation = incident->organisation;
    if (!incident_rows_affected(turn, incident->id, &affected, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (text_equal(affected[i].organisation, acts_for)) {
            *organisation = acts_for;
            return true;
        }
        bool within = false;
        if (!below && !text_empty(acts_for)
            && !organisation_within(turn, affected[i].organisation, acts_for, &within))
            return false;
        *organisation = within ? affected[i].organisation : *organisation;
        below = below || within;
    }
    return true;
}

static bool document_at(struct turn *turn, const struct value *input, int64_t *at_us)
{
    *at_us = turn->now_us;
    return !value_has(input, "at")
           || instant_parse(turn, "at", value_get_text(input, "at"), turn->pack->calendar.zone,
                            at_us);
}

/* Which step of a rule it serves, where the policy lets an element say so. */
static struct text document_step(const struct value *document, const struct value *content)
{
    for (size_t i = 0; i < value_get_count(document, "elements"); i++) {
        const struct value *element = value_get_item(document, "elements", i);
        if (value_get_boolean(element, "step", false))
            return value_get_text(value_get(content, value_get_text(element, "code").data),
                                  "value");
    }
    return TEXT_NONE;
}

static bool fact_sent(struct change *change, const struct incident *incident, enum fact_kind kind,
                      const struct sent *sent, const struct value *document,
                      const struct value *content)
{
    struct turn *turn = change_turn(change);
    struct fact fact = incident_fact(kind, incident);
    struct text step = document_step(document, content);
    fact_set_text(&fact, FIELD_OF_DOCUMENT, sent->document);
    fact_set_text(&fact, FIELD_OF_COMPLETE, sent->complete ? TEXT("yes") : TEXT("no"));
    fact_set_time(&fact, FIELD_OF_AT, sent->at_us);
    if (text_is(value_get_text(document, "numbered"), "day")) {
        struct date day;
        if (!date_parse(turn, "series", sent->series, &day))
            return false;
        fact_set_time(&fact, FIELD_OF_PERIOD, document_cutoff_us(turn->pack, day));
    }
    if (!text_empty(step))
        fact_set_text(&fact, FIELD_OF_STEP, step);
    /* An update is of the whole case, whoever sends it. */
    if (!text_empty(sent->organisation) && kind != FACT_STATUS_UPDATE_SENT)
        fact_set_text(&fact, FIELD_OF_ORGANISATION, sent->organisation);
    return change_fact(change, &fact);
}

static bool facts_sent(struct change *change, const struct incident *incident,
                       const struct sent *sent, const struct value *document,
                       const struct value *content)
{
    enum fact_kind kind;
    return fact_sent(change, incident, FACT_DOCUMENT_SENT, sent, document, content)
           && (fact_kind_named(value_get_text(document, "fact"), &kind) != FACT_NAME_KNOWN
               || fact_sent(change, incident, kind, sent, document, content));
}

static struct text content_hash(struct arena *arena, struct text content)
{
    struct sha256 digest = sha256(content);
    return hex_write(arena, (struct text){(const char *)digest.bytes, sizeof digest.bytes});
}

static struct text sent_says(struct turn *turn, const struct begun *begun, const struct sent *sent,
                             size_t missing, struct text addressed)
{
    size_t all = value_get_count(begun->document, "elements");
    struct builder says = {.arena = turn->arena};
    build(&says, value_get_text(begun->document, "name"));
    if (begun->number > 0)
        build_format(&says, " %lld", (long long)begun->number);
    else if (!text_empty(begun->series))
        build_format(&says, " of %.*s", TEXT_SHOW(begun->series));
    build_format(&says, " sent, %zu of %zu elements answered", all - missing, all);
    if (missing > 0)
        build_format(&says, ", content %zu outstanding", missing);
    if (sent->version > 1)
        build_format(&says, ", version %lld", (long long)sent->version);
    if (!text_empty(addressed))
        build_format(&says, ", addressed to %.*s", TEXT_SHOW(addressed));
    return built(&says);
}

/* Who sends what is said to be complete hears what is missing, and nothing is sent. */
static bool complete_refused(struct turn *turn, const struct value *missing)
{
    const struct value *first = missing->items[0];
    const struct value *clauses = value_get(first, "clauses");
    struct text clause =
        clauses != NULL && clauses->count > 0 ? clauses->items[0]->text : TEXT_NONE;
    return fail_clause(turn, text_string(turn->arena, clause),
                       "%.*s: %.*s (%zu in all); fill it in, or send what there is without saying "
                       "that it is complete",
                       TEXT_SHOW(value_get_text(first, "label")),
                       TEXT_SHOW(value_get_text(first, "why")), missing->count);
}

static bool draft_end(struct change *change, const struct sent *sent)
{
    struct turn *turn = change_turn(change);
    struct draft draft = {.incident = sent->incident,
                          .document = sent->document,
                          .series = sent->series,
                          .author = turn->actor.person};
    if (!document_rows_draft(turn, &draft))
        return false;
    draft.content = TEXT_NONE;
    return document_rows_draft_write(change, &draft);
}

static bool sent_write(struct change *change, const struct begun *begun, struct sent *sent,
                       const struct value *content, const struct value *input, size_t missing)
{
    struct turn *turn = change_turn(change);
    struct value *recipients;
    struct sent before;
    struct text addressed;
    bool found;
    if (!document_rows_latest(turn, sent->incident, sent->document, sent->series, &before, &found)
        || !document_post(change, begun->incident, begun->document, input, &recipients, &addressed))
        return false;
    sent->version = before.version + 1;
    sent->recipients = json_write(turn->arena, recipients);
    struct text late = sent->at_us > turn->now_us ? TEXT("entered before it happened") : TEXT_NONE;
    return incident_note_line(change, begun->incident, "document.send",
                              sent_says(turn, begun, sent, missing, addressed), sent->at_us, late,
                              input, &sent->sequence)
           && document_rows_insert(change, sent) && draft_end(change, sent)
           && facts_sent(change, begun->incident, sent, begun->document, content);
}

/* Sends contents that were made ready: checked, with what nobody types. */
static bool content_send(struct change *change, const struct begun *begun, struct value *content,
                         const struct value *input, int64_t at_us, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct sent sent = {.incident = begun->incident->id,
                        .document = value_get_text(begun->document, "code"),
                        .series = begun->series,
                        .pack = turn->pack->hash,
                        .author = turn->actor.person,
                        .author_name = turn->actor.name,
                        .capacity = turn->actor.capacity,
                        .at_us = at_us,
                        .entry_us = turn->now_us};
    const struct value *missing = content_missing(turn->arena, begun->document, content);
    if (value_get_boolean(input, "complete", false) && missing->count > 0)
        return complete_refused(turn, missing);
    sent.complete = missing->count == 0;
    sent.content = json_write(turn->arena, content);
    sent.hash = content_hash(turn->arena, sent.content);
    return id_new(turn, &sent.id)
           && document_organisation(turn, begun->incident, &sent.organisation)
           && sent_write(change, begun, &sent, content, input, missing->count)
           && document_value(turn, &sent, answer);
}

static bool document_begin(struct turn *turn, const struct value *input, struct incident *incident,
                           int64_t *at_us, struct begun *begun)
{
    const struct value *document;
    return document_chosen(turn, input, &document) && incident_known(turn, input, incident)
           && document_at(turn, input, at_us)
           && document_series(turn, incident, document, input, *at_us, begun);
}

/* What was said of the elements, to be written on. */
static bool content_read(struct turn *turn, const struct value *input, struct value **content)
{
    const struct value *said = value_get(input, "content");
    *content = value_map(turn->arena);
    if (!content_bytes(turn, said))
        return false;
    return said == NULL || json_read(turn, json_write(turn->arena, said), "the contents", content);
}

bool document_send(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct begun begun;
    struct value *content;
    int64_t at_us;
    return document_begin(turn, input, &incident, &at_us, &begun)
           && content_read(turn, input, &content) && document_fix(turn, &begun, content)
           && content_check(turn, &incident, begun.document, content)
           && content_send(change, &begun, content, input, at_us, answer);
}

bool document_draft(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct begun begun;
    struct value *content;
    struct value *said = value_map(turn->arena);
    int64_t at_us;
    if (!document_begin(turn, input, &incident, &at_us, &begun)
        || !content_read(turn, input, &content) || !content_draft(turn, begun.document, content))
        return false;
    struct draft draft = {.incident = incident.id,
                          .document = value_get_text(begun.document, "code"),
                          .series = begun.series,
                          .author = turn->actor.person};
    if (!document_rows_draft(turn, &draft))
        return false;
    draft.content = json_write(turn->arena, content);
    value_set_text(turn->arena, said, "document", draft.document);
    value_set_text(turn->arena, said, "series", draft.series);
    value_set_text(turn->arena, said, "sha256", content_hash(turn->arena, draft.content));
    return document_rows_draft_write(change, &draft)
           && change_entry(change, "document.draft",
                           text_format(turn->arena, "incident/%.*s", TEXT_SHOW(incident.id)),
                           incident.id, said, NULL)
           && document_prepare(turn, input, answer);
}

/* ---- the day on which nothing changed ---- */

/* The document that there is one of for each day. */
static const struct value *daily_of(const struct pack *pack)
{
    for (size_t i = 0; i < value_get_count(pack->elements, "documents"); i++) {
        const struct value *document = value_get_item(pack->elements, "documents", i);
        if (text_is(value_get_text(document, "numbered"), "day"))
            return document;
    }
    return NULL;
}

/* What was said before stays; where nothing was, the policy has the words. */
static bool unchanged(struct turn *turn, const struct begun *begun, struct value *content)
{
    struct sent last;
    struct value *before = value_map(turn->arena);
    bool found;
    if (!document_rows_last(turn, begun->incident->id, value_get_text(begun->document, "code"),
                            &last, &found)
        || (found && !json_read(turn, last.content, "a kept document", &before)))
        return false;
    for (size_t i = 0; i < value_get_count(begun->document, "elements"); i++) {
        const struct value *element = value_get_item(begun->document, "elements", i);
        const char *code = text_string(turn->arena, value_get_text(element, "code"));
        struct text words = value_get_text(element, "no_change");
        struct value *said =
            value_get_boolean(element, "carried", false) ? value_get(before, code) : NULL;
        if (value_has(content, code) || (said == NULL && text_empty(words)))
            continue;
        if (said == NULL) {
            said = value_map(turn->arena);
            value_set_text(turn->arena, said, "value", words);
        }
        value_set(turn->arena, content, code, said);
    }
    return true;
}

bool document_daily(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct begun begun;
    struct value *content;
    struct sent sent;
    bool found;
    const struct value *document = daily_of(turn->pack);
    if (document == NULL)
        return fail(turn, FAULT_MISSING, "the policy asks for no daily report");
    if (!incident_known(turn, input, &incident)
        || !document_series(turn, &incident, document, input, turn->now_us, &begun)
        || !document_rows_latest(turn, incident.id, value_get_text(document, "code"), begun.series,
                                 &sent, &found))
        return false;
    if (found)
        return fail(turn, FAULT_CLASH,
                    "the report of %.*s was sent already; to correct it, send the report itself",
                    TEXT_SHOW(begun.series));
    return document_prefill(turn, &begun, &content) && unchanged(turn, &begun, content)
           && content_check(turn, &incident, document, content)
           && content_send(change, &begun, content, input, turn->now_us, answer);
}
