-- SPDX-License-Identifier: Apache-2.0
-- The ledger's tables. See docs/ledger.5 for what an entry is.

-- version 1
-- append only: ledger_entry

-- One row a line. leaf: hex hash of the entry in the tree. pay, incident and case_sequence repeat
-- members of the entry, so that it can be found by them.
CREATE TABLE ledger_entry (
    sequence BIGINT PRIMARY KEY,
    entry TEXT NOT NULL,
    leaf TEXT NOT NULL,
    pay TEXT NOT NULL,
    incident TEXT,
    case_sequence BIGINT
);

-- The chain of a case cannot fork. Also finds the last entry of a case.
CREATE UNIQUE INDEX ledger_entry_case ON ledger_entry (incident, case_sequence)
    WHERE incident IS NOT NULL;

-- What was said, under the hash of salt and body; a row may be purged, its hash stays in the entry.
CREATE TABLE ledger_payload (
    pay TEXT PRIMARY KEY,
    salt BYTEA NOT NULL,
    body TEXT NOT NULL
);

-- The one row that whoever appends must hold. edge: the tree's right edge as hex, its highest peak
-- first; last_ms: the time of the last entry; turns: counts the groups, to take the row's lock.
CREATE TABLE ledger_head (
    head BIGINT PRIMARY KEY,
    size BIGINT NOT NULL,
    edge TEXT NOT NULL,
    last_ms BIGINT NOT NULL,
    turns BIGINT NOT NULL
);
INSERT INTO ledger_head (head, size, edge, last_ms, turns) VALUES (1, 0, '', 0, 0);
