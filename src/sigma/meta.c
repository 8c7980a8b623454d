/* SPDX-License-Identifier: Apache-2.0 */
/* Documents about other rules: filters, which narrow them, and correlations. */
#include "sigma/inside.h"

/* ---- filters ---- */

static bool effect_read(struct compile *compile, const struct value *filter,
                        enum sigma_effect *effect)
{
    const struct value *said = value_get(filter, "effect");
    *effect = compile->order->effect;
    if (said != NULL && text_is(said->text, "suppress"))
        *effect = SIGMA_EFFECT_SUPPRESS;
    else if (said != NULL && text_is(said->text, "keep"))
        *effect = SIGMA_EFFECT_KEEP;
    else if (said != NULL || *effect == SIGMA_EFFECT_UNSAID)
        return wrong(compile, said == NULL ? filter->line : said->line, "effect",
                     "the filter does "
                     "not say what it does with the events for which its condition holds, so it is "
                     "not heeded: write effect: suppress (they are not reported) or effect: keep "
                     "(only they are).");
    return true;
}

/* What the filter sets, the rule must set alike. */
static bool source_fits(const struct event_source *filter, const struct event_source *rule)
{
    return (text_empty(filter->product) || text_equal(filter->product, rule->product))
           && (text_empty(filter->category) || text_equal(filter->category, rule->category))
           && (text_empty(filter->service) || text_equal(filter->service, rule->service));
}

static void rule_filter(struct compile *compile, struct rule *rule, enum sigma_effect effect,
                        const struct detection *detection)
{
    struct arena *arena = compile->turn->arena;
    struct node *both = node_new(arena, NODE_AND, 2);
    struct node *kept = detection->root;
    bool suppress = effect == SIGMA_EFFECT_SUPPRESS;
    if (suppress) {
        kept = node_new(arena, NODE_NOT, 1);
        kept->children[kept->count++] = detection->root;
    }
    both->children[both->count++] = rule->root;
    both->children[both->count++] = kept;
    rule->root = both;
    rule->filtered = true;
    rule->face.condition = text_format(arena, "(%.*s) and %s(%.*s of the filter \"%.*s\")",
                                       TEXT_SHOW(rule->face.condition), suppress ? "not " : "",
                                       TEXT_SHOW(detection->condition), TEXT_SHOW(compile->rule));
}

static bool is_any(const struct value *names)
{
    return names->kind == VALUE_TEXT && text_is(names->text, "any");
}

/* One rule that the filter names. */
static bool filter_one(struct compile *compile, const struct value *name,
                       const struct event_source *source, enum sigma_effect effect,
                       const struct detection *detection)
{
    uint32_t number = sigma_rules_find(compile->rules, name->text);
    if (number == UINT32_MAX)
        return wrong(compile, name->line, "rules", "there is no rule of the id or name \"%.*s\".",
                     TEXT_SHOW(name->text));
    struct rule *rule = &compile->rules->rules[number];
    if (!source_fits(source, &rule->face.source))
        return wrong(compile, name->line, "logsource",
                     "the rule \"%.*s\" is for another log "
                     "source than the filter.",
                     TEXT_SHOW(name->text));
    rule_filter(compile, rule, effect, detection);
    return true;
}

bool filter_compile(struct compile *compile, const struct value *document)
{
    static const char *const no_identifiers[] = {"rules", "effect", NULL};
    const struct value *filter = value_get(document, "filter");
    struct detection detection;
    struct event_source source;
    enum sigma_effect effect;
    if (filter->kind != VALUE_MAP)
        return wrong(compile, filter->line, "filter",
                     "it must be a map of rules, selections and "
                     "a condition.");
    const struct value *names = value_get(filter, "rules");
    if (names == NULL || names->kind == VALUE_MAP || names->kind == VALUE_NULL
        || (names->kind == VALUE_LIST && names->count == 0))
        return wrong(compile, filter->line, "rules",
                     "name the rules that the filter is for, or "
                     "any.");
    if (!effect_read(compile, filter, &effect) || !logsource_read(compile, document, &source)
        || !detection_compile(compile, filter, no_identifiers, &detection))
        return false;
    if (is_any(names)) {
        for (size_t i = 0; i < compile->rules->count; i++)
            if (source_fits(&source, &compile->rules->rules[i].face.source))
                rule_filter(compile, &compile->rules->rules[i], effect, &detection);
        return true;
    }
    /* A name that is wrong does not keep the filter from the other rules. */
    for (size_t i = 0; i < (names->kind == VALUE_LIST ? names->count : 1); i++)
        if (!filter_one(compile, names->kind == VALUE_LIST ? names->items[i] : names, &source,
                        effect, &detection))
            problem_of_fault(compile, names->line);
    return true;
}

/* ---- correlations ---- */

static bool is_one_of(struct text name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (text_is(name, *names))
            return true;
    return false;
}

static bool timespan_good(struct text span)
{
    struct number number;
    if (span.size < 2 || memchr("smhdwMy", span.data[span.size - 1], 7) == NULL)
        return false;
    return number_read((struct text){span.data, span.size - 1}, &number) && number.whole
           && number.integer > 0;
}

/* The rule or the correlation that a correlation names. */
static bool is_known(const struct compile *compile, struct text name)
{
    if (sigma_rules_find(compile->rules, name) != UINT32_MAX)
        return true;
    for (size_t i = 0; i < compile->later_count; i++) {
        const struct value *other = compile->later[i];
        if (value_get(other, "correlation") != NULL && !text_empty(name)
            && (text_equal(document_name(other), name)
                || text_equal(value_get_text(other, "name"), name)))
            return true;
    }
    return false;
}

static bool correlation_names(struct compile *compile, const struct value *map)
{
    const struct value *names = value_get(map, "rules");
    size_t count = names != NULL && names->kind == VALUE_LIST ? names->count : 1;
    if (names == NULL || count == 0 || names->kind == VALUE_MAP || names->kind == VALUE_NULL)
        return wrong(compile, map->line, "rules",
                     "name the rules whose events are looked at "
                     "together.");
    for (size_t i = 0; i < count; i++) {
        const struct value *name = names->kind == VALUE_LIST ? names->items[i] : names;
        if (!is_known(compile, name->text))
            return wrong(compile, name->line, "rules",
                         "there is no rule of the id or name "
                         "\"%.*s\".",
                         TEXT_SHOW(name->text));
    }
    return true;
}

static bool correlation_condition(struct compile *compile, const struct value *map,
                                  struct text type)
{
    static const char *const operators[] = {"gt", "gte", "lt", "lte", "eq", "neq", NULL};
    const struct value *condition = value_get(map, "condition");
    bool ordered = text_starts(type, TEXT("temporal"));
    if (condition == NULL && ordered)
        return true;
    if (condition == NULL || condition->kind != VALUE_MAP)
        return ordered
               || wrong(compile, map->line, "condition",
                        "say how many: a map of gt, gte, "
                        "lt, lte, eq or neq, and a number.");
    size_t found = 0;
    for (size_t i = 0; i < condition->count; i++) {
        const struct member *member = &condition->members[i];
        if (!is_one_of(member->name, operators))
            continue;
        found++;
        if (member->value->kind != VALUE_INTEGER && member->value->kind != VALUE_REAL)
            return wrong(compile, member->line, "condition", "it must be compared with a number.");
    }
    if (text_starts(type, TEXT("value_")) && value_get(condition, "field") == NULL)
        return wrong(compile, condition->line, "field",
                     "name the field whose values are "
                     "counted.");
    return found > 0
           || wrong(compile, condition->line, "condition",
                    "none of gt, gte, lt, lte, "
                    "eq and neq stands here.");
}

bool correlation_check(struct compile *compile, const struct value *document)
{
    static const char *const types[] = {"event_count",      "value_count",  "temporal",
                                        "temporal_ordered", "value_sum",    "value_avg",
                                        "value_percentile", "value_median", NULL};
    const struct value *map = value_get(document, "correlation");
    if (map->kind != VALUE_MAP)
        return wrong(compile, map->line, "correlation", "it must be a map.");
    const struct value *type = value_get(map, "type");
    const struct value *span = value_get(map, "timespan");
    if (type == NULL || !is_one_of(type->text, types))
        return wrong(compile, type == NULL ? map->line : type->line, "type",
                     "it must be one of "
                     "event_count, value_count, value_sum, value_avg, value_percentile, temporal "
                     "and temporal_ordered.");
    if (span == NULL || !timespan_good(span->text))
        return wrong(compile, span == NULL ? map->line : span->line, "timespan",
                     "it must be a "
                     "number and s, m, h or d: 5m.");
    return correlation_names(compile, map) && correlation_condition(compile, map, type->text)
           && wrong(compile, map->line, "correlation",
                    "it is right, but correlations are not "
                    "evaluated yet: the rules that it names report by themselves.");
}
