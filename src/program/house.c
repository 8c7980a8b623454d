/* SPDX-License-Identifier: Apache-2.0 */
/* revere house: what is done with a house as a whole. */
#include "program/program.h"

static const struct command house_commands[] = {
    {"create", "", "Makes a house, and says its origin and its verifier's key", house_create},
    {"check", "[OPTION…]", "Says what the house lacks before the first real report", house_check},
    {"status", "[OPTION…]", "Says how the house is, for people and for monitoring", house_status},
    {"backup", "FOLDER", "Copies the house while it serves", house_backup},
    {"do", "FILE|-", "Does the actions of a file, one a line", house_do},
    {"adopt", "PACK", "Adopts a policy from an instant on", house_adopt_policy},
    {0},
};

int program_house(struct turn *turn, const struct console *console, int count, char **words)
{
    return cli_dispatch(turn, console, house_commands, "revere house", count, words);
}
