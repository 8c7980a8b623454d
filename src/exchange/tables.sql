-- SPDX-License-Identifier: Apache-2.0
-- version 1
-- A file that was imported, under the SHA-256 of its bytes. place: the how-manieth of the house.
CREATE TABLE veris_import (
    import_id TEXT PRIMARY KEY,
    place     BIGINT NOT NULL UNIQUE,
    name      TEXT NOT NULL,
    bytes     BIGINT NOT NULL,
    lines     BIGINT NOT NULL,
    author    TEXT NOT NULL,
    entry_us  BIGINT NOT NULL
);
-- append only: veris_import

-- What one transaction has done of it. An import goes on behind its last batch.
CREATE TABLE veris_batch (
    import_id  TEXT NOT NULL,
    first_line BIGINT NOT NULL,
    last_line  BIGINT NOT NULL,
    incidents  BIGINT NOT NULL,
    rejected   BIGINT NOT NULL,
    blank      BIGINT NOT NULL,
    findings   BIGINT NOT NULL,
    author     TEXT NOT NULL,
    entry_us   BIGINT NOT NULL,
    PRIMARY KEY (import_id, first_line)
);
-- append only: veris_batch

-- The lines that became incidents, as they came. original: base64 of the bytes where they were no UTF-8.
CREATE TABLE veris_incident (
    place              BIGINT NOT NULL,
    source_line_number BIGINT NOT NULL,
    import_id          TEXT NOT NULL,
    incident           TEXT NOT NULL UNIQUE,
    raw                TEXT NOT NULL,
    original           TEXT,
    incident_id        TEXT NOT NULL,
    schema_version     TEXT NOT NULL,
    entry_us           BIGINT NOT NULL,
    PRIMARY KEY (place, source_line_number)
);
CREATE INDEX veris_incident_incident_id ON veris_incident (incident_id, place, source_line_number);
-- append only: veris_incident

-- The lines that became none, and why.
CREATE TABLE veris_rejected (
    place              BIGINT NOT NULL,
    source_line_number BIGINT NOT NULL,
    import_id          TEXT NOT NULL,
    raw                TEXT NOT NULL,
    original           TEXT,
    why                TEXT NOT NULL,
    entry_us           BIGINT NOT NULL,
    PRIMARY KEY (place, source_line_number)
);
-- append only: veris_rejected

-- What was odd about a line.
CREATE TABLE veris_finding (
    import_id          TEXT NOT NULL,
    source_line_number BIGINT NOT NULL,
    ordinal            BIGINT NOT NULL,
    oddity             TEXT NOT NULL,
    path               TEXT NOT NULL,
    found              TEXT NOT NULL,
    entry_us           BIGINT NOT NULL,
    PRIMARY KEY (import_id, source_line_number, ordinal)
);
-- append only: veris_finding
