/* SPDX-License-Identifier: Apache-2.0 */
/* lifecycle.yaml, teams: who takes an incident up. */
#include "policy/inside.h"
#include "policy/lifecycle.h"

static const struct field id_item = {.type = FIELD_ID};
static const struct field team_fields[] = {
    {"code", FIELD_ID, .needed = true, .help = "What people choose."},
    {"name", FIELD_TEXT, .needed = true, .least = 1, .help = "For people."},
    {"at", FIELD_TEXT, .least = 1, .help = "The organisation whose team it is, by short name."},
    {"roles", FIELD_LIST, .needed = true, .least = 1, .items = &id_item,
     .help = "The first of them that somebody holds leads."},
    {"gap", FIELD_LIST, .items = &id_item,
     .help = "Clauses under which something is missing where nobody of it is there."},
    {"clauses", FIELD_LIST, .needed = true, .least = 1, .items = &id_item,
     .help = "What it rests on."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say."},
    {0},
};
const struct field team_item = {.type = FIELD_MAP, .members = team_fields};

void teams_read(struct arena *arena, const struct value *root, struct lifecycle *life)
{
    life->teams_count = value_get_count(root, "teams");
    life->teams = arena_array(arena, life->teams_count + 1, sizeof *life->teams);
    for (size_t i = 0; i < life->teams_count; i++) {
        const struct value *item = value_get_item(root, "teams", i);
        life->teams[i] = (struct team){.code = value_get_text(item, "code"),
                                       .name = value_get_text(item, "name"),
                                       .at = value_get_text(item, "at"),
                                       .roles = names_read(arena, value_get(item, "roles")),
                                       .gap = names_read(arena, value_get(item, "gap")),
                                       .clauses = names_read(arena, value_get(item, "clauses"))};
    }
}

bool teams_check(const struct reading *reading)
{
    const struct value *teams = value_get(reading->root, "teams");
    return references_check(reading, teams, "roles", role_known, "roles.yaml")
           && references_check(reading, teams, "at", organisation_known, "organisations.yaml")
           && references_check(reading, teams, "gap", clause_known, "clauses.yaml")
           && references_check(reading, teams, "clauses", clause_known, "clauses.yaml");
}

const struct team *lifecycle_team(const struct pack *pack, struct text code)
{
    for (size_t i = 0; pack->life != NULL && i < pack->life->teams_count; i++)
        if (text_equal(pack->life->teams[i].code, code))
            return &pack->life->teams[i];
    return NULL;
}
