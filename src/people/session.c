/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tokens: "rvs_" of a session, "rvp_" for programs, "rvw_" for watches, and 32 random bytes in
 * base64url. The prefix lets scanners of source code and logs see one that was left lying about.
 * The house keeps the SHA-256 only: 256 random bits need no salt and no slow hash.
 */
#include "base/hash.h"
#include "people/inside.h"

static const struct {
    const char *name;
    const char *prefix;
} session_kinds[] = {
    [SESSION_OF_PERSON] = {"session", "rvs_"},
    [SESSION_OF_PROGRAM] = {"program", "rvp_"},
    [SESSION_OF_WATCH] = {"watch", "rvw_"},
};

static struct text token_sha256(struct arena *arena, struct text token)
{
    struct sha256 hash = sha256(token);
    return hex_write(arena, (struct text){(const char *)hash.bytes, sizeof hash.bytes});
}

/* base64url without padding (RFC 4648 section 5). */
static struct text token_spell(struct arena *arena, const char *prefix, struct text bytes)
{
    struct text base64 = base64_write(arena, bytes);
    struct builder token = {.arena = arena};
    build(&token, text_of(prefix));
    for (size_t i = 0; i < base64.size && base64.data[i] != '='; i++)
        build_byte(&token, base64.data[i] == '+'   ? '-'
                           : base64.data[i] == '/' ? '_'
                                                   : base64.data[i]);
    return built(&token);
}

bool session_open(struct change *change, enum session_kind kind, struct session *session,
                  struct text *token)
{
    struct turn *turn = change_turn(change);
    char bytes[TOKEN_BYTES];
    if (!random_bytes(turn, bytes, sizeof bytes) || !id_new(turn, &session->id))
        return false;
    *token =
        token_spell(turn->arena, session_kinds[kind].prefix, (struct text){bytes, sizeof bytes});
    explicit_bzero(bytes, sizeof bytes);
    session->kind = text_of(session_kinds[kind].name);
    session->entry_us = turn->now_us;
    return session_insert(change, session, token_sha256(turn->arena, *token));
}

void people_seen(struct turn *turn)
{
    const struct actor *actor = &turn->actor;
    struct chore *chore;
    if (text_empty(actor->session) || turn->fault.kind != FAULT_NONE
        || actor->seen_us > turn->now_us - MINUTE_US)
        return;
    if (store_chore_begin(turn, &chore)) {
        bool noted =
            session_use(turn, chore, actor->session, turn->now_us - TOKEN_DAYS_MAX * DAY_US);
        if (!store_chore_end(turn, chore) || !noted)
            fault_clear(turn);
    }
    fault_clear(turn); /* what somebody came for is not lost for a note */
}

bool people_token(struct turn *turn, struct text token, struct actor *actor, bool *known)
{
    return session_select_token(turn, token_sha256(turn->arena, token), actor, known);
}
