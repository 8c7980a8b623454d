/* SPDX-License-Identifier: Apache-2.0 */
/* Publishing, verifying, and every way in which a published folder may be tampered with. */
#include "ground.h"
#include "ledger/note.h"
#include "ledger/tile.h"
#include <time.h>

enum { SMALL_ENTRIES = 300, SWEEP_SAMPLE = 400 };

static struct ledger_verdict judge(struct turn *turn, const struct ledger_place *place,
                                   struct text vkey, struct text older)
{
    struct ledger_verdict verdict = {0};
    if (!ledger_verify(turn, place->folder, vkey, older, NULL, NULL, &verdict))
        printf("# %s\n", turn->fault.message);
    return verdict;
}

static struct text file_of(struct turn *turn, const struct ledger_place *place, const char *name)
{
    struct text path = text_format(turn->arena, "%.*s/%s", TEXT_SHOW(place->folder), name);
    struct text bytes = TEXT_NONE;
    if (!file_read(turn, path.data, 1 << 24, &bytes))
        printf("# %s\n", turn->fault.message);
    return bytes;
}

/* Writes a file plainly, as somebody else would. */
static void file_put(struct turn *turn, const struct ledger_place *place, const char *name,
                     struct text bytes)
{
    struct text path = text_format(turn->arena, "%.*s/%s", TEXT_SHOW(place->folder), name);
    FILE *file = fopen(path.data, "wb");
    if (file == NULL || (bytes.size > 0 && fwrite(bytes.data, 1, bytes.size, file) != bytes.size))
        printf("# could not write %s\n", path.data);
    if (file != NULL)
        fclose(file);
}

static void place_remove(struct turn *turn, const struct ledger_place *place, const char *name)
{
    unlink(text_format(turn->arena, "%.*s/%s", TEXT_SHOW(place->folder), name).data);
}

/* ---- growing ---- */

static void growing(struct turn *turn, struct text address)
{
    (void)address;
    static const int64_t sizes[] = {0, 1, 2, 255, 256, 257, 300, 511, 512, 700, 1024};
    struct ledger_place place = ground_place(turn);
    struct text vkey;
    struct text older = TEXT_NONE;
    if (!ground_make(turn)
        || !ok(ledger_key_ready(turn, &place, &vkey), "a key: %s", turn->fault.message))
        return;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        int64_t from = i == 0 ? 0 : sizes[i - 1];
        ok(ground_append(turn, from, sizes[i] - from) && ledger_publish(turn, &place),
           "%lld entries are published: %s", (long long)sizes[i], turn->fault.message);
        struct ledger_verdict verdict = judge(turn, &place, vkey, older);
        ok(verdict.sound && verdict.size == sizes[i] && verdict.entries == sizes[i],
           "and verified, also against the checkpoint before: %.*s %.*s", TEXT_SHOW(verdict.where),
           TEXT_SHOW(verdict.why));
        older = file_of(turn, &place, "checkpoint");
    }
    ok(ledger_publish(turn, &place) && text_equal(file_of(turn, &place, "checkpoint"), older),
       "publishing again changes nothing");
    ok(!file_exists(text_format(turn->arena, "%.*s/tile/0/000.p", TEXT_SHOW(place.folder)).data),
       "partial tiles that became full are taken away");
    struct ledger_verdict verdict = judge(turn, &place, TEXT_NONE, TEXT_NONE);
    ok(verdict.sound && text_contains(verdict.why, TEXT("own vkey")),
       "by its own vkey the verdict says so: %.*s", TEXT_SHOW(verdict.why));
    ground_remove(turn, &place);
}

static void proofs(struct turn *turn, struct text address)
{
    (void)address;
    struct ledger_place place = ground_place(turn);
    struct text vkey;
    struct text proof;
    if (!ground_make(turn) || !ledger_key_ready(turn, &place, &vkey)
        || !ok(ground_append(turn, 0, 700) && ledger_publish(turn, &place), "700 entries"))
        return;
    bool good = true;
    bool refused = true;
    for (int64_t i = 0; i < 700; i += i < 10 || i > 690 ? 1 : 23) {
        struct ledger_line *lines;
        size_t count;
        struct ledger_verdict verdict;
        good = good && ledger_lines(turn, i + 1, 2, &lines, &count)
               && ledger_proof_file(turn, place.folder, i, &proof)
               && ledger_proof_verify(turn, vkey, lines[0].entry, proof, &verdict) && verdict.sound
               && verdict.size == 700;
        refused = refused && good
                  && (count < 2
                      || (ledger_proof_verify(turn, vkey, lines[1].entry, proof, &verdict)
                          && !verdict.sound));
    }
    ok(good, "each entry has its proof: %s", turn->fault.message);
    ok(refused, "which is of no use for another");
    ok(!ledger_proof_file(turn, place.folder, 700, &proof)
           && ground_faulted(turn, FAULT_MISSING, "700"),
       "an entry that is not published has none");
    place_remove(turn, &place, "tile/0/001");
    ok(!ledger_proof_file(turn, place.folder, 300, &proof)
           && ground_faulted(turn, FAULT_BROKEN, "tile/0/001"),
       "nor one whose tile is missing");
    ground_remove(turn, &place);
}

/* ---- tampering ---- */

static bool seen_as(struct turn *turn, const struct ledger_place *place, struct text vkey,
                    const char *where)
{
    struct ledger_verdict verdict = judge(turn, place, vkey, TEXT_NONE);
    bool seen = !verdict.sound && text_is(verdict.where, where) && !text_empty(verdict.why);
    if (!seen)
        printf("# found \"%.*s\" (%.*s), not \"%s\"\n", TEXT_SHOW(verdict.where),
               TEXT_SHOW(verdict.why), where);
    return seen;
}

static void extra_and_missing(struct turn *turn, const struct ledger_place *place, struct text vkey)
{
    static const char *const files[] = {
        "vkey",           "checkpoint",       "tile/0/000",           "tile/0/001.p/44",
        "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/44"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct text bytes = file_of(turn, place, files[i]);
        place_remove(turn, place, files[i]);
        ok(seen_as(turn, place, vkey, files[i]), "%s is missing", files[i]);
        file_put(turn, place, files[i], (struct text){bytes.data, bytes.size - 1});
        struct ledger_verdict verdict = judge(turn, place, vkey, TEXT_NONE);
        ok(!verdict.sound && !text_empty(verdict.where), "%s is cut short: %.*s", files[i],
           TEXT_SHOW(verdict.where));
        char *more = arena_take(turn->arena, bytes.size + 1);
        memcpy(more, bytes.data, bytes.size);
        more[bytes.size] = 'x';
        file_put(turn, place, files[i], (struct text){more, bytes.size + 1});
        ok(seen_as(turn, place, vkey, files[i]), "%s has a byte more", files[i]);
        file_put(turn, place, files[i], TEXT_NONE);
        ok(seen_as(turn, place, vkey, files[i]), "%s is empty", files[i]);
        file_put(turn, place, files[i], bytes);
    }
    static const char *const extra[] = {
        "tile/0/002",  "tile/0/001.p/45",       "tile/entries/readme",
        "tile/readme", "tile/0/000.new-abcdef", "tile/0/001"};
    for (size_t i = 0; i < sizeof extra / sizeof *extra; i++) {
        file_put(turn, place, extra[i], TEXT("extra"));
        ok(seen_as(turn, place, vkey, extra[i]), "%s is one too many", extra[i]);
        place_remove(turn, place, extra[i]);
    }
}

/* The bundle written anew by somebody who knows the format, but not the key. */
static void rewritten(struct turn *turn, const struct ledger_place *place, struct text vkey)
{
    struct text bundle = file_of(turn, place, "tile/entries/000");
    struct text entries[TILE_WIDTH];
    struct text rest = bundle;
    for (size_t i = 0; i < TILE_WIDTH; i++)
        if (!bundle_next(&rest, &entries[i]))
            ok(false, "the bundle is read");
    static const struct {
        size_t at[3]; /* which entries stand at 10, 11 and 12 */
        const char *what;
    } orders[] = {{{11, 10, 12}, "two changed about"},
                  {{10, 10, 12}, "one twice"},
                  {{10, 12, 13}, "one left out"}};
    for (size_t o = 0; o < 3; o++) {
        struct builder other = {.arena = turn->arena};
        for (size_t i = 0; i < TILE_WIDTH; i++)
            bundle_append(&other, entries[i >= 10 && i < 13 ? orders[o].at[i - 10] : i]);
        file_put(turn, place, "tile/entries/000", built(&other));
        struct ledger_verdict verdict = judge(turn, place, vkey, TEXT_NONE);
        ok(!verdict.sound && text_starts(verdict.where, TEXT("entry 1")), "%s: %.*s: %.*s",
           orders[o].what, TEXT_SHOW(verdict.where), TEXT_SHOW(verdict.why));
    }
    file_put(turn, place, "tile/entries/000", bundle);
}

struct target {
    char path[64];
    size_t size;
};

/* Every file of the folder with its size. */
static size_t targets_find(struct turn *turn, const struct ledger_place *place,
                           struct target targets[], size_t most)
{
    struct text command = text_format(turn->arena, "cd '%.*s' && find . -type f -printf '%%P\\n'",
                                      TEXT_SHOW(place->folder));
    FILE *list = popen(command.data, "r");
    size_t count = 0;
    while (list != NULL && count < most && fscanf(list, "%63s", targets[count].path) == 1) {
        targets[count].size = file_of(turn, place, targets[count].path).size;
        count++;
    }
    if (list != NULL)
        pclose(list);
    return count;
}

/* Flips one bit of one byte; true when the verdict is not sound and names a place. */
static bool flip_seen(struct turn *outer, const struct ledger_place *place, struct text vkey,
                      const struct target *target, size_t byte, int bit)
{
    struct turn turn = {.arena = arena_new(64 << 20)};
    struct text path = text_format(turn.arena, "%.*s/%s", TEXT_SHOW(place->folder), target->path);
    FILE *file = fopen(path.data, "r+b");
    bool seen = false;
    int old = 0;
    (void)outer;
    if (file != NULL && fseek(file, (long)byte, SEEK_SET) == 0 && (old = fgetc(file)) != EOF
        && fseek(file, (long)byte, SEEK_SET) == 0 && fputc(old ^ 1 << bit, file) != EOF
        && fflush(file) == 0) {
        struct ledger_verdict verdict = judge(&turn, place, vkey, TEXT_NONE);
        seen = !verdict.sound && !text_empty(verdict.where) && !text_empty(verdict.why);
        if (!seen)
            printf("# %s, byte %zu, bit %d: not seen\n", target->path, byte, bit);
        fseek(file, (long)byte, SEEK_SET);
        fputc(old, file);
    }
    if (file != NULL)
        fclose(file);
    arena_free(turn.arena);
    return seen;
}

/* One bit of every byte of every file; a sample by a printed seed unless SWEEP=full. */
static void sweep(struct turn *turn, const struct ledger_place *place, struct text vkey)
{
    struct target targets[32];
    size_t count = targets_find(turn, place, targets, 32);
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += targets[i].size;
    const char *asked = getenv("SWEEP");
    const char *seed_asked = getenv("SWEEP_SEED");
    unsigned seed = seed_asked != NULL ? (unsigned)atoi(seed_asked) : (unsigned)time(NULL);
    bool full = asked != NULL && strcmp(asked, "full") == 0;
    printf("# %zu files, %zu bytes, %s, SWEEP_SEED=%u\n", count, total,
           full ? "each flipped" : "a sample flipped", seed);
    size_t tried = 0;
    size_t missed = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t byte = 0; byte < targets[i].size; byte++) {
            bool small = targets[i].size < 600 && byte % 3 == seed % 3;
            if (!full && !small && (size_t)rand_r(&seed) % total >= SWEEP_SAMPLE)
                continue;
            tried++;
            missed += !flip_seen(turn, place, vkey, &targets[i], byte, rand_r(&seed) % 8);
        }
    ok(count == 8 && tried > 100 && missed == 0, "%zu flipped bytes, each seen and named", tried);
}

static void tampering(struct turn *turn, struct text address)
{
    (void)address;
    struct ledger_place place = ground_place(turn);
    struct text vkey;
    if (!ground_make(turn) || !ledger_key_ready(turn, &place, &vkey)
        || !ok(ground_append(turn, 0, SMALL_ENTRIES) && ledger_publish(turn, &place),
               "%d entries are published: %s", SMALL_ENTRIES, turn->fault.message))
        return;
    extra_and_missing(turn, &place, vkey);
    rewritten(turn, &place, vkey);
    sweep(turn, &place, vkey);
    ok(ground_sound(turn, &place, vkey), "and put right it is sound");
    place_remove(turn, &place, "guard");
    ok(ground_sound(turn, &place, vkey), "a copy without the guard is sound, too");
    ground_remove(turn, &place);
}

/* ---- what is never signed ---- */

static void other_logs(struct turn *turn, struct text address)
{
    (void)address;
    struct ledger_place place = ground_place(turn);
    struct ledger_place other = ground_place(turn);
    struct text vkey;
    struct text other_vkey;
    if (!ground_make(turn) || !ledger_key_ready(turn, &place, &vkey)
        || !ledger_key_ready(turn, &other, &other_vkey)
        || !ok(ground_append(turn, 0, 20) && ledger_publish(turn, &place)
                   && ledger_publish(turn, &other),
               "two logs: %s", turn->fault.message))
        return;
    struct text own = file_of(turn, &place, "checkpoint");
    struct text foreign = file_of(turn, &other, "checkpoint");
    file_put(turn, &place, "checkpoint", foreign);
    ok(seen_as(turn, &place, vkey, "checkpoint"), "another's checkpoint is not ours");
    ok(ground_append(turn, 20, 1) && !ledger_publish(turn, &place)
           && ground_faulted(turn, FAULT_BROKEN, "not signed by the key"),
       "and nothing is built on it");
    file_put(turn, &place, "checkpoint", own);
    ok(judge(turn, &place, vkey, foreign).sound == false, "nor is it an older one of ours");
    struct ledger_place mixed = {place.origin, place.folder, other.key_path};
    ok(!ledger_publish(turn, &mixed) && ground_faulted(turn, FAULT_BROKEN, "another key"),
       "another key does not go on with a log");
    chmod(text_string(turn->arena, place.key_path), 0644);
    ok(!ledger_publish(turn, &place) && ground_faulted(turn, FAULT_BROKEN, "chmod 600"),
       "a key that others may read is not used");
    unlink(text_string(turn->arena, place.key_path));
    ok(!ledger_key_ready(turn, &place, &vkey) && ground_faulted(turn, FAULT_BROKEN, "safe copy"),
       "a lost key of a published log is not replaced");
    struct ledger_place named = other;
    named.origin = TEXT("two words");
    ok(!ledger_key_ready(turn, &named, &vkey) && ground_faulted(turn, FAULT_INVALID, ""),
       "an origin has no spaces");
    ground_remove(turn, &place);
    ground_remove(turn, &other);
}

/* A backup of the database is put back, and the house goes on with it: a fork. */
static void rolled_back(struct turn *turn, struct text address)
{
    if (!text_starts(address, TEXT("sqlite:"))) {
        tap_skip("a copied database file is a matter of SQLite");
        return;
    }
    struct ledger_place place = ground_place(turn);
    struct text vkey;
    struct text file = {address.data + 7, address.size - 7};
    struct text copy = text_format(turn->arena, "%.*s/../backup", TEXT_SHOW(place.folder));
    struct text backup =
        text_format(turn->arena, "sqlite3 '%.*s' \"VACUUM INTO '%.*s'\" 2>/dev/null",
                    TEXT_SHOW(file), TEXT_SHOW(copy));
    if (!ground_make(turn) || !ledger_key_ready(turn, &place, &vkey)
        || !ok(ground_append(turn, 0, 290) && ledger_publish(turn, &place), "290 entries"))
        return;
    if (!ok(file_write(turn, copy.data, TEXT_NONE, 0600), "a place for a backup"))
        return;
    unlink(copy.data);
    if (system(backup.data) != 0) {
        tap_skip("there is no sqlite3 to make a backup with");
        return;
    }
    struct text address_of_copy = text_format(turn->arena, "sqlite:%.*s", TEXT_SHOW(copy));
    ok(ground_append(turn, 290, 10) && ledger_publish(turn, &place), "ten more");
    struct turn back = *turn;
    ok(store_open(&back, address_of_copy, &back.store), "the backup is put back");
    ok(!ledger_publish(&back, &place) && ground_faulted(&back, FAULT_BROKEN, "old database"),
       "the guard refuses the smaller tree");
    ok(ground_append(&back, 5000, 9) && !ledger_publish(&back, &place)
           && ground_faulted(&back, FAULT_BROKEN, "old database"),
       "still while it is smaller");
    ok(ground_append(&back, 6000, 100) && !ledger_publish(&back, &place)
           && ground_faulted(&back, FAULT_BROKEN, "not those of"),
       "and the larger, other one: a fork is not signed");
    ok(ground_sound(turn, &place, vkey), "what is published stays sound");
    ok(ground_append(turn, 300, 10) && ledger_publish(turn, &place)
           && ground_sound(turn, &place, vkey),
       "the right database goes on: %s", turn->fault.message);
    place_remove(turn, &place, "checkpoint");
    ok(!ledger_publish(&back, &place) && ground_faulted(&back, FAULT_BROKEN, ""),
       "without the checkpoint the guard still refuses the fork");
    ok(ledger_publish(turn, &place) && ground_sound(turn, &place, vkey),
       "and the right database makes it again");
    store_close(back.store);
    ground_remove(turn, &place);
}

/* What is on the disk is lost or damaged, and the database is whole. */
static void repaired(struct turn *turn, struct text address)
{
    (void)address;
    struct ledger_place place = ground_place(turn);
    struct text vkey;
    if (!ground_make(turn) || !ledger_key_ready(turn, &place, &vkey)
        || !ok(ground_append(turn, 0, 600) && ledger_publish(turn, &place), "600 entries"))
        return;
    place_remove(turn, &place, "tile/1/000.p/2");
    ok(ground_append(turn, 600, 1) && ledger_publish(turn, &place)
           && ground_sound(turn, &place, vkey),
       "a missing tile is made again from the database: %s", turn->fault.message);
    struct text tile = file_of(turn, &place, "tile/1/000.p/2");
    ((char *)tile.data)[5] ^= 1;
    file_put(turn, &place, "tile/1/000.p/2", tile);
    ok(ground_append(turn, 601, 1) && !ledger_publish(turn, &place)
           && ground_faulted(turn, FAULT_BROKEN, "not those of"),
       "a damaged one is not built upon");
    file_put(turn, &place, "guard", TEXT("nonsense\n"));
    ok(!ledger_publish(turn, &place) && ground_faulted(turn, FAULT_BROKEN, "guard"),
       "nor a guard that cannot be read");
    ground_remove(turn, &place);
}

int main(void)
{
    both(growing);
    both(proofs);
    both_sqlite(tampering);
    both(other_logs);
    both(rolled_back);
    both(repaired);
    return tap_end();
}
