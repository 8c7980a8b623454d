/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What newer kernels than the system's headers know (linux/landlock.h). */
enum { LANDLOCK_FILES_V1 = 0x1fff, LANDLOCK_NET_ALL = 0x3, LANDLOCK_SCOPE_ALL = 0x3 };
struct rules {
    uint64_t files, net, scoped;
};

enum { DESCRIPTORS = 3 };

int sandbox_landlock(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version < 0 ? 0 : (int)version;
}

/* A set of rules that handles everything this kernel can handle, and allows none of it. */
static bool landlock_enter(void)
{
    int version = sandbox_landlock();
    struct rules rules = {.files = LANDLOCK_FILES_V1};
    size_t size = sizeof rules.files;
    if (version == 0)
        return true;
    if (version >= 2)
        rules.files |= UINT64_C(1) << 13; /* REFER */
    if (version >= 3)
        rules.files |= UINT64_C(1) << 14; /* TRUNCATE */
    if (version >= 5)
        rules.files |= UINT64_C(1) << 15; /* IOCTL_DEV */
    if (version >= 4) {
        rules.net = LANDLOCK_NET_ALL;
        size += sizeof rules.net;
    }
    if (version >= 6) {
        rules.scoped = LANDLOCK_SCOPE_ALL;
        size += sizeof rules.scoped;
    }
    int set = (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
    bool good = set >= 0 && syscall(SYS_landlock_restrict_self, set, 0) == 0;
    if (set >= 0)
        close(set);
    return good;
}

/* ---- a process that goes on ---- */

enum {
    FILE_RIGHTS = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE
                  | LANDLOCK_ACCESS_FS_WRITE_FILE | 1 << 14 /* TRUNCATE */,
    READ_RIGHTS =
        LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR
};

static bool path_allow(int set, const char *path, uint64_t rights)
{
    struct stat found;
    struct landlock_path_beneath_attr rule = {.allowed_access = rights};
    rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
    if (rule.parent_fd < 0)
        return true;
    bool good = fstat(rule.parent_fd, &found) == 0;
    if (good && !S_ISDIR(found.st_mode))
        rule.allowed_access &= FILE_RIGHTS;
    good = good && syscall(SYS_landlock_add_rule, set, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    close(rule.parent_fd);
    return good;
}

static bool paths_enter(const struct confinement *confinement)
{
    int version = sandbox_landlock();
    uint64_t all = LANDLOCK_FILES_V1;
    if (version == 0)
        return true;
    if (version >= 2)
        all |= UINT64_C(1) << 13; /* REFER */
    if (version >= 3)
        all |= UINT64_C(1) << 14; /* TRUNCATE */
    int set = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    bool good = set >= 0;
    for (const char *const *path = confinement->reads; good && *path != NULL; path++)
        good = path_allow(set, *path, READ_RIGHTS);
    for (const char *const *path = confinement->writes; good && *path != NULL; path++)
        good = path_allow(set, *path, all);
    good = good && syscall(SYS_landlock_restrict_self, set, 0) == 0;
    if (set >= 0)
        close(set);
    return good;
}

static bool calls_deny(void)
{
    static const int denied[] = {
#ifndef __SANITIZE_ADDRESS__ /* who looks for leaks at the end traces itself */
        SCMP_SYS(ptrace),
#endif
        SCMP_SYS(process_vm_readv),
        SCMP_SYS(process_vm_writev),
        SCMP_SYS(pidfd_getfd),
        SCMP_SYS(kcmp),
        SCMP_SYS(mount),
        SCMP_SYS(umount2),
        SCMP_SYS(move_mount),
        SCMP_SYS(fsopen),
        SCMP_SYS(open_tree),
        SCMP_SYS(pivot_root),
        SCMP_SYS(chroot),
        SCMP_SYS(setns),
        SCMP_SYS(unshare),
        SCMP_SYS(open_by_handle_at),
        SCMP_SYS(bpf),
        SCMP_SYS(perf_event_open),
        SCMP_SYS(userfaultfd),
        SCMP_SYS(io_uring_setup),
        SCMP_SYS(keyctl),
        SCMP_SYS(add_key),
        SCMP_SYS(request_key),
        SCMP_SYS(init_module),
        SCMP_SYS(finit_module),
        SCMP_SYS(delete_module),
        SCMP_SYS(kexec_load),
        SCMP_SYS(kexec_file_load),
        SCMP_SYS(reboot),
        SCMP_SYS(swapon),
        SCMP_SYS(swapoff),
        SCMP_SYS(acct),
        SCMP_SYS(settimeofday),
        SCMP_SYS(clock_settime),
        SCMP_SYS(adjtimex),
        SCMP_SYS(iopl),
        SCMP_SYS(ioperm)};
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool good = filter != NULL;
    for (size_t i = 0; good && i < sizeof denied / sizeof *denied; i++)
        good = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), denied[i], 0) == 0;
    good = good && seccomp_load(filter) == 0;
    if (filter != NULL)
        seccomp_release(filter);
    return good;
}

bool sandbox_confine(const struct confinement *confinement)
{
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && paths_enter(confinement) && calls_deny();
}

/* Pages of address space that the process has: the limit counts from there, because a sanitizer's
 * shadow is larger than any limit. */
static size_t memory_now(void)
{
    char line[128] = "";
    FILE *file = fopen("/proc/self/statm", "re");
    bool good = file != NULL && fgets(line, sizeof line, file) != NULL;
    if (file != NULL)
        fclose(file);
    return good ? strtoul(line, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE) : 0;
}

static bool limit(__rlimit_resource_t what, rlim_t most)
{
    return setrlimit(what, &(struct rlimit){most, most}) == 0;
}

static bool limits_enter(const struct sandbox *limits, size_t now)
{
    return now > 0 && limit(RLIMIT_AS, now + limits->memory_bytes)
           && (limits->cpu_seconds == 0 || limit(RLIMIT_CPU, limits->cpu_seconds))
           && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, DESCRIPTORS) && limit(RLIMIT_NPROC, 0)
           && limit(RLIMIT_CORE, 0);
}

static bool calls_allow(scmp_filter_ctx filter)
{
    static const int allowed[] = {
        SCMP_SYS(read),         SCMP_SYS(write),          SCMP_SYS(close),
        SCMP_SYS(mmap),         SCMP_SYS(munmap),         SCMP_SYS(mremap),
        SCMP_SYS(brk),          SCMP_SYS(madvise),        SCMP_SYS(futex),
        SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack),
        SCMP_SYS(exit),         SCMP_SYS(exit_group),     SCMP_SYS(clock_gettime),
        SCMP_SYS(gettimeofday), SCMP_SYS(getrandom),      SCMP_SYS(getpid),
        SCMP_SYS(gettid),       SCMP_SYS(sched_yield),    SCMP_SYS(restart_syscall)};
    static const int denied[] = {SCMP_SYS(open),       SCMP_SYS(openat), SCMP_SYS(access),
                                 SCMP_SYS(newfstatat), SCMP_SYS(stat),   SCMP_SYS(readlink),
                                 SCMP_SYS(fstat)};
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) != 0)
            return false;
    for (size_t i = 0; i < sizeof denied / sizeof *denied; i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), denied[i], 0) != 0)
            return false;
    return true;
}

static bool seccomp_enter(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    bool good = filter != NULL
                && seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0
                && calls_allow(filter) && seccomp_load(filter) == 0;
    if (filter != NULL)
        seccomp_release(filter);
    return good;
}

/* What reads or makes a descriptor comes before what forbids it. */
bool sandbox_enter(const struct sandbox *limits)
{
    size_t now = memory_now();
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0
           && landlock_enter() && limits_enter(limits, now) && seccomp_enter();
}
