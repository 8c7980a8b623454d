/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sheet of a case: each of its duties and whether it was met, was met late or is late, was
 * missed or waived, and what was said of that. What turned out not to be owed stands there as such;
 * lateness that was explained stays lateness.
 */
#include "obligation/inside.h"
#include "people/can.h"

const struct field obligation_sheet_fields[] = {
    {.name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."},
    {.name = NULL},
};

/* In the order in which they are counted. */
enum verdict { MET, LATE, MISSED, WAIVED, OPEN, VOID, VERDICTS };
static const char *const verdict_names[VERDICTS] = {
    [MET] = "met",       [LATE] = "late", [MISSED] = "missed",
    [WAIVED] = "waived", [OPEN] = "open", [VOID] = "not_owed"};

static enum verdict verdict_of(const struct obligation *obligation, bool late)
{
    switch (obligation->state) {
    case STATE_FULFILLED: return late ? LATE : MET;
    case STATE_OVERDUE: return LATE;
    case STATE_SCHEDULED:
    case STATE_OPEN:
    case STATE_SUSPENDED: return OPEN;
    case STATE_WAIVED: return WAIVED;
    case STATE_MISSED: return MISSED;
    case STATE_CANCELLED:
    case STATE_SUPERSEDED:
    case STATES: break;
    }
    return VOID;
}

static enum verdict sheet_line(struct answering *answering, const struct obligation *obligation,
                               struct value *items)
{
    struct turn *turn = answering->turn;
    struct value *said = obligation_value(answering, obligation);
    int64_t late_us = obligation_late_us(obligation, turn->now_us);
    enum verdict verdict = verdict_of(obligation, value_get_boolean(said, "late", false));
    value_set_text(turn->arena, said, "verdict", text_of(verdict_names[verdict]));
    if (verdict == LATE)
        value_set_text(turn->arena, said, "late_by", duration_words(turn->arena, late_us));
    value_append(turn->arena, items, said);
    return verdict;
}

bool obligation_sheet(struct turn *turn, const struct value *input, struct value **answer)
{
    struct obligation *owed;
    struct text subject;
    size_t count;
    int64_t counts[VERDICTS] = {0};
    struct answering answering = obligation_answering(turn, turn->now_us);
    struct value *items = value_list(turn->arena);
    if (!obligation_rows_incident_of(turn, value_get_text(input, "incident"), &subject)
        || !obligation_rows_of_subject(turn, subject, &owed, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct object object = obligation_object(&owed[i]);
        if (can(turn, AREA_OBLIGATION, LEVEL_READ, &object))
            counts[sheet_line(&answering, &owed[i], items)]++;
    }
    *answer = value_map(turn->arena);
    for (int i = 0; i < VERDICTS; i++)
        value_set_integer(turn->arena, *answer, verdict_names[i], counts[i]);
    value_set(turn->arena, *answer, "items", items);
    return turn->fault.kind == FAULT_NONE;
}
