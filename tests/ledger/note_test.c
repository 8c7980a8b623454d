/* SPDX-License-Identifier: Apache-2.0 */
/* Notes, checkpoints, keys, cosignatures and proofs: the sample log byte for byte, and what must
 * be refused. */
#include "ledger/ledger.h"
#include "ledger/note.h"
#include "vectors.h"

static const char origin[] = "revere.example/ma/osd/ledger";

static void seed_of_sample(unsigned char seed[ED25519_KEY_BYTES])
{
    for (unsigned char i = 0; i < ED25519_KEY_BYTES; i++)
        seed[i] = i;
}

/* The sample's key from its seed. */
static struct note_key sample_key(struct turn *turn, unsigned char seed[ED25519_KEY_BYTES])
{
    unsigned char public_key[ED25519_KEY_BYTES];
    seed_of_sample(seed);
    ok(ed25519_public(turn, seed, public_key), "the seed makes a key");
    return note_key_of(text_of(origin), NOTE_ED25519, public_key);
}

static struct text sample_note(struct turn *turn, struct text text)
{
    unsigned char seed[ED25519_KEY_BYTES];
    struct note_key key = sample_key(turn, seed);
    struct text note = TEXT_NONE;
    ok(note_sign(turn, text, &key, seed, &note), "a note is signed");
    return note;
}

static void test_sample(struct turn *turn)
{
    struct value *vectors = vectors_read(turn, "ledger-sample-vectors.json");
    if (vectors == NULL)
        return;
    unsigned char seed[ED25519_KEY_BYTES];
    struct note_key key = sample_key(turn, seed);
    ok(text_equal(note_key_write(turn->arena, &key), value_get_text(vectors, "vkey")),
       "its vkey is the sample's");
    static const struct {
        int64_t size;
        const char *name;
    } notes[] = {{4, "cp4"}, {7, "cp7"}};
    for (size_t i = 0; i < 2; i++) {
        struct checkpoint checkpoint = {.origin = text_of(origin), .size = notes[i].size};
        struct text note;
        struct text root = value_get_item(vectors, "roots", (size_t)notes[i].size)->text;
        ok(hex_read(root, checkpoint.root.bytes, SHA256_BYTES)
               && note_sign(turn, checkpoint_write(turn->arena, &checkpoint), &key, seed, &note)
               && text_equal(note, value_get_text(vectors, notes[i].name)),
           "%s is reproduced byte for byte", notes[i].name);
    }
}

static void test_cosignature(struct turn *turn)
{
    struct value *vectors = vectors_read(turn, "ledger-sample-vectors.json");
    if (vectors == NULL)
        return;
    struct note_key log;
    struct note_key witness;
    struct note note;
    const char *why = "";
    int64_t time_s = 0;
    struct text both =
        text_format(turn->arena, "%.*s%.*s", TEXT_SHOW(value_get_text(vectors, "cp7")),
                    TEXT_SHOW(value_get_text(vectors, "cosig7")));
    ok(note_key_read(turn->arena, value_get_text(vectors, "vkey"), &log, &why)
           && note_key_read(turn->arena, value_get_text(vectors, "wvkey"), &witness, &why),
       "both keys are read");
    ok(note_read(turn->arena, both, &note, &why) && note.count == 2, "with two signatures: %s",
       why);
    ok(note_check(turn->arena, &note, &log, NULL) == NOTE_GOOD, "the log's is good");
    ok(note_check(turn->arena, &note, &witness, &time_s) == NOTE_GOOD && time_s == 1767225600,
       "the witness's is good, and of %lld", (long long)time_s);
    char *changed = (char *)note.signatures[1].bytes.data;
    changed[7] ^= 1;
    ok(note_check(turn->arena, &note, &witness, NULL) == NOTE_FORGED, "its time cannot be changed");
    ok(note_check(turn->arena, &note, &log, NULL) == NOTE_GOOD,
       "a stranger's bad line does not hurt the log's");
}

static bool refused(struct turn *turn, struct text bytes, const char **why)
{
    struct note note;
    struct checkpoint checkpoint;
    return !note_read(turn->arena, bytes, &note, why)
           || !checkpoint_read(turn->arena, note.text, &checkpoint, why);
}

#define ROOT "RJEgNJNVwCgMHFfde7VHLy5P+LVWA5tIMU0f/pwAMKc="
#define DASH "\xE2\x80\x94 "
#define LINE DASH "a.example AAAAAAAA\n"

static void test_spellings(struct turn *turn)
{
    static const struct {
        const char *bytes;
        const char *what;
        bool good;
    } spellings[] = {
        {"a.example\n7\n" ROOT "\n\n" LINE, "a plain one", true},
        {"a.example\n0\n" ROOT "\n\n" LINE, "size 0", true},
        {"a.example\n9223372036854775807\n" ROOT "\n\n" LINE, "size 2^63 - 1", true},
        {"a.example\n9223372036854775808\n" ROOT "\n\n" LINE, "size 2^63", false},
        {"a.example\n07\n" ROOT "\n\n" LINE, "a leading zero", false},
        {"a.example\n-7\n" ROOT "\n\n" LINE, "a negative size", false},
        {"a.example\n+7\n" ROOT "\n\n" LINE, "a plus sign", false},
        {"a.example\n\n" ROOT "\n\n" LINE, "no size", false},
        {"a.example\r\n7\r\n" ROOT "\r\n\r\n" LINE, "CRLF", false},
        {"\xEF\xBB\xBF"
         "a.example\n7\n" ROOT "\n" LINE,
         "a byte order mark, no empty line", false},
        {"a.example\n7\n" ROOT "\n" LINE, "no empty line", false},
        {"a.example\n7\n" ROOT "\n\n", "no signature", false},
        {"a.example\n7\n" ROOT "\nextension\n\n" LINE, "an extension line", false},
        {"a.example\n7\n" ROOT "\n\n" DASH "a.example AAAAAAAA", "no last line feed", false},
        {"a.example\n7\n" ROOT "\n\n- a.example AAAAAAAA\n", "a hyphen for the dash", false},
        {"a.example\n7\n" ROOT "\n\n" DASH "a.example AAAA\n", "a key id cut short", false},
        {"a.example\n7\n" ROOT "\n\n" DASH "a.example AAAAA===\n", "base64 of odd length", false},
        {"a.example\n7\n" ROOT "\n\n" DASH "a.example AAAAAAB=\n", "base64 with stray bits", false},
        {"a.example\n7\n" ROOT "\n\n" DASH "a+b AAAAAAAA\n", "a plus in a key name", false},
        {"a.example\n7\n" ROOT "\n\n" DASH "a\xC2\xA0"
         "b AAAAAAAA\n",
         "a no-break space in a key name", false},
        {"a.example\n7\n" ROOT "\n\n" DASH " AAAAAAAA\n", "no key name", false},
        {"a.example\n7\nRJEgNJNVwCgMHFfde7VHLy5P+LVWA5tIMU0f/pwAMK==\n\n" LINE,
         "a root of 31 bytes", false},
        {"a.example\n7\n\n\n" LINE, "no root", false},
        {"\n7\n" ROOT "\n\n" LINE, "no origin", false},
        {"a b\n7\n" ROOT "\n\n" LINE, "white space in the origin", false},
        {"a.example\n7\n" ROOT "\n\n" LINE "\n", "an empty line at the end", false},
        {"\xFF.example\n7\n" ROOT "\n\n" LINE, "bytes that are not UTF-8", false},
        {"a.example\n7\t\n" ROOT "\n\n" LINE, "a tab", false},
        {"", "nothing", false},
        {"\n\n", "two line feeds", false},
    };
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        const char *why = "";
        bool good = !refused(turn, text_of(spellings[i].bytes), &why);
        ok(good == spellings[i].good, "%s: %s", spellings[i].what, good ? "accepted" : why);
    }
}

static void test_many_signatures(struct turn *turn)
{
    struct builder note = {.arena = turn->arena};
    const char *why = "";
    build(&note, TEXT("a.example\n7\n" ROOT "\n\n"));
    for (int i = 0; i < 16; i++)
        build(&note, TEXT(LINE));
    ok(!refused(turn, built(&note), &why), "16 signatures are accepted");
    build(&note, TEXT(LINE));
    ok(refused(turn, built(&note), &why), "17 are not: %s", why);
}

static void test_keys(struct turn *turn)
{
    static const char *const bad[] = {
        "",
        "revere.example/ma/osd/ledger",
        "revere.example/ma/osd/ledger+bc76c654",
        "revere.example/ma/osd/ledger+bc76c655+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "revere.example/ma/osd/ledger+BC76C654+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "revere.example/ma/osd/ledges+bc76c654+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "revere.example/ma/osd/ledger+bc76c654+AgOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "revere.example/ma/osd/ledger+bc76c654+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG",
        "revere.example/ma/osd/ledger+bc76c654+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\n",
    };
    struct note_key key;
    const char *why = "";
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ok(!note_key_read(turn->arena, text_of(bad[i]), &key, &why), "refused: \"%s\": %s", bad[i],
           why);
}

/* A key whose id collides with ours, but which is another: its signature is tried and fails. */
static void test_collision(struct turn *turn)
{
    struct text note_text = sample_note(turn, TEXT("revere.example/ma/osd/ledger\n7\n" ROOT "\n"));
    unsigned char seed[ED25519_KEY_BYTES];
    struct note_key key = sample_key(turn, seed);
    struct note note;
    const char *why = "";
    ok(note_read(turn->arena, note_text, &note, &why)
           && note_check(turn->arena, &note, &key, NULL) == NOTE_GOOD,
       "ours is good");
    key.public_key[3] ^= 1;
    ok(note_check(turn->arena, &note, &key, NULL) == NOTE_FORGED,
       "a foreign key with the same name and id does not pass");
    key.id[0] ^= 1;
    ok(note_check(turn->arena, &note, &key, NULL) == NOTE_UNKNOWN, "with another id it is unknown");
}

/* Every bit of a signed checkpoint matters. */
static void test_flips(struct turn *turn)
{
    struct text good = sample_note(turn, TEXT("revere.example/ma/osd/ledger\n7\n" ROOT "\n"));
    unsigned char seed[ED25519_KEY_BYTES];
    struct note_key key = sample_key(turn, seed);
    size_t passed = 0;
    for (size_t bit = 0; bit < good.size * 8; bit++) {
        struct text copy = text_copy(turn->arena, good);
        ((char *)copy.data)[bit / 8] ^= (char)(1 << bit % 8);
        struct note note;
        const char *why;
        if (note_read(turn->arena, copy, &note, &why)
            && note_check(turn->arena, &note, &key, NULL) == NOTE_GOOD)
            passed++;
    }
    ok(passed == 0, "none of %zu flipped bits of a checkpoint passes", good.size * 8);
}

static void test_proof(struct turn *turn)
{
    struct value *vectors = vectors_read(turn, "ledger-sample-vectors.json");
    if (vectors == NULL)
        return;
    struct text vkey = value_get_text(vectors, "vkey");
    struct text proof = value_get_text(vectors, "tlogproof");
    struct text entry = value_get_item(vectors, "entries", 3)->text;
    struct ledger_verdict verdict;
    ok(ledger_proof_verify(turn, vkey, entry, proof, &verdict) && verdict.sound,
       "the sample's tlog-proof holds");
    ok(ledger_proof_verify(turn, vkey, value_get_item(vectors, "entries", 2)->text, proof, &verdict)
           && !verdict.sound && text_is(verdict.where, "proof"),
       "not for another entry");
    size_t passed = 0;
    size_t own = proof.size - value_get_text(vectors, "cosig7").size; /* the witness is unknown */
    for (size_t bit = 0; bit < own * 8; bit++) {
        struct text copy = text_copy(turn->arena, proof);
        ((char *)copy.data)[bit / 8] ^= (char)(1 << bit % 8);
        if (!ledger_proof_verify(turn, vkey, entry, copy, &verdict) || verdict.sound)
            passed++;
    }
    ok(passed == 0, "none of %zu flipped bits of it passes", own * 8);
    for (size_t size = 0; size < own; size++)
        if (!ledger_proof_verify(turn, vkey, entry, (struct text){proof.data, size}, &verdict)
            || verdict.sound)
            passed++;
    ok(passed == 0, "nor does it cut short anywhere");
    ok(!ledger_proof_verify(turn, TEXT("x"), entry, proof, &verdict)
           && turn->fault.kind == FAULT_INVALID && strcmp(turn->fault.field, "vkey") == 0,
       "an unusable key is invalid");
    fault_clear(turn);
}

static void test_proof_extra(struct turn *turn)
{
    struct value *vectors = vectors_read(turn, "ledger-sample-vectors.json");
    if (vectors == NULL)
        return;
    struct text proof = value_get_text(vectors, "tlogproof");
    struct text rest;
    struct text first = text_cut(proof, '\n', &rest);
    struct ledger_verdict verdict;
    struct text with =
        text_format(turn->arena, "%.*s\nextra aGk=\n%.*s", TEXT_SHOW(first), TEXT_SHOW(rest));
    ok(ledger_proof_verify(turn, value_get_text(vectors, "vkey"),
                           value_get_item(vectors, "entries", 3)->text, with, &verdict)
           && verdict.sound,
       "an extra line is passed over");
    struct builder many = {.arena = turn->arena};
    build(&many, TEXT("c2sp.org/tlog-proof@v1\nindex 3\n"));
    for (int i = 0; i < 64; i++)
        build(&many, TEXT(ROOT "\n"));
    build(&many, TEXT("\n"));
    build(&many, value_get_text(vectors, "cp7"));
    ok(ledger_proof_verify(turn, value_get_text(vectors, "vkey"),
                           value_get_item(vectors, "entries", 3)->text, built(&many), &verdict)
           && !verdict.sound && text_contains(verdict.why, TEXT("63")),
       "64 hashes are refused: %.*s", TEXT_SHOW(verdict.why));
}

int main(void)
{
    struct turn turn = {.arena = arena_new(512 << 20)};
    test_sample(&turn);
    test_cosignature(&turn);
    test_spellings(&turn);
    test_many_signatures(&turn);
    test_keys(&turn);
    test_collision(&turn);
    test_flips(&turn);
    test_proof(&turn);
    test_proof_extra(&turn);
    arena_free(turn.arena);
    return tap_end();
}
