/* SPDX-License-Identifier: Apache-2.0 */
/* The lists of words that a pack offers. */
#include "policy/choice.h"
#include "policy/inside.h"

static void offer(struct arena *arena, struct value *list, struct text word, struct text title)
{
    for (size_t i = 0; i < list->count; i++)
        if (text_equal(value_get_text(list->items[i], "value"), word))
            return;
    struct value *said = value_append(arena, list, value_map(arena));
    value_set_text(arena, said, "value", word);
    value_set_text(arena, said, "title", title);
}

/* "soc_confirmed" has no other name in the pack: "Soc confirmed" would be wrong, so it stays small.
 */
static struct text in_words(struct arena *arena, struct text code)
{
    struct text copy = text_copy(arena, code);
    char *letters = arena_take(arena, copy.size + 1);
    for (size_t i = 0; i < copy.size; i++)
        letters[i] = copy.data[i] == '_' ? ' ' : copy.data[i];
    return (struct text){letters, copy.size};
}

static struct value *words_of(struct arena *arena, const struct names *names)
{
    struct value *list = value_list(arena);
    for (size_t i = 0; i < names->count; i++)
        offer(arena, list, names->items[i], names->items[i]);
    return list;
}

static struct value *rows_of(struct arena *arena, const struct value *file, const char *rows,
                             const char *value, const char *title)
{
    struct value *list = value_list(arena);
    for (size_t i = 0; i < value_get_count(file, rows); i++) {
        const struct value *row = value_get_item(file, rows, i);
        offer(arena, list, value_get_text(row, value), value_get_text(row, title));
    }
    return list;
}

bool document_of_case(const struct value *document)
{
    struct text of = value_get_text(document, "of");
    return text_empty(of) || text_is(of, "case");
}

static void condition_add(struct arena *arena, struct value *list, enum fact_field field,
                          const struct rule *rule, const struct condition *condition)
{
    for (size_t i = 0; condition->field == field && i < condition->values.count; i++) {
        struct text word = condition->values.items[i];
        offer(arena, list, word,
              text_format(arena, "%.*s (%.*s)", TEXT_SHOW(in_words(arena, word)),
                          TEXT_SHOW(rule->title)));
    }
}

static void trigger_add(struct arena *arena, struct value *list, enum fact_field field,
                        const struct rule *rule, const struct trigger *trigger)
{
    for (size_t i = 0; i < trigger->when.all_count; i++)
        condition_add(arena, list, field, rule, &trigger->when.all[i]);
    for (size_t i = 0; i < trigger->when.any_count; i++)
        condition_add(arena, list, field, rule, &trigger->when.any[i]);
}

/* What the rules ask of a field of a fact, each with the first rule that does. */
static struct value *asked_of(struct arena *arena, const struct pack *pack, enum fact_field field)
{
    struct value *list = value_list(arena);
    for (size_t i = 0; i < pack->rules_count; i++) {
        const struct rule *rule = &pack->rules[i];
        for (size_t j = 0; j < rule->steps_count; j++) {
            const struct step *step = &rule->steps[j];
            for (size_t k = 0; k < step->open_count; k++)
                trigger_add(arena, list, field, rule, &step->open[k]);
            for (size_t k = 0; k < step->stop_count; k++)
                trigger_add(arena, list, field, rule, &step->stop[k]);
        }
    }
    return list;
}

/* The moves that are made by asking for them; the others have a deed of their own. */
static struct value *moves_asked(struct arena *arena, const struct value *lifecycle)
{
    struct value *list = value_list(arena);
    for (size_t i = 0; i < value_get_count(lifecycle, "moves"); i++) {
        const struct value *move = value_get_item(lifecycle, "moves", i);
        if (!value_has(move, "by"))
            offer(arena, list, value_get_text(move, "name"), value_get_text(move, "title"));
    }
    return list;
}

static void answers_add(struct arena *arena, struct value *list, const struct value *statement)
{
    for (size_t i = 0; i < value_get_count(statement, "answers"); i++) {
        struct text word = value_get_item(statement, "answers", i)->text;
        offer(arena, list, word, in_words(arena, word));
    }
}

/* Every answer to any statement; which fit one is said when it is made. */
static struct value *answers_of(struct arena *arena, const struct value *lifecycle)
{
    struct value *list = value_list(arena);
    for (size_t i = 0; i < value_get_count(lifecycle, "statements"); i++)
        answers_add(arena, list, value_get_item(lifecycle, "statements", i));
    return list;
}

struct value *pack_answers(struct arena *arena, const struct pack *pack, struct text statement)
{
    struct value *list = value_list(arena);
    for (size_t i = 0; i < value_get_count(pack->lifecycle, "statements"); i++) {
        const struct value *one = value_get_item(pack->lifecycle, "statements", i);
        if (!text_equal(value_get_text(one, "code"), statement))
            continue;
        answers_add(arena, list, one);
        return list;
    }
    return NULL;
}

/* Those that one writes about a case; plans and messages are not sent from one. */
static struct value *documents_of(struct arena *arena, const struct value *elements)
{
    struct value *list = value_list(arena);
    for (size_t i = 0; i < value_get_count(elements, "documents"); i++) {
        const struct value *document = value_get_item(elements, "documents", i);
        if (document_of_case(document))
            offer(arena, list, value_get_text(document, "code"), value_get_text(document, "name"));
    }
    return list;
}

/* All of them, or those alone that the policy gives on one case. */
static struct value *roles_of(struct arena *arena, const struct pack *pack, bool of_case)
{
    struct value *list = value_list(arena);
    for (size_t i = 0; i < pack->roles_count; i++)
        if (!of_case || pack->roles[i].scope == PARTY_INCIDENT)
            offer(arena, list, pack->roles[i].code, pack->roles[i].title);
    return list;
}

struct value *pack_choices(struct arena *arena, const struct pack *pack, const char *list)
{
    if (strcmp(list, "asset_ratings") == 0)
        return words_of(arena, &pack->rating->assets);
    if (strcmp(list, "data_classes") == 0)
        return words_of(arena, &pack->rating->data);
    if (strcmp(list, "documents") == 0)
        return documents_of(arena, pack->elements);
    if (strcmp(list, "roles") == 0)
        return roles_of(arena, pack, false);
    if (strcmp(list, "case_roles") == 0)
        return roles_of(arena, pack, true);
    if (strcmp(list, "tasks") == 0)
        return rows_of(arena, pack->elements, "tasks", "code", "label");
    if (strcmp(list, "organisations") == 0)
        return rows_of(arena, pack->organisations, "organisations", "short", "name");
    if (strcmp(list, "decisions") == 0)
        return asked_of(arena, pack, FIELD_OF_DECISION);
    if (strcmp(list, "flags") == 0) {
        struct value *flags = rows_of(arena, pack->lifecycle, "flags", "code", "name");
        const struct value *asked = asked_of(arena, pack, FIELD_OF_FLAG);
        for (size_t i = 0; i < asked->count; i++)
            offer(arena, flags, value_get_text(asked->items[i], "value"),
                  value_get_text(asked->items[i], "title"));
        return flags;
    }
    if (strcmp(list, "moves") == 0)
        return moves_asked(arena, pack->lifecycle);
    if (strcmp(list, "states") == 0)
        return rows_of(arena, pack->lifecycle, "states", "code", "name");
    if (strcmp(list, "statements") == 0)
        return rows_of(arena, pack->lifecycle, "statements", "code", "name");
    if (strcmp(list, "deployments") == 0)
        return rows_of(arena, pack->lifecycle, "deployments", "code", "name");
    if (strcmp(list, "teams") == 0)
        return rows_of(arena, pack->lifecycle, "teams", "code", "name");
    if (strcmp(list, "statement_answers") == 0)
        return answers_of(arena, pack->lifecycle);
    if (strcmp(list, "incident_types") == 0)
        return rows_of(arena, pack->types, "types", "code", "name");
    return NULL;
}

/* ---- a word that is none of them ---- */

enum { CHOICES_SAID_BYTES = 300 }; /* of a fault's message */

/* As people look for one: whatever letters it was typed in, also by the name of what it means. */
static struct text nearest(struct arena *arena, const struct value *list, struct text word)
{
    struct text typed = text_lower(arena, word);
    struct text best = TEXT_NONE;
    size_t least = typed.size <= 3 ? 2 : 3;
    for (size_t i = 0; i < list->count; i++) {
        struct text value = value_get_text(list->items[i], "value");
        struct text title = text_lower(arena, value_get_text(list->items[i], "title"));
        size_t far = text_equal(title, typed) ? 0 : text_distance(typed, text_lower(arena, value));
        if (far < least) {
            least = far;
            best = value;
        }
    }
    return best;
}

bool fail_choice(struct turn *turn, const char *field, const char *what, struct text word,
                 const char *list)
{
    const struct value *known = pack_choices(turn->arena, turn->pack, list);
    struct builder said = {.arena = turn->arena};
    size_t count = known == NULL ? 0 : known->count;
    size_t shown = 0;
    for (; shown < count && said.size < CHOICES_SAID_BYTES; shown++)
        build_format(&said, "%s%.*s", shown == 0 ? " It may be one of: " : ", ",
                     TEXT_SHOW(value_get_text(known->items[shown], "value")));
    if (shown < count)
        build_format(&said, ", and %zu more", count - shown);
    if (count > 0)
        build(&said, TEXT("."));
    struct text near = count == 0 ? TEXT_NONE : nearest(turn->arena, known, word);
    return fail_field(turn, field, "The policy knows no %s \"%.*s\".%s%.*s%s%.*s", what,
                      (int)(word.size > 60 ? 60 : word.size), word.data,
                      text_empty(near) ? "" : " Did you mean ", TEXT_SHOW(near),
                      text_empty(near) ? "" : "?", TEXT_SHOW(built(&said)));
}
