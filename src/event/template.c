/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A message against a pattern. What stands in braces becomes a field of that name:
 *
 *   {user}    at least one byte, none of them a space, up to what follows in the pattern
 *   {port#}   digits: a number
 *   {text~}   anything, even nothing, up to the first place where what follows stands
 *   {user*}   anything, even nothing, up to the last place from where the rest still fits; for what
 *             strangers choose, who might write the rest of the message into it
 *   {~}       the same without a field
 *
 * A pattern fits the whole message or not at all. The work is counted, so that no message is worth
 * more than a few passes over it.
 */
#include "event/inside.h"

enum { HOLES_MAX = 12, PASSES_MAX = 8 };

struct hole {
    struct text name, value;
    bool number;
};

struct match {
    struct hole holes[HOLES_MAX];
    size_t steps; /* places that may still be tried */
};

/* A hole of the pattern and the words behind it. */
struct part {
    struct text name;
    char kind; /* '#', '~', '*', or ' ' for a word */
    struct text literal;
    const char *next;
};

/* at: behind the opening brace. */
static struct part part_of(const char *at)
{
    struct part part = {.kind = ' '};
    const char *end = strchr(at, '}');
    part.name = (struct text){at, (size_t)(end - at)};
    char last = part.name.size > 0 ? at[part.name.size - 1] : ' ';
    if (last == '#' || last == '~' || last == '*') {
        part.kind = last;
        part.name.size--;
    }
    part.next = end + 1;
    part.literal = (struct text){part.next, strcspn(part.next, "{")};
    return part;
}

static bool digits_take(struct scan *scan, struct text *value)
{
    const char *start = scan->at;
    while (scan->at < scan->end && digit_is(*scan->at))
        scan->at++;
    *value = (struct text){start, (size_t)(scan->at - start)};
    return value->size > 0;
}

static bool word_take(struct scan *scan, struct text literal, struct text *value)
{
    const char *start = scan->at;
    for (; scan->at < scan->end && *scan->at != ' '; scan->at++) {
        struct scan ahead = *scan;
        if (scan->at > start && literal.size > 0 && scan_text(&ahead, literal))
            break;
    }
    *value = (struct text){start, (size_t)(scan->at - start)};
    return value->size > 0;
}

static bool shortest_take(struct scan *scan, struct text literal, struct text *value)
{
    const char *start = scan->at;
    const char *found =
        literal.size == 0 ? scan->end : memmem(start, scan_left(scan), literal.data, literal.size);
    if (found == NULL)
        return false;
    *value = (struct text){start, (size_t)(found - start)};
    scan->at = found;
    return true;
}

static bool pattern_fits(struct match *match, const char *pattern, struct scan scan, size_t count);

/* From the last place where the literal stands to the first. */
static bool longest_fits(struct match *match, const struct part *part, struct scan scan,
                         size_t count)
{
    if (scan_left(&scan) < part->literal.size)
        return false;
    for (const char *at = scan.end - part->literal.size; at >= scan.at; at--) {
        if (match->steps == 0)
            return false;
        match->steps--;
        if (memcmp(at, part->literal.data, part->literal.size) != 0)
            continue;
        match->holes[count].value = (struct text){scan.at, (size_t)(at - scan.at)};
        if (pattern_fits(match, part->next, (struct scan){at, scan.end}, count + 1))
            return true;
    }
    return false;
}

static bool pattern_fits(struct match *match, const char *pattern, struct scan scan, size_t count)
{
    while (*pattern != '\0') {
        if (*pattern != '{') {
            if (!scan_byte(&scan, *pattern++))
                return false;
            continue;
        }
        struct part part = part_of(pattern + 1);
        if (count == HOLES_MAX)
            return false;
        struct hole *hole = &match->holes[count];
        *hole = (struct hole){.name = part.name, .number = part.kind == '#'};
        if (part.kind == '*')
            return longest_fits(match, &part, scan, count);
        bool taken = part.kind == '#'   ? digits_take(&scan, &hole->value)
                     : part.kind == '~' ? shortest_take(&scan, part.literal, &hole->value)
                                        : word_take(&scan, part.literal, &hole->value);
        if (!taken)
            return false;
        count++;
        pattern = part.next;
    }
    if (count < HOLES_MAX)
        match->holes[count].name = (struct text){NULL, SIZE_MAX}; /* the end */
    return scan.at == scan.end;
}

static void match_put(const struct reading *reading, const struct match *match)
{
    for (size_t i = 0; i < HOLES_MAX && match->holes[i].name.size != SIZE_MAX; i++) {
        const struct hole *hole = &match->holes[i];
        if (hole->name.size == 0 || hole->value.size == 0)
            continue;
        if (hole->number)
            put_number(reading, hole->name, hole->value);
        else
            put(reading, hole->name, hole->value);
    }
}

bool template_read(const struct reading *reading, const struct template *templates,
                   struct text message)
{
    struct match match;
    match.steps = message.size * PASSES_MAX;
    for (; templates->pattern != NULL; templates++) {
        if (message.size == 0
            || (templates->pattern[0] != '{' && templates->pattern[0] != message.data[0]))
            continue;
        if (!pattern_fits(&match, templates->pattern, scan_of(message), 0))
            continue;
        if (templates->action != NULL)
            put(reading, TEXT("action"), text_of(templates->action));
        if (templates->outcome != NULL)
            put(reading, TEXT("outcome"), text_of(templates->outcome));
        match_put(reading, &match);
        return true;
    }
    return false;
}
