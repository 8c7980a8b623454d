/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loaded rules asked by the naive evaluator of the tests, as a peer of the engine: each rule that
 * is meant for the event's log sources, one after the other, with the fields that the engine sees.
 * Its regular expressions are those of POSIX, so that some rules find less.
 */
#pragma once
#include "../tests/sigma/naive.h"
#include "base/file.h"
#include "base/yaml.h"
#include "sigma/sigma.h"

struct plainly {
    const struct sigma_rules *rules;
    const struct event_sources *sources;
    struct arena *arena, *scratch;   /* of an event, and of what is asked of it */
    const struct value **detections; /* by the number of the rule */
};

/* Its detection among the documents of its file, the condition with one space between words. */
static inline const struct value *
plainly_detection(struct turn *turn, const struct value *documents, const struct sigma_rule *rule)
{
    for (size_t i = 0; i < documents->count; i++) {
        const struct value *document = documents->items[i];
        struct value *detection = value_get(document, "detection");
        if (detection == NULL || !text_equal(value_get_text(document, "id"), rule->id))
            continue;
        struct text from = value_get_text(detection, "condition");
        struct builder condition = {.arena = turn->arena};
        for (size_t k = 0; k < from.size; k++) {
            bool space = from.data[k] == ' ' || from.data[k] == '\n';
            bool again = k > 0 && (from.data[k - 1] == ' ' || from.data[k - 1] == '\n');
            if (!space || !again)
                build_byte(&condition, space ? ' ' : from.data[k]);
        }
        value_set_text(turn->arena, detection, "condition", built(&condition));
        return detection;
    }
    return NULL;
}

static inline bool plainly_read(struct turn *turn, struct plainly *plainly)
{
    size_t count = sigma_rules_count(plainly->rules);
    plainly->detections = arena_array(turn->arena, count, sizeof *plainly->detections);
    for (uint32_t i = 0; i < count; i++) {
        const struct sigma_rule *rule = sigma_rules_at(plainly->rules, i);
        const char *path = text_string(turn->arena, rule->file);
        struct text yaml;
        struct value *documents;
        if (!file_read(turn, path, SIGMA_FILE_BYTES_MAX, &yaml)
            || !yaml_read_loose(turn, yaml, path, &documents))
            return false;
        plainly->detections[i] = plainly_detection(turn, documents, rule);
    }
    return true;
}

static inline bool plainly_meant(const struct plainly *plainly, const struct event_source *rule,
                                 const struct event *event)
{
    size_t count;
    const struct event_source *of = event_sources_of(plainly->sources, event->sources, &count);
    bool any = text_empty(rule->product) && text_empty(rule->category) && text_empty(rule->service);
    for (size_t i = 0; i < count && !any; i++)
        any = (text_empty(rule->product) || text_equal(rule->product, of[i].product))
              && (text_empty(rule->category) || text_equal(rule->category, of[i].category))
              && (text_empty(rule->service) || text_equal(rule->service, of[i].service));
    return any;
}

static inline struct value *plainly_event(struct arena *arena, const struct event *event)
{
    struct value *map = value_map(arena);
    for (size_t i = 0; i < event->count; i++) {
        const struct event_field *field = &event->fields[i];
        if (field->kind != EVENT_OBJECT && field->kind != EVENT_LIST && field->kind != EVENT_NULL)
            value_set_text(arena, map, text_string(arena, field->name), field->value);
    }
    return map;
}

/* How many rules hold for the event. */
static inline size_t plainly_match(const struct plainly *plainly, const struct event *event)
{
    const struct value *map = plainly_event(plainly->arena, event);
    size_t found = 0;
    for (uint32_t i = 0; i < sigma_rules_count(plainly->rules); i++) {
        const struct sigma_rule *rule = sigma_rules_at(plainly->rules, i);
        if (plainly->detections[i] == NULL || !plainly_meant(plainly, &rule->source, event))
            continue;
        found += naive_match(plainly->scratch, plainly->detections[i], map);
    }
    arena_clear(plainly->scratch);
    arena_clear(plainly->arena);
    return found;
}
