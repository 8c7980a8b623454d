/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever the bytes, a proof is judged; and only the sample's is sound. */
#include "ledger/ledger.h"
#include "ledger/tile.h"
#include "target.h"

/* The log of the sample, and its entry 3. */
static const char vkey[] =
    "revere.example/ma/osd/ledger+bc76c654+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
static const char entry[] =
    "{\"actor\":\"u:3\",\"obj\":\"inc/2026-0001\",\"op\":\"incident.note\",\"seq\":3,"
    "\"ts\":\"2026-01-04T00:00:00.000Z\",\"v\":1}";

static void try(struct turn *turn, struct text bytes)
{
    struct ledger_verdict verdict;
    insist(ledger_proof_verify(turn, text_of(vkey), text_of(entry), bytes, &verdict));
    insist(!text_empty(verdict.why) && verdict.sound == text_empty(verdict.where));
    insist(!verdict.sound || verdict.size == 7);
    struct tile tile;
    if (tile_path_read(bytes, &tile))
        insist(text_equal(tile_path(turn->arena, &tile), bytes));
    struct text rest = bytes;
    struct text piece;
    size_t taken = 0;
    while (bundle_next(&rest, &piece))
        taken += piece.size + 2;
    insist(taken + rest.size == bytes.size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return target_run(1 << 24, try, data, size);
}
