/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is looked for in lines, what is found, and what becomes of it: hits from workers, rules that
 * change while the watch runs, alerts, correlations. Workers are not believed: what they say is
 * copied out of the memory they share, and checked.
 */
#pragma once
#include "base/log.h"
#include "event/coverage.h"
#include "sigma/indicator.h"
#include "sigma/sigma.h"
#include <pthread.h>
#include <stdatomic.h>

struct watch;
struct batch;

/* ---- hits ---- */

enum {
    HIT_ENTITY_BYTES = 96,
    HITS_MAX = 1024,
    BATCH_NOTES_BYTES = 256 * 1024,
    NOTE_BYTES_MAX = 2048 /* of a hit; but those of matches are as long as what they are about */
};

enum hit_kind {
    HIT_RULE,      /* a rule holds for a line; its note: why */
    HIT_MATCH,     /* the same, as a correlation hears it; its note: group and value */
    HIT_INDICATOR, /* a line speaks of an indicator; its note: of which, and where */
    HIT_EXCLUDED   /* a rule would hold, but for an exclusion: its tie */
};

/* What a worker found in a line. */
struct hit {
    uint32_t line, kind;
    uint32_t rule; /* or the correlation: its number in the set of rules that the worker has */
    uint32_t part;
    int64_t time_us;               /* of a match */
    uint64_t tie;                  /* of a match; of an indicator or exclusion: which */
    uint32_t note_at, note_size;   /* among the notes */
    char entity[HIT_ENTITY_BYTES]; /* whom or what it is about; ended by NUL */
};

/* ---- note.c: texts and numbers in a row ---- */

struct note {
    char *bytes;
    size_t room, used;
    bool full; /* something did not go in, and what came after it neither */
};

/* Append one, with its size before it where it is a text; what has no room makes the note full. */
void note_text(struct note *note, struct text text);
void note_number(struct note *note, uint64_t number);

/* Take one from the front; false: there is none. What a worker wrote is not believed. */
bool note_take_text(struct text *rest, struct text *text);
bool note_take_number(struct text *rest, uint64_t *number);

/* An event's clock may be so far ahead of the watch's. */
#define WATCH_AHEAD_US INT64_C(60000000)

/* ---- ruleset.c: what is looked for, and who looks ---- */

/* Rules as they were loaded at one time, with the foreman who loaded the same. Whoever uses it
 * holds it; it goes when it is replaced and nobody does. */
struct ruleset {
    struct ruleset *next; /* of those that were replaced */
    struct arena *arena;
    struct sigma_rules *rules; /* NULL: none are configured */
    uint64_t number;
    struct text check;            /* tells whether the foreman loaded the same */
    struct coverage_set coverage; /* its rules, correlations and lists, by their versions */
    struct coverage_rule *lists;  /* of indicators, as they are configured */
    size_t lists_count;
    int control; /* of the foreman */
    pid_t foreman;
    pthread_mutex_t mutex; /* of the control */
    _Atomic uint32_t held;
};

struct rulesets {
    pthread_mutex_t mutex;
    struct ruleset *current, *replaced;
    uint64_t loaded;           /* how many there were */
    unsigned char print[32];   /* of the files when they were loaded last */
    unsigned char pending[32]; /* that were seen changed, and must stay so for a moment */
    pthread_t thread;
    bool started;
};

/* Loads what is configured, for the first time: what is not right is named, and left out. */
MUST bool rulesets_open(struct turn *turn, struct watch *watch);

/* Starts the thread that loads again: when files change, or when it is asked to. */
MUST bool rulesets_start(struct turn *turn, struct watch *watch);
void rulesets_close(struct watch *watch);

/* A sum over what the numbers of rules, correlations and lists stand for. */
struct text ruleset_check(struct arena *arena, const struct sigma_rules *rules,
                          const struct coverage_rule *lists, size_t lists_count);

/* The version of a list, as the coverage ledger has it: of its name and its bytes. */
struct coverage_rule list_version(struct arena *arena, struct text path, struct text bytes);

/* How many rules there are. In a hunt of history the lists are numbered behind them. */
uint32_t ruleset_rules(const struct ruleset *set);

#define LIST_BYTES_MAX ((size_t)512 * 1024 * 1024) /* to read a list of indicators in */

/* What a list of indicators is called: its file without the folders before it. */
struct text list_name(struct text path);

/* The rules of now, held. */
struct ruleset *ruleset_hold(struct watch *watch);
void ruleset_keep(struct ruleset *set);
void ruleset_drop(struct ruleset *set);

/* ---- find.c: what the rules found ---- */

/* Whom or what an event is about: the first of a few fields that it has; else whoever sent it. */
struct event;
struct text event_entity(const struct event *event);

/* Of one batch, taken out of the memory that the worker shares. */
enum { BATCH_HITS_MAX = 65536, BATCH_NOTES_MAX = 32 * 1024 * 1024 };
struct hits {
    struct hit *all;
    size_t count, capacity, next; /* next: the first that is in no alert yet */
    char *notes;
    size_t notes_used, notes_capacity;
    struct ruleset *set; /* whose numbers these are; held while there is a batch */
    bool written;        /* matches are written down */
    bool partial;        /* not all was looked at, or not all that was found is here */
    const struct segment_position *carried; /* where the lines stand that the batch carries */
};

struct finds;

enum { GROUP_EVENTS_MAX = 4, FOUND_BYTES_MAX = 1024 };

struct found {
    uint64_t segment, position;
    struct text named; /* of history: its source */
    uint32_t source, size;
    char line[FOUND_BYTES_MAX];
};

/* What makes an alert of history the same when it is hunted again. */
struct hunted {
    uint64_t segment, from;
    int64_t window_us; /* when it begins */
    bool joined;       /* it goes into the one that was raised as it came, whose window this is */
};

/* Hits of one rule, or about one indicator, and one entity, within the window: one alert. */
struct group {
    struct ruleset *set; /* held; NULL: it is free */
    uint32_t kind, rule;
    uint64_t tie;
    char entity[HIT_ENTITY_BYTES];
    int64_t first_us, last_us, told_us;
    uint64_t count, told;
    size_t events_count;
    struct found events[GROUP_EVENTS_MAX];
    const struct hunted *hunted; /* NULL: as it came */
    size_t note_size;
    char note[NOTE_BYTES_MAX];
};

/* After the rules were loaded and what is kept was opened. */
MUST bool finds_open(struct turn *turn, struct watch *watch, struct finds **finds);
void finds_close(struct finds *finds);

/* The rules of now are those of the alerts too, if they are not yet. Before finds_take, in its
 * thread, when everything taken before is durable. False: it cannot be kept now; ask again. */
bool finds_turn(struct watch *watch, uint64_t segment, uint64_t position);

/* Makes alerts of the hits of a batch whose first line will be at the position, and keeps what is
 * new of them for the house. False: it cannot be kept now; ask again. */
bool finds_take(struct watch *watch, struct arena *arena, const struct batch *batch,
                struct hits *hits, uint64_t segment, uint64_t first);

/* Everything taken is durable, up to this place. */
void finds_kept(struct watch *watch, uint64_t segment, uint64_t position);

/* Says how many more there were, and what time has decided; last: all of it, now. */
void finds_round(struct watch *watch, struct arena *arena, bool last);

/* ---- alert.c: what is found, as the house is told ---- */

/* What a list's alerts and the coverage ledger call it. */
struct text alert_list(struct arena *arena, struct text list);

/* What hits that are one alert have in common beside the entity; and which list a hit speaks of. */
struct text alert_topic(struct arena *arena, const struct ruleset *set, uint32_t kind,
                        uint32_t rule, uint64_t tie);
struct text alert_hit_list(struct text note);

/* The rule that an alert of a hit names; and the entity of one of a correlation. */
struct text alert_rule(struct arena *arena, const struct ruleset *set, const struct hit *hit,
                       struct text note);
struct text alert_entity(struct arena *arena, const struct ruleset *set,
                         const struct correlation_hit *told);

/* What the house is to be told of a group; level: another than the rule's own, or empty. */
struct text alert_of_group(struct arena *arena, const struct watch *watch,
                           const struct group *group, struct text level);

/* The same of a correlation that holds. */
struct text alert_of_correlation(struct arena *arena, const struct watch *watch,
                                 const struct ruleset *set, const struct correlation_hit *told,
                                 struct text level);

/* ---- chapter.c: parts of a file, each with its size and its sum ---- */

/* Writes one. False: why, as errno has it. */
bool chapter_write(int file, struct text bytes);

/* The next whole one; false: there is none. */
bool chapter_take(struct text *rest, struct text *bytes);

/* Adds a number, or a text, as note_take_number and note_take_text take them. */
void chapter_number(struct builder *out, uint64_t number);
void chapter_text(struct builder *out, struct text text);

/* ---- correlate.c: rules about several events ---- */

struct correlate;

/* Takes up what was saved, as far as it is about what is kept, which ends at this place. */
MUST bool correlate_open(struct turn *turn, struct watch *watch, struct ruleset *set,
                         uint64_t segment, uint64_t position, struct correlate **correlate);
void correlate_close(struct correlate *correlate);

/* Goes on with other rules. False, and nothing is changed: why, as errno has it. */
bool correlate_turn(struct correlate **correlate, struct watch *watch, struct ruleset *set,
                    uint64_t segment, uint64_t position);

/* Writes down what a batch has for it, before anything comes of it. False: as above. */
bool correlate_write(struct correlate *correlate, const struct hits *hits, int64_t newest_us,
                     uint64_t segment, uint64_t first);

/* Hears a match; and that all of its batch was heard. What holds is spooled. False: it could not
 * be. */
bool correlate_hear(struct correlate *correlate, const struct hits *hits, const struct hit *hit,
                    uint64_t segment, uint64_t first);
bool correlate_heard(struct correlate *correlate, int64_t newest_us);

/* Time goes on where nothing comes. */
void correlate_round(struct correlate *correlate);

/* Everything it heard is durable up to this place: now and then it is saved whole. */
void correlate_kept(struct correlate *correlate, uint64_t segment, uint64_t position);
