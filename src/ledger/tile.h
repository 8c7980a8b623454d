/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tiles (c2sp.org/tlog-tiles): the tree cut into files of 256 hashes, and the entries into bundles
 * of 256.
 *
 *     tile/0/000            the leaf hashes 0 to 255
 *     tile/1/000.p/3        the roots of the first three tiles of level 0: a tile not yet full
 *     tile/entries/x001/067 the entries 1067 * 256 and on, each behind its length as u16be
 *
 * A tile that is full never changes; a partial one is never written again under the same name.
 */
#pragma once
#include "base/tree.h"

enum {
    TILE_WIDTH = 256, /* hashes of a full tile, entries of a full bundle */
    TILE_LEVEL_BITS = 8,
    TILE_LEVELS_MAX = 8, /* 256^8 leaves are more than 2^63 */
    TILE_BYTES = TILE_WIDTH * SHA256_BYTES,
    TILE_ENTRIES = -1, /* the "level" of the bundles */
    ENTRY_BYTES_MAX = 65535,
    BUNDLE_BYTES_MAX = TILE_WIDTH * (ENTRY_BYTES_MAX + 2)
};

struct tile {
    int level; /* 0 to TILE_LEVELS_MAX - 1, or TILE_ENTRIES */
    int64_t index;
    int width; /* 1 to TILE_WIDTH; TILE_WIDTH is full */
};

/* "tile/0/x001/067.p/5", and back: false for any other spelling. */
struct text tile_path(struct arena *arena, const struct tile *tile);
bool tile_path_read(struct text path, struct tile *tile);

/* How many hashes of this level a tree of size leaves has; for TILE_ENTRIES its entries. */
int64_t tile_hashes(int64_t size, int level);

/* How wide a tile of this level and index is in a tree of size leaves; 0: not there. */
int tile_width(int64_t size, int level, int64_t index);

/* The root of a full tile, or of a complete subtree: count is a power of two. */
struct sha256 tile_root(struct hasher *hasher, const struct sha256 *hashes, size_t count);

/* Appends an entry of at most ENTRY_BYTES_MAX bytes to a bundle. */
void bundle_append(struct builder *bundle, struct text entry);

/* Takes the next entry from the front of a bundle: false when it is cut short. */
bool bundle_next(struct text *bundle, struct text *entry);

/*
 * A tree_source over a folder of tiles: reads each tile it needs once, into the turn's arena.
 * size: of the tree whose tiles are used; not checked against any root, which is the caller's part.
 * missing is the path of the tile that ended a proof, or empty.
 */
struct tile_folder {
    struct turn *turn;
    struct hasher *hasher; /* may be NULL */
    struct text folder;
    int64_t size;
    struct text missing;
    struct tile held[TILE_LEVELS_MAX]; /* the last tile read of each level; width 0: none */
    struct text bytes[TILE_LEVELS_MAX];
};
struct tree_source tile_source(struct tile_folder *folder);

/*
 * The bytes of a tile as they stand in the folder. False without a fault when it is not there or
 * not exactly as long as its width says (a bundle may have any length up to the limit).
 */
bool tile_read(struct turn *turn, struct text folder, const struct tile *tile, struct text *bytes);
