/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of policy/ share. A pack is read in two rounds: first every file by itself, each
 * by the reader of its name in the table of pack.c; then, when all are read, the references between
 * them. A reader gets the file as a value whose lines are known, checks it with its field table,
 * and fills its part of the pack; a check may look anywhere in the pack.
 */
#pragma once
#include "base/field.h"
#include "policy/pack.h"
#include "policy/rating.h"

/* The folder of a pack that holds its detection rules. */
#define DETECTION_FOLDER "sigma"

/* A tag of a detection rule that begins so goes on with a code of incident_types.yaml. */
#define INCIDENT_TAG "incident."

/* One file of a pack. */
struct reading {
    struct turn *turn;
    struct pack *pack;
    const char *source; /* as shown in faults: "policy/us-ma/obligations.yaml" */
    struct value *root;
};

/* Fails with "SOURCE:LINE: MESSAGE"; always false. */
bool fail_line(const struct reading *reading, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The items of a list of texts; none when it is missing. */
struct names names_read(struct arena *arena, const struct value *list);
bool names_have(const struct names *names, struct text name);

/* "4 h", "15 min", "30 d", "90 s" in microseconds. */
MUST bool span_read(const struct reading *reading, const struct value *value, int64_t *span_us);

/* "17:00" */
MUST bool clock_time_read(const struct reading *reading, const struct value *value, int *hour,
                          int *minute);

/* A list of {role, scope, each}. party_item is one of them, for the field tables of the readers. */
extern const struct field party_item;
MUST bool parties_read(const struct reading *reading, const struct value *list,
                       struct party **parties, size_t *count);

/* Every role of such a list stands in roles.yaml. */
MUST bool parties_check(const struct reading *reading, const struct value *list);

/* What a row of the rating table asks; all that it asks must hold. Sets of words are bit sets of
 * their enums' values. */
struct rating_when {
    bool otherwise; /* the floor: matches when no other row does */
    bool asks_safety, asks_asset, asks_liability, asks_data;
    unsigned safety;            /* of enum tristate */
    unsigned adverse;           /* of enum tristate: one asset with that and one of asset_ratings */
    struct names asset_ratings; /* empty: any */
    int64_t least_cents;        /* the estimate's upper end, both limits inclusive */
    int64_t most_cents;
    unsigned compromise; /* of enum compromise: one kind of data with that and any of: */
    struct names classes;
    bool pii, regulated;
};

struct rating_table {
    struct names assets, data;  /* the words for asset ratings and for classes of data */
    struct text without_rating; /* of assets: an interim rating counts instead of it */
    struct rating_row *rows;
    struct rating_when *when; /* of each row */
    size_t count;
    struct text responses[RATINGS];
    enum rating provisional;             /* whose response holds until the evaluation */
    struct names raise, lower, superior; /* role codes */
    struct asset_care care;
};

/* The words of the enums of rating.h, each in the order of its enum from the second value on; NULL
 * ends a list. */
extern const char *const tristate_words[];
extern const char *const compromise_words[];

/* The place of a word in a list that is ended by NULL, which field_check has held it against. */
int word_place(const char *const *words, struct text word);

/* A list of facts with their conditions. trigger_item is one of them, for field tables. */
extern const struct field trigger_item;
MUST bool triggers_read(const struct reading *reading, const struct value *list,
                        struct trigger **triggers, size_t *count);

/* Rules, documents and ratings that such a list asks for are there. */
MUST bool triggers_check(const struct reading *reading, const struct value *list);

/* A map {function, amount, …}. */
extern const struct field due_fields[];
MUST bool due_read(const struct reading *reading, const struct value *map, struct due *due);

/* No two items of a list have the same text under a name. */
MUST bool unique_check(const struct reading *reading, const struct value *list, const char *name);

/* Whether something of that name stands in another file of the pack. */
typedef bool reference_known(const struct pack *pack, struct text name);
bool clause_known(const struct pack *pack, struct text id);
bool document_known(const struct pack *pack, struct text id);
bool role_known(const struct pack *pack, struct text code);
bool rule_known(const struct pack *pack, struct text id);
bool element_known(const struct pack *pack, struct text code);
bool type_known(const struct pack *pack, struct text code);
bool organisation_known(const struct pack *pack, struct text short_name);

/*
 * The text, or each text of the list, that `item` has under a name is known; missing is fine. A
 * fault says which file would have to have it: where = "clauses.yaml".
 */
MUST bool reference_check(const struct reading *reading, const struct value *item, const char *name,
                          reference_known *is_known, const char *where);

/* The same for each item of a list. */
MUST bool references_check(const struct reading *reading, const struct value *list,
                           const char *name, reference_known *is_known, const char *where);

/* The words for what a role is held for, in the order of enum party_scope; NULL ends the list. */
extern const char *const scope_words[];
extern const char *const flag_by_words[]; /* in the order of enum flag_by, from its second */

/* A cell of the permission matrix is written as permission.h says. */
MUST bool permission_check(const struct reading *reading, const struct value *notation);

/* The facts that a step hangs on and that no action records yet. */
struct value *step_waits(struct arena *arena, const struct step *step);

/* The kinds of deployment of lifecycle.yaml. deployment_item is one of them, for its field table.
 */
extern const struct field deployment_item;
struct lifecycle;
/* Into the lifecycle. */
void deployments_read(struct arena *arena, const struct value *root, struct lifecycle *life);
MUST bool deployments_check(const struct reading *reading);
/* The teams of lifecycle.yaml. team_item is one of them, for its field table. */
extern const struct field team_item;
void teams_read(struct arena *arena, const struct value *root, struct lifecycle *life);
MUST bool teams_check(const struct reading *reading);

/* The readers. */
MUST bool title_read(const struct reading *reading);
MUST bool title_check(const struct reading *reading);
MUST bool documents_read(const struct reading *reading);
MUST bool documents_check(const struct reading *reading);
MUST bool capabilities_read(const struct reading *reading);
MUST bool clauses_read(const struct reading *reading);
MUST bool clauses_check(const struct reading *reading);
MUST bool calendar_read(const struct reading *reading);
MUST bool roles_read(const struct reading *reading);
MUST bool roles_check(const struct reading *reading);
MUST bool rating_read(const struct reading *reading);
MUST bool rating_check(const struct reading *reading);
MUST bool ladders_read(const struct reading *reading);
MUST bool ladders_check(const struct reading *reading);
MUST bool templates_read(const struct reading *reading);
MUST bool templates_check(const struct reading *reading);
MUST bool obligations_read(const struct reading *reading);
MUST bool obligations_check(const struct reading *reading);
MUST bool lifecycle_read(const struct reading *reading);
MUST bool lifecycle_check(const struct reading *reading);
MUST bool alerts_read(const struct reading *reading);
MUST bool alerts_check(const struct reading *reading);
MUST bool organisations_read(const struct reading *reading);
MUST bool organisations_check(const struct reading *reading);
MUST bool contacts_read(const struct reading *reading);
MUST bool contacts_check(const struct reading *reading);
MUST bool partners_read(const struct reading *reading);
MUST bool partners_check(const struct reading *reading);
MUST bool types_read(const struct reading *reading);
MUST bool types_check(const struct reading *reading);
MUST bool elements_read(const struct reading *reading);
MUST bool elements_check(const struct reading *reading);
MUST bool controls_read(const struct reading *reading);
MUST bool controls_check(const struct reading *reading);
MUST bool regimes_read(const struct reading *reading);
MUST bool regimes_check(const struct reading *reading);
MUST bool veris_words_read(const struct reading *reading);
MUST bool veris_words_check(const struct reading *reading);
