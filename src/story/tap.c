/* SPDX-License-Identifier: Apache-2.0 */
/* What a story prints: TAP. */
#include "story/inside.h"
#include <stdarg.h>

/* A TAP reader takes "#" and the end of a line for its own. */
static void line_plain(char *line)
{
    for (; *line != '\0'; line++)
        if (*line == '#' || *line == '\n')
            *line = ' ';
}

void stage_note(struct stage *stage, const char *format, ...)
{
    char line[1024];
    va_list arguments;
    if (stage->quiet)
        return;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    line_plain(line);
    fprintf(stage->settings->out, "# %s\n", line);
}

bool stage_test(struct stage *stage, bool good, const char *format, ...)
{
    char line[512];
    va_list arguments;
    if (stage->quiet)
        return good;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    line_plain(line);
    stage->tests++;
    fprintf(stage->settings->out, "%sok %zu - %s:%d: %s\n", good ? "" : "not ",
            *stage->numbers + stage->tests, stage->story->file,
            stage->statement == NULL ? stage->story->line : stage->statement->line, line);
    if (!good)
        stage->failed++;
    fflush(stage->settings->out);
    return good;
}
