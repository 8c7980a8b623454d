/* SPDX-License-Identifier: Apache-2.0 */
/*
 * YAML files read into values that know their lines. One document a file; no anchors, aliases or
 * tags; names unique in each map. Plain scalars: null, true, false (no "yes", no "on"), decimal
 * integers; everything else is text, and a quoted scalar is always text.
 */
#pragma once
#include "base/turn.h"
#include "base/value.h"

enum { YAML_DEPTH_MAX = 32, YAML_NODES_MAX = 400000, YAML_BYTES_MAX = 16 * 1024 * 1024 };

/* Reads YAML bytes. A fault is invalid and says source:line:column and what is wrong. */
MUST bool yaml_read(struct turn *turn, struct text yaml, const char *source, struct value **value);

/*
 * The same for files that others write, as detection rules: every document of the file into a list
 * (those without content are left out), anchors and aliases, and plain scalars by the core schema
 * of YAML 1.2: also True and NULL, +5, 0x1F and 0o17, and reals; "yes" and "on" stay text. An alias
 * is the very value it names, and counts as if it were written out.
 */
MUST bool yaml_read_loose(struct turn *turn, struct text yaml, const char *source,
                          struct value **documents);
