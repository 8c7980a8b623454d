/* SPDX-License-Identifier: Apache-2.0 */
/* Values on their way: wildcards around them, placeholders in them, other spellings. */
#include "sigma/item.h"

enum { VARIANTS_MAX = 625 }; /* of one value */

/* ---- modifiers that change the text ---- */

void apply_open(struct item *item, bool before, bool after)
{
    item->before = item->before || before;
    item->after = item->after || after;
    for (size_t i = 0; i < item->count; i++)
        for (size_t k = 0; k < item->drafts[i].count; k++)
            pattern_open(item->arena, &item->drafts[i].variants[k], before, after);
}

void apply_windash(struct item *item)
{
    for (size_t i = 0; i < item->count; i++)
        for (size_t k = 0; k < item->drafts[i].count; k++)
            item->drafts[i].variants[k] = pattern_dashed(item->arena, &item->drafts[i].variants[k]);
}

/* Bytes are about to be spelled otherwise: each way to write a dash is a value of its own. */
static bool draft_undash(struct item *item, struct draft *draft)
{
    struct pattern *all = NULL;
    size_t total = 0;
    size_t capacity = 0;
    for (size_t i = 0; i < draft->count; i++) {
        size_t count;
        struct pattern *some =
            patterns_undashed(item->arena, &draft->variants[i], VARIANTS_MAX, &count);
        if (count == 0 || total + count > VARIANTS_MAX)
            return item_wrong(item, draft->line,
                              "with windash this value has more ways to be "
                              "written than can be encoded: use fewer dashes in it.");
        for (size_t k = 0; k < count; k++) {
            all = arena_grow(item->arena, all, total, &capacity, sizeof *all);
            all[total++] = some[k];
        }
    }
    draft->variants = all;
    draft->count = total;
    return true;
}

struct pattern pattern_of(struct arena *arena, struct text literal)
{
    struct pattern pattern = {0};
    pattern_add(arena, &pattern, (struct piece){PIECE_LITERAL, literal});
    return pattern;
}

bool apply_wide(struct item *item, enum wide wide)
{
    for (size_t i = 0; i < item->count; i++) {
        struct draft *draft = &item->drafts[i];
        if (!draft_undash(item, draft))
            return false;
        for (size_t k = 0; k < draft->count; k++)
            for (size_t n = 0; n < draft->variants[k].count; n++) {
                struct piece *piece = &draft->variants[k].pieces[n];
                bool marked = n > 0 && wide == WIDE_MARKED; /* the mark stands once, in front */
                if (piece->kind == PIECE_LITERAL)
                    piece->literal = wide_of(item->arena, piece->literal, marked ? WIDE_LE : wide);
            }
    }
    return true;
}

/* What a plain value is in Base64; offsets: as it can stand inside of a longer text. */
static bool draft_base64(struct item *item, struct draft *draft, bool offsets)
{
    size_t shifts = offsets ? 3 : 1;
    if (!draft_undash(item, draft))
        return false;
    if (draft->count * shifts > VARIANTS_MAX * 3)
        return item_wrong(item, draft->line, "this value has too many variants.");
    struct pattern *all = arena_array(item->arena, draft->count * shifts, sizeof *all);
    size_t total = 0;
    for (size_t i = 0; i < draft->count; i++) {
        struct text literal;
        if (!pattern_plain(&draft->variants[i], &literal))
            return item_wrong(item, draft->line,
                              "a value for Base64 may have no wildcards: put "
                              "contains after base64offset, or a backslash before the wildcard.");
        for (size_t shift = 0; shift < shifts; shift++) {
            struct text spelled = offsets ? base64_offset_of(item->arena, literal, shift)
                                          : base64_of(item->arena, literal);
            if (!text_empty(spelled))
                all[total++] = pattern_of(item->arena, spelled);
        }
    }
    draft->variants = all;
    draft->count = total;
    return total > 0
           || item_wrong(item, draft->line,
                         "this value is too short: nothing of it stays the "
                         "same in Base64.");
}

bool apply_base64(struct item *item, bool offsets)
{
    for (size_t i = 0; i < item->count; i++)
        if (!draft_base64(item, &item->drafts[i], offsets))
            return false;
    return true;
}

/* ---- placeholders ---- */

/* Puts each value of a placeholder behind each variant so far. */
static bool expand_name(struct item *item, struct draft *draft, struct text name)
{
    const char *key = text_string(item->arena, name);
    const struct value *list = value_get(item->compile->order->placeholders, key);
    if (list == NULL)
        return wrong(item->compile, draft->line, "expand",
                     "the placeholder %%%s%% has no values "
                     "here: give them, or leave the rule out.",
                     key);
    size_t count = list->kind == VALUE_LIST ? list->count : 1;
    if (count == 0 || count * draft->count > VARIANTS_MAX)
        return wrong(item->compile, draft->line, "expand",
                     "the placeholder %%%s%% has %zu values: "
                     "there must be between 1 and %d.",
                     key, count, VARIANTS_MAX);
    struct pattern *all = arena_array(item->arena, count * draft->count, sizeof *all);
    for (size_t i = 0; i < draft->count; i++)
        for (size_t k = 0; k < count; k++) {
            const struct value *value = list->kind == VALUE_LIST ? list->items[k] : list;
            struct pattern more = pattern_read(item->arena, value->text);
            pattern_join(item->arena, &all[i * count + k], &draft->variants[i]);
            pattern_join(item->arena, &all[i * count + k], &more);
        }
    draft->variants = all;
    draft->count *= count;
    return true;
}

static void expand_literal(struct item *item, struct draft *draft, struct pattern more)
{
    for (size_t i = 0; i < draft->count; i++)
        pattern_join(item->arena, &draft->variants[i], &more);
}

/* The text between two percent signs; false: the first begins no name. */
static bool placeholder_at(struct text text, struct text *name)
{
    const char *end = text.size < 3 ? NULL : memchr(text.data + 1, '%', text.size - 1);
    if (end == NULL || end == text.data + 1)
        return false;
    *name = (struct text){text.data + 1, (size_t)(end - text.data) - 1};
    for (size_t i = 0; i < name->size; i++)
        if (strchr(" \t\\*?", name->data[i]) != NULL)
            return false;
    return true;
}

bool draft_expand(struct item *item, struct draft *draft)
{
    struct text text = draft->value->text;
    size_t begin = 0;
    draft->variants = arena_array(item->arena, 1, sizeof *draft->variants);
    draft->count = 1;
    for (size_t i = 0; i <= text.size; i++) {
        struct text rest = {text.data + i, text.size - i};
        struct text name = TEXT_NONE;
        bool escaped = text_starts(rest, TEXT("\\%"));
        if (i < text.size && !escaped && !(rest.data[0] == '%' && placeholder_at(rest, &name))) {
            i += rest.data[0] == '\\' && rest.size > 1; /* what it takes the meaning from */
            continue;
        }
        expand_literal(item, draft,
                       pattern_read(item->arena, (struct text){text.data + begin, i - begin}));
        if (escaped)
            expand_literal(item, draft, pattern_of(item->arena, TEXT("%")));
        else if (!text_empty(name) && !expand_name(item, draft, name))
            return false;
        i += escaped ? 1 : text_empty(name) ? 0 : name.size + 1;
        begin = i + 1;
    }
    return true;
}
