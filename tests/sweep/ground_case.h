/* SPDX-License-Identifier: Apache-2.0 */
/* What is said and written of the case on the ground; a part of deeds.h, which includes it. */
#pragma once

/* Two versions of a report, the later complete; and something that remains to be done. */
static inline void ground_documents(struct trial *trial, struct ground *ground)
{
    static const char *const reports[] = {
        "{\"incident\":\"$incident\",\"document\":\"post-incident\"}",
        "{\"incident\":\"$incident\",\"document\":\"post-incident\",\"content\":{\"timeline\":"
        "{\"value\":\"noon\"},\"cause\":{\"value\":\"a click\"},\"scope\":{\"value\":\"one "
        "host\"},\"response\":{\"value\":\"cleaned\"},\"duties\":{\"value\":\"met\"},"
        "\"history\":{\"value\":\"none\"},\"lessons\":{\"value\":\"ask first\"},\"actions\":"
        "{\"value\":\"a patch\"},\"retention\":{\"value\":\"an image\"}}}"};
    const char *ids[2];
    for (size_t i = 0; i < 2; i++)
        ids[i] = ground_take(
            trial,
            trial_done(trial, NULL, "document.send", ground_fill(trial->arena, ground, reports[i])),
            "id");
    ground->earlier = ids[0];
    ground->document = ids[1];
    ground->deployment = ground_take(
        trial,
        trial_done(trial, NULL, "deployment.propose",
                   ground_fill(trial->arena, ground,
                               "{\"incident\":\"$incident\",\"kind\":\"hosted\",\"purpose\":"
                               "\"logs\",\"from\":\"2026-07-01\",\"to\":\"2036-07-01\"}")),
        "deployment");
    trial_done(trial, NULL, "deployment.add",
               ground_fill(trial->arena, ground,
                           "{\"incident\":\"$incident\",\"deployment\":\"$deployment\","
                           "\"person\":\"$iso\",\"authority\":\"her director\"}"));
    ground->weakness =
        ground_take(trial,
                    trial_done(trial, NULL, "weakness.open",
                               ground_fill(trial->arena, ground,
                                           "{\"incident\":\"$incident\",\"what\":\"no lock\"}")),
                    "weakness");
    ground->corrective = ground_take(
        trial,
        trial_done(trial, NULL, "corrective.open",
                   ground_fill(trial->arena, ground,
                               "{\"incident\":\"$incident\",\"what\":\"patch the gateway\"}")),
        "corrective");
}

/* Something logged of a telling, and a question that was asked. */
static inline void ground_talk(struct trial *trial, struct ground *ground)
{
    ground->communication =
        ground_take(trial,
                    trial_done(trial, NULL, "communication.log",
                               ground_fill(trial->arena, ground,
                                           "{\"incident\":\"$incident\",\"sender\":\"the "
                                           "director\",\"counterpart\":\"the mayor\","
                                           "\"channel\":\"phone\",\"content\":\"it burns\"}")),
                    "communication");
    ground->proposal = ground_take(
        trial,
        trial_done(trial, ground->iso, "proposal.make",
                   "{\"topic\":\"dues\",\"change\":\"an hour\",\"reason\":\"it is late\"}"),
        "proposal");
    ground->request = ground_take(
        trial,
        trial_done(trial, NULL, "request.make",
                   ground_fill(trial->arena, ground,
                               "{\"incident\":\"$incident\",\"person\":\"$iso\",\"question\":"
                               "\"since when?\"}")),
        "request");
}

/* A mail of the case: an answer to its notice. */
static inline void ground_mail(struct trial *trial, struct ground *ground)
{
    const char *input =
        ground_fill(trial->arena, ground,
                    "{\"sender\":\"ana@example.org\",\"recipient\":\"reply+$notice@example.org\","
                    "\"raw\":\"Subject: re\\n\\nyes\",\"letter\":{\"text\":\"yes\"}}");
    ground->mail = ground_take(trial, trial_done(trial, NULL, "mail.receive", input), "mail");
}

/* A case for named people only, from which `other` is kept away besides. */
static inline void ground_restricted(struct trial *trial, struct ground *ground)
{
    struct ground other = *ground;
    other.incident = ground->restricted = ground_take(
        trial, trial_done(trial, "", "report.create", deed_of("report.create")->json), "number");
    trial_done(trial, NULL, "access.restrict",
               ground_fill(trial->arena, &other, deed_of("access.restrict")->json));
    trial_done(trial, NULL, "access.exclude",
               ground_fill(trial->arena, &other, deed_of("access.exclude")->json));
}

/* A duty of a step towards a role; of those that no other deed replaces. */
static inline const char *ground_duty(struct trial *trial, const struct value *owed,
                                      const char *step, const char *role)
{
    for (size_t i = 0; i < value_get_count(owed, "items"); i++) {
        struct value *item = value_get_item(owed, "items", i);
        struct text name =
            text_format(trial->arena, "%.*s.%.*s", TEXT_SHOW(value_get_text(item, "rule")),
                        TEXT_SHOW(value_get_text(item, "step")));
        if (text_is(name, step)
            && text_is(value_get_text(value_get(item, "owed_to"), "role"), role))
            return ground_take(trial, item, "obligation");
    }
    ok(false, "%s towards %s is owed", step, role);
    return "";
}

/* Duties that can be waived, resumed, explained. */
static inline void ground_duties(struct trial *trial, struct ground *ground,
                                 const struct value *owed)
{
    struct value *called = trial_done(trial, NULL, "report.call", deed_of("report.call")->json);
    struct text input = text_format(trial->arena, "{\"incident\":\"%s\",\"limit\":200}",
                                    ground_take(trial, called, "number"));
    struct value *late = trial_done(trial, NULL, "obligation.list", input.data);
    for (size_t i = 0; i < value_get_count(late, "items"); i++)
        if (value_get_integer(value_get_item(late, "items", i), "late_s", 0) > 0)
            ground->late = ground_take(trial, value_get_item(late, "items", i), "obligation");
    ground->running = ground_duty(trial, owed, "B5.complete", "SOC_ANALYST");
    ground->resting = ground_duty(trial, owed, "B6.first", "CIO");
    ground->spare = ground_duty(trial, owed, "B6.first", "SECRETARY");
    trial_done(trial, NULL, "obligation.suspend",
               ground_fill(trial->arena, ground,
                           "{\"obligation\":\"$resting\",\"until\":\"2026-07-05T12:00:00Z\","
                           "\"reason\":\"an exception\"}"));
}
