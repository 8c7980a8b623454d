/* SPDX-License-Identifier: Apache-2.0 */
/* What may be odd about a line, in words. */
#include "exchange/inside.h"

static const struct {
    const char *name, *says;
} oddities[VERIS_ODDITIES] = {
    [VERIS_BLANK] = {"blank", "The line is empty."},
    [VERIS_REJECTED] = {"rejected", "The line is no incident; it is kept among the rejected."},
    [VERIS_MENDED] = {"mended", "Bytes that are no UTF-8 were replaced; the line is kept as it "
                                "came, too."},
    [VERIS_NO_ID] = {"no_id", "The incident has no incident_id."},
    [VERIS_REPEATED] = {"repeated_id", "An earlier line has the same incident_id."},
    [VERIS_OTHER_SCHEMA] = {"other_schema", "The policy's words are for another version of VERIS."},
    [VERIS_UNKNOWN_FIELD] = {"unknown_field", "VERIS 1.3.7 has no such member."},
    [VERIS_UNKNOWN_WORD] = {"unknown_word", "The policy does not know the word; it counts as "
                                            "unknown."},
    [VERIS_COARSE_DATE] = {"coarse_date", "No day is said; the case begins where the month or the "
                                          "year does."},
    [VERIS_IMPOSSIBLE_DATE] = {"impossible_date", "There is no such date."},
    [VERIS_BEFORE_INCIDENT] = {"before_incident", "It is dated before the incident itself."},
    [VERIS_FRACTION] = {"fraction", "The number is no integer; the line is kept as it is written."},
    [VERIS_AMOUNT] = {"amount_not_counted", "The amount does not count towards the liability: "
                                            "another currency or none, or no exact amount."},
    [VERIS_MORE] = {"more", "There is more that is odd about the line than is listed."},
};

const char *veris_oddity_name(enum veris_oddity oddity)
{
    return oddities[oddity].name;
}

const char *veris_oddity_says(enum veris_oddity oddity)
{
    return oddities[oddity].says;
}

void veris_find(struct turn *turn, struct veris_line *line, enum veris_oddity oddity,
                struct text path, struct text found)
{
    if (line->findings_count >= VERIS_FINDINGS_MAX)
        return;
    if (line->findings_count == VERIS_FINDINGS_MAX - 1) {
        oddity = VERIS_MORE;
        path = found = TEXT_NONE;
    }
    line->findings = arena_grow(turn->arena, line->findings, line->findings_count,
                                &line->findings_capacity, sizeof *line->findings);
    line->findings[line->findings_count++] = (struct veris_finding){oddity, path, found};
}
