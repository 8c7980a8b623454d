/* SPDX-License-Identifier: Apache-2.0 */
/* Actions as commands: on real houses of both engines, here and over HTTP, with the same answers
 * and the same exit codes. */
#include "base/file.h"
#include "http/http.h"
#include "words.h"
#include <glob.h>

/* ---- actions of the test: every fault, and answers that stand still ---- */

static bool fault_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct text kind = value_get_text(input, "kind");
    *answer = value_map(turn->arena);
    if (text_is(kind, "field"))
        return fail_field(turn, "assets[2].rating", "This is no rating. Say high or low.");
    if (text_is(kind, "clause"))
        return fail_clause(turn, "TEST-1-2", "The clause says no.");
    if (text_is(kind, "steer"))
        return fail(turn, FAULT_INVALID, "Before \033[2J\xE2\x80\xAE after.");
    for (int i = FAULT_INVALID; i < FAULT_KINDS; i++)
        if (text_is(kind, fault_face((enum fault_kind)i)->name))
            return fail(turn, (enum fault_kind)i, "The fault that was asked for.");
    return true;
}

static const char things_first[] =
    "{\"items\":[{\"number\":\"INC-2026-7K3F9\",\"title\":\"Lösegeld \\u001b[31m rot\\nzwei\","
    "\"due\":\"2026-07-03T21:00:00Z\",\"due_local\":\"Fri 2026-07-03 17:00:00 EDT\","
    "\"owed_by\":{\"role\":\"ROLE_A\",\"name\":\"Ann\"},\"clauses\":[\"A-1\",\"A-2\"],\"late\":3,"
    "\"empty\":null},"
    "{\"number\":\"INC-2026-8\",\"title\":\"日本語\",\"open\":true}],\"next\":\"two\"}";
static const char things_second[] = "{\"items\":[{\"number\":\"INC-2026-9\",\"title\":\"last\"}]}";

static bool thing_list(struct turn *turn, const struct value *input, struct value **answer)
{
    bool second = text_is(value_get_text(input, "after"), "two");
    return json_read(turn, text_of(second ? things_second : things_first), "the test", answer);
}

static bool thing_read(struct turn *turn, const struct value *input, struct value **answer)
{
    if (text_is(value_get_text(input, "thing"), "echo")) {
        *answer = (struct value *)(uintptr_t)input;
        return true;
    }
    return json_read(turn,
                     TEXT("{\"number\":\"T-1\",\"human_safety\":\"no\",\"open\":false,\"due\":"
                          "\"2026-07-03T21:00:00Z\",\"due_local\":\"Fri 2026-07-03 17:00:00 EDT\","
                          "\"what\":\"one\\ntwo\",\"none\":[],\"matched\":[{\"row\":\"R8\","
                          "\"clause\":\"C-1\"}],\"inputs\":{\"low\":\"1.00\"},\"tags\":[\"a\","
                          "\"b\"]}"),
                     "the test", answer);
}

static const char *const colours[] = {"red", "green", NULL};
static const struct field money_fields[] = {{.name = "low", .type = FIELD_MONEY, .help = "Low."},
                                            {.name = NULL}};
static const struct field text_item = {.type = FIELD_TEXT, .most = 20};
static const struct field map_item = {.type = FIELD_MAP, .members = money_fields};
static const struct field any_item = {.type = FIELD_ANY};
static const struct field kind_fields[] = {
    {.name = "kind", .type = FIELD_TEXT, .needed = true, .help = "Which."}, {.name = NULL}};
static const struct field list_fields[] = {
    {.name = "after", .type = FIELD_TEXT, .help = "The page behind."}, {.name = NULL}};
static const struct field thing_fields[] = {
    {.name = "thing", .type = FIELD_ID, .needed = true, .help = "Which thing."},
    {.name = "count", .type = FIELD_INTEGER, .least = 1, .most = 9, .help = "How many."},
    {.name = "is_ready", .type = FIELD_BOOLEAN, .help = "Ready?"},
    {.name = "colour", .type = FIELD_WORD, .words = colours, .help = "Its colour."},
    {.name = "tags", .type = FIELD_LIST, .most = 9, .items = &text_item, .help = "Its tags."},
    {.name = "parts", .type = FIELD_LIST, .most = 9, .items = &map_item, .help = "Its parts."},
    {.name = "liability", .type = FIELD_MAP, .members = money_fields, .help = "What it costs."},
    {.name = "content", .type = FIELD_NAMES, .items = &any_item, .help = "What it says."},
    {.name = NULL}};

#define SAYS .anonymous = true, .title = "Of the test", .help = "Only here."
static const struct action test_actions[] = {
    {.name = "fault.read",
     .route = "/faults/{kind}",
     .fields = kind_fields,
     .read = fault_read,
     SAYS},
    {.name = "thing.list", .route = "/things", .fields = list_fields, .read = thing_list, SAYS},
    {.name = "thing.read",
     .route = "/things/{thing}",
     .fields = thing_fields,
     .read = thing_read,
     SAYS},
    {.name = "thing.hide",
     .route = "/hidden",
     .fields = list_fields,
     .read = thing_list,
     .internal = true,
     SAYS},
    {.name = NULL}};

/* ---- what people see ---- */

static bool prints(struct said said, const char *wanted)
{
    bool good = said.code == 0 && strcmp(said.out, wanted) == 0;
    if (!good)
        printf("# code %d\n# got\n%s\n# wanted\n%s\n# errors %s\n", said.code, said.out, wanted,
               said.errors);
    said_free(&said);
    return good;
}

static void test_tables(struct typing *typing)
{
    ok(prints(say(typing, "thing", "list", NULL),
              "NUMBER          TITLE                    DUE                          OWED BY  "
              "CLAUSES   LATE  OPEN\n"
              "INC-2026-7K3F9  Lösegeld \xEF\xBF\xBD[31m rot zwei  Fri 2026-07-03 17:00:00 EDT  Ann"
              "      A-1, A-2  3\n"
              "INC-2026-8      日本語                                                         "
              "                yes\n"
              "There is more: add --after two, or --all for everything.\n"),
       "a table as wide as it is");
    typing->console.columns = 60;
    ok(prints(say(typing, "thing", "list", NULL),
              "NUMBER          TITLE         DUE\n"
              "INC-2026-7K3F9  Lösegeld �[…  Fri 2026-07-03 17:00:00 EDT\n"
              "INC-2026-8      日本語\n"
              "There is no room for: open, late, clauses, owed_by. --json has everything.\n"
              "There is more: add --after two, or --all for everything.\n"),
       "and in 60 columns");
    typing->console.columns = 0;
    ok(tells(say(typing, "thing", "list", "--all", NULL), 0, "INC-2026-9", NULL), "all pages");
    struct said said = say(typing, "thing", "list", "--all", "--json", NULL);
    ok(strstr(said.out, "next") == NULL && strstr(said.out, "INC-2026-9\",\"title\":\"last\"}]}\n"),
       "and as one JSON document");
    said_free(&said);
    said = say(typing, "thing", "list", "--json", NULL);
    ok(strncmp(said.out, "{\"items\":[{\"number\"", 19) == 0
           && strstr(said.out, "\"next\":\"two\"}\n"),
       "--json is the answer as it is");
    said_free(&said);
    ok(prints(say(typing, "thing", "read", "T-1", NULL),
              "number:       T-1\n"
              "human safety: no\n"
              "open:         no\n"
              "due:          Fri 2026-07-03 17:00:00 EDT\n"
              "what:         one\n"
              "              two\n"
              "matched:\n"
              "  - row:    R8\n"
              "    clause: C-1\n"
              "inputs:\n"
              "  low: 1.00\n"
              "tags:         a, b\n"),
       "one thing as lines");
}

/* ---- what words become ---- */

static bool reads(struct typing *typing, const char *wanted, char *one, char *two, char *three,
                  char *four)
{
    struct said said = say(typing, "thing", "read", "echo", "--json", one, two, three, four, NULL);
    char whole[512];
    snprintf(whole, sizeof whole, "{\"thing\":\"echo\"%s%s}\n", wanted[0] == '\0' ? "" : ",",
             wanted);
    bool good = said.code == 0 && strcmp(said.out, whole) == 0;
    if (!good)
        printf("# code %d\n# got %s# wanted %s# errors %s\n", said.code, said.out, whole,
               said.errors);
    said_free(&said);
    return good;
}

static void test_input(struct typing *typing)
{
    ok(reads(typing, "\"count\":3,\"is_ready\":true", "--count", "3", "--is-ready", NULL),
       "numbers and truths");
    ok(reads(typing, "\"is_ready\":false", "--no-is_ready", NULL, NULL, NULL), "not so");
    ok(reads(typing, "\"tags\":[\"a\",\"b\"]", "--tags=a", "--tags", "b", NULL),
       "a list, one by one");
    ok(reads(typing, "\"tags\":[\"a\",\"b\",\"c\"]", "--tags", "[\"a\",\"b\"]", "--tags=c", NULL),
       "and as JSON");
    ok(reads(typing, "\"parts\":[{\"low\":\"1.00\"}]", "--parts", "{\"low\":\"1.00\"}", NULL, NULL),
       "a list of maps");
    ok(reads(typing, "\"liability\":{\"low\":\"2\"}", "--liability={\"low\":\"2\"}", NULL, NULL,
             NULL),
       "a map");
    ok(reads(typing, "\"content\":{\"what\":\"x=y\",\"why\":{\"z\":1}}", "--content", "what=x=y",
             "--content", "why={\"z\":1}"),
       "free names");
    ok(reads(typing, "\"count\":4,\"colour\":\"red\"", "--input",
             "{\"thing\":\"no\",\"count\":4,\"colour\":\"green\"}", "--colour", "red"),
       "options win over --input");
    static const struct {
        char *words[4];
        const char *errors;
    } wrong[] = {
        {{"--cuont", "3"}, "Did you mean --count?"},
        {{"--count", "many"}, "count is the text \"many\""},
        {{"--count", "10"}, "at most 9"},
        {{"--count"}, "--count needs a value"},
        {{"--colour", "blue"}, "red, green"},
        {{"--is-ready", "--no-is-ready"}, "say one"},
        {{"--content", "what"}, "NAME=VALUE"},
        {{"--liability", "{"}, "--liability"},
        {{"--liability", "{\"lwo\":\"1\"}"}, "Known are: low"},
        {{"--input", "{\"surplus\":1}"}, "surplus is not a name known here"},
        {{"--input", "[1]", "--house", ""}, ""},
        {{"--thing", "other"}, "stand here both"},
        {{"T-2"}, "one word too many"},
        {{"--capacity", "X"}, "--as"},
        {{"--token-file", "/dev/null"}, "no token"},
        {{"--url", "ftp://x"}, "https://"},
        {{"--url", "http://example.org", "--house", "x"}, "say one"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct said said = say(typing, "thing", "read", "echo", wrong[i].words[0],
                               wrong[i].words[1], wrong[i].words[2], wrong[i].words[3], NULL);
        int code = said.code;
        ok((code == 2 || wrong[i].errors[0] == '\0') && code != 0
               && strstr(said.errors, wrong[i].errors),
           "%s %s is wrong: %s", wrong[i].words[0],
           wrong[i].words[1] == NULL ? "" : wrong[i].words[1], said.errors);
        said_free(&said);
    }
}

static void test_help(struct typing *typing)
{
    struct said help = say(typing, "help", NULL);
    for (const struct action *const *room = revere_rooms; *room != NULL; room++)
        for (const struct action *action = *room; action->name != NULL; action++) {
            char noun[64];
            char verb[64] = "";
            char line[80];
            sscanf(action->name, "%63[^.].%63s", noun, verb);
            snprintf(line, sizeof line, verb[0] == '\0' ? "\n  %s" : "\n  %-14s ", noun);
            char *at = strstr(help.out, line);
            char *end = at == NULL ? NULL : strchr(at + 1, '\n');
            bool there = false;
            for (char *word = at == NULL ? NULL : at + strlen(line); word != NULL && word <= end;) {
                there = there || strncmp(word, verb, strlen(verb)) == 0;
                word = strstr(word, ", ");
                word = word == NULL ? NULL : word + 2;
            }
            ok(there != action->internal, "help: %s is %s", action->name,
               action->internal ? "not offered" : "there");
        }
    said_free(&help);
    ok(tells(say(typing, "thing", NULL), 2, NULL, "revere thing read"),
       "a noun alone lists its verbs");
    ok(tells(say(typing, "thing", "--help", NULL), 0, "revere thing list", NULL),
       "and with --help");
    ok(tells(say(typing, "thing", "hide", NULL), 2, NULL, "there is no \"hide\""),
       "what is internal is not offered");
    ok(tells(say(typing, "role", "assign", "--help", NULL), 0, "see: revere person list", NULL),
       "and which list shows what a field may be given");
    ok(tells(say(typing, "policy", "--help", NULL), 0, "revere policy rules", NULL),
       "a noun with commands of its own shows both");
    ok(tells(say(typing, "thing", "read", "--help", NULL), 0, "--colour red|green", NULL),
       "the help of an action names its fields");
    ok(tells(say(typing, "thnig", NULL), 2, NULL, "there is no \"thnig\". Did you mean thing?"),
       "no such noun, but one that is near");
    char *none[1] = {NULL};
    ok(tells(say_words(typing, 0, none), 2, NULL, "revere help"), "no word at all");
}

/* ---- a house ---- */

/* The password stands behind "sign in as" at the end of the line, and is changed for one that
 * nobody was shown: until then it opens nothing from elsewhere. */
static void password_changed(struct typing *typing, struct arena *arena, const char *made)
{
    struct turn turn = {.arena = arena};
    const char *shown = strstr(made, "sign in as");
    struct text line = text_of(shown == NULL ? "" : shown);
    struct text rest;
    line = text_cut(line, '\n', &rest);
    while (memchr(line.data == NULL ? "" : line.data, ' ', line.size) != NULL)
        (void)text_cut(line, ' ', &line);
    struct text input = text_format(
        arena, "{\"old\":\"%.*s\",\"password\":\"four words that nobody saw\"}", TEXT_SHOW(line));
    char *path = (char *)(uintptr_t)text_format(arena, "%s/password.json", typing->folder).data;
    bool written = file_write(&turn, path, input, 0600);
    struct said set = say(typing, "password", "set", "--as", "Ada Admin", "--input", path, NULL);
    ok(written && set.code == 0, "the password that was shown is changed: %s", set.errors);
    said_free(&set);
}

static void test_create(struct typing *typing, struct arena *arena, const char *address)
{
    char *store = (char *)(uintptr_t)address;
    ok(tells(say(typing, "house", "create", "--role", "CIO", NULL), 2, NULL, "--administrator"),
       "a role needs an administrator");
    ok(tells(say(typing, "house", "create", "--store", "postgresql:host=/run password=x", NULL), 2,
             NULL, "passfile"),
       "no password in words that others can read");
    struct said made = say(typing, "house", "create", "--store", store, "--administrator",
                           "Ada Admin", "--mail", "ada@example.org", "--role", "CIO", NULL);
    const char *out = text_format(arena, "%s", made.out).data;
    ok(tells(made, 0, "vkey:   revere.example/house/", NULL),
       "a house is made, with an administrator");
    password_changed(typing, arena, out);
    ok(tells(say(typing, "house", "create", NULL), 5, NULL, "already"), "and not a second time");
    ok(tells(say(typing, "me", "--as", "ada@example.org", NULL), 0, "CIO", NULL),
       "who acts as herself, by her address");
    ok(tells(say(typing, "house", "adopt", (char *)(uintptr_t)typing->console.pack, "--from",
                 "2026-08-01T00:00", NULL),
             0, "from:   Sat 2026-08-01 00:00:00 EDT", NULL),
       "a policy is adopted from a day on");
    ok(tells(say(typing, "house", "adopt", (char *)(uintptr_t)typing->console.pack, NULL), 5, NULL,
             "later"),
       "none before it");
}

static void test_house(struct typing *typing, struct arena *arena)
{
    const char *number = member(arena,
                                say(typing, "report", "create", "--what", "ransom note",
                                    "--organisation", "DPH", "--json", NULL),
                                "number");
    char *incident = (char *)(uintptr_t)number;
    ok(strncmp(number, "INC-2026-", 9) == 0, "a report is an incident: %s", number);
    ok(tells(say(typing, "incident", "read", incident, NULL), 0, "provisional", NULL),
       "read by number");
    ok(tells(say(typing, "incident", "list", NULL), 0, number, NULL), "listed");
    ok(tells(say(typing, "ledger", "list", "--json", NULL), 0, "\"actor\":\"system:local\"", NULL),
       "the ledger says who acted");
    ok(tells(say(typing, "incident", "read", "INC-2026-XXXXX", NULL), 4, NULL, "othing here"),
       "missing: 4");
    ok(tells(say(typing, "incident", "read", NULL), 2, NULL, "A word is missing here, incident"),
       "no id: 2");
    ok(tells(say(typing, "me", NULL), 4, NULL, "--as"), "nobody: 4");
    ok(tells(say(typing, "me", "--as", "Nemo", NULL), 4, NULL, "Nemo"), "an unknown person: 4");
    ok(tells(say(typing, "person", "create", "--name", "Bob", NULL), 0, "Bob", NULL), "Bob");
    ok(tells(say(typing, "ledger", "list", "--as", "Bob", NULL), 3, NULL, "None of the roles"),
       "refused: 3");
    ok(tells(say(typing, "person", "create", "--name", "Eve", "--key", "k1", NULL), 0, "Eve", NULL)
           && tells(say(typing, "person", "create", "--name", "Eve", "--key", "k1", NULL), 0, "Eve",
                    NULL),
       "asked twice with one key, done once");
    ok(tells(say(typing, "person", "create", "--name", "Eva", "--key", "k1", NULL), 5, NULL, "key"),
       "another with that key: 5");
}

static void spoil(const char *folder)
{
    char path[128];
    snprintf(path, sizeof path, "%s/ledger/checkpoint", folder);
    FILE *file = fopen(path, "r+");
    ok(file != NULL && fseek(file, 40, SEEK_SET) == 0 && fputc('#', file) == '#'
           && fclose(file) == 0,
       "a byte of the checkpoint is changed");
}

/* Changes the first letter of what is stored of an entry, each of which stands behind its length.
 */
static bool spoil_entry(const char *folder, int entry)
{
    char pattern[128];
    glob_t found;
    snprintf(pattern, sizeof pattern, "%s/ledger/tile/entries/000*", folder);
    if (glob(pattern, 0, NULL, &found) != 0)
        return false;
    bool done = true;
    for (size_t i = 0; i < found.gl_pathc && done; i++) {
        char path[192];
        snprintf(path, sizeof path, "find %s -type f | sort -V | tail -n 1", found.gl_pathv[i]);
        FILE *list = popen(path, "r");
        done = list != NULL && fgets(path, sizeof path, list) != NULL;
        if (list != NULL)
            pclose(list);
        path[strcspn(path, "\n")] = '\0';
        FILE *file = done ? fopen(path, "r+b") : NULL;
        for (int at = 0; file != NULL && at < entry; at++) {
            int high = fgetc(file);
            int low = fgetc(file);
            fseek(file, high * 256 + low, SEEK_CUR);
        }
        done = file != NULL && fseek(file, 4, SEEK_CUR) == 0 && fputc('#', file) == '#';
        if (file != NULL)
            fclose(file);
    }
    globfree(&found);
    return done;
}

/* proves AD2022-1-RSP-2 */
static void test_entry(struct typing *typing, char *key)
{
    ok(spoil_entry(typing->folder, 5) && spoil_entry(typing->folder, 3),
       "a byte of two stored entries is changed on disk");
    ok(tells(say(typing, "ledger", "verify", "--vkey", key, NULL), 1, "Broken at entry 3", NULL),
       "the first broken entry is named, and it does not end with 0");
}

static void test_ledger(struct typing *typing, struct arena *arena)
{
    struct turn turn = {.arena = arena};
    struct text vkey;
    char paths[4][96];
    static const char *const names[] = {"ledger/vkey", "older", "entry", "proof"};
    for (size_t i = 0; i < 4; i++)
        snprintf(paths[i], sizeof paths[i], "%s/%s", typing->folder, names[i]);
    struct said checkpoint = say(typing, "ledger", "checkpoint", NULL);
    ok(checkpoint.code == 0 && file_write(&turn, paths[1], text_of(checkpoint.out), 0600),
       "a checkpoint is kept");
    said_free(&checkpoint);
    ok(tells(say(typing, "person", "create", "--name", "Zoe", NULL), 0, "Zoe", NULL),
       "the log grows");
    ok(file_read(&turn, paths[0], 4096, &vkey), "the key is published");
    char *key = (char *)(uintptr_t)text_string(arena, text_trim(vkey));
    ok(tells(say(typing, "ledger", "verify", NULL), 0, "folder's own vkey", NULL), "sound");
    ok(tells(say(typing, "ledger", "verify", "--vkey", key, "--older", paths[1], NULL), 0, "Sound.",
             NULL),
       "and by a key and a checkpoint from elsewhere");
    ok(tells(say(typing, "ledger", "verify", "--vkey", key, "--json", NULL), 0, "{\"sound\":true",
             NULL),
       "for programs too");
    ok(tells(say(typing, "ledger", "verify", "--vkey", "no key", NULL), 2, NULL, "vkey"),
       "no key: 2");
    ok(tells(say(typing, "ledger", "verify", "/nowhere", NULL), 4, NULL, "/nowhere"),
       "no folder: 4");
    struct said proof = say(typing, "ledger", "proof", "2", "--entry", paths[2], NULL);
    ok(proof.code == 0 && file_write(&turn, paths[3], text_of(proof.out), 0600),
       "a proof is made: %s", proof.errors);
    said_free(&proof);
    ok(tells(say(typing, "ledger", "proof-verify", paths[3], "--entry", paths[2], "--vkey", key,
                 NULL),
             0, "Sound.", NULL),
       "which holds");
    ok(tells(say(typing, "ledger", "proof-verify", paths[3], "--entry", paths[3], "--vkey", key,
                 NULL),
             1, "Broken at", NULL),
       "but not for other bytes: 1");
    ok(tells(say(typing, "ledger", "proof-verify", paths[3], "--vkey", key, NULL), 2, NULL,
             "--entry"),
       "the entry is needed");
    ok(tells(say(typing, "ledger", "proof", "100000", NULL), 4, NULL, ""), "no such line: 4");
    ok(tells(say(typing, "ledger", "proof", "first", NULL), 2, NULL, "SEQUENCE"), "no number: 2");
    test_entry(typing, key);
    spoil(typing->folder);
    ok(tells(say(typing, "ledger", "verify", "--vkey", key, NULL), 1, "Broken at checkpoint", NULL),
       "broken: 1, and where");
}

/* ---- a house elsewhere ---- */

struct elsewhere {
    struct house *house;
    struct http_server *server;
    char url[64], token_file[96], bob_file[96];
};

static bool elsewhere_open(struct turn *turn, struct typing *typing, const char *address,
                           struct elsewhere *there)
{
    struct house_settings settings = {.folder = text_of(typing->folder),
                                      .store = text_of(address),
                                      .clock = typing->console.clock,
                                      .rooms = typing->console.rooms,
                                      .tables = typing->console.tables,
                                      .writer = true};
    struct http_settings http = {.port = 0};
    bool open = house_open(turn, &settings, &there->house)
                && http_serve(turn, there->house, &http, &there->server);
    if (open)
        snprintf(there->url, sizeof there->url, "http://127.0.0.1:%d/", http_port(there->server));
    return ok(open, "the house is served: %s", turn->fault.message);
}

static void keep_token(struct typing *typing, struct arena *arena, char *who, char *path,
                       size_t size)
{
    struct turn turn = {.arena = arena};
    const char *token =
        member(arena, say(typing, "token", "create", "--as", who, "--name", "test", "--json", NULL),
               "token");
    snprintf(path, size, "%s/token-%s", typing->folder, who);
    ok(file_write(&turn, path, text_of(token), 0600), "a token for %s", who);
}

/* The same words here and there: the same code, and the same output or the same message. */
static void same(struct typing *typing, struct elsewhere *there, const char *what, int code,
                 bool same_words, char *one, char *two, char *three, char *four)
{
    struct said here = say(typing, one, two, "--as", "Ada Admin", "--json", three, four, NULL);
    struct said far = say(typing, one, two, "--url", there->url, "--token-file", there->token_file,
                          "--json", three, four, NULL);
    bool good = here.code == code && far.code == code && strcmp(here.out, far.out) == 0
                && (!same_words || strcmp(here.errors, far.errors) == 0);
    if (!ok(good, "the same here and elsewhere: %s", what))
        printf("# here %d %s%s# far %d %s%s", here.code, here.out, here.errors, far.code, far.out,
               far.errors);
    said_free(&here);
    said_free(&far);
}

static void test_same(struct typing *typing, struct elsewhere *there)
{
    static const struct {
        char *kind;
        int code;
        bool same_words; /* what is missing or broken is told to nobody outside */
    } faults[] = {{"invalid", 2, true},  {"stranger", 4, true}, {"refused", 3, true},
                  {"missing", 4, false}, {"clash", 5, true},    {"limit", 6, true},
                  {"busy", 7, true},     {"broken", 1, false},  {"field", 2, true},
                  {"clause", 3, true},   {"steer", 2, true}};
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        same(typing, there, faults[i].kind, faults[i].code, faults[i].same_words, "fault", "read",
             faults[i].kind, NULL);
    same(typing, there, "an answer", 0, true, "role", "holder", "CIO", NULL);
}

static void test_elsewhere(struct typing *typing, struct elsewhere *there)
{
    char *url = there->url;
    char *token = there->token_file;
    same(typing, there, "a list", 0, true, "organisation", "list", NULL, NULL);
    same(typing, there, "an id with a slash", 4, false, "organisation", "read", "A/B", NULL);
    same(typing, there, "an id that needs escapes", 4, false, "organisation", "read", "A B?&#",
         NULL);
    same(typing, there, "a query", 0, true, "role", "list", "--role", "CIO");
    same(typing, there, "a word that is no number", 2, true, "organisation", "list", "--limit",
         "x");
    same(typing, there, "a missing id", 2, true, "organisation", "read", NULL, NULL);
    ok(tells(say(typing, "thing", "list", "--all", "--url", url, NULL), 0, "INC-2026-9", NULL),
       "all pages");
    ok(tells(say(typing, "report", "create", "--what", "odd", "--url", url, NULL), 0, "INC-2026-",
             NULL),
       "anybody reports");
    ok(tells(say(typing, "incident", "list", "--url", url, NULL), 4, NULL, "Sign in"),
       "but nobody reads without a token");
    ok(tells(say(typing, "person", "create", "--name", "Kim", "--key", "r1", "--url", url,
                 "--token-file", token, NULL),
             0, "Kim", NULL)
           && tells(say(typing, "person", "create", "--name", "Kam", "--key", "r1", "--url", url,
                        "--token-file", token, NULL),
                    5, NULL, "key"),
       "the key goes with it");
    ok(tells(say(typing, "ledger", "list", "--url", url, "--token-file", there->bob_file, NULL), 3,
             NULL, "None of the roles"),
       "refused there as here");
    ok(tells(say(typing, "me", "--capacity", "CIO", "--url", url, "--token-file", token, NULL), 0,
             "CIO", NULL),
       "in a capacity");
    ok(tells(say(typing, "me", "--as", "Bob", "--url", url, NULL), 2, NULL,
             "--as is for a house here"),
       "--as does not reach elsewhere");
    ok(tells(say(typing, "me", "--url", "http://example.org", "--token-file", token, NULL), 2, NULL,
             "in the clear"),
       "a token is not sent in the clear");
    setenv("REVERE_TOKEN", "nonsense", 1);
    ok(tells(say(typing, "me", "--url", url, NULL), 4, NULL, "ign-in has ended"),
       "$REVERE_TOKEN is used");
    unsetenv("REVERE_TOKEN");
    char wrong[96];
    snprintf(wrong, sizeof wrong, "%sledger", url);
    ok(tells(say(typing, "me", "--url", wrong, NULL), 4, NULL, ""), "no house at the address");
    ok(tells(say(typing, "house", "health", "--url", "http://127.0.0.1:1", NULL), 7, NULL,
             "no answer"),
       "nobody there: 7");
}

static void body(struct turn *turn, struct text address)
{
    struct typing typing = {0};
    struct elsewhere there = {0};
    const char *store = text_string(turn->arena, address);
    typing_begin(&typing, test_actions);
    test_create(&typing, turn->arena, store);
    test_house(&typing, turn->arena);
    test_tables(&typing);
    test_input(&typing);
    test_help(&typing);
    if (elsewhere_open(turn, &typing, store, &there)) {
        keep_token(&typing, turn->arena, "Ada Admin", there.token_file, sizeof there.token_file);
        keep_token(&typing, turn->arena, "Bob", there.bob_file, sizeof there.bob_file);
        test_same(&typing, &there);
        test_elsewhere(&typing, &there);
    }
    http_stop(there.server);
    house_close(there.house);
    test_ledger(&typing, turn->arena);
    typing_end(&typing);
}

int main(void)
{
    both(body);
    return tap_end();
}
