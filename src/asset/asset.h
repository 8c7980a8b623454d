/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Assets: what an incident can hit. An owner, a risk rating, who supports it, where it stands, and
 * the networks to which it is attached (DOMAIN 1.2). What is done to it in an incident is the
 * incident's to say.
 */
#pragma once
#include "action/action.h"
#include "base/embedded.h"
#include "ledger/ledger.h"

extern const struct action asset_actions[];
extern const struct action attachment_actions[]; /* asset.connect */

struct asset {
    struct text id, name;
    struct text organisation; /* id of the owner */
    struct text rating;       /* a word of the pack's rating table: "critical" … "unrated" */
    struct text interim;      /* the same, until it is rated; or empty */
    struct text support;      /* id of the person who supports it technically, or empty */
    struct text site;         /* where it stands, in words, or empty */
    struct text source;       /* of its logs, as "watch/source"; or empty */
    int64_t objective_us;     /* how long it may be out of service; 0: nobody has said */
    int64_t version;
    int64_t entered_us; /* when it was entered; read, never written */
};

/* An asset on a network, or off it since at_us. */
struct attachment {
    struct text network, evidence; /* evidence: of its being off */
    bool connected;
    int64_t at_us, version;
};
enum { ASSET_ATTACHMENTS_MAX = 100 }; /* of one asset */

/* Every network to which the asset is attached or ever was, by name. */
MUST bool asset_attachments(struct turn *turn, struct text asset, struct attachment **list,
                            size_t *count);

/* The asset is on the network from now on, or off it; counts the version up. */
MUST bool asset_attachment_write(struct change *change, struct text asset,
                                 struct attachment *attachment);

/* By id; *found false and no fault when there is none. */
MUST bool asset_find(struct turn *turn, struct text id, struct asset *asset, bool *found);

/* A page of all assets behind one of them (its id, or empty: from the first), by id. */
MUST bool asset_page(struct turn *turn, struct text after, size_t limit, struct asset **assets,
                     size_t *count);
