/* SPDX-License-Identifier: Apache-2.0 */
/* A rule's document: what it says of itself, where it applies, what it looks for. */
#include "base/hash.h"
#include "base/json.h"
#include "sigma/inside.h"

/* The id, else the title: what people know a document by. */
struct text document_name(const struct value *document)
{
    const struct value *id = value_get(document, "id");
    if (id == NULL || id->kind == VALUE_LIST || id->kind == VALUE_MAP || text_empty(id->text))
        id = value_get(document, "title");
    return id == NULL || id->kind == VALUE_LIST || id->kind == VALUE_MAP ? TEXT_NONE : id->text;
}

/* A text, or anything that is written as one word: a date, a number. */
static bool member_text(struct compile *compile, const struct value *document, const char *name,
                        struct text *text)
{
    const struct value *value = value_get(document, name);
    *text = TEXT_NONE;
    if (value == NULL || value->kind == VALUE_NULL)
        return true;
    if (value->kind == VALUE_LIST || value->kind == VALUE_MAP)
        return wrong(compile, value->line, name, "it must be text.");
    *text = value->text;
    return true;
}

/* A list of texts; one text alone is a list of one. Anything else in it is passed over by readers.
 */
static const struct value *member_list(struct compile *compile, const struct value *document,
                                       const char *name)
{
    struct value *value = value_get(document, name);
    if (value == NULL || value->kind == VALUE_NULL || value->kind == VALUE_MAP)
        return NULL;
    if (value->kind == VALUE_LIST)
        return value;
    struct value *list = value_list(compile->turn->arena);
    value_append(compile->turn->arena, list, value);
    return list;
}

bool logsource_read(struct compile *compile, const struct value *document,
                    struct event_source *source)
{
    const struct value *map = value_get(document, "logsource");
    struct arena *arena = compile->turn->arena;
    *source = (struct event_source){0};
    if (map == NULL || map->kind != VALUE_MAP)
        return wrong(compile, map == NULL ? document->line : map->line, "logsource",
                     "it must be a "
                     "map of category, product and service, of which at least one is named.");
    if (!member_text(compile, map, "product", &source->product)
        || !member_text(compile, map, "category", &source->category)
        || !member_text(compile, map, "service", &source->service))
        return false;
    source->product = text_lower(arena, source->product);
    source->category = text_lower(arena, source->category);
    source->service = text_lower(arena, source->service);
    return true;
}

bool face_read(struct compile *compile, const struct value *document, struct sigma_rule *face)
{
    static const char *const levels[] = {"informational", "low", "medium", "high", "critical"};
    *face = (struct sigma_rule){.file = text_of(compile->file), .line = document->line};
    if (!member_text(compile, document, "id", &face->id)
        || !member_text(compile, document, "name", &face->name)
        || !member_text(compile, document, "title", &face->title)
        || !member_text(compile, document, "status", &face->status)
        || !member_text(compile, document, "level", &face->level)
        || !member_text(compile, document, "author", &face->author)
        || !member_text(compile, document, "description", &face->description)
        || !member_text(compile, document, "date", &face->date))
        return false;
    face->tags = member_list(compile, document, "tags");
    face->references = member_list(compile, document, "references");
    face->false_positives = member_list(compile, document, "falsepositives");
    if (text_empty(face->title))
        return wrong(compile, document->line, "title",
                     "the title is missing: say what the rule "
                     "finds.");
    bool known = text_empty(face->level);
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        known = known || text_is(face->level, levels[i]);
    return known
           || wrong(compile, value_get(document, "level")->line, "level",
                    "\"%.*s\" is no level: "
                    "informational, low, medium, high or critical.",
                    TEXT_SHOW(face->level));
}

/* An id or a name may stand once. */
static bool is_new(struct compile *compile, const struct value *document,
                   const struct sigma_rule *face)
{
    const struct text words[] = {face->id, face->name};
    for (size_t i = 0; i < 2; i++) {
        uint32_t other =
            text_empty(words[i]) ? UINT32_MAX : sigma_rules_find(compile->rules, words[i]);
        if (other == UINT32_MAX)
            continue;
        const struct sigma_rule *first = sigma_rules_at(compile->rules, other);
        return wrong(compile, document->line, i == 0 ? "id" : "name",
                     "\"%.*s\" stands twice: "
                     "first in %.*s, line %d.",
                     TEXT_SHOW(words[i]), TEXT_SHOW(first->file), first->line);
    }
    return true;
}

struct text digest_two(struct arena *arena, struct text first, struct text second)
{
    struct sha256 hash = sha256_two(first, second);
    return text_copy(arena, (struct text){(const char *)hash.bytes, SHA256_BYTES});
}

/* What decides whether the rule holds, and whether anybody is told; its words may change. */
static struct text rule_digest(const struct compile *compile, const struct value *document,
                               const struct sigma_rule *face)
{
    static const char *const parts[] = {"logsource", "detection"};
    struct arena *arena = compile->turn->arena;
    struct value *counts = value_map(arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (value_has(document, parts[i]))
            value_set(arena, counts, parts[i], value_get(document, parts[i]));
    if (compile->order->placeholders != NULL)
        value_set(arena, counts, "placeholders",
                  (struct value *)(uintptr_t)compile->order->placeholders);
    value_set_boolean(arena, counts, "tells", !text_is(face->level, "informational"));
    return digest_two(arena, sigma_rule_name(face), json_write(arena, counts));
}

bool rule_compile(struct compile *compile, const struct value *document)
{
    static const char *const no_identifiers[] = {"timeframe", NULL};
    struct sigma_rules *rules = compile->rules;
    struct rule rule = {0};
    struct detection detection;
    const struct value *section = value_get(document, "detection");
    if (!face_read(compile, document, &rule.face)
        || !logsource_read(compile, document, &rule.face.source)
        || !is_new(compile, document, &rule.face)
        || !detection_compile(compile, section, no_identifiers, &detection))
        return false;
    if (rules->count == SIGMA_RULES_MAX)
        return wrong(compile, document->line, "rules", "there are more than %d rules.",
                     SIGMA_RULES_MAX);
    rule.root = detection.root;
    rule.face.condition = detection.condition;
    rule.face.digest = rule_digest(compile, document, &rule.face);
    rules->rules = arena_grow(compile->turn->arena, rules->rules, rules->count, &rules->capacity,
                              sizeof *rules->rules);
    rules->rules[rules->count++] = rule;
    rule_named_now(compile, (uint32_t)rules->count - 1);
    return true;
}
