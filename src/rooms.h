/* SPDX-License-Identifier: Apache-2.0 */
/* The rooms of a house, for main.c and for tests of the house as a whole. */
#pragma once
#include "action/action.h"
#include "base/embedded.h"

/* Each room's table of actions, ended by NULL. */
extern const struct action *const revere_rooms[];

/* Every room's tables.sql in the order of the rooms, put into the program by tools/embed. */
extern const struct embedded revere_tables[];
