/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An event of Windows, or of Sysmon for Linux, as XML. What stands in <System> has its tag's name,
 * and an attribute there "Tag_Attribute"; <Data Name="…"> has that name, one without a name is
 * "Data"; of <UserData> each leaf has its tag's name. This is no XML reader for anything else:
 * what it does not know it steps over, and nothing in a document makes it do more than one pass.
 */
#include "event/inside.h"

enum { DEPTH_MAX = 32, ATTRIBUTES_MAX = 16 };

enum section { SECTION_NONE, SECTION_SYSTEM, SECTION_DATA, SECTION_USER, SECTION_RENDERING };

struct attribute {
    struct text name, value;
};

/* A tag: "<name a="b">", "</name>", "<name/>". */
struct tag {
    struct text name;
    struct attribute attributes[ATTRIBUTES_MAX];
    size_t count;
    bool closes, empty;
};

struct document {
    const struct reading *reading;
    struct scan scan;
    enum section section;
    struct text names[DEPTH_MAX]; /* of the elements that are open; of Data, its own name */
    size_t depth;
    const char *text; /* what the innermost element holds, if it is a leaf */
    bool leaf, data;  /* data: it is <Data> */
    bool any;
    size_t system; /* how many fields <System> has given */
};

static bool space_is(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static void spaces_skip(struct scan *scan)
{
    while (scan->at < scan->end && space_is(*scan->at))
        scan->at++;
}

/* "lt", "#x41": the bytes of what stands between "&" and ";"; how many, 0 for what is none. */
static size_t entity_write(struct text entity, char *out)
{
    static const struct {
        struct text name;
        char byte;
    } known[] = {{{"lt", 2}, '<'},
                 {{"gt", 2}, '>'},
                 {{"amp", 3}, '&'},
                 {{"quot", 4}, '"'},
                 {{"apos", 4}, '\''}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (text_equal(entity, known[i].name))
            return *out = known[i].byte, 1;
    if (entity.size < 2 || entity.size > 9 || entity.data[0] != '#')
        return 0;
    bool hex = entity.data[1] == 'x' || entity.data[1] == 'X';
    uint32_t point = 0;
    for (size_t i = hex ? 2 : 1; i < entity.size; i++) {
        char byte = entity.data[i];
        char low = (char)(byte | 0x20);
        bool letter = hex && low >= 'a' && low <= 'f';
        if (!digit_is(byte) && !letter)
            return 0;
        point = point * (hex ? 16 : 10) + (uint32_t)(letter ? low - 'a' + 10 : byte - '0');
    }
    if (point > 0x10FFFF || (point >= 0xD800 && point < 0xE000))
        point = 0xFFFD;
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    size_t more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    out[0] = (char)((0xF00 >> more & 0xFF) | point >> 6 * more);
    for (size_t i = 1; i <= more; i++)
        out[i] = (char)(0x80 | (point >> 6 * (more - i) & 0x3F));
    return more + 1;
}

/* The text as it is meant: entities decoded, CDATA unwrapped, comments left out, lines ended by a
 * line feed. */
static struct text plain_text(const struct reading *reading, struct text written)
{
    if (written.size == 0
        || (memchr(written.data, '&', written.size) == NULL
            && memchr(written.data, '<', written.size) == NULL
            && memchr(written.data, '\r', written.size) == NULL))
        return written;
    char *out = event_scratch(reading->reader, written.size + 4);
    size_t size = 0;
    struct scan scan = scan_of(written);
    while (scan.at < scan.end) {
        if (scan_byte(&scan, '\r')) { /* the end of a line, as XML has it */
            scan_byte(&scan, '\n');
            out[size++] = '\n';
            continue;
        }
        if (scan_text(&scan, TEXT("<![CDATA["))) {
            const char *end = memmem(scan.at, scan_left(&scan), "]]>", 3);
            size_t length = (size_t)((end == NULL ? scan.end : end) - scan.at);
            memcpy(out + size, scan.at, length);
            size += length;
            scan.at += length;
            scan_text(&scan, TEXT("]]>"));
            continue;
        }
        if (scan_text(&scan, TEXT("<!--"))) {
            const char *end = memmem(scan.at, scan_left(&scan), "-->", 3);
            scan.at = end == NULL ? scan.end : end + 3;
            continue;
        }
        size_t near = scan_left(&scan) < 12 ? scan_left(&scan) : 12;
        const char *end = *scan.at == '&' ? memchr(scan.at, ';', near) : NULL;
        size_t wrote = 0;
        if (end != NULL)
            wrote =
                entity_write((struct text){scan.at + 1, (size_t)(end - scan.at - 1)}, out + size);
        if (wrote == 0)
            out[size++] = *scan.at++;
        else {
            size += wrote;
            scan.at = end + 1;
        }
    }
    return (struct text){out, size};
}

static struct text name_take(struct scan *scan)
{
    const char *start = scan->at;
    while (scan->at < scan->end && !space_is(*scan->at) && *scan->at != '>' && *scan->at != '/'
           && *scan->at != '=' && *scan->at != '<')
        scan->at++;
    return (struct text){start, (size_t)(scan->at - start)};
}

static void attributes_take(struct scan *scan, struct tag *tag)
{
    for (;;) {
        spaces_skip(scan);
        struct text name = name_take(scan);
        if (name.size == 0)
            return;
        spaces_skip(scan);
        if (!scan_byte(scan, '='))
            continue;
        spaces_skip(scan);
        char quote = scan->at < scan->end ? *scan->at : '\0';
        if (quote != '"' && quote != '\'')
            return;
        scan->at++;
        struct text value = scan_until(scan, quote);
        scan_byte(scan, quote);
        if (tag->count < ATTRIBUTES_MAX)
            tag->attributes[tag->count++] = (struct attribute){name, value};
    }
}

/* Behind "<". */
static bool tag_take(struct scan *scan, struct tag *tag)
{
    tag->count = 0;
    tag->closes = scan_byte(scan, '/');
    tag->name = name_take(scan);
    const char *colon = memchr(tag->name.data, ':', tag->name.size);
    if (colon != NULL)
        tag->name = (struct text){colon + 1, (size_t)(tag->name.data + tag->name.size - colon - 1)};
    attributes_take(scan, tag);
    tag->empty = scan_byte(scan, '/');
    spaces_skip(scan);
    return scan_byte(scan, '>') && tag->name.size > 0;
}

static struct text attribute_of(const struct tag *tag, const char *name)
{
    for (size_t i = 0; i < tag->count; i++)
        if (text_is(tag->attributes[i].name, name))
            return tag->attributes[i].value;
    return TEXT_NONE;
}

/* "Provider_Name", "Execution_ProcessID": what stands in the attributes of <System>. */
static void system_put(const struct document *document, const struct tag *tag)
{
    const struct reading *reading = document->reading;
    for (size_t i = 0; i < tag->count; i++) {
        const struct attribute *attribute = &tag->attributes[i];
        if (attribute->value.size == 0 || text_starts(attribute->name, TEXT("xmlns"))
            || text_is(attribute->name, "Qualifiers")
            || tag->name.size + 1 + attribute->name.size > NAME_BYTES_MAX)
            continue;
        size_t size = tag->name.size + 1 + attribute->name.size;
        char *name = event_scratch(reading->reader, size);
        memcpy(name, tag->name.data, tag->name.size);
        name[tag->name.size] = '_';
        memcpy(name + tag->name.size + 1, attribute->name.data, attribute->name.size);
        struct text value = plain_text(reading, attribute->value);
        put(reading, (struct text){name, size}, value);
        struct scan stamp = scan_of(value);
        if (text_is(attribute->name, "SystemTime"))
            (void)time_iso(reading, &stamp, &reading->event->time_us);
    }
}

static enum section section_of(struct text name)
{
    if (text_is(name, "System"))
        return SECTION_SYSTEM;
    if (text_is(name, "EventData"))
        return SECTION_DATA;
    if (text_is(name, "UserData"))
        return SECTION_USER;
    return text_is(name, "RenderingInfo") ? SECTION_RENDERING : SECTION_NONE;
}

/* Some events say again in their data what <System> says: once is enough. */
static bool system_says(const struct document *document, struct text name, struct text value)
{
    const struct event *event = document->reading->event;
    for (size_t i = 0; i < document->system && i < event->count; i++)
        if (text_equal(event->fields[i].name, name) && text_equal(event->fields[i].value, value))
            return true;
    return false;
}

/* <Binary/> and its like are no data; an empty <Data> is an empty value. */
static void leaf_put(struct document *document, struct text name, bool data, struct text written)
{
    const struct reading *reading = document->reading;
    struct text value = plain_text(reading, written);
    if (document->section == SECTION_SYSTEM) {
        if (value.size > 0)
            put_plain(reading, name, value);
        document->system = reading->event->count;
    } else if (document->section == SECTION_USER
               || (document->section == SECTION_DATA && (data || value.size > 0))) {
        if (!system_says(document, name, value))
            put(reading, name, value);
    } else if (document->section == SECTION_RENDERING && text_is(name, "Message")) {
        put(reading, name, value);
    }
}

static bool element_open(struct document *document, const struct tag *tag)
{
    struct text named = plain_text(document->reading, attribute_of(tag, "Name"));
    bool data = text_is(tag->name, "Data");
    struct text name = data && named.size > 0 ? named : tag->name;
    if (document->depth == 0 && !text_is(tag->name, "Event"))
        return false;
    if (document->depth == 1)
        document->section = section_of(tag->name);
    if (document->depth == 2 && document->section == SECTION_SYSTEM) {
        system_put(document, tag);
        document->any = true;
    }
    document->leaf = document->depth >= 2;
    if (tag->empty) {
        if (document->leaf && document->section != SECTION_SYSTEM)
            leaf_put(document, name, data, TEXT_NONE);
        document->leaf = false;
        return true;
    }
    if (document->depth == DEPTH_MAX)
        return false;
    document->names[document->depth++] = name;
    document->text = document->scan.at;
    document->data = data;
    return true;
}

/* at: where the closing tag begins. */
static bool element_close(struct document *document, const char *at)
{
    if (document->depth == 0)
        return false;
    struct text name = document->names[--document->depth];
    if (document->leaf)
        leaf_put(document, name, document->data,
                 (struct text){document->text, (size_t)(at - document->text)});
    document->leaf = false;
    return true;
}

bool winxml_detect(struct text line)
{
    struct scan scan = scan_of(line);
    spaces_skip(&scan);
    if (scan_text(&scan, TEXT("<?xml")))
        return memmem(scan.at, scan_left(&scan), "<Event", 6) != NULL;
    return scan_text(&scan, TEXT("<Event")) && scan.at < scan.end
           && (*scan.at == ' ' || *scan.at == '>');
}

/* Steps over "<?…?>", "<!--…-->" and "<![CDATA[…]]>", behind "<"; false for a tag. */
static bool stepped_over(struct scan *scan)
{
    static const struct {
        struct text begin, end;
    } kinds[] = {{{"?", 1}, {"?>", 2}},
                 {{"!--", 3}, {"-->", 3}},
                 {{"![CDATA[", 8}, {"]]>", 3}},
                 {{"!", 1}, {">", 1}}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!scan_text(scan, kinds[i].begin))
            continue;
        const char *end = memmem(scan->at, scan_left(scan), kinds[i].end.data, kinds[i].end.size);
        scan->at = end == NULL ? scan->end : end + kinds[i].end.size;
        return true;
    }
    return false;
}

enum format_answer winxml_read(struct reading *reading, struct text line)
{
    struct document document = {.reading = reading, .scan = scan_of(line)};
    struct scan *scan = &document.scan;
    struct tag tag;
    bool ended = false;
    while (!ended) {
        scan_until(scan, '<');
        const char *start = scan->at;
        if (!scan_byte(scan, '<'))
            break;
        if (stepped_over(scan))
            continue;
        if (!tag_take(scan, &tag))
            break;
        bool good = tag.closes ? element_close(&document, start) : element_open(&document, &tag);
        if (!good)
            break;
        ended = document.depth == 0;
    }
    if (!document.any)
        return FORMAT_OTHER;
    reading->event->cut = reading->event->cut || !ended;
    return FORMAT_EVENT;
}
