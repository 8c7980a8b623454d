/* SPDX-License-Identifier: Apache-2.0 */
/* The forms of revere policy: what goes to standard output, what to standard error, and the exit
 * code, which are a contract with scripts. */
#include "cli/cli.h"
#include "tap.h"
#include <stdlib.h>

enum { WORDS_MAX = 12 };

/* What a command said and answered. */
struct said {
    int code;
    char *out, *errors;
};

static struct said say(const char *pack, int count, char **words)
{
    struct said said = {0};
    size_t out_bytes;
    size_t errors_bytes;
    struct turn turn = {.arena = arena_new((size_t)256 << 20)};
    struct console console = {.out = open_memstream(&said.out, &out_bytes),
                              .errors = open_memstream(&said.errors, &errors_bytes),
                              .pack = pack};
    said.code = cli_policy(&turn, &console, count, words);
    fclose(console.out);
    fclose(console.errors);
    arena_free(turn.arena);
    return said;
}

static struct said say_line(const char *pack, const char *line)
{
    char *words[WORDS_MAX];
    int count = 0;
    char *copy = strdup(line);
    char *rest = copy;
    for (char *word = strtok_r(copy, " ", &rest); word != NULL && count < WORDS_MAX;
         word = strtok_r(NULL, " ", &rest))
        words[count++] = word;
    struct said said = say(pack, count, words);
    free(copy);
    return said;
}

static void said_free(struct said *said)
{
    free(said->out);
    free(said->errors);
}

#define JULY "2026-07-02T15:00:00-04:00"

/* A line, its exit code, all of its output, and a part of what it says on standard error; NULL:
 * nothing at all. */
static const struct {
    const char *line;
    int code;
    const char *out;
    const char *errors;
} lines[] = {
    {"due B3 " JULY, 0, "2026-07-03T17:00:00-04:00\n", "product default"},
    {"due B2 " JULY, 0, "2026-07-02T19:00:00-04:00\n", NULL},
    {"due B2 2026-07-02T15:00", 0, "2026-07-02T19:00:00-04:00\n", NULL},
    {"due B2 2026-07-02T19:00:00Z", 0, "2026-07-02T19:00:00-04:00\n", NULL},
    {"due --closure 2026-07-03 B3 " JULY, 0, "2026-07-06T17:00:00-04:00\n", "product default"},
    {"due B3 --closure=2026-07-06 " JULY " --closure 2026-07-03", 0, "2026-07-07T17:00:00-04:00\n",
     "product default"},
    {"due --rating low -- A9 " JULY, 0, "2026-07-02T17:00:00-04:00\n", "product default"},
    {"due A9 --rating=high " JULY, 0, "2026-07-02T15:00:00-04:00\n", NULL},
    {"due B5 " JULY, 0, "2026-07-02T15:00:00-04:00\n", NULL},
    {"due B5.complete " JULY, 0, "2026-07-03T17:00:00-04:00\n", "product default"},
    {"due C14.law " JULY, 0,
     "none: due when the law says that counsel has found to apply: see regimes.yaml\n", NULL},
    {"due C4 " JULY, 0, "none: a gate: the message waits until the SOC has coordinated it\n", NULL},
    {"due A9 " JULY, 2, "", "depends on the rating"},
    {"due A9 " JULY " --rating critical", 2, "", "high, medium or low"},
    {"due B3 2025-03-09T02:30", 2, "", "2025-03-09T02:30:00-05:00, which is 03:30:00 EDT"},
    {"due B3 2025-11-02T01:30", 2, "", "happened twice"},
    {"due B3 2025-02-29T10:00", 2, "", "no calendar has"},
    {"due B3 2026-07-02", 2, "", "START"},
    {"due B3 yesterday", 2, "", "START"},
    {"due B3 " JULY " --closure 2026-02-30", 2, "", "closure"},
    {"due B3 9999-12-31T12:00:00-05:00", 2, "", "9999"},
    {"due E1 " JULY, 2, "", "no rule"},
    {"due b3 " JULY, 2, "", "no rule"},
    {"due B5.second " JULY, 2, "", "Its steps: first, complete"},
    {"due B5. " JULY, 2, "", "no step"},
    {"due B3.x " JULY, 2, "", "no step"},
    {"due B3", 2, "", "1 more word is needed"},
    {"due", 2, "", "2 more words are needed"},
    {"due B3 " JULY " again", 2, "", "one word too many"},
    {"due B3 " JULY " --ratng low", 2, "",
     "--ratng is no option here. Did you mean --rating? Known"},
    {"due B3 " JULY " --rating", 2, "", "needs a value"},
    {"due B3 " JULY " --rating low --rating high", 2, "", "twice"},
    {"due B3 " JULY " -x", 2, "", "no option"},
    {"due B3 " JULY " --pack /nowhere", 4, "", "/nowhere"},
    {"explain NO-SUCH", 4, "", "no clause"},
    {"explain", 2, "", "1 more word is needed"},
    {"rate /nowhere.json", 4, "", "/nowhere.json"},
    {"rate", 2, "", "1 more word is needed"},
    {"advise", 2, "", "there is no \"advise\""},
    {"", 2, "", "revere policy due RULE START"},
};

static void test_lines(const char *pack)
{
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct said said = say_line(pack, lines[i].line);
        bool silent = lines[i].errors == NULL && said.errors[0] == '\0';
        bool good = said.code == lines[i].code && strcmp(said.out, lines[i].out) == 0
                    && (silent || (lines[i].errors && strstr(said.errors, lines[i].errors)));
        if (!ok(good, "policy %s", lines[i].line))
            printf("# code %d\n# out %s\n# errors %s\n", said.code, said.out, said.errors);
        said_free(&said);
    }
}

static void test_help(const char *pack)
{
    static const char *const commands[] = {"check", "due", "rate", "explain"};
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        char line[40];
        snprintf(line, sizeof line, "%s --help", commands[i]);
        struct said said = say_line(pack, line);
        ok(said.code == 0 && strstr(said.out, commands[i]) && strstr(said.out, "--pack DIR")
               && said.errors[0] == '\0',
           "policy %s knows --help", commands[i]);
        said_free(&said);
    }
    struct said said = say_line(pack, "--help");
    ok(said.code == 0 && strstr(said.out, "revere policy explain CLAUSE"), "policy --help");
    said_free(&said);
}

static void test_pages(const char *pack)
{
    struct said said = say_line(pack, "check");
    ok(said.code == 0 && strstr(said.out, "372 clauses") && strstr(said.out, "74 rules")
           && strstr(said.out, "Not yet") && said.errors[0] == '\0',
       "policy check counts what is there, and says what nothing serves yet");
    said_free(&said);
    said = say_line(pack, "explain IS005-6.4.4-LT");
    ok(said.code == 0 && strstr(said.out, "next business day") && strstr(said.out, "B3")
           && strstr(said.out, "Conflict"),
       "policy explain gives our words, the rules and the conflicts");
    said_free(&said);
    said = say_line(pack, "explain --json IS005-6.4.4-LT");
    ok(said.code == 0 && said.out[0] == '{' && strstr(said.out, "\"rules\""),
       "and JSON for programs");
    said_free(&said);
}

/* An answer that cannot be written is no success. */
static void test_full(const char *pack)
{
    char *words[] = {"due", "B2", JULY};
    char *errors_text;
    size_t errors_bytes;
    struct turn turn = {.arena = arena_new((size_t)256 << 20)};
    struct console console = {.out = fopen("/dev/full", "w"),
                              .errors = open_memstream(&errors_text, &errors_bytes),
                              .pack = pack};
    int code = cli_policy(&turn, &console, 3, words);
    fclose(console.out);
    fclose(console.errors);
    ok(code == 1 && strstr(errors_text, "cannot be written"), "a full disk is no success");
    free(errors_text);
    arena_free(turn.arena);
}

int main(void)
{
    char pack[4096];
    snprintf(pack, sizeof pack, "%s/policy/us-ma", getenv("REVERE_SOURCE"));
    test_lines(pack);
    test_help(pack);
    test_pages(pack);
    test_full(pack);
    return tap_end();
}
