/* SPDX-License-Identifier: Apache-2.0 */
/* revere hunt finds in the store what revere sigma eval finds in the file it was filled from. */
#include "base/file.h"
#include "base/json.h"
#include "cli/cli.h"
#include "tap.h"
#include <stdlib.h>
#include <unistd.h>

enum { WORDS_MAX = 12, FOUND_MAX = 64, LINES = 30 };
#define ARENA_BYTES ((size_t)1 << 30)

static const char rules_text[] =
    "title: Failed\nname: failed\nid: aaaaaaaa-0000-4000-8000-000000000001\nlevel: low\n"
    "logsource: {product: linux, service: sshd}\n"
    "detection: {s: {outcome: failure, user|startswith: a}, condition: s}\n---\n"
    "title: Root\nid: aaaaaaaa-0000-4000-8000-000000000002\nlevel: high\n"
    "logsource: {product: linux, service: sshd}\n"
    "detection: {s: {user: root}, condition: s}\n---\n"
    "title: Guessed\nid: aaaaaaaa-0000-4000-8000-000000000003\n"
    "correlation: {type: event_count, rules: [failed], group-by: [src_ip], timespan: 1h, "
    "condition: {gte: 4}, generate: true}\n";

/* A command run to its end. */
struct run {
    int code;
    char *out, *errors;
};

static struct run run(int (*command)(struct turn *, const struct console *, int, char **),
                      const char *line)
{
    struct run run = {0};
    size_t out_bytes;
    size_t errors_bytes;
    char *words[WORDS_MAX];
    int count = 0;
    struct turn turn = {.arena = arena_new(ARENA_BYTES), .now_us = 1795752000000000};
    struct console console = {.out = open_memstream(&run.out, &out_bytes),
                              .errors = open_memstream(&run.errors, &errors_bytes)};
    char *copy = strdup(line);
    char *rest = copy;
    for (char *word = strtok_r(copy, " ", &rest); word != NULL && count < WORDS_MAX;
         word = strtok_r(NULL, " ", &rest))
        words[count++] = word;
    run.code = command(&turn, &console, count, words);
    fclose(console.out);
    fclose(console.errors);
    free(copy);
    arena_free(turn.arena);
    return run;
}

static void run_end(struct run *run)
{
    free(run->out);
    free(run->errors);
}

struct found {
    int64_t line; /* from 1 */
    char rule;    /* the last digit of its id */
};

static int by_place(const void *a, const void *b)
{
    const struct found *left = a;
    const struct found *right = b;
    if (left->line != right->line)
        return left->line < right->line ? -1 : 1;
    return left->rule - right->rule;
}

/* The lines of an answer; of the store a line is the place in its segment, which counts from 0. */
static size_t found_read(struct turn *turn, const char *out, bool store, struct found *found)
{
    size_t count = 0;
    struct text rest = text_of(out);
    while (rest.size > 0 && count < FOUND_MAX) {
        struct value *value;
        struct text line = text_cut(rest, '\n', &rest);
        if (!json_read(turn, line, "a line", &value))
            return 0;
        struct text rule = value_get_text(value, "rule");
        found[count++] =
            (struct found){value_get_integer(value, store ? "index" : "line", -1) + (store ? 1 : 0),
                           rule.size == 0 ? '?' : rule.data[rule.size - 1]};
    }
    qsort(found, count, sizeof *found, by_place);
    return count;
}

static struct text log_text(struct arena *arena)
{
    struct builder log = {.arena = arena};
    static const char *const users[] = {"ann", "root", "bob", "alice"};
    for (unsigned i = 0; i < LINES; i++)
        build_format(&log, "Nov 26 10:%02u:03 gw sshd[%u]: Invalid user %s from 198.51.100.%u\n", i,
                     100 + i, users[i % 4], 1 + i % 2);
    return built(&log);
}

static void test_same(struct turn *turn, const char *folder)
{
    struct found filed[FOUND_MAX] = {0};
    struct found hunted[FOUND_MAX] = {0};
    struct run keep =
        run(cli_event, text_format(turn->arena, "keep %s/log --data %s/data", folder, folder).data);
    ok(keep.code == 0, "the lines are kept: %s", keep.errors);
    struct run eval = run(
        cli_sigma, text_format(turn->arena, "eval --rules %s/r.yml %s/log", folder, folder).data);
    struct run hunt = run(
        cli_hunt, text_format(turn->arena, "%s/r.yml --data %s/data --json", folder, folder).data);
    size_t count = found_read(turn, eval.out, false, filed);
    ok(eval.code == 0 && hunt.code == 0 && count > LINES / 2
           && found_read(turn, hunt.out, true, hunted) == count
           && memcmp(filed, hunted, sizeof filed) == 0,
       "what holds in the file holds in the store: %zu", count);
    bool correlated = false;
    for (size_t i = 0; i < count; i++)
        correlated = correlated || hunted[i].rule == '3';
    ok(correlated, "a correlation among them");
    run_end(&keep);
    run_end(&eval);
    run_end(&hunt);
}

static void test_forms(struct turn *turn, const char *folder)
{
    const struct {
        const char *words; /* %s: the folder, twice */
        int code;
        const char *out, *errors;
    } forms[] = {
        {"%s/r.yml --data %s/data --until 2020-01-01T00:00:00Z", 0, "", "0 found in 0 lines"},
        {"%s/r.yml --data %s/data", 0, "", "30 lines were seen by these rules before"},
        {"%s/r.yml --data %s/data --again", 0, "high      Root", "found in 30 lines"},
        {"%s/r2.yml --data %s/data --json", 0, "000000000004", ""},
        {"%s/r.yml --data %s/nowhere", 4, "", "nowhere"},
        {"%s/log --data %s/data", 2, "", "Name a folder of rules"},
        {"%s/r.yml %s/log", 2, "", "neither a folder nor a file of rules"},
        {"--data %s/data", 2, "", "--rules"},
        {"%s/r.yml --data %s/data --since soon", 2, "", "since"},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct builder words = {.arena = turn->arena};
        for (const char *at = forms[i].words; *at != '\0'; at++) {
            if (at[0] == '%' && at[1] == 's') {
                build(&words, text_of(folder));
                at++;
            } else {
                build_byte(&words, *at);
            }
        }
        struct run hunt = run(cli_hunt, text_string(turn->arena, built(&words)));
        bool said = strstr(hunt.errors, forms[i].errors) != NULL
                    && (forms[i].out[0] == '\0' ? hunt.out[0] == '\0'
                                                : strstr(hunt.out, forms[i].out) != NULL);
        if (!ok(hunt.code == forms[i].code && said, "hunt %s", forms[i].words))
            printf("# %d: %s| %s\n", hunt.code, hunt.out, hunt.errors);
        run_end(&hunt);
    }
}

/* A rule that is new looks at all; of the others it is known what they have seen. */
static void test_covered(struct turn *turn, const char *folder)
{
    struct value *said = NULL;
    const struct {
        const char *rule;
        int64_t hunt, none;
    } wanted[] = {{"aaaaaaaa-0000-4000-8000-000000000002", LINES, 0},
                  {"aaaaaaaa-0000-4000-8000-000000000003", LINES, 0},
                  {"aaaaaaaa-0000-4000-8000-000000000004", LINES, 0}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        struct run run_of =
            run(cli_coverage,
                text_format(turn->arena, "%s --data %s/data --json", wanted[i].rule, folder).data);
        ok(run_of.code == 0 && json_read(turn, text_trim(text_of(run_of.out)), "a line", &said)
               && value_get_integer(said, "hunt", -1) == wanted[i].hunt
               && value_get_integer(said, "none", -1) == wanted[i].none,
           "who has seen what a hunt looked at: %s%s", run_of.out, run_of.errors);
        run_end(&run_of);
    }
    struct run keep =
        run(cli_event, text_format(turn->arena, "keep %s/log --data %s/data", folder, folder).data);
    struct run again =
        run(cli_hunt, text_format(turn->arena, "%s/r2.yml --data %s/data", folder, folder).data);
    ok(keep.code == 0 && again.code == 0 && strstr(again.errors, "found in 30 lines") != NULL
           && strstr(again.errors, "30 lines were seen") != NULL,
       "of what is kept now, only that which is new is looked at: %s", again.errors);
    run_end(&keep);
    run_end(&again);
    struct run part = run(
        cli_hunt, text_format(turn->arena, "%s/r.yml --data %s/data --since 2020-01-01T00:00:00Z",
                              folder, folder)
                      .data);
    struct run gaps =
        run(cli_coverage,
            text_format(turn->arena, "%s --data %s/data --gaps", wanted[1].rule, folder).data);
    ok(part.code == 0 && gaps.code == 0 && strstr(gaps.out, "not at all") != NULL,
       "a correlation has not seen what a hunt between two times looked at: %s", gaps.out);
    run_end(&part);
    run_end(&gaps);
}

/* What stands before what: numbers of lines and rules as they are printed, "2.4 1.1 ". */
static const char *order_of(struct turn *turn, const char *words)
{
    struct found found[FOUND_MAX];
    struct builder out = {.arena = turn->arena};
    struct run eval = run(cli_sigma, words);
    struct text rest = text_of(eval.out);
    while (rest.size > 0) {
        struct text line = text_cut(rest, '\n', &rest);
        if (found_read(turn, text_string(turn->arena, line), false, found) == 1)
            build_format(&out, "%lld.%c ", (long long)found->line, found->rule);
    }
    if (eval.code != 0)
        printf("# %s\n", eval.errors);
    run_end(&eval);
    return text_string(turn->arena, built(&out));
}

static void order_is(struct turn *turn, const char *words, const char *wanted, const char *says)
{
    const char *order = order_of(turn, words);
    ok(strcmp(order, wanted) == 0, "%s: %s", says, order);
}

/* Hits of one line, of an event of several lines, and of events of the same time. */
static void test_order(struct turn *turn, const char *folder)
{
    static const char one[] = "Nov 26 10:00:03 gw sshd[1]: Invalid user alice from 198.51.100.1\n";
    static const char other[] = "Nov 26 10:00:03 gw sshd[2]: Invalid user ann from 198.51.100.1\n";
    static const char audit[] = "type=SYSCALL msg=audit(1700000000.100:7): syscall=59 exe=\"/a\"\n"
                                "type=USER_LOGIN msg=audit(1700000000.200:8): exe=\"/a\"\n"
                                "type=PROCTITLE msg=audit(1700000000.100:7): proctitle=\"a\"\n";
    const struct {
        const char *name;
        struct text text;
    } files[] = {
        {"alice", text_of(one)},
        {"audit", text_of(audit)},
        {"forth", text_format(turn->arena, "%s%s", one, other)},
        {"back", text_format(turn->arena, "%s%s", other, one)},
        {"a.yml", TEXT("title: A\nid: aaaaaaaa-0000-4000-8000-000000000005\nlogsource: {product: "
                       "linux}\ndetection: {s: {exe: /a}, condition: s}\n")},
        {"two.yml",
         TEXT("title: Failed\nname: f\nlogsource: {product: linux, service: sshd}\n"
              "detection: {s: {outcome: failure}, condition: s}\n---\n"
              "title: Two\nid: aaaaaaaa-0000-4000-8000-000000000006\n"
              "correlation: {type: event_count, rules: [f], group-by: [src_ip], timespan: 1h, "
              "condition: {gte: 2}}\n")}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (!file_write(turn, text_format(turn->arena, "%s/%s", folder, files[i].name).data,
                        files[i].text, 0644))
            ok(false, "%s", turn->fault.message);
    if (!ok(chdir(folder) == 0, "in the folder"))
        return;
    order_is(turn, "eval --rules r.yml r2.yml alice", "1.1 1.4 ",
             "rules of one line stand as they were named");
    order_is(turn, "eval --rules r2.yml r.yml alice", "1.4 1.1 ", "and the other way round");
    order_is(turn, "eval --rules a.yml audit", "2.5 1.5 ",
             "an event of several lines stands where it is whole");
    const char *forth = order_of(turn, "eval --rules two.yml forth");
    const char *back = order_of(turn, "eval --rules two.yml back");
    ok((strcmp(forth, "1.6 ") == 0 && strcmp(back, "2.6 ") == 0)
           || (strcmp(forth, "2.6 ") == 0 && strcmp(back, "1.6 ") == 0),
       "of events of one time the same is told of, wherever it stands: %s, %s", forth, back);
}

int main(void)
{
    struct turn turn = {.arena = arena_new(ARENA_BYTES)};
    char folder[] = "/tmp/revere-hunt-XXXXXX";
    if (mkdtemp(folder) == NULL)
        return 1;
    if (!file_write(&turn, text_format(turn.arena, "%s/r.yml", folder).data, text_of(rules_text),
                    0644)
        || !file_write(&turn, text_format(turn.arena, "%s/log", folder).data, log_text(turn.arena),
                       0644)
        || !file_write(&turn, text_format(turn.arena, "%s/r2.yml", folder).data,
                       text_of("title: Alice\nid: aaaaaaaa-0000-4000-8000-000000000004\n"
                               "logsource: {product: linux, service: sshd}\n"
                               "detection: {s: {user: alice}, condition: s}\n"),
                       0644))
        ok(false, "%s", turn.fault.message);
    test_same(&turn, folder);
    test_forms(&turn, folder);
    test_covered(&turn, folder);
    test_order(&turn, folder);
    (void)!system(text_format(turn.arena, "rm -rf %s", folder).data);
    arena_free(turn.arena);
    return tap_end();
}
