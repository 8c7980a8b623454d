/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that read Linux's audit records share. */
#pragma once
#include "event/inside.h"
#include <stdio.h>

/* One record: what stands before its words, and what the words have said so far. */
struct record {
    struct text node, type, stamp; /* "host", "SYSCALL", "1604996384.965:93777" */
    struct text words;
    int64_t time_us;
    bool execve; /* its a0, a1 … are texts */
    struct text arch, call;
    char *pieces; /* of its arguments in pieces, put together; NULL: none yet */
    size_t used, capacity;
};

/* auditd.c: the words as fields. */
void record_words_put(const struct reading *reading, struct record *record, struct scan *scan);
