/* SPDX-License-Identifier: Apache-2.0 */
/* Reads rating.yaml into the table that rating.c tests inputs against. */
#include "policy/inside.h"

const char *const tristate_words[] = {"unknown", "no", "yes", NULL};
const char *const compromise_words[] = {"unknown", "excluded", "potential", "confirmed", NULL};

enum { ROWS_MAX = 100, WORDS_MAX = 50 };

static const char *const rating_words[] = {"low", "medium", "high", NULL};
static const struct field name_item = {.type = FIELD_TEXT, .least = 1, .most = 100};
static const struct field tristate_item = {.type = FIELD_WORD, .words = tristate_words};
static const struct field compromise_item = {.type = FIELD_WORD, .words = compromise_words};

static const struct field asset_fields[] = {
    {"adverse", FIELD_LIST, .needed = true, .least = 1, .items = &tristate_item,
     .help = "Whether the asset is harmed."},
    {"rating", FIELD_LIST, .needed = true, .least = 1, .items = &name_item,
     .help = "Words of `assets`."},
    {0},
};
static const struct field liability_fields[] = {
    {"at_least", FIELD_MONEY, .help = "The lowest amount that matches."},
    {"below", FIELD_MONEY, .least = 1, .help = "The lowest amount above that does not."},
    {0},
};
static const struct field any_of_fields[] = {
    {"class", FIELD_LIST, .least = 1, .items = &name_item, .help = "Words of `data`."},
    {"pii", FIELD_BOOLEAN, .help = "Personal information, whatever its class."},
    {"regulated", FIELD_BOOLEAN, .help = "Regulated information, whatever its class."},
    {0},
};
static const struct field data_fields[] = {
    {"compromise", FIELD_LIST, .needed = true, .least = 1, .items = &compromise_item,
     .help = "How sure a compromise is."},
    {"any_of", FIELD_MAP, .needed = true, .members = any_of_fields,
     .help = "What the data must be."},
    {0},
};
static const struct field when_fields[] = {
    {"human_safety", FIELD_LIST, .least = 1, .items = &tristate_item,
     .help = "Whether somebody's safety is threatened."},
    {"any_asset", FIELD_MAP, .members = asset_fields, .help = "One asset of which this is true."},
    {"liability_high", FIELD_MAP, .members = liability_fields,
     .help = "The upper end of the estimate."},
    {"any_data", FIELD_MAP, .members = data_fields, .help = "One kind of data of which it is."},
    {0},
};
static const struct field row_fields[] = {
    {"id", FIELD_ID, .needed = true, .help = "What people call the row."},
    {"clauses", FIELD_LIST, .needed = true, .least = 1, .items = &name_item,
     .help = "The clauses it rests on."},
    {"rating", FIELD_WORD, .needed = true, .words = rating_words, .help = "What it gives."},
    {"says", FIELD_TEXT, .needed = true, .least = 1, .most = 500, .help = "For people."},
    {"when", FIELD_MAP, .members = when_fields, .help = "All that must hold."},
    {"otherwise", FIELD_BOOLEAN, .help = "True for the floor: no other row matches."},
    {0},
};
static const struct field row_item = {.type = FIELD_MAP, .members = row_fields};
static const struct field response_fields[] = {
    {"high", FIELD_TEXT, .needed = true, .least = 1, .most = 200, .help = "In words."},
    {"medium", FIELD_TEXT, .needed = true, .least = 1, .most = 200, .help = "In words."},
    {"low", FIELD_TEXT, .needed = true, .least = 1, .most = 200, .help = "In words."},
    {0},
};
static const struct field override_fields[] = {
    {"raise", FIELD_LIST, .needed = true, .items = &name_item, .help = "Roles that may raise."},
    {"lower", FIELD_LIST, .needed = true, .items = &name_item, .help = "Roles that may lower."},
    {"superior", FIELD_LIST, .least = 1, .items = &name_item,
     .help = "Superiors of whoever rates, the highest last; left out: those that may lower."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not name the superiors."},
    {0},
};
static const struct field care_fields[] = {
    {"logged", FIELD_LIST, .most = WORDS_MAX, .items = &name_item,
     .help = "Ratings of assets whose logs must be listened to."},
    {"unrated_for", FIELD_TEXT, .least = 3, .most = 12,
     .help = "How long an asset may stay without a rating: \"30 d\"."},
    {"clauses", FIELD_LIST, .needed = true, .least = 1, .items = &name_item, .help = "Who asks."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say."},
    {0},
};
static const struct field table_fields[] = {
    {"assets", FIELD_LIST, .needed = true, .least = 1, .most = WORDS_MAX, .items = &name_item,
     .help = "The words for ratings of assets."},
    {"without_rating", FIELD_TEXT, .needed = true, .help = "The one for an asset that has none."},
    {"care", FIELD_MAP, .members = care_fields, .help = "What is asked of assets at all times."},
    {"data", FIELD_LIST, .needed = true, .least = 1, .most = WORDS_MAX, .items = &name_item,
     .help = "The words for classes of data."},
    {"rows", FIELD_LIST, .needed = true, .least = 1, .most = ROWS_MAX, .items = &row_item,
     .help = "The table."},
    {"responses", FIELD_MAP, .needed = true, .members = response_fields,
     .help = "By when the response starts."},
    {"provisional", FIELD_WORD, .needed = true, .words = rating_words,
     .help = "Whose response holds until the evaluation."},
    {"override", FIELD_MAP, .needed = true, .members = override_fields,
     .help = "Who may set a rating other than the computed one."},
    {0},
};

/* A list of words as a bit set; the first word is value 1 of its enum. */
static unsigned set_read(const struct value *list, const char *const *words)
{
    unsigned set = 0;
    for (size_t i = 0; i < list->count; i++)
        set |= 1u << (word_place(words, list->items[i]->text) + 1);
    return set;
}

/* Every item of a list must be one of the pack's own words. */
static bool words_known(const struct reading *reading, const struct value *list,
                        const struct names *words, const char *where)
{
    for (size_t i = 0; list != NULL && i < list->count; i++)
        if (!names_have(words, list->items[i]->text))
            return fail_line(reading, list->items[i]->line, "%.*s is not one of the words of %s.",
                             TEXT_SHOW(list->items[i]->text), where);
    return true;
}

static bool asset_read(const struct reading *reading, const struct value *map,
                       struct rating_when *when)
{
    if (map == NULL)
        return true;
    when->asks_asset = true;
    when->adverse = set_read(value_get(map, "adverse"), tristate_words);
    when->asset_ratings = names_read(reading->turn->arena, value_get(map, "rating"));
    return words_known(reading, value_get(map, "rating"), &reading->pack->rating->assets, "assets");
}

static bool liability_read(const struct reading *reading, const struct value *map,
                           struct rating_when *when)
{
    if (map == NULL)
        return true;
    int64_t below_cents = 0;
    bool least = value_has(map, "at_least")
                 && money_parse(value_get_text(map, "at_least"), &when->least_cents);
    bool below = value_has(map, "below") && money_parse(value_get_text(map, "below"), &below_cents);
    when->asks_liability = true;
    when->most_cents = below ? below_cents - 1 : INT64_MAX;
    if (!least && !below)
        return fail_line(reading, map->line, "A condition on liability needs at_least or below.");
    return when->least_cents <= when->most_cents
           || fail_line(reading, map->line, "at_least must be less than below.");
}

static bool data_read(const struct reading *reading, const struct value *map,
                      struct rating_when *when)
{
    if (map == NULL)
        return true;
    const struct value *any_of = value_get(map, "any_of");
    when->asks_data = true;
    when->compromise = set_read(value_get(map, "compromise"), compromise_words);
    when->classes = names_read(reading->turn->arena, value_get(any_of, "class"));
    when->pii = value_get_boolean(any_of, "pii", false);
    when->regulated = value_get_boolean(any_of, "regulated", false);
    if (when->classes.count == 0 && !when->pii && !when->regulated)
        return fail_line(reading, any_of->line, "any_of names nothing that could be true.");
    return words_known(reading, value_get(any_of, "class"), &reading->pack->rating->data, "data");
}

static bool when_read(const struct reading *reading, const struct value *map,
                      struct rating_when *when)
{
    const struct value *safety = value_get(map, "human_safety");
    when->asks_safety = safety != NULL;
    when->safety = safety == NULL ? 0 : set_read(safety, tristate_words);
    if (!asset_read(reading, value_get(map, "any_asset"), when)
        || !liability_read(reading, value_get(map, "liability_high"), when)
        || !data_read(reading, value_get(map, "any_data"), when))
        return false;
    bool asks = when->asks_safety || when->asks_asset || when->asks_liability || when->asks_data;
    return asks || fail_line(reading, map->line, "This row asks nothing, and would always match.");
}

static bool row_read(const struct reading *reading, const struct value *map, struct rating_row *row,
                     struct rating_when *when)
{
    row->id = value_get_text(map, "id");
    row->says = value_get_text(map, "says");
    row->clauses = names_read(reading->turn->arena, value_get(map, "clauses"));
    row->rating = rating_named(value_get_text(map, "rating"));
    when->otherwise = value_get_boolean(map, "otherwise", false);
    if (when->otherwise == value_has(map, "when"))
        return fail_line(reading, map->line, "%.*s needs either when or otherwise: true.",
                         TEXT_SHOW(row->id));
    return when->otherwise || when_read(reading, value_get(map, "when"), when);
}

static bool rows_read(const struct reading *reading, struct rating_table *table)
{
    const struct value *list = value_get(reading->root, "rows");
    size_t floors = 0;
    table->count = list->count;
    table->rows = arena_array(reading->turn->arena, list->count, sizeof *table->rows);
    table->when = arena_array(reading->turn->arena, list->count, sizeof *table->when);
    for (size_t i = 0; i < list->count; i++) {
        if (!row_read(reading, list->items[i], &table->rows[i], &table->when[i]))
            return false;
        floors += table->when[i].otherwise;
        for (size_t j = 0; j < i; j++)
            if (text_equal(table->rows[i].id, table->rows[j].id))
                return fail_line(reading, list->items[i]->line, "There is a row %.*s already.",
                                 TEXT_SHOW(table->rows[i].id));
    }
    return floors == 1
           || fail_line(reading, list->line,
                        "Exactly one row must be the floor (otherwise: true); here are %zu.",
                        floors);
}

static bool care_read(const struct reading *reading, struct rating_table *table)
{
    const struct value *care = value_get(reading->root, "care");
    table->care.unrated = table->without_rating;
    table->care.logged = names_read(reading->turn->arena, value_get(care, "logged"));
    for (size_t i = 0; i < table->care.logged.count; i++)
        if (!names_have(&table->assets, table->care.logged.items[i]))
            return fail_line(reading, care->line, "care.logged: \"%.*s\" is no word of assets.",
                             TEXT_SHOW(table->care.logged.items[i]));
    return !value_has(care, "unrated_for")
           || span_read(reading, value_get(care, "unrated_for"), &table->care.unrated_us);
}

struct asset_care rating_asset_care(const struct pack *pack)
{
    struct asset_care care = {.unrated_us = 0};
    if (pack->rating != NULL)
        care = pack->rating->care;
    return care;
}

bool rating_asset_word(const struct pack *pack, struct text word)
{
    return pack->rating != NULL && names_have(&pack->rating->assets, word);
}

bool rating_read(const struct reading *reading)
{
    struct arena *arena = reading->turn->arena;
    const struct value *root = reading->root;
    if (!field_check(reading->turn, table_fields, root, reading->source))
        return false;
    struct rating_table *table = arena_take(arena, sizeof *table);
    reading->pack->rating = table;
    table->assets = names_read(arena, value_get(root, "assets"));
    table->data = names_read(arena, value_get(root, "data"));
    table->without_rating = value_get_text(root, "without_rating");
    if (!names_have(&table->assets, table->without_rating))
        return fail_line(reading, value_get(root, "without_rating")->line,
                         "without_rating must be one of the words of assets.");
    for (int rating = RATING_LOW; rating < RATINGS; rating++)
        table->responses[rating] =
            value_get_text(value_get(root, "responses"), rating_name((enum rating)rating));
    table->provisional = rating_named(value_get_text(root, "provisional"));
    table->raise = names_read(arena, value_get(value_get(root, "override"), "raise"));
    table->lower = names_read(arena, value_get(value_get(root, "override"), "lower"));
    table->superior = value_has(value_get(root, "override"), "superior")
                          ? names_read(arena, value_get(value_get(root, "override"), "superior"))
                          : table->lower;
    return care_read(reading, table) && rows_read(reading, table);
}

static bool roles_known(const struct reading *reading, const char *direction)
{
    const struct value *list = value_get(value_get(reading->root, "override"), direction);
    for (size_t i = 0; list != NULL && i < list->count; i++)
        if (pack_role(reading->pack, list->items[i]->text) == NULL)
            return fail_line(reading, list->items[i]->line, "There is no role %.*s in roles.yaml.",
                             TEXT_SHOW(list->items[i]->text));
    return true;
}

bool rating_check(const struct reading *reading)
{
    const struct value *rows = value_get(reading->root, "rows");
    for (size_t i = 0; i < rows->count; i++) {
        const struct value *clauses = value_get(rows->items[i], "clauses");
        for (size_t j = 0; j < clauses->count; j++)
            if (pack_clause(reading->pack, clauses->items[j]->text) == NULL)
                return fail_line(reading, clauses->items[j]->line,
                                 "There is no clause %.*s in clauses.yaml.",
                                 TEXT_SHOW(clauses->items[j]->text));
    }
    return roles_known(reading, "raise") && roles_known(reading, "lower")
           && roles_known(reading, "superior");
}
