/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a fuzz target over every file of a corpus folder, as an ordinary test. */
#include "tap.h"
#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_BYTES_MAX = 1 << 20 };

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
        /* No byte too many, so that the sanitizer sees a read past the end. */
        uint8_t *exact = malloc(size > 0 ? size : 1);
        if (exact == NULL)
            abort();
        memcpy(exact, input, size);
        LLVMFuzzerTestOneInput(exact, size);
        free(exact);
        ok(true, "%s", entry->d_name);
    }
    free(input);
    if (folder != NULL)
        closedir(folder);
    return tap_end();
}
