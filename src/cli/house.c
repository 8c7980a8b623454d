/* SPDX-License-Identifier: Apache-2.0 */
/* The house a command works on. */
#include "cli/cli.h"
#include <stdlib.h>

static struct text house_named(const struct value *options)
{
    const char *named = getenv("REVERE_HOUSE");
    if (value_has(options, "house"))
        return value_get_text(options, "house");
    return named != NULL && named[0] != '\0' ? text_of(named) : TEXT("house");
}

bool cli_house_open(struct turn *turn, const struct console *console, const struct value *options,
                    bool writer, struct house **house)
{
    struct text pack = value_get_text(options, "pack");
    struct house_settings settings = {
        .folder = house_named(options),
        .store = value_get_text(options, "store"),
        .pack_folder = text_empty(pack) ? text_of(console->pack) : pack,
        .clock = console->clock,
        .rooms = console->rooms,
        .tables = console->tables,
        .writer = writer,
    };
    return house_open(turn, &settings, house);
}
