/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who told whom of a case, who is in touch with whom, and who was asked what.
 *
 * A communication is sent through the house, or logged after it happened; the SOC hears that, when
 * and between whom, and what was said only where it is not privileged: that stays with counsel
 * (D-39). A request asks one person, or whoever holds a role, who answers it without reading the
 * case; an answer is corrected by another, and neither is ever changed.
 */
#pragma once
#include "incident/incident.h"

extern const struct action communication_actions[];  /* communication.* */
extern const struct action contact_record_actions[]; /* contact.record, investigation.*, … */
extern const struct action request_actions[];        /* request.* */

/* Something said of a case to somebody else. */
struct communication {
    struct text id, incident;
    bool sent;                /* through the house; else it was logged */
    struct text sender;       /* who told, by name */
    struct text counterpart;  /* who was told, by name */
    struct text person;       /* id of who was told, where the house knows them */
    struct text organisation; /* of who was told, as stated */
    bool outside;             /* of the executive branch */
    struct text channel;      /* mail, phone, meeting, letter, other */
    struct text class;        /* metadata, content, privileged */
    struct text content;      /* empty for metadata */
    struct text author, author_name, capacity;
    int64_t at_us, entry_us;
};

/* People of several offices were in touch, an investigation began, something was agreed. */
struct contact_record {
    struct text id, incident, kind; /* contact, investigation, coordination */
    struct text between, what;
    struct text author, author_name, capacity;
    int64_t at_us, entry_us;
};

/* A question to somebody. */
struct request {
    struct text id, incident;
    struct text person, role, organisation; /* who is asked: a person, and how they were found */
    struct text question;
    struct text author, author_name;
    int64_t at_us, entry_us;
};

/* An answer, or what puts an earlier one right. */
struct request_answer {
    struct text id, request, text;
    int64_t place;    /* from 1 */
    int64_t corrects; /* the place of what it puts right, or 0 */
    struct text author, author_name, capacity;
    int64_t entry_us;
};

/* ---- request.c ---- */

/* The house asks whoever holds a role for the organisation of the case, as the policy wants it;
 * where nobody does, nor stands in, nobody is asked. */
MUST bool request_by_policy(struct change *change, const struct incident *incident,
                            struct text role, struct text question);

/* ---- talk_rows.c ---- */

/* A new line of the log. */
MUST bool talk_rows_communication_insert(struct change *change, const struct communication *said);
/* By id; *found false when there is none. */
MUST bool talk_rows_communication(struct turn *turn, struct text id, struct communication *said,
                                  bool *found);
/* A page of a case, newest first by when it was entered. */
MUST bool talk_rows_communications(struct turn *turn, struct text incident, int64_t before_us,
                                   struct text before_id, size_t limit, struct communication **list,
                                   size_t *count);
/* A new record. */
MUST bool talk_rows_contact_insert(struct change *change, const struct contact_record *record);
/* Those of a case, oldest first, at most `limit`. */
MUST bool talk_rows_contacts(struct turn *turn, struct text incident, size_t limit,
                             struct contact_record **list, size_t *count);
/* A new question. */
MUST bool talk_rows_request_insert(struct change *change, const struct request *request);
/* By id; *found false when there is none. */
MUST bool talk_rows_request(struct turn *turn, struct text id, struct request *request,
                            bool *found);
/* A page, newest first: of a case, or (incident empty) of a person. */
MUST bool talk_rows_requests(struct turn *turn, struct text incident, struct text person,
                             int64_t before_us, struct text before_id, size_t limit,
                             struct request **list, size_t *count);
/* A new answer; clash when two take the same place. */
MUST bool talk_rows_answer_insert(struct change *change, const struct request_answer *answer);
/* The answers to a question, in their order. */
MUST bool talk_rows_answers(struct turn *turn, struct text request, struct request_answer **list,
                            size_t *count);
