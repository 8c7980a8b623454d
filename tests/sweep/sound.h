/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What must hold in a house's database whatever happened to the program: every check is a query
 * that counts offenders. Each is shown to find what is planted for it, in a copy.
 */
#pragma once
#include "../house/house.h"

struct sound_check {
    const char *name;
    const char *sql;   /* offenders: none may be counted */
    const char *plant; /* SQLite: makes one */
};

/* Takes what SQLite holds unique out of a copy: the table again, without its rules. */
#define UNRULED(table)                                                                             \
    "CREATE TABLE unruled AS SELECT * FROM " table "; DROP TABLE " table                           \
    "; ALTER TABLE unruled RENAME TO " table ";"
#define CURRENT_ROW "9223372036854775807"

static const struct sound_check sound_checks[] = {
    {"an incident without a report",
     "SELECT COUNT(*) FROM incident i WHERE NOT EXISTS"
     " (SELECT 1 FROM report r WHERE r.incident = i.id)",
     "DELETE FROM report WHERE id = (SELECT MIN(id) FROM report)"},
    {"a report without its incident",
     "SELECT COUNT(*) FROM report r WHERE NOT EXISTS"
     " (SELECT 1 FROM incident i WHERE i.id = r.incident)",
     "DELETE FROM incident WHERE id = (SELECT MIN(id) FROM incident)"},
    {"an incident with more or less than one version that stands",
     "SELECT COUNT(*) FROM incident i WHERE 1 <> (SELECT COUNT(*) FROM incident_version v"
     " WHERE v.incident = i.id AND v.until_us = " CURRENT_ROW ")",
     "UPDATE incident_version SET until_us = 1 WHERE incident = (SELECT MIN(id) FROM incident)"},
    {"a version missing between others",
     "SELECT COUNT(*) FROM (SELECT incident FROM incident_version GROUP BY incident"
     " HAVING MAX(version) <> COUNT(*)) AS gaps",
     "DELETE FROM incident_version WHERE version = 1 AND incident ="
     " (SELECT MIN(incident) FROM incident_version WHERE version = 2)"},
    {"an incident that was never rated",
     "SELECT COUNT(*) FROM incident i WHERE NOT EXISTS"
     " (SELECT 1 FROM incident_rating r WHERE r.incident = i.id)",
     "DELETE FROM incident_rating WHERE incident = (SELECT MIN(id) FROM incident)"},
    {"an incident that stands in no list",
     "SELECT COUNT(*) FROM incident i WHERE NOT EXISTS"
     " (SELECT 1 FROM case_list s WHERE s.incident = i.id AND s.scope = 'all')",
     "DELETE FROM case_list WHERE incident = (SELECT MIN(id) FROM incident)"},
    {"an incident that the obligations have not heard of",
     "SELECT COUNT(*) FROM incident i WHERE NOT EXISTS"
     " (SELECT 1 FROM obligation_fact f WHERE f.subject = i.id)",
     "DELETE FROM obligation_fact WHERE subject = (SELECT MIN(id) FROM incident)"},
    {"an incident without a line in the ledger",
     "SELECT COUNT(*) FROM incident i WHERE NOT EXISTS"
     " (SELECT 1 FROM ledger_entry e WHERE e.incident IN (i.id, i.number))",
     "DELETE FROM ledger_entry WHERE incident IN"
     " (SELECT id FROM incident UNION SELECT number FROM incident)"},
    {"an obligation's identity twice",
     "SELECT COUNT(*) FROM (SELECT identity FROM obligation GROUP BY identity"
     " HAVING COUNT(*) > 1) AS twice",
     UNRULED("obligation") "INSERT INTO obligation SELECT * FROM obligation LIMIT 1"},
    {"an obligation with more or less than one version that stands",
     "SELECT COUNT(*) FROM obligation o WHERE 1 <> (SELECT COUNT(*) FROM obligation_version v"
     " WHERE v.obligation = o.id AND v.until_us = " CURRENT_ROW ")",
     "DELETE FROM obligation_version WHERE obligation = (SELECT MIN(id) FROM obligation)"},
    {"an obligation of an incident that is not there",
     "SELECT COUNT(*) FROM obligation o WHERE o.subject_kind = 'incident' AND NOT EXISTS"
     " (SELECT 1 FROM incident i WHERE i.id = o.subject)",
     "DELETE FROM incident WHERE id = (SELECT MIN(subject) FROM obligation)"},
    {"a message id twice",
     "SELECT COUNT(*) FROM (SELECT id FROM notice GROUP BY id HAVING COUNT(*) > 1) AS twice",
     UNRULED("notice") "INSERT INTO notice SELECT * FROM notice LIMIT 1"},
    {"a duty told to one person twice",
     "SELECT COUNT(*) FROM (SELECT d.obligation, n.person FROM notice_duty d"
     " JOIN notice n ON n.id = d.notice JOIN obligation o ON o.id = d.obligation"
     " WHERE d.step = o.step GROUP BY d.obligation, d.step, n.person, n.entry_us"
     " HAVING COUNT(*) > 1) AS twice",
     "INSERT INTO notice (id, incident, number, kind, person, name, role, asked_role,"
     " organisation, channel, address, entry_us)"
     " SELECT 'again', incident, number, kind, person, name, role, asked_role,"
     " organisation, channel, address, entry_us FROM notice WHERE id = (SELECT MIN(d.notice) FROM"
     " notice_duty d JOIN obligation o ON o.id = d.obligation AND o.step = d.step);"
     "INSERT INTO notice_version SELECT 'again', version, state, subject, body, not_before_us,"
     " next_us, attempts, sent_us, accepted_us, failed_us, attested_us, attested_by, reason,"
     " entry_us, until_us, route, acknowledged_us, ack_us FROM notice_version WHERE notice = "
     "(SELECT MIN(id) FROM notice);"
     "INSERT INTO notice_duty SELECT 'again', place, obligation, rule, step, organisation,"
     " template, due_us, due_local, expected, subject, body, entry_us, concerns FROM notice_duty "
     "WHERE"
     " notice = (SELECT MIN(d.notice) FROM notice_duty d JOIN obligation o ON o.id = d.obligation"
     " AND o.step = d.step)"},
    {"a notice with more or less than one version that stands",
     "SELECT COUNT(*) FROM notice n WHERE 1 <> (SELECT COUNT(*) FROM notice_version v"
     " WHERE v.notice = n.id AND v.until_us = " CURRENT_ROW ")",
     "DELETE FROM notice_version WHERE notice = (SELECT MIN(id) FROM notice)"},
    {"a notice that says nothing",
     "SELECT COUNT(*) FROM notice n WHERE NOT EXISTS"
     " (SELECT 1 FROM notice_duty d WHERE d.notice = n.id)",
     "DELETE FROM notice_duty WHERE notice = (SELECT MIN(id) FROM notice)"},
    {"a line whose payload is gone",
     "SELECT COUNT(*) FROM ledger_entry e WHERE NOT EXISTS"
     " (SELECT 1 FROM ledger_payload p WHERE p.pay = e.pay)",
     "DELETE FROM ledger_payload WHERE pay = (SELECT MIN(pay) FROM ledger_payload)"},
};

enum { SOUND_CHECKS = sizeof sound_checks / sizeof sound_checks[0] };

/* How many offenders; -1 when the question cannot be asked. */
static inline int64_t sound_offenders(struct turn *turn, const struct sound_check *check)
{
    struct rows rows;
    if (store_select(turn, check->sql, BIND_NONE, &rows))
        return rows_integer(&rows, 0, 0);
    printf("# %s\n", turn->fault.message);
    fault_clear(turn);
    return -1;
}

/* All checks and the ledger's own; says what is wrong. */
static inline bool sound(struct turn *turn)
{
    struct ledger_verdict verdict = {0};
    bool good = true;
    for (size_t i = 0; i < SOUND_CHECKS; i++) {
        int64_t offenders = sound_offenders(turn, &sound_checks[i]);
        if (offenders != 0)
            printf("# %lld times: %s\n", (long long)offenders, sound_checks[i].name);
        good = good && offenders == 0;
    }
    if (!ledger_verify_store(turn, &verdict) || !verdict.sound) {
        printf("# the ledger: %s %.*s: %.*s\n", turn->fault.message, TEXT_SHOW(verdict.where),
               TEXT_SHOW(verdict.why));
        return false;
    }
    return good;
}
