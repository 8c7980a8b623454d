/* SPDX-License-Identifier: Apache-2.0 */
/* What an event must have for a condition to hold, and which of several ways to say it finds the
 * fewest events. Only speed depends on the guesses here, never an answer. */
#include "base/fold.h"
#include "sigma/index.h"

/* What stands in the logs of most machines: words that are part of this say little. */
static const char common[] =
    "c:\\windows\\system32\\windowspowershell\\v1.0\\powershell.exe -noprofile -command "
    "c:\\windows\\syswow64\\svchost.exe -k netsvcs -p -s c:\\windows\\system32\\cmd.exe /c "
    "c:\\windows\\explorer.exe c:\\windows\\system32\\lsass.exe \\services.exe \\rundll32.exe "
    "\\conhost.exe 0xffffffff -forcev1 \\wmiprvse.exe \\taskhostw.exe \\dllhost.exe \\msedge.exe "
    "\\chrome.exe \\winlogon.exe \\csrss.exe \\smss.exe \\wininit.exe \\spoolsv.exe \\pwsh.exe "
    "\\powershell_ise.exe c:\\program files (x86)\\microsoft\\ c:\\programdata\\microsoft\\windows "
    "defender\\platform\\ c:\\users\\public\\appdata\\local\\temp\\ \\appdata\\roaming\\ "
    "\\ntdll.dll \\kernel32.dll \\kernelbase.dll \\user32.dll \\advapi32.dll \\rpcrt4.dll "
    "hklm\\system\\currentcontrolset\\services\\ hklm\\software\\microsoft\\windows "
    "nt\\currentversion\\ hklm\\software\\wow6432node\\ hku\\.default\\software\\policies\\ "
    "\\software\\classes\\clsid\\{ \\inprocserver32\\(default) \\control\\lsa\\ \\explorer\\ "
    "microsoft corporation microsoft\xC2\xAE windows\xC2\xAE operating system nt authority\\system "
    "authority\\network service s-1-5-18 s-1-5-21- false true http:// https://www. .com/ .local "
    "function param script import-module get-item new-object system.net.webclient "
    "invoke-expression "
    "start-process write-host $null string value name version "
    "security administrator user root /bin/sh /usr/bin/ /tmp/ /etc/ 127.0.0.1 GET POST -";

struct text common_words(void)
{
    return (struct text){common, sizeof common - 1};
}

static bool is_common(struct text literal)
{
    return literal.size == 0
           || memmem(common, sizeof common - 1, literal.data, literal.size) != NULL;
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || (byte & 0x80) != 0;
}

/* True when all of its words are common ones, though they may not stand together. */
static bool is_ordinary(struct text literal)
{
    size_t begin = 0;
    for (size_t i = 0; i <= literal.size; i++) {
        if (i < literal.size && is_letter(literal.data[i]))
            continue;
        if (!is_common((struct text){literal.data + begin, i - begin}))
            return false;
        begin = i + 1;
    }
    return true;
}

static double share_of(enum key_kind kind, struct text literal)
{
    bool number = literal.size > 0 && literal.size <= 5;
    for (size_t i = 0; i < literal.size && number; i++)
        number = literal.data[i] >= '0' && literal.data[i] <= '9';
    if (kind == KEY_WHOLE && text_starts(literal, TEXT("0x")))
        return 0.02;
    if (kind == KEY_WHOLE)
        return number ? 0.08 : is_common(literal) ? 0.2 : literal.size < 3 ? 0.05 : 0.0002;
    if (is_common(literal))
        return 0.25;
    if (is_ordinary(literal))
        return literal.size < 12 ? 0.003 : 0.0008;
    return literal.size < 4 ? 0.1 : literal.size < 6 ? 0.01 : literal.size < 8 ? 0.001 : 0.0002;
}

static void need_add(struct arena *arena, struct need *need, enum key_kind kind, uint32_t field,
                     struct text literal)
{
    struct key key = {kind, field, literal, share_of(kind, literal)};
    need->keys = arena_grow(arena, need->keys, need->count, &need->capacity, sizeof *need->keys);
    need->keys[need->count++] = key;
    need->share += key.share;
}

/* ---- texts ---- */

/* Which literal of a pattern with several is the best key; false: it has none. */
static bool pattern_key(const struct pattern *pattern, enum key_kind *kind, struct text *literal)
{
    double best = 2;
    for (size_t i = 0; i < pattern->count; i++) {
        const struct piece *piece = &pattern->pieces[i];
        if (piece->kind != PIECE_LITERAL)
            continue;
        enum key_kind place = i == 0 ? KEY_START : i + 1 == pattern->count ? KEY_END : KEY_INSIDE;
        double share = share_of(place, piece->literal);
        if (share >= best)
            continue;
        best = share;
        *kind = place;
        *literal = piece->literal;
    }
    return best < 2;
}

static bool text_need(struct arena *arena, const struct test *test, const struct atom *atom,
                      struct need *need)
{
    static const enum key_kind kinds[] = {[SHAPE_EQUAL] = KEY_WHOLE,
                                          [SHAPE_STARTS] = KEY_START,
                                          [SHAPE_ENDS] = KEY_END,
                                          [SHAPE_CONTAINS] = KEY_INSIDE};
    enum key_kind kind = KEY_INSIDE;
    struct text literal = atom->literal;
    if (atom->shape == SHAPE_ANYTHING
        || (atom->shape == SHAPE_GLOB && !pattern_key(&atom->pattern, &kind, &literal)))
        return false;
    if (atom->shape != SHAPE_GLOB)
        kind = kinds[atom->shape];
    if (test->field == EVENT_NAME_NONE)
        kind = KEY_INSIDE; /* of any value, only words inside are looked up */
    if (kind != KEY_WHOLE && literal.size == 0)
        return false;
    if (atom->cased && !text_utf8(literal))
        return false; /* folding it might do otherwise than folding the value */
    need_add(arena, need, kind, test->field, atom->cased ? fold_text(arena, literal) : literal);
    return true;
}

/* ---- regular expressions ---- */

struct walk {
    struct arena *arena;
    struct text pattern;
    size_t at;
    struct builder run;
    struct text best;
};

static void run_end(struct walk *walk)
{
    struct text run = built(&walk->run);
    if (run.size > walk->best.size
        || (run.size == walk->best.size && is_common(walk->best) && !is_common(run)))
        walk->best = text_copy(walk->arena, run);
    walk->run.size = 0;
}

/* Passes over a class, at its bracket. */
static void pass_class(struct walk *walk)
{
    size_t at = walk->at + 1;
    at += at < walk->pattern.size && walk->pattern.data[at] == '^';
    at += at < walk->pattern.size && walk->pattern.data[at] == ']';
    while (at < walk->pattern.size && walk->pattern.data[at] != ']')
        at += walk->pattern.data[at] == '\\' ? 2 : 1;
    walk->at = at + 1;
}

/* Passes over a group, at its parenthesis. */
static void pass_group(struct walk *walk)
{
    int depth = 0;
    while (walk->at < walk->pattern.size) {
        char byte = walk->pattern.data[walk->at];
        if (byte == '[') {
            pass_class(walk);
            continue;
        }
        depth += byte == '(';
        depth -= byte == ')';
        walk->at += byte == '\\' ? 2 : 1;
        if (depth == 0)
            return;
    }
}

/* A quantifier behind a byte of the run: one that lets it be missing takes it out. */
static void quantifier(struct walk *walk)
{
    if (walk->at >= walk->pattern.size)
        return;
    char byte = walk->pattern.data[walk->at];
    if (byte != '?' && byte != '*' && byte != '+' && byte != '{')
        return;
    if (byte != '+' && walk->run.size > 0)
        walk->run.size--; /* also for {2,}: the byte is then not looked for */
    run_end(walk);
    if (byte == '{')
        while (walk->at < walk->pattern.size && walk->pattern.data[walk->at] != '}')
            walk->at++;
    walk->at++;
    if (walk->at < walk->pattern.size
        && (walk->pattern.data[walk->at] == '?' || walk->pattern.data[walk->at] == '+'))
        walk->at++;
}

static bool walk_escape(struct walk *walk)
{
    char byte = walk->at + 1 < walk->pattern.size ? walk->pattern.data[walk->at + 1] : '\0';
    bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
                  || (byte >= '0' && byte <= '9');
    if (byte == 'Q' || byte == 'x' || byte == 'o' || byte == 'c' || byte == 'p' || byte == 'P'
        || byte == 'N' || byte == '0' || (byte & 0x80) != 0)
        return false; /* more follows than is worth knowing here */
    walk->at += 2;
    if (letter) {
        run_end(walk);
        quantifier(walk);
        return true;
    }
    build_byte(&walk->run, byte);
    quantifier(walk);
    return true;
}

/* The longest run of plain ASCII that every match must have; empty: none is known. */
static struct text regex_literal(struct arena *arena, struct text pattern)
{
    struct walk walk = {.arena = arena, .pattern = pattern, .run = {.arena = arena}};
    build(&walk.run, TEXT_NONE);
    while (walk.at < pattern.size) {
        char byte = pattern.data[walk.at];
        if (byte == '|')
            return TEXT_NONE;
        if (byte == '\\') {
            if (!walk_escape(&walk))
                return TEXT_NONE;
            continue;
        }
        if (byte == '(' || byte == '[' || byte == '.' || byte == '^' || byte == '$'
            || (byte & 0x80) != 0) {
            run_end(&walk);
            if (byte == '(')
                pass_group(&walk);
            else if (byte == '[')
                pass_class(&walk);
            else
                walk.at++;
            quantifier(&walk);
            continue;
        }
        build_byte(&walk.run, byte);
        walk.at++;
        quantifier(&walk);
    }
    run_end(&walk);
    return fold_text(arena, walk.best);
}

/* "(?x" makes spaces mean nothing. */
static bool regex_need(struct arena *arena, const struct test *test, const struct atom *atom,
                       struct need *need)
{
    struct text pattern = regex_pattern(atom->regex);
    const char *flags = pattern.size == 0 ? NULL : memmem(pattern.data, pattern.size, "(?", 2);
    if (flags != NULL && memchr(flags, 'x', pattern.size - (size_t)(flags - pattern.data)) != NULL)
        return false;
    struct text literal = regex_literal(arena, pattern);
    if (literal.size == 0)
        return false;
    need_add(arena, need, KEY_INSIDE, test->field, literal);
    return true;
}

/* ---- conditions ---- */

/* A number is looked up as its decimal text; candidate.c brings the event's numbers to that. */
static bool number_need(struct arena *arena, const struct test *test, const struct atom *atom,
                        struct need *need)
{
    const int64_t exact = (int64_t)1 << 53;
    if (!atom->number.whole || atom->number.integer > exact || atom->number.integer < -exact)
        return false;
    need_add(arena, need, KEY_WHOLE, test->field, atom->literal);
    return true;
}

static struct need test_need(struct arena *arena, const struct test *test)
{
    struct need need = {0};
    for (uint32_t i = 0; i < test->count && !need.none; i++) {
        const struct atom *atom = &test->atoms[i];
        need.none = !(atom->kind == ATOM_TEXT     ? text_need(arena, test, atom, &need)
                      : atom->kind == ATOM_REGEX  ? regex_need(arena, test, atom, &need)
                      : atom->kind == ATOM_NUMBER ? number_need(arena, test, atom, &need)
                                                  : false);
    }
    return need;
}

static void need_join(struct arena *arena, struct need *need, const struct need *more)
{
    need->none = need->none || more->none;
    for (size_t i = 0; i < more->count && !need->none; i++)
        need_add(arena, need, more->keys[i].kind, more->keys[i].field, more->keys[i].literal);
}

struct need need_of(struct arena *arena, const struct sigma_rules *rules, const struct node *node)
{
    struct need need = {.none = node->kind != NODE_OR};
    if (node->kind == NODE_TEST)
        return test_need(arena, rules->tests[node->test]);
    if (node->kind == NODE_NOT)
        return need;
    for (size_t i = 0; i < node->count; i++) {
        struct need child = need_of(arena, rules, node->children[i]);
        if (node->kind == NODE_OR)
            need_join(arena, &need, &child);
        else if (!child.none && (need.none || child.share < need.share))
            need = child;
    }
    return need;
}
