/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The coverage ledger: which version of which rule has looked at which lines of an event store, as
 * they came or when history was hunted. It stands beside the segments, in the file "coverage" that
 * is only ever added to, and its newest part in a mark of the store, which becomes durable together
 * with the lines that it speaks of. What it says was looked at, was; docs/coverage.5 has every
 * byte.
 *
 * A set is the rules that looked together, each by its name and its digest: another digest is
 * another version. A span is a run of lines of one segment, and the set that looked at them.
 */
#pragma once
#include "base/hash.h"
#include "event/segment.h"

enum coverage_how {
    COVERAGE_LIVE = 1,      /* as they came */
    COVERAGE_HUNT = 2,      /* a person hunted */
    COVERAGE_HISTORY = 3,   /* the watch hunted by itself */
    COVERAGE_UNREADABLE = 4 /* whoever reads these lines dies of them, whatever the rule */
};

enum {
    COVERAGE_CORRELATION = 1, /* it speaks of several events */
    COVERAGE_REFERRED = 2,    /* it reports through a correlation alone */
    COVERAGE_LIST = 4         /* it is no rule, but a list of indicators */
};

enum {
    COVERAGE_RULES_MAX = 200000, /* of a set */
    COVERAGE_NAME_BYTES_MAX = 255,
    COVERAGE_MARK_SPANS_MAX = 48 /* that stand in a mark */
};

#define COVERAGE_MARK "coverage" /* the key of the mark */

struct coverage_rule {
    struct text name; /* its id, else its name or title */
    struct sha256 digest;
    uint32_t flags; /* COVERAGE_… */
};

struct coverage_set {
    struct sha256 hash; /* of all of it */
    struct coverage_rule *rules;
    size_t count;
};

struct coverage_span {
    uint64_t sequence; /* of those that stood in the mark, from 1; else 0 */
    struct sha256 set; /* of those that looked; zeros where it is unreadable */
    uint64_t segment;
    uint64_t from, to; /* indexes of its lines: from the first to before the last */
    enum coverage_how how;
    int64_t at_us; /* when it was looked at last */
};

/* All that is known of a store. */
struct coverage {
    struct coverage_set *sets;
    size_t set_count, set_capacity;
    struct coverage_span *spans; /* in the order in which they were written */
    size_t span_count, span_capacity;
    uint64_t sequence; /* the highest of its spans */
    uint64_t end;      /* behind the last whole entry of the file */
    uint64_t damaged;  /* places that could not be read */
};

/* Sorts the rules of a set, and names it by them. */
void coverage_set_name(struct arena *arena, struct coverage_set *set);

/* The set of that name; NULL: there is none. */
const struct coverage_set *coverage_set_find(const struct coverage *coverage,
                                             const struct sha256 *hash);

/* Is this version among the set's rules? */
bool coverage_set_has(const struct coverage_set *set, const struct sha256 *digest);

/*
 * Reads the bytes of a file of coverage, what is behind the mark where it is not NULL with it. A
 * torn end is not there, what is damaged is passed by and counted; a span whose set is not there
 * says nothing, and is counted so, too. Faults: invalid, it is no such file, or of another store.
 */
MUST bool coverage_read(struct turn *turn, struct text bytes,
                        const unsigned char store[SHA256_BYTES / 2], struct text mark,
                        struct coverage *coverage);

/* Reads what there is of the store in the folder, its mark included, also while it is written.
 * Without a file nothing was looked at. Faults: as above; missing, there is no store. */
MUST bool coverage_load(struct turn *turn, const char *folder, struct coverage *coverage);

/* Spans as the mark has them, and back; what is no span is left out. */
struct text coverage_mark_write(struct arena *arena, const struct coverage_span *spans,
                                size_t count);
size_t coverage_mark_read(struct text mark, struct coverage_span *spans, size_t most);

/* --- writing ---- */

struct coverage_file;

/* Opens the file of the store in the folder, or makes it; a torn end is cut off. It lives in the
 * arena of the turn, and is closed with it. *known: what it has. Faults: as coverage_load; broken.
 */
MUST bool coverage_open(struct turn *turn, const char *folder, struct coverage *known,
                        struct coverage_file **file);

/* Add to it, durably; what two processes add stands one behind the other. False: why, as errno has
 * it, and nothing is added. */
bool coverage_add_set(struct coverage_file *file, const struct coverage_set *set);
bool coverage_add_spans(struct coverage_file *file, const struct coverage_span *spans,
                        size_t count);
