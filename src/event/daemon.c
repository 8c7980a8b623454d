/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the usual programs of a Linux machine say, as fields. One vocabulary for all of them:
 * user, target_user, src_ip, src_port, dst_ip, dst_port, method, command, tty, directory, service,
 * session, reason; action says in one word what happened, and outcome whether it did.
 */
#include "event/inside.h"

struct daemon {
    struct text program;
    const struct template *templates;
};

#define NAMED(word)                                                                                \
    {                                                                                              \
        word, sizeof(word) - 1                                                                     \
    }

/* Whoever tries a password chooses the user's name, so that the rest is sought from the end. */
static const struct template sshd[] = {
    {"Failed {method} for invalid user {user*} from {src_ip} port {src_port#} {protocol}",
     "login_failed_invalid_user", "failure"},
    {"Failed {method} for invalid user {user*} from {src_ip} port {src_port#} {protocol}: {key~}",
     "login_failed_invalid_user", "failure"},
    {"Failed {method} for {user*} from {src_ip} port {src_port#} {protocol}", "login_failed",
     "failure"},
    {"Failed {method} for {user*} from {src_ip} port {src_port#} {protocol}: {key~}",
     "login_failed", "failure"},
    {"Failed none for {user*} from {src_ip} port {src_port#} {protocol}", "login_failed",
     "failure"},
    {"Accepted {method} for {user} from {src_ip} port {src_port#} {protocol}: {key~}", "login",
     "success"},
    {"Accepted {method} for {user} from {src_ip} port {src_port#} {protocol}", "login", "success"},
    {"Invalid user {user*} from {src_ip} port {src_port#}", "invalid_user", "failure"},
    {"Invalid user {user*} from {src_ip}", "invalid_user", "failure"},
    {"input_userauth_request: invalid user {user*} [preauth]", "invalid_user", "failure"},
    {"Illegal user {user*} from {src_ip}", "invalid_user", "failure"},
    {"Postponed {method} for {user*} from {src_ip} port {src_port#} {protocol} [preauth]",
     "login_postponed", NULL},
    {"error: maximum authentication attempts exceeded for invalid user {user*} from {src_ip} port "
     "{src_port#} {protocol} [preauth]",
     "too_many_attempts", "failure"},
    {"error: maximum authentication attempts exceeded for {user*} from {src_ip} port {src_port#} "
     "{protocol} [preauth]",
     "too_many_attempts", "failure"},
    {"error: PAM: {reason~} for illegal user {user*} from {src_ip}", "login_failed_invalid_user",
     "failure"},
    {"error: PAM: {reason~} for {user*} from {src_ip}", "login_failed", "failure"},
    {"Disconnecting invalid user {user*} {src_ip} port {src_port#}: {reason~} [preauth]",
     "disconnected", NULL},
    {"Disconnecting authenticating user {user*} {src_ip} port {src_port#}: {reason~} [preauth]",
     "disconnected", NULL},
    {"Disconnecting: {reason~} [preauth]", "disconnected", NULL},
    {"Disconnected from invalid user {user*} {src_ip} port {src_port#} [preauth]", "disconnected",
     NULL},
    {"Disconnected from authenticating user {user*} {src_ip} port {src_port#} [preauth]",
     "disconnected", NULL},
    {"Disconnected from user {user*} {src_ip} port {src_port#}", "disconnected", NULL},
    {"Disconnected from {src_ip} port {src_port#} [preauth]", "disconnected", NULL},
    {"Disconnected from {src_ip} port {src_port#}", "disconnected", NULL},
    {"Received disconnect from {src_ip} port {src_port#}:{code#}: {reason~} [preauth]",
     "disconnected", NULL},
    {"Received disconnect from {src_ip} port {src_port#}:{code#}: {reason~}", "disconnected", NULL},
    {"Received disconnect from {src_ip}: {code#}: {reason~}", "disconnected", NULL},
    {"Connection from {src_ip} port {src_port#} on {dst_ip} port {dst_port#}{~}", "connected",
     NULL},
    {"Connection closed by invalid user {user*} {src_ip} port {src_port#} [preauth]", "closed",
     NULL},
    {"Connection closed by authenticating user {user*} {src_ip} port {src_port#} [preauth]",
     "closed", NULL},
    {"Connection closed by {src_ip} port {src_port#}{~}", "closed", NULL},
    {"Connection reset by invalid user {user*} {src_ip} port {src_port#} [preauth]", "reset", NULL},
    {"Connection reset by authenticating user {user*} {src_ip} port {src_port#} [preauth]", "reset",
     NULL},
    {"Connection reset by {src_ip} port {src_port#}{~}", "reset", NULL},
    {"Did not receive identification string from {src_ip} port {src_port#}", "no_identification",
     NULL},
    {"Did not receive identification string from {src_ip}", "no_identification", NULL},
    {"Bad protocol version identification '{identification*}' from {src_ip} port {src_port#}",
     "bad_protocol", NULL},
    {"banner exchange: Connection from {src_ip} port {src_port#}: {reason~}", "bad_protocol", NULL},
    {"Unable to negotiate with {src_ip} port {src_port#}: {reason~}", "no_agreement", NULL},
    {"reverse mapping checking getaddrinfo for {name} [{src_ip}] failed{~}", "name_mismatch", NULL},
    {"Address {src_ip} maps to {name}, but this does not map back to the address{~}",
     "name_mismatch", NULL},
    {"User {user} from {src_ip} not allowed because {reason~}", "login_denied", "failure"},
    {"ROOT LOGIN REFUSED FROM {src_ip} port {src_port#}{~}", "login_denied", "failure"},
    {"Starting session: {method~} for {user} from {src_ip} port {src_port#} id {session#}",
     "session_started", NULL},
    {"Server listening on {dst_ip} port {dst_port#}.", "listening", NULL},
    {"PAM service({service}) ignoring max retries; {~}", "too_many_attempts", NULL},
    {"subsystem request for {service} by user {user}", "subsystem", NULL},
    {NULL, NULL, NULL},
};

static const struct template sudo[] = {
    {"{user} : command not allowed ; TTY={tty~} ; PWD={directory*} ; USER={target_user} ; "
     "COMMAND={command~}",
     "command_denied", "failure"},
    {"{user} : user NOT in sudoers ; TTY={tty~} ; PWD={directory*} ; USER={target_user} ; "
     "COMMAND={command~}",
     "not_in_sudoers", "failure"},
    {"{user} : {attempts#} incorrect password attempts ; TTY={tty~} ; PWD={directory*} ; "
     "USER={target_user} ; COMMAND={command~}",
     "password_wrong", "failure"},
    {"{user} : {attempts#} incorrect password attempt ; TTY={tty~} ; PWD={directory*} ; "
     "USER={target_user} ; COMMAND={command~}",
     "password_wrong", "failure"},
    {"{user} : a password is required ; TTY={tty~} ; PWD={directory*} ; USER={target_user} ; "
     "COMMAND={command~}",
     "password_wrong", "failure"},
    {"{user} : TTY={tty~} ; PWD={directory*} ; USER={target_user} ; COMMAND={command~}", "command",
     "success"},
    {"{user} : TTY={tty~} ; PWD={directory*} ; USER={target_user} ; {~} ; COMMAND={command~}",
     "command", "success"},
    {"{user} : PWD={directory*} ; USER={target_user} ; COMMAND={command~}", "command", "success"},
    {NULL, NULL, NULL},
};

static const struct template su[] = {
    {"Successful su for {target_user} by {user}", "switched_user", "success"},
    {"FAILED su for {target_user} by {user}", "switched_user", "failure"},
    {"FAILED SU (to {target_user}) {user} on {tty}", "switched_user", "failure"},
    {"(to {target_user}) {user} on {tty}", "switched_user", "success"},
    {"'su {target_user}' failed for {user} on {tty}", "switched_user", "failure"},
    {"'su {target_user}' succeeded for {user} on {tty}", "switched_user", "success"},
    {"+ {tty} {user}:{target_user}", "switched_user", "success"},
    {"- {tty} {user}:{target_user}", "switched_user", "failure"},
    {"pam_unix(su:auth): authentication failure; {~}", "login_failed", "failure"},
    {NULL, NULL, NULL},
};

static const struct template cron[] = {
    {"({user}) CMD ({command*})", "command", NULL},
    {"({user}) CMDOUT ({command*})", "output", NULL},
    {"({user}) RELOAD ({file})", "reloaded", NULL},
    {"({user}) BEGIN EDIT ({target_user})", "edit_began", NULL},
    {"({user}) END EDIT ({target_user})", "edit_ended", NULL},
    {"({user}) REPLACE ({target_user})", "replaced", NULL},
    {"({user}) LIST ({target_user})", "listed", NULL},
    {"({user}) DELETE ({target_user})", "deleted", NULL},
    {NULL, NULL, NULL},
};

static const struct template systemd[] = {
    {"Starting {unit*}...", "starting", NULL},
    {"Started {unit*}.", "started", "success"},
    {"Stopping {unit*}...", "stopping", NULL},
    {"Stopped {unit*}.", "stopped", "success"},
    {"Failed to start {unit*}.", "started", "failure"},
    {"Reloading.", "reloading", NULL},
    {"Reloading {unit*}...", "reloading", NULL},
    {"Reached target {unit*}.", "reached", NULL},
    {"{unit}: Main process exited, code={reason}, status={code~}", "exited", NULL},
    {"{unit}: Failed with result '{reason}'.", "exited", "failure"},
    {"{unit}: Succeeded.", "exited", "success"},
    {"{unit}: Deactivated successfully.", "exited", "success"},
    {NULL, NULL, NULL},
};

static const struct template logind[] = {
    {"New session {session} of user {user}.", "session_opened", NULL},
    {"Session {session} logged out. Waiting for processes to exit.", "session_closed", NULL},
    {"Removed session {session}.", "session_closed", NULL},
    {"New seat {seat}.", NULL, NULL},
    {NULL, NULL, NULL},
};

/* shadow-utils: useradd, userdel, usermod, groupadd, passwd and their kin. */
static const struct template accounts[] = {
    {"new user: name={target_user}, UID={uid#}, GID={gid#}, home={directory~}, shell={shell~}, "
     "from={tty~}",
     "user_added", "success"},
    {"new user: name={target_user}, UID={uid#}, GID={gid#}, home={directory~}, shell={shell~}",
     "user_added", "success"},
    {"new group: name={group}, GID={gid#}", "group_added", "success"},
    {"failed adding user '{target_user}', data deleted", "user_added", "failure"},
    {"failed adding user '{target_user}', exit code: {code#}", "user_added", "failure"},
    {"delete user '{target_user}'", "user_deleted", "success"},
    {"removed group '{group}' owned by '{target_user}'", "group_deleted", "success"},
    {"removed shadow group '{group}' owned by '{target_user}'", "group_deleted", "success"},
    {"delete '{target_user}' from group '{group}'", "group_left", "success"},
    {"delete '{target_user}' from shadow group '{group}'", "group_left", "success"},
    {"add '{target_user}' to group '{group}'", "group_joined", "success"},
    {"add '{target_user}' to shadow group '{group}'", "group_joined", "success"},
    {"user {target_user} added by {user} to group {group}", "group_joined", "success"},
    {"user {target_user} removed by {user} from group {group}", "group_left", "success"},
    {"change user '{target_user}' password", "password_changed", "success"},
    {"change user '{target_user}' {property} from '{old}' to '{new~}'", "user_changed", "success"},
    {"changed password expiry for {target_user}", "user_changed", "success"},
    {"change user '{target_user}' expiration from '{old~}' to '{new~}'", "user_changed", "success"},
    {"lock user '{target_user}' password", "user_locked", "success"},
    {"unlock user '{target_user}' password", "user_unlocked", "success"},
    {"group added to {file}: name={group}, GID={gid#}", "group_added", "success"},
    {"group added to {file}: name={group}", "group_added", "success"},
    {"group '{group}' removed{~}", "group_deleted", "success"},
    {"group '{group}' removed from {file}", "group_deleted", "success"},
    {"password for '{target_user}' changed by '{user}'", "password_changed", "success"},
    {NULL, NULL, NULL},
};

static const struct template pam[] = {
    {"pam_unix({service}:session): session opened for user {target_user*}({~}) by {user*}(uid={uid#"
     "})",
     "session_opened", "success"},
    {"pam_unix({service}:session): session opened for user {target_user} by {user*}(uid={uid#})",
     "session_opened", "success"},
    {"pam_unix({service}:session): session closed for user {target_user}", "session_closed",
     "success"},
    {"pam_unix({service}:auth): authentication failure; logname={user~} uid={uid~} euid={euid~} "
     "tty={tty~} ruser={remote_user~} rhost={src_ip~}  user={target_user~}",
     "login_failed", "failure"},
    {"pam_unix({service}:auth): authentication failure; logname={user~} uid={uid~} euid={euid~} "
     "tty={tty~} ruser={remote_user~} rhost={src_ip~}",
     "login_failed", "failure"},
    {"pam_unix({service}:auth): check pass; user unknown", "login_failed_invalid_user", "failure"},
    {"pam_unix({service}:auth): bad username [{target_user*}]", "login_failed_invalid_user",
     "failure"},
    {"pam_unix({service}:auth): auth could not identify password for [{target_user*}]",
     "login_failed", "failure"},
    {"pam_unix({service}:auth): conversation failed", "login_failed", "failure"},
    {"pam_unix({service}:account): account {target_user} has expired{~}", "login_denied",
     "failure"},
    {"pam_unix({service}:chauthtok): password changed for {target_user}", "password_changed",
     "success"},
    {"pam_unix({service}:chauthtok): user \"{target_user*}\" does not exist in /etc/passwd",
     "password_changed", "failure"},
    {"PAM {attempts#} more authentication failures; logname={user~} uid={uid~} euid={euid~} "
     "tty={tty~} ruser={remote_user~} rhost={src_ip~}  user={target_user~}",
     "login_failed", "failure"},
    {"PAM {attempts#} more authentication failures; logname={user~} uid={uid~} euid={euid~} "
     "tty={tty~} ruser={remote_user~} rhost={src_ip~}",
     "login_failed", "failure"},
    {"PAM {attempts#} more authentication failure; logname={user~} uid={uid~} euid={euid~} "
     "tty={tty~} ruser={remote_user~} rhost={src_ip~}  user={target_user~}",
     "login_failed", "failure"},
    {"PAM {attempts#} more authentication failure; logname={user~} uid={uid~} euid={euid~} "
     "tty={tty~} ruser={remote_user~} rhost={src_ip~}",
     "login_failed", "failure"},
    {"pam_faillock({service}:auth): Consecutive login failures for user {target_user} account "
     "temporarily locked",
     "user_locked", "failure"},
    {"pam_tally2({service}:auth): user {target_user} ({uid#}) tally {attempts#}, deny {~}",
     "user_locked", "failure"},
    {NULL, NULL, NULL},
};

static const struct daemon daemons[] = {
    {NAMED("sshd"), sshd},         {NAMED("sshd-session"), sshd},
    {NAMED("sudo"), sudo},         {NAMED("su"), su},
    {NAMED("CRON"), cron},         {NAMED("cron"), cron},
    {NAMED("crond"), cron},        {NAMED("CROND"), cron},
    {NAMED("crontab"), cron},      {NAMED("/usr/sbin/cron"), cron},
    {NAMED("systemd"), systemd},   {NAMED("systemd-logind"), logind},
    {NAMED("useradd"), accounts},  {NAMED("userdel"), accounts},
    {NAMED("usermod"), accounts},  {NAMED("groupadd"), accounts},
    {NAMED("groupdel"), accounts}, {NAMED("groupmod"), accounts},
    {NAMED("gpasswd"), accounts},  {NAMED("passwd"), accounts},
    {NAMED("chage"), accounts},    {{NULL, 0}, NULL},
};

/* Of the programs here. */
static const char first_bytes[] = "sCc/ugp";

/* "message repeated 5 times: [ Failed password for … ssh2]": as if it stood once, with the number.
 */
static struct text repeated(const struct reading *reading, struct text message)
{
    struct scan scan = scan_of(message);
    if (!scan_text(&scan, TEXT("message repeated ")))
        return message;
    struct text times = scan_word(&scan, ' ');
    if (!text_is_number(times) || !scan_text(&scan, TEXT(" times: [")) || scan.at == scan.end
        || scan.end[-1] != ']')
        return message;
    put_number(reading, TEXT("repeated"), times);
    scan.end--;
    return text_trim(scan_rest(&scan));
}

bool daemon_read(const struct reading *reading, struct text program, struct text message)
{
    if (program.size == 0)
        return false;
    struct text said = repeated(reading, text_trim(message));
    bool known = memchr(first_bytes, program.data[0], sizeof first_bytes - 1) != NULL;
    for (const struct daemon *daemon = daemons; known && daemon->templates != NULL; daemon++)
        if (daemon->program.data[0] == program.data[0] && text_equal(daemon->program, program)
            && template_read(reading, daemon->templates, said))
            return true;
    if (text_starts(said, TEXT("pam_")) || text_starts(said, TEXT("PAM ")))
        return template_read(reading, pam, said);
    return daemon_network_read(reading, program, said);
}
