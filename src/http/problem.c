/* SPDX-License-Identifier: Apache-2.0 */
/* Faults as problem documents (RFC 9457). What is missing and what is not for this reader's eyes
 * get the same bytes; what is broken says nothing of the house's inside. */
#include "base/json.h"
#include "http/inside.h"

enum { RETRY_SECONDS = 5, INCIDENT_BYTES = 8 };

static struct text random_name(struct request *request)
{
    unsigned char bytes[INCIDENT_BYTES] = {0};
    struct turn turn = {.arena = request->arena, .now_us = request->now_us};
    if (!random_bytes(&turn, bytes, sizeof bytes))
        return TEXT("unnamed");
    return hex_write(request->arena, (struct text){(const char *)bytes, sizeof bytes});
}

/* Of a path the log has the first word behind the prefix: the rest names cases and people. */
static struct text log_safe(struct arena *arena, struct text path)
{
    size_t prefix = text_starts(path, TEXT(API_PREFIX "/")) ? sizeof API_PREFIX : 1;
    size_t size = prefix < path.size ? prefix : path.size;
    while (size < path.size
           && ((path.data[size] >= 'a' && path.data[size] <= 'z') || path.data[size] == '_'
               || path.data[size] == '-'))
        size++;
    return text_format(arena, "%.*s%s", (int)size, path.data, size < path.size ? "…" : "");
}

/* The house's own failures go to the operator's log; outside, only a name to ask for. */
static struct text detail_broken(struct request *request, const struct fault *fault)
{
    struct text name = random_name(request);
    log_write(request->log, LOG_ERROR, "http", "fault %.*s at %.*s %.*s: %s", TEXT_SHOW(name),
              TEXT_SHOW(request->method), TEXT_SHOW(log_safe(request->arena, request->path)),
              fault->message);
    return text_format(request->arena,
                       "The house itself failed. Try again; if it stays, give the operator this "
                       "name: %.*s.",
                       TEXT_SHOW(name));
}

struct text fault_detail(struct request *request, const struct fault *fault)
{
    if (fault->kind == FAULT_MISSING)
        return TEXT("There is nothing at this address, or it is not for you to see. Check the "
                    "address, or sign in as somebody who may see it.");
    if (fault->kind == FAULT_BROKEN)
        return detail_broken(request, fault);
    return text_utf8_mended(request->arena, fault_sentence(request->arena, fault));
}

struct value *problem_value(struct request *request, const struct fault *fault, int status)
{
    struct arena *arena = request->arena;
    const struct fault_face *face = fault_face(fault->kind);
    struct value *problem = value_map(arena);
    bool hidden = fault->kind == FAULT_MISSING || fault->kind == FAULT_BROKEN;
    value_set_text(arena, problem, "type", text_format(arena, "urn:revere:fault:%s", face->name));
    value_set_text(arena, problem, "title", text_of(face->title));
    value_set_integer(arena, problem, "status", status != 0 ? status : face->http_status);
    value_set_text(arena, problem, "detail", fault_detail(request, fault));
    if (fault->field[0] != '\0' && !hidden)
        value_set_text(arena, problem, "field",
                       text_utf8_mended(arena, text_copy(arena, text_of(fault->field))));
    if (fault->clause[0] != '\0' && !hidden)
        value_set_text(arena, problem, "clause", text_copy(arena, text_of(fault->clause)));
    if (fault->unmet != NULL && !hidden)
        value_set(arena, problem, "unmet", (struct value *)fault->unmet);
    if (request->call.size > 0)
        value_set_text(arena, problem, "call", request->call);
    value_set_text(arena, problem, "instance", text_utf8_mended(arena, request->path));
    return problem;
}

void problem_headers(struct request *request, struct response *response, const struct fault *fault)
{
    if (response->status == 401)
        header_set(request, response, "WWW-Authenticate", TEXT("Bearer realm=\"revere\""));
    if (fault->kind == FAULT_BUSY || response->status == 429)
        header_set(request, response, "Retry-After",
                   text_format(request->arena, "%d", RETRY_SECONDS));
}

void problem_respond(struct request *request, struct response *response, const struct fault *fault,
                     int status)
{
    struct value *problem = problem_value(request, fault, status);
    response->status = (int)value_get_integer(problem, "status", 500);
    response->type = TEXT("application/problem+json");
    response->body = json_write(request->arena, problem);
    problem_headers(request, response, fault);
}

void problem_method(struct request *request, struct response *response, unsigned methods)
{
    struct builder allow = {.arena = request->arena};
    for (unsigned method = METHOD_GET; method <= METHOD_PATCH; method++) {
        if ((methods & 1U << method) == 0)
            continue;
        if (allow.size > 0)
            build(&allow, TEXT(", "));
        build(&allow, text_of(method_name((enum method)method)));
        if (method == METHOD_GET)
            build(&allow, TEXT(", HEAD"));
    }
    struct fault fault = {.kind = FAULT_INVALID};
    snprintf(fault.message, sizeof fault.message,
             "This address does not answer to this method. Use %.*s.", TEXT_SHOW(built(&allow)));
    problem_respond(request, response, &fault, 405);
    header_set(request, response, "Allow", built(&allow));
}
