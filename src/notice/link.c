/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The link in a letter. To look at it changes nothing, for mail scanners follow links; what it
 * shows is what the letter says, no more. Acknowledging is an act of its own, by whoever has the
 * letter. A token that is wrong, or no longer good, is as good as none.
 */
#include "base/hash.h"
#include "base/zone.h"
#include "notice/inside.h"

enum { TOKEN_BYTES_OF_LINK = 20, TOKEN_LETTERS = 2 * TOKEN_BYTES_OF_LINK };

static struct text token_hash(struct arena *arena, struct text token)
{
    struct sha256 hash = sha256(token);
    return hex_write(arena, (struct text){(const char *)hash.bytes, sizeof hash.bytes});
}

struct text body_linked(struct arena *arena, struct text body, struct text link)
{
    struct builder built_body = {.arena = arena};
    while (!text_empty(body)) {
        struct text line = text_cut(body, '\n', &body);
        if (text_is(line, NOTICE_LINK_LINE)) {
            if (text_empty(link))
                continue;
            line = link;
        }
        build(&built_body, line);
        build_byte(&built_body, '\n');
    }
    return built(&built_body);
}

static bool token_keep(struct turn *turn, struct text letter, struct text token)
{
    struct chore *chore;
    if (!store_chore_begin(turn, &chore))
        return false;
    bool good = rows_tokens_prune(turn, chore)
                && rows_token_keep(turn, chore, token_hash(turn->arena, token), letter,
                                   turn->now_us + NOTICE_LINK_DAYS * DAY_US);
    return store_chore_end(turn, chore) && good;
}

bool notice_link(struct turn *turn, struct notice_letter *letter, struct text before)
{
    char bytes[TOKEN_BYTES_OF_LINK];
    if (!text_empty(before)) {
        if (!random_bytes(turn, bytes, sizeof bytes))
            return false;
        struct text token = hex_write(turn->arena, (struct text){bytes, sizeof bytes});
        if (!token_keep(turn, letter->id, token))
            return false;
        letter->link = text_format(turn->arena, "%.*s%.*s", TEXT_SHOW(before), TEXT_SHOW(token));
    }
    letter->body = body_linked(turn->arena, letter->body, letter->link);
    return true;
}

/* Found by its hash: how long that takes says nothing about the token. */
bool link_letter(struct turn *turn, struct text token, struct text *letter, bool *found)
{
    *found = false;
    return token.size != TOKEN_LETTERS
           || rows_token(turn, token_hash(turn->arena, token), letter, found);
}

const struct field link_fields[] = {
    {.name = "token",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 200,
     .help = "What stands at the end of the link in the message."},
    {.name = NULL},
};

static bool link_notice(struct turn *turn, const struct value *input, struct notice *notice)
{
    struct text letter;
    bool found;
    return link_letter(turn, value_get_text(input, "token"), &letter, &found)
           && (!found || rows_notice(turn, letter, notice, &found))
           && (found || fail(turn, FAULT_MISSING, "there is no such notice"));
}

/* What the letter said; of a digest, what it says of those that it told of. */
static bool link_value(struct turn *turn, const struct notice *notice, struct value **answer)
{
    struct value *said = *answer = value_map(turn->arena);
    struct notice *mates;
    size_t count;
    struct notice_letter letter = {.subject = notice->subject, .body = notice->body};
    if (!rows_letter_sent(turn, notice->id, 0, &mates, &count))
        return false;
    if (count > 1)
        digest_word(turn->arena, turn->pack, mates, count, &letter);
    value_set_text(turn->arena, said, "subject", letter.subject);
    value_set_text(turn->arena, said, "body", body_linked(turn->arena, letter.body, TEXT_NONE));
    value_set_boolean(turn->arena, said, "acknowledged", notice->acknowledged_us != TIME_NONE);
    answer_time(turn, said, "acknowledged_at", notice->acknowledged_us);
    return true;
}

bool link_open(struct turn *turn, const struct value *input, struct value **answer)
{
    struct notice notice;
    return link_notice(turn, input, &notice) && link_value(turn, &notice, answer);
}

bool link_confirm(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct notice notice;
    struct event event = {.event = "acknowledged",
                          .at_us = turn->now_us,
                          .how = TEXT("the link in the message"),
                          .route = -1};
    if (!link_notice(turn, input, &notice)
        || !letter_move(change, notice.id, &event, notice_acknowledge, &notice))
        return false;
    return link_value(turn, &notice, answer);
}
