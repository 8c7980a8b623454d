/* SPDX-License-Identifier: Apache-2.0 */
/* Deeds of watches and their sources: a part of the table in deeds.h. */
#pragma once

// clang-format off
#define DEEDS_OF_WATCHES \
    {"source.report", "{\"watch\":\"w1\",\"source\":\"fw\",\"state\":\"silent\"}", NULL}, \
    {"source.list", "{}", "$ciso"}, \
    {"source.coverage", "{}", "$ciso"}, \
    {"sensor.live", "{\"watch\":\"w1\",\"began\":\"2026-07-03T11:40:00Z\"}", NULL}, \
    {"sensor.list", "{}", "$ciso"}, \
    {"sensor.pass", "{\"since\":\"2026-07-03T11:40:00Z\"}", NULL}
// clang-format on
