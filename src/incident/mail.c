/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a mail becomes. Nothing in it is believed: who sent it is kept and not verified, its Date is
 * kept and starts no clock; the house was told when it took it (S-18). In this order:
 *
 *     the same again               nothing more happens
 *     a message of ours came back  the notice has bounced: what it fulfilled is owed again
 *     a message of ours, itself    went round in a circle: kept, and that is its end
 *     an automatic reply           never a report, never an acknowledgement: kept (RFC 3834)
 *     a reply                      a line in the timeline of the case it answers; no clock starts
 *     one of a flood               a line in the timeline of its sender's last case
 *     anything else                a report
 *
 * Whether it answers anything is known by the ids of our messages and of mails that came before,
 * which only who had them knows. Whatever it becomes is told to nobody: the answer is always
 * "kept".
 */
#include "base/hash.h"
#include "base/id.h"
#include "base/json.h"
#include "incident/inside.h"
#include "incident/talk.h"
#include "policy/lifecycle.h"

enum {
    ID_BYTES = 36,
    SAID_BYTES_MAX = 4000 /* of a mail in a line of the timeline; all of it stands with the mail */
};

/* ---- deciding ---- */

/* A mail that is being decided on. */
struct deciding {
    struct change *change;
    struct turn *turn;
    const struct value *letter; /* NULL: it could not be read */
    struct received mail;
    struct text raw;
    struct incident incident; /* that it belongs to; id empty: none */
    struct text notice_id;    /* the notice that it answers, or that came back; or empty */
    int64_t route;            /* on which way that was sent; -1: it does not say */
    bool returned;            /* to the address that mail comes back to */
};

static struct text hash_of(struct arena *arena, struct text bytes)
{
    struct sha256 digest = sha256(bytes);
    return hex_write(arena, (struct text){(const char *)digest.bytes, sizeof digest.bytes});
}

/* What follows the first empty line. */
static struct text body_of(struct text raw)
{
    struct text rest = raw;
    while (!text_empty(rest))
        if (text_empty(text_trim(text_cut(rest, '\n', &rest))))
            return rest;
    return raw;
}

static struct text first_id(const struct value *letter, const char *name)
{
    const struct value *id = value_get_item(letter, name, 0);
    return value_get_count(letter, name) == 0 ? TEXT_NONE : id->text;
}

/* The id of a notice at the start of a word, and the way behind it: ID, ID.2, ID.2@example.org. */
static bool notice_word(struct text word, struct text *id, int64_t *route)
{
    struct text rest;
    word = text_cut(word, '@', &rest);
    *id = (struct text){word.data, word.size < ID_BYTES ? 0 : ID_BYTES};
    *route = -1;
    if (text_empty(*id) || !id_valid(*id))
        return false;
    if (word.size > ID_BYTES + 1
        && (!text_integer((struct text){word.data + ID_BYTES + 1, word.size - ID_BYTES - 1}, route)
            || *route < 0))
        *route = -1;
    return true;
}

/* A notice of ours that a word names; *found false: none. */
static bool notice_named(struct deciding *deciding, struct text word, bool *found)
{
    struct text id;
    struct text incident;
    int64_t route;
    *found = false;
    if (!notice_word(word, &id, &route))
        return true;
    if (!notice_case(deciding->turn, id, &incident, found))
        return false;
    if (!*found)
        return true;
    deciding->notice_id = id;
    deciding->route = route;
    return text_empty(incident)
           || incident_rows_incident_id(deciding->turn, incident, &deciding->incident, found);
}

/* Whom the envelope is for: "reply+ID@…" answers a notice, "ANYTHING+ID@…" is where what comes back
 * goes; everything else reports. */
static bool purpose_read(struct deciding *deciding)
{
    struct text recipient = text_lower(deciding->turn->arena, deciding->mail.recipient);
    struct text word;
    struct text rest;
    struct text kind = text_cut(text_cut(recipient, '@', &rest), '+', &word);
    bool found = false;
    deciding->mail.purpose = TEXT("report");
    if (!notice_named(deciding, word, &found) || !found)
        return deciding->turn->fault.kind == FAULT_NONE;
    deciding->returned = !text_is(kind, "reply");
    deciding->mail.purpose =
        text_format(deciding->turn->arena, "%s:%.*s", deciding->returned ? "bounce" : "reply",
                    TEXT_SHOW(deciding->notice_id));
    return true;
}

/* Did a mail that came back never arrive? What is late may still; what says nothing of it, and is
 * from nobody, came back. */
static bool never_arrived(const struct deciding *deciding, bool automatic)
{
    size_t count = value_get_count(deciding->letter, "delivery");
    for (size_t i = 0; i < count; i++)
        if (text_is(value_get_text(value_get_item(deciding->letter, "delivery", i), "action"),
                    "failed"))
            return true;
    return count == 0 && deciding->returned && !automatic && text_empty(deciding->mail.sender);
}

/* Written by a program in answer to something (RFC 3834, and what is older than it). */
static bool is_automatic(const struct value *letter)
{
    struct text precedence = value_get_text(letter, "precedence");
    return text_starts(value_get_text(letter, "auto_submitted"), TEXT("auto-replied"))
           || value_get_boolean(letter, "vacation", false) || text_is(precedence, "auto_reply");
}

/* ---- which case it belongs to ---- */

static bool thread_word(struct deciding *deciding, struct text word, bool *found)
{
    struct text incident;
    *found = false;
    if (!notice_named(deciding, word, found) || *found)
        return deciding->turn->fault.kind == FAULT_NONE;
    if (!incident_rows_mail_case(deciding->turn, word, &incident, found) || !*found)
        return deciding->turn->fault.kind == FAULT_NONE;
    return incident_rows_incident_id(deciding->turn, incident, &deciding->incident, found);
}

static bool thread_words(struct deciding *deciding, const char *name, bool *found)
{
    *found = false;
    for (size_t i = value_get_count(deciding->letter, name); i-- > 0 && !*found;)
        if (!thread_word(deciding, value_get_item(deciding->letter, name, i)->text, found))
            return false;
    return true;
}

/* The newest thing it says it answers, that is ours or came before; its own id last: what comes
 * again in other words belongs where it went first. */
static bool thread_find(struct deciding *deciding, bool *found)
{
    *found = !text_empty(deciding->notice_id);
    return *found
           || (thread_words(deciding, "in_reply_to", found)
               && (*found || thread_words(deciding, "references", found))
               && (*found || thread_words(deciding, "message_id", found)));
}

/* ---- what it becomes ---- */

static struct text sender_said(struct deciding *deciding)
{
    struct text from = value_get_text(deciding->letter, "from");
    struct text name = value_get_text(deciding->letter, "from_name");
    if (text_empty(from))
        from = deciding->mail.sender;
    return text_format(deciding->turn->arena, "%.*s%s<%.*s>", TEXT_SHOW(name),
                       text_empty(name) ? "" : " ", TEXT_SHOW(from));
}

/* Was the case reported from where the mail comes from? */
static bool is_reporters(struct deciding *deciding, bool *reporters)
{
    struct turn *turn = deciding->turn;
    struct report *reports;
    size_t count;
    struct text from = text_lower(turn->arena, value_get_text(deciding->letter, "from"));
    struct text sender = text_lower(turn->arena, deciding->mail.sender);
    *reporters = false;
    if (text_empty(deciding->incident.id))
        return true;
    if (!incident_rows_reports(turn, deciding->incident.id, &reports, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct text contact = text_lower(turn->arena, text_trim(reports[i].contact));
        *reporters =
            *reporters
            || (!text_empty(contact) && (text_equal(contact, from) || text_equal(contact, sender)));
    }
    return true;
}

/* The same where everybody reads it who reads the case: who reported it is not for all of them. */
static bool sender_told(struct deciding *deciding, struct text *told)
{
    bool reporters;
    if (!is_reporters(deciding, &reporters))
        return false;
    *told = reporters ? TEXT("whoever reported it") : sender_said(deciding);
    return true;
}

/* Subject and body as one text; what could not be read, as it came. */
static struct text words_of(struct deciding *deciding)
{
    struct builder words = {.arena = deciding->turn->arena};
    const struct value *letter = deciding->letter;
    if (letter == NULL) {
        build_format(&words, "[unread: %.*s]\n", TEXT_SHOW(deciding->mail.unread));
        for (size_t i = 0; i < deciding->raw.size && i < FIELD_TEXT_BYTES_MAX; i++)
            if (deciding->raw.data[i] != '\r' && deciding->raw.data[i] != '\0')
                build_byte(&words, deciding->raw.data[i]);
        return text_utf8_mended(deciding->turn->arena, built(&words));
    }
    build_format(&words, "%.*s\n\n%.*s", TEXT_SHOW(value_get_text(letter, "subject")),
                 TEXT_SHOW(value_get_text(letter, "text")));
    for (size_t i = 0; i < value_get_count(letter, "attachments"); i++) {
        const struct value *item = value_get_item(letter, "attachments", i);
        build_format(&words, "\n[attached: %.*s, %.*s, %lld bytes, SHA-256 %.*s]",
                     TEXT_SHOW(value_get_text(item, "name")),
                     TEXT_SHOW(value_get_text(item, "type")),
                     (long long)value_get_integer(item, "bytes", 0),
                     TEXT_SHOW(value_get_text(item, "sha256")));
    }
    if (value_get_boolean(letter, "cut", false)
        || deciding->mail.bytes > (int64_t)deciding->raw.size)
        build(&words, TEXT("\n[cut: there was more; the mail itself is kept]"));
    return text_trim(built(&words));
}

static struct text cut_between(struct arena *arena, struct text text, size_t most)
{
    if (text.size <= most)
        return text;
    size_t size = most;
    while (size > 0 && ((unsigned char)text.data[size] & 0xC0) == 0x80)
        size--;
    return text_format(arena, "%.*s …", (int)size, text.data);
}

static struct value *mail_said(struct deciding *deciding)
{
    struct arena *arena = deciding->turn->arena;
    const struct received *mail = &deciding->mail;
    struct value *said = value_map(arena);
    value_set_text(arena, said, "mail", mail->id);
    value_set_text(arena, said, "became", mail->became);
    value_set_text(arena, said, "sender", mail->sender);
    value_set_text(arena, said, "recipient", mail->recipient);
    value_set_text(arena, said, "message_id", mail->message_id);
    value_set_text(arena, said, "raw_sha256", mail->raw_sha256);
    value_set_integer(arena, said, "bytes", mail->bytes);
    return said;
}

/* The line in the ledger, and in the timeline where it belongs to a case. */
static bool mail_note(struct deciding *deciding, struct text what)
{
    struct value *said = mail_said(deciding);
    struct arena *arena = deciding->turn->arena;
    if (!text_empty(deciding->incident.id))
        return incident_note(deciding->change, &deciding->incident, "mail.receive",
                             cut_between(arena, what, SAID_BYTES_MAX), deciding->turn->now_us,
                             TEXT_NONE, said);
    return change_entry(deciding->change, "mail.receive",
                        text_format(arena, "mail/%.*s", TEXT_SHOW(deciding->mail.id)), TEXT_NONE,
                        said, NULL);
}

/* Keeps the mail as what it became, and says so. */
static bool mail_keep(struct deciding *deciding, const char *became, struct text what)
{
    deciding->mail.became = text_of(became);
    deciding->mail.incident = deciding->incident.id;
    deciding->mail.notice = deciding->notice_id;
    return incident_rows_mail_insert(deciding->change, &deciding->mail, deciding->raw)
           && mail_note(deciding, what);
}

static bool become_bounce(struct deciding *deciding)
{
    struct builder reason = {.arena = deciding->turn->arena};
    for (size_t i = 0; i < value_get_count(deciding->letter, "delivery"); i++) {
        const struct value *item = value_get_item(deciding->letter, "delivery", i);
        build_format(&reason, "%s%.*s %.*s %.*s", i > 0 ? "; " : "",
                     TEXT_SHOW(value_get_text(item, "recipient")),
                     TEXT_SHOW(value_get_text(item, "status")),
                     TEXT_SHOW(value_get_text(item, "diagnostic")));
    }
    if (reason.size == 0)
        build(&reason, words_of(deciding));
    if (reason.size == 0)
        build(&reason, TEXT("it came back without a word"));
    struct text what = text_format(deciding->turn->arena, "a message of ours came back: %.*s",
                                   TEXT_SHOW(built(&reason)));
    return notice_returned(deciding->change, deciding->notice_id, deciding->route, built(&reason))
           && mail_keep(deciding, "bounce", what);
}

static bool become_note(struct deciding *deciding, const char *became, const char *word)
{
    struct text sender;
    if (!sender_told(deciding, &sender))
        return false;
    struct text what = text_format(deciding->turn->arena, "%s %.*s (not verified): %.*s", word,
                                   TEXT_SHOW(sender), TEXT_SHOW(words_of(deciding)));
    return mail_keep(deciding, became, what);
}

/* A line in the log of communications, too, where the reply belongs to a case; no duty hears of it:
 * the house, and whoever reads the case, has it already. */
static bool become_reply(struct deciding *deciding)
{
    struct turn *turn = deciding->turn;
    struct text sender;
    if (!sender_told(deciding, &sender))
        return false;
    struct communication said = {
        .incident = deciding->incident.id,
        .sender = text_format(turn->arena, "%.*s (not verified)", TEXT_SHOW(sender)),
        .counterpart = deciding->mail.recipient,
        .channel = TEXT("mail"),
        .class = TEXT("content"),
        .content = words_of(deciding),
        .author = turn->actor.person,
        .author_name = turn->actor.name,
        .at_us = turn->now_us,
        .entry_us = turn->now_us};
    return (text_empty(said.incident)
            || (id_new(turn, &said.id) && talk_rows_communication_insert(deciding->change, &said)))
           && become_note(deciding, "reply", "a mail came from");
}

static bool become_report(struct deciding *deciding)
{
    struct turn *turn = deciding->turn;
    struct reported reported;
    struct text date = value_get_text(deciding->letter, "date");
    struct value *unread = value_list(turn->arena);
    struct text why_not;
    struct report_order order = {.kind = TEXT("real"),
                                 .channel = TEXT("mail"),
                                 .what = words_of(deciding),
                                 .name = value_get_text(deciding->letter, "from_name"),
                                 .contact = value_get_text(deciding->letter, "from"),
                                 .told_us = turn->now_us,
                                 .known_since_us = TIME_NONE,
                                 .detected_us = TIME_NONE,
                                 .detected_precision = TEXT("instant")};
    order.told_basis =
        text_format(turn->arena, "taken by the door of mail; who sent it is not verified%s%.*s",
                    text_empty(date) ? "" : "; its own Date, not trusted: ", TEXT_SHOW(date));
    if (text_empty(order.contact))
        order.contact = deciding->mail.sender;
    if (!text_empty(deciding->mail.unread)) {
        struct value *whole = value_append(turn->arena, unread, value_map(turn->arena));
        value_set_text(turn->arena, whole, "name", TEXT("mail"));
        value_set_text(turn->arena, whole, "value", deciding->mail.id);
        value_set_text(turn->arena, whole, "why",
                       text_format(turn->arena, "unread: %.*s", TEXT_SHOW(deciding->mail.unread)));
        order.unread = unread;
    }
    if (!incident_report(deciding->change, &order, &reported))
        return false;
    deciding->incident = reported.incident;
    deciding->mail.report = reported.report;
    if (!mail_receipt(deciding->change, &deciding->mail, deciding->letter, &reported.incident,
                      &why_not))
        return false;
    return mail_keep(
        deciding, "report",
        text_format(turn->arena, "by mail: the mail itself is kept with the report%s%.*s",
                    text_empty(why_not) ? "" : "; no receipt was sent: ", TEXT_SHOW(why_not)));
}

/* ---- a flood ---- */

/* Is it one mail too many of its sender, whose last case is still open? Then it belongs there. The
 * sender of the envelope is counted: nobody has none, and is never counted. */
static bool flood_find(struct deciding *deciding, bool *flood)
{
    struct turn *turn = deciding->turn;
    const struct lifecycle *life = turn->pack->life;
    struct incident last;
    struct text id;
    int64_t count;
    bool found;
    *flood = false;
    if (life == NULL || life->flood_mails == 0 || text_empty(deciding->mail.sender))
        return true;
    if (!incident_rows_mail_flood(turn, deciding->mail.sender, turn->now_us - life->flood_us,
                                  life->flood_mails, &count, &id))
        return false;
    if (count < life->flood_mails)
        return true;
    if (!incident_rows_incident_id(turn, id, &last, &found))
        return false;
    *flood = found && lifecycle_open(turn->pack, last.state);
    if (*flood)
        deciding->incident = last;
    return true;
}

/* ---- the decision ---- */

static bool decide_returned(struct deciding *deciding, bool automatic, bool *done)
{
    bool status = value_get_count(deciding->letter, "delivery") > 0;
    bool found;
    *done = false;
    if (!status && !deciding->returned)
        return true;
    if (text_empty(deciding->notice_id)
        && !notice_named(deciding, value_get_text(deciding->letter, "returned"), &found))
        return false;
    bool failed = never_arrived(deciding, automatic);
    *done = status || failed;
    if (!*done)
        return true;
    if (text_empty(deciding->notice_id))
        return become_note(deciding, "nothing", "something came back that we did not send, from");
    return failed ? become_bounce(deciding)
                  : become_note(deciding, "delay", "of a message of ours we hear from");
}

static bool decide(struct deciding *deciding)
{
    bool automatic = is_automatic(deciding->letter);
    bool nobody = text_empty(deciding->mail.sender) && deciding->letter != NULL;
    bool done;
    bool found;
    struct text notice_before = deciding->notice_id;
    if (!decide_returned(deciding, automatic, &done) || done)
        return deciding->turn->fault.kind == FAULT_NONE;
    deciding->notice_id = TEXT_NONE;
    if (!notice_named(deciding, deciding->mail.message_id, &found))
        return false;
    if (found)
        return become_note(deciding, "echo", "a message of ours came round, by");
    deciding->notice_id = notice_before;
    if (!thread_find(deciding, &found))
        return false;
    if (automatic || (nobody && !found))
        return become_note(deciding, "automatic", "an automatic reply came from");
    if (found)
        return become_reply(deciding);
    if (!flood_find(deciding, &found))
        return false;
    return found ? become_note(deciding, "flood", "one of many mails came from")
                 : become_report(deciding);
}

static bool mail_same(struct deciding *deciding, bool *same)
{
    struct text incident;
    if (!incident_rows_mail_same(deciding->turn, &deciding->mail, &incident, same))
        return false;
    if (!*same)
        return true;
    deciding->mail.became = TEXT("duplicate");
    return change_entry(
        deciding->change, "mail.receive",
        text_format(deciding->turn->arena, "mail/%.*s", TEXT_SHOW(deciding->mail.id)), incident,
        mail_said(deciding), NULL);
}

/* Where the door has cut it, the hash is of what is kept. */
static void mail_begin(struct deciding *deciding, const struct value *input)
{
    struct arena *arena = deciding->turn->arena;
    struct received *mail = &deciding->mail;
    deciding->letter = value_get(input, "letter");
    deciding->raw = value_get_text(input, "raw");
    deciding->route = -1;
    mail->sender = value_get_text(input, "sender");
    mail->recipient = value_get_text(input, "recipient");
    mail->message_id = first_id(deciding->letter, "message_id");
    mail->raw_sha256 = hash_of(arena, deciding->raw);
    mail->body_sha256 = hash_of(arena, body_of(deciding->raw));
    mail->bytes = value_get_integer(input, "bytes", (int64_t)deciding->raw.size);
    if (deciding->letter != NULL)
        mail->letter = json_write(arena, deciding->letter);
    else
        mail->unread =
            value_has(input, "unread") ? value_get_text(input, "unread") : TEXT("nobody read it");
}

bool mail_take(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct deciding deciding = {.change = change, .turn = turn};
    bool same;
    mail_begin(&deciding, input);
    if (!id_new(turn, &deciding.mail.id) || !purpose_read(&deciding) || !mail_same(&deciding, &same)
        || (!same && !decide(&deciding)))
        return false;
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "mail", deciding.mail.id);
    value_set_text(turn->arena, *answer, "became", deciding.mail.became);
    if (!same && !text_empty(deciding.incident.number))
        value_set_text(turn->arena, *answer, "number", deciding.incident.number);
    return true;
}
