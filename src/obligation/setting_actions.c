/* SPDX-License-Identifier: Apache-2.0 */
/* Setting something in place of the policy: by whom, what is refused, and the list of all that was
 * ever set. */
#include "base/json.h"
#include "base/zone.h"
#include "obligation/setting.h"
#include "people/can.h"

enum { REASON_BYTES_MAX = 4000, MINUTES_MIN = 1, MINUTES_MAX = 366 * 24 * 60 };

/* ---- what is set ---- */

bool setting_begin(struct turn *turn, const struct value *input, struct setting *setting)
{
    struct setting *list;
    size_t count;
    setting->reason = value_get_text(input, "reason");
    setting->author = turn->actor.person;
    setting->author_name = turn->actor.name;
    setting->capacity = turn->actor.capacity;
    setting->entry_us = setting->from_us = turn->now_us;
    if (!setting_rows_all(turn, &list, &count))
        return false;
    setting->place = (int64_t)count;
    if (!value_has(input, "from"))
        return true;
    if (!instant_parse(turn, "from", value_get_text(input, "from"), turn->pack->calendar.zone,
                       &setting->from_us))
        return false;
    return setting->from_us >= turn->now_us
           || fail_field(turn, "from",
                         "a setting changes nothing that has begun; give an instant to come, or "
                         "leave it out");
}

bool setting_write(struct change *change, const struct setting *setting, const struct value *input,
                   const char *verb)
{
    return setting_rows_insert(change, setting)
           && change_entry(change, verb,
                           text_format(change_turn(change)->arena, "%.*s/%.*s",
                                       TEXT_SHOW(setting->kind), TEXT_SHOW(setting->subject)),
                           TEXT_NONE, input, NULL);
}

/* ---- how long a duty may take ---- */

/* The duty spoken of: its rule and step, in the pack that will be in force. */
struct spoken {
    const struct rule *rule;
    const struct step *step;
    const struct due *due;
};

static bool duty_spoken(struct turn *turn, const struct value *input, struct setting *setting,
                        struct spoken *spoken)
{
    const struct pack *pack = pack_at(turn->pack, setting->from_us);
    struct text name;
    struct text rule = text_cut(value_get_text(input, "rule"), '.', &name);
    enum rating rating = rating_named(value_get_text(input, "rating"));
    spoken->rule = pack == NULL ? NULL : pack_rule(pack, rule);
    if (spoken->rule == NULL)
        return fail_field(turn, "rule", "the policy has no such rule");
    spoken->step = rule_step(spoken->rule, name);
    if (spoken->step == NULL)
        return fail_field(turn, "rule", "this rule has no such step");
    if (spoken->step->by_rating != (rating != RATING_NONE))
        return fail_field(turn, "rating",
                          spoken->step->by_rating
                              ? "this due depends on the rating; say which: high, medium or low"
                              : "this due does not depend on the rating; leave it out");
    if (!step_due(turn, spoken->step, rating, &spoken->due))
        return false;
    if (!setting_fits(spoken->step, spoken->due))
        return fail_clause(turn, text_string(turn->arena, spoken->rule->clauses.items[0]),
                           "%.*s is due at once, on its day, or at a time that another document "
                           "says; nothing can be set for it",
                           TEXT_SHOW(spoken->rule->id));
    setting->kind = TEXT("due");
    setting->subject = spoken->rule->id;
    setting->step = spoken->step->name;
    setting->rating = spoken->step->by_rating ? text_of(rating_name(rating)) : TEXT_NONE;
    setting->within_us = value_get_integer(input, "minutes", 0) * MINUTE_US;
    return true;
}

/* The longest that may be set: what the documents say, and for an organisation what its house says;
 * INT64_MAX where nothing is said in so many hours. */
static bool longest(struct turn *turn, const struct setting *setting, const struct spoken *spoken,
                    int64_t *longest_us)
{
    struct setting *list;
    size_t count;
    struct setting about = *setting;
    bool local = !text_empty(setting->organisation);
    about.organisation = TEXT_NONE;
    if (!setting_rows_all(turn, &list, &count))
        return false;
    const struct setting *house =
        local ? setting_in_force(list, count, &about, setting->from_us, turn->now_us) : NULL;
    const struct due *due = setting_over(turn->arena, spoken->due, house, NULL);
    bool spans = due->function == DUE_ELAPSED || due->function == DUE_EVERY;
    *longest_us = INT64_MAX;
    if (due->function == DUE_IMMEDIATE && local)
        *longest_us = 0;
    else if (spans && (local || !spoken->due->product_default))
        *longest_us = due->amount_us;
    else if (due->within_us > 0)
        *longest_us = due->within_us;
    return true;
}

static bool due_write(struct change *change, const struct value *input, struct setting *setting,
                      struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct spoken spoken;
    int64_t longest_us;
    if (!setting_begin(turn, input, setting) || !duty_spoken(turn, input, setting, &spoken)
        || !longest(turn, setting, &spoken, &longest_us))
        return false;
    if (text_empty(setting->organisation) && !obligation_authority(turn, &spoken.rule->authority))
        return false;
    if (setting->within_us > longest_us)
        return fail_clause(turn, text_string(turn->arena, spoken.rule->clauses.items[0]),
                           "%lld minutes is more than the %lld that stand; only a stricter time "
                           "can be set",
                           (long long)(setting->within_us / MINUTE_US),
                           (long long)(longest_us / MINUTE_US));
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "rule", setting->subject);
    value_set_integer(turn->arena, *answer, "minutes", setting->within_us / MINUTE_US);
    answer_time(turn, *answer, "from", setting->from_us);
    return setting_write(change, setting, input, "setting.due");
}

static bool setting_due_write(struct change *change, const struct value *input,
                              struct value **answer)
{
    struct setting setting = {0};
    return due_write(change, input, &setting, answer);
}

static bool setting_local_write(struct change *change, const struct value *input,
                                struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct organisation organisation;
    bool found;
    if (!organisation_find(turn, value_get_text(input, "organisation"), turn->now_us, &organisation,
                           &found))
        return false;
    if (!found)
        return fail_field(turn, "organisation",
                          "no organisation is called so; give its short name");
    struct setting setting = {.organisation = organisation.id};
    return due_write(change, input, &setting, answer);
}

static bool setting_local_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct organisation organisation;
    bool found;
    if (!organisation_find(turn, value_get_text(input, "organisation"), turn->now_us, &organisation,
                           &found))
        return false;
    *object = (struct object){.organisation = found ? organisation.id : TEXT_NONE, .exists = found};
    return true;
}

/* ---- whether a clause counts ---- */

static bool setting_clause_write(struct change *change, const struct value *input,
                                 struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct setting setting = {.kind = TEXT("clause"),
                              .subject = value_get_text(input, "clause"),
                              .off = !value_get_boolean(input, "counts", true)};
    if (!setting_begin(turn, input, &setting))
        return false;
    if (pack_clause(turn->pack, setting.subject) == NULL)
        return fail_field(turn, "clause", "the policy has no such clause");
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "clause", setting.subject);
    value_set_boolean(turn->arena, *answer, "counts", !setting.off);
    answer_time(turn, *answer, "from", setting.from_us);
    return setting_write(change, &setting, input, "setting.clause");
}

/* That somebody without the right tried is of record; the policy stays as it is. */
static bool setting_refused(struct change *change, const struct value *input,
                            const struct fault *fault)
{
    struct turn *turn = change_turn(change);
    bool due = value_has(input, "rule");
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "asked", json_write(turn->arena, input));
    value_set_text(turn->arena, said, "why", text_of(fault->message));
    return change_entry(change, "setting.refuse",
                        text_format(turn->arena, "%s/%.*s", due ? "due" : "clause",
                                    TEXT_SHOW(value_get_text(input, due ? "rule" : "clause"))),
                        TEXT_NONE, said, NULL);
}

/* ---- what was ever set ---- */

static bool list_one(struct turn *turn, const struct setting *list, size_t count, size_t at,
                     struct value *said)
{
    const struct setting *one = &list[at];
    struct organisation organisation;
    const struct setting *now = setting_in_force(list, count, one, turn->now_us, turn->now_us);
    value_set_text(turn->arena, said, "kind", one->kind);
    bool ladder = text_is(one->kind, "ladder");
    value_set_text(turn->arena, said,
                   text_is(one->kind, "clause") ? "clause"
                   : ladder                     ? "ladder"
                                                : "rule",
                   one->subject);
    if (!text_empty(one->step))
        value_set_text(turn->arena, said, ladder ? "rung" : "step", one->step);
    if (!text_empty(one->rating))
        value_set_text(turn->arena, said, "rating", one->rating);
    if (text_is(one->kind, "clause"))
        value_set_boolean(turn->arena, said, "counts", !one->off);
    else if (one->within_us > 0)
        value_set_integer(turn->arena, said, "minutes", one->within_us / MINUTE_US);
    else
        value_set_boolean(turn->arena, said, "as_the_policy", true);
    value_set_boolean(turn->arena, said, "in_force", now == one);
    value_set_text(turn->arena, said, "reason", one->reason);
    value_set_text(turn->arena, said, "by", one->author_name);
    value_set_text(turn->arena, said, "capacity", one->capacity);
    answer_time(turn, said, "from", one->from_us);
    answer_time(turn, said, "entry", one->entry_us);
    if (text_empty(one->organisation))
        return true;
    if (!organisation_read(turn, one->organisation, turn->now_us, &organisation))
        return false;
    value_set_text(turn->arena, said, "organisation", organisation.short_name);
    return true;
}

/* The newest first: as many as a page holds, from a line back. */
static bool setting_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct setting *list;
    size_t count;
    size_t limit = page_limit(input);
    struct cursor cursor = {INT64_MAX, TEXT_NONE};
    if (!page_after(turn, input, &cursor) || !setting_rows_all(turn, &list, &count))
        return false;
    *answer = value_map(turn->arena);
    struct value *items = value_set(turn->arena, *answer, "items", value_list(turn->arena));
    for (size_t i = count; i > 0 && items->count < limit; i--)
        if (list[i - 1].place < cursor.key
            && !list_one(turn, list, count, i - 1,
                         value_append(turn->arena, items, value_map(turn->arena))))
            return false;
    size_t before = cursor.key < (int64_t)count ? (size_t)cursor.key : count;
    if (before > limit)
        page_next(turn, *answer, (struct cursor){(int64_t)(before - limit), TEXT("setting")});
    return true;
}

/* ---- the table ---- */

#define FIELDS_DUE                                                                                 \
    {.name = "rule",                                                                               \
     .type = FIELD_TEXT,                                                                           \
     .needed = true,                                                                               \
     .least = 1,                                                                                   \
     .most = 80,                                                                                   \
     .label = "Duty",                                                                              \
     .help = "The rule; where it has several steps, RULE.STEP."},                                  \
        {.name = "rating",                                                                         \
         .type = FIELD_WORD,                                                                       \
         .words = rating_words,                                                                    \
         .help = "Where its time depends on the rating: of which."},                               \
        {.name = "minutes",                                                                        \
         .type = FIELD_INTEGER,                                                                    \
         .least = MINUTES_MIN,                                                                     \
         .most = MINUTES_MAX,                                                                      \
         .label = "At most, in minutes",                                                           \
         .help = "From the start of its clock. Left out: as the policy says, again."},             \
        FIELDS_SET

#define FIELDS_SET                                                                                 \
    {.name = "from",                                                                               \
     .type = FIELD_INSTANT,                                                                        \
     .help = "From when on; now, if left out. What has begun before is not changed."},             \
    {                                                                                              \
        .name = "reason", .type = FIELD_TEXT, .needed = true, .least = 1,                          \
        .most = REASON_BYTES_MAX, .help = "Why."                                                   \
    }

static const char *const rating_words[] = {"high", "medium", "low", NULL};
static const struct field due_setting_fields[] = {FIELDS_DUE, {.name = NULL}};
static const struct field local_fields[] = {{.name = "organisation",
                                             .type = FIELD_TEXT,
                                             .needed = true,
                                             .least = 1,
                                             .most = 200,
                                             .suggests = "organisations",
                                             .help = "Its short name."},
                                            FIELDS_DUE,
                                            {.name = NULL}};
static const struct field clause_setting_fields[] = {
    {.name = "clause",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 80,
     .help = "Its id."},
    {.name = "counts",
     .type = FIELD_BOOLEAN,
     .needed = true,
     .label = "Does it count?",
     .help =
         "A rule all of whose clauses do not count opens nothing; that is of record each time."},
    FIELDS_SET,
    {.name = NULL}};
static const struct field ladder_fields[] = {
    {.name = "organisation",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 200,
     .suggests = "organisations",
     .help = "Its short name."},
    {.name = "ladder", .type = FIELD_ID, .needed = true, .help = "By its name in the policy."},
    {.name = "rung",
     .type = FIELD_INTEGER,
     .needed = true,
     .least = 1,
     .most = 40,
     .help = "Which rung, from 1."},
    {.name = "minutes",
     .type = FIELD_INTEGER,
     .least = MINUTES_MIN,
     .most = MINUTES_MAX,
     .label = "After so many minutes",
     .help = "After the due. Left out: as the policy "
             "says, again."},
    FIELDS_SET,
    {.name = NULL}};
static const struct field differences_fields[] = {{.name = "secretariat",
                                                   .type = FIELD_TEXT,
                                                   .needed = true,
                                                   .least = 1,
                                                   .most = 200,
                                                   .suggests = "organisations",
                                                   .help = "Its short name."},
                                                  {.name = NULL}};
static const struct field setting_list_fields[] = {FIELDS_PAGE, {.name = NULL}};

#define PROPOSE_INSTEAD "propose the change (proposal.make), and the owner of the policy decides"

const struct action setting_actions[] = {
    {.name = "setting.list",
     .title = "Settings",
     .method = METHOD_GET,
     .route = "/settings",
     .fields = setting_list_fields,
     .area = AREA_POLICY,
     .level = LEVEL_READ,
     .read = setting_list,
     .help = "What was ever set in place of the policy, by whom, from when and why; the newest "
             "first."},
    {.name = "setting.due",
     .title = "Set how long a duty may take",
     .method = METHOD_POST,
     .route = "/settings/dues",
     .fields = due_setting_fields,
     .area = AREA_OBLIGATION,
     .level = LEVEL_DECIDE,
     .write = setting_due_write,
     .refused = setting_refused,
     .instead = PROPOSE_INSTEAD,
     .help = "For the whole house, by the authority of the rule. Where the documents say a time, "
             "only a stricter one; where the time is the product's own, any."},
    {.name = "setting.local",
     .title = "Set a stricter time for an organisation",
     .method = METHOD_POST,
     .route = "/organisations/{organisation}/settings",
     .fields = local_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = setting_local_about,
     .write = setting_local_write,
     .help = "A time of an organisation's own, never longer than the one of the policy or of the "
             "house."},
    {.name = "setting.ladder",
     .title = "Set a faster ladder for an organisation",
     .method = METHOD_POST,
     .route = "/organisations/{organisation}/ladders",
     .fields = ladder_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = setting_local_about,
     .write = setting_ladder_write,
     .help = "A rung of a ladder that comes sooner for an organisation than the policy says; never "
             "later. Whom it reaches is the policy's."},
    {.name = "setting.differences",
     .title = "Where the bodies of a secretariat differ",
     .method = METHOD_GET,
     .route = "/settings/differences",
     .fields = differences_fields,
     .area = AREA_POLICY,
     .level = LEVEL_READ,
     .read = setting_differences,
     .help = "What bodies of one secretariat have set stricter than the policy, each beside what "
             "the policy says."},
    {.name = "setting.clause",
     .title = "Switch a clause off or on",
     .method = METHOD_POST,
     .route = "/settings/clauses",
     .fields = clause_setting_fields,
     .area = AREA_POLICY,
     .level = LEVEL_DECIDE,
     .write = setting_clause_write,
     .refused = setting_refused,
     .instead = PROPOSE_INSTEAD,
     .help = "The owner of the documents decides, with a reason, that a clause does not count from "
             "an instant on, or that it does again."},
    {.name = NULL},
};
