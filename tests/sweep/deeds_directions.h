/* SPDX-License-Identifier: Apache-2.0 */
/* Deeds of directions, and of the ladders of organisations: a part of the table in deeds.h. */
#pragma once

// clang-format off
#define DEEDS_OF_DIRECTIONS \
    {"direction.give", \
     "{\"says\":\"block it\",\"by\":\"2036-07-03T11:40:00Z\",\"organisations\":[\"DPH\"]}", NULL}, \
    {"direction.change", \
     "{\"direction\":\"$direction\",\"by\":\"2037-07-03T11:40:00Z\",\"reason\":\"more time\"}", \
     NULL}, \
    {"direction.see", "{\"direction\":\"$direction\",\"organisation\":\"DPH\"}", NULL}, \
    {"direction.done", \
     "{\"direction\":\"$direction\",\"organisation\":\"DPH\",\"proof\":\"change 4711\"}", NULL}, \
    {"direction.list", "{}", "$ciso"}, \
    {"setting.differences", "{\"secretariat\":\"EOHHS\"}", "$ciso"}, \
    {"setting.ladder", \
     "{\"organisation\":\"DPH\",\"ladder\":\"L-scio\",\"rung\":1,\"minutes\":10," \
     "\"reason\":\"ours\"}", \
     NULL}
// clang-format on
