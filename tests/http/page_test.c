/* SPDX-License-Identifier: Apache-2.0 */
/* The pages as a browser without script sees them: what is owed, reporting, signing in, forms that
 * come back with what was typed, and forms that are not ours. */
#include "http/client.h"
#include "http/fixture.h"

#define FORM     "Content-Type: application/x-www-form-urlencoded\r\n"
#define COOKIE   "Cookie: revere=good-token\r\n"
#define EVALUATE "/forms/incident.evaluate"

static void owed(uint16_t port)
{
    struct reply reply = ask(port, "GET /", COOKIE, NULL);
    ok(reply.status == 200 && strcasestr(reply.head, "\r\nrefresh: 60") != NULL,
       "the first page asks for itself every minute");
    const char *late = strstr(reply.body, "Tell the agency head at once");
    const char *due = strstr(reply.body, "Follow-up report");
    ok(late != NULL && due != NULL && late < due, "overdue comes first");
    ok(strstr(reply.body, "late by 35 min") != NULL && strstr(reply.body, "in 2 h 14 min") != NULL,
       "the countdown is counted from the house's now");
    ok(strstr(reply.body, "href=\"/policy/clauses/TEST-1-2\"") != NULL
           && strstr(reply.body, "href=\"/obligations/0190a000") != NULL
           && strstr(reply.body, "Product default") != NULL,
       "clauses, reason and product default stand with it");
    ok(strstr(reply.body,
              "class=\"step\" href=\"/forms/incident.respond?incident=INC-2026-7K3F9&amp;"
              "document=a%20b\"")
               != NULL
           && strstr(reply.body, "thing.internal") == NULL,
       "what would settle it is one step away, with what is known filled in");
    ok(strstr(reply.body, "/incidents/INC-2026-7K3F9\">INC-2026-7K3F9</a> Mail account") != NULL,
       "the incident stands there with what it is about");
    ok(strstr(reply.body, "<time datetime=\"2026-07-03T20:55:00Z\" title=\"2026-07-03T20:55:00Z\">"
                          "Fri 2026-07-03 16:55:00 EDT</time>")
           != NULL,
       "a time is local, with UTC in its title");
    ok(strstr(reply.body, "href=\"?after=c1\"") != NULL, "there is more");
    ok(strstr(reply.body, "<script") == NULL && strstr(reply.body, " style=") == NULL
           && strstr(reply.body, "onclick") == NULL && strstr(reply.body, "javascript:") == NULL,
       "no script, no style attribute, no handler");
    reply_free(&reply);
    ok(has_not(ask(port, "GET /?pause=1", COOKIE, NULL), "Refresh:"), "updating can be stopped");
    ok(is(ask(port, "GET /?owed=all", COOKIE, NULL), 200, NULL, "Nothing is owed"),
       "an empty list says so");
    ok(is(ask(port, "GET /style.css", "", NULL), 200, "content-type: text/css", "--blue"),
       "the style sheet is served");
    ok(is(ask(port, "GET /icon.svg", "", NULL), 200, "image/svg+xml", "<svg"), "and the icon");
}

static void sheet(uint16_t port)
{
    struct reply reply = ask(port, "GET /incidents/INC-2026-7K3F9/sheet", COOKIE, NULL);
    ok(reply.status == 200 && strstr(reply.body, "Met: 1 · Late: 1") != NULL
           && strstr(reply.body, "The first of them") != NULL
           && strstr(reply.body, "href=\"?after=s%201\"") != NULL,
       "the sheet of a case counts all its duties, and says that there are more");
    reply_free(&reply);
    reply = ask(port, "GET /incidents/INC-2026-7K3F9/sheet?after=s%201", COOKIE, NULL);
    ok(reply.status == 200 && strstr(reply.body, "The last of them") != NULL
           && strstr(reply.body, "by 35 min") != NULL && strstr(reply.body, "Met: 0") == NULL
           && strstr(reply.body, "?after=") == NULL,
       "the next page has the rest, and counts nothing anew");
    reply_free(&reply);
}

static void strangers(uint16_t port)
{
    struct reply reply = ask(port, "GET /incidents", "", NULL);
    ok(reply.status == 401 && strstr(reply.body, "type=\"password\"") != NULL
           && strstr(reply.body, "href=\"/report\"") != NULL
           && strstr(reply.body, "name=\"_next\" value=\"/incidents\"") != NULL,
       "a stranger gets the sign-in, the way back and the way to report");
    reply_free(&reply);
    ok(has_not(ask(port, "GET /sign-in", "", NULL), "<textarea"),
       "a password is never typed in the open");
    ok(is(ask(port, "GET " EVALUATE "?incident=INC-2026-7K3F9", "", NULL), 401, NULL,
          "type=\"password\""),
       "and no form of a member");
    ok(is(ask(port, "GET /nothing", "", NULL), 404, NULL, "There is nothing here"),
       "a page that is not there");
    ok(is(ask(port, "GET /incidents/INC-2026-ZZZZZ", COOKIE, NULL), 404, NULL,
          "There is nothing here"),
       "an incident that is not there");
    ok(is(ask(port, "GET /inside", COOKIE, NULL), 404, NULL, NULL), "nor an internal action");
    ok(is(ask(port, "GET /forms/thing.internal", COOKIE, NULL), 404, NULL, NULL), "nor its form");
}

static void sign_in(uint16_t port)
{
    ok(is(ask(port, "POST /sign-in", FORM, "name=ana&password=right&_next=%2Fincidents%3Fa%3Db"),
          303, "\r\nset-cookie: revere=good-token; Path=/; HttpOnly; SameSite=Strict\r\n", NULL),
       "signing in sets a cookie that no script and no other site can use");
    ok(is(ask(port, "POST /sign-in", FORM, "name=ana&password=right&_next=%2Fincidents%3Fa%3Db"),
          303, "\r\nlocation: /incidents?a=b\r\n", NULL),
       "and goes where one was going");
    static const char *const elsewhere[] = {"%2F%2Fevil.example", "https%3A%2F%2Fevil.example",
                                            "%2F%5Cevil.example", "%2Fa%0D%0AX%3A%20y", ""};
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
        char body[128];
        snprintf(body, sizeof body, "name=a&password=right&_next=%s", elsewhere[i]);
        ok(is(ask(port, "POST /sign-in", FORM, body), 303, "\r\nlocation: /\r\n", NULL),
           "never to %s", elsewhere[i]);
    }
    struct reply reply = ask(port, "POST /sign-in", FORM, "name=ana%22%3E&password=wrong-one");
    ok(reply.status == 401 && strstr(reply.body, "value=\"ana&quot;&gt;\"") != NULL
           && strstr(reply.body, "wrong-one") == NULL && strstr(reply.body, "is wrong") != NULL,
       "a wrong password keeps the name, says so, and is not sent back");
    reply_free(&reply);
    ok(is(ask(port, "POST /sign-in", FORM "Origin: http://evil.example\r\n",
              "name=ana&password=right"),
          403, NULL, "did not come from a page"),
       "another site cannot sign anybody in");
}

/* The hidden token of the form on a page. */
static void token_of(uint16_t port, const char *line, char token[128])
{
    struct reply reply = ask(port, line, COOKIE, NULL);
    const char *name = "name=\"_token\" value=\"";
    const char *at = reply.body == NULL ? NULL : strstr(reply.body, name);
    size_t size = at == NULL ? 0 : strcspn(at + strlen(name), "\"");
    snprintf(token, 128, "%.*s", (int)size, at == NULL ? "" : at + strlen(name));
    reply_free(&reply);
}

static void forms(uint16_t port)
{
    char token[128], body[512];
    const char *line = "POST " EVALUATE;
    token_of(port, "GET " EVALUATE "?incident=INC-2026-7K3F9", token);
    ok(strlen(token) == 64, "a form has a token");
    snprintf(body, sizeof body,
             "_token=%s&incident=INC-2026-7K3F9&priority=2&action=look&assets[1].name=mail", token);
    ok(is(ask(port, line,
              FORM COOKIE "Origin: http://127.0.0.1\r\nSec-Fetch-Site: "
                          "same-origin\r\n",
              body),
          303, "\r\nlocation: /incidents/INC-2026-7K3F9?done=incident.evaluate\r\n", NULL),
       "a form that is ours does it, and leads back to the incident");
    ok(is(ask(port, "GET /incidents/INC-2026-7K3F9?done=incident.evaluate", COOKIE, NULL), 200,
          NULL, "Done: Evaluate the incident."),
       "which says that it is done");
    ok(is(ask(port, line, FORM COOKIE "Origin: http://evil.example\r\n", body), 403, NULL,
          "Nothing was done"),
       "not from another origin");
    ok(is(ask(port, line, FORM COOKIE "Sec-Fetch-Site: cross-site\r\n", body), 403, NULL, NULL),
       "nor from another site");
    ok(is(ask(port, line, FORM COOKIE "Sec-Fetch-Site: same-site\r\n", body), 403, NULL, NULL),
       "nor from a neighbour");
    body[10] = body[10] == '0' ? '1' : '0';
    ok(is(ask(port, line, FORM COOKIE, body), 403, NULL, ">\nlook</textarea>"),

       "nor with another token, and what was typed is still there");
    snprintf(body, sizeof body,
             "_token=%s&incident=INC-2026-7K3F9&priority=9&action=%%3Cb%%3E&assets[0].name=x"
             "&assets[0].rating=blue",
             token);
    struct reply reply = ask(port, line, FORM COOKIE, body);
    ok(reply.status == 400 && strstr(reply.body, "role=\"alert\"") != NULL
           && strstr(reply.body, "aria-invalid=\"true\"") != NULL
           && strstr(reply.body, ">\n&lt;b&gt;</textarea>") != NULL
           && strstr(reply.body, "name=\"assets[1].name\"") != NULL
           && strstr(reply.body, "name=\"assets[2].name\"") == NULL,
       "a fault stands at its field, what was typed is kept, and there is room for one more row");
    reply_free(&reply);
    snprintf(body, sizeof body,
             "_token=%s&incident=INC-2026-7K3F9&action=look&assets[0].name=x&_rows-assets=2"
             "&_more=assets",
             token);
    ok(is(ask(port, line, FORM COOKIE, body), 200, NULL, "name=\"assets[2].name\""),
       "one more row can be asked for, and nothing is done");
    ok(is(ask(port, line, FORM COOKIE, body), 200, NULL, ">\nlook</textarea>"),
       "what was typed stays");
    snprintf(body, sizeof body, "_token=%s&_rows-assets=99999999&_more=assets", token);
    reply = ask(port, line, FORM COOKIE, body);
    ok(reply.status == 200 && strstr(reply.body, "assets[1].name") == NULL,
       "a made-up number of rows is not believed");
    reply_free(&reply);
}

static void reports(uint16_t port)
{
    ok(is(ask(port, "GET /report", "", NULL), 200, NULL, "<details><summary>"),
       "the report form is short; the rest can be opened");
    struct reply reply = ask(port, "POST /report", FORM "Origin: http://evil.example\r\n",
                             "what=odd+%FF%00bytes&organisation=x");
    ok(reply.status == 201 && strstr(reply.body, "REP-2026-ABCDE") != NULL
           && strstr(reply.body, "7K3F-9QXZ-42MN") != NULL
           && strstr(reply.body, "Leave the machine on.") != NULL
           && strstr(reply.body, "Do not delete anything.") != NULL,
       "a report is taken wherever it comes from, and answered with its receipt");
    reply_free(&reply);
    ok(is(ask(port, "POST /report", "Content-Type: text/plain\r\n", "help"), 201, NULL, NULL),
       "a report in another form is taken as its words");
    char *large = malloc(200000);
    memset(large, 'a', 200000);
    memcpy(large, "what=", 5);
    large[199999] = '\0';
    ok(is(ask(port, "POST /report", FORM, large), 201, NULL, "the first 65536 were kept"),
       "a report that is too long is cut, and says so");
    free(large);
    reply = ask(port, "POST /report", FORM, "what=make+it+busy&name=N");
    ok(reply.status == 503 && strstr(reply.body, "555-0100") != NULL
           && strstr(reply.body, "soc@example.org") != NULL
           && strstr(reply.body, "make it busy</textarea>") != NULL,
       "when it cannot be taken, the page says whom to call and keeps what was typed");
    reply_free(&reply);
    ok(is(ask(port, "POST /api/v1/reports", "Content-Type: application/json\r\n", "{\"what\":"),
          400, NULL, "\"call\":\"(617) 555-0100\""),
       "and a program whose report is not well framed is told the number too");
    ok(is(ask(port, "POST /receipt", FORM, "number=REP-2026-ABCDE&receipt=7K3F-9QXZ-42MN"), 200,
          NULL, "A note on the screens."),
       "the receipt tells what became of the report");
    ok(is(ask(port, "POST /receipt", FORM, "number=REP-2026-ABCDE&receipt=WRONG"), 404, NULL,
          "No report has this number and this code"),
       "a wrong code tells nothing");
}

static void incident(uint16_t port)
{
    struct reply reply = ask(port, "GET /incidents/INC-2026-7K3F9", COOKIE, NULL);
    static const char *const parts[] = {
        "<tr role=\"row\" class=\"lit\"><th role=\"rowheader\" scope=\"row\" data-label=\"If\">It "
        "costs much</th>",
        "<tr role=\"row\" class=\"unlit\"><th role=\"rowheader\" scope=\"row\" "
        "data-label=\"If\">It "
        "costs little</th>",
        "Does not hold",
        "href=\"/policy/clauses/TEST-2-1\"",
        "Who was told",
        "550 no such mailbox",
        "Deviation",
        "href=\"?after=t2\"",
        "&lt;b&gt;Not me",
        "href=\"/forms/incident.respond?incident=INC-2026-7K3F9\"",
        "<th scope=\"col\"",
        "<caption>",
        "scope=\"row\"",
        "Department of Examples</th>",
        "<li aria-current=\"step\">Recovery</li>",
        "Rated high by hand, where the table says low, by Ana",
        "It &lt;i&gt;spreads&lt;/i&gt;",
        "no longer: A copy",
        "href=\"/incidents/INC-2026-AAAAA\"",
        "1 of 2 not met",
        "href=\"/forms/incident.state?incident=INC-2026-7K3F9&amp;statement=wider\">Is it "
        "&lt;b&gt;wider&lt;/b&gt;</a>? Proposed, because 2 bodies &amp; more.</li>",
        "<li>Is it loud? Proposed, because it is rated high.</li>", /* not this person's to say */
        "<li>HOST-A</li>",
        "Clean it. <a href=\"/forms/incident.state?incident=INC-2026-7K3F9&amp;statement=a%20b\">"
        "State</a>",
        "href=\"/forms/incident.move?incident=INC-2026-7K3F9&amp;move=resolve\"",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        ok(reply.status == 200 && strstr(reply.body, parts[i]) != NULL, "the incident shows %s",
           parts[i]);
    ok(strstr(reply.body, "href=\"/forms/incident.evaluate") == NULL,
       "what this person may not do is not offered");
    reply_free(&reply);
    ok(is(ask(port, "GET /incidents", COOKIE, NULL), 200, NULL, "1 overdue"), "the list of them");
    ok(is(ask(port, "GET /obligations/0190a000-0000-7000-8000-00000000000a", COOKIE, NULL), 200,
          NULL, "The head is told at once."),
       "an obligation says why");
    ok(is(ask(port, "GET /policy/clauses/TEST-1-2", "", NULL), 200, NULL, "Whoever is told"),
       "a clause in our words");
    ok(is(ask(port, "GET /things/T-1", "", NULL), 200, NULL, "&lt;script&gt;alert(&#39;x&#39;)"),
       "an action without a page of its own has one, and text stays text");
    ok(is(ask(port, "GET /things/T-1?done=thing.change", "", NULL), 200, NULL,
          "Done: Change a thing."),
       "a deed that leads there says that it is done");
    ok(is(ask(port, "GET /things", "", NULL), 200, NULL, "red, green"), "a list as a table");
}

static void sign_out(uint16_t port)
{
    char token[128], body[256];
    token_of(port, "GET /", token);
    snprintf(body, sizeof body, "_token=%s", token);
    ok(is(ask(port, "POST /sign-out", FORM COOKIE, "_token=x"), 403, NULL, NULL),
       "another page cannot sign anybody out");
    ok(is(ask(port, "POST /sign-out", FORM COOKIE, body), 303,
          "\r\nset-cookie: revere=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict\r\n", NULL),
       "signing out takes the cookie away");
}

static void https(struct fixture *fixture)
{
    struct http_server *server = NULL;
    struct turn turn = {.arena = fixture->arena};
    struct http_settings settings = {.https = true};
    if (!http_serve(&turn, fixture->house, &settings, &server)) {
        ok(false, "a second server: %s", turn.fault.message);
        return;
    }
    uint16_t port = http_port(server);
    ok(is(ask(port, "POST /sign-in", FORM "Origin: https://127.0.0.1\r\n",
              "name=ana&password=right"),
          303,
          "\r\nset-cookie: __Host-revere=good-token; Path=/; HttpOnly; SameSite=Strict; Secure\r\n",
          NULL),
       "behind https the cookie is Secure and bound to the host");
    ok(is(ask(port, "GET /report", "", NULL), 200, "\r\nstrict-transport-security: ", NULL),
       "and https is to stay");
    http_stop(server);
}

int main(void)
{
    struct fixture fixture;
    fixture_open(&fixture, (struct http_settings){.body_bytes_max = 65536,
                                                  .soc_phone = TEXT("(617) 555-0100"),
                                                  .soc_mail = TEXT("soc@example.org")});
    uint16_t port = http_port(fixture.server);
    owed(port);
    sheet(port);
    strangers(port);
    sign_in(port);
    forms(port);
    reports(port);
    incident(port);
    sign_out(port);
    https(&fixture);
    fixture_close(&fixture);
    return tap_end();
}
