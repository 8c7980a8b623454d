/* SPDX-License-Identifier: Apache-2.0 */
/* alerts.yaml: what becomes of alerts. */
#include "policy/alerts.h"
#include "policy/inside.h"

/* In the order of enum alert_does. */
static const char *const does_words[] = {"wait", "join", "open", NULL};
static const char *const level_words[] = {"informational", "low",      "medium",
                                          "high",          "critical", NULL};
static const char *const same_words[] = {"entity", "rule", "type", NULL};

static const struct field id_item = {.type = FIELD_ID};
static const struct field word_item = {.type = FIELD_TEXT, .least = 1, .most = 100};
static const struct field same_item = {.type = FIELD_WORD, .words = same_words};
static const struct field rule_fields[] = {
    {"name", FIELD_ID, .needed = true, .help = "What the alert names as the ground."},
    {"says", FIELD_TEXT, .needed = true, .least = 1, .most = 300, .help = "Why, for people."},
    {"does", FIELD_WORD, .needed = true, .words = does_words, .help = "What becomes of it."},
    {"rules", FIELD_LIST, .least = 1, .items = &word_item,
     .help = "Ids of detection rules, or how they begin, with a star behind it."},
    {"types", FIELD_LIST, .least = 1, .items = &id_item, .help = "Types of incident."},
    {"watches", FIELD_LIST, .least = 1, .items = &word_item, .help = "Which watches say it."},
    {"at_least", FIELD_WORD, .words = level_words, .help = "Of this level, or above."},
    {"clauses", FIELD_LIST, .needed = true, .least = 1, .items = &id_item,
     .help = "What it rests on."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say."},
    {0},
};
static const struct field rule_item = {.type = FIELD_MAP, .members = rule_fields};
static const struct field type_fields[] = {
    {"tag", FIELD_TEXT, .needed = true, .least = 1, .most = 100, .help = "Of a detection rule."},
    {"type", FIELD_ID, .needed = true, .help = "A type of incident."},
    {0},
};
static const struct field type_item = {.type = FIELD_MAP, .members = type_fields};
static const struct field join_fields[] = {
    {"same", FIELD_LIST, .needed = true, .least = 1, .items = &same_item,
     .help = "What both alerts are about: entity, and rule or type."},
    {"within", FIELD_TEXT, .needed = true, .help = "A span of time."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say."},
    {0},
};
static const struct field join_item = {.type = FIELD_MAP, .members = join_fields};
static const struct field flood_fields[] = {
    {"cases", FIELD_INTEGER, .needed = true, .least = 1, .most = 100000,
     .help = "So many are opened by alerts, whatever comes."},
    {"within", FIELD_TEXT, .needed = true, .help = "A span of time."},
    {"lines", FIELD_INTEGER, .needed = true, .least = 1, .most = 1000,
     .help = "So many alerts that join a case stand in its timeline."},
    {"tell", FIELD_LIST, .items = &id_item, .help = "Roles: who hears that alerts wait."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say."},
    {0},
};
static const struct field watch_fields[] = {
    {"silence", FIELD_TEXT, .needed = true, .help = "So long it may say nothing: a span of time."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say."},
    {0},
};
static const struct field alerts_fields[] = {
    {"rules", FIELD_LIST, .needed = true, .least = 1, .items = &rule_item,
     .help = "The first that fits decides."},
    {"types", FIELD_LIST, .items = &type_item, .help = "What tags mean."},
    {"joins", FIELD_LIST, .items = &join_item, .help = "When an alert belongs to a case."},
    {"flood", FIELD_MAP, .needed = true, .members = flood_fields, .help = "How many at most."},
    {"watch", FIELD_MAP, .members = watch_fields, .help = "Of the watches themselves."},
    {0},
};

/* ---- reading ---- */

static void rules_read(struct arena *arena, const struct value *list, struct alert_policy *alerts)
{
    alerts->rules_count = list->count;
    alerts->rules = arena_array(arena, list->count, sizeof *alerts->rules);
    for (size_t i = 0; i < list->count; i++) {
        const struct value *item = list->items[i];
        alerts->rules[i] = (struct alert_rule){
            .name = value_get_text(item, "name"),
            .says = value_get_text(item, "says"),
            .does = (enum alert_does)word_place(does_words, value_get_text(item, "does")),
            .rules = names_read(arena, value_get(item, "rules")),
            .types = names_read(arena, value_get(item, "types")),
            .watches = names_read(arena, value_get(item, "watches")),
            .at_least = alert_level(value_get_text(item, "at_least")),
            .clauses = names_read(arena, value_get(item, "clauses"))};
    }
}

static void types_fill(struct arena *arena, const struct value *root, struct alert_policy *alerts)
{
    alerts->types_count = value_get_count(root, "types");
    alerts->types = arena_array(arena, alerts->types_count + 1, sizeof *alerts->types);
    for (size_t i = 0; i < alerts->types_count; i++) {
        const struct value *item = value_get_item(root, "types", i);
        alerts->types[i] =
            (struct alert_type){value_get_text(item, "tag"), value_get_text(item, "type")};
    }
}

static bool same_has(const struct value *item, const char *word)
{
    for (size_t i = 0; i < value_get_count(item, "same"); i++)
        if (text_is(value_get_item(item, "same", i)->text, word))
            return true;
    return false;
}

/* Without the entity it would bring together what has nothing to do with each other. */
static bool joins_read(const struct reading *reading, struct alert_policy *alerts)
{
    alerts->joins_count = value_get_count(reading->root, "joins");
    alerts->joins =
        arena_array(reading->turn->arena, alerts->joins_count + 1, sizeof *alerts->joins);
    for (size_t i = 0; i < alerts->joins_count; i++) {
        const struct value *item = value_get_item(reading->root, "joins", i);
        struct alert_join *join = &alerts->joins[i];
        *join = (struct alert_join){.rule = same_has(item, "rule"), .type = same_has(item, "type")};
        if (!same_has(item, "entity"))
            return fail_line(reading, value_get(item, "same")->line,
                             "same has no entity. Alerts join a case only where they are about one "
                             "and the same: write [entity], [entity, rule] or [entity, type].");
        if (!span_read(reading, value_get(item, "within"), &join->within_us))
            return false;
    }
    return true;
}

bool alerts_read(const struct reading *reading)
{
    struct arena *arena = reading->turn->arena;
    if (!field_check(reading->turn, alerts_fields, reading->root, reading->source)
        || !unique_check(reading, value_get(reading->root, "rules"), "name")
        || (value_has(reading->root, "types")
            && !unique_check(reading, value_get(reading->root, "types"), "tag")))
        return false;
    struct alert_policy *alerts = arena_take(arena, sizeof *alerts);
    const struct value *flood = value_get(reading->root, "flood");
    rules_read(arena, value_get(reading->root, "rules"), alerts);
    types_fill(arena, reading->root, alerts);
    alerts->flood_cases = value_get_integer(flood, "cases", 1);
    alerts->lines = value_get_integer(flood, "lines", 1);
    alerts->flood_told = names_read(arena, value_get(flood, "tell"));
    reading->pack->alerts = alerts;
    return joins_read(reading, alerts)
           && span_read(reading, value_get(flood, "within"), &alerts->flood_us)
           && (!value_has(reading->root, "watch")
               || span_read(reading, value_get(value_get(reading->root, "watch"), "silence"),
                            &alerts->watch_silence_us));
}

/* ---- references ---- */

/* A rule behind one that takes everything would never be asked. */
static bool reach_check(const struct reading *reading)
{
    const struct alert_policy *alerts = reading->pack->alerts;
    for (size_t i = 0; i + 1 < alerts->rules_count; i++) {
        const struct alert_rule *rule = &alerts->rules[i];
        if (rule->rules.count + rule->types.count + rule->watches.count == 0 && rule->at_least == 0)
            return fail_line(reading, value_get_item(reading->root, "rules", i + 1)->line,
                             "this rule is never asked: \"%.*s\" before it takes every alert.",
                             TEXT_SHOW(rule->name));
    }
    return true;
}

bool alerts_check(const struct reading *reading)
{
    const struct value *rules = value_get(reading->root, "rules");
    const struct value *types = value_get(reading->root, "types");
    return reach_check(reading)
           && references_check(reading, rules, "clauses", clause_known, "clauses.yaml")
           && references_check(reading, rules, "types", type_known, "incident_types.yaml")
           && reference_check(reading, value_get(reading->root, "flood"), "tell", role_known,
                              "roles.yaml")
           && (types == NULL
               || references_check(reading, types, "type", type_known, "incident_types.yaml"));
}

/* ---- answers ---- */

int alert_level(struct text level)
{
    int place = word_place(level_words, level);
    return level_words[place] == NULL ? 0 : place + 1;
}

struct text alert_type_of(const struct pack *pack, const struct value *tags)
{
    const struct alert_policy *alerts = pack->alerts;
    static const char prefix[] = INCIDENT_TAG;
    size_t count = tags == NULL ? 0 : tags->count;
    for (size_t i = 0; i < count; i++) {
        struct text tag = tags->items[i]->text;
        if (!text_starts(tag, text_of(prefix)))
            continue;
        struct text code = {tag.data + sizeof prefix - 1, tag.size - sizeof prefix + 1};
        if (type_known(pack, code))
            return code;
    }
    for (size_t i = 0; alerts != NULL && i < alerts->types_count; i++)
        for (size_t j = 0; j < count; j++)
            if (text_equal(tags->items[j]->text, alerts->types[i].tag))
                return alerts->types[i].type;
    return TEXT_NONE;
}

/* Empty: whatever it is. */
static bool among(const struct names *names, struct text word)
{
    for (size_t i = 0; i < names->count; i++) {
        struct text name = names->items[i];
        if (text_ends(name, TEXT("*"))
            && text_starts(word, (struct text){name.data, name.size - 1}))
            return true;
    }
    return names->count == 0 || names_have(names, word);
}

const struct alert_rule *alert_rule_of(const struct pack *pack, const struct alert_asked *asked)
{
    const struct alert_policy *alerts = pack->alerts;
    for (size_t i = 0; alerts != NULL && i < alerts->rules_count; i++) {
        const struct alert_rule *rule = &alerts->rules[i];
        if (alert_level(asked->level) >= rule->at_least && among(&rule->rules, asked->rule)
            && (rule->types.count == 0 || names_have(&rule->types, asked->type))
            && among(&rule->watches, asked->watch))
            return rule;
    }
    return NULL;
}
