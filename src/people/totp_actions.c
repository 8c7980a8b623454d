/* SPDX-License-Identifier: Apache-2.0 */
/* Enrolling a second factor, and losing it. */
#include "base/hash.h"
#include "people/inside.h"

/* Members that prepare adds to the input, and no caller can: see struct action. */
static const char *const prepared_sealed = "totp_sealed";
static const char *const prepared_secret = "totp_secret";
static const char *const prepared_right = "totp_right";

static bool totp_line(struct change *change, const char *op, struct text person, struct text reason)
{
    struct turn *turn = change_turn(change);
    struct value *payload = value_map(turn->arena);
    value_set_text(turn->arena, payload, "person", person);
    if (!text_empty(reason))
        value_set_text(turn->arena, payload, "reason", reason);
    return change_entry(change, op, text_format(turn->arena, "person/%.*s", TEXT_SHOW(person)),
                        TEXT_NONE, payload, NULL);
}

/* Whoever finds a screen unlocked does not know the password. */
static bool password_again(struct turn *turn, const struct value *input, struct person *person)
{
    return person_read(turn, turn->actor.person, person)
           && password_checked(turn, person->id, value_get_text(input, "password"));
}

/* Just after signing in the password was typed by whoever sits there. */
static bool password_fresh(struct turn *turn, const struct value *input, struct person *person)
{
    if (value_has(input, "password"))
        return password_again(turn, input, person);
    if (!session_fresh(turn))
        return fail_field(turn, "password",
                          "Give your password once more: it is a while since you signed in.");
    return person_read(turn, turn->actor.person, person);
}

bool totp_enrol_prepare(struct turn *turn, struct value *input)
{
    struct person person;
    struct totp totp;
    struct text secret;
    struct text sealed;
    if (!password_fresh(turn, input, &person) || !totp_select(turn, person.id, &totp))
        return false;
    if (totp.there && totp.confirmed)
        return fail(turn, FAULT_CLASH,
                    "You have a second factor already: take it away first, with one of its codes.");
    if (!totp_make(turn, person.id, &secret, &sealed))
        return false;
    value_set_text(turn->arena, input, prepared_sealed, sealed);
    value_set_text(turn->arena, input, prepared_secret, base32_write(turn->arena, secret));
    return true;
}

/* The names of a URI hold nothing that would end them. */
static struct text uri_name(struct arena *arena, struct text name)
{
    struct builder out = {.arena = arena};
    for (size_t i = 0; i < name.size; i++) {
        unsigned char byte = (unsigned char)name.data[i];
        bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
                     || (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_';
        if (plain)
            build_byte(&out, (char)byte);
        else
            build_format(&out, "%%%02X", byte);
    }
    return built(&out);
}

bool totp_enrol_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct text secret = value_get_text(input, prepared_secret);
    const struct totp totp = {.person = turn->actor.person,
                              .sealed = value_get_text(input, prepared_sealed)};
    if (text_empty(totp.sealed))
        return fail(turn, FAULT_BROKEN, "A second factor is kept after prepare has made it.");
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "secret", secret);
    value_set_text(turn->arena, *answer, "uri",
                   text_format(turn->arena,
                               "otpauth://totp/Revere:%.*s?secret=%.*s&issuer=Revere&algorithm=SHA1"
                               "&digits=6&period=30",
                               TEXT_SHOW(uri_name(turn->arena, turn->actor.name)),
                               TEXT_SHOW(secret)));
    value_set_text(
        turn->arena, *answer, "next",
        TEXT("Put the secret into your authenticator, and confirm with its first code."));
    return totp_write(change, &totp) && totp_line(change, "totp.enrol", totp.person, TEXT_NONE);
}

/* ---- the first code ---- */

bool totp_confirm_prepare(struct turn *turn, struct value *input)
{
    struct totp totp;
    bool fits;
    if (!totp_select(turn, turn->actor.person, &totp))
        return false;
    if (!totp.there || totp.confirmed)
        return fail(turn, FAULT_CLASH, "There is nothing to confirm: enrol a second factor first.");
    if (!attempt_begin(turn, totp.person)
        || !totp_fits(turn, &totp, value_get_text(input, "code"), &fits))
        return false;
    if (!fits)
        return fail_field(turn, "code",
                          "This is not its code now: wait for the next one, and see that the "
                          "clock of your device is right.");
    value_set_text(turn->arena, input, prepared_right, totp.sealed);
    return attempt_good(turn, totp.person);
}

bool totp_confirm_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct totp totp;
    if (!totp_select(turn, turn->actor.person, &totp))
        return false;
    if (!totp.there || totp.confirmed
        || !text_equal(totp.sealed, value_get_text(input, prepared_right)))
        return fail(turn, FAULT_CLASH, "Another one was enrolled meanwhile: confirm that.");
    totp.confirmed = true;
    *answer = value_map(turn->arena);
    return totp_write(change, &totp)
           && recovery_make(
               change, totp.person,
               value_set(turn->arena, *answer, "recovery_codes", value_list(turn->arena)))
           && totp_line(change, "totp.confirm", totp.person, TEXT_NONE);
}

/* ---- the end of it ---- */

bool totp_remove_prepare(struct turn *turn, struct value *input)
{
    struct person person;
    struct signed_in signed_in;
    return password_again(turn, input, &person)
           && second_factor(turn, person.id, value_get_text(input, "code"), &signed_in);
}

static bool totp_gone(struct change *change, const char *op, struct text person, struct text reason,
                      struct value **answer)
{
    struct turn *turn = change_turn(change);
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "person", person);
    return totp_forget(change, person) && recovery_forget(change, person)
           && totp_line(change, op, person, reason);
}

bool totp_remove_write(struct change *change, const struct value *input, struct value **answer)
{
    (void)input;
    return totp_gone(change, "totp.remove", change_turn(change)->actor.person, TEXT_NONE, answer);
}

bool totp_reset_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct person person;
    if (!person_named(turn, "person", value_get_text(input, "person"), &person))
        return false;
    if (text_equal(person.id, turn->actor.person))
        return fail(turn, FAULT_REFUSED, "nobody resets his own second factor: ask another");
    return totp_gone(change, "totp.reset", person.id, value_get_text(input, "reason"), answer);
}
