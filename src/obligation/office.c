/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an office owes and hears by the rules of the policy, whatever is going on. An office that
 * the pack names in place of another, for bodies outside any secretariat, has the other's rules,
 * one by one, and those that are added later: they are read, never copied.
 */
#include "obligation/inside.h"
#include "people/can.h"

struct office {
    const struct pack *pack;
    const struct role *role;
    struct organisation organisation; /* id empty: of the enterprise */
    const struct role *in_place_of;   /* NULL: it stands for itself alone */
};

static bool names_role(const struct party *parties, size_t count, const struct role *role)
{
    for (size_t i = 0; role != NULL && i < count; i++)
        if (text_equal(parties[i].role, role->code))
            return true;
    return false;
}

/* The first office in whose place the pack puts this one, for bodies outside any secretariat. */
static const struct role *office_replaced(const struct pack *pack, const struct role *role)
{
    for (size_t i = 0; i < pack->roles_count; i++)
        for (size_t j = 0; j < pack->roles[i].fallback_count; j++) {
            const struct substitute *substitute = &pack->roles[i].fallback[j];
            if (substitute->body == BODY_OUTSIDE
                && names_role(substitute->parties, substitute->parties_count, role))
                return &pack->roles[i];
        }
    return NULL;
}

static bool office_read(struct turn *turn, const struct value *input, struct office *office)
{
    struct text code = value_get_text(input, "role");
    struct text stated = value_get_text(input, "organisation");
    bool found = false;
    *office = (struct office){.pack = pack_at(turn->pack, turn->now_us)};
    if (text_empty(code)) {
        code = turn->actor.capacity;
        office->organisation.id = turn->actor.organisation;
    }
    office->role = office->pack == NULL ? NULL : pack_role(office->pack, code);
    if (office->role == NULL)
        return fail_field(turn, "role", "the policy has no such office; give its code");
    if (!text_empty(stated)) {
        if (!organisation_find(turn, stated, turn->now_us, &office->organisation, &found))
            return false;
        if (!found)
            return fail_field(turn, "organisation",
                              "no organisation is called so; give its short name");
    } else if (!text_empty(office->organisation.id)
               && !organisation_read(turn, office->organisation.id, turn->now_us,
                                     &office->organisation))
        return false;
    office->in_place_of = office_replaced(office->pack, office->role);
    return true;
}

static bool office_has(const struct office *office, const struct party *parties, size_t count)
{
    return names_role(parties, count, office->role)
           || names_role(parties, count, office->in_place_of);
}

static void office_rule(struct turn *turn, const struct office *office, const struct rule *rule,
                        struct value *items)
{
    bool owes = office_has(office, rule->owed_by, rule->owed_by_count);
    bool hears = office_has(office, rule->owed_to, rule->owed_to_count);
    for (size_t i = 0; i < rule->steps_count; i++) {
        const struct step *step = &rule->steps[i];
        owes = owes || office_has(office, step->owed_by, step->owed_by_count);
        hears = hears || office_has(office, step->owed_to, step->owed_to_count);
    }
    if (!owes && !hears)
        return;
    struct value *said = value_append(turn->arena, items, value_map(turn->arena));
    struct value *clauses = value_list(turn->arena);
    for (size_t i = 0; i < rule->clauses.count; i++)
        value_append(turn->arena, clauses, value_text(turn->arena, rule->clauses.items[i]));
    value_set_text(turn->arena, said, "rule", rule->id);
    value_set_text(turn->arena, said, "title", rule->title);
    value_set_boolean(turn->arena, said, "owes", owes);
    value_set_boolean(turn->arena, said, "hears", hears);
    value_set_boolean(turn->arena, said, "served", rule->served);
    value_set(turn->arena, said, "clauses", clauses);
}

static bool office_holders(struct turn *turn, const struct office *office, struct value *said)
{
    struct value *list = value_set(turn->arena, said, "holders", value_list(turn->arena));
    struct holder *holders;
    size_t count;
    bool gap;
    if (!people_resolve(turn, office->role->code, office->organisation.id, turn->now_us, NULL,
                        &holders, &count, &gap))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value *item = value_append(turn->arena, list, value_map(turn->arena));
        value_set_text(turn->arena, item, "name", holders[i].name);
        value_set_text(turn->arena, item, "capacity", holders[i].role);
        value_set_text(turn->arena, item, "how", text_of(holding_name(holders[i].holding)));
    }
    return true;
}

static bool office_rules(struct turn *turn, const struct value *input, struct value **answer)
{
    struct office office;
    struct value *items = value_list(turn->arena);
    if (!office_read(turn, input, &office))
        return false;
    bool somewhere = !text_empty(office.organisation.name);
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "heading",
                   text_format(turn->arena, "%.*s%s%.*s", TEXT_SHOW(office.role->title),
                               somewhere ? " of " : "", TEXT_SHOW(office.organisation.name)));
    value_set_text(turn->arena, *answer, "role", office.role->code);
    if (office.in_place_of != NULL)
        value_set_text(turn->arena, *answer, "in_place_of", office.in_place_of->code);
    value_set_text(turn->arena, *answer, "policy_version", office.pack->version);
    for (size_t i = 0; i < office.pack->rules_count; i++)
        office_rule(turn, &office, &office.pack->rules[i], items);
    value_set(turn->arena, *answer, "items", items);
    return office_holders(turn, &office, *answer);
}

static const struct field office_fields[] = {
    {.name = "role",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 60,
     .label = "Office",
     .choices = "roles",
     .help = "Its code in the policy; left out, the one in which I act."},
    {.name = "organisation",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 200,
     .suggests = "organisations",
     .help = "For which organisation, by its short name."},
    {.name = NULL},
};

const struct action office_actions[] = {
    {.name = "obligation.office",
     .title = "The duties of an office",
     .method = METHOD_GET,
     .route = "/offices/duties",
     .fields = office_fields,
     .area = AREA_POLICY,
     .level = LEVEL_READ,
     .read = office_rules,
     .help = "Every rule of the policy in force by which an office owes something or is told. The "
             "equivalent of an office has the rules of that office."},
    {.name = NULL},
};
