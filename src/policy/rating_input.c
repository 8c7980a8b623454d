/* SPDX-License-Identifier: Apache-2.0 */
/* Reads what is to be rated, as `revere policy rate` and the incident's form give it. */
#include "policy/inside.h"

static const struct field asset_fields[] = {
    {"rating", FIELD_TEXT, .help = "The asset's risk rating, in a word of the pack."},
    {"interim", FIELD_TEXT, .help = "What an asset without rating counts as for now."},
    {"adverse", FIELD_WORD, .words = tristate_words, .help = "Is it harmed? yes, no, unknown."},
    {0},
};
static const struct field data_fields[] = {
    {"class", FIELD_TEXT, .help = "The class of the data, in a word of the pack."},
    {"pii", FIELD_BOOLEAN, .help = "Is it about persons?"},
    {"regulated", FIELD_BOOLEAN, .help = "Do laws or contracts regulate it?"},
    {"compromise", FIELD_WORD, .words = compromise_words,
     .help = "confirmed, potential, excluded or unknown."},
    {0},
};
static const struct field liability_fields[] = {
    {"low", FIELD_MONEY, .help = "The lower end of the estimate."},
    {"high", FIELD_MONEY, .help = "The upper end of the estimate."},
    {"financial", FIELD_MONEY, .help = "Instead: the financial part."},
    {"legal", FIELD_MONEY, .help = "Instead: the legal part."},
    {0},
};
static const struct field asset_item = {.type = FIELD_MAP, .members = asset_fields};
static const struct field data_item = {.type = FIELD_MAP, .members = data_fields};
static const struct field input_fields[] = {
    {"human_safety", FIELD_WORD, .words = tristate_words,
     .help = "Is somebody's safety threatened? yes, no, unknown."},
    {"assets", FIELD_LIST, .items = &asset_item, .help = "The assets concerned."},
    {"liability", FIELD_MAP, .members = liability_fields, .help = "What it may cost."},
    {"data", FIELD_LIST, .items = &data_item, .help = "The data concerned."},
    {"evaluated", FIELD_BOOLEAN, .help = "True when whoever rates has looked at everything."},
    {0},
};

/* The value of an enum whose first is "unsaid" and whose others are the words, in their order. */
static int choice(const struct value *map, const char *name, const char *const *words)
{
    return value_has(map, name) ? word_place(words, value_get_text(map, name)) + 1 : 0;
}

/* A word of the pack, in a member of an item of a list. */
static bool word_read(struct turn *turn, const struct value *map, const char *list, size_t index,
                      const char *name, const struct names *words, struct text *word)
{
    *word = value_get_text(map, name);
    if (!value_has(map, name) || names_have(words, *word))
        return true;
    const char *field = text_format(turn->arena, "%s[%zu].%s", list, index, name).data;
    struct builder known = {.arena = turn->arena};
    for (size_t i = 0; i < words->count; i++)
        build_format(&known, "%s%.*s", i == 0 ? "" : ", ", TEXT_SHOW(words->items[i]));
    return fail_field(turn, field, "%s is \"%.*s\". It may be one of %.*s.", field,
                      TEXT_SHOW(*word), TEXT_SHOW(built(&known)));
}

/* Whoever has evaluated says "no indication" by leaving it out, or what cannot be excluded. */
static bool fail_unknown(struct turn *turn, const char *field)
{
    return fail_field(turn, field,
                      "%s is unknown, and an evaluation leaves nothing unknown. Leave it out if "
                      "there is no indication of it, or say what cannot be excluded.",
                      field);
}

static bool assets_read(struct turn *turn, const struct rating_table *table,
                        const struct value *json, struct rating_input *input)
{
    input->assets_count = value_get_count(json, "assets");
    input->assets = arena_array(turn->arena, input->assets_count, sizeof *input->assets);
    for (size_t i = 0; i < input->assets_count; i++) {
        const struct value *map = value_get_item(json, "assets", i);
        struct rating_asset *asset = &input->assets[i];
        asset->adverse = (enum tristate)choice(map, "adverse", tristate_words);
        if (!word_read(turn, map, "assets", i, "rating", &table->assets, &asset->rating)
            || !word_read(turn, map, "assets", i, "interim", &table->assets, &asset->interim))
            return false;
        if (input->evaluated && asset->adverse == TRISTATE_UNKNOWN)
            return fail_unknown(turn, text_format(turn->arena, "assets[%zu].adverse", i).data);
    }
    return true;
}

static bool data_read(struct turn *turn, const struct rating_table *table, const struct value *json,
                      struct rating_input *input)
{
    input->data_count = value_get_count(json, "data");
    input->data = arena_array(turn->arena, input->data_count, sizeof *input->data);
    for (size_t i = 0; i < input->data_count; i++) {
        const struct value *map = value_get_item(json, "data", i);
        struct rating_data *data = &input->data[i];
        data->pii = value_get_boolean(map, "pii", false);
        data->regulated = value_get_boolean(map, "regulated", false);
        data->compromise = (enum compromise)choice(map, "compromise", compromise_words);
        if (!word_read(turn, map, "data", i, "class", &table->data, &data->class))
            return false;
        if (input->evaluated && data->compromise == COMPROMISE_UNKNOWN)
            return fail_unknown(turn, text_format(turn->arena, "data[%zu].compromise", i).data);
    }
    return true;
}

/* An amount that field_check has passed; 0 when it is missing. */
static int64_t cents_of(const struct value *map, const char *name)
{
    int64_t cents = 0;
    return value_has(map, name) && money_parse(value_get_text(map, name), &cents) ? cents : 0;
}

static bool liability_read(struct turn *turn, const struct value *map, struct rating_input *input)
{
    bool low = value_has(map, "low");
    bool high = value_has(map, "high");
    bool parts = value_has(map, "financial") || value_has(map, "legal");
    input->liability_known = low || high || parts;
    if (parts && (low || high))
        return fail_field(turn, "liability",
                          "liability has both a range and its parts. Give either low and high, or "
                          "financial and legal.");
    input->liability_low_cents = cents_of(map, low ? "low" : "high");
    input->liability_high_cents = cents_of(map, high ? "high" : "low");
    if (input->liability_low_cents > input->liability_high_cents)
        return fail_field(turn, "liability.low",
                          "liability.low is more than liability.high. Exchange them, or correct "
                          "one.");
    if (!parts)
        return true;
    int64_t sum_cents;
    if (__builtin_add_overflow(cents_of(map, "financial"), cents_of(map, "legal"), &sum_cents))
        return fail_field(turn, "liability",
                          "The sum of financial and legal is more than can be counted here.");
    input->liability_low_cents = sum_cents;
    input->liability_high_cents = sum_cents;
    return true;
}

bool rating_input_read(struct turn *turn, const struct pack *pack, const struct value *json,
                       struct rating_input *input)
{
    *input = (struct rating_input){0};
    if (!field_check(turn, input_fields, json, NULL))
        return false;
    input->evaluated = value_get_boolean(json, "evaluated", false);
    input->human_safety = (enum tristate)choice(json, "human_safety", tristate_words);
    if (input->evaluated && input->human_safety == TRISTATE_UNKNOWN)
        return fail_unknown(turn, "human_safety");
    return assets_read(turn, pack->rating, json, input)
           && liability_read(turn, value_get(json, "liability"), input)
           && data_read(turn, pack->rating, json, input);
}
