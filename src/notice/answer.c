/* SPDX-License-Identifier: Apache-2.0 */
/* How a notice looks from outside. */
#include "base/zone.h"
#include "notice/inside.h"
#include "people/can.h"

static void say_text(struct turn *turn, struct value *said, const char *name, struct text text)
{
    if (!text_empty(text))
        value_set_text(turn->arena, said, name, text);
}

static struct value *say_recipient(struct turn *turn, const struct notice *notice)
{
    struct value *to = value_map(turn->arena);
    struct organisation organisation;
    bool found = false;
    say_text(turn, to, "role", notice->role);
    say_text(turn, to, "asked_role", notice->asked);
    say_text(turn, to, "person", notice->person);
    say_text(turn, to, "name", notice->name);
    if (text_empty(notice->answers)) /* who reported is not for whoever reads the case */
        say_text(turn, to, "address", notice->address);
    if (!text_empty(notice->organisation)
        && organisation_find(turn, notice->organisation, turn->now_us, &organisation, &found)
        && found)
        say_text(turn, to, "organisation", organisation.short_name);
    return to;
}

static struct value *say_duties(struct turn *turn, const struct duty *duties, size_t count)
{
    struct value *serves = value_list(turn->arena);
    for (size_t i = 0; i < count; i++) {
        struct value *said = value_append(turn->arena, serves, value_map(turn->arena));
        value_set_text(turn->arena, said, "rule", duties[i].rule);
        value_set_text(turn->arena, said, "step", duties[i].step);
        say_text(turn, said, "obligation", duties[i].obligation);
        value_set_text(turn->arena, said, "template", duties[i].template);
        say_text(turn, said, "ended", duties[i].lapsed);
    }
    return serves;
}

struct value *notice_value(struct turn *turn, const struct notice *notice,
                           const struct duty *duties, size_t count)
{
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "notice", notice->id);
    value_set_text(turn->arena, said, "incident", notice->number);
    value_set_text(turn->arena, said, "kind", notice->kind);
    value_set(turn->arena, said, "to", say_recipient(turn, notice));
    value_set_text(turn->arena, said, "channel", notice->channel);
    value_set_text(turn->arena, said, "state", text_of(notice_state_name(notice->state)));
    value_set_text(turn->arena, said, "subject", notice->subject);
    answer_time(turn, said, "queued", notice->entry_us);
    answer_time(turn, said, "sent", notice->sent_us);
    answer_time(turn, said, "accepted", notice->accepted_us);
    answer_time(turn, said, "failed", notice->failed_us);
    answer_time(turn, said, "attested", notice->attested_us);
    answer_time(turn, said, "acknowledged", notice->acknowledged_us);
    if (notice->next_us != INT64_MAX)
        answer_time(turn, said, "next_try", notice->next_us);
    value_set_integer(turn->arena, said, "attempts", notice->attempts);
    if (!text_equal(notice->letter, notice->id))
        value_set_text(turn->arena, said, "letter", notice->letter);
    say_text(turn, said, "reason", notice->reason);
    say_text(turn, said, "attested_by", notice->attested_by);
    say_text(turn, said, "corrected_by", notice->corrected_by);
    value_set(turn->arena, said, "serves", say_duties(turn, duties, count));
    return said;
}

static struct value *say_event(struct turn *turn, const struct told *told)
{
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "event", told->event);
    answer_time(turn, said, "at", told->at_us);
    answer_time(turn, said, "entry", told->entry_us);
    if (told->attempt > 0)
        value_set_integer(turn->arena, said, "attempt", told->attempt);
    say_text(turn, said, "channel", told->channel);
    say_text(turn, said, "address", told->address);
    say_text(turn, said, "whom", told->whom);
    say_text(turn, said, "how", told->how);
    say_text(turn, said, "number", told->number);
    say_text(turn, said, "reason", told->reason);
    say_text(turn, said, "by", told->author);
    return said;
}

/* The ids of what it corrects, or repeats, when there is anything. */
static bool say_links(struct turn *turn, const struct notice *notice, const char *kind,
                      struct value *said)
{
    struct names others;
    if (!rows_links(turn, notice->id, kind, &others))
        return false;
    if (others.count == 0)
        return true;
    struct value *list = value_set(turn->arena, said, kind, value_list(turn->arena));
    for (size_t i = 0; i < others.count; i++)
        value_append(turn->arena, list, value_text(turn->arena, others.items[i]));
    return true;
}

bool notice_stuck(const struct notice *notice)
{
    return notice->state == NOTICE_FAILED
           || (notice->state == NOTICE_QUEUED && notice->attempts > notice->tried);
}

static bool say_hand(struct turn *turn, const struct notice *notice, struct value *hand)
{
    struct text phone;
    if (!route_phone(turn, notice->person, &phone))
        return false;
    value_set_text(turn->arena, hand, "whom", notice->name);
    say_text(turn, hand, "phone", phone);
    return true;
}

/* No message reaches the person: whom to call, and where. */
static bool say_by_hand(struct turn *turn, const struct notice *notice, struct value *said)
{
    return !notice_stuck(notice)
           || say_hand(turn, notice,
                       value_set(turn->arena, said, "by_hand", value_map(turn->arena)));
}

bool notice_by_hand(struct turn *turn, struct text obligation, struct value *list)
{
    struct notice *stuck;
    size_t count;
    if (!rows_stuck(turn, obligation, &stuck, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct object object = {.incident = stuck[i].incident,
                                      .organisation = stuck[i].organisation,
                                      .person = stuck[i].person,
                                      .exists = true};
        if (!can(turn, AREA_NOTICE, LEVEL_READ, &object))
            continue;
        struct value *hand = value_append(turn->arena, list, value_map(turn->arena));
        value_set_text(turn->arena, hand, "notice", stuck[i].id);
        if (!say_hand(turn, &stuck[i], hand))
            return false;
    }
    return turn->fault.kind == FAULT_NONE;
}

bool notice_value_whole(struct turn *turn, const struct notice *notice, struct value **value)
{
    struct duty *duties;
    struct told *events;
    size_t duties_count;
    size_t events_count;
    if (!rows_duties(turn, notice->id, &duties, &duties_count)
        || !rows_events(turn, notice->id, &events, &events_count))
        return false;
    *value = notice_value(turn, notice, duties, duties_count);
    struct value *history = value_list(turn->arena);
    for (size_t i = 0; i < events_count; i++) {
        if (!text_empty(notice->answers))
            events[i].address = TEXT_NONE;
        value_append(turn->arena, history, say_event(turn, &events[i]));
    }
    value_set_text(turn->arena, *value, "body", body_linked(turn->arena, notice->body, TEXT_NONE));
    value_set(turn->arena, *value, "history", history);
    return say_links(turn, notice, "corrects", *value) && say_links(turn, notice, "repeats", *value)
           && say_by_hand(turn, notice, *value) && turn->fault.kind == FAULT_NONE;
}
