/* SPDX-License-Identifier: Apache-2.0 */
#include "incident/inside.h"
#include "incident/talk.h"

/* ---- communications ---- */

#define COMMUNICATION_COLUMNS                                                                      \
    "SELECT id, incident, is_sent, sender, counterpart, person, organisation, outside, channel,"   \
    " class, content, author, author_name, capacity, at_us, entry_us FROM communication "

static struct communication communication_load(const struct rows *rows, size_t row)
{
    return (struct communication){.id = rows_text(rows, row, 0),
                                  .incident = rows_text(rows, row, 1),
                                  .sent = rows_integer(rows, row, 2) != 0,
                                  .sender = rows_text(rows, row, 3),
                                  .counterpart = rows_text(rows, row, 4),
                                  .person = rows_text(rows, row, 5),
                                  .organisation = rows_text(rows, row, 6),
                                  .outside = rows_integer(rows, row, 7) != 0,
                                  .channel = rows_text(rows, row, 8),
                                  .class = rows_text(rows, row, 9),
                                  .content = rows_text(rows, row, 10),
                                  .author = rows_text(rows, row, 11),
                                  .author_name = rows_text(rows, row, 12),
                                  .capacity = rows_text(rows, row, 13),
                                  .at_us = rows_integer(rows, row, 14),
                                  .entry_us = rows_integer(rows, row, 15)};
}

bool talk_rows_communication_insert(struct change *change, const struct communication *said)
{
    return change_write(
        change,
        "INSERT INTO communication (id, incident, is_sent, sender, counterpart, person,"
        " organisation, outside, channel, class, content, author, author_name, capacity, at_us,"
        " entry_us)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        BIND(cell_text(said->id), cell_text(said->incident), cell_integer(said->sent),
             cell_text(said->sender), cell_text(said->counterpart), cell_text(said->person),
             cell_text(said->organisation), cell_integer(said->outside), cell_text(said->channel),
             cell_text(said->class), cell_text(said->content), cell_text(said->author),
             cell_text(said->author_name), cell_text(said->capacity), cell_integer(said->at_us),
             cell_integer(said->entry_us)));
}

bool talk_rows_communication(struct turn *turn, struct text id, struct communication *said,
                             bool *found)
{
    struct rows rows;
    if (!store_select(turn, COMMUNICATION_COLUMNS "WHERE id = $1", BIND(cell_text(id)), &rows))
        return false;
    *found = rows.count == 1;
    *said = *found ? communication_load(&rows, 0) : (struct communication){0};
    return true;
}

bool talk_rows_communications(struct turn *turn, struct text incident, int64_t before_us,
                              struct text before_id, size_t limit, struct communication **list,
                              size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      COMMUNICATION_COLUMNS
                      "WHERE incident = $1 AND (entry_us < $2 OR (entry_us = $2 AND id < $3))"
                      " ORDER BY entry_us DESC, id DESC LIMIT $4",
                      BIND(cell_text(incident), cell_integer(before_us), cell_text(before_id),
                           cell_integer((int64_t)limit)),
                      &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = communication_load(&rows, i);
    return true;
}

/* ---- contacts ---- */

bool talk_rows_contact_insert(struct change *change, const struct contact_record *record)
{
    return change_write(
        change,
        "INSERT INTO contact_record (id, incident, kind, parties, what, author, author_name,"
        " capacity, at_us, entry_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        BIND(cell_text(record->id), cell_text(record->incident), cell_text(record->kind),
             cell_text(record->between), cell_text(record->what), cell_text(record->author),
             cell_text(record->author_name), cell_text(record->capacity),
             cell_integer(record->at_us), cell_integer(record->entry_us)));
}

bool talk_rows_contacts(struct turn *turn, struct text incident, size_t limit,
                        struct contact_record **list, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT id, incident, kind, parties, what, author, author_name, capacity,"
                      " at_us, entry_us FROM contact_record WHERE incident = $1"
                      " ORDER BY at_us, id LIMIT $2",
                      BIND(cell_text(incident), cell_integer((int64_t)limit)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct contact_record){.id = rows_text(&rows, i, 0),
                                             .incident = rows_text(&rows, i, 1),
                                             .kind = rows_text(&rows, i, 2),
                                             .between = rows_text(&rows, i, 3),
                                             .what = rows_text(&rows, i, 4),
                                             .author = rows_text(&rows, i, 5),
                                             .author_name = rows_text(&rows, i, 6),
                                             .capacity = rows_text(&rows, i, 7),
                                             .at_us = rows_integer(&rows, i, 8),
                                             .entry_us = rows_integer(&rows, i, 9)};
    return true;
}

/* ---- requests and their answers ---- */

#define REQUEST_COLUMNS                                                                            \
    "SELECT id, incident, person, role, organisation, question, author, author_name, at_us,"       \
    " entry_us FROM cooperation_request "

static struct request request_load(const struct rows *rows, size_t row)
{
    return (struct request){.id = rows_text(rows, row, 0),
                            .incident = rows_text(rows, row, 1),
                            .person = rows_text(rows, row, 2),
                            .role = rows_text(rows, row, 3),
                            .organisation = rows_text(rows, row, 4),
                            .question = rows_text(rows, row, 5),
                            .author = rows_text(rows, row, 6),
                            .author_name = rows_text(rows, row, 7),
                            .at_us = rows_integer(rows, row, 8),
                            .entry_us = rows_integer(rows, row, 9)};
}

bool talk_rows_request_insert(struct change *change, const struct request *request)
{
    return change_write(
        change,
        "INSERT INTO cooperation_request (id, incident, person, role, organisation, question,"
        " author, author_name, at_us, entry_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        BIND(cell_text(request->id), cell_text(request->incident), cell_text(request->person),
             cell_text(request->role), cell_text(request->organisation),
             cell_text(request->question), cell_text(request->author),
             cell_text(request->author_name), cell_integer(request->at_us),
             cell_integer(request->entry_us)));
}

bool talk_rows_request(struct turn *turn, struct text id, struct request *request, bool *found)
{
    struct rows rows;
    if (!store_select(turn, REQUEST_COLUMNS "WHERE id = $1", BIND(cell_text(id)), &rows))
        return false;
    *found = rows.count == 1;
    *request = *found ? request_load(&rows, 0) : (struct request){0};
    return true;
}

bool talk_rows_requests(struct turn *turn, struct text incident, struct text person,
                        int64_t before_us, struct text before_id, size_t limit,
                        struct request **list, size_t *count)
{
    struct rows rows;
    bool of_case = !text_empty(incident);
    if (!store_select(turn,
                      of_case ? REQUEST_COLUMNS
                          "WHERE incident = $1 AND (entry_us < $2 OR (entry_us = $2 AND id < $3))"
                          " ORDER BY entry_us DESC, id DESC LIMIT $4"
                              : REQUEST_COLUMNS
                          "WHERE person = $1 AND (entry_us < $2 OR (entry_us = $2 AND id < $3))"
                          " ORDER BY entry_us DESC, id DESC LIMIT $4",
                      BIND(cell_text(of_case ? incident : person), cell_integer(before_us),
                           cell_text(before_id), cell_integer((int64_t)limit)),
                      &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = request_load(&rows, i);
    return true;
}

bool talk_rows_answer_insert(struct change *change, const struct request_answer *answer)
{
    return change_write(
        change,
        "INSERT INTO request_answer (id, request, place, corrects, said, author, author_name,"
        " capacity, entry_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        BIND(cell_text(answer->id), cell_text(answer->request), cell_integer(answer->place),
             cell_integer(answer->corrects), cell_text(answer->text), cell_text(answer->author),
             cell_text(answer->author_name), cell_text(answer->capacity),
             cell_integer(answer->entry_us)));
}

bool talk_rows_answers(struct turn *turn, struct text request, struct request_answer **list,
                       size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT id, request, place, corrects, said, author, author_name, capacity,"
                      " entry_us FROM request_answer WHERE request = $1 ORDER BY place",
                      BIND(cell_text(request)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct request_answer){.id = rows_text(&rows, i, 0),
                                             .request = rows_text(&rows, i, 1),
                                             .place = rows_integer(&rows, i, 2),
                                             .corrects = rows_integer(&rows, i, 3),
                                             .text = rows_text(&rows, i, 4),
                                             .author = rows_text(&rows, i, 5),
                                             .author_name = rows_text(&rows, i, 6),
                                             .capacity = rows_text(&rows, i, 7),
                                             .entry_us = rows_integer(&rows, i, 8)};
    return true;
}
