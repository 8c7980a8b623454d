/* SPDX-License-Identifier: Apache-2.0 */
/* A verifier we did not write: Go's checksum database code accepts what we publish, and refuses
 * what was tampered with. */
#include "ground.h"

static const char gopath[] = "/usr/share/gocode";

static struct text beside(struct turn *turn, const struct ledger_place *place, const char *name)
{
    return text_format(turn->arena, "%.*s/../%s", TEXT_SHOW(place->folder), name);
}

/* Builds the verifier into the place's folder; false and a skip where there is no Go. */
static bool verifier_build(struct turn *turn, const struct ledger_place *place)
{
    const char *source = getenv("REVERE_SOURCE");
    struct text folder = beside(turn, place, ".");
    struct text command = text_format(
        turn->arena,
        "cd '%s/tests/ledger/independent' && HOME='%.*s' GOCACHE='%.*s/cache' GO111MODULE=off"
        " GOFLAGS= GOPATH=%s go build -o '%.*s/verify' verify.go 2>&1 | sed 's/^/# /'",
        source == NULL ? "." : source, TEXT_SHOW(folder), TEXT_SHOW(folder), gopath,
        TEXT_SHOW(folder));
    if (system("command -v go >/dev/null 2>&1") != 0
        || !file_exists("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog")) {
        tap_skip("there is no Go with golang-golang-x-mod-dev to verify with");
        return false;
    }
    return ok(system(command.data) == 0 && file_exists(beside(turn, place, "verify").data),
              "the independent verifier is built");
}

/* True when the verifier accepts the folder, the older checkpoint and the proof for the entry. */
static bool accepted(struct turn *turn, const struct ledger_place *place, struct text vkey)
{
    struct text folder = beside(turn, place, ".");
    struct text command =
        text_format(turn->arena,
                    "cd '%.*s' && ./verify log '%.*s' older proof entry >answer 2>&1;"
                    " code=$?; sed 's/^/# /' answer; exit $code",
                    TEXT_SHOW(folder), TEXT_SHOW(vkey));
    fflush(stdout);
    return system(command.data) == 0;
}

/* Flips a bit of one byte there, asks, and puts it right again. */
static bool flip_refused(struct turn *turn, const struct ledger_place *place, struct text vkey,
                         const char *name, long byte)
{
    FILE *file = fopen(beside(turn, place, name).data, "r+b");
    if (file == NULL)
        return false;
    fseek(file, byte, SEEK_SET);
    int old = fgetc(file);
    fseek(file, byte, SEEK_SET);
    fputc(old ^ 1, file);
    fflush(file);
    bool refused = !accepted(turn, place, vkey);
    fseek(file, byte, SEEK_SET);
    fputc(old, file);
    fclose(file);
    return refused;
}

static bool copy_beside(struct turn *turn, const struct ledger_place *place, const char *name,
                        struct text bytes)
{
    return file_write(turn, beside(turn, place, name).data, bytes, 0644);
}

static void independent(struct turn *turn, struct text address)
{
    (void)address;
    static const struct {
        const char *name;
        long byte;
    } flips[] = {{"log/checkpoint", 3},
                 {"log/checkpoint", 22},
                 {"log/tile/0/000", 40},
                 {"log/tile/1/000.p/2", 33},
                 {"log/tile/entries/001", 500},
                 {"log/tile/entries/002.p/188", 7},
                 {"older", 30},
                 {"proof", 40},
                 {"entry", 12}};
    struct ledger_place place = ground_place(turn);
    struct text vkey;
    struct text older;
    struct text proof;
    struct ledger_line *lines;
    size_t count;
    if (!verifier_build(turn, &place))
        return;
    if (!ground_make(turn)
        || !ok(ledger_key_ready(turn, &place, &vkey) && ground_append(turn, 0, 300)
                   && ledger_publish(turn, &place)
                   && file_read(turn, beside(turn, &place, "log/checkpoint").data, 1 << 16, &older)
                   && ground_append(turn, 300, 400) && ledger_publish(turn, &place),
               "300 entries, then 700: %s", turn->fault.message))
        return;
    ok(ledger_proof_file(turn, place.folder, 345, &proof)
           && ledger_lines(turn, 346, 1, &lines, &count)
           && copy_beside(turn, &place, "older", older) && copy_beside(turn, &place, "proof", proof)
           && copy_beside(turn, &place, "entry", lines[0].entry),
       "a proof for entry 345: %s", turn->fault.message);
    ok(accepted(turn, &place, vkey),
       "it accepts checkpoint, tiles, bundles, consistency from 300 to 700, and the proof");
    for (size_t i = 0; i < sizeof flips / sizeof *flips; i++)
        ok(flip_refused(turn, &place, vkey, flips[i].name, flips[i].byte),
           "it refuses %s with byte %ld changed", flips[i].name, flips[i].byte);
    ok(accepted(turn, &place, vkey), "and put right it accepts again");
    ground_remove(turn, &place);
}

int main(void)
{
    both_sqlite(independent);
    return tap_end();
}
