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
