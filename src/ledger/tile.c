/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/tile.h"
#include "base/file.h"
#include <assert.h>

/* ---- names ---- */

static void build_index(struct builder *path, int64_t index)
{
    int64_t above = index / 1000;
    if (above > 0) {
        int64_t unit = 1;
        while (above / unit >= 1000)
            unit *= 1000;
        for (; unit > 0; unit /= 1000)
            build_format(path, "x%03lld/", (long long)(above / unit % 1000));
    }
    build_format(path, "%03lld", (long long)(index % 1000));
}

struct text tile_path(struct arena *arena, const struct tile *tile)
{
    struct builder path = {.arena = arena};
    if (tile->level == TILE_ENTRIES)
        build(&path, TEXT("tile/entries/"));
    else
        build_format(&path, "tile/%d/", tile->level);
    build_index(&path, tile->index);
    if (tile->width < TILE_WIDTH)
        build_format(&path, ".p/%d", tile->width);
    return built(&path);
}

static bool digits_read(struct text digits, int64_t *number)
{
    for (size_t i = 0; i < digits.size; i++)
        if (digits.data[i] < '0' || digits.data[i] > '9')
            return false;
    return digits.size == 3 && text_integer(digits, number);
}

/* "x001/067" or "x001/067.p/5": the groups of three, then perhaps a width. */
static bool index_read(struct text path, struct tile *tile)
{
    int64_t group;
    tile->index = 0;
    while (path.size > 0 && path.data[0] == 'x') {
        struct text part = text_cut(path, '/', &path);
        bool first_is_zero = tile->index == 0 && text_is(part, "x000");
        if (!digits_read((struct text){part.data + 1, part.size - 1}, &group) || first_is_zero
            || tile->index > INT64_MAX / 1000000 - 1)
            return false;
        tile->index = tile->index * 1000 + group;
    }
    struct text width = TEXT_NONE;
    struct text last = text_cut(path, '.', &width);
    if (!digits_read(last, &group))
        return false;
    tile->index = tile->index * 1000 + group;
    tile->width = TILE_WIDTH;
    if (width.data == NULL)
        return true;
    int64_t number;
    if (!text_starts(width, TEXT("p/")) || width.size < 3 || width.data[2] < '1'
        || width.data[2] > '9'
        || !text_integer((struct text){width.data + 2, width.size - 2}, &number)
        || number >= TILE_WIDTH)
        return false;
    tile->width = (int)number;
    return true;
}

bool tile_path_read(struct text path, struct tile *tile)
{
    if (!text_equal(text_cut(path, '/', &path), TEXT("tile")))
        return false;
    struct text level = text_cut(path, '/', &path);
    if (text_is(level, "entries"))
        tile->level = TILE_ENTRIES;
    else if (level.size == 1 && level.data[0] >= '0' && level.data[0] < '0' + TILE_LEVELS_MAX)
        tile->level = level.data[0] - '0';
    else
        return false;
    return index_read(path, tile);
}

/* ---- sizes ---- */

int64_t tile_hashes(int64_t size, int level)
{
    return level == TILE_ENTRIES ? size : size >> (TILE_LEVEL_BITS * level);
}

int tile_width(int64_t size, int level, int64_t index)
{
    int64_t hashes = tile_hashes(size, level);
    if (index < 0 || index > hashes / TILE_WIDTH)
        return 0;
    return index < hashes / TILE_WIDTH ? TILE_WIDTH : (int)(hashes % TILE_WIDTH);
}

/* ---- contents ---- */

struct sha256 tile_root(struct hasher *hasher, const struct sha256 *hashes, size_t count)
{
    struct sha256 row[TILE_WIDTH];
    assert(count > 0 && count <= TILE_WIDTH && (count & (count - 1)) == 0);
    memcpy(row, hashes, count * sizeof *row);
    for (; count > 1; count /= 2)
        for (size_t i = 0; i < count / 2; i++)
            row[i] = tree_node(hasher, &row[2 * i], &row[2 * i + 1]);
    return row[0];
}

void bundle_append(struct builder *bundle, struct text entry)
{
    assert(entry.size <= ENTRY_BYTES_MAX);
    build_byte(bundle, (char)(entry.size >> 8));
    build_byte(bundle, (char)(entry.size & 0xFF));
    build(bundle, entry);
}

bool bundle_next(struct text *bundle, struct text *entry)
{
    if (bundle->size < 2)
        return false;
    size_t size =
        (size_t)(unsigned char)bundle->data[0] << 8 | (size_t)(unsigned char)bundle->data[1];
    if (bundle->size - 2 < size)
        return false;
    *entry = (struct text){bundle->data + 2, size};
    *bundle = (struct text){bundle->data + 2 + size, bundle->size - 2 - size};
    return true;
}

/* ---- a folder of tiles ---- */

bool tile_read(struct turn *turn, struct text folder, const struct tile *tile, struct text *bytes)
{
    struct text path = text_format(turn->arena, "%.*s/%.*s", TEXT_SHOW(folder),
                                   TEXT_SHOW(tile_path(turn->arena, tile)));
    size_t bytes_max = tile->level == TILE_ENTRIES ? BUNDLE_BYTES_MAX : TILE_BYTES;
    if (!file_read(turn, path.data, bytes_max, bytes)) {
        if (turn->fault.kind == FAULT_MISSING || turn->fault.kind == FAULT_LIMIT)
            fault_clear(turn);
        return false;
    }
    return tile->level == TILE_ENTRIES || bytes->size == (size_t)tile->width * SHA256_BYTES;
}

/* The tile into held[level], at the width it has in the tree. */
static bool tile_hold(struct tile_folder *folder, int level, int64_t index)
{
    struct tile tile = {level, index, tile_width(folder->size, level, index)};
    if (folder->held[level].width != 0 && folder->held[level].index == index)
        return true;
    folder->held[level].width = 0;
    if (tile.width == 0 || !tile_read(folder->turn, folder->folder, &tile, &folder->bytes[level])) {
        folder->missing = tile_path(folder->turn->arena, &tile);
        return false;
    }
    folder->held[level] = tile;
    return true;
}

static bool tile_node_read(void *context, int level, int64_t index, struct sha256 *hash)
{
    struct tile_folder *folder = context;
    int tile_level = level / TILE_LEVEL_BITS;
    int within = level % TILE_LEVEL_BITS;
    int64_t first = index << within; /* counted in hashes of the tile's level */
    size_t count = (size_t)1 << within;
    size_t offset = (size_t)(first % TILE_WIDTH);
    if (!tile_hold(folder, tile_level, first / TILE_WIDTH)
        || offset + count > (size_t)folder->held[tile_level].width)
        return false;
    struct sha256 hashes[TILE_WIDTH];
    memcpy(hashes, folder->bytes[tile_level].data + offset * SHA256_BYTES, count * SHA256_BYTES);
    *hash = tile_root(folder->hasher, hashes, count);
    return true;
}

struct tree_source tile_source(struct tile_folder *folder)
{
    return (struct tree_source){tile_node_read, folder};
}
