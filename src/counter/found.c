/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The making of a house, which is whole or none. A file "unfinished" is the first thing in its
 * folder and the last to go. Whoever makes the house holds a lock on it; a killed maker leaves the
 * file, which every opening but the next making refuses.
 */
#include "base/file.h"
#include "base/json.h"
#include "counter/inside.h"
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

enum { FIRST_LINES = 16 }; /* the adoption of the first policy is among them */

static const char *found_path(struct turn *turn, const struct house *house, const char *name)
{
    return text_format(turn->arena, "%.*s/%s", TEXT_SHOW(house->settings.folder), name).data;
}

/* What was being written when the last attempt was killed; some of it would be secret. */
static bool found_swept(struct turn *turn, const struct house *house)
{
    struct text *names;
    size_t count;
    if (!folder_list(turn, text_string(turn->arena, house->settings.folder), &names, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (strstr(names[i].data, ".new-") != NULL
            && !file_remove(turn, found_path(turn, house, names[i].data)))
            return false;
    return true;
}

static bool found_mark(struct turn *turn, struct house *house)
{
    const char *path = found_path(turn, house, "unfinished");
    bool known = file_exists(found_path(turn, house, "origin"));
    if (known && !file_exists(path))
        return fail(turn, FAULT_CLASH, "There is a house in %.*s already.",
                    TEXT_SHOW(house->settings.folder));
    if (!file_exists(path) && !file_write(turn, path, TEXT("being made\n"), 0600))
        return false;
    house->mark = open(path, O_RDONLY | O_CLOEXEC);
    if (house->mark < 0)
        return fail(turn, FAULT_CLASH, "The house in %.*s was finished by somebody else just now.",
                    TEXT_SHOW(house->settings.folder));
    if (flock(house->mark, LOCK_EX | LOCK_NB) != 0)
        return fail(turn, FAULT_BUSY, "Somebody else is making the house in %.*s now.",
                    TEXT_SHOW(house->settings.folder));
    return found_swept(turn, house);
}

bool found_begin(struct turn *turn, struct house *house)
{
    if (house->settings.founding)
        return found_mark(turn, house);
    return !file_exists(found_path(turn, house, "unfinished"))
           || fail(turn, FAULT_INVALID,
                   "The house in %.*s was never finished: repeat the `revere house create` that "
                   "was cut short.",
                   TEXT_SHOW(house->settings.folder));
}

bool found_ours(struct turn *turn, const struct house *house)
{
    struct ledger_line *lines;
    size_t count;
    bool ours = false;
    if (!ledger_lines(turn, FIRST_LINES, FIRST_LINES, &lines, &count))
        return false;
    for (size_t i = 0; i < count && !ours; i++) {
        struct value *said = NULL;
        if (!text_empty(lines[i].payload) && !json_read(turn, lines[i].payload, "a payload", &said))
            return false;
        ours = text_equal(value_get_text(said, "origin"), house->ledger.origin);
    }
    return ours
           || fail(turn, FAULT_CLASH,
                   "This store holds a house already: name an empty one with --store.");
}

bool house_founded(struct turn *turn, struct house *house)
{
    if (!file_remove(turn, found_path(turn, house, "unfinished")))
        return false;
    close(house->mark);
    house->mark = -1;
    return true;
}
