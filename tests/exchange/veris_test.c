/* SPDX-License-Identifier: Apache-2.0 */
/* What a line of VERIS says in the house's words, by the pack of Massachusetts. */
#include "base/json.h"
#include "exchange/inside.h"
#include "policy/rating.h"
#include "tap.h"
#include <stdlib.h>

#define CASE(members)  "{\"incident_id\":\"a\",\"schema_version\":\"1.3.7\"" members "}"
#define DATED(members) CASE(",\"timeline\":{\"incident\":{\"year\":2014}}" members)

static bool read_line(struct turn *turn, const char *json, struct veris_line *line)
{
    fault_clear(turn);
    return veris_line_read(turn, text_of(json), line);
}

static bool found(const struct veris_line *line, enum veris_oddity oddity, const char *path)
{
    for (size_t i = 0; i < line->findings_count; i++)
        if (line->findings[i].oddity == oddity && text_is(line->findings[i].path, path))
            return true;
    return false;
}

static void test_cents(void)
{
    static const struct {
        const char *written;
        int64_t cents; /* -1: refused */
    } rows[] = {
        {"0", 0},
        {"7", 700},
        {"7.5", 750},
        {"7.50", 750},
        {"7.505", -1},
        {"7.500000", 750},
        {"1.5e3", 150000},
        {"1.5E+3", 150000},
        {"150e-2", 150},
        {"155e-3", -1},
        {"1550e-3", 155},
        {"-1", -1},
        {"-0", -1},
        {"1e400", -1},
        {"0e400", 0},
        {"1e401", -1},
        {"1e-401", -1},
        {"1e", -1},
        {"", -1},
        {"0.1", 10},
        {"1000000.00", 100000000},
        {"92233720368547758.07", INT64_MAX},
        {"92233720368547758.08", -1},
        {"99999999999999999999", -1},
        {"0.29", 29},
        {"1.005e2", 10050},
        {"4.35", 435},
        {"1e-2", 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t cents = -1;
        bool read = number_cents(text_of(rows[i].written), &cents);
        ok(read == (rows[i].cents >= 0) && (!read || cents == rows[i].cents),
           "\"%s\" is %lld cents", rows[i].written, (long long)rows[i].cents);
    }
}

static void test_inputs(struct turn *turn)
{
    static const struct {
        const char *json, *inputs, *rating;
    } rows[] = {
        {DATED(""), "{\"human_safety\":\"unknown\",\"data\":[{\"compromise\":\"unknown\"}]}",
         "low"},
        {DATED(",\"attribute\":{\"confidentiality\":{\"data_disclosure\":\"Yes\",\"data\":["
               "{\"variety\":\"Unknown\"}]}}"),
         "{\"human_safety\":\"unknown\",\"data\":[{\"compromise\":\"confirmed\"}]}", "low"},
        {DATED(",\"attribute\":{\"confidentiality\":{\"data_disclosure\":\"Potentially\",\"data\":["
               "{\"variety\":\"Internal\"},{\"variety\":\"Internal\",\"amount\":3}]}}"),
         "{\"human_safety\":\"unknown\",\"data\":[{\"class\":\"internal\","
         "\"compromise\":\"potential\"}]}",
         "medium"},
        {DATED(",\"attribute\":{\"confidentiality\":{\"data_disclosure\":\"No\",\"data\":["
               "{\"variety\":\"Medical\"}]}}"),
         "{\"human_safety\":\"unknown\",\"data\":[{\"class\":\"restricted\",\"pii\":true,"
         "\"regulated\":true,\"compromise\":\"excluded\"}]}",
         "low"},
        {DATED(",\"attribute\":{\"confidentiality\":{\"data\":[{\"variety\":\"Medical\"}]}}"),
         "{\"human_safety\":\"unknown\",\"data\":[{\"class\":\"restricted\",\"pii\":true,"
         "\"regulated\":true,\"compromise\":\"unknown\"}]}",
         "low"},
        {DATED(",\"impact\":{\"iso_currency_code\":\"USD\",\"overall_amount\":99999.99}"),
         "{\"human_safety\":\"unknown\",\"liability\":{\"low\":\"99999.99\",\"high\":"
         "\"99999.99\"},\"data\":[{\"compromise\":\"unknown\"}]}",
         "low"},
        {DATED(",\"impact\":{\"iso_currency_code\":\"USD\",\"overall_amount\":1e5}"),
         "{\"human_safety\":\"unknown\",\"liability\":{\"low\":\"100000.00\",\"high\":"
         "\"100000.00\"},\"data\":[{\"compromise\":\"unknown\"}]}",
         "medium"},
        {DATED(",\"impact\":{\"iso_currency_code\":\"USD\",\"overall_min_amount\":10,"
               "\"overall_max_amount\":1000000.0}"),
         "{\"human_safety\":\"unknown\",\"liability\":{\"low\":\"10.00\",\"high\":"
         "\"1000000.00\"},\"data\":[{\"compromise\":\"unknown\"}]}",
         "high"},
        {DATED(",\"impact\":{\"iso_currency_code\":\"USD\",\"overall_min_amount\":5,"
               "\"overall_max_amount\":4}"),
         "{\"human_safety\":\"unknown\",\"liability\":{\"low\":\"4.00\",\"high\":\"4.00\"},"
         "\"data\":[{\"compromise\":\"unknown\"}]}",
         "low"},
        {DATED(",\"impact\":{\"iso_currency_code\":\"GBP\",\"overall_amount\":1000000}"),
         "{\"human_safety\":\"unknown\",\"data\":[{\"compromise\":\"unknown\"}]}", "low"},
        {DATED(",\"impact\":{\"overall_amount\":1000000}"),
         "{\"human_safety\":\"unknown\",\"data\":[{\"compromise\":\"unknown\"}]}", "low"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct veris_line line;
        struct rating_input input;
        struct rating_result result = {.rating = RATING_NONE};
        bool read = read_line(turn, rows[i].json, &line);
        ok(read && text_is(json_write(turn->arena, line.order.inputs), rows[i].inputs),
           "%s says %s", rows[i].json, rows[i].inputs);
        ok(read && rating_input_read(turn, turn->pack, line.order.inputs, &input)
               && rating_of(turn, turn->pack, &input, &result)
               && strcmp(rating_name(result.rating), rows[i].rating) == 0 && result.provisional,
           "and is provisionally %s", rows[i].rating);
    }
}

static void test_dates(struct turn *turn)
{
    static const struct {
        const char *incident, *instant, *precision;
        enum veris_oddity oddity; /* VERIS_ODDITIES: none */
    } rows[] = {
        {"{\"year\":2014}", "2014-01-01T00:00:00-05:00", "year", VERIS_COARSE_DATE},
        {"{\"year\":2014,\"month\":7}", "2014-07-01T00:00:00-04:00", "month", VERIS_COARSE_DATE},
        {"{\"year\":2014,\"month\":7,\"day\":4}", "2014-07-04T00:00:00-04:00", "day",
         VERIS_ODDITIES},
        {"{\"year\":2022,\"month\":2,\"day\":23,\"time\":\"04:00:00 PM\"}",
         "2022-02-23T16:00:00-05:00", "instant", VERIS_ODDITIES},
        {"{\"year\":2022,\"month\":2,\"day\":23,\"time\":\"12:00:00 AM\"}",
         "2022-02-23T00:00:00-05:00", "instant", VERIS_ODDITIES},
        {"{\"year\":2023,\"month\":2,\"day\":29}", "2023-02-01T00:00:00-05:00", "month",
         VERIS_IMPOSSIBLE_DATE},
        {"{\"year\":2024,\"month\":2,\"day\":29}", "2024-02-29T00:00:00-05:00", "day",
         VERIS_ODDITIES},
        {"{\"year\":2023,\"month\":13}", "2023-01-01T00:00:00-05:00", "year",
         VERIS_IMPOSSIBLE_DATE},
        {"{\"year\":2023,\"day\":3}", "2023-01-01T00:00:00-05:00", "year", VERIS_IMPOSSIBLE_DATE},
        {"{\"year\":99999}", NULL, "instant", VERIS_IMPOSSIBLE_DATE},
        {"{\"year\":2014.5}", NULL, "instant", VERIS_IMPOSSIBLE_DATE},
        {"[]", NULL, "instant", VERIS_IMPOSSIBLE_DATE},
        {"7", NULL, "instant", VERIS_IMPOSSIBLE_DATE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct veris_line line = {0};
        const char *json =
            text_format(turn->arena, CASE(",\"timeline\":{\"incident\":%s}"), rows[i].incident)
                .data;
        bool read = read_line(turn, json, &line);
        int64_t at_us = line.order.detected_us;
        bool same = rows[i].instant == NULL
                        ? at_us == TIME_NONE
                        : text_is(instant_local(turn->arena, turn->pack->calendar.zone, at_us),
                                  rows[i].instant);
        ok(read && same && text_is(line.order.detected_precision, rows[i].precision),
           "%s is %s to the %s", rows[i].incident,
           rows[i].instant == NULL ? "no instant" : rows[i].instant, rows[i].precision);
        ok(rows[i].oddity == VERIS_ODDITIES ? line.findings_count == 0
                                            : found(&line, rows[i].oddity, "timeline.incident"),
           "and what is odd about it is found");
    }
}

static void test_odd(struct turn *turn)
{
    static const struct {
        const char *json, *path;
        enum veris_oddity oddity;
    } rows[] = {
        {"{\"schema_version\":\"1.3.7\"}", "incident_id", VERIS_NO_ID},
        {"{\"incident_id\":7}", "incident_id", VERIS_NO_ID},
        {"{\"incident_id\":\"a\",\"schema_version\":\"1.3.5\"}", "schema_version",
         VERIS_OTHER_SCHEMA},
        {CASE(",\"colour\":1"), "colour", VERIS_UNKNOWN_FIELD},
        {CASE(",\"victim\":{\"mood\":{\"x\":1}}"), "victim.mood", VERIS_UNKNOWN_FIELD},
        {CASE(",\"attribute\":{\"confidentiality\":{\"data\":[{\"variety\":\"Dreams\"}]}}"),
         "attribute.confidentiality.data[0]", VERIS_UNKNOWN_WORD},
        {CASE(",\"attribute\":{\"confidentiality\":{\"data_disclosure\":\"Perhaps\"}}"),
         "attribute.confidentiality.data_disclosure", VERIS_UNKNOWN_WORD},
        {CASE(",\"timeline\":{\"discovery\":{\"value\":2.0}}"), "timeline.discovery.value",
         VERIS_FRACTION},
        {CASE(",\"impact\":{\"loss\":[{},{\"amount\":1E3}]}"), "impact.loss[1].amount",
         VERIS_FRACTION},
        {CASE(",\"timeline\":{\"discovery\":{\"value\":-2}}"), "timeline.discovery.value",
         VERIS_BEFORE_INCIDENT},
        {DATED(",\"plus\":{\"timeline\":{\"notification\":{\"year\":2013}}}"),
         "plus.timeline.notification", VERIS_BEFORE_INCIDENT},
        {CASE(",\"impact\":{\"overall_amount\":12}"), "impact.overall_amount", VERIS_AMOUNT},
        {CASE(",\"impact\":{\"iso_currency_code\":\"USD\",\"overall_amount\":\"12\"}"),
         "impact.overall_amount", VERIS_AMOUNT},
        {CASE(",\"impact\":{\"iso_currency_code\":\"USD\",\"overall_amount\":1.234}"),
         "impact.overall_amount", VERIS_AMOUNT},
        {CASE(",\"imp\\u0061ct\":{\"iso_currency_code\":\"USD\",\"overall_amount\":12}"),
         "impact.overall_amount", VERIS_AMOUNT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct veris_line line = {0};
        ok(read_line(turn, rows[i].json, &line) && found(&line, rows[i].oddity, rows[i].path),
           "%s: %s at %s", rows[i].json, veris_oddity_name(rows[i].oddity), rows[i].path);
    }
    struct veris_line line = {0};
    ok(read_line(turn,
                 DATED(",\"plus\":{\"timeline\":{\"notification\":{\"year\":2014,\"month\":1}}}"),
                 &line)
           && !found(&line, VERIS_BEFORE_INCIDENT, "plus.timeline.notification"),
       "a month of the same year is not certainly before it");
    ok(read_line(turn, "\xEF\xBB\xBF" DATED("") "\r", &line) && line.findings_count == 1,
       "a byte order mark and a carriage return do no harm");
}

static void test_refused(struct turn *turn)
{
    static const char *const rows[] = {"",
                                       "nonsense",
                                       "[1]",
                                       "7",
                                       "\"a\"",
                                       "{\"a\":1}}",
                                       "{\"a\":1,\"a\":2}",
                                       "{\"a\":\"\\u0000\"}",
                                       "{"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct veris_line line;
        ok(!read_line(turn, rows[i], &line) && turn->fault.kind == FAULT_INVALID,
           "no object: \"%s\": %s", rows[i], turn->fault.message);
    }
}

/* A line of a size that is allowed, made to be costly: a long name over many numbers. */
static void test_costly(struct turn *turn)
{
    struct builder json = {.arena = turn->arena};
    struct veris_line line;
    build(&json, TEXT("{\""));
    for (int i = 0; i < VERIS_LINE_BYTES_MAX / 2; i++)
        build_byte(&json, 'x');
    build(&json, TEXT("\":[0"));
    while (json.size < VERIS_LINE_BYTES_MAX - 10)
        build(&json, TEXT(",1.5"));
    build(&json, TEXT("]}"));
    size_t before = arena_used(turn->arena);
    fault_clear(turn);
    ok(veris_line_read(turn, built(&json), &line), "a costly line is read: %s",
       turn->fault.message);
    ok(line.findings_count == VERIS_FINDINGS_MAX
           && line.findings[VERIS_FINDINGS_MAX - 1].oddity == VERIS_MORE,
       "its findings are bounded, and it is said that there are more");
    ok(arena_used(turn->arena) - before < (size_t)256 << 20, "in %zu MiB",
       (arena_used(turn->arena) - before) >> 20);
}

int main(void)
{
    struct turn turn = {.arena = arena_new((size_t)1 << 30)};
    struct pack *pack;
    const char *source = getenv("REVERE_SOURCE");
    struct text folder = text_format(turn.arena, "%s/policy/us-ma", source == NULL ? "." : source);
    test_cents();
    if (ok(pack_read(&turn, folder, &pack), "the pack is read: %s", turn.fault.message)) {
        turn.pack = pack;
        test_inputs(&turn);
        test_dates(&turn);
        test_odd(&turn);
        test_refused(&turn);
        test_costly(&turn);
    }
    arena_free(turn.arena);
    return tap_end();
}
