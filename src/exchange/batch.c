/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Some lines of a file, imported in one change: all of them are in the house, with what was odd
 * about them, or none is. Whoever is killed goes on behind the last batch.
 */
#include "base/hash.h"
#include "exchange/inside.h"

struct importing {
    struct change *change;
    struct turn *turn;
    struct import import;
    struct batch batch;
    struct value *lines;    /* of the ledger entry: each line's hash, and what became of it */
    struct value *findings; /* of the answer and of the entry */
    int64_t rated[RATINGS]; /* incidents by rating */
};

static struct text hash_of(struct arena *arena, struct text bytes)
{
    struct sha256 hash = sha256(bytes);
    return hex_write(arena, (struct text){(const char *)hash.bytes, sizeof hash.bytes});
}

static bool findings_write(struct importing *importing, int64_t number,
                           const struct veris_line *line)
{
    struct arena *arena = importing->turn->arena;
    for (size_t i = 0; i < line->findings_count; i++) {
        const struct veris_finding *finding = &line->findings[i];
        struct value *said = value_append(arena, importing->findings, value_map(arena));
        value_set_integer(arena, said, "line", number);
        value_set_text(arena, said, "what", text_of(veris_oddity_name(finding->oddity)));
        value_set_text(arena, said, "where", finding->path);
        value_set_text(arena, said, "found", finding->found);
        if (!exchange_rows_finding_insert(importing->change, &importing->import, number,
                                          (int64_t)i + 1, finding))
            return false;
    }
    importing->batch.findings += (int64_t)line->findings_count;
    return true;
}

static struct value *line_said(struct importing *importing, const struct kept_line *kept,
                               struct text bytes, const char *became)
{
    struct arena *arena = importing->turn->arena;
    struct value *said = value_append(arena, importing->lines, value_map(arena));
    value_set_integer(arena, said, "line", kept->number);
    value_set_text(arena, said, "sha256", hash_of(arena, bytes));
    value_set_text(arena, said, "became", text_of(became));
    return said;
}

static bool line_reject(struct importing *importing, struct kept_line *kept, struct text bytes,
                        struct veris_line *line)
{
    struct turn *turn = importing->turn;
    importing->batch.rejected++;
    veris_find(turn, line, VERIS_REJECTED, TEXT_NONE,
               text_short(turn->arena, kept->why, FOUND_BYTES_MAX));
    line_said(importing, kept, bytes, "rejected");
    return exchange_rows_rejected_insert(importing->change, &importing->import, kept);
}

/* An earlier line with the same id: both are kept, each its own case. */
static bool find_repeated(struct importing *importing, struct veris_line *line)
{
    struct kept_line first;
    bool known;
    if (text_empty(line->incident_id))
        return true;
    if (!exchange_rows_repeated(importing->turn, line->incident_id, &first, &known))
        return false;
    if (known)
        veris_find(importing->turn, line, VERIS_REPEATED, TEXT("incident_id"),
                   text_format(importing->turn->arena, "line %lld of import %lld",
                               (long long)first.number, (long long)first.place));
    return true;
}

static bool line_incident(struct importing *importing, struct kept_line *kept, struct text bytes,
                          struct veris_line *line)
{
    struct arena *arena = importing->turn->arena;
    struct reported reported;
    if (!find_repeated(importing, line)
        || !incident_report(importing->change, &line->order, &reported))
        return false;
    kept->incident = reported.incident.id;
    kept->incident_id = line->incident_id;
    kept->schema_version = line->schema_version;
    importing->batch.incidents++;
    importing->rated[rating_named(reported.incident.rating)]++;
    struct value *said = line_said(importing, kept, bytes, "incident");
    value_set_text(arena, said, "incident", reported.incident.id);
    value_set_text(arena, said, "number", reported.incident.number);
    return exchange_rows_line_insert(importing->change, &importing->import, kept);
}

/* What it becomes: an incident, or a rejected line. A line that cannot be read is no fault. */
static bool line_become(struct importing *importing, struct kept_line *kept, struct text bytes,
                        struct veris_line *line)
{
    struct turn *turn = importing->turn;
    if (bytes.size > VERIS_LINE_BYTES_MAX)
        kept->why = text_format(turn->arena, "The line has %zu bytes, and may have at most %d.",
                                bytes.size, VERIS_LINE_BYTES_MAX);
    else if (veris_line_read(turn, kept->raw, line))
        return line_incident(importing, kept, bytes, line);
    else if (turn->fault.kind != FAULT_INVALID)
        return false;
    else
        kept->why = text_copy(turn->arena, text_of(turn->fault.message));
    fault_clear(turn);
    *line = (struct veris_line){0};
    return line_reject(importing, kept, bytes, line);
}

static bool line_import(struct importing *importing, const struct value *input, int64_t number)
{
    struct turn *turn = importing->turn;
    struct kept_line kept = {.number = number,
                             .raw = value_get_text(input, "raw"),
                             .original = value_get_text(input, "original")};
    struct veris_line line = {0};
    struct text bytes = kept.raw;
    if (!text_empty(kept.original) && !base64_read(turn->arena, kept.original, &bytes))
        return fail_field(turn, "original", "original is no base64");
    if (text_empty(text_trim(bytes))) {
        importing->batch.blank++;
        veris_find(turn, &line, VERIS_BLANK, TEXT_NONE, TEXT_NONE);
        line_said(importing, &kept, bytes, "blank");
    } else if (!line_become(importing, &kept, bytes, &line)) {
        return false;
    }
    if (!text_empty(kept.original))
        veris_find(turn, &line, VERIS_MENDED, TEXT_NONE, TEXT_NONE);
    return findings_write(importing, number, &line);
}

static struct value *batch_answer(struct importing *importing)
{
    struct arena *arena = importing->turn->arena;
    struct value *answer = value_map(arena);
    struct value *rated = value_map(arena);
    value_set_text(arena, answer, "import", importing->import.id);
    value_set_integer(arena, answer, "done", importing->batch.last);
    value_set_integer(arena, answer, "incidents", importing->batch.incidents);
    value_set_integer(arena, answer, "rejected", importing->batch.rejected);
    value_set_integer(arena, answer, "blank", importing->batch.blank);
    for (int rating = RATING_LOW; rating < RATINGS; rating++)
        value_set_integer(arena, rated, rating_name((enum rating)rating), importing->rated[rating]);
    value_set(arena, answer, "rated", rated);
    value_set(arena, answer, "findings", importing->findings);
    return answer;
}

static bool batch_begin(struct importing *importing, const struct value *input)
{
    struct turn *turn = importing->turn;
    struct import *import = &importing->import;
    int64_t first = value_get_integer(input, "first", 0);
    int64_t last = first + (int64_t)value_get_count(input, "lines") - 1;
    if (turn->pack->veris == NULL)
        return fail(turn, FAULT_REFUSED,
                    "the policy in force has no veris.yaml; adopt one that says what the words "
                    "of VERIS mean");
    if (!exchange_rows_import(turn, value_get_text(input, "import"), import))
        return false;
    importing->batch = (struct batch){.first = first, .last = last};
    if (first != import->done + 1)
        return fail(turn, FAULT_CLASH, "of this file %lld lines are done; go on behind them",
                    (long long)import->done);
    if (import->place > 0)
        return true;
    import->name = value_get_text(input, "name");
    import->bytes = value_get_integer(input, "bytes", 0);
    import->lines = value_get_integer(input, "count", 0);
    return exchange_rows_import_begin(importing->change, import);
}

static bool batch_end(struct importing *importing, struct value **answer)
{
    struct turn *turn = importing->turn;
    struct value *said = value_map(turn->arena);
    *answer = batch_answer(importing);
    value_set_text(turn->arena, said, "name", importing->import.name);
    value_set_integer(turn->arena, said, "first", importing->batch.first);
    value_set_integer(turn->arena, said, "last", importing->batch.last);
    value_set(turn->arena, said, "lines", importing->lines);
    value_set(turn->arena, said, "findings", importing->findings);
    return exchange_rows_batch_insert(importing->change, &importing->import, &importing->batch)
           && change_entry(importing->change, "veris.import",
                           text_format(turn->arena, "veris/%.*s", TEXT_SHOW(importing->import.id)),
                           TEXT_NONE, said, NULL);
}

bool veris_import(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct importing importing = {.change = change,
                                  .turn = turn,
                                  .lines = value_list(turn->arena),
                                  .findings = value_list(turn->arena)};
    if (!batch_begin(&importing, input))
        return false;
    for (size_t i = 0; i < value_get_count(input, "lines"); i++)
        if (!line_import(&importing, value_get_item(input, "lines", i),
                         importing.batch.first + (int64_t)i))
            return false;
    return batch_end(&importing, answer);
}
