/* SPDX-License-Identifier: Apache-2.0 */
/* The API described by itself: OpenAPI 3.1 from the table of actions, field by field. */
#include "base/json.h"
#include "http/inside.h"

static struct value *map_in(struct arena *arena, struct value *map, const char *name)
{
    return value_set(arena, map, name, value_map(arena));
}

static struct value *list_in(struct arena *arena, struct value *map, const char *name)
{
    return value_set(arena, map, name, value_list(arena));
}

static void say(struct arena *arena, struct value *map, const char *name, const char *text)
{
    if (text != NULL)
        value_set_text(arena, map, name, text_of(text));
}

static void refer(struct arena *arena, struct value *map, const char *to)
{
    value_set_text(arena, map, "$ref", text_format(arena, "#/components/%s", to));
}

static struct value *schema_of(struct arena *arena, const struct field *field);

static struct value *schema_table(struct arena *arena, const struct field *table, const char *route)
{
    struct value *schema = value_map(arena);
    say(arena, schema, "type", "object");
    struct value *properties = map_in(arena, schema, "properties");
    struct value *required = value_list(arena);
    for (const struct field *field = table; field != NULL && field->name != NULL; field++) {
        if (route != NULL && route_has(route, field->name))
            continue;
        value_set(arena, properties, field->name, schema_of(arena, field));
        if (field->needed)
            value_append(arena, required, value_text(arena, text_of(field->name)));
    }
    if (required->count > 0)
        value_set(arena, schema, "required", required);
    value_set_boolean(arena, schema, "additionalProperties", false);
    return schema;
}

static void limits(struct arena *arena, struct value *schema, const struct field *field,
                   const char *least, const char *most, int64_t otherwise)
{
    if (field->least != 0)
        value_set_integer(arena, schema, least, field->least);
    if (field->most != 0)
        value_set_integer(arena, schema, most, field->most);
    else if (otherwise != 0)
        value_set_integer(arena, schema, most, otherwise);
}

static void schema_word(struct arena *arena, struct value *schema, const struct field *field)
{
    struct value *words = list_in(arena, schema, "enum");
    for (const char *const *word = field->words; word != NULL && *word != NULL; word++)
        value_append(arena, words, value_text(arena, text_of(*word)));
}

static void schema_fill(struct arena *arena, struct value *schema, const struct field *field)
{
    static const char *const types[] = {
        [FIELD_TEXT] = "string",  [FIELD_INTEGER] = "integer", [FIELD_BOOLEAN] = "boolean",
        [FIELD_MONEY] = "string", [FIELD_INSTANT] = "string",  [FIELD_DATE] = "string",
        [FIELD_WORD] = "string",  [FIELD_ID] = "string",       [FIELD_LIST] = "array",
        [FIELD_MAP] = "object",   [FIELD_NAMES] = "object",    [FIELD_ANY] = NULL,
    };
    say(arena, schema, "type", types[field->type]);
    switch (field->type) {
    case FIELD_TEXT:
        limits(arena, schema, field, "minLength", "maxLength", FIELD_TEXT_BYTES_MAX);
        break;
    case FIELD_INTEGER: limits(arena, schema, field, "minimum", "maximum", 0); break;
    case FIELD_MONEY:
        say(arena, schema, "pattern", "^\\$?[0-9]{1,3}(,?[0-9]{3})*(\\.[0-9]{1,2})?$");
        break;
    case FIELD_DATE: say(arena, schema, "format", "date"); break;
    case FIELD_WORD: schema_word(arena, schema, field); break;
    case FIELD_LIST:
        limits(arena, schema, field, "minItems", "maxItems", FIELD_LIST_ITEMS_MAX);
        value_set(arena, schema, "items", schema_of(arena, field->items));
        break;
    case FIELD_NAMES:
        limits(arena, schema, field, "minProperties", "maxProperties", FIELD_LIST_ITEMS_MAX);
        value_set(arena, schema, "additionalProperties", schema_of(arena, field->items));
        break;
    case FIELD_BOOLEAN:
    case FIELD_INSTANT:
    case FIELD_ID:
    case FIELD_MAP:
    case FIELD_ANY: break;
    }
}

static struct value *schema_of(struct arena *arena, const struct field *field)
{
    struct value *schema = field->type == FIELD_MAP && field->members != NULL
                               ? schema_table(arena, field->members, NULL)
                               : value_map(arena);
    schema_fill(arena, schema, field);
    say(arena, schema, "description", field->help);
    say(arena, schema, "x-listed", field->listed); /* the operationId of a list of this document */
    return schema;
}

static struct value *parameter(struct arena *arena, const struct field *field, const char *in,
                               bool needed)
{
    struct value *parameter = value_map(arena);
    say(arena, parameter, "name", field->name);
    say(arena, parameter, "in", in);
    value_set_boolean(arena, parameter, "required", needed);
    say(arena, parameter, "description", field->help);
    value_set(arena, parameter, "schema", schema_of(arena, field));
    return parameter;
}

static void parameters(struct arena *arena, struct value *operation, const struct action *action)
{
    struct value *list = list_in(arena, operation, "parameters");
    for (const struct field *field = action->fields; field != NULL && field->name != NULL;
         field++) {
        if (route_has(action->route, field->name))
            value_append(arena, list, parameter(arena, field, "path", true));
        else if (action->method == METHOD_GET)
            value_append(arena, list, parameter(arena, field, "query", field->needed));
    }
    if (action->method == METHOD_GET) {
        refer(arena, value_append(arena, list, value_map(arena)), "parameters/IfNoneMatch");
        return;
    }
    refer(arena, value_append(arena, list, value_map(arena)), "parameters/IdempotencyKey");
    refer(arena, value_append(arena, list, value_map(arena)), "parameters/IfMatch");
}

static void request_body(struct arena *arena, struct value *operation, const struct action *action)
{
    if (action->method == METHOD_GET)
        return;
    struct value *body = map_in(arena, operation, "requestBody");
    struct value *content = map_in(arena, body, "content");
    struct value *schema = schema_table(arena, action->fields, action->route);
    value_set_boolean(arena, body, "required", value_has(schema, "required"));
    value_set(arena, map_in(arena, content, "application/json"), "schema", schema);
}

static void responses(struct arena *arena, struct value *operation, const struct action *action)
{
    struct value *all = map_in(arena, operation, "responses");
    bool creates = action->method != METHOD_GET && action->level == LEVEL_CREATE;
    struct value *good = map_in(arena, all, creates ? "201" : "200");
    say(arena, good, "description", "Done; the answer.");
    struct value *schema =
        map_in(arena, map_in(arena, map_in(arena, good, "content"), "application/json"), "schema");
    say(arena, schema, "type", "object");
    struct value *headers = map_in(arena, good, "headers");
    refer(arena, map_in(arena, headers, "ETag"), "headers/ETag");
    if (action->method == METHOD_GET)
        refer(arena, map_in(arena, headers, "Link"), "headers/Link");
    else
        refer(arena, map_in(arena, headers, "Idempotent-Replayed"), "headers/IdempotentReplayed");
    for (int kind = FAULT_INVALID; kind < FAULT_KINDS; kind++) {
        const struct fault_face *face = fault_face((enum fault_kind)kind);
        const char *status = text_format(arena, "%d", face->http_status).data;
        refer(arena, map_in(arena, all, status),
              text_format(arena, "responses/%s", face->name).data);
    }
}

static struct value *operation_of(struct arena *arena, const struct action *action)
{
    struct value *operation = value_map(arena);
    struct text rest;
    say(arena, operation, "operationId", action->name);
    say(arena, operation, "summary", action->title);
    say(arena, operation, "description", action->help);
    say(arena, operation, "x-item", action->item);
    struct text noun = text_copy(arena, text_cut(text_of(action->name), '.', &rest));
    value_append(arena, list_in(arena, operation, "tags"), value_text(arena, noun));
    parameters(arena, operation, action);
    request_body(arena, operation, action);
    responses(arena, operation, action);
    struct value *security = list_in(arena, operation, "security");
    if (action->anonymous || action->area == AREA_NONE)
        value_append(arena, security, value_map(arena));
    list_in(arena, value_append(arena, security, value_map(arena)), "token");
    list_in(arena, value_append(arena, security, value_map(arena)), "session");
    return operation;
}

static void header_parameter(struct arena *arena, struct value *components, const char *key,
                             const char *name, const char *help)
{
    struct value *parameter = map_in(arena, components, key);
    say(arena, parameter, "name", name);
    say(arena, parameter, "in", "header");
    value_set_boolean(arena, parameter, "required", false);
    say(arena, parameter, "description", help);
    say(arena, map_in(arena, parameter, "schema"), "type", "string");
}

static void header_component(struct arena *arena, struct value *headers, const char *name,
                             const char *help)
{
    struct value *header = map_in(arena, headers, name);
    say(arena, header, "description", help);
    say(arena, map_in(arena, header, "schema"), "type", "string");
}

static void problem_schema(struct arena *arena, struct value *schemas)
{
    static const struct {
        const char *name, *type, *help;
    } members[] = {
        {"type", "string", "urn:revere:fault: and the name of the kind of fault."},
        {"title", "string", "The kind of fault in words."},
        {"status", "integer", "The HTTP status, again."},
        {"detail", "string", "What is wrong, and what to do."},
        {"field", "string", "The field at fault, such as assets[2].rating."},
        {"clause", "string", "The clause of the policy that refuses."},
        {"call", "string", "Whom to call when a report could not be taken."},
        {"instance", "string", "The path that was asked."},
    };
    struct value *problem = map_in(arena, schemas, "Problem");
    say(arena, problem, "type", "object");
    say(arena, problem, "description", "A problem document (RFC 9457).");
    struct value *properties = map_in(arena, problem, "properties");
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        struct value *property = map_in(arena, properties, members[i].name);
        say(arena, property, "type", members[i].type);
        say(arena, property, "description", members[i].help);
    }
}

static void fault_responses(struct arena *arena, struct value *all)
{
    for (int kind = FAULT_INVALID; kind < FAULT_KINDS; kind++) {
        const struct fault_face *face = fault_face((enum fault_kind)kind);
        struct value *response = map_in(arena, all, face->name);
        say(arena, response, "description", face->title);
        struct value *content = map_in(arena, response, "content");
        struct value *type = map_in(arena, content, "application/problem+json");
        refer(arena, map_in(arena, type, "schema"), "schemas/Problem");
    }
}

static void security_schemes(struct arena *arena, struct value *schemes)
{
    struct value *token = map_in(arena, schemes, "token");
    say(arena, token, "type", "http");
    say(arena, token, "scheme", "bearer");
    struct value *session = map_in(arena, schemes, "session");
    say(arena, session, "type", "apiKey");
    say(arena, session, "in", "cookie");
    say(arena, session, "name", "revere");
}

static void components(struct arena *arena, struct value *document)
{
    struct value *all = map_in(arena, document, "components");
    problem_schema(arena, map_in(arena, all, "schemas"));
    fault_responses(arena, map_in(arena, all, "responses"));
    security_schemes(arena, map_in(arena, all, "securitySchemes"));
    struct value *parameters = map_in(arena, all, "parameters");
    header_parameter(arena, parameters, "IdempotencyKey", "Idempotency-Key",
                     "A new UUID for each thing to be done; sent again with the same body, the "
                     "first answer is given again.");
    header_parameter(arena, parameters, "IfMatch", "If-Match",
                     "The ETag of the version that was read; 412 when there is a newer one.");
    header_parameter(arena, parameters, "IfNoneMatch", "If-None-Match",
                     "The ETag that is known; 304 when it still stands.");
    struct value *headers = map_in(arena, all, "headers");
    header_component(arena, headers, "ETag", "The version of the thing answered.");
    header_component(arena, headers, "Link", "rel=next: the next page of a list (RFC 8288).");
    header_component(arena, headers, "IdempotentReplayed",
                     "true when this is the answer of an earlier request with the same key.");
}

struct value *openapi_document(struct arena *arena, const struct action *const *actions,
                               size_t count, struct text title)
{
    struct value *document = value_map(arena);
    say(arena, document, "openapi", "3.1.0");
    struct value *info = map_in(arena, document, "info");
    value_set_text(arena, info, "title", title);
    say(arena, info, "version", "1");
    say(arena, value_append(arena, list_in(arena, document, "servers"), value_map(arena)), "url",
        API_PREFIX);
    struct value *paths = map_in(arena, document, "paths");
    for (size_t i = 0; i < count; i++) {
        const struct action *action = actions[i];
        if (action->internal)
            continue;
        struct value *path = value_get(paths, action->route);
        if (path == NULL)
            path = map_in(arena, paths, action->route);
        const char *method = text_lower(arena, text_of(method_name(action->method))).data;
        value_set(arena, path, text_string(arena, text_of(method)), operation_of(arena, action));
    }
    components(arena, document);
    return document;
}

void openapi_respond(const struct door *door, struct request *request, struct response *response)
{
    size_t count;
    if (!text_is(request->method, "GET") && !text_is(request->method, "HEAD")) {
        problem_method(request, response, 1U << METHOD_GET);
        return;
    }
    const struct action *const *actions = house_actions(door->house, &count);
    response->status = 200;
    response->type = TEXT("application/json");
    response->body =
        json_write_pretty(request->arena, openapi_document(request->arena, actions, count,
                                                           door->settings.house_name));
    header_set(request, response, "Cache-Control", TEXT("no-cache"));
}
