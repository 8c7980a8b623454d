/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of a message. They come from the pack's templates; the blanks are filled with what a
 * minimum notice may say. A subject is read by everybody who sees the mail, so its only blank is
 * the number, whatever a template asks for.
 */
#include "notice/inside.h"
#include <stddef.h>

static const struct blank {
    const char *name;
    size_t offset;
} blanks[] = {
    {"number", offsetof(struct notice_words, number)},
    {"organisation", offsetof(struct notice_words, organisation)},
    {"rating", offsetof(struct notice_words, rating)},
    {"class", offsetof(struct notice_words, type_class)},
    {"contact", offsetof(struct notice_words, contact)},
    {"asset", offsetof(struct notice_words, asset)},
    {"duty", offsetof(struct notice_words, expected)},
    {"due", offsetof(struct notice_words, due_local)},
    {"late", offsetof(struct notice_words, late)},
    {"owner", offsetof(struct notice_words, owner)},
    {"told", offsetof(struct notice_words, told)},
    {"link", offsetof(struct notice_words, link)},
    {"list", offsetof(struct notice_words, list)},
};

static struct text blank_fill(const struct notice_words *words, struct text name)
{
    for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++)
        if (text_is(name, blanks[i].name))
            return *(const struct text *)(const void *)((const char *)words + blanks[i].offset);
    return TEXT_NONE;
}

/* Spaces for whatever would break a line: a word of a message is one line. */
static void build_word(struct builder *builder, struct text word)
{
    for (size_t i = 0; i < word.size; i++)
        build_byte(builder,
                   (unsigned char)word.data[i] < 0x20 || word.data[i] == 0x7f ? ' ' : word.data[i]);
}

/* Builds one line with its blanks filled; false when it ends with a blank of which nothing is
 * known, and so has nothing to say. */
static bool line_fill(struct builder *builder, struct text line, const struct notice_words *words)
{
    bool says = true;
    while (!text_empty(line)) {
        struct text rest;
        struct text after;
        build(builder, text_cut(line, '{', &rest));
        if (rest.data == NULL)
            return true;
        struct text name = text_cut(rest, '}', &after);
        struct text word = blank_fill(words, name);
        if (text_is(name, "list")) /* its lines are words already */
            build(builder, word);
        else
            build_word(builder,
                       text_empty(word) && !text_empty(after) ? TEXT("not known yet") : word);
        says = !text_empty(word) || !text_empty(after);
        line = after;
    }
    return says;
}

static struct text body_fill(struct arena *arena, struct text template,
                             const struct notice_words *words)
{
    struct builder whole = {.arena = arena};
    while (!text_empty(template)) {
        struct builder line = {.arena = arena};
        if (!line_fill(&line, text_cut(template, '\n', &template), words))
            continue;
        build(&whole, built(&line));
        build_byte(&whole, '\n');
    }
    return text_trim(built(&whole));
}

static struct text subject_fill(struct arena *arena, struct text template, struct text number)
{
    const struct notice_words words = {.number = number};
    struct builder line = {.arena = arena};
    bool says = line_fill(&line, template, &words);
    return says || line.size > 0 ? text_trim(built(&line)) : number;
}

const struct template *template_find(const struct pack *pack, struct text name)
{
    const struct template *found = NULL;
    for (; pack != NULL && found == NULL; pack = pack->earlier)
        found = pack_template(pack, name);
    return found;
}

void duty_word(struct arena *arena, const struct pack *pack, const struct notice_words *words,
               struct duty *duty)
{
    const struct template bare = {.subject = TEXT("{number}"),
                                  .body = TEXT("{number}, {organisation}\n{duty}\n{due}")};
    const struct template *template = template_find(pack, duty->template);
    if (template == NULL)
        template = &bare;
    struct notice_words linked = *words;
    linked.link = TEXT(NOTICE_LINK_LINE); /* each letter has its own */
    duty->subject = subject_fill(arena, template->subject, words->number);
    duty->body = body_fill(arena, template->body, &linked);
}

static struct text duty_line(struct arena *arena, const struct duty *duty)
{
    return text_empty(duty->due_local)
               ? text_format(arena, "- %.*s\n", TEXT_SHOW(duty->expected))
               : text_format(arena, "- %.*s (by %.*s)\n", TEXT_SHOW(duty->expected),
                             TEXT_SHOW(duty->due_local));
}

static bool same_told(const struct duty *a, const struct duty *b)
{
    return text_equal(a->expected, b->expected) && text_equal(a->due_local, b->due_local)
           && text_equal(a->template, b->template);
}

/* The next in the order of urgency: by due, then as they were added; what lapsed is passed over. */
static const struct duty *duty_urgent(const struct duty *duties, size_t count,
                                      const struct duty *after)
{
    const struct duty *next = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct duty *duty = &duties[i];
        if (!text_empty(duty->lapsed))
            continue;
        bool behind = after == NULL || duty->due_us > after->due_us
                      || (duty->due_us == after->due_us && duty > after);
        if (behind && (next == NULL || duty->due_us < next->due_us))
            next = duty;
    }
    return next;
}

static bool told_before(const struct duty *duties, size_t count, const struct duty *duty)
{
    for (const struct duty *told = duty_urgent(duties, count, NULL); told != duty;
         told = duty_urgent(duties, count, told))
        if (same_told(told, duty))
            return true;
    return false;
}

void notice_word(struct arena *arena, const struct duty *duties, size_t count,
                 struct notice *notice)
{
    const struct duty *first = duty_urgent(duties, count, NULL);
    struct builder body = {.arena = arena};
    bool more = false;
    build(&body, first->body);
    build_byte(&body, '\n');
    for (const struct duty *duty = duty_urgent(duties, count, first); duty != NULL;
         duty = duty_urgent(duties, count, duty)) {
        if (text_empty(duty->expected) || told_before(duties, count, duty))
            continue;
        build(&body, more ? TEXT_NONE : TEXT("\nAlso, with this message:\n"));
        build(&body, duty_line(arena, duty));
        more = true;
    }
    notice->body = built(&body);
    /* Nobody may take an exercise for the real thing by reading a subject. */
    notice->subject = text_is(notice->kind, "exercise")
                          ? text_format(arena, "EXERCISE: %.*s", TEXT_SHOW(first->subject))
                          : first->subject;
}

struct text digest_line(struct arena *arena, const struct pack *pack,
                        const struct notice_words *words)
{
    const struct template *template = template_find(pack, TEXT("digest-line"));
    struct text body = template == NULL ? TEXT("{number}, {organisation}") : template->body;
    return text_trim(body_fill(arena, body, words));
}

void digest_word(struct arena *arena, const struct pack *pack, const struct notice *notices,
                 size_t count, struct notice_letter *letter)
{
    const struct template bare = {.subject = TEXT("Security incidents"),
                                  .body = TEXT("{list}\n{contact}\n{link}")};
    const struct template *template = template_find(pack, TEXT("digest"));
    struct builder lines = {.arena = arena};
    struct notice_words words = {.contact = pack->contact, .link = TEXT(NOTICE_LINK_LINE)};
    for (size_t i = 0; i < count; i++)
        build_format(&lines, "%s- %.*s", i == 0 ? "" : "\n", TEXT_SHOW(notices[i].line));
    words.list = built(&lines);
    if (template == NULL)
        template = &bare;
    letter->body =
        text_format(arena, "%.*s\n", TEXT_SHOW(body_fill(arena, template->body, &words)));
    letter->subject = text_is(notices[0].kind, "exercise")
                          ? text_format(arena, "EXERCISE: %.*s", TEXT_SHOW(template->subject))
                          : template->subject;
}
