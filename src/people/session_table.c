/* SPDX-License-Identifier: Apache-2.0 */
/* What may be asked about signing in. */
#include "people/fields.h"
#include "people/inside.h"

static const struct field session_create_fields[] = {
    NAME("name", true, "Your name, or your verified mail address."),
    PASSWORD("password", true, "Your password."),
    {.name = "code",
     .type = FIELD_TEXT,
     .least = 0,
     .most = 40,
     .help =
         "The code of your second factor, or a recovery code. Leave it empty if you have none."},
    END,
};

static const struct field totp_enrol_fields[] = {
    {.name = "password",
     .type = FIELD_TEXT,
     .least = 1,
     .most = FIELD_TEXT_BYTES_MAX,
     .once_more = true,
     .help = "Your password, once more; not needed just after signing in."},
    END,
};

static const struct field totp_confirm_fields[] = {
    {.name = "code",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 6,
     .most = 6,
     .help = "The six digits that your authenticator shows now."},
    END,
};

static const struct field totp_remove_fields[] = {
    PASSWORD("password", true, "Your password, once more."),
    {.name = "code",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 6,
     .most = 40,
     .help = "A code of it, or a recovery code."},
    END,
};

static const struct field totp_reset_fields[] = {
    PERSON("person", true, "Id, whole name or verified mail address."),
    BASIS("reason", true, "Why, and how you made sure who asks."),
    END,
};

static const struct field password_reset_fields[] = {
    PERSON("person", true, "Id, whole name or verified mail address."),
    BASIS("reason", true, "Why, and how you made sure who asks."),
    END,
};

static const struct field session_end_fields[] = {
    {.name = "session",
     .type = FIELD_ID,
     .listed = "session.list",
     .help = "Id of one session or token of yours. Left out: all your sessions, no tokens."},
    END,
};

static const struct field person_sessions_fields[] = {
    PERSON("person", true, "Id, whole name or verified mail address."), END};

static const struct field person_sign_out_fields[] = {
    PERSON("person", true, "Id, whole name or verified mail address."),
    {.name = "session",
     .type = FIELD_ID,
     .listed = "person.sessions",
     .help = "Id of one session or token. Left out: all sessions and all tokens for programs."},
    END,
};

static const struct field token_create_fields[] = {
    NAME("name", true, "What it is for."),
    {.name = "days",
     .type = FIELD_INTEGER,
     .least = 1,
     .most = TOKEN_DAYS_MAX,
     .help = "How long it is good for."},
    END,
};

static const struct field sensor_admit_fields[] = {
    NAME("name", true, "Which watch it is for."),
    PERSON(
        "person", false,
        "Who answers for it: id, whole name or verified mail address. Left out: you. It ends when "
        "they leave."),
    {.name = "days",
     .type = FIELD_INTEGER,
     .least = 1,
     .most = TOKEN_DAYS_MAX,
     .help = "How long it is good for."},
    END,
};

static const struct field password_set_fields[] = {
    PASSWORD("old", true, "Your password until now."),
    PASSWORD("password", true, "Your new password: a sentence of its own."),
    END,
};

static const struct field no_fields[] = {END};

const struct action session_actions[] = {
    {.name = "session.create",
     .title = "Sign in",
     .method = METHOD_POST,
     .route = "/sessions",
     .fields = session_create_fields,
     .area = AREA_NONE,
     .level = LEVEL_NONE,
     .anonymous = true,
     .secret = true,
     .prepare = session_create_prepare,
     .write = session_create_write,
     .help = "Opens a session and answers its token, which is shown once."},
    {.name = "session.end",
     .title = "Sign out",
     .method = METHOD_POST,
     .route = "/sessions/end",
     .fields = session_end_fields,
     .area = AREA_NONE,
     .level = LEVEL_NONE,
     .first_steps = true,
     .write = session_end_write,
     .help = "Ends one session or token of yours, or all your sessions at once."},
    {.name = "session.list",
     .title = "My sessions",
     .method = METHOD_GET,
     .route = "/sessions",
     .fields = no_fields,
     .area = AREA_NONE,
     .level = LEVEL_NONE,
     .read = session_list_read,
     .item = "session",
     .known_by = {"kind", "name", "entry_local"},
     .help = "Your own open sessions and tokens for programs."},
    {.name = "person.sessions",
     .title = "Sessions of a person",
     .method = METHOD_GET,
     .route = "/persons/{person}/sessions",
     .fields = person_sessions_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = person_about,
     .read = person_sessions_read,
     .item = "session",
     .known_by = {"kind", "name", "entry_local"},
     .help = "The open sessions and tokens for programs of a person, and when each was last used."},
    {.name = "person.sign_out",
     .title = "Sign a person out",
     .method = METHOD_POST,
     .route = "/persons/{person}/sign-out",
     .fields = person_sign_out_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = person_about,
     .write = person_sign_out_write,
     .help = "Ends one session or token of a person, or all of them at once: a lost telephone, a "
             "token that got out."},
    {.name = "token.create",
     .title = "Make a token for a program",
     .method = METHOD_POST,
     .route = "/tokens",
     .fields = token_create_fields,
     .area = AREA_NONE,
     .level = LEVEL_NONE,
     .secret = true,
     .write = token_create_write,
     .help = "A token with which a program acts as you. It is shown once; the house keeps its "
             "SHA-256 only."},
    {.name = "sensor.admit",
     .title = "Make a token for a watch",
     .method = METHOD_POST,
     .route = "/sensors",
     .fields = sensor_admit_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .secret = true,
     .write = sensor_admit_write,
     .help = "With it a watch on another machine raises alerts, says how its sources stand and "
             "hears what is suppressed, and does nothing else. It is shown once; the house keeps "
             "its SHA-256 only."},
    {.name = "password.set",
     .title = "Change my password",
     .method = METHOD_POST,
     .route = "/me/password",
     .fields = password_set_fields,
     .area = AREA_NONE,
     .level = LEVEL_NONE,
     .first_steps = true,
     .prepare = password_set_prepare,
     .write = password_set_write,
     .help = "Puts a new password in the place of your old one."},
    {.name = "password.reset",
     .title = "Give a person a new password",
     .method = METHOD_POST,
     .route = "/persons/{person}/password/reset",
     .fields = password_reset_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .secret = true,
     .about = person_about,
     .prepare = password_reset_prepare,
     .write = password_reset_write,
     .help = "For whoever forgot it, or has none yet. The house makes one, shown once; it is good "
             "for one thing, to be changed at the next sign-in. All sessions of the person end; a "
             "second factor stays."},
    {.name = "totp.enrol",
     .title = "Enrol a second factor",
     .method = METHOD_POST,
     .route = "/me/totp",
     .fields = totp_enrol_fields,
     .area = AREA_NONE,
     .level = LEVEL_NONE,
     .enrols = true,
     .secret = true,
     .prepare = totp_enrol_prepare,
     .write = totp_enrol_write,
     .help = "Answers a secret for an authenticator, shown once, also as a URI for it. It is asked "
             "for when its first code has been confirmed."},
    {.name = "totp.confirm",
     .title = "Confirm a second factor",
     .method = METHOD_POST,
     .route = "/me/totp/confirmation",
     .fields = totp_confirm_fields,
     .area = AREA_NONE,
     .level = LEVEL_NONE,
     .enrols = true,
     .secret = true,
     .prepare = totp_confirm_prepare,
     .write = totp_confirm_write,
     .help = "From now on each sign-in asks for a code. Answers recovery codes, shown once, each "
             "good for one sign-in."},
    {.name = "totp.remove",
     .title = "Take away my second factor",
     .method = METHOD_POST,
     .route = "/me/totp/removal",
     .fields = totp_remove_fields,
     .area = AREA_NONE,
     .level = LEVEL_NONE,
     .prepare = totp_remove_prepare,
     .write = totp_remove_write,
     .help = "Your password alone signs you in again; recovery codes end, too."},
    {.name = "totp.reset",
     .title = "Reset the second factor of a person",
     .method = METHOD_POST,
     .route = "/persons/{person}/totp/reset",
     .fields = totp_reset_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = person_about,
     .write = totp_reset_write,
     .help = "For whoever lost it and all recovery codes: the password alone signs in, until "
             "another one is enrolled."},
    {.name = "me",
     .title = "Who I am",
     .method = METHOD_GET,
     .route = "/me",
     .fields = no_fields,
     .area = AREA_NONE,
     .level = LEVEL_NONE,
     .first_steps = true,
     .read = me_read,
     .help = "Your name, and the capacities in which you may act now."},
    {.name = NULL},
};
