/* SPDX-License-Identifier: Apache-2.0 */
/* The second factor: codes of the moment (RFC 6238), and those for the day on which the device is
 * lost. */
#pragma once
#include "people/people.h"

/* ---- totp.c ---- */

enum { TOTP_SECRET_BYTES = 20 };

/* A second factor as it is kept. */
struct totp {
    struct text person;
    bool there;         /* one was enrolled */
    bool confirmed;     /* and its first code was right */
    struct text sealed; /* in base64 */
};

/* The code of a step of 30 seconds since 1970 (RFC 6238). */
struct text totp_code(struct arena *arena, struct text secret, int64_t step);
/* A new secret, and how it is kept. */
MUST bool totp_make(struct turn *turn, struct text person, struct text *secret,
                    struct text *sealed);
/* Is it a code of now, or of the step before or after, that was not used? It is used up then. Off
 * the writer. */
MUST bool totp_fits(struct turn *turn, const struct totp *totp, struct text code, bool *fits);
struct text recovery_sha256(struct arena *arena, struct text code);
/* New recovery codes in the place of those before; shown once, into the list. */
MUST bool recovery_make(struct change *change, struct text person, struct value *list);

/* ---- totp_rows.c ---- */

/* How it is kept: of the person, whether one is there or not. */
MUST bool totp_select(struct turn *turn, struct text person, struct totp *totp);
/* Wiped: there is no second factor any more. */
MUST bool totp_forget(struct change *change, struct text person);
MUST bool totp_write(struct change *change, const struct totp *totp);
/* *taken false: that step, or one after it, was used. */
MUST bool totp_step_take(struct turn *turn, struct chore *chore, struct text person, int64_t step,
                         bool *taken);
/* The id of a code of this hash that was not used, or empty. */
MUST bool recovery_select(struct turn *turn, struct text person, struct text sha256,
                          struct text *id);
MUST bool recovery_live(struct turn *turn, struct text id, bool *live);
MUST bool recovery_use(struct change *change, struct text id);
MUST bool recovery_forget(struct change *change, struct text person);
MUST bool recovery_insert(struct change *change, struct text id, struct text person,
                          struct text sha256);
