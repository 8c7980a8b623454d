/* SPDX-License-Identifier: Apache-2.0 */
/* Which settings are in force, and what they do to a due and to a rule. */
#include "obligation/setting.h"
#include "base/zone.h"

static bool same_thing(const struct setting *a, const struct setting *b)
{
    return text_equal(a->kind, b->kind) && text_equal(a->subject, b->subject)
           && text_equal(a->step, b->step) && text_equal(a->rating, b->rating)
           && text_equal(a->organisation, b->organisation);
}

const struct setting *setting_in_force(const struct setting *list, size_t count,
                                       const struct setting *about, int64_t at_us, int64_t known_us)
{
    const struct setting *found = NULL;
    for (size_t i = 0; i < count; i++)
        if (same_thing(&list[i], about) && list[i].from_us <= at_us && list[i].entry_us <= known_us
            && (found == NULL || list[i].from_us >= found->from_us))
            found = &list[i];
    return found != NULL && (found->off || found->within_us > 0) ? found : NULL;
}

bool setting_fits(const struct step *step, const struct due *due)
{
    return due->function != DUE_NONE && due->function != DUE_STATED && !series_daily(step, due)
           && (due->function != DUE_IMMEDIATE || due->product_default);
}

/* Where it counts a span, the span itself is the shorter one: what comes again goes by it. */
static void tighten(struct due *due, int64_t within_us)
{
    bool spans = due->function == DUE_ELAPSED || due->function == DUE_EVERY;
    if (spans && within_us < due->amount_us)
        due->amount_us = within_us;
    else if (!spans && (due->within_us == 0 || within_us < due->within_us))
        due->within_us = within_us;
}

const struct due *setting_over(struct arena *arena, const struct due *due,
                               const struct setting *house, const struct setting *local)
{
    if (house == NULL && local == NULL)
        return due;
    struct due *over = arena_take(arena, sizeof *over);
    *over = *due;
    if (house != NULL && due->product_default) {
        over->function = due->function == DUE_EVERY ? DUE_EVERY : DUE_ELAPSED;
        over->amount_us = house->within_us;
    } else if (house != NULL) {
        tighten(over, house->within_us);
    }
    if (local != NULL)
        tighten(over, local->within_us);
    over->product_default = false;
    return over;
}

/* The two settings that speak of a step for an organisation. */
static bool settings_of(struct turn *turn, const struct duty *duty, const struct setting **house,
                        const struct setting **local)
{
    struct setting *list;
    size_t count;
    struct setting about = {.kind = TEXT("due"),
                            .subject = duty->rule,
                            .step = duty->step->name,
                            .rating = duty->step->by_rating ? text_of(rating_name(duty->rating))
                                                            : TEXT_NONE};
    if (!setting_rows_all(turn, &list, &count))
        return false;
    if (duty->rungs != NULL)
        *duty->rungs = rungs_own(turn->arena, list, count, duty);
    *house = setting_in_force(list, count, &about, duty->start_us, duty->known_us);
    about.organisation = duty->organisation;
    *local = text_empty(duty->organisation)
                 ? NULL
                 : setting_in_force(list, count, &about, duty->start_us, duty->known_us);
    return true;
}

bool duty_due(struct turn *turn, const struct duty *duty, const struct due **due)
{
    const struct setting *house;
    const struct setting *local;
    const struct due *written;
    if (!step_due(turn, duty->step, duty->rating, &written)
        || !settings_of(turn, duty, &house, &local))
        return false;
    *due = setting_fits(duty->step, written) ? setting_over(turn->arena, written, house, local)
                                             : written;
    return true;
}

struct duty duty_of(const struct obligation *obligation, const struct step *step)
{
    return (struct duty){.rule = obligation->rule,
                         .step = step,
                         .rating = rating_named(obligation->rating),
                         .organisation = obligation->organisation,
                         .start_us = obligation->start_us,
                         .known_us = obligation->entry_us};
}

bool rule_withdrawn(struct turn *turn, const struct rule *rule, int64_t at_us,
                    struct text *decision)
{
    struct setting *list;
    size_t count;
    *decision = TEXT_NONE;
    if (!setting_rows_all(turn, &list, &count) || count == 0)
        return turn->fault.kind == FAULT_NONE;
    for (size_t i = 0; i < rule->clauses.count; i++) {
        struct setting about = {.kind = TEXT("clause"), .subject = rule->clauses.items[i]};
        const struct setting *off = setting_in_force(list, count, &about, at_us, turn->now_us);
        if (off == NULL) {
            *decision = TEXT_NONE;
            return true; /* it rests on one that counts */
        }
        *decision = text_format(turn->arena, "%.*s%s%.*s is switched off by %.*s: %.*s",
                                TEXT_SHOW(*decision), i == 0 ? "" : "; ", TEXT_SHOW(about.subject),
                                TEXT_SHOW(off->author_name), TEXT_SHOW(off->reason));
    }
    return true;
}

static void say_setting(struct turn *turn, const struct setting *setting, const char *of,
                        struct value *list)
{
    if (setting == NULL)
        return;
    struct value *said = value_append(turn->arena, list, value_map(turn->arena));
    value_set_text(turn->arena, said, "of", text_of(of));
    value_set_integer(turn->arena, said, "minutes", setting->within_us / MINUTE_US);
    value_set_text(turn->arena, said, "by", setting->author_name);
    value_set_text(turn->arena, said, "capacity", setting->capacity);
    value_set_text(turn->arena, said, "reason", setting->reason);
    answer_time(turn, said, "from", setting->from_us);
    answer_time(turn, said, "entry", setting->entry_us);
}

bool settings_say(struct turn *turn, const struct pack *pack, const struct obligation *obligation,
                  struct value *said)
{
    const struct rule *rule = pack_rule(pack, obligation->rule);
    const struct step *step = rule == NULL ? NULL : rule_step(rule, obligation->step);
    const struct setting *house;
    const struct setting *local;
    const struct due *due;
    struct value *list = value_list(turn->arena);
    if (step == NULL || (step->by_rating && text_empty(obligation->rating)))
        return true;
    struct duty duty = duty_of(obligation, step);
    if (!step_due(turn, step, duty.rating, &due) || !settings_of(turn, &duty, &house, &local))
        return false;
    if (!setting_fits(step, due))
        return true;
    say_setting(turn, house, "house", list);
    say_setting(turn, local, "organisation", list);
    if (list->count > 0)
        value_set(turn->arena, said, "settings", list);
    return true;
}
