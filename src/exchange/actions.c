/* SPDX-License-Identifier: Apache-2.0 */
/* What may be asked of exchange. */
#include "action/page.h"
#include "exchange/inside.h"

enum {
    NAME_BYTES_MAX = 1000,
    DIGEST_LETTERS = 64,
    AFTER_BYTES_MAX = 64,
    EXPORT_LINES_MAX = 200,
    SCAN_MAX = 1000 /* lines looked at for one page, whoever may see them */
};

/* ---- veris.import ---- */

static const struct field line_fields[] = {
    {.name = "raw",
     .type = FIELD_TEXT,
     .most = VERIS_RAW_BYTES_MAX,
     .help = "The line without its end; what is no UTF-8 in it replaced."},
    {.name = "original",
     .type = FIELD_TEXT,
     .most = (int64_t)VERIS_RAW_BYTES_MAX * 2,
     .help = "The line's bytes in base64, where they were no UTF-8."},
    {.name = NULL},
};
static const struct field line_item = {.type = FIELD_MAP, .members = line_fields};
static const struct field import_fields[] = {
    {.name = "import",
     .type = FIELD_TEXT,
     .needed = true,
     .least = DIGEST_LETTERS,
     .most = DIGEST_LETTERS,
     .help = "SHA-256 of the file, in hex."},
    {.name = "name",
     .type = FIELD_TEXT,
     .most = NAME_BYTES_MAX,
     .help = "What the file is called."},
    {.name = "bytes", .type = FIELD_INTEGER, .needed = true, .help = "Of the file."},
    {.name = "count", .type = FIELD_INTEGER, .needed = true, .help = "Lines of the file."},
    {.name = "first",
     .type = FIELD_INTEGER,
     .needed = true,
     .least = 1,
     .most = INT64_MAX,
     .help = "Which line of the file the first of these is, from 1."},
    {.name = "lines",
     .type = FIELD_LIST,
     .needed = true,
     .least = 1,
     .most = VERIS_BATCH_LINES_MAX,
     .items = &line_item,
     .help = "The lines, in their order, empty ones among them."},
    {.name = NULL},
};

/* ---- veris.export ---- */

static const struct field export_fields[] = {
    FIELDS_PAGE,
    {.name = "rejected",
     .type = FIELD_BOOLEAN,
     .help = "The lines that became no incident instead of those that did."},
    {.name = NULL},
};

/* "2.17": behind line 17 of the second import. */
static bool after_read(struct turn *turn, const struct value *input, int64_t *one, int64_t *two)
{
    struct text rest;
    struct text after = value_get_text(input, "after");
    struct text first = text_cut(after, '.', &rest);
    *one = 0;
    *two = 0;
    if (text_empty(after) || (text_integer(first, one) && text_integer(rest, two)))
        return true;
    return fail_field(turn, "after", "after is no place in this list; take `next` of a page");
}

static void say_next(struct arena *arena, struct value *answer, int64_t one, int64_t two)
{
    value_set_text(arena, answer, "next",
                   text_format(arena, "%lld.%lld", (long long)one, (long long)two));
}

static struct value *kept_value(struct arena *arena, const struct kept_line *line)
{
    struct value *said = value_map(arena);
    value_set_integer(arena, said, "import", line->place);
    value_set_integer(arena, said, "line", line->number);
    value_set_text(arena, said, "raw", line->raw);
    if (!text_empty(line->original))
        value_set_text(arena, said, "original", line->original);
    if (!text_empty(line->incident)) {
        value_set_text(arena, said, "incident", line->incident);
        value_set_text(arena, said, "incident_id", line->incident_id);
        value_set_text(arena, said, "schema_version", line->schema_version);
    } else {
        value_set_text(arena, said, "why", line->why);
    }
    return said;
}

/* A line of a case is seen by who may read the case; a rejected one by who may read every case. */
static bool kept_visible(struct turn *turn, const struct kept_line *line)
{
    struct object object = {.incident = line->incident, .exists = true};
    return can(turn, AREA_CASE, LEVEL_READ, &object);
}

/* What an export leaves out, for the house's own door: to others a count would tell of cases. */
static bool say_natives(struct turn *turn, struct value *answer)
{
    int64_t natives;
    if (!turn->actor.system)
        return true;
    if (!incident_native_count(turn, &natives))
        return false;
    value_set_integer(turn->arena, answer, "left_out", natives);
    return true;
}

static bool veris_export(struct turn *turn, const struct value *input, struct value **answer)
{
    struct value *items = value_list(turn->arena);
    size_t limit = page_limit(input);
    bool rejected = value_get_boolean(input, "rejected", false);
    int64_t place;
    int64_t number;
    bool more = true;
    if (!after_read(turn, input, &place, &number))
        return false;
    for (size_t scanned = 0; more && items->count < limit && scanned < SCAN_MAX;) {
        struct kept_line *lines = NULL;
        size_t count = 0;
        if (!(rejected ? exchange_rows_rejected : exchange_rows_lines)(turn, place, number, limit,
                                                                       &lines, &count))
            return false;
        more = count == limit;
        scanned += count;
        for (size_t i = 0; i < count && items->count < limit; i++) {
            place = lines[i].place;
            number = lines[i].number;
            if (kept_visible(turn, &lines[i]))
                value_append(turn->arena, items, kept_value(turn->arena, &lines[i]));
        }
    }
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (more)
        say_next(turn->arena, *answer, place, number);
    else if (!say_natives(turn, *answer))
        return false;
    return turn->fault.kind == FAULT_NONE;
}

/* ---- veris.status ---- */

static const struct field status_fields[] = {
    {.name = "import",
     .type = FIELD_TEXT,
     .least = DIGEST_LETTERS,
     .most = DIGEST_LETTERS,
     .help = "SHA-256 of a file: what became of it, and what was odd about its lines."},
    FIELDS_PAGE,
    {.name = NULL},
};

static struct value *import_value(struct arena *arena, const struct import *import)
{
    struct value *said = value_map(arena);
    value_set_text(arena, said, "import", import->id);
    value_set_integer(arena, said, "place", import->place);
    value_set_text(arena, said, "name", import->name);
    value_set_integer(arena, said, "bytes", import->bytes);
    value_set_integer(arena, said, "count", import->lines);
    value_set_integer(arena, said, "done", import->done);
    value_set_integer(arena, said, "incidents", import->incidents);
    value_set_integer(arena, said, "rejected", import->rejected);
    value_set_integer(arena, said, "blank", import->blank);
    value_set_integer(arena, said, "findings", import->findings);
    if (import->place > 0)
        value_set_text(arena, said, "begun", instant_utc(arena, import->entry_us));
    return said;
}

static bool status_findings(struct turn *turn, const struct value *input, int64_t one, int64_t two,
                            size_t limit, struct value *answer)
{
    struct kept_finding *findings;
    size_t count;
    struct value *items = value_set(turn->arena, answer, "items", value_list(turn->arena));
    if (!exchange_rows_findings(turn, value_get_text(input, "import"), one, two, limit, &findings,
                                &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value *said = value_append(turn->arena, items, value_map(turn->arena));
        value_set_integer(turn->arena, said, "line", findings[i].number);
        value_set_text(turn->arena, said, "what", findings[i].oddity);
        value_set_text(turn->arena, said, "where", findings[i].path);
        value_set_text(turn->arena, said, "found", findings[i].found);
    }
    if (count == limit)
        say_next(turn->arena, answer, findings[count - 1].number, findings[count - 1].ordinal);
    return true;
}

static bool status_imports(struct turn *turn, int64_t after, size_t limit, struct value **answer)
{
    struct import *imports;
    size_t count;
    *answer = value_map(turn->arena);
    struct value *items = value_set(turn->arena, *answer, "items", value_list(turn->arena));
    if (!exchange_rows_imports(turn, after, limit, &imports, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        value_append(turn->arena, items, import_value(turn->arena, &imports[i]));
    if (count == limit)
        say_next(turn->arena, *answer, imports[count - 1].place, 0);
    return true;
}

static bool veris_status(struct turn *turn, const struct value *input, struct value **answer)
{
    size_t limit = page_limit(input);
    struct import import;
    int64_t one;
    int64_t two;
    if (!after_read(turn, input, &one, &two))
        return false;
    if (!value_has(input, "import"))
        return status_imports(turn, one, limit, answer);
    if (!exchange_rows_import(turn, value_get_text(input, "import"), &import))
        return false;
    *answer = import_value(turn->arena, &import);
    return status_findings(turn, input, one, two, limit, *answer);
}

const struct action exchange_actions[] = {
    {.name = "veris.import",
     .title = "Import incidents in VERIS",
     .method = METHOD_POST,
     .route = "/veris/imports",
     .fields = import_fields,
     .area = AREA_CASE,
     .level = LEVEL_CREATE,
     .internal = true,
     .write = veris_import,
     .help = "Some lines of a file, each of which becomes a report and an incident that pages "
             "nobody. Called by `revere import veris`."},
    {.name = "veris.export",
     .title = "Incidents in VERIS",
     .method = METHOD_GET,
     .route = "/veris",
     .fields = export_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .read = veris_export,
     .help = "Every line that was imported and that I may see, as it came, in the order of "
             "import."},
    {.name = "veris.status",
     .title = "Imports of VERIS",
     .method = METHOD_GET,
     .route = "/veris/imports",
     .fields = status_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .read = veris_status,
     .help = "The files that were imported, or what was odd about the lines of one."},
    {.name = NULL},
};
