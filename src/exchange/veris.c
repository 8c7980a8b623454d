/* SPDX-License-Identifier: Apache-2.0 */
/* A line of VERIS, read into what a report says. */
#include "base/json.h"
#include "exchange/inside.h"

static void order_begin(const struct value *root, struct veris_line *line)
{
    struct text summary = veris_text(root, "summary");
    line->incident_id = veris_text(root, "incident_id");
    line->schema_version = veris_text(root, "schema_version");
    line->order = (struct report_order){
        .kind = TEXT("import"),
        .channel = TEXT("import"),
        .what = text_empty(text_trim(summary)) ? TEXT("An incident without a summary") : summary,
        .stated = veris_text(root, "victim.victim_id"),
        .stated_exactly = true,
        .name = veris_text(root, "source_id"),
        .told_us = TIME_NONE,
        .told_basis = TEXT("the instant of the import"),
        .known_since_us = TIME_NONE,
        .detected_us = TIME_NONE,
        .detected_precision = TEXT("instant")};
}

static void find_fractions(struct turn *turn, const struct lexeme *numbers, size_t count,
                           struct veris_line *line)
{
    for (size_t i = 0; i < count; i++)
        if (number_fraction(numbers[i].written))
            veris_find(turn, line, VERIS_FRACTION, numbers[i].path,
                       text_short(turn->arena, numbers[i].written, FOUND_BYTES_MAX));
}

bool veris_line_read(struct turn *turn, struct text text, struct veris_line *line)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* some editors begin a file with it */
    struct value *root;
    struct lexeme *numbers;
    size_t count;
    *line = (struct veris_line){0};
    if (turn->pack->veris == NULL)
        return fail(turn, FAULT_INVALID,
                    "The policy in force has no veris.yaml, and so no words for VERIS.");
    if (text_starts(text, text_of(mark)))
        text = (struct text){text.data + 3, text.size - 3};
    if (!json_read(turn, text, "the line", &root))
        return false;
    if (root->kind != VALUE_MAP)
        return fail(turn, FAULT_INVALID, "The line is JSON, but no object.");
    order_begin(root, line);
    json_numbers(turn->arena, text, &numbers, &count);
    if (text_empty(line->incident_id))
        veris_find(turn, line, VERIS_NO_ID, TEXT("incident_id"), TEXT_NONE);
    if (!text_equal(line->schema_version, value_get_text(turn->pack->veris, "schema")))
        veris_find(turn, line, VERIS_OTHER_SCHEMA, TEXT("schema_version"),
                   text_short(turn->arena, line->schema_version, FOUND_BYTES_MAX));
    veris_when(turn, root, line);
    line->order.inputs = veris_inputs(turn, root, numbers, count, line);
    find_fractions(turn, numbers, count, line);
    veris_find_unknown(turn, root, line);
    return true;
}
