/* SPDX-License-Identifier: Apache-2.0 */
/* Persons, and the addresses at which they are written to: none before it is verified. */
#include "fixture.h"

static struct text holder_address(struct turn *turn)
{
    const struct value *answer = call(turn, "role.holder", "{\"role\":\"CISO\"}");
    return value_get_text(value_get_item(answer, "holders", 0), "address");
}

static void verify(struct turn *turn, struct text contact, const char *how)
{
    char input[256];
    snprintf(input, sizeof input, "{\"contact\":\"%.*s\",\"how\":\"%s\"}", TEXT_SHOW(contact), how);
    struct value *answer = call(turn, "contact.verify", input);
    ok(answer != NULL && value_get_boolean(answer, "verified", false)
           && text_is(value_get_text(answer, "status"), "active")
           && text_is(value_get_text(answer, "verified_by"), "system:test"),
       "verified, by whom is kept: %s", turn->fault.message);
}

static void addresses(struct turn *turn)
{
    struct value *ann = call(turn, "person.create",
                             "{\"name\":\"Ann Lee\",\"mail\":\"Ann.Lee@example.org\","
                             "\"phone\":\"+1 617 555 0100\"}");
    if (!ok(ann != NULL, "a person is entered: %s", turn->fault.message))
        return;
    ok(value_get_count(ann, "contacts") == 2, "with two contacts");
    struct text mail = TEXT_NONE;
    for (size_t i = 0; i < 2; i++) {
        const struct value *contact = value_get_item(ann, "contacts", i);
        ok(!value_get_boolean(contact, "verified", true), "none of them is verified");
        if (text_is(value_get_text(contact, "kind"), "mail"))
            mail = value_get_text(contact, "id");
    }
    made(turn, "role.assign", "assignment",
         "{\"role\":\"CISO\",\"person\":\"ann lee\",\"kind\":\"incumbent\"}");
    ok(text_empty(holder_address(turn)), "an address that nobody tried is not used");
    ok(call(turn, "person.read", "{\"person\":\"ann.lee@example.org\"}") == NULL
           && turn->fault.kind == FAULT_MISSING,
       "nor does it name the person");
    turn->now_us += MINUTE_US;
    verify(turn, mail, "answered a message");
    ok(text_is(holder_address(turn), "Ann.Lee@example.org"), "a verified one is");
    ok(call(turn, "person.read", "{\"person\":\"ANN.LEE@EXAMPLE.ORG\"}") != NULL,
       "and names the person, ignoring case");
    made(turn, "contact.add", "id",
         "{\"person\":\"Ann Lee\",\"kind\":\"mail\",\"address\":\"ann@example.org\"}");
    ok(text_is(holder_address(turn), "Ann.Lee@example.org"), "a newer, unverified one is not used");
}

static void hostile(struct turn *turn)
{
    static const char *const addresses[] = {"nobody",        "@example.org",
                                            "ann@",          "a@b@c",
                                            "a b@c.org",     "a@c.org\\r\\nBcc: x@y.org",
                                            "<a@c.org>",     "a@c.org,b@c.org",
                                            "\\u0000@c.org", NULL};
    for (size_t i = 0; addresses[i] != NULL; i++) {
        char input[256];
        snprintf(input, sizeof input,
                 "{\"person\":\"Ann Lee\",\"kind\":\"mail\",\"address\":\"%s\"}", addresses[i]);
        ok(call(turn, "contact.add", input) == NULL && turn->fault.kind == FAULT_INVALID,
           "no mail address: %s (%s)", addresses[i], turn->fault.message);
    }
    ok(call(turn, "contact.add", "{\"kind\":\"mail\",\"address\":\"a@example.org\"}") == NULL
           && faulted(turn, FAULT_INVALID, "person"),
       "a contact of nobody: %s", turn->fault.message);
    ok(call(turn, "contact.verify",
            "{\"contact\":\"01890000-0000-7000-8000-000000000000\",\"how\":\"x\"}")
               == NULL
           && turn->fault.kind == FAULT_MISSING,
       "a contact that is not there");
    ok(call(turn, "person.create", "{\"name\":\"\"}") == NULL
           && faulted(turn, FAULT_INVALID, "name"),
       "a person has a name");
    ok(call(turn, "person.create", "{\"name\":\"Bob\",\"password\":\"short\"}") == NULL
           && faulted(turn, FAULT_INVALID, "password"),
       "and no short password: %s", turn->fault.message);
    ok(call(turn, "person.create", "{\"name\":\"Bob\",\"password_hash\":\"x\"}") == NULL
           && turn->fault.kind == FAULT_INVALID,
       "and gives no hash: %s", turn->fault.message);
}

static void namesakes(struct turn *turn)
{
    made(turn, "person.create", "id", "{\"name\":\"Jo Roe\"}");
    made(turn, "person.create", "id", "{\"name\":\"jo roe\"}");
    ok(call(turn, "role.assign", "{\"role\":\"CIO\",\"person\":\"Jo Roe\",\"kind\":\"incumbent\"}")
               == NULL
           && faulted(turn, FAULT_INVALID, "person"),
       "of two namesakes neither is meant: %s", turn->fault.message);
    ok(call(turn, "role.assign", "{\"role\":\"CIO\",\"person\":\"Ann Lee\",\"kind\":\"fallback\"}")
               == NULL
           && faulted(turn, FAULT_INVALID, "kind"),
       "nobody is assigned as a fallback");
}

static void leavers(struct turn *turn)
{
    struct holder *holders;
    size_t count;
    bool gap;
    made(turn, "person.create", "id",
         "{\"name\":\"Lea\",\"from\":\"2026-07-01\",\"to\":\"2026-07-31\"}");
    made(turn, "role.assign", "assignment",
         "{\"role\":\"SOC_DIRECTOR\",\"person\":\"Lea\",\"kind\":\"incumbent\"}");
    ok(people_resolve(turn, TEXT("SOC_DIRECTOR"), TEXT_NONE, at(turn, "2026-07-31 23:59"), NULL,
                      &holders, &count, &gap)
           && count == 1 && !gap && text_is(holders[0].name, "Lea"),
       "here until the last day");
    ok(people_resolve(turn, TEXT("SOC_DIRECTOR"), TEXT_NONE, at(turn, "2026-08-01 00:00"), NULL,
                      &holders, &count, &gap)
           && count == 1 && gap && text_is(holders[0].name, "Ann Lee")
           && text_is(holders[0].role, "CISO") && text_is(holders[0].asked, "SOC_DIRECTOR"),
       "who has left holds nothing: the role is vacant");
}

static void pages(struct turn *turn)
{
    struct text after = TEXT_NONE;
    size_t count = 0;
    for (int i = 0; i < 25; i++) {
        char input[64];
        snprintf(input, sizeof input, "{\"name\":\"Person %d\"}", i);
        made(turn, "person.create", "id", input);
    }
    do {
        char input[128];
        snprintf(input, sizeof input, "{\"limit\":7,\"after\":\"%.*s\"}",
                 TEXT_SHOW(text_empty(after) ? TEXT("0") : after));
        const struct value *page = call(turn, "person.list", input);
        count += value_get_count(page, "items");
        after = value_get_text(page, "next");
    } while (!text_empty(after));
    ok(count == 29, "every person once, a page at a time: %zu", count);
}

static void body(struct turn *turn, struct text address)
{
    struct pack pack;
    (void)address;
    if (!fixture_open(turn, &pack))
        return;
    addresses(turn);
    hostile(turn);
    namesakes(turn);
    leavers(turn);
    pages(turn);
}

int main(void)
{
    both(body);
    return tap_end();
}
