/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/tower.h"

static bool tower_emit(struct tower *tower, int level)
{
    const struct tower_level *growing = &tower->levels[level];
    struct tile tile = {level, growing->index, growing->count};
    return tower->tile == NULL || tower->tile(tower->context, &tile, growing->hashes);
}

bool tower_add(struct tower *tower, const struct sha256 *leaf)
{
    struct sha256 hash = *leaf;
    for (int level = 0; level < TILE_LEVELS_MAX; level++) {
        struct tower_level *growing = &tower->levels[level];
        growing->hashes[growing->count++] = hash;
        if (growing->count < TILE_WIDTH)
            break;
        if (!tower_emit(tower, level))
            return false;
        hash = tile_root(tower->hasher, growing->hashes, TILE_WIDTH);
        growing->count = 0;
        growing->index++;
    }
    return true;
}

bool tower_end(struct tower *tower)
{
    for (int level = 0; level < TILE_LEVELS_MAX; level++)
        if (tower->levels[level].count > 0 && !tower_emit(tower, level))
            return false;
    return true;
}

int64_t tower_size(const struct tower *tower)
{
    return tower->levels[0].index * TILE_WIDTH + tower->levels[0].count;
}

struct sha256 tower_root(const struct tower *tower)
{
    struct tree_edge edge = {0};
    for (int level = TILE_LEVELS_MAX - 1; level >= 0; level--)
        for (int i = 0; i < tower->levels[level].count; i++)
            tree_append_subtree(tower->hasher, &edge, level * TILE_LEVEL_BITS,
                                &tower->levels[level].hashes[i]);
    return tree_root(tower->hasher, &edge);
}
