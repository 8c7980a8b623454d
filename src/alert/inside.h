/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "action/page.h"
#include "alert/alert.h"
#include "incident/incident.h"
#include "policy/alerts.h"

struct alert {
    struct text id;
    struct text finding; /* what makes it the same alert: rule, entity and window, by the watch */
    struct text watch;   /* which one says it */
    struct text rule, title, level, entity;
    struct text organisation; /* id, or empty: not known whose */
    struct text detail;       /* JSON: why, events, author, references, tags */
    struct text state;        /* "open", "case", "closed" */
    struct text reason;       /* of its closing */
    struct text type;         /* of incident, a code of the pack; or empty */
    struct text outcome;      /* what became of it: a word of case.c */
    struct text ground;       /* the rule of the pack that decided, or empty */
    struct text incident;     /* id of the case that it belongs to, or empty */
    int64_t decided_us;       /* when the outcome was decided on */
    int64_t found_us;         /* when the watch found it */
    int64_t first_us, last_us, count;
    int64_t entry_us;  /* of this version */
    int64_t raised_us; /* of the first version */
    int64_t version;
};

struct source {
    struct text watch, name;
    struct text state; /* "heard", "silent" */
    int64_t since_us;  /* of the state */
    int64_t last_us;   /* when its last line came; TIME_NONE: never */
    int64_t limit_seconds;
    int64_t version;
};

/* What a watch said of itself last. */
struct live {
    struct text watch;
    struct text detail; /* JSON: the input of sensor.live */
    int64_t seen_us, began_us;
};

/* Of the event store of a watch. */
struct segment {
    struct text store; /* its name, in hexadecimal digits */
    int64_t number;
    struct text watch;
    struct text state;          /* "sealed", "retired" */
    struct text root, previous; /* in hexadecimal digits; previous empty: not told */
    struct text chain;          /* "sound", "missing", "changed" */
    struct text says;           /* what is wrong with it */
    struct text reason;         /* why it was let go */
    int64_t records, raw_bytes;
    int64_t first_us, last_us, sealed_us; /* TIME_NONE: not told */
    int64_t reported_us;                  /* when it was told first */
    int64_t version;
};

struct suppression {
    struct text id, rule, entity; /* entity empty: all */
    struct text does;             /* a word of suppression.c: what becomes of what is found */
    struct text field, value;     /* of an exclusion */
    int64_t least;                /* of a threshold; else 0 */
    struct text level;            /* that alerts are to have */
    struct text reason, person;   /* who did it */
    int64_t from_us, end_us;
    int64_t count;   /* hits that were suppressed */
    int64_t last_us; /* when the last of them came; TIME_NONE: none yet */
    int64_t version;
};

/* ---- rows.c; *found false and no fault when there is none ---- */

MUST bool alert_select(struct turn *turn, struct text id, struct alert *alert, bool *found);
MUST bool alert_select_finding(struct turn *turn, struct text watch, struct text finding,
                               struct alert *alert, bool *found);
/* In a state, or in any; the newest first, behind the cursor. */
MUST bool alert_select_page(struct turn *turn, struct text state, struct cursor after, size_t limit,
                            struct alert **alerts, size_t *count);
MUST bool alert_write(struct change *change, const struct alert *alert);
/* The cases of alerts about the same entity of the same organisation since an instant, and of the
 * same rule and type where these are not empty; the latest alert first. */
MUST bool alert_select_near(struct turn *turn, const struct alert *alert, struct text rule,
                            struct text type, int64_t since_us, struct text **incidents,
                            size_t *count);
/* The alerts of a case, those that came to it last first, behind the cursor. */
MUST bool alert_select_of_case(struct turn *turn, struct text incident, struct cursor after,
                               size_t limit, struct alert **alerts, size_t *count);
/* So many alerts belong to it, counted up to a limit; so many had an outcome since an instant. */
MUST bool alert_select_case_count(struct turn *turn, struct text incident, int64_t limit,
                                  int64_t *count);
MUST bool alert_select_outcome_count(struct turn *turn, const char *outcome, int64_t since_us,
                                     int64_t limit, int64_t *count);
MUST bool source_select(struct turn *turn, struct text watch, struct text name,
                        struct source *source, bool *found);
MUST bool source_select_page(struct turn *turn, struct text after_watch, struct text after_name,
                             size_t limit, struct source **sources, size_t *count);
/* Of one watch, by name; there is room for one more. */
MUST bool source_select_watch(struct turn *turn, struct text watch, struct source **sources,
                              size_t *count);
/* How many sources the watches have named, how many of them are heard, and how many watches. */
struct coverage {
    int64_t sources, heard, watches;
};
MUST bool source_select_coverage(struct turn *turn, struct coverage *coverage);
MUST bool source_write(struct change *change, const struct source *source);

/* ---- actions.c ---- */
extern const char *const alert_levels[]; /* ended by NULL */
struct value *alert_value(struct turn *turn, const struct alert *alert);
/* What the permission of an action on the alert that the member `alert` names is asked of: its
 * case, once it belongs to one. */
MUST bool alert_about(struct turn *turn, const struct value *input, struct object *object);
/* The same of an alert that was read. */
MUST bool alert_object(struct turn *turn, const struct alert *alert, struct object *object);

/* ---- case.c: what becomes of an alert ---- */
extern const struct field alert_promote_fields[];
extern const struct field alert_join_fields[];
extern const struct field alert_case_fields[];
/* Decides by the rules of the pack, where that was not done, or put off; the alert is then to be
 * written. */
MUST bool alert_decide(struct change *change, struct alert *alert);
MUST bool alert_promote(struct change *change, const struct value *input, struct value **answer);
MUST bool alert_join(struct change *change, const struct value *input, struct value **answer);
MUST bool alert_case_list(struct turn *turn, const struct value *input, struct value **answer);

/* segment.c: what becomes of the segments of an event store goes into the ledger. Faults: invalid.
 */
extern const struct field segment_fields[];
extern const struct field segment_list_fields[];
MUST bool segment_report(struct change *change, const struct value *input, struct value **answer);
MUST bool alert_segment_list(struct turn *turn, const struct value *input, struct value **answer);

/* segment_rows.c; by store and number, of one state of the chain, or of any */
MUST bool alert_segment_select(struct turn *turn, struct text store, int64_t number,
                               struct segment *segment, bool *found);
MUST bool alert_segment_select_page(struct turn *turn, struct text chain, struct text after_store,
                                    int64_t after_number, size_t limit, struct segment **segments,
                                    size_t *count);
MUST bool alert_segment_count(struct turn *turn, int64_t *all, int64_t *missing, int64_t *changed);
MUST bool alert_segment_write(struct change *change, const struct segment *segment);

/* source.c */
extern const struct field source_report_fields[];
extern const struct field source_list_fields[];
MUST bool source_report(struct change *change, const struct value *input, struct value **answer);
MUST bool source_list(struct turn *turn, const struct value *input, struct value **answer);

/* The obligations hear that it is silent, or heard again. */
MUST bool source_tell(struct change *change, const struct source *source, bool silent);

/* live_rows.c; counted: those of which something still counts as heard, or of whose sources nothing
 * is known, the longest unheard first; *seen_us TIME_NONE: there is none. */
MUST bool live_write(struct turn *turn, struct chore *chore, const struct live *live);
MUST bool live_select(struct turn *turn, struct live **lives, size_t *count);
MUST bool live_select_counted(struct turn *turn, size_t limit, struct live **lives, size_t *count);
MUST bool live_select_least(struct turn *turn, int64_t *seen_us);

/* live.c: how far new rules have come with history, at each watch, under "hunts". */
MUST bool live_hunts(struct turn *turn, struct value *answer);

/* coverage.c */
extern const struct field coverage_fields[];
MUST bool source_coverage(struct turn *turn, const struct value *input, struct value **answer);

/* suppression.c and its rows; the newest first, and those that have not ended */
MUST bool suppression_select(struct turn *turn, struct text id, struct suppression *suppression,
                             bool *found);
MUST bool suppression_select_page(struct turn *turn, struct cursor after, size_t limit,
                                  struct suppression **list, size_t *count);
MUST bool suppression_select_active(struct turn *turn, size_t limit, struct suppression **list,
                                    size_t *count);
MUST bool suppression_write(struct change *change, const struct suppression *suppression);

extern const struct field suppression_create_fields[];
extern const struct field suppression_end_fields[];
extern const struct field suppression_list_fields[];
extern const struct field suppression_active_fields[];
extern const struct field suppression_count_fields[];
MUST bool suppression_create(struct change *change, const struct value *input,
                             struct value **answer);
MUST bool suppression_about(struct turn *turn, const struct value *input, struct object *object);
MUST bool suppression_end(struct change *change, const struct value *input, struct value **answer);
MUST bool suppression_list(struct turn *turn, const struct value *input, struct value **answer);
MUST bool suppression_active(struct turn *turn, const struct value *input, struct value **answer);
MUST bool suppression_count(struct change *change, const struct value *input,
                            struct value **answer);
