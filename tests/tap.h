/* SPDX-License-Identifier: Apache-2.0 */
/* A test is a program that prints TAP: ok(condition, "what it shows"), and returns tap_end(). */
#pragma once
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static int tap_count;
static int tap_failed;

__attribute__((format(printf, 4, 5))) static inline bool tap_line(bool good, const char *file,
                                                                  int line, const char *format, ...)
{
    char name[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(name, sizeof name, format, arguments);
    va_end(arguments);
    for (char *byte = name; *byte != '\0'; byte++)
        if (*byte == '#' || *byte == '\n')
            *byte = ' '; /* both mean something to a TAP reader */
    printf("%sok %d - %s\n", good ? "" : "not ", ++tap_count, name);
    if (!good) {
        tap_failed++;
        printf("# at %s:%d\n", file, line);
    }
    fflush(stdout);
    return good;
}

#define ok(condition, ...) tap_line((condition), __FILE__, __LINE__, __VA_ARGS__)

/* Says that something could not be tried here, and why; it counts as neither passed nor failed. */
#define tap_skip(why) printf("ok %d - skipped # SKIP %s\n", ++tap_count, (why))

static inline int tap_end(void)
{
    printf("1..%d\n", tap_count);
    return tap_failed != 0;
}
