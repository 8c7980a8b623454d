/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts: what rooms tell the obligations. The list is closed: it stands once, in fact.c, with the
 * fields each fact carries and the action that records it; rules of a pack name facts and fields of
 * this list and nothing else. A rule that hangs on a fact which no action of this program records
 * yet is "not yet served".
 *
 * A fact is flat. Its fields are texts and instants; a field that is not set is absent, and no
 * condition but "absent" is true of it.
 */
#pragma once
#include "base/turn.h"

enum fact_kind {
    FACT_REPORT_RECEIVED,       /* somebody told the Commonwealth; the incident is open */
    FACT_ORGANISATION_AFFECTED, /* one organisation of an incident, from an instant on */
    FACT_INCIDENT_DETECTED,     /* the instant of detection is known, or corrected */
    FACT_INCIDENT_PROVISIONAL,  /* nothing is evaluated yet: the provisional clock */
    FACT_INCIDENT_RATED,        /* first evaluated rating, or a change of it */
    FACT_INCIDENT_LOWERED,      /* a superior of the rater stands for a lower rating */
    FACT_INCIDENT_EVALUATED,    /* severity, priority and action are set */
    FACT_INCIDENT_RESPONDING,   /* first response action */
    FACT_INCIDENT_FLAGGED,      /* a flag was set */
    FACT_INCIDENT_UPDATED,      /* a status update was issued */
    FACT_INCIDENT_ADOPTED,      /* an imported case is the house's own from now on */
    FACT_INCIDENT_RECOVERED,    /* entered post-incident */
    FACT_INCIDENT_CLOSED,
    FACT_INCIDENT_REOPENED,    /* open again after it was resolved: its recurring duties with it */
    FACT_INCIDENT_TOLD,        /* an earlier telling was proven: told_us is earlier from now on */
    FACT_INCIDENT_MERGED,      /* `other` turned out to be the same, and is folded into this one */
    FACT_INCIDENT_SEPARATED,   /* `other` was merged into this one in error */
    FACT_ORGANISATION_REMOVED, /* an organisation turned out not to be affected */
    FACT_INCIDENT_VOID,        /* false positive, merged, out of scope */
    FACT_MEASURE_TAKEN,        /* a measure that keeps the damage small */
    FACT_ASSET_ISOLATED,       /* an affected asset is off the networks */
    FACT_ASSET_INFEASIBLE,     /* it cannot be; an alternate is in place */
    FACT_ASSET_EXCUSED,        /* it need not be: cleaned, or not in danger */
    FACT_POST_INCIDENT_REPORT_DECIDED,  /* yes or no, for an incident that was never above Low */
    FACT_ASSET_AFFECTED,                /* one asset of an incident */
    FACT_NOTICE_ACCEPTED,               /* a channel took a notice */
    FACT_NOTICE_ATTESTED,               /* somebody attests having told */
    FACT_NOTICE_ACKNOWLEDGED,           /* whoever was told has confirmed it */
    FACT_NOTICE_FAILED,                 /* a bounce: what was fulfilled is open again */
    FACT_DOCUMENT_SENT,                 /* a report or document with its contents */
    FACT_DAILY_STATUS_SENT,             /* the report of one local day */
    FACT_STATUS_UPDATE_SENT,            /* a numbered update to those concerned */
    FACT_WRITTEN_NOTICE_SENT,           /* in writing, complete or not */
    FACT_POST_INCIDENT_REPORT_APPROVED, /* by somebody who did not write it */
    FACT_CONTACT_RECORDED,              /* several offices were in touch */
    FACT_INVESTIGATION_OPENED,          /* an agency investigates */
    FACT_COORDINATION_RECORDED,         /* together with whoever leads */
    FACT_COMMUNICATION_SENT,            /* somebody was told through the house */
    FACT_COMMUNICATION_LOGGED,          /* somebody was told otherwise, and it was logged */
    FACT_REQUEST_MADE,                  /* somebody was asked */
    FACT_REQUEST_ANSWERED,              /* and answered */
    FACT_DECISION_MADE,                 /* a decision in capacity */
    FACT_ESCALATION_DECIDED,            /* whether more than the row's people must know */
    FACT_PARTNER_TOLD,                  /* somebody outside was told, or need not be */
    FACT_LEGAL_MATTER_DETERMINED,       /* whether it is one for the counsel of the enterprise */
    FACT_LEGAL_MATTER_REFERRED,         /* and it was referred to them */
    FACT_INTRUSION_ENDED,               /* an attack is over */
    FACT_INTRUSION_CHECKED,             /* whether the procedures were followed in it */
    FACT_INTRUSION_FINISHED,            /* their steps are taken, or excused */
    FACT_ROLE_VACANT,                   /* nobody holds a role that must be held, nor acts in it */
    FACT_ROLE_ABSENT,                   /* who holds such a role has been away for too long */
    FACT_ROLE_FILLED,                   /* somebody holds it again, or acts */
    FACT_ORGANISATION_OBLIGED,          /* a body outside any secretariat is bound */
    FACT_EQUIVALENT_DESIGNATED,         /* and has named whom to ask instead of one's officer */
    FACT_SOURCE_SILENT,                 /* a source of logs is silent for longer than it may be */
    FACT_SOURCE_RETURNED,               /* it is heard again */
    FACT_DIRECTION_GIVEN,               /* a body is to do something until an instant */
    FACT_DIRECTION_CHANGED,             /* until another, or nothing any more */
    FACT_DIRECTION_DONE,                /* it is done */
    FACT_ROLE_CHANGED,                  /* other people may answer for a role; kept nowhere */
    FACT_KINDS
};

enum fact_field {
    FIELD_OF_INCIDENT,     /* id */
    FIELD_OF_REPORT,       /* id */
    FIELD_OF_ORGANISATION, /* id */
    FIELD_OF_ASSET,        /* id */
    FIELD_OF_NAME,         /* what people call that asset */
    FIELD_OF_PERSON,       /* id */
    FIELD_OF_NOTICE,       /* id */
    FIELD_OF_OBLIGATION,   /* id: the obligation that a notice or document serves */
    FIELD_OF_RULE,         /* of that obligation: "A5" */
    FIELD_OF_STEP,         /* of that obligation */
    FIELD_OF_KIND,         /* real, exercise, import */
    FIELD_OF_BINDING,      /* mandatory, contractual, voluntary */
    FIELD_OF_BRANCH,       /* executive, judicial, … */
    FIELD_OF_RATING,       /* high, medium, low */
    FIELD_OF_PREVIOUS,     /* rating before, or absent */
    FIELD_OF_FLAG,         /* "safety", "criminal_suspected", … */
    FIELD_OF_DOCUMENT,     /* its code in elements.yaml: "follow-up", … */
    FIELD_OF_DECISION,     /* "soc_confirmed", "low_report", … */
    FIELD_OF_STATEMENT,    /* code of what was stated: a name in lifecycle.yaml */
    FIELD_OF_NUMBER,       /* what people call the incident: "INC-2026-7K3F9" */
    FIELD_OF_TYPE,         /* class of type, as a minimum notice may say it */
    FIELD_OF_SCIO,         /* "yes", or "no": the organisation's own secretariat has none (EOTSS) */
    FIELD_OF_CHANNEL,      /* how a report came: web, phone, mail, … */
    FIELD_OF_OTHER,        /* id of another incident */
    FIELD_OF_ROLE,         /* code of a role */
    FIELD_OF_SOURCE,       /* of logs: the watch that listens to it, and its name there */
    FIELD_OF_REQUEST,      /* id of a question */
    FIELD_OF_COMMUNICATION, /* id of a line of the log */
    FIELD_OF_ITEM,          /* id of what was set, if it is none of the others: a direction */
    FIELD_OF_ADVERSE,       /* of an asset: yes, no, unknown */
    FIELD_OF_REASON,        /* why, in words */
    FIELD_OF_COMPLETE,      /* "yes" or "no": a document with all it must contain */
    FIELD_OF_TOLD,          /* instant: earliest proven telling */
    FIELD_OF_DETECTED,      /* instant */
    FIELD_OF_EVALUATED,     /* instant: of a case that was evaluated */
    FIELD_OF_PERIOD,        /* instant within the period that a recurring document is for */
    FIELD_OF_RECOVERED,     /* instant: when what was affected worked again */
    FIELD_OF_BY,            /* instant: until when something is to be done, as it was stated */
    FIELD_OF_AT,            /* instant: when this fact happened */
    FACT_FIELDS
};

struct fact {
    enum fact_kind kind;
    struct text texts[FACT_FIELDS]; /* of the text fields */
    int64_t times[FACT_FIELDS];     /* of the instant fields; meaningful where `has` says so */
    bool has[FACT_FIELDS];
};

struct fact_face {
    const char *name;        /* "report.received" */
    const char *recorded_by; /* "report.create", or NULL: by no action of this program yet */
    const char *says;        /* one sentence */
};

/* The face of a kind. */
const struct fact_face *fact_face(enum fact_kind kind);
const char *fact_field_name(enum fact_field field); /* "told_us", "rating", … */
bool fact_field_is_time(enum fact_field field);

/*
 * Looks a name up. FACT_NAME_KNOWN sets *kind; FACT_NAME_TO_COME: a pack may name it, and no action
 * of this program records it yet, so that what hangs on it is not yet served.
 */
enum fact_name { FACT_NAME_UNKNOWN, FACT_NAME_TO_COME, FACT_NAME_KNOWN };
enum fact_name fact_kind_named(struct text name, enum fact_kind *kind);
bool fact_field_named(struct text name, enum fact_field *field);

/* Sets a field. */
void fact_set_text(struct fact *fact, enum fact_field field, struct text text);
void fact_set_time(struct fact *fact, enum fact_field field, int64_t instant_us);
