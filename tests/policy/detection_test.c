/* SPDX-License-Identifier: Apache-2.0 */
/* The detection rules of a pack: what is wrong with them is named with its file and line. */
#include "base/file.h"
#include "policy/answer.h"
#include "tap.h"
#include <stdlib.h>

enum { ARENA_BYTES = 256 << 20 };

#define RULE(tags, condition)                                                                      \
    "title: Something\ntags: [" tags "]\nlogsource: {product: linux}\n"                            \
    "detection:\n  selection: {a: b}\n  condition: " condition "\n"

static const struct {
    const char *shown, *rule, *fault; /* NULL: none */
} cases[] = {
    {"a sound rule", RULE("attack.t1110, incident.malware", "selection"), NULL},
    {"a condition that names nothing", RULE("incident.malware", "selektion"),
     "/sigma/rule.yml:6: "},
    {"a type that the pack does not have", RULE("incident.nothing", "selection"),
     "/sigma/rule.yml:1: incident_types.yaml has no type of the tag incident.nothing"},
    {"no type", RULE("attack.t1110", "selection"), "/sigma/rule.yml:1: a rule of a policy has one"},
    {"two types", RULE("incident.malware, incident.denial-of-service", "selection"),
     "a rule of a policy has one"},
    {"no YAML", "title: [", "/sigma/rule.yml:"},
};

static void try_case(struct turn *turn, const struct pack *pack, struct text folder, size_t at)
{
    struct value *answer = value_map(turn->arena);
    struct pack own = *pack;
    const char *path = text_format(turn->arena, "%.*s/sigma/rule.yml", TEXT_SHOW(folder)).data;
    own.folder = folder;
    fault_clear(turn);
    bool good = file_write(turn, path, text_of(cases[at].rule), 0644)
                && answer_detections(turn, &own, answer);
    const struct value *found = value_get(answer, "detections");
    if (cases[at].fault == NULL)
        ok(good && value_get_integer(found, "rules", 0) == 1
               && value_get_integer(found, "correlations", 9) == 0,
           "%s is counted", cases[at].shown);
    else
        ok(!good && found == NULL && turn->fault.kind == FAULT_INVALID
               && strstr(turn->fault.message, cases[at].fault) != NULL,
           "%s is named: %s", cases[at].shown, turn->fault.message);
}

int main(void)
{
    struct turn turn = {.arena = arena_new(ARENA_BYTES)};
    const char *source = getenv("REVERE_SOURCE");
    char made[] = "/tmp/revere-detections-XXXXXX";
    struct pack *pack;
    struct text us_ma = text_format(turn.arena, "%s/policy/us-ma", source == NULL ? "." : source);
    if (mkdtemp(made) == NULL || !pack_read(&turn, us_ma, &pack)) {
        ok(false, "%s", turn.fault.message);
        return tap_end();
    }
    struct value *answer = value_map(turn.arena);
    ok(answer_detections(&turn, pack, answer)
           && value_get_integer(value_get(answer, "detections"), "rules", 0) >= 60,
       "the rules of the pack are sound: %s", turn.fault.message);
    struct pack none = *pack;
    none.folder = text_of(made);
    answer = value_map(turn.arena);
    ok(answer_detections(&turn, &none, answer) && value_get(answer, "detections") == NULL,
       "a pack may have none");
    struct text rules = text_format(turn.arena, "%s/sigma", made);
    if (!folder_make(&turn, rules.data, 0755))
        ok(false, "%s", turn.fault.message);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        try_case(&turn, pack, text_of(made), i);
    fault_clear(&turn);
    if (!file_remove(&turn, text_format(turn.arena, "%s/rule.yml", rules.data).data)
        || remove(rules.data) != 0 || remove(made) != 0)
        printf("# %s is left behind\n", made);
    arena_free(turn.arena);
    return tap_end();
}
