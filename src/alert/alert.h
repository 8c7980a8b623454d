/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the watch has to say: alerts, and sources that fall silent.
 *
 * An alert is a finding of a detection rule in the logs: of one rule, about one entity (a host, an
 * account, an address), in one window of time. More of the same belongs to the same alert and
 * raises its count; so a person reads it once. It says in plain words why it fired, and where the
 * events are that prove it. It rates nothing: whether it is an incident, or part of one, people
 * say, or a rule of the policy (policy/alerts.h). From then on it is read by those who read that
 * case.
 *
 * A suppression is the act of somebody: for a time, what a rule finds is counted and not raised.
 *
 * A segment is a part of the event store in which a watch keeps its lines. Its root is told when it
 * is sealed, and names the one before it.
 *
 * A watch says at least once a minute that it lives, and what its sources came to. One that does
 * not is dead, or cut off: by the clock its sources are silent.
 *
 * A source is who sends logs. When one is silent for longer than its limit, and when it is heard
 * again, the watch says so, and the obligations hear of it as facts.
 */
#pragma once
#include "action/action.h"
#include "base/embedded.h"
#include "ledger/ledger.h"

/* How the chains of roots stand that the watches' event stores told of. */
struct alert_segments {
    int64_t count, missing, changed;
    struct text worst; /* the first that is not sound, and why; empty: all are */
};
MUST bool alert_segments(struct turn *turn, struct alert_segments *sum);

/*
 * When the next watch has said nothing for longer than it may, its silence held against what it
 * said last and since when the house listens without a break; INT64_MAX: none. sensor.pass is to be
 * asked then.
 */
MUST bool alert_watch_next(struct turn *turn, int64_t since_us, int64_t *next_us);

/* A watch of whose sources nothing is known is a source itself, of this name. */
#define ALERT_WATCH_ITSELF "watch"

/* alert.*, source.*, segment.*, suppression.*; sensor.* */
extern const struct action alert_actions[];
extern const struct action alert_watch_actions[];
