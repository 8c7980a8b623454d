/* SPDX-License-Identifier: Apache-2.0 */
/* What a worker of the planted program dies of, hangs in, or does where it is hostile: see the
 * REVERE_PLANT of main.c. */
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void planted(const char *line, size_t size);

/* Takes the lines for its own: makes them writable, if that can be, and writes over what follows.
 */
static void write_over(const char *line)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *bytes = (char *)(uintptr_t)line;
    (void)mprotect(bytes - (uintptr_t)bytes % page, page, PROT_READ | PROT_WRITE);
    memset(bytes, 'x', page);
}

void planted(const char *line, size_t size)
{
    volatile size_t on = 1;
    if (memmem(line, size, "PLANTED DEATH", 13) != NULL)
        raise(SIGKILL);
    if (memmem(line, size, "PLANTED WRITE", 13) != NULL)
        write_over(line);
    while (on != 0 && memmem(line, size, "PLANTED LOOP", 12) != NULL)
        on++;
}
