/* SPDX-License-Identifier: Apache-2.0 */
/* Starts and stops tests/base/mail_server, a real SMTP server (aiosmtpd) that takes, refuses, hangs
 * or drops by the name of the recipient. */
#pragma once
#include "base/file.h"
#include "base/transfer.h"
#include "tap.h"
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

struct peer {
    pid_t pid;
    int port;
    char folder[32]; /* of what was taken: 1.eml, … */
};

enum { PEER_MAIL_BYTES_MAX = 1 << 20, PEER_MAILS_MAX = 1000 };

static inline bool peer_folder(struct peer *peer)
{
    *peer = (struct peer){.folder = "/tmp/revere-mail-XXXXXX"};
    return mkdtemp(peer->folder) != NULL;
}

/* Starts a program of tests/base/ that says its port on the first line. False: it cannot run here.
 */
static inline bool peer_spawn(struct peer *peer, char *const *arguments)
{
    char number[16];
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    peer->pid = fork();
    if (peer->pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        if (freopen("/dev/null", "w", stderr)
            == NULL) /* it tells at length of what tests do to it */
            _exit(127);
        close(ends[0]);
        close(ends[1]);
        execv(arguments[0], arguments);
        _exit(127);
    }
    close(ends[1]);
    ssize_t bytes = read(ends[0], number, sizeof number - 1);
    close(ends[0]);
    number[bytes > 0 ? bytes : 0] = '\0';
    peer->port = atoi(number);
    return peer->port > 0;
}

/* Starts it on a port of its own, or (port > 0) on that one. False: it is not installed here. */
static inline bool peer_start(struct peer *peer, int port, const char *tls, const char *user)
{
    const char *source = getenv("REVERE_SOURCE");
    char path[512];
    char number[16];
    snprintf(path, sizeof path, "%s/tests/base/mail_server", source == NULL ? "." : source);
    snprintf(number, sizeof number, "%d", port);
    char *arguments[9] = {path, peer->folder, (char *)"--port", number};
    int count = 4;
    if (tls != NULL) {
        arguments[count++] = (char *)"--tls";
        arguments[count++] = (char *)(uintptr_t)tls;
    }
    if (user != NULL) {
        arguments[count++] = (char *)"--user";
        arguments[count++] = (char *)(uintptr_t)user;
    }
    return peer_spawn(peer, arguments);
}

/* A certificate for localhost and 127.0.0.1 in the peer's folder. */
static inline bool peer_certificate(const struct peer *peer)
{
    char command[512];
    snprintf(command, sizeof command,
             "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
             "-keyout %s/key.pem -out %s/cert.pem -subj /CN=localhost "
             "-addext subjectAltName=DNS:localhost,IP:127.0.0.1 2>/dev/null",
             peer->folder, peer->folder);
    return system(command) == 0;
}

static inline void peer_stop(struct peer *peer)
{
    if (peer->pid > 0) {
        kill(peer->pid, SIGKILL);
        waitpid(peer->pid, NULL, 0);
    }
    peer->pid = 0;
}

static inline void peer_remove(struct peer *peer)
{
    char command[64];
    peer_stop(peer);
    snprintf(command, sizeof command, "rm -rf '%s'", peer->folder);
    if (system(command) != 0)
        printf("# could not remove %s\n", peer->folder);
}

/* The n-th mail that was taken, from 1; false when there is none. */
static inline bool peer_mail(struct turn *turn, const struct peer *peer, int number,
                             struct text *mail)
{
    struct text path = text_format(turn->arena, "%s/%d.eml", peer->folder, number);
    return file_exists(path.data) && file_read(turn, path.data, PEER_MAIL_BYTES_MAX, mail);
}

static inline int peer_mails(const struct peer *peer)
{
    char path[64];
    int number = 0;
    do
        snprintf(path, sizeof path, "%s/%d.eml", peer->folder, ++number);
    while (number < PEER_MAILS_MAX && file_exists(path));
    return number - 1;
}

static inline struct mail_server peer_server(const struct peer *peer)
{
    return (struct mail_server){.host = TEXT("127.0.0.1"),
                                .port = peer->port,
                                .hello = TEXT("house.example.org"),
                                .timeout_ms = 10000};
}
