/* SPDX-License-Identifier: Apache-2.0 */
/* What a followed file is known by: its first bytes; and what names the columns of its rows. */
#pragma once
#include "watch/inside.h"

enum { PRINT_BYTES = 256 /* of the file, that are looked at */, PRINT_SUM_BYTES = 16 };

struct print {
    size_t bytes;
    unsigned char sum[PRINT_SUM_BYTES];
};

/* Of the first bytes; false: there are not so many. */
bool print_make(int file, size_t bytes, struct print *print);

/* Does the file begin as it did? */
bool print_same(int file, const struct print *print);

/* Rotated files bear the name and a number or a date; what is packed cannot be read. */
bool generation_named(const char *name, const char *base);

/*
 * Lines that begin with "#", one behind the other, of which one names fields: so W3C's logs and
 * Zeek's say what the columns of the rows behind them are. That is all that is known of them here.
 */
struct header {
    int64_t at; /* where the first of them stands in the file; -1: there is none */
    size_t size, coming_size;
    int64_t coming_at;
    bool coming, names; /* lines of one are coming; one of them names fields */
    char bytes[CONTEXT_BYTES_MAX], coming_bytes[CONTEXT_BYTES_MAX];
};

/* There is none. */
void header_forget(struct header *header);

/* A line of the file, which stands at that byte of it. */
void header_line(struct header *header, struct text line, int64_t at);

/* The header that stands at that byte of the file. */
void header_load(struct header *header, int file, int64_t at);
