/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A second factor: time-based one-time codes (RFC 6238, with HMAC-SHA-1, 30 seconds and 6 digits,
 * as every authenticator has them), and recovery codes for whoever lost it. The shared secret is
 * shown once, and stands in the database sealed under a key that does not. A code is good for its
 * step and the one before and after it, once: a step that was used, and every one before it, is
 * refused.
 */
#include "base/hash.h"
#include "people/inside.h"

enum {
    TOTP_STEP_SECONDS = 30,
    TOTP_DIGITS = 6,
    TOTP_WINDOW = 1, /* steps before and after */
    TOTP_MODULUS = 1000000,
    RECOVERY_CODES = 10,
    RECOVERY_GROUPS = 4,
    RECOVERY_GROUP_LETTERS = 4
};

struct text totp_code(struct arena *arena, struct text secret, int64_t step)
{
    unsigned char counter[8];
    for (int i = 0; i < 8; i++)
        counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
    struct sha1 mac = hmac_sha1(secret, (struct text){(const char *)counter, sizeof counter});
    const unsigned char *at = mac.bytes + (mac.bytes[SHA1_BYTES - 1] & 0x0f);
    unsigned number =
        (unsigned)(at[0] & 0x7f) << 24 | (unsigned)at[1] << 16 | (unsigned)at[2] << 8 | at[3];
    return text_format(arena, "%0*u", TOTP_DIGITS, number % TOTP_MODULUS);
}

/* Every step of the window is compared, whichever fits. */
static bool code_fits(struct turn *turn, struct text secret, struct text code, int64_t *fitting)
{
    int64_t now = turn->now_us / SECOND_US / TOTP_STEP_SECONDS;
    bool fits = false;
    for (int64_t step = now - TOTP_WINDOW; step <= now + TOTP_WINDOW; step++)
        if (secret_equal(totp_code(turn->arena, secret, step), code)) {
            fits = true;
            *fitting = step;
        }
    return fits;
}

/* ---- at rest ---- */

static bool sealing_key(struct turn *turn)
{
    return turn->sealing != NULL
           || fail(turn, FAULT_BROKEN, "This house has no key to seal secrets with.");
}

bool totp_make(struct turn *turn, struct text person, struct text *secret, struct text *sealed)
{
    char *bytes = arena_take(turn->arena, TOTP_SECRET_BYTES);
    struct text box;
    *secret = (struct text){bytes, TOTP_SECRET_BYTES};
    if (!sealing_key(turn) || !random_bytes(turn, bytes, TOTP_SECRET_BYTES)
        || !seal_close(turn, turn->sealing, *secret, person, &box))
        return false;
    *sealed = base64_write(turn->arena, box);
    return true;
}

static bool totp_open(struct turn *turn, const struct totp *totp, struct text *secret)
{
    struct text box;
    if (!sealing_key(turn))
        return false;
    if (!base64_read(turn->arena, totp->sealed, &box))
        return fail(turn, FAULT_BROKEN, "The kept second factor of a person is damaged.");
    return seal_open(turn, turn->sealing, box, totp->person, secret);
}

/* The step is used up, unless it or a later one was already; in a transaction of its own, so that
 * of two who come at once with one code one is let in. */
static bool step_take(struct turn *turn, struct text person, int64_t step, bool *taken)
{
    struct chore *chore;
    if (!store_chore_begin(turn, &chore))
        return false;
    bool done = totp_step_take(turn, chore, person, step, taken);
    return store_chore_end(turn, chore) && done;
}

bool totp_fits(struct turn *turn, const struct totp *totp, struct text code, bool *fits)
{
    struct text secret;
    int64_t step = 0;
    *fits = false;
    if (!totp_open(turn, totp, &secret))
        return false;
    bool right = code_fits(turn, secret, code, &step);
    explicit_bzero((char *)secret.data, secret.size);
    return !right || step_take(turn, totp->person, step, fits);
}

/* ---- recovery codes ---- */

/* Random enough that a plain hash keeps them; letters in any case, with or without strokes. */
struct text recovery_sha256(struct arena *arena, struct text code)
{
    struct builder plain = {.arena = arena};
    build(&plain, TEXT("recovery:"));
    for (size_t i = 0; i < code.size; i++)
        if (code.data[i] != '-' && code.data[i] != ' ')
            build_byte(&plain, code.data[i] >= 'a' && code.data[i] <= 'z'
                                   ? (char)(code.data[i] - 'a' + 'A')
                                   : code.data[i]);
    struct sha256 hash = sha256(built(&plain));
    return hex_write(arena, (struct text){(const char *)hash.bytes, sizeof hash.bytes});
}

static bool recovery_word(struct turn *turn, struct text *code)
{
    struct builder words = {.arena = turn->arena};
    for (int i = 0; i < RECOVERY_GROUPS; i++) {
        struct text word;
        if (!id_word(turn, RECOVERY_GROUP_LETTERS, &word))
            return false;
        build_format(&words, "%s%.*s", i == 0 ? "" : "-", TEXT_SHOW(word));
    }
    *code = built(&words);
    return true;
}

bool recovery_make(struct change *change, struct text person, struct value *list)
{
    struct turn *turn = change_turn(change);
    if (!recovery_forget(change, person))
        return false;
    for (int i = 0; i < RECOVERY_CODES; i++) {
        struct text code;
        struct text id;
        if (!recovery_word(turn, &code) || !id_new(turn, &id)
            || !recovery_insert(change, id, person, recovery_sha256(turn->arena, code)))
            return false;
        value_append(turn->arena, list, value_text(turn->arena, code));
    }
    return true;
}
