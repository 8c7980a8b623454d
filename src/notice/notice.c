/* SPDX-License-Identifier: Apache-2.0 */
/* How a notice comes to be owed, and grows. */
#include "base/hash.h"
#include "base/id.h"
#include "notice/inside.h"

static const char *const state_names[NOTICE_STATES] = {"queued", "delivered", "acknowledged",
                                                       "failed", "attested",  "suppressed"};

const char *notice_state_name(enum notice_state state)
{
    return state_names[state];
}

bool notice_entry(struct change *change, const char *op, const struct notice *notice,
                  const struct value *said)
{
    struct arena *arena = change_turn(change)->arena;
    return change_entry(change, op, text_format(arena, "notice/%.*s", TEXT_SHOW(notice->id)),
                        notice->incident, said, NULL);
}

/* What the ledger keeps of a message: whom, why, and the hash of its words. */
static struct value *queued_said(struct arena *arena, const struct notice *notice,
                                 const struct duty *duty)
{
    struct value *said = value_map(arena);
    struct sha256 hash = sha256(notice->body);
    value_set_text(arena, said, "person", notice->person);
    value_set_text(arena, said, "name", notice->name);
    value_set_text(arena, said, "role", notice->role);
    value_set_text(arena, said, "channel", notice->channel);
    value_set_text(arena, said, "address", notice->address);
    value_set_text(arena, said, "state", text_of(notice_state_name(notice->state)));
    value_set_text(arena, said, "subject", notice->subject);
    value_set_text(arena, said, "body_sha256",
                   hex_write(arena, (struct text){(const char *)hash.bytes, sizeof hash.bytes}));
    value_set_text(arena, said, "rule", duty->rule);
    value_set_text(arena, said, "step", duty->step);
    value_set_text(arena, said, "obligation", duty->obligation);
    value_set_text(arena, said, "template", duty->template);
    return said;
}

static struct notice notice_wanted(const struct turn *turn, const struct notice_order *order,
                                   const struct route *route)
{
    bool import = text_is(order->kind, "import");
    int64_t not_before_us =
        order->not_before_us > turn->now_us ? order->not_before_us : turn->now_us;
    return (struct notice){.incident = order->incident,
                           .number = order->words.number,
                           .kind = order->kind,
                           .person = order->to.person,
                           .name = order->to.name,
                           .role = order->to.role,
                           .asked = order->to.asked,
                           .organisation = order->to.organisation,
                           .channel = route->channel,
                           .address = route->address,
                           .answers = order->answers,
                           .entry_us = turn->now_us,
                           .state = import ? NOTICE_SUPPRESSED : NOTICE_QUEUED,
                           .not_before_us = not_before_us,
                           .next_us = import ? INT64_MAX : not_before_us,
                           .sent_us = TIME_NONE,
                           .accepted_us = TIME_NONE,
                           .failed_us = TIME_NONE,
                           .attested_us = TIME_NONE,
                           .acknowledged_us = TIME_NONE,
                           .ack_us = INT64_MAX,
                           .reason = import ? order->kind : TEXT_NONE};
}

/* What waits for an instant goes with what waits for the same one already. */
static bool notice_letter(struct turn *turn, struct notice *notice)
{
    struct notice waiting;
    bool found = false;
    notice->letter = notice->id;
    if (notice->state != NOTICE_QUEUED || notice->not_before_us <= turn->now_us)
        return true;
    if (!rows_letter_waiting(turn, notice, &waiting, &found))
        return false;
    if (found)
        notice->letter = waiting.letter;
    return true;
}

/* The waiting notice that takes the duty, or none: then *notice is what was wanted, with a new id.
 */
static bool notice_for(struct turn *turn, const struct notice *wanted, struct notice *notice,
                       struct duty **duties, size_t *count)
{
    bool found = false;
    *count = 0;
    if (wanted->state == NOTICE_QUEUED && !rows_notice_waiting(turn, wanted, notice, &found))
        return false;
    if (found && !rows_duties(turn, notice->id, duties, count))
        return false;
    if (found && *count < NOTICE_DUTIES_MAX)
        return true;
    *count = 0;
    *notice = *wanted;
    return id_new(turn, &notice->id) && notice_letter(turn, notice);
}

static bool notice_grow(struct change *change, struct notice *notice, const struct duty *duties,
                        size_t count)
{
    struct turn *turn = change_turn(change);
    const struct duty *added = &duties[count - 1];
    bool fresh = notice->version == 0;
    notice_word(turn->arena, duties, count, notice);
    const char *op = notice->state == NOTICE_SUPPRESSED ? "notice.suppress"
                     : fresh                            ? "notice.queue"
                                                        : "notice.add";
    return (!fresh || rows_notice_insert(change, notice))
           && rows_duty_insert(change, notice->id, count - 1, added)
           && rows_version_write(change, notice)
           && notice_entry(change, op, notice, queued_said(turn->arena, notice, added));
}

static bool order_check(struct turn *turn, const struct notice_order *order)
{
    if (text_empty(order->kind))
        return fail(turn, FAULT_BROKEN, "a notice is of no kind");
    if (text_empty(order->to.person) && text_empty(order->to.address))
        return fail(turn, FAULT_BROKEN, "a notice is owed to nobody");
    return true;
}

bool notice_owe(struct change *change, const struct notice_order *order, struct text *notice)
{
    struct turn *turn = change_turn(change);
    struct route route;
    struct notice kept;
    struct duty *had = NULL;
    size_t count;
    if (!order_check(turn, order) || !route_first(turn, order, &route))
        return false;
    struct notice wanted = notice_wanted(turn, order, &route);
    wanted.line = digest_line(turn->arena, turn->pack, &order->words);
    if (!notice_for(turn, &wanted, &kept, &had, &count))
        return false;
    struct duty *duties = arena_array(turn->arena, count + 1, sizeof *duties);
    for (size_t i = 0; i < count; i++)
        duties[i] = had[i];
    duties[count] = (struct duty){.obligation = order->obligation,
                                  .concerns = order->concerns,
                                  .rule = order->rule,
                                  .step = order->step,
                                  .organisation = order->to.organisation,
                                  .template = order->template,
                                  .due_us = order->due_us,
                                  .due_local = order->words.due_local,
                                  .expected = order->words.expected};
    duty_word(turn->arena, turn->pack, &order->words, &duties[count]);
    *notice = kept.id;
    return notice_grow(change, &kept, duties, count + 1);
}

bool notice_owe_role(struct change *change, struct text role, struct text organisation,
                     struct notice_order *order)
{
    struct turn *turn = change_turn(change);
    struct holder *holders;
    struct text notice;
    size_t count;
    bool gap;
    if (!people_resolve(turn, role, organisation, turn->now_us, NULL, &holders, &count, &gap))
        return false;
    for (size_t i = 0; i < count; i++) {
        order->to = holders[i];
        if (!notice_owe(change, order, &notice))
            return false;
    }
    return true;
}

bool notice_tell_roles(struct change *change, const struct names *roles, struct text template,
                       struct notice_words words)
{
    struct turn *turn = change_turn(change);
    if (pack_template(turn->pack, template) == NULL)
        return true;
    words.contact = turn->pack->contact;
    words.told = instant_people(turn->arena, turn->pack->calendar.zone, turn->now_us);
    struct notice_order order = {.kind = TEXT("real"),
                                 .template = template,
                                 .words = words,
                                 .due_us = turn->now_us,
                                 .not_before_us = turn->now_us};
    for (size_t i = 0; i < roles->count; i++)
        if (!notice_owe_role(change, roles->items[i], TEXT_NONE, &order))
            return false;
    return true;
}

bool notice_first_told(struct turn *turn, struct text incident, struct text role, int64_t *told_us,
                       struct text *name)
{
    return rows_first_told(turn, incident, role, told_us, name);
}
