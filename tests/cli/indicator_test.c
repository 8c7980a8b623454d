/* SPDX-License-Identifier: Apache-2.0 */
/* The forms of revere indicator: what goes where, and the exit code, which are a contract with
 * scripts. */
#include "base/file.h"
#include "cli/cli.h"
#include "tap.h"
#include <stdlib.h>

enum { WORDS_MAX = 12, ARENA_BYTES = 64 << 20 };

static const char list_text[] = "indicator,expires,source\n"
                                "evil[.]example,2027-12-31,\"A, B\"\n"
                                "nonsense\n"
                                "198.51.100.0/24,2026-01-31,C\n";
static const char log_text[] =
    "Nov 27 01:02:03 gw dnsmasq[812]: query[A] cdn.evil.example from 10.0.0.5\n"
    "198.51.100.9 - - [27/Nov/2026:01:02:03 +0000] \"GET / HTTP/1.1\" 200 12 \"-\" \"curl/8\"\n";

static const struct {
    const char *line; /* LIST, LOG and GOOD stand for files */
    int code;
    const char *out, *errors; /* a part of each; NULL: nothing at all */
} cases[] = {
    {"check LIST --now 2026-11-27T00:00:00Z", 2, "2 indicators, 1 address, 1 domain; 1 of them ex",
     "list.csv:3: \"nonsense\" is no address"},
    {"check GOOD", 0, "1 indicators, 1 domain; 0 of them expired; 0 lines repeat", NULL},
    {"check", 2, NULL, "1 more word"},
    {"check MISSING", 4, NULL, "missing.csv"},
    {"check GOOD --now soon", 2, NULL, "now"},
    {"eval --list LIST LOG --now 2026-11-27T00:00:00Z", 0,
     "\"line\":1,\"list\":\"LIST\",\"entry_line\":2,\"kind\":\"domain\",\"entry\":\"evil.example\","
     "\"field\":\"query\",\"value\":\"cdn.evil.example\",\"source\":\"A, B\","
     "\"expires\":\"2028-01-01T00:00:00Z\"}\n",
     "nonsense"},
    {"eval --list LIST LOG --now 2026-01-01T00:00:00Z", 0,
     "\"line\":2,\"list\":\"LIST\",\"entry_line\":4,\"kind\":\"address\","
     "\"entry\":\"198.51.100.0/24\",\"field\":\"c-ip\",\"value\":\"198.51.100.9\"",
     "nonsense"},
    {"eval --list GOOD LOG", 0, "{\"file\":\"LOG\",\"line\":1,", NULL},
    {"eval --list GOOD GOOD --format nothing", 2, NULL, "there is no format \"nothing\""},
    {"eval LOG", 2, NULL, "Name a list of indicators"},
    {"eval --list GOOD", 2, NULL, ""},
    {"nothing", 2, NULL, "eval"},
};

/* The files by the names that stand for them. */
static struct text filled(struct arena *arena, const char *line, const char *folder)
{
    static const struct {
        const char *name, *file;
    } files[] = {{"LIST", "list.csv"},
                 {"LOG", "events.log"},
                 {"GOOD", "good.txt"},
                 {"MISSING", "missing.csv"}};
    struct builder out = {.arena = arena};
    while (*line != '\0') {
        size_t i = 0;
        while (i < 4 && strncmp(line, files[i].name, strlen(files[i].name)) != 0)
            i++;
        if (i == 4) {
            build_byte(&out, *line++);
            continue;
        }
        build_format(&out, "%s/%s", folder, files[i].file);
        line += strlen(files[i].name);
    }
    build_byte(&out, '\0');
    return (struct text){out.data, out.size - 1};
}

static bool said(const char *text, struct arena *arena, const char *wanted, const char *folder)
{
    return wanted == NULL ? text[0] == '\0'
                          : strstr(text, filled(arena, wanted, folder).data) != NULL;
}

static void try_case(size_t at, const char *folder)
{
    char *words[WORDS_MAX];
    char *out = NULL;
    char *errors = NULL;
    size_t out_bytes;
    size_t errors_bytes;
    int count = 0;
    struct turn turn = {.arena = arena_new(ARENA_BYTES)};
    struct arena *arena = arena_new(ARENA_BYTES);
    struct console console = {.out = open_memstream(&out, &out_bytes),
                              .errors = open_memstream(&errors, &errors_bytes)};
    char *line = strdup(filled(arena, cases[at].line, folder).data);
    char *rest = line;
    for (char *word = strtok_r(line, " ", &rest); word != NULL && count < WORDS_MAX;
         word = strtok_r(NULL, " ", &rest))
        words[count++] = word;
    int code = cli_indicator(&turn, &console, count, words);
    fclose(console.out);
    fclose(console.errors);
    if (!ok(code == cases[at].code && said(out, arena, cases[at].out, folder)
                && said(errors, arena, cases[at].errors, folder),
            "indicator %s", cases[at].line))
        printf("# %d: %s| %s\n", code, out, errors);
    free(out);
    free(errors);
    free(line);
    arena_free(arena);
    arena_free(turn.arena);
}

int main(void)
{
    struct turn turn = {.arena = arena_new(ARENA_BYTES)};
    char folder[] = "/tmp/revere-indicator-XXXXXX";
    static const struct {
        const char *file, *text;
    } files[] = {{"list.csv", list_text}, {"events.log", log_text}, {"good.txt", "evil.example\n"}};
    if (mkdtemp(folder) == NULL)
        return 1;
    for (size_t i = 0; i < 3; i++)
        if (!file_write(&turn, text_format(turn.arena, "%s/%s", folder, files[i].file).data,
                        text_of(files[i].text), 0644))
            ok(false, "%s", turn.fault.message);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        try_case(i, folder);
    for (size_t i = 0; i < 3; i++)
        (void)remove(text_format(turn.arena, "%s/%s", folder, files[i].file).data);
    (void)remove(folder);
    arena_free(turn.arena);
    return tap_end();
}
