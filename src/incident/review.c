/* SPDX-License-Identifier: Apache-2.0 */
/* The review: whether what a guard asks for stands, and what documents say of it. */
#include "incident/review.h"
#include "base/json.h"
#include "incident/document.h"
#include "incident/inside.h"

enum { REVIEW_ROWS_MAX = 1000 };

/* ---- guards ---- */

static bool guard_cause(struct turn *turn, const struct incident *incident, struct verdict *verdict)
{
    struct cause cause;
    if (!review_rows_cause(turn, incident->id, &cause))
        return false;
    verdict->holds = cause.version > 0;
    verdict->why = TEXT("no cause is stated, nor why it stays undetermined");
    return true;
}

static bool guard_loss(struct turn *turn, const struct incident *incident, struct verdict *verdict)
{
    struct loss loss;
    if (!review_rows_loss(turn, incident->id, &loss))
        return false;
    verdict->holds = loss.version > 0;
    verdict->why = TEXT("the loss is not stated; nothing lost is a statement, too");
    return true;
}

static bool handed_over(const struct corrective *corrective)
{
    return !text_is(corrective->state, "open")
           || (!text_empty(corrective->due)
               && (!text_empty(corrective->owner) || !text_empty(corrective->role)));
}

static bool guard_actions(struct turn *turn, const struct incident *incident,
                          struct verdict *verdict)
{
    struct corrective *list;
    size_t count;
    if (!review_rows_correctives(turn, incident->id, INT64_MIN, TEXT_NONE, REVIEW_ROWS_MAX, &list,
                                 &count))
        return false;
    verdict->holds = true;
    for (size_t i = 0; i < count && verdict->holds; i++) {
        verdict->holds = handed_over(&list[i]);
        verdict->why =
            text_format(turn->arena, "\"%.*s\" has no owner or no date", TEXT_SHOW(list[i].what));
    }
    return true;
}

static bool guard_tasks(struct turn *turn, const struct incident *incident, struct verdict *verdict)
{
    struct task *list;
    size_t count;
    if (!review_rows_tasks(turn, incident->id, &list, &count))
        return false;
    verdict->holds = true;
    for (size_t i = 0; i < value_get_count(turn->pack->elements, "tasks") && verdict->holds; i++) {
        const struct value *task = value_get_item(turn->pack->elements, "tasks", i);
        bool settled = false;
        for (size_t j = 0; j < count; j++)
            settled = settled || text_equal(list[j].code, value_get_text(task, "code"));
        verdict->holds = settled;
        verdict->clause = settled ? TEXT_NONE : value_get_text(task, "clause");
        verdict->why = text_format(turn->arena, "the task \"%.*s\" is neither done nor excused",
                                   TEXT_SHOW(value_get_text(task, "label")));
    }
    return true;
}

/* The last word that the document's step element may have: that of the briefing that ends it. */
static struct text last_step(const struct value *document, const char **element)
{
    for (size_t i = 0; i < value_get_count(document, "elements"); i++) {
        const struct value *one = value_get_item(document, "elements", i);
        size_t words = value_get_count(one, "words");
        if (!value_get_boolean(one, "step", false) || words == 0)
            continue;
        *element = value_get_text(one, "code").data;
        return value_get_item(one, "words", words - 1)->text;
    }
    return TEXT_NONE;
}

static bool step_sent(struct turn *turn, const struct incident *incident, struct text code,
                      const char *element, struct text word, bool *sent)
{
    struct sent *list;
    size_t count;
    *sent = false;
    if (!document_rows_page(turn, incident->id, code, INT64_MAX, TEXT("~"), REVIEW_ROWS_MAX, &list,
                            &count))
        return false;
    for (size_t i = 0; i < count && !*sent; i++) {
        struct value *content;
        if (!json_read(turn, list[i].content, "a kept document", &content))
            return false;
        *sent = text_equal(value_get_text(value_get(content, element), "value"), word);
    }
    return true;
}

static bool guard_document(struct turn *turn, const struct incident *incident,
                           const struct value *document, struct verdict *verdict)
{
    struct text code = value_get_text(document, "code");
    struct text name = value_get_text(document, "name");
    const char *element = NULL;
    struct text word = last_step(document, &element);
    struct sent last;
    bool found;
    if (!document_rows_last(turn, incident->id, code, &last, &found))
        return false;
    verdict->why = text_format(turn->arena, "there is no %.*s", TEXT_SHOW(name));
    if (found && value_has(document, "approved_by")) {
        verdict->why = text_format(turn->arena, "nobody has approved the last version of: %.*s",
                                   TEXT_SHOW(name));
        return document_approved(turn, incident->id, code, &verdict->holds);
    }
    if (element != NULL) {
        verdict->why = text_format(turn->arena, "no %.*s was sent that is \"%.*s\"",
                                   TEXT_SHOW(name), TEXT_SHOW(word));
        return step_sent(turn, incident, code, element, word, &verdict->holds);
    }
    verdict->holds = found && last.complete;
    if (found)
        verdict->why =
            text_format(turn->arena, "the last version is not complete: %.*s", TEXT_SHOW(name));
    return true;
}

bool review_guard(struct turn *turn, const struct incident *incident, struct text guard,
                  struct verdict *verdict)
{
    static const struct {
        const char *code;
        bool (*answer)(struct turn *turn, const struct incident *incident, struct verdict *verdict);
    } guards[] = {{"cause_stated", guard_cause},
                  {"loss_stated", guard_loss},
                  {"actions_handed_over", guard_actions},
                  {"tasks_done", guard_tasks}};
    *verdict = (struct verdict){.known = true};
    for (size_t i = 0; i < sizeof guards / sizeof *guards; i++)
        if (text_is(guard, guards[i].code))
            return guards[i].answer(turn, incident, verdict);
    for (size_t i = 0; i < value_get_count(turn->pack->elements, "documents"); i++) {
        const struct value *document = value_get_item(turn->pack->elements, "documents", i);
        if (text_equal(value_get_text(document, "guard"), guard))
            return guard_document(turn, incident, document, verdict);
    }
    verdict->known = false;
    return true;
}

/* ---- in words ---- */

bool review_cause_says(struct turn *turn, const struct incident *incident, struct builder *out)
{
    struct cause cause;
    if (!review_rows_cause(turn, incident->id, &cause))
        return false;
    if (cause.version == 0)
        return true;
    if (text_empty(cause.undetermined))
        build(out, cause.cause);
    else
        build_format(out, "Undetermined: %.*s", TEXT_SHOW(cause.undetermined));
    if (!text_empty(cause.attack))
        build_format(out, "\nKind of attack: %.*s", TEXT_SHOW(cause.attack));
    if (!text_empty(cause.motive))
        build_format(out, "\nMotive: %.*s", TEXT_SHOW(cause.motive));
    return true;
}

bool review_loss_says(struct turn *turn, const struct incident *incident, struct builder *out)
{
    struct loss loss;
    if (!review_rows_loss(turn, incident->id, &loss))
        return false;
    if (loss.version == 0)
        return true;
    if (loss.low_cents == loss.high_cents)
        build_format(out, "$%.*s", TEXT_SHOW(money_format(turn->arena, loss.low_cents)));
    else
        build_format(out, "$%.*s to $%.*s", TEXT_SHOW(money_format(turn->arena, loss.low_cents)),
                     TEXT_SHOW(money_format(turn->arena, loss.high_cents)));
    build_format(out, ": %.*s", TEXT_SHOW(loss.basis));
    return true;
}

bool review_lessons_say(struct turn *turn, const struct incident *incident, struct builder *out)
{
    struct lesson *list;
    size_t count;
    if (!review_rows_lessons(turn, incident->id, REVIEW_ROWS_MAX, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        build_format(out, "%s%.*s (%.*s)", i > 0 ? "\n" : "", TEXT_SHOW(list[i].what),
                     TEXT_SHOW(list[i].kind));
    return true;
}

/* Who does it: a person by name, or a role by its title. */
static bool owner_name(struct turn *turn, const struct corrective *corrective, struct text *name)
{
    struct person person;
    const struct role *role = pack_role(turn->pack, corrective->role);
    *name = role == NULL ? TEXT("nobody yet") : role->title;
    if (text_empty(corrective->owner))
        return true;
    if (!person_read(turn, corrective->owner, &person))
        return false;
    *name = person.name;
    return true;
}

bool review_corrective_says(struct turn *turn, const struct incident *incident, struct builder *out)
{
    struct corrective *list;
    size_t count;
    if (!review_rows_correctives(turn, incident->id, INT64_MIN, TEXT_NONE, REVIEW_ROWS_MAX, &list,
                                 &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct text owner;
        if (!owner_name(turn, &list[i], &owner))
            return false;
        build_format(out, "%s%.*s: %.*s, due %.*s, %.*s", i > 0 ? "\n" : "",
                     TEXT_SHOW(list[i].what), TEXT_SHOW(owner),
                     TEXT_SHOW(text_empty(list[i].due) ? TEXT("no date yet") : list[i].due),
                     TEXT_SHOW(list[i].state));
    }
    return true;
}
