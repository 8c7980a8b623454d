/* SPDX-License-Identifier: Apache-2.0 */
/* The facts of a rating, in words. */
#include "story/inside.h"

static bool fact_data(struct words *words, struct value *input)
{
    struct arena *arena = words->turn->arena;
    struct value *item = value_map(arena);
    struct value *list = value_get(input, "data");
    struct text class;
    if (!words_name(words, "a class of data: restricted, confidential, internal, public", &class))
        return false;
    value_set_text(arena, item, "class", class);
    for (;;) {
        if (words_peek(words, 0, "confirmed|potential|excluded|unknown")) {
            value_set_text(arena, item, "compromise",
                           text_lower(arena, words_token(words, 0)->text));
            words->next++;
        } else if (words_take(words, "pii"))
            value_set_boolean(arena, item, "pii", true);
        else if (words_take(words, "regulated"))
            value_set_boolean(arena, item, "regulated", true);
        else if (!words_take(words, "compromise|compromised"))
            break;
    }
    if (list == NULL)
        list = value_set(arena, input, "data", value_list(arena));
    value_append(arena, list, item);
    return true;
}

static bool fact_asset(struct words *words, struct value *input)
{
    struct arena *arena = words->turn->arena;
    struct value *item = value_map(arena);
    struct value *list = value_get(input, "assets");
    struct text rating;
    words_skip(words, "rated");
    if (!words_name(words, "an asset's rating: critical, high, medium, low, unrated", &rating))
        return false;
    value_set_text(arena, item, "rating", rating);
    for (;;) {
        if (words_take(words, "interim")) {
            struct text interim;
            if (!words_name(words, "the interim rating", &interim))
                return false;
            value_set_text(arena, item, "interim", interim);
        } else if (words_peek(words, 0, "not") && words_peek(words, 1, "adverse|affected")) {
            words->next += 2;
            value_set_text(arena, item, "adverse", TEXT("no"));
        } else if (words_take(words, "adverse|affected|adversely")) {
            bool stated = words_peek(words, 0, "yes|no|unknown");
            value_set_text(arena, item, "adverse",
                           stated ? text_lower(arena, words_token(words, 0)->text) : TEXT("yes"));
            words->next += stated ? 1 : 0;
        } else
            break;
    }
    if (list == NULL)
        list = value_set(arena, input, "assets", value_list(arena));
    value_append(arena, list, item);
    return true;
}

static bool fact_liability(struct words *words, struct value *input)
{
    struct arena *arena = words->turn->arena;
    struct value *map = value_set(arena, input, "liability", value_map(arena));
    struct text amount;
    bool split = false;
    words_skip(words, "of|up|to");
    while (words_peek(words, 0, "financial|legal|low|high")) {
        struct text part = text_lower(arena, words_token(words, 0)->text);
        words->next++;
        if (!words_name(words, "an amount of money", &amount))
            return false;
        value_set_text(arena, map, text_string(arena, part), amount);
        words_skip(words, "and|plus");
        split = true;
    }
    if (split)
        return true;
    if (!words_name(words, "an amount of money: 20,000 to 1,000,000", &amount))
        return false;
    if (words_take(words, "to|-")) {
        value_set_text(arena, map, "low", amount);
        if (!words_name(words, "the upper end of the estimate", &amount))
            return false;
    } else {
        value_set_text(arena, map, "low", TEXT("0"));
    }
    value_set_text(arena, map, "high", amount);
    return true;
}

bool parse_fact(struct words *words, struct value *input, bool *taken)
{
    *taken = true;
    if (words_take(words, "safety|human_safety")) {
        struct text safety;
        words_skip(words, "threat|is|=");
        if (!words_name(words, "yes, no or unknown", &safety))
            return false;
        value_set_text(words->turn->arena, input, "human_safety", safety);
        return true;
    }
    if (words_peek(words, 0, "no|nothing")
        && words_peek(words, 1, "indication|indications|known|indicated")) {
        words->next += 2;
        return true;
    }
    if (words_token(words, 0)->kind != TOKEN_VALUE && words_token(words, 1) != NULL
        && words_token(words, 1)->kind != TOKEN_VALUE) {
        if (words_take(words, "data"))
            return fact_data(words, input);
        if (words_take(words, "asset"))
            return fact_asset(words, input);
        if (words_take(words, "liability"))
            return fact_liability(words, input);
    }
    *taken = false;
    return true;
}
