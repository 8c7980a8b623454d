/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk: somebody who may not know of a case asks the whole house for it. Every action of the
 * house is asked over the web door, as JSON, as page and as form, once about a thing that is there
 * and once about one that is not; and everything that lists or counts is asked before a case exists
 * and after. Each pair must be the same, byte for byte: status, headers, body.
 *
 * It is driven by the table of actions and the deeds of tests/sweep/deeds.h, so that an action that
 * is added later is walked without a line here. What a deed names with "$" is a thing of a case,
 * unless it is named in `open_names`, or in `inside_names` for those who work here.
 */
#pragma once
#include "../sweep/deeds.h"
#include "base/id.h"
#include "http/inside.h"

enum { WALK_ARENA_BYTES = 256 * 1024 * 1024, WALK_FOLLOW_MAX = 40, WALK_SAID_MAX = 12 };

/* Who comes to the door. */
struct visitor {
    const char *who;
    const char *person; /* "": nobody */
    const char *token;
};

struct walk {
    struct trial *trial;
    const struct ground *ground;
    struct door door;
    struct arena *arena; /* of one pair of answers */
    size_t asked;        /* pairs */
    size_t leaks;        /* pairs that differ, and actions that cannot be walked */
    bool quiet;          /* the leaks are planted: count, and do not print */
    bool inside;         /* who asks works here, and is kept away from the cases alone */
};

/* Things that are no secret: the government's own organisation, and what no case is known by; what
 * is attached to a case stands in the register for everybody who may read that. */
static const char *const open_names[] = {"asset",       "contact",  "assignment", "person",
                                         "iso",         "other",    "ciso",       "organisation",
                                         "leaver",      "absence",  "shift",      "alert",
                                         "suppression", "proposal", "attached"};

/* Of the bodies, and of no case: no secret of those who work for all of them. */
static const char *const inside_names[] = {"direction"};

/* Fields of ids and routes that name no thing of a case either: where a page begins, words of the
 * policy, a person, one's own sessions. */
static const char *const open_fields[] = {"after", "before", "clause", "document", "ladder",
                                          "owner", "role",   "rule",   "session"};

static inline bool walk_among(const char *const *names, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(name, names[i]))
            return true;
    return false;
}

static inline bool walk_open(struct text name)
{
    return walk_among(open_names, sizeof open_names / sizeof *open_names, name);
}

static inline void walk_leak(struct walk *walk, const char *what, const char *who, const char *name)
{
    if (++walk->leaks <= WALK_SAID_MAX && !walk->quiet)
        printf("# %s: %s, by %s\n", what, name, who);
}

/* ---- the things, and their ghosts ---- */

/* A name of the same shape that nobody bears. */
static inline struct text walk_ghost(struct walk *walk, struct text word)
{
    struct turn turn = {.arena = walk->arena, .now_us = walk->trial->now_us};
    struct text id = TEXT_NONE;
    if (text_starts(word, TEXT("INC-")))
        return TEXT("INC-2026-22222");
    if (!id_new(&turn, &id))
        return TEXT_NONE;
    if (word.size < id.size)
        id.size = word.size;
    return id;
}

struct walk_names {
    struct text real[8], ghost[8];
    size_t count;
};

/* A receipt and a link are the right to ask: nobody here has them. */
static inline struct text walk_word(struct walk *walk, struct walk_names *names, struct text name,
                                    bool ghost)
{
    struct text word = text_of(ground_word(walk->ground, name));
    if (text_is(name, "receipt"))
        return TEXT("AAAAAAAAAAAA");
    if (text_is(name, "token"))
        return TEXT("0123456789abcdef0123456789abcdef01234567");
    if (walk_open(name)
        || (walk->inside
            && walk_among(inside_names, sizeof inside_names / sizeof *inside_names, name)))
        return word;
    for (size_t i = 0; i < names->count; i++)
        if (text_equal(names->real[i], word))
            return ghost ? names->ghost[i] : word;
    if (names->count == sizeof names->real / sizeof *names->real || text_empty(word))
        return word;
    names->real[names->count] = word;
    names->ghost[names->count] = walk_ghost(walk, word);
    names->count++;
    return ghost ? names->ghost[names->count - 1] : word;
}

static inline struct text walk_fill(struct walk *walk, struct walk_names *names, const char *json,
                                    bool ghost)
{
    struct builder filled = {.arena = walk->arena};
    for (const char *at = json; *at != '\0';) {
        size_t size = *at == '$' ? strspn(at + 1, "abcdefghijklmnopqrstuvwxyz_") : 0;
        if (size == 0) {
            build_byte(&filled, *at++);
            continue;
        }
        build(&filled, walk_word(walk, names, (struct text){at + 1, size}, ghost));
        at += size + 1;
    }
    return built(&filled);
}

/* ---- asking ---- */

struct asking {
    const char *method;
    struct text path, query, body;
    const char *type;
    const char *header, *value; /* one more, or NULL */
    bool cookie;                /* signed in as a browser is */
};

static inline void walk_header(struct request *request, const char *name, struct text value)
{
    request->headers[request->header_count].name = text_of(name);
    request->headers[request->header_count++].value = value;
}

/* Every random key of a form is another. */
static inline struct text walk_unkeyed(struct arena *arena, struct text body)
{
    static const char mark[] = "name=\"_key\" value=\"";
    struct builder out = {.arena = arena};
    build(&out, TEXT_NONE);
    for (size_t i = 0; i < body.size; i++) {
        build_byte(&out, body.data[i]);
        if (i + 1 < sizeof mark - 1
            || memcmp(body.data + i + 2 - sizeof mark, mark, sizeof mark - 1) != 0)
            continue;
        while (i + 1 < body.size && body.data[i + 1] != '"')
            i++;
    }
    return built(&out);
}

/* What the door answers, whole. The body of a form is sent with the form's own token. */
static inline struct text walk_ask(struct walk *walk, const struct visitor *visitor,
                                   const struct asking *asking)
{
    struct response response;
    struct request *request = arena_take(walk->arena, sizeof *request);
    *request = (struct request){.arena = walk->arena,
                                .now_us = walk->trial->now_us,
                                .method = text_of(asking->method),
                                .path = asking->path,
                                .query = asking->query};
    walk_header(request, "host", TEXT("127.0.0.1"));
    if (*visitor->token != '\0' && asking->cookie)
        walk_header(request, "cookie", text_format(walk->arena, "revere=%s", visitor->token));
    else if (*visitor->token != '\0')
        walk_header(request, "authorization",
                    text_format(walk->arena, "Bearer %s", visitor->token));
    if (asking->header != NULL)
        walk_header(request, asking->header, text_of(asking->value));
    if (asking->type != NULL)
        walk_header(request, "content-type", text_of(asking->type));
    request->body = asking->body;
    if (asking->cookie && asking->type != NULL)
        request->body = text_format(walk->arena, "%.*s_token=%.*s", TEXT_SHOW(asking->body),
                                    TEXT_SHOW(form_token(&walk->door, request)));
    request->body_bytes = request->body.size;
    http_respond(&walk->door, request, &response);
    struct builder out = {.arena = walk->arena};
    build_format(&out, "%d %.*s\n", response.status, TEXT_SHOW(response.type));
    for (size_t i = 0; i < response.headers.count; i++)
        build_format(&out, "%.*s: %.*s\n", TEXT_SHOW(response.headers.items[i].name),
                     TEXT_SHOW(response.headers.items[i].value));
    build(&out, TEXT("\n"));
    build(&out, walk_unkeyed(walk->arena, response.body));
    return built(&out);
}

static inline struct text walk_masked(struct walk *walk, struct text said, struct text word)
{
    struct builder out = {.arena = walk->arena};
    build(&out, TEXT_NONE);
    for (size_t i = 0; i < said.size;) {
        bool here = word.size > 0 && said.size - i >= word.size
                    && memcmp(said.data + i, word.data, word.size) == 0;
        if (here)
            build(&out, TEXT("{}"));
        else
            build_byte(&out, said.data[i]);
        i += here ? word.size : 1;
    }
    return built(&out);
}

static inline void walk_differ(struct walk *walk, const struct visitor *visitor, const char *name,
                               struct text there, struct text absent)
{
    walk_leak(walk, "there and not there are told apart", visitor->who, name);
    if (walk->leaks <= WALK_SAID_MAX && !walk->quiet)
        printf("#---- there:\n# %.600s\n#---- not there:\n# %.600s\n",
               text_string(walk->arena, there), text_string(walk->arena, absent));
}

/* ---- one action ---- */

/* The members of an input that a query or a form can hold. */
static inline struct text walk_pairs(struct walk *walk, const struct value *input)
{
    struct pairs pairs = {0};
    for (size_t i = 0; i < input->count; i++) {
        const struct value *value = input->members[i].value;
        bool text = value->kind == VALUE_TEXT;
        if (text || value->kind == VALUE_INTEGER || value->kind == VALUE_BOOLEAN)
            pairs_add(walk->arena, &pairs, text_string(walk->arena, input->members[i].name),
                      text ? value->text : json_write(walk->arena, value));
    }
    return pairs_write(walk->arena, &pairs);
}

/* What is left for the query when the route has taken its fields. */
static inline struct value *walk_rest(struct walk *walk, const struct action *action,
                                      const struct value *input)
{
    struct value *rest = value_map(walk->arena);
    for (size_t i = 0; i < input->count; i++) {
        const char *name = text_string(walk->arena, input->members[i].name);
        if (!route_has(action->route, name))
            value_set(walk->arena, rest, name, input->members[i].value);
    }
    return rest;
}

enum { WALK_WAYS = 9 };

/* The n-th way of asking it. */
static inline bool walk_way(struct walk *walk, const struct action *action, struct text json,
                            size_t way, struct asking *asking)
{
    struct turn turn = {.arena = walk->arena};
    struct value *input;
    bool reads = action->method == METHOD_GET;
    if (!json_read(&turn, json, "the deed", &input))
        return false;
    struct text route = route_fill(walk->arena, action->route, input);
    struct text rest = walk_pairs(walk, walk_rest(walk, action, input));
    *asking = (struct asking){.method = method_name(action->method),
                              .path = text_format(walk->arena, API_PREFIX "%.*s", TEXT_SHOW(route)),
                              .query = reads ? rest : TEXT_NONE,
                              .body = reads ? TEXT_NONE : json,
                              .type = reads ? NULL : "application/json"};
    switch (way) {
    case 0: break;
    case 1: asking->header = "if-match", asking->value = "\"1\""; break;
    case 2: asking->header = "if-none-match", asking->value = "*"; break;
    case 3: /* the same key twice: what was answered before is no other answer */
    case 4: asking->header = "idempotency-key", asking->value = "walk-1"; break;
    case 5: /* a wrong field is said before anybody looks for the thing, or after, but alike */
        asking->query = text_format(walk->arena, "%.*s%snonsense=1", TEXT_SHOW(asking->query),
                                    asking->query.size > 0 ? "&" : "");
        break;
    case 6: asking->method = reads ? "HEAD" : "DELETE"; break;
    case 7: /* its page, or the page with its form */
        asking->method = "GET", asking->type = NULL, asking->body = TEXT_NONE,
        asking->cookie = true;
        asking->path = reads ? route : text_format(walk->arena, "/forms/%s", action->name);
        asking->query = reads ? rest : walk_pairs(walk, input);
        break;
    default:
        asking->cookie = true;
        asking->path = text_format(walk->arena, "/forms/%s", action->name);
        asking->type = "application/x-www-form-urlencoded";
        asking->method = "POST";
        asking->body = text_format(walk->arena, "%.*s&", TEXT_SHOW(walk_pairs(walk, input)));
        return !reads;
    }
    return true;
}

static inline void walk_action(struct walk *walk, const struct action *action,
                               const struct deed *deed, const struct visitor *visitor)
{
    for (size_t way = 0; way < WALK_WAYS; way++) {
        struct walk_names names = {.count = 0};
        struct asking real;
        struct asking ghost;
        arena_clear(walk->arena);
        struct text there = walk_fill(walk, &names, deed->json, false);
        struct text absent = walk_fill(walk, &names, deed->json, true);
        if (names.count == 0)
            return;
        if (!walk_way(walk, action, there, way, &real)
            || !walk_way(walk, action, absent, way, &ghost))
            continue;
        there = walk_ask(walk, visitor, &real);
        absent = walk_ask(walk, visitor, &ghost);
        for (size_t i = 0; i < names.count; i++) {
            there = walk_masked(walk, there, names.real[i]);
            absent = walk_masked(walk, absent, names.ghost[i]);
        }
        walk->asked++;
        if (!text_equal(there, absent))
            walk_differ(walk, visitor, action->name, there, absent);
    }
}

/* ---- an action that names a thing must have a deed that does ---- */

static inline bool deed_names(const struct deed *deed, const char *field)
{
    char mark[80];
    snprintf(mark, sizeof mark, "\"%s\":\"$", field);
    return strstr(deed->json, mark) != NULL;
}

static inline void walk_covered(struct walk *walk, const struct action *action,
                                const struct deed *deed)
{
    if (deed == NULL) {
        walk_leak(walk, "no deed, so it cannot be walked", "anybody", action->name);
        return;
    }
    for (const struct field *field = action->fields; field != NULL && field->name != NULL;
         field++) {
        bool thing = field->type == FIELD_ID || route_has(action->route, field->name);
        struct text name = text_of(field->name);
        if (!thing || walk_open(name)
            || walk_among(open_fields, sizeof open_fields / sizeof *open_fields, name)
            || deed_names(deed, field->name))
            continue;
        printf("# the deed of %s does not name a \"%s\" of the ground\n", action->name,
               field->name);
        walk->leaks++;
    }
}

/* ---- everything that lists or counts ---- */

/* `next` of a page of JSON, or empty. */
static inline struct text walk_next(struct walk *walk, struct text said)
{
    const char *text = text_string(walk->arena, said);
    const char *at = strstr(text, "\"next\":");
    if (at == NULL)
        return TEXT_NONE;
    at += strlen("\"next\":");
    at += *at == '"';
    return text_copy(walk->arena, (struct text){at, strcspn(at, "\",}")});
}

static inline bool walk_paged(const struct action *action)
{
    for (const struct field *field = action->fields; field != NULL && field->name != NULL; field++)
        if (strcmp(field->name, "limit") == 0)
            return true;
    return false;
}

/* A list, page by page of one row: where a page ends tells nothing of what was left out of it. */
static inline void walk_list(struct walk *walk, const struct action *action,
                             const struct visitor *visitor, struct builder *said)
{
    struct text after = TEXT_NONE;
    for (int page = 0; page < WALK_FOLLOW_MAX; page++) {
        struct asking asking = {.method = "GET",
                                .path = text_format(walk->arena, API_PREFIX "%s", action->route)};
        if (walk_paged(action))
            asking.query =
                text_format(walk->arena, "limit=1%s%s%s%.*s", after.size > 0 ? "&" : "",
                            after.size > 0 ? list_cursor(action) : "", after.size > 0 ? "=" : "",
                            TEXT_SHOW(percent_encode(walk->arena, after)));
        struct text answer = walk_ask(walk, visitor, &asking);
        build(said, answer);
        after = walk_next(walk, answer);
        if (after.size == 0)
            return;
    }
}

/* Everything that can be asked without naming a thing, in one text of the trial's arena. */
static inline struct text walk_everything(struct walk *walk, const struct visitor *visitor)
{
    static const char *const pages[] = {"/", "/incidents", "/receipt", "/report"};
    size_t count;
    const struct action *const *actions = house_actions(walk->trial->house, &count);
    arena_clear(walk->arena);
    struct builder said = {.arena = walk->arena};
    for (size_t i = 0; i < count; i++) {
        if (actions[i]->method != METHOD_GET || strchr(actions[i]->route, '{') != NULL)
            continue;
        build_format(&said, "\n==== %s\n", actions[i]->name);
        walk_list(walk, actions[i], visitor, &said);
        struct asking page = {.method = "GET", .path = text_of(actions[i]->route), .cookie = true};
        build(&said, walk_ask(walk, visitor, &page));
    }
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct asking page = {.method = "GET", .path = text_of(pages[i]), .cookie = true};
        build_format(&said, "\n==== page %s\n", pages[i]);
        build(&said, walk_ask(walk, visitor, &page));
    }
    walk->asked++;
    return text_copy(walk->trial->arena, built(&said));
}

/* The first place where two such texts differ, and what stands around it. */
static inline void walk_changed(struct walk *walk, const struct visitor *visitor,
                                struct text before, struct text after)
{
    size_t at = 0;
    size_t section = 0;
    if (text_equal(before, after))
        return;
    while (at < before.size && at < after.size && before.data[at] == after.data[at]) {
        if (at >= 6 && memcmp(before.data + at - 6, "\n==== ", 6) == 0)
            section = at;
        at++;
    }
    arena_clear(walk->arena);
    size_t from = at < 200 ? 0 : at - 200;
    struct text name = {before.data + section, strcspn(before.data + section, "\n")};
    walk_differ(walk, visitor, text_string(walk->arena, name),
                (struct text){after.data + from, after.size - from},
                (struct text){before.data + from, before.size - from});
}

/* ---- coming to the door ---- */

static inline void walk_begin(struct walk *walk, struct trial *trial, const struct ground *ground)
{
    *walk = (struct walk){.trial = trial, .ground = ground, .arena = arena_new(WALK_ARENA_BYTES)};
    walk->door.house = trial->house;
    walk->door.settings = (struct http_settings){.house_name = TEXT("Revere")};
    memset(walk->door.secret, 7, sizeof walk->door.secret);
}

static inline struct visitor walk_visitor(struct walk *walk, const char *who, const char *person)
{
    struct visitor visitor = {.who = who, .person = person, .token = ""};
    if (*person == '\0')
        return visitor;
    struct value *made = trial_done(walk->trial, person, "token.create", "{\"name\":\"the walk\"}");
    visitor.token = text_string(walk->trial->arena, value_get_text(made, "token"));
    return visitor;
}
