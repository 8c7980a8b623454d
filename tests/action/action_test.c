/* SPDX-License-Identifier: Apache-2.0 */
/* The check of an action's input, and the mending of a first report. */
#include "action/action.h"
#include "base/json.h"
#include "tap.h"

static const struct field fields[] = {
    {.name = "what", .type = FIELD_TEXT, .most = 8},
    {.name = "count", .type = FIELD_INTEGER, .needed = true, .least = 1, .most = 9},
    {.name = NULL},
};

static struct value *input_of(struct turn *turn, const char *json)
{
    struct value *value = NULL;
    ok(json_read(turn, text_of(json), "the test", &value), "reads %s", json);
    return value;
}

static void test_check(struct turn *turn)
{
    const struct action action = {.name = "thing.create", .fields = fields};
    ok(action_check(turn, &action, input_of(turn, "{\"count\":3}")), "what fits is taken");
    ok(!action_check(turn, &action, input_of(turn, "{\"what\":\"x\"}")),
       "a needed field is missed");
    ok(text_is(text_of(turn->fault.field), "count"), "and named: %s", turn->fault.message);
    fault_clear(turn);
    ok(!action_check(turn, &action, NULL), "no input at all misses it too");
    fault_clear(turn);
    ok(!action_check(turn, &action, value_list(turn->arena)), "a list is no input");
    fault_clear(turn);
}

static void test_mend(struct turn *turn)
{
    const struct action action = {.name = "thing.report", .fields = fields, .never_refused = true};
    struct value *input =
        input_of(turn, "{\"what\":\"1234567\xC3\xA9tail\",\"count\":99,\"odd\":[1]}");
    ok(action_check(turn, &action, input), "a first report is never refused");
    ok(text_is(value_get_text(input, "what"), "1234567"), "a long text is cut between characters");
    ok(!value_has(input, "count"), "what does not fit its field is taken out");
    ok(value_get_count(input, "unread") == 3, "and all three are kept aside, whole");
    ok(text_is(value_get_text(value_get_item(input, "unread", 0), "value"), "1234567\xC3\xA9tail"),
       "the long text among them");
    ok(turn->fault.kind == FAULT_NONE, "no fault is left behind");
    input = input_of(turn, "{\"unread\":\"forged\"}");
    ok(action_check(turn, &action, input) && value_get_count(input, "unread") == 1,
       "a caller cannot forge what was not read");
}

int main(void)
{
    struct turn turn = {.arena = arena_new(1 << 20)};
    test_check(&turn);
    test_mend(&turn);
    arena_free(turn.arena);
    return tap_end();
}
