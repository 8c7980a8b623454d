/* SPDX-License-Identifier: Apache-2.0 */
/* Directions: given, changed and withdrawn by whoever has the authority; seen and carried out by
 * the bodies to which they go; and how they stand. */
#include "base/id.h"
#include "base/zone.h"
#include "compliance/inside.h"
#include "people/can.h"

enum { WORDS_BYTES_MAX = 4000, NAMED_MAX = 100, PLACES_SHOWN_MAX = DIRECTION_BODIES_MAX };

static bool direction_entry(struct change *change, const char *verb,
                            const struct direction *direction, const struct value *input)
{
    return change_entry(
        change, verb,
        text_format(change_turn(change)->arena, "direction/%.*s", TEXT_SHOW(direction->id)),
        TEXT_NONE, input, NULL);
}

/* ---- what is said ---- */

static const char *body_state(const struct turn *turn, const struct direction *direction,
                              const struct directed *body)
{
    if (body->done_us != TIME_NONE)
        return body->done_us > direction->by_us ? "done late" : "done";
    if (!direction_stands(direction))
        return "withdrawn";
    return turn->now_us > direction->by_us ? "overdue" : "open";
}

static bool body_say(struct turn *turn, const struct direction *direction,
                     const struct directed *body, struct value *item)
{
    struct organisation organisation;
    if (!organisation_read(turn, body->organisation, turn->now_us, &organisation))
        return false;
    value_set_text(turn->arena, item, "organisation", organisation.short_name);
    value_set_text(turn->arena, item, "state", text_of(body_state(turn, direction, body)));
    answer_time(turn, item, "seen", body->seen_us);
    answer_time(turn, item, "done", body->done_us);
    if (!text_empty(body->seen_by))
        value_set_text(turn->arena, item, "seen_by", body->seen_by);
    if (!text_empty(body->done_by))
        value_set_text(turn->arena, item, "done_by", body->done_by);
    if (!text_empty(body->proof))
        value_set_text(turn->arena, item, "proof", body->proof);
    return true;
}

static bool may_read(struct turn *turn, struct text organisation)
{
    struct object object = {.organisation = organisation, .exists = true};
    return can(turn, AREA_OBLIGATION, LEVEL_READ, &object);
}

/* With the bodies that the reader may see; *shown: there is one. */
static bool direction_say(struct turn *turn, const struct direction *direction, struct value *said,
                          bool *shown)
{
    struct directed *bodies;
    size_t count;
    int64_t open = 0;
    *shown = false;
    if (!directed_select(turn, direction->id, &bodies, &count))
        return false;
    value_set_text(turn->arena, said, "direction", direction->id);
    value_set_text(turn->arena, said, "says", direction->says);
    value_set_text(turn->arena, said, "state", direction->state);
    answer_time(turn, said, "by", direction->by_us);
    answer_time(turn, said, "given", direction->given_us);
    value_set_text(turn->arena, said, "author", direction->author_name);
    value_set_text(turn->arena, said, "capacity", direction->capacity);
    if (!text_empty(direction->reason))
        value_set_text(turn->arena, said, "reason", direction->reason);
    struct value *list = value_set(turn->arena, said, "bodies", value_list(turn->arena));
    for (size_t i = 0; i < count; i++) {
        if (!may_read(turn, bodies[i].organisation))
            continue;
        open += bodies[i].done_us == TIME_NONE;
        if (!body_say(turn, direction, &bodies[i],
                      value_append(turn->arena, list, value_map(turn->arena))))
            return false;
    }
    value_set_integer(turn->arena, said, "not_done", open);
    *shown = list->count > 0;
    return turn->fault.kind == FAULT_NONE;
}

static bool direction_answer(struct turn *turn, const struct direction *direction,
                             struct value **answer)
{
    bool shown;
    *answer = value_map(turn->arena);
    return direction_say(turn, direction, *answer, &shown);
}

/* ---- direction.give ---- */

static const struct field named_item = {
    .type = FIELD_TEXT, .least = 1, .most = 200, .listed = "organisation.list"};

static const struct field give_fields[] = {
    {.name = "says",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = WORDS_BYTES_MAX,
     .label = "What is to be done",
     .help = "As the bodies read it."},
    {.name = "by", .type = FIELD_INSTANT, .needed = true, .help = "Until when it is to be done."},
    {.name = "organisations",
     .type = FIELD_LIST,
     .needed = true,
     .least = 1,
     .most = NAMED_MAX,
     .items = &named_item,
     .help = "To whom, by their short names."},
    {.name = "agencies",
     .type = FIELD_BOOLEAN,
     .help = "Also to every agency of those that are secretariats."},
    {.name = NULL},
};

static bool give_about(struct turn *turn, const struct value *input, struct object *object)
{
    (void)turn;
    (void)input;
    *object = (struct object){.exists = true};
    return true;
}

static bool known(const struct text *ids, size_t count, struct text id)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(ids[i], id))
            return true;
    return false;
}

/* Each body once. */
static bool give_bodies(struct turn *turn, const struct value *input, struct text *ids,
                        size_t *count)
{
    const struct value *named = value_get(input, "organisations");
    bool agencies = value_get_boolean(input, "agencies", false);
    *count = 0;
    for (size_t i = 0; i < named->count; i++) {
        struct organisation body;
        struct text *below;
        size_t below_count = 1;
        bool found;
        if (!organisation_find(turn, named->items[i]->text, turn->now_us, &body, &found))
            return false;
        if (!found)
            return fail_field(turn, "organisations", "no organisation is called %.*s",
                              TEXT_SHOW(named->items[i]->text));
        below = &body.id;
        if (agencies && !people_bodies(turn, body.id, &below, &below_count))
            return false;
        for (size_t j = 0; j < below_count; j++) {
            if (known(ids, *count, below[j]))
                continue;
            if (*count == DIRECTION_BODIES_MAX)
                return fail_field(turn, "organisations", "these are more than %d bodies",
                                  DIRECTION_BODIES_MAX);
            ids[(*count)++] = below[j];
        }
    }
    return true;
}

static bool by_read(struct turn *turn, const struct value *input, int64_t *by_us)
{
    if (!instant_parse(turn, "by", value_get_text(input, "by"), turn->pack->calendar.zone, by_us))
        return false;
    return *by_us > turn->now_us
           || fail_field(turn, "by", "nothing can be done until then: give an instant to come");
}

static bool direction_give(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct text *ids = arena_array(turn->arena, DIRECTION_BODIES_MAX, sizeof *ids);
    size_t count;
    struct direction direction = {.says = value_get_text(input, "says"),
                                  .state = TEXT("stands"),
                                  .author_name = turn->actor.name,
                                  .capacity = turn->actor.capacity,
                                  .given_us = turn->now_us,
                                  .version = 1};
    if (!direction_authority(turn) || !by_read(turn, input, &direction.by_us)
        || !give_bodies(turn, input, ids, &count) || !id_new(turn, &direction.id)
        || !direction_write(change, &direction))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct directed body = {
            .organisation = ids[i], .version = 1, .seen_us = TIME_NONE, .done_us = TIME_NONE};
        if (!directed_write(change, direction.id, &body)
            || !direction_tell(change, &direction, ids[i]))
            return false;
    }
    return direction_entry(change, "direction.give", &direction, input)
           && direction_answer(turn, &direction, answer);
}

/* ---- direction.change ---- */

static const struct field change_fields[] = {
    {.name = "direction",
     .type = FIELD_ID,
     .needed = true,
     .listed = "direction.list",
     .help = "Its id."},
    {.name = "by", .type = FIELD_INSTANT, .help = "Until when it is to be done now."},
    {.name = "withdrawn", .type = FIELD_BOOLEAN, .help = "Nothing is asked any more."},
    {.name = "reason",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = WORDS_BYTES_MAX,
     .help = "Why."},
    {.name = NULL},
};

static bool direction_known(struct turn *turn, const struct value *input,
                            struct direction *direction)
{
    bool found;
    if (!direction_select(turn, value_get_text(input, "direction"), direction, &found))
        return false;
    return found || fail(turn, FAULT_MISSING, "there is no such direction");
}

/* What is not done yet ends, and begins with the new instant where there is one. */
static bool change_bodies(struct change *change, const struct direction *direction)
{
    struct turn *turn = change_turn(change);
    struct directed *bodies;
    size_t count;
    if (!directed_select(turn, direction->id, &bodies, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (bodies[i].done_us == TIME_NONE
            && (!direction_tell_end(change, FACT_DIRECTION_CHANGED, direction,
                                    bodies[i].organisation, turn->now_us)
                || (direction_stands(direction)
                    && !direction_tell(change, direction, bodies[i].organisation))))
            return false;
    return true;
}

static bool direction_change(struct change *change, const struct value *input,
                             struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct direction direction;
    bool withdrawn = value_get_boolean(input, "withdrawn", false);
    if (!direction_known(turn, input, &direction) || !direction_authority(turn))
        return false;
    if (withdrawn == value_has(input, "by"))
        return fail_field(turn, "by",
                          "say until when it is to be done now, or that it is "
                          "withdrawn: one of both");
    if (!direction_stands(&direction))
        return fail(turn, FAULT_CLASH, "it is withdrawn already");
    if (!withdrawn && !by_read(turn, input, &direction.by_us))
        return false;
    if (withdrawn)
        direction.state = TEXT("withdrawn");
    direction.reason = value_get_text(input, "reason");
    direction.author_name = turn->actor.name;
    direction.capacity = turn->actor.capacity;
    direction.version++;
    return direction_write(change, &direction) && change_bodies(change, &direction)
           && direction_entry(change, "direction.change", &direction, input)
           && direction_answer(turn, &direction, answer);
}

/* ---- direction.see, direction.done ---- */

#define FIELDS_BODY                                                                                \
    {.name = "direction", .type = FIELD_ID, .needed = true, .help = "Its id."},                    \
    {                                                                                              \
        .name = "organisation", .type = FIELD_TEXT, .needed = true, .least = 1, .most = 200,       \
        .suggests = "organisations", .help = "Whose: its short name."                              \
    }

static const struct field see_fields[] = {FIELDS_BODY, {.name = NULL}};
static const struct field done_fields[] = {
    FIELDS_BODY,
    {.name = "proof",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = WORDS_BYTES_MAX,
     .label = "What shows it",
     .help = "A change number, a test, a document."},
    {.name = "at", .type = FIELD_INSTANT, .help = "When it was done; now, if left out."},
    {.name = NULL},
};

/* The organisation to which the direction goes; anything else looks like nothing at all, and so
 * does it to whoever may change the organisation and not read what it owes. */
static bool body_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct direction direction;
    struct organisation organisation;
    struct directed *bodies;
    size_t count;
    bool found;
    *object = (struct object){.exists = false};
    if (!organisation_find(turn, value_get_text(input, "organisation"), turn->now_us, &organisation,
                           &found))
        return false;
    if (!found)
        return true;
    if (!direction_select(turn, value_get_text(input, "direction"), &direction, &found)
        || !directed_select(turn, direction.id, &bodies, &count))
        return false;
    object->organisation = organisation.id;
    for (size_t i = 0; i < count && !object->exists; i++)
        object->exists =
            text_equal(bodies[i].organisation, organisation.id) && may_read(turn, organisation.id);
    return turn->fault.kind == FAULT_NONE;
}

static bool body_known(struct turn *turn, const struct value *input, struct direction *direction,
                       struct directed *body)
{
    struct organisation organisation;
    struct directed *bodies;
    size_t count;
    bool found;
    if (!direction_known(turn, input, direction)
        || !organisation_find(turn, value_get_text(input, "organisation"), turn->now_us,
                              &organisation, &found)
        || !directed_select(turn, direction->id, &bodies, &count))
        return false;
    for (size_t i = 0; found && i < count; i++)
        if (text_equal(bodies[i].organisation, organisation.id)) {
            *body = bodies[i];
            body->version++;
            return true;
        }
    return fail(turn, FAULT_MISSING, "there is no such direction");
}

static bool direction_see(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct direction direction;
    struct directed body;
    if (!body_known(turn, input, &direction, &body))
        return false;
    if (body.seen_us != TIME_NONE)
        return fail(turn, FAULT_CLASH, "%.*s has confirmed it already", TEXT_SHOW(body.seen_by));
    body.seen_us = turn->now_us;
    body.seen_by = turn->actor.name;
    return directed_write(change, direction.id, &body)
           && direction_entry(change, "direction.see", &direction, input)
           && direction_answer(turn, &direction, answer);
}

/* A fact: taken also of a direction that is withdrawn by now. */
static bool direction_done(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct direction direction;
    struct directed body;
    if (!body_known(turn, input, &direction, &body))
        return false;
    body.done_us = turn->now_us;
    if (value_has(input, "at")
        && !instant_parse(turn, "at", value_get_text(input, "at"), turn->pack->calendar.zone,
                          &body.done_us))
        return false;
    if (body.done_us > turn->now_us)
        return fail_field(turn, "at", "it cannot have been done after now");
    body.done_by = turn->actor.name;
    body.proof = value_get_text(input, "proof");
    return directed_write(change, direction.id, &body)
           && direction_entry(change, "direction.done", &direction, input)
           && direction_tell_end(change, FACT_DIRECTION_DONE, &direction, body.organisation,
                                 body.done_us)
           && direction_answer(turn, &direction, answer);
}

/* ---- direction.list ---- */

static const struct field list_fields[] = {FIELDS_PAGE, {.name = NULL}};

static bool direction_list(struct turn *turn, const struct value *input, struct value **answer)
{
    enum { SCANNED_MAX = 1000 };
    struct value *items = value_list(turn->arena);
    size_t limit = page_limit(input);
    struct text before = value_get_text(input, "after");
    bool more = true;
    for (size_t scanned = 0; more && items->count < limit && scanned < SCANNED_MAX;) {
        struct direction *directions;
        size_t count;
        if (!direction_select_before(turn, before, limit, &directions, &count))
            return false;
        more = count == limit;
        scanned += count;
        for (size_t i = 0; i < count && items->count < limit; i++) {
            struct value *said = value_map(turn->arena);
            bool shown;
            before = directions[i].id;
            if (!direction_say(turn, &directions[i], said, &shown))
                return false;
            if (shown)
                value_append(turn->arena, items, said);
        }
    }
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (more)
        value_set_text(turn->arena, *answer, "next", before);
    return true;
}

const struct action direction_actions[] = {
    {.name = "direction.give",
     .title = "Direct bodies to do something",
     .method = METHOD_POST,
     .route = "/directions",
     .fields = give_fields,
     .area = AREA_OBLIGATION,
     .level = LEVEL_DECIDE,
     .about = give_about,
     .write = direction_give,
     .help = "By whoever the policy gives authority over all technology, and nobody in that "
             "person's place but one who formally acts: what is to be done, by whom, until when. "
             "Each body owes it from then on."},
    {.name = "direction.change",
     .title = "Change or withdraw a direction",
     .method = METHOD_POST,
     .route = "/directions/{direction}/changes",
     .fields = change_fields,
     .area = AREA_OBLIGATION,
     .level = LEVEL_DECIDE,
     .about = give_about,
     .write = direction_change,
     .help = "By the same office: another instant, or nothing any more. What is done stays done."},
    {.name = "direction.see",
     .title = "Confirm that a direction was read",
     .method = METHOD_POST,
     .route = "/directions/{direction}/seen",
     .fields = see_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = body_about,
     .write = direction_see,
     .help = "For the body: it was read. It is owed on until it is done."},
    {.name = "direction.done",
     .title = "A direction is carried out",
     .method = METHOD_POST,
     .route = "/directions/{direction}/done",
     .fields = done_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = body_about,
     .write = direction_done,
     .help = "For the body: when it was done, and what shows it."},
    {.name = "direction.list",
     .title = "Directions",
     .method = METHOD_GET,
     .route = "/directions",
     .fields = list_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .read = direction_list,
     .item = "direction",
     .known_by = {"says", "by_local"},
     .help = "What was directed, the newest first, and of each body that I answer for or oversee: "
             "open, done or overdue."},
    {.name = NULL},
};
