/* SPDX-License-Identifier: Apache-2.0 */
#include "base/mail.h"
#include "base/hash.h"
#include "base/zone.h"
#include <ctype.h>

enum {
    LOCAL_BYTES_MAX = 64,   /* RFC 5321, 4.5.3.1.1 */
    ENCODED_BYTES_MAX = 42, /* raw bytes of one encoded word: 56 of base64, 75 at most in all */
    SUBJECT_PLAIN_MAX = 60  /* what stands on the subject's line as it is */
};

/* ---- addresses ---- */

static bool local_byte(char byte)
{
    return isalnum((unsigned char)byte) || (byte != '\0' && strchr("!#$%&'*+-/=?^_`{|}~.", byte));
}

static bool domain_byte(char byte)
{
    return isalnum((unsigned char)byte) || byte == '-' || byte == '.';
}

static bool dotted(struct text part, bool (*allowed)(char byte))
{
    if (text_empty(part) || part.data[0] == '.' || part.data[part.size - 1] == '.'
        || text_contains(part, TEXT("..")))
        return false;
    for (size_t i = 0; i < part.size; i++)
        if (!allowed(part.data[i]))
            return false;
    return true;
}

bool mail_address_valid(struct text address)
{
    struct text domain;
    struct text local = text_cut(address, '@', &domain);
    return address.size <= MAIL_ADDRESS_BYTES_MAX && local.size <= LOCAL_BYTES_MAX
           && dotted(local, local_byte) && dotted(domain, domain_byte);
}

bool mail_id_valid(struct text id)
{
    for (size_t i = 0; i < id.size; i++)
        if (id.data[i] <= 0x20 || id.data[i] > 0x7e || id.data[i] == '<' || id.data[i] == '>')
            return false;
    return !text_empty(id) && id.size <= MAIL_ADDRESS_BYTES_MAX;
}

struct text mail_address_tagged(struct arena *arena, struct text address, struct text tag)
{
    struct text domain;
    struct text local = text_cut(address, '@', &domain);
    return text_format(arena, "%.*s+%.*s@%.*s", TEXT_SHOW(local), TEXT_SHOW(tag),
                       TEXT_SHOW(domain));
}

/* ---- headers ---- */

static bool printable(struct text word)
{
    for (size_t i = 0; i < word.size; i++)
        if (word.data[i] < 0x20 || word.data[i] > 0x7e)
            return false;
    return true;
}

static bool header_name_valid(struct text name)
{
    for (size_t i = 0; i < name.size; i++)
        if (!isalnum((unsigned char)name.data[i]) && name.data[i] != '-')
            return false;
    return !text_empty(name);
}

/* Bytes of the next encoded word: never a part of a character (RFC 2047, 5). */
static size_t encoded_size(struct text text)
{
    size_t size = text.size < ENCODED_BYTES_MAX ? text.size : ENCODED_BYTES_MAX;
    while (size > 1 && size < text.size && ((unsigned char)text.data[size] & 0xc0) == 0x80)
        size--;
    return size;
}

/* Text in a header: as it is where that is safe, else in encoded words, one to a line. */
static void build_words(struct builder *builder, struct text text)
{
    text = text_utf8_mended(builder->arena, text);
    if (printable(text) && text.size <= SUBJECT_PLAIN_MAX && !text_contains(text, TEXT("=?"))) {
        build(builder, text);
        return;
    }
    while (!text_empty(text)) {
        size_t size = encoded_size(text);
        struct text coded = base64_write(builder->arena, (struct text){text.data, size});
        text = (struct text){text.data + size, text.size - size};
        build_format(builder, "=?UTF-8?B?%.*s?=%s", TEXT_SHOW(coded),
                     text_empty(text) ? "" : "\r\n ");
    }
}

static void build_date(struct builder *builder, int64_t date_us)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int64_t day = date_us / DAY_US - (date_us % DAY_US < 0);
    int second = (int)((date_us - day * DAY_US) / SECOND_US);
    struct date date = date_of_days(day);
    build_format(builder, "Date: %s, %02d %s %04d %02d:%02d:%02d +0000\r\n",
                 days[date_weekday(date)], date.day, months[date.month - 1], date.year,
                 second / 3600, second / 60 % 60, second % 60);
}

static void build_from(struct builder *builder, const struct mail *mail)
{
    build(builder, TEXT("From: "));
    if (!text_empty(mail->sender)) {
        /* Encoded whatever it is: a name may hold what means something in an address. */
        struct text name = text_utf8_mended(builder->arena, mail->sender);
        while (!text_empty(name)) {
            size_t size = encoded_size(name);
            build_format(builder, "=?UTF-8?B?%.*s?=\r\n ",
                         TEXT_SHOW(base64_write(builder->arena, (struct text){name.data, size})));
            name = (struct text){name.data + size, name.size - size};
        }
    }
    build_format(builder, "<%.*s>\r\n", TEXT_SHOW(mail->from));
}

static void build_message_id(struct builder *builder, const struct mail *mail)
{
    struct text domain;
    build_format(builder, "Message-ID: <%.*s", TEXT_SHOW(mail->message_id));
    text_cut(mail->from, '@', &domain);
    if (!text_contains(mail->message_id, TEXT("@")))
        build_format(builder, "@%.*s", TEXT_SHOW(domain));
    build(builder, TEXT(">\r\n"));
}

static void build_answers(struct builder *builder, const struct mail *mail)
{
    if (text_empty(mail->answers)) {
        build(builder, TEXT("Auto-Submitted: auto-generated\r\n"));
        return;
    }
    build_format(builder,
                 "In-Reply-To: <%.*s>\r\nReferences: <%.*s>\r\nAuto-Submitted: auto-replied\r\n",
                 TEXT_SHOW(mail->answers), TEXT_SHOW(mail->answers));
}

/* ---- the body: quoted-printable (RFC 2045, 6.7) ---- */

/* Whether a byte of a line may stand as it is: "From " at the start means something to mailboxes,
 * white space at the end is lost on the way. */
static bool stands(struct text line, size_t at)
{
    char byte = line.data[at];
    if (byte == '\t' || byte == ' ')
        return at + 1 < line.size;
    return byte > 0x20 && byte < 0x7f && byte != '='
           && !(at == 0 && text_starts(line, TEXT("From ")));
}

static void build_quoted_line(struct builder *builder, struct text line)
{
    size_t column = 0;
    for (size_t i = 0; i < line.size; i++) {
        size_t wide = stands(line, i) ? 1 : 3;
        if (column + wide > MAIL_LINE_BYTES_MAX - 1) {
            build(builder, TEXT("=\r\n"));
            column = 0;
        }
        if (column == 0 && line.data[i] == '.')
            wide = 3; /* a dot at the start of a line means something to SMTP */
        if (wide == 1)
            build_byte(builder, line.data[i]);
        else
            build_format(builder, "=%02X", (unsigned)(unsigned char)line.data[i]);
        column += wide;
    }
    build(builder, TEXT("\r\n"));
}

static void build_body(struct builder *builder, struct text body)
{
    body = text_utf8_mended(builder->arena, body);
    while (!text_empty(body)) {
        struct text line = text_cut(body, '\n', &body);
        if (text_ends(line, TEXT("\r")))
            line.size--;
        build_quoted_line(builder, line);
    }
}

/* ---- the whole ---- */

static bool mail_check(struct turn *turn, const struct mail *mail)
{
    if (!mail_address_valid(mail->to))
        return fail(turn, FAULT_REFUSED, "\"%.*s\" is no address that mail can be sent to",
                    TEXT_SHOW(mail->to));
    if (!mail_address_valid(mail->from))
        return fail_field(turn, "from", "\"%.*s\" is no mail address", TEXT_SHOW(mail->from));
    if (!text_empty(mail->envelope) && !mail_address_valid(mail->envelope))
        return fail_field(turn, "envelope", "\"%.*s\" is no mail address",
                          TEXT_SHOW(mail->envelope));
    if (!mail_id_valid(mail->message_id)
        || (!text_empty(mail->answers) && !mail_id_valid(mail->answers)))
        return fail_field(turn, "message_id", "a message id is one word of ASCII without brackets");
    for (size_t i = 0; i < mail->headers_count; i++)
        if (!header_name_valid(mail->headers[i].name) || !printable(mail->headers[i].value)
            || mail->headers[i].name.size + mail->headers[i].value.size > MAIL_WORD_BYTES_MAX)
            return fail_field(turn, "headers", "\"%.*s\" is no header in one line of ASCII",
                              TEXT_SHOW(mail->headers[i].name));
    return true;
}

/* A subject is one line: what would break it, or ring a bell, is a space. */
static struct text one_line(struct arena *arena, struct text text)
{
    struct builder line = {.arena = arena};
    for (size_t i = 0; i < text.size; i++)
        build_byte(&line,
                   (unsigned char)text.data[i] < 0x20 || text.data[i] == 0x7f ? ' ' : text.data[i]);
    return built(&line);
}

bool mail_write(struct turn *turn, const struct mail *mail, struct text *message)
{
    struct builder whole = {.arena = turn->arena};
    if (!mail_check(turn, mail))
        return false;
    build_date(&whole, mail->date_us);
    build_from(&whole, mail);
    build_format(&whole, "To: <%.*s>\r\n", TEXT_SHOW(mail->to));
    build(&whole, TEXT("Subject: "));
    build_words(&whole, one_line(turn->arena, mail->subject));
    build(&whole, TEXT("\r\n"));
    build_message_id(&whole, mail);
    for (size_t i = 0; i < mail->headers_count; i++)
        build_format(&whole, "%.*s: %.*s\r\n", TEXT_SHOW(mail->headers[i].name),
                     TEXT_SHOW(mail->headers[i].value));
    build_answers(&whole, mail);
    build(&whole, TEXT("MIME-Version: 1.0\r\n"
                       "Content-Type: text/plain; charset=utf-8\r\n"
                       "Content-Transfer-Encoding: quoted-printable\r\n"
                       "\r\n"));
    build_body(&whole, mail->body);
    *message = built(&whole);
    return true;
}
