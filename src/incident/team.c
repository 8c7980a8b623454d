/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who takes a case up: the first team of the policy of which somebody is there, from the report on.
 * Where the affected organisation has none, that is kept with the case as a gap. Whoever may let
 * people in may give the case to another team, but to none that nobody would answer for.
 */
#include "base/json.h"
#include "incident/life.h"
#include "policy/choice.h"
#include "policy/permission.h"

/* The people of a team who are there, and for which organisation. */
struct mustered {
    const struct team *team;
    struct organisation body; /* whose team it is; of the enterprise: none */
    struct holder *holders;   /* of the first role that somebody holds */
    size_t count;
};

/* Substitutes are not of the team: the policy names them for what is owed, not for who responds. */
static bool role_mustered(struct turn *turn, const struct incident *incident, struct text role,
                          struct mustered *mustered)
{
    struct holder *holders;
    size_t count;
    bool gap;
    if (!people_resolve_for(turn, incident->id, role, mustered->body.id, NULL, &holders, &count,
                            &gap))
        return false;
    mustered->holders = arena_array(turn->arena, count + 1, sizeof *holders);
    for (size_t i = 0; i < count; i++)
        if (holders[i].holding != HOLDING_FALLBACK)
            mustered->holders[mustered->count++] = holders[i];
    return true;
}

/* Whether its roles are held for an organisation, as the policy gives them. */
static bool of_organisation(const struct pack *pack, const struct team *team)
{
    return pack_role(pack, team->roles.items[0])->scope != PARTY_ENTERPRISE;
}

static bool muster(struct turn *turn, const struct incident *incident, const struct team *team,
                   struct mustered *mustered)
{
    bool found = true;
    bool bodies = of_organisation(turn->pack, team);
    *mustered = (struct mustered){.team = team};
    if (!text_empty(team->at)) {
        if (!organisation_find(turn, team->at, turn->now_us, &mustered->body, &found))
            return false;
    } else if (bodies && !text_empty(incident->organisation)) {
        if (!organisation_read(turn, incident->organisation, turn->now_us, &mustered->body))
            return false;
    }
    if (bodies && text_empty(mustered->body.id))
        return true; /* nobody knows whose team that would be */
    for (size_t i = 0; i < team->roles.count && mustered->count == 0; i++)
        if (!role_mustered(turn, incident, team->roles.items[i], mustered))
            return false;
    return true;
}

/* What lacks because nobody of this team is there. */
static void gap_add(struct turn *turn, const struct mustered *mustered, struct value *gap,
                    struct builder *because)
{
    const struct team *team = mustered->team;
    if (text_empty(mustered->body.id) || team->gap.count == 0)
        return;
    build_format(because, "%.*s has no response team of its own that is there (",
                 TEXT_SHOW(mustered->body.short_name));
    for (size_t i = 0; i < team->gap.count; i++) {
        build_format(because, "%s%.*s", i == 0 ? "" : ", ", TEXT_SHOW(team->gap.items[i]));
        value_append(turn->arena, gap, value_text(turn->arena, team->gap.items[i]));
    }
    build_byte(because, ')');
}

bool team_choose(struct turn *turn, const struct incident *incident, struct taken *taken)
{
    const struct lifecycle *life = turn->pack->life;
    struct value *gap = value_list(turn->arena);
    struct builder because = {.arena = turn->arena};
    struct mustered mustered = {.count = 0};
    *taken = (struct taken){0};
    if (life == NULL || life->teams_count == 0 || text_is(incident->kind, "import"))
        return true;
    for (size_t i = 0; i < life->teams_count && mustered.count == 0; i++) {
        if (!muster(turn, incident, &life->teams[i], &mustered))
            return false;
        if (mustered.count == 0)
            gap_add(turn, &mustered, gap, &because);
    }
    taken->team = mustered.team->code;
    taken->organisation = mustered.body.id;
    taken->because = built(&because);
    taken->gap = json_write(turn->arena, gap);
    return true;
}

static struct text team_title(struct turn *turn, const struct team *team, struct text organisation)
{
    struct organisation body;
    if (text_empty(organisation))
        return team->name;
    if (!organisation_read(turn, organisation, turn->now_us, &body))
        return TEXT_NONE; /* the fault is the caller's to return */
    return text_format(turn->arena, "%.*s, %.*s", TEXT_SHOW(team->name),
                       TEXT_SHOW(body.short_name));
}

/* Its people are let in and told; those of the affected organisation are by the rules. */
static bool team_call(struct change *change, const struct incident *incident,
                      const struct mustered *mustered)
{
    for (size_t i = 0; i < mustered->count; i++)
        if (!people_grant(change, incident->id, &mustered->holders[i], TEXT("taken up"), INT64_MAX)
            || !incident_tell(change, incident, TEXT("team-assigned"), &mustered->holders[i]))
            return false;
    return true;
}

/* A line of the timeline where something is missing, a person decided, or it was another's. */
static bool taken_note(struct change *change, const struct incident *incident,
                       const struct taken *taken, const struct team *team,
                       const struct value *input)
{
    struct turn *turn = change_turn(change);
    bool missing = !text_is(taken->gap, "[]");
    struct text title = team_title(turn, team, taken->organisation);
    if (turn->fault.kind != FAULT_NONE)
        return false;
    if (!missing && !taken->by_hand && taken->version == 1)
        return true;
    struct text what =
        text_format(turn->arena, "taken up by: %.*s%s%.*s", TEXT_SHOW(title),
                    text_empty(taken->because) ? "" : "; ", TEXT_SHOW(taken->because));
    return incident_note(change, incident, "incident.assign", what, turn->now_us,
                         missing && !taken->by_hand ? taken->because : TEXT_NONE, input);
}

static bool taken_keep(struct change *change, const struct incident *incident,
                       const struct taken *taken, const struct mustered *mustered,
                       const struct value *input)
{
    struct taken next = *taken;
    struct taken before;
    if (!life_rows_team(change_turn(change), incident->id, &before))
        return false;
    next.version = before.version + 1;
    return life_rows_team_insert(change, incident->id, &next)
           && taken_note(change, incident, &next, mustered->team, input)
           && ((!taken->by_hand && text_empty(mustered->team->at))
               || team_call(change, incident, mustered));
}

bool team_take(struct change *change, const struct incident *incident, const struct taken *taken)
{
    struct turn *turn = change_turn(change);
    struct mustered mustered;
    const struct team *team = lifecycle_team(turn->pack, taken->team);
    return team == NULL
           || (muster(turn, incident, team, &mustered)
               && taken_keep(change, incident, taken, &mustered, NULL));
}

bool team_reconsider(struct change *change, const struct incident *incident)
{
    struct turn *turn = change_turn(change);
    struct taken before;
    struct taken taken;
    if (!life_rows_team(turn, incident->id, &before))
        return false;
    if (before.by_hand)
        return true;
    if (!team_choose(turn, incident, &taken))
        return false;
    return (before.version > 0 && text_equal(before.team, taken.team)
            && text_equal(before.organisation, taken.organisation)
            && text_equal(before.gap, taken.gap))
           || team_take(change, incident, &taken);
}

/* ---- the answer ---- */

bool team_say(struct turn *turn, const struct incident *incident, struct value *said)
{
    struct taken taken;
    struct value *gap;
    const struct team *team;
    if (!life_rows_team(turn, incident->id, &taken))
        return false;
    if (taken.version == 0)
        return true;
    team = lifecycle_team(turn->pack, taken.team);
    struct value *map = value_set(turn->arena, said, "team", value_map(turn->arena));
    value_set_text(turn->arena, map, "code", taken.team);
    value_set_text(turn->arena, map, "name",
                   team == NULL ? taken.team : team_title(turn, team, taken.organisation));
    value_set_text(turn->arena, map, "because", taken.because);
    value_set_boolean(turn->arena, map, "by_hand", taken.by_hand);
    if (taken.by_hand) {
        value_set_text(turn->arena, map, "who", taken.author_name);
        value_set_text(turn->arena, map, "capacity", taken.capacity);
    }
    answer_time(turn, map, "since", taken.entry_us);
    if (turn->fault.kind != FAULT_NONE || !json_read(turn, taken.gap, "the kept gap", &gap))
        return false;
    value_set(turn->arena, map, "gap", gap);
    return true;
}

/* ---- incident.assign ---- */

static const struct field assign_fields[] = {
    {.name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."},
    {.name = "team",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 60,
     .choices = "teams",
     .label = "Which team",
     .help = "One of the policy's; somebody of it must be there."},
    {.name = "reason",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = PEOPLE_BASIS_BYTES_MAX,
     .label = "Why",
     .help = "It stays with the case."},
    {.name = NULL},
};

static bool team_named(struct turn *turn, struct text code, const struct team **team)
{
    *team = lifecycle_team(turn->pack, code);
    return *team != NULL || fail_choice(turn, "team", "team", code, "teams");
}

static bool team_there(struct turn *turn, const struct mustered *mustered)
{
    return mustered->count > 0
           || fail_clause(turn, text_string(turn->arena, mustered->team->clauses.items[0]),
                          "Nobody of this team is there: %.*s. Give it to another, or let "
                          "somebody be named for it first.",
                          TEXT_SHOW(mustered->team->name));
}

static bool incident_assign(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct mustered mustered;
    const struct team *team;
    struct taken before;
    if (!incident_known(turn, input, &incident) || !life_rows_team(turn, incident.id, &before))
        return false;
    struct object object = incident_object(turn, &incident, true);
    if (!can_right(turn, RIGHT_GRANT, AREA_CASE, LEVEL_READ, &object))
        return fail(turn, FAULT_MISSING, "there is nothing here by that name");
    if (!team_named(turn, value_get_text(input, "team"), &team)
        || !muster(turn, &incident, team, &mustered) || !team_there(turn, &mustered))
        return false;
    const struct taken taken = {.team = team->code,
                                .organisation = mustered.body.id,
                                .because = value_get_text(input, "reason"),
                                .gap = before.version == 0 ? TEXT("[]") : before.gap,
                                .by_hand = true};
    return taken_keep(change, &incident, &taken, &mustered, input)
           && incident_value(turn, &incident, answer);
}

const struct action team_actions[] = {
    {.name = "incident.assign",
     .title = "Give it to another team",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/team",
     .fields = assign_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .about = access_grant_about,
     .write = incident_assign,
     .help = "Its people see the case from then on, and are told. A team of which nobody is there "
             "takes nothing up."},
    {.name = NULL},
};
