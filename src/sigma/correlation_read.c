/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Correlations as they are written (specification of correlation rules, 2.1.0), read into windows.
 * A correlation may refer to others, in any order and in any file: each is read when all it refers
 * to have been, so that none can refer to itself by way of others.
 */
#include "base/hash.h"
#include "base/json.h"
#include "base/zone.h"
#include "sigma/inside.h"

/* One correlation being read. */
struct reading {
    struct compile *compile;
    struct arena *arena;
    const struct value *map;
    struct text *names; /* of what it refers to, as written */
    struct correlation *correlation;
};

/* How many texts a value has: one, or those of a list; 0 where it is neither. */
static size_t text_count(const struct value *value)
{
    if (value == NULL || value->kind == VALUE_NULL || value->kind == VALUE_MAP)
        return 0;
    return value->kind == VALUE_LIST ? value->count : 1;
}

static const struct value *text_item(const struct value *value, size_t at)
{
    return value->kind == VALUE_LIST ? value->items[at] : value;
}

/* The texts of a value: one, or a list. */
static bool texts_read(const struct reading *reading, const struct value *value, const char *name,
                       size_t max, struct text **texts, size_t *count)
{
    *count = text_count(value);
    if (value != NULL && value->kind == VALUE_MAP)
        return wrong(reading->compile, value->line, name, "it must be a name or a list of names.");
    if (*count > max)
        return wrong(reading->compile, value->line, name, "there may be at most %zu.", max);
    *texts = arena_array(reading->arena, *count + 1, sizeof **texts);
    for (size_t i = 0; i < *count; i++) {
        const struct value *item = text_item(value, i);
        if (item->kind == VALUE_LIST || item->kind == VALUE_MAP || text_empty(item->text))
            return wrong(reading->compile, item->line, name, "each must be a name.");
        (*texts)[i] = item->text;
    }
    return true;
}

/* ---- type and timespan ---- */

static bool type_read(struct reading *reading)
{
    static const struct {
        const char *name;
        enum window_kind kind;
        uint32_t percent;
    } types[] = {
        {"event_count", WINDOW_COUNT, 0},
        {"value_count", WINDOW_DISTINCT, 0},
        {"value_sum", WINDOW_SUM, 0},
        {"value_avg", WINDOW_AVERAGE, 0},
        {"value_percentile", WINDOW_PERCENTILE, 50},
        {"value_median", WINDOW_PERCENTILE, 50},
        {"temporal", WINDOW_TOGETHER, 0},
        {"temporal_ordered", WINDOW_ORDERED, 0},
    };
    const struct value *type = value_get(reading->map, "type");
    struct text name = type == NULL ? TEXT_NONE : type->text;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (!text_is(name, types[i].name))
            continue;
        reading->correlation->window.kind = types[i].kind;
        reading->correlation->window.percent = types[i].percent;
        return true;
    }
    return wrong(reading->compile, type == NULL ? reading->map->line : type->line, "type",
                 "it must be one of event_count, value_count, value_sum, value_avg, "
                 "value_percentile, value_median, temporal and temporal_ordered.");
}

static bool timespan_read(struct reading *reading)
{
    static const struct {
        char letter;
        int64_t us;
    } units[] = {{'s', 1000000},    {'m', 60 * (int64_t)1000000}, {'h', DAY_US / 24}, {'d', DAY_US},
                 {'w', 7 * DAY_US}, {'M', 30 * DAY_US},           {'y', 365 * DAY_US}};
    const int64_t span_max_us = 3650 * DAY_US;
    const struct value *span = value_get(reading->map, "timespan");
    struct text text = span == NULL ? TEXT_NONE : span->text;
    int64_t number = 0;
    if (text.size >= 2 && text_integer((struct text){text.data, text.size - 1}, &number))
        for (size_t i = 0; i < sizeof units / sizeof *units; i++)
            if (units[i].letter == text.data[text.size - 1] && number > 0
                && number <= span_max_us / units[i].us)
                reading->correlation->window.span_us = number * units[i].us;
    return reading->correlation->window.span_us > 0
           || wrong(reading->compile, span == NULL ? reading->map->line : span->line, "timespan",
                    "it must be a whole number and s, m, h, d, w, M or y, of at most ten years: "
                    "5m.");
}

/* ---- the condition ---- */

static bool bound_read(struct reading *reading, const struct member *member,
                       enum window_compare compare)
{
    struct window_rule *window = &reading->correlation->window;
    if (window->test_count == WINDOW_TESTS_MAX)
        return wrong(reading->compile, member->line, "condition",
                     "a range has two bounds; for "
                     "more, chain correlations.");
    struct window_test *test = &window->tests[window->test_count++];
    test->compare = compare;
    const struct value *value = member->value;
    return ((value->kind == VALUE_INTEGER || value->kind == VALUE_REAL)
            && window_number_read(value->text, &test->number))
           || wrong(reading->compile, member->line, "condition",
                    "it must be compared with a "
                    "number.");
}

static bool percentile_read(struct reading *reading, const struct value *value)
{
    if (reading->correlation->window.kind != WINDOW_PERCENTILE || value->kind != VALUE_INTEGER
        || value->integer < 0 || value->integer > 100)
        return wrong(reading->compile, value->line, "percentile",
                     "a value_percentile has a whole "
                     "number from 0 to 100.");
    reading->correlation->window.percent = (uint32_t)value->integer;
    return true;
}

static bool member_read(struct reading *reading, const struct member *member)
{
    static const struct {
        const char *name;
        enum window_compare compare;
    } operators[] = {{"gt", WINDOW_GT},   {"gte", WINDOW_GTE}, {"lt", WINDOW_LT},
                     {"lte", WINDOW_LTE}, {"eq", WINDOW_EQ},   {"neq", WINDOW_NEQ}};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (text_is(member->name, operators[i].name))
            return bound_read(reading, member, operators[i].compare);
    if (text_is(member->name, "percentile"))
        return percentile_read(reading, member->value);
    if (text_is(member->name, "field"))
        return true; /* read with the fields */
    return wrong(reading->compile, member->line, "condition",
                 "\"%.*s\" is none of gt, gte, lt, "
                 "lte, eq, neq, field and percentile.",
                 TEXT_SHOW(member->name));
}

static bool bounds_read(struct reading *reading, const struct value *condition)
{
    for (size_t i = 0; i < condition->count; i++)
        if (!member_read(reading, &condition->members[i]))
            return false;
    return reading->correlation->window.test_count > 0
           || wrong(reading->compile, condition->line, "condition",
                    "none of gt, gte, lt, lte, eq "
                    "and neq stands here.");
}

/* ---- conditions over rules: or, and, not, parentheses ---- */

struct parse {
    struct reading *reading;
    int line;
    struct text rest;
    struct window_term *terms;
    size_t count;
    int depth;
};

static bool parse_wrong(const struct parse *parse, const char *what)
{
    return wrong(parse->reading->compile, parse->line, "condition", "%s before \"%.*s\".", what,
                 TEXT_SHOW(parse->rest));
}

/* The next word without taking it: a parenthesis, or what stands up to a space or one. */
static struct text word_next(struct parse *parse)
{
    parse->rest = text_trim(parse->rest);
    struct text word = {parse->rest.data, 0};
    while (word.size < parse->rest.size
           && memchr(" \t\r\n()", parse->rest.data[word.size], 6) == NULL)
        word.size++;
    if (word.size == 0 && parse->rest.size > 0)
        word.size = 1;
    return word;
}

static bool word_take(struct parse *parse, const char *wanted)
{
    struct text word = word_next(parse);
    if (!text_is(word, wanted))
        return false;
    parse->rest.data += word.size;
    parse->rest.size -= word.size;
    return true;
}

static bool term_add(struct parse *parse, enum window_operator operator, uint32_t part)
{
    if (parse->count == WINDOW_TERMS_MAX)
        return parse_wrong(parse, "the condition is too long");
    parse->terms[parse->count++] = (struct window_term){operator, part };
    return true;
}

static bool parse_or(struct parse *parse);

static bool parse_name(struct parse *parse)
{
    struct text word = word_next(parse);
    uint32_t parts = parse->reading->correlation->window.parts;
    for (uint32_t part = 0; part < parts && !text_empty(word); part++)
        if (text_equal(parse->reading->names[part], word)) {
            (void)word_take(parse, text_string(parse->reading->arena, word));
            return term_add(parse, WINDOW_PART, part);
        }
    return parse_wrong(parse, "a name that stands in rules is expected");
}

static bool parse_not(struct parse *parse)
{
    enum { DEPTH_MAX = 32 };
    if (++parse->depth > DEPTH_MAX)
        return parse_wrong(parse, "the condition is too deep");
    bool read = false;
    if (word_take(parse, "not"))
        read = parse_not(parse) && term_add(parse, WINDOW_NOT, 0);
    else if (word_take(parse, "("))
        read = parse_or(parse)
               && (word_take(parse, ")") || parse_wrong(parse, "a parenthesis is not closed"));
    else
        read = parse_name(parse);
    parse->depth--;
    return read;
}

static bool parse_and(struct parse *parse)
{
    if (!parse_not(parse))
        return false;
    while (word_take(parse, "and"))
        if (!parse_not(parse) || !term_add(parse, WINDOW_AND, 0))
            return false;
    return true;
}

static bool parse_or(struct parse *parse)
{
    if (!parse_and(parse))
        return false;
    while (word_take(parse, "or"))
        if (!parse_and(parse) || !term_add(parse, WINDOW_OR, 0))
            return false;
    return true;
}

static bool words_read(struct reading *reading, const struct value *condition)
{
    struct window_rule *window = &reading->correlation->window;
    struct parse parse = {.reading = reading, .line = condition->line, .rest = condition->text};
    if (window->kind != WINDOW_TOGETHER)
        return wrong(reading->compile, condition->line, "condition",
                     "names of rules are a "
                     "condition of temporal alone; here it is a map of gt, gte, lt, lte, eq or "
                     "neq, and a number.");
    parse.terms = arena_array(reading->arena, WINDOW_TERMS_MAX, sizeof *parse.terms);
    if (!parse_or(&parse))
        return false;
    if (!text_empty(text_trim(parse.rest)))
        return parse_wrong(&parse, "and, or, or the end is expected");
    window->terms = parse.terms;
    window->term_count = parse.count;
    return true;
}

static bool condition_read(struct reading *reading)
{
    enum window_kind kind = reading->correlation->window.kind;
    const struct value *condition = value_get(reading->map, "condition");
    if (condition == NULL && (kind == WINDOW_TOGETHER || kind == WINDOW_ORDERED))
        return true; /* all of them */
    if (condition == NULL || condition->kind == VALUE_LIST || condition->kind == VALUE_NULL)
        return wrong(reading->compile, condition == NULL ? reading->map->line : condition->line,
                     "condition",
                     "say how many: a map of gt, gte, lt, lte, eq or neq, and a "
                     "number.");
    return condition->kind == VALUE_MAP ? bounds_read(reading, condition)
                                        : words_read(reading, condition);
}

/* ---- rules, fields, aliases ---- */

/* What the part calls a field: by the alias of that name, or by the name itself. */
static struct text field_of(const struct reading *reading, struct text name, uint32_t part)
{
    const struct value *aliases = value_get(reading->map, "aliases");
    const struct value *alias =
        aliases == NULL ? NULL : value_get(aliases, text_string(reading->arena, name));
    for (size_t i = 0; alias != NULL && alias->kind == VALUE_MAP && i < alias->count; i++)
        if (text_equal(alias->members[i].name, reading->names[part]))
            return alias->members[i].value->text;
    return name;
}

static struct text *fields_of(const struct reading *reading, const struct text *names, size_t count,
                              uint32_t part)
{
    struct text *fields = arena_array(reading->arena, count + 1, sizeof *fields);
    for (size_t i = 0; i < count; i++)
        fields[i] = field_of(reading, names[i], part);
    return fields;
}

/* An alias for a rule that is not there would be heeded by nobody. */
static bool aliases_check(const struct reading *reading)
{
    const struct value *aliases = value_get(reading->map, "aliases");
    for (size_t i = 0; aliases != NULL && i < aliases->count; i++) {
        const struct value *alias =
            aliases->kind == VALUE_MAP ? aliases->members[i].value : aliases->items[i];
        for (size_t j = 0; alias->kind == VALUE_MAP && j < alias->count; j++) {
            bool known = false;
            for (uint32_t part = 0; part < reading->correlation->window.parts; part++)
                known = known || text_equal(reading->names[part], alias->members[j].name);
            if (!known || text_empty(alias->members[j].value->text))
                return wrong(reading->compile, alias->members[j].line, "aliases",
                             "\"%.*s\" does "
                             "not stand in rules as it is written here, or has no field.",
                             TEXT_SHOW(alias->members[j].name));
        }
        if (alias->kind != VALUE_MAP)
            return wrong(reading->compile, alias->line, "aliases",
                         "each alias is a map: the name "
                         "of a rule, and the name of its field.");
    }
    return true;
}

static bool fields_read(struct reading *reading)
{
    struct correlation *correlation = reading->correlation;
    enum window_kind kind = correlation->window.kind;
    const struct value *condition = value_get(reading->map, "condition");
    const struct value *field =
        condition != NULL && condition->kind == VALUE_MAP ? value_get(condition, "field") : NULL;
    bool numbers = kind >= WINDOW_SUM && kind <= WINDOW_PERCENTILE;
    struct text *names = NULL;
    if (!texts_read(reading, field, "field", CORRELATION_FIELDS_MAX, &names,
                    &correlation->field_count)
        || !texts_read(reading, value_get(reading->map, "group-by"), "group-by",
                       CORRELATION_FIELDS_MAX, &correlation->group, &correlation->group_count)
        || !aliases_check(reading))
        return false;
    if (!numbers && kind != WINDOW_DISTINCT)
        correlation->field_count = 0; /* a count of events looks at no value */
    else if (correlation->field_count == 0 || (numbers && correlation->field_count > 1))
        return wrong(reading->compile, condition->line, "field",
                     numbers ? "name the one field whose numbers are taken."
                             : "name the field whose values are counted.");
    for (uint32_t part = 0; part < correlation->window.parts; part++) {
        correlation->parts[part].group =
            fields_of(reading, correlation->group, correlation->group_count, part);
        correlation->parts[part].fields = fields_of(reading, names, correlation->field_count, part);
    }
    return true;
}

static bool names_read(struct reading *reading)
{
    const struct value *rules = value_get(reading->map, "rules");
    size_t count = 0;
    if (!texts_read(reading, rules, "rules", WINDOW_PARTS_MAX, &reading->names, &count))
        return false;
    if (count == 0)
        return wrong(reading->compile, rules == NULL ? reading->map->line : rules->line, "rules",
                     "name the rules whose events are looked at together.");
    reading->correlation->window.parts = (uint32_t)count;
    reading->correlation->parts =
        arena_array(reading->arena, count, sizeof *reading->correlation->parts);
    return true;
}

/* ---- one correlation ---- */

static bool is_called(const struct sigma_rule *face, struct text name)
{
    return text_equal(face->id, name) || text_equal(face->name, name);
}

/* The number of a correlation that was read before; UINT32_MAX: none of that name. */
static uint32_t correlation_find(const struct sigma_rules *rules, struct text name)
{
    for (uint32_t i = 0; i < rules->correlations.count; i++)
        if (is_called(&rules->correlation_faces[i], name))
            return i;
    return UINT32_MAX;
}

/* Each part's number; a name that nothing has is said to be wrong. */
static bool parts_find(struct reading *reading)
{
    for (uint32_t i = 0; i < reading->correlation->window.parts; i++) {
        struct correlation_part *part = &reading->correlation->parts[i];
        part->number = sigma_rules_find(reading->compile->rules, reading->names[i]);
        part->chained = part->number == UINT32_MAX;
        if (part->chained)
            part->number = correlation_find(reading->compile->rules, reading->names[i]);
        if (part->number == UINT32_MAX)
            return wrong(reading->compile, value_get(reading->map, "rules")->line, "rules",
                         "there is no rule and no other correlation of the id or name \"%.*s\", "
                         "or it is not right, or refers to this one.",
                         TEXT_SHOW(reading->names[i]));
    }
    return true;
}

static bool correlation_read(struct compile *compile, const struct value *document,
                             struct correlation *correlation)
{
    static const struct window_limits limits = {.groups_max = SIGMA_GROUPS_MAX,
                                                .items_max = SIGMA_ITEMS_MAX,
                                                .group_items_max = SIGMA_GROUP_ITEMS_MAX};
    struct reading reading = {.compile = compile,
                              .arena = compile->turn->arena,
                              .map = value_get(document, "correlation"),
                              .correlation = correlation};
    if (reading.map->kind != VALUE_MAP)
        return wrong(compile, reading.map->line, "correlation", "it must be a map.");
    if (!type_read(&reading) || !timespan_read(&reading) || !names_read(&reading)
        || !condition_read(&reading) || !fields_read(&reading) || !parts_find(&reading))
        return false;
    const char *refused = window_refuses(&correlation->window, &limits);
    return refused == NULL || wrong(compile, reading.map->line, "condition", "%s.", refused);
}

/* Rules that are seen through their correlation only. */
static void silence(struct compile *compile, const struct value *document,
                    const struct correlation *correlation)
{
    const struct value *generate = value_get(value_get(document, "correlation"), "generate");
    if (generate == NULL)
        generate = value_get(document, "generate");
    if (generate != NULL && generate->kind == VALUE_BOOLEAN && generate->boolean)
        return;
    for (uint32_t i = 0; i < correlation->window.parts; i++)
        if (!correlation->parts[i].chained)
            compile->rules->rules[correlation->parts[i].number].face.referred = true;
}

/* What a correlation finds depends on what it refers to. */
static struct text correlation_digest(const struct compile *compile,
                                      const struct correlation *correlation)
{
    struct arena *arena = compile->turn->arena;
    const struct sigma_rules *rules = compile->rules;
    struct text digest = correlation->digest;
    for (uint32_t i = 0; i < correlation->window.parts; i++) {
        const struct correlation_part *part = &correlation->parts[i];
        digest = digest_two(arena, digest,
                            part->chained ? rules->correlation_faces[part->number].digest
                                          : rules->rules[part->number].face.digest);
    }
    return digest;
}

static bool correlation_add(struct compile *compile, const struct value *document)
{
    struct sigma_rules *rules = compile->rules;
    struct arena *arena = compile->turn->arena;
    struct correlation correlation = {0};
    struct sigma_rule face;
    if (!face_read(compile, document, &face) || !correlation_read(compile, document, &correlation))
        return false;
    if (rules->correlations.count == CORRELATIONS_MAX)
        return wrong(compile, document->line, "correlation", "there are more than %d.",
                     CORRELATIONS_MAX);
    correlation.name = document_name(document);
    struct sha256 hash = sha256(json_write(arena, document));
    correlation.digest = text_copy(arena, (struct text){(char *)hash.bytes, SHA256_BYTES});
    face.digest = correlation_digest(compile, &correlation);
    size_t count = rules->correlations.count;
    rules->correlation_list = arena_grow(arena, rules->correlation_list, count,
                                         &rules->correlation_capacity, sizeof correlation);
    rules->correlation_faces = arena_grow(arena, rules->correlation_faces, count,
                                          &rules->correlation_face_capacity, sizeof face);
    rules->correlation_list[count] = correlation;
    rules->correlation_faces[count] = face;
    rules->correlations.list = rules->correlation_list;
    rules->correlations.count++;
    silence(compile, document, &correlation);
    return true;
}

/* True when it refers to a correlation that still waits to be read. */
static bool waits(const struct compile *compile, const struct value *document)
{
    const struct value *map = value_get(document, "correlation");
    const struct value *names = map->kind == VALUE_MAP ? value_get(map, "rules") : NULL;
    for (size_t i = 0; i < text_count(names); i++) {
        struct text name = text_item(names, i)->text;
        for (size_t j = 0; j < compile->later_count; j++) {
            const struct value *other = compile->later[j];
            if (other == NULL || text_empty(name)
                || (!text_equal(value_get_text(other, "id"), name)
                    && !text_equal(value_get_text(other, "name"), name)))
                continue;
            if (sigma_rules_find(compile->rules, name) == UINT32_MAX)
                return true;
        }
    }
    return false;
}

void correlations_compile(struct compile *compile)
{
    bool all = false; /* what is left waits for each other in a circle: that is what is wrong */
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < compile->later_count; i++) {
            const struct value *document = compile->later[i];
            if (document == NULL || (!all && waits(compile, document)))
                continue;
            compile->later[i] = NULL;
            compile->file = compile->later_files[i];
            compile->rule = document_name(document);
            if (!correlation_add(compile, document))
                problem_of_fault(compile, document->line);
            again = true;
        }
        if (!again && !all)
            again = all = true;
    }
    compile->rules->correlations.rule_count = compile->rules->count;
}
