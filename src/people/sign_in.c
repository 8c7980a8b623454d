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

bool attempt_begin(struct turn *turn, struct text name)
{
    struct text counted = name_sha256(turn, name);
    return attempt_allowed(turn, counted) && attempt_count(turn, counted);
}

bool attempt_good(struct turn *turn, struct text name)
{
    return attempts_forget(turn, name_sha256(turn, name));
}

/* Who that is, after the work of a hash whether there is anybody or not. */
static bool password_right(struct turn *turn, struct text name, struct text password,
                           struct person *person)
{
    struct text hash = TEXT_NONE;
    bool found;
    bool fits;
    if (!person_find(turn, name, person, &found)
        || !person_password_select(turn, found ? person->id : TEXT_NONE, &hash)
        || !password_fits(turn, password, hash, &fits))
        return false;
    return (fits && turn->now_us >= person->from_us && turn->now_us < person->to_us)
           || fail(turn, FAULT_STRANGER,
                   "The name or the password is wrong. Try again, or ask an administrator for a "
                   "new password.");
}

bool password_checked(struct turn *turn, struct text id, struct text password)
{
    struct person person;
    return attempt_begin(turn, id) && password_right(turn, id, password, &person)
           && attempt_good(turn, id);
}

/* A code of the authenticator is all digits; a recovery code never is. */
static bool looks_like_code(struct text code)
{
    for (size_t i = 0; i < code.size; i++)
        if (code.data[i] < '0' || code.data[i] > '9')
            return false;
    return true;
}

static bool code_right(struct turn *turn, const struct totp *totp, struct text code,
                       struct signed_in *signed_in, bool *right)
{
    if (looks_like_code(code))
        return totp_fits(turn, totp, code, right);
    if (!recovery_select(turn, totp->person, recovery_sha256(turn->arena, code),
                         &signed_in->recovery))
        return false;
    *right = !text_empty(signed_in->recovery);
    return true;
}

bool second_factor(struct turn *turn, struct text person, struct text code,
                   struct signed_in *signed_in)
{
    struct totp totp;
    bool right = false;
    signed_in->recovery = TEXT_NONE;
    signed_in->second_factor = false;
    if (!totp_select(turn, person, &totp))
        return false;
    if (!totp.there || !totp.confirmed)
        return true;
    code = text_trim(code);
    if (text_empty(code))
        return fail(turn, FAULT_STRANGER,
                    "This name signs in with a second factor: give its code, too.");
    if (!code_right(turn, &totp, code, signed_in, &right))
        return false;
    signed_in->second_factor = true;
    return right
           || fail(turn, FAULT_STRANGER,
                   "The code is wrong, or was used already: wait for the next one.");
}

/* Whose own body the policy does not bind comes in for what was agreed, and no longer. */
static bool guest_still(struct turn *turn, const struct person *person)
{
    struct organisation home = {0};
    struct holder *held;
    size_t count;
    int64_t ended_us;
    if (!role_select_guest(turn, person->id, &ended_us))
        return false;
    if (ended_us == TIME_NONE || ended_us > turn->now_us)
        return true;
    if (!people_capacities(turn, person->id, turn->now_us, &held, &count)
        || (!text_empty(person->organisation)
            && !organisation_read(turn, person->organisation, turn->now_us, &home)))
        return false;
    return count > 0 || organisation_bound(&home)
           || fail(turn, FAULT_REFUSED,
                   "hosting ended: nothing is open to you here any more. Whoever had you here can "
                   "agree on more.");
}

bool sign_in(struct turn *turn, struct text name, struct text password, struct text code,
             struct signed_in *signed_in)
{
    return attempt_begin(turn, name) && password_right(turn, name, password, &signed_in->person)
           && second_factor(turn, signed_in->person.id, code, signed_in) && attempt_good(turn, name)
           && guest_still(turn, &signed_in->person);
}
