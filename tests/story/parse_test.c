/* SPDX-License-Identifier: Apache-2.0 */
/* The language of stories: what each statement is read as, and what is said of one that is none. */
#include "base/json.h"
#include "story/inside.h"
#include "tap.h"

static struct arena *arena;

static bool parse(const char *lines, struct story **stories, size_t *count, struct turn *turn)
{
    *turn = (struct turn){.arena = arena};
    struct text text =
        text_format(arena, "story S A title: \"quoted\"\n%s\nexpect ledger verifies\n", lines);
    return stories_parse(turn, "a.story", text, stories, count);
}

/* The first statement of a story of these lines; NULL, and not ok, when it is none. */
static const struct statement *read(const char *lines)
{
    struct turn turn;
    struct story *stories;
    size_t count;
    bool good = parse(lines, &stories, &count, &turn);
    return ok(good && count == 1, "%s %s", lines, turn.fault.message) ? stories[0].statements
                                                                      : NULL;
}

static void refused(const char *lines, const char *part)
{
    struct turn turn;
    struct story *stories;
    size_t count;
    bool good = parse(lines, &stories, &count, &turn);
    ok(!good && strstr(turn.fault.message, part) != NULL
           && strstr(turn.fault.message, "a.story:2: ") != NULL,
       "\"%s\" is refused: %s", lines, turn.fault.message);
}

static bool input_is(const struct statement *statement, const char *json)
{
    struct text written = json_write(arena, statement->input);
    if (!text_is(written, json))
        printf("# found %.*s\n", TEXT_SHOW(written));
    return text_is(written, json);
}

static void deeds(void)
{
    const struct statement *deed = read("reporter reports \"odd \\\"print\\\"\" about DPH as R1");
    ok(deed && deed->who.kind == WHO_NOBODY && text_is(deed->name, "report.create")
           && text_is(deed->label, "R1")
           && input_is(deed, "{\"what\":\"odd \\\"print\\\"\",\"organisation\":\"DPH\"}"),
       "a report by somebody unknown");
    deed = read("ana as SOC_ANALYST evaluates R1: priority 3, action \"look at it\", data internal "
                "potential, liability 20,000 to 1,000,000, asset medium adverse");
    ok(deed && text_is(deed->who.capacity, "SOC_ANALYST") && text_is(deed->case_label, "R1")
           && input_is(deed,
                       "{\"incident\":\"R1\",\"priority\":3,\"action\":\"look at it\",\"data\":[{"
                       "\"class\":\"internal\",\"compromise\":\"potential\"}],\"liability\":{"
                       "\"low\":\"20,000\",\"high\":\"1,000,000\"},\"assets\":[{\"rating\":"
                       "\"medium\",\"adverse\":\"yes\"}]}"),
       "facts of a rating in words");
    deed = read("ana does incident.evaluate incident=R1 priority=3 {data: [{class: public}]} as E");
    ok(deed && text_is(deed->label, "E")
           && input_is(deed,
                       "{\"incident\":\"R1\",\"priority\":3,\"data\":[{\"class\":\"public\"}]}"),
       "any action by its name");
    deed = read("mail from ana@example.org \"odd\" answers notice to head about A1 of R1 as M");
    ok(deed && deed->verb == SAYS_MAIL && text_is(deed->label, "M")
           && input_is(deed, "{\"from\":\"ana@example.org\",\"text\":\"odd\",\"how\":"
                             "\"answers\"}")
           && text_is(deed->expectation.who.name, "head") && text_is(deed->expectation.rule, "A1"),
       "a mail, and the message that it answers");
    deed = read("ana suspends every duty of R1 until 2025-09-12 12:00 because \"they move\"");
    ok(deed && deed->verb == SAYS_EACH && text_is(deed->name, "obligation.suspend")
           && deed->to.kind == MOMENT_EXACT && input_is(deed, "{\"reason\":\"they move\"}"),
       "a deed on each duty of a case");
    refused("ana suspends every duty of R1 because \"they move\"", "a time should stand here");
    deed = read("refused: the AGENCY_HEAD of DPH does house.health");
    ok(deed && deed->wanted == FAULT_REFUSED && text_is(deed->who.name, "AGENCY_HEAD")
           && text_is(deed->who.organisation, "DPH"),
       "a deed that must be refused, by whoever holds a role");
    deed =
        read("ISO of DPH sends follow-up of R1: cause outstanding \"unknown\",\n type \"virus\"");
    ok(deed
           && input_is(deed, "{\"document\":\"follow-up\",\"incident\":\"R1\",\"content\":{"
                             "\"cause\":{\"outstanding\":\"unknown\"},\"type\":{\"value\":"
                             "\"virus\"}}}"),
       "a document, on two lines");
}

static void times(void)
{
    const struct statement *at = read("at Fri 2025-10-10 16:30");
    ok(at && at->verb == SAYS_AT && at->at.kind == MOMENT_EXACT
           && text_is(at->at.text, "2025-10-10 16:30") && text_is(at->at.weekday, "fri"),
       "a date with its weekday");
    at = read("at 2025-11-02 01:30 EST");
    ok(at && text_is(at->at.text, "2025-11-02 01:30 EST"), "a time of which there are two");
    at = read("at +2h30m");
    ok(at && at->at.kind == MOMENT_AFTER && at->at.span_us == 150 * MINUTE_US, "a span from now");
    at = read("2 hours 30 minutes later");
    ok(at && at->at.kind == MOMENT_AFTER && at->at.span_us == 150 * MINUTE_US, "the same in words");
    at = read("at tomorrow 8:00");
    ok(at && at->at.kind == MOMENT_CLOCK && at->at.days == 1 && text_is(at->at.text, "08:00"),
       "tomorrow");
    at = read("the house is down 2025-10-11T12:00..2025-10-13T09:00");
    ok(at && at->verb == SAYS_DOWN && text_is(at->to.text, "2025-10-13T09:00"), "an outage, A..B");
    at = read("the house is down from 2025-10-11 12:00 to 2025-10-13 09:00 EDT");
    ok(at && text_is(at->from.text, "2025-10-11 12:00")
           && text_is(at->to.text, "2025-10-13 09:00 EDT"),
       "an outage, from A to B");
}

static void expectations(void)
{
    const struct statement *line = read("expect B5.first of R1 due 2025-10-10 17:00:00 and open");
    const struct expectation *expectation = &line->expectation;
    ok(line && text_is(expectation->rule, "B5") && text_is(expectation->step, "first")
           && expectation->predicates_count == 2
           && text_is(expectation->predicates[0].moment.text, "2025-10-10 17:00:00"),
       "an obligation with two phrases");
    line = read("expect B4 of R1 fulfilled late 12m, owed to AGENCY_HEAD of DPH");
    ok(line && line->expectation.predicates_count == 3
           && line->expectation.predicates[1].number == 12 * MINUTE_US
           && text_is(line->expectation.predicates[2].who.organisation, "DPH"),
       "late by a span, and owed to a role");
    line = read("expect D7 owed to SOC_DIRECTOR, for SHF and open");
    ok(line && line->expectation.predicates_count == 3
           && text_empty(line->expectation.predicates[0].who.organisation)
           && line->expectation.predicates[1].kind == IS_FOR,
       "for whom it is owed is another phrase");
    line = read("expect at most 5 notices to anyone within 1h of R1");
    ok(line && line->expectation.quantity == AT_MOST && line->expectation.number == 5
           && line->expectation.who.kind == WHO_ANYONE && text_is(line->expectation.label, "R1"),
       "how many notices");
    line = read("expect rating of R1 high, provisional, matched R1,R4 and not matched R5");
    ok(line && line->expectation.subject == ABOUT_RATING && line->expectation.predicates_count == 5
           && line->expectation.predicates[4].negated,
       "a rating with the rows that matched");
    line = read("expect nobody owes B4 of R1");
    ok(line && line->expectation.quantity == NONE && text_is(line->expectation.rule, "B4"),
       "nobody owes");
    line = read("ana does not see R1");
    ok(line && line->expectation.subject == ABOUT_SIGHT && line->expectation.negated,
       "does not see");
    line = read("expect answer.data.0.class is not high");
    ok(line && text_is(line->expectation.path, "data.0.class")
           && line->expectation.likeness == DIFFERS,
       "a member of the last answer");
    line = read("expect invalid naming \"priority\"");
    ok(line && line->expectation.fault == FAULT_INVALID
           && text_is(line->expectation.naming, "priority"),
       "a fault");
}

/* A name that the story has given is a case; every other is an organisation. */
static void whose(void)
{
    struct turn turn;
    struct story *stories;
    size_t count;
    ok(parse("reporter reports \"odd\" about DPH as R1\n"
             "expect no notice to CIO of R1 accepted\n"
             "expect no notice to ISO of DPH of R1\n"
             "expect B4 owed to AGENCY_HEAD of R2\n",
             &stories, &count, &turn),
       "a story of a case: %s", turn.fault.message);
    const struct statement *lines = stories[0].statements;
    const struct expectation *chief = &lines[1].expectation;
    const struct expectation *officer = &lines[2].expectation;
    ok(text_is(chief->who.name, "CIO") && text_empty(chief->who.organisation)
           && text_is(chief->label, "R1"),
       "to the CIO, of the case");
    ok(text_is(officer->who.organisation, "DPH") && text_is(officer->label, "R1"),
       "to an office of an organisation, of the case");
    ok(text_is(lines[3].expectation.predicates[0].who.organisation, "R2"),
       "what was not reported is no case");
}

static void given(void)
{
    const struct statement *line =
        read("given person sam is SCIO of EOHHS from 2025-01-01 00:00 to 2025-09-30 23:59:59 as "
             "designee 2 and ISO of DPH");
    ok(line && line->verb == SAYS_PERSON && line->posts_count == 2 && line->posts[0].rank == 2
           && text_is(line->posts[0].holding, "designee")
           && text_is(line->posts[1].organisation, "DPH"),
       "a person with two roles");
    line = read("given asset LAB-7 of DPH rated critical supported by tom");
    ok(line
           && input_is(line, "{\"name\":\"LAB-7\",\"organisation\":\"DPH\",\"rating\":\"critical\","
                             "\"support\":\"tom\"}"),
       "an asset");
    line = read("given policy from 2026-02-01 00:00 where obligations rules.B2.steps.1.due.amount "
                "is \"2 h\", pack version is \"1.4\"");
    ok(line && line->verb == SAYS_POLICY && line->changes->count == 2, "a policy that changes");
}

static void mistakes(void)
{
    refused("mail from ana@example.org blue", "\"blue\" is not understood here");
    refused("expect B3 of R1 deu 2025-10-10 17:00", "\"deu\" is not understood");
    refused("ana evaluate5 R1", "is not understood");
    refused("at 2025-10-10", "a time of day should follow");
    refused("ana reports \"open", "closing \"");
    refused("ana does incident.read {incident: R1", "never closed");
    refused("given person", "the person's name");
    refused("the house is down from 2025-10-10 10:00", "until when");
    refused("expect", "a rule, such as B3");
    refused("ana evaluates R1: data", "write safety yes");
    struct turn turn = {.arena = arena};
    struct story *stories;
    size_t count;
    ok(!stories_parse(&turn, "b.story", TEXT("at 2025-10-10 10:00\n"), &stories, &count)
           && strstr(turn.fault.message, "b.story:1: a file of stories begins") != NULL,
       "a file without a story: %s", turn.fault.message);
    fault_clear(&turn);
    ok(!stories_parse(&turn, "b.story", TEXT("story A\nexpect ledger verifies\nproves IS005-1\n"),
                      &stories, &count)
           && strstr(turn.fault.message, "b.story:3: nothing is expected") != NULL,
       "a mark that proves nothing: %s", turn.fault.message);
}

int main(void)
{
    arena = arena_new((size_t)64 << 20);
    if (arena == NULL)
        return 1;
    deeds();
    times();
    expectations();
    whose();
    given();
    mistakes();
    arena_free(arena);
    return tap_end();
}
