/* SPDX-License-Identifier: Apache-2.0 */
/* PCRE2, and nothing of it is seen outside this file. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "base/regex.h"
#include <pcre2.h>

enum {
    MATCH_STEPS_MAX = 1000000, /* of one search: some milliseconds */
    MATCH_HEAP_KIB_MAX = 16384,
    STACK_BYTES_FIRST = 32 * 1024,
    STACK_BYTES_MAX = 1024 * 1024
};

struct regex {
    pcre2_code *code;
    struct text pattern;
    struct regex_flags flags;
};

struct regex_memory {
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    uint64_t limits;
};

static void code_release(void *thing)
{
    pcre2_code_free(thing);
}

static void memory_release(void *thing)
{
    struct regex_memory *memory = thing;
    pcre2_match_data_free(memory->data);
    pcre2_match_context_free(memory->context);
    pcre2_jit_stack_free(memory->stack);
}

struct regex_memory *regex_memory_new(struct arena *arena)
{
    struct regex_memory *memory = arena_take(arena, sizeof *memory);
    arena_own(arena, memory_release, memory);
    memory->data = pcre2_match_data_create(1, NULL);
    memory->context = pcre2_match_context_create(NULL);
    memory->stack = pcre2_jit_stack_create(STACK_BYTES_FIRST, STACK_BYTES_MAX, NULL);
    if (memory->context != NULL) {
        pcre2_set_match_limit(memory->context, MATCH_STEPS_MAX);
        pcre2_set_heap_limit(memory->context, MATCH_HEAP_KIB_MAX);
        pcre2_jit_stack_assign(memory->context, NULL, memory->stack);
    }
    return memory;
}

/* What the specification leaves out, and what can make a search go on for ever: looking around,
 * going back to what was found, calling itself, verbs. The place of the first, or NULL. */
static const char *forbidden(struct text pattern)
{
    static const char *const openings[] = {"(?=", "(?!", "(?<=", "(?<!", "(?P>", "(?P=", "(?R",
                                           "(?C", "(?(", "(?&",  "(?+",  "(?|",  "(*",   NULL};
    bool class = false;
    for (size_t i = 0; i < pattern.size; i++) {
        struct text rest = {pattern.data + i, pattern.size - i};
        char next = rest.size > 1 ? rest.data[1] : '\0';
        if (rest.data[0] == '\\') {
            if (!class && next != '\0' && strchr("123456789kgKGXCR", next) != NULL)
                return rest.data;
            i++;
        } else if (class)
            class = rest.data[0] != ']';
        else if (rest.data[0] == '[') {
            class = true;
            i += next == '^';
            i += i + 1 < pattern.size && pattern.data[i + 1] == ']';
        } else if (rest.data[0] == '(') {
            for (const char *const *opening = openings; *opening != NULL; opening++)
                if (text_starts(rest, text_of(*opening)))
                    return rest.data;
            if (text_starts(rest, TEXT("(?")) && rest.size > 2 && rest.data[2] >= '0'
                && rest.data[2] <= '9')
                return rest.data;
        }
    }
    return NULL;
}

static bool fail_pattern(struct turn *turn, struct text pattern, int code, size_t offset)
{
    PCRE2_UCHAR says[160] = "";
    pcre2_get_error_message(code, says, sizeof says);
    return fail_field(turn, "re", "the regular expression \"%.*s\" is not valid: %s, at byte %zu.",
                      (int)(pattern.size < 80 ? pattern.size : 80), pattern.data,
                      (const char *)says, offset + 1);
}

bool regex_compile(struct turn *turn, struct text pattern, struct regex_flags flags,
                   const struct regex **compiled)
{
    int code;
    PCRE2_SIZE offset;
    uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
    options |= (flags.caseless ? PCRE2_CASELESS : 0) | (flags.lines ? PCRE2_MULTILINE : 0)
               | (flags.dot_all ? PCRE2_DOTALL : 0);
    if (pattern.size > REGEX_BYTES_MAX)
        return fail_field(turn, "re",
                          "the regular expression has %zu bytes, and %d is the most: split it.",
                          pattern.size, REGEX_BYTES_MAX);
    const char *found = forbidden(pattern);
    if (found != NULL)
        return fail_field(turn, "re",
                          "\"%.*s\" is not part of the regular expressions that are taken (no "
                          "looking around, no going back, no verbs): write it without.",
                          (int)(pattern.data + pattern.size - found < 4
                                    ? pattern.data + pattern.size - found
                                    : 4),
                          found);
    struct regex *regex = arena_take(turn->arena, sizeof *regex);
    regex->pattern = pattern;
    regex->flags = flags;
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (context != NULL)
        pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    regex->code =
        pcre2_compile((PCRE2_SPTR)pattern.data, pattern.size, options, &code, &offset, context);
    pcre2_compile_context_free(context);
    if (regex->code == NULL)
        return fail_pattern(turn, pattern, code, offset);
    arena_own(turn->arena, code_release, regex->code);
    pcre2_jit_compile(regex->code, PCRE2_JIT_COMPLETE); /* where it cannot, it is interpreted */
    *compiled = regex;
    return true;
}

bool regex_matches(const struct regex *regex, struct regex_memory *memory, struct text text)
{
    if (memory->data == NULL || memory->context == NULL) {
        memory->limits++;
        return false;
    }
    PCRE2_SPTR subject = (PCRE2_SPTR)(text.data == NULL ? "" : text.data);
    int found = pcre2_match(regex->code, subject, text.size, 0, 0, memory->data, memory->context);
    memory->limits += found < 0 && found != PCRE2_ERROR_NOMATCH;
    return found >= 0;
}

uint64_t regex_limits(const struct regex_memory *memory)
{
    return memory->limits;
}

struct text regex_pattern(const struct regex *regex)
{
    return regex->pattern;
}

struct regex_flags regex_flags_of(const struct regex *regex)
{
    return regex->flags;
}
