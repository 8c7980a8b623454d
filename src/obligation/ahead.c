/* SPDX-License-Identifier: Apache-2.0 */
/* One report opens twenty duties, and each asks who owes it, who is owed it, and whether it was
 * done before. All of it is asked in two trips to a server. */
#include "obligation/inside.h"

enum { ASKINGS_MAX = 96, KINDS_MAX = 32 };

struct ahead {
    struct turn *turn;
    const struct subject *subject;
    struct text organisation; /* whose duties are opened */
    struct role_asked askings[ASKINGS_MAX];
    size_t askings_count;
    struct text kinds[KINDS_MAX]; /* of facts that fulfil */
    size_t kinds_count;
};

static void ahead_party(struct ahead *ahead, const struct party *party)
{
    struct role_asked asking = {.role = party->role};
    if (party->scope != PARTY_ENTERPRISE)
        asking.organisation = ahead->organisation;
    for (size_t i = 0; i < ahead->askings_count; i++)
        if (text_equal(ahead->askings[i].role, asking.role)
            && text_equal(ahead->askings[i].organisation, asking.organisation))
            return;
    if (ahead->askings_count < ASKINGS_MAX)
        ahead->askings[ahead->askings_count++] = asking;
}

static void ahead_parties(struct ahead *ahead, const struct party *parties, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ahead_party(ahead, &parties[i]);
}

static void ahead_kind(struct ahead *ahead, struct text kind)
{
    for (size_t i = 0; i < ahead->kinds_count; i++)
        if (text_equal(ahead->kinds[i], kind))
            return;
    if (ahead->kinds_count < KINDS_MAX)
        ahead->kinds[ahead->kinds_count++] = kind;
}

static void ahead_match(struct ahead *ahead, const struct match *match)
{
    const struct rule *rule = match->rule;
    const struct step *step = match->step;
    if (step->owed_by_count > 0)
        ahead_parties(ahead, step->owed_by, step->owed_by_count);
    else
        ahead_parties(ahead, rule->owed_by, rule->owed_by_count);
    if (!text_empty(step->notice) && step->owed_to_count > 0)
        ahead_parties(ahead, step->owed_to, step->owed_to_count);
    else if (!text_empty(step->notice))
        ahead_parties(ahead, rule->owed_to, rule->owed_to_count);
    for (size_t i = 0; i < step->stop_count; i++)
        if (step->stop[i].served)
            ahead_kind(ahead, step->stop[i].name);
}

static bool ahead_facts(const struct ahead *ahead)
{
    struct question questions[KINDS_MAX];
    for (size_t i = 0; i < ahead->kinds_count; i++)
        questions[i] =
            obligation_rows_facts_question(ahead->turn->arena, ahead->subject->id, ahead->kinds[i]);
    return store_ahead(ahead->turn, questions, ahead->kinds_count);
}

bool opening_ahead(struct turn *turn, const struct fact *fact, const struct subject *subject,
                   const struct match *matches, size_t count)
{
    struct ahead ahead = {.turn = turn, .subject = subject};
    size_t opens = 0;
    if (subject->subject_kind != SUBJECT_INCIDENT)
        return true;
    ahead.organisation = fact->texts[FIELD_OF_ORGANISATION];
    if (text_empty(ahead.organisation) && subject->bodies_count > 0)
        ahead.organisation = subject->bodies[0];
    for (size_t i = 0; i < count; i++)
        if (matches[i].effect == EFFECT_OPEN) {
            opens++;
            ahead_match(&ahead, &matches[i]);
        }
    return opens < 2
           || (ahead_facts(&ahead)
               && people_ahead(turn, subject->id, ahead.askings, ahead.askings_count));
}
