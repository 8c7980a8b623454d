/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "tap.h"
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *inside(struct arena *arena, const char *folder, const char *name)
{
    return text_format(arena, "%s/%s", folder, name).data;
}

static void test_write(struct arena *arena, const char *folder)
{
    struct turn turn = {.arena = arena};
    struct stat found;
    struct text bytes = TEXT_NONE;
    const char *path = inside(arena, folder, "key");
    ok(file_write(&turn, path, TEXT("first"), 0600) && stat(path, &found) == 0
           && (found.st_mode & 07777) == 0600,
       "a file is written with its mode");
    ok(file_write(&turn, path, (struct text){"sec\0nd", 6}, 0644) && stat(path, &found) == 0
           && (found.st_mode & 07777) == 0644,
       "and written over");
    ok(file_read(&turn, path, 6, &bytes) && text_equal(bytes, (struct text){"sec\0nd", 6}),
       "it is read back, NUL and all, up to exactly its limit");
    ok(!file_read(&turn, path, 5, &bytes) && turn.fault.kind == FAULT_LIMIT, "%s",
       turn.fault.message);
    fault_clear(&turn);
    ok(file_write(&turn, inside(arena, folder, "empty"), TEXT_NONE, 0644)
           && file_read(&turn, inside(arena, folder, "empty"), 0, &bytes) && bytes.size == 0,
       "an empty file is one too");
    char *large = arena_take(arena, 300000);
    memset(large, 'x', 300000);
    ok(file_write(&turn, inside(arena, folder, "large"), (struct text){large, 300000}, 0644)
           && file_read(&turn, inside(arena, folder, "large"), 1 << 20, &bytes)
           && text_equal(bytes, (struct text){large, 300000}),
       "a large file comes back whole");
}

static void test_faults(struct arena *arena, const char *folder)
{
    struct turn turn = {.arena = arena};
    struct text bytes;
    ok(!file_read(&turn, inside(arena, folder, "none"), 10, &bytes)
           && turn.fault.kind == FAULT_MISSING,
       "%s", turn.fault.message);
    fault_clear(&turn);
    ok(!file_read(&turn, folder, 10, &bytes) && turn.fault.kind == FAULT_BROKEN, "%s",
       turn.fault.message);
    fault_clear(&turn);
    ok(!file_write(&turn, inside(arena, folder, "none/file"), TEXT("x"), 0644)
           && turn.fault.kind == FAULT_MISSING,
       "%s", turn.fault.message);
    fault_clear(&turn);
    ok(folder_make(&turn, inside(arena, folder, "taken"), 0755)
           && !file_write(&turn, inside(arena, folder, "taken"), TEXT("x"), 0644)
           && turn.fault.kind == FAULT_BROKEN,
       "%s", turn.fault.message);
}

static void test_folders(struct arena *arena, const char *folder)
{
    struct turn turn = {.arena = arena};
    struct text *names;
    size_t count;
    const char *deep = inside(arena, folder, "a/b/c");
    ok(folder_make(&turn, deep, 0700) && folder_make(&turn, deep, 0700) && file_exists(deep),
       "a folder is made with its parents, and again");
    ok(folder_list(&turn, folder, &names, &count) && count == 5 && text_is(names[0], "a")
           && text_is(names[1], "empty") && text_is(names[2], "key") && text_is(names[3], "large")
           && text_is(names[4], "taken"),
       "names are sorted, and nothing was left beside");
    ok(folder_list(&turn, deep, &names, &count) && count == 0, "an empty folder has none");
    ok(!folder_list(&turn, inside(arena, folder, "none"), &names, &count)
           && turn.fault.kind == FAULT_MISSING,
       "%s", turn.fault.message);
    fault_clear(&turn);
    ok(!folder_make(&turn, inside(arena, folder, "key/x"), 0700) && turn.fault.kind == FAULT_BROKEN,
       "%s", turn.fault.message);
}

int main(void)
{
    struct arena *arena = arena_new(1 << 23);
    char folder[] = "/tmp/file_test.XXXXXX";
    bool made = mkdtemp(folder) != NULL;
    ok(made, "there is a folder to try in");
    if (made) {
        test_write(arena, folder);
        test_faults(arena, folder);
        test_folders(arena, folder);
        static const char *const files[] = {"key", "empty", "large"};
        static const char *const folders[] = {"taken", "a/b/c", "a/b", "a"};
        for (size_t i = 0; i < 3; i++)
            unlink(inside(arena, folder, files[i]));
        for (size_t i = 0; i < 4; i++)
            rmdir(inside(arena, folder, folders[i]));
        ok(rmdir(folder) == 0, "and nothing is left in it");
    }
    arena_free(arena);
    return tap_end();
}
