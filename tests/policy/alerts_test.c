/* SPDX-License-Identifier: Apache-2.0 */
/* What the packs make of alerts: which rule decides, and of which type of incident tags speak. */
#include "policy/alerts.h"
#include "tap.h"
#include "whole.h"

static const char *decided(const struct pack *pack, const char *rule, const char *level,
                           const char *type, const char *watch)
{
    struct alert_asked asked = {text_of(rule), text_of(level), text_of(type), text_of(watch)};
    const struct alert_rule *found = alert_rule_of(pack, &asked);
    return found == NULL ? "nobody" : found->name.data;
}

static bool decides(const char *wanted, const char *found)
{
    return strncmp(wanted, found, strlen(wanted)) == 0;
}

static void test_rules(const struct pack *pack, const struct pack *freeland)
{
    ok(decides("seized", decided(freeland, "r1", "high", "rust", "quay"))
           && decides("seized", decided(freeland, "r1", "critical", "rust", "quay")),
       "a level, or one above it, and a type");
    ok(decides("nobody", decided(freeland, "r1", "medium", "rust", "quay"))
           && decides("nobody", decided(freeland, "r1", "", "rust", "quay"))
           && decides("nobody", decided(freeland, "r1", "loud", "rust", "quay")),
       "a level below it, none, and one that is none do not do");
    ok(decides("nobody", decided(freeland, "r1", "high", "", "quay")), "nor does an unknown type");
    ok(decides("told-of", decided(freeland, "indicator/bad.txt", "", "", "pier"))
           && decides("nobody", decided(freeland, "indicator/bad.txt", "", "", "quay"))
           && decides("told-of", decided(freeland, "r7", "", "", "pier"))
           && decides("nobody", decided(freeland, "r77", "", "", "pier")),
       "a rule by its id or its beginning, and a watch: all that is set must hold");
    ok(decides("almost-certain", decided(pack, "x", "critical", "", "w"))
           && decides("harm-under-way", decided(pack, "x", "high", "malware", "w"))
           && decides("part-of-something", decided(pack, "x", "high", "internal-scan", "w"))
           && decides("everything-else", decided(pack, "x", "low", "malware", "w"))
           && decides("known-indicator", decided(pack, "indicator/a", "", "", "w")),
       "the real pack decides on every alert, the first rule first");
}

static struct text type_of(struct turn *turn, const struct pack *pack, const char *tags)
{
    struct value *list = value_list(turn->arena);
    for (struct text rest = text_of(tags); !text_empty(rest);)
        value_append(turn->arena, list, value_text(turn->arena, text_cut(rest, ' ', &rest)));
    return alert_type_of(pack, list);
}

static void test_types(struct turn *turn, const struct pack *pack, const struct pack *freeland)
{
    ok(text_is(type_of(turn, freeland, "a incident.rust sea.salt"), "rust"), "the type itself");
    ok(text_is(type_of(turn, freeland, "a sea.salt"), "rust"), "what another tag means");
    ok(text_empty(type_of(turn, freeland, "incident.rusty incident. sea.salty"))
           && text_empty(type_of(turn, freeland, "")) && text_empty(alert_type_of(freeland, NULL)),
       "what is no type of the pack is none");
    ok(text_is(type_of(turn, pack, "attack.t1110 incident.malware"), "malware")
           && text_is(type_of(turn, pack, "attack.initial-access attack.t1486"), "malware"),
       "a rule's own word goes before, and so does the more telling tag");
    ok(pack->alerts->flood_cases > 0 && pack->alerts->flood_us > 0, "a flood has a bound");
}

int main(void)
{
    struct turn turn = {.arena = arena_new(WHOLE_BYTES_MAX)};
    struct pack *pack = whole_read(&turn, US_MA);
    struct pack *freeland = whole_read(&turn, FREELAND);
    if (ok(pack != NULL && freeland != NULL, "both packs are read")) {
        test_rules(pack, freeland);
        test_types(&turn, pack, freeland);
    } else {
        printf("# %s\n", turn.fault.message);
    }
    arena_free(turn.arena);
    return tap_end();
}
