/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Binary XML: tokens that open and close elements, templates with holes, and the values that fill
 * them. Every name, template and value is said by an offset into the chunk or a size, and none of
 * these is believed. Templates that hold themselves, names that point to each other, and small
 * records that unfold into large ones end at a depth, a number of tokens, or the room in out.
 */
#include "event/binxml.h"

enum {
    DEPTH_MAX = 48,         /* elements inside each other */
    TEMPLATES_MAX = 6,      /* inside each other */
    VALUES_MAX = 1024,      /* of one template */
    TOKENS_MAX = 32 * 1024, /* of one record */
    NAME_UNITS_MAX = 256
};

/* An element that is open: its name, and where its start stands in out. */
struct element {
    size_t name; /* offset in the chunk */
    size_t tag, tag_end;
};

struct tree {
    const unsigned char *chunk;
    size_t size;
    struct output *out;
    size_t tokens;
    unsigned templates;
    struct element open[DEPTH_MAX];
    size_t depth;
    bool in_tag;      /* the start of the innermost element is not ended yet */
    size_t attribute; /* where the attribute that is written began, 0: there is none */
    size_t value;     /* where its value begins */
    bool null;        /* its value is null, so that it is left out */
};

struct values {
    struct binary_value list[VALUES_MAX];
    size_t count;
};

/* Where bytes are read: the position, and the end of what may be read, both in the chunk. */
struct place {
    size_t at, end;
};

static bool room(const struct place *place, size_t size)
{
    return place->end - place->at >= size;
}

static bool take32(const struct tree *tree, struct place *place, uint32_t *number)
{
    if (!room(place, 4))
        return false;
    *number = little32(tree->chunk + place->at);
    place->at += 4;
    return true;
}

static bool take16(const struct tree *tree, struct place *place, unsigned *number)
{
    if (!room(place, 2))
        return false;
    *number = little16(tree->chunk + place->at);
    place->at += 2;
    return true;
}

/* A name: its offset, and the name itself where it stands right here. */
static bool take_name(const struct tree *tree, struct place *place, size_t *name)
{
    uint32_t offset;
    if (!take32(tree, place, &offset) || offset > tree->size || tree->size - offset < 8)
        return false;
    size_t units = little16(tree->chunk + offset + 6);
    if (units > NAME_UNITS_MAX || tree->size - offset < 8 + 2 * units)
        return false;
    *name = offset;
    if (offset == place->at) {
        size_t whole = 8 + 2 * units + 2;
        if (!room(place, whole))
            return false;
        place->at += whole;
    }
    return true;
}

static void name_write(const struct tree *tree, size_t name)
{
    output_utf16(tree->out, tree->chunk + name + 8, little16(tree->chunk + name + 6));
}

/* An attribute ends where the next one begins, or the start of the element ends. */
static void attribute_end(struct tree *tree)
{
    if (tree->attribute == 0)
        return;
    if (tree->null && tree->out->size == tree->value)
        tree->out->size = tree->attribute;
    else
        output_bytes(tree->out, TEXT("\""));
    tree->attribute = 0;
}

static void tag_end(struct tree *tree, struct text end)
{
    attribute_end(tree);
    output_bytes(tree->out, end);
    tree->in_tag = false;
    if (tree->depth > 0)
        tree->open[tree->depth - 1].tag_end = tree->out->size;
}

/* Inside a template an element says first on which value it depends. */
static bool element_open(struct tree *tree, struct place *place, bool attributes, bool dependent)
{
    unsigned dependency;
    uint32_t size;
    size_t name;
    if (tree->depth == DEPTH_MAX || (dependent && !take16(tree, place, &dependency))
        || !take32(tree, place, &size) || !take_name(tree, place, &name)
        || (attributes && !take32(tree, place, &size)))
        return false;
    if (tree->in_tag)
        tag_end(tree, TEXT(">"));
    tree->open[tree->depth++] = (struct element){.name = name, .tag = tree->out->size};
    tree->in_tag = true;
    output_bytes(tree->out, TEXT("<"));
    name_write(tree, name);
    return true;
}

static bool element_close(struct tree *tree)
{
    if (tree->depth == 0)
        return false;
    if (tree->in_tag)
        tag_end(tree, TEXT(">"));
    output_bytes(tree->out, TEXT("</"));
    name_write(tree, tree->open[--tree->depth].name);
    output_bytes(tree->out, TEXT(">"));
    return true;
}

static bool attribute_open(struct tree *tree, struct place *place)
{
    size_t name;
    if (!tree->in_tag || !take_name(tree, place, &name))
        return false;
    attribute_end(tree);
    tree->attribute = tree->out->size;
    output_bytes(tree->out, TEXT(" "));
    name_write(tree, name);
    output_bytes(tree->out, TEXT("=\""));
    tree->value = tree->out->size;
    tree->null = false;
    return true;
}

/* A text that stands in the fragment: a number of units, and these. */
static bool literal(struct tree *tree, struct place *place)
{
    unsigned units;
    if (!take16(tree, place, &units) || !room(place, 2 * (size_t)units))
        return false;
    output_utf16(tree->out, tree->chunk + place->at, units);
    place->at += 2 * (size_t)units;
    return true;
}

/* An array in an element is the element as often as it has items. */
static void array_write(struct tree *tree, const struct binary_value *value)
{
    size_t count = binary_count(value);
    for (size_t i = 0; i < count && !tree->out->full && tree->tokens > 0; i++, tree->tokens--) {
        if (i > 0 && tree->attribute == 0 && tree->depth > 0) {
            const struct element *element = &tree->open[tree->depth - 1];
            output_bytes(tree->out, TEXT("</"));
            name_write(tree, element->name);
            output_bytes(tree->out, TEXT(">"));
            output_bytes(tree->out, (struct text){tree->out->data + element->tag,
                                                  element->tag_end - element->tag});
        } else if (i > 0) {
            output_bytes(tree->out, TEXT(","));
        }
        binary_write(tree->out, value, i);
    }
}

static bool fragment(struct tree *tree, struct place place, const struct values *values);

static bool substitute(struct tree *tree, struct place *place, const struct values *values)
{
    unsigned index;
    if (!take16(tree, place, &index) || !room(place, 1))
        return false;
    place->at++; /* the type that the template expects; the value's own is what counts */
    const struct binary_value *value =
        values != NULL && index < values->count ? &values->list[index] : NULL;
    if (value == NULL || value->type == BINARY_NULL || value->size == 0) {
        tree->null = value == NULL || value->type == BINARY_NULL;
        return true;
    }
    if (value->type == BINARY_XML) {
        size_t start = (size_t)(value->bytes - tree->chunk);
        if (tree->attribute != 0)
            return false;
        return fragment(tree, (struct place){start, start + value->size}, NULL);
    }
    array_write(tree, value);
    return true;
}

/* The values of a template: how many, the size and type of each, and all their bytes. */
static bool values_take(const struct tree *tree, struct place *place, struct values *values)
{
    uint32_t count;
    if (!take32(tree, place, &count) || count > VALUES_MAX || !room(place, 4 * (size_t)count))
        return false;
    size_t at = place->at + 4 * (size_t)count;
    values->count = count;
    for (size_t i = 0; i < count; i++) {
        const unsigned char *descriptor = tree->chunk + place->at + 4 * i;
        size_t size = little16(descriptor);
        if (place->end - at < size)
            return false;
        values->list[i] = (struct binary_value){descriptor[2], tree->chunk + at, size};
        at += size;
    }
    place->at = at;
    return true;
}

/* A template, which stands here or elsewhere in the chunk, and the values for its holes. */
static bool template_write(struct tree *tree, struct place *place)
{
    uint32_t id;
    uint32_t offset;
    struct values values;
    if (!room(place, 1) || tree->templates == TEMPLATES_MAX)
        return false;
    place->at++;
    if (!take32(tree, place, &id) || !take32(tree, place, &offset) || offset > tree->size
        || tree->size - offset < 24)
        return false;
    size_t size = little32(tree->chunk + offset + 20);
    if (size > tree->size - offset - 24)
        return false;
    if (offset == place->at) {
        if (!room(place, 24 + size))
            return false;
        place->at += 24 + size;
    }
    if (!values_take(tree, place, &values))
        return false;
    tree->templates++;
    bool good = fragment(tree, (struct place){offset + 24, offset + 24 + size}, &values);
    tree->templates--;
    return good;
}

static bool entity(struct tree *tree, struct place *place)
{
    size_t name;
    if (!take_name(tree, place, &name))
        return false;
    output_bytes(tree->out, TEXT("&"));
    name_write(tree, name);
    output_bytes(tree->out, TEXT(";"));
    return true;
}

static bool character(struct tree *tree, struct place *place)
{
    if (!room(place, 2))
        return false;
    output_utf16(tree->out, tree->chunk + place->at, 1);
    place->at += 2;
    return true;
}

/* A value that stands in the fragment: a text, or of a type with a size of its own. */
static bool value_literal(struct tree *tree, struct place *place)
{
    if (!room(place, 1))
        return false;
    return tree->chunk[place->at++] == BINARY_TEXT && literal(tree, place);
}

/* What only says how the text was made: the target of an instruction, and its data. */
static bool instruction(const struct tree *tree, struct place *place, bool data)
{
    size_t name;
    unsigned units;
    if (!data)
        return take_name(tree, place, &name);
    if (!take16(tree, place, &units) || !room(place, 2 * (size_t)units))
        return false;
    place->at += 2 * (size_t)units;
    return true;
}

static bool token(struct tree *tree, struct place *place, unsigned kind,
                  const struct values *values)
{
    bool content = kind == 0x05 || kind == 0x07 || kind == 0x08 || kind == 0x09 || kind == 0x0D
                   || kind == 0x0E || kind == 0x0C;
    if (content && tree->in_tag && tree->attribute == 0)
        tag_end(tree, TEXT(">"));
    switch (kind) {
    case 0x02: tag_end(tree, TEXT(">")); return true;
    case 0x03: tag_end(tree, TEXT("/>")); return tree->depth > 0 && tree->depth-- > 0;
    case 0x04: return element_close(tree);
    case 0x05: return value_literal(tree, place);
    case 0x06: return attribute_open(tree, place);
    case 0x07: return literal(tree, place);
    case 0x08: return character(tree, place);
    case 0x09: return entity(tree, place);
    case 0x0A: return instruction(tree, place, false);
    case 0x0B: return instruction(tree, place, true);
    case 0x0C: return template_write(tree, place);
    case 0x0D:
    case 0x0E: return substitute(tree, place, values);
    case 0x0F: return room(place, 3) && (place->at += 3, true);
    default: return false;
    }
}

static bool fragment(struct tree *tree, struct place place, const struct values *values)
{
    size_t depth = tree->depth;
    while (place.at < place.end) {
        unsigned kind = tree->chunk[place.at++];
        if (tree->tokens == 0 || tree->out->full)
            return false;
        tree->tokens--;
        if (kind == 0x00)
            break;
        bool good = (kind & ~0x40U) == 0x01
                        ? element_open(tree, &place, (kind & 0x40) != 0, values != NULL)
                        : token(tree, &place, kind & ~0x40U, values);
        if (!good || tree->depth < depth)
            return false;
    }
    return tree->depth == depth;
}

bool binxml_write(const unsigned char *chunk, size_t chunk_size, size_t at, size_t end,
                  struct output *out)
{
    struct tree tree = {.chunk = chunk, .size = chunk_size, .out = out, .tokens = TOKENS_MAX};
    return fragment(&tree, (struct place){at, end}, NULL) && !out->full;
}
