/* SPDX-License-Identifier: Apache-2.0 */
#include "people/channel.h"

/* ---- persons ---- */

#define PERSON                                                                                     \
    "SELECT p.id, p.name, p.organisation, p.from_us, p.to_us,"                                     \
    " (SELECT o.short_name FROM organisation o WHERE o.id = p.organisation"                        \
    "   AND o.until_us = " CURRENT ") FROM person p"

static void persons_fill(struct turn *turn, const struct rows *rows, struct person_page *page)
{
    page->count = rows->count;
    page->items = arena_array(turn->arena, rows->count, sizeof *page->items);
    for (size_t i = 0; i < rows->count; i++)
        page->items[i] = (struct person){
            .id = rows_text(rows, i, 0),
            .name = rows_text(rows, i, 1),
            .organisation = rows_text(rows, i, 2),
            .from_us = rows_integer(rows, i, 3),
            .to_us = rows_integer(rows, i, 4),
            .organisation_short = rows_text(rows, i, 5),
        };
}

bool person_select(struct turn *turn, struct text id, struct person_page *page)
{
    struct rows rows;
    if (!store_select(turn, PERSON " WHERE p.until_us = " CURRENT " AND p.id = $1",
                      BIND(cell_text(id)), &rows))
        return false;
    persons_fill(turn, &rows, page);
    return true;
}

bool person_select_stated(struct turn *turn, struct text folded, struct person_page *page)
{
    struct rows rows;
    if (!store_select(turn,
                      PERSON " WHERE p.until_us = " CURRENT " AND p.id IN ("
                             "  SELECT n.id FROM person n WHERE n.name_folded = $1"
                             "    AND n.until_us = " CURRENT "  UNION"
                             "  SELECT c.owner FROM contact c WHERE c.address_folded = $1"
                             "    AND c.kind = 'mail' AND c.status = 'active'"
                             "    AND c.verified_us IS NOT NULL AND c.until_us = " CURRENT
                             ") ORDER BY p.id LIMIT 2",
                      BIND(cell_text(folded)), &rows))
        return false;
    persons_fill(turn, &rows, page);
    return true;
}

bool person_select_after(struct turn *turn, struct text id, struct text organisation, size_t limit,
                         struct person_page *page)
{
    struct rows rows;
    if (!store_select(turn,
                      PERSON " WHERE p.until_us = " CURRENT " AND p.id > $1"
                             " AND ($2 = '' OR p.organisation = $2) ORDER BY p.id LIMIT $3",
                      BIND(cell_text(id), cell_text(organisation), cell_integer((int64_t)limit)),
                      &rows))
        return false;
    persons_fill(turn, &rows, page);
    return true;
}

bool person_write(struct change *change, const struct person *person)
{
    struct turn *turn = change_turn(change);
    return change_write(change,
                        "UPDATE person SET until_us = $1 WHERE id = $2 AND until_us = " CURRENT,
                        BIND(cell_integer(turn->now_us), cell_text(person->id)))
           && change_write(
               change,
               "INSERT INTO person (id, version, entry_us, until_us, name, name_folded,"
               " organisation, from_us, to_us)"
               " VALUES ($1, (SELECT COUNT(*) + 1 FROM person WHERE id = $1), $2, " CURRENT
               ", $3, $4, $5, $6, $7)",
               BIND(cell_text(person->id), cell_integer(turn->now_us), cell_text(person->name),
                    cell_text(text_lower(turn->arena, person->name)),
                    cell_text(person->organisation), cell_integer(person->from_us),
                    cell_integer(person->to_us)));
}

/* ---- contacts ---- */

#define CONTACT                                                                                    \
    "SELECT id, owner, kind, address, purpose, status, verified_us, verified_by,"                  \
    " verifier FROM contact WHERE until_us = " CURRENT

static void contacts_fill(struct turn *turn, const struct rows *rows, struct contact_page *page)
{
    page->count = rows->count;
    page->items = arena_array(turn->arena, rows->count, sizeof *page->items);
    for (size_t i = 0; i < rows->count; i++)
        page->items[i] = (struct contact){
            .id = rows_text(rows, i, 0),
            .owner = rows_text(rows, i, 1),
            .kind = rows_text(rows, i, 2),
            .address = rows_text(rows, i, 3),
            .purpose = rows_text(rows, i, 4),
            .status = rows_text(rows, i, 5),
            .verified_us = rows_time(rows, i, 6),
            .verified_by = rows_text(rows, i, 7),
            .verifier = rows_text(rows, i, 8),
        };
}

bool contact_select_owner(struct turn *turn, struct text owner, struct contact_page *page)
{
    struct rows rows;
    if (!store_select(turn, CONTACT " AND owner = $1 ORDER BY id", BIND(cell_text(owner)), &rows))
        return false;
    contacts_fill(turn, &rows, page);
    return true;
}

/* The place in the order of addresses behind which a page begins. */
#define BEHIND                                                                                     \
    "(SELECT a.address_folded FROM contact a WHERE a.id = $1 AND a.until_us = " CURRENT ")"

bool contact_select_offices(struct turn *turn, struct text after, size_t limit,
                            struct contact_page *page)
{
    struct rows rows;
    if (!store_select(turn,
                      CONTACT
                      " AND owner IN (SELECT o.id FROM organisation o WHERE o.until_us = " CURRENT
                      ") AND ($1 = '' OR address_folded > " BEHIND " OR (address_folded = " BEHIND
                      " AND id > $1))"
                      " ORDER BY address_folded, id LIMIT $2",
                      BIND(cell_text(after), cell_integer((int64_t)limit)), &rows))
        return false;
    contacts_fill(turn, &rows, page);
    return true;
}

bool contact_select_address(struct turn *turn, struct text kind, struct text address,
                            struct contact_page *page)
{
    struct rows rows;
    if (!store_select(turn, CONTACT " AND address_folded = $1 AND kind = $2 ORDER BY id",
                      BIND(cell_text(text_lower(turn->arena, address)), cell_text(kind)), &rows))
        return false;
    contacts_fill(turn, &rows, page);
    return true;
}

bool contact_select_stated(struct turn *turn, struct text stated, struct contact_page *page)
{
    struct rows rows;
    if (!store_select(turn,
                      CONTACT " AND (id = $1 OR (address_folded = $2 AND owner <> '')) ORDER BY id"
                              " LIMIT 2",
                      BIND(cell_text(stated), cell_text(text_lower(turn->arena, stated))), &rows))
        return false;
    contacts_fill(turn, &rows, page);
    return true;
}

bool contact_write(struct change *change, const struct contact *contact)
{
    struct turn *turn = change_turn(change);
    return change_write(change,
                        "UPDATE contact SET until_us = $1 WHERE id = $2 AND until_us = " CURRENT,
                        BIND(cell_integer(turn->now_us), cell_text(contact->id)))
           && change_write(
               change,
               "INSERT INTO contact (id, version, entry_us, until_us, owner, kind, address,"
               " address_folded, purpose, status, verified_us, verified_by, verifier)"
               " VALUES ($1, (SELECT COUNT(*) + 1 FROM contact WHERE id = $1), $2, " CURRENT
               ", $3, $4, $5, $6, $7, $8, $9, $10, $11)",
               BIND(cell_text(contact->id), cell_integer(turn->now_us), cell_text(contact->owner),
                    cell_text(contact->kind), cell_text(contact->address),
                    cell_text(text_lower(turn->arena, contact->address)),
                    cell_text(contact->purpose), cell_text(contact->status),
                    cell_time(contact->verified_us), cell_text(contact->verified_by),
                    cell_text(contact->verifier)));
}

/* ---- passwords ---- */

bool person_password_select(struct turn *turn, struct text person, struct text *hash)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT hash FROM person_password WHERE person = $1 AND until_us = " CURRENT,
                      BIND(cell_text(person)), &rows))
        return false;
    *hash = rows.count == 0 ? TEXT_NONE : rows_text(&rows, 0, 0);
    return true;
}

bool person_password_given(struct turn *turn, struct text person, bool *given)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT given FROM person_password WHERE person = $1 AND until_us = " CURRENT,
                      BIND(cell_text(person)), &rows))
        return false;
    *given = rows.count > 0 && rows_integer(&rows, 0, 0) != 0;
    return true;
}

bool person_password_write(struct change *change, struct text person, struct text hash, bool given)
{
    int64_t now_us = change_turn(change)->now_us;
    return change_write(change,
                        "UPDATE person_password SET until_us = $1, hash = ''"
                        " WHERE person = $2 AND until_us = " CURRENT,
                        BIND(cell_integer(now_us), cell_text(person)))
           && change_write(
               change,
               "INSERT INTO person_password (person, version, entry_us, until_us, hash, given) "
               "VALUES"
               " ($1, (SELECT COUNT(*) + 1 FROM person_password WHERE person = $1), $2, " CURRENT
               ", $3, $4)",
               BIND(cell_text(person), cell_integer(now_us), cell_text(hash), cell_integer(given)));
}
