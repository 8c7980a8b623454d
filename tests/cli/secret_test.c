/* SPDX-License-Identifier: Apache-2.0 */
/* Passwords on the command line: nowhere among its words; in a file, or a line of standard input.
 * And words that are missing, or that the policy does not know: the usage, and what there is. */
#include "base/file.h"
#include "words.h"
#include <fcntl.h>
#include <unistd.h>

static const char given[] = "a sentence of its own";

/* What standard input says from now on. */
static void type_in(const struct typing *typing, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s.typed", typing->folder);
    FILE *file = fopen(path, "w");
    bool good = file != NULL && fputs(text, file) >= 0;
    good = file != NULL && fclose(file) == 0 && good;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    ok(good && dup2(descriptor, STDIN_FILENO) == STDIN_FILENO, "standard input is written");
    close(descriptor);
    unlink(path);
}

static void test_words(struct typing *typing)
{
    char json[] = "{\"name\":\"Eve\",\"password\":\"seen by all of them\"}";
    ok(tells(say(typing, "person", "create", "--name", "Eve", "--password", "seen", NULL), 2, NULL,
             "--password-file"),
       "a password among the words is refused, and it is said how it is given");
    ok(tells(say(typing, "person", "create", "--password=seen", "--help", NULL), 2, NULL,
             "others see it"),
       "also where it hangs on its option");
    ok(tells(say(typing, "person", "create", "--input", json, NULL), 2, NULL, "others see it"),
       "and in JSON on the line");
    ok(tells(say(typing, "person", "create", "--name", "Eve", "--", "--password", NULL), 2, NULL,
             "too many"),
       "behind -- it is a word like any other");
    ok(tells(say(typing, "person", "read", "Eve", NULL), 4, NULL, ""), "nobody was entered");
    ok(tells(say(typing, "person", "create", "--help", NULL), 0, "--password-file FILE|-", NULL),
       "the help says so");
}

static void test_given(struct typing *typing)
{
    char path[128];
    snprintf(path, sizeof path, "%s.password", typing->folder);
    FILE *file = fopen(path, "w");
    ok(file != NULL && fprintf(file, "%s\n", given) > 0 && fclose(file) == 0, "a file");
    ok(tells(say(typing, "person", "create", "--name", "Fay", "--mail", "fay@example.org",
                 "--password-file", path, NULL),
             0, "Fay", NULL),
       "a password in a file");
    unlink(path);
    type_in(typing, "a sentence of hers\nnot read\n");
    ok(tells(say(typing, "person", "create", "--name", "Ida", "--mail", "ida@example.org",
                 "--password-file", "-", NULL),
             0, "Ida", NULL),
       "or in a line of standard input");
    ok(tells(say(typing, "person", "create", "--name", "Una", "--password-file", "/nowhere", NULL),
             4, NULL, "/nowhere"),
       "a file that is not there");
    type_in(typing, "a sentence of its own\na longer sentence of its own\n");
    ok(tells(say(typing, "password", "set", "--as", "Fay", "--old-file", "-", "--password-file",
                 "-", NULL),
             0, "person", NULL),
       "two secrets are two lines, and the first was what the file held");
    type_in(typing, "a sentence of hers\nanother sentence of hers\n");
    ok(tells(say(typing, "password", "set", "--as", "Ida", "--old-file", "-", "--password-file",
                 "-", NULL),
             0, "person", NULL),
       "and what was typed was one line");
}

static void test_missing(struct typing *typing)
{
    ok(tells(say(typing, "incident", "read", NULL), 2, NULL,
             "Usage: revere incident read [incident] [OPTION"),
       "a word that is missing is said with the whole line");
    ok(tells(say(typing, "incident", "read", "a", "b", NULL), 2, NULL,
             "Usage: revere incident read"),
       "and one too many");
    ok(tells(say(typing, "policy", "due", "B3", NULL), 2, NULL,
             "Usage: revere policy due RULE START"),
       "of the program's own commands as well");
    ok(tells(say(typing, "incident", "list", "--rating", "none", NULL), 2, NULL,
             "high, medium, low."),
       "a rating that is none");
}

static void test_unknown(struct typing *typing)
{
    ok(tells(say(typing, "role", "assign", "--person", "Fay", "--kind", "incumbent", "--role",
                 "CISSO", NULL),
             2, NULL, "Did you mean CISO? It may be one of: CIO, CISO, "),
       "a role that is a slip of the finger away is named, and which there are");
    ok(tells(say(typing, "role", "holder", "soc director", NULL), 2, NULL, "SOC_DIRECTOR"),
       "by what people call it");
    ok(tells(say(typing, "role", "holder", "NOTHING_LIKE_IT", NULL), 2, NULL,
             "\"NOTHING_LIKE_IT\". It may be one of: CIO, "),
       "or only which there are");
    ok(tells(say(typing, "incident", "list", "--state", "closd", NULL), 2, NULL,
             "Did you mean closed? It may be one of: reported, "),
       "a state");
}

static void body(struct turn *turn, struct text address)
{
    struct typing typing = {0};
    const char *store = text_string(turn->arena, address);
    typing_begin(&typing, NULL);
    ok(tells(say(&typing, "house", "create", "--store", store, NULL), 0, "vkey:", NULL), "a house");
    test_words(&typing);
    test_given(&typing);
    test_missing(&typing);
    test_unknown(&typing);
    typing_end(&typing);
}

int main(void)
{
    both(body);
    return tap_end();
}
