/* SPDX-License-Identifier: Apache-2.0 */
/* The same question put to a house elsewhere: a call becomes a request under /api/v1, and the
 * answer, or the problem document (RFC 9457), becomes what the counter here would have said. */
#include "base/json.h"
#include "base/transfer.h"
#include "cli/inside.h"
#include <ctype.h>

/* ---- the address ---- */

static void percent_encode(struct builder *out, struct text text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (isalnum(byte) || (byte != '\0' && strchr("-._~", byte) != NULL))
            build_byte(out, (char)byte);
        else
            build_format(out, "%%%02X", byte);
    }
}

static bool in_route(struct arena *arena, const struct action *action, struct text name)
{
    for (size_t i = 0; i < input_words(action); i++)
        if (text_is(name, input_word(arena, action, i)))
            return true;
    return false;
}

/* An id that the address needs and the input lacks is said as the counter would say it. */
static bool route_ready(struct turn *turn, const struct call *call)
{
    for (size_t i = 0; i < input_words(call->action); i++) {
        const char *name = input_word(turn->arena, call->action, i);
        if (text_empty(value_get_text(call->input, name)))
            return field_check(turn, call->action->fields, call->input, NULL)
                   && fail_field(turn, name, "%s is empty, and is needed.", name);
    }
    return true;
}

static void route_fill(struct builder *out, const struct call *call)
{
    struct text rest = {call->action->route + 1, strlen(call->action->route) - 1};
    while (rest.data != NULL) {
        struct text segment = text_cut(rest, '/', &rest);
        build_byte(out, '/');
        if (!text_starts(segment, TEXT("{"))) {
            build(out, segment);
            continue;
        }
        struct text name = {segment.data + 1, segment.size - 2};
        percent_encode(out, value_get_text(call->input, text_string(out->arena, name)));
    }
}

/* What is no part of the address; for a reading action behind the "?", else in the body. */
static void query_write(struct builder *out, const struct call *call)
{
    char separator = '?';
    for (size_t i = 0; i < call->input->count; i++) {
        const struct member *member = &call->input->members[i];
        if (in_route(out->arena, call->action, member->name) || member->value->kind == VALUE_NULL)
            continue;
        build_byte(out, separator);
        percent_encode(out, member->name);
        build_byte(out, '=');
        percent_encode(out, member->value->kind == VALUE_TEXT
                                ? member->value->text
                                : json_write(out->arena, member->value));
        separator = '&';
    }
}

static struct text body_write(struct arena *arena, const struct call *call)
{
    struct value *body = value_map(arena);
    for (size_t i = 0; i < call->input->count; i++)
        if (!in_route(arena, call->action, call->input->members[i].name))
            value_set(arena, body, text_string(arena, call->input->members[i].name),
                      call->input->members[i].value);
    return json_write(arena, body);
}

static struct text url_write(struct arena *arena, struct text base, const struct call *call)
{
    struct builder url = {.arena = arena};
    while (text_ends(base, TEXT("/")))
        base.size--;
    build(&url, base);
    build(&url, TEXT("/api/v1"));
    route_fill(&url, call);
    if (call->action->method == METHOD_GET)
        query_write(&url, call);
    return built(&url);
}

static void header_add(struct arena *arena, struct transfer_request *request, size_t *count,
                       const char *name, struct text value)
{
    if (!text_empty(value))
        request->headers[(*count)++] = text_format(arena, "%s: %.*s", name, TEXT_SHOW(value));
}

static struct transfer_request request_of(struct arena *arena, const struct remote *remote,
                                          const struct call *call)
{
    size_t count = 0;
    bool writes = call->action->method != METHOD_GET;
    struct transfer_request request = {.method = method_name(call->action->method),
                                       .url = url_write(arena, remote->url, call),
                                       .token = call->credential.token,
                                       .ca_file = remote->ca_file};
    struct text version = text_empty(call->if_match)
                              ? TEXT_NONE
                              : text_format(arena, "\"%.*s\"", TEXT_SHOW(call->if_match));
    header_add(arena, &request, &count, "Accept", TEXT("application/json"));
    header_add(arena, &request, &count, "Revere-Capacity", call->credential.capacity);
    header_add(arena, &request, &count, "Idempotency-Key", call->key);
    header_add(arena, &request, &count, "If-Match", version);
    if (writes) {
        header_add(arena, &request, &count, "Content-Type", TEXT("application/json"));
        request.body = body_write(arena, call);
    }
    return request;
}

/* ---- the answer ---- */

/* What the statuses of proxies and of other programs come to. */
static enum fault_kind status_kind(int status)
{
    for (int kind = FAULT_INVALID; kind < FAULT_KINDS; kind++)
        if (fault_face((enum fault_kind)kind)->http_status == status)
            return (enum fault_kind)kind;
    if (status >= 502 && status <= 504)
        return FAULT_BUSY;
    return status >= 400 && status < 500 ? FAULT_INVALID : FAULT_BROKEN;
}

static enum fault_kind problem_kind(struct text type)
{
    static const struct text prefix = {"urn:revere:fault:", sizeof "urn:revere:fault:" - 1};
    if (!text_starts(type, prefix))
        return FAULT_NONE;
    struct text name = {type.data + prefix.size, type.size - prefix.size};
    for (int kind = FAULT_INVALID; kind < FAULT_KINDS; kind++)
        if (text_is(name, fault_face((enum fault_kind)kind)->name))
            return (enum fault_kind)kind;
    return FAULT_NONE;
}

static void fault_word(char *word, size_t size, struct text text)
{
    size_t kept = text.size < size ? text.size : size - 1;
    if (kept > 0)
        memcpy(word, text.data, kept);
    word[kept] = '\0';
}

static bool problem_read(struct turn *turn, const struct transfer_response *response)
{
    struct turn reading = {.arena = turn->arena};
    struct value *problem;
    enum fault_kind kind = FAULT_NONE;
    if (text_starts(response->type, TEXT("application/problem+json"))
        && json_read(&reading, response->body, "the problem document", &problem)
        && problem->kind == VALUE_MAP)
        kind = problem_kind(value_get_text(problem, "type"));
    if (kind == FAULT_NONE)
        return fail(turn, status_kind(response->status),
                    "The server there answers %d, and not as a house does. Is the address right?",
                    response->status);
    (void)fail(turn, kind, "%.*s", TEXT_SHOW(value_get_text(problem, "detail")));
    fault_word(turn->fault.field, sizeof turn->fault.field, value_get_text(problem, "field"));
    fault_word(turn->fault.clause, sizeof turn->fault.clause, value_get_text(problem, "clause"));
    return false;
}

bool remote_ask(struct turn *turn, const struct remote *remote, const struct call *call,
                struct value **answer)
{
    struct transfer_response response;
    if (!route_ready(turn, call))
        return false;
    struct transfer_request request = request_of(turn->arena, remote, call);
    if (!transfer_http(turn, &request, &response))
        return false;
    if (response.status < 200 || response.status > 299)
        return problem_read(turn, &response);
    return json_read(turn, response.body, "the answer", answer);
}
