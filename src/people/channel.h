/* SPDX-License-Identifier: Apache-2.0 */
/* How offices are reached: what channel.list asks of the rest of this room. */
#pragma once
#include "people/inside.h"

/* Contacts of organisations by address, behind one of them (its id, or empty). */
MUST bool contact_select_offices(struct turn *turn, struct text after, size_t limit,
                                 struct contact_page *page);

/* A contact as answers show it. */
struct value *contact_show(struct turn *turn, const struct contact *contact);

/* channel.list, contact.add and contact.verify */
bool channel_list_read(struct turn *turn, const struct value *input, struct value **answer);
bool contact_add_write(struct change *change, const struct value *input, struct value **answer);
bool contact_verify_write(struct change *change, const struct value *input, struct value **answer);
