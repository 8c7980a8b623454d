/* SPDX-License-Identifier: Apache-2.0 */
/*
 * People: organisations in their tree, persons, the roles they hold and for whom, sessions and
 * tokens, and the grants that let a person see a case.
 *
 * A duty is owed by a role, never by a name. people_resolve answers who that is at an instant: the
 * incumbent, somebody acting, a designee, a deputy, or the pack's substitute for the role
 * (DOMAIN 1.4), each with the capacity in which the person is reached.
 *
 * Whatever is dated has two times: when it holds in the world (from_us up to, not including, to_us;
 * INT64_MAX is open) and when the house knew it (entry_us up to until_us). A row is never changed:
 * its knowledge ends and a new version begins, so "as known then" is one predicate.
 */
#pragma once
#include "action/action.h"
#include "base/embedded.h"
#include "base/zone.h"
#include "ledger/ledger.h"
#include "policy/pack.h"

extern const struct action people_actions[];  /* organisation.*, person.*, contact.*, absence.* */
extern const struct action role_actions[];    /* role.*, shift.* */
extern const struct action session_actions[]; /* session.*, token.*, totp.*, password.set, me */

/* Limits of the product, not of any policy. */
enum {
    ORGANISATION_DEPTH_MAX = 32,   /* of the tree */
    ROLE_SUCCESSORS_MAX = 8,       /* roles that one older name stands for */
    GAPS_ORGANISATIONS_MAX = 20,   /* of a page of gaps: each has a dozen roles to resolve */
    EXPIRING_DAYS = 30,            /* in which roles that end are shown when nothing is said */
    SHIFT_DAYS_MAX = 35,           /* the longest shift: a month on call */
    SHIFT_PLAN_DAYS_MAX = 400,     /* of a plan that repeats, and of a time asked for gaps */
    SHIFT_GAPS_DAYS = 28,          /* for which gaps are looked for when nothing is said */
    IMPORT_BYTES_MAX = 512 * 1024, /* of a table of persons or organisations */
    FRESH_MINUTES = 15,            /* after it nobody is asked for the password once more */
    SESSION_HOURS = 12,            /* from the sign-in on, whatever is done in it */
    TOKEN_DAYS_DEFAULT = 90,       /* of a token for programs */
    TOKEN_DAYS_MAX = 366,          /* of the same */
    TOKEN_BYTES = 32,              /* of randomness in a token */
    PASSWORD_BYTES_MIN = 12,       /* NIST SP 800-63B asks for 8 at least */
    PASSWORD_BYTES_MAX = 256,      /* far above what a person types */
    SIGN_IN_FAILURES_MAX = 5,      /* for one name, before it must pause */
    SIGN_IN_PAUSE_MINUTES = 15,    /* since the last failure */
    PEOPLE_NAME_BYTES_MAX = 200,   /* of names, titles, addresses */
    PEOPLE_BASIS_BYTES_MAX = 2000  /* of reasons and legal grounds */
};

/* What the house knows now; an earlier instant is what it knew then. */
#define KNOWN_NOW (INT64_MAX - 1)

struct holder;

/*
 * The members from and to of an input: a date is the whole local day, an instant to the second;
 * `to` is the last day or second in which it holds. No from: now; no to: open. Faults: invalid,
 * naming the field.
 */
MUST bool period_read(struct turn *turn, const struct value *input, int64_t *from_us,
                      int64_t *to_us);

/* ---- organisations ---- */

struct organisation {
    struct text id, short_name, name, branch, type;
    struct text parent;      /* id, or empty */
    struct text secretariat; /* id (its own for a secretariat), or empty for a body outside any */
    struct text parent_short, secretariat_short; /* their short names; read, never written */
    struct text binding; /* mandatory, contractual, voluntary: in force at the instant asked for */
    bool has_scio;       /* false: as a secretariat, it has no such office itself (EOTSS) */
};

/* Missing when there is none. at_us chooses the binding in force. */
MUST bool organisation_read(struct turn *turn, struct text id, int64_t at_us,
                            struct organisation *organisation);

/* By short name, full name or id, ignoring case; *found false and no fault when nothing or more
 * than one fits. */
MUST bool organisation_find(struct turn *turn, struct text stated, int64_t at_us,
                            struct organisation *organisation, bool *found);

/* Does the policy bind it without its consent, by the binding that was asked for? False of one that
 * is not there ({0}). */
bool organisation_bound(const struct organisation *organisation);

/* True when `organisation` is `within` or below it in the tree. */
MUST bool organisation_within(struct turn *turn, struct text organisation, struct text within,
                              bool *inside);

/* The organisation, and those of which it is the secretariat; of the empty id the empty id alone.
 */
MUST bool people_bodies(struct turn *turn, struct text organisation, struct text **ids,
                        size_t *count);

/* Enters a new organisation under its id, which the caller made with id_new; bound from
 * bound_from_us on (0: since ever). Faults: invalid when another one bears the short name. */
MUST bool organisation_enter(struct change *change, const struct organisation *organisation,
                             struct text basis, int64_t bound_from_us);

/* From from_us up to to_us the organisation is bound so, whatever held before; of several that
 * cover an instant the one that begins last counts. */
MUST bool organisation_bind(struct change *change, struct text organisation, struct text binding,
                            struct text basis, int64_t from_us, int64_t to_us);

/* ---- persons, and how to reach them ---- */

struct person {
    struct text id, name;
    struct text organisation;       /* id of the home organisation, or empty */
    struct text organisation_short; /* its short name; read, never written */
    int64_t from_us, to_us;         /* when the person is here to act */
};

/* Missing when there is none. */
MUST bool person_read(struct turn *turn, struct text id, struct person *person);

/* The person that a field names by id, name or verified mail address. Faults: invalid, naming the
 * field. */
MUST bool person_named(struct turn *turn, const char *field, struct text stated,
                       struct person *person);

/* The same; *found false and no fault when nothing or more than one fits. */
MUST bool person_find(struct turn *turn, struct text stated, struct person *person, bool *found);

/* Fills the name and the verified mail address of the person that a holder names. Missing when
 * there is none. */
MUST bool person_reach(struct turn *turn, struct holder *holder);

/* Enters a new person; sets the id. */
MUST bool person_enter(struct change *change, struct person *person);

/* A way to reach a person or an organisation; used only once it is verified. */
struct contact {
    struct text id;
    struct text owner; /* id of a person or an organisation; empty: nobody the house knows */
    struct text kind;  /* mail, phone, alternate, webhook, web, list */
    struct text address, purpose;
    struct text status;  /* active, legacy, unverified, external */
    int64_t verified_us; /* TIME_NONE: not yet */
    struct text verified_by;
    struct text verifier; /* name of whoever tried it */
};

/* The verified, active contacts of a person, in the order in which they were entered; none for
 * somebody the house does not know. */
MUST bool person_contacts(struct turn *turn, struct text person, struct contact **contacts,
                          size_t *count);

/* Enters a contact; sets the id. */
MUST bool contact_enter(struct change *change, struct contact *contact);

/* ---- roles ---- */

/* How somebody comes to hold a role at an instant. */
enum holding {
    HOLDING_INCUMBENT,
    HOLDING_ACTING,
    HOLDING_DESIGNEE,
    HOLDING_DEPUTY,
    HOLDING_FALLBACK, /* through a substitute of the pack; never assigned */
    HOLDING_HOSTED,   /* works there for a while; acts in the role, and owes nothing by it */
    HOLDINGS
};

/* By the word the API and the rows use for it: "incumbent" … */
const char *holding_name(enum holding holding);
/* The holding of that name; false when there is none. */
bool holding_named(struct text name, enum holding *holding);

/* A role given to a person. */
struct assignment {
    struct text id;
    struct text role;         /* code in the pack */
    struct text organisation; /* id; empty for roles of the enterprise and of a case */
    struct text incident;     /* id of the case, for a role on one; else empty */
    struct text person;
    enum holding holding;
    int64_t rank; /* of a designee, from 1: who is asked first */
    int64_t from_us, to_us;
    struct text basis; /* the document it rests on, or empty */
};

/* Assigns; sets the id. The role of a secretariat is kept at the organisation's secretariat, that
 * of the enterprise at none, that on a case at the case. A role may be given by the name of one it
 * succeeded. Faults: missing for a role that the pack does not have; invalid for a second incumbent
 * of an exclusive role at the same time, a designee where none may act, a place where the role is
 * not held. */
MUST bool role_assign(struct change *change, struct assignment *assignment);

/* The assignment of that id ends now; one that is over, or is not there, stays as it is. */
MUST bool role_dismiss(struct change *change, struct text assignment);

struct holder {
    struct text person, name;
    struct text
        role; /* the role in which the person is reached: the one asked for, or its substitute's */
    struct text asked;        /* the role that was asked for */
    struct text organisation; /* id for which it is held; empty for enterprise roles */
    struct text incident;     /* id of the case on which it is held, or empty */
    enum holding holding;
    enum holding within; /* HOLDING_FALLBACK: how the substitute's role is held */
    bool on_duty;        /* reached because of the roster */
    int64_t rank;        /* of a designee */
    struct text address; /* verified, active mail address, or empty: reached in the product only */
};

/*
 * Who holds a role for an organisation (empty: enterprise) at an instant, by the algorithm of
 * DOMAIN 1.4: all incumbents that are here and not absent; else all who act; else the first
 * designee in order who is here; else the deputies; else the pack's substitutes, the first entry
 * that finds anybody, all of its roles. A role kept in shifts is answered for by those on duty
 * alone, if anybody is; who is on call for a role is asked beside the others, before the deputies
 * (decision 0009). A role of a secretariat is looked for at the organisation's secretariat. An
 * older name stands for all roles that succeeded to it and have a place there. *gap is set when a
 * mandatory role is vacant: no incumbent, present or absent. A body for which the pack names
 * another office instead (outside a secretariat, or exempt) has a gap when that office is vacant.
 * Nobody at all: count 0, no fault. Missing for a role or an organisation that is unknown.
 * excluded: persons to be skipped in silence, or NULL; *gap does not tell of them.
 */
MUST bool people_resolve(struct turn *turn, struct text role, struct text organisation,
                         int64_t at_us, const struct names *excluded, struct holder **holders,
                         size_t *count, bool *gap);

/* Somebody to whom a role is given. */
struct appointee {
    struct text person, name;
    enum holding holding;
    bool absent;
};

/*
 * Everybody to whom a role is given for an organisation at the turn's now, whether here or absent:
 * incumbents, whoever acts, the designees in order, the deputies. Missing for a role or an
 * organisation that is unknown; nobody: count 0, no fault.
 */
MUST bool people_given(struct turn *turn, struct text role, struct text organisation,
                       struct appointee **list, size_t *count);

/* An instant in the world, as the house knew it at another. */
struct moment {
    int64_t at_us;
    int64_t known_us;
};

/* Whoever holds the role on the case in that way (HOLDINGS: in any) holds it no longer; how many
 * there were. */
MUST bool role_relieve(struct change *change, struct text incident, struct text role,
                       enum holding holding, size_t *ended);

/* What is asked: a role, for what, when, and whom to skip. */
struct sought {
    struct text role;
    struct text organisation; /* id, or empty */
    struct text incident;     /* id of the case, where the role may be one on it; or empty */
    struct moment moment;
    const struct names *excluded;
};

/* The same for a case: a role on the case is looked for there, any other for the organisation. */
MUST bool people_resolve_sought(struct turn *turn, const struct sought *sought,
                                struct holder **holders, size_t *count, bool *gap);

/* The same as the house knew it then. */
MUST bool people_resolve_known(struct turn *turn, struct text role, struct text organisation,
                               struct moment moment, const struct names *excluded,
                               struct holder **holders, size_t *count, bool *gap);

/* The roles a person holds at an instant, each with its organisation and how; incumbent first. A
 * person who is absent still holds them; one who has left does not. */
MUST bool people_capacities(struct turn *turn, struct text person, int64_t at_us,
                            struct holder **holders, size_t *count);

/* When role.pass has something to hear next: somebody begins or ceases to hold a role, to be away,
 * or on duty; INT64_MAX: nothing. */
MUST bool people_next(struct turn *turn, int64_t *next_us);

/* ---- need to know, case by case ---- */

/* How a grant came to be. */
enum grant_kind {
    GRANT_RULE,      /* the role was told by a rule */
    GRANT_HAND,      /* somebody gave it */
    GRANT_NAMED,     /* the same, while the case was restricted: on the list */
    GRANT_EMERGENCY, /* the glass was broken */
    GRANT_KINDS
};

/* By the word the API and the rows use for it: "rule" … */
const char *grant_kind_name(enum grant_kind kind);

struct grant {
    struct text id, incident, person, role, ground;
    struct text organisation; /* id for which the role is held; empty: wherever it is held */
    enum grant_kind kind;
    struct text author;     /* person who gave it, or the house's own door */
    int64_t from_us, to_us; /* to_us INT64_MAX: while the role lasts (with no role: until ended) */
    int64_t entry_us;       /* when it was given */
    int64_t until_us;       /* when it was ended; INT64_MAX: it was not */
    struct text end_reason;
    bool live;               /* opens the case now; read, never written */
    struct text person_name; /* read, never written */
};

/*
 * Lets a person, in a role that is held for an organisation, see a case from now on, because of a
 * rule (ground: "rule A1"). A live grant of the same person, role, organisation and case stays as
 * it is. until_us INT64_MAX: while the role lasts
 * (with no role: until it is ended). Nothing for a person who is excluded. Leaves a line in the
 * case's chain.
 */
MUST bool people_grant(struct change *change, struct text incident, const struct holder *to,
                       struct text ground, int64_t until_us);

/* The same by hand: incident, person, role (or empty), ground, kind, from_us and to_us are the
 * caller's; sets the rest. An excluded person is missing, as one who is not there. */
MUST bool people_let_in(struct change *change, struct grant *grant);

/* Ends a grant; one that is over stays as it is. */
MUST bool people_let_out(struct change *change, const struct grant *grant, struct text reason);

/* Does the person hold a live grant on the case at the turn's now? */
MUST bool people_granted(struct turn *turn, struct text incident, struct text person,
                         bool *granted);

/* All grants of a case that ever were, newest first; and one by its id, *found false when there is
 * none. */
MUST bool people_grants(struct turn *turn, struct text incident, struct grant **list,
                        size_t *count);
MUST bool people_grant_find(struct turn *turn, struct text id, struct grant *grant, bool *found);

/* How a person stands to a case before any grant. */
struct standing_to {
    bool restricted; /* only named people see it */
    bool excluded;   /* this person never does */
};
MUST bool people_standing(struct turn *turn, struct text incident, struct text person,
                          struct standing_to *standing);

/* The half of it that is asked again and again while many are told of one case: it is answered from
 * what was read once for all of them. */
MUST bool people_kept_away(struct turn *turn, struct text incident, struct text person,
                           bool *excluded);

/* From now on only named people see the case (GRANT_NAMED, GRANT_EMERGENCY), and those whose role
 * sees every case (said again, it is restricted still); or everybody again whom the matrix lets.
 * Faults: clash where there is nothing to open. */
MUST bool people_restrict(struct change *change, struct text incident, struct text reason);
MUST bool people_open(struct change *change, struct text incident, struct text reason);

/* Whoever may not know of the one case may not know of the other either: what keeps people from
 * `from` keeps them from `into`, too. */
MUST bool people_keep_away_also(struct change *change, struct text from, struct text into,
                                struct text reason);

/* From now on the person never sees the case, and is passed over in silence wherever somebody is
 * asked or told; what grants there were have ended. Or may again. Faults: clash when it is so
 * already. */
MUST bool people_exclude(struct change *change, struct text incident, struct text person,
                         struct text reason);
MUST bool people_readmit(struct change *change, struct text incident, struct text person,
                         struct text reason);

/* The persons who are excluded from a case. */
struct excluded {
    struct text person, name, reason, author;
    int64_t entry_us;
};
MUST bool people_excluded(struct turn *turn, struct text incident, struct excluded **list,
                          size_t *count);

/*
 * people_resolve, for a case: whoever is excluded from it is passed over in silence, and, while it
 * is restricted, so is whoever holds a role that sees restricted cases only when named. `besides`:
 * others to be passed over, or NULL.
 */
MUST bool people_resolve_for(struct turn *turn, struct text incident, struct text role,
                             struct text organisation, const struct names *besides,
                             struct holder **holders, size_t *count, bool *gap);

/* Tells the store what people_resolve_for will ask about these roles, so that it is asked in one
 * trip (store_ahead). */
struct role_asked {
    struct text role, organisation;
};
MUST bool people_ahead(struct turn *turn, struct text incident, const struct role_asked *askings,
                       size_t count);

/* ---- who read what ---- */

extern const struct action reading_actions[]; /* reading.keep */

struct reading {
    struct text id, batch; /* read, never written */
    int64_t at_us;
    struct text person;   /* empty: strangers */
    struct text capacity; /* role code, or empty */
    struct text action;
    struct text incident; /* id of the case, or empty: a list, or nothing that is there */
    struct text asked;    /* the name that was asked for, as it was given */
    struct text outcome;  /* read, listed, refused */
    int64_t shown;        /* rows of a list; how many strangers were refused */
};

/* Writes the readings down, and one line in the ledger with the hash over all of them: SHA-256 of
 * the SHA-256s of the lines (canonical JSON), in the order of their ids. */
MUST bool people_readings_keep(struct change *change, struct reading *list, size_t count);

/* A page of those of a case (id) or, incident empty, of a person, newest first, behind one of them
 * (before_us INT64_MAX, before_id "~": from the newest). */
struct readings_query {
    struct text incident, person;
    int64_t before_us;
    struct text before_id;
    size_t limit;
};
MUST bool people_readings(struct turn *turn, const struct readings_query *query,
                          struct reading **list, size_t *count);

/* ---- lists of cases ---- */

/* Every case. The others are "organisation:ID" and, kept by people_grant, "person:ID". */
#define PEOPLE_LIST_ALL TEXT("all")

/* From now on the case stands in the list, ordered by sort_us; there already: it stays. */
MUST bool people_list_enter(struct change *change, struct text scope, int64_t sort_us,
                            struct text incident);

/* The case stands in the list no more; not there: nothing. */
MUST bool people_list_leave(struct change *change, struct text scope, struct text incident);

/* A case as it stands in a list. */
struct listed {
    struct text incident;
    int64_t sort_us;
};

enum { PEOPLE_LISTS_MAX = 64 };

/*
 * A page of the lists in which the actor may find what the area "case" shows at a level, newest
 * first, each case once, behind a case and its sort_us (INT64_MAX and "~": from the newest). Where
 * to look, not what may be seen: the caller asks can() for each.
 */
MUST bool people_list_page(struct turn *turn, enum level level, const struct listed *behind,
                           size_t limit, struct listed **page, size_t *count);

/* The cases of one list whose sort_us lies between two instants, newest first, at most limit; the
 * caller asks can() for each. */
MUST bool people_list_between(struct turn *turn, struct text scope, int64_t from_us, int64_t to_us,
                              size_t limit, struct listed **list, size_t *count);

/* ---- who asks ---- */

/*
 * Who presents a token (of a session or for programs): person, name; the capacity is chosen later
 * by can(). Found by the token's SHA-256; the token itself is kept nowhere. *known false: unknown,
 * ended, expired, or of a person who is not here now; no fault.
 */
MUST bool people_token(struct turn *turn, struct text token, struct actor *actor, bool *known);

/* Notes when the actor's session or token was used, to the minute, as housekeeping: outside of the
 * writer. Not being able to is no fault. */
void people_seen(struct turn *turn);

/* yescrypt of a password, in the arena: slow by design (some 16 MiB, tens of milliseconds), never
 * on the writer. Faults: invalid for one that is too short or too long. */
MUST bool password_hash(struct turn *turn, struct text password, struct text *hash);

/* A password that nobody has chosen: four groups of four random letters and digits, some 79 bits.
 */
MUST bool password_make(struct turn *turn, struct text *password);

/* From now on the person signs in with the password of this hash; the one before is forgotten. */
MUST bool password_keep(struct change *change, struct text person, struct text hash, bool given);

/* ---- a new house ---- */

/*
 * Enters the reference organisations and contacts of a pack: contacts unverified, and so unused
 * until an administrator verifies each. What is there already stays as it is, so that loading twice
 * is loading once. One line in the ledger for each file.
 */
MUST bool people_load(struct change *change, const struct pack *pack);

/*
 * People for a demonstration: for each of the pack's roles one person, "Demo TITLE of SHORT", with
 * a verified address at example.org; roles of the enterprise once, those of an organisation or its
 * secretariat for each of the named organisations (short names). Who is there already stays.
 * *people: the persons' ids and roles, for the caller to give passwords to those it wants.
 */
MUST bool people_demo(struct change *change, const struct pack *pack,
                      const struct names *organisations, struct holder **people, size_t *count);
