/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the exchange room share. */
#pragma once
#include "base/zone.h"
#include "exchange/exchange.h"
#include "people/can.h"
#include "policy/pack.h"

/* ---- finding.c ---- */
/* Adds a finding; the texts are not copied. */
void veris_find(struct turn *turn, struct veris_line *line, enum veris_oddity oddity,
                struct text path, struct text found);

/* ---- path.c ---- */
enum { PATH_BYTES_MAX = 200, FOUND_BYTES_MAX = 200 };
/* At most so many bytes of a text, cut between characters, with "…" where something is missing. */
struct text text_short(struct arena *arena, struct text text, size_t bytes_max);
/* The path of a member or of an item below a path; long ones are cut, so that a hostile line cannot
 * make them cost more than they are worth. */
struct text path_below(struct arena *arena, struct text path, struct text name);
struct text path_item(struct arena *arena, struct text path, size_t index);
/* The value at a path of members ("victim.victim_id"), or NULL; and the text there, or empty. */
const struct value *veris_at(const struct value *root, const char *path);
struct text veris_text(const struct value *root, const char *path);

/* ---- number.c ---- */
/* A number of a JSON text as it is written there, and where: "impact.loss[0].amount". */
struct lexeme {
    struct text path, written;
};
/* Every number of a JSON text that json_read has accepted, in its order. */
void json_numbers(struct arena *arena, struct text json, struct lexeme **numbers, size_t *count);
/* True when the number has a fraction or an exponent. */
bool number_fraction(struct text written);
/*
 * A number of dollars in cents, exactly and by its decimals alone: "1.5e3" is 150000. False for a
 * minus, for parts of a cent, and for more than int64_t holds.
 */
bool number_cents(struct text written, int64_t *cents);

/* ---- schema.c ---- */
/* Notes the members that VERIS 1.3.7 does not have. */
void veris_find_unknown(struct turn *turn, const struct value *root, struct veris_line *line);

/* ---- when.c ---- */
/* When it happened, with its precision, into the order; what is odd about the dates. */
void veris_when(struct turn *turn, const struct value *root, struct veris_line *line);

/* ---- impact.c ---- */
/* What is known towards the rating, by the pack's veris.yaml. */
struct value *veris_inputs(struct turn *turn, const struct value *root,
                           const struct lexeme *numbers, size_t count, struct veris_line *line);

/* ---- rows.c ---- */
struct import {
    struct text id;   /* hex SHA-256 of the file */
    int64_t place;    /* the how-manieth import of the house, from 1; 0: not begun */
    struct text name; /* of the file */
    int64_t bytes, lines;
    int64_t entry_us;
    int64_t done; /* lines */
    int64_t incidents, rejected, blank, findings;
};
MUST bool exchange_rows_import(struct turn *turn, struct text id, struct import *import);
MUST bool exchange_rows_imports(struct turn *turn, int64_t after, size_t limit,
                                struct import **list, size_t *count);
MUST bool exchange_rows_import_begin(struct change *change, struct import *import);
struct batch {
    int64_t first, last;
    int64_t incidents, rejected, blank, findings;
};
MUST bool exchange_rows_batch_insert(struct change *change, const struct import *import,
                                     const struct batch *batch);
struct kept_line {
    int64_t place, number; /* of the import, and of the line in it */
    struct text raw;       /* UTF-8; mended where the line was none */
    struct text original;  /* base64 of the line's bytes where they were no UTF-8, or empty */
    struct text incident;  /* the house's id */
    struct text incident_id, schema_version;
    struct text why; /* of a rejected one */
};
MUST bool exchange_rows_line_insert(struct change *change, const struct import *import,
                                    const struct kept_line *line);
MUST bool exchange_rows_rejected_insert(struct change *change, const struct import *import,
                                        const struct kept_line *line);
/* After (place, number), in the order of import. */
MUST bool exchange_rows_lines(struct turn *turn, int64_t place, int64_t number, size_t limit,
                              struct kept_line **lines, size_t *count);
MUST bool exchange_rows_rejected(struct turn *turn, int64_t place, int64_t number, size_t limit,
                                 struct kept_line **lines, size_t *count);
/* The first line with that incident_id; *known false when there is none. */
MUST bool exchange_rows_repeated(struct turn *turn, struct text incident_id,
                                 struct kept_line *first, bool *known);
MUST bool exchange_rows_finding_insert(struct change *change, const struct import *import,
                                       int64_t number, int64_t ordinal,
                                       const struct veris_finding *finding);
struct kept_finding {
    int64_t number, ordinal;
    struct text oddity, path, found;
};
MUST bool exchange_rows_findings(struct turn *turn, struct text import, int64_t number,
                                 int64_t ordinal, size_t limit, struct kept_finding **findings,
                                 size_t *count);

/* ---- batch.c ---- */
/* The write of veris.import. */
MUST bool veris_import(struct change *change, const struct value *input, struct value **answer);
