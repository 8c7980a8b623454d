/* SPDX-License-Identifier: Apache-2.0 */
/* The impact rating (DOMAIN 3, IS005-6.4.4): a decision table of the pack, every row tested, the
 * highest match is the rating, and all matches are kept with their clauses. */
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
    struct text rating;  /* a word of the pack: "critical" … "unrated" */
    struct text interim; /* the same, or empty */
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

struct rating_row {
    struct text id, clause; /* "R3", "IS005-6.4.4-H3" */
    enum rating rating;
};

struct rating_result {
    enum rating rating;
    bool provisional;
    const struct rating_row **matched; /* in the table's order */
    size_t matched_count;
    struct text response; /* of the rating in force for the response clock, as the pack words it */
};

/*
 * Reads the JSON form of the contract of `revere policy rate` (members human_safety, assets,
 * liability, data, evaluated; all optional; unknown members and words are invalid, named).
 * Evaluated: an explicit "unknown" is invalid, an absent member means "no indication".
 */
MUST bool rating_input_read(struct turn *turn, const struct pack *pack, const struct value *json,
                            struct rating_input *input);

/* Rates. Never fails on a read input: in doubt the floor matches. Unevaluated: provisional, and the
 * response is the immediate one. */
MUST bool rating_of(struct turn *turn, const struct pack *pack, const struct rating_input *input,
                    struct rating_result *result);

/* The result as JSON: {"rating","provisional","matched","clauses","response"}. */
struct value *rating_result_value(struct arena *arena, const struct rating_result *result);
