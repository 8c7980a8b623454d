/* SPDX-License-Identifier: Apache-2.0 */
/* Somebody answers for a document: in a role that the policy names, for what somebody else wrote,
 * when nothing in it is missing. */
#include "base/json.h"
#include "incident/document.h"
#include "incident/inside.h"

/* The first role held that may approve; an approval is given in it. */
static const struct holder *approver(const struct turn *turn, const struct value *roles)
{
    const struct capacities *held = turn->actor.held;
    for (size_t i = 0; held != NULL && i < held->count; i++) {
        bool wanted =
            text_empty(held->demanded) || text_equal(held->demanded, held->holders[i].role);
        for (size_t j = 0; wanted && j < roles->count; j++)
            if (text_equal(held->holders[i].role, roles->items[j]->text))
                return &held->holders[i];
    }
    return NULL;
}

static struct text roles_said(struct turn *turn, const struct value *roles)
{
    struct builder says = {.arena = turn->arena};
    for (size_t i = 0; i < roles->count; i++) {
        const struct role *role = pack_role(turn->pack, roles->items[i]->text);
        build_format(&says, "%s%.*s", i > 0 ? ", " : "",
                     TEXT_SHOW(role == NULL ? roles->items[i]->text : role->title));
    }
    return built(&says);
}

static const char *clause_of(struct turn *turn, const struct value *document)
{
    return text_string(turn->arena, value_get_item(document, "clauses", 0)->text);
}

/* One of an organisation answers for its own: the case must have it. */
static bool approver_of_case(struct turn *turn, const struct incident *incident,
                             const struct holder *holder, bool *good)
{
    struct affected *affected;
    size_t count;
    *good = text_empty(holder->organisation);
    if (!incident_rows_affected(turn, incident->id, &affected, &count))
        return false;
    for (size_t i = 0; i < count && !*good; i++)
        *good = text_equal(affected[i].organisation, holder->organisation);
    return true;
}

static bool approval_allowed(struct turn *turn, const struct incident *incident,
                             const struct sent *sent, const struct value *document)
{
    const struct value *roles = value_get(document, "approved_by");
    const char *clause = clause_of(turn, document);
    struct sent last;
    bool found;
    bool good;
    if (roles == NULL)
        return fail_clause(turn, clause, "this kind of document needs no approval");
    const struct holder *holder = approver(turn, roles);
    if (holder == NULL)
        return fail_clause(turn, clause, "it is approved by one of: %.*s",
                           TEXT_SHOW(roles_said(turn, roles)));
    if (!approver_of_case(turn, incident, holder, &good))
        return false;
    if (!good)
        return fail_clause(turn, clause, "your organisation has no part in this incident");
    if (text_equal(sent->author, turn->actor.person))
        return fail_clause(turn, clause, "who sent it does not approve it; ask somebody else");
    if (!sent->complete)
        return fail_clause(turn, clause, "it is not complete; a complete version comes first");
    if (!document_rows_last(turn, incident->id, sent->document, &last, &found))
        return false;
    if (!text_equal(last.id, sent->id))
        return fail(turn, FAULT_CLASH, "there is a later version; read and approve that one");
    turn->actor.capacity = holder->role;
    turn->actor.organisation = holder->organisation;
    return true;
}

static bool approval_fact(struct change *change, const struct incident *incident,
                          const struct sent *sent, const struct value *document)
{
    enum fact_kind kind;
    if (fact_kind_named(value_get_text(document, "approval"), &kind) != FACT_NAME_KNOWN)
        return true;
    struct fact fact = incident_fact(kind, incident);
    fact_set_text(&fact, FIELD_OF_DOCUMENT, sent->document);
    fact_set_time(&fact, FIELD_OF_AT, change_turn(change)->now_us);
    return change_fact(change, &fact);
}

bool document_approve(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct sent sent;
    bool found;
    if (!incident_known(turn, input, &incident)
        || !document_rows_one(turn, value_get_text(input, "id"), &sent, &found)
        || !incident_has(turn, &incident, found, sent.incident))
        return false;
    const struct value *document = document_named(document_pack(turn, &sent), sent.document);
    if (document == NULL || !approval_allowed(turn, &incident, &sent, document))
        return turn->fault.kind != FAULT_NONE
                   ? false
                   : fail(turn, FAULT_MISSING, "the policy has no such document any more");
    struct approval approval = {.author = turn->actor.person,
                                .author_name = turn->actor.name,
                                .capacity = turn->actor.capacity,
                                .organisation = turn->actor.organisation,
                                .note = value_get_text(input, "note"),
                                .entry_us = turn->now_us};
    struct text what =
        text_format(turn->arena, "%.*s approved, version %lld",
                    TEXT_SHOW(value_get_text(document, "name")), (long long)sent.version);
    return document_rows_approval_insert(change, sent.id, &approval)
           && incident_note(change, &incident, "document.approve", what, turn->now_us, TEXT_NONE,
                            input)
           && approval_fact(change, &incident, &sent, document)
           && document_value(turn, &sent, answer);
}
