/* SPDX-License-Identifier: Apache-2.0 */
/* The list narrowed and in pages, a move that is refused, and mergers with what one may not see. */
#include "../sweep/deeds.h"
#include "base/zone.h"
#include "ledger/ledger.h"

enum { CASES = 56 }; /* more than two batches of a page */

/* {"incident":NUMBER, and more}; more begins with a comma, or is empty. */
static const char *about(struct trial *trial, const char *number, const char *more)
{
    return text_format(trial->arena, "{\"incident\":\"%s\"%s}", number, more).data;
}

/* Every second is High; every fourth is of DOR. */
static void cases_lay(struct trial *trial, const char **numbers)
{
    for (int i = 0; i < CASES; i++) {
        struct text report = text_format(trial->arena, "{\"what\":\"%d\",\"organisation\":\"%s\"}",
                                         i, i % 4 == 0 ? "DOR" : "DPH");
        trial->now_us += MINUTE_US;
        struct answer answer = trial_call(trial, "", "report.create", report.data);
        numbers[i] = ground_take(trial, answer.value, "number");
        if (i % 2 == 0)
            (void)trial_call(trial, NULL, "incident.evaluate",
                             about(trial, numbers[i],
                                   ",\"priority\":1,\"action\":\"look\",\"human_safety\":\"yes\""));
    }
}

/* All pages of a list: how many rows, and whether each fits and comes once. */
static size_t rows_of(struct trial *trial, const char *person, const char *narrowed,
                      const char *member, const char *value, bool *good)
{
    struct text seen[CASES * 2];
    size_t count = 0;
    struct text after = TEXT_NONE;
    *good = true;
    do {
        struct text asked = text_format(trial->arena, "{\"limit\":9%s%s%.*s%s}", narrowed,
                                        text_empty(after) ? "" : ",\"after\":\"", TEXT_SHOW(after),
                                        text_empty(after) ? "" : "\"");
        struct answer answer = trial_call(trial, person, "incident.list", asked.data);
        for (size_t i = 0; i < value_get_count(answer.value, "items"); i++) {
            const struct value *item = value_get_item(answer.value, "items", i);
            *good &= text_is(value_get_text(item, member), value);
            for (size_t j = 0; j < count; j++)
                *good &= !text_equal(seen[j], value_get_text(item, "number"));
            if (count < CASES * 2)
                seen[count++] = value_get_text(item, "number");
        }
        after = value_get_text(answer.value, "next");
    } while (!text_empty(after) && count < CASES * 2);
    return count;
}

static void test_list(struct trial *trial, const struct ground *ground)
{
    bool good;
    size_t count = rows_of(trial, ground->ciso, ",\"rating\":\"high\",\"state\":\"evaluated\"",
                           "rating", "high", &good);
    ok(good && count >= CASES / 2, "the list narrowed to High ones that are evaluated: %zu", count);
    count = rows_of(trial, ground->ciso, ",\"organisation\":\"DOR\"", "organisation", "DOR", &good);
    ok(good && count == CASES / 4, "to those of an organisation: %zu", count);
    count = rows_of(trial, ground->ciso, ",\"organisation\":\"DOR\",\"state\":\"closed\"",
                    "organisation", "DOR", &good);
    ok(count == 0, "to none, with no page behind it");
    struct answer answer = trial_call(trial, ground->ciso, "incident.list", "{\"state\":\"lost\"}");
    ok(answer.fault.kind == FAULT_INVALID && strcmp(answer.fault.field, "state") == 0,
       "a state that the policy does not have is named");
    answer = trial_call(trial, ground->ciso, "incident.list", "{\"organisation\":\"Atlantis\"}");
    ok(answer.fault.kind == FAULT_INVALID && strcmp(answer.fault.field, "organisation") == 0,
       "and an organisation that is none");
}

/* How often the list asks the store for so many rows: the first call of it that may not fail. */
static size_t asked_for(struct trial *trial, const char *person, int limit)
{
    struct turn turn;
    struct text input = text_format(trial->arena, "{\"limit\":%d}", limit);
    for (size_t n = 1; n < 4000; n++) {
        /* The connection that is given back is the next to be taken. */
        if (house_turn_begin(trial->house, trial->arena, &turn))
            store_fail_after(turn.store, n);
        house_turn_end(trial->house, &turn);
        struct answer answer = trial_ask(trial, person, "incident.list", input.data);
        if (house_turn_begin(trial->house, trial->arena, &turn))
            store_fail_after(turn.store, 0);
        house_turn_end(trial->house, &turn);
        if (answer.fault.kind == FAULT_NONE)
            return n - 1;
    }
    return 0;
}

/* Whether a case may be read is one question a row, whoever asks; who may not read the bodies is
 * besides asked whether they are confidential. */
static void test_asked(struct trial *trial, const struct ground *ground, const char **numbers)
{
    const char *auditor = ground_take(
        trial,
        trial_done(trial, NULL, "person.create", "{\"name\":\"Odo\",\"mail\":\"odo@example.org\"}"),
        "id");
    trial_done(trial, NULL, "role.assign",
               text_format(trial->arena,
                           "{\"person\":\"%s\",\"role\":\"AUDITOR\",\"kind\":\"incumbent\"}",
                           auditor)
                   .data);
    for (int i = 0; i < CASES; i++)
        trial_done(trial, NULL, "grant.create",
                   text_format(trial->arena,
                               "{\"incident\":\"%s\",\"person\":\"%s\",\"ground\":\"his audit\"}",
                               numbers[i], auditor)
                       .data);
    const struct {
        const char *who, *person;
        size_t most;
    } readers[] = {{"the CISO", ground->ciso, 1}, {"an auditor", auditor, 3}};
    for (size_t i = 0; i < 2; i++) {
        size_t few = asked_for(trial, readers[i].person, 10);
        size_t many = asked_for(trial, readers[i].person, 40);
        ok(few > 0 && many > few && many - few <= 30 * readers[i].most + 5,
           "%s: thirty rows more ask the store %zu times more, at most %zu each", readers[i].who,
           many - few, readers[i].most);
    }
}

/* What the list says of a case's duties is what the duties say. */
static void test_sums(struct trial *trial, const struct ground *ground)
{
    struct answer list = trial_call(trial, ground->ciso, "incident.list", "{\"limit\":200}");
    size_t same = 0;
    size_t count = value_get_count(list.value, "items");
    for (size_t i = 0; i < count; i++) {
        const struct value *item = value_get_item(list.value, "items", i);
        struct text number = value_get_text(item, "number");
        struct text asked =
            text_format(trial->arena,
                        "{\"incident\":\"%.*s\",\"owed\":\"all\",\"state\":\"open\","
                        "\"limit\":200}",
                        TEXT_SHOW(number));
        struct answer owed = trial_call(trial, NULL, "obligation.list", asked.data);
        int64_t said = value_get_integer(item, "open_obligations", 0)
                       + value_get_integer(item, "overdue_obligations", 0);
        int64_t counted = 0;
        for (size_t j = 0; j < value_get_count(owed.value, "items"); j++) {
            struct text state = value_get_text(value_get_item(owed.value, "items", j), "state");
            counted += text_is(state, "open") || text_is(state, "overdue");
        }
        same += text_is(value_get_text(item, "kind"), "import") || said == counted;
    }
    ok(count > CASES && same == count, "%zu of %zu rows say what is owed", same, count);
}

static size_t lines_of(struct trial *trial, const char *number, const char *kind)
{
    size_t lines = 0;
    struct answer answer =
        trial_call(trial, NULL, "incident.timeline", about(trial, number, ",\"limit\":200"));
    for (size_t i = 0; i < value_get_count(answer.value, "items"); i++)
        lines += text_is(value_get_text(value_get_item(answer.value, "items", i), "kind"), kind);
    return lines;
}

static void test_refused(struct trial *trial, const char *number)
{
    const char *close = about(trial, number, ",\"move\":\"close\"");
    struct answer answer = trial_call(trial, NULL, "incident.move", close);
    ok(answer.fault.kind == FAULT_REFUSED && answer.value == NULL && answer.fault.unmet != NULL
           && answer.fault.unmet->count > 10,
       "a move far ahead is refused, with everything that is missing");
    bool whole = true;
    for (size_t i = 0; i < answer.fault.unmet->count; i++)
        whole &= !text_empty(value_get_text(answer.fault.unmet->items[i], "says"))
                 && !text_empty(value_get_text(answer.fault.unmet->items[i], "because"))
                 && !text_empty(value_get_text(answer.fault.unmet->items[i], "todo"));
    ok(whole, "each says what must hold, because of what it does not, and what to do");
    ok(lines_of(trial, number, "incident.refused") == 1
           && lines_of(trial, number, "incident.move") == 0,
       "the refusal is noted, once, and no move");
    struct answer read = trial_call(trial, NULL, "incident.read", about(trial, number, ""));
    ok(text_is(value_get_text(read.value, "state"), "evaluated"), "the state is what it was");
    answer = trial_call(trial, NULL, "incident.move", about(trial, number, ",\"move\":\"merge\""));
    ok(answer.fault.kind == FAULT_INVALID && lines_of(trial, number, "incident.refused") == 1,
       "what is no move by asking is invalid, and nothing is noted");
}

/* A case that one may not see is, to a merger, one that is not there. */
static void test_merger(struct trial *trial, const struct ground *ground, const char *mine,
                        const char *theirs)
{
    const char *forms[] = {theirs, "INC-2026-ZZZZ2"};
    struct fault faults[2];
    trial_done(trial, NULL, "grant.create",
               text_format(trial->arena,
                           "{\"incident\":\"%s\",\"person\":\"%s\",\"ground\":\"a test\"}", mine,
                           ground->iso)
                   .data);
    for (int i = 0; i < 2; i++)
        faults[i] =
            trial_call(trial, ground->iso, "incident.merge",
                       text_format(trial->arena,
                                   "{\"incident\":\"%s\",\"into\":\"%s\",\"reason\":\"one\"}", mine,
                                   forms[i])
                           .data)
                .fault;
    ok(faults[0].kind == FAULT_INVALID && faults[1].kind == FAULT_INVALID
           && strcmp(faults[0].message, faults[1].message) == 0,
       "another agency's case and none at all are told in the same words: %s", faults[0].message);
    struct answer near =
        trial_call(trial, ground->iso, "incident.candidates", about(trial, mine, ""));
    bool readable = near.fault.kind == FAULT_NONE;
    for (size_t i = 0; i < value_get_count(near.value, "items"); i++) {
        struct text number = value_get_text(value_get_item(near.value, "items", i), "number");
        const char *read = about(trial, text_string(trial->arena, number), "");
        readable &=
            !text_is(number, theirs)
            && trial_call(trial, ground->iso, "incident.read", read).fault.kind == FAULT_NONE;
    }
    ok(readable, "and none of %zu that are offered is one that may not be read",
       value_get_count(near.value, "items"));
}

static void body(struct turn *turn, struct text address)
{
    struct trial trial = {0};
    struct ground ground;
    const char *numbers[CASES];
    struct ledger_verdict verdict = {0};
    if (trial_open(turn, address, false, &trial)) {
        ground_lay(&trial, &ground);
        cases_lay(&trial, numbers);
        test_list(&trial, &ground);
        test_asked(&trial, &ground, numbers);
        test_sums(&trial, &ground);
        test_refused(&trial, numbers[2]);
        test_merger(&trial, &ground, numbers[1], numbers[0]);
        ok(ledger_verify_store(turn, &verdict) && verdict.sound, "the ledger is sound: %.*s",
           TEXT_SHOW(verdict.why));
    }
    trial_close(&trial);
}

int main(void)
{
    both(body);
    return tap_end();
}
