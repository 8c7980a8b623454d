/* SPDX-License-Identifier: Apache-2.0 */
/* What was found, as the house is told: alert.raise, in plain words, with what proves it. */
#include "base/hash.h"
#include "base/json.h"
#include "base/zone.h"
#include "watch/inside.h"

enum { SAYS_BYTES_MAX = 3500, NAMED_MAX = 10, MINUTE_SECONDS = 60, HOUR_SECONDS = 3600 };

/* ---- what all have ---- */

static void texts_set(struct arena *arena, struct value *input, const char *name,
                      const struct value *list)
{
    if (list != NULL && list->count > 0)
        value_set(arena, input, name, (struct value *)(uintptr_t)list);
}

static void mended_set(struct arena *arena, struct value *map, const char *name, struct text text)
{
    if (!text_empty(text))
        value_set_text(arena, map, name, text_utf8_mended(arena, text));
}

static struct value *order_new(struct arena *arena, const struct watch *watch, struct text finding,
                               uint64_t count, struct value **input)
{
    struct value *order = value_map(arena);
    finding = text_utf8_mended(arena, finding);
    *input = value_map(arena);
    value_set_text(arena, order, "action", TEXT("alert.raise"));
    value_set_text(arena, order, "key",
                   text_format(arena, "%.*s/%llu", TEXT_SHOW(finding), (unsigned long long)count));
    value_set(arena, order, "input", *input);
    value_set_text(arena, *input, "watch", watch->settings->name);
    value_set_text(arena, *input, "finding", finding);
    value_set_integer(arena, *input, "count", (int64_t)count);
    return order;
}

static void rule_set(struct arena *arena, struct value *input, const struct sigma_rule *rule)
{
    value_set_text(arena, input, "rule", sigma_rule_name(rule));
    value_set_text(arena, input, "title", rule->title);
    if (!text_empty(rule->level))
        value_set_text(arena, input, "level", rule->level);
    if (!text_empty(rule->author))
        value_set_text(arena, input, "author", rule->author);
    texts_set(arena, input, "references", rule->references);
    texts_set(arena, input, "tags", rule->tags);
}

static struct value *reason_add(struct arena *arena, struct value *why, struct text selection,
                                struct text field, struct text value, struct text wanted)
{
    struct value *reason = value_append(arena, why, value_map(arena));
    mended_set(arena, reason, "selection", selection);
    mended_set(arena, reason, "field", field);
    mended_set(arena, reason, "value", value);
    mended_set(arena, reason, "wanted", wanted);
    return reason;
}

static struct text cut(struct text text, size_t most)
{
    return text.size <= most ? text : (struct text){text.data, most};
}

/* ---- a group ---- */

static struct value *events_value(struct arena *arena, const struct watch *watch,
                                  const struct group *group)
{
    struct value *events = value_list(arena);
    for (size_t i = 0; i < group->events_count; i++) {
        const struct found *found = &group->events[i];
        struct value *event = value_append(arena, events, value_map(arena));
        value_set_integer(arena, event, "segment", (int64_t)found->segment);
        value_set_integer(arena, event, "position", (int64_t)found->position);
        value_set_text(arena, event, "source",
                       group->hunted == NULL ? watch->sources.all[found->source].name
                                             : text_utf8_mended(arena, found->named));
        value_set_text(arena, event, "line",
                       text_utf8_mended(arena, (struct text){found->line, found->size}));
    }
    return events;
}

/* `"Accepted password" stands in message (selection words: keywords)` */
static void reason_says(struct builder *says, struct text selection, struct text key,
                        struct text field, struct text value, struct text wanted)
{
    if (text_empty(field))
        field = TEXT("the line");
    if (text_empty(wanted) && text_empty(value))
        build_format(says, "%.*s is as the rule wants it", TEXT_SHOW(field));
    else if (text_empty(wanted) || text_equal(wanted, value))
        build_format(says, "%.*s is \"%.*s\"", TEXT_SHOW(field), TEXT_SHOW(value));
    else if (text_empty(value))
        build_format(says, "\"%.*s\" stands in %.*s", TEXT_SHOW(wanted), TEXT_SHOW(field));
    else
        build_format(says, "%.*s is \"%.*s\", where the rule looks for \"%.*s\"", TEXT_SHOW(field),
                     TEXT_SHOW(value), TEXT_SHOW(wanted));
    build_format(says, " (selection %.*s: %.*s)", TEXT_SHOW(selection), TEXT_SHOW(key));
}

static struct value *reasons_value(struct arena *arena, const struct group *group,
                                   struct builder *says)
{
    struct value *why = value_list(arena);
    struct text rest = {group->note, group->note_size};
    struct text selection;
    struct text key;
    struct text field;
    struct text value;
    struct text wanted;
    while (note_take_text(&rest, &selection) && note_take_text(&rest, &key)
           && note_take_text(&rest, &field) && note_take_text(&rest, &value)
           && note_take_text(&rest, &wanted)) {
        build(says, why->count == 0 ? TEXT(": ") : TEXT("; "));
        reason_says(says, selection, key, field, value, wanted);
        reason_add(arena, why, selection, text_empty(field) ? key : field, value, wanted);
    }
    return why;
}

static void rule_group(struct arena *arena, const struct group *group, struct value *input)
{
    const struct sigma_rule *rule = sigma_rules_at(group->set->rules, group->rule);
    struct builder says = {.arena = arena};
    rule_set(arena, input, rule);
    build_format(&says, "%llu %s what the rule looks for", (unsigned long long)group->count,
                 group->count == 1 ? "line has" : "lines have");
    struct value *why = reasons_value(arena, group, &says);
    build_format(&says, ". The rule's condition: %.*s", TEXT_SHOW(cut(rule->condition, 1000)));
    mended_set(arena, input, "says", cut(built(&says), SAYS_BYTES_MAX));
    texts_set(arena, input, "why", why);
}

struct named {
    uint64_t line, expires_us;
    struct text list, kind, entry, source, field, value;
};

static bool named_read(struct text rest, struct named *named)
{
    return note_take_number(&rest, &named->line) && note_take_number(&rest, &named->expires_us)
           && note_take_text(&rest, &named->list) && note_take_text(&rest, &named->kind)
           && note_take_text(&rest, &named->entry) && note_take_text(&rest, &named->source)
           && note_take_text(&rest, &named->field) && note_take_text(&rest, &named->value);
}

struct text alert_list(struct arena *arena, struct text list)
{
    return text_utf8_mended(arena, text_format(arena, "indicator/%.*s", TEXT_SHOW(cut(list, 80))));
}

struct text alert_hit_list(struct text note)
{
    struct named named;
    return named_read(note, &named) ? named.list : TEXT_NONE;
}

struct text alert_topic(struct arena *arena, const struct ruleset *set, uint32_t kind,
                        uint32_t rule, uint64_t tie)
{
    if (kind == HIT_INDICATOR)
        return text_format(arena, "indicator/%016llx", (unsigned long long)tie);
    return sigma_rule_name(sigma_rules_at(set->rules, rule));
}

struct text alert_rule(struct arena *arena, const struct ruleset *set, const struct hit *hit,
                       struct text note)
{
    struct named named;
    if (hit->kind == HIT_RULE)
        return sigma_rule_name(sigma_rules_at(set->rules, hit->rule));
    return named_read(note, &named) ? alert_list(arena, named.list) : TEXT_NONE;
}

/* Which list and which entry; that it is bad nobody says here, but whoever keeps the list. */
static void indicator_group(struct arena *arena, const struct group *group, struct value *input)
{
    struct named named = {0};
    struct builder says = {.arena = arena};
    struct value *why = value_list(arena);
    if (!named_read((struct text){group->note, group->note_size}, &named))
        named = (struct named){.list = TEXT("unknown"), .kind = TEXT("indicator")};
    struct text rule = alert_list(arena, named.list);
    struct text title =
        text_format(arena, "The %.*s %.*s is in the list %.*s", TEXT_SHOW(named.kind),
                    TEXT_SHOW(cut(named.entry, 150)), TEXT_SHOW(cut(named.list, 80)));
    mended_set(arena, input, "rule", rule);
    mended_set(arena, input, "title", title);
    build_format(&says, "%llu %s of the %.*s \"%.*s\", which stands in the list %.*s, line %llu",
                 (unsigned long long)group->count,
                 group->count == 1 ? "line speaks" : "lines speak", TEXT_SHOW(named.kind),
                 TEXT_SHOW(named.entry), TEXT_SHOW(named.list), (unsigned long long)named.line);
    if (!text_empty(named.source))
        build_format(&says, ", as %.*s warned", TEXT_SHOW(named.source));
    if (named.expires_us < CORRELATION_TIME_END_US)
        build_format(&says, ", until %.*s",
                     TEXT_SHOW(instant_utc(arena, (int64_t)named.expires_us)));
    build_format(&says, ": %.*s is \"%.*s\".",
                 TEXT_SHOW(text_empty(named.field) ? TEXT("in the line it") : named.field),
                 TEXT_SHOW(named.value));
    mended_set(arena, input, "says", cut(built(&says), SAYS_BYTES_MAX));
    reason_add(arena, why,
               text_format(arena, "%.*s:%llu", TEXT_SHOW(cut(named.list, 150)),
                           (unsigned long long)named.line),
               text_empty(named.field) ? TEXT("line") : named.field, named.value, named.entry);
    texts_set(arena, input, "why", why);
}

static struct text finding_of(struct arena *arena, const struct group *group, struct text about)
{
    const struct hunted *hunted = group->hunted;
    if (hunted == NULL || hunted->joined)
        return text_format(arena, "%.*s/%lld/%.100s", TEXT_SHOW(about),
                           (long long)(hunted == NULL ? group->first_us : hunted->window_us),
                           group->entity);
    struct sha256 hash =
        sha256_two(text_of(group->entity),
                   (struct text){(const char *)&hunted->window_us, sizeof hunted->window_us});
    return text_format(arena, "%.*s/hunt/%llu/%llu/%.*s", TEXT_SHOW(about),
                       (unsigned long long)hunted->segment, (unsigned long long)hunted->from,
                       TEXT_SHOW(hex_write(arena, (struct text){(const char *)hash.bytes, 8})));
}

/* What history adds to an alert that is there is said by another key than what came. */
static void hunt_set(struct arena *arena, const struct group *group, struct value *order,
                     struct value *input)
{
    if (group->hunted == NULL)
        return;
    value_set_text(arena, order, "key",
                   text_format(arena, "%.*s/%llu", TEXT_SHOW(value_get_text(order, "key")),
                               (unsigned long long)group->hunted->segment));
    value_set_text(arena, input, "seen", TEXT("history"));
}

struct text alert_of_group(struct arena *arena, const struct watch *watch,
                           const struct group *group, struct text level)
{
    struct value *input;
    struct text entity = text_utf8_mended(arena, text_of(group->entity));
    struct text about =
        cut(alert_topic(arena, group->set, group->kind, group->rule, group->tie), 80);
    struct text finding = finding_of(arena, group, about);
    struct value *order = order_new(arena, watch, finding, group->count, &input);
    hunt_set(arena, group, order, input);
    if (group->kind == HIT_INDICATOR)
        indicator_group(arena, group, input);
    else
        rule_group(arena, group, input);
    if (!text_empty(level))
        value_set_text(arena, input, "level", level);
    value_set_text(arena, input, "entity", entity);
    value_set_text(arena, input, "first", instant_utc(arena, group->first_us));
    value_set_text(arena, input, "last", instant_utc(arena, group->last_us));
    if (group->hunted == NULL) /* of history it was found when it is told */
        value_set_text(arena, input, "found", instant_utc(arena, group->first_us));
    value_set(arena, input, "events", events_value(arena, watch, group));
    return json_write(arena, order);
}

/* ---- a correlation ---- */

static struct text span_text(struct arena *arena, int64_t span_us)
{
    int64_t seconds = span_us / 1000000;
    if (seconds % HOUR_SECONDS == 0)
        return text_format(arena, "%lld h", (long long)(seconds / HOUR_SECONDS));
    if (seconds % MINUTE_SECONDS == 0)
        return text_format(arena, "%lld min", (long long)(seconds / MINUTE_SECONDS));
    return text_format(arena, "%lld s", (long long)seconds);
}

static struct text number_text(struct arena *arena, window_number number)
{
    bool less = number < 0;
    window_number size = less ? -number : number;
    long long whole = (long long)(size / WINDOW_NUMBER_ONE);
    long long rest = (long long)(size % WINDOW_NUMBER_ONE);
    if (rest == 0)
        return text_format(arena, "%s%lld", less ? "-" : "", whole);
    return text_format(arena, "%s%lld.%09lld", less ? "-" : "", whole, rest);
}

static struct text bounds_text(struct arena *arena, const struct window_rule *rule)
{
    static const char *const words[] = {
        [WINDOW_GT] = "more than", [WINDOW_GTE] = "at least", [WINDOW_LT] = "less than",
        [WINDOW_LTE] = "at most",  [WINDOW_EQ] = "exactly",   [WINDOW_NEQ] = "other than"};
    struct builder out = {.arena = arena};
    for (size_t i = 0; i < rule->test_count; i++)
        build_format(&out, "%s%s %.*s", i == 0 ? "" : " and ", words[rule->tests[i].compare],
                     TEXT_SHOW(number_text(arena, rule->tests[i].number)));
    return built(&out);
}

static struct text part_title(const struct ruleset *set, const struct correlation_part *part)
{
    return part->chained ? sigma_rules_correlation(set->rules, part->number)->title
                         : sigma_rules_at(set->rules, part->number)->title;
}

/* "7 events of: A login failed; within 10 min, for src_ip 10.0.0.9. The rule asks for at least 5."
 */
static struct text correlation_says(struct arena *arena, const struct ruleset *set,
                                    const struct correlation *correlation,
                                    const struct window_hit *hit)
{
    static const char *const kinds[] = {[WINDOW_COUNT] = "events",
                                        [WINDOW_DISTINCT] = "different values, in events",
                                        [WINDOW_SUM] = "is the sum, over events",
                                        [WINDOW_AVERAGE] = "is the average, over events",
                                        [WINDOW_PERCENTILE] = "is the percentile, over events",
                                        [WINDOW_TOGETHER] = "rules found something together",
                                        [WINDOW_ORDERED] = "rules found something in their order"};
    const struct window_rule *rule = &correlation->window;
    struct builder out = {.arena = arena};
    build_format(&out, "%.*s %s of: ", TEXT_SHOW(number_text(arena, hit->amount)),
                 kinds[rule->kind]);
    for (uint32_t i = 0; i < rule->parts && i < NAMED_MAX; i++)
        build_format(&out, "%s%.*s", i == 0 ? "" : ", ",
                     TEXT_SHOW(part_title(set, &correlation->parts[i])));
    if (rule->parts > NAMED_MAX)
        build_format(&out, " and %u more", rule->parts - NAMED_MAX);
    build_format(&out, "; within %.*s", TEXT_SHOW(span_text(arena, rule->span_us)));
    for (size_t i = 0; i < correlation->group_count; i++)
        build_format(&out, "%s%.*s \"%.*s\"", i == 0 ? ", for " : " and ",
                     TEXT_SHOW(correlation->group[i]),
                     TEXT_SHOW(cut(correlation_group_value(hit->group, i), 200)));
    if (rule->test_count > 0)
        build_format(&out, ". The rule asks for %.*s", TEXT_SHOW(bounds_text(arena, rule)));
    build_byte(&out, '.');
    return built(&out);
}

static struct value *correlation_why(struct arena *arena, const struct correlation *correlation,
                                     const struct window_hit *hit)
{
    struct value *why = value_list(arena);
    reason_add(arena, why, TEXT("condition"), TEXT("count"), number_text(arena, hit->amount),
               bounds_text(arena, &correlation->window));
    for (size_t i = 0; i < correlation->group_count; i++)
        reason_add(arena, why, TEXT("group-by"), correlation->group[i],
                   cut(correlation_group_value(hit->group, i), 1000), TEXT_NONE);
    return why;
}

static struct text correlation_entity(struct arena *arena, const struct correlation *correlation,
                                      const struct window_hit *hit)
{
    struct builder out = {.arena = arena};
    for (size_t i = 0; i < correlation->group_count; i++)
        build_format(&out, "%s%.*s", i == 0 ? "" : ", ",
                     TEXT_SHOW(cut(correlation_group_value(hit->group, i), HIT_ENTITY_BYTES)));
    return text_utf8_mended(arena, cut(built(&out), 200));
}

struct text alert_entity(struct arena *arena, const struct ruleset *set,
                         const struct correlation_hit *told)
{
    return correlation_entity(arena, &sigma_rules_correlations(set->rules)->list[told->correlation],
                              told->window);
}

struct text alert_of_correlation(struct arena *arena, const struct watch *watch,
                                 const struct ruleset *set, const struct correlation_hit *told,
                                 struct text level)
{
    struct value *input;
    const struct window_hit *hit = told->window;
    const struct sigma_rule *face = sigma_rules_correlation(set->rules, told->correlation);
    const struct correlation *correlation =
        &sigma_rules_correlations(set->rules)->list[told->correlation];
    struct sha256 group = sha256(hit->group);
    struct text finding = text_format(
        arena, "%.*s/%lld/%.*s", TEXT_SHOW(cut(correlation->name, 80)), (long long)hit->time_us,
        TEXT_SHOW(hex_write(arena, (struct text){(const char *)group.bytes, 8})));
    struct value *order =
        order_new(arena, watch, finding, hit->event_count == 0 ? 1 : hit->event_count, &input);
    struct value *events = value_list(arena);
    for (size_t i = 0; i < hit->event_count; i++) {
        struct value *event = value_append(arena, events, value_map(arena));
        value_set_integer(arena, event, "segment", (int64_t)hit->events[i].place);
        value_set_integer(arena, event, "position", (int64_t)hit->events[i].position);
    }
    rule_set(arena, input, face);
    if (!text_empty(level))
        value_set_text(arena, input, "level", level);
    value_set_text(arena, input, "entity", correlation_entity(arena, correlation, hit));
    value_set_text(arena, input, "first", instant_utc(arena, hit->time_us));
    mended_set(arena, input, "says",
               cut(correlation_says(arena, set, correlation, hit), SAYS_BYTES_MAX));
    value_set(arena, input, "why", correlation_why(arena, correlation, hit));
    value_set(arena, input, "events", events);
    return json_write(arena, order);
}
