/* SPDX-License-Identifier: Apache-2.0 */
/* Standard input: lines until it ends, and with it this input. */
#include "watch/inside.h"
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

enum { PIPE_BYTES = 2 * LINE_BYTES_MAX, IDLE_MS = 200 };

struct pipe {
    struct input *input;
    struct pen pen;
    struct frame frame;
    char *bytes;
    size_t used;
};

static bool pipe_take(struct pipe *pipe, bool ended)
{
    struct text line;
    size_t taken;
    size_t done = 0;
    for (;;) {
        struct text rest = {pipe->bytes + done, pipe->used - done};
        enum frame_found found = frame_next(&pipe->frame, rest, ended, &line, &taken);
        done += taken;
        if (found == FRAME_MORE)
            break;
        if (line.size > 0
            && !pen_write(&pipe->pen, pipe->input->index, line, found == FRAME_CUT ? LINE_CUT : 0))
            return false;
    }
    pipe->used -= done;
    memmove(pipe->bytes, pipe->bytes + done, pipe->used);
    return true;
}

/* False at the end. */
static bool pipe_read(struct pipe *pipe)
{
    struct pollfd end = {.fd = pipe->input->socket, .events = POLLIN};
    if (poll(&end, 1, pen_empty(&pipe->pen) ? IDLE_MS : 0) <= 0) {
        pen_post(&pipe->pen);
        return true;
    }
    ssize_t got = read(pipe->input->socket, pipe->bytes + pipe->used, PIPE_BYTES - pipe->used);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return true;
    if (got <= 0)
        return false;
    pipe->used += (size_t)got;
    return pipe_take(pipe, false);
}

void *pipe_run(void *context)
{
    struct input *input = context;
    struct watch *watch = input->watch;
    struct pipe pipe = {.input = input,
                        .frame = {.framing = FRAMING_LINES},
                        .pen = {.ring = &watch->ring,
                                .sources = &watch->sources,
                                .clock = watch->clock,
                                .wait = true},
                        .bytes = malloc(PIPE_BYTES)};
    while (pipe.bytes != NULL && !atomic_load(&watch->closing) && pipe_read(&pipe))
        continue;
    if (pipe.bytes != NULL)
        (void)pipe_take(&pipe, true); /* a last line without an end */
    pen_post(&pipe.pen);
    if (!atomic_load(&watch->closing))
        join_finish(watch, input->index);
    free(pipe.bytes);
    atomic_fetch_sub(&watch->inputs_open, 1);
    return NULL;
}
