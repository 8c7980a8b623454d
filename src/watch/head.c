/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/head.h"
#include "base/hash.h"
#include <strings.h>
#include <unistd.h>

bool print_make(int file, size_t bytes, struct print *print)
{
    char first[PRINT_BYTES];
    ssize_t got = pread(file, first, bytes, 0);
    if (got != (ssize_t)bytes)
        return false;
    struct sha256 sum = sha256((struct text){first, bytes});
    print->bytes = bytes;
    memcpy(print->sum, sum.bytes, PRINT_SUM_BYTES);
    return true;
}

bool print_same(int file, const struct print *print)
{
    struct print now;
    return print->bytes == 0
           || (print_make(file, print->bytes, &now)
               && memcmp(now.sum, print->sum, PRINT_SUM_BYTES) == 0);
}

bool generation_named(const char *name, const char *base)
{
    static const char *const packed[] = {".gz", ".xz", ".bz2", ".zst", ".Z"};
    size_t size = strlen(base);
    if (strncmp(name, base, size) != 0 || (name[size] != '.' && name[size] != '-')
        || strpbrk(name + size, "0123456789") == NULL)
        return false;
    for (size_t i = 0; i < sizeof packed / sizeof *packed; i++)
        if (text_ends(text_of(name), text_of(packed[i])))
            return false;
    return true;
}

void header_forget(struct header *header)
{
    header->at = -1;
    header->size = 0;
    header->coming = false;
}

static bool fields_named(struct text line)
{
    static const char name[] = "#fields";
    return line.size >= sizeof name - 1 && strncasecmp(line.data, name, sizeof name - 1) == 0;
}

/* One that is longer than may be names nothing, and that of before does not hold any more. */
void header_line(struct header *header, struct text line, int64_t at)
{
    if (line.size == 0 || line.data[0] != '#') {
        header->coming = false;
        return;
    }
    if (!header->coming) {
        header->coming = true;
        header->names = false;
        header->coming_size = 0;
        header->coming_at = at;
    }
    bool fits = line.size < CONTEXT_BYTES_MAX - header->coming_size;
    if (fits) {
        memcpy(header->coming_bytes + header->coming_size, line.data, line.size);
        header->coming_size += line.size;
        header->coming_bytes[header->coming_size++] = '\n';
    }
    header->names = header->names || fields_named(line);
    if (!header->names)
        return;
    header->at = header->coming_at;
    header->size = fits ? header->coming_size : 0;
    memcpy(header->bytes, header->coming_bytes, header->size);
}

void header_load(struct header *header, int file, int64_t at)
{
    char bytes[CONTEXT_BYTES_MAX];
    header_forget(header);
    ssize_t got = at < 0 ? 0 : pread(file, bytes, sizeof bytes, at);
    struct text rest = {bytes, got < 0 ? 0 : (size_t)got};
    while (rest.size > 0 && rest.data[0] == '#' && memchr(rest.data, '\n', rest.size) != NULL) {
        const struct text line = text_cut(rest, '\n', &rest);
        header_line(header, line, at);
    }
    header->coming = false;
}
