/* SPDX-License-Identifier: Apache-2.0 */
/* obligations.yaml: the rules and their steps. */
#include "policy/inside.h"

static const struct field id_item = {.type = FIELD_ID};
static const char *const pers[] = {"incident", "fact", NULL};

static const struct field due_by_rating_fields[] = {
    {"high", FIELD_MAP, .needed = true, .members = due_fields, .help = "Due when rated High."},
    {"medium", FIELD_MAP, .needed = true, .members = due_fields, .help = "Due when rated Medium."},
    {"low", FIELD_MAP, .needed = true, .members = due_fields, .help = "Due when rated Low."},
    {0},
};

static const struct field step_fields[] = {
    {"name", FIELD_ID, .help = "Needed where a rule has several steps."},
    {"after", FIELD_ID, .help = "A step of the rule that was opened before."},
    {"per", FIELD_WORD, .words = pers, .help = "Owed once an incident, or once a fact."},
    {"about", FIELD_ID, .help = "A field of the fact: owed once for each of its values."},
    {"supersedes", FIELD_LIST, .least = 1, .items = &id_item,
     .help = "Rules or RULE.STEP whose open duties this one replaces."},
    {"earliest", FIELD_BOOLEAN, .help = "Of what it replaces, an earlier due stays."},
    {"owed_by", FIELD_LIST, .least = 1, .items = &party_item, .help = "Instead of the rule's."},
    {"owed_to", FIELD_LIST, .least = 1, .items = &party_item, .help = "Instead of the rule's."},
    {"open", FIELD_LIST, .needed = true, .least = 1, .items = &trigger_item,
     .help = "The facts that open it."},
    {"due", FIELD_MAP, .members = due_fields, .help = "When it is due."},
    {"due_by_rating", FIELD_MAP, .members = due_by_rating_fields,
     .help = "When it is due, for each rating."},
    {"series", FIELD_BOOLEAN, .help = "It comes again after each period."},
    {"missed_after", FIELD_TEXT, .help = "So long after its due a period is missed: \"3 d\"."},
    {"stop", FIELD_LIST, .needed = true, .least = 1, .items = &trigger_item,
     .help = "The facts that fulfil it."},
    {"cancel", FIELD_LIST, .least = 1, .items = &trigger_item, .help = "The facts that void it."},
    {"ladder", FIELD_ID, .help = "A name in ladders.yaml."},
    {"notice", FIELD_ID, .help = "A name in notices.yaml."},
    {"evidence", FIELD_LIST, .needed = true, .least = 1, .items = &id_item,
     .help = "Codes of the kinds of evidence that fulfil it."},
    {"content", FIELD_LIST, .least = 1, .items = &id_item, .help = "Codes in elements.yaml."},
    {0},
};
static const struct field step_item = {.type = FIELD_MAP, .members = step_fields};

static const struct field rule_fields[] = {
    {"id", FIELD_ID, .needed = true, .help = "What people call it."},
    {"title", FIELD_TEXT, .needed = true, .least = 1, .most = 120, .help = "The duty in words."},
    {"clauses", FIELD_LIST, .needed = true, .least = 1, .items = &id_item,
     .help = "What it rests on."},
    {"owed_by", FIELD_LIST, .needed = true, .least = 1, .items = &party_item,
     .help = "Who answers for it; then who stands in."},
    {"owed_to", FIELD_LIST, .least = 1, .items = &party_item, .help = "Who gets it."},
    {"authority", FIELD_LIST, .least = 1, .items = &id_item,
     .help = "Roles that may waive or suspend it, instead of the file's."},
    {"steps", FIELD_LIST, .needed = true, .least = 1, .most = 20, .items = &step_item,
     .help = "One for each clock."},
    {0},
};
static const struct field rule_item = {.type = FIELD_MAP, .members = rule_fields};

static const struct field evidence_fields[] = {
    {"code", FIELD_ID, .needed = true, .help = "What steps name."},
    {"says", FIELD_TEXT, .needed = true, .least = 1, .help = "In words."},
    {"fact", FIELD_ID, .help = "The fact that is evidence of this kind."},
    {0},
};
static const struct field evidence_item = {.type = FIELD_MAP, .members = evidence_fields};

static const struct field obligations_fields[] = {
    {"evidence", FIELD_LIST, .needed = true, .least = 1, .items = &evidence_item,
     .help = "The kinds of evidence."},
    {"authority", FIELD_LIST, .least = 1, .items = &id_item,
     .help = "Roles that may waive or suspend a duty."},
    {"rules", FIELD_LIST, .needed = true, .least = 1, .items = &rule_item, .help = "The duties."},
    {0},
};

/* ---- reading ---- */

static bool by_rating_read(const struct reading *reading, const struct value *map,
                           struct step *step)
{
    step->by_rating = true;
    for (int rating = RATING_LOW; rating < RATINGS; rating++)
        if (!due_read(reading, value_get(map, rating_name((enum rating)rating)),
                      &step->due[rating]))
            return false;
    return true;
}

static bool step_due_read(const struct reading *reading, const struct value *map, struct step *step)
{
    if (value_has(map, "due") == value_has(map, "due_by_rating"))
        return fail_line(reading, map->line, "a step needs due or due_by_rating, and not both.");
    if (value_has(map, "due_by_rating"))
        return by_rating_read(reading, value_get(map, "due_by_rating"), step);
    if (!due_read(reading, value_get(map, "due"), &step->due[RATING_NONE]))
        return false;
    for (int rating = RATING_LOW; rating < RATINGS; rating++)
        step->due[rating] = step->due[RATING_NONE];
    return true;
}

/* What the step says itself, and the rule's where it says nothing. */
static bool step_parties_read(const struct reading *reading, const struct value *map,
                              const struct rule *rule, struct step *step)
{
    step->owed_by = rule->owed_by;
    step->owed_by_count = rule->owed_by_count;
    step->owed_to = rule->owed_to;
    step->owed_to_count = rule->owed_to_count;
    return (!value_has(map, "owed_by")
            || parties_read(reading, value_get(map, "owed_by"), &step->owed_by,
                            &step->owed_by_count))
           && (!value_has(map, "owed_to")
               || parties_read(reading, value_get(map, "owed_to"), &step->owed_to,
                               &step->owed_to_count));
}

static bool all_served(const struct trigger *triggers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!triggers[i].served)
            return false;
    return true;
}

/* Every fact that opens needs a start: the clock does not guess. */
static bool starts_check(const struct reading *reading, const struct value *open)
{
    for (size_t i = 0; i < open->count; i++)
        if (!value_has(open->items[i], "start"))
            return fail_line(reading, open->items[i]->line,
                             "what opens a duty needs a start: the field at which the clock "
                             "starts.");
    return true;
}

/* Only what opens is owed anew; only what supersedes something takes its place. */
static bool triggers_fit(const struct reading *reading, const struct value *map)
{
    static const char *const lists[] = {"open", "stop", "cancel"};
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
        const struct value *list = value_get(map, lists[k]);
        for (size_t i = 0; list != NULL && i < list->count; i++) {
            const struct value *item = list->items[i];
            if (k > 0 && (value_has(item, "anew") || value_has(item, "instead")))
                return fail_line(reading, item->line,
                                 "anew and instead are said of what opens a duty alone.");
            if (value_get_boolean(item, "instead", false) && !value_has(map, "supersedes"))
                return fail_line(reading, item->line,
                                 "instead: the step says nothing that it supersedes.");
        }
    }
    return true;
}

static bool about_read(const struct reading *reading, const struct value *map, struct step *step)
{
    struct text about = value_get_text(map, "about");
    step->about = FACT_FIELDS;
    if (text_empty(about))
        return true;
    return (fact_field_named(about, &step->about) && !fact_field_is_time(step->about))
           || fail_line(reading, map->line, "about: \"%.*s\" is no text of a fact: see pack(5).",
                        TEXT_SHOW(about));
}

static bool step_read(const struct reading *reading, const struct value *map,
                      const struct rule *rule, struct step *step)
{
    struct arena *arena = reading->turn->arena;
    *step = (struct step){.name = value_get_text(map, "name"),
                          .after = value_get_text(map, "after"),
                          .series = value_get_boolean(map, "series", false),
                          .ladder = value_get_text(map, "ladder"),
                          .notice = value_get_text(map, "notice"),
                          .evidence = names_read(arena, value_get(map, "evidence")),
                          .content = names_read(arena, value_get(map, "content")),
                          .per_fact = text_is(value_get_text(map, "per"), "fact"),
                          .supersedes = names_read(arena, value_get(map, "supersedes")),
                          .supersedes_earliest = value_get_boolean(map, "earliest", false),
                          .line = map->line};
    if ((value_has(map, "missed_after")
         && !span_read(reading, value_get(map, "missed_after"), &step->missed_us))
        || !about_read(reading, map, step) || !step_parties_read(reading, map, rule, step)
        || !step_due_read(reading, map, step) || !starts_check(reading, value_get(map, "open"))
        || !triggers_fit(reading, map)
        || !triggers_read(reading, value_get(map, "open"), &step->open, &step->open_count)
        || !triggers_read(reading, value_get(map, "stop"), &step->stop, &step->stop_count)
        || !triggers_read(reading, value_get(map, "cancel"), &step->cancel, &step->cancel_count))
        return false;
    step->served =
        all_served(step->open, step->open_count) && all_served(step->stop, step->stop_count);
    return true;
}

static bool step_names_check(const struct reading *reading, const struct value *steps)
{
    for (size_t i = 0; steps->count > 1 && i < steps->count; i++)
        if (!value_has(steps->items[i], "name"))
            return fail_line(reading, steps->items[i]->line,
                             "where a rule has several steps, each needs a name.");
    return steps->count == 1 || unique_check(reading, steps, "name");
}

static bool rule_read(const struct reading *reading, const struct value *map, struct rule *rule)
{
    struct arena *arena = reading->turn->arena;
    const struct value *steps = value_get(map, "steps");
    *rule = (struct rule){.id = value_get_text(map, "id"),
                          .title = value_get_text(map, "title"),
                          .clauses = names_read(arena, value_get(map, "clauses")),
                          .steps = arena_array(arena, steps->count, sizeof(struct step)),
                          .steps_count = steps->count,
                          .served = true,
                          .line = map->line};
    rule->authority = names_read(
        arena, value_get(value_has(map, "authority") ? map : reading->root, "authority"));
    if (text_contains(rule->id, TEXT(".")))
        return fail_line(reading, map->line,
                         "rule %.*s: a dot stands between a rule and a step, and in no id.",
                         TEXT_SHOW(rule->id));
    if (!parties_read(reading, value_get(map, "owed_by"), &rule->owed_by, &rule->owed_by_count)
        || !parties_read(reading, value_get(map, "owed_to"), &rule->owed_to, &rule->owed_to_count)
        || !step_names_check(reading, steps))
        return false;
    for (size_t i = 0; i < steps->count; i++) {
        if (!step_read(reading, steps->items[i], rule, &rule->steps[i]))
            return false;
        rule->served = rule->served && rule->steps[i].served;
    }
    return true;
}

/* Which kind of evidence a fact is: by fact, empty for those of which the step says it. */
static bool evidence_read(const struct reading *reading, struct pack *pack)
{
    const struct value *kinds = value_get(reading->root, "evidence");
    pack->evidence = arena_array(reading->turn->arena, FACT_KINDS, sizeof *pack->evidence);
    for (size_t i = 0; i < kinds->count; i++) {
        enum fact_kind fact;
        struct text name = value_get_text(kinds->items[i], "fact");
        enum fact_name known = text_empty(name) ? FACT_NAME_TO_COME : fact_kind_named(name, &fact);
        if (known == FACT_NAME_UNKNOWN)
            return fail_line(reading, kinds->items[i]->line, "There is no fact \"%.*s\".",
                             TEXT_SHOW(name));
        if (known == FACT_NAME_KNOWN)
            pack->evidence[fact] = value_get_text(kinds->items[i], "code");
    }
    return true;
}

bool obligations_read(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "rules");
    if (!field_check(reading->turn, obligations_fields, reading->root, reading->source)
        || !unique_check(reading, list, "id")
        || !unique_check(reading, value_get(reading->root, "evidence"), "code"))
        return false;
    struct pack *pack = reading->pack;
    if (!evidence_read(reading, pack))
        return false;
    pack->rules = arena_array(reading->turn->arena, list->count, sizeof(struct rule));
    pack->rules_count = list->count;
    for (size_t i = 0; i < list->count; i++)
        if (!rule_read(reading, list->items[i], &pack->rules[i]))
            return false;
    return true;
}

/* ---- references ---- */

static bool ladder_known(const struct pack *pack, struct text name)
{
    return pack_ladder(pack, name) != NULL;
}

static bool template_known(const struct pack *pack, struct text name)
{
    return pack_template(pack, name) != NULL;
}

/* "B2", or one step of a rule: "B5.first". */
static bool duty_known(const struct pack *pack, struct text name)
{
    struct text step;
    const struct rule *rule = pack_rule(pack, text_cut(name, '.', &step));
    return rule != NULL && (step.data == NULL || rule_step(rule, step) != NULL);
}

static bool evidence_check(const struct reading *reading, const struct value *step)
{
    const struct value *kinds = value_get(reading->root, "evidence");
    const struct value *named = value_get(step, "evidence");
    for (size_t i = 0; i < named->count; i++) {
        size_t j = 0;
        while (j < kinds->count
               && !text_equal(value_get_text(kinds->items[j], "code"), named->items[i]->text))
            j++;
        if (j == kinds->count)
            return fail_line(reading, named->items[i]->line,
                             "\"%.*s\" is no kind of evidence of this file.",
                             TEXT_SHOW(named->items[i]->text));
    }
    return true;
}

static bool step_check(const struct reading *reading, const struct rule *rule,
                       const struct value *map)
{
    struct text after = value_get_text(map, "after");
    if (!text_empty(after) && rule_step(rule, after) == NULL)
        return fail_line(reading, map->line, "after: rule %.*s has no step \"%.*s\".",
                         TEXT_SHOW(rule->id), TEXT_SHOW(after));
    return triggers_check(reading, value_get(map, "open"))
           && triggers_check(reading, value_get(map, "stop"))
           && triggers_check(reading, value_get(map, "cancel"))
           && parties_check(reading, value_get(map, "owed_by"))
           && parties_check(reading, value_get(map, "owed_to")) && evidence_check(reading, map)
           && reference_check(reading, map, "supersedes", duty_known, "obligations.yaml")
           && reference_check(reading, map, "ladder", ladder_known, "ladders.yaml")
           && reference_check(reading, map, "notice", template_known, "notices.yaml")
           && reference_check(reading, map, "content", element_known, "elements.yaml");
}

/* A clause that a rule rests on must name the rule. */
static bool clauses_answer(const struct reading *reading, const struct rule *rule,
                           const struct value *map)
{
    for (size_t i = 0; i < rule->clauses.count; i++) {
        const struct clause *clause = pack_clause(reading->pack, rule->clauses.items[i]);
        if (!names_have(&clause->rules, rule->id))
            return fail_line(reading, value_get(map, "clauses")->items[i]->line,
                             "rule %.*s rests on clause %.*s, which does not name it "
                             "(clauses.yaml, line %d).",
                             TEXT_SHOW(rule->id), TEXT_SHOW(clause->id), clause->source->line);
    }
    return true;
}

bool obligations_check(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "rules");
    if (!references_check(reading, list, "clauses", clause_known, "clauses.yaml")
        || !references_check(reading, list, "authority", role_known, "roles.yaml")
        || !reference_check(reading, reading->root, "authority", role_known, "roles.yaml"))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        const struct value *map = list->items[i];
        const struct rule *rule = &reading->pack->rules[i];
        if (!parties_check(reading, value_get(map, "owed_by"))
            || !parties_check(reading, value_get(map, "owed_to"))
            || !clauses_answer(reading, rule, map))
            return false;
        for (size_t j = 0; j < rule->steps_count; j++)
            if (!step_check(reading, rule, value_get_item(map, "steps", j)))
                return false;
    }
    return true;
}
