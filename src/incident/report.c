/* SPDX-License-Identifier: Apache-2.0 */
/* The door that never refuses: reports (L8). */
#include "base/hash.h"
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

static bool report_create(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct report_order order;
    struct reported reported;
    order_read(turn, input, &order);
    if (!incident_report(change, &order, &reported))
        return false;
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "number", reported.incident.number);
    value_set_text(turn->arena, *answer, "report", reported.report);
    value_set_text(turn->arena, *answer, "receipt", reported.receipt);
    answer_time(turn, *answer, "told", reported.incident.told_us);
    value_set(turn->arena, *answer, "now", advice(turn, "advice-now"));
    value_set(turn->arena, *answer, "not_now", advice(turn, "advice-not-now"));
    if (order.unread != NULL)
        value_set(turn->arena, *answer, "unread", (struct value *)order.unread);
    return true;
}

static const struct field receipt_fields[] = {
    {.name = "number",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 40,
     .help = "The incident's number."},
    {.name = "receipt",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 40,
     .help = "The receipt code."},
    {.name = NULL},
};

static bool report_receipt(struct turn *turn, const struct value *input, struct value **answer)
{
    struct report report;
    struct incident incident = {0};
    bool found;
    struct sha256 digest = sha256(text_trim(value_get_text(input, "receipt")));
    struct text hash =
        hex_write(turn->arena, (struct text){(const char *)digest.bytes, sizeof digest.bytes});
    if (!incident_rows_report_by_receipt(turn, hash, &report, &found)
        || (found && !incident_rows_incident_id(turn, report.incident, &incident, &found)))
        return false;
    if (!found || !text_equal(incident.number, text_trim(value_get_text(input, "number"))))
        return fail(turn, FAULT_MISSING,
                    "there is nothing here by that number and receipt; check both");
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "number", incident.number);
    value_set_text(turn->arena, *answer, "state", incident.state);
    value_set_text(turn->arena, *answer, "what", report.what);
    answer_time(turn, *answer, "told", report.told_us);
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
    {.name = "report.receipt",
     .title = "What became of my report",
     .method = METHOD_POST,
     .route = "/receipts",
     .fields = receipt_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .anonymous = true,
     .read = report_receipt,
     .help = "The state of a report, for whoever has its number and receipt code."},
    {.name = NULL},
};
