-- SPDX-License-Identifier: Apache-2.0
-- version 1
-- A message that a person is owed: what never changes of it. Its id is the message id.
CREATE TABLE notice (
    id           TEXT PRIMARY KEY,
    incident     TEXT NOT NULL,
    number       TEXT NOT NULL,
    kind         TEXT NOT NULL,
    person       TEXT NOT NULL,
    name         TEXT NOT NULL,
    role         TEXT NOT NULL,
    asked_role   TEXT NOT NULL,
    organisation TEXT NOT NULL,
    channel      TEXT NOT NULL,
    address      TEXT NOT NULL,
    entry_us     BIGINT NOT NULL
);
CREATE INDEX notice_number ON notice (number, id);
CREATE INDEX notice_person ON notice (person, id);
CREATE INDEX notice_incident ON notice (incident, person);
-- append only: notice

-- Its state, a version for each change (SM-3). next_us: when the outbox tries it; the largest number: never again.
CREATE TABLE notice_version (
    notice        TEXT NOT NULL,
    version       BIGINT NOT NULL,
    state         TEXT NOT NULL,
    subject       TEXT NOT NULL,
    body          TEXT NOT NULL,
    not_before_us BIGINT NOT NULL,
    next_us       BIGINT NOT NULL,
    attempts      BIGINT NOT NULL,
    sent_us       BIGINT,
    accepted_us   BIGINT,
    failed_us     BIGINT,
    attested_us   BIGINT,
    attested_by   TEXT NOT NULL,
    reason        TEXT NOT NULL,
    entry_us      BIGINT NOT NULL,
    until_us      BIGINT NOT NULL,
    PRIMARY KEY (notice, version)
);
CREATE INDEX notice_version_next ON notice_version (until_us, next_us);

-- What one message says, and serves: an obligation, or none for a warning. subject and body: as this duty alone
-- would be told.
CREATE TABLE notice_duty (
    notice       TEXT NOT NULL,
    place        BIGINT NOT NULL,
    obligation   TEXT NOT NULL,
    rule         TEXT NOT NULL,
    step         TEXT NOT NULL,
    organisation TEXT NOT NULL,
    template     TEXT NOT NULL,
    due_us       BIGINT NOT NULL,
    due_local    TEXT NOT NULL,
    expected     TEXT NOT NULL,
    subject      TEXT NOT NULL,
    body         TEXT NOT NULL,
    entry_us     BIGINT NOT NULL,
    PRIMARY KEY (notice, place)
);
CREATE INDEX notice_duty_obligation ON notice_duty (obligation);
-- append only: notice_duty

-- What happened to it: attempts with their outcome, a bounce, a telling by phone.
CREATE TABLE notice_event (
    notice   TEXT NOT NULL,
    place    BIGINT NOT NULL,
    event    TEXT NOT NULL,
    at_us    BIGINT NOT NULL,
    attempt  BIGINT NOT NULL,
    whom     TEXT NOT NULL,
    how      TEXT NOT NULL,
    number   TEXT NOT NULL,
    reason   TEXT NOT NULL,
    author   TEXT NOT NULL,
    entry_us BIGINT NOT NULL,
    PRIMARY KEY (notice, place)
);
-- append only: notice_event

-- Who is sending it now. A lease of an attempt whose outcome is recorded, or that is over, means nothing.
CREATE TABLE work_notice (
    notice   TEXT PRIMARY KEY,
    attempt  BIGINT NOT NULL,
    until_us BIGINT NOT NULL
);

-- version 2
-- One message about another. corrects: what the other said no longer holds.
CREATE TABLE notice_link (
    notice   TEXT NOT NULL,
    kind     TEXT NOT NULL,
    other    TEXT NOT NULL,
    entry_us BIGINT NOT NULL,
    PRIMARY KEY (notice, kind, other)
);
CREATE INDEX notice_link_other ON notice_link (other, kind);
-- append only: notice_link

-- version 3
-- The ways by which a message went after the first, which stands in notice itself. tried: the attempts before it.
CREATE TABLE notice_route (
    notice   TEXT NOT NULL,
    place    BIGINT NOT NULL,
    channel  TEXT NOT NULL,
    address  TEXT NOT NULL,
    tried    BIGINT NOT NULL,
    entry_us BIGINT NOT NULL,
    PRIMARY KEY (notice, place)
);
-- append only: notice_route
-- Which of them: 0 the first.
ALTER TABLE notice_version ADD COLUMN route BIGINT NOT NULL DEFAULT 0;
ALTER TABLE notice_event ADD COLUMN route BIGINT NOT NULL DEFAULT 0;

-- version 4
-- With what a letter can be acknowledged: the SHA-256 of a token that stands nowhere but in the letter.
CREATE TABLE work_notice_token (
    token_sha256 TEXT PRIMARY KEY,
    letter       TEXT NOT NULL,
    expires_us   BIGINT NOT NULL
);
CREATE INDEX work_notice_token_expires ON work_notice_token (expires_us);
ALTER TABLE notice_version ADD COLUMN acknowledged_us BIGINT;

-- version 5
-- When the missing acknowledgement has something to say next; the largest number: never.
ALTER TABLE notice_version ADD COLUMN ack_us BIGINT NOT NULL DEFAULT 9223372036854775807;
CREATE INDEX notice_version_ack ON notice_version (until_us, ack_us);

-- version 6
-- The letter with which it goes: its own id, or that of the first notice of a digest. line: what a digest says of it.
ALTER TABLE notice ADD COLUMN letter TEXT NOT NULL DEFAULT '';
ALTER TABLE notice ADD COLUMN line TEXT NOT NULL DEFAULT '';
CREATE INDEX notice_letter ON notice (letter);

-- version 7
-- concerns: the duty of which it speaks, also where it fulfils nothing (a warning); empty: written before it was kept.
ALTER TABLE notice_duty ADD COLUMN concerns TEXT NOT NULL DEFAULT '';
CREATE INDEX notice_duty_concerns ON notice_duty (concerns);

-- What a message that waited does not tell any more, because the duty was called off.
CREATE TABLE notice_lapse (
    notice   TEXT NOT NULL,
    place    BIGINT NOT NULL,
    reason   TEXT NOT NULL,
    author   TEXT NOT NULL,
    entry_us BIGINT NOT NULL,
    PRIMARY KEY (notice, place)
);
-- append only: notice_lapse

-- version 8
-- The Message-ID of the mail that it answers: that what was reported by mail is here. It tells of nothing else.
ALTER TABLE notice ADD COLUMN answers TEXT NOT NULL DEFAULT '';
