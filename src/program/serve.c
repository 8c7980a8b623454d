/* SPDX-License-Identifier: Apache-2.0 */
/* revere serve: a house with its doors open. */
#include "program/program.h"

static const struct option serve_options[] = {HOUSE_OPTIONS, DOOR_OPTIONS, {0}};

static const struct command serve_command = {
    "serve", "[OPTION…]", "Open a house: the web door, and time passes", program_serve};

static bool serve(struct turn *turn, const struct console *console, const struct value *options)
{
    struct doors doors = {.console = console};
    int listener = -1;
    bool renew = false;
    doors_hold_signals();
    if (!doors_read(turn, options, &doors) || !cli_house_there(turn, options)
        || !supervisor_read(turn, &doors.supervisor)
        || !cli_house_serve(turn, console, options, &doors.log, &doors.house))
        return false;
    doors.web.listener = doors.supervisor.web;
    bool open = doors_open(turn, &doors);
    if (open)
        renew = doors_wait(&doors);
    if (renew)
        listener = http_listener(doors.server);
    doors_close(&doors);
    house_close(doors.house);
    if (!renew)
        return open;
    supervisor_renew(&doors.supervisor, listener);
    return fail(turn, FAULT_BROKEN, "%s cannot be started.", doors.supervisor.program);
}

int program_serve(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *options;
    if (!options_read(turn, serve_options, 0, 0, count, words, &options))
        return cli_fault(turn, console);
    if (value_has(options, "help")) {
        options_help(console, "revere", &serve_command, serve_options, NULL);
        return 0;
    }
    return config_read(turn, serve_options, options) && serve(turn, console, options)
               ? 0
               : cli_fault(turn, console);
}
