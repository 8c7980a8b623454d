/* SPDX-License-Identifier: Apache-2.0 */
/* How offices are reached, by what the documents print and by what was entered since: which of it
 * is used, and what somebody must try first. */
#include "people/channel.h"

/* "legacy 2014, verify": of when the document is that prints it, and what is to be done. */
static struct text channel_says(const struct turn *turn, const struct contact *contact,
                                const struct value *printed)
{
    const struct pack *pack = turn->pack;
    if (contact->verified_us != TIME_NONE)
        return TEXT("in use");
    if (text_is(contact->status, "external"))
        return TEXT("somebody else's, not used here");
    if (printed == NULL || !text_is(contact->status, "legacy"))
        return TEXT("unverified, verify");
    const struct clause *clause = pack_clause(pack, value_get_text(printed, "clause"));
    const struct document *document = clause == NULL ? NULL : pack_document(pack, clause->document);
    struct text unused;
    struct text year = document == NULL ? TEXT_NONE : text_cut(document->effective, '-', &unused);
    return text_format(turn->arena, "legacy%s%.*s, verify", text_empty(year) ? "" : " ",
                       TEXT_SHOW(year));
}

static bool channel_show(struct turn *turn, const struct contact *contact, struct value *items)
{
    struct organisation body;
    const struct value *printed = pack_contact_at(turn->pack, contact->address);
    struct value *said = value_append(turn->arena, items, contact_show(turn, contact));
    if (!organisation_read(turn, contact->owner, turn->now_us, &body))
        return false;
    value_set_text(turn->arena, said, "organisation", body.short_name);
    value_set_boolean(turn->arena, said, "active",
                      text_is(contact->status, "active") && contact->verified_us != TIME_NONE);
    value_set_text(turn->arena, said, "says", channel_says(turn, contact, printed));
    if (printed == NULL)
        return true;
    value_set_text(turn->arena, said, "printed_as", value_get_text(printed, "id"));
    value_set_text(turn->arena, said, "clause", value_get_text(printed, "clause"));
    value_set_text(turn->arena, said, "successor", value_get_text(printed, "successor"));
    return true;
}

bool channel_list_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct contact_page page;
    size_t limit = page_limit(input);
    struct value *items = value_list(turn->arena);
    if (!contact_select_offices(turn, value_get_text(input, "after"), limit + 1, &page))
        return false;
    for (size_t i = 0; i < page.count && i < limit; i++)
        if (!channel_show(turn, &page.items[i], items))
            return false;
    *answer = page_show(turn, items, page.count > limit ? page.items[limit - 1].id : TEXT_NONE);
    return true;
}
