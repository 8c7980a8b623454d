/* SPDX-License-Identifier: Apache-2.0 */
/* A program whose wall clock is set by a test: it is so many seconds ahead of the machine's as the
 * file says, eight bytes of it, that $REVERE_TEST_CLOCK names. See tests/meson.build. */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

int __real_clock_gettime(clockid_t id, struct timespec *time);
int __wrap_clock_gettime(clockid_t id, struct timespec *time);

static const volatile int64_t *ahead_s;

static __attribute__((constructor)) void ahead_open(void)
{
    const char *path = getenv("REVERE_TEST_CLOCK");
    int file = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return;
    void *map = mmap(NULL, sizeof *ahead_s, PROT_READ, MAP_SHARED, file, 0);
    close(file);
    if (map != MAP_FAILED)
        ahead_s = map;
}

int __wrap_clock_gettime(clockid_t id, struct timespec *time)
{
    int answer = __real_clock_gettime(id, time);
    if (id == CLOCK_REALTIME && ahead_s != NULL)
        time->tv_sec += *ahead_s;
    return answer;
}
