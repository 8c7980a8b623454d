/* SPDX-License-Identifier: Apache-2.0 */
/* A query as it was read: what the files of the search share. */
#pragma once
#include "base/regex.h"
#include "event/filter.h"
#include "event/search.h"

enum { SEARCH_PIECES_MAX = 16 };

/* Text with gaps: the pieces in their order, anything between them. An end that is not open is, in
 * a line, the end of a word, and in a value its first or last byte. */
struct search_pattern {
    struct text pieces[SEARCH_PIECES_MAX]; /* small letters of ASCII for capitals */
    size_t count;
    bool open_left, open_right;
};

enum search_kind {
    SEARCH_ALL, /* every line */
    SEARCH_AND,
    SEARCH_OR,
    SEARCH_NOT,  /* left alone */
    SEARCH_TEXT, /* the pattern stands in the line */
    SEARCH_REGEX,
    SEARCH_SOURCE, /* the source is the pattern */
    SEARCH_FIELD   /* a value of the field is the pattern, or the regex matches it */
};

struct search_node {
    enum search_kind kind;
    const struct search_node *left, *right;
    struct search_pattern pattern;
    const struct regex *regex;
    struct text name; /* of the field */
    uint32_t id;      /* of the name, in the query's names */
    size_t number;    /* among the field tests */
    /* Any line that matches has all of these, unless it derives its values. */
    const struct filter_question *questions;
    size_t question_count;
    struct text literal; /* the longest such piece, or empty: none is known */
    bool made;           /* the value may be one that the reader makes: nothing rules a line out */
};

struct search_query {
    const struct search_node *root;
    const struct search_node *fields[SEARCH_TESTS_MAX];
    size_t field_count;
    struct event_names *names;
};

/* Does the pattern stand in the folded line? */
bool search_pattern_finds(const struct search_pattern *pattern, struct text line);

/* Is the folded value the pattern, from its first byte to its last? */
bool search_pattern_is(const struct search_pattern *pattern, struct text value);

/* What a line must have to match the test: fills questions, literal and made. */
void search_plan(struct arena *arena, struct search_node *node);

/* Writes the line with small letters for capitals. */
void search_fold(struct text line, char *folded);
