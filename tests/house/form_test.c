/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forms that offer what may be chosen, by real HTTP before a house with people and cases: whoever
 * reads everything is offered everything, whoever reads the cases of one body those alone, and what
 * others have typed stays text. Boxes, yes and no arrive as they were left.
 */
#include "base/zone.h"
#include "http/client.h"
#include "http/http.h"
#include "people.h"

#define FORM    "Content-Type: application/x-www-form-urlencoded\r\n"
#define HOSTILE "O'Neil <script>\\\"&"
#define ESCAPED "O&#39;Neil &lt;script&gt;&quot;&amp;"

static bool people_write(struct change *change, const struct value *input, struct value **answer)
{
    (void)input;
    return people_fill(change, 2, answer);
}

static const struct action test_actions[] = {PEOPLE_ACTION, {.name = NULL}};

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

/* The cookie of a browser in which the person is signed in. */
static const char *token_of(struct trial *trial, const char *person)
{
    struct value *made = trial_done(trial, person, "token.create", "{\"name\":\"a test\"}");
    return text_format(trial->arena, "Cookie: revere=%.*s\r\n",
                       TEXT_SHOW(value_get_text(made, "token")))
        .data;
}

/* What stands between a mark and the next quotation mark; NULL: there is no such mark. */
static const char *quoted(struct trial *trial, const char *body, const char *mark)
{
    const char *at = strstr(body, mark);
    if (at == NULL)
        return NULL;
    at += strlen(mark);
    return text_copy(trial->arena, (struct text){at, strcspn(at, "\"")}).data;
}

/* Sends a form as a browser does, with the token that its page has. */
static struct reply send_form(struct trial *trial, uint16_t port, const char *cookie,
                              const char *action, const char *typed)
{
    struct text path = text_format(trial->arena, "GET /forms/%s", action);
    struct reply reply = ask(port, path.data, cookie, NULL);
    const char *token = quoted(trial, reply.body, "name=\"_token\" value=\"");
    reply_free(&reply);
    return ask(port, text_format(trial->arena, "POST /forms/%s", action).data,
               text_format(trial->arena, "%s" FORM, cookie).data,
               text_format(trial->arena, "_token=%s&%s", token, typed).data);
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

static void cases(struct trial *trial, uint16_t port, const char *ciso, const char *head)
{
    const char *first = report_for(trial, "DPH", "<script>alert(1)</script> & mail");
    const char *second = report_for(trial, "DPH", "the second of DPH");
    const char *other = report_for(trial, "DTA", "the one of DTA");
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

/* The answers that are offered are those of the statement that is chosen. */
static void answers(struct trial *trial, uint16_t port, const char *cookie)
{
    const char *const all[] = {option_of(trial, "restored"), option_of(trial, "none_applies"),
                               NULL};
    const char *const service[] = {option_of(trial, "restored"), NULL};
    const char *const legal[] = {option_of(trial, "none_applies"), NULL};
    ok(shows(trial, port, cookie, "/forms/incident.state", all, NULL), "every answer, at first");
    ok(shows(trial, port, cookie, "/forms/incident.state?statement=service", service, legal)
           && shows(trial, port, cookie, "/forms/incident.state?statement=legal", legal, service),
       "and of the statement that is chosen its own");
    ok(shows(trial, port, cookie, "/forms/incident.state?statement=made-up", all, NULL),
       "of one that is none every answer again");
}

/* ---- boxes, yes and no ---- */

static struct text types_of(struct trial *trial, const char *number)
{
    struct text input = text_format(trial->arena, "{\"incident\":\"%s\"}", number);
    const struct value *incident = trial_done(trial, NULL, "incident.read", input.data);
    struct builder words = {.arena = trial->arena};
    const struct value *said = value_get(incident, "classification");
    for (size_t i = 0; i < value_get_count(said, "types"); i++)
        build_format(&words, "%.*s ", TEXT_SHOW(value_get_item(said, "types", i)->text));
    return built(&words);
}

/* The value of the box in this place, from 0, on the form of the classification. */
static const char *box_of(struct trial *trial, uint16_t port, const char *cookie, int place)
{
    struct reply reply = ask(port, "GET /forms/incident.classify", cookie, NULL);
    const char *mark = text_format(trial->arena, "name=\"types[%d]\" value=\"", place).data;
    const char *value = quoted(trial, reply.body, mark);
    reply_free(&reply);
    return value == NULL ? "" : value;
}

static void boxes(struct trial *trial, uint16_t port, const char *cookie)
{
    const char *number = report_for(trial, "DPH", "for the boxes");
    const char *first = box_of(trial, port, cookie, 0);
    const char *third = box_of(trial, port, cookie, 2);
    struct text typed = text_format(trial->arena,
                                    "incident=%s&certainty=actual&types[0]=%s&types[2]=%s"
                                    "&source=unknown&vector=unknown",
                                    number, first, third);
    ok(is(send_form(trial, port, cookie, "incident.classify", typed.data), 303, NULL, NULL),
       "a form with two boxes ticked is taken");
    struct text two = text_format(trial->arena, "%s %s ", first, third);
    ok(text_equal(types_of(trial, number), two), "they are what arrived, and no other: %.*s",
       TEXT_SHOW(two));
    typed = text_format(trial->arena,
                        "incident=%s&certainty=actual&types[2]=%s&source=unknown&vector=", number,
                        third);
    struct reply reply = send_form(trial, port, cookie, "incident.classify", typed.data);
    const char *ticked = text_format(trial->arena, "value=\"%s\" checked", third).data;
    const char *unticked = text_format(trial->arena, "value=\"%s\" checked", first).data;
    ok(reply.status == 400 && strstr(reply.body, ticked) != NULL
           && strstr(reply.body, unticked) == NULL,
       "after a fault the ticked is ticked still, and the other is not");
    reply_free(&reply);
    ok(text_equal(types_of(trial, number), two), "and nothing was done");
    typed = text_format(trial->arena,
                        "incident=%s&certainty=actual&other=of+its+own&reason=again"
                        "&source=unknown&vector=unknown",
                        number);
    ok(is(send_form(trial, port, cookie, "incident.classify", typed.data), 303, NULL, NULL)
           && types_of(trial, number).size == 0,
       "no box ticked is no type");
}

static const char *scio_of(struct trial *trial, const char *organisation)
{
    struct text input = text_format(trial->arena, "{\"organisation\":\"%s\"}", organisation);
    const struct value *said = trial_done(trial, NULL, "organisation.read", input.data);
    return value_get_boolean(said, "scio", false) ? "yes" : "no";
}

static void yes_and_no(struct trial *trial, uint16_t port, const char *cookie)
{
    static const struct {
        const char *typed, *stands;
    } tries[] = {{"&scio=yes", "yes"}, {"&scio=no", "no"}, {"&scio=", "no"}, {"", "no"}};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        const char *name = text_format(trial->arena, "NEW%zu", i).data;
        struct text typed = text_format(trial->arena,
                                        "short=%s&name=%s&branch=executive&type=office&secretariat="
                                        "%s&binding=mandatory%s",
                                        name, name, name, tries[i].typed);
        ok(is(send_form(trial, port, cookie, "organisation.create", typed.data), 303, NULL, NULL)
               && strcmp(scio_of(trial, name), tries[i].stands) == 0,
           "a question answered \"%s\" arrives as %s", tries[i].typed, tries[i].stands);
    }
    ok(is(send_form(trial, port, cookie, "organisation.create",
                    "short=NEW9&name=N&branch=x&type=y&binding=mandatory&scio=perhaps"),
          400, NULL, "aria-invalid=\"true\""),
       "and another answer is a fault at its field");
    const char *number = report_for(trial, "DPH", "for a document");
    struct text typed =
        text_format(trial->arena, "incident=%s&document=follow-up&complete=yes", number);
    ok(is(send_form(trial, port, cookie, "document.send", typed.data), 403, NULL, NULL),
       "yes holds back what is incomplete");
    typed = text_format(trial->arena, "incident=%s&document=follow-up&complete=no", number);
    ok(is(send_form(trial, port, cookie, "document.send", typed.data), 303, NULL, NULL),
       "no, sent as false, does not");
}

/* ---- the review of a case ---- */

static void review(struct trial *trial, uint16_t port, const char *ciso, const char *head)
{
    const char *number = report_for(trial, "DTA", "for the review");
    struct text input = text_format(
        trial->arena, "{\"incident\":\"%s\",\"cause\":\"" HOSTILE "\",\"attack\":\"phishing\"}",
        number);
    trial_done(trial, ciso, "cause.state", input.data);
    input = text_format(
        trial->arena,
        "{\"incident\":\"%s\",\"low\":\"20000\",\"high\":\"30000\",\"basis\":\"hours\"}", number);
    trial_done(trial, ciso, "loss.state", input.data);
    const char *path = text_format(trial->arena, "/incidents/%s/review", number).data;
    const char *const with[] = {ESCAPED,
                                "$20000.00 to $30000.00",
                                "Demo Commonwealth Chief Information Security Officer",
                                " EDT</time>",
                                "The tasks of the response team, done or open",
                                "/forms/task.settle?incident=",
                                "None is written down yet.",
                                NULL};
    const char *const without[] = {"<script>", "undetermined_because", "tasks_settled", "_local",
                                   NULL};
    ok(shows(trial, port, token_of(trial, ciso), path, with, without),
       "the review says in words, names and local time what was found out");
    ok(is(ask(port, text_format(trial->arena, "GET %s", path).data, token_of(trial, head), NULL),
          404, NULL, NULL),
       "and to whoever may not read the case there is none");
}

/* ---- the page More, and the next page of a list ---- */

/* Every way that the page More offers leads somewhere; how many there are. */
static size_t more_leads(struct trial *trial, uint16_t port, const char *cookie)
{
    size_t count = 0;
    size_t broken = 0;
    static const char mark[] = "<li><a href=\"";
    struct reply reply = ask(port, "GET /more", cookie, NULL);
    const char *at = reply.status == 200 ? strstr(reply.body, "<h2>") : NULL;
    while (at != NULL && (at = strstr(at, mark)) != NULL) {
        const char *path = quoted(trial, at, mark);
        struct reply there =
            ask(port, text_format(trial->arena, "GET %s", path).data, cookie, NULL);
        if (there.status != 200) {
            printf("# %s answered %d\n", path, there.status);
            broken++;
        }
        reply_free(&there);
        count++;
        at += strlen(mark);
    }
    reply_free(&reply);
    ok(count > 0 && broken == 0, "each of the %zu ways of the page More leads somewhere", count);
    return count;
}

static void more(struct trial *trial, uint16_t port, const char *ciso, const char *head)
{
    const char *const own[] = {"Me and how I sign in", "/forms/password.set", NULL};
    const char *const all[] = {"/forms/person.create", "/forms/role.assign", NULL};
    const char *cookie = token_of(trial, ciso);
    ok(shows(trial, port, cookie, "/more", own, NULL)
           && shows(trial, port, cookie, "/more", all, NULL),
       "who may enter people is offered to");
    ok(shows(trial, port, token_of(trial, head), "/more", own, all),
       "who may not is offered what is theirs alone");
    ok(is(ask(port, "GET /more", "", NULL), 401, NULL, "type=\"password\""),
       "and nobody in particular a sign-in");
    ok(more_leads(trial, port, cookie) > more_leads(trial, port, token_of(trial, head)),
       "which is more for whoever may do more");
}

/* What cannot be answered before something is said asks for it, and is then an address. */
static void looks(struct trial *trial, uint16_t port, const char *cookie)
{
    const char *const with[] = {"<form method=\"get\" action=\"/losses\"", "name=\"year\"", NULL};
    const char *const without[] = {"name=\"_key\"", "role=\"alert\"", NULL};
    ok(shows(trial, port, cookie, "/losses", with, without), "what costs were is asked by a form");
    ok(is(ask(port, "GET /losses?organisation=DPH&year=&", cookie, NULL), 400, NULL,
          "aria-invalid=\"true\""),
       "what is missing stands at its field");
    ok(is(ask(port, "GET /losses?organisation=DPH&year=2026", cookie, NULL), 200, NULL, "<h1>"),
       "and what is said is answered");
}

static void next_pages(struct trial *trial, uint16_t port, const char *cookie)
{
    size_t rows = 0;
    size_t pages = 0;
    const char *path = "/persons";
    while (path != NULL && pages < 50) {
        struct reply reply =
            ask(port, text_format(trial->arena, "GET %s", path).data, cookie, NULL);
        const char *at = reply.body;
        while (reply.status == 200 && (at = strstr(at, "Somebody ")) != NULL) {
            rows++;
            at++;
        }
        const char *next = quoted(trial, reply.body, "<a rel=\"next\" href=\"");
        path = next == NULL ? NULL : text_format(trial->arena, "/persons%s", next).data;
        reply_free(&reply);
        pages++;
    }
    ok(rows == ACTION_PAGE_MAX && pages > 4 && pages < 50,
       "page by page each is shown once: %zu on %zu pages", rows, pages);
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
        const char *head = holder_of(&trial, "AGENCY_HEAD", "DPH");
        choices(&trial, port, ciso);
        cases(&trial, port, ciso, head);
        answers(&trial, port, token_of(&trial, ciso));
        boxes(&trial, port, token_of(&trial, ciso));
        yes_and_no(&trial, port, token_of(&trial, ciso));
        review(&trial, port, ciso, head);
        more(&trial, port, ciso, head);
        looks(&trial, port, token_of(&trial, ciso));
        too_many(&trial, port, ciso);
        next_pages(&trial, port, token_of(&trial, ciso));
    }
    http_stop(server);
    trial_close(&trial);
}

int main(void)
{
    both(body);
    return tap_end();
}
