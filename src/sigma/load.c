/* SPDX-License-Identifier: Apache-2.0 */
/* Files and folders of rules become one compiled set; what cannot is named. */
#include "base/file.h"
#include "base/yaml.h"
#include "sigma/inside.h"
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>

enum { FOLDER_DEPTH_MAX = 32, ID_SLOTS_FIRST = 1024 };

/* ---- faults and problems ---- */

bool wrong(struct compile *compile, int line, const char *field, const char *format, ...)
{
    char what[FAULT_MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    if (compile->turn->fault.kind == FAULT_NONE)
        compile->wrong_line = line;
    return fail_field(compile->turn, field, "%s", what);
}

void problem_add(struct compile *compile, int line, struct text what)
{
    struct sigma_rules *rules = compile->rules;
    rules->problems = arena_grow(compile->turn->arena, rules->problems, rules->problem_count,
                                 &rules->problem_capacity, sizeof *rules->problems);
    rules->problems[rules->problem_count++] =
        (struct sigma_problem){text_of(compile->file), line, compile->rule, what};
}

/* A number and the colon behind it, at the front of the text. */
static bool take_number(struct text *text, int *number)
{
    struct text rest;
    int64_t read;
    struct text digits = text_cut(*text, ':', &rest);
    if (rest.data == NULL || !text_integer(digits, &read) || read < 0 || read > INT32_MAX)
        return false;
    *number = (int)read;
    *text = rest;
    return true;
}

/* "path:12:3: what is wrong" of the reader of YAML: the line, and what is wrong. */
static struct text without_place(struct compile *compile, struct text message, int *line)
{
    size_t file = strlen(compile->file);
    int column;
    if (message.size <= file || !text_starts(message, text_of(compile->file))
        || message.data[file] != ':')
        return message;
    struct text rest = {message.data + file + 1, message.size - file - 1};
    if (!take_number(&rest, line))
        return message;
    take_number(&rest, &column);
    return text_trim(rest);
}

void problem_of_fault(struct compile *compile, int line)
{
    struct arena *arena = compile->turn->arena;
    const struct fault *fault = &compile->turn->fault;
    struct text message = text_copy(arena, text_of(fault->message));
    line = compile->wrong_line > 0 ? compile->wrong_line : line;
    message = without_place(compile, message, &line);
    if (fault->field[0] != '\0')
        message = text_format(arena, "%s: %.*s", fault->field, TEXT_SHOW(message));
    problem_add(compile, line, message);
    fault_clear(compile->turn);
    compile->wrong_line = 0;
}

/* ---- ids and names ---- */

static bool same_word(struct text a, struct text b)
{
    return a.size == b.size && a.size > 0 && strncasecmp(a.data, b.data, a.size) == 0;
}

static uint32_t word_hash(struct text word)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < word.size; i++)
        hash = (hash ^ ((unsigned char)word.data[i] | 0x20U)) * 16777619U;
    return hash ^ hash >> 15;
}

static bool is_called(const struct sigma_rule *face, struct text word)
{
    return same_word(face->id, word) || text_equal(face->name, word);
}

static uint32_t id_slot(const struct sigma_rules *rules, struct text word)
{
    uint32_t slot = word_hash(word) & rules->id_mask;
    while (rules->id_slots[slot] != 0
           && !is_called(&rules->rules[rules->id_slots[slot] - 1].face, word))
        slot = (slot + 1) & rules->id_mask;
    return slot;
}

static void id_add(struct compile *compile, struct text word, uint32_t number)
{
    struct sigma_rules *rules = compile->rules;
    if (text_empty(word))
        return;
    uint32_t slot = id_slot(rules, word);
    rules->id_count += rules->id_slots[slot] == 0;
    rules->id_slots[slot] = number + 1;
}

static void ids_grow(struct compile *compile)
{
    struct sigma_rules *rules = compile->rules;
    uint32_t slots = rules->id_slots == NULL ? ID_SLOTS_FIRST : (rules->id_mask + 1) * 2;
    rules->id_slots = arena_array(compile->turn->arena, slots, sizeof(uint32_t));
    rules->id_mask = slots - 1;
    rules->id_count = 0;
    for (uint32_t i = 0; i < rules->count; i++) {
        id_add(compile, rules->rules[i].face.id, i);
        id_add(compile, rules->rules[i].face.name, i);
    }
}

void rule_named_now(struct compile *compile, uint32_t number)
{
    if ((compile->rules->id_count + 2) * 2 > compile->rules->id_mask)
        ids_grow(compile);
    id_add(compile, compile->rules->rules[number].face.id, number);
    id_add(compile, compile->rules->rules[number].face.name, number);
}

uint32_t sigma_rules_find(const struct sigma_rules *rules, struct text id)
{
    if (rules->id_slots == NULL || text_empty(id))
        return UINT32_MAX;
    return rules->id_slots[id_slot(rules, id)] - 1; /* 0 - 1 is UINT32_MAX */
}

/* ---- documents ---- */

static void later(struct compile *compile, const struct value *document)
{
    struct arena *arena = compile->turn->arena;
    compile->later = arena_grow(arena, compile->later, compile->later_count,
                                &compile->later_capacity, sizeof *compile->later);
    compile->later_files = arena_grow(arena, compile->later_files, compile->later_count,
                                      &compile->later_files_capacity, sizeof *compile->later_files);
    compile->later[compile->later_count] = document;
    compile->later_files[compile->later_count++] = compile->file;
}

static bool document_compile(struct compile *compile, const struct value *document)
{
    if (document->kind != VALUE_MAP)
        return wrong(compile, document->line, "document", "a rule must be a map.");
    if (value_get(document, "action") != NULL)
        return wrong(compile, document->line, "action",
                     "rules in several parts (action: global) "
                     "are no longer part of Sigma: write each rule out.");
    if (value_get(document, "correlation") != NULL || value_get(document, "filter") != NULL) {
        later(compile, document);
        return true;
    }
    if (value_get(document, "detection") == NULL)
        return wrong(compile, document->line, "detection",
                     "this is no rule, no filter and no "
                     "correlation: the section detection is missing.");
    return rule_compile(compile, document);
}

static void text_compile(struct compile *compile, struct text yaml)
{
    struct value *documents = NULL;
    compile->rule = TEXT_NONE;
    if (!yaml_read_loose(compile->turn, yaml, compile->file, &documents)) {
        problem_of_fault(compile, 1);
        return;
    }
    for (size_t i = 0; i < documents->count; i++) {
        compile->rule = document_name(documents->items[i]);
        if (!document_compile(compile, documents->items[i]))
            problem_of_fault(compile, documents->items[i]->line);
    }
}

static void file_compile(struct compile *compile, const char *path)
{
    struct text bytes;
    compile->file = path;
    compile->rule = TEXT_NONE;
    if (file_read(compile->turn, path, SIGMA_FILE_BYTES_MAX, &bytes))
        text_compile(compile, bytes);
    else
        problem_of_fault(compile, 1);
}

/* ---- folders ---- */

static bool path_compile(struct compile *compile, struct text path, int depth);

static bool folder_compile(struct compile *compile, struct text path, int depth)
{
    struct text *names;
    size_t count;
    if (depth > FOLDER_DEPTH_MAX)
        return fail(compile->turn, FAULT_LIMIT,
                    "%.*s: folders stand in each other more than %d "
                    "deep.",
                    TEXT_SHOW(path), FOLDER_DEPTH_MAX);
    if (!folder_list(compile->turn, path.data, &names, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct text inner = text_format(compile->turn->arena, "%.*s%s%.*s", TEXT_SHOW(path),
                                        text_ends(path, TEXT("/")) ? "" : "/", TEXT_SHOW(names[i]));
        if (names[i].data[0] != '.' && !path_compile(compile, inner, depth + 1))
            return false;
    }
    return true;
}

static bool path_compile(struct compile *compile, struct text path, int depth)
{
    struct stat found;
    if (stat(path.data, &found) != 0) {
        if (depth > 0)
            return true; /* a link to nowhere */
        return fail(compile->turn, FAULT_MISSING,
                    "There are no rules at %.*s: name a file or a "
                    "folder of rules.",
                    TEXT_SHOW(path));
    }
    if (S_ISDIR(found.st_mode))
        return folder_compile(compile, path, depth);
    bool named = text_ends(path, TEXT(".yml")) || text_ends(path, TEXT(".yaml"));
    if (S_ISREG(found.st_mode) && (named || depth == 0))
        file_compile(compile, path.data);
    return true;
}

/* Filters and correlations speak of rules that may stand in any file. */
static void later_compile(struct compile *compile)
{
    for (size_t i = 0; i < compile->later_count; i++) {
        const struct value *document = compile->later[i];
        compile->file = compile->later_files[i];
        compile->rule = document_name(document);
        if (value_get(document, "filter") == NULL)
            continue;
        compile->later[i] = NULL;
        if (!filter_compile(compile, document))
            problem_of_fault(compile, document->line);
    }
    correlations_compile(compile);
}

/* One that reports through a correlation alone tells something else than one that reports. */
static void referred_digest(struct compile *compile)
{
    struct sigma_rules *rules = compile->rules;
    for (size_t i = 0; i < rules->count; i++) {
        struct sigma_rule *face = &rules->rules[i].face;
        if (face->referred)
            face->digest = digest_two(compile->turn->arena, face->digest, TEXT("referred"));
    }
}

bool sigma_load(struct turn *turn, const struct sigma_order *order, struct sigma_rules **rules)
{
    struct compile compile = {.turn = turn, .order = order};
    *rules = compile.rules = arena_take(turn->arena, sizeof **rules);
    (*rules)->sources = order->sources;
    (*rules)->names = event_names_new(turn->arena);
    for (size_t i = 0; i < order->path_count; i++)
        if (!path_compile(&compile, text_copy(turn->arena, order->paths[i]), 0))
            return false;
    compile.file = "text";
    if (!text_empty(order->text))
        text_compile(&compile, order->text);
    later_compile(&compile);
    referred_digest(&compile);
    index_make(&compile);
    return true;
}

/* ---- what there is ---- */

size_t sigma_rules_count(const struct sigma_rules *rules)
{
    return rules->count;
}

struct text sigma_rule_name(const struct sigma_rule *rule)
{
    return !text_empty(rule->id) ? rule->id : !text_empty(rule->name) ? rule->name : rule->title;
}

const struct sigma_rule *sigma_rules_at(const struct sigma_rules *rules, uint32_t number)
{
    return &rules->rules[number].face;
}

const struct sigma_problem *sigma_rules_problems(const struct sigma_rules *rules, size_t *count)
{
    *count = rules->problem_count;
    return rules->problems;
}

const struct event_names *sigma_rules_names(const struct sigma_rules *rules)
{
    return rules->names;
}

const struct correlations *sigma_rules_correlations(const struct sigma_rules *rules)
{
    return &rules->correlations;
}

const struct sigma_rule *sigma_rules_correlation(const struct sigma_rules *rules, uint32_t number)
{
    return &rules->correlation_faces[number];
}
