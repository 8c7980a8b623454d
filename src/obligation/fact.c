/* SPDX-License-Identifier: Apache-2.0 */
/* Facts as they are kept, and what they say of a case. */
#include "base/json.h"
#include "obligation/inside.h"

struct text fact_write(struct arena *arena, const struct fact *fact)
{
    struct value *map = value_map(arena);
    for (enum fact_field field = 0; field < FACT_FIELDS; field++) {
        if (!fact->has[field])
            continue;
        if (fact_field_is_time(field))
            value_set_integer(arena, map, fact_field_name(field), fact->times[field]);
        else
            value_set_text(arena, map, fact_field_name(field), fact->texts[field]);
    }
    return json_write(arena, map);
}

bool fact_read(struct turn *turn, struct text kind, struct text fields, struct fact *fact)
{
    struct value *map;
    *fact = (struct fact){0};
    if (fact_kind_named(kind, &fact->kind) != FACT_NAME_KNOWN)
        return fail(turn, FAULT_BROKEN, "the store holds a fact of an unknown kind: %.*s",
                    TEXT_SHOW(kind));
    if (!json_read(turn, fields, "a kept fact", &map))
        return false;
    for (size_t i = 0; i < map->count; i++) {
        enum fact_field field;
        if (!fact_field_named(map->members[i].name, &field))
            return fail(turn, FAULT_BROKEN, "the store holds a fact with an unknown field: %.*s",
                        TEXT_SHOW(map->members[i].name));
        if (fact_field_is_time(field))
            fact_set_time(fact, field, map->members[i].value->integer);
        else
            fact_set_text(fact, field, map->members[i].value->text);
    }
    return true;
}

int64_t fact_at(const struct turn *turn, const struct fact *fact)
{
    return fact->has[FIELD_OF_AT] ? fact->times[FIELD_OF_AT] : turn->now_us;
}

static bool named(const struct text *bodies, size_t count, struct text organisation)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(bodies[i], organisation))
            return true;
    return false;
}

static bool body_remove(struct change *change, struct text organisation, struct subject *subject)
{
    size_t kept = 0;
    if (!named(subject->bodies, subject->bodies_count, organisation))
        return true;
    for (size_t i = 0; i < subject->bodies_count; i++)
        if (!text_equal(subject->bodies[i], organisation))
            subject->bodies[kept++] = subject->bodies[i];
    subject->bodies_count = kept;
    return obligation_rows_body_turn(change, subject->id, organisation, false);
}

static bool body_hear(struct change *change, const struct fact *fact, struct subject *subject)
{
    struct turn *turn = change_turn(change);
    struct text organisation = fact->texts[FIELD_OF_ORGANISATION];
    bool tells = fact->kind == FACT_REPORT_RECEIVED || fact->kind == FACT_ORGANISATION_AFFECTED;
    if (fact->kind == FACT_ORGANISATION_REMOVED)
        return body_remove(change, organisation, subject);
    if (!tells || text_empty(organisation)
        || named(subject->bodies, subject->bodies_count, organisation))
        return true;
    struct text *bodies = arena_array(turn->arena, subject->bodies_count + 1, sizeof *bodies);
    for (size_t i = 0; i < subject->bodies_count; i++)
        bodies[i] = subject->bodies[i];
    bodies[subject->bodies_count++] = organisation;
    subject->bodies = bodies;
    if (named(subject->known, subject->known_count, organisation))
        return obligation_rows_body_turn(change, subject->id, organisation, true);
    return obligation_rows_body_insert(change, subject->id, organisation, subject->known_count++,
                                       fact_at(turn, fact));
}

/* An organisation speaks for itself: what is known of it stands in its own room. */
static bool subject_organisation(struct turn *turn, struct text id, struct subject *subject)
{
    struct organisation organisation;
    if (!organisation_read(turn, id, turn->now_us, &organisation))
        return false;
    *subject = (struct subject){.subject_kind = SUBJECT_ORGANISATION,
                                .id = organisation.id,
                                .number = organisation.short_name,
                                .kind = TEXT("real"),
                                .void_us = INT64_MAX,
                                .bodies = arena_array(turn->arena, 1, sizeof *subject->bodies),
                                .bodies_count = 1};
    subject->bodies[0] = organisation.id;
    return true;
}

static bool subject_of(struct turn *turn, enum subject_kind kind, struct text id,
                       struct subject *subject)
{
    if (kind == SUBJECT_INCIDENT)
        return obligation_rows_subject(turn, id, subject);
    if (kind == SUBJECT_ORGANISATION)
        return subject_organisation(turn, id, subject);
    *subject = (struct subject){.subject_kind = SUBJECT_ENTERPRISE,
                                .id = TEXT("enterprise"),
                                .kind = TEXT("real"),
                                .void_us = INT64_MAX};
    return true;
}

bool subject_find(struct turn *turn, const struct fact *fact, struct subject *subject)
{
    struct obligation *named;
    size_t count = 0;
    if (!text_empty(fact->texts[FIELD_OF_INCIDENT]))
        return subject_of(turn, SUBJECT_INCIDENT, fact->texts[FIELD_OF_INCIDENT], subject);
    if (!text_empty(fact->texts[FIELD_OF_OBLIGATION])
        && !obligation_rows_one(turn, fact->texts[FIELD_OF_OBLIGATION], &named, &count))
        return false;
    if (count == 1)
        return subject_of(turn, named[0].subject_kind, named[0].subject, subject);
    if (!text_empty(fact->texts[FIELD_OF_ORGANISATION]))
        return subject_of(turn, SUBJECT_ORGANISATION, fact->texts[FIELD_OF_ORGANISATION], subject);
    return subject_of(turn, SUBJECT_ENTERPRISE, TEXT_NONE, subject);
}

bool subject_void(const struct subject *subject)
{
    return subject->void_us != INT64_MAX;
}

bool subject_names(const struct subject *subject, struct text organisation)
{
    return named(subject->bodies, subject->bodies_count, organisation);
}

bool subject_again(struct change *change, struct subject *subject)
{
    if (!subject_void(subject))
        return true;
    subject->void_us = INT64_MAX;
    if (!obligation_rows_subject_write(change, subject))
        return false;
    subject->version++;
    return true;
}

bool step_voided(const struct step *step, const struct trigger **trigger)
{
    for (size_t i = 0; i < step->cancel_count; i++)
        if (step->cancel[i].served && step->cancel[i].fact == FACT_INCIDENT_VOID) {
            *trigger = &step->cancel[i];
            return true;
        }
    *trigger = NULL;
    return false;
}

/* What voids it once more, before it was a case again, changes nothing. */
static int64_t void_heard(const struct turn *turn, const struct fact *fact,
                          const struct subject *subject)
{
    if (fact->kind == FACT_INCIDENT_REOPENED)
        return INT64_MAX;
    return fact->kind == FACT_INCIDENT_VOID && !subject_void(subject) ? turn->now_us
                                                                      : subject->void_us;
}

bool subject_hear(struct change *change, const struct fact *fact, struct subject *subject)
{
    if (subject->subject_kind != SUBJECT_INCIDENT)
        return true;
    if (!body_hear(change, fact, subject))
        return false;
    struct subject heard = *subject;
    heard.void_us = void_heard(change_turn(change), fact, subject);
    if (fact->has[FIELD_OF_NUMBER])
        heard.number = fact->texts[FIELD_OF_NUMBER];
    if (fact->has[FIELD_OF_KIND])
        heard.kind = fact->texts[FIELD_OF_KIND];
    if (fact->has[FIELD_OF_TYPE])
        heard.type_class = fact->texts[FIELD_OF_TYPE];
    bool rates = fact->kind == FACT_INCIDENT_RATED || fact->kind == FACT_INCIDENT_PROVISIONAL;
    if (rates && fact->has[FIELD_OF_RATING])
        heard.rating = rating_named(fact->texts[FIELD_OF_RATING]);
    bool same = subject->version > 0 && heard.rating == subject->rating
                && heard.void_us == subject->void_us && text_equal(heard.number, subject->number)
                && text_equal(heard.kind, subject->kind)
                && text_equal(heard.type_class, subject->type_class);
    if (!same && !obligation_rows_subject_write(change, &heard))
        return false;
    *subject = heard;
    return true;
}
