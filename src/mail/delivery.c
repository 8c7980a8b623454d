/* SPDX-License-Identifier: Apache-2.0 */
/* A mail becomes an action. */
#include "mail/inside.h"

void mail_receive(struct house *house, struct arena *arena, const struct mail_envelope *envelope,
                  struct text recipient, const struct mail_letter *letter, struct answer *answer)
{
    struct value *input = value_map(arena);
    struct call call = {.action = house_action(house, TEXT("mail.receive")),
                        .input = input,
                        .credential = {.system = "system:mail"}};
    value_set_text(arena, input, "sender", envelope->sender);
    value_set_text(arena, input, "recipient", recipient);
    value_set_text(arena, input, "raw", envelope->raw);
    value_set_integer(arena, input, "bytes", (int64_t)envelope->bytes);
    if (letter->letter != NULL)
        value_set(arena, input, "letter", letter->letter);
    else
        value_set_text(arena, input, "unread", letter->unread);
    *answer = (struct answer){
        .fault = {.kind = FAULT_BROKEN, .message = "this house knows no mail.receive"}};
    if (call.action != NULL)
        action_call(house, arena, &call, answer);
}
