/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the watches hear of what they should: how many sources are heard now, and of the assets
 * whose logs the policy wants listened to, which have no source, and which one that is silent. A
 * source is healthy when its watch has heard it; of one that a watch has never named nothing is
 * known, and that is said.
 */
#include "alert/inside.h"
#include "asset/asset.h"
#include "people/can.h"
#include "people/people.h"
#include "policy/rating.h"

enum { COVERAGE_SCAN_MAX = 2000 };

const struct field coverage_fields[] = {
    FIELDS_PAGE,
    {.name = NULL},
};

/* "2 h 5 min"; below a minute in seconds. */
static struct text span_words(struct arena *arena, int64_t span_us)
{
    long long minutes = (long long)(span_us / MINUTE_US);
    long long hours = minutes / 60;
    if (minutes < 1)
        return text_format(arena, "%lld s", (long long)(span_us / SECOND_US));
    if (hours < 1)
        return text_format(arena, "%lld min", minutes);
    return text_format(arena, "%lld h %lld min", hours, minutes % 60);
}

static struct text silence_words(const struct turn *turn, const struct source *source)
{
    if (source->last_us == TIME_NONE)
        return TEXT("never heard");
    return text_format(turn->arena, "silent for %.*s",
                       TEXT_SHOW(span_words(turn->arena, turn->now_us - source->last_us)));
}

/* How an asset's logs stand; met only while its source is heard. */
static bool asset_stands(struct turn *turn, const struct asset *asset, struct value *said)
{
    struct text name;
    struct text watch = text_cut(asset->source, '/', &name);
    struct source source = {.last_us = TIME_NONE};
    bool known = false;
    if (!text_empty(asset->source) && !source_select(turn, watch, name, &source, &known))
        return false;
    bool met = known && text_is(source.state, "heard");
    value_set_boolean(turn->arena, said, "met", met);
    value_set_text(turn->arena, said, "says",
                   text_empty(asset->source) ? TEXT("no source")
                   : !known                  ? TEXT("never heard")
                   : met                     ? TEXT("heard")
                                             : silence_words(turn, &source));
    answer_time(turn, said, "last", source.last_us);
    return true;
}

static bool asset_say(struct turn *turn, const struct asset *asset, struct value *items)
{
    struct organisation organisation;
    struct value *said = value_map(turn->arena);
    if (!organisation_read(turn, asset->organisation, turn->now_us, &organisation))
        return false;
    value_set_text(turn->arena, said, "asset", asset->id);
    value_set_text(turn->arena, said, "name", asset->name);
    value_set_text(turn->arena, said, "organisation", organisation.short_name);
    value_set_text(turn->arena, said, "rating", asset->rating);
    value_set_text(turn->arena, said, "source", asset->source);
    value_append(turn->arena, items, said);
    return asset_stands(turn, asset, said);
}

static bool names_hold(const struct names *names, struct text word)
{
    for (size_t i = 0; i < names->count; i++)
        if (text_equal(names->items[i], word))
            return true;
    return false;
}

/* An asset that is not rated yet is listened to as its interim rating says; without one, as the
 * worst. */
static bool logs_wanted(const struct asset_care *care, const struct asset *asset)
{
    bool rated = !text_equal(asset->rating, care->unrated);
    struct text counts = rated ? asset->rating : asset->interim;
    return care->logged.count > 0 && (text_empty(counts) || names_hold(&care->logged, counts));
}

static bool coverage_assets(struct turn *turn, const struct value *input, struct value *answer)
{
    struct asset_care care = rating_asset_care(turn->pack);
    struct value *items = value_set(turn->arena, answer, "items", value_list(turn->arena));
    struct text after = value_get_text(input, "after");
    size_t limit = page_limit(input);
    bool more = true;
    for (size_t scanned = 0; more && items->count < limit && scanned < COVERAGE_SCAN_MAX;) {
        struct asset *assets;
        size_t count;
        if (!asset_page(turn, after, limit, &assets, &count))
            return false;
        more = count == limit;
        scanned += count;
        for (size_t i = 0; i < count && items->count < limit; i++) {
            struct object object = {.organisation = assets[i].organisation, .exists = true};
            after = assets[i].id;
            if (logs_wanted(&care, &assets[i]) && can(turn, AREA_ORGANISATION, LEVEL_READ, &object)
                && !asset_say(turn, &assets[i], items))
                return false;
        }
    }
    if (more)
        value_set_text(turn->arena, answer, "next", after);
    return turn->fault.kind == FAULT_NONE;
}

bool source_coverage(struct turn *turn, const struct value *input, struct value **answer)
{
    struct coverage coverage;
    if (!source_select_coverage(turn, &coverage))
        return false;
    *answer = value_map(turn->arena);
    value_set_integer(turn->arena, *answer, "sources", coverage.sources);
    value_set_integer(turn->arena, *answer, "heard", coverage.heard);
    value_set_integer(turn->arena, *answer, "silent", coverage.sources - coverage.heard);
    value_set_integer(turn->arena, *answer, "watches", coverage.watches);
    if (coverage.sources > 0)
        value_set_integer(turn->arena, *answer, "percent", coverage.heard * 100 / coverage.sources);
    return live_hunts(turn, *answer) && coverage_assets(turn, input, *answer);
}
