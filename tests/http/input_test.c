/* SPDX-License-Identifier: Apache-2.0 */
/* The pure parts of the web door: encodings, routes, the typing of forms, HTML, the tiles' grammar,
 * and the API's description of itself. */
#include "http/fixture.h"
#include "http/inside.h"
#include "tap.h"

static struct text encode_twice(struct arena *arena, struct text text)
{
    struct text back;
    return percent_decode(arena, percent_encode(arena, text), false, true, &back) ? back
                                                                                  : TEXT_NONE;
}

static void encodings(struct arena *arena)
{
    char all[256];
    struct text decoded;
    struct pairs pairs = {0}, many = {0};
    for (int i = 0; i < 256; i++)
        all[i] = (char)i;
    struct text bytes = {all, sizeof all};
    ok(text_equal(encode_twice(arena, bytes), bytes), "every byte survives percent-encoding");
    ok(!percent_decode(arena, TEXT("a%2"), false, true, &decoded)
           && !percent_decode(arena, TEXT("%g0"), false, true, &decoded),
       "strict decoding refuses half an escape");
    ok(percent_decode(arena, TEXT("100%+a%2"), true, false, &decoded)
           && text_is(decoded, "100% a%2"),
       "lenient decoding keeps it");
    ok(pairs_read(arena, TEXT("a=1&&b&=c&a=2%26&d=e=f"), &pairs) && pairs.count == 5
           && text_is(pairs_get(&pairs, "a"), "1") && text_is(pairs.items[3].value, "2&")
           && text_is(pairs_get(&pairs, "d"), "e=f"),
       "pairs in their order, empty pieces skipped");
    ok(text_is(pairs_write(arena, &pairs), "a=1&b=&=c&a=2%26&d=e%3Df"), "and written again");
    struct builder query = {.arena = arena};
    for (int i = 0; i < 2001; i++)
        build(&query, TEXT("x&"));
    ok(!pairs_read(arena, built(&query), &many) && many.count == 2000, "too many pairs are told");
}

static const struct action routes[] = {
    {.name = "a", .route = "/things"},
    {.name = "b", .route = "/things/{thing}"},
    {.name = "c", .method = METHOD_POST, .route = "/things/{thing}"},
    {.name = "d", .route = "/things/mine"},
    {.name = "e", .route = "/things/{thing}/parts/{part}"},
    {.name = "f", .route = "/{kind}/{thing}/parts/all"},
};

static const char *found(struct arena *arena, enum method method, struct text path,
                         struct pairs *fields)
{
    unsigned methods;
    const struct action *table[6];
    for (size_t i = 0; i < 6; i++)
        table[i] = &routes[i];
    *fields = (struct pairs){0};
    const struct action *action = route_find(arena, table, 6, method, path, fields, &methods);
    return action == NULL ? "" : action->name;
}

static void routing(struct arena *arena)
{
    struct pairs fields;
    struct value *map = value_map(arena);
    ok(strcmp(found(arena, METHOD_GET, TEXT("/things"), &fields), "a") == 0, "a plain route");
    ok(strcmp(found(arena, METHOD_GET, TEXT("/things/x%20y"), &fields), "b") == 0
           && text_is(pairs_get(&fields, "thing"), "x y"),
       "a field is decoded");
    ok(strcmp(found(arena, METHOD_GET, TEXT("/things/mine"), &fields), "d") == 0
           && fields.count == 0,
       "what is written out wins over a field");
    ok(strcmp(found(arena, METHOD_POST, TEXT("/things/mine"), &fields), "c") == 0,
       "but only for its method");
    ok(strcmp(found(arena, METHOD_GET, TEXT("/things/x/parts/all"), &fields), "e") == 0,
       "the earlier literal wins");
    ok(found(arena, METHOD_GET, TEXT("/"), &fields)[0] == '\0'
           && found(arena, METHOD_GET, TEXT("/things/a%2Fb"), &fields)[0] == '\0'
           && found(arena, METHOD_GET, TEXT("/things/a%0Ab"), &fields)[0] == '\0'
           && found(arena, METHOD_GET, TEXT("/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r"), &fields)[0]
                  == '\0',
       "slashes, controls and endless paths are no routes");
    value_set_text(arena, map, "thing", TEXT("a/b"));
    value_set_text(arena, map, "part", TEXT("c"));
    ok(text_is(route_fill(arena, "/things/{thing}/parts/{part}", map), "/things/a%2Fb/parts/c"),
       "a route is filled and encoded");
}

static struct text typed(struct turn *turn, const char *form)
{
    struct pairs pairs = {0};
    struct value *map = value_map(turn->arena);
    (void)pairs_read(turn->arena, text_of(form), &pairs);
    for (size_t i = 0; i < pairs.count; i++)
        input_put(turn, thing_fields, map, pairs.items[i].name, pairs.items[i].value);
    input_finish(map);
    return json_write(turn->arena, map);
}

static void typing(struct turn *turn)
{
    static const struct {
        const char *form, *json, *shows;
    } cases[] = {
        {"title=+a+&count=7&ready=no", "{\"title\":\" a \",\"count\":7,\"ready\":false}",
         "texts keep their spaces, numbers and truths are typed"},
        {"count=7x&ready=maybe", "{\"count\":\"7x\",\"ready\":\"maybe\"}",
         "what does not fit stays text"},
        {"title=&count=", "{}", "an empty control is not given"},
        {"day=+2026-07-03+", "{\"day\":\"2026-07-03\"}", "a date is trimmed"},
        {"tags=a%0A%0A+b&tags=c", "{\"tags\":[\"a\",\"b\",\"c\"]}",
         "a list, one a line or one a pair"},
        {"assets[3].name=z&assets[1].name=y", "{\"assets\":[{\"name\":\"y\"},{\"name\":\"z\"}]}",
         "gaps between rows are closed"},
        {"liability.low=5&liability.none=1", "{\"liability\":{\"low\":\"5\",\"none\":\"1\"}}",
         "unknown members stay, to be named"},
        {"content=a:+b%0Ac:d:e", "{\"content\":{\"a\":\"b\",\"c\":\"d:e\"}}", "names, one a line"},
        {"content.x=y", "{\"content\":{\"x\":\"y\"}}", "or by their path"},
        {"note={\"a\":1}&none=[", "{\"note\":{\"a\":1},\"none\":\"[\"}", "anything may be JSON"},
        {"note={broken", "{\"note\":\"{broken\"}", "or text that looks like it"},
        {"liability=x&assets=y", "{\"liability\":\"x\",\"assets\":[\"y\"]}",
         "a text where a map belongs stays one"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text json = typed(turn, cases[i].form);
        if (!ok(text_is(json, cases[i].json), "%s", cases[i].shows))
            printf("# %.*s\n", TEXT_SHOW(json));
        ok(turn->fault.kind == FAULT_NONE, "and no fault is set");
    }
}

static void markup(struct arena *arena)
{
    struct html html;
    html_begin(&html, arena);
    html_open(&html, "p", WITH({"title", TEXT("\"'<&>")}, ONLY_IF(false, "hidden", TEXT_NONE)));
    html_text(&html, TEXT("<b>\x01\xff\r\n&amp;</b>"));
    html_void(&html, "input", WITH({"required", TEXT_NONE}));
    html_close(&html);
    ok(text_is(html_end(&html),
               "<!DOCTYPE html>\n<p title=\"&quot;&#39;&lt;&amp;&gt;\">&lt;b&gt;\xEF\xBF\xBD"
               "\xEF\xBF\xBD\n&amp;amp;&lt;/b&gt;<input required></p>\n"),
       "text can never become markup");
}

static void spans(struct arena *arena)
{
    ok(text_is(piece_span(arena, 0), "0 s") && text_is(piece_span(arena, SECOND_US - 1), "0 s")
           && text_is(piece_span(arena, 59 * SECOND_US), "59 s")
           && text_is(piece_span(arena, MINUTE_US), "1 min")
           && text_is(piece_span(arena, 2 * HOUR_US + 14 * MINUTE_US), "2 h 14 min")
           && text_is(piece_span(arena, 3 * DAY_US + 5), "3 d")
           && text_is(piece_span(arena, DAY_US + HOUR_US), "1 d 1 h"),
       "spans in at most two units");
    ok(text_is(piece_label(arena, TEXT("known_since")), "Known since"), "a label from a name");
}

static void tile_grammar(void)
{
    static const char *const good[] = {"/ledger/checkpoint",       "/ledger/vkey",
                                       "/ledger/tile/0/000",       "/ledger/tile/63/x999/x123/456",
                                       "/ledger/tile/8/001.p/255", "/ledger/tile/0/000.p/1"};
    static const char *const bad[] = {"/ledger/",
                                      "/ledger/checkpoint/",
                                      "/ledger/tile/",
                                      "/ledger/tile/0",
                                      "/ledger/tile/0/00",
                                      "/ledger/tile/0/0000",
                                      "/ledger/tile/0/000/000",
                                      "/ledger/tile/-1/000",
                                      "/ledger/tile/0/000.p/",
                                      "/ledger/tile/0/000.p/01",
                                      "/ledger/tile/0/000.p/256",
                                      "/ledger/tile/0/x000",
                                      "/ledger/tile/entries/000",
                                      "/ledger/tile/0/../../../key",
                                      "/ledger/key"};
    bool forever;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        ok(tile_public(text_of(good[i]), &forever), "%s is public", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ok(!tile_public(text_of(bad[i]), &forever), "%s is not", bad[i]);
}

/* Every field of an action stands in its operation, in the path, the query or the body. */
static bool described(const struct value *operation, const struct action *action)
{
    const struct value *body = value_get(
        value_get(value_get(value_get(operation, "requestBody"), "content"), "application/json"),
        "schema");
    for (const struct field *field = action->fields; field->name != NULL; field++) {
        bool there = value_get(value_get(body, "properties"), field->name) != NULL;
        for (size_t i = 0; !there && i < value_get_count(operation, "parameters"); i++)
            there = text_is(value_get_text(value_get_item(operation, "parameters", i), "name"),
                            field->name);
        if (!there)
            return false;
    }
    return value_get_count(operation, "security") > 0 || value_has(operation, "security");
}

/* Each $ref leads to something in the same document. */
static bool references(const struct value *document, const struct value *value)
{
    const struct value *reference = value_get(value, "$ref");
    if (reference != NULL) {
        const struct value *at = document;
        struct text rest = reference->text;
        (void)text_cut(rest, '/', &rest);
        while (rest.data != NULL) {
            char name[64];
            struct text part = text_cut(rest, '/', &rest);
            snprintf(name, sizeof name, "%.*s", TEXT_SHOW(part));
            at = value_get(at, name);
        }
        return at != NULL;
    }
    for (size_t i = 0; value->kind == VALUE_MAP && i < value->count; i++)
        if (!references(document, value->members[i].value))
            return false;
    for (size_t i = 0; value->kind == VALUE_LIST && i < value->count; i++)
        if (!references(document, value->items[i]))
            return false;
    return true;
}

static void description(struct turn *turn)
{
    const struct action *table[64];
    size_t count = 0;
    for (const struct action *const *room = fixture_rooms; *room != NULL; room++)
        for (const struct action *action = *room; action->name != NULL; action++)
            table[count++] = action;
    struct value *made = openapi_document(turn->arena, table, count, TEXT("Test"));
    struct value *document;
    bool read = json_read(turn, json_write(turn->arena, made), "the description", &document);
    ok(read && text_is(value_get_text(document, "openapi"), "3.1.0"), "the description is JSON");
    for (size_t i = 0; i < count; i++) {
        const struct value *path = value_get(value_get(document, "paths"), table[i]->route);
        const struct value *operation =
            value_get(path, table[i]->method == METHOD_GET ? "get" : "post");
        if (table[i]->internal)
            ok(operation == NULL, "%s is not described", table[i]->name);
        else
            ok(operation != NULL && described(operation, table[i]), "%s is described, each field",
               table[i]->name);
    }
    ok(references(document, document), "every reference leads somewhere");
    const struct value *change =
        value_get(value_get(value_get(document, "paths"), "/things/{thing}"), "post");
    const struct value *body = value_get(
        value_get(value_get(value_get(change, "requestBody"), "content"), "application/json"),
        "schema");
    const struct value *list = value_get(value_get(value_get(document, "paths"), "/things"), "get");
    ok(text_is(value_get_text(value_get(value_get(body, "properties"), "like"), "x-listed"),
               "thing.list")
           && text_is(value_get_text(list, "operationId"), "thing.list")
           && text_is(value_get_text(list, "x-item"), "thing"),
       "a field that is chosen says of which list, and the list by which member");
}

int main(void)
{
    struct arena *arena = arena_new(16 << 20);
    struct turn turn = {.arena = arena};
    encodings(arena);
    routing(arena);
    typing(&turn);
    markup(arena);
    spans(arena);
    tile_grammar();
    description(&turn);
    arena_free(arena);
    return tap_end();
}
