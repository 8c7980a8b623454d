/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signing in, in the caller's thread. Nothing in the answer, nor in the time it takes, tells an
 * unknown name from a wrong password: both hash once and count one failure. The attempt is counted
 * before the hash, so that many at once cannot slip past the limit.
 */
#include "base/hash.h"
#include "people/inside.h"

static struct text name_sha256(struct turn *turn, struct text name)
{
    struct sha256 hash = sha256(text_lower(turn->arena, text_trim(name)));
    return hex_write(turn->arena, (struct text){(const char *)hash.bytes, sizeof hash.bytes});
}

static int64_t pause_since_us(const struct turn *turn)
{
    return turn->now_us - SIGN_IN_PAUSE_MINUTES * MINUTE_US;
}

static bool attempt_allowed(struct turn *turn, struct text name)
{
    int64_t failures;
    int64_t last_us;
    if (!sign_in_select(turn, name, &failures, &last_us))
        return false;
    return failures < SIGN_IN_FAILURES_MAX || last_us < pause_since_us(turn)
           || fail(turn, FAULT_LIMIT,
                   "Too many failed sign-ins for this name: wait %d minutes and try again.",
                   SIGN_IN_PAUSE_MINUTES);
}

static bool attempt_count(struct turn *turn, struct text name)
{
    struct chore *chore;
    if (!store_chore_begin(turn, &chore))
        return false;
    bool counted = sign_in_count(turn, chore, name, 1, pause_since_us(turn));
    return store_chore_end(turn, chore) && counted;
}

static bool attempts_forget(struct turn *turn, struct text name)
{
    struct chore *chore;
    if (!store_chore_begin(turn, &chore))
        return false;
    bool forgotten = sign_in_forget(turn, chore, name);
    return store_chore_end(turn, chore) && forgotten;
}

bool sign_in(struct turn *turn, struct text name, struct text password, struct person *person)
{
    struct text counted = name_sha256(turn, name);
    struct text hash = TEXT_NONE;
    bool found;
    bool fits;
    if (!attempt_allowed(turn, counted) || !attempt_count(turn, counted)
        || !person_find(turn, name, person, &found)
        || !person_password_select(turn, found ? person->id : TEXT_NONE, &hash)
        || !password_fits(turn, password, hash, &fits))
        return false;
    if (!fits || turn->now_us < person->from_us || turn->now_us >= person->to_us)
        return fail(turn, FAULT_STRANGER,
                    "The name or the password is wrong. Try again, or ask an administrator for a "
                    "new password.");
    return attempts_forget(turn, counted);
}
