/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exchange: incidents in the formats that others speak, one file a format. First: VERIS
 * (veriscommunity.net, schema 1.3.7), a JSON object for each incident, one a line.
 *
 * An import keeps every line as it came. Each line that is a JSON object becomes a report and an
 * incident of the kind "import": rated by the policy in force, telling nobody (DOMAIN 0.7).
 * Whatever is odd about a line is a finding: it is reported and kept, and never a reason to leave
 * the line out. A line that is no JSON object becomes no incident; it is kept among the rejected
 * ones.
 */
#pragma once
#include "action/action.h"
#include "base/embedded.h"
#include "incident/incident.h"

extern const struct action exchange_actions[]; /* veris.* */

enum {
    VERIS_LINE_BYTES_MAX = 1 << 20,  /* longer lines are kept, and rejected */
    VERIS_RAW_BYTES_MAX = 256 << 20, /* of what is kept of a rejected line: a whole file */
    VERIS_BATCH_LINES_MAX = 100,     /* lines of one veris.import, which is one transaction */
    VERIS_FINDINGS_MAX = 1000        /* of one line; the last says that there were more */
};

/* What may be odd about a line. */
enum veris_oddity {
    VERIS_BLANK,           /* an empty line */
    VERIS_REJECTED,        /* no JSON object, or too long */
    VERIS_MENDED,          /* bytes that are no UTF-8 */
    VERIS_NO_ID,           /* no incident_id */
    VERIS_REPEATED,        /* the incident_id stood in an earlier line */
    VERIS_OTHER_SCHEMA,    /* another version than the pack's veris.yaml is written for */
    VERIS_UNKNOWN_FIELD,   /* a member that VERIS 1.3.7 does not have */
    VERIS_UNKNOWN_WORD,    /* a word that veris.yaml does not have */
    VERIS_COARSE_DATE,     /* a year, or a month of a year */
    VERIS_IMPOSSIBLE_DATE, /* 31 February, or no year */
    VERIS_BEFORE_INCIDENT, /* a notification or a discovery before the incident */
    VERIS_FRACTION,        /* a number with a fraction or an exponent */
    VERIS_AMOUNT,          /* an amount of money that does not count towards the liability */
    VERIS_MORE,            /* more findings than VERIS_FINDINGS_MAX */
    VERIS_ODDITIES
};

struct veris_finding {
    enum veris_oddity oddity;
    struct text path;  /* "timeline.discovery.value", or empty for the whole line */
    struct text found; /* as it stands there, or empty */
};

/* By the word that tables and answers use ("coarse_date"), and in a sentence. */
const char *veris_oddity_name(enum veris_oddity oddity);
const char *veris_oddity_says(enum veris_oddity oddity);

/* What a line says, in the house's words. */
struct veris_line {
    struct report_order order; /* inputs in the form of `revere policy rate` */
    struct text incident_id, schema_version;
    struct veris_finding *findings; /* in the order found */
    size_t findings_count, findings_capacity;
};

/*
 * Reads one line, well-formed UTF-8, by the pack's veris.yaml. Texts stay those of the line or are
 * in the arena. Faults: invalid when it is no JSON object, when it is nested too deep (see json.h),
 * or when the pack has no veris.yaml.
 */
MUST bool veris_line_read(struct turn *turn, struct text text, struct veris_line *line);
