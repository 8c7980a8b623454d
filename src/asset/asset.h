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
    struct text source;       /* of its logs, as "watch/source"; or empty */
    int64_t version;
    int64_t entered_us; /* when it was entered; read, never written */
};

/* By id; *found false and no fault when there is none. */
MUST bool asset_find(struct turn *turn, struct text id, struct asset *asset, bool *found);

/* A page of all assets behind one of them (its id, or empty: from the first), by id. */
MUST bool asset_page(struct turn *turn, struct text after, size_t limit, struct asset **assets,
                     size_t *count);
