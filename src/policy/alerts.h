/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What becomes of alerts: which open a case by themselves, which join one that is there, which wait
 * for somebody; and of which type of incident they speak. The pack decides (alerts.yaml); nothing
 * here rates anything.
 */
#pragma once
#include "policy/pack.h"

enum alert_does { ALERT_WAITS, ALERT_JOINS, ALERT_OPENS };

/* All that is set must hold; the first rule of which it does decides. */
struct alert_rule {
    struct text name, says; /* says: why, for people */
    enum alert_does does;
    struct names rules;   /* of detection; one that ends in "*" means all that begin so */
    struct names types;   /* of incident */
    struct names watches; /* who says it */
    int at_least;         /* a level, by alert_level; 0: any, also none */
    struct names clauses;
};

/* What a tag of a detection rule means. */
struct alert_type {
    struct text tag, type;
};

/* An alert joins a case that has one of the same entity, and what is set here, since that long. */
struct alert_join {
    bool rule, type;
    int64_t within_us;
};

struct alert_policy {
    struct alert_rule *rules;
    size_t rules_count;
    struct alert_type *types;
    size_t types_count;
    struct alert_join *joins;
    size_t joins_count;
    int64_t flood_cases; /* so many are opened by alerts within flood_us; the next wait */
    int64_t flood_us;
    struct names flood_told;  /* roles that hear of it */
    int64_t watch_silence_us; /* so long a watch may say nothing; 0: as long as it likes */
    int64_t lines; /* so many alerts that join a case stand in its timeline; all are its alerts */
};

/* What is asked of the pack. */
struct alert_asked {
    struct text rule, level, type, watch;
};

/* The place of a level among those there are, from 1; 0: it is none. */
int alert_level(struct text level);

/* The type of incident of which the tags of a detection rule speak: incident.CODE itself, or what
 * the pack makes of another; empty where they say nothing. */
struct text alert_type_of(const struct pack *pack, const struct value *tags);

/* The rule that decides; NULL: none does, and the alert waits. */
const struct alert_rule *alert_rule_of(const struct pack *pack, const struct alert_asked *asked);
