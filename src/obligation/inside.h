/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the obligation room share. */
#pragma once
#include "action/page.h"
#include "notice/notice.h"
#include "obligation/obligation.h"
#include "policy/due.h"
#include "policy/rule.h"

enum obligation_state {
    STATE_SCHEDULED, /* its clock starts later */
    STATE_OPEN,
    STATE_OVERDUE,
    STATE_SUSPENDED, /* until resume_us, by whom the rule names */
    STATE_FULFILLED,
    STATE_CANCELLED,
    STATE_SUPERSEDED,
    STATE_WAIVED,
    STATE_MISSED, /* its period passed, or its case closed, without it */
    STATES
};

const char *state_name(enum obligation_state state);
enum obligation_state state_named(struct text name);

/* What a duty is about: a case, or something that stands without one. */
enum subject_kind { SUBJECT_INCIDENT, SUBJECT_ORGANISATION, SUBJECT_ENTERPRISE, SUBJECT_KINDS };

const char *subject_kind_name(enum subject_kind kind);
enum subject_kind subject_kind_named(struct text name);

/* An obligation as it stands: what never changes, and its current version. */
struct obligation {
    struct text id, identity, rule, step, pack, subject, number, kind, organisation;
    enum subject_kind subject_kind;
    struct text about; /* which asset, role, … of the subject, where the step says so; or empty */
    struct text recipient_role, recipient_organisation, recipient_person, period, fact, start_field,
        rating;
    int64_t start_us, entry_us;
    bool product_default;
    bool agreed;       /* by a body that is not bound: nobody above it hears that it is late */
    struct text rungs; /* of its ladder those that the organisation has made faster: rungs_read */
    int64_t version;
    enum obligation_state state;
    int64_t due_us;
    int64_t next_us;  /* INT64_MAX: time has nothing to say any more */
    int64_t fired_us; /* the last rung that was reached */
    int64_t level;    /* escalations so far */
    struct holder responsible;
    int64_t fulfilled_us;    /* TIME_NONE */
    int64_t resume_us;       /* of a suspended one; else TIME_NONE */
    struct text explanation; /* of its lateness, or empty */
    bool corrects;           /* opened because the start of a clock was corrected */
    struct text basis, evidence, evidence_ref, superseded_by, author;
    int64_t version_entry_us;
};

/* What a fact is about, and what has been heard of it. */
struct subject {
    enum subject_kind subject_kind;
    struct text id;     /* of the incident or organisation; "enterprise" */
    struct text number; /* what people call it: the case's number, an organisation's short name */
    struct text kind, type_class;
    enum rating rating;
    int64_t version;     /* 0: nothing heard yet */
    int64_t void_us;     /* since when it is none, as it was heard; INT64_MAX: it is one */
    struct text *bodies; /* affected now */
    size_t bodies_count;
    struct text *known; /* ever affected */
    size_t known_count;
};

/* ---- obligation.c ---- */
bool obligation_alive(const struct obligation *obligation);

/* ---- hand.c ---- */
/* Who is to be told of it by hand, added to a list of an answer. */
MUST bool obligation_by_hand(struct turn *turn, const struct obligation *obligation,
                             struct value *list);

/* ---- rows.c ---- */
MUST bool obligation_rows_subject(struct turn *turn, struct text incident, struct subject *subject);
MUST bool obligation_rows_subject_write(struct change *change, const struct subject *subject);
MUST bool obligation_rows_body_insert(struct change *change, struct text incident,
                                      struct text organisation, size_t place, int64_t from_us);
MUST bool obligation_rows_fact_insert(struct change *change, struct text id, struct text subject,
                                      const struct fact *fact, struct text fields, int64_t at_us);
/* The body is not affected any more, or again. */
MUST bool obligation_rows_body_turn(struct change *change, struct text incident,
                                    struct text organisation, bool affected);
/* Facts of a kind heard of a subject from an instant on, oldest first. */
MUST bool obligation_rows_facts_since(struct turn *turn, struct text subject, struct text kind,
                                      int64_t since_us, struct text **ids, struct text **fields,
                                      size_t *count);
/* Facts of a kind heard of a subject before which name no obligation, oldest first. */
MUST bool obligation_rows_facts(struct turn *turn, struct text subject, struct text kind,
                                struct text **fields, size_t *count);
/* The same select, to be told ahead. */
struct question obligation_rows_facts_question(struct arena *arena, struct text subject,
                                               struct text kind);
/* What a fact said, by its id; empty when it was not kept. */
MUST bool obligation_rows_fact(struct turn *turn, struct text id, struct text *kind,
                               struct text *fields);
MUST bool obligation_rows_obligation_insert(struct change *change,
                                            const struct obligation *obligation);
/* Closes the current version (when there is one) and writes the next; obligation->version is
 * counted up. */
MUST bool obligation_rows_version_write(struct change *change, struct obligation *obligation);
MUST bool obligation_rows_obligation_known(struct turn *turn, struct text identity, bool *known);
/* Those that a fact can still touch: not ended, or fulfilled for one period of several. */
MUST bool obligation_rows_standing(struct turn *turn, struct text subject, struct obligation **list,
                                   size_t *count);
/* Of these those of some rules, "|A1|B4|"; a name with a wildcard in it may bring others along. */
MUST bool obligation_rows_standing_of(struct turn *turn, struct text subject, struct text rules,
                                      struct obligation **list, size_t *count);
/* The last direction about a rule on a case. */
MUST bool obligation_rows_direction(struct turn *turn, struct text subject, struct text rule,
                                    int64_t *amount_us, bool *found);
MUST bool obligation_rows_direction_insert(struct change *change, struct text subject,
                                           struct text rule, int64_t amount_us, struct text reason);
/* Those whose clock starts at this field of a fact, later than an instant. */
MUST bool obligation_rows_from(struct turn *turn, struct text subject, struct text field,
                               int64_t after_us, struct obligation **list, size_t *count);
/* All of a rule, whatever became of them. */
MUST bool obligation_rows_of_rule(struct turn *turn, struct text subject, struct text rule,
                                  struct obligation **list, size_t *count);
/* Those of them that are owed, and the fulfilled ones if they are asked for. */
MUST bool obligation_rows_owed_of_rule(struct turn *turn, struct text subject, struct text rule,
                                       bool fulfilled, struct obligation **list, size_t *count);
/* Those of them that this notice fulfilled. */
MUST bool obligation_rows_evidenced(struct turn *turn, struct text subject, struct text rule,
                                    struct text notice, struct obligation **list, size_t *count);
/* Was any obligation of this step ever opened there? */
MUST bool obligation_rows_step_opened(struct turn *turn, struct text subject, struct text rule,
                                      struct text step, bool *opened);
/* Of the series of this one (same duty, body, recipient), whatever became of them: those due at an
 * instant or after it. Of a series that runs for months, few. */
MUST bool obligation_rows_series_from(struct turn *turn, const struct obligation *like,
                                      int64_t from_us, struct obligation **list, size_t *count);
/* Was the clock of this series started before at the same field? */
MUST bool obligation_rows_series_started(struct turn *turn, const struct obligation *like,
                                         bool *started);
/* The first that was opened of each series, and of each duty that comes once. */
MUST bool obligation_rows_firsts(struct turn *turn, struct text subject, struct obligation **list,
                                 size_t *count);
/* All of a subject, whatever became of them. */
MUST bool obligation_rows_of_subject(struct turn *turn, struct text subject,
                                     struct obligation **list, size_t *count);
MUST bool obligation_rows_one(struct turn *turn, struct text id, struct obligation **list,
                              size_t *count);
/* As it was known at an instant; none when it was not yet. */
MUST bool obligation_rows_then(struct turn *turn, struct text id, int64_t known_us,
                               struct obligation **list, size_t *count);
MUST bool obligation_rows_versions(struct turn *turn, struct text id, struct obligation **list,
                                   size_t *count);
/* The id of the incident of this number; "none" when nothing was heard of one. */
MUST bool obligation_rows_incident_of(struct turn *turn, struct text number, struct text *incident);
MUST bool obligation_rows_next(struct turn *turn, int64_t *next_us);
MUST bool obligation_rows_due(struct turn *turn, const struct obligation_cursor *after,
                              size_t limit, struct obligation **list, size_t *count);

/* A page of the list; the empty text means any. */
struct owed_query {
    struct text person, organisation, subject;
    bool done;            /* what has ended, instead of what is owed */
    int64_t known_us;     /* as the house knew it then; TIME_NONE: as it stands */
    int64_t after_due_us; /* INT64_MIN: from the first */
    struct text after_id;
    size_t limit;
};
/* The obligations that this one has replaced. */
MUST bool obligation_rows_replaced(struct turn *turn, struct text id, struct text **ids,
                                   size_t *count);
MUST bool obligation_rows_owed(struct turn *turn, const struct owed_query *query,
                               struct obligation **list, size_t *count);

/* ---- fact.c: facts as JSON in the store, and what has been heard of a case ---- */
struct text fact_write(struct arena *arena, const struct fact *fact);
MUST bool fact_read(struct turn *turn, struct text kind, struct text fields, struct fact *fact);
int64_t fact_at(const struct turn *turn, const struct fact *fact);
/* What the fact is about, by the first that it names: a case, an obligation (whose subject it is),
 * an organisation; nothing of these: the enterprise. */
MUST bool subject_find(struct turn *turn, const struct fact *fact, struct subject *subject);
/* Keeps what the fact tells of a case. */
MUST bool subject_hear(struct change *change, const struct fact *fact, struct subject *subject);
/* It is void no longer. */
MUST bool subject_again(struct change *change, struct subject *subject);
bool subject_void(const struct subject *subject);
/* Has the body been affected since, as far as is known? */
bool subject_names(const struct subject *subject, struct text organisation);
/* Does a case that is void owe nothing by this step? *trigger says so, or is NULL. */
bool step_voided(const struct step *step, const struct trigger **trigger);

/* ---- open.c ---- */
/* ---- ahead.c ---- */
/* Tells the store what opening these matches on a case will ask: who holds the roles that owe and
 * are owed, and what may have fulfilled the duties before. */
MUST bool opening_ahead(struct turn *turn, const struct fact *fact, const struct subject *subject,
                        const struct match *matches, size_t count);

/* Identities of what one hearing has opened. */
struct opened {
    bool heard; /* the fact was before: what it opened then is looked up */
    struct text *identities;
    size_t count, capacity;
};

/* Opens what the match says, for each recipient. fact_id is the fact's id in the store. */
MUST bool obligation_open(struct change *change, const struct pack *pack, const struct match *match,
                          const struct fact *fact, struct text fact_id,
                          const struct subject *subject, struct opened *opened);

/* What is being opened: by which fact, from when, due when. */
struct opening {
    const struct pack *pack;
    const struct rule *rule;
    const struct step *step;
    const struct trigger *trigger; /* NULL: no fact opens it, it follows from another */
    const struct fact *fact;
    struct text fact_id;
    const struct subject *subject;
    struct opened *opened; /* with it, by the same hearing */
    enum rating rating;
    int64_t start_us;
    int64_t due_us;
    const struct due *due;
    struct closures closures;
    bool product_default;
    struct text rungs; /* of the ladder, that the organisation has made faster */
};

/* Writes it, scheduled or open, lets it be told, and lets it stand fulfilled where what fulfils it
 * has happened already. */
MUST bool opening_write(struct change *change, const struct opening *opening,
                        struct obligation *fresh);
/* The same without telling anybody and without looking back: it stands for one that was told. The
 * caller has given it its id. */
MUST bool opening_write_quietly(struct change *change, const struct opening *opening,
                                struct obligation *fresh);
bool same_recipient(const struct obligation *a, const struct obligation *b);

/* ---- series.c ---- */
/* A day's due (daily), as against one that counts from when it was last done (every). */
bool series_daily(const struct step *step, const struct due *due);
bool series_every(const struct step *step, const struct due *due);
/* Does the fact speak of the period of this obligation? Of a duty that does not recur by days: yes.
 */
bool series_holds(const struct pack *pack, const struct step *step, const struct due *due,
                  int64_t due_us, const struct fact *fact, int64_t at_us);
/* When it is missed, if nothing comes of it; INT64_MAX: never by time. */
int64_t series_missed_us(const struct step *step, const struct due *due, int64_t due_us);
/* When the case that the fact tells of was resolved, where that ends the step's series; else
 * INT64_MAX. */
int64_t series_end_us(const struct step *step, const struct fact *fact);
/* Does it come again until its case is resolved, and is not due yet? Nothing that keeps a case
 * open: it ends with it. */
bool series_pending(const struct step *step, const struct obligation *obligation, int64_t now_us);
/* Is a period with this due none any more, for its case is resolved? */
MUST bool series_ended(struct turn *turn, const struct obligation *obligation,
                       const struct step *step, int64_t due_us, bool *ended);
/* Opens the periods from a clock's start, past ones included, that do not stand already; a
 * corrected start calls off what is no more owed. */
MUST bool series_open(struct change *change, const struct opening *opening,
                      const struct obligation *fresh);
/* The same duty towards the same recipient, of whatever period. */
bool same_series(const struct obligation *a, const struct obligation *b);
/* A case is open again: what came again until it was resolved does so from now on (DOMAIN 2.6). */
MUST bool series_reopen(struct change *change, const struct fact *fact,
                        const struct subject *subject);
/* The period that follows one. */
MUST bool series_next(struct change *change, const struct pack *pack,
                      const struct obligation *previous, const struct step *step, int64_t start_us,
                      int64_t due_us);
/* Can nothing of the period be expected any more: is the one after it due, or is there none? */
MUST bool obligation_period_over(struct turn *turn, const struct pack *pack,
                                 const struct step *step, const struct obligation *obligation,
                                 bool *over);

/* ---- notify.c ---- */
/* Owes the step's notice to everybody who holds the recipient's role, and lets them see the case.
 */
MUST bool obligation_notify(struct change *change, const struct pack *pack, const struct step *step,
                            const struct obligation *obligation);
/* Tells the parties of a rung. */
MUST bool obligation_escalate(struct change *change, const struct pack *pack,
                              const struct rung *rung, const struct obligation *obligation);
/* Who owes it for an organisation of the case `subject`. */
MUST bool obligation_responsible(struct turn *turn, struct text subject, const struct rule *rule,
                                 const struct step *step, struct text organisation,
                                 struct holder *responsible);

/* It goes to whoever comes next, if whoever owes it is to know nothing of the case, or no longer
 * enough of it to do it. */
MUST bool obligation_pass_over_one(struct change *change, struct text id);

/* All who answer now for the role by which it is owed. */
MUST bool obligation_holders(struct turn *turn, const struct obligation *obligation,
                             struct holder **holders, size_t *count);
/* Whoever owes it now is told, and sees the case; so are all whom the policy names in the place of
 * a role that nobody holds. */
MUST bool obligation_hand_over(struct change *change, const struct pack *pack,
                               const struct obligation *obligation);

/* ---- reassign.c ---- */
/* It goes to whoever answers for it now, due when it was; that is told, unless nobody new does. */
MUST bool obligation_pass_on(struct change *change, struct obligation *obligation);

/* It goes to whoever answers for it now, unless whoever owes it still does. */
MUST bool obligation_reconsider(struct change *change, struct text id);

/* Obligations asked of a role. */
struct reach {
    struct text asked;
    bool standing_in; /* only those that somebody answers in another role, or nobody does */
};
struct reaches {
    struct turn *turn;
    struct reach *items;
    size_t count, capacity;
};
/* What other people in a role may touch, in the order of the roles asked: under every policy that
 * still has duties running. */
void reaches_find(struct reaches *reaches, struct text code);

/* ---- passing.c ---- */
/* Goes through what is owed by the fact's role, or on its case; what is more than a turn should do
 * is left to passing_continue. */
MUST bool passing_begin(struct change *change, const struct fact *fact);
/* When passing_continue has something to do: INT64_MAX: nothing. */
MUST bool passing_next(struct turn *turn, int64_t *next_us);
/* The next batch, with a line in the ledger; *count: how many were looked at. */
MUST bool passing_continue(struct change *change, int64_t *count);

/* ---- reassign_rows.c ---- */
/* How far what is owed by a role has been gone through. */
struct passing {
    int64_t place;                   /* in the order of the changes */
    int64_t version;                 /* 0: not written yet */
    struct text role, organisation;  /* which other people may answer for; or empty: fewer may know
                                        of the incident */
    struct text incident;            /* on which alone; or empty */
    struct text asked, body, after;  /* the role asked, the body, the last obligation looked at */
    int64_t seen, begun_us, next_us; /* next_us INT64_MAX: nothing is left */
};
/* The one that waits longest. */
MUST bool passing_rows_next(struct turn *turn, struct passing *passing, bool *found);
/* Does one wait that has looked at nothing yet, and so sees who answers now as well? */
MUST bool passing_rows_covered(struct turn *turn, const struct passing *passing, bool *covered);
/* How many were looked at in the turns of an instant at which a role changed. */
MUST bool passing_rows_seen(struct turn *turn, int64_t begun_us, int64_t *seen);
MUST bool passing_rows_write(struct change *change, struct passing *passing);
/* What is not ended of a case, in the order of the ids. */
MUST bool reassign_rows_case(struct turn *turn, struct text incident, struct text after,
                             size_t limit, struct text **ids, size_t *count);
/* Open obligations asked of a role; the empty organisation means any. Those of an import are
 * nobody's until it is adopted, and then others. */
struct asked_query {
    struct text asked, organisation;
    bool standing_in; /* only those that are answered in another role, or by nobody */
    struct text after;
    size_t limit;
};
MUST bool reassign_rows_asked(struct turn *turn, const struct asked_query *query, struct text **ids,
                              size_t *count);

/* ---- direction.c ---- */
/* The interval of a duty that comes again on this case, from then: as directed, or as set, or the
 * policy's. */
MUST bool direction_amount(struct turn *turn, const struct obligation *obligation,
                           const struct step *step, int64_t start_us, int64_t *amount_us);
extern const struct field obligation_direct_fields[];
MUST bool obligation_direct_about(struct turn *turn, const struct value *input,
                                  struct object *object);
MUST bool obligation_direct(struct change *change, const struct value *input,
                            struct value **answer);

/* ---- setting.c: what this house or an organisation has set in place of the policy ---- */
/* A duty of which the due is asked: whose, from when, by the settings known then. */
struct duty {
    struct text rule;
    const struct step *step;
    enum rating rating;
    struct text organisation;      /* id, or empty */
    int64_t start_us;              /* settings in force then count */
    int64_t known_us;              /* of those entered by then */
    const struct subject *subject; /* with rungs: what it is about */
    struct text *rungs;            /* set to the rungs its organisation has made faster, or NULL */
};
/* Its due: the policy's, under the settings. */
MUST bool duty_due(struct turn *turn, const struct duty *duty, const struct due **due);
/* The duty that an obligation is, as it was opened. */
struct duty duty_of(const struct obligation *obligation, const struct step *step);
/* Is every clause on which the rule rests switched off then? *decision says by whom and why; empty:
 * no. */
MUST bool rule_withdrawn(struct turn *turn, const struct rule *rule, int64_t at_us,
                         struct text *decision);
/* Adds the settings under which an obligation was opened, as "settings". */
MUST bool settings_say(struct turn *turn, const struct pack *pack,
                       const struct obligation *obligation, struct value *said);

/* ---- relief.c ---- */
/* Refused unless whoever acts holds one of these roles. */
MUST bool obligation_authority(struct turn *turn, const struct names *roles);
extern const struct field obligation_waive_fields[];
extern const struct field obligation_suspend_fields[];
extern const struct field obligation_explain_fields[];
MUST bool obligation_waive(struct change *change, const struct value *input, struct value **answer);
MUST bool obligation_suspend(struct change *change, const struct value *input,
                             struct value **answer);
MUST bool obligation_resume(struct change *change, const struct value *input,
                            struct value **answer);
MUST bool obligation_explain(struct change *change, const struct value *input,
                             struct value **answer);

/* ---- time.c ---- */
/* When time has something to say next: the instant after the due, or the next rung of the ladder.
 */
int64_t obligation_next_us(struct arena *arena, const struct pack *pack, struct closures closures,
                           const struct step *step, const struct obligation *obligation,
                           int64_t now_us);
MUST bool obligation_fire(struct change *change, struct obligation *obligation);

/* ---- closure_rows.c ---- */
/* How far what is owed has been gone through for a day that was closed. */
struct moving {
    int64_t place, version; /* in the order in which days were closed; 0: not written yet */
    struct date day;
    int64_t after_due_us; /* the due and the id of the last that was looked at */
    struct text after;
    int64_t seen, moved, next_us; /* next_us INT64_MAX: nothing is left */
};
/* The one that was closed first of those that wait. */
MUST bool moving_rows_next(struct turn *turn, struct moving *moving, bool *found);
MUST bool moving_rows_place(struct turn *turn, int64_t *place);
MUST bool moving_rows_write(struct change *change, struct moving *moving);
MUST bool obligation_rows_closures(struct turn *turn, struct closures *closures);
/* Those that were there before this day was closed. */
MUST bool closure_rows_before(struct turn *turn, const struct moving *moving,
                              struct closures *closures);
MUST bool closure_rows_reason(struct turn *turn, struct date day, struct text *reason);
/* A day that is closed already is a clash. */
MUST bool obligation_rows_closure_insert(struct change *change, struct date date,
                                         struct text reason, struct text source);

/* ---- closure.c ---- */
/* The closures entered in this house, sorted. */
MUST bool obligation_closures(struct turn *turn, struct closures *closures);
/* When moving_continue has something to do; INT64_MAX: nothing. */
MUST bool moving_next(struct turn *turn, int64_t *next_us);
/* The next batch for a day that was closed, with a line in the ledger; *count: how many were looked
 * at. */
MUST bool moving_continue(struct change *change, int64_t *count);
/* The write of calendar.close. */
MUST bool obligation_close_day(struct change *change, const struct value *input,
                               struct value **answer);

/* ---- recalculate.c ---- */
/* Is the organisation one of the case's bodies, or above one? None is, for every case. */
MUST bool organisation_concerned(struct turn *turn, const struct subject *subject,
                                 struct text organisation, bool *concerned);
/* What the fact does to what stands, beyond the rules of the pack. */
MUST bool obligation_recalculate(struct change *change, const struct fact *fact,
                                 const struct subject *subject);
/* An opening like that of an obligation that stands. */
MUST bool obligation_opening_again(struct turn *turn, const struct obligation *old,
                                   struct opening *opening);
/* Replaces it by one whose clock starts at an earlier instant; no due is lengthened by it. */
MUST bool obligation_restart(struct change *change, struct obligation *old, int64_t start_us,
                             struct text basis);

/* ---- merge.c ---- */
MUST bool merge_fold(struct change *change, const struct fact *fact, const struct subject *subject);
MUST bool merge_undo(struct change *change, const struct fact *fact, const struct subject *subject);

/* ---- ending.c ---- */
/* Nothing is owed on a closed case: what was not done is missed. */
MUST bool ending_closed(struct change *change, const struct subject *subject);

/* ---- settle.c ---- */
/* Writes the obligation as it is now, with a line of this verb. */
MUST bool obligation_rewrite(struct change *change, struct obligation *obligation,
                             const char *verb);
/* Ends or reopens an obligation with a new version, a ledger line, and no notice. */
MUST bool obligation_settle(struct change *change, struct obligation *obligation,
                            enum obligation_state state, int64_t at_us, struct text basis,
                            struct text evidence, struct text evidence_ref);

/* ---- answer.c ---- */
/* The case that it is about, or empty. */
struct text obligation_case(const struct obligation *obligation);
/* The pack and the step that made the obligation; broken when the house has lost that policy. */
MUST bool obligation_made_by(struct turn *turn, const struct obligation *obligation,
                             const struct pack **pack, const struct step **step);
/* What can() is asked about an obligation. */
struct object obligation_object(const struct obligation *obligation);
/* As of when is asked (as_of): an instant that has been; TIME_NONE: now. */
MUST bool obligation_as_of(struct turn *turn, const struct value *input, int64_t *known_us);
/* The sheet of a case, for the table of actions. */
extern const struct field obligation_sheet_fields[];
MUST bool obligation_sheet(struct turn *turn, const struct value *input, struct value **answer);
/* "2 h 5 min", "12 s", "2 h". */
struct text duration_words(struct arena *arena, int64_t duration_us);
/* Past the grace that the policy gives to duties that are due at once. */
bool obligation_looks_late(const struct pack *pack, const struct obligation *obligation,
                           int64_t late_us);
int64_t obligation_late_us(const struct obligation *obligation, int64_t now_us);
/* Answers about several obligations in one turn: as of when lateness counts, and the names read so
 * far. */
enum { ANSWERING_NAMES_MAX = 64 };
struct answering {
    struct turn *turn;
    int64_t at_us;
    struct text ids[ANSWERING_NAMES_MAX], names[ANSWERING_NAMES_MAX];
    size_t count;
};
struct answering obligation_answering(struct turn *turn, int64_t at_us);
/* When the rung of this place (from 0) comes for it, so long after its due, where its organisation
 * has made that faster; false: as the policy says. */
bool rung_own(const struct obligation *obligation, size_t place, int64_t *after_us);

/* The clauses that its rule cites for it, by their ids, and the documents as people cite them,
 * added to `documents`: a document that was not yet in force when its clock began is not cited, but
 * what stood in its place; where nothing did, the rule is cited as the policy has it. */
struct value *obligation_cited(struct arena *arena, const struct pack *pack,
                               const struct obligation *obligation, const struct rule *rule,
                               struct value *documents);
struct value *obligation_value(struct answering *answering, const struct obligation *obligation);
const struct pack *pack_of(const struct pack *newest, struct text hash);
