/* SPDX-License-Identifier: Apache-2.0 */
/* An imported case before and after the house takes it as its own (DOMAIN 0.7). */
#include "../sweep/deeds.h"
#include "base/zone.h"

static size_t listed(struct trial *trial, const char *person, const char *action, const char *json)
{
    return value_get_count(trial_done(trial, person, action, json), "items");
}

static const char *about(struct trial *trial, const char *more, const char *number)
{
    return text_format(trial->arena, "{\"incident\":\"%s\"%s}", number, more).data;
}

static int64_t counted(struct trial *trial, const char *sql, const char *parameter)
{
    struct turn turn;
    struct arena *arena = arena_new((size_t)1 << 24);
    struct rows rows;
    int64_t count = -1;
    if (house_turn_begin(trial->house, arena, &turn)
        && store_select(&turn, sql, BIND(cell_text(text_of(parameter))), &rows) && rows.count == 1)
        count = rows_integer(&rows, 0, 0);
    else
        printf("# %s\n", turn.fault.message);
    house_turn_end(trial->house, &turn);
    arena_free(arena);
    return count;
}

static const char imports_alive[] =
    "SELECT COUNT(*) FROM obligation_version v JOIN obligation o ON o.id = v.obligation"
    " WHERE o.number = $1 AND v.until_us = 9223372036854775807 AND v.kind = 'import'"
    " AND v.state IN ('open', 'overdue')";

static void test_before(struct trial *trial, const struct ground *ground)
{
    ok(counted(trial, imports_alive, ground->imported) > 0,
       "an import has duties, of a kind of their own");
    ok(listed(trial, ground->ciso, "obligation.list", about(trial, "", ground->imported)) == 0,
       "which nobody owes");
}

static void test_adopted(struct trial *trial, const struct ground *ground)
{
    const char *adopt = ground_fill(trial->arena, ground, deed_of("incident.adopt")->json);
    trial->now_us += HOUR_US;
    struct value *answer = trial_done(trial, ground->ciso, "incident.adopt", adopt);
    ok(text_is(value_get_text(answer, "kind"), "real"), "it is real now");
    struct turn turn = {.arena = trial->arena};
    int64_t told_us = 0;
    ok(instant_parse(&turn, "told", value_get_text(answer, "told"), NULL, &told_us)
           && told_us == trial->now_us,
       "and told now: the import had told nobody");
    ok(value_get_count(answer, "organisations") == 1, "it is somebody's");
    ok(counted(trial, imports_alive, ground->imported) == 0, "what the import had owed has ended");
    struct value *owed =
        trial_done(trial, ground->ciso, "obligation.list", about(trial, "", ground->imported));
    size_t early = 0;
    for (size_t i = 0; i < value_get_count(owed, "items"); i++) {
        const struct value *duty = value_get_item(owed, "items", i);
        early += text_compare(value_get_text(duty, "due"), value_get_text(answer, "told")) < 0;
    }
    ok(value_get_count(owed, "items") > 5 && early == 0,
       "its duties are owed, and none of them since before the adoption");
    trial_done(trial, NULL, "incident.evaluate",
               about(trial,
                     ",\"priority\":1,\"action\":\"look\",\"human_safety\":\"yes\",\"data\":[]",
                     ground->imported));
    ok(counted(trial,
               "SELECT COUNT(*) FROM notice n JOIN notice_version v ON v.notice = n.id"
               " WHERE n.number = $1 AND v.until_us = 9223372036854775807 AND v.state = 'queued'",
               ground->imported)
           > 0,
       "people are told");
    struct answer again = trial_call(trial, ground->ciso, "incident.adopt", adopt);
    ok(again.fault.kind == FAULT_CLASH, "a second time is a clash: %s", again.fault.message);
    again = trial_call(trial, ground->ciso, "incident.adopt",
                       about(trial, ",\"reason\":\"x\"", ground->incident));
    ok(again.fault.kind == FAULT_CLASH, "so is one that was reported here: %s",
       again.fault.message);
}

static void test_refused(struct trial *trial, const struct ground *ground)
{
    const char *nowhere = text_format(trial->arena,
                                      "{\"incident\":\"%s\",\"organisation\":\"NOWHERE\","
                                      "\"reason\":\"x\"}",
                                      ground->imported)
                              .data;
    struct answer answer = trial_call(trial, ground->ciso, "incident.adopt", nowhere);
    ok(answer.fault.kind == FAULT_INVALID && text_is(text_of(answer.fault.field), "organisation"),
       "an organisation that is not there is named: %s", answer.fault.message);
    answer = trial_call(trial, ground->iso, "incident.adopt",
                        ground_fill(trial->arena, ground, deed_of("incident.adopt")->json));
    ok(answer.fault.kind == FAULT_MISSING, "who may not read it finds nothing to adopt: %s",
       answer.fault.message);
}

static void adoption(struct turn *turn, struct text address)
{
    struct trial trial = {0};
    struct ground ground;
    if (!trial_open(turn, address, true, &trial))
        return;
    ground_lay(&trial, &ground);
    test_before(&trial, &ground);
    test_refused(&trial, &ground);
    test_adopted(&trial, &ground);
    trial_close(&trial);
}

int main(void)
{
    both(adoption);
    return tap_end();
}
