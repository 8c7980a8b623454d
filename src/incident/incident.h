/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The case: reports, rating, detection, response, timeline, and its life: the states and moves of
 * the pack (policy/lifecycle.h), each move held back by guards that are asked here. A fact is never
 * held back; a move that is refused says every guard that is not met, and the refusal is noted.
 *
 * A report opens an incident. Whatever is learned is a fact with two times: when it happened and
 * when it was entered; facts are never refused, late ones are marked as deviations. What
 * obligations must hear of is recorded with change_fact. told_us is the earliest proven telling of
 * any Commonwealth recipient (DOMAIN 0.1).
 */
#pragma once
#include "action/action.h"
#include "base/embedded.h"
#include "ledger/ledger.h"

extern const struct action incident_actions[];    /* incident.* */
extern const struct action coordinator_actions[]; /* incident.appoint, relieve */
extern const struct action team_actions[];        /* incident.assign */
extern const struct action access_actions[];      /* access.*, grant.* */
extern const struct action report_actions[];      /* report.create, call, paper */
extern const struct action mail_actions[];        /* mail.receive, list, read */
extern const struct action receipt_actions[];     /* report.receipt, add, mine */
extern const struct action life_actions[]; /* incident.*: its moves, and what is said of it */

struct incident {
    struct text id, number, kind; /* kind: real, exercise, import */
    int64_t entry_us;
    int64_t version;
    struct text state;        /* a code of the pack's lifecycle */
    struct text title;        /* the first words of what was reported */
    struct text organisation; /* id of the first organisation, or empty while it is unknown */
    struct text rating;       /* high, medium, low */
    bool provisional;
    int64_t told_us, detected_us;
    int64_t evaluated_us, responding_us; /* TIME_NONE: not yet */
    int64_t priority;                    /* 1..4 of the SOC's queue; 0: none yet */
    int64_t resolved_us, closed_us;      /* TIME_NONE: not yet, or no longer */
};

/* How many cases began here, and came by no import. */
MUST bool incident_native_count(struct turn *turn, int64_t *count);

/* What is told in a report. Texts may be empty and times TIME_NONE where nothing is known. */
struct report_order {
    struct text kind;    /* real, exercise, import */
    bool suspicion;      /* something looks odd; whoever tells it does not say that it is one */
    struct text channel; /* web, phone, mail, portal, sensor, partner, paper, import */
    struct text what;    /* as told, whole */
    struct text stated;  /* the organisation in the reporter's words */
    bool stated_exactly; /* only an organisation with just this full name is meant by them */
    struct text name, contact;
    int64_t told_us; /* proven telling; TIME_NONE: now */
    struct text told_basis;
    int64_t known_since_us, detected_us;
    struct text detected_precision; /* instant, day, month, year */
    const struct value *inputs;     /* rating facts in the form of `revere policy rate`, or NULL */
    const struct value *unread;     /* what did not fit the fields, kept whole, or NULL */
};

struct reported {
    struct incident incident;
    struct text report; /* id */
    struct text
        receipt; /* code with which the reporter may ask for the state; kept only as a hash */
    struct text deviation; /* what is unusual about its times, or empty */
};

/*
 * Takes a report: opens an incident, rates it provisionally, records the facts. Never refuses
 * content (L8): an organisation that is not found is kept as stated, and the SOC is told all the
 * same.
 */
MUST bool incident_report(struct change *change, const struct report_order *order,
                          struct reported *reported);

/* The object of the permission of an action on a case: that which the member `incident` names. */
MUST bool incident_about(struct turn *turn, const struct value *input, struct object *object);

/* The case that the member `incident` names; missing when there is none. */
MUST bool incident_known(struct turn *turn, const struct value *input, struct incident *incident);

/* The case as the permission is asked of it: of every organisation that it affects. */
struct object incident_object(struct turn *turn, const struct incident *incident, bool found);

/* Whether the actor may read a case, and its bodies: who may read these is asked one question. */
bool incident_legible(struct turn *turn, const struct incident *incident, bool *bodies);

/* ---- for alerts, which may become a case, or belong to one ---- */

/* A case by its id; *found false and no fault when there is none. */
MUST bool incident_by_id(struct turn *turn, struct text id, struct incident *incident, bool *found);

/* The case of that id, or the one into which it was merged; *open: work goes on in it. */
MUST bool incident_at_work(struct turn *turn, struct text id, struct incident *incident,
                           bool *open);

/* A line in its timeline about an alert; what is unusual about it is said with it. */
MUST bool incident_alerted(struct change *change, const struct incident *incident, struct text what,
                           const struct value *said);

/* Classifies a new case as potentially of a type of the policy, with what else is unknown said to
 * be so; nothing for an empty type. */
MUST bool incident_suppose(struct change *change, const struct incident *incident, struct text type,
                           int64_t occurred_us);

/* A case for its account: what happened, oldest first, and what was and is owed. */
struct incident_account {
    struct text number, state, rating;
    int64_t version;
    struct value *events; /* as incident.timeline says them */
    bool cut;             /* there are more than INCIDENT_ACCOUNT_MAX: these are the latest */
    struct value *duties; /* as obligation.list says them */
};
enum { INCIDENT_ACCOUNT_MAX = 5000 };

/* Reads the account of the case that the member `incident` names; missing when there is none. */
MUST bool incident_account(struct turn *turn, const struct value *input,
                           struct incident_account *account);
