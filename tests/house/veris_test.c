/* SPDX-License-Identifier: Apache-2.0 */
/*
 * revere import veris and revere export veris on whole houses: the public data set where it is at
 * hand, hostile files, and imports that are killed again and again.
 */
#include "../store/both.h"
#include "base/file.h"
#include "base/json.h"
#include "cli/cli.h"
#include "people/people.h"
#include "program/program.h"
#include <signal.h>
#include <sys/wait.h>

enum { MEMORY_BYTES = 1 << 30, KILLS = 8, KILLED_LINES = 300 };

/* A house in a folder of its own, and the words that name it to a command. */
struct place {
    struct text folder, store, file;
};

static int64_t standing_now_us(void *state)
{
    (void)state;
    return BOTH_NOW_US;
}

/* Runs a command; what it printed, on both its ends, is in *out and *errors. */
static int command(struct turn *turn, const struct place *place,
                   int (*run)(struct turn *, const struct console *, int, char **),
                   const char *const *words, struct text *out, struct text *errors)
{
    const char *source = getenv("REVERE_SOURCE");
    char *all[16];
    int count = 0;
    struct text *ends[2] = {out, errors};
    FILE *files[2] = {tmpfile(), tmpfile()};
    struct console console = {
        .out = files[0],
        .errors = files[1],
        .pack = text_format(turn->arena, "%s/policy/us-ma", source == NULL ? "." : source).data,
        .rooms = revere_rooms,
        .tables = revere_tables,
        .clock = {standing_now_us, NULL}};
    for (; *words != NULL; words++)
        all[count++] = (char *)(uintptr_t)text_string(turn->arena, text_of(*words));
    all[count++] = (char *)(uintptr_t) "--house";
    all[count++] = (char *)(uintptr_t)text_string(turn->arena, place->folder);
    all[count++] = (char *)(uintptr_t) "--store";
    all[count++] = (char *)(uintptr_t)text_string(turn->arena, place->store);
    fault_clear(turn);
    int code = run(turn, &console, count, all);
    for (int i = 0; i < 2; i++) {
        size_t size = (size_t)ftell(files[i]);
        char *bytes = arena_take(turn->arena, size + 1);
        rewind(files[i]);
        size = fread(bytes, 1, size, files[i]);
        fclose(files[i]);
        if (ends[i] != NULL)
            *ends[i] = (struct text){bytes, size};
    }
    return code;
}

static int import(struct turn *turn, const struct place *place, const char *path, struct text *out,
                  struct text *errors)
{
    return command(turn, place, cli_import, (const char *const[]){"veris", path, NULL}, out,
                   errors);
}

static bool exported(struct turn *turn, const struct place *place, struct text wanted)
{
    struct text out;
    int code = command(turn, place, cli_export, (const char *const[]){"veris", NULL}, &out, NULL);
    if (code != 0 || !text_equal(out, wanted))
        printf("# exit %d, %zu bytes where %zu were wanted\n", code, out.size, wanted.size);
    return code == 0 && text_equal(out, wanted);
}

/* ---- looking into the house ---- */

typedef void looker(struct turn *turn, struct house *house, void *context);

static void house_look(struct turn *turn, const struct place *place, looker *look, void *context)
{
    const char *source = getenv("REVERE_SOURCE");
    struct house *house = NULL;
    struct house_settings settings = {
        .folder = place->folder,
        .store = place->store,
        .pack_folder = text_format(turn->arena, "%s/policy/us-ma", source == NULL ? "." : source),
        .clock = {standing_now_us, NULL},
        .rooms = revere_rooms,
        .tables = revere_tables};
    if (ok(house_open(turn, &settings, &house), "the house opens: %s", turn->fault.message))
        look(turn, house, context);
    house_close(house);
}

static int64_t number_of(struct turn *turn, const char *sql)
{
    struct rows rows;
    if (!store_select(turn, sql, BIND_NONE, &rows) || rows.count != 1) {
        printf("# %s: %s\n", sql, turn->fault.message);
        return -1;
    }
    return rows_integer(&rows, 0, 0);
}

static bool demo_write(struct change *change)
{
    struct text short_names[] = {TEXT("DPH")};
    struct names names = {short_names, 1};
    struct holder *people;
    size_t count;
    return people_demo(change, change_turn(change)->pack, &names, &people, &count);
}

/* Somebody holds each role, so that there is somebody who could be paged. */
static void demo(struct turn *unused, struct house *house, void *context)
{
    (void)unused;
    (void)context;
    struct arena *arena = arena_new(MEMORY_BYTES);
    struct turn turn;
    struct ledger_group *group;
    struct change *change;
    bool good = house_turn_begin(house, arena, &turn);
    turn.actor = (struct actor){.person = TEXT("system:test"), .name = TEXT("the test")};
    good = good && ledger_group_begin(&turn, &group)
           && change_begin(&turn, group, TEXT_NONE, &change) && demo_write(change)
           && change_end(change) && ledger_group_commit(&turn, group);
    ok(good, "demo people hold the roles: %s", turn.fault.message);
    house_turn_end(house, &turn);
    arena_free(arena);
}

static size_t owed_count(struct house *house, struct arena *arena, const char *json)
{
    struct turn turn = {.arena = arena};
    struct answer answer;
    struct call call = {.action = house_action(house, TEXT("obligation.list")),
                        .credential = {.system = "system:test"}};
    if (!json_read(&turn, text_of(json), "the test", &call.input))
        return SIZE_MAX;
    action_call(house, arena, &call, &answer);
    ok(answer.fault.kind == FAULT_NONE, "the list of what is owed: %s", answer.fault.message);
    return value_get_count(answer.value, "items");
}

/* After an import of *context incidents. */
static void judge(struct turn *unused, struct house *house, void *context)
{
    (void)unused;
    int64_t wanted = *(int64_t *)context;
    struct arena *arena = arena_new(MEMORY_BYTES);
    struct turn turn;
    struct ledger_verdict verdict = {0};
    if (!ok(house_turn_begin(house, arena, &turn), "a turn: %s", turn.fault.message))
        return;
    ok(number_of(&turn, "SELECT COUNT(*) FROM incident WHERE kind = 'import'") == wanted,
       "%lld incidents", (long long)wanted);
    ok(number_of(&turn, "SELECT COUNT(*) FROM report WHERE channel = 'import'") == wanted,
       "each has its report");
    ok(number_of(&turn, "SELECT COUNT(*) FROM incident_version") == 2 * wanted,
       "and two versions: reported, and rated");
    ok(number_of(&turn, "SELECT COUNT(*) FROM veris_incident") == wanted, "and its line");
    ok(number_of(&turn, "SELECT COUNT(*) FROM incident_rating WHERE evaluated <> 0") == 0,
       "nobody has evaluated any");
    ok(number_of(&turn, "SELECT COUNT(*) FROM notice_version WHERE state <> 'suppressed'") == 0,
       "no notice is anything but suppressed");
    printf("# %lld notices suppressed\n",
           (long long)number_of(&turn, "SELECT COUNT(*) FROM notice_version"));
    ok(number_of(&turn, "SELECT COUNT(*) FROM obligation_version WHERE next_us <> "
                        "9223372036854775807")
           == 0,
       "time does nothing to any obligation");
    ok(owed_count(house, arena, "{}") == 0
           && owed_count(house, arena, "{\"owed\":\"all\",\"state\":\"done\"}") == 0,
       "and none is in the lists of what is owed");
    ok(ledger_verify_store(&turn, &verdict) && verdict.sound, "the ledger verifies: %.*s %.*s",
       TEXT_SHOW(verdict.where), TEXT_SHOW(verdict.why));
    house_turn_end(house, &turn);
    arena_free(arena);
}

/* ---- the tests ---- */

static struct text data_set(struct turn *turn)
{
    const char *data = getenv("REVERE_DATA");
    const char *source = getenv("REVERE_SOURCE");
    return data != NULL ? text_format(turn->arena, "%s/vcdb/vcdb-naics92.ndjson", data)
                        : text_format(turn->arena, "%s/../shared/data/vcdb/vcdb-naics92.ndjson",
                                      source == NULL ? "." : source);
}

static int64_t lines_of(struct text bytes)
{
    int64_t lines = 0;
    for (size_t i = 0; i < bytes.size; i++)
        lines += bytes.data[i] == '\n';
    return lines;
}

static void test_whole(struct turn *turn, const struct place *place)
{
    struct text out;
    struct text errors;
    struct text bytes;
    int64_t before_us = clock_elapsed_us();
    if (!ok(file_read(turn, place->file.data, (size_t)1 << 28, &bytes), "the data set is read"))
        return;
    int64_t lines = lines_of(bytes);
    ok(import(turn, place, place->file.data, &out, &errors) == 0, "%lld lines are imported",
       (long long)lines);
    printf("# in %lld ms\n", (long long)(clock_elapsed_us() - before_us) / 1000);
    struct text rest = out;
    while (!text_empty(rest)) {
        struct text line = text_cut(rest, '\n', &rest);
        if (!text_starts(line, TEXT("line ")))
            printf("# %.*s\n", TEXT_SHOW(line));
    }
    ok(text_contains(out, TEXT(": repeated_id incident_id line "))
           && text_contains(out, TEXT(": coarse_date timeline.incident year"))
           && text_contains(out, TEXT(": before_incident plus.timeline.notification "))
           && text_contains(out, TEXT(": fraction timeline.discovery.value 2.0")),
       "what is odd is reported, a line each");
    ok(exported(turn, place, bytes), "every line comes back, byte for byte and in order");
    house_look(turn, place, judge, &lines);
    int code = import(turn, place, place->file.data, &out, &errors);
    ok(code == 0 && text_empty(out) && text_contains(errors, TEXT("nothing to do")),
       "the same file again: %.*s", TEXT_SHOW(errors));
    ok(exported(turn, place, bytes), "and nothing stands twice");
}

static struct text hostile(struct arena *arena)
{
    struct builder lines = {.arena = arena};
    build(&lines, TEXT("\xEF\xBB\xBF{\"incident_id\":\"a\",\"summary\":\"first\"}\r\n")); /* 1 */
    build(&lines, TEXT("\n"));                                                            /* 2 */
    build(&lines, TEXT("this is no JSON\n"));                                             /* 3 */
    build(&lines, TEXT("{\"incident_id\":\"a\"}\n"));                                     /* 4 */
    build(&lines, TEXT("   \r\n"));                                                       /* 5 */
    build(&lines, TEXT("{\"incident_id\":\"b\",\"summary\":\"\xFF\xFE\"}\n"));            /* 6 */
    build(&lines, TEXT("{\"incident_id\":\"c\",\"n\0ul\":1}\n"));                         /* 7 */
    build(&lines, TEXT("[{\"incident_id\":\"d\"}]\n{\"x\":\""));                          /* 8, 9 */
    for (int i = 0; i < 5 << 20; i++)
        build_byte(&lines, 'x');
    build(&lines, TEXT("\"}\n{\"victim\":{\"victim_id\":\"dph\"}}\n"));                    /* 10 */
    build(&lines, TEXT("{\"victim\":{\"victim_id\":\"Department of Public Health\"}}\n")); /* 11 */
    build(&lines, TEXT("{\"incident_id\":\"last, without an end\"}"));                     /* 12 */
    return built(&lines);
}

/* The numbered lines of a text, put together again. */
static struct text lines_at(struct arena *arena, struct text bytes, const int *numbers)
{
    struct builder lines = {.arena = arena};
    struct text rest = bytes;
    for (int number = 1; !text_empty(rest); number++) {
        struct text line = text_cut(rest, '\n', &rest);
        if (number == *numbers) {
            build(&lines, line);
            build_byte(&lines, '\n');
            numbers++;
        }
    }
    return built(&lines);
}

static void judge_hostile(struct turn *unused, struct house *house, void *context)
{
    (void)unused;
    (void)context;
    struct arena *arena = arena_new(MEMORY_BYTES);
    struct turn turn;
    if (!ok(house_turn_begin(house, arena, &turn), "a turn: %s", turn.fault.message))
        return;
    ok(number_of(&turn, "SELECT COUNT(*) FROM veris_incident") == 7, "seven became incidents");
    ok(number_of(&turn, "SELECT COUNT(*) FROM veris_rejected") == 3, "three are kept, rejected");
    ok(number_of(&turn, "SELECT COUNT(*) FROM report WHERE stated = 'dph' AND organisation = ''")
           == 1,
       "a short name in a foreign file means nobody here");
    ok(number_of(&turn, "SELECT COUNT(*) FROM report WHERE stated = 'Department of Public Health' "
                        "AND organisation <> ''")
           == 1,
       "a full name does");
    house_turn_end(house, &turn);
    arena_free(arena);
}

/* Somebody reports an incident of this house. */
static void report(struct turn *unused, struct house *house, void *context)
{
    (void)unused;
    (void)context;
    struct arena *arena = arena_new(MEMORY_BYTES);
    struct turn turn = {.arena = arena};
    struct answer answer = {0};
    struct call call = {.action = house_action(house, TEXT("report.create"))};
    if (ok(json_read(&turn, TEXT("{\"what\":\"a lost laptop\"}"), "the test", &call.input),
           "a report is written"))
        action_call(house, arena, &call, &answer);
    ok(answer.fault.kind == FAULT_NONE, "and made: %s", answer.fault.message);
    arena_free(arena);
}

static void test_hostile(struct turn *turn, const struct place *place)
{
    struct text bytes = hostile(turn->arena);
    struct text path = text_format(turn->arena, "%.*s/hostile.ndjson", TEXT_SHOW(place->folder));
    struct text out;
    struct text errors;
    ok(folder_make(turn, place->folder.data, 0700) && file_write(turn, path.data, bytes, 0600),
       "a hostile file is written");
    int code = import(turn, place, path.data, &out, &errors);
    ok(code == 0, "and imported: %.*s", TEXT_SHOW(errors));
    static const char *const says[] = {"line 2: blank",
                                       "line 3: rejected",
                                       "line 4: repeated_id incident_id line 1",
                                       "line 5: blank",
                                       "line 6: mended",
                                       "line 7: mended",
                                       "line 8: rejected",
                                       "line 9: rejected",
                                       "line 10: no_id",
                                       "7 incidents, 3 rejected lines, 2 empty ones"};
    for (size_t i = 0; i < sizeof says / sizeof *says; i++)
        ok(text_contains(out, text_of(says[i])), "it says %s", says[i]);
    ok(exported(turn, place,
                lines_at(turn->arena, bytes, (const int[]){1, 4, 6, 7, 10, 11, 12, 0})),
       "the incidents come back, byte for byte");
    code = command(turn, place, cli_export, (const char *const[]){"veris", "--rejected", NULL},
                   &out, NULL);
    ok(code == 0 && text_equal(out, lines_at(turn->arena, bytes, (const int[]){3, 8, 9, 0})),
       "and so do the rejected lines");
    house_look(turn, place, judge_hostile, NULL);
    house_look(turn, place, report, NULL);
    code = command(turn, place, cli_export, (const char *const[]){"veris", NULL}, &out, &errors);
    ok(code == 0 && text_contains(errors, TEXT("here 1 did not come from VERIS")),
       "what did not come from VERIS is left out, and counted: %.*s", TEXT_SHOW(errors));
    code = command(turn, place, cli_import,
                   (const char *const[]){"veris", "/nonexistent.ndjson", NULL}, NULL, &errors);
    ok(code == 4, "a file that is not there: %.*s", TEXT_SHOW(errors));
}

/* One import in a process of its own, killed after a while; true when it was done before. */
static bool import_killed(const struct place *place, const char *path, unsigned after_us)
{
    pid_t child = fork();
    if (child == 0) {
        struct turn turn = {.arena = arena_new(MEMORY_BYTES)};
        struct text out;
        struct text errors;
        _exit(import(&turn, place, path, &out, &errors));
    }
    usleep(after_us);
    int status = 0;
    bool ended = waitpid(child, &status, WNOHANG) == child;
    if (!ended) {
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
    }
    return ended && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void test_killed(struct turn *turn, const struct place *place)
{
    struct builder lines = {.arena = turn->arena};
    struct text path = text_format(turn->arena, "%.*s/killed.ndjson", TEXT_SHOW(place->folder));
    int64_t wanted = KILLED_LINES;
    unsigned seed = (unsigned)getpid();
    int killed = 0;
    for (int i = 1; i <= KILLED_LINES; i++)
        build_format(&lines, "{\"incident_id\":\"%d\",\"schema_version\":\"1.3.7\"}\n", i);
    ok(folder_make(turn, place->folder.data, 0700)
           && file_write(turn, path.data, built(&lines), 0600),
       "a file is written");
    house_look(turn, place, demo, NULL);
    printf("# seed %u\n", seed);
    for (int i = 0; i < KILLS; i++) {
        /* The first ones are too early for any machine to have ended; each goes on from the last.
         */
        seed = seed * 1103515245 + 12345;
        killed += !import_killed(place, path.data, (25000U << i) + seed / 65536 % 16 * 6000);
    }
    ok(killed > 0, "%d of %d runs were killed", killed, KILLS);
    ok(import(turn, place, path.data, NULL, NULL) == 0, "one more run ends it");
    ok(exported(turn, place, built(&lines)), "each line is there exactly once");
    house_look(turn, place, judge, &wanted);
}

/* A house is there before anything is imported into it. */
static void made(struct turn *unused, struct house *house, void *context)
{
    (void)unused, (void)context;
    ok(house != NULL, "a house is made");
}

static void in_place(struct turn *turn, struct text address, struct text file,
                     void (*test)(struct turn *, const struct place *))
{
    char folder[] = "/tmp/revere-veris-XXXXXX";
    char line[128];
    if (mkdtemp(folder) == NULL) {
        ok(false, "a folder for the house");
        return;
    }
    struct place place = {text_of(folder), address, file};
    ok(command(turn, &place, cli_export, (const char *const[]){"veris", NULL}, NULL, NULL) == 4,
       "where there is no house nothing is made by asking");
    house_look(turn, &place, made, NULL);
    test(turn, &place);
    snprintf(line, sizeof line, "rm -rf '%s'", folder);
    ok(system(line) == 0, "the house is gone again");
}

/* On a fresh database of each engine. */
static void on_both(void (*test)(struct turn *, const struct place *), const char *file)
{
    for (int engine = 0; engine < 2; engine++) {
        struct fresh fresh;
        struct turn turn = {.arena = arena_new(MEMORY_BYTES), .now_us = BOTH_NOW_US};
        puts(engine == 0 ? "# on SQLite" : "# on PostgreSQL");
        if (engine == 1 && fresh_maintenance() == NULL)
            tap_skip("PostgreSQL: REVERE_TEST_POSTGRES is not set (tools/with-postgres sets it)");
        else if (ok(engine == 0 ? fresh_sqlite(&fresh) : fresh_postgres(&fresh, tap_count),
                    "a fresh database")) {
            in_place(&turn, text_of(fresh.address), text_of(file), test);
            ok(fresh_drop(&fresh), "the database is gone again");
        }
        arena_free(turn.arena);
    }
}

int main(void)
{
    struct turn turn = {.arena = arena_new(MEMORY_BYTES)};
    struct text file = data_set(&turn);
    on_both(test_hostile, NULL);
    on_both(test_killed, NULL);
    if (file_exists(file.data))
        on_both(test_whole, file.data);
    else
        tap_skip("the public data set is not at hand (REVERE_DATA names its folder)");
    arena_free(turn.arena);
    return tap_end();
}
