/* SPDX-License-Identifier: Apache-2.0 */
/* revere story: the command. */
#pragma once
#include "cli/cli.h"

/* revere story FILE…: plays stories; 1 when something was not ok. */
int story_command(struct turn *turn, const struct console *console, int count, char **words);
