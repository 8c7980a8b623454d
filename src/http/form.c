/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The form of an action, from its field table: a label, the help, and a control for each field;
 * after a fault, what was typed stands where it was typed, the fault stands at its field, and the
 * summary at the top leads there.
 */
#include "base/zone.h"
#include "http/inside.h"
#include "policy/choice.h"
#include <stdio.h>

enum { AREA_BYTES_MIN = 300, ROWS_SPARE = 1, WORDS_MAX = 10, KEY_BYTES = 16 };

static void controls(struct page *page, const struct form *form, const struct field *table,
                     struct text prefix, int depth);

static void hidden(struct page *page, const char *name, struct text value)
{
    if (value.size > 0)
        html_void(&page->html, "input",
                  WITH({"type", TEXT("hidden")}, {"name", text_of(name)}, {"value", value}));
}

struct text form_control_id(struct arena *arena, struct text name)
{
    struct text copy = text_format(arena, "field-%.*s", TEXT_SHOW(name));
    char *letters = arena_take(arena, copy.size + 1);
    for (size_t i = 0; i < copy.size; i++) {
        char byte = copy.data[i];
        bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
                     || (byte >= '0' && byte <= '9') || byte == '_';
        letters[i] = plain ? byte : '-';
    }
    return (struct text){letters, copy.size};
}

static bool at_fault(const struct form *form, struct text name)
{
    return form->fault != NULL && form->fault->field[0] != '\0'
           && text_is(name, form->fault->field);
}

/* What every control says of itself. */
struct control {
    struct text name, id, described, value;
    bool bad;
    bool secret; /* a password: not shown while it is typed, never sent back */
    const struct field *field;
};

/* The request's now as one would type it: "2026-07-03T17:30 EDT". */
static struct text now_typed(const struct page *page)
{
    const struct pack *pack = house_pack(page->door->house);
    if (pack == NULL)
        return TEXT_NONE;
    struct civil now = zone_civil(pack->calendar.zone, page->request->now_us);
    return text_format(page->arena, "%04d-%02d-%02dT%02d:%02d %s", now.date.year, now.date.month,
                       now.date.day, now.hour, now.minute, now.abbreviation);
}

static struct control control_of(struct page *page, const struct form *form,
                                 const struct field *field, struct text name)
{
    struct arena *arena = page->arena;
    struct control control = {.name = name,
                              .id = form_control_id(arena, name),
                              .bad = at_fault(form, name),
                              .secret = field->secret,
                              .field = field};
    struct builder described = {.arena = arena};
    if (field->help != NULL)
        build_format(&described, "%.*s-help", TEXT_SHOW(control.id));
    if (control.bad)
        build_format(&described, "%s%.*s-fault", described.size > 0 ? " " : "",
                     TEXT_SHOW(control.id));
    control.described = built(&described);
    control.value = pairs_get(form->given, text_string(arena, name));
    if (field->type == FIELD_INSTANT && field->needed && control.value.size == 0)
        control.value = now_typed(page);
    return control;
}

static struct text label_of(struct page *page, const struct field *field)
{
    return field->label != NULL ? text_of(field->label)
                                : piece_label(page->arena, text_of(field->name));
}

static void label(struct page *page, const struct control *control)
{
    struct html *html = &page->html;
    html_open(html, "label", WITH({"for", control->id}));
    html_text(html, label_of(page, control->field));
    if (control->field->needed)
        html_element(html, "span", WITH({"class", TEXT("needed")}), TEXT(" (needed)"));
    html_close(html);
}

static void help_and_fault(struct page *page, const struct form *form,
                           const struct control *control)
{
    struct html *html = &page->html;
    if (control->field->help != NULL)
        html_element(html, "p",
                     WITH({"class", TEXT("help")},
                          {"id", text_format(page->arena, "%.*s-help", TEXT_SHOW(control->id))}),
                     text_of(control->field->help));
    if (control->field->type == FIELD_INSTANT && now_typed(page).size > 0)
        html_element(html, "p", WITH({"class", TEXT("help")}),
                     text_format(page->arena, "Write it as %.*s, which is now.",
                                 TEXT_SHOW(now_typed(page))));
    if (control->bad)
        html_element(html, "p",
                     WITH({"class", TEXT("fault")},
                          {"id", text_format(page->arena, "%.*s-fault", TEXT_SHOW(control->id))}),
                     fault_detail(page->request, form->fault));
}

static void control_input(struct page *page, const struct control *control, const char *type,
                          const char *mode)
{
    bool name = text_is(control->name, "name") || text_is(control->name, "username");
    html_void(&page->html, "input",
              WITH({"type", text_of(type)}, {"id", control->id}, {"name", control->name},
                   ONLY_IF(!control->secret && control->value.size > 0, "value", control->value),
                   ONLY_IF(mode != NULL, "inputmode", text_of(mode)),
                   ONLY_IF(control->secret, "autocomplete", TEXT("current-password")),
                   ONLY_IF(name, "autocomplete", TEXT("username")),
                   ONLY_IF(control->described.size > 0, "aria-describedby", control->described),
                   ONLY_IF(control->bad, "aria-invalid", TEXT("true")),
                   ONLY_IF(control->field->needed, "required", TEXT_NONE)));
}

static void control_area(struct page *page, const struct control *control)
{
    html_open(&page->html, "textarea",
              WITH({"id", control->id}, {"name", control->name}, {"rows", TEXT("5")},
                   ONLY_IF(control->described.size > 0, "aria-describedby", control->described),
                   ONLY_IF(control->bad, "aria-invalid", TEXT("true")),
                   ONLY_IF(control->field->needed, "required", TEXT_NONE)));
    html_text(&page->html, TEXT("\n")); /* the first line break of a textarea is not its own */
    html_text(&page->html, control->value);
    html_close(&page->html);
}

static void option(struct page *page, struct text value, struct text shown, struct text chosen)
{
    html_element(&page->html, "option",
                 WITH({"value", value.size > 0 ? value : TEXT("")},
                      ONLY_IF(text_equal(value, chosen), "selected", TEXT_NONE)),
                 shown);
}

static void control_select(struct page *page, const struct control *control,
                           const char *const *words)
{
    html_open(&page->html, "select",
              WITH({"id", control->id}, {"name", control->name},
                   ONLY_IF(control->described.size > 0, "aria-describedby", control->described),
                   ONLY_IF(control->bad, "aria-invalid", TEXT("true")),
                   ONLY_IF(control->field->needed, "required", TEXT_NONE)));
    option(page, TEXT_NONE, TEXT("Not said"), control->value);
    for (const char *const *word = words; word != NULL && *word != NULL; word++)
        option(page, text_of(*word), piece_label(page->arena, text_of(*word)), control->value);
    html_close(&page->html);
}

/* The words of a list of the policy in force; NULL when the field has none, or the pack no list. */
static const struct value *words_of(const struct page *page, const struct form *form,
                                    const char *list)
{
    const struct pack *pack = house_pack(page->door->house);
    struct value *words =
        list == NULL || pack == NULL ? NULL : listed_words(page->arena, pack, form, list);
    for (size_t i = 0; words != NULL && i < words->count; i++)
        value_set_text(page->arena, words->items[i], "title",
                       piece_label(page->arena, value_get_text(words->items[i], "title")));
    return words;
}

/* What alone a field may be given, of the policy or of a list of the house; NULL: it is typed. */
static const struct value *choices_of(struct page *page, const struct form *form,
                                      const struct field *field)
{
    const struct value *words = words_of(page, form, field->choices);
    return words != NULL || field->listed == NULL ? words
                                                  : listed_choices(page, form->given, field);
}

static void control_choices(struct page *page, const struct control *control,
                            const struct value *choices)
{
    bool known = control->value.size == 0;
    html_open(&page->html, "select",
              WITH({"id", control->id}, {"name", control->name},
                   ONLY_IF(control->described.size > 0, "aria-describedby", control->described),
                   ONLY_IF(control->bad, "aria-invalid", TEXT("true")),
                   ONLY_IF(control->field->needed, "required", TEXT_NONE)));
    option(page, TEXT_NONE, TEXT("Not said"), control->value);
    for (size_t i = 0; i < choices->count; i++) {
        struct text value = value_get_text(choices->items[i], "value");
        struct text title = value_get_text(choices->items[i], "title");
        known = known || text_equal(value, control->value);
        option(page, value, title, control->value);
    }
    if (!known) /* what was typed elsewhere is not lost */
        option(page, control->value, control->value, control->value);
    html_close(&page->html);
}

/* A text with words to choose from; others may be typed. */
static void control_suggests(struct page *page, const struct control *control,
                             const struct value *choices)
{
    struct text list = text_format(page->arena, "%.*s-words", TEXT_SHOW(control->id));
    html_void(&page->html, "input",
              WITH({"type", TEXT("text")}, {"id", control->id}, {"name", control->name},
                   {"list", list}, ONLY_IF(control->value.size > 0, "value", control->value),
                   ONLY_IF(control->described.size > 0, "aria-describedby", control->described),
                   ONLY_IF(control->bad, "aria-invalid", TEXT("true")),
                   ONLY_IF(control->field->needed, "required", TEXT_NONE)));
    html_open(&page->html, "datalist", WITH({"id", list}));
    for (size_t i = 0; i < choices->count; i++)
        html_element(&page->html, "option",
                     WITH({"value", value_get_text(choices->items[i], "value")}),
                     value_get_text(choices->items[i], "title"));
    html_close(&page->html);
}

/* A number of a few is chosen, not typed. */
static bool is_few(const struct field *field)
{
    return field->type == FIELD_INTEGER && field->least > 0 && field->most >= field->least
           && field->most - field->least < WORDS_MAX;
}

static void control_few(struct page *page, const struct control *control)
{
    const char *words[WORDS_MAX + 1] = {NULL};
    for (int64_t number = control->field->least; number <= control->field->most; number++)
        words[number - control->field->least] =
            text_format(page->arena, "%lld", (long long)number).data;
    control_select(page, control, words);
}

static bool wants_area(const struct field *field)
{
    if (field->type == FIELD_TEXT)
        return field->most == 0 || field->most > AREA_BYTES_MIN;
    return field->type == FIELD_LIST || field->type == FIELD_NAMES || field->type == FIELD_ANY;
}

static void control_write(struct page *page, const struct form *form, const struct control *control)
{
    static const char *const truth[] = {"yes", "no", NULL};
    const struct field *field = control->field;
    const struct value *choices = choices_of(page, form, field);
    const struct value *suggests = words_of(page, form, field->suggests);
    if (control->secret)
        control_input(page, control, "password", NULL);
    else if (choices != NULL)
        control_choices(page, control, choices);
    else if (suggests != NULL)
        control_suggests(page, control, suggests);
    else if (is_few(field))
        control_few(page, control);
    else if (wants_area(field))
        control_area(page, control);
    else if (field->type == FIELD_WORD)
        control_select(page, control, field->words);
    else if (field->type == FIELD_BOOLEAN)
        control_select(page, control, truth);
    else if (field->type == FIELD_DATE)
        control_input(page, control, "date", NULL);
    else
        control_input(page, control, "text",
                      field->type == FIELD_INTEGER ? "numeric"
                      : field->type == FIELD_MONEY ? "decimal"
                                                   : NULL);
    if (choices == NULL)
        listed_hint(page, form->given, field);
}

/* "assets[2]" is in use when a name that was typed begins with it. */
static size_t rows_given(const struct form *form, struct arena *arena, struct text name)
{
    size_t rows = 0;
    while (rows < ITEMS_MAX) {
        struct text row = text_format(arena, "%.*s[%zu]", TEXT_SHOW(name), rows);
        bool found = false;
        for (size_t i = 0; i < form->given->count && !found; i++)
            found = form->given->items[i].value.size > 0
                    && text_starts(form->given->items[i].name, row);
        if (!found)
            break;
        rows++;
    }
    return rows;
}

static void group(struct page *page, const struct form *form, const struct field *field,
                  struct text name, struct text legend, int depth)
{
    html_open(&page->html, "fieldset", BARE);
    html_element(&page->html, "legend", BARE, legend);
    if (field->help != NULL)
        html_element(&page->html, "p", WITH({"class", TEXT("help")}), text_of(field->help));
    controls(page, form, field->members, text_format(page->arena, "%.*s.", TEXT_SHOW(name)),
             depth + 1);
    html_close(&page->html);
}

/* Rows in use and an empty one; or as many as stood there, and one more when that was asked for. */
static size_t rows_shown(struct page *page, const struct form *form, struct text name)
{
    int64_t stood = 0;
    size_t given = rows_given(form, page->arena, name) + ROWS_SPARE;
    const char *count = text_format(page->arena, "_rows-%.*s", TEXT_SHOW(name)).data;
    bool more = text_equal(pairs_get(form->given, "_more"), name);
    if (!text_integer(pairs_get(form->given, count), &stood) || stood < 0 || stood >= ITEMS_MAX)
        stood = 0;
    size_t shown = (size_t)stood + more;
    return shown > given ? shown : given;
}

static struct text row_label(struct page *page, const struct field *list)
{
    return list->items->label != NULL ? text_of(list->items->label) : label_of(page, list);
}

static void rows(struct page *page, const struct form *form, const struct field *field,
                 struct text name, int depth)
{
    size_t count = rows_shown(page, form, name);
    if (field->help != NULL)
        html_element(&page->html, "p", WITH({"class", TEXT("group")}), label_of(page, field));
    if (field->help != NULL)
        html_element(&page->html, "p", WITH({"class", TEXT("help")}), text_of(field->help));
    for (size_t i = 0; i < count; i++)
        group(page, form, field->items, text_format(page->arena, "%.*s[%zu]", TEXT_SHOW(name), i),
              text_format(page->arena, "%.*s %zu", TEXT_SHOW(row_label(page, field)), i + 1),
              depth);
    hidden(page, text_string(page->arena, text_format(page->arena, "_rows-%.*s", TEXT_SHOW(name))),
           text_format(page->arena, "%zu", count));
    html_open(&page->html, "p", BARE);
    html_element(&page->html, "button",
                 WITH({"class", TEXT("plain")}, {"name", TEXT("_more")}, {"value", name}),
                 text_format(page->arena, "Add another: %.*s",
                             TEXT_SHOW(text_lower(page->arena, row_label(page, field)))));
    html_close(&page->html);
}

/* A list of which each entry is one of the words that there are: a box for each of them. */
static void boxes(struct page *page, const struct form *form, const struct field *field,
                  struct text name, const struct value *choices)
{
    struct html *html = &page->html;
    struct control made = control_of(page, form, field, name);
    html_open(html, "fieldset", WITH({"id", made.id}));
    html_element(html, "legend", BARE, label_of(page, field));
    help_and_fault(page, form, &made);
    html_open(html, "ul", WITH({"class", TEXT("boxes")}));
    for (size_t i = 0; i < choices->count; i++) {
        struct text value = value_get_text(choices->items[i], "value");
        struct text one = text_format(page->arena, "%.*s[%zu]", TEXT_SHOW(name), i);
        struct text id = form_control_id(page->arena, one);
        bool chosen = false;
        for (size_t j = 0; j < form->given->count; j++)
            chosen = chosen
                     || (text_starts(form->given->items[j].name, name)
                         && text_equal(form->given->items[j].value, value));
        html_open(html, "li", BARE);
        html_void(html, "input",
                  WITH({"type", TEXT("checkbox")}, {"id", id}, {"name", one}, {"value", value},
                       ONLY_IF(chosen, "checked", TEXT_NONE)));
        html_element(html, "label", WITH({"for", id}), value_get_text(choices->items[i], "title"));
        html_close(html);
    }
    html_close(html);
    html_close(html);
}

static void control(struct page *page, const struct form *form, const struct field *field,
                    struct text name, int depth)
{
    const struct value *choices =
        field->type == FIELD_LIST ? choices_of(page, form, field->items) : NULL;
    if (depth > NESTING_MAX)
        return;
    if (field->type == FIELD_MAP) {
        group(page, form, field, name, label_of(page, field), depth);
        return;
    }
    if (field->type == FIELD_LIST && field->items->type == FIELD_MAP) {
        rows(page, form, field, name, depth);
        return;
    }
    if (choices != NULL) {
        boxes(page, form, field, name, choices);
        return;
    }
    if (document_asked(form, field)) {
        document_write(page, form, field);
        return;
    }
    form_control(page, form, field, name);
}

void form_control(struct page *page, const struct form *form, const struct field *field,
                  struct text name)
{
    struct control made = control_of(page, form, field, name);
    html_open(&page->html, "div", WITH({"class", TEXT("field")}));
    label(page, &made);
    help_and_fault(page, form, &made);
    control_write(page, form, &made);
    html_close(&page->html);
}

static bool omitted(const struct form *form, const char *name)
{
    for (const char *const *omit = form->omit; omit != NULL && *omit != NULL; omit++)
        if (strcmp(*omit, name) == 0)
            return true;
    return false;
}

static bool asked_first(const struct form *form, const char *name)
{
    if (form->first == NULL)
        return true;
    for (const char *const *first = form->first; *first != NULL; first++)
        if (strcmp(*first, name) == 0)
            return true;
    return false;
}

static void controls(struct page *page, const struct form *form, const struct field *table,
                     struct text prefix, int depth)
{
    for (const struct field *field = table; field != NULL && field->name != NULL; field++)
        control(page, form, field,
                text_format(page->arena, "%.*s%s", TEXT_SHOW(prefix), field->name), depth);
}

/* The fields that the route names are known already: they are only handed on. */
static bool handed_on(struct page *page, const struct form *form, const struct field *field)
{
    struct text value = pairs_get(form->given, field->name);
    if (field->once_more && value_get_boolean(page->me, "fresh", false)
        && !at_fault(form, text_of(field->name)))
        return true;
    if ((!route_has(form->action->route, field->name) && !form->hidden) || value.size == 0)
        return form->hidden;
    hidden(page, field->name, value);
    return true;
}

/* The rest is open when something in it was typed or is at fault. */
static bool rest_in_use(const struct form *form)
{
    for (const struct field *field = form->action->fields; field->name != NULL; field++)
        if (!asked_first(form, field->name)
            && (pairs_get(form->given, field->name).size > 0
                || (form->fault != NULL
                    && text_starts(text_of(form->fault->field), text_of(field->name)))))
            return true;
    return false;
}

static void top_controls(struct page *page, const struct form *form)
{
    const struct field *table = form->action->fields;
    bool rest = false;
    for (const struct field *field = table; field != NULL && field->name != NULL; field++) {
        if (omitted(form, field->name) || handed_on(page, form, field))
            continue;
        if (asked_first(form, field->name))
            control(page, form, field, text_of(field->name), 0);
        else
            rest = true;
    }
    if (!rest)
        return;
    html_open(&page->html, "details", WITH(ONLY_IF(rest_in_use(form), "open", TEXT_NONE)));
    html_element(&page->html, "summary", BARE, text_of(form->more));
    for (const struct field *field = table; field->name != NULL; field++)
        if (!asked_first(form, field->name) && !omitted(form, field->name))
            control(page, form, field, text_of(field->name), 0);
    html_close(&page->html);
}

/* A key of this form's own: pressing the button twice does the thing once. */
static struct text form_key(struct page *page, const struct form *form)
{
    unsigned char bytes[KEY_BYTES];
    struct turn turn = {.arena = page->arena, .now_us = page->request->now_us};
    bool again = form->fault != NULL && form->fault->kind == FAULT_BUSY;
    if (again && pairs_get(&page->form, "_key").size > 0)
        return pairs_get(&page->form, "_key");
    if (!random_bytes(&turn, bytes, sizeof bytes))
        return TEXT_NONE;
    return hex_write(page->arena, (struct text){(const char *)bytes, sizeof bytes});
}

/* Enter in a field presses a form's first button, which is not to be "Add another". */
static bool has_other_buttons(const struct form *form)
{
    for (const struct field *field = form->action->fields; field != NULL && field->name != NULL;
         field++)
        if ((field->type == FIELD_LIST && field->items->type == FIELD_MAP)
            || document_asked(form, field))
            return true;
    return false;
}

void form_write(struct page *page, const struct form *form)
{
    struct html *html = &page->html;
    if (form->fault != NULL && form->fault->kind != FAULT_NONE)
        form_summary(page, form);
    html_open(html, "form",
              WITH({"method", form->looks ? TEXT("get") : TEXT("post")}, {"action", form->target},
                   {"novalidate", TEXT_NONE}));
    if (!form->looks) {
        hidden(page, "_token", form_token(page->door, page->request));
        hidden(page, "_key", form_key(page, form));
        hidden(page, "_next", text_of(form->next_path));
        hidden(page, "_version", form->version);
    }
    if (!form->hidden && has_other_buttons(form))
        html_element(html, "button",
                     WITH({"class", TEXT("unseen")}, {"tabindex", TEXT("-1")},
                          {"aria-hidden", TEXT("true")}),
                     text_of(form->button != NULL ? form->button : form->action->title));
    top_controls(page, form);
    if (form->rows != NULL)
        piece_rating(page, form->rows);
    html_open(html, "p", WITH({"class", TEXT("buttons")}));
    html_element(html, "button", BARE,
                 text_of(form->button != NULL ? form->button : form->action->title));
    if (form->instead != NULL)
        html_element(html, "button",
                     WITH({"class", TEXT("plain")}, {"name", TEXT("_instead")},
                          {"value", text_of(form->instead)}),
                     text_of(form->instead_button));
    if (form->rows != NULL)
        html_element(html, "button",
                     WITH({"class", TEXT("plain")}, {"name", TEXT("_try")}, {"value", TEXT("1")}),
                     TEXT("Only show what it would be rated"));
    html_close(html);
    html_close(html);
}

bool form_asks_again(const struct page *page)
{
    return pairs_get(&page->form, "_more").size > 0 || pairs_get(&page->form, "_try").size > 0;
}

struct value *form_input(struct page *page, const struct action *action)
{
    struct value *input = value_map(page->arena);
    struct turn turn = {.arena = page->arena, .now_us = page->request->now_us};
    for (size_t i = 0; i < page->form.count; i++) {
        struct pair pair = page->form.items[i];
        if (pair.name.size > 0 && pair.name.data[0] != '_')
            input_put(&turn, action->fields, input, pair.name, pair.value);
    }
    input_finish(input);
    return input;
}

bool form_ours(struct page *page, struct fault *fault)
{
    if (form_trusted(page->door, page->request, pairs_get(&page->form, "_token")))
        return true;
    *fault = (struct fault){.kind = FAULT_REFUSED};
    snprintf(fault->message, sizeof fault->message,
             "This form was open too long, or did not come from a page of this house. Nothing was "
             "done. Look it over and send it again.");
    return false;
}
