/* SPDX-License-Identifier: Apache-2.0 */
/* What is given: organisations, people and the roles they hold, assets, a policy, absences. */
#include "story/inside.h"

static struct value *input_of(struct words *words, struct statement *statement)
{
    if (statement->input == NULL)
        statement->input = value_map(words->turn->arena);
    return statement->input;
}

static bool member_name(struct words *words, struct statement *statement, const char *member,
                        const char *what)
{
    struct text name;
    words_skip(words, "the|an");
    if (!words_name(words, what, &name))
        return false;
    value_set_text(words->turn->arena, input_of(words, statement), member, name);
    return true;
}

/* ---- organisation DPH ["Name"] [of EOHHS] … ---- */

static bool parse_organisation(struct words *words, struct statement *statement)
{
    static const char attributes[] = "organisation DPH \"Department of Public Health\" of EOHHS "
                                     "type department binding mandatory";
    struct arena *arena = words->turn->arena;
    statement->verb = SAYS_ORGANISATION;
    struct value *input = input_of(words, statement);
    if (!words_name(words, "the short name of an organisation", &statement->name))
        return false;
    value_set_text(arena, input, "short", statement->name);
    while (words_left(words)) {
        const struct token *token = words_token(words, 0);
        bool good;
        if (token->kind == TOKEN_QUOTED || words_take(words, "called|named"))
            good = member_name(words, statement, "name", "the organisation's name");
        else if (words_take(words, "of|in|under|parent"))
            good = member_name(words, statement, "parent", "the organisation it is a part of");
        else if (words_take(words, "secretariat"))
            good = member_name(words, statement, "secretariat", "its secretariat, or none");
        else if (words_take(words, "without")) {
            good = words_take(words, "secretariat") || words_take(words, "a")
                   || words_fail(words, "write: without secretariat");
            words_skip(words, "secretariat");
            value_set_text(arena, input, "secretariat", TEXT("none"));
        } else if (words_take(words, "branch"))
            good = member_name(words, statement, "branch", "its branch of government");
        else if (words_take(words, "type"))
            good = member_name(words, statement, "type", "its type");
        else if (words_take(words, "binding|bound|is")) {
            words_skip(words, "is|bound|binding");
            good = member_name(words, statement, "binding",
                               "mandatory, contractual, agreed or voluntary");
        } else if (words_take(words, "scio")) {
            bool none = words_take(words, "no|none|false");
            words_skip(words, "yes|true");
            value_set_boolean(arena, input, "scio", !none);
            good = true;
        } else if (words_take(words, "from|since"))
            good = words_date(words, &statement->from);
        else if (words_take(words, "to|until"))
            good = words_date(words, &statement->to);
        else
            return words_end(words, attributes);
        if (!good)
            return false;
    }
    return true;
}

/* ---- person ana is SOC_ANALYST, SCIO of EOHHS from … to … as designee 1 ---- */

static bool post_how(struct words *words, struct post *post)
{
    static const char kinds[] = "incumbent|acting|designee|deputy|hosted";
    if (!words_peek(words, 0, kinds))
        return words_fail(words, "in what capacity? incumbent, acting, designee 1, deputy, hosted");
    post->holding = text_lower(words->turn->arena, words_token(words, 0)->text);
    words->next++;
    const struct token *token = words_token(words, 0);
    int64_t rank;
    if (token != NULL && token->kind == TOKEN_WORD && text_integer(token->text, &rank)) {
        post->rank = rank;
        words->next++;
    }
    return true;
}

static bool post_clauses(struct words *words, struct post *post)
{
    for (;;) {
        bool good;
        if (words_take(words, "of|for|at"))
            good = words_name(words, "the short name of an organisation", &post->organisation);
        else if (words_take(words, "from|since"))
            good = words_date(words, &post->from);
        else if (words_take(words, "to|until|till|through"))
            good = words_date(words, &post->to);
        else if (words_take(words, "as"))
            good = post_how(words, post);
        else
            return true;
        if (!good)
            return false;
    }
}

bool parse_posts(struct words *words, struct statement *statement)
{
    size_t capacity = statement->posts_count;
    for (;;) {
        struct post post = {.holding = TEXT("incumbent"), .rank = 1};
        words_skip(words, "is|the|a|an|and|also");
        if (words_peek(words, 0, "acting|designee|deputy") && !post_how(words, &post))
            return false;
        words_skip(words, "for|of");
        if (!words_name(words, "the code of a role", &post.role) || !post_clauses(words, &post))
            return false;
        statement->posts = arena_grow(words->turn->arena, statement->posts, statement->posts_count,
                                      &capacity, sizeof *statement->posts);
        statement->posts[statement->posts_count++] = post;
        if (!words_peek(words, 0, "and")
            && (!words_left(words) || words_peek(words, 0, "mail|phone|alternate|webhook|without")))
            return true;
    }
}

static bool parse_person(struct words *words, struct statement *statement)
{
    statement->verb = SAYS_PERSON;
    struct value *input = input_of(words, statement);
    if (!words_name(words, "the person's name in this story", &statement->name))
        return false;
    value_set_text(words->turn->arena, input, "name", statement->name);
    while (words_left(words)) {
        bool good;
        if (words_take(words, "of|at|from"))
            good = member_name(words, statement, "organisation", "where the person works");
        else if (words_take(words, "mail"))
            good = member_name(words, statement, "mail", "a mail address");
        else if (words_take(words, "phone"))
            good = member_name(words, statement, "phone", "a phone number");
        else if (words_take(words, "alternate"))
            good = member_name(words, statement, "alternate", "another mail address");
        else if (words_take(words, "webhook"))
            good = member_name(words, statement, "webhook", "an address: https://HOST");
        else if (words_take(words, "without")) {
            good = words_take(words, "mail") || words_fail(words, "write: without mail");
            value_set_text(words->turn->arena, input, "mail", TEXT_NONE);
        } else if (words_peek(words, 0, "is|the|a|an|and|acting|designee|deputy"))
            good = parse_posts(words, statement);
        else
            return words_end(words, "person ana is SOC_ANALYST, or: is SCIO of EOHHS from TIME to "
                                    "TIME as designee 1");
        if (!good)
            return false;
    }
    return true;
}

/* ---- staff [of DPH, DTA] [without SCIO, ISO] ---- */

static bool parse_names(struct words *words, const char *what, struct value *list)
{
    for (;;) {
        struct text name;
        words_skip(words, "and");
        if (!words_name(words, what, &name))
            return false;
        while (!text_empty(name))
            value_append(words->turn->arena, list,
                         value_text(words->turn->arena, text_cut(name, ',', &name)));
        if (!words_left(words) || words_peek(words, 0, "without|but|except|of|for|at"))
            return true;
    }
}

static bool parse_staff(struct words *words, struct statement *statement)
{
    struct arena *arena = words->turn->arena;
    statement->verb = SAYS_STAFF;
    struct value *input = input_of(words, statement);
    struct value *of = value_set(arena, input, "of", value_list(arena));
    struct value *without = value_set(arena, input, "without", value_list(arena));
    while (words_left(words)) {
        if (words_take(words, "of|for|at")) {
            if (!parse_names(words, "the short name of an organisation", of))
                return false;
        } else if (words_take(words, "without|but|except")) {
            if (!parse_names(words, "the code of a role that nobody holds", without))
                return false;
        } else {
            return words_end(words, "staff of DPH without SCIO, ISO");
        }
    }
    return true;
}

/* ---- asset LAB-7 of DPH rated critical supported by tom ---- */

static bool parse_asset(struct words *words, struct statement *statement)
{
    statement->verb = SAYS_ASSET;
    if (!words_name(words, "the asset's name", &statement->name))
        return false;
    value_set_text(words->turn->arena, input_of(words, statement), "name", statement->name);
    while (words_left(words)) {
        bool good;
        words_skip(words, "is|and");
        if (words_take(words, "of|owner"))
            good = member_name(words, statement, "organisation", "the owner's short name");
        else if (words_take(words, "rated|rating"))
            good = member_name(words, statement, "rating", "a rating: critical … unrated");
        else if (words_take(words, "unrated"))
            good = (value_set_text(words->turn->arena, statement->input, "rating", TEXT("unrated")),
                    true);
        else if (words_take(words, "interim"))
            good = member_name(words, statement, "interim", "the interim rating");
        else if (words_take(words, "supported|support")) {
            words_skip(words, "by");
            good = member_name(words, statement, "support", "the person who supports it");
        } else if (words_take(words, "in|at"))
            good = member_name(words, statement, "site", "where it stands");
        else
            return words_end(words,
                             "asset LAB-7 of DPH rated critical supported by tom in \"Boston\"");
        if (!good)
            return false;
    }
    return true;
}

/* ---- policy FOLDER [from TIME] [where FILE PATH is VALUE, …] ---- */

static bool parse_change(struct words *words, struct statement *statement)
{
    struct text file;
    struct text path;
    struct value *value;
    if (!words_name(words, "a file of the policy, such as obligations", &file)
        || !words_name(words, "what to change in it, such as rules.B2.steps.1.due.amount", &path))
        return false;
    words_skip(words, "is|becomes|to|=");
    if (!parse_value(words, "the new value", &value))
        return false;
    struct text key =
        text_format(words->turn->arena, "%.*s:%.*s", TEXT_SHOW(file), TEXT_SHOW(path));
    value_set(words->turn->arena, statement->changes, key.data, value);
    return true;
}

static bool parse_policy(struct words *words, struct statement *statement)
{
    statement->verb = SAYS_POLICY;
    statement->changes = value_map(words->turn->arena);
    while (words_left(words)) {
        if (words_take(words, "from|since")) {
            if (!words_date(words, &statement->from))
                return false;
        } else if (words_take(words, "where|with|changing")) {
            do {
                words_skip(words, "and|with|where");
                if (!parse_change(words, statement))
                    return false;
            } while (words_left(words) && !words_peek(words, 0, "from|since"));
        } else if (text_empty(statement->name)) {
            if (!words_name(words, "the folder of a policy", &statement->name))
                return false;
        } else {
            return words_end(words, "policy FOLDER from TIME where FILE PATH is VALUE");
        }
    }
    return true;
}

/* ---- ana is absent from A to B ---- */

static bool absent_follows(const struct words *words)
{
    return words_peek(words, 1, "is") && words_peek(words, 2, "absent|away");
}

static bool parse_absent(struct words *words, struct statement *statement)
{
    statement->verb = SAYS_ABSENT;
    if (!words_name(words, "a person", &statement->name))
        return false;
    words_skip(words, "is|absent|away");
    while (words_left(words)) {
        bool good;
        if (words_take(words, "from|since"))
            good = words_date(words, &statement->from);
        else if (words_take(words, "to|until"))
            good = words_date(words, &statement->to);
        else
            return words_end(words, "ana is absent from TIME to TIME");
        if (!good)
            return false;
    }
    return true;
}

/* "ana is SCIO of EOHHS": a person who is known already, or not yet. */
static bool appointed_follows(const struct words *words)
{
    return words_peek(words, 1, "is") && words_token(words, 0)->kind == TOKEN_WORD;
}

bool given_follows(const struct words *words)
{
    return words_peek(words, 0, "organisation|organization|person|people|staff|asset|policy")
           || absent_follows(words) || (words_left(words) && appointed_follows(words));
}

bool parse_given(struct words *words, struct statement *statement)
{
    words_skip(words, "the|a|an|that|there|is");
    if (words_take(words, "organisation|organization"))
        return parse_organisation(words, statement);
    if (words_take(words, "person"))
        return parse_person(words, statement);
    if (words_take(words, "staff"))
        return parse_staff(words, statement);
    if (words_take(words, "asset"))
        return parse_asset(words, statement);
    if (words_take(words, "policy"))
        return parse_policy(words, statement);
    if (absent_follows(words))
        return parse_absent(words, statement);
    if (words_left(words) && appointed_follows(words))
        return parse_person(words, statement);
    return words_fail(words,
                      "given what? organisation DPH, person ana is SOC_ANALYST, staff of DPH, "
                      "asset LAB-7 of DPH, policy FOLDER, or: ana is absent from TIME to TIME");
}
