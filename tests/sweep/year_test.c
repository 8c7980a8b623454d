/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A year of real incidents (DOMAIN 0.7): the lines of the public data set are imported, and adopted
 * one by one, spread over a simulated year; they are evaluated, responded to, and dismissed after
 * some days. Then the house is judged by statements of its own: no duty without a clause, no clock
 * without a reason, and the statewide lists say just what an independent count says.
 *
 * make test takes a sample of the lines by a printed seed, make sweep all of them.
 */
#include "../house/house.h"
#include "base/file.h"
#include "base/zone.h"
#include "people/people.h"
#include "sweep.h"
#include "tick/tick.h"

enum { SAMPLE_LINES = 8, BATCH_LINES = 50, OPEN_DAYS = 4, PAGE_LINES = 200 };

struct year {
    struct trial *trial;
    struct arena *arena; /* of the tick */
    unsigned seed;
    const char *ciso, *soc, *director;
    struct text lines; /* of the file */
    size_t count;      /* of the lines that are taken */
    struct text *numbers;
    int64_t *adopted_us;
};

static unsigned drawn(struct year *year, unsigned below)
{
    year->seed = year->seed * 1103515245 + 12345;
    return year->seed / 65536 % below;
}

/* ---- asking the store behind everybody's back ---- */

static int64_t counted(struct year *year, const char *sql)
{
    struct turn turn;
    struct rows rows;
    struct arena *arena = arena_new((size_t)1 << 26);
    int64_t count = -1;
    if (house_turn_begin(year->trial->house, arena, &turn)
        && store_select(&turn, sql, BIND_NONE, &rows) && rows.count == 1)
        count = rows_integer(&rows, 0, 0);
    else
        printf("# %s: %s\n", sql, turn.fault.message);
    house_turn_end(year->trial->house, &turn);
    arena_free(arena);
    return count;
}

static void numbers_read(struct year *year)
{
    struct turn turn;
    struct rows rows;
    if (!house_turn_begin(year->trial->house, year->trial->arena, &turn)
        || !store_select(&turn, "SELECT number FROM incident WHERE kind = 'import' ORDER BY id",
                         BIND_NONE, &rows))
        rows.count = 0;
    year->numbers = arena_array(year->trial->arena, year->count, sizeof *year->numbers);
    for (size_t i = 0; i < rows.count && i < year->count; i++)
        year->numbers[i] = text_copy(year->trial->arena, rows_text(&rows, i, 0));
    ok(rows.count == year->count, "%zu cases came in", (size_t)rows.count);
    house_turn_end(year->trial->house, &turn);
}

/* ---- the year ---- */

/* Whatever is asked, it must be done: facts are never refused. person NULL: by the house itself. */
static void does(struct year *year, const char *person, const char *action, struct text input)
{
    struct answer answer = {0};
    struct arena *arena = arena_new((size_t)1 << 26);
    struct turn turn = {.arena = arena};
    struct call call = {.action = house_action(year->trial->house, text_of(action))};
    if (person == NULL)
        call.credential.system = "system:test";
    else
        call.credential.person = text_of(person);
    if (call.action == NULL || !json_read(&turn, input, "the test", &call.input))
        ok(false, "%s is asked: %s", action, turn.fault.message);
    else
        action_call(year->trial->house, arena, &call, &answer);
    if (answer.fault.kind != FAULT_NONE)
        ok(false, "%s %.*s: %s", action, TEXT_SHOW(input), answer.fault.message);
    arena_free(arena);
}

static void time_passes(struct year *year, int64_t until_us)
{
    const struct tick_channel channels[] = {tick_channel_keep("mail"),
                                            tick_channel_keep("webhook"),
                                            tick_channel_keep("product"),
                                            {.name = NULL}};
    struct tick_result result;
    if (until_us > year->trial->now_us)
        year->trial->now_us = until_us;
    do
        tick_once(year->trial->house, year->arena, channels, &result);
    while (result.fault.kind == FAULT_NONE && result.next_us <= year->trial->now_us);
    if (result.fault.kind != FAULT_NONE)
        ok(false, "time passes: %s", result.fault.message);
}

static const char *const bodies[] = {"DPH", "DTA", "OSD", "CPCS"};

static void adopt(struct year *year, size_t i)
{
    struct arena *arena = year->trial->arena;
    static const char *const inputs[] = {
        "\"human_safety\":\"yes\"",
        "\"human_safety\":\"no\",\"liability\":{\"low\":\"1000\",\"high\":\"150000\"}",
        "\"human_safety\":\"no\"",
        "\"human_safety\":\"no\",\"liability\":{\"financial\":\"10\",\"legal\":\"20\"}"};
    const char *body = bodies[drawn(year, sizeof bodies / sizeof *bodies)];
    does(year, year->ciso, "incident.adopt",
         text_format(arena,
                     "{\"incident\":\"%.*s\",\"organisation\":\"%s\",\"reason\":\"it was ours\"}",
                     TEXT_SHOW(year->numbers[i]), body));
    year->adopted_us[i] = year->trial->now_us;
    if (drawn(year, 4) == 0)
        return; /* nobody looks at it */
    time_passes(year, year->trial->now_us + drawn(year, 7200) * SECOND_US);
    does(year, year->soc, "incident.evaluate",
         text_format(arena,
                     "{\"incident\":\"%.*s\",\"priority\":%u,\"action\":\"look\",\"data\":[],"
                     "\"assets\":[],%s}",
                     TEXT_SHOW(year->numbers[i]), 1 + drawn(year, 4),
                     inputs[drawn(year, sizeof inputs / sizeof *inputs)]));
    if (drawn(year, 3) != 0)
        does(year, year->soc, "incident.respond",
             text_format(arena, "{\"incident\":\"%.*s\",\"action\":\"cables are out\"}",
                         TEXT_SHOW(year->numbers[i])));
}

/* By two people, as a High one needs. */
static void dismiss(struct year *year, size_t i)
{
    struct arena *arena = year->trial->arena;
    does(year, year->soc, "incident.state",
         text_format(arena,
                     "{\"incident\":\"%.*s\",\"statement\":\"none\",\"answer\":\"none\","
                     "\"text\":\"a test of the alarm\"}",
                     TEXT_SHOW(year->numbers[i])));
    does(year, year->director, "incident.move",
         text_format(arena,
                     "{\"incident\":\"%.*s\",\"move\":\"dismiss\",\"reason\":\"seen by two\"}",
                     TEXT_SHOW(year->numbers[i])));
    year->adopted_us[i] = INT64_MAX;
}

static void year_lived(struct year *year)
{
    int64_t begin_us = year->trial->now_us;
    year->adopted_us = arena_array(year->trial->arena, year->count, sizeof *year->adopted_us);
    size_t oldest = 0;
    for (size_t i = 0; i < year->count; i++) {
        time_passes(year, begin_us + (int64_t)((365 * i) / year->count) * DAY_US
                              + drawn(year, 86400) * SECOND_US);
        for (; oldest < i && year->adopted_us[oldest] + OPEN_DAYS * DAY_US < year->trial->now_us;
             oldest++)
            if (drawn(year, 50) != 0)
                dismiss(year, oldest);
        adopt(year, i);
    }
    time_passes(year, begin_us + 365 * DAY_US);
}

/* ---- the judgement ---- */

/* All pages of a list of the statewide reader. */
static int64_t listed(struct year *year, const char *action, const char *more)
{
    struct text after = TEXT_NONE;
    int64_t count = 0;
    do {
        struct arena *arena = arena_new((size_t)1 << 27);
        struct turn turn = {.arena = arena};
        struct answer answer = {0};
        struct call call = {.action = house_action(year->trial->house, text_of(action)),
                            .credential = {.person = text_of(year->ciso)}};
        struct text input = text_format(arena, "{\"limit\":%d%s%s%.*s%s}", PAGE_LINES, more,
                                        text_empty(after) ? "" : ",\"after\":\"", TEXT_SHOW(after),
                                        text_empty(after) ? "" : "\"");
        if (json_read(&turn, input, "the test", &call.input))
            action_call(year->trial->house, arena, &call, &answer);
        if (answer.fault.kind != FAULT_NONE)
            printf("# %s: %s\n", action, answer.fault.message);
        count += (int64_t)value_get_count(answer.value, "items");
        after = text_copy(year->trial->arena, value_get_text(answer.value, "next"));
        arena_free(arena);
    } while (!text_empty(after));
    return count;
}

#define STANDS " v.until_us = 9223372036854775807 "

static void judge_lists(struct year *year)
{
    int64_t cases = counted(year, "SELECT COUNT(*) FROM incident");
    ok(listed(year, "incident.list", "") == cases, "the list of cases has all %lld",
       (long long)cases);
    int64_t owed = counted(year, "SELECT COUNT(*) FROM obligation_version v WHERE" STANDS
                                 "AND v.kind <> 'import' AND v.state IN ('open', 'overdue')");
    int64_t shown = listed(year, "obligation.list", ",\"owed\":\"all\"");
    ok(shown == owed && owed > 0, "%lld duties are owed, and %lld are listed", (long long)owed,
       (long long)shown);
    int64_t done = counted(year, "SELECT COUNT(*) FROM obligation_version v WHERE" STANDS
                                 "AND v.kind <> 'import' AND v.state NOT IN ('open', 'overdue')");
    shown = listed(year, "obligation.list", ",\"owed\":\"all\",\"state\":\"done\"");
    ok(shown == done && done > 0, "%lld have ended, and %lld are listed", (long long)done,
       (long long)shown);
}

/* Every rule that opened a duty names clauses, all of which are in the catalogue. */
static void judge_clauses(struct year *year)
{
    struct turn turn;
    struct rows rows;
    size_t without = 0;
    if (!house_turn_begin(year->trial->house, year->trial->arena, &turn)
        || !store_select(&turn, "SELECT DISTINCT rule FROM obligation", BIND_NONE, &rows))
        rows.count = 0;
    for (size_t i = 0; i < rows.count; i++) {
        const struct rule *rule = pack_rule(turn.pack, rows_text(&rows, i, 0));
        bool known = rule != NULL && rule->clauses.count > 0;
        for (size_t k = 0; known && k < rule->clauses.count; k++)
            known = pack_clause(turn.pack, rule->clauses.items[k]) != NULL;
        without += !known;
    }
    ok(rows.count > 10 && without == 0, "%zu rules opened duties, each of its clauses is known",
       (size_t)rows.count);
    house_turn_end(year->trial->house, &turn);
}

static void judge(struct year *year)
{
    judge_clauses(year);
    ok(counted(year, "SELECT COUNT(*) FROM obligation o WHERE o.start_field = '' OR o.fact = ''")
           == 0,
       "each clock says which instant of which fact it starts with");
    ok(counted(year, "SELECT COUNT(*) FROM obligation o WHERE NOT EXISTS"
                     " (SELECT 1 FROM obligation_fact f WHERE f.id = o.fact)")
           == 0,
       "and that fact is kept");
    ok(counted(year, "SELECT COUNT(*) FROM obligation_version v WHERE" STANDS
                     "AND v.state = 'open' AND v.kind <> 'import' AND v.next_us <= v.due_us - 1"
                     " AND v.next_us <= v.entry_us")
           == 0,
       "nothing waits for an instant that has passed");
    ok(counted(year,
               "SELECT COUNT(*) FROM obligation_version v JOIN incident i"
               " ON i.id = v.subject JOIN incident_version w ON w.incident = i.id WHERE" STANDS
               "AND w.until_us = 9223372036854775807 AND w.state = 'false_positive'"
               " AND v.state IN ('open', 'overdue')")
           == 0,
       "nothing is owed on what was none");
    ok(counted(year,
               "SELECT COUNT(*) FROM notice n JOIN notice_version v ON v.notice = n.id WHERE" STANDS
               "AND n.kind = 'import' AND v.state <> 'suppressed'")
           == 0,
       "no import ever paged anybody");
    printf("# %lld cases, %lld duties, %lld versions of them, %lld notices\n",
           (long long)counted(year, "SELECT COUNT(*) FROM incident"),
           (long long)counted(year, "SELECT COUNT(*) FROM obligation"),
           (long long)counted(year, "SELECT COUNT(*) FROM obligation_version"),
           (long long)counted(year, "SELECT COUNT(*) FROM notice"));
    judge_lists(year);
}

static void judge_ledger(struct year *year)
{
    struct turn turn;
    struct ledger_verdict verdict = {0};
    bool sound = house_turn_begin(year->trial->house, year->trial->arena, &turn)
                 && ledger_verify_store(&turn, &verdict) && verdict.sound;
    ok(sound, "the ledger verifies: %lld entries %.*s %.*s", (long long)verdict.size,
       TEXT_SHOW(verdict.where), TEXT_SHOW(verdict.why));
    house_turn_end(year->trial->house, &turn);
}

/* ---- the ground ---- */

static const char *holder_of(struct trial *trial, const char *role)
{
    struct value *answer = trial_done(trial, NULL, "role.holder",
                                      text_format(trial->arena, "{\"role\":\"%s\"}", role).data);
    const struct value *first = value_get_item(answer, "holders", 0);
    return text_string(trial->arena, value_get_text(first, "person"));
}

/* The lines that are taken: all, or a run of them that begins anywhere. */
static struct value *lines_taken(struct year *year, size_t *count)
{
    struct arena *arena = year->trial->arena;
    struct value *taken = value_list(arena);
    struct text rest = year->lines;
    size_t whole = 0;
    for (size_t i = 0; i < rest.size; i++)
        whole += rest.data[i] == '\n';
    size_t wanted = sweep_full() || whole < SAMPLE_LINES ? whole : SAMPLE_LINES;
    size_t from = wanted == whole ? 0 : drawn(year, (unsigned)(whole - wanted));
    for (size_t i = 0; !text_empty(rest) && i < from + wanted; i++) {
        struct text line = text_cut(rest, '\n', &rest);
        if (i >= from)
            value_set_text(arena, value_append(arena, taken, value_map(arena)), "raw", line);
    }
    *count = taken->count;
    return taken;
}

static void import_all(struct year *year, const struct value *taken)
{
    for (size_t first = 0; first < taken->count; first += BATCH_LINES) {
        struct arena *arena = arena_new((size_t)1 << 24);
        struct value *input = value_map(arena);
        struct value *lines = value_list(arena);
        for (size_t i = first; i < taken->count && i < first + BATCH_LINES; i++)
            value_append(arena, lines, taken->items[i]);
        value_set_text(arena, input, "import",
                       TEXT("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"));
        value_set_integer(arena, input, "bytes", (int64_t)year->lines.size);
        value_set_integer(arena, input, "count", (int64_t)taken->count);
        value_set_integer(arena, input, "first", (int64_t)first + 1);
        value_set(arena, input, "lines", lines);
        does(year, NULL, "veris.import", json_write(arena, input));
        arena_free(arena);
    }
}

static struct text data_set(struct arena *arena)
{
    const char *data = getenv("REVERE_DATA");
    const char *source = getenv("REVERE_SOURCE");
    return data != NULL ? text_format(arena, "%s/vcdb/vcdb-naics92.ndjson", data)
                        : text_format(arena, "%s/../shared/data/vcdb/vcdb-naics92.ndjson",
                                      source == NULL ? "." : source);
}

static void whole_year(struct turn *turn, struct text address)
{
    struct trial trial = {0};
    if (!trial_open(turn, address, true, &trial))
        return;
    struct year year = {.trial = &trial, .seed = sweep_seed()};
    year.arena = arena_new(TICK_ARENA_BYTES);
    trial_done(&trial, NULL, "demo.people", "{\"password\":\"a long sentence of everybody's\"}");
    year.ciso = holder_of(&trial, "CISO");
    year.soc = holder_of(&trial, "SOC_ANALYST");
    year.director = holder_of(&trial, "SOC_DIRECTOR");
    if (ok(file_read(turn, data_set(turn->arena).data, (size_t)1 << 28, &year.lines),
           "the data set is read")) {
        struct value *taken = lines_taken(&year, &year.count);
        import_all(&year, taken);
        numbers_read(&year);
        year_lived(&year);
        judge(&year);
        judge_ledger(&year);
    }
    arena_free(year.arena);
    trial_close(&trial);
}

int main(void)
{
    struct arena *arena = arena_new((size_t)1 << 20);
    bool there = file_exists(data_set(arena).data);
    arena_free(arena);
    if (there)
        both(whole_year);
    else
        tap_skip("the public data set is not at hand (REVERE_DATA names its folder)");
    return tap_end();
}
