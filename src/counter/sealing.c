/* SPDX-License-Identifier: Apache-2.0 */
/* The key under which secrets are sealed that the database must not hold in plain words. Made once,
 * beside the signing key, and kept in a file of its own. */
#include "base/file.h"
#include "counter/inside.h"
#include <string.h>
#include <sys/stat.h>

enum { SEALING_FILE_BYTES_MAX = 2 * SEALING_KEY_BYTES + 2 };

static bool sealing_make(struct turn *turn, const char *path)
{
    unsigned char key[SEALING_KEY_BYTES];
    if (!random_bytes(turn, key, sizeof key))
        return false;
    struct text hex = hex_write(turn->arena, (struct text){(const char *)key, sizeof key});
    bool made = file_write(turn, path, hex, 0600);
    explicit_bzero(key, sizeof key);
    explicit_bzero((char *)hex.data, hex.size);
    return made;
}

bool sealing_ready(struct turn *turn, const struct text *folder, unsigned char *key)
{
    const char *path = text_format(turn->arena, "%.*s/sealing", TEXT_SHOW(*folder)).data;
    struct stat found;
    struct text hex;
    if (!file_exists(path) && !sealing_make(turn, path))
        return false;
    if (stat(path, &found) != 0 || (found.st_mode & 077) != 0)
        return fail(turn, FAULT_BROKEN,
                    "The sealing key %s may be read by others than its owner: chmod 600 it, and "
                    "ask who has read it.",
                    path);
    if (!file_read(turn, path, SEALING_FILE_BYTES_MAX, &hex))
        return false;
    bool good = hex_read(text_trim(hex), key, SEALING_KEY_BYTES);
    explicit_bzero((char *)hex.data, hex.size);
    return good
           || fail(turn, FAULT_BROKEN, "The sealing key %s is not 64 hexadecimal digits.", path);
}
