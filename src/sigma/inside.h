/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share: how a rule looks when it is compiled. */
#pragma once
#include "base/regex.h"
#include "sigma/correlation.h"
#include "sigma/sigma.h"
#include <math.h>

/* ---- values ---- */

/* A value is read once into pieces; modifiers work on those, never on text that is read again. */
enum piece_kind {
    PIECE_LITERAL,
    PIECE_ANY,  /* exactly one character */
    PIECE_STAR, /* any run of bytes, also none */
    PIECE_DASH  /* one of the dashes with which a switch may begin */
};

struct piece {
    enum piece_kind kind;
    struct text literal;
};

struct pattern {
    struct piece *pieces;
    size_t count, capacity;
};

/* The shapes that need no walk over the pieces; the literal is then literal. */
enum shape { SHAPE_EQUAL, SHAPE_STARTS, SHAPE_ENDS, SHAPE_CONTAINS, SHAPE_ANYTHING, SHAPE_GLOB };

enum atom_kind {
    ATOM_TEXT,
    ATOM_NUMBER, /* equals a number, or its decimal text */
    ATOM_NULL,
    ATOM_EXISTS,
    ATOM_REGEX,
    ATOM_CIDR,
    ATOM_COMPARE, /* less, more … than a number */
    ATOM_FIELD,   /* another field's value */
    ATOM_PART     /* a part of a date */
};

enum relation { LESS, LESS_EQUAL, MORE, MORE_EQUAL, EQUAL };
enum part { PART_MINUTE, PART_HOUR, PART_DAY, PART_WEEK, PART_MONTH, PART_YEAR };

struct number {
    bool whole; /* integer holds it exactly */
    int64_t integer;
    double real;
};

struct network {
    bool six; /* IPv6 */
    unsigned bits;
    unsigned char address[16];
};

/* What one value of a rule asks of one value of an event. */
struct atom {
    enum atom_kind kind;
    bool cased; /* text and fields: letters of another case differ */
    enum shape shape;
    struct text literal; /* folded unless cased; of a number its decimal text */
    struct pattern pattern;
    enum relation relation;
    enum part part;
    struct number number;
    struct network network;
    bool present;   /* ATOM_EXISTS: it must be there */
    uint32_t field; /* ATOM_FIELD */
    const struct regex *regex;
};

/* A field, and what is asked of its values: one of the atoms must hold for one of them. Equal tests
 * of all rules are one, which is asked once an event. */
struct test {
    uint32_t field; /* id of its name; EVENT_NAME_NONE: any value of the event */
    struct atom *atoms;
    uint32_t count;
    int line;
    struct text key; /* as the rule writes it: "Image|endswith" */
};

enum node_kind { NODE_TEST, NODE_AND, NODE_OR, NODE_NOT };

struct node {
    enum node_kind kind;
    uint32_t test; /* NODE_TEST: its number */
    struct node **children;
    size_t count;
    struct text name; /* of the search identifier it stands for, or empty */
};

/* ---- rules ---- */

struct rule {
    struct sigma_rule face;
    struct node *root;
};

struct index; /* index.c */

struct sigma_rules {
    const struct event_sources *sources;
    struct event_names *names;
    struct rule *rules;
    size_t count, capacity;
    struct test **tests;
    size_t test_count, test_capacity;
    uint32_t *id_slots; /* of ids and names: number of the rule + 1 */
    uint32_t id_mask, id_count;
    struct sigma_problem *problems;
    size_t problem_count, problem_capacity;
    struct index *index;
    struct correlations correlations;
    struct correlation *correlation_list; /* the same, while it grows */
    struct sigma_rule *correlation_faces;
    size_t correlation_capacity, correlation_face_capacity;
};

/* ---- compiling ---- */

/* What the reading of one document needs. */
struct compile {
    struct turn *turn;
    struct sigma_rules *rules;
    const struct sigma_order *order;
    const char *file;
    struct text rule;           /* id or title of the document, as far as it is known */
    int wrong_line;             /* where the fault of the turn stands */
    size_t values;              /* of all rules so far */
    const struct value **later; /* filters and correlations, read when all rules are there */
    const char **later_files;
    size_t later_count, later_capacity, later_files_capacity;
    uint32_t *test_slots; /* equal tests are found here: number + 1 */
    uint32_t test_mask;
};

/* Sets the turn's fault, and where it stands. Always false. */
bool wrong(struct compile *compile, int line, const char *field, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Makes a problem of the turn's fault, which is cleared. */
void problem_of_fault(struct compile *compile, int line);
void problem_add(struct compile *compile, int line, struct text what);

/* load.c: a rule is found by its id and its name from now on. */
void rule_named_now(struct compile *compile, uint32_t number);

/* pattern.c: values as pieces */
struct pattern pattern_read(struct arena *arena, struct text value);
void pattern_add(struct arena *arena, struct pattern *pattern, struct piece piece);
void pattern_join(struct arena *arena, struct pattern *pattern, const struct pattern *more);
bool pattern_plain(const struct pattern *pattern, struct text *literal); /* no wildcard in it */
void pattern_open(struct arena *arena, struct pattern *pattern, bool before, bool after);
struct pattern pattern_dashed(struct arena *arena, const struct pattern *pattern);
size_t pattern_bytes(const struct pattern *pattern);
/* One pattern for each way to write its dashes; *count 0: more than max. */
struct pattern *patterns_undashed(struct arena *arena, const struct pattern *pattern, size_t max,
                                  size_t *count);
/* The atom's shape and literals from a pattern, folded unless cased. */
void atom_set_pattern(struct arena *arena, struct atom *atom, const struct pattern *pattern);

/* glob.c: a text, folded unless the pattern is cased, against a pattern. */
bool glob_matches(const struct pattern *pattern, struct text text);
bool shape_matches(const struct atom *atom, struct text text);

/* compare.c: numbers, networks, dates */
bool number_read(struct text text, struct number *number);
int number_order(const struct number *a, const struct number *b); /* as of memcmp; neither is NaN */
bool cidr_read(struct arena *arena, struct text text, struct network *network);
bool cidr_holds(const struct network *network, struct text address);
bool part_read(struct text date, enum part part, struct number *number);

/* encode.c: bytes in other spellings */
enum wide { WIDE_LE, WIDE_BE, WIDE_MARKED };
struct text wide_of(struct arena *arena, struct text text, enum wide wide);
struct text base64_of(struct arena *arena, struct text bytes);
/* The part of it that stays the same wherever the bytes begin in a longer text: offset 0 to 2. */
struct text base64_offset_of(struct arena *arena, struct text bytes, size_t offset);

/* modifier.c: one item of a map, "Field|modifier: value", as a test. */
MUST bool item_compile(struct compile *compile, struct text key, int line,
                       const struct value *value, struct node **node);
/* The values of a list of keywords, each by itself or all of them. */
MUST bool keywords_compile(struct compile *compile, const struct value *list, struct node **node);

/* test.c: equal tests are one */
struct node *test_node(struct compile *compile, const struct test *test);
bool atoms_equal(const struct atom *a, const struct atom *b);

/* detection.c: the section "detection" of a rule, or "filter" of a filter, as one tree. */
struct detection {
    struct node **nodes; /* of the search identifiers; their names are in them */
    size_t count;
    struct node *root; /* of the condition */
    struct text condition;
};
MUST bool detection_compile(struct compile *compile, const struct value *section,
                            const char *const *other_names, struct detection *detection);

/* condition.c */
MUST bool condition_compile(struct compile *compile, const struct value *condition,
                            const struct detection *detection, struct node **root);
struct node *node_new(struct arena *arena, enum node_kind kind, size_t room);

/* rule.c: documents */
MUST bool rule_compile(struct compile *compile, const struct value *document);
MUST bool face_read(struct compile *compile, const struct value *document, struct sigma_rule *face);
MUST bool logsource_read(struct compile *compile, const struct value *document,
                         struct event_source *source);
struct text document_name(const struct value *document);
/* What was known by one digest and now depends on something else, too. */
struct text digest_two(struct arena *arena, struct text first, struct text second);

/* filter.c: once all rules are there */
MUST bool filter_compile(struct compile *compile, const struct value *document);

/* correlation_read.c: those among the later documents, which are then no longer among them */
void correlations_compile(struct compile *compile);

/* index.c: which rules are worth a look */
void index_make(struct compile *compile);
