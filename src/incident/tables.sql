-- SPDX-License-Identifier: Apache-2.0
-- version 1
CREATE TABLE incident (
    id       TEXT PRIMARY KEY,
    number   TEXT NOT NULL UNIQUE,
    kind     TEXT NOT NULL,
    entry_us BIGINT NOT NULL
);
-- append only: incident

CREATE TABLE incident_version (
    incident      TEXT NOT NULL,
    version       BIGINT NOT NULL,
    state         TEXT NOT NULL,
    title         TEXT NOT NULL,
    organisation  TEXT NOT NULL,
    rating        TEXT NOT NULL,
    provisional   BIGINT NOT NULL,
    told_us       BIGINT NOT NULL,
    detected_us   BIGINT NOT NULL,
    evaluated_us  BIGINT,
    responding_us BIGINT,
    priority      BIGINT NOT NULL,
    author        TEXT NOT NULL,
    entry_us      BIGINT NOT NULL,
    until_us      BIGINT NOT NULL,
    PRIMARY KEY (incident, version)
);
CREATE INDEX incident_version_current ON incident_version (until_us, incident);

CREATE TABLE report (
    id                 TEXT PRIMARY KEY,
    incident           TEXT NOT NULL,
    channel            TEXT NOT NULL,
    what               TEXT NOT NULL,
    stated             TEXT NOT NULL,
    organisation       TEXT NOT NULL,
    reporter_name      TEXT NOT NULL,
    reporter_contact   TEXT NOT NULL,
    told_us            BIGINT NOT NULL,
    told_basis         TEXT NOT NULL,
    known_since_us     BIGINT,
    detected_us        BIGINT,
    detected_precision TEXT NOT NULL,
    unread             TEXT,
    receipt_hash       TEXT NOT NULL,
    author             TEXT NOT NULL,
    entry_us           BIGINT NOT NULL
);
CREATE INDEX report_incident ON report (incident, entry_us);
CREATE UNIQUE INDEX report_receipt ON report (receipt_hash);
-- append only: report

CREATE TABLE incident_organisation (
    incident     TEXT NOT NULL,
    organisation TEXT NOT NULL,
    from_us      BIGINT NOT NULL,
    author       TEXT NOT NULL,
    entry_us     BIGINT NOT NULL,
    PRIMARY KEY (incident, organisation)
);
-- append only: incident_organisation

CREATE TABLE incident_asset (
    incident TEXT NOT NULL,
    asset    TEXT NOT NULL,
    version  BIGINT NOT NULL,
    adverse  TEXT NOT NULL,
    author   TEXT NOT NULL,
    entry_us BIGINT NOT NULL,
    until_us BIGINT NOT NULL,
    PRIMARY KEY (incident, asset, version)
);

-- What is known towards the rating, as said each time; and what the policy made of it.
CREATE TABLE incident_rating (
    incident    TEXT NOT NULL,
    version     BIGINT NOT NULL,
    inputs      TEXT NOT NULL,
    result      TEXT NOT NULL,
    evaluated   BIGINT NOT NULL,
    reason      TEXT NOT NULL,
    pack        TEXT NOT NULL,
    author      TEXT NOT NULL,
    entry_us    BIGINT NOT NULL,
    PRIMARY KEY (incident, version)
);
-- append only: incident_rating

CREATE TABLE incident_event (
    id          TEXT PRIMARY KEY,
    incident    TEXT NOT NULL,
    at_us       BIGINT NOT NULL,
    entry_us    BIGINT NOT NULL,
    kind        TEXT NOT NULL,
    what        TEXT NOT NULL,
    author      TEXT NOT NULL,
    author_name TEXT NOT NULL,
    capacity    TEXT NOT NULL,
    deviation   TEXT NOT NULL
);
CREATE INDEX incident_event_at ON incident_event (incident, at_us, id);
-- append only: incident_event

CREATE TABLE incident_document (
    id           TEXT PRIMARY KEY,
    incident     TEXT NOT NULL,
    document     TEXT NOT NULL,
    organisation TEXT NOT NULL,
    content      TEXT NOT NULL,
    complete     BIGINT NOT NULL,
    at_us        BIGINT NOT NULL,
    author       TEXT NOT NULL,
    entry_us     BIGINT NOT NULL
);
CREATE INDEX incident_document_incident ON incident_document (incident, document, entry_us);
-- append only: incident_document

-- Which lists a case stands in: "all", and "organisation:ID" for each affected body and those above it.
CREATE TABLE case_scope (
    scope    TEXT NOT NULL,
    sort_us  BIGINT NOT NULL,
    incident TEXT NOT NULL,
    PRIMARY KEY (scope, incident)
);
CREATE INDEX case_scope_sort ON case_scope (scope, sort_us, incident);

-- version 2
-- What a reporter said later, in a chain that only grows, from place 1 on. corrects: the place of what it puts right,
-- 0 for the report itself; none when it adds.
CREATE TABLE report_statement (
    id       TEXT PRIMARY KEY,
    report   TEXT NOT NULL,
    place    BIGINT NOT NULL,
    corrects BIGINT,
    what     TEXT NOT NULL,
    author   TEXT NOT NULL,
    entry_us BIGINT NOT NULL,
    UNIQUE (report, place)
);
-- append only: report_statement
CREATE INDEX report_author ON report (author, entry_us, id);

-- Wrong receipt codes, by the hash of the number they were tried with.
CREATE TABLE work_receipt (
    number_sha256 TEXT PRIMARY KEY,
    failures      BIGINT NOT NULL,
    last_us       BIGINT NOT NULL
);

-- version 3
-- The lists moved to the room that lets people in (case_list), which knows whom each case was opened to.
INSERT INTO case_list (scope, sort_us, incident) SELECT scope, sort_us, incident FROM case_scope;
INSERT INTO case_list (scope, sort_us, incident)
  SELECT DISTINCT 'person:' || g.person, s.sort_us, g.incident FROM case_grant g
  JOIN case_scope s ON s.scope = 'all' AND s.incident = g.incident
  WHERE g.until_us = 9223372036854775807;
DROP TABLE case_scope;

-- version 4
-- Imported cases that the house took as its own, and since when.
CREATE TABLE incident_adoption (
    incident TEXT PRIMARY KEY,
    author   TEXT NOT NULL,
    entry_us BIGINT NOT NULL
);
-- append only: incident_adoption

-- version 5
-- A mail that came, and what it became. purpose: whom its envelope was for. letter: what is in it as the parser says,
-- or none, and unread why. incident, report, notice: what it belongs to, or empty.
CREATE TABLE mail (
    id          TEXT PRIMARY KEY,
    sender      TEXT NOT NULL,
    recipient   TEXT NOT NULL,
    purpose     TEXT NOT NULL,
    message_id  TEXT NOT NULL,
    raw_sha256  TEXT NOT NULL,
    body_sha256 TEXT NOT NULL,
    bytes       BIGINT NOT NULL,
    letter      TEXT,
    unread      TEXT NOT NULL,
    became      TEXT NOT NULL,
    incident    TEXT NOT NULL,
    report      TEXT NOT NULL,
    notice      TEXT NOT NULL,
    entry_us    BIGINT NOT NULL
);
CREATE INDEX mail_same ON mail (raw_sha256, purpose);
CREATE INDEX mail_message ON mail (message_id, body_sha256);
CREATE INDEX mail_incident ON mail (incident, entry_us, id);
-- append only: mail

-- The bytes of a mail as they came, up to the limit of the door.
CREATE TABLE mail_raw (
    mail TEXT PRIMARY KEY,
    raw  BYTEA NOT NULL
);
-- append only: mail_raw

-- version 6
-- The life of a case: what was said of it, marked on it, done about it, and where it went.
ALTER TABLE incident_version ADD COLUMN resolved_us BIGINT;
ALTER TABLE incident_version ADD COLUMN closed_us BIGINT;

CREATE TABLE incident_classification (
    incident TEXT NOT NULL,
    version  BIGINT NOT NULL,
    said     TEXT NOT NULL,
    reason   TEXT NOT NULL,
    author   TEXT NOT NULL,
    entry_us BIGINT NOT NULL,
    PRIMARY KEY (incident, version)
);
-- append only: incident_classification

CREATE TABLE incident_statement (
    incident    TEXT NOT NULL,
    statement   TEXT NOT NULL,
    version     BIGINT NOT NULL,
    answer      TEXT NOT NULL,
    said        TEXT NOT NULL,
    who         TEXT NOT NULL,
    at_us       BIGINT NOT NULL,
    author      TEXT NOT NULL,
    author_name TEXT NOT NULL,
    entry_us    BIGINT NOT NULL,
    PRIMARY KEY (incident, statement, version)
);
-- append only: incident_statement

CREATE TABLE incident_flag (
    incident TEXT NOT NULL,
    flag     TEXT NOT NULL,
    version  BIGINT NOT NULL,
    is_set   BIGINT NOT NULL,
    reason   TEXT NOT NULL,
    at_us    BIGINT NOT NULL,
    author   TEXT NOT NULL,
    entry_us BIGINT NOT NULL,
    PRIMARY KEY (incident, flag, version)
);
-- append only: incident_flag

CREATE TABLE incident_measure (
    id          TEXT PRIMARY KEY,
    incident    TEXT NOT NULL,
    phase       TEXT NOT NULL,
    what        TEXT NOT NULL,
    at_us       BIGINT NOT NULL,
    author      TEXT NOT NULL,
    author_name TEXT NOT NULL,
    entry_us    BIGINT NOT NULL
);
CREATE INDEX incident_measure_incident ON incident_measure (incident, at_us, id);
-- append only: incident_measure

-- What became of an affected asset: isolated, infeasible, not_needed, cleaned, restored.
CREATE TABLE incident_hold (
    incident  TEXT NOT NULL,
    asset     TEXT NOT NULL,
    version   BIGINT NOT NULL,
    outcome   TEXT NOT NULL,
    evidence  TEXT NOT NULL,
    alternate TEXT NOT NULL,
    review_us BIGINT,
    at_us     BIGINT NOT NULL,
    author    TEXT NOT NULL,
    entry_us  BIGINT NOT NULL,
    PRIMARY KEY (incident, asset, version)
);
-- append only: incident_hold

-- Ratings that a person set, and ratings declared an error (kind: override, error).
CREATE TABLE incident_override (
    incident    TEXT NOT NULL,
    version     BIGINT NOT NULL,
    kind        TEXT NOT NULL,
    rating      TEXT NOT NULL,
    computed    TEXT NOT NULL,
    reason      TEXT NOT NULL,
    author      TEXT NOT NULL,
    author_name TEXT NOT NULL,
    capacity    TEXT NOT NULL,
    entry_us    BIGINT NOT NULL,
    PRIMARY KEY (incident, version)
);
-- append only: incident_override

-- Organisations that turned out not to be affected, and those that are again.
CREATE TABLE incident_removal (
    incident     TEXT NOT NULL,
    organisation TEXT NOT NULL,
    version      BIGINT NOT NULL,
    removed      BIGINT NOT NULL,
    reason       TEXT NOT NULL,
    at_us        BIGINT NOT NULL,
    author       TEXT NOT NULL,
    entry_us     BIGINT NOT NULL,
    until_us     BIGINT NOT NULL,
    PRIMARY KEY (incident, organisation, version)
);

-- Which case is merged into which; before: what an un-merger brings back, as JSON.
CREATE TABLE incident_merger (
    id       TEXT NOT NULL,
    version  BIGINT NOT NULL,
    incident TEXT NOT NULL,
    target   TEXT NOT NULL,
    reason   TEXT NOT NULL,
    before   TEXT NOT NULL,
    at_us    BIGINT NOT NULL,
    undone   BIGINT NOT NULL,
    author   TEXT NOT NULL,
    entry_us BIGINT NOT NULL,
    until_us BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE INDEX incident_merger_incident ON incident_merger (incident, until_us);
CREATE INDEX incident_merger_target ON incident_merger (target, until_us);

-- version 7
-- Each sending of a document is a version of its series: of a day, of a number, or the only one.
ALTER TABLE incident_document ADD COLUMN series TEXT NOT NULL DEFAULT '';
ALTER TABLE incident_document ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE incident_document ADD COLUMN hash TEXT NOT NULL DEFAULT '';
ALTER TABLE incident_document ADD COLUMN recipients TEXT NOT NULL DEFAULT '[]';
ALTER TABLE incident_document ADD COLUMN pack TEXT NOT NULL DEFAULT '';
ALTER TABLE incident_document ADD COLUMN author_name TEXT NOT NULL DEFAULT '';
ALTER TABLE incident_document ADD COLUMN capacity TEXT NOT NULL DEFAULT '';
ALTER TABLE incident_document ADD COLUMN sequence BIGINT NOT NULL DEFAULT -1;
CREATE INDEX incident_document_series ON incident_document (incident, document, series, version);

-- What somebody has written and not sent: theirs alone.
CREATE TABLE document_draft (
    incident TEXT NOT NULL,
    document TEXT NOT NULL,
    series   TEXT NOT NULL,
    author   TEXT NOT NULL,
    version  BIGINT NOT NULL,
    content  TEXT NOT NULL,
    entry_us BIGINT NOT NULL,
    until_us BIGINT NOT NULL,
    PRIMARY KEY (incident, document, series, author, version)
);

CREATE TABLE document_approval (
    document     TEXT NOT NULL,
    author       TEXT NOT NULL,
    author_name  TEXT NOT NULL,
    capacity     TEXT NOT NULL,
    organisation TEXT NOT NULL,
    note         TEXT NOT NULL,
    entry_us     BIGINT NOT NULL,
    PRIMARY KEY (document, author)
);
-- append only: document_approval

-- The review. What is stated last of cause, loss and tasks holds; nothing stated is changed.
CREATE TABLE incident_cause (
    incident     TEXT NOT NULL,
    version      BIGINT NOT NULL,
    cause        TEXT NOT NULL,
    attack       TEXT NOT NULL,
    motive       TEXT NOT NULL,
    undetermined TEXT NOT NULL,
    author       TEXT NOT NULL,
    author_name  TEXT NOT NULL,
    entry_us     BIGINT NOT NULL,
    PRIMARY KEY (incident, version)
);
-- append only: incident_cause

CREATE TABLE incident_loss (
    incident    TEXT NOT NULL,
    version     BIGINT NOT NULL,
    low_cents   BIGINT NOT NULL,
    high_cents  BIGINT NOT NULL,
    basis       TEXT NOT NULL,
    author      TEXT NOT NULL,
    author_name TEXT NOT NULL,
    entry_us    BIGINT NOT NULL,
    PRIMARY KEY (incident, version)
);
-- append only: incident_loss

CREATE TABLE incident_lesson (
    id          TEXT PRIMARY KEY,
    incident    TEXT NOT NULL,
    kind        TEXT NOT NULL,
    what        TEXT NOT NULL,
    author      TEXT NOT NULL,
    author_name TEXT NOT NULL,
    entry_us    BIGINT NOT NULL
);
CREATE INDEX incident_lesson_incident ON incident_lesson (incident, entry_us, id);
-- append only: incident_lesson

CREATE TABLE corrective_action (
    id           TEXT NOT NULL,
    version      BIGINT NOT NULL,
    incident     TEXT NOT NULL,
    what         TEXT NOT NULL,
    owner        TEXT NOT NULL,
    role         TEXT NOT NULL,
    organisation TEXT NOT NULL,
    due          TEXT NOT NULL,
    state        TEXT NOT NULL,
    proof        TEXT NOT NULL,
    author       TEXT NOT NULL,
    author_name  TEXT NOT NULL,
    entry_us     BIGINT NOT NULL,
    opened_us    BIGINT NOT NULL,
    until_us     BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE INDEX corrective_action_incident ON corrective_action (incident, until_us, opened_us, id);

CREATE TABLE incident_task (
    incident    TEXT NOT NULL,
    task        TEXT NOT NULL,
    version     BIGINT NOT NULL,
    state       TEXT NOT NULL,
    because     TEXT NOT NULL,
    author      TEXT NOT NULL,
    author_name TEXT NOT NULL,
    entry_us    BIGINT NOT NULL,
    PRIMARY KEY (incident, task, version)
);
-- append only: incident_task

-- version 8
-- Who told whom of a case. What was said and is privileged stays here, and goes into no ledger line.
CREATE TABLE communication (
    id           TEXT PRIMARY KEY,
    incident     TEXT NOT NULL,
    is_sent      BIGINT NOT NULL,
    sender       TEXT NOT NULL,
    counterpart  TEXT NOT NULL,
    person       TEXT NOT NULL,
    organisation TEXT NOT NULL,
    outside      BIGINT NOT NULL,
    channel      TEXT NOT NULL,
    class        TEXT NOT NULL,
    content      TEXT NOT NULL,
    author       TEXT NOT NULL,
    author_name  TEXT NOT NULL,
    capacity     TEXT NOT NULL,
    at_us        BIGINT NOT NULL,
    entry_us     BIGINT NOT NULL
);
CREATE INDEX communication_incident ON communication (incident, entry_us, id);
-- append only: communication

CREATE TABLE contact_record (
    id          TEXT PRIMARY KEY,
    incident    TEXT NOT NULL,
    kind        TEXT NOT NULL,
    parties     TEXT NOT NULL,
    what        TEXT NOT NULL,
    author      TEXT NOT NULL,
    author_name TEXT NOT NULL,
    capacity    TEXT NOT NULL,
    at_us       BIGINT NOT NULL,
    entry_us    BIGINT NOT NULL
);
CREATE INDEX contact_record_incident ON contact_record (incident, at_us, id);
-- append only: contact_record

CREATE TABLE cooperation_request (
    id           TEXT PRIMARY KEY,
    incident     TEXT NOT NULL,
    person       TEXT NOT NULL,
    role         TEXT NOT NULL,
    organisation TEXT NOT NULL,
    question     TEXT NOT NULL,
    author       TEXT NOT NULL,
    author_name  TEXT NOT NULL,
    at_us        BIGINT NOT NULL,
    entry_us     BIGINT NOT NULL
);
CREATE INDEX cooperation_request_incident ON cooperation_request (incident, entry_us, id);
CREATE INDEX cooperation_request_person ON cooperation_request (person, entry_us, id);
-- append only: cooperation_request

CREATE TABLE request_answer (
    id          TEXT PRIMARY KEY,
    request     TEXT NOT NULL,
    place       BIGINT NOT NULL,
    corrects    BIGINT NOT NULL,
    said        TEXT NOT NULL,
    author      TEXT NOT NULL,
    author_name TEXT NOT NULL,
    capacity    TEXT NOT NULL,
    entry_us    BIGINT NOT NULL,
    UNIQUE (request, place)
);
-- append only: request_answer

-- version 9
-- What the two offices decided on the confidentiality of a case's documents, in their order.
CREATE TABLE incident_confidentiality (
    incident      TEXT NOT NULL,
    place         BIGINT NOT NULL,
    second_office BIGINT NOT NULL,
    confidential  BIGINT NOT NULL,
    reason        TEXT NOT NULL,
    author        TEXT NOT NULL,
    capacity      TEXT NOT NULL,
    entry_us      BIGINT NOT NULL,
    PRIMARY KEY (incident, place)
);
-- append only: incident_confidentiality

-- version 10
-- Which types a case was classified as, so that others of the same type are found: told_us as it
-- was then; of a case only the rows of its last classification hold.
CREATE TABLE incident_type (
    incident TEXT NOT NULL,
    version  BIGINT NOT NULL,
    type     TEXT NOT NULL,
    told_us  BIGINT NOT NULL,
    PRIMARY KEY (incident, version, type)
);
CREATE INDEX incident_type_told ON incident_type (type, told_us);
CREATE INDEX incident_asset_cases ON incident_asset (asset, incident);
-- append only: incident_type

-- version 11
-- superior: whoever was told is a superior, as somebody attests.
ALTER TABLE report ADD COLUMN superior BIGINT NOT NULL DEFAULT 0;

-- version 12
-- How many mails a sender has sent lately.
CREATE INDEX mail_sender ON mail (sender, entry_us);

-- version 13
-- Which team took the case up, and why. organisation: whose team it is, or empty. gap: the clauses under which the
-- affected organisation lacks a team of its own, as JSON. by_hand: a person gave it to that team.
CREATE TABLE incident_team (
    incident     TEXT NOT NULL,
    version      BIGINT NOT NULL,
    team         TEXT NOT NULL,
    organisation TEXT NOT NULL,
    because      TEXT NOT NULL,
    gap          TEXT NOT NULL,
    by_hand      BIGINT NOT NULL,
    author       TEXT NOT NULL,
    author_name  TEXT NOT NULL,
    capacity     TEXT NOT NULL,
    entry_us     BIGINT NOT NULL,
    PRIMARY KEY (incident, version)
);
-- append only: incident_team

-- version 14
-- nature: what whoever told it took it for; a suspicion, or an incident.
ALTER TABLE report ADD COLUMN nature TEXT NOT NULL DEFAULT 'incident';

-- version 15
-- What was lost beside money: hours in which a service stood still, and data, in words.
ALTER TABLE incident_loss ADD COLUMN hours BIGINT NOT NULL DEFAULT 0;
ALTER TABLE incident_loss ADD COLUMN data TEXT NOT NULL DEFAULT '';

-- version 16
-- What made an incident possible, open until a control against it is verified or the risk is taken.
CREATE TABLE weakness (
    id           TEXT NOT NULL,
    version      BIGINT NOT NULL,
    incident     TEXT NOT NULL,
    organisation TEXT NOT NULL,
    what         TEXT NOT NULL,
    state        TEXT NOT NULL,
    control      TEXT NOT NULL,
    verified     TEXT NOT NULL,
    verifier     TEXT NOT NULL,
    author       TEXT NOT NULL,
    author_name  TEXT NOT NULL,
    opened_us    BIGINT NOT NULL,
    entry_us     BIGINT NOT NULL,
    until_us     BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE INDEX weakness_current ON weakness (until_us, opened_us, id);
CREATE INDEX weakness_incident ON weakness (incident, until_us, opened_us, id);

-- version 17
-- Of an asset that is restored: what shows that it is clean, and since when it was out of service.
ALTER TABLE incident_hold ADD COLUMN checked TEXT NOT NULL DEFAULT '';
ALTER TABLE incident_hold ADD COLUMN out_us BIGINT;

-- version 18
-- Who commands on a case, and who leads beside it for another body (aligned); what was said before stays.
CREATE TABLE incident_command (
    incident    TEXT NOT NULL,
    place       BIGINT NOT NULL,
    aligned     BIGINT NOT NULL,
    body        TEXT NOT NULL,
    person      TEXT NOT NULL,
    name        TEXT NOT NULL,
    direction   TEXT NOT NULL,
    author      TEXT NOT NULL,
    author_name TEXT NOT NULL,
    capacity    TEXT NOT NULL,
    entry_us    BIGINT NOT NULL,
    PRIMARY KEY (incident, place)
);
-- append only: incident_command

-- version 19
-- People who work on a case that is not their body's: a team put together, personnel lent, guests.
CREATE TABLE deployment (
    id           TEXT NOT NULL,
    version      BIGINT NOT NULL,
    incident     TEXT NOT NULL,
    kind         TEXT NOT NULL,
    organisation TEXT NOT NULL,
    purpose      TEXT NOT NULL,
    state        TEXT NOT NULL,
    reason       TEXT NOT NULL,
    from_us      BIGINT NOT NULL,
    to_us        BIGINT NOT NULL,
    ending_us    BIGINT,
    author       TEXT NOT NULL,
    author_name  TEXT NOT NULL,
    capacity     TEXT NOT NULL,
    opened_us    BIGINT NOT NULL,
    entry_us     BIGINT NOT NULL,
    until_us     BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE INDEX deployment_current ON deployment (until_us, opened_us, id);
CREATE INDEX deployment_incident ON deployment (incident, until_us, opened_us, id);
-- Who was named for one; assignment and case_grant: by which the case is seen.
CREATE TABLE deployment_member (
    deployment TEXT NOT NULL,
    person     TEXT NOT NULL,
    version    BIGINT NOT NULL,
    place      BIGINT NOT NULL,
    lead       BIGINT NOT NULL,
    authority  TEXT NOT NULL,
    engagement TEXT NOT NULL,
    assignment TEXT NOT NULL,
    case_grant TEXT NOT NULL,
    since_us   BIGINT,
    author     TEXT NOT NULL,
    entry_us   BIGINT NOT NULL,
    until_us   BIGINT NOT NULL,
    PRIMARY KEY (deployment, person, version)
);
CREATE INDEX deployment_member_person ON deployment_member (person, until_us);
