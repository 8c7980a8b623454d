/* SPDX-License-Identifier: Apache-2.0 */
/* What may be asked of the register of documents: anybody may see what the government obeys. */
#include "policy/register.h"
#include "base/zone.h"
#include "counter/inside.h"

#define FIELD_DAY                                                                                  \
    {                                                                                              \
        .name = "day", .type = FIELD_DATE, .help = "As it stood on that day; today, if left out."  \
    }

static struct text day_asked(struct turn *turn, const struct value *input)
{
    struct text day = value_get_text(input, "day");
    if (!text_empty(day))
        return day;
    return date_format(turn->arena, zone_civil(turn->pack->calendar.zone, turn->now_us).date);
}

static bool document_asked(struct turn *turn, const struct value *input,
                           const struct document **document)
{
    *document = pack_document(turn->pack, value_get_text(input, "document"));
    return *document != NULL
           || fail(turn, FAULT_MISSING, "the register has no document of this id");
}

const struct field policy_documents_fields[] = {FIELD_DAY, {.name = NULL}};

bool policy_documents(struct turn *turn, const struct value *input, struct value **answer)
{
    *answer = register_list(turn->arena, turn->pack, day_asked(turn, input));
    return true;
}

#define FIELD_DOCUMENT                                                                             \
    {                                                                                              \
        .name = "document", .type = FIELD_ID, .needed = true,                                      \
        .help = "Its id in the register, with which its clauses begin."                            \
    }

const struct field policy_document_fields[] = {FIELD_DOCUMENT, FIELD_DAY, {.name = NULL}};

bool policy_document(struct turn *turn, const struct value *input, struct value **answer)
{
    const struct document *document;
    return document_asked(turn, input, &document)
           && register_document(turn, turn->pack, document, day_asked(turn, input), answer);
}

const struct field policy_crosswalk_fields[] = {
    FIELD_DOCUMENT,
    {.name = "section",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 40,
     .help = "This section and what is below it; all, if left out."},
    FIELD_DAY,
    {.name = NULL},
};

bool policy_crosswalk(struct turn *turn, const struct value *input, struct value **answer)
{
    const struct document *document;
    if (!document_asked(turn, input, &document))
        return false;
    *answer = register_crosswalk(turn->arena, turn->pack, document,
                                 value_get_text(input, "section"), day_asked(turn, input));
    return true;
}

const struct field policy_search_fields[] = {
    {.name = "words",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 200,
     .help = "A citation, as \"IS.005 section 8\"; or words that stand in a clause."},
    {.name = NULL},
};

bool policy_search(struct turn *turn, const struct value *input, struct value **answer)
{
    *answer = register_search(turn->arena, turn->pack, value_get_text(input, "words"));
    return true;
}

const struct field policy_role_fields[] = {
    {.name = "role", .type = FIELD_ID, .needed = true, .help = "Code of the role."},
    {.name = NULL},
};

bool policy_role(struct turn *turn, const struct value *input, struct value **answer)
{
    const struct role *role = pack_role(turn->pack, value_get_text(input, "role"));
    if (role == NULL)
        return fail(turn, FAULT_MISSING, "the policy has no role of this code");
    *answer = register_role(turn->arena, turn->pack, role);
    return true;
}
