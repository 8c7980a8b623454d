/* SPDX-License-Identifier: Apache-2.0 */
/* Indicators: what a list takes, what an event speaks of, and the same by a matcher that compares
 * everything with everything. */
#include "base/zone.h"
#include "sigma/indicator.h"
#include "tap.h"
#include <arpa/inet.h>
#include <stdlib.h>
#include <strings.h>

enum { RIG_BYTES = 1 << 29, HEARD_MAX = 64 };

static const int64_t now_us = INT64_C(1798761600) * 1000000; /* 2027-01-01 */

struct heard {
    struct indicator_hit hits[HEARD_MAX];
    char entries[HEARD_MAX][INDICATOR_ENTRY_BYTES_MAX];
    size_t count;
};

struct rig {
    struct turn turn;
    struct indicators *indicators;
    struct event_reader *reader;
    struct event event;
    struct heard heard;
};

static void hear(void *listener, const struct indicator_hit *hit)
{
    struct heard *heard = listener;
    struct indicator_hit *kept = &heard->hits[heard->count];
    *kept = *hit;
    memcpy(heard->entries[heard->count], hit->entry.data, hit->entry.size);
    kept->entry.data = heard->entries[heard->count++];
}

static void rig_begin(struct rig *rig)
{
    memset(rig, 0, sizeof *rig);
    rig->turn.arena = arena_new(RIG_BYTES);
    rig->indicators = indicators_new(rig->turn.arena);
    rig->reader = event_reader_new(rig->turn.arena, NULL);
}

static void rig_list(struct rig *rig, const char *name, const char *text)
{
    if (!indicators_read(&rig->turn, rig->indicators, text_of(name), text_of(text)))
        ok(false, "%s", rig->turn.fault.message);
}

static size_t rig_ask_at(struct rig *rig, const char *name, struct text value, int64_t at_us)
{
    rig->heard.count = 0;
    event_begin(rig->reader, value, &rig->event);
    if (name != NULL)
        event_add(rig->reader, &rig->event, text_of(name), value, EVENT_TEXT, true);
    return indicators_match(rig->indicators, &rig->event, at_us, hear, &rig->heard);
}

/* How many entries a field of this value speaks of; checked on the raw line as well. */
static size_t rig_ask(struct rig *rig, const char *value)
{
    size_t raw = rig_ask_at(rig, NULL, text_of(value), now_us);
    size_t field = rig_ask_at(rig, "field", text_of(value), now_us);
    if (raw != field)
        ok(false, "the field and the line differ: %zu, %zu: %s", field, raw, value);
    return field;
}

static struct text problem(const struct rig *rig, size_t at, uint64_t *line)
{
    size_t count;
    uint64_t total;
    const struct indicator_problem *problems = indicators_problems(rig->indicators, &count, &total);
    *line = at < count ? problems[at].line : 0;
    return at < count ? problems[at].what : TEXT_NONE;
}

static size_t problem_count(const struct rig *rig)
{
    size_t count;
    uint64_t total;
    (void)indicators_problems(rig->indicators, &count, &total);
    return count;
}

/* ---- lists ---- */

static void test_lists(void)
{
    struct rig rig;
    uint64_t line;
    rig_begin(&rig);
    rig_list(&rig, "a.txt",
             "\xEF\xBB\xBF# a remark\n; another\n\n192.0.2.7\r\n198.51.100.0/24 ; SBL1\n"
             "evil.example\n*.Wild.example # why\n2001:db8::/32\n::ffff:203.0.113.9\n"
             "hxxps://bad[.]example/x\nd41d8cd98f00b204e9800998ecf8427e\n"
             "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709\n");
    ok(problem_count(&rig) == 0 && indicators_count(rig.indicators) == 9, "a plain list is taken");
    ok(indicators_count_of(rig.indicators, INDICATOR_ADDRESS) == 4
           && indicators_count_of(rig.indicators, INDICATOR_DOMAIN) == 2
           && indicators_count_of(rig.indicators, INDICATOR_URL) == 1
           && indicators_count_of(rig.indicators, INDICATOR_MD5) == 1
           && indicators_count_of(rig.indicators, INDICATOR_SHA1) == 1,
       "each is of its kind");
    rig_list(&rig, "b.csv",
             "Source,note,IOC,valid_until\n\"CISA, AA26\",x,\"http://a.example/1,2\",2027-06-30\n"
             "\"say \"\"hi\"\"\",y,gone.example,2026-12-31\n");
    ok(problem_count(&rig) == 0 && rig_ask(&rig, "see http://a.example/1,2") == 1
           && text_is(rig.heard.hits[0].source, "CISA, AA26")
           && rig.heard.hits[0].expires_us == (INT64_C(1814400000)) * 1000000,
       "CSV with a header: quotes, commas, columns in any order, a day ends with it");
    ok(rig_ask(&rig, "gone.example") == 0 && indicators_expired(rig.indicators, now_us) == 1
           && rig_ask_at(&rig, "q", TEXT("gone.example"), now_us - 1) == 1
           && text_is(rig.heard.hits[0].source, "say \"hi\""),
       "what has expired is not found, up to the microsecond");
    rig_list(&rig, "c.txt",
             "com\n10.1.2.3/8\n10.0.0.0/7\n10.0.0.0/33\n1.2.3.4.5\nsomebody@evil.example\n"
             "http://\nevil.example,soon\n\"open\nb\xC3\xBC"
             "cher.example\nfine.example\n1.2.3.0/0\n,2027-01-01\nhttp://nohost/x\n");
    ok(problem_count(&rig) == 13, "every line that is not right is a problem: %zu",
       problem_count(&rig));
    ok(text_contains(problem(&rig, 0, &line), TEXT("two labels")) && line == 1,
       "one label is too much to look for");
    ok(text_contains(problem(&rig, 1, &line), TEXT("write the network")) && line == 2,
       "an address inside of a network is no network");
    ok(text_contains(problem(&rig, 5, &line), TEXT("mail address")) && line == 6,
       "a mail address is named as one");
    ok(text_contains(problem(&rig, 7, &line), TEXT("2026-12-31")) && line == 8,
       "a day that is none says how to write one");
    ok(text_contains(problem(&rig, 9, &line), TEXT("xn--")) && line == 10,
       "letters beyond ASCII are named");
    ok(rig_ask(&rig, "fine.example") == 1 && rig.heard.hits[0].line == 11
           && text_is(rig.heard.hits[0].list, "c.txt"),
       "the lines beside them are taken, and a hit names list and line");
    rig_list(&rig, "d.txt", "twice.example,2026-01-01\ntwice.example,2028-01-01\n");
    ok(indicators_repeated(rig.indicators) == 1 && rig_ask(&rig, "twice.example") == 1
           && rig.heard.hits[0].line == 1,
       "said twice in a list, the later expiry holds");
    rig_list(&rig, "e.txt", "fine.example\n");
    ok(rig_ask(&rig, "fine.example") == 2, "two lists, two hits");
    arena_free(rig.turn.arena);
}

/* ---- what an event speaks of ---- */

static void test_found(void)
{
    static const struct {
        const char *value;
        size_t count;
    } cases[] = {
        {"192.0.2.7", 1},
        {"from 192.0.2.7:443", 1},
        {"from [192.0.2.7]", 1},
        {"192.0.2.7.", 1},
        {"192.0.2.77", 0},
        {"1192.0.2.7", 0},
        {"192.0.2.7.1", 0},
        {"192.0.2.07", 0},
        {"198.51.100.255 198.51.101.0", 1},
        {"::ffff:192.0.2.7", 1},
        {"2001:db8:1::5", 1},
        {"2001:0DB8:0:0::5", 1},
        {"[2001:db8::5]:80", 1},
        {"src:2001:db8::5", 1},
        {"2001:db9::5", 0},
        {"from 2001:db8::1: refused", 1},
        {"evil.example", 1},
        {"www.EVIL.example.", 1},
        {"notevil.example", 0},
        {"evil.example.org", 0},
        {"user@evil.example", 1},
        {"evil.example@good.org", 0},
        {"client=evil.example:25", 1},
        {"http://www.evil.example:80/x", 1},
        {"bad.example/drop", 1},
        {"http://bad.example/drop", 1},
        {"HTTP://user:pass@BAD.example:80/drop#part", 1},
        {"(https://bad.example/drop).", 1},
        {"https://bad.example/drop?x", 0},
        {"https://bad.example/Drop", 0},
        {"https://good.org/?to=http://bad.example/drop", 1},
        {"https://bad.example:8443/drop", 0},
        {"MD5=D41D8CD98F00B204E9800998ECF8427E,SHA1=x", 1},
        {"md5:d41d8cd98f00b204e9800998ecf8427e", 1},
        {"d41d8cd98f00b204e9800998ecf8427ea", 0},
        {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 1},
        {"", 0},
        {"...:::///", 0},
        {"http://", 0},
    };
    struct rig rig;
    rig_begin(&rig);
    rig_list(&rig, "list",
             "192.0.2.7\n198.51.100.0/24\n2001:db8::/32\nevil.example\nhttps://bad.example/drop\n"
             "d41d8cd98f00b204e9800998ecf8427e\n"
             "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n");
    ok(problem_count(&rig) == 0 && indicators_count(rig.indicators) == 7, "the list is taken");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ok(rig_ask(&rig, cases[i].value) == cases[i].count, "%zu hits: \"%s\"", cases[i].count,
           cases[i].value);
    ok(rig_ask(&rig, "198.51.100.9") == 1 && text_is(rig.heard.hits[0].entry, "198.51.100.0/24")
           && text_is(rig.heard.hits[0].value, "198.51.100.9")
           && text_is(rig.heard.hits[0].field, "field"),
       "a hit says the entry, what was found, and where");
    arena_free(rig.turn.arena);
}

static void test_fields(void)
{
    struct rig rig;
    rig_begin(&rig);
    rig_list(&rig, "list", "evil.example\nhttp://bad.example/a?b=c\n");
    struct text line = TEXT("the line says evil.example");
    rig.heard.count = 0;
    event_begin(rig.reader, line, &rig.event);
    event_add(rig.reader, &rig.event, TEXT("message"), line, EVENT_TEXT, true);
    event_add(rig.reader, &rig.event, TEXT("query"), TEXT("x.evil.example"), EVENT_TEXT, true);
    event_add(rig.reader, &rig.event, TEXT("host"), TEXT("Bad.example"), EVENT_TEXT, true);
    event_add(rig.reader, &rig.event, TEXT("uri"), TEXT("/a?b=c"), EVENT_TEXT, true);
    ok(indicators_match(rig.indicators, &rig.event, now_us, hear, &rig.heard) == 2,
       "each entry is told once");
    ok(text_is(rig.heard.hits[0].field, "query") && text_is(rig.heard.hits[1].field, "uri"),
       "the field that says most is named; host and path are one URL");
    rig.heard.count = 0;
    event_begin(rig.reader, line, &rig.event);
    event_add(rig.reader, &rig.event, TEXT("x"), TEXT_NONE, EVENT_NULL, true);
    ok(indicators_match(rig.indicators, &rig.event, now_us, hear, &rig.heard) == 0,
       "the line of an event that was read is not looked at again");
    rig.event.cut = true;
    ok(indicators_match(rig.indicators, &rig.event, now_us, hear, &rig.heard) == 1
           && text_empty(rig.heard.hits[0].field),
       "but where fields were left out it is");
    arena_free(rig.turn.arena);
}

static void test_hostile(void)
{
    struct rig rig;
    rig_begin(&rig);
    rig_list(&rig, "list", "http://bad.example/a\nevil.example\n::1\n");
    size_t size = EVENT_BYTES_MAX;
    static const char *const pieces[] = {"http://", "a.", ":", "1.", "evil.example/", "::", "."};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        char *bytes = arena_take(rig.turn.arena, size);
        for (size_t at = 0; at < size; at++)
            bytes[at] = pieces[i][at % strlen(pieces[i])];
        ok(rig_ask_at(&rig, "x", (struct text){bytes, size}, now_us) <= 1,
           "a mebibyte of \"%s\" ends", pieces[i]);
    }
    for (int i = 1; i < INDICATOR_LISTS_MAX; i++)
        rig_list(&rig, "more", "evil.example\n");
    ok(rig_ask(&rig, "evil.example") == INDICATOR_LISTS_MAX, "as many lists as there may be");
    ok(!indicators_read(&rig.turn, rig.indicators, TEXT("one more"), TEXT_NONE)
           && rig.turn.fault.kind == FAULT_LIMIT,
       "one list too many is refused");
    arena_free(rig.turn.arena);
}

/* ---- beside a matcher that compares everything ---- */

enum { ENTRIES = 400, EVENTS = 20000 };

static uint64_t seed = 1;
static uint32_t pick(uint32_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (uint32_t)(seed >> 33) % below;
}

/* Of few letters, so that much meets. */
static struct text any_domain(struct arena *arena)
{
    static const char *const labels[] = {"a", "b", "aa", "x-y", "A"};
    static const char *const tails[] = {"com", "org", "exe"};
    struct builder out = {.arena = arena};
    for (uint32_t i = pick(4) + 1; i > 0; i--)
        build_format(&out, "%s.", labels[pick(5)]);
    build_format(&out, "%s", tails[pick(3)]);
    return built(&out);
}

static struct text any_address(struct arena *arena)
{
    if (pick(3) == 0)
        return text_format(arena, "fd%02x::%x:%x", pick(4), pick(4), pick(4));
    return text_format(arena, "10.%u.%u.%u", pick(3), pick(3), pick(256));
}

static struct text any_entry(struct arena *arena)
{
    if (pick(3) == 0)
        return any_domain(arena);
    if (pick(2) == 0)
        return text_format(arena, "%032x", pick(50));
    struct text address = any_address(arena);
    if (pick(2) == 0)
        return address;
    unsigned char bytes[16] = {0};
    char shown[INET6_ADDRSTRLEN];
    bool six = text_contains(address, TEXT(":"));
    unsigned length = six ? 16 + pick(113) : 8 + pick(25);
    inet_pton(six ? AF_INET6 : AF_INET, address.data, bytes);
    for (unsigned bit = length; bit < (six ? 128 : 32); bit++)
        bytes[bit / 8] &= (unsigned char)~(0x80U >> bit % 8);
    inet_ntop(six ? AF_INET6 : AF_INET, bytes, shown, sizeof shown);
    return text_format(arena, "%s/%u", shown, length);
}

static bool naive_network(const char *entry, const char *value)
{
    char network[INET6_ADDRSTRLEN];
    unsigned char a[16];
    unsigned char b[16];
    const char *slash = strchr(entry, '/');
    snprintf(network, sizeof network, "%.*s",
             slash == NULL ? (int)strlen(entry) : (int)(slash - entry), entry);
    int family = strchr(network, ':') != NULL ? AF_INET6 : AF_INET;
    if (inet_pton(family, network, a) != 1 || inet_pton(family, value, b) != 1)
        return false;
    int length = slash != NULL ? (int)strtol(slash + 1, NULL, 10) : family == AF_INET ? 32 : 128;
    for (int bit = 0; bit < length; bit++)
        if (((a[bit / 8] ^ b[bit / 8]) & 0x80 >> bit % 8) != 0)
            return false;
    return true;
}

static bool naive(const char *entry, const char *value)
{
    size_t e = strlen(entry);
    size_t v = strlen(value);
    if (strcasecmp(entry, value) == 0 || naive_network(entry, value))
        return true;
    return strchr(entry, '.') != NULL && v > e && value[v - e - 1] == '.'
           && strcasecmp(value + v - e, entry) == 0;
}

static void test_differential(void)
{
    struct rig rig;
    struct text entries[ENTRIES];
    size_t count = 0;
    size_t wrong = 0;
    size_t found = 0;
    rig_begin(&rig);
    struct builder list = {.arena = rig.turn.arena};
    for (size_t i = 0; i < ENTRIES; i++) {
        struct text entry = any_entry(rig.turn.arena);
        bool known = false;
        for (size_t k = 0; k < count; k++)
            known = known || strcasecmp(entries[k].data, entry.data) == 0;
        if (known)
            continue;
        entries[count++] = entry;
        build_format(&list, "%s\n", entry.data);
    }
    build_byte(&list, '\0');
    rig_list(&rig, "list", list.data);
    ok(indicators_count(rig.indicators) == count && problem_count(&rig) == 0,
       "%zu random entries are taken", count);
    for (size_t i = 0; i < EVENTS; i++) {
        struct text value = pick(2) == 0   ? any_domain(rig.turn.arena)
                            : pick(6) == 0 ? text_format(rig.turn.arena, "%032X", pick(60))
                                           : any_address(rig.turn.arena);
        size_t wanted = 0;
        for (size_t k = 0; k < count; k++)
            wanted += naive(entries[k].data, value.data);
        struct text said = text_format(rig.turn.arena, "<%s>, so", value.data);
        size_t got = rig_ask_at(&rig, "x", said, now_us);
        wrong += got != (wanted < INDICATOR_HITS_MAX ? wanted : INDICATOR_HITS_MAX);
        found += got;
    }
    ok(wrong == 0 && found > 1000,
       "%d random values: %zu hits, %zu values differ from a naive "
       "matcher",
       EVENTS, found, wrong);
    arena_free(rig.turn.arena);
}

static void test_many(void)
{
    struct rig rig;
    size_t missed = 0;
    rig_begin(&rig);
    struct builder list = {.arena = rig.turn.arena};
    for (unsigned i = 0; i < 50000; i++)
        build_format(&list, "n%u.example\n10.%u.%u.%u\n", i, i >> 16, i >> 8 & 255, i & 255);
    build_byte(&list, '\0');
    rig_list(&rig, "many", list.data);
    for (unsigned i = 0; i < 50000; i += 7)
        missed +=
            rig_ask_at(&rig, "x", text_format(rig.turn.arena, "w.n%u.example", i), now_us) != 1;
    ok(indicators_count(rig.indicators) == 100000 && missed == 0, "a hundred thousand are found");
    ok(indicators_bytes(rig.indicators) / indicators_count(rig.indicators) < 64,
       "an entry takes %zu bytes",
       indicators_bytes(rig.indicators) / indicators_count(rig.indicators));
    arena_free(rig.turn.arena);
}

int main(void)
{
    test_lists();
    test_found();
    test_fields();
    test_hostile();
    test_differential();
    test_many();
    return tap_end();
}
