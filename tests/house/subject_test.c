/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Duties about something else than a case, on both engines: an organisation's vacant offices. They
 * are opened, told, escalated and fulfilled like any other; each of several roles stands for
 * itself, and who has nothing to do with the organisation sees none of it.
 */
#include "people.h"
#include "tick/tick.h"

static bool people_write(struct change *change, const struct value *input, struct value **answer)
{
    (void)input;
    return people_fill(change, 2, answer);
}

static const struct field fact_fields[] = {
    {.name = "decision", .type = FIELD_TEXT, .least = 1, .help = "Its word."},
    {.name = "organisation", .type = FIELD_TEXT, .least = 1, .help = "Its short name."},
    {.name = "role", .type = FIELD_TEXT, .least = 1, .help = "Its code."},
    {.name = NULL},
};

static bool fact_write_one(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct organisation organisation;
    struct fact fact = {.kind = text_is(value_get_text(input, "decision"), "office_filled")
                                    ? FACT_ROLE_FILLED
                                    : FACT_ROLE_VACANT};
    bool found = false;
    *answer = value_map(turn->arena);
    if (value_has(input, "organisation")
        && !organisation_find(turn, value_get_text(input, "organisation"), turn->now_us,
                              &organisation, &found))
        return false;
    if (found)
        fact_set_text(&fact, FIELD_OF_ORGANISATION, organisation.id);
    if (value_has(input, "role"))
        fact_set_text(&fact, FIELD_OF_ROLE, value_get_text(input, "role"));
    fact_set_time(&fact, FIELD_OF_AT, turn->now_us);
    return change_fact(change, &fact)
           && change_entry(change, "test.fact", TEXT("test"), TEXT_NONE, *answer, NULL);
}

static const struct action test_actions[] = {PEOPLE_ACTION,
                                             {.name = "test.fact",
                                              .title = "A fact of no case",
                                              .method = METHOD_POST,
                                              .route = "/test/facts",
                                              .internal = true,
                                              .fields = fact_fields,
                                              .write = fact_write_one,
                                              .help = "For the test."},
                                             {.name = NULL}};

enum { ROOMS_MAX = 64 };

static bool house_begin(struct turn *turn, struct text address, struct trial *trial)
{
    const char *source = getenv("REVERE_SOURCE");
    const struct action *rooms[ROOMS_MAX + 2] = {test_actions};
    for (size_t i = 0; i < ROOMS_MAX && revere_rooms[i] != NULL; i++)
        rooms[i + 1] = revere_rooms[i];
    *trial = (struct trial){.folder = "/tmp/revere-trial-XXXXXX", .now_us = BOTH_NOW_US};
    trial->arena = arena_new((size_t)1 << 28);
    if (mkdtemp(trial->folder) == NULL)
        return ok(false, "a folder for the house");
    struct house_settings settings = {
        .folder = text_of(trial->folder),
        .store = address,
        .pack_folder = text_format(turn->arena, "%s/policy/us-ma", source == NULL ? "." : source),
        .clock = {trial_now_us, trial},
        .rooms = rooms,
        .tables = revere_tables};
    return ok(house_open(turn, &settings, &trial->house), "a house opens: %s", turn->fault.message)
           && trial_done(trial, NULL, "test.people", "{}") != NULL;
}

static void time_passes(struct trial *trial, int64_t us)
{
    const struct tick_channel channels[] = {
        tick_channel_keep("mail"), tick_channel_keep("product"), {.name = NULL}};
    struct arena *arena = arena_new(TICK_ARENA_BYTES);
    struct tick_result result;
    trial->now_us += us;
    do
        tick_once(trial->house, arena, channels, &result);
    while (result.fired + result.accepted > 0);
    ok(result.fault.kind == FAULT_NONE, "time passes: %s", result.fault.message);
    arena_free(arena);
}

static const struct value *duty_of(struct trial *trial, const char *person, const char *state,
                                   const char *role)
{
    char input[128];
    snprintf(input, sizeof input, "{\"owed\":\"all\",\"state\":\"%s\",\"limit\":200}", state);
    struct answer answer = trial_call(trial, person, "obligation.list", input);
    for (size_t i = 0; i < value_get_count(answer.value, "items"); i++) {
        const struct value *item = value_get_item(answer.value, "items", i);
        if (text_is(value_get_text(value_get(item, "subject"), "about"), role))
            return item;
    }
    return NULL;
}

/* The one who holds a role for an organisation, from the house's own list. */
static const char *holder_of(struct trial *trial, const char *role, const char *organisation)
{
    char input[128];
    snprintf(input, sizeof input, "{\"role\":\"%s\",\"organisation\":\"%s\"}", role, organisation);
    struct answer answer = trial_call(trial, NULL, "role.holder", input);
    const struct value *holder = value_get_item(answer.value, "holders", 0);
    return text_string(trial->arena, value_get_text(holder, "person"));
}

static void test_vacancy(struct trial *trial)
{
    trial_done(trial, NULL, "test.fact",
               "{\"decision\":\"office_vacant\",\"organisation\":\"DPH\",\"role\":\"ISO\"}");
    trial_done(trial, NULL, "test.fact",
               "{\"decision\":\"office_vacant\",\"organisation\":\"DPH\",\"role\":\"HELPDESK\"}");
    const struct value *duty = duty_of(trial, NULL, "open", "ISO");
    ok(duty != NULL && !value_has(duty, "incident"), "a vacant office is owed, of no incident");
    ok(text_is(value_get_text(value_get(duty, "subject"), "kind"), "organisation")
           && text_is(value_get_text(value_get(duty, "subject"), "name"), "DPH"),
       "it is about the organisation");
    ok(text_is(value_get_text(duty, "organisation"), "DPH"), "which is also whose duty it is");
    ok(duty_of(trial, NULL, "open", "HELPDESK") != NULL, "each office for itself");
    ok(duty_of(trial, holder_of(trial, "AGENCY_HEAD", "DPH"), "open", "ISO") != NULL,
       "its head sees it, without any grant");
    ok(duty_of(trial, holder_of(trial, "AGENCY_HEAD", "DTA"), "open", "ISO") == NULL,
       "the head of another agency does not");
    ok(duty_of(trial, holder_of(trial, "SIRT_LEAD", "DPH"), "open", "ISO") == NULL,
       "nor whoever needs a grant on a case to see anything");
}

static void test_late_and_filled(struct trial *trial)
{
    time_passes(trial, 2 * DAY_US);
    const struct value *duty = duty_of(trial, NULL, "open", "ISO");
    ok(duty != NULL && text_is(value_get_text(duty, "state"), "overdue")
           && value_get_integer(duty, "level", 0) > 0,
       "after its day it is late, and climbs its ladder without a case");
    trial_done(trial, NULL, "test.fact",
               "{\"decision\":\"office_filled\",\"organisation\":\"DTA\",\"role\":\"ISO\"}");
    ok(duty_of(trial, NULL, "done", "ISO") == NULL,
       "an office filled elsewhere changes nothing here");
    trial_done(trial, NULL, "test.fact",
               "{\"decision\":\"office_filled\",\"organisation\":\"DPH\",\"role\":\"ISO\"}");
    duty = duty_of(trial, NULL, "done", "ISO");
    ok(duty != NULL && text_is(value_get_text(duty, "state"), "fulfilled"),
       "filled, it is fulfilled");
    ok(duty_of(trial, NULL, "done", "HELPDESK") == NULL, "and only that office's");
}

static void test_enterprise(struct trial *trial)
{
    trial_done(trial, NULL, "test.fact", "{\"decision\":\"office_vacant\",\"role\":\"CISO\"}");
    const struct value *duty = duty_of(trial, NULL, "open", "CISO");
    ok(duty != NULL && text_is(value_get_text(value_get(duty, "subject"), "kind"), "enterprise")
           && text_is(value_get_text(value_get(duty, "owed_by"), "role"), "SECRETARY"),
       "an office of the whole enterprise is nobody's agency's: the Secretary owes it");
    trial_done(trial, NULL, "test.fact",
               "{\"decision\":\"office_filled\",\"organisation\":\"DPH\",\"role\":\"CISO\"}");
    ok(duty_of(trial, NULL, "done", "CISO") == NULL, "an agency cannot fill it");
    trial_done(trial, NULL, "test.fact", "{\"decision\":\"office_filled\",\"role\":\"CISO\"}");
    ok(duty_of(trial, NULL, "done", "CISO") != NULL, "filled");
}

static void vacancies(struct turn *turn, struct text address)
{
    struct trial trial;
    if (!house_begin(turn, address, &trial))
        return;
    test_vacancy(&trial);
    test_late_and_filled(&trial);
    test_enterprise(&trial);
    trial_close(&trial);
}

int main(void)
{
    both(vacancies);
    return tap_end();
}
