/* SPDX-License-Identifier: Apache-2.0 */
/* Corrections: who gets one, who does not, and that nobody gets two, on both engines. */
#include "ground.h"

struct correcting {
    struct notice_correction correction;
    size_t people;
};

static bool correct(struct change *change, void *context)
{
    struct correcting *correcting = context;
    return notice_correct(change, &correcting->correction, &correcting->people);
}

static bool corrected(struct turn *turn, bool withdraw, size_t *people)
{
    struct ground_facts facts;
    struct correcting correcting = {
        .correction = {.incident = TEXT("i1"),
                       .kind = TEXT("real"),
                       .template = TEXT("correction"),
                       .words = {.number = TEXT("INC-2026-7K3F9"), .organisation = TEXT("DOR")},
                       .reason = TEXT("a false positive"),
                       .withdraw = withdraw}};
    bool done = changed(turn, correct, &correcting, &facts);
    *people = correcting.people;
    return done && facts.count == 0;
}

/* The correction of a notice, as notice.read shows it. */
static struct value *correction_of(struct turn *turn, struct text notice)
{
    struct text id = value_get_text(shown(turn, notice), "corrected_by");
    return text_empty(id) ? NULL : shown(turn, id);
}

enum { TOLD, TOLD_TWICE, BY_PHONE, CAME_BACK, WAITING, TRIED, PEOPLE };

static bool told_all(struct turn *turn, struct notice_order *orders, struct text *notices)
{
    static const char *const names[PEOPLE] = {"ann", "bob", "cas", "dan", "eve", "fay"};
    struct ground_facts facts;
    static const char *const mail[] = {"mail", "somebody@example.org", NULL};
    for (size_t i = 0; i < PEOPLE; i++) {
        orders[i] = order_to(names[i], "", names[i], BOTH_NOW_US);
        if (!reached(turn, &orders[i], mail))
            return ok(false, "a person is entered: %s", turn->fault.message);
    }
    if (!owed(turn, orders, PEOPLE, notices))
        return ok(false, "all are owed a notice: %s", turn->fault.message);
    return came_out(turn, notices[TOLD], 1, "accepted", "", &facts)
           && came_out(turn, notices[TOLD_TWICE], 1, "accepted", "", &facts)
           && came_out(turn, notices[CAME_BACK], 1, "accepted", "", &facts)
           && came_out(turn, notices[TRIED], 1, "later", "no answer in time", &facts)
           && call(turn, "notice.bounce",
                   text_format(turn->arena, "{\"notice\":\"%.*s\",\"reason\":\"no such user\"}",
                               TEXT_SHOW(notices[CAME_BACK])),
                   &facts)
                  != NULL
           && call(turn, "notice.attest",
                   text_format(turn->arena,
                               "{\"notice\":\"%.*s\",\"whom\":\"cas\",\"how\":\"by telephone\","
                               "\"number\":\"617\",\"at\":\"2026-07-03T11:00:00Z\"}",
                               TEXT_SHOW(notices[BY_PHONE])),
                   &facts)
                  != NULL;
}

static void everyone(struct turn *turn, struct text address)
{
    struct pack pack;
    struct notice_order orders[PEOPLE];
    struct text notices[PEOPLE];
    struct text second;
    struct ground_facts facts;
    size_t people = 0;
    (void)address;
    if (!ground_make(turn, &pack) || !told_all(turn, orders, notices))
        return;
    turn->now_us += MINUTES(1);
    ok(owed(turn, &orders[TOLD_TWICE], 1, &second)
           && came_out(turn, second, 1, "accepted", "", &facts),
       "one is told twice");
    turn->now_us += MINUTES(1);
    ok(corrected(turn, true, &people) && people == 4,
       "who was told, by a message or by hand, or may have been: %zu %s", people,
       turn->fault.message);
    const struct value *correction = correction_of(turn, notices[TOLD_TWICE]);
    ok(correction != NULL && value_get_count(correction, "corrects") == 2
           && text_is(value_get_text(correction, "subject"), "Correction: INC-2026-7K3F9")
           && text_is(value_get_text(correction, "state"), "queued")
           && value_get_count(correction, "serves") == 1,
       "one message corrects both that one person got");
    ok(correction_of(turn, notices[TOLD]) != NULL && correction_of(turn, notices[BY_PHONE]) != NULL
           && correction_of(turn, notices[TRIED]) != NULL,
       "told, told by hand, perhaps told: corrected");
    ok(correction_of(turn, notices[CAME_BACK]) == NULL
           && correction_of(turn, notices[WAITING]) == NULL,
       "whoever never had it is not");
    ok(state_is(turn, notices[WAITING], "suppressed")
           && state_is(turn, notices[TRIED], "suppressed")
           && state_is(turn, notices[TOLD], "delivered"),
       "what waited is withdrawn, what was sent stays sent");
    ok(came_out(turn, notices[TRIED], 2, "accepted", "", &facts) && facts.count == 0
           && state_is(turn, notices[TRIED], "suppressed"),
       "one that was on its way and arrives all the same fulfils nothing");
    ok(corrected(turn, true, &people) && people == 0, "said again, nobody hears it again");
    struct ledger_verdict verdict;
    ok(ledger_verify_store(turn, &verdict) && verdict.sound, "the ledger is sound");
}

static void in_force(struct turn *turn, struct text address)
{
    struct pack pack;
    struct notice_order orders[PEOPLE];
    struct text notices[PEOPLE];
    size_t people = 0;
    (void)address;
    if (!ground_make(turn, &pack) || !told_all(turn, orders, notices))
        return;
    ok(corrected(turn, false, &people) && people == 4, "a fact is corrected: %zu", people);
    ok(state_is(turn, notices[WAITING], "queued"), "what waits is still owed");
    struct value *correction = correction_of(turn, notices[TOLD]);
    struct ground_facts facts;
    turn->now_us += MINUTES(5);
    ok(correction != NULL
           && came_out(turn, value_get_text(correction, "notice"), 1, "accepted", "", &facts)
           && corrected(turn, false, &people) && people == 1,
       "corrected anew, whoever had the first correction hears again: %zu", people);
}

int main(void)
{
    both(everyone);
    both(in_force);
    return tap_end();
}
