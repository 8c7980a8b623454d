/* SPDX-License-Identifier: Apache-2.0 */
/* Parties: the roles that owe, are owed, or are told, and for what they are held. */
#include "policy/inside.h"

const char *const scope_words[] = {"enterprise", "organisation", "secretariat",
                                   "incident",   "asset",        NULL};

static const struct field party_fields[] = {
    {"role", FIELD_ID, .needed = true, .help = "Its code in roles.yaml."},
    {"scope", FIELD_WORD, .needed = true, .words = scope_words, .help = "For what it is held."},
    {"each", FIELD_BOOLEAN, .help = "Once for each affected organisation."},
    {0},
};
const struct field party_item = {.type = FIELD_MAP, .members = party_fields};

bool parties_read(const struct reading *reading, const struct value *list, struct party **parties,
                  size_t *count)
{
    *count = list == NULL ? 0 : list->count;
    *parties = arena_array(reading->turn->arena, *count, sizeof **parties);
    for (size_t i = 0; i < *count; i++) {
        const struct value *item = list->items[i];
        (*parties)[i] = (struct party){
            .role = value_get_text(item, "role"),
            .scope = (enum party_scope)word_place(scope_words, value_get_text(item, "scope")),
            .each = value_get_boolean(item, "each", false)};
    }
    return true;
}

bool parties_check(const struct reading *reading, const struct value *list)
{
    return references_check(reading, list, "role", role_known, "roles.yaml");
}
