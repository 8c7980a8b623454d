/* SPDX-License-Identifier: Apache-2.0 */
/* A mail that arrives: written as a mail server would hand it over, read by the child that reads
 * mail, and taken as the door of mail takes it. */
#include "mail/mail.h"
#include "story/inside.h"

/* ---- mail from ADDRESS "text" … ---- */

static bool word_set(struct words *words, struct statement *statement, const char *member,
                     const char *what)
{
    struct text word;
    words_skip(words, "=|is");
    if (!words_name(words, what, &word))
        return false;
    value_set_text(words->turn->arena, statement->input, member, word);
    return true;
}

/* answers notice [to WHO] [about RULE] [of R1]: which message of ours it is about. */
static bool notice_meant(struct words *words, struct statement *statement, const char *how)
{
    struct expectation *notice = &statement->expectation;
    value_set_text(words->turn->arena, statement->input, "how", text_of(how));
    notice->subject = ABOUT_NOTICE;
    notice->who.kind = WHO_ANYONE;
    words_skip(words, "the|a");
    words_skip(words, "notice|message");
    for (;;) {
        if (words_take(words, "to")) {
            if (!parse_who(words, &notice->who))
                return false;
        } else if (words_take(words, "about")) {
            if (!words_name(words, "a rule", &notice->rule)
                || !rule_cut(notice->rule, &notice->rule, &notice->step))
                return false;
        } else if (words_take(words, "of")) {
            if (!words_name(words, "the case", &notice->label))
                return false;
        } else
            return true;
    }
}

bool parse_mail(struct words *words, struct statement *statement)
{
    struct arena *arena = words->turn->arena;
    statement->verb = SAYS_MAIL;
    statement->name = TEXT("mail.receive");
    statement->who.kind = WHO_HOUSE;
    statement->input = value_map(arena);
    words_skip(words, "arrives|comes");
    while (words_left(words)) {
        bool good = true;
        if (words_token(words, 0)->kind == TOKEN_QUOTED)
            good = word_set(words, statement, "text", "what the mail says");
        else if (words_take(words, "from"))
            good = word_set(words, statement, "from", "who sends it, or nobody");
        else if (words_take(words, "to"))
            good = word_set(words, statement, "to", "the address it is sent to");
        else if (words_take(words, "subject"))
            good = word_set(words, statement, "subject", "its subject");
        else if (words_take(words, "dated"))
            good = word_set(words, statement, "date", "its Date, as it stands there");
        else if (words_take(words, "id"))
            good = word_set(words, statement, "id", "its Message-ID");
        else if (words_take(words, "because"))
            good = word_set(words, statement, "why", "why it came back");
        else if (words_take(words, "answers|answering"))
            good = notice_meant(words, statement, "answers");
        else if (words_take(words, "returns|returning"))
            good = notice_meant(words, statement, "failed");
        else if (words_take(words, "delays|delaying"))
            good = notice_meant(words, statement, "delayed");
        else if (words_take(words, "automatic|automatically"))
            value_set_boolean(arena, statement->input, "automatic", true);
        else if (words_take(words, "as"))
            good = words_name(words, "a name for the case that it opens", &statement->label);
        else if (!words_take(words, "and|with"))
            return words_end(words, "mail from ana@example.org \"text\" as R1, and: to ADDRESS, "
                                    "subject \"…\", dated \"…\", id WORD, automatic, answers "
                                    "notice to WHO, returns notice to WHO because \"…\"");
        if (!good)
            return false;
    }
    return true;
}

/* ---- the mail itself ---- */

static struct text said_or(const struct value *said, const char *member, struct text otherwise)
{
    struct text text = value_get_text(said, member);
    return text_empty(text) ? otherwise : text;
}

/* A delivery report (RFC 3464) on the message whose notice this is. */
static void build_report(struct builder *mail, const struct value *said)
{
    build_format(mail,
                 "Auto-Submitted: auto-replied\r\n"
                 "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n"
                 "\r\n--b\r\n\r\n%.*s\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
                 "Reporting-MTA: dns; mx.example.org\r\n\r\n"
                 "Final-Recipient: rfc822; recipient@example.org\r\nAction: %.*s\r\n"
                 "Status: %s\r\nDiagnostic-Code: smtp; %.*s\r\n\r\n--b\r\n"
                 "Content-Type: text/rfc822-headers\r\n\r\n"
                 "Message-ID: <%.*s@house.example.org>\r\n\r\n--b--\r\n",
                 TEXT_SHOW(said_or(said, "text", TEXT("Your message:"))),
                 TEXT_SHOW(value_get_text(said, "how")),
                 text_is(value_get_text(said, "how"), "failed") ? "5.1.1" : "4.4.1",
                 TEXT_SHOW(said_or(said, "why", TEXT("550 no such user"))),
                 TEXT_SHOW(value_get_text(said, "notice")));
}

static struct text mail_raw(struct stage *stage, const struct value *said)
{
    struct builder mail = {.arena = stage->turn.arena};
    struct text notice = value_get_text(said, "notice");
    bool answers = text_is(value_get_text(said, "how"), "answers");
    build_format(&mail, "From: <%.*s>\r\nSubject: %.*s\r\nMessage-ID: <%.*s@mail.example.org>\r\n",
                 TEXT_SHOW(said_or(said, "from", TEXT("mailer-daemon@example.org"))),
                 TEXT_SHOW(value_get_text(said, "subject")), TEXT_SHOW(value_get_text(said, "id")));
    if (value_has(said, "date"))
        build_format(&mail, "Date: %.*s\r\n", TEXT_SHOW(value_get_text(said, "date")));
    if (!text_empty(notice) && !answers) {
        build_report(&mail, said);
        return built(&mail);
    }
    if (answers)
        build_format(&mail, "In-Reply-To: <%.*s@house.example.org>\r\n", TEXT_SHOW(notice));
    if (value_get_boolean(said, "automatic", false))
        build(&mail, TEXT("Auto-Submitted: auto-replied\r\n"));
    build_format(&mail, "Content-Type: text/plain; charset=utf-8\r\n\r\n%.*s\r\n",
                 TEXT_SHOW(value_get_text(said, "text")));
    return built(&mail);
}

void stage_mail(struct stage *stage, const struct statement *statement, struct value **input)
{
    struct arena *arena = stage->turn.arena;
    struct value *said = *input;
    struct mail_reader reader = mail_reader_self();
    struct mail_letter letter;
    const struct action *action = house_action(stage->house, statement->name);
    if (!value_has(said, "id"))
        value_set_text(arena, said, "id",
                       text_format(arena, "%lld.%d", (long long)stage->now_us, statement->line));
    struct text from = value_get_text(said, "from");
    struct text raw = mail_raw(stage, said);
    mail_read(arena, &reader, action->fields, raw, &letter);
    *input = value_map(arena);
    value_set_text(arena, *input, "sender", text_is(from, "nobody") ? TEXT_NONE : from);
    value_set_text(arena, *input, "recipient", said_or(said, "to", TEXT("soc@example.org")));
    value_set_text(arena, *input, "raw", raw);
    if (letter.letter != NULL)
        value_set(arena, *input, "letter", letter.letter);
    else
        value_set_text(arena, *input, "unread", letter.unread);
}
