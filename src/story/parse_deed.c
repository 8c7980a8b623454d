/* SPDX-License-Identifier: Apache-2.0 */
/* What somebody does. Every action can be done by its name; those of everyday have verbs. */
#include "base/json.h"
#include "story/inside.h"

/* A word as the value it looks like: a number, true, false, null, or text. */
static struct value *word_value(struct arena *arena, const struct token *token)
{
    int64_t number;
    if (token->kind == TOKEN_QUOTED)
        return value_text(arena, token->text);
    if (text_integer(token->text, &number))
        return value_integer(arena, number);
    if (text_is(token->text, "true") || text_is(token->text, "false"))
        return value_boolean(arena, text_is(token->text, "true"));
    if (text_is(token->text, "null"))
        return value_null(arena);
    return value_text(arena, token->text);
}

bool parse_value(struct words *words, const char *what, struct value **value)
{
    struct arena *arena = words->turn->arena;
    const struct token *token = words_token(words, 0);
    struct spoken moment;
    if (token == NULL)
        return words_fail(words, "%s should stand here, and the line ends", what);
    if (token->kind == TOKEN_WORD && token->text.size == 10 && moment_follows(words)
        && words_token(words, 1) != NULL && !token->broken) {
        size_t before = words->next;
        if (words_moment(words, &moment) && moment.kind == MOMENT_EXACT) {
            *value = value_text(arena, moment.text);
            return true;
        }
        fault_clear(words->turn);
        words->next = before;
    }
    *value = token->kind == TOKEN_VALUE ? token->value : word_value(arena, token);
    words->next++;
    return true;
}

static void members_merge(struct arena *arena, struct value *into, const struct value *from)
{
    for (size_t i = 0; i < from->count; i++)
        value_set(arena, into, text_string(arena, from->members[i].name), from->members[i].value);
}

static bool parse_label(struct words *words, struct statement *statement)
{
    return words_name(words, "a name for what comes of it", &statement->label);
}

/* "at 09:04", as every deed says when it happened. What stands in quotes goes to the action as it
 * is.
 */
static bool parse_at(struct words *words, struct statement *statement, bool *taken)
{
    size_t before = words->next;
    *taken = words_take(words, "at") && words_left(words)
             && words_token(words, 0)->kind != TOKEN_QUOTED && moment_follows(words);
    if (*taken)
        return words_moment(words, &statement->at);
    words->next = before;
    return true;
}

bool parse_members(struct words *words, struct statement *statement)
{
    struct arena *arena = words->turn->arena;
    while (words_left(words)) {
        const struct token *token = words_token(words, 0);
        struct text name;
        struct value *value = NULL;
        bool taken = false;
        if (!parse_at(words, statement, &taken))
            return false;
        if (taken)
            continue;
        if (token->kind == TOKEN_VALUE && token->value->kind == VALUE_MAP) {
            members_merge(arena, statement->input, token->value);
            words->next++;
        } else if (words_take(words, "as")) {
            if (!parse_label(words, statement))
                return false;
        } else if (words_take(words, "and|with")) {
            continue;
        } else if (!words_name(words, "the name of a field", &name)
                   || !parse_value(words, "the field's value", &value)) {
            return false;
        } else {
            value_set(arena, statement->input, text_string(arena, name), value);
        }
    }
    return true;
}

/* ---- pieces that several verbs share ---- */

static void set_text(struct words *words, struct statement *statement, const char *member,
                     struct text text)
{
    value_set_text(words->turn->arena, statement->input, member, text);
}

static bool take_text(struct words *words, struct statement *statement, const char *member,
                      const char *what)
{
    struct text text;
    words_skip(words, "=|is");
    if (!words_name(words, what, &text))
        return false;
    set_text(words, statement, member, text);
    return true;
}

static bool take_case(struct words *words, struct statement *statement)
{
    words_skip(words, "the|to|on|of|for|about|in|case|incident");
    if (!words_name(words, "the case, by the name its report was given (as R1)",
                    &statement->case_label))
        return false;
    set_text(words, statement, "incident", statement->case_label);
    return true;
}

/* An instant, kept as it was written until the story runs: "at" is the member's name. */
static bool take_moment(struct words *words, struct statement *statement, const char *member)
{
    struct spoken moment;
    words_skip(words, "=|since|at|is");
    if (!words_moment(words, &moment))
        return false;
    if (strcmp(member, "at") == 0)
        statement->at = moment;
    else if (strcmp(member, "from") == 0 || strcmp(member, "detected") == 0)
        statement->from = moment;
    else
        statement->to = moment;
    return true;
}

/* What every deed may end with: as LABEL, name=value, { }. */
static bool take_rest(struct words *words, struct statement *statement, bool *taken)
{
    struct arena *arena = words->turn->arena;
    const struct token *token = words_token(words, 0);
    const struct token *next = words_token(words, 1);
    struct value *value;
    *taken = true;
    if (words_take(words, "as"))
        return parse_label(words, statement);
    if (words_take(words, "and|with|then"))
        return true;
    if (token->kind == TOKEN_VALUE && token->value->kind == VALUE_MAP) {
        members_merge(arena, statement->input, token->value);
        words->next++;
        return true;
    }
    if (token->kind == TOKEN_WORD && token->broken && next != NULL) {
        words->next++;
        if (!parse_value(words, "the field's value", &value))
            return false;
        value_set(arena, statement->input, text_string(arena, token->text), value);
        return true;
    }
    *taken = false;
    return true;
}

/* ---- the verbs ---- */

static bool verb_reports(struct words *words, struct statement *statement)
{
    statement->name = TEXT("report.create");
    while (words_left(words)) {
        bool good = true;
        bool taken = false;
        if (words_token(words, 0)->kind == TOKEN_QUOTED)
            good = take_text(words, statement, "what", "what is reported");
        else if (words_take(words, "about|at|organisation"))
            good = take_text(words, statement, "organisation", "an organisation");
        else if (words_take(words, "told"))
            good = take_moment(words, statement, "at");
        else if (words_take(words, "detected"))
            good = take_moment(words, statement, "detected");
        else if (words_take(words, "known|known_since"))
            good = take_moment(words, statement, "to");
        else if (words_take(words, "by|via|channel"))
            good = take_text(words, statement, "channel", "a channel: web, phone, mail …");
        else if (words_take(words, "basis|because"))
            good = take_text(words, statement, "told_basis", "how the telling is proven");
        else if (words_take(words, "name"))
            good = take_text(words, statement, "name", "the reporter's name");
        else if (words_take(words, "contact"))
            good = take_text(words, statement, "contact", "how the reporter is reached");
        else if (words_take(words, "exercise"))
            value_set_boolean(words->turn->arena, statement->input, "exercise", true);
        else if ((good = parse_fact(words, statement->input, &taken)
                         && (taken || take_rest(words, statement, &taken)))
                 && !taken)
            return words_end(words, "reports \"what\" about DPH as R1, and: told TIME, detected "
                                    "TIME, known since TIME, by phone, safety yes, exercise");
        if (!good)
            return false;
    }
    return true;
}

static bool rating_clauses(struct words *words, struct statement *statement)
{
    while (words_left(words)) {
        bool good = true;
        bool taken = false;
        if (words_take(words, "priority")) {
            int64_t priority;
            words_skip(words, "=|is");
            good = words_number(words, "a priority from 1 to 4", &priority);
            value_set_integer(words->turn->arena, statement->input, "priority", priority);
        } else if (words_take(words, "action"))
            good = take_text(words, statement, "action", "what is to be done");
        else if (words_take(words, "reason|because"))
            good = take_text(words, statement, "reason", "why");
        else if ((good = parse_fact(words, statement->input, &taken)
                         && (taken || take_rest(words, statement, &taken)))
                 && !taken)
            return words_end(words, "safety yes, data internal potential, asset high adverse, "
                                    "liability 20,000 to 100,000, no indication, priority 3, "
                                    "action \"…\", reason \"…\"");
        if (!good)
            return false;
    }
    return true;
}

static bool verb_evaluates(struct words *words, struct statement *statement)
{
    statement->name = TEXT("incident.evaluate");
    return take_case(words, statement) && rating_clauses(words, statement);
}

static bool verb_learns(struct words *words, struct statement *statement)
{
    statement->name = TEXT("incident.input");
    return take_case(words, statement) && rating_clauses(words, statement);
}

/* Clauses of a deed on a case: a text, at TIME, from TIME, because "…". */
static bool case_clauses(struct words *words, struct statement *statement, const char *text_member,
                         const char *expected)
{
    while (words_left(words)) {
        bool good = true;
        bool taken;
        if (words_token(words, 0)->kind == TOKEN_QUOTED && text_member != NULL)
            good = take_text(words, statement, text_member, "a text");
        else if (words_take(words, "at"))
            good = take_moment(words, statement, "at");
        else if (words_take(words, "from|since"))
            good = take_moment(words, statement, "from");
        else if (text_member != NULL
                 && words_take(words, "because|basis|action|note|saying|by|with"))
            good = take_text(words, statement, text_member, "a text");
        else if ((good = take_rest(words, statement, &taken)) && !taken)
            return words_end(words, expected);
        if (!good)
            return false;
    }
    return true;
}

static bool verb_responds(struct words *words, struct statement *statement)
{
    statement->name = TEXT("incident.respond");
    if (!take_case(words, statement)
        || !case_clauses(words, statement, "action", "responds to R1 \"unplugged it\" at TIME"))
        return false;
    if (!value_has(statement->input, "action"))
        set_text(words, statement, "action", TEXT("the response begins"));
    return true;
}

static bool verb_detects(struct words *words, struct statement *statement)
{
    statement->name = TEXT("incident.detect");
    if (!take_case(words, statement)
        || !case_clauses(words, statement, "basis",
                         "detects R1 at TIME because \"the log says so\""))
        return false;
    if (!value_has(statement->input, "basis"))
        set_text(words, statement, "basis", TEXT("as the story says"));
    return true;
}

static bool verb_adds(struct words *words, struct statement *statement)
{
    struct text name;
    statement->name = TEXT("incident.affect");
    words_skip(words, "the|organisation");
    if (!words_name(words, "the short name of an organisation", &name))
        return false;
    set_text(words, statement, "organisation", name);
    return take_case(words, statement)
           && case_clauses(words, statement, NULL, "adds DTA to R1 from TIME");
}

static bool verb_attaches(struct words *words, struct statement *statement)
{
    struct text name;
    statement->name = TEXT("incident.attach");
    words_skip(words, "the|asset");
    if (!words_name(words, "the asset's name", &name))
        return false;
    set_text(words, statement, "asset", name);
    if (!take_case(words, statement))
        return false;
    while (words_left(words)) {
        bool taken = true;
        if (words_peek(words, 0, "not") && words_peek(words, 1, "adverse|affected")) {
            words->next += 2;
            set_text(words, statement, "adverse", TEXT("no"));
        } else if (words_take(words, "adverse|affected|adversely")) {
            words_skip(words, "=|affected");
            bool stated = words_peek(words, 0, "yes|no|unknown");
            set_text(words, statement, "adverse",
                     stated ? words_token(words, 0)->text : TEXT("yes"));
            words->next += stated ? 1 : 0;
        } else if (!take_rest(words, statement, &taken))
            return false;
        if (!taken)
            return words_end(words, "attaches LAB-7 to R1 adverse yes (or no, or unknown)");
    }
    return true;
}

/* An element of a document: CODE "value", CODE outstanding "why", CODE not applicable "why". */
static bool document_element(struct words *words, struct statement *statement)
{
    struct arena *arena = words->turn->arena;
    struct value *content = value_get(statement->input, "content");
    struct value *item = value_map(arena);
    const char *member = "value";
    struct text code;
    struct text text;
    if (!words_name(words, "an element of the document", &code))
        return false;
    if (words_take(words, "outstanding|pending"))
        member = "outstanding";
    else if (words_take(words, "not_applicable"))
        member = "not_applicable";
    else if (words_take(words, "not")) {
        words_skip(words, "applicable");
        member = "not_applicable";
    }
    words_skip(words, "because|is|=");
    if (!words_quoted(words, "the element's value, or the reason why there is none", &text))
        return false;
    value_set_text(arena, item, member, text);
    if (content == NULL)
        content = value_set(arena, statement->input, "content", value_map(arena));
    value_set(arena, content, text_string(arena, code), item);
    return true;
}

static bool verb_sends(struct words *words, struct statement *statement)
{
    statement->name = TEXT("document.send");
    words_skip(words, "the|a|an");
    if (!take_text(words, statement, "document", "the code of a document")
        || !take_case(words, statement))
        return false;
    while (words_left(words)) {
        bool good = true;
        const struct token *next = words_token(words, 1);
        if (words_take(words, "complete"))
            value_set_boolean(words->turn->arena, statement->input, "filled", true);
        else if (words_take(words, "at"))
            good = take_moment(words, statement, "at");
        else if (words_take(words, "and|with"))
            continue;
        else if (words_take(words, "as"))
            good = parse_label(words, statement);
        else if (words_token(words, 0)->kind == TOKEN_VALUE) {
            value_set(words->turn->arena, statement->input, "content",
                      words_token(words, 0)->value);
            words->next++;
        } else if (next != NULL)
            good = document_element(words, statement);
        else
            return words_end(words, "complete, or its elements: type \"malware\", cause "
                                    "outstanding \"not known yet\"");
        if (!good)
            return false;
    }
    return true;
}

static bool verb_confirms(struct words *words, struct statement *statement)
{
    statement->name = TEXT("incident.confirm");
    return take_text(words, statement, "decision", "what is confirmed, in the word of the rule")
           && take_case(words, statement)
           && case_clauses(words, statement, "note", "confirms soc_confirmed of R1 at TIME");
}

/* notice to WHO [of R1] [about RULE] by phone [number "…"] [because "…"] [at TIME]; without "to
 * WHO" the notice to whoever does it. */
static bool notice_deed(struct words *words, struct statement *statement, struct text action)
{
    struct expectation *notice = &statement->expectation;
    bool own = !text_is(action, "notice.attest") && !text_is(action, "notice.bounce")
               && !text_is(action, "notice.resend");
    const char *by = text_is(action, "notice.resend") ? "channel" : "how";
    statement->verb = SAYS_ATTEST;
    statement->name = action;
    notice->subject = ABOUT_NOTICE;
    notice->who = statement->who;
    words_skip(words, "the|a");
    words_skip(words, "notice");
    if ((words_take(words, "to") || !own) && !parse_who(words, &notice->who))
        return false;
    while (words_left(words)) {
        bool good = true;
        bool taken;
        if (words_take(words, "of|in|on"))
            good = words_name(words, "the case", &notice->label);
        else if (words_take(words, "about|for")) {
            words_skip(words, "rule");
            good = words_name(words, "a rule", &notice->rule)
                   && rule_cut(notice->rule, &notice->rule, &notice->step);
        } else if (words_take(words, "by|how|via"))
            good = take_text(words, statement, by, "how: phone, in person …");
        else if (words_take(words, "number"))
            good = take_text(words, statement, "number", "the number that was called");
        else if (words_take(words, "because|reason"))
            good = take_text(words, statement, "reason", "why it came back");
        else if (words_take(words, "whom"))
            good = take_text(words, statement, "whom", "who was told");
        else if (words_take(words, "at"))
            good = take_moment(words, statement, "at");
        else if ((good = take_rest(words, statement, &taken)) && !taken)
            return words_end(words, "attests notice to CIO of R1 by phone number \"…\" at TIME");
        if (!good)
            return false;
    }
    return true;
}

static bool verb_attests(struct words *words, struct statement *statement)
{
    return notice_deed(words, statement, TEXT("notice.attest"));
}

/* By the link in the message nobody signs in. */
static bool link_deed(struct words *words, struct statement *statement, struct text action)
{
    if (!notice_deed(words, statement, action))
        return false;
    statement->who = (struct who){.kind = WHO_NOBODY};
    return true;
}

/* acknowledges notice …, acknowledges by link notice … */
static bool verb_acknowledges(struct words *words, struct statement *statement)
{
    bool link = words_take(words, "by");
    words_skip(words, "the|its|link");
    return link ? link_deed(words, statement, TEXT("notice.confirm"))
                : notice_deed(words, statement, TEXT("notice.acknowledge"));
}

/* opens link of notice … */
static bool verb_opens(struct words *words, struct statement *statement)
{
    words_skip(words, "the|its|link|of|in");
    return link_deed(words, statement, TEXT("notice.open"));
}

static bool verb_resends(struct words *words, struct statement *statement)
{
    return notice_deed(words, statement, TEXT("notice.resend"));
}

bool parse_bounce(struct words *words, struct statement *statement)
{
    statement->input = value_map(words->turn->arena);
    statement->who.kind = WHO_HOUSE;
    words_skip(words, "bounces");
    return notice_deed(words, statement, TEXT("notice.bounce"));
}

/* reads R1, reads timeline of R1, reads B3 of R1 (due …), reads receipt of R1 */
static bool verb_reads(struct words *words, struct statement *statement)
{
    struct expectation *obligation = &statement->expectation;
    words_skip(words, "the|incident|case");
    if (words_take(words, "timeline")) {
        statement->name = TEXT("incident.timeline");
        return take_case(words, statement) && parse_members(words, statement);
    }
    if (words_take(words, "receipt")) {
        statement->name = TEXT("report.receipt");
        if (!take_case(words, statement))
            return false;
        value_set_text(words->turn->arena, statement->input, "receipt", TEXT("$receipt"));
        return parse_members(words, statement);
    }
    if (words_peek(words, 1, "of")) {
        statement->verb = SAYS_READ;
        statement->name = TEXT("obligation.read");
        obligation->subject = ABOUT_OBLIGATION;
        if (!words_name(words, "a rule", &obligation->rule))
            return false;
        words_skip(words, "of");
        if (!words_name(words, "the case", &obligation->label))
            return false;
        if (words_take(words, "as"))
            return parse_label(words, statement);
        return rule_cut(obligation->rule, &obligation->rule, &obligation->step)
               && parse_predicates(words, obligation);
    }
    statement->name = TEXT("incident.read");
    return take_case(words, statement) && parse_members(words, statement);
}

static bool verb_does(struct words *words, struct statement *statement)
{
    return words_name(words, "the name of an action, such as incident.respond", &statement->name)
           && parse_members(words, statement);
}

/* sees R1, does not see R1 */
static bool sight(struct words *words, struct statement *statement, bool negated)
{
    statement->verb = SAYS_EXPECT;
    statement->expectation =
        (struct expectation){.subject = ABOUT_SIGHT, .who = statement->who, .negated = negated};
    words_skip(words, "the|case|incident");
    return words_name(words, "the case", &statement->expectation.label)
           && words_end(words, "nothing behind the case");
}

static const struct {
    const char *words;
    bool (*parse)(struct words *words, struct statement *statement);
} verbs[] = {{"reports|report", verb_reports},
             {"evaluates|evaluate", verb_evaluates},
             {"learns|rates|notes|inputs", verb_learns},
             {"responds|respond", verb_responds},
             {"detects|detect|detected", verb_detects},
             {"adds|affects", verb_adds},
             {"attaches|attach", verb_attaches},
             {"sends|send", verb_sends},
             {"confirms|decides|confirm", verb_confirms},
             {"attests|attest", verb_attests},
             {"acknowledges|acknowledge", verb_acknowledges},
             {"opens|open", verb_opens},
             {"resends|resend", verb_resends},
             {"reads|read", verb_reads},
             {"waives|waive", parse_waives},
             {"suspends|suspend", parse_suspends},
             {"explains|explain", parse_explains},
             {"does|asks|calls|do", verb_does}};

bool parse_deed(struct words *words, struct statement *statement)
{
    statement->verb = SAYS_ACTION;
    statement->input = value_map(words->turn->arena);
    if (!parse_who(words, &statement->who))
        return false;
    if (words_take(words, "as")
        && !words_name(words, "the role in which it is done", &statement->who.capacity))
        return false;
    if (words_peek(words, 0, "does") && words_peek(words, 1, "not")
        && words_peek(words, 2, "see")) {
        words->next += 3;
        return sight(words, statement, true);
    }
    if (words_take(words, "sees|see"))
        return sight(words, statement, false);
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (words_take(words, verbs[i].words))
            return verbs[i].parse(words, statement);
    return words_fail(
        words,
        "\"%.*s\" is not understood. A line begins with story, proves, given, at, "
        "expect, channel, the house is down, or with who does what: ana reports, "
        "evaluates, learns, responds, detects, adds, attaches, sends, confirms, "
        "attests, acknowledges, opens, resends, reads, sees, or does ACTION name=value",
        TEXT_SHOW(words->sentence->source));
}
