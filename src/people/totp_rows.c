/* SPDX-License-Identifier: Apache-2.0 */
#include "people/inside.h"

bool totp_select(struct turn *turn, struct text person, struct totp *totp)
{
    struct rows rows;
    *totp = (struct totp){.person = person};
    if (!store_select(turn,
                      "SELECT sealed, confirmed FROM person_totp"
                      " WHERE person = $1 AND until_us = " CURRENT,
                      BIND(cell_text(person)), &rows))
        return false;
    totp->there = rows.count > 0;
    if (totp->there) {
        totp->sealed = rows_text(&rows, 0, 0);
        totp->confirmed = rows_integer(&rows, 0, 1) != 0;
    }
    return true;
}

bool totp_forget(struct change *change, struct text person)
{
    return change_write(change,
                        "UPDATE person_totp SET until_us = $1, sealed = ''"
                        " WHERE person = $2 AND until_us = " CURRENT,
                        BIND(cell_integer(change_turn(change)->now_us), cell_text(person)));
}

bool totp_write(struct change *change, const struct totp *totp)
{
    return totp_forget(change, totp->person)
           && change_write(
               change,
               "INSERT INTO person_totp (person, version, entry_us, until_us, sealed, confirmed)"
               " VALUES ($1, (SELECT COUNT(*) + 1 FROM person_totp WHERE person = $1), $2, " CURRENT
               ", $3, $4)",
               BIND(cell_text(totp->person), cell_integer(change_turn(change)->now_us),
                    cell_text(totp->sealed), cell_integer(totp->confirmed)));
}

bool totp_step_take(struct turn *turn, struct chore *chore, struct text person, int64_t step,
                    bool *taken)
{
    int64_t touched = 0;
    bool done = store_chore_write(
        turn, chore,
        "INSERT INTO work_totp (person, step) VALUES ($1, $2) ON CONFLICT (person) DO UPDATE SET"
        " step = excluded.step WHERE work_totp.step < excluded.step",
        BIND(cell_text(person), cell_integer(step)), &touched);
    *taken = done && touched == 1;
    return done;
}

/* ---- recovery codes ---- */

bool recovery_select(struct turn *turn, struct text person, struct text sha256, struct text *id)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT id FROM person_recovery WHERE person = $1 AND code_sha256 = $2"
                      " AND until_us = " CURRENT,
                      BIND(cell_text(person), cell_text(sha256)), &rows))
        return false;
    *id = rows.count == 0 ? TEXT_NONE : rows_text(&rows, 0, 0);
    return true;
}

bool recovery_live(struct turn *turn, struct text id, bool *live)
{
    struct rows rows;
    bool done =
        store_select(turn, "SELECT id FROM person_recovery WHERE id = $1 AND until_us = " CURRENT,
                     BIND(cell_text(id)), &rows);
    *live = done && rows.count == 1;
    return done;
}

bool recovery_use(struct change *change, struct text id)
{
    return change_write(change,
                        "UPDATE person_recovery SET until_us = $1, code_sha256 = ''"
                        " WHERE id = $2 AND until_us = " CURRENT,
                        BIND(cell_integer(change_turn(change)->now_us), cell_text(id)));
}

bool recovery_forget(struct change *change, struct text person)
{
    return change_write(change,
                        "UPDATE person_recovery SET until_us = $1, code_sha256 = ''"
                        " WHERE person = $2 AND until_us = " CURRENT,
                        BIND(cell_integer(change_turn(change)->now_us), cell_text(person)));
}

bool recovery_insert(struct change *change, struct text id, struct text person, struct text sha256)
{
    return change_write(change,
                        "INSERT INTO person_recovery (id, entry_us, until_us, person, code_sha256)"
                        " VALUES ($1, $2, " CURRENT ", $3, $4)",
                        BIND(cell_text(id), cell_integer(change_turn(change)->now_us),
                             cell_text(person), cell_text(sha256)));
}
