/* SPDX-License-Identifier: Apache-2.0 */
/* The one entry of the door: what every request is checked for, where it goes, and what every
 * response says about itself. */
#include "base/embedded.h"
#include "http/inside.h"

extern const struct embedded web_plain[];

/* No script, no frame, nothing from anywhere else. */
#define CONTENT_POLICY                                                                             \
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "                   \
    "frame-ancestors 'none'; base-uri 'none'"

static const struct {
    const char *name, *value;
} every_response[] = {
    {"Content-Security-Policy", CONTENT_POLICY},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"}, /* no-referrer makes browsers send forms as Origin: null */
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cache-Control", "no-store"},
};

#define HEALTH_WAIT_US INT64_C(2000000)

static void fail_framing(struct turn *turn, const char *what)
{
    (void)fail(turn, FAULT_INVALID, "The request is not well framed: %s. Send it anew.", what);
}

/* What a proxy and this server could read differently is not read at all (RFC 9112, 6.3). */
static int framing_check(struct turn *turn, const struct request *request)
{
    bool twice = false;
    int64_t number;
    struct text length = header_get(request, "content-length", &twice);
    struct text encoding = header_get(request, "transfer-encoding", &twice);
    if (request->headers_cut) {
        (void)fail(turn, FAULT_LIMIT, "The request has more than %d headers. Send fewer.",
                   HEADERS_MAX);
        return 431;
    }
    if (request->path.size + request->query.size > TARGET_BYTES_MAX) {
        (void)fail(turn, FAULT_LIMIT, "The address has more than %d bytes.", TARGET_BYTES_MAX);
        return 414;
    }
    if (twice)
        fail_framing(turn, "a length or an encoding is given twice");
    else if (encoding.size > 0 && length.size > 0)
        fail_framing(turn, "it has a Content-Length and a Transfer-Encoding");
    else if (encoding.size > 0 && !text_is(text_lower(request->arena, encoding), "chunked"))
        fail_framing(turn, "its Transfer-Encoding is not chunked");
    else if (length.size > 0 && (!text_integer(length, &number) || number < 0))
        fail_framing(turn, "its Content-Length is no number");
    else
        return 0;
    return 400;
}

static bool file_respond(struct request *request, struct response *response)
{
    static const struct {
        const char *path, *name, *type;
    } files[] = {{"/style.css", "plain/style.css", "text/css; charset=utf-8"},
                 {"/icon.svg", "plain/icon.svg", "image/svg+xml"}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        for (const struct embedded *file = web_plain; file->name != NULL; file++) {
            if (!text_is(request->path, files[i].path) || strcmp(file->name, files[i].name) != 0)
                continue;
            response->status = 200;
            response->type = text_of(files[i].type);
            response->body = (struct text){file->bytes, file->size};
            header_set(request, response, "Cache-Control", TEXT("public, max-age=300"));
            return true;
        }
    }
    return false;
}

/* Is it well? For load balancers and monitors: no more than that, to anybody. */
static void health_respond(const struct door *door, struct request *request,
                           struct response *response)
{
    struct answer answer = {.fault = {.kind = FAULT_BROKEN}};
    struct call call = {.action = house_action(door->house, TEXT("house.health"))};
    if (call.action != NULL && house_answers(door->house, HEALTH_WAIT_US))
        action_call(door->house, request->arena, &call, &answer);
    arena_guard(request->arena, request->guard); /* the counter had its own */
    bool well = answer.fault.kind == FAULT_NONE;
    response->status = well ? 200 : 503;
    response->type = TEXT("application/json");
    response->body = well ? TEXT("{\"state\":\"well\"}") : TEXT("{\"state\":\"ill\"}");
}

static void go(const struct door *door, struct request *request, struct response *response)
{
    bool forever;
    struct turn turn = {.arena = request->arena, .now_us = request->now_us};
    int status = framing_check(&turn, request);
    if (status != 0) {
        response->close = true;
        problem_respond(request, response, &turn.fault, status);
    } else if (text_starts(request->path, TEXT(API_PREFIX "/"))) {
        api_respond(door, request, response);
    } else if (text_is(request->path, "/healthz")) {
        health_respond(door, request, response);
    } else if (tile_public(request->path, &forever)) {
        tile_respond(door, request, response);
    } else if (!file_respond(request, response)) {
        page_respond(door, request, response);
    }
}

static void respond_exhausted(struct response *response, size_t headers_kept)
{
    response->status = 503;
    response->type = TEXT("application/problem+json");
    response->body = TEXT("{\"type\":\"urn:revere:fault:limit\",\"title\":\"A limit is "
                          "reached\",\"status\":503,\"detail\":\"Answering this took more "
                          "memory than one request may have. Ask for less.\"}");
    if (response->headers.count > headers_kept)
        response->headers.count = headers_kept;
}

void http_respond(const struct door *door, struct request *request, struct response *response)
{
    jmp_buf guard;
    const size_t common = sizeof every_response / sizeof *every_response;
    *response = (struct response){.status = 500};
    /* cppcheck-suppress autoVariables; it is taken back below */
    request->guard = &guard;
    if (ARENA_GUARD(request->arena, guard)) {
        respond_exhausted(response, common);
    } else {
        for (size_t i = 0; i < common; i++)
            header_set(request, response, every_response[i].name, text_of(every_response[i].value));
        if (door->settings.https)
            header_set(request, response, "Strict-Transport-Security", TEXT("max-age=31536000"));
        go(door, request, response);
    }
    arena_guard(request->arena, NULL);
    request->guard = NULL;
}
