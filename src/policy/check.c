/* SPDX-License-Identifier: Apache-2.0 */
/* What is in a pack, what of it is a product default, and what nothing serves yet. */
#include "policy/answer.h"
#include "policy/inside.h"
#include <inttypes.h>

static struct text duty_name(struct arena *arena, const struct rule *rule, const struct step *step)
{
    return text_empty(step->name)
               ? rule->id
               : text_format(arena, "%.*s.%.*s", TEXT_SHOW(rule->id), TEXT_SHOW(step->name));
}

static bool any_default(const struct step *step)
{
    for (int rating = RATING_NONE; rating < RATINGS; rating++)
        if (step->due[rating].product_default)
            return true;
    return false;
}

static int64_t flagged(const struct value *list)
{
    int64_t count = 0;
    for (size_t i = 0; list != NULL && i < list->count; i++)
        count += value_get_boolean(list->items[i], "product_default", false);
    return count;
}

/* Of the types those whose weight in the rating the documents do not say. */
static int64_t types_flagged(const struct pack *pack)
{
    int64_t count = 0;
    for (size_t i = 0; i < value_get_count(pack->types, "types"); i++)
        count += value_get_boolean(value_get(value_get_item(pack->types, "types", i), "counts_as"),
                                   "product_default", false);
    return count;
}

static struct value *defaults_value(struct arena *arena, const struct pack *pack)
{
    struct value *map = value_map(arena);
    struct value *dues = value_set(arena, map, "dues", value_list(arena));
    for (size_t i = 0; i < pack->rules_count; i++)
        for (size_t j = 0; j < pack->rules[i].steps_count; j++)
            if (any_default(&pack->rules[i].steps[j]))
                value_append(
                    arena, dues,
                    value_text(arena, duty_name(arena, &pack->rules[i], &pack->rules[i].steps[j])));
    int64_t ladders = 0;
    int64_t notices = 0;
    int64_t elements = 0;
    for (size_t i = 0; i < pack->ladders_count; i++)
        ladders += pack->ladders[i].product_default;
    for (size_t i = 0; i < pack->templates_count; i++)
        notices += pack->templates[i].product_default;
    for (size_t i = 0; i < value_get_count(pack->elements, "documents"); i++)
        elements += flagged(value_get(value_get_item(pack->elements, "documents", i), "elements"));
    value_set_integer(arena, map, "ladders", ladders);
    value_set_integer(arena, map, "notices", notices);
    value_set_integer(arena, map, "elements", elements);
    value_set_integer(arena, map, "guards", flagged(value_get(pack->lifecycle, "guards")));
    value_set_integer(arena, map, "types", types_flagged(pack));
    value_set_integer(arena, map, "calendar",
                      pack->calendar.hours_product_default + pack->calendar.cutoff_product_default);
    return map;
}

static struct value *unserved_value(struct arena *arena, const struct pack *pack)
{
    struct value *list = value_list(arena);
    for (size_t i = 0; i < pack->rules_count; i++) {
        const struct rule *rule = &pack->rules[i];
        for (size_t j = 0; j < rule->steps_count; j++) {
            if (rule->steps[j].served)
                continue;
            struct value *map = value_append(arena, list, value_map(arena));
            value_set_text(arena, map, "duty", duty_name(arena, rule, &rule->steps[j]));
            value_set_text(arena, map, "title", rule->title);
            value_set(arena, map, "waits_for", step_waits(arena, &rule->steps[j]));
        }
    }
    return list;
}

struct value *answer_check(struct arena *arena, const struct pack *pack)
{
    struct value *map = value_map(arena);
    int64_t ruled = 0;
    int64_t steps = 0;
    int64_t served = 0;
    for (size_t i = 0; i < pack->clauses_count; i++)
        ruled += pack->clauses[i].rules.count > 0;
    for (size_t i = 0; i < pack->rules_count; i++) {
        steps += (int64_t)pack->rules[i].steps_count;
        served += pack->rules[i].served;
    }
    value_set_text(arena, map, "name", pack->name);
    value_set_text(arena, map, "title", pack->title);
    value_set_text(arena, map, "version", pack->version);
    value_set_text(arena, map, "hash", pack->hash);
    value_set_integer(arena, map, "documents", (int64_t)pack->documents_count);
    value_set_integer(arena, map, "clauses", (int64_t)pack->clauses_count);
    value_set_integer(arena, map, "clauses_with_rules", ruled);
    value_set_integer(arena, map, "rules", (int64_t)pack->rules_count);
    value_set_integer(arena, map, "steps", steps);
    value_set_integer(arena, map, "rules_served", served);
    value_set(arena, map, "product_defaults", defaults_value(arena, pack));
    value_set(arena, map, "not_served", unserved_value(arena, pack));
    return map;
}

static int64_t number(const struct value *map, const char *name)
{
    return value_get_integer(map, name, 0);
}

static void defaults_text(struct builder *page, const struct value *defaults)
{
    const struct value *dues = value_get(defaults, "dues");
    build_format(page,
                 "Product defaults (the documents do not say): %zu dues, %" PRId64
                 " ladders, %" PRId64 " notices, %" PRId64 " elements, %" PRId64 " guards, %" PRId64
                 " types, %" PRId64 " times of the calendar\n ",
                 dues->count, number(defaults, "ladders"), number(defaults, "notices"),
                 number(defaults, "elements"), number(defaults, "guards"),
                 number(defaults, "types"), number(defaults, "calendar"));
    for (size_t i = 0; i < dues->count; i++)
        build_format(page, " %.*s", TEXT_SHOW(dues->items[i]->text));
    build_byte(page, '\n');
}

struct text check_text(struct arena *arena, const struct value *answer)
{
    struct builder page = {.arena = arena};
    build_format(&page, "%.*s, version %.*s\n%.*s\n", TEXT_SHOW(value_get_text(answer, "title")),
                 TEXT_SHOW(value_get_text(answer, "version")),
                 TEXT_SHOW(value_get_text(answer, "hash")));
    build_format(&page,
                 "%" PRId64 " documents, %" PRId64 " clauses (%" PRId64 " with rules), %" PRId64
                 " rules in %" PRId64 " steps\n",
                 number(answer, "documents"), number(answer, "clauses"),
                 number(answer, "clauses_with_rules"), number(answer, "rules"),
                 number(answer, "steps"));
    const struct value *detections = value_get(answer, "detections");
    if (detections != NULL)
        build_format(&page, "%" PRId64 " detection rules, %" PRId64 " correlations\n",
                     number(detections, "rules"), number(detections, "correlations"));
    defaults_text(&page, value_get(answer, "product_defaults"));
    build_format(&page,
                 "Served by this program: %" PRId64 " rules. Not yet, each with the facts it waits "
                 "for:\n",
                 number(answer, "rules_served"));
    for (size_t i = 0; i < value_get_count(answer, "not_served"); i++) {
        const struct value *item = value_get_item(answer, "not_served", i);
        build_format(&page, "  %-14.*s", TEXT_SHOW(value_get_text(item, "duty")));
        for (size_t j = 0; j < value_get_count(item, "waits_for"); j++)
            build_format(&page, " %.*s", TEXT_SHOW(value_get_item(item, "waits_for", j)->text));
        build_byte(&page, '\n');
    }
    return built(&page);
}
