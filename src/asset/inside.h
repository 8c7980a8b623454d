/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "action/page.h"
#include "asset/asset.h"

MUST bool asset_rows_asset(struct turn *turn, struct text id, struct asset *asset, bool *found);
MUST bool asset_rows_assets(struct turn *turn, struct text after, size_t limit,
                            struct asset **assets, size_t *count);
MUST bool asset_rows_attachments(struct turn *turn, struct text asset, struct attachment **list,
                                 size_t *count);
MUST bool asset_rows_attachment_write(struct change *change, struct text asset,
                                      const struct attachment *attachment);
MUST bool asset_rows_asset_write(struct change *change, const struct asset *asset);
/* Those of one rating that were entered before an instant, behind one of them. */
MUST bool asset_rows_rated(struct turn *turn, struct text rating, int64_t before_us,
                           struct text after, size_t limit, struct asset **assets, size_t *count);
