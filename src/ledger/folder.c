/* SPDX-License-Identifier: Apache-2.0 */
/* The published folder, but for the contents of its tiles. */
#include "base/file.h"
#include "base/hash.h"
#include "ledger/inside.h"
#include <sys/stat.h>

const char *folder_path(struct turn *turn, struct text folder, struct text name)
{
    return text_format(turn->arena, "%.*s/%.*s", TEXT_SHOW(folder), TEXT_SHOW(name)).data;
}

bool folder_read(struct turn *turn, struct text folder, const char *name, size_t bytes_max,
                 struct text *bytes, bool *found)
{
    *found = file_read(turn, folder_path(turn, folder, text_of(name)), bytes_max, bytes);
    if (!*found && turn->fault.kind == FAULT_MISSING)
        fault_clear(turn);
    return turn->fault.kind == FAULT_NONE;
}

/* The line that ends a guard: a hash over what stands before it. The guard is not signed, because
 * it is no promise to anybody outside; but a damaged one must not pass for a publication under way.
 */
static struct text guard_sum(struct arena *arena, struct text text)
{
    struct sha256 hash = sha256(text);
    return text_format(
        arena, "sha256 %.*s\n",
        TEXT_SHOW(hex_write(arena, (struct text){(const char *)hash.bytes, sizeof hash.bytes})));
}

struct text guard_text(struct arena *arena, const struct checkpoint *guard)
{
    struct text text = checkpoint_write(arena, guard);
    return text_format(arena, "%.*s%.*s", TEXT_SHOW(text), TEXT_SHOW(guard_sum(arena, text)));
}

bool guard_parse(struct arena *arena, struct text bytes, struct checkpoint *guard, const char **why)
{
    size_t sum_size = sizeof "sha256 \n" - 1 + (size_t)SHA256_BYTES * 2;
    *why = "its last line is not the hash of what stands before it";
    if (bytes.size < sum_size)
        return false;
    struct text text = {bytes.data, bytes.size - sum_size};
    struct text sum = {bytes.data + text.size, sum_size};
    return text_equal(sum, guard_sum(arena, text)) && checkpoint_read(arena, text, guard, why);
}

bool guard_read(struct turn *turn, struct text folder, struct checkpoint *guard, bool *found)
{
    struct text bytes;
    const char *why;
    if (!folder_read(turn, folder, "guard", NOTE_BYTES_MAX, &bytes, found))
        return false;
    if (*found && !guard_parse(turn->arena, bytes, guard, &why))
        return fail(turn, FAULT_BROKEN,
                    "The ledger's guard cannot be understood: %s. Nothing is signed; run revere "
                    "verify.",
                    why);
    return true;
}

bool signed_checkpoint_read(struct turn *turn, struct text folder, const struct note_key *key,
                            struct checkpoint *checkpoint, bool *found)
{
    struct text bytes;
    const char *why;
    struct note *note = arena_take(turn->arena, sizeof *note);
    if (!folder_read(turn, folder, "checkpoint", NOTE_BYTES_MAX, &bytes, found) || !*found)
        return turn->fault.kind == FAULT_NONE;
    if (!note_read(turn->arena, bytes, note, &why)
        || !checkpoint_read(turn->arena, note->text, checkpoint, &why))
        return fail(turn, FAULT_BROKEN, "The ledger's checkpoint cannot be understood: %s.", why);
    if (!text_equal(checkpoint->origin, key->name)
        || note_check(turn->arena, note, key, NULL) != NOTE_GOOD)
        return fail(turn, FAULT_BROKEN, "The ledger's checkpoint is not signed by the key of %.*s.",
                    TEXT_SHOW(key->name));
    return true;
}

/* ---- walking ---- */

enum { FOLDER_DEPTH_MAX = 12 }; /* tile/0/x001/…/999.p/255 of the largest tree is less */

static bool is_folder(const char *path)
{
    struct stat found;
    return lstat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

struct stroll {
    struct text folder;
    file_visit *visit;
    void *context;
};

static bool stroll_into(struct turn *turn, const struct stroll *stroll, struct text path, int depth)
{
    struct text *names;
    size_t count;
    if (depth == FOLDER_DEPTH_MAX)
        return stroll->visit(stroll->context, path);
    if (!folder_list(turn, folder_path(turn, stroll->folder, path), &names, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct text below =
            text_format(turn->arena, "%.*s/%.*s", TEXT_SHOW(path), TEXT_SHOW(names[i]));
        bool good = is_folder(folder_path(turn, stroll->folder, below))
                        ? stroll_into(turn, stroll, below, depth + 1)
                        : stroll->visit(stroll->context, below);
        if (!good)
            return false;
    }
    return true;
}

bool tiles_visit(struct turn *turn, struct text folder, file_visit *visit, void *context)
{
    struct stroll stroll = {folder, visit, context};
    return !is_folder(folder_path(turn, folder, TEXT("tile")))
           || stroll_into(turn, &stroll, TEXT("tile"), 0);
}

bool name_is_unfinished(struct text name)
{
    return text_contains(name, TEXT(".new-"));
}
