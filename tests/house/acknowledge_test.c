/* SPDX-License-Identifier: Apache-2.0 */
/* The link in a message, before a real house and over the wire: no sign-in, no script; looking
 * changes nothing; what is wrong or no longer good is as if there were nothing. */
#include "http/client.h"
#include "http/http.h"
#include "night.h"

#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"

struct seen {
    char link[200]; /* of the last letter to a head of an agency */
    char notice[64];
};

static bool seen_send(struct turn *turn, const void *state, const struct notice_letter *letter)
{
    struct seen *seen = (struct seen *)(uintptr_t)state;
    if (text_contains(letter->address, TEXT("agency-head"))
        && letter->link.size < sizeof seen->link) {
        memcpy(seen->link, letter->link.data, letter->link.size);
        seen->link[letter->link.size] = '\0';
        snprintf(seen->notice, sizeof seen->notice, "%.*s", TEXT_SHOW(letter->id));
        ok(text_contains(letter->body, letter->link), "the link stands in the letter");
    }
    return turn->fault.kind == FAULT_NONE;
}

static int64_t versions(struct trial *trial)
{
    return count_of(trial, "SELECT (SELECT count(*) FROM notice_version)"
                           " + (SELECT count(*) FROM notice_event)");
}

/* The same page in every byte but the one thing that names the address that was asked. */
static bool as_nothing(uint16_t port, const char *method, const char *path)
{
    char line[300];
    snprintf(line, sizeof line, "%s %s", method, path);
    struct reply nothing = ask(port, "GET /no/such/page/at/all", "", NULL);
    struct reply reply = ask(port, line, strcmp(method, "POST") == 0 ? FORM : "",
                             strcmp(method, "POST") == 0 ? "" : NULL);
    bool same = reply.status == 404 && nothing.status == 404 && reply.body_size == nothing.body_size
                && memcmp(reply.body, nothing.body, reply.body_size) == 0;
    if (!same)
        printf("# %s: %d\n%s\n", line, reply.status, reply.body == NULL ? "" : reply.body);
    reply_free(&reply);
    reply_free(&nothing);
    return same;
}

static void followed(struct trial *trial, uint16_t port, const struct seen *seen)
{
    const char *path = strstr(seen->link, "/acknowledge/");
    char get[300];
    char post[300];
    char head[300];
    snprintf(get, sizeof get, "GET %s", path);
    snprintf(head, sizeof head, "HEAD %s", path);
    snprintf(post, sizeof post, "POST %s", path);
    int64_t before = versions(trial);
    ok(is(ask(port, get, "", NULL), 200, "text/html", "New security incident INC-2026-"),
       "whoever has the link sees the message");
    ok(is(ask(port, get, "", NULL), 200, "text/html", "Organisation: DPH"),
       "and which agency it is about");
    struct reply reply = ask(port, get, "", NULL);
    ok(strstr(reply.body, "ransom") == NULL && strstr(reply.body, "<script") == NULL
           && strstr(reply.body, "<form method=\"post\"") != NULL
           && strstr(reply.head, "Referrer-Policy:") != NULL,
       "no more than that, no script, and a form");
    reply_free(&reply);
    ok(versions(trial) == before, "and looking changes nothing, however often");
    ok(is(ask(port, post, FORM, ""), 200, NULL, "It is noted that you have this message"),
       "the button acknowledges");
    ok(is(ask(port, get, "", NULL), 200, NULL, "It is noted that you have this message"),
       "which the link then says");
    const struct value *notice =
        trial_done(trial, NULL, "notice.read",
                   text_format(trial->arena, "{\"notice\":\"%s\"}", seen->notice).data);
    ok(text_is(value_get_text(notice, "state"), "acknowledged")
           && value_has(notice, "acknowledged"),
       "and the notice");
}

static void refused(struct trial *trial, uint16_t port, const struct seen *seen)
{
    char wrong[300];
    const char *path = strstr(seen->link, "/acknowledge/");
    int64_t before = versions(trial);
    ok(as_nothing(port, "GET", "/acknowledge/0123456789abcdef0123456789abcdef01234567"),
       "a link that is made up leads to nothing");
    snprintf(wrong, sizeof wrong, "%s", path);
    wrong[strlen(wrong) - 1] = wrong[strlen(wrong) - 1] == '0' ? '1' : '0';
    ok(as_nothing(port, "GET", wrong) && as_nothing(port, "POST", wrong),
       "nor one that is wrong in its last letter");
    wrong[strlen(wrong) - 1] = '\0';
    ok(as_nothing(port, "GET", wrong), "nor one that is cut");
    ok(as_nothing(port, "GET", "/acknowledge/%00") && as_nothing(port, "GET", "/acknowledge/x%2Fy")
           && as_nothing(port, "POST", "/acknowledge/none"),
       "nor what could be none");
    trial->now_us += NOTICE_LINK_DAYS * DAY_US + 1;
    ok(as_nothing(port, "GET", path) && as_nothing(port, "POST", path),
       "nor one that is no longer good");
    ok(versions(trial) == before, "and nothing is changed by any of it");
}

static void linked(struct turn *turn, struct text address)
{
    struct trial trial;
    struct seen seen = {.link = ""};
    struct tick_result result;
    struct http_server *server = NULL;
    struct tick_channel channels[3] = {{.name = "mail",
                                        .transport = "keep",
                                        .send = seen_send,
                                        .state = &seen,
                                        .link = TEXT("https://house.example.org/acknowledge/")},
                                       tick_channel_keep("product"),
                                       {0}};
    if (!night_begin(turn, address, &trial) || !night_report(&trial))
        return;
    if (ok(ticked(&trial, channels, &result) && seen.link[0] != '\0', "the letters are out")
        && ok(http_serve(turn, trial.house, &(struct http_settings){.port = 0}, &server),
              "the door opens: %s", turn->fault.message)) {
        followed(&trial, http_port(server), &seen);
        refused(&trial, http_port(server), &seen);
    }
    http_stop(server);
    trial_close(&trial);
}

int main(void)
{
    both(linked);
    return tap_end();
}
