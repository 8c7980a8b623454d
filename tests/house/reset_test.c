/* SPDX-License-Identifier: Apache-2.0 */
/* Who makes somebody a new password, or takes a second factor away, cannot do it unseen: the person
 * is told, by every way that is hers, and never with the password. */
#include "base/zone.h"
#include "house.h"

static const char *person(struct trial *trial, const char *name)
{
    struct value *made = trial_done(
        trial, NULL, "person.create",
        text_format(trial->arena,
                    "{\"name\":\"%s\",\"organisation\":\"DPH\",\"mail\":\"%s@example.org\"}", name,
                    name)
            .data);
    return text_string(trial->arena, value_get_text(made, "id"));
}

static size_t told(struct trial *trial, const char *whom)
{
    return value_get_count(trial_done(trial, whom, "notice.list", "{}"), "items");
}

static const char *named(struct trial *trial, const char *whom)
{
    return text_format(trial->arena, "{\"person\":\"%s\",\"reason\":\"a test\"}", whom).data;
}

static void reset(struct trial *trial)
{
    const char *ann = person(trial, "ann");
    const char *bob = person(trial, "bob");
    trial_done(trial, NULL, "contact.verify",
               "{\"contact\":\"ann@example.org\",\"how\":\"answered a mail\"}");
    struct value *given = trial_done(trial, NULL, "password.reset", named(trial, ann));
    struct text password = value_get_text(given, "password");
    struct value *list = trial_done(trial, ann, "notice.list", "{}");
    const struct value *notice = value_get_item(list, "items", 0);
    struct text id = value_get_text(notice, "notice");
    struct value *whole =
        trial_done(trial, ann, "notice.read",
                   text_format(trial->arena, "{\"notice\":\"%.*s\"}", TEXT_SHOW(id)).data);
    struct text body = value_get_text(whole, "body");
    ok(value_get_count(list, "items") == 1
           && text_is(value_get_text(notice, "subject"), "Your sign-in was changed")
           && text_is(value_get_text(notice, "channel"), "mail"),
       "whose password was made anew is told, once, by mail");
    ok(text_contains(body, TEXT("A new password was made for you"))
           && text_contains(body, TEXT("If you did not ask for it, call at once")),
       "in the policy's words: %.*s", TEXT_SHOW(body));
    ok(password.size > 0 && !text_contains(json_write(trial->arena, whole), password),
       "without the password");
    trial->now_us += MINUTE_US;
    trial_done(trial, NULL, "totp.reset", named(trial, ann));
    ok(told(trial, ann) == 2, "the end of a second factor is told as well");
    trial_done(trial, NULL, "password.reset", named(trial, bob));
    list = trial_done(trial, bob, "notice.list", "{}");
    ok(value_get_count(list, "items") == 1
           && text_is(value_get_text(value_get_item(list, "items", 0), "channel"), "product"),
       "whoever has no address finds it in the product");
    ok(told(trial, ann) == 2, "and nobody else hears of it");
    ok(trial_call(trial, ann, "notice.read",
                  text_format(trial->arena, "{\"notice\":\"%.*s\"}",
                              TEXT_SHOW(value_get_text(value_get_item(list, "items", 0), "notice")))
                      .data)
               .fault.kind
           == FAULT_MISSING,
       "nor can read it");
}

/* She has several addresses: whoever took over the first is not the only one who hears. */
static void every_address(struct trial *trial)
{
    const char *cat = person(trial, "cat");
    static const char *const more[] = {"alternate", "mail", "mail"};
    static const char *const addresses[] = {"two@example.org", "three@example.org",
                                            "never@example.org"};
    for (size_t i = 0; i < 3; i++)
        trial_done(trial, NULL, "contact.add",
                   text_format(trial->arena,
                               "{\"person\":\"%s\",\"kind\":\"%s\",\"address\":\"%s\"}", cat,
                               more[i], addresses[i])
                       .data);
    static const char *const verified[] = {"cat@example.org", "two@example.org",
                                           "three@example.org"};
    for (size_t i = 0; i < 3; i++)
        trial_done(
            trial, NULL, "contact.verify",
            text_format(trial->arena, "{\"contact\":\"%s\",\"how\":\"tried\"}", verified[i]).data);
    trial_done(trial, NULL, "password.reset", named(trial, cat));
    struct value *list = trial_done(trial, cat, "notice.list", "{}");
    struct text said = json_write(trial->arena, list);
    bool all = true;
    for (size_t i = 0; i < 3; i++) {
        bool found = false;
        for (size_t k = 0; k < value_get_count(list, "items"); k++) {
            const struct value *one = value_get_item(list, "items", k);
            found = found || text_is(value_get_text(value_get(one, "to"), "address"), verified[i]);
        }
        all = all && found;
    }
    ok(value_get_count(list, "items") == 3 && all,
       "each verified address is written to, and no other: %.*s", TEXT_SHOW(said));
}

static void refused(struct trial *trial)
{
    const char *eve = person(trial, "eve");
    ok(trial_call(trial, eve, "password.reset", named(trial, "ann")).fault.kind != FAULT_NONE
           && told(trial, eve) == 0,
       "what is refused is told to nobody");
}

static void body(struct turn *turn, struct text address)
{
    struct trial trial = {0};
    if (trial_open(turn, address, false, &trial)) {
        reset(&trial);
        every_address(&trial);
        refused(&trial);
    }
    trial_close(&trial);
}

int main(void)
{
    both(body);
    return tap_end();
}
