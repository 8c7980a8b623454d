/* SPDX-License-Identifier: Apache-2.0 */
#include "action/action.h"
#include "base/json.h"
#include <assert.h>

static const char *const area_names[AREAS] = {
    [AREA_NONE] = "none",
    [AREA_REPORT] = "report",
    [AREA_CASE] = "case",
    [AREA_RATING] = "rating",
    [AREA_EVIDENCE] = "evidence",
    [AREA_PRIVILEGED] = "privileged",
    [AREA_OBLIGATION] = "obligation",
    [AREA_NOTICE] = "notice",
    [AREA_RELEASE] = "release",
    [AREA_OUTSIDE] = "outside",
    [AREA_QUARANTINE] = "quarantine",
    [AREA_SUBNET] = "subnet",
    [AREA_PLAN] = "plan",
    [AREA_EXCEPTION] = "exception",
    [AREA_FINDING] = "finding",
    [AREA_ORGANISATION] = "organisation",
    [AREA_POLICY] = "policy",
    [AREA_AUDIT] = "audit",
};

static const char *const level_names[LEVELS] = {"none",   "metadata", "read",
                                                "create", "write",    "decide"};

const char *area_name(enum area area)
{
    assert(area < AREAS);
    return area_names[area];
}

const char *level_name(enum level level)
{
    assert(level < LEVELS);
    return level_names[level];
}

const char *method_name(enum method method)
{
    static const char *const names[] = {"GET", "POST", "PUT", "PATCH"};
    return names[method];
}

/* Keeps what does not fit, whole, with the reason. */
static void mend_aside(struct turn *turn, struct value *aside, struct text name,
                       struct value *value)
{
    struct value *said = value_append(turn->arena, aside, value_map(turn->arena));
    value_set_text(turn->arena, said, "name", name);
    value_set(turn->arena, said, "value", value);
    value_set_text(turn->arena, said, "why", text_copy(turn->arena, text_of(turn->fault.message)));
    fault_clear(turn);
}

/* A text over its limit is cut between characters; the whole of it is kept aside. */
static struct value *mend_cut(struct turn *turn, const struct field *field,
                              const struct value *value)
{
    size_t size = (size_t)(field->most > 0 ? field->most : FIELD_TEXT_BYTES_MAX);
    while (size > 0 && ((unsigned char)value->text.data[size] & 0xC0) == 0x80)
        size--;
    return value_text(turn->arena, (struct text){value->text.data, size});
}

static const struct field *field_named(const struct field *table, struct text name)
{
    for (; table->name != NULL; table++)
        if (text_is(name, table->name))
            return table;
    return NULL;
}

/* The member as it may stay, or NULL when nothing of it fits its field. */
static struct value *mend_member(struct turn *turn, const struct field *field,
                                 struct member *member)
{
    struct field alone[2] = {*field, {.name = NULL}};
    struct value *map = value_map(turn->arena);
    alone[0].needed = false;
    value_set(turn->arena, map, field->name, member->value);
    if (field_check(turn, alone, map, NULL))
        return member->value;
    size_t most = (size_t)(field->most > 0 ? field->most : FIELD_TEXT_BYTES_MAX);
    bool long_text = field->type == FIELD_TEXT && member->value->kind == VALUE_TEXT
                     && member->value->text.size > most;
    return long_text ? mend_cut(turn, field, member->value) : NULL;
}

/* What a first report says is never a reason to refuse it (L8): what fits stays, the rest is kept
 * aside. */
static bool action_mend(struct turn *turn, const struct action *action, struct value *input)
{
    struct value *aside = value_list(turn->arena);
    size_t kept = 0;
    for (size_t i = 0; i < input->count; i++) {
        struct member member = input->members[i];
        const struct field *field = field_named(action->fields, member.name);
        bool taken = field != NULL && field->type != FIELD_ANY;
        if (!taken)
            fail(turn, FAULT_INVALID, "the form has no field of this name");
        struct value *mended = taken ? mend_member(turn, field, &member) : NULL;
        if (mended != member.value)
            mend_aside(turn, aside, member.name, member.value);
        if (mended != NULL)
            input->members[kept++] = (struct member){member.name, mended, member.line};
    }
    input->count = kept;
    if (aside->count > 0)
        value_set(turn->arena, input, "unread", aside);
    return true;
}

bool action_check(struct turn *turn, const struct action *action, struct value *input)
{
    static const struct value nothing = {.kind = VALUE_MAP};
    if (input != NULL && input->kind != VALUE_MAP)
        return fail(turn, FAULT_INVALID, "an action takes an object of named fields");
    if (action->never_refused)
        return input == NULL || action_mend(turn, action, input);
    return action->fields == NULL
               ? input == NULL || input->count == 0
                     || fail(turn, FAULT_INVALID, "this action takes no fields")
               : field_check(turn, action->fields, input == NULL ? &nothing : input, NULL);
}
