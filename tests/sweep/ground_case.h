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
