/* SPDX-License-Identifier: Apache-2.0 */
#include "obligation/proposal.h"

#define PROPOSAL_COLUMNS                                                                           \
    "SELECT p.id, p.kind, p.clause, p.topic, p.what, p.reason, p.body, p.made_us, p.mailbox,"      \
    " p.author, p.author_name, p.capacity, p.entry_us, COALESCE(d.decision, ''),"                  \
    " COALESCE(d.answer, ''), COALESCE(d.author_name, ''), COALESCE(d.capacity, ''), d.entry_us,"  \
    " p.notice FROM policy_proposal p LEFT JOIN policy_decision d ON d.proposal = p.id "

static struct proposal proposal_load(const struct rows *rows, size_t i)
{
    return (struct proposal){.id = rows_text(rows, i, 0),
                             .kind = rows_text(rows, i, 1),
                             .clause = rows_text(rows, i, 2),
                             .topic = rows_text(rows, i, 3),
                             .what = rows_text(rows, i, 4),
                             .reason = rows_text(rows, i, 5),
                             .body = rows_text(rows, i, 6),
                             .made_us = rows_integer(rows, i, 7),
                             .mailbox = rows_text(rows, i, 8),
                             .author = rows_text(rows, i, 9),
                             .author_name = rows_text(rows, i, 10),
                             .capacity = rows_text(rows, i, 11),
                             .entry_us = rows_integer(rows, i, 12),
                             .decision = rows_text(rows, i, 13),
                             .answer = rows_text(rows, i, 14),
                             .decided_by = rows_text(rows, i, 15),
                             .decided_as = rows_text(rows, i, 16),
                             .decided_us = rows_time(rows, i, 17),
                             .notice = rows_text(rows, i, 18)};
}

bool proposal_rows_insert(struct change *change, const struct proposal *proposal)
{
    return change_write(
        change,
        "INSERT INTO policy_proposal (id, kind, clause, topic, what, reason, body, made_us,"
        " mailbox, author, author_name, capacity, entry_us, notice)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        BIND(cell_text(proposal->id), cell_text(proposal->kind), cell_text(proposal->clause),
             cell_text(proposal->topic), cell_text(proposal->what), cell_text(proposal->reason),
             cell_text(proposal->body), cell_integer(proposal->made_us),
             cell_text(proposal->mailbox), cell_text(proposal->author),
             cell_text(proposal->author_name), cell_text(proposal->capacity),
             cell_integer(proposal->entry_us), cell_text(proposal->notice)));
}

bool proposal_rows_decide(struct change *change, const struct proposal *proposal)
{
    const struct turn *turn = change_turn(change);
    return change_write(
        change,
        "INSERT INTO policy_decision (proposal, decision, answer, author, author_name, capacity,"
        " entry_us) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        BIND(cell_text(proposal->id), cell_text(proposal->decision), cell_text(proposal->answer),
             cell_text(turn->actor.person), cell_text(turn->actor.name),
             cell_text(turn->actor.capacity), cell_integer(turn->now_us)));
}

bool proposal_rows_one(struct turn *turn, struct text id, struct proposal *proposal, bool *found)
{
    struct rows rows;
    if (!store_select(turn, PROPOSAL_COLUMNS "WHERE p.id = $1", BIND(cell_text(id)), &rows))
        return false;
    *found = rows.count > 0;
    *proposal = *found ? proposal_load(&rows, 0) : (struct proposal){0};
    return true;
}

bool proposal_rows_page(struct turn *turn, const struct proposals_query *query,
                        struct proposal **list, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      PROPOSAL_COLUMNS
                      "WHERE ($1 = '' OR p.clause = $1) AND ($2 = '' OR p.author = $2)"
                      " AND ($3 = 0 OR d.proposal IS NULL) AND ($4 = 0 OR d.proposal IS NOT NULL)"
                      " AND (p.entry_us > $5 OR (p.entry_us = $5 AND p.id > $6))"
                      " ORDER BY p.entry_us, p.id LIMIT $7",
                      BIND(cell_text(query->clause), cell_text(query->author),
                           cell_integer(query->waiting), cell_integer(query->decided),
                           cell_integer(query->after.key), cell_text(query->after.id),
                           cell_integer((int64_t)query->limit)),
                      &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = proposal_load(&rows, i);
    return true;
}
