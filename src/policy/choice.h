/* SPDX-License-Identifier: Apache-2.0 */
/* Which words of a pack a field may be given: a form offers them, so that nobody needs to know the
 * policy's codes by heart. */
#pragma once
#include "policy/pack.h"

/*
 * The words of a list, each with what people call it: [{"value","title"}], in the pack's order.
 * Lists: "asset_ratings", "data_classes", "documents", "organisations", "roles", "case_roles",
 * "tasks", and "decisions" and "flags", which are those that a rule asks for; of the lifecycle
 * "moves" (that are made by asking for them), "states", "statements", "statement_answers", "teams"
 * and "deployments"; and "incident_types". NULL for a list of another name.
 */
struct value *pack_choices(struct arena *arena, const struct pack *pack, const char *list);

/* The answers that a statement has, in the same shape; NULL: there is no such statement. */
struct value *pack_answers(struct arena *arena, const struct pack *pack, struct text statement);

/*
 * Faults a field that names a word which a list of the turn's policy does not have: says which the
 * nearest is, and which there are, as many as a message holds. what: what the word should have
 * been, "role". Always false.
 */
bool fail_choice(struct turn *turn, const char *field, const char *what, struct text word,
                 const char *list);

/* Whether a document of elements.yaml is one that somebody writes about a case. */
bool document_of_case(const struct value *document);
