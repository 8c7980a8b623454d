/* SPDX-License-Identifier: Apache-2.0 */
#include "event/event.h"
#include "tap.h"

static void test_names(struct arena *arena)
{
    struct event_names *names = event_names_new(arena);
    ok(event_names_find(names, TEXT("Image")) == EVENT_NAME_NONE && event_names_count(names) == 0,
       "an empty table knows nothing");
    ok(event_names_add(names, TEXT("Image")) == 1 && event_names_add(names, TEXT("image")) == 2
           && event_names_add(names, TEXT("Image")) == 1 && event_names_add(names, TEXT("")) == 3,
       "a name has one id, in its own spelling; the empty name is one");
    ok(text_is(event_names_at(names, 2), "image") && text_empty(event_names_at(names, 0))
           && text_empty(event_names_at(names, 4)),
       "an id gives its name back, and none gives none");

    bool kept = true;
    for (uint32_t i = 0; i < 5000; i++)
        kept = kept && event_names_add(names, text_format(arena, "field.%u", i)) == i + 4;
    for (uint32_t i = 0; i < 5000; i++)
        kept = kept && event_names_find(names, text_format(arena, "field.%u", i)) == i + 4;
    ok(kept && event_names_count(names) == 5003, "five thousand names keep their ids as it grows");
    ok(event_names_find(names, TEXT("field.5000")) == EVENT_NAME_NONE, "and no other is found");

    uint32_t last = event_names_count(names);
    for (uint32_t i = last; i < EVENT_NAMES_MAX; i++)
        last = event_names_add(names, text_format(arena, "more.%u", i));
    ok(last == EVENT_NAMES_MAX && event_names_add(names, TEXT("one too many")) == EVENT_NAME_NONE
           && event_names_find(names, TEXT("Image")) == 1,
       "a full table takes no more, and finds what it has");
}

static void test_fields(struct arena *arena)
{
    struct event_names *names = event_names_new(arena);
    uint32_t id = event_names_add(names, TEXT("a.b"));
    struct event_reader *reader = event_reader_new(arena, names);
    struct event event;
    event_begin(reader, TEXT("the line"), &event);
    event_add(reader, &event, TEXT("a"), TEXT_NONE, EVENT_OBJECT, true);
    event_add(reader, &event, TEXT("a.b"), TEXT("inside"), EVENT_TEXT, false);
    event_add(reader, &event, TEXT("c"), TEXT("1"), EVENT_NUMBER, true);
    event_add(reader, &event, TEXT("c"), TEXT("2"), EVENT_NUMBER, true);
    ok(event.fields[1].id == id && event.fields[2].id == EVENT_NAME_NONE,
       "a name somebody asks for has its id, another has none");
    ok(text_is(event_find(&event, TEXT("a.b"))->value, "inside"), "a path is found");
    event_add(reader, &event, TEXT("a.b"), TEXT("flat"), EVENT_TEXT, true);
    ok(text_is(event_find(&event, TEXT("a.b"))->value, "flat"), "one key at the top goes first");
    ok(event_find(&event, TEXT("b")) == NULL, "a part of a path is no name");

    event_alias(reader, &event, TEXT("c"), TEXT("Number"));
    ok(event.count == 7 && text_is(event.fields[5].value, "1")
           && text_is(event.fields[6].value, "2") && event.fields[6].top,
       "all members go under the other name");
    event_alias(reader, &event, TEXT("a.b"), TEXT("c"));
    event_alias(reader, &event, TEXT("missing"), TEXT("d"));
    ok(event.count == 7, "a name that is there is not covered, and nothing is made of nothing");

    event_reader_names(reader, NULL);
    event_begin(reader, TEXT("next"), &event);
    event_add(reader, &event, TEXT("a.b"), TEXT("x"), EVENT_TEXT, true);
    ok(event.count == 1 && event.fields[0].id == EVENT_NAME_NONE && !event.cut
           && event.time_us == EVENT_TIME_NONE && event.sources == 0,
       "the next event begins empty");
}

static void test_limits(struct arena *arena)
{
    struct event_reader *reader = event_reader_new(arena, NULL);
    struct event event;
    event_begin(reader, TEXT("many"), &event);
    for (int i = 0; i < EVENT_FIELDS_MAX; i++)
        event_add(reader, &event, TEXT("f"), TEXT("v"), EVENT_TEXT, true);
    ok(event.count == EVENT_FIELDS_MAX && !event.cut, "so many fields are all kept");
    event_add(reader, &event, TEXT("last"), TEXT("v"), EVENT_TEXT, true);
    ok(event.count == EVENT_FIELDS_MAX && event.cut, "one more is left out, and it is said");

    char *first = event_scratch(reader, 40000);
    memset(first, 'a', 40000);
    char *second = event_scratch(reader, 200000);
    memset(second, 'b', 200000);
    ok(first[0] == 'a' && first[39999] == 'a', "scratch does not move when more is needed");
    size_t used = arena_used(arena);
    for (int i = 0; i < 100; i++) {
        event_begin(reader, TEXT("again"), &event);
        event_scratch(reader, 40000)[39999] = 'a';
        event_scratch(reader, 200000)[199999] = 'b';
    }
    ok(arena_used(arena) == used, "a hundred more events of that size take no more memory");
}

int main(void)
{
    struct arena *arena = arena_new(256 << 20);
    test_names(arena);
    test_fields(arena);
    test_limits(arena);
    arena_free(arena);
    return tap_end();
}
