/* SPDX-License-Identifier: Apache-2.0 */
#include "asset/inside.h"

#define ASSET_COLUMNS "SELECT id, name, organisation, rating, interim, support, version FROM asset "

static struct asset asset_load(const struct rows *rows, size_t row)
{
    return (struct asset){.id = rows_text(rows, row, 0),
                          .name = rows_text(rows, row, 1),
                          .organisation = rows_text(rows, row, 2),
                          .rating = rows_text(rows, row, 3),
                          .interim = rows_text(rows, row, 4),
                          .support = rows_text(rows, row, 5),
                          .version = rows_integer(rows, row, 6)};
}

bool asset_rows_asset(struct turn *turn, struct text id, struct asset *asset, bool *found)
{
    struct rows rows;
    *asset = (struct asset){0};
    if (!store_select(turn, ASSET_COLUMNS "WHERE id = $1 AND until_us = $2",
                      BIND(cell_text(id), cell_integer(INT64_MAX)), &rows))
        return false;
    *found = rows.count == 1;
    if (*found)
        *asset = asset_load(&rows, 0);
    return true;
}

bool asset_rows_assets(struct turn *turn, struct text after, size_t limit, struct asset **assets,
                       size_t *count)
{
    struct rows rows;
    if (!store_select(turn, ASSET_COLUMNS "WHERE until_us = $1 AND id > $2 ORDER BY id LIMIT $3",
                      BIND(cell_integer(INT64_MAX), cell_text(after), cell_integer((int64_t)limit)),
                      &rows))
        return false;
    *assets = arena_array(turn->arena, rows.count + 1, sizeof **assets);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*assets)[i] = asset_load(&rows, i);
    return true;
}

bool asset_rows_asset_write(struct change *change, const struct asset *asset)
{
    const struct turn *turn = change_turn(change);
    return change_write(
               change, "UPDATE asset SET until_us = $1 WHERE id = $2 AND until_us = $3",
               BIND(cell_integer(turn->now_us), cell_text(asset->id), cell_integer(INT64_MAX)))
           && change_write(change,
                           "INSERT INTO asset (id, version, name, organisation, rating, interim, "
                           "support, author,"
                           " entry_us, until_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                           BIND(cell_text(asset->id), cell_integer(asset->version),
                                cell_text(asset->name), cell_text(asset->organisation),
                                cell_text(asset->rating), cell_text(asset->interim),
                                cell_text(asset->support), cell_text(turn->actor.person),
                                cell_integer(turn->now_us), cell_integer(INT64_MAX)));
}
