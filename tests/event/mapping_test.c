/* SPDX-License-Identifier: Apache-2.0 */
/* Mappings: what they add, for whom they hold, and which files are refused. */
#include "event/mapping.h"
#include "reads.h"

static struct text mapped(struct arena *arena, const char *more, const char *lines)
{
    struct turn turn = {.arena = arena};
    struct event_mappings *mappings = event_mappings_new(&turn);
    struct event_sources *sources = NULL;
    bool good = event_mappings_own(&turn, mappings)
                && (more == NULL || event_mappings_add(&turn, mappings, text_of(more)))
                && event_sources_own(&turn, &sources);
    if (!good)
        return text_format(arena, "%s", turn.fault.message);
    event_mappings_bind(mappings, sources);
    struct reads *reads = reads_new(arena, NULL, NULL);
    struct stream_settings settings = {.mappings = mappings};
    struct event_reader *reader = event_reader_new(arena, NULL);
    reads->stream = event_stream_new(arena, reader, &settings, reads_take, reads);
    struct text got = reads_all(reads, lines);
    size_t count;
    const struct event_source *list = event_sources_of(sources, reads->last.sources, &count);
    for (size_t i = 0; i < count; i++)
        got = text_format(arena, "%.*s[%.*s/%.*s/%.*s]", TEXT_SHOW(got), TEXT_SHOW(list[i].product),
                          TEXT_SHOW(list[i].category), TEXT_SHOW(list[i].service));
    return got;
}

static void mapped_with(struct arena *arena, const char *more, const char *line, const char *part,
                        const char *what)
{
    struct text got = mapped(arena, more, line);
    if (!ok(text_contains(got, text_of(part)), "%s", what))
        printf("# wanted: %s\n# got:    %.*s\n", part, TEXT_SHOW(got));
}

static void test_own(struct arena *arena)
{
    mapped_with(
        arena, NULL,
        "{\"winlog\":{\"channel\":\"Security\",\"event_id\":4624,\"event_data\":{\"Ip\":\"::1\"},"
        "\"user_data\":{\"x\":{\"Param1\":\"p\"}}}}",
        "\"Channel\":\"Security\",\"EventID\":4624,\"Ip\":\"::1\",\"Param1\":\"p\"}",
        "Winlogbeat's fields have the names of Windows");
    mapped_with(
        arena, NULL,
        "{\"Event\":{\"System\":{\"Channel\":\"System\",\"EventID\":{\"#text\":7},\"Provider\":"
        "{\"#attributes\":{\"Name\":\"P\"}}},\"EventData\":{\"A\":null,\"Data\":{\"#text\":"
        "[\"x\",\"y\"]}}}}",
        "\"Channel\":\"System\",\"EventID\":7,\"Provider_Name\":\"P\",\"Data\":[\"x\",\"y\"]",
        "a dump of an event log file");
    mapped_with(
        arena, NULL,
        "{\"__REALTIME_TIMESTAMP\":\"1783080000000000\",\"SYSLOG_IDENTIFIER\":\"sshd\","
        "\"_HOSTNAME\":\"h\",\"MESSAGE\":\"Accepted password for root from 192.0.2.1 port 22 "
        "ssh2\"}",
        "\"hostname\":\"h\",\"appname\":\"sshd\",\"message\":\"Accepted password for root from "
        "192.0.2.1 port 22 ssh2\",\"action\":\"login\"",
        "the journal's programs are understood");
    mapped_with(
        arena, NULL, "{\"request_method\":\"GET\",\"request_uri\":\"/a?b\",\"status\":200}",
        "\"cs-method\":\"GET\",\"cs-uri-query\":\"/a?b\",\"c-uri\":\"/a?b\",\"sc-status\":200}"
        "\n[/webserver/][/webserver/nginx]",
        "nginx in JSON is a web server");
    mapped_with(arena, NULL, "{\"_path\":\"dns\",\"query\":\"q\",\"qtype_name\":\"A\"}",
                "\"record_type\":\"A\"}", "Zeek's names for DNS");
    mapped_with(arena, NULL, "{\"_path\":\"conn\",\"qtype_name\":\"A\"}", "\"qtype_name\":\"A\"}",
                "a mapping that is for another value does not hold");
    mapped_with(arena, NULL, "#Fields: cs(Referer) r-host\nx y",
                "\"cs-referer\":\"x\",\"r-dns\":\"y\"}", "W3C's names with parentheses");
}

static void test_asked(struct arena *arena)
{
    const char *line =
        "{\"Channel\":\"Security\",\"EventID\":4688,\"NewProcessName\":\"C:\\\\x.exe\"}";
    struct text got = mapped(arena, NULL, line);
    ok(!text_contains(got, TEXT("Image")),
       "4688 is no process_creation unless somebody asks for it");
    mapped_with(arena, "windows-4688", line,
                "\"Image\":\"C:\\\\x.exe\"}\n[windows//security][windows/process_creation/]",
                "and it is when somebody does");
    mapped_with(arena, "windows-9999", line,
                "There is no mapping \"windows-9999\". Known are winlogbeat",
                "one that there is not is refused, with those that there are");
}

static void refused(struct arena *arena, const char *yaml, const char *part, const char *what)
{
    struct turn turn = {.arena = arena};
    struct event_mappings *mappings = event_mappings_new(&turn);
    bool read = event_mappings_read(&turn, mappings, text_of(yaml), "own.yaml", true);
    if (!ok(!read && text_contains(text_of(turn.fault.message), text_of(part)), "%s", what))
        printf("# %s\n", turn.fault.message);
}

static void test_refused(struct arena *arena)
{
    refused(arena, "mappings:\n  - {mapping: a, about: b, everybody: true, has: x, felds: []}\n",
            "own.yaml:2", "a name that no mapping has, with its line");
    refused(arena, "mappings:\n  - {mapping: a, about: b, everybody: true, formats: [nope]}\n",
            "there is no format \"nope\"", "a format that there is not");
    refused(arena, "mappings:\n  - {mapping: a, about: b, everybody: true}\n", "own.yaml:2",
            "a mapping that would hold for everything");
    refused(arena,
            "mappings:\n  - {mapping: a, about: b, everybody: true, formats: [json], is: [x]}\n",
            "is: it says nothing", "values without a field");
    refused(arena, "mappings:\n  - {mapping: a, about: b, everybody: maybe, has: x}\n", "everybody",
            "a value of another type");
    refused(arena, "- a\n", "must be a map", "a list");
    refused(arena, "mappings: [\n", "own.yaml", "broken YAML");
}

int main(void)
{
    struct arena *arena = arena_new(1 << 30);
    test_own(arena);
    test_asked(arena);
    test_refused(arena);
    arena_free(arena);
    return tap_end();
}
