/* SPDX-License-Identifier: Apache-2.0 */
/*
 * revere house status: how a house is, in one look, for who runs it and for what watches over it.
 * It is asked beside the process that serves, and of the store, the folder and that process's
 * pulse; so it answers when the process does not. Of cases it knows numbers alone.
 */
#include "alert/alert.h"
#include "base/file.h"
#include "base/json.h"
#include "base/zone.h"
#include "notice/notice.h"
#include "obligation/obligation.h"
#include "program/program.h"
#include "store/store.h"
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/stat.h>

#define LATE_US      INT64_C(60000000)    /* of the pulse, the tick, and publishing */
#define WAITING_US   INT64_C(600000000)   /* of a notice that should be gone, and of an alert */
#define FAILED_US    INT64_C(86400000000) /* so long failed notices are counted */
#define WATCH_DATA   "/var/lib/revere-watch"
#define COPY_HOURS   26 /* a night, and the time that a copy takes */
#define EXIT_UNKNOWN 3

enum { COPY_HOURS_MAX = 10000, NOTE_BYTES_MAX = 4096, CHECKPOINT_BYTES_MAX = 65536 };

static const struct option status_options[] = {
    HOUSE_OPTIONS,
    {"watch-data", "DIR",
     "The data folder of the watch beside it (" WATCH_DATA ", if there is one)", false},
    {"copy-hours", "N", "How old the last copy may be (26)", false},
    {"json", NULL, "As JSON, for programs", false},
    {0}};
static const struct command status_command = {
    "status", "[OPTION…]", "Says how the house is, for people and for monitoring", house_status};
static const char status_more[] =
    "Exit code 0: all is well; 1: somebody should look; 2: the house is ill; 3: it cannot be "
    "told.\n"
    "Duties that are overdue are said and change nothing: they are the duty of others.";

enum health { WELL, LOOK, ILL };
static const char *const health_names[] = {"ok", "look", "ill"};

struct status {
    struct turn reading; /* of the house: a reader's */
    struct turn *turn;   /* the same */
    struct house *house;
    const struct value *options;
    struct value *items;
    enum health worst;
};

/* A line, to which numbers may be added. */
static struct value *__attribute__((format(printf, 4, 5)))
line(struct status *status, enum health health, const char *what, const char *format, ...)
{
    char says[FAULT_MESSAGE_BYTES];
    va_list arguments;
    struct arena *arena = status->turn->arena;
    struct value *item = value_append(arena, status->items, value_map(arena));
    va_start(arguments, format);
    vsnprintf(says, sizeof says, format, arguments);
    va_end(arguments);
    value_set_text(arena, item, "state", text_of(health_names[health]));
    value_set_text(arena, item, "what", text_of(what));
    value_set_text(arena, item, "says", text_utf8_mended(arena, text_copy(arena, text_of(says))));
    if (health > status->worst)
        status->worst = health;
    return item;
}

static void number(const struct status *status, struct value *item, const char *name, int64_t value)
{
    value_set_integer(status->turn->arena, item, name, value);
}

static int64_t seconds(const struct status *status, int64_t since_us)
{
    return (status->turn->now_us - since_us) / SECOND_US;
}

/* "40 s", "12 min", "3 h", "5 days": how long ago. */
static const char *ago(const struct status *status, int64_t since_us)
{
    static const struct {
        int64_t seconds;
        const char *unit;
    } units[] = {{86400, "days"}, {3600, "h"}, {60, "min"}};
    int64_t past = seconds(status, since_us);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (past >= 2 * units[i].seconds)
            return text_format(status->turn->arena, "%lld %s", (long long)(past / units[i].seconds),
                               units[i].unit)
                .data;
    return text_format(status->turn->arena, "%lld s", (long long)past).data;
}

static const char *mebibytes(const struct status *status, int64_t bytes)
{
    return text_format(status->turn->arena, "%.1f MiB", (double)bytes / (1 << 20)).data;
}

/* ---- who serves ---- */

static bool alive(int64_t pid)
{
    return kill((pid_t)pid, 0) == 0 || errno == EPERM;
}

static size_t threads_of(const struct status *status, int64_t pid)
{
    struct turn small = {.arena = status->turn->arena};
    const char *path = text_format(small.arena, "/proc/%lld/task", (long long)pid).data;
    struct text *names;
    size_t count;
    return folder_list(&small, path, &names, &count) ? count : 0;
}

static void say_listens(struct status *status, const struct pulse *pulse)
{
    struct builder all = {.arena = status->turn->arena};
    size_t count = value_get_count(pulse->said, "listens");
    int64_t watches = value_get_integer(pulse->said, "watches", 0);
    for (size_t i = 0; i < count; i++)
        build_format(&all, "%s%.*s", i == 0 ? "" : ", ",
                     TEXT_SHOW(value_get_item(pulse->said, "listens", i)->text));
    struct value *item = line(status, WELL, "doors", "%.*s; %lld watches are heard",
                              TEXT_SHOW(built(&all)), (long long)watches);
    number(status, item, "watches", watches);
}

/* The watch that the house keeps running; one that ends again and again is no watch. */
static bool say_watch(struct status *status, const struct pulse *pulse)
{
    const struct value *kept = value_get(pulse->said, "watch");
    int64_t since_us;
    if (kept == NULL)
        return true;
    if (!instant_parse(status->turn, "since", value_get_text(kept, "since"), NULL, &since_us))
        return false;
    struct text last = value_get_text(kept, "last");
    int64_t starts = value_get_integer(kept, "starts", 0);
    bool runs = text_is(value_get_text(kept, "state"), "running");
    bool begins = text_is(value_get_text(kept, "state"), "starting") && starts <= 1;
    struct value *item =
        line(status,
             runs     ? WELL
             : begins ? LOOK
                      : ILL,
             "watcher", "the watch of this house is %.*s for %s; started %lld times%s%.*s",
             TEXT_SHOW(value_get_text(kept, "state")), ago(status, since_us), (long long)starts,
             text_empty(last) ? "" : "; it ", TEXT_SHOW(last));
    number(status, item, "pid", value_get_integer(kept, "pid", 0));
    number(status, item, "starts", starts);
    return true;
}

/* Who has served for less than a minute may not have come to it yet. */
static bool just_begun(const struct status *status, const struct pulse *pulse)
{
    struct turn small = {.arena = status->turn->arena, .now_us = status->turn->now_us};
    int64_t since_us;
    return instant_parse(&small, "since", value_get_text(pulse->said, "since"), NULL, &since_us)
           && status->turn->now_us - since_us < LATE_US;
}

static void say_tick(struct status *status, const struct pulse *pulse, int64_t next_us)
{
    bool told = pulse->said != NULL && pulse->tick_us != TIME_NONE;
    int64_t behind_us = next_us < status->turn->now_us ? status->turn->now_us - next_us : 0;
    bool late = behind_us > LATE_US || (told && status->turn->now_us - pulse->tick_us > LATE_US);
    bool begun = pulse->said != NULL && !told && just_begun(status, pulse);
    struct value *item = line(status, late || (!told && !begun) ? ILL : WELL, "time",
                              "last did all that was due %s%s; what is due now waits for %lld s",
                              told    ? ago(status, pulse->tick_us)
                              : begun ? "never: it has just begun"
                                      : "at no time that is known",
                              told ? " ago" : "", (long long)(behind_us / SECOND_US));
    number(status, item, "late_s", behind_us / SECOND_US);
    if (told)
        number(status, item, "tick_age_s", seconds(status, pulse->tick_us));
}

/* Another program than this one serves between an upgrade and the reload. */
static void say_server(struct status *status, const struct pulse *pulse, struct text version)
{
    struct text serving = value_get_text(pulse->said, "version");
    int64_t pid = value_get_integer(pulse->said, "pid", 0);
    bool there = pulse->said != NULL && alive(pid);
    if (!there || status->turn->now_us - pulse->at_us > LATE_US) {
        line(status, ILL, "program", "%s; this is %.*s",
             pulse->broken         ? "its file \"" PULSE_FILE "\" cannot be understood"
             : pulse->said == NULL ? "nobody serves it"
             : !there              ? "who served it is gone, without having closed it"
                                   : "who serves it has said nothing for a minute",
             TEXT_SHOW(version));
        return;
    }
    bool same = text_equal(serving, version);
    size_t threads = threads_of(status, pid);
    struct value *item = line(status, same ? WELL : LOOK, "program",
                              "%.*s serves since %.*s as process %lld, %zu threads%s%.*s%s",
                              TEXT_SHOW(serving), TEXT_SHOW(value_get_text(pulse->said, "since")),
                              (long long)pid, threads, same ? "" : "; installed is ",
                              TEXT_SHOW(same ? TEXT_NONE : version), same ? "" : ": reload it");
    value_set_text(status->turn->arena, item, "version", serving);
    number(status, item, "pid", pid);
    number(status, item, "threads", (int64_t)threads);
    say_listens(status, pulse);
}

/* ---- what is in it ---- */

static bool say_store(struct status *status)
{
    struct store_size size;
    if (!store_measure(status->turn, &size))
        return false;
    struct value *item = line(status, WELL, "store", "%s, %s, tables of %lld parts",
                              store_engine(status->turn->store), mebibytes(status, size.bytes),
                              (long long)size.parts);
    value_set_text(status->turn->arena, item, "engine", text_of(store_engine(status->turn->store)));
    number(status, item, "bytes", size.bytes);
    number(status, item, "schema", size.parts);
    return true;
}

static bool say_duties(struct status *status)
{
    struct obligation_sum sum;
    if (!obligation_tally(status->turn, &sum))
        return false;
    struct value *item = line(status, WELL, "duties", "%lld open, %lld overdue",
                              (long long)sum.open, (long long)sum.overdue);
    number(status, item, "open", sum.open);
    number(status, item, "overdue", sum.overdue);
    return true;
}

static bool say_notices(struct status *status)
{
    struct notice_tally *list;
    size_t count;
    if (!notice_tally(status->turn, status->turn->now_us - FAILED_US, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool stuck =
            list[i].oldest_us != TIME_NONE && list[i].oldest_us < status->turn->now_us - WAITING_US;
        struct value *item =
            line(status, stuck || list[i].failed > 0 ? LOOK : WELL, "notices",
                 "by %.*s %lld wait%s%s, %lld failed within a day", TEXT_SHOW(list[i].channel),
                 (long long)list[i].waiting, stuck ? ", the oldest since " : "",
                 stuck ? ago(status, list[i].oldest_us) : "", (long long)list[i].failed);
        value_set_text(status->turn->arena, item, "channel", list[i].channel);
        number(status, item, "waiting", list[i].waiting);
        number(status, item, "failed", list[i].failed);
    }
    if (count == 0)
        line(status, WELL, "notices", "none waits, and none failed within a day");
    return true;
}

/* ---- the ledger ---- */

/* What the published checkpoint speaks of, and since when; 0 before the first. */
static bool checkpoint_read(struct status *status, int64_t *lines, int64_t *at_us)
{
    struct turn *turn = status->turn;
    struct text bytes;
    struct text rest;
    struct stat found;
    const char *path =
        text_format(turn->arena, "%.*s/checkpoint", TEXT_SHOW(house_ledger(status->house)->folder))
            .data;
    *lines = 0;
    *at_us = TIME_NONE;
    if (!file_exists(path))
        return true;
    if (!file_read(turn, path, CHECKPOINT_BYTES_MAX, &bytes))
        return false;
    text_cut(bytes, '\n', &rest);
    if (!text_integer(text_cut(rest, '\n', &rest), lines) || stat(path, &found) != 0)
        return fail(turn, FAULT_BROKEN, "%s is no checkpoint.", path);
    *at_us = (int64_t)found.st_mtim.tv_sec * SECOND_US + found.st_mtim.tv_nsec / 1000;
    return true;
}

/* How long the first line that nobody has signed waits; a ledger that is shorter than what was
 * signed is an old one under a newer checkpoint, and will wait for ever. */
static bool unsigned_long(struct status *status, int64_t published, int64_t size, bool *is)
{
    struct turn *turn = status->turn;
    struct ledger_line *first;
    struct value *entry;
    int64_t since_us;
    size_t count;
    *is = published > size;
    if (published >= size)
        return true;
    if (!ledger_lines(turn, published + 1, 1, &first, &count))
        return false;
    *is = count == 0;
    if (count == 0)
        return true;
    if (!json_read(turn, first[0].entry, "a line of the ledger", &entry)
        || !instant_parse(turn, "ts", value_get_text(entry, "ts"), NULL, &since_us))
        return false;
    *is = turn->now_us - since_us > LATE_US;
    return true;
}

static bool say_ledger(struct status *status)
{
    struct ledger_line *last;
    size_t count;
    int64_t published;
    int64_t at_us;
    bool behind;
    if (!ledger_lines(status->turn, INT64_MAX, 1, &last, &count)
        || !checkpoint_read(status, &published, &at_us))
        return false;
    int64_t size = count == 0 ? 0 : last[0].sequence + 1;
    if (!unsigned_long(status, published, size, &behind))
        return false;
    struct value *item =
        line(status, behind ? ILL : WELL, "ledger",
             "%lld lines, %lld of them signed and published, %s%s", (long long)size,
             (long long)published, at_us == TIME_NONE ? "never" : ago(status, at_us),
             at_us == TIME_NONE ? "" : " ago");
    number(status, item, "lines", size);
    number(status, item, "published", published);
    if (at_us != TIME_NONE)
        number(status, item, "checkpoint_age_s", seconds(status, at_us));
    return true;
}

/* ---- beside it ---- */

/* Alerts that the watch keeps because the house has not taken them. */
static bool say_spool(struct status *status)
{
    struct turn *turn = status->turn;
    struct text folder = value_get_text(status->options, "watch-data");
    const char *path = text_format(turn->arena, "%.*s/spool",
                                   TEXT_SHOW(text_empty(folder) ? TEXT(WATCH_DATA) : folder))
                           .data;
    struct text *names;
    struct stat found;
    size_t count;
    int64_t waiting = 0;
    int64_t bytes = 0;
    int64_t oldest_us = INT64_MAX;
    if (!file_exists(path))
        return text_empty(folder)
               || fail_field(turn, "watch-data", "There is no spool of a watch in %.*s.",
                             TEXT_SHOW(folder));
    if (!folder_list(turn, path, &names, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const char *file = text_format(turn->arena, "%s/%.*s", path, TEXT_SHOW(names[i])).data;
        if (!text_ends(names[i], TEXT(".json")) || stat(file, &found) != 0)
            continue;
        waiting++;
        bytes += found.st_size;
        if ((int64_t)found.st_mtim.tv_sec * SECOND_US < oldest_us)
            oldest_us = (int64_t)found.st_mtim.tv_sec * SECOND_US;
    }
    bool stuck = waiting > 0 && turn->now_us - oldest_us > WAITING_US;
    struct value *item =
        line(status, stuck ? LOOK : WELL, "watch", "%lld alerts wait in its spool, %s%s%s",
             (long long)waiting, mebibytes(status, bytes), stuck ? ", the oldest since " : "",
             stuck ? ago(status, oldest_us) : "");
    number(status, item, "waiting", waiting);
    number(status, item, "bytes", bytes);
    return true;
}

/* A root that is missing, or another than was told: lines that nobody can prove any more. */
static bool say_segments(struct status *status)
{
    struct alert_segments sum;
    if (!alert_segments(status->turn, &sum))
        return false;
    bool sound = sum.missing + sum.changed == 0;
    struct value *item =
        line(status, sound ? WELL : LOOK, "segments",
             "%lld of the watches' stores are in the ledger%s%.*s", (long long)sum.count,
             sound ? ", and follow one another" : "; the chain is broken: ", TEXT_SHOW(sum.worst));
    number(status, item, "count", sum.count);
    number(status, item, "missing", sum.missing);
    number(status, item, "changed", sum.changed);
    return true;
}

static bool say_copy(struct status *status, int64_t hours)
{
    struct turn *turn = status->turn;
    struct text bytes;
    struct text where;
    int64_t at_us;
    const char *path =
        text_format(turn->arena, "%.*s/copied", TEXT_SHOW(house_folder(status->house))).data;
    if (!file_exists(path)) {
        line(status, LOOK, "copy", "revere house backup has made none");
        return true;
    }
    if (!file_read(turn, path, NOTE_BYTES_MAX, &bytes)
        || !instant_parse(turn, "copied", text_cut(text_trim(bytes), ' ', &where), NULL, &at_us))
        return false;
    struct value *item =
        line(status, turn->now_us - at_us > hours * HOUR_US ? LOOK : WELL, "copy",
             "the last was made %s ago, to %.*s", ago(status, at_us), TEXT_SHOW(where));
    number(status, item, "age_s", seconds(status, at_us));
    return true;
}

/* ---- the command ---- */

static bool hours_read(struct turn *turn, const struct value *options, int64_t *hours)
{
    struct text word = value_get_text(options, "copy-hours");
    *hours = COPY_HOURS;
    return text_empty(word) || (text_integer(word, hours) && *hours > 0 && *hours <= COPY_HOURS_MAX)
           || fail_field(turn, "copy-hours", "--copy-hours takes hours from 1 to %d.",
                         COPY_HOURS_MAX);
}

static bool say_all(struct status *status, struct text version, int64_t hours)
{
    struct pulse pulse;
    int64_t next_us;
    int64_t notice_us;
    if (!pulse_read(status->turn, house_folder(status->house), &pulse)
        || !obligation_next(status->turn, &next_us) || !notice_next(status->turn, &notice_us))
        return false;
    say_server(status, &pulse, version);
    say_tick(status, &pulse, next_us < notice_us ? next_us : notice_us);
    return say_watch(status, &pulse) && say_store(status) && say_duties(status)
           && say_notices(status) && say_ledger(status) && say_spool(status) && say_segments(status)
           && say_copy(status, hours);
}

static int status_print(struct turn *turn, const struct console *console,
                        const struct status *status)
{
    static const char *const verdicts[] = {"well", "look", "ill"};
    static const char *const sentences[] = {"all is well\n", "somebody should look\n",
                                            "the house is ill\n"};
    struct builder out = {.arena = turn->arena};
    if (value_has(status->options, "json")) {
        struct value *answer = value_map(turn->arena);
        value_set_text(turn->arena, answer, "state", text_of(verdicts[status->worst]));
        value_set(turn->arena, answer, "items", status->items);
        build_format(&out, "%.*s\n", TEXT_SHOW(json_write(turn->arena, answer)));
    } else {
        for (size_t i = 0; i < status->items->count; i++) {
            const struct value *item = status->items->items[i];
            build_format(&out, "%-4.*s %-8.*s %.*s\n", TEXT_SHOW(value_get_text(item, "state")),
                         TEXT_SHOW(value_get_text(item, "what")),
                         TEXT_SHOW(value_get_text(item, "says")));
        }
        build(&out, text_of(sentences[status->worst]));
    }
    return cli_print(console, built(&out)) == 0 ? (int)status->worst : EXIT_UNKNOWN;
}

static bool status_look(struct turn *turn, const struct console *console, struct status *status)
{
    int64_t hours;
    if (!hours_read(turn, status->options, &hours)
        || !cli_house_open(turn, console, status->options, false, &status->house))
        return false;
    status->turn = &status->reading;
    bool good = house_turn_begin(status->house, turn->arena, &status->reading)
                && say_all(status, text_of(console->version), hours);
    house_turn_end(status->house, &status->reading);
    turn->fault = status->reading.fault;
    house_close(status->house);
    return good;
}

/* What watches over it takes any code but 0 to 2 for "unknown". */
int house_status(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *options;
    struct status status = {.items = value_list(turn->arena)};
    if (!options_read(turn, status_options, 0, 0, count, words, &options)) {
        cli_fault(turn, console);
        return EXIT_UNKNOWN;
    }
    if (value_has(options, "help")) {
        options_help(console, "revere house", &status_command, status_options, status_more);
        return cli_print(console, TEXT_NONE);
    }
    status.options = options;
    if (status_look(turn, console, &status))
        return status_print(turn, console, &status);
    cli_fault(turn, console);
    return EXIT_UNKNOWN;
}
