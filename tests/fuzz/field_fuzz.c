/* SPDX-License-Identifier: Apache-2.0 */
/* Money that is read is written so that it reads back; a JSON object is checked against a table of
 * every type of field. */
#include "base/field.h"
#include "base/json.h"
#include "target.h"

static const char *const words[] = {"High", "Medium", "Low", NULL};
static const struct field word = {.type = FIELD_WORD, .words = words};

static const struct field table[] = {
    {.name = "text", .type = FIELD_TEXT, .least = 1, .most = 9},
    {.name = "integer", .type = FIELD_INTEGER, .least = -5, .most = 5},
    {.name = "boolean", .type = FIELD_BOOLEAN},
    {.name = "money", .type = FIELD_MONEY},
    {.name = "instant", .type = FIELD_INSTANT},
    {.name = "date", .type = FIELD_DATE},
    {.name = "id", .type = FIELD_ID},
    {.name = "list", .type = FIELD_LIST, .items = &word},
    {.name = "map", .type = FIELD_MAP, .members = table},
    {.name = "names", .type = FIELD_NAMES, .items = &word},
    {.name = "any", .type = FIELD_ANY},
    {.name = NULL},
};

static void try(struct turn *turn, struct text text)
{
    int64_t cents;
    int64_t again;
    if (money_parse(text, &cents))
        insist(cents >= 0 && money_parse(money_format(turn->arena, cents), &again)
               && again == cents);
    struct value *value = NULL;
    if (json_read(turn, text, "the input", &value) && !field_check(turn, table, value, NULL))
        insist(turn->fault.kind == FAULT_INVALID && turn->fault.message[0] != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return target_run(1 << 24, try, data, size);
}
