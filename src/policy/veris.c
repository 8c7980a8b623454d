/* SPDX-License-Identifier: Apache-2.0 */
/* Reads veris.yaml: which words of VERIS say what towards the rating. The exchange room looks them
 * up in the value as read. */
#include "policy/inside.h"

static const struct field disclosure_fields[] = {
    {"veris", FIELD_TEXT, .needed = true, .least = 1, .help = "The word of VERIS."},
    {"compromise", FIELD_WORD, .needed = true, .words = compromise_words,
     .help = "confirmed, potential, excluded or unknown."},
    {"reason", FIELD_TEXT, .needed = true, .least = 1, .help = "Why."},
    {0},
};
static const struct field variety_fields[] = {
    {"veris", FIELD_TEXT, .needed = true, .least = 1, .help = "The word of VERIS."},
    {"class", FIELD_TEXT, .help = "A class of data in rating.yaml; left out: unknown."},
    {"pii", FIELD_BOOLEAN, .help = "Is it about persons?"},
    {"regulated", FIELD_BOOLEAN, .help = "Do laws or contracts regulate it?"},
    {"reason", FIELD_TEXT, .needed = true, .least = 1, .help = "Why."},
    {0},
};
static const struct field liability_fields[] = {
    {"currency", FIELD_TEXT, .needed = true, .least = 3, .most = 3, .help = "ISO 4217 code."},
    {"reason", FIELD_TEXT, .needed = true, .least = 1, .help = "Why."},
    {0},
};
static const struct field omission_fields[] = {
    {"veris", FIELD_TEXT, .needed = true, .least = 1, .help = "Members of VERIS."},
    {"reason", FIELD_TEXT, .needed = true, .least = 1, .help = "Why they are not taken."},
    {0},
};
static const struct field disclosure_item = {.type = FIELD_MAP, .members = disclosure_fields};
static const struct field variety_item = {.type = FIELD_MAP, .members = variety_fields};
static const struct field omission_item = {.type = FIELD_MAP, .members = omission_fields};
static const struct field veris_fields[] = {
    {"schema", FIELD_TEXT, .needed = true, .least = 1, .help = "The version it is written for."},
    {"product_default", FIELD_BOOLEAN, .help = "True: the documents do not say."},
    {"disclosure", FIELD_LIST, .needed = true, .least = 1, .items = &disclosure_item,
     .help = "What data_disclosure says of a compromise."},
    {"data", FIELD_LIST, .needed = true, .least = 1, .items = &variety_item,
     .help = "What a variety of data is."},
    {"liability", FIELD_MAP, .needed = true, .members = liability_fields,
     .help = "Which amounts count."},
    {"not_taken", FIELD_LIST, .items = &omission_item, .help = "What is left alone, and why."},
    {0},
};

bool veris_words_read(const struct reading *reading)
{
    reading->pack->veris = reading->root;
    return field_check(reading->turn, veris_fields, reading->root, reading->source)
           && unique_check(reading, value_get(reading->root, "disclosure"), "veris")
           && unique_check(reading, value_get(reading->root, "data"), "veris");
}

bool veris_words_check(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "data");
    for (size_t i = 0; i < list->count; i++) {
        const struct value *class = value_get(list->items[i], "class");
        if (class != NULL && !names_have(&reading->pack->rating->data, class->text))
            return fail_line(reading, class->line,
                             "class \"%.*s\" is no class of data in rating.yaml.",
                             TEXT_SHOW(class->text));
    }
    return true;
}
