/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Secrets that an action takes. None stands on a command line, where everybody on the machine and
 * the shell's history see it: it is in a file that an option names, or comes by standard input, or
 * is typed without being shown.
 */
#include "base/file.h"
#include "base/json.h"
#include "cli/inside.h"
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

enum { SECRET_FILE_BYTES_MAX = 4096 };

/* "--password" or "--password=…", where the option is --password-file. */
static bool is_plain(struct arena *arena, const struct field *field, struct text word)
{
    struct text name = text_format(arena, "--%s", input_option(arena, field));
    struct text rest;
    return text_equal(text_cut(word, '=', &rest), name);
}

static bool fail_plain(struct turn *turn, const struct field *field)
{
    const char *name = input_option(turn->arena, field);
    return fail_field(turn, field->name,
                      "A %s does not stand on a command line, where others see it. Say --%s-file "
                      "FILE, or --%s-file - to type it or to hand it over by standard input.",
                      name, name, name);
}

bool secret_words_check(struct turn *turn, const struct action *action, int count, char **words)
{
    for (const struct field *field = action->fields; field != NULL && field->name != NULL; field++)
        for (int i = 0; i < count && field->secret && strcmp(words[i], "--") != 0; i++)
            if (is_plain(turn->arena, field, text_of(words[i])))
                return fail_plain(turn, field);
    return true;
}

bool secret_input_check(struct turn *turn, const struct action *action, const struct value *given)
{
    for (const struct field *field = action->fields; field != NULL && field->name != NULL; field++)
        if (field->secret && value_has(given, field->name))
            return fail_plain(turn, field);
    return true;
}

/* Shown is what is asked, and not what is typed. */
static void echo_set(bool on)
{
    struct termios mode;
    if (tcgetattr(STDIN_FILENO, &mode) != 0)
        return;
    mode.c_lflag = on ? mode.c_lflag | ECHO : mode.c_lflag & ~(tcflag_t)ECHO;
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &mode);
}

/* One line, byte by byte: the next secret is on the next. */
static struct text line_read(struct arena *arena)
{
    struct builder line = {.arena = arena};
    char byte;
    while (line.size < SECRET_FILE_BYTES_MAX && read(STDIN_FILENO, &byte, 1) == 1 && byte != '\n')
        build_byte(&line, byte);
    return built(&line);
}

static struct text typed(struct turn *turn, const struct console *console,
                         const struct field *field)
{
    bool terminal = isatty(STDIN_FILENO) == 1;
    if (terminal) {
        fprintf(console->errors, "%s: ", field->label == NULL ? field->name : field->label);
        (void)fflush(console->errors);
        echo_set(false);
    }
    struct text line = line_read(turn->arena);
    if (terminal) {
        echo_set(true);
        fputc('\n', console->errors);
    }
    return line;
}

bool secret_read(struct turn *turn, const struct console *console, const struct field *field,
                 struct text path, struct text *secret)
{
    struct text bytes;
    if (text_is(path, "-")) {
        *secret = text_trim(typed(turn, console, field));
        return true;
    }
    if (!file_read(turn, text_string(turn->arena, path), SECRET_FILE_BYTES_MAX, &bytes))
        return false;
    *secret = text_trim(bytes);
    return true;
}
