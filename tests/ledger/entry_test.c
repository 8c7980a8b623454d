/* SPDX-License-Identifier: Apache-2.0 */
/* Entries: one spelling, and the chains of the cases. */
#include "base/zone.h"
#include "ledger/entry.h"
#include "ledger/tile.h"
#include "tap.h"

#define HASH "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a"
#define HEAD "{\"actor\":\"u:3\","
#define BODY "\"obj\":\"inc/1\",\"op\":\"incident.note\","
#define TAIL "\"seq\":3,\"ts\":\"2026-01-04T00:00:00.000Z\",\"v\":1}"

static void test_spellings(void)
{
    static const struct {
        const char *json;
        const char *what;
        bool good;
    } spellings[] = {
        {HEAD BODY TAIL, "the least", true},
        {HEAD "\"cap\":\"soc\"," BODY "\"pay\":\"" HASH "\",\"req\":\"r\"," TAIL, "with more",
         true},
        {HEAD "\"case\":\"c\",\"case_seq\":0," BODY TAIL, "the first of a case", true},
        {HEAD "\"case\":\"c\",\"case_seq\":1," BODY "\"prev\":\"" HASH "\"," TAIL, "its next",
         true},
        {HEAD "\"case\":\"c\",\"case_seq\":1," BODY TAIL, "prev is missing", false},
        {HEAD "\"case\":\"c\",\"case_seq\":0," BODY "\"prev\":\"" HASH "\"," TAIL, "prev too much",
         false},
        {HEAD "\"case\":\"c\"," BODY TAIL, "case without case_seq", false},
        {HEAD "\"case_seq\":0," BODY TAIL, "case_seq without case", false},
        {"{\"actor\":\"\\u0001\\n\\\"\\\\\"," BODY TAIL, "canonical escapes", true},
        {"{\"actor\":\"\\u000a\"," BODY TAIL, "a line feed as \\u000a", false},
        {"{\"actor\":\"\\u001F\"," BODY TAIL, "an escape in upper case", false},
        {"{\"actor\":\"\\u0041\"," BODY TAIL, "an escape of a letter", false},
        {"{\"actor\":\"\\/\"," BODY TAIL, "an escaped solidus", false},
        {"{\"actor\":\"\n\"," BODY TAIL, "a bare line feed", false},
        {"{\"actor\":\"\xC3\"," BODY TAIL, "bytes that are not UTF-8", false},
        {"{\"actor\":\"\xC3\xA9\"," BODY TAIL, "UTF-8", true},
        {HEAD BODY "\"seq\":03,\"ts\":\"2026-01-04T00:00:00.000Z\",\"v\":1}", "a leading zero",
         false},
        {HEAD BODY "\"seq\":-3,\"ts\":\"2026-01-04T00:00:00.000Z\",\"v\":1}", "a minus", false},
        {HEAD BODY "\"seq\":3.0,\"ts\":\"2026-01-04T00:00:00.000Z\",\"v\":1}", "a fraction", false},
        {HEAD BODY "\"seq\":9007199254740992,\"ts\":\"2026-01-04T00:00:00.000Z\",\"v\":1}", "2^53",
         false},
        {HEAD BODY "\"seq\":3,\"ts\":\"2026-01-04T00:00:00Z\",\"v\":1}", "no milliseconds", false},
        {HEAD BODY "\"seq\":3,\"ts\":\"2026-01-04T00:00:00.000Z\",\"v\":2}", "version 2", false},
        {HEAD BODY "\"seq\":3,\"ts\":\"2026-01-04T00:00:00.000Z\",\"v\":1,\"x\":1}", "one more",
         false},
        {HEAD "\"colour\":\"red\"," BODY TAIL, "an unknown member", false},
        {HEAD HEAD, "a name twice", false},
        {"{" BODY TAIL, "no actor", false},
        {"{\"op\":\"o\",\"actor\":\"a\",\"obj\":\"b\"," TAIL, "another order", false},
        {"{ \"actor\":\"u:3\"," BODY TAIL, "white space", false},
        {HEAD BODY TAIL "\n", "a line feed behind", false},
        {HEAD BODY "\"pay\":\"" HASH "0\"," TAIL, "a hash too long", false},
        {"", "nothing", false},
        {"{}", "an empty object", false},
        {"[]", "a list", false},
    };
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        struct entry entry;
        const char *why;
        ok(entry_read(text_of(spellings[i].json), &entry, &why) == spellings[i].good, "%s",
           spellings[i].what);
    }
}

static void test_writing(struct turn *turn)
{
    struct entry entry = {.sequence = 17,
                          .at = TEXT("2026-07-03T12:00:00.000Z"),
                          .actor = TEXT("a \"quoted\"\nname \x01 \xC3\xA9"),
                          .capacity = TEXT("soc"),
                          .op = TEXT("report.create"),
                          .object = TEXT("report/1"),
                          .incident = TEXT("i1"),
                          .case_sequence = 4,
                          .previous = TEXT(HASH),
                          .pay = TEXT(HASH)};
    struct entry back;
    struct text json;
    const char *why = "";
    ok(entry_write(turn, &entry, &json) && entry_read(json, &back, &why),
       "what the writer writes, the reader takes: %s", why);
    ok(back.sequence == 17 && back.case_sequence == 4 && text_is(back.incident, "i1")
           && text_is(back.actor, "a \\\"quoted\\\"\\nname \\u0001 \xC3\xA9")
           && text_empty(back.request),
       "with the same members");
    size_t passed = 0;
    for (size_t size = 0; size < json.size; size++)
        passed += entry_read((struct text){json.data, size}, &back, &why);
    ok(passed == 0, "cut short anywhere it is refused");
    char *large = arena_take(turn->arena, ENTRY_BYTES_MAX);
    memset(large, 'x', ENTRY_BYTES_MAX);
    entry.object = (struct text){large, ENTRY_BYTES_MAX};
    ok(!entry_write(turn, &entry, &json) && turn->fault.kind == FAULT_LIMIT,
       "one that is too long is a limit: %s", turn->fault.message);
    fault_clear(turn);
}

static void test_times(struct turn *turn)
{
    static const struct {
        int64_t milliseconds;
        const char *text;
    } times[] = {{0, "1970-01-01T00:00:00.000Z"},
                 {-1, "1969-12-31T23:59:59.999Z"},
                 {1767225600123, "2026-01-01T00:00:00.123Z"},
                 {1709251199999, "2024-02-29T23:59:59.999Z"}};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        struct text text = entry_time_write(turn->arena, times[i].milliseconds);
        ok(text_is(text, times[i].text) && entry_time_valid(text), "%s", times[i].text);
    }
}

static struct entry link_of(const char *incident, int64_t sequence, struct text previous)
{
    return (struct entry){
        .incident = text_of(incident), .case_sequence = sequence, .previous = previous};
}

static void test_chains(struct turn *turn)
{
    struct chains *chains = chains_new(turn->arena);
    const char *why = "";
    struct sha256 leaf = sha256(TEXT("leaf"));
    struct text hex = hex_write(turn->arena, (struct text){(const char *)leaf.bytes, 32});
    struct entry entry = link_of("a", 1, TEXT(HASH));
    ok(!chains_follow(chains, &entry, &leaf, &why), "a case begins with 0: %s", why);
    entry = link_of("a", 0, TEXT_NONE);
    ok(chains_follow(chains, &entry, &leaf, &why), "its first");
    ok(!chains_follow(chains, &entry, &leaf, &why), "not twice: %s", why);
    entry = link_of("a", 2, hex);
    ok(!chains_follow(chains, &entry, &leaf, &why), "none left out: %s", why);
    entry = link_of("a", 1, TEXT(HASH));
    ok(!chains_follow(chains, &entry, &leaf, &why), "none exchanged: %s", why);
    entry = link_of("a", 1, hex);
    ok(chains_follow(chains, &entry, &leaf, &why), "its second");
    bool good = true;
    for (int64_t round = 0; round < 3; round++)
        for (int i = 0; i < 5000; i++) {
            struct text name = text_format(turn->arena, "case %d", i);
            entry = link_of(name.data, round, round == 0 ? TEXT_NONE : hex);
            good = good && chains_follow(chains, &entry, &leaf, &why);
        }
    ok(good, "5,000 cases at once");
}

int main(void)
{
    struct turn turn = {.arena = arena_new(64 << 20)};
    test_spellings();
    test_writing(&turn);
    test_times(&turn);
    test_chains(&turn);
    arena_free(turn.arena);
    return tap_end();
}
