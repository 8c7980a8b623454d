/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which other cases may be of the same event: told within the policy's time of this one, and with
 * an organisation, an asset or a type in common. Only those are proposed that the reader may see.
 * And which earlier ones it is to be held against once it is over: of a longer time before it; of
 * those of which a reader may know no more than that they are there, how many there are is said.
 */
#include "base/json.h"
#include "incident/life.h"

enum { RELATED_MAX = 50 };

/* Cases on their way into a proposal. */
struct relating {
    struct turn *turn;
    const struct incident *incident;
    int64_t from_us, to_us; /* told in between */
    struct value *items;
    bool counts;            /* those that may only be counted are */
    struct text *uncounted; /* ids of them */
    size_t uncounted_count;
};

static struct value *proposed(const struct relating *relating, struct text number)
{
    for (size_t i = 0; i < relating->items->count; i++)
        if (text_equal(value_get_text(relating->items->items[i], "number"), number))
            return relating->items->items[i];
    return NULL;
}

/* A case of which the reader may know that it is there; once, however many things they share. */
static bool count_only(struct relating *relating, const struct incident *other)
{
    struct turn *turn = relating->turn;
    struct object object = incident_object(turn, other, true);
    for (size_t i = 0; i < relating->uncounted_count; i++)
        if (text_equal(relating->uncounted[i], other->id))
            return true;
    if (can(turn, AREA_CASE, LEVEL_METADATA, &object) && relating->uncounted_count < RELATED_MAX)
        relating->uncounted[relating->uncounted_count++] = other->id;
    return turn->fault.kind == FAULT_NONE;
}

/* Reads a case that may be proposed; *may false where it is not to be. *bodies: with its bodies. */
static bool other_read(struct relating *relating, struct text id, struct incident *other, bool *may,
                       bool *bodies)
{
    struct turn *turn = relating->turn;
    bool found;
    *may = false;
    if (text_equal(id, relating->incident->id))
        return true;
    if (!incident_rows_incident_id(turn, id, other, &found))
        return false;
    bool near = found && other->told_us >= relating->from_us && other->told_us <= relating->to_us;
    *may = near && incident_legible(turn, other, bodies);
    return turn->fault.kind == FAULT_NONE
           && (*may || !near || !relating->counts || count_only(relating, other));
}

static bool propose(struct relating *relating, struct text id, const char *because,
                    struct text name)
{
    struct turn *turn = relating->turn;
    struct incident other;
    struct text title;
    bool may;
    bool bodies;
    if (!other_read(relating, id, &other, &may, &bodies))
        return false;
    struct value *item = may ? proposed(relating, other.number) : NULL;
    if (!may || (item == NULL && relating->items->count >= RELATED_MAX))
        return true;
    if (item == NULL) {
        if (!incident_title_shown(turn, &other, bodies, &title))
            return false;
        item = value_append(turn->arena, relating->items, value_map(turn->arena));
        value_set_text(turn->arena, item, "number", other.number);
        value_set_text(turn->arena, item, "title", title);
        value_set_text(turn->arena, item, "state", other.state);
        value_set_text(turn->arena, item, "rating", other.rating);
        value_set_boolean(turn->arena, item, "open", lifecycle_open(turn->pack, other.state));
        answer_time(turn, item, "told", other.told_us);
        value_set(turn->arena, item, "because", value_list(turn->arena));
    }
    struct text words = text_format(turn->arena, "%s %.*s", because, TEXT_SHOW(name));
    value_append(turn->arena, value_get(item, "because"), value_text(turn->arena, words));
    return true;
}

static bool by_organisations(struct relating *relating)
{
    struct turn *turn = relating->turn;
    struct affected *affected;
    size_t count;
    if (!incident_rows_affected(turn, relating->incident->id, &affected, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct listed *near;
        struct organisation body;
        size_t near_count;
        struct text scope =
            text_format(turn->arena, "organisation:%.*s", TEXT_SHOW(affected[i].organisation));
        if (!organisation_read(turn, affected[i].organisation, turn->now_us, &body)
            || !people_list_between(turn, scope, relating->from_us, relating->to_us, RELATED_MAX,
                                    &near, &near_count))
            return false;
        for (size_t j = 0; j < near_count; j++)
            if (!propose(relating, near[j].incident, "the same organisation,", body.short_name))
                return false;
    }
    return true;
}

static bool by_assets(struct relating *relating)
{
    struct turn *turn = relating->turn;
    struct attached *attached;
    size_t count;
    if (!incident_rows_attached(turn, relating->incident->id, &attached, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct asset asset;
        struct text *ids;
        size_t ids_count;
        bool found;
        if (!asset_find(turn, attached[i].asset, &asset, &found)
            || !life_rows_of_asset(turn, attached[i].asset, relating->from_us, relating->to_us,
                                   RELATED_MAX, &ids, &ids_count))
            return false;
        for (size_t j = 0; found && j < ids_count; j++)
            if (!propose(relating, ids[j], "the same asset,", asset.name))
                return false;
    }
    return true;
}

static bool by_types(struct relating *relating)
{
    struct turn *turn = relating->turn;
    struct classification classification;
    struct value *said;
    if (!life_rows_classification(turn, relating->incident->id, &classification))
        return false;
    if (classification.version == 0)
        return true;
    if (!json_read(turn, classification.said, "the kept classification", &said))
        return false;
    for (size_t i = 0; i < value_get_count(said, "types"); i++) {
        struct text type = value_get_item(said, "types", i)->text;
        struct text *ids;
        size_t count;
        if (!life_rows_of_type(turn, type, relating->from_us, relating->to_us, RELATED_MAX, &ids,
                               &count))
            return false;
        for (size_t j = 0; j < count; j++)
            if (!propose(relating, ids[j], "the same type,", life_type_name(turn->pack, type)))
                return false;
    }
    return true;
}

static bool relate(struct relating *relating)
{
    relating->items = value_list(relating->turn->arena);
    return by_assets(relating) && by_organisations(relating) && by_types(relating);
}

bool incident_candidates(struct turn *turn, const struct value *input, struct value **answer)
{
    struct incident incident;
    int64_t within_us = turn->pack->life == NULL ? DAY_US : turn->pack->life->near_us;
    if (!incident_known(turn, input, &incident))
        return false;
    struct relating relating = {.turn = turn,
                                .incident = &incident,
                                .from_us = incident.told_us - within_us,
                                .to_us = incident.told_us + within_us};
    if (!relate(&relating))
        return false;
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", relating.items);
    return true;
}

bool incident_history(struct turn *turn, const struct value *input, struct value **answer)
{
    struct incident incident;
    const struct lifecycle *life = turn->pack->life;
    int64_t within_us = life == NULL ? 0 : life->history_us;
    if (!incident_known(turn, input, &incident))
        return false;
    struct relating relating = {
        .turn = turn,
        .incident = &incident,
        .from_us = incident.told_us - within_us,
        .to_us = incident.told_us,
        .counts = true,
        .uncounted = arena_array(turn->arena, RELATED_MAX, sizeof *relating.uncounted)};
    if (!relate(&relating))
        return false;
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", relating.items);
    value_set_integer(turn->arena, *answer, "restricted", (int64_t)relating.uncounted_count);
    if (relating.uncounted_count > 0)
        value_set_text(
            turn->arena, *answer, "note",
            text_format(turn->arena, "%zu related, restricted", relating.uncounted_count));
    answer_time(turn, *answer, "since", relating.from_us);
    return true;
}
