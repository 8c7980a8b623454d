/* SPDX-License-Identifier: Apache-2.0 */
#include "base/transfer.h"
#include "base/address.h"
#include "base/file.h"
#include <ctype.h>
#include <curl/curl.h>
#include <stdlib.h>

enum {
    PASSWORD_BYTES_MAX = 1024,
    MILLISECONDS = 1000, /* in a second */
    PORT_PLAIN = 25,
    PORT_TLS = 465,
    PORT_STARTTLS = 587,
    REPLY_AUTHENTICATE = 530 /* RFC 4954: this is about the house, not about the mail */
};

/* One mail on its way, with what libcurl owns. */
struct posting {
    CURL *handle;
    struct curl_slist *recipients;
    struct text message;
    size_t sent;
    bool of_mail; /* the dialogue has come to the mail itself: a 5xx is about it */
    char reply[TRANSFER_REPLY_BYTES_MAX];
    char error[CURL_ERROR_SIZE];
};

/* Safe to call twice: at the end, and when the arena is cleared. */
static void posting_release(void *thing)
{
    struct posting *posting = thing;
    curl_easy_cleanup(posting->handle);
    curl_slist_free_all(posting->recipients);
    posting->handle = NULL;
    posting->recipients = NULL;
}

/* ---- what libcurl calls; none of these takes memory ---- */

static size_t posting_read(char *buffer, size_t size, size_t count, void *context)
{
    struct posting *posting = context;
    size_t left = posting->message.size - posting->sent;
    size_t bytes = size * count < left ? size * count : left;
    memcpy(buffer, posting->message.data + posting->sent, bytes);
    posting->sent += bytes;
    return bytes;
}

/* Keeps the last line with which the server said no, in plain ASCII. */
/* NOLINTNEXTLINE(readability-non-const-parameter): the shape is libcurl's */
static size_t posting_reply(char *line, size_t size, size_t count, void *context)
{
    struct posting *posting = context;
    size_t kept = 0;
    if (size * count == 0 || (line[0] != '4' && line[0] != '5'))
        return size * count;
    for (size_t i = 0; i < size * count && kept + 1 < sizeof posting->reply; i++)
        if (isprint((unsigned char)line[i]))
            posting->reply[kept++] = line[i];
    posting->reply[kept] = '\0';
    return size * count;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): the shape is libcurl's */
static int posting_talk(CURL *handle, curl_infotype type, char *data, size_t size, void *context)
{
    struct posting *posting = context;
    (void)handle;
    if (type == CURLINFO_HEADER_OUT && text_starts((struct text){data, size}, TEXT("MAIL FROM")))
        posting->of_mail = true;
    return 0;
}

/* ---- settings ---- */

static bool host_valid(struct text host)
{
    for (size_t i = 0; i < host.size; i++)
        if (!isalnum((unsigned char)host.data[i]) && strchr("-.:[]", host.data[i]) == NULL)
            return false;
    return !text_empty(host);
}

static bool server_check(struct turn *turn, const struct mail_server *server)
{
    if (!host_valid(server->host))
        return fail_field(turn, "mail.host", "\"%.*s\" is no name or address of a mail server",
                          TEXT_SHOW(server->host));
    if (server->port < 0 || server->port > UINT16_MAX)
        return fail_field(turn, "mail.port", "%lld is no port; give 1 to %d",
                          (long long)server->port, UINT16_MAX);
    if (!text_empty(server->hello) && !host_valid(server->hello))
        return fail_field(turn, "mail.hello", "\"%.*s\" is no name of a machine",
                          TEXT_SHOW(server->hello));
    if (!text_empty(server->user) && server->tls == TRANSFER_PLAIN)
        return fail_field(turn, "mail.user",
                          "a password is never sent in the clear; choose starttls or tls");
    return true;
}

static const char *server_url(struct arena *arena, const struct mail_server *server)
{
    static const int ports[] = {[TRANSFER_PLAIN] = PORT_PLAIN,
                                [TRANSFER_STARTTLS] = PORT_STARTTLS,
                                [TRANSFER_TLS] = PORT_TLS};
    long long port = server->port > 0 ? (long long)server->port : ports[server->tls];
    struct text url =
        text_format(arena, "%s://%.*s:%lld/%.*s", server->tls == TRANSFER_TLS ? "smtps" : "smtp",
                    TEXT_SHOW(server->host), port, TEXT_SHOW(server->hello));
    return url.data;
}

static bool server_password(struct turn *turn, const struct mail_server *server,
                            const char **password)
{
    struct text bytes;
    if (!file_read(turn, text_string(turn->arena, server->password_file), PASSWORD_BYTES_MAX,
                   &bytes))
        return false;
    *password = text_string(turn->arena, text_trim(bytes));
    return true;
}

/* ---- the transfer ---- */

static bool option(CURLcode code)
{
    return code == CURLE_OK;
}

static bool posting_secure(struct posting *posting, const struct mail_server *server,
                           const char *ca_file, const char *user, const char *password)
{
    CURL *handle = posting->handle;
    long level = server->tls == TRANSFER_PLAIN ? CURLUSESSL_NONE : CURLUSESSL_ALL;
    bool good = option(curl_easy_setopt(handle, CURLOPT_USE_SSL, level))
                && option(curl_easy_setopt(handle, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2));
    if (good && ca_file[0] != '\0')
        good = option(curl_easy_setopt(handle, CURLOPT_CAINFO, ca_file));
    if (good && user[0] != '\0')
        good = option(curl_easy_setopt(handle, CURLOPT_USERNAME, user))
               && option(curl_easy_setopt(handle, CURLOPT_PASSWORD, password));
    return good;
}

static bool posting_address(struct posting *posting, const char *url, const char *from)
{
    CURL *handle = posting->handle;
    return option(curl_easy_setopt(handle, CURLOPT_URL, url))
           && option(curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps"))
           && option(curl_easy_setopt(handle, CURLOPT_PROXY, ""))
           && option(curl_easy_setopt(handle, CURLOPT_MAIL_FROM, from))
           && option(curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, posting->recipients));
}

static bool posting_hear(struct posting *posting, int64_t timeout_ms)
{
    CURL *handle = posting->handle;
    long limit_ms = timeout_ms > 0 ? (long)timeout_ms : TRANSFER_TIMEOUT_MS;
    return option(curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L))
           && option(curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L))
           && option(curl_easy_setopt(handle, CURLOPT_READFUNCTION, posting_read))
           && option(curl_easy_setopt(handle, CURLOPT_READDATA, posting))
           && option(curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, posting_reply))
           && option(curl_easy_setopt(handle, CURLOPT_HEADERDATA, posting))
           && option(
               curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L)) /* for the next, prints nothing */
           && option(curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, posting_talk))
           && option(curl_easy_setopt(handle, CURLOPT_DEBUGDATA, posting))
           && option(curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, posting->error))
           && option(curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, limit_ms))
           /* Also what it waits for an answer to its farewell, which the next does not cover. */
           && option(curl_easy_setopt(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT,
                                      (limit_ms + MILLISECONDS - 1) / MILLISECONDS))
           && option(curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, limit_ms));
}

static bool posting_run(struct turn *turn, struct posting *posting)
{
    CURLcode code = curl_easy_perform(posting->handle);
    long reply = 0;
    if (code == CURLE_OK)
        return true;
    (void)curl_easy_getinfo(posting->handle, CURLINFO_RESPONSE_CODE, &reply);
    bool never = posting->of_mail && reply >= 500 && reply <= 599 && reply != REPLY_AUTHENTICATE;
    return fail(turn, never ? FAULT_REFUSED : FAULT_BUSY, "the mail server %s: %s%s%s",
                never ? "refuses it" : "did not take it",
                posting->error[0] != '\0' ? posting->error : curl_easy_strerror(code),
                posting->reply[0] != '\0' ? "; it said: " : "", posting->reply);
}

bool transfer_mail(struct turn *turn, const struct mail_server *server, const struct mail *mail)
{
    const char *password = "";
    struct posting *posting = arena_take(turn->arena, sizeof *posting);
    if (!server_check(turn, server) || !mail_write(turn, mail, &posting->message))
        return false;
    if (!text_empty(server->user) && !server_password(turn, server, &password))
        return false;
    const char *url = server_url(turn->arena, server);
    const char *from =
        text_string(turn->arena, text_empty(mail->envelope) ? mail->from : mail->envelope);
    const char *to = text_string(turn->arena, mail->to);
    const char *ca_file = text_string(turn->arena, server->ca_file);
    const char *user = text_string(turn->arena, server->user);
    arena_own(turn->arena, posting_release, posting);
    posting->handle = curl_easy_init();
    posting->recipients = curl_slist_append(NULL, to);
    bool ready = posting->handle != NULL && posting->recipients != NULL
                 && posting_address(posting, url, from)
                 && posting_secure(posting, server, ca_file, user, password)
                 && posting_hear(posting, server->timeout_ms);
    bool sent = ready ? posting_run(turn, posting)
                      : fail(turn, FAULT_BROKEN, "libcurl cannot be made ready to send a mail");
    posting_release(posting);
    return sent;
}

/* ---- requests to a web server ---- */

/* One request on its way, with what libcurl and malloc own. */
struct errand {
    CURL *handle;
    struct curl_slist *headers;
    char *body;
    size_t size, capacity;
    size_t most;  /* bytes of the answer */
    bool full;    /* the answer is longer than it may be, or than there is memory */
    bool outside; /* only to addresses of the world */
    bool inside;  /* it led to another */
    char error[CURL_ERROR_SIZE];
};

/* Safe to call twice: at the end, and when the arena is cleared. */
static void errand_release(void *thing)
{
    struct errand *errand = thing;
    curl_easy_cleanup(errand->handle);
    curl_slist_free_all(errand->headers);
    free(errand->body);
    errand->handle = NULL;
    errand->headers = NULL;
    errand->body = NULL;
}

/* Called by libcurl: no arena here, for its jump would leave libcurl half-way. */
static size_t errand_hear(char *bytes, size_t size, size_t count, void *context)
{
    struct errand *errand = context;
    size_t wanted = errand->size + size * count;
    if (wanted > errand->capacity) {
        size_t capacity = wanted * 2;
        char *body = wanted > errand->most ? NULL : realloc(errand->body, capacity);
        errand->full = body == NULL;
        if (errand->full)
            return 0;
        errand->body = body;
        errand->capacity = capacity;
    }
    memcpy(errand->body + errand->size, bytes, size * count);
    errand->size = wanted;
    return size * count;
}

/* Called by libcurl for each address that the name has: what is connected to is what was looked at.
 */
static curl_socket_t errand_socket(void *context, curlsocktype purpose, struct curl_sockaddr *to)
{
    struct errand *errand = context;
    (void)purpose;
    if (errand->outside && address_private(&to->addr)) {
        errand->inside = true;
        return CURL_SOCKET_BAD;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* http to this very machine, where nobody listens in between. */
static bool url_stays_here(struct text url)
{
    static const char *const here[] = {"http://127.0.0.1", "http://localhost", "http://[::1]"};
    for (size_t i = 0; i < sizeof here / sizeof *here; i++) {
        size_t size = strlen(here[i]);
        if (text_starts(url, text_of(here[i]))
            && (url.size == size || url.data[size] == ':' || url.data[size] == '/'))
            return true;
    }
    return false;
}

static bool visible_line(struct text line)
{
    for (size_t i = 0; i < line.size; i++)
        if ((unsigned char)line.data[i] < ' ' || line.data[i] == 0x7F)
            return false;
    return true;
}

static bool request_check(struct turn *turn, const struct transfer_request *request)
{
    bool secure = text_starts(request->url, TEXT("https://"));
    if ((!secure && !text_starts(request->url, TEXT("http://"))) || !visible_line(request->url)
        || text_contains(request->url, TEXT("@")))
        return fail_field(turn, "url", "\"%.*s\" is no address: write https://HOST",
                          TEXT_SHOW(request->url));
    if (!secure && !text_empty(request->token) && !url_stays_here(request->url))
        return fail_field(turn, "url", "A token is never sent in the clear. Write https://…");
    if (!visible_line(request->token) || text_contains(request->token, TEXT(" ")))
        return fail_field(turn, "token", "The token has characters that no token has.");
    for (size_t i = 0; i < TRANSFER_HEADERS_MAX; i++)
        if (!visible_line(request->headers[i]))
            return fail(turn, FAULT_INVALID, "\"%.40s\" has characters that no header may have.",
                        text_string(turn->arena, request->headers[i]));
    return true;
}

/* Lines that are in the arena become libcurl's own. */
static bool errand_head(struct errand *errand, const char *const *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct curl_slist *longer = curl_slist_append(errand->headers, lines[i]);
        if (longer == NULL)
            return false;
        errand->headers = longer;
    }
    return option(curl_easy_setopt(errand->handle, CURLOPT_HTTPHEADER, errand->headers));
}

static bool errand_body(struct errand *errand, const struct transfer_request *request)
{
    CURL *handle = errand->handle;
    if (text_empty(request->body))
        return true;
    return option(curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
                                   (curl_off_t)request->body.size))
           && option(curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request->body.data));
}

static bool errand_ready(struct errand *errand, const struct transfer_request *request,
                         const char *url, const char *ca_file)
{
    CURL *handle = errand->handle;
    long limit_ms = request->timeout_ms > 0 ? (long)request->timeout_ms : TRANSFER_TIMEOUT_MS;
    return option(curl_easy_setopt(handle, CURLOPT_URL, url))
           && option(curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https"))
           && option(curl_easy_setopt(handle, CURLOPT_PROXY, ""))
           && option(curl_easy_setopt(handle, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2))
           && (ca_file[0] == '\0' || option(curl_easy_setopt(handle, CURLOPT_CAINFO, ca_file)))
           && errand_body(errand, request)
           && option(curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request->method))
           && option(curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L))
           && option(curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, errand_socket))
           && option(curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, errand))
           && option(curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, errand_hear))
           && option(curl_easy_setopt(handle, CURLOPT_WRITEDATA, errand))
           && option(curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, errand->error))
           && option(curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, limit_ms))
           && option(curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, limit_ms));
}

static bool errand_run(struct turn *turn, struct errand *errand, struct transfer_response *response)
{
    long status = 0;
    const char *type = NULL;
    CURLcode code = curl_easy_perform(errand->handle);
    if (errand->full)
        return fail(turn, FAULT_LIMIT, "The answer has more than %zu bytes. Ask for less.",
                    errand->most);
    if (code == CURLE_URL_MALFORMAT)
        return fail_field(turn, "url", "This is no address: write https://HOST");
    if (code != CURLE_OK && errand->inside)
        return fail(turn, FAULT_REFUSED,
                    "It leads to an address of a private network, where nothing is sent.");
    if (code != CURLE_OK)
        return fail(turn, FAULT_BUSY, "There is no answer from there: %s.",
                    errand->error[0] != '\0' ? errand->error : curl_easy_strerror(code));
    (void)curl_easy_getinfo(errand->handle, CURLINFO_RESPONSE_CODE, &status);
    (void)curl_easy_getinfo(errand->handle, CURLINFO_CONTENT_TYPE, &type);
    response->status = (int)status;
    response->type = text_copy(turn->arena, text_of(type));
    response->body = text_copy(turn->arena, (struct text){errand->body, errand->size});
    return true;
}

bool transfer_http(struct turn *turn, const struct transfer_request *request,
                   struct transfer_response *response)
{
    const char *lines[TRANSFER_HEADERS_MAX + 1];
    size_t count = 0;
    struct errand *errand = arena_take(turn->arena, sizeof *errand);
    if (!request_check(turn, request))
        return false;
    for (; count < TRANSFER_HEADERS_MAX && !text_empty(request->headers[count]); count++)
        lines[count] = text_string(turn->arena, request->headers[count]);
    if (!text_empty(request->token))
        lines[count++] =
            text_format(turn->arena, "Authorization: Bearer %.*s", TEXT_SHOW(request->token)).data;
    const char *url = text_string(turn->arena, request->url);
    const char *ca_file = text_string(turn->arena, request->ca_file);
    errand->most =
        request->answer_bytes_max > 0 ? request->answer_bytes_max : TRANSFER_BODY_BYTES_MAX;
    errand->outside = request->outside;
    arena_own(turn->arena, errand_release, errand);
    errand->handle = curl_easy_init();
    bool ready = errand->handle != NULL && errand_head(errand, lines, count)
                 && errand_ready(errand, request, url, ca_file);
    bool heard = ready ? errand_run(turn, errand, response)
                       : fail(turn, FAULT_BROKEN, "libcurl cannot be made ready to ask");
    errand_release(errand);
    return heard;
}
