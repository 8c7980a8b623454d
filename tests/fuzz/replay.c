/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a fuzz target over every file of a corpus folder, as an ordinary test. A file NAME.many
 * holds many inputs, each with its length before it: see tools/corpus. */
#include "tap.h"
#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_BYTES_MAX = 1 << 20, LENGTH_BYTES = 4 };

/* No byte too many, so that the sanitizer sees a read past the end. */
static void exact_run(const uint8_t *input, size_t size)
{
    uint8_t *exact = malloc(size > 0 ? size : 1);
    if (exact == NULL)
        abort();
    if (size > 0)
        memcpy(exact, input, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

/* False: it does not end with an input. */
static bool many_run(const uint8_t *bytes, size_t size, size_t *count)
{
    while (size >= LENGTH_BYTES) {
        size_t length = (size_t)bytes[0] | (size_t)bytes[1] << 8 | (size_t)bytes[2] << 16
                        | (size_t)bytes[3] << 24;
        if (length > size - LENGTH_BYTES)
            return false;
        exact_run(bytes + LENGTH_BYTES, length);
        bytes += LENGTH_BYTES + length;
        size -= LENGTH_BYTES + length;
        ++*count;
    }
    return size == 0;
}

static void file_run(const char *name, const uint8_t *input, size_t size)
{
    const char *end = strrchr(name, '.');
    size_t count = 0;
    if (end != NULL && strcmp(end, ".many") == 0) {
        bool whole = many_run(input, size, &count);
        ok(whole && count > 0, "%s: %zu inputs", name, count);
        return;
    }
    exact_run(input, size);
    ok(true, "%s", name);
}

int main(int argc, char **argv)
{
    static const uint8_t nothing[1] = {0};
    LLVMFuzzerTestOneInput(nothing, 0);
    ok(true, "the empty input");
    DIR *folder = argc > 1 ? opendir(argv[1]) : NULL;
    uint8_t *input = malloc(INPUT_BYTES_MAX);
    for (struct dirent *entry;
         folder != NULL && input != NULL && (entry = readdir(folder)) != NULL;) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        FILE *file = entry->d_name[0] == '.' ? NULL : fopen(path, "rb");
        if (file == NULL)
            continue;
        size_t size = fread(input, 1, INPUT_BYTES_MAX, file);
        fclose(file);
        file_run(entry->d_name, input, size);
    }
    free(input);
    if (folder != NULL)
        closedir(folder);
    return tap_end();
}
