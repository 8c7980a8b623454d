/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room that hold SQL share: how an obligation is read. */
#pragma once
#include "obligation/inside.h"

#define CURRENT INT64_MAX /* until_us of the version that stands */

#define OBLIGATION_COLUMNS                                                                         \
    "SELECT o.id, o.identity, o.rule, o.step, o.pack, o.subject, o.number, o.kind,"                \
    " o.organisation, o.recipient_role, o.recipient_organisation, o.recipient_person, o.period,"   \
    " o.fact, o.start_us, o.start_field, o.rating, o.product_default, o.entry_us, v.version,"      \
    " v.state, v.due_us, v.next_us, v.fired_us, v.level, v.person, v.person_name, v.role,"         \
    " v.asked_role, v.role_organisation, v.holding, v.fulfilled_us, v.basis, v.evidence,"          \
    " v.evidence_ref, v.superseded_by, v.author, v.entry_us, o.subject_kind, o.about, o.corrects," \
    " v.resume_us, v.explanation, v.held_within, o.agreed, o.rungs"                                \
    " FROM obligation_version v JOIN obligation o ON o.id = v.obligation "

/* Reads rows of OBLIGATION_COLUMNS. */
MUST bool obligations_load(struct turn *turn, const struct rows *rows, struct obligation **list,
                           size_t *count);
