/* SPDX-License-Identifier: Apache-2.0 */
/* What may be asked of the notices. */
#include "base/zone.h"
#include "notice/inside.h"
#include "people/can.h"

enum { LIST_SCAN_MAX = 1000 };

/* The organisation is the recipient's: whoever looks after it sees what its people were told. */
static struct object object_of(const struct notice *notice)
{
    return (struct object){.incident = notice->incident,
                           .organisation = notice->organisation,
                           .person = notice->person,
                           .exists = true};
}

static bool notice_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct notice notice;
    bool found;
    if (!rows_notice(turn, value_get_text(input, "notice"), &notice, &found))
        return false;
    *object = found ? object_of(&notice) : (struct object){.exists = false};
    return true;
}

/* Told to the actor; and, where one role is to be used alone, in that role. */
static bool notice_mine(const struct turn *turn, const struct notice *notice)
{
    const struct capacities *held = turn->actor.held;
    struct text demanded = held == NULL ? TEXT_NONE : held->demanded;
    return !text_empty(notice->person) && text_equal(notice->person, turn->actor.person)
           && (text_empty(demanded) || text_equal(demanded, notice->role)
               || text_equal(demanded, notice->asked));
}

/* Whoever was told may read what was said, whatever else may be seen of the case; unless he has
 * been excluded from it since, or it is for named people now. */
static bool notice_readable(struct turn *turn, const struct notice *notice)
{
    struct object object = object_of(notice);
    struct standing_to standing;
    if (can(turn, AREA_NOTICE, LEVEL_READ, &object))
        return true;
    return turn->fault.kind == FAULT_NONE && notice_mine(turn, notice)
           && people_standing(turn, notice->incident, notice->person, &standing)
           && !standing.restricted && !standing.excluded;
}

static bool notice_about_told(struct turn *turn, const struct value *input, struct object *object)
{
    struct notice notice;
    bool found;
    if (!rows_notice(turn, value_get_text(input, "notice"), &notice, &found))
        return false;
    *object = found ? object_of(&notice) : (struct object){.exists = false};
    object->exists = found && notice_readable(turn, &notice);
    return turn->fault.kind == FAULT_NONE;
}

static bool notice_find(struct turn *turn, const struct value *input, struct notice *notice)
{
    bool found;
    if (!rows_notice(turn, value_get_text(input, "notice"), notice, &found))
        return false;
    return found || fail(turn, FAULT_MISSING, "there is no such notice");
}

/* When it happened: not given, now; never after now. */
static bool event_at(struct turn *turn, const struct value *input, int64_t *at_us)
{
    *at_us = turn->now_us;
    if (!value_has(input, "at"))
        return true;
    if (!instant_parse(turn, "at", value_get_text(input, "at"), turn->pack->calendar.zone, at_us))
        return false;
    return *at_us <= turn->now_us
           || fail_field(turn, "at",
                         "this is still to come; give the instant at which it happened");
}

static struct text reason_of(struct turn *turn, const struct value *input)
{
    struct text reason = value_get_text(input, "reason");
    if (reason.size > NOTICE_REASON_BYTES_MAX)
        reason.size = NOTICE_REASON_BYTES_MAX;
    return text_utf8_mended(turn->arena, reason); /* the cut may have split a character */
}

/* ---- notice.list ---- */

static const struct field list_fields[] = {
    {.name = "incident", .type = FIELD_ID, .help = "Of this incident; without it, those to me."},
    {.name = "after", .type = FIELD_ID, .help = "The next page: `next` of the page before."},
    {.name = "limit",
     .type = FIELD_INTEGER,
     .least = 1,
     .most = ACTION_PAGE_MAX,
     .help = "Rows of a page."},
    {.name = NULL},
};

/* What may be seen of the next rows, up to one more than a page. */
static bool list_gather(struct turn *turn, struct notice_query query, struct notice *seen,
                        size_t *count, struct text *last)
{
    size_t most = query.limit + 1;
    *count = 0;
    for (size_t scanned = 0; scanned < LIST_SCAN_MAX && *count < most;) {
        struct notice *list;
        size_t rows;
        if (!rows_page(turn, &query, &list, &rows))
            return false;
        for (size_t i = 0; i < rows && *count < most; i++) {
            *last = query.before = list[i].id;
            if (notice_readable(turn, &list[i]))
                seen[(*count)++] = list[i];
        }
        if (turn->fault.kind != FAULT_NONE)
            return false;
        if (rows < query.limit) {
            *last = TEXT_NONE;
            return true;
        }
        scanned += rows;
    }
    return true;
}

/* *last: the row behind which the next page begins; empty: there is none. A page ends where the
 * next row that may be seen begins, so that what is left out shows nowhere. */
static bool list_page(struct turn *turn, const struct notice_query *query, struct value *items,
                      struct text *last)
{
    struct notice *seen = arena_array(turn->arena, query->limit + 1, sizeof *seen);
    struct duty **duties = arena_array(turn->arena, query->limit + 1, sizeof *duties);
    size_t *counts = arena_array(turn->arena, query->limit + 1, sizeof *counts);
    size_t count;
    if (!list_gather(turn, *query, seen, &count, last))
        return false;
    if (count > query->limit) {
        count = query->limit;
        *last = seen[count - 1].id;
    }
    if (!rows_page_duties(turn, query, seen, count, duties, counts))
        return false;
    for (size_t i = 0; i < count; i++)
        value_append(turn->arena, items, notice_value(turn, &seen[i], duties[i], counts[i]));
    return turn->fault.kind == FAULT_NONE;
}

static bool notice_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct notice_query query = {.number = value_get_text(input, "incident"),
                                 .person = turn->actor.person,
                                 .before = value_get_text(input, "after"),
                                 .limit = page_limit(input)};
    struct value *items = value_list(turn->arena);
    struct text last = TEXT_NONE;
    if (!list_page(turn, &query, items, &last))
        return false;
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (!text_empty(last))
        value_set_text(turn->arena, *answer, "next", last);
    return true;
}

/* ---- notice.read ---- */

static const struct field read_fields[] = {
    {.name = "notice", .type = FIELD_ID, .needed = true, .help = "The notice's id."},
    {.name = NULL},
};

static bool notice_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct notice notice;
    return notice_find(turn, input, &notice) && notice_value_whole(turn, &notice, answer);
}

/* ---- notice.attest ---- */

static const struct field attest_fields[] = {
    {.name = "notice", .type = FIELD_ID, .needed = true, .help = "The notice's id."},
    {.name = "whom",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 200,
     .help = "Name of the person who was told."},
    {.name = "number",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 200,
     .help = "The telephone number, or the place. Left out: the number that is known of whoever "
             "was to be told."},
    {.name = "at",
     .type = FIELD_INSTANT,
     .needed = true,
     .help = "When the person was told; it may have been a while ago."},
    {.name = "how",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 200,
     .help = "In person, by radio. Left out: by telephone."},
    {.name = NULL},
};

/* Whoever attests says all five: who, whom, how, at which number and when. */
static bool attest_number(struct turn *turn, const struct notice *notice, struct event *event)
{
    if (text_empty(event->how))
        event->how = TEXT("by telephone");
    if (text_empty(event->number) && !route_phone(turn, notice->person, &event->number))
        return false;
    return !text_empty(event->number)
           || fail_field(turn, "number",
                         "no number is known of %.*s; give the one that was called, or the place",
                         TEXT_SHOW(notice->name));
}

static bool attest(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct notice notice;
    struct event event = {.event = "attested",
                          .whom = value_get_text(input, "whom"),
                          .how = value_get_text(input, "how"),
                          .number = value_get_text(input, "number")};
    if (!event_at(turn, input, &event.at_us) || !notice_find(turn, input, &notice))
        return false;
    event.route = notice.route;
    return attest_number(turn, &notice, &event) && notice_attest(change, &notice, &event)
           && notice_value_whole(turn, &notice, answer);
}

/* ---- notice.acknowledge ---- */

static bool acknowledge(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct notice notice;
    struct event event = {.event = "acknowledged", .at_us = turn->now_us};
    if (!notice_find(turn, input, &notice))
        return false;
    if (!notice_mine(turn, &notice))
        return fail(turn, FAULT_REFUSED,
                    "only whoever was told can acknowledge it; to say that you have told somebody, "
                    "attest it");
    event.route = notice.route;
    return notice_acknowledge(change, &notice, &event) && notice_value_whole(turn, &notice, answer);
}

/* ---- notice.resend ---- */

static const char *const channel_words[] = {"mail", "webhook", NULL};

static const struct field resend_fields[] = {
    {.name = "notice", .type = FIELD_ID, .needed = true, .help = "The notice's id."},
    {.name = "channel",
     .type = FIELD_WORD,
     .words = channel_words,
     .help = "By which channel. Left out: the next that was not tried."},
    {.name = NULL},
};

static bool resend(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct text channel = value_get_text(input, "channel");
    struct notice notice;
    struct route route;
    bool found;
    struct event event = {.event = "resent", .at_us = turn->now_us};
    if (!notice_find(turn, input, &notice) || !route_next(turn, &notice, channel, &route, &found))
        return false;
    if (!found)
        return fail_field(turn, "channel",
                          "there is no other way to reach %.*s; tell the person by hand and attest "
                          "it, or enter and verify another contact",
                          TEXT_SHOW(notice.name));
    return notice_resend(change, &notice, &route, &event)
           && notice_value_whole(turn, &notice, answer);
}

/* ---- notice.outcome ---- */

static const char *const outcome_words[] = {"accepted", "later", "refused", NULL};
static bool (*const outcome_moves[])(struct change *change, struct notice *notice,
                                     const struct event *event) = {notice_accept, notice_defer,
                                                                   notice_refuse};

static const struct field outcome_fields[] = {
    {.name = "notice", .type = FIELD_ID, .needed = true, .help = "The notice's id."},
    {.name = "attempt",
     .type = FIELD_INTEGER,
     .needed = true,
     .least = 1,
     .most = NOTICE_ATTEMPTS_MAX * NOTICE_ROUTES_MAX,
     .help = "Which attempt this was, on whatever way."},
    {.name = "outcome",
     .type = FIELD_WORD,
     .needed = true,
     .words = outcome_words,
     .help = "accepted by the channel; later: not now, or unknown; refused for good."},
    {.name = "how", .type = FIELD_TEXT, .least = 1, .most = 50, .help = "The transport."},
    {.name = "reason", .type = FIELD_TEXT, .least = 0, .most = 4000, .help = "What it said."},
    {.name = "at", .type = FIELD_INSTANT, .help = "When; not given, now."},
    {.name = NULL},
};

static bool outcome(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct notice notice;
    size_t word =
        0; /* the field's check knows all three words: what is not the others is the last */
    while (word + 1 < sizeof outcome_moves / sizeof *outcome_moves
           && !text_is(value_get_text(input, "outcome"), outcome_words[word]))
        word++;
    struct event event = {.event = outcome_words[word],
                          .route = -1,
                          .attempt = value_get_integer(input, "attempt", 1),
                          .how = value_get_text(input, "how"),
                          .reason = reason_of(turn, input)};
    return event_at(turn, input, &event.at_us)
           && letter_move(change, value_get_text(input, "notice"), &event, outcome_moves[word],
                          &notice)
           && notice_value_whole(turn, &notice, answer);
}

/* ---- notice.bounce ---- */

static const struct field bounce_fields[] = {
    {.name = "notice", .type = FIELD_ID, .needed = true, .help = "The notice's id."},
    {.name = "reason",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 4000,
     .help = "What the returned message says."},
    {.name = "at", .type = FIELD_INSTANT, .help = "When it came back; not given, now."},
    {.name = "route",
     .type = FIELD_INTEGER,
     .least = 0,
     .most = NOTICE_ROUTES_MAX,
     .help = "On which way it was sent, as the returned message's id says; not given, the last."},
    {.name = NULL},
};

static bool bounce(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct notice notice;
    struct event event = {.event = "bounced", .reason = reason_of(turn, input)};
    event.route = value_get_integer(input, "route", -1);
    return event_at(turn, input, &event.at_us)
           && letter_move(change, value_get_text(input, "notice"), &event, notice_bounce, &notice)
           && notice_value_whole(turn, &notice, answer);
}

const struct action notice_actions[] = {
    {.name = "notice.list",
     .title = "Notices of an incident",
     .method = METHOD_GET,
     .route = "/notices",
     .fields = list_fields,
     .read = notice_list,
     .help = "Who was told of an incident, or what I was told: newest first. Only what you may "
             "see is listed."},
    {.name = "notice.read",
     .title = "One notice",
     .method = METHOD_GET,
     .route = "/notices/{notice}",
     .fields = read_fields,
     .about = notice_about_told,
     .read = notice_read,
     .help = "A notice with its words and everything that happened to it."},
    {.name = "notice.attest",
     .title = "Attest that somebody was told",
     .method = METHOD_POST,
     .route = "/notices/{notice}/attestations",
     .fields = attest_fields,
     .area = AREA_NOTICE,
     .level = LEVEL_WRITE,
     .about = notice_about,
     .write = attest,
     .help = "Whom you told, how, at which number and when. It counts like a delivered message; "
             "lateness is measured by the instant given."},
    {.name = "notice.acknowledge",
     .title = "Acknowledge a notice",
     .method = METHOD_POST,
     .route = "/notices/{notice}/acknowledgements",
     .fields = read_fields,
     .about = notice_about_told,
     .write = acknowledge,
     .help = "You have it. Only whoever was told can say so."},
    {.name = "notice.resend",
     .title = "Send a notice again",
     .method = METHOD_POST,
     .route = "/notices/{notice}/resends",
     .fields = resend_fields,
     .area = AREA_NOTICE,
     .level = LEVEL_WRITE,
     .about = notice_about,
     .write = resend,
     .help = "By the next way in which the person can be reached, or by the channel you name. What "
             "waits or has failed goes on that way; whoever has it already gets it as another "
             "message."},
    {.name = "notice.open",
     .title = "What a link in a message is about",
     .method = METHOD_GET,
     .route = "/acknowledgements/{token}",
     .fields = link_fields,
     .anonymous = true,
     .read = link_open,
     .help = "What the message says, for whoever has the link in it. Looking at it changes "
             "nothing."},
    {.name = "notice.confirm",
     .title = "Acknowledge by the link in a message",
     .method = METHOD_POST,
     .route = "/acknowledgements/{token}",
     .fields = link_fields,
     .anonymous = true,
     .write = link_confirm,
     .help = "Whoever has the link has the message, and says so without a sign-in. The link is "
             "good for nothing else, and for some days."},
    {.name = "notice.outcome",
     .title = "Record what a channel said of a notice",
     .method = METHOD_POST,
     .route = "/notices/{notice}/outcomes",
     .fields = outcome_fields,
     .area = AREA_NOTICE,
     .level = LEVEL_WRITE,
     .internal = true,
     .about = notice_about,
     .write = outcome,
     .help = "Accepted: what it serves is fulfilled. Later: it is tried again under the same "
             "message id. Refused, or tried too often: it has failed."},
    {.name = "notice.escalate",
     .title = "Ask after who has not acknowledged",
     .method = METHOD_POST,
     .route = "/notices/escalations",
     .internal = true,
     .write = escalation_fire,
     .help = "Whoever was told and has not acknowledged by the instants of the policy's ladder: "
             "others are asked to call. What the message fulfilled stays fulfilled."},
    {.name = "notice.bounce",
     .title = "Record that a notice came back",
     .method = METHOD_POST,
     .route = "/notices/{notice}/bounces",
     .fields = bounce_fields,
     .area = AREA_NOTICE,
     .level = LEVEL_WRITE,
     .about = notice_about,
     .write = bounce,
     .help = "A message that was accepted and then returned proves nothing: what it fulfilled is "
             "owed again, with its old due."},
    {.name = NULL},
};
