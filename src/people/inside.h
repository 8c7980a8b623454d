/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of people/ share. */
#pragma once
#include "action/page.h"
#include "base/id.h"
#include "people/people.h"
#include "people/totp.h"

/* until_us of what the house knows now, as it stands in statements; and open ends of periods. */
#define CURRENT "9223372036854775807"
#define OPEN_US INT64_MAX

/* ---- period.c: dates in and out ---- */

/* One of the members that period_read reads: the first instant of what it names; absent:
 * otherwise_us. */
MUST bool period_instant(struct turn *turn, const struct value *input, const char *field,
                         int64_t otherwise_us, int64_t *instant_us);

/* Sets from and to with their _local twins; an open end is left out, `to` shows the last second. */
void period_show(struct turn *turn, struct value *map, int64_t from_us, int64_t to_us);

/* Sets one instant (RFC 3339, UTC) and its twin NAME_local in the pack's zone. */
void instant_show(struct turn *turn, struct value *map, const char *name, int64_t instant_us);

/* ---- organisation_rows.c ---- */

struct organisation_page {
    struct organisation *items;
    size_t count;
};

MUST bool organisation_select(struct turn *turn, struct text id, int64_t at_us,
                              struct organisation_page *page);
MUST bool organisation_select_stated(struct turn *turn, struct text folded, struct text id,
                                     int64_t at_us, struct organisation_page *page);
/* Of this short name, ignoring case: one or none. */
MUST bool organisation_select_short(struct turn *turn, struct text short_name,
                                    struct organisation_page *page);
/* Ordered by folded short name; those behind the one of this short name (empty: from the start). */
MUST bool organisation_select_after(struct turn *turn, struct text short_folded, int64_t at_us,
                                    size_t limit, struct organisation_page *page);
/* Those of the secretariat, without itself; there is room for one more. */
MUST bool organisation_select_bodies(struct turn *turn, struct text secretariat, struct text **ids,
                                     size_t *count);
MUST bool organisation_insert(struct change *change, const struct organisation *organisation);
MUST bool organisation_binding_insert(struct change *change, struct text organisation,
                                      struct text binding, struct text basis, int64_t from_us,
                                      int64_t to_us);

/* Entered bindings of an organisation, newest beginning first. */
struct binding {
    struct text binding, basis;
    int64_t from_us, to_us, entry_us;
};
MUST bool organisation_binding_select(struct turn *turn, struct text organisation,
                                      struct binding **bindings, size_t *count);

/* ---- organisation.c ---- */

/* The organisation that a field names by short name, name or id. Faults: invalid, naming the field.
 */
MUST bool organisation_named(struct turn *turn, const char *field, struct text stated,
                             struct organisation *organisation);

/* ---- person_rows.c ---- */

struct person_page {
    struct person *items;
    size_t count;
};

MUST bool person_select(struct turn *turn, struct text id, struct person_page *page);
/* At most two whose name, or a verified mail address of whom, is this. */
MUST bool person_select_stated(struct turn *turn, struct text folded, struct person_page *page);
/* Ordered by id; organisation empty: of all. */
MUST bool person_select_after(struct turn *turn, struct text id, struct text organisation,
                              size_t limit, struct person_page *page);
/* Ends what is known of the person and writes this as the next version. */
MUST bool person_write(struct change *change, const struct person *person);

struct contact_page {
    struct contact *items;
    size_t count;
};

MUST bool contact_select_owner(struct turn *turn, struct text owner, struct contact_page *page);
MUST bool contact_select_address(struct turn *turn, struct text kind, struct text address,
                                 struct contact_page *page);
/* Of this id, or of this address; at most two. */
MUST bool contact_select_stated(struct turn *turn, struct text stated, struct contact_page *page);
/* Ends what is known of the contact and writes this as its next version. */
MUST bool contact_write(struct change *change, const struct contact *contact);

MUST bool person_password_select(struct turn *turn, struct text person, struct text *hash);
MUST bool person_password_write(struct change *change, struct text person, struct text hash,
                                bool given);
/* Was the password made for the person, and not changed since? */
MUST bool person_password_given(struct turn *turn, struct text person, bool *given);

/* Has the actor signed in just now? */
bool session_fresh(const struct turn *turn);

/* ---- person.c ---- */

/* The person is here up to end_us (not included). */
MUST bool person_finish(struct change *change, struct person *person, int64_t end_us);

/* ---- contact.c ---- */

MUST bool contact_read(struct turn *turn, struct text id, struct contact *contact);
/* It may be used: verifier (empty: the actor) tried it at verified_us (TIME_NONE: now). */
MUST bool contact_verify(struct change *change, struct contact *contact);

/* Faults: invalid, naming the field, for an address that cannot be one of its kind. */
MUST bool contact_possible(struct turn *turn, const char *field, const struct contact *contact);

/* ---- absence_rows.c ---- */

/* A time, of a person where it is somebody's. */
struct span {
    struct text person;
    int64_t from_us, to_us;
};

/* A time in which a person is away. */
struct absence {
    struct text id, person, reason;
    struct text corrects; /* id of the row it stands for, or empty */
    struct text root;     /* id of what was entered first: what it is called */
    int64_t from_us, to_us, entry_us;
    struct text name, organisation, organisation_short; /* the person's; read, never written */
};

struct absence_page {
    struct absence *items;
    size_t count;
};

struct absence_filter {
    struct text person, organisation; /* empty: all */
    int64_t ends_after_us;            /* leaves out what ended at or before it */
};

/* By what it is called. */
MUST bool absence_select(struct turn *turn, struct text id, struct absence_page *page);
/* Ordered by id; those behind it. */
MUST bool absence_select_after(struct turn *turn, const struct absence_filter *filter,
                               struct text id, size_t limit, struct absence_page *page);
/* Of one person, those that begin at or before at_us; the latest end first. */
MUST bool absence_select_before(struct turn *turn, struct text person, int64_t at_us,
                                struct span **spans, size_t *count);
MUST bool absence_insert(struct change *change, const struct absence *absence);
/* The house knows better from now on. */
MUST bool absence_forget(struct change *change, struct text id);

/* ---- absence.c ---- */

/* By what it is called, as it stands now. Missing when there is none. */
MUST bool absence_read(struct turn *turn, struct text id, struct absence *absence);
/* Enters it; sets the id. */
MUST bool absence_enter(struct change *change, struct absence *absence);
/* Enters it in the place of the row of its id; sets the new id. */
MUST bool absence_correct(struct change *change, struct absence *absence);

/* ---- role_rows.c ---- */

/* An assignment with what resolving asks of its person at an instant. */
struct standing {
    struct assignment assignment;
    struct text name, address, organisation_short;
    bool absent, on_duty;
};

struct standing_page {
    struct standing *items;
    size_t count;
};

/* Where a role is held. */
struct place {
    struct text organisation; /* id; empty: of the enterprise, or on a case */
    struct text incident;     /* id of the case, or empty */
    bool somewhere;           /* false: a role of a secretariat, and the body has none; and so on */
};

/* Valid at at_us, of persons who are here then, as known at known_us; in the order of rank and
 * beginning. */
MUST bool role_select_holders(struct turn *turn, struct text role, const struct place *place,
                              int64_t at_us, int64_t known_us, struct standing_page *page);
/* The select of role_select_holders for the turn's now, to be told ahead. */
struct question role_question(const struct turn *turn, struct text role, const struct place *place);
/* When the last role ends that the person has as a guest; TIME_NONE: never was one. */
MUST bool role_select_guest(struct turn *turn, struct text person, int64_t *ended_us);
MUST bool role_select_person(struct turn *turn, struct text person, int64_t at_us,
                             struct standing_page *page);
MUST bool role_select(struct turn *turn, struct text id, struct standing_page *page);

struct role_filter {
    struct text role, organisation, person; /* empty: all */
    int64_t ends_after_us;                  /* leaves out what ended at or before it */
};
MUST bool role_select_after(struct turn *turn, const struct role_filter *filter, struct text id,
                            size_t limit, struct standing_page *page);

/* Of persons who are here, those that end behind the cursor and before before_us, by their ends;
 * organisation empty: all. */
MUST bool role_select_ending(struct turn *turn, struct text organisation, struct cursor cursor,
                             int64_t before_us, size_t limit, struct standing_page *page);

/* The first incumbent of the role there at any time between the two, if any. */
MUST bool role_select_incumbent(struct turn *turn, const struct assignment *assignment,
                                struct standing_page *page);

/* Ends what is known of the assignment and writes this as its next version. */
MUST bool role_write(struct change *change, const struct assignment *assignment);

/* ---- grant_rows.c ---- */

/* Is there a live one, in any role? named: of those only that open a restricted case. */
MUST bool grant_select_live(struct turn *turn, struct text incident, struct text person, bool named,
                            bool *found);
/* Is there a live one of this person, in this role, for this organisation? */
MUST bool grant_select_held(struct turn *turn, const struct grant *grant, bool *found);
MUST bool grant_insert(struct change *change, const struct grant *grant);
MUST bool grant_finish(struct change *change, struct text id, struct text reason);
MUST bool grant_select(struct turn *turn, struct text id, struct grant **list, size_t *count);
MUST bool grant_select_incident(struct turn *turn, struct text incident, struct grant **list,
                                size_t *count);

/* ---- reading_rows.c ---- */
MUST bool reading_insert(struct change *change, const struct reading *reading);
MUST bool reading_select(struct turn *turn, const struct readings_query *query,
                         struct reading **list, size_t *count);
bool readings_keep_write(struct change *change, const struct value *input, struct value **answer);

/* ---- case_rows.c ---- */

MUST bool standing_select(struct turn *turn, struct text incident, struct text person,
                          struct standing_to *standing);
/* Several at once, for standing_select and list_select_has to find. */
MUST bool standing_ahead(struct turn *turn, const struct text *incidents, size_t count,
                         struct text person);
MUST bool list_ahead(struct turn *turn, struct text scope, const struct text *incidents,
                     size_t count);
MUST bool restriction_insert(struct change *change, struct text id, struct text incident,
                             struct text reason);
MUST bool restriction_finish(struct change *change, struct text incident);
MUST bool exclusion_insert(struct change *change, struct text id, struct text incident,
                           struct text person, struct text reason);
MUST bool exclusion_finish(struct change *change, struct text incident, struct text person);
/* The persons alone: one answer for everybody whom a change tells of the case. */
MUST bool exclusion_persons(struct turn *turn, struct text incident, struct text **persons,
                            size_t *count);
/* The selects of standing_select for nobody, and of exclusion_persons, to be told ahead. */
void standing_questions(struct arena *arena, struct text incident, struct question *two);
MUST bool exclusion_select(struct turn *turn, struct text incident, struct excluded **list,
                           size_t *count);

MUST bool list_insert(struct change *change, struct text scope, int64_t sort_us,
                      struct text incident);
/* Where the list of all cases has it, so there: "person:ID". Nothing when no list has it. */
MUST bool list_insert_person(struct change *change, struct text incident, struct text person);
MUST bool list_delete(struct change *change, struct text scope, struct text incident);
MUST bool list_select_between(struct turn *turn, struct text scope, int64_t from_us, int64_t to_us,
                              size_t limit, struct listed **list, size_t *count);
/* Out of it again, when no grant of the person's on it is left. */
MUST bool list_delete_person(struct change *change, struct text incident, struct text person);
MUST bool list_select_has(struct turn *turn, struct text scope, struct text incident, bool *listed);
MUST bool list_select(struct turn *turn, struct text scope, const struct listed *behind,
                      size_t limit, struct listed **list, size_t *count);

/* ---- role.c ---- */

/* Where a role is held for an organisation and a case: the organisation itself, its secretariat,
 * the enterprise, or the case. */
MUST bool role_place(struct turn *turn, enum party_scope scope, struct text organisation,
                     struct text incident, struct place *place);

/* The role's definition in the turn's pack, by its code or by the name of the one it alone
 * succeeded. Faults: missing; invalid for a name that several succeeded to. */
MUST bool role_defined(struct turn *turn, struct text code, const struct role **role);

/* Is the role one that the pack names only for bodies outside every secretariat? */
bool role_outside(const struct pack *pack, struct text code);

/* Does the pack name another office where a secretariat has none of its own? */
bool role_names_exempt(const struct role *role);

/* The assignment ends at end_us (not included), or never was when it had not begun by then. */
MUST bool role_finish(struct change *change, struct assignment *assignment, int64_t end_us);

/* ---- shift_rows.c ---- */

/* Somebody is on duty, or on call, in a role: from from_us up to, not including, to_us. */
struct shift {
    struct text id, role, organisation, person;
    int64_t from_us, to_us;
    struct text name, organisation_short; /* read, never written */
};

struct shift_page {
    struct shift *items;
    size_t count;
};

struct shift_filter {
    struct text role, organisation, person; /* empty: all */
    int64_t ends_after_us;                  /* leaves out what ended at or before it */
};

MUST bool shift_select(struct turn *turn, struct text id, struct shift_page *page);
/* The first other shift of the person in the role at any time of this one. */
MUST bool shift_select_overlap(struct turn *turn, const struct shift *shift,
                               struct shift_page *page);
/* Ordered by beginning; those behind the cursor. */
MUST bool shift_select_after(struct turn *turn, const struct shift_filter *filter,
                             struct cursor cursor, size_t limit, struct shift_page *page);
/* Ends what is known of the shift and writes this as its next version. */
MUST bool shift_write(struct change *change, const struct shift *shift);
/* Shifts that touch the window, each as far as the person is here and holds the role. */
MUST bool shift_select_spans(struct turn *turn, struct text role, struct text organisation,
                             struct span window, struct span **spans, size_t *count);
/* Absences, in the window, of those who have a shift in it; by beginning. */
MUST bool shift_select_away(struct turn *turn, struct text role, struct text organisation,
                            struct span window, struct span **spans, size_t *count);

/* ---- shift.c ---- */

enum shift_repeat { REPEAT_NONE, REPEAT_DAILY, REPEAT_WEEKDAYS, REPEAT_WEEKLY };

/* Missing when there is none. */
MUST bool shift_read(struct turn *turn, struct text id, struct shift *shift);
/* Enters a shift of somebody who holds the role; sets the id. */
MUST bool shift_enter(struct change *change, struct shift *shift);
/* The shift and those that repeat it by the clock on the wall, up to a last day. */
MUST bool shift_plan(struct change *change, const struct shift *first, enum shift_repeat repeat,
                     struct date through, int64_t *entered);
/* The shift ends at end_us, or never was when it had not begun by then. */
MUST bool shift_finish(struct change *change, struct shift *shift, int64_t end_us);
/* The shift goes to the person that stands in it now. */
MUST bool shift_give(struct change *change, struct shift *shift);
/* The times of the window in which nobody is on duty: absences, ends of roles and leavers count. */
MUST bool shift_gaps(struct turn *turn, const struct place *place, struct text role,
                     struct span window, struct span **gaps, size_t *count);

/* ---- watch_rows.c ---- */

/* A role at a place, whose holders may change. */
struct watched {
    struct text role;
    struct place place;
};

enum role_state_kind { ROLE_FILLED, ROLE_ACTING, ROLE_ABSENT, ROLE_VACANT };

/* How a role stands, since when, and when time alone may change that (OPEN_US: never). */
struct role_state {
    int64_t version; /* 0: it was never looked at */
    enum role_state_kind state;
    int64_t since_us, next_us;
};

/* Up to when the passing of time was heard; TIME_NONE: never. */
MUST bool role_clock_select(struct turn *turn, int64_t *done_us);
MUST bool role_clock_write(struct change *change, int64_t done_us);
/* The first instant after done_us at which anything begins or ends; INT64_MAX: none. */
MUST bool watch_select_next(struct turn *turn, int64_t done_us, int64_t *next_us);
/* The roles of which something begins or ends at that instant. */
MUST bool watch_select_at(struct turn *turn, int64_t at_us, struct watched **watched,
                          size_t *count);
/* Every role that was ever assigned, but those on a case. */
MUST bool watch_select_all(struct turn *turn, struct watched **watched, size_t *count);
/* Every role that was ever assigned to the person. */
MUST bool watch_select_person(struct turn *turn, struct text person, struct watched **watched,
                              size_t *count);
MUST bool role_state_select(struct turn *turn, const struct watched *watched,
                            struct role_state *state);
/* Ends what is known of the role's state and writes this as its next version. */
MUST bool role_state_write(struct change *change, const struct watched *watched,
                           const struct role_state *state);

/* ---- watch.c ---- */

const char *role_state_name(enum role_state_kind state);
enum role_state_kind role_state_named(struct text name);
/* Something of the assignment's role changed: tells the facts. since_us: when it changed. */
MUST bool role_watch(struct change *change, const struct assignment *assignment, int64_t since_us);
/* The same of every role of a person. */
MUST bool role_watch_person(struct change *change, struct text person, int64_t since_us);

/* ---- session_rows.c ---- */

struct session {
    struct text id, person, kind, name;
    int64_t entry_us, expires_us;
    int64_t used_us; /* last, to the minute; TIME_NONE: never since it was opened */
    bool second_factor;
};

struct session_page {
    struct session *items;
    size_t count;
};

MUST bool session_insert(struct change *change, const struct session *session,
                         struct text token_sha256);
MUST bool session_select_token(struct turn *turn, struct text token_sha256, struct actor *actor,
                               bool *known);
/* Of one person, neither ended nor expired. */
MUST bool session_select_person(struct turn *turn, struct text person, struct session_page *page);
MUST bool session_finish(struct change *change, struct text id);

/* Notes that the session is used now, and forgets what was noted before forget_us. */
MUST bool session_use(struct turn *turn, struct chore *chore, struct text session,
                      int64_t forget_us);

MUST bool sign_in_select(struct turn *turn, struct text name_sha256, int64_t *failures,
                         int64_t *last_us);
/* Counts a failure, and forgets those from before forget_us. */
MUST bool sign_in_count(struct turn *turn, struct chore *chore, struct text name_sha256,
                        int64_t failures, int64_t forget_us);
MUST bool sign_in_forget(struct turn *turn, struct chore *chore, struct text name_sha256);

/* ---- session.c ---- */

enum session_kind { SESSION_OF_PERSON, SESSION_OF_PROGRAM, SESSION_OF_WATCH };

/* Makes a token and keeps its hash; sets the session's id. *token is shown once. */
MUST bool session_open(struct change *change, enum session_kind kind, struct session *session,
                       struct text *token);

/* ---- password.c ---- */

/* Is the hash that of the password? An empty hash is not, and takes as long to say so. */
MUST bool password_fits(struct turn *turn, struct text password, struct text hash, bool *fits);

/* ---- sign_in.c ---- */

/* Whoever signed in, and with what. */
struct signed_in {
    struct person person;
    bool second_factor;
    struct text recovery; /* id of the recovery code that stood for it, to be used up; or empty */
};

/*
 * Whose name and password these are; and, of whoever enrolled a second factor, whether the code is
 * one of it. The same answer, after the same work, for an unknown name and a wrong password.
 * Faults: stranger; limit when the name must pause; refused for a guest whose time is over. Off the
 * writer.
 */
MUST bool sign_in(struct turn *turn, struct text name, struct text password, struct text code,
                  struct signed_in *signed_in);

/* Is it the password of the person of this id? Faults and limits as sign_in. */
MUST bool password_checked(struct turn *turn, struct text person, struct text password);

/* A guess by somebody who is signed in, or claims a name: counted before it is looked at. */
MUST bool attempt_begin(struct turn *turn, struct text name);
/* It was right: the guesses before it are forgotten. */
MUST bool attempt_good(struct turn *turn, struct text name);

/* Is the code one of the person's second factor, or a recovery code (its id then)? True without a
 * look where none was enrolled. Faults: stranger. */
MUST bool second_factor(struct turn *turn, struct text person, struct text code,
                        struct signed_in *signed_in);

/* ---- the actions' functions, declared in actions.c's table ---- */

bool organisation_create_write(struct change *change, const struct value *input,
                               struct value **answer);
bool organisation_list_read(struct turn *turn, const struct value *input, struct value **answer);
bool organisation_read_read(struct turn *turn, const struct value *input, struct value **answer);
bool organisation_bind_write(struct change *change, const struct value *input,
                             struct value **answer);
bool organisation_about(struct turn *turn, const struct value *input, struct object *object);

bool person_create_prepare(struct turn *turn, struct value *input);
bool person_create_write(struct change *change, const struct value *input, struct value **answer);
bool person_list_read(struct turn *turn, const struct value *input, struct value **answer);
bool person_read_read(struct turn *turn, const struct value *input, struct value **answer);
bool person_about(struct turn *turn, const struct value *input, struct object *object);
bool contact_about(struct turn *turn, const struct value *input, struct object *object);
bool person_leave_write(struct change *change, const struct value *input, struct value **answer);
bool absence_create_write(struct change *change, const struct value *input, struct value **answer);
bool absence_end_write(struct change *change, const struct value *input, struct value **answer);
bool absence_correct_write(struct change *change, const struct value *input, struct value **answer);
bool absence_list_read(struct turn *turn, const struct value *input, struct value **answer);
bool absence_about(struct turn *turn, const struct value *input, struct object *object);
bool absence_place_about(struct turn *turn, const struct value *input, struct object *object);

bool role_assign_write(struct change *change, const struct value *input, struct value **answer);
bool role_end_write(struct change *change, const struct value *input, struct value **answer);
bool role_list_read(struct turn *turn, const struct value *input, struct value **answer);
bool role_holder_read(struct turn *turn, const struct value *input, struct value **answer);
bool role_place_about(struct turn *turn, const struct value *input, struct object *object);
bool assignment_about(struct turn *turn, const struct value *input, struct object *object);

bool role_gaps_read(struct turn *turn, const struct value *input, struct value **answer);
bool role_expiring_read(struct turn *turn, const struct value *input, struct value **answer);
bool role_pass_write(struct change *change, const struct value *input, struct value **answer);
bool shift_create_write(struct change *change, const struct value *input, struct value **answer);
bool shift_give_write(struct change *change, const struct value *input, struct value **answer);
bool shift_end_write(struct change *change, const struct value *input, struct value **answer);
bool shift_list_read(struct turn *turn, const struct value *input, struct value **answer);
bool shift_gaps_read(struct turn *turn, const struct value *input, struct value **answer);
bool shift_place_about(struct turn *turn, const struct value *input, struct object *object);
bool shift_about(struct turn *turn, const struct value *input, struct object *object);

bool session_create_prepare(struct turn *turn, struct value *input);
bool session_create_write(struct change *change, const struct value *input, struct value **answer);
bool session_end_write(struct change *change, const struct value *input, struct value **answer);
bool session_list_read(struct turn *turn, const struct value *input, struct value **answer);
bool person_sessions_read(struct turn *turn, const struct value *input, struct value **answer);
bool person_sign_out_write(struct change *change, const struct value *input, struct value **answer);
bool password_reset_prepare(struct turn *turn, struct value *input);
bool password_reset_write(struct change *change, const struct value *input, struct value **answer);
bool totp_enrol_prepare(struct turn *turn, struct value *input);
bool totp_enrol_write(struct change *change, const struct value *input, struct value **answer);
bool totp_confirm_prepare(struct turn *turn, struct value *input);
bool totp_confirm_write(struct change *change, const struct value *input, struct value **answer);
bool totp_remove_prepare(struct turn *turn, struct value *input);
bool totp_remove_write(struct change *change, const struct value *input, struct value **answer);
bool totp_reset_write(struct change *change, const struct value *input, struct value **answer);
bool token_create_write(struct change *change, const struct value *input, struct value **answer);
MUST bool sensor_admit_write(struct change *change, const struct value *input,
                             struct value **answer);
bool password_set_prepare(struct turn *turn, struct value *input);
bool password_set_write(struct change *change, const struct value *input, struct value **answer);
bool me_read(struct turn *turn, const struct value *input, struct value **answer);

bool organisation_parent_about(struct turn *turn, const struct value *input, struct object *object);
bool administrator_enter_write(struct change *change, const struct value *input,
                               struct value **answer);

bool contact_owner_about(struct turn *turn, const struct value *input, struct object *object);

/* ---- pieces of answers ---- */

/* Sets the member contacts: the list of those of a person or an organisation. */
MUST bool contacts_show(struct turn *turn, struct text owner, struct value *map);

/* An assignment with its person. */
struct value *assignment_show(struct turn *turn, const struct standing *standing);

/* Adds somebody who answers for a role to a list. */
MUST bool holder_show(struct turn *turn, const struct holder *holder, struct value *list);

/* Adds the roles that a person holds now to a list. */
MUST bool capacities_show(struct turn *turn, struct text person, struct value *list);

/* A list's answer: items (of which at most limit are shown) and, if there are more, next. */
struct value *page_show(struct turn *turn, struct value *items, struct text next);
