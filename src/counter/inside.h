/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the counter share. */
#pragma once
#include "base/hash.h"
#include "counter/counter.h"
#include "people/can.h"
#include <pthread.h>

/* What a call was seen to ask for, and by whom; filled as its steps go. */
struct glimpse {
    struct text version;  /* of its object */
    struct text incident; /* id of the case that the object belongs to, or empty */
    struct text person, capacity;
    bool system;
    int64_t now_us;
};

/* A call on its way through the writer. */
struct job {
    struct glimpse glimpse;
    const struct call *call;
    struct answer *answer;
    struct arena *arena;
    struct text hash; /* of the input as it came, for the idempotency key; empty without a key */
    struct job *next;
    bool done;
};

struct writer {
    pthread_t thread;
    bool threaded; /* a thread runs; else the callers run their own groups under the mutex */
    pthread_mutex_t mutex;
    pthread_cond_t work; /* the writer waits for jobs */
    pthread_cond_t done; /* callers wait for answers */
    struct job *first, *last;
    size_t waiting;
    uint64_t asked, answered; /* whether the writer is alive; see house_answers */
    bool closing;
    struct arena *arena;
    struct store *store;
};

/* Publishes the ledger within a second of a commit. */
struct publisher {
    pthread_t thread;
    bool threaded;
    pthread_mutex_t mutex;
    pthread_cond_t work;
    bool dirty, closing;
};

struct waiting;

/* Lets callers read, in the order of their coming; see gate.c. */
struct gate {
    pthread_mutex_t mutex;
    size_t width, inside, waiting;
    struct waiting *first, **last; /* the queue */
    long patience_ms;              /* after which one goes in beside the others */
};

enum {
    READINGS_MAX = 4096,      /* that wait to be written */
    READINGS_BATCH_MAX = 500, /* of one change */
    READING_WORD_BYTES = 72,  /* of an id, a number, a role, an action's name */
    READINGS_PAUSE_MS = 400,  /* from the first that waits until it is written */
    READINGS_PATIENCE_S = 5   /* for room, before a read is refused as busy */
};

/* Who read what, as it waits in memory. */
struct noted {
    int64_t at_us;
    int64_t shown; /* rows of a list */
    const char *outcome;
    char person[READING_WORD_BYTES], capacity[READING_WORD_BYTES], action[READING_WORD_BYTES],
        incident[READING_WORD_BYTES], asked[READING_WORD_BYTES];
};

/* reading.c: reads wait here for the writer, many to a change. */
struct readings {
    pthread_t thread;
    bool threaded; /* else each call writes its own */
    pthread_mutex_t mutex, writing;
    pthread_cond_t work; /* there is something to write */
    struct noted *ring;
    size_t first, count;
    int64_t strangers; /* refusals of people who are not signed in, since the last change */
    bool closing;
};

struct reader {
    struct store *store;
    struct reader *next;
};

struct house {
    struct arena *arena;
    struct house_settings settings;
    struct text store_address;
    struct ledger_place ledger;
    unsigned char sealing[SEALING_KEY_BYTES];
    const struct action **actions;
    size_t actions_count;
    const struct pack *pack; /* swapped whole, under pack_mutex */
    pthread_mutex_t pack_mutex;
    pthread_mutex_t readers_mutex;
    struct reader *readers; /* idle connections */
    struct gate gate;
    struct writer writer;
    struct publisher publisher;
    struct readings readings;
    _Atomic int64_t listens_us;
    int mark; /* of a house that is being made: its locked file; -1: none */
};

/* ---- gate.c (decision 0032) ---- */

/* So many at once; 0: twice as many as there are processors. */
void gate_open(struct gate *gate, size_t width);
/* Waits for its turn, at most patience_ms; each enter has its leave, in the same thread or another.
 */
void gate_enter(struct gate *gate);
void gate_leave(struct gate *gate);

/*
 * call.c: the steps of a call that reads and writes share; each sets the turn's fault. The version
 * that call_permit finds is compared with If-Match by call_unchanged, apart, because a request that
 * is answered already has changed it itself.
 */
MUST bool call_check(struct turn *turn, const struct call *call);
MUST bool call_actor(struct turn *turn, const struct call *call);
MUST bool call_permit(struct turn *turn, const struct call *call, struct glimpse *glimpse);
MUST bool call_unchanged(struct turn *turn, const struct call *call, struct text version);

/* writer.c */
MUST bool writer_open(struct turn *turn, struct house *house);
void writer_close(struct house *house);
void writer_call(struct house *house, struct job *job);

/* reading.c: opened after the writer and closed before it. readings_note is asked when the call is
 * over and before its answer leaves; false: it cannot be noted now, and so nothing may be shown. */
MUST bool readings_open(struct turn *turn, struct house *house);
void readings_close(struct house *house);
MUST bool readings_note(struct house *house, const struct call *call, const struct glimpse *glimpse,
                        const struct answer *answer);

/* publisher.c */
MUST bool publisher_open(struct turn *turn, struct house *house);
void publisher_close(struct house *house);
void publisher_wake(struct house *house);

/*
 * found.c. found_begin marks and locks a folder in which a house is to be made; for all others it
 * says whether one may be opened there. found_ours: a store that holds a policy already was filled
 * by an earlier attempt of this very house.
 */
MUST bool found_begin(struct turn *turn, struct house *house);
MUST bool found_ours(struct turn *turn, const struct house *house);

/* house.c: the pack in force at the house's now. */
const struct pack *house_pack_now(const struct house *house);

/* replay.c: answers that are kept for a retry under the same idempotency key. */
struct kept_answer {
    bool found;
    struct text owner; /* whose key it is */
    struct text hash, answer;
};
/* Is the answer to such a call kept? A secret is shown once; a call without a key is new. */
bool replay_kept(const struct call *call);
/* Looks for the answer of an earlier request; clash when the key was another request's. */
MUST bool replay_find(struct turn *turn, const struct call *call, struct text hash,
                      struct kept_answer *kept);
MUST bool replay_keep(struct change *change, const struct call *call, struct text hash,
                      struct text owner, const struct value *answer);

/* rows.c */
/* Reads something, to see that it can be. */
MUST bool counter_rows_alive(struct turn *turn, struct rows *rows);
MUST bool counter_rows_answer_find(struct turn *turn, struct text actor, const char *action,
                                   struct text key, struct kept_answer *kept);
MUST bool counter_rows_answer_keep(struct change *change, struct text actor, const char *action,
                                   struct text key, struct text hash, struct text answer);
/* Was it said before that the clock is behind an entry of this time? */
MUST bool counter_rows_alarm_known(struct turn *turn, int64_t last_ms, bool *known);
MUST bool counter_rows_alarm_insert(struct change *change, int64_t last_ms);
MUST bool counter_rows_answer_prune(struct change *change, int64_t before_us);
MUST bool counter_rows_pack_insert(struct change *change, const struct pack *pack,
                                   struct text files, int64_t from_us);
struct kept_pack {
    struct text hash, files;
    int64_t from_us;
};
MUST bool counter_rows_packs(struct turn *turn, struct kept_pack **packs, size_t *count);

/* ---- sealing.c ---- */
/* Makes the key of the house's sealed secrets if there is none, and reads it. */
MUST bool sealing_ready(struct turn *turn, const struct text *folder, unsigned char *key);

/* ---- told.c ---- */
/* Owes a notice to the person whom the answer of an action names, where the policy has words for
 * that action and somebody else did it. */
MUST bool told_person(struct change *change, const struct action *action,
                      const struct value *answer);

/* ---- register.c: what is asked of the register of documents ---- */
extern const struct field policy_documents_fields[];
extern const struct field policy_document_fields[];
extern const struct field policy_crosswalk_fields[];
extern const struct field policy_search_fields[];
extern const struct field policy_role_fields[];
MUST bool policy_documents(struct turn *turn, const struct value *input, struct value **answer);
MUST bool policy_document(struct turn *turn, const struct value *input, struct value **answer);
MUST bool policy_crosswalk(struct turn *turn, const struct value *input, struct value **answer);
MUST bool policy_search(struct turn *turn, const struct value *input, struct value **answer);
MUST bool policy_role(struct turn *turn, const struct value *input, struct value **answer);
