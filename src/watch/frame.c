/* SPDX-License-Identifier: Apache-2.0 */
/* Lines out of a stream of syslog (RFC 6587). */
#include "watch/inside.h"
#include <ctype.h>

enum { COUNT_DIGITS_MAX = 9 };

/* "123 " at the start: how many digits; 0: none; -1: it may become one. */
static int count_read(struct text bytes, size_t *count)
{
    size_t number = 0;
    int digits = 0;
    while ((size_t)digits < bytes.size && digits < COUNT_DIGITS_MAX
           && isdigit((unsigned char)bytes.data[digits]))
        number = number * 10 + (size_t)(bytes.data[digits++] - '0');
    *count = number;
    if ((size_t)digits == bytes.size)
        return -1;
    return digits > 0 && bytes.data[digits] == ' ' && number > 0 ? digits : 0;
}

/* A count is followed by the "<" of a message; a line that only begins with a number is a line. */
static enum framing framing_of(struct text bytes, bool ended)
{
    size_t count;
    if (bytes.size == 0)
        return FRAMING_UNKNOWN;
    if (bytes.data[0] < '1' || bytes.data[0] > '9')
        return FRAMING_LINES;
    int digits = count_read(bytes, &count);
    if (digits > 0 && bytes.size > (size_t)digits + 1)
        return bytes.data[digits + 1] == '<' ? FRAMING_COUNTED : FRAMING_LINES;
    if (digits == 0 || ended)
        return FRAMING_LINES;
    return FRAMING_UNKNOWN;
}

static struct text line_bare(const char *data, size_t size)
{
    while (size > 0 && (data[size - 1] == '\n' || data[size - 1] == '\r' || data[size - 1] == '\0'))
        size--;
    return (struct text){data, size};
}

static enum frame_found line_next(struct text bytes, bool ended, struct text *line, size_t *taken)
{
    const char *end = bytes.size == 0 ? NULL : memchr(bytes.data, '\n', bytes.size);
    size_t size = end == NULL ? bytes.size : (size_t)(end - bytes.data) + 1;
    if (size - (end != NULL) > LINE_BYTES_MAX) {
        *line = (struct text){bytes.data, LINE_BYTES_MAX};
        *taken = LINE_BYTES_MAX;
        return FRAME_CUT;
    }
    if (end == NULL && (!ended || bytes.size == 0))
        return FRAME_MORE;
    *line = line_bare(bytes.data, size);
    *taken = size;
    return FRAME_LINE;
}

/* Of a frame longer than may be, or of one that ended with the stream. */
static enum frame_found piece_next(struct frame *frame, struct text bytes, bool ended,
                                   struct text *line, size_t *taken)
{
    size_t size = frame->left < LINE_BYTES_MAX ? frame->left : LINE_BYTES_MAX;
    if (bytes.size < size && (!ended || bytes.size == 0))
        return FRAME_MORE;
    if (bytes.size < size)
        size = bytes.size;
    frame->left -= size;
    *taken = size;
    *line = frame->left == 0 ? line_bare(bytes.data, size) : (struct text){bytes.data, size};
    return frame->left == 0 ? FRAME_LINE : FRAME_CUT;
}

static enum frame_found counted_next(struct frame *frame, struct text bytes, bool ended,
                                     struct text *line, size_t *taken)
{
    size_t count;
    size_t skipped = 0;
    if (frame->left > 0)
        return piece_next(frame, bytes, ended, line, taken);
    while (skipped < bytes.size && (bytes.data[skipped] == '\n' || bytes.data[skipped] == '\r'))
        skipped++; /* some end their frames with a line feed that they do not count */
    *taken = skipped;
    struct text rest = {bytes.data + skipped, bytes.size - skipped};
    if (rest.size == 0)
        return FRAME_MORE;
    int digits = count_read(rest, &count);
    if (digits < 0 && !ended)
        return FRAME_MORE;
    if (digits <= 0 || (ended && rest.size == (size_t)digits + 1)) { /* a count of nothing */
        frame->framing = FRAMING_LINES;
        frame->broken = true;
        enum frame_found found = line_next(rest, ended, line, taken);
        *taken = found == FRAME_MORE ? skipped : *taken + skipped;
        return found;
    }
    size_t head = (size_t)digits + 1;
    struct text body = {rest.data + head, rest.size - head};
    if (body.size < count && count <= LINE_BYTES_MAX && !ended)
        return FRAME_MORE;
    frame->left = count;
    enum frame_found found = piece_next(frame, body, ended, line, taken);
    *taken = found == FRAME_MORE ? skipped + head : *taken + skipped + head;
    return found;
}

enum frame_found frame_next(struct frame *frame, struct text bytes, bool ended, struct text *line,
                            size_t *taken)
{
    *taken = 0;
    if (frame->framing == FRAMING_UNKNOWN)
        frame->framing = framing_of(bytes, ended);
    if (frame->framing == FRAMING_UNKNOWN)
        return FRAME_MORE;
    if (frame->framing == FRAMING_COUNTED)
        return counted_next(frame, bytes, ended, line, taken);
    return line_next(bytes, ended, line, taken);
}
