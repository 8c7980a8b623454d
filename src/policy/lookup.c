/* SPDX-License-Identifier: Apache-2.0 */
/* Things of a pack by their names. Packs are small: a look along the list is quicker than a table
 * that would have to be built and explained. */
#include "policy/pack.h"
#include <assert.h>

const struct rule *pack_rule(const struct pack *pack, struct text id)
{
    for (size_t i = 0; i < pack->rules_count; i++)
        if (text_equal(pack->rules[i].id, id))
            return &pack->rules[i];
    return NULL;
}

const struct clause *pack_clause(const struct pack *pack, struct text id)
{
    for (size_t i = 0; i < pack->clauses_count; i++)
        if (text_equal(pack->clauses[i].id, id))
            return &pack->clauses[i];
    return NULL;
}

const struct document *pack_document(const struct pack *pack, struct text id)
{
    for (size_t i = 0; i < pack->documents_count; i++)
        if (text_equal(pack->documents[i].id, id))
            return &pack->documents[i];
    return NULL;
}

const struct ladder *pack_ladder(const struct pack *pack, struct text name)
{
    for (size_t i = 0; i < pack->ladders_count; i++)
        if (text_equal(pack->ladders[i].name, name))
            return &pack->ladders[i];
    return NULL;
}

const struct template *pack_template(const struct pack *pack, struct text name)
{
    for (size_t i = 0; i < pack->templates_count; i++)
        if (text_equal(pack->templates[i].name, name))
            return &pack->templates[i];
    return NULL;
}

const struct role *pack_role(const struct pack *pack, struct text code)
{
    for (size_t i = 0; i < pack->roles_count; i++)
        if (text_equal(pack->roles[i].code, code))
            return &pack->roles[i];
    return NULL;
}

static char letter(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static bool same_letters(struct text a, struct text b)
{
    bool same = a.size == b.size;
    for (size_t i = 0; same && i < a.size; i++)
        same = letter(a.data[i]) == letter(b.data[i]);
    return same;
}

static bool succeeded(const struct role *role, struct text name)
{
    for (size_t i = 0; i < role->successor_of.count; i++)
        if (same_letters(role->successor_of.items[i], name))
            return true;
    return false;
}

size_t pack_roles_named(const struct pack *pack, struct text name, const struct role **roles,
                        size_t most)
{
    const struct role *role = pack_role(pack, name);
    size_t count = role != NULL;
    if (role != NULL && most > 0)
        roles[0] = role;
    for (size_t i = 0; role == NULL && i < pack->roles_count; i++) {
        if (!succeeded(&pack->roles[i], name))
            continue;
        if (count < most)
            roles[count] = &pack->roles[i];
        count++;
    }
    return count;
}

static bool step_has_clock(const struct step *step)
{
    for (size_t i = 0; i < RATINGS; i++)
        if (step->due[i].function != DUE_NONE)
            return true;
    return false;
}

const struct step *rule_step(const struct rule *rule, struct text name)
{
    for (size_t i = 0; i < rule->steps_count; i++) {
        const struct step *step = &rule->steps[i];
        if (text_empty(name) ? step_has_clock(step) : text_equal(step->name, name))
            return step;
    }
    return text_empty(name) && rule->steps_count > 0 ? &rule->steps[0] : NULL;
}

static const char *const rating_names[RATINGS] = {"none", "low", "medium", "high"};

enum rating rating_named(struct text name)
{
    for (size_t i = RATING_LOW; i < RATINGS; i++)
        if (text_is(name, rating_names[i]))
            return (enum rating)i;
    return RATING_NONE;
}

const char *rating_name(enum rating rating)
{
    assert(rating < RATINGS);
    return rating_names[rating];
}

/* The first instant of a document, or INT64_MAX when its day is not known. */
static int64_t document_from_us(const struct pack *pack, struct text id)
{
    const struct document *document = pack_document(pack, id);
    struct turn scratch = {0};
    struct date date;
    if (document == NULL || text_empty(document->effective)
        || !date_parse(&scratch, "effective", document->effective, &date))
        return INT64_MAX;
    return zone_date_start(pack->calendar.zone, date);
}

int64_t pack_in_force_us(const struct pack *pack)
{
    int64_t from_us = INT64_MAX;
    for (size_t i = 0; i < pack->rules_count; i++)
        for (size_t k = 0; k < pack->rules[i].clauses.count; k++) {
            const struct clause *clause = pack_clause(pack, pack->rules[i].clauses.items[k]);
            int64_t one_us = clause == NULL ? INT64_MAX : document_from_us(pack, clause->document);
            from_us = one_us < from_us ? one_us : from_us;
        }
    return from_us == INT64_MAX ? INT64_MIN : from_us;
}
