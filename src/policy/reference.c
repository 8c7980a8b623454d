/* SPDX-License-Identifier: Apache-2.0 */
/* References between the files of a pack: what one names, another must have. */
#include "policy/inside.h"

bool clause_known(const struct pack *pack, struct text id)
{
    return pack_clause(pack, id) != NULL;
}

bool document_known(const struct pack *pack, struct text id)
{
    return pack_document(pack, id) != NULL;
}

bool role_known(const struct pack *pack, struct text code)
{
    return pack_role(pack, code) != NULL;
}

bool rule_known(const struct pack *pack, struct text id)
{
    return pack_rule(pack, id) != NULL;
}

bool organisation_known(const struct pack *pack, struct text short_name)
{
    for (size_t i = 0; i < value_get_count(pack->organisations, "organisations"); i++)
        if (text_equal(
                value_get_text(value_get_item(pack->organisations, "organisations", i), "short"),
                short_name))
            return true;
    return false;
}

bool element_known(const struct pack *pack, struct text code)
{
    for (size_t i = 0; i < value_get_count(pack->elements, "documents"); i++)
        if (text_equal(value_get_text(value_get_item(pack->elements, "documents", i), "code"),
                       code))
            return true;
    return false;
}

static bool one_check(const struct reading *reading, const struct value *value, const char *name,
                      reference_known *is_known, const char *where)
{
    return is_known(reading->pack, value->text)
           || fail_line(reading, value->line, "%s \"%.*s\" does not stand in %s.", name,
                        TEXT_SHOW(value->text), where);
}

bool reference_check(const struct reading *reading, const struct value *item, const char *name,
                     reference_known *is_known, const char *where)
{
    const struct value *value = value_get(item, name);
    if (value == NULL || value->kind == VALUE_NULL)
        return true;
    if (value->kind != VALUE_LIST)
        return one_check(reading, value, name, is_known, where);
    for (size_t i = 0; i < value->count; i++)
        if (!one_check(reading, value->items[i], name, is_known, where))
            return false;
    return true;
}

bool references_check(const struct reading *reading, const struct value *list, const char *name,
                      reference_known *is_known, const char *where)
{
    for (size_t i = 0; list != NULL && i < list->count; i++)
        if (!reference_check(reading, list->items[i], name, is_known, where))
            return false;
    return true;
}

bool unique_check(const struct reading *reading, const struct value *list, const char *name)
{
    for (size_t i = 0; list != NULL && i < list->count; i++) {
        struct text text = value_get_text(list->items[i], name);
        for (size_t j = 0; j < i; j++)
            if (text_equal(text, value_get_text(list->items[j], name)))
                return fail_line(
                    reading, list->items[i]->line,
                    "%s \"%.*s\" stands here for the second time; the first is on line "
                    "%d.",
                    name, TEXT_SHOW(text), list->items[j]->line);
    }
    return true;
}
