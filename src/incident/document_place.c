/* SPDX-License-Identifier: Apache-2.0 */
/* What the case knows of where it is, and of what it hit. */
#include "base/json.h"
#include "incident/known.h"
#include "incident/life.h"

bool know_affected(struct knowing *knowing)
{
    struct turn *turn = knowing->turn;
    struct attached *attached;
    size_t count;
    if (!incident_rows_attached(turn, knowing->incident->id, &attached, &count))
        return false;
    for (size_t i = 0; i < count && knowing->says.size < KNOWN_BYTES_MAX; i++) {
        struct asset asset;
        bool found;
        if (!asset_find(turn, attached[i].asset, &asset, &found))
            return false;
        known_line(knowing);
        build_format(&knowing->says, "%.*s, rated %.*s, adversely affected: %.*s",
                     TEXT_SHOW(asset.name), TEXT_SHOW(asset.rating),
                     TEXT_SHOW(attached[i].adverse));
    }
    return true;
}

/* ---- where ---- */

/* A place, and what stands there. */
struct place {
    struct text site;
    struct builder names;
};

/* By their sites, in the order in which they were attached. */
static bool places_read(struct knowing *knowing, struct place **places, size_t *places_count)
{
    struct turn *turn = knowing->turn;
    struct attached *attached;
    size_t count;
    *places_count = 0;
    if (!incident_rows_attached(turn, knowing->incident->id, &attached, &count))
        return false;
    *places = arena_array(turn->arena, count + 1, sizeof **places);
    for (size_t i = 0; i < count; i++) {
        struct asset asset;
        bool found;
        size_t at = 0;
        if (!asset_find(turn, attached[i].asset, &asset, &found))
            return false;
        if (text_empty(asset.site) || text_is(attached[i].adverse, "no"))
            continue;
        while (at < *places_count && !text_equal((*places)[at].site, asset.site))
            at++;
        if (at == *places_count)
            (*places)[(*places_count)++] =
                (struct place){.site = asset.site, .names = {.arena = turn->arena}};
        build_format(&(*places)[at].names, "%s%.*s", (*places)[at].names.size > 0 ? ", " : "",
                     TEXT_SHOW(asset.name));
    }
    return true;
}

bool know_location(struct knowing *knowing)
{
    struct turn *turn = knowing->turn;
    struct classification classification;
    struct place *places;
    struct value *said = NULL;
    size_t count;
    if (!places_read(knowing, &places, &count)
        || !life_rows_classification(turn, knowing->incident->id, &classification)
        || (classification.version > 0
            && !json_read(turn, classification.said, "the kept classification", &said)))
        return false;
    for (size_t i = 0; i < count && knowing->says.size < KNOWN_BYTES_MAX; i++) {
        known_line(knowing);
        build_format(&knowing->says, "%.*s: %.*s", TEXT_SHOW(places[i].site),
                     TEXT_SHOW(built(&places[i].names)));
    }
    if (value_has(said, "scope")) {
        known_line(knowing);
        build(&knowing->says, value_get_text(said, "scope"));
    }
    return true;
}
