/* SPDX-License-Identifier: Apache-2.0 */
/* One item of a rule, "Field|modifier|modifier: values": what its modifiers make of the values. */
#include "sigma/item.h"

enum { MODIFIERS_MAX = 16 };

bool item_wrong(struct item *item, int line, const char *what)
{
    struct text key = text_copy(item->arena, item->key);
    return wrong(item->compile, line, text_empty(key) ? "keywords" : key.data, "%s", what);
}

/* ---- the modifiers ---- */

struct modifier {
    const char *name;
    bool (*apply)(struct item *item, int which);
    int which;
};

enum { OPEN_BOTH, OPEN_AFTER, OPEN_BEFORE };

static bool on_open(struct item *item, int which)
{
    apply_open(item, which != OPEN_AFTER, which != OPEN_BEFORE);
    return true;
}

static bool on_all(struct item *item, int which)
{
    (void)which;
    return item->all = true;
}

static bool on_cased(struct item *item, int which)
{
    (void)which;
    return item->cased = true;
}

static bool on_neq(struct item *item, int which)
{
    (void)which;
    return item->neq = true;
}

static bool on_type(struct item *item, int which)
{
    if (item->type != TYPE_TEXT)
        return item_wrong(item, item->line,
                          "its modifiers want the value to be two things at "
                          "once: keep one of re, cidr, exists, fieldref, lt, lte, gt, gte.");
    if (item->changed)
        return item_wrong(item, item->line,
                          "re, cidr and fieldref take the value as it is "
                          "written: no other encoding may come before.");
    item->type = (enum type)which;
    return true;
}

static bool on_flag(struct item *item, int which)
{
    if (item->type != TYPE_REGEX)
        return item_wrong(item, item->line, "i, m and s may only follow re.");
    item->regex.caseless = item->regex.caseless || which == 'i';
    item->regex.lines = item->regex.lines || which == 'm';
    item->regex.dot_all = item->regex.dot_all || which == 's';
    return true;
}

static bool on_relation(struct item *item, int which)
{
    item->relation = (enum relation)which;
    return (item->type == TYPE_COMPARE && item->timed) || on_type(item, TYPE_COMPARE);
}

static bool on_part(struct item *item, int which)
{
    if (item->timed)
        return item_wrong(item, item->line,
                          "a date has one part at a time: keep one of minute, "
                          "hour, day, week, month, year.");
    item->timed = true;
    item->part = (enum part)which;
    return item->type == TYPE_COMPARE || on_type(item, TYPE_COMPARE);
}

enum { ENCODE_WIDE, ENCODE_BIG, ENCODE_MARKED, ENCODE_BASE64, ENCODE_OFFSET, ENCODE_DASH };

static bool on_encode(struct item *item, int which)
{
    static const enum wide wides[] = {WIDE_LE, WIDE_BE, WIDE_MARKED};
    if (item->type != TYPE_TEXT)
        return item_wrong(item, item->line,
                          "an encoding is for text: it goes with no re, cidr, "
                          "exists, fieldref or comparison.");
    item->changed = true;
    if (which == ENCODE_DASH)
        apply_windash(item);
    return which == ENCODE_DASH || (which <= ENCODE_MARKED && apply_wide(item, wides[which]))
           || (which >= ENCODE_BASE64 && apply_base64(item, which == ENCODE_OFFSET));
}

static bool on_expand(struct item *item, int which)
{
    (void)which;
    return item->type == TYPE_TEXT
           || item_wrong(item, item->line,
                         "expand is for text: it goes with no re, cidr, "
                         "exists, fieldref or comparison.");
}

static const struct modifier modifiers[] = {
    {"contains", on_open, OPEN_BOTH},
    {"startswith", on_open, OPEN_AFTER},
    {"endswith", on_open, OPEN_BEFORE},
    {"all", on_all, 0},
    {"cased", on_cased, 0},
    {"neq", on_neq, 0},
    {"exists", on_type, TYPE_EXISTS},
    {"re", on_type, TYPE_REGEX},
    {"cidr", on_type, TYPE_CIDR},
    {"fieldref", on_type, TYPE_FIELD},
    {"i", on_flag, 'i'},
    {"ignorecase", on_flag, 'i'},
    {"m", on_flag, 'm'},
    {"multiline", on_flag, 'm'},
    {"s", on_flag, 's'},
    {"dotall", on_flag, 's'},
    {"lt", on_relation, LESS},
    {"lte", on_relation, LESS_EQUAL},
    {"gt", on_relation, MORE},
    {"gte", on_relation, MORE_EQUAL},
    {"minute", on_part, PART_MINUTE},
    {"hour", on_part, PART_HOUR},
    {"day", on_part, PART_DAY},
    {"week", on_part, PART_WEEK},
    {"month", on_part, PART_MONTH},
    {"year", on_part, PART_YEAR},
    {"windash", on_encode, ENCODE_DASH},
    {"wide", on_encode, ENCODE_WIDE},
    {"utf16le", on_encode, ENCODE_WIDE},
    {"utf16be", on_encode, ENCODE_BIG},
    {"utf16", on_encode, ENCODE_MARKED},
    {"base64", on_encode, ENCODE_BASE64},
    {"base64offset", on_encode, ENCODE_OFFSET},
    {"expand", on_expand, 0},
};

static const struct modifier *modifier_named(struct text name)
{
    for (size_t i = 0; i < sizeof modifiers / sizeof *modifiers; i++)
        if (text_is(name, modifiers[i].name))
            return &modifiers[i];
    return NULL;
}

static bool modifiers_read(struct item *item, struct text names, const struct modifier **list,
                           size_t *count)
{
    *count = 0;
    while (names.data != NULL) {
        struct text name = text_cut(names, '|', &names);
        const struct modifier *modifier = modifier_named(name);
        if (modifier == NULL)
            return wrong(item->compile, item->line, text_copy(item->arena, item->key).data,
                         "the modifier \"%.*s\" is not known: see docs/sigma.5 for those that are.",
                         TEXT_SHOW(name));
        if (*count == MODIFIERS_MAX)
            return item_wrong(item, item->line, "it has more than 16 modifiers.");
        list[(*count)++] = modifier;
        item->expand = item->expand || modifier->apply == on_expand;
    }
    if (*count > 0 && list[0]->apply != on_type)
        for (size_t i = 1; i < *count; i++)
            if (list[i]->which == TYPE_CIDR && list[i]->apply == on_type)
                return item_wrong(item, item->line, "cidr must be the first modifier.");
    return true;
}

/* ---- values ---- */

static bool draft_read(struct item *item, const struct value *value, int line, bool alone)
{
    struct draft draft = {.value = value, .line = value->line == 0 ? line : value->line};
    if (value->kind == VALUE_LIST || value->kind == VALUE_MAP)
        return item_wrong(item, draft.line,
                          "its value must be a text, a number, true, false or "
                          "null, or a list of those.");
    if (value->kind == VALUE_NULL && !alone)
        return item_wrong(item, draft.line,
                          "null may not stand in a list: write a selection of "
                          "its own for it.");
    if (++item->compile->values > SIGMA_VALUES_MAX)
        return item_wrong(item, draft.line, "the rules have more values than can be held.");
    if (item->expand) {
        if (!draft_expand(item, &draft))
            return false;
    } else {
        struct text text = value->text;
        if (value->kind == VALUE_INTEGER)
            text = text_format(item->arena, "%lld", (long long)value->integer);
        else if (value->kind == VALUE_BOOLEAN)
            text = value->boolean ? TEXT("true") : TEXT("false");
        draft.variants = arena_array(item->arena, 1, sizeof *draft.variants);
        draft.count = 1;
        draft.variants[0] = value->kind == VALUE_TEXT ? pattern_read(item->arena, text)
                                                      : pattern_of(item->arena, text);
    }
    item->drafts[item->count++] = draft;
    return true;
}

static bool drafts_read(struct item *item, const struct value *value)
{
    size_t count = value->kind == VALUE_LIST ? value->count : 1;
    if (count == 0)
        return item_wrong(item, item->line, "its list is empty: name a value, or leave it out.");
    item->drafts = arena_array(item->arena, count, sizeof *item->drafts);
    for (size_t i = 0; i < count; i++)
        if (!draft_read(item, value->kind == VALUE_LIST ? value->items[i] : value, item->line,
                        value->kind != VALUE_LIST))
            return false;
    return true;
}

/* ---- atoms ---- */

static bool atom_number(struct item *item, const struct draft *draft, struct atom *atom)
{
    atom->kind = item->timed ? ATOM_PART : ATOM_COMPARE;
    atom->relation = item->relation;
    atom->part = item->part;
    struct text literal;
    return (draft->count == 1 && pattern_plain(&draft->variants[0], &literal)
            && number_read(literal, &atom->number))
           || item_wrong(item, draft->line, "its value must be a number.");
}

static bool atom_field(struct item *item, const struct draft *draft, struct atom *atom)
{
    if (draft->value->kind != VALUE_TEXT || text_empty(draft->value->text))
        return item_wrong(item, draft->line, "fieldref wants the name of a field.");
    atom->kind = ATOM_FIELD;
    atom->shape = item->before && item->after ? SHAPE_CONTAINS
                  : item->before              ? SHAPE_ENDS
                  : item->after               ? SHAPE_STARTS
                                              : SHAPE_EQUAL;
    atom->field = event_names_add(item->compile->rules->names, draft->value->text);
    atom->literal = draft->value->text;
    return atom->field != EVENT_NAME_NONE
           || item_wrong(item, draft->line, "the rules name more fields than can be held.");
}

static bool regex_take(struct item *item, int line, struct text pattern, const struct regex **regex)
{
    struct turn *turn = item->compile->turn;
    if (regex_compile(turn, pattern, item->regex, regex))
        return true;
    const struct fault fault = turn->fault;
    fault_clear(turn);
    return wrong(item->compile, line, "re", "%s", fault.message);
}

static bool atom_typed(struct item *item, const struct draft *draft, struct atom *atom)
{
    const struct value *value = draft->value;
    switch (item->type) {
    case TYPE_REGEX:
        atom->kind = ATOM_REGEX;
        if (value->kind == VALUE_NULL || item->expand)
            return item_wrong(item, draft->line, "re wants a regular expression.");
        return regex_take(item, draft->line, value->text, &atom->regex);
    case TYPE_CIDR:
        atom->kind = ATOM_CIDR;
        return cidr_read(item->arena, value->text, &atom->network)
               || item_wrong(item, draft->line,
                             "cidr wants a network, as 10.0.0.0/8 or 2001:db8::/32.");
    case TYPE_EXISTS:
        atom->kind = ATOM_EXISTS;
        atom->present = value->boolean;
        return value->kind == VALUE_BOOLEAN
               || item_wrong(item, draft->line, "exists wants true or false.");
    case TYPE_FIELD: return atom_field(item, draft, atom);
    case TYPE_COMPARE: return atom_number(item, draft, atom);
    case TYPE_TEXT: break;
    }
    return false;
}

/* A number that no modifier has made text of. */
static bool draft_is_number(const struct item *item, const struct draft *draft)
{
    enum value_kind kind = draft->value->kind;
    return (kind == VALUE_INTEGER || kind == VALUE_REAL) && !item->before && !item->after
           && !item->changed && !item->expand && !text_empty(item->field);
}

static bool draft_text(struct item *item, const struct draft *draft, struct atom *atoms)
{
    bool keyword = text_empty(item->field);
    for (size_t i = 0; i < draft->count; i++) {
        struct pattern pattern = draft->variants[i];
        if (keyword && !item->before && !item->after)
            pattern_open(item->arena, &pattern, true, true);
        if (pattern_bytes(&pattern) > SIGMA_VALUE_BYTES_MAX)
            return item_wrong(item, draft->line, "its value is longer than can be compared.");
        atom_set_pattern(item->arena, &atoms[i], &pattern);
        if (!draft_is_number(item, draft))
            continue;
        atoms[i].kind = ATOM_NUMBER;
        if (!number_read(atoms[i].literal, &atoms[i].number))
            atoms[i].number = (struct number){.real = draft->value->real};
    }
    return true;
}

/* The atoms of one value: any of them. */
static bool draft_atoms(struct item *item, const struct draft *draft, struct atom **atoms,
                        size_t *count)
{
    bool null = draft->value->kind == VALUE_NULL;
    if (null && (item->before || item->after || item->changed || item->type != TYPE_TEXT))
        return item_wrong(item, draft->line, "null goes with no modifier that wants a value.");
    if (text_empty(item->field) && (null || item->type == TYPE_EXISTS || item->type == TYPE_FIELD))
        return item_wrong(item, draft->line,
                          "this needs a field: keywords are looked for in all "
                          "values.");
    *count = item->type == TYPE_TEXT && !null ? draft->count : 1;
    *atoms = arena_array(item->arena, *count, sizeof **atoms);
    for (size_t i = 0; i < *count; i++)
        (*atoms)[i].cased = item->cased;
    if (null) {
        (*atoms)[0].kind = ATOM_NULL;
        return true;
    }
    return item->type == TYPE_TEXT ? draft_text(item, draft, *atoms)
                                   : atom_typed(item, draft, *atoms);
}

static struct node *node_of_test(struct item *item, struct atom *atoms, size_t count)
{
    struct test test = {.atoms = atoms, .count = (uint32_t)count, .line = item->line};
    test.key = item->key;
    if (!text_empty(item->field))
        test.field = event_names_add(item->compile->rules->names, item->field);
    return test_node(item->compile, &test);
}

/* All values in one test, any of which may hold; or with `all` a test for each. */
static bool item_tests(struct item *item, struct node **node)
{
    struct node *all = node_new(item->arena, NODE_AND, item->all ? item->count : 0);
    struct atom *any = NULL;
    size_t any_count = 0;
    size_t capacity = 0;
    for (size_t i = 0; i < item->count; i++) {
        struct atom *atoms = NULL;
        size_t count = 0;
        if (!draft_atoms(item, &item->drafts[i], &atoms, &count))
            return false;
        if (item->all)
            all->children[all->count++] = node_of_test(item, atoms, count);
        for (size_t k = 0; k < count && !item->all; k++) {
            any = arena_grow(item->arena, any, any_count, &capacity, sizeof *any);
            any[any_count++] = atoms[k];
        }
    }
    *node = item->all ? all : node_of_test(item, any, any_count);
    if (item->neq) {
        struct node *turned = node_new(item->arena, NODE_NOT, 1);
        turned->children[turned->count++] = *node;
        *node = turned;
    }
    return true;
}

bool item_compile(struct compile *compile, struct text key, int line, const struct value *value,
                  struct node **node)
{
    const struct modifier *list[MODIFIERS_MAX];
    size_t count;
    struct text names;
    struct item item = {.compile = compile,
                        .arena = compile->turn->arena,
                        .key = key,
                        .line = line,
                        .relation = EQUAL};
    item.field = text_cut(key, '|', &names);
    if (!text_empty(item.field)
        && event_names_add(compile->rules->names, item.field) == EVENT_NAME_NONE)
        return item_wrong(&item, line, "the rules name more fields than can be held.");
    if (!modifiers_read(&item, names, list, &count) || !drafts_read(&item, value))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!list[i]->apply(&item, list[i]->which))
            return false;
    if (item.type == TYPE_EXISTS && count > 1)
        return item_wrong(&item, line, "exists must be the only modifier.");
    return item_tests(&item, node);
}

bool keywords_compile(struct compile *compile, const struct value *list, struct node **node)
{
    return item_compile(compile, TEXT_NONE, list->line, list, node);
}
