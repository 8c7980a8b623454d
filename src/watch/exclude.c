/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exclusions: that a rule does not hold where a field of the event has a value, until an end. The
 * house says which; they stand in a file that is loaded with the rules, because only those who read
 * lines know fields. The end is heeded by them, to the line.
 */
#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/zone.h"
#include "watch/inside.h"

enum { EXCLUSIONS_MAX = 1000, FILE_BYTES_MAX = 2 * 1024 * 1024 };

const char *exclusions_path(struct arena *arena, const struct watch_settings *settings)
{
    return text_format(arena, "%.*s/exclusions.json", TEXT_SHOW(settings->data)).data;
}

bool exclusions_write(struct turn *turn, const struct watch *watch, const struct value *list)
{
    struct text before = TEXT_NONE;
    struct value *kept = value_list(turn->arena);
    const char *path = exclusions_path(turn->arena, watch->settings);
    for (size_t i = 0; i < value_get_count(list, "tunings"); i++) {
        struct value *item = value_get_item(list, "tunings", i);
        if (value_has(item, "field"))
            value_append(turn->arena, kept, item);
    }
    bool there = file_exists(path);
    if (there && !file_read(turn, path, FILE_BYTES_MAX, &before))
        fault_clear(turn); /* what cannot be read is written anew */
    struct text now = json_write(turn->arena, kept);
    return text_equal(before, now) || (!there && kept->count == 0)
           || file_write(turn, path, now, 0600);
}

uint64_t exclusion_tie(struct text id)
{
    uint64_t tie;
    struct sha256 hash = sha256(id);
    memcpy(&tie, hash.bytes, sizeof tie);
    return tie;
}

static bool item_read(struct turn *turn, const struct value *item, const struct sigma_rules *rules,
                      struct exclusion *exclusion)
{
    size_t count = sigma_rules_count(rules);
    struct text rule = value_get_text(item, "rule");
    *exclusion = (struct exclusion){.field = value_get_text(item, "field"),
                                    .value = text_lower(turn->arena, value_get_text(item, "value")),
                                    .tie = exclusion_tie(value_get_text(item, "suppression"))};
    if (!instant_parse(turn, "until", value_get_text(item, "until"), NULL, &exclusion->end_us))
        return false;
    while (exclusion->rule < count
           && !text_equal(sigma_rule_name(sigma_rules_at(rules, exclusion->rule)), rule))
        exclusion->rule++;
    return exclusion->rule < count && !text_empty(exclusion->field);
}

bool exclusions_read(struct turn *turn, const char *path, const struct sigma_rules *rules,
                     struct exclusions *exclusions)
{
    struct text bytes;
    struct value *list;
    *exclusions = (struct exclusions){0};
    if (rules == NULL || !file_exists(path))
        return true;
    if (!file_read(turn, path, FILE_BYTES_MAX, &bytes) || !json_read(turn, bytes, path, &list)
        || list->kind != VALUE_LIST || list->count > EXCLUSIONS_MAX) {
        fault_clear(turn);
        return true;
    }
    exclusions->all = arena_array(turn->arena, list->count + 1, sizeof *exclusions->all);
    for (size_t i = 0; i < list->count; i++) {
        if (item_read(turn, list->items[i], rules, &exclusions->all[exclusions->count]))
            exclusions->count++;
        fault_clear(turn);
    }
    return true;
}

/* In capitals or not, as rules compare. */
static bool same_letters(struct text value, struct text lower)
{
    if (value.size != lower.size)
        return false;
    for (size_t i = 0; i < value.size; i++) {
        char letter = value.data[i];
        if ((letter >= 'A' && letter <= 'Z' ? (char)(letter + ('a' - 'A')) : letter)
            != lower.data[i])
            return false;
    }
    return true;
}

const struct exclusion *exclusion_of(const struct exclusions *exclusions, uint32_t rule,
                                     const struct event *event, int64_t at_us)
{
    for (size_t i = 0; i < exclusions->count; i++) {
        const struct exclusion *exclusion = &exclusions->all[i];
        if (exclusion->rule != rule || exclusion->end_us <= at_us)
            continue;
        for (size_t j = 0; j < event->count; j++)
            if (text_equal(event->fields[j].name, exclusion->field)
                && same_letters(event->fields[j].value, exclusion->value))
                return exclusion;
    }
    return NULL;
}
