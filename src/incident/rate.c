/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rating a case (DOMAIN 3). What is known is kept as it was said; each time something new is said
 * the policy's whole table is asked again. Until the SOC has evaluated, the rating is provisional
 * and the immediate clock runs. After that a fact may raise the rating by itself; only a person
 * lowers it.
 */
#include "base/json.h"
#include "incident/life.h"

static bool inputs_assets(struct turn *turn, const struct incident *incident, struct value *list)
{
    struct attached *attached;
    size_t count;
    if (!incident_rows_attached(turn, incident->id, &attached, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct asset asset;
        bool found;
        if (!asset_find(turn, attached[i].asset, &asset, &found))
            return false;
        if (!found)
            continue;
        struct value *said = value_append(turn->arena, list, value_map(turn->arena));
        value_set_text(turn->arena, said, "rating", asset.rating);
        if (!text_empty(asset.interim))
            value_set_text(turn->arena, said, "interim", asset.interim);
        value_set_text(turn->arena, said, "adverse", attached[i].adverse);
    }
    return true;
}

/* The members of the contract of `revere policy rate`; `assets` are those said without a register
 * row. */
static const char *const input_members[] = {"human_safety", "assets", "liability", "data"};

bool inputs_merged(struct turn *turn, const struct incident *incident, const struct value *said,
                   struct value **inputs)
{
    struct rated rated;
    struct value *before = NULL;
    *inputs = value_map(turn->arena);
    if (!incident_rows_rated(turn, incident->id, &rated)
        || (rated.version > 0
            && !json_read(turn, rated.inputs, "the kept inputs of the rating", &before)))
        return false;
    for (size_t i = 0; i < sizeof input_members / sizeof *input_members; i++) {
        struct value *member = value_get(said, input_members[i]);
        if (member == NULL)
            member = value_get(before, input_members[i]);
        if (member != NULL)
            value_set(turn->arena, *inputs, input_members[i], member);
    }
    return true;
}

/* What the policy made of it. */
struct asked_rating {
    struct rating_result result;
    struct value *types; /* those that count, because nobody has said more */
    bool types_default;  /* and how much is the product's word for one of them */
};

static const char *const type_members[] = {"assets", "data"};

static struct value *counts_as(const struct pack *pack, struct text code)
{
    for (size_t i = 0; i < value_get_count(pack->types, "types"); i++) {
        const struct value *type = value_get_item(pack->types, "types", i);
        if (text_equal(value_get_text(type, "code"), code))
            return value_get(type, "counts_as");
    }
    return NULL;
}

/* What a type counts as, of that of which nobody has said anything; `said`: the members of which
 * somebody has. */
static void type_add(struct turn *turn, struct text code, const bool *said, struct value *whole,
                     struct asked_rating *asked)
{
    const struct value *counts = counts_as(turn->pack, code);
    bool any = false;
    for (size_t i = 0; i < sizeof type_members / sizeof *type_members; i++) {
        struct value *list = value_get(whole, type_members[i]);
        for (size_t j = 0; !said[i] && j < value_get_count(counts, type_members[i]); j++) {
            value_append(turn->arena, list,
                         (struct value *)value_get_item(counts, type_members[i], j));
            any = true;
        }
    }
    if (!any)
        return;
    value_append(turn->arena, asked->types, value_text(turn->arena, code));
    asked->types_default =
        asked->types_default || value_get_boolean(counts, "product_default", false);
}

/* The types of the case count where nobody has said more; which do is kept with what is asked. */
static bool inputs_types(struct turn *turn, const struct incident *incident, struct value *whole,
                         struct asked_rating *asked)
{
    struct classification classification;
    struct value *said;
    bool known[sizeof type_members / sizeof *type_members];
    asked->types = value_list(turn->arena);
    asked->types_default = false;
    if (!life_rows_classification(turn, incident->id, &classification))
        return false;
    if (classification.version == 0)
        return true;
    if (!json_read(turn, classification.said, "the kept classification", &said))
        return false;
    for (size_t i = 0; i < sizeof type_members / sizeof *type_members; i++) {
        struct value *before = value_get(whole, type_members[i]);
        struct value *list = value_list(turn->arena);
        known[i] = before != NULL && before->count > 0;
        for (size_t j = 0; known[i] && j < before->count; j++)
            value_append(turn->arena, list, before->items[j]);
        value_set(turn->arena, whole, type_members[i], list);
    }
    for (size_t i = 0; i < value_get_count(said, "types"); i++)
        type_add(turn, value_get_item(said, "types", i)->text, known, whole, asked);
    return true;
}

/* The inputs with the attached assets and the types among them, asked of the policy. */
static bool rating_ask(struct turn *turn, const struct incident *incident,
                       const struct value *inputs, bool evaluated, struct asked_rating *asked)
{
    struct value *whole = value_map(turn->arena);
    struct value *assets = value_list(turn->arena);
    struct rating_input read;
    for (size_t i = 0; i < inputs->count; i++)
        if (!text_is(inputs->members[i].name, "assets"))
            value_set(turn->arena, whole, inputs->members[i].name.data, inputs->members[i].value);
    for (size_t i = 0; i < value_get_count(inputs, "assets"); i++)
        value_append(turn->arena, assets, value_get_item(inputs, "assets", i));
    if (!inputs_assets(turn, incident, assets))
        return false;
    value_set(turn->arena, whole, "assets", assets);
    value_set_boolean(turn->arena, whole, "evaluated", evaluated);
    return inputs_types(turn, incident, whole, asked)
           && rating_input_read(turn, turn->pack, whole, &read)
           && rating_of(turn, turn->pack, &read, &asked->result);
}

static bool rating_keep(struct change *change, struct incident *incident,
                        const struct value *inputs, const struct asked_rating *asked,
                        bool evaluated, struct text reason)
{
    struct turn *turn = change_turn(change);
    struct rated before;
    if (!incident_rows_rated(turn, incident->id, &before))
        return false;
    struct value *result = rating_result_value(turn->arena, &asked->result);
    if (asked->types->count > 0)
        value_set(turn->arena, result, "types_counted", asked->types);
    if (asked->types_default)
        value_set_boolean(turn->arena, result, "types_default", true);
    struct rated rated = {.inputs = json_write(turn->arena, inputs),
                          .result = json_write(turn->arena, result),
                          .reason = reason,
                          .pack = turn->pack->hash,
                          .evaluated = evaluated,
                          .version = before.version + 1};
    return incident_rows_rated_insert(change, incident->id, &rated);
}

bool rating_fact(struct change *change, enum fact_kind kind, const struct incident *incident,
                 enum rating rating, enum rating previous)
{
    struct turn *turn = change_turn(change);
    struct fact fact = incident_fact(kind, incident);
    struct organisation organisation;
    struct attached *attached;
    size_t count;
    fact_set_text(&fact, FIELD_OF_RATING, text_of(rating_name(rating)));
    if (previous != RATING_NONE)
        fact_set_text(&fact, FIELD_OF_PREVIOUS, text_of(rating_name(previous)));
    fact_set_time(&fact, FIELD_OF_AT, turn->now_us);
    /* Present when any asset is known: a rule may otherwise tell somebody in place of its support.
     */
    if (!incident_rows_attached(turn, incident->id, &attached, &count))
        return false;
    if (count > 0)
        fact_set_text(&fact, FIELD_OF_ASSET, attached[0].asset);
    /* The fact is of the whole case, not of one organisation; but some rules ask of which branch it
     * is. */
    if (!text_empty(incident->organisation)) {
        if (!organisation_read(turn, incident->organisation, incident->told_us, &organisation))
            return false;
        fact_set_text(&fact, FIELD_OF_BRANCH, organisation.branch);
        fact_set_text(&fact, FIELD_OF_BINDING, organisation.binding);
    }
    return change_fact(change, &fact);
}

bool incident_rate_tell(struct change *change, const struct incident *incident)
{
    return rating_fact(change, FACT_INCIDENT_PROVISIONAL, incident, rating_named(incident->rating),
                       RATING_NONE);
}

static struct text matched_words(struct arena *arena, const struct rating_result *result)
{
    struct builder words = {.arena = arena};
    build_format(&words, "rated %s", rating_name(result->rating));
    for (size_t i = 0; i < result->matched_count; i++)
        build_format(&words, "%s%.*s (%.*s)", i == 0 ? ": " : "; ",
                     TEXT_SHOW(result->matched[i]->says), TEXT_SHOW(result->matched[i]->id));
    return built(&words);
}

static bool rated_provisionally(struct change *change, struct incident *incident,
                                const struct rating_result *result)
{
    struct turn *turn = change_turn(change);
    enum rating before = rating_named(incident->rating);
    struct text words = text_format(turn->arena, "provisionally %.*s",
                                    TEXT_SHOW(matched_words(turn->arena, result)));
    if (before == result->rating)
        return true;
    incident->rating = text_of(rating_name(result->rating));
    return incident_rows_incident_write(change, incident)
           && incident_note(change, incident, "incident.rate", words, turn->now_us, TEXT_NONE, NULL)
           && rating_fact(change, FACT_INCIDENT_PROVISIONAL, incident, result->rating, before);
}

/* An asset that is clean, or need not be taken off, is told of as not harmed. */
static struct text adverse_now(const struct attached *attached, const struct hold *holds,
                               size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(holds[i].asset, attached->asset) && !hold_harmed(holds[i].outcome))
            return TEXT("no");
    return attached->adverse;
}

bool incident_assets_facts(struct change *change, const struct incident *incident)
{
    struct turn *turn = change_turn(change);
    struct attached *attached;
    struct hold *holds;
    size_t count;
    size_t holds_count;
    if (!incident_rows_attached(turn, incident->id, &attached, &count)
        || !life_rows_holds(turn, incident->id, &holds, &holds_count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!incident_asset_fact(change, incident, attached[i].asset,
                                 adverse_now(&attached[i], holds, holds_count)))
            return false;
    return true;
}

/* What a person has set against the table stands until the table says something new; and no clock
 * is opened where no work goes on. */
static bool rated_after_evaluation(struct change *change, struct incident *incident,
                                   const struct rating_result *result, enum rating computed)
{
    struct turn *turn = change_turn(change);
    enum rating before = rating_named(incident->rating);
    struct text words = matched_words(turn->arena, result);
    bool open = lifecycle_open(turn->pack, incident->state);
    if (result->rating == before || result->rating == computed)
        return true;
    if (result->rating < before || !open)
        return incident_note(change, incident, "incident.propose",
                             text_format(turn->arena, "the inputs would now be %.*s; %s",
                                         TEXT_SHOW(words),
                                         open ? "evaluate again to lower it"
                                              : "reopen and evaluate it if that counts"),
                             turn->now_us, TEXT_NONE, NULL);
    incident->rating = text_of(rating_name(result->rating));
    return incident_rows_incident_write(change, incident)
           && incident_note(change, incident, "incident.rate", words, turn->now_us, TEXT_NONE, NULL)
           && rating_fact(change, FACT_INCIDENT_RATED, incident, result->rating, before)
           && incident_assets_facts(change, incident);
}

/* That somebody's safety is threatened marks the incident, when it is said: once, and again when it
 * was said that it is no longer. */
static bool threat_said(struct turn *turn, const struct incident *incident,
                        const struct value *inputs, bool *said)
{
    struct rated rated;
    struct value *before = NULL;
    if (!incident_rows_rated(turn, incident->id, &rated)
        || (rated.version > 0
            && !json_read(turn, rated.inputs, "the kept inputs of the rating", &before)))
        return false;
    *said = text_is(value_get_text(inputs, "human_safety"), "yes")
            && !text_is(value_get_text(before, "human_safety"), "yes");
    return true;
}

static bool threat_mark(struct change *change, const struct incident *incident, bool said)
{
    struct turn *turn = change_turn(change);
    return !said
           || flag_mark(change, incident, FLAG_BY_HUMAN_SAFETY, TEXT("it was said for the rating"),
                        turn->now_us);
}

bool incident_rate(struct change *change, struct incident *incident, const struct value *inputs)
{
    struct turn *turn = change_turn(change);
    struct asked_rating asked;
    enum rating computed;
    bool threat;
    if (!computed_rating(turn, incident, &computed) || !threat_said(turn, incident, inputs, &threat)
        || !rating_ask(turn, incident, inputs, false, &asked)
        || !rating_keep(change, incident, inputs, &asked, false, TEXT_NONE))
        return false;
    if (!(incident->evaluated_us != TIME_NONE
              ? rated_after_evaluation(change, incident, &asked.result, computed)
              : !lifecycle_open(turn->pack, incident->state)
                    || rated_provisionally(change, incident, &asked.result)))
        return false;
    return threat_mark(change, incident, threat);
}

bool incident_evaluated(struct change *change, struct incident *incident,
                        const struct value *inputs, struct text reason)
{
    struct turn *turn = change_turn(change);
    struct asked_rating asked;
    bool first = incident->evaluated_us == TIME_NONE;
    enum rating before = first ? RATING_NONE : rating_named(incident->rating);
    const struct move *move = lifecycle_move_by(turn->pack, MOVE_BY_EVALUATION, incident->state);
    struct fact evaluated = incident_fact(FACT_INCIDENT_EVALUATED, incident);
    bool threat;
    if (!lifecycle_open(turn->pack, incident->state))
        return fail(turn, FAULT_REFUSED,
                    "an incident that is no longer open is not evaluated; reopen it first");
    if (!threat_said(turn, incident, inputs, &threat)
        || !rating_ask(turn, incident, inputs, true, &asked)
        || !rating_keep(change, incident, inputs, &asked, true, reason))
        return false;
    incident->rating = text_of(rating_name(asked.result.rating));
    incident->provisional = false;
    if (move != NULL)
        incident->state = move->to;
    if (first)
        incident->evaluated_us = turn->now_us;
    fact_set_time(&evaluated, FIELD_OF_AT, turn->now_us);
    fact_set_text(&evaluated, FIELD_OF_RATING, incident->rating);
    if (!first)
        fact_set_text(&evaluated, FIELD_OF_PREVIOUS, text_of(rating_name(before)));
    return incident_rows_incident_write(change, incident)
           && incident_note(change, incident, "incident.evaluate",
                            matched_words(turn->arena, &asked.result), turn->now_us, TEXT_NONE,
                            inputs)
           && change_fact(change, &evaluated)
           && (before == asked.result.rating || incident_assets_facts(change, incident))
           && (before == asked.result.rating
               || rating_fact(change, FACT_INCIDENT_RATED, incident, asked.result.rating, before))
           && threat_mark(change, incident, threat);
}
