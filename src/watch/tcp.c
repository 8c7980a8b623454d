/* SPDX-License-Identifier: Apache-2.0 */
/* Syslog over a stream. When no batch is free this thread waits, the kernel's buffers fill, and the
 * senders are kept waiting. */
#include "watch/inside.h"

static void tcp_take(struct door *door, struct connection *connection)
{
    struct text line;
    size_t taken;
    size_t done = 0;
    for (;;) {
        struct text rest = {connection->in + done, connection->in_used - done};
        enum frame_found found =
            frame_next(&connection->frame, rest, connection->ended, &line, &taken);
        done += taken;
        if (found == FRAME_MORE)
            break;
        if (line.size == 0)
            continue; /* two line ends in a row */
        if (!pen_write(&door->pen, connection->source, line, found == FRAME_CUT ? LINE_CUT : 0)) {
            connection->over = true; /* nothing can be stored any more; it is not acknowledged */
            atomic_fetch_add(&door->input->watch->sources.all[connection->source].dropped, 1);
            break;
        }
        connection->touched = true;
    }
    connection_taken(connection, done);
}

void *tcp_run(void *context)
{
    door_serve(context, tcp_take, true);
    return NULL;
}
