/* SPDX-License-Identifier: Apache-2.0 */
#include "event/json.h"
#include "event/source.h"
#include "tap.h"
#include <stdlib.h>

/* The sources of a line: product/category/service each, in their order. */
static struct text sources_of(struct turn *turn, struct event_sources *sources, const char *line)
{
    struct event_reader *reader = event_reader_new(turn->arena, NULL);
    struct builder out = {.arena = turn->arena};
    struct event event;
    size_t count;
    event_json_or_message(reader, text_of(line), &event);
    event_sources_apply(sources, reader, &event);
    const struct event_source *list = event_sources_of(sources, event.sources, &count);
    for (size_t i = 0; i < count; i++)
        build_format(&out, "%s%.*s/%.*s/%.*s", i == 0 ? "" : " ", TEXT_SHOW(list[i].product),
                     TEXT_SHOW(list[i].category), TEXT_SHOW(list[i].service));
    build(&out, TEXT_NONE);
    return built(&out);
}

static void test_own(struct turn *turn)
{
    static const struct {
        const char *line, *sources;
    } cases[] = {
        {"{\"Channel\":\"Security\",\"EventID\":4624}", "windows//security"},
        {"{\"Channel\":\"security\",\"EventID\":4624}", "windows//security"},
        {"{\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":1}",
         "windows//sysmon windows/process_creation/sysmon"},
        {"{\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":\"1\"}",
         "windows//sysmon windows/process_creation/sysmon"},
        {"{\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":999}",
         "windows//sysmon"},
        {"{\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":13,"
         "\"EventType\":\"SetValue\"}",
         "windows//sysmon windows/registry_event/sysmon windows/registry_set/sysmon"},
        {"{\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":12,"
         "\"EventType\":\"CreateKey\"}",
         "windows//sysmon windows/registry_add/sysmon windows/registry_event/sysmon"},
        {"{\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":12,"
         "\"EventType\":\"INFO\"}",
         "windows//sysmon windows/registry_event/sysmon"},
        {"{\"Channel\":\"Some/Other\",\"EventID\":1}", "windows//"},
        {"{\"eventSource\":\"ec2.amazonaws.com\"}", "aws//cloudtrail"},
        {"{\"eventSource\":\"x\",\"Channel\":\"Security\"}", "windows//security"},
        {"{\"a\":{\"eventSource\":\"x\"}}", ""},
        {"{\"EventID\":1}", ""},
        {"{\"appname\":\"sshd\"}", "linux//auth linux//sshd linux//syslog"},
        {"{\"appname\":\"whatever\"}", "linux//syslog"},
        {"{\"appname\":\"kernel\"}", "/firewall/ linux//kernel linux//syslog"},
        {"{\"_path\":\"conn\",\"appname\":\"sshd\"}", "zeek// zeek//conn"},
        {"{\"_path\":\"made_up\"}", "zeek//"},
        {"{\"event_type\":\"alert\"}", "suricata//alert"},
        {"{\"event_type\":\"made_up\",\"appname\":\"cron\"}", "linux//cron linux//syslog"},
        {"{\"event_type\":\"made_up\"}", ""},
        {"words", ""},
    };
    struct event_sources *sources;
    if (!ok(event_sources_own(turn, &sources), "the program's own table is read"))
        printf("# %s\n", turn->fault.message);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!ok(text_is(sources_of(turn, sources, cases[i].line), cases[i].sources), "belongs: %s",
                cases[i].line))
            printf("# %.*s\n", TEXT_SHOW(sources_of(turn, sources, cases[i].line)));

    struct event_source one = {TEXT("linux"), TEXT_NONE, TEXT("sshd")};
    uint32_t count = event_sources_count(sources);
    uint32_t set = event_sources_set(sources, &one, 1);
    ok(set == count + 1 && event_sources_set(sources, &one, 1) == set
           && event_sources_count(sources) == set,
       "a format adds a set of its own, once");
    struct event_source two[] = {one, {TEXT("linux"), TEXT("a"), TEXT_NONE}, one};
    struct event_source turned[] = {two[1], one};
    ok(event_sources_set(sources, two, 3) == event_sources_set(sources, turned, 2),
       "a set is the same in any order");
}

static void test_alias(struct turn *turn)
{
    struct event_sources *sources;
    struct event_reader *reader = event_reader_new(turn->arena, NULL);
    struct event event;
    if (!event_sources_own(turn, &sources))
        return;
    event_json(reader, TEXT("{\"SourceName\":\"a\",\"Channel\":\"System\"}"), &event);
    event_sources_apply(sources, reader, &event);
    ok(event.count == 3 && text_is(event_find(&event, TEXT("Provider_Name"))->value, "a"),
       "the other name of a field");
    event_json(reader, TEXT("{\"SourceName\":\"a\",\"Provider_Name\":\"b\"}"), &event);
    event_sources_apply(sources, reader, &event);
    ok(event.count == 2, "what is there is not covered");
    event_begin(reader, TEXT("x"), &event);
    event.sources = 2;
    event_sources_apply(sources, reader, &event);
    ok(event.sources == 2, "a set that a format gave stays");
}

static void test_refused(struct turn *turn)
{
    static const struct {
        const char *yaml, *names;
    } cases[] = {
        {"x: 1", "x"},
        {"aliases: []", "sources"},
        {"sources: [{product: windows}]", "channel"},
        {"sources:\n  - {channel: a, has: b}", "t:2:"},
        {"sources:\n  - {channel: a, evnt_id: 1}", "t:2:"},
        {"sources: [{channel: a, event_id: {}}]", "text"},
        {"sources: []\naliases: [{name: a}]", "map of a name"},
        {"sources: [a", "t:"},
        {"[]", "map"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct event_sources *sources;
        bool read = event_sources_read(turn, text_of(cases[i].yaml), "t", &sources);
        ok(!read && turn->fault.kind == FAULT_INVALID
               && (strstr(turn->fault.message, cases[i].names) != NULL
                   || strstr(turn->fault.field, cases[i].names) != NULL),
           "refused, naming %s: %s", cases[i].names, cases[i].yaml);
        fault_clear(turn);
    }
}

int main(void)
{
    struct turn turn = {.arena = arena_new(256 << 20)};
    test_own(&turn);
    test_alias(&turn);
    test_refused(&turn);
    arena_free(turn.arena);
    return tap_end();
}
