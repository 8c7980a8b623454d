/* SPDX-License-Identifier: Apache-2.0 */
/* The mails that came. */
#include "incident/inside.h"

bool incident_rows_mail_insert(struct change *change, const struct received *mail, struct text raw)
{
    const struct turn *turn = change_turn(change);
    return change_write(
               change,
               "INSERT INTO mail (id, sender, recipient, purpose, message_id, raw_sha256, "
               "body_sha256, bytes, letter, unread, became, incident, report, notice, entry_us)"
               " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
               BIND(cell_text(mail->id), cell_text(mail->sender), cell_text(mail->recipient),
                    cell_text(mail->purpose), cell_text(mail->message_id),
                    cell_text(mail->raw_sha256), cell_text(mail->body_sha256),
                    cell_integer(mail->bytes), cell_text_or_null(mail->letter),
                    cell_text(mail->unread), cell_text(mail->became), cell_text(mail->incident),
                    cell_text(mail->report), cell_text(mail->notice), cell_integer(turn->now_us)))
           && change_write(change, "INSERT INTO mail_raw (mail, raw) VALUES ($1, $2)",
                           BIND(cell_text(mail->id), cell_bytes(raw)));
}

bool incident_rows_mail_same(struct turn *turn, const struct received *mail, struct text *incident,
                             bool *same)
{
    struct rows rows;
    *incident = TEXT_NONE;
    if (!store_select(turn,
                      "SELECT incident FROM mail WHERE raw_sha256 = $1 AND purpose = $2 UNION ALL"
                      " SELECT incident FROM mail WHERE message_id = $3 AND message_id <> ''"
                      " AND body_sha256 = $4 AND purpose = $5 LIMIT 1",
                      BIND(cell_text(mail->raw_sha256), cell_text(mail->purpose),
                           cell_text(mail->message_id), cell_text(mail->body_sha256),
                           cell_text(mail->purpose)),
                      &rows))
        return false;
    *same = rows.count > 0;
    if (*same)
        *incident = rows_text(&rows, 0, 0);
    return true;
}

bool incident_rows_mail_case(struct turn *turn, struct text message_id, struct text *incident,
                             bool *found)
{
    struct rows rows;
    *incident = TEXT_NONE;
    if (!store_select(turn,
                      "SELECT incident FROM mail WHERE message_id = $1 AND incident <> ''"
                      " ORDER BY entry_us, id LIMIT 1",
                      BIND(cell_text(message_id)), &rows))
        return false;
    *found = rows.count > 0;
    if (*found)
        *incident = rows_text(&rows, 0, 0);
    return true;
}

bool incident_rows_mail_flood(struct turn *turn, struct text sender, int64_t since_us, int64_t most,
                              int64_t *count, struct text *incident)
{
    struct rows rows;
    *count = 0;
    if (!store_select(turn,
                      "SELECT incident FROM mail WHERE sender = $1 AND entry_us > $2"
                      " AND became = 'report' ORDER BY entry_us DESC, id DESC LIMIT $3",
                      BIND(cell_text(sender), cell_integer(since_us), cell_integer(most)), &rows))
        return false;
    *count = (int64_t)rows.count;
    *incident = rows.count == 0 ? TEXT_NONE : rows_text(&rows, 0, 0);
    return true;
}

#define MAIL_COLUMNS                                                                               \
    "SELECT id, sender, recipient, purpose, message_id, raw_sha256, body_sha256, bytes, letter,"   \
    " unread, became, incident, report, notice, entry_us FROM mail "

static struct received mail_load(const struct rows *rows, size_t row)
{
    return (struct received){.id = rows_text(rows, row, 0),
                             .sender = rows_text(rows, row, 1),
                             .recipient = rows_text(rows, row, 2),
                             .purpose = rows_text(rows, row, 3),
                             .message_id = rows_text(rows, row, 4),
                             .raw_sha256 = rows_text(rows, row, 5),
                             .body_sha256 = rows_text(rows, row, 6),
                             .bytes = rows_integer(rows, row, 7),
                             .letter = rows_text(rows, row, 8),
                             .unread = rows_text(rows, row, 9),
                             .became = rows_text(rows, row, 10),
                             .incident = rows_text(rows, row, 11),
                             .report = rows_text(rows, row, 12),
                             .notice = rows_text(rows, row, 13),
                             .entry_us = rows_integer(rows, row, 14)};
}

bool incident_rows_mail(struct turn *turn, struct text id, struct received *mail, bool *found)
{
    struct rows rows;
    if (!store_select(turn, MAIL_COLUMNS "WHERE id = $1", BIND(cell_text(id)), &rows))
        return false;
    *found = rows.count == 1;
    if (*found)
        *mail = mail_load(&rows, 0);
    return true;
}

bool incident_rows_mails(struct turn *turn, struct text incident, int64_t before_us,
                         struct text before_id, size_t limit, struct received **mails,
                         size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      MAIL_COLUMNS
                      "WHERE incident = $1 AND (entry_us < $2 OR (entry_us = $2 AND id < $3))"
                      " ORDER BY entry_us DESC, id DESC LIMIT $4",
                      BIND(cell_text(incident), cell_integer(before_us), cell_text(before_id),
                           cell_integer((int64_t)limit)),
                      &rows))
        return false;
    *mails = arena_array(turn->arena, rows.count + 1, sizeof **mails);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*mails)[i] = mail_load(&rows, i);
    return true;
}

bool incident_rows_mail_raw(struct turn *turn, struct text id, struct text *raw)
{
    struct rows rows;
    if (!store_select(turn, "SELECT raw FROM mail_raw WHERE mail = $1", BIND(cell_text(id)), &rows))
        return false;
    *raw = rows.count == 1 ? rows_text(&rows, 0, 0) : TEXT_NONE;
    return true;
}
