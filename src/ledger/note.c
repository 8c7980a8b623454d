/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/note.h"

static const struct text signature_mark = {"\xE2\x80\x94 ", 4}; /* an em dash and a space */

/* ---- small spellings ---- */

bool hash_read(struct arena *arena, struct text base64, struct sha256 *hash)
{
    struct text bytes;
    if (base64.size != 44 || !base64_read(arena, base64, &bytes) || bytes.size != SHA256_BYTES)
        return false;
    memcpy(hash->bytes, bytes.data, SHA256_BYTES);
    return true;
}

struct text hash_write(struct arena *arena, const struct sha256 *hash)
{
    return base64_write(arena, (struct text){(const char *)hash->bytes, SHA256_BYTES});
}

bool size_read(struct text decimal, int64_t *size)
{
    bool leading = decimal.size > 1 && decimal.data[0] == '0';
    bool digit = decimal.size > 0 && decimal.data[0] >= '0' && decimal.data[0] <= '9';
    return digit && !leading && text_integer(decimal, size);
}

/* Unicode's White_Space beyond ASCII, as UTF-8. */
static const char *const wide_spaces[] = {
    "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81",
    "\xE2\x80\x82", "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86",
    "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\xA8",
    "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80"};

bool note_name_valid(struct text name)
{
    if (text_empty(name) || !text_utf8(name))
        return false;
    for (size_t i = 0; i < name.size; i++)
        if ((unsigned char)name.data[i] <= ' ' || name.data[i] == '+' || name.data[i] == 0x7F)
            return false;
    for (size_t i = 0; i < sizeof wide_spaces / sizeof *wide_spaces; i++)
        if (text_contains(name, text_of(wide_spaces[i])))
            return false;
    return true;
}

/* ---- keys ---- */

struct note_key note_key_of(struct text name, enum note_algorithm algorithm,
                            const unsigned char public_key[ED25519_KEY_BYTES])
{
    struct note_key key = {.name = name, .algorithm = algorithm};
    memcpy(key.public_key, public_key, ED25519_KEY_BYTES);
    char typed[2 + ED25519_KEY_BYTES] = {'\n', (char)algorithm};
    memcpy(typed + 2, public_key, ED25519_KEY_BYTES);
    struct sha256 hash = sha256_two(name, (struct text){typed, sizeof typed});
    memcpy(key.id, hash.bytes, NOTE_KEY_ID_BYTES);
    return key;
}

struct text note_key_write(struct arena *arena, const struct note_key *key)
{
    char typed[1 + ED25519_KEY_BYTES] = {(char)key->algorithm};
    memcpy(typed + 1, key->public_key, ED25519_KEY_BYTES);
    struct text id = hex_write(arena, (struct text){(const char *)key->id, NOTE_KEY_ID_BYTES});
    struct text base64 = base64_write(arena, (struct text){typed, sizeof typed});
    return text_format(arena, "%.*s+%.*s+%.*s", TEXT_SHOW(key->name), TEXT_SHOW(id),
                       TEXT_SHOW(base64));
}

bool note_key_read(struct arena *arena, struct text line, struct note_key *key, const char **why)
{
    struct text rest;
    struct text base64;
    struct text typed;
    struct text name = text_cut(line, '+', &rest);
    struct text id = text_cut(rest, '+', &base64);
    unsigned char id_bytes[NOTE_KEY_ID_BYTES];
    *why = "it is not name+key id+base64";
    if (!note_name_valid(name) || !hex_read(id, id_bytes, sizeof id_bytes)
        || !text_equal(id, text_lower(arena, id)) || !base64_read(arena, base64, &typed))
        return false;
    *why = "its algorithm is neither Ed25519 nor an Ed25519 cosignature";
    if (typed.size != 1 + ED25519_KEY_BYTES
        || (typed.data[0] != NOTE_ED25519 && typed.data[0] != NOTE_COSIGNATURE))
        return false;
    enum note_algorithm algorithm = typed.data[0] == NOTE_ED25519 ? NOTE_ED25519 : NOTE_COSIGNATURE;
    *key = note_key_of(name, algorithm, (const unsigned char *)typed.data + 1);
    *why = "its key id does not belong to its name and key";
    return memcmp(key->id, id_bytes, sizeof id_bytes) == 0;
}

/* ---- notes ---- */

static bool characters_allowed(struct text bytes)
{
    for (size_t i = 0; i < bytes.size; i++)
        if ((unsigned char)bytes.data[i] < ' ' && bytes.data[i] != '\n')
            return false;
    return text_utf8(bytes);
}

/* Where the last empty line begins, or 0. */
static size_t last_empty_line(struct text bytes)
{
    for (size_t at = bytes.size; at >= 2; at--)
        if (bytes.data[at - 1] == '\n' && bytes.data[at - 2] == '\n')
            return at - 1;
    return 0;
}

static bool signature_read(struct arena *arena, struct text line, struct note_signature *signature)
{
    *signature = (struct note_signature){.line = {line.data, line.size + 1}};
    if (!text_starts(line, signature_mark))
        return false;
    struct text base64;
    struct text bytes;
    signature->name =
        text_cut((struct text){line.data + signature_mark.size, line.size - signature_mark.size},
                 ' ', &base64);
    if (!note_name_valid(signature->name) || !base64_read(arena, base64, &bytes)
        || bytes.size <= NOTE_KEY_ID_BYTES)
        return false;
    memcpy(signature->id, bytes.data, NOTE_KEY_ID_BYTES);
    signature->bytes =
        (struct text){bytes.data + NOTE_KEY_ID_BYTES, bytes.size - NOTE_KEY_ID_BYTES};
    return true;
}

bool note_read(struct arena *arena, struct text bytes, struct note *note, const char **why)
{
    *note = (struct note){0};
    *why = "it is longer than a note may be";
    if (bytes.size > NOTE_BYTES_MAX)
        return false;
    *why = "it contains control characters or is not UTF-8";
    if (!characters_allowed(bytes))
        return false;
    size_t split = last_empty_line(bytes);
    *why = "there is no empty line between text and signatures";
    if (split == 0)
        return false;
    note->text = (struct text){bytes.data, split};
    struct text rest = {bytes.data + split + 1, bytes.size - split - 1};
    *why = "it does not end in a signature line and a line feed";
    if (rest.size == 0 || rest.data[rest.size - 1] != '\n')
        return false;
    while (rest.size > 0) {
        *why = "it has more than 16 signatures";
        if (note->count == NOTE_SIGNATURES_MAX)
            return false;
        struct text line = text_cut(rest, '\n', &rest);
        *why = "a signature line is not: em dash, key name, base64";
        if (!signature_read(arena, line, &note->signatures[note->count++]))
            return false;
    }
    return true;
}

/* A cosignature is u64be seconds || signature over a header with the time, and the text. */
static bool cosignature_fits(struct arena *arena, const struct note *note,
                             const struct note_key *key, struct text bytes, int64_t *time_s)
{
    if (bytes.size != 8 + ED25519_SIGNATURE_BYTES)
        return false;
    uint64_t seconds = 0;
    for (size_t i = 0; i < 8; i++)
        seconds = seconds << 8 | (unsigned char)bytes.data[i];
    if (seconds > INT64_MAX)
        return false;
    *time_s = (int64_t)seconds;
    struct text message = text_format(arena, "cosignature/v1\ntime %lld\n%.*s", (long long)*time_s,
                                      TEXT_SHOW(note->text));
    return ed25519_verify(key->public_key, message, (const unsigned char *)bytes.data + 8);
}

static bool signature_fits(struct arena *arena, const struct note *note, const struct note_key *key,
                           struct text bytes, int64_t *time_s)
{
    *time_s = 0;
    if (key->algorithm == NOTE_COSIGNATURE)
        return cosignature_fits(arena, note, key, bytes, time_s);
    return bytes.size == ED25519_SIGNATURE_BYTES
           && ed25519_verify(key->public_key, note->text, (const unsigned char *)bytes.data);
}

enum note_trust note_check(struct arena *arena, const struct note *note, const struct note_key *key,
                           int64_t *time_s)
{
    enum note_trust trust = NOTE_UNKNOWN;
    int64_t seconds = 0;
    for (size_t i = 0; i < note->count; i++) {
        const struct note_signature *signature = &note->signatures[i];
        if (!text_equal(signature->name, key->name)
            || memcmp(signature->id, key->id, NOTE_KEY_ID_BYTES) != 0)
            continue;
        if (!signature_fits(arena, note, key, signature->bytes, &seconds))
            return NOTE_FORGED;
        trust = NOTE_GOOD;
    }
    if (time_s != NULL)
        *time_s = seconds;
    return trust;
}

bool note_sign(struct turn *turn, struct text text, const struct note_key *key,
               const unsigned char seed[ED25519_KEY_BYTES], struct text *note)
{
    unsigned char bytes[NOTE_KEY_ID_BYTES + ED25519_SIGNATURE_BYTES];
    memcpy(bytes, key->id, NOTE_KEY_ID_BYTES);
    if (!ed25519_sign(turn, seed, text, bytes + NOTE_KEY_ID_BYTES))
        return false;
    struct text base64 =
        base64_write(turn->arena, (struct text){(const char *)bytes, sizeof bytes});
    *note = text_format(turn->arena, "%.*s\n%.*s%.*s %.*s\n", TEXT_SHOW(text),
                        TEXT_SHOW(signature_mark), TEXT_SHOW(key->name), TEXT_SHOW(base64));
    return true;
}

/* ---- checkpoints ---- */

struct text checkpoint_write(struct arena *arena, const struct checkpoint *checkpoint)
{
    return text_format(arena, "%.*s\n%lld\n%.*s\n", TEXT_SHOW(checkpoint->origin),
                       (long long)checkpoint->size,
                       TEXT_SHOW(hash_write(arena, &checkpoint->root)));
}

bool checkpoint_read(struct arena *arena, struct text text, struct checkpoint *checkpoint,
                     const char **why)
{
    struct text rest;
    *checkpoint = (struct checkpoint){.origin = text_cut(text, '\n', &rest)};
    *why = "line 1 is not an origin";
    if (!note_name_valid(checkpoint->origin))
        return false;
    *why = "line 2 is not a size";
    if (!size_read(text_cut(rest, '\n', &rest), &checkpoint->size))
        return false;
    *why = "line 3 is not a root hash in base64";
    if (!hash_read(arena, text_cut(rest, '\n', &rest), &checkpoint->root))
        return false;
    *why = "something stands where it should end";
    return rest.data != NULL && rest.size == 0;
}
