/* SPDX-License-Identifier: Apache-2.0 */
/* Filters: documents about other rules, which narrow them. */
#include "base/json.h"
#include "sigma/inside.h"

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
                        const struct detection *detection, struct text digest)
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
    rule->face.filtered = true;
    rule->face.digest = digest_two(arena, rule->face.digest, digest);
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
                       const struct detection *detection, struct text digest)
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
    rule_filter(compile, rule, effect, detection, digest);
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
    struct text digest = digest_two(compile->turn->arena,
                                    effect == SIGMA_EFFECT_KEEP ? TEXT("keep") : TEXT("suppress"),
                                    json_write(compile->turn->arena, filter));
    if (is_any(names)) {
        for (size_t i = 0; i < compile->rules->count; i++)
            if (source_fits(&source, &compile->rules->rules[i].face.source))
                rule_filter(compile, &compile->rules->rules[i], effect, &detection, digest);
        return true;
    }
    /* A name that is wrong does not keep the filter from the other rules. */
    for (size_t i = 0; i < (names->kind == VALUE_LIST ? names->count : 1); i++)
        if (!filter_one(compile, names->kind == VALUE_LIST ? names->items[i] : names, &source,
                        effect, &detection, digest))
            problem_of_fault(compile, names->line);
    return true;
}
