/* SPDX-License-Identifier: Apache-2.0 */
/* What the programs say that stand on the network: packet filter, names, mail, addresses. The words
 * are those of daemon.c; a name service has "query", "record_type" and "answer". */
#include "event/inside.h"

static const struct template named[] = {
    {"client {~} {src_ip}#{src_port#} ({~}): query: {query} IN {record_type} {flags~} ({dst_ip})",
     "query", NULL},
    {"client {~} {src_ip}#{src_port#} ({~}): view {view}: query: {query} IN {record_type} {flags~} "
     "({dst_ip})",
     "query", NULL},
    {"client {src_ip}#{src_port#} ({~}): query: {query} IN {record_type} {flags~} ({dst_ip})",
     "query", NULL},
    {"client {src_ip}#{src_port#}: query: {query} IN {record_type} {flags~}", "query", NULL},
    {"client {~} {src_ip}#{src_port#} ({~}): query (cache) '{query}/{record_type}/IN' denied{~}",
     "query", "failure"},
    {"client {~} {src_ip}#{src_port#} ({~}): transfer of '{query}/IN': {record_type} started{~}",
     "transfer", "success"},
    {"client {~} {src_ip}#{src_port#} ({~}): zone transfer '{query}/{record_type}/IN' denied",
     "transfer", "failure"},
    {NULL, NULL, NULL},
};

static const struct template unbound[] = {
    {"[{~}] info: {src_ip} {query} {record_type} IN", "query", NULL},
    {NULL, NULL, NULL},
};

static const struct template dnsmasq[] = {
    {"query[{record_type}] {query} from {src_ip}", "query", NULL},
    {"forwarded {query} to {dst_ip}", "forwarded", NULL},
    {"reply {query} is {answer~}", "reply", NULL},
    {"cached {query} is {answer~}", "reply", NULL},
    {NULL, NULL, NULL},
};

static const struct template smtpd[] = {
    {"connect from {name}[{src_ip}]", "connected", NULL},
    {"disconnect from {name}[{src_ip}]{~}", "disconnected", NULL},
    {"warning: {name}[{src_ip}]: SASL {method} authentication failed: {reason~}", "login_failed",
     "failure"},
    {"NOQUEUE: reject: {stage} from {name}[{src_ip}]: {code#} {reason~}; from=<{sender~}> "
     "to=<{recipient~}> {~}",
     "rejected", "failure"},
    {"{queue}: client={name}[{src_ip}], sasl_method={method}, sasl_username={user~}", "login",
     "success"},
    {"{queue}: client={name}[{src_ip}]", "accepted", NULL},
    {NULL, NULL, NULL},
};

static const struct template delivery[] = {
    {"{queue}: from=<{sender~}>, size={size#}, nrcpt={recipients#} ({~})", "queued", NULL},
    {"{queue}: to=<{recipient~}>, relay={relay~}, delay={delay}, delays={~}, dsn={dsn}, "
     "status={status} ({reason*})",
     "delivered", NULL},
    {"{queue}: message-id=<{message_id~}>", NULL, NULL},
    {"{queue}: removed", "removed", NULL},
    {NULL, NULL, NULL},
};

static const struct template dovecot[] = {
    {"{service}-login: Login: user=<{user~}>, method={method}, rip={src_ip}, lip={dst_ip}, {~}",
     "login", "success"},
    {"{service}-login: Aborted login (auth failed, {attempts#} attempts{~}): user=<{user*}>, "
     "method={method}, rip={src_ip}, lip={dst_ip}{~}",
     "login_failed", "failure"},
    {"{service}-login: Disconnected (auth failed, {attempts#} attempts{~}): user=<{user*}>, "
     "method={method}, rip={src_ip}, lip={dst_ip}{~}",
     "login_failed", "failure"},
    {NULL, NULL, NULL},
};

static const struct template dhcpd[] = {
    {"DHCPACK on {dst_ip} to {mac} ({name}) via {interface}", "address_given", NULL},
    {"DHCPACK on {dst_ip} to {mac} via {interface}", "address_given", NULL},
    {"DHCPREQUEST for {dst_ip} from {mac} via {interface}", "address_asked", NULL},
    {"DHCPDISCOVER from {mac} via {interface}", "address_sought", NULL},
    {NULL, NULL, NULL},
};

static const struct template vsftpd[] = {
    {"[pid {~}] [{user}] OK LOGIN: Client \"{src_ip}\"", "login", "success"},
    {"[pid {~}] [{user}] FAIL LOGIN: Client \"{src_ip}\"", "login_failed", "failure"},
    {"[pid {~}] CONNECT: Client \"{src_ip}\"", "connected", NULL},
    {NULL, NULL, NULL},
};

static const struct template fail2ban[] = {
    {"NOTICE [{service}] Ban {src_ip}", "banned", NULL},
    {"NOTICE [{service}] Unban {src_ip}", "unbanned", NULL},
    {"INFO [{service}] Found {src_ip} - {~}", "found", NULL},
    {NULL, NULL, NULL},
};

struct service {
    struct text program;
    const struct template *templates;
};

#define NAMED(word)                                                                                \
    {                                                                                              \
        word, sizeof(word) - 1                                                                     \
    }

static const struct service services[] = {
    {NAMED("named"), named},
    {NAMED("dnsmasq"), dnsmasq},
    {NAMED("unbound"), unbound},
    {NAMED("postfix/smtpd"), smtpd},
    {NAMED("postfix/submission/smtpd"), smtpd},
    {NAMED("postfix/qmgr"), delivery},
    {NAMED("postfix/smtp"), delivery},
    {NAMED("postfix/local"), delivery},
    {NAMED("postfix/cleanup"), delivery},
    {NAMED("postfix/pipe"), delivery},
    {NAMED("dovecot"), dovecot},
    {NAMED("dhcpd"), dhcpd},
    {NAMED("vsftpd"), vsftpd},
    {NAMED("fail2ban.actions"), fail2ban},
    {{NULL, 0}, NULL},
};

struct other_name {
    struct text from, to;
};

static const struct other_name packet_names[] = {
    {NAMED("SRC"), NAMED("src_ip")},
    {NAMED("DST"), NAMED("dst_ip")},
    {NAMED("SPT"), NAMED("src_port")},
    {NAMED("DPT"), NAMED("dst_port")},
    {NAMED("PROTO"), NAMED("protocol")},
    {NAMED("MAC"), NAMED("mac")},
    {{NULL, 0}, {NULL, 0}},
};

static void packet_put(const struct reading *reading, struct text name, struct text value)
{
    put_plain(reading, name, value);
    for (const struct other_name *each = packet_names; each->from.data != NULL; each++)
        if (text_equal(each->from, name))
            put_plain(reading, each->to, value);
}

/* "[1234.5] [UFW BLOCK] IN=eth0 OUT= MAC=… SRC=… DST=… LEN=40 … PROTO=TCP SPT=… DPT=… SYN": what
 * the packet filter writes, its own prefix as "rule". */
static bool packet_read(const struct reading *reading, struct text message)
{
    struct scan scan = scan_of(message);
    const char *in = memmem(scan.at, scan_left(&scan), "IN=", 3);
    if (in == NULL || memmem(in, (size_t)(scan.end - in), " SRC=", 5) == NULL)
        return false;
    struct text rule = text_trim((struct text){scan.at, (size_t)(in - scan.at)});
    if (rule.size > 0)
        put(reading, TEXT("rule"), rule);
    scan.at = in;
    while (scan.at < scan.end) {
        struct text word = scan_word(&scan, ' ');
        struct text value = {NULL, 0};
        struct text name = text_cut(word, '=', &value);
        if (value.data != NULL)
            packet_put(reading, name, value);
        else if (word.size > 0)
            put(reading, TEXT("flags"), word);
        scan_bytes(&scan, ' ');
    }
    return true;
}

/* "[12345.678901] …": how long the machine is up. */
static bool kernel_read(const struct reading *reading, struct text message)
{
    struct scan scan = scan_of(message);
    if (scan_byte(&scan, '[')) {
        struct text uptime = text_trim(scan_word(&scan, ']'));
        if (text_is_number(uptime) && scan_byte(&scan, ']')) {
            put_number(reading, TEXT("uptime"), uptime);
            scan_bytes(&scan, ' ');
        } else {
            scan = scan_of(message);
        }
    }
    return packet_read(reading, scan_rest(&scan));
}

/* Of the programs here. */
static const char first_bytes[] = "ndpuvf";

bool daemon_network_read(const struct reading *reading, struct text program, struct text message)
{
    if (text_is(program, "kernel"))
        return kernel_read(reading, message);
    if (memchr(first_bytes, program.data[0], sizeof first_bytes - 1) == NULL)
        return false;
    for (const struct service *service = services; service->templates != NULL; service++)
        if (service->program.data[0] == program.data[0] && text_equal(service->program, program))
            return template_read(reading, service->templates, message);
    return false;
}
