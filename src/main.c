/* SPDX-License-Identifier: Apache-2.0 */
/* revere: one program, one table of commands. */
#include "base/clock.h"
#include "base/file.h"
#include "cli/cli.h"
#include "mail/mail.h"
#include "program/program.h"
#include "story/command.h"
#include "watch/watch.h"
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* In a program made for tests alone: what dies of a line. */
#ifdef REVERE_PLANT
void REVERE_PLANT(const char *line, size_t size);
#else
#define REVERE_PLANT NULL
#endif

enum { MEMORY_BYTES_MAX = 1 << 30 };

static const struct command commands[] = {
    {"demo", "[OPTION…]", "A house with made-up people and an incident right now", program_demo},
    {"serve", "[OPTION…]", "Open a house: the web door, and time passes", program_serve},
    {"watch", "--config FILE", "Take logs in, and keep them", cli_watch},
    {"policy", "COMMAND", "Ask the policy: check, due, rate, explain", cli_policy},
    {"sigma", "COMMAND", "Detection rules: eval, check, why", cli_sigma},
    {"story", "FILE…", "Play stories: the executable policy", story_command},
    {"import", "FORMAT", "Take incidents in from a file: veris", cli_import},
    {"export", "FORMAT", "Give incidents out: veris", cli_export},
    {"webhook", "COMMAND", "What a receiver of webhooks is told", program_webhook},
    {"house", "COMMAND", "Make a house, check it, adopt a policy", program_house},
    {"search", "QUERY", "Find lines in the event store", cli_search},
    {"hunt", "RULE|DIR…", "Find what detection rules hold for in the event store", cli_hunt},
    {"coverage", "[RULE…]", "Which detection rules have seen what is kept", cli_coverage},
    {"event", "COMMAND", "Read log files as events; keep, verify and prove them", cli_event},
    {"indicator", "COMMAND", "Lists of what was warned of: check, eval", cli_indicator},
    {"ledger", "COMMAND", "Verify the ledger, prove a line of it", cli_ledger},
    {0},
};

/* Where the policy is when nobody says: $REVERE_PACK, the source tree this program was built from,
 * or where it was installed. */
static const char *pack_folder(void)
{
    const char *named = getenv("REVERE_PACK");
    if (named != NULL && named[0] != '\0')
        return named;
    return file_exists(PACK_SOURCE) ? PACK_SOURCE : PACK_INSTALLED;
}

/* How wide the terminal is; 0 when the output goes elsewhere, and nothing is cut. */
static size_t terminal_columns(void)
{
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static int run(struct turn *turn, const struct console *console, int count, char **words)
{
    jmp_buf guard;
    if (ARENA_GUARD(turn->arena, guard)) {
        arena_guard(turn->arena, NULL);
        fprintf(console->errors, "revere: There is not enough memory for this.\n");
        return fault_face(FAULT_LIMIT)->exit_code;
    }
    int code = cli_run(turn, console, commands, count, words);
    arena_guard(turn->arena, NULL);
    return code;
}

int main(int count, char **words)
{
    if (count == 2 && strcmp(words[1], MAIL_CHILD_WORD) == 0)
        _exit(mail_child()); /* closed in: an ordinary exit would do what is not allowed there */
    if (count >= 2 && strcmp(words[1], WATCH_FOREMAN_WORD) == 0)
        _exit(watch_foreman(count - 2, words + 2, REVERE_PLANT));
    struct clock clock = clock_system();
    struct console console = {stdout,        stderr, pack_folder(),      revere_rooms,
                              revere_tables, clock,  terminal_columns(), REVERE_VERSION,
                              NULL};
    struct turn turn = {.arena = arena_new(MEMORY_BYTES_MAX), .now_us = clock_now_us(&clock)};
    if (turn.arena == NULL) {
        fputs("revere: There is no memory to begin.\n", stderr);
        return fault_face(FAULT_BROKEN)->exit_code;
    }
    if (count > 1 && strcmp(words[1], "--version") == 0) {
        arena_free(turn.arena);
        return puts("revere " REVERE_VERSION) < 0;
    }
    int code = run(&turn, &console, count - 1, words + 1);
    arena_free(turn.arena);
    return code;
}
