/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Both sides of the pipe. What a child may say is read and checked as the house does it: what
 * passes is safe to use. And the same bytes as a mail, read without the closed room around it, so
 * that the sanitizers see what the parser does.
 */
#include "base/json.h"
#include "incident/incident.h"
#include "mail/inside.h"
#include "target.h"

static const struct field *members(const char *name, const struct field *fields)
{
    while (strcmp(fields->name, name) != 0)
        fields++;
    return fields->members;
}

static void said(struct turn *turn, struct text bytes)
{
    const struct field *letter = members("letter", mail_actions[0].fields);
    struct value *value;
    if (!json_read(turn, bytes, "the child", &value) || value->kind != VALUE_MAP
        || !field_check(turn, letter, value, NULL))
        return;
    insist(text_utf8(value_get_text(value, "text")) && value_get_count(value, "references") <= 50);
    (void)json_write(turn->arena, value);
}

/* What the parser says of any mail is what the house takes. */
static void mail(struct turn *turn, struct text bytes)
{
    struct value *letter = mime_read(turn->arena, bytes);
    struct value *again;
    if (letter == NULL)
        return;
    fault_clear(turn);
    insist(json_read(turn, json_write(turn->arena, letter), "the child", &again)
           && field_check(turn, members("letter", mail_actions[0].fields), again, NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *ready; /* of this program alone: the library is made ready once */
    struct arena *arena = arena_new(1 << 28);
    struct turn turn = {.arena = arena};
    struct text bytes = {(const char *)data, size};
    jmp_buf guard;
    if (ready == NULL) {
        ready = arena_new(1 << 20);
        mime_ready(ready);
    }
    if (!ARENA_GUARD(arena, guard)) {
        said(&turn, bytes);
        mail(&turn, bytes);
    }
    arena_guard(arena, NULL);
    arena_free(arena);
    return 0;
}
