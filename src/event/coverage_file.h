/* SPDX-License-Identifier: Apache-2.0 */
/* The file of the coverage ledger, byte by byte: what its reader and its writer share. */
#pragma once
#include "event/coverage.h"
#include "event/segment_file.h"

#define COVERAGE_HEAD_MARK         "RVCOVER1"
#define COVERAGE_ENTRY_MARK        "RVC1"
#define COVERAGE_FILE_BYTES_MAX    ((size_t)1 << 30)
#define COVERAGE_PAYLOAD_BYTES_MAX ((size_t)64 << 20)

enum { COVERAGE_HEAD_BYTES = 28, COVERAGE_ENTRY_BYTES = 20, COVERAGE_SPAN_BYTES = 76 };

enum coverage_entry { COVERAGE_ENTRY_SET = 1, COVERAGE_ENTRY_SPAN = 2 };

/* How the file begins. */
struct text coverage_head_write(struct arena *arena, const unsigned char *store);

/* An entry, and what stands in one. */
void coverage_entry_write(struct builder *out, enum coverage_entry kind, struct text payload);
void coverage_set_spell(struct builder *out, const struct coverage_set *set);
void coverage_span_spell(struct builder *out, const struct coverage_span *span);

/* Where it stands; and the name of the store in the folder. */
const char *coverage_path(struct arena *arena, const char *folder);
MUST bool coverage_store(struct turn *turn, const char *folder, unsigned char *store);
