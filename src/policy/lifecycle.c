/* SPDX-License-Identifier: Apache-2.0 */
/* lifecycle.yaml: the states of an incident, its moves and what holds them back. */
#include "policy/lifecycle.h"
#include "policy/inside.h"

static const char *const verbs[GUARD_VERBS] = {
    [GUARD_ACTIONS_HANDED_OVER] = "actions_handed_over",
    [GUARD_ASSETS_HELD] = "assets_held",
    [GUARD_CAUSE_STATED] = "cause_stated",
    [GUARD_CLASSIFIED] = "classified",
    [GUARD_COUNSEL_TOLD] = "counsel_told",
    [GUARD_DUTIES_DONE] = "duties_done",
    [GUARD_EVIDENCE_NOTED] = "evidence_noted",
    [GUARD_INDICATOR_SEEN] = "indicator_seen",
    [GUARD_INPUTS_SETTLED] = "inputs_settled",
    [GUARD_INTRUSION_CHECKED] = "intrusion_checked",
    [GUARD_ITEMS_COMPLETE] = "items_complete",
    [GUARD_LATENESS_EXPLAINED] = "lateness_explained",
    [GUARD_LEADERSHIP_BRIEFED] = "leadership_briefed",
    [GUARD_LEGAL_ANSWERED] = "legal_answered",
    [GUARD_LOSS_STATED] = "loss_stated",
    [GUARD_MEASURE_RECORDED] = "measure_recorded",
    [GUARD_NONE_INFECTED] = "none_infected",
    [GUARD_NONE_QUARANTINED] = "none_quarantined",
    [GUARD_NOTICES_SETTLED] = "notices_settled",
    [GUARD_OTHER_NAMED] = "other_named",
    [GUARD_PUBLIC_SAFETY_TOLD] = "public_safety_told",
    [GUARD_REASON_NAMED] = "reason_named",
    [GUARD_REOPENED_BY_AUTHORITY] = "reopened_by_authority",
    [GUARD_REPORT_APPROVED] = "report_approved",
    [GUARD_RETENTION_SET] = "retention_set",
    [GUARD_SECOND_PERSON_IF_HIGH] = "second_person_if_high",
    [GUARD_SECOND_READER] = "second_reader",
    [GUARD_SERVICE_STATED] = "service_stated",
    [GUARD_TASKS_DONE] = "tasks_done",
};

/* In the order of their enums, the first of which has no word. */
static const char *const by_words[] = {"evaluation", "merger", NULL};
static const char *const tells_words[] = {"recovered", "closed", "void", "reopened", NULL};
const char *const flag_by_words[] = {"human_safety", "media_inquiry", NULL};
static const char *const rating_words[] = {"low", "medium", "high", NULL};

static const struct field id_item = {.type = FIELD_ID};
static const struct field propose_fields[] = {
    {"organisations", FIELD_INTEGER, .least = 1, .most = 1000, .help = "So many are affected."},
    {"at_least", FIELD_WORD, .words = rating_words, .help = "It is rated so, or above."},
    {0},
};
static const struct field state_fields[] = {
    {"code", FIELD_ID, .needed = true, .help = "What moves name."},
    {"name", FIELD_TEXT, .needed = true, .least = 1, .help = "For people."},
    {"open", FIELD_BOOLEAN, .needed = true, .help = "Whether work may go on in it."},
    {"resolved", FIELD_BOOLEAN, .help = "Whether the daily clocks have ended."},
    {"clauses", FIELD_LIST, .items = &id_item, .help = "What it rests on."},
    {0},
};
static const struct field state_item = {.type = FIELD_MAP, .members = state_fields};
static const struct field move_fields[] = {
    {"name", FIELD_ID, .needed = true, .help = "A verb."},
    {"title", FIELD_TEXT, .needed = true, .least = 1, .help = "For people."},
    {"by", FIELD_WORD, .words = by_words, .help = "The deed of its own that makes it."},
    {"from", FIELD_LIST, .needed = true, .least = 1, .items = &id_item, .help = "States."},
    {"to", FIELD_ID, .needed = true, .help = "A state."},
    {"tells", FIELD_WORD, .words = tells_words, .help = "What the clocks hear."},
    {"corrects", FIELD_ID, .help = "The notice owed to everybody who was told before."},
    {"guards", FIELD_LIST, .items = &id_item, .help = "All of these hold."},
    {0},
};
static const struct field move_item = {.type = FIELD_MAP, .members = move_fields};
static const struct field guard_fields[] = {
    {"code", FIELD_ID, .needed = true, .help = "A verb of the program; what moves name."},
    {"says", FIELD_TEXT, .needed = true, .least = 1, .help = "What must hold, for people."},
    {"todo", FIELD_TEXT, .needed = true, .least = 1, .help = "What to do when it does not."},
    {"clauses", FIELD_LIST, .needed = true, .least = 1, .items = &id_item,
     .help = "What it rests on."},
    {"statements", FIELD_LIST, .items = &id_item, .help = "Statements it asks for."},
    {"flags", FIELD_LIST, .items = &id_item, .help = "Asked only where one of these was set."},
    {"roles", FIELD_LIST, .items = &id_item, .help = "Who alone may make the move."},
    {"at_least", FIELD_WORD, .words = rating_words,
     .help = "Asked only where the incident was ever rated so."},
    {"provisional", FIELD_BOOLEAN, .help = "A provisional rating counts for that, too."},
    {"document", FIELD_ID, .help = "The document it asks for."},
    {"rule", FIELD_ID, .help = "The rule whose duties it asks for."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say."},
    {0},
};
static const struct field guard_item = {.type = FIELD_MAP, .members = guard_fields};
static const struct field statement_fields[] = {
    {"code", FIELD_ID, .needed = true, .help = "What guards name."},
    {"name", FIELD_TEXT, .needed = true, .least = 1, .help = "For people."},
    {"clauses", FIELD_LIST, .needed = true, .least = 1, .items = &id_item,
     .help = "What it rests on."},
    {"answers", FIELD_LIST, .needed = true, .least = 1, .items = &id_item,
     .help = "What may be answered."},
    {"attested", FIELD_BOOLEAN, .help = "It names who says so."},
    {"rule", FIELD_ID, .help = "Only those may state it who owe this rule."},
    {"tells", FIELD_ID, .help = "The fact that the clocks hear: one that statements tell."},
    {"propose", FIELD_MAP, .members = propose_fields, .help = "When it is proposed to people."},
    {0},
};
static const struct field statement_item = {.type = FIELD_MAP, .members = statement_fields};
static const struct field flag_fields[] = {
    {"code", FIELD_ID, .needed = true, .help = "What rules and guards name."},
    {"name", FIELD_TEXT, .needed = true, .least = 1, .help = "For people."},
    {"clauses", FIELD_LIST, .needed = true, .least = 1, .items = &id_item,
     .help = "What it rests on."},
    {"by", FIELD_WORD, .words = flag_by_words, .help = "What sets it by itself."},
    {"propose", FIELD_MAP, .members = propose_fields, .help = "When it is proposed to people."},
    {0},
};
static const struct field flag_item = {.type = FIELD_MAP, .members = flag_fields};
static const struct field near_fields[] = {
    {"within", FIELD_TEXT, .needed = true, .help = "A span of time."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say."},
    {0},
};
static const struct field delay_fields[] = {
    {"over", FIELD_TEXT, .needed = true, .help = "A span of time."},
    {"ask", FIELD_ID, .needed = true, .help = "The role that is asked for the reason."},
    {"question", FIELD_TEXT, .needed = true, .least = 1, .help = "What is asked."},
    {"clauses", FIELD_LIST, .needed = true, .least = 1, .items = &id_item,
     .help = "What it rests on."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say."},
    {0},
};
static const struct field flood_fields[] = {
    {"mails", FIELD_INTEGER, .needed = true, .least = 1, .most = 100000,
     .help = "So many from one sender make a case each."},
    {"within", FIELD_TEXT, .needed = true, .help = "A span of time."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say."},
    {0},
};
static const struct field receipts_fields[] = {
    {"mails", FIELD_INTEGER, .needed = true, .least = 1, .most = 1000,
     .help = "So many go to one sender."},
    {"within", FIELD_TEXT, .needed = true, .help = "A span of time."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say."},
    {0},
};
static const struct field command_clause = {.type = FIELD_ID};
static const struct field command_fields[] = {
    {"role", FIELD_ID, .needed = true, .help = "The office."},
    {"directed_by", FIELD_ID, .needed = true, .help = "The office whose direction it follows."},
    {"clauses", FIELD_LIST, .needed = true, .least = 1, .items = &command_clause,
     .help = "Who says so."},
    {0},
};
static const struct field lifecycle_fields[] = {
    {"states", FIELD_LIST, .needed = true, .least = 2, .items = &state_item, .help = "States."},
    {"begins", FIELD_ID, .needed = true, .help = "The state of a new incident."},
    {"moves", FIELD_LIST, .needed = true, .least = 1, .items = &move_item, .help = "Moves."},
    {"guards", FIELD_LIST, .needed = true, .items = &guard_item, .help = "Guards of the moves."},
    {"statements", FIELD_LIST, .needed = true, .items = &statement_item,
     .help = "What may be stated."},
    {"flags", FIELD_LIST, .needed = true, .items = &flag_item, .help = "What may be marked."},
    {"teams", FIELD_LIST, .items = &team_item, .help = "Who takes an incident up, in order."},
    {"deployments", FIELD_LIST, .items = &deployment_item,
     .help = "How people of other bodies come to work on an incident."},
    {"command", FIELD_MAP, .members = command_fields, .help = "Which office commands."},
    {"near", FIELD_MAP, .needed = true, .members = near_fields,
     .help = "When reports may be of one event."},
    {"history", FIELD_MAP, .members = near_fields,
     .help = "Which earlier incidents one is held against when it is over."},
    {"delay", FIELD_MAP, .members = delay_fields, .help = "When a report comes late."},
    {"flood", FIELD_MAP, .members = flood_fields, .help = "When mails of one sender are one case."},
    {"receipts", FIELD_MAP, .members = receipts_fields,
     .help = "How many receipts the sender of mails gets."},
    {0},
};

bool guard_verb_named(struct text code, enum guard_verb *verb)
{
    for (size_t i = 0; i < GUARD_VERBS; i++) {
        if (!text_is(code, verbs[i]))
            continue;
        *verb = (enum guard_verb)i;
        return true;
    }
    return false;
}

/* ---- reading ---- */

static bool verbs_check(const struct reading *reading)
{
    for (size_t i = 0; i < value_get_count(reading->root, "guards"); i++) {
        const struct value *guard = value_get_item(reading->root, "guards", i);
        struct text code = value_get_text(guard, "code");
        enum guard_verb verb;
        if (!guard_verb_named(code, &verb))
            return fail_line(reading, value_get(guard, "code")->line,
                             "the program has no guard \"%.*s\"; docs/pack.5 lists those it has.",
                             TEXT_SHOW(code));
    }
    return true;
}

static void states_read(struct arena *arena, const struct value *root, struct lifecycle *life)
{
    life->states_count = value_get_count(root, "states");
    life->states = arena_array(arena, life->states_count, sizeof *life->states);
    for (size_t i = 0; i < life->states_count; i++) {
        const struct value *item = value_get_item(root, "states", i);
        life->states[i] = (struct state){.code = value_get_text(item, "code"),
                                         .name = value_get_text(item, "name"),
                                         .open = value_get_boolean(item, "open", true),
                                         .resolved = value_get_boolean(item, "resolved", false)};
    }
}

static void guards_read(struct arena *arena, const struct value *root, struct lifecycle *life)
{
    life->guards_count = value_get_count(root, "guards");
    life->guards = arena_array(arena, life->guards_count + 1, sizeof *life->guards);
    for (size_t i = 0; i < life->guards_count; i++) {
        const struct value *item = value_get_item(root, "guards", i);
        struct guard *guard = &life->guards[i];
        *guard =
            (struct guard){.code = value_get_text(item, "code"),
                           .says = value_get_text(item, "says"),
                           .todo = value_get_text(item, "todo"),
                           .clauses = names_read(arena, value_get(item, "clauses")),
                           .statements = names_read(arena, value_get(item, "statements")),
                           .flags = names_read(arena, value_get(item, "flags")),
                           .roles = names_read(arena, value_get(item, "roles")),
                           .at_least = rating_named(value_get_text(item, "at_least")),
                           .provisional = value_get_boolean(item, "provisional", false),
                           .document = value_get_text(item, "document"),
                           .rule = value_get_text(item, "rule"),
                           .product_default = value_get_boolean(item, "product_default", false)};
        (void)guard_verb_named(guard->code, &guard->verb); /* verbs_check has looked */
    }
}

static const struct guard *guard_of(const struct lifecycle *life, struct text code)
{
    for (size_t i = 0; i < life->guards_count; i++)
        if (text_equal(life->guards[i].code, code))
            return &life->guards[i];
    return NULL; /* lifecycle_check says so */
}

static int word_after_none(const char *const *words, struct text word)
{
    return text_empty(word) ? 0 : 1 + word_place(words, word);
}

static void moves_read(struct arena *arena, const struct value *root, struct lifecycle *life)
{
    life->moves_count = value_get_count(root, "moves");
    life->moves = arena_array(arena, life->moves_count, sizeof *life->moves);
    for (size_t i = 0; i < life->moves_count; i++) {
        const struct value *item = value_get_item(root, "moves", i);
        struct move *move = &life->moves[i];
        size_t named = value_get_count(item, "guards");
        *move = (struct move){
            .name = value_get_text(item, "name"),
            .title = value_get_text(item, "title"),
            .from = names_read(arena, value_get(item, "from")),
            .to = value_get_text(item, "to"),
            .corrects = value_get_text(item, "corrects"),
            .by = (enum move_by)word_after_none(by_words, value_get_text(item, "by")),
            .tells = (enum move_tells)word_after_none(tells_words, value_get_text(item, "tells")),
            .guards = arena_array(arena, named + 1, sizeof *move->guards)};
        for (size_t j = 0; j < named; j++) {
            const struct guard *guard = guard_of(life, value_get_item(item, "guards", j)->text);
            if (guard != NULL)
                move->guards[move->guards_count++] = guard;
        }
    }
}

/* A statement tells one of the facts that statements tell. */
static bool tells_read(const struct reading *reading, const struct value *item,
                       struct statement_kind *kind)
{
    struct text told = value_get_text(item, "tells");
    kind->tells = !text_empty(told);
    if (!kind->tells)
        return true;
    return (fact_kind_named(told, &kind->fact) == FACT_NAME_KNOWN
            && text_is(text_of(fact_face(kind->fact)->recorded_by), "incident.state"))
           || fail_line(reading, value_get(item, "tells")->line,
                        "tells: no statement tells \"%.*s\"; docs/pack.5 lists the facts.",
                        TEXT_SHOW(told));
}

static bool statements_read(const struct reading *reading, struct lifecycle *life)
{
    struct arena *arena = reading->turn->arena;
    const struct value *root = reading->root;
    life->statements_count = value_get_count(root, "statements");
    life->statements = arena_array(arena, life->statements_count + 1, sizeof *life->statements);
    for (size_t i = 0; i < life->statements_count; i++) {
        const struct value *item = value_get_item(root, "statements", i);
        life->statements[i] =
            (struct statement_kind){.code = value_get_text(item, "code"),
                                    .name = value_get_text(item, "name"),
                                    .clauses = names_read(arena, value_get(item, "clauses")),
                                    .answers = names_read(arena, value_get(item, "answers")),
                                    .attested = value_get_boolean(item, "attested", false),
                                    .rule = value_get_text(item, "rule")};
        if (!tells_read(reading, item, &life->statements[i]))
            return false;
    }
    return true;
}

static void proposals_of(const struct value *root, const char *list, bool flag,
                         struct lifecycle *life)
{
    for (size_t i = 0; i < value_get_count(root, list); i++) {
        const struct value *item = value_get_item(root, list, i);
        const struct value *when = value_get(item, "propose");
        if (when == NULL)
            continue;
        life->proposals[life->proposals_count++] =
            (struct proposal){.code = value_get_text(item, "code"),
                              .name = value_get_text(item, "name"),
                              .flag = flag,
                              .organisations = (size_t)value_get_integer(when, "organisations", 0),
                              .at_least = rating_named(value_get_text(when, "at_least"))};
    }
}

static void proposals_read(struct arena *arena, const struct value *root, struct lifecycle *life)
{
    size_t most = value_get_count(root, "flags") + value_get_count(root, "statements");
    life->proposals = arena_array(arena, most + 1, sizeof *life->proposals);
    proposals_of(root, "flags", true, life);
    proposals_of(root, "statements", false, life);
}

bool lifecycle_read(const struct reading *reading)
{
    struct arena *arena = reading->turn->arena;
    const struct value *root = reading->root;
    struct lifecycle *life = arena_take(arena, sizeof *life);
    if (!field_check(reading->turn, lifecycle_fields, root, reading->source)
        || !unique_check(reading, value_get(root, "states"), "code")
        || !unique_check(reading, value_get(root, "moves"), "name")
        || !unique_check(reading, value_get(root, "guards"), "code")
        || !unique_check(reading, value_get(root, "statements"), "code")
        || !unique_check(reading, value_get(root, "flags"), "code")
        || !unique_check(reading, value_get(root, "teams"), "code")
        || !unique_check(reading, value_get(root, "deployments"), "code") || !verbs_check(reading))
        return false;
    *life = (struct lifecycle){.begins = value_get_text(root, "begins")};
    states_read(arena, root, life);
    guards_read(arena, root, life);
    moves_read(arena, root, life);
    reading->pack->lifecycle = reading->root;
    reading->pack->life = life;
    proposals_read(arena, root, life);
    teams_read(arena, root, life);
    deployments_read(arena, root, life);
    const struct value *flood = value_get(root, "flood");
    const struct value *receipts = value_get(root, "receipts");
    const struct value *delay = value_get(root, "delay");
    life->delay_role = value_get_text(delay, "ask");
    life->delay_question = value_get_text(delay, "question");
    life->flood_mails = flood == NULL ? 0 : value_get_integer(flood, "mails", 0);
    life->receipts_mails = receipts == NULL ? 0 : value_get_integer(receipts, "mails", 0);
    return statements_read(reading, life)
           && span_read(reading, value_get(value_get(root, "near"), "within"), &life->near_us)
           && (value_get(root, "history") == NULL
               || span_read(reading, value_get(value_get(root, "history"), "within"),
                            &life->history_us))
           && (delay == NULL || span_read(reading, value_get(delay, "over"), &life->delay_us))
           && (flood == NULL || span_read(reading, value_get(flood, "within"), &life->flood_us))
           && (receipts == NULL
               || span_read(reading, value_get(receipts, "within"), &life->receipts_us));
}

/* ---- references ---- */

static bool coded(const struct pack *pack, const char *list, struct text code)
{
    for (size_t i = 0; i < value_get_count(pack->lifecycle, list); i++)
        if (text_equal(value_get_text(value_get_item(pack->lifecycle, list, i), "code"), code))
            return true;
    return false;
}

static bool state_known(const struct pack *pack, struct text code)
{
    return coded(pack, "states", code);
}

static bool guard_known(const struct pack *pack, struct text code)
{
    return coded(pack, "guards", code);
}

static bool statement_known(const struct pack *pack, struct text code)
{
    return coded(pack, "statements", code);
}

static bool template_known(const struct pack *pack, struct text name)
{
    return pack_template(pack, name) != NULL;
}

static bool flag_known(const struct pack *pack, struct text code)
{
    return coded(pack, "flags", code);
}

bool lifecycle_check(const struct reading *reading)
{
    const struct value *moves = value_get(reading->root, "moves");
    const struct value *guards = value_get(reading->root, "guards");
    static const char *const lists[] = {"states", "guards", "statements", "flags"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (!references_check(reading, value_get(reading->root, lists[i]), "clauses", clause_known,
                              "clauses.yaml"))
            return false;
    return reference_check(reading, reading->root, "begins", state_known, "the states")
           && references_check(reading, moves, "from", state_known, "the states")
           && references_check(reading, moves, "to", state_known, "the states")
           && references_check(reading, moves, "guards", guard_known, "the guards")
           && references_check(reading, moves, "corrects", template_known, "notices.yaml")
           && references_check(reading, guards, "statements", statement_known, "the statements")
           && references_check(reading, guards, "flags", flag_known, "the flags")
           && references_check(reading, guards, "roles", role_known, "roles.yaml")
           && references_check(reading, guards, "document", element_known, "elements.yaml")
           && references_check(reading, guards, "rule", rule_known, "obligations.yaml")
           && references_check(reading, value_get(reading->root, "statements"), "rule", rule_known,
                               "obligations.yaml")
           && reference_check(reading, value_get(reading->root, "delay"), "ask", role_known,
                              "roles.yaml")
           && reference_check(reading, value_get(reading->root, "delay"), "clauses", clause_known,
                              "clauses.yaml")
           && reference_check(reading, value_get(reading->root, "command"), "role", role_known,
                              "roles.yaml")
           && reference_check(reading, value_get(reading->root, "command"), "directed_by",
                              role_known, "roles.yaml")
           && reference_check(reading, value_get(reading->root, "command"), "clauses", clause_known,
                              "clauses.yaml")
           && deployments_check(reading) && teams_check(reading);
}
