/* SPDX-License-Identifier: Apache-2.0 */
/* What may be asked of the house itself: its health, its ledger, its policy. */
#include "base/json.h"
#include "counter/inside.h"
#include "policy/register.h"

enum { LEDGER_SCAN_MAX = 2000 };

/* ---- house.health ---- */

static const struct field no_fields[] = {{.name = NULL}};

static bool house_health(struct turn *turn, const struct value *input, struct value **answer)
{
    struct rows rows;
    (void)input;
    if (!counter_rows_alive(turn, &rows))
        return false;
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "state", TEXT("well"));
    value_set_text(turn->arena, *answer, "store", text_of(store_engine(turn->store)));
    value_set_text(turn->arena, *answer, "now", instant_utc(turn->arena, turn->now_us));
    return true;
}

/* ---- ledger.list ---- */

static const struct field ledger_fields[] = {
    {.name = "before",
     .type = FIELD_INTEGER,
     .least = 0,
     .most = INT64_MAX,
     .help = "Lines below this sequence number; the newest first."},
    {.name = "limit",
     .type = FIELD_INTEGER,
     .least = 1,
     .most = ACTION_PAGE_MAX,
     .help = "Lines of a page."},
    {.name = NULL},
};

/* A line of a case that the reader is to know nothing of is left out. *said NULL: it is. */
static bool line_value(struct turn *turn, const struct ledger_line *line, struct value **said)
{
    struct value *entry;
    struct value *payload = value_null(turn->arena);
    *said = NULL;
    if (!json_read(turn, line->entry, "a ledger line", &entry)
        || (!text_empty(line->payload) && !json_read(turn, line->payload, "a payload", &payload)))
        return false;
    struct object object = {.incident = value_get_text(entry, "case"), .exists = true};
    if (!can(turn, AREA_AUDIT, LEVEL_READ, &object))
        return turn->fault.kind == FAULT_NONE;
    *said = value_map(turn->arena);
    value_set_integer(turn->arena, *said, "sequence", line->sequence);
    value_set(turn->arena, *said, "entry", entry);
    value_set(turn->arena, *said, "payload", payload);
    return true;
}

/* A page of what may be seen. *before comes in as where it begins, and goes out as where the next
 * one does; 0: there is none. */
static bool ledger_page(struct turn *turn, size_t limit, struct value *items, int64_t *before)
{
    for (size_t scanned = 0; scanned < LEDGER_SCAN_MAX; scanned += limit) {
        struct ledger_line *lines;
        size_t count;
        if (!ledger_lines(turn, *before, limit, &lines, &count))
            return false;
        for (size_t i = 0; i < count; i++) {
            struct value *said;
            if (!line_value(turn, &lines[i], &said))
                return false;
            *before = lines[i].sequence;
            if (said != NULL)
                value_append(turn->arena, items, said);
            if (items->count == limit)
                return true;
        }
        if (count < limit) {
            *before = 0;
            return true;
        }
    }
    return true;
}

static bool ledger_list(struct turn *turn, const struct value *input, struct value **answer)
{
    size_t limit = (size_t)value_get_integer(input, "limit", ACTION_PAGE_DEFAULT);
    int64_t before = value_get_integer(input, "before", INT64_MAX);
    struct value *items = value_list(turn->arena);
    if (!ledger_page(turn, limit, items, &before))
        return false;
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (before > 0)
        value_set_integer(turn->arena, *answer, "next", before);
    return true;
}

/* ---- policy.clause, policy.rules ---- */

static const struct field clause_fields[] = {
    {.name = "clause",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 60,
     .help = "The clause's id."},
    {.name = NULL},
};

static bool policy_clause(struct turn *turn, const struct value *input, struct value **answer)
{
    const struct value *found =
        register_clause(turn->arena, turn->pack, value_get_text(input, "clause"));
    if (found == NULL)
        return fail(turn, FAULT_MISSING, "the policy has no clause of this id");
    *answer = (struct value *)found;
    return true;
}

static bool policy_rules(struct turn *turn, const struct value *input, struct value **answer)
{
    struct value *items = value_list(turn->arena);
    (void)input;
    for (size_t i = 0; i < turn->pack->rules_count; i++) {
        const struct rule *rule = &turn->pack->rules[i];
        struct value *said = value_append(turn->arena, items, value_map(turn->arena));
        struct value *clauses = value_list(turn->arena);
        for (size_t k = 0; k < rule->clauses.count; k++)
            value_append(turn->arena, clauses, value_text(turn->arena, rule->clauses.items[k]));
        value_set_text(turn->arena, said, "rule", rule->id);
        value_set_text(turn->arena, said, "title", rule->title);
        value_set_boolean(turn->arena, said, "served", rule->served);
        value_set(turn->arena, said, "clauses", clauses);
    }
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "policy", turn->pack->name);
    value_set_text(turn->arena, *answer, "version", turn->pack->version);
    value_set_text(turn->arena, *answer, "hash", turn->pack->hash);
    value_set(turn->arena, *answer, "items", items);
    return true;
}

const struct action counter_actions[] = {
    {.name = "house.health",
     .title = "Is the house well?",
     .method = METHOD_GET,
     .route = "/health",
     .fields = no_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .anonymous = true,
     .read = house_health,
     .help = "Answers when the house can read its store."},
    {.name = "ledger.list",
     .title = "Ledger",
     .method = METHOD_GET,
     .route = "/ledger/entries",
     .fields = ledger_fields,
     .area = AREA_AUDIT,
     .level = LEVEL_READ,
     .read = ledger_list,
     .help = "The lines of the ledger with what was said, newest first."},
    {.name = "policy.clause",
     .title = "A clause",
     .method = METHOD_GET,
     .route = "/policy/clauses/{clause}",
     .fields = clause_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .anonymous = true,
     .read = policy_clause,
     .help = "A clause in our words: what it asks, by when, of whom, what serves it and how that "
             "is tested. Of a document whose clauses are not in the catalogue: the document."},
    {.name = "policy.rules",
     .title = "Rules",
     .method = METHOD_GET,
     .route = "/policy/rules",
     .fields = no_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .anonymous = true,
     .read = policy_rules,
     .help = "The rules of the policy in force, each with its clauses and whether this program "
             "serves it yet."},
    {.name = "policy.documents",
     .title = "Register of documents",
     .method = METHOD_GET,
     .route = "/policy/documents",
     .fields = policy_documents_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .anonymous = true,
     .read = policy_documents,
     .help = "Every document that the policy rests on, with whether it was in force on a day, and "
             "in which version."},
    {.name = "policy.document",
     .title = "A document",
     .method = METHOD_GET,
     .route = "/policy/documents/{document}",
     .fields = policy_document_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .anonymous = true,
     .read = policy_document,
     .help = "What the register has of it: its versions, what came before, which document stood in "
             "its place on a day, and the review that has lapsed."},
    {.name = "policy.crosswalk",
     .title = "Where sections went",
     .method = METHOD_GET,
     .route = "/policy/documents/{document}/crosswalk",
     .fields = policy_crosswalk_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .anonymous = true,
     .read = policy_crosswalk,
     .help = "For each section of an older document where it went, how the words differ, which "
             "finding cites it, and what is new in its successor."},
    {.name = "policy.search",
     .title = "Find in the policy",
     .method = METHOD_GET,
     .route = "/policy/search",
     .fields = policy_search_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .anonymous = true,
     .read = policy_search,
     .help = "Finds what people cite, by the numbers of the body and by others that are printed, "
             "and clauses by their words."},
    {.name = "policy.role",
     .title = "What a role is for",
     .method = METHOD_GET,
     .route = "/policy/roles/{role}",
     .fields = policy_role_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .anonymous = true,
     .read = policy_role,
     .help = "What the documents say the role is for, who stands in for it, and what it was called "
             "before."},
    {.name = NULL},
};
