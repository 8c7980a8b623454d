/* SPDX-License-Identifier: Apache-2.0 */
/* Single steps that lay the ground: included by deeds.h, where what they call is known. */
#pragma once

/* The token of the link of a letter, as if it had gone out. */
static inline const char *ground_link(struct trial *trial, const char *notice)
{
    struct turn turn;
    struct notice_letter letter = {.id = text_of(notice)};
    ok(house_turn_begin(trial->house, trial->arena, &turn)
           && notice_link(&turn, &letter, TEXT("/")),
       "a letter has a link");
    house_turn_end(trial->house, &turn);
    return letter.link.size > 0 ? text_string(trial->arena, letter.link) + 1 : "";
}

/* The number of an imported case. */
static inline void ground_import(struct trial *trial, struct ground *ground)
{
    trial_done(trial, NULL, "veris.import",
               "{\"import\":\"fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210\","
               "\"bytes\":40,\"count\":1,\"first\":1,"
               "\"lines\":[{\"raw\":\"{\\\"incident_id\\\":\\\"G-1\\\"}\"}]}");
    struct value *listed = trial_done(trial, NULL, "incident.list", "{\"limit\":200}");
    for (size_t i = 0; i < value_get_count(listed, "items"); i++)
        if (text_is(value_get_text(value_get_item(listed, "items", i), "kind"), "import"))
            ground->imported = ground_take(trial, value_get_item(listed, "items", i), "number");
}

/* A report that became a case of its own, as the deed of report.create has it. */
static inline const char *ground_case(struct trial *trial)
{
    struct value *report = trial_done(trial, "", "report.create", deed_of("report.create")->json);
    return ground_take(trial, report, "number");
}

static inline void ground_does(struct trial *trial, const struct ground *ground, const char *action,
                               const char *input)
{
    trial_done(trial, NULL, action, ground_fill(trial->arena, ground, input));
}
