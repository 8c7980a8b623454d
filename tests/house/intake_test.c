/* SPDX-License-Identifier: Apache-2.0 */
/* Reports taken down for others and after an outage, and what a reporter can ask and say later. */
#include "base/zone.h"
#include "house.h"

enum { WRONG_CODES_MAX = 20 };

static const char *person_make(struct trial *trial, const char *name)
{
    struct text input =
        text_format(trial->arena, "{\"name\":\"%s\",\"organisation\":\"DPH\"}", name);
    return text_string(trial->arena,
                       value_get_text(trial_done(trial, NULL, "person.create", input.data), "id"));
}

static const char *helpdesk(struct trial *trial)
{
    const char *person = person_make(trial, "Hedda Helpdesk");
    struct text input = text_format(trial->arena,
                                    "{\"person\":\"%s\",\"role\":\"HELPDESK\","
                                    "\"organisation\":\"DPH\",\"kind\":\"incumbent\"}",
                                    person);
    trial_done(trial, NULL, "role.assign", input.data);
    return person;
}

static struct value *case_of(struct trial *trial, struct value *report)
{
    struct text number = value_get_text(report, "number");
    return trial_done(trial, NULL, "incident.read",
                      text_format(trial->arena, "{\"incident\":\"%.*s\"}", TEXT_SHOW(number)).data);
}

static bool timeline_has(struct trial *trial, struct value *report, const char *words)
{
    struct text number = value_get_text(report, "number");
    struct value *events =
        trial_done(trial, NULL, "incident.timeline",
                   text_format(trial->arena, "{\"incident\":\"%.*s\"}", TEXT_SHOW(number)).data);
    return text_contains(json_write(trial->arena, events), text_of(words));
}

/* ---- the telephone ---- */

static void call_taken(struct trial *trial)
{
    const char *taker = helpdesk(trial);
    struct value *report = trial_done(
        trial, taker, "report.call",
        "{\"name\":\"a nurse\",\"contact\":\"+1 617 555 0100\",\"what\":\"screens are red\","
        "\"organisation\":\"DPH\",\"told\":\"2026-07-03T11:10:00Z\",\"told_basis\":\"our log\"}");
    struct value *said = value_get_item(case_of(trial, report), "reports", 0);
    ok(text_is(value_get_text(report, "told"), "2026-07-03T11:10:00Z"),
       "the clocks start when the helpdesk was told");
    ok(text_starts(value_get_text(report, "deviation"), TEXT("told at ")),
       "how late it was entered is said: %.*s", TEXT_SHOW(value_get_text(report, "deviation")));
    ok(text_is(value_get_text(said, "channel"), "phone")
           && text_is(value_get_text(said, "contact"), "+1 617 555 0100")
           && text_is(value_get_text(said, "told_basis"), "our log")
           && text_is(value_get_text(said, "entry"), "2026-07-03T12:00:00Z"),
       "channel, call-back, basis and the instant of entry stand with it");
    ok(value_get_count(report, "now") > 0 && value_get_count(report, "not_now") > 0,
       "the taker reads out what to do now, and what not");
    ok(timeline_has(trial, report, "entered at"), "the timeline shows the deviation");
}

static void call_unproven(struct trial *trial)
{
    const char *taker = helpdesk(trial);
    struct value *without = trial_done(trial, taker, "report.call",
                                       "{\"what\":\"no basis\",\"told\":\"2026-07-03T11:10:00Z\"}");
    struct value *stranger =
        trial_done(trial, "", "report.call",
                   "{\"what\":\"not signed in\",\"told\":\"2026-07-03T11:10:00Z\","
                   "\"told_basis\":\"I say so\"}");
    struct value *odd = trial_done(trial, taker, "report.call",
                                   "{\"what\":\"odd\",\"told\":\"yesterday-ish\",\"told_basis\":"
                                   "\"x\",\"colour\":\"red\"}");
    ok(text_is(value_get_text(without, "told"), "2026-07-03T12:00:00Z"),
       "a time in the past without a basis moves no clock");
    ok(text_is(value_get_text(stranger, "told"), "2026-07-03T12:00:00Z"),
       "nor does one that nobody attests; the call is taken all the same");
    ok(text_is(value_get_text(odd, "told"), "2026-07-03T12:00:00Z")
           && value_get_count(odd, "unread") == 2,
       "what cannot be read is kept, and the call is taken");
}

/* ---- paper ---- */

static void paper_entered(struct trial *trial)
{
    const char *taker = helpdesk(trial);
    struct value *entered = trial_done(
        trial, taker, "report.paper",
        "{\"reports\":[{\"told\":\"2026-07-02T20:00:00Z\",\"told_basis\":\"sheet 1, by H.\","
        "\"what\":\"first\",\"organisation\":\"DPH\"},{\"told\":\"2026-07-03 07:30\","
        "\"told_basis\":\"sheet 2\",\"what\":\"second\"}]}");
    struct value *first = value_get_item(entered, "items", 0);
    struct value *second = value_get_item(entered, "items", 1);
    struct value *said = value_get_item(case_of(trial, first), "reports", 0);
    ok(value_get_count(entered, "items") == 2, "two sheets are two reports");
    ok(text_is(value_get_text(first, "told"), "2026-07-02T20:00:00Z")
           && text_is(value_get_text(second, "told"), "2026-07-03T11:30:00Z"),
       "each is told when its sheet says");
    ok(text_is(value_get_text(said, "channel"), "paper")
           && text_is(value_get_text(said, "entry"), "2026-07-03T12:00:00Z")
           && value_has(first, "deviation"),
       "and entered now, which is shown");
}

static size_t cases(struct trial *trial)
{
    return value_get_count(trial_done(trial, NULL, "incident.list", "{\"limit\":200}"), "items");
}

static void paper_refused(struct trial *trial)
{
    const char *taker = helpdesk(trial);
    size_t before = cases(trial);
    struct answer future = trial_call(
        trial, taker, "report.paper",
        "{\"reports\":[{\"told\":\"2026-07-03T11:00:00Z\",\"told_basis\":\"a\",\"what\":\"b\"},"
        "{\"told\":\"2027-01-01T00:00:00Z\",\"told_basis\":\"a\",\"what\":\"b\"}]}");
    struct answer stranger = trial_call(
        trial, "", "report.paper",
        "{\"reports\":[{\"told\":\"2026-07-03T11:00:00Z\",\"told_basis\":\"a\",\"what\":\"b\"}]}");
    ok(future.fault.kind == FAULT_INVALID && strcmp(future.fault.field, "reports[1].told") == 0,
       "a sheet from the future is named: %s", future.fault.field);
    ok(stranger.fault.kind == FAULT_STRANGER, "paper is entered by somebody who is signed in");
    ok(cases(trial) == before, "and nothing of such a batch is taken");
}

/* ---- the receipt ---- */

static const char *receipt(struct trial *trial, struct value *report, const char *more)
{
    return text_format(trial->arena, "{\"number\":\"%.*s\",\"receipt\":\"%.*s\"%s}",
                       TEXT_SHOW(value_get_text(report, "number")),
                       TEXT_SHOW(value_get_text(report, "receipt")), more)
        .data;
}

static size_t owed(struct trial *trial, struct value *report)
{
    struct text number = value_get_text(report, "number");
    return value_get_count(
        trial_done(
            trial, NULL, "obligation.list",
            text_format(trial->arena, "{\"incident\":\"%.*s\",\"limit\":200}", TEXT_SHOW(number))
                .data),
        "items");
}

/* Number and code in small letters, the code in groups. */
static const char *receipt_typed(struct trial *trial, struct value *report)
{
    struct text number = text_lower(trial->arena, value_get_text(report, "number"));
    struct text code = text_lower(trial->arena, value_get_text(report, "receipt"));
    return text_format(trial->arena, "{\"number\":\" %.*s\",\"receipt\":\"%.4s %.4s-%.*s\"}",
                       TEXT_SHOW(number), code.data, code.data + 4, (int)code.size - 8,
                       code.data + 8)
        .data;
}

static void receipt_chain(struct trial *trial)
{
    struct value *report = trial_done(trial, "", "report.create",
                                      "{\"what\":\"it began at nine\",\"organisation\":\"DPH\"}");
    struct value *asked = trial_done(trial, "", "report.receipt", receipt(trial, report, ""));
    ok(trial_done(trial, "", "report.receipt", receipt_typed(trial, report)) != NULL,
       "a slip of paper is typed in small letters, with spaces");
    size_t before = owed(trial, report);
    ok(text_is(value_get_text(asked, "state"), "reported") && value_get_count(asked, "now") > 0
           && value_get_count(asked, "not_now") > 0,
       "state, what to do now, and what not");
    trial_done(trial, "", "report.add", receipt(trial, report, ",\"what\":\"two screens\""));
    struct value *after =
        trial_done(trial, "", "report.add",
                   receipt(trial, report, ",\"what\":\"it began at ten\",\"corrects\":0"));
    struct value *said = value_get_item(case_of(trial, report), "reports", 0);
    ok(text_is(value_get_text(after, "what"), "it began at nine")
           && value_get_count(after, "statements") == 2
           && value_get_integer(value_get_item(after, "statements", 1), "corrects", -1) == 0,
       "what was said first stays, and what corrects it names it");
    ok(value_get_count(said, "statements") == 2, "whoever reads the case reads them with it");
    ok(timeline_has(trial, report, "the reporter corrects: it began at ten"),
       "the timeline tells of it");
    ok(owed(trial, report) == before, "and no clock has started");
    struct answer other = trial_call(trial, "", "report.add",
                                     receipt(trial, report, ",\"what\":\"x\",\"corrects\":3"));
    ok(other.fault.kind == FAULT_INVALID && strcmp(other.fault.field, "corrects") == 0,
       "what is corrected must be of this report");
}

/* What a guesser is told of a number, asked with a wrong code. */
static struct answer guess(struct trial *trial, struct text number, const char *action)
{
    return trial_call(
        trial, "", action,
        text_format(trial->arena, "{\"number\":\"%.*s\",\"receipt\":\"WRONGWRONGWR\"%s}",
                    TEXT_SHOW(number), strcmp(action, "report.add") == 0 ? ",\"what\":\"x\"" : "")
            .data);
}

static void receipt_guessed(struct trial *trial)
{
    struct value *report = trial_done(trial, "", "report.create", "{\"what\":\"mine\"}");
    struct value *other = trial_done(trial, "", "report.create", "{\"what\":\"other\"}");
    struct text number = value_get_text(report, "number");
    struct answer there = guess(trial, number, "report.receipt");
    struct answer nowhere = guess(trial, TEXT("INC-2026-ZZZZZ"), "report.receipt");
    struct answer crossed =
        trial_call(trial, "", "report.receipt",
                   text_format(trial->arena, "{\"number\":\"%.*s\",\"receipt\":\"%.*s\"}",
                               TEXT_SHOW(number), TEXT_SHOW(value_get_text(other, "receipt")))
                       .data);
    ok(there.fault.kind == FAULT_MISSING && nowhere.fault.kind == FAULT_MISSING
           && crossed.fault.kind == FAULT_MISSING
           && strcmp(there.fault.message, nowhere.fault.message) == 0
           && strcmp(there.fault.message, crossed.fault.message) == 0,
       "a number that exists answers as one that does not");
    for (int i = 2; i < WRONG_CODES_MAX; i++)
        there = guess(trial, number, i % 2 == 0 ? "report.add" : "report.receipt");
    ok(there.fault.kind == FAULT_MISSING, "a wrong code is a wrong code, with either action");
    struct answer late = guess(trial, number, "report.receipt");
    struct answer right = trial_call(trial, "", "report.receipt", receipt(trial, report, ""));
    ok(late.fault.kind == FAULT_LIMIT && right.fault.kind == FAULT_LIMIT,
       "after %d of them nothing more is answered for a while", WRONG_CODES_MAX);
    for (int i = 1; i < WRONG_CODES_MAX; i++)
        nowhere = guess(trial, TEXT("INC-2026-ZZZZZ"), "report.receipt");
    nowhere = guess(trial, TEXT("INC-2026-ZZZZZ"), "report.receipt");
    ok(nowhere.fault.kind == FAULT_LIMIT && strcmp(nowhere.fault.message, late.fault.message) == 0,
       "of a number that is nobody's, either");
    trial->now_us += 16 * MINUTE_US;
    trial_done(trial, "", "report.receipt", receipt(trial, report, ""));
    trial->now_us -= 16 * MINUTE_US;
}

/* ---- my reports ---- */

static void mine(struct trial *trial)
{
    const char *ana = person_make(trial, "Ana Reporter");
    const char *ben = person_make(trial, "Ben Reporter");
    trial_done(trial, ana, "report.create", "{\"what\":\"one\"}");
    trial->now_us += 1;
    trial_done(trial, ana, "report.create", "{\"what\":\"two\"}");
    trial_done(trial, ben, "report.create", "{\"what\":\"his\"}");
    struct value *first = trial_done(trial, ana, "report.mine", "{\"limit\":1}");
    struct value *second = trial_done(trial, ana, "report.mine",
                                      text_format(trial->arena, "{\"limit\":1,\"after\":\"%.*s\"}",
                                                  TEXT_SHOW(value_get_text(first, "next")))
                                          .data);
    ok(text_is(value_get_text(value_get_item(first, "items", 0), "what"), "two")
           && text_is(value_get_text(value_get_item(second, "items", 0), "what"), "one")
           && text_is(value_get_text(value_get_item(second, "items", 0), "state"), "reported"),
       "mine, newest first, a page at a time");
    ok(value_get_count(trial_done(trial, ana, "report.mine", "{}"), "items") == 2
           && value_get_count(trial_done(trial, ben, "report.mine", "{}"), "items") == 1,
       "and nobody else's");
    ok(trial_call(trial, "", "report.mine", "{}").fault.kind == FAULT_STRANGER,
       "whoever is not signed in has a receipt instead");
}

static void body(struct turn *turn, struct text address)
{
    struct trial trial = {0};
    if (trial_open(turn, address, false, &trial)) {
        call_taken(&trial);
        call_unproven(&trial);
        paper_entered(&trial);
        paper_refused(&trial);
        receipt_chain(&trial);
        receipt_guessed(&trial);
        mine(&trial);
    }
    trial_close(&trial);
}

int main(void)
{
    both(body);
    return tap_end();
}
