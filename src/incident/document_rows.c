/* SPDX-License-Identifier: Apache-2.0 */
#include "incident/document.h"
#include "incident/inside.h"

#define CURRENT INT64_MAX /* until_us of the version that stands */

/* ---- versions ---- */

#define SENT_COLUMNS                                                                               \
    "SELECT id, incident, document, series, organisation, version, content, hash, recipients,"     \
    " pack, author, author_name, capacity, complete, at_us, entry_us, sequence"                    \
    " FROM incident_document "

static struct sent sent_load(const struct rows *rows, size_t row)
{
    return (struct sent){.id = rows_text(rows, row, 0),
                         .incident = rows_text(rows, row, 1),
                         .document = rows_text(rows, row, 2),
                         .series = rows_text(rows, row, 3),
                         .organisation = rows_text(rows, row, 4),
                         .version = rows_integer(rows, row, 5),
                         .content = rows_text(rows, row, 6),
                         .hash = rows_text(rows, row, 7),
                         .recipients = rows_text(rows, row, 8),
                         .pack = rows_text(rows, row, 9),
                         .author = rows_text(rows, row, 10),
                         .author_name = rows_text(rows, row, 11),
                         .capacity = rows_text(rows, row, 12),
                         .complete = rows_integer(rows, row, 13) != 0,
                         .at_us = rows_integer(rows, row, 14),
                         .entry_us = rows_integer(rows, row, 15),
                         .sequence = rows_integer(rows, row, 16)};
}

static bool sent_one(const struct rows *rows, struct sent *sent, bool *found)
{
    *found = rows->count > 0;
    *sent = *found ? sent_load(rows, 0) : (struct sent){.sequence = -1};
    return true;
}

static bool sent_list(struct turn *turn, const struct rows *rows, struct sent **list, size_t *count)
{
    *list = arena_array(turn->arena, rows->count + 1, sizeof **list);
    *count = rows->count;
    for (size_t i = 0; i < rows->count; i++)
        (*list)[i] = sent_load(rows, i);
    return true;
}

bool document_rows_insert(struct change *change, const struct sent *sent)
{
    return change_write(
        change,
        "INSERT INTO incident_document (id, incident, document, series, organisation, version,"
        " content, hash, recipients, pack, author, author_name, capacity, complete, at_us,"
        " entry_us, sequence)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        BIND(cell_text(sent->id), cell_text(sent->incident), cell_text(sent->document),
             cell_text(sent->series), cell_text(sent->organisation), cell_integer(sent->version),
             cell_text(sent->content), cell_text(sent->hash), cell_text(sent->recipients),
             cell_text(sent->pack), cell_text(sent->author), cell_text(sent->author_name),
             cell_text(sent->capacity), cell_integer(sent->complete), cell_integer(sent->at_us),
             cell_integer(sent->entry_us), cell_integer(sent->sequence)));
}

bool document_rows_one(struct turn *turn, struct text id, struct sent *sent, bool *found)
{
    struct rows rows;
    return store_select(turn, SENT_COLUMNS "WHERE id = $1", BIND(cell_text(id)), &rows)
           && sent_one(&rows, sent, found);
}

bool document_rows_latest(struct turn *turn, struct text incident, struct text document,
                          struct text series, struct sent *sent, bool *found)
{
    struct rows rows;
    return store_select(turn,
                        SENT_COLUMNS "WHERE incident = $1 AND document = $2 AND series = $3"
                                     " ORDER BY version DESC, sequence DESC LIMIT 1",
                        BIND(cell_text(incident), cell_text(document), cell_text(series)), &rows)
           && sent_one(&rows, sent, found);
}

bool document_rows_last(struct turn *turn, struct text incident, struct text document,
                        struct sent *sent, bool *found)
{
    struct rows rows;
    return store_select(turn,
                        SENT_COLUMNS "WHERE incident = $1 AND document = $2"
                                     " ORDER BY entry_us DESC, sequence DESC LIMIT 1",
                        BIND(cell_text(incident), cell_text(document)), &rows)
           && sent_one(&rows, sent, found);
}

bool document_rows_count(struct turn *turn, struct text incident, struct text document,
                         int64_t *versions, int64_t *series)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT COUNT(*), COUNT(DISTINCT series) FROM incident_document"
                      " WHERE incident = $1 AND document = $2",
                      BIND(cell_text(incident), cell_text(document)), &rows))
        return false;
    *versions = rows_integer(&rows, 0, 0);
    *series = rows_integer(&rows, 0, 1);
    return true;
}

bool document_rows_page(struct turn *turn, struct text incident, struct text document,
                        int64_t before_us, struct text before_id, size_t limit, struct sent **list,
                        size_t *count)
{
    struct rows rows;
    return store_select(turn,
                        SENT_COLUMNS "WHERE incident = $1 AND ($2 = '' OR document = $2)"
                                     " AND (entry_us < $3 OR (entry_us = $3 AND id < $4))"
                                     " ORDER BY entry_us DESC, id DESC LIMIT $5",
                        BIND(cell_text(incident), cell_text(document), cell_integer(before_us),
                             cell_text(before_id), cell_integer((int64_t)limit)),
                        &rows)
           && sent_list(turn, &rows, list, count);
}

enum { DOCUMENTS_SHOWN_MAX = 20 };

#define LATEST SENT_COLUMNS "WHERE incident = $1 ORDER BY entry_us DESC, id DESC LIMIT $2"

bool document_rows_shown(struct turn *turn, struct text incident, struct sent **list, size_t *count)
{
    struct rows rows;
    return store_select(turn, LATEST, BIND(cell_text(incident), cell_integer(DOCUMENTS_SHOWN_MAX)),
                        &rows)
           && sent_list(turn, &rows, list, count);
}

struct question document_rows_question(struct arena *arena, struct text incident)
{
    struct cell *cells = arena_array(arena, 2, sizeof *cells);
    cells[0] = cell_text(incident);
    cells[1] = cell_integer(DOCUMENTS_SHOWN_MAX);
    return (struct question){LATEST, cells, 2};
}

bool document_rows_firsts(struct turn *turn, struct text incident, struct text document,
                          struct sent **list, size_t *count)
{
    struct rows rows;
    return store_select(turn,
                        SENT_COLUMNS "WHERE incident = $1 AND document = $2 AND version = 1"
                                     " ORDER BY series, sequence",
                        BIND(cell_text(incident), cell_text(document)), &rows)
           && sent_list(turn, &rows, list, count);
}

/* ---- drafts ---- */

bool document_rows_draft(struct turn *turn, struct draft *draft)
{
    struct rows rows;
    draft->version = 0;
    draft->content = TEXT_NONE;
    if (!store_select(turn,
                      "SELECT version, content, entry_us, until_us FROM document_draft"
                      " WHERE incident = $1 AND document = $2 AND series = $3 AND author = $4"
                      " ORDER BY version DESC LIMIT 1",
                      BIND(cell_text(draft->incident), cell_text(draft->document),
                           cell_text(draft->series), cell_text(draft->author)),
                      &rows))
        return false;
    if (rows.count == 1) {
        draft->version = rows_integer(&rows, 0, 0);
        draft->entry_us = rows_integer(&rows, 0, 2);
        if (rows_integer(&rows, 0, 3) == CURRENT)
            draft->content = rows_text(&rows, 0, 1);
    }
    return true;
}

bool document_rows_draft_write(struct change *change, struct draft *draft)
{
    const struct turn *turn = change_turn(change);
    if (draft->version > 0
        && !change_write(change,
                         "UPDATE document_draft SET until_us = $1 WHERE incident = $2 AND"
                         " document = $3 AND series = $4 AND author = $5 AND until_us = $6",
                         BIND(cell_integer(turn->now_us), cell_text(draft->incident),
                              cell_text(draft->document), cell_text(draft->series),
                              cell_text(draft->author), cell_integer(CURRENT))))
        return false;
    if (text_empty(draft->content))
        return true;
    draft->version++;
    return change_write(
        change,
        "INSERT INTO document_draft (incident, document, series, author, version, content,"
        " entry_us, until_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        BIND(cell_text(draft->incident), cell_text(draft->document), cell_text(draft->series),
             cell_text(draft->author), cell_integer(draft->version), cell_text(draft->content),
             cell_integer(turn->now_us), cell_integer(CURRENT)));
}

/* ---- approvals ---- */

bool document_rows_approval_insert(struct change *change, struct text document,
                                   const struct approval *approval)
{
    return change_write(
        change,
        "INSERT INTO document_approval (document, author, author_name, capacity, organisation,"
        " note, entry_us) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        BIND(cell_text(document), cell_text(approval->author), cell_text(approval->author_name),
             cell_text(approval->capacity), cell_text(approval->organisation),
             cell_text(approval->note), cell_integer(approval->entry_us)));
}

bool document_rows_approvals(struct turn *turn, struct text document, struct approval **list,
                             size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT author, author_name, capacity, organisation, note, entry_us"
                      " FROM document_approval WHERE document = $1 ORDER BY entry_us, author",
                      BIND(cell_text(document)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct approval){.author = rows_text(&rows, i, 0),
                                       .author_name = rows_text(&rows, i, 1),
                                       .capacity = rows_text(&rows, i, 2),
                                       .organisation = rows_text(&rows, i, 3),
                                       .note = rows_text(&rows, i, 4),
                                       .entry_us = rows_integer(&rows, i, 5)};
    return true;
}
