/* SPDX-License-Identifier: Apache-2.0 */
/* Mail handed to a real server (aiosmtpd): taken, refused for now and for good, nobody there, no
 * answer, and a connection that is lost when the server has it already. */
#include "base/clock.h"
#include "mail_server.h"

static bool sends(struct turn *turn, const struct mail_server *server, const char *to)
{
    struct mail mail = {.from = TEXT("soc@house.example.org"),
                        .to = text_of(to),
                        .subject = TEXT("Incident INC-2026-7K3F9"),
                        .body = TEXT("One.\n.\nThree: \xc3\xa4.\n"),
                        .message_id = TEXT("0190aaaa"),
                        .envelope = TEXT("back+0190aaaa@house.example.org"),
                        .date_us = INT64_C(1783080000000000)};
    fault_clear(turn);
    return transfer_mail(turn, server, &mail);
}

static bool fails(struct turn *turn, const struct mail_server *server, const char *to,
                  enum fault_kind kind, const char *part)
{
    bool good = !sends(turn, server, to) && turn->fault.kind == kind
                && strstr(turn->fault.message, part) != NULL;
    if (!good)
        printf("# %s: %s\n", fault_face(turn->fault.kind)->name, turn->fault.message);
    return good;
}

static void answers(struct turn *turn, const struct peer *peer)
{
    struct mail_server server = peer_server(peer);
    struct text mail;
    ok(sends(turn, &server, "ann@example.org"), "a mail is taken: %s", turn->fault.message);
    ok(peer_mails(peer) == 1 && peer_mail(turn, peer, 1, &mail)
           && text_contains(mail, TEXT("X-Recipient: ann@example.org\r\n"))
           && text_contains(mail, TEXT("X-Sender: back+0190aaaa@house.example.org\r\n"))
           && text_contains(mail, TEXT("From: <soc@house.example.org>\r\n"))
           && text_contains(mail, TEXT("Message-ID: <0190aaaa@house.example.org>\r\n"))
           && text_ends(mail, TEXT("\r\n\r\nOne.\r\n=2E\r\nThree: =C3=A4.\r\n")),
       "whole, as it was written");
    ok(fails(turn, &server, "busy@example.org", FAULT_BUSY, "451 4.3.0 come again"),
       "451 for the recipient: later");
    ok(fails(turn, &server, "refuse@example.org", FAULT_REFUSED, "550 5.1.1 nobody here"),
       "550 for the recipient: never");
    ok(fails(turn, &server, "late@example.org", FAULT_BUSY, "452"), "452 for the content: later");
    ok(fails(turn, &server, "spam@example.org", FAULT_REFUSED, "554"),
       "554 for the content: never");
    ok(fails(turn, &server, "no address", FAULT_REFUSED, "no address"), "no address: never");
    server.timeout_ms = 500;
    int64_t begun_us = clock_elapsed_us();
    ok(fails(turn, &server, "hang@example.org", FAULT_BUSY, ""), "no answer in time: later");
    ok(clock_elapsed_us() - begun_us < 5000000, "and not much later than its time");
    server.timeout_ms = 10000;
    ok(fails(turn, &server, "drop@example.org", FAULT_BUSY, "") && peer_mails(peer) == 2,
       "a connection lost after the content: nobody knows, so again later");
}

static void settings(struct turn *turn, const struct peer *peer)
{
    struct mail_server server = peer_server(peer);
    server.host = TEXT("host/../x");
    ok(fails(turn, &server, "ann@example.org", FAULT_INVALID, "no name"), "a host that is none");
    server = peer_server(peer);
    server.port = 70000;
    ok(fails(turn, &server, "ann@example.org", FAULT_INVALID, "70000"), "a port that is none");
    server = peer_server(peer);
    server.hello = TEXT("a\r\nMAIL");
    ok(fails(turn, &server, "ann@example.org", FAULT_INVALID, "name"), "a greeting that is none");
    server = peer_server(peer);
    server.user = TEXT("house");
    ok(fails(turn, &server, "ann@example.org", FAULT_INVALID, "in the clear"),
       "a password in the clear is refused");
    server = peer_server(peer);
    server.tls = TRANSFER_STARTTLS;
    ok(fails(turn, &server, "ann@example.org", FAULT_BUSY, ""),
       "a server without STARTTLS gets nothing when it is asked for");
}

static void secured(struct turn *turn, enum transfer_tls tls, const char *mode)
{
    struct peer peer;
    if (!peer_folder(&peer) || !peer_certificate(&peer)
        || !peer_start(&peer, 0, mode, "house:secret")) {
        tap_skip("no mail server with TLS here");
        peer_remove(&peer);
        return;
    }
    struct mail_server server = peer_server(&peer);
    struct text password = text_format(turn->arena, "%s/password", peer.folder);
    struct text wrong = text_format(turn->arena, "%s/wrong", peer.folder);
    fault_clear(turn);
    server.tls = tls;
    server.user = TEXT("house");
    server.password_file = password;
    ok(file_write(turn, password.data, TEXT("secret\n"), 0600)
           && file_write(turn, wrong.data, TEXT("wrong\n"), 0600),
       "the password's file: %s", turn->fault.message);
    ok(fails(turn, &server, "ann@example.org", FAULT_BUSY, ""),
       "%s: a certificate that nobody vouches for gets nothing", mode);
    server.ca_file = text_format(turn->arena, "%s/cert.pem", peer.folder);
    ok(sends(turn, &server, "ann@example.org") && peer_mails(&peer) == 1,
       "%s: signed in, a mail is taken: %s", mode, turn->fault.message);
    server.password_file = wrong;
    ok(fails(turn, &server, "ann@example.org", FAULT_BUSY, "") && peer_mails(&peer) == 1,
       "%s: a wrong password is about the house, so later", mode);
    ok(strstr(turn->fault.message, "wrong") == NULL, "and is not told");
    server.user = TEXT_NONE;
    ok(fails(turn, &server, "ann@example.org", FAULT_BUSY, "530"),
       "%s: so is a sign-in that is missing", mode);
    peer_remove(&peer);
}

int main(void)
{
    struct turn turn = {.arena = arena_new(64 << 20), .now_us = INT64_C(1783080000000000)};
    struct peer peer;
    if (peer_folder(&peer) && peer_start(&peer, 0, NULL, NULL)) {
        answers(&turn, &peer);
        settings(&turn, &peer);
        struct mail_server server = peer_server(&peer);
        peer_stop(&peer);
        ok(fails(&turn, &server, "ann@example.org", FAULT_BUSY, "connect"), "nobody there: later");
        secured(&turn, TRANSFER_STARTTLS, "starttls");
        secured(&turn, TRANSFER_TLS, "tls");
    } else {
        tap_skip("python3-aiosmtpd is not installed");
    }
    peer_remove(&peer);
    arena_free(turn.arena);
    return tap_end();
}
