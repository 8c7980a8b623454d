/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents for people. A report is a tree of plain parts (headings, paragraphs, facts, tables),
 * made by whoever knows what it is to say, and written in two forms: HTML, which is the record, and
 * text. Both are made of the tree alone: the same tree is the same bytes, whenever it is asked for.
 *
 * The HTML stands by itself: no script, nothing loaded, a language, headings in order, tables with
 * captions and scopes, and a style for paper. Whatever is put in is text: markup in it is shown,
 * and characters that no page may hold become U+FFFD.
 */
#pragma once
#include "action/action.h"

extern const struct action report_room_actions[]; /* document.render, incident.render */

/* A new report; the title is its first heading. */
struct value *report_begin(struct arena *arena, struct text title);

/* A heading of the second level. */
void report_heading(struct arena *arena, struct value *report, struct text text);

/* A paragraph; its lines stay lines. */
void report_paragraph(struct arena *arena, struct value *report, struct text text);

/* A term and what it is; facts that follow each other stand in one list. Nothing for no text. */
void report_fact(struct arena *arena, struct value *report, const char *term, struct text text);

/* A table, to be filled row by row; columns ends with NULL. */
struct value *report_table(struct arena *arena, struct value *report, const char *caption,
                           const char *const *columns);
/* A row, and a cell at its end; the first cell of a row heads it. */
struct value *report_row(struct arena *arena, struct value *table);
void report_cell(struct arena *arena, struct value *row, struct text text);

/* The report as HTML, whole. */
struct text report_html(struct turn *turn, const struct value *report);

/* The same as plain text, lines ended by LF. */
struct text report_text(struct turn *turn, const struct value *report);

/* base64 of the SHA-256 of the style that stands in every report: what a content policy must allow
 * for it, and nothing else. */
struct text report_style_hash(struct arena *arena);
