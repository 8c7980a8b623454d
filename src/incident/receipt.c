/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a reporter can ask and say later: by number and receipt code, without a sign-in; and what
 * somebody who is signed in has reported. What is said later is a statement behind the report, in a
 * chain that only grows: one that puts another right names it. It starts no clock.
 *
 * Whoever guesses is told the same of a number that exists and of one that does not, in the same
 * time, and not for long: wrong codes are counted for each number.
 */
#include "base/hash.h"
#include "base/id.h"
#include "base/zone.h"
#include "incident/inside.h"

enum { RECEIPT_FAILURES_MAX = 20, RECEIPT_PAUSE_MINUTES = 15, STATEMENTS_MAX = 200 };

/* ---- which report is meant ---- */

/* A number or a code as somebody types it from a slip of paper, as it was given out: in capitals,
 * without the spaces; and a code without hyphens. */
static struct text typed(struct turn *turn, struct text word, bool code)
{
    struct builder out = {.arena = turn->arena};
    for (size_t i = 0; i < word.size; i++) {
        char byte = word.data[i];
        if (byte == ' ' || byte == '\t' || (code && byte == '-'))
            continue;
        build_byte(&out, byte >= 'a' && byte <= 'z' ? (char)(byte - ('a' - 'A')) : byte);
    }
    return built(&out);
}

static struct text hash_of(struct turn *turn, struct text word)
{
    struct sha256 digest = sha256(text_trim(word));
    return hex_write(turn->arena, (struct text){(const char *)digest.bytes, sizeof digest.bytes});
}

/* Found when there is such a code, and it is this number's. The same is asked of the store and of
 * memory whether it is or not. */
static bool receipt_find(struct turn *turn, const struct value *input, struct report *report,
                         struct incident *incident, bool *found)
{
    struct text number = typed(turn, value_get_text(input, "number"), false);
    struct text code = typed(turn, value_get_text(input, "receipt"), true);
    bool known;
    *report = (struct report){0};
    if (!incident_rows_report_by_receipt(turn, hash_of(turn, code), report, &known)
        || !incident_rows_incident_id(turn, report->incident, incident, found))
        return false;
    *found = secret_equal(incident->number, number) && *found && known;
    return true;
}

static bool receipt_missing(struct turn *turn)
{
    return fail(turn, FAULT_MISSING,
                "there is nothing here by that number and receipt; check both");
}

static bool failure_count(struct turn *turn, struct text number_hash, int64_t since_us)
{
    struct chore *chore;
    if (!store_chore_begin(turn, &chore))
        return false;
    bool counted = incident_rows_failure_count(turn, chore, number_hash, since_us);
    return store_chore_end(turn, chore) && counted;
}

/* The same off the writer, where failures can be counted. */
static bool receipt_try(struct turn *turn, const struct value *input, struct report *report,
                        struct incident *incident)
{
    struct text number_hash = hash_of(turn, typed(turn, value_get_text(input, "number"), false));
    int64_t since_us = turn->now_us - RECEIPT_PAUSE_MINUTES * MINUTE_US;
    int64_t failures;
    bool found;
    if (!incident_rows_failures(turn, number_hash, since_us, &failures))
        return false;
    if (failures >= RECEIPT_FAILURES_MAX)
        return fail(turn, FAULT_LIMIT,
                    "Too many wrong codes for this number: wait %d minutes and try again.",
                    RECEIPT_PAUSE_MINUTES);
    if (!receipt_find(turn, input, report, incident, &found))
        return false;
    if (found)
        return true;
    return failure_count(turn, number_hash, since_us) && receipt_missing(turn);
}

/* ---- what was said later ---- */

bool report_statements(struct turn *turn, struct text report, struct value *said)
{
    struct statement *statements;
    size_t count;
    if (!incident_rows_statements(turn, report, &statements, &count))
        return false;
    if (count == 0)
        return true;
    struct value *list = value_set(turn->arena, said, "statements", value_list(turn->arena));
    for (size_t i = 0; i < count; i++) {
        struct value *item = value_append(turn->arena, list, value_map(turn->arena));
        value_set_integer(turn->arena, item, "place", statements[i].place);
        value_set_text(turn->arena, item, "what", statements[i].what);
        if (statements[i].corrects >= 0)
            value_set_integer(turn->arena, item, "corrects", statements[i].corrects);
        answer_time(turn, item, "entry", statements[i].entry_us);
    }
    return true;
}

static bool receipt_value(struct turn *turn, const struct report *report,
                          const struct incident *incident, struct value **answer)
{
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "number", incident->number);
    value_set_text(turn->arena, *answer, "state", incident->state);
    value_set_text(turn->arena, *answer, "what", report->what);
    answer_time(turn, *answer, "told", report->told_us);
    report_advise(turn, *answer);
    value_set(turn->arena, *answer, "questions", report_questions(turn, report->what));
    return report_statements(turn, report->id, *answer);
}

/* ---- report.receipt ---- */

#define FIELDS_RECEIPT                                                                             \
    {.name = "number",                                                                             \
     .type = FIELD_TEXT,                                                                           \
     .needed = true,                                                                               \
     .least = 1,                                                                                   \
     .most = 40,                                                                                   \
     .help = "The incident's number."},                                                            \
    {                                                                                              \
        .name = "receipt", .type = FIELD_TEXT, .needed = true, .least = 1, .most = 40,             \
        .help = "The receipt code."                                                                \
    }

static const struct field receipt_fields[] = {FIELDS_RECEIPT, {.name = NULL}};

static bool receipt_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct report report;
    struct incident incident;
    return receipt_try(turn, input, &report, &incident)
           && receipt_value(turn, &report, &incident, answer);
}

/* ---- report.add ---- */

static const struct field add_fields[] = {
    FIELDS_RECEIPT,
    {.name = "what",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = FIELD_TEXT_BYTES_MAX,
     .label = "What you want to add",
     .help = "What you know now, or what was not right. Nothing you said before is taken away."},
    {.name = "corrects",
     .type = FIELD_INTEGER,
     .least = 0,
     .most = STATEMENTS_MAX,
     .label = "Puts right",
     .help = "0, if it puts the report itself right; 1 for the first thing you added, and so on. "
             "Nothing, if it only adds."},
    {.name = NULL},
};

static bool add_ready(struct turn *turn, struct value *input)
{
    struct report report;
    struct incident incident;
    return receipt_try(turn, input, &report, &incident);
}

/* The next place in the chain; what is put right stands before it. */
static bool chain_next(struct turn *turn, const struct report *report, struct statement *said)
{
    struct statement *before;
    size_t count;
    if (!incident_rows_statements(turn, report->id, &before, &count))
        return false;
    if (count >= STATEMENTS_MAX)
        return fail(turn, FAULT_LIMIT,
                    "this report has %d additions, and takes no more; call the SOC instead",
                    STATEMENTS_MAX);
    said->place = (int64_t)count + 1;
    return said->corrects <= (int64_t)count
           || fail_field(turn, "corrects",
                         "you have added %zu so far; 0 is the report itself, 1 the first of them",
                         count);
}

static bool add_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct report report;
    struct incident incident;
    bool found;
    struct statement said = {.what = value_get_text(input, "what"),
                             .corrects = value_get_integer(input, "corrects", -1)};
    if (!receipt_find(turn, input, &report, &incident, &found))
        return false;
    if (!found)
        return receipt_missing(turn);
    struct text what = text_format(turn->arena, "the reporter %s: %.*s",
                                   said.corrects < 0 ? "adds" : "corrects", TEXT_SHOW(said.what));
    said.report = report.id;
    return chain_next(turn, &report, &said) && id_new(turn, &said.id)
           && incident_rows_statement_insert(change, &said)
           && incident_note(change, &incident, "report.add", what, turn->now_us, TEXT_NONE, NULL)
           && receipt_value(turn, &report, &incident, answer);
}

/* ---- report.mine ---- */

static const struct field mine_fields[] = {FIELDS_PAGE, {.name = NULL}};

static bool mine_row(struct turn *turn, const struct report *report, struct value *items)
{
    struct incident incident;
    bool found;
    if (!incident_rows_incident_id(turn, report->incident, &incident, &found) || !found)
        return false;
    struct value *said = value_append(turn->arena, items, value_map(turn->arena));
    value_set_text(turn->arena, said, "number", incident.number);
    value_set_text(turn->arena, said, "state", incident.state);
    value_set_text(turn->arena, said, "channel", report->channel);
    value_set_text(turn->arena, said, "what", incident_title(report->what));
    answer_time(turn, said, "told", report->told_us);
    answer_time(turn, said, "entry", report->entry_us);
    return true;
}

static bool mine_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct cursor cursor = {INT64_MAX, TEXT("~")};
    struct report *reports;
    size_t count;
    size_t limit = page_limit(input);
    struct value *items = value_list(turn->arena);
    if (!page_after(turn, input, &cursor)
        || !incident_rows_reports_by(turn, turn->actor.person, cursor.key, cursor.id, limit,
                                     &reports, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!mine_row(turn, &reports[i], items))
            return false;
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (count == limit)
        page_next(turn, *answer,
                  (struct cursor){reports[count - 1].entry_us, reports[count - 1].id});
    return true;
}

const struct action receipt_actions[] = {
    {.name = "report.receipt",
     .title = "What became of my report",
     .method = METHOD_POST,
     .route = "/receipts",
     .fields = receipt_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .anonymous = true,
     .read = receipt_read,
     .help = "The state of a report, what was said with it, and what to do now, for whoever has "
             "its number and receipt code."},
    {.name = "report.add",
     .title = "Add to my report, or correct it",
     .method = METHOD_POST,
     .route = "/receipts/statements",
     .fields = add_fields,
     .area = AREA_NONE,
     .level = LEVEL_CREATE,
     .anonymous = true,
     .prepare = add_ready,
     .write = add_write,
     .help = "Says more, or puts something right, by the number and the receipt code. What was "
             "said before stays beside it."},
    {.name = "report.mine",
     .title = "My reports",
     .method = METHOD_GET,
     .route = "/reports",
     .fields = mine_fields,
     .area = AREA_NONE,
     .level = LEVEL_NONE,
     .read = mine_list,
     .help = "What you have reported, or taken down for others, newest first, and how it stands."},
    {.name = NULL},
};
