/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program: lists the rooms, opens the house and its doors. It is the last room, and the only
 * one that knows all others; main.c only hands it the words.
 */
#pragma once
#include "action/action.h"
#include "base/embedded.h"

/* Each room's table of actions, ended by NULL. */
extern const struct action *const revere_rooms[];

/* Every room's tables.sql in the order of the rooms, put into the program by tools/embed. */
extern const struct embedded revere_tables[];
