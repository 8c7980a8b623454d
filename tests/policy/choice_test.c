/* SPDX-License-Identifier: Apache-2.0 */
/* The words that forms offer: those of the pack, each once, with what people call it. */
#include "policy/choice.h"
#include "tap.h"
#include "whole.h"

static const struct value *offered(const struct value *list, const char *word)
{
    const struct value *found = NULL;
    size_t times = 0;
    for (size_t i = 0; list != NULL && i < list->count; i++)
        if (text_is(value_get_text(list->items[i], "value"), word)) {
            found = list->items[i];
            times++;
        }
    return times == 1 ? found : NULL;
}

static void test_lists(struct arena *arena, const struct pack *pack)
{
    static const struct {
        const char *list, *word, *title;
    } words[] = {
        {"asset_ratings", "unrated", "unrated"},
        {"data_classes", "internal", "internal"},
        {"documents", "follow-up", "Follow-up report"},
        {"organisations", "DPH", "Department of Public Health"},
        {"decisions", "soc_confirmed", "soc confirmed (The SCIO confirms to the SOC)"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const struct value *one = offered(pack_choices(arena, pack, words[i].list), words[i].word);
        ok(one != NULL && text_is(value_get_text(one, "title"), words[i].title),
           "%s offers %s once, as %s", words[i].list, words[i].word, words[i].title);
    }
    ok(offered(pack_choices(arena, pack, "flags"), "attack_intrusion") != NULL,
       "a flag that two rules wait for is offered once");
    ok(pack_choices(arena, pack, "colours") == NULL, "there is no list of colours");
}

int main(void)
{
    struct turn turn = {.arena = arena_new(WHOLE_BYTES_MAX)};
    struct pack *pack = whole_read(&turn, US_MA);
    if (ok(pack != NULL, "Massachusetts reads %s", turn.fault.message))
        test_lists(turn.arena, pack);
    arena_free(turn.arena);
    return tap_end();
}
