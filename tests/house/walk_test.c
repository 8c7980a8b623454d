/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Need to know (DOMAIN L7): nothing that anybody can ask tells an outsider that a case is there.
 * The walk itself is first shown to find leaks that are planted. See walk.h.
 */
#include "walk.h"

enum { VISITORS_MAX = 12 };

/* ---- planted: a read that forgot the permission, and a count of everything ---- */

static const struct field peek_fields[] = {{.name = "incident", .type = FIELD_ID, .needed = true},
                                           {.name = NULL}};
static const struct field no_fields[] = {{.name = NULL}};

static bool count_of(struct turn *turn, const char *sql, struct text number, struct value **answer)
{
    struct rows rows;
    struct cell cell = cell_text(number);
    if (!store_select(turn, sql, &cell, text_empty(number) ? 0 : 1, &rows))
        return false;
    *answer = value_map(turn->arena);
    value_set_integer(turn->arena, *answer, "known", rows_integer(&rows, 0, 0));
    return true;
}

static bool planted_peek(struct turn *turn, const struct value *input, struct value **answer)
{
    return count_of(turn, "SELECT COUNT(*) FROM incident WHERE number = $1",
                    value_get_text(input, "incident"), answer);
}

static bool planted_count(struct turn *turn, const struct value *input, struct value **answer)
{
    (void)input;
    return count_of(turn, "SELECT COUNT(*) FROM incident", TEXT_NONE, answer);
}

static const struct action planted_actions[] = {{.name = "planted.peek",
                                                 .title = "Is it there?",
                                                 .method = METHOD_GET,
                                                 .route = "/planted/{incident}",
                                                 .fields = peek_fields,
                                                 .read = planted_peek,
                                                 .help = "A leak."},
                                                {.name = "planted.count",
                                                 .title = "How many are there?",
                                                 .method = METHOD_GET,
                                                 .route = "/planted",
                                                 .fields = no_fields,
                                                 .read = planted_count,
                                                 .help = "Another leak."},
                                                {.name = NULL}};

static const struct deed planted_deeds[] = {{"planted.peek", "{\"incident\":\"$incident\"}", NULL},
                                            {"planted.count", "{}", NULL}};

static const struct deed *walk_deed(const char *name)
{
    for (size_t i = 0; i < sizeof planted_deeds / sizeof *planted_deeds; i++)
        if (strcmp(planted_deeds[i].action, name) == 0)
            return &planted_deeds[i];
    return deed_of(name);
}

/* ---- who comes ---- */

static const char *outsider(struct trial *trial, const char *name, const char *home,
                            const char *role, const char *of)
{
    const char *person = ground_person(trial, name, home, "");
    if (role != NULL)
        ground_role(trial, person, role, of);
    return person;
}

static size_t outsiders(struct walk *walk, struct visitor *visitors)
{
    struct trial *trial = walk->trial;
    const struct {
        const char *who, *person;
    } people[] = {
        {"nobody", ""},
        {"another agency's officer", walk->ground->other},
        {"another agency's head", outsider(trial, "Hal Head", "DOR", "AGENCY_HEAD", "DOR")},
        {"another secretariat's SCIO", outsider(trial, "Sue Scio", "DOR", "SCIO", "DOR")},
        {"the administrator", outsider(trial, "Adam Admin", "EOTSS", "SYSADMIN", "")},
        {"a third party", outsider(trial, "Tess Third", "DPH", "THIRD_PARTY", "DPH")},
        {"a colleague without a role", outsider(trial, "Cole Colleague", "DPH", NULL, NULL)},
    };
    size_t count = sizeof people / sizeof *people;
    for (size_t i = 0; i < count; i++)
        visitors[i] = walk_visitor(walk, people[i].who, people[i].person);
    return count;
}

/* ---- the walk ---- */

static void walk_actions(struct walk *walk, const struct visitor *visitors, size_t visitors_count)
{
    size_t count;
    const struct action *const *actions = house_actions(walk->trial->house, &count);
    for (size_t i = 0; i < count; i++) {
        const struct deed *deed = walk_deed(actions[i]->name);
        walk_covered(walk, actions[i], deed);
        for (size_t v = 0; deed != NULL && v < visitors_count; v++)
            walk_action(walk, actions[i], deed, &visitors[v]);
    }
}

/* Another case, of which everything is done that the first saw. */
static struct ground another_case(struct walk *walk)
{
    struct trial *trial = walk->trial;
    struct ground second = *walk->ground;
    static const char *const done[] = {"incident.evaluate", "incident.respond", "incident.flag",
                                       "incident.update",   "incident.attach",  "document.send"};
    struct value *report = trial_done(trial, "", "report.create",
                                      "{\"what\":\"files are gone\",\"organisation\":\"DPH\"}");
    second.incident = ground_take(trial, report, "number");
    for (size_t i = 0; i < sizeof done / sizeof *done; i++)
        trial_done(trial, NULL, done[i],
                   ground_fill(trial->arena, &second, deed_of(done[i])->json));
    return second;
}

static void walk_lists(struct walk *walk, const struct visitor *visitors, size_t count)
{
    struct text before[VISITORS_MAX];
    for (size_t v = 0; v < count; v++)
        before[v] = walk_everything(walk, &visitors[v]);
    another_case(walk);
    for (size_t v = 0; v < count; v++)
        walk_changed(walk, &visitors[v], before[v], walk_everything(walk, &visitors[v]));
}

/* ---- people of the house who are kept away ---- */

/* By the house's own door; a clash says that it is so already. */
static void keep_away(struct walk *walk, const char *action, const struct ground *ground,
                      const char *json)
{
    struct answer answer =
        trial_call(walk->trial, NULL, action, ground_fill(walk->trial->arena, ground, json));
    ok(answer.fault.kind == FAULT_NONE || answer.fault.kind == FAULT_CLASH, "%s: %s", action,
       answer.fault.message);
}

static void exclude(struct walk *walk, const struct ground *ground, const struct visitor *visitor)
{
    struct text json = text_format(
        walk->trial->arena,
        "{\"incident\":\"$incident\",\"person\":\"%s\",\"reason\":\"a suspect\"}", visitor->person);
    keep_away(walk, "access.exclude", ground, json.data);
}

static const char restrict_json[] =
    "{\"incident\":\"$incident\",\"reason\":\"an insider\",\"named\":[]}";

/* Of a new case, and of the lists with it and without. */
static void walk_kept_away(struct walk *walk, const struct visitor *visitor, bool excluded)
{
    struct text before = walk_everything(walk, visitor);
    struct ground third = another_case(walk);
    if (excluded)
        exclude(walk, &third, visitor);
    else
        keep_away(walk, "access.restrict", &third, restrict_json);
    walk_changed(walk, visitor, before, walk_everything(walk, visitor));
}

/* Excluded from every case there is, or every case restricted. */
static void kept_from_all(struct walk *walk, const struct visitor *suspect, const char *json)
{
    struct ground each = *walk->ground;
    struct value *all = trial_done(walk->trial, NULL, "incident.list", "{\"limit\":200}");
    for (size_t i = 0; i < value_get_count(all, "items"); i++) {
        each.incident = ground_take(walk->trial, value_get_item(all, "items", i), "number");
        if (suspect != NULL)
            exclude(walk, &each, suspect);
        else
            keep_away(walk, "access.restrict", &each, json);
    }
}

static void walk_insiders(struct walk *walk)
{
    struct trial *trial = walk->trial;
    const char *suspect = outsider(trial, "Sally Suspect", "EOTSS", "SOC_ANALYST", "");
    const char *unnamed = outsider(trial, "Uma Unnamed", "EOTSS", "SOC_ANALYST", "");
    const struct visitor insiders[] = {
        walk_visitor(walk, "an excluded analyst", suspect),
        walk_visitor(walk, "an analyst who is not named", unnamed),
        walk_visitor(walk, "the officer who is not named", walk->ground->iso)};
    walk->inside = true;
    ground_role(trial, suspect, "CISO_DESIGNEE", "");
    walk_kept_away(walk, &insiders[0], true);
    walk_kept_away(walk, &insiders[1], false);
    kept_from_all(walk, &insiders[0], NULL);
    walk_actions(walk, &insiders[0], 1);
    kept_from_all(walk, NULL, restrict_json);
    walk_actions(walk, insiders, 3);
}

/* A subject is seen by everybody who looks over a shoulder: the number, and nothing of the case. */
static void test_subjects(struct walk *walk)
{
    struct trial *trial = walk->trial;
    static const char *const secrets[] = {"note on the screens", "DPH", "Public Health", "high"};
    struct value *told = trial_done(
        trial, NULL, "notice.list",
        ground_fill(trial->arena, walk->ground, "{\"incident\":\"$incident\",\"limit\":200}"));
    size_t said = 0;
    for (size_t i = 0; i < value_get_count(told, "items"); i++)
        for (size_t k = 0; k < sizeof secrets / sizeof *secrets; k++)
            said +=
                strcasestr(text_string(trial->arena,
                                       value_get_text(value_get_item(told, "items", i), "subject")),
                           secrets[k])
                != NULL;
    ok(value_get_count(told, "items") > 0 && said == 0,
       "no subject of %zu notices says anything of the case", value_get_count(told, "items"));
}

static void walk_house(struct turn *turn, struct text address, bool planted)
{
    struct trial trial = {0};
    struct ground ground;
    struct walk walk;
    struct visitor visitors[VISITORS_MAX];
    if (trial_open_with(turn, address, false, planted ? planted_actions : NULL, &trial)) {
        ground_lay(&trial, &ground);
        walk_begin(&walk, &trial, &ground);
        walk.quiet = planted;
        size_t count = outsiders(&walk, visitors);
        walk_actions(&walk, visitors, count);
        size_t asked = walk.asked;
        size_t leaks = walk.leaks;
        if (planted)
            ok(leaks > 0, "a read without a permission is found (%zu times)", leaks);
        else
            ok(leaks == 0, "of %zu pairs of answers none tells what is there", asked);
        walk_lists(&walk, visitors, count);
        if (planted)
            ok(walk.leaks > leaks, "a count of what one may not see is found, too");
        else
            ok(walk.leaks == leaks, "no list and no count changes with a case one may not see");
        if (!planted) {
            test_subjects(&walk);
            walk_insiders(&walk);
            ok(walk.leaks == leaks, "nor does anything tell people who are kept away from it");
        }
        arena_free(walk.arena);
    }
    trial_close(&trial);
}

static void body(struct turn *turn, struct text address)
{
    walk_house(turn, address, false);
}

static void body_planted(struct turn *turn, struct text address)
{
    walk_house(turn, address, true);
}

int main(void)
{
    both_sqlite(body_planted);
    both(body);
    return tap_end();
}
