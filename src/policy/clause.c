/* SPDX-License-Identifier: Apache-2.0 */
/* clauses.yaml: the catalogue of clauses, in our words. */
#include "policy/inside.h"

static const struct field id_item = {.type = FIELD_ID};

static const struct field enforce_fields[] = {
    {"refuses", FIELD_TEXT, .needed = true, .help = "What the program refuses."},
    {"computes", FIELD_TEXT, .needed = true, .help = "What it computes."},
    {"records", FIELD_TEXT, .needed = true, .help = "What it records."},
    {"shows", FIELD_TEXT, .needed = true, .help = "What it shows."},
    {0},
};

static const struct field test_fields[] = {
    {"given", FIELD_TEXT, .needed = true, .help = "What holds before."},
    {"when", FIELD_TEXT, .needed = true, .help = "What happens."},
    {"then", FIELD_TEXT, .needed = true, .help = "What must be seen."},
    {0},
};

static const struct field conflict_fields[] = {
    {"with", FIELD_ID, .needed = true, .help = "The other clause."},
    {"resolve", FIELD_TEXT, .needed = true, .help = "What was decided."},
    {0},
};
static const struct field conflict_item = {.type = FIELD_MAP, .members = conflict_fields};

static const struct field clause_fields[] = {
    {"id", FIELD_ID, .needed = true, .help = "Its document and number."},
    {"document", FIELD_ID, .needed = true, .help = "Its id in documents.yaml."},
    {"section", FIELD_TEXT, .needed = true, .help = "Where it stands there."},
    {"says", FIELD_TEXT, .needed = true, .least = 1, .help = "What it asks, in our words."},
    {"actor", FIELD_TEXT, .needed = true, .help = "Who is to do it."},
    {"trigger", FIELD_TEXT, .needed = true, .help = "When."},
    {"deadline", FIELD_TEXT, .needed = true, .help = "Until when, or none."},
    {"recipient", FIELD_TEXT, .needed = true, .help = "To whom, or none."},
    {"artefact", FIELD_TEXT, .needed = true, .help = "What there is to show for it."},
    {"kind", FIELD_ID, .needed = true, .help = "Duty, definition, deadline, …"},
    {"force", FIELD_ID, .needed = true, .help = "Must, should, may, states."},
    {"capability", FIELD_ID, .needed = true, .help = "A code of capabilities.yaml."},
    {"mechanism", FIELD_TEXT, .needed = true, .help = "What serves it."},
    {"rules", FIELD_LIST, .least = 1, .items = &id_item, .help = "Rules that rest on it."},
    {"enforce", FIELD_MAP, .members = enforce_fields, .help = "What the program does about it."},
    {"test", FIELD_MAP, .members = test_fields, .help = "How one sees that it is served."},
    {"conflicts", FIELD_LIST, .items = &conflict_item, .help = "Clauses that it rubs against."},
    {"referred_to_by", FIELD_LIST, .items = &id_item, .help = "Clauses that name it."},
    {"served_by", FIELD_LIST, .items = &id_item, .help = "Clauses whose evidence serves it."},
    {"of_role", FIELD_ID, .help = "A role of which it says what it is for."},
    {"documented_only", FIELD_BOOLEAN,
     .help = "It describes; there is nothing in it that a program could do."},
    {0},
};
static const struct field clause_item = {.type = FIELD_MAP, .members = clause_fields};
static const struct field clauses_fields[] = {
    {"clauses", FIELD_LIST, .needed = true, .least = 1, .items = &clause_item,
     .help = "The catalogue."},
    {0},
};

bool clauses_read(const struct reading *reading)
{
    struct arena *arena = reading->turn->arena;
    struct value *list = value_get(reading->root, "clauses");
    if (!field_check(reading->turn, clauses_fields, reading->root, reading->source)
        || !unique_check(reading, list, "id"))
        return false;
    struct clause *clauses = arena_array(arena, list->count, sizeof *clauses);
    for (size_t i = 0; i < list->count; i++) {
        struct value *item = list->items[i];
        clauses[i] = (struct clause){.id = value_get_text(item, "id"),
                                     .document = value_get_text(item, "document"),
                                     .section = value_get_text(item, "section"),
                                     .says = value_get_text(item, "says"),
                                     .force = value_get_text(item, "force"),
                                     .kind = value_get_text(item, "kind"),
                                     .capability = value_get_text(item, "capability"),
                                     .mechanism = value_get_text(item, "mechanism"),
                                     .deadline = value_get_text(item, "deadline"),
                                     .rules = names_read(arena, value_get(item, "rules")),
                                     .source = item};
    }
    reading->pack->clauses = clauses;
    reading->pack->clauses_count = list->count;
    return true;
}

/* A pack without a list of capabilities names them as it likes. */
static bool capability_known(const struct pack *pack, struct text code)
{
    size_t count = value_get_count(pack->capabilities, "capabilities");
    for (size_t i = 0; i < count; i++)
        if (text_equal(
                value_get_text(value_get_item(pack->capabilities, "capabilities", i), "code"),
                code))
            return true;
    return count == 0;
}

/* A rule that a clause names must name the clause. */
static bool rules_answer(const struct reading *reading, const struct clause *clause)
{
    for (size_t i = 0; i < clause->rules.count; i++) {
        const struct rule *rule = pack_rule(reading->pack, clause->rules.items[i]);
        if (!names_have(&rule->clauses, clause->id))
            return fail_line(
                reading, value_get(clause->source, "rules")->line,
                "clause %.*s names rule %.*s, which does not name it (obligations.yaml, "
                "line %d).",
                TEXT_SHOW(clause->id), TEXT_SHOW(rule->id), rule->line);
    }
    return true;
}

bool clauses_check(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "clauses");
    if (!references_check(reading, list, "document", document_known, "documents.yaml")
        || !references_check(reading, list, "capability", capability_known, "capabilities.yaml")
        || !references_check(reading, list, "rules", rule_known, "obligations.yaml")
        || !references_check(reading, list, "referred_to_by", clause_known, "clauses.yaml")
        || !references_check(reading, list, "served_by", clause_known, "clauses.yaml")
        || !references_check(reading, list, "of_role", role_known, "roles.yaml"))
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (!references_check(reading, value_get(list->items[i], "conflicts"), "with", clause_known,
                              "clauses.yaml")
            || !rules_answer(reading, &reading->pack->clauses[i]))
            return false;
    return true;
}
