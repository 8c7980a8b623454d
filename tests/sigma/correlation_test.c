/* SPDX-License-Identifier: Apache-2.0 */
/* Correlations as people write them: what is read, what is refused and why, and what then holds. */
#include "rig.h"
#include "sigma/correlation.h"

#define RULES                                                                                      \
    "title: Failed\nname: failed\nid: aaaaaaaa-0000-4000-8000-000000000001\n"                      \
    "logsource: {product: windows}\ndetection:\n  s: {What: failed}\n  condition: s\n---\n"        \
    "title: Succeeded\nname: succeeded\n"                                                          \
    "logsource: {product: windows}\ndetection:\n  s: {What: succeeded}\n  condition: s\n---\n"     \
    "title: Asked\nname: asked\n"                                                                  \
    "logsource: {product: windows}\ndetection:\n  s: {What: asked}\n  condition: s\n---\n"
#define META "title: C\nid: cccccccc-0000-4000-8000-000000000001\nname: c\ncorrelation:\n"

/* ---- what is refused ---- */

static const struct {
    const char *correlation; /* what stands in the map */
    const char *says;
} refused[] = {
    {"  type: event_counts\n  rules: [failed]\n  timespan: 5m\n  condition: {gte: 2}\n", "type"},
    {"  rules: [failed]\n  timespan: 5m\n  condition: {gte: 2}\n", "type"},
    {"  type: event_count\n  rules: [failed]\n  timespan: 5\n  condition: {gte: 2}\n", "timespan"},
    {"  type: event_count\n  rules: [failed]\n  timespan: 0m\n  condition: {gte: 2}\n", "timespan"},
    {"  type: event_count\n  rules: [failed]\n  timespan: 11y\n  condition: {gte: 2}\n",
     "timespan"},
    {"  type: event_count\n  rules: [failed]\n  condition: {gte: 2}\n", "timespan"},
    {"  type: event_count\n  timespan: 5m\n  condition: {gte: 2}\n", "name the rules"},
    {"  type: event_count\n  rules: []\n  timespan: 5m\n  condition: {gte: 2}\n", "name the rules"},
    {"  type: event_count\n  rules: [nobody]\n  timespan: 5m\n  condition: {gte: 2}\n",
     "\"nobody\""},
    {"  type: event_count\n  rules: [c]\n  timespan: 5m\n  condition: {gte: 2}\n",
     "refers to this one"},
    {"  type: event_count\n  rules: [failed]\n  timespan: 5m\n", "say how many"},
    {"  type: event_count\n  rules: [failed]\n  timespan: 5m\n  condition: {}\n", "none of gt"},
    {"  type: event_count\n  rules: [failed]\n  timespan: 5m\n  condition: {gte: many}\n",
     "a number"},
    {"  type: event_count\n  rules: [failed]\n  timespan: 5m\n  condition: {ge: 2}\n", "\"ge\""},
    {"  type: event_count\n  rules: [failed]\n  timespan: 5m\n  condition: {gt: 1, lt: 3, neq: "
     "2}\n",
     "two bounds"},
    {"  type: event_count\n  rules: [failed]\n  timespan: 5m\n  condition: {gte: 1000000}\n",
     "one group may hold"},
    {"  type: event_count\n  rules: [failed]\n  timespan: 5m\n  condition: failed\n", "temporal"},
    {"  type: value_count\n  rules: [failed]\n  timespan: 5m\n  condition: {gte: 2}\n", "field"},
    {"  type: value_sum\n  rules: [failed]\n  timespan: 5m\n  condition: {gte: 2, field: [a, b]}\n",
     "the one field"},
    {"  type: value_percentile\n  rules: [failed]\n  timespan: 5m\n"
     "  condition: {gte: 2, field: a, percentile: 101}\n",
     "from 0 to 100"},
    {"  type: temporal\n  rules: [failed, asked]\n  timespan: 5m\n  condition: failed and other\n",
     "\"other\""},
    {"  type: temporal\n  rules: [failed, asked]\n  timespan: 5m\n  condition: (failed\n",
     "parenthesis"},
    {"  type: temporal\n  rules: [failed, asked]\n  timespan: 5m\n  condition: failed asked\n",
     "the end is expected"},
    {"  type: temporal\n  rules: [failed, asked]\n  timespan: 5m\n  condition: not failed\n",
     "nothing happens"},
    {"  type: event_count\n  rules: [failed]\n  timespan: 5m\n  condition: {gte: 2}\n"
     "  aliases: {who: {other: User}}\n",
     "\"other\""},
    {"  type: event_count\n  rules: [failed]\n  timespan: 5m\n  condition: {gte: 2}\n"
     "  group-by: [{a: b}]\n",
     "group-by"},
};

static void test_refused(void)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct rig rig;
        size_t count;
        rig_begin(&rig);
        rig_rules(&rig, text_format(rig.turn.arena, RULES META "%s", refused[i].correlation).data);
        const struct sigma_problem *problem = rig_problem(&rig, &count);
        ok(count == 1 && text_contains(problem->what, text_of(refused[i].says))
               && problem->line > 17 && sigma_rules_correlations(rig.rules)->count == 0
               && sigma_rules_count(rig.rules) == 3,
           "refused, naming %s: %.*s", refused[i].says, count == 0 ? 0 : (int)problem->what.size,
           count == 0 ? "" : problem->what.data);
        rig_end(&rig);
    }
}

/* ---- what holds ---- */

struct told {
    char text[512]; /* "name@line " for each hit */
    const struct sigma_rules *rules;
};

static void hear(void *context, const struct correlation_hit *hit)
{
    struct told *told = context;
    size_t used = strlen(told->text);
    const struct sigma_rule *face = sigma_rules_correlation(told->rules, hit->correlation);
    snprintf(told->text + used, sizeof told->text - used, "%.*s@%llu ", TEXT_SHOW(face->name),
             (unsigned long long)hit->window->events[hit->window->event_count - 1].position);
}

static const struct correlator_limits limits = {
    .window = {.groups_max = 1000, .items_max = 10000, .group_items_max = 1000},
    .pending_max = 1000,
    .lateness_us = CORRELATION_TIME_END_US};

/* Each event is "minute what who". */
static const char *hits_of(struct rig *rig, struct told *told, const char *rules,
                           const char *const *events)
{
    size_t problems;
    rig_begin(rig);
    rig_rules(rig, rules);
    const struct sigma_problem *problem = rig_problem(rig, &problems);
    if (problems > 0)
        printf("# %.*s\n", TEXT_SHOW(problem->what));
    *told = (struct told){.rules = rig->rules};
    struct correlator *correlator =
        correlator_new(rig->turn.arena, sigma_rules_correlations(rig->rules), &limits);
    for (size_t i = 0; events[i] != NULL; i++) {
        char what[16];
        char who[16];
        unsigned minute = 0;
        if (sscanf(events[i], "%u %15s %15s", &minute, what, who) != 3)
            ok(false, "an event of the test");
        size_t count =
            rig_match(rig, text_format(rig->turn.arena,
                                       "{\"Channel\":\"x\","
                                       "\"What\":\"%s\",\"%s\":\"%s\",\"Bytes\":\"%u.5\"}",
                                       what, what[0] == 's' ? "Account" : "User", who, minute));
        for (size_t k = 0; k < count; k++)
            correlator_match(correlator, rig->hits[k], &rig->event, (struct window_event){0, i + 1},
                             (int64_t)minute * 60 * 1000000, hear, told);
    }
    correlator_end(correlator, hear, told);
    return told->text;
}

static void holds(const char *shows, const char *correlation, const char *const *events,
                  const char *expected)
{
    struct rig rig;
    struct told told;
    char rules[4096];
    snprintf(rules, sizeof rules, RULES "%s", correlation);
    const char *found = hits_of(&rig, &told, rules, events);
    ok(strcmp(found, expected) == 0, "%s: \"%s\"", shows, found);
    rig_end(&rig);
}

static const char *const failures[] = {"0 failed ann", "1 failed bob",    "2 failed ann",
                                       "3 failed ann", "4 succeeded ann", "5 asked bob",
                                       "9 failed ann", "9 asked ann",     NULL};

static void test_holds(void)
{
    holds("three of one user within five minutes",
          META "  type: event_count\n  rules: [failed]\n  group-by: [User]\n  timespan: 5m\n"
               "  condition: {gte: 3}\n",
          failures, "c@4 ");
    holds("a name that stands alone, and a rule by its id",
          META "  type: event_count\n  rules: AAAAAAAA-0000-4000-8000-000000000001\n"
               "  timespan: 60s\n  condition:\n    gt: 1\n",
          failures, "c@2 c@4 ");
    holds("two users",
          META "  type: value_count\n  rules: [failed]\n  timespan: 1h\n"
               "  condition: {gte: 2, field: User}\n",
          failures, "c@2 ");
    holds("a sum of texts that are numbers",
          META "  type: value_sum\n  rules: [failed]\n  timespan: 1h\n"
               "  condition: {gt: 7.5, field: Bytes}\n",
          failures, "c@4 ");
    holds("in order, by an alias",
          META "  type: temporal_ordered\n  rules: [failed, succeeded]\n  group-by: [who]\n"
               "  timespan: 5m\n"
               "  aliases:\n    who:\n      failed: User\n      succeeded: Account\n",
          failures, "c@5 ");
    holds("asked and not failed before it is over",
          META "  type: temporal\n  rules: [asked, failed]\n  group-by: [User]\n  timespan: 5m\n"
               "  condition: asked and not (failed)\n",
          failures, "c@6 ");
    holds("a median",
          META "  type: value_median\n  rules: [failed]\n  timespan: 1h\n"
               "  condition: {gte: 2, field: Bytes}\n",
          failures, "c@7 ");
}

static void test_chain(void)
{
    static const char outer[] =
        "title: D\nname: d\ncorrelation:\n  type: temporal_ordered\n  rules: [c, succeeded]\n"
        "  group-by: [User]\n  timespan: 5m\n  aliases: {User: {succeeded: Account}}\n---\n" META
        "  type: event_count\n  rules: [failed]\n  group-by: [User]\n  timespan: 5m\n"
        "  condition: {gte: 3}\n";
    holds("a correlation of a correlation that stands behind it", outer, failures, "c@4 d@5 ");

    struct rig rig;
    size_t count;
    rig_begin(&rig);
    rig_rules(&rig, RULES
              "title: D\nname: d\ncorrelation: {type: temporal, rules: [e, failed], timespan: 1m}\n"
              "---\ntitle: E\nname: e\n"
              "correlation: {type: temporal, rules: [d, failed], timespan: 1m}\n");
    (void)rig_problem(&rig, &count);
    ok(count == 2 && sigma_rules_correlations(rig.rules)->count == 0,
       "two that refer to each other are refused, both");
    rig_end(&rig);
}

static void test_silence(void)
{
    struct rig rig;
    rig_begin(&rig);
    rig_rules(&rig, RULES META "  type: event_count\n  rules: [failed]\n  timespan: 5m\n"
                               "  condition: {gte: 3}\n---\n"
                               "title: D\nname: d\ncorrelation:\n  type: event_count\n"
                               "  rules: [asked]\n  timespan: 5m\n  condition: {gte: 3}\n"
                               "  generate: true\n");
    ok(sigma_rules_at(rig.rules, 0)->referred && !sigma_rules_at(rig.rules, 1)->referred
           && !sigma_rules_at(rig.rules, 2)->referred,
       "a rule that is referred to is silent, unless the correlation says generate");
    rig_end(&rig);
}

int main(void)
{
    test_refused();
    test_holds();
    test_chain();
    test_silence();
    return tap_end();
}
