/* SPDX-License-Identifier: Apache-2.0 */
/* Deeds of who commands on a case, and of weaknesses: a part of the table in deeds.h. */
#pragma once

// clang-format off
#define DEEDS_OF_COMMAND \
    {"command.read", "{\"incident\":\"$incident\"}", NULL}, \
    {"command.name", \
     "{\"incident\":\"$incident\",\"commander\":\"$ciso\",\"direction\":\"the CIO\"}", NULL}, \
    {"command.align", \
     "{\"incident\":\"$incident\",\"commander\":\"Fox\",\"body\":\"FBI\"}", NULL}, \
    {"weakness.list", "{\"incident\":\"$incident\"}", NULL}, \
    {"weakness.open", "{\"incident\":\"$incident\",\"what\":\"no alarm\"}", NULL}, \
    {"weakness.close", \
     "{\"incident\":\"$incident\",\"weakness\":\"$weakness\",\"accepted\":\"till May\"}", NULL}
// clang-format on
