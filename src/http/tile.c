/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What everybody may fetch of the ledger: the checkpoint, the key line, and the hash tiles (C2SP
 * tlog-tiles). Entry bundles tell what was done, and are not given out here. A path is compared
 * with the grammar of the tiles letter by letter, so none can lead out of the folder.
 */
#include "base/file.h"
#include "http/inside.h"

enum { TILE_BYTES_MAX = 256 * 32, NOTE_BYTES_MAX = 64 * 1024, LEVEL_MAX = 63 };

#define LEDGER_PREFIX "/ledger/"

static bool digits(struct text *text, size_t count)
{
    if (text->size < count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (text->data[i] < '0' || text->data[i] > '9')
            return false;
    *text = (struct text){text->data + count, text->size - count};
    return true;
}

static bool literal(struct text *text, const char *string)
{
    if (!text_starts(*text, text_of(string)))
        return false;
    size_t size = strlen(string);
    *text = (struct text){text->data + size, text->size - size};
    return true;
}

/* "0/x001/x234/067" or "8/001.p/17": level, index in groups of three, width of a partial tile. */
static bool tile_path(struct text rest, bool *whole)
{
    int64_t number;
    struct text after;
    struct text level = text_cut(rest, '/', &after);
    if (level.size > 2 || !text_integer(level, &number) || number < 0 || number > LEVEL_MAX
        || (level.size == 2 && level.data[0] == '0'))
        return false;
    while (literal(&after, "x"))
        if (!digits(&after, 3) || !literal(&after, "/"))
            return false;
    if (!digits(&after, 3))
        return false;
    *whole = after.size == 0;
    return *whole
           || (literal(&after, ".p/") && after.size <= 3 && after.data[0] != '0'
               && text_integer(after, &number) && number >= 1 && number <= 255);
}

bool tile_public(struct text path, bool *forever)
{
    bool whole = false;
    *forever = false;
    if (!literal(&path, LEDGER_PREFIX))
        return false;
    if (text_is(path, "checkpoint") || text_is(path, "vkey"))
        return true;
    if (!literal(&path, "tile/") || !tile_path(path, &whole))
        return false;
    *forever = true;
    return true;
}

void tile_respond(const struct door *door, struct request *request, struct response *response)
{
    bool forever;
    struct text bytes;
    struct turn turn = {.arena = request->arena, .now_us = request->now_us};
    if (!text_is(request->method, "GET") && !text_is(request->method, "HEAD")) {
        problem_method(request, response, 1U << METHOD_GET);
        return;
    }
    struct text name = request->path;
    bool public = tile_public(request->path, &forever) && literal(&name, LEDGER_PREFIX);
    struct text path = text_format(request->arena, "%.*s/%.*s",
                                   TEXT_SHOW(house_ledger(door->house)->folder), TEXT_SHOW(name));
    if (!public
        || !file_read(&turn, path.data, forever ? TILE_BYTES_MAX : NOTE_BYTES_MAX, &bytes)) {
        problem_respond(request, response, &(struct fault){.kind = FAULT_MISSING}, 0);
        return;
    }
    response->status = 200;
    response->type = forever ? TEXT("application/octet-stream") : TEXT("text/plain; charset=utf-8");
    response->body = bytes;
    header_set(request, response, "Cache-Control",
               forever ? TEXT("public, max-age=31536000, immutable") : TEXT("no-cache"));
}
