/* SPDX-License-Identifier: Apache-2.0 */
/* CEF, LEEF, key=value, Zeek, access logs: what they say, and what is broken in them. */
#include "reads.h"

static void test_cef(struct arena *arena)
{
    reads_as(
        arena, NULL,
        "CEF:0|Sec\\|urity|threat\\\\manager|1.0|100|worm stopped|10|src=10.0.0.1 "
        "dst=2.1.2.2 spt=1232 msg=a=b c\\=d e\\nf rt=1604996384965 cs1Label=Rule name cs1=x y",
        "{\"_line\":1,\"_format\":\"cef\",\"_time\":\"2020-11-10T08:19:44.965000Z\","
        "\"cefVersion\":0,\"deviceVendor\":\"Sec|urity\",\"deviceProduct\":\"threat\\\\manager"
        "\",\"deviceVersion\":1.0,\"deviceEventClassId\":100,\"name\":\"worm stopped\","
        "\"cefSeverity\":10,\"src\":\"10.0.0.1\",\"dst\":\"2.1.2.2\",\"spt\":1232,\"msg\":"
        "\"a=b c=d e\\u000af\",\"rt\":1604996384965,\"cs1Label\":\"Rule name\",\"cs1\":\"x y\","
        "\"Rule name\":\"x y\"}\n",
        "spaces and what is hidden in values, labels, a time in milliseconds");
    reads_with(arena, "<134>Jul  3 11:00:00 fw CEF:0|v|p|1|2|n|3|act=blocked",
               "\"hostname\":\"fw\",\"message\":\"CEF:0|v|p|1|2|n|3|act=blocked\",\"cefVersion\":0",
               "inside of syslog");
    reads_with(arena, "CEF:0|v|p|1|2|n|3|", "\"cefSeverity\":3}", "without an extension");
    reads_with(arena, "CEF:0|v|p|1|2|n|3", "\"cefSeverity\":3}", "without the last bar");
    reads_with(arena, "CEF:0|v|p|1|2", "{\"_line\":1,\"message\":\"CEF:0|v|p|1|2\"}",
               "a header that is cut is a line that nobody reads");
    reads_with(arena, "CEF:0|v|p|1|2|n|3|a=\\", "\"a\":\"\\\\\"", "a backslash at the very end");
}

static void test_leef(struct arena *arena)
{
    reads_with(arena,
               "LEEF:1.0|Microsoft|MSExchange|4.0 SP1|15345|src=192.0.2.0\tdst=172.50.123.1\t"
               "sev=5\tmsg=a b",
               "\"eventId\":15345,\"src\":\"192.0.2.0\",\"dst\":\"172.50.123.1\",\"sev\":5,\"msg\":"
               "\"a b\"}",
               "LEEF 1.0 with tabs");
    reads_with(arena, "LEEF:2.0|Lancope|StealthWatch|1.0|41|^|src=10.0.1.8^dst=10.0.0.5^sev=5",
               "\"dst\":\"10.0.0.5\",\"sev\":5}", "LEEF 2.0 with a byte of its own");
    reads_with(arena, "LEEF:2.0|Lancope|StealthWatch|1.0|41|0x5E|src=10.0.1.8^a=b",
               "\"src\":\"10.0.1.8\",\"a\":\"b\"}", "or in hexadecimal");
    reads_with(arena, "LEEF:2.0|Lancope|StealthWatch|1.0|41|src=10.0.1.8\ta=b",
               "\"src\":\"10.0.1.8\",\"a\":\"b\"}", "or without that part");
}

static void test_logfmt(struct arena *arena)
{
    reads_with(
        arena, "time=2026-07-03T11:00:00Z level=info msg=\"a \\\"b\\\" c\" n=-1.5 dry key.x=y",
        "\"level\":\"info\",\"msg\":\"a \\\"b\\\" c\",\"n\":-1.5,\"dry\":true,\"key.x\":\"y\"}",
        "logfmt");
    reads_with(arena,
               "<189>date=2026-07-03 time=11:00:01 devname=\"fw\" srcip=192.0.2.1 action=deny",
               "\"_time\":\"2026-07-03T11:00:01Z\"", "a firewall, its date and time apart");
    reads_with(arena, "a=1", "\"message\":\"a=1\"", "one pair is a line of text");
    reads_with(arena, "x=1 y=\"unended", "\"y\":\"\\\"unended\"}", "quotes that do not end");
}

static void test_zeek(struct arena *arena)
{
    const char *lines = "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n"
                        "#unset_field\t-\n#path\tconn\n#fields\tts\tid.orig_h\tn\tok\ttags\tnote\n"
                        "#types\ttime\taddr\tcount\tbool\tset[string]\tstring\n"
                        "1521911720.865716\t192.0.2.1\t5\tT\ta,b\\x2cc\tx\\x09y\n"
                        "1521911721.5\t-\t-\tF\t(empty)\t(empty)\n#close\t2026\n";
    reads_as(
        arena, NULL, lines,
        "{\"_line\":8,\"_format\":\"zeek\",\"_time\":\"2018-03-24T17:15:20.865716Z\",\"_path\":"
        "\"conn\",\"ts\":1521911720.865716,\"id.orig_h\":\"192.0.2.1\",\"n\":5,\"ok\":true,"
        "\"tags\":[\"a\",\"b,c\"],\"note\":\"x\\u0009y\"}\n"
        "{\"_line\":9,\"_format\":\"zeek\",\"_time\":\"2018-03-24T17:15:21.500000Z\",\"_path\":"
        "\"conn\",\"ts\":1521911721.5,\"ok\":false,\"tags\":[],\"note\":\"\"}\n",
        "types, lists, what is unset and what is empty");
    reads_as(arena, "zeek", "1\t2\n", "{\"_line\":1,\"message\":\"1\\u00092\"}\n",
             "a line without a header is one that nobody reads");
    reads_as(arena, NULL, "#separator ,\n#fields,a,b\n1,2\n#separator \\x09\n#fields\tc\n3\n",
             "{\"_line\":3,\"_format\":\"zeek\",\"a\":\"1\",\"b\":\"2\"}\n"
             "{\"_line\":6,\"_format\":\"zeek\",\"c\":\"3\"}\n",
             "a file with several headers");
}

static void test_w3c(struct arena *arena)
{
    reads_as(
        arena, NULL,
        "#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n"
        "#Date: 2026-07-03 00:00:00\n#Fields: date time cs-method cs-uri-stem cs-uri-query "
        "c-ip cs(User-Agent) sc-status\n"
        "2026-07-03 11:00:00 GET /a.aspx id=1 192.0.2.1 Mozilla/5.0+(X) 200\n"
        "2026-07-03 11:00:01 POST /b - 192.0.2.1 - 500\n",
        "{\"_line\":5,\"_format\":\"w3c\",\"_time\":\"2026-07-03T11:00:00Z\",\"date\":"
        "\"2026-07-03\",\"time\":\"11:00:00\",\"cs-method\":\"GET\",\"cs-uri-stem\":\"/a.aspx\","
        "\"cs-uri-query\":[\"id=1\",\"/a.aspx?id=1\"],\"c-ip\":\"192.0.2.1\","
        "\"cs(User-Agent)\":\"Mozilla/5.0 (X)\",\"sc-status\":200,\"cs-uri\":\"/a.aspx?id=1\","
        "\"c-uri\":\"/a.aspx?id=1\"}\n"
        "{\"_line\":6,\"_format\":\"w3c\",\"_time\":\"2026-07-03T11:00:01Z\",\"date\":"
        "\"2026-07-03\",\"time\":\"11:00:01\",\"cs-method\":\"POST\",\"cs-uri-stem\":\"/b\","
        "\"c-ip\":\"192.0.2.1\",\"sc-status\":500,\"cs-uri-query\":\"/b\",\"cs-uri\":\"/b\","
        "\"c-uri\":\"/b\"}\n",
        "a log of IIS");
}

static void test_web(struct arena *arena)
{
    reads_with(
        arena,
        "192.0.2.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /apache_pb.gif?a=%2e HTTP/1.0\" "
        "200 2326",
        "\"_time\":\"2000-10-10T20:55:36Z\",\"c-ip\":\"192.0.2.1\",\"cs-username\":\"frank\"",
        "the common format");
    reads_with(
        arena,
        "www.example.com:443 2001:db8::1 - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/2.0\" "
        "404 - \"-\" \"curl/8 \\\"x\\\"\" 0.001",
        "\"c-ip\":\"2001:db8::1\",\"cs-host\":\"www.example.com:443\"", "a virtual host");
    reads_with(arena,
               "192.0.2.1 - - [10/Oct/2000:13:55:36 +0000] \"GET /..\\x5cwin\\\\x HTTP/1.1\" 400 0 "
               "\"-\" \"a \\\"b\\\"\"",
               "\"cs-uri-stem\":\"/..\\\\win\\\\x\"", "bytes that the server has hidden");
    reads_with(arena, "192.0.2.1 - - [10/Oct/2000:13:55:36 +0000] \"\\x16\\x03\\x01\" 400 226",
               "\"request\":\"\\u0016\\u0003\\u0001\",\"sc-status\":400",
               "a request that is none keeps its bytes");
    reads_with(arena, "192.0.2.1 - - [10/Oct/2000:13:55:36 +0000] \"-\" 408 -",
               "\"sc-status\":408}", "no request at all");
    reads_with(arena, "192.0.2.1 - - [10/Oct/2000:13:55:36 +0000] \"GET /",
               "\"message\":\"192.0.2.1", "quotes that do not end");
    reads_with(arena,
               "<190>Jul  3 11:00:00 web nginx: 192.0.2.1 - - [10/Oct/2000:13:55:36 +0000] "
               "\"GET / HTTP/1.1\" 200 1 \"-\" \"x\"",
               "\"hostname\":\"web\"", "inside of syslog");
}

static void test_web_errors(struct arena *arena)
{
    reads_as(
        arena, NULL,
        "[Fri Jul 03 11:00:00.123456 2026] [authz_core:error] [pid 12:tid 345] "
        "[client 192.0.2.1:51000] AH01630: client denied: /srv/x, referer: http://h/a",
        "{\"_line\":1,\"_format\":\"apache-error\",\"_time\":\"2026-07-03T11:00:00.123456Z\","
        "\"level\":\"error\",\"module\":\"authz_core\",\"pid\":12,\"tid\":345,\"c-port\":51000,"
        "\"c-ip\":\"192.0.2.1\",\"message\":\"AH01630: client denied: /srv/x, referer: "
        "http://h/a\",\"code\":\"AH01630\",\"cs-referer\":\"http://h/a\"}\n",
        "an error of Apache 2.4");
    reads_with(arena,
               "[Wed Oct 11 14:32:52 2000] [error] [client 192.0.2.1] File does not exist: /x",
               "\"_time\":\"2000-10-11T14:32:52Z\",\"level\":\"error\",\"c-ip\":\"192.0.2.1\","
               "\"message\":\"File does not exist: /x\"}",
               "and of 2.2");
    reads_with(arena,
               "[Fri Jul 03 11:00:00 2026] [core:trace3] [pid 12] [client [2001:db8::1]:80] x",
               "\"level\":\"trace3\",\"module\":\"core\",\"pid\":12,\"c-port\":80,\"c-ip\":"
               "\"2001:db8::1\",\"message\":\"x\"}",
               "an address with colons, a level with a number");
    reads_with(arena,
               "[Fri Jul 03 11:00:00 2026] [core:notice] [pid 12] [x] child exit signal "
               "Segmentation fault (11)",
               "\"message\":\"[x] child exit signal Segmentation fault (11)\"}",
               "brackets of others stay words");
    reads_with(arena, "[Fri Jul 03 11:00:00 2026] [", "\"message\":\"[Fri Jul", "cut in its level");
    reads_with(arena, "[Fri Jul 03 11:00:00 2026] [error] [client ", "\"message\":\"[client \"}",
               "cut in its client");
    reads_as(
        arena, NULL,
        "2026/07/03 11:00:00 [error] 12#34: *789 open() \"/srv/x\" failed (2: No such file), "
        "client: 192.0.2.1, server: h.example, request: \"GET /x?a=b,c HTTP/1.1\", host: "
        "\"h.example\", referrer: \"http://h/\"",
        "{\"_line\":1,\"_format\":\"nginx-error\",\"_time\":\"2026-07-03T11:00:00Z\",\"level\":"
        "\"error\",\"pid\":12,\"tid\":34,\"connection\":789,\"message\":\"open() \\\"/srv/x\\\" "
        "failed (2: No such file), client: 192.0.2.1, server: h.example, request: \\\"GET "
        "/x?a=b,c HTTP/1.1\\\", host: \\\"h.example\\\", referrer: \\\"http://h/\\\"\",\"c-ip\":"
        "\"192.0.2.1\",\"server\":\"h.example\",\"request\":\"GET /x?a=b,c HTTP/1.1\","
        "\"cs-version\":\"HTTP/1.1\",\"cs-method\":\"GET\",\"cs-uri-stem\":\"/x\","
        "\"cs-uri-query\":[\"a=b,c\",\"/x?a=b,c\"],\"query\":\"a=b,c\","
        "\"cs-uri\":\"/x?a=b,c\",\"c-uri\":\"/x?a=b,c\",\"cs-host\":\"h.example\","
        "\"cs-referer\":\"http://h/\"}\n",
        "an error of nginx");
    reads_with(arena, "2026/07/03 11:00:00 [alert] 12#34: worker process 5 exited on signal 11",
               "\"level\":\"alert\",\"pid\":12,\"tid\":34,\"message\":\"worker process",
               "of no client");
    reads_with(arena,
               "<187>Jul  3 11:00:00 web nginx: 2026/07/03 11:00:00 [error] 1#2: *3 no, client: "
               "192.0.2.1, request: \"GET",
               "\"c-ip\":\"192.0.2.1\"}", "inside of syslog, and cut in a request");
}

static void test_squid(struct arena *arena)
{
    reads_as(
        arena, NULL,
        "1604996384.965    180 192.0.2.1 TCP_MISS/200 411 GET http://h.example:8080/p?q=1 ann "
        "HIER_DIRECT/192.0.2.9 text/html",
        "{\"_line\":1,\"_format\":\"squid\",\"_time\":\"2020-11-10T08:19:44.965000Z\","
        "\"time-taken\":180,\"c-ip\":\"192.0.2.1\",\"s-action\":\"TCP_MISS\",\"sc-status\":200,"
        "\"sc-bytes\":411,\"cs-method\":\"GET\",\"cs-port\":8080,\"cs-host\":\"h.example\","
        "\"r-dns\":\"h.example\",\"cs-uri-stem\":\"/p\",\"cs-uri-query\":[\"q=1\",\"http://"
        "h.example:8080/p?q=1\"],\"query\":"
        "\"q=1\",\"cs-uri\":"
        "\"http://h.example:8080/p?q=1\",\"c-uri\":\"http://h.example:8080/p?q=1\","
        "\"cs-username\":\"ann\",\"s-hierarchy\":\"HIER_DIRECT\",\"r-ip\":\"192.0.2.9\","
        "\"rs-content-type\":\"text/html\"}\n",
        "a request through Squid");
    reads_with(arena,
               "1604996384.965 0 2001:db8::1 NONE_NONE/400 3 CONNECT h.example:443 - HIER_NONE/- -",
               "\"cs-method\":\"CONNECT\",\"cs-port\":443,\"cs-host\":\"h.example\"", "a tunnel");
    reads_with(arena, "1604996384.965 0 192.0.2.1 TCP_DENIED/403", "\"sc-status\":403}",
               "cut behind the status");
    reads_with(arena, "1604996384.965 0 192.0.2.1 tcp/403 x", "\"message\":\"1604996384.965",
               "what is none is a line that nobody reads");
}

static struct text file_all(struct reads *reads, const char *bytes)
{
    reads->out.size = 0;
    event_stream_file(reads->stream, text_of(bytes), reads->received_us);
    return built(&reads->out);
}

static void test_records(struct arena *arena)
{
    struct reads *reads = reads_new(arena, NULL, NULL);
    struct text got = file_all(
        reads, "{\"Records\":[{\"eventTime\":\"2026-07-03T11:00:00Z\",\"a\":{\"b\":[1,2]}},"
               "{\"x\":\"]}\"}]}\n[ {\"a\":1} , {\"a\":2}\n");
    ok(text_is(got, "{\"_line\":1,\"_format\":\"json-records\",\"_time\":\"2026-07-03T11:00:00Z\","
                    "\"eventTime\":\"2026-07-03T11:00:00Z\",\"a.b\":[1,2]}\n"
                    "{\"_line\":1,\"_format\":\"json-records\",\"x\":\"]}\"}\n"
                    "{\"_line\":2,\"_format\":\"json-records\",\"a\":1}\n"
                    "{\"_line\":2,\"_format\":\"json-records\",\"a\":2}\n"),
       "each of CloudTrail's records, and of a list that does not end, is an event");
    reads = reads_new(arena, NULL, NULL);
    got = file_all(reads, "{\n \"a\": 1,\n \"b\": \"{\"\n}\n{\"c\":3}\n[\n{\"d\":4},\n{\"d\":5}]\n"
                          "{\nbroken\n");
    ok(text_is(got, "{\"_line\":1,\"_format\":\"json\",\"a\":1,\"b\":\"{\"}\n"
                    "{\"_line\":5,\"_format\":\"json\",\"c\":3}\n"
                    "{\"_line\":6,\"_format\":\"json-records\",\"d\":4}\n"
                    "{\"_line\":6,\"_format\":\"json-records\",\"d\":5}\n"
                    "{\"_line\":9,\"message\":\"{\"}\n{\"_line\":10,\"message\":\"broken\"}\n"),
       "documents over several lines, in a file; what does not end is lines");
    reads_with(arena, "<34>Jul  3 11:00:00 h app: @cee: {\"k\":{\"l\":true}}",
               "\"hostname\":\"h\",\"appname\":\"app\",\"message\":\"@cee: {\\\"k\\\":{\\\"l\\\":"
               "true}}\",\"k.l\":true}",
               "JSON inside of syslog goes behind its header");
    reads_with(arena, "<34>Jul  3 11:00:00 h app: {\"k\":", "\"message\":\"{\\\"k\\\":\"}",
               "and broken JSON is a message");
    reads_with(arena, "{\"time\":\"no\",\"ts\":1521911720.5,\"timestamp\":{}}",
               "\"_time\":\"2018-03-24T17:15:20.500000Z\"",
               "the best name that holds a time says when it was");
}

static void test_streams(struct arena *arena)
{
    struct reads *reads = reads_new(arena, NULL, NULL);
    struct text got = reads_all(
        reads, "\r\nplain\r\n<34>1 - - - - - - m\na=1 b=2\n<34>Jul  3 11:00:00 h t: m\n\nlast");
    ok(reads->count == 5, "empty lines are no events");
    ok(text_contains(got, TEXT("{\"_line\":2,\"message\":\"plain\"}\n{\"_line\":3,\"_format\":"
                               "\"rfc5424\""))
           && text_contains(got, TEXT("\"_line\":4,\"_format\":\"logfmt\""))
           && text_contains(got, TEXT("\"_line\":5,\"_format\":\"rfc3164\""))
           && text_contains(got, TEXT("{\"_line\":7,\"message\":\"last\"}")),
       "each line of a mixed source is what it is");
    reads = reads_new(arena, "rfc5424", NULL);
    got = reads_all(reads, "a=1 b=2\n");
    ok(text_is(got, "{\"_line\":1,\"message\":\"a=1 b=2\"}\n"),
       "a format that was said is not left, and the line is not lost");
    ok(event_format_find(TEXT("logfmt")) != NULL && event_format_find(TEXT("no")) == NULL,
       "formats are found by name");
    char *nul = arena_take(arena, 8);
    memcpy(nul, "a\0b\xFF\x80", 5);
    reads->out.size = 0;
    reads_line(reads, (struct text){nul, 5});
    ok(text_is(built(&reads->out),
               "{\"_line\":2,\"message\":\"a\\u0000b\xEF\xBF\xBD\xEF\xBF\xBD\"}\n"),
       "any bytes may come");
}

int main(void)
{
    struct arena *arena = arena_new(1 << 30);
    test_cef(arena);
    test_leef(arena);
    test_logfmt(arena);
    test_zeek(arena);
    test_w3c(arena);
    test_web(arena);
    test_web_errors(arena);
    test_squid(arena);
    test_records(arena);
    test_streams(arena);
    arena_free(arena);
    return tap_end();
}
