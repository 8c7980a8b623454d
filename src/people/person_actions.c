/* SPDX-License-Identifier: Apache-2.0 */
#include "people/channel.h"

/* A member that prepare adds to the input, and no caller can: see struct action. */
static const char *const prepared_hash = "password_hash";

struct value *contact_show(struct turn *turn, const struct contact *contact)
{
    struct value *map = value_map(turn->arena);
    value_set_text(turn->arena, map, "id", contact->id);
    value_set_text(turn->arena, map, "kind", contact->kind);
    value_set_text(turn->arena, map, "address", contact->address);
    value_set_text(turn->arena, map, "purpose", contact->purpose);
    value_set_text(turn->arena, map, "status", contact->status);
    value_set_boolean(turn->arena, map, "verified", contact->verified_us != TIME_NONE);
    if (contact->verified_us != TIME_NONE) {
        instant_show(turn, map, "verified_at", contact->verified_us);
        value_set_text(turn->arena, map, "verified_by", contact->verified_by);
        value_set_text(turn->arena, map, "verifier", contact->verifier);
    }
    return map;
}

bool contacts_show(struct turn *turn, struct text owner, struct value *map)
{
    struct value *list = value_set(turn->arena, map, "contacts", value_list(turn->arena));
    struct contact_page page;
    if (!contact_select_owner(turn, owner, &page))
        return false;
    for (size_t i = 0; i < page.count; i++)
        value_append(turn->arena, list, contact_show(turn, &page.items[i]));
    return true;
}

static struct value *person_show(struct turn *turn, const struct person *person)
{
    struct value *map = value_map(turn->arena);
    value_set_text(turn->arena, map, "id", person->id);
    value_set_text(turn->arena, map, "name", person->name);
    if (!text_empty(person->organisation))
        value_set_text(turn->arena, map, "organisation", person->organisation_short);
    period_show(turn, map, person->from_us, person->to_us);
    return map;
}

static bool person_answer(struct turn *turn, struct text id, struct value **answer)
{
    struct person person;
    if (!person_read(turn, id, &person))
        return false;
    *answer = person_show(turn, &person);
    return contacts_show(turn, id, *answer)
           && capacities_show(
               turn, id, value_set(turn->arena, *answer, "capacities", value_list(turn->arena)));
}

bool person_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct person person;
    struct text stated = value_get_text(input, "person");
    if (text_empty(stated))
        return true;
    if (!person_find(turn, stated, &person, &object->exists))
        return false;
    if (object->exists) {
        object->person = person.id;
        object->organisation = person.organisation;
    }
    return true;
}

bool person_create_prepare(struct turn *turn, struct value *input)
{
    struct text hash;
    if (!value_has(input, "password"))
        return true;
    if (!password_hash(turn, value_get_text(input, "password"), &hash))
        return false;
    value_set_text(turn->arena, input, prepared_hash, hash);
    return true;
}

/* One @ with something on both sides, and nothing that could end a line of a mail. */
static bool mail_possible(struct text address)
{
    struct text host;
    struct text local = text_cut(address, '@', &host);
    if (text_empty(local) || text_empty(host) || memchr(host.data, '@', host.size) != NULL)
        return false;
    for (size_t i = 0; i < address.size; i++)
        if ((unsigned char)address.data[i] <= ' '
            || strchr("<>,;\"\\\x7f", address.data[i]) != NULL)
            return false;
    return true;
}

/* What a message can be handed to: by https, or to a program on this very machine. */
static bool webhook_possible(struct text address)
{
    bool secure = text_starts(address, TEXT("https://"));
    if (!secure && !text_starts(address, TEXT("http://127.0.0.1:"))
        && !text_starts(address, TEXT("http://localhost:")))
        return false;
    for (size_t i = 0; i < address.size; i++)
        if ((unsigned char)address.data[i] <= ' '
            || strchr("@#<>\"\\\x7f", address.data[i]) != NULL)
            return false;
    return address.size > (secure ? strlen("https://") : strlen("http://"));
}

bool contact_possible(struct turn *turn, const char *field, const struct contact *contact)
{
    if (text_is(contact->kind, "mail") && !mail_possible(contact->address))
        return fail_field(turn, field, "\"%.*s\" is no mail address: write it as name@example.org.",
                          TEXT_SHOW(contact->address));
    return !text_is(contact->kind, "webhook") || webhook_possible(contact->address)
           || fail_field(turn, field,
                         "\"%.*s\" is no address for messages: write it as https://HOST/PATH.",
                         TEXT_SHOW(contact->address));
}

static bool contact_new(struct change *change, const char *field, struct contact *contact)
{
    if (!contact_possible(change_turn(change), field, contact))
        return false;
    contact->status = TEXT("unverified");
    contact->verified_us = TIME_NONE;
    return contact_enter(change, contact);
}

static bool person_reached(struct change *change, const struct value *input, struct text person,
                           const char *kind)
{
    struct contact contact = {
        .owner = person, .kind = text_of(kind), .address = value_get_text(input, kind)};
    return text_empty(contact.address) || contact_new(change, kind, &contact);
}

bool person_create_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct person person = {.name = value_get_text(input, "name")};
    struct organisation organisation = {.has_scio = false};
    struct text stated = value_get_text(input, "organisation");
    struct text hash = value_get_text(input, prepared_hash);
    if (!text_empty(stated) && !organisation_named(turn, "organisation", stated, &organisation))
        return false;
    person.organisation = organisation.id;
    return period_read(turn, input, &person.from_us, &person.to_us) && person_enter(change, &person)
           && person_reached(change, input, person.id, "mail")
           && person_reached(change, input, person.id, "alternate")
           && person_reached(change, input, person.id, "webhook")
           && person_reached(change, input, person.id, "phone")
           && (text_empty(hash) || password_keep(change, person.id, hash, true))
           && person_answer(turn, person.id, answer)
           && change_entry(change, "person.create",
                           text_format(turn->arena, "person/%.*s", TEXT_SHOW(person.id)), TEXT_NONE,
                           *answer, NULL);
}

bool person_list_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct person_page page;
    struct organisation organisation = {.has_scio = false};
    struct text stated = value_get_text(input, "organisation");
    size_t limit = page_limit(input);
    struct value *items = value_list(turn->arena);
    if (!text_empty(stated) && !organisation_named(turn, "organisation", stated, &organisation))
        return false;
    if (!person_select_after(turn, value_get_text(input, "after"), organisation.id, limit + 1,
                             &page))
        return false;
    for (size_t i = 0; i < page.count && i < limit; i++)
        value_append(turn->arena, items, person_show(turn, &page.items[i]));
    *answer = page_show(turn, items, page.count > limit ? page.items[limit - 1].id : TEXT_NONE);
    return true;
}

bool person_read_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct person person;
    bool found;
    if (!person_find(turn, value_get_text(input, "person"), &person, &found))
        return false;
    if (!found)
        return fail(turn, FAULT_MISSING, "There is no such person.");
    return person_answer(turn, person.id, answer);
}

bool person_leave_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct person person;
    int64_t at_us;
    if (!person_named(turn, "person", value_get_text(input, "person"), &person)
        || !period_instant(turn, input, "at", turn->now_us, &at_us))
        return false;
    struct value *payload = value_map(turn->arena);
    instant_show(turn, payload, "at", at_us);
    value_set_text(turn->arena, payload, "reason", value_get_text(input, "reason"));
    return person_finish(change, &person, at_us)
           && change_entry(change, "person.leave",
                           text_format(turn->arena, "person/%.*s", TEXT_SHOW(person.id)), TEXT_NONE,
                           payload, NULL)
           && person_answer(turn, person.id, answer);
}

/* ---- contacts ---- */

/* Whose contact it is: the person or the organisation that the input names. */
static bool contact_owner(struct turn *turn, const struct value *input, struct text *owner)
{
    struct person person;
    struct organisation organisation;
    if (value_has(input, "person") == value_has(input, "organisation"))
        return fail_field(turn, "person",
                          "Say whose contact it is: give either `person` or `organisation`.");
    if (value_has(input, "person")) {
        if (!person_named(turn, "person", value_get_text(input, "person"), &person))
            return false;
        *owner = person.id;
        return true;
    }
    if (!organisation_named(turn, "organisation", value_get_text(input, "organisation"),
                            &organisation))
        return false;
    *owner = organisation.id;
    return true;
}

bool contact_owner_about(struct turn *turn, const struct value *input, struct object *object)
{
    return value_has(input, "person") ? person_about(turn, input, object)
                                      : organisation_about(turn, input, object);
}

bool contact_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct contact_page page;
    struct person_page persons;
    if (!contact_select_stated(turn, value_get_text(input, "contact"), &page))
        return false;
    object->exists = page.count == 1;
    if (!object->exists)
        return true;
    if (!person_select(turn, page.items[0].owner, &persons))
        return false;
    object->person = persons.count > 0 ? persons.items[0].id : TEXT_NONE;
    object->organisation = persons.count > 0 ? persons.items[0].organisation : page.items[0].owner;
    return true;
}

bool contact_add_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct contact contact = {
        .kind = value_get_text(input, "kind"),
        .address = text_trim(value_get_text(input, "address")),
        .purpose = value_get_text(input, "purpose"),
    };
    if (!contact_owner(turn, input, &contact.owner) || !contact_new(change, "address", &contact))
        return false;
    *answer = contact_show(turn, &contact);
    return change_entry(change, "contact.add",
                        text_format(turn->arena, "contact/%.*s", TEXT_SHOW(contact.id)), TEXT_NONE,
                        *answer, NULL);
}

/* What an older document prints has been somebody else's for years, perhaps: who tried it, and
 * when, is asked for. */
static bool verifier_read(struct turn *turn, const struct value *input, struct contact *contact)
{
    struct date on;
    const struct value *printed = pack_contact_at(turn->pack, contact->address);
    bool doubted = printed != NULL && !text_is(value_get_text(printed, "status"), "active");
    contact->verifier = value_get_text(input, "verifier");
    contact->verified_us = TIME_NONE;
    if (doubted && text_empty(contact->verifier))
        return fail_field(turn, "verifier",
                          "a document prints this, and nobody has tried it since: say who did, by "
                          "name");
    if (doubted && !value_has(input, "on"))
        return fail_field(turn, "on", "say on which day it was tried, as 2026-07-03");
    if (!value_has(input, "on"))
        return true;
    if (!date_parse(turn, "on", value_get_text(input, "on"), &on))
        return false;
    contact->verified_us = zone_date_start(turn->pack->calendar.zone, on);
    return contact->verified_us <= turn->now_us
           || fail_field(turn, "on", "this day is still to come");
}

bool contact_verify_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct value *payload = value_map(turn->arena);
    struct contact contact;
    if (!contact_read(turn, value_get_text(input, "contact"), &contact)
        || !verifier_read(turn, input, &contact) || !contact_verify(change, &contact))
        return false;
    *answer = contact_show(turn, &contact);
    value_set_text(turn->arena, payload, "address", contact.address);
    value_set_text(turn->arena, payload, "how", value_get_text(input, "how"));
    value_set_text(turn->arena, payload, "verifier", contact.verifier);
    return change_entry(change, "contact.verify",
                        text_format(turn->arena, "contact/%.*s", TEXT_SHOW(contact.id)), TEXT_NONE,
                        payload, NULL);
}
