/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The passing of time on a whole house, on both engines: what is due happens once, whether the
 * house was awake or not; letters go to a real mail server, through an outage and through a kill
 * between the sending and its record.
 */
#include "../base/mail_server.h"
#include "base/zone.h"
#include "night.h"

/* ---- Clause: S-25. An outage of days ---- */

static void outage(struct turn *turn, struct text address)
{
    struct trial trial;
    struct tick_result result;
    struct tick_channel channels[3];
    channels_kept(channels);
    if (!night_begin(turn, address, &trial) || !night_report(&trial))
        return;
    ok(ticked(&trial, channels, &result) && result.accepted > 0 && result.later == 0,
       "the report's notices are out");
    ok(result.next_us > trial.now_us && result.next_us < INT64_MAX, "something is due later");
    ok(ticked(&trial, channels, &result) && quiet(&result), "a second tick has nothing to do");
    int64_t before = count_of(&trial, "SELECT count(*) FROM notice");
    trial.now_us += 45 * HOUR_US;
    house_close(trial.house);
    ok(night_open(turn, address, &trial), "the house comes back two days later");
    ok(ticked(&trial, channels, &result) && result.fired > 0, "what was slept through is found");
    ok(count_of(&trial, "SELECT count(*) FROM (SELECT d.rule, d.step, d.template, n.person"
                        " FROM notice n JOIN notice_duty d ON d.notice = n.id"
                        " WHERE d.template = 'escalation' AND n.incident = (SELECT max(incident)"
                        " FROM notice) GROUP BY d.rule, d.step, d.template, n.person, d.due_us"
                        " HAVING count(*) > (SELECT count(*) FROM obligation o WHERE"
                        " o.rule = d.rule AND o.step = d.step)) AS twice")
           == 0,
       "nobody is told of an obligation more than once");
    ok(count_of(&trial, "SELECT max(fired) FROM (SELECT count(*) AS fired FROM obligation_version"
                        " WHERE state = 'overdue' AND entry_us = (SELECT max(entry_us)"
                        " FROM obligation_version) GROUP BY obligation) AS each")
           == 1,
       "every ladder fires once, at its highest rung");
    int64_t after = count_of(&trial, "SELECT count(*) FROM notice");
    ok(after > before, "and somebody is: %lld more", (long long)(after - before));
    house_close(trial.house);
    ok(night_open(turn, address, &trial) && ticked(&trial, channels, &result) && quiet(&result)
           && count_of(&trial, "SELECT count(*) FROM notice") == after,
       "a second restart sends nothing again");
    trial.now_us -= HOUR_US;
    ok(ticked(&trial, channels, &result) && result.fired == 0, "a clock set back repeats nothing");
    int64_t alarms = count_of(&trial, "SELECT count(*) FROM notice_duty WHERE template = "
                                      "'clock-back'");
    ok(alarms > 0 && count_of(&trial, "SELECT count(*) FROM notice") == after + alarms,
       "but %lld are told of it", (long long)alarms);
    ok(ticked(&trial, channels, &result) && quiet(&result), "once");
    trial.now_us += 2 * HOUR_US;
    ok(ticked(&trial, channels, &result), "and goes on when it has caught up");
    trial_close(&trial);
}

/* ---- the same time in one step and in many ---- */

/* Every obligation as it stands, but for names that are made up on the way. */
static struct text standing(struct trial *trial)
{
    struct turn turn;
    struct rows rows = {0};
    struct builder all = {.arena = trial->arena};
    if (!house_turn_begin(trial->house, trial->arena, &turn)
        || !store_select(&turn,
                         "SELECT o.rule, o.step, o.recipient_role, o.period, v.state, v.due_us,"
                         " v.next_us, v.level, o.start_us FROM obligation o"
                         " JOIN obligation_version v ON v.obligation = o.id"
                         " WHERE v.until_us = 9223372036854775807"
                         " ORDER BY 1, 2, 3, 4, 9, 6, 5, 8",
                         BIND_NONE, &rows))
        printf("# %s\n", turn.fault.message);
    for (size_t i = 0; i < rows.count; i++) {
        for (size_t k = 0; k < 5; k++)
            build_format(&all, "%.*s ", TEXT_SHOW(rows_text(&rows, i, k)));
        for (size_t k = 5; k < 9; k++)
            build_format(&all, "%lld ", (long long)rows_integer(&rows, i, k));
        build_byte(&all, '\n');
    }
    house_turn_end(trial->house, &turn);
    return built(&all);
}

static void show_difference(struct text a, struct text b)
{
    while (!text_empty(a) || !text_empty(b)) {
        struct text one = text_cut(a, '\n', &a);
        struct text other = text_cut(b, '\n', &b);
        if (!text_equal(one, other))
            printf("# many: %.*s\n# one:  %.*s\n", TEXT_SHOW(one), TEXT_SHOW(other));
    }
}

static void both_paces(struct turn *turn, struct text address)
{
    struct trial many;
    struct trial one;
    struct tick_result result = {0};
    struct tick_channel channels[3];
    int64_t end_us = BOTH_NOW_US + 40 * HOUR_US;
    int ticks = 0;
    channels_kept(channels);
    if (!night_begin(turn, address, &many) || !night_begin(turn, TEXT_NONE, &one)
        || !night_report(&many) || !night_report(&one))
        return;
    bool good = ticked(&one, channels, &result) && ticked(&many, channels, &result);
    for (; good && result.next_us <= end_us && ticks < 1000; ticks++) {
        many.now_us = result.next_us;
        good = ticked(&many, channels, &result);
    }
    many.now_us = one.now_us = end_us;
    ok(good && ticks > 2 && ticked(&many, channels, &result), "forty hours in %d ticks", ticks);
    ok(ticked(&one, channels, &result), "and in one");
    struct text stepwise = standing(&many);
    struct text at_once = standing(&one);
    if (!ok(!text_empty(stepwise) && text_equal(stepwise, at_once),
            "both end in the same obligations"))
        show_difference(stepwise, at_once);
    trial_close(&many);
    trial_close(&one);
}

/* ---- a real mail server ---- */

static struct tick_post post_of(const struct peer *peer)
{
    return (struct tick_post){.server = peer_server(peer),
                              .from = TEXT("soc@house.example.org"),
                              .sender = TEXT("SOC"),
                              .bounce = TEXT("bounce@house.example.org"),
                              .reply = TEXT("reply@house.example.org"),
                              .link = TEXT("https://house.example.org/acknowledge/")};
}

/* How many message ids the server has, and how many of its mails repeat one. */
static void message_ids(struct turn *turn, const struct peer *peer, int *different, int *repeated)
{
    int mails = peer_mails(peer);
    struct text *ids = arena_array(turn->arena, (size_t)mails + 1, sizeof *ids);
    *different = *repeated = 0;
    for (int i = 1; i <= mails; i++) {
        struct text mail = TEXT_NONE;
        if (!peer_mail(turn, peer, i, &mail))
            continue;
        const char *at = memmem(mail.data, mail.size, "Message-ID: <", 13);
        if (at == NULL)
            continue;
        struct text id = {at + 13, 36};
        int seen = 0;
        while (seen < *different && !text_equal(ids[seen], id))
            seen++;
        if (seen < *different)
            ++*repeated;
        else
            ids[(*different)++] = id;
    }
}

/* What stands between a mark and the next byte of `end`. */
static struct text marked(struct text mail, const char *mark, char end)
{
    const char *at = memmem(mail.data, mail.size, mark, strlen(mark));
    if (at == NULL)
        return TEXT_NONE;
    at += strlen(mark);
    const char *stop = memchr(at, end, mail.size - (size_t)(at - mail.data));
    return stop == NULL ? TEXT_NONE : (struct text){at, (size_t)(stop - at)};
}

/* Whatever comes back to the house says which notice it is about. */
static void said_of_itself(struct turn *turn, struct trial *trial, const struct peer *peer)
{
    struct text mail = TEXT_NONE;
    if (!ok(peer_mail(turn, peer, 1, &mail), "the first mail is there"))
        return;
    struct text id = marked(mail, "Message-ID: <", '@');
    ok(count_of(trial, text_format(turn->arena, "SELECT count(*) FROM notice WHERE id = '%.*s'",
                                   TEXT_SHOW(id))
                           .data)
           == 1,
       "its message id names the notice");
    ok(text_equal(marked(mail, "X-Sender: bounce+", '@'), id), "so does its return path");
    ok(text_equal(marked(mail, "Reply-To: reply+", '@'), id), "so does its reply address");
    ok(text_contains(mail, TEXT("Auto-Submitted: auto-generated\r\n")), "a program sent it");
    ok(count_of(trial, "SELECT count(*) FROM work_notice_token") > 0
           && text_contains(mail, TEXT("https://house.example.org/acknowledge/")),
       "it has a link");
}

static bool peer_or_skip(struct peer *peer)
{
    if (peer_folder(peer) && peer_start(peer, 0, NULL, NULL))
        return true;
    peer_remove(peer);
    tap_skip("python3-aiosmtpd is not installed");
    return false;
}

static void mailed(struct turn *turn, struct text address)
{
    struct trial trial;
    struct peer peer;
    struct tick_result result;
    int different;
    int repeated;
    if (!peer_or_skip(&peer))
        return;
    struct tick_post post = post_of(&peer);
    struct tick_channel channels[3] = {tick_channel_smtp(&post), tick_channel_keep("product"), {0}};
    int port = peer.port;
    if (!night_begin(turn, address, &trial) || !night_report(&trial))
        return;
    peer_stop(&peer);
    ok(ticked(&trial, channels, &result) && result.accepted == 0 && result.later > 0,
       "no mail server: the letters wait");
    int64_t waiting = result.later;
    ok(count_of(&trial, "SELECT count(*) FROM notice_version WHERE state = 'delivered'") == 0,
       "nothing counts as sent");
    ok(peer_start(&peer, port, NULL, NULL), "the mail server comes back");
    trial.now_us += NOTICE_RETRY_FIRST_S * SECOND_US;
    ok(ticked(&trial, channels, &result) && result.accepted >= waiting && result.later == 0,
       "a minute later all are taken");
    message_ids(turn, &peer, &different, &repeated);
    ok(different == result.accepted && repeated == 0, "each once: %d, %d twice", different,
       repeated);
    said_of_itself(turn, &trial, &peer);
    ok(count_of(&trial, "SELECT count(*) FROM obligation_version v JOIN obligation o"
                        " ON o.id = v.obligation WHERE v.state = 'fulfilled'"
                        " AND v.evidence_ref IN (SELECT id FROM notice)")
           > 0,
       "and the obligations stand fulfilled by them");
    trial_close(&trial);
    peer_remove(&peer);
}

/* ---- killed between the sending and its record ---- */

struct doomed {
    struct tick_post post;
    int left; /* letters until the kill */
};

static bool doomed_send(struct turn *turn, const void *state, const struct notice_letter *letter)
{
    struct doomed *doomed = (struct doomed *)(uintptr_t)state;
    struct tick_channel channel = tick_channel_smtp(&doomed->post);
    bool sent = channel.send(turn, channel.state, letter);
    if (--doomed->left == 0)
        kill(getpid(), SIGKILL);
    return sent;
}

static void doomed_house(struct text address, struct trial *trial, struct doomed *doomed)
{
    struct turn turn = {.arena = arena_new((size_t)1 << 28), .now_us = trial->now_us};
    struct tick_channel channels[3] = {
        {.name = "mail", .transport = "smtp", .send = doomed_send, .state = doomed},
        tick_channel_keep("product"),
        {0}};
    struct tick_result result;
    if (night_open(&turn, address, trial))
        (void)ticked(trial, channels, &result);
    _exit(1);
}

static void killed(struct turn *turn, struct text address)
{
    enum { KILLS = 3 };
    struct trial trial;
    struct peer peer;
    struct tick_result result;
    int different;
    int repeated;
    if (!peer_or_skip(&peer) || !night_begin(turn, address, &trial) || !night_report(&trial))
        return;
    int64_t owed = count_of(&trial, "SELECT count(*) FROM notice WHERE channel = 'mail'");
    house_close(trial.house);
    for (int i = 0; i < KILLS; i++) {
        struct doomed doomed = {.post = post_of(&peer), .left = 2};
        int status = 0;
        pid_t pid = fork();
        if (pid == 0)
            doomed_house(address, &trial, &doomed);
        waitpid(pid, &status, 0);
        ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL,
           "a house is killed with its second letter taken and not recorded");
        trial.now_us += TICK_LEASE_US;
    }
    struct tick_post post = post_of(&peer);
    struct tick_channel channels[3] = {tick_channel_smtp(&post), tick_channel_keep("product"), {0}};
    ok(night_open(turn, address, &trial) && ticked(&trial, channels, &result) && result.later == 0,
       "the next house sends what is left");
    message_ids(turn, &peer, &different, &repeated);
    ok(different >= owed && repeated <= KILLS && repeated > 0,
       "every letter has arrived, and only those in flight twice: %d of %lld, %d twice", different,
       (long long)owed, repeated);
    struct turn reading;
    struct ledger_verdict verdict = {0};
    ok(house_turn_begin(trial.house, trial.arena, &reading)
           && ledger_verify_store(&reading, &verdict) && verdict.sound,
       "and the ledger is sound");
    house_turn_end(trial.house, &reading);
    trial_close(&trial);
    peer_remove(&peer);
}

/* ---- the thread ---- */

static void threaded(struct turn *turn, struct text address)
{
    struct trial trial;
    struct tick *tick = NULL;
    struct tick_channel channels[3];
    channels_kept(channels);
    if (!night_begin(turn, address, &trial) || !night_report(&trial))
        return;
    struct tick_settings settings = {.house = trial.house, .channels = channels};
    ok(tick_start(turn, &settings, &tick), "a tick is started: %s", turn->fault.message);
    int64_t waiting = 1;
    for (int i = 0; i < 200 && waiting > 0; i++) {
        waiting = count_of(&trial, "SELECT count(*) FROM notice_version WHERE until_us ="
                                   " 9223372036854775807 AND state = 'queued'"
                                   " AND not_before_us <= 1783080000000000");
        usleep(50000);
    }
    ok(waiting == 0, "and sends what waits");
    tick_stop(tick);
    tick_stop(NULL);
    trial_close(&trial);
}

/* ---- one duty that cannot go on ---- */

/* An obligation of a policy that the house lost: it cannot be fired any more. */
static bool policy_lose(struct change *change, const struct value *input, struct value **answer)
{
    (void)input;
    *answer = value_map(change_turn(change)->arena);
    return change_write(
               change,
               "INSERT INTO obligation (id, identity, rule, step, pack, subject, number, kind,"
               " organisation, recipient_role, recipient_organisation, recipient_person, period,"
               " fact, start_us, start_field, rating, product_default, entry_us, subject_kind,"
               " about, corrects) SELECT 'lost', 'lost', rule, step, 'lost', subject, number, kind,"
               " organisation, recipient_role, recipient_organisation, recipient_person, period,"
               " fact, start_us, start_field, rating, product_default, entry_us, subject_kind,"
               " about, corrects FROM obligation ORDER BY id LIMIT 1",
               BIND_NONE)
           && change_write(
               change,
               "INSERT INTO obligation_version (obligation, version, subject, organisation, kind,"
               " state, due_us, next_us, fired_us, level, person, person_name, role, asked_role,"
               " role_organisation, holding, basis, evidence, evidence_ref, author, entry_us,"
               " until_us) SELECT 'lost', 1, subject, organisation, kind, state, due_us, 1,"
               " fired_us, level, person, person_name, role, asked_role, role_organisation,"
               " holding, basis, evidence, evidence_ref, author, entry_us, 9223372036854775807"
               " FROM obligation_version ORDER BY obligation LIMIT 1",
               BIND_NONE)
           && change_entry(change, "test.lose", TEXT("test"), TEXT_NONE, *answer, NULL);
}

static const struct action lose_action[] = {{.name = "test.lose",
                                             .title = "A policy is lost",
                                             .method = METHOD_POST,
                                             .route = "/test/lose",
                                             .internal = true,
                                             .write = policy_lose,
                                             .help = "For the test."},
                                            {.name = NULL}};

/* It is said which one and why, at each tick, and everybody else's clock goes on. */
static void one_at_fault(struct turn *turn, struct text address)
{
    struct trial trial = {0};
    struct tick_result result;
    struct tick_channel channels[3];
    channels_kept(channels);
    if (!trial_open_with(turn, address, true, lose_action, &trial))
        return;
    trial_done(&trial, NULL, "demo.people", "{\"password\":\"a long sentence of everybody's\"}");
    night_report(&trial);
    ok(ticked(&trial, channels, &result) && result.fired == 0, "nothing is due yet");
    trial_done(&trial, NULL, "test.lose", "{}");
    trial.now_us += 40 * HOUR_US;
    ok(!ticked(&trial, channels, &result) && result.fault.kind == FAULT_BROKEN
           && strstr(result.fault.message, "cannot go on") != NULL
           && strstr(result.fault.message, "lost") != NULL,
       "the tick says what cannot go on: %s", result.fault.message);
    ok(result.fired > 5 && result.accepted > 0, "%lld others went on, and %lld letters are out",
       (long long)result.fired, (long long)result.accepted);
    ok(count_of(&trial, "SELECT count(*) FROM obligation_version v JOIN obligation o"
                        " ON o.id = v.obligation WHERE v.until_us = 9223372036854775807"
                        " AND v.next_us <= (SELECT max(entry_us) FROM obligation_version)"
                        " AND o.pack <> 'lost'")
           == 0,
       "none of them waits");
    ok(!ticked(&trial, channels, &result) && result.fired == 0, "and it is said again");
    trial_close(&trial);
}

int main(void)
{
    both(outage);
    both(one_at_fault);
    both(both_paces);
    both(mailed);
    both(killed);
    both(threaded);
    return tap_end();
}
