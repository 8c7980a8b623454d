/* SPDX-License-Identifier: Apache-2.0 */
/* The detection rules of a pack: its folder "sigma". Each says which type of incident it speaks of,
 * by a tag whose second part is a code of incident_types.yaml. */
#include "base/file.h"
#include "policy/answer.h"
#include "policy/inside.h"
#include "sigma/correlation.h"
#include "sigma/sigma.h"

static const char tag_prefix[] = INCIDENT_TAG;

bool type_known(const struct pack *pack, struct text code)
{
    for (size_t i = 0; i < value_get_count(pack->types, "types"); i++)
        if (text_equal(value_get_text(value_get_item(pack->types, "types", i), "code"), code))
            return true;
    return false;
}

static bool fail_rule(struct turn *turn, const struct sigma_rule *rule, const char *what,
                      struct text more)
{
    return fail_field(turn, "tags", "%.*s:%d: %s%.*s", TEXT_SHOW(rule->file), rule->line, what,
                      TEXT_SHOW(more));
}

/* One type, and one that the pack has. */
static bool rule_check(struct turn *turn, const struct pack *pack, const struct sigma_rule *rule)
{
    size_t found = 0;
    for (size_t i = 0; rule->tags != NULL && i < rule->tags->count; i++) {
        struct text tag = rule->tags->items[i]->text;
        if (!text_starts(tag, text_of(tag_prefix)))
            continue;
        struct text code = {tag.data + sizeof tag_prefix - 1, tag.size - sizeof tag_prefix + 1};
        if (!type_known(pack, code))
            return fail_rule(turn, rule, "incident_types.yaml has no type of the tag incident.",
                             code);
        found++;
    }
    return found == 1
           || fail_rule(turn, rule,
                        "a rule of a policy has one tag that says its type of incident: "
                        "incident.CODE, with a code of incident_types.yaml.",
                        TEXT_NONE);
}

static bool rules_check(struct turn *turn, const struct pack *pack, const struct sigma_rules *rules)
{
    size_t count;
    const struct sigma_problem *problems = sigma_rules_problems(rules, &count);
    if (count > 0)
        return fail_field(turn, DETECTION_FOLDER, "%.*s:%d: %.*s", TEXT_SHOW(problems[0].file),
                          problems[0].line, TEXT_SHOW(problems[0].what));
    for (uint32_t i = 0; i < sigma_rules_count(rules); i++)
        if (!rule_check(turn, pack, sigma_rules_at(rules, i)))
            return false;
    for (uint32_t i = 0; i < sigma_rules_correlations(rules)->count; i++)
        if (!rule_check(turn, pack, sigma_rules_correlation(rules, i)))
            return false;
    return true;
}

bool answer_detections(struct turn *turn, const struct pack *pack, struct value *answer)
{
    struct event_sources *sources;
    struct sigma_rules *rules;
    struct arena *arena = turn->arena;
    struct text folder = text_format(arena, "%.*s/%s", TEXT_SHOW(pack->folder), DETECTION_FOLDER);
    if (text_empty(pack->folder) || !file_exists(folder.data))
        return true;
    if (!event_sources_own(turn, &sources))
        return false;
    struct sigma_order order = {.paths = &folder, .path_count = 1, .sources = sources};
    if (!sigma_load(turn, &order, &rules) || !rules_check(turn, pack, rules))
        return false;
    struct value *detections = value_set(arena, answer, "detections", value_map(arena));
    value_set_integer(arena, detections, "rules", (int64_t)sigma_rules_count(rules));
    value_set_integer(arena, detections, "correlations",
                      (int64_t)sigma_rules_correlations(rules)->count);
    return true;
}
