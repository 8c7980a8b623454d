/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Assets: what an incident can hit. First depth: an owner, a risk rating, who supports it
 * (DOMAIN 1.2). Networks, quarantine and reconnection come with the disclosure and containment
 * issue.
 */
#pragma once
#include "action/action.h"
#include "base/embedded.h"
#include "ledger/ledger.h"

extern const struct action asset_actions[];

struct asset {
    struct text id, name;
    struct text organisation; /* id of the owner */
    struct text rating;       /* a word of the pack's rating table: "critical" … "unrated" */
    struct text interim;      /* the same, until it is rated; or empty */
    struct text support;      /* id of the person who supports it technically, or empty */
    int64_t version;
};

/* By id; *found false and no fault when there is none. */
MUST bool asset_find(struct turn *turn, struct text id, struct asset *asset, bool *found);
