/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the notice room share. */
#pragma once
#include "action/page.h"
#include "notice/notice.h"

enum notice_state {
    NOTICE_QUEUED,
    NOTICE_DELIVERED,
    NOTICE_ACKNOWLEDGED,
    NOTICE_FAILED,
    NOTICE_ATTESTED,
    NOTICE_SUPPRESSED,
    NOTICE_STATES
};

const char *notice_state_name(enum notice_state state);

/* A notice as it stands: what never changes, and its current version. */
struct notice {
    struct text id, incident, number, kind;
    struct text person, name, role, asked, organisation;
    struct text channel, address; /* of the way on which it is now */
    struct text letter;  /* id of the notice whose letter it goes with: its own, but in a digest */
    struct text line;    /* what a digest says of it */
    struct text answers; /* Message-ID of the mail that it answers; or empty */
    int64_t entry_us;
    int64_t version; /* 0: not written yet */
    int64_t route;   /* which way: 0 the first */
    int64_t tried;   /* attempts before this way began */
    enum notice_state state;
    struct text subject, body;
    int64_t not_before_us;
    int64_t next_us;     /* INT64_MAX: the outbox is done with it */
    int64_t attempts;    /* with a recorded outcome */
    int64_t sent_us;     /* last handed to a channel; this and the next three TIME_NONE: not yet */
    int64_t accepted_us; /* by a channel */
    int64_t failed_us;
    int64_t attested_us;      /* when the person was told, as attested */
    int64_t ack_us;           /* next rung of the ladder of its absence; INT64_MAX: none */
    int64_t acknowledged_us;  /* TIME_NONE: not yet */
    struct text attested_by;  /* name of who says so */
    struct text reason;       /* of the last failure, or of the suppression */
    struct text corrected_by; /* id of the notice that corrects it; read, never written */
};

/* What a notice says and serves. */
struct duty {
    struct text obligation; /* or empty */
    struct text concerns;   /* the same, or the duty of which a warning speaks; or empty */
    struct text lapsed;     /* why it is not told any more, or empty */
    struct text rule, step, organisation, template;
    int64_t due_us;
    struct text due_local, expected;
    struct text subject, body; /* as this duty alone would be told */
};

/* What happened to it. */
struct event {
    const char *event; /* accepted, later, refused, bounced, attested, acknowledged, unacknowledged,
                          withdrawn, lapsed */
    int64_t at_us;
    int64_t attempt; /* 0: of none */
    int64_t route;   /* the way that it speaks of */
    struct text whom, how, number, reason;
};

/* ---- rows.c ---- */
MUST bool rows_notice(struct turn *turn, struct text id, struct notice *notice, bool *found);
/* The notice of a person and case that may take another duty now; see notice_owe. */
MUST bool rows_notice_waiting(struct turn *turn, const struct notice *wanted, struct notice *notice,
                              bool *found);
MUST bool rows_notice_insert(struct change *change, const struct notice *notice);
/* Closes the current version (when there is one) and writes the next; counts version up. */
MUST bool rows_version_write(struct change *change, struct notice *notice);
MUST bool rows_duty_insert(struct change *change, struct text notice, size_t place,
                           const struct duty *duty);
/* In the order in which they were added. */
MUST bool rows_duties(struct turn *turn, struct text notice, struct duty **duties, size_t *count);
/* Of all notices of a page, in its order: duties[i], counts[i] of list[i]. */
struct notice_query;
MUST bool rows_page_duties(struct turn *turn, const struct notice_query *query,
                           const struct notice *list, size_t count, struct duty **duties,
                           size_t *counts);
/* The ids of messages that wait, or have failed, and tell of an obligation. */
MUST bool rows_lapsing(struct turn *turn, struct text obligation, struct text **notices,
                       size_t *count);
MUST bool rows_lapse_insert(struct change *change, struct text notice, size_t place,
                            struct text reason);
MUST bool rows_tells(struct turn *turn, struct text obligation, bool *tells);
MUST bool rows_event_insert(struct change *change, struct text notice, const struct event *event);

struct told {
    struct text event, whom, how, number, reason, author, channel, address;
    int64_t at_us, attempt, entry_us;
};
MUST bool rows_events(struct turn *turn, struct text notice, struct told **events, size_t *count);

/* The notice of a person that waits for the same instant, and so goes with the same letter. */
MUST bool rows_letter_waiting(struct turn *turn, const struct notice *wanted, struct notice *notice,
                              bool *found);
/* What goes with the letter of a notice that is due: those that are due with it, on its way. */
MUST bool rows_letter_due(struct turn *turn, const struct notice *due, struct notice **list,
                          size_t *count);
/* What went with an attempt of a letter; of attempt 0, what was accepted with it. */
MUST bool rows_letter_sent(struct turn *turn, struct text letter, int64_t attempt,
                           struct notice **list, size_t *count);

/* A way to a person. */
struct route {
    struct text channel, address;
};
/* The ways that a notice has taken, the first included. */
MUST bool rows_routes(struct turn *turn, const struct notice *notice, struct route **routes,
                      size_t *count);
/* The way on which the notice now is, as its route says. */
MUST bool rows_route_insert(struct change *change, const struct notice *notice);

/* Of a case: what was told (or may have been: tried, with an unknown outcome) and not corrected
 * since, by person; and what waits. */
MUST bool rows_told(struct turn *turn, struct text incident, struct notice **list, size_t *count);
MUST bool rows_queued(struct turn *turn, struct text incident, struct notice **list, size_t *count);
MUST bool rows_link_insert(struct change *change, struct text notice, const char *kind,
                           struct text other);
/* The ids of what a notice corrects. */
MUST bool rows_links(struct turn *turn, struct text notice, const char *kind, struct names *others);

/* A page, newest first: of a case by its number, or (number empty) of a person. */
struct notice_query {
    struct text number, person;
    struct text before; /* id of the last row of the page before; empty: from the newest */
    size_t limit;
};
MUST bool rows_page(struct turn *turn, const struct notice_query *query, struct notice **list,
                    size_t *count);
/* Of an obligation: what was told for it and reaches nobody. */
MUST bool rows_stuck(struct turn *turn, struct text obligation, struct notice **list,
                     size_t *count);
MUST bool rows_next(struct turn *turn, int64_t *next_us);
MUST bool rows_first_told(struct turn *turn, struct text incident, struct text role,
                          int64_t *told_us, struct text *name);
/* What is due and leased to nobody, longest due first. */
MUST bool rows_due(struct turn *turn, size_t limit, struct notice **list, size_t *count);
MUST bool rows_leases_prune(struct turn *turn, struct chore *chore);
/* *taken false: somebody else was faster. */
MUST bool rows_lease(struct turn *turn, struct chore *chore, const struct notice *notice,
                     int64_t until_us, bool *taken);

/* ---- rows.c: missing acknowledgements ---- */
MUST bool rows_unacknowledged_next(struct turn *turn, int64_t *next_us);
/* Those whose ladder has a rung now or before, longest due first. */
MUST bool rows_unacknowledged(struct turn *turn, size_t limit, struct notice **list, size_t *count);

/* ---- escalate.c ---- */
/* The first rung of the ladder that a notice accepted at from_us begins to climb; INT64_MAX: its
 * templates ask for no acknowledgement. */
MUST bool escalation_begin(struct turn *turn, const struct notice *notice, int64_t from_us,
                           int64_t *next_us);
/* The write of notice.escalate. */
MUST bool escalation_fire(struct change *change, const struct value *input, struct value **answer);
/* An event that changes the notice: kept, with the version and a line in the case's chain. */
MUST bool notice_move(struct change *change, struct notice *notice, const char *op,
                      const struct event *event);

/* ---- rows.c: the tokens of links ---- */
MUST bool rows_token_keep(struct turn *turn, struct chore *chore, struct text sha256,
                          struct text letter, int64_t expires_us);
MUST bool rows_tokens_prune(struct turn *turn, struct chore *chore);
/* The letter of a token that is good now; or *found false. */
MUST bool rows_token(struct turn *turn, struct text sha256, struct text *letter, bool *found);

/* ---- link.c ---- */
/* What is in a letter for whoever reads it: the line for the link is put in, or left out. */
struct text body_linked(struct arena *arena, struct text body, struct text link);
/* The letter that a token of a link is for, while it is good; *found false for any other. */
MUST bool link_letter(struct turn *turn, struct text token, struct text *letter, bool *found);
/* notice.open and notice.confirm. */
extern const struct field link_fields[];
MUST bool link_open(struct turn *turn, const struct value *input, struct value **answer);
MUST bool link_confirm(struct change *change, const struct value *input, struct value **answer);

/* ---- route.c ---- */
/* The first way to a person: by what the template may go by. */
MUST bool route_first(struct turn *turn, const struct notice_order *order, struct route *route);
/* The next way that was not taken; or (channel given) the best of that channel, taken or not. */
MUST bool route_next(struct turn *turn, const struct notice *notice, struct text channel,
                     struct route *route, bool *found);
/* Puts the notice on a way, due now. The caller writes the version. */
MUST bool route_take(struct change *change, struct notice *notice, const struct route *route);
/* The number at which a person is called, or empty. */
MUST bool route_phone(struct turn *turn, struct text person, struct text *phone);

/* ---- words.c ---- */
/* What a digest says of one notice, and of several. */
struct text digest_line(struct arena *arena, const struct pack *pack,
                        const struct notice_words *words);
void digest_word(struct arena *arena, const struct pack *pack, const struct notice *notices,
                 size_t count, struct notice_letter *letter);
/* A template of the pack or of one before it, or NULL. */
const struct template *template_find(const struct pack *pack, struct text name);
/* Fills subject and body of a duty from its template; a duty is never untold for want of words: a
 * template that the pack lacks is replaced by the bare words. */
void duty_word(struct arena *arena, const struct pack *pack, const struct notice_words *words,
               struct duty *duty);
/* Subject and body of a message that tells of all its duties, the most urgent first. */
void notice_word(struct arena *arena, const struct duty *duties, size_t count,
                 struct notice *notice);

/* ---- lapse.c ---- */
/* Is any of them still to be told? */
bool duties_stand(const struct duty *duties, size_t count);

/* ---- digest.c ---- */
/* Does a move to all that went with the letter's attempt (0: that was accepted with it), and to the
 * notice of that id in any case; *notice is that one. The event's route -1: the way of each. */
MUST bool letter_move(struct change *change, struct text id, const struct event *event,
                      bool (*move)(struct change *change, struct notice *notice,
                                   const struct event *event),
                      struct notice *notice);

/* ---- outcome.c: each writes the version, the event, a line in the case's chain, and the facts
 * ---- */
MUST bool notice_accept(struct change *change, struct notice *notice, const struct event *event);
MUST bool notice_defer(struct change *change, struct notice *notice, const struct event *event);
MUST bool notice_refuse(struct change *change, struct notice *notice, const struct event *event);
MUST bool notice_bounce(struct change *change, struct notice *notice, const struct event *event);
MUST bool notice_attest(struct change *change, struct notice *notice, const struct event *event);
MUST bool notice_acknowledge(struct change *change, struct notice *notice,
                             const struct event *event);
MUST bool notice_withdraw(struct change *change, struct notice *notice, const struct event *event);
/* The same message once more, on the way given. */
MUST bool notice_resend(struct change *change, struct notice *notice, const struct route *route,
                        const struct event *event);
/* A line in the ledger about a notice. */
MUST bool notice_entry(struct change *change, const char *op, const struct notice *notice,
                       const struct value *said);

/* ---- answer.c ---- */
struct value *notice_value(struct turn *turn, const struct notice *notice,
                           const struct duty *duties, size_t count);
/* Is somebody to be told by hand: it has failed, or waits because a channel did not take it. */
bool notice_stuck(const struct notice *notice);
/* The same with body and history. */
MUST bool notice_value_whole(struct turn *turn, const struct notice *notice, struct value **value);
