/* SPDX-License-Identifier: Apache-2.0 */
/* The signing key: made once, kept in a file of its own, read for each signature and wiped. */
#include "base/file.h"
#include "ledger/inside.h"
#include <string.h>
#include <sys/stat.h>

enum { SEED_HEX_BYTES = 2 * ED25519_KEY_BYTES, SEED_FILE_BYTES_MAX = SEED_HEX_BYTES + 2 };

static bool seed_private(struct turn *turn, const char *path)
{
    struct stat found;
    if (stat(path, &found) != 0)
        return fail(turn, FAULT_BROKEN,
                    "The ledger's key is not in %s. Bring it back from its safe copy: no other key "
                    "can go on with this log.",
                    path);
    if ((found.st_mode & 077) != 0)
        return fail(turn, FAULT_BROKEN,
                    "The ledger's key %s may be read by others than its owner: chmod 600 it, and "
                    "ask who has read it.",
                    path);
    return true;
}

bool seed_read(struct turn *turn, const struct ledger_place *place,
               unsigned char seed[ED25519_KEY_BYTES])
{
    const char *path = text_string(turn->arena, place->key_path);
    struct text hex;
    if (!seed_private(turn, path) || !file_read(turn, path, SEED_FILE_BYTES_MAX, &hex))
        return false;
    bool good = hex_read(text_trim(hex), seed, ED25519_KEY_BYTES);
    explicit_bzero((char *)hex.data, hex.size);
    if (!good)
        return fail(turn, FAULT_BROKEN, "The ledger's key %s is not 64 hexadecimal digits.", path);
    return true;
}

bool place_key(struct turn *turn, const struct ledger_place *place, struct note_key *key)
{
    unsigned char seed[ED25519_KEY_BYTES];
    unsigned char public_key[ED25519_KEY_BYTES];
    if (!note_name_valid(place->origin))
        return fail_field(turn, "origin",
                          "The ledger's origin is a name such as revere.example/house, without "
                          "white space and without +.");
    if (!seed_read(turn, place, seed))
        return false;
    bool good = ed25519_public(turn, seed, public_key);
    explicit_bzero(seed, sizeof seed);
    if (good)
        *key = note_key_of(place->origin, NOTE_ED25519, public_key);
    return good;
}

static bool key_make(struct turn *turn, const char *path)
{
    unsigned char seed[ED25519_KEY_BYTES];
    if (!random_bytes(turn, seed, sizeof seed))
        return false;
    struct text hex = hex_write(turn->arena, (struct text){(const char *)seed, sizeof seed});
    bool good = file_write(turn, path, hex, 0600);
    explicit_bzero(seed, sizeof seed);
    explicit_bzero((char *)hex.data, hex.size);
    return good;
}

bool ledger_key_ready(struct turn *turn, const struct ledger_place *place, struct text *vkey)
{
    const char *path = text_string(turn->arena, place->key_path);
    bool published = file_exists(folder_path(turn, place->folder, TEXT("vkey")));
    struct note_key key;
    if (!file_exists(path) && !published && !key_make(turn, path))
        return false;
    if (!place_key(turn, place, &key))
        return false;
    *vkey = note_key_write(turn->arena, &key);
    return true;
}
