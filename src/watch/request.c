/* SPDX-License-Identifier: Apache-2.0 */
/* Requests of HTTP/1.1 (RFC 9112), so far as senders of logs use it. */
#include "watch/inside.h"
#include <ctype.h>
#include <strings.h>

static bool text_same(struct text a, const char *word)
{
    return a.size == strlen(word) && strncasecmp(a.data, word, a.size) == 0;
}

static bool hex_number(struct text text, size_t *number)
{
    *number = 0;
    if (text.size == 0 || text.size > 8)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        int letter = tolower((unsigned char)text.data[i]);
        if (!isxdigit(letter))
            return false;
        *number = *number * 16 + (size_t)(isdigit(letter) ? letter - '0' : letter - 'a' + 10);
    }
    return true;
}

/* Two lengths, or a length beside chunks, are how requests are smuggled past a proxy. */
static bool length_read(struct text value, struct request *request, bool *had)
{
    int64_t length;
    if (*had || value.size == 0 || !isdigit((unsigned char)value.data[0])
        || !text_integer(value, &length) || length < 0)
        return false;
    *had = true;
    request->length = (size_t)length;
    return true;
}

static bool header_read(struct text name, struct text value, struct request *request, bool *had)
{
    if (text_same(name, "content-length"))
        return length_read(value, request, had);
    if (text_same(name, "transfer-encoding")) {
        request->chunked = text_same(value, "chunked");
        return request->chunked;
    }
    if (text_same(name, "connection"))
        request->keep =
            !text_same(value, "close") && (request->keep || text_same(value, "keep-alive"));
    else if (text_same(name, "expect"))
        request->expects = text_same(value, "100-continue");
    else if (text_same(name, "authorization"))
        request->authorization = value;
    else if (text_same(name, "idempotency-key"))
        request->key = value;
    else if (text_same(name, "content-encoding"))
        request->encoding = value;
    return true;
}

static bool first_read(struct text line, struct request *request)
{
    struct text rest;
    struct text version;
    request->method = text_cut(line, ' ', &rest);
    request->target = text_cut(rest, ' ', &version);
    request->keep = text_is(version, "HTTP/1.1");
    return request->method.size > 0 && request->target.size > 0 && request->target.data[0] == '/'
           && (request->keep || text_is(version, "HTTP/1.0"));
}

static struct text line_cut(struct text bytes, struct text *rest)
{
    struct text line = text_cut(bytes, '\n', rest);
    if (line.size > 0 && line.data[line.size - 1] == '\r')
        line.size--;
    return line;
}

enum request_found request_read(struct text bytes, struct request *request)
{
    struct text rest;
    bool had = false;
    const char *end = memmem(bytes.data, bytes.size, "\r\n\r\n", 4);
    *request = (struct request){0};
    if (end == NULL)
        return bytes.size > HTTP_HEAD_BYTES_MAX ? REQUEST_BAD : REQUEST_MORE;
    request->head_bytes = (size_t)(end - bytes.data) + 4;
    struct text head = {bytes.data, request->head_bytes - 2};
    if (request->head_bytes > HTTP_HEAD_BYTES_MAX || !first_read(line_cut(head, &rest), request))
        return REQUEST_BAD;
    while (!text_empty(rest)) {
        struct text value;
        struct text name = text_cut(line_cut(rest, &rest), ':', &value);
        if (name.size == 0 || value.data == NULL || name.data[name.size - 1] == ' '
            || !header_read(name, text_trim(value), request, &had))
            return REQUEST_BAD;
    }
    return had && request->chunked ? REQUEST_BAD : REQUEST_WHOLE;
}

/* One chunk, or the end, at the place. */
static enum request_found chunk_take(struct http *http, char *bytes, size_t size, bool *last)
{
    struct text rest;
    struct text extension;
    size_t chunk;
    struct text there = {bytes + http->chunk_at, size - http->chunk_at};
    const char *end = there.size == 0 ? NULL : memmem(there.data, there.size, "\r\n", 2);
    if (end == NULL)
        return there.size > HTTP_HEAD_BYTES_MAX ? REQUEST_BAD : REQUEST_MORE;
    struct text line = line_cut(there, &rest);
    if (!hex_number(text_trim(text_cut(line, ';', &extension)), &chunk)
        || chunk > HTTP_BODY_BYTES_MAX)
        return REQUEST_BAD;
    size_t head = (size_t)(end - there.data) + 2;
    if (there.size < head + chunk + 2)
        return REQUEST_MORE;
    if (memcmp(there.data + head + chunk, "\r\n", 2) != 0)
        return REQUEST_BAD; /* a trailer, which nobody here asked for, is not taken either */
    memmove(bytes + http->request.head_bytes + http->request.length, there.data + head, chunk);
    http->request.length += chunk;
    http->chunk_at += head + chunk + 2;
    *last = chunk == 0;
    return REQUEST_WHOLE;
}

enum request_found request_unchunk(struct http *http, char *bytes, size_t size, size_t *used)
{
    bool last = false;
    if (http->chunk_at == 0)
        http->chunk_at = http->request.head_bytes;
    while (!last) {
        enum request_found found = chunk_take(http, bytes, size, &last);
        if (found != REQUEST_WHOLE)
            return found;
        if (http->request.length > HTTP_BODY_BYTES_MAX)
            return REQUEST_BAD;
    }
    *used = http->chunk_at;
    return REQUEST_WHOLE;
}
