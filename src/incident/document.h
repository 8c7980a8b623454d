/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents of a case: reports, updates, notices, briefings. What each must contain stands in the
 * pack (elements.yaml). An element has a value, or does not apply because, or is outstanding
 * because; a document is complete when every element is settled. Each sending is a version, which
 * is never changed; an incomplete one is taken all the same, because that it was sent is a fact.
 *
 * Versions belong to a series: the day of a daily report, the number of a numbered one, or the
 * empty text where a case has only one of a kind.
 */
#pragma once
#include "base/zone.h"
#include "incident/incident.h"

extern const struct action document_actions[];    /* document.* */
extern const struct field document_item_fields[]; /* what may be said of one element */

/* A version as it was sent. */
struct sent {
    struct text id, incident, document, series, organisation;
    int64_t version;     /* from 1, within the series */
    struct text content; /* JSON: element -> {value, note} or {not_applicable} or {outstanding} */
    struct text hash;    /* hex SHA-256 of the content's canonical JSON */
    struct text recipients; /* JSON: [{name, role, organisation}] */
    struct text pack;       /* hash of the policy that said what it must contain */
    struct text author, author_name, capacity;
    bool complete;
    int64_t at_us, entry_us;
    int64_t sequence; /* of its line in the ledger; -1 for what was sent before lines were kept */
};

/* What somebody has written and not sent. */
struct draft {
    struct text incident, document, series, author, content;
    int64_t version; /* 0: none */
    int64_t entry_us;
};

/* Somebody answers for a version. */
struct approval {
    struct text author, author_name, capacity, organisation, note;
    int64_t entry_us;
};

/* The document of a pack by its code; NULL when it has none. */
const struct value *document_named(const struct pack *pack, struct text code);

/* The document by the code that an input names, if one writes it about a case. Faults: invalid,
 * naming `document`. */
MUST bool document_chosen(struct turn *turn, const struct value *input,
                          const struct value **document);

/* The element of a document by its code; NULL when it has none. */
const struct value *element_named(const struct value *document, struct text code);

/* Is the element settled by this item: a value that does not leave it open, or a reason why it does
 * not apply? item NULL: nothing was said. */
bool element_settled(const struct value *element, const struct value *item);

/*
 * Checks contents against what the document must contain: known elements, exactly one thing said of
 * each, instants and dates that are ones, words that may be chosen. Instants are written as RFC
 * 3339 in UTC. Faults: invalid, naming content.ELEMENT.value.
 */
MUST bool content_check(struct turn *turn, const struct incident *incident,
                        const struct value *document, struct value *content);

/* A draft is what somebody has typed so far: its elements are the document's, and each is made of
 * texts; whether they would do is asked when it is sent. Faults: invalid. */
MUST bool content_draft(struct turn *turn, const struct value *document,
                        const struct value *content);

/* No text of the contents holds what nothing could carry: a NUL. Faults: invalid, naming it. */
MUST bool content_bytes(struct turn *turn, const struct value *content);

/* What is missing, in the order of the document: a list of {element, label, clauses, why}. */
struct value *content_missing(struct arena *arena, const struct value *document,
                              const struct value *content);

/* What a document begins with. */
struct begun {
    const struct incident *incident;
    const struct value *document; /* of the pack */
    struct text series;
    int64_t number; /* of a numbered document */
};

/* What the case knows of the document's elements: a map of items, each {value} or {outstanding}. */
MUST bool document_prefill(struct turn *turn, const struct begun *begun, struct value **content);

/* From where the case knows an element, in words; empty where it knows nothing of it. */
struct text document_source(const struct value *element);

/* Sets what nobody types: the elements that are fixed are as the case knows them. Faults: invalid
 * where something else is said. */
MUST bool document_fix(struct turn *turn, const struct begun *begun, struct value *content);

/* The series that an input means: what it says, or today's for a daily document, or the next
 * number. *number is that of a numbered one. */
MUST bool document_series(struct turn *turn, const struct incident *incident,
                          const struct value *document, const struct value *input, int64_t at_us,
                          struct begun *begun);

/* The deeds and answers of document_actions. */
MUST bool document_send(struct change *change, const struct value *input, struct value **answer);
MUST bool document_daily(struct change *change, const struct value *input, struct value **answer);
MUST bool document_draft(struct change *change, const struct value *input, struct value **answer);
MUST bool document_approve(struct change *change, const struct value *input, struct value **answer);
MUST bool document_prepare(struct turn *turn, const struct value *input, struct value **answer);
MUST bool document_read(struct turn *turn, const struct value *input, struct value **answer);
MUST bool document_list(struct turn *turn, const struct value *input, struct value **answer);
MUST bool document_compare(struct turn *turn, const struct value *input, struct value **answer);
MUST bool document_days(struct turn *turn, const struct value *input, struct value **answer);

/* When the report of a local date is due. */
int64_t document_cutoff_us(const struct pack *pack, struct date day);

/* The pack under which a version was sent; the one in force where the house has lost it. */
const struct pack *document_pack(const struct turn *turn, const struct sent *sent);

/* A version for those who may read it, with its contents, what is missing, and who approved it. */
MUST bool document_value(struct turn *turn, const struct sent *sent, struct value **said);

/* The approvals of a version's document by roles that may give one: *approved when there is one of
 * the latest version. */
MUST bool document_approved(struct turn *turn, struct text incident, struct text code,
                            bool *approved);

/* ---- document_rows.c ---- */

/* A new version; `version` and `entry_us` are set by the caller. */
MUST bool document_rows_insert(struct change *change, const struct sent *sent);
/* By id; *found false when there is none. */
MUST bool document_rows_one(struct turn *turn, struct text id, struct sent *sent, bool *found);
/* The latest version of a series. */
MUST bool document_rows_latest(struct turn *turn, struct text incident, struct text document,
                               struct text series, struct sent *sent, bool *found);
/* The version before that of another series or the same: the last that was sent of a document. */
MUST bool document_rows_last(struct turn *turn, struct text incident, struct text document,
                             struct sent *sent, bool *found);
/* How many versions and how many series a case has of a document. */
MUST bool document_rows_count(struct turn *turn, struct text incident, struct text document,
                              int64_t *versions, int64_t *series);
/* A page, newest first; document empty: of all. */
MUST bool document_rows_page(struct turn *turn, struct text incident, struct text document,
                             int64_t before_us, struct text before_id, size_t limit,
                             struct sent **list, size_t *count);
/* The latest of all, newest first, as an answer on the whole of a case shows them; and what that
 * will ask, for incident_rows_ahead to tell. */
MUST bool document_rows_shown(struct turn *turn, struct text incident, struct sent **list,
                              size_t *count);
struct question document_rows_question(struct arena *arena, struct text incident);
/* The first sending of each series of a document, in the order of the series. */
MUST bool document_rows_firsts(struct turn *turn, struct text incident, struct text document,
                               struct sent **list, size_t *count);
/* The draft of its author; version 0 when there is none. */
MUST bool document_rows_draft(struct turn *turn, struct draft *draft);
/* Ends the draft that stands, and writes the next when content is not empty. */
MUST bool document_rows_draft_write(struct change *change, struct draft *draft);
/* Somebody approves a version. */
MUST bool document_rows_approval_insert(struct change *change, struct text document,
                                        const struct approval *approval);
/* The approvals of a version, oldest first. */
MUST bool document_rows_approvals(struct turn *turn, struct text document, struct approval **list,
                                  size_t *count);
