/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Field tables: what a document may contain, declared once and checked before anybody reads it. The
 * same tables describe the files of a policy pack and the input of an action; from the latter also
 * come the help text, the form and the OpenAPI document.
 */
#pragma once
#include "base/turn.h"
#include "base/value.h"

enum field_type {
    FIELD_TEXT,    /* least..most bytes of UTF-8 */
    FIELD_INTEGER, /* least..most */
    FIELD_BOOLEAN,
    FIELD_MONEY,   /* the text "1234.56", never a number; see money_parse */
    FIELD_INSTANT, /* text of the shape of an instant; whether it is one, instant_parse says */
    FIELD_DATE,    /* "2026-07-03" */
    FIELD_WORD,    /* one of words */
    FIELD_ID, /* the id of a thing: UUID, or a name people say such as INC-2026-7K3F9 (1..64 bytes)
               */
    FIELD_LIST,  /* least..most items, each as `items` says */
    FIELD_MAP,   /* members as `members` says */
    FIELD_NAMES, /* a map whose names are free and whose values are each as `items` says */
    FIELD_ANY    /* not checked here; the reader does */
};

struct field {
    const char *name; /* NULL ends a table; in `items` it is unused */
    enum field_type type;
    bool needed;
    int64_t least; /* of bytes, of a number, of items or names, of cents */
    int64_t most;  /* 0: no limit but FIELD_TEXT_BYTES_MAX and FIELD_LIST_ITEMS_MAX; for an integer
                      whose least is 0 too, none at all */
    const char *const *words;    /* FIELD_WORD: ended by NULL */
    const struct field *members; /* FIELD_MAP: a table */
    const struct field *items;   /* FIELD_LIST, FIELD_NAMES: one entry */
    const char *help;            /* one sentence for people */
    const char *label;           /* for people; NULL: the name, its underscores as spaces */
    const char *choices;  /* a list of the policy (policy/choice.h) whose words alone are taken */
    const char *suggests; /* the same, and other words are taken, too */
    const char *listed;   /* the list action that shows what it may be given: "person.list" */
    bool secret;          /* a password: stands on no command line, and is not shown */
    bool once_more;       /* said already at the sign-in: a page asks for it when that is old */
};

enum { FIELD_TEXT_BYTES_MAX = 65536, FIELD_LIST_ITEMS_MAX = 10000 };

/*
 * Checks a map against a table: unknown names, missing names, types, limits. The fault is invalid,
 * names the path of the field ("assets[2].rating"), the file and line when source is not NULL, what
 * was found and what is allowed. source: the file's name as to be shown, or NULL for input of an
 * action.
 */
MUST bool field_check(struct turn *turn, const struct field *table, const struct value *map,
                      const char *source);

/*
 * Decimal money to cents: "1000000", "999999.99", "$1,000.50" with commas in their places. Refused:
 * more than two decimals, a minus, an exponent, other characters, more than INT64_MAX cents.
 */
MUST bool money_parse(struct text text, int64_t *cents);

/* "1234.56" in the arena. */
struct text money_format(struct arena *arena, int64_t cents);
