/* SPDX-License-Identifier: Apache-2.0 */
/* Asking the owner of the policy, proposing a change of it, and what the owner says. */
#include "obligation/proposal.h"
#include "action/page.h"
#include "base/id.h"
#include "base/zone.h"

enum { TOPIC_BYTES_MAX = 200, WHAT_BYTES_MAX = 4000, MADE_DAYS_MAX = 366 };

/* ---- what it is about ---- */

/* A clause of the policy that holds at now or held before, or else a topic in words. */
static bool about_read(struct turn *turn, const struct value *input, struct proposal *proposal)
{
    proposal->clause = value_get_text(input, "clause");
    proposal->topic = text_trim(value_get_text(input, "topic"));
    if (text_empty(proposal->clause) && text_empty(proposal->topic))
        return fail_field(turn, "clause", "say which clause it is about, or give a topic");
    return text_empty(proposal->clause) || pack_clause(turn->pack, proposal->clause) != NULL
           || fail_field(turn, "clause", "the policy has no such clause");
}

/* When a board said it: a day, of which the house knows the beginning. */
static bool made_read(struct turn *turn, const struct value *input, struct proposal *proposal)
{
    struct date made;
    proposal->made_us = turn->now_us;
    if (!value_has(input, "made"))
        return true;
    if (!date_parse(turn, "made", value_get_text(input, "made"), &made))
        return false;
    proposal->made_us = zone_date_start(turn->pack->calendar.zone, made);
    if (proposal->made_us > turn->now_us)
        return fail_field(turn, "made", "this day is still to come");
    return proposal->made_us > turn->now_us - MADE_DAYS_MAX * DAY_US
           || fail_field(turn, "made", "this is more than a year ago; is the year right?");
}

static struct proposal proposal_begin(const struct turn *turn, const char *kind)
{
    return (struct proposal){.kind = text_of(kind),
                             .author = turn->actor.person,
                             .author_name = turn->actor.name,
                             .capacity = turn->actor.capacity,
                             .entry_us = turn->now_us,
                             .decided_us = TIME_NONE};
}

/* ---- the owner's mailbox ---- */

/* Printed in a document, with another in its place since: nothing is sent there. */
static bool replaced(const struct pack *pack, struct text address)
{
    const struct value *printed = pack_contact_at(pack, address);
    return printed != NULL && value_has(printed, "successor");
}

/* The first address of the owner that somebody has verified. */
static bool mailbox_find(struct turn *turn, struct holder *owner)
{
    const struct value *printed = pack_contact(turn->pack, turn->pack->questions);
    struct organisation body;
    struct contact *contacts;
    size_t count;
    bool found;
    *owner = (struct holder){0};
    if (printed == NULL)
        return true;
    if (!organisation_find(turn, value_get_text(printed, "org"), turn->now_us, &body, &found))
        return false;
    if (!found)
        return true;
    if (!person_contacts(turn, body.id, &contacts, &count))
        return false;
    owner->name = body.name;
    owner->organisation = body.id;
    for (size_t i = 0; i < count && text_empty(owner->address); i++)
        if (text_is(contacts[i].kind, "mail") && !replaced(turn->pack, contacts[i].address))
            owner->address = contacts[i].address;
    return true;
}

/* Whether the document of its clause is not the one that counts today. */
static bool about_legacy(const struct pack *pack, struct text id)
{
    const struct clause *clause = pack_clause(pack, id);
    const struct document *document = clause == NULL ? NULL : pack_document(pack, clause->document);
    return document != NULL && text_is(document->status, "legacy");
}

/* The message says what it is about and who asks, and nothing else: the rest is read here. */
static bool mailbox_tell(struct change *change, struct proposal *proposal)
{
    struct turn *turn = change_turn(change);
    struct notice_order order = {.kind = TEXT("real"), .not_before_us = turn->now_us};
    if (!mailbox_find(turn, &order.to))
        return false;
    proposal->mailbox = order.to.address;
    if (text_empty(order.to.address))
        return true;
    bool question = text_is(proposal->kind, "question");
    order.template = !question                                    ? TEXT("policy-change")
                     : about_legacy(turn->pack, proposal->clause) ? TEXT("policy-question-legacy")
                                                                  : TEXT("policy-question");
    /* A subject is read by whoever sees the mail: a topic is somebody's own words. */
    struct text about = text_empty(proposal->clause) ? TEXT("the policy") : proposal->clause;
    order.words = (struct notice_words){
        .number = about,
        .expected = text_format(turn->arena, "%s: %.*s", question ? "a question" : "a proposal",
                                TEXT_SHOW(about)),
        .owner = proposal->author_name,
        .contact = turn->pack->contact};
    return notice_owe(change, &order, &proposal->notice);
}

/* ---- answering ---- */

static void asked_value(struct turn *turn, const struct proposal *proposal, struct value *said)
{
    value_set_text(turn->arena, said, "proposal", proposal->id);
    value_set_text(turn->arena, said, "kind", proposal->kind);
    value_set_text(turn->arena, said, "clause", proposal->clause);
    value_set_text(turn->arena, said, "topic", proposal->topic);
    value_set_text(turn->arena, said, "what", proposal->what);
    value_set_text(turn->arena, said, "state",
                   text_empty(proposal->decision) ? TEXT("waiting") : proposal->decision);
    value_set_text(turn->arena, said, "answer", proposal->answer);
    answer_time(turn, said, "decided", proposal->decided_us);
}

static void proposal_value(struct turn *turn, const struct proposal *proposal, struct value *said)
{
    int64_t until_us = proposal->decided_us == TIME_NONE ? turn->now_us : proposal->decided_us;
    asked_value(turn, proposal, said);
    value_set_text(turn->arena, said, "reason", proposal->reason);
    value_set_text(turn->arena, said, "body", proposal->body);
    value_set_text(turn->arena, said, "by", proposal->author_name);
    value_set_text(turn->arena, said, "capacity", proposal->capacity);
    value_set_text(turn->arena, said, "mailbox", proposal->mailbox);
    value_set_text(turn->arena, said, "notice", proposal->notice);
    value_set_text(turn->arena, said, "decided_by", proposal->decided_by);
    value_set_text(turn->arena, said, "decided_as", proposal->decided_as);
    value_set_integer(turn->arena, said, "age_days", (until_us - proposal->entry_us) / DAY_US);
    value_set_boolean(turn->arena, said, "legacy", about_legacy(turn->pack, proposal->clause));
    answer_time(turn, said, "made", proposal->made_us);
    answer_time(turn, said, "entry", proposal->entry_us);
}

/* A page of those that a query wants; open: as everybody may read them, without who asked. */
static bool proposals_answer(struct turn *turn, const struct value *input,
                             struct proposals_query *query, bool open, struct value **answer)
{
    struct proposal *list;
    size_t count;
    query->after = (struct cursor){INT64_MIN, TEXT_NONE};
    query->limit = page_limit(input);
    if (!page_after(turn, input, &query->after) || !proposal_rows_page(turn, query, &list, &count))
        return false;
    *answer = value_map(turn->arena);
    struct value *items = value_set(turn->arena, *answer, "items", value_list(turn->arena));
    for (size_t i = 0; i < count; i++) {
        struct value *said = value_append(turn->arena, items, value_map(turn->arena));
        if (open)
            asked_value(turn, &list[i], said);
        else
            proposal_value(turn, &list[i], said);
    }
    if (count == query->limit)
        page_next(turn, *answer, (struct cursor){list[count - 1].entry_us, list[count - 1].id});
    return true;
}

/* ---- the actions ---- */

static bool proposal_line(struct change *change, const char *verb, const struct proposal *proposal,
                          const struct value *input)
{
    return change_entry(
        change, verb,
        text_format(change_turn(change)->arena, "proposal/%.*s", TEXT_SHOW(proposal->id)),
        TEXT_NONE, input, NULL);
}

static bool proposal_keep(struct change *change, struct proposal *proposal, const char *verb,
                          const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    *answer = value_map(turn->arena);
    if (!id_new(turn, &proposal->id) || !mailbox_tell(change, proposal)
        || !proposal_rows_insert(change, proposal))
        return false;
    proposal_value(turn, proposal, *answer);
    return proposal_line(change, verb, proposal, input);
}

static bool proposal_ask(struct change *change, const struct value *input, struct value **answer)
{
    struct proposal fresh = proposal_begin(change_turn(change), "question");
    fresh.what = value_get_text(input, "question");
    fresh.made_us = fresh.entry_us;
    return about_read(change_turn(change), input, &fresh)
           && proposal_keep(change, &fresh, "proposal.ask", input, answer);
}

static bool proposal_make(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct proposal fresh = proposal_begin(turn, "change");
    fresh.what = value_get_text(input, "change");
    fresh.reason = value_get_text(input, "reason");
    fresh.body = value_get_text(input, "body");
    return about_read(turn, input, &fresh) && made_read(turn, input, &fresh)
           && proposal_keep(change, &fresh, "proposal.make", input, answer);
}

static bool proposal_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct text state = value_get_text(input, "state");
    struct proposals_query query = {.clause = value_get_text(input, "clause"),
                                    .waiting = text_is(state, "waiting"),
                                    .decided = text_is(state, "decided")};
    return proposals_answer(turn, input, &query, false, answer);
}

static bool proposal_mine(struct turn *turn, const struct value *input, struct value **answer)
{
    struct proposals_query query = {.author = turn->actor.person};
    return proposals_answer(turn, input, &query, false, answer);
}

static bool proposal_answers(struct turn *turn, const struct value *input, struct value **answer)
{
    struct proposals_query query = {.clause = value_get_text(input, "clause"), .decided = true};
    return proposals_answer(turn, input, &query, true, answer);
}

static bool proposal_decide(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct proposal proposal;
    bool found;
    struct text decision = value_get_text(input, "decision");
    if (!proposal_rows_one(turn, value_get_text(input, "proposal"), &proposal, &found))
        return false;
    if (!found)
        return fail(turn, FAULT_MISSING, "there is nothing here by that name");
    if (!text_empty(proposal.decision))
        return fail(turn, FAULT_CLASH, "this was %.*s already", TEXT_SHOW(proposal.decision));
    if (text_is(proposal.kind, "question") != text_is(decision, "answered"))
        return fail_field(turn, "decision",
                          "a question is answered, a proposal accepted or declined");
    proposal.decision = decision;
    proposal.answer = value_get_text(input, "answer");
    proposal.decided_by = turn->actor.name;
    proposal.decided_as = turn->actor.capacity;
    proposal.decided_us = turn->now_us;
    *answer = value_map(turn->arena);
    proposal_value(turn, &proposal, *answer);
    return proposal_rows_decide(change, &proposal)
           && proposal_line(change, "proposal.decide", &proposal, input);
}

/* ---- the table ---- */

static const char *const state_words[] = {"waiting", "decided", NULL};
static const char *const decision_words[] = {"answered", "accepted", "declined", NULL};

#define FIELDS_ABOUT                                                                               \
    {.name = "clause",                                                                             \
     .type = FIELD_TEXT,                                                                           \
     .least = 1,                                                                                   \
     .most = 80,                                                                                   \
     .label = "Clause",                                                                            \
     .help = "Its id."},                                                                           \
    {                                                                                              \
        .name = "topic", .type = FIELD_TEXT, .least = 1, .most = TOPIC_BYTES_MAX,                  \
        .label = "Or the topic", .help = "Where it is about no clause, or about several."          \
    }
#define FIELD_CLAUSE                                                                               \
    {                                                                                              \
        .name = "clause", .type = FIELD_TEXT, .least = 1, .most = 80,                              \
        .help = "About this clause alone, by its id."                                              \
    }

static const struct field ask_fields[] = {
    FIELDS_ABOUT,
    {.name = "question",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = WHAT_BYTES_MAX,
     .label = "The question",
     .help = "Name nothing of an incident: whoever answers may see none."},
    {.name = NULL},
};

static const struct field make_fields[] = {
    FIELDS_ABOUT,
    {.name = "change",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = WHAT_BYTES_MAX,
     .label = "What it should say",
     .help = "As you would have it. Nothing changes before the owner of the policy decides."},
    {.name = "reason",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = WHAT_BYTES_MAX,
     .help = "Why. Name nothing of an incident."},
    {.name = "body",
     .type = FIELD_TEXT,
     .least = 1,
     .most = TOPIC_BYTES_MAX,
     .label = "On behalf of",
     .help = "The board that recommends it, where it is not you alone."},
    {.name = "made",
     .type = FIELD_DATE,
     .label = "On",
     .help = "The day on which that was decided, as 2026-07-03. Left out: today."},
    {.name = NULL},
};

static const struct field list_fields[] = {
    FIELD_CLAUSE,
    {.name = "state", .type = FIELD_WORD, .words = state_words, .help = "As they stand."},
    FIELDS_PAGE,
    {.name = NULL},
};

static const struct field mine_fields[] = {FIELDS_PAGE, {.name = NULL}};
static const struct field answers_fields[] = {FIELD_CLAUSE, FIELDS_PAGE, {.name = NULL}};

static const struct field decide_fields[] = {
    {.name = "proposal", .type = FIELD_ID, .needed = true, .help = "Its id."},
    {.name = "decision",
     .type = FIELD_WORD,
     .needed = true,
     .words = decision_words,
     .help = "A question is answered, a proposal accepted or declined."},
    {.name = "answer",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = WHAT_BYTES_MAX,
     .label = "Answer, or reason",
     .help = "Everybody may read it with the question, and not who asked."},
    {.name = NULL},
};

#define ON_POLICY(of_level) .area = AREA_POLICY, .level = (of_level)

const struct action proposal_actions[] = {
    {.name = "proposal.ask",
     .title = "Ask the owner of the policy",
     .method = METHOD_POST,
     .route = "/proposals/questions",
     .fields = ask_fields,
     ON_POLICY(LEVEL_READ),
     .write = proposal_ask,
     .help = "A question about a clause or a topic. It stands in the owner's list, and goes to the "
             "owner's mailbox where there is one that somebody has verified."},
    {.name = "proposal.make",
     .title = "Propose a change of the policy",
     .method = METHOD_POST,
     .route = "/proposals",
     .fields = make_fields,
     ON_POLICY(LEVEL_READ),
     .write = proposal_make,
     .help = "Another deadline, another word, a clause more: of yourself or of a board. It waits "
             "for the owner of the policy, and changes nothing."},
    {.name = "proposal.list",
     .title = "Questions and proposals about the policy",
     .method = METHOD_GET,
     .route = "/proposals",
     .fields = list_fields,
     ON_POLICY(LEVEL_WRITE),
     .read = proposal_list,
     .help = "What waits for the owner of the policy, and what was decided: the oldest first, each "
             "with its age in days."},
    {.name = "proposal.mine",
     .title = "What I asked and proposed",
     .method = METHOD_GET,
     .route = "/proposals/mine",
     .fields = mine_fields,
     ON_POLICY(LEVEL_READ),
     .read = proposal_mine,
     .help = "My questions and proposals about the policy, with what was answered."},
    {.name = "proposal.answers",
     .title = "What the owner of the policy answered",
     .method = METHOD_GET,
     .route = "/proposals/answers",
     .fields = answers_fields,
     ON_POLICY(LEVEL_READ),
     .read = proposal_answers,
     .help = "Questions and proposals with their answers, about a clause or all of them; not who "
             "asked."},
    {.name = "proposal.decide",
     .title = "Answer a question or a proposal",
     .method = METHOD_POST,
     .route = "/proposals/{proposal}/decision",
     .fields = decide_fields,
     ON_POLICY(LEVEL_WRITE),
     .write = proposal_decide,
     .help = "An accepted proposal changes nothing by itself: the policy changes with the next "
             "version of it that is adopted."},
    {.name = NULL},
};
