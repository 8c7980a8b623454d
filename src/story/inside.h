/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the story door share: what a story is once it is read, and the stage it is
 * played on. */
#pragma once
#include "base/zone.h"
#include "policy/due.h"
#include "story/story.h"

enum {
    STORY_BYTES_MAX = 1024 * 1024,
    STORY_TOKENS_MAX = 400, /* of one statement */
    STORY_STATEMENTS_MAX = 10000,
    STORY_DURATION_DAYS_MAX = 36500
};

/* ---- token.c: lines into words ---- */

enum token_kind { TOKEN_WORD, TOKEN_QUOTED, TOKEN_VALUE };

struct token {
    enum token_kind kind;
    struct text text;    /* a word without the comma or colon behind it; what stood in the quotes */
    struct value *value; /* TOKEN_VALUE: what stood in { } or [ ] */
    bool broken;         /* a comma or colon followed: the phrase ends here */
};

/* A statement as words; it may have stood on several lines. */
struct sentence {
    int line;
    struct text source; /* the line on which it begins, trimmed */
    struct token *tokens;
    size_t count;
};

MUST bool sentences_read(struct turn *turn, const char *file, struct text text,
                         struct sentence **sentences, size_t *count);

/* ---- word.c: going along the words of a sentence ---- */

struct story;

struct words {
    struct turn *turn;
    const char *file;
    const struct sentence *sentence;
    const struct story *story; /* what was said before, or NULL */
    size_t next;
};

bool words_left(const struct words *words);
/* The next word is one of these (alternatives divided by '|', case does not matter)? Passes over
 * it.
 */
bool words_take(struct words *words, const char *alternatives);
bool words_peek(const struct words *words, size_t ahead, const char *alternatives);
/* The n-th token ahead, or NULL. */
const struct token *words_token(const struct words *words, size_t ahead);
/* Passes over words that only make it read well: the, a, an, is, that, of … as given. */
void words_skip(struct words *words, const char *alternatives);
/* False with a fault that names file and line, what was found, and what to write. */
bool words_fail(struct words *words, const char *format, ...) __attribute__((format(printf, 2, 3)));
MUST bool words_name(struct words *words, const char *what, struct text *name);
MUST bool words_quoted(struct words *words, const char *what, struct text *text);
MUST bool words_number(struct words *words, const char *what, int64_t *number);
/* Nothing may be left. expected: what could have stood here. */
MUST bool words_end(struct words *words, const char *expected);

/* ---- moment.c: instants and spans as people write them ---- */

enum moment_kind {
    MOMENT_NONE,
    MOMENT_NOW,
    MOMENT_EXACT, /* text: date and time */
    MOMENT_DATE,  /* text: a date alone; where a period begins or ends, the whole day */
    MOMENT_CLOCK, /* text: time of day; days: 0 on the story's day, 1 on the day after */
    MOMENT_AFTER  /* span_us after now; or after `anchor` (a member of the case: told …) */
};

struct spoken {
    enum moment_kind kind;
    struct text text;
    struct text weekday; /* "fri", which the date is held against; or empty */
    struct text anchor;
    int64_t span_us;
    int days;
};

bool moment_follows(const struct words *words); /* does a moment begin at the next word? */
MUST bool words_moment(struct words *words, struct spoken *moment);
MUST bool words_date(struct words *words, struct spoken *moment); /* a moment, or a date alone */
bool span_follows(const struct words *words);
MUST bool words_span(struct words *words, int64_t *span_us);
/* "2h30m", "4h", "90s", "1d": false if it is none. */
bool span_parse(struct text text, int64_t *span_us);
/* A span for people: "2 h 30 min". */
struct text span_people(struct arena *arena, int64_t span_us);

/* ---- what a story says ---- */

enum who_kind {
    WHO_NOBODY, /* somebody without a sign-in */
    WHO_HOUSE,
    WHO_NAMED, /* a person of the story, or whoever holds the role of that code */
    WHO_ANYONE /* in expectations */
};

struct who {
    enum who_kind kind;
    struct text name;
    struct text organisation; /* of the role; or empty */
    struct text capacity;     /* in which role; or empty */
};

enum quantity { SOME, EVERY, NONE, EXACTLY, AT_MOST, AT_LEAST };

enum predicate_kind {
    IS_DUE,
    IS_START,
    IS_STATE,
    IS_LIVE, /* open or overdue */
    IS_FULFILLED,
    IS_LATE,
    IS_ON_TIME,
    IS_LEVEL,
    IS_OWED_BY,
    IS_OWED_TO,
    IS_DEFAULT,
    IS_VERSION,
    IS_EVIDENCE,
    IS_BASIS,
    IS_CLAUSE,
    IS_SUPERSEDED_BY,
    IS_FOR, /* an organisation */
    IS_EXPLAINED,
    IS_CORRECTED, /* late because its clock was corrected */
    IS_KNOWN,     /* as the house knew it then */
    IS_RATING,    /* a word */
    IS_PROVISIONAL,
    IS_MATCHED,
    IS_RESPONSE,
    IS_ABOUT,  /* a notice serves a rule */
    IS_AT,     /* a notice reached this state then */
    IS_BY,     /* … no later than */
    IS_WITHIN, /* … no later than this after the case was told */
    IS_CHANNEL,
    IS_SUBJECT
};

struct predicate {
    enum predicate_kind kind;
    bool negated;
    struct text word;
    struct spoken moment;
    int64_t number;
    struct who who;
};

enum subject {
    ABOUT_OBLIGATION,
    ABOUT_NOTICE,
    ABOUT_RATING,
    ABOUT_FAULT,
    ABOUT_VALUE, /* of the last answer, of a label, of a case */
    ABOUT_LEDGER,
    ABOUT_HOLDER,
    ABOUT_SIGHT,
    ABOUT_TIMELINE,
    ABOUT_POLICY /* the pack alone: due of a rule */
};

enum likeness { EQUALS, DIFFERS, CONTAINS, LACKS, THERE, ABSENT, LEAST, MOST, ITEMS };

struct expectation {
    enum subject subject;
    enum quantity quantity;
    int64_t number;
    struct text rule, step;
    struct text label; /* of the case, or of the answer; empty: the last */
    struct who who;
    struct predicate *predicates;
    size_t predicates_count;
    bool negated;
    enum fault_kind fault;
    struct text naming;
    struct text path;
    enum likeness likeness;
    struct value *value;
    struct spoken start, at;
    struct text role;
};

enum verb {
    SAYS_PROVES,
    SAYS_AT,
    SAYS_DOWN,
    SAYS_CLOCK,
    SAYS_ORGANISATION,
    SAYS_PERSON,
    SAYS_STAFF,
    SAYS_ASSET,
    SAYS_POLICY,
    SAYS_CHANNEL,
    SAYS_ABSENT,
    SAYS_ACTION,
    SAYS_ATTEST, /* an action on the notice that fits */
    SAYS_READ,   /* an action on the obligation that fits */
    SAYS_MAIL,   /* mail.receive of a mail, which may be about the notice that fits */
    SAYS_EACH,   /* an action on every obligation of the case that it can be done to */
    SAYS_EXPECT
};

/* A role that a person is given. */
struct post {
    struct text role, organisation, holding;
    int64_t rank;
    struct spoken from, to;
};

struct statement {
    enum verb verb;
    int line;
    struct text source;
    struct spoken at, from, to;
    struct who who;
    struct text name; /* of what is given; of an action; of a channel */
    struct value *input;
    struct text label;      /* as R1 */
    struct text case_label; /* of R1 */
    enum fault_kind wanted; /* the fault that the story says must come */
    struct text naming;
    struct names clauses;
    struct post *posts;
    size_t posts_count;
    struct value *changes;          /* of a policy: path -> value */
    struct expectation expectation; /* SAYS_EXPECT; what SAYS_ATTEST and SAYS_READ look for */
};

struct story {
    const char *file;
    int line;
    struct text title;
    struct statement *statements;
    size_t count;
    size_t capacity;
};

/* ---- parse.c and its parts ---- */

/* Reads a file of stories. */
MUST bool stories_parse(struct turn *turn, const char *file, struct text text,
                        struct story **stories, size_t *count);

MUST bool parse_who(struct words *words, struct who *who);
/* Was something given this name before, in this story? */
bool label_known(const struct words *words, struct text name);
MUST bool parse_given(struct words *words, struct statement *statement);
bool given_follows(const struct words *words);
MUST bool parse_posts(struct words *words, struct statement *statement);
MUST bool parse_deed(struct words *words, struct statement *statement);
/* mail.c: a mail that arrives, behind "mail". */
MUST bool parse_mail(struct words *words, struct statement *statement);

/* A notice that comes back: from "bounces" on. */
MUST bool parse_bounce(struct words *words, struct statement *statement);
MUST bool parse_expect(struct words *words, struct statement *statement);
MUST bool parse_predicates(struct words *words, struct expectation *expectation);
/* The facts of a rating, in words or as a value, into an input. */
MUST bool parse_fact(struct words *words, struct value *input, bool *taken);
/* A value behind a name: a word, a number, a text, a { } or [ ]. */
MUST bool parse_value(struct words *words, const char *what, struct value **value);
/* key value, key=value, key: value … up to the end; and "as LABEL". */
MUST bool parse_members(struct words *words, struct statement *statement);
/* "every duty of R1 [until TIME] because "why"" behind the verb: a deed on each duty that it fits.
 */
MUST bool parse_waives(struct words *words, struct statement *statement);
MUST bool parse_suspends(struct words *words, struct statement *statement);
MUST bool parse_explains(struct words *words, struct statement *statement);
bool fault_named(struct text word, enum fault_kind *kind);
bool rule_cut(struct text written, struct text *rule, struct text *step);

/* ---- the stage ---- */

struct label {
    struct text name;
    struct value *answer;
    struct text number; /* of a case; or empty */
};

struct given {
    struct text name, id;
};

/* What a channel says in a time. */
struct outage {
    struct text channel;   /* empty: every channel */
    enum fault_kind fault; /* none: it accepts; refused, never; others: try again later */
    int64_t from_us, to_us;
};

struct stage {
    struct turn turn; /* for what is said; its arena lives as long as the story */
    const struct story_settings *settings;
    const struct story *story;
    const struct statement *statement; /* the one that is played */
    struct house *house;
    const struct zone *zone;
    struct text folder;   /* holds the house, and policies made for it */
    struct text database; /* of PostgreSQL; or empty */
    size_t houses;        /* how many were made for this file of stories */
    size_t policies;
    int64_t now_us;     /* the simulated clock */
    bool awake;         /* while time passes */
    bool quiet;         /* nothing is printed or counted: only how it ends is asked for */
    bool begun;         /* the first instant of the story has been reached */
    struct arena *work; /* of a call; cleared before the next statement */
    struct given *people, *assets;
    size_t people_count, people_capacity, assets_count, assets_capacity;
    struct label *labels;
    size_t labels_count, labels_capacity;
    struct text last_case; /* label */
    struct outage *outages;
    size_t outages_count, outages_capacity;
    struct given *links; /* name: of the notice; id: the token in its last letter */
    size_t links_count, links_capacity;
    struct value *answer; /* of the last deed */
    struct fault fault;   /* of the last deed; pending until it is expected */
    const struct statement *faulted;
    const size_t *numbers; /* how many tests were printed before this story's */
    size_t tests, failed;
    size_t marked_failed; /* of failed, before the mark that is open */
    const struct names *marked;
    struct text ending; /* what is owed at the end */
};

/* stage.c: a house for a story. */
MUST bool stage_open(struct stage *stage);
void stage_close(struct stage *stage);

/* mail.c: what the story says of a mail becomes the input of mail.receive. */
void stage_mail(struct stage *stage, const struct statement *statement, struct value **input);

/* tap.c */
bool stage_test(struct stage *stage, bool good, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void stage_note(struct stage *stage, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* time.c: the clock of the story. */
MUST bool stage_pass(struct stage *stage, int64_t until_us, bool awake);
MUST bool stage_settle(struct stage *stage);
MUST bool stage_moment(struct stage *stage, const char *field, const struct spoken *moment,
                       struct text case_label, int64_t *instant_us);

/* call.c: deeds. */
void stage_call(struct stage *stage, const struct credential *credential, const char *action,
                struct value *input, struct answer *answer);
/* As the house itself, for what a story looks at; a fault ends the story. */
MUST bool stage_ask(struct stage *stage, const char *action, struct value *input,
                    struct value **answer);
MUST bool stage_who(struct stage *stage, const struct who *who, struct credential *credential);
MUST bool stage_instant_set(struct stage *stage, struct value *map, const char *member,
                            const struct spoken *moment, struct text case_label);
MUST bool stage_deed(struct stage *stage, const struct statement *statement);
const struct label *stage_label(const struct stage *stage, struct text name);
/* The number of the case of a label; of the last one when the label is empty. */
MUST bool stage_case(struct stage *stage, struct text label, struct text *number);
/* The id of a person of the story; empty when there is none of that name. */
struct text stage_person(const struct stage *stage, struct text name);
/* "$R1.receipt", "$answer.notice": a value of an answer that was given before. */
bool names_earlier(struct text written);
MUST bool value_earlier(struct stage *stage, struct text written, struct value **value);
/* Down a path of names and numbers from 0; NULL where it leads nowhere. */
struct value *value_path(struct value *value, struct text path);

/* An input of a statement, to be added to: a statement may be played twice. */
struct value *input_copy(struct arena *arena, const struct value *input);

/* given.c */
MUST bool stage_given(struct stage *stage, const struct statement *statement);

/* policy.c: policies that a story names or changes. */
MUST bool stage_policy(struct stage *stage, const struct statement *statement);
/* A folder as the story writes it: beside the story's file, or where the command runs. */
struct text stage_folder(const struct stage *stage, struct text written);

/* known.c: does everything that the expectation names exist? A fault names what does not. */
MUST bool expectation_known(struct stage *stage, const struct expectation *expectation);

/* check*.c: expectations. Each says ok or not ok; a fault means that it could not be looked at. */
MUST bool stage_expect(struct stage *stage, const struct statement *statement);
MUST bool check_obligation(struct stage *stage, const struct expectation *expectation);
MUST bool check_notice(struct stage *stage, const struct expectation *expectation);
MUST bool obligations_of(struct stage *stage, struct text label, struct value **items);
MUST bool obligation_fits(struct stage *stage, const struct expectation *expectation,
                          struct value *obligation, bool *fits);
MUST bool notice_fits(struct stage *stage, const struct expectation *expectation,
                      struct value *notice, bool *fits);
bool quantity_holds(enum quantity quantity, int64_t number, size_t fitting, size_t all);
MUST bool notices_of(struct stage *stage, struct text label, struct value **items);
/* Is it the person, or the holder of the role, that one side of a duty or a notice names? */
MUST bool who_fits(struct stage *stage, const struct who *who, struct value *side, bool *fits);
/* Does a person or an organisation, as the story calls it, hold the role now? */
MUST bool role_holders(struct stage *stage, struct text role, struct text organisation,
                       int64_t at_us, struct value **holders);
