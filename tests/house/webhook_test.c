/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Webhooks before a real receiver, which checks their signatures by itself: what each answer means,
 * what is never asked, and a whole house whose mail is refused, through a kill between the sending
 * and its record.
 */
#include "../base/web_server.h"
#include "base/zone.h"
#include "night.h"

#define KEY TEXT("a secret of the house, and of nobody else")

static struct notice_letter letter_to(struct turn *turn, const struct peer *peer,
                                      const char *scheme, const char *path)
{
    return (struct notice_letter){
        .id = TEXT("0190aaaa"),
        .message = TEXT("0190aaaa.2"),
        .channel = TEXT("webhook"),
        .address = text_format(turn->arena, "%s://127.0.0.1:%d%s", scheme, peer->port, path),
        .subject = TEXT("New security incident INC-2026-7K3F9"),
        .body = TEXT("One.\n\xc3\xa4 \"two\"\n"),
        .link = TEXT("https://house.example.org/acknowledge/0123"),
        .queued_us = BOTH_NOW_US,
        .attempt = 1};
}

static bool sends(struct turn *turn, const struct peer *peer, const struct tick_webhook *webhook,
                  const struct notice_letter *letter)
{
    struct tick_channel channel = tick_channel_webhook(webhook);
    fault_clear(turn);
    return receiver_secret(turn, peer,
                           tick_webhook_secret(turn->arena, webhook->key, letter->address))
           && channel.send(turn, channel.state, letter);
}

static bool says(struct turn *turn, const struct peer *peer, const struct tick_webhook *webhook,
                 const char *path, enum fault_kind kind)
{
    struct notice_letter letter = letter_to(turn, peer, "http", path);
    bool sent = sends(turn, peer, webhook, &letter);
    bool good = kind == FAULT_NONE ? sent : !sent && turn->fault.kind == kind;
    if (!good)
        printf("# %s: %s\n", path, turn->fault.message);
    return good;
}

static void answers(struct turn *turn, const struct peer *peer)
{
    const struct tick_webhook webhook = {.key = KEY, .inside = true, .timeout_ms = 800};
    int different;
    ok(says(turn, peer, &webhook, "/take", FAULT_NONE), "a notice is taken: %s",
       turn->fault.message);
    const struct value *got = receiver_got(turn, peer, 1);
    const struct value *data = value_get(value_get(got, "body"), "data");
    ok(text_is(value_get_text(got, "id"), "0190aaaa.2")
           && text_is(value_get_text(data, "subject"), "New security incident INC-2026-7K3F9")
           && text_is(value_get_text(data, "body"), "One.\n\xc3\xa4 \"two\"\n")
           && text_is(value_get_text(data, "acknowledge"),
                      "https://house.example.org/acknowledge/0123"),
       "signed, with the message's id, its words and its link");
    ok(says(turn, peer, &webhook, "/gone", FAULT_REFUSED), "410: never");
    ok(says(turn, peer, &webhook, "/bad", FAULT_REFUSED), "400: never");
    ok(says(turn, peer, &webhook, "/busy", FAULT_BUSY), "503: later");
    ok(says(turn, peer, &webhook, "/wait", FAULT_BUSY), "429: later");
    int before = receiver_count(turn, peer, &different);
    ok(says(turn, peer, &webhook, "/move", FAULT_REFUSED)
           && receiver_count(turn, peer, &different) == before + 1,
       "a redirect is not followed");
    ok(says(turn, peer, &webhook, "/slow", FAULT_BUSY), "no answer in time: later");
    ok(says(turn, peer, &webhook, "/drop", FAULT_BUSY), "closed without an answer: later");
    ok(says(turn, peer, &webhook, "/long", FAULT_LIMIT) || turn->fault.kind == FAULT_BUSY,
       "an answer without end is not read");
    ok(receiver_count(turn, peer, &different) == 9 && different == 1,
       "whatever the attempt, the id is the same");
}

static void never(struct turn *turn, const struct peer *peer)
{
    struct tick_webhook webhook = {.key = KEY, .inside = true};
    struct notice_letter letter = letter_to(turn, peer, "http", "/take");
    struct tick_channel channel = tick_channel_webhook(&webhook);
    int different;
    int before = receiver_count(turn, peer, &different);
    fault_clear(turn);
    ok(receiver_secret(turn, peer, TEXT("some other secret, 32 bytes long"))
           && !channel.send(turn, channel.state, &letter) && turn->fault.kind == FAULT_REFUSED
           && strstr(turn->fault.message, "401") != NULL,
       "the receiver takes nothing that is signed with another key");
    webhook.inside = false;
    ok(says(turn, peer, &webhook, "/take", FAULT_REFUSED), "http is for this machine alone");
    struct notice_letter secure = letter_to(turn, peer, "https", "/take");
    ok(!sends(turn, peer, &webhook, &secure) && turn->fault.kind == FAULT_REFUSED
           && strstr(turn->fault.message, "private network") != NULL,
       "an address of this machine is refused: %s", turn->fault.message);
    secure.address = text_format(turn->arena, "https://localhost:%d/take", peer->port);
    ok(!sends(turn, peer, &webhook, &secure) && turn->fault.kind == FAULT_REFUSED,
       "and a name that leads to it");
    secure.address = text_format(turn->arena, "https://[::ffff:127.0.0.1]:%d/take", peer->port);
    ok(!sends(turn, peer, &webhook, &secure) && turn->fault.kind == FAULT_REFUSED,
       "however it is written");
    webhook.inside = true;
    static const char *const odd[] = {"ftp://127.0.0.1/", "https://a@b.example/", "https://",
                                      "https://a.example/\r\nX: y", "file:///etc/passwd"};
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        secure.address = text_of(odd[i]);
        ok(!sends(turn, peer, &webhook, &secure) && turn->fault.kind == FAULT_REFUSED,
           "what is no address is never asked (%zu): %s", i, turn->fault.message);
    }
    ok(receiver_count(turn, peer, &different) == before, "none of it arrived");
}

static void secured(struct turn *turn)
{
    struct peer peer;
    struct tick_webhook webhook = {.key = KEY, .inside = true};
    if (!peer_folder(&peer) || !peer_certificate(&peer) || !receiver_start(&peer, 0, true)) {
        tap_skip("no receiver with TLS here");
        peer_remove(&peer);
        return;
    }
    struct notice_letter letter = letter_to(turn, &peer, "https", "/take");
    ok(!sends(turn, &peer, &webhook, &letter) && turn->fault.kind == FAULT_BUSY,
       "a certificate that nobody vouches for gets nothing");
    webhook.ca_file = text_format(turn->arena, "%s/cert.pem", peer.folder);
    ok(sends(turn, &peer, &webhook, &letter), "one that is vouched for does: %s",
       turn->fault.message);
    int different;
    ok(receiver_count(turn, &peer, &different) == 1, "once");
    peer_remove(&peer);
}

/* ---- a whole house ---- */

static bool mail_refused(struct turn *turn, const void *state, const struct notice_letter *letter)
{
    (void)state;
    (void)letter;
    return fail(turn, FAULT_REFUSED, "no such user");
}

/* Everybody is also reached by a webhook, all at one address. */
static bool webhooks_enter(struct trial *trial, struct text address)
{
    struct turn turn;
    struct rows rows = {0};
    bool good = house_turn_begin(trial->house, trial->arena, &turn)
                && store_select(&turn, "SELECT id FROM person", BIND_NONE, &rows);
    house_turn_end(trial->house, &turn);
    for (size_t i = 0; good && i < rows.count; i++) {
        struct text add = text_format(
            trial->arena, "{\"person\":\"%.*s\",\"kind\":\"webhook\",\"address\":\"%.*s\"}",
            TEXT_SHOW(rows_text(&rows, i, 0)), TEXT_SHOW(address));
        struct answer added = trial_call(trial, NULL, "contact.add", add.data);
        struct text verify =
            text_format(trial->arena, "{\"contact\":\"%.*s\",\"how\":\"the test\"}",
                        TEXT_SHOW(value_get_text(added.value, "id")));
        good = added.fault.kind == FAULT_NONE
               && trial_call(trial, NULL, "contact.verify", verify.data).fault.kind == FAULT_NONE;
    }
    return good;
}

struct doomed {
    struct tick_webhook webhook;
    int left; /* letters until the kill */
};

static bool doomed_send(struct turn *turn, const void *state, const struct notice_letter *letter)
{
    struct doomed *doomed = (struct doomed *)(uintptr_t)state;
    struct tick_channel channel = tick_channel_webhook(&doomed->webhook);
    bool sent = channel.send(turn, channel.state, letter);
    if (--doomed->left == 0)
        kill(getpid(), SIGKILL);
    return sent;
}

static void doomed_house(struct text address, struct trial *trial, struct doomed *doomed)
{
    struct turn turn = {.arena = arena_new((size_t)1 << 28), .now_us = trial->now_us};
    struct tick_channel channels[4] = {{.name = "mail", .transport = "smtp", .send = mail_refused},
                                       {.name = "webhook",
                                        .transport = "https",
                                        .send = doomed_send,
                                        .state = doomed,
                                        .link = TEXT("https://house.example.org/acknowledge/")},
                                       tick_channel_keep("product"),
                                       {0}};
    struct tick_result result;
    if (night_open(&turn, address, trial))
        (void)ticked(trial, channels, &result);
    _exit(1);
}

static void killed_and_told(struct turn *turn, struct text address)
{
    enum { KILLS = 2 };
    struct trial trial;
    struct peer peer;
    struct tick_result result;
    int different;
    if (!peer_folder(&peer) || !receiver_start(&peer, 0, false)) {
        tap_skip("no receiver here");
        return;
    }
    struct text url = text_format(turn->arena, "http://127.0.0.1:%d/take/all", peer.port);
    struct doomed doomed = {.webhook = {.key = KEY, .inside = true}};
    if (!ok(receiver_secret(turn, &peer, tick_webhook_secret(turn->arena, KEY, url)),
            "the receiver knows its secret")
        || !night_begin(turn, address, &trial)
        || !ok(webhooks_enter(&trial, url), "everybody has a webhook") || !night_report(&trial))
        return;
    house_close(trial.house);
    for (int i = 0; i < KILLS; i++) {
        int status = 0;
        doomed.left = 2;
        pid_t pid = fork();
        if (pid == 0)
            doomed_house(address, &trial, &doomed);
        waitpid(pid, &status, 0);
        ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL,
           "a house is killed with its second webhook taken and not recorded");
        trial.now_us += TICK_LEASE_US;
    }
    struct tick_channel channels[4] = {{.name = "mail", .transport = "smtp", .send = mail_refused},
                                       tick_channel_webhook(&doomed.webhook),
                                       tick_channel_keep("product"),
                                       {0}};
    ok(night_open(turn, address, &trial) && ticked(&trial, channels, &result) && result.later == 0
           && result.accepted > 0,
       "the next house sends what is left, refused as mail, by webhook");
    int count = receiver_count(turn, &peer, &different);
    int64_t told = count_of(&trial, "SELECT count(*) FROM notice_version WHERE state = 'delivered'"
                                    " AND until_us = 9223372036854775807 AND route = 1");
    ok(different == told && count > different && count <= different + KILLS,
       "every notice has arrived, and only those in flight twice: %d of %lld, %d in all", different,
       (long long)told, count);
    ok(count_of(&trial, "SELECT count(*) FROM work_notice_token") >= KILLS
           && count_of(&trial,
                       "SELECT count(*) FROM notice_version WHERE body LIKE '%acknowledge/%'")
                  == 0,
       "of a link's token only the hash is kept");
    trial_close(&trial);
    peer_remove(&peer);
}

int main(void)
{
    struct turn turn = {.arena = arena_new(64 << 20), .now_us = BOTH_NOW_US};
    struct peer peer;
    if (peer_folder(&peer) && receiver_start(&peer, 0, false)) {
        answers(&turn, &peer);
        never(&turn, &peer);
        struct tick_webhook webhook = {.key = KEY, .inside = true};
        struct notice_letter letter = letter_to(&turn, &peer, "http", "/take");
        peer_stop(&peer);
        ok(!sends(&turn, &peer, &webhook, &letter) && turn.fault.kind == FAULT_BUSY,
           "nobody there: later");
        secured(&turn);
    } else {
        tap_skip("no receiver here");
    }
    peer_remove(&peer);
    arena_free(turn.arena);
    both(killed_and_told);
    return tap_end();
}
