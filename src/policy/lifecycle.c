/* SPDX-License-Identifier: Apache-2.0 */
/* lifecycle.yaml: the states of an incident, its moves and what holds them back. */
#include "policy/inside.h"

static const struct field id_item = {.type = FIELD_ID};
static const struct field state_fields[] = {
    {"code", FIELD_ID, .needed = true, .help = "What moves name."},
    {"name", FIELD_TEXT, .needed = true, .least = 1, .help = "For people."},
    {"open", FIELD_BOOLEAN, .needed = true, .help = "Whether work may go on in it."},
    {"resolved", FIELD_BOOLEAN, .help = "Whether the daily clocks have ended."},
    {"clauses", FIELD_LIST, .items = &id_item, .help = "What it rests on."},
    {0},
};
static const struct field state_item = {.type = FIELD_MAP, .members = state_fields};
static const struct field move_fields[] = {
    {"name", FIELD_ID, .needed = true, .help = "A verb."},
    {"from", FIELD_LIST, .needed = true, .least = 1, .items = &id_item, .help = "States."},
    {"to", FIELD_ID, .needed = true, .help = "A state."},
    {"guards", FIELD_LIST, .items = &id_item, .help = "All of these hold."},
    {0},
};
static const struct field move_item = {.type = FIELD_MAP, .members = move_fields};
static const struct field guard_fields[] = {
    {"code", FIELD_ID, .needed = true, .help = "What moves name."},
    {"says", FIELD_TEXT, .needed = true, .least = 1, .help = "What must hold, for people."},
    {"clauses", FIELD_LIST, .needed = true, .least = 1, .items = &id_item,
     .help = "What it rests on."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say."},
    {0},
};
static const struct field guard_item = {.type = FIELD_MAP, .members = guard_fields};
static const struct field lifecycle_fields[] = {
    {"states", FIELD_LIST, .needed = true, .least = 2, .items = &state_item, .help = "States."},
    {"begins", FIELD_ID, .needed = true, .help = "The state of a new incident."},
    {"moves", FIELD_LIST, .needed = true, .least = 1, .items = &move_item, .help = "Moves."},
    {"guards", FIELD_LIST, .needed = true, .items = &guard_item, .help = "Guards of the moves."},
    {0},
};

bool lifecycle_read(const struct reading *reading)
{
    reading->pack->lifecycle = reading->root;
    return field_check(reading->turn, lifecycle_fields, reading->root, reading->source)
           && unique_check(reading, value_get(reading->root, "states"), "code")
           && unique_check(reading, value_get(reading->root, "moves"), "name")
           && unique_check(reading, value_get(reading->root, "guards"), "code");
}

static bool coded(const struct pack *pack, const char *list, struct text code)
{
    for (size_t i = 0; i < value_get_count(pack->lifecycle, list); i++)
        if (text_equal(value_get_text(value_get_item(pack->lifecycle, list, i), "code"), code))
            return true;
    return false;
}

static bool state_known(const struct pack *pack, struct text code)
{
    return coded(pack, "states", code);
}

static bool guard_known(const struct pack *pack, struct text code)
{
    return coded(pack, "guards", code);
}

bool lifecycle_check(const struct reading *reading)
{
    const struct value *moves = value_get(reading->root, "moves");
    return reference_check(reading, reading->root, "begins", state_known, "the states")
           && references_check(reading, moves, "from", state_known, "the states")
           && references_check(reading, moves, "to", state_known, "the states")
           && references_check(reading, moves, "guards", guard_known, "the guards")
           && references_check(reading, value_get(reading->root, "states"), "clauses", clause_known,
                               "clauses.yaml")
           && references_check(reading, value_get(reading->root, "guards"), "clauses", clause_known,
                               "clauses.yaml");
}
