/* SPDX-License-Identifier: Apache-2.0 */
/* The door that never refuses: reports (L8). */
#include "incident/inside.h"

static const char *const tristate_words[] = {"yes", "no", "unknown", NULL};
static const char *const channel_words[] = {"web",    "phone",   "mail",  "portal",
                                            "sensor", "partner", "paper", NULL};

static const struct field create_fields[] = {
    {.name = "what",
     .type = FIELD_TEXT,
     .least = 0,
     .most = FIELD_TEXT_BYTES_MAX,
     .label = "What happened",
     .help = "What happened, or what looks odd. Do not write passwords."},
    {.name = "organisation",
     .type = FIELD_TEXT,
     .least = 0,
     .most = 200,
     .label = "Agency",
     .suggests = "organisations",
     .help = "Which agency it concerns. Choose it, or write it as you call it."},
    {.name = "human_safety",
     .type = FIELD_WORD,
     .words = tristate_words,
     .label = "Is anybody in danger?",
     .help = "Patients, the public, staff."},
    {.name = "name",
     .type = FIELD_TEXT,
     .least = 0,
     .most = 200,
     .label = "Your name",
     .help = "You may leave it out."},
    {.name = "contact",
     .type = FIELD_TEXT,
     .least = 0,
     .most = 200,
     .label = "How to reach you",
     .help = "Phone or mail."},
    {.name = "known_since",
     .type = FIELD_INSTANT,
     .label = "Since when you know",
     .help = "Leave it out if you are not sure."},
    {.name = "detected",
     .type = FIELD_INSTANT,
     .help = "When it was detected, if that was another time."},
    {.name = "told",
     .type = FIELD_INSTANT,
     .help = "When the first person in the Commonwealth was told, if not now: for the helpdesk, "
             "with the basis."},
    {.name = "told_basis",
     .type = FIELD_TEXT,
     .least = 0,
     .most = 2000,
     .help = "How the time of telling is known."},
    {.name = "channel", .type = FIELD_WORD, .words = channel_words, .help = "How it was told."},
    {.name = "exercise", .type = FIELD_BOOLEAN, .help = "This is an exercise."},
    {.name = "unread", .type = FIELD_ANY, .help = "What did not fit, kept whole."},
    {.name = NULL},
};

/* A time that cannot be read is no reason to refuse: it is kept among what was not read. */
static int64_t time_mended(struct turn *turn, const struct value *input, const char *name,
                           struct value *unread)
{
    int64_t instant_us;
    struct text text = value_get_text(input, name);
    if (text_empty(text))
        return TIME_NONE;
    if (instant_parse(turn, name, text, turn->pack->calendar.zone, &instant_us))
        return instant_us;
    struct value *said = value_append(turn->arena, unread, value_map(turn->arena));
    value_set_text(turn->arena, said, "name", text_of(name));
    value_set(turn->arena, said, "value", value_text(turn->arena, text));
    value_set_text(turn->arena, said, "why", text_copy(turn->arena, text_of(turn->fault.message)));
    fault_clear(turn);
    return TIME_NONE;
}

static void order_inputs(struct turn *turn, const struct value *input, struct report_order *order)
{
    struct value *inputs = value_map(turn->arena);
    if (value_has(input, "human_safety"))
        value_set(turn->arena, inputs, "human_safety", value_get(input, "human_safety"));
    order->inputs = inputs;
}

/* A telling in the past counts only from somebody who is signed in and says how it is known (DOMAIN
 * 0.1, S-18). */
static void order_told(struct turn *turn, const struct value *input, struct report_order *order,
                       struct value *unread)
{
    int64_t told_us = time_mended(turn, input, "told", unread);
    bool proven = !text_empty(turn->actor.person) && !text_empty(order->told_basis);
    bool past = told_us != TIME_NONE && told_us <= turn->now_us;
    order->told_us = proven && past ? told_us : turn->now_us;
    if (told_us != TIME_NONE && order->told_us != told_us && order->known_since_us == TIME_NONE
        && past)
        order->known_since_us = told_us;
}

static void order_read(struct turn *turn, const struct value *input, struct report_order *order)
{
    struct value *unread = value_list(turn->arena);
    for (size_t i = 0; i < value_get_count(input, "unread"); i++)
        value_append(turn->arena, unread, value_get_item(input, "unread", i));
    struct text channel = value_get_text(input, "channel");
    *order = (struct report_order){
        .kind = value_get_boolean(input, "exercise", false) ? TEXT("exercise") : TEXT("real"),
        .channel = text_empty(channel) ? TEXT("web") : channel,
        .what = value_get_text(input, "what"),
        .stated = value_get_text(input, "organisation"),
        .name = value_get_text(input, "name"),
        .contact = value_get_text(input, "contact"),
        .told_basis = value_get_text(input, "told_basis"),
        .detected_precision = TEXT("instant")};
    order->known_since_us = time_mended(turn, input, "known_since", unread);
    order->detected_us = time_mended(turn, input, "detected", unread);
    order_told(turn, input, order, unread);
    order_inputs(turn, input, order);
    if (unread->count > 0)
        order->unread = unread;
}

/* The pack's words, a line each: what to do now, what not to do. */
static struct value *advice(struct turn *turn, const char *name)
{
    const struct template *template = pack_template(turn->pack, text_of(name));
    struct value *lines = value_list(turn->arena);
    struct text rest = template == NULL ? TEXT_NONE : template->body;
    while (!text_empty(rest)) {
        struct text line = text_trim(text_cut(rest, '\n', &rest));
        if (!text_empty(line))
            value_append(turn->arena, lines, value_text(turn->arena, line));
    }
    return lines;
}

int64_t report_delay_us(const struct report *report)
{
    int64_t since_us =
        report->known_since_us != TIME_NONE ? report->known_since_us : report->detected_us;
    return since_us == TIME_NONE || since_us > report->told_us ? TIME_NONE
                                                               : report->told_us - since_us;
}

bool event_of_reporter(const struct event *event, const struct report *reports, size_t count)
{
    bool with = text_starts(event->kind, TEXT("report."));
    for (size_t i = 0; i < count && !with; i++)
        with =
            reports[i].entry_us == event->entry_us && text_equal(reports[i].author, event->author);
    return with;
}

void report_advise(struct turn *turn, struct value *answer)
{
    value_set(turn->arena, answer, "now", advice(turn, "advice-now"));
    value_set(turn->arena, answer, "not_now", advice(turn, "advice-not-now"));
}

/* Takes one report, and says of it what whoever told it, or took it down, needs to know. Whoever
 * tells it himself is asked what else he knows; who takes it down asks the caller. */
static bool report_ordered(struct change *change, const struct report_order *order, bool asked,
                           struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct reported reported;
    if (!incident_report(change, order, &reported))
        return false;
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "number", reported.incident.number);
    value_set_text(turn->arena, *answer, "report", reported.report);
    value_set_text(turn->arena, *answer, "receipt", reported.receipt);
    answer_time(turn, *answer, "told", reported.incident.told_us);
    if (!text_empty(reported.deviation))
        value_set_text(turn->arena, *answer, "deviation", reported.deviation);
    if (order->unread != NULL)
        value_set(turn->arena, *answer, "unread", (struct value *)order->unread);
    struct value *questions = report_questions(turn, order->what);
    if (questions->count > 0)
        value_set(turn->arena, *answer, "questions", questions);
    return !asked || report_ask(change, &reported.incident, questions);
}

static bool report_take(struct change *change, const struct value *input, bool asked,
                        struct value **answer)
{
    struct report_order order;
    order_read(change_turn(change), input, &order);
    return report_ordered(change, &order, asked, answer);
}

static bool report_create(struct change *change, const struct value *input, struct value **answer)
{
    if (!report_take(change, input, true, answer))
        return false;
    report_advise(change_turn(change), *answer);
    return true;
}

/* ---- report.suspect: something looks odd ---- */

static const struct field suspect_fields[] = {
    {.name = "what",
     .type = FIELD_TEXT,
     .least = 0,
     .most = FIELD_TEXT_BYTES_MAX,
     .label = "What looks odd",
     .help = "A call, a mail, a screen. You need not be sure, and need not prove anything."},
    {.name = "organisation",
     .type = FIELD_TEXT,
     .least = 0,
     .most = 200,
     .label = "Agency",
     .suggests = "organisations",
     .help = "Where you work, if you like to say so."},
    {.name = "name",
     .type = FIELD_TEXT,
     .least = 0,
     .most = 200,
     .label = "Your name",
     .help = "Only those who look into it see it. You may leave it out."},
    {.name = "contact",
     .type = FIELD_TEXT,
     .least = 0,
     .most = 200,
     .label = "How to reach you",
     .help = "Phone or mail; seen by the same few."},
    {.name = NULL},
};

static bool report_suspect(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct report_order order;
    order_read(turn, input, &order);
    order.suspicion = true;
    if (!report_ordered(change, &order, true, answer))
        return false;
    report_advise(turn, *answer);
    return true;
}

/* ---- report.call: the helpdesk and the SOC take down what they are told ---- */

static const char *const call_words[] = {"phone", "portal", "partner", NULL};

static const struct field call_fields[] = {
    {.name = "name",
     .type = FIELD_TEXT,
     .least = 0,
     .most = 200,
     .label = "Who called",
     .help = "As the caller says it; nothing is fine."},
    {.name = "contact",
     .type = FIELD_TEXT,
     .least = 0,
     .most = 200,
     .label = "Call back at",
     .help = "A number that is answered now."},
    {.name = "told",
     .type = FIELD_INSTANT,
     .label = "Told at",
     .help = "When you were told, if not just now. The clocks start there."},
    {.name = "told_basis",
     .type = FIELD_TEXT,
     .least = 0,
     .most = 2000,
     .label = "How that time is known",
     .help = "You attest it: your own log, the telephone's list of calls. Without this a time in "
             "the past does not move the clocks."},
    {.name = "what",
     .type = FIELD_TEXT,
     .least = 0,
     .most = FIELD_TEXT_BYTES_MAX,
     .label = "What happened",
     .help = "In the caller's words. No passwords."},
    {.name = "organisation",
     .type = FIELD_TEXT,
     .least = 0,
     .most = 200,
     .label = "Agency",
     .suggests = "organisations",
     .help = "Which agency it concerns. Choose it, or write what the caller says."},
    {.name = "human_safety",
     .type = FIELD_WORD,
     .words = tristate_words,
     .label = "Is anybody in danger?",
     .help = "Patients, the public, staff."},
    {.name = "known_since",
     .type = FIELD_INSTANT,
     .label = "Since when the caller knows",
     .help = "Leave it out if the caller is not sure."},
    {.name = "channel",
     .type = FIELD_WORD,
     .words = call_words,
     .label = "How it came",
     .help = "By telephone, if nothing is said."},
    {.name = "exercise", .type = FIELD_BOOLEAN, .help = "This is an exercise."},
    {.name = NULL},
};

/* The same members, with the channel that is meant where none is said. */
static struct value *by_channel(struct arena *arena, const struct value *input,
                                struct text otherwise)
{
    struct value *said = value_map(arena);
    struct text channel = value_get_text(input, "channel");
    for (size_t i = 0; input != NULL && i < input->count; i++)
        value_set(arena, said, text_string(arena, input->members[i].name), input->members[i].value);
    value_set_text(arena, said, "channel", text_empty(channel) ? otherwise : channel);
    return said;
}

static bool report_call(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    if (!report_take(change, by_channel(turn->arena, input, TEXT("phone")), false, answer))
        return false;
    report_advise(turn, *answer);
    return true;
}

/* ---- report.paper: what was kept on paper while the house was down ---- */

static const struct field paper_members[] = {
    {.name = "told",
     .type = FIELD_INSTANT,
     .needed = true,
     .label = "Told at",
     .help = "The time on the paper."},
    {.name = "told_basis",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 2000,
     .label = "Which paper, by whom",
     .help = "You attest it: the sheet, and who took it down."},
    {.name = "what",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = FIELD_TEXT_BYTES_MAX,
     .label = "What happened",
     .help = "As it stands on the paper."},
    {.name = "organisation",
     .type = FIELD_TEXT,
     .most = 200,
     .label = "Agency",
     .suggests = "organisations",
     .help = "As it stands on the paper."},
    {.name = "name", .type = FIELD_TEXT, .most = 200, .label = "Who told", .help = "A name."},
    {.name = "contact",
     .type = FIELD_TEXT,
     .most = 200,
     .label = "Call back at",
     .help = "Phone or mail."},
    {.name = "human_safety",
     .type = FIELD_WORD,
     .words = tristate_words,
     .label = "Is anybody in danger?",
     .help = "Patients, the public, staff."},
    {.name = "known_since",
     .type = FIELD_INSTANT,
     .label = "Known since",
     .help = "If the paper says so."},
    {.name = "exercise", .type = FIELD_BOOLEAN, .help = "This was an exercise."},
    {.name = NULL},
};

static const struct field paper_item = {.type = FIELD_MAP, .members = paper_members};

static const struct field paper_fields[] = {
    {.name = "reports",
     .type = FIELD_LIST,
     .needed = true,
     .least = 1,
     .most = PAPER_REPORTS_MAX,
     .items = &paper_item,
     .label = "Sheets",
     .help = "One report each, in any order."},
    {.name = NULL},
};

/* A sheet is typed by hand, so its times are looked at before anything of the batch is taken. */
static bool paper_times(struct turn *turn, const struct value *sheet, size_t place)
{
    int64_t told_us;
    int64_t known_us;
    const char *told = text_format(turn->arena, "reports[%zu].told", place).data;
    const char *known = text_format(turn->arena, "reports[%zu].known_since", place).data;
    if (!instant_parse(turn, told, value_get_text(sheet, "told"), turn->pack->calendar.zone,
                       &told_us)
        || (value_has(sheet, "known_since")
            && !instant_parse(turn, known, value_get_text(sheet, "known_since"),
                              turn->pack->calendar.zone, &known_us)))
        return false;
    return told_us <= turn->now_us
           || fail_field(turn, told, "this is still to come; give the time at which it was told");
}

static bool report_paper(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct value *items = value_list(turn->arena);
    size_t count = value_get_count(input, "reports");
    for (size_t i = 0; i < count; i++)
        if (!paper_times(turn, value_get_item(input, "reports", i), i))
            return false;
    for (size_t i = 0; i < count; i++) {
        struct value *taken;
        struct value *sheet =
            by_channel(turn->arena, value_get_item(input, "reports", i), TEXT("paper"));
        if (!report_take(change, sheet, false, &taken))
            return false;
        value_append(turn->arena, items, taken);
    }
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    return true;
}

const struct action report_actions[] = {
    {.name = "report.create",
     .title = "Report an incident",
     .method = METHOD_POST,
     .route = "/reports",
     .fields = create_fields,
     .area = AREA_REPORT,
     .level = LEVEL_CREATE,
     .anonymous = true,
     .never_refused = true,
     .write = report_create,
     .help = "Tell what happened, or what looks odd. Nothing is needed, nobody is refused; you get "
             "a number and a receipt "
             "code."},
    {.name = "report.suspect",
     .title = "Something looks odd",
     .method = METHOD_POST,
     .route = "/suspicions",
     .fields = suspect_fields,
     .area = AREA_REPORT,
     .level = LEVEL_CREATE,
     .anonymous = true,
     .never_refused = true,
     .write = report_suspect,
     .help = "The short way: say what looks odd. It is looked into like any report, and your name "
             "is seen by those alone who do that."},
    {.name = "report.call",
     .title = "Take down a call",
     .method = METHOD_POST,
     .route = "/calls",
     .fields = call_fields,
     .area = AREA_REPORT,
     .level = LEVEL_CREATE,
     .anonymous = true,
     .never_refused = true,
     .write = report_call,
     .help = "For whoever takes a report by telephone. Give the time at which you were told and "
             "how that is known: the clocks then start there, and not when you got round to "
             "typing."},
    {.name = "report.paper",
     .title = "Enter what was taken down on paper",
     .method = METHOD_POST,
     .route = "/papers",
     .fields = paper_fields,
     .area = AREA_REPORT,
     .level = LEVEL_CREATE,
     .write = report_paper,
     .help = "After an outage: the reports that were kept on paper, each with the time at which it "
             "was told. All of them are taken, or none; how late each was entered stands with it."},
    {.name = NULL},
};
