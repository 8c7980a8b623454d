/* SPDX-License-Identifier: Apache-2.0 */
#include "base/tls.h"
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COMMON_NAME_BYTES = 65 };

struct tls_server {
    SSL_CTX *context;
};

struct tls {
    SSL *ssl;
    char why[TLS_WHY_BYTES];
};

/* ---- the server ---- */

static void server_release(void *thing)
{
    struct tls_server *server = thing;
    SSL_CTX_free(server->context);
}

/* What the library says of the first thing that went wrong. */
static const char *trouble(void)
{
    const char *reason = ERR_reason_error_string(ERR_peek_error());
    return reason == NULL ? "it cannot be read" : reason;
}

static bool key_private(struct turn *turn, const char *path)
{
    struct stat found;
    if (stat(path, &found) != 0)
        return fail(turn, FAULT_INVALID, "%s: there is no such key.", path);
    return (found.st_mode & 077) == 0
               ? access(path, R_OK) == 0
                     || fail(turn, FAULT_INVALID,
                             "%s cannot be read by the user who runs this: it is to be its owner.",
                             path)
               : fail(turn, FAULT_INVALID,
                      "%s may be read by others than its owner: chmod 600 it, and change the key.",
                      path);
}

static bool certificate_take(struct turn *turn, SSL_CTX *context,
                             const struct tls_settings *settings)
{
    ERR_clear_error();
    if (SSL_CTX_use_certificate_chain_file(context, settings->certificate_file) != 1)
        return fail(turn, FAULT_INVALID, "%s is no certificate: %s.", settings->certificate_file,
                    trouble());
    if (!key_private(turn, settings->key_file))
        return false;
    if (SSL_CTX_use_PrivateKey_file(context, settings->key_file, SSL_FILETYPE_PEM) != 1
        || SSL_CTX_check_private_key(context) != 1)
        return fail(turn, FAULT_INVALID, "%s is not the key of %s: %s.", settings->key_file,
                    settings->certificate_file, trouble());
    return true;
}

/* Who may call: whoever the file's certificates have signed, and nobody without one. */
static bool callers_take(struct turn *turn, SSL_CTX *context, const char *path)
{
    if (path == NULL)
        return true;
    ERR_clear_error();
    STACK_OF(X509_NAME) *names = SSL_load_client_CA_file(path);
    if (names == NULL || SSL_CTX_load_verify_file(context, path) != 1) {
        sk_X509_NAME_pop_free(names, X509_NAME_free);
        return fail(turn, FAULT_INVALID, "%s holds no certificates of who may sign: %s.", path,
                    trouble());
    }
    SSL_CTX_set_client_CA_list(context, names);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    return true;
}

bool tls_server_open(struct turn *turn, struct arena *arena, const struct tls_settings *settings,
                     struct tls_server **server)
{
    struct tls_server *made = arena_take(arena, sizeof *made);
    made->context = SSL_CTX_new(TLS_server_method());
    if (made->context == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory for TLS.");
    arena_own(arena, server_release, made);
    SSL_CTX_set_min_proto_version(made->context, TLS1_2_VERSION);
    SSL_CTX_set_options(made->context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET
                                           | SSL_OP_NO_COMPRESSION
                                           | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_num_tickets(made->context, 0);
    SSL_CTX_set_session_cache_mode(made->context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(made->context, SSL_MODE_ENABLE_PARTIAL_WRITE
                                        | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
                                        | SSL_MODE_RELEASE_BUFFERS);
    *server = made;
    return certificate_take(turn, made->context, settings)
           && callers_take(turn, made->context, settings->client_ca_file);
}

/* ---- a connection ---- */

struct tls *tls_new(const struct tls_server *server, int socket)
{
    struct tls *tls = calloc(1, sizeof *tls);
    if (tls == NULL)
        return NULL;
    ERR_clear_error();
    tls->ssl = SSL_new(server->context);
    if (tls->ssl != NULL && SSL_set_fd(tls->ssl, socket) == 1) {
        SSL_set_accept_state(tls->ssl);
        return tls;
    }
    tls_free(tls);
    return NULL;
}

void tls_free(struct tls *tls)
{
    if (tls == NULL)
        return;
    SSL_free(tls->ssl);
    free(tls);
}

static void why_set(struct tls *tls)
{
    long verified = SSL_get_verify_result(tls->ssl);
    const char *why = verified != X509_V_OK ? X509_verify_cert_error_string(verified) : trouble();
    if (verified == X509_V_OK && ERR_peek_error() == 0)
        why = "the connection broke off";
    size_t used = 0;
    for (; *why != '\0' && used < sizeof tls->why - 1; why++)
        if (*why >= ' ' && *why <= '~' && *why != '"' && *why != '\\')
            tls->why[used++] = *why;
    tls->why[used] = '\0';
}

/* After the library answered with what is no success. */
static enum tls_step step_of(struct tls *tls, int answer)
{
    switch (SSL_get_error(tls->ssl, answer)) {
    case SSL_ERROR_WANT_READ: return TLS_READS;
    case SSL_ERROR_WANT_WRITE: return TLS_WRITES;
    case SSL_ERROR_ZERO_RETURN: return TLS_ENDED;
    default: why_set(tls); return TLS_BROKEN;
    }
}

enum tls_step tls_greet(struct tls *tls)
{
    ERR_clear_error();
    int answer = SSL_do_handshake(tls->ssl);
    return answer == 1 ? TLS_DONE : step_of(tls, answer);
}

const char *tls_why(const struct tls *tls)
{
    return tls->why;
}

enum tls_step tls_read(struct tls *tls, char *bytes, size_t size, size_t *got)
{
    ERR_clear_error();
    int answer = SSL_read_ex(tls->ssl, bytes, size, got);
    return answer == 1 ? TLS_DONE : step_of(tls, answer);
}

enum tls_step tls_write(struct tls *tls, const char *bytes, size_t size, size_t *sent)
{
    ERR_clear_error();
    int answer = SSL_write_ex(tls->ssl, bytes, size, sent);
    return answer == 1 ? TLS_DONE : step_of(tls, answer);
}

bool tls_holds(const struct tls *tls)
{
    return SSL_has_pending(tls->ssl) == 1;
}

void tls_end(struct tls *tls)
{
    ERR_clear_error();
    if (SSL_is_init_finished(tls->ssl))
        (void)SSL_shutdown(tls->ssl);
    ERR_clear_error();
}

/* ---- who it is ---- */

static bool name_write(const unsigned char *bytes, size_t size, char name[TLS_NAME_BYTES])
{
    size_t used = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = bytes[i];
        if (used + 4 > TLS_NAME_BYTES)
            return false;
        if (c >= 'A' && c <= 'Z')
            name[used++] = (char)(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
                 || (c != '\0' && strchr(".-_@:", c) != NULL))
            name[used++] = (char)c;
        else
            used += (size_t)snprintf(name + used, 4, "%%%02X", (unsigned)c);
    }
    name[used] = '\0';
    return used > 0;
}

static bool machine_name(const X509 *certificate, char name[TLS_NAME_BYTES], bool *named)
{
    bool good = false;
    GENERAL_NAMES *all = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    for (int i = 0; !*named && i < sk_GENERAL_NAME_num(all); i++) {
        const GENERAL_NAME *one = sk_GENERAL_NAME_value(all, i);
        if (one->type != GEN_DNS)
            continue;
        *named = true;
        good = name_write(ASN1_STRING_get0_data(one->d.dNSName),
                          (size_t)ASN1_STRING_length(one->d.dNSName), name);
    }
    GENERAL_NAMES_free(all);
    return good;
}

bool tls_peer(const struct tls *tls, char name[TLS_NAME_BYTES])
{
    bool named = false;
    bool good = false;
    const X509 *certificate = SSL_get0_peer_certificate(tls->ssl);
    if (certificate == NULL)
        return false;
    good = machine_name(certificate, name, &named);
    if (named)
        return good;
    X509_NAME *subject = X509_get_subject_name(certificate);
    int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    const ASN1_STRING *text =
        at < 0 ? NULL : X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));
    return text != NULL && ASN1_STRING_length(text) < COMMON_NAME_BYTES
           && name_write(ASN1_STRING_get0_data(text), (size_t)ASN1_STRING_length(text), name);
}
