/* SPDX-License-Identifier: Apache-2.0 */
/* What json_read accepts is written, read again, and written the same; so is its canonical form. */
#include "base/json.h"
#include "target.h"

static void try(struct turn *turn, struct text json)
{
    struct value *value = NULL;
    if (!json_read(turn, json, "the input", &value)) {
        insist(turn->fault.kind == FAULT_INVALID && turn->fault.message[0] != '\0');
        return;
    }
    struct value *again = NULL;
    struct text written = json_write(turn->arena, value);
    insist(json_read(turn, written, "what was written", &again));
    insist(text_equal(written, json_write(turn->arena, again)));
    insist(json_read(turn, json_write_pretty(turn->arena, value), "for people", &again));
    insist(text_equal(written, json_write(turn->arena, again)));
    struct text canonical;
    struct text twice;
    if (json_canonical(turn, value, &canonical))
        insist(json_read(turn, canonical, "the canonical form", &again)
               && json_canonical(turn, again, &twice) && text_equal(canonical, twice));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return target_run(1 << 24, try, data, size);
}
