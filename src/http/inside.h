/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the web door share. A request is read whole before anybody looks at it, and a
 * response is written whole before a byte of it leaves: neither knows the library underneath. */
#pragma once
#include "base/hash.h"
#include "http/html.h"
#include "http/http.h"

enum {
    HEADERS_MAX = 64,
    SEGMENTS_MAX = 16,       /* of a path */
    PAIRS_MAX = 2000,        /* of a query or a form */
    ITEMS_MAX = 200,         /* entries of one list in a form */
    NESTING_MAX = 8,         /* of names in a form: a.b[0].c */
    TARGET_BYTES_MAX = 8192, /* path and query */
    SECRET_BYTES = 32
};

#define API_PREFIX "/api/v1"

struct pair {
    struct text name, value;
};

struct pairs {
    struct pair *items;
    size_t count, capacity;
};

/* What every answer of the server needs; never written after http_serve. */
struct door {
    struct house *house;
    struct http_settings settings;      /* defaults filled in */
    unsigned char secret[SECRET_BYTES]; /* of the form tokens; new with each start */
};

struct request {
    struct arena *arena;
    jmp_buf *guard; /* of the arena: set anew after each call to the counter */
    int64_t now_us;
    const struct log *log;            /* of the house */
    struct text method;               /* "GET" */
    struct text path;                 /* as sent, still percent-encoded */
    struct text query;                /* as sent, without the question mark */
    struct pair headers[HEADERS_MAX]; /* names in lower case */
    size_t header_count;
    bool headers_cut; /* there were more */
    struct text body;
    struct text call;  /* phone number for whoever cannot be served; said in a problem */
    size_t body_bytes; /* that were sent; more than body.size when the excess was cut */
};

struct response {
    int status;
    struct text type; /* Content-Type; empty: no body */
    struct text body;
    struct pairs headers;
    bool close; /* the connection cannot be used again */
};

/* ---- dispatch.c: the one entry ---- */

/* Answers a request: never fails, a fault is an answer. */
void http_respond(const struct door *door, struct request *request, struct response *response);

/* ---- query.c: names and values as the web writes them; pure ---- */

/* %HH undone, and plus to space where wanted. strict: false for a percent sign without two hex
 * digits; otherwise such a sign stands for itself. */
bool percent_decode(struct arena *arena, struct text text, bool plus, bool strict,
                    struct text *decoded);

/* All bytes but letters, digits and -._~ as %HH. */
struct text percent_encode(struct arena *arena, struct text text);

/* "a=1&b=2" into pairs, decoded, in their order; false when there were more than PAIRS_MAX, and
 * then the first of them are there. */
bool pairs_read(struct arena *arena, struct text query, struct pairs *pairs);
void pairs_add(struct arena *arena, struct pairs *pairs, const char *name, struct text value);
struct text pairs_write(struct arena *arena, const struct pairs *pairs);

/* The value of the first pair of a name, or empty. */
struct text pairs_get(const struct pairs *pairs, const char *name);

/* ---- route.c: which action a path means; pure ---- */

/*
 * The action whose route fits a path (as sent) best, with the fields of its braces in *fields; NULL
 * when none does. *methods has bit 1 << method set for each method that is there, also when the one
 * asked for is not. A segment written out wins over a field.
 */
const struct action *route_find(struct arena *arena, const struct action *const *actions,
                                size_t count, enum method method, struct text path,
                                struct pairs *fields, unsigned *methods);

/* Does a path fit one route? Then *fields has what stood in its braces. */
bool route_match(struct arena *arena, const char *route, struct text path, struct pairs *fields);

/* A route with its braces filled from a map: "/incidents/INC-2026-7K3F9". Missing ones stay "". */
struct text route_fill(struct arena *arena, const char *route, const struct value *map);

/* The field in which a list takes the place to go on from, as its `next` says it: "after", or
 * "before" for lists that run backwards. */
const char *list_cursor(const struct action *action);

/* `next` of a list as text, or empty on the last page. */
struct text list_next(struct arena *arena, const struct value *list);

/* True when the route has a field of this name in braces. */
bool route_has(const char *route, const char *name);

/* ---- input.c: pairs become the typed map that an action's field table wants; pure ---- */

/*
 * Puts one value into the map under a name such as "title", "liability.low" or "assets[0].rating",
 * typed by the table: numbers, booleans, list entries a line. What does not fit its type stays
 * text, what is in no table stays under its name: field_check then says what is wrong with it. An
 * empty value is not given.
 */
void input_put(struct turn *turn, const struct field *table, struct value *map, struct text name,
               struct text value);

/* Takes out the gaps that are left in lists when a form sends row 3 but not row 2. */
void input_finish(struct value *value);

/* ---- header.c: what the headers of a request say ---- */

/* The value of a header (name in lower case), or empty. Twice with two values: the text is empty
 * and *twice is set, where it is not NULL. */
struct text header_get(const struct request *request, const char *name, bool *twice);

/* Sets a header of the response, or replaces it. */
void header_set(struct request *request, struct response *response, const char *name,
                struct text value);

/* The media type of the body, in lower case, without parameters. */
struct text body_type(const struct request *request);

/* Fills in credential, idempotency key and version of a call. Invalid for headers that cannot be
 * right. */
MUST bool call_headers(struct turn *turn, const struct door *door, const struct request *request,
                       struct call *call);

/* True when If-None-Match names the version (weak comparison). */
bool version_known(const struct request *request, struct text version);

/* ---- session.c: who asks, and whether the page that asks is ours ---- */

struct text session_token(const struct door *door, const struct request *request);
struct text session_cookie(const struct door *door, const struct request *request,
                           struct text token);
struct text session_cookie_end(const struct door *door, const struct request *request);

/* The hidden token of our forms for this session. */
struct text form_token(const struct door *door, const struct request *request);

/* A request of a browser that came from our own pages: Sec-Fetch-Site and Origin agree. */
bool same_origin(const struct door *door, const struct request *request);

/* same_origin, and for a session the form token as well. */
bool form_trusted(const struct door *door, const struct request *request, struct text token);

/* ---- api.c, problem.c, openapi.c, tile.c ---- */

void api_respond(const struct door *door, struct request *request, struct response *response);
void openapi_respond(const struct door *door, struct request *request, struct response *response);
struct value *openapi_document(struct arena *arena, const struct action *const *actions,
                               size_t count, struct text title);
void tile_respond(const struct door *door, struct request *request, struct response *response);

/* True for a path below /ledger/ that is a public file of the ledger: checkpoint, the key line, a
 * hash tile. Entry bundles are not. *forever: its bytes never change. */
bool tile_public(struct text path, bool *forever);

/* The problem document of a fault. status 0: the one of its kind. */
void problem_respond(struct request *request, struct response *response, const struct fault *fault,
                     int status);
struct value *problem_value(struct request *request, const struct fault *fault, int status);

/* What is wrong and what to do, for people: nothing that tells missing from forbidden, nothing of
 * the house's inside. */
struct text fault_detail(struct request *request, const struct fault *fault);

/* The headers that go with a status: WWW-Authenticate, Retry-After. */
void problem_headers(struct request *request, struct response *response, const struct fault *fault);

/* A 405 with its Allow header, made of bits 1 << method. */
void problem_method(struct request *request, struct response *response, unsigned methods);

/* Runs an action for this request; the arena's guard is set again afterwards. */
void door_call(const struct door *door, struct request *request, const struct call *call,
               struct answer *answer);

/* ---- page.c: what every page has ---- */

struct page {
    const struct door *door;
    struct request *request;
    struct response *response;
    struct arena *arena;
    struct pairs query; /* of the address */
    struct pairs form;  /* of the body; what a form sent */
    struct html html;
    struct value *me; /* who is signed in, as GET /me answers; NULL: nobody */
};

void page_respond(const struct door *door, struct request *request, struct response *response);

/* Head, heading and navigation, up to the h1. section: the path of the entry of the navigation that
 * is current, or NULL. */
void page_begin(struct page *page, struct text title, const char *section);
void page_end(struct page *page);

/* Would whoever asks be let do this to the object that the input names? For showing; the action
 * itself asks again. */
bool page_may(struct page *page, const struct action *action, struct value *input);

/* Runs an action as whoever asks; false when it is not there or has a fault, which is in *answer.
 */
bool page_ask(struct page *page, const char *action, struct value *input, struct answer *answer);

/* The same, and the fault becomes the page. */
bool page_need(struct page *page, const char *action, struct value *input, struct answer *answer);
void page_fault(struct page *page, const struct fault *fault);
void page_go(struct page *page, struct text path); /* 303 */
bool page_posted(const struct page *page);

/* ---- piece.c: pieces of pages ---- */

/* <time> with UTC in its title; nothing for an empty instant. */
void piece_time(struct page *page, struct text utc, struct text local);

/* The twin members NAME and NAME_local of a map as a time. */
void piece_when(struct page *page, const struct value *map, const char *name);

/* The request's now, on the clock of the policy. */
void piece_now(struct page *page);

/* "2 h 14 min", at most two units. */
struct text piece_span(struct arena *arena, int64_t span_us);

/* How far a due is away at the request's now: "in 2 h 14 min"; when it is past, "late by 35 min" if
 * the policy calls that late, else "now, for 5 s". Empty for no due. */
struct text piece_countdown(struct page *page, struct text due_utc, bool late);

/* The title of a role in the policy in force, or its code. */
struct text piece_role(const struct page *page, struct text code);

/* What people call a state of an incident, or a document; the code in words when the policy in
 * force has none of that name. */
struct text piece_state(const struct page *page, struct text code);
struct text piece_document(const struct page *page, struct text code);

/* After a deed that led here (?done=ACTION): that it is done. */
void piece_done(struct page *page);
void piece_mark(struct page *page, const char *kind, struct text text); /* a small label */
void piece_row(struct page *page, const char *term, struct text text);  /* of a dl; not if empty */
void piece_clauses(struct page *page, const struct value *list);        /* links, by commas */

/* The way to the next page of a list. cursor: see list_cursor. */
void piece_next(struct page *page, const struct value *list, const char *cursor);
void piece_empty(struct page *page, struct text what, struct text next_path, struct text next);

struct table {
    const char *const *columns; /* ended by NULL */
    size_t column;
};

/* A table with a caption and column headings; on a narrow screen each row stands as a card. */
void table_begin(struct page *page, struct table *table, struct text caption,
                 const char *const *columns);
void table_row(struct page *page, struct table *table);
void table_cell(struct page *page, struct table *table); /* opens; the first of a row heads it */
void table_text(struct page *page, struct table *table, struct text text);
void table_end(struct page *page);

/* The impact table, row by row, with those that hold lit; rows as rating_rows_value gives them. */
void piece_rating(struct page *page, const struct value *rows);

/* Any answer, as lists and tables: for actions that have no page of their own. */
void piece_value(struct page *page, const struct value *value, struct text caption);

/* Words of a name: "known_since" -> "Known since". */
struct text piece_label(struct arena *arena, struct text name);

/* ---- form.c: the form of an action, from its field table ---- */

/* The field of this name is asked first; the others stand in a part that can be opened. */
struct form {
    const struct action *action;
    struct text target;        /* path that it is sent to */
    const struct pairs *given; /* what was typed, to be shown again */
    const struct fault *fault; /* of the last try, or NULL */
    const char *const *first;  /* names asked at once; NULL: all */
    const char *const *omit;   /* names that are for programs only; NULL: none */
    const struct value *rows;  /* the impact table as what is typed would light it, or NULL */
    const char *more;          /* heading of the rest */
    const char *button;        /* NULL: the action's title */
    const char *next_path;     /* where to go afterwards, or NULL */
    bool hidden;               /* what is given is handed on, and nothing is asked */
    bool looks;                /* it is sent as an address, and nothing is done by it */
    struct text version;       /* what the deed is held against, as If-Match; or empty */
    const char *instead;       /* another action that a second button does, or NULL */
    const char *instead_button;
};

void form_write(struct page *page, const struct form *form);

/* summary.c: above a form that was not taken, what is wrong with it. */
void form_summary(struct page *page, const struct form *form);

/* One control with its label, as the form of this field has it; the id that a control has. */
void form_control(struct page *page, const struct form *form, const struct field *field,
                  struct text name);
struct text form_control_id(struct arena *arena, struct text name);

/* ---- document.c: the contents of a document, element by element ---- */
/* What the chosen document begins with, as document.prepare answers it; NULL where none is chosen,
 * or nobody may see it. */
const struct value *document_begun(struct page *page, const struct action *action,
                                   const struct pairs *given);
/* Adds what it begins with to what is given. */
void document_add(struct page *page, const struct action *action, struct pairs *given);
bool document_asked(const struct form *form, const struct field *field);
void document_write(struct page *page, const struct form *form, const struct field *field);

/* ---- listed.c: what a field may be given of a list of the house ---- */

/* The list action that a field is chosen from; NULL: none. */
const struct action *listed_action(const struct page *page, const struct field *field);

/* [{"value","title"}] as the list answers whoever asks; NULL: the field names none, they may see
 * nothing in it, or there is more than a form holds. given: what the form is about. */
struct value *listed_choices(struct page *page, const struct pairs *given,
                             const struct field *field);

/* The words of a list of the policy; of the answers to statements those of the one that is chosen
 * in the form. */
struct value *listed_words(struct arena *arena, const struct pack *pack, const struct form *form,
                           const char *list);

/* The way to the list, for whoever may ask it. */
void listed_hint(struct page *page, const struct pairs *given, const struct field *field);

/* True when a button was pressed that changes the form and does nothing: one more row, a look at
 * the rating. */
bool form_asks_again(const struct page *page);

/* The map for the action from what was sent. */
struct value *form_input(struct page *page, const struct action *action);

/* True when the form is one of ours; else *fault says what to do. */
bool form_ours(struct page *page, struct fault *fault);

/* ---- known.c: what a form can know before anybody types ---- */

/* True for an action on an incident that asks for the facts towards the rating. */
bool known_is_rating(const struct action *action);

/* {"assets":[{"rating":"high"}]} under a name, as name.assets[0].rating=high. */
void pairs_flatten(struct arena *arena, struct pairs *pairs, struct text name,
                   const struct value *value);

/* Adds what the case has already of them, as the form would send it. */
void known_add(struct page *page, const struct action *action, struct pairs *given);

/* The impact table as what is given would light it (see rating_rows_value); NULL for another
 * action, or when what is given cannot be read. */
const struct value *known_rows(struct page *page, const struct action *action,
                               const struct pairs *given);

/* ---- the pages ---- */

void owed_page(struct page *page, const struct pairs *fields);
void report_page(struct page *page, const struct pairs *fields);
void odd_page(struct page *page, const struct pairs *fields);
/* One obligation as an item of a list; with the incident it belongs to, unless the page is its. */
void owed_card(struct page *page, const struct value *item, bool with_incident);

void acknowledge_page(struct page *page, const struct pairs *fields);
void receipt_page(struct page *page, const struct pairs *fields);
void sign_in_page(struct page *page, const struct pairs *fields);
void sign_out_page(struct page *page, const struct pairs *fields);
/* Whom of each affected body one calls first, of the answer of incident.read. */
void called_first(struct page *page, const struct value *incident);

/* ---- life.c: parts of an incident's page, each of the answer of incident.read ---- */
void life_phases(struct page *page, const struct value *incident);
void life_kind(struct page *page, const struct value *incident);
void life_overrides(struct page *page, const struct value *incident);
void life_affected(struct page *page, const struct value *incident);
void life_done(struct page *page, const struct value *incident);
void life_proposals(struct page *page, const struct value *incident);
void life_mergers(struct page *page, const struct value *incident);
/* What holds each move back; asked of the house. */
void life_guards(struct page *page, struct text number);
/* Incidents that may be the same event; asked of the house. */
void life_candidates(struct page *page, struct text number);
/* The earlier ones that it is to be held against, once it has recovered. */
void life_history(struct page *page, const struct value *incident);
/* What a refusal says must hold first; NULL: nothing. */
void life_unmet(struct page *page, const struct value *unmet, struct text number);

/* ---- said.c, sheet.c, review.c, more.c ---- */
/* What was reported, by whom, and what was said later. */
void said_reports(struct page *page, const struct value *incident);
/* The way back to a case from a page about it. */
void way_back(struct page *page, struct text number);
void sheet_page(struct page *page, const struct pairs *fields);
void review_page(struct page *page, const struct pairs *fields);
/* Everything that whoever is signed in may see or do and that belongs to no case. */
void more_page(struct page *page, const struct pairs *fields);

/* ---- alert.c, sensor.c ---- */
/* Of a case, or those of the house. */
void alerts_page(struct page *page, const struct pairs *fields);
void alert_page(struct page *page, const struct pairs *fields);
/* Which watches live, and what each of their sources came to. */
void sensors_page(struct page *page, const struct pairs *fields);

/* ---- incident.c ---- */
void incidents_page(struct page *page, const struct pairs *fields);
void incident_page(struct page *page, const struct pairs *fields);
void documents_page(struct page *page, const struct pairs *fields);
void document_page(struct page *page, const struct pairs *fields);
void record_page(struct page *page, const struct pairs *fields);
void changes_page(struct page *page, const struct pairs *fields);
void days_page(struct page *page, const struct pairs *fields);
void asked_page(struct page *page, const struct pairs *fields);
void obligation_page(struct page *page, const struct pairs *fields);
void clause_page(struct page *page, const struct pairs *fields);
void action_page(struct page *page, const struct pairs *fields);

/* What to write where a page asks for a sign-in first. */
void sign_in_first(struct page *page);
