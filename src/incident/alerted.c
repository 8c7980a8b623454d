/* SPDX-License-Identifier: Apache-2.0 */
/* What the alerts of a watch ask of a case: whether work goes on in it, a line in its timeline, and
 * the type it seems to be of. */
#include "incident/life.h"

enum { MERGERS_MAX = 16 };

bool incident_by_id(struct turn *turn, struct text id, struct incident *incident, bool *found)
{
    return incident_rows_incident_id(turn, id, incident, found);
}

bool incident_at_work(struct turn *turn, struct text id, struct incident *incident, bool *open)
{
    struct merger merger;
    bool found;
    bool merged = true;
    *open = false;
    for (int i = 0; i < MERGERS_MAX && merged; i++) {
        if (!incident_rows_incident_id(turn, id, incident, &found)
            || !life_rows_merger_of(turn, id, &merger, &merged))
            return false;
        *open = found && !merged && lifecycle_open(turn->pack, incident->state);
        id = merger.target;
    }
    return true;
}

bool incident_alerted(struct change *change, const struct incident *incident, struct text what,
                      const struct value *said)
{
    struct turn *turn = change_turn(change);
    return incident_note(change, incident, "alert.join", what, turn->now_us,
                         life_deviation(turn, incident, turn->now_us), said);
}

/* What a rule of detection cannot know stays unknown; the impact is not spoken of. */
bool incident_suppose(struct change *change, const struct incident *incident, struct text type,
                      int64_t occurred_us)
{
    struct turn *turn = change_turn(change);
    struct value *answer;
    struct value *input = value_map(turn->arena);
    struct value *types = value_list(turn->arena);
    if (text_empty(type))
        return true;
    value_append(turn->arena, types, value_text(turn->arena, type));
    value_set_text(turn->arena, input, "incident", incident->number);
    value_set_text(turn->arena, input, "certainty", TEXT("potential"));
    value_set(turn->arena, input, "types", types);
    value_set_text(turn->arena, input, "source", TEXT("unknown"));
    value_set_text(turn->arena, input, "vector", TEXT("unknown"));
    value_set_text(turn->arena, input, "occurred", instant_utc(turn->arena, occurred_us));
    return incident_classify(change, input, &answer);
}
