/* SPDX-License-Identifier: Apache-2.0 */
/* What may be asked of mails: that one be taken, by the door of mail; and to look at those that
 * came. */
#include "base/hash.h"
#include "base/json.h"
#include "incident/inside.h"

enum { IDS_MAX = 50, ATTACHMENTS_MAX = 50, DELIVERY_MAX = 20, NAME_BYTES_MAX = 600 };

/* ---- what is known of a mail: the fields of mail.receive ---- */

static const struct field id_item = {.type = FIELD_TEXT, .least = 1, .most = 1000};

static const struct field attachment_members[] = {
    {.name = "name", .type = FIELD_TEXT, .most = 1000, .help = "As the sender calls it."},
    {.name = "type", .type = FIELD_TEXT, .most = 1000, .help = "As the sender calls it."},
    {.name = "bytes", .type = FIELD_INTEGER, .help = "How long it is."},
    {.name = "sha256", .type = FIELD_TEXT, .least = 64, .most = 64, .help = "Of its bytes."},
    {.name = NULL},
};
static const struct field attachment_item = {.type = FIELD_MAP, .members = attachment_members};

static const struct field delivery_members[] = {
    {.name = "recipient", .type = FIELD_TEXT, .most = 1000, .help = "Who was written to."},
    {.name = "action", .type = FIELD_TEXT, .most = 1000, .help = "failed, delayed, delivered …"},
    {.name = "status", .type = FIELD_TEXT, .most = 1000, .help = "As 5.1.1."},
    {.name = "diagnostic", .type = FIELD_TEXT, .most = 1000, .help = "What the server said."},
    {.name = NULL},
};
static const struct field delivery_item = {.type = FIELD_MAP, .members = delivery_members};

#define FIELD_WORDS(name_, help_)                                                                  \
    {                                                                                              \
        .name = (name_), .type = FIELD_TEXT, .most = 1000, .help = (help_)                         \
    }
#define FIELD_IDS(name_, help_)                                                                    \
    {                                                                                              \
        .name = (name_), .type = FIELD_LIST, .most = IDS_MAX, .items = &id_item, .help = (help_)   \
    }

static const struct field letter_members[] = {
    FIELD_WORDS("from", "The address in its From."),
    FIELD_WORDS("from_name", "The name there."),
    FIELD_WORDS("subject", "Its subject."),
    FIELD_WORDS("date", "Its Date, as it stands there."),
    FIELD_IDS("message_id", "Its id."),
    FIELD_IDS("in_reply_to", "What it answers."),
    FIELD_IDS("references", "What came before."),
    FIELD_WORDS("auto_submitted", "Whether a program wrote it."),
    FIELD_WORDS("precedence", "Likewise."),
    FIELD_WORDS("list", "The mailing list it came by."),
    {.name = "vacation", .type = FIELD_BOOLEAN, .help = "An automatic reply, by other headers."},
    {.name = "text", .type = FIELD_TEXT, .most = FIELD_TEXT_BYTES_MAX, .help = "Its body."},
    {.name = "html", .type = FIELD_BOOLEAN, .help = "Some of it was HTML."},
    {.name = "cut", .type = FIELD_BOOLEAN, .help = "There was more than is here."},
    {.name = "attachments",
     .type = FIELD_LIST,
     .most = ATTACHMENTS_MAX,
     .items = &attachment_item,
     .help = "What hung on it."},
    {.name = "attachments_count", .type = FIELD_INTEGER, .help = "How many there were."},
    {.name = "delivery",
     .type = FIELD_LIST,
     .most = DELIVERY_MAX,
     .items = &delivery_item,
     .help = "What became of a mail that came back, for each recipient."},
    FIELD_WORDS("returned", "The id of the mail that came back."),
    {.name = NULL},
};

static const struct field receive_fields[] = {
    {.name = "sender", .type = FIELD_TEXT, .most = NAME_BYTES_MAX, .help = "Of the envelope."},
    {.name = "recipient",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = NAME_BYTES_MAX,
     .help = "Of the envelope."},
    {.name = "raw", .type = FIELD_ANY, .needed = true, .help = "The mail, byte for byte."},
    {.name = "bytes", .type = FIELD_INTEGER, .help = "How many were sent, if more than are here."},
    {.name = "letter",
     .type = FIELD_MAP,
     .members = letter_members,
     .help = "What is in it, as it was read."},
    {.name = "unread", .type = FIELD_TEXT, .most = 1000, .help = "Why it could not be read."},
    {.name = NULL},
};

/* ---- looking at what came ---- */

static const struct field list_fields[] = {
    {.name = "incident",
     .type = FIELD_ID,
     .help = "Of this incident; without it, those that belong to none."},
    FIELDS_PAGE,
    {.name = NULL},
};

static const struct field read_fields[] = {
    {.name = "mail", .type = FIELD_ID, .needed = true, .help = "The mail's id."},
    {.name = "raw", .type = FIELD_BOOLEAN, .help = "With the mail itself, in base64."},
    {.name = NULL},
};

/* The case that it belongs to; of none, whoever may read every case may read it. */
static bool object_of(struct turn *turn, struct text incident_id, struct object *object)
{
    struct incident incident = {0};
    bool found = true;
    if (!text_empty(incident_id)
        && !incident_rows_incident_id(turn, incident_id, &incident, &found))
        return false;
    *object = incident_object(turn, &incident, found);
    return true;
}

static bool list_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct incident incident = {0};
    bool found = true;
    if (value_has(input, "incident")
        && !incident_rows_incident(turn, value_get_text(input, "incident"), &incident, &found))
        return false;
    if (!found) {
        *object = (struct object){.exists = false};
        return true;
    }
    return object_of(turn, incident.id, object);
}

static bool read_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct received mail;
    bool found;
    *object = (struct object){.exists = false};
    return incident_rows_mail(turn, value_get_text(input, "mail"), &mail, &found)
           && (!found || object_of(turn, mail.incident, object));
}

/* What of a letter names who wrote it; ids name their host. */
static const char *const sender_members[] = {"from",        "from_name",  "message_id",
                                             "in_reply_to", "references", "returned"};

/* What may be shown of the mails of a case; those of none are read by whoever reads every case. */
static bool discretion_of(struct turn *turn, const struct incident *incident,
                          struct discretion *discretion)
{
    *discretion = (struct discretion){.bodies = true, .reporter = true};
    return text_empty(incident->id) || incident_discretion(turn, incident, discretion);
}

static struct value *letter_shown(struct turn *turn, const struct value *letter, bool reporter)
{
    struct value *shown = value_map(turn->arena);
    for (size_t i = 0; i < letter->count; i++) {
        bool names = false;
        for (size_t j = 0; j < sizeof sender_members / sizeof *sender_members; j++)
            names = names || text_is(letter->members[i].name, sender_members[j]);
        if (reporter || !names)
            value_set(turn->arena, shown, text_string(turn->arena, letter->members[i].name),
                      letter->members[i].value);
    }
    return shown;
}

static bool mail_value(struct turn *turn, const struct received *mail,
                       const struct discretion *discretion, struct value *said)
{
    struct value *letter;
    value_set_text(turn->arena, said, "mail", mail->id);
    value_set_text(turn->arena, said, "became", mail->became);
    value_set_boolean(turn->arena, said, "sender_shown", discretion->reporter);
    if (discretion->reporter)
        value_set_text(turn->arena, said, "sender", mail->sender);
    value_set_text(turn->arena, said, "recipient", mail->recipient);
    value_set_integer(turn->arena, said, "bytes", mail->bytes);
    value_set_text(turn->arena, said, "raw_sha256", mail->raw_sha256);
    answer_time(turn, said, "entry", mail->entry_us);
    if (!text_empty(mail->unread))
        value_set_text(turn->arena, said, "unread", mail->unread);
    if (!discretion->bodies)
        value_set_text(turn->arena, said, "withheld", discretion->withheld);
    if (text_empty(mail->letter) || !discretion->bodies)
        return true;
    if (!json_read(turn, mail->letter, "a kept mail", &letter))
        return false;
    value_set(turn->arena, said, "letter", letter_shown(turn, letter, discretion->reporter));
    return true;
}

static bool mail_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct cursor cursor = {INT64_MAX, TEXT("~")};
    struct incident incident = {0};
    struct discretion discretion;
    struct received *mails;
    size_t count;
    bool found;
    size_t limit = page_limit(input);
    struct value *items = value_list(turn->arena);
    if ((value_has(input, "incident")
         && !incident_rows_incident(turn, value_get_text(input, "incident"), &incident, &found))
        || !discretion_of(turn, &incident, &discretion) || !page_after(turn, input, &cursor)
        || !incident_rows_mails(turn, incident.id, cursor.key, cursor.id, limit, &mails, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!mail_value(turn, &mails[i], &discretion,
                        value_append(turn->arena, items, value_map(turn->arena))))
            return false;
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (count == limit)
        page_next(turn, *answer, (struct cursor){mails[count - 1].entry_us, mails[count - 1].id});
    return true;
}

static bool mail_show(struct turn *turn, const struct value *input, struct value **answer)
{
    struct received mail;
    struct incident incident = {0};
    struct discretion discretion;
    struct text raw;
    bool found;
    if (!incident_rows_mail(turn, value_get_text(input, "mail"), &mail, &found))
        return false;
    if (!found)
        return fail(turn, FAULT_MISSING, "there is nothing here by that name");
    *answer = value_map(turn->arena);
    if ((!text_empty(mail.incident)
         && !incident_rows_incident_id(turn, mail.incident, &incident, &found))
        || !discretion_of(turn, &incident, &discretion)
        || !mail_value(turn, &mail, &discretion, *answer))
        return false;
    if (!value_get_boolean(input, "raw", false))
        return true;
    if (!discretion.reporter || !discretion.bodies)
        return fail(turn, FAULT_REFUSED,
                    "the mail itself tells who wrote it, which is for those who handle the case");
    if (!incident_rows_mail_raw(turn, mail.id, &raw))
        return false;
    value_set_text(turn->arena, *answer, "raw", base64_write(turn->arena, raw));
    return true;
}

const struct action mail_actions[] = {
    {.name = "mail.receive",
     .title = "Take a mail",
     .method = METHOD_POST,
     .route = "/mails",
     .fields = receive_fields,
     .area = AREA_REPORT,
     .level = LEVEL_CREATE,
     .internal = true,
     .write = mail_take,
     .help = "A mail that the door of mail was handed: a report, a reply, a message of ours that "
             "came back. The same twice is taken once."},
    {.name = "mail.list",
     .title = "Mail that came",
     .method = METHOD_GET,
     .route = "/mails",
     .fields = list_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .about = list_about,
     .read = mail_list,
     .help = "What came by mail for an incident, newest first; without one, what belongs to none: "
             "automatic replies, and messages that came back of which nothing is known."},
    {.name = "mail.read",
     .title = "A mail",
     .method = METHOD_GET,
     .route = "/mails/{mail}",
     .fields = read_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .about = read_about,
     .read = mail_show,
     .help = "A mail as it was read, and, if asked for, as it came."},
    {.name = NULL},
};
