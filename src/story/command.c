/* SPDX-License-Identifier: Apache-2.0 */
/* revere story FILE… */
#include "story/command.h"
#include "story/story.h"
#include <stdlib.h>

static const struct option story_options[] = {
    {"store", "sqlite|postgres", "The engine; sqlite if nothing is said", false},
    {"postgres", "CONNECTION", "The server, whose user may make databases ($REVERE_TEST_POSTGRES)",
     false},
    {"steps", "many|one|both",
     "While time passes the house is awake, sleeps, or both, compared; many", false},
    {"pack", "DIR", "The policy of each house", false},
    {NULL, NULL, NULL, false},
};

static bool engine_read(struct turn *turn, const struct value *options,
                        struct story_settings *settings)
{
    struct text store = value_get_text(options, "store");
    settings->server = value_get_text(options, "postgres");
    settings->postgres = text_is(store, "postgres") || text_is(store, "postgresql");
    if (!text_empty(store) && !settings->postgres && !text_is(store, "sqlite"))
        return fail_field(turn, "store", "\"%.*s\" is no engine; write sqlite or postgres",
                          TEXT_SHOW(store));
    if (text_empty(settings->server))
        settings->server = text_of(getenv("REVERE_TEST_POSTGRES"));
    return !settings->postgres || !text_empty(settings->server)
           || fail_field(turn, "postgres",
                         "say where the server is: --postgres \"host=… user=… "
                         "dbname=postgres\", or REVERE_TEST_POSTGRES");
}

static bool steps_read(struct turn *turn, const struct value *options,
                       struct story_settings *settings)
{
    struct text steps = value_get_text(options, "steps");
    settings->steps = text_is(steps, "one")    ? STORY_STEPS_ONE
                      : text_is(steps, "both") ? STORY_STEPS_BOTH
                                               : STORY_STEPS_MANY;
    return text_empty(steps) || text_is(steps, "many") || settings->steps != STORY_STEPS_MANY
           || fail_field(turn, "steps", "\"%.*s\" is not known; write many, one or both",
                         TEXT_SHOW(steps));
}

static bool files_run(struct turn *turn, const struct value *options,
                      struct story_settings *settings, size_t *failed)
{
    size_t count = value_get_count(options, "words");
    const char **files = arena_array(turn->arena, count, sizeof *files);
    for (size_t i = 0; i < count; i++)
        files[i] = text_string(turn->arena, value_get_item(options, "words", i)->text);
    return story_run(turn, settings, files, count, failed);
}

int story_command(struct turn *turn, const struct console *console, int count, char **words)
{
    static const struct command self = {"story", "FILE…", "Play stories: the executable policy",
                                        story_command};
    struct story_settings settings = {
        .rooms = console->rooms, .tables = console->tables, .out = console->out};
    struct value *options;
    size_t failed = 0;
    if (!options_read(turn, story_options, 1, 10000, count, words, &options))
        return cli_fault(turn, console);
    if (value_get_boolean(options, "help", false)) {
        options_help(console, "revere", &self, story_options,
                     "The language of stories is described in docs/story.5.");
        return 0;
    }
    settings.pack_folder =
        value_has(options, "pack") ? value_get_text(options, "pack") : text_of(console->pack);
    if (!engine_read(turn, options, &settings) || !steps_read(turn, options, &settings)
        || !files_run(turn, options, &settings, &failed))
        return cli_fault(turn, console);
    return failed > 0 ? 1 : 0;
}
