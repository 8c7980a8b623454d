/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What else whoever reported may know: the questions of each type whose words stand in the report.
 * They ask, and classify nothing; a report without any of the words is asked nothing.
 */
#include "incident/inside.h"
#include "notice/notice.h"

enum { QUESTIONS_MAX = 9 };

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || (byte & 0x80) != 0;
}

/* A word of the text begins so; the text is in small letters. */
static bool word_begins(struct text said, struct text word)
{
    for (size_t i = 0; i + word.size <= said.size; i++)
        if ((i == 0 || !is_letter(said.data[i - 1]))
            && text_equal((struct text){said.data + i, word.size}, word))
            return true;
    return false;
}

static bool type_meant(struct turn *turn, const struct value *type, struct text said)
{
    for (size_t i = 0; i < value_get_count(type, "words"); i++)
        if (word_begins(said, text_lower(turn->arena, value_get_item(type, "words", i)->text)))
            return true;
    return false;
}

struct value *report_questions(struct turn *turn, struct text what)
{
    struct text said = text_lower(turn->arena, what);
    struct value *list = value_list(turn->arena);
    for (size_t i = 0; i < value_get_count(turn->pack->types, "types"); i++) {
        const struct value *type = value_get_item(turn->pack->types, "types", i);
        size_t count = value_get_count(type, "questions");
        if (count == 0 || list->count + count > QUESTIONS_MAX || !type_meant(turn, type, said))
            continue;
        for (size_t j = 0; j < count; j++)
            value_append(turn->arena, list, value_get_item(type, "questions", j));
    }
    return list;
}

bool report_ask(struct change *change, const struct incident *incident,
                const struct value *questions)
{
    struct turn *turn = change_turn(change);
    struct builder lines = {.arena = turn->arena};
    struct holder reporter = {.person = turn->actor.person};
    struct text notice;
    if (questions->count == 0 || text_empty(turn->actor.person) || turn->actor.system)
        return true;
    for (size_t i = 0; i < questions->count; i++)
        build_format(&lines, "%s- %.*s", i > 0 ? "\n" : "", TEXT_SHOW(questions->items[i]->text));
    if (!person_reach(turn, &reporter))
        return false;
    const struct notice_order order = {.incident = incident->id,
                                       .kind = incident->kind,
                                       .template = TEXT("report-questions"),
                                       .to = reporter,
                                       .words = {.number = incident->number,
                                                 .contact = turn->pack->contact,
                                                 .list = built(&lines)},
                                       .not_before_us = turn->now_us};
    return notice_owe(change, &order, &notice);
}
