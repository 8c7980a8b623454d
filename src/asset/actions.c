/* SPDX-License-Identifier: Apache-2.0 */
/* What may be asked of assets. */
#include "asset/inside.h"
#include "base/id.h"
#include "people/can.h"
#include "people/people.h"

enum { ASSET_SCAN_MAX = 1000 };

bool asset_find(struct turn *turn, struct text id, struct asset *asset, bool *found)
{
    return asset_rows_asset(turn, id, asset, found);
}

static struct value *asset_value(struct turn *turn, const struct asset *asset)
{
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "asset", asset->id);
    value_set_text(turn->arena, said, "name", asset->name);
    value_set_text(turn->arena, said, "organisation", asset->organisation);
    value_set_text(turn->arena, said, "rating", asset->rating);
    value_set_text(turn->arena, said, "interim", asset->interim);
    value_set_text(turn->arena, said, "support", asset->support);
    value_set_text(turn->arena, said, "version",
                   text_format(turn->arena, "%lld", (long long)asset->version));
    return said;
}

static const struct field create_fields[] = {
    {.name = "name",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 200,
     .help = "As people call it: a host, an application, a database."},
    {.name = "organisation",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 200,
     .help = "Its owner, by short name."},
    {.name = "rating",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 40,
     .help = "Its risk rating in the words of the policy; unrated when it has none yet."},
    {.name = "interim",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 40,
     .help = "Until it is rated: the rating to work with."},
    {.name = "support",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 200,
     .help = "Id of the person who supports it technically."},
    {.name = NULL},
};

static bool create_owner(struct turn *turn, const struct value *input, struct asset *asset)
{
    struct organisation organisation;
    bool found;
    if (!organisation_find(turn, value_get_text(input, "organisation"), turn->now_us, &organisation,
                           &found))
        return false;
    if (!found)
        return fail_field(turn, "organisation",
                          "no organisation is called so; give its short name");
    asset->organisation = organisation.id;
    return true;
}

static bool asset_create(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct asset asset = {.name = value_get_text(input, "name"),
                          .rating = value_get_text(input, "rating"),
                          .interim = value_get_text(input, "interim"),
                          .support = value_get_text(input, "support"),
                          .version = 1};
    if (text_empty(asset.rating))
        asset.rating = TEXT("unrated");
    if (!create_owner(turn, input, &asset) || !id_new(turn, &asset.id)
        || !asset_rows_asset_write(change, &asset))
        return false;
    *answer = asset_value(turn, &asset);
    return change_entry(change, "asset.create",
                        text_format(turn->arena, "asset/%.*s", TEXT_SHOW(asset.id)), TEXT_NONE,
                        *answer, NULL);
}

static const struct field list_fields[] = {
    FIELDS_PAGE,
    {.name = NULL},
};

static bool asset_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct value *items = value_list(turn->arena);
    size_t limit = page_limit(input);
    struct text after = value_get_text(input, "after");
    bool more = true;
    for (size_t scanned = 0; more && items->count < limit && scanned < ASSET_SCAN_MAX;) {
        struct asset *assets;
        size_t count;
        if (!asset_rows_assets(turn, after, limit, &assets, &count))
            return false;
        more = count == limit;
        scanned += count;
        for (size_t i = 0; i < count && items->count < limit; i++) {
            struct object object = {.organisation = assets[i].organisation, .exists = true};
            after = assets[i].id;
            if (can(turn, AREA_ORGANISATION, LEVEL_READ, &object))
                value_append(turn->arena, items, asset_value(turn, &assets[i]));
        }
    }
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (more)
        value_set_text(turn->arena, *answer, "next", after);
    return turn->fault.kind == FAULT_NONE;
}

const struct action asset_actions[] = {
    {.name = "asset.create",
     .title = "Enter an asset",
     .method = METHOD_POST,
     .route = "/assets",
     .fields = create_fields,
     .area = AREA_CASE,
     .level = LEVEL_WRITE,
     .write = asset_create,
     .help =
         "A thing that an incident can hit, with its owner, its risk rating and who supports it."},
    {.name = "asset.list",
     .title = "Assets",
     .method = METHOD_GET,
     .route = "/assets",
     .fields = list_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .read = asset_list,
     .help = "The assets I may see."},
    {.name = NULL},
};
