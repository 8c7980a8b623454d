/* SPDX-License-Identifier: Apache-2.0 */
/* Why, and why not: a condition told part by part. */
#include "sigma/index.h"

enum { SHOWN_BYTES_MAX = 160 };

bool sigma_rule_reachable(const struct sigma_rules *rules, uint32_t number)
{
    const struct index *index = rules->index;
    for (uint32_t set = 0; set <= index->set_count; set++)
        if ((index->sets[set].members[number / 64] >> (number % 64) & 1) != 0)
            return true;
    return false;
}

bool sigma_rule_boundless(struct sigma_matcher *matcher, uint32_t number)
{
    const struct event nothing = {.time_us = EVENT_TIME_NONE};
    matcher_begin(matcher, &nothing);
    return matcher_node_holds(matcher, matcher_rules(matcher)->rules[number].root);
}

struct story {
    struct sigma_matcher *matcher;
    struct builder *out;
};

static void show_value(struct builder *out, struct text value)
{
    bool cut = value.size > SHOWN_BYTES_MAX;
    build_format(out, "\"%.*s\"%s", cut ? SHOWN_BYTES_MAX : (int)value.size,
                 value.data == NULL ? "" : value.data, cut ? "..." : "");
}

/* What an atom asks for, as far as it is text; empty: it is none. */
static struct text wanted_of(const struct atom *atom)
{
    if (atom->kind == ATOM_REGEX)
        return regex_pattern(atom->regex);
    for (size_t i = 0; i < atom->pattern.count && atom->shape == SHAPE_GLOB; i++)
        if (atom->pattern.pieces[i].kind == PIECE_LITERAL)
            return atom->pattern.pieces[i].literal;
    return atom->literal;
}

static void tell_wanted(struct builder *out, const struct test *test)
{
    struct text wanted = wanted_of(&test->atoms[0]);
    if (wanted.size == 0)
        return;
    build(out, TEXT(", and wanted is "));
    show_value(out, wanted);
    if (test->count > 1)
        build_format(out, " or one of %u more", test->count - 1);
}

static void tell_found(struct builder *out, const struct atom *atom, struct text value)
{
    build(out, TEXT(": "));
    if (wanted_of(atom).size > 0) {
        show_value(out, wanted_of(atom));
        build(out, TEXT(" in "));
    }
    show_value(out, value);
}

static void tell_test(struct story *story, const struct test *test, bool holds)
{
    const struct atom *atom;
    struct text name;
    struct text value;
    if (holds && matcher_found(story->matcher, test, &atom, &name, &value))
        tell_found(story->out, atom, value);
    if (holds)
        return;
    if (test->field == EVENT_NAME_NONE)
        build(story->out, TEXT(": no value has it"));
    else if (!matcher_has(story->matcher, test->field, &value))
        build(story->out, TEXT(": the field is missing"));
    else {
        build(story->out, TEXT(": the value is "));
        show_value(story->out, value);
    }
    tell_wanted(story->out, test);
}

static void tell_node(struct story *story, const struct node *node, int depth)
{
    static const char *const kinds[] = {[NODE_TEST] = "keywords",
                                        [NODE_AND] = "all of these",
                                        [NODE_OR] = "any of these",
                                        [NODE_NOT] = "not"};
    const struct sigma_rules *rules = matcher_rules(story->matcher);
    const struct test *test = node->kind == NODE_TEST ? rules->tests[node->test] : NULL;
    bool holds = matcher_node_holds(story->matcher, node);
    build_format(story->out, "%*s%s  ", depth * 2, "", holds ? "yes" : "no ");
    if (!text_empty(node->name))
        build_format(story->out, "%.*s", TEXT_SHOW(node->name));
    if (test == NULL && text_empty(node->name))
        build_format(story->out, "%s", kinds[node->kind]);
    if (test != NULL) {
        build_format(story->out, "%s%.*s", text_empty(node->name) ? "" : ": ",
                     TEXT_SHOW(text_empty(test->key) ? text_of(kinds[NODE_TEST]) : test->key));
        tell_test(story, test, holds);
    }
    build_byte(story->out, '\n');
    for (size_t i = 0; i < node->count; i++)
        tell_node(story, node->children[i], depth + 1);
}

static void tell_sources(struct story *story, const struct event *event, uint32_t number)
{
    const struct sigma_rules *rules = matcher_rules(story->matcher);
    const struct event_source *wanted = &rules->rules[number].face.source;
    size_t count;
    const struct event_source *list = event_sources_of(rules->sources, event->sources, &count);
    uint32_t set = event->sources <= rules->index->set_count ? event->sources : 0;
    bool member = (rules->index->sets[set].members[number / 64] >> (number % 64) & 1) != 0;
    build_format(story->out, "%s  log source %.*s/%.*s/%.*s: the event belongs to ",
                 member ? "yes" : "no ", TEXT_SHOW(wanted->product), TEXT_SHOW(wanted->category),
                 TEXT_SHOW(wanted->service));
    for (size_t i = 0; i < count; i++)
        build_format(story->out, "%s%.*s/%.*s/%.*s", i == 0 ? "" : ", ", TEXT_SHOW(list[i].product),
                     TEXT_SHOW(list[i].category), TEXT_SHOW(list[i].service));
    build_format(story->out, "%s\n", count == 0 ? "none that is known" : "");
}

void sigma_explain(struct sigma_matcher *matcher, const struct event *event, uint32_t number,
                   struct builder *out)
{
    struct story story = {matcher, out};
    const struct rule *rule = &matcher_rules(matcher)->rules[number];
    matcher_begin(matcher, event);
    tell_sources(&story, event, number);
    build_format(out, "%s  condition: %.*s\n",
                 matcher_node_holds(matcher, rule->root) ? "yes" : "no ",
                 TEXT_SHOW(rule->face.condition));
    tell_node(&story, rule->root, 1);
}

/* ---- reasons ---- */

struct reasons {
    struct sigma_matcher *matcher;
    struct sigma_reason *list;
    size_t count;
};

/* A line that is plain text has no fields: then the line itself is what stands there. */
static void reason_add(struct reasons *reasons, const struct test *test, struct text selection)
{
    const struct atom *atom = &test->atoms[0];
    struct sigma_reason reason = {.selection = selection,
                                  .key = text_empty(test->key) ? TEXT("keywords") : test->key};
    if (reasons->count >= SIGMA_REASONS_MAX)
        return;
    if (matcher_found(reasons->matcher, test, &atom, &reason.field, &reason.value))
        reason.wanted = wanted_of(atom);
    else if (test->field == EVENT_NAME_NONE)
        reason.wanted = test->count == 1 ? wanted_of(atom) : TEXT_NONE;
    else
        (void)matcher_has(reasons->matcher, test->field, &reason.value);
    reasons->list[reasons->count++] = reason;
}

/* What must not be there is no reason that can be shown: only what was found is. */
static void reasons_of(struct reasons *reasons, const struct node *node, struct text selection)
{
    if (!text_empty(node->name))
        selection = node->name;
    if (node->kind == NODE_NOT || !matcher_node_holds(reasons->matcher, node))
        return;
    if (node->kind == NODE_TEST)
        reason_add(reasons, matcher_rules(reasons->matcher)->tests[node->test], selection);
    for (size_t i = 0; i < node->count; i++)
        reasons_of(reasons, node->children[i], selection);
}

size_t sigma_reasons(struct sigma_matcher *matcher, uint32_t number,
                     struct sigma_reason reasons[SIGMA_REASONS_MAX])
{
    struct reasons found = {.matcher = matcher, .list = reasons};
    reasons_of(&found, matcher_rules(matcher)->rules[number].root, TEXT_NONE);
    return found.count;
}
