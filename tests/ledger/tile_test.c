/* SPDX-License-Identifier: Apache-2.0 */
/* Names and sizes of tiles, bundles, and the tower that makes them. */
#include "ledger/tile.h"
#include "ledger/tower.h"
#include "tap.h"

static void test_names(struct turn *turn)
{
    static const struct {
        struct tile tile;
        const char *path;
    } names[] = {
        {{0, 0, 256}, "tile/0/000"},
        {{0, 7, 1}, "tile/0/007.p/1"},
        {{3, 999, 255}, "tile/3/999.p/255"},
        {{1, 1000, 256}, "tile/1/x001/000"},
        {{0, 1234067, 256}, "tile/0/x001/x234/067"},
        {{7, 1000000, 12}, "tile/7/x001/x000/000.p/12"},
        {{TILE_ENTRIES, 1067, 256}, "tile/entries/x001/067"},
        {{TILE_ENTRIES, 0, 44}, "tile/entries/000.p/44"},
        {{0, INT64_C(36028797018963967), 256}, "tile/0/x036/x028/x797/x018/x963/967"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct tile tile;
        struct text path = tile_path(turn->arena, &names[i].tile);
        ok(text_is(path, names[i].path), "%s", names[i].path);
        ok(tile_path_read(path, &tile) && tile.level == names[i].tile.level
               && tile.index == names[i].tile.index && tile.width == names[i].tile.width,
           "and back");
    }
}

static void test_other_names(void)
{
    static const char *const bad[] = {
        "",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/00a",
        "tile/8/000",
        "tile/00/000",
        "tile/-1/000",
        "tile/data/000",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/x01/002",
        "tile/0/x001",
        "tile/0/x001/",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/1/",
        "tile/0/000.p/1x",
        "tile/0/000.q/1",
        "tile/0/000 ",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
        "/tile/0/000",
    };
    struct tile tile;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ok(!tile_path_read(text_of(bad[i]), &tile), "refused: \"%s\"", bad[i]);
}

static void test_widths(void)
{
    ok(tile_width(0, 0, 0) == 0, "an empty tree has no tile");
    ok(tile_width(255, 0, 0) == 255 && tile_width(256, 0, 0) == 256 && tile_width(256, 0, 1) == 0,
       "a tile fills up, and the next one begins");
    ok(tile_width(256, 1, 0) == 1 && tile_width(255, 1, 0) == 0, "level 1 begins at 256");
    ok(tile_width(65536 + 300, TILE_ENTRIES, 257) == 44 && tile_width(65836, 1, 1) == 1
           && tile_width(65836, 2, 0) == 1,
       "65,836 entries");
    ok(tile_width(INT64_MAX, 7, 0) == 127 && tile_width(INT64_MAX, 7, -1) == 0, "2^63 - 1");
}

static void test_bundles(struct turn *turn)
{
    struct builder bundle = {.arena = turn->arena};
    char *large = arena_take(turn->arena, ENTRY_BYTES_MAX);
    memset(large, 'x', ENTRY_BYTES_MAX);
    bundle_append(&bundle, TEXT("one"));
    bundle_append(&bundle, TEXT(""));
    bundle_append(&bundle, (struct text){large, ENTRY_BYTES_MAX});
    struct text rest = built(&bundle);
    struct text entry;
    ok(bundle_next(&rest, &entry) && text_is(entry, "one"), "the first entry");
    ok(bundle_next(&rest, &entry) && entry.size == 0, "an empty one");
    ok(bundle_next(&rest, &entry) && entry.size == ENTRY_BYTES_MAX && rest.size == 0,
       "the largest one");
    ok(!bundle_next(&rest, &entry), "and no more");
    size_t read = 0;
    for (size_t size = 0; size < bundle.size; size += 997) {
        rest = (struct text){bundle.data, size};
        size_t entries = 0;
        while (bundle_next(&rest, &entry))
            entries++;
        read += entries > 2;
    }
    ok(read == 0, "a bundle cut short never gives its last entry");
}

/* Tiles that come out of the tower, by level. */
struct seen {
    int64_t tiles[TILE_LEVELS_MAX];
    int last_width[TILE_LEVELS_MAX];
    bool in_order;
};

static bool tile_seen(void *context, const struct tile *tile, const struct sha256 *hashes)
{
    struct seen *seen = context;
    (void)hashes;
    seen->in_order = seen->in_order && tile->index == seen->tiles[tile->level];
    seen->tiles[tile->level]++;
    seen->last_width[tile->level] = tile->width;
    return true;
}

static void test_tower(struct turn *turn)
{
    struct seen seen = {.in_order = true};
    struct tower *tower = arena_take(turn->arena, sizeof *tower);
    struct tree_edge edge = {0};
    bool same = true;
    tower->tile = tile_seen;
    tower->context = &seen;
    for (int i = 0; i < 66000; i++) {
        struct sha256 leaf = sha256((struct text){(const char *)&i, sizeof i});
        tree_append(NULL, &edge, &leaf);
        same = same && tower_add(tower, &leaf);
        if (i % 1000 == 0 || i > 65900) {
            struct sha256 one = tower_root(tower);
            struct sha256 other = tree_root(NULL, &edge);
            same = same && tree_hash_equal(&one, &other) && tower_size(tower) == i + 1;
        }
    }
    ok(same, "the tower and the right edge have the same roots");
    ok(tower_end(tower) && seen.in_order, "its tiles come in order");
    ok(seen.tiles[0] == 258 && seen.last_width[0] == 66000 % 256, "level 0");
    ok(seen.tiles[1] == 2 && seen.last_width[1] == 1, "level 1");
    ok(seen.tiles[2] == 1 && seen.last_width[2] == 1 && seen.tiles[3] == 0, "level 2 and no more");
}

int main(void)
{
    struct turn turn = {.arena = arena_new(64 << 20)};
    test_names(&turn);
    test_other_names();
    test_widths();
    test_bundles(&turn);
    test_tower(&turn);
    arena_free(turn.arena);
    return tap_end();
}
