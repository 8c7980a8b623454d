/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PostgreSQL's side of the wire, without libpq: what its states mean here, its numbers of types,
 * and values as it sends and takes them.
 */
#include "base/hash.h"
#include "store/inside.h"

/* PostgreSQL's numbers of types (pg_type.dat); they are part of its protocol and do not change. */
enum oid {
    OID_BOOLEAN = 16,
    OID_BYTEA = 17,
    OID_NAME = 19,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_UNKNOWN = 705,
    OID_BPCHAR = 1042,
    OID_VARCHAR = 1043,
    OID_NUMERIC = 1700
};

/* What SQLSTATEs and classes of them mean here; the first that fits counts. */
static const struct wire_state states[] = {
    {"22012", FAULT_BUSY, false, STORE_OVERTAKEN}, /* postgres_hold divides, nothing else */
    {"23505", FAULT_CLASH, false, "There is one already. Read again"},
    {"23001", FAULT_BROKEN, true, "The database refuses"},
    {"40", FAULT_BUSY, false, "The database had another writer in the way. Try again"},
    {"55P03", FAULT_BUSY, false, "The database is held by another writer for too long. Try again"},
    {"57014", FAULT_BUSY, false, "The database took too long over a statement. Try again"},
    {"53100", FAULT_BROKEN, true, "The disk of the database is full. Make room, then try again"},
    {"53", FAULT_BUSY, true, "The database is short of something. Try again"},
    {"23", FAULT_BROKEN, false, "The database refuses a row that breaks a rule of its table"},
    {"0A", FAULT_BROKEN, true, "The database cannot run a statement"},
    {"08", FAULT_BROKEN, true, "The database cannot run a statement"},
    {"25", FAULT_BROKEN, true, "The database cannot run a statement"},
    {"42", FAULT_BROKEN, true, "The database cannot run a statement"},
    {"58", FAULT_BROKEN, true, "The database cannot run a statement"},
    {"XX", FAULT_BROKEN, true, "The database cannot run a statement"},
    {"", FAULT_BROKEN, false, "The database cannot run a statement"},
};

const struct wire_state *wire_state(const char *state)
{
    size_t i = 0;
    while (strncmp(state, states[i].state, strlen(states[i].state)) != 0)
        i++;
    return &states[i];
}

unsigned wire_type(enum cell_kind kind)
{
    static const unsigned types[] = {[CELL_NULL] = 0,
                                     [CELL_INTEGER] = OID_INT8,
                                     [CELL_TEXT] = OID_TEXT,
                                     [CELL_BYTES] = OID_BYTEA};
    return types[kind];
}

/* "\x00ff" (bytea_output hex) into bytes. */
static bool read_bytes(struct turn *turn, struct text hex, struct cell *cell)
{
    size_t size = hex.size < 2 ? 0 : hex.size / 2 - 1;
    unsigned char *bytes = arena_take(turn->arena, size + 1);
    if (!text_starts(hex, TEXT("\\x"))
        || !hex_read((struct text){hex.data + 2, hex.size - 2}, bytes, size))
        return fail(turn, FAULT_BROKEN, "The database sends bytes that are not in hex.");
    *cell = cell_bytes((struct text){(const char *)bytes, size});
    return true;
}

bool wire_cell(struct turn *turn, int column, unsigned type, struct text text, struct cell *cell)
{
    int64_t integer = 0;
    switch ((enum oid)type) {
    case OID_INT2:
    case OID_INT4:
    case OID_INT8:
    case OID_NUMERIC: /* what count and sum of BIGINT are */
        if (!text_integer(text, &integer))
            return fail(turn, FAULT_BROKEN, "Column %d of a result is no integer of 64 bits.",
                        column);
        *cell = cell_integer(integer);
        return true;
    case OID_BOOLEAN: *cell = cell_integer(text_is(text, "t")); return true;
    case OID_TEXT:
    case OID_VARCHAR:
    case OID_BPCHAR:
    case OID_NAME:
    case OID_UNKNOWN: *cell = cell_text(text_copy(turn->arena, text)); return true;
    case OID_BYTEA: return read_bytes(turn, text, cell);
    }
    return fail(turn, FAULT_BROKEN,
                "Column %d of a result has PostgreSQL's type %u; only integers, text and bytes "
                "are portable.",
                column, type);
}

void wire_parameters(struct arena *arena, struct wire_parameters *parameters,
                     const struct cell *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct cell *cell = &cells[i];
        struct text value = cell->text;
        if (cell->kind == CELL_INTEGER)
            value = text_format(arena, "%lld", (long long)cell->integer);
        else if (cell->kind == CELL_TEXT)
            value = text_copy(arena, value); /* libpq reads it up to a NUL */
        else if (cell->kind == CELL_BYTES && value.data == NULL)
            value = TEXT("");
        parameters->values[i] = cell->kind == CELL_NULL ? NULL : value.data;
        parameters->sizes[i] = (int)value.size;
        parameters->formats[i] = cell->kind == CELL_BYTES;
    }
}

const char wire_collation_sql[] =
    /* datlocprovider came with PostgreSQL 15; without it, it is the C library. */
    "SELECT datcollate::text, pg_encoding_to_char(encoding)::text,"
    " coalesce(to_jsonb(d)->>'datlocprovider', 'c') FROM pg_database d"
    " WHERE datname = current_database()";

bool wire_collation(struct turn *turn, const struct rows *rows)
{
    struct text collation = rows_text(rows, 0, 0);
    bool bytes = (text_is(collation, "C") || text_is(collation, "POSIX"))
                 && text_is(rows_text(rows, 0, 2), "c");
    if (bytes && text_is(rows_text(rows, 0, 1), "UTF8"))
        return true;
    return fail(turn, FAULT_BROKEN,
                "The database sorts text by \"%.*s\" (provider %.*s) and holds it as %.*s; it must "
                "be C (provider c) and UTF8. Make it anew: createdb --template=template0 "
                "--encoding=UTF8 --locale=C NAME",
                TEXT_SHOW(collation), TEXT_SHOW(rows_text(rows, 0, 2)),
                TEXT_SHOW(rows_text(rows, 0, 1)));
}

const char *wire_append_only(const struct turn *turn, struct text table)
{
    return text_format(
               turn->arena,
               "CREATE OR REPLACE FUNCTION store_append_only() RETURNS trigger LANGUAGE plpgsql"
               " AS $$ BEGIN RAISE EXCEPTION '%% is append only: its rows are never changed or"
               " removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;"
               "CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON %.*s "
               "FOR EACH ROW EXECUTE FUNCTION store_append_only();"
               "CREATE OR REPLACE TRIGGER append_only_truncate BEFORE TRUNCATE ON %.*s "
               "FOR EACH STATEMENT EXECUTE FUNCTION store_append_only()",
               TEXT_SHOW(table), TEXT_SHOW(table))
        .data;
}
