/* SPDX-License-Identifier: Apache-2.0 */
/* A new house takes over the reference organisations and contacts of its pack. */
#include "people/inside.h"

/* A row of organisations.yaml, and the organisation it is or becomes. */
struct load_row {
    const struct value *source;
    struct text short_name, id;
    bool known; /* it was there before */
};

struct load {
    struct change *change;
    struct turn *turn;
    struct load_row *rows;
    size_t count;
};

static bool load_rows(struct load *load, const struct value *file)
{
    load->count = value_get_count(file, "organisations");
    load->rows = arena_array(load->turn->arena, load->count, sizeof *load->rows);
    for (size_t i = 0; i < load->count; i++) {
        struct load_row *row = &load->rows[i];
        struct organisation_page page;
        row->source = value_get_item(file, "organisations", i);
        row->short_name = value_get_text(row->source, "short");
        if (!organisation_select_short(load->turn, row->short_name, &page))
            return false;
        row->known = page.count > 0;
        if (row->known)
            row->id = page.items[0].id;
        else if (!id_new(load->turn, &row->id))
            return false;
    }
    return true;
}

/* The id of the organisation that a row names in a member; empty for "none" and for no row. */
static struct text load_id(const struct load *load, const struct value *source, const char *name)
{
    struct text short_name = value_get_text(source, name);
    for (size_t i = 0; i < load->count; i++)
        if (text_equal(load->rows[i].short_name, short_name))
            return load->rows[i].id;
    return TEXT_NONE;
}

static struct text joined(struct arena *arena, const struct value *map, const char *name)
{
    struct builder text = {.arena = arena};
    for (size_t i = 0; i < value_get_count(map, name); i++) {
        if (i > 0)
            build(&text, TEXT(", "));
        build(&text, value_get_item(map, name, i)->text);
    }
    return built(&text);
}

static bool load_organisation(const struct load *load, const struct load_row *row)
{
    struct organisation organisation = {
        .id = row->id,
        .short_name = row->short_name,
        .name = value_get_text(row->source, "name"),
        .branch = value_get_text(row->source, "branch"),
        .type = value_get_text(row->source, "type"),
        .parent = load_id(load, row->source, "parent"),
        .secretariat = load_id(load, row->source, "secretariat"),
        .binding = value_get_text(row->source, "binding"),
        .has_scio = value_get_boolean(row->source, "scio", false),
    };
    return organisation_enter(load->change, &organisation,
                              joined(load->turn->arena, row->source, "binding_basis"), 0);
}

static bool load_line(const struct load *load, const struct pack *pack, const char *op,
                      const char *file, int64_t entered)
{
    struct arena *arena = load->turn->arena;
    struct value *payload = value_map(arena);
    value_set_text(arena, payload, "pack", pack->name);
    value_set_text(arena, payload, "hash", pack->hash);
    value_set_text(arena, payload, "confirm", TEXT("administrator"));
    value_set_integer(arena, payload, "entered", entered);
    return change_entry(load->change, op,
                        text_format(arena, "policy/%.*s/%s", TEXT_SHOW(pack->name), file),
                        TEXT_NONE, payload, NULL);
}

static bool load_organisations(struct load *load, const struct pack *pack)
{
    int64_t entered = 0;
    if (!load_rows(load, pack->organisations))
        return false;
    for (size_t i = 0; i < load->count; i++) {
        if (load->rows[i].known)
            continue;
        if (!load_organisation(load, &load->rows[i]))
            return false;
        entered++;
    }
    return load_line(load, pack, "organisation.load", "organisations.yaml", entered);
}

static bool load_contact(const struct load *load, const struct value *source, int64_t *entered)
{
    struct contact contact = {
        .owner = load_id(load, source, "org"),
        .kind = value_get_text(source, "kind"),
        .address = value_get_text(source, "address"),
        .purpose = value_get_text(source, "purpose"),
        .status = value_get_text(source, "status"),
        .verified_us = TIME_NONE,
    };
    struct contact_page page;
    if (!contact_select_address(load->turn, contact.kind, contact.address, &page))
        return false;
    if (page.count > 0)
        return true;
    ++*entered;
    return contact_enter(load->change, &contact);
}

static bool load_contacts(const struct load *load, const struct pack *pack)
{
    int64_t entered = 0;
    for (size_t i = 0; i < value_get_count(pack->contacts, "contacts"); i++)
        if (!load_contact(load, value_get_item(pack->contacts, "contacts", i), &entered))
            return false;
    return load_line(load, pack, "contact.load", "contacts.yaml", entered);
}

bool people_load(struct change *change, const struct pack *pack)
{
    struct load load = {.change = change, .turn = change_turn(change)};
    return load_organisations(&load, pack) && load_contacts(&load, pack);
}
