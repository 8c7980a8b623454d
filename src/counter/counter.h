/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The counter: where every door brings what is asked, and the only place where an action runs.
 *
 * action_call does, always in this order: check the fields, find out who asks, ask can() about the
 * object, look whether this very request was answered before, run, let the obligations hear the new
 * facts, answer. Reads run in the caller's thread on a connection of its own. Writes run one after
 * the other on the house's writer, many to a transaction, each in a savepoint; the answer leaves
 * after the commit.
 *
 * A house is a folder (settings, key, published ledger, and the database unless it is PostgreSQL)
 * and the policy pack it works by, which is kept in the store under its hash.
 */
#pragma once
#include "action/action.h"
#include "base/clock.h"
#include "base/log.h"
#include "ledger/ledger.h"
#include "policy/pack.h"

struct house;

enum { HOUSE_TURN_BYTES = 256 * 1024 * 1024, HOUSE_GROUP_MAX = 64, HOUSE_QUEUE_MAX = 1024 };

struct house_settings {
    struct text folder;      /* made, mode 0700, if it is not there */
    struct text store;       /* address of the store; empty: sqlite:FOLDER/house.db */
    struct text keys;        /* folder of the signing key; empty: the house's own */
    struct text pack_folder; /* the policy to adopt when the house is new; empty: the pack it has */
    struct clock clock;
    const struct log *log; /* lives as long; NULL: text to standard error */
    const struct action *const
        *rooms; /* each room's table of actions, ended by a NULL name; the list by NULL */
    const struct embedded *tables; /* each room's tables.sql, in the order of the rooms */
    bool unwatched; /* who reads what is not written down: for trials of something else */
    bool founding;  /* a new house is being made: see house_founded */
    bool writer;    /* true: a writer thread groups changes of many callers; false: each call is its
                       own group */
};

/*
 * Opens a house, and makes it first if the folder is new: key, tables, pack, origin. The house's
 * memory lives until house_close. The turn is only used to say what went wrong.
 */
MUST bool house_open(struct turn *turn, const struct house_settings *settings,
                     struct house **house);
void house_close(struct house *house);

/*
 * Making a house takes several steps on two places, a folder and a store. With `founding` a mark
 * stands in the folder from the first of them until house_founded: a house that bears it is opened
 * by nobody but who makes it, so that a killed making leaves nothing that looks like a house, and
 * the next one goes on with it. Faults of house_open then: clash when there is a whole house in the
 * folder, or another's in the store; busy when somebody else is making it now.
 */
MUST bool house_founded(struct turn *turn, struct house *house);

/* The newest pack; pack_at() finds those before it. It stays until the house is closed. */
const struct pack *house_pack(const struct house *house);

/* Adopts a pack from an instant on: kept in the store under its hash, with a line in the ledger.
 * The first pack of a house is in force since its documents are (pack_in_force_us), whatever
 * from_us. */
MUST bool house_adopt(struct house *house, struct turn *turn, struct text folder, int64_t from_us);

/* Signs and publishes what was committed (a house with a writer does it by itself within a second).
 */
MUST bool house_publish(struct house *house, struct turn *turn);

/* What the house was opened with, and the instant its clock shows. */
const struct ledger_place *house_ledger(const struct house *house);
struct text house_folder(const struct house *house);
const struct log *house_log(const struct house *house);
int64_t house_now_us(const struct house *house);

/* Since when it listens without a break: since it was opened, or since it was told that it, or its
 * clock, had stood still. What others should have said meanwhile is not held against them. */
int64_t house_listens_us(const struct house *house);
void house_listens_since(struct house *house, int64_t since_us);

/* All actions, in order; *count of them. And one by its name, or NULL. */
const struct action *const *house_actions(const struct house *house, size_t *count);
const struct action *house_action(const struct house *house, struct text name);

/* house.*, ledger.*, policy.* */
extern const struct action counter_actions[];
extern const struct action alarm_actions[];

/* By how much the clock stands before the ledger's last entry, when that is more than a moment and
 * was not put on record yet; else 0. */
MUST bool house_clock_behind(struct turn *turn, int64_t *behind_us);

/* The watch: not in this process, and trusted with what sensors may do alone (action.sensor). */
#define SYSTEM_WATCH "system:watch"

/* Who asks, as the door knows it. At most one of token, system and person is set; none: a stranger.
 */
struct credential {
    struct text token;  /* of a session or for programs, as given; looked up by its hash */
    const char *system; /* "system:tick", "system:import": the house's own doors, trusted because
                           in-process; or SYSTEM_WATCH */
    struct text
        person; /* id of a person for whom a door in this process vouches (stories, the demo) */
    struct text capacity; /* role code to act in, or empty: the first held that is allowed */
};

struct call {
    const struct action *action;
    struct value *input; /* map, or NULL */
    struct credential credential;
    struct text key;      /* idempotency key, or empty */
    struct text if_match; /* version the caller has seen, or empty */
};

struct answer {
    struct fault fault; /* kind FAULT_NONE: done */
    struct value *value;
    struct text version; /* of the thing answered (an ETag without its quotes), or empty */
    bool replayed;       /* the stored answer of an earlier request with the same key */
};

/*
 * Runs an action. Memory of the answer is in the arena, which the caller owns and clears. Never
 * fails: a fault is an answer. Out of memory in the arena is a limit.
 */
void action_call(struct house *house, struct arena *arena, const struct call *call,
                 struct answer *answer);

/*
 * Would this caller be let do it, as things stand now? Only the object's fields of the input are
 * needed. For showing what can be done; action_call asks again. False also when that cannot be
 * told.
 */
bool action_allowed(struct house *house, struct arena *arena, const struct call *call);

/* Does the writer answer within so many microseconds? For whoever watches over the process: a house
 * whose writer hangs is not well, whatever else it does. A house without a writer answers. */
bool house_answers(struct house *house, int64_t wait_us);

/*
 * Test only: the n-th call of the store on the writer's connection from now on fails (0: never).
 * For the fault sweep. A reader's connection is at hand by house_turn_begin.
 */
void house_fail_after(struct house *house, size_t calls);

/* A turn for a door's own needs (a tick's scan): opened on a reader's connection, and given back.
 */
MUST bool house_turn_begin(struct house *house, struct arena *arena, struct turn *turn);
void house_turn_end(struct house *house, struct turn *turn);
