/* SPDX-License-Identifier: Apache-2.0 */
/* The web door on the wire: routing, JSON, faults, framing, limits, many at once, and its end. */
#include "http/client.h"
#include "http/fixture.h"
#include <pthread.h>
#include <sys/stat.h>

#define JSON "Content-Type: application/json\r\n"

static void answers(uint16_t port)
{
    ok(is(ask(port, "GET /api/v1/things/T-1", "", NULL), 200, "content-type: application/json",
          "\"thing\":\"T-1\""),
       "a GET answers JSON");
    ok(is(ask(port, "GET /api/v1/things/T%2D1", "", NULL), 200, NULL, "\"thing\":\"T-1\""),
       "a path is decoded");
    ok(is(ask(port, "HEAD /api/v1/things/T-1", "", NULL), 200, "\r\ncontent-length: ", NULL),
       "HEAD answers the head of a GET");
    ok(is(ask(port, "POST /api/v1/things/T-1", JSON,
              "{\"title\":\"a\",\"count\":3,\"assets\":[{\"name\":\"x\"}]}"),
          201, NULL, "\"count\":3,\"assets\":[{\"name\":\"x\"}]"),
       "a POST takes JSON, and creating answers 201");
    ok(is(ask(port, "POST /api/v1/things/T-1",
              "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n",
              "title=a+b%21&count=3&ready=yes&tags=x%0D%0Ay&liability.low=5&assets[1].name=z"
              "&content=k%3A+v"),
          201, NULL,
          "\"title\":\"a b!\",\"count\":3,\"ready\":true,\"tags\":[\"x\",\"y\"],\"liability\":{"
          "\"low\":\"5\"},\"assets\":[{\"name\":\"z\"}],\"content\":{\"k\":\"v\"}"),
       "a POST takes a form, typed by the field table");
    ok(is(ask(port, "GET /api/v1/things?limit=7&colour=red%20x", "", NULL), 200,
          "link: </api/v1/things?limit=7&colour=red%20x&after=a%20b%26c%3E>; rel=\"next\"",
          "\"next\":\"a b&c>\""),
       "a list names its next page");
    ok(has_not(ask(port, "GET /api/v1/things?after=x", "", NULL), "rel=\"next\""),
       "the last page names none");
    ok(is(ask(port, "GET /api/v1/openapi.json", "", NULL), 200, NULL, "\"openapi\": \"3.1.0\""),
       "the API describes itself");
}

static void versions(uint16_t port)
{
    const char *title = "{\"title\":\"a\"}";
    ok(is(ask(port, "GET /api/v1/things/T-1", "", NULL), 200, "\r\netag: \"v7\"", NULL),
       "the version is the ETag");
    ok(is(ask(port, "GET /api/v1/things/T-1", "If-None-Match: \"v6\", W/\"v7\"\r\n", NULL), 304,
          "\r\netag: \"v7\"", NULL),
       "a known version is 304");
    ok(is(ask(port, "GET /api/v1/things/T-1", "If-None-Match: \"v6\"\r\n", NULL), 200, NULL, NULL),
       "another version is answered");
    ok(is(ask(port, "POST /api/v1/things/T-1", JSON "If-Match: \"v7\"\r\n", title), 201, NULL,
          NULL),
       "If-Match with the version goes on");
    ok(is(ask(port, "POST /api/v1/things/T-1", JSON "If-Match: \"v6\"\r\n", title), 412, NULL,
          "urn:revere:fault:clash"),
       "If-Match with an old version is 412");
    ok(is(ask(port, "POST /api/v1/things/T-1", JSON "If-Match: W/\"v7\"\r\n", title), 400, NULL,
          "\"field\":\"If-Match\""),
       "a weak tag cannot be matched");
    ok(is(ask(port, "POST /api/v1/things/T-1", JSON "Idempotency-Key: seen-before\r\n", title), 201,
          "\r\nidempotent-replayed: true", NULL),
       "a replayed answer says so");
    ok(is(ask(port, "POST /api/v1/things/T-1", JSON "Idempotency-Key: a b\r\n", title), 400, NULL,
          "\"field\":\"Idempotency-Key\""),
       "a key with a space is invalid");
}

static void faults(uint16_t port)
{
    for (int kind = FAULT_INVALID; kind < FAULT_KINDS; kind++) {
        char line[64], body[128];
        const struct fault_face *face = fault_face((enum fault_kind)kind);
        snprintf(line, sizeof line, "GET /api/v1/faults/%s", face->name);
        snprintf(body, sizeof body,
                 "{\"type\":\"urn:revere:fault:%s\",\"title\":\"%s\",\"status\":%d,\"detail\":",
                 face->name, face->title, face->http_status);
        ok(is(ask(port, line, "", NULL), face->http_status,
              "content-type: application/problem+json", body),
           "a fault of the kind %s is a problem with status %d", face->name, face->http_status);
    }
    ok(is(ask(port, "GET /api/v1/faults/field", "", NULL), 400, NULL,
          "\"field\":\"assets[2].rating\",\"instance\":\"/api/v1/faults/field\""),
       "a fault names its field");
    ok(is(ask(port, "GET /api/v1/faults/clause", "", NULL), 403, NULL, "\"clause\":\"TEST-1-2\""),
       "a refusal names its clause");
    ok(is(ask(port, "GET /api/v1/faults/stranger", "", NULL), 401, "www-authenticate: Bearer",
          NULL),
       "a stranger is told how to sign in");
    ok(is(ask(port, "GET /api/v1/faults/busy", "", NULL), 503, "retry-after: 5", NULL),
       "a busy house says when to come again");
    ok(has_not(ask(port, "GET /api/v1/faults/broken", "", NULL), "/secret/path"),
       "a broken house tells nothing of its inside");
    ok(has_not(ask(port, "GET /api/v1/faults/missing", "", NULL), "/secret/path"),
       "a missing thing tells nothing more");
    ok(is(ask(port, "GET /api/v1/hungry", "", NULL), 429, NULL, "urn:revere:fault:limit"),
       "running out of a request's memory is a limit, and the server goes on");
}

/* The same bytes but for the date and the path that was asked. */
static void missing(uint16_t port)
{
    struct reply unknown = ask(port, "GET /api/v1/nothing", "", NULL);
    struct reply hidden = ask(port, "GET /api/v1/things/T-9", "", NULL);
    struct reply inside = ask(port, "GET /api/v1/inside", "", NULL);
    const char *tail = "\"instance\":";
    size_t same = (size_t)(strstr(unknown.body, tail) - unknown.body);
    ok(unknown.status == 404 && hidden.status == 404 && inside.status == 404
           && strncmp(unknown.body, hidden.body, same) == 0
           && strncmp(unknown.body, inside.body, same) == 0,
       "an unknown route, a missing thing and an internal action get the same words");
    reply_free(&unknown);
    reply_free(&hidden);
    reply_free(&inside);
}

static void credentials(uint16_t port)
{
    ok(is(ask(port, "GET /api/v1/mine", "", NULL), 401, NULL, "urn:revere:fault:stranger"),
       "what is for members asks for a sign-in");
    ok(is(ask(port, "GET /api/v1/mine", "Authorization: Bearer good-token\r\n", NULL), 200, NULL,
          NULL),
       "a bearer token signs in");
    ok(is(ask(port, "GET /api/v1/mine", "Authorization: bearer  good-token \r\n", NULL), 200, NULL,
          NULL),
       "the scheme's case and spaces do not matter");
    ok(is(ask(port, "GET /api/v1/mine", "Authorization: Basic Zm9v\r\n", NULL), 401, NULL, NULL),
       "another scheme is a stranger");
    ok(is(ask(port, "GET /api/v1/mine",
              "Authorization: Bearer good-token\r\nAuthorization: Bearer other\r\n", NULL),
          400, NULL, "\"field\":\"Authorization\""),
       "two tokens are invalid");
    ok(is(ask(port, "GET /api/v1/mine", "Cookie: a=b; revere=good-token\r\n", NULL), 200, NULL,
          NULL),
       "a session's cookie signs in");
    ok(is(ask(port, "GET /api/v1/mine", "Cookie: revere=bad; revere=good-token\r\n", NULL), 401,
          NULL, NULL),
       "two cookies of our name count as none");
    ok(is(ask(port, "POST /api/v1/mine", "Cookie: revere=good-token\r\n", ""), 403, NULL,
          "did not come from a page"),
       "a cookie alone may not write");
    ok(is(ask(port, "POST /api/v1/mine", "Authorization: Bearer good-token\r\n", ""), 200, NULL,
          NULL),
       "a token may");
}

static void bodies(uint16_t port)
{
    static const struct {
        const char *headers, *body, *shows;
        int status;
    } cases[] = {
        {JSON, "{\"title\":", "cut JSON", 400},
        {JSON, "[1]", "a list", 400},
        {JSON, "{\"title\":\"a\",\"title\":\"b\"}", "a name twice", 400},
        {JSON, "{\"title\":\"a\xff\"}", "ill-formed UTF-8", 400},
        {JSON, "{\"title\":\"a\",\"thing\":\"T-2\"}", "another thing than in the path", 400},
        {JSON, "{\"title\":\"a\",\"thing\":\"T-1\"}", "the same thing as in the path", 201},
        {JSON, "{\"title\":\"a\",\"unknown\":1}", "an unknown field", 400},
        {JSON, "{\"title\":\"a\",\"count\":\"3\"}", "a number as text", 400},
        {JSON, "{\"count\":3}", "a needed field missing", 400},
        {"Content-Type: text/plain\r\n", "title=a", "plain text", 415},
        {"", "title=a", "no content type", 415},
        {JSON "Content-Encoding: gzip\r\n", "x", "a compressed body", 415},
        {"Content-Type: application/x-www-form-urlencoded\r\n", "title=%zz%", "bad escapes kept",
         201},
        {"Content-Type: application/x-www-form-urlencoded\r\n", "title=a&assets[9999].name=x",
         "a row out of range", 400},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ok(is(ask(port, "POST /api/v1/things/T-1", cases[i].headers, cases[i].body),
              cases[i].status, NULL, NULL),
           "a body: %s: %d", cases[i].shows, cases[i].status);
}

static void methods(uint16_t port)
{
    ok(is(ask(port, "DELETE /api/v1/things/T-1", "", NULL), 405, "\r\nallow: GET, HEAD, POST\r\n",
          NULL),
       "another method is 405 with Allow");
    ok(is(ask(port, "OPTIONS /api/v1/things", "", NULL), 405, "\r\nallow: GET, HEAD\r\n", NULL),
       "OPTIONS is 405 with Allow");
    ok(is(ask(port, "PUT /api/v1/nothing", "", ""), 404, NULL, NULL), "an unknown route stays 404");
    ok(is(ask(port, "POST /api/v1/openapi.json", "", ""), 405, "\r\nallow: GET, HEAD\r\n", NULL),
       "the description is only read");
    ok(is(ask(port, "PUT /", "", ""), 405, "\r\nallow: ", NULL), "pages are read and posted to");
}

static void paths(uint16_t port)
{
    static const char *const hostile[] = {
        "/api/v1/things/..",
        "/api/v1/things/%2e%2e%2fx",
        "/api/v1/things//",
        "/api/v1/things/T-1/",
        "/api/v1/things/%00",
        "/api/v1/things/%zz",
        "/api/v1//things",
        "/ledger/../house.db",
        "/ledger/tile/0/000/../../../secret",
        "/ledger/tile/%2e%2e/000",
        "/ledger/tile/entries/000",
        "/ledger/tile/0/x00/000",
        "/ledger/tile/64/000",
        "/ledger/tile/00/000",
        "/ledger/tile/0/000.p/0",
        "/ledger/tile/0/000.p/256",
        "/ledger/key",
        "/../../../etc/passwd",
        "/style.css/../x",
    };
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        char line[128];
        snprintf(line, sizeof line, "GET %s", hostile[i]);
        ok(is(ask(port, line, "", NULL), 404, NULL, NULL), "%s is not there", hostile[i]);
    }
}

static bool put_file(struct fixture *fixture, const char *name, struct text bytes)
{
    struct text folder = house_ledger(fixture->house)->folder;
    const char *path = text_format(fixture->arena, "%.*s/%s", TEXT_SHOW(folder), name).data;
    const char *slash = strrchr(path, '/');
    const char *parent = text_string(fixture->arena, (struct text){path, (size_t)(slash - path)});
    return folder_make(&fixture->turn, parent, 0700)
           && file_write(&fixture->turn, path, bytes, 0600);
}

static void tiles(struct fixture *fixture, uint16_t port)
{
    ok(put_file(fixture, "checkpoint", TEXT("origin\n1\nroot\n"))
           && put_file(fixture, "tile/0/x001/000.p/17", TEXT("hashes"))
           && put_file(fixture, "tile/entries/000", TEXT("secret")),
       "a ledger's folder");
    ok(is(ask(port, "GET /ledger/checkpoint", "", NULL), 200, "cache-control: no-cache",
          "origin\n1"),
       "the checkpoint is public");
    ok(is(ask(port, "GET /ledger/tile/0/x001/000.p/17", "", NULL), 200, "immutable", "hashes"),
       "a hash tile is public");
    ok(has_not(ask(port, "GET /ledger/tile/entries/000", "", NULL), "secret"),
       "entries are not given out");
    ok(is(ask(port, "POST /ledger/checkpoint", "", ""), 405, NULL, NULL), "nor written");
}

static void framing(uint16_t port)
{
    static const struct {
        const char *bytes, *shows;
        int status;
    } cases[] = {
        {"POST /api/v1/things/T-1 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: "
         "chunked\r\n\r\n0\r\n\r\n",
         "a length and an encoding", 400},
        {"POST /api/v1/things/T-1 HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nContent-Length: "
         "1\r\n\r\nx",
         "two lengths", 400},
        {"GET /api/v1/things HTTP/1.1\r\n\r\n", "no Host", 400},
        {"POST /api/v1/things/T-1 HTTP/1.1\r\nHost: h\r\n" JSON
         "Transfer-Encoding: chunked\r\n\r\n7\r\n{\"title\r\n6\r\n\":\"a\"}\r\n0\r\n\r\n",
         "a chunked body", 201},
        {"GET /api/v1/things HTTP/1.0\r\n\r\n", "HTTP/1.0", 200},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ok(is(ask_bytes(port, cases[i].bytes, strlen(cases[i].bytes)), cases[i].status, NULL, NULL),
           "framing: %s: %d", cases[i].shows, cases[i].status);
    struct reply noise = ask_bytes(port, "\x16\x03\x01\x02\x00\r\n\r\n", 9);
    ok(noise.status == 0 || noise.status >= 400, "noise gets no answer but an error");
    reply_free(&noise);
}

static void pipelined(uint16_t port)
{
    const char *two = "GET /api/v1/things/T-1 HTTP/1.1\r\nHost: h\r\n\r\n"
                      "POST /api/v1/things/T-1 HTTP/1.1\r\nHost: h\r\n" JSON
                      "Content-Length: 13\r\n\r\n{\"title\":\"b\"}"
                      "GET /api/v1/nothing HTTP/1.1\r\nHost: h\r\n\r\n";
    int on = client_open(port);
    bool good = client_send(on, two, strlen(two));
    good = good && is(client_read(on, false), 200, NULL, "T-1");
    good = good && is(client_read(on, false), 201, NULL, "\"title\":\"b\"");
    good = good && is(client_read(on, false), 404, NULL, NULL);
    ok(good, "three requests sent at once are answered in their order");
    close(on);
}

static void limits(uint16_t port)
{
    char *large = malloc(300000);
    memset(large, 'a', 300000);
    snprintf(large, 20, "{\"title\":\"");
    large[strlen(large)] = 'a';
    large[70000] = '\0';
    ok(is(ask(port, "POST /api/v1/things/T-1", JSON, large), 413, NULL, "more than 65536 bytes"),
       "a body over the limit is 413");
    ok(is(ask(port, "POST /api/v1/things/T-1", JSON "X-Twice: 1\r\n", large), 413, NULL, NULL),
       "and again");
    memset(large, 'a', 300000);
    memcpy(large, "GET /api/v1/things?x=", 21);
    memcpy(large + 9000, " HTTP/1.1\r\nHost: h\r\n\r\n", 23);
    struct reply reply = ask_bytes(port, large, 9022);
    ok(reply.status == 414, "a long address is %d", reply.status);
    reply_free(&reply);
    memset(large, 'a', 300000);
    memcpy(large, "GET /api/v1/things HTTP/1.1\r\nHost: h\r\nX: ", 42);
    memcpy(large + 60000, "\r\n\r\n", 5);
    reply = ask_bytes(port, large, 60004);
    ok(reply.status == 431 || reply.status == 413, "long headers are %d", reply.status);
    reply_free(&reply);
    size_t at = (size_t)sprintf(large, "GET /api/v1/things HTTP/1.1\r\nHost: h\r\n");
    for (int i = 0; i < 100; i++)
        at += (size_t)sprintf(large + at, "X-%d: y\r\n", i);
    at += (size_t)sprintf(large + at, "\r\n");
    ok(is(ask_bytes(port, large, at), 431, NULL, NULL), "a hundred headers are 431");
    const char *declared = "POST /api/v1/things/T-1 HTTP/1.1\r\nHost: h\r\n" JSON
                           "Content-Length: 99999999999\r\n\r\n";
    ok(is(ask_bytes(port, declared, strlen(declared)), 413, "connection: close", NULL),
       "a hopeless length is refused before it is read");
    free(large);
}

static void headers(uint16_t port)
{
    static const char *const every[] = {
        "content-security-policy: default-src 'none'; style-src 'self'", "frame-ancestors 'none'",
        "x-content-type-options: nosniff", "referrer-policy: same-origin",
        "cache-control: no-store"};
    static const char *const lines[] = {"GET /", "GET /api/v1/things", "GET /nothing",
                                        "GET /api/v1/faults/broken", "GET /report"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct reply reply = ask(port, lines[i], "", NULL);
        bool all = reply.head != NULL;
        for (size_t j = 0; all && j < sizeof every / sizeof *every; j++)
            all = strcasestr(reply.head, every[j]) != NULL;
        ok(all, "%s has every header of a careful server", lines[i]);
        reply_free(&reply);
    }
}

struct crowd {
    uint16_t port;
    int good;
};

static void *visit(void *state)
{
    struct crowd *crowd = state;
    int on = client_open(crowd->port);
    for (int i = 0; i < 200; i++) {
        char request[256];
        int size = snprintf(request, sizeof request,
                            i % 2 == 0 ? "GET /api/v1/things/T-1 HTTP/1.1\r\nHost: h\r\n\r\n"
                                       : "POST /api/v1/things/T-1 HTTP/1.1\r\nHost: h\r\n" JSON
                                         "Content-Length: 23\r\n\r\n{\"title\":\"a\",\"count\":9}");
        if (i % 50 == 49) { /* now and then on a new connection */
            close(on);
            on = client_open(crowd->port);
        }
        if (!client_send(on, request, (size_t)size))
            break;
        struct reply reply = client_read(on, false);
        crowd->good += i % 2 == 0
                           ? reply.status == 200
                           : reply.status == 201 && strstr(reply.body, "\"count\":9") != NULL;
        reply_free(&reply);
    }
    close(on);
    return NULL;
}

static void crowd(uint16_t port)
{
    enum { THREADS = 8 };
    pthread_t threads[THREADS];
    struct crowd crowds[THREADS];
    int good = 0;
    for (int i = 0; i < THREADS; i++) {
        crowds[i] = (struct crowd){.port = port};
        pthread_create(&threads[i], NULL, visit, &crowds[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        good += crowds[i].good;
    }
    ok(good == THREADS * 200, "eight at once, two hundred requests each: %d good", good);
}

/* A client that sends a byte now and then is never silent, and yet is sent away. */
static void dribble(uint16_t port, const char *first, const char *shows)
{
    int on = client_open(port);
    int seconds = 0;
    bool open = client_send(on, first, strlen(first));
    while (open && seconds < 12) {
        char byte;
        struct timeval patience = {.tv_usec = 500000};
        setsockopt(on, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        open = client_send(on, "a", 1) && recv(on, &byte, 1, 0) != 0;
        seconds += (int)open;
    }
    ok(!open, "whoever dribbles %s is sent away", shows);
    close(on);
}

static void refusals(struct fixture *fixture)
{
    struct http_server *second = NULL;
    struct turn turn = {.arena = fixture->arena};
    ok(!http_serve(&turn, fixture->house,
                   &(struct http_settings){.port = http_port(fixture->server)}, &second)
           && turn.fault.kind == FAULT_BUSY,
       "a port that is taken: %s", turn.fault.message);
    fault_clear(&turn);
    ok(!http_serve(&turn, fixture->house, &(struct http_settings){.address = TEXT("nowhere")},
                   &second)
           && turn.fault.kind == FAULT_INVALID,
       "an address that is none: %s", turn.fault.message);
    fault_clear(&turn);
    ok(http_serve(&turn, fixture->house, &(struct http_settings){.address = TEXT("::1")}, &second)
           || turn.fault.kind == FAULT_BUSY,
       "IPv6, where the machine has it");
    http_stop(second);
}

int main(void)
{
    struct fixture fixture;
    fixture_open(&fixture, (struct http_settings){.body_bytes_max = 65536,
                                                  .request_seconds = 2,
                                                  .idle_seconds = 2,
                                                  .stop_seconds = 2});
    uint16_t port = http_port(fixture.server);
    ok(port != 0, "a free port is found and told");
    answers(port);
    versions(port);
    faults(port);
    missing(port);
    credentials(port);
    bodies(port);
    methods(port);
    paths(port);
    tiles(&fixture, port);
    framing(port);
    pipelined(port);
    limits(port);
    headers(port);
    crowd(port);
    dribble(port, "GET /", "a request line");
    dribble(port, "POST /api/v1/things/T-1 HTTP/1.1\r\nHost: h\r\nContent-Length: 5000\r\n\r\n",
            "a body");
    refusals(&fixture);
    int idle = client_open(port);
    fixture_close(&fixture);
    ok(recv(idle, (char[1]){0}, 1, 0) <= 0, "stopping closes a connection that is open");
    close(idle);
    return tap_end();
}
