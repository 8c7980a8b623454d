/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The impact rating (DOMAIN 3): a decision table of the pack. Every row is tested, the highest
 * match is the rating, and all matches are kept with their clauses. Which conditions make a row,
 * the words for assets and data, the amounts and the responses stand in rating.yaml; here are the
 * questions that every such table asks: is anybody's safety threatened, which assets are harmed,
 * what may it cost, which data may be compromised.
 */
#pragma once
#include "policy/pack.h"

enum tristate { TRISTATE_UNSAID, TRISTATE_UNKNOWN, TRISTATE_NO, TRISTATE_YES };
enum compromise {
    COMPROMISE_UNSAID,
    COMPROMISE_UNKNOWN,
    COMPROMISE_EXCLUDED,
    COMPROMISE_POTENTIAL,
    COMPROMISE_CONFIRMED
};

struct rating_asset {
    struct text rating;  /* a word of the pack: "critical" … "unrated"; empty: unrated */
    struct text interim; /* the same: what an unrated asset counts as; or empty */
    enum tristate adverse;
};

struct rating_data {
    struct text class; /* a word of the pack, or empty */
    bool pii, regulated;
    enum compromise compromise;
};

struct rating_input {
    enum tristate human_safety;
    struct rating_asset *assets;
    size_t assets_count;
    bool liability_known;
    int64_t liability_low_cents, liability_high_cents; /* financial and legal summed */
    struct rating_data *data;
    size_t data_count;
    bool evaluated;
};

/* What the policy asks of assets whatever happens to them. */
struct asset_care {
    struct names logged; /* ratings of which the logs must be listened to */
    int64_t unrated_us;  /* how long one may stay without a rating; 0: however long */
    struct text unrated; /* the word for an asset without one */
};

/* A row of the table as people see it. */
struct rating_row {
    struct text id, says;
    struct names clauses;
    enum rating rating;
};

struct rating_result {
    enum rating rating;
    bool provisional;
    const struct rating_row **matched; /* in the table's order */
    size_t matched_count;
    struct text response; /* by when the response starts, as the pack words it */
};

/*
 * Reads the JSON form of the contract of `revere policy rate` (members human_safety, assets,
 * liability, data, evaluated; all optional; unknown members and words are invalid, named). A
 * liability is {low, high}, each standing for the other when it is missing, or {financial, legal},
 * summed. Evaluated: an explicit "unknown" is invalid, an absent member means "no indication". The
 * texts stay those of the JSON.
 */
MUST bool rating_input_read(struct turn *turn, const struct pack *pack, const struct value *json,
                            struct rating_input *input);

/*
 * Rates. Not evaluated: provisional, what is unsaid or unknown matches nothing, and the response is
 * the one that the pack lets run until the evaluation. In doubt the floor matches; so nothing fails
 * on an input that was read. The result is in the turn's arena.
 */
MUST bool rating_of(struct turn *turn, const struct pack *pack, const struct rating_input *input,
                    struct rating_result *result);

/* The result as JSON: {"rating","provisional","matched","clauses","response"}. */
struct value *rating_result_value(struct arena *arena, const struct rating_result *result);

/*
 * The whole table with what holds lit: [{"id","says","rating","clauses","matched"}], in its order.
 * matched: a list of the ids of rows, as rating_result_value gives it, or NULL for none.
 */
struct value *rating_rows_value(struct arena *arena, const struct pack *pack,
                                const struct value *matched);

/* The rows of the table, in order; NULL behind the last. */
const struct rating_row *rating_row_at(const struct pack *pack, size_t index);

/* By when a response starts after that rating, in the words of the pack; for showing. */
struct text rating_response(const struct pack *pack, enum rating rating);

/* True when a role is a superior of whoever rated in another (or in one that is not known): with a
 * reason it may call off what a rating that was lowered has left unsent. */
bool rating_superior(const struct pack *pack, struct text role, struct text rater);

/* True when a role may set a rating other than the computed one: some may raise, fewer may lower.
 * The same rating is no override, and always allowed. */
bool rating_may_override(const struct pack *pack, struct text role, enum rating computed,
                         enum rating wanted);

/* What is asked of assets; empty where the pack says nothing of it. */
struct asset_care rating_asset_care(const struct pack *pack);

/* Whether the pack has such a word for the rating of an asset. */
bool rating_asset_word(const struct pack *pack, struct text word);
