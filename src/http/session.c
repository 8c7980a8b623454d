/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who asks, when it is a browser: the session's token in a cookie that no script can read and no
 * other site can make a browser send, and the proof that the form which is sent is one of ours.
 */
#include "http/inside.h"

enum { SESSION_BYTES_MAX = 512 };

static const char *cookie_name(const struct door *door)
{
    return door->settings.https ? "__Host-revere" : "revere";
}

static bool token_letters(struct text token)
{
    for (size_t i = 0; i < token.size; i++) {
        char byte = token.data[i];
        bool good = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
                    || (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == '.'
                    || byte == '=' || byte == '+' || byte == '/';
        if (!good)
            return false;
    }
    return token.size > 0 && token.size <= SESSION_BYTES_MAX;
}

/* Two cookies of our name with two values: somebody has planted one, so neither counts. */
struct text session_token(const struct door *door, const struct request *request)
{
    struct text token = TEXT_NONE;
    for (size_t i = 0; i < request->header_count; i++) {
        struct text rest = request->headers[i].value;
        if (!text_is(request->headers[i].name, "cookie"))
            continue;
        while (rest.size > 0) {
            struct text value;
            struct text name = text_trim(text_cut(text_cut(rest, ';', &rest), '=', &value));
            if (!text_is(name, cookie_name(door)) || !token_letters(value))
                continue;
            if (token.size > 0 && !text_equal(token, value))
                return TEXT_NONE;
            token = value;
        }
    }
    return token;
}

struct text session_cookie(const struct door *door, const struct request *request,
                           struct text token)
{
    return text_format(request->arena, "%s=%.*s; Path=/; HttpOnly; SameSite=Strict%s",
                       cookie_name(door), TEXT_SHOW(token), door->settings.https ? "; Secure" : "");
}

struct text session_cookie_end(const struct door *door, const struct request *request)
{
    return text_format(request->arena, "%s=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict%s",
                       cookie_name(door), door->settings.https ? "; Secure" : "");
}

struct text form_token(const struct door *door, const struct request *request)
{
    struct text session = session_token(door, request);
    struct sha256 proof =
        hmac_sha256((struct text){(const char *)door->secret, sizeof door->secret},
                    text_format(request->arena, "form:%.*s", TEXT_SHOW(session)));
    return hex_write(request->arena, (struct text){(const char *)proof.bytes, sizeof proof.bytes});
}

bool same_origin(const struct door *door, const struct request *request)
{
    bool twice = false;
    struct text site = header_get(request, "sec-fetch-site", &twice);
    struct text origin = header_get(request, "origin", &twice);
    struct text host = header_get(request, "host", &twice);
    if (twice || (site.size > 0 && !text_is(site, "same-origin")))
        return false;
    if (origin.size == 0)
        return true; /* no browser of this decade leaves it out of a POST */
    struct text ours = door->settings.origin;
    if (ours.size == 0)
        ours = text_format(request->arena, "%s://%.*s", door->settings.https ? "https" : "http",
                           TEXT_SHOW(host));
    return text_equal(text_lower(request->arena, origin), text_lower(request->arena, ours));
}

bool form_trusted(const struct door *door, const struct request *request, struct text token)
{
    if (!same_origin(door, request))
        return false;
    return session_token(door, request).size == 0 || secret_equal(token, form_token(door, request));
}
