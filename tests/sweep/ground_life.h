/* SPDX-License-Identifier: Apache-2.0 */
/* Cases for the deeds of a case's life: included by deeds.h, where what it calls is known. */
#pragma once

/* What the deeds of the life of a case need. */
static inline void ground_life(struct trial *trial, struct ground *ground)
{
    ground->second = ground_case(trial);
    ground->third = ground_case(trial);
    ground->attached = ground_take(
        trial, trial_done(trial, NULL, "asset.create", deed_of("asset.create")->json), "asset");
    ground->direction = ground_take(
        trial, trial_done(trial, NULL, "direction.give", deed_of("direction.give")->json),
        "direction");
    ground_does(trial, ground, "incident.attach",
                "{\"incident\":\"$incident\",\"asset\":\"$attached\",\"adverse\":\"yes\"}");
    ground_does(trial, ground, "asset.connect",
                "{\"asset\":\"$attached\",\"network\":\"a wireless one\"}");
    ground_does(trial, ground, "incident.affect",
                "{\"incident\":\"$incident\",\"organisation\":\"DMH\"}");
    ground_does(trial, ground, "incident.flag",
                "{\"incident\":\"$incident\",\"flag\":\"major\",\"reason\":\"it spreads\"}");
    ground_does(trial, ground, "incident.classify",
                "{\"incident\":\"$incident\",\"certainty\":\"potential\",\"other\":\"odd\","
                "\"source\":\"unknown\",\"vector\":\"unknown\"}");
    ground_does(trial, ground, "incident.evaluate",
                "{\"incident\":\"$second\",\"priority\":1,\"action\":\"look\","
                "\"human_safety\":\"yes\"}");
    ground_does(trial, ground, "incident.evaluate",
                "{\"incident\":\"$second\",\"priority\":4,\"action\":\"wait\","
                "\"human_safety\":\"no\"}");
    ground_does(trial, ground, "incident.merge",
                "{\"incident\":\"$third\",\"into\":\"$second\",\"reason\":\"one event\"}");
}
