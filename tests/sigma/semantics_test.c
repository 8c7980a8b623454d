/* SPDX-License-Identifier: Apache-2.0 */
/* What the specification says a rule means, point by point: small rules on small events. */
#include "rig.h"

struct point {
    const char *selection; /* what stands in the map "s", or a whole detection that begins with " "
                            */
    const char *yes, *no;  /* members of events; NULL: none to try */
    const char *shows;
};

static void point_try(const struct point *point)
{
    struct rig rig;
    size_t problems;
    rig_begin(&rig);
    const char *detection =
        point->selection[0] == ' '
            ? point->selection
            : text_format(rig.turn.arena, "  s:\n    %s\n  condition: s\n", point->selection).data;
    rig_rules(&rig, rig_rule(&rig, detection));
    const struct sigma_problem *problem = rig_problem(&rig, &problems);
    if (!ok(problems == 0, "it loads: %s", point->shows))
        printf("# %.*s\n", TEXT_SHOW(problem->what));
    const char *events[] = {point->yes, point->no};
    for (size_t i = 0; i < 2 && problems == 0; i++)
        if (events[i] != NULL)
            ok(rig_match(&rig, text_format(rig.turn.arena, "{\"Channel\":\"c\"%s%s}",
                                           events[i][0] == '\0' ? "" : ",", events[i]))
                   == (i == 0),
               "%s: %s %s", point->shows, i == 0 ? "holds for" : "does not hold for", events[i]);
    rig_end(&rig);
}

static const struct point text_points[] = {
    {"F: abc", "\"F\":\"aBC\"", "\"F\":\"xabc\"", "a text is the whole value, in any case"},
    {"F: abc", NULL, "\"f\":\"abc\"", "names of fields have their case"},
    {"F: 'a*c'", "\"F\":\"a\\n\\nc\"", "\"F\":\"acx\"", "a star is any run, also of lines"},
    {"F: 'a*c'", "\"F\":\"ac\"", "\"F\":\"ab\"", "a star is also nothing"},
    {"F: 'a?c'",
     "\"F\":\"a\xC3\xA9"
     "c\"",
     "\"F\":\"ac\"", "a question mark is one character, not one byte"},
    {"F: 'a?c'",
     "\"F\":\"a\xE9"
     "c\"",
     "\"F\":\"abbc\"", "a byte that is no UTF-8 is one character"},
    {"F: '*1?\?\?\?'", "\"F\":\"x12345\"", "\"F\":\"x1234\"", "question marks behind a star"},
    {"F|endswith: '1?\?\?\?'", "\"F\":\"112345\"", "\"F\":\"2234\"",
     "endswith with question marks"},
    {"F: 'a\\*c'", "\"F\":\"a*c\"", "\"F\":\"abc\"", "a star behind a backslash is a star"},
    {"F: 'a\\\\*'", "\"F\":\"a\\\\x\"", "\"F\":\"a*\"", "two backslashes and a star"},
    {"F: 'a\\\\\\*'", "\"F\":\"a\\\\*\"", "\"F\":\"a\\\\x\"", "three backslashes and a star"},
    {"F: 'a\\\\\\\\b'", "\"F\":\"a\\\\\\\\b\"", "\"F\":\"a\\\\b\"", "four are two"},
    {"F: '\\\\server'", "\"F\":\"\\\\server\"", "\"F\":\"\\\\\\\\server\"", "two are one"},
    {"F: 'C:\\a\\b'", "\"F\":\"C:\\\\a\\\\b\"", NULL, "one is one"},
    {"F|contains: 'a\\'", "\"F\":\"xa\\\\y\"", "\"F\":\"a*\"",
     "a backslash at the end does not take the star of contains"},
    {"F|startswith: 'a\\'", "\"F\":\"a\\\\y\"", "\"F\":\"xa\\\\y\"", "nor that of startswith"},
    {"F: \xC3\x84rger", "\"F\":\"\xC3\xA4RGER\"", "\"F\":\"argER\"", "letters beyond ASCII"},
    {"F|cased: Abc", "\"F\":\"Abc\"", "\"F\":\"abc\"", "cased"},
    {"F|contains|cased: B", "\"F\":\"aBc\"", "\"F\":\"abc\"", "cased contains"},
    {"F: ''", "\"F\":\"\"", "\"F\":null", "the empty text is there and empty"},
    {"F: ''", NULL, "", "the empty text is not a missing field"},
    {"F: [a, b]", "\"F\":\"b\"", "\"F\":\"ab\"", "a list is any of them"},
    {"F|contains|all: [a, b]", "\"F\":\"b-a\"", "\"F\":\"aa\"", "all of a list"},
    {"F|contains: ['*a', 'b?d']", "\"F\":\"xbcdx\"", "\"F\":\"bd\"", "wildcards inside contains"},
};

static const struct point kind_points[] = {
    {"F: 4688", "\"F\":4688", "\"F\":4688.5", "a number"},
    {"F: 4688", "\"F\":\"4688\"", "\"F\":\"04688\"", "a number written as text"},
    {"F: 4688", "\"F\":4688.0", "\"F\":-4688", "a number written otherwise"},
    {"F: '4688'", "\"F\":4688", "\"F\":4689", "a text of digits is a number's text"},
    {"F: '0x17'", "\"F\":\"0X17\"", "\"F\":23", "a quoted value is text"},
    {"F: -7", "\"F\":\"-7\"", "\"F\":7", "a negative number"},
    {"F: 1.5", "\"F\":1.50", "\"F\":1", "a number with a fraction"},
    {"F|contains: 68", "\"F\":4688", "\"F\":4677", "a number in contains is its text"},
    {"F: true", "\"F\":true", "\"F\":1", "true"},
    {"F: true", "\"F\":\"TRUE\"", "\"F\":false", "true written as text"},
    {"F: False", "\"F\":\"false\"", "\"F\":null", "false"},
    {"F: yes", "\"F\":\"yes\"", "\"F\":true", "yes is text"},
    {"F: null", "", "\"F\":\"\"", "null is missing"},
    {"F: null", "\"F\":null", "\"F\":\"null\"", "null is null"},
    {"F: null", "\"F\":[1,null]", "\"F\":[]", "null among members; an empty list is there"},
    {"F: null", NULL, "\"F\":{}", "an object is there"},
    {"F|exists: true", "\"F\":null", "", "a field that is null exists"},
    {"F|exists: false", "", "\"F\":[]", "a field with nothing in it exists"},
    {"F: a", "\"F\":[\"b\",\"a\"]", "\"F\":[\"ab\"]", "any member of a list"},
    {"F: a", "\"F\":[[\"a\"]]", "\"F\":{\"a\":\"a\"}", "lists in lists; an object equals nothing"},
    {"F|contains|all: [a, b]", "\"F\":[\"xa\",\"bx\"]", "\"F\":[\"xa\"]",
     "all: each for some member"},
    {"a.b: x", "\"a\":{\"b\":\"X\"}", "\"a\":{\"c\":\"x\"},\"b\":\"x\"", "a path"},
    {"a.b: x", "\"a.b\":\"x\",\"a\":{\"b\":\"y\"}", "\"a.b\":\"y\",\"a\":{\"b\":\"x\"}",
     "one key goes before a path"},
    {"a.b: x", "\"a\":[{\"b\":\"y\"},{\"b\":\"x\"}]", "\"a\":[\"b\",\"x\"]",
     "a path through lists"},
    {"F: x", "\"F\":\"y\",\"F\":\"x\"", NULL, "nothing hides behind a second key"},
};

static const struct point modifier_points[] = {
    {"F|re: 'b+c'", "\"F\":\"abbcd\"", "\"F\":\"aBBcd\"", "re searches, and has its case"},
    {"F|re|i: '^ab'", "\"F\":\"ABc\"", "\"F\":\"xab\"", "re|i"},
    {"F|re|m: '^b$'", "\"F\":\"a\\nb\\nc\"", "\"F\":\"ab\"", "re|m"},
    {"F|re: '^b$'", NULL, "\"F\":\"a\\nb\\nc\"", "re without m"},
    {"F|re|s: 'a.b'", "\"F\":\"a\\nb\"", "\"F\":\"ab\"", "re|s"},
    {"F|re: 'a.b'", NULL, "\"F\":\"a\\nb\"", "re without s"},
    {"F|re|i|s: 'a.B'", "\"F\":\"A\\nb\"", NULL, "re|i|s"},
    {"F|re: '(?i)ab'", "\"F\":\"AB\"", NULL, "re with a flag inside"},
    {"F|re: '\\d{2}\\\\'", "\"F\":\"12\\\\\"", "\"F\":\"1\\\\\"",
     "re takes backslashes as they are"},
    {"F|re: 'a'",
     "\"F\":\"\xFF\xFE"
     "a\"",
     "\"F\":\"\xFF\"", "re in bytes that are no UTF-8"},
    {"F|cidr: 10.1.0.0/16", "\"F\":\"10.1.255.3\"", "\"F\":\"10.10.0.1\"", "cidr"},
    {"F|cidr: 10.1.0.0/15", "\"F\":\"10.0.0.3\"", "\"F\":\"10.2.0.1\"", "cidr inside a byte"},
    {"F|cidr: 'fe80::/10'", "\"F\":\"FE80::1\"", "\"F\":\"fec0::1\"", "cidr of IPv6"},
    {"F|cidr: 0.0.0.0/0", "\"F\":\"1.2.3.4\"", "\"F\":\"1.2.3\"", "cidr of everything"},
    {"F|cidr: [10.0.0.0/8, '::1/128']", "\"F\":\"::1\"", "\"F\":\"host\"", "several networks"},
    {"F|gt: 5", "\"F\":6", "\"F\":5", "gt"},
    {"F|gte: 5", "\"F\":\"5\"", "\"F\":\"five\"", "gte, with text"},
    {"F|lt: 5", "\"F\":4.99", "\"F\":5", "lt, with a fraction"},
    {"F|lte: -5", "\"F\":-5", "\"F\":-4", "lte below nothing"},
    {"F|lt: 5", NULL, "", "a missing field is not less"},
    {"F|gt: 9007199254740992", "\"F\":9007199254740993", "\"F\":9007199254740992",
     "numbers beyond what a double holds"},
    {"F|neq: a", "\"F\":\"b\"", "\"F\":\"A\"", "neq"},
    {"F|neq: a", "", "\"F\":[\"b\",\"a\"]", "neq: a missing field differs, a list must have none"},
    {"F|neq: [a, b]", "\"F\":\"c\"", "\"F\":\"b\"", "neq: none of the values"},
    {"F|contains|neq: a", "\"F\":\"bc\"", "\"F\":\"bac\"", "neq turns the whole item"},
    {"F|fieldref: G", "\"F\":\"aB\",\"G\":\"Ab\"", "\"F\":\"a\",\"G\":\"b\"", "fieldref"},
    {"F|fieldref: G", NULL, "\"F\":\"a\"", "fieldref: the other is missing"},
    {"F|fieldref: G", NULL, "\"G\":\"a\"", "fieldref: the field is missing"},
    {"F|fieldref|startswith: G", "\"F\":\"abc\",\"G\":\"AB\"", "\"F\":\"xab\",\"G\":\"ab\"",
     "fieldref|startswith"},
    {"F|fieldref|endswith: G", "\"F\":\"xab\",\"G\":\"ab\"", "\"F\":\"abx\",\"G\":\"ab\"",
     "fieldref|endswith"},
    {"F|fieldref|contains: G", "\"F\":\"xabx\",\"G\":\"ab\"", "\"F\":\"a\",\"G\":\"ab\"",
     "fieldref|contains"},
    {"F|fieldref|cased: G", "\"F\":\"a\",\"G\":\"a\"", "\"F\":\"a\",\"G\":\"A\"", "fieldref|cased"},
    {"F|fieldref|neq: G", "\"F\":\"a\",\"G\":\"b\"", "\"F\":\"a\",\"G\":\"a\"", "fieldref|neq"},
    {"F|fieldref: G", "\"F\":[\"x\",\"a\"],\"G\":[\"a\",\"y\"]", "\"F\":[\"x\"],\"G\":[\"y\"]",
     "fieldref between lists"},
};

static const struct point encoding_points[] = {
    {"F|base64: hello", "\"F\":\"aGVsbG8=\"", "\"F\":\"hello\"", "base64"},
    {"F|wide|base64: hi", "\"F\":\"aABpAA==\"", "\"F\":\"aGk=\"", "wide, then base64"},
    {"F|utf16be|base64: hi", "\"F\":\"AGgAaQ==\"", NULL, "utf16be"},
    {"F|utf16|base64: hi", "\"F\":\"//5oAGkA\"", NULL, "utf16 has its mark"},
    {"F|base64offset|contains: foobar", "\"F\":\"xZm9vYmFyx\"", "\"F\":\"foobar\"",
     "base64offset 0"},
    {"F|base64offset|contains: foobar", "\"F\":\"IGZvb2Jhcg==\"", NULL, "base64offset 1"},
    {"F|base64offset|contains: foobar", "\"F\":\"ICBmb29iYXI=\"", NULL, "base64offset 2"},
    {"F|base64offset|contains: '\xC3\xA9\xC3\xA9'", "\"F\":\"eMOpw6k=\"", NULL,
     "base64offset counts bytes"},
    {"F|base64offset|contains|all: [foo, bar]", "\"F\":\"Zm9v YmFy\"", "\"F\":\"Zm9v\"",
     "all values, each in any of its variants"},
    {"F|wide: ab", "\"F\":\"a\\u0000b\\u0000\"", "\"F\":\"ab\"", "wide alone"},
    {"F|windash|contains: ' -f'", "\"F\":\"x /F\"", "\"F\":\"x f\"", "windash: a slash"},
    {"F|windash|contains: ' /f'", "\"F\":\"x -f\"", NULL, "windash from a slash"},
    {"F|contains|windash: ' -f'",
     "\"F\":\"x \xE2\x80\x93"
     "f\"",
     "\"F\":\"x \xE2\x80\x92"
     "f\"",
     "windash: dashes of all kinds, contains first"},
    {"F|windash|contains|all: ['-a', '-b']",
     "\"F\":\"/a \xE2\x80\x95"
     "b\"",
     "\"F\":\"/a b\"", "windash with all"},
    {"F|windash|contains: 'a-b'", "\"F\":\"a-b\"", "\"F\":\"a/b\"", "a dash inside a word stays"},
    {"F|windash|contains: '--x'", "\"F\":\"-/x\"", "\"F\":\"//x\"",
     "of two dashes the one before the word"},
    {"F|windash|base64: '-f'", "\"F\":\"L2Y=\"", "\"F\":\"Zg==\"", "windash, then base64"},
    {"F|minute: 7", "\"F\":\"2026-03-04T05:07:09Z\"", "\"F\":\"2026-03-04T07:05:09Z\"", "minute"},
    {"F|hour: 5", "\"F\":\"2026-03-04 05:07\"", "\"F\":\"2026-03-05\"", "hour"},
    {"F|day: 4", "\"F\":\"2026-03-04\"", "\"F\":\"04\"", "day"},
    {"F|week: 53", "\"F\":\"2027-01-03\"", "\"F\":\"2027-01-04\"", "week of ISO 8601"},
    {"F|week: 1", "\"F\":\"2024-12-30\"", "\"F\":\"2024-12-29\"", "a week of the next year"},
    {"F|month: 3", "\"F\":\"2026/03/04\"", "\"F\":\"2026-13-04\"", "month"},
    {"F|year: 2026", "\"F\":\"2026-03-04\"", "\"F\":2026", "year"},
    {"F|hour|gte: 22", "\"F\":\"2026-03-04T23:00\"", "\"F\":\"2026-03-04T21:59\"",
     "a part that is compared"},
};

static const struct point condition_points[] = {
    {"  s: {F: a, G: b}\n  condition: s", "\"F\":\"a\",\"G\":\"b\"", "\"F\":\"a\"",
     "a map is all of its items"},
    {"  s: [{F: a, G: b}, {F: c}]\n  condition: s", "\"F\":\"c\"", "\"F\":\"a\"",
     "a list of maps is any of them, each all of its items"},
    {"  s: [abc, 'd*f']\n  condition: s", "\"G\":\"xABCx\"", "\"abc\":\"x\"",
     "keywords are looked for in values, not in names"},
    {"  s: [abc, 'd*f']\n  condition: s", "\"o\":{\"p\":[\"deef\"]}", "\"F\":\"de\"",
     "keywords deep inside, with wildcards"},
    {"  s: 4711\n  condition: s", "\"F\":147112", "\"F\":null", "a number as keyword"},
    {"  s: {'|all': [ab, cd]}\n  condition: s", "\"F\":\"ab\",\"G\":\"cd\"", "\"F\":\"ab\"",
     "all keywords, each in some value"},
    {"  s: {'|re': 'a.c'}\n  condition: s", "\"F\":\"xabc\"", "\"F\":\"ac\"", "a keyword by re"},
    {"  s: {F: a, '|all': [x, y]}\n  condition: s", "\"F\":\"a\",\"G\":\"xy\"",
     "\"F\":\"b\",\"G\":\"xy\"", "keywords in a map"},
    {"  s: [{F: a}, word]\n  condition: s", "\"G\":\"a word\"", "\"G\":\"a\"",
     "maps and keywords in a list"},
    {"  a: {F: 1}\n  b: {F: 2}\n  c: {G: 3}\n  condition: a or b and c", "\"F\":1", "\"F\":2",
     "and binds before or"},
    {"  a: {F: 1}\n  b: {F: 2}\n  c: {G: 3}\n  condition: (a or b) and c", "\"F\":2,\"G\":3",
     "\"F\":1", "parentheses"},
    {"  a: {F: 1}\n  b: {G: 2}\n  condition: not a and b", "\"G\":2", "\"F\":1,\"G\":2",
     "not binds first"},
    {"  a: {F: 1}\n  b: {G: 2}\n  condition: not (a and b)", "\"F\":1", "\"F\":1,\"G\":2",
     "not of a whole"},
    {"  a: {F: 1}\n  condition: NOT NOT a", "\"F\":1", "", "not twice, in capitals"},
    {"  a_1: {F: 1}\n  a_2: {F: 2}\n  b: {G: 1}\n  condition: 1 of a_*", "\"F\":2", "\"G\":1",
     "one of a pattern"},
    {"  a_1: {F: 1}\n  a_2: {G: 2}\n  condition: all of a_*", "\"F\":1,\"G\":2", "\"F\":1",
     "all of a pattern"},
    {"  x_a: {F: 1}\n  y_a: {G: 2}\n  condition: any of *_a", "\"G\":2", "", "a star in front"},
    {"  a: {F: 1}\n  _b: {G: 1}\n  condition: 1 of them", "\"F\":1", "\"G\":1",
     "them leaves out names with an underscore in front"},
    {"  a: {F: 1}\n  _b: {G: 1}\n  condition: a or 1 of _*", "\"G\":1", "",
     "a pattern with an underscore in front means them"},
    {"  1_a: {F: 1}\n  not_x: {G: 2}\n  all_y: {H: 3}\n  condition: 1_a and not_x and all_y",
     "\"F\":1,\"G\":2,\"H\":3", "\"F\":1", "names that begin like words of the condition"},
    {"  a: {F: 1}\n  b: {G: 1}\n  condition: [a, b]", "\"G\":1", "", "any of several conditions"},
    {"  a: {F: 1}\n  timeframe: 5m\n  condition: a", "\"F\":1", "", "timeframe is passed over"},
    {"  s: &s {F: 1}\n  t: *s\n  condition: s and t", "\"F\":1", "", "an alias in YAML"},
};

/* What must be refused, and what the refusal names. */
static const struct {
    const char *detection, *names;
} refused[] = {
    {"  s: {F: a}\n", "condition"},
    {"  s: {}\n  condition: s", "without items"},
    {"  s: {F: []}\n  condition: s", "empty"},
    {"  s: {F: [a, null]}\n  condition: s", "null"},
    {"  s: {F: {a: b}}\n  condition: s", "text"},
    {"  s: {F|bogus: a}\n  condition: s", "bogus"},
    {"  s: {F|: a}\n  condition: s", "modifier"},
    {"  s: {F|exists: 1}\n  condition: s", "exists"},
    {"  s: {F|exists|all: true}\n  condition: s", "only modifier"},
    {"  s: {F|re: '(a'}\n  condition: s", "not valid"},
    {"  s: {F|re: 'a(?=b)'}\n  condition: s", "(?=b"},
    {"  s: {F|re: '(a)\\1'}\n  condition: s", "\\1"},
    {"  s: {F|re: '(*UCP)a'}\n  condition: s", "(*UC"},
    {"  s: {F|i: a}\n  condition: s", "follow re"},
    {"  s: {F|cidr: 10.0.0.0/33}\n  condition: s", "network"},
    {"  s: {F|contains|cidr: 10.0.0.0/8}\n  condition: s", "first"},
    {"  s: {F|gt: abc}\n  condition: s", "number"},
    {"  s: {F|base64: 'a*'}\n  condition: s", "wildcards"},
    {"  s: {F|expand: '%Nobody%'}\n  condition: s", "%Nobody%"},
    {"  s: {F|windash|base64: '-a -b -c -d -e -f -g'}\n  condition: s", "fewer dashes"},
    {"  s: {F: a}\n  condition: t", "\"t\""},
    {"  s: {F: a}\n  condition: s and", "ends"},
    {"  s: {F: a}\n  condition: s s", "\"s\""},
    {"  s: {F: a}\n  condition: (s", "parenthesis"},
    {"  s: {F: a}\n  condition: all of t*", "t*"},
    {"  s: {F: a}\n  condition: 2 of s*", "1, any and all"},
    {"  s: {F: a}\n  condition: s | count() > 5", "correlation"},
    {"  s: {F: a}\n  condition: ''", "empty"},
    {"  _s: {F: a}\n  condition: 1 of them", "them"},
    {"  s: [[a]]\n  condition: s", "list in a list"},
    {"  s: {F: a, F: b}\n  condition: s", "twice"},
};

static void test_refused(void)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct rig rig;
        size_t count;
        rig_begin(&rig);
        rig_rules(&rig, rig_rule(&rig, refused[i].detection));
        const struct sigma_problem *problem = rig_problem(&rig, &count);
        bool named = count == 1 && sigma_rules_count(rig.rules) == 0 && problem->line > 0
                     && text_contains(problem->what, text_of(refused[i].names));
        if (!ok(named, "refused, naming %s: %s", refused[i].names, refused[i].detection))
            printf("# %zu: %.*s\n", count, count == 0 ? 0 : (int)problem->what.size,
                   count == 0 ? "" : problem->what.data);
        rig_end(&rig);
    }
}

#define TRY_ALL(points)                                                                            \
    for (size_t i = 0; i < sizeof(points) / sizeof *(points); i++)                                 \
    point_try(&(points)[i])

int main(void)
{
    TRY_ALL(text_points);
    TRY_ALL(kind_points);
    TRY_ALL(modifier_points);
    TRY_ALL(encoding_points);
    TRY_ALL(condition_points);
    test_refused();
    return tap_end();
}
