/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tower: the tiles of a tree as they fill up, one growing tile on each level. Whoever publishes
 * writes each tile that comes out of it; whoever verifies compares it with the one in the folder.
 */
#pragma once
#include "ledger/tile.h"

struct tower_level {
    int64_t index; /* of the tile that is growing */
    int count;     /* of its hashes so far, below TILE_WIDTH */
    struct sha256 hashes[TILE_WIDTH];
};

struct tower {
    struct tower_level levels[TILE_LEVELS_MAX];
    struct hasher *hasher; /* may be NULL */
    /* Called with each tile that is full, and by tower_end with each that is not. May be NULL. */
    bool (*tile)(void *context, const struct tile *tile, const struct sha256 *hashes);
    void *context;
};

/* Adds a leaf hash. False when tile() was. */
bool tower_add(struct tower *tower, const struct sha256 *leaf);

/* Hands out the partial tiles, from level 0 up. */
bool tower_end(struct tower *tower);

/* How many leaves there are, and their tree's root. */
int64_t tower_size(const struct tower *tower);
struct sha256 tower_root(const struct tower *tower);
