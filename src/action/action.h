/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An action is what may be asked of the house, declared once: name, route, fields, area and level
 * of permission, function, help. From this come the HTTP route, the command, the permission that is
 * checked, the ledger's verb, the help text, the OpenAPI document and the form.
 */
#pragma once
#include "base/field.h"

struct change; /* ledger/ */

/* The columns of the permission matrix in roles.yaml. */
enum area {
    AREA_NONE, /* nothing of a case: open to everyone, even without a sign-in */
    AREA_REPORT,
    AREA_CASE,
    AREA_RATING,
    AREA_EVIDENCE,
    AREA_PRIVILEGED,
    AREA_OBLIGATION,
    AREA_NOTICE,
    AREA_RELEASE,
    AREA_OUTSIDE, /* law enforcement and external assistance */
    AREA_QUARANTINE,
    AREA_SUBNET,
    AREA_PLAN,
    AREA_EXCEPTION,
    AREA_FINDING,
    AREA_ORGANISATION, /* organisations and roles */
    AREA_POLICY,       /* policy and rules */
    AREA_AUDIT,        /* audit log */
    AREAS
};

enum level {
    LEVEL_NONE,
    LEVEL_METADATA,
    LEVEL_READ,
    LEVEL_CREATE,
    LEVEL_WRITE,
    LEVEL_DECIDE,
    LEVELS
};

enum method { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_PATCH };

/* The thing an action is about, as far as the permission needs to know it; filled by the action's
 * `about`. */
struct object {
    struct text incident;     /* id, or empty */
    struct text organisation; /* id of the owner, or empty */
    bool every_organisation;  /* of each that the incident affects, besides */
    struct text person;       /* id of the person it belongs to, or empty */
    struct text version;      /* what If-Match is compared with, or empty */
    bool exists;              /* false: missing, and forbidden looks the same */
};

enum { ACTION_KNOWN_BY_MAX = 4 };

/*
 * How an action runs. Exactly one of read and write is set. about finds the object that the
 * permission is asked of, before anything runs; NULL: the action is about nothing in particular.
 * Each reads its input, which field_check has passed, and answers a value (a map) for JSON and for
 * pages.
 *
 * prepare does the slow part of a write (hashing a password) before the writer is asked for: in the
 * caller's thread, on the caller's connection, after the permission and before write. It may add
 * members to the input that `fields` does not name, which a caller therefore cannot send; they are
 * no part of the request's hash. NULL: there is nothing slow.
 *
 * refused writes what is to be remembered of a write that was refused, in a change of its own,
 * after that of the write is gone: a move that was asked for and not made. NULL: nothing.
 */
struct action {
    const char *name;  /* "report.create": room or noun, dot, verb; also the ledger's verb */
    const char *title; /* for people: "Report an incident" */
    enum method method;
    const char *route; /* "/reports", "/incidents/{incident}"; braces name fields */
    const struct field *fields;
    enum area area;
    enum level level;
    bool anonymous;     /* may be called without a sign-in */
    bool never_refused; /* a first report: content is mended (cut, marked), never invalid */
    bool internal;      /* only the house's own doors (time, import) may call it */
    bool first_steps;   /* may be done before a password that was given is changed */
    bool enrols;        /* and before a second factor that a role asks for is there */
    bool sensor;        /* the house's own watch may call it, which may call nothing else */
    bool secret;        /* the answer holds a secret shown once: never stored, so never replayed */
    bool (*about)(struct turn *turn, const struct value *input, struct object *object);
    bool (*read)(struct turn *turn, const struct value *input, struct value **answer);
    bool (*prepare)(struct turn *turn, struct value *input);
    bool (*write)(struct change *change, const struct value *input, struct value **answer);
    bool (*refused)(struct change *change, const struct value *input, const struct fault *fault);
    const char *item; /* of a list: the member of an item that a field takes (see field.listed) */
    const char *known_by[ACTION_KNOWN_BY_MAX]; /* and those by which people know it, in order */
    const char *instead; /* what whoever may not do it may do: ends the refusal; or NULL */
    const char *help;    /* a paragraph */
};

enum { ACTION_PAGE_DEFAULT = 50, ACTION_PAGE_MAX = 200 };

/* Each by the word the pack and the API use for it. */
const char *area_name(enum area area);
const char *level_name(enum level level);
const char *method_name(enum method method);

/*
 * Checks the input of an action: a map, its fields, ids in the route. input may be NULL for no
 * fields. Faults: invalid, naming the field. For an action that is never refused the input is
 * mended instead: what does not fit is moved whole to the member "unread" (a list of {name, value,
 * why}), texts over their limit are cut and listed there too, and true is returned.
 */
MUST bool action_check(struct turn *turn, const struct action *action, struct value *input);
