/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The portable subset of SQL, held where both engines would let it slip. This is a reader of words,
 * not of SQL: it sees who is written to and what columns are made of, and the engines do the rest.
 */
#include "store/inside.h"
#include <ctype.h>
#include <strings.h>

static bool is_name_byte(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || byte == '$'
           || (unsigned char)byte >= 0x80;
}

static struct text past(struct text sql, size_t bytes)
{
    return (struct text){sql.data + bytes, sql.size - bytes};
}

/* Behind white space and comments; a comment that does not end reaches to the end. */
static struct text sql_skip(struct text sql)
{
    for (;;) {
        size_t at = 0;
        while (at < sql.size && isspace((unsigned char)sql.data[at]))
            at++;
        sql = past(sql, at);
        const char *end = NULL;
        size_t closing = 0;
        if (text_starts(sql, TEXT("--"))) {
            end = memchr(sql.data, '\n', sql.size);
            closing = 1;
        } else if (text_starts(sql, TEXT("/*"))) {
            end = memmem(sql.data + 2, sql.size - 2, "*/", 2);
            closing = 2;
        } else {
            return sql;
        }
        sql = end == NULL ? past(sql, sql.size) : past(sql, (size_t)(end - sql.data) + closing);
    }
}

/* Bytes of the quoted piece at the start; a doubled quote is two pieces, which does no harm here.
 */
static size_t sql_quoted(struct text sql)
{
    const char *end = memchr(sql.data + 1, sql.data[0], sql.size - 1);
    return end == NULL ? sql.size : (size_t)(end - sql.data) + 1;
}

bool sql_word(struct text *sql, struct text *word)
{
    struct text rest = sql_skip(*sql);
    if (text_empty(rest)) {
        *sql = rest;
        return false;
    }
    size_t size = 0;
    if (rest.data[0] == '\'' || rest.data[0] == '"')
        size = sql_quoted(rest);
    else
        while (size < rest.size && is_name_byte(rest.data[size]))
            size++;
    size = size == 0 ? 1 : size;
    *word = (struct text){rest.data, size};
    *sql = past(rest, size);
    return true;
}

bool sql_word_is(struct text word, const char *keyword)
{
    return word.size == strlen(keyword) && strncasecmp(word.data, keyword, word.size) == 0;
}

bool sql_name_valid(struct text name)
{
    if (name.size == 0 || name.size > STORE_WORD_BYTES_MAX || !islower((unsigned char)name.data[0]))
        return false;
    for (size_t i = 0; i < name.size; i++)
        if (!islower((unsigned char)name.data[i]) && !isdigit((unsigned char)name.data[i])
            && name.data[i] != '_')
            return false;
    return true;
}

static bool word_of(struct text word, const char *const *keywords)
{
    for (; *keywords != NULL; keywords++)
        if (sql_word_is(word, *keywords))
            return true;
    return false;
}

bool sql_reads(const char *sql)
{
    /* PostgreSQL lets a WITH write, SELECT … INTO make a table, and FOR UPDATE lock rows. */
    static const char *const writes[] = {"INSERT", "UPDATE", "DELETE", "MERGE", "INTO", ";", NULL};
    struct text rest = text_of(sql);
    struct text word;
    if (!sql_word(&rest, &word) || (!sql_word_is(word, "SELECT") && !sql_word_is(word, "WITH")))
        return false;
    while (sql_word(&rest, &word))
        if (word_of(word, writes))
            return false;
    return true;
}

/* A name without its quotes. */
static struct text unquoted(struct text word)
{
    bool quoted = word.size > 1 && word.data[0] == '"' && word.data[word.size - 1] == '"';
    return quoted ? (struct text){word.data + 1, word.size - 2} : word;
}

bool sql_reads_table(const char *sql, const char *table)
{
    static const char *const before[] = {"FROM", "JOIN", ",", NULL};
    struct text rest = text_of(sql);
    struct text last = TEXT_NONE;
    struct text word;
    if (strcasestr(sql, table) == NULL)
        return false;
    for (; sql_word(&rest, &word); last = word)
        if (word_of(last, before) && sql_word_is(unquoted(word), table))
            return true;
    return false;
}

bool sql_target(const char *sql, struct text *table)
{
    struct text rest = text_of(sql);
    struct text verb;
    struct text second;
    if (!sql_word(&rest, &verb) || !sql_word(&rest, &second))
        return false;
    if (sql_word_is(verb, "UPDATE"))
        *table = second;
    else if ((!sql_word_is(verb, "INSERT") || !sql_word_is(second, "INTO"))
             && (!sql_word_is(verb, "DELETE") || !sql_word_is(second, "FROM")))
        return false;
    else if (!sql_word(&rest, table))
        return false;
    return sql_name_valid(*table);
}

bool sql_is_work(struct text table)
{
    return text_starts(table, TEXT("work_"));
}

/* ---- columns ---- */

struct columns {
    struct turn *turn;
    const char *where;
    const struct column_words *words;
    struct builder out;
    const char *copied; /* up to here the statement has been written */
};

static void columns_copy(struct columns *columns, const char *until)
{
    build(&columns->out, (struct text){columns->copied, (size_t)(until - columns->copied)});
    columns->copied = until;
}

/* Puts the engine's word for the type in the place of ours. */
static bool columns_type(struct columns *columns, struct text name, struct text type)
{
    const struct column_words *words = columns->words;
    const char *other = sql_word_is(type, "BIGINT")  ? words->bigint
                        : sql_word_is(type, "TEXT")  ? words->text
                        : sql_word_is(type, "BYTEA") ? words->bytea
                                                     : NULL;
    if (other == NULL)
        return fail(columns->turn, FAULT_BROKEN,
                    "%s: the column %.*s is \"%.*s\"; it must be BIGINT, TEXT or BYTEA.",
                    columns->where, TEXT_SHOW(name), TEXT_SHOW(type));
    columns_copy(columns, type.data);
    build(&columns->out, text_of(other));
    columns->copied = type.data + type.size;
    return true;
}

/* The columns between the brackets of a CREATE TABLE; rest is behind its first bracket. */
static bool columns_create(struct columns *columns, struct text rest)
{
    static const char *const constraints[] = {"PRIMARY", "UNIQUE",     "FOREIGN",
                                              "CHECK",   "CONSTRAINT", NULL};
    int depth = 1;
    bool first = true; /* of a definition */
    struct text word;
    while (depth > 0 && sql_word(&rest, &word)) {
        struct text type;
        if (first && !word_of(word, constraints)
            && (!sql_word(&rest, &type) || !columns_type(columns, word, type)))
            return fail(columns->turn, FAULT_BROKEN, "%s: the column %.*s has no type.",
                        columns->where, TEXT_SHOW(word));
        first = depth == 1 && text_is(word, ",");
        depth += text_is(word, "(") - text_is(word, ")");
    }
    if (depth > 0)
        return fail(columns->turn, FAULT_BROKEN, "%s: a bracket of CREATE TABLE is not closed.",
                    columns->where);
    columns_copy(columns, rest.data);
    build(&columns->out, text_of(columns->words->ending));
    return true;
}

/* ALTER TABLE t ADD [COLUMN] name type; other alterations are copied. */
static bool columns_alter(struct columns *columns, struct text rest)
{
    struct text word;
    if (!sql_word(&rest, &word) || !sql_word(&rest, &word) || !sql_word_is(word, "ADD"))
        return true;
    struct text type;
    if (!sql_word(&rest, &word) || (sql_word_is(word, "COLUMN") && !sql_word(&rest, &word)))
        return true;
    return sql_word(&rest, &type) && columns_type(columns, word, type);
}

bool sql_columns(struct turn *turn, const char *where, struct text statement,
                 const struct column_words *words, const char **sql)
{
    struct columns columns = {.turn = turn,
                              .where = where,
                              .words = words,
                              .out = {.arena = turn->arena},
                              .copied = statement.data};
    struct text rest = statement;
    struct text verb;
    struct text noun;
    if (sql_word(&rest, &verb) && sql_word(&rest, &noun) && sql_word_is(noun, "TABLE")) {
        if (sql_word_is(verb, "CREATE")) {
            struct text word = TEXT_NONE;
            while (!text_is(word, "(") && sql_word(&rest, &word))
                continue;
            if (!columns_create(&columns, rest))
                return false;
        } else if (sql_word_is(verb, "ALTER") && !columns_alter(&columns, rest)) {
            return false;
        }
    }
    columns_copy(&columns, statement.data + statement.size);
    *sql = text_string(turn->arena, built(&columns.out));
    return true;
}
