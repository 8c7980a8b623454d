/* SPDX-License-Identifier: Apache-2.0 */
/* What may be asked of assets. */
#include "asset/inside.h"
#include "base/id.h"
#include "people/can.h"
#include "people/people.h"
#include "policy/rating.h"

enum { ASSET_SCAN_MAX = 1000, OBJECTIVE_MINUTES_MAX = 366 * 24 * 60 };

bool asset_find(struct turn *turn, struct text id, struct asset *asset, bool *found)
{
    return asset_rows_asset(turn, id, asset, found);
}

bool asset_page(struct turn *turn, struct text after, size_t limit, struct asset **assets,
                size_t *count)
{
    return asset_rows_assets(turn, after, limit, assets, count);
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
    value_set_text(turn->arena, said, "site", asset->site);
    if (!text_empty(asset->source))
        value_set_text(turn->arena, said, "source", asset->source);
    if (asset->objective_us > 0)
        value_set_integer(turn->arena, said, "objective_minutes", asset->objective_us / MINUTE_US);
    value_set_text(turn->arena, said, "version",
                   text_format(turn->arena, "%lld", (long long)asset->version));
    return said;
}

#define FIELD_SITE                                                                                 \
    {                                                                                              \
        .name = "site", .type = FIELD_TEXT, .most = 200, .label = "Where it stands",               \
        .help = "A building and a room, or a region of a cloud."                                   \
    }

#define FIELD_OBJECTIVE                                                                            \
    {                                                                                              \
        .name = "objective_minutes", .type = FIELD_INTEGER, .least = 0,                            \
        .most = OBJECTIVE_MINUTES_MAX, .label = "Recovery time objective, in minutes",             \
        .help = "How long it may be out of service; 0: nobody says."                               \
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
     .listed = "organisation.list",
     .help = "Its owner, by short name."},
    {.name = "rating",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 40,
     .choices = "asset_ratings",
     .help = "Its risk rating in the words of the policy; unrated when it has none yet."},
    {.name = "interim",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 40,
     .choices = "asset_ratings",
     .help = "Until it is rated: the rating to work with."},
    {.name = "support",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 200,
     .listed = "person.list",
     .help = "Id of the person who supports it technically."},
    {.name = "source",
     .type = FIELD_TEXT,
     .least = 3,
     .most = 301,
     .help = "Which source of logs shows it, as the watch and the source: watch/source."},
    FIELD_SITE,
    FIELD_OBJECTIVE,
    {.name = NULL},
};

/* A rating is one of the policy's words, a source names a watch. */
static bool asset_words(struct turn *turn, const struct asset *asset)
{
    struct text name;
    struct text watch = text_cut(asset->source, '/', &name);
    if (!rating_asset_word(turn->pack, asset->rating))
        return fail_field(turn, "rating", "the policy rates no asset \"%.*s\"",
                          TEXT_SHOW(asset->rating));
    if (!text_empty(asset->interim) && !rating_asset_word(turn->pack, asset->interim))
        return fail_field(turn, "interim", "the policy rates no asset \"%.*s\"",
                          TEXT_SHOW(asset->interim));
    return text_empty(asset->source) || (!text_empty(watch) && !text_empty(name))
           || fail_field(turn, "source", "write the watch and the source: watch/source");
}

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
                          .source = value_get_text(input, "source"),
                          .site = value_get_text(input, "site"),
                          .objective_us =
                              value_get_integer(input, "objective_minutes", 0) * MINUTE_US,
                          .version = 1,
                          .entered_us = turn->now_us};
    if (text_empty(asset.rating))
        asset.rating = TEXT("unrated");
    if (!asset_words(turn, &asset) || !create_owner(turn, input, &asset) || !id_new(turn, &asset.id)
        || !asset_rows_asset_write(change, &asset))
        return false;
    *answer = asset_value(turn, &asset);
    return change_entry(change, "asset.create",
                        text_format(turn->arena, "asset/%.*s", TEXT_SHOW(asset.id)), TEXT_NONE,
                        *answer, NULL);
}

/* ---- asset.change ---- */

static const struct field change_fields[] = {
    {.name = "asset", .type = FIELD_ID, .needed = true, .listed = "asset.list", .help = "Its id."},
    {.name = "rating",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 40,
     .choices = "asset_ratings",
     .help = "Its risk rating in the words of the policy."},
    {.name = "interim",
     .type = FIELD_TEXT,
     .most = 40,
     .choices = "asset_ratings",
     .help = "Until it is rated: the rating to work with."},
    {.name = "support",
     .type = FIELD_TEXT,
     .most = 200,
     .listed = "person.list",
     .help = "Id of the person who supports it technically."},
    {.name = "source",
     .type = FIELD_TEXT,
     .most = 301,
     .help = "Which source of logs shows it, as the watch and the source: watch/source."},
    FIELD_SITE,
    FIELD_OBJECTIVE,
    {.name = "reason",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 2000,
     .help = "Why it changes."},
    {.name = NULL},
};

static bool asset_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct asset asset;
    if (!asset_rows_asset(turn, value_get_text(input, "asset"), &asset, &object->exists))
        return false;
    object->organisation = asset.organisation;
    object->version = text_format(turn->arena, "%lld", (long long)asset.version);
    return true;
}

/* What is given is set; what is left out stays. Incidents that it was attached to keep what was
 * said of it then. */
static bool asset_change(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct asset asset;
    bool found;
    if (!asset_rows_asset(turn, value_get_text(input, "asset"), &asset, &found))
        return false;
    struct {
        const char *name;
        struct text *text;
    } const set[] = {{"rating", &asset.rating},
                     {"interim", &asset.interim},
                     {"support", &asset.support},
                     {"source", &asset.source},
                     {"site", &asset.site}};
    for (size_t i = 0; i < sizeof set / sizeof *set; i++)
        if (value_has(input, set[i].name))
            *set[i].text = value_get_text(input, set[i].name);
    asset.objective_us =
        value_get_integer(input, "objective_minutes", asset.objective_us / MINUTE_US) * MINUTE_US;
    asset.version++;
    if (!asset_words(turn, &asset) || !asset_rows_asset_write(change, &asset))
        return false;
    *answer = asset_value(turn, &asset);
    return change_entry(change, "asset.change",
                        text_format(turn->arena, "asset/%.*s", TEXT_SHOW(asset.id)), TEXT_NONE,
                        input, NULL);
}

/* ---- asset.unrated ---- */

static const struct field unrated_fields[] = {
    {.name = "days",
     .type = FIELD_INTEGER,
     .least = 0,
     .most = 36500,
     .help = "For more than so many days; as the policy says, if left out."},
    FIELDS_PAGE,
    {.name = NULL},
};

/* With what its owner is called. */
static bool asset_say(struct turn *turn, const struct asset *asset, struct value *items)
{
    struct organisation organisation;
    if (!organisation_read(turn, asset->organisation, turn->now_us, &organisation))
        return false;
    struct value *said = value_append(turn->arena, items, asset_value(turn, asset));
    value_set_text(turn->arena, said, "short", organisation.short_name);
    return true;
}

static bool unrated_say(struct turn *turn, const struct asset *asset, struct value *items)
{
    if (!asset_say(turn, asset, items))
        return false;
    struct value *said = items->items[items->count - 1];
    answer_time(turn, said, "entered", asset->entered_us);
    value_set_integer(turn->arena, said, "age_days", (turn->now_us - asset->entered_us) / DAY_US);
    return true;
}

/* In the order in which they were entered: the one that has waited longest comes first. */
static bool asset_unrated(struct turn *turn, const struct value *input, struct value **answer)
{
    struct asset_care care = rating_asset_care(turn->pack);
    int64_t since_us =
        turn->now_us - value_get_integer(input, "days", care.unrated_us / DAY_US) * DAY_US;
    struct value *items = value_list(turn->arena);
    size_t limit = page_limit(input);
    struct text after = value_get_text(input, "after");
    bool more = true;
    for (size_t scanned = 0; more && items->count < limit && scanned < ASSET_SCAN_MAX;) {
        struct asset *assets;
        size_t count;
        if (!asset_rows_rated(turn, care.unrated, since_us, after, limit, &assets, &count))
            return false;
        more = count == limit;
        scanned += count;
        for (size_t i = 0; i < count && items->count < limit; i++) {
            struct object object = {.organisation = assets[i].organisation, .exists = true};
            after = assets[i].id;
            if (can(turn, AREA_ORGANISATION, LEVEL_READ, &object)
                && !unrated_say(turn, &assets[i], items))
                return false;
        }
    }
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (more)
        value_set_text(turn->arena, *answer, "next", after);
    return turn->fault.kind == FAULT_NONE;
}

/* ---- asset.list ---- */

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
            if (can(turn, AREA_ORGANISATION, LEVEL_READ, &object)
                && !asset_say(turn, &assets[i], items))
                return false;
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
     .item = "asset",
     .known_by = {"name", "short", "site"},
     .help = "The assets I may see."},
    {.name = "asset.change",
     .title = "Change an asset",
     .method = METHOD_POST,
     .route = "/assets/{asset}/changes",
     .fields = change_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = asset_about,
     .write = asset_change,
     .help =
         "Rates it, or says who supports it, which source of logs shows it, and how long it may "
         "be out of service. What is left out stays."},
    {.name = "asset.unrated",
     .title = "Assets without a rating",
     .method = METHOD_GET,
     .route = "/assets/unrated",
     .fields = unrated_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .read = asset_unrated,
     .help = "Assets that nobody has rated for too long, each with its agency and its age in days, "
             "the oldest first. Until they are rated they count as the policy's worst."},
    {.name = NULL},
};
