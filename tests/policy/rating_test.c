/* SPDX-License-Identifier: Apache-2.0 */
/* The rating of Massachusetts: the truth table of DOMAIN 3 and scenario S-16, every boundary, what
 * is refused, and that no input ever lowers a rating. Then a table of another government. */
#include "base/json.h"
#include "part.h"
#include "tap.h"

/* ---- from JSON to "high R1 R3" ---- */

static bool input_of(struct part *part, const char *json, struct rating_input *input)
{
    struct value *value;
    fault_clear(&part->turn);
    return json_read(&part->turn, text_of(json), "input", &value)
           && rating_input_read(&part->turn, part->pack, value, input);
}

static const char *rated(struct part *part, const char *json, struct rating_result *result)
{
    struct rating_input input;
    if (!input_of(part, json, &input) || !rating_of(&part->turn, part->pack, &input, result))
        return part->turn.fault.message;
    struct builder words = {.arena = part->arena};
    build_format(&words, "%s", rating_name(result->rating));
    for (size_t i = 0; i < result->matched_count; i++)
        build_format(&words, " %.*s", TEXT_SHOW(result->matched[i]->id));
    return text_string(part->arena, built(&words));
}

struct case_of {
    const char *json, *answer;
};

static void try_each(struct part *part, const struct case_of *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct rating_result result;
        const char *answer = rated(part, cases[i].json, &result);
        ok(text_is(text_of(answer), cases[i].answer), "%s: %s (%s)", cases[i].json, cases[i].answer,
           answer);
    }
}
#define TRY(part, table) try_each(part, table, sizeof table / sizeof table[0])

#define ASSET(rating, adverse) "{\"rating\":\"" rating "\",\"adverse\":\"" adverse "\"}"
#define UNRATED(interim)                                                                           \
    "{\"rating\":\"unrated\",\"adverse\":\"yes\",\"interim\":\"" interim "\"}" /* harmed */
#define DATA(class, how) "{\"class\":\"" class "\",\"compromise\":\"" how "\"}"
#define COST(low, high)  "\"liability\":{\"low\":\"" low "\",\"high\":\"" high "\"}"

/* The minimal set of DOMAIN 3, evaluated. */
static void test_truth_table(struct part *part)
{
#define E "\"evaluated\":true"
    static const struct case_of cases[] = {
        {"{" E ",\"human_safety\":\"yes\"}", "high R1"},
        {"{" E ",\"human_safety\":\"no\"}", "low R8"},
        {"{" E ",\"assets\":[" ASSET("low", "yes") "]}", "low R8"},
        {"{" E ",\"assets\":[" ASSET("critical", "no") "]}", "low R8"},
        {"{" E ",\"assets\":[" ASSET("critical", "yes") "]}", "high R2"},
        {"{" E ",\"assets\":[" ASSET("high", "yes") "]}", "high R2"},
        {"{" E ",\"assets\":[" ASSET("medium", "yes") "]}", "medium R5"},
        {"{" E ",\"assets\":[" ASSET("medium", "yes") "," ASSET("high", "yes") "]}", "high R2 R5"},
        {"{" E "," COST("0", "99,999.99") "}", "low R8"},
        {"{" E "," COST("0", "100,000.00") "}", "medium R6"},
        {"{" E "," COST("999,999.99", "999,999.99") "}", "medium R6"},
        {"{" E "," COST("0", "1,000,000.00") "}", "high R3"},
        {"{" E ",\"data\":[" DATA("internal", "potential") "]}", "medium R7"},
        {"{" E ",\"data\":[" DATA("internal", "confirmed") "]}", "medium R7"},
        {"{" E ",\"data\":[" DATA("public", "confirmed") "]}", "low R8"},
        {"{" E ",\"data\":[{\"class\":\"public\",\"pii\":true,\"compromise\":\"potential\"}]}",
         "high R4"},
        {"{" E ",\"data\":[{\"regulated\":true,\"compromise\":\"potential\"}]}", "high R4"},
        {"{" E ",\"data\":[" DATA("restricted", "excluded") "]}", "low R8"},
        {"{" E ",\"data\":[" DATA("restricted", "potential") "]}", "high R4"},
        {"{" E ",\"data\":[" DATA("confidential", "confirmed") "]}", "high R4"},
        {"{" E ",\"data\":[{\"class\":\"internal\",\"pii\":true,\"compromise\":\"potential\"}]}",
         "high R4 R7"},
        {"{" E ",\"data\":[{\"pii\":true}]}", "low R8"},
        {"{" E ",\"data\":[{\"class\":\"internal\",\"pii\":false,\"compromise\":\"potential\"}]}",
         "medium R7"},
        {"{" E ",\"assets\":[" ASSET("unrated", "yes") "]}", "high R2"},
        {"{" E ",\"assets\":[{\"adverse\":\"yes\"}]}", "high R2"},
        {"{" E ",\"assets\":[" UNRATED("low") "]}", "low R8"},
        {"{" E ",\"assets\":[" UNRATED("medium") "]}", "medium R5"},
        {"{" E ",\"assets\":[" UNRATED("critical") "]}", "high R2"},
        {"{" E ",\"assets\":[" UNRATED("unrated") "]}", "high R2"},
        {"{" E "}", "low R8"},
        {"{" E ",\"assets\":[],\"data\":[],\"liability\":{}}", "low R8"},
        /* the clauses' own examples */
        {"{" E ",\"human_safety\":\"no\",\"assets\":[" ASSET("medium", "yes") "]," //
         COST("0", "1000000.00") ",\"data\":[" DATA("internal", "potential") "]}",
         "high R3 R5 R7"},
        {"{" E "," COST("20000", "150000") "}", "medium R6"},
        {"{" E "," COST("20000", "99999.99") "}", "low R8"},
    };
    TRY(part, cases);
}

/* S-16, and the ends of what can be counted. */
static void test_money(struct part *part)
{
    static const struct case_of cases[] = {
        {"{" COST("$999,999.99", "$999,999.99") "}", "medium R6"},
        {"{" COST("1,000,000", "1,000,000") "}", "high R3"},
        {"{\"liability\":{\"high\":\"100000\"}}", "medium R6"},
        {"{\"liability\":{\"low\":\"1000000\"}}", "high R3"},
        {"{" COST("20,000", "1,000,000") "}", "high R3"},
        {"{\"liability\":{\"high\":\"92233720368547758.07\"}}", "high R3"},
        {"{\"liability\":{\"financial\":\"600,000\",\"legal\":\"400,000.00\"}}", "high R3"},
        {"{\"liability\":{\"financial\":\"600,000\",\"legal\":\"399,999.99\"}}", "medium R6"},
        {"{\"liability\":{\"financial\":\"99999.99\"}}", "low R8"},
        {"{\"liability\":{\"legal\":\"100000.00\"}}", "medium R6"},
        {"{\"liability\":{\"financial\":\"0\",\"legal\":\"92233720368547758.07\"}}", "high R3"},
    };
    TRY(part, cases);
}

static void test_range(struct part *part)
{
    static const struct {
        const char *json;
        int64_t low_cents, high_cents;
    } cases[] = {
        {"{\"liability\":{\"low\":\"5\"}}", 500, 500},
        {"{\"liability\":{\"high\":\"7\"}}", 700, 700},
        {"{" COST("5", "7.01") "}", 500, 701},
        {"{\"liability\":{\"financial\":\"5\",\"legal\":\"0.07\"}}", 507, 507},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct rating_input input;
        ok(input_of(part, cases[i].json, &input) && input.liability_known
               && input.liability_low_cents == cases[i].low_cents
               && input.liability_high_cents == cases[i].high_cents,
           "%s is an estimate from %d to %d cents", cases[i].json, (int)cases[i].low_cents,
           (int)cases[i].high_cents);
    }
    struct rating_input input;
    ok(input_of(part, "{\"liability\":{}}", &input) && !input.liability_known,
       "an empty estimate is none");
}

static void test_refused(struct part *part)
{
    static const struct {
        const char *json, *field;
    } wrong[] = {
        {"{\"liability\":{\"low\":\"99,999.995\"}}", "liability.low"},
        {"{\"liability\":{\"high\":\"-1\"}}", "liability.high"},
        {"{\"liability\":{\"high\":\"1e6\"}}", "liability.high"},
        {"{\"liability\":{\"high\":\"1.000.000\"}}", "liability.high"},
        {"{\"liability\":{\"high\":\"NaN\"}}", "liability.high"},
        {"{\"liability\":{\"high\":\"EUR 5\"}}", "liability.high"},
        {"{\"liability\":{\"high\":\"\"}}", "liability.high"},
        {"{\"liability\":{\"high\":\"92233720368547758.08\"}}", "liability.high"},
        {"{\"liability\":{\"high\":1000000}}", "liability.high"},
        {"{\"liability\":{\"high\":1000000.5}}", "liability.high"},
        {"{\"liability\":\"unknown\"}", "liability"},
        {"{\"liability\":{\"most\":\"1\"}}", "liability.most"},
        {"{" COST("2", "1") "}", "liability.low"},
        {"{\"liability\":{\"high\":\"1\",\"legal\":\"1\"}}", "liability"},
        {"{\"liability\":{\"financial\":\"92233720368547758.07\",\"legal\":\"0.01\"}}",
         "liability"},
        {"{\"human_safety\":\"maybe\"}", "human_safety"},
        {"{\"human_safety\":true}", "human_safety"},
        {"{\"human_safety\":\"Yes\"}", "human_safety"},
        {"{\"human_safty\":\"yes\"}", "human_safty"},
        {"{\"assets\":{}}", "assets"},
        {"{\"assets\":[{\"rating\":\"severe\"}]}", "assets[0].rating"},
        {"{\"assets\":[{},{\"rating\":\"unrated\",\"interim\":\"lo\"}]}", "assets[1].interim"},
        {"{\"assets\":[{\"name\":\"x\"}]}", "assets[0].name"},
        {"{\"data\":[{\"class\":\"secret\"}]}", "data[0].class"},
        {"{\"data\":[{\"pii\":\"yes\"}]}", "data[0].pii"},
        {"{\"data\":[{\"compromise\":\"yes\"}]}", "data[0].compromise"},
        {"{\"evaluated\":\"true\"}", "evaluated"},
        {"{\"evaluated\":true,\"human_safety\":\"unknown\"}", "human_safety"},
        {"{\"evaluated\":true,\"assets\":[{},{\"adverse\":\"unknown\"}]}", "assets[1].adverse"},
        {"{\"evaluated\":true,\"data\":[{\"compromise\":\"unknown\"}]}", "data[0].compromise"},
        {"[]", ""},
        {"\"high\"", ""},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct rating_input input;
        bool read = input_of(part, wrong[i].json, &input);
        ok(!read && part->turn.fault.kind == FAULT_INVALID
               && text_is(text_of(part->turn.fault.field), wrong[i].field),
           "%s is refused at \"%s\": %s", wrong[i].json, wrong[i].field, part->turn.fault.message);
    }
}

static void test_provisional(struct part *part)
{
    static const struct {
        const char *json, *answer, *response;
        bool provisional;
    } cases[] = {
        {"{}", "low R8", "immediate", true},
        {"{\"evaluated\":false}", "low R8", "immediate", true},
        {"{\"human_safety\":\"unknown\",\"assets\":[" ASSET(
             "critical", "unknown") "],\"data\":[" DATA("restricted", "unknown") "]}",
         "low R8", "immediate", true},
        {"{\"human_safety\":null,\"liability\":null}", "low R8", "immediate", true},
        {"{\"assets\":[" ASSET("medium", "yes") "]}", "medium R5", "immediate", true},
        {"{\"human_safety\":\"yes\"}", "high R1", "immediate", true},
        {"{\"evaluated\":true,\"human_safety\":\"yes\"}", "high R1", "immediate", false},
        {"{\"evaluated\":true,\"assets\":[" ASSET("medium", "yes") "]}", "medium R5", "4 hours",
         false},
        {"{\"evaluated\":true}", "low R8", "next business day", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct rating_result result = {0};
        const char *answer = rated(part, cases[i].json, &result);
        ok(text_is(text_of(answer), cases[i].answer) && result.provisional == cases[i].provisional
               && text_is(result.response, cases[i].response),
           "%s: %s, %sprovisional, response %s", cases[i].json, answer,
           result.provisional ? "" : "not ", cases[i].response);
    }
}

static void test_json(struct part *part)
{
    struct rating_result result;
    rated(part, "{}", &result);
    struct text json = json_write(part->arena, rating_result_value(part->arena, &result));
    ok(text_is(json, "{\"rating\":\"low\",\"provisional\":true,\"matched\":[\"R8\"],"
                     "\"clauses\":[\"IS005-6.4.4-L1\",\"IS005-6.4.4-L2\"],"
                     "\"response\":\"immediate\"}"),
       "{} answers %.*s", TEXT_SHOW(json));
    rated(part, "{\"evaluated\":true,\"human_safety\":\"yes\",\"liability\":{\"high\":\"100000\"}}",
          &result);
    json = json_write(part->arena, rating_result_value(part->arena, &result));
    ok(text_is(json, "{\"rating\":\"high\",\"provisional\":false,\"matched\":[\"R1\",\"R6\"],"
                     "\"clauses\":[\"IS005-6.4.4-H1\",\"IS005-6.4.4-M2\"],"
                     "\"response\":\"immediate\"}"),
       "all matches are told with their clauses: %.*s", TEXT_SHOW(json));
}

/* ---- no input lowers a rating ---- */

enum {
    ASSET_RATINGS = 6, /* of the table below */
    CLASSES = 5,
    ROUNDS = 20000,
};
static const char *const asset_ratings[ASSET_RATINGS] = {"",       "critical", "high",
                                                         "medium", "low",      "unrated"};
static const char *const classes[CLASSES] = {"", "restricted", "confidential", "internal",
                                             "public"};

/* A small generator of its own, so that a failure comes again (xorshift64). */
static unsigned dice(uint64_t *state, unsigned sides)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (unsigned)((*state >> 16) % sides);
}

static struct rating_asset random_asset(uint64_t *state)
{
    return (struct rating_asset){.rating = text_of(asset_ratings[dice(state, ASSET_RATINGS)]),
                                 .interim = text_of(asset_ratings[dice(state, ASSET_RATINGS)]),
                                 .adverse = (enum tristate)dice(state, 4)};
}

static struct rating_data random_data(uint64_t *state)
{
    return (struct rating_data){.class = text_of(classes[dice(state, CLASSES)]),
                                .pii = dice(state, 4) == 0,
                                .regulated = dice(state, 4) == 0,
                                .compromise = (enum compromise)dice(state, 5)};
}

static int64_t random_cents(uint64_t *state)
{
    static const int64_t edges[] = {0,         9999999,   10000000, 99999999,
                                    100000000, INT64_MAX, 5000000,  50000000};
    return edges[dice(state, 8)];
}

/* Adds one thing that was not known before, or raises the estimate. */
static void add_one(struct rating_input *input, uint64_t *state)
{
    switch (dice(state, 4)) {
    case 0: input->assets[input->assets_count++] = random_asset(state); break;
    case 1: input->data[input->data_count++] = random_data(state); break;
    case 2:
        if (input->human_safety < TRISTATE_NO)
            input->human_safety = (enum tristate)(2 + dice(state, 2));
        break;
    default: {
        int64_t cents = random_cents(state);
        if (!input->liability_known || cents > input->liability_high_cents)
            input->liability_high_cents = cents;
        input->liability_known = true;
    }
    }
}

static void test_never_lower(struct part *part)
{
    enum { STEPS = 6 };
    uint64_t state = 20250310;
    bool never = true;
    bool floor = true;
    size_t highs = 0;
    for (int round = 0; round < ROUNDS && never; round++) {
        struct rating_asset assets[STEPS];
        struct rating_data data[STEPS];
        struct rating_input input = {.assets = assets, .data = data, .evaluated = round % 2 == 0};
        enum rating before = RATING_NONE;
        for (int step = 0; step < STEPS; step++) {
            struct rating_result result;
            never &= rating_of(&part->turn, part->pack, &input, &result) && result.rating >= before
                     && result.rating > RATING_NONE;
            floor &= (result.rating == RATING_LOW) == text_is(result.matched[0]->id, "R8");
            before = result.rating;
            add_one(&input, &state);
        }
        highs += before == RATING_HIGH;
    }
    ok(never, "nothing that becomes known lowers a rating, in %d random cases", ROUNDS);
    ok(floor, "and the floor matches when, and only when, nothing else does");
    ok(highs > ROUNDS / 10 && highs < ROUNDS, "the cases were of every kind (%zu high)", highs);
}

/* ---- overrides, and the table as people see it ---- */

static void test_override(struct part *part)
{
    static const struct {
        const char *role;
        bool raises, lowers;
    } roles[] = {
        {"SOC_ANALYST", true, false},  {"SOC_DIRECTOR", true, false}, {"SIRT_LEAD", true, false},
        {"CISO", true, true},          {"CISO_DESIGNEE", true, true}, {"ESO", true, false},
        {"SIRT_MEMBER", false, false}, {"AGENCY_HEAD", false, false}, {"", false, false},
    };
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        struct text role = text_of(roles[i].role);
        ok(rating_may_override(part->pack, role, RATING_LOW, RATING_HIGH) == roles[i].raises
               && rating_may_override(part->pack, role, RATING_HIGH, RATING_MEDIUM)
                      == roles[i].lowers
               && rating_may_override(part->pack, role, RATING_LOW, RATING_LOW),
           "\"%s\" may %s", roles[i].role,
           roles[i].lowers ? "raise and lower" : (roles[i].raises ? "raise" : "do neither"));
    }
}

static void test_rows(struct part *part)
{
    size_t count = 0;
    while (rating_row_at(part->pack, count) != NULL)
        count++;
    ok(count == 8 && text_is(rating_row_at(part->pack, 7)->id, "R8"), "the table has eight rows");
    ok(text_is(rating_response(part->pack, RATING_MEDIUM), "4 hours"), "each rating a response");
}

/* ---- another government, and tables that are wrong ---- */

#define WORDS "assets: [gold, none]\nwithout_rating: none\ndata: [open]\n"
#define REST                                                                                       \
    "responses: {high: now, medium: today, low: soon}\nprovisional: low\n"                         \
    "override: {raise: [], lower: []}\n"
#define FLOOR     " - {id: Z, clauses: [L], rating: low, says: else, otherwise: true}\n"
#define ROW(when) " - {id: Y, clauses: [L], rating: high, says: row, when: " when "}\n"

/* The table as a page shows it: every row, and lit exactly what matched. */
static void test_lit(struct part *part)
{
    struct rating_result result;
    rated(part, "{\"human_safety\":\"yes\",\"liability\":{\"high\":\"200000\"}}", &result);
    struct value *answer = rating_result_value(part->arena, &result);
    struct value *rows = rating_rows_value(part->arena, part->pack, value_get(answer, "matched"));
    struct builder lit = {.arena = part->arena};
    for (size_t i = 0; i < rows->count; i++)
        if (value_get_boolean(rows->items[i], "matched", false))
            build_format(&lit, " %.*s", TEXT_SHOW(value_get_text(rows->items[i], "id")));
    ok(rows->count == 8 && text_is(built(&lit), " R1 R6"), "lit are the rows that hold:%.*s",
       TEXT_SHOW(built(&lit)));
    const struct value *last = rows->items[7];
    ok(value_get_text(last, "says").size > 0 && text_is(value_get_text(last, "rating"), "low")
           && value_get_count(last, "clauses") == 2,
       "a row says what it asks, what it gives and by which clauses");
    rows = rating_rows_value(part->arena, part->pack, NULL);
    ok(rows->count == 8 && !value_get_boolean(rows->items[7], "matched", true),
       "before anything was rated nothing is lit");
}

static void test_other(struct part *part)
{
    const char *yaml =
        WORDS "rows:\n" ROW("{liability_high: {at_least: \"10.00\"}, any_asset: "
                            "{adverse: [\"yes\", unknown], rating: [gold]}}") FLOOR REST;
    ok(part_read(part, text_of(yaml), "other.yaml", rating_read), "another table is read: %s",
       part->turn.fault.message);
    static const struct case_of cases[] = {
        {"{\"liability\":{\"high\":\"10\"}}", "low Z"},
        {"{\"liability\":{\"high\":\"10\"},\"assets\":[" ASSET("gold", "unknown") "]}", "high Y"},
        {"{\"liability\":{\"high\":\"9.99\"},\"assets\":[" ASSET("gold", "yes") "]}", "low Z"},
        {"{\"human_safety\":\"yes\"}", "low Z"},
        {"{\"assets\":[" ASSET("critical", "yes") "]}",
         "assets[0].rating is \"critical\". It may be one of gold, none."},
    };
    TRY(part, cases);
    struct rating_result result;
    rated(part, "{}", &result);
    ok(text_is(result.response, "soon"), "and its provisional response is its own");
}

static void test_wrong_tables(struct part *part)
{
    static const struct {
        const char *yaml, *says;
    } wrong[] = {
        {WORDS "rows:\n" FLOOR FLOOR REST, "w.yaml:6: There is a row Z already"},
        {WORDS "rows:\n" ROW("{human_safety: [\"yes\"]}") REST, "Exactly one row"},
        {WORDS "rows:\n" ROW("{}") FLOOR REST, "w.yaml:5: This row asks nothing"},
        {WORDS "rows:\n" ROW("{liability_high: {}}") FLOOR REST, "at_least or below"},
        {WORDS "rows:\n" ROW("{liability_high: {at_least: \"2\", below: \"2\"}}") FLOOR REST,
         "less than below"},
        {WORDS "rows:\n" ROW("{any_asset: {adverse: [\"yes\"], rating: [silver]}}") FLOOR REST,
         "silver is not one of the words of assets"},
        {WORDS "rows:\n" ROW("{any_data: {compromise: [confirmed], any_of: {}}}") FLOOR REST,
         "names nothing"},
        {WORDS "rows:\n" ROW("{any_data: {compromise: [perhaps], any_of: {pii: true}}}") FLOOR REST,
         "perhaps"},
        {WORDS "rows:\n - {id: Y, clauses: [L], rating: high, says: x}\n" FLOOR REST,
         "needs either when or otherwise"},
        {"assets: [gold]\nwithout_rating: none\ndata: [open]\nrows:\n" FLOOR REST,
         "w.yaml:2: without_rating"},
        {WORDS "rows:\n" FLOOR REST "severity: x\n", "severity"},
        {WORDS "rows:\n - {id: Y, clauses: [], rating: low, says: x, otherwise: true}\n" REST,
         "clauses"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        bool read = part_read(part, text_of(wrong[i].yaml), "w.yaml", rating_read);
        const char *message = part->turn.fault.message;
        ok(!read && part->turn.fault.kind == FAULT_INVALID
               && text_starts(text_of(message), TEXT("w.yaml:"))
               && text_contains(text_of(message), text_of(wrong[i].says)),
           "a wrong table is refused: %s", message);
    }
}

static void test_check(struct part *part)
{
    struct clause clauses[] = {{.id = TEXT("L")}};
    struct role roles[] = {{.code = TEXT("CHIEF")}};
    *part->pack =
        (struct pack){.clauses = clauses, .clauses_count = 1, .roles = roles, .roles_count = 1};
    const char *good =
        WORDS "rows:\n" FLOOR "responses: {high: now, medium: today, low: soon}\nprovisional: low\n"
              "override: {raise: [CHIEF], lower: [CHIEF]}\n";
    ok(part_read(part, text_of(good), "o.yaml", rating_read) && rating_check(&part->reading),
       "a table whose clauses and roles are there passes");
    clauses[0].id = TEXT("M");
    ok(!rating_check(&part->reading)
           && text_contains(text_of(part->turn.fault.message),
                            TEXT("o.yaml:5: There is no clause")),
       "an unknown clause is named: %s", part->turn.fault.message);
    clauses[0].id = TEXT("L");
    roles[0].code = TEXT("BOSS");
    fault_clear(&part->turn);
    ok(!rating_check(&part->reading)
           && text_contains(text_of(part->turn.fault.message), TEXT("no role CHIEF")),
       "and so is an unknown role: %s", part->turn.fault.message);
}

int main(void)
{
    struct part part;
    part_begin(&part);
    if (!ok(part_read_file(&part, "rating.yaml", rating_read), "rating.yaml is read: %s",
            part.turn.fault.message))
        return tap_end();
    test_truth_table(&part);
    test_money(&part);
    test_range(&part);
    test_refused(&part);
    test_provisional(&part);
    test_json(&part);
    test_never_lower(&part);
    test_override(&part);
    test_rows(&part);
    test_lit(&part);
    test_other(&part);
    test_wrong_tables(&part);
    test_check(&part);
    part_end(&part);
    return tap_end();
}
