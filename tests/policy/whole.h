/* SPDX-License-Identifier: Apache-2.0 */
/* For tests of whole packs: the real one, the invented one, and either with a word changed. */
#pragma once
#include "base/file.h"
#include "policy/answer.h"
#include <stdlib.h>

enum { WHOLE_BYTES_MAX = 256 << 20 };

/* A folder of the source tree. */
static inline struct text whole_folder(struct arena *arena, const char *folder)
{
    return text_format(arena, "%s/%s", getenv("REVERE_SOURCE"), folder);
}

#define US_MA    "policy/us-ma"
#define FREELAND "tests/policy/pack-freeland"

/* The pack of a folder; NULL, and the fault in the turn, when it cannot be read. */
static inline struct pack *whole_read(struct turn *turn, const char *folder)
{
    struct pack *pack;
    fault_clear(turn);
    return pack_read(turn, whole_folder(turn->arena, folder), &pack) ? pack : NULL;
}

/* The files of a pack with the first occurrence of a text in one of them replaced; NULL when it
 * does not occur. *line is where it stood. */
static inline struct value *whole_change(struct arena *arena, const struct pack *pack,
                                         const char *file, const char *from, const char *to,
                                         int *line)
{
    struct value *files = value_map(arena);
    const char *found = NULL;
    for (size_t i = 0; i < pack->files->count; i++) {
        struct text name = pack->files->members[i].name;
        const char *bytes = text_string(arena, pack->files->members[i].value->text);
        struct text kept = text_of(bytes);
        if (text_is(name, file) && (found = strstr(bytes, from)) != NULL) {
            struct text head = {bytes, (size_t)(found - bytes)};
            kept = text_format(arena, "%.*s%s%s", TEXT_SHOW(head), to, found + strlen(from));
            *line = 1;
            for (size_t j = 0; j < head.size; j++)
                *line += head.data[j] == '\n';
        }
        value_set_text(arena, files, text_string(arena, name), kept);
    }
    return found == NULL ? NULL : files;
}

/* What policy due prints; the fault's message when it refuses. */
static inline const char *whole_due(struct turn *turn, const struct pack *pack, const char *duty,
                                    const char *start, enum rating rating)
{
    struct due_question question = {text_of(duty), text_of(start), rating, NULL, 0};
    struct due_answer answer;
    fault_clear(turn);
    return answer_due(turn, pack, &question, &answer) ? text_string(turn->arena, answer.line)
                                                      : turn->fault.message;
}
