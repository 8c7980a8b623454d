/* SPDX-License-Identifier: Apache-2.0 */
/* The web door before a real house: somebody reports without a sign-in, an analyst signs in, sees
 * what is owed and why, evaluates by the form, and the ledger's files prove it to anybody. */
#include "house.h"
#include "http/client.h"
#include "http/http.h"

#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"
#define JSON "Content-Type: application/json\r\n"

/* What stands between a mark and the next of the bytes that end it. */
static struct text between(struct arena *arena, struct reply *reply, const char *mark,
                           const char *ends)
{
    const char *where[] = {reply->head, reply->body};
    for (size_t i = 0; i < 2; i++) {
        const char *at = where[i] == NULL ? NULL : strstr(where[i], mark);
        if (at == NULL)
            continue;
        at += strlen(mark);
        return text_copy(arena, (struct text){at, strcspn(at, ends)});
    }
    return TEXT_NONE;
}

static struct text form_token_of(struct trial *trial, uint16_t port, const char *line,
                                 const char *cookie)
{
    struct reply reply = ask(port, line, cookie, NULL);
    struct text token = between(trial->arena, &reply, "name=\"_token\" value=\"", "\"");
    reply_free(&reply);
    return token;
}

static struct text report(struct trial *trial, uint16_t port)
{
    struct reply reply = ask(port, "POST /report", FORM,
                             "what=Somebody+sends+mail+in+my+name+%FF&organisation=EOTSS");
    struct text number = between(trial->arena, &reply, "<dt>Number</dt><dd>", "<");
    struct text code = between(trial->arena, &reply, "<dt>Receipt code</dt><dd>", "<");
    ok(reply.status == 201 && text_starts(number, TEXT("INC-2026-")) && code.size > 0,
       "a report is taken and answered with %.*s", TEXT_SHOW(number));
    reply_free(&reply);
    struct text form =
        text_format(trial->arena, "number=%.*s&receipt=%.*s", TEXT_SHOW(number), TEXT_SHOW(code));
    ok(is(ask(port, "POST /receipt", FORM, form.data), 200, NULL, "<dt>State</dt>"),
       "the receipt tells what became of it");
    form = text_format(trial->arena, "%.*s&what=<b>two</b>+screens", TEXT_SHOW(form));
    ok(is(ask(port, "POST /receipt", FORM, form.data), 200, NULL, "&lt;b&gt;two&lt;/b&gt; screens"),
       "and takes what is said later");
    ok(is(ask(port, "POST /receipt", FORM, "number=INC-2026-ZZZZZ&receipt=ABCDEFGHJKMN"), 404, NULL,
          "No report has this number"),
       "and nothing to a guess");
    return number;
}

/* Nothing else can be done before; the Cookie header of the sign-in with the new one. */
static const char *own_password(struct trial *trial, uint16_t port, const char *given)
{
    ok(is(ask(port, "GET /incidents", given, NULL), 403, NULL, "change it first"),
       "before, nothing is shown");
    struct text form = text_format(
        trial->arena, "_token=%.*s&old=a+sentence+of+its+own&password=another+sentence+of+hers",
        TEXT_SHOW(form_token_of(trial, port, "GET /forms/password.set", given)));
    const char *headers = text_format(trial->arena, "%s" FORM, given).data;
    ok(is(ask(port, "POST /forms/password.set", headers, form.data), 303, NULL, NULL),
       "it is changed by the form");
    struct reply reply =
        ask(port, "POST /sign-in", FORM, "name=Ana+Analyst&password=another+sentence+of+hers");
    struct text token = between(trial->arena, &reply, "revere=", ";");
    ok(reply.status == 303 && strstr(reply.head, "\r\nLocation: /forms") == NULL,
       "and the new one signs in");
    reply_free(&reply);
    return text_format(trial->arena, "Cookie: revere=%.*s\r\n", TEXT_SHOW(token)).data;
}

/* Enters an analyst and signs in through the page; the Cookie header. */
static const char *sign_in(struct trial *trial, uint16_t port)
{
    struct value *person =
        trial_done(trial, NULL, "person.create",
                   "{\"name\":\"Ana Analyst\",\"password\":\"a sentence of its own\"}");
    struct text role = text_format(
        trial->arena, "{\"person\":\"%.*s\",\"role\":\"SOC_ANALYST\",\"kind\":\"incumbent\"}",
        TEXT_SHOW(value_get_text(person, "person").size > 0 ? value_get_text(person, "person")
                                                            : value_get_text(person, "id")));
    trial_done(trial, NULL, "role.assign", role.data);
    ok(is(ask(port, "POST /sign-in", FORM, "name=Ana+Analyst&password=a+wrong+sentence"), 401, NULL,
          "value=\"Ana Analyst\""),
       "a wrong password does not sign in");
    struct reply reply =
        ask(port, "POST /sign-in", FORM, "name=Ana+Analyst&password=a+sentence+of+its+own");
    struct text token = between(trial->arena, &reply, "revere=", ";");
    ok(reply.status == 303 && token.size > 20
           && strstr(reply.head, "\r\nLocation: /forms/password.set") != NULL,
       "the right one does, and leads to where it is changed: whoever entered it knows it");
    reply_free(&reply);
    const char *given = text_format(trial->arena, "Cookie: revere=%.*s\r\n", TEXT_SHOW(token)).data;
    return own_password(trial, port, given);
}

static void strangers(struct trial *trial, uint16_t port, struct text number)
{
    struct text line = text_format(trial->arena, "GET /incidents/%.*s", TEXT_SHOW(number));
    ok(is(ask(port, line.data, "", NULL), 401, NULL, "type=\"password\""),
       "a stranger sees no incident");
    ok(is(ask(port, line.data, "Cookie: revere=made-up\r\n", NULL), 401, NULL, NULL),
       "nor with a cookie made up");
    ok(is(ask(port, "GET /api/v1/obligations", "", NULL), 401, NULL, "urn:revere:fault:stranger"),
       "nor what is owed");
}

static void pages(struct trial *trial, uint16_t port, const char *cookie, struct text number)
{
    struct text line = text_format(trial->arena, "GET /incidents/%.*s", TEXT_SHOW(number));
    ok(is(ask(port, "GET /", cookie, NULL), 200, NULL, "Why this is owed"), "the analyst owes");
    ok(is(ask(port, "GET /incidents", cookie, NULL), 200, NULL, number.data), "sees the incident");
    ok(is(ask(port, line.data, cookie, NULL), 200, NULL, "Why this rating"), "and why it is rated");
    ok(is(ask(port, line.data, cookie, NULL), 200, NULL, "Clocks that run</h2><ol"),
       "and the clocks");
    struct reply reply = ask(port, "GET /", cookie, NULL);
    struct text duty = between(trial->arena, &reply, "href=\"/obligations/", "\"");
    struct text clause = between(trial->arena, &reply, "href=\"/policy/clauses/", "\"");
    reply_free(&reply);
    line = text_format(trial->arena, "GET /obligations/%.*s", TEXT_SHOW(duty));
    ok(is(ask(port, line.data, cookie, NULL), 200, NULL, "<blockquote>"),
       "an obligation says why, in the words of its clause");
    line = text_format(trial->arena, "GET /policy/clauses/%.*s", TEXT_SHOW(clause));
    ok(is(ask(port, line.data, cookie, NULL), 200, NULL, "<blockquote>"), "which has a page");
    static const char *const lists[] = {
        "/persons", "/organisations", "/notices",     "/obligations",
        "/me",      "/health",        "/policy/rules"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        line = text_format(trial->arena, "GET %s", lists[i]);
        reply = ask(port, line.data, cookie, NULL);
        ok(reply.status == 200 || reply.status == 403 || reply.status == 404,
           "%s answers %d, and the house is well", lists[i], reply.status);
        reply_free(&reply);
    }
}

/* Somebody who is signed in takes down a call and a sheet of paper, without a script. */
static void taken_down(struct trial *trial, uint16_t port, const char *cookie)
{
    const char *headers = text_format(trial->arena, "%s" FORM, cookie).data;
    ok(is(ask(port, "GET /report", cookie, NULL), 200, NULL, "Take down a call"),
       "who is signed in may take down a call");
    ok(is(ask(port, "GET /report", "", NULL), 200, NULL, "Something looks odd?"),
       "who is not reports");
    struct text token = form_token_of(trial, port, "GET /forms/report.call", cookie);
    struct text form = text_format(
        trial->arena,
        "_token=%.*s&name=a+nurse&contact=555-0199&what=screens+are+red&organisation=DPH&"
        "told=2026-07-03+07:10&told_basis=our+log",
        TEXT_SHOW(token));
    ok(is(ask(port, "POST /forms/report.call", headers, form.data), 200, NULL,
          "told at Fri 2026-07-03 07:10:00 EDT, entered at"),
       "a call is taken with the time it was told, and how late that was entered");
    form = text_format(trial->arena,
                       "_token=%.*s&reports[0].told=2026-07-02+16:00&reports[0].told_basis=sheet+1&"
                       "reports[0].what=on+paper&reports[1].told=2026-07-02+17:00&"
                       "reports[1].told_basis=sheet+2&reports[1].what=on+paper,+too",
                       TEXT_SHOW(form_token_of(trial, port, "GET /forms/report.paper", cookie)));
    ok(is(ask(port, "POST /forms/report.paper", headers, form.data), 200, NULL,
          "told at Thu 2026-07-02 17:00:00 EDT, entered at"),
       "and sheets of paper, several at once");
    ok(is(ask(port, "GET /reports", cookie, NULL), 200, NULL, "on paper, too"),
       "what one took down can be looked up");
}

static void evaluate(struct trial *trial, uint16_t port, const char *cookie, struct text number)
{
    struct text line =
        text_format(trial->arena, "GET /forms/incident.evaluate?incident=%.*s", TEXT_SHOW(number));
    struct text token = form_token_of(trial, port, line.data, cookie);
    const char *headers = text_format(trial->arena, "%s" FORM, cookie).data;
    struct text bad = text_format(trial->arena, "_token=%.*s&incident=%.*s&priority=9",
                                  TEXT_SHOW(token), TEXT_SHOW(number));
    struct text good =
        text_format(trial->arena,
                    "_token=%.*s&_key=0123456789abcdef&incident=%.*s&priority=2&action=look&"
                    "data[0].class=internal&data[0].compromise=potential",
                    TEXT_SHOW(token), TEXT_SHOW(number));
    ok(is(ask(port, "POST /forms/incident.evaluate", headers, bad.data), 400, NULL,
          "aria-invalid=\"true\""),
       "a fault stands at its field");
    ok(is(ask(port, "POST /forms/incident.evaluate", headers, good.data), 303,
          "?done=incident.evaluate", NULL),
       "the form evaluates");
    ok(is(ask(port, "POST /forms/incident.evaluate", headers, good.data), 303, NULL, NULL),
       "sent twice, it is done once");
    line = text_format(trial->arena, "GET /incidents/%.*s", TEXT_SHOW(number));
    ok(is(ask(port, line.data, cookie, NULL), 200, NULL, "mark rating medium"),
       "the page shows the new rating");
}

/* What the policy asks people to think of stands on the page, with the form that answers it; once
 * answered it is gone. */
static void proposed(struct trial *trial, uint16_t port, const char *cookie, struct text number)
{
    const char *page = text_format(trial->arena, "GET /incidents/%.*s", TEXT_SHOW(number)).data;
    const char *path =
        text_format(trial->arena, "/forms/incident.state?incident=%.*s&amp;statement=escalation",
                    TEXT_SHOW(number))
            .data;
    ok(has_not(ask(port, page, cookie, NULL), "class=\"proposals\""),
       "with one organisation affected nothing is proposed");
    trial_done(trial, NULL, "incident.affect",
               text_format(trial->arena, "{\"incident\":\"%.*s\",\"organisation\":\"DTA\"}",
                           TEXT_SHOW(number))
                   .data);
    ok(is(ask(port, page, cookie, NULL), 200, NULL, path)
           && is(ask(port, page, cookie, NULL), 200, NULL,
                 "? Proposed, because 2 organisations are affected."),
       "with two a question is, with its reason and its form");
    ok(is(ask(port,
              text_format(trial->arena,
                          "GET /forms/incident.state?incident=%.*s&statement=escalation",
                          TEXT_SHOW(number))
                  .data,
              cookie, NULL),
          200, NULL, "value=\"escalation\""),
       "the form knows which question is answered");
    trial_done(trial, NULL, "incident.state",
               text_format(trial->arena,
                           "{\"incident\":\"%.*s\",\"statement\":\"escalation\","
                           "\"answer\":\"not_needed\",\"text\":\"one mistake\"}",
                           TEXT_SHOW(number))
                   .data);
    ok(has_not(ask(port, page, cookie, NULL), path), "once it is answered it is not asked again");
}

/* Somebody of DPH who is called first, or second; with a number that somebody has tried. */
static void called_person(struct trial *trial, const char *name, const char *kind,
                          const char *phone)
{
    struct value *person = trial_done(
        trial, NULL, "person.create",
        text_format(trial->arena, "{\"name\":\"%s\",\"phone\":\"%s\"}", name, phone).data);
    trial_done(trial, NULL, "contact.verify",
               text_format(trial->arena, "{\"contact\":\"%s\",\"how\":\"I called\"}", phone).data);
    trial_done(trial, NULL, "role.assign",
               text_format(trial->arena,
                           "{\"person\":\"%.*s\",\"role\":\"DESIGNATED_CONTACT\","
                           "\"organisation\":\"DPH\",\"kind\":\"%s\"}",
                           TEXT_SHOW(value_get_text(person, "id")), kind)
                   .data);
}

/* Whom to call stands before every other card of the page. proves SEC43-ITD-3 */
static void called(struct trial *trial, uint16_t port, const char *cookie)
{
    called_person(trial, "Pia Primary", "incumbent", "617-555-0101");
    called_person(trial, "Sid Secondary", "deputy", "+1 617-555-0102");
    struct value *told = trial_done(trial, NULL, "report.create",
                                    "{\"what\":\"nobody can sign in\",\"organisation\":\"DPH\"}");
    struct reply reply = ask(
        port,
        text_format(trial->arena, "GET /incidents/%.*s", TEXT_SHOW(value_get_text(told, "number")))
            .data,
        cookie, NULL);
    const char *card = reply.status == 200 ? strstr(reply.body, "<h2") : NULL;
    const char *next = card == NULL ? NULL : strstr(card + 1, "<h2");
    const char *pia = card == NULL ? NULL : strstr(card, "Pia Primary</strong> (primary)");
    const char *sid = card == NULL ? NULL : strstr(card, "Sid Secondary</strong> (secondary)");
    ok(card != NULL && strstr(card, "<h2 id=\"called\">Whom to call first<") == card,
       "whom to call is the first card");
    ok(pia != NULL && sid != NULL && next != NULL && pia < sid && sid < next,
       "with the primary and the secondary contact of the agency");
    ok(card != NULL
           && strstr(card, "day and night <a href=\"tel:6175550101\">617-555-0101</a>") < next
           && strstr(card, "<a href=\"tel:+16175550102\">+1 617-555-0102</a>") < next
           && strstr(card, "tel:6175550101") != NULL && strstr(card, "tel:+16175550102") != NULL,
       "and the numbers under which they answer day and night, to be dialled at once");
    reply_free(&reply);
}

static void versions(struct trial *trial, uint16_t port, const char *cookie, struct text number)
{
    struct text line = text_format(trial->arena, "GET /api/v1/incidents/%.*s", TEXT_SHOW(number));
    struct reply reply = ask(port, line.data, cookie, NULL);
    struct text tag = between(trial->arena, &reply, "ETag: ", "\r");
    ok(reply.status == 200 && tag.size > 2, "an incident has a version: %.*s", TEXT_SHOW(tag));
    reply_free(&reply);
    struct text known =
        text_format(trial->arena, "%sIf-None-Match: %.*s\r\n", cookie, TEXT_SHOW(tag));
    ok(is(ask(port, line.data, known.data, NULL), 304, NULL, NULL), "which is known");
    struct text other = text_format(trial->arena, "GET /api/v1/incidents/INC-2026-ZZZZZ");
    ok(is(ask(port, other.data, cookie, NULL), 404, NULL, "or it is not for you to see"),
       "an incident that is not there");
    ok(is(ask(port, "GET /api/v1/openapi.json", "", NULL), 200, NULL, "incident.evaluate"),
       "the API describes the whole house");
}

static void replays(uint16_t port)
{
    const char *headers = JSON "Idempotency-Key: 6f3a\r\n";
    const char *body = "{\"what\":\"twice\"}";
    struct reply first = ask(port, "POST /api/v1/reports", headers, body);
    struct reply again = ask(port, "POST /api/v1/reports", headers, body);
    ok(first.status == again.status && first.status < 300 && strcmp(first.body, again.body) == 0
           && strcasestr(again.head, "idempotent-replayed: true") != NULL
           && strcasestr(first.head, "idempotent-replayed") == NULL,
       "the same key and body get the same answer, which says so");
    reply_free(&first);
    reply_free(&again);
}

/* The house publishes by itself, within a second of what was done. */
static bool published(uint16_t port)
{
    for (int tries = 0; tries < 100; tries++) {
        struct reply reply = ask(port, "GET /ledger/checkpoint", "", NULL);
        int status = reply.status;
        reply_free(&reply);
        if (status == 200)
            return true;
        usleep(100000);
    }
    return false;
}

static void proves(uint16_t port)
{
    ok(published(port), "the ledger is published");
    ok(is(ask(port, "GET /ledger/checkpoint", "", NULL), 200, NULL, "revere.example/house"),
       "anybody may fetch the checkpoint");
    ok(is(ask(port, "GET /ledger/vkey", "", NULL), 200, NULL, "revere.example/house"),
       "and the key it is signed with");
    ok(is(ask(port, "GET /ledger/tile/entries/000", "", NULL), 404, NULL, NULL),
       "nobody the entries");
    ok(is(ask(port, "GET /ledger/../key", "", NULL), 404, NULL, NULL), "nor the secret key");
}

static void sign_out(struct trial *trial, uint16_t port, const char *cookie)
{
    struct text token = form_token_of(trial, port, "GET /", cookie);
    const char *headers = text_format(trial->arena, "%s" FORM, cookie).data;
    struct text form = text_format(trial->arena, "_token=%.*s", TEXT_SHOW(token));
    ok(is(ask(port, "POST /sign-out", headers, form.data), 303, "Max-Age=0", NULL), "signs out");
    ok(is(ask(port, "GET /", cookie, NULL), 401, NULL, "type=\"password\""),
       "and the old cookie opens nothing");
}

static void body(struct turn *turn, struct text address)
{
    struct trial trial = {0};
    struct http_server *server = NULL;
    if (trial_open(turn, address, true, &trial)
        && ok(http_serve(turn, trial.house, &(struct http_settings){.port = 0}, &server),
              "the door opens: %s", turn->fault.message)) {
        uint16_t port = http_port(server);
        const char *cookie = sign_in(&trial, port);
        struct text number = report(&trial, port);
        strangers(&trial, port, number);
        pages(&trial, port, cookie, number);
        taken_down(&trial, port, cookie);
        evaluate(&trial, port, cookie, number);
        proposed(&trial, port, cookie, number);
        called(&trial, port, cookie);
        versions(&trial, port, cookie, number);
        replays(port);
        proves(port);
        sign_out(&trial, port, cookie);
    }
    http_stop(server);
    trial_close(&trial);
}

int main(void)
{
    both(body);
    return tap_end();
}
