/* SPDX-License-Identifier: Apache-2.0 */
/* Passwords, by yescrypt as libcrypt does it: the only file that calls it. */
#include "base/hash.h"
#include "people/inside.h"
#include <crypt.h>

static const char *const yescrypt = "$y$";

/* phrase hashed under a setting (or an earlier hash, which begins with its setting). */
static bool password_crypt(struct turn *turn, struct text password, const char *setting,
                           struct text *hash)
{
    /* libcrypt works in 32 KiB of its caller's; zeroed before and wiped after. */
    struct crypt_data *data = arena_take(turn->arena, sizeof *data);
    const char *phrase = text_string(turn->arena, password);
    const char *made = crypt_rn(phrase, setting, data, (int)sizeof *data);
    *hash = made == NULL ? TEXT_NONE : text_copy(turn->arena, text_of(made));
    explicit_bzero(data, sizeof *data);
    return made != NULL
           || fail(turn, FAULT_BROKEN,
                   "The system's libcrypt cannot hash passwords with yescrypt.");
}

/* A new setting: the method, the cost that libcrypt holds to be right, and random salt. */
static bool password_setting(struct turn *turn, const char **setting)
{
    char *made = arena_take(turn->arena, CRYPT_GENSALT_OUTPUT_SIZE);
    *setting = crypt_gensalt_rn(yescrypt, 0, NULL, 0, made, CRYPT_GENSALT_OUTPUT_SIZE);
    return *setting != NULL
           || fail(turn, FAULT_BROKEN, "The system's libcrypt gives no setting for yescrypt.");
}

bool password_hash(struct turn *turn, struct text password, struct text *hash)
{
    const char *setting;
    if (password.size < PASSWORD_BYTES_MIN || password.size > PASSWORD_BYTES_MAX
        || memchr(password.data, '\0', password.size) != NULL)
        return fail_field(turn, "password",
                          "A password has at least %d and at most %d bytes: choose a sentence.",
                          PASSWORD_BYTES_MIN, PASSWORD_BYTES_MAX);
    return password_setting(turn, &setting) && password_crypt(turn, password, setting, hash);
}

enum { PASSWORD_GROUPS = 4, PASSWORD_GROUP_LETTERS = 4 };

bool password_make(struct turn *turn, struct text *password)
{
    struct builder words = {.arena = turn->arena};
    for (int i = 0; i < PASSWORD_GROUPS; i++) {
        struct text word;
        if (!id_word(turn, PASSWORD_GROUP_LETTERS, &word))
            return false;
        build_format(&words, "%s%.*s", i == 0 ? "" : "-", TEXT_SHOW(word));
    }
    *password = built(&words);
    return true;
}

bool password_fits(struct turn *turn, struct text password, struct text hash, bool *fits)
{
    const char *setting = text_string(turn->arena, hash);
    struct text made;
    bool possible = !text_empty(hash) && password.size <= PASSWORD_BYTES_MAX;
    *fits = false;
    if (!possible && !password_setting(turn, &setting))
        return false;
    struct text tried = password.size <= PASSWORD_BYTES_MAX
                            ? password
                            : (struct text){password.data, PASSWORD_BYTES_MAX};
    if (!password_crypt(turn, tried, setting, &made))
        return false;
    *fits = secret_equal(made, hash) && possible;
    return true;
}

bool password_keep(struct change *change, struct text person, struct text hash, bool given)
{
    return person_password_write(change, person, hash, given);
}
