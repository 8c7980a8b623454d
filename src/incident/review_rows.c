/* SPDX-License-Identifier: Apache-2.0 */
#include "incident/inside.h"
#include "incident/review.h"

#define CURRENT INT64_MAX /* until_us of the version that stands */

/* ---- cause and loss ---- */

bool review_rows_cause(struct turn *turn, struct text incident, struct cause *cause)
{
    struct rows rows;
    *cause = (struct cause){0};
    if (!store_select(turn,
                      "SELECT version, cause, attack, motive, undetermined, author, author_name,"
                      " entry_us FROM incident_cause WHERE incident = $1"
                      " ORDER BY version DESC LIMIT 1",
                      BIND(cell_text(incident)), &rows))
        return false;
    if (rows.count == 1)
        *cause = (struct cause){.version = rows_integer(&rows, 0, 0),
                                .cause = rows_text(&rows, 0, 1),
                                .attack = rows_text(&rows, 0, 2),
                                .motive = rows_text(&rows, 0, 3),
                                .undetermined = rows_text(&rows, 0, 4),
                                .author = rows_text(&rows, 0, 5),
                                .author_name = rows_text(&rows, 0, 6),
                                .entry_us = rows_integer(&rows, 0, 7)};
    return true;
}

bool review_rows_cause_insert(struct change *change, struct text incident, struct cause *cause)
{
    cause->version++;
    return change_write(
        change,
        "INSERT INTO incident_cause (incident, version, cause, attack, motive, undetermined,"
        " author, author_name, entry_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        BIND(cell_text(incident), cell_integer(cause->version), cell_text(cause->cause),
             cell_text(cause->attack), cell_text(cause->motive), cell_text(cause->undetermined),
             cell_text(cause->author), cell_text(cause->author_name),
             cell_integer(cause->entry_us)));
}

bool review_rows_loss(struct turn *turn, struct text incident, struct loss *loss)
{
    struct rows rows;
    *loss = (struct loss){0};
    if (!store_select(
            turn,
            "SELECT version, low_cents, high_cents, basis, author, author_name, entry_us,"
            " hours, data FROM incident_loss WHERE incident = $1 ORDER BY version DESC LIMIT 1",
            BIND(cell_text(incident)), &rows))
        return false;
    if (rows.count == 1)
        *loss = (struct loss){.version = rows_integer(&rows, 0, 0),
                              .low_cents = rows_integer(&rows, 0, 1),
                              .high_cents = rows_integer(&rows, 0, 2),
                              .basis = rows_text(&rows, 0, 3),
                              .author = rows_text(&rows, 0, 4),
                              .author_name = rows_text(&rows, 0, 5),
                              .entry_us = rows_integer(&rows, 0, 6),
                              .hours = rows_integer(&rows, 0, 7),
                              .data = rows_text(&rows, 0, 8)};
    return true;
}

bool review_rows_loss_insert(struct change *change, struct text incident, struct loss *loss)
{
    loss->version++;
    return change_write(change,
                        "INSERT INTO incident_loss (incident, version, low_cents, high_cents,"
                        " basis, author, author_name, entry_us, hours, data)"
                        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                        BIND(cell_text(incident), cell_integer(loss->version),
                             cell_integer(loss->low_cents), cell_integer(loss->high_cents),
                             cell_text(loss->basis), cell_text(loss->author),
                             cell_text(loss->author_name), cell_integer(loss->entry_us),
                             cell_integer(loss->hours), cell_text(loss->data)));
}

/* ---- lessons ---- */

bool review_rows_lesson_insert(struct change *change, struct text incident,
                               const struct lesson *lesson)
{
    return change_write(
        change,
        "INSERT INTO incident_lesson (id, incident, kind, what, author, author_name, entry_us)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        BIND(cell_text(lesson->id), cell_text(incident), cell_text(lesson->kind),
             cell_text(lesson->what), cell_text(lesson->author), cell_text(lesson->author_name),
             cell_integer(lesson->entry_us)));
}

bool review_rows_lessons(struct turn *turn, struct text incident, size_t limit,
                         struct lesson **list, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT id, kind, what, author, author_name, entry_us FROM incident_lesson"
                      " WHERE incident = $1 ORDER BY entry_us, id LIMIT $2",
                      BIND(cell_text(incident), cell_integer((int64_t)limit)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct lesson){.id = rows_text(&rows, i, 0),
                                     .kind = rows_text(&rows, i, 1),
                                     .what = rows_text(&rows, i, 2),
                                     .author = rows_text(&rows, i, 3),
                                     .author_name = rows_text(&rows, i, 4),
                                     .entry_us = rows_integer(&rows, i, 5)};
    return true;
}

/* ---- corrective actions ---- */

#define CORRECTIVE_COLUMNS                                                                         \
    "SELECT id, incident, what, owner, role, organisation, due, state, proof, author,"             \
    " author_name, version, entry_us, opened_us FROM corrective_action "

static struct corrective corrective_load(const struct rows *rows, size_t row)
{
    return (struct corrective){.id = rows_text(rows, row, 0),
                               .incident = rows_text(rows, row, 1),
                               .what = rows_text(rows, row, 2),
                               .owner = rows_text(rows, row, 3),
                               .role = rows_text(rows, row, 4),
                               .organisation = rows_text(rows, row, 5),
                               .due = rows_text(rows, row, 6),
                               .state = rows_text(rows, row, 7),
                               .proof = rows_text(rows, row, 8),
                               .author = rows_text(rows, row, 9),
                               .author_name = rows_text(rows, row, 10),
                               .version = rows_integer(rows, row, 11),
                               .entry_us = rows_integer(rows, row, 12),
                               .opened_us = rows_integer(rows, row, 13)};
}

bool review_rows_corrective_write(struct change *change, struct corrective *corrective)
{
    if (corrective->version > 0
        && !change_write(
            change, "UPDATE corrective_action SET until_us = $1 WHERE id = $2 AND version = $3",
            BIND(cell_integer(corrective->entry_us), cell_text(corrective->id),
                 cell_integer(corrective->version))))
        return false;
    corrective->version++;
    return change_write(
        change,
        "INSERT INTO corrective_action (id, incident, what, owner, role, organisation, due, state,"
        " proof, author, author_name, version, entry_us, opened_us, until_us)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        BIND(cell_text(corrective->id), cell_text(corrective->incident),
             cell_text(corrective->what), cell_text(corrective->owner), cell_text(corrective->role),
             cell_text(corrective->organisation), cell_text(corrective->due),
             cell_text(corrective->state), cell_text(corrective->proof),
             cell_text(corrective->author), cell_text(corrective->author_name),
             cell_integer(corrective->version), cell_integer(corrective->entry_us),
             cell_integer(corrective->opened_us), cell_integer(CURRENT)));
}

bool review_rows_corrective(struct turn *turn, struct text id, struct corrective *corrective,
                            bool *found)
{
    struct rows rows;
    if (!store_select(turn, CORRECTIVE_COLUMNS "WHERE id = $1 AND until_us = $2",
                      BIND(cell_text(id), cell_integer(CURRENT)), &rows))
        return false;
    *found = rows.count == 1;
    *corrective = *found ? corrective_load(&rows, 0) : (struct corrective){0};
    return true;
}

bool review_rows_correctives(struct turn *turn, struct text incident, int64_t after_us,
                             struct text after_id, size_t limit, struct corrective **list,
                             size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      CORRECTIVE_COLUMNS "WHERE incident = $1 AND until_us = $2"
                                         " AND (opened_us > $3 OR (opened_us = $3 AND id > $4))"
                                         " ORDER BY opened_us, id LIMIT $5",
                      BIND(cell_text(incident), cell_integer(CURRENT), cell_integer(after_us),
                           cell_text(after_id), cell_integer((int64_t)limit)),
                      &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = corrective_load(&rows, i);
    return true;
}

/* ---- tasks ---- */

bool review_rows_task_insert(struct change *change, struct text incident, struct task *task)
{
    task->version++;
    return change_write(
        change,
        "INSERT INTO incident_task (incident, task, version, state, because, author, author_name,"
        " entry_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        BIND(cell_text(incident), cell_text(task->code), cell_integer(task->version),
             cell_text(task->state), cell_text(task->because), cell_text(task->author),
             cell_text(task->author_name), cell_integer(task->entry_us)));
}

bool review_rows_tasks(struct turn *turn, struct text incident, struct task **list, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT t.task, t.state, t.because, t.author, t.author_name, t.version,"
                      " t.entry_us FROM incident_task t WHERE t.incident = $1 AND NOT EXISTS"
                      " (SELECT 1 FROM incident_task n WHERE n.incident = t.incident"
                      " AND n.task = t.task AND n.version > t.version) ORDER BY t.task",
                      BIND(cell_text(incident)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct task){.code = rows_text(&rows, i, 0),
                                   .state = rows_text(&rows, i, 1),
                                   .because = rows_text(&rows, i, 2),
                                   .author = rows_text(&rows, i, 3),
                                   .author_name = rows_text(&rows, i, 4),
                                   .version = rows_integer(&rows, i, 5),
                                   .entry_us = rows_integer(&rows, i, 6)};
    return true;
}

/* ---- weaknesses ---- */

#define WEAKNESS_COLUMNS                                                                           \
    "SELECT id, incident, organisation, what, state, control, verified, verifier, author,"         \
    " author_name, version, entry_us, opened_us FROM weakness "

static struct weakness weakness_load(const struct rows *rows, size_t row)
{
    return (struct weakness){.id = rows_text(rows, row, 0),
                             .incident = rows_text(rows, row, 1),
                             .organisation = rows_text(rows, row, 2),
                             .what = rows_text(rows, row, 3),
                             .state = rows_text(rows, row, 4),
                             .control = rows_text(rows, row, 5),
                             .verified = rows_text(rows, row, 6),
                             .verifier = rows_text(rows, row, 7),
                             .author = rows_text(rows, row, 8),
                             .author_name = rows_text(rows, row, 9),
                             .version = rows_integer(rows, row, 10),
                             .entry_us = rows_integer(rows, row, 11),
                             .opened_us = rows_integer(rows, row, 12)};
}

bool review_rows_weakness_write(struct change *change, struct weakness *weakness)
{
    if (weakness->version > 0
        && !change_write(change, "UPDATE weakness SET until_us = $1 WHERE id = $2 AND version = $3",
                         BIND(cell_integer(weakness->entry_us), cell_text(weakness->id),
                              cell_integer(weakness->version))))
        return false;
    weakness->version++;
    return change_write(
        change,
        "INSERT INTO weakness (id, version, incident, organisation, what, state, control,"
        " verified, verifier, author, author_name, opened_us, entry_us, until_us)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        BIND(cell_text(weakness->id), cell_integer(weakness->version),
             cell_text(weakness->incident), cell_text(weakness->organisation),
             cell_text(weakness->what), cell_text(weakness->state), cell_text(weakness->control),
             cell_text(weakness->verified), cell_text(weakness->verifier),
             cell_text(weakness->author), cell_text(weakness->author_name),
             cell_integer(weakness->opened_us), cell_integer(weakness->entry_us),
             cell_integer(CURRENT)));
}

bool review_rows_weakness(struct turn *turn, struct text id, struct weakness *weakness, bool *found)
{
    struct rows rows;
    if (!store_select(turn, WEAKNESS_COLUMNS "WHERE id = $1 AND until_us = $2",
                      BIND(cell_text(id), cell_integer(CURRENT)), &rows))
        return false;
    *found = rows.count > 0;
    *weakness = *found ? weakness_load(&rows, 0) : (struct weakness){0};
    return true;
}

bool review_rows_weaknesses(struct turn *turn, const struct weaknesses_query *query,
                            struct weakness **list, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      WEAKNESS_COLUMNS "WHERE until_us = $1 AND ($2 = '' OR incident = $2)"
                                       " AND ($3 = '' OR state = $3) AND (opened_us > $4 OR"
                                       " (opened_us = $4 AND id > $5))"
                                       " ORDER BY opened_us, id LIMIT $6",
                      BIND(cell_integer(CURRENT), cell_text(query->incident),
                           cell_text(query->state), cell_integer(query->after_us),
                           cell_text(query->after_id), cell_integer((int64_t)query->limit)),
                      &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = weakness_load(&rows, i);
    return true;
}
