/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Detection rules: Sigma, read, compiled and matched.
 *
 * Rules are read from files and folders once (sigma_load), checked, and compiled into one frozen
 * thing: distinct tests shared between rules, an index of what an event must contain for a rule to
 * be worth a look, a list of rules for each set of log sources. Any number of threads may use it;
 * what a match needs to remember is in a matcher, one a thread. New rules are loaded aside, and the
 * old ones are let go of when nobody holds them any more: this room knows no time and no threads.
 *
 * A rule that cannot be loaded never stops the others. It is a problem, named with its file and
 * line and what to do, and whoever loads says so to people.
 *
 * What the specification leaves open, and how it is settled here, stands in docs/sigma.5.
 */
#pragma once
#include "base/turn.h"
#include "base/value.h"
#include "event/event.h"
#include "event/source.h"
#include "sigma/correlation.h"

struct sigma_rules;

/* What a rule says of itself. Texts that it does not have are empty. */
struct sigma_rule {
    struct text id, name, title, status, level, author, description, date;
    const struct value *tags, *references, *false_positives; /* lists of texts, or NULL */
    struct event_source source;                              /* the empty text: any */
    struct text file;
    int line;              /* of its document in the file */
    struct text condition; /* as it holds, with the filters that apply to it */
    bool filtered;         /* a filter applies to it */
    bool referred;         /* a correlation refers to it, and it reports through that alone */
    struct text digest;    /* 32 bytes: another as soon as the rule, a filter that applies to it, or
                              a rule that it refers to can find something else */
};

/* A rule that is not loaded, or a part of one that is not heeded. */
struct sigma_problem {
    struct text file;
    int line;
    struct text rule; /* its id, or its title, or empty */
    struct text what; /* what is wrong and what to do */
};

/* What a filter does with the events for which its condition holds. Documents of others do not
 * agree on that, so it must be said: in the filter (effect), or here for those that do not say. */
enum sigma_effect {
    SIGMA_EFFECT_UNSAID,   /* a filter that does not say itself is a problem, and is not heeded */
    SIGMA_EFFECT_SUPPRESS, /* they are not reported */
    SIGMA_EFFECT_KEEP      /* only they are reported */
};

struct sigma_order {
    const struct text *paths; /* files, and folders with their files named *.yml and *.yaml */
    size_t path_count;
    struct text text; /* rules as YAML, beside those of the paths; problems call it "text" */
    const struct event_sources *sources;
    const struct value *placeholders; /* a map: name to a text or a list of texts; or NULL */
    enum sigma_effect effect;
};

enum {
    SIGMA_RULES_MAX = 100000,
    SIGMA_FILE_BYTES_MAX = 1024 * 1024, /* of a file of rules */
    SIGMA_VALUES_MAX = 1000000,         /* of all rules together */
    SIGMA_GROUPS_MAX = 100000,          /* of one correlation, held at a time */
    SIGMA_ITEMS_MAX = 1000000,          /* the same, of events */
    SIGMA_GROUP_ITEMS_MAX = 65536,      /* the same, in one group */
    SIGMA_VALUE_BYTES_MAX = 8192,       /* of one value, as it is compared */
};

/*
 * Reads and compiles the rules into the turn's arena, where they live as long as it. Faults:
 * missing or broken (a path), limit. Rules that are not right are problems, not faults.
 */
MUST bool sigma_load(struct turn *turn, const struct sigma_order *order,
                     struct sigma_rules **rules);

/* How many rules there are: their numbers are 0 to one less. */
size_t sigma_rules_count(const struct sigma_rules *rules);

/* What the rule of a number says of itself. */
const struct sigma_rule *sigma_rules_at(const struct sigma_rules *rules, uint32_t number);

/* What a rule is called in an answer: its id, else its name or title. */
struct text sigma_rule_name(const struct sigma_rule *rule);

/* The number of the rule of that id (in any case of its letters) or name; UINT32_MAX: none. */
uint32_t sigma_rules_find(const struct sigma_rules *rules, struct text id);

/* The problems that were met, in the order of the files. */
const struct sigma_problem *sigma_rules_problems(const struct sigma_rules *rules, size_t *count);

/* The names of fields which the rules ask for: what the event reader must be given. */
const struct event_names *sigma_rules_names(const struct sigma_rules *rules);

/* The correlations among the rules: what a correlator is made of (sigma/correlation.h). */
const struct correlations *sigma_rules_correlations(const struct sigma_rules *rules);

/* What the correlation of a number says of itself. */
const struct sigma_rule *sigma_rules_correlation(const struct sigma_rules *rules, uint32_t number);

/* ---- matching ---- */

struct sigma_matcher;

/* The state of one thread. It lives in the arena, and the rules must live as long. */
struct sigma_matcher *sigma_matcher_new(struct arena *arena, const struct sigma_rules *rules);

/*
 * The numbers of the rules that hold for the event, ascending, and how many: they stay until the
 * next call. The event was read with the rules' names and has its set of sources. Nothing is
 * allocated but what the largest event so far needs.
 */
size_t sigma_match(struct sigma_matcher *matcher, const struct event *event, const uint32_t **hits);

/* How often a regular expression was given up at its limit since the matcher was made: then it did
 * not match, and somebody must be told. */
uint64_t sigma_matcher_limits(const struct sigma_matcher *matcher);

/* ---- about a rule ---- */

/* True when some event of the table of sources can belong to the rule's log source. */
bool sigma_rule_reachable(const struct sigma_rules *rules, uint32_t number);

/* True when the rule's condition holds for an event that has no field at all. */
bool sigma_rule_boundless(struct sigma_matcher *matcher, uint32_t number);

/* Why the rule holds for the event, or why not: lines of plain words, each part of the condition
 * with its answer and the value that decided it. */
void sigma_explain(struct sigma_matcher *matcher, const struct event *event, uint32_t number,
                   struct builder *out);

/* Why a rule holds: a value that an event has, and what the rule looks for in it. */
struct sigma_reason {
    struct text selection; /* the part of the rule, as its author calls it */
    struct text key;       /* as the rule writes it: "Image|endswith", or "keywords" */
    struct text field;     /* of the event; empty: the line itself */
    struct text value;     /* what stands there */
    struct text wanted;    /* what the rule looks for; empty: it is no text */
};

enum { SIGMA_REASONS_MAX = 16 };

/* The reasons for which the rule holds for the event that sigma_match spoke of last; how many, of
 * which no more than SIGMA_REASONS_MAX are given. Of alternatives, those that hold. */
size_t sigma_reasons(struct sigma_matcher *matcher, uint32_t number,
                     struct sigma_reason reasons[SIGMA_REASONS_MAX]);
