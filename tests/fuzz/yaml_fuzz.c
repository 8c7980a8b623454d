/* SPDX-License-Identifier: Apache-2.0 */
/* What yaml_read accepts has lines, and can be written as JSON that json_read accepts. */
#include "base/json.h"
#include "base/yaml.h"
#include "target.h"

static void lines(const struct value *value)
{
    insist(value->line > 0);
    for (size_t i = 0; value->kind == VALUE_LIST && i < value->count; i++)
        lines(value->items[i]);
    for (size_t i = 0; value->kind == VALUE_MAP && i < value->count; i++) {
        insist(value->members[i].line > 0);
        lines(value->members[i].value);
    }
}

static void try(struct turn *turn, struct text yaml)
{
    struct value *value = NULL;
    struct value *again = NULL;
    if (!yaml_read(turn, yaml, "input.yaml", &value)) {
        insist(turn->fault.kind == FAULT_INVALID && turn->fault.message[0] != '\0');
        return;
    }
    lines(value);
    insist(json_read(turn, json_write(turn->arena, value), "what was written", &again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return target_run(1 << 24, try, data, size);
}
