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
#include "tick/tick.h"

/* Each room's table of actions, ended by NULL. */
extern const struct action *const revere_rooms[];

/* Every room's tables.sql in the order of the rooms, put into the program by tools/embed. */
extern const struct embedded revere_tables[];

/* revere serve …: the house with its doors open, in the foreground, until SIGINT or SIGTERM. */
int program_serve(struct turn *turn, const struct console *console, int count, char **words);

/* revere demo …: a house with made-up people, in which somebody reports an incident right now. */
int program_demo(struct turn *turn, const struct console *console, int count, char **words);

/* What the demonstration asks of the house beyond the rooms; internal. */
extern const struct action demo_actions[];

/* ---- doors: the parts of a house that serves ---- */

struct doors {
    struct house *house;
    struct http_server *server;
    struct tick *tick;
    struct http_settings web;
    bool mail; /* notices leave by the mail server of `post`; else they are kept in the product */
    struct tick_post post;
    struct tick_channel channels[3]; /* product, mail, the end */
    struct tick_settings time;
    const struct console *console;
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
        {"soc-phone", "NUMBER", "Shown where a report cannot be taken", false},                    \
        {"soc-mail", "ADDRESS", "Likewise", false},                                                \
    {                                                                                              \
        "name", "TEXT", "What the pages call this house", false                                    \
    }

/* Reads the options, before anything is opened. Faults: invalid, naming the option. */
MUST bool doors_read(struct turn *turn, const struct value *options, struct doors *doors);

/* Opens the web door and lets time pass on the open house of `doors`. doors_close gives back what
 * was opened, also after a fault; the house stays open. Faults: busy for a port that is taken. */
MUST bool doors_open(struct turn *turn, struct doors *doors);
void doors_close(struct doors *doors);

/* Keeps SIGINT and SIGTERM for doors_wait; call it before anything starts a thread. */
void doors_hold_signals(void);

/* Says "ready http://127.0.0.1:PORT" and waits until one of them comes. */
void doors_wait(const struct doors *doors);
