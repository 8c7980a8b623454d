/* SPDX-License-Identifier: Apache-2.0 */
/* What a mail becomes, on a whole house: as it was read, and unread. */
#include "base/hash.h"
#include "base/zone.h"
#include "house.h"

/* A mail, and the answer of mail.receive. */
static struct value *take(struct trial *trial, const char *sender, const char *recipient,
                          const char *raw, const char *letter)
{
    struct text input = text_format(
        trial->arena, "{\"sender\":\"%s\",\"recipient\":\"%s\",\"raw\":\"%s\"%s%s}", sender,
        recipient, raw, letter == NULL ? "" : ",\"letter\":", letter == NULL ? "" : letter);
    return trial_done(trial, NULL, "mail.receive", input.data);
}

static bool became(const struct value *answer, const char *word)
{
    struct text text = value_get_text(answer, "became");
    if (!text_is(text, word))
        printf("# became %.*s\n", TEXT_SHOW(text));
    return text_is(text, word);
}

static struct value *asked(struct trial *trial, const char *action, struct text number)
{
    return trial_done(trial, NULL, action,
                      text_format(trial->arena, "{\"incident\":\"%.*s\"%s}", TEXT_SHOW(number),
                                  strcmp(action, "incident.read") == 0 ? "" : ",\"limit\":200")
                          .data);
}

static size_t items(struct trial *trial, const char *action, struct text number)
{
    return value_get_count(asked(trial, action, number), "items");
}

static bool timeline_has(struct trial *trial, struct text number, const char *words)
{
    return text_contains(json_write(trial->arena, asked(trial, "incident.timeline", number)),
                         text_of(words));
}

static size_t cases(struct trial *trial)
{
    return value_get_count(trial_done(trial, NULL, "incident.list", "{\"limit\":200}"), "items");
}

/* Somebody who is told of every report, by mail. */
static void staffed(struct trial *trial)
{
    struct text person =
        value_get_text(trial_done(trial, NULL, "person.create",
                                  "{\"name\":\"Sam Soc\",\"organisation\":\"EOTSS\"}"),
                       "id");
    trial_done(trial, NULL, "role.assign",
               text_format(trial->arena,
                           "{\"person\":\"%.*s\",\"role\":\"SOC_ANALYST\",\"kind\":"
                           "\"incumbent\"}",
                           TEXT_SHOW(person))
                   .data);
    struct text contact =
        value_get_text(trial_done(trial, NULL, "contact.add",
                                  text_format(trial->arena,
                                              "{\"person\":\"%.*s\",\"kind\":\"mail\",\"address\":"
                                              "\"sam@example.org\"}",
                                              TEXT_SHOW(person))
                                      .data),
                       "id");
    trial_done(
        trial, NULL, "contact.verify",
        text_format(trial->arena, "{\"contact\":\"%.*s\",\"how\":\"called\"}", TEXT_SHOW(contact))
            .data);
}

/* ---- reports ---- */

static struct text reported(struct trial *trial)
{
    struct value *answer =
        take(trial, "ana@example.org", "soc@example.org", "Message-ID: <1@a>\\r\\n\\r\\nscreens",
             "{\"subject\":\"Red screens\",\"from\":\"ana@example.org\",\"from_name\":\"Ana\","
             "\"date\":\"Fri, 3 Jul 2026 04:50:00 -0400\",\"message_id\":[\"1@a\"],\"text\":"
             "\"All of them.\",\"attachments\":[{\"name\":\"a.bin\",\"type\":\"x/y\",\"bytes\":3,"
             "\"sha256\":\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"}]}");
    struct text number = value_get_text(answer, "number");
    struct value *told = asked(trial, "incident.read", number);
    const struct value *said = value_get_item(told, "reports", 0);
    ok(became(answer, "report") && text_starts(number, TEXT("INC-")), "a mail is a report");
    ok(text_is(value_get_text(told, "title"), "Red screens"), "called by its subject");
    ok(text_is(value_get_text(told, "told"), "2026-07-03T12:00:00Z"),
       "told when the house took it, whatever its Date says");
    ok(text_is(value_get_text(said, "channel"), "mail")
           && text_is(value_get_text(said, "contact"), "ana@example.org")
           && text_is(value_get_text(said, "name"), "Ana")
           && text_contains(value_get_text(said, "told_basis"), TEXT("not verified"))
           && text_contains(value_get_text(said, "told_basis"), TEXT("04:50:00")),
       "channel, sender and Date stand with it, not believed");
    ok(text_contains(value_get_text(said, "what"), TEXT("All of them."))
           && text_contains(value_get_text(said, "what"), TEXT("[attached: a.bin, x/y, 3 bytes")),
       "its words, and what hung on it");
    ok(items(trial, "notice.list", number) > 0, "and people are told of it");
    return number;
}

static void same(struct trial *trial, struct text number)
{
    static const char letter[] = "{\"subject\":\"Red screens\",\"message_id\":[\"1@a\"],"
                                 "\"text\":\"All of them.\"}";
    size_t before = cases(trial);
    size_t noted = items(trial, "incident.timeline", number);
    ok(became(take(trial, "ana@example.org", "soc@example.org",
                   "Message-ID: <1@a>\\r\\n\\r\\nscreens", letter),
              "duplicate"),
       "the same bytes are the same mail");
    ok(became(take(trial, "ana@example.org", "soc@example.org",
                   "Received: x\\r\\nMessage-ID: <1@a>\\r\\n\\r\\nscreens", letter),
              "duplicate"),
       "so is what came another way");
    ok(cases(trial) == before && items(trial, "incident.timeline", number) == noted,
       "and nothing happens twice");
    ok(became(take(trial, "ana@example.org", "soc@example.org",
                   "Message-ID: <1@a>\\r\\n\\r\\nand a footer", letter),
              "reply")
           && cases(trial) == before,
       "what comes again in other words belongs to the same case, and is lost on nobody");
    struct value *other =
        take(trial, "eve@example.org", "soc@example.org", "Message-ID: <2@a>\\r\\n\\r\\nscreens",
             "{\"message_id\":[\"2@a\"],\"text\":\"screens\"}");
    ok(became(other, "report") && cases(trial) == before + 1,
       "the same words in another mail are another report");
}

static void unread(struct trial *trial)
{
    struct value *answer = trial_done(
        trial, NULL, "mail.receive",
        "{\"sender\":\"\",\"recipient\":\"soc@example.org\",\"raw\":\"Subject: "
        "h\\u00e9\\r\\n\\r\\nodd\",\"bytes\":99999999,\"unread\":\"parser failed: it was "
        "ended by signal 31\"}");
    const struct value *said = value_get_item(
        asked(trial, "incident.read", value_get_text(answer, "number")), "reports", 0);
    ok(became(answer, "report"), "what cannot be read is a report all the same");
    ok(text_starts(value_get_text(said, "what"),
                   TEXT("[unread: parser failed: it was ended by signal 31]\nSubject: h"))
           && text_contains(value_get_text(value_get_item(said, "unread", 0), "why"),
                            TEXT("unread: parser failed")),
       "taken as it is, and marked");
    struct value *kept = trial_done(trial, NULL, "mail.read",
                                    text_format(trial->arena, "{\"mail\":\"%.*s\",\"raw\":true}",
                                                TEXT_SHOW(value_get_text(answer, "mail")))
                                        .data);
    struct text raw = TEXT_NONE;
    ok(base64_read(trial->arena, value_get_text(kept, "raw"), &raw)
           && text_is(raw, "Subject: h\xc3\xa9\r\n\r\nodd")
           && value_get_integer(kept, "bytes", 0) == 99999999,
       "the mail itself is kept, with how long it was");
}

/* Bytes that are no text: whatever is in a mail, it is taken. */
static void bytes(struct trial *trial)
{
    struct value *input = value_map(trial->arena);
    struct answer answer;
    struct call call = {.action = house_action(trial->house, TEXT("mail.receive")),
                        .input = input,
                        .credential = {.system = "system:mail"}};
    value_set_text(trial->arena, input, "sender", TEXT("x@example.org"));
    value_set_text(trial->arena, input, "recipient", TEXT("soc@example.org"));
    value_set_text(trial->arena, input, "raw", TEXT("\xff\0\x1b\r\n\r\n\0\xc3"));
    action_call(trial->house, trial->arena, &call, &answer);
    ok(answer.fault.kind == FAULT_NONE && became(answer.value, "report"),
       "NULs and odd bytes are taken: %s", answer.fault.message);
}

/* ---- replies, bounces, automatic replies ---- */

static const char *notice_of(struct trial *trial, struct text number)
{
    const struct value *first = value_get_item(asked(trial, "notice.list", number), "items", 0);
    return text_string(trial->arena, value_get_text(first, "notice"));
}

static const char *to(struct trial *trial, const char *kind, const char *notice)
{
    return text_format(trial->arena, "%s+%s@example.org", kind, notice).data;
}

static const char *letter_to(struct trial *trial, const char *member, const char *notice,
                             const char *more)
{
    return text_format(trial->arena, "{\"%s\":[\"%s@house.example.org\"],\"text\":\"on my way\"%s}",
                       member, notice, more)
        .data;
}

static void replies(struct trial *trial, struct text number)
{
    const char *notice = notice_of(trial, number);
    size_t before = cases(trial);
    size_t owed = items(trial, "obligation.list", number);
    size_t told = items(trial, "notice.list", number);
    ok(became(take(trial, "ben@example.org", "soc@example.org", "a\\n\\n1",
                   letter_to(trial, "in_reply_to", notice, ",\"from\":\"ben@example.org\"")),
              "reply"),
       "an answer to a message of ours is a reply");
    ok(became(take(trial, "ben@example.org", "soc@example.org", "a\\n\\n2",
                   letter_to(trial, "references", notice, "")),
              "reply"),
       "also by its references");
    ok(became(take(trial, "ben@example.org", to(trial, "reply", notice), "a\\n\\n3", "{}"),
              "reply"),
       "and by the address that it is sent to");
    ok(became(take(trial, "ben@example.org", "soc@example.org", "a\\n\\n4",
                   "{\"in_reply_to\":[\"1@a\"],\"text\":\"me too\"}"),
              "reply"),
       "an answer to a mail that became a report belongs to that case");
    ok(cases(trial) == before && items(trial, "obligation.list", number) == owed
           && items(trial, "notice.list", number) == told,
       "no case is made, no clock started, nobody told");
    ok(timeline_has(trial, number, "a mail came from <ben@example.org> (not verified): on my way"),
       "the timeline has it");
    const struct value *logged =
        value_get_item(asked(trial, "communication.list", number), "items", 0);
    ok(items(trial, "communication.list", number) == 5
           && text_is(value_get_text(logged, "channel"), "mail")
           && text_contains(value_get_text(logged, "sender"), TEXT("(not verified)")),
       "and so has the log of communications");
    struct value *ghost =
        take(trial, "ben@example.org", "reply+0190a0a0-0000-7000-8000-000000000000@example.org",
             "a\\n\\n5", "{\"text\":\"to nobody\"}");
    ok(became(ghost, "report"), "what answers nothing of ours is a report");
    ok(value_get_count(asked(trial, "mail.list", number), "items") >= 4,
       "the case's mails can be looked at");
}

static struct text state_of(struct trial *trial, const char *notice)
{
    return value_get_text(trial_done(trial, NULL, "notice.read",
                                     text_format(trial->arena, "{\"notice\":\"%s\"}", notice).data),
                          "state");
}

static void accept(struct trial *trial, const char *notice)
{
    trial_done(trial, NULL, "notice.outcome",
               text_format(trial->arena,
                           "{\"notice\":\"%s\",\"attempt\":1,\"outcome\":\"accepted\"}", notice)
                   .data);
}

static void automatic(struct trial *trial, struct text number)
{
    const char *notice = notice_of(trial, number);
    size_t before = cases(trial);
    accept(trial, notice);
    struct text state = state_of(trial, notice);
    ok(became(take(trial, "", to(trial, "bounce", notice), "a\\n\\n6",
                   letter_to(trial, "in_reply_to", notice,
                             ",\"auto_submitted\":\"auto-replied (vacation)\"")),
              "automatic"),
       "a vacation notice is no acknowledgement, and did not come back");
    ok(became(take(trial, "", to(trial, "bounce", notice), "a\\n\\n7",
                   "{\"delivery\":[{\"action\":\"delayed\"}]}"),
              "delay"),
       "nor is what may still arrive");
    ok(text_equal(state_of(trial, notice), state) && text_is(state, "delivered"),
       "the notice stands as it stood");
    ok(became(take(trial, "r@example.org", "soc@example.org", "a\\n\\n8",
                   "{\"auto_submitted\":\"auto-replied\",\"text\":\"away\"}"),
              "automatic")
           && became(
               take(trial, "r@example.org", "soc@example.org", "a\\n\\n9", "{\"vacation\":true}"),
               "automatic")
           && became(take(trial, "", "soc@example.org", "a\\n\\n10", "{\"text\":\"from nobody\"}"),
                     "automatic"),
       "an automatic reply, or one from nobody, is no report");
    ok(became(take(trial, "", "soc@example.org", "a\\n\\n11",
                   "{\"delivery\":[{\"action\":\"failed\"}],\"returned\":\"x@elsewhere\"}"),
              "nothing"),
       "nor is what came back that we did not send");
    ok(became(
           take(trial, "us@example.org", "soc@example.org", "a\\n\\n12",
                letter_to(trial, "message_id", notice, ",\"auto_submitted\":\"auto-generated\"")),
           "echo"),
       "a message of ours that comes round ends there");
    ok(cases(trial) == before, "no case is made of any of them");
    ok(became(take(trial, "sensor@example.org", "soc@example.org", "a\\n\\n13",
                   "{\"auto_submitted\":\"auto-generated\",\"text\":\"disk is encrypted\"}"),
              "report"),
       "a program that reports of itself is heard");
    ok(value_get_count(trial_done(trial, NULL, "mail.list", "{}"), "items") >= 4,
       "what belongs to no case can be looked at");
}

static void bounced(struct trial *trial, struct text number)
{
    const char *notice = notice_of(trial, number);
    ok(text_is(state_of(trial, notice), "delivered"), "a channel took it");
    struct value *answer = take(
        trial, "", "soc@example.org", "a\\n\\n14",
        text_format(trial->arena,
                    "{\"auto_submitted\":\"auto-replied\",\"delivery\":[{\"recipient\":"
                    "\"ida@example.org\",\"action\":\"failed\",\"status\":\"5.1.1\",\"diagnostic\":"
                    "\"550 no such user\"}],\"returned\":\"%s@house.example.org\"}",
                    notice)
            .data);
    struct value *after = trial_done(trial, NULL, "notice.read",
                                     text_format(trial->arena, "{\"notice\":\"%s\"}", notice).data);
    ok(became(answer, "bounce") && !text_is(value_get_text(after, "state"), "delivered"),
       "it came back: the notice is %.*s", TEXT_SHOW(value_get_text(after, "state")));
    ok(text_contains(json_write(trial->arena, after), TEXT("550 no such user")), "and says why");
    ok(timeline_has(trial, number, "a message of ours came back: ida@example.org 5.1.1 550"),
       "the timeline has it");
    ok(became(take(trial, "", "soc@example.org", "a\\n\\n14",
                   "{\"delivery\":[{\"action\":\"failed\"}]}"),
              "duplicate"),
       "and the same again changes nothing");
}

static void bounced_without_words(struct trial *trial, struct text number)
{
    const char *notice = notice_of(trial, number);
    ok(became(take(trial, "", to(trial, "bounce", notice), "a\\n\\n15", "{\"text\":\"Sorry\"}"),
              "bounce")
           && became(take(trial, "", to(trial, "bounce", notice), "a\\n\\n16", NULL), "bounce"),
       "what comes back to the address of a message came back, whatever it says or does not");
    ok(became(take(trial, "ida@example.org", to(trial, "bounce", notice), "a\\n\\n17",
                   "{\"text\":\"why do I get this\"}"),
              "reply"),
       "but a person who writes there is answering");
}

/* ---- receipts ---- */

/* The receipt of a case; NULL: none. */
static const struct value *receipt_of(struct trial *trial, struct text number)
{
    struct value *told = asked(trial, "notice.list", number);
    for (size_t i = 0; i < value_get_count(told, "items"); i++) {
        const struct value *one = value_get_item(told, "items", i);
        if (text_is(value_get_text(value_get_item(one, "serves", 0), "template"), "receipt"))
            return one;
    }
    return NULL;
}

static void unanswered(struct trial *trial, const char *sender, const char *letter, const char *why)
{
    trial->now_us += SECOND_US;
    struct text raw = text_format(trial->arena, "a\\n\\nunanswered %lld", (long long)trial->now_us);
    struct value *answer = take(trial, sender, "soc@example.org", raw.data, letter);
    struct text number = value_get_text(answer, "number");
    ok(became(answer, "report") && receipt_of(trial, number) == NULL
           && timeline_has(trial, number,
                           text_format(trial->arena, "no receipt was sent: %s", why).data),
       "a report without a receipt: %s, %s", sender, letter == NULL ? "unread" : letter);
}

static void receipts(struct trial *trial)
{
    struct value *answer =
        take(trial, "pat@example.org", "soc@example.org", "a\\n\\nreceipt",
             "{\"subject\":\"the payroll is gone\",\"from\":\"boss@example.org\","
             "\"message_id\":[\"7@pat\"],\"auto_submitted\":\"no\",\"text\":\"all of it\"}");
    struct text number = value_get_text(answer, "number");
    const struct value *receipt = receipt_of(trial, number);
    struct value *whole = trial_done(trial, NULL, "notice.read",
                                     text_format(trial->arena, "{\"notice\":\"%.*s\"}",
                                                 TEXT_SHOW(value_get_text(receipt, "notice")))
                                         .data);
    struct text body = value_get_text(whole, "body");
    struct text all = json_write(trial->arena, whole);
    ok(text_equal(value_get_text(whole, "subject"),
                  text_format(trial->arena, "We have your report %.*s", TEXT_SHOW(number)))
           && text_contains(body, number) && text_contains(body, TEXT("What to do now:"))
           && text_contains(body, TEXT("What not to do:")),
       "whoever reports by mail hears its number, what to do and what not");
    ok(!text_contains(all, TEXT("payroll")) && !text_contains(all, TEXT("all of it")),
       "and nothing of what was reported");
    ok(!text_contains(all, TEXT("pat@")) && !text_contains(all, TEXT("boss@")),
       "whoever reads the case does not see who that is");
    struct value *correction = trial_done(
        trial, NULL, "notice.outcome",
        text_format(trial->arena, "{\"notice\":\"%.*s\",\"attempt\":1,\"outcome\":\"accepted\"}",
                    TEXT_SHOW(value_get_text(receipt, "notice")))
            .data);
    ok(correction != NULL
           && became(
               take(trial, "pat@example.org", "soc@example.org", "a\\n\\nreceipt answered",
                    letter_to(trial, "in_reply_to",
                              text_string(trial->arena, value_get_text(receipt, "notice")), "")),
               "reply"),
       "an answer to it belongs to the case");
    unanswered(trial, "pat@example.org", NULL, "it could not be read");
    unanswered(trial, "pat@example.org", "{\"auto_submitted\":\"auto-generated\"}",
               "a program sent it");
    unanswered(trial, "pat@example.org", "{\"auto_submitted\":\"Auto-Generated; x=y\"}",
               "a program sent it");
    unanswered(trial, "pat@example.org", "{\"precedence\":\"Bulk\"}", "a program sent it");
    unanswered(trial, "pat@example.org", "{\"precedence\":\"list\"}", "it came by a list");
    unanswered(trial, "pat@example.org", "{\"list\":\"<a.b>\"}", "it came by a list");
    static const char *const nobody[] = {"MAILER-DAEMON@example.org", "No-Reply@example.org",
                                         "owner-a@example.org", "a-request@example.org",
                                         "\\\"x y\\\"@example.org"};
    for (size_t i = 0; i < sizeof nobody / sizeof *nobody; i++)
        unanswered(trial, nobody[i], "{\"text\":\"x\"}", "nobody reads at the address");
}

/* Two programs that answer each other without saying that they are programs. */
static void receipts_end(struct trial *trial)
{
    size_t given = 0;
    for (int i = 0; i < 40; i++) {
        struct text raw = text_format(trial->arena, "a\\n\\nloop %d", i);
        struct value *answer =
            take(trial, "loop@example.org", "soc@example.org", raw.data, "{\"text\":\"again\"}");
        given +=
            became(answer, "report") && receipt_of(trial, value_get_text(answer, "number")) != NULL;
        trial->now_us += 7 * MINUTE_US;
    }
    ok(given == 20, "one sender has no more than twenty receipts within a day: %zu", given);
    trial->now_us += DAY_US;
    struct value *answer =
        take(trial, "loop@example.org", "soc@example.org", "a\\n\\nlater", "{\"text\":\"again\"}");
    ok(receipt_of(trial, value_get_text(answer, "number")) != NULL, "and then again");
}

/* ---- who may look ---- */

static void looking(struct trial *trial, struct text number)
{
    struct text person =
        value_get_text(trial_done(trial, NULL, "person.create",
                                  "{\"name\":\"Otto Other\",\"organisation\":\"DOR\"}"),
                       "id");
    const char *otto = text_string(trial->arena, person);
    struct text case_input =
        text_format(trial->arena, "{\"incident\":\"%.*s\"}", TEXT_SHOW(number));
    struct answer of_case = trial_call(trial, otto, "mail.list", case_input.data);
    struct answer of_none =
        trial_call(trial, otto, "mail.list", "{\"incident\":\"INC-2026-ZZZZZ\"}");
    struct answer loose = trial_call(trial, otto, "mail.list", "{}");
    ok(of_case.fault.kind == FAULT_MISSING && of_none.fault.kind == FAULT_MISSING
           && strcmp(of_case.fault.message, of_none.fault.message) == 0,
       "whoever may not see the case sees no mail of it, nor that it is there");
    ok(loose.fault.kind != FAULT_NONE, "nor those that belong to none");
    ok(trial_call(trial, otto, "mail.receive", "{\"recipient\":\"a\",\"raw\":\"b\"}").fault.kind
           == FAULT_MISSING,
       "and mail is taken by the door of mail alone");
}

static void body(struct turn *turn, struct text address)
{
    struct trial trial = {0};
    if (trial_open(turn, address, false, &trial)) {
        staffed(&trial);
        struct text number = reported(&trial);
        same(&trial, number);
        unread(&trial);
        bytes(&trial);
        replies(&trial, number);
        automatic(&trial, number);
        bounced(&trial, number);
        bounced_without_words(&trial, number);
        receipts(&trial);
        receipts_end(&trial);
        looking(&trial, number);
        struct ledger_verdict verdict = {0};
        ok(ledger_verify_store(turn, &verdict) && verdict.sound, "the ledger is sound: %.*s",
           TEXT_SHOW(verdict.why));
    }
    trial_close(&trial);
}

int main(void)
{
    both(body);
    return tap_end();
}
