/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program: lists the rooms, opens the house and its doors. It is the last room, and the only
 * one that knows all others; main.c only hands it the words.
 */
#pragma once
#include "action/action.h"
#include "base/embedded.h"
#include "cli/cli.h"
#include "http/http.h"
#include "mail/mail.h"
#include "program/supervisor.h"
#include "tick/tick.h"

/* Each room's table of actions, ended by NULL. */
extern const struct action *const revere_rooms[];

/* Every room's tables.sql in the order of the rooms, put into the program by tools/embed. */
extern const struct embedded revere_tables[];

/* revere serve …: the house with its doors open, in the foreground, until SIGINT or SIGTERM. */
int program_serve(struct turn *turn, const struct console *console, int count, char **words);

/* revere demo …: a house with made-up people, in which somebody reports an incident right now. */
int program_demo(struct turn *turn, const struct console *console, int count, char **words);

/* revere house …: create, check, status, backup, do, adopt; and two of them by themselves. words[0]
 * is what follows. */
int program_house(struct turn *turn, const struct console *console, int count, char **words);
int house_check(struct turn *turn, const struct console *console, int count, char **words);
int house_status(struct turn *turn, const struct console *console, int count, char **words);

/* revere webhook secret URL …: the secret by which a receiver checks what it gets. */
int program_webhook(struct turn *turn, const struct console *console, int count, char **words);

/* The key of --webhook-key-file. Invalid for one that is too short to be a secret. */
MUST bool webhook_key_read(struct turn *turn, struct text path, struct text *key);

/* What the demonstration asks of the house beyond the rooms; internal. */
extern const struct action demo_actions[];

/* ---- doors: the parts of a house that serves ---- */

struct watcher; /* watcher.c */

/* Listens for watches on the socket of that path; nothing is opened for the empty one. Faults:
 * invalid, naming watch-socket; busy. watcher_close takes NULL. */
MUST bool watcher_open(struct turn *turn, struct house *house, struct text path,
                       struct watcher **watcher);
void watcher_close(struct watcher *watcher);

/* How many of them hold their connection open; 0 for NULL. */
int watcher_count(const struct watcher *watcher);

struct keeper; /* keeper.c */

/* Is the file a configuration of a watch that speaks to that socket? Nothing for an empty path.
 * Faults: invalid, naming watch, or the file and its line. */
MUST bool keeper_check(struct turn *turn, struct text path, struct text socket);

/* Starts the watch of that configuration and keeps it running; nothing for an empty path. The log
 * must stay. keeper_close ends it, takes NULL, and waits for what it still writes. */
MUST bool keeper_open(struct turn *turn, const struct log *log, struct text path,
                      struct keeper **keeper);
void keeper_close(struct keeper *keeper);

/* Sets the member "watch" of what is said: how it stands. Nothing for NULL. */
void keeper_say(struct keeper *keeper, struct arena *arena, struct value *said);

struct doors {
    struct house *house;
    int64_t since_us;        /* when this program began to serve it */
    struct watcher *watcher; /* NULL: no watch is heard */
    struct text watches;     /* the socket where they are */
    struct text watch;       /* configuration of the watch that is started here, or empty */
    struct keeper *keeper;   /* NULL: none is */
    struct http_server *server;
    struct tick *tick;
    struct http_settings web;
    struct mail_listener *listener; /* NULL: no mail is taken in */
    struct mail_settings letters;
    bool mail; /* notices leave by the mail server of `post`; else they are kept in the product */
    struct tick_post post;
    struct tick_webhook webhook;     /* without a key none is asked */
    struct tick_channel channels[4]; /* product, mail, webhook, the end */
    struct tick_settings time;
    const struct console *console;
    struct log log;
    struct supervisor supervisor;
};

/* The options of doors_open, for the tables of serve and demo. */
#define DOOR_OPTIONS                                                                               \
    {"port", "N", "Port of the web door (8080)", false},                                           \
        {"listen", "ADDRESS", "Address it listens on (127.0.0.1)", false},                         \
        {"https", NULL, "TLS is ended in front of it: cookies are secure", false},                 \
        {"smtp", "HOST[:PORT]", "The mail server; without one mail is kept in the product",        \
         false},                                                                                   \
        {"smtp-tls", "none|starttls|tls", "How it is spoken to (starttls)", false},                \
        {"smtp-user", "NAME", "Whom to sign in as", false},                                        \
        {"smtp-password-file", "FILE", "The password, in a file of mode 0600", false},             \
        {"from", "ADDRESS", "In whose name mail is sent", false},                                  \
        {"lmtp", "ADDRESS", "Takes mail in by LMTP: the path of a socket, or 127.0.0.1:PORT",      \
         false},                                                                                   \
        {"bounce", "ADDRESS", "Returned mail comes to bounce+ID@DOMAIN: bounce@DOMAIN", false},    \
        {"reply-to", "ADDRESS", "Answers to notices go to reply+ID@DOMAIN: reply@DOMAIN", false},  \
        {"webhook-key-file", "FILE", "What webhooks are signed with, in a file of mode 0600",      \
         false},                                                                                   \
        {"webhook-inside", NULL, "Also ask webhooks on this machine and on private networks",      \
         false},                                                                                   \
        {"watch-socket", "PATH", "Hears the watches of this machine on this socket", false},       \
        {"watch", "FILE", "Starts a watch of this configuration, and keeps it running", false},    \
        {"soc-phone", "NUMBER", "Shown where a report cannot be taken", false},                    \
        {"soc-mail", "ADDRESS", "Likewise", false},                                                \
        {"name", "TEXT", "What the pages call this house", false},                                 \
        {"public-url", "URL", "Where people reach it: https://HOST; https: implies --https",       \
         false},                                                                                   \
        {"log", "text|json", "One line an event, to standard error (text)", false},                \
    {                                                                                              \
        "config", "FILE", "Options as YAML; those given here win over it", false                   \
    }

/*
 * Adds to the options that were read those of the file that --config names, if any; what was given
 * as a word stays. Faults: invalid, with file and line, for a name that is no option of the table.
 */
MUST bool config_read(struct turn *turn, const struct option *options, struct value *read);

/*
 * The path of the file with a secret that an option names; empty when it names none.
 * "credential:NAME" is a file of $CREDENTIALS_DIRECTORY. Faults: invalid, naming the option, for a
 * file that is not there or that others than its owner may read.
 */
MUST bool secret_file(struct turn *turn, const struct value *options, const char *option,
                      struct text *path);

/* Is the secret of this option a credential, and this process not the unit that is given it? */
bool secret_elsewhere(const struct value *options, const char *option);

/* Reads the options, before anything is opened. Faults: invalid, naming the option. */
MUST bool doors_read(struct turn *turn, const struct value *options, struct doors *doors);

/* Opens the doors of web and mail and lets time pass on the open house of `doors`. doors_close
 * gives back what was opened, also after a fault; the house stays open. Faults: busy for a port
 * that is taken. */
MUST bool doors_open(struct turn *turn, struct doors *doors);
void doors_close(struct doors *doors);

/* Keeps SIGINT, SIGTERM and SIGUSR2 for doors_wait; call it before anything starts a thread. */
void doors_hold_signals(void);

/* ---- pulse.c: a file in the house's folder that says how it is ---- */

#define PULSE_FILE "running"
#define PULSE_US   INT64_C(5000000) /* between two of them */

/* Neither fails; what is known of a house that serves is written, or taken away at its end. */
void pulse_write(const struct doors *doors);
void pulse_end(const struct doors *doors);

struct pulse {
    struct value *said; /* pid, version, since, listens, watches, watch; NULL: there is none */
    int64_t at_us;
    int64_t tick_us; /* TIME_NONE: none was told */
    bool broken;     /* there is one, and it cannot be understood */
};

/* Faults: broken for a file that cannot be read. */
MUST bool pulse_read(struct turn *turn, struct text folder, struct pulse *pulse);

/*
 * Says "ready http://127.0.0.1:PORT", on the output and to the supervisor, and waits until one of
 * them comes. While it waits the supervisor is told that the writer answers, and not told when it
 * does not. True: SIGUSR2, another program is to take over.
 */
bool doors_wait(const struct doors *doors);
