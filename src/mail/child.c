/* SPDX-License-Identifier: Apache-2.0 */
/* The child that reads a mail, closed in; and the house's side of it, which believes nothing that
 * it says. */
#include "base/child.h"
#include "base/json.h"
#include "base/sandbox.h"
#include "mail/inside.h"
#include <unistd.h>

enum {
    CHILD_MEMORY_BYTES = 256 * 1024 * 1024, /* what it may take when closed in */
    CHILD_ARENA_BYTES = 128 * 1024 * 1024,
    CHILD_SECONDS = 8 /* of the processor; the house waits for MAIL_CHILD_MS */
};

/* ---- in the child ---- */

/* All of standard input, or as much as is ever sent. */
static struct text input_whole(struct arena *arena)
{
    char *bytes = arena_take(arena, MAIL_KEPT_BYTES_MAX);
    size_t size = 0;
    ssize_t got = 1;
    while (got > 0 && size < MAIL_KEPT_BYTES_MAX) {
        got = read(STDIN_FILENO, bytes + size, MAIL_KEPT_BYTES_MAX - size);
        size += got > 0 ? (size_t)got : 0;
    }
    return (struct text){bytes, size};
}

static bool output_whole(struct text bytes)
{
    while (!text_empty(bytes)) {
        ssize_t written = write(STDOUT_FILENO, bytes.data, bytes.size);
        if (written <= 0)
            return false;
        bytes = (struct text){bytes.data + written, bytes.size - (size_t)written};
    }
    return true;
}

int mail_child(void)
{
    struct arena *arena = arena_new(CHILD_ARENA_BYTES);
    if (arena == NULL)
        return 1;
    mime_ready(arena);
    if (!sandbox_enter(&(struct sandbox){CHILD_MEMORY_BYTES, CHILD_SECONDS}))
        return 1;
    const struct value *letter = mime_read(arena, input_whole(arena));
    return letter != NULL && output_whole(json_write(arena, letter)) ? 0 : 1;
}

/* ---- in the house ---- */

struct mail_reader mail_reader_self(void)
{
    static const char *const words[] = {"revere", MAIL_CHILD_WORD, NULL};
    return (struct mail_reader){"/proc/self/exe", words};
}

/* What field says of a letter, in the table of mail.receive. */
static const struct field *letter_fields(const struct field *fields)
{
    for (; fields->name != NULL; fields++)
        if (strcmp(fields->name, "letter") == 0)
            return fields->members;
    return NULL;
}

void mail_read(struct arena *arena, const struct mail_reader *reader, const struct field *fields,
               struct text raw, struct mail_letter *letter)
{
    struct turn turn = {.arena = arena};
    struct child child = {.program = reader->program,
                          .words = reader->words,
                          .input = raw,
                          .output_bytes_max = MAIL_CHILD_BYTES_MAX,
                          .timeout_ms = MAIL_CHILD_MS};
    struct text said;
    *letter = (struct mail_letter){0};
    if (child_run(&turn, &child, &said)
        && json_read(&turn, said, "what the parser says", &letter->letter)
        && (letter->letter->kind == VALUE_MAP
            || fail(&turn, FAULT_INVALID, "it does not say what is in a mail"))
        && field_check(&turn, letter_fields(fields), letter->letter, NULL))
        return;
    letter->letter = NULL;
    letter->unread =
        text_utf8_mended(arena, text_format(arena, "parser failed: %s", turn.fault.message));
}

bool mail_reader_works(struct arena *arena, const struct mail_reader *reader,
                       const struct field *fields, struct text *why, bool *landlock)
{
    struct mail_letter letter;
    mail_read(arena, reader, fields, TEXT("Subject: a trial\r\n\r\nNothing more.\r\n"), &letter);
    *why = letter.unread;
    *landlock = sandbox_landlock() > 0;
    return letter.letter != NULL;
}
