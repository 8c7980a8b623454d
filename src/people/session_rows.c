/* SPDX-License-Identifier: Apache-2.0 */
#include "people/inside.h"

bool session_insert(struct change *change, const struct session *session, struct text token_sha256)
{
    return change_write(
        change,
        "INSERT INTO session (id, entry_us, until_us, token_sha256, person, kind, name, expires_us,"
        " second_factor) VALUES ($1, $2, " CURRENT ", $3, $4, $5, $6, $7, $8)",
        BIND(cell_text(session->id), cell_integer(session->entry_us), cell_text(token_sha256),
             cell_text(session->person), cell_text(session->kind), cell_text(session->name),
             cell_integer(session->expires_us), cell_integer(session->second_factor)));
}

bool session_select_token(struct turn *turn, struct text token_sha256, struct actor *actor,
                          bool *known)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT p.id, p.name, s.id, u.used_us, s.second_factor, s.kind, s.entry_us,"
                      " w.given FROM session s JOIN person p ON p.id = s.person"
                      " LEFT JOIN work_session u ON u.session = s.id"
                      " LEFT JOIN person_password w ON w.person = p.id AND w.until_us = " CURRENT
                      " WHERE s.token_sha256 = $1 AND s.until_us = " CURRENT
                      " AND s.expires_us > $2 AND p.until_us = " CURRENT
                      " AND p.from_us <= $2 AND p.to_us > $2",
                      BIND(cell_text(token_sha256), cell_integer(turn->now_us)), &rows))
        return false;
    *known = rows.count == 1;
    if (*known)
        *actor = (struct actor){
            .person = rows_text(&rows, 0, 0),
            .name = rows_text(&rows, 0, 1),
            .session = rows_text(&rows, 0, 2),
            .seen_us = rows_time(&rows, 0, 3),
            .second_factor = rows_integer(&rows, 0, 4) != 0,
            .signed_in_us =
                text_is(rows_text(&rows, 0, 5), "session") ? rows_integer(&rows, 0, 6) : INT64_MIN,
            .sensor = text_is(rows_text(&rows, 0, 5), "watch"),
            .password_given = !rows_null(&rows, 0, 7) && rows_integer(&rows, 0, 7) != 0};
    return true;
}

bool session_select_person(struct turn *turn, struct text person, struct session_page *page)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT s.id, s.person, s.kind, s.name, s.entry_us, s.expires_us, u.used_us,"
                      " s.second_factor"
                      " FROM session s LEFT JOIN work_session u ON u.session = s.id"
                      " WHERE s.person = $1 AND s.until_us = " CURRENT
                      " AND s.expires_us > $2 ORDER BY s.id DESC",
                      BIND(cell_text(person), cell_integer(turn->now_us)), &rows))
        return false;
    page->count = rows.count;
    page->items = arena_array(turn->arena, rows.count, sizeof *page->items);
    for (size_t i = 0; i < rows.count; i++)
        page->items[i] = (struct session){
            .id = rows_text(&rows, i, 0),
            .person = rows_text(&rows, i, 1),
            .kind = rows_text(&rows, i, 2),
            .name = rows_text(&rows, i, 3),
            .entry_us = rows_integer(&rows, i, 4),
            .expires_us = rows_integer(&rows, i, 5),
            .used_us = rows_time(&rows, i, 6),
            .second_factor = rows_integer(&rows, i, 7) != 0,
        };
    return true;
}

bool session_finish(struct change *change, struct text id)
{
    return change_write(change,
                        "UPDATE session SET until_us = $1 WHERE id = $2 AND until_us = " CURRENT,
                        BIND(cell_integer(change_turn(change)->now_us), cell_text(id)));
}

bool session_use(struct turn *turn, struct chore *chore, struct text session, int64_t forget_us)
{
    return store_chore_write(turn, chore, "DELETE FROM work_session WHERE used_us < $1",
                             BIND(cell_integer(forget_us)), NULL)
           && store_chore_write(turn, chore,
                                "INSERT INTO work_session (session, used_us) VALUES ($1, $2)"
                                " ON CONFLICT (session) DO UPDATE SET used_us = excluded.used_us",
                                BIND(cell_text(session), cell_integer(turn->now_us)), NULL);
}

/* ---- failed sign-ins ---- */

bool sign_in_select(struct turn *turn, struct text name_sha256, int64_t *failures, int64_t *last_us)
{
    struct rows rows;
    if (!store_select(turn, "SELECT failures, last_us FROM work_sign_in WHERE name_sha256 = $1",
                      BIND(cell_text(name_sha256)), &rows))
        return false;
    *failures = rows.count == 0 ? 0 : rows_integer(&rows, 0, 0);
    *last_us = rows.count == 0 ? 0 : rows_integer(&rows, 0, 1);
    return true;
}

bool sign_in_count(struct turn *turn, struct chore *chore, struct text name_sha256,
                   int64_t failures, int64_t forget_us)
{
    return store_chore_write(turn, chore, "DELETE FROM work_sign_in WHERE last_us < $1",
                             BIND(cell_integer(forget_us)), NULL)
           && store_chore_write(
               turn, chore,
               "INSERT INTO work_sign_in (name_sha256, failures, last_us) VALUES ($1, $2, $3)"
               " ON CONFLICT (name_sha256) DO UPDATE SET"
               " failures = work_sign_in.failures + excluded.failures, last_us = excluded.last_us",
               BIND(cell_text(name_sha256), cell_integer(failures), cell_integer(turn->now_us)),
               NULL);
}

bool sign_in_forget(struct turn *turn, struct chore *chore, struct text name_sha256)
{
    return store_chore_write(turn, chore, "DELETE FROM work_sign_in WHERE name_sha256 = $1",
                             BIND(cell_text(name_sha256)), NULL);
}
