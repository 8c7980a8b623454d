/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How letters are carried: kept in the product, by a mail server, or handed to a program of the
 * recipient's by a signed request. A webhook is asked as Standard Webhooks 1.0.0 has it, so that
 * receivers find a library that checks it: the id is the message's, whatever the attempt, and the
 * signature covers id, time and body.
 */
#include "base/hash.h"
#include "base/json.h"
#include "base/zone.h"
#include "tick/tick.h"

enum { WEBHOOK_TIMEOUT_MS = 30 * 1000, WEBHOOK_ANSWER_BYTES_MAX = 64 * 1024 };

static bool keep_send(struct turn *turn, const void *state, const struct notice_letter *letter)
{
    (void)state;
    (void)letter;
    return turn->fault.kind == FAULT_NONE;
}

struct tick_channel tick_channel_keep(const char *name)
{
    return (struct tick_channel){.name = name, .transport = "keep", .send = keep_send};
}

/* ---- mail ---- */

static bool smtp_send(struct turn *turn, const void *state, const struct notice_letter *letter)
{
    const struct tick_post *post = state;
    struct mail_header reply = {.name = TEXT("Reply-To")};
    struct mail mail = {.from = post->from,
                        .to = letter->address,
                        .sender = post->sender,
                        .subject = letter->subject,
                        .body = letter->body,
                        .message_id = letter->message,
                        .answers = letter->answers,
                        .date_us = letter->queued_us,
                        .headers = &reply};
    if (!text_empty(post->bounce))
        mail.envelope = mail_address_tagged(turn->arena, post->bounce, letter->message);
    if (!text_empty(post->reply)) {
        reply.value = mail_address_tagged(turn->arena, post->reply, letter->id);
        mail.headers_count = 1;
    }
    return transfer_mail(turn, &post->server, &mail);
}

struct tick_channel tick_channel_smtp(const struct tick_post *post)
{
    return (struct tick_channel){
        .name = "mail", .transport = "smtp", .send = smtp_send, .state = post, .link = post->link};
}

/* ---- webhook ---- */

struct text tick_webhook_secret(struct arena *arena, struct text key, struct text address)
{
    struct sha256 mac =
        hmac_sha256(key, text_format(arena, "revere webhook %.*s", TEXT_SHOW(address)));
    return text_copy(arena, (struct text){(const char *)mac.bytes, sizeof mac.bytes});
}

static struct text webhook_body(struct arena *arena, const struct notice_letter *letter)
{
    struct value *body = value_map(arena);
    struct value *data = value_map(arena);
    value_set_text(arena, body, "type", TEXT("notice"));
    value_set_text(arena, body, "timestamp", instant_utc(arena, letter->queued_us));
    value_set_text(arena, data, "notice", letter->id);
    value_set_text(arena, data, "subject", letter->subject);
    value_set_text(arena, data, "body", letter->body);
    if (!text_empty(letter->link))
        value_set_text(arena, data, "acknowledge", letter->link);
    value_set(arena, body, "data", data);
    return json_write(arena, body);
}

static struct text webhook_signature(struct arena *arena, struct text secret, struct text id,
                                     int64_t second, struct text body)
{
    struct sha256 mac = hmac_sha256(secret, text_format(arena, "%.*s.%lld.%.*s", TEXT_SHOW(id),
                                                        (long long)second, TEXT_SHOW(body)));
    return base64_write(arena, (struct text){(const char *)mac.bytes, sizeof mac.bytes});
}

/* 2xx: taken. What says "not now" is tried again, and every fault of the other side's; all else,
 * a redirect among it, is an answer for good. */
static bool webhook_heard(struct turn *turn, const struct transfer_response *response)
{
    static const int later[] = {408, 421, 425, 429};
    int status = response->status;
    bool busy = status >= 500;
    for (size_t i = 0; i < sizeof later / sizeof later[0]; i++)
        busy = busy || status == later[i];
    if (status >= 200 && status < 300)
        return true;
    return fail(turn, busy ? FAULT_BUSY : FAULT_REFUSED, "the webhook %s: HTTP %d",
                busy ? "did not take it" : "refuses it", status);
}

static bool webhook_send(struct turn *turn, const void *state, const struct notice_letter *letter)
{
    const struct tick_webhook *webhook = state;
    struct arena *arena = turn->arena;
    struct transfer_response response;
    int64_t second = turn->now_us / SECOND_US;
    struct text body = webhook_body(arena, letter);
    struct text secret = tick_webhook_secret(arena, webhook->key, letter->address);
    struct text signature = webhook_signature(arena, secret, letter->message, second, body);
    struct transfer_request request = {
        .method = "POST",
        .url = letter->address,
        .headers = {TEXT("Content-Type: application/json"),
                    text_format(arena, "webhook-id: %.*s", TEXT_SHOW(letter->message)),
                    text_format(arena, "webhook-timestamp: %lld", (long long)second),
                    text_format(arena, "webhook-signature: v1,%.*s", TEXT_SHOW(signature))},
        .body = body,
        .ca_file = webhook->ca_file,
        .timeout_ms = webhook->timeout_ms > 0 ? webhook->timeout_ms : WEBHOOK_TIMEOUT_MS,
        .answer_bytes_max = WEBHOOK_ANSWER_BYTES_MAX,
        .outside = !webhook->inside};
    if (!text_starts(letter->address, TEXT("https://")) && !webhook->inside)
        return fail(turn, FAULT_REFUSED, "a notice leaves this machine by https alone");
    if (transfer_http(turn, &request, &response))
        return webhook_heard(turn, &response);
    if (turn->fault.kind == FAULT_INVALID) /* no address at all: that will not change */
        turn->fault.kind = FAULT_REFUSED;
    return false;
}

struct tick_channel tick_channel_webhook(const struct tick_webhook *webhook)
{
    return (struct tick_channel){.name = "webhook",
                                 .transport = "https",
                                 .send = webhook_send,
                                 .state = webhook,
                                 .link = webhook->link};
}
