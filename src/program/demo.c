/* SPDX-License-Identifier: Apache-2.0 */
/*
 * revere demo: somebody who has never seen the program shall see it work within a minute. A house
 * is made with the reference organisations and one made-up person a role; an incident is reported
 * there and then, its clocks run, and the page shows what is owed, to whom, by when.
 */
#include "base/file.h"
#include "people/people.h"
#include "program/program.h"

enum { PASSWORD_BYTES = 64 };

static const char system_demo[] = "system:demo";

/* ---- demo.people: made-up people, all with one password ---- */

static const struct field people_fields[] = {
    {.name = "password",
     .type = FIELD_TEXT,
     .needed = true,
     .least = PASSWORD_BYTES_MIN,
     .most = PASSWORD_BYTES_MAX,
     .help = "With which all of them sign in."},
    {.name = NULL},
};

static bool people_prepare(struct turn *turn, struct value *input)
{
    struct text hash;
    if (!password_hash(turn, value_get_text(input, "password"), &hash))
        return false;
    value_set_text(turn->arena, input, "hash", hash);
    return true;
}

static struct names demo_organisations(struct turn *turn)
{
    struct names names = {.count = value_get_count(turn->pack->demo, "organisations")};
    names.items = arena_array(turn->arena, names.count + 1, sizeof *names.items);
    for (size_t i = 0; i < names.count; i++)
        names.items[i] = value_get_item(turn->pack->demo, "organisations", i)->text;
    return names;
}

static bool people_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct names organisations = demo_organisations(turn);
    struct holder *people;
    size_t count;
    struct value *list = value_list(turn->arena);
    if (!people_demo(change, turn->pack, &organisations, &people, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value *said = value_append(turn->arena, list, value_map(turn->arena));
        value_set_text(turn->arena, said, "name", people[i].name);
        value_set_text(turn->arena, said, "role", people[i].role);
        if (!password_keep(change, people[i].person, value_get_text(input, "hash"), false))
            return false;
    }
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "people", list);
    return change_entry(change, "demo.people", TEXT("demo"), TEXT_NONE, *answer, NULL);
}

const struct action demo_actions[] = {
    {.name = "demo.people",
     .title = "Make up people",
     .method = METHOD_POST,
     .route = "/demo/people",
     .fields = people_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .internal = true,
     .secret = true,
     .prepare = people_prepare,
     .write = people_write,
     .help = "One made-up person for each role of the organisations that the policy pack names for "
             "demonstrations."},
    {.name = NULL},
};

/* ---- the demonstration ---- */

struct demonstration {
    struct doors doors;
    struct turn *turn;
    const struct console *console;
    struct text password;
};

static bool ask(struct demonstration *demo, const char *system, const char *name,
                struct value *input, struct value **value)
{
    struct answer answer;
    struct call call = {.action = house_action(demo->doors.house, text_of(name)),
                        .input = input,
                        .credential = {.system = system}};
    action_call(demo->doors.house, demo->turn->arena, &call, &answer);
    demo->turn->fault = answer.fault;
    *value = answer.value;
    return answer.fault.kind == FAULT_NONE;
}

/* The password stays in the house's folder, so that a second run can say it again. */
static bool people_ready(struct demonstration *demo)
{
    struct turn *turn = demo->turn;
    struct value *input = value_map(turn->arena);
    struct value *answer;
    struct text path =
        text_format(turn->arena, "%.*s/demo-password", TEXT_SHOW(house_folder(demo->doors.house)));
    if (file_exists(path.data)) {
        if (!file_read(turn, path.data, PASSWORD_BYTES, &demo->password))
            return false;
        demo->password = text_trim(demo->password);
        return true;
    }
    fprintf(demo->console->out, "making up people …\n");
    fflush(demo->console->out);
    if (!password_make(turn, &demo->password))
        return false;
    value_set_text(turn->arena, input, "password", demo->password);
    return ask(demo, system_demo, "demo.people", input, &answer)
           && file_write(turn, path.data, demo->password, 0600);
}

/* Reported as anybody would: by nobody in particular, through the same action as every report. */
static bool night_report(struct demonstration *demo, struct text *number)
{
    const struct value *said = value_get(house_pack(demo->doors.house)->demo, "report");
    struct value *input = value_map(demo->turn->arena);
    struct value *answer;
    *number = TEXT_NONE;
    for (size_t i = 0; said != NULL && said->kind == VALUE_MAP && i < said->count; i++)
        value_set(demo->turn->arena, input, said->members[i].name.data, said->members[i].value);
    if (!ask(demo, NULL, "report.create", input, &answer))
        return false;
    *number = value_get_text(answer, "number");
    fprintf(demo->console->out, "reported just now: %.*s (receipt %.*s)\n", TEXT_SHOW(*number),
            TEXT_SHOW(value_get_text(answer, "receipt")));
    return true;
}

static bool owed_shown(struct demonstration *demo, struct text number)
{
    struct value *input = value_map(demo->turn->arena);
    struct value *answer;
    value_set_text(demo->turn->arena, input, "incident", number);
    if (!ask(demo, system_demo, "obligation.list", input, &answer))
        return false;
    for (size_t i = 0; i < value_get_count(answer, "items"); i++) {
        struct value *item = value_get_item(answer, "items", i);
        struct text whom = value_get_text(value_get(item, "owed_to"), "title");
        fprintf(demo->console->out, "  %-4.*s %.*s  %.*s%s%.*s\n",
                TEXT_SHOW(value_get_text(item, "rule")),
                TEXT_SHOW(value_get_text(item, "due_local")),
                TEXT_SHOW(value_get_text(item, "title")), text_empty(whom) ? "" : " → ",
                TEXT_SHOW(whom));
    }
    return true;
}

static void people_shown(const struct demonstration *demo)
{
    const struct value *pack = house_pack(demo->doors.house)->demo;
    fprintf(demo->console->out, "sign in as any of these, with the password %.*s\n",
            TEXT_SHOW(demo->password));
    for (size_t i = 0; i < value_get_count(pack, "sign_in"); i++) {
        const struct value *who = value_get_item(pack, "sign_in", i);
        fprintf(demo->console->out, "  %-36.*s %.*s\n", TEXT_SHOW(value_get_text(who, "as")),
                TEXT_SHOW(value_get_text(who, "sees")));
    }
}

static bool demonstrate(struct demonstration *demo, const struct value *options)
{
    struct text number;
    struct text veris = value_get_text(options, "veris");
    if (!people_ready(demo))
        return false;
    if (!text_empty(veris)
        && cli_veris_import(demo->turn, demo->console, demo->doors.house, veris, true) != 0)
        return fail(demo->turn, FAULT_INVALID, "the VERIS file was not imported; see above");
    return doors_open(demo->turn, &demo->doors) && night_report(demo, &number)
           && owed_shown(demo, number);
}

static bool demo(struct turn *turn, const struct console *console, const struct value *options)
{
    struct demonstration demo = {.doors = {.console = console}, .turn = turn, .console = console};
    doors_hold_signals();
    if (!doors_read(turn, options, &demo.doors))
        return false;
    fprintf(console->out, "opening the house …\n");
    fflush(console->out);
    if (!cli_house_serve(turn, console, options, &demo.doors.log, &demo.doors.house))
        return false;
    bool good = demonstrate(&demo, options);
    if (good) {
        people_shown(&demo);
        (void)doors_wait(&demo.doors);
    }
    doors_close(&demo.doors);
    house_close(demo.doors.house);
    return good;
}

static const struct option demo_options[] = {
    HOUSE_OPTIONS,
    DOOR_OPTIONS,
    {"veris", "FILE", "Import this file of real incidents, too", false},
    {0}};

static const struct command demo_command = {
    "demo", "[OPTION…]", "A house with made-up people and an incident right now", program_demo};

int program_demo(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *options;
    if (!options_read(turn, demo_options, 0, 0, count, words, &options))
        return cli_fault(turn, console);
    if (value_has(options, "help")) {
        options_help(console, "revere", &demo_command, demo_options, NULL);
        return 0;
    }
    return config_read(turn, demo_options, options) && demo(turn, console, options)
               ? 0
               : cli_fault(turn, console);
}
