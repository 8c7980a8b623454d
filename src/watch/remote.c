/* SPDX-License-Identifier: Apache-2.0 */
/* The house on another machine: what the spool holds is told over HTTPS, with the watch's token. */
#include "base/hash.h"
#include "base/json.h"
#include "base/transfer.h"
#include "watch/inside.h"
#include <ctype.h>

enum {
    TIMEOUT_MS = 15 * 1000,
    ANSWER_BYTES_MAX = 2 * 1024 * 1024,
    WHY_BYTES_MAX = 200,
    SAID_NOTHING_HEARD = -1
};

/* What a watch may ask, and where. */
static const struct route {
    const char *action, *method;
    const char *path, *named,
        *rest; /* the field of that name stands in the path, before the rest */
} routes[] = {
    {.action = "alert.raise", .method = "POST", .path = "/api/v1/alerts"},
    {.action = "source.report", .method = "POST", .path = "/api/v1/sources"},
    {.action = "sensor.live", .method = "POST", .path = "/api/v1/sensors/live"},
    {.action = "suppression.active", .method = "GET", .path = "/api/v1/suppressions/active"},
    {.action = "suppression.count",
     .method = "POST",
     .path = "/api/v1/suppressions/",
     .named = "suppression",
     .rest = "/count"}};

static const struct route *route_of(struct text action)
{
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++)
        if (text_is(action, routes[i].action))
            return &routes[i];
    return NULL;
}

/* Is it a name that may stand in a path as it is? */
static bool plain(struct text name)
{
    bool good = name.size > 0;
    for (size_t i = 0; good && i < name.size; i++)
        good = isalnum((unsigned char)name.data[i]) || name.data[i] == '-';
    return good;
}

/* The address, and the body without what stands in the address; false: it is no order. */
static bool route_take(struct arena *arena, const struct watch *watch, const struct route *route,
                       const struct value *input, struct transfer_request *request)
{
    struct text house = watch->settings->house;
    struct value *body = value_map(arena);
    struct text named = route->named == NULL ? TEXT_NONE : value_get_text(input, route->named);
    if (route->named != NULL && !plain(named))
        return false;
    for (size_t i = 0; input != NULL && i < input->count; i++)
        if (route->named == NULL || !text_is(input->members[i].name, route->named))
            value_set(arena, body, text_string(arena, input->members[i].name),
                      input->members[i].value);
    request->method = route->method;
    request->url = text_format(arena, "%.*s%s%.*s%s", TEXT_SHOW(house), route->path,
                               TEXT_SHOW(named), route->rest == NULL ? "" : route->rest);
    if (strcmp(route->method, "GET") != 0)
        request->body = json_write(arena, body);
    return true;
}

bool remote_is(const struct watch_settings *settings)
{
    return text_starts(settings->house, TEXT("https://"))
           || text_starts(settings->house, TEXT("http://"));
}

/* Several watches ask with one face: the key says which, and which order. */
static struct text key_of(struct arena *arena, const struct watch *watch, struct text key)
{
    struct sha256 sum = sha256_two(watch->settings->name, key);
    struct text hex = hex_write(arena, (struct text){(const char *)sum.bytes, sizeof sum.bytes});
    return text_format(arena, "Idempotency-Key: \"%.*s\"", TEXT_SHOW(hex));
}

/* What the house will never take is thrown away, and said; with anything else it comes again. */
static enum told answer_told(const struct watch *watch, const struct transfer_response *response,
                             int *said)
{
    static const int never[] = {400, 413, 422};
    if (response->status >= 200 && response->status < 300)
        return TOLD_TAKEN;
    size_t size = response->body.size < WHY_BYTES_MAX ? response->body.size : WHY_BYTES_MAX;
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (response->status == never[i]) {
            log_write(watch->log, LOG_ERROR, "watch.house", "the house does not take it: %d %.*s",
                      response->status, (int)size, response->body.data);
            return TOLD_REFUSED;
        }
    if (*said != response->status)
        log_write(watch->log, LOG_WARNING, "watch.house", "the house answers %d%s",
                  response->status,
                  response->status == 401 || response->status == 403 || response->status == 404
                      ? ": is the token that of a watch, and still good?"
                      : "");
    *said = response->status;
    return TOLD_AWAY;
}

/* What was spooled for a house near by, and cannot be asked of one far away. */
static enum told no_route(const struct watch *watch, struct text action)
{
    log_write(watch->log, LOG_ERROR, "watch.house",
              "the spool holds an order that no house can be told over HTTPS, \"%.*s\": it is left "
              "out",
              TEXT_SHOW(action));
    return TOLD_REFUSED;
}

enum told remote_tell(const struct watch *watch, struct turn *turn, struct text order, int *said,
                      struct value **answer)
{
    struct value *read;
    struct transfer_response response;
    const struct watch_settings *settings = watch->settings;
    *answer = NULL;
    if (!json_read(turn, order, "the spool", &read))
        return no_route(watch, TEXT("?"));
    struct text action = value_get_text(read, "action");
    const struct route *route = route_of(action);
    struct transfer_request request = {
        .token = settings->house_token,
        .headers = {TEXT("Content-Type: application/json"),
                    key_of(turn->arena, watch, value_get_text(read, "key"))},
        .ca_file = settings->house_ca_file,
        .timeout_ms = TIMEOUT_MS,
        .answer_bytes_max = ANSWER_BYTES_MAX};
    if (route == NULL || !route_take(turn->arena, watch, route, value_get(read, "input"), &request))
        return no_route(watch, action);
    if (transfer_http(turn, &request, &response)) {
        enum told told = answer_told(watch, &response, said);
        /* What stands between may answer well, and have told nobody. */
        if (told != TOLD_TAKEN || json_read(turn, response.body, "the house's answer", answer))
            return told;
    }
    if (*said != SAID_NOTHING_HEARD)
        log_write(watch->log, LOG_WARNING, "watch.house", "%.*s",
                  TEXT_SHOW(fault_sentence(turn->arena, &turn->fault)));
    *said = SAID_NOTHING_HEARD;
    return TOLD_AWAY;
}
