/* SPDX-License-Identifier: Apache-2.0 */
/* What is in a mail. Only ever runs closed in (child.c): it may crash, hang or be led astray, and
 * whoever reads what it says believes nothing of it. This is the only file that calls GMime. */
#include "base/hash.h"
#include "mail/inside.h"
#include <gmime/gmime.h>
#include <iconv.h>

enum {
    HEADER_BYTES_MAX = 1000,
    TEXT_BYTES_MAX = 60000, /* under what a field of an action takes */
    HTML_BYTES_MAX = 1 << 20,
    NAME_BYTES_MAX = 200,
    ATTACHMENTS_MAX = 50,
    REFERENCES_MAX = 50,
    DEPTH_MAX = 20,
    PARTS_MAX = 1000
};

/* A mail that is being read. */
struct reading {
    struct arena *arena;
    struct value *letter;
    struct builder text;
    struct value *attachments, *delivery;
    int64_t attachments_count; /* also those that are not listed */
    size_t parts;
    bool cut, html;
};

static void object_release(void *thing)
{
    g_object_unref(thing);
}

static void quiet(const char *domain, GLogLevelFlags level, const char *message, void *context)
{
    (void)domain;
    (void)level;
    (void)message;
    (void)context;
}

static void conversion_release(void *thing)
{
    iconv_close(thing);
}

/* Conversions that stay open need no file any more. */
static void charsets_ready(struct arena *arena)
{
    static const char *const charsets[] = {
        "ISO-8859-1",   "ISO-8859-2",   "ISO-8859-5", "ISO-8859-7",   "ISO-8859-9",
        "ISO-8859-15",  "WINDOWS-1250", "CP1251",     "WINDOWS-1252", "WINDOWS-1253",
        "WINDOWS-1254", "WINDOWS-1256", "KOI8-R",     "ISO-2022-JP",  "SHIFT_JIS",
        "EUC-JP",       "GB2312",       "GB18030",    "BIG5",         "EUC-KR",
        "UTF-16",       "UTF-7",        "MACINTOSH",  "TIS-620",      "WINDOWS-1255"};
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++) {
        iconv_t conversion = iconv_open("UTF-8", charsets[i]);
        if (conversion != (iconv_t)-1)
            arena_own(arena, conversion_release, conversion);
    }
}

void mime_ready(struct arena *arena)
{
    g_log_set_default_handler(quiet, NULL);
    g_mime_init();
    charsets_ready(arena);
    (void)sha256(TEXT("the library reads its settings now"));
}

/* ---- words ---- */

static struct text word_of(struct arena *arena, const char *word, size_t most)
{
    return part_line(arena, text_of(word), most);
}

static void set_header(struct reading *reading, GMimeObject *object, const char *name,
                       const char *header)
{
    const char *value = g_mime_object_get_header(object, header);
    struct text word = word_of(reading->arena, value, HEADER_BYTES_MAX);
    if (!text_empty(word))
        value_set_text(reading->arena, reading->letter, name, word);
}

static void set_ids(struct reading *reading, GMimeObject *object, const char *name,
                    const char *header)
{
    const char *value = g_mime_object_get_header(object, header);
    struct value *list = value_list(reading->arena);
    part_message_ids(reading->arena, text_of(value), REFERENCES_MAX, list);
    if (list->count > 0)
        value_set(reading->arena, reading->letter, name, list);
}

static void set_sender(struct reading *reading, GMimeMessage *message)
{
    InternetAddressList *list = g_mime_message_get_from(message);
    InternetAddress *first = list == NULL || internet_address_list_length(list) < 1
                                 ? NULL
                                 : internet_address_list_get_address(list, 0);
    if (first == NULL || !INTERNET_ADDRESS_IS_MAILBOX(first))
        return;
    const char *address = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first));
    value_set_text(reading->arena, reading->letter, "from",
                   word_of(reading->arena, address, NAME_BYTES_MAX));
    value_set_text(reading->arena, reading->letter, "from_name",
                   word_of(reading->arena, internet_address_get_name(first), NAME_BYTES_MAX));
}

/* ---- parts ---- */

/* The bytes of a part, decoded; for a message inside, the message. */
static struct text content_of(struct reading *reading, GMimeObject *object)
{
    GByteArray *bytes = g_byte_array_new();
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes); /* and frees them */
    arena_own(reading->arena, object_release, stream);
    if (GMIME_IS_PART(object)) {
        GMimeDataWrapper *wrapper = g_mime_part_get_content(GMIME_PART(object));
        if (wrapper != NULL)
            g_mime_data_wrapper_write_to_stream(wrapper, stream);
    } else
        g_mime_object_write_content_to_stream(object, NULL, stream);
    return (struct text){(const char *)bytes->data, bytes->len};
}

/* A text part in UTF-8, whatever it says it is in. */
static struct text text_part(struct reading *reading, GMimeObject *object)
{
    const char *charset = g_mime_object_get_content_type_parameter(object, "charset");
    struct text bytes = content_of(reading, object);
    bool converts = GMIME_IS_TEXT_PART(object) && charset != NULL
                    && g_ascii_strcasecmp(charset, "utf-8") != 0
                    && g_ascii_strcasecmp(charset, "us-ascii") != 0;
    if (converts) {
        char *converted = g_mime_text_part_get_text(GMIME_TEXT_PART(object));
        if (converted != NULL) {
            arena_own(reading->arena, g_free, converted);
            bytes = text_of(converted);
        }
    }
    return bytes;
}

/* Adds to the body what there is still room for; NULs and carriage returns are no text. */
static void add_text(struct reading *reading, struct text text)
{
    text = text_utf8_mended(reading->arena, text);
    if (reading->text.size > 0)
        build(&reading->text, TEXT("\n\n"));
    for (size_t i = 0; i < text.size; i++) {
        if (reading->text.size >= TEXT_BYTES_MAX) {
            reading->cut = true;
            return;
        }
        if (text.data[i] != '\0' && text.data[i] != '\r')
            build_byte(&reading->text, text.data[i]);
    }
}

static void add_html(struct reading *reading, struct text html)
{
    if (html.size > HTML_BYTES_MAX) {
        html.size = HTML_BYTES_MAX;
        reading->cut = true;
    }
    reading->html = true;
    add_text(reading, plain_html(reading->arena, html));
}

static void add_attachment(struct reading *reading, GMimeObject *object)
{
    if (++reading->attachments_count > ATTACHMENTS_MAX)
        return;
    struct arena *arena = reading->arena;
    struct text bytes = content_of(reading, object);
    struct sha256 hash = sha256(bytes);
    const char *name = GMIME_IS_PART(object) ? g_mime_part_get_filename(GMIME_PART(object)) : NULL;
    GMimeContentType *type = g_mime_object_get_content_type(object);
    char *mime = type == NULL ? NULL : g_mime_content_type_get_mime_type(type);
    struct value *said = value_append(arena, reading->attachments, value_map(arena));
    if (name == NULL && GMIME_IS_MESSAGE_PART(object)) {
        GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
        name = inner == NULL ? NULL : g_mime_message_get_subject(inner);
    }
    value_set_text(arena, said, "name", word_of(arena, name, NAME_BYTES_MAX));
    value_set_text(arena, said, "type", word_of(arena, mime, NAME_BYTES_MAX));
    value_set_integer(arena, said, "bytes", (int64_t)bytes.size);
    value_set_text(arena, said, "sha256",
                   hex_write(arena, (struct text){(const char *)hash.bytes, sizeof hash.bytes}));
    g_free(mime);
}

static bool type_is(GMimeObject *object, const char *type, const char *subtype)
{
    GMimeContentType *content = g_mime_object_get_content_type(object);
    return content != NULL && g_mime_content_type_is_type(content, type, subtype);
}

static void part_any(struct reading *reading, GMimeObject *object, int depth);

/* Of several forms of the same, the plain one; else the one in HTML; else the last. */
static GMimeObject *best_of(GMimeMultipart *multipart)
{
    GMimeObject *best = NULL;
    int count = g_mime_multipart_get_count(multipart);
    for (int i = 0; i < count && i < PARTS_MAX; i++) {
        GMimeObject *part = g_mime_multipart_get_part(multipart, i);
        if (type_is(part, "text", "plain"))
            return part;
        if (best == NULL || !type_is(best, "text", "html"))
            best = part;
    }
    return best;
}

static void part_many(struct reading *reading, GMimeMultipart *multipart, int depth)
{
    int count = g_mime_multipart_get_count(multipart);
    if (type_is(GMIME_OBJECT(multipart), "multipart", "alternative")) {
        GMimeObject *best = best_of(multipart);
        if (best != NULL)
            part_any(reading, best, depth + 1);
        return;
    }
    for (int i = 0; i < count && reading->parts <= PARTS_MAX; i++)
        part_any(reading, g_mime_multipart_get_part(multipart, i), depth + 1);
}

/* What came back, from the message in a delivery report, or its headers alone. */
static void part_returned(struct reading *reading, struct text lines)
{
    struct value *list = value_list(reading->arena);
    struct text id = part_header(reading->arena, lines, "message-id");
    part_message_ids(reading->arena, id, 1, list);
    if (list->count > 0 && !value_has(reading->letter, "returned"))
        value_set(reading->arena, reading->letter, "returned", list->items[0]);
}

static void part_report(struct reading *reading, GMimeObject *object)
{
    struct text bytes = content_of(reading, object);
    if (bytes.size > HTML_BYTES_MAX)
        bytes.size = HTML_BYTES_MAX;
    if (type_is(object, "message", "delivery-status")
        || type_is(object, "message", "global-delivery-status"))
        part_delivery(reading->arena, bytes, reading->delivery);
    else
        part_returned(reading, bytes);
}

static bool is_report(GMimeObject *object)
{
    return type_is(object, "message", "delivery-status")
           || type_is(object, "message", "global-delivery-status")
           || type_is(object, "text", "rfc822-headers")
           || type_is(object, "message", "global-headers");
}

static void part_any(struct reading *reading, GMimeObject *object, int depth)
{
    GMimeContentDisposition *how = g_mime_object_get_content_disposition(object);
    bool attached = how != NULL && g_mime_content_disposition_is_attachment(how);
    reading->parts++;
    if (depth > DEPTH_MAX || reading->parts > PARTS_MAX) {
        reading->cut = true;
        return;
    }
    if (GMIME_IS_MULTIPART(object)) {
        part_many(reading, GMIME_MULTIPART(object), depth);
        return;
    }
    if (is_report(object) || GMIME_IS_MESSAGE_PART(object))
        part_report(reading, object);
    if (!attached && type_is(object, "text", "html"))
        add_html(reading, text_part(reading, object));
    else if (!attached && type_is(object, "text", "plain"))
        add_text(reading, text_part(reading, object));
    else if (!is_report(object))
        add_attachment(reading, object);
}

/* ---- the whole ---- */

/* What only a mailing list writes (RFC 2369, RFC 2919); what names it best comes last and stays. */
static const char *const list_headers[] = {"List-Unsubscribe", "List-Post", "List-Help", "List-Id"};

static void read_message(struct reading *reading, GMimeMessage *message)
{
    GMimeObject *object = GMIME_OBJECT(message);
    GMimeObject *body = g_mime_message_get_mime_part(message);
    set_header(reading, object, "subject", "Subject");
    set_header(reading, object, "date", "Date");
    set_header(reading, object, "auto_submitted", "Auto-Submitted");
    set_header(reading, object, "precedence", "Precedence");
    for (size_t i = 0; i < sizeof list_headers / sizeof *list_headers; i++)
        set_header(reading, object, "list", list_headers[i]);
    set_ids(reading, object, "message_id", "Message-ID");
    set_ids(reading, object, "in_reply_to", "In-Reply-To");
    set_ids(reading, object, "references", "References");
    set_sender(reading, message);
    value_set_boolean(reading->arena, reading->letter, "vacation",
                      g_mime_object_get_header(object, "X-Autoreply") != NULL
                          || g_mime_object_get_header(object, "X-Autorespond") != NULL
                          || g_mime_object_get_header(object, "X-Auto-Reply-From") != NULL);
    if (body != NULL)
        part_any(reading, body, 0);
    value_set_text(reading->arena, reading->letter, "text",
                   text_utf8_mended(reading->arena, built(&reading->text)));
    value_set(reading->arena, reading->letter, "attachments", reading->attachments);
    value_set_integer(reading->arena, reading->letter, "attachments_count",
                      reading->attachments_count);
    value_set(reading->arena, reading->letter, "delivery", reading->delivery);
    value_set_boolean(reading->arena, reading->letter, "html", reading->html);
    value_set_boolean(reading->arena, reading->letter, "cut", reading->cut);
}

struct value *mime_read(struct arena *arena, struct text raw)
{
    struct reading reading = {.arena = arena,
                              .letter = value_map(arena),
                              .text = {.arena = arena},
                              .attachments = value_list(arena),
                              .delivery = value_list(arena)};
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(raw.data, raw.size);
    arena_own(arena, object_release, stream);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    arena_own(arena, object_release, parser);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    if (message == NULL)
        return NULL;
    arena_own(arena, object_release, message);
    read_message(&reading, message);
    return reading.letter;
}
