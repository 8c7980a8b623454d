/* SPDX-License-Identifier: Apache-2.0 */
/* The notation of the permission matrix, and what it answers. */
#include "policy/permission.h"
#include "policy/inside.h"

enum { LETTER_CREATE = 1, LETTER_READ = 2, LETTER_WRITE = 4, LETTER_DECIDE = 8, LETTER_META = 16 };

struct entry {
    unsigned letters;
    bool everywhere; /* e, said so */
    struct permission conditions;
};

struct cell {
    struct entry entries[PERMISSION_ENTRIES_MAX];
    size_t count;
};

/* ---- reading the notation ---- */

static unsigned letter_of(char byte)
{
    switch (byte) {
    case 'C': return LETTER_CREATE;
    case 'R': return LETTER_READ;
    case 'W': return LETTER_WRITE;
    case 'D': return LETTER_DECIDE;
    case 'm': return LETTER_META;
    default: return 0;
    }
}

/* Takes "C/D" off the front. */
static bool letters_take(struct text *rest, unsigned *letters)
{
    *letters = 0;
    for (bool more = true; more;) {
        unsigned letter = text_empty(*rest) ? 0 : letter_of(rest->data[0]);
        if (letter == 0 || (*letters & letter) != 0)
            return false;
        *letters |= letter;
        *rest = (struct text){rest->data + 1, rest->size - 1};
        more = text_starts(*rest, TEXT("/"));
        if (more)
            *rest = (struct text){rest->data + 1, rest->size - 1};
    }
    return true;
}

/* Takes the condition off the front and sets its flag; said twice is an error. */
static bool condition_take(struct text *rest, struct entry *entry)
{
    struct permission *conditions = &entry->conditions;
    bool before = entry->everywhere;
    struct {
        struct text text;
        bool *flag;
    } known[] = {{TEXT("(o)"), &conditions->within_organisation},
                 {TEXT("(s)"), &conditions->within_secretariat},
                 {TEXT(" e*"), &conditions->but_restricted},
                 {TEXT(" e"), &entry->everywhere},
                 {TEXT(" g"), &conditions->needs_grant},
                 {TEXT(" own"), &conditions->own_only},
                 {TEXT(" m"), &conditions->metadata_only},
                 {TEXT(" p"), &conditions->published_only}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (!text_starts(*rest, known[i].text))
            continue;
        bool again = *known[i].flag;
        *known[i].flag = true;
        entry->everywhere |= conditions->but_restricted;
        *rest = (struct text){rest->data + known[i].text.size, rest->size - known[i].text.size};
        return !again && !(before && known[i].flag == &conditions->but_restricted);
    }
    return false;
}

/* What the letters and conditions of an entry mean together, or contradict. */
static bool entry_sound(struct entry *entry)
{
    struct permission *conditions = &entry->conditions;
    int places = conditions->within_organisation + conditions->within_secretariat
                 + (entry->everywhere ? 1 : 0);
    if (entry->letters == LETTER_META && !conditions->metadata_only) {
        entry->letters = LETTER_READ;
        conditions->metadata_only = true;
    }
    bool only_reads = entry->letters == LETTER_READ;
    conditions->allowed = true;
    return places <= 1 && (entry->letters & LETTER_META) == 0
           && (only_reads || (!conditions->metadata_only && !conditions->published_only));
}

static bool entry_read(struct text text, struct entry *entry)
{
    *entry = (struct entry){0};
    if (!letters_take(&text, &entry->letters))
        return false;
    while (!text_empty(text))
        if (!condition_take(&text, entry))
            return false;
    return entry_sound(entry);
}

static bool cell_read(struct text text, struct cell *cell)
{
    *cell = (struct cell){.count = 0};
    if (text_is(text, "-"))
        return true;
    for (bool more = true; more;) {
        struct text rest;
        struct text part = text_cut(text, ';', &rest);
        more = rest.data != NULL;
        if (cell->count == PERMISSION_ENTRIES_MAX
            || !entry_read(part, &cell->entries[cell->count++]))
            return false;
        if (more && !text_starts(rest, TEXT(" ")))
            return false;
        if (more)
            text = (struct text){rest.data + 1, rest.size - 1};
    }
    return true;
}

bool permission_check(const struct reading *reading, const struct value *notation)
{
    struct cell cell;
    return cell_read(notation->text, &cell)
           || fail_line(reading, notation->line,
                        "\"%.*s\" is no permission. Write letters of C, R, W, D or m divided by /, "
                        "then conditions of g, own, (o), (s), e, e*, m or p, as in \"W g(o)\"; "
                        "divide alternatives by a semicolon and a space.",
                        TEXT_SHOW(notation->text));
}

/* ---- answering ---- */

static bool entry_reaches(const struct entry *entry, struct text level)
{
    unsigned reads = LETTER_READ | LETTER_WRITE | LETTER_DECIDE;
    if (text_is(level, "metadata"))
        return (entry->letters & reads) != 0;
    if (text_is(level, "read"))
        return (entry->letters & reads) != 0 && !entry->conditions.metadata_only;
    if (text_is(level, "create"))
        return (entry->letters & LETTER_CREATE) != 0;
    if (text_is(level, "write"))
        return (entry->letters & (LETTER_WRITE | LETTER_DECIDE)) != 0;
    return text_is(level, "decide") && (entry->letters & LETTER_DECIDE) != 0;
}

static struct text notation_of(const struct role *role, struct text area)
{
    for (size_t i = 0; role->permissions != NULL && i < role->permissions->count; i++)
        if (text_equal(role->permissions->members[i].name, area))
            return role->permissions->members[i].value->text;
    return TEXT("-");
}

size_t pack_permissions(const struct pack *pack, struct text role, struct text area,
                        struct text level, struct permission permissions[PERMISSION_ENTRIES_MAX])
{
    struct cell cell;
    size_t count = 0;
    const struct role *found = pack_role(pack, role);
    if (found == NULL || !cell_read(notation_of(found, area), &cell))
        return 0;
    for (size_t i = 0; i < cell.count; i++)
        if (entry_reaches(&cell.entries[i], level))
            permissions[count++] = cell.entries[i].conditions;
    return count;
}

struct permission pack_permission(const struct pack *pack, struct text role, struct text area,
                                  struct text level)
{
    struct permission permissions[PERMISSION_ENTRIES_MAX];
    if (pack_permissions(pack, role, area, level, permissions) == 0)
        return (struct permission){.allowed = false};
    return permissions[0];
}

bool pack_right(const struct pack *pack, struct text role, enum right right)
{
    return names_have(&pack->rights[right], role);
}
