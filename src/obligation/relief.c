/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people may do to a duty besides performing it: waive it, suspend it for a time, and explain
 * why it was late (SM-2). Waiving and suspending are for whom the rule names as its authority,
 * never for whoever owes the duty; explaining is for whoever may write about it. None of them takes
 * lateness out of the record.
 */
#include "base/zone.h"
#include "obligation/inside.h"
#include "people/can.h"

enum { REASON_BYTES_MAX = 4000 };

static bool relief_find(struct turn *turn, const struct value *input, struct obligation *obligation)
{
    struct obligation *list;
    size_t count;
    if (!obligation_rows_one(turn, value_get_text(input, "obligation"), &list, &count))
        return false;
    if (count == 0)
        return fail(turn, FAULT_MISSING, "there is nothing here by that name");
    *obligation = list[0];
    return true;
}

/* Does whoever acts hold one of the roles, in the capacity asked for if there is one? */
static bool holds_any(const struct turn *turn, const struct names *roles)
{
    const struct capacities *held = turn->actor.held;
    for (size_t i = 0; held != NULL && i < held->count; i++) {
        struct text role = held->holders[i].role;
        bool wanted = text_empty(held->demanded) || text_equal(held->demanded, role);
        for (size_t k = 0; wanted && k < roles->count; k++)
            if (text_equal(roles->items[k], role))
                return true;
    }
    return false;
}

bool obligation_authority(struct turn *turn, const struct names *roles)
{
    struct builder list = {.arena = turn->arena};
    if (turn->actor.system || holds_any(turn, roles))
        return true;
    for (size_t i = 0; i < roles->count; i++)
        build_format(&list, "%s%.*s", i == 0 ? "" : ", ", TEXT_SHOW(roles->items[i]));
    return fail(turn, FAULT_REFUSED, "this is for the authority of the rule to decide: %.*s",
                TEXT_SHOW(roles->count == 0 ? TEXT("nobody") : built(&list)));
}

static bool relief_allowed(struct turn *turn, const struct obligation *obligation)
{
    const struct pack *pack;
    const struct step *step;
    if (!obligation_made_by(turn, obligation, &pack, &step)
        || !obligation_authority(turn, &pack_rule(pack, obligation->rule)->authority))
        return false;
    return turn->actor.system || !text_equal(turn->actor.person, obligation->responsible.person)
           || fail(turn, FAULT_REFUSED, "whoever owes a duty cannot relieve himself of it");
}

static bool relief_write(struct change *change, struct obligation *obligation, const char *verb,
                         const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "rule", obligation->rule);
    value_set_text(turn->arena, said, "step", obligation->step);
    value_set_text(turn->arena, said, "state", text_of(state_name(obligation->state)));
    value_set_text(turn->arena, said, "due", instant_utc(turn->arena, obligation->due_us));
    value_set(turn->arena, said, "input", (struct value *)input);
    if (!obligation_rows_version_write(change, obligation)
        || !change_entry(change, verb,
                         text_format(turn->arena, "obligation/%.*s", TEXT_SHOW(obligation->id)),
                         obligation_case(obligation), said, NULL))
        return false;
    struct answering answering = obligation_answering(turn, turn->now_us);
    *answer = obligation_value(&answering, obligation);
    return turn->fault.kind == FAULT_NONE;
}

static bool relief_alive(struct turn *turn, const struct obligation *obligation)
{
    return obligation_alive(obligation)
           || fail_field(turn, "obligation", "this duty has ended: it is %s",
                         state_name(obligation->state));
}

bool obligation_waive(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct obligation obligation;
    if (!relief_find(turn, input, &obligation) || !relief_allowed(turn, &obligation)
        || !relief_alive(turn, &obligation))
        return false;
    obligation.state = STATE_WAIVED;
    obligation.basis = value_get_text(input, "reason");
    obligation.next_us = INT64_MAX;
    return relief_write(change, &obligation, "obligation.waive", input, answer);
}

/* Never in retrospect: what is late already stays late (DOMAIN 2.6). */
bool obligation_suspend(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct obligation obligation;
    int64_t until_us;
    if (!relief_find(turn, input, &obligation) || !relief_allowed(turn, &obligation)
        || !relief_alive(turn, &obligation)
        || !instant_parse(turn, "until", value_get_text(input, "until"), turn->pack->calendar.zone,
                          &until_us))
        return false;
    if (until_us <= turn->now_us)
        return fail_field(turn, "until", "a suspension ends later than now");
    if (obligation.state == STATE_OVERDUE || turn->now_us > obligation.due_us)
        return fail_field(turn, "obligation",
                          "this duty is late already; a suspension never counts backwards. Waive "
                          "it, or have its lateness explained");
    obligation.state = STATE_SUSPENDED;
    obligation.basis = value_get_text(input, "reason");
    obligation.resume_us = until_us;
    obligation.next_us = until_us;
    return relief_write(change, &obligation, "obligation.suspend", input, answer);
}

bool obligation_resume(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct obligation obligation;
    if (!relief_find(turn, input, &obligation) || !relief_allowed(turn, &obligation))
        return false;
    if (obligation.state != STATE_SUSPENDED)
        return fail_field(turn, "obligation", "this duty is not suspended: it is %s",
                          state_name(obligation.state));
    obligation.resume_us = turn->now_us;
    return obligation_fire(change, &obligation)
           && relief_write(change, &obligation, "obligation.resume", input, answer);
}

/*
 * A duty of a series whose next period has begun is over once somebody says why nothing came of
 * it: it is missed (SM-2). Whatever else is late keeps its state, and may still be performed.
 */
bool obligation_explain(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct obligation obligation;
    const struct pack *pack;
    const struct step *step;
    bool over;
    if (!relief_find(turn, input, &obligation)
        || !obligation_made_by(turn, &obligation, &pack, &step)
        || !obligation_period_over(turn, pack, step, &obligation, &over))
        return false;
    bool late = obligation_late_us(&obligation, turn->now_us) > 0;
    if (!late && obligation.state != STATE_MISSED)
        return fail_field(turn, "obligation",
                          "this duty is neither late nor missed: there is nothing to explain");
    if (obligation.state == STATE_OVERDUE && over) {
        obligation.state = STATE_MISSED;
        obligation.basis = TEXT("period passed");
        obligation.next_us = INT64_MAX;
    }
    obligation.explanation = value_get_text(input, "explanation");
    return relief_write(change, &obligation, "obligation.explain", input, answer);
}

const struct field obligation_waive_fields[] = {
    {.name = "obligation", .type = FIELD_ID, .needed = true, .help = "The obligation's id."},
    {.name = "reason",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = REASON_BYTES_MAX,
     .help = "Why it need not be done."},
    {.name = NULL},
};

const struct field obligation_suspend_fields[] = {
    {.name = "obligation", .type = FIELD_ID, .needed = true, .help = "The obligation's id."},
    {.name = "until",
     .type = FIELD_INSTANT,
     .needed = true,
     .help = "When it is owed again; a due that has passed by then becomes this instant."},
    {.name = "reason",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = REASON_BYTES_MAX,
     .help = "Why it rests."},
    {.name = NULL},
};

const struct field obligation_explain_fields[] = {
    {.name = "obligation", .type = FIELD_ID, .needed = true, .help = "The obligation's id."},
    {.name = "explanation",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = REASON_BYTES_MAX,
     .help = "Why it was late, or why nothing came of it."},
    {.name = NULL},
};
