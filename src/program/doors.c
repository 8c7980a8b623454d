/* SPDX-License-Identifier: Apache-2.0 */
/* The doors of a house that serves: the web, mail, and time. */
#include "program/program.h"
#include <signal.h>
#include <time.h>

enum { WATCHDOG_PARTS = 3, PORT_DEFAULT = 8080, PORT_MAX = 65535 };

static bool port_read(struct turn *turn, struct text text, const char *option, int64_t otherwise,
                      int64_t *port)
{
    *port = otherwise;
    if (text_empty(text) || (text_integer(text, port) && *port >= 0 && *port <= PORT_MAX))
        return true;
    return fail_field(turn, option, "--%s takes a port from 0 to %d", option, PORT_MAX);
}

static bool web_read(struct turn *turn, const struct value *options, struct doors *doors)
{
    int64_t port;
    if (!port_read(turn, value_get_text(options, "port"), "port", PORT_DEFAULT, &port))
        return false;
    doors->web = (struct http_settings){.address = value_get_text(options, "listen"),
                                        .port = (uint16_t)port,
                                        .https = value_get_boolean(options, "https", false),
                                        .soc_phone = value_get_text(options, "soc-phone"),
                                        .soc_mail = value_get_text(options, "soc-mail"),
                                        .house_name = value_get_text(options, "name")};
    return true;
}

/* The scheme and the host of --public-url, as a browser says them in Origin. */
static bool url_read(struct turn *turn, const struct value *options, struct http_settings *web)
{
    struct text url = value_get_text(options, "public-url");
    struct text host;
    struct text scheme = text_cut(url, ':', &host);
    bool secure = text_is(scheme, "https");
    if (text_empty(url))
        return true;
    while (text_ends(url, TEXT("/")))
        url.size--;
    if ((!secure && !text_is(scheme, "http")) || !text_starts(host, TEXT("//")) || host.size < 3
        || memchr(url.data + scheme.size + 3, '/', url.size - scheme.size - 3) != NULL)
        return fail_field(turn, "public-url",
                          "--public-url is https://HOST, with a port where it needs one, and no "
                          "path.");
    web->origin = url;
    web->https = web->https || secure;
    return true;
}

static bool log_read(struct turn *turn, const struct value *options, struct doors *doors)
{
    struct text form = value_get_text(options, "log");
    doors->log = (struct log){.file = doors->console->errors,
                              .clock = doors->console->clock,
                              .json = text_is(form, "json")};
    return text_empty(form) || doors->log.json || text_is(form, "text")
           || fail_field(turn, "log", "--log is text or json");
}

static bool tls_read(struct turn *turn, struct text word, enum transfer_tls *tls)
{
    if (text_empty(word) || text_is(word, "starttls"))
        *tls = TRANSFER_STARTTLS;
    else if (text_is(word, "tls"))
        *tls = TRANSFER_TLS;
    else if (text_is(word, "none"))
        *tls = TRANSFER_PLAIN;
    else
        return fail_field(turn, "smtp-tls", "--smtp-tls is none, starttls or tls");
    return true;
}

/* The door of mail knows what comes back by these names, before +ID: see mail(5). */
static bool tagged_check(struct turn *turn, const char *option, const char *name,
                         struct text address)
{
    struct text before = text_format(turn->arena, "%s@", name);
    return text_empty(address) || (mail_address_valid(address) && text_starts(address, before))
           || fail_field(turn, option, "--%s takes %s@DOMAIN, to which +ID is added", option, name);
}

static bool webhook_read(struct turn *turn, const struct value *options, struct doors *doors)
{
    struct text path;
    doors->webhook.inside = value_get_boolean(options, "webhook-inside", false);
    return secret_file(turn, options, "webhook-key-file", &path)
           && (text_empty(path) || webhook_key_read(turn, path, &doors->webhook.key));
}

/* A link in a message leads to where people reach the house from outside. */
static void links_set(struct turn *turn, struct doors *doors)
{
    if (!text_empty(doors->web.origin))
        doors->post.link = doors->webhook.link =
            text_format(turn->arena, "%.*s/acknowledge/", TEXT_SHOW(doors->web.origin));
}

static bool post_read(struct turn *turn, const struct value *options, struct doors *doors)
{
    struct text port;
    struct text host = text_cut(value_get_text(options, "smtp"), ':', &port);
    struct mail_server *server = &doors->post.server;
    *server = (struct mail_server){.host = host, .user = value_get_text(options, "smtp-user")};
    doors->post.from = value_get_text(options, "from");
    doors->post.sender =
        value_has(options, "name") ? value_get_text(options, "name") : TEXT("Revere");
    doors->post.bounce = value_get_text(options, "bounce");
    doors->post.reply = value_get_text(options, "reply-to");
    if (text_empty(doors->post.from))
        return fail_field(turn, "from",
                          "--smtp needs --from, the address in whose name mail is sent");
    return secret_file(turn, options, "smtp-password-file", &server->password_file)
           && tagged_check(turn, "bounce", "bounce", doors->post.bounce)
           && tagged_check(turn, "reply-to", "reply", doors->post.reply)
           && port_read(turn, port, "smtp", 0, &server->port)
           && tls_read(turn, value_get_text(options, "smtp-tls"), &server->tls);
}

/* What time could not do is said once, and once more when it can again. */
static void time_report(void *context, const struct fault *fault)
{
    const struct doors *doors = context;
    if (fault->kind == FAULT_NONE)
        log_write(&doors->log, LOG_NOTICE, "time", "time passes again");
    else
        log_write(&doors->log, LOG_ERROR, "time", "time stands still: %s", fault->message);
}

static void mail_report(void *context, const struct fault *fault)
{
    const struct doors *doors = context;
    log_write(&doors->log, LOG_ERROR, "mail", "a mail could not be taken now: %s", fault->message);
}

bool doors_read(struct turn *turn, const struct value *options, struct doors *doors)
{
    doors->mail = value_has(options, "smtp");
    doors->watches = value_get_text(options, "watch-socket");
    doors->watch = value_get_text(options, "watch");
    doors->letters = (struct mail_settings){.address = value_get_text(options, "lmtp"),
                                            .reader = mail_reader_self(),
                                            .report = mail_report,
                                            .context = doors};
    if (!log_read(turn, options, doors) || !web_read(turn, options, doors)
        || !url_read(turn, options, &doors->web)
        || (doors->mail && !post_read(turn, options, doors))
        || !keeper_check(turn, doors->watch, doors->watches) || !webhook_read(turn, options, doors))
        return false;
    links_set(turn, doors);
    return true;
}

static bool time_open(struct turn *turn, struct doors *doors)
{
    doors->channels[0] = tick_channel_keep("product");
    doors->channels[1] = doors->mail ? tick_channel_smtp(&doors->post) : tick_channel_keep("mail");
    doors->channels[2] = (struct tick_channel){0};
    if (!text_empty(doors->webhook.key))
        doors->channels[2] = tick_channel_webhook(&doors->webhook);
    doors->channels[3] = (struct tick_channel){0};
    doors->time = (struct tick_settings){.house = doors->house,
                                         .channels = doors->channels,
                                         .report = time_report,
                                         .context = doors};
    return tick_start(turn, &doors->time, &doors->tick);
}

/* Mail is taken in any case; where it cannot be read, whoever runs the house hears of it now. */
static bool mail_open(struct turn *turn, struct doors *doors)
{
    const struct action *action = house_action(doors->house, TEXT("mail.receive"));
    struct text why;
    bool landlock;
    if (text_empty(doors->letters.address))
        return true;
    if (!mail_reader_works(turn->arena, &doors->letters.reader, action->fields, &why, &landlock))
        log_write(&doors->log, LOG_ERROR, "mail", "mail is taken unread: %.*s", TEXT_SHOW(why));
    else if (!landlock)
        log_write(&doors->log, LOG_NOTICE, "mail",
                  "this kernel has no Landlock: mail is read behind seccomp and limits alone");
    return mail_serve(turn, doors->house, &doors->letters, &doors->listener);
}

bool doors_open(struct turn *turn, struct doors *doors)
{
    doors->since_us = house_now_us(doors->house);
    return time_open(turn, doors) && http_serve(turn, doors->house, &doors->web, &doors->server)
           && mail_open(turn, doors)
           && watcher_open(turn, doors->house, doors->watches, &doors->watcher)
           && keeper_open(turn, &doors->log, doors->watch, &doors->keeper);
}

void doors_close(struct doors *doors)
{
    if (doors->server != NULL)
        pulse_end(doors);
    keeper_close(doors->keeper); /* what it says at its end the house still hears */
    watcher_close(doors->watcher);
    mail_stop(doors->listener);
    http_stop(doors->server);
    if (doors->tick != NULL)
        tick_stop(doors->tick);
}

static void signals_held(sigset_t *signals)
{
    sigemptyset(signals);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGTERM);
    sigaddset(signals, SIGUSR2);
}

void doors_hold_signals(void)
{
    sigset_t signals;
    signals_held(&signals);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is as a disk that is full */
}

/* The next signal; between two of them the pulse is written, and the supervisor hears from us as
 * long as the writer does. */
static int signal_next(const struct doors *doors)
{
    sigset_t signals;
    int64_t patience_us = doors->supervisor.watchdog_us / WATCHDOG_PARTS;
    int64_t pause_us = patience_us == 0 || patience_us > PULSE_US ? PULSE_US : patience_us;
    struct timespec pause = {.tv_sec = (time_t)(pause_us / 1000000),
                             .tv_nsec = (long)(pause_us % 1000000) * 1000};
    signals_held(&signals);
    for (;;) {
        pulse_write(doors);
        int caught = sigtimedwait(&signals, NULL, &pause);
        if (caught > 0)
            return caught;
        if (doors->supervisor.watchdog_us == 0)
            continue;
        if (house_answers(doors->house, patience_us))
            supervisor_tell(&doors->supervisor, "WATCHDOG=1");
        else
            log_write(&doors->log, LOG_ERROR, "watchdog", "the writer does not answer");
    }
}

bool doors_wait(const struct doors *doors)
{
    fprintf(doors->console->out, "ready http://127.0.0.1:%u\n", (unsigned)http_port(doors->server));
    if (doors->listener != NULL && mail_port(doors->listener) != 0)
        fprintf(doors->console->out, "ready lmtp:127.0.0.1:%u\n",
                (unsigned)mail_port(doors->listener));
    else if (doors->listener != NULL)
        fprintf(doors->console->out, "ready lmtp:%.*s\n", TEXT_SHOW(doors->letters.address));
    fflush(doors->console->out);
    supervisor_tell(&doors->supervisor, "READY=1");
    bool renew = signal_next(doors) == SIGUSR2;
    supervisor_tell(&doors->supervisor, renew ? "RELOADING=1" : "STOPPING=1");
    log_write(&doors->log, LOG_NOTICE, "serve", renew ? "handing over" : "closing");
    return renew;
}
