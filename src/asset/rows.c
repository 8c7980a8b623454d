/* SPDX-License-Identifier: Apache-2.0 */
#include "asset/inside.h"

#define ASSET_COLUMNS                                                                              \
    "SELECT a.id, a.name, a.organisation, a.rating, a.interim, a.support, a.version, a.source,"    \
    " a.site, (SELECT f.entry_us FROM asset f WHERE f.id = a.id AND f.version = 1),"               \
    " a.objective_us FROM asset a "

static struct asset asset_load(const struct rows *rows, size_t row)
{
    return (struct asset){.id = rows_text(rows, row, 0),
                          .name = rows_text(rows, row, 1),
                          .organisation = rows_text(rows, row, 2),
                          .rating = rows_text(rows, row, 3),
                          .interim = rows_text(rows, row, 4),
                          .support = rows_text(rows, row, 5),
                          .version = rows_integer(rows, row, 6),
                          .source = rows_text(rows, row, 7),
                          .site = rows_text(rows, row, 8),
                          .entered_us = rows_integer(rows, row, 9),
                          .objective_us = rows_integer(rows, row, 10)};
}

static void assets_load(const struct turn *turn, const struct rows *rows, struct asset **assets,
                        size_t *count)
{
    *count = rows->count;
    *assets = arena_array(turn->arena, rows->count + 1, sizeof **assets);
    for (size_t i = 0; i < rows->count; i++)
        (*assets)[i] = asset_load(rows, i);
}

bool asset_rows_asset(struct turn *turn, struct text id, struct asset *asset, bool *found)
{
    struct rows rows;
    *asset = (struct asset){0};
    if (!store_select(turn, ASSET_COLUMNS "WHERE a.id = $1 AND a.until_us = $2",
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
    if (!store_select(
            turn, ASSET_COLUMNS "WHERE a.until_us = $1 AND a.id > $2 ORDER BY a.id LIMIT $3",
            BIND(cell_integer(INT64_MAX), cell_text(after), cell_integer((int64_t)limit)), &rows))
        return false;
    assets_load(turn, &rows, assets, count);
    return true;
}

bool asset_rows_rated(struct turn *turn, struct text rating, int64_t before_us, struct text after,
                      size_t limit, struct asset **assets, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      ASSET_COLUMNS "JOIN asset f ON f.id = a.id AND f.version = 1"
                                    " WHERE a.until_us = $1 AND a.rating = $2 AND f.entry_us < $3"
                                    " AND a.id > $4 ORDER BY a.id LIMIT $5",
                      BIND(cell_integer(INT64_MAX), cell_text(rating), cell_integer(before_us),
                           cell_text(after), cell_integer((int64_t)limit)),
                      &rows))
        return false;
    assets_load(turn, &rows, assets, count);
    return true;
}

bool asset_rows_asset_write(struct change *change, const struct asset *asset)
{
    const struct turn *turn = change_turn(change);
    return change_write(
               change, "UPDATE asset SET until_us = $1 WHERE id = $2 AND until_us = $3",
               BIND(cell_integer(turn->now_us), cell_text(asset->id), cell_integer(INT64_MAX)))
           && change_write(
               change,
               "INSERT INTO asset (id, version, name, organisation, rating, interim, "
               "support, source, author, entry_us, until_us, site, objective_us) VALUES ($1, $2, "
               "$3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
               BIND(cell_text(asset->id), cell_integer(asset->version), cell_text(asset->name),
                    cell_text(asset->organisation), cell_text(asset->rating),
                    cell_text(asset->interim), cell_text(asset->support), cell_text(asset->source),
                    cell_text(turn->actor.person), cell_integer(turn->now_us),
                    cell_integer(INT64_MAX), cell_text(asset->site),
                    cell_integer(asset->objective_us)));
}

bool asset_rows_attachments(struct turn *turn, struct text asset, struct attachment **list,
                            size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT network, evidence, connected, at_us, version FROM asset_attachment"
                      " WHERE asset = $1 AND until_us = $2 ORDER BY network",
                      BIND(cell_text(asset), cell_integer(INT64_MAX)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct attachment){.network = rows_text(&rows, i, 0),
                                         .evidence = rows_text(&rows, i, 1),
                                         .connected = rows_integer(&rows, i, 2) != 0,
                                         .at_us = rows_integer(&rows, i, 3),
                                         .version = rows_integer(&rows, i, 4)};
    return true;
}

bool asset_rows_attachment_write(struct change *change, struct text asset,
                                 const struct attachment *attachment)
{
    const struct turn *turn = change_turn(change);
    return change_write(change,
                        "UPDATE asset_attachment SET until_us = $1 WHERE asset = $2"
                        " AND until_us = $3 AND network = $4",
                        BIND(cell_integer(turn->now_us), cell_text(asset), cell_integer(INT64_MAX),
                             cell_text(attachment->network)))
           && change_write(change,
                           "INSERT INTO asset_attachment (asset, network, version, connected,"
                           " evidence, at_us, author, entry_us, until_us)"
                           " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                           BIND(cell_text(asset), cell_text(attachment->network),
                                cell_integer(attachment->version),
                                cell_integer(attachment->connected),
                                cell_text(attachment->evidence), cell_integer(attachment->at_us),
                                cell_text(turn->actor.person), cell_integer(turn->now_us),
                                cell_integer(INT64_MAX)));
}
