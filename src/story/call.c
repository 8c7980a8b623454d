/* SPDX-License-Identifier: Apache-2.0 */
/* Deeds: names of the story become ids, times become instants, and the action is called. */
#include "base/json.h"
#include "story/inside.h"

/* What comes of a call is copied: its own memory goes with the call. */
static struct value *copied(struct stage *stage, const struct value *value)
{
    struct value *copy = NULL;
    if (value == NULL)
        return NULL;
    struct text written = text_copy(stage->turn.arena, json_write(stage->work, value));
    if (!json_read(&stage->turn, written, "an answer", &copy))
        fault_clear(&stage->turn);
    return copy;
}

void stage_call(struct stage *stage, const struct credential *credential, const char *action,
                struct value *input, struct answer *answer)
{
    struct call call = {.action = house_action(stage->house, text_of(action)),
                        .input = input,
                        .credential = *credential};
    if (call.action == NULL) {
        *answer = (struct answer){.fault = {.kind = FAULT_MISSING}};
        snprintf(answer->fault.message, sizeof answer->fault.message,
                 "there is no action %s; revere help lists them", action);
        return;
    }
    action_call(stage->house, stage->work, &call, answer);
    answer->value = copied(stage, answer->value);
    answer->fault.unmet = copied(stage, answer->fault.unmet);
    arena_clear(stage->work);
}

bool stage_ask(struct stage *stage, const char *action, struct value *input, struct value **answer)
{
    static const struct credential house = {.system = "system:story"};
    struct answer said;
    stage_call(stage, &house, action, input, &said);
    *answer = said.value;
    if (said.fault.kind != FAULT_NONE)
        stage->turn.fault = said.fault;
    return said.fault.kind == FAULT_NONE;
}

/* ---- names ---- */

const struct label *stage_label(const struct stage *stage, struct text name)
{
    for (size_t i = stage->labels_count; i-- > 0;)
        if (text_equal(stage->labels[i].name, name))
            return &stage->labels[i];
    return NULL;
}

bool stage_case(struct stage *stage, struct text label, struct text *number)
{
    struct text name = text_empty(label) ? stage->last_case : label;
    const struct label *found = stage_label(stage, name);
    if (text_empty(name))
        return fail_field(&stage->turn, "case",
                          "there is no case yet; report one first: reporter "
                          "reports \"what\" about DPH as R1");
    if (found == NULL || text_empty(found->number)) {
        *number = name; /* it may be the number itself */
        return text_starts(name, TEXT("INC-"))
               || fail_field(
                   &stage->turn, "case",
                   "nothing was reported as %.*s; write the name behind \"as\" of a report",
                   TEXT_SHOW(name));
    }
    stage->last_case = found->name;
    *number = found->number;
    return true;
}

static struct text given_id(const struct given *given, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(given[i].name, name))
            return given[i].id;
    return TEXT_NONE;
}

struct text stage_person(const struct stage *stage, struct text name)
{
    return given_id(stage->people, stage->people_count, name);
}

bool role_holders(struct stage *stage, struct text role, struct text organisation, int64_t at_us,
                  struct value **holders)
{
    struct arena *arena = stage->turn.arena;
    struct value *input = value_map(arena);
    struct value *answer;
    value_set_text(arena, input, "role", role);
    value_set_text(arena, input, "at", instant_utc(arena, at_us));
    if (!text_empty(organisation))
        value_set_text(arena, input, "organisation", organisation);
    if (!stage_ask(stage, "role.holder", input, &answer))
        return false;
    *holders = value_get(answer, "holders");
    return true;
}

static bool who_by_role(struct stage *stage, const struct who *who, struct credential *credential)
{
    struct value *holders;
    if (pack_role(house_pack(stage->house), who->name) == NULL)
        return fail_field(&stage->turn, "who",
                          "nobody is called %.*s, and it is no role; write: "
                          "given person %.*s is ROLE",
                          TEXT_SHOW(who->name), TEXT_SHOW(who->name));
    if (!role_holders(stage, who->name, who->organisation, stage->now_us, &holders))
        return false;
    struct value *first = holders == NULL || holders->count == 0 ? NULL : holders->items[0];
    if (first == NULL)
        return fail_field(&stage->turn, "who",
                          "nobody holds %.*s now; write: given staff of DPH, or: "
                          "given person ana is %.*s",
                          TEXT_SHOW(who->name), TEXT_SHOW(who->name));
    credential->person = value_get_text(first, "person");
    return true;
}

bool stage_who(struct stage *stage, const struct who *who, struct credential *credential)
{
    *credential = (struct credential){.capacity = who->capacity};
    if (who->kind == WHO_HOUSE)
        credential->system = "system:story";
    if (who->kind != WHO_NAMED)
        return true;
    credential->person = stage_person(stage, who->name);
    return (!text_empty(credential->person) && text_empty(who->organisation))
           || who_by_role(stage, who, credential);
}

/* ---- values of an input ---- */

struct value *value_path(struct value *value, struct text path)
{
    while (value != NULL && !text_empty(path)) {
        struct text step = text_cut(path, '.', &path);
        int64_t number;
        if (value->kind == VALUE_LIST)
            value = text_integer(step, &number) && number >= 0 && (size_t)number < value->count
                        ? value->items[number]
                        : NULL;
        else {
            struct value *member = NULL;
            for (size_t i = 0; value->kind == VALUE_MAP && i < value->count; i++)
                if (text_equal(value->members[i].name, step))
                    member = value->members[i].value;
            value = member;
        }
    }
    return value;
}

/* "$999" is money. */
bool names_earlier(struct text written)
{
    return written.size > 1 && written.data[0] == '$'
           && !(written.data[1] >= '0' && written.data[1] <= '9');
}

/* "$R1.receipt", "$answer.notice": from an answer that was given before. */
bool value_earlier(struct stage *stage, struct text written, struct value **value)
{
    struct text path;
    struct text name = text_cut((struct text){written.data + 1, written.size - 1}, '.', &path);
    const struct label *label = stage_label(stage, name);
    *value = value_path(text_is(name, "answer") ? stage->answer
                        : label == NULL         ? NULL
                                                : label->answer,
                        path);
    return *value != NULL
           || fail_field(&stage->turn, "story", "no earlier answer has %.*s", TEXT_SHOW(written));
}

static bool is_instant_name(const char *name)
{
    static const char *const names[] = {"at",          "from",  "to",       "told",  "detected",
                                        "known_since", "known", "occurred", "review"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* A text of the story as the action needs it. */
static bool text_known(struct stage *stage, const char *name, struct text written,
                       struct text *meant)
{
    int64_t span_us;
    *meant = written;
    if (strcmp(name, "incident") == 0 || strcmp(name, "into") == 0)
        return stage_case(stage, written, meant);
    if ((strcmp(name, "person") == 0 || strcmp(name, "support") == 0)
        && !text_empty(stage_person(stage, written)))
        *meant = stage_person(stage, written);
    else if (strcmp(name, "asset") == 0
             && !text_empty(given_id(stage->assets, stage->assets_count, written)))
        *meant = given_id(stage->assets, stage->assets_count, written);
    else if (is_instant_name(name) && text_is(written, "now"))
        *meant = instant_utc(stage->turn.arena, stage->now_us);
    else if (is_instant_name(name) && text_starts(written, TEXT("+"))
             && span_parse(written, &span_us))
        *meant = instant_utc(stage->turn.arena, stage->now_us + span_us);
    return true;
}

static bool input_known(struct stage *stage, struct value *input)
{
    for (size_t i = 0; i < input->count; i++) {
        struct member *member = &input->members[i];
        struct text meant;
        if (member->value->kind == VALUE_MAP) {
            if (!input_known(stage, member->value))
                return false;
            continue;
        }
        if (member->value->kind != VALUE_TEXT)
            continue;
        if (names_earlier(member->value->text)) {
            if (!value_earlier(stage, member->value->text, &member->value))
                return false;
            continue;
        }
        if (!text_known(stage, text_string(stage->turn.arena, member->name), member->value->text,
                        &meant))
            return false;
        member->value = value_text(stage->turn.arena, meant);
    }
    return true;
}

bool stage_instant_set(struct stage *stage, struct value *map, const char *member,
                       const struct spoken *moment, struct text case_label)
{
    int64_t instant_us;
    if (moment->kind == MOMENT_NONE)
        return true;
    if (!stage_moment(stage, member, moment, case_label, &instant_us))
        return false;
    value_set_text(stage->turn.arena, map, member, instant_utc(stage->turn.arena, instant_us));
    return true;
}

/* The times of a deed, under the names that its action has for them. */
static bool times_set(struct stage *stage, const struct statement *statement, struct value *input)
{
    bool report = text_is(statement->name, "report.create");
    return stage_instant_set(stage, input, report ? "told" : "at", &statement->at,
                             statement->case_label)
           && stage_instant_set(stage, input, report ? "detected" : "from", &statement->from,
                                statement->case_label)
           && stage_instant_set(stage, input, "known_since", &statement->to, statement->case_label);
}

/* A value that an element takes, for a story that does not care. */
static struct value *element_filled(struct stage *stage, const struct value *element)
{
    struct arena *arena = stage->turn.arena;
    struct value *item = value_map(arena);
    struct text kind = value_get_text(element, "kind");
    struct text value = TEXT("as the story says");
    if (text_is(kind, "choice"))
        value = value_get_item(element, "words", 0)->text;
    else if (text_is(kind, "instant"))
        value = instant_utc(arena, stage->now_us);
    else if (text_is(kind, "date"))
        value = date_format(arena, zone_civil(stage->zone, stage->now_us).date);
    value_set_text(arena, item, "value", value);
    return item;
}

/* "complete": every element of the document that the story does not name gets a value, that which
 * the case knows where it knows one. */
static bool document_fill(struct stage *stage, struct text label, struct value *input)
{
    struct arena *arena = stage->turn.arena;
    struct value *content = value_get(input, "content");
    struct value *asked = value_map(arena);
    struct value *begun;
    struct text number;
    if (content == NULL)
        content = value_set(arena, input, "content", value_map(arena));
    if (!stage_case(stage, label, &number))
        return false;
    value_set_text(arena, asked, "incident", number);
    value_set_text(arena, asked, "document", value_get_text(input, "document"));
    if (value_has(input, "series"))
        value_set_text(arena, asked, "series", value_get_text(input, "series"));
    if (!stage_ask(stage, "document.prepare", asked, &begun))
        return false;
    for (size_t i = 0; i < value_get_count(begun, "elements"); i++) {
        const struct value *element = value_get_item(begun, "elements", i);
        const char *code = text_string(arena, value_get_text(element, "code"));
        struct value *known = value_get(value_get(begun, "content"), code);
        if (value_has(content, code) || value_get_boolean(element, "fixed", false))
            continue;
        value_set(arena, content, code,
                  value_has(known, "value") ? known : element_filled(stage, element));
    }
    return true;
}

/* A map without one member. */
static struct value *without(struct arena *arena, const struct value *map, const char *name)
{
    struct value *rest = value_map(arena);
    for (size_t i = 0; i < map->count; i++)
        if (!text_is(map->members[i].name, name))
            value_set(arena, rest, text_string(arena, map->members[i].name), map->members[i].value);
    return rest;
}

static bool receipt_set(struct stage *stage, const struct statement *statement,
                        struct value **input)
{
    struct text number;
    const struct label *label = stage_label(stage, statement->case_label);
    if (!stage_case(stage, statement->case_label, &number))
        return false;
    *input = without(stage->turn.arena, *input, "incident");
    value_set_text(stage->turn.arena, *input, "number", number);
    if (label != NULL && text_is(value_get_text(*input, "receipt"), "$receipt"))
        value_set_text(stage->turn.arena, *input, "receipt",
                       value_get_text(label->answer, "receipt"));
    return true;
}

static bool input_ready(struct stage *stage, const struct statement *statement,
                        struct value **input)
{
    struct text written = json_write(stage->turn.arena, statement->input);
    if (!json_read(&stage->turn, written, "the statement", input))
        return false;
    if (text_is(statement->name, "report.receipt") && !receipt_set(stage, statement, input))
        return false;
    if (text_is(statement->name, "document.send") && value_get_boolean(*input, "filled", false)) {
        *input = without(stage->turn.arena, *input, "filled");
        if (!document_fill(stage, value_get_text(*input, "incident"), *input))
            return false;
    }
    return input_known(stage, *input) && times_set(stage, statement, *input);
}

/* ---- the deed ---- */

static void answer_keep(struct stage *stage, const struct statement *statement,
                        struct value *answer)
{
    struct text number = value_get_text(answer, "incident_number");
    stage->answer = answer;
    if (text_empty(number) && value_path(answer, TEXT("number")) != NULL
        && value_path(answer, TEXT("number"))->kind == VALUE_TEXT)
        number = value_get_text(answer, "number");
    if (text_empty(statement->label)) {
        bool report = text_is(statement->name, "report.create");
        if (!report)
            return;
    }
    stage->labels = arena_grow(stage->turn.arena, stage->labels, stage->labels_count,
                               &stage->labels_capacity, sizeof *stage->labels);
    struct label *label = &stage->labels[stage->labels_count++];
    *label = (struct label){.name = statement->label, .answer = answer, .number = number};
    if (text_empty(label->name))
        label->name = number; /* a report without a name is called by its number */
    if (!text_empty(number))
        stage->last_case = label->name;
}

/* By the link the act names the token in the letter, and nobody signs in. */
static bool link_set(struct stage *stage, struct text notice, struct value *input)
{
    struct text token = TEXT_NONE;
    for (size_t i = 0; i < stage->links_count; i++)
        if (text_equal(stage->links[i].name, notice))
            token = stage->links[i].id;
    if (text_empty(token))
        return fail_field(&stage->turn, "story", "no channel has taken that notice yet");
    value_set_text(stage->turn.arena, input, "token", token);
    return true;
}

/* The notice or the obligation that a statement means, into the input. */
static bool thing_found(struct stage *stage, const struct statement *statement, struct value *input)
{
    const struct expectation *expectation = &statement->expectation;
    bool notice = expectation->subject == ABOUT_NOTICE;
    struct value *items;
    if (!(notice ? notices_of(stage, expectation->label, &items)
                 : obligations_of(stage, expectation->label, &items)))
        return false;
    for (size_t i = items->count; i-- > 0;) {
        bool fits;
        if (!(notice ? notice_fits(stage, expectation, items->items[i], &fits)
                     : obligation_fits(stage, expectation, items->items[i], &fits)))
            return false;
        if (!fits)
            continue;
        const char *id = notice ? "notice" : "obligation";
        if (text_is(statement->name, "notice.confirm") || text_is(statement->name, "notice.open"))
            return link_set(stage,
                            value_get_text(items->items[i],
                                           value_has(items->items[i], "letter") ? "letter" : id),
                            input);
        value_set_text(stage->turn.arena, input, id, value_get_text(items->items[i], id));
        if (text_is(statement->name, "notice.attest")) {
            struct text name = value_get_text(value_get(items->items[i], "to"), "name");
            if (!value_has(input, "whom"))
                value_set_text(stage->turn.arena, input, "whom", name);
            if (!value_has(input, "how"))
                value_set_text(stage->turn.arena, input, "how", TEXT("phone"));
            if (!value_has(input, "at"))
                value_set_text(stage->turn.arena, input, "at",
                               instant_utc(stage->turn.arena, stage->now_us));
        }
        if (text_is(statement->name, "notice.bounce") && !value_has(input, "reason"))
            value_set_text(stage->turn.arena, input, "reason", TEXT("no such recipient"));
        return true;
    }
    return fail_field(&stage->turn, "story", "there is no such %s",
                      notice ? "notice" : "obligation");
}

/* What is owed can be waived, and rest while it is not late; what is late, or was missed, and has
 * no explanation can be given one. */
static bool each_fits(const struct statement *statement, const struct value *obligation)
{
    struct text state = value_get_text(obligation, "state");
    bool missed = text_is(state, "missed");
    if (text_is(statement->name, "obligation.waive"))
        return text_is(state, "open") || text_is(state, "overdue") || text_is(state, "scheduled");
    if (text_is(statement->name, "obligation.suspend"))
        return text_is(state, "open") || text_is(state, "scheduled");
    return !value_has(obligation, "explanation")
           && (missed
               || (value_get_boolean(obligation, "late", false) && !text_is(state, "waived")));
}

/* What the deed is given for one duty. */
static bool each_input(struct stage *stage, const struct statement *statement,
                       const struct value *obligation, struct value *input)
{
    struct arena *arena = stage->turn.arena;
    bool explains = text_is(statement->name, "obligation.explain");
    int64_t until_us;
    value_set_text(arena, input, "obligation", value_get_text(obligation, "obligation"));
    value_set_text(arena, input, explains ? "explanation" : "reason",
                   value_get_text(statement->input, "reason"));
    if (statement->to.kind == MOMENT_NONE)
        return true;
    if (!stage_moment(stage, "until", &statement->to, statement->case_label, &until_us))
        return false;
    value_set_text(arena, input, "until", instant_utc(arena, until_us));
    return true;
}

/* The first fault ends it, and is the deed's. */
static bool stage_each(struct stage *stage, const struct statement *statement)
{
    struct credential credential;
    struct value *items;
    struct answer answer = {0};
    if (!stage_who(stage, &statement->who, &credential)
        || !obligations_of(stage, statement->case_label, &items))
        return false;
    for (size_t i = 0; i < items->count && answer.fault.kind == FAULT_NONE; i++) {
        struct value *input = value_map(stage->turn.arena);
        if (!each_fits(statement, items->items[i]))
            continue;
        if (!each_input(stage, statement, items->items[i], input))
            return false;
        stage_call(stage, &credential, text_string(stage->turn.arena, statement->name), input,
                   &answer);
    }
    stage->fault = answer.fault;
    stage->faulted = answer.fault.kind == FAULT_NONE ? NULL : statement;
    return stage_settle(stage);
}

bool stage_deed(struct stage *stage, const struct statement *statement)
{
    struct credential credential;
    struct value *input;
    struct answer answer;
    if (statement->verb == SAYS_EACH)
        return stage_each(stage, statement);
    if (!input_ready(stage, statement, &input))
        return false;
    bool thing = statement->verb == SAYS_ATTEST || statement->verb == SAYS_READ
                 || (statement->verb == SAYS_MAIL && value_has(input, "how"));
    if (thing && !thing_found(stage, statement, input))
        return false;
    if (statement->verb == SAYS_MAIL)
        stage_mail(stage, statement, &input);
    if (!stage_who(stage, &statement->who, &credential))
        return false;
    stage_call(stage, &credential, text_string(stage->turn.arena, statement->name), input, &answer);
    stage->fault = answer.fault;
    stage->faulted = answer.fault.kind == FAULT_NONE ? NULL : statement;
    if (answer.fault.kind == FAULT_NONE)
        answer_keep(stage, statement, answer.value);
    return stage_settle(stage);
}
