/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"
#include "base/zone.h"
#include <stdarg.h>
#include <string.h>

enum { AT_ARENA_BYTES = 64 * 1024 };

static const char *const level_names[] = {
    [LOG_ERROR] = "error", [LOG_WARNING] = "warning", [LOG_NOTICE] = "notice"};

/* One line is one line: nothing that was quoted begins another. */
static void controls_out(char *message)
{
    for (; *message != '\0'; message++)
        if ((unsigned char)*message < 0x20 || *message == 0x7f)
            *message = ' ';
}

static void json_text(char *out, size_t room, const char *text)
{
    size_t used = 0;
    for (; *text != '\0' && used + 3 < room; text++) {
        if (*text == '"' || *text == '\\')
            out[used++] = '\\';
        out[used++] = (unsigned char)*text < 0x80 ? *text : '?';
    }
    out[used] = '\0';
}

static void write_json(const struct log *log, enum log_level level, const char *what,
                       const char *message)
{
    char quoted[2 * LOG_LINE_BYTES];
    struct arena *arena = arena_new(AT_ARENA_BYTES);
    struct text at = arena == NULL ? TEXT_NONE : instant_utc(arena, clock_now_us(&log->clock));
    json_text(quoted, sizeof quoted, message);
    fprintf(log->file == NULL ? stderr : log->file,
            "{\"at\":\"%.*s\",\"level\":\"%s\",\"what\":\"%s\",\"message\":\"%s\"}\n",
            TEXT_SHOW(at), level_names[level], what, quoted);
    arena_free(arena);
}

void log_write(const struct log *log, enum log_level level, const char *what, const char *format,
               ...)
{
    char message[LOG_LINE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    controls_out(message);
    if (log != NULL && log->json)
        write_json(log, level, what, message);
    else
        fprintf(log == NULL || log->file == NULL ? stderr : log->file, "revere: %s: %s\n", what,
                message);
}
