/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The register of documents: which of them was in force on a day, in which version, what came
 * before it, and where its sections went. Pure answers from a pack; a day is "2025-09-09", local in
 * the pack's zone.
 */
#pragma once
#include "policy/pack.h"

/* Whether a document was in force on a day: its first day had come, and that of its successor had
 * not. One whose first day is not known is in force by its status alone. */
bool register_in_force(const struct document *document, struct text day);

/* The document that stood on a day in the place of this one: itself, or the nearest before it that
 * was in force; NULL when nothing was. */
const struct document *register_governing(const struct pack *pack, const struct document *document,
                                          struct text day);

/* What is cited on a day where the policy names a clause: the clause itself, or, where its document
 * had not begun, the document that stood in its place. */
struct citation {
    const struct document *document;
    const struct clause *clause; /* NULL: of the document that stood there no clause is known */
};
/* False: nothing stood there on that day. */
bool register_cite(const struct pack *pack, struct text clause, struct text day,
                   struct citation *citation);

/* What a clause's id, or the id of a document whose clauses are not in the catalogue, stands for:
 * the entry of the catalogue, or the document's row as {"id","document","says"}. NULL: neither. */
const struct value *register_clause(struct arena *arena, const struct pack *pack, struct text id);

/* A document as people cite it, with its version on the day: "IS.005 v1.3". */
struct text register_cited_as(struct arena *arena, const struct document *document,
                              struct text day);

/* The documents with whether each was in force on the day: {"day","items":[{"document","number",
 * "title","kind","issuer","status","in_force","effective","version"}]}. */
struct value *register_list(struct arena *arena, const struct pack *pack, struct text day);

/*
 * One document on a day: what the register has of it, with "in_force", "governing" (the document
 * that stood in its place), "versions" (those that had come by then, each with whether it was ever
 * in force), "history" (the rows of all documents before it, oldest first), "review" in words where
 * one was due, and "lapsed_since".
 */
MUST bool register_document(struct turn *turn, const struct pack *pack,
                            const struct document *document, struct text day,
                            struct value **answer);

/*
 * Where the sections of a document went that begin so (empty: all): {"items":[{"section","says",
 * "successor","clauses":[…],"note","cited","quotation"}],"new":[…]}. "new" names the sections of
 * the successor beside those that nothing went to. A finding is named from the day of its
 * publication on, a successor from its first day on.
 */
struct value *register_crosswalk(struct arena *arena, const struct pack *pack,
                                 const struct document *document, struct text section,
                                 struct text day);

/*
 * What people cite or look for: "IS.005 section 8" finds the body's section first, then what is
 * printed elsewhere under that number; other words find the clauses in which all of them stand. At
 * most REGISTER_FOUND_MAX: {"items":[{"kind","says","document","section","clause"}],"note"}.
 */
enum { REGISTER_FOUND_MAX = 50 };
struct value *register_search(struct arena *arena, const struct pack *pack, struct text words);

/* A role with what the documents say it is for: {"role","title","scope","successor_of":[…],
 * "fallback":[…],"clauses":[{"clause","says","documented_only"}]}. */
struct value *register_role(struct arena *arena, const struct pack *pack, const struct role *role);
