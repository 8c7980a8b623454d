/* SPDX-License-Identifier: Apache-2.0 */
/* Packs whole: the real one, and a small one with every kind of error, each with its file and
 * line. */
#include "base/clock.h"
#include "policy/pack.h"
#include "tap.h"
#include "whole.h"

static const struct {
    const char *file, *from, *to;
    int down;            /* lines below `from` on which the fault is */
    const char *message; /* a part of what is said */
} errors[] = {
    /* unknown names, missing names, types, limits: the field tables */
    {"pack.yaml", "title:", "tilte:", 0, "title"},
    {"pack.yaml", "name: freeland\n", "", 0, "name is missing"},
    {"pack.yaml", "version: \"3\"", "version: 3", 0, "in quotes"},
    {"documents.yaml", "status: governs", "state: governs", 0, "status"},
    {"documents.yaml", "effective: \"2020-10-01\"", "effective: \"2020-02-30\"", 0, "no calendar"},
    {"documents.yaml", "text_held: true", "text_held: yes", 0, "true or false"},
    {"documents.yaml", "effective_precision: day", "effective_precision: hour", 0, "month"},
    {"documents.yaml", "documents:", "document:", 0, "documents"},
    {"capabilities.yaml", "name: \"Keeping", "nam: \"Keeping", 0, "name"},
    {"clauses.yaml", "force: must", "forced: must", 0, "force"},
    {"clauses.yaml", "rules: [N1]", "rules: []", 0, "at least 1"},
    {"calendar.yaml", "hours: {opens", "hours: {open", 0, "opens"},
    {"calendar.yaml", "Australia/Lord_Howe", "Australia/Atlantis", 0, "Atlantis"},
    {"roles.yaml", "title: \"Warden\"", "titel: \"Warden\"", 0, "title"},
    {"rating.yaml", "provisional: medium", "provisional: grave", 0, "grave"},
    {"ladders.yaml", "rungs:", "rung:", 0, "rungs"},
    {"notices.yaml", "channels: [mail]", "channels: [horn]", 0, "mail"},
    {"obligations.yaml", "owed_by:", "owed_from:", 0, "owed_by"},
    {"obligations.yaml", "scope: organisation", "scope: village", 0, "organisation"},
    {"obligations.yaml", "function: immediate", "function: soon", 0, "immediate"},
    {"lifecycle.yaml", "begins: heard\n", "", -3, "begins"},
    {"organisations.yaml", "binding: voluntary", "binding: loose", 0, "voluntary"},
    {"contacts.yaml", "kind: phone", "kind: horn", 0, "phone"},
    {"partners.yaml", "level: foreign", "levle: foreign", 0, "level"},
    {"incident_types.yaml", "number: 1", "number: 0", 0, "at least 1"},
    {"elements.yaml", "needed: required", "needed: often", 0, "as_applicable"},
    {"controls.yaml", "framework: knots", "frame: knots", 0, "framework"},
    {"regimes.yaml", "confidence: low", "confidence: none", 0, "medium"},
    {"regimes.yaml", "counsel_decides: true", "counsel_decides: false", -10, "can only be true"},
    /* YAML itself */
    {"roles.yaml", "roles:", "roles: [", 1, "expected"},
    {"roles.yaml", "scope: enterprise", "scope: enterprise\n    scope: asset", 1, "scope"},
    /* twice the same */
    {"documents.yaml", "id: CUSTOM", "id: DECREE", 0, "second time"},
    {"clauses.yaml", "id: DECREE-2", "id: DECREE-1", 0, "second time"},
    {"obligations.yaml", "id: N2", "id: N1", 0, "second time"},
    {"obligations.yaml", "name: report", "name: begin", 0, "second time"},
    {"obligations.yaml", "id: N4", "id: N4.a", 0, "a dot"},
    /* references between files */
    {"documents.yaml", "successor: CUSTOM", "successor: HABIT", 0, "documents.yaml"},
    {"clauses.yaml", "document: CUSTOM", "document: HABIT", 0, "documents.yaml"},
    {"clauses.yaml", "capability: K1", "capability: K2", 0, "capabilities.yaml"},
    {"clauses.yaml", "with: CUSTOM-1", "with: CUSTOM-9", 0, "clauses.yaml"},
    {"clauses.yaml", "referred_to_by: [DECREE-2]", "referred_to_by: [D-9]", 0, "clauses.yaml"},
    {"clauses.yaml", "served_by: [DECREE-1]", "served_by: [D-9]", 0, "clauses.yaml"},
    {"clauses.yaml", "rules: [N5]", "rules: [N9]", 0, "obligations.yaml"},
    {"clauses.yaml", "rules: [N5]", "rules: [N5, N4]", 0, "does not name it"},
    {"obligations.yaml", "clauses: [CUSTOM-1]", "clauses: [CUSTOM-1, X-9]", 0, "clauses.yaml"},
    {"obligations.yaml", "clauses: [CUSTOM-1]", "clauses: [CUSTOM-1, CUSTOM-2]", 0,
     "does not name it"},
    {"obligations.yaml", "role: CHANCELLOR", "role: KING", 0, "roles.yaml"},
    {"obligations.yaml", "ladder: shout", "ladder: whisper", 0, "ladders.yaml"},
    {"obligations.yaml", "notice: mishap", "notice: poem", 0, "notices.yaml"},
    {"obligations.yaml", "content: [page]", "content: [song]", 0, "elements.yaml"},
    {"obligations.yaml", "supersedes: [N3]", "supersedes: [N3.end]", 0, "obligations.yaml"},
    {"obligations.yaml", "after: begin", "after: end", -1, "no step"},
    {"obligations.yaml", "evidence: [SEEN]", "evidence: [HEARD]", 0, "kind of evidence"},
    {"ladders.yaml", "tell: [{role: WARDEN", "tell: [{role: KING", 0, "roles.yaml"},
    {"lifecycle.yaml", "begins: heard", "begins: unheard", 0, "states"},
    {"lifecycle.yaml", "to: told", "to: sung", 0, "states"},
    {"lifecycle.yaml", "guards: [reason_named]", "guards: [wet]", 0, "guards"},
    {"lifecycle.yaml", "code: reason_named", "code: reason_sung", 0, "no guard \"reason_sung\""},
    {"lifecycle.yaml", "statements: [cause]", "statements: [tune]", 0, "the statements"},
    {"lifecycle.yaml", "statements: [cause]", "flags: [red]", 0, "the flags"},
    {"lifecycle.yaml", "statements: [cause]", "roles: [KING]", 0, "roles.yaml"},
    {"lifecycle.yaml", "statements: [cause]", "document: poem", 0, "elements.yaml"},
    {"lifecycle.yaml", "statements: [cause]", "rule: N99", 0, "obligations.yaml"},
    {"lifecycle.yaml", "tells: closed", "tells: sung", 0, "tells"},
    {"lifecycle.yaml", "tells: closed", "corrects: poem", 0, "notices.yaml"},
    {"lifecycle.yaml", "answers: [known]", "answers: [known], tells: incident.closed", 0,
     "no statement tells"},
    {"lifecycle.yaml", "answers: [known]", "answers: [known], propose: {organisations: 0}", 0,
     "organisations"},
    {"lifecycle.yaml", "within: \"1 d\"", "within: \"1 moon\"", 0, "span of time"},
    {"lifecycle.yaml", "clauses: [CUSTOM-2]", "clauses: [CUSTOM-9]", 0, "clauses.yaml"},
    {"organisations.yaml", "parent: MOOT", "parent: SEA", 0, "organisations.yaml"},
    {"organisations.yaml", "parent: none", "parent: FISH", 0, "circle"},
    {"organisations.yaml", "basis: [CUSTOM-2]", "basis: [CUSTOM-9]", 0, "clauses.yaml"},
    {"contacts.yaml", "org: MOOT", "org: SEA", 0, "organisations.yaml"},
    {"contacts.yaml", "clause: DECREE-1", "clause: DECREE-9", 0, "clauses.yaml"},
    {"partners.yaml", "organisation: none", "organisation: SEA", 0, "organisations.yaml"},
    {"incident_types.yaml", "origin: DECREE", "origin: HABIT", 0, "documents.yaml"},
    {"incident_types.yaml", "clause: CUSTOM-1", "clause: CUSTOM-9", 0, "clauses.yaml"},
    {"alerts.yaml", "does: open", "does: shout", 0, "wait, join"},
    {"alerts.yaml", "does: open,", "", 0, "does is missing"},
    {"alerts.yaml", "at_least: high", "at_least: loud", 0, "at_least"},
    {"alerts.yaml", "name: told-of", "name: seized", 0, "seized"},
    {"alerts.yaml", "types: [rust]", "types: [rot]", 0, "incident_types.yaml"},
    {"alerts.yaml", "clauses: [DECREE-1]", "clauses: [DECREE-9]", 0, "clauses.yaml"},
    {"alerts.yaml", ", types: [rust], at_least: high", "", 1, "never asked"},
    {"alerts.yaml", "type: rust}", "type: rot}", 0, "incident_types.yaml"},
    {"alerts.yaml", "same: [entity, rule]", "same: [rule]", 0, "has no entity"},
    {"alerts.yaml", "same: [entity, rule]", "same: [sea]", 0, "same[0]"},
    {"alerts.yaml", "within: \"2 h\"", "within: \"2 moons\"", 0, "span of time"},
    {"alerts.yaml", "cases: 3", "cases: 0", 0, "cases"},
    {"alerts.yaml", "flood:", "floods:", 0, "floods"},
    {"alerts.yaml", "tell: [", "tell: [KING, ", 0, "roles.yaml"},
    {"elements.yaml", "what, clauses: [DECREE-4]", "what, clauses: [DECREE-9]", 0, "clauses.yaml"},
    {"controls.yaml", "served_by: [DECREE-2]", "served_by: [DECREE-9]", 0, "clauses.yaml"},
    {"regimes.yaml", "clauses: [CUSTOM-1]", "clauses: [CUSTOM-9]", 0, "clauses.yaml"},
    /* triggers and dues */
    {"obligations.yaml", "fact: report.received", "fact: report.heard", 0, "no fact"},
    {"obligations.yaml", "is: N1}", "is: N7}", 0, "does not stand in obligations.yaml"},
    {"obligations.yaml", "rating, is: medium", "rating, is: mild", 0, "high, medium, low"},
    {"obligations.yaml", "field: rule, is: N1", "field: document, is: poem", 0, "elements.yaml"},
    {"obligations.yaml", "field: rule", "field: ruler", 0, "no field"},
    {"obligations.yaml", "is: N1", "is: N1, absent: true", 0, "exactly one"},
    {"obligations.yaml", "field: rule, is: N1", "field: rule", 0, "exactly one"},
    {"obligations.yaml", "field: rule, is: N1", "field: at_us, is: N1", 0, "instant"},
    {"obligations.yaml", "absent: true", "absent: false", 0, "only be true"},
    {"obligations.yaml", "at_least: high", "at_least: grave", 0, "no rating"},
    {"obligations.yaml", "{any: [{field: rating", "{field: rating, any: [{field: rating", 0,
     "alone"},
    {"obligations.yaml", "start: told_us}", "start: rating}", 0, "cannot start"},
    {"obligations.yaml", "start: told_us}", "start: told_us, instead: true}", 0, "supersedes"},
    {"obligations.yaml", "{fact: incident.responding}", "{fact: incident.responding, anew: true}",
     0, "what opens a duty"},
    {"rating.yaml", "lower: [", "superior: [KING], lower: [", 0, "no role KING"},
    {"obligations.yaml", ", start: told_us}", "}", 0, "needs a start"},
    {"obligations.yaml", "amount: 90 min", "amount: 90 moons", 0, "span of time"},
    {"obligations.yaml", ", amount: 90 min", "", 0, "needs amount"},
    {"obligations.yaml", "amount: 90 min", "amount: 0 min", 0, "more than nothing"},
    {"obligations.yaml", "function: immediate", "function: immediate, days: 2", 0, "takes no days"},
    {"obligations.yaml", "days: 2", "days: 0", 0, "at least 1"},
    {"obligations.yaml", "due: {function: quarter_end}", "", -1, "due or due_by_rating"},
    {"obligations.yaml", "function: quarter_end", "function: date, month: 2, day: 29", 0,
     "every year"},
    {"obligations.yaml", "function: quarter_end", "function: day_time, time: \"24:00\"", 0,
     "time of day"},
    {"obligations.yaml", "- name: begin\n        open", "- open", 0, "each needs a name"},
    /* ladders and notices */
    {"ladders.yaml", "share: 50", "share: 50, before: 1 h", 0, "exactly one of before"},
    {"ladders.yaml", "share: 50, warning: true", "share: 50", 0, "exactly one of warning"},
    {"ladders.yaml", "after: 10 min", "after: 4 min", 0, "in order"},
    {"ladders.yaml", "repeat: 20 min", "repeat: 20 s", 0, "at least 1 min"},
    {"notices.yaml", "{organisation}", "{reporter}", -1, "cannot be filled in"},
    {"notices.yaml", "Mishap {number}", "Mishap at {organisation}", 0, "in a subject"},
    {"notices.yaml", "{contact}", "{contact", -1, "brace"},
    {"notices.yaml", "{contact}", "contact}", -1, "brace"},
};

static void test_errors(struct turn *turn, const struct pack *pack)
{
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        int line = 0;
        struct pack *broken;
        const struct value *files =
            whole_change(turn->arena, pack, errors[i].file, errors[i].from, errors[i].to, &line);
        fault_clear(turn);
        bool refused = files != NULL && !pack_read_files(turn, files, &broken);
        const char *place =
            text_format(turn->arena, "%s:%d:", errors[i].file, line + errors[i].down).data;
        bool good = refused && turn->fault.kind == FAULT_INVALID
                    && strncmp(turn->fault.message, place, strlen(place)) == 0
                    && strstr(turn->fault.message, errors[i].message) != NULL;
        if (!ok(good, "%s: %s for %s", errors[i].file, errors[i].to, errors[i].from))
            printf("# %s and not %s … %s\n", turn->fault.message, place, errors[i].message);
    }
    fault_clear(turn);
}

/* Files that are missing, strange, or of another name. */
static void test_files(struct turn *turn, const struct pack *pack)
{
    static const struct {
        const char *name;
        bool needed;
    } names[] = {
        {"pack.yaml", true},        {"documents.yaml", true},     {"clauses.yaml", true},
        {"calendar.yaml", true},    {"roles.yaml", true},         {"rating.yaml", true},
        {"obligations.yaml", true}, {"capabilities.yaml", false}, {"regimes.yaml", false},
        {"controls.yaml", false},   {"partners.yaml", false},     {"lifecycle.yaml", false}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct pack *less;
        struct value *files = value_map(turn->arena);
        for (size_t j = 0; j < pack->files->count; j++)
            if (!text_is(pack->files->members[j].name, names[i].name))
                value_set(turn->arena, files, pack->files->members[j].name.data,
                          pack->files->members[j].value);
        fault_clear(turn);
        bool read = pack_read_files(turn, files, &less);
        ok(read != names[i].needed
               && (read || strncmp(turn->fault.message, names[i].name, strlen(names[i].name)) == 0),
           "no pack is %s %s", names[i].needed ? "without" : "refused for want of", names[i].name);
    }
    struct pack *more;
    struct value *files = value_map(turn->arena);
    value_set_text(turn->arena, files, "poems.yaml", TEXT("a: b\n"));
    fault_clear(turn);
    ok(!pack_read_files(turn, files, &more) && strstr(turn->fault.message, "poems.yaml:1"),
       "a file of an unknown name is refused");
    fault_clear(turn);
    ok(whole_read(turn, "tests/policy/no-such-pack") == NULL && turn->fault.kind == FAULT_MISSING,
       "a folder that is not there is missing");
    fault_clear(turn);
}

/* What is read from a folder and from the kept files is the same, in any order of the files. */
static void test_kept(struct turn *turn, const struct pack *pack)
{
    struct pack *again;
    struct value *reversed = value_map(turn->arena);
    for (size_t i = pack->files->count; i-- > 0;)
        value_set(turn->arena, reversed, pack->files->members[i].name.data,
                  pack->files->members[i].value);
    ok(pack_read_files(turn, reversed, &again) && text_equal(again->hash, pack->hash)
           && pack->hash.size == 64,
       "the hash does not depend on the order of the files");
    int line;
    const struct value *files =
        whole_change(turn->arena, pack, "regimes.yaml", "tide", "tides", &line);
    ok(pack_read_files(turn, files, &again) && !text_equal(again->hash, pack->hash),
       "one letter more is another hash");
    struct value *ruled = value_map(turn->arena);
    for (size_t i = 0; i < pack->files->count; i++)
        value_set(turn->arena, ruled, pack->files->members[i].name.data,
                  pack->files->members[i].value);
    value_set_text(turn->arena, ruled, "sigma/rule.yml", TEXT("title: a\n"));
    ok(pack_read_files(turn, ruled, &again) && !text_equal(again->hash, pack->hash),
       "a detection rule more as well");
    static const char *const strange[] = {"sigma/../pack.yml", "sigma/a/b.yml", "sigma/.x.yml",
                                          "sigma/poem.txt", "sigma/"};
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
        struct value *wrong = value_map(turn->arena);
        value_set_text(turn->arena, wrong, strange[i], TEXT("title: a\n"));
        fault_clear(turn);
        ok(!pack_read_files(turn, wrong, &again)
               && strstr(turn->fault.message, "no file of a pack"),
           "%s is none", strange[i]);
        fault_clear(turn);
    }
    files = whole_change(turn->arena, pack, "regimes.yaml", "confidence", "  confidence", &line);
    ok(!pack_read_files(turn, files, &again), "and bad YAML is refused %s", turn->fault.message);
    fault_clear(turn);
}

static void test_isles(const struct pack *pack)
{
    const struct rule *rule = pack_rule(pack, TEXT("N3"));
    ok(rule->steps_count == 2 && text_is(rule->steps[1].after, "begin") && rule->steps[1].series
           && rule->steps[1].by_rating && !rule->served && rule->steps[0].served,
       "steps know what they come after, and whether they come again");
    const struct trigger *open = &rule->steps[0].open[0];
    ok(open->when.all_count == 0 && open->when.any_count == 2 && open->unless.all_count == 2
           && open->start == FIELD_OF_TOLD,
       "conditions are read: all, any, unless, and where the clock starts");
    ok(text_is(rule->steps[1].cancel[0].basis, "resolved"), "what cancels says why");
    const struct rule *graver = pack_rule(pack, TEXT("N2"));
    ok(graver->steps[0].supersedes_earliest && graver->steps[0].supersedes.count == 1
           && !graver->steps[0].per_fact && pack_rule(pack, TEXT("N1"))->steps[0].per_fact,
       "what replaces what, and how often it is owed");
    ok(rule->steps[0].owed_by == rule->owed_by && rule->owed_by_count == 2,
       "a step is owed by those who owe the rule");
    const struct ladder *ladder = pack_ladder(pack, TEXT("shout"));
    ok(ladder->rungs_count == 3 && ladder->rungs[0].anchor == RUNG_SHARE
           && ladder->rungs[0].percent == 50 && ladder->rungs[0].warning
           && ladder->rungs[2].tell_first && ladder->rungs[2].repeat_us == 20 * MINUTE_US,
       "a ladder is read rung by rung");
}

int main(void)
{
    struct turn turn = {.arena = arena_new((size_t)1 << 30)};
    int64_t before_us = clock_elapsed_us();
    const struct pack *pack = whole_read(&turn, US_MA);
    if (ok(pack != NULL, "Massachusetts reads %s", turn.fault.message))
        ok(pack->rules_count == 74 && pack->clauses_count == 372, "74 rules, 372 clauses");
    printf("# read in %lld us\n", (long long)(clock_elapsed_us() - before_us));
    pack = whole_read(&turn, FREELAND);
    if (ok(pack != NULL, "the Free Isles read %s", turn.fault.message)) {
        test_isles(pack);
        test_errors(&turn, pack);
        test_files(&turn, pack);
        test_kept(&turn, pack);
    }
    arena_free(turn.arena);
    return tap_end();
}
