/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What VERIS says towards the rating, by the policy's veris.yaml. What it says nothing about, or
 * says in a word that the policy does not know, stays unknown: an import never rates by a guess.
 */
#include "base/field.h"
#include "exchange/inside.h"

enum { DATA_MAX = 64 }; /* kinds of data of one incident; VERIS has 17 */

/* The row of a list of veris.yaml for a word; NULL when there is none. */
static const struct value *row_of(const struct value *map, const char *list, struct text word)
{
    for (size_t i = 0; i < value_get_count(map, list); i++) {
        const struct value *row = value_get_item(map, list, i);
        if (text_equal(value_get_text(row, "veris"), word))
            return row;
    }
    return NULL;
}

static void find_word(struct turn *turn, struct veris_line *line, struct text path,
                      const struct value *found)
{
    struct text word = found->kind == VALUE_TEXT ? found->text : TEXT_NONE;
    veris_find(turn, line, VERIS_UNKNOWN_WORD, path,
               text_short(turn->arena, word, FOUND_BYTES_MAX));
}

static struct text compromise_of(struct turn *turn, const struct value *root,
                                 struct veris_line *line)
{
    static const char path[] = "attribute.confidentiality.data_disclosure";
    const struct value *said = veris_at(root, path);
    const struct value *row = row_of(turn->pack->veris, "disclosure", veris_text(root, path));
    if (said != NULL && row == NULL)
        find_word(turn, line, text_of(path), said);
    return row == NULL ? TEXT("unknown") : value_get_text(row, "compromise");
}

static void data_add(struct turn *turn, struct value *list, const struct value *row,
                     struct text compromise)
{
    struct value *data = value_append(turn->arena, list, value_map(turn->arena));
    if (value_has(row, "class"))
        value_set_text(turn->arena, data, "class", value_get_text(row, "class"));
    if (value_has(row, "pii"))
        value_set_boolean(turn->arena, data, "pii", value_get_boolean(row, "pii", false));
    if (value_has(row, "regulated"))
        value_set_boolean(turn->arena, data, "regulated",
                          value_get_boolean(row, "regulated", false));
    value_set_text(turn->arena, data, "compromise", compromise);
}

/* Each kind of data once; at least one, so that what became of unnamed data is said, too. */
static struct value *data_of(struct turn *turn, const struct value *root, struct veris_line *line)
{
    const struct value *confidentiality = veris_at(root, "attribute.confidentiality");
    const struct value *rows[DATA_MAX];
    size_t seen = 0;
    struct value *list = value_list(turn->arena);
    struct text compromise = compromise_of(turn, root, line);
    const struct value *data = value_get(confidentiality, "data");
    size_t count = data != NULL && data->kind == VALUE_LIST ? data->count : 0;
    for (size_t i = 0; i < count; i++) {
        const struct value *word = value_get(data->items[i], "variety");
        const struct value *row =
            row_of(turn->pack->veris, "data", veris_text(data->items[i], "variety"));
        if (word != NULL && row == NULL)
            find_word(turn, line, path_item(turn->arena, TEXT("attribute.confidentiality.data"), i),
                      word);
        bool again = row == NULL || seen == DATA_MAX;
        for (size_t k = 0; k < seen; k++)
            again = again || rows[k] == row;
        if (again)
            continue;
        rows[seen++] = row;
        data_add(turn, list, row, compromise);
    }
    if (list->count == 0)
        data_add(turn, list, NULL, compromise);
    return list;
}

enum amount { AMOUNT_NONE, AMOUNT_READ, AMOUNT_ODD };

/* An amount as it is written, in cents. */
static enum amount amount_of(struct turn *turn, const struct value *root,
                             const struct lexeme *numbers, size_t count, const char *path,
                             struct veris_line *line, int64_t *cents)
{
    const struct value *said = veris_at(root, path);
    struct text written = TEXT_NONE;
    if (said == NULL || said->kind == VALUE_NULL)
        return AMOUNT_NONE;
    for (size_t i = 0; i < count; i++)
        if (text_is(numbers[i].path, path))
            written = numbers[i].written;
    struct text currency = veris_text(root, "impact.iso_currency_code");
    bool counts =
        text_equal(currency, value_get_text(value_get(turn->pack->veris, "liability"), "currency"));
    if (counts && !text_empty(written) && number_cents(written, cents))
        return AMOUNT_READ;
    if (text_empty(currency))
        currency = TEXT("(no currency)");
    struct text shown =
        text_format(turn->arena, "%.*s %.*s", TEXT_SHOW(written), TEXT_SHOW(currency));
    veris_find(turn, line, VERIS_AMOUNT, text_of(path),
               text_short(turn->arena, shown, FOUND_BYTES_MAX));
    return AMOUNT_ODD;
}

/* The ends of the estimate; either stands for the other where it is missing. NULL: none known. */
static struct value *liability_of(struct turn *turn, const struct value *root,
                                  const struct lexeme *numbers, size_t count,
                                  struct veris_line *line)
{
    int64_t amount = 0;
    int64_t low = 0;
    int64_t high = 0;
    enum amount one = amount_of(turn, root, numbers, count, "impact.overall_amount", line, &amount);
    enum amount least =
        amount_of(turn, root, numbers, count, "impact.overall_min_amount", line, &low);
    enum amount most =
        amount_of(turn, root, numbers, count, "impact.overall_max_amount", line, &high);
    if (one != AMOUNT_READ && least != AMOUNT_READ && most != AMOUNT_READ)
        return NULL;
    if (least != AMOUNT_READ)
        low = one == AMOUNT_READ ? amount : high;
    if (most != AMOUNT_READ)
        high = one == AMOUNT_READ ? amount : low;
    if (low > high) { /* an estimate counts with its upper end */
        veris_find(turn, line, VERIS_AMOUNT, TEXT("impact"),
                   TEXT("the least amount is above the largest"));
        low = high;
    }
    struct value *map = value_map(turn->arena);
    value_set_text(turn->arena, map, "low", money_format(turn->arena, low));
    value_set_text(turn->arena, map, "high", money_format(turn->arena, high));
    return map;
}

struct value *veris_inputs(struct turn *turn, const struct value *root,
                           const struct lexeme *numbers, size_t count, struct veris_line *line)
{
    struct value *inputs = value_map(turn->arena);
    struct value *liability = liability_of(turn, root, numbers, count, line);
    value_set_text(turn->arena, inputs, "human_safety", TEXT("unknown"));
    if (liability != NULL)
        value_set(turn->arena, inputs, "liability", liability);
    value_set(turn->arena, inputs, "data", data_of(turn, root, line));
    return inputs;
}
