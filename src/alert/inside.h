/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "action/page.h"
#include "alert/alert.h"

struct alert {
    struct text id;
    struct text finding; /* what makes it the same alert: rule, entity and window, by the watch */
    struct text watch;   /* which one says it */
    struct text rule, title, level, entity;
    struct text organisation; /* id, or empty: not known whose */
    struct text detail;       /* JSON: why, events, author, references, tags */
    struct text state;        /* "open", "closed" */
    struct text reason;       /* of its closing */
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

struct suppression {
    struct text id, rule, entity; /* entity empty: all */
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
MUST bool source_select(struct turn *turn, struct text watch, struct text name,
                        struct source *source, bool *found);
MUST bool source_select_page(struct turn *turn, struct text after_watch, struct text after_name,
                             size_t limit, struct source **sources, size_t *count);
MUST bool source_write(struct change *change, const struct source *source);

/* segment.c: what becomes of the segments of an event store goes into the ledger. Faults: invalid.
 */
extern const struct field segment_fields[];
MUST bool segment_report(struct change *change, const struct value *input, struct value **answer);

/* source.c */
extern const struct field source_report_fields[];
extern const struct field source_list_fields[];
MUST bool source_report(struct change *change, const struct value *input, struct value **answer);
MUST bool source_list(struct turn *turn, const struct value *input, struct value **answer);

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
