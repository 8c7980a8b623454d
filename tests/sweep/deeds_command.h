/* SPDX-License-Identifier: Apache-2.0 */
/* Deeds of who commands on a case and who is sent to it, of its lessons and weaknesses: a part of
 * the table in deeds.h. */
#pragma once

// clang-format off
#define DEEDS_OF_COMMAND \
    {"command.read", "{\"incident\":\"$incident\"}", NULL}, \
    {"command.name", \
     "{\"incident\":\"$incident\",\"commander\":\"$ciso\",\"direction\":\"the CIO\"}", NULL}, \
    {"command.align", \
     "{\"incident\":\"$incident\",\"commander\":\"Fox\",\"body\":\"FBI\"}", NULL}, \
    {"deployment.list", "{\"incident\":\"$incident\"}", NULL}, \
    {"deployment.propose", \
     "{\"incident\":\"$incident\",\"kind\":\"team\",\"purpose\":\"forensics\"}", NULL}, \
    {"deployment.add", \
     "{\"incident\":\"$incident\",\"deployment\":\"$deployment\",\"person\":\"$ciso\"," \
     "\"authority\":\"her director\",\"engagement\":\"none needed\"}", \
     NULL}, \
    {"deployment.move", \
     "{\"incident\":\"$incident\",\"deployment\":\"$deployment\",\"move\":\"stand_up\"," \
     "\"reason\":\"it spreads\"}", \
     NULL}, \
    {"lesson.add", \
     "{\"incident\":\"$incident\",\"kind\":\"learned\",\"what\":\"call the clinic first\"}", \
     NULL}, \
    {"task.settle", "{\"incident\":\"$incident\",\"task\":\"validity\",\"state\":\"done\"}", \
     NULL}, \
    {"weakness.list", "{\"incident\":\"$incident\"}", NULL}, \
    {"weakness.open", "{\"incident\":\"$incident\",\"what\":\"no alarm\"}", NULL}, \
    {"weakness.close", \
     "{\"incident\":\"$incident\",\"weakness\":\"$weakness\",\"accepted\":\"till May\"}", NULL}
// clang-format on
