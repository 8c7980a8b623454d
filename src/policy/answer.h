/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a policy answers without a house: is it sound, when is something due, what rating has an
 * impact, what does a clause ask and who serves it. Pure functions of a pack; the command line
 * prints what they give, and pages may show it.
 */
#pragma once
#include "policy/due.h"

/* ---- due ---- */

struct due_question {
    struct text duty;   /* "B3", or one step of a rule: "B5.complete" */
    struct text start;  /* the rule's own clock start; without an offset local in the pack's zone */
    enum rating rating; /* RATING_NONE: not said */
    const struct text *closures; /* dates that are no business days, in any order */
    size_t closures_count;
};

struct due_answer {
    const struct rule *rule;
    const struct step *step;
    const struct due *due;
    bool none;           /* there is no time, for the reason in line */
    int64_t due_us;      /* otherwise */
    struct text line;    /* an RFC 3339 instant with the local offset, or "none: REASON" */
    struct text note;    /* what in it is a product default, in a sentence; or empty */
    struct text skipped; /* the days that were passed over, in words; or empty */
};

/*
 * When a duty is due whose clock starts at an instant. Faults, all invalid: a rule or step that the
 * pack does not have, a start or a closure that is no time or date, a local time in a gap or an
 * overlap, a due that depends on the rating where none is given, or that lies beyond year 9999.
 */
MUST bool answer_due(struct turn *turn, const struct pack *pack,
                     const struct due_question *question, struct due_answer *answer);

/* A due as people read it in a sentence: "4 h after the start", "by 17:00 of the next business
 * day". In the arena. */
struct text due_says(struct arena *arena, const struct calendar *calendar, const struct due *due);

/* ---- rate ---- */

/* The rating of an impact in the JSON form of rating_input_read, as rating_result_value gives it.
 * source names the JSON in faults. */
MUST bool answer_rate(struct turn *turn, const struct pack *pack, struct text json,
                      const char *source, struct value **answer);

/* ---- explain ---- */

/*
 * A clause: {"id","document","title","section","force","kind","says","actor","trigger","deadline",
 * "recipient","artefact","mechanism","capability","enforce":{…},"rules":[{"id","title","served",
 * "waits_for":[…],"owed_by":[…],"owed_to":[…],"steps":[{"name","due","product_default"}]}],
 * "served_by":[…],"referred_to_by":[…],"conflicts":[{"with","resolve"}]}. Lists that are empty are
 * there; texts that say "none" stay so. The fault is missing for a clause that the pack has not.
 */
MUST bool answer_explain(struct turn *turn, const struct pack *pack, struct text clause,
                         struct value **answer);

/* The same for people, in lines of at most 80 columns where words allow it. */
struct text explain_text(struct arena *arena, const struct value *answer);

/* ---- check ---- */

/*
 * What is in a pack that was read without a fault: {"name","title","version","hash","documents",
 * "clauses","clauses_with_rules","rules","steps","rules_served","product_defaults":{"dues":[…],
 * "ladders","notices","elements","guards"},"not_served":[{"duty","title","waits_for":[…]}]}.
 */
struct value *answer_check(struct arena *arena, const struct pack *pack);

/*
 * The detection rules in the folder "sigma" of the pack's folder, when there is one: adds
 * "detections":{"rules","correlations"} to the answer. Faults (invalid): the first that is broken,
 * or says no type of incident that the pack has, with its file and line.
 */
MUST bool answer_detections(struct turn *turn, const struct pack *pack, struct value *answer);

/* The same for people. */
struct text check_text(struct arena *arena, const struct value *answer);
