/* SPDX-License-Identifier: Apache-2.0 */
/* The life of an incident as the packs have it: the ways through it, and the closed list of guards.
 */
#include "policy/lifecycle.h"
#include "tap.h"
#include "whole.h"

/* The way from a state to where a move can be made, as "evaluate confirm". */
static const char *way_words(struct turn *turn, const struct pack *pack, const char *state,
                             const char *move)
{
    const struct move **way;
    size_t count;
    struct builder words = {.arena = turn->arena};
    const struct move *wanted = lifecycle_move(pack, text_of(move));
    if (!lifecycle_way(turn->arena, pack, text_of(state), wanted, &way, &count))
        return "no way";
    build(&words, TEXT_NONE);
    for (size_t i = 0; i < count; i++)
        build_format(&words, "%s%.*s", i > 0 ? " " : "", TEXT_SHOW(way[i]->name));
    return text_string(turn->arena, built(&words));
}

static void test_ways(struct turn *turn, const struct pack *pack)
{
    static const struct {
        const char *state, *move, *way;
    } ways[] = {
        {"reported", "evaluate", ""},
        {"reported", "contain", "evaluate confirm"},
        {"evaluated", "close", "confirm contain eradicate recover resolve"},
        {"post_incident", "close", ""},
        {"closed", "close", "no way"}, /* only reopening leads back, and is no step on the way */
        {"merged", "reopen", "no way"},
        {"closed", "reopen", ""},
        {"evaluated", "exclude", "no way"},
        {"recovery", "dismiss", "no way"},
        {"unheard-of", "close", "no way"},
    };
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        const char *way = way_words(turn, pack, ways[i].state, ways[i].move);
        if (!ok(strcmp(way, ways[i].way) == 0, "from %s to %s: %s", ways[i].state, ways[i].move,
                *ways[i].way == '\0' ? "at once" : ways[i].way))
            printf("# %s\n", way);
    }
}

static void test_states(const struct pack *pack, const struct pack *freeland)
{
    ok(text_is(lifecycle_begins(pack), "reported") && text_is(lifecycle_begins(freeland), "heard"),
       "a new incident begins where its pack says");
    ok(lifecycle_open(pack, TEXT("recovery")) && !lifecycle_open(pack, TEXT("merged"))
           && !lifecycle_open(freeland, TEXT("told")) && lifecycle_open(pack, TEXT("unheard-of")),
       "work goes on in open states, and in those the pack does not have");
    const struct move *merge = lifecycle_move_by(pack, MOVE_BY_MERGER, TEXT("containment"));
    ok(merge != NULL && text_is(merge->to, "merged")
           && lifecycle_move_by(pack, MOVE_BY_MERGER, TEXT("closed")) == NULL
           && lifecycle_move_by(freeland, MOVE_BY_MERGER, TEXT("heard")) == NULL,
       "the merger's move is found where there is one");
    ok(text_is(lifecycle_flag_name(pack, TEXT("major")), "Major incident")
           && text_is(lifecycle_flag_name(freeland, TEXT("major")), "major"),
       "a flag has its name where the pack has it");
}

/* Every move can be made: its guards stand, and each has a verb. */
static void test_guards(const struct pack *pack)
{
    const struct lifecycle *life = pack->life;
    bool whole = true;
    bool used[GUARD_VERBS] = {false};
    for (size_t i = 0; i < life->moves_count; i++) {
        whole = whole && lifecycle_state(pack, life->moves[i].to) != NULL;
        for (size_t j = 0; j < life->moves[i].guards_count; j++)
            used[life->moves[i].guards[j]->verb] = true;
    }
    ok(whole, "every move leads to a state");
    size_t count = 0;
    for (size_t i = 0; i < GUARD_VERBS; i++)
        count += used[i];
    ok(count == GUARD_VERBS, "each of %d verbs holds back some move of the policy", GUARD_VERBS);
    enum guard_verb verb = GUARD_VERBS;
    static const char *const unknown[] = {"", "duties", "Duties_done", "duties_done "};
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++)
        ok(!guard_verb_named(text_of(unknown[i]), &verb) && verb == GUARD_VERBS,
           "\"%s\" is no verb", unknown[i]);
    for (size_t i = 0; i < life->guards_count; i++)
        if (!guard_verb_named(life->guards[i].code, &verb) || verb != life->guards[i].verb)
            whole = false;
    ok(whole, "each guard has the verb of its code");
}

int main(void)
{
    struct arena *arena = arena_new(WHOLE_BYTES_MAX);
    struct turn turn = {.arena = arena, .now_us = 0};
    const struct pack *pack = whole_read(&turn, US_MA);
    const struct pack *freeland = whole_read(&turn, FREELAND);
    if (!ok(pack != NULL && freeland != NULL, "both packs are read")) {
        printf("# %s\n", turn.fault.message);
        return tap_end();
    }
    test_ways(&turn, pack);
    test_states(pack, freeland);
    test_guards(pack);
    arena_free(arena);
    return tap_end();
}
