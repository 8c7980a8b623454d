/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The turn: everything one piece of work needs, handed down the call chain.
 *
 * Whatever comes through a door becomes an action, and an action runs in one turn. The turn holds
 * the memory of the work (an arena: nobody frees inside a turn), the instant at which it began
 * (fixed, so that a rule asked twice answers the same), who acts and in what capacity, the open
 * database, and the policy in force. It also holds the fault: a function that can fail takes the
 * turn first and returns MUST bool; the first fault sticks, and so work reads as prose:
 *
 *     return incident_read(turn, id, &incident) && lifecycle_allows(turn, &incident, to) && ...;
 */
#pragma once
#include "base/arena.h"
#include "base/text.h"
#include <stdbool.h>
#include <stdint.h>

#define MUST __attribute__((warn_unused_result))

struct capacities; /* people/: the roles that the actor holds now */
struct pack;       /* policy/ */
struct store;      /* store/ */
struct value;      /* base/value.h */

/* The eight ways in which work can fail. fault_table in turn.c maps each to an HTTP status and an
 * exit code. */
enum fault_kind {
    FAULT_NONE,
    FAULT_INVALID,  /* the input is wrong: names the field, and the file and line where there is one
                     */
    FAULT_STRANGER, /* nobody is signed in, and somebody must be */
    FAULT_REFUSED,  /* understood, and not allowed: names the clause or the guard */
    FAULT_MISSING,  /* not there, or not for this reader: the two look the same */
    FAULT_CLASH,    /* somebody else was faster: read again */
    FAULT_LIMIT,    /* a named limit is reached */
    FAULT_BUSY,     /* try again later */
    FAULT_BROKEN,   /* the house itself is at fault */
    FAULT_KINDS
};

enum { FAULT_MESSAGE_BYTES = 512, FAULT_NAME_BYTES = 128 };

struct fault {
    enum fault_kind kind;
    char field[FAULT_NAME_BYTES];      /* the field or setting at fault, or empty */
    char clause[FAULT_NAME_BYTES];     /* the clause that refuses, or empty */
    char message[FAULT_MESSAGE_BYTES]; /* what is wrong and what to do, one sentence each */
    const struct value *unmet; /* of a refusal: a list of {says, because, todo, clauses, …}, each of
                                  which must hold first; in the turn's arena, or NULL */
};

/* Who acts. All members empty: nobody is signed in. */
struct actor {
    struct text person;       /* id of the person, or a system name such as "system:tick" */
    struct text name;         /* as shown to people */
    struct text capacity;     /* role code in which the person acts now */
    struct text holding;      /* how it is held, where not as incumbent: "designee" …; or empty */
    struct text organisation; /* id of the organisation for which the capacity is held, or empty */
    struct text session;      /* id of the session or token presented, or empty */
    int64_t seen_us;          /* when its use was noted last; INT64_MIN: never */
    bool second_factor;       /* it was opened with one */
    bool password_given;      /* the person has not chosen the password yet */
    int64_t signed_in_us;     /* when this session was opened; INT64_MIN: not by a sign-in */
    bool sensor;              /* the token is that of a watch */
    bool system; /* one of the house's own doors, trusted because it is in the process */
    const struct capacities *held; /* set by the counter for can(), or NULL */
};

struct turn {
    struct arena *arena;
    int64_t now_us; /* microseconds since 1970-01-01T00:00:00Z; never read again in the turn */
    struct actor actor;
    struct store *store;
    const struct pack *pack;
    const unsigned char *sealing; /* 32 bytes under which secrets are sealed, or NULL: none here */
    struct fault fault;
};

/* What a fault looks like from outside. */
struct fault_face {
    const char *name;  /* "invalid" */
    const char *title; /* for people: "The input is not valid" */
    int http_status;
    int exit_code;
};

/* The outside face of a kind of fault; never NULL. FAULT_NONE answers 200 and 0. */
const struct fault_face *fault_face(enum fault_kind kind);

/*
 * Sets the turn's fault unless one is set already. Always false, so that "return fail(...)" reads
 * well. The message is one or two plain sentences: what is wrong, and what to do.
 */
bool fail(struct turn *turn, enum fault_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same, naming the field (or, for a refusal, the clause) at fault. */
bool fail_field(struct turn *turn, const char *field, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool fail_clause(struct turn *turn, const char *clause, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The message as a reader wants it: rooms say "sign in to do this", and a reader gets "Sign in to
 * do this." A name, a path or a field at the beginning stays as it is. */
struct text fault_sentence(struct arena *arena, const struct fault *fault);

/* Forgets the fault, for work that goes on after a part of it failed (a batch, a retry). */
void fault_clear(struct turn *turn);

/*
 * Runs work(turn, context) with the turn's arena guarded: when its memory runs out the work is left
 * where it stands, the fault is limit, and false is returned. The caller then undoes what is not
 * memory.
 */
MUST bool turn_run(struct turn *turn, bool (*work)(struct turn *turn, void *context),
                   void *context);
