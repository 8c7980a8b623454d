/* SPDX-License-Identifier: Apache-2.0 */
/* lifecycle.yaml, deployments: how people come to work on an incident that is not their body's. */
#include "policy/inside.h"
#include "policy/lifecycle.h"

static const struct field id_item = {.type = FIELD_ID};
static const struct field deployment_fields[] = {
    {"code", FIELD_ID, .needed = true, .help = "What people choose."},
    {"name", FIELD_TEXT, .needed = true, .least = 1, .help = "For people."},
    {"at", FIELD_TEXT, .least = 1,
     .help = "Whose work it is, by short name; left out, whoever deploys says for whom."},
    {"member", FIELD_ID, .needed = true, .help = "The role in which its people see the incident."},
    {"lead", FIELD_ID, .help = "The role of whoever leads; left out, nobody does."},
    {"least", FIELD_INTEGER, .least = 0, .most = 100, .help = "So many must there be at least."},
    {"bounded", FIELD_BOOLEAN, .help = "It has a beginning and an end from the first."},
    {"lends", FIELD_LIST, .least = 1, .items = &id_item,
     .help = "Only whoever is given one of these roles is sent."},
    {"clauses", FIELD_LIST, .needed = true, .least = 1, .items = &id_item,
     .help = "What it rests on."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say."},
    {0},
};
const struct field deployment_item = {.type = FIELD_MAP, .members = deployment_fields};

void deployments_read(struct arena *arena, const struct value *root, struct lifecycle *life)
{
    life->deployments_count = value_get_count(root, "deployments");
    life->deployments = arena_array(arena, life->deployments_count + 1, sizeof *life->deployments);
    for (size_t i = 0; i < life->deployments_count; i++) {
        const struct value *item = value_get_item(root, "deployments", i);
        life->deployments[i] =
            (struct deployment_kind){.code = value_get_text(item, "code"),
                                     .name = value_get_text(item, "name"),
                                     .at = value_get_text(item, "at"),
                                     .member = value_get_text(item, "member"),
                                     .lead = value_get_text(item, "lead"),
                                     .least = (size_t)value_get_integer(item, "least", 1),
                                     .bounded = value_get_boolean(item, "bounded", false),
                                     .lends = names_read(arena, value_get(item, "lends")),
                                     .clauses = names_read(arena, value_get(item, "clauses"))};
    }
}

bool deployments_check(const struct reading *reading)
{
    const struct value *kinds = value_get(reading->root, "deployments");
    return references_check(reading, kinds, "member", role_known, "roles.yaml")
           && references_check(reading, kinds, "lead", role_known, "roles.yaml")
           && references_check(reading, kinds, "lends", role_known, "roles.yaml")
           && references_check(reading, kinds, "at", organisation_known, "organisations.yaml")
           && references_check(reading, kinds, "clauses", clause_known, "clauses.yaml");
}

const struct deployment_kind *lifecycle_deployment(const struct pack *pack, struct text code)
{
    for (size_t i = 0; pack->life != NULL && i < pack->life->deployments_count; i++)
        if (text_equal(pack->life->deployments[i].code, code))
            return &pack->life->deployments[i];
    return NULL;
}
