/* SPDX-License-Identifier: Apache-2.0 */
/* How the outbox stands, for whoever runs the house: numbers, and nothing of any message. */
#include "notice/inside.h"

bool notice_tally(struct turn *turn, int64_t since_us, struct notice_tally **list, size_t *count)
{
    struct rows rows;
    if (!store_select(
            turn,
            "SELECT COALESCE(r.channel, n.channel), SUM(CASE WHEN v.state = 'queued' THEN 1 ELSE 0"
            " END), MIN(CASE WHEN v.state = 'queued' THEN v.next_us END),"
            " SUM(CASE WHEN v.state = 'failed' THEN 1 ELSE 0 END)"
            " FROM notice_version v JOIN notice n ON n.id = v.notice"
            " LEFT JOIN notice_route r ON r.notice = v.notice AND r.place = v.route"
            " WHERE v.until_us = $1 AND n.kind = 'real' AND (v.state = 'queued' OR"
            " (v.state = 'failed' AND v.entry_us >= $2))"
            " GROUP BY COALESCE(r.channel, n.channel) ORDER BY 1",
            BIND(cell_integer(INT64_MAX), cell_integer(since_us)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct notice_tally){
            .channel = rows_text(&rows, i, 0),
            .waiting = rows_integer(&rows, i, 1),
            .oldest_us = rows_null(&rows, i, 2) ? TIME_NONE : rows_integer(&rows, i, 2),
            .failed = rows_integer(&rows, i, 3)};
    return true;
}
