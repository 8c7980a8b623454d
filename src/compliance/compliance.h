/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compliance: what bodies are told to do beyond a single case, and whether they have. Directions of
 * whoever has authority over their technology: to whom, until when, and what shows that it is done.
 */
#pragma once
#include "action/action.h"

extern const struct action direction_actions[]; /* direction.* */
