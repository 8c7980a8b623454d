/* SPDX-License-Identifier: Apache-2.0 */
/* The end of an obligation, and its return: each is a version and a line in the ledger. Of what is
 * called off nobody is told any more. */
#include "obligation/inside.h"

bool obligation_rewrite(struct change *change, struct obligation *obligation, const char *verb)
{
    struct turn *turn = change_turn(change);
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "rule", obligation->rule);
    value_set_text(turn->arena, said, "step", obligation->step);
    value_set_text(turn->arena, said, "state", text_of(state_name(obligation->state)));
    value_set_text(turn->arena, said, "basis", obligation->basis);
    value_set_text(turn->arena, said, "due", instant_utc(turn->arena, obligation->due_us));
    return obligation_rows_version_write(change, obligation)
           && change_entry(change, verb,
                           text_format(turn->arena, "obligation/%.*s", TEXT_SHOW(obligation->id)),
                           obligation_case(obligation), said, NULL);
}

static const char *const settle_verbs[STATES] = {
    [STATE_SCHEDULED] = "obligation.schedule",   [STATE_OPEN] = "obligation.reopen",
    [STATE_OVERDUE] = "obligation.overdue",      [STATE_SUSPENDED] = "obligation.suspend",
    [STATE_FULFILLED] = "obligation.fulfil",     [STATE_CANCELLED] = "obligation.cancel",
    [STATE_SUPERSEDED] = "obligation.supersede", [STATE_WAIVED] = "obligation.waive",
    [STATE_MISSED] = "obligation.miss",
};

bool obligation_settle(struct change *change, struct obligation *obligation,
                       enum obligation_state state, int64_t at_us, struct text basis,
                       struct text evidence, struct text evidence_ref)
{
    struct turn *turn = change_turn(change);
    struct value *said = value_map(turn->arena);
    obligation->state = state;
    obligation->fulfilled_us = state == STATE_FULFILLED ? at_us : TIME_NONE;
    obligation->basis = basis;
    obligation->evidence = evidence;
    obligation->evidence_ref = evidence_ref;
    value_set_text(turn->arena, said, "rule", obligation->rule);
    value_set_text(turn->arena, said, "step", obligation->step);
    value_set_text(turn->arena, said, "basis", basis);
    value_set_text(turn->arena, said, "evidence", evidence);
    value_set_text(turn->arena, said, "evidence_ref", evidence_ref);
    value_set_text(turn->arena, said, "at", instant_utc(turn->arena, at_us));
    value_set_text(turn->arena, said, "due", instant_utc(turn->arena, obligation->due_us));
    bool called_off = state == STATE_CANCELLED || state == STATE_WAIVED;
    return obligation_rows_version_write(change, obligation)
           && change_entry(change, settle_verbs[state],
                           text_format(turn->arena, "obligation/%.*s", TEXT_SHOW(obligation->id)),
                           obligation_case(obligation), said, NULL)
           && (!called_off || notice_lapse(change, obligation->id, basis));
}
