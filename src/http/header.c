/* SPDX-License-Identifier: Apache-2.0 */
/* What the headers of a request say about the call: who asks, which request this is, which version
 * the caller has seen. */
#include "http/inside.h"

enum { KEY_BYTES_MAX = 255, VERSION_BYTES_MAX = 128, TOKEN_BYTES_MAX = 512 };

struct text header_get(const struct request *request, const char *name, bool *twice)
{
    struct text value = TEXT_NONE;
    bool found = false;
    for (size_t i = 0; i < request->header_count; i++) {
        if (!text_is(request->headers[i].name, name))
            continue;
        if (found && !text_equal(value, request->headers[i].value)) {
            if (twice != NULL)
                *twice = true;
            return TEXT_NONE;
        }
        found = true;
        value = request->headers[i].value;
    }
    return text_trim(value);
}

void header_set(struct request *request, struct response *response, const char *name,
                struct text value)
{
    struct pairs *headers = &response->headers;
    for (size_t i = 0; i < headers->count; i++) {
        if (text_is(headers->items[i].name, name)) {
            headers->items[i].value = text_copy(request->arena, value);
            return;
        }
    }
    pairs_add(request->arena, headers, name, text_copy(request->arena, value));
}

struct text body_type(const struct request *request)
{
    struct text rest;
    struct text type = text_cut(header_get(request, "content-type", NULL), ';', &rest);
    return text_lower(request->arena, text_trim(type));
}

/* Visible ASCII only: nothing that could end a line or a header. */
static bool visible(struct text text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] <= 0x20 || text.data[i] > 0x7e)
            return false;
    return true;
}

static struct text unquoted(struct text text)
{
    if (text.size >= 2 && text.data[0] == '"' && text.data[text.size - 1] == '"')
        return (struct text){text.data + 1, text.size - 2};
    return text;
}

static bool read_token(struct turn *turn, const struct request *request, struct text *token)
{
    bool twice = false;
    struct text rest;
    struct text given = header_get(request, "authorization", &twice);
    if (twice)
        return fail_field(turn, "Authorization", "This header was sent twice. Send it once.");
    if (given.size == 0)
        return true;
    struct text scheme = text_lower(turn->arena, text_cut(given, ' ', &rest));
    *token = text_trim(rest);
    if (!text_is(scheme, "bearer") || token->size == 0 || token->size > TOKEN_BYTES_MAX
        || !visible(*token))
        return fail(turn, FAULT_STRANGER,
                    "The Authorization header is not understood. Send: Authorization: Bearer and a "
                    "token.");
    return true;
}

static bool read_key(struct turn *turn, const struct request *request, struct text *key)
{
    bool twice = false;
    *key = unquoted(header_get(request, "idempotency-key", &twice));
    if (twice || key->size > KEY_BYTES_MAX || !visible(*key))
        return fail_field(turn, "Idempotency-Key",
                          "This is not one key of at most %d visible characters without spaces. "
                          "Send a new UUID.",
                          KEY_BYTES_MAX);
    return true;
}

static bool read_match(struct turn *turn, const struct request *request, struct text *version)
{
    bool twice = false;
    struct text given = header_get(request, "if-match", &twice);
    *version = TEXT_NONE;
    if (given.size == 0 && !twice)
        return true;
    if (text_is(given, "*"))
        return true; /* any version will do: the thing only has to be there */
    *version = unquoted(given);
    if (twice || version->size + 2 != given.size || version->size > VERSION_BYTES_MAX
        || !visible(*version) || memchr(version->data, '"', version->size) != NULL)
        return fail_field(turn, "If-Match",
                          "This is not one strong entity tag. Send the ETag of the answer you "
                          "read, with its quotes.");
    return true;
}

bool call_headers(struct turn *turn, const struct door *door, const struct request *request,
                  struct call *call)
{
    struct text token = TEXT_NONE;
    if (!read_token(turn, request, &token) || !read_key(turn, request, &call->key)
        || !read_match(turn, request, &call->if_match))
        return false;
    call->credential.token = token.size > 0 ? token : session_token(door, request);
    call->credential.capacity = header_get(request, "revere-capacity", NULL);
    return true;
}

bool version_known(const struct request *request, struct text version)
{
    struct text rest = header_get(request, "if-none-match", NULL);
    if (version.size == 0)
        return false;
    while (rest.data != NULL && rest.size > 0) {
        struct text tag = text_trim(text_cut(rest, ',', &rest));
        if (text_is(tag, "*"))
            return true;
        if (text_starts(tag, TEXT("W/")))
            tag = (struct text){tag.data + 2, tag.size - 2};
        if (tag.size == version.size + 2 && text_equal(unquoted(tag), version))
            return true;
    }
    return false;
}
