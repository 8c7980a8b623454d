/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The language of searches, and a store that is searched beside the plainest scan there is: random
 * lines, random queries, the same lines found. The scan is written here, of its own.
 */
#include "event/search.h"
#include "event/search_tree.h"
#include "event/segment_store.h"
#include "ground.h"
#include <ctype.h>
#include <time.h>

enum { LINES = 6000, QUERIES = 600, WORDS = 24, NODES_MAX = 64, LINE_BYTES = 600 };

static const char *const words[WORDS] = {
    "alice",  "bob",        "mimikatz.exe", "10.1.2.3", "10.1.2.30", "powershell",
    "a_b",    "deadbeef00", "DEADBEEF",     "failed",   "ssh",       "x",
    "zz",     "host-7",     "C:\\t",        "port",     "22",        "g\xc3\xbc",
    "err%or", "(odd)",      "true",         "b/c",      "443",       "Alice"};

struct line {
    char raw[LINE_BYTES];
    size_t size;
    bool fields; /* raw is JSON with these */
    const char *user, *address;
    const char *source;
};

struct node {
    enum { WORD, QUOTED, START, END, MIDDLE, REGEX, USER, ADDRESS, SOURCE, NOT, AND, OR } kind;
    char text[64];
    int left, right;
};

struct query {
    struct node nodes[NODES_MAX];
    int count;
    char text[8192];
};

/* ---- the plain scan ---- */

static bool is_word(unsigned char byte)
{
    return isalnum(byte) || byte == '_' || byte >= 128;
}

/* begins, ends: only where a word begins, or ends, if the text has a letter there. */
static bool plain_find(const struct line *line, const char *text, bool begins, bool ends)
{
    size_t size = strlen(text);
    for (size_t at = 0; at + size <= line->size; at++) {
        const char *here = line->raw + at;
        size_t same = 0;
        while (same < size
               && tolower((unsigned char)here[same]) == tolower((unsigned char)text[same]))
            same++;
        bool left = !begins || !is_word((unsigned char)text[0]) || at == 0
                    || !is_word((unsigned char)here[-1]);
        bool right = !ends || !is_word((unsigned char)text[size - 1]) || at + size == line->size
                     || !is_word((unsigned char)here[size]);
        if (same == size && left && right)
            return true;
    }
    return false;
}

static bool plain_holds(const struct query *query, int at, const struct line *line)
{
    const struct node *node = &query->nodes[at];
    switch (node->kind) {
    case WORD: return plain_find(line, node->text, true, true);
    case QUOTED:
    case REGEX:
    case MIDDLE: return plain_find(line, node->text, false, false);
    case START: return plain_find(line, node->text, true, false);
    case END: return plain_find(line, node->text, false, true);
    case USER: return line->fields && strcasecmp(line->user, node->text) == 0;
    case ADDRESS: return line->fields && strcasecmp(line->address, node->text) == 0;
    case SOURCE: return strcasecmp(line->source, node->text) == 0;
    case NOT: return !plain_holds(query, node->left, line);
    case AND: return plain_holds(query, node->left, line) && plain_holds(query, node->right, line);
    case OR: return plain_holds(query, node->left, line) || plain_holds(query, node->right, line);
    }
    return false;
}

/* ---- random lines and queries ---- */

static void json_escape(char *out, const char *text, unsigned *seed)
{
    for (; *text != '\0'; text++) {
        if (*text == '\\')
            out += sprintf(out, "\\\\");
        else if (isalpha((unsigned char)*text) && rand_r(seed) % 60 == 0)
            out += sprintf(out, "\\u%04x", (unsigned char)*text);
        else
            *out++ = *text;
    }
    *out = '\0';
}

static void line_make(struct line *line, unsigned *seed, unsigned rare)
{
    static const char *const sources[] = {"syslog/10.0.0.1", "file", "http"};
    char user[200];
    char rest[300] = "";
    line->source = sources[rand_r(seed) % 3];
    line->user = words[rand_r(seed) % WORDS];
    line->address = rand_r(seed) % 2 == 0 ? "10.1.2.3" : "192.168.7.9";
    line->fields = rand_r(seed) % 2 == 0;
    for (int i = rand_r(seed) % 6; i > 0; i--) {
        strcat(rest, words[(unsigned)rand_r(seed) % rare]);
        strcat(rest, rand_r(seed) % 4 == 0 ? "" : rand_r(seed) % 2 == 0 ? " " : "=");
    }
    if (line->fields) {
        char safe[600];
        json_escape(user, line->user, seed);
        json_escape(safe, rest, seed);
        line->size = (size_t)snprintf(line->raw, sizeof line->raw,
                                      "{\"user\":\"%s\",\"src_ip\":\"%s\",\"n\":\"%s\"}", user,
                                      line->address, safe);
    } else {
        line->size = (size_t)snprintf(line->raw, sizeof line->raw, "%s", rest);
    }
}

static int node_make(struct query *query, unsigned *seed, int depth)
{
    int at = query->count++;
    struct node *node = &query->nodes[at];
    node->kind =
        (unsigned)rand_r(seed) % (depth > 3 || query->count > NODES_MAX - 8 ? NOT : OR + 1);
    if (node->kind >= NOT)
        node->left = node_make(query, seed, depth + 1);
    if (node->kind > NOT)
        node->right = node_make(query, seed, depth + 1);
    const char *word = words[rand_r(seed) % WORDS];
    if (node->kind == SOURCE)
        word = rand_r(seed) % 2 == 0 ? "FILE" : "syslog/10.0.0.1";
    if (node->kind == ADDRESS)
        word = rand_r(seed) % 2 == 0 ? "192.168.7.9" : "10.1.2.30";
    size_t cut = node->kind == START || node->kind == MIDDLE ? 1 + (size_t)rand_r(seed) % 8 : 60;
    size_t skip =
        node->kind == END || node->kind == MIDDLE ? (size_t)rand_r(seed) % strlen(word) : 0;
    snprintf(node->text, sizeof node->text, "%.*s", (int)cut, word + skip);
    if (node->kind == USER && strcmp(word, "true") == 0)
        snprintf(node->text, sizeof node->text, "bob");
    return at;
}

static void quoted(char *out, const char *text)
{
    out += sprintf(out, "\"");
    for (; *text != '\0'; text++)
        out += sprintf(out, *text == '\\' || *text == '"' ? "\\%c" : "%c", *text);
    strcpy(out, "\"");
}

static void node_write(const struct query *query, int at, char *out)
{
    const struct node *node = &query->nodes[at];
    char text[200];
    bool odd = strpbrk(node->text, "()/\\") != NULL || node->text[0] == '-';
    quoted(text, node->text);
    out += strlen(out);
    switch (node->kind) {
    case WORD: sprintf(out, odd ? "%s" : "%s", odd ? text : node->text); break;
    case QUOTED: strcpy(out, text); break;
    case START: sprintf(out, "%s*", node->text); break;
    case END: sprintf(out, "*%s", node->text); break;
    case MIDDLE: sprintf(out, "*%s*", node->text); break;
    case REGEX:
        out += sprintf(out, "/");
        for (const char *byte = node->text; *byte != '\0'; byte++)
            out += sprintf(out, isalnum((unsigned char)*byte) || (*byte & 0x80) ? "%c" : "[%c]",
                           *byte);
        strcpy(out, "/i");
        break;
    case USER: sprintf(out, "user=%s", text); break;
    case ADDRESS: sprintf(out, "src_ip=%s", text); break;
    case SOURCE: sprintf(out, "source=%s", text); break;
    case NOT:
        strcpy(out, "NOT ");
        node_write(query, node->left, out);
        break;
    case AND:
    case OR:
        strcpy(out, "(");
        node_write(query, node->left, out);
        strcat(out, node->kind == AND ? " " : " OR ");
        node_write(query, node->right, out);
        strcat(out, ")");
        break;
    }
}

/* What the language spells otherwise than the plain scan reads it. */
static bool node_sayable(const struct query *query, int at)
{
    const struct node *node = &query->nodes[at];
    if (node->kind >= NOT)
        return node_sayable(query, node->left)
               && (node->kind == NOT || node_sayable(query, node->right));
    bool odd = strpbrk(node->text, "()/\\ ") != NULL || node->text[0] == '-';
    return node->kind == QUOTED || node->kind >= USER || !odd;
}

/* ---- both, side by side ---- */

struct comparison {
    const struct line *lines;
    unsigned char *found; /* one for each line */
    size_t hits;
    bool wrong;
};

static bool hit_note(void *context, const struct search_hit *hit)
{
    struct comparison *comparison = context;
    uint64_t at = hit->position.index + (hit->position.segment - 1) * (LINES / 3);
    comparison->hits++;
    comparison->wrong = comparison->wrong || at >= LINES || comparison->found[at] != 0
                        || !text_equal(hit->record->raw, (struct text){comparison->lines[at].raw,
                                                                       comparison->lines[at].size});
    if (at < LINES)
        comparison->found[at] = 1;
    return true;
}

static bool store_fill(struct ground *ground, struct line *lines, unsigned *seed)
{
    for (size_t i = 0; i < LINES; i++) {
        size_t taken;
        struct segment_position first;
        line_make(&lines[i], seed, 1 + (unsigned)(i / 100) % WORDS);
        struct segment_record record = ground_record((struct text){lines[i].raw, lines[i].size});
        record.source = text_of(lines[i].source);
        record.event_us = (int64_t)i;
        if (!segment_append(&ground->turn, ground->store, GROUND_NOW_US, &record, 1, &taken,
                            &first))
            return false;
        /* Small blocks, so that many can be passed by; the last segment stays open. */
        if (i % 50 == 49 && !segment_cut(&ground->turn, ground->store))
            return false;
        if ((i == LINES / 3 - 1 || i == LINES / 3 * 2 - 1)
            && !segment_seal(&ground->turn, ground->store, GROUND_NOW_US))
            return false;
    }
    return ground_sync(ground);
}

static bool query_same(struct ground *ground, const struct line *lines, unsigned *seed,
                       struct search_progress *sum)
{
    static unsigned char found[LINES];
    static struct query query;
    struct turn turn = {.arena = arena_new(ground_arena_bytes)};
    struct comparison comparison = {.lines = lines, .found = found};
    struct search_progress done;
    struct search_query *read;
    do {
        query.count = 0;
        query.text[0] = '\0';
        node_make(&query, seed, 0);
    } while (!node_sayable(&query, 0));
    node_write(&query, 0, query.text);
    memset(found, 0, sizeof found);
    int64_t since = rand_r(seed) % 4 == 0 ? rand_r(seed) % LINES : INT64_MIN;
    int64_t until = rand_r(seed) % 4 == 0 ? rand_r(seed) % LINES : INT64_MAX;
    struct search_order order = {.folder = ground->folder,
                                 .since_us = since,
                                 .until_us = until,
                                 .take = hit_note,
                                 .context = &comparison};
    bool good = search_read(&turn, text_of(query.text), &read);
    order.query = read;
    good = good && search_run(&turn, &order, &done);
    size_t wrong = SIZE_MAX;
    for (size_t i = 0; i < LINES && wrong == SIZE_MAX; i++)
        if ((found[i] != 0)
            != (plain_holds(&query, 0, &lines[i]) && (int64_t)i >= since && (int64_t)i < until))
            wrong = i;
    if (!good || comparison.wrong || wrong != SIZE_MAX)
        printf("# %s: %s; line %zu: %s\n", query.text, turn.fault.message, wrong,
               wrong == SIZE_MAX ? "" : lines[wrong].raw);
    good = good && !comparison.wrong && wrong == SIZE_MAX;
    sum->blocks += done.blocks;
    sum->passed_by += done.passed_by;
    sum->hits += done.hits;
    arena_free(turn.arena);
    return good;
}

static void differential(void)
{
    struct ground ground;
    struct search_progress sum = {0};
    static struct line lines[LINES];
    unsigned seed = (unsigned)time(NULL);
    printf("# seed %u\n", seed);
    if (!ok(ground_make(&ground) && ground_open(&ground) && store_fill(&ground, lines, &seed),
            "a store of %d lines: %s", LINES, ground.turn.fault.message))
        return;
    size_t same = 0;
    for (int i = 0; i < QUERIES; i++)
        same += query_same(&ground, lines, &seed, &sum);
    ok(same == QUERIES, "%zu of %d queries find what the plain scan finds (%llu lines)", same,
       QUERIES, (unsigned long long)sum.hits);
    ok(sum.passed_by > sum.blocks / 10, "%llu of %llu blocks are passed by",
       (unsigned long long)sum.passed_by, (unsigned long long)sum.blocks);
    ground_remove(&ground);
}

/* ---- the language ---- */

static bool holds(const char *query, const char *line)
{
    struct turn turn = {.arena = arena_new(ground_arena_bytes)};
    struct search_query *read;
    struct segment_record record = ground_record(text_of(line));
    struct search_memory *memory = NULL;
    bool good = search_read(&turn, text_of(query), &read)
                && (memory = search_memory_new(&turn, read, NULL)) != NULL;
    if (!good)
        printf("# %s: %s\n", query, turn.fault.message);
    bool found = good && search_matches(memory, &record);
    arena_free(turn.arena);
    return found;
}

static void language(void)
{
    static const struct {
        const char *query, *line;
        bool holds;
    } cases[] = {
        {"", "anything", true},
        {"Admin", "user ADMIN in", true},
        {"admin", "administrator", false},
        {"admin*", "administrator", true},
        {"*trator", "administrator", true},
        {"a*in*r", "x administrator y", true},
        {"a*in*r", "xadministrator", false},
        {"10.1.2.3", "from 10.1.2.3:22", true},
        {"10.1.2.3", "from 110.1.2.30", false},
        {"\"dmin\"", "administrator", true},
        {"one two", "two then one", true},
        {"one AND three", "two then one", false},
        {"one OR three two", "two then one", true},
        {"three OR (one two)", "two then one", true},
        {"-three NOT four", "two then one", true},
        {"user=admin", "{\"user\":\"Admin\"}", true},
        {"user=admin", "{\"user\":\"\\u0061dmin\"}", true},
        {"user!=admin", "{\"user\":\"bob\"}", true},
        {"user=ad*", "{\"user\":\"admin\"}", true},
        {"user=dmin", "{\"user\":\"admin\"}", false},
        {"user=*", "{\"other\":1}", false},
        {"n=17", "{\"n\":17}", true},
        {"a.b=c", "{\"a\":{\"b\":\"c\"}}", true},
        {"user=/^ad.*n$/", "{\"user\":\"admin\"}", true},
        {"source=te*", "x", true},
        {"source=tes", "x", false},
        {"/por[tx] \\d+/", "port 22", true},
        {"/PORT/", "port 22", false},
        {"/PORT/i", "port 22", true},
        {"\"say \\\"hi\\\"\"", "they say \"hi\" back", true},
        {"C:\\Windows\\\\*", "in C:\\Windows\\System32", true},
        {"5\\*", "5* of them", true},
        {"http://x", "see http://x now", true},
        {"src_ip=10.0.0.1 outcome=failure",
         "<38>Oct 11 22:14:15 h sshd[7]: Failed password for root from 10.0.0.1 port 22 ssh2",
         true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ok(holds(cases[i].query, cases[i].line) == cases[i].holds, "%s %s: %s", cases[i].query,
           cases[i].holds ? "finds" : "does not find", cases[i].line);
}

static void errors(void)
{
    static const struct {
        const char *query, *says;
    } cases[] = {
        {"\"abc", "At byte 1 "},       {"a (b", "At byte 3 "},        {"a) b", "At byte 2 "},
        {"a OR", "At byte 5 "},        {"NOT", "At byte 4 "},         {"()", "At byte 2 "},
        {"user=", "At byte 6 "},       {"/etc/passwd", "At byte 6 "}, {"/a(/", "At byte 1 "},
        {"a AND AND b", "At byte 7 "}, {"/(?=x)/", "At byte 1 "},     {"a\"b\"", "At byte 2 "},
        {"x \"\"", "At byte 3 "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct turn turn = {.arena = arena_new(ground_arena_bytes)};
        struct search_query *read;
        bool refused = !search_read(&turn, text_of(cases[i].query), &read);
        ok(refused && turn.fault.kind == FAULT_INVALID && strcmp(turn.fault.field, "query") == 0
               && strstr(turn.fault.message, cases[i].says) != NULL,
           "%s: %s", cases[i].query, turn.fault.message);
        arena_free(turn.arena);
    }
    struct turn turn = {.arena = arena_new(ground_arena_bytes)};
    struct search_query *read;
    char deep[SEARCH_BYTES_MAX + 2];
    memset(deep, '(', sizeof deep);
    ok(!search_read(&turn, (struct text){deep, 1000}, &read), "too deep: %s", turn.fault.message);
    fault_clear(&turn);
    ok(!search_read(&turn, (struct text){deep, sizeof deep}, &read), "too long: %s",
       turn.fault.message);
    fault_clear(&turn);
    for (size_t i = 0; i < 1000; i += 2)
        memcpy(deep + i, "a ", 2);
    ok(!search_read(&turn, (struct text){deep, 1000}, &read), "too much: %s", turn.fault.message);
    arena_free(turn.arena);
}

struct seen {
    size_t hits;
    uint64_t last;
};

static bool seen_note(void *context, const struct search_hit *hit)
{
    struct seen *seen = context;
    seen->hits++;
    seen->last = hit->position.index;
    return true;
}

static size_t times_seen(struct ground *ground, const char *asked, uint64_t *last)
{
    struct turn turn = {.arena = arena_new(ground_arena_bytes)};
    struct search_query *query;
    struct search_progress done;
    struct seen seen = {0};
    struct search_order order = {.folder = ground->folder,
                                 .since_us = INT64_MIN,
                                 .until_us = INT64_MAX,
                                 .take = seen_note,
                                 .context = &seen};
    bool good = search_read(&turn, text_of(asked), &query);
    order.query = query;
    good = good && search_run(&turn, &order, &done) && done.damaged == 0;
    arena_free(turn.arena);
    *last = seen.last;
    return good ? seen.hits : SIZE_MAX;
}

/* A line is found once, wherever it is: in the journal, in a block, in a sealed segment. */
static void everywhere(void)
{
    struct ground ground;
    uint64_t last = 0;
    if (!ok(ground_make(&ground) && ground_open(&ground), "a store"))
        return;
    ok(times_seen(&ground, "alpha", &last) == 0, "an empty one is searched");
    ok(ground_put(&ground, TEXT("alpha one")) && times_seen(&ground, "alpha", &last) == 0,
       "what is not synced is not found");
    ok(ground_sync(&ground) && times_seen(&ground, "alpha", &last) == 1 && last == 0,
       "what is in the journal alone is");
    ok(ground_put(&ground, TEXT("alpha two")) && ground_sync(&ground)
           && times_seen(&ground, "alpha", &last) == 2,
       "two pieces of it");
    ok(segment_cut(&ground.turn, ground.store) && times_seen(&ground, "alpha", &last) == 2,
       "in a block, and still in the journal: once");
    ok(ground_put(&ground, TEXT("alpha three")) && ground_sync(&ground)
           && times_seen(&ground, "alpha", &last) == 3 && times_seen(&ground, "three", &last) == 1
           && last == 2,
       "some in a block, some in the journal");
    ok(segment_seal(&ground.turn, ground.store, GROUND_NOW_US)
           && times_seen(&ground, "alpha", &last) == 3,
       "sealed, and the journal as it was");
    ok(ground_put(&ground, TEXT("alpha four")) && ground_sync(&ground)
           && times_seen(&ground, "alpha", &last) == 4,
       "and the next segment");
    ground_remove(&ground);
}

/* Every byte, at every place of a word of the machine. */
static void folding(void)
{
    char line[256 + 8];
    char folded[sizeof line];
    bool good = true;
    for (size_t shift = 0; shift < 8; shift++) {
        for (size_t i = 0; i < sizeof line; i++)
            line[i] = (char)(unsigned char)(i + shift);
        search_fold((struct text){line, sizeof line - shift}, folded);
        for (size_t i = 0; i < sizeof line - shift; i++)
            good = good && folded[i] == (line[i] >= 'A' && line[i] <= 'Z' ? line[i] + 32 : line[i]);
    }
    ok(good, "capitals of ASCII become small letters, and nothing else changes");
}

/* What was not synced may be gone after a crash: it is not there yet, also where it is on the disk.
 */
static void unsynced(void)
{
    struct ground ground;
    uint64_t last = 0;
    static char wide[200000] = "alpha wide";
    memset(wide + 10, ' ', sizeof wide - 10);
    ok(ground_make(&ground) && ground_open(&ground) && ground_put(&ground, TEXT("alpha one"))
           && ground_sync(&ground),
       "a store");
    ok(ground_put(&ground, (struct text){wide, sizeof wide}) && ground_put(&ground, TEXT("alpha"))
           && ground_put(&ground, (struct text){wide, sizeof wide})
           && times_seen(&ground, "alpha", &last) == 1,
       "what stands in a block, and is not synced, is not found");
    char path[128];
    snprintf(path, sizeof path, "%s/%016d.open", ground.folder, 1);
    ok(truncate(path, 40) == 0 && times_seen(&ground, "alpha", &last) == 1,
       "nor is a file damaged that was torn before anything in it was durable");
    ground_remove(&ground);
    ok(ground_make(&ground) && ground_open(&ground)
           && ground_put(&ground, (struct text){wide, sizeof wide})
           && ground_put(&ground, TEXT("alpha")) && ground_sync(&ground)
           && times_seen(&ground, "alpha", &last) == 2,
       "it is found when it is synced");
    ground_remove(&ground);
}

int main(void)
{
    folding();
    everywhere();
    unsynced();
    language();
    errors();
    differential();
    return tap_end();
}
