/* SPDX-License-Identifier: Apache-2.0 */
/* The life of a case, for the files of this room: what is said of it, and how it moves. */
#pragma once
#include "incident/inside.h"
#include "policy/lifecycle.h"

/* ---- life_rows.c ---- */

struct classification {
    struct text said, reason, author; /* said: JSON, the fields of incident.classify */
    int64_t version, entry_us;        /* version 0: never */
};
/* What life_say will ask of a case, for incident_rows_ahead to tell; how many. */
enum { LIFE_QUESTIONS = 10 };
size_t life_rows_questions(struct arena *arena, struct text incident,
                           struct question questions[LIFE_QUESTIONS]);
/* The classification that stands. */
MUST bool life_rows_classification(struct turn *turn, struct text incident,
                                   struct classification *classification);
/* What was said of each of several cases, as the classification that stands; empty: of those that
 * have none. */
MUST bool life_rows_classifications(struct turn *turn, const struct text *incidents, size_t count,
                                    struct text *said);
/* The next version. */
MUST bool life_rows_classification_insert(struct change *change, struct text incident,
                                          const struct classification *classification);

/* One of its types. */
MUST bool life_rows_type_insert(struct change *change, const struct incident *incident,
                                int64_t version, struct text type);
/* Cases that are classified so and were told in that time, newest first. */
MUST bool life_rows_of_type(struct turn *turn, struct text type, int64_t from_us, int64_t to_us,
                            size_t limit, struct text **ids, size_t *count);
/* Cases with that asset, told in that time, newest first. */
MUST bool life_rows_of_asset(struct turn *turn, struct text asset, int64_t from_us, int64_t to_us,
                             size_t limit, struct text **ids, size_t *count);

struct declared {
    struct text statement, answer, said, who, author, author_name;
    int64_t version, at_us, entry_us;
};
/* The statements that stand: the last of each. */
MUST bool life_rows_statements(struct turn *turn, struct text incident, struct declared **list,
                               size_t *count);
/* The next version of one. */
MUST bool life_rows_statement_insert(struct change *change, struct text incident,
                                     const struct declared *statement);

struct marked {
    struct text flag, reason;
    bool set, ever;
    int64_t version, at_us;
};
/* The flags that were ever set, as each stands now. */
MUST bool life_rows_flags(struct turn *turn, struct text incident, struct marked **list,
                          size_t *count);
/* The next version of one. */
MUST bool life_rows_flag_insert(struct change *change, struct text incident,
                                const struct marked *marked);

struct measure {
    struct text id, phase, what, author_name;
    int64_t at_us, entry_us;
};
/* Every measure, oldest first. */
MUST bool life_rows_measures(struct turn *turn, struct text incident, struct measure **list,
                             size_t *count);
/* A new one. */
MUST bool life_rows_measure_insert(struct change *change, struct text incident,
                                   const struct measure *measure);

struct hold {
    struct text asset, outcome, evidence, alternate, author;
    struct text checked; /* what shows that it is clean, where it was restored without having been
                            told of as cleaned; or empty */
    int64_t version, at_us, review_us, entry_us;
    int64_t out_us; /* since when it was out of service, or TIME_NONE: not said */
};
/* What became of each asset, the last of each. */
MUST bool life_rows_holds(struct turn *turn, struct text incident, struct hold **list,
                          size_t *count);
/* The next version of one. */
MUST bool life_rows_hold_insert(struct change *change, struct text incident,
                                const struct hold *hold);

struct override {
    struct text kind, rating, computed, reason, author_name, capacity;
    int64_t version, entry_us;
};
/* Every override and every error declared, oldest first. */
MUST bool life_rows_overrides(struct turn *turn, struct text incident, struct override **list,
                              size_t *count);
/* The next one. */
MUST bool life_rows_override_insert(struct change *change, struct text incident,
                                    const struct override *override);

/* Who set the rating that stands, by evaluating or by hand (then *role is in which role); empty:
 * nobody has. */
MUST bool life_rows_rater(struct turn *turn, struct text incident, struct text *person,
                          struct text *role);

/* The ratings that a case ever had, with the instants at which each began. */
struct rated_once {
    enum rating rating;
    bool provisional; /* from before the evaluation */
    int64_t from_us;
};
/* Oldest first; a change of something else is in it, too. */
MUST bool life_rows_ratings(struct turn *turn, struct text incident, struct rated_once **list,
                            size_t *count);

struct removal {
    struct text organisation, reason;
    bool removed;
    int64_t version, at_us;
};
/* The organisations that were ever removed, as each stands now. */
MUST bool life_rows_removals(struct turn *turn, struct text incident, struct removal **list,
                             size_t *count);
/* The next version of one. */
MUST bool life_rows_removal_write(struct change *change, struct text incident,
                                  const struct removal *removal);

struct merger {
    struct text id, incident, target, reason, before;
    int64_t version, at_us;
    bool undone;
};
/* The merger by which a case stands merged; *found false when it is not. */
MUST bool life_rows_merger_of(struct turn *turn, struct text incident, struct merger *merger,
                              bool *found);
/* The mergers into a case that stand, oldest first. */
MUST bool life_rows_mergers_into(struct turn *turn, struct text target, struct merger **list,
                                 size_t *count);
/* The first version of a merger, or the next. */
MUST bool life_rows_merger_write(struct change *change, const struct merger *merger);

/* Which team took a case up. */
struct taken {
    struct text team;         /* code in the pack */
    struct text organisation; /* id of whose team it is, or empty */
    struct text because;
    struct text gap; /* JSON: clauses under which a team is missing */
    struct text author_name, capacity;
    bool by_hand;
    int64_t version, entry_us; /* version 0: none yet */
};
/* The team that has it now. */
MUST bool life_rows_team(struct turn *turn, struct text incident, struct taken *taken);
/* The next version. */
MUST bool life_rows_team_insert(struct change *change, struct text incident,
                                const struct taken *taken);

/* ---- team.c ---- */

/* The first team of the policy of which somebody is there, for a case that begins or whose
 * organisation is known now; what is missing on the way to it is said. */
MUST bool team_choose(struct turn *turn, const struct incident *incident, struct taken *taken);

/* The case goes to a team that was chosen: kept, noted where something is missing or it was
 * another's, and its people let in and told where they are of elsewhere. */
MUST bool team_take(struct change *change, const struct incident *incident,
                    const struct taken *taken);

/* Chooses again where no person has: the organisation of the case is another one now. */
MUST bool team_reconsider(struct change *change, const struct incident *incident);

/* Adds to what is said of a case who has taken it up. */
MUST bool team_say(struct turn *turn, const struct incident *incident, struct value *said);

/* ---- life.c ---- */

/* The highest evaluated rating that the case ever had and that nobody declared an error; with
 * `provisional` those from before the evaluation count, too. RATING_NONE: it had none. */
MUST bool life_ever(struct turn *turn, const struct incident *incident, bool provisional,
                    enum rating *ever);

/* Adds to what is said of a case: its phases, classification, flags, statements, measures, mergers.
 */
MUST bool life_say(struct turn *turn, const struct incident *incident, struct value *said);

/* The member `at` of an input, or now. */
MUST bool life_when(struct turn *turn, const struct value *input, int64_t *at_us);

/* The name of a type for people; the code where the pack has none. */
struct text life_type_name(const struct pack *pack, struct text code);

/* A deviation that a fact is entered with: before it happened, or in a state in which no work goes
 * on; empty for none. */
struct text life_deviation(struct turn *turn, const struct incident *incident, int64_t at_us);

/* ---- guard.c ---- */

/* What a guard is asked about: a move of a case, and what is said with it. */
struct situation {
    const struct incident *incident;
    const struct move *move;
    const struct incident *other; /* of a merger: the case it belongs to; NULL: not said */
    struct text reason, asset;    /* said with the move, or empty */
    enum rating ever;             /* the highest rating it ever had; before one, the provisional */
    enum rating ever_provisional; /* the same, with every rating from before the evaluation */
    struct declared *statements;
    size_t statements_count;
    struct marked *flags;
    size_t flags_count;
};

/* What was found. */
struct finding {
    const struct guard *guard;
    bool met;
    struct text because;
    struct value *items; /* what exactly is missing: a list of texts */
};

/* Reads what guards ask about. */
MUST bool situation_read(struct turn *turn, const struct incident *incident,
                         struct situation *situation);

/* Asks a guard. */
MUST bool guard_ask(struct turn *turn, const struct situation *situation, const struct guard *guard,
                    struct finding *finding);

/* A finding as people and programs read it. */
struct value *finding_value(struct arena *arena, const struct finding *finding);

/* ---- move.c ---- */

/* May the move be made? Refused with everything that is missing on the way to it: the moves before
 * it and every guard that is not met, by clause and with what to do. */
MUST bool move_allowed(struct turn *turn, struct situation *situation, const struct move *move);

/* Makes the move that was allowed: the new state is written, noted and told. at_us: when it
 * happened. */
MUST bool move_make(struct change *change, struct incident *incident,
                    const struct situation *situation, int64_t at_us, const struct value *input);

/* The write of incident.move, the answer of incident.guards, and what is kept of a refusal. */
MUST bool incident_move(struct change *change, const struct value *input, struct value **answer);
MUST bool incident_guards(struct turn *turn, const struct value *input, struct value **answer);
MUST bool incident_move_refused(struct change *change, const struct value *input,
                                const struct fault *fault);

/* ---- state.c: what is said of a case ---- */
extern const char *const impact_properties[]; /* members of a classification's impact */
MUST bool incident_classify(struct change *change, const struct value *input,
                            struct value **answer);
MUST bool incident_state(struct change *change, const struct value *input, struct value **answer);
MUST bool incident_flag(struct change *change, const struct value *input, struct value **answer);
MUST bool incident_unflag(struct change *change, const struct value *input, struct value **answer);
/* Sets a flag that is not set: the row, the note, the fact. */
MUST bool flag_set(struct change *change, const struct incident *incident, struct text flag,
                   struct text reason, int64_t at_us, const struct value *input);

/* The same for the flag that the policy says is set by it, where it has one and it is not set. */
MUST bool flag_mark(struct change *change, const struct incident *incident, enum flag_by by,
                    struct text reason, int64_t at_us);

/* ---- access.c ---- */
/* A type of which only named people know makes the case such a one, once; whoever says so is named.
 */
MUST bool access_by_type(struct change *change, const struct incident *incident,
                         struct text reason);

/* ---- measure.c: what is done about a case ---- */
extern const char *const measure_phases[];
extern const char *const hold_outcomes[];
MUST bool incident_measure(struct change *change, const struct value *input, struct value **answer);
/* Whether an asset of which this was said last is harmed still; whether it is on its way off. */
bool hold_harmed(struct text outcome);
bool hold_begun(struct text outcome);
MUST bool incident_disconnect(struct change *change, const struct value *input,
                              struct value **answer);
MUST bool incident_hold(struct change *change, const struct value *input, struct value **answer);
/* The response began then, if it did not earlier; the fact is told. */
MUST bool response_began(struct change *change, struct incident *incident, int64_t at_us);

/* ---- override.c ---- */
MUST bool incident_override(struct change *change, const struct value *input,
                            struct value **answer);
MUST bool incident_rating_error(struct change *change, const struct value *input,
                                struct value **answer);
/* What a higher rating has left unsent need not be sent. */
MUST bool incident_call_off(struct change *change, const struct value *input,
                            struct value **answer);
/* What the table said when it was asked last; NONE: it never was. */
MUST bool computed_rating(struct turn *turn, const struct incident *incident,
                          enum rating *computed);
/* A person sets a rating against the table: kept, noted, told. */
MUST bool rating_set(struct change *change, struct incident *incident, enum rating wanted,
                     enum rating computed, struct text reason, const struct value *input);

/* ---- told.c ---- */
MUST bool incident_told(struct change *change, const struct value *input, struct value **answer);
/* The superiors who were told by hand, a line each: when, who, how long after the detection, by
 * which way, and by whose word. */
MUST bool told_superiors_say(struct turn *turn, const struct incident *incident,
                             struct builder *says);

/* ---- merge.c ---- */
MUST bool incident_merge(struct change *change, const struct value *input, struct value **answer);
MUST bool incident_unmerge(struct change *change, const struct value *input, struct value **answer);
MUST bool incident_history(struct turn *turn, const struct value *input, struct value **answer);
MUST bool incident_candidates(struct turn *turn, const struct value *input, struct value **answer);

/* ---- body.c: organisations that come and go ---- */
MUST bool incident_unaffect(struct change *change, const struct value *input,
                            struct value **answer);
/* It is affected: the rows, the lists, the note, the fact. */
MUST bool body_enter(struct change *change, struct incident *incident,
                     const struct organisation *organisation, int64_t from_us,
                     const struct value *input);
/* What was removed counts as removed no longer. */
MUST bool body_return(struct change *change, const struct incident *incident,
                      struct text organisation, int64_t from_us);
/* Ends that the organisation is affected: the row, the lists, the note, the fact. */
MUST bool body_remove(struct change *change, struct incident *incident, struct text organisation,
                      struct text reason, int64_t at_us, const struct value *input);
