/* SPDX-License-Identifier: Apache-2.0 */
/* The networks to which an asset is attached. */
#include "asset/inside.h"

bool asset_attachments(struct turn *turn, struct text asset, struct attachment **list,
                       size_t *count)
{
    return asset_rows_attachments(turn, asset, list, count);
}

bool asset_attachment_write(struct change *change, struct text asset, struct attachment *attachment)
{
    attachment->version++;
    return asset_rows_attachment_write(change, asset, attachment);
}

static bool attachment_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct asset asset;
    bool found;
    if (!asset_find(turn, value_get_text(input, "asset"), &asset, &found))
        return false;
    *object = (struct object){.organisation = asset.organisation, .exists = found};
    return true;
}

static bool asset_known(struct turn *turn, const struct value *input, struct asset *asset)
{
    bool found;
    return asset_find(turn, value_get_text(input, "asset"), asset, &found)
           && (found || fail(turn, FAULT_MISSING, "there is nothing here by that name"));
}

static const struct field connect_fields[] = {
    {.name = "asset", .type = FIELD_ID, .needed = true, .help = "The asset's id."},
    {.name = "network",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 200,
     .label = "Network",
     .help =
         "As the register calls it: wide area, a wireless network, a remote access, a peering."},
    {.name = NULL},
};

static bool network_add(struct turn *turn, struct text asset, struct text network,
                        struct attachment *attachment)
{
    struct attachment *list;
    size_t count;
    *attachment = (struct attachment){.network = network, .connected = true, .at_us = turn->now_us};
    if (!asset_rows_attachments(turn, asset, &list, &count))
        return false;
    if (count >= ASSET_ATTACHMENTS_MAX)
        return fail(turn, FAULT_LIMIT, "an asset has %d attachments at most",
                    ASSET_ATTACHMENTS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (!text_equal(list[i].network, network))
            continue;
        if (list[i].connected)
            return fail(turn, FAULT_CLASH, "it is attached to this network already");
        attachment->version = list[i].version;
    }
    return true;
}

static bool asset_connect(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct asset asset;
    struct attachment attachment;
    if (!asset_known(turn, input, &asset)
        || !network_add(turn, asset.id, text_trim(value_get_text(input, "network")), &attachment))
        return false;
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "asset", asset.id);
    value_set_text(turn->arena, *answer, "name", asset.name);
    value_set_text(turn->arena, *answer, "network", attachment.network);
    return asset_attachment_write(change, asset.id, &attachment)
           && change_entry(change, "asset.connect",
                           text_format(turn->arena, "asset/%.*s", TEXT_SHOW(asset.id)), TEXT_NONE,
                           *answer, NULL);
}

const struct action attachment_actions[] = {
    {.name = "asset.connect",
     .title = "Attach an asset to a network",
     .method = METHOD_POST,
     .route = "/assets/{asset}/attachments",
     .fields = connect_fields,
     .area = AREA_CASE,
     .level = LEVEL_WRITE,
     .about = attachment_about,
     .write = asset_connect,
     .help = "It is on this network, or on it again. In an incident it is isolated only when it is "
             "off every one."},
    {.name = NULL},
};
