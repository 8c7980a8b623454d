/* SPDX-License-Identifier: Apache-2.0 */
/* Persons and organisations from tables: all or none, and each fault with its line. */
#include "fixture.h"

static struct value *import(struct turn *turn, const char *action, const char *csv)
{
    struct value *input = value_map(turn->arena);
    value_set_text(turn->arena, input, "csv", text_of(csv));
    return call(turn, action, text_string(turn->arena, json_write(turn->arena, input)));
}

static int64_t counted(struct turn *turn, const char *sql)
{
    struct rows rows;
    return store_select(turn, sql, NULL, 0, &rows) ? rows_integer(&rows, 0, 0) : -1;
}

/* Refused, naming the line; and nothing was written, not even what stood before it. */
static void refused(struct turn *turn, const char *action, const char *csv, const char *says)
{
    static const char everybody[] = "SELECT (SELECT COUNT(*) FROM person) + (SELECT COUNT(*) FROM"
                                    " organisation) + (SELECT COUNT(*) FROM contact)";
    int64_t before = counted(turn, everybody);
    bool done = import(turn, action, csv) != NULL;
    struct fault fault = turn->fault;
    ok(!done && fault.kind == FAULT_INVALID && strcmp(fault.field, "csv") == 0
           && strstr(fault.message, says) != NULL,
       "refused, naming %s: %s", says, fault.message);
    fault_clear(turn);
    ok(counted(turn, everybody) == before, "and nothing of it is there");
}

static void organisations(struct turn *turn)
{
    struct value *made =
        import(turn, "organisation.import",
               "\xef\xbb\xbfshort,name,branch,type,scio,secretariat,parent,binding\r\n"
               "EOHHS,\"Health, and Human Services\",executive,office,yes,EOHHS,,"
               "mandatory\r\n"
               "\r\n"
               "DPH,\"The \"\"Department\"\"\",executive,agency,,,EOHHS,mandatory");
    ok(value_get_integer(made, "entered", 0) == 2, "two from a table: %s", turn->fault.message);
    struct value *body = call(turn, "organisation.read", "{\"organisation\":\"DPH\"}");
    ok(text_is(value_get_text(body, "name"), "The \"Department\"")
           && text_is(value_get_text(body, "parent"), "EOHHS"),
       "quotes are read, and a later line may name an earlier one");
    refused(turn, "organisation.import",
            "short,name,branch,type,binding\nA,Ay,executive,agency,mandatory\n"
            "B,Bee,executive,agency,perhaps\n",
            "line 3: binding");
    refused(turn, "organisation.import",
            "short,name,branch,type,binding,parent\nA,Ay,executive,agency,mandatory,NOBODY\n",
            "line 2: parent");
    refused(turn, "organisation.import",
            "short,name,branch,type,binding\nC,Cee,executive,agency,mandatory\n"
            "DPH,Again,executive,agency,mandatory\n",
            "line 3: ");
}

static void persons(struct turn *turn)
{
    struct value *made =
        import(turn, "person.import", "name,mail,organisation\nAnn,ann@example.org,DPH\nBob,,\n");
    ok(value_get_integer(made, "entered", 0) == 2, "two persons: %s", turn->fault.message);
    struct value *ann = call(turn, "person.read", "{\"person\":\"Ann\"}");
    ok(text_contains(json_write(turn->arena, ann), TEXT("ann@example.org")), "with an address");
    refused(turn, "person.import", "name,mail\nCy,cy@example.org\nDee,not an address\n", "line 3");
    refused(turn, "person.import", "name,organisation\nCy,DPH\nDee,NOBODY\n",
            "line 3: No one organisation");
    refused(turn, "person.import", "name,mail\nCy,cy@example.org,more\n", "line 2 has 3 cells");
    refused(turn, "person.import", "name,mail\nCy\n", "line 2 has 1 cells");
    refused(turn, "person.import", "name,colour\nCy,red\n", "no column \"colour\"");
    refused(turn, "person.import", "name,password\nCy,secret\n", "no column \"password\"");
    refused(turn, "person.import", "name,name\nCy,Cy\n", "twice");
    refused(turn, "person.import", "mail\ncy@example.org\n", "line 2: name");
    refused(turn, "person.import", "name\n\n\n", "nothing below");
    refused(turn, "person.import", "\n\n", "there is none");
    refused(turn, "person.import", "name,mail\nCy,\"cy@example.org\nDee,\n", "line 2: the quote");
    refused(turn, "person.import", "name,mail\n\"Cy\"x,cy@example.org\n", "line 2: behind");
    refused(turn, "person.import", "name,mail\n\"C\n\ny\",\nDee,\"bad address\"\n", "line 5");
    refused(turn, "person.import", "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u\n", "columns");
}

static void body(struct turn *turn, struct text address)
{
    struct pack pack;
    (void)address;
    if (!fixture_open(turn, &pack))
        return;
    organisations(turn);
    persons(turn);
}

int main(void)
{
    both(body);
    return tap_end();
}
