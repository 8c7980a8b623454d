-- SPDX-License-Identifier: Apache-2.0
-- version 1
-- What the obligations have heard of a case. A projection of the facts below, kept so that a rule can be asked
-- without reading the case.
CREATE TABLE obligation_subject (
    incident   TEXT NOT NULL,
    version    BIGINT NOT NULL,
    number     TEXT NOT NULL,
    kind       TEXT NOT NULL,
    rating     TEXT NOT NULL,
    type_class TEXT NOT NULL,
    entry_us   BIGINT NOT NULL,
    until_us   BIGINT NOT NULL,
    PRIMARY KEY (incident, version)
);
CREATE INDEX obligation_subject_current ON obligation_subject (until_us, incident);
CREATE INDEX obligation_subject_number ON obligation_subject (number, until_us);

CREATE TABLE obligation_body (
    incident     TEXT NOT NULL,
    organisation TEXT NOT NULL,
    place        BIGINT NOT NULL,
    from_us      BIGINT NOT NULL,
    entry_us     BIGINT NOT NULL,
    PRIMARY KEY (incident, organisation)
);
-- append only: obligation_body

-- Every fact that was heard: the obligations are a pure function of these, the packs and the closures.
CREATE TABLE obligation_fact (
    id       TEXT PRIMARY KEY,
    incident TEXT NOT NULL,
    kind     TEXT NOT NULL,
    fields   TEXT NOT NULL,
    at_us    BIGINT NOT NULL,
    entry_us BIGINT NOT NULL
);
CREATE INDEX obligation_fact_incident ON obligation_fact (incident, kind, entry_us);
-- append only: obligation_fact

-- What never changes of an obligation. identity is unique: hearing a fact again duplicates nothing.
CREATE TABLE obligation (
    id                     TEXT PRIMARY KEY,
    identity               TEXT NOT NULL UNIQUE,
    rule                   TEXT NOT NULL,
    step                   TEXT NOT NULL,
    pack                   TEXT NOT NULL,
    incident               TEXT NOT NULL,
    number                 TEXT NOT NULL,
    kind                   TEXT NOT NULL,
    organisation           TEXT NOT NULL,
    recipient_role         TEXT NOT NULL,
    recipient_organisation TEXT NOT NULL,
    recipient_person       TEXT NOT NULL,
    period                 TEXT NOT NULL,
    fact                   TEXT NOT NULL,
    start_us               BIGINT NOT NULL,
    start_field            TEXT NOT NULL,
    rating                 TEXT NOT NULL,
    product_default        BIGINT NOT NULL,
    entry_us               BIGINT NOT NULL
);
CREATE INDEX obligation_incident ON obligation (incident, rule, step);
-- append only: obligation

-- Its state, a version for each change (SM-2).
CREATE TABLE obligation_version (
    obligation     TEXT NOT NULL,
    version        BIGINT NOT NULL,
    incident       TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    kind           TEXT NOT NULL,
    state          TEXT NOT NULL,
    due_us         BIGINT NOT NULL,
    next_us        BIGINT NOT NULL,
    fired_us       BIGINT NOT NULL,
    level          BIGINT NOT NULL,
    person         TEXT NOT NULL,
    person_name    TEXT NOT NULL,
    role           TEXT NOT NULL,
    asked_role     TEXT NOT NULL,
    role_organisation TEXT NOT NULL,
    holding        TEXT NOT NULL,
    fulfilled_us   BIGINT,
    basis          TEXT NOT NULL,
    evidence       TEXT NOT NULL,
    evidence_ref   TEXT NOT NULL,
    superseded_by  TEXT,
    author         TEXT NOT NULL,
    entry_us       BIGINT NOT NULL,
    until_us       BIGINT NOT NULL,
    PRIMARY KEY (obligation, version)
);
CREATE INDEX obligation_version_next ON obligation_version (until_us, next_us);
CREATE INDEX obligation_version_due ON obligation_version (until_us, state, due_us, obligation);
CREATE INDEX obligation_version_incident ON obligation_version (incident, until_us);
CREATE INDEX obligation_version_person ON obligation_version (person, until_us, state, due_us);
CREATE INDEX obligation_version_organisation ON obligation_version (organisation, until_us, state, due_us);

-- version 2
-- Days that somebody in office has declared to be no business days; day counts from 1970-01-01.
CREATE TABLE calendar_closure (
    day      BIGINT PRIMARY KEY,
    reason   TEXT NOT NULL,
    source   TEXT NOT NULL,
    author   TEXT NOT NULL,
    entry_us BIGINT NOT NULL
);
-- append only: calendar_closure

-- version 3
-- A duty need not be about an incident: subject is the id of what it is about, subject_kind the noun. about: which asset,
-- role, … of it, where a step is owed for each. A fact that names an obligation speaks of that alone. standing: 1 while a
-- fact can still touch it, so that a long case is not read whole at every fact.
ALTER TABLE obligation_fact RENAME COLUMN incident TO subject;
ALTER TABLE obligation_fact ADD COLUMN obligation TEXT NOT NULL DEFAULT '';
CREATE INDEX obligation_fact_kind ON obligation_fact (subject, kind, obligation, at_us);
ALTER TABLE obligation RENAME COLUMN incident TO subject;
ALTER TABLE obligation ADD COLUMN subject_kind TEXT NOT NULL DEFAULT 'incident';
ALTER TABLE obligation ADD COLUMN about TEXT NOT NULL DEFAULT '';
ALTER TABLE obligation_version RENAME COLUMN incident TO subject;
ALTER TABLE obligation_version ADD COLUMN standing BIGINT NOT NULL DEFAULT 1;
CREATE INDEX obligation_version_standing ON obligation_version (subject, standing, until_us);

-- version 4
-- When other people answer for a role, what is asked of it is found without reading all that is owed.
CREATE INDEX obligation_version_asked ON obligation_version (asked_role, until_us, obligation);

-- version 5
-- owed: 1 until it has ended, so that what is owed stands in the order of its dues. Suspended until resume_us;
-- explanation: why it was late or missed. corrects: 1 when a corrected clock opened it.
ALTER TABLE obligation ADD COLUMN corrects BIGINT NOT NULL DEFAULT 0;
ALTER TABLE obligation_version ADD COLUMN owed BIGINT NOT NULL DEFAULT 1;
ALTER TABLE obligation_version ADD COLUMN resume_us BIGINT;
ALTER TABLE obligation_version ADD COLUMN explanation TEXT NOT NULL DEFAULT '';
UPDATE obligation_version SET owed = 0 WHERE state IN ('fulfilled', 'cancelled', 'superseded');
CREATE INDEX obligation_version_owed ON obligation_version (until_us, owed, due_us, obligation);
CREATE INDEX obligation_version_owed_subject ON obligation_version (subject, until_us, owed, due_us, obligation);
CREATE INDEX obligation_version_owed_person ON obligation_version (person, until_us, owed, due_us, obligation);
CREATE INDEX obligation_version_owed_organisation ON obligation_version
    (organisation, until_us, owed, due_us, obligation);
DROP INDEX obligation_version_due;
DROP INDEX obligation_version_incident;
DROP INDEX obligation_version_person;
DROP INDEX obligation_version_organisation;
CREATE INDEX obligation_version_successor ON obligation_version (superseded_by, until_us);

-- Bodies that a case no longer touches, or touches again: of each body the last line counts.
CREATE TABLE obligation_body_turn (
    incident     TEXT NOT NULL,
    organisation TEXT NOT NULL,
    place        BIGINT NOT NULL,
    affected     BIGINT NOT NULL,
    entry_us     BIGINT NOT NULL,
    PRIMARY KEY (incident, organisation, place)
);
-- append only: obligation_body_turn

-- version 6
-- How often a duty is owed on a case by direction of whoever has the authority; the last of a rule counts.
CREATE TABLE obligation_direction (
    subject   TEXT NOT NULL,
    rule      TEXT NOT NULL,
    place     BIGINT NOT NULL,
    amount_us BIGINT NOT NULL,
    reason    TEXT NOT NULL,
    author    TEXT NOT NULL,
    entry_us  BIGINT NOT NULL,
    PRIMARY KEY (subject, rule, place)
);
-- append only: obligation_direction

-- version 7
-- What this house, or one organisation of it, has set in place of the policy, from an instant on: how long a duty may take at
-- most (within_us; 0: as the policy says), or whether a clause counts. Of one subject the last line that is in force counts.
CREATE TABLE obligation_setting (
    place        BIGINT PRIMARY KEY,
    kind         TEXT NOT NULL,
    subject      TEXT NOT NULL,
    step         TEXT NOT NULL,
    rating       TEXT NOT NULL,
    organisation TEXT NOT NULL,
    within_us    BIGINT NOT NULL,
    is_off       BIGINT NOT NULL,
    from_us      BIGINT NOT NULL,
    reason       TEXT NOT NULL,
    author       TEXT NOT NULL,
    author_name  TEXT NOT NULL,
    capacity     TEXT NOT NULL,
    entry_us     BIGINT NOT NULL
);
-- append only: obligation_setting

-- version 8
-- How the substitute's office is held by whoever answers through it; empty: written before it was kept.
ALTER TABLE obligation_version ADD COLUMN held_within TEXT NOT NULL DEFAULT '';

-- version 9
-- More is owed by a role, for which other people answer, than one turn goes through: how far that has come, and from when
-- on more is to be done (next_us; the largest number: nothing). seen: how many were looked at.
CREATE TABLE obligation_passing (
    place            BIGINT NOT NULL,
    version          BIGINT NOT NULL,
    role             TEXT NOT NULL,
    organisation     TEXT NOT NULL,
    asked            TEXT NOT NULL,
    body             TEXT NOT NULL,
    after_obligation TEXT NOT NULL,
    seen             BIGINT NOT NULL,
    begun_us         BIGINT NOT NULL,
    next_us          BIGINT NOT NULL,
    entry_us         BIGINT NOT NULL,
    until_us         BIGINT NOT NULL,
    PRIMARY KEY (place, version)
);
CREATE INDEX obligation_passing_next ON obligation_passing (until_us, next_us, place);
CREATE INDEX obligation_passing_begun ON obligation_passing (begun_us);

-- version 10
-- agreed: whoever owes it is not bound, and has agreed to do as the policy says.
ALTER TABLE obligation ADD COLUMN agreed BIGINT NOT NULL DEFAULT 0;

-- version 11
-- The duties of one body on a case are found without those of the others; what a message fulfilled, by the message.
CREATE INDEX obligation_series ON obligation (subject, rule, organisation, step);
DROP INDEX obligation_incident;
CREATE INDEX obligation_version_evidence ON obligation_version (evidence_ref, until_us);

-- version 12
-- A role that is held on one case: the duties of that case are gone through, by id.
ALTER TABLE obligation_passing ADD COLUMN incident TEXT NOT NULL DEFAULT '';
DROP INDEX obligation_version_standing;
CREATE INDEX obligation_version_standing ON obligation_version (subject, standing, until_us, obligation);

-- More is owed than one turn goes through when a day is closed: how far that has come, in the order of the dues, and from when
-- on more is to be done (next_us; the largest number: nothing). place: in which order the days were closed.
CREATE TABLE calendar_moving (
    place            BIGINT NOT NULL,
    version          BIGINT NOT NULL,
    day              BIGINT NOT NULL,
    after_due_us     BIGINT NOT NULL,
    after_obligation TEXT NOT NULL,
    seen             BIGINT NOT NULL,
    moved            BIGINT NOT NULL,
    next_us          BIGINT NOT NULL,
    entry_us         BIGINT NOT NULL,
    until_us         BIGINT NOT NULL,
    PRIMARY KEY (place, version)
);
CREATE INDEX calendar_moving_next ON calendar_moving (until_us, next_us, place);
CREATE INDEX calendar_moving_day ON calendar_moving (day, place);

-- version 13
-- void_us: since when the case is none (false positive, merged, out of scope), as it was heard; the largest number: it is one.
ALTER TABLE obligation_subject ADD COLUMN void_us BIGINT NOT NULL DEFAULT 9223372036854775807;
UPDATE obligation_subject SET void_us = COALESCE((SELECT MAX(f.entry_us) FROM obligation_fact f
 WHERE f.subject = obligation_subject.incident AND f.kind = 'incident.void' AND NOT EXISTS (SELECT 1 FROM obligation_fact r
 WHERE r.subject = f.subject AND r.kind = 'incident.reopened' AND r.entry_us >= f.entry_us) AND NOT EXISTS (SELECT 1
 FROM obligation_fact s WHERE s.kind = 'incident.separated' AND s.fields LIKE '%' || f.subject || '%'
 AND s.entry_us >= f.entry_us)), 9223372036854775807) WHERE until_us = 9223372036854775807;

-- version 14
-- What people ask the owner of the policy, or propose to change in it; kind: question, change. clause or topic: what it is
-- about. body, made_us: on whose behalf, and when that was said. mailbox: to which a message was owed, or empty; notice: that message.
CREATE TABLE policy_proposal (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL,
    clause       TEXT NOT NULL,
    topic        TEXT NOT NULL,
    what         TEXT NOT NULL,
    reason       TEXT NOT NULL,
    body         TEXT NOT NULL,
    made_us      BIGINT NOT NULL,
    mailbox      TEXT NOT NULL,
    notice       TEXT NOT NULL,
    author       TEXT NOT NULL,
    author_name  TEXT NOT NULL,
    capacity     TEXT NOT NULL,
    entry_us     BIGINT NOT NULL
);
CREATE INDEX policy_proposal_entry ON policy_proposal (entry_us, id);
CREATE INDEX policy_proposal_author ON policy_proposal (author, entry_us, id);
-- append only: policy_proposal

-- What was answered: answered, accepted, declined.
CREATE TABLE policy_decision (
    proposal     TEXT PRIMARY KEY,
    decision     TEXT NOT NULL,
    answer       TEXT NOT NULL,
    author       TEXT NOT NULL,
    author_name  TEXT NOT NULL,
    capacity     TEXT NOT NULL,
    entry_us     BIGINT NOT NULL
);
-- append only: policy_decision

-- version 15
-- The rungs of its ladder that the organisation has made faster, as "place=seconds" with blanks between; empty: none.
ALTER TABLE obligation ADD COLUMN rungs TEXT NOT NULL DEFAULT '';
