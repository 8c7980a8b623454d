/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Notices: messages that people are owed. A notice is written in the change that makes it owed, and
 * stands in the outbox until a channel has taken it (SM-3):
 *
 *     queued -> delivered           the channel accepted it: evidence E1
 *     queued -> queued              not now; tried again later under the same message id
 *     queued -> failed              refused for good, or tried long enough
 *     failed -> queued              on the next way in which the person can be reached
 *     delivered -> failed           it came back: what it fulfilled is open again (S-20)
 *     delivered -> acknowledged     whoever was told confirms it: evidence E2
 *     any -> attested               somebody says whom they told, how and when: evidence E3
 *     (none) -> suppressed          of an import: kept, never sent (DOMAIN 0.7)
 *     queued -> suppressed          withdrawn: its case turned out to be none, or all of which it
 *                                   tells was called off
 *
 * One message per person, case and instant: notice_owe adds a duty to the waiting notice of the
 * same person and case, where there is one of this instant (or one that waits for the same later
 * instant), instead of making another. It says what is owed in the order of urgency.
 *
 * A notice has a way, a channel and an address: "mail" to a verified address, "webhook", or
 * "product" for somebody who has neither (it lies in the product for the next sign-in). When one
 * way fails the next is taken: the person's other verified contacts, in the order of the template's
 * channels, as they are known by then; each attempt is kept. When none is left the notice has
 * failed and says so: somebody must tell the person by hand, and attest it. Nothing falls back to
 * "product": that would be called told. Which transport carries a channel is a setting of the
 * house, which the tick holds.
 *
 * What waits for the same later instant goes as one letter to one person, whatever the cases: a
 * digest, of a line each. It is sent, tried again, returned and acknowledged as one; each case
 * keeps a notice of its own.
 *
 * Delivery is at least once: the notice's id is the message id, and an unknown outcome is tried
 * again under the same id. At most the one letter in flight when a house dies is sent twice.
 */
#pragma once
#include "action/action.h"
#include "base/embedded.h"
#include "ledger/ledger.h"
#include "people/people.h"
#include "policy/pack.h"

/* notice.list, read, attest, acknowledge, resend, open, confirm, outcome, bounce,
 * escalate. */
extern const struct action notice_actions[];

/* Limits of the product. The documents do not say how often a message is tried: product default. */
enum {
    NOTICE_RETRY_FIRST_S = 60,    /* after the first failure; doubled after each */
    NOTICE_RETRY_MOST_S = 3600,   /* but never longer */
    NOTICE_ATTEMPTS_MAX = 30,     /* on one way: about a day, then it has failed */
    NOTICE_ATTEMPTS_OTHER = 4,    /* where there is another: about seven minutes */
    NOTICE_ROUTES_MAX = 16,       /* ways that one notice takes, asked for by hand included */
    NOTICE_LINK_DAYS = 14,        /* in which a link acknowledges */
    NOTICE_DUTIES_MAX = 50,       /* of one message; what is more begins another */
    NOTICE_REASON_BYTES_MAX = 500 /* of what a mail server says */
};

/* What a notice may say, and no more (D-37): the blanks that templates of notices.yaml fill. A line
 * that ends with a blank of which nothing is known is left out. */
struct notice_words {
    struct text number, organisation, rating, type_class, contact;
    struct text expected;  /* what is owed, in words */
    struct text asset;     /* of a duty about one: what people call it */
    struct text due_local; /* by when */
    struct text late;      /* by how much it is late */
    struct text owner;     /* who owes it */
    struct text told;      /* when a report was received */
    struct text link;      /* filled in by the room itself: see notice_link */
    struct text list;      /* likewise: the lines of a digest */
};

struct notice_order {
    struct text incident;   /* id, or empty: of a duty about something else */
    struct text kind;       /* real, exercise, import */
    struct text obligation; /* id of what it fulfils, or empty for a warning or an escalation */
    struct text concerns;   /* id of the duty of which it speaks, or empty: see notice_lapse */
    struct text rule, step; /* of that obligation */
    struct text template;   /* name in notices.yaml */
    struct holder to;
    struct notice_words words;
    int64_t due_us;        /* what orders several duties of one message; 0: none, comes first */
    int64_t not_before_us; /* a digest waits until then; else the turn's now */
    struct text answers;   /* Message-ID of the mail that it answers, see mail_id_valid; or empty */
};

/* Owes a notice; *notice is its id (new, or the one it was added to). Import: it ends in suppressed
 * at once. */
MUST bool notice_owe(struct change *change, const struct notice_order *order, struct text *notice);

/* Owes the order to each who holds the role of the organisation (empty: of the enterprise) now, in
 * the order's to. The faults of notice_owe. */
MUST bool notice_owe_role(struct change *change, struct text role, struct text organisation,
                          struct notice_order *order);

/* A letter of the house itself, about no case, to each who holds one of these roles of the
 * enterprise now. Its contact and its instant are filled in. A pack without the letter tells
 * nobody. */
MUST bool notice_tell_roles(struct change *change, const struct names *roles, struct text template,
                            struct notice_words words);

/* That people were told what no longer holds: a false positive, a wrong merge, a fact corrected. */
struct notice_correction {
    struct text incident;      /* id */
    struct text kind;          /* real, exercise, import */
    struct text template;      /* name in notices.yaml: "correction" */
    struct notice_words words; /* its number, organisation, contact */
    struct text reason;        /* why, for the ledger and for what is withdrawn */
    bool withdraw;             /* what waits still is not sent any more: the case is void */
};

/*
 * Owes a correction to every person who was told of the case, by a message that a channel took or
 * by hand, and has not been corrected since; also to whoever may have been, because a message was
 * tried and nobody knows. There is no recall. One message each, linked to all that it corrects;
 * said twice, it is done once. *people: how many. Withdrawn messages end in suppressed. What
 * obligations become of it is told by the caller's own facts.
 */
MUST bool notice_correct(struct change *change, const struct notice_correction *correction,
                         size_t *people);

/* The case that a notice is about (empty: of none); *found false: there is no notice of this id. */
MUST bool notice_case(struct turn *turn, struct text id, struct text *incident, bool *found);

/* A message came back, as notice.bounce records it. route: the way on which it was sent, -1 for the
 * last. Faults: missing when there is no such notice. */
MUST bool notice_returned(struct change *change, struct text id, int64_t route, struct text reason);

/* When somebody was first told of a case in a role, by a channel that took it or as attested, and
 * who; TIME_NONE when nobody was. */
MUST bool notice_first_told(struct turn *turn, struct text incident, struct text role,
                            int64_t *told_us, struct text *name);

/* What waits to be sent to one person about a case is not sent any more. */
MUST bool notice_withdraw_from(struct change *change, struct text incident, struct text person,
                               struct text reason);

/*
 * A duty has ended without being met: what waits does not tell of it any more, neither that it is
 * owed nor that it is late. A message that tells of other duties as well goes on without it; one
 * that tells of nothing else ends in suppressed. What was sent stays.
 */
MUST bool notice_lapse(struct change *change, struct text obligation, struct text reason);

/* Was anybody told of an obligation, or is a message on its way that tells of it still? */
MUST bool notice_tells(struct turn *turn, struct text obligation, bool *tells);

/* Who is to be told of an obligation by hand, because no message reaches them: adds {notice, whom,
 * [phone]} for each that the actor may know of to a list of an answer. */
MUST bool notice_by_hand(struct turn *turn, struct text obligation, struct value *list);

/* How a channel stands, for messages about what is real: how many wait, since when the oldest of
 * them should be gone (TIME_NONE: none waits), and how many have failed since an instant. */
struct notice_tally {
    struct text channel;
    int64_t waiting, oldest_us, failed;
};
MUST bool notice_tally(struct turn *turn, int64_t since_us, struct notice_tally **list,
                       size_t *count);

/* When the outbox has something to do next; INT64_MAX: nothing. */
MUST bool notice_next(struct turn *turn, int64_t *next_us);

/* When notice.escalate has something to do next, because somebody has not acknowledged; INT64_MAX:
 * nothing. What was fulfilled by the message stays fulfilled. */
MUST bool notice_unacknowledged_next(struct turn *turn, int64_t *next_us);

/* ---- the outbox, for tick/ ---- */

struct notice_letter {
    struct text id;      /* of the notice, for its outcome */
    struct text message; /* id of the message: "ID", on a later way "ID.2"; whatever the attempt */
    struct text channel; /* "mail", "webhook" or "product" */
    struct text address; /* empty for "product" */
    struct text subject, body; /* where the link goes, the body has the line NOTICE_LINK_LINE */
    struct text link;          /* see notice_link; or empty */
    struct text answers;       /* Message-ID of the mail that it answers; or empty */
    int64_t queued_us;         /* date of the message: the same whatever the attempt */
    int64_t attempt;           /* from 1 */
};

/*
 * Takes up to limit notices that are due to be sent, leased to this process for lease_us
 * (work_notice): another house on the same database does not take them until the lease is over, or
 * the outcome of this attempt is recorded.
 */
MUST bool notice_take(struct turn *turn, size_t limit, int64_t lease_us,
                      struct notice_letter **letters, size_t *count);

#define NOTICE_LINK_LINE "{link}"

/*
 * Puts into the letter a link with which whoever has the letter says so, without a sign-in:
 * `before` and a secret token, good for that alone and for NOTICE_LINK_DAYS. Only the token's hash
 * is kept (work_notice_token). Each attempt has its own. before empty: the letter has no link.
 */
MUST bool notice_link(struct turn *turn, struct notice_letter *letter, struct text before);

/*
 * What came of a letter is recorded by the action notice.outcome: accepted -> FACT_NOTICE_ACCEPTED
 * for each obligation it serves; later -> tried again; refused, or the last "later" ->
 * FACT_NOTICE_FAILED. What comes back after it was accepted is recorded by notice.bounce.
 */
