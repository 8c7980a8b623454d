/* SPDX-License-Identifier: Apache-2.0 */
/* Why a rule holds or not, what can never hold, and what filters make of a rule. */
#include "rig.h"

static struct text explained(struct rig *rig, const char *line)
{
    struct builder out = {.arena = rig->turn.arena};
    rig_match(rig, text_of(line));
    sigma_explain(rig->matcher, &rig->event, 0, &out);
    return built(&out);
}

static bool tells(struct rig *rig, const char *line, const char *part)
{
    struct text all = explained(rig, line);
    bool good = text_contains(all, text_of(part));
    if (!good)
        printf("# %.*s\n", TEXT_SHOW(all));
    return good;
}

static void test_why(void)
{
    struct rig rig;
    rig_begin(&rig);
    rig_rules(&rig, rig_rule(&rig, "  s:\n    Image|endswith: ['\\a.exe', '\\b.exe']\n    N|gt: 3\n"
                                   "  f: {User: null}\n  condition: s and not f"));
    const char *hit = "{\"Channel\":\"c\",\"Image\":\"C:\\\\B.exe\",\"N\":4,\"User\":\"u\"}";
    ok(tells(&rig, hit, "yes  log source windows//"), "the log source is told");
    ok(tells(&rig, hit, "yes  condition: s and not f"), "the condition holds");
    ok(tells(&rig, hit, "\"\\b.exe\" in \"C:\\B.exe\""), "what was found, and in which value");
    const char *miss = "{\"Channel\":\"c\",\"Image\":\"x\"}";
    ok(tells(&rig, miss, "no   condition"), "the condition does not hold");
    ok(tells(&rig, miss,
             "Image|endswith: the value is \"x\", and wanted is \"\\a.exe\" or one of 1 more"),
       "the value that is there, and what is wanted");
    ok(tells(&rig, miss, "N|gt: the field is missing"), "a field that is missing");
    ok(tells(&rig, "{\"Image\":\"\\\\a.exe\"}",
             "no   log source windows//: the event belongs to none"),
       "an event of another log source");
    rig_end(&rig);
}

static void test_reach(void)
{
    struct rig rig;
    rig_begin(&rig);
    rig_rules(&rig, "title: a\nlogsource: {product: windows, category: process_creation}\n"
                    "detection: {s: {F: x}, condition: not s}\n---\n"
                    "title: b\nlogsource: {product: no_such_product}\n"
                    "detection: {s: {F: x}, condition: s}\n");
    ok(sigma_rule_reachable(rig.rules, 0) && !sigma_rule_reachable(rig.rules, 1),
       "a rule for which no event can be here is known");
    ok(sigma_rule_boundless(rig.matcher, 0) && !sigma_rule_boundless(rig.matcher, 1),
       "a rule that holds for an event without fields is known");
    rig_end(&rig);
}

static const char filtered[] =
    "title: a\nid: 11111111-1111-1111-1111-111111111111\nlogsource: {product: windows}\n"
    "detection: {s: {F: x}, condition: s}\n---\n"
    "title: fi\nlogsource: {product: windows}\nfilter:\n  rules: "
    "[11111111-1111-1111-1111-111111111111]\n"
    "  %s\n  u: {User: adm}\n  condition: u\n";

static void test_filters(void)
{
    static const struct {
        const char *effect;
        size_t problems, with, without; /* findings where the filter's condition holds, and not */
    } cases[] = {{"effect: suppress", 0, 0, 1},
                 {"effect: keep", 0, 1, 0},
                 {"x: {A: b}", 1, 1, 1},
                 {"effect: maybe", 1, 1, 1}};
    for (size_t i = 0; i < 4; i++) {
        struct rig rig;
        size_t problems;
        rig_begin(&rig);
        char yaml[1024];
        struct text text = {yaml, 0};
        text.size = (size_t)snprintf(yaml, sizeof yaml, filtered, cases[i].effect);
        rig_order(&rig, (struct sigma_order){.text = text});
        rig_problem(&rig, &problems);
        size_t with = rig_match(&rig, TEXT("{\"Channel\":\"c\",\"F\":\"x\",\"User\":\"ADM\"}"));
        size_t without = rig_match(&rig, TEXT("{\"Channel\":\"c\",\"F\":\"x\"}"));
        ok(problems == cases[i].problems && with == cases[i].with && without == cases[i].without,
           "a filter with %s", cases[i].effect);
        ok(sigma_rules_at(rig.rules, 0)->filtered == (problems == 0), "the rule says so");
        rig_end(&rig);
    }
}

/* Reasons of the rule 0 for an event: "selection|key|field|value|wanted; ". */
static struct text reasons_of(struct rig *rig, const char *rule, const char *event)
{
    struct sigma_reason reasons[SIGMA_REASONS_MAX];
    struct builder out = {.arena = rig->turn.arena};
    rig_rules(rig, rule);
    size_t matched = rig_match(rig, text_of(event));
    size_t count = matched == 0 ? 0 : sigma_reasons(rig->matcher, 0, reasons);
    for (size_t i = 0; i < count && i < SIGMA_REASONS_MAX; i++)
        build_format(&out, "%.*s|%.*s|%.*s|%.*s|%.*s; ", TEXT_SHOW(reasons[i].selection),
                     TEXT_SHOW(reasons[i].key), TEXT_SHOW(reasons[i].field),
                     TEXT_SHOW(reasons[i].value), TEXT_SHOW(reasons[i].wanted));
    return built(&out);
}

static void test_reasons(void)
{
    static const char head[] = "title: a\nlogsource: {product: windows}\ndetection:\n";
    static const struct {
        const char *rule, *event, *wanted, *says;
    } cases[] = {
        {"  s: {F|contains: [x, 'bad*word']}\n  condition: s\n",
         "{\"Channel\":\"c\",\"F\":\"a BAD and a word\"}", "s|F|contains|F|a BAD and a word|bad; ",
         "which of the alternatives"},
        {"  s: {F: x}\n  t: {G: y}\n  condition: s or t\n",
         "{\"Channel\":\"c\",\"F\":\"z\",\"G\":\"y\"}", "t|G|G|y|y; ", "not what does not hold"},
        {"  s: {F: x}\n  t: {G: y}\n  condition: s and not t\n",
         "{\"Channel\":\"c\",\"F\":\"x\",\"G\":\"z\"}", "s|F|F|x|x; ", "nor what is absent"},
        {"  s: {F: null}\n  condition: s\n", "{\"Channel\":\"c\"}", "s|F|||; ",
         "a field that must be missing is"},
        {"  s: {F|re: '^a+$'}\n  condition: s\n", "{\"Channel\":\"c\",\"F\":[\"b\",\"aa\"]}",
         "s|F|re|F|aa|^a+$; ", "the member of a list that decided"},
        {"  s: [kaputt]\n  condition: s\n", "{\"Channel\":\"c\",\"message\":\"all KAPUTT\"}",
         "s|keywords|message|all KAPUTT|kaputt; ", "a word, wherever it stands"},
        {"  s: {F|gte: 5}\n  condition: s\n", "{\"Channel\":\"c\",\"F\":7}", "s|F|gte|F|7|; ",
         "a number"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rig rig;
        char rule[512];
        rig_begin(&rig);
        snprintf(rule, sizeof rule, "%s%s", head, cases[i].rule);
        struct text got = reasons_of(&rig, rule, cases[i].event);
        ok(text_is(got, cases[i].wanted), "a reason: %s (%.*s)", cases[i].says, TEXT_SHOW(got));
        rig_end(&rig);
    }
}

int main(void)
{
    test_why();
    test_reasons();
    test_reach();
    test_filters();
    return tap_end();
}
