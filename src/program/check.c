/* SPDX-License-Identifier: Apache-2.0 */
/*
 * revere house check: what a house still lacks before the first real report: people in the roles
 * that the policy cannot do without, addresses that somebody has tried, a way for mail to leave, a
 * clock, room on the disk, files that nobody else reads.
 */
#include "base/file.h"
#include "base/json.h"
#include "people/people.h"
#include "program/program.h"
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#define DISK_BYTES_LEAST INT64_C(1073741824) /* of free room, and one part in so many of all */
enum { DISK_PART = 20 };

static const struct option check_options[] = {
    HOUSE_OPTIONS, DOOR_OPTIONS, {"json", NULL, "As JSON, for programs", false}, {0}};
static const struct command check_command = {
    "check", "[OPTION…]", "Says what the house lacks before the first real report", house_check};
static const char check_more[] =
    "It takes the options of revere serve, so that what is checked is what will be served:\n"
    "--config FILE. Exit code 0 when nothing is missing, 1 when something is.";

enum standing { STANDS, ADVISED, MISSING };

struct check {
    struct turn *turn; /* of the house: a reader's */
    struct house *house;
    const struct value *options;
    const struct doors *doors;
    struct value *items;
    size_t missing;
};

static void __attribute__((format(printf, 4, 5)))
note(struct check *check, enum standing standing, const char *what, const char *format, ...)
{
    static const char *const words[] = {"ok", "advice", "missing"};
    char says[FAULT_MESSAGE_BYTES];
    va_list arguments;
    struct arena *arena = check->turn->arena;
    struct value *item = value_append(arena, check->items, value_map(arena));
    va_start(arguments, format);
    vsnprintf(says, sizeof says, format, arguments);
    va_end(arguments);
    value_set_text(arena, item, "state", text_of(words[standing]));
    value_set_text(arena, item, "what", text_of(what));
    value_set_text(arena, item, "says", text_copy(arena, text_of(says)));
    check->missing += standing == MISSING;
}

/* ---- people ---- */

static bool check_role(struct check *check, const struct role *role)
{
    struct holder *holders;
    size_t count;
    bool gap;
    if (!people_resolve(check->turn, role->code, TEXT_NONE, check->turn->now_us, NULL, &holders,
                        &count, &gap))
        return false;
    if (gap)
        note(check, MISSING, "role", "nobody is %.*s: revere role assign --role %.*s …",
             TEXT_SHOW(role->title), TEXT_SHOW(role->code));
    for (size_t i = 0; i < count; i++)
        if (text_empty(holders[i].address))
            note(check, ADVISED, "role", "%.*s, %.*s, has no verified mail address",
                 TEXT_SHOW(holders[i].name), TEXT_SHOW(role->title));
    return true;
}

/* Nobody but the administrator can enter the next administrator. */
static bool check_administrator(struct check *check)
{
    struct holder *holders;
    size_t count;
    bool gap;
    struct text role = check->turn->pack->administrator;
    if (text_empty(role))
        return true;
    if (!people_resolve(check->turn, role, TEXT_NONE, check->turn->now_us, NULL, &holders, &count,
                        &gap))
        return false;
    if (count < 2)
        note(check, count == 0 ? MISSING : ADVISED, "role",
             count == 0 ? "nobody administers the house: revere role assign --role %.*s …"
                        : "one person alone administers the house: appoint a second, --role %.*s",
             TEXT_SHOW(role));
    return true;
}

static bool check_roles(struct check *check)
{
    const struct pack *pack = check->turn->pack;
    size_t missing = check->missing;
    for (size_t i = 0; i < pack->roles_count; i++)
        if (pack->roles[i].mandatory && pack->roles[i].scope == PARTY_ENTERPRISE
            && !check_role(check, &pack->roles[i]))
            return false;
    if (!check_administrator(check))
        return false;
    if (check->missing == missing)
        note(check, STANDS, "role", "every role the policy cannot do without is held");
    return true;
}

/* ---- organisations: their roles, and whom the house may write to ---- */

struct tally {
    int64_t organisations, unverified;
    int64_t *vacant; /* of each role of the pack */
};

static void tally_contacts(const struct value *thing, struct tally *tally)
{
    for (size_t i = 0; i < value_get_count(thing, "contacts"); i++)
        if (!value_get_boolean(value_get_item(thing, "contacts", i), "verified", false))
            tally->unverified++;
}

static bool ask(struct check *check, const char *name, struct value *input, struct value **value)
{
    struct answer answer;
    struct call call = {.action = house_action(check->house, text_of(name)),
                        .input = input,
                        .credential = {.system = "system:local"}};
    action_call(check->house, check->turn->arena, &call, &answer);
    check->turn->fault = answer.fault;
    *value = answer.value;
    return answer.fault.kind == FAULT_NONE;
}

static bool tally_organisation(struct check *check, struct text short_name, struct text id,
                               struct tally *tally)
{
    const struct pack *pack = check->turn->pack;
    struct value *input = value_map(check->turn->arena);
    struct value *read;
    value_set_text(check->turn->arena, input, "organisation", short_name);
    if (!ask(check, "organisation.read", input, &read))
        return false;
    tally->organisations++;
    tally_contacts(read, tally);
    for (size_t i = 0; i < pack->roles_count; i++) {
        const struct role *role = &pack->roles[i];
        struct holder *holders;
        size_t count;
        bool gap = false;
        if (!role->mandatory
            || (role->scope != PARTY_ORGANISATION && role->scope != PARTY_SECRETARIAT))
            continue;
        if (!people_resolve(check->turn, role->code, id, check->turn->now_us, NULL, &holders,
                            &count, &gap))
            return false;
        tally->vacant[i] += gap;
    }
    return true;
}

/* Every thing of a list, page by page. */
static bool each(struct check *check, const char *list, struct tally *tally,
                 bool (*visit)(struct check *check, const struct value *item, struct tally *tally))
{
    struct value *input = value_map(check->turn->arena);
    struct value *page;
    const struct value *next;
    do {
        if (!ask(check, list, input, &page))
            return false;
        for (size_t i = 0; i < value_get_count(page, "items"); i++)
            if (!visit(check, value_get_item(page, "items", i), tally))
                return false;
        next = value_get(page, "next");
        if (next != NULL)
            value_set_text(check->turn->arena, input, "after", next->text);
    } while (next != NULL);
    return true;
}

static bool visit_organisation(struct check *check, const struct value *item, struct tally *tally)
{
    return tally_organisation(check, value_get_text(item, "short"), value_get_text(item, "id"),
                              tally);
}

static bool visit_person(struct check *check, const struct value *item, struct tally *tally)
{
    struct value *input = value_map(check->turn->arena);
    struct value *read;
    value_set_text(check->turn->arena, input, "person", value_get_text(item, "id"));
    if (!ask(check, "person.read", input, &read))
        return false;
    tally_contacts(read, tally);
    return true;
}

static bool check_organisations(struct check *check)
{
    const struct pack *pack = check->turn->pack;
    struct tally tally = {
        .vacant = arena_array(check->turn->arena, pack->roles_count + 1, sizeof *tally.vacant)};
    if (!each(check, "organisation.list", &tally, visit_organisation)
        || !each(check, "person.list", &tally, visit_person))
        return false;
    for (size_t i = 0; i < pack->roles_count; i++)
        if (tally.vacant[i] > 0)
            note(check, ADVISED, "role", "in %lld of %lld organisations nobody is %.*s (%.*s)",
                 (long long)tally.vacant[i], (long long)tally.organisations,
                 TEXT_SHOW(pack->roles[i].title), TEXT_SHOW(pack->roles[i].code));
    if (tally.unverified > 0)
        note(check, ADVISED, "contact",
             "%lld contacts are not verified, and so not used: revere contact verify",
             (long long)tally.unverified);
    else
        note(check, STANDS, "contact", "every contact is verified");
    return true;
}

/* ---- the machine ---- */

static void check_mail(struct check *check)
{
    if (check->doors->mail)
        note(check, STANDS, "mail", "leaves by %.*s",
             TEXT_SHOW(value_get_text(check->options, "smtp")));
    else
        note(check, MISSING, "mail",
             "no mail server: notices are kept in the product, where nobody is woken by them");
}

static void check_tls(struct check *check)
{
    const struct http_settings *web = &check->doors->web;
    bool local = text_empty(web->address) || text_starts(web->address, TEXT("127."))
                 || text_is(web->address, "::1");
    if (!web->https)
        note(check, local ? ADVISED : MISSING, "tls",
             "no https: passwords and cases cross the network in the clear, unless nobody comes by "
             "it; end TLS in front, and say --public-url https://HOST");
    else if (text_empty(web->origin))
        note(check, ADVISED, "tls", "ended in front; --public-url would say at which address");
    else
        note(check, STANDS, "tls", "ended in front of %.*s", TEXT_SHOW(web->origin));
}

static bool check_clock(struct check *check)
{
    struct ledger_line *lines;
    size_t count;
    struct value *entry;
    int64_t last_us;
    if (!ledger_lines(check->turn, INT64_MAX, 1, &lines, &count))
        return false;
    if (count == 1) {
        if (!json_read(check->turn, lines[0].entry, "a ledger line", &entry)
            || !instant_parse(check->turn, "ts", value_get_text(entry, "ts"), NULL, &last_us))
            return false;
        if (last_us > check->turn->now_us) {
            note(check, MISSING, "clock", "it stands before the ledger's last line: set it right");
            return true;
        }
    }
    bool kept = clock_kept();
    note(check, kept ? STANDS : ADVISED, "clock",
         kept ? "kept by the network"
              : "nothing keeps it (systemd-timesyncd, chrony): deadlines are only as right as it");
    return true;
}

static void check_disk(struct check *check)
{
    struct statvfs disk;
    const char *folder = text_string(check->turn->arena, house_folder(check->house));
    if (statvfs(folder, &disk) != 0)
        return;
    int64_t free_bytes = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
    bool room = free_bytes >= DISK_BYTES_LEAST && disk.f_bavail >= disk.f_blocks / DISK_PART;
    note(check, room ? STANDS : MISSING, "disk", "%lld MiB are free where the house stands",
         (long long)(free_bytes >> 20));
}

static void check_file(struct check *check, struct text path, size_t *loose)
{
    struct stat found;
    if (stat(text_string(check->turn->arena, path), &found) != 0 || (found.st_mode & 077) == 0)
        return;
    ++*loose;
    note(check, MISSING, "files", "%.*s may be read by others than its owner: chmod go= it",
         TEXT_SHOW(path));
}

static void check_files(struct check *check)
{
    static const char *const names[] = {"", "/house.db", "/store", "/keys", "/secret"};
    size_t loose = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        check_file(check,
                   text_format(check->turn->arena, "%.*s%s", TEXT_SHOW(house_folder(check->house)),
                               names[i]),
                   &loose);
    check_file(check, house_ledger(check->house)->key_path, &loose);
    if (loose == 0)
        note(check, STANDS, "files", "nobody but the house's user reads them");
}

/* ---- secrets ---- */

/* Whoever checks is not the unit: what that is given as a credential is believed of it. */
static void check_secrets(struct check *check, struct value *options)
{
    static const char *const secrets[] = {"smtp-password-file", "webhook-key-file"};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        if (!secret_elsewhere(options, secrets[i]))
            continue;
        struct text named = value_get_text(options, secrets[i]);
        note(check, ADVISED, "secret",
             "%s is %.*s, which the unit alone is given (LoadCredential=) and only revere serve "
             "can see",
             secrets[i], TEXT_SHOW(named));
        value_set_text(check->turn->arena, options, secrets[i], TEXT_NONE);
    }
}

/* ---- the command ---- */

static bool check_all(struct check *check)
{
    check_mail(check);
    check_tls(check);
    check_disk(check);
    check_files(check);
    return check_clock(check) && check_roles(check) && check_organisations(check);
}

static struct text check_said(struct arena *arena, const struct check *check)
{
    struct builder out = {.arena = arena};
    for (size_t i = 0; i < check->items->count; i++) {
        const struct value *item = check->items->items[i];
        build_format(&out, "%-8.*s %-8.*s %.*s\n", TEXT_SHOW(value_get_text(item, "state")),
                     TEXT_SHOW(value_get_text(item, "what")),
                     TEXT_SHOW(value_get_text(item, "says")));
    }
    build_format(&out, check->missing == 0 ? "nothing is missing\n" : "%zu missing\n",
                 check->missing);
    return built(&out);
}

static int check_print(struct turn *turn, const struct console *console, const struct check *check)
{
    struct text said = check_said(turn->arena, check);
    if (value_has(check->options, "json")) {
        struct value *answer = value_map(turn->arena);
        value_set_boolean(turn->arena, answer, "ready", check->missing == 0);
        value_set(turn->arena, answer, "items", check->items);
        said = text_format(turn->arena, "%.*s\n", TEXT_SHOW(json_write(turn->arena, answer)));
    }
    int code = cli_print(console, said);
    return code != 0 ? code : check->missing > 0;
}

int house_check(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *options;
    struct doors doors = {.console = console};
    struct turn reading = {0};
    if (!options_read(turn, check_options, 0, 0, count, words, &options))
        return cli_fault(turn, console);
    if (value_has(options, "help")) {
        options_help(console, "revere house", &check_command, check_options, check_more);
        return cli_print(console, TEXT_NONE);
    }
    struct check check = {
        .turn = turn, .options = options, .doors = &doors, .items = value_list(turn->arena)};
    if (!config_read(turn, check_options, options))
        return cli_fault(turn, console);
    check_secrets(&check, options);
    if (!doors_read(turn, options, &doors)
        || !cli_house_open(turn, console, options, false, &doors.house))
        return cli_fault(turn, console);
    check.turn = &reading;
    check.house = doors.house;
    bool good = house_turn_begin(doors.house, turn->arena, &reading) && check_all(&check);
    house_turn_end(doors.house, &reading);
    turn->fault = reading.fault;
    int code = good ? check_print(turn, console, &check) : cli_fault(turn, console);
    house_close(doors.house);
    return code;
}
