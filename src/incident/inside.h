/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the incident room share. */
#pragma once
#include "action/page.h"
#include "asset/asset.h"
#include "incident/incident.h"
#include "notice/notice.h"
#include "obligation/obligation.h"
#include "people/can.h"
#include "people/people.h"
#include "policy/rating.h"

enum {
    TITLE_BYTES_MAX = 120,
    RECEIPT_LETTERS = 12,
    NUMBER_LETTERS = 5,
    NUMBER_TRIES_MAX = 20,
    PAPER_REPORTS_MAX = 50 /* entered at once */
};

/* ---- confidential.c ---- */
enum confidential { CONFIDENTIAL_UNDECIDED, CONFIDENTIAL, NOT_CONFIDENTIAL };
const char *confidential_name(enum confidential state);
/* What one of the two offices decided. */
struct classified {
    bool second_office;
    bool confidential;
    struct text reason, author;
};
MUST bool confidential_state(struct turn *turn, struct text incident, enum confidential *state);
/* What the actor may be shown of a case that he reads: its bodies (reports, documents), and who
 * reported. `withheld` is said in place of a body. */
struct discretion {
    enum confidential state;
    bool bodies, reporter;
    struct text withheld;
};
MUST bool incident_discretion(struct turn *turn, const struct incident *incident,
                              struct discretion *discretion);
/* The title of a case that the actor reads, or what is said in its place. */
MUST bool incident_title_shown(struct turn *turn, const struct incident *incident, bool bodies,
                               struct text *title);
bool confidential_about(struct turn *turn, const struct value *input, struct object *object);
MUST bool confidential_decide(struct change *change, const struct value *input,
                              struct value **answer);

/* ---- reading.c: who read what ---- */
bool readings_person_about(struct turn *turn, const struct value *input, struct object *object);
MUST bool readings_of_case(struct turn *turn, const struct value *input, struct value **answer);
MUST bool readings_of_person(struct turn *turn, const struct value *input, struct value **answer);

/* ---- count.c ---- */
MUST bool incident_count(struct turn *turn, const struct value *input, struct value **answer);

/* ---- access.c: what access_actions.c declares ---- */
bool access_grant_about(struct turn *turn, const struct value *input, struct object *object);
bool access_restrict_about(struct turn *turn, const struct value *input, struct object *object);
bool access_exclude_about(struct turn *turn, const struct value *input, struct object *object);
bool access_readers_about(struct turn *turn, const struct value *input, struct object *object);
bool access_break_about(struct turn *turn, const struct value *input, struct object *object);
bool access_ended_about(struct turn *turn, const struct value *input, struct object *object);
MUST bool access_let_in(struct change *change, const struct value *input, struct value **answer);
MUST bool access_let_out(struct change *change, const struct value *input, struct value **answer);
MUST bool access_restrict(struct change *change, const struct value *input, struct value **answer);
MUST bool access_open(struct change *change, const struct value *input, struct value **answer);
MUST bool access_exclude(struct change *change, const struct value *input, struct value **answer);
MUST bool access_readmit(struct change *change, const struct value *input, struct value **answer);
MUST bool access_break_glass(struct change *change, const struct value *input,
                             struct value **answer);
MUST bool access_read(struct turn *turn, const struct value *input, struct value **answer);
MUST bool access_value(struct turn *turn, const struct incident *incident, struct value **answer);

/* ---- rows.c ---- */
MUST bool incident_rows_incident(struct turn *turn, struct text number, struct incident *incident,
                                 bool *found);
MUST bool incident_rows_incident_id(struct turn *turn, struct text id, struct incident *incident,
                                    bool *found);
/* Several by id, in the order of the ids; empty where there is none. */
MUST bool incident_rows_incidents(struct turn *turn, const struct text *ids, size_t count,
                                  struct incident *incidents);
MUST bool incident_rows_native_count(struct turn *turn, int64_t *count);
MUST bool incident_rows_number_known(struct turn *turn, struct text number, bool *known);
MUST bool incident_rows_incident_insert(struct change *change, const struct incident *incident);
MUST bool incident_rows_adopted_insert(struct change *change, struct text incident);
MUST bool incident_rows_incident_write(struct change *change, struct incident *incident);
struct report {
    struct text id, incident, channel, what, stated, organisation, name, contact, told_basis,
        detected_precision, unread;
    struct text receipt_hash;
    struct text author; /* read, never written */
    struct text nature; /* suspicion, incident */
    bool superior;      /* a superior was told, as somebody attests */
    int64_t told_us, known_since_us, detected_us, entry_us;
};
MUST bool incident_rows_report_insert(struct change *change, const struct report *report);
MUST bool incident_rows_reports(struct turn *turn, struct text incident, struct report **reports,
                                size_t *count);
MUST bool incident_rows_report_by_receipt(struct turn *turn, struct text receipt_hash,
                                          struct report *report, bool *found);
/* A page of what somebody has reported or taken down, newest first. */
MUST bool incident_rows_reports_by(struct turn *turn, struct text author, int64_t before_us,
                                   struct text before_id, size_t limit, struct report **reports,
                                   size_t *count);
struct statement {
    struct text id, report, what;
    int64_t place;    /* from 1 */
    int64_t corrects; /* the place of what it puts right, 0 the report itself, -1: none, it adds */
    int64_t entry_us;
};
MUST bool incident_rows_statement_insert(struct change *change, const struct statement *statement);
MUST bool incident_rows_statements(struct turn *turn, struct text report, struct statement **list,
                                   size_t *count);
/* Wrong receipt codes for a number, since an instant. */
MUST bool incident_rows_failures(struct turn *turn, struct text number_hash, int64_t since_us,
                                 int64_t *failures);
MUST bool incident_rows_failure_count(struct turn *turn, struct chore *chore,
                                      struct text number_hash, int64_t since_us);
/* A mail that came. */
struct received {
    struct text id, sender, recipient; /* of the envelope */
    struct text purpose;               /* "report", "bounce:NOTICE", "reply:NOTICE" */
    struct text message_id, raw_sha256, body_sha256;
    struct text letter; /* as it was read, JSON; or why not: */
    struct text unread;
    struct text became;                   /* report, reply, bounce, delay, automatic, echo … */
    struct text incident, report, notice; /* that it belongs to, or empty */
    int64_t bytes;                        /* that were sent */
    int64_t entry_us;
};
MUST bool incident_rows_mail_insert(struct change *change, const struct received *mail,
                                    struct text raw);
/* Did the same come before, for the same purpose? By its bytes, or by its id and its body. */
MUST bool incident_rows_mail_same(struct turn *turn, const struct received *mail,
                                  struct text *incident, bool *same);
/* The case of the first mail of this message id that has one. */
MUST bool incident_rows_mail_case(struct turn *turn, struct text message_id, struct text *incident,
                                  bool *found);
/* How many mails of a sender became reports since an instant, counted up to `most`, and the case of
 * the last. */
MUST bool incident_rows_mail_flood(struct turn *turn, struct text sender, int64_t since_us,
                                   int64_t most, int64_t *count, struct text *incident);
MUST bool incident_rows_mail(struct turn *turn, struct text id, struct received *mail, bool *found);
/* A page, newest first; incident empty: of those that belong to none. */
MUST bool incident_rows_mails(struct turn *turn, struct text incident, int64_t before_us,
                              struct text before_id, size_t limit, struct received **mails,
                              size_t *count);
MUST bool incident_rows_mail_raw(struct turn *turn, struct text id, struct text *raw);
struct affected {
    struct text organisation;
    int64_t from_us;
};
MUST bool incident_rows_affected(struct turn *turn, struct text incident, struct affected **list,
                                 size_t *count);
MUST bool incident_rows_affected_insert(struct change *change, struct text incident,
                                        struct text organisation, int64_t from_us);
struct attached {
    struct text asset, adverse;
    int64_t version;
};
MUST bool incident_rows_attached(struct turn *turn, struct text incident, struct attached **list,
                                 size_t *count);
MUST bool incident_rows_attached_write(struct change *change, struct text incident,
                                       const struct attached *attached);
struct rated {
    struct text inputs, result, reason, pack;
    bool evaluated;
    int64_t version; /* 0: never */
};
/* Decisions on confidentiality, oldest first. */
/* What an answer says of the whole of a case, read in one go where that saves trips to a server. */
MUST bool incident_rows_ahead(struct turn *turn, struct text incident);
/* Several at once, for incident_rows_classified to find. */
MUST bool incident_rows_classified_ahead(struct turn *turn, const struct text *incidents,
                                         size_t count);
MUST bool incident_rows_classified(struct turn *turn, struct text incident,
                                   struct classified **list, size_t *count);
MUST bool incident_rows_classified_insert(struct change *change, struct text incident,
                                          const struct classified *classified);
MUST bool incident_rows_rated(struct turn *turn, struct text incident, struct rated *rated);
MUST bool incident_rows_rated_insert(struct change *change, struct text incident,
                                     const struct rated *rated);
struct event {
    struct text id, kind, what, author, author_name, capacity, deviation;
    int64_t at_us, entry_us;
};
MUST bool incident_rows_event_insert(struct change *change, struct text incident,
                                     const struct event *event);
/* When an event of this kind was entered last; TIME_NONE: never. */
MUST bool incident_rows_event_last(struct turn *turn, struct text incident, struct text kind,
                                   int64_t *entry_us);
MUST bool incident_rows_events(struct turn *turn, struct text incident, int64_t before_us,
                               struct text before_id, size_t limit, struct event **events,
                               size_t *count);
/* ---- report.c, receipt.c ---- */
/* How long after it was known, or else detected, it was told; TIME_NONE: nobody says. */
int64_t report_delay_us(const struct report *report);
/* Whether a line of the timeline was written with one of the reports, and so by whoever told it. */
bool event_of_reporter(const struct event *event, const struct report *reports, size_t count);
/* Sets `now` and `not_now`: what to do, and what not. */
void report_advise(struct turn *turn, struct value *answer);
/* What a report with these words leaves to ask, a text each, in the order of the types; none where
 * no word of the policy stands in it. */
struct value *report_questions(struct turn *turn, struct text what);
/* Owes whoever is signed in, and has just reported, these questions. */
MUST bool report_ask(struct change *change, const struct incident *incident,
                     const struct value *questions);
/* Sets `statements`: what the reporter said later, if anything. */
MUST bool report_statements(struct turn *turn, struct text report, struct value *said);

/* ---- mail.c: the write of mail.receive ---- */
MUST bool mail_take(struct change *change, const struct value *input, struct value **answer);

/* ---- mail_receipt.c ---- */
/* Owes the sender of a mail that became a report the word that it came; or says why not. letter:
 * what was read in it, or NULL. */
MUST bool mail_receipt(struct change *change, const struct received *mail,
                       const struct value *letter, const struct incident *incident,
                       struct text *why_not);

/* ---- incident.c ---- */
/* The first line of what was said, or as much of it as a list can show. */
struct text incident_title(struct text what);
/* A line of the timeline and of the ledger. deviation: what the policy expected instead, or empty.
 */
MUST bool incident_note(struct change *change, const struct incident *incident, const char *kind,
                        struct text what, int64_t at_us, struct text deviation,
                        const struct value *payload);
/* The same; *sequence is that of the line. */
MUST bool incident_note_line(struct change *change, const struct incident *incident,
                             const char *kind, struct text what, int64_t at_us,
                             struct text deviation, const struct value *payload, int64_t *sequence);
/* ---- tell.c ---- */
/* Owes a person word by a template of the policy. */
MUST bool incident_tell(struct change *change, const struct incident *incident,
                        struct text template, const struct holder *to);

/* A fact of the case with what every fact of it carries. */
struct fact incident_fact(enum fact_kind kind, const struct incident *incident);
/* Adds what a fact says of an organisation: id, binding, branch, whether it has a SCIO. */
MUST bool fact_set_organisation(struct turn *turn, struct fact *fact, struct text organisation,
                                int64_t at_us);
MUST bool incident_enter_organisation(struct change *change, const struct incident *incident,
                                      struct text organisation, int64_t from_us);

/* ---- rate.c ---- */
/* What is attached is told of again with the rating, on which depends who hears of it by when. */
MUST bool incident_assets_facts(struct change *change, const struct incident *incident);
/* Tells the obligations of a rating, and of the one before. */
MUST bool rating_fact(struct change *change, enum fact_kind kind, const struct incident *incident,
                      enum rating rating, enum rating previous);
/* What is known towards the rating: what was said so far, what `said` adds or replaces, and the
 * attached assets. */
MUST bool inputs_merged(struct turn *turn, const struct incident *incident,
                        const struct value *said, struct value **inputs);
/*
 * Rates the case anew. Before the evaluation: provisionally. After it: what raises the rating
 * raises it at once, what would lower it is only noted, until somebody evaluates again (DOMAIN 3,
 * L11).
 */
MUST bool incident_rate(struct change *change, struct incident *incident,
                        const struct value *inputs);
MUST bool incident_evaluated(struct change *change, struct incident *incident,
                             const struct value *inputs, struct text reason);
/* Tells the obligations of the provisional rating that stands. */
MUST bool incident_rate_tell(struct change *change, const struct incident *incident);

/* ---- adopt.c: the write of incident.adopt ---- */
MUST bool incident_adopt(struct change *change, const struct value *input, struct value **answer);

/* ---- facts.c: the writes of incident.respond and its kind; see the table in actions.c ---- */
/* Tells the obligations of one asset of the case. */
MUST bool incident_asset_fact(struct change *change, const struct incident *incident,
                              struct text id, struct text adverse);
/* Tells them that an asset need not be taken off any more. */
MUST bool asset_excused(struct change *change, const struct incident *incident,
                        const struct asset *asset);
/* What is kept of a case (found, and of which) is there on that case alone; else missing. */
MUST bool incident_has(struct turn *turn, const struct incident *incident, bool found,
                       struct text of);
/* A word of the policy as the timeline says it: "soc confirmed"; the word itself is in the payload.
 */
struct text word_said(struct arena *arena, struct text word);
MUST bool incident_respond(struct change *change, const struct value *input, struct value **answer);
MUST bool incident_detect(struct change *change, const struct value *input, struct value **answer);
MUST bool incident_confirm(struct change *change, const struct value *input, struct value **answer);
MUST bool incident_update(struct change *change, const struct value *input, struct value **answer);
MUST bool incident_affect(struct change *change, const struct value *input, struct value **answer);
MUST bool incident_attach(struct change *change, const struct value *input, struct value **answer);

/* ---- called.c: whom of each affected body one calls first, with verified numbers ---- */
MUST bool incident_called(struct turn *turn, const struct incident *incident, struct value *said);

/* ---- answer.c ---- */
MUST bool incident_value(struct turn *turn, const struct incident *incident, struct value **answer);

/* ---- list.c ---- */
MUST bool incident_list(struct turn *turn, const struct value *input, struct value **answer);
