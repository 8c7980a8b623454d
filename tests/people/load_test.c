/* SPDX-License-Identifier: Apache-2.0 */
/* The reference organisations and contacts of the pack, and people for a demonstration. */
#include "fixture.h"

static bool load(struct change *change, void *context)
{
    return people_load(change, context);
}

static int64_t counted(struct turn *turn, const char *sql)
{
    struct rows rows;
    return store_select(turn, sql, BIND_NONE, &rows) ? rows_integer(&rows, 0, 0) : -1;
}

static void loaded(struct turn *turn, struct pack *pack)
{
    int64_t organisations = (int64_t)value_get_count(pack->organisations, "organisations");
    int64_t contacts = (int64_t)value_get_count(pack->contacts, "contacts");
    ok(organisations > 100 && contacts > 10, "the pack has %lld organisations, %lld contacts",
       (long long)organisations, (long long)contacts);
    for (int times = 1; times <= 2; times++) {
        ok(changed(turn, load, pack), "loaded %d times: %s", times, turn->fault.message);
        ok(counted(turn, "SELECT COUNT(*) FROM organisation") == organisations
               && counted(turn, "SELECT COUNT(*) FROM organisation_binding") == organisations
               && counted(turn, "SELECT COUNT(*) FROM contact") == contacts,
           "each is there once");
    }
    ok(counted(turn, "SELECT COUNT(*) FROM contact WHERE verified_us IS NOT NULL") == 0,
       "no contact is used before an administrator has verified it");
    ok(counted(turn, "SELECT COUNT(*) FROM organisation o WHERE o.parent <> '' AND NOT EXISTS"
                     " (SELECT 1 FROM organisation p WHERE p.id = o.parent)")
           == 0,
       "every parent is there");
}

static void every_row(struct turn *turn, const struct pack *pack)
{
    size_t count = value_get_count(pack->organisations, "organisations");
    size_t same = 0;
    for (size_t i = 0; i < count; i++) {
        const struct value *row = value_get_item(pack->organisations, "organisations", i);
        struct organisation read;
        bool found;
        struct text parent = value_get_text(row, "parent");
        struct text secretariat = value_get_text(row, "secretariat");
        if (organisation_find(turn, value_get_text(row, "short"), turn->now_us, &read, &found)
            && found && text_equal(read.name, value_get_text(row, "name"))
            && text_equal(read.binding, value_get_text(row, "binding"))
            && text_equal(read.parent_short, text_is(parent, "none") ? TEXT_NONE : parent)
            && text_equal(read.secretariat_short,
                          text_is(secretariat, "none") ? TEXT_NONE : secretariat)
            && read.has_scio == value_get_boolean(row, "scio", false))
            same++;
        else
            printf("# %.*s is not as in the pack\n", TEXT_SHOW(value_get_text(row, "short")));
    }
    ok(same == count, "every organisation is as the pack has it: %zu of %zu", same, count);
}

struct demo {
    struct pack *pack;
    struct holder *people;
    size_t count;
};

static bool demo(struct change *change, void *context)
{
    struct demo *wanted = context;
    struct text items[] = {TEXT("DPH"), TEXT("DTA"), TEXT("EOTSS"), TEXT("IND-N")};
    struct names organisations = {.items = items, .count = 4};
    return people_demo(change, wanted->pack, &organisations, &wanted->people, &wanted->count);
}

static struct text who(struct turn *turn, const char *role, const char *organisation)
{
    char input[128];
    snprintf(input, sizeof input, "{\"role\":\"%s\"%s%s%s}", role,
             organisation[0] == '\0' ? "" : ",\"organisation\":\"", organisation,
             organisation[0] == '\0' ? "" : "\"");
    const struct value *answer = call(turn, "role.holder", input);
    const struct value *first = value_get_item(answer, "holders", 0);
    return text_format(turn->arena, "%.*s <%.*s>%s", TEXT_SHOW(value_get_text(first, "name")),
                       TEXT_SHOW(value_get_text(first, "address")),
                       value_get_boolean(answer, "gap", true) ? " gap" : "");
}

static void is(struct turn *turn, const char *role, const char *organisation, const char *expected)
{
    struct text told = who(turn, role, organisation);
    ok(text_is(told, expected), "%s %s: %.*s", role, organisation, TEXT_SHOW(told));
}

static void demonstrated(struct turn *turn, struct pack *pack)
{
    struct demo wanted = {.pack = pack};
    ok(changed(turn, demo, &wanted), "people for a demonstration: %s", turn->fault.message);
    size_t count = wanted.count;
    ok(count > pack->roles_count, "%zu of them", count);
    is(turn, "SCIO", "DPH",
       "Demo Secretariat Chief Information Officer of EOHHS <scio.eohhs@example.org>");
    is(turn, "SCIO", "DTA",
       "Demo Secretariat Chief Information Officer of EOHHS <scio.eohhs@example.org>");
    is(turn, "HELPDESK", "DTA", "Demo Helpdesk of the agency of DTA <helpdesk.dta@example.org>");
    is(turn, "SOC_DIRECTOR", "",
       "Demo Director of the Security Operations Center <soc-director@example.org>");
    is(turn, "SCIO_EQ", "DPH", "Demo Head of the agency of DPH <agency-head.dph@example.org> gap");
    is(turn, "AGENCY_COUNSEL", "DCR", " <>");
    ok(text_ends(who(turn, "SCIO", "IND-N"), TEXT(" <scio-eq.ind-n@example.org>")),
       "S-09 outside a secretariat its equivalent");
    ok(text_ends(who(turn, "SCIO", "EOTSS"), TEXT(" <ciso@example.org>")),
       "where there is none, whom the pack names");
    int64_t persons = counted(turn, "SELECT COUNT(*) FROM person");
    ok(changed(turn, demo, &wanted) && wanted.count == count
           && counted(turn, "SELECT COUNT(*) FROM person") == persons,
       "twice is once, and names the same people");
}

/* Every role of the pack finds somebody for every body of the demonstration. */
static void everybody(struct turn *turn, const struct pack *pack)
{
    static const char *const bodies[] = {"DPH", "DTA", "IND-N", NULL};
    for (size_t b = 0; bodies[b] != NULL; b++) {
        struct organisation body;
        size_t found = 0;
        size_t reached = 0;
        bool there;
        if (!organisation_find(turn, text_of(bodies[b]), turn->now_us, &body, &there))
            break;
        for (size_t r = 0; r < pack->roles_count; r++) {
            struct holder *holders;
            size_t count = 0;
            bool gap;
            if (!people_resolve(turn, pack->roles[r].code, body.id, turn->now_us, NULL, &holders,
                                &count, &gap)
                || count == 0)
                continue;
            found++;
            for (size_t i = 0; i < count; i++)
                reached += text_ends(holders[i].address, TEXT("@example.org"));
        }
        ok(found + 3 >= pack->roles_count && reached >= found,
           "%s: %zu of %zu roles find somebody who can be written to", bodies[b], found,
           pack->roles_count);
    }
}

static void body(struct turn *turn, struct text address)
{
    struct pack test;
    struct pack *pack;
    const char *source = getenv("REVERE_SOURCE");
    (void)address;
    if (!fixture_open(turn, &test))
        return;
    if (!ok(pack_read(turn,
                      text_format(turn->arena, "%s/policy/us-ma", source == NULL ? "." : source),
                      &pack),
            "the pack of the house: %s", turn->fault.message))
        return;
    turn->pack = pack;
    loaded(turn, pack);
    every_row(turn, pack);
    demonstrated(turn, pack);
    everybody(turn, pack);
}

int main(void)
{
    both(body);
    return tap_end();
}
