/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Command on a case: the office that the policy names leads the response of the enterprise, under
 * the direction of another, and nobody else does, whoever comes to help. Whoever leads for another
 * body is written down beside it. While nobody was named it is whoever holds the office now, so
 * that it falls to the deputy when the incumbent is away.
 */
#include "incident/command.h"
#include "incident/inside.h"

enum { NAME_BYTES_MAX = 200, DIRECTION_BYTES_MAX = 2000 };

static const struct field name_fields[] = {
    {.name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."},
    {.name = "commander",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = NAME_BYTES_MAX,
     .listed = "person.list",
     .help = "Whom: id, whole name or verified mail address. Only whoever holds the office that "
             "commands, or acts for it."},
    {.name = "direction",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = DIRECTION_BYTES_MAX,
     .label = "Directed how",
     .help = "What the office that directs the command has said, and when."},
    {.name = NULL},
};

static const struct field align_fields[] = {
    {.name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."},
    {.name = "commander",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = NAME_BYTES_MAX,
     .help = "Who leads there, by name and office."},
    {.name = "body",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = NAME_BYTES_MAX,
     .label = "For which body",
     .help = "The agency, partner or government whose people follow that command."},
    {.name = NULL},
};

static const struct field read_fields[] = {
    {.name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."},
    {.name = NULL},
};

/* The office that commands; NULL: the policy names none. */
static const struct value *policy_command(const struct pack *pack)
{
    return value_get(pack->lifecycle, "command");
}

static bool command_asked(struct turn *turn, const struct value *input, struct incident *incident,
                          const struct value **policy)
{
    *policy = policy_command(turn->pack);
    if (!incident_known(turn, input, incident))
        return false;
    return *policy != NULL || fail(turn, FAULT_MISSING, "the policy names nobody who commands");
}

/* Everybody to whom the office is given, here or away. */
static bool office_given(struct turn *turn, const struct value *policy, struct text person,
                         bool *given)
{
    struct appointee *list;
    size_t count;
    *given = false;
    if (!people_given(turn, value_get_text(policy, "role"), TEXT_NONE, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        *given = *given || text_equal(list[i].person, person);
    return true;
}

static bool command_keep(struct change *change, const struct incident *incident,
                         struct commanding *command, const char *verb, const struct value *input)
{
    struct turn *turn = change_turn(change);
    command->incident = incident->id;
    command->author_name = turn->actor.name;
    command->capacity = turn->actor.capacity;
    command->entry_us = turn->now_us;
    struct text what = command->aligned
                           ? text_format(turn->arena, "aligned commander of %.*s: %.*s",
                                         TEXT_SHOW(command->body), TEXT_SHOW(command->name))
                           : text_format(turn->arena, "commander: %.*s, %.*s",
                                         TEXT_SHOW(command->name), TEXT_SHOW(command->direction));
    struct commanding *before;
    size_t count;
    if (!command_rows_all(turn, incident->id, &before, &count))
        return false;
    command->place = (int64_t)count + 1;
    return command_rows_insert(change, command)
           && incident_note(change, incident, verb, what, turn->now_us, TEXT_NONE, input);
}

/* ---- the answer ---- */

static struct value *command_value(struct turn *turn, const struct commanding *command)
{
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "name", command->name);
    if (command->aligned)
        value_set_text(turn->arena, said, "body", command->body);
    else
        value_set_text(turn->arena, said, "direction", command->direction);
    value_set_text(turn->arena, said, "by", command->author_name);
    value_set_text(turn->arena, said, "capacity", command->capacity);
    answer_time(turn, said, "since", command->entry_us);
    return said;
}

/* Of each body the last that was said. */
static void say_aligned(struct turn *turn, const struct commanding *list, size_t count,
                        struct value *said)
{
    struct value *aligned = value_set(turn->arena, said, "aligned", value_list(turn->arena));
    for (size_t i = 0; i < count; i++) {
        bool last = list[i].aligned;
        for (size_t j = i + 1; j < count; j++)
            last = last && !(list[j].aligned && text_equal(list[j].body, list[i].body));
        if (last)
            value_append(turn->arena, aligned, command_value(turn, &list[i]));
    }
}

/* Whoever holds the office today, the incumbent first or whoever comes in their place. */
static bool say_office(struct turn *turn, const struct incident *incident,
                       const struct value *policy, struct value *said)
{
    struct holder *holders;
    size_t count;
    bool gap;
    if (!people_resolve_for(turn, incident->id, value_get_text(policy, "role"), TEXT_NONE, NULL,
                            &holders, &count, &gap))
        return false;
    struct value *list = value_set(turn->arena, said, "office", value_list(turn->arena));
    for (size_t i = 0; i < count; i++) {
        struct value *one = value_append(turn->arena, list, value_map(turn->arena));
        value_set_text(turn->arena, one, "name", holders[i].name);
        value_set_text(turn->arena, one, "role", holders[i].role);
        value_set_text(turn->arena, one, "kind", text_of(holding_name(holders[i].holding)));
    }
    return true;
}

/* The last who was named and still has the office; away, it falls to whoever holds it now. */
static bool say_commander(struct turn *turn, const struct value *policy,
                          const struct commanding *list, size_t count, struct value *said)
{
    const struct commanding *named = NULL;
    const struct value *office = value_get(said, "office");
    struct appointee *given;
    size_t given_count;
    for (size_t i = 0; i < count; i++)
        if (!list[i].aligned)
            named = &list[i];
    if (!people_given(turn, value_get_text(policy, "role"), TEXT_NONE, &given, &given_count))
        return false;
    bool here = false;
    for (size_t i = 0; named != NULL && i < given_count; i++)
        here = here || (text_equal(given[i].person, named->person) && !given[i].absent);
    if (here)
        value_set(turn->arena, said, "commander", command_value(turn, named));
    else if (office->count > 0)
        value_set(turn->arena, said, "commander", office->items[0]);
    return true;
}

static bool command_answer(struct turn *turn, const struct incident *incident,
                           const struct value *policy, struct value **answer)
{
    struct commanding *list;
    size_t count;
    if (!command_rows_all(turn, incident->id, &list, &count))
        return false;
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "incident", incident->number);
    value_set_text(turn->arena, *answer, "role", value_get_text(policy, "role"));
    value_set_text(turn->arena, *answer, "directed_by", value_get_text(policy, "directed_by"));
    if (!say_office(turn, incident, policy, *answer)
        || !say_commander(turn, policy, list, count, *answer))
        return false;
    say_aligned(turn, list, count, *answer);
    struct value *history = value_set(turn->arena, *answer, "history", value_list(turn->arena));
    for (size_t i = 0; i < count; i++)
        value_append(turn->arena, history, command_value(turn, &list[i]));
    return true;
}

/* ---- the actions ---- */

static bool command_name(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    const struct value *policy;
    struct incident incident;
    struct person person;
    bool found;
    bool given = false;
    struct text stated = value_get_text(input, "commander");
    if (!command_asked(turn, input, &incident, &policy)
        || !person_find(turn, stated, &person, &found)
        || (found && !office_given(turn, policy, person.id, &given)))
        return false;
    if (!given)
        return fail_clause(
            turn, text_string(turn->arena, value_get_item(policy, "clauses", 0)->text),
            "%.*s does not hold the office that commands here (%.*s); whoever leads for another "
            "body is named as its aligned commander (command.align)",
            TEXT_SHOW(stated), TEXT_SHOW(value_get_text(policy, "role")));
    struct commanding command = {
        .person = person.id, .name = person.name, .direction = value_get_text(input, "direction")};
    return command_keep(change, &incident, &command, "command.name", input)
           && command_answer(turn, &incident, policy, answer);
}

static bool command_align(struct change *change, const struct value *input, struct value **answer)
{
    const struct value *policy;
    struct incident incident;
    struct commanding command = {.aligned = true,
                                 .name = value_get_text(input, "commander"),
                                 .body = text_trim(value_get_text(input, "body"))};
    return command_asked(change_turn(change), input, &incident, &policy)
           && command_keep(change, &incident, &command, "command.align", input)
           && command_answer(change_turn(change), &incident, policy, answer);
}

static bool command_read(struct turn *turn, const struct value *input, struct value **answer)
{
    const struct value *policy;
    struct incident incident;
    return command_asked(turn, input, &incident, &policy)
           && command_answer(turn, &incident, policy, answer);
}

#define ON_CASE(of_level) .area = AREA_CASE, .level = (of_level), .about = incident_about

const struct action command_actions[] = {
    {.name = "command.read",
     .title = "Command",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/command",
     .fields = read_fields,
     ON_CASE(LEVEL_READ),
     .read = command_read,
     .help = "Who commands the response of the enterprise, whose direction that follows, and who "
             "leads beside it for other bodies."},
    {.name = "command.name",
     .title = "Name who commands",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/command",
     .fields = name_fields,
     ON_CASE(LEVEL_WRITE),
     .write = command_name,
     .help = "Somebody of the office that commands by the policy, with the direction under which "
             "it happens. Nobody else commands what is the enterprise's own."},
    {.name = "command.align",
     .title = "Name who leads for another body",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/command/aligned",
     .fields = align_fields,
     ON_CASE(LEVEL_WRITE),
     .write = command_align,
     .help = "A partner, another government, an agency: who leads its people, in line with the "
             "command here. It gives nobody a right here."},
    {.name = NULL},
};
