/* SPDX-License-Identifier: Apache-2.0 */
/* The watch closes itself in, before it has a thread and before the first byte of anybody. */
#include "base/file.h"
#include "base/sandbox.h"
#include "watch/watch.h"
#include <unistd.h>

/* What belongs to the system: programs and libraries, the journal, names, zones, certificates. */
static const char *const system_paths[] = {"/usr",
                                           "/bin",
                                           "/sbin",
                                           "/lib",
                                           "/lib64",
                                           "/etc",
                                           "/proc",
                                           "/sys",
                                           "/dev",
                                           "/run/log/journal",
                                           "/var/log/journal",
                                           "/run/systemd/resolve"};
enum { SYSTEM_PATHS = sizeof system_paths / sizeof *system_paths, PROGRAM_BYTES_MAX = 4096 };

struct listed {
    struct arena *arena;
    const char **all;
    size_t count;
};

/* The folder that holds it, or, where that is not there yet, the nearest above it that is: what is
 * put there later, or in its place, may be read as well. */
static void holder_add(struct listed *reads, struct text path)
{
    const struct text own = path;
    while (!text_empty(path)) {
        while (path.size > 0 && path.data[path.size - 1] != '/')
            path.size--;
        while (path.size > 1 && path.data[path.size - 1] == '/')
            path.size--;
        bool root = path.size == 1 && path.data[0] == '/'; /* that would be everything */
        const char *folder = path.size == 0 ? "." : text_string(reads->arena, root ? own : path);
        if (path.size <= 1 || file_exists(folder)) {
            reads->all[reads->count++] = folder;
            return;
        }
    }
}

static void input_add(struct listed *reads, const struct watch_input *input)
{
    const struct text files[] = {input->certificate_file, input->key_file, input->client_ca_file};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        holder_add(reads, files[i]);
    if (input->kind == WATCH_JOURNAL && !text_empty(input->path))
        reads->all[reads->count++] = text_string(reads->arena, input->path);
    else
        holder_add(reads, input->path);
}

static void program_add(struct listed *reads)
{
    char *path = arena_take(reads->arena, PROGRAM_BYTES_MAX);
    ssize_t size = readlink("/proc/self/exe", path, PROGRAM_BYTES_MAX - 1);
    if (size > 0)
        reads->all[reads->count++] = path;
}

bool watch_confine(struct turn *turn, const struct watch_settings *settings)
{
    struct listed reads = {.arena = turn->arena};
    const char *data = text_string(turn->arena, settings->data);
    const char *const writes[] = {data, "/dev/null", NULL};
    if (!settings->confine)
        return true;
    reads.all = arena_array(turn->arena,
                            SYSTEM_PATHS + 2 * settings->rules_count + settings->indicators_count
                                + 4 * settings->inputs_count + 3,
                            sizeof *reads.all);
    for (size_t i = 0; i < SYSTEM_PATHS; i++)
        reads.all[reads.count++] = system_paths[i];
    for (size_t i = 0; i < settings->rules_count; i++) {
        reads.all[reads.count++] = text_string(turn->arena, settings->rules[i]);
        holder_add(&reads, settings->rules[i]);
    }
    for (size_t i = 0; i < settings->indicators_count; i++)
        holder_add(&reads, settings->indicators[i]);
    for (size_t i = 0; i < settings->inputs_count; i++)
        input_add(&reads, &settings->inputs[i]);
    holder_add(&reads, settings->house_ca_file);
    program_add(&reads);
    if (!folder_make(turn, data, 0700))
        return false;
    if (sandbox_landlock() == 0)
        log_write(settings->log, LOG_NOTICE, "watch.confine",
                  "this kernel has no Landlock: the watch may read what its user may");
    return sandbox_confine(&(struct confinement){.reads = reads.all, .writes = writes})
           || fail(turn, FAULT_BROKEN,
                   "The watch cannot close itself in; \"confine: false\" lets it run without.");
}
