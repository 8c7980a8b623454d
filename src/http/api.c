/* SPDX-License-Identifier: Apache-2.0 */
/* JSON in, JSON out: a request under /api/v1 becomes a call at the counter, and its answer a
 * response. */
#include "base/json.h"
#include "http/inside.h"

static bool method_read(struct text text, enum method *method)
{
    static const struct {
        const char *name;
        enum method method;
    } methods[] = {{"GET", METHOD_GET},
                   {"HEAD", METHOD_GET},
                   {"POST", METHOD_POST},
                   {"PUT", METHOD_PUT},
                   {"PATCH", METHOD_PATCH}};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (text_is(text, methods[i].name)) {
            *method = methods[i].method;
            return true;
        }
    }
    return false;
}

/* A name given in two places must say the same in both. */
static bool input_merge(struct turn *turn, struct value *input, struct member member)
{
    const char *name = text_string(turn->arena, member.name);
    const struct value *there = value_get(input, name);
    if (there == NULL) {
        value_set(turn->arena, input, name, member.value);
        return true;
    }
    if (there->kind == VALUE_TEXT && member.value->kind == VALUE_TEXT
        && text_equal(there->text, member.value->text))
        return true;
    return fail_field(turn, name,
                      "This stands in the address and, with another value, in the body. Send it "
                      "once.");
}

static bool body_json(struct turn *turn, const struct request *request, struct value *input)
{
    struct value *body;
    if (!json_read(turn, request->body, "the request body", &body))
        return false;
    if (body->kind != VALUE_MAP)
        return fail(turn, FAULT_INVALID, "The request body is not a JSON object. Send { … }.");
    for (size_t i = 0; i < body->count; i++)
        if (!input_merge(turn, input, body->members[i]))
            return false;
    return true;
}

static bool body_form(struct turn *turn, const struct action *action, const struct request *request,
                      struct value *input)
{
    struct pairs pairs = {0};
    if (!pairs_read(turn->arena, request->body, &pairs))
        return fail(turn, FAULT_LIMIT, "The form has more than %d fields. Send fewer.", PAIRS_MAX);
    struct value *form = value_map(turn->arena);
    for (size_t i = 0; i < pairs.count; i++)
        input_put(turn, action->fields, form, pairs.items[i].name, pairs.items[i].value);
    input_finish(form);
    for (size_t i = 0; i < form->count; i++)
        if (!input_merge(turn, input, form->members[i]))
            return false;
    return true;
}

/* *status is set when the fault has one that is not its kind's. */
static bool body_read(struct turn *turn, const struct action *action, const struct request *request,
                      struct value *input, int *status)
{
    struct text type = body_type(request);
    struct text encoding = header_get(request, "content-encoding", NULL);
    if (request->body_bytes == 0 || action->method == METHOD_GET)
        return true;
    if (request->body_bytes > request->body.size) {
        *status = 413;
        return fail(turn, FAULT_LIMIT, "The request body has more than %zu bytes. Send less.",
                    request->body.size);
    }
    if (text_is(type, "application/json") && encoding.size == 0)
        return body_json(turn, request, input);
    if (text_is(type, "application/x-www-form-urlencoded") && encoding.size == 0)
        return body_form(turn, action, request, input);
    *status = 415;
    return fail_field(turn, encoding.size > 0 ? "Content-Encoding" : "Content-Type",
                      "The body is read as application/json or application/x-www-form-urlencoded, "
                      "not compressed. Send one of these.");
}

static bool input_read(struct turn *turn, const struct action *action,
                       const struct request *request, const struct pairs *fields,
                       struct value *input, int *status)
{
    struct pairs query = {0};
    for (size_t i = 0; i < fields->count; i++)
        input_put(turn, action->fields, input, fields->items[i].name, fields->items[i].value);
    if (!pairs_read(turn->arena, request->query, &query))
        return fail(turn, FAULT_LIMIT, "The query has more than %d fields.", PAIRS_MAX);
    struct value *map = value_map(turn->arena);
    for (size_t i = 0; i < query.count; i++)
        input_put(turn, action->fields, map, query.items[i].name, query.items[i].value);
    input_finish(map);
    for (size_t i = 0; i < map->count; i++)
        if (!input_merge(turn, input, map->members[i]))
            return false;
    return body_read(turn, action, request, input, status);
}

/* A browser's session may only write from our own pages, and with their token in a header. */
static bool session_may_write(struct turn *turn, const struct door *door,
                              const struct request *request, const struct action *action,
                              const struct call *call)
{
    bool cookie =
        call->credential.token.size > 0 && header_get(request, "authorization", NULL).size == 0;
    if (!cookie || action->method == METHOD_GET)
        return true;
    if (form_trusted(door, request, header_get(request, "revere-form-token", NULL)))
        return true;
    return fail(turn, FAULT_REFUSED,
                "This did not come from a page of this house. Programs send Authorization: Bearer "
                "and a token instead of a cookie.");
}

static void link_next(struct request *request, struct response *response, const struct call *call,
                      struct text next)
{
    struct pairs query = {0};
    struct pairs following = {0};
    const char *cursor = list_cursor(call->action);
    (void)pairs_read(request->arena, request->query, &query);
    for (size_t i = 0; i < query.count; i++)
        if (!text_is(query.items[i].name, cursor))
            pairs_add(request->arena, &following, text_string(request->arena, query.items[i].name),
                      query.items[i].value);
    pairs_add(request->arena, &following, cursor, next);
    header_set(request, response, "Link",
               text_format(request->arena, "<" API_PREFIX "%.*s?%.*s>; rel=\"next\"",
                           TEXT_SHOW(route_fill(request->arena, call->action->route, call->input)),
                           TEXT_SHOW(pairs_write(request->arena, &following))));
}

static void answer_respond(struct request *request, struct response *response,
                           const struct call *call, const struct answer *answer)
{
    const struct action *action = call->action;
    struct text next = list_next(request->arena, answer->value);
    response->status = action->method != METHOD_GET && action->level == LEVEL_CREATE ? 201 : 200;
    if (answer->version.size > 0)
        header_set(request, response, "ETag",
                   text_format(request->arena, "\"%.*s\"", TEXT_SHOW(answer->version)));
    if (answer->replayed)
        header_set(request, response, "Idempotent-Replayed", TEXT("true"));
    if (action->method == METHOD_GET && version_known(request, answer->version)) {
        response->status = 304;
        return;
    }
    if (next.size > 0)
        link_next(request, response, call, next);
    response->type = TEXT("application/json");
    response->body = answer->value == NULL ? TEXT("{}") : json_write(request->arena, answer->value);
}

static int fault_status(const struct call *call, const struct fault *fault)
{
    /* RFC 9110, 13.1.1: a version that is no longer the one seen */
    return fault->kind == FAULT_CLASH && call->if_match.size > 0 ? 412 : 0;
}

void door_call(const struct door *door, struct request *request, const struct call *call,
               struct answer *answer)
{
    action_call(door->house, request->arena, call, answer);
    arena_guard(request->arena, request->guard);
}

static void action_respond(const struct door *door, struct request *request,
                           struct response *response, const struct action *action,
                           const struct pairs *fields)
{
    int status = 0;
    struct turn turn = {.arena = request->arena, .now_us = request->now_us};
    struct call call = {.action = action, .input = value_map(request->arena)};
    struct answer answer = {.fault = {.kind = FAULT_NONE}};
    if (action->never_refused)
        request->call = door->settings.soc_phone;
    if (!call_headers(&turn, door, request, &call)
        || !session_may_write(&turn, door, request, action, &call)
        || !input_read(&turn, action, request, fields, call.input, &status)) {
        problem_respond(request, response, &turn.fault, status);
        return;
    }
    door_call(door, request, &call, &answer);
    if (answer.fault.kind == FAULT_NONE)
        answer_respond(request, response, &call, &answer);
    else
        problem_respond(request, response, &answer.fault, fault_status(&call, &answer.fault));
}

void api_respond(const struct door *door, struct request *request, struct response *response)
{
    size_t count;
    unsigned methods;
    enum method method = METHOD_GET;
    struct pairs fields = {0};
    const struct action *const *actions = house_actions(door->house, &count);
    struct text path = {request->path.data + strlen(API_PREFIX),
                        request->path.size - strlen(API_PREFIX)};
    if (text_is(path, "/openapi.json")) {
        openapi_respond(door, request, response);
        return;
    }
    bool known = method_read(request->method, &method);
    const struct action *action =
        route_find(request->arena, actions, count, method, path, &fields, &methods);
    if (action != NULL && known)
        action_respond(door, request, response, action, &fields);
    else if (methods != 0)
        problem_method(request, response, methods);
    else
        problem_respond(request, response, &(struct fault){.kind = FAULT_MISSING}, 0);
}
