/* SPDX-License-Identifier: Apache-2.0 */
/* Expectations: faults, values, ratings, the timeline, holders, sight, the policy, the ledger. */
#include "base/json.h"
#include "story/inside.h"

bool quantity_holds(enum quantity quantity, int64_t number, size_t fitting, size_t all)
{
    int64_t count = (int64_t)fitting;
    switch (quantity) {
    case EVERY: return all > 0 && fitting == all;
    case NONE: return count == 0;
    case EXACTLY: return count == number;
    case AT_MOST: return count <= number;
    case AT_LEAST: return count >= number;
    case SOME:
    default: return count > 0;
    }
}

static const char *source(const struct stage *stage)
{
    return stage->statement->source.data;
}

static int source_size(const struct stage *stage)
{
    return (int)stage->statement->source.size;
}

#define SOURCE(stage) source_size(stage), source(stage)

/* ---- faults ---- */

/* What must hold first, each with its words, its clauses and what exactly is missing. */
static bool unmet_names(const struct value *value, struct text naming)
{
    if (value == NULL)
        return false;
    if (value->kind == VALUE_TEXT)
        return text_contains(value->text, naming);
    for (size_t i = 0; i < value->count; i++)
        if (value->kind == VALUE_MAP    ? unmet_names(value->members[i].value, naming)
            : value->kind == VALUE_LIST ? unmet_names(value->items[i], naming)
                                        : false)
            return true;
    return false;
}

static bool names(const struct fault *fault, struct text naming)
{
    return text_empty(naming) || text_is(naming, fault->field) || text_is(naming, fault->clause)
           || text_contains(text_of(fault->message), naming)
           || text_contains(text_of(fault->field), naming) || unmet_names(fault->unmet, naming);
}

static bool check_fault(struct stage *stage, const struct expectation *expectation)
{
    struct fault fault = stage->fault;
    bool kind = expectation->fault == FAULT_NONE ? fault.kind != FAULT_NONE
                                                 : fault.kind == expectation->fault;
    stage->faulted = NULL; /* the fault stays, to be looked at again until the next deed */
    if (!stage_test(stage, kind && names(&fault, expectation->naming), "%.*s", SOURCE(stage)))
        stage_note(stage, "there was %s %s: %s",
                   fault.kind == FAULT_NONE ? "no fault" : fault_face(fault.kind)->name,
                   fault.field, fault.message);
    return true;
}

/* ---- values ---- */

/* Text as a number of any size is not compared: only whole numbers are. */
static bool number_of(const struct value *value, int64_t *number)
{
    if (value != NULL && value->kind == VALUE_INTEGER) {
        *number = value->integer;
        return true;
    }
    return value != NULL && value->kind == VALUE_TEXT && text_integer(value->text, number);
}

static struct text plain(struct stage *stage, const struct value *value)
{
    if (value == NULL)
        return TEXT("nothing");
    if (value->kind == VALUE_TEXT)
        return value->text;
    if (value->kind == VALUE_BOOLEAN)
        return value->boolean ? TEXT("true") : TEXT("false");
    return json_write(stage->turn.arena, value);
}

/* yes and no are true and false; an instant is the same in every way of writing it. */
static bool same(struct stage *stage, const struct value *found, const struct value *expected)
{
    struct text there = plain(stage, found);
    struct text wanted = plain(stage, expected);
    int64_t there_us;
    int64_t wanted_us;
    if (text_equal(there, wanted))
        return true;
    if (found != NULL && found->kind == VALUE_BOOLEAN)
        return (found->boolean && text_is(wanted, "yes"))
               || (!found->boolean && text_is(wanted, "no"));
    bool instants = text_ends(there, TEXT("Z"))
                    && instant_parse(&stage->turn, "value", there, stage->zone, &there_us)
                    && instant_parse(&stage->turn, "value", wanted, stage->zone, &wanted_us);
    fault_clear(&stage->turn);
    return instants && there_us == wanted_us;
}

/* A text or a map holds the words anywhere in it; a list, when one of its items is or, as a map,
 * holds them. */
static bool holds(struct stage *stage, const struct value *found, const struct value *expected)
{
    if (found == NULL)
        return false;
    if (found->kind != VALUE_LIST)
        return text_contains(plain(stage, found), plain(stage, expected));
    for (size_t i = 0; i < found->count; i++)
        if (same(stage, found->items[i], expected)
            || (found->items[i]->kind == VALUE_MAP && holds(stage, found->items[i], expected)))
            return true;
    return false;
}

static bool compare(struct stage *stage, const struct expectation *expectation,
                    const struct value *found)
{
    int64_t there;
    int64_t wanted;
    bool numbers = number_of(found, &there) && number_of(expectation->value, &wanted);
    bool there_is = found != NULL && found->kind != VALUE_NULL;
    switch (expectation->likeness) {
    case EQUALS: return same(stage, found, expectation->value);
    case DIFFERS: return !same(stage, found, expectation->value);
    case CONTAINS: return holds(stage, found, expectation->value);
    case LACKS: return !holds(stage, found, expectation->value);
    case THERE: return there_is;
    case ABSENT: return !there_is || (found->kind == VALUE_TEXT && text_empty(found->text));
    case LEAST: return numbers && there >= wanted;
    case MOST: return numbers && there <= wanted;
    case ITEMS:
    default:
        return found != NULL && found->kind == VALUE_LIST
               && (int64_t)found->count == expectation->number;
    }
}

static bool read_case(struct stage *stage, struct text label, struct value **answer)
{
    struct value *input = value_map(stage->turn.arena);
    struct text number;
    if (!stage_case(stage, label, &number))
        return false;
    value_set_text(stage->turn.arena, input, "incident", number);
    return stage_ask(stage, "incident.read", input, answer);
}

/* Of a case as it is now; what is not there, of the answer that was given its name. */
static bool value_found(struct stage *stage, const struct expectation *expectation,
                        struct value **found)
{
    const struct label *label = stage_label(stage, expectation->label);
    struct value *now;
    *found = NULL;
    if (text_empty(expectation->label)) {
        *found = value_path(stage->answer, expectation->path);
        return true;
    }
    if (label != NULL && !text_empty(label->number)) {
        if (!read_case(stage, expectation->label, &now))
            return false;
        *found = value_path(now, expectation->path);
    }
    if (*found == NULL && label != NULL)
        *found = value_path(label->answer, expectation->path);
    return true;
}

static bool check_value(struct stage *stage, const struct expectation *expectation)
{
    struct value *found;
    struct expectation meant = *expectation;
    const struct value *expected = expectation->value;
    if (!value_found(stage, expectation, &found))
        return false;
    if (expected != NULL && expected->kind == VALUE_TEXT && names_earlier(expected->text)
        && !value_earlier(stage, expected->text, &meant.value))
        return false;
    if (!stage_test(stage, compare(stage, &meant, found), "%.*s", SOURCE(stage)))
        stage_note(stage, "there is %.*s", TEXT_SHOW(plain(stage, found)));
    return true;
}

/* ---- the rating ---- */

static bool row_matched(const struct value *rating, struct text word, const char *member)
{
    for (size_t i = 0; i < value_get_count(rating, "matched"); i++) {
        const struct value *item = value_get_item(rating, "matched", i);
        if (item->kind == VALUE_TEXT ? text_equal(item->text, word)
                                     : text_equal(value_get_text(item, member), word))
            return true;
    }
    return false;
}

static bool rating_fits(const struct value *rating, const struct predicate *predicate)
{
    bool fits = false;
    if (predicate->kind == IS_RATING)
        fits = text_equal(value_get_text(rating, "rating"), predicate->word);
    else if (predicate->kind == IS_PROVISIONAL)
        fits = value_get_boolean(rating, "provisional", false);
    else if (predicate->kind == IS_MATCHED)
        fits = row_matched(rating, predicate->word, "row");
    else if (predicate->kind == IS_CLAUSE)
        fits = row_matched(rating, predicate->word, "clause");
    else if (predicate->kind == IS_RESPONSE) {
        const struct value *response = value_get(rating, "response");
        fits = response != NULL && response->kind == VALUE_TEXT
               && text_equal(response->text, predicate->word);
    }
    return fits != predicate->negated;
}

static bool check_rating(struct stage *stage, const struct expectation *expectation)
{
    struct value *answer;
    bool good = true;
    if (!read_case(stage, expectation->label, &answer))
        return false;
    for (size_t i = 0; i < expectation->predicates_count; i++)
        good = good && rating_fits(answer, &expectation->predicates[i]);
    if (!stage_test(stage, good, "%.*s", SOURCE(stage)))
        stage_note(stage, "the rating is %.*s%s, matched %.*s, response %.*s",
                   TEXT_SHOW(value_get_text(answer, "rating")),
                   value_get_boolean(answer, "provisional", false) ? ", provisional" : "",
                   TEXT_SHOW(plain(stage, value_get(answer, "matched"))),
                   TEXT_SHOW(plain(stage, value_get(answer, "response"))));
    return true;
}

/* ---- timeline ---- */

static bool check_timeline(struct stage *stage, const struct expectation *expectation)
{
    struct value *input = value_map(stage->turn.arena);
    struct value *answer;
    struct text number;
    bool found = false;
    if (!stage_case(stage, expectation->label, &number))
        return false;
    value_set_text(stage->turn.arena, input, "incident", number);
    value_set_integer(stage->turn.arena, input, "limit", ACTION_PAGE_MAX);
    if (!stage_ask(stage, "incident.timeline", input, &answer))
        return false;
    for (size_t i = 0; i < value_get_count(answer, "items"); i++) {
        const struct value *item = value_get_item(answer, "items", i);
        struct text said = value_path((struct value *)item, expectation->path) == NULL
                               ? TEXT_NONE
                               : value_get_text(item, expectation->path.data);
        found = found || (!text_empty(said) && text_contains(said, expectation->naming));
    }
    if (!stage_test(stage, found == (expectation->likeness == CONTAINS), "%.*s", SOURCE(stage)))
        stage_note(stage, "the timeline is %.*s",
                   TEXT_SHOW(json_write(stage->turn.arena, value_get(answer, "items"))));
    return true;
}

/* ---- holders, sight ---- */

static bool check_holder(struct stage *stage, const struct expectation *expectation)
{
    struct value *holders;
    int64_t at_us;
    struct text name = expectation->who.name;
    bool nobody = text_is(text_lower(stage->turn.arena, name), "nobody");
    if (!stage_moment(stage, "at", &expectation->at, TEXT_NONE, &at_us)
        || !role_holders(stage, expectation->role, expectation->who.organisation, at_us, &holders))
        return false;
    bool held = nobody && (holders == NULL || holders->count == 0);
    for (size_t i = 0; holders != NULL && i < holders->count; i++)
        held = held || text_equal(value_get_text(holders->items[i], "name"), name)
               || text_equal(value_get_text(holders->items[i], "role"), name);
    if (!stage_test(stage, held != expectation->negated, "%.*s", SOURCE(stage)))
        stage_note(stage, "it is held by %.*s", TEXT_SHOW(plain(stage, holders)));
    return true;
}

static bool in_list(const struct value *answer, struct text number)
{
    for (size_t i = 0; i < value_get_count(answer, "items"); i++)
        if (text_equal(value_get_text(value_get_item(answer, "items", i), "number"), number))
            return true;
    return false;
}

static bool check_sight(struct stage *stage, const struct expectation *expectation)
{
    struct credential credential;
    struct answer read;
    struct answer list;
    struct text number;
    struct value *input = value_map(stage->turn.arena);
    struct value *page = value_map(stage->turn.arena);
    if (!stage_case(stage, expectation->label, &number)
        || !stage_who(stage, &expectation->who, &credential))
        return false;
    value_set_text(stage->turn.arena, input, "incident", number);
    value_set_integer(stage->turn.arena, page, "limit", ACTION_PAGE_MAX);
    stage_call(stage, &credential, "incident.read", input, &read);
    stage_call(stage, &credential, "incident.list", page, &list);
    bool reads = read.fault.kind == FAULT_NONE;
    bool finds = list.fault.kind == FAULT_NONE && in_list(list.value, number);
    bool good = expectation->negated ? !reads && !finds : reads && finds;
    if (!stage_test(stage, good, "%.*s", SOURCE(stage)))
        stage_note(stage, "reading it: %s; in the list: %s",
                   reads ? "done" : fault_face(read.fault.kind)->name, finds ? "yes" : "no");
    return true;
}

/* ---- the policy alone, the ledger ---- */

static bool check_policy(struct stage *stage, const struct expectation *expectation)
{
    const struct due *due;
    int64_t start_us;
    int64_t due_us = 0;
    int64_t expected_us;
    if (!stage_moment(stage, "from", &expectation->start, TEXT_NONE, &start_us)
        || !stage_moment(stage, "due", &expectation->at, TEXT_NONE, &expected_us))
        return false;
    const struct pack *pack = pack_at(house_pack(stage->house), start_us);
    const struct rule *rule = pack == NULL ? NULL : pack_rule(pack, expectation->rule);
    const struct step *step = rule == NULL ? NULL : rule_step(rule, expectation->step);
    if (step == NULL)
        return fail_field(&stage->turn, "rule", "the policy has no rule %.*s",
                          TEXT_SHOW(expectation->rule));
    if (!step_due(&stage->turn, step, rating_named(expectation->naming), &due))
        return false;
    bool timed = due_instant(&pack->calendar, (struct closures){NULL, 0}, due, start_us, &due_us);
    bool none = expectation->at.kind == MOMENT_NONE;
    if (!stage_test(stage, none ? !timed : timed && due_us == expected_us, "%.*s", SOURCE(stage)))
        stage_note(stage, "due %.*s",
                   TEXT_SHOW(timed ? instant_people(stage->turn.arena, stage->zone, due_us)
                                   : TEXT("never")));
    return true;
}

static bool ledger_sound(struct turn *turn, struct stage *stage, struct ledger_verdict *folder,
                         struct ledger_verdict *store)
{
    return house_publish(stage->house, turn)
           && ledger_verify(turn, house_ledger(stage->house)->folder, TEXT_NONE, TEXT_NONE, NULL,
                            NULL, folder)
           && ledger_verify_store(turn, store);
}

static bool check_ledger(struct stage *stage)
{
    struct turn turn;
    struct ledger_verdict folder = {0};
    struct ledger_verdict store = {0};
    bool good = house_turn_begin(stage->house, stage->work, &turn)
                && ledger_sound(&turn, stage, &folder, &store);
    house_turn_end(stage->house, &turn);
    if (!stage_test(stage, good && folder.sound && store.sound, "%.*s", SOURCE(stage)))
        stage_note(stage, "%s folder: %.*s %.*s; database: %.*s %.*s", turn.fault.message,
                   TEXT_SHOW(folder.where), TEXT_SHOW(folder.why), TEXT_SHOW(store.where),
                   TEXT_SHOW(store.why));
    arena_clear(stage->work);
    return true;
}

bool stage_expect(struct stage *stage, const struct statement *statement)
{
    const struct expectation *expectation = &statement->expectation;
    if (!expectation_known(stage, expectation))
        return false;
    switch (expectation->subject) {
    case ABOUT_OBLIGATION: return check_obligation(stage, expectation);
    case ABOUT_NOTICE: return check_notice(stage, expectation);
    case ABOUT_RATING: return check_rating(stage, expectation);
    case ABOUT_FAULT: return check_fault(stage, expectation);
    case ABOUT_VALUE: return check_value(stage, expectation);
    case ABOUT_LEDGER: return check_ledger(stage);
    case ABOUT_HOLDER: return check_holder(stage, expectation);
    case ABOUT_SIGHT: return check_sight(stage, expectation);
    case ABOUT_TIMELINE: return check_timeline(stage, expectation);
    case ABOUT_POLICY:
    default: return check_policy(stage, expectation);
    }
}
