/* SPDX-License-Identifier: Apache-2.0 */
/* Who is to be told by hand: whom no message reaches, and offices whose role nobody holds, by what
 * the policy prints of them. */
#include "obligation/inside.h"

/* Has somebody tried what is printed? */
static bool printed_verified(struct turn *turn, const struct value *printed, bool *verified)
{
    struct organisation body;
    struct contact *contacts;
    size_t count;
    bool found;
    *verified = false;
    if (!organisation_find(turn, value_get_text(printed, "org"), turn->now_us, &body, &found))
        return false;
    if (!found)
        return true;
    if (!person_contacts(turn, body.id, &contacts, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        *verified =
            *verified || text_equal(contacts[i].address, value_get_text(printed, "address"));
    return true;
}

/* A telephone or a visit is always a way; an address is one when it is known to be right. */
static bool say_printed(struct turn *turn, const struct role *role, const struct value *printed,
                        struct value *list)
{
    bool verified;
    if (!printed_verified(turn, printed, &verified))
        return false;
    struct value *said = value_append(turn->arena, list, value_map(turn->arena));
    value_set_text(turn->arena, said, "whom", role->title);
    value_set_text(turn->arena, said, "how", TEXT("by telephone or in person"));
    value_set_text(turn->arena, said, "kind", value_get_text(printed, "kind"));
    value_set_text(turn->arena, said, "address", value_get_text(printed, "address"));
    value_set_boolean(turn->arena, said, "verified", verified);
    return true;
}

bool obligation_by_hand(struct turn *turn, const struct obligation *obligation, struct value *list)
{
    const struct pack *pack = turn->pack;
    const struct role *role = pack_role(pack, obligation->recipient_role);
    struct holder *holders;
    size_t count;
    bool gap;
    if (!notice_by_hand(turn, obligation->id, list))
        return false;
    if (!obligation_alive(obligation) || role == NULL)
        return true;
    if (!people_resolve_for(turn, obligation->subject, role->code,
                            obligation->recipient_organisation, NULL, &holders, &count, &gap))
        return false;
    for (size_t i = 0; count == 0 && i < value_get_count(pack->contacts, "contacts"); i++) {
        const struct value *printed = value_get_item(pack->contacts, "contacts", i);
        if (text_equal(value_get_text(printed, "role"), role->code)
            && !say_printed(turn, role, printed, list))
            return false;
    }
    return true;
}
