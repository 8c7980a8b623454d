/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of a case to those who may read it. */
#include "base/json.h"
#include "incident/document.h"
#include "incident/life.h"

enum { MERGED_MAX = 64 }; /* cases whose reports are shown with those of the one they ended in */

/* What is asked, and not owed, of a body that takes part of its own will, until it has sent it. */
static bool say_requested(struct turn *turn, const struct incident *incident,
                          const struct organisation *organisation, struct value *item)
{
    const struct value *elements = turn->pack->elements;
    struct value *list = value_list(turn->arena);
    if (!text_is(organisation->binding, "voluntary") || incident->resolved_us != TIME_NONE)
        return true;
    for (size_t i = 0; i < value_get_count(elements, "documents"); i++) {
        const struct value *document = value_get_item(elements, "documents", i);
        struct text code = value_get_text(document, "code");
        struct sent *sent;
        size_t count;
        bool done = false;
        if (!value_get_boolean(document, "requested", false))
            continue;
        if (!document_rows_firsts(turn, incident->id, code, &sent, &count))
            return false;
        for (size_t j = 0; j < count; j++)
            done = done || text_equal(sent[j].organisation, organisation->id);
        if (done)
            continue;
        struct value *one = value_append(turn->arena, list, value_map(turn->arena));
        value_set_text(turn->arena, one, "document", code);
        value_set_text(turn->arena, one, "says",
                       text_format(turn->arena, "%.*s requested",
                                   TEXT_SHOW(value_get_text(document, "name"))));
    }
    value_set(turn->arena, item, "requested", list);
    return true;
}

static bool say_organisations(struct turn *turn, const struct incident *incident,
                              struct value *said)
{
    struct affected *affected;
    size_t count;
    struct value *list = value_set(turn->arena, said, "organisations", value_list(turn->arena));
    if (!incident_rows_affected(turn, incident->id, &affected, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct organisation organisation;
        struct value *item = value_append(turn->arena, list, value_map(turn->arena));
        if (!organisation_read(turn, affected[i].organisation, affected[i].from_us, &organisation))
            return false;
        value_set_text(turn->arena, item, "short", organisation.short_name);
        value_set_text(turn->arena, item, "name", organisation.name);
        value_set_text(turn->arena, item, "binding", organisation.binding);
        answer_time(turn, item, "affected_from", affected[i].from_us);
        if (!say_requested(turn, incident, &organisation, item))
            return false;
    }
    return true;
}

/* "5 h", "1 h 30 min", "59 s". */
static struct text say_span(struct arena *arena, int64_t span_us)
{
    struct builder words = {.arena = arena};
    long long hours = span_us / HOUR_US;
    long long minutes = span_us % HOUR_US / MINUTE_US;
    if (hours > 0)
        build_format(&words, "%lld h", hours);
    if (minutes > 0)
        build_format(&words, "%s%lld min", hours > 0 ? " " : "", minutes);
    if (words.size == 0)
        build_format(&words, "%lld s", (long long)(span_us / SECOND_US));
    return built(&words);
}

/* How long it was out of service, beside how long it may be. */
static void say_restored(struct turn *turn, const struct hold *hold, const struct asset *asset,
                         struct value *item)
{
    struct arena *arena = turn->arena;
    struct text says = TEXT("restored");
    int64_t took_us = hold->at_us - hold->out_us;
    if (!text_empty(hold->checked))
        value_set_text(arena, item, "checked", hold->checked);
    answer_time(turn, item, "out_since", hold->out_us);
    if (hold->out_us == TIME_NONE)
        took_us = 0;
    else
        value_set_integer(arena, item, "out_minutes", took_us / MINUTE_US);
    if (asset->objective_us > 0 && took_us > asset->objective_us)
        says = text_format(arena, "restored, RTO exceeded by %.*s",
                           TEXT_SHOW(say_span(arena, took_us - asset->objective_us)));
    else if (asset->objective_us > 0 && hold->out_us != TIME_NONE)
        says = text_format(arena, "restored within its RTO of %.*s",
                           TEXT_SHOW(say_span(arena, asset->objective_us)));
    value_set_text(arena, item, "says", says);
}

static void say_hold(struct turn *turn, const struct hold *hold, const struct asset *asset,
                     struct value *item)
{
    if (text_is(hold->outcome, "restored"))
        say_restored(turn, hold, asset, item);
    value_set_text(turn->arena, item, "outcome", hold->outcome);
    value_set_text(turn->arena, item, "evidence", hold->evidence);
    if (!text_empty(hold->alternate))
        value_set_text(turn->arena, item, "alternate", hold->alternate);
    answer_time(turn, item, "review", hold->review_us);
    answer_time(turn, item, "outcome_at", hold->at_us);
}

/* Each network, and whether the asset is on it. */
static bool say_networks(struct turn *turn, struct text asset, struct value *item)
{
    struct attachment *networks;
    size_t count;
    if (!asset_attachments(turn, asset, &networks, &count))
        return false;
    if (count == 0)
        return true;
    struct value *list = value_set(turn->arena, item, "networks", value_list(turn->arena));
    for (size_t i = 0; i < count; i++) {
        struct value *one = value_append(turn->arena, list, value_map(turn->arena));
        value_set_text(turn->arena, one, "network", networks[i].network);
        value_set_boolean(turn->arena, one, "connected", networks[i].connected);
        value_set_text(turn->arena, one, "evidence", networks[i].evidence);
        answer_time(turn, one, "since", networks[i].at_us);
    }
    return true;
}

static bool say_assets(struct turn *turn, const struct incident *incident, struct value *said)
{
    struct attached *attached;
    struct hold *holds;
    size_t count;
    size_t holds_count;
    struct value *list = value_set(turn->arena, said, "assets", value_list(turn->arena));
    if (!incident_rows_attached(turn, incident->id, &attached, &count)
        || !life_rows_holds(turn, incident->id, &holds, &holds_count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct asset asset;
        bool found;
        struct value *item = value_append(turn->arena, list, value_map(turn->arena));
        if (!asset_find(turn, attached[i].asset, &asset, &found))
            return false;
        value_set_text(turn->arena, item, "asset", attached[i].asset);
        value_set_text(turn->arena, item, "name", asset.name);
        value_set_text(turn->arena, item, "rating", asset.rating);
        value_set_text(turn->arena, item, "site", asset.site);
        value_set_text(turn->arena, item, "adverse", attached[i].adverse);
        for (size_t j = 0; j < holds_count; j++)
            if (text_equal(holds[j].asset, attached[i].asset))
                say_hold(turn, &holds[j], &asset, item);
        if (!say_networks(turn, attached[i].asset, item))
            return false;
    }
    return true;
}

/* Who reported is for those who handle the case (D-43). */
static void say_reporter(struct turn *turn, const struct report *report, bool shown,
                         struct value *item)
{
    value_set_boolean(turn->arena, item, "reporter_shown", shown);
    value_set_text(turn->arena, item, "name", shown ? report->name : TEXT_NONE);
    value_set_text(turn->arena, item, "contact", shown ? report->contact : TEXT_NONE);
}

/* What was written where something else was asked for: kept as text, answered as the list it is.
 * Nothing in it tells who reported, where that is not to be seen. */
static bool say_unread(struct turn *turn, const struct report *report, bool shown,
                       struct value *item)
{
    struct value *kept;
    if (text_empty(report->unread))
        return true;
    if (!json_read(turn, report->unread, "what was not read of a report", &kept))
        return false;
    struct value *list = value_list(turn->arena);
    bool many = kept->kind == VALUE_LIST; /* reports by mail were once kept with one alone */
    for (size_t i = 0; i < (many ? kept->count : 1); i++) {
        struct value *one = many ? kept->items[i] : kept;
        struct text name = value_get_text(one, "name");
        if (shown || !(text_is(name, "name") || text_is(name, "contact")))
            value_append(turn->arena, list, one);
    }
    value_set(turn->arena, item, "unread", list);
    return true;
}

static bool say_report(struct turn *turn, const struct report *report,
                       const struct discretion *discretion, struct value *list)
{
    struct value *item = value_append(turn->arena, list, value_map(turn->arena));
    value_set_text(turn->arena, item, "report", report->id);
    value_set_text(turn->arena, item, "channel", report->channel);
    value_set_text(turn->arena, item, "nature", report->nature);
    say_reporter(turn, report, discretion->reporter, item);
    if (!discretion->bodies) {
        value_set_text(turn->arena, item, "withheld", discretion->withheld);
        answer_time(turn, item, "told", report->told_us);
        return true;
    }
    value_set_text(turn->arena, item, "what", report->what);
    value_set_text(turn->arena, item, "stated", report->stated);
    value_set_text(turn->arena, item, "told_basis", report->told_basis);
    answer_time(turn, item, "told", report->told_us);
    answer_time(turn, item, "known_since", report->known_since_us);
    answer_time(turn, item, "detected", report->detected_us);
    int64_t delay_us = report_delay_us(report);
    if (delay_us != TIME_NONE)
        value_set_integer(turn->arena, item, "delay_s", delay_us / SECOND_US);
    answer_time(turn, item, "entry", report->entry_us);
    struct value *questions = report_questions(turn, report->what);
    if (questions->count > 0)
        value_set(turn->arena, item, "asked", questions);
    return say_unread(turn, report, discretion->reporter, item)
           && report_statements(turn, report->id, item);
}

/* It is a suspicion as long as nobody has told more, nor said what it is. Its own reports, and
 * those of the cases that are merged into it, and into these: each stays. */
static bool say_reports(struct turn *turn, const struct incident *incident,
                        const struct discretion *discretion, struct value *said)
{
    struct text cases[MERGED_MAX] = {incident->id};
    size_t cases_count = 1;
    bool suspected = true;
    struct value *list = value_set(turn->arena, said, "reports", value_list(turn->arena));
    for (size_t at = 0; at < cases_count; at++) {
        struct report *reports;
        struct merger *mergers;
        size_t count;
        size_t mergers_count;
        if (!incident_rows_reports(turn, cases[at], &reports, &count)
            || !life_rows_mergers_into(turn, cases[at], &mergers, &mergers_count))
            return false;
        for (size_t i = 0; i < count; i++)
            if (!say_report(turn, &reports[i], discretion, list))
                return false;
        for (size_t i = 0; i < count; i++)
            suspected = suspected && text_is(reports[i].nature, "suspicion");
        for (size_t i = 0; i < mergers_count && cases_count < MERGED_MAX; i++)
            cases[cases_count++] = mergers[i].incident;
    }
    suspected = suspected && list->count > 0 && !value_has(said, "classification");
    value_set_text(turn->arena, said, "nature", suspected ? TEXT("suspicion") : TEXT("incident"));
    return true;
}

/* The latest of what was sent; the whole is document.list's to say. */
static bool say_documents(struct turn *turn, const struct incident *incident, struct value *said)
{
    struct sent *sent;
    size_t count;
    struct value *list = value_set(turn->arena, said, "documents", value_list(turn->arena));
    if (!document_rows_shown(turn, incident->id, &sent, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value *item = value_append(turn->arena, list, value_map(turn->arena));
        value_set_text(turn->arena, item, "id", sent[i].id);
        value_set_text(turn->arena, item, "document", sent[i].document);
        value_set_boolean(turn->arena, item, "complete", sent[i].complete);
        answer_time(turn, item, "at", sent[i].at_us);
    }
    return true;
}

/* The table by which it was rated, whole, with what matched lit: also when another is in force now.
 */
static void say_rows(struct turn *turn, struct text hash, struct value *said)
{
    for (const struct pack *pack = turn->pack; pack != NULL; pack = pack->earlier)
        if (text_equal(pack->hash, hash)) {
            value_set(turn->arena, said, "rows",
                      rating_rows_value(turn->arena, pack, value_get(said, "matched")));
            return;
        }
}

/* The names of the types that count where nobody has said more of assets and data. */
static void say_types(struct turn *turn, struct value *said)
{
    const struct value *types = value_get(said, "types_counted");
    struct builder names = {.arena = turn->arena};
    for (size_t i = 0; types != NULL && i < types->count; i++)
        build_format(&names, "%s%.*s", i == 0 ? "" : "; ",
                     TEXT_SHOW(life_type_name(turn->pack, types->items[i]->text)));
    if (names.size > 0)
        value_set_text(turn->arena, said, "types_named", built(&names));
}

/* Every row of the rating table, with its clauses and whether it matched; and what it was asked of.
 */
static bool say_rating(struct turn *turn, const struct incident *incident, struct value *said)
{
    struct rated rated;
    struct value *result;
    struct value *inputs;
    if (!incident_rows_rated(turn, incident->id, &rated))
        return false;
    if (rated.version == 0)
        return true;
    if (!json_read(turn, rated.result, "the kept rating", &result)
        || !json_read(turn, rated.inputs, "the kept inputs of the rating", &inputs))
        return false;
    for (size_t i = 0; i < result->count; i++)
        if (value_get(said, result->members[i].name.data) == NULL)
            value_set(turn->arena, said, result->members[i].name.data, result->members[i].value);
    value_set(turn->arena, said, "inputs", inputs);
    value_set_text(turn->arena, said, "reason", rated.reason);
    say_types(turn, said);
    say_rows(turn, rated.pack, said);
    return true;
}

bool incident_value(struct turn *turn, const struct incident *incident, struct value **answer)
{
    struct value *said = value_map(turn->arena);
    struct discretion discretion;
    *answer = said;
    if (!incident_rows_ahead(turn, incident->id)
        || !incident_discretion(turn, incident, &discretion))
        return false;
    value_set_text(turn->arena, said, "number", incident->number);
    value_set_text(turn->arena, said, "title",
                   discretion.bodies ? incident->title : discretion.withheld);
    value_set_text(turn->arena, said, "confidentiality",
                   text_of(confidential_name(discretion.state)));
    value_set_text(turn->arena, said, "state", incident->state);
    value_set_text(turn->arena, said, "kind", incident->kind);
    value_set_text(turn->arena, said, "rating", incident->rating);
    value_set_boolean(turn->arena, said, "provisional", incident->provisional);
    if (incident->priority > 0)
        value_set_integer(turn->arena, said, "priority", incident->priority);
    answer_time(turn, said, "told", incident->told_us);
    answer_time(turn, said, "detected", incident->detected_us);
    answer_time(turn, said, "evaluated", incident->evaluated_us);
    answer_time(turn, said, "responding", incident->responding_us);
    value_set_text(turn->arena, said, "version",
                   text_format(turn->arena, "%lld", (long long)incident->version));
    return say_rating(turn, incident, said) && say_organisations(turn, incident, said)
           && say_assets(turn, incident, said) && life_say(turn, incident, said)
           && say_reports(turn, incident, &discretion, said) && say_documents(turn, incident, said);
}
