/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The review of a case: its cause, what it cost, the lessons, the corrective actions that remain,
 * and the tasks of the response team (elements.yaml, tasks). What is stated anew does not replace
 * what was stated before; the last statement holds.
 */
#pragma once
#include "incident/incident.h"

extern const struct action review_actions[];     /* review.*, cause.*, loss.*, lesson.*, task.* */
extern const struct action figure_actions[];     /* loss.sum, delay.sum */
extern const struct action corrective_actions[]; /* corrective.* */
extern const struct action weakness_actions[];   /* weakness.* */

/* Root cause, or why it stays undetermined. */
struct cause {
    int64_t version; /* 0: nothing stated yet */
    struct text cause, attack, motive;
    struct text undetermined; /* with what was tried; empty where the cause is known */
    struct text author, author_name;
    int64_t entry_us;
};

/* What it cost the government: a range. */
struct loss {
    int64_t version; /* 0: nothing stated yet */
    int64_t low_cents, high_cents;
    int64_t hours;    /* in which a service stood still */
    struct text data; /* which were lost, in words; empty: nobody said */
    struct text basis;
    struct text author, author_name;
    int64_t entry_us;
};

struct lesson {
    struct text id, kind, what, author, author_name; /* kind: well, badly, learned */
    int64_t entry_us;
};

/* Something that remains to be done so that it does not happen again. */
struct corrective {
    struct text id, incident, what;
    struct text owner;        /* id of a person, or empty */
    struct text role;         /* or the code of a role */
    struct text organisation; /* id for which the role is held, or empty */
    struct text due;          /* a local date, or empty: not handed over yet */
    struct text state;        /* open, done, dropped */
    struct text proof;        /* of what was done, or why it was dropped */
    struct text author, author_name;
    int64_t version, entry_us, opened_us;
};

/* What made an incident possible. */
struct weakness {
    struct text id, incident, organisation, what;
    struct text state;    /* open, closed, accepted */
    struct text control;  /* against it, or why the risk is taken */
    struct text verified; /* how it was verified */
    struct text verifier; /* who verified it, or took the risk */
    struct text author, author_name;
    int64_t version, entry_us, opened_us;
};

/* A task of the response team, as it stands. */
struct task {
    struct text code, state, because; /* state: done, excused; empty: open */
    struct text author, author_name;
    int64_t version, entry_us;
};

/* Is the cause stated, or why it stays undetermined? *what says how it stands. */
MUST bool review_cause_stated(struct turn *turn, const struct incident *incident, bool *holds,
                              struct text *what);
/* Is the loss stated? Nothing lost is a statement, too. */
MUST bool review_loss_stated(struct turn *turn, const struct incident *incident, bool *holds,
                             struct text *what);
/* The tasks, each with its clause, of the policy that are neither done nor excused, in its order.
 */
MUST bool review_tasks_open(struct turn *turn, const struct incident *incident,
                            struct value **open);
/* The open corrective actions that nobody has been given, or that have no date. */
MUST bool review_loose(struct turn *turn, const struct incident *incident,
                       struct corrective **loose, size_t *count);

/* What a document begins with, in words; nothing where nothing is stated. */
MUST bool review_cause_says(struct turn *turn, const struct incident *incident,
                            struct builder *out);
/* Adds what was lost to an answer. */
void loss_say(struct arena *arena, const struct loss *loss, struct value *said);
/* The loss, as a range of dollars. */
MUST bool review_loss_says(struct turn *turn, const struct incident *incident, struct builder *out);
/* A line for each lesson. */
MUST bool review_lessons_say(struct turn *turn, const struct incident *incident,
                             struct builder *out);
/* A line for each corrective action, with owner and date. */
MUST bool review_corrective_says(struct turn *turn, const struct incident *incident,
                                 struct builder *out);

/* ---- review_rows.c ---- */

/* The last statement of the cause; version 0 when there is none. */
MUST bool review_rows_cause(struct turn *turn, struct text incident, struct cause *cause);
/* States it anew; counts the version up. */
MUST bool review_rows_cause_insert(struct change *change, struct text incident,
                                   struct cause *cause);
/* The last statement of the loss; version 0 when there is none. */
MUST bool review_rows_loss(struct turn *turn, struct text incident, struct loss *loss);
/* States it anew; counts the version up. */
MUST bool review_rows_loss_insert(struct change *change, struct text incident, struct loss *loss);
/* Keeps a lesson. */
MUST bool review_rows_lesson_insert(struct change *change, struct text incident,
                                    const struct lesson *lesson);
/* The lessons of a case, oldest first, at most `limit`. */
MUST bool review_rows_lessons(struct turn *turn, struct text incident, size_t limit,
                              struct lesson **list, size_t *count);
/* Ends the version that stands, and writes the next. */
MUST bool review_rows_corrective_write(struct change *change, struct corrective *corrective);
/* By id; *found false when there is none. */
MUST bool review_rows_corrective(struct turn *turn, struct text id, struct corrective *corrective,
                                 bool *found);
/* A page of those of a case as they stand, oldest first. */
MUST bool review_rows_correctives(struct turn *turn, struct text incident, int64_t after_us,
                                  struct text after_id, size_t limit, struct corrective **list,
                                  size_t *count);
/* Settles a task anew; counts the version up. */
MUST bool review_rows_task_insert(struct change *change, struct text incident, struct task *task);
/* The tasks of a case that were settled, as they stand. */
MUST bool review_rows_tasks(struct turn *turn, struct text incident, struct task **list,
                            size_t *count);

/* ---- weakness.c: a cause that is determined opens a weakness, if the case has none */
MUST bool weakness_of_cause(struct change *change, const struct incident *incident,
                            struct text cause);
/* Ends the version that stands, and writes the next. */
MUST bool review_rows_weakness_write(struct change *change, struct weakness *weakness);
/* By id; *found false when there is none. */
MUST bool review_rows_weakness(struct turn *turn, struct text id, struct weakness *weakness,
                               bool *found);
/* A page of those in a state (empty: any) of a case (empty: of all), the oldest first. */
struct weaknesses_query {
    struct text incident, state;
    int64_t after_us;
    struct text after_id;
    size_t limit;
};
MUST bool review_rows_weaknesses(struct turn *turn, const struct weaknesses_query *query,
                                 struct weakness **list, size_t *count);
