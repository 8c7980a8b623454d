/* SPDX-License-Identifier: Apache-2.0 */
/* revere webhook: what whoever runs a receiver is told. */
#include "base/file.h"
#include "base/hash.h"
#include "program/program.h"

enum { KEY_BYTES_MIN = 32, KEY_BYTES_MAX = 1024 };

bool webhook_key_read(struct turn *turn, struct text path, struct text *key)
{
    if (!file_read(turn, text_string(turn->arena, path), KEY_BYTES_MAX, key))
        return false;
    *key = text_trim(*key);
    return key->size >= KEY_BYTES_MIN
           || fail_field(turn, "webhook-key-file",
                         "%.*s has %zu bytes, and a key needs %d; make one with: openssl rand "
                         "-base64 48",
                         TEXT_SHOW(path), key->size, KEY_BYTES_MIN);
}

static const struct option secret_options[] = {
    {"webhook-key-file", "FILE", "The key of revere serve", false},
    {0},
};

static int secret_run(struct turn *turn, const struct console *console, int count, char **words);
static const struct command secret_command = {
    "secret", "URL", "Says the secret by which the receiver at URL checks what it gets",
    secret_run};
static const char secret_more[] = "The secret is written as Standard Webhooks 1.0.0 has it.";

static int secret_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    struct text path;
    struct text key;
    if (!options_read(turn, secret_options, 1, 1, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere webhook", &secret_command, secret_options, secret_more);
        return cli_print(console, TEXT_NONE);
    }
    if (!value_has(read, "webhook-key-file")
        && !fail_field(turn, "webhook-key-file", "say --webhook-key-file FILE"))
        return cli_fault(turn, console);
    if (!secret_file(turn, read, "webhook-key-file", &path) || !webhook_key_read(turn, path, &key))
        return cli_fault(turn, console);
    struct text secret =
        tick_webhook_secret(turn->arena, key, value_get_item(read, "words", 0)->text);
    return cli_print(console, text_format(turn->arena, "whsec_%.*s\n",
                                          TEXT_SHOW(base64_write(turn->arena, secret))));
}

int program_webhook(struct turn *turn, const struct console *console, int count, char **words)
{
    const struct command commands[] = {secret_command, {0}};
    return cli_dispatch(turn, console, commands, "revere webhook", count, words);
}
