/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever a line of VERIS says, what is read of it can be rated and written, and is bounded. */
#include "base/json.h"
#include "base/yaml.h"
#include "exchange/exchange.h"
#include "policy/inside.h"
#include "target.h"

static const char rating_words[] =
    "assets: [high, unrated]\nwithout_rating: unrated\ndata: [restricted, internal]\n"
    "rows:\n"
    "  - {id: T1, clauses: [C], rating: high, says: much,\n"
    "     when: {liability_high: {at_least: \"1000.00\"}}}\n"
    "  - {id: T2, clauses: [C], rating: high, says: data,\n"
    "     when: {any_data: {compromise: [confirmed], any_of: {class: [restricted], pii: true}}}}\n"
    "  - {id: T3, clauses: [C], rating: low, says: else, otherwise: true}\n"
    "responses: {high: now, medium: soon, low: later}\nprovisional: high\n"
    "override: {raise: [], lower: []}\n";
static const char veris_words[] =
    "schema: \"1.3.7\"\n"
    "disclosure:\n"
    "  - {veris: \"Yes\", compromise: confirmed, reason: r}\n"
    "  - {veris: Unknown, compromise: unknown, reason: r}\n"
    "data:\n"
    "  - {veris: Medical, class: restricted, pii: true, regulated: true, reason: r}\n"
    "  - {veris: Internal, class: internal, reason: r}\n"
    "  - {veris: Unknown, reason: r}\n"
    "liability: {currency: USD, reason: r}\n";

/* A pack of nothing but these words and a zone. */
static struct pack *pack_of(struct turn *turn)
{
    struct pack *pack = arena_take(turn->arena, sizeof *pack);
    struct reading rating = {turn, pack, "rating.yaml", NULL};
    struct reading veris = {turn, pack, "veris.yaml", NULL};
    insist(yaml_read(turn, text_of(rating_words), rating.source, &rating.root)
           && rating_read(&rating)
           && yaml_read(turn, text_of(veris_words), veris.source, &veris.root)
           && veris_words_read(&veris) && veris_words_check(&veris)
           && zone_open(turn, TEXT("America/New_York"), &pack->calendar.zone));
    return pack;
}

static void try(struct turn *turn, struct text line)
{
    struct veris_line read;
    struct rating_input input;
    struct rating_result result;
    struct value *again;
    if (!veris_line_read(turn, line, &read)) {
        insist(turn->fault.kind == FAULT_INVALID && turn->fault.message[0] != '\0');
        return;
    }
    insist(rating_input_read(turn, turn->pack, read.order.inputs, &input)
           && rating_of(turn, turn->pack, &input, &result) && result.provisional);
    insist(json_read(turn, json_write(turn->arena, read.order.inputs), "the inputs", &again));
    insist(read.findings_count <= VERIS_FINDINGS_MAX && !text_empty(read.order.what));
    for (size_t i = 0; i < read.findings_count; i++)
        insist(text_utf8(read.findings[i].path) && text_utf8(read.findings[i].found)
               && read.findings[i].path.size < 300 && read.findings[i].found.size < 300);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(1 << 26);
    struct turn turn = {.arena = arena};
    jmp_buf guard;
    if (!ARENA_GUARD(arena, guard)) {
        turn.pack = pack_of(&turn);
        try(&turn, (struct text){(const char *)data, size});
    }
    arena_guard(arena, NULL);
    arena_free(arena);
    return 0;
}
