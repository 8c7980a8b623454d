/* SPDX-License-Identifier: Apache-2.0 */
/* Answers that stand still, for the pages: obligations, incidents, a timeline, notices. */
#pragma once
#include "base/json.h"
#include "http/double.h"

static inline bool canned(struct turn *turn, const char *json, struct value **answer)
{
    return json_read(turn, text_of(json), "the fixture", answer);
}

#define OBLIGATION(id, title, state, due, local, mark)                                             \
    "{\"obligation\":\"" id "\",\"rule\":\"Q1\",\"step\":\"tell\",\"title\":\"" title              \
    "\",\"incident\":\"INC-2026-7K3F9\",\"incident_title\":\"Mail account taken over\","           \
    "\"kind\":\"real\",\"state\":\"" state "\",\"level\":\"instant\",\"due\":" due                 \
    ",\"due_local\":" local ",\"start\":\"2026-07-02T19:00:00Z\",\"product_default\":" mark        \
    ",\"owed_by\":{\"role\":\"SOC analyst\",\"name\":\"Ana Analyst\"},\"owed_to\":{\"role\":"      \
    "\"Agency head\",\"name\":\"Henry Head\",\"organisation\":\"Department of Examples\"},"        \
    "\"clauses\":[\"TEST-1-2\",\"TEST-2-1\"],\"settled_by\":["                                     \
    "{\"action\":\"notice.attest\",\"rule\":\"Q1\"},{\"action\":\"thing.internal\"},"              \
    "{\"action\":\"incident.respond\",\"document\":\"a b\"}],\"late_s\":0"

#define OVERDUE                                                                                    \
    OBLIGATION("0190a000-0000-7000-8000-00000000000a", "Tell the agency head at once", "overdue",  \
               "\"2026-07-03T20:55:00Z\"", "\"Fri 2026-07-03 16:55:00 EDT\"", "false")
#define OPEN                                                                                       \
    OBLIGATION("0190a000-0000-7000-8000-00000000000b",                                             \
               "Follow-up report with all that is known so far about the affected systems",        \
               "open", "\"2026-07-03T23:44:00Z\"", "\"Fri 2026-07-03 19:44:00 EDT\"", "true")
#define FULFILLED                                                                                  \
    OBLIGATION("0190a000-0000-7000-8000-00000000000c", "Acknowledge the report", "fulfilled",      \
               "\"2026-07-02T20:00:00Z\"", "\"Thu 2026-07-02 16:00:00 EDT\"", "false")

static inline bool owed_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct text owed = value_get_text(input, "owed");
    if (value_has(input, "incident"))
        return canned(turn, "{\"items\":[" OVERDUE "}," OPEN "}," FULFILLED "}]}", answer);
    return text_is(owed, "all")
               ? canned(turn, "{\"items\":[]}", answer)
               : canned(turn, "{\"items\":[" OPEN "}," OVERDUE "}],\"next\":\"c1\"}", answer);
}

static inline bool owed_read(struct turn *turn, const struct value *input, struct value **answer)
{
    (void)input;
    return canned(
        turn,
        OVERDUE ",\"why\":{\"trigger\":\"incident_reported\",\"start_field\":\"told\","
                "\"function\":\"at once\",\"calendar\":\"every day\",\"product_default\":true,"
                "\"clauses\":[{\"id\":\"TEST-1-2\",\"says\":\"The head is told at once.\"}],"
                "\"policy_hash\":\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f0"
                "0a08\"},\"versions\":[{\"state\":\"open\",\"at\":\"2026-07-03T20:55:00Z\",\"due\":"
                "\"2026-07-03T20:55:00Z\",\"by\":\"system:counter\",\"basis\":\"rule\"},"
                "{\"state\":\"overdue\",\"at\":\"2026-07-03T21:00:00Z\",\"due\":"
                "\"2026-07-03T20:55:00Z\",\"by\":\"system:tick\",\"basis\":\"time\"}]}",
        answer);
}

#define INCIDENT(number, title, rating, provisional)                                               \
    "{\"number\":\"" number "\",\"title\":\"" title "\",\"organisation\":\"Department of "         \
    "Examples\",\"rating\":\"" rating "\",\"provisional\":" provisional                            \
    ",\"state\":\"under_evaluation\",\"kind\":\"real\",\"told\":\"2026-07-02T19:00:00Z\","         \
    "\"told_local\":\"Thu 2026-07-02 15:00:00 EDT\",\"open_obligations\":3,"                       \
    "\"overdue_obligations\":1,\"next_due\":\"2026-07-03T20:55:00Z\",\"next_due_local\":"          \
    "\"Fri 2026-07-03 16:55:00 EDT\""

static inline bool incidents(struct turn *turn, const struct value *input, struct value **answer)
{
    (void)input;
    return canned(
        turn,
        "{\"items\":[" INCIDENT("INC-2026-7K3F9", "Mail account taken over", "high",
                                "false") "}," INCIDENT("INC-2026-Q2WXY",
                                                       "An_unusually_long_title_without_a_single_"
                                                       "space_that_must_wrap_somewhere",
                                                       "low", "true") "}]}",
        answer);
}

static inline bool incident_read(struct turn *turn, const struct value *input,
                                 struct value **answer)
{
    if (!text_is(value_get_text(input, "incident"), "INC-2026-7K3F9"))
        return fail(turn, FAULT_MISSING, "there is nothing here by that name");
    return canned(
        turn,
        INCIDENT(
            "INC-2026-7K3F9", "Mail account taken over", "high",
            "false") ",\"matched\":[\"R3\"],\"rows\":[{\"id\":\"R3\",\"says\":\"It costs "
                     "much\",\"rating\":\"high\",\"clauses\":[\"TEST-2-1\"],\"matched\":true},"
                     "{\"id\":\"R6\",\"says\":\"It costs little\",\"rating\":\"low\","
                     "\"clauses\":[\"TEST-1-2\"],\"matched\":false}],"
                     "\"response\":"
                     "\"immediate\",\"detected\":\"2026-07-02T18:40:00Z\",\"detected_local\":"
                     "\"Thu 2026-07-02 14:40:00 "
                     "EDT\",\"organisations\":[{\"short\":\"DOE\",\"name\":"
                     "\"Department of "
                     "Examples\",\"binding\":\"mandatory\"}],"
                     "\"proposals\":[{\"statement\":\"wider\",\"name\":\"Is it <b>wider</b>\","
                     "\"because\":\"2 bodies & more\"},{\"flag\":\"loud\",\"name\":\"Is it loud\","
                     "\"because\":\"it is rated high\"}],"
                     "\"phases\":[{\"name\":\"Reported\"},{\"name\":\"Recovery\",\"here\":true}],"
                     "\"overrides\":[{\"kind\":\"override\",\"rating\":\"high\",\"computed\":"
                     "\"low\","
                     "\"reason\":\"It <i>spreads</i>\",\"who\":\"Ana\"}],"
                     "\"flags\":[{\"name\":\"Data were lost\",\"set\":false,\"reason\":\"A "
                     "copy\"}],"
                     "\"merged\":[{\"number\":\"INC-2026-AAAAA\",\"reason\":\"one event\"}],"
                     "\"assets\":[{\"name\":\"HOST-A\",\"outcome\":\"isolated\"}],\"reports\":[{"
                     "\"channel\":"
                     "\"phone\",\"told\":\"2026-07-02T19:00:00Z\",\"told_local\":"
                     "\"Thu 2026-07-02 15:00:00 EDT\",\"what\":\"Somebody sends mail in my name.\\n"
                     "<b>Not me</b>\"}]}",
        answer);
}

static inline bool guards(struct turn *turn, const struct value *input, struct value **answer)
{
    (void)input;
    return canned(
        turn,
        "{\"moves\":[{\"move\":\"resolve\",\"title\":\"Recovered\",\"by\":\"incident.move\","
        "\"free\":false,\"unmet\":1,\"guards\":[{\"says\":\"No asset is in quarantine\","
        "\"met\":false,\"because\":\"these stand in the way\",\"items\":[\"HOST-A\"],"
        "\"todo\":\"Clean it\",\"by\":\"incident.state\",\"with\":{\"statement\":\"a "
        "b\"},\"clauses\":[\"TEST-1-2\"]},{\"says\":\"It is said\","
        "\"met\":true,\"because\":\"all run\",\"clauses\":[\"TEST-1-2\"]}]}]}",
        answer);
}

static inline bool timeline(struct turn *turn, const struct value *input, struct value **answer)
{
    return value_get_text(input, "after").size > 0
               ? canned(turn,
                        "{\"items\":[{\"at\":\"2026-07-02T19:00:00Z\",\"entry\":"
                        "\"2026-07-02T19:00:00Z\",\"what\":\"Reported\",\"who\":\"A. N.\"}]}",
                        answer)
               : canned(turn,
                        "{\"items\":[{\"at\":\"2026-07-03T13:00:00Z\",\"at_local\":"
                        "\"Fri 2026-07-03 09:00:00 EDT\",\"entry\":\"2026-07-03T14:10:00Z\","
                        "\"entry_local\":\"Fri 2026-07-03 10:10:00 EDT\",\"what\":\"Account "
                        "locked, sessions ended.\",\"who\":\"Ana Analyst\",\"capacity\":\"SOC "
                        "analyst\",\"deviation\":true}],\"next\":\"t2\"}",
                        answer);
}

static inline bool notices(struct turn *turn, const struct value *input, struct value **answer)
{
    (void)input;
    return canned(
        turn,
        "{\"items\":[{\"notice\":\"0190a000-0000-7000-8000-0000000000aa\",\"to\":{"
        "\"role\":\"Agency head\",\"name\":\"Henry Head\"},\"channel\":\"mail\",\"state\":"
        "\"accepted\",\"subject\":\"Incident INC-2026-7K3F9\",\"accepted\":"
        "\"2026-07-02T19:00:05Z\",\"accepted_local\":\"Thu 2026-07-02 15:00:05 EDT\"},"
        "{\"notice\":\"0190a000-0000-7000-8000-0000000000ab\",\"to\":{\"role\":\"CISO\"},"
        "\"channel\":\"mail\",\"state\":\"failed\",\"subject\":\"Incident\",\"failed\":"
        "\"2026-07-02T19:00:09Z\",\"reason\":\"550 no such mailbox\"}]}",
        answer);
}
