/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events by HTTP: NDJSON or a JSON list posted to any path, and Elasticsearch's _bulk with the
 * questions that Filebeat, Fluent Bit and Vector ask before. A request is taken whole or not at
 * all, and answered when it is durable: 429 means that nothing of it was taken.
 */
#include "base/hash.h"
#include "watch/inside.h"
#include <stdlib.h>
#include <zlib.h>

/* What we answer as: the clients look at the number and refuse what they do not know. */
static const char cluster[] =
    "{\"name\":\"revere\",\"cluster_name\":\"revere\",\"cluster_uuid\":\"revere\",\"version\":{"
    "\"number\":\"8.17.0\",\"build_flavor\":\"default\",\"build_type\":\"tar\",\"build_hash\":"
    "\"revere\",\"build_date\":\"2024-12-11T00:00:00Z\",\"build_snapshot\":false,"
    "\"lucene_version\":\"9.12.0\",\"minimum_wire_compatibility_version\":\"7.17.0\","
    "\"minimum_index_compatibility_version\":\"7.0.0\"},\"tagline\":\"You Know, for Search\"}";
static const char license[] =
    "{\"license\":{\"status\":\"active\",\"uid\":\"revere\",\"type\":\"basic\",\"issue_date_in_"
    "millis\":0,\"max_nodes\":1000,\"issued_to\":\"revere\",\"issuer\":\"revere\"}}";
static const char xpack[] =
    "{\"license\":{\"uid\":\"revere\",\"type\":\"basic\",\"mode\":\"basic\",\"status\":\"active\"},"
    "\"features\":{\"ilm\":{\"available\":true,\"enabled\":true}}}";
static const char health[] = "{\"cluster_name\":\"revere\",\"status\":\"green\"}";

/* What is asked before the first event, by the start of the path. */
static const struct {
    const char *path;
    bool whole;
    const char *answer;
} known[] = {
    {"/", true, cluster},
    {"/_license", true, license},
    {"/_xpack", true, xpack},
    {"/_cluster/health", true, health},
    {"/_ilm/", false, "{\"acknowledged\":true}"},
    {"/_index_template/", false, "{\"acknowledged\":true}"},
    {"/_template/", false, "{\"acknowledged\":true}"},
    {"/_component_template/", false, "{\"acknowledged\":true}"},
    {"/_data_stream/", false, "{\"acknowledged\":true}"},
    {"/_ingest/pipeline/", false, "{\"acknowledged\":true}"},
};

static const char *reason_of(int status)
{
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {{200, "OK"},
                   {400, "Bad Request"},
                   {401, "Unauthorized"},
                   {404, "Not Found"},
                   {413, "Content Too Large"},
                   {415, "Unsupported Media Type"},
                   {429, "Too Many Requests"},
                   {503, "Service Unavailable"}};
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return "Error";
}

static void answer_head(struct connection *connection, int status, size_t body_bytes, bool keep)
{
    char head[512];
    int size =
        snprintf(head, sizeof head,
                 "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
                 "X-Elastic-Product: Elasticsearch\r\n%s%sConnection: %s\r\n\r\n",
                 status, reason_of(status), body_bytes, status == 429 ? "Retry-After: 1\r\n" : "",
                 status == 401 ? "WWW-Authenticate: Basic realm=\"revere\"\r\n" : "",
                 keep ? "keep-alive" : "close");
    connection_say(connection, (struct text){head, (size_t)size});
}

static void answer(struct connection *connection, int status, struct text body)
{
    const struct request *request = &connection->http.request;
    bool keep = connection->http.headed && request->keep && !connection->over;
    answer_head(connection, status, body.size, keep);
    if (!text_is(request->method, "HEAD"))
        connection_say(connection, body);
    connection->over = connection->over || !keep;
}

static void refuse(struct connection *connection, int status, const char *why)
{
    char body[512];
    int size =
        snprintf(body, sizeof body, "{\"error\":{\"type\":\"%s\",\"reason\":\"%s\"},\"status\":%d}",
                 status == 429 ? "es_rejected_execution_exception" : "refused", why, status);
    answer(connection, status, (struct text){body, (size_t)size});
}

/* ---- who asks ---- */

/* "Bearer TOKEN", "ApiKey TOKEN", or "Basic …" of any name and the token. */
static bool request_allowed(const struct door *door, struct arena *arena,
                            const struct request *request)
{
    struct text token = door->input->settings->token;
    struct text rest;
    struct text plain;
    struct text scheme = text_cut(request->authorization, ' ', &rest);
    if (text_empty(token))
        return true;
    if (text_is(text_lower(arena, scheme), "basic")) {
        if (!base64_read(arena, text_trim(rest), &plain))
            return false;
        text_cut(plain, ':', &rest);
    }
    return secret_equal(text_trim(rest), token);
}

/* ---- what is sent ---- */

/* In memory of its own; NULL: it is no gzip, or longer than may be. */
static char *body_unpack(struct text body, size_t *size)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)body.data, .avail_in = (uInt)body.size};
    char *out = malloc(HTTP_BODY_BYTES_MAX);
    if (out == NULL || inflateInit2(&stream, 15 + 32) != Z_OK) {
        free(out);
        return NULL;
    }
    stream.next_out = (Bytef *)out;
    stream.avail_out = HTTP_BODY_BYTES_MAX;
    int end = inflate(&stream, Z_FINISH);
    *size = stream.total_out;
    inflateEnd(&stream);
    if (end == Z_STREAM_END)
        return out;
    free(out);
    return NULL;
}

struct post {
    struct bulk bulk;
    size_t lines, bytes, refused;
};

/* What the body comes to, before anything of it is taken. */
static bool post_measure(struct post *post)
{
    struct bulk bulk = post->bulk;
    struct text line;
    struct text verb;
    enum bulk_found found;
    while ((found = bulk_next(&bulk, &line, &verb)) == BULK_ITEM || found == BULK_REFUSED) {
        post->refused += found == BULK_REFUSED;
        if (found == BULK_ITEM) {
            post->lines += 1 + line.size / LINE_BYTES_MAX;
            post->bytes += line.size;
        }
    }
    return found == BULK_END;
}

static void item_say(struct builder *out, struct text verb, bool taken)
{
    build_format(out, "%s{\"%.*s\":{\"_index\":\"revere\",\"status\":%d", out->size > 0 ? "," : "",
                 TEXT_SHOW(verb), taken ? 201 : 400);
    build(out, taken ? TEXT("}}")
                     : TEXT(",\"error\":{\"type\":\"illegal_argument_exception\",\"reason\":"
                            "\"what was logged is neither deleted nor changed\"}}}"));
}

/* What each action of a body that is stored already is answered. */
static void items_say(struct post *post, struct builder *items)
{
    struct text line;
    struct text verb;
    enum bulk_found found;
    while ((found = bulk_next(&post->bulk, &line, &verb)) == BULK_ITEM || found == BULK_REFUSED)
        if (post->bulk.kind == BULK_ACTIONS)
            item_say(items, verb, found == BULK_ITEM);
}

/* The pen has room for all of it. */
static void post_write(struct door *door, struct connection *connection, struct post *post,
                       struct builder *items)
{
    struct text line;
    struct text verb;
    enum bulk_found found;
    while ((found = bulk_next(&post->bulk, &line, &verb)) == BULK_ITEM || found == BULK_REFUSED) {
        if (post->bulk.kind == BULK_ACTIONS)
            item_say(items, verb, found == BULK_ITEM);
        if (found == BULK_ITEM)
            (void)!pen_write_long(&door->pen, connection->source, &line);
    }
    connection->touched = connection->touched || post->lines > 0;
}

/* Stored before, and answered as it would have been. */
static bool post_again(struct door *door, struct connection *connection, struct post *post,
                       struct text body, struct builder *items)
{
    if (post->lines == 0 || !repeat_found(door, connection, body))
        return false;
    atomic_fetch_add(&door->input->watch->sources.all[connection->source].repeated, post->lines);
    items_say(post, items);
    connection->touched = true;
    return true;
}

static void post_take(struct door *door, struct connection *connection, struct arena *arena,
                      struct text body, bool actions)
{
    struct post post = {.bulk = {actions ? BULK_ACTIONS : bulk_kind_of(body), body}};
    struct builder items = {.arena = arena};
    if (!post_measure(&post)) {
        refuse(connection, 400, actions ? "this is no body of _bulk" : "this is no JSON list");
        return;
    }
    bool again = post_again(door, connection, &post, body, &items);
    if (!again
        && (atomic_load(&door->input->watch->full)
            || !pen_reserve(&door->pen, post.lines, post.bytes))) {
        refuse(connection, 429, "the watch is busy; nothing of this was taken, send it again");
    } else {
        if (!again) {
            post_write(door, connection, &post, &items);
            if (post.lines > 0)
                repeat_note(door, connection, body);
        }
        struct text said =
            actions ? text_format(arena, "{\"took\":0,\"errors\":%s,\"items\":[%.*s]}",
                                  post.refused > 0 ? "true" : "false", TEXT_SHOW(built(&items)))
                    : text_format(arena, "{\"stored\":%zu}", post.lines);
        answer(connection, 200, said);
    }
}

static void body_take(struct door *door, struct connection *connection, struct arena *arena,
                      struct text body)
{
    const struct request *request = &connection->http.request;
    struct text query;
    struct text path = text_cut(request->target, '?', &query);
    size_t size;
    if (text_empty(request->encoding) || text_is(request->encoding, "identity")) {
        post_take(door, connection, arena, body, text_ends(path, TEXT("/_bulk")));
        return;
    }
    if (!text_is(request->encoding, "gzip")) {
        refuse(connection, 415, "gzip is understood, and nothing else");
        return;
    }
    char *unpacked = body_unpack(body, &size);
    if (unpacked == NULL)
        refuse(connection, 413, "this is no gzip, or too much when unpacked");
    else
        post_take(door, connection, arena, (struct text){unpacked, size},
                  text_ends(path, TEXT("/_bulk")));
    free(unpacked);
}

/* ---- requests ---- */

static const char *known_answer(struct text path)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].whole ? text_is(path, known[i].path)
                           : text_starts(path, text_of(known[i].path)))
            return known[i].answer;
    return NULL;
}

static void request_answer(struct door *door, struct connection *connection, struct text body)
{
    const struct request *request = &connection->http.request;
    struct text query;
    struct text path = text_cut(request->target, '?', &query);
    bool post = text_is(request->method, "POST") || text_is(request->method, "PUT");
    const char *said = known_answer(path);
    repeat_next(connection);
    struct arena *arena = arena_new((size_t)4 * HTTP_BODY_BYTES_MAX + (size_t)16 * 1024 * 1024);
    jmp_buf guard;
    if (arena == NULL || ARENA_GUARD(arena, guard)) {
        connection->over = true; /* no answer: nothing is acknowledged */
    } else if (!request_allowed(door, arena, request)) {
        refuse(connection, 401, "a token is needed: Authorization: Bearer TOKEN");
    } else if (said != NULL && !(post && text_is(path, "/"))) {
        answer(connection, 200, text_of(said));
    } else if (post) {
        body_take(door, connection, arena, body);
    } else {
        refuse(connection, 404, "events are posted here, and nothing is read");
    }
    if (arena != NULL)
        arena_guard(arena, NULL);
    arena_free(arena);
}

/* The bytes in memory of all requests are bounded; false: this one is too much now. */
static bool bodies_count(struct door *door, struct connection *connection)
{
    struct http *http = &connection->http;
    size_t size = connection->in_size;
    if (size <= http->counted)
        return true;
    uint64_t all = atomic_fetch_add(&door->input->watch->bodies, size - http->counted);
    http->counted = size;
    return all <= HTTP_BODIES_BYTES_MAX;
}

/* Is the body whole? *used: bytes of the whole request. */
static enum request_found body_whole(struct connection *connection, size_t *used)
{
    struct http *http = &connection->http;
    if (http->request.chunked)
        return request_unchunk(http, connection->in, connection->in_used, used);
    *used = http->request.head_bytes + http->request.length;
    if (http->request.length > HTTP_BODY_BYTES_MAX)
        return REQUEST_BAD;
    return connection->in_used >= *used ? REQUEST_WHOLE : REQUEST_MORE;
}

static enum request_found head_whole(struct connection *connection)
{
    struct http *http = &connection->http;
    enum request_found found = REQUEST_WHOLE;
    struct text bytes = {connection->in, connection->in_used};
    if (!http->headed) {
        *http = (struct http){.counted = http->counted};
        found = request_read(bytes, &http->request);
        http->headed = found == REQUEST_WHOLE;
        if (http->headed && http->request.expects)
            connection_say(connection, TEXT("HTTP/1.1 100 Continue\r\n\r\n"));
        return found;
    }
    struct request moved; /* the buffer may have moved: its texts are read again */
    if (request_read(bytes, &moved) == REQUEST_WHOLE) {
        moved.length = http->request.chunked ? http->request.length : moved.length;
        http->request = moved;
    }
    return found;
}

static void http_take(struct door *door, struct connection *connection)
{
    while (!connection->touched && !connection->pending && !connection->over
           && connection->in_used > 0) {
        size_t used;
        enum request_found found = head_whole(connection);
        if (found == REQUEST_MORE)
            return;
        if (found == REQUEST_BAD) {
            connection->over = true;
            refuse(connection, 400, "this is no request of HTTP/1.1");
            return;
        }
        found = body_whole(connection, &used);
        if (found == REQUEST_BAD || !bodies_count(door, connection)) {
            connection->over = true;
            refuse(connection, found == REQUEST_BAD ? 413 : 429,
                   found == REQUEST_BAD ? "a request has at most 8 MiB" : "too much at once");
            return;
        }
        if (found == REQUEST_MORE)
            return;
        struct text body = {connection->in + connection->http.request.head_bytes,
                            connection->http.request.length};
        request_answer(door, connection, body);
        connection->http.headed = false;
        connection_taken(connection, used);
    }
}

bool http_open(struct turn *turn, struct input *input)
{
    return repeats_open(turn, input) && socket_open(turn, input);
}

void *http_run(void *context)
{
    door_serve(context, http_take, false);
    return NULL;
}
