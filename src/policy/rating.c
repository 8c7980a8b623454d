/* SPDX-License-Identifier: Apache-2.0 */
/* The rating itself: an input against the rows of a table. */
#include "policy/rating.h"
#include "policy/inside.h"
#include <assert.h>

static bool in_set(unsigned set, unsigned value)
{
    return (set >> value & 1) != 0;
}

/* What an asset counts as: its rating, or, while it has none, the interim one if there is one. */
static struct text asset_counts_as(const struct rating_table *table,
                                   const struct rating_asset *asset)
{
    bool unrated = text_empty(asset->rating) || text_equal(asset->rating, table->without_rating);
    if (!unrated)
        return asset->rating;
    return text_empty(asset->interim) ? table->without_rating : asset->interim;
}

static bool any_asset(const struct rating_table *table, const struct rating_when *when,
                      const struct rating_input *input)
{
    for (size_t i = 0; i < input->assets_count; i++)
        if (in_set(when->adverse, input->assets[i].adverse)
            && names_have(&when->asset_ratings, asset_counts_as(table, &input->assets[i])))
            return true;
    return false;
}

static bool any_data(const struct rating_when *when, const struct rating_input *input)
{
    for (size_t i = 0; i < input->data_count; i++) {
        const struct rating_data *data = &input->data[i];
        if (in_set(when->compromise, data->compromise)
            && (names_have(&when->classes, data->class) || (when->pii && data->pii)
                || (when->regulated && data->regulated)))
            return true;
    }
    return false;
}

static bool liability_within(const struct rating_when *when, const struct rating_input *input)
{
    return input->liability_known && input->liability_high_cents >= when->least_cents
           && input->liability_high_cents <= when->most_cents;
}

static bool row_matches(const struct rating_table *table, const struct rating_when *when,
                        const struct rating_input *input)
{
    return !when->otherwise && (!when->asks_safety || in_set(when->safety, input->human_safety))
           && (!when->asks_asset || any_asset(table, when, input))
           && (!when->asks_liability || liability_within(when, input))
           && (!when->asks_data || any_data(when, input));
}

static void match(struct rating_result *result, const struct rating_row *row)
{
    result->matched[result->matched_count++] = row;
    if (row->rating > result->rating)
        result->rating = row->rating;
}

bool rating_of(struct turn *turn, const struct pack *pack, const struct rating_input *input,
               struct rating_result *result)
{
    const struct rating_table *table = pack->rating;
    *result = (struct rating_result){.provisional = !input->evaluated};
    result->matched = arena_array(turn->arena, table->count, sizeof(struct rating_row *));
    for (size_t i = 0; i < table->count; i++)
        if (row_matches(table, &table->when[i], input))
            match(result, &table->rows[i]);
    bool floor = result->matched_count == 0;
    for (size_t i = 0; floor && i < table->count; i++)
        if (table->when[i].otherwise)
            match(result, &table->rows[i]);
    result->response = table->responses[result->provisional ? table->provisional : result->rating];
    return true;
}

struct value *rating_result_value(struct arena *arena, const struct rating_result *result)
{
    struct value *map = value_map(arena);
    value_set_text(arena, map, "rating", text_of(rating_name(result->rating)));
    value_set_boolean(arena, map, "provisional", result->provisional);
    struct value *matched = value_set(arena, map, "matched", value_list(arena));
    struct value *clauses = value_set(arena, map, "clauses", value_list(arena));
    for (size_t i = 0; i < result->matched_count; i++) {
        const struct rating_row *row = result->matched[i];
        value_append(arena, matched, value_text(arena, row->id));
        for (size_t j = 0; j < row->clauses.count; j++)
            value_append(arena, clauses, value_text(arena, row->clauses.items[j]));
    }
    value_set_text(arena, map, "response", result->response);
    return map;
}

static bool among(const struct value *matched, struct text id)
{
    for (size_t i = 0; matched != NULL && i < matched->count; i++)
        if (text_equal(matched->items[i]->text, id))
            return true;
    return false;
}

struct value *rating_rows_value(struct arena *arena, const struct pack *pack,
                                const struct value *matched)
{
    struct value *rows = value_list(arena);
    for (size_t i = 0; i < pack->rating->count; i++) {
        const struct rating_row *row = &pack->rating->rows[i];
        struct value *said = value_append(arena, rows, value_map(arena));
        struct value *clauses = value_list(arena);
        value_set_text(arena, said, "id", row->id);
        value_set_text(arena, said, "says", row->says);
        value_set_text(arena, said, "rating", text_of(rating_name(row->rating)));
        for (size_t j = 0; j < row->clauses.count; j++)
            value_append(arena, clauses, value_text(arena, row->clauses.items[j]));
        value_set(arena, said, "clauses", clauses);
        value_set_boolean(arena, said, "matched", among(matched, row->id));
    }
    return rows;
}

const struct rating_row *rating_row_at(const struct pack *pack, size_t index)
{
    return index < pack->rating->count ? &pack->rating->rows[index] : NULL;
}

struct text rating_response(const struct pack *pack, enum rating rating)
{
    assert(rating > RATING_NONE && rating < RATINGS);
    return pack->rating->responses[rating];
}

/* 0: not among them; 1 the lowest. */
static size_t rank_of(const struct names *superiors, struct text role)
{
    size_t rank = superiors->count;
    while (rank > 0 && !text_equal(superiors->items[rank - 1], role))
        rank--;
    return rank;
}

bool rating_superior(const struct pack *pack, struct text role, struct text rater)
{
    const struct names *superiors = &pack->rating->superior;
    return rank_of(superiors, role) > rank_of(superiors, rater);
}

bool rating_may_override(const struct pack *pack, struct text role, enum rating computed,
                         enum rating wanted)
{
    if (wanted == computed)
        return true;
    return names_have(wanted > computed ? &pack->rating->raise : &pack->rating->lower, role);
}
