/* SPDX-License-Identifier: Apache-2.0 */
#include "base/turn.h"
#include <stdarg.h>
#include <stdio.h>

static const struct fault_face fault_table[FAULT_KINDS] = {
    [FAULT_NONE] = {"none", "Done", 200, 0},
    [FAULT_INVALID] = {"invalid", "The input is not valid", 400, 2},
    [FAULT_STRANGER] = {"stranger", "Sign in first", 401, 4},
    [FAULT_REFUSED] = {"refused", "This is refused", 403, 3},
    [FAULT_MISSING] = {"missing", "There is nothing here", 404, 4},
    [FAULT_CLASH] = {"clash", "Somebody else changed this first", 409, 5},
    [FAULT_LIMIT] = {"limit", "A limit is reached", 429, 6},
    [FAULT_BUSY] = {"busy", "The house is busy", 503, 7},
    [FAULT_BROKEN] = {"broken", "The house is at fault", 500, 1},
};

const struct fault_face *fault_face(enum fault_kind kind)
{
    return &fault_table[kind < FAULT_KINDS ? kind : FAULT_BROKEN];
}

__attribute__((format(printf, 2, 0))) static void fault_say(struct fault *fault, const char *format,
                                                            va_list arguments)
{
    vsnprintf(fault->message, sizeof fault->message, format, arguments);
}

bool fail(struct turn *turn, enum fault_kind kind, const char *format, ...)
{
    if (turn->fault.kind != FAULT_NONE)
        return false;
    turn->fault = (struct fault){.kind = kind};
    va_list arguments;
    va_start(arguments, format);
    fault_say(&turn->fault, format, arguments);
    va_end(arguments);
    return false;
}

bool fail_field(struct turn *turn, const char *field, const char *format, ...)
{
    if (turn->fault.kind != FAULT_NONE)
        return false;
    turn->fault = (struct fault){.kind = FAULT_INVALID};
    snprintf(turn->fault.field, sizeof turn->fault.field, "%s", field);
    va_list arguments;
    va_start(arguments, format);
    fault_say(&turn->fault, format, arguments);
    va_end(arguments);
    return false;
}

bool fail_clause(struct turn *turn, const char *clause, const char *format, ...)
{
    if (turn->fault.kind != FAULT_NONE)
        return false;
    turn->fault = (struct fault){.kind = FAULT_REFUSED};
    snprintf(turn->fault.clause, sizeof turn->fault.clause, "%s", clause);
    va_list arguments;
    va_start(arguments, format);
    fault_say(&turn->fault, format, arguments);
    va_end(arguments);
    return false;
}

void fault_clear(struct turn *turn)
{
    turn->fault = (struct fault){.kind = FAULT_NONE};
}

bool turn_run(struct turn *turn, bool (*work)(struct turn *turn, void *context), void *context)
{
    jmp_buf guard;
    volatile bool good = false; /* read again after the jump */
    if (ARENA_GUARD(turn->arena, guard)) {
        fault_clear(turn);
        fail(turn, FAULT_LIMIT, "this needs more memory than one turn may take; ask for less");
    } else {
        good = work(turn, context);
    }
    arena_guard(turn->arena, NULL);
    return good && turn->fault.kind == FAULT_NONE;
}

/* An ordinary word in small letters, which may be capitalised. */
static bool begins_with_word(struct text message)
{
    size_t letters = 0;
    while (letters < message.size && message.data[letters] >= 'a' && message.data[letters] <= 'z')
        letters++;
    return letters > 0
           && (letters == message.size || message.data[letters] == ' '
               || message.data[letters] == ',');
}

struct text fault_sentence(struct arena *arena, const struct fault *fault)
{
    struct text message = text_of(fault->message);
    if (text_empty(message))
        return message;
    bool ended = strchr(".!?", message.data[message.size - 1]) != NULL;
    bool named = fault->field[0] != '\0' && text_starts(message, text_of(fault->field));
    char first = message.data[0];
    if (!named && begins_with_word(message))
        first = (char)(first - ('a' - 'A'));
    return text_format(arena, "%c%.*s%s", first, (int)message.size - 1, message.data + 1,
                       ended ? "" : ".");
}
