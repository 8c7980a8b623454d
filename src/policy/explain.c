/* SPDX-License-Identifier: Apache-2.0 */
/* A clause explained: first as a value, and from the value for people. */
#include "policy/answer.h"
#include "policy/inside.h"

/* ---- the value ---- */

static void copy_text(struct arena *arena, struct value *to, const char *name,
                      const struct value *from)
{
    value_set_text(arena, to, name, value_get_text(from, name));
}

/* Copies a list, or sets an empty one. */
static void copy_list(struct arena *arena, struct value *to, const char *name,
                      const struct value *from)
{
    struct value *list = value_get(from, name);
    value_set(arena, to, name, list == NULL ? value_list(arena) : list);
}

static struct value *parties_value(struct arena *arena, const struct party *parties, size_t count)
{
    struct value *list = value_list(arena);
    for (size_t i = 0; i < count; i++)
        value_append(arena, list, value_text(arena, parties[i].role));
    return list;
}

static void waits_add(struct arena *arena, struct value *waits, const struct trigger *triggers,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool there = triggers[i].served;
        for (size_t j = 0; !there && j < waits->count; j++)
            there = text_equal(waits->items[j]->text, triggers[i].name);
        if (!there)
            value_append(arena, waits, value_text(arena, triggers[i].name));
    }
}

struct value *step_waits(struct arena *arena, const struct step *step)
{
    struct value *waits = value_list(arena);
    waits_add(arena, waits, step->open, step->open_count);
    waits_add(arena, waits, step->stop, step->stop_count);
    return waits;
}

static struct value *due_value(struct arena *arena, const struct pack *pack,
                               const struct step *step, enum rating rating)
{
    struct value *map = value_map(arena);
    value_set_text(arena, map, "name", step->name);
    if (rating != RATING_NONE)
        value_set_text(arena, map, "rating", text_of(rating_name(rating)));
    value_set_text(arena, map, "due", due_says(arena, &pack->calendar, &step->due[rating]));
    value_set_boolean(arena, map, "product_default", step->due[rating].product_default);
    value_set_boolean(arena, map, "served", step->served);
    value_set(arena, map, "waits_for", step_waits(arena, step));
    return map;
}

static struct value *rule_value(struct arena *arena, const struct pack *pack,
                                const struct rule *rule)
{
    struct value *map = value_map(arena);
    value_set_text(arena, map, "id", rule->id);
    value_set_text(arena, map, "title", rule->title);
    value_set_boolean(arena, map, "served", rule->served);
    value_set(arena, map, "owed_by", parties_value(arena, rule->owed_by, rule->owed_by_count));
    value_set(arena, map, "owed_to", parties_value(arena, rule->owed_to, rule->owed_to_count));
    struct value *steps = value_set(arena, map, "steps", value_list(arena));
    for (size_t i = 0; i < rule->steps_count; i++) {
        const struct step *step = &rule->steps[i];
        if (!step->by_rating)
            value_append(arena, steps, due_value(arena, pack, step, RATING_NONE));
        for (int rating = RATING_HIGH; step->by_rating && rating > RATING_NONE; rating--)
            value_append(arena, steps, due_value(arena, pack, step, (enum rating)rating));
    }
    return map;
}

static struct text capability_name(const struct pack *pack, struct text code)
{
    const struct value *list = value_get(pack->capabilities, "capabilities");
    for (size_t i = 0; list != NULL && i < list->count; i++)
        if (text_equal(value_get_text(list->items[i], "code"), code))
            return value_get_text(list->items[i], "name");
    return code;
}

/* Whoever names a rule meant the clauses on which it rests. */
static bool fail_no_clause(struct turn *turn, const struct pack *pack, struct text id)
{
    const struct rule *rule = pack_rule(pack, id);
    if (rule != NULL && rule->clauses.count > 0)
        return fail(
            turn, FAULT_MISSING,
            "%.*s is a rule, no clause. It rests on %zu clauses; ask for one, such as %.*s.",
            TEXT_SHOW(id), rule->clauses.count, TEXT_SHOW(rule->clauses.items[0]));
    return fail(turn, FAULT_MISSING, "\"%.*s\" is no clause of %.*s.", TEXT_SHOW(id),
                TEXT_SHOW(pack->title));
}

bool answer_explain(struct turn *turn, const struct pack *pack, struct text id,
                    struct value **answer)
{
    static const char *const texts[] = {"id",        "section",  "force",    "kind",
                                        "says",      "actor",    "trigger",  "deadline",
                                        "recipient", "artefact", "mechanism"};
    struct arena *arena = turn->arena;
    const struct clause *clause = pack_clause(pack, id);
    if (clause == NULL)
        return fail_no_clause(turn, pack, id);
    const struct document *document = pack_document(pack, clause->document);
    struct value *map = value_map(arena);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        copy_text(arena, map, texts[i], clause->source);
    value_set_text(arena, map, "document", document->number);
    value_set_text(arena, map, "title", document->title);
    value_set_text(arena, map, "status", document->status);
    value_set_text(arena, map, "capability", capability_name(pack, clause->capability));
    struct value *enforce = value_get(clause->source, "enforce");
    value_set(arena, map, "enforce", enforce == NULL ? value_map(arena) : enforce);
    struct value *rules = value_set(arena, map, "rules", value_list(arena));
    for (size_t i = 0; i < clause->rules.count; i++)
        value_append(arena, rules,
                     rule_value(arena, pack, pack_rule(pack, clause->rules.items[i])));
    copy_list(arena, map, "served_by", clause->source);
    copy_list(arena, map, "referred_to_by", clause->source);
    copy_list(arena, map, "conflicts", clause->source);
    *answer = map;
    return true;
}

/* ---- for people ---- */

enum { COLUMNS = 80, INDENT = 12 };

/* Adds "NAME        TEXT" with the text wrapped behind the name. */
static void paragraph(struct builder *page, const char *name, struct text text)
{
    size_t column = INDENT;
    if (text_empty(text) || text_is(text, "none"))
        return;
    build_format(page, "%-*s", INDENT, name);
    struct text rest = text;
    for (bool first = true; rest.data != NULL && rest.size > 0; first = false) {
        struct text word = text_cut(rest, ' ', &rest);
        if (!first && column + 1 + word.size > COLUMNS) {
            build_format(page, "\n%*s", INDENT, "");
            column = INDENT;
        } else if (!first) {
            build_byte(page, ' ');
            column++;
        }
        build(page, word);
        column += word.size;
    }
    build_byte(page, '\n');
}

static struct text joined(struct arena *arena, const struct value *list)
{
    struct builder line = {.arena = arena};
    for (size_t i = 0; list != NULL && i < list->count; i++)
        build_format(&line, "%s%.*s", i == 0 ? "" : ", ", TEXT_SHOW(list->items[i]->text));
    return built(&line);
}

static void step_page(struct builder *page, const struct value *step)
{
    struct builder line = {.arena = page->arena};
    if (value_has(step, "name") && !text_empty(value_get_text(step, "name")))
        build_format(&line, "%.*s: ", TEXT_SHOW(value_get_text(step, "name")));
    if (value_has(step, "rating"))
        build_format(&line, "rated %.*s: ", TEXT_SHOW(value_get_text(step, "rating")));
    build(&line, value_get_text(step, "due"));
    if (value_get_boolean(step, "product_default", false))
        build(&line, TEXT(" (product default)"));
    if (!value_get_boolean(step, "served", false))
        build_format(&line, " [not yet served: waits for %.*s]",
                     TEXT_SHOW(joined(page->arena, value_get(step, "waits_for"))));
    paragraph(page, "    due", built(&line));
}

static void rule_page(struct builder *page, const struct value *rule)
{
    const struct value *steps = value_get(rule, "steps");
    struct builder line = {.arena = page->arena};
    build_format(&line, "%.*s  %.*s", TEXT_SHOW(value_get_text(rule, "id")),
                 TEXT_SHOW(value_get_text(rule, "title")));
    paragraph(page, "Rule", built(&line));
    paragraph(page, "    owed by", joined(page->arena, value_get(rule, "owed_by")));
    paragraph(page, "    owed to", joined(page->arena, value_get(rule, "owed_to")));
    for (size_t i = 0; i < steps->count; i++)
        step_page(page, steps->items[i]);
}

static void conflict_page(struct builder *page, const struct value *conflict)
{
    struct builder line = {.arena = page->arena};
    build_format(&line, "%.*s: %.*s", TEXT_SHOW(value_get_text(conflict, "with")),
                 TEXT_SHOW(value_get_text(conflict, "resolve")));
    paragraph(page, "Conflict", built(&line));
}

struct text explain_text(struct arena *arena, const struct value *answer)
{
    static const struct {
        const char *label, *name;
    } lines[] = {{"Asks", "says"},           {"Who", "actor"},         {"When", "trigger"},
                 {"Until", "deadline"},      {"To", "recipient"},      {"Shown by", "artefact"},
                 {"Served by", "mechanism"}, {"Part of", "capability"}};
    static const struct {
        const char *label, *name;
    } enforces[] = {{"  refuses", "refuses"},
                    {"  computes", "computes"},
                    {"  records", "records"},
                    {"  shows", "shows"}};
    struct builder page = {.arena = arena};
    const struct value *enforce = value_get(answer, "enforce");
    build_format(
        &page, "%.*s  (%.*s %.*s, %.*s; %.*s, %.*s)\n", TEXT_SHOW(value_get_text(answer, "id")),
        TEXT_SHOW(value_get_text(answer, "document")), TEXT_SHOW(value_get_text(answer, "section")),
        TEXT_SHOW(value_get_text(answer, "status")), TEXT_SHOW(value_get_text(answer, "kind")),
        TEXT_SHOW(value_get_text(answer, "force")));
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        paragraph(&page, lines[i].label, value_get_text(answer, lines[i].name));
    for (size_t i = 0; i < sizeof enforces / sizeof enforces[0]; i++)
        paragraph(&page, enforces[i].label, value_get_text(enforce, enforces[i].name));
    for (size_t i = 0; i < value_get_count(answer, "rules"); i++)
        rule_page(&page, value_get_item(answer, "rules", i));
    for (size_t i = 0; i < value_get_count(answer, "conflicts"); i++)
        conflict_page(&page, value_get_item(answer, "conflicts", i));
    paragraph(&page, "Evidence of", joined(arena, value_get(answer, "served_by")));
    paragraph(&page, "Named by", joined(arena, value_get(answer, "referred_to_by")));
    return built(&page);
}
