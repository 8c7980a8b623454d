/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ways in which a person can be reached: the verified contacts that a message can be handed to,
 * in the order in which its template prefers the channels. They are asked for when they are needed,
 * so that an address corrected in the meantime is used.
 */
#include "base/mail.h"
#include "notice/inside.h"

/* A phone is no channel: that is telling by hand. */
static struct text channel_of(const struct contact *contact)
{
    bool mail = text_is(contact->kind, "mail") || text_is(contact->kind, "alternate");
    if (mail && mail_address_valid(contact->address))
        return TEXT("mail");
    return text_is(contact->kind, "webhook") ? contact->kind : TEXT_NONE;
}

/* The channels by which a message of this template may go. */
static struct names channels_of(const struct turn *turn, struct text template)
{
    const struct template *found = template_find(turn->pack, template);
    if (found != NULL && found->channels.count > 0)
        return found->channels;
    struct text *every = arena_array(turn->arena, 2, sizeof *every);
    every[0] = TEXT("mail");
    every[1] = TEXT("webhook");
    return (struct names){.items = every, .count = 2};
}

/* A person's first address before the alternate. */
static bool of_rank(const struct contact *contact, int rank)
{
    return text_is(contact->kind, "alternate") == (rank == 1);
}

static void routes_of_channel(const struct contact *contacts, size_t contacts_count,
                              struct text channel, struct route *routes, size_t *count)
{
    for (int rank = 0; rank < 2; rank++)
        for (size_t i = 0; i < contacts_count; i++)
            if (text_equal(channel_of(&contacts[i]), channel) && of_rank(&contacts[i], rank))
                routes[(*count)++] = (struct route){channel, contacts[i].address};
}

static bool routes_of(struct turn *turn, struct text person, struct text template,
                      struct route **routes, size_t *count)
{
    struct contact *contacts;
    size_t contacts_count;
    struct names channels = channels_of(turn, template);
    *count = 0;
    if (!person_contacts(turn, person, &contacts, &contacts_count))
        return false;
    *routes = arena_array(turn->arena, contacts_count + 1, sizeof **routes);
    for (size_t i = 0; i < channels.count; i++)
        routes_of_channel(contacts, contacts_count, channels.items[i], *routes, count);
    return true;
}

bool route_first(struct turn *turn, const struct notice_order *order, struct route *route)
{
    struct names channels = channels_of(turn, order->template);
    struct route *routes;
    size_t count;
    *route = (struct route){TEXT("mail"), order->to.address};
    if (!text_empty(order->to.address) && text_is(channels.items[0], "mail"))
        return true; /* the holder was looked up with it */
    if (!routes_of(turn, order->to.person, order->template, &routes, &count))
        return false;
    if (count > 0)
        *route = routes[0];
    else if (text_empty(order->to.address))
        *route = (struct route){TEXT("product"), TEXT_NONE};
    return true;
}

static bool taken(const struct route *routes, size_t count, const struct route *route)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(routes[i].channel, route->channel)
            && text_equal(routes[i].address, route->address))
            return true;
    return false;
}

bool route_next(struct turn *turn, const struct notice *notice, struct text channel,
                struct route *route, bool *found)
{
    struct duty *duties;
    struct route *had;
    struct route *routes;
    size_t duties_count;
    size_t had_count;
    size_t count;
    *found = false;
    if (!rows_duties(turn, notice->id, &duties, &duties_count)
        || !rows_routes(turn, notice, &had, &had_count)
        || !routes_of(turn, notice->person, duties_count > 0 ? duties[0].template : TEXT_NONE,
                      &routes, &count))
        return false;
    for (int again = 0; again < 2 && !*found; again++)
        for (size_t i = 0; i < count && !*found; i++) {
            bool wanted = text_empty(channel) ? again == 0 : text_equal(routes[i].channel, channel);
            *found = wanted && (again == 1 || !taken(had, had_count, &routes[i]));
            *route = routes[i];
        }
    return true;
}

bool route_take(struct change *change, struct notice *notice, const struct route *route)
{
    struct route *had;
    size_t count;
    if (!rows_routes(change_turn(change), notice, &had, &count))
        return false;
    notice->state = NOTICE_QUEUED;
    notice->next_us = change_turn(change)->now_us;
    notice->accepted_us = notice->failed_us = TIME_NONE;
    notice->channel = route->channel;
    notice->address = route->address;
    notice->route = (int64_t)count;
    notice->tried = notice->attempts;
    return rows_route_insert(change, notice);
}

bool route_phone(struct turn *turn, struct text person, struct text *phone)
{
    struct contact *contacts;
    size_t count;
    *phone = TEXT_NONE;
    if (!person_contacts(turn, person, &contacts, &count))
        return false;
    for (int rank = 0; rank < 2; rank++)
        for (size_t i = 0; i < count && text_empty(*phone); i++)
            if (text_is(contacts[i].kind, rank == 0 ? "phone" : "alternate")
                && text_empty(channel_of(&contacts[i])))
                *phone = contacts[i].address;
    return true;
}
