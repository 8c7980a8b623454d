/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include <sys/timex.h>
#include <time.h>

static int64_t read_us(clockid_t id)
{
    struct timespec time;
    clock_gettime(id, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static int64_t system_now_us(void *state)
{
    (void)state;
    return read_us(CLOCK_REALTIME);
}

struct clock clock_system(void)
{
    return (struct clock){system_now_us, 0};
}

int64_t clock_now_us(const struct clock *clock)
{
    return clock->now_us(clock->state);
}

int64_t clock_elapsed_us(void)
{
    return read_us(CLOCK_MONOTONIC);
}

bool clock_kept(void)
{
    struct timex state = {.modes = 0};
    int answer = adjtimex(&state);
    return answer >= 0 && answer != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}
