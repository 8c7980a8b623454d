/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The policy's answers: dues of all rules of the pack at instants spread over seven years, and
 * ratings from the JSON that comes in to the JSON that goes out. The yardstick beside them is the
 * SHA-256 of 64 bytes, which any ledger line costs several times.
 */
#include "base/clock.h"
#include "base/hash.h"
#include "base/json.h"
#include "policy/due.h"
#include "policy/rating.h"
#include <stdio.h>
#include <stdlib.h>

enum { MEASURE_US = 1000000, ROUND = 1000, ARENA_BYTES_MAX = 64 * 1024 * 1024 };

struct bench {
    struct turn turn; /* its arena is cleared after each round */
    const struct pack *pack;
    int64_t done;  /* since the start */
    uint64_t sink; /* so that nothing is left out because nobody looks at it */
    bool good;
};

/* Times a round of ROUND or more, again and again; how many a second. */
static double rate_of(struct bench *bench, void (*round)(struct bench *bench))
{
    int64_t start_us = clock_elapsed_us();
    int64_t taken_us = 0;
    bench->done = 0;
    for (; taken_us < MEASURE_US; taken_us = clock_elapsed_us() - start_us) {
        round(bench);
        arena_clear(bench->turn.arena);
    }
    return (double)bench->done * 1e6 / (double)taken_us;
}

static void round_hash(struct bench *bench)
{
    unsigned char block[64] = {0};
    for (int i = 0; i < ROUND; i++) {
        struct sha256 hash = sha256((struct text){(const char *)block, sizeof block});
        memcpy(block, hash.bytes, sizeof hash.bytes);
    }
    bench->sink += block[0];
    bench->done += ROUND;
}

static void step_dues(struct bench *bench, const struct step *step, int64_t start_us)
{
    static const struct closures none;
    for (size_t i = step->by_rating ? RATING_LOW : RATING_NONE; i < RATINGS; i++) {
        int64_t due_us = 0;
        if (due_instant(&bench->pack->calendar, none, &step->due[i], start_us, &due_us))
            bench->sink += (uint64_t)due_us;
        bench->done++;
        if (!step->by_rating)
            return;
    }
}

static void round_due(struct bench *bench)
{
    static const int64_t from_us = INT64_C(1704085200) * SECOND_US; /* 2024-01-01 in New York */
    int64_t start_us = from_us + bench->done * (7 * MINUTE_US + 1) % (7 * 365 * DAY_US);
    for (size_t i = 0; i < bench->pack->rules_count; i++)
        for (size_t j = 0; j < bench->pack->rules[i].steps_count; j++)
            step_dues(bench, &bench->pack->rules[i].steps[j], start_us);
}

static void round_rate(struct bench *bench)
{
    static const char *const inputs[] = {
        "{}",
        "{\"evaluated\":true,\"human_safety\":\"no\",\"assets\":[{\"rating\":\"medium\","
        "\"adverse\":\"yes\"},{\"rating\":\"unrated\",\"interim\":\"low\",\"adverse\":\"yes\"}],"
        "\"liability\":{\"low\":\"20,000.00\",\"high\":\"1,000,000.00\"},\"data\":[{\"class\":"
        "\"internal\",\"pii\":true,\"regulated\":false,\"compromise\":\"potential\"}]}",
    };
    struct turn *turn = &bench->turn;
    for (int i = 0; i < ROUND; i++) {
        struct value *json;
        struct rating_input input;
        struct rating_result result;
        bench->good &= json_read(turn, text_of(inputs[i % 2]), "bench", &json)
                       && rating_input_read(turn, bench->pack, json, &input)
                       && rating_of(turn, bench->pack, &input, &result);
        if (!bench->good)
            return;
        bench->sink += json_write(turn->arena, rating_result_value(turn->arena, &result)).size;
    }
    bench->done += ROUND;
}

int main(void)
{
    struct turn house = {.arena = arena_new(ARENA_BYTES_MAX)};
    struct bench bench = {.turn = {.arena = arena_new(ARENA_BYTES_MAX)}, .good = true};
    struct pack *pack;
    struct text folder = text_format(house.arena, "%s/policy/us-ma", getenv("REVERE_SOURCE"));
    if (!pack_read(&house, folder, &pack)) {
        fprintf(stderr, "%s\n", house.fault.message);
        return 1;
    }
    bench.pack = pack;
    double hashes = rate_of(&bench, round_hash);
    double dues = rate_of(&bench, round_due);
    double rates = rate_of(&bench, round_rate);
    printf("bench policy due: %.0f/s, %.2f of SHA-256 of 64 bytes (%.0f/s)\n", dues, dues / hashes,
           hashes);
    printf("bench policy rate: %.0f/s from JSON to JSON, %.2f of SHA-256 of 64 bytes\n", rates,
           rates / hashes);
    fprintf(stderr, "bench policy: %s %llu\n", bench.good ? "checked" : bench.turn.fault.message,
            (unsigned long long)bench.sink);
    arena_free(bench.turn.arena);
    arena_free(house.arena);
    return bench.good ? 0 : 1;
}
