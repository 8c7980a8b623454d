/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A policy pack: what a government has decided, as YAML files in one folder, read once, checked
 * against field tables, frozen and hashed. Code knows verbs (open, fulfil, escalate, gate,
 * resolve); the pack knows numbers, names, order and words. What the documents do not say is marked
 * product_default.
 *
 * A pack lives in the arena of the turn that read it, and is never written again.
 */
#pragma once
#include "base/turn.h"
#include "base/value.h"
#include "base/zone.h"
#include "policy/fact.h"

enum rating { RATING_NONE, RATING_LOW, RATING_MEDIUM, RATING_HIGH, RATINGS };

struct names {
    struct text *items;
    size_t count;
};

struct document {
    struct text id, number, title, kind, issuer, status, effective; /* date, or empty */
    struct value *source; /* the whole map as read, for showing */
};

struct clause {
    struct text id, document, section, says, force, kind, capability, mechanism, deadline;
    struct names rules;
    struct value *source;
};

/* ---- obligations.yaml ---- */

enum comparison { COMPARE_IS, COMPARE_IN, COMPARE_AT_LEAST, COMPARE_ABSENT, COMPARE_PRESENT };

struct condition {
    enum fact_field field;
    enum comparison comparison; /* at_least: of ratings, by their order */
    struct names values;
};

/* All of `all`, and, where `any` is not empty, at least one of `any`. Empty: always. */
struct when {
    struct condition *all;
    size_t all_count;
    struct condition *any;
    size_t any_count;
};

/* A fact of this kind for which the condition holds. */
struct trigger {
    bool served; /* false: named by the pack, recorded by no action of this program yet */
    enum fact_kind fact;
    struct text name; /* as in the pack */
    struct when when;
    struct when unless;    /* empty: never */
    enum fact_field start; /* of what opens: the fact's field at which the clock starts */
    struct text basis;     /* of what cancels: why, in the pack's word ("evaluated"), or empty */
    /* Of what opens. anew: the duty is owed again although it was met, or ended otherwise, before;
     * one that still stands is that duty. instead: it opens towards those alone whose open duty it
     * supersedes. */
    bool anew, instead;
};

/* The functions of the calculus (DOMAIN 2.2). */
enum due_function {
    DUE_NONE, /* gates, standing duties, dates that another document states: `reason` says so */
    DUE_IMMEDIATE,         /* the start itself */
    DUE_ELAPSED,           /* start + amount_us of real time */
    DUE_NEXT_BUSINESS_DAY, /* close of business of the first business day after the start's local
                              date */
    DUE_BUSINESS_DAYS,     /* close of business of the n-th business day after it */
    DUE_DAILY,             /* the daily cut-off of the first local date after the start's; recurs */
    DUE_EVERY,             /* start + amount_us; recurs */
    DUE_DAY_TIME, /* hour:minute of the start's local date, or of the next when that has passed */
    DUE_DAY_END,  /* end of the local date that is `days` after the start's (0: that date itself) */
    DUE_ANNIVERSARY, /* end of the same month and day next year; 29 Feb becomes 28 Feb */
    DUE_DATE,        /* end of the next month/day at or after the start (by_date(Y, m, d)) */
    DUE_MONTH_END, /* n-th business day after the month's end at close of business; n 0: its end */
    DUE_QUARTER_END,
    DUE_YEAR_END,
    DUE_STATED, /* the instant that the fact itself states: its by_us */
    DUE_FUNCTIONS
};

struct due {
    enum due_function function;
    int64_t amount_us;
    int64_t within_us; /* at the latest so long after the start, by a setting of a house; 0: none */
    int days;          /* business days, n */
    int month, day;    /* DUE_DATE */
    int hour, minute;  /* DUE_DAY_TIME; the cut-off of DUE_DAILY is the calendar's */
    bool product_default;
    bool target;        /* "as soon as practicable": after it the duty is delayed, never on time */
    struct text reason; /* DUE_NONE: why there is no time */
};

/* Who owes or is owed: a role, held for something. */
enum party_scope {
    PARTY_ENTERPRISE,
    PARTY_ORGANISATION, /* the organisation of the fact, or each organisation of the incident */
    PARTY_SECRETARIAT,  /* of that organisation */
    PARTY_INCIDENT,     /* a role on the case */
    PARTY_ASSET         /* a role for the asset of the fact */
};

struct party {
    struct text role; /* code in roles.yaml */
    enum party_scope scope;
    bool each; /* one obligation for each affected organisation */
};

/* One duty of a rule. */
struct step {
    struct text name;      /* empty for a rule of one step */
    struct text after;     /* opens only where this step of the rule was opened before, or empty */
    struct party *owed_by; /* the rule's, unless the step names its own */
    size_t owed_by_count;
    struct party *owed_to;
    size_t owed_to_count;
    bool by_rating;
    struct due due[RATINGS]; /* by_rating: of each rating; else all the same in [RATING_NONE] */
    bool series; /* the due comes again: what stops it fulfils one period, what cancels it ends all
                    (A11). Else one duty, whatever its due (B5.complete) */
    struct trigger *open; /* what opens it; each says where its clock starts */
    size_t open_count;
    struct trigger *stop; /* what fulfils it: evidence */
    size_t stop_count;
    struct trigger *cancel; /* what voids it, or ends the series */
    size_t cancel_count;
    struct text ladder;    /* name in ladders.yaml, or empty */
    struct text notice;    /* name in notices.yaml: what is sent to whom it is owed, or empty */
    struct names evidence; /* E1 … E7 */
    struct names content;  /* codes in elements.yaml: documents it needs */
    /*
     * How often it is owed: once an incident and recipient, however many facts open it (per:
     * incident, as B4), or once for each fact that opens it (per: fact, as A1: every report).
     */
    bool per_fact;
    /* Of several duties of the step, which one: the field of the fact that opened it (an asset, a
     * role), owed once for each value. A fact that carries the field speaks of the duty of that
     * value alone. FACT_FIELDS: the step has no such field. */
    enum fact_field about;
    /*
     * Rules (or RULE.STEP) whose obligations of the same incident and recipient this one replaces
     * when it opens: they become SUPERSEDED by it. earliest: its due is the earlier of its own and
     * theirs (B1 over B2 and B3: no due is ever lengthened); else its own (A10 over A10: the
     * instant of detection was corrected).
     */
    struct names supersedes;
    bool supersedes_earliest;
    bool
        served; /* every trigger that opens and stops it is recorded by an action of this program */
    int64_t missed_us; /* so long after its due a period of a series is missed; 0: as its due
                          says */
    int line;          /* in obligations.yaml */
};

struct rule {
    struct text id, title;
    struct names clauses;
    struct names authority; /* roles that may waive or suspend it */
    struct party *owed_by;  /* the first is responsible, the others its fallback as written */
    size_t owed_by_count;
    struct party *owed_to; /* each is a recipient of its own */
    size_t owed_to_count;
    struct step *steps;
    size_t steps_count;
    bool served; /* every step is */
    int line;    /* in obligations.yaml */
};

/* ---- calendar.yaml ---- */

enum holiday_form { HOLIDAY_FIXED, HOLIDAY_NTH_WEEKDAY, HOLIDAY_LAST_WEEKDAY };

struct holiday {
    struct text name;
    enum holiday_form form;
    int month, day, weekday, nth; /* weekday 0 Sunday */
    int from_year, to_year;       /* inclusive; to_year 0: still */
    bool sunday_to_monday;        /* a fixed date on a Sunday is observed on Monday */
    bool saturday_to_friday;
};

struct calendar {
    struct text zone_name;
    struct zone *zone;
    struct holiday *holidays;
    size_t holidays_count;
    bool business_weekday[7];                                 /* 0 Sunday */
    int opens_hour, opens_minute, closes_hour, closes_minute; /* close of business */
    int cutoff_hour, cutoff_minute;                           /* daily status */
    bool hours_product_default, cutoff_product_default;
    int64_t immediate_grace_us; /* colour and statistics turn late only after it */
};

/* ---- ladders.yaml ---- */

enum rung_anchor {
    RUNG_BEFORE_DUE,
    RUNG_AFTER_DUE,
    RUNG_SHARE,
    RUNG_DUE_DAY_TIME,
    RUNG_NEXT_BUSINESS_DAY_TIME
};

struct rung {
    enum rung_anchor anchor;
    int64_t amount_us; /* before or after the due */
    int percent;       /* RUNG_SHARE: of the time from start to due */
    int hour, minute;  /* RUNG_…_TIME */
    int64_t repeat_us; /* 0: once */
    bool warning;      /* to whoever owes it */
    bool next_in_line; /* to the next designee or deputy of whoever owes it */
    struct party *tell;
    size_t tell_count;
    bool tell_first;      /* only the first of them that somebody holds here, not all */
    enum rating at_least; /* only for incidents of this rating or above; RATING_NONE: all */
    struct text notice;   /* its own words; empty: those of a warning, or of an escalation */
};

struct ladder {
    struct text name;
    struct rung *rungs; /* in order of their instants */
    size_t rungs_count;
    bool product_default;
};

/* ---- notices.yaml ---- */

struct template
{
    struct text name, subject, body; /* {number}, {organisation}, … : see notices.yaml */
    struct names channels;           /* in order of preference */
    struct text acknowledge; /* name in ladders.yaml, climbed until acknowledged; or empty */
    bool digest;             /* may wait and go out with others of its kind */
    bool product_default;
};

/* ---- roles.yaml ---- */

enum { RIGHTS_MAX = 10 };

/* For which bodies a substitute stands in. */
enum body {
    BODY_ANY,
    BODY_OUTSIDE, /* for: outside. The body belongs to no secretariat */
    BODY_EXEMPT /* for: exempt. Its secretariat's row says that it has no such office (scio: false)
                 */
};

/*
 * Who stands in when nobody holds a role; in the pack
 *     fallback:
 *       - {for: outside, roles: [SCIO_EQ]}
 *       - {for: exempt, roles: [CISO]}
 *       - {roles: [AGENCY_HEAD, SOC_DIRECTOR]}
 * Each role is looked for in its own scope; its own substitutes are not followed.
 */
struct substitute {
    enum body body;
    struct party *parties; /* all of them are told */
    size_t parties_count;
};

/* How the pack rosters a role. */
enum roster {
    ROSTER_NONE,
    ROSTER_SHIFT,  /* somebody is on duty at every instant, and is asked first and alone */
    ROSTER_ON_CALL /* who is on call is asked beside those who hold it */
};

struct role {
    struct text code, title;
    enum party_scope scope;
    bool exclusive;              /* one incumbent at a time */
    bool delegable;              /* designees may act for it */
    bool mandatory;              /* a vacancy is a gap */
    bool everybody;              /* held by whoever is signed in, unassigned */
    bool second_factor;          /* may be used only by whoever signed in with one */
    enum roster roster;          /* whether it is kept by a roster */
    struct substitute *fallback; /* after incumbent, acting, designees and deputies, the first that
                                    finds anybody */
    size_t fallback_count;
    struct names successor_of;
    struct value *permissions; /* area name -> notation, as written */
};

struct lifecycle;    /* policy/lifecycle.h */
struct alert_policy; /* policy/alerts.h */

struct pack {
    struct text folder, name, title, version;
    struct text hash;    /* hex SHA-256 over every file's name and bytes, sorted by name */
    struct value *files; /* file name -> text, whole: kept in the store under the hash */
    int64_t from_us;     /* in force from then on, until the pack that has this one as `earlier` */
    const struct pack *earlier; /* what was in force before, or NULL */
    struct text contact;        /* whom a notice says to ask, in words; or empty */
    struct text questions;      /* id in contacts.yaml: who is asked about the policy; or empty */
    struct text administrator;  /* role of the first person of a new house, or empty */
    struct value *demo;         /* what a demonstration shows (organisations, report), or NULL */
    struct document *documents;
    size_t documents_count;
    struct clause *clauses;
    size_t clauses_count;
    struct rule *rules;
    size_t rules_count;
    struct text
        *evidence; /* FACT_KINDS of them: the code of the kind of evidence a fact is, or empty */
    struct calendar calendar;
    struct rating_table *rating;
    struct ladder *ladders;
    size_t ladders_count;
    struct template *templates;
    size_t templates_count;
    struct role *roles;
    size_t roles_count;
    const struct lifecycle *life;      /* lifecycle.yaml, or NULL when the pack has none */
    const struct alert_policy *alerts; /* alerts.yaml, or NULL: every alert waits for somebody */
    struct names rights[RIGHTS_MAX];   /* role codes; see enum right of permission.h */
    int64_t break_glass_us;            /* how long it stays broken */
    struct names break_glass_told;     /* role codes */
    struct names alarm_told;   /* role codes: whom the house tells what is wrong with itself */
    struct names called_first; /* role codes: whom of an affected body one sees first of a case */
    int long_absence_days;     /* business days after which an absence is too long; 0: never */
    /* Whole files as read and checked: their list is the member of the same name, or "types". */
    struct value *capabilities, *lifecycle, *types, *elements, *organisations, *contacts, *partners,
        *regimes, *controls, *veris;
};

/*
 * Reads the pack in a folder. Every file is checked whole: unknown names, types, references between
 * files (a rule's clauses, roles, ladders, templates; a clause's rules and document). Faults:
 * missing for a folder that is not there, invalid with file:line otherwise.
 */
MUST bool pack_read(struct turn *turn, struct text folder, struct pack **pack);

/* The same from files kept in the store (file name -> text). */
MUST bool pack_read_files(struct turn *turn, const struct value *files, struct pack **pack);

/* The pack in force at an instant, of `newest` and those before it; NULL before the first. */
const struct pack *pack_at(const struct pack *newest, int64_t instant_us);

/*
 * When the first of the documents on which its rules rest took effect; INT64_MIN when none says. A
 * clock that would start before has no policy to run by (DOMAIN 0.7).
 */
int64_t pack_in_force_us(const struct pack *pack);

/* Look-ups; NULL when there is none of that name. */
const struct rule *pack_rule(const struct pack *pack, struct text id);
const struct clause *pack_clause(const struct pack *pack, struct text id);
/* A row of contacts.yaml by its id, as read; NULL when there is none. */
const struct value *pack_contact(const struct pack *pack, struct text id);
/* The row that prints an address; NULL when none does. */
const struct value *pack_contact_at(const struct pack *pack, struct text address);
const struct document *pack_document(const struct pack *pack, struct text id);
const struct ladder *pack_ladder(const struct pack *pack, struct text name);
const struct template *pack_template(const struct pack *pack, struct text name);
const struct role *pack_role(const struct pack *pack, struct text code);
/*
 * The roles that a name means: the one of that code, else those that succeeded to it, ignoring
 * case. At most `most` are put into roles; the number of all is returned.
 */
size_t pack_roles_named(const struct pack *pack, struct text name, const struct role **roles,
                        size_t most);
const struct step *rule_step(const struct rule *rule,
                             struct text name); /* empty: the first with a clock */

enum rating rating_named(struct text name);  /* "high" …; RATING_NONE when it is none */
const char *rating_name(enum rating rating); /* "high" … */
