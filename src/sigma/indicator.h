/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Indicators: addresses, networks, domains, URLs and hashes that somebody warned of, and whether an
 * event speaks of one.
 *
 * Lists are texts, one indicator a line (docs/indicator.5), and are read once into a compact table
 * which any number of threads may ask. A line that is not right is a problem, named with its list
 * and line, and never stops the others. An entry may expire; one that has is not found any more.
 *
 * What an event speaks of is sought in the values of its fields, and in its line where there are no
 * fields. Looking allocates nothing, and costs one look into the table for an address, a hash or a
 * URL and one for each label of a domain; where there are networks, one for each length of theirs.
 */
#pragma once
#include "base/turn.h"
#include "event/event.h"

enum indicator_kind {
    INDICATOR_ADDRESS, /* also a network: an address is one of full length */
    INDICATOR_DOMAIN,  /* itself and all below it */
    INDICATOR_URL,     /* without its scheme, see indicator(5) */
    INDICATOR_MD5,
    INDICATOR_SHA1,
    INDICATOR_SHA256,
    INDICATOR_KINDS
};

enum {
    INDICATORS_MAX = 1000000,
    INDICATOR_LISTS_MAX = 64,
    INDICATOR_LINE_BYTES_MAX = 8192,
    INDICATOR_URL_BYTES_MAX = 2048,
    INDICATOR_ENTRY_BYTES_MAX = INDICATOR_URL_BYTES_MAX + 16, /* of one as it is shown */
    INDICATOR_PROBLEMS_MAX = 1000,                            /* that are kept; all are counted */
    INDICATOR_HITS_MAX = 64                                   /* of one event */
};

#define INDICATOR_FOREVER INT64_MAX

/* "address", "domain", "url", "md5" …; a network is an "address" as well. */
const char *indicator_kind_name(enum indicator_kind kind);

struct indicators;

/* A line of a list that was not taken, and what to do about it. */
struct indicator_problem {
    struct text list;
    uint64_t line;
    struct text what;
};

/* Where an event spoke of one. */
struct indicator_hit {
    enum indicator_kind kind;
    struct text list;   /* its name */
    uint64_t line;      /* where the entry stands in it */
    struct text source; /* who warned, as the list says; or empty */
    struct text entry;  /* in one spelling; it lives until the listener returns */
    int64_t expires_us; /* or INDICATOR_FOREVER */
    struct text field;  /* the name of the field it was found in; empty: the line itself */
    struct text value;  /* what was found there: for a domain, the name below it */
};

typedef void indicator_hear(void *listener, const struct indicator_hit *hit);

/* No indicators, in the arena. */
struct indicators *indicators_new(struct arena *arena);

/*
 * Reads a list, of the name by which hits and problems call it, from its bytes, which may go
 * afterwards. Faults: limit (INDICATORS_MAX of all lists, INDICATOR_LISTS_MAX); what was read until
 * then stays.
 */
MUST bool indicators_read(struct turn *turn, struct indicators *indicators, struct text list,
                          struct text bytes);

/* How many there are, and how many of a kind. */
uint32_t indicators_count(const struct indicators *indicators);
uint32_t indicators_count_of(const struct indicators *indicators, enum indicator_kind kind);

/* Lines that said again what the same list had said before: the later expiry holds. */
uint64_t indicators_repeated(const struct indicators *indicators);

/* How many of them have expired by now. */
uint32_t indicators_expired(const struct indicators *indicators, int64_t now_us);

/* The bytes of the table: keys, entries and slots, without what stands ready for more. */
size_t indicators_bytes(const struct indicators *indicators);

/* The problems that are kept, in the order of the lines; *total counts the others too. */
const struct indicator_problem *indicators_problems(const struct indicators *indicators,
                                                    size_t *count, uint64_t *total);

/*
 * Tells the listener of every entry that has not expired at now_us and of which the event speaks,
 * each once, with the first field that has it (a field "message" comes last: it repeats the
 * others). The number of hits, of which no more than INDICATOR_HITS_MAX are told.
 */
size_t indicators_match(const struct indicators *indicators, const struct event *event,
                        int64_t now_us, indicator_hear *hear, void *listener);
