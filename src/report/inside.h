/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the report room share. */
#pragma once
#include "report/report.h"

extern const char report_style[]; /* of every report */

/* A text that a page or a letter may hold: well-formed UTF-8, no control characters but the line
 * break and the tab. */
struct text report_clean(struct arena *arena, struct text text);
