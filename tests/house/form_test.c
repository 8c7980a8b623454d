/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forms that offer what may be chosen, by real HTTP before a house with people and cases: whoever
 * reads everything is offered everything, whoever reads the cases of one body those alone, and what
 * others have typed stays text. Boxes, yes and no arrive as they were left.
 */
#include "base/zone.h"
#include "house.h"
#include "http/client.h"
#include "http/http.h"
#include "people/people.h"

#define FORM    "Content-Type: application/x-www-form-urlencoded\r\n"
#define HOSTILE "O'Neil <script>\\\"&"
#define ESCAPED "O&#39;Neil &lt;script&gt;&quot;&amp;"

static bool people_write(struct change *change, const struct value *input, struct value **answer)
{
    struct text short_names[] = {TEXT("DPH"), TEXT("DTA")};
    struct names organisations = {short_names, 2};
    struct holder *people;
    size_t count;
    (void)input;
    *answer = value_map(change_turn(change)->arena);
    return people_demo(change, change_turn(change)->pack, &organisations, &people, &count);
}

static const struct action test_actions[] = {{.name = "test.people",
                                              .title = "Demonstration people",
                                              .method = METHOD_POST,
                                              .route = "/test/people",
                                              .internal = true,
                                              .write = people_write,
                                              .help = "For the test."},
                                             {.name = NULL}};

/* ---- what fields name ---- */

static bool has_member(const struct action *list)
{
    return list != NULL && list->method == METHOD_GET && !list->internal && list->item != NULL
           && list->known_by[0] != NULL;
}

static void field_names_list(struct trial *trial, const char *action, const struct field *field,
                             size_t *named)
{
    if (field->listed != NULL) {
        const struct action *list = house_action(trial->house, text_of(field->listed));
        ok(has_member(list), "%s: %s is chosen from %s, which says by what", action,
           field->name == NULL ? "an entry" : field->name, field->listed);
        ++*named;
    }
    if (field->items != NULL)
        field_names_list(trial, action, field->items, named);
    for (const struct field *one = field->members; one != NULL && one->name != NULL; one++)
        field_names_list(trial, action, one, named);
}

static void lists_named(struct trial *trial)
{
    size_t count;
    size_t named = 0;
    const struct action *const *actions = house_actions(trial->house, &count);
    for (size_t i = 0; i < count; i++)
        for (const struct field *field = actions[i]->fields; field != NULL && field->name != NULL;
             field++)
            field_names_list(trial, actions[i]->name, field, &named);
    ok(named > 40, "%zu fields say which list shows what they may be given", named);
}

/* ---- who asks ---- */

static const char *holder_of(struct trial *trial, const char *role, const char *organisation)
{
    struct text input =
        text_format(trial->arena, "{\"role\":\"%s\"%s%s%s}", role,
                    organisation == NULL ? "" : ",\"organisation\":\"",
                    organisation == NULL ? "" : organisation, organisation == NULL ? "" : "\"");
    struct value *answer = trial_done(trial, NULL, "role.holder", input.data);
    const struct value *holder = value_get_item(answer, "holders", 0);
    return text_string(trial->arena, value_get_text(holder, "person"));
}

/* The header of a program that acts as the person. */
static const char *token_of(struct trial *trial, const char *person)
{
    struct value *made = trial_done(trial, person, "token.create", "{\"name\":\"a test\"}");
    return text_format(trial->arena, "Authorization: Bearer %.*s\r\n",
                       TEXT_SHOW(value_get_text(made, "token")))
        .data;
}

static const char *report_for(struct trial *trial, const char *organisation, const char *what)
{
    struct text input =
        text_format(trial->arena, "{\"what\":\"%s\",\"organisation\":\"%s\"}", what, organisation);
    struct value *made = trial_done(trial, "", "report.create", input.data);
    return text_string(trial->arena, value_get_text(made, "number"));
}

/* Does the page at the path have each of the texts, and none of the others? */
static bool shows(struct trial *trial, uint16_t port, const char *headers, const char *path,
                  const char *const *with, const char *const *without)
{
    struct reply reply = ask(port, text_format(trial->arena, "GET %s", path).data, headers, NULL);
    bool good = reply.status == 200;
    for (; good && with != NULL && *with != NULL; with++)
        if (strstr(reply.body, *with) == NULL) {
            printf("# not there: %s\n", *with);
            good = false;
        }
    for (; good && without != NULL && *without != NULL; without++)
        if (strstr(reply.body, *without) != NULL) {
            printf("# there: %s\n", *without);
            good = false;
        }
    if (!good)
        printf("# %s answered %d\n", path, reply.status);
    reply_free(&reply);
    return good;
}

static const char *option_of(struct trial *trial, const char *value)
{
    return text_format(trial->arena, "<option value=\"%s\"", value).data;
}

/* ---- persons, organisations, roles ---- */

static void choices(struct trial *trial, uint16_t port, const char *ciso)
{
    struct value *made = trial_done(trial, NULL, "person.create",
                                    "{\"name\":\"" HOSTILE "\",\"organisation\":\"DPH\"}");
    const char *id = text_string(trial->arena, value_get_text(made, "id"));
    const char *asked = token_of(trial, ciso);
    const char *const with[] = {
        text_format(trial->arena, "<option value=\"%s\">" ESCAPED ", DPH</option>", id).data,
        "<option value=\"DTA\">DTA, ",
        "<option value=\"SOC_DIRECTOR\">Director of the Security Operations Center</option>",
        "<select id=\"field-person\"",
        "<select id=\"field-organisation\"",
        "<select id=\"field-role\"",
        NULL};
    const char *const without[] = {"<script>", NULL};
    ok(shows(trial, port, asked, "/forms/role.assign", with, without),
       "a role is assigned by choosing who, for whom and which, and a name is only a name");
    const char *const kept[] = {text_format(trial->arena, "<option value=\"%s\" selected", id).data,
                                NULL};
    ok(shows(trial, port, asked, text_format(trial->arena, "/forms/role.assign?person=%s", id).data,
             kept, without),
       "what is known already is chosen");
    const char *const odd[] = {"<option value=\"&lt;b&gt;\" selected>&lt;b&gt;</option>", NULL};
    ok(shows(trial, port, asked, "/forms/role.assign?person=%3Cb%3E", odd, without),
       "and what is none of them is not lost");
}

/* ---- cases ---- */

static void cases(struct trial *trial, uint16_t port, const char *ciso)
{
    const char *first = report_for(trial, "DPH", "<script>alert(1)</script> & mail");
    const char *second = report_for(trial, "DPH", "the second of DPH");
    const char *other = report_for(trial, "DTA", "the one of DTA");
    const char *head = holder_of(trial, "AGENCY_HEAD", "DPH");
    const char *path = text_format(trial->arena, "/forms/incident.merge?incident=%s", first).data;
    const char *const all[] = {option_of(trial, first), option_of(trial, second),
                               option_of(trial, other), "the one of DTA", NULL};
    const char *const nothing[] = {"<script>", NULL};
    ok(shows(trial, port, token_of(trial, ciso), path, all, nothing),
       "whoever reads every case is offered every case");
    const char *const own[] = {option_of(trial, first), option_of(trial, second), NULL};
    const char *const hidden[] = {"<script>", other, "the one of DTA", NULL};
    ok(shows(trial, port, token_of(trial, head), path, own, hidden),
       "whoever reads those of one body is offered those alone");
    struct text input = text_format(
        trial->arena, "{\"incident\":\"%s\",\"into\":\"%s\",\"reason\":\"one\"}", first, other);
    struct answer there = trial_call(trial, head, "incident.merge", input.data);
    input =
        text_format(trial->arena,
                    "{\"incident\":\"%s\",\"into\":\"INC-2026-ZZZZZ\",\"reason\":\"one\"}", first);
    struct answer nowhere = trial_call(trial, head, "incident.merge", input.data);
    ok(there.fault.kind == nowhere.fault.kind && there.fault.kind != FAULT_NONE
           && strcmp(there.fault.message, nowhere.fault.message) == 0
           && strcmp(there.fault.field, nowhere.fault.field) == 0,
       "a case of others is answered like one that is not there: %s", nowhere.fault.message);
}

/* ---- more than a form holds ---- */

static void too_many(struct trial *trial, uint16_t port, const char *ciso)
{
    struct builder table = {.arena = trial->arena};
    build(&table, TEXT("{\"csv\":\"name,organisation\\n"));
    for (int i = 0; i < ACTION_PAGE_MAX; i++)
        build_format(&table, "Somebody %d,DTA\\n", i);
    build(&table, TEXT("\"}"));
    trial_done(trial, NULL, "person.import", built(&table).data);
    const char *const with[] = {"<input type=\"text\" id=\"field-person\"",
                                "Look it up in the list: <a href=\"/persons\">Persons</a>", NULL};
    const char *const without[] = {"Somebody 7", NULL};
    ok(shows(trial, port, token_of(trial, ciso), "/forms/role.assign", with, without),
       "more than a form holds are typed, with the way to the list");
}

static void body(struct turn *turn, struct text address)
{
    struct trial trial = {0};
    struct http_server *server = NULL;
    if (trial_open_with(turn, address, true, test_actions, &trial)
        && trial_done(&trial, NULL, "test.people", "{}") != NULL
        && ok(http_serve(turn, trial.house, &(struct http_settings){.port = 0}, &server),
              "the door opens: %s", turn->fault.message)) {
        uint16_t port = http_port(server);
        const char *ciso = holder_of(&trial, "CISO", NULL);
        lists_named(&trial);
        choices(&trial, port, ciso);
        cases(&trial, port, ciso);
        too_many(&trial, port, ciso);
    }
    http_stop(server);
    trial_close(&trial);
}

int main(void)
{
    both(body);
    return tap_end();
}
