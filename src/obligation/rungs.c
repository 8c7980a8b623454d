/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ladders of organisations: the rungs of the policy's, some of which come sooner. Whom a rung
 * reaches is the policy's; an organisation can only hear earlier. A duty keeps the ladder with
 * which it was opened: what runs does not change (decision 0019).
 */
#include "base/zone.h"
#include "obligation/setting.h"
#include "people/can.h"

static const char ladder_kind[] = "ladder";

bool rung_own(const struct obligation *obligation, size_t place, int64_t *after_us)
{
    struct text rest = obligation->rungs;
    bool found = false;
    while (!text_empty(rest)) {
        int64_t number;
        int64_t seconds;
        struct text said;
        struct text named = text_cut(text_cut(rest, ' ', &rest), '=', &said);
        if (text_integer(named, &number) && text_integer(said, &seconds) && number == (int64_t)place
            && (!found || seconds * SECOND_US < *after_us)) {
            *after_us = seconds * SECOND_US;
            found = true;
        }
    }
    return found;
}

static struct text place_text(struct arena *arena, size_t place)
{
    return text_format(arena, "%zu", place + 1);
}

/* The ladder of the body whose duty it is; of what an office above owes on a case, those of the
 * bodies of the case. */
static bool rungs_of(const struct duty *duty, struct text organisation)
{
    bool within = false;
    bool asked = text_equal(organisation, duty->organisation);
    for (size_t i = 0; i < duty->subject->bodies_count; i++) {
        within = within || text_equal(duty->subject->bodies[i], duty->organisation);
        asked = asked || text_equal(duty->subject->bodies[i], organisation);
    }
    return within ? text_equal(organisation, duty->organisation) : asked;
}

struct text rungs_own(struct arena *arena, const struct setting *list, size_t count,
                      const struct duty *duty)
{
    struct builder words = {.arena = arena};
    for (size_t i = 0; i < count; i++) {
        int64_t number;
        if (!text_is(list[i].kind, ladder_kind) || !text_equal(list[i].subject, duty->step->ladder)
            || !rungs_of(duty, list[i].organisation) || !text_integer(list[i].step, &number)
            || setting_in_force(list, count, &list[i], duty->start_us, duty->known_us) != &list[i])
            continue;
        build_format(&words, "%s%lld=%lld", words.size > 0 ? " " : "", (long long)number - 1,
                     (long long)(list[i].within_us / SECOND_US));
    }
    return words.size > 0 ? built(&words) : TEXT_NONE;
}

/* ---- setting one ---- */

/* Somebody hears it: of a rung that tells roles, one of them is held, or answered for. */
static bool rung_reaches(struct turn *turn, const struct rung *rung, struct text organisation,
                         bool *reaches)
{
    *reaches = rung->tell_count == 0;
    for (size_t i = 0; i < rung->tell_count && !*reaches; i++) {
        struct holder *holders;
        size_t count;
        bool gap;
        bool enterprise = rung->tell[i].scope == PARTY_ENTERPRISE;
        if (!people_resolve(turn, rung->tell[i].role, enterprise ? TEXT_NONE : organisation,
                            turn->now_us, NULL, &holders, &count, &gap))
            return false;
        *reaches = count > 0;
    }
    return true;
}

/* Only sooner than the policy; and somebody hears the last. */
static bool rung_check(struct turn *turn, const struct ladder *ladder, size_t place,
                       const struct setting *setting)
{
    const struct rung *rung = &ladder->rungs[place];
    bool reaches;
    if (rung->anchor != RUNG_AFTER_DUE || rung->warning || rung->amount_us == 0)
        return fail_field(
            turn, "rung",
            "rung %zu is a warning, or comes at the due or at a time of the day; only "
            "what comes so long after the due is made faster",
            place + 1);
    if (setting->within_us > rung->amount_us)
        return fail(turn, FAULT_REFUSED,
                    "%lld minutes is more than the %lld that stand; only a faster ladder can be "
                    "set",
                    (long long)(setting->within_us / MINUTE_US),
                    (long long)(rung->amount_us / MINUTE_US));
    if (!rung_reaches(turn, &ladder->rungs[ladder->rungs_count - 1], setting->organisation,
                      &reaches))
        return false;
    return reaches
           || fail(turn, FAULT_REFUSED,
                   "the last rung of this ladder reaches nobody: somebody must hold what it tells");
}

bool setting_ladder_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct setting setting = {.kind = text_of(ladder_kind),
                              .subject = value_get_text(input, "ladder")};
    struct organisation organisation;
    bool found;
    size_t place = (size_t)value_get_integer(input, "rung", 1) - 1;
    if (!setting_begin(turn, input, &setting)
        || !organisation_find(turn, value_get_text(input, "organisation"), turn->now_us,
                              &organisation, &found))
        return false;
    const struct pack *pack = pack_at(turn->pack, setting.from_us);
    const struct ladder *ladder = pack == NULL ? NULL : pack_ladder(pack, setting.subject);
    if (!found)
        return fail_field(turn, "organisation",
                          "no organisation is called so; give its short name");
    if (ladder == NULL)
        return fail_field(turn, "ladder", "the policy has no such ladder");
    if (place >= ladder->rungs_count)
        return fail_field(turn, "rung", "this ladder has %zu rungs", ladder->rungs_count);
    setting.organisation = organisation.id;
    setting.step = place_text(turn->arena, place);
    setting.within_us = value_get_integer(input, "minutes", 0) * MINUTE_US;
    if (!rung_check(turn, ladder, place, &setting))
        return false;
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "ladder", setting.subject);
    value_set_text(turn->arena, *answer, "rung", setting.step);
    value_set_integer(turn->arena, *answer, "minutes", setting.within_us / MINUTE_US);
    answer_time(turn, *answer, "from", setting.from_us);
    return setting_write(change, &setting, input, "setting.ladder");
}

/* ---- where the bodies of a secretariat differ ---- */

/* What the policy says in its place; 0: no span. */
static int64_t policy_us(const struct pack *pack, const struct setting *setting)
{
    int64_t number = 0;
    if (text_is(setting->kind, ladder_kind)) {
        const struct ladder *ladder = pack_ladder(pack, setting->subject);
        bool named = text_integer(setting->step, &number) && number >= 1;
        return ladder != NULL && named && (size_t)number <= ladder->rungs_count
                   ? ladder->rungs[number - 1].amount_us
                   : 0;
    }
    const struct rule *rule = pack_rule(pack, setting->subject);
    const struct step *step = rule == NULL ? NULL : rule_step(rule, setting->step);
    return step == NULL ? 0 : step->due[rating_named(setting->rating)].amount_us;
}

static void difference_say(struct turn *turn, const struct setting *setting,
                           const struct organisation *body, struct value *items)
{
    struct value *said = value_append(turn->arena, items, value_map(turn->arena));
    bool ladder = text_is(setting->kind, ladder_kind);
    int64_t stands_us = policy_us(turn->pack, setting);
    value_set_text(turn->arena, said, "organisation", body->short_name);
    value_set_text(turn->arena, said, ladder ? "ladder" : "rule", setting->subject);
    if (!text_empty(setting->step))
        value_set_text(turn->arena, said, ladder ? "rung" : "step", setting->step);
    if (!text_empty(setting->rating))
        value_set_text(turn->arena, said, "rating", setting->rating);
    value_set_integer(turn->arena, said, "minutes", setting->within_us / MINUTE_US);
    if (stands_us > 0)
        value_set_integer(turn->arena, said, "policy_minutes", stands_us / MINUTE_US);
    value_set_text(turn->arena, said, "verdict", TEXT("permitted difference: stricter"));
    value_set_text(turn->arena, said, "reason", setting->reason);
    value_set_text(turn->arena, said, "by", setting->author_name);
    value_set_text(turn->arena, said, "capacity", setting->capacity);
    answer_time(turn, said, "from", setting->from_us);
    answer_time(turn, said, "entry", setting->entry_us);
}

/* Nothing weaker than the policy can be set, so that what differs is permitted. */
bool setting_differences(struct turn *turn, const struct value *input, struct value **answer)
{
    struct setting *list;
    struct organisation secretariat;
    struct text *bodies;
    size_t count;
    size_t bodies_count;
    bool found;
    struct value *items = value_list(turn->arena);
    if (!organisation_find(turn, value_get_text(input, "secretariat"), turn->now_us, &secretariat,
                           &found))
        return false;
    if (!found)
        return fail_field(turn, "secretariat", "no organisation is called so; give its short name");
    if (!people_bodies(turn, secretariat.id, &bodies, &bodies_count)
        || !setting_rows_all(turn, &list, &count))
        return false;
    for (size_t i = 0; i < bodies_count; i++) {
        struct organisation body;
        if (!organisation_read(turn, bodies[i], turn->now_us, &body))
            return false;
        for (size_t j = 0; j < count; j++)
            if (text_equal(list[j].organisation, body.id)
                && setting_in_force(list, count, &list[j], turn->now_us, turn->now_us) == &list[j])
                difference_say(turn, &list[j], &body, items);
    }
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    return true;
}
