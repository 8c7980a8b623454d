/* SPDX-License-Identifier: Apache-2.0 */
/* Who answers for a role: DOMAIN 1.4, SM-16, S-08, S-09, D-19. */
#include "fixture.h"

/* "Head+Sam fallback gap": the names of those who answer, how the first holds it, and the gap. */
static struct text holders_at(struct turn *turn, const char *role, const char *organisation,
                              const char *when, const struct names *excluded)
{
    struct organisation body = {.id = TEXT_NONE};
    struct holder *holders;
    struct builder told = {.arena = turn->arena};
    size_t count;
    bool gap;
    bool found = true;
    fault_clear(turn);
    if ((organisation[0] != '\0'
         && !organisation_find(turn, text_of(organisation), turn->now_us, &body, &found))
        || !found
        || !people_resolve(turn, text_of(role), body.id, at(turn, when), excluded, &holders, &count,
                           &gap))
        return text_of(turn->fault.message);
    for (size_t i = 0; i < count; i++)
        build_format(&told, "%s%.*s", i > 0 ? "+" : "", TEXT_SHOW(holders[i].name));
    build_format(&told, "%s%s%s", count > 0 ? " " : "nobody",
                 count > 0 ? holding_name(holders[0].holding) : "", gap ? " gap" : "");
    return built(&told);
}

static void is(struct turn *turn, const char *role, const char *organisation, const char *when,
               const char *expected, const char *says)
{
    struct text told = holders_at(turn, role, organisation, when, NULL);
    ok(text_is(told, expected), "%s: %s %s %s is \"%.*s\", expected \"%s\"", says, role,
       organisation, when, TEXT_SHOW(told), expected);
}

static void government(struct turn *turn)
{
    static const char *const organisations[] = {
        "{\"short\":\"EOHLC\",\"name\":\"Housing\",\"branch\":\"executive\",\"type\":\"office\","
        "\"secretariat\":\"eohlc\",\"scio\":true,\"binding\":\"mandatory\"}",
        "{\"short\":\"DHC\",\"name\":\"Homes\",\"branch\":\"executive\",\"type\":\"agency\","
        "\"parent\":\"EOHLC\",\"binding\":\"mandatory\"}",
        "{\"short\":\"EOTSS\",\"name\":\"Technology\",\"branch\":\"executive\",\"type\":\"office\","
        "\"secretariat\":\"EOTSS\",\"binding\":\"mandatory\"}",
        "{\"short\":\"IND-N\",\"name\":\"Commission N\",\"branch\":\"executive\","
        "\"type\":\"commission\",\"secretariat\":\"none\",\"binding\":\"mandatory\"}",
        NULL};
    static const char *const persons[] = {
        "{\"name\":\"Dora\"}",   "{\"name\":\"Dan\"}",   "{\"name\":\"Head\"}",
        "{\"name\":\"Sam\"}",    "{\"name\":\"Chief\"}", "{\"name\":\"Ada\"}",
        "{\"name\":\"Ingrid\"}", "{\"name\":\"Nora\"}",  NULL};
    turn->now_us = at(turn, "2025-08-01 09:00");
    do_all(turn, "organisation.create", organisations);
    do_all(turn, "person.create", persons);
}

static void vacancy(struct turn *turn)
{
    static const char *const roles[] = {
        "{\"role\":\"SCIO\",\"organisation\":\"DHC\",\"person\":\"Ingrid\",\"kind\":\"incumbent\","
        "\"to\":\"2025-08-31\"}",
        "{\"role\":\"SCIO\",\"organisation\":\"EOHLC\",\"person\":\"Dan\",\"kind\":\"designee\","
        "\"n\":2,\"to\":\"2025-09-30\"}",
        "{\"role\":\"SCIO\",\"organisation\":\"EOHLC\",\"person\":\"Dora\",\"kind\":\"designee\","
        "\"n\":1,\"to\":\"2025-09-30T23:59:59-04:00\"}",
        "{\"role\":\"AGENCY_HEAD\",\"organisation\":\"DHC\",\"person\":\"Head\","
        "\"kind\":\"incumbent\"}",
        "{\"role\":\"SOC_DIRECTOR\",\"person\":\"Sam\",\"kind\":\"incumbent\"}",
        "{\"role\":\"CISO\",\"person\":\"Chief\",\"kind\":\"incumbent\"}",
        NULL};
    static const char *const absences[] = {
        "{\"person\":\"Dora\",\"from\":\"2025-09-10\",\"to\":\"2025-09-12\"}",
        "{\"person\":\"Ingrid\",\"from\":\"2025-08-18\",\"to\":\"2025-08-18\"}", NULL};
    do_all(turn, "role.assign", roles);
    do_all(turn, "absence.create", absences);
    is(turn, "SCIO", "DHC", "2025-08-17 23:59:59.999999", "Ingrid incumbent", "the incumbent");
    is(turn, "SCIO", "DHC", "2025-08-18 00:00", "Dora designee", "absent: a designee, no gap");
    is(turn, "SCIO", "EOHLC", "2025-08-19 00:00", "Ingrid incumbent", "back from the absence");
    is(turn, "SCIO", "DHC", "2025-09-01 00:00", "Dora designee gap", "S-08 vacant: gap");
    is(turn, "SCIO", "DHC", "2025-09-11 12:00", "Dan designee gap", "S-08 the next designee");
    is(turn, "SCIO", "DHC", "2025-09-30 23:50", "Dora designee gap", "S-08 the last minutes");
    is(turn, "SCIO", "DHC", "2025-09-30 23:59:59.999999", "Dora designee gap", "S-08 the last one");
    is(turn, "SCIO", "DHC", "2025-10-01 00:00:00", "Head+Sam fallback gap", "S-08 midnight");
    is(turn, "SCIO", "EOHLC", "2025-10-01 00:00:00", "Sam fallback gap",
       "one of two substitutes is vacant");
}

static void reasons(struct turn *turn)
{
    struct value *answer = call(turn, "role.holder",
                                "{\"role\":\"SCIO\",\"organisation\":\"DHC\","
                                "\"at\":\"2025-10-01 00:00\"}");
    if (!ok(answer != NULL, "role.holder answers: %s", turn->fault.message))
        return;
    ok(value_get_boolean(answer, "gap", false), "the gap is flagged");
    ok(text_is(value_get_text(answer, "reason"),
               "Nobody holds Secretariat CIO for DHC; the policy names Head of the agency and SOC "
               "Director instead: Head and Sam."),
       "and the reason said: %.*s", TEXT_SHOW(value_get_text(answer, "reason")));
    const struct value *first = value_get_item(answer, "holders", 0);
    ok(text_is(value_get_text(first, "role"), "AGENCY_HEAD")
           && text_is(value_get_text(first, "kind"), "fallback")
           && text_is(value_get_text(first, "within"), "incumbent")
           && text_is(value_get_text(first, "organisation"), "DHC"),
       "each holder with the role in which the person is reached");
    ok(call(turn, "role.holder", "{\"role\":\"WIZARD\"}") == NULL
           && faulted(turn, FAULT_INVALID, "role"),
       "a role the policy does not know is named");
    ok(call(turn, "role.holder", "{\"role\":\"SCIO\",\"organisation\":\"XYZ\"}") == NULL
           && faulted(turn, FAULT_INVALID, "organisation"),
       "an organisation nobody knows is named");
}

static void stages(struct turn *turn)
{
    static const char *const roles[] = {
        "{\"role\":\"CIO\",\"person\":\"Nora\",\"kind\":\"deputy\"}",
        "{\"role\":\"CIO\",\"person\":\"Dan\",\"kind\":\"hosted\"}",
        "{\"role\":\"CIO\",\"person\":\"Dora\",\"kind\":\"designee\",\"from\":\"2025-11-02\"}",
        "{\"role\":\"CIO\",\"person\":\"Ada\",\"kind\":\"acting\",\"from\":\"2025-11-04\"}",
        "{\"role\":\"CIO\",\"person\":\"Chief\",\"kind\":\"incumbent\",\"from\":\"2025-11-06\"}",
        NULL};
    is(turn, "CIO", "", "2025-11-01 12:00", "nobody gap", "nobody at all is no fault");
    do_all(turn, "role.assign", roles);
    is(turn, "CIO", "", "2025-11-01 12:00", "Nora deputy gap", "a deputy; the hosted owe nothing");
    is(turn, "CIO", "", "2025-11-02 00:00 EDT", "Dora designee gap", "a designee before a deputy");
    is(turn, "CIO", "", "2025-11-04 00:00", "Ada acting gap", "acting before a designee");
    is(turn, "CIO", "", "2025-11-05 23:59:59", "Ada acting gap", "until the incumbent begins");
    is(turn, "CIO", "", "2025-11-06 00:00", "Chief incumbent", "the incumbent before all");
    is(turn, "CIO", "EOHLC", "2025-11-06 00:00", "Chief incumbent",
       "a role of the enterprise is the same for every body");
    struct text absence =
        made(turn, "absence.create", "absence", "{\"person\":\"Chief\",\"from\":\"2025-11-10\"}");
    ok(id_valid(absence), "an absence without an end");
    is(turn, "CIO", "", "2025-11-10 00:00", "Ada acting", "absent is not vacant");
    is(turn, "SOC_DIRECTOR", "", "2025-07-31 00:00", "nobody gap", "before anything began");
}

static void several(struct turn *turn)
{
    static const char *const roles[] = {
        "{\"role\":\"SIRT_MEMBER\",\"organisation\":\"DHC\",\"person\":\"Dora\","
        "\"kind\":\"incumbent\"}",
        "{\"role\":\"SIRT_MEMBER\",\"organisation\":\"DHC\",\"person\":\"Dan\","
        "\"kind\":\"incumbent\"}",
        "{\"role\":\"SIRT_MEMBER\",\"organisation\":\"DHC\",\"person\":\"Dan\","
        "\"kind\":\"incumbent\",\"from\":\"2025-08-02\"}",
        "{\"role\":\"SIRT_MEMBER\",\"organisation\":\"DHC\",\"person\":\"Nora\","
        "\"kind\":\"incumbent\"}",
        NULL};
    struct person dan = {.name = TEXT_NONE};
    struct value *read;
    do_all(turn, "role.assign", roles);
    is(turn, "SIRT_MEMBER", "DHC", "2025-09-11 12:00", "Dan+Nora incumbent",
       "several at once, each once, without the absent");
    read = call(turn, "person.read", "{\"person\":\"Dan\"}");
    dan.id = value_get_text(read, "id");
    struct names suspects = {.items = &dan.id, .count = 1};
    struct text told = holders_at(turn, "SIRT_MEMBER", "DHC", "2025-09-11 12:00", &suspects);
    ok(text_is(told, "Nora incumbent"), "a suspect is skipped: %.*s", TEXT_SHOW(told));
    read = call(turn, "person.read", "{\"person\":\"Chief\"}");
    dan.id = value_get_text(read, "id");
    told = holders_at(turn, "CISO", "", "2025-09-11 12:00", &suspects);
    ok(text_is(told, "nobody"), "in silence: no gap is told of an excluded incumbent: %.*s",
       TEXT_SHOW(told));
    told = holders_at(turn, "SOC_DIRECTOR", "", "2025-09-11 12:00", &suspects);
    ok(text_is(told, "Sam incumbent"), "others answer as ever: %.*s", TEXT_SHOW(told));
}

static void outside(struct turn *turn)
{
    is(turn, "SCIO", "IND-N", "2025-09-01 12:00", "Sam fallback gap", "S-09 nobody designated");
    made(turn, "role.assign", "assignment",
         "{\"role\":\"AGENCY_HEAD\",\"organisation\":\"IND-N\",\"person\":\"Ada\","
         "\"kind\":\"incumbent\"}");
    is(turn, "SCIO", "IND-N", "2025-09-01 12:00", "Ada+Sam fallback gap", "S-09 head and SOC");
    made(turn, "role.assign", "assignment",
         "{\"role\":\"SCIO_EQ\",\"organisation\":\"IND-N\",\"person\":\"Nora\","
         "\"kind\":\"incumbent\"}");
    is(turn, "SCIO", "IND-N", "2025-09-01 12:00", "Nora fallback", "S-09 designated: no gap");
    is(turn, "SCIO", "EOTSS", "2025-09-01 12:00", "Chief fallback", "EOTSS has none: no gap");
    struct text said =
        made(turn, "role.holder", "reason", "{\"role\":\"SCIO\",\"organisation\":\"EOTSS\"}");
    ok(text_is(said, "Nobody answers as Secretariat CIO for EOTSS; the policy names CISO instead: "
                     "Chief."),
       "and says so: %.*s", TEXT_SHOW(said));
    ok(call(turn, "role.assign",
            "{\"role\":\"SCIO\",\"organisation\":\"IND-N\",\"person\":\"Nora\","
            "\"kind\":\"incumbent\"}")
               == NULL
           && faulted(turn, FAULT_INVALID, "organisation"),
       "no role of a secretariat where there is none: %s", turn->fault.message);
    ok(call(turn, "role.assign",
            "{\"role\":\"SOC_DIRECTOR\",\"person\":\"Nora\",\"kind\":\"incumbent\"}")
               == NULL
           && faulted(turn, FAULT_INVALID, "person"),
       "one incumbent of an exclusive role at a time: %s", turn->fault.message);
    ok(call(turn, "role.assign",
            "{\"role\":\"SOC_DIRECTOR\",\"person\":\"Nora\",\"kind\":\"designee\"}")
               == NULL
           && faulted(turn, FAULT_INVALID, "kind"),
       "no designee where the policy has none: %s", turn->fault.message);
    ok(call(turn, "role.assign",
            "{\"role\":\"AGENCY_HEAD\",\"person\":\"Nora\",\"kind\":\"incumbent\"}")
               == NULL
           && faulted(turn, FAULT_INVALID, "organisation"),
       "a role of an organisation needs one: %s", turn->fault.message);
    is(turn, "AGENCY_HEAD", "EOHLC", "2025-08-05 12:00", "Ingrid fallback gap",
       "two roles that name each other are no loop");
}

static void old_names(struct turn *turn)
{
    is(turn, "CSO", "", "2025-09-11 12:00", "Chief incumbent", "asked for by its name of 2014");
    is(turn, "chief security officer", "", "2025-09-11 12:00", "Chief incumbent",
       "however it is spelt");
    is(turn, "CSIRT", "", "2025-09-11 12:00", "Sam fallback gap",
       "of two successors the one that has a place");
    is(turn, "CSIRT", "DHC", "2025-09-11 12:00", "Dan+Nora+Sam incumbent gap",
       "both of them, where both have one");
    ok(call(turn, "role.assign", "{\"role\":\"CSIRT\",\"person\":\"Nora\",\"kind\":\"deputy\"}")
               == NULL
           && faulted(turn, FAULT_INVALID, "role"),
       "given is one of them: %s", turn->fault.message);
    struct text code = made(turn, "role.assign", "role",
                            "{\"role\":\"CSO\",\"person\":\"Ada\",\"kind\":\"deputy\"}");
    ok(text_is(code, "CISO"), "the only successor is what is given: %.*s", TEXT_SHOW(code));
    ok(call(turn, "role.assign",
            "{\"role\":\"SCIO\",\"organisation\":\"EOTSS\",\"person\":\"Nora\","
            "\"kind\":\"incumbent\"}")
               == NULL
           && faulted(turn, FAULT_INVALID, "organisation"),
       "no office where the policy names another: %s", turn->fault.message);
}

static void two_capacities(struct turn *turn)
{
    struct holder *holders;
    size_t count = 0;
    made(turn, "role.assign", "assignment",
         "{\"role\":\"SECRETARY\",\"person\":\"Chief\",\"kind\":\"incumbent\"}");
    struct text chief = value_get_text(call(turn, "person.read", "{\"person\":\"chief\"}"), "id");
    is(turn, "SECRETARY", "", "2025-11-07 12:00", "Chief incumbent", "D-19 one role");
    is(turn, "CIO", "", "2025-11-07 12:00", "Chief incumbent", "D-19 and the other");
    ok(people_capacities(turn, chief, at(turn, "2025-11-07 12:00"), &holders, &count) && count == 3
           && text_is(holders[0].role, "CIO") && text_is(holders[1].role, "CISO")
           && text_is(holders[2].role, "SECRETARY"),
       "three capacities of one person, in order");
    ok(people_capacities(turn, chief, at(turn, "2025-11-05 12:00"), &holders, &count) && count == 2,
       "and two before the third began");
}

static void as_known_then(struct turn *turn)
{
    int64_t before_us = turn->now_us;
    turn->now_us = at(turn, "2025-12-01 12:00");
    made(turn, "role.assign", "assignment",
         "{\"role\":\"SCIO\",\"organisation\":\"EOHLC\",\"person\":\"Ada\",\"kind\":\"acting\","
         "\"from\":\"2025-10-01\",\"basis\":\"letter of 1 December\"}");
    is(turn, "SCIO", "EOHLC", "2025-10-15 12:00", "Ada acting gap", "entered late, true before");
    struct value *then = call(turn, "role.holder",
                              "{\"role\":\"SCIO\",\"organisation\":\"EOHLC\","
                              "\"at\":\"2025-10-15 12:00\",\"known\":\"2025-11-30 12:00\"}");
    ok(text_is(value_get_text(value_get_item(then, "holders", 0), "name"), "Sam"),
       "as known then it was Sam");
    struct text id = value_get_text(
        value_get_item(call(turn, "role.list", "{\"role\":\"SCIO\",\"person\":\"Ada\"}"), "items",
                       0),
        "assignment");
    char ends[256];
    snprintf(ends, sizeof ends,
             "{\"assignment\":\"%.*s\",\"at\":\"2025-12-24 12:00\",\"reason\":\"filled\"}",
             TEXT_SHOW(id));
    struct text last = made(turn, "role.end", "to", ends);
    ok(text_is(last, "2025-12-24T16:59:59Z"), "ends with the second before: %.*s", TEXT_SHOW(last));
    is(turn, "SCIO", "EOHLC", "2025-12-24 11:59:59.999999", "Ada acting gap", "until the end");
    is(turn, "SCIO", "EOHLC", "2025-12-24 12:00", "Sam fallback gap", "and not after it");
    turn->now_us = before_us;
}

struct granting {
    struct text incident, person, role;
    int64_t until_us;
    struct text organisation;
};

static bool grant(struct change *change, void *context)
{
    const struct granting *wanted = context;
    const struct holder to = {
        .person = wanted->person, .role = wanted->role, .organisation = wanted->organisation};
    return people_grant(change, wanted->incident, &to, TEXT("a rule"), wanted->until_us)
           && people_grant(change, wanted->incident, &to, TEXT("again"), wanted->until_us);
}

static bool sees(struct turn *turn, const struct granting *grant, const char *when)
{
    bool granted = false;
    int64_t now_us = turn->now_us;
    turn->now_us = at(turn, when);
    bool asked = people_granted(turn, grant->incident, grant->person, &granted);
    turn->now_us = now_us;
    return asked && granted;
}

static void grants(struct turn *turn)
{
    struct text dora = value_get_text(call(turn, "person.read", "{\"person\":\"Dora\"}"), "id");
    struct granting while_role = {TEXT("11111111-1111-7111-8111-111111111111"), dora, TEXT("SCIO"),
                                  INT64_MAX, TEXT_NONE};
    struct granting for_a_day = {TEXT("22222222-2222-7222-8222-222222222222"), dora, TEXT_NONE,
                                 at(turn, "2025-09-02 12:00"), TEXT_NONE};
    struct granting other = {TEXT("33333333-3333-7333-8333-333333333333"), dora, TEXT("SCIO"),
                             INT64_MAX, TEXT_NONE};
    struct organisation here;
    struct organisation there;
    bool found;
    ok(organisation_find(turn, TEXT("EOHLC"), turn->now_us, &here, &found) && found
           && organisation_find(turn, TEXT("DHC"), turn->now_us, &there, &found) && found,
       "two organisations");
    struct granting where_held = {TEXT("44444444-4444-7444-8444-444444444444"), dora, TEXT("SCIO"),
                                  INT64_MAX, here.id};
    struct granting elsewhere = {TEXT("55555555-5555-7555-8555-555555555555"), dora, TEXT("SCIO"),
                                 INT64_MAX, there.id};
    struct rows rows = {.count = 0};
    turn->now_us = at(turn, "2025-09-01 12:00");
    ok(!sees(turn, &while_role, "2025-09-01 12:00"), "no grant, no sight");
    ok(changed(turn, grant, &while_role), "a grant while the role lasts: %s", turn->fault.message);
    ok(changed(turn, grant, &for_a_day), "a grant for a day: %s", turn->fault.message);
    ok(store_select(turn, "SELECT COUNT(*) FROM case_grant", BIND_NONE, &rows)
           && rows_integer(&rows, 0, 0) == 2,
       "a live grant stays as it is");
    ok(sees(turn, &while_role, "2025-09-30 23:59:59"), "S-08 sees the case in the last second");
    ok(!sees(turn, &while_role, "2025-10-01 00:00:00"), "S-08 loses access at midnight");
    ok(!sees(turn, &while_role, "2025-09-01 11:59:59"), "and had none before it");
    ok(sees(turn, &for_a_day, "2025-09-02 11:59:59") && !sees(turn, &for_a_day, "2025-09-02 12:00"),
       "a dated grant ends at its instant");
    ok(!sees(turn, &other, "2025-09-01 12:00"), "another case is not in it");
    ok(changed(turn, grant, &where_held) && changed(turn, grant, &elsewhere),
       "grants for two organisations: %s", turn->fault.message);
    ok(sees(turn, &where_held, "2025-09-01 12:00"), "open where the role is held");
    ok(!sees(turn, &elsewhere, "2025-09-01 12:00"), "and not where it is not");
}

static void body(struct turn *turn, struct text address)
{
    struct pack pack;
    (void)address;
    if (!fixture_open(turn, &pack))
        return;
    government(turn);
    vacancy(turn);
    reasons(turn);
    stages(turn);
    several(turn);
    outside(turn);
    old_names(turn);
    two_capacities(turn);
    as_known_then(turn);
    grants(turn);
}

int main(void)
{
    both(body);
    return tap_end();
}
