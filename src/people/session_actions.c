/* SPDX-License-Identifier: Apache-2.0 */
#include "people/inside.h"

/* Members that prepare adds to the input, and no caller can: see struct action. */
static const char *const prepared_person = "signed_in";
static const char *const prepared_hash = "password_hash";
static const char *const prepared_second = "second_factor";
static const char *const prepared_recovery = "recovery";

bool session_create_prepare(struct turn *turn, struct value *input)
{
    struct signed_in signed_in;
    if (!sign_in(turn, value_get_text(input, "name"), value_get_text(input, "password"),
                 value_get_text(input, "code"), &signed_in))
        return false;
    value_set_text(turn->arena, input, prepared_person, signed_in.person.id);
    value_set_boolean(turn->arena, input, prepared_second, signed_in.second_factor);
    value_set_text(turn->arena, input, prepared_recovery, signed_in.recovery);
    return true;
}

/* What is written of a session in the ledger: never its token. */
static bool session_line(struct change *change, const char *op, const struct session *session)
{
    struct turn *turn = change_turn(change);
    struct value *payload = value_map(turn->arena);
    value_set_text(turn->arena, payload, "person", session->person);
    value_set_text(turn->arena, payload, "kind", session->kind);
    if (!text_empty(session->name))
        value_set_text(turn->arena, payload, "name", session->name);
    value_set_boolean(turn->arena, payload, "second_factor", session->second_factor);
    instant_show(turn, payload, "expires", session->expires_us);
    return change_entry(change, op,
                        text_format(turn->arena, "session/%.*s", TEXT_SHOW(session->id)), TEXT_NONE,
                        payload, NULL);
}

/* Of two who come at once with one recovery code, the second finds it used. */
static bool recovery_spend(struct change *change, struct text recovery)
{
    bool live;
    if (text_empty(recovery))
        return true;
    if (!recovery_live(change_turn(change), recovery, &live))
        return false;
    if (!live)
        return fail(change_turn(change), FAULT_STRANGER, "The recovery code was used already.");
    return recovery_use(change, recovery);
}

bool session_fresh(const struct turn *turn)
{
    return turn->actor.signed_in_us > turn->now_us - FRESH_MINUTES * MINUTE_US;
}

static bool me_show(struct turn *turn, const struct person *person, struct value *map)
{
    value_set_text(turn->arena, map, "person", person->id);
    value_set_text(turn->arena, map, "name", person->name);
    if (!text_empty(person->organisation))
        value_set_text(turn->arena, map, "organisation", person->organisation_short);
    struct totp totp;
    if (!totp_select(turn, person->id, &totp))
        return false;
    value_set_boolean(turn->arena, map, "second_factor", totp.there && totp.confirmed);
    value_set_boolean(turn->arena, map, "fresh", session_fresh(turn));
    return capacities_show(turn, person->id,
                           value_set(turn->arena, map, "capacities", value_list(turn->arena)));
}

/* Does a role that the person holds ask for a second factor, which the sign-in was without? */
static bool factor_missing(struct turn *turn, const struct session *session, bool *missing)
{
    struct holder *held;
    size_t count;
    *missing = false;
    if (!people_capacities(turn, session->person, turn->now_us, &held, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct role *role = pack_role(turn->pack, held[i].role);
        *missing = *missing || (role != NULL && role->second_factor && !session->second_factor);
    }
    return true;
}

bool session_create_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct person person;
    struct text token;
    if (!value_has(input, prepared_person))
        return fail(turn, FAULT_BROKEN, "A session is opened after prepare has let the person in.");
    if (!person_read(turn, value_get_text(input, prepared_person), &person))
        return false;
    struct session session = {.person = person.id,
                              .expires_us = turn->now_us + SESSION_HOURS * HOUR_US,
                              .second_factor = value_get_boolean(input, prepared_second, false)};
    /* From here on it is this person who acts, and the ledger says so. */
    turn->actor.person = person.id;
    turn->actor.name = person.name;
    if (!recovery_spend(change, value_get_text(input, prepared_recovery))
        || !session_open(change, SESSION_OF_PERSON, &session, &token)
        || !session_line(change, "session.create", &session))
        return false;
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "token", token);
    value_set_text(turn->arena, *answer, "session", session.id);
    instant_show(turn, *answer, "expires", session.expires_us);
    turn->actor.signed_in_us = turn->now_us;
    bool given;
    bool missing;
    if (!person_password_given(turn, person.id, &given)
        || !factor_missing(turn, &session, &missing))
        return false;
    if (missing)
        value_set_boolean(turn->arena, *answer, "enrol_second_factor", true);
    if (given)
        value_set_boolean(turn->arena, *answer, "change_password", true);
    return me_show(turn, &person, *answer);
}

/* Which of a person's are meant: one, all sessions, or the tokens for programs as well. */
static bool session_wanted(const struct session *session, struct text one, bool tokens)
{
    if (!text_empty(one))
        return text_equal(session->id, one);
    return tokens || text_is(session->kind, "session");
}

static bool sessions_end(struct change *change, struct text person, struct text one, bool tokens,
                         int64_t *ended)
{
    struct session_page page;
    *ended = 0;
    if (!session_select_person(change_turn(change), person, &page))
        return false;
    for (size_t i = 0; i < page.count; i++) {
        const struct session *session = &page.items[i];
        if (!session_wanted(session, one, tokens))
            continue;
        if (!session_finish(change, session->id) || !session_line(change, "session.end", session))
            return false;
        ++*ended;
    }
    return true;
}

static struct value *ended_show(struct turn *turn, int64_t ended)
{
    struct value *map = value_map(turn->arena);
    value_set_integer(turn->arena, map, "ended", ended);
    return map;
}

bool session_end_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    int64_t ended;
    if (!sessions_end(change, turn->actor.person, value_get_text(input, "session"), false, &ended))
        return false;
    if (ended == 0)
        return fail(turn, FAULT_MISSING, "You have no such session: it has ended already.");
    *answer = ended_show(turn, ended);
    return true;
}

bool person_sign_out_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct person person;
    int64_t ended;
    if (!person_named(turn, "person", value_get_text(input, "person"), &person)
        || !sessions_end(change, person.id, value_get_text(input, "session"), true, &ended))
        return false;
    if (ended == 0 && value_has(input, "session"))
        return fail(turn, FAULT_MISSING, "There is no such session: it has ended already.");
    *answer = ended_show(turn, ended);
    return change_entry(change, "person.sign_out",
                        text_format(turn->arena, "person/%.*s", TEXT_SHOW(person.id)), TEXT_NONE,
                        *answer, NULL);
}

static bool sessions_show(struct turn *turn, struct text person, struct value **answer)
{
    struct session_page page;
    struct value *items = value_list(turn->arena);
    if (!session_select_person(turn, person, &page))
        return false;
    for (size_t i = 0; i < page.count; i++) {
        struct value *item = value_append(turn->arena, items, value_map(turn->arena));
        value_set_text(turn->arena, item, "session", page.items[i].id);
        value_set_text(turn->arena, item, "kind", page.items[i].kind);
        value_set_text(turn->arena, item, "name", page.items[i].name);
        value_set_boolean(turn->arena, item, "second_factor", page.items[i].second_factor);
        instant_show(turn, item, "entry", page.items[i].entry_us);
        instant_show(turn, item, "expires", page.items[i].expires_us);
        if (page.items[i].used_us != TIME_NONE)
            instant_show(turn, item, "used", page.items[i].used_us);
    }
    *answer = page_show(turn, items, TEXT_NONE);
    return true;
}

bool session_list_read(struct turn *turn, const struct value *input, struct value **answer)
{
    (void)input;
    return sessions_show(turn, turn->actor.person, answer);
}

bool person_sessions_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct person person;
    return person_named(turn, "person", value_get_text(input, "person"), &person)
           && sessions_show(turn, person.id, answer);
}

static bool token_make(struct change *change, const struct value *input, struct text owner,
                       enum session_kind kind, struct value **answer)
{
    struct turn *turn = change_turn(change);
    int64_t days = value_get_integer(input, "days", TOKEN_DAYS_DEFAULT);
    struct session session = {.person = owner,
                              .name = value_get_text(input, "name"),
                              .expires_us = turn->now_us + days * DAY_US,
                              .second_factor =
                                  kind == SESSION_OF_PROGRAM && turn->actor.second_factor};
    const char *verb = kind == SESSION_OF_WATCH ? "sensor.admit" : "token.create";
    struct person person;
    struct text token;
    if (!person_read(turn, session.person, &person) || !session_open(change, kind, &session, &token)
        || !session_line(change, verb, &session))
        return false;
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "token", token);
    value_set_text(turn->arena, *answer, "session", session.id);
    value_set_text(turn->arena, *answer, "name", session.name);
    value_set_text(turn->arena, *answer, "person", person.id);
    instant_show(turn, *answer, "expires", session.expires_us);
    return true;
}

bool token_create_write(struct change *change, const struct value *input, struct value **answer)
{
    return token_make(change, input, change_turn(change)->actor.person, SESSION_OF_PROGRAM, answer);
}

/* Somebody answers for it, and can end it as a token of a program; what it opens is not theirs. */
bool sensor_admit_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct person person = {.id = turn->actor.person};
    struct text named = value_get_text(input, "person");
    if (text_empty(named) && turn->actor.system)
        return fail_field(turn, "person", "somebody must answer for it: name who");
    if (!text_empty(named) && !person_named(turn, "person", named, &person))
        return false;
    return token_make(change, input, person.id, SESSION_OF_WATCH, answer);
}

bool password_set_prepare(struct turn *turn, struct value *input)
{
    struct person person;
    struct text hash;
    if (!person_read(turn, turn->actor.person, &person)
        || !password_checked(turn, person.id, value_get_text(input, "old"))
        || !password_hash(turn, value_get_text(input, "password"), &hash))
        return false;
    value_set_text(turn->arena, input, prepared_hash, hash);
    return true;
}

bool password_set_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct text hash = value_get_text(input, prepared_hash);
    if (text_empty(hash))
        return fail(turn, FAULT_BROKEN, "A password is kept after prepare has hashed it.");
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "person", turn->actor.person);
    return password_keep(change, turn->actor.person, hash, false)
           && change_entry(change, "password.set",
                           text_format(turn->arena, "person/%.*s", TEXT_SHOW(turn->actor.person)),
                           TEXT_NONE, *answer, NULL);
}

/* The password is made before the writer is asked for, and travels to it beside its hash. */
static const char prepared_password[] = "_password";

bool password_reset_prepare(struct turn *turn, struct value *input)
{
    struct text made;
    struct text hash;
    if (!password_make(turn, &made) || !password_hash(turn, made, &hash))
        return false;
    value_set_text(turn->arena, input, prepared_password, made);
    value_set_text(turn->arena, input, prepared_hash, hash);
    return true;
}

bool password_reset_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct text hash = value_get_text(input, prepared_hash);
    struct value *said = value_map(turn->arena);
    struct person person;
    int64_t ended;
    if (text_empty(hash))
        return fail(turn, FAULT_BROKEN, "A password is kept after prepare has hashed it.");
    if (!person_named(turn, "person", value_get_text(input, "person"), &person))
        return false;
    if (text_equal(person.id, turn->actor.person))
        return fail(turn, FAULT_REFUSED,
                    "nobody resets his own password: change it, or ask another");
    if (!password_keep(change, person.id, hash, true)
        || !sessions_end(change, person.id, TEXT_NONE, true, &ended))
        return false;
    value_set_text(turn->arena, said, "person", person.id);
    value_set_text(turn->arena, said, "reason", value_get_text(input, "reason"));
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "person", person.id);
    value_set_text(turn->arena, *answer, "name", person.name);
    value_set_text(turn->arena, *answer, "password", value_get_text(input, prepared_password));
    return change_entry(change, "password.reset",
                        text_format(turn->arena, "person/%.*s", TEXT_SHOW(person.id)), TEXT_NONE,
                        said, NULL);
}

bool me_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct person person;
    (void)input;
    if (!person_read(turn, turn->actor.person, &person))
        return false;
    *answer = value_map(turn->arena);
    return me_show(turn, &person, *answer);
}
