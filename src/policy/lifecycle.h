/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The life of an incident (SM-1 of the domain): states, the moves between them, and the guards that
 * hold a move back. Which there are, in which order and in which words, the pack says; what a guard
 * looks at is a verb of this program, named by the guard's code. The list of verbs is closed: a
 * code that no verb has is an error of the pack, with its line. What a verb asks about (which
 * statements, flags, document, rule, roles) stands with the guard in the pack.
 */
#pragma once
#include "policy/pack.h"

/* The verbs, in the order of their codes in lifecycle.c. */
enum guard_verb {
    GUARD_ACTIONS_HANDED_OVER,
    GUARD_ASSETS_HELD,
    GUARD_CAUSE_STATED,
    GUARD_CLASSIFIED,
    GUARD_COUNSEL_TOLD,
    GUARD_DUTIES_DONE,
    GUARD_EVIDENCE_NOTED,
    GUARD_INDICATOR_SEEN,
    GUARD_INPUTS_SETTLED,
    GUARD_INTRUSION_CHECKED,
    GUARD_ITEMS_COMPLETE,
    GUARD_LATENESS_EXPLAINED,
    GUARD_LEADERSHIP_BRIEFED,
    GUARD_LEGAL_ANSWERED,
    GUARD_LOSS_STATED,
    GUARD_MEASURE_RECORDED,
    GUARD_NONE_INFECTED,
    GUARD_NONE_QUARANTINED,
    GUARD_NOTICES_SETTLED,
    GUARD_OTHER_NAMED,
    GUARD_PUBLIC_SAFETY_TOLD,
    GUARD_REASON_NAMED,
    GUARD_REOPENED_BY_AUTHORITY,
    GUARD_REPORT_APPROVED,
    GUARD_RETENTION_SET,
    GUARD_SECOND_PERSON_IF_HIGH,
    GUARD_SECOND_READER,
    GUARD_SERVICE_STATED,
    GUARD_TASKS_DONE,
    GUARD_VERBS
};

struct guard {
    enum guard_verb verb;
    struct text code, says;  /* what must hold, for people */
    struct text todo;        /* what to do when it does not */
    struct names clauses;    /* at least one */
    struct names statements; /* asked for */
    struct names flags;      /* it is asked only where one of these was ever set; none: always */
    struct names roles;      /* who alone may make the move */
    enum rating at_least;    /* asked only where the incident was ever rated so; NONE: always */
    bool provisional;        /* a rating that was provisional counts, too */
    struct text document;    /* code in elements.yaml, or empty */
    struct text rule;        /* id in obligations.yaml, or empty */
    bool product_default;
};

/* The deed that makes a move. */
enum move_by { MOVE_BY_ASKING, MOVE_BY_EVALUATION, MOVE_BY_MERGER };

/* What the clocks hear of a move. */
enum move_tells {
    MOVE_TELLS_NOTHING,
    MOVE_TELLS_RECOVERED,
    MOVE_TELLS_CLOSED,
    MOVE_TELLS_VOID,
    MOVE_TELLS_REOPENED
};

struct move {
    struct text name, title;
    struct names from; /* states */
    struct text to;
    struct text corrects; /* name in notices.yaml: owed to whoever was told before; or empty */
    enum move_by by;
    enum move_tells tells;
    const struct guard **guards; /* all of them hold */
    size_t guards_count;
};

struct state {
    struct text code, name;
    bool open, resolved;
};

/* Something that may be stated of an incident. */
struct statement_kind {
    struct text code, name;
    struct names clauses, answers;
    bool attested;       /* the statement names who says so */
    struct text rule;    /* only those may state it who owe this rule; empty: whoever may write */
    bool tells;          /* the clocks hear of it */
    enum fact_kind fact; /* which they hear, with the answer given as its decision */
};

/* What the house is told by other deeds that marks an incident by itself. */
enum flag_by { FLAG_BY_HAND, FLAG_BY_HUMAN_SAFETY, FLAG_BY_MEDIA_INQUIRY };

/* When something is proposed to people: where all that is set holds. */
struct proposal {
    struct text code, name; /* of a flag, or of a statement */
    bool flag;              /* else a statement */
    size_t organisations;   /* so many are affected; 0: not asked */
    enum rating at_least;   /* it is rated so; NONE: not asked */
};

/* Who may take an incident up: the first team of which somebody is there. */
struct team {
    struct text code, name;
    struct text at;     /* short name of the organisation whose team it is; empty: the affected */
    struct names roles; /* the first of them that somebody holds leads */
    struct names gap;   /* clauses under which something is missing where nobody is there */
    struct names clauses;
};

/* How people come to work on an incident that is not their body's: a team put together, personnel
 * lent, guests. */
struct deployment_kind {
    struct text code, name;
    struct text at;           /* short name of whose work it is; empty: whoever deploys says */
    struct text member, lead; /* roles in which they see the incident; lead empty: nobody leads */
    size_t least;             /* members, beside whoever leads */
    bool bounded;             /* it has a beginning and an end from the first */
    struct names lends;       /* only whoever is given one of these roles; none: anybody */
    struct names clauses;
};

struct lifecycle {
    struct state *states;
    size_t states_count;
    struct text begins;
    struct move *moves;
    size_t moves_count;
    struct guard *guards;
    size_t guards_count;
    struct statement_kind *statements;
    size_t statements_count;
    struct proposal *proposals;
    size_t proposals_count;
    struct team *teams; /* in the order in which they are asked */
    size_t teams_count;
    struct deployment_kind *deployments;
    size_t deployments_count;
    int64_t delay_us; /* a report that comes later than this after the detection is asked about */
    struct text delay_role, delay_question; /* of whom, and what; role empty: nobody is asked */
    int64_t near_us;     /* reports told within this time of each other may be of one event */
    int64_t history_us;  /* earlier cases within this time are held against one that is over */
    int64_t flood_mails; /* from one sender within flood_us make a case each; 0: however many */
    int64_t flood_us;
    int64_t receipts_mails; /* so many go to one sender within receipts_us; 0: none */
    int64_t receipts_us;
};

/* Each NULL when there is none of that name, or the pack has no lifecycle. */
const struct state *lifecycle_state(const struct pack *pack, struct text code);
const struct move *lifecycle_move(const struct pack *pack, struct text name);
const struct statement_kind *lifecycle_statement(const struct pack *pack, struct text code);

/* The team of that code; NULL when there is none. */
const struct team *lifecycle_team(const struct pack *pack, struct text code);

/* The kind of deployment of that code; NULL when there is none. */
const struct deployment_kind *lifecycle_deployment(const struct pack *pack, struct text code);

/* The move that a deed makes from a state; NULL when there is none. */
const struct move *lifecycle_move_by(const struct pack *pack, enum move_by by, struct text state);

/* The state of a new incident. */
struct text lifecycle_begins(const struct pack *pack);

/* Whether work may go on in it; a state that the pack does not have is open. */
bool lifecycle_open(const struct pack *pack, struct text state);

/* Did what is in this state turn out to be none (a false positive), or to be another (*merged)?
 * Then it stays of record, and counts in no figure. */
bool lifecycle_void(const struct pack *pack, struct text state, bool *merged);

/* Whether the move can be made from there. */
bool move_is_from(const struct move *move, struct text state);

/*
 * The shortest way of moves by asking or evaluation from a state to one from which `move` can be
 * made: the moves before it, in order, in the arena; none when it can be made at once. False: there
 * is no way.
 */
bool lifecycle_way(struct arena *arena, const struct pack *pack, struct text state,
                   const struct move *move, const struct move ***way, size_t *count);

/* The name of a flag for people; the code where the pack has none. */
struct text lifecycle_flag_name(const struct pack *pack, struct text code);

/* The flag that is set by it; empty where the pack has none. */
struct text lifecycle_flag_by(const struct pack *pack, enum flag_by by);

/* The verb of that code. */
bool guard_verb_named(struct text code, enum guard_verb *verb);
