/* SPDX-License-Identifier: Apache-2.0 */
/* The first person of a house. It is entered whole or not at all, and entering it again, after the
 * making of a house was cut short, finds it and only gives it another password. */
#include "people/inside.h"

static const char *const prepared_hash = "password_hash"; /* by person_create_prepare */
static const char basis[] = "named when the house was made";

/* The incumbent of the role who bears this name, if the house knows one. */
static bool administrator_find(struct turn *turn, const struct value *input, struct text *person)
{
    static const struct place enterprise = {.somewhere = true};
    struct standing_page page;
    *person = TEXT_NONE;
    if (!role_select_holders(turn, value_get_text(input, "role"), &enterprise, turn->now_us,
                             KNOWN_NOW, &page))
        return false;
    for (size_t i = 0; i < page.count; i++)
        if (text_equal(page.items[i].name, value_get_text(input, "name")))
            *person = page.items[i].assignment.person;
    return true;
}

static bool administrator_reached(struct change *change, const struct value *input,
                                  struct text person)
{
    struct contact contact = {.owner = person,
                              .kind = TEXT("mail"),
                              .address = value_get_text(input, "mail"),
                              .status = TEXT("unverified"),
                              .purpose = TEXT_NONE,
                              .verified_us = TIME_NONE};
    return text_empty(contact.address)
           || (contact_possible(change_turn(change), "mail", &contact)
               && contact_enter(change, &contact) && contact_verify(change, &contact));
}

static bool administrator_new(struct change *change, const struct value *input, struct text *id)
{
    struct turn *turn = change_turn(change);
    struct person person = {
        .name = value_get_text(input, "name"), .from_us = turn->now_us, .to_us = OPEN_US};
    struct assignment assignment = {.role = value_get_text(input, "role"),
                                    .holding = HOLDING_INCUMBENT,
                                    .rank = 1,
                                    .from_us = turn->now_us,
                                    .to_us = OPEN_US,
                                    .basis = text_of(basis)};
    if (!person_enter(change, &person) || !administrator_reached(change, input, person.id))
        return false;
    *id = assignment.person = person.id;
    return role_assign(change, &assignment);
}

bool administrator_enter_write(struct change *change, const struct value *input,
                               struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct text hash = value_get_text(input, prepared_hash);
    struct text id;
    if (!administrator_find(turn, input, &id)
        || (text_empty(id) && !administrator_new(change, input, &id))
        || (!text_empty(hash)
            && !password_keep(change, id, hash, value_get_boolean(input, "given", false))))
        return false;
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "id", id);
    value_set_text(turn->arena, *answer, "name", value_get_text(input, "name"));
    value_set_text(turn->arena, *answer, "role", value_get_text(input, "role"));
    value_set_text(turn->arena, *answer, "mail", value_get_text(input, "mail"));
    return change_entry(change, "administrator.enter",
                        text_format(turn->arena, "person/%.*s", TEXT_SHOW(id)), TEXT_NONE, *answer,
                        NULL);
}
