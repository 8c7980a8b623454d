/* SPDX-License-Identifier: Apache-2.0 */
/* What a worker of the planted program dies of, or hangs in: see the REVERE_PLANT of main.c. */
#include <signal.h>
#include <stddef.h>
#include <string.h>

void planted(const char *line, size_t size);

void planted(const char *line, size_t size)
{
    volatile size_t on = 1;
    if (memmem(line, size, "PLANTED DEATH", 13) != NULL)
        raise(SIGKILL);
    while (on != 0 && memmem(line, size, "PLANTED LOOP", 12) != NULL)
        on++;
}
