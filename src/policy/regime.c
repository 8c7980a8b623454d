/* SPDX-License-Identifier: Apache-2.0 */
/* regimes.yaml and controls.yaml: the laws and contracts beside the policy, and the frameworks it
 * maps to. */
#include "policy/inside.h"

static const struct field id_item = {.type = FIELD_ID};
static const struct field text_item = {.type = FIELD_TEXT, .least = 1};

static const struct field law_trigger_fields[] = {
    {"summary", FIELD_TEXT, .needed = true, .least = 1, .help = "When it applies, in words."},
    {"any_of", FIELD_LIST, .least = 1, .items = &id_item, .help = "One of these has happened."},
    {"data", FIELD_LIST, .least = 1, .items = &id_item, .help = "To data of one of these kinds."},
    {"role", FIELD_ID, .help = "What the body is to the data."},
    {"body", FIELD_ID, .help = "Which bodies it binds."},
    {"after", FIELD_ID, .help = "A regime that applied before."},
    {"min_persons", FIELD_INTEGER, .least = 1, .most = 1000000000, .help = "At least so many."},
    {"max_persons", FIELD_INTEGER, .least = 1, .most = 1000000000, .help = "At most so many."},
    {"min_cost_cents", FIELD_INTEGER, .least = 1, .most = 1000000000000, .help = "At least this."},
    {0},
};

static const struct field case_fields[] = {
    {"case", FIELD_ID, .needed = true, .help = "Which case."},
    {"due", FIELD_TEXT, .needed = true, .help = "When, in words."},
    {"period", FIELD_TEXT, .help = "As an ISO 8601 duration."},
    {0},
};
static const struct field case_item = {.type = FIELD_MAP, .members = case_fields};
static const struct field law_deadline_fields[] = {
    {"kind", FIELD_ID, .needed = true, .help = "How the law puts it."},
    {"text", FIELD_TEXT, .needed = true, .least = 1, .help = "In words."},
    {"from", FIELD_TEXT, .help = "From what."},
    {"period", FIELD_TEXT, .help = "As an ISO 8601 duration."},
    {"ref", FIELD_ID, .help = "As in this regime."},
    {"cases", FIELD_LIST, .least = 1, .items = &case_item, .help = "Where it differs by case."},
    {0},
};

static const struct field items_fields[] = {
    {"to", FIELD_ID, .needed = true, .help = "In what goes to whom."},
    {"items", FIELD_LIST, .needed = true, .least = 1, .items = &text_item, .help = "What."},
    {0},
};
static const struct field items_item = {.type = FIELD_MAP, .members = items_fields};
static const char *const confidences[] = {"high", "medium", "low", NULL};

static const struct field regime_fields[] = {
    {"code", FIELD_ID, .needed = true, .help = "What programs call it."},
    {"name", FIELD_TEXT, .needed = true, .least = 1, .help = "What people call it."},
    {"jurisdiction", FIELD_ID, .needed = true, .help = "Whose law, or contract."},
    {"enabled", FIELD_BOOLEAN, .needed = true, .help = "Whether it is proposed to counsel."},
    {"trigger", FIELD_MAP, .needed = true, .members = law_trigger_fields, .help = "When."},
    {"recipients", FIELD_LIST, .needed = true, .items = &text_item, .help = "Who is told."},
    {"deadline", FIELD_MAP, .needed = true, .members = law_deadline_fields, .help = "Until when."},
    {"contents", FIELD_LIST, .items = &items_item, .help = "What the notice says."},
    {"must_not_say", FIELD_LIST, .items = &items_item, .help = "What it must not say."},
    {"also", FIELD_LIST, .items = &text_item, .help = "What else to do."},
    {"delay", FIELD_LIST, .items = &text_item, .help = "When it may wait."},
    {"follow_ups", FIELD_LIST, .items = &text_item, .help = "What comes after it."},
    {"clauses", FIELD_LIST, .items = &id_item, .help = "Clauses that lead to it."},
    {"sources", FIELD_LIST, .needed = true, .least = 1, .items = &text_item, .help = "Where."},
    {"confidence", FIELD_WORD, .needed = true, .words = confidences, .help = "How sure we are."},
    {"counsel_decides", FIELD_BOOLEAN, .needed = true, .help = "Always true: no program does."},
    {"effective_from", FIELD_DATE, .help = "First day in force."},
    {"note", FIELD_TEXT, .help = "What a reader should know."},
    {0},
};
static const struct field regime_item = {.type = FIELD_MAP, .members = regime_fields};
static const struct field regimes_fields[] = {
    {"regimes", FIELD_LIST, .needed = true, .items = &regime_item, .help = "The regimes."},
    {0},
};

bool regimes_read(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "regimes");
    reading->pack->regimes = reading->root;
    if (!field_check(reading->turn, regimes_fields, reading->root, reading->source)
        || !unique_check(reading, list, "code"))
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (!value_get_boolean(list->items[i], "counsel_decides", false))
            return fail_line(reading, list->items[i]->line,
                             "counsel_decides can only be true: a program makes no legal finding.");
    return true;
}

static bool regime_known(const struct pack *pack, struct text code)
{
    for (size_t i = 0; i < value_get_count(pack->regimes, "regimes"); i++)
        if (text_equal(value_get_text(value_get_item(pack->regimes, "regimes", i), "code"), code))
            return true;
    return false;
}

bool regimes_check(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "regimes");
    for (size_t i = 0; i < list->count; i++)
        if (!reference_check(reading, value_get(list->items[i], "trigger"), "after", regime_known,
                             "regimes.yaml")
            || !reference_check(reading, value_get(list->items[i], "deadline"), "ref", regime_known,
                                "regimes.yaml"))
            return false;
    return references_check(reading, list, "clauses", clause_known, "clauses.yaml");
}

/* ---- controls.yaml ---- */

static const struct field control_fields[] = {
    {"framework", FIELD_ID, .needed = true, .help = "Which catalogue of controls."},
    {"code", FIELD_ID, .needed = true, .help = "Its code there."},
    {"title", FIELD_TEXT, .needed = true, .least = 1, .help = "In words."},
    {"clause", FIELD_ID, .needed = true, .help = "The clause that maps to it."},
    {"served_by", FIELD_LIST, .needed = true, .least = 1, .items = &id_item,
     .help = "Clauses whose evidence serves it."},
    {0},
};
static const struct field control_item = {.type = FIELD_MAP, .members = control_fields};
static const struct field controls_fields[] = {
    {"controls", FIELD_LIST, .needed = true, .items = &control_item, .help = "The controls."},
    {0},
};

bool controls_read(const struct reading *reading)
{
    reading->pack->controls = reading->root;
    return field_check(reading->turn, controls_fields, reading->root, reading->source)
           && unique_check(reading, value_get(reading->root, "controls"), "clause");
}

bool controls_check(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "controls");
    return references_check(reading, list, "clause", clause_known, "clauses.yaml")
           && references_check(reading, list, "served_by", clause_known, "clauses.yaml");
}
