/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whoever reports by mail hears that it came: the number, what to do now and what not. It goes to
 * the sender of the envelope and to nobody else, and says nothing of what was reported: who sent
 * the mail is not verified. There is no code in it: whoever answers it writes to the case.
 *
 * What a program wrote is not answered, nor what came by a list or from an address behind which
 * nobody reads (RFC 3834, 2), nor what could not be read, because nobody knows what it is. So many
 * receipts go to one sender within a time that the policy says: two programs that answer each other
 * end there.
 */
#include "base/mail.h"
#include "base/zone.h"
#include "incident/inside.h"
#include "notice/notice.h"
#include "policy/lifecycle.h"

#define TEMPLATE TEXT("receipt")

/* An address at which a program reads, or nobody. */
static bool unread_address(struct arena *arena, struct text address)
{
    static const char *const whole[] = {"mailer-daemon", "postmaster", "root",   "nobody",
                                        "bounce",        "bounces",    "daemon", "listserv"};
    static const char *const begins[] = {"owner-",     "noreply",      "no-reply", "no_reply",
                                         "donotreply", "do-not-reply", "bounce-",  "bounces-",
                                         "bounce+",    "bounces+"};
    static const char *const ends[] = {"-request", "-owner", "-bounces", "-noreply", "-no-reply"};
    struct text domain;
    struct text local = text_cut(text_lower(arena, address), '@', &domain);
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (text_is(local, whole[i]))
            return true;
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (text_starts(local, text_of(begins[i])))
            return true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (text_ends(local, text_of(ends[i])))
            return true;
    return false;
}

/* The first word of a header, in small letters: what follows are parameters and comments. */
static struct text first_word(struct arena *arena, struct text header)
{
    size_t size = 0;
    struct text word = text_trim(header);
    while (size < word.size && word.data[size] != ';' && word.data[size] != '('
           && word.data[size] != ' ')
        size++;
    return text_lower(arena, (struct text){word.data, size});
}

/* Why a mail gets no receipt, by itself; empty: it gets one. */
static struct text unanswered(struct arena *arena, const struct received *mail,
                              const struct value *letter)
{
    if (letter == NULL)
        return TEXT("it could not be read");
    struct text automatic = first_word(arena, value_get_text(letter, "auto_submitted"));
    struct text precedence = first_word(arena, value_get_text(letter, "precedence"));
    if (text_empty(mail->sender))
        return TEXT("it is from nobody");
    if (!mail_address_valid(mail->sender) || unread_address(arena, mail->sender))
        return TEXT("nobody reads at the address of its sender");
    if (!text_empty(value_get_text(letter, "list")) || text_is(precedence, "list"))
        return TEXT("it came by a list");
    if ((!text_empty(automatic) && !text_is(automatic, "no"))
        || value_get_boolean(letter, "vacation", false) || text_is(precedence, "bulk")
        || text_is(precedence, "junk"))
        return TEXT("a program sent it");
    return TEXT_NONE;
}

/* Has the sender had as many as the policy gives? */
static bool enough(struct turn *turn, struct text sender, bool *had)
{
    const struct lifecycle *life = turn->pack->life;
    struct text last;
    int64_t count;
    *had = false;
    if (!incident_rows_mail_flood(turn, sender, turn->now_us - life->receipts_us,
                                  life->receipts_mails, &count, &last))
        return false;
    *had = count >= life->receipts_mails;
    return true;
}

static bool receipt_owe(struct change *change, const struct received *mail,
                        const struct incident *incident)
{
    struct turn *turn = change_turn(change);
    struct text notice;
    const struct notice_order order = {
        .incident = incident->id,
        .kind = incident->kind,
        .template = TEMPLATE,
        .to = {.name = TEXT("whoever reported it"), .address = mail->sender},
        .words = {.number = incident->number,
                  .contact = turn->pack->contact,
                  .told =
                      instant_people(turn->arena, turn->pack->calendar.zone, incident->told_us)},
        .not_before_us = turn->now_us,
        .answers = mail_id_valid(mail->message_id)
                       ? mail->message_id
                       : text_format(turn->arena, "%.*s@unnamed.invalid", TEXT_SHOW(mail->id))};
    return notice_owe(change, &order, &notice);
}

bool mail_receipt(struct change *change, const struct received *mail, const struct value *letter,
                  const struct incident *incident, struct text *why_not)
{
    struct turn *turn = change_turn(change);
    const struct lifecycle *life = turn->pack->life;
    bool had;
    *why_not = unanswered(turn->arena, mail, letter);
    if (life == NULL || life->receipts_mails == 0 || pack_template(turn->pack, TEMPLATE) == NULL)
        *why_not = TEXT("the policy gives none");
    if (!text_empty(*why_not))
        return true;
    if (!enough(turn, mail->sender, &had))
        return false;
    if (had)
        *why_not = TEXT("its sender has had enough of them");
    return had || receipt_owe(change, mail, incident);
}
