/* SPDX-License-Identifier: Apache-2.0 */
/* The review: whether what a guard asks for stands, and what documents say of it. */
#include "incident/review.h"
#include "incident/inside.h"

enum { REVIEW_ROWS_MAX = 1000 };

/* ---- what holds a closing back ---- */

bool review_cause_stated(struct turn *turn, const struct incident *incident, bool *holds,
                         struct text *what)
{
    struct cause cause;
    if (!review_rows_cause(turn, incident->id, &cause))
        return false;
    *holds = cause.version > 0;
    *what = text_empty(cause.undetermined) ? TEXT("the cause is stated")
                                           : TEXT("why the cause stays undetermined is stated");
    return true;
}

bool review_loss_stated(struct turn *turn, const struct incident *incident, bool *holds,
                        struct text *what)
{
    struct loss loss;
    if (!review_rows_loss(turn, incident->id, &loss))
        return false;
    *holds = loss.version > 0;
    *what = TEXT("the loss is stated");
    return true;
}

bool review_loose(struct turn *turn, const struct incident *incident, struct corrective **loose,
                  size_t *count)
{
    struct corrective *list;
    size_t all;
    *count = 0;
    if (!review_rows_correctives(turn, incident->id, INT64_MIN, TEXT_NONE, REVIEW_ROWS_MAX, &list,
                                 &all))
        return false;
    *loose = list;
    for (size_t i = 0; i < all; i++) {
        bool owned = !text_empty(list[i].owner) || !text_empty(list[i].role);
        if (text_is(list[i].state, "open") && (!owned || text_empty(list[i].due)))
            list[(*count)++] = list[i];
    }
    return true;
}

static bool settled(const struct task *list, size_t count, struct text code)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(list[i].code, code))
            return true;
    return false;
}

bool review_tasks_open(struct turn *turn, const struct incident *incident, struct value **open)
{
    struct task *list;
    size_t count;
    *open = value_list(turn->arena);
    if (!review_rows_tasks(turn, incident->id, &list, &count))
        return false;
    for (size_t i = 0; i < value_get_count(turn->pack->elements, "tasks"); i++) {
        const struct value *task = value_get_item(turn->pack->elements, "tasks", i);
        if (!settled(list, count, value_get_text(task, "code")))
            value_append(
                turn->arena, *open,
                value_text(turn->arena, text_format(turn->arena, "%.*s (%.*s)",
                                                    TEXT_SHOW(value_get_text(task, "label")),
                                                    TEXT_SHOW(value_get_text(task, "clause")))));
    }
    return true;
}

/* ---- in words ---- */

bool review_cause_says(struct turn *turn, const struct incident *incident, struct builder *out)
{
    struct cause cause;
    if (!review_rows_cause(turn, incident->id, &cause))
        return false;
    if (cause.version == 0)
        return true;
    if (text_empty(cause.undetermined))
        build(out, cause.cause);
    else
        build_format(out, "Undetermined: %.*s", TEXT_SHOW(cause.undetermined));
    if (!text_empty(cause.attack))
        build_format(out, "\nKind of attack: %.*s", TEXT_SHOW(cause.attack));
    if (!text_empty(cause.motive))
        build_format(out, "\nMotive: %.*s", TEXT_SHOW(cause.motive));
    return true;
}

void loss_say(struct arena *arena, const struct loss *loss, struct value *said)
{
    value_set_text(arena, said, "low", money_format(arena, loss->low_cents));
    value_set_text(arena, said, "high", money_format(arena, loss->high_cents));
    value_set_integer(arena, said, "hours", loss->hours);
    if (!text_empty(loss->data))
        value_set_text(arena, said, "data", loss->data);
}

bool review_loss_says(struct turn *turn, const struct incident *incident, struct builder *out)
{
    struct loss loss;
    if (!review_rows_loss(turn, incident->id, &loss))
        return false;
    if (loss.version == 0)
        return true;
    if (loss.low_cents == loss.high_cents)
        build_format(out, "$%.*s", TEXT_SHOW(money_format(turn->arena, loss.low_cents)));
    else
        build_format(out, "$%.*s to $%.*s", TEXT_SHOW(money_format(turn->arena, loss.low_cents)),
                     TEXT_SHOW(money_format(turn->arena, loss.high_cents)));
    if (loss.hours > 0)
        build_format(out, ", %lld hours of outage", (long long)loss.hours);
    if (!text_empty(loss.data))
        build_format(out, ", data: %.*s", TEXT_SHOW(loss.data));
    build_format(out, ": %.*s", TEXT_SHOW(loss.basis));
    return true;
}

bool review_lessons_say(struct turn *turn, const struct incident *incident, struct builder *out)
{
    struct lesson *list;
    size_t count;
    if (!review_rows_lessons(turn, incident->id, REVIEW_ROWS_MAX, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        build_format(out, "%s%.*s (%.*s)", i > 0 ? "\n" : "", TEXT_SHOW(list[i].what),
                     TEXT_SHOW(list[i].kind));
    return true;
}

/* Who does it: a person by name, or a role by its title. */
static bool owner_name(struct turn *turn, const struct corrective *corrective, struct text *name)
{
    struct person person;
    const struct role *role = pack_role(turn->pack, corrective->role);
    *name = role == NULL ? TEXT("nobody yet") : role->title;
    if (text_empty(corrective->owner))
        return true;
    if (!person_read(turn, corrective->owner, &person))
        return false;
    *name = person.name;
    return true;
}

bool review_corrective_says(struct turn *turn, const struct incident *incident, struct builder *out)
{
    struct corrective *list;
    size_t count;
    if (!review_rows_correctives(turn, incident->id, INT64_MIN, TEXT_NONE, REVIEW_ROWS_MAX, &list,
                                 &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct text owner;
        if (!owner_name(turn, &list[i], &owner))
            return false;
        build_format(out, "%s%.*s: %.*s, due %.*s, %.*s", i > 0 ? "\n" : "",
                     TEXT_SHOW(list[i].what), TEXT_SHOW(owner),
                     TEXT_SHOW(text_empty(list[i].due) ? TEXT("no date yet") : list[i].due),
                     TEXT_SHOW(list[i].state));
    }
    return true;
}
